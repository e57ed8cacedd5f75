/**
 * @file csr/sys/test_gateway.h
 * A payment gateway in memory, for hosts to test with: it declines, loses, delays, doubles, reverses and forgets keys.
 *
 * It moves no money. What it did is written in its books, which can be read: so a test can say that nothing was paid twice.
 * Everything follows from its script, its seed and the clock of its host, and is the same each time.
 *
 * Each request meets one turn of events. Those of the script come first; then they are drawn, each as often in a thousand as
 * the parameters say. What a gateway does with a known key comes before any of them.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_SYS_TEST_GATEWAY_H
#define CSR_SYS_TEST_GATEWAY_H

#include <csr/export.h>
#include <csr/host.h>
#include <csr/payout.h>
#include <csr/sys/gateway.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** A test gateway; opaque. */
typedef struct csr_test_gateway csr_test_gateway;

/** What can happen to a request. Their names in lower case are the words of a script. */
typedef int32_t csr_test_turn;
enum {
    CSR_TEST_TURN_OK = 1,          /**< It is paid. */
    CSR_TEST_TURN_DECLINE = 2,     /**< It is declined for good. */
    CSR_TEST_TURN_LOSE = 3,        /**< The request is lost: nothing is paid and nothing is answered. */
    CSR_TEST_TURN_LOSE_ANSWER = 4, /**< It is paid, and the answer is lost. */
    CSR_TEST_TURN_LATE = 5,        /**< No answer; the request arrives after delay_s, and is paid then. */
    CSR_TEST_TURN_DUPLICATE = 6,   /**< It arrives twice, and its notices are sent twice. */
    CSR_TEST_TURN_PENDING = 7,     /**< It is taken, and paid after delay_s. */
    CSR_TEST_TURN_RETURNED = 8,    /**< It is taken, and declined after delay_s. */
    CSR_TEST_TURN_REVERSE = 9,     /**< It is paid, and comes back after delay_s. */
    CSR_TEST_TURN_ERROR = 10,      /**< It is paid, and says "error", each time that it is asked with the key. */
    CSR_TEST_TURN_DENIED = 11,     /**< Refused before it is looked at. */
    CSR_TEST_TURN_EXCEEDED = 12,   /**< Refused as more than is left. */
    CSR_TEST_TURN_CONFLICT = 13    /**< Refused because of the key. */
};

/** How a test gateway behaves. */
typedef struct csr_test_gateway_params {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    int32_t no_keys;         /**< 1 = it knows no keys. */
    int32_t no_lookup;       /**< 1 = it cannot be asked. */
    int32_t no_partial;      /**< 1 = a payment goes back whole or not at all. */
    int32_t no_multi;        /**< 1 = and once. */
    int32_t no_void;         /**< 1 = it does not let authorisations go. */
    int32_t no_partial_void; /**< 1 = it lets them go whole only. */
    int32_t decline;         /**< Requests of a thousand that are declined. */
    int32_t lose;            /**< That are lost. */
    int32_t lose_answer;     /**< Whose answer is lost. */
    int32_t late;            /**< That arrive late. */
    int32_t duplicate;       /**< That arrive twice. */
    int32_t pending;         /**< That are decided later. */
    int32_t returned;        /**< That are declined later. */
    int32_t reverse;         /**< That come back. */
    int32_t error;           /**< That are paid and answered by an error. */
    uint64_t seed;           /**< What is drawn follows from it. */
    int64_t key_life_s;      /**< How long a key is known, in seconds; 0 = 86400. */
    int64_t inflight_s;      /**< How long a request is on its way at most, in seconds; 0 = 60. */
    int64_t margin_s;        /**< The margin it asks for, in seconds; 0 = 600. */
    int64_t delay_s;         /**< How late things happen that happen later, in seconds; 0 = 30. */
    int64_t window_s;        /**< How long after it was taken money goes back, in seconds; 0 = for ever. */
    int64_t step_minor;      /**< It pays multiples of this only, in minor units; 0 = 1. */
    const csr_host *host;    /**< Memory and clock, copied; NULL = defaults. */
    csr_str name;            /**< Name of the gateway, as payments have it; copied. */
    csr_str script;          /**< Turns of the first requests, in words separated by "," such as "lose,ok"; copied. */
} csr_test_gateway_params;

/** A csr_test_gateway_params in which everything has its default: all goes well. */
#define CSR_TEST_GATEWAY_PARAMS_INIT                                                                                 \
    {                                                                                                                \
        (uint32_t)sizeof(csr_test_gateway_params), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
            NULL, { NULL, 0 },                                                                                       \
        {                                                                                                            \
            NULL, 0                                                                                                  \
        }                                                                                                            \
    }

