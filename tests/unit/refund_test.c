#include "support/desk_fixture.h"

/* Refunds: what they come to, that no more is given back than was paid, and who may approve what. */

#define HOUR_US (INT64_C(3600) * 1000000)
#define LIMIT(role, members) "{'role':'" role "','purpose':'goods','currency':'EUR'" members "}"
#define ALL(n) ",'single_minor':" n ",'day_minor':" n ",'purchase_minor':" n ",'customer_minor':" n
#define WHY "'reason':'fair'"

/* A purchase of three mugs for 10.00 and a kettle for 499.00, with shipping, paid by card. */
static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "petr", "customer.add", "{'name':'Petr'}");
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','name':'Rosa'}");
    DESK_MAKE(f, "nora", "agent.add", "{'handle':'nora','name':'Nora','role':'supervisor'}");
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','name':'Mia','role':'manager'}");
    DESK_MAKE(f, "order", "purchase.put",
              "{'external_id':'W-1','currency':'EUR','customer':'$jana','shipping_minor':499,'shipping_tax_minor':87}");
    DESK_MAKE(f, "mugs", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'MUG','quantity':3,'gross_minor':1000,'tax_minor':174}");
    DESK_MAKE(f, "kettle", "purchase_line.put",
              "{'purchase':'$order','number':2,'sku':'KETTLE','gross_minor':49900,'tax_minor':8660}");
    DESK_MAKE(f, "card", "payment.put",
              "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':51399}");
}

static void make(desk_fixture *f, const char *name, const char *add)
{
    char params[200];

    desk_make_at(f, name, "refund.open", "{'purchase':'$order','reason':'broken'}", __FILE__, __LINE__);
    (void)snprintf(params, sizeof(params), "{'id':'$%s',%s}", name, add);
    desk_expect_at(f, params, desk_call(f, "refund.add", params), CSR_OK, "", __FILE__, __LINE__);
}

/* Unit by unit, 3.33, 3.33, 3.34, over several refunds; what was cancelled may be asked for again. */
static void parts(desk_fixture *f)
{
    begin(f);
    make(f, "a", "'kind':'goods','line':'$mugs','units':2");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'amount_minor':666");
    DESK_HAS(f, "refund_part.list", "{'refund':'$a'}", "'tax_minor':116");
    make(f, "b", "'kind':'goods','line':'$mugs','units':1");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'amount_minor':334");
    DESK_FAILS(f, "refund.add", "{'id':'$b','kind':'goods','line':'$mugs','units':1}", CSR_E_OVER_REFUND, "units");
    DESK_OK(f, "refund.cancel", "{'id':'$a'," WHY "}");
    DESK_OK(f, "refund.add", "{'id':'$b','kind':'goods','line':'$mugs','units':2}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'amount_minor':1000");
    DESK_HAS(f, "refund.list", "{'purchase':'$order'}", "'state':'cancelled'");
    DESK_HAS(f, "refund.list", "{'customer':'$jana'}", "'id':'$b'");
}
ON_BOTH(parts)

/* An amount over all lines by what is left of each; shipping once; a fee on the goods. */
static void other_parts(desk_fixture *f)
{
    begin(f);
    make(f, "a", "'kind':'amount','amount_minor':5090");
    DESK_HAS(f, "refund_part.list", "{'refund':'$a'}", "'gross_minor':100");
    DESK_HAS(f, "refund_part.list", "{'refund':'$a'}", "'gross_minor':4990");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'amount','line':'$kettle','amount_minor':10}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'shipping'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'amount_minor':5599");
    DESK_FAILS(f, "refund.add", "{'id':'$a','kind':'shipping'}", CSR_E_OVER_REFUND, "kind");
    DESK_FAILS(f, "refund.add", "{'id':'$a','kind':'duties'}", CSR_E_OVER_REFUND, "kind");
    DESK_FAILS(f, "refund.add", "{'id':'$a','kind':'restocking_fee','basis_points':500}", CSR_E_STATE, "kind");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'goods','line':'$mugs','units':3}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'restocking_fee','basis_points':500}");
    /* 900 are left of the mugs; 45 are kept of them. */
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'amount_minor':6454");
    DESK_FAILS(f, "refund.add", "{'id':'$a','kind':'restocking_fee','basis_points':500}", CSR_E_STATE, "kind");
}
ON_BOTH(other_parts)

