/**
 * A whole desk as lines of JSON: out of one store and into another.
 *
 * An export is one state of the desk, with everything that is stored: ids, versions, events and their chains. Taken
 * in by an import it makes the same desk again, in a store of whatever kind; an export of that is the same bytes.
 */
#ifndef CSR_EXCHANGE_H
#define CSR_EXCHANGE_H

#include <csr/desk.h>
#include <csr/export.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** An export under way; opaque. */
typedef struct csr_export csr_export;
/** An import under way; opaque. */
typedef struct csr_import csr_import;

/**
 * Begin an export.
 *
 * What is exported is the desk as it is now: until csr_export_close() a transaction reads that state. In a file others
 * go on writing meanwhile; a store in memory lets nobody write until the export is closed, and one session that
 * has a transaction open keeps the export waiting, for as long as the session's time limit allows.
 *
 * @param session    [in]  an open session, held no longer than the call; its actor must have the right to read all
 * @param out_export [out] NULL on failure; csr_export_close()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_REENTRANT, CSR_E_MISUSE (in a child of the process), CSR_E_STORE_BUSY, CSR_E_TIMEOUT, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the export, which holds the desk open
 * @thread session: one thread at a time
 * @cost   the beginning of one transaction
 * @source docs/exchange.md
 * @since  0.1
 */
CSR_API csr_status csr_export_open(csr_session *session, csr_export **out_export, csr_error *err);

/**
 * The next lines of an export.
 *
 * Whole lines, each with its line feed, about 128 KiB of them. Nothing but the chunk and a page of rows is in memory at
 * a time.
 *
 * @param lines   [in]  an export
 * @param out_buf [out] the lines; NULL when there are no more, and on failure; free with csr_buf_free()
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_CORRUPT (a text that is not UTF-8), the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY; after a failure the export can only be closed
 * @owner  the caller owns the buffer
 * @thread an export: one thread at a time
 * @cost   one read of 256 rows at a time (16 of a kind with large texts)
 * @source docs/exchange.md
 * @since  0.1
 */
CSR_API csr_status csr_export_next(csr_export *lines, csr_buf **out_buf, csr_error *err);

/**
 * End an export.
 *
 * @param lines [in] an export; NULL is a no-op
 * @owner  the handle is gone; buffers stay valid
 * @thread an export: one thread at a time
 * @cost   constant
 * @source docs/exchange.md
 * @since  0.1
 */
CSR_API void csr_export_close(csr_export *lines);

/** Check everything and write nothing: rows go into a store in memory, or are compared with the desk that is there. */
#define CSR_IMPORT_DRY_RUN (UINT32_C(1) << 0)
/** Leave out csr_desk_verify() at the end: for exports whose way nobody could meddle with. */
#define CSR_IMPORT_UNPROVEN (UINT32_C(1) << 1)

/** How to take a desk in. */
typedef struct csr_import_open_params {
    uint32_t struct_size;             /**< sizeof of the caller's struct. */
    uint32_t flags;                   /**< CSR_IMPORT_* bits. */
    const csr_desk_open_params *desk; /**< How the store is opened; NULL = all defaults. */
    int32_t batch;                    /**< Lines a transaction, 1 to 1000000; 0 = 10000. */
    int32_t reserved;                 /**< Zero. */
    int64_t timeout_us;               /**< How long each call of the import may take; 0 = as long as it takes. */
} csr_import_open_params;

/** A csr_import_open_params in which everything has its default. */
#define CSR_IMPORT_OPEN_PARAMS_INIT                                \
    {                                                              \
        (uint32_t)sizeof(csr_import_open_params), 0, NULL, 0, 0, 0 \
    }

/** How far an import has come. */
typedef struct csr_import_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t compares;     /**< 1 when the desk is there already and is compared with the export; nothing is written. */
    csr_id desk;          /**< The desk; none before the first line. */
    int64_t lines;        /**< Lines taken. */
    int64_t resumed;      /**< Lines that an earlier run had recorded and that were passed over. */
    int64_t recorded;     /**< Rows recorded by this run. */
    int64_t known;        /**< Rows that were there already. */
} csr_import_view;

