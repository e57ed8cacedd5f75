/**
 * @file csr/goodwill.h
 * Goodwill budgets: what agents and teams may give in a day, a week or a month without asking anybody.
 *
 * Nobody's sum is kept: what was used is added up from what was given. No budget is nothing, not everything.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_GOODWILL_H
#define CSR_GOODWILL_H

#include <csr/event.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** How long a budget is for. */
typedef int32_t csr_budget_period;
enum {
    CSR_BUDGET_DAY = 1,  /**< A day. */
    CSR_BUDGET_WEEK = 2, /**< A week, from Monday. */
    CSR_BUDGET_MONTH = 3 /**< A calendar month. */
};

/** What an agent or the members of a team may give as goodwill in a period of the desk's zone. */
typedef struct csr_goodwill_budget_view {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_budget_period period;     /**< How long it is for. */
    csr_id id;                    /**< Identity of the record. */
    int64_t version;              /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;          /**< When it was recorded. */
    csr_time updated_at;          /**< When it last changed. */
    csr_id subject;               /**< The agent or the team. */
    int64_t amount_minor;         /**< How much in each period, in minor units. */
    csr_record_kind subject_kind; /**< CSR_RECORD_AGENT or CSR_RECORD_TEAM. */
    char currency[4];             /**< ISO 4217, NUL-ended. */
} csr_goodwill_budget_view;

/** A voucher or a refund that counts for a budget. */
typedef struct csr_goodwill_use_view {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_record_kind subject_kind; /**< CSR_RECORD_VOUCHER or CSR_RECORD_REFUND. */
    csr_id id;                    /**< Identity of the record. */
    csr_id budget;                /**< The budget. */
    csr_id subject;               /**< The voucher or the refund. */
    csr_id agent;                 /**< Who asked for it; none = the system. */
    csr_time used_at;             /**< When it was approved. */
    int64_t amount_minor;         /**< What it came to then, in minor units. */
} csr_goodwill_use_view;

/** A limit or a budget, and what it says about an amount of goodwill. */
typedef struct csr_goodwill_line_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t holds;        /**< 1 = it lets the amount through. */
    csr_id budget;        /**< The budget; none = a limit of the role, or that there is no budget. */
    csr_time since;       /**< When its period began; unset = it has none. */
    int64_t limit_minor;  /**< How much it is for, in minor units. */
    int64_t used_minor;   /**< What of that was used. */
    int64_t left_minor;   /**< What is left; 0 where too much was used. */
    csr_str limit;        /**< What it is: "limits" or the one that is too low, "budget" or "ticket". */
    csr_str text;         /**< The same for people. */
} csr_goodwill_line_view;

/** A budget of an agent or a team. Its amount takes the place of the one before. */
typedef struct csr_goodwill_budget_put_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_budget_period period; /**< How long it is for; required. */
    csr_id agent;             /**< Whose it is; either this or team. */
    csr_id team;              /**< Whose it is; either this or agent. */
    int64_t amount_minor;     /**< How much in each period, in minor units; 0 = nothing. */
    char currency[4];         /**< A known currency of ISO 4217; required. */
    int32_t reserved;         /**< Zero. */
    csr_str request_key;      /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_goodwill_budget_put_params;

/** A csr_goodwill_budget_put_params in which everything has its default. */
#define CSR_GOODWILL_BUDGET_PUT_PARAMS_INIT                                                               \
    {                                                                                                     \
        (uint32_t)sizeof(csr_goodwill_budget_put_params), 0, { { 0 } }, { { 0 } }, 0, "", 0, { NULL, 0 }, \
    }

/** Which budgets to list: all. */
typedef struct csr_goodwill_budget_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
} csr_goodwill_budget_query;

/** A csr_goodwill_budget_query in which everything has its default. */
#define CSR_GOODWILL_BUDGET_QUERY_INIT                               \
    {                                                                \
        (uint32_t)sizeof(csr_goodwill_budget_query), 0, { NULL, 0 }, \
    }

/** Which uses to list: those of a budget. */
typedef struct csr_goodwill_use_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id budget;        /**< The budget; required. */
} csr_goodwill_use_query;

/** A csr_goodwill_use_query in which everything has its default. */
#define CSR_GOODWILL_USE_QUERY_INIT                                          \
    {                                                                        \
        (uint32_t)sizeof(csr_goodwill_use_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/** An amount of goodwill that somebody thinks of. */
typedef struct csr_goodwill_explain_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id agent;         /**< Who would ask for it; none = the session's agent. */
    csr_id customer;      /**< Whom it would be for. */
    csr_id ticket;        /**< The matter that it would settle. */
    int64_t amount_minor; /**< How much, 1 or more, in minor units; required. */
    char currency[4];     /**< A known currency of ISO 4217; required. */
    int32_t reserved2;    /**< Zero. */
    csr_str reason;       /**< A short code of the house for why, at most 120 bytes. */
} csr_goodwill_explain_params;

/** A csr_goodwill_explain_params in which everything has its default. */
#define CSR_GOODWILL_EXPLAIN_PARAMS_INIT                                                                          \
    {                                                                                                             \
        (uint32_t)sizeof(csr_goodwill_explain_params), 0, { { 0 } }, { { 0 } }, { { 0 } }, 0, "", 0, { NULL, 0 }, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Set a budget. Managers and the system may.
 *
 * There is one for each agent or team, period and currency; putting it again changes it.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_goodwill_budget_put_params; required
 * @param out_id  [out] the budget; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="agent" or "team"), CSR_E_CURRENCY (field="currency"), CSR_E_DUPLICATE (request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_goodwill_budget_put(csr_session *session, const csr_goodwill_budget_put_params *params,
                                           csr_id *out_id, csr_error *err);

/**
 * List all budgets.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_goodwill_budget_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_goodwill_budget_list(csr_session *session, const csr_goodwill_budget_query *query,
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
CSR_API csr_status csr_goodwill_budget_at(const csr_result *result, size_t row, csr_goodwill_budget_view *view,
                                          csr_error *err);

/**
 * List what counts for a budget, the last first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_goodwill_use_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_goodwill_use_list(csr_session *session, const csr_goodwill_use_query *query,
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
CSR_API csr_status csr_goodwill_use_at(const csr_result *result, size_t row, csr_goodwill_use_view *view,
                                       csr_error *err);

/**
 * Say what the limits and budgets of an agent let through: what csr_voucher_issue() would decide now, and why.
 *
 * A row for each; when all of them hold it would be approved at once.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_goodwill_explain_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="agent", "customer" or "ticket"), CSR_E_CURRENCY, CSR_E_LIMIT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   reads of what limits and budgets are about
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_goodwill_explain(csr_session *session, const csr_goodwill_explain_params *params,
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
CSR_API csr_status csr_goodwill_line_at(const csr_result *result, size_t row, csr_goodwill_line_view *view,
                                        csr_error *err);

#endif

CSR_END_DECLS

#endif
