/**
 * SLA clocks: how long something took in business time, and when it is due. Experimental: this header may change in
 * any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 *
 * A clock is a fold over events: started, paused, resumed, given another target, stopped, reopened. What is consumed
 * stays consumed, a breach is stamped with the instant at which it was due and never laundered, and nothing is decided
 * by looking at a wall clock: the same events give the same clock. docs/calendars.md has the rules C1 to C11 that are
 * referred to here.
 *
 * A clock is a plain struct in the caller's memory; csr_sla_clock_begin() makes one, and only the functions here change
 * it. The calendars that it is given are borrowed.
 */
#ifndef CSR_SLA_H
#define CSR_SLA_H

#include <csr/calendar.h>
#include <csr/export.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Levels that a clock has at most, that of the target included. */
#define CSR_SLA_LEVELS_MAX 16
/** Largest level, in percent of the target. */
#define CSR_SLA_PERCENT_MAX 10000
/** Longest target: a hundred years of 366 days. */
#define CSR_SLA_TARGET_MAX_S INT64_C(3162240000)

/** What a clock of a ticket measures. */
typedef int32_t csr_sla_metric;
enum {
    CSR_SLA_FIRST_REPLY = 1,     /**< From the customer's first public message to the first public reply. */
    CSR_SLA_NEXT_REPLY = 2,      /**< From a later unanswered public message of the customer to the reply. */
    CSR_SLA_PERIODIC_UPDATE = 3, /**< From one public message of the house to the next, until it is settled. */
    CSR_SLA_RESOLUTION = 4       /**< From the beginning of the matter until it is settled. */
};

/** What a clock is doing. */
typedef int32_t csr_sla_state;
enum {
    CSR_SLA_NOT_STARTED = 1, /**< Nothing has happened yet. */
    CSR_SLA_RUNNING = 2,     /**< Open time counts. */
    CSR_SLA_PAUSED = 3,      /**< Nothing counts, nothing is due. */
    CSR_SLA_STOPPED = 4,     /**< The cycle is over and has an outcome. */
    CSR_SLA_CANCELLED = 5    /**< The cycle is over and has none. */
};

/** How a cycle ended. */
typedef int32_t csr_sla_outcome;
enum {
    CSR_SLA_MET = 1,   /**< In time. */
    CSR_SLA_MISSED = 2 /**< Too late. */
};

/** What happens to a clock. What does not fit its state changes nothing. */
typedef int32_t csr_sla_event_kind;
enum {
    CSR_SLA_EVENT_START = 1,    /**< Begin: the first cycle, or the next one when the last is over. */
    CSR_SLA_EVENT_PAUSE = 2,    /**< Stand still. */
    CSR_SLA_EVENT_RESUME = 3,   /**< Go on. */
    CSR_SLA_EVENT_RETARGET = 4, /**< Another target, another calendar, or both; what has passed stays. */
    CSR_SLA_EVENT_STOP = 5,     /**< Done. */
    CSR_SLA_EVENT_REOPEN = 6,   /**< Not done after all: csr_sla_reopen says what that means. */
    CSR_SLA_EVENT_CANCEL = 7    /**< No longer of interest. */
};

/** What reopening does to a stopped clock. */
typedef int32_t csr_sla_reopen;
enum {
    CSR_SLA_REOPEN_NEVER = 1,    /**< Nothing: it stays stopped. */
    CSR_SLA_REOPEN_RESUME = 2,   /**< It goes on from where it stood; its outcome is withdrawn. The default. */
    CSR_SLA_REOPEN_NEW_CYCLE = 3 /**< It begins anew; the outcome of the earlier cycle stays. */
};

/** A level of a clock. */
typedef struct csr_sla_level {
    int32_t percent; /**< Of the target; below 100 a warning, else a breach. */
    int32_t fired;   /**< 1 = it has fired, a warning in this cycle, a breach in this revision. */
    csr_time at;     /**< When it fires or has fired; INT64_MAX = never. Meaningless while a clock does not run. */
} csr_sla_level;

