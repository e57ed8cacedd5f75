#include "support/desk_fixture.h"

#define HOUR (INT64_C(3600) * 1000000)

/* Events of a desk: at no subject does time run backwards. */
static void expect_monotone(desk_fixture *f)
{
    struct {
        csr_id subject;
        csr_time at;
    } last[64];
    csr_event_query query = CSR_EVENT_QUERY_INIT;
    csr_result *result = NULL;
    size_t n = 0;

    query.limit = CSR_PAGE_MAX;
    if (!TYPED_OK(f, csr_event_list(f->session, &query, &result, &f->err)))
        return;
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_event_view event = { .struct_size = sizeof(event) };
        size_t k = 0;
        TYPED_OK(f, csr_event_at(result, i, &event, &f->err));
        while (k < n && memcmp(&last[k].subject, &event.subject, sizeof(csr_id)) != 0)
            k++;
        if (k == n && n < sizeof(last) / sizeof(last[0]))
            last[n++].subject = event.subject;
        else
            DESK_TRUE(f, event.at >= last[k].at);
        last[k].at = event.at;
    }
    csr_result_free(result);
}

/* Every kind of change. */
static const struct {
    const char *name, *operation, *params;
} steps[] = {
    { "amy", "agent.add", "{'handle':'amy'}" },
    { NULL, "agent.change", "{'id':'$amy','name':'Amy'}" },
    { NULL, "skill.set", "{'id':'$amy','name':'returns'}" },
    { NULL, "skill.set", "{'id':'$amy','name':'returns','level':5}" },
    { "front", "team.add", "{'name':'Front'}" },
    { NULL, "team.join", "{'id':'$front','agent':'$amy'}" },
    { "jana", "customer.add", "{'name':'Jana'}" },
    { NULL, "customer.change", "{'id':'$jana','note':'n'}" },
    { "mail", "identity.add", "{'customer':'$jana','kind':'room','value':'1'}" },
    { NULL, "identity.verify", "{'id':'$mail'}" },
    { NULL, "identity.end", "{'id':'$mail'}" },
    { NULL, "customer.tag", "{'id':'$jana','tag':'t'}" },
    { "t", "ticket.open", "{'subject':'s','customer':'$jana'}" },
    { NULL, "ticket.change", "{'id':'$t','priority':'high'}" },
    { NULL, "ticket.move", "{'id':'$t','state':'open'}" },
    { NULL, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}" },
    { NULL, "ticket.reopen", "{'id':'$t'}" },
    { NULL, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}" },
    { NULL, "ticket.move", "{'id':'$t','state':'closed'}" },
    { "call", "interaction.add", "{'channel':'phone','ticket':'$t'}" },
    { NULL, "interaction.hold", "{'id':'$call'}" },
    { NULL, "interaction.resume", "{'id':'$call'}" },
    { NULL, "interaction.hold", "{'id':'$call'}" },
    { NULL, "interaction.transfer", "{'id':'$call','agent':'$amy'}" },
    { NULL, "interaction.end", "{'id':'$call','outcome':'solved'}" },
    { NULL, "settings.change", "{'language':'cs'}" },
    { NULL, "bookmark.set", "{'name':'b','value':'1'}" },
    { NULL, "bookmark.set", "{'name':'b','value':'2'}" },
    { NULL, "customer.untag", "{'id':'$jana','tag':'t'}" },
    { NULL, "team.leave", "{'id':'$front','agent':'$amy'}" },
};

/* The clock goes back an hour before each of them. */
static void going_back_refuses_nobody(desk_fixture *f)
{
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        csr_test_host_advance(&f->host, -HOUR);
        if (steps[i].name != NULL)
            desk_make_at(f, steps[i].name, steps[i].operation, steps[i].params, __FILE__, __LINE__);
        else
            desk_expect_at(f, steps[i].params, desk_call(f, steps[i].operation, steps[i].params), CSR_OK, "", __FILE__,
                           __LINE__);
    }
    expect_monotone(f);
    DESK_HAS(f, "interaction.get", "{'id':'$call'}", "'holds':2,'held_us':0}]");
}
ON_BOTH(going_back_refuses_nobody)

/* It leaps fifty years ahead before one and comes back before the next: what was written meanwhile lies in the future. */
static void leaping_ahead_refuses_nobody(desk_fixture *f)
{
    const int64_t leap = 50 * 365 * 24 * HOUR;

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        csr_test_host_advance(&f->host, i % 2 == 0 ? leap : -leap);
        if (steps[i].name != NULL)
            desk_make_at(f, steps[i].name, steps[i].operation, steps[i].params, __FILE__, __LINE__);
        else
            desk_expect_at(f, steps[i].params, desk_call(f, steps[i].operation, steps[i].params), CSR_OK, "", __FILE__,
                           __LINE__);
    }
    expect_monotone(f);
}
ON_BOTH(leaping_ahead_refuses_nobody)

