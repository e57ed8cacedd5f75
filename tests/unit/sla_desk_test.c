#include "support/desk_fixture.h"

/*
 * The clocks of tickets through the operations that drive them. Monday 2026-03-02 09:00 UTC; the counter is open Monday
 * to Friday 09-17 UTC.
 */
#define MINUTE (INT64_C(60) * 1000000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

#define COUNTER                                                                                                 \
    "{'zone':'Etc/UTC','hours':{'mon':[['09:00','17:00']],'tue':[['09:00','17:00']],'wed':[['09:00','17:00']]," \
    "'thu':[['09:00','17:00']],'fri':[['09:00','17:00']]}}"
#define OPEN "{'subject':'torn','priority':'normal'}"
#define SAYS(more) "{'channel':'email','ticket':'$t'" more "}"
#define QUESTION SAYS("")
#define REPLY SAYS(",'direction':'outgoing','actor_kind':'agent'")

/* To an instant after Monday 09:00. */
static void at(desk_fixture *f, int64_t us)
{
    csr_test_host_set(&f->host, CSR_TEST_MONDAY + us);
}

static void calendar(desk_fixture *f)
{
    DESK_OK(f, "policy.add", "{'kind':'calendar','name':'counter','document':" COUNTER "}");
}

#define SLA(policies) "{'kind':'sla','document':{'policies':[" policies "]}}"
#define HOURS(target) "{'target':'" target "','calendar':'counter'}"

/* One metric of one ticket as a line: state, outcome, elapsed and remaining minutes, due after Monday 09:00. */
static const char *clock_of(desk_fixture *f, csr_sla_metric metric, csr_time when)
{
    static char line[200];
    csr_clock_query in = CSR_CLOCK_QUERY_INIT;
    csr_clock_view view = { .struct_size = sizeof view };
    csr_result *result = NULL;

    snprintf(line, sizeof line, "none");
    in.ticket = desk_id(f, "t");
    in.at = when;
    if (csr_clock_list(f->session, &in, &result, &f->err) != CSR_OK)
        snprintf(line, sizeof line, "%.150s", f->err.message);
    for (size_t i = 0; result != NULL && i < csr_result_count(result); i++) {
        static const char *const states[] = { "?", "not started", "running", "paused", "stopped", "cancelled" };
        static const char *const outcomes[] = { "", " met", " missed" };
        if (csr_clock_at(result, i, &view, &f->err) != CSR_OK || view.metric != metric)
            continue;
        int len = snprintf(line, sizeof line, "%s%s %lld/%lld", states[view.state], outcomes[view.outcome],
                           (long long)(view.elapsed_us / MINUTE), (long long)(view.remaining_us / MINUTE));
        if (view.due_at != 0)
            snprintf(line + len, sizeof line - (size_t)len, " due %lld",
                     (long long)((view.due_at - CSR_TEST_MONDAY) / MINUTE));
    }
    csr_result_free(result);
    return line;
}

static void is_at(desk_fixture *f, csr_sla_metric metric, csr_time when, const char *expected, unsigned line)
{
    const char *got = clock_of(f, metric, when);
    if (strcmp(got, expected) != 0)
        printf("line %u: expected \"%s\", got \"%s\"\n", line, expected, got);
    desk_true_at(f, strcmp(got, expected) == 0, expected, __FILE__, line);
}
#define IS(f, metric, expected) is_at(f, CSR_SLA_##metric, 0, expected, __LINE__)
#define WAS(f, metric, us, expected) is_at(f, CSR_SLA_##metric, CSR_TEST_MONDAY + (us), expected, __LINE__)

static void ticket(desk_fixture *f, const char *sla)
{
    calendar(f);
    desk_expect_at(f, "policy.add", desk_call(f, "policy.add", sla), CSR_OK, "", __FILE__, __LINE__);
    DESK_MAKE(f, "t", "ticket.open", OPEN);
}

