#include "support/desk_fixture.h"

/*
 * What changes the past of clocks: duplicates with an earlier beginning, and reckoning anew on command. Monday 2026-03-02
 * 09:00 UTC; the counter is open Monday to Friday 09-17 UTC.
 */
#define MINUTE (INT64_C(60) * 1000000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define HOURS                                                                                 \
    "'hours':{'mon':[['09:00','17:00']],'tue':[['09:00','17:00']],'wed':[['09:00','17:00']]," \
    "'thu':[['09:00','17:00']],'fri':[['09:00','17:00']]}"
#define CALENDAR(more) "{'kind':'calendar','name':'counter','document':{'zone':'Etc/UTC'," HOURS more "}}"
#define SLA(policies) "{'kind':'sla','document':{'policies':[" policies "]}}"
#define PLAIN                                                                                                    \
    SLA("{'name':'p','targets':{'resolution':{'target':'8h','calendar':'counter'},'first_reply':{'target':'2h'," \
        "'calendar':'counter'}},'levels':[50]}")

static void at(desk_fixture *f, int64_t us)
{
    csr_test_host_set(&f->host, CSR_TEST_MONDAY + us);
}

static void begin(desk_fixture *f)
{
    DESK_OK(f, "policy.add", CALENDAR(""));
    DESK_OK(f, "policy.add", PLAIN);
}

/* One clock: state, outcome, elapsed and due in minutes after Monday 09:00, breach. */
static const char *clock_of(desk_fixture *f, const char *ticket, csr_sla_metric metric, csr_time when)
{
    static char line[200];
    static const char *const states[] = { "?", "not started", "running", "paused", "stopped", "cancelled" };
    static const char *const outcomes[] = { "", " met", " missed" };
    csr_clock_query in = CSR_CLOCK_QUERY_INIT;
    csr_clock_view v = { .struct_size = sizeof v };
    csr_result *result = NULL;

    snprintf(line, sizeof line, "none");
    in.ticket = desk_id(f, ticket);
    in.at = when;
    TYPED_OK(f, csr_clock_list(f->session, &in, &result, &f->err));
    for (size_t i = 0; result != NULL && i < csr_result_count(result); i++) {
        if (csr_clock_at(result, i, &v, &f->err) != CSR_OK || v.metric != metric)
            continue;
        int len = snprintf(line, sizeof line, "%s%s %lld of %lld r%d", states[v.state], outcomes[v.outcome],
                           (long long)(v.elapsed_us / MINUTE), (long long)(v.target_s / 60), v.revision);
        if (v.due_at != 0)
            len += snprintf(line + len, sizeof line - (size_t)len, " due %lld",
                            (long long)((v.due_at - CSR_TEST_MONDAY) / MINUTE));
        if (v.breached_at != 0)
            snprintf(line + len, sizeof line - (size_t)len, " breached %lld",
                     (long long)((v.breached_at - CSR_TEST_MONDAY) / MINUTE));
    }
    csr_result_free(result);
    return line;
}

