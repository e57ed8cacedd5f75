#include "support/desk_fixture.h"

/* Vouchers: who may issue them, what they give, and that it is given once. Budgets for goodwill. */

#define HOUR_US (INT64_C(3600) * 1000000)
#define LIMIT(role, n)                                                                             \
    "{'role':'" role "','purpose':'goodwill','currency':'EUR','single_minor':" n ",'day_minor':" n \
    ",'purchase_minor':" n ",'customer_minor':" n "}"
#define BUDGET(whose, period, n) "{" whose ",'period':'" period "','currency':'EUR','amount_minor':" n "}"
#define FIXED(n) "{'kind':'fixed','amount_minor':" n ",'currency':'EUR','customer':'$jana','reason':'late'}"
#define WHY "'reason':'fair'"
#define REDEEM(code, order, more) "{'code':'" code "','order_id':'" order "','currency':'EUR'," more "}"

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "petr", "customer.add", "{'name':'Petr'}");
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','name':'Rosa'}");
    DESK_MAKE(f, "nora", "agent.add", "{'handle':'nora','name':'Nora','role':'supervisor'}");
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','name':'Mia','role':'manager'}");
    DESK_OK(f, "approval_limit.put", LIMIT("associate", "5000"));
    DESK_OK(f, "approval_limit.put", LIMIT("manager", "90000"));
    DESK_MAKE(f, "budget", "goodwill_budget.put", BUDGET("'agent':'$rosa'", "month", "8000"));
}

/* Issue a voucher as an agent and give its id a name. */
static void issue_at(desk_fixture *f, const char *agent, const char *name, const char *params, unsigned line)
{
    csr_id id;

    desk_expect_at(f, params, desk_call_as(f, agent, "voucher.issue", params), CSR_OK, "", __FILE__, line);
    if (f->raw != NULL && strlen(f->raw) >= 44 && csr_id_parse(f->raw + 7, 36, &id, NULL) == CSR_OK)
        desk_let(f, name, &id);
}
#define ISSUE(f, agent, name, params) issue_at(f, agent, name, params, __LINE__)

/* Run an operation that gives a row, whose id gets a name. */
static void row_at(desk_fixture *f, const char *name, const char *operation, const char *params, unsigned line)
{
    const char *id;
    csr_id out;

    desk_expect_at(f, params, desk_call(f, operation, params), CSR_OK, "", __FILE__, line);
    id = f->raw != NULL ? strstr(f->raw, "\"id\":\"") : NULL;
    if (id != NULL && csr_id_parse(id + 6, 36, &out, NULL) == CSR_OK)
        desk_let(f, name, &out);
}
#define ROW_OF(f, name, operation, params) row_at(f, name, operation, params, __LINE__)

/* Within limits and budget it is approved at once; what decided is told. */
static void issued(desk_fixture *f)
{
    begin(f);
    ISSUE(f, "rosa", "a", FIXED("3000"));
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'active'");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'open':true");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "0 used, 8000 left, 3000 is asked for");
    DESK_HAS(f, "voucher_decision.list", "{'voucher':'$a'}", "'kind':'auto'");
    DESK_HAS(f, "voucher_decision.list", "{'voucher':'$a'}", "'role':'associate'");
    DESK_HAS(f, "goodwill_use.list", "{'budget':'$budget'}", "'subject':'$a'");
    DESK_HAS(f, "event.history", "{'subject':'$a'}", "'kind':'voucher_approved'");
    DESK_HAS(f, "voucher.list", "{'customer':'$jana'}", "'id':'$a'");
    /* The day: 3000 of 5000 are gone. */
    ISSUE(f, "rosa", "b", FIXED("2001"));
    DESK_HAS(f, "voucher.get", "{'id':'$b'}", "'state':'issued'");
    DESK_HAS(f, "voucher.get", "{'id':'$b'}",
             "the limit day_minor: 5000 allowed, 3000 used, 2000 left, 2001 asked for");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':2000,'currency':'EUR','customer':'$petr'}",
             "'holds':true");
    AGENT_OK(f, "rosa", "goodwill.explain", "{'amount_minor':9000,'currency':'EUR'}");
    DESK_TRUE(f, strstr(f->raw, "\"left_minor\":5000") != NULL);
}
ON_BOTH(issued)

