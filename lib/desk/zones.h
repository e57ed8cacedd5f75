/*
 * Where calendars find their zones: the one that was given, or files below a directory.
 */
#ifndef CSRI_DESK_ZONES_H
#define CSRI_DESK_ZONES_H

#include "policy/zone.h"

typedef struct csri_zone_place {
    const csr_host *host;
    csr_zone *zone;    /* NULL = look in the directory */
    csr_str directory; /* empty = where systems keep them */
} csri_zone_place;

/* The function of a csri_zone_source whose user is a csri_zone_place. */
csr_status csri_zone_find(void *user, const csr_str *name, csr_zone **out, csr_error *err);

#endif