static void refused(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "refund.open", "{'reason':'x'}", CSR_E_ARGUMENT, "purchase" },
        { "refund.open", "{'purchase':'$order'}", CSR_E_ARGUMENT, "reason" },
        { "refund.open", "{'purchase':'" NOBODY "','reason':'x'}", CSR_E_NOT_FOUND, "purchase" },
        { "refund.open", "{'purchase':'$order','reason':'x','ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket" },
        { "refund.open", "{'purchase':'$order','reason':'x','ticket':'$theirs'}", CSR_E_STATE, "ticket" },
        { "refund.add", "{'id':'$a'}", CSR_E_ARGUMENT, "kind" },
        { "refund.add", "{'id':'$a','kind':'goods'}", CSR_E_ARGUMENT, "line" },
        { "refund.add", "{'id':'$a','kind':'goods','line':'$mugs'}", CSR_E_ARGUMENT, "units" },
        { "refund.add", "{'id':'$a','kind':'goods','line':'" NOBODY "','units':1}", CSR_E_NOT_FOUND, "line" },
        { "refund.add", "{'id':'$a','kind':'goods','line':'$elsewhere','units':1}", CSR_E_ARGUMENT, "line" },
        { "refund.add", "{'id':'$a','kind':'amount'}", CSR_E_ARGUMENT, "amount_minor" },
        { "refund.add", "{'id':'$a','kind':'amount','amount_minor':50901}", CSR_E_OVER_REFUND, "amount" },
        { "refund.add", "{'id':'$a','kind':'amount','line':'$mugs','amount_minor':1001}", CSR_E_OVER_REFUND, "amount" },
        { "refund.add", "{'id':'$a','kind':'restocking_fee'}", CSR_E_ARGUMENT, "basis_points" },
        { "refund.add", "{'id':'$a','kind':'restocking_fee','basis_points':10001}", CSR_E_ARGUMENT, "basis_points" },
        { "refund.add", "{'id':'$a','kind':'shipping','expected_version':7}", CSR_E_CONFLICT, "expected_version" },
        { "refund.submit", "{'id':'$a'}", CSR_E_ARGUMENT, "amount" },
        { "refund.submit", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "refund.approve", "{'id':'$a'," WHY "}", CSR_E_RIGHT, "agent" },
        { "refund.reject", "{'id':'$a'," WHY "}", CSR_E_RIGHT, "agent" },
        { "refund.cancel", "{'id':'$a'}", CSR_E_ARGUMENT, "reason" },
        { "refund.list", "{}", CSR_E_ARGUMENT, "purchase" },
        { "approval_limit.put", "{'role':'manager','purpose':'goods'}", CSR_E_ARGUMENT, "currency" },
        { "approval_limit.put", "{'role':'manager','purpose':'goods','currency':'XAU'}", CSR_E_CURRENCY, "currency" },
        { "approval_limit.put", LIMIT("manager", ",'customer_days':3651"), CSR_E_ARGUMENT, "customer_days" },
        { "approval_limit.put", LIMIT("manager", ",'day_minor':-1"), CSR_E_ARGUMENT, "day_minor" },
    };

    begin(f);
    DESK_MAKE(f, "theirs", "ticket.open", "{'customer':'$petr','subject':'x'}");
    DESK_MAKE(f, "other", "purchase.put", "{'external_id':'W-2','currency':'EUR'}");
    DESK_MAKE(f, "elsewhere", "purchase_line.put", "{'purchase':'$other','number':1,'sku':'X','gross_minor':5}");
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_FAILURES(f, table);
    AGENT_FAILS(f, "rosa", "refund.approve", "{'id':'$a'," WHY "}", CSR_E_STATE, "state");
    AGENT_FAILS(f, "rosa", "approval_limit.put", LIMIT("associate", ALL("900")), CSR_E_RIGHT, "role");
}
ON_BOTH(refused)

/* I1: refunds that wait or are approved never come to more than the payments hold, whatever the lines say. */
static void payments_hold(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'charged_back_minor':51000}");
    make(f, "a", "'kind':'goods','line':'$mugs','units':1");
    make(f, "b", "'kind':'goods','line':'$mugs','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    /* 3.99 are left of 513.99, and 3.33 are asked for already. */
    AGENT_FAILS(f, "rosa", "refund.submit", "{'id':'$b'}", CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strstr(f->err.message, "66 is left") != NULL);
    /* A charge-back meanwhile stops what waits. */
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ALL("1000")));
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'charged_back_minor':51399}");
    AGENT_FAILS(f, "mia", "refund.approve", "{'id':'$a'," WHY "}", CSR_E_OVER_REFUND, "amount");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'charged_back_minor':1,'dispute':'open'}");
    AGENT_FAILS(f, "mia", "refund.approve", "{'id':'$a'," WHY "}", CSR_E_OVER_REFUND, "amount");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'dispute':'won'}");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$a'," WHY "}");
}
ON_BOTH(payments_hold)

/* Money of which nobody knows where it is is not given back. */
static void not_settled(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'state':'unknown'}");
    make(f, "a", "'kind':'goods','line':'$mugs','units':1");
    AGENT_FAILS(f, "rosa", "refund.submit", "{'id':'$a'}", CSR_E_OVER_REFUND, "amount");
}
ON_BOTH(not_settled)

/* P3: within their own limits an agent approves what they ask for; otherwise another person does. */
static void approvals(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", LIMIT("associate", ALL("400")));
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ALL("60000")));
    make(f, "small", "'kind':'goods','line':'$mugs','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$small'}");
    DESK_HAS(f, "refund.get", "{'id':'$small'}", "'state':'approved'");
    DESK_HAS(f, "approval.list", "{'refund':'$small'}", "'kind':'auto'");
    DESK_HAS(f, "approval.list", "{'refund':'$small'}", "'role':'associate'");
    make(f, "large", "'kind':'goods','line':'$kettle','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$large'}");
    DESK_HAS(f, "refund.get", "{'id':'$large'}", "'state':'pending_approval'");
    AGENT_FAILS(f, "rosa", "refund.submit", "{'id':'$large'}", CSR_E_STATE, "state");
    AGENT_FAILS(f, "rosa", "refund.add", "{'id':'$large','kind':'shipping'}", CSR_E_STATE, "state");
    AGENT_FAILS(f, "rosa", "refund.approve", "{'id':'$large'," WHY "}", CSR_E_RIGHT, "agent");
    /* A supervisor has no limit here, which lets nothing through. */
    AGENT_FAILS(f, "nora", "refund.approve", "{'id':'$large'," WHY "}", CSR_E_RIGHT, "single_minor");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$large'," WHY ",'note':'See the photo'}");
    DESK_HAS(f, "refund.get", "{'id':'$large'}", "'state':'approved'");
    DESK_HAS(f, "approval.list", "{'refund':'$large'}", "'kind':'given'");
    DESK_HAS(f, "event.history", "{'subject':'$large'}", "'kind':'refund_approved'");
    AGENT_FAILS(f, "mia", "refund.reject", "{'id':'$large'," WHY "}", CSR_E_STATE, "state");
    DESK_OK(f, "refund.cancel", "{'id':'$large'," WHY "}");
    DESK_FAILS(f, "refund.cancel", "{'id':'$large'," WHY "}", CSR_E_STATE, "state");
}
ON_BOTH(approvals)

