#include "desk/handles.h"
#include "support/desk_fixture.h"

#include <csr/rules.h>

/*
 * Rules at work where there is too much, too little, or something has gone.
 */
#define MINUTE INT64_C(60000000)
#define Q "\\\""
#define RULES(rules) "{'kind':'rules','document':{'format':'csr-rules/1','set':'house','rules':[" rules "]}}"

static void later(desk_fixture *f)
{
    csr_test_host_advance(&f->host, 1000);
}

static void same_as_log(desk_fixture *f, unsigned line)
{
    desk_is_at(f, "firing.backtest", "{'differences':true}", "{'kind':'rehearsal','rows':[],'next':null}", 1, __FILE__,
               line);
}

/* More contacts and tags than rules look at: contacts are all counted, of tags the first ones are seen, then as now. */
static void crowded(desk_fixture *f)
{
    char params[100];

    DESK_OK(f, "policy.add",
            RULES("{'id':'many','when':['ticket.contacts >= 70'],'do':[{'note':'Many.'}]},"
                  "{'id':'first','fire':'each_event','when':['ticket.tags[0] == " Q "t03" Q
                  "'],'do':[{'note':'First.'}]},"
                  "{'id':'last','when':['ticket.contacts > 69','!(" Q "t69" Q " in ticket.tags)','" Q "t01" Q
                  " in ticket.tags'],'do':[{'note':'Last.'}]}"));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Crowded'}");
    for (int i = 0; i < 70; i++) {
        later(f);
        DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$t'}");
        snprintf(params, sizeof(params), "{'id':'$t','tag':'%c%02d'}", i % 2 == 0 ? 't' : 'T', 69 - i);
        DESK_TRUE(f, desk_call(f, "ticket.tag", params) == CSR_OK);
    }
    DESK_HAS(f, "firing.list", "{'rule':'many'}", "'outcome':'done'");
    DESK_OK(f, "ticket.tag", "{'id':'$t','tag':'zz'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$t'}");
    DESK_HAS(f, "firing.list", "{'rule':'first'}", "'outcome':'done'");
    DESK_HAS(f, "firing.list", "{'rule':'last'}", "'outcome':'done'");
    same_as_log(f, __LINE__);
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$t','rule':'many','at':'2026-03-02T09:00:00.030500Z'}", "short by");
}
ON_BOTH(crowded)

/* What time says of contacts that are over, of answers, and of one that is older than the ticket's state. */
static void over(desk_fixture *f)
{
    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_OK(f, "policy.add",
            RULES("{'id':'end','when':['ticket.kind == " Q "praise" Q "'],'do':[{'end_contact':'Enough'}]},"
                  "{'id':'quiet','when':['ticket.idle > duration(" Q "2h" Q ")'],'do':[{'tag':'quiet'}]},"
                  "{'id':'waits','when':['ticket.waited > duration(" Q "10m" Q ")'],'do':[{'tag':'waits'}]},"
                  "{'id':'never','when':['ticket.age > duration(" Q "315000000000s" Q ")'],'do':[{'tag':'never'}]},"
                  "{'id':'open','when':['interaction.open'],'do':[{'tag':'open'}]}"));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Over'}");
    later(f);
    DESK_MAKE(f, "ring", "interaction.add", "{'channel':'phone','ticket':'$t','agent':'$eva'}");
    csr_test_host_advance(&f->host, 5 * MINUTE);
    DESK_OK(f, "interaction.end", "{'id':'$ring','outcome':'solved'}");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$t','rule':'open'}", "interaction.open = false");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$t','rule':'quiet'}", "ticket.idle = 0s");
    DESK_OK(f, "ticket.change", "{'id':'$t','kind':'praise'}");
    DESK_HAS(f, "firing.list", "{'rule':'end'}", "no contact is going on");
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$t'}");
    later(f);
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$t'}");
    csr_test_host_advance(&f->host, 11 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_HAS(f, "tag.list", "{'subject':'$t'}", "'tag':'waits'");
    later(f);
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$t','direction':'outgoing','agent':'$eva'}");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$t','rule':'waits'}", "ticket.waited = 0s");
    same_as_log(f, __LINE__);
}
ON_BOTH(over)

