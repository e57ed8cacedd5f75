/*
 * Cases of the suite: what a store may know of itself. Methods that it lacks are passed over, and said so.
 */
#include "support/conformance_world.h"
#include "support/runner.h"

#include <string.h>

/* A sound store finds nothing wrong with itself, also within a transaction that has written. */
static void it_checks_itself(void)
{
    conf_world w;
    csr_store_tx *tx;
    csr_rows *findings;

    if (conf_target()->ops->check == NULL) {
        csr_test_skip("the store does not check itself");
        return;
    }
    conf_open(&w, &conf_schema);
    conf_populate(&w, 20);
    for (int mode = CSR_TX_READ; mode <= CSR_TX_WRITE; mode++) {
        CU_ASSERT_EQUAL_FATAL(csri_rows_new(&w.host.host, sizeof(csr_diagnostic_view), 1, &findings, &w.err), CSR_OK);
        tx = conf_begin(&w, mode);
        CU_ASSERT_EQUAL(w.ops->check(tx, 100, findings, &w.err), CSR_OK);
        CU_ASSERT_EQUAL(csri_rows_count(findings), 0);
        conf_rollback(&w, tx);
        csri_rows_free(findings);
    }
    conf_close(&w);
}

static csr_status back_up(conf_world *w, const char *to, csr_status (*verify)(const char *, void *, csr_error *),
                          void *user, csr_backup_view *out)
{
    const csr_store_backup asked = { .struct_size = sizeof(asked), .path = to, .verify = verify, .user = user };
    csr_rows *texts;
    csr_status status;

    memset(out, 0, sizeof(*out));
    w->err = (csr_error)CSR_ERROR_INIT;
    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&w->host.host, sizeof(*out), 1, &texts, &w->err), CSR_OK);
    status = w->ops->backup(w->store, &asked, texts, out, &w->err);
    CU_ASSERT_TRUE(status != CSR_OK || (out->bytes > 0 && out->path.len > 0 && out->path.ptr[out->path.len] == '\0'));
    csri_rows_free(texts);
    return status;
}

static csr_status not_good_enough(const char *draft, void *user, csr_error *err)
{
    (void)draft;
    ++*(int *)user;
    err->status = CSR_E_LIMIT;
    return CSR_E_LIMIT;
}

/* A copy holds what the store holds, takes the place of nothing, and is not there when somebody does not like it. */
static void it_copies_itself(void)
{
    conf_world w;
    csr_store *original;
    csr_backup_view view;
    uint64_t before;
    char to[200];
    int asked = 0;

    if (conf_target()->ops->backup == NULL) {
        csr_test_skip("the store does not copy itself");
        return;
    }
    conf_open(&w, &conf_schema);
    conf_populate(&w, 20);
    before = conf_dump_now(&w);
    conf_target()->fresh_uri(to, sizeof(to));
    CU_ASSERT_EQUAL(back_up(&w, to, not_good_enough, &asked, &view), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(asked, 1);
    CU_ASSERT_EQUAL(back_up(&w, to, NULL, NULL, &view), CSR_OK);
    CU_ASSERT_EQUAL(back_up(&w, to, NULL, NULL, &view), CSR_E_DUPLICATE);
    CU_ASSERT_EQUAL(conf_dump_now(&w), before);
    original = w.store;
    CU_ASSERT_EQUAL_FATAL(conf_open_store(&w, to, NULL, CSR_OPEN_EXISTING, &w.store), CSR_OK);
    CU_ASSERT_EQUAL(conf_dump_now(&w), before);
    w.ops->close(w.store);
    if (conf_target()->discard != NULL)
        conf_target()->discard(to);
    w.store = original;
    conf_close(&w);
}

/* Upkeep and measuring change nothing that can be read. */
static void it_looks_after_itself(void)
{
    csr_maintenance_view done = { 0 };
    csr_health_view is = { 0 };
    conf_world w;
    uint64_t before;

    if (conf_target()->ops->maintain == NULL || conf_target()->ops->health == NULL) {
        csr_test_skip("the store needs no looking after");
        return;
    }
    conf_open(&w, &conf_schema);
    conf_populate(&w, 20);
    before = conf_dump_now(&w);
    CU_ASSERT_EQUAL(w.ops->maintain(w.store, &done, &w.err), CSR_OK);
    CU_ASSERT_EQUAL(done.held_back, 0);
    CU_ASSERT_EQUAL(w.ops->health(w.store, &is, &w.err), CSR_OK);
    CU_ASSERT_EQUAL(is.schema_version, conf_schema.version);
    CU_ASSERT_EQUAL(conf_dump_now(&w), before);
    conf_close(&w);
}

CU_TestInfo conf_care_cases[] = {
    { "it checks itself", it_checks_itself },
    { "it copies itself", it_copies_itself },
    { "it looks after itself", it_looks_after_itself },
    CU_TEST_INFO_NULL,
};
