/* Stores: opening, options, and what is there when one is opened again or by another process. */
#include "support/conformance_world.h"

#include "record/records.h"
#include "support/runner.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define EACH 6
#define TURNS 40

static csr_status insert_owner(conf_world *w, csr_store_tx *tx, uint32_t number)
{
    char name[16];

    snprintf(name, sizeof(name), "%u", (unsigned)number);
    const conf_owner owner = conf_owner_row(number, name);
    return conf_insert(w, tx, &conf_owner_record, &owner);
}

static void table_of_methods(void)
{
    const csr_conformance_target *target = conf_target();
    const uint64_t capabilities = (target->quirks.durable ? CSR_CAP_DURABLE : 0) |
                                  (target->quirks.multi_process ? CSR_CAP_MULTI_PROCESS : 0) |
                                  (target->quirks.snapshot_reads ? CSR_CAP_SNAPSHOT_READ : 0);

    CU_ASSERT_EQUAL(target->ops->struct_size, sizeof(csr_backend_ops));
    CU_ASSERT_EQUAL(target->ops->abi_version, CSR_BACKEND_ABI);
    CU_ASSERT(target->ops->name != NULL && target->ops->name[0] != '\0');
    CU_ASSERT_EQUAL(target->ops->capabilities & ~(CSR_CAP_POSITIONS | CSR_CAP_TX_DURABLE), capabilities);
}

static void options(void)
{
    static const csr_option bad[] = {
        { "no_such_option", "1" },   { "busy_timeout_ms", "" },   { "busy_timeout_ms", "1s" },
        { "busy_timeout_ms", "-1" }, { "busy_timeout_ms", " 1" }, { "busy_timeout_ms", "99999999999999999999" },
    };
    conf_world w;
    csr_store *store;
    char uri[200];

    conf_open_impatient(&w, &conf_schema, "0");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        conf_target()->fresh_uri(uri, sizeof(uri));
        CU_ASSERT(conf_failed(&w, conf_open_store(&w, uri, &bad[i], 0, &store), CSR_E_ARGUMENT, bad[i].key));
        CU_ASSERT_PTR_NULL(store);
        if (conf_target()->discard != NULL)
            conf_target()->discard(uri);
    }
    conf_close(&w);
}

static void stores_of_their_own(void)
{
    conf_world a, b;
    csr_store_tx *tx;

    conf_open(&a, &conf_schema);
    conf_open(&b, &conf_schema);
    tx = conf_begin(&a, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert_owner(&a, tx, 1), CSR_OK);
    csr_store_tx *other = conf_begin(&b, CSR_TX_WRITE); /* not in each other's way */
    CU_ASSERT_EQUAL(insert_owner(&b, other, 1), CSR_OK);
    conf_rollback(&b, other);
    conf_commit(&a, tx);
    CU_ASSERT_NOT_EQUAL(conf_dump_now(&a), conf_dump_now(&b));
    conf_close(&a);
    conf_close(&b);
}

static void existing_only(void)
{
    conf_world w;
    csr_store *store;
    char uri[200];

    conf_open(&w, &conf_schema);
    conf_target()->fresh_uri(uri, sizeof(uri));
    CU_ASSERT_EQUAL(conf_open_store(&w, uri, NULL, CSR_OPEN_EXISTING, &store), CSR_E_STORE_OPEN);
    CU_ASSERT_PTR_NULL(store);
    CU_ASSERT_EQUAL(conf_open_store(&w, uri, NULL, CSR_OPEN_READ_ONLY, &store), CSR_E_STORE_OPEN);
    CU_ASSERT_PTR_NULL(store);
    conf_close(&w);
}

