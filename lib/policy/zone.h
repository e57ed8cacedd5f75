/**
 * Time zones: TZif files (RFC 9636, versions 1 to 4, fat and slim) compiled to one sorted table. Pure: bytes in.
 *
 * A zone is never changed once read and counted by its holders, so that any number of threads and calendars share it.
 * Leap seconds are refused: instants here have none.
 */
#ifndef CSRI_POLICY_ZONE_H
#define CSRI_POLICY_ZONE_H

#include "base/hash.h"
#include "base/zone_file.h"
#include "policy/posix_rule.h"
#include <csr/calendar.h>
#include <stdatomic.h>

/** After 400 years the Gregorian calendar, weekdays included, begins anew, and with it every rule. */
#define CSRI_ZONE_CYCLE_S (INT64_C(146097) * CSRI_DAY_S)

/**
 * A zone: pieces of time with one offset each.
 *
 * The rule at the end of the file is written out for one cycle and a bit, so that every question is one search in the
 * table; what lies behind is led back into it.
 */
struct csr_zone {
    csr_host host;
    atomic_uint holders;
    uint32_t count;                /**< Pieces, at least 1. */
    int64_t cycle_from;            /**< From here on the rule alone decides. */
    int64_t cycle_end;             /**< One cycle later; INT64_MAX when the offset never changes again. */
    uint8_t hash[CSRI_HASH_BYTES]; /**< BLAKE2b of the file: a zone file carries no version. */
    size_t bytes;                  /**< Of this block. */
    int64_t *at;                   /**< Unix seconds at which a piece begins; the first is INT64_MIN. */
    int32_t *offset;               /**< Seconds east of UTC. */
    csr_str name;                  /**< NUL-ended. */
};

/**
 * Compile the bytes of a zone file; the caller holds the zone.
 *
 * CSR_E_ARGUMENT (field "zone": what is wrong with name or file) or CSR_E_NO_MEMORY. *out is NULL on failure. The host
 * is copied.
 */
csr_status csri_zone_read(const csr_host *host, const csr_str *name, const void *bytes, size_t len, csr_zone **out,
                          csr_error *err);

/** One holder more; csr_zone_free() lets go again. */
csr_zone *csri_zone_hold(csr_zone *zone);

/** Seconds east of UTC at Unix second t, |t| <= 2^60. */
int32_t csri_zone_offset(const csr_zone *zone, int64_t t);

/**
 * The first Unix second at which the wall clock shows `wall` or later, |wall| <= 2^60.
 *
 * In a gap that is the transition, and of two such seconds the first. Ascending in wall, so that pieces of wall time
 * that are disjoint stay disjoint.
 */
int64_t csri_zone_instant(const csr_zone *zone, int64_t wall);

/** Where calendars get their zones from: CSR_OK and a zone that the caller holds, CSR_E_NOT_FOUND or another failure. */
typedef struct csri_zone_source {
    csr_status (*find)(void *user, const csr_str *name, csr_zone **out, csr_error *err);
    void *user;
} csri_zone_source;

#endif
