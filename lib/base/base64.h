/**
 * Bytes as text: base64 of RFC 4648 section 4, with padding.
 */
#ifndef CSRI_BASE_BASE64_H
#define CSRI_BASE_BASE64_H

#include "base/buffer.h"

/** Append bytes as base64. */
void csri_base64_put(csri_buffer *out, const void *bytes, size_t n);

/** Append the bytes of a base64 text: 1, or 0 when it is none; what was appended by then stays. */
int csri_base64_take(csri_buffer *out, const char *text, size_t n);

#endif
