/**
 * For implementers of stores. Promised per minor release, not for ever.
 *
 * A store keeps rows. What a record looks like is described once, in tables of members that refer to plain C structs
 * by offset; a store binds, compares and copies members and knows nothing of customers or tickets. The description,
 * not the store, decides columns, order and uniqueness.
 *
 * The contract, which tests/conformance proves for every store:
 * - A write transaction is atomic, isolated from other writers, and sees its own writes. A read transaction sees one
 *   snapshot or blocks writers.
 * - update() refuses with CSR_E_CONFLICT when the stored version is not that of `was` (records with a version).
 * - Unique indexes hold over the rows they cover: CSR_E_DUPLICATE, err->field = the index's name.
 * - A member whose type has a target refers to a row: inserting or updating to a dangling reference is
 *   CSR_E_NOT_FOUND with err->field = the member's name; erasing a row that is referred to is CSR_E_STATE.
 * - A scan's order is the index's members in their order, each ascending (integers by value, ids and text bytewise
 *   by memcmp, shorter text first), then the id; reverse turns all of it round.
 * - A record has an id or a position, never both; a row is named by it. Where a unique index is scanned, `after` is
 *   compared by the index's members alone, for they are a total order.
 * - update() of a row that is gone is CSR_E_NOT_FOUND with err->field = "id". get_many() takes an id more than once and
 *   gives its row at least once.
 * - Writing in a transaction that reads, erasing in a record without ids, another desk than the store's, a mode that is
 *   none and a store on the wrong side of a fork are CSR_E_MISUSE, and change nothing.
 * - After an error other than CSR_E_NOT_FOUND, CSR_E_CONFLICT, CSR_E_DUPLICATE and CSR_E_STATE a transaction must be
 *   rolled back. After those four nothing of the failed call has happened.
 */
#ifndef CSR_SYS_BACKEND_H
#define CSR_SYS_BACKEND_H

#include <csr/care.h>
#include <csr/desk.h>
#include <csr/export.h>
#include <csr/host.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** One name of an enumeration. */
typedef struct csr_name {
    const char *name; /**< In lower case, without prefix. */
    const char *text; /**< One sentence. */
    int32_t value;    /**< The constant. */
    int32_t reserved; /**< Zero. */
} csr_name;

/** C class of a member: how its bytes are read. */
typedef int32_t csr_class;
enum {
    CSR_CLASS_I32 = 1,   /**< int32_t; unset = 0. */
    CSR_CLASS_I64 = 2,   /**< int64_t; unset = 0. */
    CSR_CLASS_ID = 3,    /**< csr_id; unset = all zero. */
    CSR_CLASS_STR = 4,   /**< csr_str; unset = empty. */
    CSR_CLASS_BYTES = 5, /**< uint8_t[n]; unset = all zero. */
    CSR_CLASS_CODE = 6   /**< char[n], NUL-ended; unset = empty. */
};

/** What a member means. */
typedef int32_t csr_meaning;
enum {
    CSR_MEANING_INTEGER = 1,  /**< A number. */
    CSR_MEANING_FLAG = 2,     /**< 0 or 1. */
    CSR_MEANING_ENUM = 3,     /**< A value of an enumeration. */
    CSR_MEANING_TIME = 4,     /**< An instant. */
    CSR_MEANING_DURATION = 5, /**< Microseconds. */
    CSR_MEANING_ID = 6,       /**< The record's own id. */
    CSR_MEANING_REF = 7,      /**< The id of another record. */
    CSR_MEANING_TEXT = 8,     /**< UTF-8 without U+0000. */
    CSR_MEANING_BODY = 9,     /**< UTF-8 of any shape, NUL bytes included. */
    CSR_MEANING_JSON = 10,    /**< A JSON document. */
    CSR_MEANING_CODE = 11,    /**< A short code of capital letters. */
    CSR_MEANING_BYTES = 12    /**< Bytes. */
};