static void is_at(desk_fixture *f, const char *ticket, csr_sla_metric metric, csr_time when, const char *expected,
                  unsigned line)
{
    const char *got = clock_of(f, ticket, metric, when);

    if (strcmp(got, expected) != 0)
        printf("line %u: expected \"%s\", got \"%s\"\n", line, expected, got);
    desk_true_at(f, strcmp(got, expected) == 0, expected, __FILE__, line);
}
#define IS(f, ticket, metric, expected) is_at(f, ticket, CSR_SLA_##metric, 0, expected, __LINE__)
#define WAS(f, ticket, metric, us, expected) \
    is_at(f, ticket, CSR_SLA_##metric, CSR_TEST_MONDAY + (us), expected, __LINE__)

/* What the lines of the explanation have counted is what the clock says has elapsed. */
static void adds_up(desk_fixture *f, const char *ticket, csr_sla_metric metric, unsigned line)
{
    csr_clock_explain_params in = CSR_CLOCK_EXPLAIN_PARAMS_INIT;
    csr_clock_line_view v = { .struct_size = sizeof v };
    csr_clock_query now = CSR_CLOCK_QUERY_INIT;
    csr_clock_view clock = { .struct_size = sizeof clock };
    csr_result *lines = NULL, *clocks = NULL;
    int64_t sum = 0, elapsed = -1;

    in.ticket = now.ticket = desk_id(f, ticket);
    in.metric = metric;
    TYPED_OK(f, csr_clock_explain(f->session, &in, &lines, &f->err));
    for (size_t i = 0; lines != NULL && i < csr_result_count(lines); i++) {
        TYPED_OK(f, csr_clock_line_at(lines, i, &v, &f->err));
        sum += v.counted_us;
        desk_true_at(f, v.elapsed_us == sum, "a line says what has elapsed", __FILE__, line);
    }
    TYPED_OK(f, csr_clock_list(f->session, &now, &clocks, &f->err));
    for (size_t i = 0; clocks != NULL && i < csr_result_count(clocks); i++) {
        TYPED_OK(f, csr_clock_at(clocks, i, &clock, &f->err));
        elapsed = clock.metric == metric ? clock.elapsed_us : elapsed;
    }
    desk_true_at(f, sum == elapsed, "what counted is what has elapsed", __FILE__, line);
    csr_result_free(lines);
    csr_result_free(clocks);
}
#define ADDS_UP(f, ticket, metric) adds_up(f, ticket, CSR_SLA_##metric, __LINE__)

/* The ticket that goes on keeps the earlier beginning of the two, and what it was paused itself. */
static void merged(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "first", "ticket.open", "{'subject':'torn'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$first'}");
    at(f, HOUR);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn, again'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$t'}");
    at(f, HOUR + 30 * MINUTE);
    IS(f, "t", RESOLUTION, "running 30 of 480 r1 due 1500");
    DESK_OK(f, "ticket.link", "{'id':'$first','kind':'duplicate_of','other':'$t'}");
    IS(f, "t", RESOLUTION, "running 90 of 480 r1 due 480");
    IS(f, "t", FIRST_REPLY, "running 90 of 120 r1 due 120");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'due_at':'2026-03-02T11:00:00Z'");
    DESK_HAS(f, "event.history", "{'subject':'$t','limit':100}", "'reason':'T-1 is a duplicate'");
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}", "'started_at':'2026-03-02T09:00:00Z'");
    /* Once is enough, and as of before it reads as it did. */
    desk_keep(f);
    DESK_OK(f, "ticket.link", "{'id':'$first','kind':'duplicate_of','other':'$t'}");
    DESK_SAME(f);
    WAS(f, "t", RESOLUTION, HOUR + 20 * MINUTE, "running 20 of 480 r1 due 1500");
    DESK_OK(f, "ticket.move", "{'id':'$first','state':'resolved','resolution':'duplicate'}");
    IS(f, "first", RESOLUTION, "cancelled 90 of 480 r1");
    IS(f, "t", RESOLUTION, "running 90 of 480 r1 due 480");
    DESK_HAS(f, "clock.explain", "{'ticket':'$t','metric':'resolution'}",
             "'text':'Mon 2026-03-02 09:00-10:00 counted for a duplicate: 1 h, due Mon 2026-03-02 17:00'");
    /* What is reckoned anew agrees. */
    at(f, 2 * HOUR);
    ADDS_UP(f, "t", RESOLUTION);
    ADDS_UP(f, "t", FIRST_REPLY);
    DESK_IS(f, "sla.recompute", "{'dry_run':true}", "{'kind':'recomputed','rows':[],'next':null}");
}
ON_BOTH(merged)

