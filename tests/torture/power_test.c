/*
 * Power goes at a random moment, and what was not synced is lost in part: the desk opens, is sound, and with synchronous =
 * full holds everything acknowledged; with normal, everything up to some moment, which is not before the last change of money.
 */
#include "support/money_books.h"
#include "support/runner.h"
#include "torture/fault_store.h"
#include "torture/fault_vfs.h"
#include "torture/inspect.h"
#include "torture/worker.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_LIFE 10      /* losses that one file lives through */
#define STEPS_PER_OPEN 12 /* then the desk is closed, which copies the WAL into the file, and opened again */
#define CALLS_MAX 1500    /* writes and syncs until power goes, at most */

static const char path[] = "power.db";

static void tell(void *arg, const ack *acks, size_t n)
{
    ledger_add(arg, acks, n);
}

/* One sitting: open, work for a while, close. Answers 0 when the desk could not even be opened. */
static int sit(const char *synchronous, const csr_backend_ops *store, ledger *l, uint64_t *random)
{
    const csr_option options[] = { { "synchronous", synchronous } };
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    worker w = { .random = torture_random(random), .tell = tell, .arg = l, .err = CSR_ERROR_INIT };
    csr_desk *desk = NULL;
    csr_status status;

    params.options = options;
    params.option_count = 1;
    params.backend = store;
    status = csr_desk_open(path, &params, &desk, &w.err);
    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &w.session, &w.err);
    w.desk = desk;
    for (unsigned i = 0; i < STEPS_PER_OPEN && status == CSR_OK; i++)
        status = worker_step(&w);
    csr_session_close(w.session);
    csr_desk_close(desk);
    return status == CSR_OK || power_is_cut();
}

/* What is left of refunds and payouts agrees with itself, whatever moment it is from. */
static void look_at_money(campaign *c, csr_desk *desk)
{
    static const money_facts facts = { .now = INT64_MAX,
                                       .singles = { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX },
                                       .days = { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX } };
    money_books books;
    const char *wrong = books_read(desk, 1, &books) ? books_wrong(&books, &facts) : "the books cannot be read";

    c->checks++;
    if (wrong != NULL)
        campaign_complain(c, "after power came back: %s", wrong);
    books_free(&books);
}

/* Everything as it has to be; what was acknowledged and may be lost leaves the ledger. */
static void look_after(campaign *c, int full, ledger *l)
{
    csr_error err = CSR_ERROR_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;

    inspect_file(c, path, "after power came back");
    if (csr_desk_open(path, NULL, &desk, &err) != CSR_OK || csr_session_open(desk, NULL, &session, &err) != CSR_OK) {
        campaign_complain(c, "after power came back the desk cannot be opened: %s", err.message);
        csr_desk_close(desk);
        return;
    }
    if (full)
        ledger_check(c, l, session, 1, "after power came back");
    else
        l->count = ledger_prefix(c, l, session, "after power came back");
    ledger_check_numbers(c, session);
    look_at_money(c, desk);
    inspect_verify(c, session, "after power came back");
    csr_session_close(session);
    csr_desk_close(desk);
}

static void make_desk(campaign *c)
{
    csr_desk *desk;

    if (csr_desk_open(path, NULL, &desk, NULL) != CSR_OK)
        campaign_complain(c, "a desk cannot be made");
    else
        csr_desk_close(desk);
}

/* store NULL = SQLite as it is. */
static void run(campaign *c, const char *synchronous, const csr_backend_ops *store, unsigned losses, int lies)
{
    uint64_t random = c->seed;
    ledger l = { 0 };

    for (unsigned i = 0; i < losses && !(c->quiet && c->complaints > 0); i++) {
        if (i % FILE_LIFE == 0) {
            inspect_remove(path);
            make_desk(c);
            l.count = 0;
        }
        power_on();
        power_let_syncs_lie(lies);
        power_cut_after(1 + torture_random(&random) % CALLS_MAX);
        while (!power_is_cut())
            if (!sit(synchronous, store, &l, &random)) {
                campaign_complain(c, "work stops although there is power");
                break;
            }
        c->faults += power_back(torture_random(&random));
        look_after(c, strcmp(synchronous, "full") == 0, &l);
    }
    inspect_remove(path);
    ledger_free(&l);
}

static void test_full(void)
{
    campaign c;

    campaign_begin(&c, "power loss, synchronous=full");
    c.unit = "unsynced sectors";
    run(&c, "full", NULL, campaign_size(&c, 20, 1000), 0);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 30);
}

static void test_normal(void)
{
    campaign c;

    campaign_begin(&c, "power loss, synchronous=normal");
    c.unit = "unsynced sectors";
    run(&c, "normal", NULL, campaign_size(&c, 20, 1000), 0);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 100);
}

/* What a crash can leave of a desk that was being made: a draft beside the path, torn anywhere, or an empty file. */
static void test_creation(void)
{
    campaign c;
    char draft[64];

    campaign_begin(&c, "power loss while a desk is made");
    for (unsigned i = 0; i < 40; i++) {
        int fd;
        char *rows;
        snprintf(draft, sizeof(draft), "%s-new-%ld-0", path, (long)getpid());
        inspect_remove(path);
        make_desk(&c);
        if (rename(path, draft) != 0 || truncate(draft, (off_t)i * 2048) != 0)
            campaign_complain(&c, "the draft cannot be torn");
        if (i % 4 == 1 && (fd = open(path, O_CREAT | O_WRONLY, 0600)) >= 0)
            (void)close(fd);
        make_desk(&c);
        rows = inspect_closed(&c, path, "after a torn creation", 0);
        CU_ASSERT_PTR_NOT_NULL(rows);
        free(rows);
        (void)unlink(draft);
        c.faults++;
    }
    inspect_remove(path);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
}

/* A disk whose syncs do nothing loses what was acknowledged. */
static void test_control(void)
{
    campaign c;

    campaign_begin(&c, "control: syncs that lie");
    c.quiet = 1;
    run(&c, "full", NULL, 40, 1);
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

/* A store that knows no durable transactions loses money that was acknowledged. */
static void test_money_control(void)
{
    campaign c;

    campaign_begin(&c, "control: money that is not made durable");
    c.quiet = 1;
    run(&c, "normal", &fault_sqlite_ops, 100, 0);
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

static CU_TestInfo tests[] = {
    { "synchronous=full", test_full },
    { "synchronous=normal", test_normal },
    { "a torn creation", test_creation },
    { "a disk that lies is found", test_control },
    { "money that is not durable is found", test_money_control },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { .pName = "torture/power", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    if (!fault_vfs_install())
        return 1;
    return csr_test_main("power_test", suites, 5);
}
