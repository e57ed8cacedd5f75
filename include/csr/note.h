/**
 * Notes: what the staff keep at a ticket or a customer for each other.
 *
 * A note is not part of the conversation. What was said or written down while serving somebody is an interaction (on the
 * channel "note" when nobody was spoken to); it has its place in time and does not change. A note is kept where it is
 * needed: it can be pinned, and it can be erased.
 */
#ifndef CSR_NOTE_H
#define CSR_NOTE_H

#include <csr/export.h>
#include <csr/interaction.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** A note. */
typedef struct csr_note_view {
    uint32_t struct_size;          /**< sizeof of the caller's struct. */
    csr_content_type content_type; /**< What the body is written in. */
    csr_id id;                     /**< Identity of the record. */
    int64_t version;               /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;           /**< When it was recorded. */
    csr_time updated_at;           /**< When it last changed. */
    csr_time erased_at;            /**< When its body was erased; unset = it was not. */
    csr_id ticket;                 /**< The ticket that it is kept at; none = a customer. */
    csr_id customer;               /**< The customer that it is kept at; none = a ticket. */
    csr_id agent;                  /**< Who wrote it; none = the system. */
    int32_t pinned;                /**< 1 when it stands above those that are not. */
    int32_t reserved;              /**< Zero. */
    csr_str body;                  /**< What is noted; empty when it was erased. */
    csr_str external_id;           /**< Key in the system it came from; unique; may be empty. */
} csr_note_view;

/** A new note, at either a ticket or a customer. */
typedef struct csr_note_add_params {
    uint32_t struct_size;          /**< sizeof of the caller's struct. */
    csr_content_type content_type; /**< What the body is written in; 0 = plain. */
    csr_id ticket;                 /**< The ticket that it is kept at. */
    csr_id customer;               /**< The customer that it is kept at. */
    int32_t pinned;                /**< 1 when it is to stand above those that are not. */
    int32_t reserved;              /**< Zero. */
    csr_str body;                  /**< What is noted, at most 1048576 bytes; required. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
    csr_str
        external_id; /**< Key in the system it came from, at most 255 bytes; the same note again gives the first one. */
} csr_note_add_params;

/** A csr_note_add_params in which everything has its default. */
#define CSR_NOTE_ADD_PARAMS_INIT                                                                                     \
    {                                                                                                                \
        (uint32_t)sizeof(csr_note_add_params), 0, { { 0 } }, { { 0 } }, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Keep a note at a ticket or a customer.
 *
 * Notes are for the staff: nothing shows them to a customer. The record that it is kept at does not change.
 *
 * A note of another system has its key there. The same key again, at the same record and with the same body, gives the
 * first note and records nothing, for ever; so it does when that was erased since. With anything else it is refused.
 *
 * @param session  [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_note_add_params; required
 * @param out_id  [out] the new note; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket, customer), CSR_E_DUPLICATE (external_id: another note has it; request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 insert, 1 event; with an external id 1 read
 * @source docs/adr/0011-notes.md; service S7
 * @since  0.1
 */
CSR_API csr_status csr_note_add(csr_session *session, const csr_note_add_params *params, csr_id *out_id,
                                csr_error *err);

/**
 * Read one note.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the note
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/adr/0011-notes.md; service S7
 * @since  0.1
 */
CSR_API csr_status csr_note_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** Which notes to list: those of a ticket or of a customer, the pinned ones first, then the last recorded first. */
typedef struct csr_note_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id ticket;        /**< The ticket that they are kept at. */
    csr_id customer;      /**< The customer that they are kept at. */
} csr_note_query;

/** A csr_note_query in which everything has its default. */
#define CSR_NOTE_QUERY_INIT                                                     \
    {                                                                           \
        (uint32_t)sizeof(csr_note_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, \
    }

/**
 * List the notes of a ticket or of a customer.
 *
 * Exactly one of the two is given. Notes that were erased are listed without their body.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_note_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/adr/0011-notes.md; service S7
 * @since  0.1
 */
CSR_API csr_status csr_note_list(csr_session *session, const csr_note_query *query, csr_result **out_result,
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
CSR_API csr_status csr_note_at(const csr_result *result, size_t row, csr_note_view *view, csr_error *err);

/** Which note is pinned, or no longer. */
typedef struct csr_note_pin_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
} csr_note_pin_params;

/** A csr_note_pin_params in which everything has its default. */
#define CSR_NOTE_PIN_PARAMS_INIT                     \
    {                                                \
        (uint32_t)sizeof(csr_note_pin_params), 0, 0, \
    }

/**
 * Let a note stand above those that are not pinned.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the note
 * @param params      [in]  csr_note_pin_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it was erased), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/adr/0011-notes.md; service S7
 * @since  0.1
 */
CSR_API csr_status csr_note_pin(csr_session *session, const csr_id *id, const csr_note_pin_params *params,
                                int64_t *out_version, csr_error *err);

/**
 * Let a note stand among the others again.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the note
 * @param params      [in]  csr_note_pin_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/adr/0011-notes.md; service S7
 * @since  0.1
 */
CSR_API csr_status csr_note_unpin(csr_session *session, const csr_id *id, const csr_note_pin_params *params,
                                  int64_t *out_version, csr_error *err);

/** Which note is erased. */
typedef struct csr_note_erase_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str reason;           /**< Why, for the event, at most 500 bytes. */
} csr_note_erase_params;

/** A csr_note_erase_params in which everything has its default. */
#define CSR_NOTE_ERASE_PARAMS_INIT                                  \
    {                                                               \
        (uint32_t)sizeof(csr_note_erase_params), 0, 0, { NULL, 0 }, \
    }

/**
 * Erase the body of a note, and what its events hold apart.
 *
 * That there was a note, by whom and when, stays. What was noted is gone for good, also from the log, whose chain
 * stays valid.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the note
 * @param params      [in]  csr_note_erase_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 read of its events, 2 or more writes, 1 event
 * @source docs/adr/0011-notes.md; service S7
 * @since  0.1
 */
CSR_API csr_status csr_note_erase(csr_session *session, const csr_id *id, const csr_note_erase_params *params,
                                  int64_t *out_version, csr_error *err);

CSR_END_DECLS

#endif
