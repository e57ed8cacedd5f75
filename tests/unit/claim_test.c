#include "support/desk_fixture.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Claims: one holder at a time, an end that needs nobody, and the next ticket of a queue.
 */
#define MINUTE INT64_C(60000000)

/* Who is at work. */
enum { EVA, PETR, BOSS };

static desk_staff begin(desk_fixture *f)
{
    static const char *const handles[] = { "eva", "petr", "boss", NULL };

    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(f, "petr", "agent.add", "{'handle':'petr'}");
    DESK_MAKE(f, "boss", "agent.add", "{'handle':'boss','role':'supervisor'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','team':'$front'}");
    return desk_staff_begin(f, handles);
}

static void one_holder(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_AS(f, h.of[EVA], "ticket.claim", "{'id':'$torn'}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{'ticket':'$torn'}",
             "'agent':'$eva','claimed_at':'2026-03-02T09:00:00Z','until':'2026-03-02T09:15:00Z'");
    DESK_AS_FAILS(f, h.of[PETR], "ticket.claim", "{'id':'$torn'}", CSR_E_STATE, "agent");
    desk_true_at(f, strstr(f->err.message, "claimed by eva until 2026-03-02T09:15:00Z") != NULL, f->err.message,
                 __FILE__, __LINE__);
    /* The ticket is not locked: a claim says who is at it. */
    DESK_AS(f, h.of[PETR], "ticket.change", "{'id':'$torn','priority':'high'}", CSR_OK, "");
    DESK_AS(f, h.of[EVA], "ticket.release", "{'id':'$torn'}", CSR_OK, "");
    DESK_IS(f, "claim.list", "{'ticket':'$torn'}", "{'kind':'claim','rows':[],'next':null}");
    DESK_AS(f, h.of[PETR], "ticket.claim", "{'id':'$torn'}", CSR_OK, "");
    desk_staff_end(&h);
}
ON_BOTH(one_holder)

/* The end is when the clock shows it, and nothing has to run for that. */
static void ends_by_itself(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_AS(f, h.of[EVA], "ticket.claim", "{'id':'$torn','for_us':60000000}", CSR_OK, "");
    csr_test_host_advance(&f->host, MINUTE - 1);
    DESK_AS_FAILS(f, h.of[PETR], "ticket.claim", "{'id':'$torn'}", CSR_E_STATE, "agent");
    DESK_HAS(f, "claim.list", "{'agent':'$eva'}", "'ticket':'$torn'");
    csr_test_host_advance(&f->host, 1);
    DESK_HAS(f, "claim.list", "{'agent':'$eva'}", "'rows':[]");
    DESK_HAS(f, "claim.list", "{'ticket':'$torn'}", "'rows':[]");
    DESK_HAS(f, "claim.list", "{}", "'rows':[]");
    desk_keep(f);
    DESK_AS(f, h.of[EVA], "ticket.release", "{'id':'$torn'}", CSR_OK, "");
    DESK_SAME(f);
    DESK_AS(f, h.of[PETR], "ticket.claim", "{'id':'$torn'}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{}", "'agent':'$petr'");
    DESK_HAS(f, "event.history", "{'subject':'$torn'}", "claim.agent");
    desk_staff_end(&h);
}
ON_BOTH(ends_by_itself)

static void prolonging(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_AS(f, h.of[EVA], "ticket.claim", "{'id':'$torn','for_us':120000000}", CSR_OK, "");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_AS(f, h.of[EVA], "ticket.claim", "{'id':'$torn','for_us':120000000}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{}", "'claimed_at':'2026-03-02T09:00:00Z','until':'2026-03-02T09:03:00Z'");
    /* Never shorter. */
    desk_keep(f);
    DESK_AS(f, h.of[EVA], "ticket.claim", "{'id':'$torn','for_us':1}", CSR_OK, "");
    DESK_SAME(f);
    desk_staff_end(&h);
}
ON_BOTH(prolonging)