/* No budget is nothing; a budget that is used up lets nothing through, until its period is over. */
static void budgets(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", LIMIT("associate", "90000"));
    ISSUE(f, "mia", "none", FIXED("1"));
    DESK_HAS(f, "voucher.get", "{'id':'$none'}", "neither the agent nor a team of theirs has a budget in EUR");
    ISSUE(f, "rosa", "a", FIXED("5000"));
    ISSUE(f, "rosa", "b", FIXED("3001"));
    DESK_HAS(f, "voucher.get", "{'id':'$b'}", "5000 used, 3000 left, 3001 is asked for");
    DESK_HAS(f, "voucher.get", "{'id':'$b'}", "'state':'issued'");
    /* Somebody else may go beyond it, and then it shows. */
    AGENT_OK(f, "mia", "voucher.approve", "{'id':'$b'," WHY "}");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'used_minor':8001");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'left_minor':0");
    /* What is revoked gives back what was not used of it. */
    DESK_OK(f, "voucher.revoke", "{'id':'$a'," WHY "}");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'used_minor':3001");
    csr_test_host_advance(&f->host, 31 * 24 * HOUR_US);
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'used_minor':0");
    /* Another currency is another budget. */
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'USD'}", "has a budget in USD");
    DESK_HAS(f, "goodwill_budget.list", "{}", "'period':'month'");
}
ON_BOTH(budgets)

/* A team's budget is what its members give together; all that there are have to hold. */
static void team_budgets(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "team", "team.add", "{'name':'Returns'}");
    DESK_OK(f, "team.join", "{'id':'$team','agent':'$rosa'}");
    DESK_OK(f, "team.join", "{'id':'$team','agent':'$mia'}");
    DESK_OK(f, "approval_limit.put", LIMIT("associate", "90000"));
    DESK_MAKE(f, "shared", "goodwill_budget.put", BUDGET("'team':'$team'", "week", "4000"));
    ISSUE(f, "mia", "a", FIXED("2500"));
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'active'");
    ISSUE(f, "rosa", "b", FIXED("1501"));
    DESK_HAS(f, "voucher.get", "{'id':'$b'}", "the budget of the team for a week");
    DESK_HAS(f, "voucher.get", "{'id':'$b'}", "'state':'issued'");
    ISSUE(f, "rosa", "c", FIXED("1500"));
    DESK_HAS(f, "voucher.get", "{'id':'$c'}", "'state':'active'");
    /* A budget that is put again is the same one. */
    DESK_MAKE(f, "same", "goodwill_budget.put", BUDGET("'team':'$team'", "week", "5501"));
    DESK_HAS(f, "goodwill_use.list", "{'budget':'$same'}", "'subject':'$a'");
    ISSUE(f, "rosa", "d", FIXED("1501"));
    DESK_HAS(f, "voucher.get", "{'id':'$d'}", "'state':'active'");
}
ON_BOTH(team_budgets)

/* P5: a day that gave back what had failed, and let a voucher through since then, has no room for it any more. */
static void failed_goodwill_meets_vouchers(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR','customer':'$jana'}");
    DESK_MAKE(f, "line", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'A','gross_minor':9000}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':9000}");
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','reason':'late','purpose':'goodwill'}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'goodwill','line':'$line','amount_minor':3000}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
    ROW_OF(f, "p", "payout.next", "{}");
    DESK_OK(f, "payout.report", "{'id':'$p','answer':'declined'}");
    ISSUE(f, "rosa", "v", "{'kind':'fixed','amount_minor':2001,'currency':'EUR','customer':'$petr','reason':'late'}");
    DESK_HAS(f, "voucher.get", "{'id':'$v'}", "'state':'active'");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    /* A voucher of another day takes nothing of the day on which it was approved. */
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$a'," WHY "}");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
    ROW_OF(f, "p", "payout.next", "{}");
    DESK_OK(f, "payout.report", "{'id':'$p','answer':'declined'}");
    csr_test_host_advance(&f->host, 25 * HOUR_US);
    ISSUE(f, "nora", "w", "{'kind':'fixed','amount_minor':80000,'currency':'EUR','customer':'$petr','reason':'late'}");
    AGENT_OK(f, "mia", "voucher.approve", "{'id':'$w'," WHY "}");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paying'");
}
ON_BOTH(failed_goodwill_meets_vouchers)

