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

/* What the contacts of a ticket say of its agent is known of the past, too. */
static void abusive_contacts(desk_fixture *f)
{
    begin(f, RULES("{'id':'rest','when':['agent.abusive_contacts >= 2'],'do':[{'pause':'15m'}]}"));
    DESK_MAKE(f, "loud", "ticket.open", "{'subject':'Loud','customer':'$jana'}");
    DESK_MAKE(f, "one", "interaction.add", "{'channel':'phone','ticket':'$loud','agent':'$sam','tone':'abusive'}");
    later(f);
    DESK_MAKE(f, "two", "interaction.add", "{'channel':'phone','ticket':'$loud','agent':'$eva','tone':'abusive'}");
    DESK_IS(f, "firing.list", "{}", "{'kind':'firing','rows':[],'next':null}");
    later(f);
    DESK_MAKE(f, "three", "interaction.add", "{'channel':'phone','ticket':'$loud','agent':'$eva','tone':'neutral'}");
    later(f);
    DESK_OK(f, "interaction.tone", "{'id':'$three','tone':'abusive'}");
    DESK_HAS(f, "agent.get", "{'id':'$eva'}", "'presence':'on_break'");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$loud','rule':'rest','at':'2026-03-02T09:00:00.002500Z'}",
             "agent.abusive_contacts = 1");
    SAME_AS_LOG(f);
    /* The ticket is given to somebody else, of whom it says less. */
    later(f);
    DESK_OK(f, "ticket.change", "{'id':'$loud','assignee':'$max'}");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$loud','rule':'rest'}", "agent.abusive_contacts = 0");
    SAME_AS_LOG(f);
}
ON_BOTH(abusive_contacts)

/* While the outage is open, and the team is the one that it began with, nobody is called for what it explains. */
static void inhibited(desk_fixture *f)
{
    begin(f,
          RULES("{'id':'outage','priority':90,'when':['" Q "outage" Q " in ticket.tags'],'do':[{'note':'Known.'}]},"
                "{'id':'angry','when':['interaction.tone == " Q "angry" Q "'],'inhibited_by':{'rule':'outage','same':"
                "['ticket.team']},'do':[{'escalate':{'to':'supervisor'}},{'tag':'angry'}]}"));
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "back", "team.add", "{'name':'Back'}");
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','customer':'$jana','team':'$front'}");
    later(f);
    DESK_OK(f, "ticket.tag", "{'id':'$torn','tag':'outage'}");
    DESK_MAKE(f, "ring", "interaction.add", "{'channel':'phone','ticket':'$torn','tone':'neutral'}");
    later(f);
    DESK_OK(f, "interaction.tone", "{'id':'$ring','tone':'angry'}");
    DESK_HAS(f, "firing.list", "{'rule':'angry'}", "'outcome':'held'");
    DESK_HAS(f, "firing.list", "{'rule':'angry'}", "'because':'outage'");
    DESK_HAS(f, "tag.list", "{'subject':'$torn'}", "'tag':'angry'");
    DESK_IS(f, "escalation.list", "{}", "{'kind':'escalation','rows':[],'next':null}");
    /* Another team, another episode: now somebody is called. */
    later(f);
    DESK_OK(f, "interaction.tone", "{'id':'$ring','tone':'neutral'}");
    later(f);
    DESK_OK(f, "ticket.change", "{'id':'$torn','team':'$back'}");
    later(f);
    DESK_OK(f, "interaction.tone", "{'id':'$ring','tone':'angry'}");
    DESK_HAS(f, "escalation.list", "{'ticket':'$torn'}", "'kind':'rule'");
    SAME_AS_LOG(f);
}
ON_BOTH(inhibited)

/* Who is called again and again about one ticket is called no more, and the log has an alarm. */
static void guarded(desk_fixture *f)
{
    begin(f, RULES("{'id':'chatty','when':['ticket.age >= duration(" Q "0s" Q ")'],'fire':'each_event','do':[{'emit':"
                   "'ping'}]}"));
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','customer':'$jana'}");
    for (int i = 0; i < 9; i++) {
        later(f);
        DESK_OK(f, "ticket.tag", "{'id':'$torn','tag':'a'}");
        later(f);
        DESK_OK(f, "ticket.untag", "{'id':'$torn','tag':'a'}");
    }
    DESK_OK(f, "firing.list", "{'rule':'chatty'}");
    DESK_TRUE(f, times(f->answer, "'outcome':'done'") == 10);
    /* The row says it, and its audit. */
    DESK_TRUE(f, times(f->answer, "'outcome':'guarded'") == 2 * 9);
    DESK_HAS(f, "event.history", "{'subject':'$torn'}", "'kind':'firing_guarded'");
    SAME_AS_LOG(f);
}
ON_BOTH(guarded)

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

