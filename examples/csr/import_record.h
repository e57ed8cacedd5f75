/*
 * One line of another system's data: the record that it means, found by its own key and made or brought up to date
 * through the operations of the desk.
 */
#ifndef CSR_TOOL_IMPORT_RECORD_H
#define CSR_TOOL_IMPORT_RECORD_H

#include "tool.h"

enum import_outcome { IMPORT_ADDED, IMPORT_CHANGED, IMPORT_KNOWN };

struct import {
    struct tool *tool;
    csr_time began; /* what was recorded earlier was there before this run */
    csr_error err;  /* why a line was refused */
    int writes;     /* operations of the line that changed something: what is half done must be undone */
    int dangling;   /* the line refers to what is not there (yet) */
    char *folder;   /* of the lines, as the system knows it: files beside them may be attached; NULL = there is none */
};

/* Take a line in. The status of what refused it; err then names the member. */
csr_status import_record(struct import *import, const json_t *line, enum import_outcome *out);

/* The folder of a file of lines, without links and dots; the caller's. NULL when the system knows none. */
char *import_folder(const char *path);

#endif
