/**
 * @file csr/purchase.h
 * Purchases: what was bought and how it was paid, as the host tells it, so that money can be given back without asking again.
 *
 * libcsr sells nothing. A host puts what it knows, as often as it likes: the same purchase, line or payment again changes
 * what is known of it. Amounts are minor units of the purchase's currency, as in csr/money.h.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_PURCHASE_H
#define CSR_PURCHASE_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** How something was paid. */
typedef int32_t csr_payment_method;
enum {
    CSR_PAYMENT_METHOD_CARD = 1,         /**< A credit or debit card. */
    CSR_PAYMENT_METHOD_CASH = 2,         /**< Coins and notes. */
    CSR_PAYMENT_METHOD_TRANSFER = 3,     /**< From bank account to bank account. */
    CSR_PAYMENT_METHOD_WALLET = 4,       /**< A wallet of somebody who pays for others. */
    CSR_PAYMENT_METHOD_GIFT_CARD = 5,    /**< A gift card of the house. */
    CSR_PAYMENT_METHOD_STORE_CREDIT = 6, /**< What the house owed the customer. */
    CSR_PAYMENT_METHOD_OTHER = 7         /**< Something else. */
};

/** How far a payment has come. */
typedef int32_t csr_payment_state;
enum {
    CSR_PAYMENT_UNKNOWN = 1,    /**< Nobody knows: the gateway has to be asked. */
    CSR_PAYMENT_AUTHORIZED = 2, /**< The money is set aside; it can be let go. */
    CSR_PAYMENT_SETTLING = 3,   /**< It is on its way. */
    CSR_PAYMENT_SETTLED = 4     /**< It has arrived. */
};

/** Whether the customer disputes a payment with their bank. */
typedef int32_t csr_dispute;
enum {
    CSR_DISPUTE_NONE = 1, /**< They do not. */
    CSR_DISPUTE_OPEN = 2, /**< The bank has not decided: nothing is given back meanwhile. */
    CSR_DISPUTE_LOST = 3, /**< The bank gave them the money. */
    CSR_DISPUTE_WON = 4   /**< The bank left the money with the house. */
};

/** A purchase. */
typedef struct csr_purchase_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    int32_t reserved;           /**< Zero. */
    csr_id id;                  /**< Identity of the record. */
    int64_t version;            /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;        /**< When it was recorded. */
    csr_time updated_at;        /**< When it last changed. */
    csr_id customer;            /**< Who bought; none = not known. */
    csr_time bought_at;         /**< When it was bought. */
    csr_time delivered_at;      /**< When it arrived; unset = it has not. */
    int64_t shipping_minor;     /**< What was paid for shipping, tax included. */
    int64_t shipping_tax_minor; /**< The tax in that. */
    int64_t duties_minor;       /**< Duties that were paid. */
    char currency[4];           /**< ISO 4217, NUL-ended. */
    int32_t reserved2;          /**< Zero. */
    csr_str external_id;        /**< What the host calls it, such as an order number; unique. */
    csr_str status;             /**< The host's word for how far it is, such as "delivered"; may be empty. */
} csr_purchase_view;

/** A line of a purchase. */
typedef struct csr_purchase_line_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t number;       /**< Its place in the purchase, from 1; unique there. */
    csr_id id;            /**< Identity of the record. */
    csr_id purchase;      /**< The purchase. */
    csr_time created_at;  /**< When it was recorded. */
    int64_t quantity;     /**< Units bought. */
    int64_t fulfilled;    /**< Of these, units handed over. */
    int64_t gross_minor;  /**< What was paid for all of them, tax included. */
    int64_t tax_minor;    /**< The tax in that. */
    csr_str sku;          /**< What the house calls the goods. */
    csr_str name;         /**< What customers call them; may be empty. */
    csr_str serial;       /**< Number of the one unit; may be empty. */
    int32_t returns;      /**< 1 = a return or a claim was about it. */
    int32_t reserved;     /**< Zero. */
} csr_purchase_line_view;