/* A later beginning, a wait that was over, a settled ticket, no document: nothing to take over. The end of the links counts. */
static void merged_into_the_last(desk_fixture *f)
{
    DESK_MAKE(f, "old", "ticket.open", "{'subject':'before there was a document'}");
    begin(f);
    DESK_MAKE(f, "a", "ticket.open", "{'subject':'a'}");
    at(f, HOUR);
    DESK_MAKE(f, "b", "ticket.open", "{'subject':'b'}");
    at(f, 2 * HOUR);
    DESK_MAKE(f, "c", "ticket.open", "{'subject':'c'}");
    DESK_OK(f, "ticket.link", "{'id':'$old','kind':'duplicate_of','other':'$c'}");
    IS(f, "c", RESOLUTION, "running 0 of 480 r1 due 1560");
    DESK_OK(f, "ticket.link", "{'id':'$b','kind':'duplicate_of','other':'$c'}");
    IS(f, "c", RESOLUTION, "running 60 of 480 r1 due 1500");
    DESK_OK(f, "ticket.move", "{'id':'$c','state':'open'}");
    DESK_OK(f, "ticket.move", "{'id':'$c','state':'waiting_customer'}");
    at(f, 3 * HOUR);
    DESK_OK(f, "ticket.link", "{'id':'$a','kind':'duplicate_of','other':'$b'}");
    IS(f, "b", RESOLUTION, "running 120 of 480 r1 due 1500");
    IS(f, "c", RESOLUTION, "paused 120 of 480 r1");
    ADDS_UP(f, "c", RESOLUTION);
    /* An answered one is no duplicate's wait; nor is there anything to take for one that is settled. */
    DESK_MAKE(f, "d", "ticket.open", "{'subject':'d'}");
    DESK_OK(f, "ticket.move", "{'id':'$d','state':'resolved','resolution':'solved'}");
    at(f, 4 * HOUR);
    DESK_MAKE(f, "e", "ticket.open", "{'subject':'e'}");
    DESK_OK(f, "ticket.link", "{'id':'$d','kind':'duplicate_of','other':'$e'}");
    IS(f, "e", RESOLUTION, "running 0 of 480 r1 due 1680");
    DESK_MAKE(f, "g", "ticket.open", "{'subject':'g'}");
    DESK_OK(f, "ticket.link", "{'id':'$g','kind':'duplicate_of','other':'$d'}");
    IS(f, "e", RESOLUTION, "running 0 of 480 r1 due 1680");
    DESK_OK(f, "ticket.move", "{'id':'$e','state':'resolved','resolution':'solved'}");
    DESK_MAKE(f, "h", "ticket.open", "{'subject':'h'}");
    DESK_OK(f, "ticket.link", "{'id':'$h','kind':'duplicate_of','other':'$e'}");
    IS(f, "e", RESOLUTION, "stopped met 0 of 480 r1");
}
ON_BOTH(merged_into_the_last)

/* A wait that makes the target late: due when it is known, never before. */
static void merged_late(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "first", "ticket.open", "{'subject':'torn'}");
    at(f, DAY + HOUR);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn, again'}");
    at(f, DAY + HOUR + 10 * MINUTE);
    DESK_OK(f, "ticket.link", "{'id':'$first','kind':'duplicate_of','other':'$t'}");
    IS(f, "t", RESOLUTION, "running 550 of 480 r1 due 1510");
    at(f, DAY + 2 * HOUR);
    DESK_HAS(f, "desk.tick", "{}", "'told':4"); /* two levels of either */
    IS(f, "t", RESOLUTION, "running 600 of 480 r1 due 1510 breached 1510");
}
ON_BOTH(merged_late)

