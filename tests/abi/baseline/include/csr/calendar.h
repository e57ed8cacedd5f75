/**
 * Business time: time zones, and calendars that say when a desk is open.
 *
 * A calendar is a policy document (docs/calendars.md) bound to a time zone. Its answers are exact to the microsecond
 * and know no process-global zone: neither TZ nor tzset() has a part in them. Zones and calendars never change once
 * they are made, so that any number of threads may use one at once.
 *
 * Wherever a calendar is asked for, NULL is the calendar "24x7": always open, plain seconds, no zone.
 */
#ifndef CSR_CALENDAR_H
#define CSR_CALENDAR_H

#include <csr/export.h>
#include <csr/host.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** A time zone; opaque, immutable. */
typedef struct csr_zone csr_zone;
/** A calendar; opaque, immutable. */
typedef struct csr_calendar csr_calendar;

/** Which time zone to load, and from where. */
typedef struct csr_zone_load_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    uint32_t reserved;    /**< Zero. */
    const csr_host *host; /**< Services of the host, copied; NULL = defaults. */
    csr_str name;         /**< Name in the tz database, such as "Europe/Prague", at most 64 bytes; required. */
    csr_str directory;    /**< Directory of zone files; empty = where systems keep them, such as /usr/share/zoneinfo. */
    csr_str content; /**< The zone file itself, for hosts that bring their own; empty = read it from a directory. */
} csr_zone_load_params;

/** A csr_zone_load_params in which everything has its default. */
#define CSR_ZONE_LOAD_PARAMS_INIT                                                  \
    {                                                                              \
        (uint32_t)sizeof(csr_zone_load_params), 0, NULL, { NULL, 0 }, { NULL, 0 }, \
        {                                                                          \
            NULL, 0                                                                \
        }                                                                          \
    }

/**
 * Load a time zone from a TZif file.
 *
 * Versions 1 to 4 are read, fat and slim. A name can only lead to files below the directory. A file that counts leap
 * seconds is refused, because instants here have none.
 *
 * @param params   [in]  csr_zone_load_params; name is required
 * @param out_zone [out] NULL on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="zone"), CSR_E_ARGUMENT (field="zone": no name of a zone or no sound file, or another
 *         parameter), CSR_E_NEWER_STRUCT, CSR_E_NO_MEMORY
 * @owner  the caller holds the zone; csr_zone_free()
 * @thread any
 * @cost   reads one file of up to 4 KB; a zone takes up to 14 KB
 * @source RFC 9636
 * @since  0.1
 */
CSR_API csr_status csr_zone_load(const csr_zone_load_params *params, csr_zone **out_zone, csr_error *err);

/**
 * Let go of a zone.
 *
 * Calendars hold their zone themselves, so that zones and calendars may be freed in any order.
 *
 * @param zone [in] a zone; NULL is a no-op
 * @owner  the handle is gone
 * @thread any
 * @cost   constant
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API void csr_zone_free(csr_zone *zone);

/**
 * The name of a zone.
 *
 * @param zone [in] a zone; NULL is UTC
 * @return NUL-ended, valid as long as the zone
 * @owner  borrowed from the zone
 * @thread any
 * @cost   constant
 * @source docs/calendars.md
 * @since  0.1
 */
CSR_API const char *csr_zone_name(const csr_zone *zone);

/**
 * What tells two versions of a zone apart: the hash of its file, which has no version number.
 *
 * @param zone [in]  a zone; NULL is UTC, whose hash is all zero
 * @param out  [out] BLAKE2b-256, 32 bytes
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/calendars.md
 * @since  0.1
 */
CSR_API void csr_zone_hash(const csr_zone *zone, uint8_t out[32]);

/**
 * How far local time is from UTC at an instant.
 *
 * @param zone [in] a zone; NULL is UTC
 * @param at   [in] microseconds UTC
 * @return seconds east of UTC, as csr_time_format() takes them
 * @owner  nothing
 * @thread any
 * @cost   one binary search in about 1000 pieces, no allocation
 * @source RFC 9636
 * @since  0.1
 */
CSR_API int32_t csr_zone_offset(const csr_zone *zone, csr_time at);

/**
 * The first instant at which the wall clock of a zone shows a time or a later one.
 *
 * A time that does not exist, because the clock was put forward over it, is the instant of that change; of a time
 * that exists twice it is the first.
 *
 * @param zone    [in]  a zone; NULL is UTC
 * @param wall_us [in]  wall-clock time: microseconds since 1970-01-01 00:00 as the clock shows it, years 0001 to 9999
 * @param out     [out] microseconds UTC; untouched on failure
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or CSR_E_ARGUMENT
 * @errors CSR_E_ARGUMENT (field="wall_us")
 * @owner  nothing
 * @thread any
 * @cost   two binary searches in about 1000 pieces, no allocation
 * @source docs/calendars.md, rule T2
 * @since  0.1
 */
