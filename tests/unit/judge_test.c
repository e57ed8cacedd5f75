#include "support/desk_fixture.h"

/* The refund policy in force is asked when a refund is: what it knows, what it refuses and what it leaves behind. */

#define POLICY(members) "{'kind':'refund','document':{" members "}}"
#define RETURNS                                                                                            \
    POLICY("'facts':{'proof.receipt':'bool','customer.custom.points':'int','ticket.custom.box':'bool',"    \
           "'customer.custom.city':'string','ticket.custom.weight':'int'},"                                \
           "'membership':{'tags':['gold','silver'],'otherwise':'guest'},'actions':["                       \
           "{'action':'return','gives_back':'items','status_after':'coming back','refuse':["               \
           "{'name':'window','when':'order.age_days > 30 && customer.membership != \\u0027gold\\u0027 && " \
           "!proof.receipt','reason':'Goods come back within 30 days.'},"                                  \
           "{'name':'units','when':'items.count > 2','reason':'Two at most.'},"                            \
           "{'name':'box','when':'has(ticket.kind) && ticket.kind == \\u0027return\\u0027 && "             \
           "!ticket.custom.box','reason':'The box.'}]},"                                                   \
           "{'action':'cancel','gives_back':'items','fee_basis_points':1000},"                             \
           "{'action':'price_correction','gives_back':'nothing'}]")

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa'}");
    DESK_MAKE(f, "order", "purchase.put",
              "{'external_id':'W-1','currency':'EUR','customer':'$jana','status':'delivered','shipping_minor':100,"
              "'bought_at':'2026-01-01T00:00:00Z','delivered_at':'2026-01-03T00:00:00Z'}");
    DESK_MAKE(f, "mugs", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'MUG','quantity':3,'gross_minor':900}");
    DESK_MAKE(f, "card", "payment.put",
              "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':1000}");
    DESK_MAKE(f, "fresh", "purchase.put", "{'external_id':'W-2','currency':'EUR'}");
    DESK_MAKE(f, "lamp", "purchase_line.put",
              "{'purchase':'$fresh','number':1,'sku':'LAMP','quantity':1,'gross_minor':1000}");
    DESK_MAKE(f, "cash", "payment.put",
              "{'purchase':'$fresh','number':1,'method':'cash','state':'settled','captured_minor':1000}");
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'broken'}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':1}");
}

