/*
 * Rows as JSON, from their description.
 */
#ifndef CSRI_RECORD_ROW_JSON_H
#define CSRI_RECORD_ROW_JSON_H

#include "base/buffer.h"

#include <csr/sys/backend.h>

/* The value of one member: ids and instants as text, enumerations as their names, bytes as hex; unset as null for
 * ids, instants and enumerations. */
void csri_json_member(csri_buffer *out, const csr_member *m, const void *row);
/* {"name":value,...}: hidden members left out, and unset ones that are nullable or have no value to show. */
void csri_json_row(csri_buffer *out, const csr_shape *shape, const void *row);

#endif
