#include "support/desk_fixture.h"

/*
 * Escalations: who is asked, who is chosen and why, who may take it up, and what becomes of it.
 */
#define MINUTE INT64_C(60000000)
#define SHIFT(name, hours) "{'kind':'calendar','name':'" name "','document':{'zone':'UTC','hours':{'mon':[" hours "]}}}"

/* Who is at work. */
enum { EVA, SAM, MAX };

/* Eva and Petr serve, Sam and Vera supervise, Max manages; Jana's matter is loud. */
static desk_staff begin(desk_fixture *f)
{
    static const char *const handles[] = { "eva", "sam", "max", NULL };

    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(f, "petr", "agent.add", "{'handle':'petr'}");
    DESK_MAKE(f, "sam", "agent.add", "{'handle':'sam','role':'supervisor'}");
    DESK_MAKE(f, "vera", "agent.add", "{'handle':'vera','role':'supervisor'}");
    DESK_MAKE(f, "max", "agent.add", "{'handle':'max','role':'manager'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana','language':'it'}");
    DESK_MAKE(f, "loud", "ticket.open", "{'subject':'Loud','customer':'$jana'}");
    return desk_staff_begin(f, handles);
}

static void from_raised_to_resolved(desk_fixture *f)
{
    desk_staff h = begin(f);

    desk_make_as(f, h.of[EVA], "asked", "escalation.raise",
                 "{'ticket':'$loud','reason':'Let me ask my supervisor','within_us':600000000}");
    DESK_HAS(f, "escalation.get", "{'id':'$asked'}",
             "'kind':'manual','state':'raised','open':true,'level':1,'from_agent':'$eva','to_role':'supervisor',"
             "'agent':'$sam','raised_at':'2026-03-02T09:00:00Z','expires_at':'2026-03-02T09:10:00Z',"
             "'reason':'Let me ask my supervisor','why':'0 open tickets'");
    DESK_HAS(f, "ticket.get", "{'id':'$loud'}", "'escalation_level':1");
    DESK_HAS(f, "desk.due", "{}", "'at':'2026-03-02T09:10:00Z'");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.acknowledge", "{'id':'$asked'}", CSR_E_RIGHT, "id");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.resolve", "{'id':'$asked'}", CSR_E_RIGHT, "id");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_AS(f, h.of[SAM], "escalation.acknowledge", "{'id':'$asked','take':true}", CSR_OK, "");
    DESK_HAS(f, "ticket.get", "{'id':'$loud'}", "'assignee':'$sam'");
    DESK_IS(f, "desk.due", "{}", "{'kind':'due','rows':[{}],'next':null}");
    desk_keep(f);
    DESK_AS(f, h.of[SAM], "escalation.acknowledge", "{'id':'$asked'}", CSR_OK, "");
    DESK_SAME(f);
    DESK_AS(f, h.of[SAM], "escalation.resolve", "{'id':'$asked','answer':'A voucher'}", CSR_OK, "");
    DESK_HAS(f, "escalation.get", "{'id':'$asked'}", "'state':'resolved','open':false");
    DESK_HAS(f, "escalation.get", "{'id':'$asked'}",
             "'acknowledged_at':'2026-03-02T09:01:00Z','ended_at':'2026-03-02T09:01:00Z'");
    DESK_HAS(f, "escalation.get", "{'id':'$asked'}", "'ended_by':'$sam'");
    DESK_OK(f, "ticket.get", "{'id':'$loud'}");
    DESK_TRUE(f, strstr(f->answer, "escalation_level") == NULL);
    DESK_AS_FAILS(f, h.of[SAM], "escalation.resolve", "{'id':'$asked'}", CSR_E_STATE, "id");
    DESK_AS_FAILS(f, h.of[SAM], "escalation.withdraw", "{'id':'$asked'}", CSR_E_STATE, "id");
    DESK_AS_FAILS(f, h.of[SAM], "escalation.acknowledge", "{'id':'$asked'}", CSR_E_STATE, "id");
    DESK_HAS(f, "event.history", "{'subject':'$loud'}", "'kind':'escalation_resolved'");
    desk_staff_end(&h);
}
ON_BOTH(from_raised_to_resolved)