/**
 * Begin to take in an export.
 *
 * The store must be new, hold the beginning of an import of the same export (which is then gone on with: give all of
 * it again), or hold the very desk, which is then compared and never changed. Until csr_import_finish() the store is no
 * desk, and csr_desk_open() refuses it.
 *
 * @param uri        [in]  NUL-ended path or URI, as for csr_desk_open()
 * @param params     [in]  csr_import_open_params; NULL = all defaults
 * @param out_import [out] NULL on failure; csr_import_close()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors those of csr_desk_open(); CSR_E_ARGUMENT (flags, batch), CSR_E_UNSUPPORTED (the store cannot keep positions)
 * @owner  the caller owns the import
 * @thread any thread
 * @cost   that of csr_desk_open()
 * @source docs/exchange.md
 * @since  0.1
 */
CSR_API csr_status csr_import_open(const char *uri, const csr_import_open_params *params, csr_import **out_import,
                                   csr_error *err);

/**
 * Give an import its next bytes.
 *
 * In pieces of any size; lines are put together again. Each line is checked by itself and against those before it, so
 * that a line that was altered, lost or moved is refused with its number and, where it can be told, its member.
 *
 * @param lines    [in]  an import
 * @param text     [in]  UTF-8 bytes; may be NULL when text_len is 0
 * @param text_len [in]  bytes, or CSR_NTS
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_TIMEOUT, CSR_E_CANCELLED, CSR_E_ARGUMENT (a line; the message begins with its number), CSR_E_NOT_FOUND, CSR_E_DUPLICATE (likewise),
 *         CSR_E_STATE (the store holds another desk, or the desk has changed), CSR_E_SCHEMA_NEW, CSR_E_UNSUPPORTED
 *         (a newer format), CSR_E_CONFLICT (another import is at work on the store), CSR_E_LIMIT (a line longer than
 *         64 MiB), the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY; after a failure the import can only be closed,
 *         and what is recorded stays to be gone on with
 * @owner  nothing is retained
 * @thread an import: one thread at a time
 * @cost   1 insert a line, 1 commit every params.batch lines
 * @source docs/exchange.md
 * @since  0.1
 */
CSR_API csr_status csr_import_put(csr_import *lines, const char *text, size_t text_len, csr_error *err);

/**
 * End an import: the store becomes a desk.
 *
 * The last line must have said that it is the last one. Then everything is verified as csr_desk_verify() does, and the
 * desk's own row is written: all of it in one transaction.
 *
 * @param lines    [in]  an import
 * @param out_desk [out] the desk, open; NULL on failure and after a dry run; may be NULL
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_TIMEOUT, CSR_E_CANCELLED, CSR_E_ARGUMENT (the end is missing; or rows and events do not agree: err->field is the member), CSR_E_STATE
 *         (the desk that is there holds something else), CSR_E_MISUSE (finished already), the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the desk; csr_desk_close()
 * @thread an import: one thread at a time
 * @cost   that of csr_desk_verify()
 * @source docs/exchange.md
 * @since  0.1
 */
CSR_API csr_status csr_import_finish(csr_import *lines, csr_desk **out_desk, csr_error *err);

/**
 * How far an import has come.
 *
 * @param lines [in]  an import
 * @param view  [out] struct_size set by the caller
 * @param err   [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (struct_size too small)
 * @owner  nothing
 * @thread an import: one thread at a time
 * @cost   constant
 * @source docs/exchange.md
 * @since  0.1
 */
CSR_API csr_status csr_import_progress(const csr_import *lines, csr_import_view *view, csr_error *err);

/**
 * End the call of an import that is running, from another thread.
 *
 * It answers CSR_E_CANCELLED soon, as csr_session_cancel() has it; a commit that has begun is not ended. The import can
 * only be closed then, and what is recorded stays to be gone on with. Nothing happens when none is running.
 *
 * @param lines [in] an import; NULL is a no-op
 * @owner  nothing
 * @thread any thread, until csr_import_close() begins
 * @cost   constant
 * @source docs/adr/0021-time-limits.md
 * @since  0.1
 */
CSR_API void csr_import_cancel(csr_import *lines);

/**
 * Close an import.
 *
 * One that was not finished leaves in the store what its last batch recorded.
 *
 * @param lines [in] an import; NULL is a no-op
 * @owner  the handle is gone; a desk that it gave stays open
 * @thread an import: one thread at a time
 * @cost   constant
 * @source docs/exchange.md
 * @since  0.1
 */
CSR_API void csr_import_close(csr_import *lines);

CSR_END_DECLS

#endif
