/**
 * Custom fields: what a house wants to know of its customers, tickets and interactions beyond what the library knows.
 *
 * A field is defined once and described like a column: its type, its limits, whether it is personal, whether records
 * can be found by it. Values are checked when they are set, and their changes are events of the record that has them.
 */
#ifndef CSR_FIELD_H
#define CSR_FIELD_H

#include <csr/event.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Fields that one kind of record can have, retired ones included. */
#define CSR_FIELDS_MAX 256
/** Bytes that a text value holds at most. */
#define CSR_FIELD_BYTES_MAX 4000
/** Bytes that a value of a text field holds at most when the field does not say. */
#define CSR_FIELD_BYTES_DEFAULT 1000
/** Bytes that a value of an indexed text field holds at most. */
#define CSR_FIELD_INDEXED_BYTES_MAX 250
/** Choices that a field can have, retired ones included. */
#define CSR_FIELD_CHOICES_MAX 500

/** What the values of a field are; a value is given and shown as text in the form that is said here. */
typedef int32_t csr_field_type;
enum {
    CSR_FIELD_TEXT = 1,    /**< Text, as it was given. */
    CSR_FIELD_INTEGER = 2, /**< A whole number of 64 bits, such as -42. */
    CSR_FIELD_DECIMAL =
        3, /**< A decimal number, such as 12.5, kept exactly: up to 18 digits before the point, 9 behind it. */
    CSR_FIELD_FLAG = 4,    /**< "true" or "false". */
    CSR_FIELD_DATE = 5,    /**< A day of the calendar, such as 2026-11-22. */
    CSR_FIELD_INSTANT = 6, /**< An instant, RFC 3339; shown in UTC. */
    CSR_FIELD_CHOICE = 7   /**< The name of one of the choices of the field. */
};

/** A custom field: what the house wants to know beyond what the library knows. */
typedef struct csr_field_view {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_field_type type;          /**< What its values are. */
    csr_id id;                    /**< Identity of the record. */
    int64_t version;              /**< Counts the changes of the record; 1 when new. */
    csr_time created_at;          /**< When it was recorded. */
    csr_time updated_at;          /**< When it last changed. */
    csr_record_kind subject_kind; /**< Kind of the records that have it: customer, ticket or interaction. */
    int32_t
        required; /**< 1 when a record should have a value: it cannot be unset, and csr_field_missing() tells who lacks it. */
    int32_t personal;  /**< 1 when its values are data about a person: kept apart in events, and erasable. */
    int32_t indexed;   /**< 1 when records can be found by its values. */
    int32_t retired;   /**< 1 when it takes no values any more; those there are stay readable. */
    int32_t max_bytes; /**< Bytes that a text value holds at most; 0 for other types. */
    csr_str name;      /**< Its name in small letters, digits and "_", unique among the fields of its kind of record. */
    csr_str label;     /**< What people read; may be empty. */
    csr_str minimum;   /**< Smallest value, in the form of its type; may be empty. */
    csr_str maximum;   /**< Largest value, in the form of its type; may be empty. */
    csr_str
        choices; /**< Choices in their order, JSON: [{"label":..,"name":..,"retired":true},..]; empty for other types. */
} csr_field_view;

/** A new custom field. */
typedef struct csr_field_add_params {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_field_type type;          /**< What its values are; required. */
    csr_record_kind subject_kind; /**< Kind of the records that have it: customer, ticket or interaction; required. */
    int32_t required;             /**< 1 when a record should have a value. */
    int32_t personal;             /**< 1 when its values are data about a person. */
    int32_t indexed;              /**< 1 when records can be found by its values. */
    int32_t
        max_bytes; /**< Text: bytes at most, up to CSR_FIELD_BYTES_MAX, or CSR_FIELD_INDEXED_BYTES_MAX if indexed; 0 = the default. */
    int32_t reserved;    /**< Zero. */
    csr_str name;        /**< Its name: small letters, digits and "_", begun by a letter, at most 60 bytes; required. */
    csr_str label;       /**< What people read, at most 120 bytes. */
    csr_str minimum;     /**< Smallest value: integer, decimal, date and instant. */
    csr_str maximum;     /**< Largest value: integer, decimal, date and instant. */
    csr_str choices;     /**< Names of the choices in their order, JSON: ["red","blue"]; of a choice only. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_field_add_params;

/** A csr_field_add_params in which everything has its default. */
#define CSR_FIELD_ADD_PARAMS_INIT                                                                           \
    {                                                                                                       \
        (uint32_t)sizeof(csr_field_add_params), 0, 0, 0, 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 }, { NULL, 0 }, { NULL, 0 },                                                          \
    }

