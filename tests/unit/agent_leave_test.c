#include "support/desk_fixture.h"

/*
 * Agents who are deactivated: what they cannot do any more, and who gets their tickets.
 */

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(f, "petr", "agent.add", "{'handle':'petr'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "call", "interaction.add", "{'channel':'phone'}");
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','team':'$front','assignee':'$eva'}");
}

static void is_given_nothing(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "ticket.open", "{'subject':'x','assignee':'$eva'}", CSR_E_STATE, "assignee" },
        { "ticket.change", "{'id':'$other','assignee':'$eva'}", CSR_E_STATE, "assignee" },
        { "team.join", "{'id':'$front','agent':'$eva'}", CSR_E_STATE, "agent" },
        { "team.add", "{'name':'Back','lead':'$eva'}", CSR_E_STATE, "lead" },
        { "team.change", "{'id':'$front','lead':'$eva'}", CSR_E_STATE, "lead" },
        { "contact_point.add", "{'name':'Till','channel':'counter','responsible':'$eva'}", CSR_E_STATE, "responsible" },
        { "interaction.transfer", "{'id':'$call','agent':'$eva'}", CSR_E_STATE, "agent" },
        { "ticket.watch", "{'id':'$torn','agent':'$eva'}", CSR_E_STATE, "agent" },
        { "ticket.claim", "{'id':'$torn','agent':'$eva'}", CSR_E_STATE, "agent" },
        { "claim.next", "{'team':'$front','agent':'$eva'}", CSR_E_STATE, "agent" },
        { "agent.hand_over", "{'agent':'$petr','to':'$eva'}", CSR_E_STATE, "to" },
    };
    csr_session_open_params who = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = NULL;

    begin(f);
    DESK_MAKE(f, "other", "ticket.open", "{'subject':'Other'}");
    DESK_IS(f, "agent.deactivate", "{'id':'$eva','reason':'Has left'}", "{'version':2}");
    DESK_HAS(f, "agent.get", "{'id':'$eva'}", "'deactivated_at':'2026-03-02T09:00:00Z','deactivated':true");
    DESK_FAILURES(f, table);
    who.agent = desk_id(f, "eva");
    TYPED_FAILS(f, csr_session_open(f->desk, &who, &session, &f->err), CSR_E_STATE, "agent");
    DESK_TRUE(f, session == NULL);
    desk_keep(f);
    DESK_IS(f, "agent.deactivate", "{'id':'$eva'}", "{'version':2}");
    DESK_SAME(f);
    /* What was theirs can still be worked on. */
    DESK_OK(f, "ticket.change", "{'id':'$torn','priority':'high'}");
    DESK_OK(f, "agent.change", "{'id':'$eva','name':'Eva E.'}");
}
ON_BOTH(is_given_nothing)

static void comes_back(desk_fixture *f)
{
    csr_session *eva;

    begin(f);
    DESK_OK(f, "team.join", "{'id':'$front','agent':'$eva'}");
    DESK_OK(f, "agent.deactivate", "{'id':'$eva'}");
    DESK_FAILS(f, "agent.reactivate", "{'id':'$eva','expected_version':1}", CSR_E_CONFLICT,
               "deactivated_at,deactivated");
    DESK_IS(f, "agent.reactivate", "{'id':'$eva','expected_version':2,'reason':'Back again'}", "{'version':3}");
    DESK_HAS(f, "agent.get", "{'id':'$eva'}", "'name':'eva'}");
    DESK_HAS(f, "member.list", "{'team':'$front'}", "'agent':'$eva'");
    eva = desk_session_of(f, "eva");
    csr_session_close(eva);
    desk_keep(f);
    DESK_IS(f, "agent.reactivate", "{'id':'$eva'}", "{'version':3}");
    DESK_SAME(f);
    DESK_HAS(f, "event.history", "{'subject':'$eva'}", "'kind':'agent_deactivated'");
}
ON_BOTH(comes_back)

static void nothing_is_left_without_an_answer(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "till", "contact_point.add", "{'name':'Till','channel':'counter','responsible':'$eva'}");
    DESK_FAILS(f, "agent.deactivate", "{'id':'$eva'}", CSR_E_STATE, "id");
    desk_true_at(f, strstr(f->err.message, "is responsible for Till") != NULL, f->err.message, __FILE__, __LINE__);
    DESK_OK(f, "contact_point.change", "{'id':'$till','responsible':'$petr'}");
    DESK_OK(f, "team.change", "{'id':'$front','lead':'$eva'}");
    DESK_FAILS(f, "agent.deactivate", "{'id':'$eva'}", CSR_E_STATE, "id");
    DESK_OK(f, "team.change", "{'id':'$front','lead':null}");
    DESK_OK(f, "agent.deactivate", "{'id':'$eva'}");
}
ON_BOTH(nothing_is_left_without_an_answer)

