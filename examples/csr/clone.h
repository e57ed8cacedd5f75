/*
 * A whole desk out to a file and in again: the lines are the library's, see csr/exchange.h.
 */
#ifndef CSR_TOOL_CLONE_H
#define CSR_TOOL_CLONE_H

#include "tool.h"

#include <stdio.h>

/* How an export is taken in. */
struct clone_plan {
    const char *name; /* of the file, for messages */
    size_t batch;     /* lines a transaction; 0 = the library's own */
    int dry_run, unproven;
};

/* Whether a file that begins with these bytes is an export of a desk. */
int clone_begins(const char *text, size_t len);

/* Take the rest of the file in, behind `begun`, which was read from it already. 0, or an exit code and a message. */
int clone_import(struct tool *tool, FILE *file, const char *begun, size_t begun_len, const struct clone_plan *plan);

#endif
