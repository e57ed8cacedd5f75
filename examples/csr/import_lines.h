/*
 * Lines of another system: read, taken in batch by batch, put off while what they refer to is missing, or rejected.
 */
#ifndef CSR_TOOL_IMPORT_LINES_H
#define CSR_TOOL_IMPORT_LINES_H

#include "tool.h"

#include <stdio.h>

enum { LINES_BATCH_DEFAULT = 500 };

struct lines_plan {
    const char *name;    /* of the file, for messages */
    const char *rejects; /* where rejected lines go, or NULL */
    size_t batch;        /* lines a transaction */
    int dry_run, strict;
    int beside; /* name is a path, and files beside it may be attached */
};

/* Take the whole file in, of which `begun` was read already. 0, or an exit code and a message. */
int lines_import(struct tool *tool, FILE *file, const char *begun, size_t begun_len, const struct lines_plan *plan);

#endif
