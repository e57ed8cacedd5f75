/*
 * An import is broken off by kill -9, or by a call of the store that fails: afterwards the file is no desk, or all of it,
 * and the same import goes on to the same desk.
 */
#include "support/desk_clone.h"
#include "support/desk_day.h"
#include "torture/campaign.h"
#include "torture/fault_store.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char path[] = "imported.db";

static void forget(void)
{
    (void)unlink(path);
    (void)unlink("imported.db-wal");
    (void)unlink("imported.db-shm");
}

/* The export that is imported again and again; the caller frees it. */
static char *make_text(void)
{
    desk_fixture f;
    char *text = NULL;

    if (desk_begin(&f, "memory", "memory:", 11)) {
        desk_day(&f, 2);
        text = desk_export(f.session, &f.err);
    }
    desk_end(&f);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

static csr_status import(const csr_backend_ops *ops, const char *text, int32_t batch, csr_desk **out, csr_error *err)
{
    static const csr_option normal = { "synchronous", "normal" };
    csr_desk_open_params desk = CSR_DESK_OPEN_PARAMS_INIT;
    csr_import_open_params params = CSR_IMPORT_OPEN_PARAMS_INIT;

    desk.backend = ops;
    desk.options = &normal;
    desk.option_count = 1;
    params.desk = &desk;
    params.batch = batch;
    return desk_import(path, &params, text, 4096, out, err);
}

/* No desk yet, or the whole one; read only, or closing it would seal it. */
static void check_file(campaign *c, const char *text)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk;
    csr_status status;

    params.flags = CSR_OPEN_READ_ONLY;
    status = csr_desk_open(path, &params, &desk, &err);
    c->checks++;
    if (status == CSR_OK) {
        char *is = desk_export_of(desk);
        if (is == NULL || strcmp(is, text) != 0)
            campaign_complain(c, "half a desk can be opened");
        free(is);
        csr_desk_close(desk);
    } else if (status != CSR_E_NOT_A_DESK && status != CSR_E_STORE_OPEN) {
        campaign_complain(c, "opening answers %s: %s", csr_status_name(status), err.message);
    }
}

/* The same import, undisturbed. */
static void finish(campaign *c, const char *text)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_status status = import(NULL, text, 7, &desk, &err);
    char *is = status == CSR_OK ? desk_export_of(desk) : NULL;

    c->checks++;
    if (status != CSR_OK)
        campaign_complain(c, "the import does not go on: %s: %s", csr_status_name(status), err.message);
    else if (is == NULL || strcmp(is, text) != 0)
        campaign_complain(c, "the import went on to another desk");
    free(is);
    csr_desk_close(desk);
}

static void kill_once(const char *text, uint64_t *random)
{
    struct timespec delay = { 0, (long)(torture_random(random) % 12000000) };
    pid_t child = fork();

    if (child == 0) {
        csr_error err = CSR_ERROR_INIT;
        _exit(import(NULL, text, 3, NULL, &err) == CSR_OK ? 0 : 1);
    }
    CU_ASSERT_TRUE_FATAL(child > 0);
    (void)nanosleep(&delay, NULL);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
}

static void test_kill(void)
{
    campaign c;
    char *text = make_text();
    uint64_t random;

    campaign_begin(&c, "kill -9 during imports");
    c.unit = "kills";
    random = c.seed;
    for (unsigned i = 0, n = campaign_size(&c, 8, 400); i < n; i++) {
        forget();
        for (unsigned k = 0; k <= i % 4; k++) {
            kill_once(text, &random);
            c.faults++;
            check_file(&c, text);
        }
        finish(&c, text);
    }
    forget();
    free(text);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
}

/* Every stride-th call of the store fails, each on a new file; until an import is through without. */
static void fail_calls(campaign *c, const char *text, csr_status status, fault_outcome outcome, unsigned methods,
                       unsigned stride)
{
    uint64_t hits = 1;

    for (uint64_t nth = 1 + torture_random(&(uint64_t){ c->seed }) % stride; hits != 0; nth += stride) {
        csr_error err = CSR_ERROR_INIT;
        csr_desk *desk = NULL;
        csr_status got;
        forget();
        fault_store_plan.methods = methods;
        fault_store_plan.status = status;
        fault_store_plan.outcome = outcome;
        fault_store_plan.nth = nth;
        fault_store_plan.forever = 0;
        fault_store_plan.calls = fault_store_plan.hits = 0;
        got = import(&fault_sqlite_ops, text, 9, &desk, &err);
        fault_store_plan.nth = 0;
        hits = fault_store_plan.hits;
        c->faults += hits;
        csr_desk_close(desk);
        if (hits != 0 && got != status)
            campaign_complain(c, "call %llu fails with %s, the import with %s: %s", (unsigned long long)nth,
                              csr_status_name(status), csr_status_name(got), err.message);
        if (hits != 0 && fault_store_plan.breakage == FAULT_SOUND)
            check_file(c, text);
        finish(c, text);
        if (c->quiet && c->complaints > 0)
            break;
    }
    forget();
}

static void test_store(void)
{
    campaign c;
    char *text = make_text();

    campaign_begin(&c, "calls of the store fail during imports");
    fail_calls(&c, text, CSR_E_STORE_IO, FAULT_BEFORE, FAULT_ANY, campaign_size(&c, 17, 1));
    fail_calls(&c, text, CSR_E_STORE_FULL, FAULT_BEFORE, FAULT_COMMIT, campaign_size(&c, 3, 1));
    fail_calls(&c, text, CSR_E_UNKNOWN_OUTCOME, FAULT_COMMITTED, FAULT_COMMIT, campaign_size(&c, 3, 1));
    free(text);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 15);
}

/* A store that commits where it should roll back leaves rows behind that the import does not know of. */
static void test_control(void)
{
    campaign c;
    char *text = make_text();

    campaign_begin(&c, "control: rollback forgotten");
    c.quiet = 1;
    fault_store_plan.breakage = FAULT_FORGETS_ROLLBACK;
    fail_calls(&c, text, CSR_E_STORE_IO, FAULT_BEFORE, FAULT_INSERT, 5);
    fault_store_plan.breakage = FAULT_SOUND;
    free(text);
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "kill -9", test_kill },
        { "failing stores", test_store },
        { "a store that forgets to roll back is found", test_control },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { .pName = "torture/import", .pTests = tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("import_test", suites, 3);
}
