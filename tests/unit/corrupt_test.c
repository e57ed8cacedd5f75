#include "support/desk_day.h"
#include "support/desk_tamper.h"

#include "backends/sqlite/sqlite_backend.h"
#include "record/records.h"

#include <unistd.h>

/*
 * A file that somebody was at: what is read says so, what is written does not make it worse, nothing crashes.
 */
#define FILE_NAME "corrupt.csr"

/* What an operation answers at a desk that was harmed so. */
static void answers(const char *harm, const char *operation, const char *params, csr_status status, const char *field,
                    unsigned line)
{
    desk_fixture f;
    sqlite3 *db = NULL;

    (void)unlink(FILE_NAME);
    if (desk_begin(&f, "sqlite", FILE_NAME, 5)) {
        desk_day(&f, 2);
        DESK_MAKE(&f, "live", "interaction.add", "{'channel':'phone'}");
        DESK_OK(&f, "interaction.hold", "{'id':'$live'}");
        db = tamper_open(FILE_NAME);
        CU_ASSERT_TRUE(db != NULL && tamper_run(db, harm));
        f.spoilt = 1;
        csr_status got = desk_call(&f, operation, params);
        char text[400];
        snprintf(text, sizeof(text), "%s; %s %s: %s field \"%s\": %s", harm, operation, params, csr_status_name(got),
                 f.err.field, f.err.message);
        CU_assertImplementation(got == status && strcmp(f.err.field, field) == 0 ? CU_TRUE : CU_FALSE, line, text,
                                __FILE__, "", CU_FALSE);
    }
    if (db != NULL)
        tamper_close(db);
    desk_end(&f);
}
#define ANSWERS(harm, operation, params, status, field) answers(harm, operation, params, status, field, __LINE__)

static void test_events(void)
{
    ANSWERS("UPDATE event SET \"change\"=x'02'", "event.list", "{}", CSR_E_CORRUPT, "change");
    ANSWERS("UPDATE event SET \"change\"=NULL", "event.list", "{}", CSR_E_CORRUPT, "change");
    ANSWERS("UPDATE event SET personal=x'0102' WHERE kind=3", "event.history", "{'subject':'$jana'}", CSR_E_CORRUPT,
            "change");
    ANSWERS("UPDATE event SET hash=x'00'", "event.list", "{}", CSR_E_CORRUPT, "hash");
}

static void test_values(void)
{
    ANSWERS("UPDATE ticket SET phase=99999999999", "ticket.list", "{}", CSR_E_CORRUPT, "phase");
    ANSWERS("UPDATE customer SET chain=x'01'", "customer.get", "{'id':'$jana'}", CSR_E_CORRUPT, "chain");
    ANSWERS("UPDATE settings SET currency='EURO'", "settings.get", "{}", CSR_E_CORRUPT, "currency");
    ANSWERS("UPDATE customer SET chain=x'01'", "customer.change", "{'id':'$jana','note':'n'}", CSR_E_CORRUPT, "chain");
    ANSWERS("UPDATE agent SET handle='x'", "agent.get", "{'id':'$amy'}", CSR_OK, "");
}

static void test_missing_rows(void)
{
    ANSWERS("DELETE FROM hold", "interaction.resume", "{'id':'$live'}", CSR_E_CORRUPT, "held_since");
    ANSWERS("DELETE FROM hold", "interaction.end", "{'id':'$live','outcome':'solved'}", CSR_E_CORRUPT, "held_since");
    ANSWERS("DELETE FROM settings", "settings.get", "{}", CSR_E_NOT_FOUND, "id");
    ANSWERS("DELETE FROM agent", "ticket.queue", "{'team':'$back'}", CSR_OK, "");
    ANSWERS("UPDATE ticket SET state='lost'", "ticket.move", "{'id':'$old','state':'open'}", CSR_E_STATE, "state");
    ANSWERS("UPDATE ticket SET state='lost'", "ticket.reopen", "{'id':'$old'}", CSR_E_STATE, "state");
}

/* No event tells of drafts, but whoever verifies a desk hears of what cannot be read. */
static void test_unreadable(void)
{
    ANSWERS("ALTER TABLE draft RENAME COLUMN body TO bodi", "desk.verify", "{}", CSR_E_CORRUPT, "");
    ANSWERS("UPDATE request SET content=x'01'", "desk.verify", "{}", CSR_E_CORRUPT, "content");
}

/* A file that is a store of this schema but holds no desk is none for those who ask for an existing one. */
static void test_store_without_a_desk(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_store *store = NULL;
    csr_desk *desk = NULL;

    (void)unlink("empty.csr");
    CU_ASSERT_EQUAL_FATAL(csri_sqlite_ops.open(NULL, "empty.csr", NULL, 0, &csri_schema, 0, &store, &err), CSR_OK);
    csri_sqlite_ops.close(store);
    params.flags = CSR_OPEN_EXISTING;
    CU_ASSERT_EQUAL(csr_desk_open("empty.csr", &params, &desk, &err), CSR_E_NOT_A_DESK);
    CU_ASSERT_STRING_EQUAL(err.field, "uri");
    CU_ASSERT_PTR_NULL(desk);
    CU_ASSERT_EQUAL(csr_desk_open("empty.csr", NULL, &desk, &err), CSR_OK);
    csr_desk_close(desk);
    CU_ASSERT_EQUAL(csr_desk_open("empty.csr", &params, &desk, &err), CSR_OK);
    csr_desk_close(desk);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "corrupt/events", test_events },
        { "corrupt/values", test_values },
        { "corrupt/missing_rows", test_missing_rows },
        { "corrupt/unreadable", test_unreadable },
        { "corrupt/store_without_a_desk", test_store_without_a_desk },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "corrupt", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("corrupt_test", suites, 5);
}
