/**
 * @file csr/voucher.h
 * Vouchers: something extra as an apology, or store credit for what is given back.
 *
 * A voucher is worth an amount, or a part of a basket up to an amount. It is asked for by its code, used for orders of the
 * host, and never gives more than it is worth, however many ask at once.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_VOUCHER_H
#define CSR_VOUCHER_H

#include <csr/export.h>
#include <csr/giving_back.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What a voucher is worth. */
typedef int32_t csr_voucher_kind;
enum {
    CSR_VOUCHER_FIXED = 1,       /**< An amount. */
    CSR_VOUCHER_PERCENT = 2,     /**< A part of each basket, up to an amount in all. */
    CSR_VOUCHER_STORE_CREDIT = 3 /**< What the house owes the customer. */
};

/** How far a voucher has come. */
typedef int32_t csr_voucher_state;
enum {
    CSR_VOUCHER_ISSUED = 1,    /**< Somebody else has to approve it. */
    CSR_VOUCHER_ACTIVE = 2,    /**< It may be used. */
    CSR_VOUCHER_PART_USED = 3, /**< Some of it was used. */
    CSR_VOUCHER_USED = 4,      /**< All of it was used. */
    CSR_VOUCHER_EXPIRED = 5,   /**< Its time is over; what was left of it is gone. */
    CSR_VOUCHER_REVOKED = 6    /**< What was left of it was taken back, or it was not approved. */
};

/** A voucher. */
typedef struct csr_voucher_view {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_voucher_state state;  /**< How far it has come. */
    csr_id id;                /**< Identity of the record. */
    int64_t version;          /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;      /**< When it was recorded. */
    csr_time updated_at;      /**< When it last changed. */
    csr_id customer;          /**< Who may use it; none = whoever has the code. */
    csr_id ticket;            /**< The matter that it settles; none = no ticket. */
    csr_id payout;            /**< The payout that was paid by it; none = it was given. */
    csr_id issued_by;         /**< Agent who asked for it; none = the system. */
    csr_time valid_from;      /**< From when on it may be used. */
    csr_time valid_until;     /**< Until when; unset = no end. */
    csr_time approved_at;     /**< When it was approved; unset = it is not. */
    int64_t amount_minor;     /**< What it is worth at most, in minor units: the cap of a percentage. */
    int64_t used_minor;       /**< What of that was used, and not given back. */
    csr_voucher_kind kind;    /**< What it is worth. */
    int32_t basis_points;     /**< Of a percentage: hundredths of a per cent of a basket; 0 = it is an amount. */
    int32_t approvals;        /**< Approvals that it has. */
    int32_t approvals_needed; /**< Approvals that it needs. */
    char currency[4];         /**< ISO 4217, NUL-ended. */
    int32_t open;             /**< 1 = it was not used up, and neither expired nor revoked. */
    csr_str code;             /**< What it is asked for by; unique. */
    csr_str reason;           /**< A short code of the house for why, such as "late". */
    csr_str note;             /**< More about it; may be empty. */
    csr_str why;              /**< Why it was approved at once, or was not. */
} csr_voucher_view;

/** A use of a voucher. */
typedef struct csr_voucher_redemption_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t returned;     /**< 1 = it was given back. */
    csr_id id;            /**< Identity of the record. */
    csr_id voucher;       /**< The voucher. */
    csr_time redeemed_at; /**< When it was used. */
    csr_time returned_at; /**< When it was given back; unset = it was not. */
    int64_t amount_minor; /**< What was used, in minor units. */
    int64_t basket_minor; /**< The basket that was asked about, in minor units; 0 = none was. */
    char currency[4];     /**< ISO 4217, NUL-ended. */
    int32_t reserved;     /**< Zero. */
    csr_str order_id;     /**< What the host calls the order. */
} csr_voucher_redemption_view;

/** What somebody decided about a voucher; it never changes. */
typedef struct csr_voucher_decision_view {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    csr_approval_kind kind; /**< What they did. */
    csr_id id;              /**< Identity of the record. */
    csr_id voucher;         /**< The voucher. */
    csr_id agent;           /**< Who; none = the system. */
    csr_time decided_at;    /**< When. */
    int64_t amount_minor;   /**< What the voucher was worth at most then. */
    csr_role role;          /**< Their role then; 0 = the system. */
    char currency[4];       /**< ISO 4217, NUL-ended. */
    csr_str reason;         /**< A short code of the house for why. */
    csr_str note;           /**< More about it; may be empty. */
} csr_voucher_decision_view;

