/*
 * The table of operations as the library describes it. The tool has no list of its own: names, parameters, help and
 * completion all come from here.
 */
#ifndef CSR_TOOL_CATALOG_H
#define CSR_TOOL_CATALOG_H

#include <jansson.h>
#include <stddef.h>

struct catalog {
    json_t *root;       /* what csr_describe() gives */
    json_t *operations; /* name -> description */
    json_t *records;    /* name -> description */
    const char **nouns; /* first parts of the names, each once, as they are typed ("contact-point") */
    size_t noun_count;
};

/* 0, or an exit code and a message. */
int catalog_load(struct catalog *catalog);
void catalog_free(struct catalog *catalog);

/* The operation of a name such as "ticket.open", or NULL. */
json_t *catalog_operation(const struct catalog *catalog, const char *name);

/* The operation of a noun and a verb as they are typed, or NULL. */
json_t *catalog_command(const struct catalog *catalog, const char *noun, const char *verb);

/* Verbs of a noun as they are typed: a new array of new texts, freed with words_free(). */
char **catalog_verbs(const struct catalog *catalog, const char *noun, size_t *count);
void words_free(char **words, size_t count);

/* The array of an operation's parameters; one of them by name, or NULL. */
json_t *operation_params(const json_t *operation);
json_t *operation_param(const json_t *operation, const char *name);

/* A member of a record by name, or NULL. */
json_t *catalog_member(const struct catalog *catalog, const char *record, const char *member);

/* A text of a description; "" when it is null or absent. */
const char *text_of(const json_t *object, const char *name);

/* "ticket.open" or "contact_point" as it is typed: "ticket open", "contact-point". free() it. */
char *as_typed(const char *name);

#endif