/* C2 and C9: a holiday that was forgotten. What was told of a breach stays in the log, under the earlier revision. */
static void forgotten_holiday(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
    at(f, DAY + 2 * HOUR);
    DESK_HAS(f, "desk.tick", "{}", "'told':2");
    IS(f, "t", RESOLUTION, "running 600 of 480 r1 due 480 breached 480");
    DESK_OK(f, "policy.add", CALENDAR(",'holidays':['2026-03-02']"));
    DESK_OK(f, "desk.tick", "{}");
    IS(f, "t", RESOLUTION, "running 600 of 480 r1 due 480 breached 480");
    desk_keep(f);
    DESK_HAS(f, "sla.recompute", "{'dry_run':true}",
             "'elapsed_us':7200000000,'elapsed_before_us':36000000000,'due_at':'2026-03-03T17:00:00Z',"
             "'due_before_at':'2026-03-02T17:00:00Z','breached_before_at':'2026-03-02T17:00:00Z','rule':'p'");
    DESK_SAME(f);
    DESK_HAS(f, "sla.recompute", "{'ticket':'$t','reason':'we forgot the fair'}", "'state':'running'");
    IS(f, "t", RESOLUTION, "running 120 of 480 r2 due 1920");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'due_at':'2026-03-03T17:00:00Z'");
    DESK_HAS(f, "event.history", "{'subject':'$t','limit':100}", "'kind':'clock_corrected'");
    DESK_HAS(f, "event.history", "{'subject':'$t','limit':100}", "'reason':'we forgot the fair'");
    DESK_HAS(f, "event.history", "{'subject':'$t','limit':100}", "'kind':'clock_breached'");
    WAS(f, "t", RESOLUTION, DAY, "running 480 of 480 r1 due 480 breached 480");
    DESK_IS(f, "sla.recompute", "{'reason':'again'}", "{'kind':'recomputed','rows':[],'next':null}");
    DESK_HAS(f, "clock.explain", "{'ticket':'$t','metric':'resolution'}",
             "'text':'Tue 2026-03-03 11:00 corrected by hand: 8 h less, 2 h of 8 h, due Tue 2026-03-03 17:00'");
    /* The warning was told; the breach may come again, in its revision. */
    at(f, DAY + 8 * HOUR + MINUTE);
    DESK_HAS(f, "desk.tick", "{}", "'told':1");
    IS(f, "t", RESOLUTION, "running 480 of 480 r2 due 1920 breached 1920");
    ADDS_UP(f, "t", RESOLUTION);
}
ON_BOTH(forgotten_holiday)

