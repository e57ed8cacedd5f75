/*
 * Care of a desk: commands that do not work at it, but on the whole of it.
 */
#include "common.h"
#include "extras.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

/* One of these commands on its way: its words and options are read, and which desk is meant is known. */
struct care {
    struct tool *tool;
    const char *name;
    const char *uri;
    csr_option options[TOOL_OPTIONS_MAX];
    size_t option_count;
};

/* The message names the file; the parameter at fault is one of ours. */
static int failed(const struct care *care, csr_error *err)
{
    if (strcmp(err->field, "uri") == 0 || strcmp(err->field, "path") == 0)
        err->field[0] = '\0';
    return say_error(care->name, err);
}

/* What a call gave, on stdout. */
static int show(const struct care *care, csr_result *result)
{
    int code = output_result(care->tool, result);

    csr_result_free(result);
    return code;
}

/* Read the command line, run it, clean up. words = how many words the command takes. */
static int care_command(struct care *care, const char *const *own, size_t words, int argc, char **argv, int at,
                        int (*run)(struct care *care))
{
    struct option_set set = { NULL, 0, 0 };
    const struct args *args = &care->tool->args;
    int code = extra_args(care->tool, &set, own, argc, argv, at);

    if (code == CODE_DONE && args->word_count > words)
        code = say(CODE_USAGE, "%s: %s is one word too many", care->name, args->words[words]);
    if (code == CODE_DONE && args->word_count < words)
        code = say(CODE_USAGE, "%s: a file is missing", care->name);
    if (code == CODE_DONE)
        code = tool_desk(care->tool, &care->uri);
    if (code == CODE_DONE)
        code = tool_options(care->tool, care->options, &care->option_count);
    if (code == CODE_DONE)
        code = run(care);
    tool_options_free(care->options, care->option_count);
    option_set_free(&set);
    return code;
}

static int migrate(struct care *care)
{
    csr_desk_migrate_params params = CSR_DESK_MIGRATE_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_result *steps = NULL;
    int code = tool_timeout(care->tool, &params.timeout_us);

    if (code != CODE_DONE)
        return code;
    params.options = care->options;
    params.option_count = care->option_count;
    params.backup = args_value(&care->tool->args, "backup");
    params.flags = tool_asked(care->tool, "dry_run") ? CSR_MIGRATE_DRY_RUN : 0;
    params.flags |= tool_asked(care->tool, "no_backup") ? CSR_MIGRATE_NO_BACKUP : 0;
    if (csr_desk_migrate(care->uri, &params, &steps, &err) != CSR_OK)
        return failed(care, &err);
    if (csr_result_count(steps) == 0 && tool_for_people(care->tool))
        printf("%s: nothing to do\n", care->uri);
    return show(care, steps);
}

int migrate_command(struct tool *tool, int argc, char **argv, int at)
{
    static const char *const own[] = { "dry_run", "+backup", "no_backup", NULL };
    struct care care = { .tool = tool, .name = "migrate" };

    return care_command(&care, own, 0, argc, argv, at, migrate);
}

static int backup(struct care *care)
{
    csr_desk_backup_params params = CSR_DESK_BACKUP_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_result *copy = NULL;
    int code = tool_open(care->tool, DESK_EXISTING);

    params.flags = tool_asked(care->tool, "verify") ? CSR_BACKUP_VERIFY : 0;
    if (code != CODE_DONE)
        return code;
    params.session = care->tool->session;
    if (csr_desk_backup(care->tool->desk, care->tool->args.words[0], &params, &copy, &err) != CSR_OK)
        return failed(care, &err);
    return show(care, copy);
}

int backup_command(struct tool *tool, int argc, char **argv, int at)
{
    static const char *const own[] = { "verify", NULL };
    struct care care = { .tool = tool, .name = "backup" };

    return care_command(&care, own, 1, argc, argv, at, backup);
}

/* All there is to do, a piece at a time; the last piece is shown. */
static int maintain(struct care *care)
{
    csr_maintenance_view view = { .struct_size = (uint32_t)sizeof view, .more = 1 };
    csr_error err = CSR_ERROR_INIT;
    csr_result *done = NULL;
    int code = tool_open(care->tool, DESK_EXISTING);

    while (code == CODE_DONE && view.more) {
        csr_result_free(done);
        if (csr_desk_maintain(care->tool->desk, NULL, &done, &err) != CSR_OK ||
            csr_maintenance_at(done, 0, &view, &err) != CSR_OK)
            return failed(care, &err);
    }
    return code == CODE_DONE ? show(care, done) : code;
}

int maintain_command(struct tool *tool, int argc, char **argv, int at)
{
    struct care care = { .tool = tool, .name = "maintain" };

    return care_command(&care, NULL, 0, argc, argv, at, maintain);
}

static int health(struct care *care)
{
    csr_error err = CSR_ERROR_INIT;
    csr_result *found = NULL;
    int code = tool_open(care->tool, DESK_EXISTING);

    if (code != CODE_DONE)
        return code;
    if (csr_desk_health(care->tool->desk, &found, &err) != CSR_OK)
        return failed(care, &err);
    return show(care, found);
}

int health_command(struct tool *tool, int argc, char **argv, int at)
{
    struct care care = { .tool = tool, .name = "health" };

    return care_command(&care, NULL, 0, argc, argv, at, health);
}

static int doctor(struct care *care)
{
    csr_desk_examine_params params = CSR_DESK_EXAMINE_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_result *findings = NULL;
    int code = tool_timeout(care->tool, &params.timeout_us);

    if (code != CODE_DONE)
        return code;
    params.options = care->options;
    params.option_count = care->option_count;
    if (csr_desk_examine(care->uri, &params, &findings, &err) != CSR_OK)
        return failed(care, &err);
    return show(care, findings);
}

int doctor_command(struct tool *tool, int argc, char **argv, int at)
{
    struct care care = { .tool = tool, .name = "doctor" };

    return care_command(&care, NULL, 0, argc, argv, at, doctor);
}
