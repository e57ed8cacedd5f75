/*
 * Described structs as values: unset, compare, differ, fill, take and check. No member is known by name here.
 */
#ifndef CSRI_RECORD_ROW_H
#define CSRI_RECORD_ROW_H

#include <csr/sys/backend.h>

#include <string.h>

static inline const void *csri_at(const csr_member *m, const void *row)
{
    return (const char *)row + m->offset;
}

/* Whether the member has its "unset" value: 0, all zero, or empty. */
int csri_unset(const csr_member *m, const void *row);
/* Whether the member has the same value in both rows; texts by their bytes. */
int csri_same(const csr_member *m, const void *a, const void *b);
/* Order of the member in an index: <0, 0, >0, as csr/sys/backend.h promises; unset first, but for UNSET_LAST. */
int csri_order(const csr_member *m, const void *a, const void *b);
/* Bit i = member i differs. */
uint64_t csri_diff(const csr_shape *shape, const void *a, const void *b);
/* The member at an offset, or NULL. */
const csr_member *csri_member_at(const csr_shape *shape, size_t offset);
/* The member of a name, or NULL. */
const csr_member *csri_member_named(const csr_shape *shape, const char *name, size_t len);

/* Most bytes of a parameter struct. */
#define CSRI_SHAPE_BYTES_MAX 512
/* Copy parameters in: shorter structs are zero-extended; refused are longer ones whose rest is not zero, and values in
 * members that are reserved. NULL = all zero. dst has shape->size bytes. A shape without members is one whose members no
 * table can describe; its reserved ones are the caller's to check. */
csr_status csri_take(const csr_shape *shape, const void *src, void *dst, csr_error *err);
/* Check what was taken: required, limits, enumerations, UTF-8, unknown bits of `clear`. */
csr_status csri_check(const csr_shape *shape, const void *params, csr_error *err);
/* Apply parameters to a row: given = copied, named in `clear` = emptied, the rest stays. Texts are borrowed. */
void csri_fill(const csr_shape *params_shape, const void *params, void *row);

/* Copy the newest view with which a row begins to a caller's view of any age. */
csr_status csri_view(const void *row, size_t view_size, size_t min_size, void *view, csr_error *err);

/* The name of an enumeration's value, or NULL; the value of a name, or 0. */
const char *csri_enum_name(const csr_type *type, int32_t value);
int32_t csri_enum_value(const csr_type *type, const char *name, size_t len);

#endif
