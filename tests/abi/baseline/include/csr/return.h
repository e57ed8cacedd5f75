/**
 * @file csr/return.h
 * Goods that come back, and goods that were wrong, damaged or missing: what is asked for, received, accepted and settled.
 *
 * A return is about units of lines of one purchase (csr/purchase.h). Units that it holds cannot be asked for, claimed or refunded
 * a second time. Settled, it becomes parts of a refund (csr/giving_back.h), or replacements, or both: what is paid and the worth of
 * the replacements are what the goods were worth and what was charged, less the fees.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_RETURN_H
#define CSR_RETURN_H

#include <csr/export.h>
#include <csr/giving_back.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What is asked for. */
typedef int32_t csr_return_kind;
enum {
    CSR_RETURN_KIND_RETURN = 1, /**< Goods that were handed over come back. */
    CSR_RETURN_KIND_CLAIM = 2   /**< Goods were wrong, damaged or missing; they may not have to come back. */
};

/** What is given for the goods. */
typedef int32_t csr_return_remedy;
enum {
    CSR_RETURN_REMEDY_REFUND = 1, /**< What was paid for them. */
    CSR_RETURN_REMEDY_REPLACE = 2 /**< Other goods, or the same again. */
};

/** How far a return has come. */
typedef int32_t csr_return_state;
enum {
    CSR_RETURN_REQUESTED = 1,     /**< It was asked for. */
    CSR_RETURN_APPROVED = 2,      /**< It was allowed. */
    CSR_RETURN_REJECTED = 3,      /**< It was refused. */
    CSR_RETURN_IN_TRANSIT = 4,    /**< The goods are on their way. */
    CSR_RETURN_PART_RECEIVED = 5, /**< Some of the goods are here. */
    CSR_RETURN_RECEIVED = 6,      /**< The goods are here, or no more of them will come. */
    CSR_RETURN_INSPECTED = 7,     /**< It was said of all of them whether they are accepted. */
    CSR_RETURN_CLOSED = 8,        /**< It is settled. */
    CSR_RETURN_CANCELLED = 9      /**< It was given up before anything came. */
};

/** Whether the customer has to pay for replacements that are worth more. */
typedef int32_t csr_return_charge_state;
enum {
    CSR_RETURN_CHARGE_DUE = 1,   /**< The host is to take the money, and say what became of that. */
    CSR_RETURN_CHARGE_PAID = 2,  /**< It was paid. */
    CSR_RETURN_CHARGE_FAILED = 3 /**< It was not, and nothing is settled. */
};

/** What is wrong with goods. */
typedef int32_t csr_goods_fault;
enum {
    CSR_GOODS_WRONG = 1,   /**< Something else came. */
    CSR_GOODS_DAMAGED = 2, /**< They do not work, or came broken. */
    CSR_GOODS_MISSING = 3  /**< They did not come. */
};

/** A return. */
typedef struct csr_return_view {
    uint32_t struct_size;           /**< sizeof of the caller's struct. */
    csr_return_state state;         /**< How far it has come. */
    csr_id id;                      /**< Identity of the record. */
    int64_t version;                /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;            /**< When it was recorded. */
    csr_time updated_at;            /**< When it last changed. */
    csr_id purchase;                /**< What the goods were bought with. */
    csr_id customer;                /**< Whose purchase it is; none = not known. */
    csr_id ticket;                  /**< The matter it belongs to; none = no ticket. */
    csr_id decided_by;              /**< Agent who allowed or refused it; none = the system, or nobody yet. */
    csr_id refund;                  /**< The refund that came of it; none = none. */
    csr_time decided_at;            /**< When it was allowed or refused; unset = it is not. */
    csr_time sent_at;               /**< When the goods were said to be on their way; unset = they were not. */
    csr_time received_at;           /**< When the last of the goods came; unset = none have. */
    csr_time closed_at;             /**< When it was settled; unset = it is not. */
    csr_time due_at;                /**< By when the goods have to be here; unset = no end. */
    int64_t goods_minor;            /**< What the accepted goods came to when it was settled, in minor units. */
    int64_t fees_minor;             /**< What was kept of that. */
    int64_t replacement_minor;      /**< What the replacements were worth. */
    int64_t refund_minor;           /**< What is given back in money. */
    int64_t charge_minor;           /**< What the customer has to pay, or paid. */
    csr_return_kind kind;           /**< What is asked for. */
    csr_return_remedy remedy;       /**< What is given for the goods. */
    csr_return_charge_state charge; /**< Whether the customer has to pay; 0 = not. */
    int32_t keeps_goods;            /**< 1 = the customer keeps the goods: nothing has to come. */
    char currency[4];               /**< ISO 4217, NUL-ended. */
    int32_t awaited;                /**< 1 while goods are to come by due_at. */
    csr_str authorisation;          /**< Number under which the goods may be sent; unique; empty = it is not allowed. */
    csr_str reason;                 /**< A short code of the house for why, such as "too small". */
    csr_str note;                   /**< More about it; may be empty. */
    csr_str tracking;               /**< What the carrier calls the parcel; may be empty. */
    csr_str charge_reference;       /**< What the host calls the charge; may be empty. */
} csr_return_view;

