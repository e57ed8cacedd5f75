#include "support/desk_fixture.h"

#include "backends/memory/memory_backend.h"
#include "base/hash.h"
#include "base/time.h"
#include "store/checkpoint.h"

/* A store in memory without a desk, into which events are put as they come. */
typedef struct bare {
    csr_test_host host;
    csri_id_source ids;
    csr_store *store;
    csr_id desk;
    csri_tx tx;
    csr_error err;
} bare;

static void begin(bare *b)
{
    struct csri_settings settings = { .view = { .version = 1 } };

    memset(b, 0, sizeof(*b));
    b->err = (csr_error)CSR_ERROR_INIT;
    csr_test_host_init(&b->host, CSR_TEST_MONDAY, 1);
    CU_ASSERT_EQUAL_FATAL(csri_id_source_init(&b->ids, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csri_memory_ops.open(&b->host.host, "memory:", NULL, 0, &csri_schema, 0, &b->store, &b->err),
                          CSR_OK);
    b->tx = (csri_tx){ .ops = &csri_memory_ops, .host = &b->host.host, .ids = &b->ids, .err = &b->err };
    b->tx.now = CSR_TEST_MONDAY;
    b->desk.bytes[0] = 1;
    settings.view.id = b->desk;
    CU_ASSERT_EQUAL_FATAL(csri_memory_ops.begin(b->store, NULL, CSR_TX_WRITE, &b->tx.handle, &b->err), CSR_OK);
    CU_ASSERT_EQUAL(csri_insert(&b->tx, &csri_settings_record, &settings), CSR_OK);
    CU_ASSERT_EQUAL(csri_memory_ops.commit(b->tx.handle, &b->err), CSR_OK);
}

static void end(bare *b)
{
    csri_memory_ops.close(b->store);
    csri_id_source_end(&b->ids);
    CU_ASSERT_EQUAL(csr_test_host_done(&b->host), 0);
}

/* Events of `subjects` subjects in turns; each one's hash is its number. */
static void put_events(bare *b, int from, int n, int subjects)
{
    CU_ASSERT_EQUAL_FATAL(csri_memory_ops.begin(b->store, NULL, CSR_TX_WRITE, &b->tx.handle, &b->err), CSR_OK);
    for (int i = from; i < from + n; i++) {
        struct csri_event event = { .view = { .kind = 1, .subject_kind = 1, .seq = i / subjects + 1, .at = 1 } };
        /* The first ones are not the smallest: the order of the heads is that of the ids. */
        event.view.subject.bytes[0] = (uint8_t)(200 - i % subjects);
        event.view.subject.bytes[1] = (uint8_t)(i % subjects >> 8);
        memcpy(event.view.hash, &i, sizeof(i));
        event.view.hash[31] = 1;
        CU_ASSERT_EQUAL(csri_insert(&b->tx, &csri_event_record, &event), CSR_OK);
    }
    CU_ASSERT_EQUAL(csri_memory_ops.commit(b->tx.handle, &b->err), CSR_OK);
}

/* The checkpoint of a number; a zeroed one when there is none. */
static struct csri_checkpoint checkpoint(bare *b, int64_t number)
{
    struct csri_checkpoint found = { .view = { .number = number } };
    csr_rows *rows = NULL;

    CU_ASSERT_EQUAL_FATAL(csri_memory_ops.begin(b->store, NULL, CSR_TX_READ, &b->tx.handle, &b->err), CSR_OK);
    CU_ASSERT_EQUAL(csri_find(&b->tx, &csri_checkpoint_record, CSRI_CHECKPOINT_BY_NUMBER, &found, &rows), CSR_OK);
    memset(&found, 0, sizeof(found));
    if (rows != NULL)
        found = *(const struct csri_checkpoint *)csri_rows_at(rows, 0);
    csri_rows_free(rows);
    csri_memory_ops.rollback(b->tx.handle);
    return found;
}

static void put_int64(csri_hash *hash, int64_t n)
{
    uint8_t bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)n >> 8 * i);
    csri_hash_put(hash, bytes, 8);
}