/** A clock. */
typedef struct csr_sla_clock {
    uint32_t struct_size;                     /**< sizeof of the caller's struct. */
    csr_sla_state state;                      /**< What it is doing. */
    csr_sla_reopen reopen;                    /**< What reopening does. */
    csr_sla_outcome outcome;                  /**< How the last cycle ended; 0 while it has not. */
    int32_t cycle;                            /**< Counts the cycles, from 1; 0 before the first. */
    int32_t revision;                         /**< Counts the values of the target, from 1; 0 before the first. */
    int32_t level_count;                      /**< Levels used. */
    int32_t reserved;                         /**< Zero. */
    int64_t target_s;                         /**< Seconds of open time. */
    int64_t elapsed_us;                       /**< Open microseconds that had passed in this cycle at the last event. */
    csr_time last_at;                         /**< When the last event was. */
    const csr_calendar *calendar;             /**< What counts as open; NULL = "24x7". */
    csr_sla_level levels[CSR_SLA_LEVELS_MAX]; /**< Ascending by percent; 100 is always among them. */
} csr_sla_clock;

/** A csr_sla_clock before csr_sla_clock_begin(). */
#define CSR_SLA_CLOCK_INIT                                                   \
    {                                                                        \
        (uint32_t)sizeof(csr_sla_clock), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, \
        {                                                                    \
            {                                                                \
                0, 0, 0                                                      \
            }                                                                \
        }                                                                    \
    }

/** Something that happens to a clock. */
typedef struct csr_sla_event {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_sla_event_kind kind;      /**< What happens; required. */
    csr_time at;                  /**< When, not before the last event; two events may have the same instant. */
    int64_t target_s;             /**< START: required; RETARGET: 0 = the one that it has. */
    const csr_calendar *calendar; /**< START, and RETARGET with sets_calendar: borrowed; NULL = "24x7". */
    int32_t sets_calendar;        /**< RETARGET: 1 = take the calendar. */
    int32_t reserved;             /**< Zero. */
} csr_sla_event;

/** A csr_sla_event in which everything has its default. */
#define CSR_SLA_EVENT_INIT                                   \
    {                                                        \
        (uint32_t)sizeof(csr_sla_event), 0, 0, 0, NULL, 0, 0 \
    }

/** A level that fired. */
typedef struct csr_sla_fired {
    int32_t percent;  /**< Which level. */
    int32_t breach;   /**< 1 = a breach, 0 = a warning. */
    int32_t cycle;    /**< In which cycle. */
    int32_t revision; /**< Under which value of the target. */
    csr_time at;      /**< When it was due, which may be long before it was noticed. */
} csr_sla_fired;

/** What a clock shows at an instant. */
typedef struct csr_sla_reading {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_sla_state state;     /**< What it is doing. */
    csr_sla_outcome outcome; /**< How the last cycle ended; 0 while it has not. */
    int32_t reserved;        /**< Zero. */
    int64_t elapsed_us;      /**< Open microseconds that have passed in this cycle. */
    int64_t remaining_us;    /**< Of the target; negative when it is late. */
    csr_time due_at;         /**< When it is due; INT64_MAX = it is not running. */
    csr_time next_at; /**< Earliest instant at which csr_sla_clock_evaluate() has something to say; INT64_MAX = none. */
} csr_sla_reading;

/** A csr_sla_reading before it is filled. */
#define CSR_SLA_READING_INIT                                   \
    {                                                          \
        (uint32_t)sizeof(csr_sla_reading), 0, 0, 0, 0, 0, 0, 0 \
    }