/** A line of a return: units of a line of the purchase. */
typedef struct csr_return_line_view {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_goods_fault fault; /**< What is wrong with them; 0 = nothing, they are a return. */
    csr_id id;             /**< Identity of the record. */
    csr_id return_id;      /**< The return. */
    csr_id line;           /**< The line of the purchase. */
    csr_time created_at;   /**< When it was recorded. */
    int64_t units;         /**< Units asked for. */
    int64_t received;      /**< Of these, units that came. */
    int64_t accepted;      /**< Of these, units that are taken back. */
    int64_t rejected;      /**< And units that are not. */
    int64_t gross_minor; /**< What replacements were given for, tax included; what is refunded stands in the refund. */
    int64_t tax_minor;   /**< The tax in that. */
    csr_str reason;      /**< A short code of the house for why; may be empty. */
    csr_str condition;   /**< What they were found to be like; may be empty. */
} csr_return_line_view;

/** Goods given in place of those that come back. */
typedef struct csr_replacement_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id id;            /**< Identity of the record. */
    csr_id return_id;     /**< The return. */
    csr_time created_at;  /**< When it was recorded. */
    int64_t units;        /**< How many. */
    int64_t gross_minor;  /**< What all of them are worth, tax included. */
    int64_t tax_minor;    /**< The tax in that. */
    csr_str sku;          /**< What the house calls the goods. */
    csr_str name;         /**< What customers call them; may be empty. */
} csr_replacement_view;

/** A return to be asked for. */
typedef struct csr_return_open_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_return_kind kind;     /**< What is asked for; 0 = CSR_RETURN_KIND_RETURN. */
    csr_return_remedy remedy; /**< What is to be given for the goods; 0 = CSR_RETURN_REMEDY_REFUND. */
    int32_t reserved;         /**< Zero. */
    csr_id purchase;          /**< What the goods were bought with; required. */
    csr_id ticket;            /**< The matter it belongs to, of the same customer. */
    csr_str reason;           /**< A short code of the house for why, at most 120 bytes; required. */
    csr_str note;             /**< More about it, at most 2000 bytes. */
    csr_str request_key;      /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_return_open_params;

/** A csr_return_open_params in which everything has its default. */
#define CSR_RETURN_OPEN_PARAMS_INIT                                                                        \
    {                                                                                                      \
        (uint32_t)sizeof(csr_return_open_params), 0, 0, 0, { { 0 } }, { { 0 } }, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 },                                                                                   \
    }

/** Units to be added to a return. */
typedef struct csr_return_add_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_goods_fault fault;    /**< What is wrong with them; of a claim: required. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_id line;              /**< The line of the purchase; required. */
    int64_t units;            /**< How many, 1 or more; required. */
    csr_str reason;           /**< A short code of the house for why, at most 120 bytes. */
} csr_return_add_params;

/** A csr_return_add_params in which everything has its default. */
#define CSR_RETURN_ADD_PARAMS_INIT                                                \
    {                                                                             \
        (uint32_t)sizeof(csr_return_add_params), 0, 0, { { 0 } }, 0, { NULL, 0 }, \
    }

/** How a return is allowed. */
typedef struct csr_return_approve_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t
        keeps_goods; /**< Of a claim: 1 = the customer keeps the goods, nothing has to come; 0 = as the policy says. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_time due_at;          /**< By when the goods have to be here, in the future; 0 = as the policy says. */
    csr_str authorisation;    /**< Number for sending them, at most 255 bytes; empty = made of the order number. */
} csr_return_approve_params;

