#include "policy/zone.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/time.h"
#include <string.h>

/* Number of the piece in which t lies. */
static size_t piece_of(const csr_zone *zone, int64_t t)
{
    const int64_t *at = zone->at;
    size_t n = zone->count;
    while (n > 1) {
        size_t half = n / 2;
        at = at[half] <= t ? at + half : at;
        n -= half;
    }
    return (size_t)(at - zone->at);
}

int32_t csri_zone_offset(const csr_zone *zone, int64_t t)
{
    if (t >= zone->cycle_end) {
        t = zone->cycle_from + (t - zone->cycle_from) % CSRI_ZONE_CYCLE_S;
    }
    return zone->offset[piece_of(zone, t)];
}

int64_t csri_zone_instant(const csr_zone *zone, int64_t wall)
{
    /* No clock is farther ahead than this: nothing earlier can show the time that is looked for. */
    int64_t earliest = wall - CSRI_OFFSET_MAX_S, cycles = 0;
    if (earliest >= zone->cycle_end) {
        cycles = (earliest - zone->cycle_from) / CSRI_ZONE_CYCLE_S * CSRI_ZONE_CYCLE_S;
    }
    wall -= cycles;
    size_t i = piece_of(zone, earliest - cycles);
    while (i + 1 < zone->count && zone->at[i + 1] + zone->offset[i] <= wall) {
        i++;
    }
    int64_t shown = wall - zone->offset[i];
    return (shown > zone->at[i] ? shown : zone->at[i]) + cycles;
}

csr_zone *csri_zone_hold(csr_zone *zone)
{
    (void)atomic_fetch_add_explicit(&zone->holders, 1, memory_order_relaxed);
    return zone;
}

void csr_zone_free(csr_zone *zone)
{
    if (zone && atomic_fetch_sub_explicit(&zone->holders, 1, memory_order_acq_rel) == 1) {
        const csr_host host = zone->host;
        csri_free(&host, zone, zone->bytes);
    }
}

const char *csr_zone_name(const csr_zone *zone)
{
    return zone ? zone->name.ptr : "UTC";
}

void csr_zone_hash(const csr_zone *zone, uint8_t out[32])
{
    if (zone) {
        memcpy(out, zone->hash, CSRI_HASH_BYTES);
    } else {
        memset(out, 0, CSRI_HASH_BYTES);
    }
}

/* Division that rounds down. */
static int64_t seconds_of(int64_t us)
{
    return us / CSRI_SECOND_US - (us % CSRI_SECOND_US < 0);
}

int32_t csr_zone_offset(const csr_zone *zone, csr_time at)
{
    return zone ? csri_zone_offset(zone, seconds_of(at)) : 0;
}

csr_status csr_zone_instant(const csr_zone *zone, int64_t wall_us, csr_time *out, csr_error *err)
{
    csri_error_clear(err);
    if (!out) {
        return csri_fail(err, CSR_E_ARGUMENT, "out", "there is no place for the instant");
    }
    if (wall_us < CSRI_TIME_MIN || wall_us > CSRI_TIME_MAX) {
        return csri_fail(err, CSR_E_ARGUMENT, "wall_us", "only the years 0001 to 9999 are known");
    }
    if (!zone) {
        *out = wall_us;
        return CSR_OK;
    }
    int64_t whole = seconds_of(wall_us);
    int64_t at = csri_zone_instant(zone, whole);
    /* In a gap the clock jumps over the fraction, too. */
    int shown = at + csri_zone_offset(zone, at) == whole;
    *out = at * CSRI_SECOND_US + (shown ? wall_us - whole * CSRI_SECOND_US : 0);
    return CSR_OK;
}
