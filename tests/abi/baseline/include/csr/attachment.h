/**
 * Attachments: files that belong to interactions, tickets and notes.
 *
 * Content is kept once, under its hash, however often it is attached, and in parts, so that no file has to fit into
 * memory. It comes in at once or part by part, and is read in ranges.
 */
#ifndef CSR_ATTACHMENT_H
#define CSR_ATTACHMENT_H

#include <csr/event.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Bytes that one attachment holds at most unless csr_desk_open_params says otherwise: 25 MiB. */
#define CSR_ATTACHMENT_BYTES_MAX 26214400
/** The largest limit that may be said there: 1 GiB. What is larger than CSR_ATTACHMENT_BYTES_MAX comes in parts. */
#define CSR_ATTACHMENT_LIMIT_BYTES INT64_C(1073741824)
/** Bytes that all attachments of one record hold at most unless said otherwise: 100 MiB. */
#define CSR_ATTACHMENTS_BYTES_MAX 104857600
/** Attachments that one record has at most unless said otherwise, erased ones included. */
#define CSR_ATTACHMENTS_MAX 200
/** Bytes that one call reads or appends at most. */
#define CSR_ATTACHMENT_PART_MAX 1048576

/** A file that belongs to an interaction, a ticket or a note. */
typedef struct csr_attachment_view {
    uint32_t struct_size;         /**< sizeof of the caller's struct. */
    csr_record_kind subject_kind; /**< Kind of the record that it belongs to. */
    csr_id id;                    /**< Identity of the record. */
    csr_id subject;               /**< The interaction, ticket or note. */
    csr_time created_at;          /**< When it was recorded. */
    csr_time erased_at;           /**< When its content was erased; unset = it is there. */
    int64_t size_bytes;           /**< Bytes of its content. */
    csr_str name;                 /**< Its name, without a path; empty when erased. */
    csr_str media_type;           /**< What it is, such as "image/png". */
    csr_str content_id;           /**< By which the body refers to it ("cid:..."), without "<" and ">"; may be empty. */
    csr_str hash;                 /**< BLAKE2b-256 of its content, 64 hexadecimal digits; empty when erased. */
} csr_attachment_view;

/** Content that is to come in parts. */
typedef struct csr_attachment_begin_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_attachment_begin_params;

/** A csr_attachment_begin_params in which everything has its default. */
#define CSR_ATTACHMENT_BEGIN_PARAMS_INIT                               \
    {                                                                  \
        (uint32_t)sizeof(csr_attachment_begin_params), 0, { NULL, 0 }, \
    }

/**
 * Begin content that comes in parts.
 *
 * Append the parts, then give the upload to csr_attachment_add(). What is never given to it is collected some day.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_attachment_begin_params; NULL = all defaults
 * @param out_id  [out] the upload; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_DUPLICATE (field="request_key"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 insert
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_begin(csr_session *session, const csr_attachment_begin_params *params, csr_id *out_id,
                                        csr_error *err);

/** The next part of an upload. */
typedef struct csr_attachment_append_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    int64_t offset;       /**< Bytes that are there already, which makes a repeated call harmless; 0 = do not check. */
    csr_str bytes;        /**< The bytes, at most CSR_ATTACHMENT_PART_MAX; base64 in JSON; required. */
} csr_attachment_append_params;

/** A csr_attachment_append_params in which everything has its default. */
#define CSR_ATTACHMENT_APPEND_PARAMS_INIT                                  \
    {                                                                      \
        (uint32_t)sizeof(csr_attachment_append_params), 0, 0, { NULL, 0 }, \
    }

/**
 * Append bytes to an upload.
 *
 * @param session   [in]  an open session; its actor stands in the events
 * @param id        [in]  the upload
 * @param params    [in]  csr_attachment_append_params; required
 * @param out_count [out] bytes that are there now; untouched on failure; may be NULL
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_CONFLICT (field="offset"), CSR_E_LIMIT (field="bytes"), CSR_E_STATE (it
 *         is content already), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, up to 5 writes
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_append(csr_session *session, const csr_id *id,
                                         const csr_attachment_append_params *params, int64_t *out_count,
                                         csr_error *err);

/**
 * Give an upload up.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param id      [in]  the upload
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it is content already), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read and 1 erasure for each part
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_abandon(csr_session *session, const csr_id *id, csr_error *err);

/** A new attachment: its bytes at once, or an upload. */
typedef struct csr_attachment_add_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t clean;        /**< 1 = what a name must not have becomes "_"; 0 = such a name is refused. */
    csr_id interaction;   /**< The interaction that it belongs to; either this, ticket or note. */
    csr_id ticket;        /**< The ticket that it belongs to. */
    csr_id upload;        /**< The upload that is its content; either this or bytes. */
    csr_str
        name; /**< Its name, at most 200 bytes: no path, no control characters, nothing that turns text round; required. */
    csr_str media_type; /**< What it is, such as "image/png"; empty = application/octet-stream. */
    csr_str content_id; /**< By which the body refers to it, at most 200 bytes; unique in its record. */
    csr_str hash;       /**< BLAKE2b-256 that the content must have, 64 hexadecimal digits; empty = do not check. */
    csr_str
        bytes; /**< Its content, up to CSR_ATTACHMENT_BYTES_MAX; base64 in JSON. Neither bytes nor an upload = an empty file. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
    csr_id note;         /**< The note that it belongs to. */
} csr_attachment_add_params;

