/**
 * The SLA clocks of tickets, and the ticks that tell what has come due. docs/sla.md has the whole.
 *
 * A ticket that is under an SLA document has a clock for each metric that something is promised for. Operations on
 * tickets and interactions drive the clocks in their own transactions; nothing here has to be called for that. What
 * happens by the mere passing of time, warnings and breaches, is told by csr_desk_tick().
 */
#ifndef CSR_CLOCK_H
#define CSR_CLOCK_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/sla.h>
#include <csr/ticket.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** A clock of a ticket, read at an instant. */
typedef struct csr_clock_view {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_sla_metric metric;   /**< What it measures. */
    csr_id id;               /**< Identity of the clock. */
    csr_id ticket;           /**< Whose clock it is. */
    csr_sla_state state;     /**< What it is doing. */
    csr_sla_outcome outcome; /**< How the last cycle ended; 0 = it has not. */
    int32_t cycle;           /**< Counts the cycles, from 1. */
    int32_t revision;        /**< Counts the values of the target, from 1. */
    int64_t target_s;        /**< Seconds of open time that are promised. */
    int64_t elapsed_us;   /**< Open microseconds that have passed in this cycle; less than 0 = it is still to begin. */
    int64_t remaining_us; /**< Of the target; negative when it is late. */
    csr_time read_at;     /**< At what instant it was read. */
    csr_time started_at;  /**< When this cycle began. */
    csr_time stopped_at;  /**< When it ended; unset = it has not. */
    csr_time due_at;      /**< By when it is due; unset = it does not run. */
    csr_time next_at;     /**< When there is something to tell next; unset = never. */
    csr_time breached_at; /**< When it was breached in this revision, as far as that was told; unset = not. */
    csr_id sla;           /**< The SLA document that gave the target. */
    csr_id calendar;      /**< The calendar that it is measured by; none = "24x7". */
    csr_str rule;         /**< Name of the policy in the document. */
    csr_str levels;       /**< Levels in percent, joined by ","; one that was told has ":" and its instant. */
    int32_t next_percent; /**< The level that is told next; 0 = none. */
    int32_t reserved;     /**< Zero. */
} csr_clock_view;

/** Whose clocks to list, and as of when. */
typedef struct csr_clock_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id ticket;        /**< The ticket; required. */
    csr_time at;          /**< As of this instant, not in the future; 0 = now. */
} csr_clock_query;

/** A csr_clock_query in which everything has its default. */
#define CSR_CLOCK_QUERY_INIT                               \
    {                                                      \
        (uint32_t)sizeof(csr_clock_query), 0, { { 0 } }, 0 \
    }

/**
 * List the clocks of a ticket, now or as they stood at any instant before.
 *
 * Result kind "clock", one row a metric; no rows = nothing was promised by then. Reading tells nothing and writes
 * nothing: a clock that is late and was not looked at by a tick yet has less than nothing remaining.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_clock_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="ticket"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   now: 2 reads; as of an instant: linear in the events of the ticket
 * @source docs/sla.md
 * @since  0.1
 */
