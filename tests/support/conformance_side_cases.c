/* Transactions side by side: readers, a writer, threads. */
#include "support/conformance_world.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static void insert_owner(conf_world *w, csr_store_tx *tx, uint32_t number, const char *name)
{
    const conf_owner owner = conf_owner_row(number, name);

    CU_ASSERT_EQUAL(conf_insert(w, tx, &conf_owner_record, &owner), CSR_OK);
}

static int64_t count_owners(conf_world *w, csr_store_tx *tx)
{
    const csr_scan scan = { .index = CSR_SCAN_BY_ID };

    return conf_count(w, tx, &conf_owner_record, &scan);
}

static void pause_ms(long ms)
{
    const struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

    nanosleep(&time, NULL);
}

static double seconds(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* --- one thread --- */

static void one_writer_at_a_time(void)
{
    conf_world w;
    csr_store_tx *first, *second;

    conf_open_impatient(&w, &conf_schema, "60");
    first = conf_begin(&w, CSR_TX_WRITE);
    double before = seconds();
    CU_ASSERT_EQUAL(conf_try_begin(&w, CSR_TX_WRITE, &second), CSR_E_STORE_BUSY);
    CU_ASSERT_PTR_NULL(second);
    CU_ASSERT(w.err.status == CSR_E_STORE_BUSY && w.err.message[0] != '\0');
    CU_ASSERT(seconds() - before >= 0.05 && seconds() - before < 5);
    insert_owner(&w, first, 1, "one");
    conf_commit(&w, first);
    second = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(count_owners(&w, second), 1);
    conf_commit(&w, second);
    conf_close(&w);
}

/* A reader sees nothing that is not committed, and the same from its beginning to its end. */
static void readers_and_a_writer(void)
{
    const int snapshot = conf_target()->quirks.snapshot_reads;
    conf_world w;
    csr_store_tx *reader, *writer, *late;

    conf_open_impatient(&w, &conf_schema, "20");
    reader = conf_begin(&w, CSR_TX_READ);
    late = conf_begin(&w, CSR_TX_READ);
    CU_ASSERT_EQUAL(count_owners(&w, reader), 0);
    conf_commit(&w, late);
    CU_ASSERT_EQUAL(conf_try_begin(&w, CSR_TX_WRITE, &writer), snapshot ? CSR_OK : CSR_E_STORE_BUSY);
    if (snapshot) {
        insert_owner(&w, writer, 1, "one");
        CU_ASSERT_EQUAL(count_owners(&w, reader), 0);
        late = conf_begin(&w, CSR_TX_READ);
        CU_ASSERT_EQUAL(count_owners(&w, late), 0);
        conf_commit(&w, writer);
        CU_ASSERT_EQUAL(count_owners(&w, reader), 0);
        CU_ASSERT_EQUAL(count_owners(&w, late), 0);
        conf_commit(&w, late);
    }
    conf_commit(&w, reader);
    writer = conf_begin(&w, CSR_TX_WRITE);
    insert_owner(&w, writer, 2, "two");
    CU_ASSERT_EQUAL(conf_try_begin(&w, CSR_TX_READ, &late), snapshot ? CSR_OK : CSR_E_STORE_BUSY);
    if (snapshot) {
        CU_ASSERT_EQUAL(count_owners(&w, late), 1);
        conf_commit(&w, late);
    }
    conf_commit(&w, writer);
    conf_close(&w);
}

/* --- threads --- */

#define THREADS 4
#define TURNS 60

/* What threads share. CUnit's assertions belong to the thread of the test, so failures are counted. */
typedef struct team {
    conf_world *w;
    int mode;
    atomic_int stop, failures;
    csr_store_tx *tx;
} team;

static void *end_later(void *arg)
{
    team *t = arg;

    pause_ms(60);
    if (t->w->ops->commit(t->tx, NULL) != CSR_OK)
        t->failures++;
    return NULL;
}

/* Begun here, ended there, while another one waits for its turn. */
static void waiting_for_a_turn(void)
{
    conf_world w;
    pthread_t thread;
    csr_store_tx *tx;

    conf_open(&w, &conf_schema);
    team t = { .w = &w };
    t.tx = conf_begin(&w, CSR_TX_WRITE);
    insert_owner(&w, t.tx, 1, "one");
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, end_later, &t), 0);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(count_owners(&w, tx), 1);
    conf_commit(&w, tx);
    pthread_join(thread, NULL);
    CU_ASSERT_EQUAL(t.failures, 0);
    conf_close(&w);
}

static void *insert_elsewhere(void *arg)
{
    team *t = arg;
    const conf_owner owner = conf_owner_row(2, "two");

    if (t->w->ops->insert(t->tx, &conf_owner_record, &owner, NULL) != CSR_OK)
        t->failures++;
    return NULL;
}

static void moved_between_threads(void)
{
    conf_world w;
    pthread_t thread;

    for (int rolls_back = 0; rolls_back < 2; rolls_back++) {
        conf_open(&w, &conf_schema);
        team t = { .w = &w };
        t.tx = conf_begin(&w, CSR_TX_WRITE);
        insert_owner(&w, t.tx, 1, "one");
        CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, insert_elsewhere, &t), 0);
        pthread_join(thread, NULL);
        CU_ASSERT_EQUAL(count_owners(&w, t.tx), 2);
        if (rolls_back) {
            conf_rollback(&w, t.tx);
        } else {
            CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, end_later, &t), 0);
            pthread_join(thread, NULL);
        }
        t.tx = conf_begin(&w, CSR_TX_READ);
        CU_ASSERT_EQUAL(count_owners(&w, t.tx), rolls_back ? 0 : 2);
        conf_commit(&w, t.tx);
        CU_ASSERT_EQUAL(t.failures, 0);
        conf_close(&w);
    }
}