/* Hours of the house: a voucher that waits over the weekend has not waited too long. */
static void waits_in_business_time(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "policy.add",
            "{'kind':'calendar','name':'office','document':{'zone':'Etc/UTC','hours':{'mon':[['09:00','17:00']]}}}");
    DESK_OK(f, "settings.change", "{'approval_calendar':'office'}");
    ISSUE(f, "nora", "a", FIXED("1"));
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'approve_by':");
    csr_test_host_advance(&f->host, 40 * 24 * HOUR_US);
    AGENT_OK(f, "mia", "voucher.approve", "{'id':'$a'," WHY "}");
    ISSUE(f, "nora", "b", FIXED("1"));
    csr_test_host_advance(&f->host, 80 * 24 * HOUR_US);
    AGENT_FAILS(f, "mia", "voucher.approve", "{'id':'$b'," WHY "}", CSR_E_STATE, "state");
    DESK_OK(f, "settings.change", "{'approval_calendar':null}");
    ISSUE(f, "nora", "c", FIXED("1"));
    csr_test_host_advance(&f->host, 73 * HOUR_US);
    AGENT_FAILS(f, "mia", "voucher.approve", "{'id':'$c'," WHY "}", CSR_E_STATE, "state");
}
ON_BOTH(waits_in_business_time)

static void refused(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "voucher.issue", "{'amount_minor':1,'currency':'EUR','reason':'x'}", CSR_E_ARGUMENT, "kind" },
        { "voucher.issue", "{'kind':'fixed','currency':'EUR','reason':'x'}", CSR_E_ARGUMENT, "amount_minor" },
        { "voucher.issue", "{'kind':'fixed','amount_minor':1,'currency':'EUR'}", CSR_E_ARGUMENT, "reason" },
        { "voucher.issue", "{'kind':'fixed','amount_minor':1,'currency':'XAU','reason':'x'}", CSR_E_CURRENCY,
          "currency" },
        { "voucher.issue", "{'kind':'fixed','amount_minor':1,'reason':'x'}", CSR_E_ARGUMENT, "currency" },
        { "voucher.issue", "{'kind':'percent','amount_minor':1,'currency':'EUR','reason':'x'}", CSR_E_ARGUMENT,
          "basis_points" },
        { "voucher.issue", "{'kind':'store_credit','amount_minor':1,'currency':'EUR','reason':'x'}", CSR_E_ARGUMENT,
          "customer" },
        { "voucher.issue", "{'kind':'fixed','amount_minor':1,'currency':'EUR','reason':'x','customer':'" NOBODY "'}",
          CSR_E_NOT_FOUND, "customer" },
        { "voucher.issue", "{'kind':'fixed','amount_minor':1,'currency':'EUR','reason':'x','ticket':'" NOBODY "'}",
          CSR_E_NOT_FOUND, "ticket" },
        { "voucher.issue",
          "{'kind':'fixed','amount_minor':1,'currency':'EUR','reason':'x','ticket':'$theirs','customer':'$jana'}",
          CSR_E_STATE, "ticket" },
        { "voucher.issue", "{'kind':'fixed','amount_minor':1,'currency':'EUR','reason':'x','code':'sorry'}",
          CSR_E_DUPLICATE, "code" },
        { "voucher.issue", "{'kind':'fixed','amount_minor':1,'currency':'EUR','reason':'x','code':'  '}",
          CSR_E_ARGUMENT, "code" },
        { "voucher.find", "{'code':'nothing'}", CSR_E_NOT_FOUND, "code" },
        { "voucher.list", "{}", CSR_E_ARGUMENT, "customer" },
        { "voucher_redemption.list", "{}", CSR_E_ARGUMENT, "voucher" },
        { "voucher.redeem", REDEEM("nothing", "W", "'amount_minor':1"), CSR_E_NOT_FOUND, "code" },
        { "voucher.redeem", REDEEM("sorry", "W", "'amount_minor':1"), CSR_E_STATE, "state" },
        { "voucher.approve", "{'id':'$a'," WHY "}", CSR_E_RIGHT, "agent" },
        { "voucher.reject", "{'id':'$a'," WHY "}", CSR_E_RIGHT, "agent" },
        { "voucher.revoke", "{'id':'$a'}", CSR_E_ARGUMENT, "reason" },
        { "voucher.revoke", "{'id':'$a','expected_version':9," WHY "}", CSR_E_CONFLICT, "expected_version" },
        { "voucher.return", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "goodwill_budget.put", BUDGET("'agent':'$rosa','team':'$rosa'", "day", "1"), CSR_E_ARGUMENT, "team" },
        { "goodwill_budget.put", BUDGET("'team':'" NOBODY "'", "day", "1"), CSR_E_NOT_FOUND, "team" },
        { "goodwill_budget.put", BUDGET("'agent':'" NOBODY "'", "day", "1"), CSR_E_NOT_FOUND, "agent" },
        { "goodwill_budget.put", "{'agent':'$rosa','period':'day','currency':'XAU'}", CSR_E_CURRENCY, "currency" },
        { "goodwill.explain", "{'amount_minor':1,'currency':'EUR'}", CSR_E_ARGUMENT, "agent" },
        { "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'XAU'}", CSR_E_CURRENCY, "currency" },
        { "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR','customer':'" NOBODY "'}",
          CSR_E_NOT_FOUND, "customer" },
        { "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR','ticket':'" NOBODY "'}",
          CSR_E_NOT_FOUND, "ticket" },
    };

    begin(f);
    DESK_MAKE(f, "theirs", "ticket.open", "{'customer':'$petr','subject':'x'}");
    DESK_MAKE(f, "a", "voucher.issue",
              "{'kind':'fixed','amount_minor':1,'currency':'EUR','reason':'x','code':'SORRY'}");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "the system asks, and does not approve");
    DESK_FAILURES(f, table);
    AGENT_FAILS(f, "rosa", "goodwill_budget.put", BUDGET("'agent':'$rosa'", "day", "1"), CSR_E_RIGHT, "role");
    AGENT_FAILS(f, "nora", "voucher.approve", "{'id':'$a'," WHY "}", CSR_E_RIGHT, "single_minor");
    AGENT_OK(f, "mia", "voucher.reject", "{'id':'$a'," WHY "}");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'revoked'");
    DESK_HAS(f, "voucher_decision.list", "{'voucher':'$a'}", "'kind':'rejected'");
    AGENT_FAILS(f, "mia", "voucher.approve", "{'id':'$a'," WHY "}", CSR_E_STATE, "state");
    AGENT_FAILS(f, "mia", "voucher.revoke", "{'id':'$a'," WHY "}", CSR_E_STATE, "state");
}
ON_BOTH(refused)