/** A line of the explanation of a clock: a span of time, from COUNTED to STOPPED, or a moment. */
typedef int32_t csr_sla_line;
enum {
    CSR_SLA_LINE_COUNTED = 1,       /**< Open time, which counted. */
    CSR_SLA_LINE_OUTSIDE_HOURS = 2, /**< Closed: outside the opening hours. */
    CSR_SLA_LINE_HOLIDAY = 3,       /**< Closed: a holiday. */
    CSR_SLA_LINE_SPECIAL_HOURS = 4, /**< Closed: the hours of that date. */
    CSR_SLA_LINE_BREAK = 5,         /**< Closed: a break of that date. */
    CSR_SLA_LINE_PAUSED = 6,        /**< The clock stood still because somebody was waited for. */
    CSR_SLA_LINE_STOPPED = 7,       /**< The clock had stopped, and went on later. */
    CSR_SLA_LINE_STARTED = 8,       /**< A cycle began. */
    CSR_SLA_LINE_RETARGETED = 9,    /**< Another target or another calendar from here on. */
    CSR_SLA_LINE_REOPENED = 10,     /**< A stopped clock went on, or began anew. */
    CSR_SLA_LINE_MET = 11,          /**< Stopped in time. */
    CSR_SLA_LINE_MISSED = 12,       /**< Stopped too late. */
    CSR_SLA_LINE_CANCELLED = 13,    /**< No longer of interest. */
    CSR_SLA_LINE_WARNED = 14,       /**< A warning level was reached. */
    CSR_SLA_LINE_BREACHED = 15,     /**< The target, or a level beyond it, was reached without a stop. */
    CSR_SLA_LINE_MERGED = 16,       /**< Open time of a duplicate that began earlier, which counts here. */
    CSR_SLA_LINE_CORRECTED = 17     /**< Somebody had the clock reckoned anew; what counted is the difference. */
};

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Make a clock that has not started.
 *
 * @param clock       [in]  struct_size set by the caller; the rest is overwritten
 * @param percents    [in]  levels in percent, 1 to CSR_SLA_PERCENT_MAX, in any order; NULL when count is 0
 * @param count       [in]  how many, at most CSR_SLA_LEVELS_MAX with that of 100, which is added when it is missing
 * @param reopen      [in]  what reopening does; 0 = CSR_SLA_REOPEN_RESUME
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or CSR_E_ARGUMENT
 * @errors CSR_E_ARGUMENT (field = the parameter)
 * @owner  nothing is retained
 * @thread any
 * @cost   constant, no allocation
 * @source docs/calendars.md, rule C5
 * @since  0.1
 */
CSR_API csr_status csr_sla_clock_begin(csr_sla_clock *clock, const int32_t *percents, size_t count,
                                       csr_sla_reopen reopen, csr_error *err);

/**
 * Let something happen to a clock.
 *
 * First everything fires that was due by then, as csr_sla_clock_evaluate() would have it.
 *
 * @param clock     [in]  a clock; unchanged on failure
 * @param event     [in]  what happens
 * @param out_fired [out] CSR_SLA_LEVELS_MAX elements, of which *out_count are filled, in the order of instant and level
 * @param out_count [out] how many levels fired; 0 on failure
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field="at": before the last event; or another member), CSR_E_NO_OPEN_TIME (the target lies
 *         behind ten years without opening), CSR_E_LIMIT (beyond the years that calendars know, or more open time than
 *         there is from the year 1 to the year 9999), CSR_E_NO_MEMORY
 * @owner  the calendar is borrowed until the clock gets another
 * @thread a clock: one thread at a time
 * @cost   a few binary searches a level, no allocation but of the calendar's spans
 * @source docs/calendars.md, rules C1 to C11
 * @since  0.1
 */
CSR_API csr_status csr_sla_clock_apply(csr_sla_clock *clock, const csr_sla_event *event, csr_sla_fired *out_fired,
                                       size_t *out_count, csr_error *err);

/**
 * Look at a clock: every level that is due fires, once.
 *
 * A warning fires at its instant, a breach as soon as that is past. Looking more often changes nothing else.
 *
 * @param clock     [in]  a clock; unchanged on failure
 * @param now       [in]  microseconds UTC, not before the last event
 * @param out_fired [out] CSR_SLA_LEVELS_MAX elements, of which *out_count are filled, in the order of instant and level
 * @param out_count [out] how many levels fired; 0 on failure
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or CSR_E_ARGUMENT
 * @errors CSR_E_ARGUMENT (field="now": before the last event; or another parameter)
 * @owner  nothing
 * @thread a clock: one thread at a time
 * @cost   constant, no allocation
 * @source docs/calendars.md, rules C4 and C5
 * @since  0.1
 */
CSR_API csr_status csr_sla_clock_evaluate(csr_sla_clock *clock, csr_time now, csr_sla_fired *out_fired,
                                          size_t *out_count, csr_error *err);

/**
 * Read a clock at an instant, without changing it.
 *
 * @param clock       [in]  a clock
 * @param at          [in]  microseconds UTC, not before the last event
 * @param out_reading [out] struct_size set by the caller; untouched on failure
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field="at": before the last event; or another parameter), CSR_E_LIMIT (beyond the years that
 *         calendars know, or more open time than there is from the year 1 to the year 9999), CSR_E_NO_MEMORY
 * @owner  nothing
 * @thread a clock: one thread at a time
 * @cost   two binary searches
 * @source docs/calendars.md, rules C2 and C3
 * @since  0.1
 */
CSR_API csr_status csr_sla_clock_read(const csr_sla_clock *clock, csr_time at, csr_sla_reading *out_reading,
                                      csr_error *err);

#endif

CSR_END_DECLS

#endif