static void rights(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_AS(f, h.of[EVA], "ticket.claim", "{'id':'$torn'}", CSR_OK, "");
    DESK_AS_FAILS(f, h.of[PETR], "ticket.claim", "{'id':'$torn','take_over':true}", CSR_E_RIGHT, "take_over");
    DESK_AS_FAILS(f, h.of[PETR], "ticket.claim", "{'id':'$torn','agent':'$eva'}", CSR_E_RIGHT, "agent");
    DESK_AS_FAILS(f, h.of[PETR], "ticket.release", "{'id':'$torn'}", CSR_E_RIGHT, "id");
    DESK_AS_FAILS(f, h.of[BOSS], "ticket.claim", "{'id':'$torn'}", CSR_E_STATE, "agent");
    DESK_AS(f, h.of[BOSS], "ticket.claim", "{'id':'$torn','take_over':true}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{}", "'agent':'$boss'");
    DESK_AS(f, h.of[BOSS], "ticket.claim", "{'id':'$torn','take_over':true,'agent':'$petr'}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{}", "'agent':'$petr'");
    DESK_AS(f, h.of[BOSS], "ticket.release", "{'id':'$torn'}", CSR_OK, "");
    desk_staff_end(&h);
}
ON_BOTH(rights)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "ticket.claim", "{'id':'$torn'}", CSR_E_ARGUMENT, "agent" },
        { "ticket.claim", "{'id':'$torn','agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "agent" },
        { "ticket.claim", "{'id':'" NOBODY "','agent':'$eva'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.claim", "{'id':'$torn','agent':'$eva','for_us':86400000001}", CSR_E_ARGUMENT, "for_us" },
        { "ticket.claim", "{'id':'$torn','agent':'$eva','for_us':-1}", CSR_E_ARGUMENT, "for_us" },
        { "ticket.claim", "{'id':'$torn','agent':'$eva','expected_version':2}", CSR_E_CONFLICT, "expected_version" },
        { "ticket.claim", "{'id':'$done','agent':'$eva'}", CSR_E_STATE, "state" },
        { "ticket.release", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "claim.next", "{'agent':'$eva'}", CSR_E_NOT_FOUND, "team" },
        { "claim.next", "{'agent':'$eva','team':'" NOBODY "'}", CSR_E_NOT_FOUND, "team" },
        { "claim.next", "{}", CSR_E_ARGUMENT, "agent" },
        { "claim.list", "{'ticket':'$torn','agent':'$eva'}", CSR_E_ARGUMENT, "agent" },
    };
    desk_staff h = begin(f);

    DESK_MAKE(f, "done", "ticket.open", "{'subject':'Done'}");
    DESK_OK(f, "ticket.move", "{'id':'$done','state':'spam'}");
    DESK_FAILURES(f, table);
    desk_staff_end(&h);
}
ON_BOTH(refuses)

static void holders_are_bounded(desk_fixture *f)
{
    csr_ticket_open_params plain = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_claim_params in = CSR_CLAIM_PARAMS_INIT;
    desk_staff h = begin(f);
    csr_id id;

    plain.subject = CSR_STR("s");
    in.agent = desk_id(f, "eva");
    for (int i = 0; i < CSR_CLAIM_AGENT_MAX; i++) {
        TYPED_OK(f, csr_ticket_open(f->session, &plain, &id, &f->err));
        TYPED_OK(f, csr_ticket_claim(f->session, &id, &in, NULL, &f->err));
    }
    DESK_FAILS(f, "ticket.claim", "{'id':'$torn','agent':'$eva'}", CSR_E_LIMIT, "agent");
    DESK_TRUE(f, strncmp(f->err.message, "the agent holds ", 16) == 0);
    /* One's own is prolonged all the same, and those that have ended do not count. */
    csr_test_host_advance(&f->host, 1);
    TYPED_OK(f, csr_ticket_claim(f->session, &id, &in, NULL, &f->err));
    csr_test_host_advance(&f->host, 15 * MINUTE);
    DESK_OK(f, "ticket.claim", "{'id':'$torn','agent':'$eva'}");
    desk_staff_end(&h);
}
ON_BOTH(holders_are_bounded)

