/**
 * Whether a text is JSON, without taking memory.
 *
 * jansson answers "syntax error" to sound documents when it runs out of memory in the middle of a token. So its refusals
 * are checked by this, which can tell the one from the other.
 */
#ifndef CSRI_BASE_JSON_FORM_H
#define CSRI_BASE_JSON_FORM_H

#include <stddef.h>

/**
 * Whether a text is one JSON value, any value at its top (RFC 8259), in valid UTF-8, nested at most CSRI_JSON_MAX_DEPTH
 * deep. Of what jansson refuses it passes only a name twice in an object, U+0000 in a name, and numbers that are too
 * large.
 */
int csri_json_well_formed(const char *ptr, size_t len);

#endif
