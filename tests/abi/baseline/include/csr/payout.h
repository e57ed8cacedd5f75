/**
 * @file csr/payout.h
 * Payouts: movements of money through a gateway, each made at most once although answers may be late or lost.
 *
 * The library talks to no gateway. A host asks what to do next, does it, and reports what it was told; docs/payouts.md has
 * the loop.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_PAYOUT_H
#define CSR_PAYOUT_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Where a payout is. */
typedef int32_t csr_payout_state;
enum {
    CSR_PAYOUT_PLANNED = 1,      /**< The amount is reserved; nothing was sent. */
    CSR_PAYOUT_SUBMITTING = 2,   /**< It was or is about to be sent; the outcome is unknown. */
    CSR_PAYOUT_PENDING = 3,      /**< The gateway has it and has not decided. */
    CSR_PAYOUT_SUCCEEDED = 4,    /**< The money has gone. */
    CSR_PAYOUT_FAILED = 5,       /**< It has not gone and will not. */
    CSR_PAYOUT_AWAIT_LOOKUP = 6, /**< It may not be sent again: the gateway has to be asked what became of it. */
    CSR_PAYOUT_MANUAL = 7,       /**< People have to find out what became of it. */
    CSR_PAYOUT_REVERSED = 8,     /**< The money went and came back. */
    CSR_PAYOUT_EXTERNAL = 9      /**< The gateway gave the money back by itself. */
};

/** What is to be done with a payout. */
typedef int32_t csr_payout_step;
enum {
    CSR_PAYOUT_STEP_NOTHING = 1, /**< Wait for the gateway. */
    CSR_PAYOUT_STEP_SEND = 2,    /**< Send it, under its key, and report the answer. */
    CSR_PAYOUT_STEP_LOOKUP = 3,  /**< Ask the gateway what became of it, and tell. */
    CSR_PAYOUT_STEP_PERSON = 4   /**< Let people find out, and tell. */
};

/** What a gateway said to a request. Whatever is not clear is CSR_PAYOUT_ANSWER_UNKNOWN. */
typedef int32_t csr_payout_answer;
enum {
    CSR_PAYOUT_ANSWER_SUCCESS = 1,      /**< It is done. */
    CSR_PAYOUT_ANSWER_PENDING = 2,      /**< It was taken, and will be decided. */
    CSR_PAYOUT_ANSWER_DECLINED = 3,     /**< No, for good: the method is closed, the amount too small. */
    CSR_PAYOUT_ANSWER_EXCEEDED = 4,     /**< More than is left: perhaps this very request, which got there after all. */
    CSR_PAYOUT_ANSWER_KEY_CONFLICT = 5, /**< The key was used for another request: a defect. */
    CSR_PAYOUT_ANSWER_DENIED = 6,       /**< No access, or refused before it was looked at. */
    CSR_PAYOUT_ANSWER_UNKNOWN = 7 /**< A timeout, a reset, "busy", any error of the gateway's, a stored one too. */
};

/** What a gateway says about a payout when it is asked, or by itself. */
typedef int32_t csr_payout_news;
enum {
    CSR_PAYOUT_NEWS_SUCCEEDED = 1, /**< The money has gone. */
    CSR_PAYOUT_NEWS_PENDING = 2,   /**< It has it and has not decided. */
    CSR_PAYOUT_NEWS_FAILED = 3,    /**< The money has not gone and will not. */
    CSR_PAYOUT_NEWS_REVERSED = 4,  /**< The money came back. */
    CSR_PAYOUT_NEWS_NOT_FOUND = 5  /**< It knows of no such payout; the answer to being asked only. */
};