/* In the order of the queue: what is urgent first; what others have or are assigned to is passed over. */
static void the_next_one(desk_fixture *f)
{
    desk_staff h = begin(f);

    DESK_MAKE(f, "fire", "ticket.open", "{'subject':'Fire','team':'$front','priority':'urgent'}");
    DESK_MAKE(f, "petrs", "ticket.open", "{'subject':'His','team':'$front','priority':'urgent','assignee':'$petr'}");
    DESK_MAKE(f, "waits", "ticket.open", "{'subject':'Waits','team':'$front','priority':'urgent'}");
    DESK_OK(f, "ticket.move", "{'id':'$waits','state':'waiting_customer'}");
    DESK_MAKE(f, "none", "ticket.open", "{'subject':'No team'}");
    DESK_AS(f, h.of[EVA], "claim.next", "{'team':'$front','request_key':'k'}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{'agent':'$eva'}", "'ticket':'$fire'");
    /* The same request again is the same ticket. */
    desk_keep(f);
    DESK_AS(f, h.of[EVA], "claim.next", "{'team':'$front','request_key':'k'}", CSR_OK, "");
    DESK_SAME(f);
    DESK_AS(f, h.of[PETR], "claim.next", "{'team':'$front'}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{'agent':'$petr'}", "'ticket':'$petrs'");
    DESK_AS(f, h.of[EVA], "claim.next", "{'team':'$front','for_us':60000000}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{'ticket':'$torn'}", "'agent':'$eva'");
    DESK_AS_FAILS(f, h.of[PETR], "claim.next", "{'team':'$front'}", CSR_E_NOT_FOUND, "team");
    DESK_AS(f, h.of[PETR], "claim.next", "{}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{'ticket':'$none'}", "'agent':'$petr'");
    csr_test_host_advance(&f->host, MINUTE);
    DESK_AS(f, h.of[PETR], "claim.next", "{'team':'$front'}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{'ticket':'$torn'}", "'agent':'$petr'");
    desk_staff_end(&h);
}
ON_BOTH(the_next_one)

/* More taken tickets than are looked at together. */
static void behind_many(desk_fixture *f)
{
    csr_ticket_open_params plain = CSR_TICKET_OPEN_PARAMS_INIT;
    desk_staff h = begin(f);
    csr_id id;

    plain.subject = CSR_STR("s");
    plain.team = desk_id(f, "front");
    plain.priority = CSR_PRIORITY_HIGH;
    plain.assignee = desk_id(f, "petr");
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    for (int i = 0; i < 70; i++)
        TYPED_OK(f, csr_ticket_open(f->session, &plain, &id, &f->err));
    TYPED_OK(f, csr_session_commit(f->session, &f->err));
    DESK_AS(f, h.of[EVA], "claim.next", "{'team':'$front'}", CSR_OK, "");
    DESK_HAS(f, "claim.list", "{'agent':'$eva'}", "'ticket':'$torn'");
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    for (int i = 70; i < CSR_CLAIM_LOOK_DEFAULT; i++)
        TYPED_OK(f, csr_ticket_open(f->session, &plain, &id, &f->err));
    TYPED_OK(f, csr_session_commit(f->session, &f->err));
    DESK_AS_FAILS(f, h.of[BOSS], "claim.next", "{'team':'$front'}", CSR_E_LIMIT, "team");
    DESK_AS_FAILS(f, h.of[BOSS], "claim.next", "{'team':'$front','look':1024}", CSR_E_LIMIT, "team");
    DESK_AS_FAILS(f, h.of[BOSS], "claim.next", "{'team':'$front','look':40}", CSR_E_LIMIT, "team");
    /* All of them, and not one more: that is known. */
    DESK_AS_FAILS(f, h.of[BOSS], "claim.next", "{'team':'$front','look':1025}", CSR_E_NOT_FOUND, "team");
    DESK_AS_FAILS(f, h.of[BOSS], "claim.next", "{'team':'$front','look':1000000}", CSR_E_NOT_FOUND, "team");
    DESK_AS_FAILS(f, h.of[BOSS], "claim.next", "{'team':'$front','look':1000001}", CSR_E_ARGUMENT, "look");
    plain.assignee = (csr_id){ { 0 } };
    plain.priority = CSR_PRIORITY_LOW;
    TYPED_OK(f, csr_ticket_open(f->session, &plain, &id, &f->err));
    DESK_AS_FAILS(f, h.of[BOSS], "claim.next", "{'team':'$front','look':1025}", CSR_E_LIMIT, "team");
    DESK_AS(f, h.of[BOSS], "claim.next", "{'team':'$front','look':1026}", CSR_OK, "");
    desk_staff_end(&h);
}
ON_BOTH(behind_many)

#define THREADS 4
#define ROUNDS 16 /* two threads may take for one agent, who holds 32 at most */

/* A thread that takes the next ticket until nothing is left. */
typedef struct worker {
    pthread_t thread;
    csr_session *session;
    csr_id team, agent;
    csr_id taken[ROUNDS];
    int count, failures;
} worker;

