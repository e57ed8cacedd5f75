/*
 * What lines of an import refer to, and calls of the desk's operations with their members.
 */
#ifndef CSR_TOOL_IMPORT_FIND_H
#define CSR_TOOL_IMPORT_FIND_H

#include "import_record.h"

/* Fill err: the member, and what is wrong with it. The status is given back. */
csr_status import_refuse(struct import *import, csr_status status, const char *field, const char *message);

/* Run an operation; what it answers may be NULL. params are taken over. */
csr_status import_call(struct import *import, const char *operation, json_t *params, json_t **answer);
/* The one row that a find operation gives, or *row NULL. params are taken over. */
csr_status import_find_row(struct import *import, const char *operation, json_t *params, json_t **row);
/* The row of a list in which these members are equal, or *row NULL: for records without an operation that finds them.
 * query is taken over. */
csr_status import_find_in_list(struct import *import, const char *operation, json_t *query, const json_t *wanted,
                               json_t **row);

/* A reference as an id: {"external_id":..} and its like, or what people call it, or an id already. beside: an object
 * with the id of the ticket or the customer at which interactions and notes are looked for; may be NULL. */
csr_status import_resolve(struct import *import, const char *name, const char *target, const json_t *beside,
                          json_t *value, json_t **out);
/* The record that a line belongs to, out of the members `nouns` (ending with NULL), of which one must be given; its members
 * are taken out. A ticket beside an interaction is where that is looked for, a ticket or a customer beside a note. */
csr_status import_subject(struct import *import, json_t *members, const char *const *nouns, const char **noun,
                          json_t **id);
/*
 * The parameters of an operation out of a line's members: references become ids. Members that only `other` takes are
 * left out; members that neither takes are refused.
 */
csr_status import_params(struct import *import, const char *operation, const char *other, json_t *members,
                         json_t **out);
/* Members that no parameter stands for are mistakes. */
csr_status import_only(struct import *import, const char *operation, const json_t *members);

#endif
