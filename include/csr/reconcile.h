/**
 * @file csr/reconcile.h
 * What gateways tell by themselves, what people find out, and whether the books of both sides agree.
 *
 * docs/payouts.md says when each is done.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_RECONCILE_H
#define CSR_RECONCILE_H

#include <csr/export.h>
#include <csr/payout.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What is found of a payout when books are compared. */
typedef int32_t csr_payout_verdict;
enum {
    CSR_PAYOUT_VERDICT_MATCHED = 1,   /**< Both sides know it. */
    CSR_PAYOUT_VERDICT_IMPORTED = 2,  /**< Only the gateway knew it; it counts from now on. */
    CSR_PAYOUT_VERDICT_UNMATCHED = 3, /**< Only the gateway knows it, and it cannot be imported: the text says why. */
    CSR_PAYOUT_VERDICT_MISSING = 4,   /**< Only this side knows it. */
    CSR_PAYOUT_VERDICT_DIFFERS = 5,   /**< The two know it with different amounts. */
    CSR_PAYOUT_VERDICT_OPEN = 6,      /**< It is reserved or its outcome is unknown: the text says why. */
    CSR_PAYOUT_VERDICT_INCIDENT = 7   /**< Money went that was not to go. */
};

/** A notice of a gateway: what it told by itself, once. */
typedef struct csr_payout_notice_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_payout_news news; /**< What it said. */
    csr_id id;            /**< Identity of the record. */
    int64_t version;      /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;  /**< When it was recorded. */
    csr_time updated_at;  /**< When it last changed. */
    csr_id payout;        /**< The payout that it is about; none = not known. */
    csr_id our_reference; /**< The payout that it named; none = it named none. */
    int64_t amount_minor; /**< How much it is about, in minor units; 0 = it did not say. */
    int32_t waiting;      /**< 1 = nobody knows what it is about. */
    char currency[4];     /**< ISO 4217, NUL-ended; "" = it did not say. */
    csr_str gateway;      /**< Who told it. */
    csr_str event_id;     /**< What the gateway calls the notice; unique there. */
    csr_str reference;    /**< What the gateway calls the payout; may be empty. */
    csr_str reason;       /**< Why, in its words; may be empty. */
} csr_payout_notice_view;

/** What somebody said about an incident of a payout. */
typedef int32_t csr_incident_step;
enum {
    CSR_INCIDENT_PROPOSED = 1, /**< It can be closed. */
    CSR_INCIDENT_CLOSED = 2,   /**< So it can: by this it was closed. */
    CSR_INCIDENT_REOPENED = 3  /**< It is open again. */
};

/** What somebody found out about a payout; it never changes. */
typedef struct csr_attestation_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_payout_news news;       /**< What they found. */
    csr_id id;                  /**< Identity of the record. */
    csr_id refund;              /**< The refund of the payout. */
    csr_id payout;              /**< The payout. */
    csr_id agent;               /**< Who. */
    csr_time created_at;        /**< When it was recorded. */
    csr_str evidence;           /**< By what they know it. */
    int64_t amount_minor;       /**< Of an incident: what really went, in minor units. */
    csr_incident_step incident; /**< What it says of an incident; 0 = what became of the payout. */
    int32_t reserved;           /**< Zero. */
} csr_attestation_view;

/** A finding when books are compared. */
typedef struct csr_payout_finding_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_payout_verdict verdict; /**< What was found. */
    csr_id payout;              /**< The payout; none = this side has none. */
    csr_id refund;              /**< Its refund; none = this side has none. */
    csr_id payment;             /**< Its payment; none = not known. */
    csr_payout_state state;     /**< Where it is on this side; 0 = it is not there. */
    int32_t alarm;              /**< 1 = somebody has to look at it. */
    int64_t amount_minor;       /**< How much on this side, in minor units. */
    int64_t reported_minor;     /**< How much on the other side, in minor units; 0 = it did not say. */
    char currency[4];           /**< ISO 4217, NUL-ended. */
    int32_t reserved;           /**< Zero. */
    csr_str gateway;            /**< Who moves the money. */
    csr_str reference;          /**< What the gateway calls it; may be empty. */
    csr_str text;               /**< A sentence for people. */
} csr_payout_finding_view;