/* Clocks and owners of the past: what was due then, and since when nobody had the ticket. */
static void due_and_owner(desk_fixture *f)
{
    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_OK(f, "policy.add",
            "{'kind':'sla','document':{'policies':[{'name':'all','targets':{'first_reply':{'target':'1h'},"
            "'resolution':{'target':'8h'}}}]}}");
    DESK_OK(f, "policy.add",
            RULES("{'id':'due','when':['has(ticket.first_reply_due) && ticket.first_reply_due < now + duration(" Q
                  "51m" Q ")'],'do':[{'tag':'due'}]},{'id':'alone','when':['ticket.unowned >= duration(" Q "20m" Q
                  ")'],'do':[{'tag':'alone'}]}"));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Due','assignee':'$eva'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$t'}");
    csr_test_host_advance(&f->host, 10 * MINUTE);
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'Lamp'}");
    DESK_HAS(f, "tag.list", "{'subject':'$t'}", "'tag':'due'");
    DESK_OK(f, "ticket.change", "{'id':'$t','assignee':null}");
    csr_test_host_advance(&f->host, 20 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_HAS(f, "tag.list", "{'subject':'$t'}", "'tag':'alone'");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$t','rule':'due'}", "first_reply_due");
    same_as_log(f, __LINE__);
}
ON_BOTH(due_and_owner)

/* Before there were rules there is nothing to rehearse; with a document there is. */
static void before_rules(desk_fixture *f)
{
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Early'}");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_OK(f, "policy.add", RULES("{'id':'a','when':['ticket.reopened > 9'],'do':[{'tag':'a'}]}"));
    DESK_FAILS(f, "firing.rehearse", "{'ticket':'$t','at':'2026-03-02T09:00:00.000001Z'}", CSR_E_NOT_FOUND, "document");
    DESK_HAS(
        f, "firing.rehearse",
        "{'ticket':'$t','at':'2026-03-02T09:00:00.000001Z','document':{'format':'csr-rules/1','set':'s','rules':[{'id':"
        "'b','when':['ticket.reopened == 0'],'do':[{'tag':'b'}]}]},'rule':'b'}",
        "'rule':'b'");
    /* One that will be in force later is not, and one that was takes over from nobody. */
    later(f);
    DESK_OK(f, "policy.add",
            "{'kind':'rules','effective_from':'2026-03-02T12:00:00Z','document':{'format':'csr-rules/"
            "1','set':'house','rules':"
            "[{'id':'late','when':['ticket.reopened == 0'],'do':[{'tag':'late'}]}]}}");
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'Lamp'}");
    DESK_IS(f, "firing.list", "{}", "{'kind':'firing','rows':[],'next':null}");
    csr_test_host_advance(&f->host, 200 * MINUTE);
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'Lamps'}");
    DESK_HAS(f, "firing.list", "{}", "'rule':'late'");
    same_as_log(f, __LINE__);
}
ON_BOTH(before_rules)

static int32_t one(void *user, const csr_value *arguments, size_t count, void *room, size_t *room_bytes, csr_value *out)
{
    (void)user;
    (void)arguments;
    (void)count;
    (void)room;
    *room_bytes = 0;
    *out = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = 1 };
    return 1;
}

/* A set whose functions this handle does not have cannot be used here: the host's log says so, and work goes on. */
static void functions_that_went(desk_fixture *f)
{
    csr_expression_function function = CSR_EXPRESSION_FUNCTION_INIT;
    csr_rules_host host = CSR_RULES_HOST_INIT;

    function.name = CSR_STR("one");
    function.flags = CSR_FUNCTION_PURE;
    function.result = CSR_STR("int");
    function.run = one;
    host.functions = &function;
    host.function_count = 1;
    f->desk->policies.rules = host;
    DESK_OK(f, "policy.add", RULES("{'id':'a','when':['one() == 1','ticket.reopened == 0'],'do':[{'tag':'a'}]}"));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'One'}");
    DESK_HAS(f, "tag.list", "{'subject':'$t'}", "'tag':'a'");
    if (strcmp(f->store, "sqlite") != 0)
        return;
    desk_reopen(f);
    later(f);
    DESK_MAKE(f, "u", "ticket.open", "{'subject':'Two'}");
    DESK_IS(f, "tag.list", "{'subject':'$u'}", "{'kind':'tag','rows':[],'next':null}");
    TYPED_OK(f, csr_session_begin(f->session, NULL));
    TYPED_OK(f, csr_session_rollback(f->session, NULL));
}
ON_BOTH(functions_that_went)

