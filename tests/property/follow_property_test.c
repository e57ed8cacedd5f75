#include "support/desk_fixture.h"
#include "support/seeded.h"

#include <stdlib.h>

/*
 * Random courses of tickets under rules of every sort, with ticks in time: a backtest of the rules in force over what has
 * happened gives the log of firings exactly, keys happen once, and tickets show the level of what is open.
 */
#define COURSES 12
#define STEPS 60
#define SECOND INT64_C(1000000)
#define Q "\\\""
#define RULES                                                                                                        \
    "{'kind':'rules','document':{'format':'csr-rules/1','set':'house','groups':{'reply':{'pick':'first'}},'rules':[" \
    "{'id':'slow','priority':80,'group':'reply','when':['ticket.waited > duration(" Q "30m" Q ")'],"                 \
    "'steps':[{'do':[{'escalate':{'to':'supervisor'}}]},"                                                            \
    "{'after':'20m','until':'ticket.acknowledged','do':[{'escalate':{'to':'manager'}}]}]},"                          \
    "{'id':'slower','group':'reply','when':['ticket.waited > duration(" Q "10m" Q ")'],'do':[{'tag':'waits'}]},"     \
    "{'id':'tone','when':['interaction.tone_drops >= 1'],'do':[{'set':{'priority':'urgent'}},{'tag':'loud'}]},"      \
    "{'id':'loud','when':['" Q "loud" Q " in ticket.tags'],'do':[{'escalate':{'to':'supervisor'}}]},"                \
    "{'id':'nobody','when':['ticket.unowned > duration(" Q "45m" Q ")'],'fire':'once','do':[{'note':'Whose?'}]},"    \
    "{'id':'idle','when':['ticket.idle > duration(" Q "1h" Q ")','ticket.phase in [" Q "new" Q "," Q "open" Q "]']," \
    "'fire':{'every':'30m','max':3},'do':[{'emit':{'name':'idle'}}]},"                                               \
    "{'id':'watch','when':['customer.standing == " Q "watch" Q "'],'mode':'shadow','do':[{'tag':'care'}]},"          \
    "{'id':'big','when':['has(refund.amount_minor)','refund.amount_minor > 600'],"                                   \
    "'do':[{'require_approval':'supervisor'},{'tag':'money'}]},"                                                     \
    "{'id':'sent','fire':'each_event','when':['has(refund.state)','refund.state == " Q "pending_approval" Q "'],"    \
    "'do':[{'emit':{'name':'asked'}}]},"                                                                             \
    "{'id':'sorry','when':['remedy.offered == 0','interaction.tone_drops >= 1'],'do':[{'propose_remedy':'next'}]},"  \
    "{'id':'refused','when':['remedy.declined > 0','remedy.open == 0'],'do':[{'untag':'money'}]},"                   \
    "{'id':'talk','fire':'each_event','when':['ticket.contacts >= 3'],'do':[{'emit':{'name':'talk'}}]}]}}"

#define LADDERS                                                                                 \
    "{'kind':'remedy','document':{'format':'csr-remedies/1','ladders':[{'ladder':'l','rungs':[" \
    "{'rung':'sorry','remedy':'apology','times':3},{'rung':'repair','remedy':'repair','after':'all','times':20}]}]}}"

static void ask(desk_fixture *f, const char *operation, const char *params)
{
    (void)desk_call(f, operation, params);
}

/* Let time pass; what comes due on the way is told then. */
static void pass(desk_fixture *f, int64_t us)
{
    csr_time until = f->host.now + us;

    for (int i = 0; i < 200; i++) {
        csr_due_view due = { .struct_size = sizeof(due) };
        csr_result *result = NULL;
        if (csr_desk_due(f->session, &result, &f->err) != CSR_OK || csr_due_at(result, 0, &due, &f->err) != CSR_OK)
            break;
        csr_result_free(result);
        if (due.at == 0 || due.at > until)
            break;
        if (due.at > f->host.now)
            csr_test_host_advance(&f->host, due.at - f->host.now);
        DESK_OK(f, "desk.tick", "{}");
    }
    csr_test_host_advance(&f->host, until - f->host.now);
}

