/*
 * The fields that the conditions of rules may name at every desk.
 */
#ifndef CSRI_POLICY_RULES_FIELDS_H
#define CSRI_POLICY_RULES_FIELDS_H

#include "base/arena.h"
#include "base/buffer.h"

#include <csr/expression.h>

/* Append them as csr_expression_field; lists of names lie in the arena. */
void csri_rules_standard_fields(csri_arena *arena, csri_buffer *out);

/* The type as expressions call it: "timestamp" and "duration" are short for theirs. */
csr_str csri_rules_type_text(csr_str name);

#endif
