#include "support/desk_fixture.h"

/*
 * Rules about money at work: they see the open refund of a ticket, ask for an approval, and propose remedies. The log says
 * the same when it is played again.
 */
#define Q "\\\""
#define RULES(rules) "{'kind':'rules','document':{'format':'csr-rules/1','set':'house','rules':[" rules "]}}"
#define BIG                                                                        \
    "{'id':'big','when':['has(refund.amount_minor)','refund.amount_minor > 500']," \
    "'do':[{'require_approval':{'role':'manager','reason':'Much money'}},{'tag':'money'}]}"
#define SORRY                                                                            \
    "{'id':'sorry','when':['remedy.offered == 0','ticket.kind == " Q "complaint" Q "']," \
    "'do':[{'propose_remedy':{'rung':'next','note':'Say it first'}}]}"
#define LADDERS                                                                                               \
    "{'kind':'remedy','document':{'format':'csr-remedies/1','ladders':[{'ladder':'l','rungs':["               \
    "{'rung':'apology','remedy':'apology'},"                                                                  \
    "{'rung':'percent','remedy':'goodwill','amount':{'currency':'EUR','basis_points':1000,'max_minor':900}}," \
    "{'rung':'voucher','remedy':'voucher','amount':{'currency':'EUR','max_minor':900}}]}]}}"

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','role':'associate'}");
    DESK_MAKE(f, "nora", "agent.add", "{'handle':'nora','role':'supervisor'}");
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','role':'manager'}");
    DESK_MAKE(f, "order", "purchase.put",
              "{'external_id':'W-1','currency':'EUR','customer':'$jana','shipping_minor':100}");
    DESK_MAKE(f, "lamp", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'LAMP','quantity':3,'gross_minor':3000}");
    DESK_MAKE(f, "card", "payment.put",
              "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':3100}");
    for (int i = 0; i < 3; i++) {
        static const char *const limits[] = {
            "{'role':'associate','purpose':'goods','currency':'EUR','single_minor':5000,'day_minor':9000,"
            "'purchase_minor':9000,'customer_minor':9000,'customer_days':30}",
            "{'role':'supervisor','purpose':'goods','currency':'EUR','single_minor':5000,'day_minor':9000,"
            "'purchase_minor':9000,'customer_minor':9000,'customer_days':30}",
            "{'role':'manager','purpose':'goods','currency':'EUR','single_minor':5000,'day_minor':9000,"
            "'purchase_minor':9000,'customer_minor':9000,'customer_days':30}",
        };
        desk_expect_at(f, limits[i], desk_call(f, "approval_limit.put", limits[i]), CSR_OK, "", __FILE__, __LINE__);
    }
}

static void same_as_log(desk_fixture *f, const char *file, unsigned line)
{
    desk_is_at(f, "firing.backtest", "{'differences':true}", "{'kind':'rehearsal','rows':[],'next':null}", 1, file,
               line);
}
#define SAME_AS_LOG(f) same_as_log(f, __FILE__, __LINE__)

/* While it is put together: then nobody's own limits suffice, and a lower role does not either. */
static void required_of_a_draft(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "p", "policy.add", RULES(BIG));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Lamps','customer':'$jana'}");
    csr_test_host_advance(&f->host, 1000);
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'torn','ticket':'$t'}");
    AGENT_OK(f, "rosa", "refund.add", "{'id':'$r','kind':'goods','line':'$lamp','units':1}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'approval_role':'manager'");
    DESK_HAS(f, "firing.list", "{'ticket':'$t'}", "'outcome':'done'");
    DESK_HAS(f, "tag.list", "{'subject':'$t'}", "'tag':'money'");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$r'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'pending_approval'");
    AGENT_FAILS(f, "nora", "refund.approve", "{'id':'$r','reason':'fair'}", CSR_E_RIGHT, "role");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$r','reason':'fair'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'approved'");
    SAME_AS_LOG(f);
    /* Who approved it has another role when it is to be paid: it has to be approved again. */
    DESK_OK(f, "agent.change", "{'id':'$mia','role':'supervisor'}");
    DESK_OK(f, "refund.plan", "{'id':'$r'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'pending_approval'");
}
ON_BOTH(required_of_a_draft)

/* After it was approved: it has to be approved again, and the system says so. */
static void required_afterwards(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Lamps','customer':'$jana'}");
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'torn','ticket':'$t'}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$lamp','units':1}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$r'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'approved'");
    csr_test_host_advance(&f->host, 1000);
    DESK_MAKE(f, "p", "policy.add", RULES(BIG));
    csr_test_host_advance(&f->host, 1000);
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'Lamp'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'pending_approval'");
    DESK_HAS(f, "approval.list", "{'refund':'$r'}", "'kind':'dropped'");
    DESK_HAS(f, "approval.list", "{'refund':'$r'}", "'note':'big'");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$r','reason':'fair'}");
    DESK_OK(f, "refund.plan", "{'id':'$r'}");
    SAME_AS_LOG(f);
}
ON_BOTH(required_afterwards)

#define ASKS(id, condition, role) "{'id':'" id "','when':['" condition "'],'do':[{'require_approval':'" role "'}]}"

