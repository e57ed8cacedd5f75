/**
 * @file csr/giving_back.h
 * Giving money back: what is decided, what it consists of, who may approve it and who did.
 *
 * A refund is a decision about one purchase. Its parts are worked out from what was paid (csr/refund.h), its approval is bound
 * to limits of the approver's role, and what it comes to is reserved at the purchase. Payouts (csr/payout.h) pay it.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_GIVING_BACK_H
#define CSR_GIVING_BACK_H

#include <csr/agent.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Why money is given back: limits are kept apart for each. */
typedef int32_t csr_refund_purpose;
enum {
    CSR_REFUND_FOR_GOODS = 1,           /**< For what came back, was wrong or did not arrive. */
    CSR_REFUND_FOR_GOODWILL = 2,        /**< To put things right, beyond what is owed. */
    CSR_REFUND_FOR_PRICE_CORRECTION = 3 /**< Because too much was paid. */
};

/** How far a refund has come. */
typedef int32_t csr_refund_state;
enum {
    CSR_REFUND_DRAFT = 1,            /**< It is being put together. */
    CSR_REFUND_PENDING_APPROVAL = 2, /**< Somebody else has to approve it. */
    CSR_REFUND_APPROVED = 3,         /**< It may be paid. */
    CSR_REFUND_REJECTED = 4,         /**< It was refused. */
    CSR_REFUND_CANCELLED = 5,        /**< It was given up. */
    CSR_REFUND_PAYING = 6,           /**< Payouts are on their way. */
    CSR_REFUND_PAID = 7,             /**< All of it was paid. */
    CSR_REFUND_PART_PAID = 8,        /**< Some of it was paid, and no payout is on its way. */
    CSR_REFUND_FAILED = 9            /**< None of it was paid, and no payout is on its way. */
};

/** What a part of a refund is. */
typedef int32_t csr_refund_part_kind;
enum {
    CSR_REFUND_PART_GOODS = 1,               /**< Units of a line. */
    CSR_REFUND_PART_AMOUNT = 2,              /**< An amount of a line, without units. */
    CSR_REFUND_PART_SHIPPING = 3,            /**< What was paid for shipping. */
    CSR_REFUND_PART_DUTIES = 4,              /**< Duties that were paid. */
    CSR_REFUND_PART_RESTOCKING_FEE = 5,      /**< What is kept for taking goods back: below zero. */
    CSR_REFUND_PART_RETURN_SHIPPING_FEE = 6, /**< What is kept for sending them back: below zero. */
    CSR_REFUND_PART_REPLACEMENT = 7,         /**< What was given in place of the goods: below zero. */
    CSR_REFUND_PART_GOODWILL = 8,            /**< An amount of a line, to put things right. */
    CSR_REFUND_PART_PRICE_CORRECTION =
        9, /**< An amount of a line that cost too much: the line is worth less from then on. */
    CSR_REFUND_PART_CASH_ROUNDING = 20 /**< What coins add or take when a part of a cash payment goes back. */
};

/** Whether what is kept for taking goods back has a tax. */
typedef int32_t csr_fee_tax;
enum {
    CSR_FEE_TAX_NONE = 1,   /**< It has none. */
    CSR_FEE_TAX_TAXABLE = 2 /**< It has that of the goods, in proportion. */
};

/** What an approver did. */
typedef int32_t csr_approval_kind;
enum {
    CSR_APPROVAL_AUTO = 1,     /**< The one who asked for it approved it, within their own limits. */
    CSR_APPROVAL_GIVEN = 2,    /**< Another person approved it. */
    CSR_APPROVAL_REJECTED = 3, /**< It was refused. */
    CSR_APPROVAL_DROPPED = 4   /**< What was given before holds no longer. */
};

