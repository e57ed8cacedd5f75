/*
 * Random matters at two desks: one ticks after every step, the other only at the end. Their clocks must be the same, and
 * what is stored must be what the log tells (S5, S8, C2, C4, C10).
 */
#include "support/desk_fixture.h"
#include "support/seeded.h"

#include <stdlib.h>

#define MINUTE (INT64_C(60) * 1000000)
#define TICKETS 3
#define STEPS 60
#define ROUNDS 25

#define CALENDAR                                                                                          \
    "{'kind':'calendar','name':'counter','document':{'zone':'Etc/UTC','hours':{'mon':[['09:00','12:00']," \
    "['13:00','17:00']],'tue':[['09:00','17:00']],'thu':[['22:00','04:00']]},'holidays':['2026-03-10']}}"
#define EDITED                                                                                             \
    "{'kind':'calendar','name':'counter','document':{'zone':'Etc/UTC','hours':{'mon':[['08:00','16:00']]," \
    "'wed':[['08:00','16:00']]}}}"
#define SLA(catch_up, reopen)                                                                                     \
    "{'kind':'sla','document':{'policies':[{'name':'urgent','when':'ticket.priority == \\'urgent\\'','targets':{" \
    "'resolution':{'target':'2h'},'first_reply':{'target':'10m'},'next_reply':{'target':'20m'}},"                 \
    "'levels':[50,80,150],'catch_up':'" catch_up "','reopen':'" reopen "'},{'name':'rest','targets':{"            \
    "'first_reply':{'target':'1h','calendar':'counter'},'next_reply':{'target':'90m','calendar':'counter'},"      \
    "'periodic_update':{'target':'3h'},'resolution':{'target':'9h','calendar':'counter'}},"                       \
    "'levels':[25,75,200],'pause':['customer','internal'],'updates_pause':true,'catch_up':'" catch_up "',"        \
    "'reopen':'" reopen "'}]}}"

static const char *const slas[] = { SLA("each", "resume"), SLA("last", "new_cycle"), SLA("each", "never") };

/* Things that may happen to a ticket; those that its state does not allow are refused, at both desks alike. */
static const struct {
    const char *operation, *params;
} steps[] = {
    { "interaction.add", "{'channel':'email','ticket':'$%s'}" },
    { "interaction.add", "{'channel':'email','ticket':'$%s','direction':'outgoing','actor_kind':'agent'}" },
    { "interaction.add", "{'channel':'chat','ticket':'$%s','direction':'outgoing','actor_kind':'bot'}" },
    { "ticket.move", "{'id':'$%s','state':'open'}" },
    { "ticket.move", "{'id':'$%s','state':'waiting_customer'}" },
    { "ticket.move", "{'id':'$%s','state':'waiting_internal'}" },
    { "ticket.move", "{'id':'$%s','state':'waiting_third_party'}" },
    { "ticket.move", "{'id':'$%s','state':'resolved','resolution':'solved'}" },
    { "ticket.reopen", "{'id':'$%s'}" },
    { "ticket.change", "{'id':'$%s','priority':'urgent'}" },
    { "ticket.change", "{'id':'$%s','priority':'low'}" },
    { "ticket.move", "{'id':'$%s','state':'open'}" },
};

static const char *const names[TICKETS] = { "one", "two", "three" };

static void tick(desk_fixture *f)
{
    DESK_OK(f, "desk.tick", "{}");
}

/* All clocks of a ticket without their ids, as one text; the caller frees it. */
static char *clocks_of(desk_fixture *f, const char *name, csr_time when)
{
    csr_clock_query in = CSR_CLOCK_QUERY_INIT;
    csr_clock_view v = { .struct_size = sizeof v };
    csr_result *result = NULL;
    char *text = calloc(1, 4096);
    size_t len = 0;

    in.ticket = desk_id(f, name);
    in.at = when;
    TYPED_OK(f, csr_clock_list(f->session, &in, &result, &f->err));
    for (size_t i = 0; result != NULL && i < csr_result_count(result) && len < 4000; i++) {
        TYPED_OK(f, csr_clock_at(result, i, &v, &f->err));
        /* C4 and C10: what was met was not late, what was missed was. */
        DESK_TRUE(f, v.outcome != CSR_SLA_MISSED || v.breached_at != 0 || v.elapsed_us > v.target_s * 1000000);
        DESK_TRUE(f, v.outcome != CSR_SLA_MET || v.breached_at == 0);
        len += (size_t)snprintf(text + len, 4096 - len,
                                "%d: state %d outcome %d cycle %d revision %d target %lld elapsed %lld started %lld "
                                "stopped %lld due %lld next %lld %d breached %lld %s %s\n",
                                v.metric, v.state, v.outcome, v.cycle, v.revision, (long long)v.target_s,
                                (long long)v.elapsed_us, (long long)v.started_at, (long long)v.stopped_at,
                                (long long)v.due_at, (long long)v.next_at, v.next_percent, (long long)v.breached_at,
                                v.rule.ptr, v.levels.ptr);
    }
    csr_result_free(result);
    return text;
}