/**
 * Define a custom field.
 *
 * Its type, its kind of record, whether it is personal and whether it is indexed are decided here and stay.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_field_add_params; required
 * @param out_id  [out] the new field; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_DUPLICATE (field="name" or "request_key"), CSR_E_LIMIT (field="subject_kind": CSR_FIELDS_MAX;
 *         field="choices"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 insert, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_add(csr_session *session, const csr_field_add_params *params, csr_id *out_id,
                                 csr_error *err);

/** Bits of csr_field_change_params.clear. */
#define CSR_FIELD_CLEAR_LABEL (UINT64_C(1) << 0)
/** See CSR_FIELD_CLEAR_LABEL. */
#define CSR_FIELD_CLEAR_MINIMUM (UINT64_C(1) << 1)
/** See CSR_FIELD_CLEAR_LABEL. */
#define CSR_FIELD_CLEAR_MAXIMUM (UINT64_C(1) << 2)
/** See CSR_FIELD_CLEAR_LABEL. */
#define CSR_FIELD_CLEAR_REQUIRED (UINT64_C(1) << 3)

/** What changes in a custom field; zero leaves as is. */
typedef struct csr_field_change_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t required;         /**< 1 when a record should have a value. */
    uint64_t clear;           /**< CSR_FIELD_CLEAR_* bits: what is emptied. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    int32_t max_bytes;        /**< Text: bytes at most. */
    int32_t reserved;         /**< Zero. */
    csr_str name;             /**< Its new name; values keep to the field, not to its name. */
    csr_str label;            /**< What people read, at most 120 bytes. */
    csr_str minimum;          /**< Smallest value. */
    csr_str maximum;          /**< Largest value. */
} csr_field_change_params;

/** A csr_field_change_params in which everything has its default. */
#define CSR_FIELD_CHANGE_PARAMS_INIT                                                                                  \
    {                                                                                                                 \
        (uint32_t)sizeof(csr_field_change_params), 0, 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Change a custom field: name, label, limits, whether it is required.
 *
 * Values that were recorded stay as they are, also where a new limit would refuse them.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the field
 * @param params      [in]  csr_field_change_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_DUPLICATE (field="name"), CSR_E_NOT_FOUND (field="id"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 conditional write, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_change(csr_session *session, const csr_id *id, const csr_field_change_params *params,
                                    int64_t *out_version, csr_error *err);

/** A choice that is added, labelled anew, retired or restored. */
typedef struct csr_field_choice_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t retire;           /**< 1 = no value may be set to it any more; records that have it keep it. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    int32_t restore;          /**< 1 = it may be chosen again. */
    int32_t reserved;         /**< Zero. */
    csr_str name;  /**< Its name, at most 60 bytes; one that the field does not have is added at the end; required. */
    csr_str label; /**< What people read, at most 120 bytes; empty = as it is. */
} csr_field_choice_params;

/** A csr_field_choice_params in which everything has its default. */
#define CSR_FIELD_CHOICE_PARAMS_INIT                                                     \
    {                                                                                    \
        (uint32_t)sizeof(csr_field_choice_params), 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Add a choice to a field, or change one that it has.
 *
 * The name of a choice is what records hold, and stays; its label may change.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the field, of type choice
 * @param params      [in]  csr_field_choice_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_STATE (not a choice field), CSR_E_LIMIT (field="name": CSR_FIELD_CHOICES_MAX), CSR_E_NOT_FOUND
 *         (field="id"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_choice(csr_session *session, const csr_id *id, const csr_field_choice_params *params,
                                    int64_t *out_version, csr_error *err);

/** Which version of a field is retired or restored. */
typedef struct csr_field_retire_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
} csr_field_retire_params;

/** A csr_field_retire_params in which everything has its default. */
#define CSR_FIELD_RETIRE_PARAMS_INIT                     \
    {                                                    \
        (uint32_t)sizeof(csr_field_retire_params), 0, 0, \
    }

/**
 * Retire a field: it takes no values any more, and is no longer asked for.
 *
 * Values that were recorded stay readable and findable, and can be unset.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the field
 * @param params      [in]  csr_field_retire_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_retire(csr_session *session, const csr_id *id, const csr_field_retire_params *params,
                                    int64_t *out_version, csr_error *err);

/**
 * Take a retired field back into use.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the field
 * @param params      [in]  csr_field_retire_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_restore(csr_session *session, const csr_id *id, const csr_field_retire_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Read a field.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the field
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** Which field. */
typedef struct csr_field_find_params {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_record_kind subject_kind; /**< Kind of the records that have it; required. */
    csr_str name;                 /**< Its name; required. */
} csr_field_find_params;

/** A csr_field_find_params in which everything has its default. */
#define CSR_FIELD_FIND_PARAMS_INIT                               \
    {                                                            \
        (uint32_t)sizeof(csr_field_find_params), 0, { NULL, 0 }, \
    }

/**
 * Read the field of a name.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_field_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="name"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_find(csr_session *session, const csr_field_find_params *params, csr_result **out_result,
                                  csr_error *err);

/** Which fields to list. */
typedef struct csr_field_query {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    int32_t limit;                /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;                /**< Token of the page before; empty = from the start. */
    csr_record_kind subject_kind; /**< Kind of the records that have them; required. */
    int32_t reserved;             /**< Zero. */
} csr_field_query;

/** A csr_field_query in which everything has its default. */
#define CSR_FIELD_QUERY_INIT                                     \
    {                                                            \
        (uint32_t)sizeof(csr_field_query), 0, { NULL, 0 }, 0, 0, \
    }

/**
 * List the fields of a kind of record by name, retired ones included.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_field_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_list(csr_session *session, const csr_field_query *query, csr_result **out_result,
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
CSR_API csr_status csr_field_at(const csr_result *result, size_t row, csr_field_view *view, csr_error *err);

/** A value of a custom field. */
typedef struct csr_field_set_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str field;            /**< Name of the field; required. */
    csr_str value;            /**< The value as text in the form of the type, at most 4000 bytes; required. */
} csr_field_set_params;

/** A csr_field_set_params in which everything has its default. */
#define CSR_FIELD_SET_PARAMS_INIT                                               \
    {                                                                           \
        (uint32_t)sizeof(csr_field_set_params), 0, 0, { NULL, 0 }, { NULL, 0 }, \
    }

/** Which value is taken away. */
typedef struct csr_field_unset_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str field;            /**< Name of the field; required. */
} csr_field_unset_params;