/* The desk's currency is the one of a voucher that names none. */
static void own_currency(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "settings.change", "{'currency':'CZK'}");
    DESK_MAKE(f, "a", "voucher.issue", "{'kind':'fixed','amount_minor':1,'reason':'x'}");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'currency':'CZK'");
}
ON_BOTH(own_currency)

/* A second voucher for the same ticket and reason takes somebody else, as does what needs two people. */
static void twice(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "ticket", "ticket.open", "{'customer':'$jana','subject':'Late again'}");
    ISSUE(f, "rosa", "a", "{'kind':'fixed','amount_minor':10,'currency':'EUR','ticket':'$ticket','reason':'late'}");
    ISSUE(f, "rosa", "b", "{'kind':'fixed','amount_minor':10,'currency':'EUR','ticket':'$ticket','reason':'late'}");
    ISSUE(f, "rosa", "c", "{'kind':'fixed','amount_minor':10,'currency':'EUR','ticket':'$ticket','reason':'rude'}");
    /* Neither has a customer, of whom the limit speaks: it is the ticket that decides. */
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'active'");
    DESK_HAS(f, "voucher.get", "{'id':'$b'}", "the ticket has a voucher for this reason already");
    DESK_HAS(f, "voucher.get", "{'id':'$c'}", "'state':'active'");
    DESK_HAS(f, "voucher.list", "{'ticket':'$ticket'}", "'id':'$b'");
    AGENT_FAILS(f, "rosa", "voucher.approve", "{'id':'$b'," WHY "}", CSR_E_RIGHT, "agent");
    AGENT_OK(f, "mia", "voucher.approve", "{'id':'$b'," WHY ",'note':'They waited twice'}");
    DESK_HAS(f, "voucher.get", "{'id':'$b'}", "'state':'active'");
    AGENT_FAILS(f, "mia", "voucher.approve", "{'id':'$b'," WHY "}", CSR_E_STATE, "state");
    /* From an amount on it takes two people. */
    DESK_OK(f, "approval_limit.put",
            "{'role':'manager','purpose':'goodwill','currency':'EUR','single_minor':900,"
            "'day_minor':900,'purchase_minor':900,'customer_minor':900,'two_from_minor':20}");
    DESK_MAKE(f, "ada", "agent.add", "{'handle':'ada','name':'Ada','role':'manager'}");
    ISSUE(f, "rosa", "d", "{'kind':'fixed','amount_minor':20,'currency':'EUR','ticket':'$ticket','reason':'late'}");
    AGENT_OK(f, "mia", "voucher.approve", "{'id':'$d'," WHY "}");
    DESK_HAS(f, "voucher.get", "{'id':'$d'}", "'state':'issued'");
    AGENT_FAILS(f, "mia", "voucher.approve", "{'id':'$d'," WHY "}", CSR_E_RIGHT, "agent");
    AGENT_OK(f, "ada", "voucher.approve", "{'id':'$d'," WHY "}");
    DESK_HAS(f, "voucher.get", "{'id':'$d'}", "'approvals':2");
    /* Nobody waits for ever. */
    ISSUE(f, "rosa", "e", "{'kind':'fixed','amount_minor':10,'currency':'EUR','ticket':'$ticket','reason':'late'}");
    csr_test_host_advance(&f->host, 72 * HOUR_US);
    AGENT_FAILS(f, "mia", "voucher.approve", "{'id':'$e'," WHY "}", CSR_E_STATE, "state");
    /* Of the vouchers of their reason only this one was given: it stands in nobody's way any more. */
    DESK_OK(f, "voucher.revoke", "{'id':'$a'," WHY "}");
    DESK_OK(f, "voucher.revoke", "{'id':'$b'," WHY "}");
    DESK_OK(f, "voucher.revoke", "{'id':'$d'," WHY "}");
    ISSUE(f, "rosa", "g", "{'kind':'fixed','amount_minor':10,'currency':'EUR','ticket':'$ticket','reason':'late'}");
    DESK_HAS(f, "voucher.get", "{'id':'$g'}", "'state':'active'");
}
ON_BOTH(twice)

