#include "args.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

void option_add(struct option_set *set, const char *name, int takes_value)
{
    set->items = need_room(set->items, set->count, &set->capacity, sizeof *set->items);
    set->items[set->count].name = text_copy(name, strlen(name));
    set->items[set->count].takes_value = takes_value;
    set->count++;
}

void option_set_free(struct option_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        free(set->items[i].name);
    free(set->items);
    memset(set, 0, sizeof *set);
}

static const struct option *find_option(const struct option_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->items[i].name, name) == 0)
            return &set->items[i];
    return NULL;
}

static int unknown_option(const struct option_set *set, char *name)
{
    const char **names = need_zeroed(set->count, sizeof *names);
    const char *meant;
    char *shown;

    for (size_t i = 0; i < set->count; i++)
        names[i] = set->items[i].name;
    meant = nearest(name, names, set->count);
    shown = meant != NULL ? text_format("; did you mean --%s?", meant) : text_copy("", 0);
    say(CODE_USAGE, "no option --%s%s", text_replace(name, '_', '-'), text_replace(shown, '_', '-'));
    free(shown);
    free(names);
    return CODE_USAGE;
}

static void add_given(struct args *args, const char *name, const char *value)
{
    args->given = need_room(args->given, args->given_count, &args->given_capacity, sizeof *args->given);
    args->given[args->given_count].name = text_copy(name, strlen(name));
    args->given[args->given_count].value = value;
    args->given_count++;
}

static void add_word(struct args *args, const char *word)
{
    args->words = need_room(args->words, args->word_count, &args->word_capacity, sizeof *args->words);
    args->words[args->word_count++] = word;
}

static int read_option(struct args *args, const struct option_set *set, int count, char **argv, int *at)
{
    const char *typed = argv[(*at)++] + 2;
    const char *equals = strchr(typed, '=');
    char *name = text_replace(text_copy(typed, equals != NULL ? (size_t)(equals - typed) : strlen(typed)), '-', '_');
    const struct option *option = find_option(set, name);
    int code = CODE_DONE;

    if (option == NULL)
        code = unknown_option(set, name);
    else if (!option->takes_value || equals != NULL)
        add_given(args, option->name, equals != NULL ? equals + 1 : NULL);
    else if (*at < count)
        add_given(args, option->name, argv[(*at)++]);
    else
        code = say(CODE_USAGE, "--%s needs a value", text_replace(name, '_', '-'));
    free(name);
    return code;
}

int args_read(struct args *args, const struct option_set *set, int count, char **argv, int *at, int one_word)
{
    int code = CODE_DONE;

    while (*at < count && code == CODE_DONE) {
        if (!args->only_words && strcmp(argv[*at], "--") == 0) {
            args->only_words = 1;
            ++*at;
        } else if (!args->only_words && strncmp(argv[*at], "--", 2) == 0) {
            code = read_option(args, set, count, argv, at);
        } else if (!args->only_words && strcmp(argv[*at], "-h") == 0) {
            add_given(args, "help", NULL);
            ++*at;
        } else {
            add_word(args, argv[(*at)++]);
            if (one_word)
                break;
        }
    }
    return code;
}

const char *args_value(const struct args *args, const char *name)
{
    const char *value = NULL;

    for (size_t i = 0; i < args->given_count; i++)
        if (strcmp(args->given[i].name, name) == 0)
            value = args->given[i].value != NULL ? args->given[i].value : "";
    return value;
}

void args_free(struct args *args)
{
    for (size_t i = 0; i < args->given_count; i++)
        free(args->given[i].name);
    free(args->given);
    free(args->words);
    memset(args, 0, sizeof *args);
}
