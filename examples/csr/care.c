/*
 * Care of a desk: commands that do not work at it, but on the file of it.
 */
#include "common.h"
#include "extras.h"
#include "output.h"

#include <string.h>

/* The message names the file; the parameter at fault is one of ours. */
static int failed(const char *command, csr_error *err)
{
    if (strcmp(err->field, "uri") == 0)
        err->field[0] = '\0';
    return say_error(command, err);
}

static int migrate(struct tool *tool, const char *uri, const csr_option *options, size_t option_count)
{
    csr_desk_migrate_params params = CSR_DESK_MIGRATE_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_result *steps = NULL;
    int code = CODE_DONE;

    params.options = options;
    params.option_count = option_count;
    params.backup = args_value(&tool->args, "backup");
    params.flags = tool_asked(tool, "dry_run") ? CSR_MIGRATE_DRY_RUN : 0;
    params.flags |= tool_asked(tool, "no_backup") ? CSR_MIGRATE_NO_BACKUP : 0;
    if (csr_desk_migrate(uri, &params, &steps, &err) != CSR_OK)
        return failed("migrate", &err);
    if (csr_result_count(steps) == 0 && tool_for_people(tool))
        printf("%s: nothing to do\n", uri);
    else
        code = output_result(tool, steps);
    csr_result_free(steps);
    return code;
}

int migrate_command(struct tool *tool, int argc, char **argv, int at)
{
    static const char *const own[] = { "dry_run", "+backup", "no_backup", NULL };
    struct option_set set = { NULL, 0, 0 };
    csr_option options[TOOL_OPTIONS_MAX];
    size_t option_count = 0;
    const char *uri = NULL;
    int code = extra_args(tool, &set, own, argc, argv, at);

    if (code == CODE_DONE && tool->args.word_count > 0)
        code = say(CODE_USAGE, "migrate: %s is one word too many", tool->args.words[0]);
    if (code == CODE_DONE)
        code = tool_desk(tool, &uri);
    if (code == CODE_DONE)
        code = tool_options(tool, options, &option_count);
    if (code == CODE_DONE)
        code = migrate(tool, uri, options, option_count);
    tool_options_free(options, option_count);
    option_set_free(&set);
    return code;
}