/** A voucher to be issued. */
typedef struct csr_voucher_issue_params {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_voucher_kind kind; /**< What it is worth; required. */
    csr_id customer;       /**< Who may use it; store credit: required. */
    csr_id ticket;         /**< The matter that it settles, of the same customer. */
    csr_time valid_from;   /**< From when on it may be used; 0 = now. */
    csr_time valid_until;  /**< Until when, later than that; 0 = no end. */
    int64_t amount_minor;  /**< What it is worth at most, 1 or more: the cap of a percentage; required. */
    int32_t basis_points;  /**< Of a percentage: hundredths of a per cent of a basket, 1 to 10000. */
    char currency[4];      /**< A known currency of ISO 4217; empty = the desk's. */
    csr_str code;          /**< What it is asked for by, at most 60 bytes; empty = one that nobody can guess is made. */
    csr_str reason;        /**< A short code of the house for why, at most 120 bytes; required. */
    csr_str note;          /**< More about it, at most 2000 bytes. */
    csr_str request_key;   /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_voucher_issue_params;

/** A csr_voucher_issue_params in which everything has its default. */
#define CSR_VOUCHER_ISSUE_PARAMS_INIT                                                                                  \
    {                                                                                                                  \
        (uint32_t)sizeof(csr_voucher_issue_params), 0, { { 0 } }, { { 0 } }, 0, 0, 0, 0, "", { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 }, { NULL, 0 },                                                                                  \
    }

/** A payout to be paid by a voucher. */
typedef struct csr_voucher_pay_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id payout;        /**< The payout; required. */
    csr_time valid_until; /**< Until when the voucher may be used; 0 = no end. */
    csr_str code;         /**< What it is asked for by, at most 60 bytes; empty = one that nobody can guess is made. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_voucher_pay_params;

/** A csr_voucher_pay_params in which everything has its default. */
#define CSR_VOUCHER_PAY_PARAMS_INIT                                                          \
    {                                                                                        \
        (uint32_t)sizeof(csr_voucher_pay_params), 0, { { 0 } }, 0, { NULL, 0 }, { NULL, 0 }, \
    }

/** What is decided about a voucher, and why. */
typedef struct csr_voucher_decide_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str reason;           /**< A short code of the house for why, at most 120 bytes; required. */
    csr_str note;             /**< More about it, at most 2000 bytes. */
} csr_voucher_decide_params;

/** A csr_voucher_decide_params in which everything has its default. */
#define CSR_VOUCHER_DECIDE_PARAMS_INIT                                               \
    {                                                                                \
        (uint32_t)sizeof(csr_voucher_decide_params), 0, 0, { NULL, 0 }, { NULL, 0 }, \
    }

/** A voucher to be used. Either an amount or a basket. */
typedef struct csr_voucher_redeem_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id customer;      /**< Who wants to use it; a voucher of a customer is refused to another. */
    int64_t amount_minor; /**< How much of it, in minor units; a percentage is asked for by the basket. */
    int64_t basket_minor; /**< What the basket comes to, in minor units: as much as the voucher gives for it. */
    char currency[4];     /**< The currency of the amount, ISO 4217; required. */
    int32_t reserved2;    /**< Zero. */
    csr_str code;         /**< What it is asked for by, at most 60 bytes; required. */
    csr_str order_id; /**< What the host calls the order, at most 255 bytes; a voucher is used once for it; required. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_voucher_redeem_params;

/** A csr_voucher_redeem_params in which everything has its default. */
#define CSR_VOUCHER_REDEEM_PARAMS_INIT                                                                                 \
    {                                                                                                                  \
        (uint32_t)sizeof(csr_voucher_redeem_params), 0, { { 0 } }, 0, 0, "", 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/** Why a use is given back. */
typedef struct csr_voucher_return_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str reason;       /**< A short code of the house for why, at most 120 bytes. */
} csr_voucher_return_params;

