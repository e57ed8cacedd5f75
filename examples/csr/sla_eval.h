/*
 * csr sla eval: SLA clocks, one a line.
 *
 * A line has `calendars` by name, `levels` in percent, `reopen` (never, resume, new_cycle), `events` and `eval_at`, with
 * instants in Unix seconds; "24x7" is the calendar that is always open. The answer is {"id":..,"result":{..}} with what
 * the clock shows at eval_at, the levels that fired and the cycles that ended. Other members are ignored.
 */
#ifndef CSR_TOOL_SLA_EVAL_H
#define CSR_TOOL_SLA_EVAL_H

#include <stdio.h>

/* Answer all lines; zoneinfo_dir NULL = where systems keep zones. 0, or 1 when reading or writing failed. */
int sla_eval(FILE *in, FILE *out, const char *zoneinfo_dir);

#endif