/* The newest row of a list gets the name "newest". */
static int name_newest(desk_fixture *f, const char *operation, const char *params)
{
    const char *id;

    if (desk_call(f, operation, params) != CSR_OK || (id = strstr(f->raw, "\"id\":\"")) == NULL)
        return 0;
    for (const char *next = id; next != NULL; next = strstr(next + 1, "{\"id\":\""))
        id = next;
    desk_words_let(&f->words, "newest", strstr(id, "\"id\":\"") + 6, 36);
    return 1;
}

/* Something happens to the newest refund of the ticket, or to its last remedy. */
static void step_of_money(desk_fixture *f, csr_test_random *random)
{
    static const char *const of_refund[][2] = {
        { "refund.add", "{'id':'$newest','kind':'amount','amount_minor':400}" },
        { "refund.add", "{'id':'$newest','kind':'goods','line':'$mugs','units':1}" },
        { "refund.submit", "{'id':'$newest'}" },
        { "refund.cancel", "{'id':'$newest','reason':'kept'}" },
        { "refund.reject", "{'id':'$newest','reason':'no'}" },
    };
    static const char *const of_remedy[][2] = {
        { "remedy.accept", "{'id':'$newest'}" },
        { "remedy.decline", "{'id':'$newest'}" },
        { "remedy.fulfil", "{'id':'$newest'}" },
        { "remedy.withdraw", "{'id':'$newest','answer':'no'}" },
    };
    size_t which = csr_test_below(random, 11);

    if (which == 9)
        ask(f, "refund.open", "{'purchase':'$order','reason':'torn','ticket':'$t'}");
    else if (which == 10)
        ask(f, "remedy.offer", "{'ticket':'$t'}");
    else if (which < 5 && name_newest(f, "refund.list", "{'purchase':'$order','limit':1}"))
        ask(f, of_refund[which][0], of_refund[which][1]);
    else if (which >= 5 && name_newest(f, "remedy.list", "{'ticket':'$t','limit':100}"))
        ask(f, of_remedy[which - 5][0], of_remedy[which - 5][1]);
}

static void step(desk_fixture *f, csr_test_random *random)
{
    static const struct {
        const char *operation, *params;
    } all[] = {
        { "interaction.add", "{'channel':'email','ticket':'$t','tone':'neutral'}" },
        { "interaction.add", "{'channel':'email','ticket':'$t','direction':'outgoing','agent':'$eva'}" },
        { "interaction.add", "{'channel':'phone','ticket':'$t','tone':'upset'}" },
        { "interaction.add", "{'channel':'phone','ticket':'$t','tone':'calm'}" },
        { "ticket.change", "{'id':'$t','assignee':'$eva'}" },
        { "ticket.change", "{'id':'$t','assignee':null}" },
        { "ticket.change", "{'id':'$t','priority':'low'}" },
        { "ticket.tag", "{'id':'$t','tag':'loud'}" },
        { "ticket.untag", "{'id':'$t','tag':'loud'}" },
        { "ticket.move", "{'id':'$t','state':'open'}" },
        { "ticket.move", "{'id':'$t','state':'waiting_customer'}" },
        { "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}" },
        { "ticket.reopen", "{'id':'$t'}" },
        { "customer.change", "{'id':'$jana','standing':'watch'}" },
        { "customer.change", "{'id':'$jana','standing':'good'}" },
        { "escalation.raise", "{'ticket':'$t','to_role':'manager'}" },
        { "ticket.claim", "{'id':'$t','agent':'$eva'}" },
    };
    size_t which = csr_test_below(random, sizeof(all) / sizeof(all[0]) + 8);

    if (which >= sizeof(all) / sizeof(all[0]) + 2) {
        step_of_money(f, random);
        return;
    }
    if (which < sizeof(all) / sizeof(all[0])) {
        ask(f, all[which].operation, all[which].params);
        return;
    }
    /* Take up or resolve the newest open escalation. */
    if (desk_call(f, "escalation.list", "{'ticket':'$t','limit':1}") != CSR_OK || strstr(f->raw, "\"id\":\"") == NULL)
        return;
    desk_words_let(&f->words, "e", strstr(f->raw, "\"id\":\"") + 6, 36);
    ask(f, which % 2 ? "escalation.acknowledge" : "escalation.resolve",
        which % 2 ? "{'id':'$e','agent':'$sam'}" : "{'id':'$e'}");
}