static void claims_end(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "other", "ticket.open", "{'subject':'Other'}");
    DESK_OK(f, "ticket.claim", "{'id':'$torn','agent':'$eva'}");
    DESK_OK(f, "ticket.claim", "{'id':'$other','agent':'$eva'}");
    DESK_OK(f, "agent.deactivate", "{'id':'$eva'}");
    DESK_HAS(f, "claim.list", "{}", "'rows':[]");
    DESK_OK(f, "ticket.claim", "{'id':'$other','agent':'$petr'}");
    DESK_HAS(f, "event.history", "{'subject':'$torn'}", "'kind':'ticket_released'");
}
ON_BOTH(claims_end)

static int handed_over(desk_fixture *f, const char *to, int32_t limit)
{
    csr_agent_hand_over_params in = CSR_AGENT_HAND_OVER_PARAMS_INIT;
    csr_result *result = NULL;
    int count;

    in.agent = desk_id(f, "eva");
    in.limit = limit;
    in.reason = CSR_STR("Eva has left");
    if (to != NULL)
        in.to = desk_id(f, to);
    TYPED_OK(f, csr_agent_hand_over(f->session, &in, &result, &f->err));
    count = (int)csr_result_count(result);
    for (int i = 0; i < count; i++) {
        csr_ticket_view ticket = { .struct_size = sizeof(ticket) };
        TYPED_OK(f, csr_ticket_at(result, (size_t)i, &ticket, &f->err));
        DESK_TRUE(f, memcmp(&ticket.assignee, &in.to, sizeof(in.to)) == 0 && ticket.version >= 2);
    }
    csr_result_free(result);
    return count;
}

static void tickets_are_handed_over(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "b", "ticket.open", "{'subject':'B','assignee':'$eva','priority':'urgent'}");
    DESK_MAKE(f, "c", "ticket.open", "{'subject':'C','assignee':'$eva'}");
    DESK_MAKE(f, "d", "ticket.open", "{'subject':'D','assignee':'$eva'}");
    DESK_OK(f, "ticket.move", "{'id':'$c','state':'waiting_customer'}");
    DESK_OK(f, "ticket.move", "{'id':'$d','state':'spam'}");
    DESK_OK(f, "agent.deactivate", "{'id':'$eva'}");
    DESK_TRUE(f, handed_over(f, "petr", 1) == 1);
    DESK_HAS(f, "ticket.get", "{'id':'$b'}", "'assignee':'$petr'");
    DESK_HAS(f, "event.history", "{'subject':'$b'}", "'reason':'Eva has left'");
    DESK_TRUE(f, handed_over(f, NULL, 0) == 2);
    DESK_HAS(f, "ticket.list", "{'order':'team','team':'$front'}", "'id':'$torn'");
    desk_keep(f);
    DESK_TRUE(f, handed_over(f, NULL, 0) == 0);
    DESK_SAME(f);
    /* What is settled stays whose it was. */
    DESK_HAS(f, "ticket.get", "{'id':'$d'}", "'assignee':'$eva'");
}
ON_BOTH(tickets_are_handed_over)

static void lists(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "ann", "agent.add", "{'handle':'ann'}");
    DESK_OK(f, "agent.deactivate", "{'id':'$petr'}");
    DESK_HAS(f, "agent.list", "{'limit':1,'status':'working'}", "'id':'$ann'");
    DESK_HAS(f, "agent.list", "{'limit':1,'status':'working','after':'$next'}", "'id':'$eva'");
    DESK_HAS(f, "agent.list", "{'status':'deactivated'}", "'id':'$petr'");
    DESK_HAS(f, "agent.list", "{'limit':2}", "'id':'$petr'");
    DESK_FAILS(f, "agent.list", "{'status':'gone'}", CSR_E_ARGUMENT, "status");
}
ON_BOTH(lists)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "agent.deactivate", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "agent.deactivate", "{'id':'$eva','expected_version':2}", CSR_E_CONFLICT, "expected_version" },
        { "agent.reactivate", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "agent.hand_over", "{}", CSR_E_ARGUMENT, "agent" },
        { "agent.hand_over", "{'agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "agent" },
        { "agent.hand_over", "{'agent':'$eva','to':'$eva'}", CSR_E_ARGUMENT, "to" },
        { "agent.hand_over", "{'agent':'$eva','to':'" NOBODY "'}", CSR_E_NOT_FOUND, "to" },
        { "agent.hand_over", "{'agent':'$eva','limit':100000}", CSR_E_ARGUMENT, "limit" },
    };

    begin(f);
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "agent_leave/is_given_nothing", is_given_nothing_on_both },
        { "agent_leave/comes_back", comes_back_on_both },
        { "agent_leave/nothing_is_left_without_an_answer", nothing_is_left_without_an_answer_on_both },
        { "agent_leave/claims_end", claims_end_on_both },
        { "agent_leave/tickets_are_handed_over", tickets_are_handed_over_on_both },
        { "agent_leave/lists", lists_on_both },
        { "agent_leave/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "agent_leave", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("agent_leave_test", suites, 7);
}
