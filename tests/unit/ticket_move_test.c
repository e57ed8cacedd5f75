#include "support/desk_fixture.h"

#define SECOND INT64_C(1000000)
#define DAY (86400 * SECOND)

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "cashier", "agent.add", "{'handle':'c','role':'cashier'}");
    DESK_MAKE(f, "boss", "agent.add", "{'handle':'b','role':'manager'}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
    csr_test_host_advance(&f->host, 60 * SECOND);
}

static void a_whole_course(desk_fixture *f)
{
    make(f);
    DESK_IS(f, "ticket.move", "{'id':'$t','state':'waiting_customer','reason':'asked for a photo'}", "{'version':2}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}",
             "'state':'waiting_customer','phase':'paused','waits_for':'customer','queue':'waiting'");
    csr_test_host_advance(&f->host, 60 * SECOND);
    DESK_IS(f, "ticket.move", "{'id':'$t','state':'open','effective_at':'2026-03-02T09:01:30Z'}", "{'version':3}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'state':'open','phase':'open','queue':'active'");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'state_since':'2026-03-02T09:01:30Z','subject'");
    DESK_IS(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'refunded','resolution_note':'paid back'}",
            "{'version':4}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'state':'resolved','phase':'resolved','queue':'done'");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}",
             "'state_since':'2026-03-02T09:02:00Z','resolved_at':'2026-03-02T09:02:00Z','subject':'torn',"
             "'resolution_note':'paid back'");
    csr_test_host_advance(&f->host, DAY);
    DESK_IS(f, "ticket.move", "{'id':'$t','state':'closed'}", "{'version':5}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'resolved_at':'2026-03-02T09:02:00Z','closed_at':'2026-03-03T09:02:00Z'");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'resolution':'refunded','reopened':0");
    DESK_HAS(f, "event.history", "{'subject':'$t','limit':1,'after_seq':1}",
             "'reason':'asked for a photo','changes':{'state':['new','waiting_customer']");
}
ON_BOTH(a_whole_course)

static void to_where_it_is_changes_nothing(desk_fixture *f)
{
    make(f);
    desk_keep(f);
    DESK_IS(f, "ticket.move", "{'id':'$t','state':'new','resolution':'other','resolution_note':'x','reason':'y'}",
            "{'version':1}");
    DESK_SAME(f);
}
ON_BOTH(to_where_it_is_changes_nothing)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "ticket.move", "{'id':'" NOBODY "','state':'open'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.move", "{'id':'$t'}", CSR_E_ARGUMENT, "state" },
        { "ticket.move", "{'id':'$t','state':'lost'}", CSR_E_NOT_FOUND, "state" },
        { "ticket.move", "{'id':'$t','state':'closed'}", CSR_E_STATE, "state" },
        { "ticket.move", "{'id':'$t','state':'resolved'}", CSR_E_ARGUMENT, "resolution" },
        { "ticket.move", "{'id':'$t','state':'resolved','resolution':'magic'}", CSR_E_ARGUMENT, "resolution" },
        { "ticket.move", "{'id':'$t','state':'open','effective_at':'2026-03-02T09:01:01Z'}", CSR_E_ARGUMENT,
          "effective_at" },
        { "ticket.move", "{'id':'$t','state':'open','effective_at':'2026-03-02T08:59:59Z'}", CSR_E_ARGUMENT,
          "effective_at" },
        { "ticket.move", "{'id':'$t','state':'open','expected_version':1}", CSR_E_CONFLICT, "priority" },
        { "ticket.move", "{'id':'$t','state':'open','expected_version':9}", CSR_E_CONFLICT, "expected_version" },
        { "ticket.reopen", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.reopen", "{'id':'$t'}", CSR_E_STATE, "state" },
        { "ticket.reopen", "{'id':'$t','expected_version':1}", CSR_E_CONFLICT, "priority" },
        { "ticket.reopen", "{}", CSR_E_ARGUMENT, "id" },
    };
    make(f);
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'low'}");
    DESK_FAILURES(f, table);
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'closed'}", CSR_E_STATE, "state");
    DESK_TRUE(f, strstr(f->err.message, "resolved") != NULL && strstr(f->err.message, "waiting_internal") != NULL);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'open'}", CSR_E_STATE, "state");
}
ON_BOTH(refuses)

static void some_moves_need_a_role(desk_fixture *f)
{
    csr_session *cashier, *boss;

    make(f);
    cashier = desk_session_of(f, "cashier");
    boss = desk_session_of(f, "boss");
    desk_keep(f);
    desk_expect_at(f, "deleting", desk_call_in(f, cashier, "ticket.move", "{'id':'$t','state':'deleted'}"), CSR_E_RIGHT,
                   "state", __FILE__, __LINE__);
    DESK_TRUE(f, strstr(f->err.message, "manager") != NULL);
    DESK_TRUE(f, desk_call_in(f, cashier, "ticket.move", "{'id':'$t','state':'open'}") == CSR_OK);
    DESK_TRUE(f, desk_call_in(f, boss, "ticket.move", "{'id':'$t','state':'deleted'}") == CSR_OK);
    DESK_HAS(f, "event.history", "{'subject':'$t','after_seq':2}", "'actor':'$boss'");
    DESK_MAKE(f, "u", "ticket.open", "{'subject':'spam'}");
    DESK_IS(f, "ticket.move", "{'id':'$u','state':'deleted'}", "{'version':2}");
    csr_session_close(cashier);
    csr_session_close(boss);
}
ON_BOTH(some_moves_need_a_role)

