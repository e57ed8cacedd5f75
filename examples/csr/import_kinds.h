/*
 * The kinds of lines of an import, and what taking one in is made of.
 */
#ifndef CSR_TOOL_IMPORT_KINDS_H
#define CSR_TOOL_IMPORT_KINDS_H

#include "import_find.h"

/* What a line's "record" may be, and how it is found again. */
struct kind {
    const char *record;
    const char *add, *change; /* operations; NULL = there is none */
    const char *find;         /* the operation that finds it by `key`; NULL = `add` itself knows */
    const char *key;          /* member of the line that names it */
    csr_status (*take)(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out);
};

/* Record what is new: the operation `add`. id may be NULL. */
csr_status import_add(struct import *import, const struct kind *kind, json_t *members, json_t **id);
/* Give a record what the line says; nothing is written where nothing differs. `row` is the record as it is. */
csr_status import_change(struct import *import, const char *operation, const char *other, json_t *row, json_t *members,
                         enum import_outcome *out);

/* Custom fields, their values, and files: import_fields.c and import_files.c. */
csr_status import_take_field(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out);
csr_status import_take_value(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out);
csr_status import_take_attachment(struct import *import, const struct kind *kind, json_t *members,
                                  enum import_outcome *out);

#endif