/** A rule that a refund is held against. */
typedef int32_t csr_refund_rule;
enum {
    CSR_REFUND_RULE_STATE = 1,    /**< It has come as far as that it may be asked for or decided about. */
    CSR_REFUND_RULE_PAYMENTS = 2, /**< The payments of the purchase hold so much, beside its other refunds. */
    CSR_REFUND_RULE_PERSON = 3,   /**< An agent at work, who neither asked for it nor approved it before. */
    CSR_REFUND_RULE_SINGLE = 4,   /**< The limit of one refund. */
    CSR_REFUND_RULE_DAY = 5,      /**< The limit of what the agent approves in a day. */
    CSR_REFUND_RULE_PURCHASE = 6, /**< The limit of the refunds of the purchase in 30 days. */
    CSR_REFUND_RULE_CUSTOMER = 7, /**< The limit of the refunds of the customer in customer_days. */
    CSR_REFUND_RULE_PEOPLE = 8,   /**< So many people have to approve it; counted are people, not money. */
    CSR_REFUND_RULE_POLICY = 9 /**< The refund policy in force lets it be asked for; of drafts, where there is one. */
};

/** How long an approval holds, and how long one is waited for. */
#define CSR_APPROVAL_LIFE_US (INT64_C(72) * 3600 * 1000000)

/** A refund. */
typedef struct csr_refund_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_refund_state state;     /**< How far it has come. */
    csr_id id;                  /**< Identity of the record. */
    int64_t version;            /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;        /**< When it was recorded. */
    csr_time updated_at;        /**< When it last changed. */
    csr_id purchase;            /**< What money is given back for. */
    csr_id customer;            /**< Whose purchase it is; none = not known. */
    csr_id ticket;              /**< The matter it settles; none = no ticket. */
    csr_id requested_by;        /**< Agent who asked for it; none = the system. */
    csr_time submitted_at;      /**< When it was asked for; unset = it is a draft. */
    csr_time approved_at;       /**< When it was approved; unset = it is not. */
    csr_time expires_at;        /**< Until when it may be approved, and once it is, may be paid; unset = no end. */
    int64_t amount_minor;       /**< The sum of its parts, in minor units. */
    csr_refund_purpose purpose; /**< Why money is given back. */
    int32_t approvals;          /**< Approvals that it has. */
    int32_t approvals_needed;   /**< Approvals that it needs; 0 = it is a draft. */
    int32_t reserved;           /**< Zero. */
    char currency[4];           /**< ISO 4217, NUL-ended. */
    int32_t reserved2;          /**< Zero. */
    csr_str reason;             /**< A short code of the house for why, such as "torn". */
    csr_str note;               /**< More about it; may be empty. */
    csr_role approval_role; /**< The least role that may approve it, because a rule asks for it; 0 = as limits say. */
    int32_t reserved3;      /**< Zero. */
} csr_refund_view;

/** A part of a refund, with its own tax. */
typedef struct csr_refund_part_view {
    uint32_t struct_size;      /**< sizeof of the caller's struct. */
    csr_refund_part_kind kind; /**< What it is. */
    csr_id id;                 /**< Identity of the record. */
    csr_id refund;             /**< The refund. */
    csr_id line;               /**< The line that it is of; none = none. */
    csr_time created_at;       /**< When it was recorded. */
    int64_t units;             /**< Units of the line; 0 = it is an amount. */
    int64_t gross_minor;       /**< What it comes to, tax included; below zero of what is kept. */
    int64_t tax_minor;         /**< The tax in that. */
} csr_refund_part_view;

/** What somebody decided about a refund; it never changes. */
typedef struct csr_approval_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_approval_kind kind;     /**< What they did. */
    csr_id id;                  /**< Identity of the record. */
    csr_id refund;              /**< The refund. */
    csr_id agent;               /**< Who; none = the system. */
    csr_time decided_at;        /**< When. */
    int64_t amount_minor;       /**< What the refund came to then. */
    csr_role role;              /**< Their role then; 0 = the system. */
    csr_refund_purpose purpose; /**< Why money was given back. */
    char currency[4];           /**< ISO 4217, NUL-ended. */
    int32_t reserved;           /**< Zero. */
    csr_str reason;             /**< A short code of the house for why. */
    csr_str note;               /**< More about it; may be empty. */
    csr_id allowed_by;          /**< The approval limit that let it through; none = none did. */
    int64_t allowed_version;    /**< Its version then; 0 = none. */
    csr_str rule; /**< By which rule: "own limits", "another person", "refused", "given up", "rights at the payout". */
} csr_approval_view;