/* Without a policy nothing is asked and nothing left behind; one that begins tomorrow is none yet. */
static void none_in_force(desk_fixture *f)
{
    begin(f);
    DESK_FAILS(f, "refund.judge", "{'id':'$r'}", CSR_E_NOT_FOUND, "policy");
    DESK_FAILS(f, "refund.judge", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
    DESK_FAILS(f, "policy.add", POLICY("'actions':[]"), CSR_E_POLICY, "actions");
    DESK_MAKE(f, "p", "policy.add",
              "{'kind':'refund','effective_from':'2026-04-01T00:00:00Z','document':{'actions':[{'action':'return',"
              "'gives_back':'items'}]}}");
    DESK_IS(f, "refund.submit", "{'id':'$r','facts':{'anything':1}}", "{'version':3}");
    DESK_IS(f, "judgement.list", "{'refund':'$r'}", "{'kind':'judgement','rows':[],'next':null}");
}
ON_BOTH(none_in_force)

/* A refusal names the rule, its reason and what nobody knows; what is allowed is recorded with what was known. */
static void asked(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.get", "{'id':'$r'}");
    /* The desk remembers that there is no policy, until there is one. */
    DESK_MAKE(f, "other", "refund.open", "{'purchase':'$order','reason':'late'}");
    DESK_OK(f, "refund.add", "{'id':'$other','kind':'shipping'}");
    DESK_OK(f, "refund.submit", "{'id':'$other'}");
    DESK_MAKE(f, "p", "policy.add", RETURNS);
    DESK_HAS(f, "refund.judge", "{'id':'$r'}", "'rule':'window'");
    DESK_HAS(f, "refund.judge", "{'id':'$r'}", "'missing':'proof.receipt'");
    DESK_FAILS(f, "refund.submit", "{'id':'$r'}", CSR_E_STATE, "policy");
    DESK_TRUE(f, strcmp(f->err.message, "window: Goods come back within 30 days. Not known: proof.receipt") == 0);
    DESK_FAILS(f, "refund.submit", "{'id':'$r','facts':{'proof.receipt':false}}", CSR_E_STATE, "policy");
    DESK_TRUE(f, strcmp(f->err.message, "window: Goods come back within 30 days.") == 0);
    DESK_FAILS(f, "refund.submit", "{'id':'$r','facts':{'proof.receipt':1}}", CSR_E_ARGUMENT, "proof.receipt");
    DESK_FAILS(f, "refund.judge", "{'id':'$r','facts':{'nothing':1}}", CSR_E_ARGUMENT, "nothing");
    /* What the desk knows itself counts more. */
    DESK_HAS(f, "refund.judge", "{'id':'$r','facts':{'proof.receipt':true,'order.age_days':1}}", "'order.age_days':60");
    DESK_IS(f, "refund.submit", "{'id':'$r','facts':{'proof.receipt':true}}", "{'version':4}");
    DESK_HAS(f, "judgement.list", "{'refund':'$r'}", "'policy':'$p'");
    DESK_HAS(f, "judgement.list", "{'refund':'$r'}", "'status_after':'coming back'");
    DESK_HAS(f, "judgement.list", "{'refund':'$r'}", "'order.given_back_minor':100");
    DESK_HAS(f, "judgement.list", "{'refund':'$r'}", "'order.total_minor':1000");
    DESK_HAS(f, "judgement.list", "{'refund':'$r'}", "'destination.kind':'card'");
    DESK_HAS(f, "judgement.list", "{'refund':'$r'}", "'customer.membership':'guest'");
    DESK_HAS(f, "event.history", "{'subject':'$r'}", "'kind':'refund_judged'");
}
ON_BOTH(asked)

/* Memberships are tags, or a custom field; custom fields are facts where the document declares them so. */
static void membership(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "p", "policy.add", RETURNS);
    DESK_OK(f, "customer.tag", "{'id':'$jana','tag':'silver'}");
    DESK_FAILS(f, "refund.submit", "{'id':'$r','facts':{'proof.receipt':false}}", CSR_E_STATE, "policy");
    DESK_OK(f, "customer.tag", "{'id':'$jana','tag':'gold'}");
    DESK_HAS(f, "refund.judge", "{'id':'$r'}", "'customer.membership':'gold'");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':2}");
    DESK_FAILS(f, "refund.submit", "{'id':'$r'}", CSR_E_STATE, "policy");
    DESK_TRUE(f, strncmp(f->err.message, "units: ", 7) == 0);
    DESK_MAKE(f, "points", "field.add", "{'subject_kind':'customer','name':'points','type':'integer'}");
    DESK_MAKE(f, "city", "field.add", "{'subject_kind':'customer','name':'city','type':'text'}");
    DESK_MAKE(f, "box", "field.add", "{'subject_kind':'ticket','name':'box','type':'flag'}");
    DESK_MAKE(f, "weight", "field.add", "{'subject_kind':'ticket','name':'weight','type':'text'}");
    DESK_MAKE(f, "t", "ticket.open", "{'kind':'return','subject':'Mugs','customer':'$jana','fault':'company'}");
    DESK_OK(f, "customer.set_field", "{'id':'$jana','field':'points','value':'7'}");
    DESK_OK(f, "customer.set_field", "{'id':'$jana','field':'city','value':'Brno'}");
    DESK_MAKE(f, "s", "refund.open", "{'purchase':'$order','reason':'late','ticket':'$t'}");
    DESK_OK(f, "refund.add", "{'id':'$s','kind':'shipping'}");
    DESK_FAILS(f, "refund.submit", "{'id':'$s'}", CSR_E_STATE, "policy");
    DESK_OK(f, "ticket.set_field", "{'id':'$t','field':'box','value':'true'}");
    DESK_OK(f, "ticket.set_field", "{'id':'$t','field':'weight','value':'2'}");
    DESK_OK(f, "refund.submit", "{'id':'$s'}");
    DESK_HAS(f, "judgement.list", "{'refund':'$s'}", "'customer.custom.points':7");
    DESK_HAS(f, "judgement.list", "{'refund':'$s'}", "'customer.custom.city':'Brno'");
    DESK_HAS(f, "judgement.list", "{'refund':'$s'}", "'ticket.custom.box':true");
    DESK_HAS(f, "judgement.list", "{'refund':'$s'}", "'ticket.fault':'company'");
    DESK_MAKE(f, "p2", "policy.add",
              POLICY("'membership':{'field':'city'},'actions':[{'action':'return','gives_back':'all','refuse':[{"
                     "'name':'far','when':'customer.membership == \\u0027Brno\\u0027','reason':'Too far.'}]}]"));
    DESK_HAS(f, "refund.judge", "{'id':'$r'}", "'rule':'far'");
}
ON_BOTH(membership)

/* What a policy keeps has to be kept; what it does not name, and what it gives nothing for, is refused. */
static void worth(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "p", "policy.add", RETURNS);
    DESK_MAKE(f, "c", "refund.open", "{'purchase':'$fresh','reason':'changed my mind'}");
    DESK_OK(f, "refund.add", "{'id':'$c','kind':'goods','line':'$lamp','units':1}");
    DESK_FAILS(f, "refund.submit", "{'id':'$c'}", CSR_E_STATE, "policy");
    DESK_TRUE(f, strcmp(f->err.message, "100 of the goods are kept as a fee, not 0.") == 0);
    DESK_OK(f, "refund.add", "{'id':'$c','kind':'restocking_fee','basis_points':1000}");
    DESK_HAS(f, "refund.judge", "{'id':'$c'}", "'allowed':true");
    DESK_MAKE(f, "n", "refund.open", "{'purchase':'$order','reason':'dear','purpose':'price_correction'}");
    DESK_OK(f, "refund.add", "{'id':'$n','kind':'amount','amount_minor':5}");
    DESK_HAS(f, "refund.judge", "{'id':'$n'}", "'reason':'Nothing is given back for it.'");
    DESK_MAKE(f, "g", "refund.open", "{'purchase':'$order','reason':'sorry','purpose':'goodwill'}");
    DESK_OK(f, "refund.add", "{'id':'$g','kind':'amount','amount_minor':5}");
    DESK_FAILS(f, "refund.submit", "{'id':'$g'}", CSR_E_STATE, "policy");
    DESK_TRUE(f, strcmp(f->err.message, "There is nothing of this kind that can be asked for.") == 0);
}
ON_BOTH(worth)

int main(void)
{
    CU_TestInfo tests[] = {
        { "judge/none_in_force", none_in_force_on_both },
        { "judge/asked", asked_on_both },
        { "judge/membership", membership_on_both },
        { "judge/worth", worth_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "judge", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("judge_test", suites, 4);
}
