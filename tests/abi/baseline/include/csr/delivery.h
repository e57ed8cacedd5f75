/**
 * Deliveries: how far an outgoing message has come on its way to a recipient.
 *
 * The library sends nothing. A host takes messages from the outbox, gives them to a provider, and reports what became
 * of them.
 */
#ifndef CSR_DELIVERY_H
#define CSR_DELIVERY_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** How far an outgoing message has come. */
typedef int32_t csr_delivery_state;
enum {
    CSR_DELIVERY_QUEUED = 1,    /**< It is to be sent. */
    CSR_DELIVERY_SENT = 2,      /**< The provider took it. */
    CSR_DELIVERY_DELIVERED = 3, /**< It reached the recipient. */
    CSR_DELIVERY_READ = 4,      /**< The recipient read it. */
    CSR_DELIVERY_BOUNCED = 5,   /**< It came back. */
    CSR_DELIVERY_FAILED = 6     /**< It could not be given to a provider. */
};

/** Whether a message that came back is worth another attempt. */
typedef int32_t csr_bounce;
enum {
    CSR_BOUNCE_PERMANENT = 1, /**< It is not: there is no such recipient. */
    CSR_BOUNCE_TEMPORARY = 2  /**< It is: the mailbox was full, the line was busy. */
};

/** Recipients that one message has at most. */
#define CSR_DELIVERIES_MAX 100
/** Attempts when a message does not say. */
#define CSR_DELIVERY_ATTEMPTS 5
/** Messages that one claim takes at most. */
#define CSR_DELIVERY_CLAIM_MAX 100

/** The way of an outgoing message to one recipient. */
typedef struct csr_delivery_view {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_delivery_state state; /**< How far it has come. */
    csr_id id;                /**< Identity of the record. */
    csr_id interaction;       /**< The message. */
    csr_time created_at;      /**< When it was queued. */
    csr_time
        next_attempt_at;   /**< When it is to be tried, or tried again; while a sender has it, when its claim ends. */
    csr_time leased_until; /**< Until when a sender has it; unset = nobody has. */
    csr_time sent_at;      /**< When the provider took it. */
    csr_time delivered_at; /**< When it reached the recipient. */
    csr_time read_at;      /**< When it was read. */
    csr_time ended_at;     /**< When it came back or failed. */
    csr_bounce bounce;     /**< How it came back; 0 = it did not. */
    int32_t waiting;       /**< 1 while it is to be sent: it is in the outbox. */
    int32_t attempts;      /**< Attempts so far. */
    int32_t max_attempts;  /**< Attempts at most. */
    csr_str recipient;     /**< Address of the recipient. */
    csr_str provider;      /**< Who carries it; may be empty. */
    csr_str reference;     /**< What the provider calls it; unique with the provider; may be empty. */
    csr_str sender;        /**< Who claimed it last; may be empty. */
    csr_str reason;        /**< Why it came back or failed; may be empty. */
} csr_delivery_view;

/** A message that is to be sent to a recipient. */
typedef struct csr_delivery_queue_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t max_attempts; /**< Attempts at most, 1 to 100; 0 = CSR_DELIVERY_ATTEMPTS. */
    csr_time not_before;  /**< When to send it at the earliest; 0 = now. */
    csr_id interaction;   /**< The message: an outgoing public interaction; required. */
    csr_str recipient;    /**< Address of the recipient, at most 500 bytes; required. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_delivery_queue_params;

/** A csr_delivery_queue_params in which everything has its default. */
#define CSR_DELIVERY_QUEUE_PARAMS_INIT                                                          \
    {                                                                                           \
        (uint32_t)sizeof(csr_delivery_queue_params), 0, 0, { { 0 } }, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Put a message into the outbox.
 *
 * The same message to the same recipient is queued once: again gives the first delivery.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_delivery_queue_params; required
 * @param out_id  [out] the delivery; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="interaction"), CSR_E_STATE (field="interaction": not outgoing and public),
 *         CSR_E_LIMIT (field="interaction": CSR_DELIVERIES_MAX), CSR_E_DUPLICATE (field="request_key"),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/delivery.md
 * @since  0.1
 */
CSR_API csr_status csr_delivery_queue(csr_session *session, const csr_delivery_queue_params *params, csr_id *out_id,
                                      csr_error *err);

/** Who takes how many messages for how long. */
typedef struct csr_delivery_claim_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Messages at most, 1 to CSR_DELIVERY_CLAIM_MAX; 0 = 10. */
    int64_t lease_us;     /**< For how long, in microseconds, up to a day; 0 = 5 minutes. */
    csr_str sender;       /**< Who claims them, at most 120 bytes; required. */
} csr_delivery_claim_params;

/** A csr_delivery_claim_params in which everything has its default. */
#define CSR_DELIVERY_CLAIM_PARAMS_INIT                                  \
    {                                                                   \
        (uint32_t)sizeof(csr_delivery_claim_params), 0, 0, { NULL, 0 }, \
    }

/**
 * Take messages that are due from the outbox, those due longest first.
 *
 * Each is taken by one sender, and counts as an attempt. What is not reported before the claim ends is due again;
 * when it was the last attempt, the message has failed.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_delivery_claim_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, for each message 1 read, 2 writes and 1 event
 * @source docs/delivery.md
 * @since  0.1
 */
CSR_API csr_status csr_delivery_claim(csr_session *session, const csr_delivery_claim_params *params,
                                      csr_result **out_result, csr_error *err);

