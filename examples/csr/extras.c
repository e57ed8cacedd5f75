#include "extras.h"

#include "command.h"
#include "common.h"
#include "help.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

const struct extra *extra_named(const char *name)
{
    for (size_t i = 0; i < extra_count; i++)
        if (strcmp(extras[i].name, name) == 0)
            return &extras[i];
    return NULL;
}

int extra_args(struct tool *tool, struct option_set *set, const char *const *own, int argc, char **argv, int at)
{
    for (; own != NULL && *own != NULL; own++)
        option_add(set, **own == '+' ? *own + 1 : *own, **own == '+');
    for (size_t i = 0; i < tool->globals.count; i++)
        option_add(set, tool->globals.items[i].name, tool->globals.items[i].takes_value);
    tool->args.word_count = 0;
    return args_read(&tool->args, set, argc, argv, &at, 0);
}

int extra_count_option(const struct tool *tool, const char *command, const char *option, size_t most, size_t *out)
{
    const char *text = args_value(&tool->args, option);
    size_t value = 0;

    if (text == NULL)
        return CODE_DONE;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p < '0' || *p > '9' || value > most)
            return say(CODE_USAGE, "%s: %s is not a number from 1 to %zu", command, text, most);
        value = value * 10 + (size_t)(*p - '0');
    }
    if (value < 1 || value > most)
        return say(CODE_USAGE, "%s: %s is not a number from 1 to %zu", command, text, most);
    *out = value;
    return CODE_DONE;
}

void extra_help(const struct tool *tool, const struct extra *extra)
{
    const json_t *operation = extra->operation != NULL ? catalog_operation(&tool->catalog, extra->operation) : NULL;

    printf("%s\n\nusage: csr %s%s%s\n", extra->text, extra->name, extra->usage[0] != '\0' ? " " : "", extra->usage);
    if (operation != NULL)
        printf("\nIt is short for this:\n\n");
    if (operation != NULL)
        help_operation(operation);
}

int extra_run(struct tool *tool, const struct extra *extra, int argc, char **argv, int at)
{
    const json_t *operation = extra->operation != NULL ? catalog_operation(&tool->catalog, extra->operation) : NULL;

    for (int i = at; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            extra_help(tool, extra);
            return CODE_DONE;
        }
    }
    if (extra->operation != NULL && operation == NULL)
        return say(CODE_REFUSED, "this library has no operation %s", extra->operation);
    if (extra->run != NULL)
        return extra->run(tool, argc, argv, at);
    return command_run(tool, operation, argc, argv, at, DESK_EXISTING);
}

/* The settings as they are now, after a change that names what is to be set. */
static int init_command(struct tool *tool, int argc, char **argv, int at)
{
    const json_t *change = catalog_operation(&tool->catalog, "settings.change");
    const json_t *get = catalog_operation(&tool->catalog, "settings.get");
    struct option_set options = { NULL, 0, 0 };
    csr_error err = CSR_ERROR_INIT;
    json_t *params = NULL, *answer = NULL;
    int code;

    command_options(tool, change, &options);
    tool->args.word_count = 0;
    code = args_read(&tool->args, &options, argc, argv, &at, 0);
    if (code == CODE_DONE)
        code = tool_open(tool, DESK_CREATE);
    if (code == CODE_DONE)
        code = command_params(tool, change, &params);
    if (code == CODE_DONE && tool_call(tool, "settings.change", params, &answer, &err) != CSR_OK)
        code = say_error("settings.change", &err);
    json_decref(answer);
    answer = NULL;
    if (code == CODE_DONE && tool_call(tool, "settings.get", NULL, &answer, &err) != CSR_OK)
        code = say_error("settings.get", &err);
    if (code == CODE_DONE)
        code = output_answer(tool, get, answer);
    json_decref(answer);
    json_decref(params);
    option_set_free(&options);
    return code;
}

/* Whether there is an operation of a name; a message says which may be meant. */
static int check_operation(const struct tool *tool, const char *name)
{
    size_t count = json_object_size(tool->catalog.operations), at = 0;
    const char **names = need_zeroed(count, sizeof *names), *known;
    json_t *operation;
    char *meant;
    int code = CODE_DONE;

    json_object_foreach(tool->catalog.operations, known, operation)
    {
        names[at++] = known;
    }
    if (catalog_operation(&tool->catalog, name) == NULL) {
        meant = did_you_mean(name, names, count);
        code = say(CODE_USAGE, "there is no operation %s%s", name, meant);
        free(meant);
    }
    free(names);
    return code;
}

