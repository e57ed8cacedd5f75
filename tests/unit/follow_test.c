#include "support/desk_fixture.h"

#include <stdlib.h>

/*
 * Rules at work: the set in force looks at tickets after every operation and when time alone makes a condition hold.
 */
#define MINUTE INT64_C(60000000)
#define Q "\\\""
#define RULES(rules) "{'kind':'rules','document':{'format':'csr-rules/1','set':'house','rules':[" rules "]}}"
#define TONE                                                                              \
    "{'id':'tone-worse','title':'The tone rises','when':['interaction.tone_drops >= 2']," \
    "'do':[{'escalate':{'to':'supervisor'}},{'tag':'loud'},{'set':{'priority':'high'}},{'note':'Take care.'}]}"
#define SLOW                                                                          \
    "{'id':'slow-company','priority':80,'when':['ticket.fault == " Q "company" Q "'," \
    "'ticket.waited > duration(" Q "30m" Q ")'],"                                     \
    "'steps':[{'do':[{'escalate':{'to':'supervisor','level':1}}]},"                   \
    "{'after':'20m','until':'ticket.acknowledged','do':[{'escalate':{'to':'manager','level':2}}]}]}"

static void begin(desk_fixture *f, const char *rules)
{
    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(f, "sam", "agent.add", "{'handle':'sam','role':'supervisor'}");
    DESK_MAKE(f, "max", "agent.add", "{'handle':'max','role':'manager'}");
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    desk_expect_at(f, rules, desk_call(f, "policy.add", rules), CSR_OK, "", __FILE__, __LINE__);
}

/* A step later, so that every operation has an instant of its own. */
static void later(desk_fixture *f)
{
    csr_test_host_advance(&f->host, 1000);
}

/* A backtest of the set in force gives the log, to the firing. */
static void same_as_log(desk_fixture *f, const char *file, unsigned line)
{
    desk_is_at(f, "firing.backtest", "{'differences':true}", "{'kind':'rehearsal','rows':[],'next':null}", 1, file,
               line);
}
#define SAME_AS_LOG(f) same_as_log(f, __FILE__, __LINE__)

static int times(const char *text, const char *word)
{
    int count = 0;

    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
        count++;
    return count;
}

static void the_tone_rises(desk_fixture *f)
{
    begin(f, RULES(TONE));
    DESK_MAKE(f, "loud", "ticket.open", "{'subject':'Loud','customer':'$jana','assignee':'$eva'}");
    DESK_MAKE(f, "ring", "interaction.add", "{'channel':'phone','ticket':'$loud','tone':'neutral'}");
    later(f);
    DESK_OK(f, "interaction.tone", "{'id':'$ring','tone':'upset'}");
    DESK_IS(f, "firing.list", "{}", "{'kind':'firing','rows':[],'next':null}");
    later(f);
    DESK_OK(f, "interaction.tone", "{'id':'$ring','tone':'angry'}");
    DESK_HAS(f, "firing.list", "{'ticket':'$loud'}", "'outcome':'done'");
    DESK_HAS(f, "firing.list", "{'rule':'tone-worse'}", "'rule':'tone-worse'");
    DESK_HAS(f, "escalation.list", "{'ticket':'$loud'}", "'kind':'rule','state':'raised','open':true,'level':1");
    DESK_HAS(f, "escalation.list", "{'ticket':'$loud'}", "'reason':'The tone rises','why':'0 open tickets'");
    DESK_HAS(f, "escalation.list", "{'ticket':'$loud'}", "'agent':'$sam'");
    DESK_HAS(f, "tag.list", "{'subject':'$loud'}", "'tag':'loud'");
    DESK_HAS(f, "note.list", "{'ticket':'$loud'}", "'body':'Take care.'");
    DESK_HAS(f, "ticket.get", "{'id':'$loud'}", "'priority':'high'");
    DESK_HAS(f, "ticket.get", "{'id':'$loud'}", "'escalation_level':1");
    /* Once in an episode. */
    later(f);
    DESK_OK(f, "ticket.change", "{'id':'$loud','product':'Drum'}");
    DESK_OK(f, "interaction.tone", "{'id':'$ring','tone':'abusive'}");
    DESK_OK(f, "firing.list", "{'rule':'tone-worse'}");
    DESK_TRUE(f, times(f->answer, "'outcome':'done'") == 1);
    SAME_AS_LOG(f);
}
ON_BOTH(the_tone_rises)

