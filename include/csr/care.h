/**
 * Care of a desk: bringing it from one version of the library to the next, copying it, its upkeep, how it is and what is
 * wrong with it.
 */
#ifndef CSR_CARE_H
#define CSR_CARE_H

#include <csr/desk.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Say what would be done, and change nothing. */
#define CSR_MIGRATE_DRY_RUN (UINT32_C(1) << 0)
/** Make no copy before. */
#define CSR_MIGRATE_NO_BACKUP (UINT32_C(1) << 1)

/** How to migrate a desk. */
typedef struct csr_desk_migrate_params {
    uint32_t struct_size;           /**< sizeof of the caller's struct. */
    uint32_t flags;                 /**< CSR_MIGRATE_* bits. */
    const csr_host *host;           /**< Services of the host, copied; NULL = defaults. */
    const csr_backend_ops *backend; /**< Store to use; NULL = the one that the URI names. */
    const csr_option *options;      /**< Options of the store; NULL when option_count is 0. */
    size_t option_count;            /**< Number of options. */
    const char
        *backup; /**< Path of the copy that is made before, where nothing is; NULL = the desk's with ".v1.bak". */
    int64_t timeout_us; /**< How long it may take, the commit at its end aside; 0 = as long as it takes. */
} csr_desk_migrate_params;

/** A csr_desk_migrate_params in which everything has its default. */
#define CSR_DESK_MIGRATE_PARAMS_INIT                                               \
    {                                                                              \
        (uint32_t)sizeof(csr_desk_migrate_params), 0, NULL, NULL, NULL, 0, NULL, 0 \
    }

/**
 * Bring a desk of an older version to this library's.
 *
 * csr_desk_open() never does so by itself: it answers CSR_E_SCHEMA_OLD. There is no way back but the copy that is made
 * before, which is complete, flushed and checked when the first change is made. The change itself is one transaction: a
 * crash at any moment leaves the old version or the new one. Nobody may have the desk open meanwhile. When timeout_us is
 * over it ends with CSR_E_TIMEOUT, and the desk is what it was; a copy that was complete by then stays. Result kind
 * "diagnostic": a row of severity info for each step that was made, or would be; no row when there was nothing to do.
 *
 * @param uri        [in]  NUL-ended path or URI
 * @param params     [in]  csr_desk_migrate_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (uri, timeout_us, an option), CSR_E_STORE_OPEN, CSR_E_NOT_A_DESK, CSR_E_SCHEMA_NEW,
 *         CSR_E_STORE_BUSY (somebody has it open), CSR_E_TIMEOUT, CSR_E_DUPLICATE (field "backup": something is there),
 *         CSR_E_CORRUPT (a reference leads nowhere, a column is another one), CSR_E_STORE_FULL, CSR_E_STORE_IO,
 *         CSR_E_UNKNOWN_OUTCOME, CSR_E_UNSUPPORTED (a store that has no older versions), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread any thread
 * @cost   a copy of the file, a check of the copy, one of all references, and what is new
 * @source docs/adr/0022-migration.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_migrate(const char *uri, const csr_desk_migrate_params *params, csr_result **out_result,
                                    csr_error *err);

/** Verify the events of the copy too, as csr_desk_verify() does. */
#define CSR_BACKUP_VERIFY (UINT32_C(1) << 0)

/** How to copy a desk. */
typedef struct csr_desk_backup_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    uint32_t flags;       /**< CSR_BACKUP_* bits. */
    csr_session *session; /**< A session of the desk whose time limit and csr_session_cancel() hold; NULL = none. */
} csr_desk_backup_params;

/** A csr_desk_backup_params in which everything has its default. */
#define CSR_DESK_BACKUP_PARAMS_INIT                       \
    {                                                     \
        (uint32_t)sizeof(csr_desk_backup_params), 0, NULL \
    }

/** A copy that was made. */
typedef struct csr_backup_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    int64_t bytes;        /**< Length of the copy in bytes. */
    uint8_t hash[32];     /**< BLAKE2b-256 of the copy. */
    csr_str path;         /**< Where it is, as an absolute path. */
} csr_backup_view;

/**
 * Copy a desk that is in use.
 *
 * The copy is the desk as it was at one moment; others go on reading and writing meanwhile. It is made under another
 * name, flushed, opened, and checked by the store; only then it gets its path, where nothing may be. To restore, put it in
 * the place of the desk's file when nobody has that open. Result kind "backup", one row. When it was made stands in the
 * desk, for csr_desk_health().
 *
 * @param desk       [in]  a desk
 * @param path       [in]  NUL-ended path where nothing is
 * @param params     [in]  csr_desk_backup_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_TIMEOUT, CSR_E_CANCELLED (no copy is left), CSR_E_REENTRANT (the session is in another
 *         call), CSR_E_DUPLICATE (field "path": something is there), CSR_E_CORRUPT (the copy is not sound, and
 *         so is the desk perhaps; no copy is left), CSR_E_STORE_OPEN, CSR_E_STORE_FULL, CSR_E_STORE_IO, CSR_E_UNSUPPORTED
 *         (a store without files), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread any thread
 * @cost   reads and writes the whole store, and reads the copy twice
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_backup(csr_desk *desk, const char *path, const csr_desk_backup_params *params,
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
CSR_API csr_status csr_backup_at(const csr_result *result, size_t row, csr_backup_view *view, csr_error *err);

/** How much upkeep to do. */
typedef struct csr_desk_maintain_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit; /**< Request keys, and uploads of attachments, erased in this call, 1 to 1000 each; 0 = 100. */
} csr_desk_maintain_params;

