/*
 * Exports made by somebody who knows how: altered, with checks that fit.
 */
#ifndef CSR_TEST_DESK_FORGE_H
#define CSR_TEST_DESK_FORGE_H

#include "support/desk_fixture.h"

/* The lines of an export with the check of each, and the hash of the end, made anew. The caller frees it. */
char *desk_with_checks(const desk_fixture *f, const char *text);

/* The text with the first of one piece put for another, and checks that fit. The caller frees it. */
char *desk_forge(const desk_fixture *f, const char *text, const char *from, const char *to);

#endif