/* Levels that were told of a ticket. */
static int told(desk_fixture *f, const char *name)
{
    csr_event_history_query in = CSR_EVENT_HISTORY_QUERY_INIT;
    csr_event_view e = { .struct_size = sizeof e };
    csr_result *result = NULL;
    int count = 0;

    in.subject = desk_id(f, name);
    in.limit = 1000;
    TYPED_OK(f, csr_event_history(f->session, &in, &result, &f->err));
    for (size_t i = 0; result != NULL && i < csr_result_count(result); i++) {
        TYPED_OK(f, csr_event_at(result, i, &e, &f->err));
        count += e.kind == CSR_EVENT_CLOCK_WARNED || e.kind == CSR_EVENT_CLOCK_BREACHED;
        DESK_TRUE(f, e.effective_at <= e.at); /* S8: no level is told before it was due */
    }
    csr_result_free(result);
    return count;
}

static void same(desk_fixture *often, desk_fixture *late, uint64_t seed, int each)
{
    for (int i = 0; i < TICKETS; i++) {
        char *a = clocks_of(often, names[i], 0), *b = clocks_of(late, names[i], 0);
        char *log = clocks_of(late, names[i], late->host.now);
        if (strcmp(a, b) != 0 || strcmp(b, log) != 0)
            printf("seed %llu, %s\n often:\n%s late:\n%s from the log:\n%s", (unsigned long long)seed, names[i], a, b,
                   log);
        DESK_TRUE(often, strcmp(a, b) == 0);
        DESK_TRUE(late, strcmp(b, log) == 0);
        if (each)
            DESK_TRUE(late, told(often, names[i]) == told(late, names[i]));
        free(a);
        free(b);
        free(log);
    }
}

static void play(desk_fixture *often, desk_fixture *late, uint64_t seed)
{
    csr_test_random r = { seed * UINT64_C(0x9e3779b97f4a7c15) };
    size_t sla = (size_t)(seed % 3);
    desk_fixture *both[] = { often, late };

    for (int d = 0; d < 2; d++) {
        (void)desk_call(both[d], "policy.add", CALENDAR);
        (void)desk_call(both[d], "policy.add", slas[sla]);
        for (int i = 0; i < TICKETS; i++)
            DESK_MAKE(both[d], names[i], "ticket.open", "{'subject':'x'}");
    }
    for (int s = 0; s < STEPS; s++) {
        size_t step = (size_t)csr_test_below(&r, sizeof steps / sizeof steps[0]);
        size_t ticket = (size_t)csr_test_below(&r, TICKETS);
        int64_t by = (int64_t)csr_test_below(&r, 400) * MINUTE * (int64_t)csr_test_below(&r, 2);
        char params[200];
        csr_status status[2];
        snprintf(params, sizeof params, steps[step].params, names[ticket]);
        for (int d = 0; d < 2; d++) {
            csr_test_host_advance(&both[d]->host, by);
            if (d == 0)
                tick(often);
            status[d] = desk_call(both[d], steps[step].operation, params);
        }
        tick(often);
        DESK_TRUE(often, status[0] == status[1]);
        if (s == STEPS / 2 && seed % 2 == 0) {
            for (int d = 0; d < 2; d++) {
                DESK_OK(both[d], "policy.add", EDITED);
                tick(both[d]);
            }
        }
    }
    tick(late);
    same(often, late, seed, sla != 1);
    /* S5: looking twice is looking once. */
    desk_keep(often);
    tick(often);
    DESK_SAME(often);
}

static void rounds(const char *store)
{
    uint64_t first_seed = csr_test_random_begin(store, 1).state;

    for (uint64_t seed = first_seed; seed < first_seed + csr_test_depth(ROUNDS); seed++) {
        desk_fixture often = { 0 }, late = { 0 };
        char first[40], second[40];
        snprintf(first, sizeof first, strcmp(store, "sqlite") == 0 ? "often%d.csr" : "memory:", (int)seed);
        snprintf(second, sizeof second, strcmp(store, "sqlite") == 0 ? "late%d.csr" : "memory:", (int)seed);
        CU_ASSERT_FATAL(desk_begin(&often, store, first, seed) && desk_begin(&late, store, second, seed + 1000));
        play(&often, &late, seed);
        desk_end(&often);
        desk_end(&late);
    }
}

static void in_memory(void)
{
    rounds("memory");
}

static void in_sqlite(void)
{
    rounds("sqlite");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "sla_desk_property/memory", in_memory },
        { "sla_desk_property/sqlite", in_sqlite },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "sla_desk_property", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("sla_desk_property_test", suites, 2);
}