/** What a gateway told by itself. */
typedef struct csr_payout_webhook_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_payout_news news; /**< What it said; required; never CSR_PAYOUT_NEWS_NOT_FOUND. */
    csr_id our_reference; /**< The payout that it names. */
    int64_t amount_minor; /**< How much it is about, in minor units; 0 = it does not say. */
    char currency[4];     /**< ISO 4217; empty = it does not say. */
    int32_t reserved;     /**< Zero. */
    csr_str gateway;      /**< Who tells it, at most 120 bytes. */
    csr_str event_id;     /**< What the gateway calls the notice, at most 255 bytes; required. */
    csr_str reference;    /**< What the gateway calls the payout, at most 255 bytes. */
    csr_str reason;       /**< Why, in its words, at most 500 bytes. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes; the event id does without one. */
} csr_payout_webhook_params;

/** A csr_payout_webhook_params in which everything has its default. */
#define CSR_PAYOUT_WEBHOOK_PARAMS_INIT                                                                              \
    {                                                                                                               \
        (uint32_t)sizeof(csr_payout_webhook_params), 0, { { 0 } }, 0, "", 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 },                                                                                            \
        {                                                                                                           \
            NULL, 0                                                                                                 \
        }                                                                                                           \
    }

/** Which notices to list: those of a gateway of which nobody knows what they are about, or those of a payout. */
typedef struct csr_payout_notice_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id payout;        /**< The payout; none = those that wait. */
    csr_str gateway;      /**< Of these: who told them, at most 120 bytes. */
} csr_payout_notice_query;

/** A csr_payout_notice_query in which everything has its default. */
#define CSR_PAYOUT_NOTICE_QUERY_INIT                                          \
    {                                                                         \
        (uint32_t)sizeof(csr_payout_notice_query), 0, { NULL, 0 }, { { 0 } }, \
        {                                                                     \
            NULL, 0                                                           \
        }                                                                     \
    }

/** What somebody found out about a payout. */
typedef struct csr_payout_attest_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_payout_news news; /**< CSR_PAYOUT_NEWS_SUCCEEDED or CSR_PAYOUT_NEWS_FAILED; required. */
    csr_str evidence;     /**< By what they know it, at most 2000 bytes; required. */
} csr_payout_attest_params;

/** A csr_payout_attest_params in which everything has its default. */
#define CSR_PAYOUT_ATTEST_PARAMS_INIT                  \
    {                                                  \
        (uint32_t)sizeof(csr_payout_attest_params), 0, \
        {                                              \
            NULL, 0                                    \
        }                                              \
    }

/** What ended an incident. */
typedef struct csr_payout_close_incident_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    int64_t went_minor;   /**< What really went, in minor units; 0 = what was planned. */
    csr_str evidence;     /**< By what they know it, at most 2000 bytes; required. */
} csr_payout_close_incident_params;

/** A csr_payout_close_incident_params in which everything has its default. */
#define CSR_PAYOUT_CLOSE_INCIDENT_PARAMS_INIT                     \
    {                                                             \
        (uint32_t)sizeof(csr_payout_close_incident_params), 0, 0, \
        {                                                         \
            NULL, 0                                               \
        }                                                         \
    }

/** Why an incident is open again. */
typedef struct csr_payout_reopen_incident_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str evidence;     /**< By what they know it, at most 2000 bytes; required. */
} csr_payout_reopen_incident_params;

/** A csr_payout_reopen_incident_params in which everything has its default. */
#define CSR_PAYOUT_REOPEN_INCIDENT_PARAMS_INIT                  \
    {                                                           \
        (uint32_t)sizeof(csr_payout_reopen_incident_params), 0, \
        {                                                       \
            NULL, 0                                             \
        }                                                       \
    }

