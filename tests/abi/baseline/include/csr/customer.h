/**
 * Customers, and the identities by which they are known.
 *
 * A customer is a person or an organisation; a person with an organisation is a contact of it. An identity is
 * one way to know a customer (e-mail, phone, loyalty card, room, ...); active identities are unique per kind
 * and normalised value, so that the same person is never entered twice by two clerks at once.
 */
#ifndef CSR_CUSTOMER_H
#define CSR_CUSTOMER_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What a customer is. */
typedef int32_t csr_customer_kind;
enum {
    CSR_CUSTOMER_PERSON = 1,      /**< A person. */
    CSR_CUSTOMER_ORGANISATION = 2 /**< An organisation. */
};

/** How well a customer knows the product. */
typedef int32_t csr_familiarity;
enum {
    CSR_FAMILIARITY_NONE = 1,  /**< Knows nothing of it; explain from the beginning. */
    CSR_FAMILIARITY_BASIC = 2, /**< Knows the basics. */
    CSR_FAMILIARITY_GOOD = 3,  /**< Knows it well. */
    CSR_FAMILIARITY_EXPERT = 4 /**< Knows it better than most agents. */
};

/** How the house stands with a customer. */
typedef int32_t csr_standing;
enum {
    CSR_STANDING_GOOD = 1,   /**< No reservations. */
    CSR_STANDING_WATCH = 2,  /**< Take care, and a witness. */
    CSR_STANDING_ABUSIVE = 3 /**< Has abused staff; the rules of the house apply. */
};

/** How the customer stands with the house. */
typedef int32_t csr_loyalty;
enum {
    CSR_LOYALTY_NEW = 1,       /**< Brand-new: be especially patient. */
    CSR_LOYALTY_RETURNING = 2, /**< Comes back. */
    CSR_LOYALTY_LOYAL = 3,     /**< Comes back regularly. */
    CSR_LOYALTY_ADVOCATE = 4   /**< Recommends the house to others. */
};

/** A customer. */
typedef struct csr_customer_view {
    uint32_t struct_size;        /**< sizeof of the caller's struct. */
    csr_customer_kind kind;      /**< Person or organisation. */
    csr_id id;                   /**< Identity of the record. */
    int64_t version;             /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;         /**< When it was recorded. */
    csr_time updated_at;         /**< When it last changed. */
    csr_str name;                /**< Name as it is written and said. */
    csr_str language;            /**< Preferred language, BCP 47; empty = unknown. */
    csr_str note;                /**< What an agent should know at one look. */
    csr_id organisation;         /**< Organisation of a contact; none otherwise. */
    csr_familiarity familiarity; /**< How well the customer knows the product. */
    csr_standing standing;       /**< How the house stands with the customer. */
    csr_loyalty loyalty;         /**< How the customer stands with the house. */
    int32_t reserved;            /**< Zero. */
} csr_customer_view;

