/**
 * Firings: what the rules of the house did by themselves, why, and what they would do.
 *
 * The rule set in force, the policy document "default" of kind rules (docs/rules.md), looks at a ticket whenever the
 * ticket, its contacts or its customer change, and when time alone makes a condition hold. Each firing keeps everything
 * that it was decided from.
 */
#ifndef CSR_FIRING_H
#define CSR_FIRING_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What became of a rule whose turn it was. */
typedef int32_t csr_firing_outcome;
enum {
    CSR_FIRING_DONE = 1,       /**< It fired: what it asks for was done. */
    CSR_FIRING_SHADOW = 2,     /**< It is in shadow: nothing was done. */
    CSR_FIRING_HELD = 3,       /**< Another rule inhibits it: what would have disturbed somebody was not done. */
    CSR_FIRING_SUPPRESSED = 4, /**< It had fired in the same cascade already: nothing was done. */
    CSR_FIRING_GUARDED = 5     /**< Its ticket had too much of it: what would have disturbed somebody was not done. */
};

/** A firing. */
typedef struct csr_firing_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_firing_outcome outcome; /**< What became of it. */
    csr_id id;                  /**< Identity of the record. */
    csr_id ticket;              /**< The ticket. */
    csr_id rules;               /**< The rule set, a policy document. */
    int64_t episode;            /**< How often the rule began to hold for the ticket, this time included. */
    int64_t event;              /**< Position of the last event before it; 0 = time alone was the occasion. */
    int64_t cost;               /**< Work that deciding took, in the units of docs/expressions.md. */
    csr_time due_at;            /**< When it was to happen. */
    csr_time fired_at;          /**< When it happened. */
    csr_time followed_up_at;    /**< When a follow-up that it asked for came due; unset = it has not, or none was. */
    int32_t step;               /**< Which step of the rule it is, from 1, counted through repetitions. */
    int32_t pass;               /**< Which pass of its cascade it belongs to, from 1. */
    int32_t undecided;          /**< 1 when the rule fired because its condition could not be decided. */
    int32_t failed;             /**< How many of its actions could not be done. */
    csr_str rule;               /**< The rule. */
    csr_str key;                /**< What makes it happen once: set, rule, ticket, episode, step. */
    csr_str because;            /**< The rule that inhibits it, or whose firing came before in the cascade. */
    csr_str actions;            /**< What was asked for and what became of it, a JSON array. */
    csr_str audit;              /**< Everything that it was decided from, a JSON object. */
} csr_firing_view;

/** Which firings to list, the last first: those of a ticket, or of all. */
typedef struct csr_firing_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id ticket;        /**< Those of a ticket. */
    csr_str rule;         /**< Those of a rule, at most 120 bytes; of ticket and rule one at most. */
} csr_firing_query;

/** A csr_firing_query in which everything has its default. */
#define CSR_FIRING_QUERY_INIT                                          \
    {                                                                  \
        (uint32_t)sizeof(csr_firing_query), 0, { NULL, 0 }, { { 0 } }, \
        {                                                              \
            NULL, 0                                                    \
        }                                                              \
    }

/**
 * List firings, a page at a time.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_firing_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/automation.md; docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_firing_list(csr_session *session, const csr_firing_query *query, csr_result **out_result,
                                   csr_error *err);

/**
 * Read one firing.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the firing
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/automation.md
 * @since  0.1
 */
CSR_API csr_status csr_firing_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * A view of an older or newer caller is filled as far as both know it; what the caller has beyond is zeroed.
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
CSR_API csr_status csr_firing_at(const csr_result *result, size_t row, csr_firing_view *view, csr_error *err);

