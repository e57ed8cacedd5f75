#include "backends/sqlite/sql.h"

#include "backends/sqlite/ddl.h"
#include "record/row.h"

/* A record without an id has a position. */
static const csr_member *position_of(const csr_record *record)
{
    const csr_member *m = record->row->members, *last = m + record->row->count - 1;

    while (m < last && (m->flags & CSR_MEMBER_POSITION) == 0)
        m++;
    return m;
}

const csr_member *csri_sqlite_identity(const csr_record *record)
{
    if (record->id_at != CSR_NO_MEMBER)
        return csri_member_at(record->row, record->id_at);
    return position_of(record);
}

uint64_t csri_sqlite_bit(const csr_record *record, const csr_member *m)
{
    return UINT64_C(1) << (m - record->row->members);
}

uint64_t csri_sqlite_columns(const csr_record *record, uint64_t wanted)
{
    unsigned count = record->row->count;
    uint64_t all = count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;

    if (wanted == 0 || (wanted & all) == all)
        return all;
    wanted &= all;
    for (unsigned i = 0; i < count; i++) {
        const csr_member *m = &record->row->members[i];
        if (m->offset == record->id_at || m->offset == record->version_at || (m->flags & CSR_MEMBER_POSITION) != 0)
            wanted |= UINT64_C(1) << i;
    }
    return wanted;
}

void csri_sqlite_order_of(const csri_sqlite_key *key, csri_sqlite_order *out)
{
    const csr_record *record = key->record;
    unsigned n = 0;
    int unique = 0;

    if (key->index == CSR_SCAN_BY_POSITION) {
        out->members[n++] = position_of(record);
    } else if (key->index >= 0) {
        const csr_index *index = &record->indexes[key->index];
        unique = (index->flags & CSR_INDEX_UNIQUE) != 0;
        for (unsigned i = key->equal; i < index->n; i++)
            out->members[n++] = csri_member_at(record->row, index->at[i]);
    }
    /* A unique index is total already. */
    out->count = n;
    if (key->index != CSR_SCAN_BY_POSITION)
        out->members[n++] = csri_sqlite_identity(record);
    if (!unique)
        out->count = n;
    out->after_count = out->count == 0 ? 1 : out->count;
}

static void parameter(csri_buffer *out, unsigned number)
{
    char digits[12];
    unsigned at = sizeof(digits);

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    csri_buffer_byte(out, '?');
    csri_buffer_put(out, digits + at, sizeof(digits) - at);
}

static void compare(csri_buffer *out, const csr_member *m, const char *operator, unsigned number)
{
    csri_sqlite_name(out, m->name);
    csri_buffer_text(out, operator);
    parameter(out, number);
}

static void columns(csri_buffer *out, const csri_sqlite_key *key)
{
    const char *between = "SELECT ";

    for (unsigned i = 0; i < key->record->row->count; i++) {
        if ((key->mask >> i & 1) == 0)
            continue;
        csri_buffer_text(out, between);
        csri_sqlite_name(out, key->record->row->members[i].name);
        between = ",";
    }
    csri_buffer_text(out, " FROM ");
    csri_sqlite_name(out, key->record->name);
}

static void where_identity(csri_buffer *out, const csr_record *record, unsigned number)
{
    csri_buffer_text(out, " WHERE ");
    compare(out, csri_sqlite_identity(record), "=", number);
}

static void insert(csri_buffer *out, const csr_record *record)
{
    csri_buffer_text(out, "INSERT INTO ");
    csri_sqlite_name(out, record->name);
    for (unsigned i = 0; i < record->row->count; i++) {
        csri_buffer_byte(out, i == 0 ? '(' : ',');
        csri_sqlite_name(out, record->row->members[i].name);
    }
    csri_buffer_text(out, ")VALUES");
    for (unsigned i = 0; i < record->row->count; i++) {
        csri_buffer_byte(out, i == 0 ? '(' : ',');
        parameter(out, i + 1);
    }
    csri_buffer_byte(out, ')');
}