/* By the description: heads, then the chain. */
static void expect_seal(const struct csri_checkpoint_view *is, const uint8_t before[32], int subjects, int last_event)
{
    uint8_t heads[32], chain[32];
    csri_hash hash;

    csri_hash_init(&hash);
    csri_hash_put(&hash, "csr.heads.1", 11);
    for (int s = subjects - 1; s >= 0; s--) {
        csr_id id = { { (uint8_t)(200 - s), (uint8_t)(s >> 8) } };
        uint8_t event_hash[32] = { 0 };
        int i = last_event - (last_event - s) % subjects;
        memcpy(event_hash, &i, sizeof(i));
        event_hash[31] = 1;
        csri_hash_put(&hash, &id, sizeof(id));
        put_int64(&hash, i / subjects + 1);
        csri_hash_put(&hash, event_hash, 32);
    }
    csri_hash_end(&hash, heads);
    CU_ASSERT_EQUAL(memcmp(heads, is->heads, 32), 0);
    csri_hash_init(&hash);
    csri_hash_put(&hash, "csr.checkpoint.1", 16);
    csri_hash_put(&hash, before, 32);
    csri_hash_put(&hash, &is->id, sizeof(is->id));
    put_int64(&hash, is->created_at);
    put_int64(&hash, is->number);
    put_int64(&hash, is->from_position);
    put_int64(&hash, is->to_position);
    csri_hash_put(&hash, heads, 32);
    csri_hash_end(&hash, chain);
    CU_ASSERT_EQUAL(memcmp(chain, is->hash, 32), 0);
    CU_ASSERT_EQUAL(is->subjects, subjects);
}

static void test_seals_are_as_described(void)
{
    static const uint8_t nothing[32] = { 0 };
    struct csri_checkpoint one, two;
    bare b;

    begin(&b);
    put_events(&b, 0, 10, 3);
    CU_ASSERT_EQUAL(csri_checkpoint_seal(&b.tx, b.store, &b.desk), CSR_OK);
    one = checkpoint(&b, 1);
    CU_ASSERT_TRUE(one.view.from_position == 0 && one.view.to_position == 10 && one.view.created_at == CSR_TEST_MONDAY);
    expect_seal(&one.view, nothing, 3, 9);
    put_events(&b, 10, 4, 3);
    CU_ASSERT_EQUAL(csri_checkpoint_seal(&b.tx, b.store, &b.desk), CSR_OK);
    two = checkpoint(&b, 2);
    CU_ASSERT_TRUE(two.view.from_position == 10 && two.view.to_position == 14);
    expect_seal(&two.view, one.view.hash, 3, 13);
    end(&b);
}

static void test_nothing_to_seal_writes_nothing(void)
{
    uint64_t entropy;
    bare b;

    begin(&b);
    CU_ASSERT_EQUAL(csri_checkpoint_seal(&b.tx, b.store, &b.desk), CSR_OK);
    CU_ASSERT_EQUAL(checkpoint(&b, 1).view.number, 0);
    put_events(&b, 0, 1, 1);
    CU_ASSERT_EQUAL(csri_checkpoint_seal(&b.tx, b.store, &b.desk), CSR_OK);
    entropy = b.host.entropy;
    CU_ASSERT_EQUAL(csri_checkpoint_seal(&b.tx, b.store, &b.desk), CSR_OK);
    CU_ASSERT_EQUAL(checkpoint(&b, 2).view.number, 0);
    CU_ASSERT_EQUAL(b.host.entropy, entropy);
    end(&b);
}

/* One covers so many at most; the rest goes into the next ones. */
static void test_many_events(void)
{
    static const struct {
        int events, checkpoints;
    } table[] = { { CSRI_CHECKPOINT_EVENTS, 1 }, { CSRI_CHECKPOINT_EVENTS + 1, 2 }, { 2 * CSRI_CHECKPOINT_EVENTS, 2 } };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct csri_checkpoint last;
        int64_t events = 0;
        bare b;
        begin(&b);
        put_events(&b, 0, table[i].events, 7);
        CU_ASSERT_EQUAL(csri_checkpoint_seal(&b.tx, b.store, &b.desk), CSR_OK);
        last = checkpoint(&b, table[i].checkpoints);
        CU_ASSERT_EQUAL(last.view.to_position, table[i].events);
        CU_ASSERT_EQUAL(last.view.subjects, table[i].events == CSRI_CHECKPOINT_EVENTS + 1 ? 1 : 7);
        CU_ASSERT_EQUAL(checkpoint(&b, table[i].checkpoints + 1).view.number, 0);
        CU_ASSERT_EQUAL(checkpoint(&b, 1).view.to_position, CSRI_CHECKPOINT_EVENTS);
        CU_ASSERT_EQUAL(csri_memory_ops.begin(b.store, NULL, CSR_TX_READ, &b.tx.handle, &b.err), CSR_OK);
        last.view.to_position = INT64_MAX;
        last.view.from_position = 0;
        CU_ASSERT_EQUAL(csri_checkpoint_compute(&b.tx, last.view.hash, &last, &events), CSR_OK);
        CU_ASSERT_EQUAL(events, CSRI_CHECKPOINT_EVENTS);
        csri_memory_ops.rollback(b.tx.handle);
        end(&b);
    }
}

