#include "support/differential.h"

#include "backends/memory/memory_backend.h"
#include "support/conformance_model.h"
#include "support/test_host.h"

#include <stdio.h>
#include <unistd.h>

#define SIDES 2
#define IDS 70

/* One store, and its answer to the last call. */
typedef struct side {
    const csr_backend_ops *ops;
    csr_store *store;
    csr_store_tx *tx;
    csr_rows *rows;
    csr_status status;
    csr_error err;
    int64_t count;
} side;

typedef struct run {
    csr_test_host host;
    const csr_schema *schema;
    side sides[SIDES];
    conf_model known; /* rows that were inserted once, whether they are still there or not */
    uint64_t random;
    csr_rows *token;   /* rows that a scan goes on from */
    int32_t mode;      /* of the open transactions; 0 = none */
    char what[160];    /* the last call, for people */
    const char *wrong; /* what was not the same, or NULL */
} run;

/* --- comparing --- */

static void compare_rows(run *r, const csr_record *record)
{
    const csr_rows *a = r->sides[0].rows, *b = r->sides[1].rows;

    if (csri_rows_count(a) != csri_rows_count(b)) {
        r->wrong = "the number of rows";
        return;
    }
    for (size_t i = 0; i < csri_rows_count(a); i++)
        if (!conf_rows_agree(record, csri_rows_at(a, i), csri_rows_at(b, i), 0))
            r->wrong = "a row";
}

static int is_refusal(csr_status status)
{
    return status == CSR_E_NOT_FOUND || status == CSR_E_CONFLICT || status == CSR_E_DUPLICATE || status == CSR_E_STATE;
}

/* Other errors than refusals must not come up at all: everything that is asked for here is allowed. */
static void compare(run *r, const csr_record *record)
{
    const side *a = &r->sides[0], *b = &r->sides[1];

    if (a->status != b->status)
        r->wrong = "the status";
    else if (a->status != CSR_OK && !is_refusal(a->status))
        r->wrong = "an error that has no reason";
    else if (a->status != CSR_OK && strcmp(a->err.field, b->err.field) != 0)
        r->wrong = "the field of the error";
    else if (a->count != b->count)
        r->wrong = "the count";
    else if (record != NULL)
        compare_rows(r, record);
}

/* Make both sides ready for a call that may read rows of a record. */
static void prepare(run *r, const csr_record *record)
{
    for (int i = 0; i < SIDES; i++) {
        side *s = &r->sides[i];
        csri_rows_free(s->rows);
        s->rows = NULL;
        s->count = 0;
        s->err = (csr_error)CSR_ERROR_INIT;
        if (record != NULL)
            (void)csri_rows_new(&r->host.host, record->row->size, 8, &s->rows, NULL);
    }
}

/* --- material --- */

static const csr_record *any_record(run *r)
{
    return r->schema->records[1 + conf_below(&r->random, r->schema->record_count - 1U)];
}

static int one_in(run *r, size_t n)
{
    return conf_below(&r->random, n) == 0;
}

static const void *any_known(run *r, const csr_record *record)
{
    const csr_rows *rows = conf_model_rows(&r->known, record);

    return csri_rows_count(rows) == 0 ? NULL : csri_rows_at(rows, conf_below(&r->random, csri_rows_count(rows)));
}

static csr_id any_id(run *r, const csr_record *record)
{
    const void *row = any_known(r, record);
    csr_id id;

    conf_random_id(&r->random, &id);
    if (row != NULL && !one_in(r, 8))
        memcpy(&id, csri_at(conf_identity(record), row), sizeof(id));
    return id;
}

/* The row that the oracle has of a known one, in its rows; NULL when it has none. */
static const void *stored_row(run *r, const csr_record *record, const void *known)
{
    const csr_scan all = { .index = CSR_SCAN_BY_POSITION, .limit = 1000 };
    side *oracle = &r->sides[0];

    prepare(r, record);
    if (record->id_at != CSR_NO_MEMBER)
        (void)oracle->ops->get(oracle->tx, record, csri_at(conf_identity(record), known), 0, oracle->rows, NULL);
    else
        (void)oracle->ops->scan(oracle->tx, record, &all, oracle->rows, NULL);
    const size_t count = csri_rows_count(oracle->rows);
    return count == 0 ? NULL : csri_rows_at(oracle->rows, conf_below(&r->random, count));
}

/* A row to update: as it is stored, or as it was at another version, or one that is not there. Its texts live until the
 * next call. */
static int row_to_update(run *r, const csr_record *record, conf_row *out)
{
    const void *known = any_known(r, record), *stored;
    const csr_member *version = csri_member_at(record->row, record->version_at);

    if (known == NULL)
        return 0;
    stored = stored_row(r, record, known);
    if (stored != NULL && (version == NULL || csri_same(version, known, stored) || !one_in(r, 6)))
        known = stored;
    memcpy(out, known, record->row->size);
    return 1;
}