static void reopens_within_the_window(desk_fixture *f)
{
    make(f);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved','resolution_note':'n'}");
    csr_test_host_advance(&f->host, 14 * DAY);
    DESK_IS(f, "ticket.reopen", "{'id':'$t','expected_version':2,'reason':'again'}", "{'id':'$t'}");
    DESK_IS(f, "ticket.get", "{'id':'$t'}",
            "{'kind':'ticket','rows':[{'id':'$t','version':3,'created_at':'2026-03-02T09:00:00Z',"
            "'updated_at':'2026-03-16T09:01:00Z','number':1,'kind':'other','state':'open','phase':'open',"
            "'queue':'active','priority':'normal','reopened':1,'opened_at':'2026-03-02T09:00:00Z',"
            "'state_since':'2026-03-16T09:01:00Z','subject':'torn'}],'next':null}");
    DESK_HAS(f, "event.history", "{'subject':'$t','after_seq':2}", "'kind':'ticket_reopened'");
    DESK_TRUE(f, strstr(f->answer, "'reason':'again'") != NULL);
    DESK_FAILS(f, "ticket.reopen", "{'id':'$t'}", CSR_E_STATE, "state");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    DESK_IS(f, "ticket.reopen", "{'id':'$t','effective_at':'2026-03-16T09:01:00Z'}", "{'id':'$t'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'reopened':2");
}
ON_BOTH(reopens_within_the_window)

/* Of two instants the one at which the customer came back decides, whenever that is recorded. */
static void the_window_goes_by_when_it_happened(desk_fixture *f)
{
    make(f);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    csr_test_host_advance(&f->host, 20 * DAY);
    DESK_IS(f, "ticket.reopen", "{'id':'$t','effective_at':'2026-03-16T09:00:00Z'}", "{'id':'$t'}");
    DESK_HAS(f, "event.history", "{'subject':'$t','after_seq':2}", "'effective_at':'2026-03-16T09:00:00Z'");
    DESK_TRUE(f, strstr(f->answer, "'at':'2026-03-22T09:0") != NULL);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    csr_test_host_advance(&f->host, 20 * DAY);
    DESK_MAKE(f, "u", "ticket.reopen", "{'id':'$t'}");
    DESK_HAS(f, "ticket.get", "{'id':'$u'}", "'follow_up_of':'$t'");
}
ON_BOTH(the_window_goes_by_when_it_happened)

static void later_a_follow_up_is_opened(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_OK(f, "ticket.change",
            "{'id':'$t','customer':'$jana','team':'$front','assignee':'$boss','kind':'complaint','fault':'company',"
            "'priority':'high','product':'J-1','order_ref':'O-2','due_at':'2026-03-05T17:00:00Z'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    csr_test_host_advance(&f->host, 14 * DAY + 1);
    DESK_MAKE(f, "next_one", "ticket.reopen", "{'id':'$t','reason':'it tore again'}");
    DESK_IS(f, "ticket.get", "{'id':'$next_one'}",
            "{'kind':'ticket','rows':[{'id':'$next_one','version':1,'created_at':'2026-03-16T09:01:00.000001Z',"
            "'updated_at':'2026-03-16T09:01:00.000001Z','number':2,'kind':'complaint','state':'new','phase':'new',"
            "'queue':'active','priority':'high','fault':'company','reopened':0,'customer':'$jana','team':'$front',"
            "'follow_up_of':'$t','opened_at':'2026-03-16T09:01:00.000001Z',"
            "'state_since':'2026-03-16T09:01:00.000001Z','subject':'torn','product':'J-1','order_ref':'O-2'}],"
            "'next':null}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'version':3,");
    /* Why, for the event: of the ticket that goes on. */
    DESK_HAS(f, "event.history", "{'subject':'$next_one'}", "'reason':'it tore again'");
}
ON_BOTH(later_a_follow_up_is_opened)

static void a_reopening_is_not_in_the_future(desk_fixture *f)
{
    make(f);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    csr_test_host_advance(&f->host, DAY);
    DESK_FAILS(f, "ticket.reopen", "{'id':'$t','effective_at':'2026-03-03T09:01:00.000001Z'}", CSR_E_ARGUMENT,
               "effective_at");
    DESK_FAILS(f, "ticket.reopen", "{'id':'$t','effective_at':'2026-03-02T09:00:59Z'}", CSR_E_ARGUMENT, "effective_at");
    DESK_FAILS(f, "ticket.reopen", "{'id':'$t','effective_at':'2027-01-01T00:00:00Z'}", CSR_E_ARGUMENT, "effective_at");
}
ON_BOTH(a_reopening_is_not_in_the_future)

int main(void)
{
    CU_TestInfo tests[] = {
        { "ticket_move/a_whole_course", a_whole_course_on_both },
        { "ticket_move/to_where_it_is_changes_nothing", to_where_it_is_changes_nothing_on_both },
        { "ticket_move/refuses", refuses_on_both },
        { "ticket_move/some_moves_need_a_role", some_moves_need_a_role_on_both },
        { "ticket_move/reopens_within_the_window", reopens_within_the_window_on_both },
        { "ticket_move/the_window_goes_by_when_it_happened", the_window_goes_by_when_it_happened_on_both },
        { "ticket_move/later_a_follow_up_is_opened", later_a_follow_up_is_opened_on_both },
        { "ticket_move/a_reopening_is_not_in_the_future", a_reopening_is_not_in_the_future_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "ticket_move", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("ticket_move_test", suites, 8);
}