/** What became of a message. */
typedef struct csr_delivery_report_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_delivery_state state; /**< How far it has come; not queued; required. */
    csr_bounce bounce;        /**< Of a bounce: whether it is worth another attempt; 0 = permanent. */
    int32_t reserved;         /**< Zero. */
    csr_time at;              /**< When it happened, not in the future; 0 = now. */
    csr_time
        next_attempt_at; /**< After a temporary bounce or a temporary failure: when to try again; 0 = later after each attempt. */
    csr_str provider;  /**< Who carries it, at most 120 bytes. */
    csr_str reference; /**< What the provider calls it, at most 255 bytes. */
    csr_str reason;    /**< Why it came back or failed, at most 500 bytes. */
} csr_delivery_report_params;

/** A csr_delivery_report_params in which everything has its default. */
#define CSR_DELIVERY_REPORT_PARAMS_INIT                                                                     \
    {                                                                                                       \
        (uint32_t)sizeof(csr_delivery_report_params), 0, 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Report what became of a message.
 *
 * Reports may come twice and in any order: what says less than is known already changes nothing. A temporary bounce,
 * or a failure before the last attempt, puts the message back into the outbox.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the delivery
 * @param params      [in]  csr_delivery_report_params; required
 * @param out_version [out] the version of its interaction now, which is the one before when nothing had to change;
 *                          untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_DUPLICATE (field="reference"), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/delivery.md
 * @since  0.1
 */
CSR_API csr_status csr_delivery_report(csr_session *session, const csr_id *id, const csr_delivery_report_params *params,
                                       int64_t *out_version, csr_error *err);

/** What a provider says of a message that it knows by its own reference. */
typedef struct csr_delivery_notice_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_delivery_state state; /**< How far it has come; not queued; required. */
    csr_bounce bounce;        /**< Of a bounce: whether it is worth another attempt; 0 = permanent. */
    int32_t reserved;         /**< Zero. */
    csr_time at;              /**< When it happened, not in the future; 0 = now. */
    csr_time
        next_attempt_at; /**< After a temporary bounce or a temporary failure: when to try again; 0 = later after each attempt. */
    csr_str provider;  /**< Who carries it; required. */
    csr_str reference; /**< What the provider calls it; required. */
    csr_str reason;    /**< Why it came back or failed, at most 500 bytes. */
} csr_delivery_notice_params;

/** A csr_delivery_notice_params in which everything has its default. */
#define CSR_DELIVERY_NOTICE_PARAMS_INIT                                                                     \
    {                                                                                                       \
        (uint32_t)sizeof(csr_delivery_notice_params), 0, 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Report what became of a message by the reference of its provider.
 *
 * For webhooks: the same as csr_delivery_report() otherwise.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param params      [in]  csr_delivery_notice_params; required
 * @param out_version [out] the version of its interaction now, which is the one before when nothing had to change;
 *                          untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="reference"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/delivery.md
 * @since  0.1
 */
CSR_API csr_status csr_delivery_notice(csr_session *session, const csr_delivery_notice_params *params,
                                       int64_t *out_version, csr_error *err);

/** When a message is sent again. */
typedef struct csr_delivery_requeue_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_time not_before;  /**< When to send it at the earliest; 0 = now. */
} csr_delivery_requeue_params;

/** A csr_delivery_requeue_params in which everything has its default. */
#define CSR_DELIVERY_REQUEUE_PARAMS_INIT                     \
    {                                                        \
        (uint32_t)sizeof(csr_delivery_requeue_params), 0, 0, \
    }

/**
 * Put a message that came back or failed into the outbox again, with all its attempts.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the delivery
 * @param params      [in]  csr_delivery_requeue_params; NULL = all defaults
 * @param out_version [out] the version of its interaction now, which is the one before when nothing had to change;
 *                          untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it has neither come back nor failed), CSR_E_ARGUMENT,
 *         CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/delivery.md
 * @since  0.1
 */
CSR_API csr_status csr_delivery_requeue(csr_session *session, const csr_id *id,
                                        const csr_delivery_requeue_params *params, int64_t *out_version,
                                        csr_error *err);

/**
 * Read a delivery.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the delivery
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/delivery.md
 * @since  0.1
 */
CSR_API csr_status csr_delivery_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** The deliveries of which message to list. */
typedef struct csr_delivery_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id interaction;   /**< The message; required. */
} csr_delivery_query;

/** A csr_delivery_query in which everything has its default. */
#define CSR_DELIVERY_QUERY_INIT                                          \
    {                                                                    \
        (uint32_t)sizeof(csr_delivery_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the deliveries of a message, oldest first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_delivery_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/delivery.md
 * @since  0.1
 */
CSR_API csr_status csr_delivery_list(csr_session *session, const csr_delivery_query *query, csr_result **out_result,
                                     csr_error *err);

/** Which part of the outbox to list. */
typedef struct csr_delivery_outbox_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
} csr_delivery_outbox_query;

/** A csr_delivery_outbox_query in which everything has its default. */
#define CSR_DELIVERY_OUTBOX_QUERY_INIT                               \
    {                                                                \
        (uint32_t)sizeof(csr_delivery_outbox_query), 0, { NULL, 0 }, \
    }

/**
 * List what is to be sent, claimed or not, in the order in which it is due.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_delivery_outbox_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/delivery.md
 * @since  0.1
 */
CSR_API csr_status csr_delivery_outbox(csr_session *session, const csr_delivery_outbox_query *query,
                                       csr_result **out_result, csr_error *err);

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
CSR_API csr_status csr_delivery_at(const csr_result *result, size_t row, csr_delivery_view *view, csr_error *err);

CSR_END_DECLS

#endif