/* RESOLUTION: from opening to resolving, paused while the customer is waited for, in open hours. */
static void resolution(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'resolution':" HOURS("8h") "},'levels':[50]}"));
    IS(f, RESOLUTION, "running 0/480 due 480");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'due_at':'2026-03-02T17:00:00Z'");
    at(f, 2 * HOUR);
    IS(f, RESOLUTION, "running 120/360 due 480");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'waiting_customer'}");
    IS(f, RESOLUTION, "paused 120/360");
    at(f, DAY + HOUR); /* Tuesday 10:00; the pause costs what was open */
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    IS(f, RESOLUTION, "running 120/360 due 1860");
    at(f, DAY + 3 * HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    IS(f, RESOLUTION, "stopped met 240/240");
    DESK_TRUE(f, strstr(f->answer, "due_at") == NULL);
    /* C11, E10: solved time does not count. */
    at(f, 2 * DAY);
    DESK_OK(f, "ticket.reopen", "{'id':'$t'}");
    IS(f, RESOLUTION, "running 240/240 due 3120");
    /* As of any instant before, from the log alone. */
    WAS(f, RESOLUTION, HOUR, "running 60/420 due 480");
    WAS(f, RESOLUTION, 3 * HOUR, "paused 120/360");
    WAS(f, RESOLUTION, DAY + 2 * HOUR, "running 180/300 due 1860");
    WAS(f, RESOLUTION, DAY + 4 * HOUR, "stopped met 240/240");
    WAS(f, RESOLUTION, -HOUR, "none");
}
ON_BOTH(resolution)

/* FIRST_REPLY and NEXT_REPLY: from the oldest unanswered public message to a public reply. */
static void replies(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'first_reply':{'target':'1h'},'next_reply':{'target':'2h'},"
                  "'periodic_update':{'target':'4h'}}}"));
    IS(f, FIRST_REPLY, "none");
    DESK_OK(f, "interaction.add", QUESTION);
    IS(f, FIRST_REPLY, "running 0/60 due 60");
    at(f, 10 * MINUTE);
    DESK_OK(f, "interaction.add", QUESTION); /* writing again resets nothing */
    DESK_OK(f, "interaction.add", SAYS(",'direction':'outgoing','actor_kind':'bot'"));
    DESK_OK(f, "interaction.add", "{'channel':'note','ticket':'$t'}");
    DESK_OK(f, "interaction.add", SAYS(",'direction':'outgoing','actor_kind':'agent','audience':'internal'"));
    IS(f, FIRST_REPLY, "running 10/50 due 60");
    IS(f, NEXT_REPLY, "none"); /* never before the first reply */
    at(f, 30 * MINUTE);
    DESK_OK(f, "interaction.add", REPLY);
    IS(f, FIRST_REPLY, "stopped met 30/30");
    IS(f, PERIODIC_UPDATE, "running 0/240 due 270");
    at(f, HOUR);
    DESK_OK(f, "interaction.add", QUESTION);
    at(f, 2 * HOUR);
    DESK_OK(f, "interaction.add", QUESTION);
    IS(f, NEXT_REPLY, "running 60/60 due 180");
    IS(f, FIRST_REPLY, "stopped met 30/30");
    at(f, 4 * HOUR);
    DESK_OK(f, "interaction.add", REPLY);
    IS(f, NEXT_REPLY, "stopped missed 180/-60");
    IS(f, PERIODIC_UPDATE, "running 0/240 due 480");
    DESK_HAS(f, "event.history", "{'subject':'$t','limit':100}", "'clock_breached'");
    /* A question after the matter was settled is owed an answer when it is taken up again. */
    at(f, 5 * HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    IS(f, PERIODIC_UPDATE, "stopped met 60/180");
    DESK_OK(f, "interaction.add", QUESTION);
    IS(f, NEXT_REPLY, "stopped missed 180/-60");
    DESK_OK(f, "ticket.reopen", "{'id':'$t'}");
    IS(f, NEXT_REPLY, "running 0/120 due 420");
}
ON_BOTH(replies)

