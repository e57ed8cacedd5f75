/*
 * csr: a customer service desk on the command line.
 */
#include "command.h"
#include "common.h"
#include "extras.h"
#include "help.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static void add_globals(struct option_set *set)
{
    option_add(set, "desk", 1);
    option_add(set, "as", 1);
    option_add(set, "backend_option", 1);
    option_add(set, "timeout", 1);
    option_add(set, "attachment_limits", 1);
    option_add(set, "json", 0);
    option_add(set, "table", 0);
    option_add(set, "ids", 0);
    option_add(set, "zoneinfo", 1);
    option_add(set, "help", 0);
    option_add(set, "version", 0);
}

/* libsmartcols asks the locale how wide a character is; texts of a desk are UTF-8 whatever the locale says. */
static void set_locale(void)
{
    (void)setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        (void)setlocale(LC_CTYPE, "C.UTF-8");
}

static int unknown_noun(const struct tool *tool, const char *noun)
{
    size_t nouns = tool->catalog.noun_count, count = nouns + extra_count;
    const char **words = need_zeroed(count, sizeof *words);
    char *meant;
    int code;

    for (size_t i = 0; i < nouns; i++)
        words[i] = tool->catalog.nouns[i];
    for (size_t i = 0; i < extra_count; i++)
        words[nouns + i] = extras[i].name;
    meant = did_you_mean(noun, words, count);
    code = say(CODE_USAGE, "nothing is called %s%s", noun, meant);
    fprintf(stderr, "     csr help lists what there is\n");
    free(meant);
    free(words);
    return code;
}

static int unknown_verb(const struct tool *tool, const char *noun, const char *verb)
{
    size_t count;
    char **verbs = catalog_verbs(&tool->catalog, noun, &count);
    char *meant = did_you_mean(verb, (const char *const *)verbs, count);
    int code = verb[0] == '\0' ? say(CODE_USAGE, "%s: do what?", noun)
                               : say(CODE_USAGE, "%s: there is no %s%s", noun, verb, meant);

    fprintf(stderr, "     csr help %s lists what there is\n", noun);
    free(meant);
    words_free(verbs, count);
    return code;
}

/* "settings" alone means "settings get": a noun of which there is only one at a desk. */
static const json_t *only_get(const struct tool *tool, const char *noun)
{
    const json_t *operation = catalog_command(&tool->catalog, noun, "get");

    return json_is_string(json_object_get(operation, "subject")) ? NULL : operation;
}

static int run_noun(struct tool *tool, const char *noun, int argc, char **argv, int at)
{
    const json_t *operation;
    const char *verb;
    int code = args_read(&tool->args, &tool->globals, argc, argv, &at, 1);

    if (code != CODE_DONE)
        return code;
    verb = tool->args.word_count > 1 ? tool->args.words[1] : "";
    operation = verb[0] != '\0' ? catalog_command(&tool->catalog, noun, verb) : only_get(tool, noun);
    if (operation != NULL)
        return command_run(tool, operation, argc, argv, at, DESK_EXISTING);
    if (verb[0] == '\0' && tool_asked(tool, "help")) {
        help_noun(tool, noun);
        return CODE_DONE;
    }
    return unknown_verb(tool, noun, verb);
}

static int is_noun(const struct tool *tool, const char *word)
{
    char *typed = text_replace(text_copy(word, strlen(word)), '_', '-');
    int found = 0;

    for (size_t i = 0; i < tool->catalog.noun_count; i++)
        found |= strcmp(tool->catalog.nouns[i], typed) == 0;
    free(typed);
    return found;
}

static int run(struct tool *tool, int argc, char **argv)
{
    const struct extra *extra;
    const char *word;
    int at = 1, code = catalog_load(&tool->catalog);

    add_globals(&tool->globals);
    if (code == CODE_DONE)
        code = args_read(&tool->args, &tool->globals, argc, argv, &at, 1);
    if (code != CODE_DONE)
        return code;
    if (tool->args.word_count == 0 && tool_asked(tool, "version"))
        return extra_run(tool, extra_named("version"), argc, argv, at);
    if (tool->args.word_count == 0) {
        help_all(tool, tool_asked(tool, "help") ? stdout : stderr);
        return tool_asked(tool, "help") ? CODE_DONE : CODE_USAGE;
    }
    word = tool->args.words[0];
    extra = extra_named(word);
    /* A noun may have both: verbs of its own here and operations of the library. */
    if (extra != NULL &&
        !(extra->verbs != NULL && at < argc && catalog_command(&tool->catalog, word, argv[at]) != NULL))
        return extra_run(tool, extra, argc, argv, at);
    return is_noun(tool, word) ? run_noun(tool, word, argc, argv, at) : unknown_noun(tool, word);
}

int main(int argc, char **argv)
{
    struct tool tool;
    int code;

    memset(&tool, 0, sizeof tool);
    set_locale();
    code = run(&tool, argc, argv);
    tool_close(&tool);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("csr: the output could not be written\n", stderr);
        code = code == CODE_DONE ? CODE_REFUSED : code;
    }
    return code;
}