/** A csr_voucher_return_params in which everything has its default. */
#define CSR_VOUCHER_RETURN_PARAMS_INIT                               \
    {                                                                \
        (uint32_t)sizeof(csr_voucher_return_params), 0, { NULL, 0 }, \
    }

/** How many vouchers expire. */
typedef struct csr_voucher_expire_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows at most, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
} csr_voucher_expire_params;

/** A csr_voucher_expire_params in which everything has its default. */
#define CSR_VOUCHER_EXPIRE_PARAMS_INIT                  \
    {                                                   \
        (uint32_t)sizeof(csr_voucher_expire_params), 0, \
    }

/** Which voucher to find. */
typedef struct csr_voucher_find_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str code;         /**< What it is asked for by, at most 60 bytes; required. */
} csr_voucher_find_params;

/** A csr_voucher_find_params in which everything has its default. */
#define CSR_VOUCHER_FIND_PARAMS_INIT                               \
    {                                                              \
        (uint32_t)sizeof(csr_voucher_find_params), 0, { NULL, 0 }, \
    }

/** Which vouchers to list: those of a customer, or of a ticket. */
typedef struct csr_voucher_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id customer;      /**< Who may use them; either this or ticket. */
    csr_id ticket;        /**< The matter that they settle; either this or customer. */
} csr_voucher_query;

/** A csr_voucher_query in which everything has its default. */
#define CSR_VOUCHER_QUERY_INIT                                                     \
    {                                                                              \
        (uint32_t)sizeof(csr_voucher_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, \
    }

/** Which uses to list: those of a voucher, or of an order. */
typedef struct csr_voucher_redemption_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id voucher;       /**< The voucher; either this or order_id. */
    csr_str order_id;     /**< What the host calls the order, at most 255 bytes; either this or voucher. */
} csr_voucher_redemption_query;

/** A csr_voucher_redemption_query in which everything has its default. */
#define CSR_VOUCHER_REDEMPTION_QUERY_INIT                                                       \
    {                                                                                           \
        (uint32_t)sizeof(csr_voucher_redemption_query), 0, { NULL, 0 }, { { 0 } }, { NULL, 0 }, \
    }

/** Which decisions to list: those about a voucher. */
typedef struct csr_voucher_decision_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id voucher;       /**< The voucher; required. */
} csr_voucher_decision_query;