CSR_API csr_status csr_zone_instant(const csr_zone *zone, int64_t wall_us, csr_time *out, csr_error *err);

/** How to load a calendar. */
typedef struct csr_calendar_load_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    uint32_t reserved;    /**< Zero. */
    const csr_host *host; /**< Services of the host, copied; NULL = defaults. */
    csr_zone *zone;       /**< The document's zone, held from then on; NULL = load it by its name. */
    csr_str directory;    /**< Directory of zone files; empty = where systems keep them, such as /usr/share/zoneinfo. */
} csr_calendar_load_params;

/** A csr_calendar_load_params in which everything has its default. */
#define CSR_CALENDAR_LOAD_PARAMS_INIT                              \
    {                                                              \
        (uint32_t)sizeof(csr_calendar_load_params), 0, NULL, NULL, \
        {                                                          \
            NULL, 0                                                \
        }                                                          \
    }

/**
 * Load a calendar from its document.
 *
 * @param json         [in]  UTF-8 bytes, at most 262144
 * @param len          [in]  bytes, or CSR_NTS
 * @param params       [in]  csr_calendar_load_params; NULL = all defaults
 * @param out_calendar [out] NULL on failure
 * @param err          [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_POLICY (field = the first place in the document that is wrong), CSR_E_ARGUMENT (another parameter),
 *         CSR_E_NEWER_STRUCT, CSR_E_NO_MEMORY
 * @owner  the caller owns the calendar; csr_calendar_free()
 * @thread any
 * @cost   linear in the document; reads the zone's file when no zone is given
 * @source docs/calendars.md
 * @since  0.1
 */
CSR_API csr_status csr_calendar_load(const char *json, size_t len, const csr_calendar_load_params *params,
                                     csr_calendar **out_calendar, csr_error *err);

/**
 * Free a calendar.
 *
 * @param calendar [in] a calendar that nobody uses any longer; NULL is a no-op
 * @owner  the calendar is gone
 * @thread any
 * @cost   constant
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API void csr_calendar_free(csr_calendar *calendar);

/**
 * The zone of a calendar.
 *
 * @param calendar [in] a calendar; NULL is "24x7"
 * @return its zone, valid as long as the calendar; NULL for "24x7"
 * @owner  borrowed from the calendar
 * @thread any
 * @cost   constant
 * @source docs/calendars.md
 * @since  0.1
 */
CSR_API const csr_zone *csr_calendar_zone(const csr_calendar *calendar);

/**
 * The open time between two instants.
 *
 * Additive: what lies between a and b and between b and c makes what lies between a and c. Calendars know the years
 * 1900 to 2399.
 *
 * @param calendar [in]  a calendar; NULL is "24x7"
 * @param from     [in]  microseconds UTC
 * @param to       [in]  microseconds UTC; not after `from` gives 0
 * @param out_us   [out] microseconds; untouched on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (out_us is NULL), CSR_E_LIMIT (beyond the years that calendars know), CSR_E_NO_MEMORY
 * @owner  nothing
 * @thread any
 * @cost   two binary searches, whatever the span; the first question about a span compiles it
 * @source docs/calendars.md, rule T5
 * @since  0.1
 */
CSR_API csr_status csr_calendar_within(const csr_calendar *calendar, csr_time from, csr_time to, int64_t *out_us,
                                       csr_error *err);

/**
 * The earliest instant by which so much open time has passed.
 *
 * It may therefore be a closing instant: eight hours from Monday 09:00 on a day of eight hours end on Monday 17:00.
 * docs/calendars.md says how to show that otherwise.
 *
 * @param calendar [in]  a calendar; NULL is "24x7"
 * @param from     [in]  microseconds UTC
 * @param open_us  [in]  microseconds of open time, not negative; 0 gives `from` also when it is closed then
 * @param out      [out] microseconds UTC; untouched on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NO_OPEN_TIME (not open within ten years), CSR_E_ARGUMENT (field="open_us"), CSR_E_LIMIT (beyond the
 *         years that calendars know), CSR_E_NO_MEMORY
 * @owner  nothing
 * @thread any
 * @cost   two binary searches; the first question about a span compiles it
 * @source docs/calendars.md, rule T6
 * @since  0.1
 */
CSR_API csr_status csr_calendar_add(const csr_calendar *calendar, csr_time from, int64_t open_us, csr_time *out,
                                    csr_error *err);

/**
 * The latest instant since which so much open time has passed.
 *
 * @param calendar [in]  a calendar; NULL is "24x7"
 * @param from     [in]  microseconds UTC
 * @param open_us  [in]  microseconds of open time, not negative; 0 gives `from` also when it is closed then
 * @param out      [out] microseconds UTC; untouched on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NO_OPEN_TIME (not open within ten years before), CSR_E_ARGUMENT (field="open_us"), CSR_E_LIMIT (beyond
 *         the years that calendars know), CSR_E_NO_MEMORY
 * @owner  nothing
 * @thread any
 * @cost   two binary searches; the first question about a span compiles it
 * @source docs/calendars.md, rule T6
 * @since  0.1
 */
