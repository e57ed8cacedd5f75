/*
 * Business time through its public doors: any name as a zone, any text as a calendar, any events on a clock. What loads
 * counts consistently, and looking at a clock twice tells nothing new.
 */
#include "support/fuzz.h"

#include <csr/calendar.h>
#include <csr/sla.h>
#include <string.h>

/* Instants that calendars know, and now and then any. */
static csr_time instant(fuzz_in *in)
{
    return fuzz_below(in, 8) == 0 ? fuzz_i64(in) : INT64_C(1740000000000000) + (fuzz_i64(in) >> 12);
}

static void play_zone(fuzz_in *in)
{
    csr_zone_load_params params = CSR_ZONE_LOAD_PARAMS_INIT;
    uint8_t hash[32];
    csr_zone *zone;
    csr_time at;

    params.name = fuzz_bytes(in, 40);
    if (csr_zone_load(&params, &zone, NULL) != CSR_OK)
        return;
    csr_zone_hash(zone, hash);
    FUZZ_REQUIRE(strlen(csr_zone_name(zone)) == params.name.len);
    at = instant(in);
    if (csr_zone_offset(zone, at) > -86400 && csr_zone_instant(zone, at, &at, NULL) == CSR_OK)
        (void)csr_zone_offset(zone, at);
    csr_zone_free(zone);
}

/* Stretches follow each other and go on; those that are open are all the open time. */
static void explain(const csr_calendar *calendar, csr_time from, csr_time to)
{
    csr_calendar_stretch stretch = CSR_CALENDAR_STRETCH_INIT;
    csr_time at = from;
    int64_t open = 0, within = 0;

    for (int i = 0; i < 200 && at < to; i++) {
        if (csr_calendar_stretch_at(calendar, at, &stretch, NULL) != CSR_OK)
            return;
        FUZZ_REQUIRE(stretch.from == at && stretch.to > at);
        open += stretch.why == CSR_CALENDAR_OPEN ? (stretch.to < to ? stretch.to : to) - at : 0;
        at = stretch.to < to ? stretch.to : to;
    }
    if (csr_calendar_within(calendar, from, at, &within, NULL) == CSR_OK && at > from)
        FUZZ_REQUIRE(within == open);
}

static void ask(const csr_calendar *calendar, fuzz_in *in)
{
    csr_time from = instant(in), to = instant(in), at;
    int64_t open = 0;
    int32_t is_open = 0;

    (void)csr_calendar_zone(calendar);
    (void)csr_calendar_is_open(calendar, from, &is_open, NULL);
    (void)csr_calendar_next_open(calendar, from, &at, NULL);
    (void)csr_calendar_next_change(calendar, from, &at, &is_open, NULL);
    (void)csr_calendar_sub(calendar, from, fuzz_i64(in), &at, NULL);
    explain(calendar, from, to);
    if (csr_calendar_within(calendar, from, to, &open, NULL) == CSR_OK)
        FUZZ_REQUIRE(open >= 0 && (to > from || open == 0));
    if (csr_calendar_add(calendar, from, 3600000000, &at, NULL) == CSR_OK) {
        FUZZ_REQUIRE(csr_calendar_within(calendar, from, at, &open, NULL) == CSR_OK);
        FUZZ_REQUIRE(open == 3600000000);
    }
}

static void play_clock(const csr_calendar *calendar, fuzz_in *in)
{
    static const int32_t percents[] = { 50, 80, 100, 150 };
    csr_sla_reading reading = CSR_SLA_READING_INIT;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    csr_sla_clock clock = { 0 };
    size_t count;

    clock.struct_size = (uint32_t)sizeof(clock);
    if (csr_sla_clock_begin(&clock, percents, 4, (csr_sla_reopen)fuzz_below(in, 5), NULL) != CSR_OK)
        return;
    for (int i = 0; i < 24 && fuzz_left(in) > 0; i++) {
        csr_sla_event event = CSR_SLA_EVENT_INIT;
        event.kind = (csr_sla_event_kind)fuzz_below(in, 10);
        event.at = instant(in);
        event.target_s = (int64_t)fuzz_below(in, 100000);
        event.calendar = fuzz_below(in, 2) == 0 ? calendar : NULL;
        event.sets_calendar = (int32_t)fuzz_below(in, 2);
        (void)csr_sla_clock_apply(&clock, &event, fired, &count, NULL);
        (void)csr_sla_clock_read(&clock, event.at, &reading, NULL);
    }
    if (csr_sla_clock_evaluate(&clock, clock.last_at, fired, &count, NULL) == CSR_OK) {
        FUZZ_REQUIRE(csr_sla_clock_evaluate(&clock, clock.last_at, fired, &count, NULL) == CSR_OK);
        FUZZ_REQUIRE(count == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    csr_calendar_load_params params = CSR_CALENDAR_LOAD_PARAMS_INIT;
    fuzz_in in = { data, data + size };
    csr_calendar *calendar = NULL;
    csr_str document;

    play_zone(&in);
    document = fuzz_bytes(&in, 600);
    if (csr_calendar_load(document.ptr, document.len, &params, &calendar, NULL) == CSR_OK)
        ask(calendar, &in);
    play_clock(calendar, &in);
    csr_calendar_free(calendar);
    return 0;
}