/* P1: a day, a purchase, a customer; each says what is left. P2: the day is that of the desk's zone. */
static void limits(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put",
            LIMIT("associate", ",'single_minor':400,'day_minor':500,'purchase_minor':900,'customer_minor':900"));
    make(f, "a", "'kind':'goods','line':'$mugs','units':1");
    make(f, "b", "'kind':'goods','line':'$mugs','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$b'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'approved'");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'state':'pending_approval'");
    DESK_OK(f, "refund.cancel", "{'id':'$b'," WHY "}");
    /* The next day there is room again for one, but not for a third of the same purchase. */
    csr_test_host_advance(&f->host, 24 * HOUR_US);
    make(f, "c", "'kind':'goods','line':'$mugs','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$c'}");
    DESK_HAS(f, "refund.get", "{'id':'$c'}", "'state':'approved'");
    csr_test_host_advance(&f->host, 24 * HOUR_US);
    make(f, "d", "'kind':'amount','line':'$kettle','amount_minor':300");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$d'}");
    DESK_HAS(f, "refund.get", "{'id':'$d'}", "'state':'pending_approval'");
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ",'single_minor':400,'day_minor':500,'purchase_minor':900"));
    AGENT_FAILS(f, "mia", "refund.approve", "{'id':'$d'," WHY "}", CSR_E_RIGHT, "purchase_minor");
    DESK_TRUE(f, strstr(f->err.message, "234 left") != NULL);
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ",'single_minor':400,'day_minor':500,'purchase_minor':9000"));
    AGENT_FAILS(f, "mia", "refund.approve", "{'id':'$d'," WHY "}", CSR_E_RIGHT, "customer_minor");
    DESK_HAS(f, "approval_limit.list", "{}", "'purchase_minor':9000");
}
ON_BOTH(limits)

/* From an amount on it takes two people, and neither of them is the one who asked. */
static void two_people(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ALL("60000") ",'two_from_minor':500"));
    DESK_OK(f, "approval_limit.put", LIMIT("supervisor", ALL("60000") ",'two_from_minor':500"));
    make(f, "a", "'kind':'goods','line':'$kettle','units':1");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'approvals_needed':2");
    DESK_MAKE(f, "ada", "agent.add", "{'handle':'ada','name':'Ada','role':'manager'}");
    AGENT_OK(f, "nora", "refund.approve", "{'id':'$a'," WHY "}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    AGENT_FAILS(f, "nora", "refund.approve", "{'id':'$a'," WHY "}", CSR_E_RIGHT, "agent");
    AGENT_FAILS(f, "mia", "refund.approve", "{'id':'$a'," WHY "}", CSR_E_RIGHT, "agent");
    AGENT_OK(f, "ada", "refund.approve", "{'id':'$a'," WHY "}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'approved'");
}
ON_BOTH(two_people)

/* P3: nobody approves what they are given themselves, neither by asking nor for a colleague; they are known by their address. */
static void own_refunds(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ALL("60000")));
    DESK_OK(f, "approval_limit.put", LIMIT("supervisor", ALL("60000")));
    DESK_OK(f, "approval_limit.put", "{'role':'manager','purpose':'goodwill','currency':'EUR'" ALL("60000") "}");
    DESK_MAKE(f, "address", "identity.add", "{'customer':'$jana','kind':'email','value':'Mia@Shop.example'}");
    DESK_OK(f, "agent.change", "{'id':'$mia','email':'mia@shop.example'}");
    make(f, "a", "'kind':'goods','line':'$mugs','units':1");
    DESK_HAS(f, "refund.explain", "{'id':'$a','agent':'$mia'}", "'nobody approves what they are given themselves'");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    make(f, "b", "'kind':'goods','line':'$mugs','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$b'}");
    AGENT_FAILS(f, "mia", "refund.approve", "{'id':'$b'," WHY "}", CSR_E_RIGHT, "agent");
    AGENT_OK(f, "nora", "refund.approve", "{'id':'$b'," WHY "}");
    DESK_HAS(f, "goodwill.explain", "{'agent':'$mia','customer':'$jana','amount_minor':1,'currency':'EUR'}",
             "'nobody approves what they are given themselves'");
    /* The address of another customer, or one that ended, is nobody's. */
    DESK_OK(f, "identity.end", "{'id':'$address'}");
    AGENT_OK(f, "nora", "refund.approve", "{'id':'$a'," WHY "}");
    make(f, "c", "'kind':'goods','line':'$mugs','units':1");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$c'}");
    DESK_HAS(f, "refund.get", "{'id':'$c'}", "'state':'approved'");
}
ON_BOTH(own_refunds)

/* P4: who waits too long asks again, and so does who was approved too long ago; what was decided before holds no longer. */
static void expiry(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ALL("60000")));
    make(f, "a", "'kind':'goods','line':'$kettle','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    csr_test_host_advance(&f->host, 72 * HOUR_US);
    AGENT_FAILS(f, "mia", "refund.approve", "{'id':'$a'," WHY "}", CSR_E_STATE, "state");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$a'," WHY "}");
    AGENT_FAILS(f, "rosa", "refund.submit", "{'id':'$a'}", CSR_E_STATE, "state");
    csr_test_host_advance(&f->host, 72 * HOUR_US);
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$a'," WHY "}");
    AGENT_FAILS(f, "rosa", "refund.reject", "{'id':'$a'," WHY "}", CSR_E_STATE, "state");
}
ON_BOTH(expiry)

