#include "support/desk_fixture.h"

static void set_get_forget(desk_fixture *f)
{
    DESK_IS(f, "bookmark.set", "{'name':'mailer','value':'17'}", "{}");
    DESK_IS(f, "bookmark.get", "{'name':'mailer'}",
            "{'kind':'bookmark','rows':[{'id':'$?','updated_at':'2026-03-02T09:00:00Z','name':'mailer','value':'17'}],"
            "'next':null}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "bookmark.set", "{'name':'mailer','value':'18'}", "{}");
    DESK_HAS(f, "bookmark.get", "{'name':'mailer'}",
             "'updated_at':'2026-03-02T09:00:01Z','name':'mailer','value':'18'");
    DESK_FAILS(f, "bookmark.get", "{'name':'Mailer'}", CSR_E_NOT_FOUND, "name");
    DESK_IS(f, "bookmark.set", "{'name':'mailer'}", "{}");
    DESK_FAILS(f, "bookmark.get", "{'name':'mailer'}", CSR_E_NOT_FOUND, "name");
    desk_keep(f);
    DESK_IS(f, "bookmark.set", "{'name':'mailer'}", "{}");
    DESK_SAME(f);
}
ON_BOTH(set_get_forget)

/* The one change without an event: a reader of events that marks its place would never come to the end. */
static void writes_no_event(desk_fixture *f)
{
    DESK_OK(f, "bookmark.set", "{'name':'a','value':'1'}");
    DESK_OK(f, "bookmark.set", "{'name':'a','value':'2'}");
    DESK_OK(f, "bookmark.set", "{'name':'a'}");
    DESK_HAS(f, "desk.stats", "{}", "'events':1");
}
ON_BOTH(writes_no_event)

static void changes_with_the_work(desk_fixture *f)
{
    DESK_OK(f, "bookmark.set", "{'name':'import','value':'1'}");
    desk_keep(f);
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "bookmark.set", "{'name':'import','value':'2'}");
    DESK_HAS(f, "bookmark.get", "{'name':'import'}", "'value':'2'");
    TYPED_OK(f, csr_session_rollback(f->session, &f->err));
    DESK_SAME(f);
}
ON_BOTH(changes_with_the_work)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "bookmark.set", "{'value':'1'}", CSR_E_ARGUMENT, "name" },
        { "bookmark.set", "{'name':'a\\u0000b','value':'1'}", CSR_E_ARGUMENT, "name" },
        { "bookmark.set", "{'name':'a','value':null}", CSR_E_ARGUMENT, "value" },
        { "bookmark.get", "{}", CSR_E_ARGUMENT, "name" },
        { "bookmark.get", "{'name':'a'}", CSR_E_NOT_FOUND, "name" },
    };
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "bookmark/set_get_forget", set_get_forget_on_both },
        { "bookmark/writes_no_event", writes_no_event_on_both },
        { "bookmark/changes_with_the_work", changes_with_the_work_on_both },
        { "bookmark/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "bookmark", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("bookmark_test", suites, 4);
}
