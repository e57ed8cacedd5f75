/*
 * Values as bytes, little-endian and without padding: the encoding of events and of page tokens. Frozen: what is
 * written today must be read for ever.
 *
 * An integer is a zigzag varint of at most ten bytes, an id its sixteen bytes, a text or fixed bytes a varint length
 * and the bytes; a code is a text.
 */
#ifndef CSRI_STORE_WIRE_H
#define CSRI_STORE_WIRE_H

#include "base/buffer.h"
#include "record/rows.h"

/* How a value was written, so that a reader can pass over members it does not know. */
enum csri_wire { CSRI_WIRE_INT = 0, CSRI_WIRE_BYTES = 1, CSRI_WIRE_ID = 2 };

enum csri_wire csri_wire_of(const csr_member *m);

void csri_wire_put_uint(csri_buffer *out, uint64_t value);
void csri_wire_put(csri_buffer *out, const csr_member *m, const void *row);

/* Bytes being read; ok turns 0 at the first malformed byte and stays so. */
typedef struct csri_wire_in {
    const uint8_t *at, *end;
    int ok;
} csri_wire_in;

uint64_t csri_wire_get_uint(csri_wire_in *in);
/* Into the member of a row; texts borrow from what is read. A value that does not fit the member is malformed. */
void csri_wire_get(csri_wire_in *in, const csr_member *m, void *row);
/* Pass over a value. */
void csri_wire_skip(csri_wire_in *in, enum csri_wire wire);

#endif
