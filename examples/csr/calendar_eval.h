/*
 * csr calendar eval: questions to calendars, one a line.
 *
 * A line has `op` (within, add_forward, add_backward), `start` in Unix seconds, `end` or `amount_s`, and the members of
 * a calendar document; the answer is {"id":..,"result":..} in seconds. Other members are ignored.
 */
#ifndef CSR_TOOL_CALENDAR_EVAL_H
#define CSR_TOOL_CALENDAR_EVAL_H

#include <stdio.h>

/* Answer all lines; zoneinfo_dir NULL = where systems keep zones. 0, or 1 when reading or writing failed. */
int calendar_eval(FILE *in, FILE *out, const char *zoneinfo_dir);

#endif
