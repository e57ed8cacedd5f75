/**
 * Base64 as RFC 4648 section 4 has it: bytes in JSON.
 */
#ifndef CSRI_BASE_BASE64_H
#define CSRI_BASE_BASE64_H

#include "base/buffer.h"
#include <stddef.h>
#include <stdint.h>

/** Append n bytes as base64 with its padding, without quotation marks. */
void csri_base64_put(csri_buffer *out, const void *bytes, size_t n);

/**
 * Read len characters of base64: 1 and *n bytes at out, or 0.
 *
 * Strict: padding must be there, unused bits must be zero, nothing else may stand in between, so that one run of bytes
 * has one text. out has room for len / 4 * 3 bytes.
 */
int csri_base64_read(const char *text, size_t len, uint8_t *out, size_t *n);

/** Append the bytes of a base64 text, as strict: 1, or 0 when it is none. A failure of the buffer sticks. */
int csri_base64_take(csri_buffer *out, const char *text, size_t len);

#endif