/* The rank above the one who asks; of equals, language, then work, then who knows the customer, then the handle. */
static void who_is_chosen(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_OK(f, "skill.set", "{'id':'$vera','kind':'language','name':'it-CH'}");
    desk_make_as(f, h.of[EVA], "first", "escalation.raise", "{'ticket':'$loud'}");
    DESK_HAS(f, "escalation.get", "{'id':'$first'}", "'agent':'$vera'");
    DESK_HAS(f, "escalation.get", "{'id':'$first'}", "'why':'speaks it, 0 open tickets'");
    desk_make_as(f, h.of[EVA], "second", "escalation.raise", "{'ticket':'$loud','language':'de'}");
    DESK_HAS(f, "escalation.get", "{'id':'$second'}", "'level':2");
    DESK_HAS(f, "escalation.get", "{'id':'$second'}", "'agent':'$sam'");
    DESK_OK(f, "ticket.open", "{'subject':'Another','assignee':'$sam'}");
    desk_make_as(f, h.of[EVA], "third", "escalation.raise", "{'ticket':'$loud','language':'de'}");
    DESK_HAS(f, "escalation.get", "{'id':'$third'}", "'agent':'$vera'");
    DESK_OK(f, "ticket.open", "{'subject':'One more','assignee':'$vera'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','customer':'$jana','agent':'$vera'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','customer':'$jana','agent':'$vera'}");
    desk_make_as(f, h.of[EVA], "fourth", "escalation.raise", "{'ticket':'$loud','language':'de'}");
    DESK_HAS(f, "escalation.get", "{'id':'$fourth'}", "'why':'1 open ticket, served this customer on 2026-03-02'");
    DESK_OK(f, "skill.set", "{'id':'$sam','name':'Refunds','level':2}");
    desk_make_as(f, h.of[EVA], "fifth", "escalation.raise", "{'ticket':'$loud','skill':'REFUNDS'}");
    DESK_HAS(f, "escalation.get", "{'id':'$fifth'}", "'why':'refunds at level 2, 1 open ticket'");
    /* Supervisors ask managers, and a manager another one, if there is one. */
    desk_make_as(f, h.of[SAM], "up", "escalation.raise", "{'ticket':'$loud'}");
    DESK_HAS(f, "escalation.get", "{'id':'$up'}", "'agent':'$max'");
    desk_make_as(f, h.of[MAX], "top", "escalation.raise", "{'ticket':'$loud'}");
    DESK_HAS(f, "escalation.get", "{'id':'$top'}", "'why':'nobody who was asked is on duty'");
    DESK_MAKE(f, "by_system", "escalation.raise", "{'ticket':'$loud','level':9}");
    DESK_HAS(f, "escalation.get", "{'id':'$by_system'}", "'level':9,'to_role':'supervisor','agent':'$vera'");
    DESK_MAKE(f, "beyond", "escalation.raise", "{'ticket':'$loud'}");
    DESK_HAS(f, "escalation.get", "{'id':'$beyond'}", "'level':9");
    desk_staff_end(&h);
}
ON_BOTH(who_is_chosen)