/** A payment of a purchase. */
typedef struct csr_payment_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    int32_t number;             /**< Its place in the purchase, from 1; unique there. Money goes back in this order. */
    csr_id id;                  /**< Identity of the record. */
    csr_id purchase;            /**< The purchase. */
    csr_time created_at;        /**< When it was recorded. */
    csr_payment_method method;  /**< How it was paid. */
    csr_payment_state state;    /**< How far it has come. */
    csr_dispute dispute;        /**< Whether it is disputed. */
    int32_t cash_step_minor;    /**< The smallest coin to which it was rounded; 0 = it was not. */
    int64_t captured_minor;     /**< What was taken. */
    int64_t charged_back_minor; /**< What the bank took away again. */
    csr_str gateway;            /**< Who moved the money; may be empty. */
    csr_str reference;          /**< What the gateway calls it; unique there; may be empty. */
    csr_time captured_at;       /**< When it was taken; unset = not known. */
} csr_payment_view;

/** What is known of a purchase. What is 0 or empty stays as it was. */
typedef struct csr_purchase_put_params {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    int32_t reserved;           /**< Zero. */
    csr_id customer;            /**< Who bought. */
    csr_time bought_at;         /**< When it was bought, not in the future; 0 = now, of a new one. */
    csr_time delivered_at;      /**< When it arrived, not in the future. */
    int64_t shipping_minor;     /**< What was paid for shipping, tax included. */
    int64_t shipping_tax_minor; /**< The tax in that. */
    int64_t duties_minor;       /**< Duties that were paid. */
    char currency[4];           /**< A known currency of ISO 4217; of a new one: empty = the desk's. */
    int32_t reserved2;          /**< Zero. */
    csr_str external_id;        /**< What the host calls it, at most 255 bytes; required. */
    csr_str status;             /**< The host's word for how far it is, at most 60 bytes. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_purchase_put_params;

/** A csr_purchase_put_params in which everything has its default. */
#define CSR_PURCHASE_PUT_PARAMS_INIT                                                                             \
    {                                                                                                            \
        (uint32_t)sizeof(csr_purchase_put_params), 0, { { 0 } }, 0, 0, 0, 0, 0, "", 0, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 },                                                                                         \
    }

/** Which purchase to find. */
typedef struct csr_purchase_find_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str external_id;  /**< What the host calls it, at most 255 bytes; required. */
} csr_purchase_find_params;

/** A csr_purchase_find_params in which everything has its default. */
#define CSR_PURCHASE_FIND_PARAMS_INIT                               \
    {                                                               \
        (uint32_t)sizeof(csr_purchase_find_params), 0, { NULL, 0 }, \
    }

/** Which purchases to list: those of a customer. */
typedef struct csr_purchase_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id customer;      /**< Who bought; required. */
} csr_purchase_query;

/** A csr_purchase_query in which everything has its default. */
#define CSR_PURCHASE_QUERY_INIT                                          \
    {                                                                    \
        (uint32_t)sizeof(csr_purchase_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/** What is known of a line. What is 0 or empty stays as it was. */
typedef struct csr_purchase_line_put_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t number;       /**< Its place in the purchase, 1 or more; required. */
    csr_id purchase;      /**< The purchase; required. */
    int64_t quantity;     /**< Units bought; 0 = 1, of a new one. */
    int64_t fulfilled;    /**< Of these, units handed over. */
    int64_t gross_minor;  /**< What was paid for all of them, tax included. */
    int64_t tax_minor;    /**< The tax in that. */
    csr_str sku;          /**< What the house calls the goods, at most 120 bytes; of a new one: required. */
    csr_str name;         /**< What customers call them, at most 200 bytes. */
    csr_str serial;       /**< Number of the one unit, at most 200 bytes. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_purchase_line_put_params;

/** A csr_purchase_line_put_params in which everything has its default. */
#define CSR_PURCHASE_LINE_PUT_PARAMS_INIT                                                                   \
    {                                                                                                       \
        (uint32_t)sizeof(csr_purchase_line_put_params), 0, { { 0 } }, 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 }, { NULL, 0 },                                                                       \
    }

/** Which lines to list: those of a purchase, or those with a serial number. */
typedef struct csr_purchase_line_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id purchase;      /**< The purchase; either this or serial. */
    csr_str serial;       /**< Number of the one unit, at most 200 bytes; either this or purchase. */
} csr_purchase_line_query;

/** A csr_purchase_line_query in which everything has its default. */
#define CSR_PURCHASE_LINE_QUERY_INIT                                                       \
    {                                                                                      \
        (uint32_t)sizeof(csr_purchase_line_query), 0, { NULL, 0 }, { { 0 } }, { NULL, 0 }, \
    }