/* What each field reads, as the explanation of a rule tells it. */
static void reads(desk_fixture *f, const char *when, const char *told)
{
    char params[700];

    snprintf(params, sizeof(params),
             "{'ticket':'$all','explain':true,'document':{'format':'csr-rules/1','set':'s','rules':[{'id':'r','when':["
             "'%s'],'do':[{'tag':'x'}]}]}}",
             when);
    desk_expect_at(f, params, desk_call(f, "firing.rehearse", params), CSR_OK, "", __FILE__, __LINE__);
    desk_true_at(f, strstr(f->answer, told) != NULL, f->answer, __FILE__, __LINE__);
}

static const struct {
    const char *when, *told;
} facts[] = {
    { "ticket.channel == " Q "phone" Q, "ticket.channel = " },
    { "ticket.subject == " Q "All" Q, "yes" },
    { "ticket.tags == [" Q "one" Q "," Q "two" Q "]", "yes" },
    { "ticket.age == duration(" Q "10m" Q ")", "yes" },
    { "ticket.waited == duration(" Q "0s" Q ")", "yes" },
    { "ticket.unowned == duration(" Q "0s" Q ")", "yes" },
    { "ticket.idle == duration(" Q "4m" Q ")", "yes" },
    { "ticket.contacts == 3", "yes" },
    { "ticket.children == 0", "yes" },
    { "ticket.acknowledged", "yes" },
    { "ticket.escalation_level == 1", "yes" },
    { "has(ticket.first_reply_due)", "absent" },
    { "has(ticket.next_reply_due)", "has(ticket.next_reply_due)" },
    { "has(ticket.update_due)", "absent" },
    { "has(ticket.resolution_due)", "yes" },
    { "interaction.tone == " Q "angry" Q, "yes" },
    { "interaction.tone_drops == 2", "yes" },
    { "interaction.open", "yes" },
    { "interaction.held == duration(" Q "2m" Q ")", "yes" },
    { "has(interaction.channel) && interaction.channel == " Q "phone" Q, "yes" },
    { "customer.loyalty == " Q "new" Q, "yes" },
    { "customer.tickets == 1", "yes" },
    { "has(agent.role) && agent.role == " Q "associate" Q, "yes" },
    { "agent.on_duty", "yes" },
    { "agent.open_tickets == 1", "yes" },
    { "agent.abusive_contacts == 0", "yes" },
    { "agent.since_break == duration(" Q "5m" Q ")", "yes" },
    { "team.on_duty == 1", "yes" },
    { "team.open_tickets == 1", "yes" },
    { "recipient.quiet", "recipient.quiet = false" },
    { "now > timestamp(" Q "2026-03-02T09:09:00Z" Q ")", "yes" },
};

/* A ticket about which there is something of everything. */
static void fill(desk_fixture *f)
{
    begin(f, RULES("{'id':'none','when':['ticket.reopened > 99'],'do':[{'tag':'x'}]}"));
    DESK_OK(f, "policy.add",
            "{'kind':'sla','document':{'policies':[{'name':'all','targets':{'first_reply':{'target':'1h'},"
            "'next_reply':{'target':'1h'},'resolution':{'target':'8h'}}}]}}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front','lead':'$sam'}");
    DESK_OK(f, "team.join", "{'id':'$front','agent':'$eva'}");
    DESK_MAKE(f, "line", "contact_point.add", "{'channel':'phone','name':'Line','responsible':'$sam','team':'$front'}");
    DESK_MAKE(f, "all", "ticket.open",
              "{'subject':'All','customer':'$jana','contact_point':'$line','assignee':'$eva'}");
    DESK_OK(f, "ticket.tag", "{'id':'$all','tag':'one'}");
    DESK_OK(f, "ticket.tag", "{'id':'$all','tag':'two'}");
    DESK_OK(f, "agent.presence", "{'id':'$eva','presence':'on_break','until':'2026-03-02T09:05:00Z'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$all','tone':'neutral'}");
    csr_test_host_advance(&f->host, 5 * MINUTE);
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$all','direction':'outgoing','agent':'$eva'}");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_MAKE(f, "ring", "interaction.add",
              "{'channel':'phone','ticket':'$all','tone':'upset','actor_kind':'customer','agent':'$eva'}");
    csr_test_host_advance(&f->host, 2 * MINUTE);
    DESK_OK(f, "interaction.tone", "{'id':'$ring','tone':'angry'}");
    DESK_OK(f, "interaction.hold", "{'id':'$ring'}");
    DESK_MAKE(f, "asked", "escalation.raise", "{'ticket':'$all'}");
    DESK_OK(f, "escalation.acknowledge", "{'id':'$asked'}");
    csr_test_host_advance(&f->host, 2 * MINUTE);
}