/** Which findings of people to list: those about a payout. */
typedef struct csr_attestation_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id payout;        /**< The payout; required. */
} csr_attestation_query;

/** A csr_attestation_query in which everything has its default. */
#define CSR_ATTESTATION_QUERY_INIT                               \
    {                                                            \
        (uint32_t)sizeof(csr_attestation_query), 0, { NULL, 0 }, \
        {                                                        \
            {                                                    \
                0                                                \
            }                                                    \
        }                                                        \
    }

/** A line of a gateway's report. */
typedef struct csr_payout_compare_params {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_payout_news state; /**< Where it is there; required. CSR_PAYOUT_NEWS_NOT_FOUND = the report does not have it. */
    int32_t dry_run;       /**< 1 = say what would be found, and write nothing. */
    char currency[4];      /**< ISO 4217; empty = it does not say. */
    csr_id our_reference;  /**< The payout that it names. */
    csr_id payment;        /**< The payment, when it is known. */
    int64_t amount_minor;  /**< How much, in minor units; 0 = it does not say. */
    csr_str gateway;       /**< Whose report it is, at most 120 bytes. */
    csr_str reference;     /**< What the gateway calls the payout, at most 255 bytes. */
    csr_str payment_reference; /**< What the gateway calls the payment, at most 255 bytes. */
} csr_payout_compare_params;

/** A csr_payout_compare_params in which everything has its default. */
#define CSR_PAYOUT_COMPARE_PARAMS_INIT                                                                            \
    {                                                                                                             \
        (uint32_t)sizeof(csr_payout_compare_params), 0, 0, "", { { 0 } }, { { 0 } }, 0, { NULL, 0 }, { NULL, 0 }, \
        {                                                                                                         \
            NULL, 0                                                                                               \
        }                                                                                                         \
    }

/** What to look through: all that waits for something, or what was planned in a time and is in no report. */
typedef struct csr_payout_review_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. A page may have fewer. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_time since;       /**< What was planned from here on and is in no report; unset = all that waits. */
    csr_time until;       /**< And before; unset = now. */
    csr_str gateway;      /**< Who moves the money, at most 120 bytes. */
    int32_t refunds;      /**< 1 = instead, refunds of any gateway that hold something and are not on their way. */
    int32_t reserved;     /**< Zero. */
} csr_payout_review_query;