/* The level of a ticket is that of its open escalations. */
static void check_levels(desk_fixture *f)
{
    int32_t highest = 0;
    csr_escalation_query query = CSR_ESCALATION_QUERY_INIT;
    csr_ticket_view ticket = { .struct_size = sizeof(ticket) };
    csr_result *result = NULL;
    csr_id id = desk_id(f, "t");

    query.ticket = id;
    query.open = 1;
    TYPED_OK(f, csr_escalation_list(f->session, &query, &result, &f->err));
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_escalation_view view = { .struct_size = sizeof(view) };
        TYPED_OK(f, csr_escalation_at(result, i, &view, &f->err));
        highest = view.level > highest ? view.level : highest;
    }
    csr_result_free(result);
    TYPED_OK(f, csr_ticket_get(f->session, &id, &result, &f->err));
    TYPED_OK(f, csr_ticket_at(result, 0, &ticket, &f->err));
    DESK_TRUE(f, ticket.escalation_level == highest);
    csr_result_free(result);
}

static void course(desk_fixture *f, uint64_t seed)
{
    csr_test_random random = csr_test_random_begin("a course under rules", seed);

    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(f, "sam", "agent.add", "{'handle':'sam','role':'supervisor'}");
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR','customer':'$jana'}");
    DESK_MAKE(f, "mugs", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'MUG','quantity':9,'gross_minor':9000}");
    DESK_MAKE(f, "card", "payment.put",
              "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':9000}");
    DESK_OK(f, "policy.add", LADDERS);
    DESK_OK(f, "policy.add", RULES);
    pass(f, SECOND);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Random','customer':'$jana'}");
    for (int i = 0; i < STEPS; i++) {
        pass(f, SECOND * (1 + (int64_t)csr_test_below(&random, i % 7 == 0 ? 3600 : 300)));
        step(f, &random);
        check_levels(f);
    }
    pass(f, SECOND);
    DESK_IS(f, "firing.backtest", "{'differences':true}", "{'kind':'rehearsal','rows':[],'next':null}");
    DESK_OK(f, "firing.list", "{'ticket':'$t'}");
}

static uint64_t current;
static int fired[4]; /* the rules about money, in any course */

static void one(desk_fixture *f)
{
    static const char *const rules[] = { "{'rule':'big'}", "{'rule':'sent'}", "{'rule':'sorry'}",
                                         "{'rule':'refused'}" };

    course(f, current);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        fired[i] += desk_call(f, "firing.list", rules[i]) == CSR_OK && strstr(f->answer, "'outcome':'done'") != NULL;
}

static void test_backtests_give_the_log(void)
{
    for (current = 1; current <= COURSES; current++)
        desk_on_both(one);
    for (size_t i = 0; i < sizeof(fired) / sizeof(fired[0]); i++)
        CU_ASSERT_TRUE(fired[i] > 0);
}

/* The negative control: rules that differ in one threshold do not give the log. */
static void differs(desk_fixture *f)
{
    course(f, 3);
    DESK_HAS(f, "firing.backtest",
             "{'differences':true,'document':{'format':'csr-rules/1','set':'house','rules':["
             "{'id':'slower','when':['ticket.waited > duration(" Q "11m" Q ")'],'do':[{'tag':'waits'}]}]}}",
             "'differs':-1");
}
ON_BOTH(differs)

int main(void)
{
    CU_TestInfo tests[] = {
        { "follow_property/backtests_give_the_log", test_backtests_give_the_log },
        { "follow_property/differs", differs_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "follow_property", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("follow_property_test", suites, 2);
}