/** A payout. */
typedef struct csr_payout_view {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    csr_payout_state state; /**< Where it is. */
    csr_id id;              /**< Identity of the record; the reference under which the gateway may be asked. */
    csr_id refund;          /**< The refund that it pays. */
    csr_id payment;         /**< The payment that it goes back to. */
    csr_time created_at;    /**< When it was planned. */
    csr_time due_at;        /**< When it is to be looked at; unset = when the gateway says something. */
    csr_time first_sent_at; /**< When it was first about to be sent; unset = never. */
    csr_time last_sent_at;  /**< When it was last about to be sent; unset = never. */
    int64_t amount_minor;   /**< How much, in minor units. */
    int64_t key_life_s;     /**< How long the gateway knows a key, in seconds; 0 = it knows none. */
    int64_t inflight_s;     /**< How long a request may be on its way at most, in seconds. */
    int64_t margin_s;       /**< More than a stall of the sender and inflight_s together, in seconds. */
    csr_payout_step step;   /**< What was said to be done last; 0 = nothing yet. */
    int32_t waiting;        /**< 1 while something has to be done. */
    int32_t attempts;       /**< How often it was about to be sent. */
    int32_t alarm;          /**< 1 = somebody has to look at it: a defect, or no access. */
    int32_t incident;       /**< 1 = money went for what had failed: nothing more goes back to this payment. */
    int32_t has_lookup;     /**< 1 = the gateway can be asked. */
    char currency[4];       /**< ISO 4217, NUL-ended. */
    int32_t reserved;       /**< Zero. */
    csr_str key;            /**< Key of the request at the gateway: the same for every try, and of no other payout. */
    csr_str gateway;        /**< Who moves the money. */
    csr_str reference;      /**< What the gateway calls the payout; unique there; may be empty. */
    csr_str reason;         /**< What the gateway said last; may be empty. */
    csr_time reported_at;   /**< When a report of the gateway was first seen to have it; unset = none was. */
    int32_t voids;          /**< 1 = it lets an authorisation go; no money comes back, for none was taken. */
    int32_t reserved2;      /**< Zero. */
} csr_payout_view;

/** How the gateway of a refund's payments behaves. */
typedef struct csr_refund_plan_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t has_lookup;       /**< 1 = the gateway can be asked what became of a payout. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    int64_t key_life_s;       /**< How long it knows a key, in seconds; 0 = it knows none. */
    int64_t inflight_s;       /**< How long a request may be on its way at most, in seconds; 0 = 60. */
    int64_t margin_s;         /**< More than a stall of the sender and inflight_s together, in seconds; 0 = 600. */
    int64_t step_minor;       /**< It pays multiples of this only, in minor units; 0 = 1. */
    int64_t window_s;         /**< How long after it was taken money goes back, in seconds; 0 = for ever. */
    int32_t whole;            /**< 1 = a payment goes back whole or not at all. */
    int32_t once;             /**< 1 = money of a payment goes back once. */
    csr_str gateway;          /**< Plan for the payments of this one only, at most 120 bytes; empty = for all. */
    int32_t can_void;         /**< 1 = it lets authorisations go. */
    int32_t partial_void;     /**< 1 = parts of them too. */
} csr_refund_plan_params;

/** A csr_refund_plan_params in which everything has its default. */
#define CSR_REFUND_PLAN_PARAMS_INIT                                                             \
    {                                                                                           \
        (uint32_t)sizeof(csr_refund_plan_params), 0, 0, 0, 0, 0, 0, 0, 0, 0, { NULL, 0 }, 0, 0, \
    }

/** Whose payouts, and when they are looked at again. */
typedef struct csr_payout_next_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    int64_t retry_s;      /**< When it is looked at again if nothing is reported, in seconds, at most 86400; 0 = 60. */
    csr_str gateway;      /**< Who moves the money, at most 120 bytes; empty = payments that name none. */
} csr_payout_next_params;

/** A csr_payout_next_params in which everything has its default. */
#define CSR_PAYOUT_NEXT_PARAMS_INIT                                  \
    {                                                                \
        (uint32_t)sizeof(csr_payout_next_params), 0, 0, { NULL, 0 }, \
    }

/** What the gateway answered. */
typedef struct csr_payout_report_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_payout_answer answer; /**< What it said; required. */
    csr_str reference;        /**< What it calls the payout, at most 255 bytes. */
    csr_str reason;           /**< Why, in its words, at most 500 bytes. */
} csr_payout_report_params;

/** A csr_payout_report_params in which everything has its default. */
#define CSR_PAYOUT_REPORT_PARAMS_INIT                                            \
    {                                                                            \
        (uint32_t)sizeof(csr_payout_report_params), 0, { NULL, 0 }, { NULL, 0 }, \
    }

/** What the gateway told. */
typedef struct csr_payout_tell_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_payout_news news; /**< What it said; required. */
    csr_str reference;    /**< What it calls the payout, at most 255 bytes. */
    csr_str reason;       /**< Why, in its words, at most 500 bytes. */
} csr_payout_tell_params;

