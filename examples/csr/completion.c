/*
 * Completion in shells. The scripts know nothing: they hand the words to `csr complete`, which asks the table.
 */
#include "command.h"
#include "common.h"
#include "extras.h"

#include <stdlib.h>
#include <string.h>

static const char bash_script[] = "_csr() {\n"
                                  "    local IFS=$'\\n'\n"
                                  "    COMPREPLY=($(csr complete -- \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null))\n"
                                  "}\n"
                                  "complete -o default -F _csr csr\n";

static const char zsh_script[] = "#compdef csr\n"
                                 "_csr() {\n"
                                 "    local -a offers\n"
                                 "    offers=(${(f)\"$(csr complete -- \"${(@)words[2,CURRENT]}\" 2>/dev/null)\"})\n"
                                 "    compadd -- $offers || _files\n"
                                 "}\n"
                                 "compdef _csr csr\n";

static const char fish_script[] = "function __csr_complete\n"
                                  "    set -l words (commandline -opc) (commandline -ct)\n"
                                  "    csr complete -- $words[2..-1] 2>/dev/null\n"
                                  "end\n"
                                  "complete -c csr -a '(__csr_complete)'\n";

int completion_command(struct tool *tool, int argc, char **argv, int at)
{
    static const struct {
        const char *shell, *script;
    } scripts[] = { { "bash", bash_script }, { "zsh", zsh_script }, { "fish", fish_script } };
    struct option_set set = { NULL, 0, 0 };
    int code = extra_args(tool, &set, NULL, argc, argv, at), found = 0;

    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        if (code == CODE_DONE && tool->args.word_count == 1 && strcmp(scripts[i].shell, tool->args.words[0]) == 0) {
            fputs(scripts[i].script, stdout);
            found = 1;
        }
    }
    if (code == CODE_DONE && !found)
        code = say(CODE_USAGE, "completion: for which shell? bash, zsh or fish");
    option_set_free(&set);
    return code;
}

static void offer(const char *word, const char *begun)
{
    if (text_begins(word, begun))
        puts(word);
}

static void offer_nouns(const struct tool *tool, const char *begun)
{
    for (size_t i = 0; i < tool->catalog.noun_count; i++)
        offer(tool->catalog.nouns[i], begun);
    for (size_t i = 0; i < extra_count; i++)
        if (strcmp(extras[i].name, "complete") != 0)
            offer(extras[i].name, begun);
}

static void offer_verbs(const struct tool *tool, const char *noun, const char *begun)
{
    const struct extra *extra = extra_named(noun);
    size_t count;
    char **verbs = catalog_verbs(&tool->catalog, noun, &count);

    for (size_t i = 0; i < count; i++)
        offer(verbs[i], begun);
    words_free(verbs, count);
    for (const struct extra_verb *verb = extra != NULL ? extra->verbs : NULL; verb != NULL && verb->name != NULL;
         verb++)
        offer(verb->name, begun);
}

/* Names of enum values after an option that takes them; 1 when the option takes a value at all. */
static int offer_values(const json_t *operation, const char *option, const char *begun)
{
    char *name = text_replace(text_copy(option + 2, strlen(option + 2)), '-', '_');
    const json_t *param = operation_param(operation, name), *value;
    size_t i;

    free(name);
    if (param == NULL || strcmp(text_of(param, "meaning"), "flag") == 0)
        return 0;
    json_array_foreach(json_object_get(param, "values"), i, value)
    {
        offer(text_of(value, "name"), begun);
    }
    return 1;
}

static void offer_options(const struct tool *tool, const json_t *operation, const char *begun)
{
    struct option_set options = { NULL, 0, 0 };

    command_options(tool, operation, &options);
    for (size_t i = 0; i < options.count; i++) {
        char *option = text_replace(text_format("--%s", options.items[i].name), '_', '-');
        offer(option, begun);
        free(option);
    }
    option_set_free(&options);
}

/* The operation that the first words name, and how many they are. */
static const json_t *typed_operation(const struct tool *tool, const char *const *words, size_t count, size_t *used)
{
    const struct extra *extra = extra_named(words[0]);

    *used = 2;
    if (extra == NULL || extra->verbs != NULL)
        return count > 2 ? catalog_command(&tool->catalog, words[0], words[1]) : NULL;
    *used = 1;
    return extra->operation != NULL ? catalog_operation(&tool->catalog, extra->operation) : NULL;
}

int complete_command(struct tool *tool, int argc, char **argv, int at)
{
    struct option_set set = { NULL, 0, 0 };
    int code = extra_args(tool, &set, NULL, argc, argv, at);
    const char *const *words = tool->args.words;
    size_t count = tool->args.word_count, used = 0;
    const char *begun = count > 0 ? words[count - 1] : "";
    const json_t *operation = count > 1 ? typed_operation(tool, words, count, &used) : NULL;

    if (code == CODE_DONE && count <= 1)
        offer_nouns(tool, begun);
    else if (code == CODE_DONE && operation == NULL && count == 2)
        offer_verbs(tool, words[0], begun);
    else if (code == CODE_DONE && operation != NULL &&
             !(count > used + 1 && text_begins(words[count - 2], "--") &&
               offer_values(operation, words[count - 2], begun)))
        offer_options(tool, operation, begun);
    option_set_free(&set);
    return code;
}