/* Opening fails cleanly whichever allocation fails. */
static void open_without_memory(void)
{
    conf_world w;
    csr_status status = CSR_E_NO_MEMORY;

    conf_open(&w, &csri_schema);
    for (uint64_t nth = 1; status != CSR_OK && nth < 1000; nth++) {
        csr_store *store = NULL;
        char uri[200];
        conf_target()->fresh_uri(uri, sizeof(uri));
        csr_test_host_fail_alloc(&w.host, nth, 1);
        status = conf_open_store(&w, uri, NULL, 0, &store);
        csr_test_host_fail_alloc(&w.host, 0, 0);
        CU_ASSERT(status == CSR_OK || conf_failed(&w, status, CSR_E_NO_MEMORY, ""));
        CU_ASSERT_EQUAL(store != NULL, status == CSR_OK);
        if (store != NULL)
            w.ops->close(store);
        if (conf_target()->discard != NULL)
            conf_target()->discard(uri);
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
    conf_close(&w);
}

/* --- durable stores --- */

static void reopen(conf_world *w, uint32_t flags)
{
    w->ops->close(w->store);
    w->store = NULL;
    CU_ASSERT_EQUAL_FATAL(conf_open_store(w, w->uri, NULL, flags, &w->store), CSR_OK);
}

static void committed_and_only_committed(void)
{
    static const csr_schema *const schemas[] = { &conf_schema, &csri_schema };

    if (!conf_target()->quirks.durable) {
        csr_test_skip("the store is not durable");
        return;
    }
    for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++) {
        conf_world w;
        conf_open(&w, schemas[i]);
        conf_populate(&w, EACH);
        uint64_t before = conf_dump_now(&w);
        csr_store_tx *tx = conf_begin(&w, CSR_TX_WRITE);
        for (size_t r = 1; r < w.schema->record_count; r++)
            (void)conf_add(&w, tx, w.schema->records[r]);
        CU_ASSERT_NOT_EQUAL(conf_dump(&w, tx), before);
        conf_rollback(&w, tx);
        reopen(&w, CSR_OPEN_EXISTING);
        CU_ASSERT_EQUAL(conf_dump_now(&w), before);
        conf_close(&w);
    }
}

static void reading_only(void)
{
    conf_world w;
    csr_store_tx *tx;

    if (!conf_target()->quirks.durable) {
        csr_test_skip("the store is not durable");
        return;
    }
    conf_open(&w, &conf_schema);
    conf_populate(&w, EACH);
    uint64_t before = conf_dump_now(&w);
    reopen(&w, CSR_OPEN_READ_ONLY);
    CU_ASSERT_EQUAL(conf_dump_now(&w), before);
    CU_ASSERT_EQUAL(conf_try_begin(&w, CSR_TX_WRITE, &tx), CSR_E_READ_ONLY);
    CU_ASSERT_PTR_NULL(tx);
    conf_close(&w);
}

static void schemas_of_other_versions(void)
{
    csr_schema newer = conf_schema;
    conf_world w;
    csr_store *store;

    if (!conf_target()->quirks.durable) {
        csr_test_skip("the store is not durable");
        return;
    }
    newer.version = 2;
    conf_open(&w, &conf_schema);
    w.schema = &newer;
    CU_ASSERT_EQUAL(conf_open_store(&w, w.uri, NULL, 0, &store), CSR_E_SCHEMA_OLD);
    CU_ASSERT_PTR_NULL(store);
    w.schema = &conf_schema;
    conf_close(&w);
    conf_open(&w, &newer);
    w.schema = &conf_schema;
    CU_ASSERT_EQUAL(conf_open_store(&w, w.uri, NULL, 0, &store), CSR_E_SCHEMA_NEW);
    CU_ASSERT_PTR_NULL(store);
    w.schema = &newer;
    conf_close(&w);
}

/* --- several processes --- */