/* What cannot be asked for is told: there is no refund, it is being paid; what is asked for already stays. */
static void required_in_vain(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "p", "policy.add",
              RULES(ASKS("early", "ticket.reopened == 0",
                         "supervisor") "," ASKS("product", "has(ticket.product)",
                                                "manager") "," ASKS("order", "has(ticket.order_ref)", "supervisor")));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Lamps','customer':'$jana'}");
    DESK_HAS(f, "firing.list", "{'rule':'early'}", "the ticket has no open refund");
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'torn','ticket':'$t'}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$lamp','units':1}");
    csr_test_host_advance(&f->host, 1000);
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'Lamp'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'approval_role':'manager'");
    csr_test_host_advance(&f->host, 1000);
    DESK_OK(f, "ticket.change", "{'id':'$t','order_ref':'W-1'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'approval_role':'manager'");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$r'}");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$r','reason':'fair'}");
    DESK_OK(f, "refund.plan", "{'id':'$r'}");
    DESK_MAKE(f, "p2", "policy.add", RULES(ASKS("late", "ticket.reopened == 0", "manager")));
    csr_test_host_advance(&f->host, 1000);
    DESK_OK(f, "ticket.change", "{'id':'$t','subject':'The lamps'}");
    DESK_OK(f, "firing.list", "{'rule':'late'}");
}
ON_BOTH(required_in_vain)

/* The ladder's next rung, a named one, and one that the ladder does not have. */
static void proposed(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "ladders", "policy.add", LADDERS);
    DESK_MAKE(f, "p", "policy.add",
              RULES(SORRY ",{'id':'percent','when':['has(refund.amount_minor)','remedy.offered == 1'],"
                          "'do':[{'propose_remedy':'percent'}]},"
                          "{'id':'voucher','when':['remedy.declined == 1','remedy.open == 1'],'do':[{'propose_remedy':{"
                          "'rung':'voucher','amount_minor':700}},{'propose_remedy':'moon'}]}"));
    DESK_MAKE(f, "t", "ticket.open", "{'kind':'complaint','subject':'Lamps','customer':'$jana'}");
    DESK_HAS(f, "remedy.list", "{'ticket':'$t'}", "'rung':'apology'");
    DESK_HAS(f, "remedy.list", "{'ticket':'$t'}", "'note':'Say it first'");
    csr_test_host_advance(&f->host, 1000);
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'torn','ticket':'$t'}");
    DESK_HAS(f, "remedy.list", "{'ticket':'$t'}", "'amount_minor':310,'basis_points':1000");
    DESK_OK(f, "remedy.list", "{'ticket':'$t','limit':1}");
    desk_words_let(&f->words, "first", strstr(f->raw, "\"id\":\"") + 6, 36);
    csr_test_host_advance(&f->host, 1000);
    DESK_OK(f, "remedy.decline", "{'id':'$first'}");
    DESK_HAS(f, "remedy.list", "{'ticket':'$t'}", "'amount_minor':700");
    DESK_HAS(f, "firing.list", "{'rule':'voucher'}", "no rung");
    DESK_HAS(f, "firing.list", "{'rule':'voucher'}", "'failed':1");
    SAME_AS_LOG(f);
}
ON_BOTH(proposed)

/* What rules see of money: the limit of who asks, what the customer got before, what was paid. */
static void seen(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "before", "refund.open", "{'purchase':'$order','reason':'late'}");
    DESK_OK(f, "refund.add", "{'id':'$before','kind':'shipping'}");
    DESK_OK(f, "refund.submit", "{'id':'$before'}");
    DESK_MAKE(f, "p", "policy.add",
              RULES("{'id':'all','when':['has(refund.amount_minor)','refund.amount_minor == 1000',"
                    "'has(purchase.total_minor)','purchase.total_minor == 3100','has(customer.given_back_minor)',"
                    "'customer.given_back_minor == 100','has(agent.refund_limit_minor)',"
                    "'agent.refund_limit_minor == 5000','has(refund.purpose)','refund.purpose == " Q "goods" Q "',"
                    "'has(refund.currency)','refund.currency == " Q "EUR" Q "','has(purchase.currency)',"
                    "'purchase.currency == " Q "EUR" Q "'],'do':[{'tag':'seen'}]},"
                    "{'id':'no-limit','when':['has(agent.refund_limit_minor)','agent.refund_limit_minor == 0'],"
                    "'do':[{'tag':'none'}]}"));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'Lamps','customer':'$jana','assignee':'$rosa'}");
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'torn','ticket':'$t'}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$lamp','units':1}");
    DESK_HAS(f, "tag.list", "{'subject':'$t'}", "'tag':'seen'");
    DESK_MAKE(f, "u", "ticket.open", "{'subject':'Nobody has it','customer':'$jana'}");
    DESK_MAKE(f, "s", "refund.open", "{'purchase':'$order','reason':'torn','ticket':'$u','purpose':'goodwill'}");
    DESK_OK(f, "ticket.change", "{'id':'$u','assignee':'$rosa'}");
    DESK_HAS(f, "tag.list", "{'subject':'$u'}", "'tag':'none'");
    DESK_OK(f, "refund.cancel", "{'id':'$s','reason':'kept'}");
}
ON_BOTH(seen)

int main(void)
{
    CU_TestInfo tests[] = {
        { "follow_money/required_of_a_draft", required_of_a_draft_on_both },
        { "follow_money/required_afterwards", required_afterwards_on_both },
        { "follow_money/required_in_vain", required_in_vain_on_both },
        { "follow_money/proposed", proposed_on_both },
        { "follow_money/seen", seen_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "follow_money", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("follow_money_test", suites, 5);
}