static void update(csri_buffer *out, const csri_sqlite_key *key)
{
    const csr_record *record = key->record;
    unsigned number = 0;

    csri_buffer_text(out, "UPDATE ");
    csri_sqlite_name(out, record->name);
    for (unsigned i = 0; i < record->row->count; i++) {
        if ((key->mask >> i & 1) == 0)
            continue;
        csri_buffer_text(out, number == 0 ? " SET " : ",");
        compare(out, &record->row->members[i], "=", number + 1);
        number++;
    }
    where_identity(out, record, number + 1);
    if (record->version_at != CSR_NO_MEMBER) {
        csri_buffer_text(out, " AND ");
        compare(out, csri_member_at(record->row, record->version_at), "=", number + 2);
    }
}

/* The key of a table with an id has this name; the index is always named, because without statistics the planner does
 * not know which one is meant. */
static void by_primary_key(csri_buffer *out, const csr_record *record)
{
    csri_buffer_text(out, " INDEXED BY \"sqlite_autoindex_");
    csri_buffer_text(out, record->name);
    csri_buffer_text(out, "_1\"");
}

static void get_many(csri_buffer *out, const csri_sqlite_key *key)
{
    columns(out, key);
    by_primary_key(out, key->record);
    csri_buffer_text(out, " WHERE \"");
    csri_buffer_text(out, csri_sqlite_identity(key->record)->name);
    csri_buffer_text(out, "\"IN");
    for (unsigned i = 0; i < key->places; i++) {
        csri_buffer_byte(out, i == 0 ? '(' : ',');
        parameter(out, i + 1);
    }
    csri_buffer_byte(out, ')');
}

static void source(csri_buffer *out, const csri_sqlite_key *key)
{
    if (key->index == CSR_SCAN_BY_POSITION) {
        csri_buffer_text(out, " NOT INDEXED"); /* by the rowid */
    } else if (key->index == CSR_SCAN_BY_ID) {
        by_primary_key(out, key->record);
    } else {
        csri_buffer_text(out, " INDEXED BY ");
        csri_sqlite_index_name(out, key->record, &key->record->indexes[key->index]);
    }
}

/* The equal members; a sparse index needs to see that its first member is set, which "=" implies. */
static const char *equal_members(csri_buffer *out, const csri_sqlite_key *key)
{
    const char *between = " WHERE ";
    const csr_index *index = key->index < 0 ? NULL : &key->record->indexes[key->index];
    int sparse = index != NULL && (index->flags & CSR_INDEX_SPARSE) != 0;

    for (unsigned i = 0; index != NULL && i < key->equal; i++) {
        const csr_member *m = csri_member_at(key->record->row, index->at[i]);
        int may_be_null = (m->flags & CSR_MEMBER_NULLABLE) != 0 && !(sparse && i == 0);
        csri_buffer_text(out, between);
        compare(out, m, may_be_null ? " IS " : "=", i + 1);
        between = " AND ";
    }
    if (sparse && key->equal == 0) {
        csri_buffer_text(out, between);
        csri_sqlite_name(out, csri_member_at(key->record->row, index->at[0])->name);
        csri_buffer_text(out, " IS NOT NULL");
        between = " AND ";
    }
    return between;
}

static int holds_null(const csri_sqlite_key *key, const csr_member *m)
{
    const csr_index *index = key->index < 0 ? NULL : &key->record->indexes[key->index];

    if (index != NULL && (index->flags & CSR_INDEX_SPARSE) != 0 && m->offset == index->at[0])
        return 0;
    return (m->flags & CSR_MEMBER_NULLABLE) != 0;
}

/* (a,b,c)>(?,?,?): a range of the index. */
static void behind(csri_buffer *out, const csri_sqlite_key *key, const csri_sqlite_order *order)
{
    for (unsigned i = 0; i < order->after_count; i++) {
        csri_buffer_byte(out, i == 0 ? '(' : ',');
        csri_sqlite_name(out, order->members[i]->name);
    }
    csri_buffer_text(out, (key->flags & CSRI_SQLITE_REVERSE) != 0 ? ")<" : ")>");
    for (unsigned i = 0; i < order->after_count; i++) {
        csri_buffer_byte(out, i == 0 ? '(' : ',');
        parameter(out, key->equal + i + 1);
    }
    csri_buffer_byte(out, ')');
}