/* P6: what counts is who an agent is now. */
static void rights_now(desk_fixture *f)
{
    csr_session *session;

    begin(f);
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ALL("60000")));
    make(f, "a", "'kind':'goods','line':'$kettle','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    session = desk_session_of(f, "mia");
    DESK_OK(f, "agent.change", "{'id':'$mia','role':'supervisor'}");
    desk_keep(f);
    desk_expect_at(f, "approve", desk_call_in(f, session, "refund.approve", "{'id':'$a'," WHY "}"), CSR_E_RIGHT,
                   "single_minor", __FILE__, __LINE__);
    csr_session_close(session);
}
ON_BOTH(rights_now)

/* One explanation for every yes and no: what allows how much, what is used, what is left. */
static void explained(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "limit", "approval_limit.put",
              LIMIT("manager", ",'single_minor':600,'day_minor':1000,'purchase_minor':900,'customer_minor':50000,"
                               "'two_from_minor':500"));
    make(f, "a", "'kind':'amount','line':'$kettle','amount_minor':500");
    DESK_HAS(f, "refund.explain", "{'id':'$a'}",
             "'rule':'payments','holds':true,'allowed_minor':51399,'used_minor':0,'left_minor':51399,"
             "'asked_minor':500,'text':'51399 allowed, 0 used, 51399 left, 500 asked for'");
    DESK_TRUE(f, strstr(f->answer, "'rule':'person'") == NULL);
    DESK_HAS(f, "refund.explain", "{'id':'$a','agent':'$mia'}", "'text':'it can be asked for'");
    DESK_HAS(f, "refund.explain", "{'id':'$a','agent':'$mia'}", "'text':'it takes 2, and 0 have approved it'");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    DESK_MAKE(f, "ada", "agent.add", "{'handle':'ada','name':'Ada','role':'manager'}");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$a'," WHY "}");
    DESK_HAS(f, "refund.explain", "{'id':'$a','agent':'$mia'}",
             "'rule':'person','holds':false,'allowed_minor':0,'used_minor':0,'left_minor':0,'asked_"
             "minor':0,"
             "'text':'the agent has approved it already'");
    DESK_HAS(f, "refund.explain", "{'id':'$a','agent':'$rosa'}", "another person than the one who asked approves");
    DESK_HAS(f, "refund.explain", "{'id':'$a','agent':'$ada'}", "'text':'it takes 2, and 1 have approved it'");
    AGENT_OK(f, "ada", "refund.approve", "{'id':'$a'," WHY "}");
    DESK_HAS(f, "refund.explain", "{'id':'$a','agent':'$ada'}", "'text':'it is decided already'");
    make(f, "b", "'kind':'amount','line':'$kettle','amount_minor':499");
    DESK_HAS(f, "refund.explain", "{'id':'$b','agent':'$mia'}",
             "'rule':'day','holds':true,'allowed_by':'$limit','allowed_minor':1000,'used_minor':500,'left_minor':500,"
             "'asked_minor':499,");
    DESK_HAS(
        f, "refund.explain", "{'id':'$b','agent':'$mia'}",
        "'rule':'purchase','holds':false,'allowed_by':'$limit','allowed_minor':900,'used_minor':500,'left_minor':400,");
    /* Whoever has no limit may approve nothing. */
    DESK_HAS(f, "refund.explain", "{'id':'$b','agent':'$nora'}",
             "'rule':'single','holds':false,'allowed_minor':0,'used_minor':0,'left_minor':0,");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$b'}");
    csr_test_host_advance(&f->host, 72 * HOUR_US);
    DESK_OK(f, "agent.deactivate", "{'id':'$ada'}");
    DESK_HAS(f, "refund.explain", "{'id':'$b','agent':'$ada'}",
             "'text':'it waited too long and has to be asked for again'");
    DESK_HAS(f, "refund.explain", "{'id':'$b','agent':'$ada'}", "'text':'the agent is deactivated'");
    DESK_FAILS(f, "refund.explain", "{'id':'$b','agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "agent");
    DESK_FAILS(f, "refund.explain", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
}
ON_BOTH(explained)

/* The refund policy in force is one of the rules that a draft is held against. */
static void explained_by_policy(desk_fixture *f)
{
    begin(f);
    make(f, "a", "'kind':'goods','line':'$mugs','units':1");
    DESK_HAS(f, "refund.explain", "{'id':'$a'}", "'rule':'state'");
    DESK_TRUE(f, strstr(f->answer, "'rule':'policy'") == NULL);
    DESK_OK(f, "policy.add",
            "{'kind':'refund','document':{'actions':[{'action':'cancel','gives_back':'items','refuse':["
            "{'name':'two','when':'items.count > 1','reason':'One at a time.'}]}]}}");
    DESK_HAS(f, "refund.explain", "{'id':'$a'}", "'text':'the refund policy in force allows it'");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'goods','line':'$mugs','units':1}");
    DESK_HAS(f, "refund.explain", "{'id':'$a'}", "'rule':'policy','holds':false");
    DESK_HAS(f, "refund.explain", "{'id':'$a'}", "One at a time.");
    AGENT_FAILS(f, "rosa", "refund.submit", "{'id':'$a'}", CSR_E_STATE, "policy");
}
ON_BOTH(explained_by_policy)