/** What a rule would do, or did in a rehearsal. */
typedef struct csr_rehearsal_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_firing_outcome outcome; /**< What would become of it; 0 = the rule would not fire. */
    csr_id ticket;              /**< The ticket. */
    int64_t episode;            /**< How often the rule began to hold for the ticket, this time included. */
    csr_time opened_at;         /**< When the ticket began; a backtest says so, and nobody else. */
    csr_time due_at;            /**< When it would happen; unset = it would not. */
    int32_t step;               /**< Which step of the rule it is, from 1; 0 = none. */
    int32_t undecided;          /**< 1 when its condition could not be decided. */
    int32_t differs;            /**< Against the log: 1 = only here, -1 = only there, 0 = in both. */
    int32_t reserved;           /**< Zero. */
    csr_str rule;               /**< The rule. */
    csr_str key;                /**< What would make it happen once; empty = it would not. */
    csr_str actions;            /**< What it asks for, a JSON array. */
    csr_str text;               /**< Why, for people: each part of its conditions with the values it saw. */
} csr_rehearsal_view;

/** Whose rules to rehearse. */
typedef struct csr_firing_rehearse_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t explain;      /**< 1 = all rules, also those that would not fire, and why. */
    csr_id ticket;        /**< The ticket; required. */
    csr_str document;     /**< The rule set to try, at most 262144 bytes; empty = the one in force. */
    csr_str rule;         /**< Only this rule, at most 120 bytes. */
    csr_time at;          /**< As of this instant, not in the future; 0 = now. */
} csr_firing_rehearse_params;

/** A csr_firing_rehearse_params in which everything has its default. */
#define CSR_FIRING_REHEARSE_PARAMS_INIT                                                         \
    {                                                                                           \
        (uint32_t)sizeof(csr_firing_rehearse_params), 0, { { 0 } }, { NULL, 0 }, { NULL, 0 }, 0 \
    }

/**
 * Say what the rules would do with a ticket now, or would have done at an instant, and why. Nothing is written.
 *
 * The past is told from events: facts that are not of the ticket itself, its contacts or its customer are absent then.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_firing_rehearse_params; required
 * @param out_result [out] rows for csr_rehearsal_at(); NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket, rule; document: no rules are in force), CSR_E_POLICY (document), CSR_E_ARGUMENT
 *         (at), CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   the reads of the facts that the rules ask for; for an instant the events of the ticket and its contacts
 * @source docs/automation.md; service S10
 * @since  0.1
 */
CSR_API csr_status csr_firing_rehearse(csr_session *session, const csr_firing_rehearse_params *params,
                                       csr_result **out_result, csr_error *err);

/** A rule set to run over what has happened. */
typedef struct csr_firing_backtest_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Tickets, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the call before; empty = from the first ticket. */
    csr_id ticket;        /**< Only this ticket. */
    csr_str document;     /**< The rule set to try, at most 262144 bytes; empty = the one in force. */
    int32_t differences;  /**< 1 = only what differs from the log. */
    int32_t reserved;     /**< Zero. */
} csr_firing_backtest_params;

/** A csr_firing_backtest_params in which everything has its default. */
#define CSR_FIRING_BACKTEST_PARAMS_INIT                                                            \
    {                                                                                              \
        (uint32_t)sizeof(csr_firing_backtest_params), 0, { NULL, 0 }, { { 0 } }, { NULL, 0 }, 0, 0 \
    }

/**
 * Run a rule set over the stored history of tickets, and compare with the log of firings. Nothing is written.
 *
 * Each event of a ticket, its contacts and its customer is an occasion, with the facts as of then, and so is each instant
 * at which time alone makes a condition hold. The set in force gives exactly the log, as far as ticks came in time and
 * its rules ask about the ticket, its contacts and its customer alone; other facts are absent.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_firing_backtest_params; NULL = all defaults
 * @param out_result [out] rows for csr_rehearsal_at(), and the token of the next call; NULL on failure; free with
 *                         csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket; document: no rules are in force), CSR_E_POLICY (document), CSR_E_ARGUMENT,
 *         CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   a read of all events of the tickets and their contacts
 * @source docs/automation.md
 * @since  0.1
 */
CSR_API csr_status csr_firing_backtest(csr_session *session, const csr_firing_backtest_params *params,
                                       csr_result **out_result, csr_error *err);

/**
 * Fill a view from a row of a rehearsal or a backtest.
 *
 * A view of an older or newer caller is filled as far as both know it; what the caller has beyond is zeroed.
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
CSR_API csr_status csr_rehearsal_at(const csr_result *result, size_t row, csr_rehearsal_view *view, csr_error *err);

CSR_END_DECLS

#endif
