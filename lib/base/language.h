/**
 * Language tags.
 */
#ifndef CSRI_BASE_LANGUAGE_H
#define CSRI_BASE_LANGUAGE_H

#include <stddef.h>

/**
 * Whether a text is a well-formed language tag, RFC 5646 section 2.1, in any case.
 *
 * Form only: whether the subtags are registered is not looked at, but none may come twice where the form itself
 * forbids it (variants, extensions).
 */
int csri_language_valid(const char *text, size_t len);

#endif