CSR_API csr_status csr_clock_list(csr_session *session, const csr_clock_query *query, csr_result **out_result,
                                  csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller; texts are borrowed from the result
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  texts live until csr_result_free()
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_clock_at(const csr_result *result, size_t row, csr_clock_view *view, csr_error *err);

/** Which clock to explain, as of when, and how much at a time. */
typedef struct csr_clock_explain_params {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    int32_t limit;         /**< Lines a page, 1 to CSR_PAGE_MAX; 0 = 100. */
    csr_str after;         /**< Token of the page before; empty = from the start. */
    csr_id ticket;         /**< The ticket; required. */
    csr_sla_metric metric; /**< What the clock measures; required. */
    int32_t reserved;      /**< Zero. */
    csr_time at;           /**< As of this instant, not in the future; 0 = now. */
} csr_clock_explain_params;

/** A csr_clock_explain_params in which everything has its default. */
#define CSR_CLOCK_EXPLAIN_PARAMS_INIT                                                  \
    {                                                                                  \
        (uint32_t)sizeof(csr_clock_explain_params), 0, { NULL, 0 }, { { 0 } }, 0, 0, 0 \
    }

/** A line of an explanation: a span of time from < to, or a moment from = to. */
typedef struct csr_clock_line_view {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_sla_line kind;       /**< What happened to the time, or at the moment. */
    csr_time from;           /**< Where it begins. */
    csr_time to;             /**< Where it ends. */
    csr_waits_for waits_for; /**< A pause: for whom was waited; 0 = nobody was named. */
    int32_t percent;         /**< A level: in percent of the target. */
    int32_t cycle;           /**< In which cycle. */
    int32_t revision;        /**< Under which value of the target. */
    int64_t counted_us;      /**< Microseconds of it that counted. */
    int64_t elapsed_us;      /**< Of the cycle, at `to`. */
    int64_t target_s;        /**< The target in force, seconds of open time. */
    csr_time due_at;         /**< Due as it is from here on; unset = the clock does not run. */
    csr_str holiday;         /**< Name of the holiday, where one kept the time from counting; may be empty. */
    csr_str rule;            /**< Name of the policy that gave the target. */
    int64_t rule_revision;   /**< Revision of the SLA document that it stands in. */
    csr_str text;            /**< The line as a supervisor reads it, in the time of the calendar's zone. */
} csr_clock_line_view;

/**
 * Explain a clock of a ticket: what counted, what did not and why, which policy gave the target, what was told.
 *
 * Result kind "clock_line", in the order of time; the spans of a cycle follow one another without a gap, and what counted
 * of them makes what the clock has elapsed. No rows = nothing was promised.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_clock_explain_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="ticket"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   linear in the events of the ticket and the lines up to the end of the page
 * @source docs/sla.md
 * @since  0.1
 */
CSR_API csr_status csr_clock_explain(csr_session *session, const csr_clock_explain_params *params,
                                     csr_result **out_result, csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller; texts are borrowed from the result
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  texts live until csr_result_free()
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_clock_line_at(const csr_result *result, size_t row, csr_clock_line_view *view, csr_error *err);

/** How many tickets to look at, and from where on. */
typedef struct csr_sla_apply_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Tickets to look at, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the answer before; empty = from the first ticket. */
} csr_sla_apply_params;

/** A csr_sla_apply_params in which everything has its default. */
#define CSR_SLA_APPLY_PARAMS_INIT                  \
    {                                              \
        (uint32_t)sizeof(csr_sla_apply_params), 0, \
        {                                          \
            NULL, 0                                \
        }                                          \
    }

/** What applying did. */
typedef struct csr_applied_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    int64_t tickets;      /**< Tickets that were looked at. */
    int64_t changed;      /**< Of those, how many got other promises. */
} csr_applied_view;

/**
 * Put open tickets under the SLA document in force, those too that were opened before there was one.
 *
 * What has passed stays; targets and calendars are the new ones from now on. Settled tickets are left alone. Result kind
 * "applied", one row; csr_result_next_token() is empty when all tickets have been looked at.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_sla_apply_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read of a page of tickets, and for each that is open about 2 reads, and what changes
 * @source docs/sla.md, rule C8
 * @since  0.1
 */