/** A csr_attachment_add_params in which everything has its default. */
#define CSR_ATTACHMENT_ADD_PARAMS_INIT                                                                             \
    {                                                                                                              \
        (uint32_t)sizeof(csr_attachment_add_params), 0, { { 0 } }, { { 0 } }, { { 0 } }, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { { 0 } },                                         \
    }

/**
 * Attach a file to an interaction, a ticket or a note.
 *
 * Content that the desk has already is not kept a second time. The change is an event of the interaction, ticket or note.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_attachment_add_params; required
 * @param out_id  [out] the new attachment; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="interaction", "ticket", "note" or "upload"), CSR_E_LIMIT (field="bytes" or "name": see
 *         csr_desk_open_params), CSR_E_STATE (field="note": it was erased), CSR_E_DUPLICATE
 *         (field="content_id" or "request_key"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 writes, 1 event; 1 write for each 256 KiB of new content
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_add(csr_session *session, const csr_attachment_add_params *params, csr_id *out_id,
                                      csr_error *err);

/**
 * Read what is known of an attachment.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the attachment
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** Whose attachments to list. */
typedef struct csr_attachment_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id subject;       /**< The interaction, ticket or note; required. */
} csr_attachment_query;

/** A csr_attachment_query in which everything has its default. */
#define CSR_ATTACHMENT_QUERY_INIT                                          \
    {                                                                      \
        (uint32_t)sizeof(csr_attachment_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the attachments of a record, oldest first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_attachment_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_list(csr_session *session, const csr_attachment_query *query, csr_result **out_result,
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
CSR_API csr_status csr_attachment_at(const csr_result *result, size_t row, csr_attachment_view *view, csr_error *err);

/** Which bytes of an attachment. */
typedef struct csr_attachment_read_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t max_bytes;    /**< Bytes at most, up to CSR_ATTACHMENT_PART_MAX; 0 = 262144. */
    int64_t offset;       /**< Where to begin; behind the end there are none. */
} csr_attachment_read_params;

/** A csr_attachment_read_params in which everything has its default. */
#define CSR_ATTACHMENT_READ_PARAMS_INIT                     \
    {                                                       \
        (uint32_t)sizeof(csr_attachment_read_params), 0, 0, \
    }

/**
 * Read a range of the content of an attachment.
 *
 * What is read is compared with the hash of its part. The one row is an attachment part.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the attachment
 * @param params     [in]  csr_attachment_read_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it was erased), CSR_E_CORRUPT (the bytes are not those that were
 *         given), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   2 reads, 1 read for each 256 KiB
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_read(csr_session *session, const csr_id *id, const csr_attachment_read_params *params,
                                       csr_result **out_result, csr_error *err);

/** A range of the content of an attachment. */
typedef struct csr_attachment_part_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id attachment;    /**< The attachment. */
    int64_t offset;       /**< Where the range begins. */
    int64_t total_bytes;  /**< Bytes of the whole content. */
    csr_str bytes;        /**< The bytes; base64 in JSON. */
} csr_attachment_part_view;

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
CSR_API csr_status csr_attachment_part_at(const csr_result *result, size_t row, csr_attachment_part_view *view,
                                          csr_error *err);

/**
 * Copy the content of an attachment, or a range of it, to memory of the caller.
 *
 * The whole of it at once when the buffer has csr_attachment_view.size_bytes. Read in pieces of up to
 * CSR_ATTACHMENT_PART_MAX, each compared with its hash. It is csr_attachment_read() for programs in C; csr_call() has no
 * such operation.
 *
 * @param session     [in]  an open session
 * @param id          [in]  the attachment
 * @param offset      [in]  where to begin in bytes, 0 or more; behind the end there are none
 * @param buffer      [out] what was read; undefined on failure; may be NULL when buffer_size is 0
 * @param buffer_size [in]  bytes at most
 * @param out_size    [out] bytes that were copied, less than buffer_size where the content ends; untouched on failure
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors those of csr_attachment_read(); CSR_E_ARGUMENT (field="offset", "buffer" or "out_size")
 * @owner  the buffer is the caller's
 * @thread session: one thread at a time
 * @cost   for each 1 MiB that of csr_attachment_read()
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_copy(csr_session *session, const csr_id *id, int64_t offset, void *buffer,
                                       size_t buffer_size, size_t *out_size, csr_error *err);

/** Why an attachment is erased. */
typedef struct csr_attachment_erase_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str reason;       /**< Why, at most 500 bytes. */
} csr_attachment_erase_params;

/** A csr_attachment_erase_params in which everything has its default. */
#define CSR_ATTACHMENT_ERASE_PARAMS_INIT                               \
    {                                                                  \
        (uint32_t)sizeof(csr_attachment_erase_params), 0, { NULL, 0 }, \
    }

/**
 * Erase the content of an attachment, its name and its hash.
 *
 * That there was one, when and how large, stays. The bytes go when no other attachment has the same. The chain of
 * events stays whole: it never held them.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the attachment
 * @param params      [in]  csr_attachment_erase_params; NULL = all defaults
 * @param out_version [out] the version of its interaction, ticket or note now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event, 1 erasure for each part
 * @source docs/attachments.md
 * @since  0.1
 */
CSR_API csr_status csr_attachment_erase(csr_session *session, const csr_id *id,
                                        const csr_attachment_erase_params *params, int64_t *out_version,
                                        csr_error *err);

CSR_END_DECLS

#endif