/* A desk seals on its last close: not while a session holds it, not when nothing happened, not when it only reads. */
static void test_desks_seal_on_close(void)
{
    csr_desk_open_params read_only = CSR_DESK_OPEN_PARAMS_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    desk_fixture f;

    if (desk_begin(&f, "sqlite", "sealed.csr", 1)) {
        DESK_OK(&f, "customer.add", "{'name':'a'}");
        csr_desk_close(f.desk);
        f.desk = NULL;
        DESK_HAS(&f, "desk.stats", "{}", "'checkpoints':0");
        desk_reopen(&f);
        DESK_HAS(&f, "desk.stats", "{}", "'events':2,'checkpoints':1");
        desk_reopen(&f);
        DESK_HAS(&f, "desk.stats", "{}", "'checkpoints':1");
        DESK_OK(&f, "customer.add", "{'name':'b'}");
        read_only.flags = CSR_OPEN_READ_ONLY;
        CU_ASSERT_EQUAL(csr_desk_open("sealed.csr", &read_only, &desk, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csr_session_open(desk, NULL, &session, NULL), CSR_OK);
        csr_session_close(session);
        csr_desk_close(desk);
        DESK_HAS(&f, "desk.stats", "{}", "'checkpoints':1");
        csr_test_host_advance(&f.host, CSRI_DAY_US);
        desk_reopen(&f);
        DESK_HAS(&f, "desk.verify", "{}", "3 events and 2 checkpoints: 0 errors");
    }
    desk_end(&f);
}

static void add_customers(desk_fixture *f, int n)
{
    while (n-- > 0)
        DESK_OK(f, "customer.add", "{'name':'x'}");
}

/* Few events wait: for more of them, or for a day to pass. */
static void test_desks_seal_when_it_is_worth_it(void)
{
    desk_fixture f;

    if (desk_begin(&f, "sqlite", "worth.csr", 1)) {
        desk_reopen(&f);
        DESK_HAS(&f, "desk.stats", "{}", "'events':1,'checkpoints':1");
        add_customers(&f, CSRI_CHECKPOINT_LEAST - 2);
        desk_reopen(&f);
        add_customers(&f, 1);
        csr_test_host_advance(&f.host, CSRI_DAY_US - 1);
        desk_reopen(&f);
        DESK_HAS(&f, "desk.verify", "{}", "64 events and 1 checkpoints: 0 errors");
        add_customers(&f, 1);
        desk_reopen(&f);
        DESK_HAS(&f, "desk.verify", "{}", "65 events and 2 checkpoints: 0 errors");
        add_customers(&f, 1);
        /* A clock that stepped back seals no earlier, and one that went on does. */
        csr_test_host_advance(&f.host, -CSRI_DAY_US);
        desk_reopen(&f);
        DESK_HAS(&f, "desk.stats", "{}", "'checkpoints':2");
        csr_test_host_advance(&f.host, 2 * CSRI_DAY_US);
        desk_reopen(&f);
        DESK_HAS(&f, "desk.verify", "{}", "66 events and 3 checkpoints: 0 errors");
        desk_reopen(&f);
        DESK_HAS(&f, "desk.stats", "{}", "'checkpoints':3");
    }
    desk_end(&f);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "checkpoint/seals_are_as_described", test_seals_are_as_described },
        { "checkpoint/nothing_to_seal_writes_nothing", test_nothing_to_seal_writes_nothing },
        { "checkpoint/many_events", test_many_events },
        { "checkpoint/desks_seal_on_close", test_desks_seal_on_close },
        { "checkpoint/desks_seal_when_it_is_worth_it", test_desks_seal_when_it_is_worth_it },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "checkpoint", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("checkpoint_test", suites, 5);
}