/* A ticket that the house begins owes no first reply; a call is answered as it comes. */
static void who_speaks_first(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'first_reply':{'target':'1h'},'next_reply':{'target':'2h'}}}"));
    DESK_OK(f, "interaction.add", REPLY);
    DESK_OK(f, "interaction.add", QUESTION);
    IS(f, FIRST_REPLY, "none");
    IS(f, NEXT_REPLY, "running 0/120 due 120");
    DESK_MAKE(f, "jo", "agent.add", "{'handle':'jo','name':'Jo'}");
    DESK_MAKE(f, "t", "ticket.open", OPEN);
    DESK_OK(f, "interaction.add", "{'channel':'phone','ticket':'$t','agent':'$jo'}");
    IS(f, FIRST_REPLY, "stopped met 0/60");
}
ON_BOTH(who_speaks_first)

static void ask(desk_fixture *f, unsigned times)
{
    desk_expect_at(f, "begin", csr_session_begin(f->session, &f->err), CSR_OK, "", __FILE__, __LINE__);
    while (times-- > 0)
        DESK_OK(f, "interaction.add", QUESTION);
    desk_expect_at(f, "commit", csr_session_commit(f->session, &f->err), CSR_OK, "", __FILE__, __LINE__);
}

/* Whoever writes on and on: 1,024 contacts are looked back over for a reply, the last one included; then there was one. */
static void monologue(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'first_reply':{'target':'1h'}}}"));
    DESK_OK(f, "interaction.add", REPLY);
    ask(f, 1030);
    IS(f, FIRST_REPLY, "none");
    DESK_OK(f, "policy.add", SLA("{'name':'p','targets':{'next_reply':{'target':'2h'}}}"));
    DESK_MAKE(f, "t", "ticket.open", OPEN);
    ask(f, 1023);
    IS(f, NEXT_REPLY, "none");
    ask(f, 1);
    IS(f, NEXT_REPLY, "running 0/120 due 120");
}
ON_BOTH(monologue)

/* Spam is not measured; a duplicate is measured elsewhere; without a resolution nothing was resolved. */
static void closing(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'first_reply':{'target':'1h'},'resolution':{'target':'1h'}}}"));
    DESK_OK(f, "interaction.add", QUESTION);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'spam'}");
    IS(f, RESOLUTION, "cancelled 0/60");
    IS(f, FIRST_REPLY, "cancelled 0/60");
    DESK_MAKE(f, "t", "ticket.open", OPEN);
    DESK_OK(f, "interaction.add", QUESTION);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'duplicate'}");
    IS(f, RESOLUTION, "cancelled 0/60");
    IS(f, FIRST_REPLY, "cancelled 0/60");
    DESK_MAKE(f, "t", "ticket.open", OPEN);
    DESK_OK(f, "interaction.add", QUESTION);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    IS(f, RESOLUTION, "stopped met 0/60");
    IS(f, FIRST_REPLY, "running 0/60 due 60"); /* a reply is owed until it is closed */
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'closed'}");
    IS(f, RESOLUTION, "stopped met 0/60");
    IS(f, FIRST_REPLY, "cancelled 0/60");
}
ON_BOTH(closing)

/* C7, C8, E4, S10: what has passed stays; the first match wins; the version in force is taken when it is matched. */
static void retarget(desk_fixture *f)
{
    ticket(f, SLA("{'name':'urgent','when':'ticket.priority == \\'urgent\\'','targets':{'resolution':" HOURS(
                  "2h") "}},"
                        "{'name':'rest','targets':{'resolution':" HOURS("8h") "}}"));
    at(f, HOUR);
    DESK_OK(f, "policy.add", SLA("{'name':'all','targets':{'resolution':" HOURS("3h") "}}"));
    DESK_OK(f, "ticket.change", "{'id':'$t','subject':'torn and wet'}");
    IS(f, RESOLUTION, "running 60/420 due 480");
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'urgent'}");
    IS(f, RESOLUTION, "running 60/120 due 180");
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}", "'rule':'all'");
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}", "'revision':2");
    desk_keep(f);
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'urgent'}");
    DESK_SAME(f);
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'low'}");
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}", "'revision':2");
    /* What is not promised any more is dropped. */
    DESK_OK(f, "policy.add", SLA("{'name':'none','targets':{}}"));
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'high'}");
    IS(f, RESOLUTION, "cancelled 60/120");
}
ON_BOTH(retarget)

