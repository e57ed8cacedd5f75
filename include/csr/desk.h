/**
 * A desk: one organisation's service desk in one store, and the settings it carries.
 *
 * A desk may be used from any thread at any time; work is done through sessions (csr/session.h).
 */
#ifndef CSR_DESK_H
#define CSR_DESK_H

#include <csr/export.h>
#include <csr/host.h>
#include <csr/result.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** A desk; opaque. */
typedef struct csr_desk csr_desk;
/** One actor at work at a desk; opaque. */
typedef struct csr_session csr_session;
/** What a store is made of; see csr/sys/backend.h. */
typedef struct csr_backend_ops csr_backend_ops;

/** Open an existing desk only; do not create one. */
#define CSR_OPEN_EXISTING (UINT32_C(1) << 0)
/** Open for reading only; implies CSR_OPEN_EXISTING. */
#define CSR_OPEN_READ_ONLY (UINT32_C(1) << 1)

/** For how long a request key is remembered at least, in microseconds: seven days. */
#define CSR_REQUEST_KEPT_US INT64_C(604800000000)

/** What a host tells the rules of a desk; see csr/rules.h. */
typedef struct csr_rules_host csr_rules_host;

/** One option of a store, such as {"synchronous", "normal"}; an unknown key is an error. */
typedef struct csr_option {
    const char *key;   /**< Name of the option, NUL-ended. */
    const char *value; /**< Its value, NUL-ended. */
} csr_option;

/** How to open a desk. */
typedef struct csr_desk_open_params {
    uint32_t struct_size;           /**< sizeof of the caller's struct. */
    uint32_t flags;                 /**< CSR_OPEN_* bits; 0 = read and write, create when absent. */
    const csr_host *host;           /**< Services of the host, copied; NULL = defaults. */
    const csr_backend_ops *backend; /**< Store to use, NULL = the one that the URI names; must outlive the desk. */
    const csr_option *options;      /**< Options of the store; NULL when option_count is 0. */
    size_t option_count;            /**< Number of options. */
    const char *zoneinfo;           /**< Directory of zone files, NUL-ended; NULL = where systems keep them. */
    int64_t timeout_us;             /**< How long opening may wait for others; 0 = as long as busy_timeout_ms says. */
    int64_t attachment_bytes;       /**< Bytes that one attachment holds at most; 0 = CSR_ATTACHMENT_BYTES_MAX. */
    int64_t attachments_bytes;      /**< Bytes that those of one record hold; 0 = CSR_ATTACHMENTS_BYTES_MAX. */
    int64_t attachments;            /**< Attachments that one record has at most; 0 = CSR_ATTACHMENTS_MAX. */
    const csr_rules_host *rules;    /**< What the host tells rules: csr/rules.h; its functions outlive the desk. */
} csr_desk_open_params;

/** A csr_desk_open_params in which everything has its default. */
#define CSR_DESK_OPEN_PARAMS_INIT                                                              \
    {                                                                                          \
        (uint32_t)sizeof(csr_desk_open_params), 0, NULL, NULL, NULL, 0, NULL, 0, 0, 0, 0, NULL \
    }

