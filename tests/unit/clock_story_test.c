#include "support/desk_fixture.h"

/*
 * The story of a clock as a desk tells it: other rules and other levels on the way, somebody else waited for, pages, and
 * any instant of the past. Monday 2026-03-02 09:00 UTC; the counter is open on weekdays from 9 to 17 UTC.
 */
#define MINUTE (INT64_C(60) * 1000000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define COUNTER                                                                                                 \
    "{'zone':'Etc/UTC','hours':{'mon':[['09:00','17:00']],'tue':[['09:00','17:00']],'wed':[['09:00','17:00']]," \
    "'thu':[['09:00','17:00']],'fri':[['09:00','17:00']]},'holidays':[{'date':'2026-03-04','name':'Fair'}]}"
#define HOURS(target) "{'resolution':{'target':'" target "','calendar':'counter'}}"

static void at(desk_fixture *f, int64_t us)
{
    csr_test_host_set(&f->host, CSR_TEST_MONDAY + us);
}

/* All lines up to an instant, page by page, joined by line breaks; 0 = now. */
static const char *story(desk_fixture *f, csr_sla_metric metric, int64_t until, int32_t limit)
{
    static char text[8192];
    csr_clock_explain_params in = CSR_CLOCK_EXPLAIN_PARAMS_INIT;
    csr_clock_line_view view = { .struct_size = sizeof view };
    csr_result *page = NULL, *before;
    size_t len = 0;
    text[0] = '\0';
    in.ticket = desk_id(f, "t");
    in.metric = metric;
    in.at = until != 0 ? CSR_TEST_MONDAY + until : 0;
    in.limit = limit;
    do {
        before = page;
        page = NULL;
        TYPED_OK(f, csr_clock_explain(f->session, &in, &page, &f->err));
        csr_result_free(before);
        DESK_TRUE(f, csr_result_count(page) <= (size_t)(limit != 0 ? limit : 100));
        for (size_t i = 0; i < csr_result_count(page); i++) {
            TYPED_OK(f, csr_clock_line_at(page, i, &view, &f->err));
            len += (size_t)snprintf(text + len, sizeof text - len, "%.*s\n", (int)view.text.len, view.text.ptr);
        }
        TYPED_OK(f, csr_result_token(page, &in.after, &f->err));
    } while (in.after.len > 0);
    csr_result_free(page);
    return text;
}

static void is_at(desk_fixture *f, csr_sla_metric metric, int64_t until, const char *expected, unsigned line)
{
    for (int32_t limit = 0; limit < 4; limit++) {
        const char *got = story(f, metric, until, limit);
        if (strcmp(got, expected) != 0)
            printf("line %u, pages of %d: got\n%s", line, (int)limit, got);
        desk_true_at(f, strcmp(got, expected) == 0, expected, __FILE__, line);
    }
}
#define TELLS(f, until, expected) is_at(f, CSR_SLA_RESOLUTION, until, expected, __LINE__)

static void begin(desk_fixture *f)
{
    DESK_OK(f, "policy.add", "{'kind':'calendar','name':'counter','document':" COUNTER "}");
    DESK_OK(f, "policy.add",
            "{'kind':'sla','document':{'policies':["
            "{'name':'hurry','when':'ticket.priority == \\'urgent\\'','targets':" HOURS(
                "4h") ",'levels':[25,75]},"
                      "{'name':'all','targets':" HOURS("8h") ",'levels':[50],'pause':['third_party']}]}}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn','priority':'normal'}");
}

#define START "Mon 2026-03-02 09:00 started: 8 h by policy all (revision 1), due Mon 2026-03-02 17:00\n"