/** A csr_field_unset_params in which everything has its default. */
#define CSR_FIELD_UNSET_PARAMS_INIT                                  \
    {                                                                \
        (uint32_t)sizeof(csr_field_unset_params), 0, 0, { NULL, 0 }, \
    }

/**
 * Give a customer a value of a custom field, or another one.
 *
 * The value that it has already changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the customer
 * @param params      [in]  csr_field_set_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "field"), CSR_E_STATE (field="field": retired; field="value": a retired
 *         choice), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_customer_set_field(csr_session *session, const csr_id *id, const csr_field_set_params *params,
                                          int64_t *out_version, csr_error *err);

/**
 * Take the value of a custom field away from a customer.
 *
 * What is not set changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the customer
 * @param params      [in]  csr_field_unset_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "field"), CSR_E_STATE (field="field": required), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_customer_unset_field(csr_session *session, const csr_id *id,
                                            const csr_field_unset_params *params, int64_t *out_version, csr_error *err);

/**
 * Give a ticket a value of a custom field, or another one.
 *
 * The value that it has already changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_field_set_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "field"), CSR_E_STATE (field="field": retired; field="value": a retired
 *         choice), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_set_field(csr_session *session, const csr_id *id, const csr_field_set_params *params,
                                        int64_t *out_version, csr_error *err);

/**
 * Take the value of a custom field away from a ticket.
 *
 * What is not set changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_field_unset_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "field"), CSR_E_STATE (field="field": required), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_unset_field(csr_session *session, const csr_id *id, const csr_field_unset_params *params,
                                          int64_t *out_version, csr_error *err);

/**
 * Give an interaction a value of a custom field, or another one.
 *
 * The value that it has already changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the interaction
 * @param params      [in]  csr_field_set_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "field"), CSR_E_STATE (field="field": retired; field="value": a retired
 *         choice), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_interaction_set_field(csr_session *session, const csr_id *id, const csr_field_set_params *params,
                                             int64_t *out_version, csr_error *err);

/**
 * Take the value of a custom field away from an interaction.
 *
 * What is not set changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the interaction
 * @param params      [in]  csr_field_unset_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on failure;
 *                          may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "field"), CSR_E_STATE (field="field": required), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_interaction_unset_field(csr_session *session, const csr_id *id,
                                               const csr_field_unset_params *params, int64_t *out_version,
                                               csr_error *err);

/** A value of a custom field, with what the field says of itself today. */
typedef struct csr_field_value_view {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_field_type type;          /**< What its values are. */
    csr_id field;                 /**< The field. */
    csr_id subject;               /**< The record that has the value. */
    csr_record_kind subject_kind; /**< Kind of that record. */
    int32_t retired;              /**< 1 when the field takes no values any more. */
    csr_time created_at;          /**< When the record got its first value. */
    csr_time updated_at;          /**< When the value last changed. */
    csr_str name;                 /**< Name of the field. */
    csr_str label;                /**< What people read; may be empty. */
    csr_str value;                /**< The value as text in the form of the type. */
    int64_t
        number; /**< The value as a number: an integer, a flag (0 or 1), an instant (microseconds), a date (days since 1970-01-01); else 0. */
} csr_field_value_view;