static void all_facts(desk_fixture *f)
{
    fill(f);
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
        reads(f, facts[i].when, facts[i].told);
}
ON_BOTH(all_facts)

/* Nobody has it, nothing was said, it is nobody's: what is not there is absent or stands still. */
static void no_facts(desk_fixture *f)
{
    begin(f, RULES("{'id':'none','when':['ticket.reopened > 99'],'do':[{'tag':'x'}]}"));
    DESK_MAKE(f, "all", "ticket.open", "{'subject':'Bare'}");
    csr_test_host_advance(&f->host, MINUTE);
    reads(f, "ticket.unowned == duration(" Q "1m" Q ")", "yes");
    reads(f, "ticket.channel == " Q "phone" Q, "the field is absent");
    reads(f, "customer.loyalty == " Q "new" Q, "the field is absent");
    reads(f, "agent.on_duty", "agent.on_duty = false");
    reads(f, "agent.since_break > duration(" Q "1s" Q ")", "the field is absent");
    reads(f, "team.on_duty == 0", "yes");
    reads(f, "team.open_tickets == 0", "yes");
    reads(f, "customer.tickets == 0", "yes");
    reads(f, "interaction.held == duration(" Q "0s" Q ")", "yes");
    DESK_OK(f, "ticket.change", "{'id':'$all','assignee':'$eva'}");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_OK(f, "ticket.change", "{'id':'$all','assignee':null}");
    DESK_OK(f, "agent.presence", "{'id':'$eva','presence':'on_break','until':'2026-03-02T19:05:00Z'}");
    DESK_OK(f, "interaction.add", "{'channel':'note','ticket':'$all','agent':'$eva'}");
    csr_test_host_advance(&f->host, MINUTE);
    reads(f, "ticket.unowned == duration(" Q "1m" Q ")", "yes");
    reads(f, "agent.since_break == duration(" Q "0s" Q ")", "yes");
    reads(f, "ticket.channel == " Q "note" Q, "yes");
}
ON_BOTH(no_facts)

/* One who is there is enough, of whatever rank above, and however many are not. */
static void quiet(desk_fixture *f)
{
    char params[120];

    begin(f, RULES("{'id':'none','when':['ticket.reopened > 99'],'do':[{'tag':'x'}]}"));
    DESK_MAKE(f, "all", "ticket.open", "{'subject':'Bare'}");
    for (int i = 0; i < 17; i++) {
        snprintf(params, sizeof(params), "{'handle':'s%d','role':'supervisor'}", i);
        desk_make_at(f, "one", "agent.add", params, __FILE__, __LINE__);
        DESK_OK(f, "agent.presence", "{'id':'$one','presence':'away'}");
    }
    DESK_OK(f, "agent.presence", "{'id':'$sam','presence':'off'}");
    reads(f, "recipient.quiet", "recipient.quiet = false");
    DESK_OK(f, "agent.presence", "{'id':'$max','presence':'off'}");
    reads(f, "recipient.quiet", "yes");
    DESK_OK(f, "agent.presence", "{'id':'$one','presence':'available'}");
    reads(f, "recipient.quiet", "recipient.quiet = false");
    DESK_OK(f, "agent.change", "{'id':'$one','role':'associate'}");
    reads(f, "recipient.quiet", "yes");
    DESK_OK(f, "agent.change", "{'id':'$one','role':'manager'}");
    reads(f, "recipient.quiet", "recipient.quiet = false");
    DESK_OK(f, "agent.deactivate", "{'id':'$one'}");
    reads(f, "recipient.quiet", "yes");
}
ON_BOTH(quiet)

#define DOES(action) RULES("{'id':'r','when':['ticket.kind == " Q "praise" Q "'],'do':[" action "]}")