static void who_is_on_duty(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_OK(f, "policy.add", SHIFT("early", "['06:00','08:00']"));
    DESK_OK(f, "policy.add", SHIFT("late", "['08:00','22:00']"));
    DESK_OK(f, "agent.change", "{'id':'$sam','shift':'early'}");
    DESK_OK(f, "agent.change", "{'id':'$vera','shift':'late'}");
    DESK_FAILS(f, "agent.change", "{'id':'$vera','shift':'night'}", CSR_E_NOT_FOUND, "shift");
    DESK_HAS(f, "duty.list", "{'role':'supervisor'}",
             "'rows':[{'role':'supervisor','agent':'$vera','speaks':false,'open_tickets':0,'handle':'vera',"
             "'why':'0 open tickets'},{'role':'manager','agent':'$max'");
    DESK_HAS(f, "duty.list", "{'role':'supervisor'}",
             "'agent':'$sam','off':'shift','speaks':false,'open_tickets':0,'back_at':'2026-03-09T06:00:00Z',"
             "'handle':'sam','why':'is not at work at this hour until 2026-03-09T06:00:00Z'");
    DESK_AS(f, h.of[SAM], "agent.presence", "{'id':'$sam','presence':'available','until':'2026-03-02T10:00:00Z'}",
            CSR_OK, "");
    DESK_HAS(f, "duty.list", "{'role':'supervisor','limit':1}", "'agent':'$sam','presence':'available'");
    DESK_AS(f, h.of[SAM], "agent.presence", "{'id':'$vera','presence':'on_break','until':'2026-03-02T09:20:00Z'}",
            CSR_OK, "");
    DESK_HAS(f, "duty.list", "{'role':'supervisor'}", "'why':'is on a break until 2026-03-02T09:20:00Z'");
    DESK_AS(f, h.of[SAM], "agent.presence", "{'id':'$sam','presence':'off'}", CSR_OK, "");
    DESK_OK(f, "agent.presence", "{'id':'$max','presence':'away'}");
    DESK_MAKE(f, "night", "escalation.raise", "{'ticket':'$loud','to_role':'supervisor'}");
    DESK_HAS(f, "escalation.get", "{'id':'$night'}",
             "'why':'nobody who was asked is on duty; vera is on a break until 2026-03-02T09:20:00Z'");
    /* A break ends by itself; then somebody may take up what nobody was chosen for. */
    csr_test_host_advance(&f->host, 20 * MINUTE);
    DESK_HAS(f, "duty.list", "{'role':'supervisor','limit':1}", "'agent':'$vera','speaks'");
    DESK_FAILS(f, "escalation.acknowledge", "{'id':'$night'}", CSR_E_ARGUMENT, "agent");
    DESK_OK(f, "escalation.acknowledge", "{'id':'$night','agent':'$vera'}");
    DESK_HAS(f, "escalation.list", "{'agent':'$vera','open':true}", "'id':'$night'");
    DESK_OK(f, "agent.deactivate", "{'id':'$petr'}");
    DESK_FAILS(f, "agent.presence", "{'id':'$petr','presence':'away'}", CSR_E_STATE, "id");
    DESK_AS_FAILS(f, h.of[EVA], "agent.presence", "{'id':'$vera','presence':'away'}", CSR_E_RIGHT, "id");
    DESK_AS_FAILS(f, h.of[EVA], "agent.presence", "{'id':'$eva','presence':'on_break'}", CSR_E_ARGUMENT, "until");
    DESK_AS_FAILS(f, h.of[EVA], "agent.presence", "{'id':'$eva','presence':'away','until':'2026-03-02T09:20:00Z'}",
                  CSR_E_ARGUMENT, "until");
    DESK_AS(f, h.of[EVA], "agent.presence", "{'id':'$eva','presence':'away'}", CSR_OK, "");
    DESK_OK(f, "agent.change", "{'id':'$sam','shift':null}");
    desk_staff_end(&h);
}
ON_BOTH(who_is_on_duty)

/* Nobody took it up: it expires with the tick, and the next one goes to somebody else while there is one. */
static void it_expires(desk_fixture *f)
{
    desk_staff h = begin(f);

    desk_make_as(f, h.of[EVA], "first", "escalation.raise", "{'ticket':'$loud','within_us':60000000}");
    csr_test_host_advance(&f->host, MINUTE - 1);
    DESK_HAS(f, "desk.tick", "{}", "'timers':0");
    csr_test_host_advance(&f->host, 5 * MINUTE);
    DESK_HAS(f, "desk.tick", "{}", "'timers':1,'told':1");
    DESK_HAS(f, "escalation.get", "{'id':'$first'}", "'state':'expired','open':false");
    DESK_HAS(f, "escalation.get", "{'id':'$first'}", "'ended_at':'2026-03-02T09:01:00Z'");
    DESK_HAS(f, "event.history", "{'subject':'$loud'}", "'effective_at':'2026-03-02T09:01:00Z'");
    DESK_IS(f, "desk.due", "{}", "{'kind':'due','rows':[{}],'next':null}");
    desk_make_as(f, h.of[EVA], "second", "escalation.raise", "{'ticket':'$loud','within_us':60000000}");
    DESK_HAS(f, "escalation.get", "{'id':'$second'}", "'agent':'$vera'");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_HAS(f, "desk.tick", "{}", "'told':1");
    DESK_OK(f, "agent.presence", "{'id':'$max','presence':'off'}");
    desk_make_as(f, h.of[EVA], "third", "escalation.raise", "{'ticket':'$loud','within_us':60000000}");
    DESK_HAS(f, "escalation.get", "{'id':'$third'}", "'agent':'$sam'");
    desk_staff_end(&h);
}
ON_BOTH(it_expires)