/* due_at: as somebody set it, else the earliest due of the clocks. */
static void due_at(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'first_reply':{'target':'1h'},'resolution':{'target':'4h'}}}"));
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'due_at':'2026-03-02T13:00:00Z'");
    DESK_OK(f, "interaction.add", QUESTION);
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'due_at':'2026-03-02T10:00:00Z'");
    DESK_OK(f, "ticket.change", "{'id':'$t','due_at':'2026-03-09T09:00:00Z'}");
    DESK_OK(f, "interaction.add", REPLY);
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'due_at':'2026-03-09T09:00:00Z'");
    DESK_OK(f, "ticket.change", "{'id':'$t','due_at':null}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'due_at':'2026-03-02T13:00:00Z'");
}
ON_BOTH(due_at)

/* Levels are told at their instants, each once, by whoever ticks. */
static void ticks(desk_fixture *f)
{
    DESK_IS(f, "desk.due", "{}", "{'kind':'due','rows':[{}],'next':null}");
    ticket(f, SLA("{'name':'p','targets':{'resolution':" HOURS("8h") "},'levels':[50,150]}"));
    DESK_IS(f, "desk.due", "{}", "{'kind':'due','rows':[{'at':'2026-03-02T13:00:00Z'}],'next':null}");
    desk_keep(f);
    DESK_HAS(f, "desk.tick", "{}", "'more':false,'timers':0,'told':0,");
    DESK_SAME(f);
    at(f, 4 * HOUR); /* C5: a warning at its instant */
    DESK_HAS(f, "desk.tick", "{}", "'timers':1,'told':1,");
    DESK_HAS(f, "event.history", "{'subject':'$t','limit':100}", "'clock_warned'");
    DESK_IS(f, "desk.due", "{}", "{'kind':'due','rows':[{'at':'2026-03-02T17:00:00.000001Z'}],'next':null}");
    at(f, 8 * HOUR); /* C4: a breach only when its instant is past */
    DESK_HAS(f, "desk.tick", "{}", "'timers':0,'told':0,");
    at(f, 30 * DAY); /* hours of sleep: each level with its own instant */
    DESK_HAS(f, "desk.tick", "{}", "'more':false,'timers':1,'told':2,");
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}",
             "'levels':'50:1772456400000000,100:1772470800000000,150:1772542800000000'");
    desk_keep(f);
    DESK_HAS(f, "desk.tick", "{}", "'timers':0,'told':0,'moved':0,'postponed':0}");
    DESK_SAME(f);
    WAS(f, RESOLUTION, 9 * HOUR, "running 480/0 due 480");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}", "'outcome':'missed'");
    DESK_FAILS(f, "desk.tick", "{'limit':1001}", CSR_E_ARGUMENT, "limit");
}
ON_BOTH(ticks)

/* "last": of several levels that came due at once only the target and the highest are told; all are marked. */
static void catch_up_last(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'resolution':{'target':'1h'}},'levels':[50,80,150,200],'catch_up':'last'}"));
    at(f, DAY);
    DESK_HAS(f, "desk.tick", "{}", "'timers':1,'told':5,");
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}",
             "'levels':'50:1772443800000000,80:1772444880000000,100:1772445600000000,");
    DESK_OK(f, "event.history", "{'subject':'$t','limit':100}");
    DESK_TRUE(f, strstr(f->answer, "clock_warned") == NULL);
}
ON_BOTH(catch_up_last)

/* A tick does so much and says that there is more; a second one goes on. */
static void bounded(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'resolution':{'target':'1h'}}}"));
    for (int i = 0; i < 6; i++)
        DESK_OK(f, "ticket.open", OPEN);
    at(f, 2 * HOUR);
    DESK_HAS(f, "desk.tick", "{'limit':4}", "'more':true,'timers':4,'told':4,");
    DESK_HAS(f, "desk.tick", "{'limit':4}", "'more':false,'timers':3,'told':3,");
    DESK_HAS(f, "desk.tick", "{}", "'timers':0,");
}
ON_BOTH(bounded)

