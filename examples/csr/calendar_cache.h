/*
 * Zones and calendars that a filter has met, by their text, so that what comes again is not compiled again.
 */
#ifndef CSR_TOOL_CALENDAR_CACHE_H
#define CSR_TOOL_CALENDAR_CACHE_H

#include "json_text.h"

#include <csr/csr.h>

struct calendar_cache;

/* A cache whose zones come from a directory; NULL = where systems keep them. NULL when there is no memory. */
struct calendar_cache *calendar_cache_open(const char *zoneinfo_dir);
void calendar_cache_close(struct calendar_cache *cache);

/* The calendar of an object, of whose members zone, hours, special_hours, holidays and breaks count. It lives until
 * calendar_cache_trim(). */
csr_status calendar_cache_get(struct calendar_cache *cache, const struct json_member *members, size_t count,
                              const csr_calendar **out, csr_error *err);

/* Between two lines: forget calendars when there are many. */
void calendar_cache_trim(struct calendar_cache *cache);

#endif