CSR_API csr_status csr_sla_apply(csr_session *session, const csr_sla_apply_params *params, csr_result **out_result,
                                 csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  nothing is retained
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_applied_at(const csr_result *result, size_t row, csr_applied_view *view, csr_error *err);

/** Which clocks to reckon anew, and why. */
typedef struct csr_sla_recompute_params {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    int32_t limit;          /**< Tickets to look at, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;          /**< Token of the answer before; empty = from the first ticket. */
    csr_id ticket;          /**< Only this ticket; none = all that the members below let through. */
    csr_str reason;         /**< Why, for the log, at most 500 bytes; required unless it is a dry run. */
    csr_id team;            /**< Only tickets of this team; none = of any. */
    csr_time opened_from;   /**< Only tickets opened at this instant or later; unset = at any. */
    csr_time opened_before; /**< Only tickets opened before this instant; unset = at any. */
    int64_t from_seq;       /**< With ticket: its events before this place are taken as they stand; 0 = none. */
    int32_t dry_run;        /**< 1 = tell what would change, and change nothing. */
    int32_t reserved;       /**< Zero. */
} csr_sla_recompute_params;

/** A csr_sla_recompute_params in which everything has its default. */
#define CSR_SLA_RECOMPUTE_PARAMS_INIT                                                                                \
    {                                                                                                                \
        (uint32_t)sizeof(csr_sla_recompute_params), 0, { NULL, 0 }, { { 0 } }, { NULL, 0 }, { { 0 } }, 0, 0, 0, 0, 0 \
    }

/** A clock that stands elsewhere when it is reckoned anew. */
typedef struct csr_recomputed_view {
    uint32_t struct_size;           /**< sizeof of the caller's struct. */
    csr_sla_metric metric;          /**< What it measures. */
    csr_id ticket;                  /**< Whose clock it is. */
    int64_t number;                 /**< Number of the ticket. */
    csr_sla_state state;            /**< What it is doing, anew. */
    csr_sla_state state_before;     /**< What it was doing. */
    csr_sla_outcome outcome;        /**< How the last cycle ended, anew; 0 = it has not. */
    csr_sla_outcome outcome_before; /**< How it had ended. */
    int64_t target_s;               /**< Seconds of open time that are promised, anew. */
    int64_t target_before_s;        /**< Those that were. */
    int64_t elapsed_us;             /**< Open microseconds that have passed in this cycle, anew. */
    int64_t elapsed_before_us;      /**< Those that had. */
    csr_time due_at;                /**< By when it is due, anew; unset = it does not run. */
    csr_time due_before_at;         /**< By when it was due. */
    csr_time breached_at;           /**< When it was breached, anew; unset = not. */
    csr_time breached_before_at;    /**< When it had been breached. */
    csr_str rule;                   /**< Name of the policy that gives the target, anew. */
} csr_recomputed_view;

/**
 * Reckon clocks anew from the events of their tickets, under the SLA document and the calendars in force, and correct
 * those that stand elsewhere.
 *
 * The one way in which what has passed is changed: after a holiday was forgotten, say. Every start and every change of
 * target gets what would be promised now for the ticket as it was then; pauses, ends and reopenings stay where they
 * were. Each correction is an event with the reason, and what it changed; as of instants before it everything reads as it
 * did. Warnings that were told stay told; a breach that is none any more stays in the log under the earlier revision.
 * Result kind "recomputed", one row for each clock that stands elsewhere; csr_result_next_token() is empty when all tickets
 * have been looked at.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_sla_recompute_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket, team; sla: there is no document in force), CSR_E_ARGUMENT (reason is missing; from_seq
 *         without ticket; team or instants with ticket), CSR_E_POLICY (zone), CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read of a page of tickets, for each that has promises all its events, and what changes
 * @source docs/sla.md, rules C2 and C9
 * @since  0.1
 */
CSR_API csr_status csr_sla_recompute(csr_session *session, const csr_sla_recompute_params *params,
                                     csr_result **out_result, csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller; texts are borrowed from the result
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  texts live until csr_result_free()
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_recomputed_at(const csr_result *result, size_t row, csr_recomputed_view *view, csr_error *err);

/** How much a tick may do. */
typedef struct csr_desk_tick_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Timers to act on, 1 to CSR_PAGE_MAX; 0 = 100. */
} csr_desk_tick_params;

/** A csr_desk_tick_params in which everything has its default. */
#define CSR_DESK_TICK_PARAMS_INIT                 \
    {                                             \
        (uint32_t)sizeof(csr_desk_tick_params), 0 \
    }

/** What a tick did. */
typedef struct csr_tick_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t more;         /**< 1 = more is due already: tick again. */
    int64_t timers;       /**< Timers that it acted on. */
    int64_t told;      /**< What had come due: levels of clocks, escalations that expire, looks of rules, follow-ups. */
    int64_t moved;     /**< Clocks that went over to another calendar, or to a new version of its zone. */
    int64_t postponed; /**< Timers that could not act, and try again a minute later; the host's log says why. */
    csr_time next_at;  /**< When to tick next; unset = nothing is waiting. */
} csr_tick_view;

/**
 * Tell what has come due: warnings and breaches of clocks, each as an event with the instant at which it was due.
 *
 * Call it when csr_desk_due() says so, or more often; a tick with nothing due writes nothing. However many processes
 * tick, each level is told once; a process that dies in a tick leaves nothing half done. Result kind "tick", one row.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_desk_tick_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read of a page of timers, and for each that is due about 3 reads, 3 writes and an event
 * @source docs/sla.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_tick(csr_session *session, const csr_desk_tick_params *params, csr_result **out_result,
                                 csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  nothing is retained
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_tick_at(const csr_result *result, size_t row, csr_tick_view *view, csr_error *err);

/** When there is something to do. */
typedef struct csr_due_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_time at;          /**< The earliest instant at which csr_desk_tick() has something to do; unset = none. */
} csr_due_view;

/**
 * The earliest instant at which anything must happen at this desk.
 *
 * Result kind "due", one row. The instant may be past. Other processes may set an earlier one at any time: a host that
 * sleeps until then looks again from time to time.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of one row through an index
 * @source docs/sla.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_due(csr_session *session, csr_result **out_result, csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  nothing is retained
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_due_at(const csr_result *result, size_t row, csr_due_view *view, csr_error *err);

CSR_END_DECLS

#endif