/** What the people of a role may approve, in one currency and for one purpose. What is not set is 0: nothing. */
typedef struct csr_approval_limit_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_role role;              /**< Whose limit it is. */
    csr_id id;                  /**< Identity of the record. */
    int64_t version;            /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;        /**< When it was recorded. */
    csr_time updated_at;        /**< When it last changed. */
    int64_t single_minor;       /**< One refund at most. */
    int64_t day_minor;          /**< All that one person approves in a day of the desk's zone. */
    int64_t purchase_minor;     /**< All refunds of one purchase in 30 days. */
    int64_t customer_minor;     /**< All refunds of one customer in customer_days. */
    int64_t two_from_minor;     /**< From this amount on two people have to approve; 0 = never. */
    int32_t customer_days;      /**< Days that customer_minor is about. */
    csr_refund_purpose purpose; /**< What for. */
    char currency[4];           /**< ISO 4217, NUL-ended. */
    int32_t reserved;           /**< Zero. */
} csr_approval_limit_view;

/** What one rule says about a refund: how much it allows, how much of that is used, and how much is left. */
typedef struct csr_refund_reason_view {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_refund_rule rule;  /**< The rule. */
    int32_t holds;         /**< 1 = it lets the refund through. */
    int32_t reserved;      /**< Zero. */
    csr_id allowed_by;     /**< Of limits: the approval limit; none = there is none, which is nothing. */
    int64_t allowed_minor; /**< What it allows in all. */
    int64_t used_minor;    /**< What of that is used by others. */
    int64_t left_minor;    /**< What is left. */
    int64_t asked_minor;   /**< What the refund asks for. */
    csr_str text;          /**< All of it in one sentence. */
} csr_refund_reason_view;

/** Whose limits a refund is held against. */
typedef struct csr_refund_explain_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id agent;         /**< The agent; none = the session's. */
} csr_refund_explain_params;

/** A csr_refund_explain_params in which everything has its default. */
#define CSR_REFUND_EXPLAIN_PARAMS_INIT                  \
    {                                                   \
        (uint32_t)sizeof(csr_refund_explain_params), 0, \
        {                                               \
            {                                           \
                0                                       \
            }                                           \
        }                                               \
    }

/** A refund to be put together. */
typedef struct csr_refund_open_params {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_refund_purpose purpose; /**< Why money is given back; 0 = CSR_REFUND_FOR_GOODS. */
    csr_id purchase;            /**< What money is given back for; required. */
    csr_id ticket;              /**< The matter it settles, of the same customer. */
    csr_str reason;             /**< A short code of the house for why, at most 120 bytes; required. */
    csr_str note;               /**< More about it, at most 2000 bytes. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_refund_open_params;

/** A csr_refund_open_params in which everything has its default. */
#define CSR_REFUND_OPEN_PARAMS_INIT                                                                               \
    {                                                                                                             \
        (uint32_t)sizeof(csr_refund_open_params), 0, { { 0 } }, { { 0 } }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/** A part to be added. */
typedef struct csr_refund_add_params {
    uint32_t struct_size;      /**< sizeof of the caller's struct. */
    csr_refund_part_kind kind; /**< What it is; required. */
    int64_t expected_version;  /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_id line;               /**< Of goods and amounts: the line; an amount without one is shared over all lines. */
    int64_t units;             /**< Of goods: how many, 1 or more. */
    int64_t
        amount_minor; /**< Of an amount, a return shipping fee, goodwill or a price correction: how much, 1 or more. */
    int32_t basis_points; /**< Of a restocking fee: hundredths of a per cent of the goods, 1 to 10000. */
    int32_t reserved;     /**< Zero. */
    int64_t tax_minor;    /**< Of a return shipping fee: the tax in it. */
    csr_fee_tax fee_tax;  /**< Of a restocking fee: whether it has a tax; 0 = CSR_FEE_TAX_NONE. */
    int32_t reserved2;    /**< Zero. */
} csr_refund_add_params;

/** A csr_refund_add_params in which everything has its default. */
#define CSR_REFUND_ADD_PARAMS_INIT                                                     \
    {                                                                                  \
        (uint32_t)sizeof(csr_refund_add_params), 0, 0, { { 0 } }, 0, 0, 0, 0, 0, 0, 0, \
    }

/** A refund to be asked for. */
typedef struct csr_refund_submit_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str facts;            /**< What only the host knows and the refund policy asks: a JSON object of its facts. */
} csr_refund_submit_params;

/** A csr_refund_submit_params in which everything has its default. */
#define CSR_REFUND_SUBMIT_PARAMS_INIT                                  \
    {                                                                  \
        (uint32_t)sizeof(csr_refund_submit_params), 0, 0, { NULL, 0 }, \
    }

/** What is decided about a refund, and why. */
typedef struct csr_refund_decide_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str reason;           /**< A short code of the house for why, at most 120 bytes; required. */
    csr_str note;             /**< More about it, at most 2000 bytes. */
} csr_refund_decide_params;