static void a_consultation_holds(desk_fixture *f)
{
    desk_staff h = begin(f);

    desk_make_as(f, h.of[EVA], "ring", "interaction.add", "{'channel':'phone','ticket':'$loud'}");
    desk_make_as(f, h.of[EVA], "may", "escalation.consult", "{'interaction':'$ring','reason':'May I?'}");
    DESK_HAS(f, "interaction.get", "{'id':'$ring'}", "'held_since':'2026-03-02T09:00:00Z'");
    DESK_HAS(f, "hold.list", "{'interaction':'$ring'}", "'reason':'May I?'");
    DESK_HAS(f, "escalation.get", "{'id':'$may'}", "'kind':'consult'");
    desk_make_as(f, h.of[EVA], "too", "escalation.consult", "{'interaction':'$ring','to_role':'manager'}");
    DESK_HAS(f, "interaction.get", "{'id':'$ring'}", "'holds':1");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_AS(f, h.of[SAM], "escalation.resolve", "{'id':'$may','answer':'You may'}", CSR_OK, "");
    DESK_HAS(f, "interaction.get", "{'id':'$ring'}", "'held_since'");
    DESK_AS(f, h.of[EVA], "escalation.withdraw", "{'id':'$too'}", CSR_OK, "");
    DESK_HAS(f, "interaction.get", "{'id':'$ring'}", "'held_us':60000000");
    DESK_HAS(f, "escalation.get", "{'id':'$may'}", "'answer':'You may'");
    /* On hold already: the hold stays one; come back by hand: nothing to end. */
    DESK_AS(f, h.of[EVA], "interaction.hold", "{'id':'$ring'}", CSR_OK, "");
    desk_make_as(f, h.of[EVA], "again", "escalation.consult", "{'interaction':'$ring'}");
    DESK_AS(f, h.of[EVA], "interaction.resume", "{'id':'$ring'}", CSR_OK, "");
    DESK_AS(f, h.of[SAM], "escalation.resolve", "{'id':'$again'}", CSR_OK, "");
    DESK_AS(f, h.of[EVA], "interaction.end", "{'id':'$ring','outcome':'solved'}", CSR_OK, "");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.consult", "{'interaction':'$ring'}", CSR_E_STATE, "interaction");
    DESK_MAKE(f, "stray", "interaction.add", "{'channel':'phone'}");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.consult", "{'interaction':'$stray'}", CSR_E_STATE, "interaction");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.consult", "{'interaction':'" NOBODY "'}", CSR_E_NOT_FOUND, "interaction");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.consult", "{'interaction':'$stray','within_us':-5}", CSR_E_ARGUMENT,
                  "within_us");
    desk_staff_end(&h);
}
ON_BOTH(a_consultation_holds)

