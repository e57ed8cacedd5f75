/**
 * What a call answers: a status, and on failure an error that names the field.
 *
 * Numbers are never reused. Callers branch on the predicates rather than on lists of codes, so that a new code
 * does not break them.
 */
#ifndef CSR_STATUS_H
#define CSR_STATUS_H

#include <csr/export.h>
#include <stdint.h>

CSR_BEGIN_DECLS

/** Outcome of a call: 0 or a negative code, never positive. */
typedef int32_t csr_status;
enum {
    CSR_OK = 0,                     /**< Done. */
    CSR_E_ARGUMENT = -101,          /**< A parameter is missing, malformed or out of its limits; field names it. */
    CSR_E_NEWER_STRUCT = -102,      /**< A parameter struct carries values that this library does not know yet. */
    CSR_E_REENTRANT = -103,         /**< The session is already inside a call. */
    CSR_E_MISUSE = -104,            /**< The call does not fit the state of the handle, such as commit without begin. */
    CSR_E_UNSUPPORTED = -105,       /**< The store behind the desk cannot do this. */
    CSR_E_UNKNOWN_OPERATION = -106, /**< No operation has this name. */
    CSR_E_NOT_FOUND = -201,         /**< No such record; field names the reference. */
    CSR_E_CONFLICT = -202,          /**< Somebody changed the record since it was read; field lists what changed. */
    CSR_E_DUPLICATE = -203,         /**< A value that must be unique is taken; field names it. */
    CSR_E_STATE = -204,             /**< The record's state does not allow this; the message says what would. */
    CSR_E_OVERFLOW = -206,          /**< An amount does not fit into 64 bits; nothing was rounded or cut. */
    CSR_E_CURRENCY = -207,          /**< Amounts of different currencies, or a currency that is not known. */
    CSR_E_STEP = -208,              /**< The amount is no multiple of the step in which it can be paid. */
    CSR_E_OVER_REFUND = -209,       /**< More than is left to be given back; the message says how much is left. */
    CSR_E_STORE_BUSY = -301,        /**< Another writer held the store for longer than the time allowed; retry. */
    CSR_E_STORE_IO = -302,          /**< The store could not read or write. */
    CSR_E_STORE_FULL = -303,        /**< No room left in the store. */
    CSR_E_CORRUPT = -304,           /**< The store holds something that it cannot have been given. */
    CSR_E_SCHEMA_OLD = -305,        /**< The store was written by an older library and must be migrated first. */
    CSR_E_SCHEMA_NEW = -306,        /**< The store was written by a newer library. */
    CSR_E_READ_ONLY = -307,         /**< The store or the desk was opened for reading only. */
    CSR_E_UNKNOWN_OUTCOME = -308,   /**< The commit may or may not have happened; run it again. */
    CSR_E_STORE_OPEN = -309,        /**< The store could not be opened. */
    CSR_E_NOT_A_DESK = -310,        /**< The file is something else than a desk. */
    CSR_E_DOOMED = -311,            /**< An earlier failure spoilt the open transaction; roll it back. */
    CSR_E_NO_MEMORY = -401,         /**< The host's allocator gave nothing. */
    CSR_E_LIMIT = -402,             /**< A documented limit is reached. */
    CSR_E_TIMEOUT = -403,           /**< The call took longer than the session's time limit. */
    CSR_E_CANCELLED = -404,         /**< Another thread cancelled the call. */
    CSR_E_POLICY = -501,            /**< A policy document is not acceptable; field gives the place. */
    CSR_E_RIGHT = -502,             /**< The session's actor may not do this; the message names who may. */
    CSR_E_NO_OPEN_TIME = -503,      /**< The calendar is not open within ten years. */
    CSR_E_INTERNAL = -901,          /**< A defect of the library; please report it. */
    CSR_E_CALLBACK = -902           /**< A callback of the host failed. */
};

/** What went wrong, in the caller's own memory: no free, no thread-local, no "last error". */
typedef struct csr_error {
    uint32_t struct_size; /**< sizeof(csr_error) of the caller; CSR_ERROR_INIT sets it. */
    csr_status status;    /**< The status that the call returned; CSR_OK after success. */
    int32_t backend_code; /**< The store's own code (SQLite's extended result code), or 0. */
    char sqlstate[8];     /**< SQLSTATE of a server, NUL-ended, or "". */
    char field[64];       /**< The parameter or column at fault, NUL-ended, or "". */
    char message[256];    /**< A sentence for people, NUL-ended UTF-8. */
} csr_error;

/** The value that a csr_error starts with. */
#define CSR_ERROR_INIT                                \
    {                                                 \
        (uint32_t)sizeof(csr_error), 0, 0, "", "", "" \
    }

/**
 * The short name of a status.
 *
 * @param status [in] any status
 * @return a static string such as "not_found"; "unknown" for a number that this library does not know
 * @owner  static, never freed
 * @thread any
 * @cost   constant
 * @source docs/errors.md
 * @since  0.1
 */
CSR_API const char *csr_status_name(csr_status status);

/**
 * What a status means, as a sentence.
 *
 * @param status [in] any status
 * @return a static string
 * @owner  static, never freed
 * @thread any
 * @cost   constant
 * @source docs/errors.md
 * @since  0.1
 */
CSR_API const char *csr_status_text(csr_status status);

/**
 * Whether the same call may succeed when repeated unchanged.
 *
 * @param status [in] any status
 * @return 1 for CSR_E_STORE_BUSY, CSR_E_TIMEOUT and CSR_E_UNKNOWN_OUTCOME, else 0
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/errors.md
 * @since  0.1
 */
CSR_API int32_t csr_status_is_retryable(csr_status status);

/**
 * Whether somebody else was faster: read again, then decide.
 *
 * @param status [in] any status
 * @return 1 for CSR_E_CONFLICT and CSR_E_DUPLICATE, else 0
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/errors.md
 * @since  0.1
 */
CSR_API int32_t csr_status_is_conflict(csr_status status);

/**
 * Whether the change may have been made although the call failed.
 *
 * @param status [in] any status
 * @return 1 for CSR_E_UNKNOWN_OUTCOME, else 0
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/errors.md
 * @since  0.1
 */
CSR_API int32_t csr_status_maybe_committed(csr_status status);

CSR_END_DECLS

#endif
