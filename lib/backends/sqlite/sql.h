/*
 * The statements on rows, from the descriptions. A key says all that a text depends on, so it is also the key of the
 * cache.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQL_H
#define CSRI_BACKENDS_SQLITE_SQL_H

#include "base/buffer.h"

#include <csr/sys/backend.h>

enum {
    CSRI_SQLITE_INSERT = 1,
    CSRI_SQLITE_UPDATE,
    CSRI_SQLITE_ERASE,
    CSRI_SQLITE_GET,
    CSRI_SQLITE_GET_MANY,
    CSRI_SQLITE_SCAN,
    CSRI_SQLITE_COUNT
};

#define CSRI_SQLITE_REVERSE 1
#define CSRI_SQLITE_AFTER 2
#define CSRI_SQLITE_LIMITED 4

/* What a verb does not use is zero. */
typedef struct csri_sqlite_key {
    const csr_record *record;
    uint64_t mask;  /* columns to read or, by an update, to set */
    int16_t index;  /* scan, count */
    uint8_t verb;   /* CSRI_SQLITE_INSERT... */
    uint8_t equal;  /* scan, count */
    uint8_t flags;  /* scan: CSRI_SQLITE_REVERSE, CSRI_SQLITE_AFTER; count: CSRI_SQLITE_LIMITED */
    uint8_t places; /* get_many: ids in it */
    uint8_t reserved[2];
} csri_sqlite_key;

/* Members by which a scan is ordered behind the equal ones. */
#define CSRI_SQLITE_ORDER_MAX 6
typedef struct csri_sqlite_order {
    const csr_member *members[CSRI_SQLITE_ORDER_MAX];
    unsigned count;       /* in ORDER BY */
    unsigned after_count; /* in the comparison with the row to begin behind; at least 1 */
} csri_sqlite_order;

/* The member that names a row: the id or, in a record without one, the position. */
const csr_member *csri_sqlite_identity(const csr_record *record);

/* The bit of a member in a mask. */
uint64_t csri_sqlite_bit(const csr_record *record, const csr_member *m);

/* The members to read when these are wanted (0 = all): identity and version always come. */
uint64_t csri_sqlite_columns(const csr_record *record, uint64_t wanted);

/* The order of a scan. */
void csri_sqlite_order_of(const csri_sqlite_key *key, csri_sqlite_order *out);

/*
 * The text, NUL-ended. Parameters are numbered from 1, in this order:
 * insert: every member; update: the members of the mask, identity, version (if any); erase, get: identity;
 * get_many: ids; scan: equal members, members of `after`, limit; count: equal members, limit (where there is one).
 * Columns that are read come in the order of the members.
 */
void csri_sqlite_sql(csri_buffer *out, const csri_sqlite_key *key);

#endif