/** A type of members. */
typedef struct csr_type {
    const char *name;      /**< Name of the type. */
    const char *unit;      /**< Unit, or NULL. */
    const char *target;    /**< Name of the record that a reference refers to, or NULL. */
    const csr_name *names; /**< Names of an enumeration, or NULL. */
    uint32_t name_count;   /**< How many names. */
    uint32_t max_bytes;    /**< Longest text in bytes. */
    int64_t low;           /**< Smallest integer allowed. */
    int64_t high;          /**< Largest integer allowed. */
    csr_meaning meaning;   /**< What it means. */
    csr_class c;           /**< How its bytes are read. */
} csr_type;

/** Set by the library, never by a caller. */
#define CSR_MEMBER_SYSTEM (UINT32_C(1) << 0)
/** Personal data: kept apart in events, and erasable. */
#define CSR_MEMBER_PERSONAL (UINT32_C(1) << 1)
/** Text that full-text search covers. */
#define CSR_MEMBER_SEARCH (UINT32_C(1) << 2)
/** Stored as NULL when unset, and left out of JSON. */
#define CSR_MEMBER_NULLABLE (UINT32_C(1) << 3)
/** Stored, but not part of the public view. */
#define CSR_MEMBER_HIDDEN (UINT32_C(1) << 4)
/** Large and immutable: events refer to it by hash only. */
#define CSR_MEMBER_BULK (UINT32_C(1) << 5)
/** An unset instant sorts last: stored as INT64_MAX. */
#define CSR_MEMBER_UNSET_LAST (UINT32_C(1) << 6)
/** A parameter that must be given. */
#define CSR_MEMBER_REQUIRED (UINT32_C(1) << 7)
/** Assigned by the store on insert, in commit order; the row holds 0 when inserted, or see CSR_CAP_POSITIONS. */
#define CSR_MEMBER_POSITION (UINT32_C(1) << 8)

/** One member of a described struct. */
typedef struct csr_member {
    const char *name;     /**< Name, also of the column. */
    const csr_type *type; /**< Type. */
    uint64_t clear;       /**< Parameters: its bit in the member `clear`, or 0 when it cannot be emptied. */
    uint32_t flags;       /**< CSR_MEMBER_* bits. */
    int32_t into;         /**< Parameters: offset in the row that it sets, or -1. */
    uint16_t offset;      /**< Place in the struct. */
    uint16_t size;        /**< Bytes in the struct. */
    uint8_t c;            /**< csr_class. */
    uint8_t reserved;     /**< Zero. */
    uint16_t reserved2;   /**< Zero. */
} csr_member;

/** A described struct: a row, a parameter struct or a query. */
typedef struct csr_shape {
    const char *name;          /**< Name of the C struct. */
    const csr_member *members; /**< Its members. */
    uint16_t count;            /**< How many. */
    uint16_t size;             /**< sizeof the newest version. */
    uint16_t min_size;         /**< sizeof the oldest version that is understood. */
    int16_t clear_at;          /**< Offset of the uint64_t `clear`, or -1. */
} csr_shape;

/** No two rows agree in all members of the index. */
#define CSR_INDEX_UNIQUE (UINT32_C(1) << 0)
/** Rows whose first member is unset are not in the index; it is read by equality of that member. */
#define CSR_INDEX_SPARSE (UINT32_C(1) << 1)

/** One index of a record; the id is the last tie break. */
typedef struct csr_index {
    const char *name; /**< Name, unique in the record. */
    uint32_t flags;   /**< CSR_INDEX_* bits. */
    uint16_t n;       /**< Members in it. */
    uint16_t at[5];   /**< Their offsets in the row. */
} csr_index;

/** "No such member" where an offset is expected. */
#define CSR_NO_MEMBER 0xffff

/** One kind of record. */
typedef struct csr_record {
    const char *name;         /**< Name, also of the table. */
    const csr_shape *row;     /**< Members of the row, hidden ones included; size = bytes of a row. */
    const csr_index *indexes; /**< Its indexes. */
    uint16_t index_count;     /**< How many. */
    uint16_t number;          /**< csr_record_kind. */
    uint16_t view_size;       /**< The row begins with the newest view, this long. */
    uint16_t view_min_size;   /**< sizeof the oldest view that is understood. */
    uint16_t id_at;           /**< Offset of the id, or CSR_NO_MEMBER: read by its indexes and position only. */
    uint16_t version_at;      /**< Offset of the version, or CSR_NO_MEMBER. */
    uint32_t reserved;        /**< Zero. */
} csr_record;