/** A csr_payout_review_query in which everything has its default. */
#define CSR_PAYOUT_REVIEW_QUERY_INIT                                                       \
    {                                                                                      \
        (uint32_t)sizeof(csr_payout_review_query), 0, { NULL, 0 }, 0, 0, { NULL, 0 }, 0, 0 \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Take in what a gateway told by itself, in any order and as often as it tells it.
 *
 * A notice counts once: its event id is remembered. Its payout is the one that it names, else the one that the gateway calls
 * so. One that fits none is kept, and counts as soon as a payout gets that reference. Another amount than was planned counts,
 * and is an incident.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_payout_webhook_params; required
 * @param out_id  [out] the notice, the first one when it came before; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 3 writes, 2 events; 1 read when it came before
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_webhook(csr_session *session, const csr_payout_webhook_params *params, csr_id *out_id,
                                      csr_error *err);

/**
 * Read one notice.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the notice
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
CSR_API csr_status csr_payout_notice_get(csr_session *session, const csr_id *id, csr_result **out_result,
                                         csr_error *err);

/**
 * List notices that nobody knows what to do with, or those of a payout.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_payout_notice_query; NULL = all defaults
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
CSR_API csr_status csr_payout_notice_list(csr_session *session, const csr_payout_notice_query *query,
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
CSR_API csr_status csr_payout_notice_at(const csr_result *result, size_t row, csr_payout_notice_view *view,
                                        csr_error *err);

/**
 * Say what became of a payout that people have to find out about, and by what it is known.
 *
 * It takes two: the first proposes, and when another person finds the same it counts. Who finds something else proposes anew. The
 * gateway's own word settles it without either. A payout that was planned and is held (CSR_PAYOUT_STEP_PERSON) was never sent: one
 * person gives it up by saying that it failed.
 *
 * @param session     [in]  an open session of an agent; its actor stands in the events
 * @param id          [in]  the payout
 * @param params      [in]  csr_payout_attest_params; required
 * @param out_version [out] the version of the refund now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state": people are not asked about it), CSR_E_RIGHT
 *         (field="agent": the system, one who is deactivated, the same person again), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 4 reads, 2 to 4 writes, 1 or 2 events
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_attest(csr_session *session, const csr_id *id, const csr_payout_attest_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Close an incident of a payout, so that its payment gives money back again.
 *
 * It takes two: the first says what really went, and when another person says the same it is closed. More than was planned counts
 * as money that the gateway gave back by itself; after less than was planned the rest of the refund may be planned again. A report
 * that says the same afterwards opens nothing.
 *
 * @param session     [in]  an open session of an agent; its actor stands in the events
 * @param id          [in]  the payout
 * @param params      [in]  csr_payout_close_incident_params; required
 * @param out_version [out] the version of the refund now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="incident": none is open; field="state": what became of the payout is
 *         not known), CSR_E_RIGHT (field="agent": the system, one who is deactivated, the same person again), CSR_E_OVERFLOW
 *         (field="went_minor": no payment is that large), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 4 reads, 2 to 6 writes, 1 to 4 events
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_close_incident(csr_session *session, const csr_id *id,
                                             const csr_payout_close_incident_params *params, int64_t *out_version,
                                             csr_error *err);

/**
 * Open an incident again that was closed: its payment gives nothing back until it is closed anew.
 *
 * One person is enough: nothing is paid by it.
 *
 * @param session     [in]  an open session of an agent; its actor stands in the events
 * @param id          [in]  the payout
 * @param params      [in]  csr_payout_reopen_incident_params; required
 * @param out_version [out] the version of the refund now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="incident": none was closed, or it is open), CSR_E_RIGHT
 *         (field="agent": the system, one who is deactivated), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 3 writes, 2 events
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_reopen_incident(csr_session *session, const csr_id *id,
                                              const csr_payout_reopen_incident_params *params, int64_t *out_version,
                                              csr_error *err);

/**
 * List what people found out about a payout, the oldest first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_attestation_query; required
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
CSR_API csr_status csr_attestation_list(csr_session *session, const csr_attestation_query *query,
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
CSR_API csr_status csr_attestation_at(const csr_result *result, size_t row, csr_attestation_view *view, csr_error *err);

/**
 * Compare a line of a gateway's report with what is known, and write down what it says.
 *
 * A payout that both know is matched: by our reference, else by the gateway's. One that only the gateway made is imported as
 * CSR_PAYOUT_EXTERNAL when its payment is known, with a refund of its own; where that is more than was taken, the payment gives
 * nothing back any more. Another amount does the same. The same line again changes nothing.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_payout_compare_params; required
 * @param out_result [out] one finding; NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_CURRENCY (field="currency": not that of the purchase), CSR_E_OVERFLOW (field="amount_minor"), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 to 6 reads, up to 6 writes, up to 2 events
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_compare(csr_session *session, const csr_payout_compare_params *params,
                                      csr_result **out_result, csr_error *err);

/**
 * List what is reserved or unknown and why; or what was planned in a time, went, and is in no report of the gateway.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_payout_review_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_payout_review(csr_session *session, const csr_payout_review_query *query,
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
CSR_API csr_status csr_payout_finding_at(const csr_result *result, size_t row, csr_payout_finding_view *view,
                                         csr_error *err);
#endif

CSR_END_DECLS

#endif
