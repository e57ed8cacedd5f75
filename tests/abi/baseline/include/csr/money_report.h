/**
 * @file csr/money_report.h
 * Reports of money: what was given back, why, for what, by whom; what goodwill cost; what is on its way and what is reserved.
 *
 * Sums are exact, and of one currency each.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_MONEY_REPORT_H
#define CSR_MONEY_REPORT_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What a report of money is grouped by. */
typedef int32_t csr_money_by;
enum {
    CSR_MONEY_BY_PURPOSE = 1, /**< Why money was given back, or that it was a voucher. */
    CSR_MONEY_BY_PART = 2,    /**< What the parts of refunds are, or that it was a voucher. */
    CSR_MONEY_BY_REASON = 3,  /**< The short code for why. */
    CSR_MONEY_BY_PRODUCT = 4, /**< What the house calls the goods. */
    CSR_MONEY_BY_TEAM = 5,    /**< The team of the ticket. */
    CSR_MONEY_BY_AGENT = 6,   /**< Who asked for it. */
    CSR_MONEY_BY_FAULT = 7    /**< Whose fault the ticket says it was. */
};

/** What was given back in a period, of one group and currency. Amounts are minor units. */
typedef struct csr_money_report_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t payouts;      /**< Payouts that were planned in the period and paid; of several parts it counts for each. */
    csr_id subject;       /**< The team or the agent; none = another kind of group, or nobody. */
    int64_t given_back_minor; /**< What of these payouts was paid, and did not come back. */
    int64_t goodwill_minor;   /**< Of that: for goodwill. */
    int64_t pending_minor;    /**< Payouts planned in the period that are to be paid or on their way. */
    int64_t unknown_minor;    /**< Payouts planned in the period of which somebody has to find out what became. */
    int64_t reserved_minor;   /**< Both, and refunds begun in the period that wait for approval or for a plan. */
    int64_t
        issued_minor; /**< Vouchers for goodwill that were issued in the period and approved: what they are worth at most. */
    int64_t redeemed_minor; /**< What was used in the period of vouchers for goodwill, and not given back. */
    char currency[4];       /**< ISO 4217, NUL-ended. */
    int32_t vouchers;       /**< Vouchers for goodwill that were issued in the period and approved. */
    csr_str name;           /**< What the group is called; empty = none, such as a refund without a ticket. */
} csr_money_report_view;

/** What to report. */
typedef struct csr_money_report_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_time from;        /**< Since when; required. */
    csr_time until;       /**< Until before when; 0 = now. */
    csr_money_by by;      /**< What to group by; 0 = CSR_MONEY_BY_PURPOSE. */
    char currency[4];     /**< Only this currency; empty = each of them, never added up. */
} csr_money_report_query;

/** A csr_money_report_query in which everything has its default. */
#define CSR_MONEY_REPORT_QUERY_INIT                                            \
    {                                                                          \
        (uint32_t)sizeof(csr_money_report_query), 0, { NULL, 0 }, 0, 0, 0, "", \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Report what was given back in a period: a row for each group and currency, in the order of their names, of teams and agents
 * of their ids.
 *
 * What is read is what was recorded in the period, and what that belongs to. Every page is worked out anew.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_money_report_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_LIMIT (too many groups), CSR_E_OVERFLOW,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   reads of all that was recorded in the period, by their ids, with 1 to 5 reads for each
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_money_report(csr_session *session, const csr_money_report_query *query, csr_result **out_result,
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
CSR_API csr_status csr_money_report_at(const csr_result *result, size_t row, csr_money_report_view *view,
                                       csr_error *err);

#endif

CSR_END_DECLS

#endif