/* M8, through the desk: from the first amount on, tax follows the gross, and the last part takes the rest. */
static void after_an_amount(desk_fixture *f)
{
    begin(f);
    make(f, "a", "'kind':'amount','line':'$mugs','amount_minor':100");
    DESK_HAS(f, "refund_part.list", "{'refund':'$a'}", "'gross_minor':100,'tax_minor':17");
    make(f, "b", "'kind':'goods','line':'$mugs','units':1");
    DESK_HAS(f, "refund_part.list", "{'refund':'$b'}", "'gross_minor':333,'tax_minor':58");
    make(f, "c", "'kind':'goods','line':'$mugs','units':2");
    DESK_HAS(f, "refund_part.list", "{'refund':'$c'}", "'gross_minor':567,'tax_minor':99");
    /* Without the amount, units are worth what they are: 3.33 with 0.58, and the rest. */
    DESK_OK(f, "refund.cancel", "{'id':'$a'," WHY "}");
    DESK_OK(f, "refund.cancel", "{'id':'$c'," WHY "}");
    make(f, "d", "'kind':'goods','line':'$mugs','units':2");
    DESK_HAS(f, "refund_part.list", "{'refund':'$d'}", "'gross_minor':667,'tax_minor':116");
    DESK_FAILS(f, "refund.add", "{'id':'$d','kind':'cash_rounding'}", CSR_E_ARGUMENT, "kind");
}
ON_BOTH(after_an_amount)

/* I4: unit by unit, one of them given up and asked for again later: all of it goes back, with all of its tax. */
static void given_up_and_again(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "pens", "purchase_line.put",
              "{'purchase':'$order','number':3,'sku':'PEN','quantity':4,'gross_minor':6,'tax_minor':6}");
    make(f, "a", "'kind':'goods','line':'$pens','units':1");
    make(f, "b", "'kind':'goods','line':'$pens','units':1");
    make(f, "c", "'kind':'goods','line':'$pens','units':1");
    DESK_HAS(f, "refund_part.list", "{'refund':'$b'}", "'gross_minor':2,'tax_minor':2");
    DESK_OK(f, "refund.cancel", "{'id':'$b'," WHY "}");
    make(f, "d", "'kind':'goods','line':'$pens','units':2");
    DESK_HAS(f, "refund_part.list", "{'refund':'$d'}", "'gross_minor':4,'tax_minor':4");
}
ON_BOTH(given_up_and_again)

/* P1: what was approved for goods takes nothing from the limits for goodwill. */
static void purposes(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", LIMIT("associate", ALL("400")));
    DESK_OK(f, "approval_limit.put",
            "{'role':'associate','purpose':'goodwill','currency':'EUR','single_minor':300,'day_minor':300,"
            "'purchase_minor':300,'customer_minor':300}");
    DESK_OK(f, "goodwill_budget.put", "{'agent':'$rosa','period':'day','currency':'EUR','amount_minor':900}");
    make(f, "a", "'kind':'amount','amount_minor':400");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','reason':'sorry','purpose':'goodwill'}");
    DESK_OK(f, "refund.add", "{'id':'$b','kind':'amount','amount_minor':300}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$b'}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'state':'approved'");
    DESK_MAKE(f, "c", "refund.open", "{'purchase':'$order','reason':'sorry','purpose':'goodwill'}");
    DESK_OK(f, "refund.add", "{'id':'$c','kind':'amount','amount_minor':1}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$c'}");
    DESK_HAS(f, "refund.get", "{'id':'$c'}", "'state':'pending_approval'");
}
ON_BOTH(purposes)

static void at(desk_fixture *f, const char *instant)
{
    csr_time when = 0;

    DESK_TRUE(f, csr_time_parse(instant, CSR_NTS, &when, NULL) == CSR_OK);
    csr_test_host_set(&f->host, when);
}

/* Rosa asks for so much; whether her limits let it through. */
static int asks(desk_fixture *f, int minor)
{
    char add[80];

    (void)snprintf(add, sizeof add, "'kind':'amount','line':'$kettle','amount_minor':%d", minor);
    make(f, "asked", add);
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$asked'}");
    (void)desk_call(f, "refund.get", "{'id':'$asked'}");
    return strstr(f->answer, "'state':'approved'") != NULL;
}

/* P2: a day is one of the desk's zone, also where it begins at one o'clock or has 25 hours. */
static void days(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "settings.change", "{'zone':'Asia/Beirut'}");
    DESK_OK(f, "approval_limit.put",
            LIMIT("associate", ",'single_minor':500,'day_minor':500,'purchase_minor':9000,'customer_minor':9000"));
    at(f, "2026-03-10T21:59:00Z");
    DESK_TRUE(f, asks(f, 300));
    DESK_TRUE(f, !asks(f, 201));
    at(f, "2026-03-10T22:00:00Z");
    DESK_TRUE(f, asks(f, 400));
    /* On the 29th of March there is no midnight: the day begins at one, which is 22:00 in UTC. */
    at(f, "2026-03-28T21:59:59Z");
    DESK_TRUE(f, asks(f, 300));
    at(f, "2026-03-28T22:00:00Z");
    DESK_TRUE(f, asks(f, 400));
    at(f, "2026-03-29T20:59:00Z");
    DESK_TRUE(f, !asks(f, 101));
    at(f, "2026-03-29T21:00:00Z");
    DESK_TRUE(f, asks(f, 500));
    /* On the 24th of October the hour before midnight comes twice. */
    at(f, "2026-10-24T20:30:00Z");
    DESK_TRUE(f, asks(f, 500));
    at(f, "2026-10-24T21:30:00Z");
    DESK_TRUE(f, !asks(f, 1));
    at(f, "2026-10-24T22:00:00Z");
    DESK_TRUE(f, asks(f, 500));
}
ON_BOTH(days)

/* A day may have more approvals than are read at once, and the days before it more still. */
static void long_day(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put",
            LIMIT("associate", ",'single_minor':10,'day_minor':800,'purchase_minor':90000,'customer_minor':90000"));
    for (int i = 0; i < 85; i++) {
        if (i == 5)
            csr_test_host_advance(&f->host, 24 * HOUR_US);
        DESK_TRUE(f, asks(f, 10));
    }
    DESK_TRUE(f, !asks(f, 1));
}
ON_BOTH(long_day)