/* C9: an edited calendar counts from its instant on, whenever the tick comes. */
static void calendar_edit(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'resolution':" HOURS("8h") "}}"));
    at(f, HOUR);
    DESK_OK(f, "policy.add",
            "{'kind':'calendar','name':'counter','effective_from':'2026-03-02T12:00:00Z',"
            "'document':{'zone':'Etc/UTC','hours':{'mon':[['09:00','13:00']],'tue':[['09:00','13:00']]}}}");
    DESK_HAS(f, "desk.due", "{}", "'at':'2026-03-02T12:00:00Z'");
    IS(f, RESOLUTION, "running 60/420 due 480");
    at(f, 3 * HOUR + MINUTE);
    DESK_HAS(f, "desk.tick", "{}", "'moved':1,");
    /* Three hours consumed under the old one, one more today, four tomorrow. */
    IS(f, RESOLUTION, "running 181/299 due 1680");
    WAS(f, RESOLUTION, 2 * HOUR, "running 120/360 due 480");
    DESK_HAS(f, "desk.tick", "{}", "'timers':0,");
}
ON_BOTH(calendar_edit)

/* What counted makes what has elapsed; pages follow one another. */
static void explained(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'resolution':" HOURS("8h") "}}"));
    at(f, HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'waiting_customer'}");
    at(f, 2 * HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    at(f, DAY + HOUR);
    DESK_HAS(f, "clock.explain", "{'ticket':'$t','metric':'resolution'}",
             "{'kind':'started','from':'2026-03-02T09:00:00Z','to':'2026-03-02T09:00:00Z'");
    DESK_TRUE(f, strstr(f->answer, "'waits_for':'customer'") != NULL && strstr(f->answer, "outside_hours") != NULL);
    DESK_TRUE(f, strstr(f->answer, "'rule':'p','rule_revision':1") != NULL);
    DESK_HAS(f, "clock.explain", "{'ticket':'$t','metric':'resolution','limit':2}", "'next':'2'");
    DESK_HAS(f, "clock.explain", "{'ticket':'$t','metric':'resolution','limit':2,'after':'2'}", "'kind':'paused'");
    DESK_IS(f, "clock.explain", "{'ticket':'$t','metric':'first_reply'}",
            "{'kind':'clock_line','rows':[],'next':null}");
    DESK_FAILS(f, "clock.explain", "{'ticket':'$t','metric':'resolution','after':'x'}", CSR_E_ARGUMENT, "after");
    DESK_FAILS(f, "clock.explain", "{'ticket':'" NOBODY "','metric':'resolution'}", CSR_E_NOT_FOUND, "ticket");
    DESK_FAILS(f, "clock.list", "{'ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket");
    DESK_FAILS(f, "clock.list", "{'ticket':'$t','at':'2027-01-01T00:00:00Z'}", CSR_E_ARGUMENT, "at");
}
ON_BOTH(explained)

/* The log's own instants drive the clocks, not the wall clock at which it is replayed. */
static void historic(desk_fixture *f)
{
    calendar(f);
    DESK_OK(f, "policy.add",
            SLA("{'name':'p','targets':{'first_reply':" HOURS("2h") ",'resolution':" HOURS("16h") "}}"));
    at(f, 300 * DAY);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'x','opened_at':'2026-03-06T15:00:00Z'}");
    DESK_OK(f, "interaction.add", SAYS(",'occurred_at':'2026-03-06T15:00:00Z'"));
    DESK_OK(f, "interaction.add",
            SAYS(",'direction':'outgoing','actor_kind':'agent','occurred_at':'2026-03-09T09:30:00Z'"));
    IS(f, FIRST_REPLY, "stopped missed 150/-30");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open','effective_at':'2026-03-09T10:00:00Z'}");
    DESK_OK(f, "ticket.move",
            "{'id':'$t','state':'resolved','resolution':'solved','effective_at':'2026-03-09T12:00:00Z'}");
    IS(f, RESOLUTION, "stopped met 300/660");
    WAS(f, RESOLUTION, 7 * DAY + 2 * HOUR, "running 240/720 due 11880");
}
ON_BOTH(historic)

