#include "support/desk_fixture.h"

#define SECOND INT64_C(1000000)
#define NINE "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:00Z'"

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "back", "team.add", "{'name':'Back'}");
    DESK_MAKE(f, "till", "contact_point.add",
              "{'channel':'counter','name':'Till','responsible':'$amy','team':'$front'}");
    DESK_MAKE(f, "door", "contact_point.add", "{'channel':'counter','name':'Door','responsible':'$amy'}");
}

static void open_gives_defaults(desk_fixture *f)
{
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'The jacket came torn'}");
    DESK_IS(f, "ticket.get", "{'id':'$t'}",
            "{'kind':'ticket','rows':[{'id':'$t','version':1," NINE ",'number':1,'kind':'other','state':'new',"
            "'phase':'new','queue':'active','priority':'normal','reopened':0,'opened_at':'2026-03-02T09:00:00Z',"
            "'state_since':'2026-03-02T09:00:00Z','subject':'The jacket came torn'}],'next':null}");
}
ON_BOTH(open_gives_defaults)

static void open_takes_everything(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "first", "ticket.open", "{'subject':'first'}");
    DESK_MAKE(f, "t", "ticket.open",
              "{'kind':'complaint','customer':'$jana','team':'$back','assignee':'$amy','contact_point':'$till',"
              "'follow_up_of':'$first','priority':'urgent','fault':'company','opened_at':'2026-03-01T08:00:00Z',"
              "'due_at':'2026-03-05T17:00:00Z','subject':'torn','product':'J-1','order_ref':'O-2','external_id':'x-3',"
              "'lifecycle':'default','state':'waiting_internal'}");
    DESK_IS(f, "ticket.get", "{'id':'$t'}",
            "{'kind':'ticket','rows':[{'id':'$t','version':1," NINE ",'number':2,'kind':'complaint',"
            "'state':'waiting_internal','phase':'paused','waits_for':'internal','queue':'waiting','priority':'urgent',"
            "'fault':'company','reopened':0,'customer':'$jana','team':'$back','assignee':'$amy',"
            "'contact_point':'$till','follow_up_of':'$first','opened_at':'2026-03-01T08:00:00Z',"
            "'state_since':'2026-03-01T08:00:00Z','due_at':'2026-03-05T17:00:00Z','subject':'torn','product':'J-1',"
            "'order_ref':'O-2','external_id':'x-3'}],'next':null}");
    DESK_HAS(f, "event.history", "{'subject':'$t'}", "'effective_at':'2026-03-01T08:00:00Z'");
}
ON_BOTH(open_takes_everything)

static void the_team_of_the_contact_point_takes_it(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s','contact_point':'$till'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'team':'$front','contact_point':'$till'");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s','contact_point':'$till','team':'$back'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'team':'$back','contact_point':'$till'");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s','contact_point':'$door'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'reopened':0,'contact_point':'$door'");
}
ON_BOTH(the_team_of_the_contact_point_takes_it)

/* A number is given once: what was refused or rolled back leaves no gap. */
static void numbers_have_no_gaps(desk_fixture *f)
{
    DESK_MAKE(f, "one", "ticket.open", "{'subject':'one'}");
    DESK_FAILS(f, "ticket.open", "{'subject':'x','customer':'" NOBODY "'}", CSR_E_NOT_FOUND, "customer");
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_OK(f, "ticket.open", "{'subject':'y'}");
    TYPED_OK(f, csr_session_rollback(f->session, &f->err));
    DESK_MAKE(f, "two", "ticket.open", "{'subject':'two'}");
    DESK_HAS(f, "ticket.get", "{'id':'$two'}", "'number':2,");
    DESK_HAS(f, "ticket.find", "{'number':2}", "{'id':'$two',");
}
ON_BOTH(numbers_have_no_gaps)