/* I14: what is used is never more than it is worth; an order uses it once, and gives it back once. */
static void used(desk_fixture *f)
{
    begin(f);
    ISSUE(f, "rosa", "a",
          "{'kind':'fixed','amount_minor':1000,'currency':'EUR','customer':'$jana','reason':'late','code':'Sorry-10'}");
    ROW_OF(f, "first", "voucher.redeem", REDEEM("sorry-10", "W-1", "'amount_minor':400,'customer':'$jana'"));
    ROW_OF(f, "again", "voucher.redeem", REDEEM("SORRY-10", "W-1", "'amount_minor':400"));
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'used_minor':400");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'part_used'");
    DESK_FAILS(f, "voucher.redeem", REDEEM("sorry-10", "W-1", "'amount_minor':401"), CSR_E_DUPLICATE, "order_id");
    DESK_FAILS(f, "voucher.redeem", REDEEM("sorry-10", "W-2", "'amount_minor':601"), CSR_E_OVER_REFUND, "amount_minor");
    DESK_TRUE(f, strstr(f->err.message, "600 is left") != NULL);
    DESK_FAILS(f, "voucher.redeem", REDEEM("sorry-10", "W-2", "'amount_minor':1,'customer':'$petr'"), CSR_E_STATE,
               "customer");
    ROW_OF(f, "second", "voucher.redeem", REDEEM("sorry-10", "W-2", "'basket_minor':5000"));
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'used'");
    DESK_FAILS(f, "voucher.redeem", REDEEM("sorry-10", "W-3", "'amount_minor':1"), CSR_E_STATE, "state");
    /* A replay of what used it up is answered all the same. */
    DESK_OK(f, "voucher.redeem", REDEEM("sorry-10", "W-2", "'basket_minor':5000"));
    DESK_OK(f, "voucher.return", "{'id':'$second','reason':'cancelled'}");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'used_minor':400");
    DESK_OK(f, "voucher.return", "{'id':'$second'}");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'used_minor':400");
    DESK_FAILS(f, "voucher.redeem", REDEEM("sorry-10", "W-2", "'basket_minor':5000"), CSR_E_STATE, "order_id");
    DESK_HAS(f, "voucher_redemption.list", "{'voucher':'$a'}", "'returned':true");
    DESK_HAS(f, "voucher_redemption.list", "{'order_id':'W-1'}", "'amount_minor':400");
    DESK_HAS(f, "voucher.find", "{'code':'SORRY-10'}", "'id':'$a'");
    /* What is left of it can be revoked, and what was used before stays used. */
    DESK_OK(f, "voucher.revoke", "{'id':'$a'," WHY "}");
    DESK_FAILS(f, "voucher.redeem", REDEEM("sorry-10", "W-4", "'amount_minor':1"), CSR_E_STATE, "state");
    DESK_OK(f, "voucher.return", "{'id':'$first'}");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'revoked'");
    DESK_FAILS(f, "voucher.redeem", REDEEM("sorry-10", "W-5", "'amount_minor':1"), CSR_E_STATE, "state");
}
ON_BOTH(used)

