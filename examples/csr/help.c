#include "help.h"

#include "command.h"
#include "common.h"
#include "extras.h"

#include <stdlib.h>
#include <string.h>

static const char globals_text[] =
    "Every command takes:\n"
    "  --desk FILE                 the desk to work at; otherwise CSR_DESK\n"
    "  --as HANDLE                 the agent who works; otherwise CSR_AGENT, or the system\n"
    "  --json, --table             answer in JSON lines or in tables, whatever stdout is\n"
    "  --ids                       show ids in tables, not names\n"
    "  --backend-option KEY=VALUE  an option of the store, such as synchronous=normal\n"
    "  --timeout DURATION          give up after that time, such as 5s, with exit code 3\n"
    "  --attachment-limits B,B,N   bytes of one attachment, of those of a record, and how many it may have\n"
    "  --help                      what the command does and takes\n";

void help_all(const struct tool *tool, FILE *out)
{
    fputs("A customer service desk on the command line.\n\n"
          "usage: csr [--desk FILE] NOUN VERB [RECORD] [--field value ...]\n\n"
          "Nouns and verbs of the desk:\n",
          out);
    for (size_t i = 0; i < tool->catalog.noun_count; i++) {
        size_t count;
        char **verbs = catalog_verbs(&tool->catalog, tool->catalog.nouns[i], &count);
        fprintf(out, "  %-15s", tool->catalog.nouns[i]);
        for (size_t v = 0; v < count; v++)
            fprintf(out, "%s%s", v > 0 ? ", " : " ", verbs[v]);
        fputc('\n', out);
        words_free(verbs, count);
    }
    fputs("\nOther commands:\n", out);
    for (size_t i = 0; i < extra_count; i++)
        fprintf(out, "  %-15s %s\n", extras[i].name, extras[i].text);
    fprintf(out, "\n%s\n", globals_text);
    fputs(
        "A record is named by its id; a ticket also as T-1042, #1042 or 1042; an agent by handle; a team by name;\n"
        "a customer by an identity, such as email:jana@example.org. Instants: 2026-11-21T10:00Z, \"yesterday 15:30\",\n"
        "-2h, now. Durations: 90s, 2h30m, 3d. `csr help NOUN` and `csr help NOUN VERB` say more.\n",
        out);
}

void help_noun(const struct tool *tool, const char *noun)
{
    size_t count;
    char **verbs = catalog_verbs(&tool->catalog, noun, &count);

    printf("usage: csr %s VERB ...\n\n", noun);
    for (size_t i = 0; i < count; i++) {
        const json_t *operation = catalog_command(&tool->catalog, noun, verbs[i]);
        printf("  %-12s %s\n", verbs[i], text_of(operation, "text"));
    }
    printf("\n`csr help %s VERB` says more.\n", noun);
    words_free(verbs, count);
}

/* What stands for the value in the usage of an option. */
static char *placeholder(const json_t *param)
{
    static const struct {
        const char *meaning, *shown;
    } shown[] = {
        { "integer", "N" }, { "time", "INSTANT" },    { "duration", "DURATION" },
        { "text", "TEXT" }, { "body", "TEXT|@FILE" }, { "json", "JSON|@FILE" },
        { "code", "CODE" }, { "bytes", "HEX" },       { "id", "RECORD" },
    };
    const char *meaning = text_of(param, "meaning"), *target = text_of(param, "target");
    char *text;

    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        if (strcmp(shown[i].meaning, meaning) == 0)
            return text_copy(shown[i].shown, strlen(shown[i].shown));
    if (strcmp(meaning, "flag") == 0)
        return text_copy("", 0);
    text = text_replace(text_format("%s", target[0] != '\0' ? target : text_of(param, "name")), '_', '-');
    for (char *p = text; *p != '\0'; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    return text;
}

static void print_usage(const json_t *operation)
{
    const char *subject = json_string_value(json_object_get(operation, "subject"));
    char *command = as_typed(text_of(operation, "name"));
    json_t *param;
    size_t i;

    printf("usage: csr %s", command);
    if (subject != NULL)
        printf(" %s", strcmp(subject, "ticket") == 0 ? "TICKET" : "RECORD");
    json_array_foreach(operation_params(operation), i, param)
    {
        char *name = text_replace(text_format("--%s", text_of(param, "name")), '_', '-');
        char *value = placeholder(param);
        if (json_is_true(json_object_get(param, "required")))
            printf(" %s%s%s", name, value[0] != '\0' ? " " : "", value);
        free(value);
        free(name);
    }
    printf(json_array_size(operation_params(operation)) > 0 ? " [--field value ...]\n" : "\n");
    free(command);
}

static void print_param(const json_t *param)
{
    char *name = text_replace(text_format("--%s", text_of(param, "name")), '_', '-');
    char *value = placeholder(param);
    json_t *values = json_object_get(param, "values"), *item;
    size_t i;

    printf("  %s %s\n        %s%s\n", name, value, text_of(param, "text"),
           json_is_true(json_object_get(param, "clearable")) ? " Can be emptied with --clear." : "");
    json_array_foreach(values, i, item)
    {
        printf("%s%s", i == 0 ? "        " : ", ", text_of(item, "name"));
    }
    if (json_array_size(values) > 0)
        putchar('\n');
    free(value);
    free(name);
}

void help_operation(const json_t *operation)
{
    json_t *param;
    size_t i;

    printf("%s\n\n", text_of(operation, "text"));
    print_usage(operation);
    if (json_array_size(operation_params(operation)) > 0)
        putchar('\n');
    json_array_foreach(operation_params(operation), i, param)
    {
        print_param(param);
    }
    if (command_has_pages(operation))
        printf("  --all\n        All pages, one after the other.\n");
}

int help_command(struct tool *tool, int argc, char **argv, int at)
{
    struct option_set set = { NULL, 0, 0 };
    int code = extra_args(tool, &set, NULL, argc, argv, at);
    const struct args *args = &tool->args;
    const char *noun = args->word_count > 0 ? args->words[0] : "", *verb = args->word_count > 1 ? args->words[1] : "";
    const json_t *operation = catalog_command(&tool->catalog, noun, verb);
    const struct extra *extra = extra_named(noun);
    size_t count;
    char **verbs = catalog_verbs(&tool->catalog, noun, &count);

    words_free(verbs, count);
    if (code == CODE_DONE && noun[0] == '\0')
        help_all(tool, stdout);
    else if (code == CODE_DONE && operation != NULL)
        help_operation(operation);
    else if (code == CODE_DONE && extra != NULL)
        extra_help(tool, extra, verb);
    else if (code == CODE_DONE && count > 0)
        help_noun(tool, noun);
    else if (code == CODE_DONE)
        code = say(CODE_USAGE, "nothing is called %s; `csr help` lists what there is", noun);
    option_set_free(&set);
    return code;
}