#define STEPS(id, when)                                                                                      \
    "{'id':'" id "','when':['" when "'],'steps':[{'do':[{'tag':'" id "'}]},{'after':'1h','do':[{'note':'" id \
    " goes on'}]}]}"

/* Episodes that are open under two older versions go on, each under its own; what is back in force is met once. */
static void three_versions(desk_fixture *f)
{
    DESK_OK(f, "policy.add", RULES(STEPS("a", "ticket.children == 0")));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Old'}");
    later(f);
    DESK_OK(f, "policy.add", RULES(STEPS("b", "ticket.children < 1")));
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'Lamp'}");
    later(f);
    DESK_OK(f, "policy.add", RULES(STEPS("c", "ticket.children <= 0")));
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'Lamps'}");
    DESK_HAS(f, "tag.list", "{'subject':'$t'}", "'tag':'c'");
    csr_test_host_advance(&f->host, 61 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_HAS(f, "note.list", "{'ticket':'$t'}", "a goes on");
    DESK_HAS(f, "note.list", "{'ticket':'$t'}", "b goes on");
    DESK_HAS(f, "note.list", "{'ticket':'$t'}", "c goes on");
    same_as_log(f, __LINE__);
    later(f);
    DESK_OK(f, "policy.add", RULES(STEPS("a", "ticket.children == 0")));
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'Lamp'}");
    DESK_OK(f, "firing.rehearse", "{'ticket':'$t','explain':true}");
    same_as_log(f, __LINE__);
}
ON_BOTH(three_versions)