/* --- operations --- */

static void insert(run *r, const csr_record *record)
{
    conf_row row;
    int made = conf_make_row(&r->known, &r->random, record, &row);

    snprintf(r->what, sizeof(r->what), "insert %s", record->name);
    if (!made)
        return;
    for (size_t n = conf_below(&r->random, 4); n > 0; n--) {
        const csr_member *m = &record->row->members[conf_below(&r->random, record->row->count)];
        const void *like = any_known(r, record);
        if (m->offset == record->version_at || (m->flags & CSR_MEMBER_POSITION) != 0 || like == NULL)
            continue;
        memcpy(row.bytes + m->offset, csri_at(m, like), m->size);
    }
    prepare(r, NULL);
    for (int i = 0; i < SIDES; i++)
        r->sides[i].status = r->sides[i].ops->insert(r->sides[i].tx, record, &row, &r->sides[i].err);
    compare(r, NULL);
    if (r->sides[0].status == CSR_OK)
        (void)conf_rows_copy(conf_model_rows(&r->known, record), record, &row);
}

static void update(run *r, const csr_record *record)
{
    conf_row was, is;
    uint64_t changed = 0;

    snprintf(r->what, sizeof(r->what), "update %s", record->name);
    if (!row_to_update(r, record, &was))
        return;
    memcpy(&is, &was, sizeof(is));
    for (size_t n = conf_below(&r->random, 4); n > 0; n--) {
        const csr_member *m = &record->row->members[conf_below(&r->random, record->row->count)];
        const void *like = any_known(r, record);
        if (m == conf_identity(record))
            continue;
        if (one_in(r, 2))
            memcpy(is.bytes + m->offset, csri_at(m, like), m->size);
        else
            conf_fill_member(&r->known, &r->random, record, m, &is);
        changed |= UINT64_C(1) << (m - record->row->members);
    }
    const csr_member *version = csri_member_at(record->row, record->version_at);
    if (version != NULL) {
        *(int64_t *)(void *)(is.bytes + version->offset) = *(const int64_t *)csri_at(version, &was) + 1;
        changed |= UINT64_C(1) << (version - record->row->members);
    }
    for (int i = 0; i < SIDES; i++) {
        side *s = &r->sides[i];
        s->status = s->ops->update(s->tx, record, &was, &is, changed, &s->err);
    }
    compare(r, NULL);
}

static void erase(run *r, const csr_record *record)
{
    const csr_id id = any_id(r, record);

    snprintf(r->what, sizeof(r->what), "erase %s", record->name);
    if (record->id_at == CSR_NO_MEMBER)
        return;
    prepare(r, NULL);
    for (int i = 0; i < SIDES; i++)
        r->sides[i].status = r->sides[i].ops->erase(r->sides[i].tx, record, &id, &r->sides[i].err);
    compare(r, NULL);
}

static uint64_t any_columns(run *r, const csr_record *record)
{
    return one_in(r, 2) ? 0 : conf_random(&r->random) & ((UINT64_C(1) << record->row->count) - 1);
}

static void get(run *r, const csr_record *record)
{
    const uint64_t columns = any_columns(r, record);
    const csr_id id = any_id(r, record);

    snprintf(r->what, sizeof(r->what), "get %s", record->name);
    if (record->id_at == CSR_NO_MEMBER)
        return;
    prepare(r, record);
    for (int i = 0; i < SIDES; i++) {
        side *s = &r->sides[i];
        s->status = s->ops->get(s->tx, record, &id, columns, s->rows, &s->err);
    }
    compare(r, record);
}

/* In any order: whether each row of one side is on the other. */
static int are_among(const csr_record *record, const csr_rows *a, const csr_rows *b)
{
    for (size_t i = 0; i < csri_rows_count(a); i++) {
        size_t k = 0;
        while (k < csri_rows_count(b) && !conf_rows_agree(record, csri_rows_at(a, i), csri_rows_at(b, k), 0))
            k++;
        if (k == csri_rows_count(b))
            return 0;
    }
    return 1;
}

static void get_many(run *r, const csr_record *record)
{
    const uint64_t columns = any_columns(r, record);
    const size_t count = conf_below(&r->random, IDS);
    csr_id ids[IDS];

    snprintf(r->what, sizeof(r->what), "get_many %s, %zu ids", record->name, count);
    if (record->id_at == CSR_NO_MEMBER)
        return;
    for (size_t i = 0; i < count; i++)
        ids[i] = any_id(r, record);
    prepare(r, record);
    for (int i = 0; i < SIDES; i++) {
        side *s = &r->sides[i];
        s->status = s->ops->get_many(s->tx, record, ids, count, columns, s->rows, &s->err);
    }
    compare(r, NULL);
    if (!are_among(record, r->sides[0].rows, r->sides[1].rows) ||
        !are_among(record, r->sides[1].rows, r->sides[0].rows))
        r->wrong = "the rows";
}