/** Everything a store keeps. */
typedef struct csr_schema {
    const csr_record *const *records; /**< The kinds of records; a target comes before those that refer to it. */
    uint16_t record_count;            /**< How many. */
    uint16_t version;                 /**< Version of the schema, from 1. */
    uint16_t min_reader;              /**< Oldest version whose libraries may read such a store; 0 = version. */
    uint16_t min_writer;              /**< Oldest version whose libraries may write to it; 0 = version. */
} csr_schema;

/** Rows that a store gives back; opaque, made by the library. */
typedef struct csr_rows csr_rows;

/**
 * Append a zeroed row.
 *
 * @param rows    [in]  the rows that a method was given
 * @param out_row [out] bytes of the record's row size, valid until the next call with these rows
 * @return CSR_OK or CSR_E_NO_MEMORY
 * @errors CSR_E_NO_MEMORY
 * @owner  the rows own it
 * @thread the thread of the method
 * @cost   amortised constant
 * @source docs/adr/0003-storage.md
 * @since  0.1
 */
CSR_API csr_status csr_rows_add(csr_rows *rows, void **out_row);

/**
 * Copy a text to where it lives as long as the rows.
 *
 * @param rows [in]  the rows that a method was given
 * @param ptr  [in]  bytes; may be NULL when len is 0
 * @param len  [in]  bytes
 * @param out  [out] the copy, NUL-ended
 * @return CSR_OK or CSR_E_NO_MEMORY
 * @errors CSR_E_NO_MEMORY
 * @owner  the rows own it
 * @thread the thread of the method
 * @cost   one copy
 * @source docs/adr/0003-storage.md
 * @since  0.1
 */
CSR_API csr_status csr_rows_text(csr_rows *rows, const char *ptr, size_t len, csr_str *out);

/** A store that is open; the implementer's own. */
typedef struct csr_store csr_store;
/** A transaction that is open; the implementer's own. */
typedef struct csr_store_tx csr_store_tx;

/** A transaction that reads. */
#define CSR_TX_READ 1
/** A transaction that reads and writes. */
#define CSR_TX_WRITE 2
/** With CSR_TX_WRITE, for stores with CSR_CAP_TX_DURABLE: what is committed survives a power cut, whatever they were told. */
#define CSR_TX_DURABLE 4

/** Scan by id; every record that has one. */
#define CSR_SCAN_BY_ID (-1)
/** Scan in commit order; records with a position. `after` holds the position to go on from. */
#define CSR_SCAN_BY_POSITION (-2)

/** Backwards. */
#define CSR_SCAN_REVERSE (UINT32_C(1) << 0)

/** Which rows to read, and in what order. */
typedef struct csr_scan {
    int32_t index;     /**< Number of the index in the record, or CSR_SCAN_BY_*. */
    uint32_t equal;    /**< Leading members of the index that must equal those of `from`. */
    uint32_t flags;    /**< CSR_SCAN_* bits. */
    uint32_t limit;    /**< Rows at most. */
    const void *from;  /**< A row in which the equal members are set; NULL when equal is 0. */
    const void *after; /**< A row in which the index's members and the id are set: begin strictly behind it; or NULL. */
    uint64_t columns;  /**< Bit i = member i of the row is wanted; the id and version always come. 0 = all. */
} csr_scan;

/** How long a call may go on, and whether it was cancelled; opaque, made by the library. */
typedef struct csr_limit csr_limit;

/** What a migration is asked to do, and the library's part in it. */
typedef struct csr_store_migration {
    uint32_t struct_size; /**< sizeof(csr_store_migration) of the library. */
    uint32_t flags;       /**< CSR_MIGRATE_* bits. */
    const char *backup;   /**< Path of the copy that is made before; NULL = the store's own choice. */
    /** Fill what is new from what there was, in the transaction of the migration; NULL = nothing to fill. */
    csr_status (*fill)(csr_store_tx *tx, int32_t from_version, void *user, csr_error *err);
    void *user;             /**< Passed to fill. */
    const csr_limit *limit; /**< How long it may go on, the commit aside; NULL = no limit. */
} csr_store_migration;