/* However often the rules are edited while something is open: each version is found again. */
static void many_versions(desk_fixture *f)
{
    char params[400], told[40];

    for (int i = 0; i < 12; i++) {
        snprintf(
            params, sizeof(params),
            "{'kind':'rules','document':{'format':'csr-rules/1','set':'house','rules':[{'id':'r%d','when':["
            "'ticket.children == 0'],'steps':[{'do':[{'tag':'r%d'}]},{'after':'1h','do':[{'note':'r%d goes on'}]}]}]}}",
            i, i, i);
        desk_expect_at(f, params, desk_call(f, "policy.add", params), CSR_OK, "", __FILE__, __LINE__);
        if (i == 0)
            DESK_MAKE(f, "t", "ticket.open", "{'subject':'Old'}");
        later(f);
        snprintf(params, sizeof(params), "{'id':'$t','product':'Lamp %d'}", i);
        desk_expect_at(f, params, desk_call(f, "ticket.change", params), CSR_OK, "", __FILE__, __LINE__);
        later(f);
    }
    csr_test_host_advance(&f->host, 61 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    for (int i = 0; i < 12; i++) {
        snprintf(told, sizeof(told), "r%d goes on", i);
        desk_is_at(f, "note.list", "{'ticket':'$t'}", told, 0, __FILE__, __LINE__);
    }
    same_as_log(f, __LINE__);
}
ON_BOTH(many_versions)

/* One allocation fails, alone or with all that follow, in as many places as there is time for. */
static void starve(desk_fixture *f, const char *operation, const char *params)
{
    csr_status status = CSR_E_NO_MEMORY;
    char text[300];

    for (uint64_t nth = 1; status == CSR_E_NO_MEMORY && nth < 20000; nth += 1 + nth / 40) {
        csr_test_host_fail_alloc(&f->host, nth, nth % 2 == 0);
        status = desk_call(f, operation, params);
        csr_test_host_fail_alloc(&f->host, 0, 0);
    }
    snprintf(text, sizeof(text), "%s: %s", operation, f->err.message);
    desk_true_at(f, status == CSR_OK, text, __FILE__, __LINE__);
}

/* Whoever looks at tickets with rules that ask for everything says when memory is short, and nothing is half done. */
static void scarce(desk_fixture *f)
{
    static const char *const steps[][2] = {
        { "ticket.set_field", "{'id':'$t','field':'cause','value':'wear'}" },
        { "interaction.tone", "{'id':'$ring','tone':'angry'}" },
        { "customer.change", "{'id':'$jana','standing':'watch'}" },
        { "firing.rehearse", "{'ticket':'$t','explain':true}" },
        { "firing.rehearse", "{'ticket':'$t','explain':true,'at':'2026-03-02T09:00:00.002Z'}" },
        { "firing.rehearse",
          "{'ticket':'$t','document':{'format':'csr-rules/1','set':'s','rules':[{'id':'tone','when':["
          "'ticket.contacts > 0'],'do':[{'tag':'b'}]}]}}" },
        { "firing.backtest", "{'ticket':'$t'}" },
        { "firing.backtest", "{'document':{'format':'csr-rules/1','set':'s','rules':[]}}" },
    };

    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(f, "sam", "agent.add", "{'handle':'sam','role':'supervisor'}");
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "field.add", "{'type':'text','subject_kind':'ticket','name':'cause'}");
    DESK_OK(f, "field.add", "{'type':'text','subject_kind':'customer','name':'tier'}");
    DESK_OK(f, "field.add", "{'type':'text','subject_kind':'interaction','name':'line'}");
    DESK_OK(f, "customer.set_field", "{'id':'$jana','field':'tier','value':'gold'}");
    DESK_OK(
        f, "policy.add",
        "{'kind':'rules','document':{'format':'csr-rules/"
        "1','set':'house','facts':{'ticket.field.cause':{'type':'string',"
        "'optional':true},'customer.field.tier':{'type':'string','optional':true},'interaction.field.line':{'type':"
        "'string','optional':true}},'rules':[{'id':'tone','when':['interaction.tone_drops >= 1'],'do':[{'escalate':"
        "'team:Front'},{'escalate':'agent:eva'},{'tag':'loud'},{'note':'Care'},{'set':{'priority':'high','assignee':"
        "'responsible'}},{'follow_up':{'after':'1h','text':'Well?'}},{'pause':'5m'},{'set':{'team':'Nowhere'}}]},"
        "{'id':'all','any':['customer.tickets > 9','agent.open_tickets > 9','team.on_duty > 9','recipient.quiet && "
        "ticket.children > 9','ticket.unowned > duration(" Q "9h" Q ")','" Q "x" Q " in ticket.tags',"
        "'ticket.acknowledged && ticket.children > 9','agent.abusive_contacts > 9','has(ticket.resolution_due) && "
        "ticket.children > 9','has(ticket.field.cause) && has(customer.field.tier) && "
        "has(interaction.field.line)'],'do':[{'tag':'all'}]}]}}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front','lead':'$sam'}");
    DESK_OK(f, "team.join", "{'id':'$front','agent':'$eva'}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Scarce','customer':'$jana','team':'$front','assignee':'$eva'}");
    later(f);
    DESK_MAKE(f, "ring", "interaction.add", "{'channel':'phone','ticket':'$t','tone':'neutral'}");
    DESK_OK(f, "interaction.set_field", "{'id':'$ring','field':'line','value':'1'}");
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        later(f);
        starve(f, steps[i][0], steps[i][1]);
    }
    DESK_HAS(f, "firing.list", "{'rule':'tone'}", "'outcome':'done'");
    csr_test_host_advance(&f->host, 61 * MINUTE);
    starve(f, "desk.tick", "{}");
    DESK_HAS(f, "firing.list", "{'rule':'tone'}", "'followed_up_at':");
    same_as_log(f, __LINE__);
    /* What failed has drawn ids, on each store others. */
    f->apart = 1;
}
ON_BOTH(scarce)

int main(void)
{
    CU_TestInfo tests[] = {
        { "follow_edge/crowded", crowded_on_both },
        { "follow_edge/due_and_owner", due_and_owner_on_both },
        { "follow_edge/over", over_on_both },
        { "follow_edge/before_rules", before_rules_on_both },
        { "follow_edge/functions_that_went", functions_that_went_on_both },
        { "follow_edge/three_versions", three_versions_on_both },
        { "follow_edge/many_versions", many_versions_on_both },
        { "follow_edge/scarce", scarce_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "follow_edge", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("follow_edge_test", suites, 8);
}