/* What is over is put right, too: the other target, pauses kept, and from a place on only. */
static void outcomes(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    at(f, HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'waiting_customer'}");
    at(f, 2 * HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    at(f, 7 * HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    IS(f, "t", RESOLUTION, "stopped met 360 of 480 r1");
    DESK_OK(f, "policy.add",
            SLA("{'name':'q','targets':{'resolution':{'target':'5h','calendar':'counter'}},'levels':[80]}"));
    at(f, DAY);
    DESK_HAS(f, "sla.recompute", "{'dry_run':true,'from_seq':999,'ticket':'$t'}", "'rows':[]");
    DESK_HAS(f, "sla.recompute", "{'ticket':'$t','reason':'the promise was 5 h'}",
             "'state':'stopped','state_before':'stopped','outcome':'missed','outcome_before':'met','target_s':18000,"
             "'target_before_s':28800,");
    IS(f, "t", RESOLUTION, "stopped missed 360 of 300 r2 breached 360");
    ADDS_UP(f, "t", RESOLUTION);
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}", "'stopped_at':'2026-03-02T16:00:00Z'");
    DESK_HAS(f, "clock.explain", "{'ticket':'$t','metric':'resolution'}", "corrected by hand: 0 s more, 6 h of 5 h'");
    DESK_OK(f, "ticket.reopen", "{'id':'$t'}");
    IS(f, "t", RESOLUTION, "running 360 of 300 r2 due 360 breached 360");
}
ON_BOTH(outcomes)

/* Pages, choices, and what is refused. */
static void choices(desk_fixture *f)
{
    static const desk_failure refused[] = {
        { "sla.recompute", "{}", CSR_E_ARGUMENT, "reason" },
        { "sla.recompute", "{'reason':'x','from_seq':1}", CSR_E_ARGUMENT, "from_seq" },
        { "sla.recompute", "{'reason':'x','ticket':'$a','team':'$front'}", CSR_E_ARGUMENT, "ticket" },
        { "sla.recompute", "{'reason':'x','ticket':'$a','opened_from':'2026-03-02T09:00:00Z'}", CSR_E_ARGUMENT,
          "ticket" },
        { "sla.recompute", "{'reason':'x','ticket':'$a','opened_before':'2026-03-02T09:00:00Z'}", CSR_E_ARGUMENT,
          "ticket" },
        { "sla.recompute", "{'reason':'x','ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket" },
        { "sla.recompute", "{'reason':'x','team':'" NOBODY "'}", CSR_E_NOT_FOUND, "team" },
        { "sla.recompute", "{'reason':'x','limit':-1}", CSR_E_ARGUMENT, "limit" },
        { "sla.recompute", "{'reason':'x','from_seq':-1,'ticket':'$a'}", CSR_E_ARGUMENT, "from_seq" },
        { "sla.recompute", "{'reason':'x','after':'no'}", CSR_E_ARGUMENT, "after" },
    };

    DESK_MAKE(f, "a", "ticket.open", "{'subject':'before there was a document'}");
    DESK_FAILS(f, "sla.recompute", "{'reason':'x'}", CSR_E_NOT_FOUND, "sla");
    begin(f);
    DESK_MAKE(f, "front", "team.add", "{'name':'front'}");
    DESK_FAILURES(f, refused);
    DESK_MAKE(f, "b", "ticket.open", "{'subject':'b','team':'$front'}");
    at(f, HOUR);
    DESK_MAKE(f, "c", "ticket.open", "{'subject':'c'}");
    DESK_OK(f, "policy.add",
            SLA("{'name':'q','when':'ticket.kind == \\'complaint\\'','targets':{}},"
                "{'name':'p','targets':{'resolution':{'target':'1h'}}}"));
    DESK_HAS(f, "sla.recompute", "{'dry_run':true,'team':'$front'}", "'number':2,");
    DESK_TRUE(f, strstr(f->answer, "'number':3,") == NULL);
    DESK_HAS(f, "sla.recompute", "{'dry_run':true,'opened_from':'2026-03-02T10:00:00Z'}", "'number':3,");
    DESK_TRUE(f, strstr(f->answer, "'number':2,") == NULL);
    DESK_HAS(f, "sla.recompute", "{'dry_run':true,'opened_before':'2026-03-02T10:00:00Z'}", "'number':2,");
    DESK_TRUE(f, strstr(f->answer, "'number':3,") == NULL);
    DESK_HAS(f, "sla.recompute", "{'reason':'one','limit':2}", "'number':2,");
    DESK_HAS(f, "sla.recompute", "{'reason':'two','limit':2,'after':'$next'}", "'number':3,");
    DESK_HAS(f, "sla.recompute", "{'reason':'three'}", "'rows':[],'next':null");
    IS(f, "b", RESOLUTION, "running 60 of 60 r2 due 60");
    IS(f, "c", RESOLUTION, "running 0 of 60 r2 due 120");
    IS(f, "a", RESOLUTION, "none");
    /* Where nothing is promised any more, what was promised stays. */
    DESK_OK(f, "policy.add", SLA("{'name':'z','targets':{}}"));
    DESK_HAS(f, "sla.recompute", "{'reason':'four'}", "'rows':[],'next':null");
    IS(f, "b", RESOLUTION, "running 60 of 60 r2 due 60");
}
ON_BOTH(choices)

int main(void)
{
    CU_TestInfo tests[] = {
        { "sla_repair/merged", merged_on_both },
        { "sla_repair/merged_into_the_last", merged_into_the_last_on_both },
        { "sla_repair/merged_late", merged_late_on_both },
        { "sla_repair/forgotten_holiday", forgotten_holiday_on_both },
        { "sla_repair/outcomes", outcomes_on_both },
        { "sla_repair/choices", choices_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "sla_repair", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("sla_repair_test", suites, 6);
}
