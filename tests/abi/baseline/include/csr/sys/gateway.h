/**
 * @file csr/sys/gateway.h
 * For those who connect a payment gateway: what it can do, and how it is asked.
 *
 * The primary form is pulled: csr_payout_next() says what to do, and the host reports (csr/payout.h). A gateway that can be
 * called as functions is described here once, and csr_gateway_run() is the loop over it.
 *
 * The functions of a gateway run on the caller's thread, outside every transaction, and may use the desk, the same session
 * included. They answer with a number: what is positive is an answer, and 0 is none, which is also what an exception of a
 * foreign language arrives as. No answer is never taken for a failure of the payout.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_SYS_GATEWAY_H
#define CSR_SYS_GATEWAY_H

#include <csr/export.h>
#include <csr/payout.h>
#include <csr/session.h>
#include <csr/types.h>
#include <stddef.h>

CSR_BEGIN_DECLS

/** The version of csr_gateway that this header describes. */
#define CSR_GATEWAY_ABI 1

/** Bytes of the texts that a gateway writes, the NUL at their end included. */
#define CSR_GATEWAY_TEXT_BYTES 256

/** What a gateway can do. Zero = it cannot, or there is no bound. */
typedef struct csr_gateway_capabilities {
    uint32_t struct_size; /**< sizeof of the library's struct. */
    int32_t has_lookup;   /**< 1 = it can be asked what became of a payout, by our reference. */
    int64_t key_life_s;   /**< How long it knows a key, in seconds; 0 = it knows none. */
    int64_t inflight_s;   /**< How long a request may be on its way at most, in seconds; 0 = 60. */
    int64_t margin_s;     /**< More than a stall of the sender and inflight_s together, in seconds; 0 = 600. */
    int64_t window_s;     /**< How long after it was taken money goes back, in seconds; 0 = for ever. */
    int32_t partial;      /**< 1 = a part of a payment can go back. */
    int32_t multi;        /**< 1 = money of a payment can go back more than once. */
    int32_t can_void;     /**< 1 = it lets authorisations go. */
    int32_t partial_void; /**< 1 = parts of them too. */
} csr_gateway_capabilities;

/** What a gateway is asked to do. Texts and the struct are borrowed for the call. */
typedef struct csr_gateway_request {
    uint32_t struct_size;  /**< sizeof of the library's struct. */
    int32_t attempt;       /**< How often it was about to be sent, this time included. */
    csr_id payout;         /**< Our reference; send it along, so that the gateway can be asked for it. */
    csr_id payment;        /**< The payment that money goes back to. */
    int64_t amount_minor;  /**< How much, in minor units; always explicit, also when it is all. */
    int64_t payment_minor; /**< What was taken of the payment, in minor units. */
    char currency[4];      /**< ISO 4217, NUL-ended. */
    int32_t reserved;      /**< Zero. */
    csr_str key;           /**< The key: the same for every try, and of no other payout. */
    csr_str payment_ref;   /**< What the gateway calls the payment; may be empty. */
    csr_str reference;     /**< What the gateway calls the payout, when that is known; else empty. */
} csr_gateway_request;

/** What a gateway says beside its answer; zeroed before it is asked. */
typedef struct csr_gateway_reply {
    uint32_t struct_size;                   /**< sizeof of the library's struct. */
    int32_t reserved;                       /**< Zero. */
    char reference[CSR_GATEWAY_TEXT_BYTES]; /**< What it calls the payout, NUL-ended; "" = it does not say. */
    char reason[CSR_GATEWAY_TEXT_BYTES];    /**< Why, in its words, NUL-ended. */
} csr_gateway_reply;

/** What a gateway told by itself, read from its bytes; zeroed before they are read. */
typedef struct csr_gateway_notice {
    uint32_t struct_size;                   /**< sizeof of the library's struct. */
    csr_payout_news news;                   /**< What it says. */
    csr_id payout;                          /**< Our reference; none = it does not say. */
    int64_t amount_minor;                   /**< How much it is about, in minor units; 0 = it does not say. */
    char currency[4];                       /**< ISO 4217, NUL-ended; "" = it does not say. */
    int32_t reserved;                       /**< Zero. */
    char event_id[CSR_GATEWAY_TEXT_BYTES];  /**< What it calls the notice, NUL-ended. */
    char reference[CSR_GATEWAY_TEXT_BYTES]; /**< What it calls the payout, NUL-ended; "" = it does not say. */
    char reason[CSR_GATEWAY_TEXT_BYTES];    /**< Why, in its words, NUL-ended. */
} csr_gateway_notice;