/**
 * Open a desk, creating it when the store is new.
 *
 * A URI is a path (one SQLite file), or "memory:" for a desk that lives as long as the handle. Options of
 * SQLite: synchronous = full (default; every acknowledged change survives a power cut) or normal (the last ones
 * may be lost, the file stays sound); busy_timeout_ms (default 5000); cache_kib (default 32768). Options of
 * memory: busy_timeout_ms.
 *
 * The limits of attachments hold for what is added through this handle: 1 byte to CSR_ATTACHMENT_LIMIT_BYTES for one,
 * 1 to 1000 for a record; what is there already stays. With a timeout_us, waiting ends with CSR_E_TIMEOUT.
 *
 * @param uri      [in]  NUL-ended path or URI
 * @param params   [in]  csr_desk_open_params; NULL = all defaults
 * @param out_desk [out] NULL on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (uri, an option, a limit, rules), CSR_E_STORE_OPEN, CSR_E_NOT_A_DESK, CSR_E_SCHEMA_OLD,
 *         CSR_E_SCHEMA_NEW, CSR_E_UNSUPPORTED (a network file system), CSR_E_STORE_BUSY, CSR_E_TIMEOUT, CSR_E_NO_MEMORY
 * @owner  the caller owns the desk; csr_desk_close()
 * @thread any thread
 * @cost   about 0.5 ms for a file that exists; a new file writes its schema
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_open(const char *uri, const csr_desk_open_params *params, csr_desk **out_desk,
                                 csr_error *err);

/**
 * Close a desk.
 *
 * Sessions hold the desk open until they are closed too, so that handles may be closed in any order. The last
 * one to go seals the events since the last checkpoint, at a twentieth of what writing them took, when there are 64
 * of them or the last checkpoint is a day old.
 *
 * @param desk [in]  a desk; NULL is a no-op
 * @owner  the handle is gone
 * @thread any thread
 * @cost   linear in the events since the last checkpoint
 * @source docs/adr/0004-events.md
 * @since  0.1
 */
CSR_API void csr_desk_close(csr_desk *desk);

/** What a desk says of itself. */
typedef struct csr_settings_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    char currency[4];     /**< Default currency, ISO 4217, NUL-ended; empty = none. */
    csr_id id;            /**< The desk's id. */
    int64_t version;      /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;  /**< When it was recorded. */
    csr_time updated_at;  /**< When it last changed. */
    csr_str name;         /**< Name of the organisation. */
    csr_str zone;         /**< Time zone by its tz database name, such as "Europe/Prague". */
    csr_str
        display_offset;   /**< Offset in which instants are shown: "+hh:mm", "Z", or empty for UTC without a suffix. */
    csr_str language;     /**< Default language, BCP 47. */
    csr_str calling_code; /**< Country calling code without "+", which completes phone numbers. */
    csr_str approval_calendar; /**< Calendar whose open hours count for approvals; empty = those of the clock. */
} csr_settings_view;

/** What to change in the settings; what is unset stays. */
typedef struct csr_settings_change_params {
    uint32_t struct_size;      /**< sizeof of the caller's struct. */
    char currency[4];          /**< Default currency, ISO 4217. */
    int64_t expected_version;  /**< Refuse unless the record still has this version; 0 = do not check. */
    uint64_t clear;            /**< CSR_SETTINGS_CLEAR_* bits of the members to empty. */
    csr_str name;              /**< Name of the organisation, at most 200 bytes. */
    csr_str zone;              /**< Time zone by its tz database name; its form is checked, not whether it exists. */
    csr_str display_offset;    /**< Offset in which instants are shown: "+hh:mm" or "Z". */
    csr_str language;          /**< Default language, a well-formed BCP 47 tag, at most 35 bytes. */
    csr_str calling_code;      /**< Country calling code, 1 to 3 digits without "+". */
    csr_str approval_calendar; /**< Calendar whose open hours count for approvals, by its name, at most 120 bytes. */
} csr_settings_change_params;

/** A csr_settings_change_params in which everything has its default. */
#define CSR_SETTINGS_CHANGE_PARAMS_INIT                                                                                \
    {                                                                                                                  \
        (uint32_t)sizeof(csr_settings_change_params), { 0 }, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
            { NULL, 0 }, { NULL, 0 },                                                                                  \
    }

/** Empties currency. */
#define CSR_SETTINGS_CLEAR_CURRENCY (UINT64_C(1) << 0)
/** Empties zone. */
#define CSR_SETTINGS_CLEAR_ZONE (UINT64_C(1) << 1)
/** Empties display_offset. */
#define CSR_SETTINGS_CLEAR_DISPLAY_OFFSET (UINT64_C(1) << 2)
/** Empties language. */
#define CSR_SETTINGS_CLEAR_LANGUAGE (UINT64_C(1) << 3)
/** Empties calling_code. */
#define CSR_SETTINGS_CLEAR_CALLING_CODE (UINT64_C(1) << 4)
/** Empty approval_calendar. */
#define CSR_SETTINGS_CLEAR_APPROVAL_CALENDAR (UINT64_C(1) << 5)