/* A percentage gives that part of a basket, rounded down, and never more than its cap in all. */
static void percentage(desk_fixture *f)
{
    begin(f);
    ISSUE(f, "rosa", "a",
          "{'kind':'percent','basis_points':1000,'amount_minor':500,'currency':'EUR','customer':'$jana','reason':'late'"
          ",'code':'ten'}");
    DESK_HAS(f, "voucher.redeem", REDEEM("ten", "W-1", "'basket_minor':1999"), "'amount_minor':199");
    DESK_HAS(f, "voucher.redeem", REDEEM("ten", "W-2", "'basket_minor':9999"), "'amount_minor':301");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'used'");
}
ON_BOTH(percentage)

/* Nothing is used before its time or after it, swept or not; what is given back to one that has expired is gone. */
static void expiry(desk_fixture *f)
{
    begin(f);
    ISSUE(f, "rosa", "a",
          "{'kind':'fixed','amount_minor':10,'currency':'EUR','customer':'$jana','reason':'late','code':'x',"
          "'valid_from':'2026-03-02T10:00:00Z','valid_until':'2026-03-02T11:00:00Z'}");
    DESK_FAILS(f, "voucher.redeem", REDEEM("x", "W-1", "'amount_minor':1"), CSR_E_STATE, "valid_from");
    csr_test_host_advance(&f->host, HOUR_US);
    DESK_IS(f, "voucher.expire", "{}", "{'kind':'voucher','rows':[],'next':null}");
    ROW_OF(f, "use", "voucher.redeem", REDEEM("x", "W-1", "'amount_minor':1"));
    csr_test_host_advance(&f->host, HOUR_US);
    DESK_FAILS(f, "voucher.redeem", REDEEM("x", "W-2", "'amount_minor':1"), CSR_E_STATE, "valid_until");
    DESK_HAS(f, "voucher.expire", "{'limit':5}", "'state':'expired'");
    DESK_IS(f, "voucher.expire", "{}", "{'kind':'voucher','rows':[],'next':null}");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'expired'");
    DESK_OK(f, "voucher.return", "{'id':'$use'}");
    DESK_HAS(f, "voucher.get", "{'id':'$a'}", "'state':'expired'");
    DESK_FAILS(f, "voucher.redeem", REDEEM("x", "W-3", "'amount_minor':1"), CSR_E_STATE, "state");
    DESK_FAILS(f, "voucher.revoke", "{'id':'$a'," WHY "}", CSR_E_STATE, "state");
}
ON_BOTH(expiry)

/* Goodwill refunds and vouchers share limits and budgets; a refund that came to nothing gives its share back. */
static void refunds(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR','customer':'$jana'}");
    DESK_MAKE(f, "mugs", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'MUG','gross_minor':60000}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':60000}");
    DESK_OK(f, "approval_limit.put", LIMIT("associate", "90000"));
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','purpose':'goodwill','reason':'late'}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'amount','amount_minor':5000}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'approved'");
    DESK_HAS(f, "goodwill_use.list", "{'budget':'$budget'}", "'subject_kind':'refund'");
    ISSUE(f, "rosa", "v", FIXED("3001"));
    DESK_HAS(f, "voucher.get", "{'id':'$v'}", "5000 used, 3000 left");
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','purpose':'goodwill','reason':'late'}");
    DESK_OK(f, "refund.add", "{'id':'$b','kind':'amount','amount_minor':3001}");
    DESK_HAS(f, "refund.explain", "{'id':'$b','agent':'$rosa'}", "5000 used, 3000 left, 3001 is asked for");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$b'}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'state':'pending_approval'");
    DESK_OK(f, "refund.cancel", "{'id':'$a'," WHY "}");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'used_minor':0");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$b'," WHY "}");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'used_minor':3001");
    /* Paid and come back: it was given once. */
    DESK_OK(f, "refund.plan", "{'id':'$b'}");
    ROW_OF(f, "pay", "payout.next", "{}");
    DESK_OK(f, "payout.report", "{'id':'$pay','answer':'declined'}");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'used_minor':0");
    DESK_OK(f, "refund.plan", "{'id':'$b'}");
    ROW_OF(f, "pay2", "payout.next", "{}");
    DESK_OK(f, "payout.report", "{'id':'$pay2','answer':'success'}");
    DESK_OK(f, "payout.tell", "{'id':'$pay2','news':'reversed'}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'state':'failed'");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'used_minor':3001");
}
ON_BOTH(refunds)