/** What is known of a payment. What is 0 or empty stays as it was. */
typedef struct csr_payment_put_params {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    int32_t number;             /**< Its place in the purchase, 1 or more; required. */
    csr_id purchase;            /**< The purchase; required. */
    csr_payment_method method;  /**< How it was paid; of a new one: required. */
    csr_payment_state state;    /**< How far it has come; 0 = CSR_PAYMENT_UNKNOWN, of a new one. */
    csr_dispute dispute;        /**< Whether it is disputed; 0 = CSR_DISPUTE_NONE, of a new one. */
    int32_t cash_step_minor;    /**< The smallest coin to which it was rounded. */
    int64_t captured_minor;     /**< What was taken. */
    int64_t charged_back_minor; /**< What the bank took away again; at most captured_minor. */
    csr_str gateway;            /**< Who moved the money, at most 120 bytes. */
    csr_str reference;          /**< What the gateway calls it, at most 255 bytes; unique there. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
    csr_time captured_at; /**< When it was taken, not in the future. */
} csr_payment_put_params;

/** A csr_payment_put_params in which everything has its default. */
#define CSR_PAYMENT_PUT_PARAMS_INIT                                                                         \
    {                                                                                                       \
        (uint32_t)sizeof(csr_payment_put_params), 0, { { 0 } }, 0, 0, 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 }, 0,                                                                                 \
    }

/** Which payments to list: those of a purchase. */
typedef struct csr_payment_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id purchase;      /**< The purchase; required. */
} csr_payment_query;

/** A csr_payment_query in which everything has its default. */
#define CSR_PAYMENT_QUERY_INIT                                          \
    {                                                                   \
        (uint32_t)sizeof(csr_payment_query), 0, { NULL, 0 }, { { 0 } }, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Record what is known of a purchase.
 *
 * One external id is one purchase: the first call records it, a later one changes what is known of it, and one that tells
 * nothing new writes nothing. Its currency and its customer, once known, stay.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_purchase_put_params; required
 * @param out_id  [out] the purchase; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="customer"), CSR_E_CURRENCY (field="currency": not known, or not the one it has),
 *         CSR_E_STATE (field="customer": another one's),
 *         CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 write, 1 event
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_purchase_put(csr_session *session, const csr_purchase_put_params *params, csr_id *out_id,
                                    csr_error *err);

/**
 * Read one purchase.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the purchase
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_purchase_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * Find a purchase by what the host calls it.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_purchase_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="external_id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read through an index
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_purchase_find(csr_session *session, const csr_purchase_find_params *params,
                                     csr_result **out_result, csr_error *err);

/**
 * List the purchases of a customer, the last one bought first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_purchase_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_purchase_list(csr_session *session, const csr_purchase_query *query, csr_result **out_result,
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
CSR_API csr_status csr_purchase_at(const csr_result *result, size_t row, csr_purchase_view *view, csr_error *err);

/**
 * Record what is known of a line of a purchase.
 *
 * One number is one line. Its units and what was paid for them are those of the whole line.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_purchase_line_put_params; required
 * @param out_id  [out] the purchase line; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="purchase"),
 *         CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_purchase_line_put(csr_session *session, const csr_purchase_line_put_params *params,
                                         csr_id *out_id, csr_error *err);

/**
 * List the lines of a purchase in their order, or those of a serial number.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_purchase_line_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_purchase_line_list(csr_session *session, const csr_purchase_line_query *query,
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
CSR_API csr_status csr_purchase_line_at(const csr_result *result, size_t row, csr_purchase_line_view *view,
                                        csr_error *err);

/**
 * Record what is known of a payment of a purchase.
 *
 * One number is one payment. A dispute and what the bank took away are told in the same way.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_payment_put_params; required
 * @param out_id  [out] the payment; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="purchase"), CSR_E_DUPLICATE (field="reference"),
 *         CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_payment_put(csr_session *session, const csr_payment_put_params *params, csr_id *out_id,
                                   csr_error *err);

/**
 * Read one payment.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the payment
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_payment_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * List the payments of a purchase in their order.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_payment_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/purchases.md
 * @since  0.1
 */
CSR_API csr_status csr_payment_list(csr_session *session, const csr_payment_query *query, csr_result **out_result,
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
CSR_API csr_status csr_payment_at(const csr_result *result, size_t row, csr_payment_view *view, csr_error *err);
#endif

CSR_END_DECLS

#endif