static void *take(void *argument)
{
    worker *w = argument;
    csr_status status = CSR_OK;

    while (status == CSR_OK && w->count < ROUNDS) {
        csr_claim_next_params in = CSR_CLAIM_NEXT_PARAMS_INIT;
        in.team = w->team;
        in.agent = w->agent;
        status = csr_claim_next(w->session, &in, &w->taken[w->count], NULL);
        w->count += status == CSR_OK;
    }
    w->failures += status != CSR_OK && status != CSR_E_NOT_FOUND;
    return NULL;
}

static int times_taken(const worker *workers, const csr_id *id)
{
    int times = 0;

    for (int i = 0; i < THREADS; i++)
        for (int k = 0; k < workers[i].count; k++)
            times += memcmp(&workers[i].taken[k], id, sizeof(*id)) == 0;
    return times;
}

/* Each ticket is taken once, whoever asks at the same moment. */
static void nobody_gets_the_same(desk_fixture *f)
{
    csr_ticket_open_params plain = CSR_TICKET_OPEN_PARAMS_INIT;
    worker workers[THREADS];
    csr_id ids[ROUNDS * 2];
    desk_staff h = begin(f);

    DESK_MAKE(f, "busy", "team.add", "{'name':'Busy'}");
    plain.subject = CSR_STR("s");
    plain.team = desk_id(f, "busy");
    for (int i = 0; i < ROUNDS * 2; i++)
        TYPED_OK(f, csr_ticket_open(f->session, &plain, &ids[i], &f->err));
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){ .team = plain.team, .agent = desk_id(f, i % 2 == 0 ? "eva" : "petr") };
        TYPED_OK(f, csr_session_open(f->desk, NULL, &workers[i].session, &f->err));
    }
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&workers[i].thread, NULL, take, &workers[i]) != 0)
            abort();
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        csr_session_close(workers[i].session);
        DESK_TRUE(f, workers[i].failures == 0);
    }
    for (int i = 0; i < ROUNDS * 2; i++)
        DESK_TRUE(f, times_taken(workers, &ids[i]) == 1);
    f->apart = 1; /* who was first is left to chance */
    desk_staff_end(&h);
}
ON_BOTH(nobody_gets_the_same)

/* A process that opens the file itself and takes what it gets. Returns how many. */
static int take_in_child(const char *uri, const csr_id *team, const csr_id *agent)
{
    worker w = { .team = *team, .agent = *agent };
    csr_desk *desk = NULL;

    if (csr_desk_open(uri, NULL, &desk, NULL) != CSR_OK || csr_session_open(desk, NULL, &w.session, NULL) != CSR_OK)
        return 200;
    (void)take(&w);
    csr_session_close(w.session);
    csr_desk_close(desk);
    return w.failures != 0 ? 201 : w.count;
}

static void test_processes(void)
{
    enum { CHILDREN = 3, TICKETS = 24 };
    pid_t children[CHILDREN];
    desk_fixture f;
    csr_id team, agent;
    int taken = 0;

    (void)unlink("claims.csr");
    CU_ASSERT_TRUE_FATAL(desk_begin(&f, "sqlite", "claims.csr", 1));
    DESK_MAKE(&f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(&f, "front", "team.add", "{'name':'Front'}");
    for (int i = 0; i < TICKETS; i++)
        DESK_OK(&f, "ticket.open", "{'subject':'s','team':'$front'}");
    team = desk_id(&f, "front");
    agent = desk_id(&f, "eva");
    desk_end(&f);
    for (int i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(take_in_child("claims.csr", &team, &agent));
    }
    for (int i = 0; i < CHILDREN; i++) {
        int how = -1;
        CU_ASSERT_TRUE(children[i] > 0 && waitpid(children[i], &how, 0) == children[i] && WIFEXITED(how));
        taken += WEXITSTATUS(how);
    }
    CU_ASSERT_EQUAL(taken, TICKETS);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "claim/one_holder", one_holder_on_both },
        { "claim/ends_by_itself", ends_by_itself_on_both },
        { "claim/prolonging", prolonging_on_both },
        { "claim/rights", rights_on_both },
        { "claim/refuses", refuses_on_both },
        { "claim/holders_are_bounded", holders_are_bounded_on_both },
        { "claim/the_next_one", the_next_one_on_both },
        { "claim/behind_many", behind_many_on_both },
        { "claim/nobody_gets_the_same", nobody_gets_the_same_on_both },
        { "claim/processes", test_processes },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "claim", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("claim_test", suites, 10);
}