/* Read the only thing, in a transaction of its own or in that of the update. */
static csr_status read_size(team *t, csr_store_tx *tx, conf_thing *out)
{
    const csr_id id = conf_id(2);
    csr_rows *rows;
    csr_status status = csri_rows_new(&t->w->host.host, sizeof(*out), 1, &rows, NULL);

    if (status != CSR_OK)
        return status;
    status = t->w->ops->get(tx, &conf_thing_record, &id, UINT64_C(1) << 6, rows, NULL);
    if (status == CSR_OK)
        *out = *(const conf_thing *)csri_rows_at(rows, 0);
    csri_rows_free(rows);
    return status;
}

/* Add one to it; what was read before is refused when somebody was faster. */
static csr_status add_one(team *t, int read_before)
{
    conf_thing was, is;
    csr_store_tx *tx;
    csr_status status = CSR_OK;

    if (read_before) {
        status = t->w->ops->begin(t->w->store, NULL, CSR_TX_READ, &tx, NULL);
        if (status != CSR_OK)
            return status;
        status = read_size(t, tx, &was);
        t->w->ops->rollback(tx);
    }
    if (status == CSR_OK)
        status = t->w->ops->begin(t->w->store, NULL, CSR_TX_WRITE, &tx, NULL);
    if (status != CSR_OK)
        return status;
    if (!read_before)
        status = read_size(t, tx, &was);
    is = was;
    is.size++;
    is.version++;
    if (status == CSR_OK)
        status = t->w->ops->update(tx, &conf_thing_record, &was, &is, UINT64_C(1) << 6 | UINT64_C(1) << 1, NULL);
    if (status == CSR_OK)
        return t->w->ops->commit(tx, NULL);
    t->w->ops->rollback(tx);
    return status;
}

static void *add_many(void *arg)
{
    team *t = arg;
    int added = 0, tries = 0;

    while (added < TURNS && tries++ < 200 * TURNS) {
        csr_status status = add_one(t, t->mode);
        if (status == CSR_OK)
            added++;
        else if (status != CSR_E_CONFLICT || t->mode == 0)
            break;
    }
    t->failures += added < TURNS;
    return NULL;
}

static void no_update_is_lost(void)
{
    for (int read_before = 0; read_before < 2; read_before++) {
        conf_world w;
        pthread_t threads[THREADS];
        conf_thing thing = conf_thing_row(2, 1, "counter");
        conf_open(&w, &conf_schema);
        csr_store_tx *tx = conf_begin(&w, CSR_TX_WRITE);
        insert_owner(&w, tx, 1, "one");
        CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_thing_record, &thing), CSR_OK);
        conf_commit(&w, tx);
        team t = { .w = &w, .mode = read_before };
        for (int i = 0; i < THREADS; i++)
            CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, add_many, &t), 0);
        for (int i = 0; i < THREADS; i++)
            pthread_join(threads[i], NULL);
        CU_ASSERT_EQUAL(t.failures, 0);
        tx = conf_begin(&w, CSR_TX_READ);
        CU_ASSERT_EQUAL(read_size(&t, tx, &thing), CSR_OK);
        CU_ASSERT(thing.size == THREADS * TURNS && thing.version == 1 + THREADS * TURNS);
        conf_commit(&w, tx);
        conf_close(&w);
    }
}

/* Begin and end transactions of a mode without a pause. */
static void *keep_going(void *arg)
{
    team *t = arg;
    csr_store_tx *tx;
    conf_thing thing;

    while (!t->stop) {
        if (t->w->ops->begin(t->w->store, NULL, t->mode, &tx, NULL) != CSR_OK) {
            t->failures++;
            break;
        }
        if (read_size(t, tx, &thing) != CSR_E_NOT_FOUND)
            t->failures++;
        if (t->w->ops->commit(tx, NULL) != CSR_OK)
            t->failures++;
    }
    return NULL;
}

/* Neither kind is kept waiting by those of the other kind, though they never pause. */
static void nobody_starves(void)
{
    for (int mode = CSR_TX_READ; mode <= CSR_TX_WRITE; mode++) {
        conf_world w;
        pthread_t threads[THREADS];
        conf_open(&w, &conf_schema);
        team t = { .w = &w, .mode = mode };
        for (int i = 0; i < THREADS; i++)
            CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, keep_going, &t), 0);
        for (int i = 0; i < 20; i++) {
            csr_store_tx *tx = NULL;
            CU_ASSERT_EQUAL_FATAL(conf_try_begin(&w, CSR_TX_READ + CSR_TX_WRITE - mode, &tx), CSR_OK);
            CU_ASSERT_EQUAL(count_owners(&w, tx), 0);
            conf_commit(&w, tx);
        }
        t.stop = 1;
        for (int i = 0; i < THREADS; i++)
            pthread_join(threads[i], NULL);
        CU_ASSERT_EQUAL(t.failures, 0);
        conf_close(&w);
    }
}

CU_TestInfo conf_side_cases[] = {
    { "one writer at a time", one_writer_at_a_time },
    { "readers and a writer", readers_and_a_writer },
    { "waiting for a turn", waiting_for_a_turn },
    { "moved between threads", moved_between_threads },
    { "no update is lost", no_update_is_lost },
    { "nobody starves", nobody_starves },
    CU_TEST_INFO_NULL,
};