/** What the books of a test gateway say about one payout. */
typedef struct csr_test_gateway_entry {
    uint32_t struct_size;                   /**< sizeof of the caller's struct. */
    csr_payout_news news;                   /**< Where it is; CSR_PAYOUT_NEWS_NOT_FOUND = nothing of it arrived yet. */
    csr_id payout;                          /**< The reference that it was given; none = the gateway made it alone. */
    csr_id payment;                         /**< The payment. */
    int64_t amount_minor;                   /**< How much, in minor units. */
    int32_t requests;                       /**< Requests that were made, lost ones included. */
    int32_t paid;                           /**< How often the money went. */
    int32_t came_back;                      /**< How often it came back. */
    int32_t voids;                          /**< 1 = an authorisation was let go, and no money went. */
    int32_t reserved;                       /**< Zero. */
    char currency[4];                       /**< ISO 4217, NUL-ended. */
    char reference[CSR_GATEWAY_TEXT_BYTES]; /**< What the gateway calls it, NUL-ended; "" = nothing arrived yet. */
} csr_test_gateway_entry;

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Open a test gateway.
 *
 * @param params  [in]  csr_test_gateway_params; NULL = all defaults
 * @param out     [out] the gateway; NULL on failure; close with csr_test_gateway_close()
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter, named by field; "script" = a word of it), CSR_E_NO_MEMORY
 * @owner  the caller owns the gateway
 * @thread any; a gateway by one thread at a time
 * @cost   linear in the script
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_test_gateway_open(const csr_test_gateway_params *params, csr_test_gateway **out, csr_error *err);

/**
 * Close a test gateway and forget its books.
 *
 * @param gateway  [in]  may be NULL
 * @errors none
 * @owner  the gateway and its functions are gone
 * @thread any, when nobody uses it any more
 * @cost   constant
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API void csr_test_gateway_close(csr_test_gateway *gateway);

/**
 * The functions of a test gateway, for csr_gateway_plan() and csr_gateway_run().
 *
 * @param gateway  [in]  a test gateway
 * @return its functions; NULL when gateway is NULL
 * @errors none
 * @owner  borrowed, as long as the gateway is open
 * @thread any; the functions by one thread at a time
 * @cost   constant
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API const csr_gateway *csr_test_gateway_functions(const csr_test_gateway *gateway);

/**
 * How many payouts its books know.
 *
 * @param gateway  [in]  a test gateway
 * @return how many; 0 when gateway is NULL
 * @errors none
 * @owner  nothing is retained
 * @thread a gateway: one thread at a time
 * @cost   constant
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API size_t csr_test_gateway_count(const csr_test_gateway *gateway);

/**
 * Read its books, in the order in which it first heard of the payouts. What was due by now has happened.
 *
 * @param gateway  [in]  a test gateway
 * @param i        [in]  0 to csr_test_gateway_count() - 1
 * @param out      [out] struct_size set by the caller
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (gateway or out, i past the end)
 * @owner  nothing is retained
 * @thread a gateway: one thread at a time
 * @cost   linear in the payouts of which something is to happen later
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_test_gateway_at(csr_test_gateway *gateway, size_t i, csr_test_gateway_entry *out,
                                       csr_error *err);

/**
 * Read its report: one line of JSON for one entry of its books, as `csr payout reconcile` and docs/payouts.md have it.
 *
 * @param gateway  [in]  a test gateway
 * @param i        [in]  0 to csr_test_gateway_count() - 1
 * @param bytes    [out] where to write the line, NUL-ended, without a newline
 * @param size     [in]  bytes there; 600 are enough
 * @param out_len  [out] bytes written without the NUL; 0 = the report does not have it, for nothing of it arrived
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (gateway, bytes or out_len missing, i past the end, size too small)
 * @owner  nothing is retained
 * @thread a gateway: one thread at a time
 * @cost   linear in the payouts of which something is to happen later
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_test_gateway_report(csr_test_gateway *gateway, size_t i, char *bytes, size_t size,
                                           size_t *out_len, csr_error *err);

/**
 * Let the gateway give money back by itself, as its people do on its own pages.
 *
 * @param gateway       [in]  a test gateway
 * @param payment       [in]  the payment
 * @param amount_minor  [in]  how much, in minor units, 1 or more
 * @param currency      [in]  ISO 4217, NUL-ended
 * @param err           [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter, named by field), CSR_E_NO_MEMORY
 * @owner  nothing is retained
 * @thread a gateway: one thread at a time
 * @cost   constant
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_test_gateway_pay(csr_test_gateway *gateway, const csr_id *payment, int64_t amount_minor,
                                        const char *currency, csr_error *err);

/**
 * Take the next notice that the gateway sends by itself, as the bytes that its parse_webhook() reads.
 *
 * It sends one for whatever settles: paid, declined, come back. They are JSON.
 *
 * @param gateway  [in]  a test gateway
 * @param bytes    [out] where to write them, NUL-ended
 * @param size     [in]  bytes there; 600 are enough
 * @param out_len  [out] bytes written without the NUL; 0 = there is none now
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (gateway, bytes or out_len missing, size too small: then it stays)
 * @owner  nothing is retained
 * @thread a gateway: one thread at a time
 * @cost   linear in the payouts of which something is to happen later
 * @source docs/payouts.md
 * @since  0.1
 */
CSR_API csr_status csr_test_gateway_webhook(csr_test_gateway *gateway, char *bytes, size_t size, size_t *out_len,
                                            csr_error *err);
#endif

CSR_END_DECLS

#endif