static int call_with(struct tool *tool, const char *operation, const char *text, size_t len)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *buf = NULL;

    if (csr_call(tool->session, operation, CSR_NTS, text, len, &buf, &err) != CSR_OK)
        return say_error(operation, &err);
    puts(csr_buf_text(buf));
    csr_buf_free(buf);
    return CODE_DONE;
}

static int call_command(struct tool *tool, int argc, char **argv, int at)
{
    struct option_set set = { NULL, 0, 0 };
    char *text = NULL;
    size_t len = 0;
    int code = extra_args(tool, &set, NULL, argc, argv, at);
    const struct args *args = &tool->args;

    if (code == CODE_DONE && (args->word_count < 1 || args->word_count > 2))
        code = say(CODE_USAGE, "call: which operation? csr call OPERATION [JSON|-]");
    if (code == CODE_DONE)
        code = check_operation(tool, args->words[0]);
    if (code == CODE_DONE && args->word_count == 2) {
        int from_input = strcmp(args->words[1], "-") == 0;
        text = from_input ? read_whole("-", &len) : text_copy(args->words[1], strlen(args->words[1]));
        len = text != NULL ? (from_input ? len : strlen(text)) : 0;
        code = text != NULL ? CODE_DONE : CODE_REFUSED;
    }
    if (code == CODE_DONE)
        code = tool_open(tool, DESK_EXISTING);
    if (code == CODE_DONE)
        code = call_with(tool, args->words[0], text, len);
    free(text);
    option_set_free(&set);
    return code;
}

static int describe_command(struct tool *tool, int argc, char **argv, int at)
{
    struct option_set set = { NULL, 0, 0 };
    csr_error err = CSR_ERROR_INIT;
    csr_buf *buf = NULL;
    int code = extra_args(tool, &set, NULL, argc, argv, at);
    const char *operation = tool->args.word_count > 0 ? tool->args.words[0] : NULL;

    if (code == CODE_DONE && operation != NULL)
        code = check_operation(tool, operation);
    if (code == CODE_DONE && csr_describe(operation, CSR_NTS, &buf, &err) != CSR_OK)
        code = say_error("describe", &err);
    if (code == CODE_DONE) {
        json_t *described = need(json_loadb(csr_buf_text(buf), csr_buf_size(buf), 0, NULL));
        (void)json_dumpf(described, stdout, JSON_INDENT(2));
        putchar('\n');
        json_decref(described);
    }
    csr_buf_free(buf);
    option_set_free(&set);
    return code;
}

static int version_command(struct tool *tool, int argc, char **argv, int at)
{
    (void)tool;
    (void)argc;
    (void)argv;
    (void)at;
    printf("csr %s\n", csr_version_text());
    return CODE_DONE;
}

const struct extra extras[] = {
    { "init", "[--name NAME] [--currency CZK] [...]", "Make a desk, or change the settings of the one there is.",
      "settings.change", init_command },
    { "verify", "[--limit N]", "Recompute what the events prove; exit 1 when something is wrong.", "desk.verify",
      NULL },
    { "stats", "", "Count what there is at the desk.", "desk.stats", NULL },
    { "history", "RECORD", "Everything that ever happened to one record, oldest first.", "event.history", NULL },
    { "replay", "--format FORMAT FILE [--rejects FILE]", "Take an event log of another desk into this one.", NULL,
      replay_command },
    { "export", "FILE|-", "The whole desk as lines of JSON, from one state of it.", NULL, export_command },
    { "import", "FILE|- [--dry-run] [--rejects FILE]",
      "Make a desk of an export, or take lines of another system into this one.", NULL, import_command },
    { "report", "traffic [--json]", "What came in, what was settled, how long it took.", NULL, report_command },
    { "calendar", "eval [--zoneinfo DIR]", "Answer questions to calendars, one JSON object a line.", NULL,
      calendar_command },
    { "sla", "eval [--zoneinfo DIR]", "Play SLA clocks, one JSON object a line.", NULL, sla_command },
    { "call", "OPERATION [JSON|-]", "Run any operation with parameters in JSON.", NULL, call_command },
    { "describe", "[OPERATION]", "The table of operations in JSON.", NULL, describe_command },
    { "completion", "bash|zsh|fish", "A script that completes commands in a shell.", NULL, completion_command },
    { "complete", "-- WORD...", "What a shell may offer for the last of these words.", NULL, complete_command },
    { "help", "[NOUN [VERB]]", "What a command does and takes.", NULL, help_command },
    { "version", "", "The version of the tool and the library in it.", NULL, version_command },
};
const size_t extra_count = sizeof extras / sizeof extras[0];