static void open_refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "ticket.open", "{}", CSR_E_ARGUMENT, "subject" },
        { "ticket.open", "{'subject':'x','kind':'mood'}", CSR_E_ARGUMENT, "kind" },
        { "ticket.open", "{'subject':'x','priority':'asap'}", CSR_E_ARGUMENT, "priority" },
        { "ticket.open", "{'subject':'x','fault':'me'}", CSR_E_ARGUMENT, "fault" },
        { "ticket.open", "{'subject':'x','customer':'" NOBODY "'}", CSR_E_NOT_FOUND, "customer" },
        { "ticket.open", "{'subject':'x','team':'" NOBODY "'}", CSR_E_NOT_FOUND, "team" },
        { "ticket.open", "{'subject':'x','assignee':'" NOBODY "'}", CSR_E_NOT_FOUND, "assignee" },
        { "ticket.open", "{'subject':'x','contact_point':'" NOBODY "'}", CSR_E_NOT_FOUND, "contact_point" },
        { "ticket.open", "{'subject':'x','contact_point':'" NOBODY "','team':'$front'}", CSR_E_NOT_FOUND,
          "contact_point" },
        { "ticket.open", "{'subject':'x','follow_up_of':'" NOBODY "'}", CSR_E_NOT_FOUND, "follow_up_of" },
        { "ticket.open", "{'subject':'x','lifecycle':'repairs'}", CSR_E_NOT_FOUND, "lifecycle" },
        { "ticket.open", "{'subject':'x','state':'lost'}", CSR_E_NOT_FOUND, "state" },
        { "ticket.open", "{'subject':'x','external_id':'x-1'}", CSR_E_DUPLICATE, "external_id" },
        { "ticket.open", "{'subject':'x','opened_at':'2026-03-02T09:00:00.000001Z'}", CSR_E_ARGUMENT, "opened_at" },
        { "ticket.open", "{'subject':'x','opened_at':'1969-12-31T23:59:59Z'}", CSR_E_ARGUMENT, "opened_at" },
        { "ticket.open", "{'subject':'x','due_at':'2026-02-30T00:00:00Z'}", CSR_E_ARGUMENT, "due_at" },
    };
    make(f);
    DESK_OK(f, "ticket.open", "{'subject':'x','external_id':'x-1'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(open_refuses)

static void change_is_partial(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
    csr_test_host_advance(&f->host, 60 * SECOND);
    DESK_IS(f, "ticket.change", "{'id':'$t','kind':'return','customer':'$jana'}", "{'version':2}");
    DESK_IS(f, "ticket.change",
            "{'id':'$t','team':'$back','assignee':'$amy','contact_point':'$till','priority':'high','fault':'nobody',"
            "'due_at':'2026-03-05T17:00:00Z','subject':'Torn','product':'J-1','order_ref':'O-2',"
            "'effective_at':'2026-03-02T09:00:30Z'}",
            "{'version':3}");
    DESK_IS(f, "ticket.get", "{'id':'$t'}",
            "{'kind':'ticket','rows':[{'id':'$t','version':3,'created_at':'2026-03-02T09:00:00Z',"
            "'updated_at':'2026-03-02T09:01:00Z','number':1,'kind':'return','state':'new','phase':'new',"
            "'queue':'active','priority':'high','fault':'nobody','reopened':0,'customer':'$jana','team':'$back',"
            "'assignee':'$amy','contact_point':'$till','opened_at':'2026-03-02T09:00:00Z',"
            "'state_since':'2026-03-02T09:00:00Z','due_at':'2026-03-05T17:00:00Z','subject':'Torn','product':'J-1',"
            "'order_ref':'O-2'}],'next':null}");
    DESK_HAS(f, "event.history", "{'subject':'$t','after_seq':2}", "'effective_at':'2026-03-02T09:00:30Z'");
    DESK_IS(f, "ticket.change",
            "{'id':'$t','customer':null,'team':null,'assignee':null,'contact_point':null,'fault':null,'due_at':null,"
            "'product':null,'order_ref':null}",
            "{'version':4}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}",
             "'queue':'active','priority':'high','reopened':0,'opened_at':'2026-03-02T09:00:00Z',"
             "'state_since':'2026-03-02T09:00:00Z','subject':'Torn'}]");
}
ON_BOTH(change_is_partial)

static void clear_bits_empty(desk_fixture *f)
{
    csr_ticket_change_params in = CSR_TICKET_CHANGE_PARAMS_INIT;
    int64_t version = 0;
    csr_id t;

    make(f);
    DESK_MAKE(f, "t", "ticket.open",
              "{'subject':'torn','customer':'$jana','team':'$back','assignee':'$amy','contact_point':'$till',"
              "'fault':'customer','due_at':'2026-03-05T17:00:00Z','product':'J-1','order_ref':'O-2'}");
    t = desk_id(f, "t");
    in.clear = CSR_TICKET_CLEAR_CUSTOMER | CSR_TICKET_CLEAR_TEAM | CSR_TICKET_CLEAR_ASSIGNEE |
               CSR_TICKET_CLEAR_CONTACT_POINT | CSR_TICKET_CLEAR_FAULT | CSR_TICKET_CLEAR_DUE_AT |
               CSR_TICKET_CLEAR_PRODUCT | CSR_TICKET_CLEAR_ORDER_REF;
    TYPED_OK(f, csr_ticket_change(f->session, &t, &in, &version, &f->err));
    DESK_TRUE(f, version == 2);
    DESK_HAS(f, "ticket.get", "{'id':'$t'}",
             "'priority':'normal','reopened':0,'opened_at':'2026-03-02T09:00:00Z',"
             "'state_since':'2026-03-02T09:00:00Z','subject':'torn'}]");
    in.clear = CSR_TICKET_CLEAR_DUE_AT;
    in.due_at = CSR_TEST_MONDAY;
    TYPED_FAILS(f, csr_ticket_change(f->session, &t, &in, &version, &f->err), CSR_E_ARGUMENT, "due_at");
    in.clear = CSR_TICKET_CLEAR_ORDER_REF << 1;
    TYPED_FAILS(f, csr_ticket_change(f->session, &t, &in, &version, &f->err), CSR_E_ARGUMENT, "clear");
}
ON_BOTH(clear_bits_empty)

static void the_same_again_is_nothing(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn','customer':'$jana','priority':'high'}");
    csr_test_host_advance(&f->host, SECOND);
    desk_keep(f);
    DESK_IS(f, "ticket.change", "{'id':'$t','subject':'torn','customer':'$jana','priority':'high'}", "{'version':1}");
    DESK_IS(f, "ticket.change", "{'id':'$t','effective_at':'2026-03-02T09:00:01Z'}", "{'version':1}");
    DESK_IS(f, "ticket.change", "{'id':'$t','team':null}", "{'version':1}");
    DESK_SAME(f);
}
ON_BOTH(the_same_again_is_nothing)

static void change_refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "ticket.change", "{'id':'" NOBODY "','subject':'x'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.change", "{'id':'$t','customer':'" NOBODY "'}", CSR_E_NOT_FOUND, "customer" },
        { "ticket.change", "{'id':'$t','team':'" NOBODY "'}", CSR_E_NOT_FOUND, "team" },
        { "ticket.change", "{'id':'$t','assignee':'" NOBODY "'}", CSR_E_NOT_FOUND, "assignee" },
        { "ticket.change", "{'id':'$t','contact_point':'" NOBODY "'}", CSR_E_NOT_FOUND, "contact_point" },
        { "ticket.change", "{'id':'$t','subject':null}", CSR_E_ARGUMENT, "subject" },
        { "ticket.change", "{'id':'$t','priority':null}", CSR_E_ARGUMENT, "priority" },
        { "ticket.change", "{'id':'$t','kind':null}", CSR_E_ARGUMENT, "kind" },
        { "ticket.change", "{'id':'$t','state':'open'}", CSR_E_ARGUMENT, "state" },
        { "ticket.change", "{'id':'$t','external_id':'x'}", CSR_E_ARGUMENT, "external_id" },
        { "ticket.change", "{'id':'$t','subject':'x','effective_at':'2026-03-02T09:00:01Z'}", CSR_E_ARGUMENT,
          "effective_at" },
        { "ticket.change", "{'id':'$t','subject':'x','effective_at':'2026-03-02T08:59:59Z'}", CSR_E_ARGUMENT,
          "effective_at" },
        { "ticket.change", "{'id':'$t','subject':'x','expected_version':1}", CSR_E_CONFLICT, "priority" },
    };
    make(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'low'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(change_refuses)

/* The largest number stands for "never" in the store, and is no instant. */
static void the_end_of_time(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.subject = CSR_STR("x");
    in.due_at = INT64_MAX;
    TYPED_FAILS(f, csr_ticket_open(f->session, &in, &id, &f->err), CSR_E_ARGUMENT, "due_at");
    in.due_at = INT64_MAX - 1;
    TYPED_OK(f, csr_ticket_open(f->session, &in, &id, &f->err));
}
ON_BOTH(the_end_of_time)

int main(void)
{
    CU_TestInfo tests[] = {
        { "ticket/open_gives_defaults", open_gives_defaults_on_both },
        { "ticket/open_takes_everything", open_takes_everything_on_both },
        { "ticket/the_team_of_the_contact_point_takes_it", the_team_of_the_contact_point_takes_it_on_both },
        { "ticket/numbers_have_no_gaps", numbers_have_no_gaps_on_both },
        { "ticket/open_refuses", open_refuses_on_both },
        { "ticket/change_is_partial", change_is_partial_on_both },
        { "ticket/clear_bits_empty", clear_bits_empty_on_both },
        { "ticket/the_same_again_is_nothing", the_same_again_is_nothing_on_both },
        { "ticket/change_refuses", change_refuses_on_both },
        { "ticket/the_end_of_time", the_end_of_time_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "ticket", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("ticket_test", suites, 10);
}
