/*
 * Values of custom fields: the one form in which each is stored, and the key by which it sorts.
 *
 * Keys are texts of which memcmp() gives the order of the values: sixteen hexadecimal digits for integers and instants,
 * padded digits for decimals, the date itself, the place of a choice, the folded form of a text.
 */
#ifndef CSRI_POLICY_FIELD_VALUE_H
#define CSRI_POLICY_FIELD_VALUE_H

#include "base/buffer.h"

#include <csr/field.h>

enum csri_field_use {
    CSRI_FIELD_SET,  /* a value that is recorded: within the limits, no retired choice */
    CSRI_FIELD_MATCH /* one that is looked for, or a limit itself */
};

/* Append the stored form of a value to `text` and its key to `key`; err->field = member. A text has a key only where
 * it is needed: when the field is indexed. */
csr_status csri_field_read(const csr_field_view *field, const csr_str *value, const char *member,
                           enum csri_field_use use, csri_buffer *text, csri_buffer *key, csr_error *err);
/* The stored form as a number: see csr_field_value_view.number. */
int64_t csri_field_number(csr_field_type type, const csr_str *stored);

/* Whether a text can be the name of a field. */
int csri_field_name_valid(const csr_str *name);
/* What a definition must be: limits that fit the type and one another. err->field = the member at fault. */
csr_status csri_field_definition_check(const csr_field_view *field, const csr_host *host, csr_error *err);

#endif