/** A csr_payout_tell_params in which everything has its default. */
#define CSR_PAYOUT_TELL_PARAMS_INIT                                            \
    {                                                                          \
        (uint32_t)sizeof(csr_payout_tell_params), 0, { NULL, 0 }, { NULL, 0 }, \
    }

/** Which payout to find. */
typedef struct csr_payout_find_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str gateway;      /**< Who moves the money, at most 120 bytes. */
    csr_str reference;    /**< What it calls the payout, at most 255 bytes; required. */
} csr_payout_find_params;

/** A csr_payout_find_params in which everything has its default. */
#define CSR_PAYOUT_FIND_PARAMS_INIT                                            \
    {                                                                          \
        (uint32_t)sizeof(csr_payout_find_params), 0, { NULL, 0 }, { NULL, 0 }, \
    }

/** Which payouts to list: those of a refund, or those of a gateway for which something has to be done. */
typedef struct csr_payout_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id refund;        /**< The refund; none = those for which something has to be done. */
    csr_str gateway;      /**< Of these: who moves the money, at most 120 bytes. */
} csr_payout_query;

/** A csr_payout_query in which everything has its default. */
#define CSR_PAYOUT_QUERY_INIT                                                       \
    {                                                                               \
        (uint32_t)sizeof(csr_payout_query), 0, { NULL, 0 }, { { 0 } }, { NULL, 0 }, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Plan how an approved refund is paid: a payout for each payment that money goes back to, in their order.
 *
 * What is planned is reserved. A refund of which payouts failed or came back is planned again for what is open. With a gateway,
 * the payments of others are left to plans of their own, which may be made while payouts are on their way. Cash goes back in
 * the coins to which it was rounded, half of one up, or whole; what that adds or takes becomes a part of the refund. A refund
 * whose approvers may not approve it any more is not planned: it waits for approval again.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the refund
 * @param params      [in]  csr_refund_plan_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state", or "window_s", "whole", "once": the gateway does not do
 *         it; or field="state" of a payment that is authorised only), CSR_E_OVER_REFUND (field="amount": so much is not left of
 *         the payments), CSR_E_STEP (field="amount": less than half of the smallest coin, or no multiple of the gateway's
 *         step), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of the payments and their payouts, 1 event for each payout
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_plan(csr_session *session, const csr_id *id, const csr_refund_plan_params *params,
                                   int64_t *out_version, csr_error *err);

/**
 * Take the payout that is due longest, and what is to be done with it.
 *
 * That it is about to be sent is durable before this returns. Without a report it is due again after retry_s, with the same key,
 * until a margin before the gateway forgets it; then the gateway is to be asked.
 *
 * @param session    [in]  an open session, outside a transaction; its actor stands in the events
 * @param params     [in]  csr_payout_next_params; NULL = all defaults
 * @param out_result [out] one payout or none; NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_READ_ONLY, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read through an index, 1 event
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_next(csr_session *session, const csr_payout_next_params *params, csr_result **out_result,
                                   csr_error *err);

/**
 * Report what the gateway answered to a payout that was sent.
 *
 * Gives the version of the refund. An answer that says less than is known changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the payout
 * @param params      [in]  csr_payout_report_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_DUPLICATE (field="reference"), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_report(csr_session *session, const csr_id *id, const csr_payout_report_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Tell what the gateway says about a payout, asked or by itself, in any order and as often as it likes.
 *
 * Gives the version of the refund. "Not found" counts only for a payout that the gateway was to be asked about, and only when
 * nothing that was sent can still be on its way.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the payout
 * @param params      [in]  csr_payout_tell_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_DUPLICATE (field="reference"), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_tell(csr_session *session, const csr_id *id, const csr_payout_tell_params *params,
                                   int64_t *out_version, csr_error *err);

/**
 * Read one payout.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the payout
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * Find a payout by what the gateway calls it.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_payout_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="reference"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_find(csr_session *session, const csr_payout_find_params *params, csr_result **out_result,
                                   csr_error *err);

/**
 * List payouts, those due longest first, or those of a refund in the order in which they were planned.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_payout_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_list(csr_session *session, const csr_payout_query *query, csr_result **out_result,
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
CSR_API csr_status csr_payout_at(const csr_result *result, size_t row, csr_payout_view *view, csr_error *err);

#endif

CSR_END_DECLS

#endif