/** A new customer. */
typedef struct csr_customer_add_params {
    uint32_t struct_size;        /**< sizeof of the caller's struct. */
    csr_customer_kind kind;      /**< Person or organisation; 0 = person. */
    csr_str name;                /**< Name as it is written and said, at most 200 bytes; required. */
    csr_str language;            /**< Preferred language, a well-formed BCP 47 tag, at most 35 bytes. */
    csr_str note;                /**< What an agent should know at one look, at most 2000 bytes. */
    csr_id organisation;         /**< Organisation of a contact; it must be a customer of that kind. */
    csr_familiarity familiarity; /**< How well the customer knows the product; 0 = none. */
    csr_standing standing;       /**< How the house stands with the customer; 0 = good. */
    csr_loyalty loyalty;         /**< How the customer stands with the house; 0 = new. */
    int32_t reserved;            /**< Zero. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_customer_add_params;

/** A csr_customer_add_params in which everything has its default. */
#define CSR_CUSTOMER_ADD_PARAMS_INIT                                                                                \
    {                                                                                                               \
        (uint32_t)sizeof(csr_customer_add_params), 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { { 0 } }, 0, 0, 0, 0, \
            { NULL, 0 },                                                                                            \
    }

/** What to change in a customer; what is unset stays. */
typedef struct csr_customer_change_params {
    uint32_t struct_size;        /**< sizeof of the caller's struct. */
    int32_t reserved;            /**< Zero. */
    int64_t expected_version;    /**< Refuse unless the record still has this version; 0 = do not check. */
    uint64_t clear;              /**< CSR_CUSTOMER_CLEAR_* bits of the members to empty. */
    csr_str name;                /**< Name as it is written and said, at most 200 bytes. */
    csr_str language;            /**< Preferred language, a well-formed BCP 47 tag, at most 35 bytes. */
    csr_str note;                /**< What an agent should know at one look, at most 2000 bytes. */
    csr_id organisation;         /**< Organisation of a contact; it must be a customer of that kind. */
    csr_familiarity familiarity; /**< How well the customer knows the product. */
    csr_standing standing;       /**< How the house stands with the customer. */
    csr_loyalty loyalty;         /**< How the customer stands with the house. */
    int32_t reserved2;           /**< Zero. */
} csr_customer_change_params;

/** A csr_customer_change_params in which everything has its default. */
#define CSR_CUSTOMER_CHANGE_PARAMS_INIT                                                                                \
    {                                                                                                                  \
        (uint32_t)sizeof(csr_customer_change_params), 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { { 0 } }, 0, 0, \
            0, 0                                                                                                       \
    }

/** Empties language. */
#define CSR_CUSTOMER_CLEAR_LANGUAGE (UINT64_C(1) << 0)
/** Empties note. */
#define CSR_CUSTOMER_CLEAR_NOTE (UINT64_C(1) << 1)
/** Empties organisation. */
#define CSR_CUSTOMER_CLEAR_ORGANISATION (UINT64_C(1) << 2)

/** In what order customers are listed. */
typedef int32_t csr_customer_order;
enum {
    CSR_CUSTOMERS_BY_NEWEST = 1,      /**< The last recorded first. */
    CSR_CUSTOMERS_BY_ORGANISATION = 2 /**< The contacts of one organisation, oldest first; organisation is required. */
};

/** Which customers to list. */
typedef struct csr_customer_query {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t limit;            /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_customer_order order; /**< Order of the rows; 0 = by newest. */
    int32_t reserved;         /**< Zero. */
    csr_str after;            /**< Token of the page before; empty = from the start. */
    csr_id organisation;      /**< Only contacts of this organisation; with order organisation. */
} csr_customer_query;

/** A csr_customer_query in which everything has its default. */
#define CSR_CUSTOMER_QUERY_INIT                                                \
    {                                                                          \
        (uint32_t)sizeof(csr_customer_query), 0, 0, 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * Record a new customer.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_customer_add_params; required
 * @param out_id  [out] the new customer; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (organisation), CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 insert, 1 event
 * @source docs/words.md; service S1
 * @since  0.1
 */
CSR_API csr_status csr_customer_add(csr_session *session, const csr_customer_add_params *params, csr_id *out_id,
                                    csr_error *err);

/**
 * Change a customer.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the customer
 * @param params      [in]  csr_customer_change_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "organisation"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/words.md; service S1
 * @since  0.1
 */
CSR_API csr_status csr_customer_change(csr_session *session, const csr_id *id, const csr_customer_change_params *params,
                                       int64_t *out_version, csr_error *err);

/**
 * Read one customer.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the customer
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md; service S1
 * @since  0.1
 */
CSR_API csr_status csr_customer_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * List customers, a page at a time.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_customer_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_customer_list(csr_session *session, const csr_customer_query *query, csr_result **out_result,
                                     csr_error *err);

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
CSR_API csr_status csr_customer_at(const csr_result *result, size_t row, csr_customer_view *view, csr_error *err);

/** A tag to put on or take off. */
typedef struct csr_tag_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str tag;          /**< The tag: 1 to 60 bytes; compared by NFC and case folding; required. */
} csr_tag_params;

/** A csr_tag_params in which everything has its default. */
#define CSR_TAG_PARAMS_INIT                               \
    {                                                     \
        (uint32_t)sizeof(csr_tag_params), 0, { NULL, 0 }, \
    }

/**
 * Put a tag on a customer.
 *
 * A tag that is there already changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the customer
 * @param params      [in]  csr_tag_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_customer_tag(csr_session *session, const csr_id *id, const csr_tag_params *params,
                                    int64_t *out_version, csr_error *err);

/**
 * Take a tag off a customer.
 *
 * A tag that is not there changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the customer
 * @param params      [in]  csr_tag_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_customer_untag(csr_session *session, const csr_id *id, const csr_tag_params *params,
                                      int64_t *out_version, csr_error *err);

/** One tag on one record. */
typedef struct csr_tag_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t subject_kind; /**< Kind of the record: a csr_record_kind. */
    csr_id id;            /**< Identity of the record. */
    csr_id subject;       /**< The customer or ticket that carries it. */
    csr_time created_at;  /**< When it was recorded. */
    csr_str tag;          /**< The tag as it was written first. */
} csr_tag_view;