static void rights(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_OK(f, "team.join", "{'id':'$front','agent':'$eva'}");
    DESK_MAKE(f, "team", "escalation.raise", "{'ticket':'$loud','to_team':'$front'}");
    DESK_HAS(f, "escalation.get", "{'id':'$team'}", "'agent':'$eva'");
    DESK_OK(f, "escalation.acknowledge", "{'id':'$team','agent':'$petr'}");
    DESK_AS(f, h.of[EVA], "escalation.acknowledge", "{'id':'$team'}", CSR_OK, "");
    DESK_HAS(f, "escalation.list", "{'team':'$front','open':true}", "'agent':'$eva'");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.acknowledge", "{'id':'$team','agent':'$petr'}", CSR_E_RIGHT, "agent");
    DESK_AS(f, h.of[SAM], "escalation.acknowledge", "{'id':'$team','agent':'$petr'}", CSR_OK, "");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.withdraw", "{'id':'$team'}", CSR_E_RIGHT, "id");
    DESK_AS(f, h.of[SAM], "escalation.withdraw", "{'id':'$team'}", CSR_OK, "");
    DESK_MAKE(f, "manager", "escalation.raise", "{'ticket':'$loud','to_role':'manager'}");
    DESK_AS_FAILS(f, h.of[SAM], "escalation.acknowledge", "{'id':'$manager'}", CSR_E_RIGHT, "id");
    DESK_AS(f, h.of[MAX], "escalation.resolve", "{'id':'$manager'}", CSR_OK, "");
    DESK_HAS(f, "escalation.get", "{'id':'$manager'}", "'acknowledged_at'");
    /* By name: whoever is asked, and supervisors; a name counts also when they are not there. */
    DESK_OK(f, "agent.presence", "{'id':'$petr','presence':'away'}");
    DESK_MAKE(f, "name", "escalation.raise", "{'ticket':'$loud','to_agent':'$petr'}");
    DESK_HAS(f, "escalation.get", "{'id':'$name'}", "'why':'was asked by name: is away'");
    DESK_AS_FAILS(f, h.of[EVA], "escalation.resolve", "{'id':'$name'}", CSR_E_RIGHT, "id");
    DESK_AS(f, h.of[SAM], "escalation.resolve", "{'id':'$name'}", CSR_OK, "");
    DESK_HAS(f, "escalation.get", "{'id':'$name'}", "'agent':'$sam'");
    desk_staff_end(&h);
}
ON_BOTH(rights)

static void a_settled_ticket_ends_them(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_MAKE(f, "one", "escalation.raise", "{'ticket':'$loud','within_us':60000000}");
    DESK_MAKE(f, "two", "escalation.raise", "{'ticket':'$loud','within_us':60000000}");
    DESK_AS(f, h.of[SAM], "escalation.acknowledge", "{'id':'$two'}", CSR_OK, "");
    DESK_OK(f, "ticket.move", "{'id':'$loud','state':'spam'}");
    DESK_HAS(f, "escalation.get", "{'id':'$one'}", "'state':'resolved'");
    DESK_HAS(f, "escalation.get", "{'id':'$two'}", "'state':'resolved'");
    DESK_IS(f, "escalation.list", "{'open':true}", "{'kind':'escalation','rows':[],'next':null}");
    DESK_IS(f, "desk.due", "{}", "{'kind':'due','rows':[{}],'next':null}");
    DESK_FAILS(f, "escalation.raise", "{'ticket':'$loud'}", CSR_E_STATE, "ticket");
    desk_staff_end(&h);
}
ON_BOTH(a_settled_ticket_ends_them)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "escalation.raise", "{}", CSR_E_ARGUMENT, "ticket" },
        { "escalation.raise", "{'ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket" },
        { "escalation.raise", "{'ticket':'$loud','level':10}", CSR_E_ARGUMENT, "level" },
        { "escalation.raise", "{'ticket':'$loud','within_us':400000000000000000}", CSR_E_ARGUMENT, "within_us" },
        { "escalation.raise", "{'ticket':'$loud','to_agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "to_agent" },
        { "escalation.raise", "{'ticket':'$loud','to_team':'" NOBODY "'}", CSR_E_NOT_FOUND, "to_team" },
        { "escalation.raise", "{'ticket':'$loud','to_agent':'$gone'}", CSR_E_STATE, "to_agent" },
        { "escalation.raise", "{'ticket':'$loud','interaction':'" NOBODY "'}", CSR_E_NOT_FOUND, "interaction" },
        { "escalation.raise", "{'ticket':'$loud','interaction':'$stray'}", CSR_E_ARGUMENT, "interaction" },
        { "escalation.raise", "{'ticket':'$loud','to_agent':'$petr','to_team':'$front'}", CSR_E_ARGUMENT, "to_team" },
        { "escalation.raise", "{'ticket':'$loud','to_agent':'$petr','to_role':'manager'}", CSR_E_ARGUMENT, "to_role" },
        { "escalation.raise", "{'ticket':'$loud','skill':' '}", CSR_E_ARGUMENT, "skill" },
        { "escalation.consult", "{'interaction':'$stray','to_team':'$front','to_role':'manager'}", CSR_E_ARGUMENT,
          "to_team" },
        { "escalation.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "escalation.acknowledge", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "escalation.acknowledge", "{'id':'$asked','agent':'$gone'}", CSR_E_STATE, "agent" },
        { "escalation.resolve", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "escalation.withdraw", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "escalation.list", "{'ticket':'$loud','agent':'$eva'}", CSR_E_ARGUMENT, "agent" },
        { "escalation.list", "{'ticket':'$loud','team':'$front'}", CSR_E_ARGUMENT, "team" },
        { "duty.list", "{'team':'" NOBODY "'}", CSR_E_NOT_FOUND, "team" },
        { "duty.list", "{'customer':'" NOBODY "'}", CSR_E_NOT_FOUND, "customer" },
        { "duty.list", "{'limit':1001}", CSR_E_ARGUMENT, "limit" },
        { "agent.presence", "{'id':'$eva'}", CSR_E_ARGUMENT, "presence" },
    };
    desk_staff h = begin(f);

    DESK_MAKE(f, "gone", "agent.add", "{'handle':'gone'}");
    DESK_OK(f, "agent.deactivate", "{'id':'$gone'}");
    DESK_MAKE(f, "stray", "interaction.add", "{'channel':'phone'}");
    DESK_MAKE(f, "asked", "escalation.raise", "{'ticket':'$loud'}");
    DESK_FAILURES(f, table);
    DESK_AS_FAILS(f, h.of[EVA], "escalation.raise", "{'ticket':'$loud','to_agent':'$eva'}", CSR_E_ARGUMENT, "to_agent");
    desk_staff_end(&h);
}
ON_BOTH(refuses)