static void rows_do_not_grow_younger(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    csr_test_host_advance(&f->host, -HOUR);
    DESK_OK(f, "customer.change", "{'id':'$jana','note':'n'}");
    DESK_HAS(f, "customer.get", "{'id':'$jana'}",
             "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:00Z'");
    csr_test_host_advance(&f->host, 2 * HOUR);
    DESK_OK(f, "customer.change", "{'id':'$jana','note':'m'}");
    DESK_HAS(f, "customer.get", "{'id':'$jana'}",
             "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T10:00:00Z'");
}
ON_BOTH(rows_do_not_grow_younger)

#define DOCUMENT(first)                                                                                         \
    "{'states':[{'name':'" first "','category':'new'},{'name':'z','category':'closed'}],'initial':'" first "'," \
    "'transitions':[{'from':'" first "','to':'z'}]}"

/* A document that was recorded to hold at once holds, also when the clock then goes back. */
static void documents_stay_in_force(desk_fixture *f)
{
    DESK_MAKE(f, "one", "policy.add", "{'kind':'lifecycle','name':'house','document':" DOCUMENT("a") "}");
    csr_test_host_advance(&f->host, -1);
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle','name':'house'}", "'id':'$one'");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s','lifecycle':'house'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'state':'a'");
}
ON_BOTH(documents_stay_in_force)

static void documents_can_be_replaced(desk_fixture *f)
{
    DESK_MAKE(f, "one", "policy.add", "{'kind':'lifecycle','name':'house','document':" DOCUMENT("a") "}");
    csr_test_host_advance(&f->host, -HOUR);
    DESK_MAKE(f, "two", "policy.add", "{'kind':'lifecycle','name':'house','document':" DOCUMENT("b") "}");
    csr_test_host_advance(&f->host, 2 * HOUR);
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle','name':'house'}", "'id':'$two'");
}
ON_BOTH(documents_can_be_replaced)

/* Another process, or the same one started again, whose clock is behind: its ids are smaller than those there are. */
static void holds_end_after_a_restart(desk_fixture *f)
{
    DESK_MAKE(f, "call", "interaction.add", "{'channel':'phone'}");
    DESK_OK(f, "interaction.hold", "{'id':'$call','reason':'first'}");
    DESK_OK(f, "interaction.resume", "{'id':'$call'}");
    if (!desk_reopen(f))
        return;
    csr_test_host_advance(&f->host, -HOUR);
    DESK_OK(f, "interaction.hold", "{'id':'$call','reason':'second'}");
    DESK_OK(f, "interaction.resume", "{'id':'$call'}");
    /* Both have ended, and neither twice. */
    DESK_HAS(f, "hold.list", "{'interaction':'$call'}",
             "'started_at':'2026-03-02T08:00:00Z','ended_at':'2026-03-02T08:00:00Z','reason':'second'");
    DESK_HAS(f, "hold.list", "{'interaction':'$call'}",
             "'started_at':'2026-03-02T09:00:00Z','ended_at':'2026-03-02T09:00:00Z','reason':'first'");
}
ON_BOTH(holds_end_after_a_restart)

/* Of two documents that begin at the same instant the later revision holds, whoever recorded it. */
static void revisions_decide_after_a_restart(desk_fixture *f)
{
    char params[400];

    for (int i = 0; i < 8; i++) {
        char expected[40];
        snprintf(params, sizeof(params),
                 "{'kind':'lifecycle','name':'house','document':{'states':[{'name':'s%d','category':'new'},"
                 "{'name':'z','category':'closed'}],'initial':'s%d','transitions':[{'from':'s%d','to':'z'}]}}",
                 i, i, i);
        desk_make_at(f, "p", "policy.add", params, __FILE__, __LINE__);
        snprintf(expected, sizeof(expected), "'revision':%d,", i + 1);
        desk_is_at(f, "policy.get", "{'id':'$p'}", expected, 0, __FILE__, __LINE__);
        desk_is_at(f, "policy.current", "{'kind':'lifecycle','name':'house'}", expected, 0, __FILE__, __LINE__);
        if (!desk_reopen(f))
            return;
    }
}
ON_BOTH(revisions_decide_after_a_restart)

int main(void)
{
    CU_TestInfo tests[] = {
        { "clock/going_back_refuses_nobody", going_back_refuses_nobody_on_both },
        { "clock/leaping_ahead_refuses_nobody", leaping_ahead_refuses_nobody_on_both },
        { "clock/rows_do_not_grow_younger", rows_do_not_grow_younger_on_both },
        { "clock/documents_stay_in_force", documents_stay_in_force_on_both },
        { "clock/documents_can_be_replaced", documents_can_be_replaced_on_both },
        { "clock/holds_end_after_a_restart", holds_end_after_a_restart_on_both },
        { "clock/revisions_decide_after_a_restart", revisions_decide_after_a_restart_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "clock", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("clock_test", suites, 7);
}
