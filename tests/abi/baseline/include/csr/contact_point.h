/**
 * Contact points: where customers reach the house, and who is responsible there.
 *
 * Where no dedicated person exists, the responsible one takes every matter, so that none is lost.
 */
#ifndef CSR_CONTACT_POINT_H
#define CSR_CONTACT_POINT_H

#include <csr/export.h>
#include <csr/interaction.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** A contact point. */
typedef struct csr_contact_point_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_channel channel;  /**< Channel by which it is reached. */
    csr_id id;            /**< Identity of the record. */
    int64_t version;      /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;  /**< When it was recorded. */
    csr_time updated_at;  /**< When it last changed. */
    csr_str name;         /**< Name, such as "Returns counter, ground floor". */
    csr_str address;      /**< Place, number or address at which it is reached. */
    csr_str hours;        /**< Name of the calendar with its opening hours; may be empty. */
    csr_id responsible;   /**< The agent who takes what nobody else takes. */
    csr_id team;          /**< The team that works there; may be none. */
} csr_contact_point_view;

/** A new contact point. */
typedef struct csr_contact_point_add_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_channel channel;  /**< Channel by which it is reached; required. */
    csr_str name;         /**< Name, at most 200 bytes; required. */
    csr_str address;      /**< Place, number or address, at most 500 bytes. */
    csr_str hours;        /**< Name of the calendar with its opening hours, at most 120 bytes. */
    csr_id responsible;   /**< The agent who takes what nobody else takes; required. */
    csr_id team;          /**< The team that works there. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_contact_point_add_params;

/** A csr_contact_point_add_params in which everything has its default. */
#define CSR_CONTACT_POINT_ADD_PARAMS_INIT                                                                    \
    {                                                                                                        \
        (uint32_t)sizeof(csr_contact_point_add_params), 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { { 0 } }, \
            { { 0 } }, { NULL, 0 },                                                                          \
    }

/** What to change in a contact point; what is unset stays. */
typedef struct csr_contact_point_change_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_channel channel;      /**< Channel by which it is reached. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    uint64_t clear;           /**< CSR_CONTACT_POINT_CLEAR_* bits of the members to empty. */
    csr_str name;             /**< Name, at most 200 bytes. */
    csr_str address;          /**< Place, number or address, at most 500 bytes. */
    csr_str hours;            /**< Name of the calendar with its opening hours, at most 120 bytes. */
    csr_id responsible;       /**< The agent who takes what nobody else takes. */
    csr_id team;              /**< The team that works there. */
} csr_contact_point_change_params;

/** A csr_contact_point_change_params in which everything has its default. */
#define CSR_CONTACT_POINT_CHANGE_PARAMS_INIT                                                                          \
    {                                                                                                                 \
        (uint32_t)sizeof(csr_contact_point_change_params), 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { { 0 } }, \
            { { 0 } },                                                                                                \
    }

/** Empties address. */
#define CSR_CONTACT_POINT_CLEAR_ADDRESS (UINT64_C(1) << 0)
/** Empties hours. */
#define CSR_CONTACT_POINT_CLEAR_HOURS (UINT64_C(1) << 1)
/** Empties team. */
#define CSR_CONTACT_POINT_CLEAR_TEAM (UINT64_C(1) << 2)

/** Which contact points to list: all, the last recorded first. */
typedef struct csr_contact_point_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
} csr_contact_point_query;

/** A csr_contact_point_query in which everything has its default. */
#define CSR_CONTACT_POINT_QUERY_INIT                               \
    {                                                              \
        (uint32_t)sizeof(csr_contact_point_query), 0, { NULL, 0 }, \
    }

/**
 * Record a new contact point.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_contact_point_add_params; required
 * @param out_id  [out] the new contact point; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (responsible, team), CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 insert, 1 event
 * @source docs/words.md; service S17, S18
 * @since  0.1
 */
CSR_API csr_status csr_contact_point_add(csr_session *session, const csr_contact_point_add_params *params,
                                         csr_id *out_id, csr_error *err);

/**
 * Change a contact point.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the contact point
 * @param params      [in]  csr_contact_point_change_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id", "responsible" or "team"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/words.md; service S17, S18
 * @since  0.1
 */
CSR_API csr_status csr_contact_point_change(csr_session *session, const csr_id *id,
                                            const csr_contact_point_change_params *params, int64_t *out_version,
                                            csr_error *err);

/**
 * Read one contact point.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the contact point
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md; service S17
 * @since  0.1
 */
CSR_API csr_status csr_contact_point_get(csr_session *session, const csr_id *id, csr_result **out_result,
                                         csr_error *err);

/**
 * List contact points, a page at a time.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_contact_point_query; NULL = all defaults
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
CSR_API csr_status csr_contact_point_list(csr_session *session, const csr_contact_point_query *query,
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
CSR_API csr_status csr_contact_point_at(const csr_result *result, size_t row, csr_contact_point_view *view,
                                        csr_error *err);

CSR_END_DECLS

#endif