/** Which tags to list: those of one subject, or all that carry one tag. */
typedef struct csr_tag_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id subject;       /**< The customer or ticket whose tags are wanted. */
    csr_str tag;          /**< The tag whose carriers are wanted; exactly one of subject and tag is required. */
} csr_tag_query;

/** A csr_tag_query in which everything has its default. */
#define CSR_TAG_QUERY_INIT                                                       \
    {                                                                            \
        (uint32_t)sizeof(csr_tag_query), 0, { NULL, 0 }, { { 0 } }, { NULL, 0 }, \
    }

/**
 * List the tags of a record, or the records that carry a tag.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_tag_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_tag_list(csr_session *session, const csr_tag_query *query, csr_result **out_result,
                                csr_error *err);

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
CSR_API csr_status csr_tag_at(const csr_result *result, size_t row, csr_tag_view *view, csr_error *err);

/** A way to know a customer. */
typedef int32_t csr_identity_kind;
enum {
    CSR_IDENTITY_EMAIL = 1, /**< E-mail address; compared by NFC and case folding, no rules about dots or plus. */
    CSR_IDENTITY_PHONE = 2, /**< Phone number; compared in E.164 form. */
    CSR_IDENTITY_LOYALTY_CARD = 3, /**< Number of a loyalty card. */
    CSR_IDENTITY_ROOM = 4,         /**< Room of a hotel guest; end it at check-out. */
    CSR_IDENTITY_BOOKING = 5,      /**< Booking or reservation reference; end it when it is over. */
    CSR_IDENTITY_HANDLE = 6,       /**< Name on a chat or social network. */
    CSR_IDENTITY_ACCOUNT = 7,      /**< Account or contract number of the house. */
    CSR_IDENTITY_EXTERNAL = 8      /**< Key of the customer in another system. */
};

/** One identity of one customer. */
typedef struct csr_identity_view {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    csr_identity_kind kind; /**< What kind of identity. */
    csr_id id;              /**< Identity of the record. */
    csr_id customer;        /**< Whose identity it is. */
    csr_time created_at;    /**< When it was recorded. */
    csr_time verified_at;   /**< When it was proved to be theirs; unset = never. */
    csr_time ended_at;      /**< When it ceased to be theirs; unset = active. */
    csr_str value;          /**< The value as it was given. */
} csr_identity_view;

