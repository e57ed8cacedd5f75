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

static void add_options(struct option_set *set, const struct extra_verb *verb)
{
    for (size_t i = 0; i < EXTRA_OPTIONS_MAX && verb->options[i] != NULL; i++)
        option_add(set, *verb->options[i] == '+' ? verb->options[i] + 1 : verb->options[i], *verb->options[i] == '+');
}

/* The verb that was typed, or NULL and a message. */
static const struct extra_verb *typed_verb(const struct tool *tool, const char *noun, const struct extra_verb *verbs)
{
    const char *typed = tool->args.word_count > 0 ? tool->args.words[0] : "", *names[16];
    size_t count = 0;
    char *meant;

    for (; verbs[count].name != NULL; count++) {
        if (strcmp(verbs[count].name, typed) == 0)
            return &verbs[count];
        names[count] = verbs[count].name;
    }
    meant = did_you_mean(typed, names, count);
    if (*typed == '\0')
        say(CODE_USAGE, "%s: do what?", noun);
    else
        say(CODE_USAGE, "%s: there is no %s%s", noun, typed, meant);
    fprintf(stderr, "     csr help %s lists what there is\n", noun);
    free(meant);
    return NULL;
}

int extra_policy_read(const struct tool *tool, const char *noun, char **out_text, size_t *out_len)
{
    const char *path = args_value(&tool->args, "policy");

    if (path == NULL)
        return say(CODE_USAGE, "%s: which document? --policy FILE", noun);
    *out_text = read_whole(path, out_len);
    return *out_text == NULL ? CODE_REFUSED : CODE_DONE;
}

void extra_report(FILE *out, const char *path, const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        (void)fprintf(out, "%s%s%.*s\n", *text == ' ' ? "" : path, *text == ' ' ? "" : ": ", (int)len, text);
        text += len + (text[len] == '\n');
    }
}

int extra_policy_told(const struct tool *tool, csr_status status, const csr_error *err, csr_buf *report)
{
    const char *path = args_value(&tool->args, "policy"), *text = report != NULL ? csr_buf_text(report) : "";
    int code = status == CSR_OK ? CODE_DONE : CODE_REFUSED;

    if (status != CSR_OK && text[0] == '\0')
        (void)say(CODE_REFUSED, "%s: %s: %s", path, err->field, err->message);
    extra_report(stderr, path, text);
    csr_buf_free(report);
    return code;
}

int extra_verbs_run(struct tool *tool, const char *noun, const struct extra_verb *verbs, int argc, char **argv, int at)
{
    const struct extra_verb *verb = NULL;
    struct option_set any = { NULL, 0, 0 }, exact = { NULL, 0, 0 };
    int code;

    for (const struct extra_verb *v = verbs; v->name != NULL; v++)
        add_options(&any, v);
    code = extra_args(tool, &any, NULL, argc, argv, at);
    if (code == CODE_DONE && (verb = typed_verb(tool, noun, verbs)) == NULL)
        code = CODE_USAGE;
    if (verb != NULL) {
        add_options(&exact, verb);
        code = extra_args(tool, &exact, NULL, argc, argv, at);
    }
    if (code == CODE_DONE && (tool->args.word_count <= verb->least || tool->args.word_count > verb->most + 1))
        code =
            say(CODE_USAGE, "usage: csr %s %s%s%s", noun, verb->name, verb->usage[0] != '\0' ? " " : "", verb->usage);
    if (code == CODE_DONE)
        code = verb->run(tool);
    option_set_free(&any);
    option_set_free(&exact);
    return code;
}

/* Operations of the library whose noun is that of the command. */
static void print_operations(const struct tool *tool, const char *noun)
{
    size_t count;
    char **verbs = catalog_verbs(&tool->catalog, noun, &count);

    for (size_t i = 0; i < count; i++)
        printf("  %s\n      %s\n", verbs[i], text_of(catalog_command(&tool->catalog, noun, verbs[i]), "text"));
    words_free(verbs, count);
}

static const char *blank_before(const char *usage)
{
    return usage[0] != '\0' ? " " : "";
}

/* One verb of a command: 1, or 0 when it has none of this name. */
static int verb_help(const struct extra *extra, const char *name)
{
    for (const struct extra_verb *verb = extra->verbs; verb != NULL && verb->name != NULL; verb++)
        if (strcmp(verb->name, name) == 0) {
            printf("%s\n\nusage: csr %s %s%s%s\n", verb->text, extra->name, verb->name, blank_before(verb->usage),
                   verb->usage);
            return 1;
        }
    return 0;
}