/** Whose values to list. */
typedef struct csr_field_values_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id subject;       /**< The customer, ticket or interaction; required. */
} csr_field_values_query;

/** A csr_field_values_query in which everything has its default. */
#define CSR_FIELD_VALUES_QUERY_INIT                                          \
    {                                                                        \
        (uint32_t)sizeof(csr_field_values_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the values that a record has of custom fields.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_field_values_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page, 1 read of its fields
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_values(csr_session *session, const csr_field_values_query *query, csr_result **out_result,
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
CSR_API csr_status csr_field_value_at(const csr_result *result, size_t row, csr_field_value_view *view, csr_error *err);

/** Which record is looked at. */
typedef struct csr_field_missing_query {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_record_kind subject_kind; /**< Kind of the record; required. */
    csr_id subject;               /**< The record; required. */
} csr_field_missing_query;

/** A csr_field_missing_query in which everything has its default. */
#define CSR_FIELD_MISSING_QUERY_INIT                             \
    {                                                            \
        (uint32_t)sizeof(csr_field_missing_query), 0, { { 0 } }, \
    }

/**
 * List the required fields of which a record has no value.
 *
 * Rows are fields. A host asks before it settles a ticket; the library itself refuses nothing for their sake.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_field_missing_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="subject"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   3 reads
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_field_missing(csr_session *session, const csr_field_missing_query *query,
                                     csr_result **out_result, csr_error *err);

/** Which records to find by a custom field: those of one value, or those between two. */
typedef struct csr_field_match_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    int32_t descending;   /**< 1 = the largest value first. */
    int32_t reserved;     /**< Zero. */
    csr_str field;        /**< Name of the field, which must be indexed; required. */
    csr_str value;        /**< The value that they have. */
    csr_str minimum;      /**< The smallest value that they have; empty = from the first. */
    csr_str maximum;      /**< The largest value that they have; empty = to the last. */
} csr_field_match_query;

/** A csr_field_match_query in which everything has its default. */
#define CSR_FIELD_MATCH_QUERY_INIT                                                                            \
    {                                                                                                         \
        (uint32_t)sizeof(csr_field_match_query), 0, { NULL, 0 }, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 },                                                                                      \
    }

/**
 * List the customers that have a value of a custom field, in the order of the values.
 *
 * Numbers, dates and instants sort by what they mean, choices in their order, texts folded; equal values by the id of
 * the record.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_field_match_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="field"), CSR_E_STATE (field="field": not indexed), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read, 1 read of a page through the index, 1 read of its records
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_customer_by_field(csr_session *session, const csr_field_match_query *query,
                                         csr_result **out_result, csr_error *err);

/**
 * List the tickets that have a value of a custom field, in the order of the values.
 *
 * Numbers, dates and instants sort by what they mean, choices in their order, texts folded; equal values by the id of
 * the record.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_field_match_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="field"), CSR_E_STATE (field="field": not indexed), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read, 1 read of a page through the index, 1 read of its records
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_by_field(csr_session *session, const csr_field_match_query *query,
                                       csr_result **out_result, csr_error *err);

/**
 * List the interactions that have a value of a custom field, in the order of the values.
 *
 * Numbers, dates and instants sort by what they mean, choices in their order, texts folded; equal values by the id of
 * the record.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_field_match_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="field"), CSR_E_STATE (field="field": not indexed), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read, 1 read of a page through the index, 1 read of its records
 * @source docs/custom-fields.md
 * @since  0.1
 */
CSR_API csr_status csr_interaction_by_field(csr_session *session, const csr_field_match_query *query,
                                            csr_result **out_result, csr_error *err);

CSR_END_DECLS

#endif