static void any_order(run *r, const csr_record *record, conf_order *out)
{
    while (!conf_order_at(record, (unsigned)conf_below(&r->random, record->index_count + 1U), out))
        continue;
}

static int is_unique(const conf_order *order)
{
    return order->index >= 0 && (order->record->indexes[order->index].flags & CSR_INDEX_UNIQUE) != 0;
}

/* Equal members: at least one where the index is sparse. */
static unsigned any_equal(run *r, const conf_order *order)
{
    const unsigned fewest = conf_is_sparse(order) ? 1 : 0;

    return fewest + (unsigned)conf_below(&r->random, order->unique - fewest + 1U);
}

/* A row to go on from: one of the scan, or one made up between them, with the equal members of the scan. */
static int any_token(run *r, const conf_order *order, const csr_scan *scan, conf_row *out)
{
    const csr_scan all = { .index = scan->index, .equal = scan->equal, .from = scan->from, .limit = 1000 };
    const side *oracle = &r->sides[0];

    csri_rows_free(r->token);
    r->token = NULL;
    if (csri_rows_new(&r->host.host, order->record->row->size, 8, &r->token, NULL) != CSR_OK ||
        oracle->ops->scan(oracle->tx, order->record, &all, r->token, NULL) != CSR_OK || csri_rows_count(r->token) == 0)
        return 0;
    memcpy(out, csri_rows_at(r->token, conf_below(&r->random, csri_rows_count(r->token))), order->record->row->size);
    for (unsigned i = scan->equal; i < order->count; i++)
        if (one_in(r, 6) && (order->members[i]->flags & CSR_MEMBER_POSITION) == 0)
            conf_fill_member(&r->known, &r->random, order->record, order->members[i], out);
    return 1;
}

static csr_scan any_scan(run *r, const csr_record *record, conf_row *from, conf_row *after)
{
    csr_scan scan = { .limit = (uint32_t)conf_below(&r->random, 12), .columns = any_columns(r, record), .from = from };
    const void *like = any_known(r, record);
    conf_order order;

    any_order(r, record, &order);
    scan.index = order.index;
    scan.equal = any_equal(r, &order);
    scan.flags = one_in(r, 2) ? CSR_SCAN_REVERSE : 0;
    memset(from, 0, sizeof(*from));
    if (like != NULL)
        memcpy(from, like, record->row->size);
    if (scan.equal > 0 && one_in(r, 4))
        conf_fill_member(&r->known, &r->random, record, order.members[scan.equal - 1], from);
    /* Nobody goes on behind the only row of a unique index. */
    if ((!is_unique(&order) || scan.equal < order.unique) && one_in(r, 2) && any_token(r, &order, &scan, after))
        scan.after = after;
    return scan;
}

static void scan(run *r, const csr_record *record)
{
    conf_row from, after;
    const csr_scan scan = any_scan(r, record, &from, &after);

    snprintf(r->what, sizeof(r->what), "scan %s, order %d, %u equal, limit %u, flags %u%s", record->name,
             (int)scan.index, (unsigned)scan.equal, (unsigned)scan.limit, (unsigned)scan.flags,
             scan.after != NULL ? ", after" : "");
    prepare(r, record);
    for (int i = 0; i < SIDES; i++) {
        side *s = &r->sides[i];
        s->status = s->ops->scan(s->tx, record, &scan, s->rows, &s->err);
    }
    compare(r, record);
    if (r->wrong != NULL)
        return;
    for (int i = 0; i < SIDES; i++) {
        side *s = &r->sides[i];
        s->status = s->ops->count(s->tx, record, &scan, &s->count, &s->err);
    }
    compare(r, record);
}

/* Everything, by id or position. */
static void compare_all(run *r)
{
    for (size_t k = 0; k < r->schema->record_count && r->wrong == NULL; k++) {
        const csr_record *record = r->schema->records[k];
        const csr_scan all = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID,
                               .limit = UINT32_MAX };
        prepare(r, record);
        for (int i = 0; i < SIDES; i++) {
            side *s = &r->sides[i];
            s->status = s->ops->scan(s->tx, record, &all, s->rows, &s->err);
        }
        snprintf(r->what, sizeof(r->what), "all rows of %s", record->name);
        compare(r, record);
    }
}