void extra_help(const struct tool *tool, const struct extra *extra, const char *verb_name)
{
    const json_t *operation = extra->operation != NULL ? catalog_operation(&tool->catalog, extra->operation) : NULL;

    if (verb_help(extra, verb_name))
        return;
    printf("%s\n\nusage: csr %s%s%s\n", extra->text, extra->name, blank_before(extra->usage), extra->usage);
    for (const struct extra_verb *verb = extra->verbs; verb != NULL && verb->name != NULL; verb++)
        printf("%s  %s%s%s\n      %s\n", verb == extra->verbs ? "\n" : "", verb->name, blank_before(verb->usage),
               verb->usage, verb->text);
    if (extra->verbs != NULL)
        print_operations(tool, extra->name);
    if (operation != NULL) {
        printf("\nIt is short for this:\n\n");
        help_operation(operation);
    }
}

int extra_run(struct tool *tool, const struct extra *extra, int argc, char **argv, int at)
{
    const json_t *operation = extra->operation != NULL ? catalog_operation(&tool->catalog, extra->operation) : NULL;

    for (int i = at; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            extra_help(tool, extra, argv[at]);
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
      "settings.change", init_command, NULL },
    { "verify", "[--limit N]", "Recompute what the events prove; exit 1 when something is wrong.", "desk.verify", NULL,
      NULL },
    { "stats", "", "Count what there is at the desk.", "desk.stats", NULL, NULL },
    { "history", "RECORD", "Everything that ever happened to one record, oldest first.", "event.history", NULL, NULL },
    { "due", "", "When something has to be told next: then tick.", "desk.due", NULL, NULL },
    { "tick", "[--limit N]", "Tell what has come due: warnings and breaches of clocks.", "desk.tick", NULL, NULL },
    { "replay", "--format FORMAT FILE [--sla FILE] [--rejects FILE]",
      "Take an event log of another desk into this one.", NULL, replay_command, NULL },
    { "export", "FILE|-", "The whole desk as lines of JSON, from one state of it.", NULL, export_command, NULL },
    { "import", "FILE|- [--dry-run] [--rejects FILE]",
      "Make a desk of an export, or take lines of another system into this one.", NULL, import_command, NULL },
    { "report", "traffic | money --from TIME [--until TIME] [--by agent]",
      "What came in, what was settled, how long it took; what was given back.", NULL, report_command, NULL },
    { "calendar", "VERB", "Opening hours: documents, questions to them, holidays.", NULL, calendar_command,
      calendar_verbs },
    { "rules", "VERB", "Rule sets: checked, tested, explained, rehearsed.", NULL, rules_command, rules_verbs },
    { "sla", "VERB", "Deadlines: clocks and what sets them.", NULL, sla_command, sla_verbs },
    { "migrate", "[--dry-run] [--backup FILE | --no-backup]", "Bring a desk of an older version to this one's.", NULL,
      migrate_command, NULL },
    { "backup", "FILE [--verify]", "Copy the desk, while others use it, to where nothing is.", NULL, backup_command,
      NULL },
    { "doctor", "", "What is wrong with a desk, also one that cannot be opened, and what to do.", NULL, doctor_command,
      NULL },
    { "health", "", "How large the desk's file is, its log, and what is not sealed yet.", NULL, health_command, NULL },
    { "maintain", "", "Seal, clean up, copy the log into the file.", NULL, maintain_command, NULL },
    { "expr", "VERB", "Expressions in CEL.", NULL, expr_command, expr_verbs },
    { "money", "VERB", "Amounts of money: sums, shares, parts.", NULL, money_command, money_verbs },
    { "payout", "VERB", "Movements of money back, and the books of both sides.", NULL, payout_command, payout_verbs },
    { "refund", "VERB", "Money that is given back: asked for, approved, paid.", NULL, refund_command, refund_verbs },
    { "refund-policy", "VERB", "What may be given back: documents, and questions to them.", NULL, refund_policy_command,
      refund_policy_verbs },
    { "remedy-policy", "VERB", "What is offered to put things right: documents, and questions to them.", NULL,
      remedy_policy_command, remedy_policy_verbs },
    { "call", "OPERATION [JSON|-]", "Run any operation with parameters in JSON.", NULL, call_command, NULL },
    { "describe", "[OPERATION]", "The table of operations in JSON.", NULL, describe_command, NULL },
    { "completion", "bash|zsh|fish", "A script that completes commands in a shell.", NULL, completion_command, NULL },
    { "complete", "-- WORD...", "What a shell may offer for the last of these words.", NULL, complete_command, NULL },
    { "help", "[NOUN [VERB]]", "What a command does and takes.", NULL, help_command, NULL },
    { "version", "", "The version of the tool and the library in it.", NULL, version_command, NULL },
};
const size_t extra_count = sizeof extras / sizeof extras[0];
