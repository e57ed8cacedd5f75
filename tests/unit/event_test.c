#include "support/desk_fixture.h"

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana','note':'regular'}");
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_OK(f, "customer.change", "{'id':'$jana','note':null,'loyalty':'loyal'}");
    DESK_OK(f, "customer.tag", "{'id':'$jana','tag':'VIP'}");
}

static void lists_in_commit_order(desk_fixture *f)
{
    make(f);
    DESK_HAS(f, "event.list", "{}",
             "{'kind':'event','rows':[{'position':1,'kind':'settings_added','subject':'$?','subject_kind':'settings',"
             "'seq':1,'at':'2026-03-02T09:00:00Z','hash':'#','changes':{}},{'position':2,'kind':'customer_added',"
             "'subject':'$jana','subject_kind':'customer','seq':1,'at':'2026-03-02T09:00:00Z','hash':'#',"
             "'changes':{'kind':[null,'person'],'familiarity':[null,'none'],'standing':[null,'good'],"
             "'loyalty':[null,'new'],'name':[null,'Jana'],'note':[null,'regular']}},");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    DESK_HAS(f, "event.list", "{'after_position':3,'limit':1}",
             "{'kind':'event','rows':[{'position':4,'kind':'customer_changed','subject':'$jana',"
             "'subject_kind':'customer','seq':2,'at':'2026-03-02T09:00:00Z','hash':'#',"
             "'changes':{'loyalty':['new','loyal'],'note':['regular',null]}}],");
    /* The last row's position, and not a token, leads on. */
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    DESK_HAS(f, "event.list", "{'after_position':4}", "'rows':[{'position':5,'kind':'customer_tagged'");
    DESK_TRUE(f, strstr(f->answer, "'row':'$?','row_kind':'tag'") != NULL);
    DESK_TRUE(f, strstr(f->answer, "'tag.subject':[null,'$jana'],'tag.created_at':[null,'2026-03-02T09:00:00Z'],"
                                   "'tag.tag':[null,'VIP']}") != NULL);
    DESK_IS(f, "event.list", "{'after_position':5}", "{'kind':'event','rows':[],'next':null}");
    DESK_IS(f, "event.list", "{'after_position':9223372036854775807}", "{'kind':'event','rows':[],'next':null}");
}
ON_BOTH(lists_in_commit_order)

static void history_of_one_record(desk_fixture *f)
{
    make(f);
    DESK_HAS(f, "event.history", "{'subject':'$jana'}", "'rows':[{'position':2,'kind':'customer_added'");
    DESK_TRUE(f, strstr(f->answer, "$amy") == NULL && strstr(f->answer, "'position':5") != NULL);
    DESK_HAS(f, "event.history", "{'subject':'$jana','limit':1,'after_seq':1}", "'rows':[{'position':4,");
    DESK_TRUE(f, strstr(f->answer, "'position':5") == NULL);
    DESK_IS(f, "event.history", "{'subject':'$jana','after_seq':3}", "{'kind':'event','rows':[],'next':null}");
    DESK_IS(f, "event.history", "{'subject':'" NOBODY "'}", "{'kind':'event','rows':[],'next':null}");
}
ON_BOTH(history_of_one_record)

static void tells_actor_reason_and_instants(desk_fixture *f)
{
    csr_session *amy;

    make(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
    csr_test_host_advance(&f->host, 60000000);
    amy = desk_session_of(f, "amy");
    DESK_TRUE(f, desk_call_in(f, amy, "ticket.move",
                              "{'id':'$t','state':'open','reason':'called \\\"back\\\"',"
                              "'effective_at':'2026-03-02T09:00:30Z'}") == CSR_OK);
    DESK_HAS(f, "event.history", "{'subject':'$t','after_seq':1}",
             "'kind':'ticket_moved','subject':'$t','subject_kind':'ticket','seq':2,'at':'2026-03-02T09:01:00Z',"
             "'effective_at':'2026-03-02T09:00:30Z','actor':'$amy','hash':'#','reason':'called \\'back\\'',"
             "'changes':{'state':['new','open'],'phase':['new','open'],'state_since':['2026-03-02T09:00:00Z',"
             "'2026-03-02T09:00:30Z']}}],'next':null}");
    csr_session_close(amy);
}
ON_BOTH(tells_actor_reason_and_instants)

/* Bodies stay in their row: an event says that there is one, not what it says. */
static void bodies_are_not_repeated(desk_fixture *f)
{
    DESK_MAKE(f, "n", "interaction.add", "{'channel':'note','body':'a secret','subject':'hush'}");
    DESK_HAS(f, "event.history", "{'subject':'$n'}", "'subject':[null,'hush']");
    DESK_TRUE(f, strstr(f->answer, "secret") == NULL && strstr(f->answer, "'body'") == NULL);
}
ON_BOTH(bodies_are_not_repeated)

static void view_is_filled(desk_fixture *f)
{
    csr_event_query query = CSR_EVENT_QUERY_INIT;
    csr_event_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;

    make(f);
    query.after_position = 1;
    query.limit = 1;
    if (!TYPED_OK(f, csr_event_list(f->session, &query, &result, &f->err)))
        return;
    DESK_TRUE(f, csr_result_count(result) == 1 && strcmp(csr_result_kind(result), "event") == 0);
    TYPED_OK(f, csr_event_at(result, 0, &view, &f->err));
    DESK_TRUE(f, view.kind == CSR_EVENT_CUSTOMER_ADDED && view.position == 2 && view.seq == 1);
    DESK_TRUE(f, view.subject_kind == CSR_RECORD_CUSTOMER && view.row_kind == 0 && csr_id_is_none(&view.row));
    DESK_TRUE(f, view.at == CSR_TEST_MONDAY && view.effective_at == 0 && csr_id_is_none(&view.actor));
    DESK_TRUE(f, view.reason.len == 0 && view.reason.ptr != NULL && view.changes.ptr[view.changes.len] == '\0');
    csr_result_free(result);
}
ON_BOTH(view_is_filled)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "event.list", "{'limit':1001}", CSR_E_ARGUMENT, "limit" },
        { "event.list", "{'limit':-1}", CSR_E_ARGUMENT, "limit" },
        { "event.list", "{'after_position':-1}", CSR_E_ARGUMENT, "after_position" },
        { "event.list", "{'after':'x'}", CSR_E_ARGUMENT, "after" },
        { "event.history", "{}", CSR_E_ARGUMENT, "subject" },
        { "event.history", "{'subject':'$jana','limit':1001}", CSR_E_ARGUMENT, "limit" },
        { "event.history", "{'subject':'$jana','after_seq':-1}", CSR_E_ARGUMENT, "after_seq" },
    };
    make(f);
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "event/lists_in_commit_order", lists_in_commit_order_on_both },
        { "event/history_of_one_record", history_of_one_record_on_both },
        { "event/tells_actor_reason_and_instants", tells_actor_reason_and_instants_on_both },
        { "event/bodies_are_not_repeated", bodies_are_not_repeated_on_both },
        { "event/view_is_filled", view_is_filled_on_both },
        { "event/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "event", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("event_test", suites, 6);
}
