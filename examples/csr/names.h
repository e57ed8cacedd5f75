/*
 * From what people call a record to its id, and back.
 */
#ifndef CSR_TOOL_NAMES_H
#define CSR_TOOL_NAMES_H

#include "tool.h"

/*
 * The id of the record that a text means, as a new JSON string: a UUID; a ticket by "T-1042", "#1042", "1042" or its
 * external id; an agent by handle; a team by name; a customer by "email:jana@example.org" or another identity. target
 * is the kind of record, or NULL for any. 0, or an exit code and a message that begins with `what`.
 */
int name_resolve(struct tool *tool, const char *what, const char *target, const char *text, json_t **out);

/* What people call a record, for tables: "T-1042", a handle, a name; the id itself when it has no such. */
const char *name_label(struct tool *tool, const char *target, const char *id);

/* A row's own label from its members, or NULL when it has none of those that people go by. free() it. */
char *row_label(const char *kind, const json_t *row);

#endif
