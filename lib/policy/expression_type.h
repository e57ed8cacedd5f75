/*
 * The types of expressions.
 */
#ifndef CSRI_POLICY_EXPRESSION_TYPE_H
#define CSRI_POLICY_EXPRESSION_TYPE_H

#include "base/buffer.h"
#include "policy/expression.h"

/* The type of all values of a kind; lists, maps and types of anything. */
const csri_value_type *csri_value_type_of(int32_t kind);

/* A list, a map, a type of something; NULL when memory is short. */
const csri_value_type *csri_value_type_list(csri_arena *arena, const csri_value_type *of);
const csri_value_type *csri_value_type_map(csri_arena *arena, const csri_value_type *key, const csri_value_type *of);
const csri_value_type *csri_value_type_type(csri_arena *arena, const csri_value_type *of);

/* Read a type such as "map(string, list(int))"; NULL when it is none, or memory is short. */
const csri_value_type *csri_value_type_read(csri_arena *arena, csr_str text);
/* Append a type's text. */
void csri_value_type_write(const csri_value_type *type, csri_buffer *out);
/* The name of a kind, such as "google.protobuf.Timestamp", and with its article, "an int"; the kind of a name, or 0. */
const char *csri_value_kind_name(int32_t kind);
const char *csri_value_kind_said(int32_t kind);
int32_t csri_value_kind_of_name(csr_str name);

/* Whether a value of this type may be where that type is asked for; dyn fits everywhere. */
int csri_value_type_fits(const csri_value_type *is, const csri_value_type *wanted);
/* The type of a value that is one or the other: the more exact one where they agree, else dyn. */
const csri_value_type *csri_value_type_join(csri_arena *arena, const csri_value_type *a, const csri_value_type *b);

#endif