/** A csr_return_approve_params in which everything has its default. */
#define CSR_RETURN_APPROVE_PARAMS_INIT                                     \
    {                                                                      \
        (uint32_t)sizeof(csr_return_approve_params), 0, 0, 0, { NULL, 0 }, \
    }

/** Why a return is refused. */
typedef struct csr_return_reject_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str reason;           /**< Why, at most 500 bytes; required. */
} csr_return_reject_params;

/** A csr_return_reject_params in which everything has its default. */
#define CSR_RETURN_REJECT_PARAMS_INIT                                  \
    {                                                                  \
        (uint32_t)sizeof(csr_return_reject_params), 0, 0, { NULL, 0 }, \
    }

/** Why a return is given up. */
typedef struct csr_return_cancel_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str reason;           /**< Why, at most 500 bytes; required. */
} csr_return_cancel_params;

/** A csr_return_cancel_params in which everything has its default. */
#define CSR_RETURN_CANCEL_PARAMS_INIT                                  \
    {                                                                  \
        (uint32_t)sizeof(csr_return_cancel_params), 0, 0, { NULL, 0 }, \
    }

/** Goods that are on their way. */
typedef struct csr_return_send_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str tracking;         /**< What the carrier calls the parcel, at most 200 bytes. */
} csr_return_send_params;

/** A csr_return_send_params in which everything has its default. */
#define CSR_RETURN_SEND_PARAMS_INIT                                  \
    {                                                                \
        (uint32_t)sizeof(csr_return_send_params), 0, 0, { NULL, 0 }, \
    }

/** Goods that came. */
typedef struct csr_return_receive_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t complete;         /**< 1 = no more will come. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_id line;              /**< The line of the return; none = none came, which only tells that no more will. */
    int64_t units;            /**< Units of it that came, 1 or more. */
} csr_return_receive_params;

/** A csr_return_receive_params in which everything has its default. */
#define CSR_RETURN_RECEIVE_PARAMS_INIT                                   \
    {                                                                    \
        (uint32_t)sizeof(csr_return_receive_params), 0, 0, { { 0 } }, 0, \
    }

/** What was found. It takes the place of what was found of the line before. */
typedef struct csr_return_inspect_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_id line;              /**< The line of the return; required. */
    int64_t accepted;         /**< Units that are taken back. */
    int64_t rejected;         /**< Units that are not; together with those accepted, all that came. */
    csr_str condition;        /**< What they were found to be like, at most 120 bytes. */
} csr_return_inspect_params;

/** A csr_return_inspect_params in which everything has its default. */
#define CSR_RETURN_INSPECT_PARAMS_INIT                                                   \
    {                                                                                    \
        (uint32_t)sizeof(csr_return_inspect_params), 0, 0, { { 0 } }, 0, 0, { NULL, 0 }, \
    }

/** What is kept of a return. */
typedef struct csr_return_settle_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t
        restocking_basis_points; /**< Kept for taking the goods back: hundredths of a per cent of them, 0 to 10000. */
    int64_t expected_version;    /**< Refuse unless the record still has this version; 0 = do not check. */
    int64_t shipping_fee_minor;  /**< Kept for sending them back, tax included, in minor units. */
    int64_t shipping_fee_tax_minor; /**< The tax in that. */
    csr_fee_tax fee_tax;            /**< Whether the restocking fee has a tax; 0 = CSR_FEE_TAX_NONE. */
    csr_return_remedy remedy;       /**< What is given for the goods; 0 = as it was asked for. */
} csr_return_settle_params;

/** A csr_return_settle_params in which everything has its default. */
#define CSR_RETURN_SETTLE_PARAMS_INIT                                 \
    {                                                                 \
        (uint32_t)sizeof(csr_return_settle_params), 0, 0, 0, 0, 0, 0, \
    }

/** What became of a charge. */
typedef struct csr_return_charge_params {
    uint32_t struct_size;           /**< sizeof of the caller's struct. */
    csr_return_charge_state charge; /**< CSR_RETURN_CHARGE_PAID or CSR_RETURN_CHARGE_FAILED; required. */
    int64_t expected_version;       /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str reference;              /**< What the host calls the charge, at most 200 bytes. */
} csr_return_charge_params;

/** A csr_return_charge_params in which everything has its default. */
#define CSR_RETURN_CHARGE_PARAMS_INIT                                  \
    {                                                                  \
        (uint32_t)sizeof(csr_return_charge_params), 0, 0, { NULL, 0 }, \
    }