/* A pause that waits for the customer and then for a third party is two spans, although the clock has one event. */
static void waiting(desk_fixture *f)
{
    begin(f);
    at(f, HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'waiting_customer'}");
    at(f, 2 * HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'waiting_third_party'}");
    at(f, 3 * HOUR);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'open'}");
    at(f, 3 * HOUR + 30 * MINUTE);
    TELLS(f, 0,
          START "Mon 2026-03-02 09:00-10:00 counted 1 h\n"
                "Mon 2026-03-02 10:00-11:00 paused: waiting for the customer\n"
                "Mon 2026-03-02 11:00-12:00 paused: waiting for a third party\n"
                "Mon 2026-03-02 12:00-12:30 counted 30 min\n");
    TELLS(f, HOUR + 30 * MINUTE,
          START "Mon 2026-03-02 09:00-10:00 counted 1 h\n"
                "Mon 2026-03-02 10:00-10:30 paused: waiting for the customer\n");
    TELLS(f, -HOUR, "");
    is_at(f, CSR_SLA_FIRST_REPLY, 0, "", __LINE__);
}
ON_BOTH(waiting)

/* Another rule brings its own levels: those of the first one are not told any more. */
static void other_rule(desk_fixture *f)
{
    begin(f);
    at(f, 2 * HOUR);
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'urgent'}");
    at(f, 2 * DAY + 8 * HOUR);
    TELLS(f, 0,
          START "Mon 2026-03-02 09:00-11:00 counted 2 h\n"
                "Mon 2026-03-02 11:00 target from here on: 4 h by policy hurry (revision 1), due Mon 2026-03-02 13:00\n"
                "Mon 2026-03-02 11:00 warning: 25 % of the target reached, 2 h of 4 h\n"
                "Mon 2026-03-02 11:00-12:00 counted 1 h\n"
                "Mon 2026-03-02 12:00 warning: 75 % of the target reached, 3 h of 4 h\n"
                "Mon 2026-03-02 12:00-13:00 counted 1 h\n"
                "Mon 2026-03-02 13:00 breach: 100 % of the target reached, 4 h of 4 h\n"
                "Mon 2026-03-02 13:00-17:00 counted 4 h\n"
                "Mon 2026-03-02 17:00-Tue 2026-03-03 09:00 closed: outside opening hours\n"
                "Tue 2026-03-03 09:00-17:00 counted 8 h\n"
                "Tue 2026-03-03 17:00-24:00 closed: outside opening hours\n"
                "Wed 2026-03-04 00:00-17:00 closed: holiday Fair\n");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    DESK_HAS(f, "clock.explain", "{'ticket':'$t','metric':'resolution'}",
             "'text':'Wed 2026-03-04 17:00 missed: 16 h of 4 h'");
    DESK_HAS(f, "clock.list", "{'ticket':'$t'}", "'elapsed_us':57600000000");
}
ON_BOTH(other_rule)

static void refusals(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "clock.explain", "{'metric':'resolution'}", CSR_E_ARGUMENT, "ticket" },
        { "clock.explain", "{'ticket':'$t'}", CSR_E_ARGUMENT, "metric" },
        { "clock.explain", "{'ticket':'" NOBODY "','metric':'resolution'}", CSR_E_NOT_FOUND, "ticket" },
        { "clock.explain", "{'ticket':'$t','metric':'speed'}", CSR_E_ARGUMENT, "metric" },
        { "clock.explain", "{'ticket':'$t','metric':'resolution','after':'x'}", CSR_E_ARGUMENT, "after" },
        { "clock.explain", "{'ticket':'$t','metric':'resolution','after':'1234567890'}", CSR_E_ARGUMENT, "after" },
        { "clock.explain", "{'ticket':'$t','metric':'resolution','at':'2030-01-01T00:00:00Z'}", CSR_E_ARGUMENT, "at" },
        { "clock.explain", "{'ticket':'$t','metric':'resolution','limit':-1}", CSR_E_ARGUMENT, "limit" },
    };
    begin(f);
    DESK_FAILURES(f, table);
    /* Behind the last line there is nothing. */
    DESK_IS(f, "clock.explain", "{'ticket':'$t','metric':'resolution','after':'99'}",
            "{'kind':'clock_line','rows':[],'next':null}");
}
ON_BOTH(refusals)

static CU_TestInfo tests[] = {
    { "story/waiting", waiting_on_both },
    { "story/other_rule", other_rule_on_both },
    { "story/refusals", refusals_on_both },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "story", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("stories of clocks", suites, 3);
}