/** A csr_desk_maintain_params in which everything has its default. */
#define CSR_DESK_MAINTAIN_PARAMS_INIT                 \
    {                                                 \
        (uint32_t)sizeof(csr_desk_maintain_params), 0 \
    }

/** What upkeep was done. */
typedef struct csr_maintenance_view {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    int32_t more;          /**< 1 = there is more to do: call again. */
    int32_t held_back;     /**< 1 = somebody reads an older state, so the log could not be copied whole. */
    int32_t reserved;      /**< Zero. */
    int64_t sealed_events; /**< Events that a checkpoint now covers and did not before. */
    int64_t erased_rows;   /**< Request keys that had expired and uploads that nobody finished, erased. */
    int64_t log_bytes;     /**< Bytes of the store's write-ahead log before. */
    int64_t freed_bytes;   /**< Bytes by which it has become shorter. */
} csr_maintenance_view;

/**
 * Do a bounded piece of upkeep.
 *
 * Seals the events since the last checkpoint, erases what has expired, and copies the write-ahead log into the store, so
 * that no caller's commit has to; SQLite may gather statistics. For a host's quiet minutes; a desk goes on without it. While view.more is 1 there is
 * more to do. Result kind "maintenance", one row.
 *
 * @param desk       [in]  a desk
 * @param params     [in]  csr_desk_maintain_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_READ_ONLY, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread any thread
 * @cost   2 microseconds an event to seal; a copy of the log, at most 40 MB when commits copy it too
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_maintain(csr_desk *desk, const csr_desk_maintain_params *params, csr_result **out_result,
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
CSR_API csr_status csr_maintenance_at(const csr_result *result, size_t row, csr_maintenance_view *view, csr_error *err);

/** How a store is. */
typedef struct csr_health_view {
    uint32_t struct_size;      /**< sizeof of the caller's struct. */
    int32_t read_only;         /**< 1 = the desk is open for reading only. */
    int64_t schema_version;    /**< Version of the store's schema. */
    int64_t library_version;   /**< Version of the schema that this library writes. */
    int64_t file_bytes;        /**< Length of the store; 0 = it has no file. */
    int64_t log_bytes;         /**< Length of its write-ahead log. */
    int64_t free_bytes;        /**< Bytes within the store that are free to be used again. */
    int64_t page_bytes;        /**< Bytes of a page. */
    int64_t cache_bytes;       /**< Bytes of pages that the connection used last holds in memory. */
    int64_t disk_free_bytes;   /**< Bytes that the file system has left. */
    int64_t connections;       /**< Connections that are open and idle. */
    int64_t last_position;     /**< Position of the last event. */
    int64_t unsealed_events;   /**< Positions behind the last checkpoint: about as many events are not sealed yet. */
    csr_time sealed_at;        /**< When the last checkpoint was made; 0 = never. */
    csr_time backed_up_at;     /**< When csr_desk_backup() last made a copy; 0 = never. */
    int64_t log_waiting_bytes; /**< Bytes of the log that are still to be copied into the store. */
    int64_t
        oldest_reader_bytes; /**< Bytes written to the log since the oldest state that somebody reads now; 0 = none. */
} csr_health_view;

/**
 * Measure a store.
 *
 * For a host's page about itself. What is wrong with a desk says csr_desk_examine(). Result kind "health", one row.
 * How long somebody has been reading no store can say; how far behind the oldest reader is, and that it keeps the log from
 * being copied, SQLite can. Both figures of the log are 0 for a desk that is open for reading only.
 *
 * @param desk       [in]  a desk
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread any thread
 * @cost   2 reads, and some questions to the system
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_health(csr_desk *desk, csr_result **out_result, csr_error *err);

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
CSR_API csr_status csr_health_at(const csr_result *result, size_t row, csr_health_view *view, csr_error *err);

/** How to examine a desk. */
typedef struct csr_desk_examine_params {
    uint32_t struct_size;           /**< sizeof of the caller's struct. */
    uint32_t flags;                 /**< Zero. */
    const csr_host *host;           /**< Services of the host, copied; NULL = defaults. */
    const csr_backend_ops *backend; /**< Store to use; NULL = the one that the URI names. */
    const csr_option *options;      /**< Options of the store; NULL when option_count is 0. */
    size_t option_count;            /**< Number of options. */
    int64_t limit;                  /**< Findings of csr_desk_verify() after which to stop, 1 to 1000; 0 = 100. */
    int64_t timeout_us;             /**< How long it may take; 0 = as long as it takes. */
} csr_desk_examine_params;

/** A csr_desk_examine_params in which everything has its default. */
#define CSR_DESK_EXAMINE_PARAMS_INIT                                            \
    {                                                                           \
        (uint32_t)sizeof(csr_desk_examine_params), 0, NULL, NULL, NULL, 0, 0, 0 \
    }

/**
 * Find out what is wrong with a desk, how bad it is, and what to do.
 *
 * Works also where csr_desk_open() does not: no desk, an older or newer one, damage, missing permissions, a network file
 * system, remains of a crash, a full disk. Changes nothing. Result kind "diagnostic": findings with suggestions; a desk
 * without a finding of severity error can be worked with.
 *
 * @param uri        [in]  NUL-ended path or URI
 * @param params     [in]  csr_desk_examine_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_TIMEOUT, CSR_E_NO_MEMORY; whatever is wrong with the desk is a finding
 * @owner  the caller owns the result
 * @thread any thread
 * @cost   reads everything once
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_examine(const char *uri, const csr_desk_examine_params *params, csr_result **out_result,
                                    csr_error *err);

CSR_END_DECLS

#endif
