/*
 * Describing a struct of a public header: one line per member.
 *
 * The C class is inferred from the header, so a line whose type does not fit the member does not compile, and says
 * which member it is. ROW and IN_STRUCT are defined by the file that describes.
 */
#ifndef CSRI_RECORD_DESCRIBE_H
#define CSRI_RECORD_DESCRIBE_H

#include "record/types.h"

#include <stddef.h>

/* clang-format off */
#define CSRI_CLASS(s, m) _Generic(((s *)0)->m,                                                                         \
    csr_id: CSR_CLASS_ID, csr_str: CSR_CLASS_STR, int32_t: CSR_CLASS_I32, int64_t: CSR_CLASS_I64,                      \
    uint8_t *: CSR_CLASS_BYTES, char *: CSR_CLASS_CODE)
#define CSRI_FITS(s, m, t)                                                                                             \
    (0 * sizeof(struct { _Static_assert((int)CSRI_CLASS(s, m) == (int)csri_is_##t, #m " is not a " #t); int unused; }))
#define CSRI_MEMBER(s, label, m, t, f, bit, to) {                                                                      \
    .name = label, .type = &csri_t_##t, .offset = (uint16_t)offsetof(s, m), .size = (uint16_t)sizeof(((s *)0)->m),     \
    .c = (uint8_t)(CSRI_CLASS(s, m) + CSRI_FITS(s, m, t)), .flags = (f), .clear = (bit), .into = (int32_t)(to) }

/* A column: a member of the view with which the row begins, or a hidden one behind it. */
#define COLUMN(m, t, f)         CSRI_MEMBER(ROW, #m, view.m, t, f, 0, -1)
#define HIDDEN_COLUMN(m, t, f)  CSRI_MEMBER(ROW, #m, m, t, (f) | CSR_MEMBER_HIDDEN, 0, -1)
/* A parameter; one that sets the column of its name; one that can also empty it. */
#define IN(m, t, f)             CSRI_MEMBER(IN_STRUCT, #m, m, t, f, 0, -1)
#define IN_TO(m, t, f)          CSRI_MEMBER(IN_STRUCT, #m, m, t, f, 0, offsetof(ROW, view.m))
#define IN_TO_OR(m, t, bit)     CSRI_MEMBER(IN_STRUCT, #m, m, t, 0, bit, offsetof(ROW, view.m))
/* A member of a view that is not stored. */
#define SHOWN(m, t, f)          CSRI_MEMBER(VIEW, #m, m, t, f, 0, -1)
/* clang-format on */

#define CSRI_COUNT(array) ((uint16_t)(sizeof(array) / sizeof((array)[0])))

#define CSRI_SHAPE_FROM(s, array, clear_offset, oldest)                                          \
    {                                                                                            \
        .name = #s, .members = (array), .count = CSRI_COUNT(array), .size = (uint16_t)sizeof(s), \
        .min_size = (uint16_t)(oldest), .clear_at = (clear_offset)                               \
    }
#define CSRI_SHAPE(s, array, clear_offset) CSRI_SHAPE_FROM(s, array, clear_offset, sizeof(s))
/* The shape of the parameters IN_STRUCT; of those with a member `clear`; of a row. */
#define CSRI_PARAMS(s, array) CSRI_SHAPE(s, array, -1)
#define CSRI_PARAMS_CLEAR(s, array) CSRI_SHAPE(s, array, (int16_t)offsetof(s, clear))
/* The same where callers may have the struct as it was before the member `grew` and what stands behind it. */
#define CSRI_PARAMS_GREW(s, array, grew) CSRI_SHAPE_FROM(s, array, -1, offsetof(s, grew))
#define CSRI_PARAMS_CLEAR_GREW(s, array, grew) CSRI_SHAPE_FROM(s, array, (int16_t)offsetof(s, clear), offsetof(s, grew))

/* The same for a struct that grew: `first_new` is the first member that the oldest callers do not have. */
#define CSRI_PARAMS_SINCE(s, array, first_new)                                                   \
    {                                                                                            \
        .name = #s, .members = (array), .count = CSRI_COUNT(array), .size = (uint16_t)sizeof(s), \
        .min_size = (uint16_t)offsetof(s, first_new), .clear_at = -1                             \
    }

#define SYSTEM CSR_MEMBER_SYSTEM
#define PERSONAL CSR_MEMBER_PERSONAL
#define SEARCH CSR_MEMBER_SEARCH
#define NULLABLE CSR_MEMBER_NULLABLE
#define BULK CSR_MEMBER_BULK
#define UNSET_LAST CSR_MEMBER_UNSET_LAST
#define REQUIRED CSR_MEMBER_REQUIRED

#endif
