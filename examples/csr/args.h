/*
 * The command line as it was typed: words, and options with their values.
 *
 * Options are "--name value" or "--name=value", with "-" and "_" alike; which of them take a value says an option
 * set. What follows "--" is words.
 */
#ifndef CSR_TOOL_ARGS_H
#define CSR_TOOL_ARGS_H

#include <stddef.h>

struct option {
    char *name; /* with "_", without the leading "--" */
    int takes_value;
};

/* Options that a command knows. */
struct option_set {
    struct option *items;
    size_t count, capacity;
};

/* One option as it was given; value is NULL for an option without one. */
struct given {
    char *name; /* as the set has it */
    const char *value;
};

struct args {
    struct given *given;
    size_t given_count, given_capacity;
    const char **words;
    size_t word_count, word_capacity;
    int only_words; /* "--" was seen */
};

void option_add(struct option_set *set, const char *name, int takes_value);
void option_set_free(struct option_set *set);

/* Read argv[*at..count): all of it, or up to the first word when `one_word`. 0, or CODE_USAGE and a message. */
int args_read(struct args *args, const struct option_set *set, int count, char **argv, int *at, int one_word);

/* The last value given for an option; NULL when it was not given, "" when it takes none. */
const char *args_value(const struct args *args, const char *name);

void args_free(struct args *args);

#endif