CSR_API csr_status csr_calendar_sub(const csr_calendar *calendar, csr_time from, int64_t open_us, csr_time *out,
                                    csr_error *err);

/**
 * The first open instant from an instant on; that instant itself when it is open.
 *
 * @param calendar [in]  a calendar; NULL is "24x7"
 * @param from     [in]  microseconds UTC
 * @param out      [out] microseconds UTC; untouched on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NO_OPEN_TIME (not open within ten years), CSR_E_ARGUMENT (out is NULL), CSR_E_LIMIT (beyond the years
 *         that calendars know), CSR_E_NO_MEMORY
 * @owner  nothing
 * @thread any
 * @cost   one binary search; the first question about a span compiles it
 * @source docs/calendars.md, rule T6
 * @since  0.1
 */
CSR_API csr_status csr_calendar_next_open(const csr_calendar *calendar, csr_time from, csr_time *out, csr_error *err);

/**
 * Whether it is open at an instant. The opening instant belongs to it, the closing instant does not.
 *
 * @param calendar [in]  a calendar; NULL is "24x7"
 * @param at       [in]  microseconds UTC
 * @param out_open [out] 1 or 0; untouched on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (out_open is NULL), CSR_E_LIMIT (beyond the years that calendars know), CSR_E_NO_MEMORY
 * @owner  nothing
 * @thread any
 * @cost   one binary search; the first question about a span compiles it
 * @source docs/calendars.md, rule T5
 * @since  0.1
 */
CSR_API csr_status csr_calendar_is_open(const csr_calendar *calendar, csr_time at, int32_t *out_open, csr_error *err);

/**
 * The next instant at which it opens or closes.
 *
 * @param calendar [in]  a calendar; NULL is "24x7"
 * @param after    [in]  microseconds UTC; the change lies behind it
 * @param out      [out] microseconds UTC, or 0 when nothing changes within ten years; untouched on failure
 * @param out_open [out] 1 = it opens then, 0 = it closes; without a change, what it stays; may be NULL
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (out is NULL), CSR_E_LIMIT (beyond the years that calendars know), CSR_E_NO_MEMORY
 * @owner  nothing
 * @thread any
 * @cost   one binary search; the first question about a span compiles it
 * @source docs/calendars.md, rule T5
 * @since  0.1
 */
CSR_API csr_status csr_calendar_next_change(const csr_calendar *calendar, csr_time after, csr_time *out,
                                            int32_t *out_open, csr_error *err);

/** What a stretch of time is to a calendar. */
typedef int32_t csr_calendar_why;
enum {
    CSR_CALENDAR_OPEN = 1,          /**< Open. */
    CSR_CALENDAR_OUTSIDE_HOURS = 2, /**< Closed: the weekly hours say so. */
    CSR_CALENDAR_HOLIDAY = 3,       /**< Closed: the date is a holiday. */
    CSR_CALENDAR_SPECIAL_HOURS = 4, /**< Closed: the date has hours of its own. */
    CSR_CALENDAR_BREAK = 5          /**< Closed: a break of that date. */
};

/** Time that is open without a break, or closed for one reason. */
typedef struct csr_calendar_stretch {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_calendar_why why; /**< What it is. */
    csr_time from;        /**< The instant that was asked for. */
    csr_time to;  /**< Where it ends; INT64_MAX of "24x7". Whoever waits longer than ten years asks again there. */
    csr_str name; /**< Of the holiday, when the document has one; borrowed from the calendar. */
} csr_calendar_stretch;

/** A csr_calendar_stretch before it is filled. */
#define CSR_CALENDAR_STRETCH_INIT                        \
    {                                                    \
        (uint32_t)sizeof(csr_calendar_stretch), 0, 0, 0, \
        {                                                \
            NULL, 0                                      \
        }                                                \
    }

/**
 * What lies at an instant, and until when: open time, or closed time and the reason for it.
 *
 * One stretch after the other explains any span of time. Closed time of a holiday or of a date with special hours
 * begins and ends with the date.
 *
 * @param calendar    [in]  a calendar; NULL is "24x7"
 * @param at          [in]  microseconds UTC
 * @param out_stretch [out] struct_size set by the caller; untouched on failure
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field="out_stretch"), CSR_E_LIMIT (beyond the years that calendars know), CSR_E_NO_MEMORY
 * @owner  the name is borrowed until the calendar is freed
 * @thread any
 * @cost   a few binary searches for each date with a reason of its own; the first question about a span compiles it
 * @source docs/calendars.md, rule T4
 * @since  0.1
 */
CSR_API csr_status csr_calendar_stretch_at(const csr_calendar *calendar, csr_time at, csr_calendar_stretch *out_stretch,
                                           csr_error *err);

CSR_END_DECLS

#endif