/* So may a customer's days; what they got before is not read and does not count. */
static void long_memory(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put",
            LIMIT("associate", ",'single_minor':10,'day_minor':9000,'purchase_minor':90000,'customer_minor':260,"
                               "'customer_days':40"));
    for (int i = 0; i < 31; i++) {
        if (i == 5)
            csr_test_host_advance(&f->host, 41 * 24 * HOUR_US);
        DESK_TRUE(f, asks(f, 10));
        /* Few or many, it is the last of their days that count. */
        if (i == 8 || i == 20)
            csr_test_host_advance(&f->host, 24 * HOUR_US);
    }
    DESK_TRUE(f, !asks(f, 1));
    csr_test_host_advance(&f->host, 39 * 24 * HOUR_US);
    DESK_TRUE(f, asks(f, 10));
}
ON_BOTH(long_memory)

/* P5: what was refused, given up or waited too long takes nothing from the day of who approved it. */
static void not_counted(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put",
            LIMIT("supervisor", ",'single_minor':500,'day_minor':500,'purchase_minor':9000,'customer_minor':9000,"
                                "'two_from_minor':400"));
    make(f, "a", "'kind':'amount','amount_minor':500");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    AGENT_OK(f, "nora", "refund.approve", "{'id':'$a'," WHY "}");
    make(f, "b", "'kind':'amount','amount_minor':300");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$b'}");
    AGENT_FAILS(f, "nora", "refund.approve", "{'id':'$b'," WHY "}", CSR_E_RIGHT, "day_minor");
    AGENT_OK(f, "mia", "refund.reject", "{'id':'$a'," WHY "}");
    AGENT_OK(f, "nora", "refund.approve", "{'id':'$b'," WHY "}");
    DESK_HAS(f, "approval.list", "{'refund':'$b'}", "'rule':'another person'");
    make(f, "c", "'kind':'amount','amount_minor':300");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$c'}");
    AGENT_FAILS(f, "nora", "refund.approve", "{'id':'$c'," WHY "}", CSR_E_RIGHT, "day_minor");
    AGENT_OK(f, "mia", "refund.cancel", "{'id':'$b'," WHY "}");
    AGENT_OK(f, "nora", "refund.approve", "{'id':'$c'," WHY "}");
}
ON_BOTH(not_counted)

/* P7: who, in which role, when, by which rule and limit, and why. */
static void decisions(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "limit", "approval_limit.put", LIMIT("associate", ALL("300")));
    DESK_OK(f, "approval_limit.put", LIMIT("associate", ALL("400")));
    make(f, "a", "'kind':'goods','line':'$mugs','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$a'}");
    DESK_HAS(f, "approval.list", "{'refund':'$a'}",
             "'reason':'broken','allowed_by':'$limit','allowed_version':2,'rule':'own limits'");
    AGENT_FAILS(f, "mia", "refund.cancel", "{'id':'$a'}", CSR_E_ARGUMENT, "reason");
    AGENT_OK(f, "mia", "refund.cancel", "{'id':'$a','reason':'kept'}");
    DESK_HAS(f, "approval.list", "{'refund':'$a'}", "'reason':'kept','rule':'given up'");
    make(f, "b", "'kind':'goods','line':'$kettle','units':1");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$b'}");
    AGENT_OK(f, "mia", "refund.reject", "{'id':'$b','reason':'worn'}");
    DESK_HAS(f, "approval.list", "{'refund':'$b'}",
             "'role':'manager','purpose':'goods','currency':'EUR','reason':'worn'");
    DESK_HAS(f, "approval.list", "{'refund':'$b'}", "'rule':'refused'");
}
ON_BOTH(decisions)

/* All that is left, whatever was given back before: units, an amount of a line, shipping. */
static void the_rest(desk_fixture *f)
{
    begin(f);
    make(f, "a", "'kind':'goods','line':'$mugs','units':2");
    make(f, "b", "'kind':'amount','line':'$kettle','amount_minor':900");
    DESK_MAKE(f, "rest", "refund.open", "{'purchase':'$order','reason':'broken'}");
    DESK_FAILS(f, "refund.add_rest", "{'id':'$rest','expected_version':9}", CSR_E_CONFLICT, "expected_version");
    DESK_OK(f, "refund.add_rest", "{'id':'$rest','expected_version':1}");
    DESK_HAS(f, "refund.get", "{'id':'$rest'}", "'amount_minor':49833");
    DESK_HAS(f, "refund_part.list", "{'refund':'$rest'}", "'kind':'goods'");
    DESK_HAS(f, "refund_part.list", "{'refund':'$rest'}", "'kind':'shipping'");
    DESK_FAILS(f, "refund.add_rest", "{'id':'$rest'}", CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strstr(f->err.message, "0 are left of the goods") != NULL);
    DESK_OK(f, "refund.submit", "{'id':'$rest'}");
    DESK_FAILS(f, "refund.add_rest", "{'id':'$rest'}", CSR_E_STATE, "state");
    /* The amount is given up after all units went: it is what is left of its line. */
    DESK_OK(f, "refund.cancel", "{'id':'$b'," WHY "}");
    DESK_MAKE(f, "more", "refund.open", "{'purchase':'$order','reason':'broken'}");
    DESK_OK(f, "refund.add_rest", "{'id':'$more'}");
    DESK_HAS(f, "refund_part.list", "{'refund':'$more'}", "'gross_minor':900");
    DESK_FAILS(f, "refund.add_rest", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
}
ON_BOTH(the_rest)

/* A part was paid otherwise, or taken away: what goes back whole goes first, and the goods share the rest. Held units stay held. */
static void the_rest_of_less(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "purchase_line.put", "{'purchase':'$order','number':2,'sku':'KETTLE','fulfilled':1}");
    DESK_MAKE(f, "back", "return.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "return.add", "{'id':'$back','line':'$kettle','units':1}");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'charged_back_minor':50000}");
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add_rest", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'amount_minor':1399");
    DESK_HAS(f, "refund_part.list", "{'refund':'$a'}", "'gross_minor':900");
    DESK_HAS(f, "refund_part.list", "{'refund':'$a'}", "'kind':'amount'");
    DESK_HAS(f, "refund_part.list", "{'refund':'$a'}", "'gross_minor':499");
    DESK_OK(f, "refund.cancel", "{'id':'$a'," WHY "}");
    /* Shipping does not fit any more. */
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'charged_back_minor':51000}");
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add_rest", "{'id':'$b'}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'amount_minor':399");
    DESK_OK(f, "refund.submit", "{'id':'$b'}");
    DESK_MAKE(f, "c", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_FAILS(f, "refund.add_rest", "{'id':'$c'}", CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strstr(f->err.message, "0 of the payments") != NULL);
}
ON_BOTH(the_rest_of_less)

