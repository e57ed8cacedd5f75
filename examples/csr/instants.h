/*
 * Instants and durations as people type them. Pure: now and the offset come in.
 */
#ifndef CSR_TOOL_INSTANTS_H
#define CSR_TOOL_INSTANTS_H

#include <csr/types.h>

/*
 * "now", "-2h", "+3d", "today", "yesterday 15:30", "tomorrow 9:00", "15:30" (today), "2026-11-21",
 * "2026-11-21 10:00[:30[.5]]" with "T" or a blank, and all of those with a date or "Z" or an offset behind. Without an
 * offset they are meant in offset_s. 1, or 0 when it is none of these.
 */
int instant_read(const char *text, csr_time now, int32_t offset_s, csr_time *out);

/* "90s", "2h30m", "3d", "1w", "250ms": microseconds, 0 or more. 1, or 0 when it is none of these. */
int duration_read(const char *text, int64_t *out_us);

#endif