static void open_ones_are_bounded(desk_fixture *f)
{
    desk_staff h = begin(f);

    for (int i = 0; i < CSR_ESCALATION_OPEN_MAX; i++)
        DESK_OK(f, "escalation.raise", "{'ticket':'$loud','level':1}");
    DESK_FAILS(f, "escalation.raise", "{'ticket':'$loud'}", CSR_E_LIMIT, "ticket");
    DESK_HAS(f, "escalation.list", "{'limit':3}", "'next':'");
    DESK_HAS(f, "escalation.list", "{'limit':30,'after':'$next'}", "'next':null");
    desk_staff_end(&h);
}
ON_BOTH(open_ones_are_bounded)

/* More agents than are looked at: those recorded first are. */
static void many_agents(desk_fixture *f)
{
    csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
    csr_duty_query query = CSR_DUTY_QUERY_INIT;
    csr_result *result = NULL;
    char handle[16];

    for (int i = 0; i < CSR_DUTY_AGENTS_MAX + 10; i++) {
        snprintf(handle, sizeof(handle), "a%03d", 999 - i);
        csr_str_set(&in.handle, handle, CSR_NTS);
        TYPED_OK(f, csr_agent_add(f->session, &in, NULL, &f->err));
    }
    query.limit = CSR_PAGE_MAX;
    TYPED_OK(f, csr_duty_list(f->session, &query, &result, &f->err));
    DESK_TRUE(f, csr_result_count(result) == CSR_DUTY_AGENTS_MAX);
    csr_result_free(result);
}
ON_BOTH(many_agents)

int main(void)
{
    CU_TestInfo tests[] = {
        { "escalation/from_raised_to_resolved", from_raised_to_resolved_on_both },
        { "escalation/who_is_chosen", who_is_chosen_on_both },
        { "escalation/who_is_on_duty", who_is_on_duty_on_both },
        { "escalation/it_expires", it_expires_on_both },
        { "escalation/a_consultation_holds", a_consultation_holds_on_both },
        { "escalation/rights", rights_on_both },
        { "escalation/a_settled_ticket_ends_them", a_settled_ticket_ends_them_on_both },
        { "escalation/refuses", refuses_on_both },
        { "escalation/open_ones_are_bounded", open_ones_are_bounded_on_both },
        { "escalation/many_agents", many_agents_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "escalation", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("escalation_test", suites, 10);
}