static void begin(run *r)
{
    r->mode = one_in(r, 4) ? CSR_TX_READ : CSR_TX_WRITE;
    snprintf(r->what, sizeof(r->what), "begin");
    prepare(r, NULL);
    for (int i = 0; i < SIDES; i++) {
        side *s = &r->sides[i];
        s->status = s->ops->begin(s->store, NULL, r->mode, &s->tx, &s->err);
    }
    compare(r, NULL);
}

static void end(run *r)
{
    const int commits = !one_in(r, 3);

    if (one_in(r, 4))
        compare_all(r);
    if (r->wrong == NULL)
        snprintf(r->what, sizeof(r->what), commits ? "commit" : "rollback");
    for (int i = 0; i < SIDES; i++) {
        side *s = &r->sides[i];
        if (s->tx != NULL && commits)
            s->status = s->ops->commit(s->tx, &s->err);
        else if (s->tx != NULL)
            s->ops->rollback(s->tx);
        s->tx = NULL;
    }
    r->mode = 0;
    if (r->wrong == NULL && commits)
        compare(r, NULL);
}

static void step(run *r)
{
    static void (*const operations[])(run *, const csr_record *) = { scan, get,    get_many, scan,   insert,
                                                                     scan, update, insert,   update, erase };
    const size_t reading = 4, all = sizeof(operations) / sizeof(operations[0]);
    const csr_record *record = any_record(r);

    if (r->mode == 0)
        begin(r);
    else if (one_in(r, 16))
        end(r);
    else
        operations[conf_below(&r->random, r->mode == CSR_TX_WRITE ? all : reading)](r, record);
}

/* --- runs --- */

static int open_run(run *r, const csr_schema *schema, const csr_differential_store *other, uint64_t seed, char uri[64])
{
    const csr_option normal = { "synchronous", "normal" };

    memset(r, 0, sizeof(*r));
    csr_test_host_init(&r->host, CSR_TEST_MONDAY, 1);
    r->schema = schema;
    r->random = seed;
    r->sides[0].ops = &csri_memory_ops;
    r->sides[1].ops = other->ops;
    snprintf(uri, 64, other->uri, (long)getpid());
    return conf_model_init(&r->known, schema, &r->host.host) &&
           csri_memory_ops.open(&r->host.host, "memory:", NULL, 0, schema, 0, &r->sides[0].store, NULL) == CSR_OK &&
           other->ops->open(&r->host.host, uri, &normal, other->is_file ? 1 : 0, schema, 0, &r->sides[1].store, NULL) ==
               CSR_OK;
}

static unsigned close_run(run *r, const csr_differential_store *other, const char *uri)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    char path[80];

    prepare(r, NULL);
    for (int i = 0; i < SIDES; i++) {
        if (r->sides[i].tx != NULL)
            r->sides[i].ops->rollback(r->sides[i].tx);
        if (r->sides[i].store != NULL)
            r->sides[i].ops->close(r->sides[i].store);
    }
    csri_rows_free(r->token);
    conf_model_end(&r->known);
    for (size_t i = 0; other->is_file && i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", uri, suffixes[i]);
        (void)unlink(path);
    }
    return csr_test_host_done(&r->host);
}

static void say(const run *r, char text[CSR_DIFFERENTIAL_TEXT])
{
    const side *a = &r->sides[0], *b = &r->sides[1];

    snprintf(text, CSR_DIFFERENTIAL_TEXT, "%s: %s was not the same (%d, \"%s\" and %d, \"%s\")", r->what,
             r->wrong == NULL ? "nothing" : r->wrong, (int)a->status, a->err.field, (int)b->status, b->err.field);
}

size_t csr_differential_run(const csr_schema *schema, const csr_differential_store *other, uint64_t seed, size_t steps,
                            char text[CSR_DIFFERENTIAL_TEXT])
{
    run r;
    char uri[64];
    size_t n = 0;
    int failed;

    if (!open_run(&r, schema, other, seed, uri))
        r.wrong = "opening";
    for (; r.wrong == NULL && n < steps; n++)
        step(&r);
    if (r.wrong == NULL && r.mode == 0)
        begin(&r);
    if (r.wrong == NULL)
        compare_all(&r);
    say(&r, text);
    failed = r.wrong != NULL;
    if (close_run(&r, other, uri) != 0) {
        snprintf(text, CSR_DIFFERENTIAL_TEXT, "memory was not given back");
        failed = 1;
    }
    if (!failed)
        return 0;
    return n == 0 ? 1 : n;
}

size_t csr_differential_shorten(const csr_schema *schema, const csr_differential_store *other, uint64_t seed,
                                size_t failing, char text[CSR_DIFFERENTIAL_TEXT])
{
    for (size_t half = failing / 2; half > 0; half /= 2)
        if (half < failing && csr_differential_run(schema, other, seed, failing - half, text) != 0)
            failing -= half;
    (void)csr_differential_run(schema, other, seed, failing, text);
    return failing;
}