/* $a gives a mug back that was paid with a gift card and by card; it is planned. */
static void begin_gift_card(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put",
            "{'role':'manager','purpose':'goods','currency':'EUR','single_minor':9000,'day_minor':9000,"
            "'purchase_minor':9000,'customer_minor':9000}");
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR','customer':'$jana'}");
    DESK_MAKE(f, "mug", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'MUG','gross_minor':1000}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$order','number':1,'method':'gift_card','state':'settled','captured_minor':300,'gateway':'"
            "voucher'}");
    DESK_MAKE(
        f, "card", "payment.put",
        "{'purchase':'$order','number':2,'method':'card','state':'settled','captured_minor':700,'gateway':'bank'}");
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','reason':'torn'}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'goods','line':'$mug','units':1}");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$a'}");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
}

/* Store credit pays a payout, once: of a payment that is ours, and in the place of one that failed for good. */
static void paid_by_voucher(desk_fixture *f)
{
    begin_gift_card(f);
    ROW_OF(f, "p1", "payout.list", "{'gateway':'voucher'}");
    DESK_FAILS(f, "voucher.pay", "{'payout':'" NOBODY "'}", CSR_E_NOT_FOUND, "payout");
    /* Planned, and then its payment is disputed: nothing goes, by this way either. */
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'dispute':'open'}");
    DESK_FAILS(f, "voucher.pay", "{'payout':'$p1'}", CSR_E_STATE, "payout");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'dispute':'won'}");
    DESK_MAKE(f, "v", "voucher.pay", "{'payout':'$p1','code':'credit','request_key':'k'}");
    DESK_IS(f, "voucher.pay", "{'payout':'$p1'}", "{'id':'$v'}");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'state':'succeeded'");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'reference':'$v'");
    DESK_HAS(f, "voucher.get", "{'id':'$v'}",
             "'state':'active','kind':'store_credit','customer':'$jana','payout':'$p1'");
    DESK_HAS(f, "voucher.redeem", REDEEM("credit", "W-2", "'amount_minor':300"), "'amount_minor':300");
    ROW_OF(f, "p2", "payout.next", "{'gateway':'bank'}");
    DESK_FAILS(f, "voucher.pay", "{'payout':'$p2'}", CSR_E_STATE, "payout");
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'declined','reason':'closed'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
    DESK_FAILS(f, "voucher.pay", "{'payout':'$p2'}", CSR_E_RIGHT, "agent");
    AGENT_FAILS(f, "rosa", "voucher.pay", "{'payout':'$p2'}", CSR_E_RIGHT, "single_minor");
    DESK_OK(f, "agent.change", "{'id':'$mia','email':'mia@shop.example'}");
    DESK_MAKE(f, "address", "identity.add", "{'customer':'$jana','kind':'email','value':'mia@shop.example'}");
    AGENT_FAILS(f, "mia", "voucher.pay", "{'payout':'$p2'}", CSR_E_RIGHT, "agent");
    DESK_OK(f, "identity.end", "{'id':'$address'}");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'dispute':'open'}");
    AGENT_FAILS(f, "mia", "voucher.pay", "{'payout':'$p2'}", CSR_E_OVER_REFUND, "amount");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'dispute':'won','charged_back_minor':1}");
    AGENT_FAILS(f, "mia", "voucher.pay", "{'payout':'$p2'}", CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strstr(f->err.message, "699 is left") != NULL);
    DESK_MAKE(f, "card", "payment.put", "{'purchase':'$order','number':2,'captured_minor':701}");
    AGENT_OK(f, "mia", "voucher.pay", "{'payout':'$p2'}");
    AGENT_OK(f, "mia", "voucher.pay", "{'payout':'$p2'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'state':'succeeded','");
    DESK_HAS(f, "voucher.list", "{'customer':'$jana'}", "'payout':'$p2'");
    DESK_HAS(f, "voucher.list", "{'customer':'$jana'}", "'amount_minor':700");
    DESK_HAS(f, "money.report", "{'from':'2026-03-01T00:00:00Z'}",
             "'given_back_minor':1000,'goodwill_minor':0,'pending_minor':0,'unknown_minor':0,'reserved_minor':0,'"
             "vouchers':0,'issued_minor':0,'redeemed_minor':0");
}
ON_BOTH(paid_by_voucher)