/* More than fits into a number, and more lines than go back at once. */
static void no_rest(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "big", "purchase.put", "{'external_id':'W-9','currency':'EUR','duties_minor':7}");
    DESK_OK(f, "purchase_line.put", "{'purchase':'$big','number':1,'sku':'A','gross_minor':9223372036854775807}");
    DESK_OK(f, "purchase_line.put", "{'purchase':'$big','number':2,'sku':'A','gross_minor':1}");
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$big','reason':'x'}");
    DESK_FAILS(f, "refund.add_rest", "{'id':'$a'}", CSR_E_OVERFLOW, "amount");
    DESK_MAKE(f, "wide", "purchase.put", "{'external_id':'W-8','currency':'EUR','duties_minor':7}");
    for (int i = 1; i <= 201; i++) {
        char line[120];
        (void)snprintf(line, sizeof line, "{'purchase':'$wide','number':%d,'sku':'A','gross_minor':1}", i);
        desk_expect_at(f, line, desk_call(f, "purchase_line.put", line), CSR_OK, "", __FILE__, __LINE__);
    }
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$wide','reason':'x'}");
    DESK_FAILS(f, "refund.add_rest", "{'id':'$b'}", CSR_E_LIMIT, "line");
    /* Duties alone. */
    DESK_MAKE(f, "paper", "purchase.put", "{'external_id':'W-7','currency':'EUR','duties_minor':7}");
    DESK_OK(f, "payment.put", "{'purchase':'$paper','number':1,'method':'card','state':'settled','captured_minor':7}");
    DESK_MAKE(f, "c", "refund.open", "{'purchase':'$paper','reason':'x'}");
    DESK_OK(f, "refund.add_rest", "{'id':'$c'}");
    DESK_HAS(f, "refund_part.list", "{'refund':'$c'}", "'kind':'duties'");
}
ON_BOTH(no_rest)