/** Which return to find. */
typedef struct csr_return_find_params {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    int32_t reserved;      /**< Zero. */
    csr_str authorisation; /**< Number under which the goods may be sent, at most 255 bytes; required. */
} csr_return_find_params;

/** A csr_return_find_params in which everything has its default. */
#define CSR_RETURN_FIND_PARAMS_INIT                               \
    {                                                             \
        (uint32_t)sizeof(csr_return_find_params), 0, { NULL, 0 }, \
    }

/** Which returns to list: those of a purchase, a ticket or a customer, or those that wait for goods. */
typedef struct csr_return_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id purchase;      /**< The purchase. */
    csr_id ticket;        /**< The ticket. */
    csr_id customer;      /**< The customer. */
    int32_t open;         /**< With a customer: 1 = those that are not settled, refused or given up only. */
    int32_t due; /**< 1 = those of all customers whose goods have to be here by an instant, the earliest first. */
} csr_return_query;

/** A csr_return_query in which everything has its default. */
#define CSR_RETURN_QUERY_INIT                                                                      \
    {                                                                                              \
        (uint32_t)sizeof(csr_return_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, { { 0 } }, 0, 0, \
    }

/** Which lines to list: those of a return, or those about a line of a purchase. */
typedef struct csr_return_line_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id return_id;     /**< The return; either this or line. */
    csr_id line;          /**< The line of the purchase; either this or return_id. */
} csr_return_line_query;