/* What failed once cannot be paid so when the refund is paid already. */
static void paid_already(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put",
            "{'role':'manager','purpose':'goods','currency':'EUR','single_minor':9000,'day_minor':9000,"
            "'purchase_minor':9000,'customer_minor':9000}");
    DESK_MAKE(f, "other", "purchase.put", "{'external_id':'W-9','currency':'EUR'}");
    DESK_MAKE(f, "pot", "purchase_line.put", "{'purchase':'$other','number':1,'sku':'POT','gross_minor':50}");
    DESK_OK(f, "payment.put", "{'purchase':'$other','number':1,'method':'card','state':'settled','captured_minor':50}");
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$other','reason':'torn'}");
    DESK_OK(f, "refund.add", "{'id':'$b','kind':'goods','line':'$pot','units':1}");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$b'}");
    DESK_OK(f, "refund.plan", "{'id':'$b'}");
    ROW_OF(f, "q1", "payout.next", "{}");
    DESK_OK(f, "payout.report", "{'id':'$q1','answer':'declined'}");
    /* Nobody is known to whom it could be owed. */
    AGENT_FAILS(f, "mia", "voucher.pay", "{'payout':'$q1'}", CSR_E_ARGUMENT, "customer");
    DESK_OK(f, "refund.plan", "{'id':'$b'}");
    ROW_OF(f, "q2", "payout.next", "{}");
    DESK_OK(f, "payout.report", "{'id':'$q2','answer':'success'}");
    AGENT_FAILS(f, "mia", "voucher.pay", "{'payout':'$q1'}", CSR_E_STATE, "payout");
}
ON_BOTH(paid_already)

/* What a refund gave back to a budget when it failed is taken again when it is planned again, if there is room. */
static void planned_again(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR','customer':'$jana'}");
    DESK_MAKE(f, "mugs", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'MUG','gross_minor':60000}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':60000}");
    DESK_OK(f, "approval_limit.put", LIMIT("associate", "90000"));
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','purpose':'goodwill','reason':'late'}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'amount','amount_minor':5000}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
    ROW_OF(f, "p", "payout.next", "{}");
    DESK_OK(f, "payout.report", "{'id':'$p','answer':'declined'}");
    ISSUE(f, "rosa", "v", FIXED("3001"));
    DESK_HAS(f, "voucher.get", "{'id':'$v'}", "'state':'active'");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$a'," WHY "}");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paying'");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$rosa','amount_minor':1,'currency':'EUR'}", "'used_minor':8001");
}
ON_BOTH(planned_again)

/* A code that is made is of 20 letters, and another for each. */
static void made_codes(desk_fixture *f)
{
    char first[32];

    begin(f);
    ISSUE(f, "rosa", "a", FIXED("1"));
    DESK_OK(f, "voucher.get", "{'id':'$a'}");
    DESK_TRUE(f, strstr(f->raw, "\"code\":\"") != NULL);
    (void)snprintf(first, sizeof first, "%.23s", strstr(f->raw, "\"code\":\"") + 8);
    DESK_TRUE(f, strlen(first) == 23 && first[5] == '-' && first[11] == '-' && first[17] == '-');
    ISSUE(f, "rosa", "b", FIXED("1"));
    DESK_OK(f, "voucher.get", "{'id':'$b'}");
    DESK_TRUE(f, strstr(f->raw, first) == NULL);
}
ON_BOTH(made_codes)

static CU_TestInfo tests[] = {
    { "voucher/issued", issued_on_both },
    { "voucher/budgets", budgets_on_both },
    { "voucher/team_budgets", team_budgets_on_both },
    { "voucher/refused", refused_on_both },
    { "voucher/own_currency", own_currency_on_both },
    { "voucher/twice", twice_on_both },
    { "voucher/used", used_on_both },
    { "voucher/percentage", percentage_on_both },
    { "voucher/expiry", expiry_on_both },
    { "voucher/refunds", refunds_on_both },
    { "voucher/paid_by_voucher", paid_by_voucher_on_both },
    { "voucher/paid_already", paid_already_on_both },
    { "voucher/planned_again", planned_again_on_both },
    { "voucher/made_codes", made_codes_on_both },
    { "voucher/failed_goodwill_meets_vouchers", failed_goodwill_meets_vouchers_on_both },
    { "voucher/waits_in_business_time", waits_in_business_time_on_both },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "voucher", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("vouchers", suites, 16);
}