/** A new identity of a customer. */
typedef struct csr_identity_add_params {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    csr_identity_kind kind; /**< What kind of identity; required. */
    csr_id customer;        /**< Whose identity it is; required. */
    csr_str value;          /**< The value as given, at most 320 bytes; required. */
    int32_t verified;       /**< 1 when it has been proved to be theirs. */
    int32_t reserved;       /**< Zero. */
    csr_str request_key;    /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_identity_add_params;

/** A csr_identity_add_params in which everything has its default. */
#define CSR_IDENTITY_ADD_PARAMS_INIT                                                             \
    {                                                                                            \
        (uint32_t)sizeof(csr_identity_add_params), 0, { { 0 } }, { NULL, 0 }, 0, 0, { NULL, 0 }, \
    }

/**
 * Record a way to know a customer.
 *
 * Uniqueness covers active identities: a room may be somebody else's tomorrow.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_identity_add_params; required
 * @param out_id  [out] the new identity; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (customer), CSR_E_DUPLICATE (value, request_key), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md; RFC 5321, ITU-T E.164
 * @since  0.1
 */
CSR_API csr_status csr_identity_add(csr_session *session, const csr_identity_add_params *params, csr_id *out_id,
                                    csr_error *err);

/**
 * Note that an identity was proved to be the customer's.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the identity
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it has ended), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_identity_verify(csr_session *session, const csr_id *id, int64_t *out_version, csr_error *err);

/**
 * End an identity: from now on it may be another customer's.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the identity
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_identity_end(csr_session *session, const csr_id *id, int64_t *out_version, csr_error *err);

/** Which identities to list. */
typedef struct csr_identity_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id customer;      /**< Whose identities are wanted; required. */
} csr_identity_query;

/** A csr_identity_query in which everything has its default. */
#define CSR_IDENTITY_QUERY_INIT                                          \
    {                                                                    \
        (uint32_t)sizeof(csr_identity_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the identities of a customer, oldest first, ended ones included.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_identity_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_identity_list(csr_session *session, const csr_identity_query *query, csr_result **out_result,
                                     csr_error *err);

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
CSR_API csr_status csr_identity_at(const csr_result *result, size_t row, csr_identity_view *view, csr_error *err);

/** An identity to look up. */
typedef struct csr_customer_find_params {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    csr_identity_kind kind; /**< What kind of identity; required. */
    csr_str value;          /**< The value, in any spelling that normalises to the same; required. */
} csr_customer_find_params;

/** A csr_customer_find_params in which everything has its default. */
#define CSR_CUSTOMER_FIND_PARAMS_INIT                               \
    {                                                               \
        (uint32_t)sizeof(csr_customer_find_params), 0, { NULL, 0 }, \
    }

/**
 * Find the customer who is known by an identity now.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_customer_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="value"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   2 reads
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_customer_find(csr_session *session, const csr_customer_find_params *params,
                                     csr_result **out_result, csr_error *err);

/** An identity, and the customer to make when nobody has it. */
typedef struct csr_customer_identify_params {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    csr_identity_kind kind; /**< What kind of identity; required. */
    csr_str value;          /**< The value as given; required. */
    csr_str name;           /**< Name of a new customer; empty = the value. */
    csr_str language;       /**< Preferred language of a new customer, a well-formed BCP 47 tag. */
    int32_t verified;       /**< 1 when a new identity has been proved to be theirs. */
    int32_t reserved;       /**< Zero. */
    csr_str request_key;    /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_customer_identify_params;

/** A csr_customer_identify_params in which everything has its default. */
#define CSR_CUSTOMER_IDENTIFY_PARAMS_INIT                                                                            \
    {                                                                                                                \
        (uint32_t)sizeof(csr_customer_identify_params), 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, 0, 0, { NULL, 0 }, \
    }

/**
 * Find the customer who is known by an identity, or record a new one with it, in one transaction.
 *
 * Two clerks who do this at the same moment get the same customer. The row of a customer who was just made has
 * version 2 (added, identity added) and loyalty new.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_customer_identify_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result: one customer
 * @thread session: one thread at a time
 * @cost   1 transaction that takes the write lock: 2 reads; when new, 3 writes and 2 events more
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_customer_identify(csr_session *session, const csr_customer_identify_params *params,
                                         csr_result **out_result, csr_error *err);

CSR_END_DECLS

#endif