/* ticket.channel: of the contact point, else of the first interaction. */
static void channels(desk_fixture *f)
{
    ticket(f, SLA("{'name':'chat','when':'ticket.channel == \\'chat\\'','targets':{'resolution':{'target':'1h'},"
                  "'first_reply':{'target':'5m'}}},{'name':'rest','targets':{'resolution':{'target':'8h'}}}"));
    IS(f, RESOLUTION, "running 0/480 due 480");
    DESK_OK(f, "interaction.add", "{'channel':'chat','ticket':'$t'}");
    IS(f, RESOLUTION, "running 0/60 due 60");
    IS(f, FIRST_REPLY, "running 0/5 due 5");
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$t'}");
    IS(f, RESOLUTION, "running 0/60 due 60");
    DESK_MAKE(f, "jo", "agent.add", "{'handle':'jo','name':'Jo'}");
    DESK_MAKE(f, "p", "contact_point.add", "{'name':'window','channel':'chat','responsible':'$jo'}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'y','contact_point':'$p'}");
    IS(f, RESOLUTION, "running 0/60 due 60");
}
ON_BOTH(channels)

/* C8: on command open tickets go over to the document in force; a customer who rises takes the tickets along. */
static void applied(desk_fixture *f)
{
    DESK_MAKE(f, "old", "ticket.open", OPEN);
    ticket(f, SLA("{'name':'p','targets':{'resolution':{'target':'8h'}}}"));
    DESK_OK(f, "policy.add",
            SLA("{'name':'vip','when':'customer.loyalty == \\'loyal\\'','targets':{'resolution':"
                "{'target':'1h'}}},{'name':'q','targets':{'resolution':{'target':'4h'}}}"));
    at(f, HOUR);
    DESK_HAS(f, "sla.apply", "{'limit':1}", "'tickets':1,'changed':1");
    DESK_HAS(f, "sla.apply", "{'after':'$next'}", "{'kind':'applied','rows':[{'tickets':1,'changed':1}],'next':null}");
    IS(f, RESOLUTION, "running 60/180 due 240");
    DESK_HAS(f, "clock.list", "{'ticket':'$old'}", "'started_at':'2026-03-02T10:00:00Z'");
    desk_keep(f);
    DESK_HAS(f, "sla.apply", "{}", "'tickets':2,'changed':0");
    DESK_SAME(f);
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "ticket.change", "{'id':'$t','customer':'$jana'}");
    IS(f, RESOLUTION, "running 60/180 due 240");
    DESK_OK(f, "customer.change", "{'id':'$jana','loyalty':'loyal'}");
    IS(f, RESOLUTION, "running 60/180 due 240");
    DESK_HAS(f, "desk.tick", "{}", "'timers':1,'told':0,'moved':1,");
    IS(f, RESOLUTION, "running 60/0 due 60");
    DESK_HAS(f, "desk.tick", "{}", "'timers':0,");
}
ON_BOTH(applied)

/* A desk that gets its first document later: what was opened before stays as it is. */
static void later(desk_fixture *f)
{
    DESK_MAKE(f, "t", "ticket.open", OPEN);
    DESK_OK(f, "policy.add",
            SLA("{'name':'p','targets':{'resolution':{'target':'1h'},'first_reply':{'target':'1h'}}}"));
    DESK_OK(f, "interaction.add", QUESTION);
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'urgent'}");
    IS(f, RESOLUTION, "none");
    DESK_MAKE(f, "t", "ticket.open", OPEN);
    IS(f, RESOLUTION, "running 0/60 due 60");
}
ON_BOTH(later)

/* Found by an oracle: writing twice after the house has spoken owes no first reply; what has stopped does not hold the
 * ticket to the rule that it stopped under; and a matter that is taken up again is matched anew. */