/** A csr_return_line_query in which everything has its default. */
#define CSR_RETURN_LINE_QUERY_INIT                                                     \
    {                                                                                  \
        (uint32_t)sizeof(csr_return_line_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, \
    }

/** Goods to be given in place of those that come back. */
typedef struct csr_replacement_add_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id return_id;     /**< The return; required. */
    int64_t units;        /**< How many; 0 = 1. */
    int64_t gross_minor;  /**< What all of them are worth, tax included. */
    int64_t tax_minor;    /**< The tax in that. */
    csr_str sku;          /**< What the house calls the goods, at most 120 bytes; required. */
    csr_str name;         /**< What customers call them, at most 200 bytes. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_replacement_add_params;

/** A csr_replacement_add_params in which everything has its default. */
#define CSR_REPLACEMENT_ADD_PARAMS_INIT                                                                             \
    {                                                                                                               \
        (uint32_t)sizeof(csr_replacement_add_params), 0, { { 0 } }, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/** Which replacements to list: those of a return. */
typedef struct csr_replacement_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id return_id;     /**< The return; required. */
} csr_replacement_query;

/** A csr_replacement_query in which everything has its default. */
#define CSR_REPLACEMENT_QUERY_INIT                                          \
    {                                                                       \
        (uint32_t)sizeof(csr_replacement_query), 0, { NULL, 0 }, { { 0 } }, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Ask for a return, or make a claim, about a purchase.
 *
 * It has no lines yet: add them before it is allowed.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_return_open_params; required
 * @param out_id  [out] the new return; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="purchase" or "ticket"), CSR_E_STATE (field="ticket": another customer's),
 *         CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_open(csr_session *session, const csr_return_open_params *params, csr_id *out_id,
                                   csr_error *err);

/**
 * Add units of a line of the purchase to a return that was asked for.
 *
 * No more than were handed over, less those that were refunded or that a return or a claim holds; of missing goods no
 * more than were bought. A line of the purchase is one line of a return.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_add_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_NOT_FOUND (field="line"), CSR_E_OVER_REFUND
 *         (field="units": so many are not left), CSR_E_DUPLICATE (field="line": it is in the return), CSR_E_LIMIT (too
 *         many lines), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of the refunds and returns of the line, 2 writes, 2 events
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_add(csr_session *session, const csr_id *id, const csr_return_add_params *params,
                                  int64_t *out_version, csr_error *err);

/**
 * Allow a return.
 *
 * It gets a number under which the goods may be sent. Goods that have to be here by an instant and were not sent by
 * then: the return is given up, by csr_desk_tick().
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_approve_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state", no lines), CSR_E_STATE (field="keeps_goods": they
 *         cannot come, or have to), CSR_E_DUPLICATE (field="authorisation"), CSR_E_CONFLICT, CSR_E_ARGUMENT,
 *         CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_approve(csr_session *session, const csr_id *id, const csr_return_approve_params *params,
                                      int64_t *out_version, csr_error *err);

/**
 * Refuse a return that was asked for.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_reject_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_reject(csr_session *session, const csr_id *id, const csr_return_reject_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Give up a return of which nothing has come; its units are free again.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_cancel_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_cancel(csr_session *session, const csr_id *id, const csr_return_cancel_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Say that the goods are on their way.
 *
 * Goods that are brought need not be sent.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_send_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_send(csr_session *session, const csr_id *id, const csr_return_send_params *params,
                                   int64_t *out_version, csr_error *err);

/**
 * Say what came.
 *
 * When all has come, or no more will, the goods are inspected.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_receive_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_NOT_FOUND (field="line"), CSR_E_OVER_REFUND
 *         (field="units": more than was asked for), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_receive(csr_session *session, const csr_id *id, const csr_return_receive_params *params,
                                      int64_t *out_version, csr_error *err);

/**
 * Say of goods that came whether they are accepted.
 *
 * Units that are not accepted are free again. What was found may be put right until it is settled.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_inspect_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_NOT_FOUND (field="line"), CSR_E_ARGUMENT
 *         (field="accepted": together it is not what came),
 *         CSR_E_OVER_REFUND (field="accepted": somebody else has them by now), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_inspect(csr_session *session, const csr_id *id, const csr_return_inspect_params *params,
                                      int64_t *out_version, csr_error *err);

/**
 * Settle a return: a refund, replacements, or a charge for what they are worth more.
 *
 * What the accepted units are worth, less the fees, less what the replacements are worth: what is left becomes a
 * refund that is a draft, with these as its parts; if nothing is left the return is closed without one; if something
 * is missing the host is to take that of the customer and to say so by csr_return_charge(). A return to replace goods
 * for which no replacements were named gives the same again. It is settled once; only when its refund was refused or
 * given up it may be settled again.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_settle_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_STATE (field="charge", "remedy" or "refund"),
 *         CSR_E_OVER_REFUND (field="fees": they are more than the goods), CSR_E_LIMIT, CSR_E_OVERFLOW, CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of the refunds and returns of its lines, 1 event for each part
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_settle(csr_session *session, const csr_id *id, const csr_return_settle_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Say what became of the charge for replacements.
 *
 * Paid, it closes the return. Failed, nothing is settled: other replacements may be named, and it may be settled
 * again.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the return
 * @param params      [in]  csr_return_charge_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state"), CSR_E_STATE (field="charge": none is due),
 *         CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 write, 1 event, and one for each line when it failed
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_charge(csr_session *session, const csr_id *id, const csr_return_charge_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Read one return.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the return
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * Find a return by the number under which its goods may be sent.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_return_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="authorisation"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_find(csr_session *session, const csr_return_find_params *params, csr_result **out_result,
                                   csr_error *err);

/**
 * List returns, the last one recorded first; those that wait for goods by when these have to be here.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_return_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_list(csr_session *session, const csr_return_query *query, csr_result **out_result,
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
CSR_API csr_status csr_return_at(const csr_result *result, size_t row, csr_return_view *view, csr_error *err);

/**
 * List the lines of a return, or what was returned and claimed of a line of a purchase, in the order of the lines of
 * the purchase, or in which they were added.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_return_line_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_return_line_list(csr_session *session, const csr_return_line_query *query,
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
CSR_API csr_status csr_return_line_at(const csr_result *result, size_t row, csr_return_line_view *view, csr_error *err);

/**
 * Name goods to be given in place of those that come back.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_replacement_add_params; required
 * @param out_id  [out] the new replacement; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="return_id"), CSR_E_STATE (field="state", "charge" or "remedy"), CSR_E_DUPLICATE
 *         (request_key), CSR_E_LIMIT (too many), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_replacement_add(csr_session *session, const csr_replacement_add_params *params, csr_id *out_id,
                                       csr_error *err);

/**
 * Take back that goods are to be given.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the replacement
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (field="state" or "charge"), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_replacement_remove(csr_session *session, const csr_id *id, int64_t *out_version, csr_error *err);

/**
 * List the replacements of a return in the order in which they were named.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_replacement_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through an index
 * @source docs/returns.md
 * @since  0.1
 */
CSR_API csr_status csr_replacement_list(csr_session *session, const csr_replacement_query *query,
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
CSR_API csr_status csr_replacement_at(const csr_result *result, size_t row, csr_replacement_view *view, csr_error *err);
#endif

CSR_END_DECLS

#endif