/** A csr_refund_decide_params in which everything has its default. */
#define CSR_REFUND_DECIDE_PARAMS_INIT                                               \
    {                                                                               \
        (uint32_t)sizeof(csr_refund_decide_params), 0, 0, { NULL, 0 }, { NULL, 0 }, \
    }

/** Which refunds to list: those of a purchase, or of a customer. */
typedef struct csr_refund_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id purchase;      /**< The purchase; either this or customer. */
    csr_id customer;      /**< The customer; either this or purchase. */
} csr_refund_query;

/** A csr_refund_query in which everything has its default. */
#define CSR_REFUND_QUERY_INIT                                                     \
    {                                                                             \
        (uint32_t)sizeof(csr_refund_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, \
    }

/** Which parts to list: those of a refund. */
typedef struct csr_refund_part_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id refund;        /**< The refund; required. */
} csr_refund_part_query;

/** A csr_refund_part_query in which everything has its default. */
#define CSR_REFUND_PART_QUERY_INIT                                          \
    {                                                                       \
        (uint32_t)sizeof(csr_refund_part_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/** Which decisions to list: those about a refund. */
typedef struct csr_approval_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id refund;        /**< The refund; required. */
} csr_approval_query;

/** A csr_approval_query in which everything has its default. */
#define CSR_APPROVAL_QUERY_INIT                                          \
    {                                                                    \
        (uint32_t)sizeof(csr_approval_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/** A limit. Its amounts take the place of those before: 0 = nothing. */
typedef struct csr_approval_limit_put_params {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_role role;              /**< Whose limit it is; required. */
    csr_refund_purpose purpose; /**< What for; required. */
    int32_t customer_days;      /**< Days that customer_minor is about; 0 = 30. */
    int64_t single_minor;       /**< One refund at most. */
    int64_t day_minor;          /**< All that one person approves in a day of the desk's zone. */
    int64_t purchase_minor;     /**< All refunds of one purchase in 30 days. */
    int64_t customer_minor;     /**< All refunds of one customer in customer_days. */
    int64_t two_from_minor;     /**< From this amount on two people have to approve; 0 = never. */
    char currency[4];           /**< A known currency of ISO 4217; required. */
    int32_t reserved;           /**< Zero. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_approval_limit_put_params;

/** A csr_approval_limit_put_params in which everything has its default. */
#define CSR_APPROVAL_LIMIT_PUT_PARAMS_INIT                                                           \
    {                                                                                                \
        (uint32_t)sizeof(csr_approval_limit_put_params), 0, 0, 0, 0, 0, 0, 0, 0, "", 0, { NULL, 0 }, \
    }

/** Which limits to list: all. */
typedef struct csr_approval_limit_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
} csr_approval_limit_query;

/** A csr_approval_limit_query in which everything has its default. */
#define CSR_APPROVAL_LIMIT_QUERY_INIT                               \
    {                                                               \
        (uint32_t)sizeof(csr_approval_limit_query), 0, { NULL, 0 }, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Begin to put a refund together.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_refund_open_params; required
 * @param out_id  [out] the new refund; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="purchase" or "ticket"), CSR_E_STATE (field="ticket": of another customer), CSR_E_DUPLICATE (request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_open(csr_session *session, const csr_refund_open_params *params, csr_id *out_id,
                                   csr_error *err);

/**
 * Add a part to a refund that is being put together.
 *
 * What it comes to is worked out from what was paid and what was given back before, refunds that wait or are being put
 * together included. An amount without a line becomes a part for each line.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the refund
 * @param params      [in]  csr_refund_add_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_OVER_REFUND (field="units" or
 *         "amount": so much is not left), CSR_E_LIMIT (too many parts), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of the parts of the lines, 1 event for each part
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_add(csr_session *session, const csr_id *id, const csr_refund_add_params *params,
                                  int64_t *out_version, csr_error *err);

/**
 * Ask for a refund.
 *
 * An agent within all limits of their own role has it approved at once; otherwise another person has to. An approval that was
 * waited for or has held too long may be asked for again.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the refund
 * @param params      [in]  csr_refund_submit_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (state; policy: the refund policy in force refuses, and why),
 *         CSR_E_OVER_REFUND (field="amount": so much is not left of the payments), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of the refunds, payments and approvals that limits are about, 1 write, 1 event
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_submit(csr_session *session, const csr_id *id, const csr_refund_submit_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Approve a refund that somebody else asked for.
 *
 * The limits of the approver's role hold, and from two_from_minor on it takes two people.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the refund
 * @param params      [in]  csr_refund_decide_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_RIGHT (field="agent": the system, the
 *         one who asked, one who approved before; or the limit that is too low), CSR_E_OVER_REFUND (field="amount"), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   as csr_refund_submit()
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_approve(csr_session *session, const csr_id *id, const csr_refund_decide_params *params,
                                      int64_t *out_version, csr_error *err);

/**
 * Refuse a refund that waits for approval.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the refund
 * @param params      [in]  csr_refund_decide_params; NULL = all defaults
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
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_reject(csr_session *session, const csr_id *id, const csr_refund_decide_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Give up a refund of which nothing was or is being paid; what was reserved for it is free again.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the refund
 * @param params      [in]  csr_refund_decide_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"),  CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 write, 1 event
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_cancel(csr_session *session, const csr_id *id, const csr_refund_decide_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Read one refund.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the refund
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * List the refunds of a purchase or a customer, the last one recorded first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_refund_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_list(csr_session *session, const csr_refund_query *query, csr_result **out_result,
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
CSR_API csr_status csr_refund_at(const csr_result *result, size_t row, csr_refund_view *view, csr_error *err);

/**
 * Explain what stands for and against a refund: one row a rule, in the order in which they are asked.
 *
 * Nothing is decided. All rules hold if and only if the agent may approve it now, or, of a draft, approves it by asking for it.
 * The system has no limits, so that of it only what everybody is held against is told.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the refund
 * @param params     [in]  csr_refund_explain_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "agent"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   the reads of csr_refund_approve()
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_explain(csr_session *session, const csr_id *id, const csr_refund_explain_params *params,
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
CSR_API csr_status csr_refund_reason_at(const csr_result *result, size_t row, csr_refund_reason_view *view,
                                        csr_error *err);

/**
 * List the parts of a refund in the order in which they were added.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_refund_part_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_part_list(csr_session *session, const csr_refund_part_query *query,
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
CSR_API csr_status csr_refund_part_at(const csr_result *result, size_t row, csr_refund_part_view *view, csr_error *err);

/**
 * List what was decided about a refund, the oldest first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_approval_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_approval_list(csr_session *session, const csr_approval_query *query, csr_result **out_result,
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
CSR_API csr_status csr_approval_at(const csr_result *result, size_t row, csr_approval_view *view, csr_error *err);

/**
 * Set what the people of a role may approve. Managers and the system may.
 *
 * There is one limit for each role, currency and purpose; putting it again changes it.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_approval_limit_put_params; required
 * @param out_id  [out] the limit; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_CURRENCY (field="currency"), CSR_E_DUPLICATE (request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 write, 1 event
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_approval_limit_put(csr_session *session, const csr_approval_limit_put_params *params,
                                          csr_id *out_id, csr_error *err);

/**
 * List all limits.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_approval_limit_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_approval_limit_list(csr_session *session, const csr_approval_limit_query *query,
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
CSR_API csr_status csr_approval_limit_at(const csr_result *result, size_t row, csr_approval_limit_view *view,
                                         csr_error *err);

#endif

CSR_END_DECLS

#endif