/**
 * Read the settings of the desk.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_settings_get(csr_session *session, csr_result **out_result, csr_error *err);

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
CSR_API csr_status csr_settings_at(const csr_result *result, size_t row, csr_settings_view *view, csr_error *err);

/**
 * Change the settings of the desk.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param params      [in]  csr_settings_change_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="approval_calendar"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_settings_change(csr_session *session, const csr_settings_change_params *params,
                                       int64_t *out_version, csr_error *err);

/** How much there is at a desk. */
typedef struct csr_stats_view {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    int32_t reserved;       /**< Zero. */
    int64_t customers;      /**< Customers. */
    int64_t agents;         /**< Agents. */
    int64_t teams;          /**< Teams. */
    int64_t contact_points; /**< Contact points. */
    int64_t interactions;   /**< Interactions. */
    int64_t tickets;        /**< Tickets. */
    int64_t events;         /**< Events. */
    int64_t checkpoints;    /**< Checkpoints over the events. */
    int64_t notes;          /**< Notes, erased ones included. */
} csr_stats_view;

/**
 * Count what there is at a desk.
 *
 * Result kind "stats", one row.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   counts whole indexes: linear in the records, for diagnosis and not for every screen
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_stats(csr_session *session, csr_result **out_result, csr_error *err);

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
CSR_API csr_status csr_stats_at(const csr_result *result, size_t row, csr_stats_view *view, csr_error *err);

/** How bad a finding is. */
typedef int32_t csr_severity;
enum {
    CSR_SEVERITY_INFO = 1,    /**< Something worth knowing. */
    CSR_SEVERITY_WARNING = 2, /**< Something to look at. */
    CSR_SEVERITY_ERROR = 3    /**< Something is wrong. */
};

/** One finding about a document or about the store. */
typedef struct csr_diagnostic_view {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_severity severity; /**< How bad it is. */
    int64_t position;      /**< Byte or event position at fault; 0 = none. */
    csr_id subject;        /**< Record concerned; none when the finding is not about a record. */
    csr_str place;         /**< Where: a path in a document, or a record and column. */
    csr_str text;          /**< What is wrong, as a sentence. */
    csr_str suggestion;    /**< What to do; may be empty. */
} csr_diagnostic_view;

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
CSR_API csr_status csr_diagnostic_at(const csr_result *result, size_t row, csr_diagnostic_view *view, csr_error *err);

/** What to verify. */
typedef struct csr_desk_verify_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Findings after which to stop, 1 to 1000; 0 = 100. */
} csr_desk_verify_params;

/** A csr_desk_verify_params in which everything has its default. */
#define CSR_DESK_VERIFY_PARAMS_INIT                 \
    {                                               \
        (uint32_t)sizeof(csr_desk_verify_params), 0 \
    }

/**
 * Recompute what the events prove: chains, rows and checkpoints.
 *
 * For every subject the chain of its events is recomputed and compared with the head in its row, the events are
 * replayed and compared with the rows, and every checkpoint is recomputed; rows that no event tells of (drafts, request
 * keys, timers, bookmarks) are read. Result kind "diagnostic": a first row of severity info says what was checked; each
 * error names the first bad place of its subject.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_desk_verify_params; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_CORRUPT (only when the store itself cannot be read), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   reads everything once; memory bounded
 * @source docs/adr/0004-events.md
 * @since  0.1
 */
CSR_API csr_status csr_desk_verify(csr_session *session, const csr_desk_verify_params *params, csr_result **out_result,
                                   csr_error *err);

CSR_END_DECLS

#endif