/** A csr_voucher_decision_query in which everything has its default. */
#define CSR_VOUCHER_DECISION_QUERY_INIT                                          \
    {                                                                            \
        (uint32_t)sizeof(csr_voucher_decision_query), 0, { NULL, 0 }, { { 0 } }, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Issue a voucher.
 *
 * An agent within all limits for goodwill (csr/giving_back.h) and all budgets (csr/goodwill.h) of their own has it approved at
 * once; otherwise another person has to, within 72 hours, and until then it cannot be used. So it is with the second one for
 * the same ticket and reason. Its member why says what decided.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_voucher_issue_params; required
 * @param out_id  [out] the voucher; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="customer" or "ticket"), CSR_E_CURRENCY (field="currency"), CSR_E_STATE (field="ticket":
 *         another customer's), CSR_E_DUPLICATE (code, request_key), CSR_E_LIMIT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of what limits and budgets are about, 2 to 3 writes, 1 to 4 events
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_issue(csr_session *session, const csr_voucher_issue_params *params, csr_id *out_id,
                                     csr_error *err);

/**
 * Pay a payout by store credit, in one transaction and once.
 *
 * The payout is of a payment whose gateway is "voucher", or it failed for good at another gateway, such as a card that was
 * closed: then a new payout takes its place, which an agent decides within their limits. The voucher is the customer's of the
 * refund. The same payout again gives the same voucher.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_voucher_pay_params; required
 * @param out_id  [out] the voucher; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="payout"), CSR_E_STATE (field="payout": it is paid otherwise), CSR_E_RIGHT (of one that
 *         failed: the system, the limit that is too low, or one who approved the refund and may not any more),
 *         CSR_E_OVER_REFUND (field="amount": so much is not left), CSR_E_DUPLICATE (code, request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of the payment and its payouts, 3 to 6 writes, 3 to 5 events
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_pay(csr_session *session, const csr_voucher_pay_params *params, csr_id *out_id,
                                   csr_error *err);

/**
 * Approve a voucher that somebody else asked for.
 *
 * The limits of the approver's role for goodwill hold; what was given counts for the budgets of the one who asked.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the voucher
 * @param params      [in]  csr_voucher_decide_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_RIGHT (field="agent": the system, the
 *         one who asked, one who approved before; or the limit that is too low), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   as csr_voucher_issue()
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_approve(csr_session *session, const csr_id *id, const csr_voucher_decide_params *params,
                                       int64_t *out_version, csr_error *err);

/**
 * Refuse a voucher that waits for approval.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the voucher
 * @param params      [in]  csr_voucher_decide_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_RIGHT (field="agent": the system), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 2 writes, 1 event
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_reject(csr_session *session, const csr_id *id, const csr_voucher_decide_params *params,
                                      int64_t *out_version, csr_error *err);

/**
 * Take back what is left of a voucher; what was used stays used.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the voucher
 * @param params      [in]  csr_voucher_decide_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 2 writes, 1 event
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_revoke(csr_session *session, const csr_id *id, const csr_voucher_decide_params *params,
                                      int64_t *out_version, csr_error *err);

/**
 * Use a voucher for an order.
 *
 * An amount is used as it is asked for, or refused; for a basket it is what the voucher gives: at most what is left, and of a
 * percentage that part of the basket, rounded down. The same order again gives the first answer; another amount is refused.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_voucher_redeem_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="code"), CSR_E_STATE (field="state", "valid_from", "valid_until", "customer" or
 *         "order_id"), CSR_E_OVER_REFUND (field="amount_minor": so much is not left), CSR_E_CURRENCY, CSR_E_DUPLICATE
 *         (order_id, request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads through indexes, 2 writes, 1 event
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_redeem(csr_session *session, const csr_voucher_redeem_params *params,
                                      csr_result **out_result, csr_error *err);

/**
 * Give a use back, because its order was cancelled; once, however often it is asked for.
 *
 * Gives the version of the voucher. What is given back to a voucher that has expired or was revoked is gone with it.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the redemption
 * @param params      [in]  csr_voucher_return_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_return(csr_session *session, const csr_id *id, const csr_voucher_return_params *params,
                                      int64_t *out_version, csr_error *err);

/**
 * Let vouchers expire whose time is over, those due longest first, and give them.
 *
 * A voucher whose time is over cannot be used, whether this was called or not.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_voucher_expire_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read through an index, 1 write and 1 event for each
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_expire(csr_session *session, const csr_voucher_expire_params *params,
                                      csr_result **out_result, csr_error *err);

/**
 * Read one voucher.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the voucher
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * Find a voucher by its code. Case does not matter.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_voucher_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="code"),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read through an index
 * @source docs/vouchers.md
 * @since  0.1
 */
CSR_API csr_status csr_voucher_find(csr_session *session, const csr_voucher_find_params *params,
                                    csr_result **out_result, csr_error *err);

/**
 * List the vouchers of a customer or a ticket, the last one recorded first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_voucher_query; required
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
CSR_API csr_status csr_voucher_list(csr_session *session, const csr_voucher_query *query, csr_result **out_result,
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
CSR_API csr_status csr_voucher_at(const csr_result *result, size_t row, csr_voucher_view *view, csr_error *err);

/**
 * List the uses of a voucher in their order, or those for an order.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_voucher_redemption_query; required
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
CSR_API csr_status csr_voucher_redemption_list(csr_session *session, const csr_voucher_redemption_query *query,
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
CSR_API csr_status csr_voucher_redemption_at(const csr_result *result, size_t row, csr_voucher_redemption_view *view,
                                             csr_error *err);

/**
 * List what was decided about a voucher, the oldest first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_voucher_decision_query; required
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
CSR_API csr_status csr_voucher_decision_list(csr_session *session, const csr_voucher_decision_query *query,
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
CSR_API csr_status csr_voucher_decision_at(const csr_result *result, size_t row, csr_voucher_decision_view *view,
                                           csr_error *err);

#endif

CSR_END_DECLS

#endif