/** A payment gateway, as functions. All of them get the context. */
typedef struct csr_gateway {
    uint32_t struct_size; /**< sizeof(csr_gateway) of the implementer. */
    uint32_t abi_version; /**< CSR_GATEWAY_ABI. */
    void *context;        /**< Handed to every function. */
    csr_str name;         /**< As payments name it, at most 120 bytes; empty = payments that name none. */
    /** Say what it can do, each time a refund is planned: 1, or 0 when that is not known now. */
    int32_t (*capabilities)(void *context, csr_gateway_capabilities *out);
    /** The step in which it pays a currency, in minor units, 1 or more; 0 = it does not. NULL = 1 for all. */
    int64_t (*step)(void *context, const char *currency);
    /** Send money back: a csr_payout_answer, or 0 = no answer. The request is the same at every try. */
    int32_t (*refund)(void *context, const csr_gateway_request *request, csr_gateway_reply *reply);
    /** What became of a payout: a csr_payout_news, or 0 = no answer. NULL = it cannot be asked. */
    int32_t (*lookup)(void *context, const csr_gateway_request *request, csr_gateway_reply *reply);
    /** Read what it sent by itself, after checking that it is the gateway's: 1, or 0 when it is not. NULL = it sends nothing. */
    int32_t (*parse_webhook)(void *context, const void *bytes, size_t len, csr_gateway_notice *out);
    /** Let an authorisation go, or a part of it, never "cancel or refund": as refund. NULL = it cannot. */
    int32_t (*let_go)(void *context, const csr_gateway_request *request, csr_gateway_reply *reply);
} csr_gateway;

/** How much is done in one call. */
typedef struct csr_gateway_run_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Payouts that are taken at most, 1 to 1000; 0 = 100. */
    int64_t retry_s;      /**< When one without an answer is looked at again, in seconds, at most 86400; 0 = 60. */
} csr_gateway_run_params;

/** A csr_gateway_run_params in which everything has its default. */
#define CSR_GATEWAY_RUN_PARAMS_INIT                     \
    {                                                   \
        (uint32_t)sizeof(csr_gateway_run_params), 0, 0, \
    }

/** What was done. */
typedef struct csr_gateway_tally {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t taken;        /**< Payouts that were due. */
    int32_t sent;         /**< Of these, sent to the gateway. */
    int32_t asked;        /**< Of these, the gateway was asked about. */
    int32_t succeeded;    /**< The money has gone. */
    int32_t failed;       /**< It has not gone and will not. */
    int32_t reversed;     /**< It went and came back. */
    int32_t pending;      /**< The gateway has it and has not decided. */
    int32_t unknown;      /**< Nobody knows yet; it is looked at again. */
    int32_t people;       /**< People have to find out. */
    int32_t more;         /**< 1 = the limit was reached, and more may be due. */
    int32_t reserved;     /**< Zero. */
} csr_gateway_tally;

/** A csr_gateway_tally to be filled. */
#define CSR_GATEWAY_TALLY_INIT                                               \
    {                                                                        \
        (uint32_t)sizeof(csr_gateway_tally), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Plan how an approved refund is paid through a gateway, after asking it what it can do.
 *
 * csr_refund_plan() with its capabilities, its step for the currency of the refund, and its name.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param gateway     [in]  the gateway
 * @param id          [in]  the refund
 * @param out_version [out] the version now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors those of csr_refund_plan(); CSR_E_ARGUMENT (field="gateway": not one that this library understands), CSR_E_CALLBACK (it does
 *         not say what it can do), CSR_E_CURRENCY (it does not pay this currency)
 * @owner  nothing is retained
 * @thread session: one thread at a time; the gateway is called on this thread
 * @cost   1 read, and csr_refund_plan()
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_gateway_plan(csr_session *session, const csr_gateway *gateway, const csr_id *id,
                                    int64_t *out_version, csr_error *err);

/**
 * Do what is due with the payouts of a gateway: send them, ask about them, and write down what it says.
 *
 * Each is taken by csr_payout_next() and made durable before the gateway is called, and what it says is written before the
 * next one is taken. So the process may die at any moment, and any number of processes may run this. An answer whose texts
 * cannot be stored counts without them; a reference that is another payout's is a defect of the gateway and leaves the payout to
 * people.
 *
 * @param session  [in]  an open session, outside a transaction; its actor stands in the events
 * @param gateway  [in]  the gateway
 * @param params   [in]  csr_gateway_run_params; NULL = all defaults
 * @param out      [out] what was done, also when it ended early; struct_size set by the caller; may be NULL
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors those of csr_payout_next(), csr_payout_report() and csr_payout_tell(); CSR_E_ARGUMENT (field="gateway" or "limit")
 * @owner  nothing is retained
 * @thread session: one thread at a time; the gateway is called on this thread
 * @cost   for each payout 2 transactions, 3 reads and one call of the gateway
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_gateway_run(csr_session *session, const csr_gateway *gateway,
                                   const csr_gateway_run_params *params, csr_gateway_tally *out, csr_error *err);

/**
 * Take in bytes that a gateway sent by itself.
 *
 * Its parse_webhook() reads them, and csr_payout_webhook() does the rest.
 *
 * @param session  [in]  an open session; its actor stands in the events
 * @param gateway  [in]  the gateway
 * @param bytes    [in]  what it sent
 * @param len      [in]  how many bytes
 * @param out_id   [out] the notice; untouched on failure; may be NULL
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors those of csr_payout_webhook(); CSR_E_ARGUMENT (field="gateway": not one that this library understands, or one that sends
 *         nothing; field="bytes": not a notice of its)
 * @owner  nothing is retained
 * @thread session: one thread at a time; the gateway is called on this thread
 * @cost   csr_payout_webhook()
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_gateway_hear(csr_session *session, const csr_gateway *gateway, const void *bytes, size_t len,
                                    csr_id *out_id, csr_error *err);
#endif

CSR_END_DECLS

#endif