static void the_rule_that_holds(desk_fixture *f)
{
    ticket(f, SLA("{'name':'u','when':'ticket.priority == \\'urgent\\'','targets':{'next_reply':{'target':'10m'},"
                  "'resolution':{'target':'1h'}}},{'name':'p','targets':{'first_reply':{'target':'1h'},"
                  "'next_reply':{'target':'2h'},'resolution':{'target':'8h'}}}"));
    DESK_OK(f, "interaction.add", REPLY);
    DESK_OK(f, "interaction.add", QUESTION);
    DESK_OK(f, "interaction.add", QUESTION);
    IS(f, FIRST_REPLY, "none");
    IS(f, NEXT_REPLY, "running 0/120 due 120");
    DESK_MAKE(f, "t", "ticket.open", OPEN);
    DESK_OK(f, "interaction.add", QUESTION);
    DESK_OK(f, "interaction.add", REPLY);
    IS(f, FIRST_REPLY, "stopped met 0/60");
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'urgent'}");
    DESK_OK(f, "interaction.add", QUESTION);
    IS(f, NEXT_REPLY, "running 0/10 due 10");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'low'}");
    IS(f, RESOLUTION, "stopped met 0/60");
    DESK_OK(f, "ticket.reopen", "{'id':'$t'}");
    IS(f, RESOLUTION, "running 0/480 due 480");
}
ON_BOTH(the_rule_that_holds)

/* Periods of updates: from the last one, or one after the other, each from when the one before was due. */
static void sequential(desk_fixture *f)
{
    ticket(f, SLA("{'name':'p','targets':{'periodic_update':{'target':'1h'}},'levels':[50],'updates':'sequential'}"));
    DESK_OK(f, "interaction.add", REPLY);
    IS(f, PERIODIC_UPDATE, "running 0/60 due 60");
    at(f, 40 * MINUTE);
    DESK_OK(f, "interaction.add", REPLY);
    IS(f, PERIODIC_UPDATE, "running -20/80 due 120");
    DESK_HAS(f, "desk.due", "{}", "'at':'2026-03-02T10:30:00Z'"); /* half of the period that begins at 10:00 */
    at(f, 50 * MINUTE);
    DESK_OK(f, "interaction.add", REPLY);
    IS(f, PERIODIC_UPDATE, "running -70/130 due 180");
    DESK_HAS(f, "clock.explain", "{'ticket':'$t','metric':'periodic_update'}",
             "'text':'Mon 2026-03-02 09:50 met: -10 min of 1 h'");
    at(f, 5 * HOUR + 20 * MINUTE);
    DESK_OK(f, "interaction.add", REPLY);
    /* Those at 13:00 and 14:00 are over: nobody is late for them any more. */
    IS(f, PERIODIC_UPDATE, "running 20/40 due 360");
    DESK_IS(f, "sla.recompute", "{'dry_run':true}", "{'kind':'recomputed','rows':[],'next':null}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    IS(f, PERIODIC_UPDATE, "stopped met 20/40");
    DESK_OK(f, "ticket.reopen", "{'id':'$t'}");
    DESK_OK(f, "interaction.add", REPLY);
    IS(f, PERIODIC_UPDATE, "running 0/60 due 380");
    DESK_IS(f, "sla.recompute", "{'dry_run':true}", "{'kind':'recomputed','rows':[],'next':null}");
}
ON_BOTH(sequential)

int main(void)
{
    CU_TestInfo tests[] = {
        { "sla_desk/resolution", resolution_on_both },
        { "sla_desk/replies", replies_on_both },
        { "sla_desk/who_speaks_first", who_speaks_first_on_both },
        { "sla_desk/monologue", monologue_on_both },
        { "sla_desk/closing", closing_on_both },
        { "sla_desk/retarget", retarget_on_both },
        { "sla_desk/due_at", due_at_on_both },
        { "sla_desk/ticks", ticks_on_both },
        { "sla_desk/catch_up_last", catch_up_last_on_both },
        { "sla_desk/bounded", bounded_on_both },
        { "sla_desk/calendar_edit", calendar_edit_on_both },
        { "sla_desk/explained", explained_on_both },
        { "sla_desk/historic", historic_on_both },
        { "sla_desk/channels", channels_on_both },
        { "sla_desk/applied", applied_on_both },
        { "sla_desk/later", later_on_both },
        { "sla_desk/the_rule_that_holds", the_rule_that_holds_on_both },
        { "sla_desk/sequential", sequential_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "sla_desk", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("sla_desk_test", suites, 18);
}