static void time_alone(desk_fixture *f)
{
    begin(f, RULES(SLOW));
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','customer':'$jana','fault':'company'}");
    DESK_HAS(f, "desk.due", "{}", "'at':'2026-03-02T09:30:00");
    csr_test_host_advance(&f->host, 30 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_IS(f, "escalation.list", "{}", "{'kind':'escalation','rows':[],'next':null}");
    csr_test_host_advance(&f->host, 1);
    DESK_OK(f, "desk.tick", "{}");
    DESK_HAS(f, "escalation.list", "{'ticket':'$torn'}", "'level':1");
    DESK_HAS(f, "desk.due", "{}", "'at':'2026-03-02T09:50:00");
    csr_test_host_advance(&f->host, 20 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_HAS(f, "escalation.list", "{'ticket':'$torn'}", "'level':2");
    DESK_HAS(f, "escalation.list", "{'ticket':'$torn'}", "'agent':'$max'");
    DESK_HAS(f, "desk.tick", "{}", "'timers':0");
    SAME_AS_LOG(f);
    DESK_HAS(f, "firing.backtest", "{'ticket':'$torn'}", "'differs':0,'rule':'slow-company'");
}
ON_BOTH(time_alone)

static void acknowledged_in_time(desk_fixture *f)
{
    begin(f, RULES(SLOW));
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','customer':'$jana','fault':'company'}");
    csr_test_host_advance(&f->host, 31 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_OK(f, "escalation.list", "{'ticket':'$torn'}");
    desk_words_let(&f->words, "asked", strstr(f->raw, "\"id\":\"") + 6, 36);
    csr_test_host_advance(&f->host, MINUTE);
    DESK_OK(f, "escalation.acknowledge", "{'id':'$asked','agent':'$sam'}");
    csr_test_host_advance(&f->host, 60 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_OK(f, "escalation.list", "{'ticket':'$torn'}");
    DESK_TRUE(f, strstr(f->answer, "'level':2") == NULL);
    SAME_AS_LOG(f);
}
ON_BOTH(acknowledged_in_time)

/* Everything else that a rule can ask for, and what cannot be done. */
static void other_actions(desk_fixture *f)
{
    begin(f, RULES("{'id':'abuse','when':['interaction.tone == " Q "abusive" Q "'],'do':[{'standing':'abusive'},"
                   "{'pause':{'for':'15m'}},{'end_contact':'The rules of the "
                   "house'},{'follow_up':{'after':'1h','text':'Is all well?'}},"
                   "{'escalate':{'to':'team:Nobody'}},{'untag':'calm'},{'emit':{'name':'abuse'}}]}"));
    DESK_MAKE(f, "loud", "ticket.open", "{'subject':'Loud','customer':'$jana','assignee':'$eva'}");
    DESK_OK(f, "ticket.tag", "{'id':'$loud','tag':'calm'}");
    DESK_MAKE(f, "ring", "interaction.add", "{'channel':'phone','ticket':'$loud'}");
    later(f);
    DESK_OK(f, "interaction.tone", "{'id':'$ring','tone':'abusive'}");
    DESK_HAS(f, "customer.get", "{'id':'$jana'}", "'standing':'abusive'");
    DESK_HAS(f, "agent.get", "{'id':'$eva'}", "'presence':'on_break'");
    DESK_HAS(f, "interaction.get", "{'id':'$ring'}", "'outcome':'ended_by_agent'");
    DESK_IS(f, "tag.list", "{'subject':'$loud'}", "{'kind':'tag','rows':[],'next':null}");
    DESK_HAS(f, "firing.list", "{}", "'failed':1");
    DESK_HAS(f, "firing.list", "{}", "there is no team");
    DESK_HAS(f, "event.history", "{'subject':'$loud'}", "'kind':'firing_failed'");
    csr_test_host_advance(&f->host, 60 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_HAS(f, "firing.list", "{}", "'followed_up_at':");
    DESK_HAS(f, "event.history", "{'subject':'$loud'}", "'kind':'firing_followed_up'");
    SAME_AS_LOG(f);
}
ON_BOTH(other_actions)

/* Said before it is done: what would fire now, why not, and what was so then. */
static void rehearsals(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "firing.rehearse", "{'ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket" },
        { "firing.rehearse", "{'ticket':'$torn','at':'2026-03-02T12:00:00Z'}", CSR_E_ARGUMENT, "at" },
        { "firing.rehearse", "{'ticket':'$torn','rule':'none'}", CSR_E_NOT_FOUND, "rule" },
        { "firing.rehearse", "{'ticket':'$torn','document':{}}", CSR_E_POLICY, "format" },
        { "firing.backtest", "{'ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket" },
        { "firing.list", "{'ticket':'$torn','rule':'x'}", CSR_E_ARGUMENT, "rule" },
        { "firing.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
    };
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn'}");
    DESK_FAILS(f, "firing.rehearse", "{'ticket':'$torn'}", CSR_E_NOT_FOUND, "document");
    DESK_FAILS(f, "firing.backtest", "{}", CSR_E_NOT_FOUND, "document");
    later(f);
    begin(f, RULES(SLOW));
    DESK_OK(f, "ticket.change", "{'id':'$torn','fault':'customer'}");
    csr_test_host_advance(&f->host, 31 * MINUTE);
    desk_keep(f);
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$torn','explain':true}", "NO   ticket.fault == ");
    DESK_IS(f, "firing.rehearse", "{'ticket':'$torn'}", "{'kind':'rehearsal','rows':[],'next':null}");
    DESK_SAME(f);
    later(f);
    DESK_OK(f, "ticket.change", "{'id':'$torn','fault':'company'}");
    DESK_HAS(f, "firing.list", "{'ticket':'$torn'}", "'rule':'slow-company'");
    /* As it was before: it would not have fired, and why; a looser rule would have. */
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$torn','rule':'slow-company','at':'2026-03-02T09:31:00Z'}",
             "NO   ticket.fault == ");
    DESK_HAS(f, "firing.rehearse",
             "{'ticket':'$torn','document':{'format':'csr-rules/1','set':'new','rules':[{'id':'any','when':["
             "'ticket.age > duration(" Q "1m" Q ")'],'do':[{'tag':'old'}]}]}}",
             "'rule':'any','key':'new/any/");
    DESK_HAS(f, "firing.backtest",
             "{'document':{'format':'csr-rules/1','set':'new','rules':[{'id':'any','when':["
             "'ticket.age > duration(" Q "1m" Q ")'],'do':[{'tag':'old'}]}]},'differences':true}",
             "'due_at':'2026-03-02T09:01:00.000001Z'");
    DESK_HAS(f, "firing.backtest",
             "{'document':{'format':'csr-rules/1','set':'new','rules':[{'id':'any','when':["
             "'ticket.age > duration(" Q "1m" Q ")'],'do':[{'tag':'old'}]}]},'differences':true}",
             "'differs':-1,'rule':'slow-company'");
    DESK_FAILURES(f, table);
    SAME_AS_LOG(f);
}
ON_BOTH(rehearsals)

/* Rules whose doings make others fire, to the end; and such as never come to one. */
static void cascades(desk_fixture *f)
{
    begin(f, RULES("{'id':'first','when':['ticket.reopened >= 1'],'do':[{'set':{'priority':'urgent'}}]},"
                   "{'id':'second','when':['ticket.priority == " Q "urgent" Q "'],'do':[{'tag':'hot'}]},"
                   "{'id':'third','when':['" Q "hot" Q " in ticket.tags'],'do':[{'note':'Third.'}],'mode':'shadow'}"));
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn'}");
    later(f);
    DESK_OK(f, "ticket.move", "{'id':'$torn','state':'open'}");
    later(f);
    DESK_OK(f, "ticket.move", "{'id':'$torn','state':'resolved','resolution':'solved'}");
    later(f);
    DESK_OK(f, "ticket.reopen", "{'id':'$torn'}");
    DESK_HAS(f, "ticket.get", "{'id':'$torn'}", "'priority':'urgent'");
    DESK_HAS(f, "tag.list", "{'subject':'$torn'}", "'tag':'hot'");
    DESK_HAS(f, "firing.list", "{'rule':'second'}", "'because':'first'");
    DESK_HAS(f, "firing.list", "{'rule':'third'}", "'outcome':'shadow'");
    DESK_IS(f, "note.list", "{'ticket':'$torn'}", "{'kind':'note','rows':[],'next':null}");
    later(f);
    DESK_OK(f, "customer.change", "{'id':'$jana','standing':'watch'}");
    SAME_AS_LOG(f);
}
ON_BOTH(cascades)

/* Another version of the rules: what is open goes on under the one that it began with. */
static void versions(desk_fixture *f)
{
    begin(f, RULES(SLOW));
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','customer':'$jana','fault':'company'}");
    csr_test_host_advance(&f->host, 31 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    later(f);
    DESK_OK(f, "policy.add", RULES("{'id':'slow-company','when':['ticket.children > 5'],'do':[{'tag':'x'}]}"));
    DESK_OK(f, "customer.change", "{'id':'$jana','standing':'watch'}");
    csr_test_host_advance(&f->host, 30 * MINUTE);
    DESK_OK(f, "desk.tick", "{}");
    DESK_HAS(f, "escalation.list", "{'ticket':'$torn'}", "'level':2");
    DESK_OK(f, "firing.backtest", "{'differences':true}");
}
ON_BOTH(versions)

int main(void)
{
    CU_TestInfo tests[] = {
        { "follow/the_tone_rises", the_tone_rises_on_both },
        { "follow/time_alone", time_alone_on_both },
        { "follow/acknowledged_in_time", acknowledged_in_time_on_both },
        { "follow/other_actions", other_actions_on_both },
        { "follow/rehearsals", rehearsals_on_both },
        { "follow/cascades", cascades_on_both },
        { "follow/versions", versions_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "follow", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("follow_test", suites, 7);
}