/**
 * Whether a call has to end.
 *
 * To be asked while waiting, and every now and then in work that grows with the store.
 *
 * @param limit [in]  the limit that a method was given; NULL = none
 * @return CSR_OK, CSR_E_TIMEOUT or CSR_E_CANCELLED; once it is one of the two it stays so until the call has ended
 * @errors CSR_E_TIMEOUT, CSR_E_CANCELLED
 * @owner  nothing is retained
 * @thread the thread of the method
 * @cost   one load; with a time limit one look at the clock
 * @source docs/adr/0021-time-limits.md
 * @since  0.1
 */
CSR_API csr_status csr_limit_check(const csr_limit *limit);

/**
 * How much of its time a call has left.
 *
 * @param limit [in]  the limit that a method was given; NULL = none
 * @return microseconds of real time, 0 when the time is over; INT64_MAX without a time limit
 * @owner  nothing is retained
 * @thread the thread of the method
 * @cost   one look at the clock
 * @source docs/adr/0021-time-limits.md
 * @since  0.1
 */
CSR_API int64_t csr_limit_left_us(const csr_limit *limit);

/** What a copy is asked to be, and the library's part in it. */
typedef struct csr_store_backup {
    uint32_t struct_size; /**< sizeof(csr_store_backup) of the library. */
    uint32_t reserved;    /**< Zero. */
    const char *path;     /**< Where the copy goes; nothing is there. */
    /** Look at the copy where it is now, before it gets its path; after a failure it does not. NULL = nobody wants to. */
    csr_status (*verify)(const char *draft, void *user, csr_error *err);
    void *user;             /**< Passed to verify. */
    const csr_limit *limit; /**< How long it may go on; NULL = no limit. */
} csr_store_backup;

/** What a store is made of. Every method is called from one thread at a time per transaction. */
struct csr_backend_ops {
    uint32_t struct_size;  /**< sizeof(csr_backend_ops) of the implementer. */
    uint32_t abi_version;  /**< CSR_BACKEND_ABI. */
    const char *name;      /**< Name of the store, for messages. */
    uint64_t capabilities; /**< CSR_CAP_* bits. */

    /** Open, creating the schema when the store is new and CSR_OPEN_EXISTING is not set; env is copied. */
    csr_status (*open)(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                       const csr_schema *schema, uint32_t flags, csr_store **out_store, csr_error *err);
    /** Close; no transaction is open. */
    void (*close)(csr_store *store);
    /** Begin; desk = the desk, all zero or NULL = the only one of a store that holds one. */
    csr_status (*begin)(csr_store *store, const csr_id *desk, int32_t mode, csr_store_tx **out_tx, csr_error *err);
    /** Make it durable; the transaction is gone, whatever the answer. */
    csr_status (*commit)(csr_store_tx *tx, csr_error *err);
    /** Undo; the transaction is gone; cannot fail. */
    void (*rollback)(csr_store_tx *tx);
    /** Insert a row; its texts are borrowed for the call. */
    csr_status (*insert)(csr_store_tx *tx, const csr_record *record, const void *row, csr_error *err);
    /** Replace `was` by `is`; bit i of changed = member i differs. The id stays. */
    csr_status (*update)(csr_store_tx *tx, const csr_record *record, const void *was, const void *is, uint64_t changed,
                         csr_error *err);
    /** Erase the row of this id. */
    csr_status (*erase)(csr_store_tx *tx, const csr_record *record, const csr_id *id, csr_error *err);
    /** Append the row of this id; CSR_E_NOT_FOUND (err->field "id") when there is none. */
    csr_status (*get)(csr_store_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns, csr_rows *rows,
                      csr_error *err);
    /** Append the rows of these ids, in any order; ids without a row are left out. */
    csr_status (*get_many)(csr_store_tx *tx, const csr_record *record, const csr_id *ids, size_t id_count,
                           uint64_t columns, csr_rows *rows, csr_error *err);
    /** Append the rows of a scan in its order. Where its last row does not lie behind `after`, the store is damaged
     * (CSR_E_CORRUPT): whoever goes on from that row must come to an end. */
    csr_status (*scan)(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows *rows,
                       csr_error *err);
    /** Count the rows of a scan; its after and columns are ignored. With a limit it stops there; 0 = all of them. */
    csr_status (*count)(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, int64_t *out_count,
                        csr_error *err);