/* In a child: insert owners from a number on, one in each transaction. Returns the exit code. */
static int write_in_child(conf_world *w, uint32_t first)
{
    csr_store *store;
    int failures = conf_open_store(w, w->uri, NULL, 0, &store) != CSR_OK;

    for (uint32_t i = 0; i < TURNS && failures == 0; i++) {
        csr_store_tx *tx;
        if (w->ops->begin(store, NULL, CSR_TX_WRITE, &tx, NULL) != CSR_OK)
            return 2;
        failures += insert_owner(w, tx, first + i) != CSR_OK;
        failures += w->ops->commit(tx, NULL) != CSR_OK;
    }
    if (failures == 0)
        w->ops->close(store);
    return failures != 0;
}

static void processes_side_by_side(void)
{
    conf_world w;
    pid_t children[2];

    if (!conf_target()->quirks.multi_process) {
        csr_test_skip("the store is for one process");
        return;
    }
    conf_open(&w, &conf_schema);
    fflush(stdout);
    for (uint32_t i = 0; i < 2; i++) {
        children[i] = fork();
        CU_ASSERT_FATAL(children[i] >= 0);
        if (children[i] == 0)
            _exit(write_in_child(&w, 1 + 1000 * i));
    }
    for (uint32_t i = 0; i < 2; i++) {
        int status;
        CU_ASSERT_EQUAL(waitpid(children[i], &status, 0), children[i]);
        CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    csr_store_tx *tx = conf_begin(&w, CSR_TX_READ);
    csr_rows *rows = conf_all(&w, tx, &conf_owner_record);
    CU_ASSERT_EQUAL(csri_rows_count(rows), 2 * TURNS);
    csri_rows_free(rows);
    conf_commit(&w, tx);
    conf_close(&w);
}

/* In a child: commit one owner, then another one, then say so and wait for the end with a third one uncommitted. */
static void write_until_killed(conf_world *w, int say)
{
    csr_store *store;
    csr_store_tx *tx;

    if (conf_open_store(w, w->uri, NULL, 0, &store) != CSR_OK)
        return;
    for (uint32_t i = 1; i <= 3; i++) {
        if (w->ops->begin(store, NULL, CSR_TX_WRITE, &tx, NULL) != CSR_OK || insert_owner(w, tx, i) != CSR_OK)
            return;
        if (i < 3 && w->ops->commit(tx, NULL) != CSR_OK)
            return;
    }
    if (write(say, "x", 1) == 1)
        pause();
}

static void a_process_that_is_killed(void)
{
    conf_world w;
    int ends[2], status;
    char said;

    if (!conf_target()->quirks.multi_process) {
        csr_test_skip("the store is for one process");
        return;
    }
    conf_open(&w, &conf_schema);
    fflush(stdout);
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    pid_t child = fork();
    CU_ASSERT_FATAL(child >= 0);
    if (child == 0) {
        write_until_killed(&w, ends[1]);
        _exit(1);
    }
    close(ends[1]);
    CU_ASSERT_EQUAL(read(ends[0], &said, 1), 1);
    close(ends[0]);
    CU_ASSERT_EQUAL(kill(child, SIGKILL), 0);
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT(WIFSIGNALED(status));
    csr_store_tx *tx = conf_begin(&w, CSR_TX_WRITE);
    csr_rows *rows = conf_all(&w, tx, &conf_owner_record);
    CU_ASSERT_EQUAL(csri_rows_count(rows), 2);
    csri_rows_free(rows);
    CU_ASSERT_EQUAL(insert_owner(&w, tx, 3), CSR_OK);
    conf_commit(&w, tx);
    conf_close(&w);
}

CU_TestInfo conf_store_cases[] = {
    { "the table of methods", table_of_methods },
    { "options", options },
    { "stores of their own", stores_of_their_own },
    { "existing stores only", existing_only },
    { "open without memory", open_without_memory },
    { "committed and only committed", committed_and_only_committed },
    { "reading only", reading_only },
    { "schemas of other versions", schemas_of_other_versions },
    { "processes side by side", processes_side_by_side },
    { "a process that is killed", a_process_that_is_killed },
    CU_TEST_INFO_NULL,
};