/* One action after the other, each by a version of the rules; and what each says when it cannot be done. */
static void all_actions(desk_fixture *f)
{
    static const struct {
        const char *rules, *operation, *params, *told;
    } table[] = {
        { DOES("{'set':{'team':'Front'}}"), "ticket.get", "{'id':'$t'}", "'team':'$front'" },
        { DOES("{'set':{'team':'Nowhere'}}"), "firing.list", "{'ticket':'$t'}", "there is no team" },
        { DOES("{'set':{'assignee':'responsible'}}"), "ticket.get", "{'id':'$t'}", "'assignee':'$max'" },
        { DOES("{'set':{'assignee':'agent:eva'}}"), "ticket.get", "{'id':'$t'}", "'assignee':'$eva'" },
        { DOES("{'set':{'assignee':'agent:gone'}}"), "firing.list", "{'ticket':'$t'}", "was deactivated" },
        { DOES("{'set':{'assignee':'nobody'}}"), "ticket.get", "{'id':'$t'}", "'id':'$t'" },
        { DOES("{'escalate':'team:Front'}"), "escalation.list", "{'ticket':'$t'}", "'to_team':'$front'" },
        { DOES("{'escalate':'agent:eva'}"), "escalation.list", "{'ticket':'$t'}", "'to_agent':'$eva'" },
        { DOES("{'escalate':{'to':'responsible','level':7,'reason':'Yours'}}"), "escalation.list", "{'ticket':'$t'}",
          "'level':7" },
        { DOES("{'pause':{'for':'10m','reason':'Rest'}}"), "firing.list", "{'ticket':'$t'}",
          "nobody in particular has the ticket" },
        { DOES("{'end_contact':'Enough'}"), "firing.list", "{'ticket':'$t'}", "no contact is going on" },
        { DOES("{'standing':'watch'}"), "firing.list", "{'ticket':'$t'}", "the ticket has no customer" },
    };

    begin(f, RULES("{'id':'none','when':['ticket.reopened > 99'],'do':[{'tag':'x'}]}"));
    DESK_MAKE(f, "gone", "agent.add", "{'handle':'gone'}");
    DESK_OK(f, "agent.deactivate", "{'id':'$gone'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front','lead':'$sam'}");
    DESK_MAKE(f, "line", "contact_point.add", "{'channel':'phone','name':'Line','responsible':'$max'}");
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        later(f);
        desk_expect_at(f, table[i].rules, desk_call(f, "policy.add", table[i].rules), CSR_OK, "", __FILE__, __LINE__);
        later(f);
        DESK_MAKE(f, "t", "ticket.open", "{'subject':'One','contact_point':'$line','kind':'praise'}");
        desk_is_at(f, table[i].operation, table[i].params, table[i].told, 0, __FILE__, __LINE__);
    }
    /* Nobody answers for it; the lead of the team does. */
    later(f);
    DESK_OK(f, "policy.add", DOES("{'set':{'assignee':'responsible'}}"));
    later(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Bare','kind':'praise'}");
    DESK_HAS(f, "firing.list", "{'ticket':'$t'}", "nobody answers for the ticket");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Led','kind':'praise','team':'$front'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'assignee':'$sam'");
    SAME_AS_LOG(f);
}
ON_BOTH(all_actions)

/* Rules of which each makes the other hold again: their turn ends, the call goes through, and nothing comes back for it. */
static void a_loop_ends(desk_fixture *f)
{
    begin(f, RULES("{'id':'up','fire':'each_event','when':['ticket.priority == " Q "low" Q
                   "'],'do':[{'set':{'priority':'high'}}]},"
                   "{'id':'down','fire':'each_event','when':['ticket.priority == " Q "high" Q
                   "'],'do':[{'set':{'priority':'low'}}]}"));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Loop','priority':'low'}");
    DESK_HAS(f, "firing.list", "{'ticket':'$t'}", "'rule':'up'");
    DESK_IS(f, "desk.due", "{}", "{'kind':'due','rows':[{}],'next':null}");
}
ON_BOTH(a_loop_ends)

int main(void)
{
    CU_TestInfo tests[] = {
        { "follow/the_tone_rises", the_tone_rises_on_both },
        { "follow/time_alone", time_alone_on_both },
        { "follow/acknowledged_in_time", acknowledged_in_time_on_both },
        { "follow/other_actions", other_actions_on_both },
        { "follow/abusive_contacts", abusive_contacts_on_both },
        { "follow/inhibited", inhibited_on_both },
        { "follow/guarded", guarded_on_both },
        { "follow/rehearsals", rehearsals_on_both },
        { "follow/cascades", cascades_on_both },
        { "follow/versions", versions_on_both },
        { "follow/all_facts", all_facts_on_both },
        { "follow/no_facts", no_facts_on_both },
        { "follow/quiet", quiet_on_both },
        { "follow/all_actions", all_actions_on_both },
        { "follow/a_loop_ends", a_loop_ends_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "follow", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("follow_test", suites, 15);
}