/*
 * The same where a member may be NULL, which sorts first but compares with nothing: spelled out, one member after the
 * other. The plus keeps the planner from several passes over the index with a sort behind; it reads the index from its
 * start instead. Such a scan has the nullable member not among the equal ones, which no screen does.
 */
static void behind_null(csri_buffer *out, const csri_sqlite_key *key, const csri_sqlite_order *order)
{
    int reverse = (key->flags & CSRI_SQLITE_REVERSE) != 0;

    csri_buffer_byte(out, '+');
    for (unsigned i = 0; i < order->after_count; i++) {
        const csr_member *m = order->members[i];
        unsigned number = key->equal + i + 1;
        csri_buffer_byte(out, '(');
        compare(out, m, reverse ? "<" : ">", number);
        if (holds_null(key, m)) {
            csri_buffer_text(out, " OR ");
            compare(out, m, reverse ? " IS NULL AND NOT NULL IS " : " IS NOT NULL AND NULL IS ", number);
        }
        if (i + 1 == order->after_count)
            break;
        csri_buffer_text(out, " OR ");
        compare(out, m, " IS ", number);
        csri_buffer_text(out, " AND ");
    }
    for (unsigned i = 0; i < order->after_count; i++)
        csri_buffer_byte(out, ')');
}

static void after(csri_buffer *out, const csri_sqlite_key *key, const csri_sqlite_order *order, const char *between)
{
    int null = 0;

    for (unsigned i = 0; i < order->after_count; i++)
        null |= holds_null(key, order->members[i]);
    csri_buffer_text(out, between);
    if (null)
        behind_null(out, key, order);
    else
        behind(out, key, order);
}

static void scan(csri_buffer *out, const csri_sqlite_key *key)
{
    csri_sqlite_order order;
    const char *between;
    unsigned numbers = key->equal;

    csri_sqlite_order_of(key, &order);
    columns(out, key);
    source(out, key);
    between = equal_members(out, key);
    if ((key->flags & CSRI_SQLITE_AFTER) != 0) {
        after(out, key, &order, between);
        numbers += order.after_count;
    }
    for (unsigned i = 0; i < order.count; i++) {
        csri_buffer_text(out, i == 0 ? " ORDER BY " : ",");
        csri_sqlite_name(out, order.members[i]->name);
        if ((key->flags & CSRI_SQLITE_REVERSE) != 0)
            csri_buffer_text(out, " DESC");
    }
    csri_buffer_text(out, " LIMIT ");
    parameter(out, numbers + 1);
}

static void count(csri_buffer *out, const csri_sqlite_key *key)
{
    int limited = (key->flags & CSRI_SQLITE_LIMITED) != 0;

    csri_buffer_text(out, limited ? "SELECT count(*) FROM(SELECT 1 FROM " : "SELECT count(*) FROM ");
    csri_sqlite_name(out, key->record->name);
    source(out, key);
    (void)equal_members(out, key);
    if (!limited)
        return;
    csri_buffer_text(out, " LIMIT ");
    parameter(out, key->equal + 1u);
    csri_buffer_byte(out, ')');
}

void csri_sqlite_sql(csri_buffer *out, const csri_sqlite_key *key)
{
    switch (key->verb) {
    case CSRI_SQLITE_INSERT: insert(out, key->record); break;
    case CSRI_SQLITE_UPDATE: update(out, key); break;
    case CSRI_SQLITE_ERASE:
        csri_buffer_text(out, "DELETE FROM ");
        csri_sqlite_name(out, key->record->name);
        where_identity(out, key->record, 1);
        break;
    case CSRI_SQLITE_GET:
        columns(out, key);
        where_identity(out, key->record, 1);
        break;
    case CSRI_SQLITE_GET_MANY: get_many(out, key); break;
    case CSRI_SQLITE_SCAN: scan(out, key); break;
    default: count(out, key); break;
    }
    csri_buffer_byte(out, '\0');
}