    /* Optional from here on: NULL = CSR_E_UNSUPPORTED. */

    /**
     * Bring a store that no one has open from an older version to the schema's, or what it lacks of its own version;
     * whole or not at all. Steps are rows of csr_diagnostic_view; with CSR_MIGRATE_DRY_RUN nothing is changed.
     */
    csr_status (*migrate)(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                          const csr_schema *schema, const csr_store_migration *migration, csr_rows *steps,
                          csr_error *err);
    /**
     * Say what stands in the way of opening a store, and what its opening would not tell: rows of csr_diagnostic_view.
     * Changes nothing, and fails only when there is no memory.
     */
    csr_status (*examine)(const csr_host *env, const char *uri, const csr_schema *schema, csr_rows *findings,
                          csr_error *err);
    /** Append what the store itself finds wrong with what it keeps (its indexes, its references), at most `limit` rows
     * of csr_diagnostic_view. */
    csr_status (*check)(csr_store_tx *tx, size_t limit, csr_rows *findings, csr_error *err);
    /** Copy the store, as it is at one moment, to a path where nothing is, while others use it; checked before it is
     * there. Sets bytes and hash, and the path as a text of rows. */
    csr_status (*backup)(csr_store *store, const csr_store_backup *asked, csr_rows *rows, csr_backup_view *out,
                         csr_error *err);
    /** Do what keeps the store fast: sets log_bytes, freed_bytes, held_back and more. */
    csr_status (*maintain)(csr_store *store, csr_maintenance_view *out, csr_error *err);
    /** Set what is known of the store; the rest stays zero. */
    csr_status (*health)(csr_store *store, csr_health_view *out, csr_error *err);
    /**
     * As begin, and nothing in the transaction but its commit goes on beyond the limit: what waits or works then fails
     * with the status of csr_limit_check(). The limit lives as long as the transaction. NULL = the store has no such
     * method: its calls end when they end.
     */
    csr_status (*begin_within)(csr_store *store, const csr_id *desk, int32_t mode, const csr_limit *limit,
                               csr_store_tx **out_tx, csr_error *err);
    /** Let those who wait in begin_within ask for their limits; any thread. NULL when begin_within is. */
    void (*wake)(csr_store *store);
    /** Optional, for write transactions: a word of ours which the store sets to 0 whenever anybody else may have committed
     * since it was set. So what was found out about the rows stays true while the word stands. */
    uint64_t *(*memo)(csr_store_tx *tx);
    /** As open, and what waits for others ends with the status of csr_limit_check(). NULL = it waits as open does. */
    csr_status (*open_within)(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                              const csr_schema *schema, uint32_t flags, const csr_limit *limit, csr_store **out_store,
                              csr_error *err);
};

/** Version of this interface. */
#define CSR_BACKEND_ABI 2

/** Survives the process. */
#define CSR_CAP_DURABLE (UINT64_C(1) << 0)
/** Several processes may use one store. */
#define CSR_CAP_MULTI_PROCESS (UINT64_C(1) << 1)
/** Readers and a writer go on at the same time. */
#define CSR_CAP_SNAPSHOT_READ (UINT64_C(1) << 2)
/** A position that a row brings, larger than all there are, is kept: what an import needs. */
#define CSR_CAP_POSITIONS (UINT64_C(1) << 3)
/** A writing transaction may ask to survive a power cut: CSR_TX_DURABLE. */
#define CSR_CAP_TX_DURABLE (UINT64_C(1) << 4)

CSR_END_DECLS

#endif
