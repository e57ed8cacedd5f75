/**
 * Care of a desk: bringing it from one version of the library to the next.
 */
#ifndef CSR_CARE_H
#define CSR_CARE_H

#include <csr/desk.h>
#include <csr/export.h>

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
} csr_desk_migrate_params;

/** A csr_desk_migrate_params in which everything has its default. */
#define CSR_DESK_MIGRATE_PARAMS_INIT                                            \
    {                                                                           \
        (uint32_t)sizeof(csr_desk_migrate_params), 0, NULL, NULL, NULL, 0, NULL \
    }

/**
 * Bring a desk of an older version to this library's.
 *
 * csr_desk_open() never does so by itself: it answers CSR_E_SCHEMA_OLD. There is no way back but the copy that is made
 * before, which is complete, flushed and checked when the first change is made. The change itself is one transaction: a
 * crash at any moment leaves the old version or the new one. Nobody may have the desk open meanwhile. Result kind
 * "diagnostic": a row of severity info for each step that was made, or would be; no row when there was nothing to do.
 *
 * @param uri        [in]  NUL-ended path or URI
 * @param params     [in]  csr_desk_migrate_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (uri, an option), CSR_E_STORE_OPEN, CSR_E_NOT_A_DESK, CSR_E_SCHEMA_NEW, CSR_E_STORE_BUSY
 *         (somebody has it open), CSR_E_DUPLICATE (field "backup": something is there), CSR_E_CORRUPT (a reference leads
 *         nowhere, a column is another one), CSR_E_STORE_FULL, CSR_E_STORE_IO, CSR_E_UNKNOWN_OUTCOME, CSR_E_UNSUPPORTED
 *         (a store that has no older versions), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread any thread
 * @cost   a copy of the file, a check of the copy, one of all references, and what is new
 * @source docs/adr/0009-migration.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_migrate(const char *uri, const csr_desk_migrate_params *params, csr_result **out_result,
                                    csr_error *err);

CSR_END_DECLS

#endif