/* Hours of the house: an approval is waited for, and holds, as long as it is open. */
static void business_time(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", LIMIT("manager", ALL("90000")));
    DESK_FAILS(f, "settings.change", "{'approval_calendar':'office'}", CSR_E_NOT_FOUND, "approval_calendar");
    DESK_OK(f, "policy.add",
            "{'kind':'calendar','name':'office','document':{'zone':'Etc/UTC','hours':{'mon':[['09:00','17:00']]}}}");
    make(f, "a", "'kind':'amount','amount_minor':10");
    make(f, "b", "'kind':'amount','amount_minor':10");
    DESK_OK(f, "refund.submit", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'expires_at':'2026-03-05T09:00:00Z'");
    DESK_OK(f, "settings.change", "{'approval_calendar':'office'}");
    DESK_HAS(f, "settings.get", "{}", "'approval_calendar':'office'");
    /* Nine Mondays of eight hours each: it is one today, and they open at nine. */
    DESK_OK(f, "refund.submit", "{'id':'$b'}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'expires_at':'2026-04-27T17:00:00Z'");
    csr_test_host_advance(&f->host, 8 * 7 * 24 * HOUR_US);
    AGENT_FAILS(f, "mia", "refund.approve", "{'id':'$a'," WHY "}", CSR_E_STATE, "state");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$b'," WHY "}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'expires_at':'2026-06-22T17:00:00Z'");
    DESK_OK(f, "settings.change", "{'approval_calendar':null}");
    DESK_OK(f, "refund.submit", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'expires_at':'2026-04-30T09:00:00Z'");
}
ON_BOTH(business_time)

/* What is given up with its transaction is not remembered: neither that there is a calendar nor that there is none. */
static void business_time_given_up(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "policy.add",
            "{'kind':'calendar','name':'office','document':{'zone':'Etc/UTC','hours':{'mon':[['09:00','17:00']]}}}");
    DESK_OK(f, "settings.change", "{'approval_calendar':'office'}");
    make(f, "a", "'kind':'amount','amount_minor':10");
    make(f, "b", "'kind':'amount','amount_minor':10");
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_OK(f, "settings.change", "{'approval_calendar':null}");
    DESK_OK(f, "refund.submit", "{'id':'$a'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'expires_at':'2026-03-05T09:00:00Z'");
    TYPED_OK(f, csr_session_rollback(f->session, &f->err));
    DESK_OK(f, "refund.submit", "{'id':'$b'}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'expires_at':'2026-04-27T17:00:00Z'");
}
ON_BOTH(business_time_given_up)

/* Every refusal of an amount says which rule it is, in its field, and how much is left. */
static void refusals_tell(desk_fixture *f)
{
    static const struct {
        const char *agent, *operation, *params;
        csr_status status;
        const char *field, *text;
    } table[] = {
        { "", "refund.add", "{'id':'$d','kind':'goods','line':'$mugs','units':3}", CSR_E_OVER_REFUND, "units",
          "1 of 3 are left" },
        { "", "refund.add", "{'id':'$d','kind':'amount','line':'$mugs','amount_minor':335}", CSR_E_OVER_REFUND,
          "amount", "335 is asked for, 1 is left" },
        { "", "refund.add", "{'id':'$d','kind':'amount','amount_minor':50235}", CSR_E_OVER_REFUND, "amount",
          "50235 is asked for, 234 is left" },
        { "", "refund.add", "{'id':'$d','kind':'shipping'}", CSR_E_OVER_REFUND, "kind", "0 is left" },
        { "", "refund.add", "{'id':'$d','kind':'duties'}", CSR_E_OVER_REFUND, "kind", "0 is left" },
        { "", "refund.add", "{'id':'$d','kind':'restocking_fee','basis_points':1}", CSR_E_STATE, "kind", "0 is left" },
        { "", "refund.add", "{'id':'$s','kind':'restocking_fee','basis_points':1}", CSR_E_STATE, "state", "draft" },
        { "", "refund.submit", "{'id':'$big'}", CSR_E_OVER_REFUND, "amount", "50000 is asked for, 49068 is left" },
        { "nora", "refund.approve", "{'id':'$s','reason':'x'}", CSR_E_RIGHT, "single_minor",
          "the limit single_minor of a supervisor: 100 allowed, 0 used, 100 left, 666 asked for" },
        { "mia", "refund.approve", "{'id':'$s','reason':'x'}", CSR_E_RIGHT, "day_minor",
          "the limit day_minor of a manager: 1500 allowed, 1499 used, 1 left, 666 asked for" },
        { "ada", "refund.approve", "{'id':'$s','reason':'x'}", CSR_E_RIGHT, "purchase_minor",
          "2000 allowed, 1499 used, 501 left, 666 asked for" },
        { "", "refund.plan", "{'id':'$paid','step_minor':100}", CSR_E_STEP, "amount", "99 remain" },
        { "", "refund.plan", "{'id':'$paid','whole':true}", CSR_E_STATE, "whole", "all of 51399 or nothing, not 1499" },
        { "", "refund.plan", "{'id':'$paid','window_s':1}", CSR_E_STATE, "window_s", "0 is left" },
    };

    begin(f);
    DESK_MAKE(f, "ada", "agent.add", "{'handle':'ada','name':'Ada','role':'manager'}");
    DESK_OK(f, "purchase.put", "{'external_id':'W-1','bought_at':'2026-03-01T00:00:00Z'}");
    DESK_OK(f, "approval_limit.put", LIMIT("supervisor", ALL("100")));
    DESK_OK(f, "approval_limit.put",
            LIMIT("manager", ",'single_minor':9000,'day_minor':1500,'purchase_minor':2000,'customer_minor':9000"));
    make(f, "s", "'kind':'goods','line':'$mugs','units':2");
    DESK_OK(f, "refund.submit", "{'id':'$s'}");
    make(f, "paid", "'kind':'shipping'");
    DESK_OK(f, "refund.add", "{'id':'$paid','kind':'amount','line':'$kettle','amount_minor':1000}");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$paid'}");
    make(f, "d", "'kind':'amount','line':'$kettle','amount_minor':1");
    DESK_OK(f, "refund.cancel", "{'id':'$d'," WHY "}");
    DESK_MAKE(f, "d", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_MAKE(f, "wide", "purchase_line.put", "{'purchase':'$order','number':3,'sku':'X','gross_minor':1000}");
    make(f, "big", "'kind':'amount','amount_minor':50000");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'charged_back_minor':166}");
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        csr_status got = table[i].agent[0] != '\0'
                             ? desk_call_as(f, table[i].agent, table[i].operation, table[i].params)
                             : desk_call(f, table[i].operation, table[i].params);
        desk_true_at(f, got == table[i].status && strcmp(f->err.field, table[i].field) == 0, f->err.message, __FILE__,
                     __LINE__);
        desk_true_at(f, strstr(f->err.message, table[i].text) != NULL, f->err.message, __FILE__, __LINE__);
    }
}
ON_BOTH(refusals_tell)

static CU_TestInfo tests[] = {
    { "refund/parts", parts_on_both },
    { "refund/other_parts", other_parts_on_both },
    { "refund/refused", refused_on_both },
    { "refund/payments_hold", payments_hold_on_both },
    { "refund/not_settled", not_settled_on_both },
    { "refund/approvals", approvals_on_both },
    { "refund/limits", limits_on_both },
    { "refund/two_people", two_people_on_both },
    { "refund/own_refunds", own_refunds_on_both },
    { "refund/expiry", expiry_on_both },
    { "refund/rights_now", rights_now_on_both },
    { "refund/explained", explained_on_both },
    { "refund/explained_by_policy", explained_by_policy_on_both },
    { "refund/after_an_amount", after_an_amount_on_both },
    { "refund/given_up_and_again", given_up_and_again_on_both },
    { "refund/purposes", purposes_on_both },
    { "refund/days", days_on_both },
    { "refund/long_day", long_day_on_both },
    { "refund/long_memory", long_memory_on_both },
    { "refund/not_counted", not_counted_on_both },
    { "refund/decisions", decisions_on_both },
    { "refund/the_rest", the_rest_on_both },
    { "refund/the_rest_of_less", the_rest_of_less_on_both },
    { "refund/no_rest", no_rest_on_both },
    { "refund/business_time", business_time_on_both },
    { "refund/business_time_given_up", business_time_given_up_on_both },
    { "refund/refusals_tell", refusals_tell_on_both },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "refund", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("refunds", suites, 27);
}
