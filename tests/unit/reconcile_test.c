#include "support/desk_refund.h"
#include "support/desk_tamper.h"

#include <csr/sys/test_gateway.h>

/* Notices of gateways, what people find out, and comparing the books of both sides. */

#define SECOND_US INT64_C(1000000)
#define PLAN "{'id':'$a','has_lookup':true,'key_life_s':3600,'inflight_s':30,'margin_s':600,'gateway':'relay'}"
#define BLIND "{'id':'$a','gateway':'relay'}"

static void begin(desk_fixture *f)
{
    desk_refund_begin(f, "relay");
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','name':'Mia'}");
}

static void take(desk_fixture *f, const char *name)
{
    csr_payout_view payout = { .struct_size = sizeof payout };
    csr_payout_next_params in = CSR_PAYOUT_NEXT_PARAMS_INIT;
    csr_result *result = NULL;

    in.gateway = CSR_STR("relay");
    TYPED_OK(f, csr_payout_next(f->session, &in, &result, &f->err));
    DESK_TRUE(f, csr_result_count(result) == 1);
    (void)csr_payout_at(result, 0, &payout, NULL);
    desk_let(f, name, &payout.id);
    csr_result_free(result);
}

/* I10: before the answer, twice, in any order, by our reference or the gateway's. */
static void notices(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p1");
    take(f, "p2");
    /* It comes before the answer. */
    DESK_MAKE(f, "n1", "payout.webhook",
              "{'gateway':'relay','event_id':'e1','our_reference':'$p1','reference':'re-1','news':'succeeded',"
              "'amount_minor':300,'currency':'EUR'}");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'state':'succeeded'");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'reference':'re-1'");
    desk_keep(f);
    DESK_IS(f, "payout.webhook", "{'gateway':'relay','event_id':'e1','news':'reversed'}", "{'id':'$n1'}");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'success','reference':'re-1'}");
    DESK_SAME(f);
    /* By a name that is not known yet: it is kept, and counts when the answer brings it. */
    DESK_MAKE(f, "n2", "payout.webhook", "{'gateway':'relay','event_id':'e2','reference':'re-2','news':'succeeded'}");
    DESK_MAKE(f, "n3", "payout.webhook", "{'gateway':'relay','event_id':'e3','reference':'re-2','news':'pending'}");
    DESK_HAS(f, "payout_notice.list", "{'gateway':'relay'}", "'event_id':'e2'");
    DESK_HAS(f, "payout_notice.get", "{'id':'$n2'}", "'waiting':true");
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'pending','reference':'re-2'}");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'state':'succeeded'");
    DESK_HAS(f, "payout_notice.get", "{'id':'$n2'}", "'payout':'$p2'");
    DESK_IS(f, "payout_notice.list", "{'gateway':'relay'}", "{'kind':'payout_notice','rows':[],'next':null}");
    DESK_HAS(f, "payout_notice.list", "{'payout':'$p2'}", "'event_id':'e3'");
    DESK_HAS(f, "event.history", "{'subject':'$n2'}", "'kind':'payout_notice_matched'");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    /* By the gateway's name; it came back. */
    DESK_OK(f, "payout.webhook", "{'gateway':'relay','event_id':'e4','reference':'re-2','news':'reversed'}");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'state':'reversed'");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
}
ON_BOTH(notices)

/* What can be heard of one payout, in the order of a permutation; some of it twice. */
static void hear_all(desk_fixture *f, const int order[4], unsigned twice)
{
    static const struct {
        const char *operation, *params;
    } news[] = {
        { "payout.report", "{'id':'$p1','answer':'success','reference':'re-1'}" },
        { "payout.webhook", "{'gateway':'relay','event_id':'e1','our_reference':'$p1','news':'pending'}" },
        { "payout.webhook", "{'gateway':'relay','event_id':'e2','reference':'re-1','news':'succeeded'}" },
        { "payout.webhook", "{'gateway':'relay','event_id':'e3','reference':'re-1','news':'reversed'}" },
    };

    for (int i = 0; i < 4; i++)
        for (unsigned again = 0; again <= (twice >> i & 1); again++)
            desk_expect_at(f, news[order[i]].params, desk_call(f, news[order[i]].operation, news[order[i]].params),
                           CSR_OK, "", __FILE__, __LINE__);
}

/* I10: whatever the order, the end is the same. */
static void test_any_order(void)
{
    for (int n = 0; n < 256; n++) {
        const int order[4] = { n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6 };
        desk_fixture f;
        if ((1 << order[0] | 1 << order[1] | 1 << order[2] | 1 << order[3]) != 15)
            continue;
        if (desk_begin(&f, "memory", "memory:", 11)) {
            begin(&f);
            DESK_OK(&f, "refund.plan", PLAN);
            take(&f, "p1");
            hear_all(&f, order, (unsigned)n % 16);
            DESK_HAS(&f, "payout.get", "{'id':'$p1'}", "'state':'reversed'");
            DESK_HAS(&f, "payout.get", "{'id':'$p1'}", "'incident':false");
            DESK_IS(&f, "payout_notice.list", "{'gateway':'relay'}", "{'kind':'payout_notice','rows':[],'next':null}");
            DESK_HAS(&f, "refund.get", "{'id':'$a'}", "'state':'paying'");
        }
        desk_end(&f);
    }
}

/* Another gateway's payout, a name that is another payout's, another amount. */
static void odd_notices(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p1");
    take(f, "p2");
    DESK_OK(f, "payout.webhook", "{'gateway':'other','event_id':'e1','our_reference':'$p1','news':'failed'}");
    DESK_HAS(f, "payout_notice.list", "{'gateway':'other'}", "'our_reference':'$p1'");
    DESK_OK(f, "payout.webhook", "{'gateway':'relay','event_id':'e1','our_reference':'" NOBODY "','news':'failed'}");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'state':'submitting'");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'pending','reference':'re-1'}");
    DESK_OK(f, "payout.webhook",
            "{'gateway':'relay','event_id':'e2','our_reference':'$p2','reference':'re-1','news':'pending'}");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'alarm':true");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'state':'pending'");
    DESK_OK(f, "payout.webhook",
            "{'gateway':'relay','event_id':'e3','reference':'re-1','news':'succeeded','amount_minor':299}");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'incident':true");
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "'verdict':'incident'");
    DESK_OK(f, "payout.webhook",
            "{'gateway':'relay','event_id':'e4','our_reference':'$p2','news':'succeeded','currency':'USD'}");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'incident':true");
    DESK_FAILS(f, "payout.webhook", "{'gateway':'relay','event_id':'e5','news':'not_found'}", CSR_E_ARGUMENT, "news");
    DESK_FAILS(f, "payout.webhook", "{'gateway':'relay','news':'failed'}", CSR_E_ARGUMENT, "event_id");
    DESK_FAILS(f, "payout_notice.list", "{'gateway':'relay','payout':'$p1'}", CSR_E_ARGUMENT, "gateway");
}
ON_BOTH(odd_notices)

/* What the test gateway sends, through the functions. */
static void heard(desk_fixture *f)
{
    csr_test_gateway_params params = CSR_TEST_GATEWAY_PARAMS_INIT;
    csr_test_gateway *gateway = NULL;
    csr_gateway deaf;
    csr_id refund, notice = { { 0 } }, again = { { 0 } };
    char bytes[600];
    size_t len = 0;

    begin(f);
    refund = desk_id(f, "a");
    params.host = &f->host.host;
    params.name = CSR_STR("relay");
    params.script = CSR_STR("lose_answer,reverse");
    TYPED_OK(f, csr_test_gateway_open(&params, &gateway, &f->err));
    TYPED_OK(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err));
    TYPED_OK(f, csr_gateway_run(f->session, csr_test_gateway_functions(gateway), NULL, NULL, &f->err));
    csr_test_host_advance(&f->host, 30 * SECOND_US);
    for (int i = 0; i < 3; i++) {
        TYPED_OK(f, csr_test_gateway_webhook(gateway, bytes, sizeof bytes, &len, &f->err));
        TYPED_OK(f, csr_gateway_hear(f->session, csr_test_gateway_functions(gateway), bytes, len, &notice, &f->err));
        TYPED_OK(f, csr_gateway_hear(f->session, csr_test_gateway_functions(gateway), bytes, len, &again, &f->err));
        DESK_TRUE(f, memcmp(&notice, &again, sizeof notice) == 0);
    }
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
    TYPED_FAILS(f, csr_gateway_hear(f->session, csr_test_gateway_functions(gateway), "x", 1, NULL, &f->err),
                CSR_E_ARGUMENT, "bytes");
    TYPED_FAILS(f, csr_gateway_hear(f->session, csr_test_gateway_functions(gateway), NULL, 0, NULL, &f->err),
                CSR_E_ARGUMENT, "bytes");
    TYPED_FAILS(f, csr_gateway_hear(f->session, NULL, "x", 1, NULL, &f->err), CSR_E_ARGUMENT, "gateway");
    deaf = *csr_test_gateway_functions(gateway);
    deaf.parse_webhook = NULL;
    TYPED_FAILS(f, csr_gateway_hear(f->session, &deaf, "x", 1, NULL, &f->err), CSR_E_ARGUMENT, "gateway");
    csr_test_gateway_close(gateway);
}
ON_BOTH(heard)

/* A report of the test gateway, with a movement of its own: all of it is known afterwards. */
static void whole_report(desk_fixture *f)
{
    csr_test_gateway_params params = CSR_TEST_GATEWAY_PARAMS_INIT;
    csr_test_gateway *gateway = NULL;
    csr_id refund, payment;
    char line[600], text[700];
    size_t len = 9;

    begin(f);
    refund = desk_id(f, "a");
    payment = desk_id(f, "two");
    params.host = &f->host.host;
    params.name = CSR_STR("relay");
    params.script = CSR_STR("lose,lose_answer");
    TYPED_OK(f, csr_test_gateway_open(&params, &gateway, &f->err));
    TYPED_OK(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err));
    TYPED_OK(f, csr_gateway_run(f->session, csr_test_gateway_functions(gateway), NULL, NULL, &f->err));
    TYPED_OK(f, csr_test_gateway_pay(gateway, &payment, 7, "EUR", &f->err));
    TYPED_OK(f, csr_test_gateway_report(gateway, 0, line, sizeof line, &len, &f->err));
    DESK_TRUE(f, len == 0);
    for (size_t i = 1; i < 3; i++) {
        TYPED_OK(f, csr_test_gateway_report(gateway, i, line, sizeof line, &len, &f->err));
        (void)snprintf(text, sizeof text, "{\"gateway\":\"relay\",%s", line + 1);
        desk_is_at(f, "payout.compare", text, i == 1 ? "'verdict':'matched'" : "'verdict':'imported'", 0, __FILE__,
                   __LINE__);
    }
    DESK_HAS(f, "payout.find", "{'gateway':'relay','reference':'tg-1'}", "'state':'succeeded'");
    DESK_HAS(f, "payout.find", "{'gateway':'relay','reference':'tg-2'}", "'state':'external'");
    DESK_TRUE(f, csr_test_gateway_report(gateway, 3, line, sizeof line, &len, &f->err) == CSR_E_ARGUMENT);
    DESK_TRUE(f, csr_test_gateway_report(gateway, 1, line, 20, &len, &f->err) == CSR_E_ARGUMENT);
    DESK_TRUE(f, csr_test_gateway_report(gateway, 1, NULL, 20, &len, &f->err) == CSR_E_ARGUMENT);
    csr_test_gateway_close(gateway);
}
ON_BOTH(whole_report)

static void refuse_in(desk_fixture *f, csr_session *session, const char *operation, const char *params,
                      csr_status status, const char *field)
{
    desk_keep(f);
    desk_expect_at(f, params, desk_call_in(f, session, operation, params), status, field, __FILE__, __LINE__);
}

static void allow_in(desk_fixture *f, csr_session *session, const char *operation, const char *params)
{
    desk_expect_at(f, params, desk_call_in(f, session, operation, params), CSR_OK, "", __FILE__, __LINE__);
}

/* Two people, of whom the second finds what the first found. */
static void two_people(desk_fixture *f)
{
    csr_session *rosa, *mia;

    begin(f);
    DESK_OK(f, "refund.plan", BLIND);
    take(f, "p1");
    take(f, "p2");
    DESK_FAILS(f, "payout.attest", "{'id':'$p1','news':'failed','evidence':'x'}", CSR_E_STATE, "state");
    csr_test_host_advance(&f->host, 60 * SECOND_US);
    take(f, "p1");
    take(f, "p2");
    rosa = desk_session_of(f, "rosa");
    mia = desk_session_of(f, "mia");
    DESK_FAILS(f, "payout.attest", "{'id':'$p1','news':'pending','evidence':'x'}", CSR_E_ARGUMENT, "news");
    DESK_FAILS(f, "payout.attest", "{'id':'$p1','news':'failed'}", CSR_E_ARGUMENT, "evidence");
    DESK_FAILS(f, "payout.attest", "{'id':'$p1','news':'failed','evidence':'x'}", CSR_E_RIGHT, "agent");
    DESK_FAILS(f, "payout.attest", "{'id':'" NOBODY "','news':'failed','evidence':'x'}", CSR_E_NOT_FOUND, "id");
    /* One alone cannot, by no door. */
    refuse_in(f, rosa, "payout.tell", "{'id':'$p1','news':'failed'}", CSR_E_RIGHT, "agent");
    refuse_in(f, rosa, "payout.report", "{'id':'$p1','answer':'success'}", CSR_E_RIGHT, "agent");
    allow_in(f, rosa, "payout.attest", "{'id':'$p1','news':'failed','evidence':'Not on the statement'}");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'state':'manual'");
    refuse_in(f, rosa, "payout.attest", "{'id':'$p1','news':'failed','evidence':'Still not'}", CSR_E_RIGHT, "agent");
    /* Another finding proposes anew, and so does the first one's own change of mind. */
    allow_in(f, mia, "payout.attest", "{'id':'$p1','news':'succeeded','evidence':'Page 2'}");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'state':'manual'");
    allow_in(f, rosa, "payout.attest", "{'id':'$p1','news':'succeeded','evidence':'Page 2, indeed'}");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'state':'succeeded'");
    DESK_HAS(f, "attestation.list", "{'payout':'$p1'}", "'evidence':'Page 2, indeed'");
    DESK_HAS(f, "event.history", "{'subject':'$a'}", "'kind':'payout_attested'");
    /* The gateway's own word needs nobody. */
    DESK_OK(f, "payout.webhook", "{'gateway':'relay','event_id':'e','our_reference':'$p2','news':'failed'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
    DESK_OK(f, "agent.deactivate", "{'id':'$rosa'}");
    csr_session_close(rosa);
    csr_session_close(mia);
}
ON_BOTH(two_people)

static void deactivated(desk_fixture *f)
{
    csr_session *mia;

    begin(f);
    DESK_OK(f, "refund.plan", BLIND);
    take(f, "p1");
    take(f, "p2");
    csr_test_host_advance(&f->host, 60 * SECOND_US);
    take(f, "p1");
    mia = desk_session_of(f, "mia");
    DESK_OK(f, "agent.deactivate", "{'id':'$mia'}");
    refuse_in(f, mia, "payout.attest", "{'id':'$p1','news':'failed','evidence':'x'}", CSR_E_RIGHT, "agent");
    csr_session_close(mia);
}
ON_BOTH(deactivated)

#define LINE_1 "{'gateway':'relay','reference':'re-1','our_reference':'$p1','amount_minor':300,'currency':'EUR',"

/* Both sides know it, in the same or another amount, or only this side does. */
static void matched(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p1");
    take(f, "p2");
    desk_keep(f);
    DESK_HAS(f, "payout.compare", LINE_1 "'state':'succeeded','dry_run':true}", "'verdict':'matched'");
    DESK_SAME(f);
    DESK_HAS(f, "payout.compare", LINE_1 "'state':'succeeded'}", "'verdict':'matched'");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'state':'succeeded'");
    desk_keep(f);
    DESK_HAS(f, "payout.compare", LINE_1 "'state':'succeeded'}", "'alarm':false");
    DESK_HAS(f, "payout.compare", "{'gateway':'relay','reference':'re-1','state':'succeeded'}", "'payout':'$p1'");
    DESK_SAME(f);
    /* What went and is in no report. */
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'success','reference':'re-2'}");
    DESK_HAS(f, "payout.review", "{'gateway':'relay','since':'2026-03-02T00:00:00Z'}", "'reference':'re-2'");
    DESK_HAS(f, "payout.review", "{'gateway':'relay','since':'2026-03-02T00:00:00Z'}", "'verdict':'missing'");
    DESK_IS(f, "payout.review", "{'gateway':'other','since':'2026-03-02T00:00:00Z'}",
            "{'kind':'payout_finding','rows':[],'next':null}");
    DESK_IS(f, "payout.review", "{'gateway':'relay','since':'2026-03-01T00:00:00Z','until':'2026-03-02T00:00:00Z'}",
            "{'kind':'payout_finding','rows':[],'next':null}");
    DESK_IS(f, "payout.review",
            "{'gateway':'relay','since':'2026-03-01T00:00:00Z','limit':1,'until':"
            "'2026-03-02T00:00:00Z'}",
            "{'kind':'payout_finding','rows':[],'next':null}");
    DESK_HAS(f, "payout.compare", "{'gateway':'relay','our_reference':'$p2','state':'not_found'}",
             "'verdict':'missing'");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'alarm':true");
    DESK_HAS(f, "payout.compare", "{'gateway':'relay','reference':'re-2','amount_minor':99,'state':'succeeded'}",
             "'verdict':'differs'");
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "'verdict':'incident'");
    DESK_IS(f, "payout.review", "{'gateway':'relay','since':'2026-03-02T00:00:00Z'}",
            "{'kind':'payout_finding','rows':[],'next':null}");
    DESK_FAILS(f, "payout.review", "{'until':'2026-03-02T00:00:00Z'}", CSR_E_ARGUMENT, "since");
    DESK_FAILS(f, "payout.compare", "{'gateway':'relay'}", CSR_E_ARGUMENT, "state");
}
ON_BOTH(matched)

#define OUTSIDE "{'gateway':'relay','reference':'re-9','payment_reference':'ch-1','state':'succeeded',"

/* The gateway gave money back by itself: it counts, and over what was taken the payment gives nothing back any more. */
static void imported(desk_fixture *f)
{
    begin(f);
    desk_keep(f);
    DESK_HAS(f, "payout.compare", OUTSIDE "'amount_minor':250,'dry_run':true}", "'verdict':'imported'");
    DESK_SAME(f);
    DESK_OK(f, "payout.webhook", "{'gateway':'relay','event_id':'e','reference':'re-9','news':'succeeded'}");
    DESK_HAS(f, "payout.compare", OUTSIDE "'amount_minor':250,'currency':'EUR'}", "'verdict':'imported'");
    desk_keep(f);
    DESK_HAS(f, "payout.compare", OUTSIDE "'amount_minor':250}", "'verdict':'matched'");
    DESK_SAME(f);
    DESK_HAS(f, "payout.find", "{'gateway':'relay','reference':'re-9'}", "'state':'external'");
    DESK_HAS(f, "payout.find", "{'gateway':'relay','reference':'re-9'}", "'incident':false");
    DESK_HAS(f, "refund.list", "{'purchase':'$order'}", "'reason':'external'");
    DESK_IS(f, "payout_notice.list", "{'gateway':'relay'}", "{'kind':'payout_notice','rows':[],'next':null}");
    /* 0.50 are left of the first payment. */
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'amount_minor':50");
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'amount_minor':350");
    /* 7.00 + 1.00 more than was taken: what was not sent yet is held. */
    DESK_HAS(f, "payout.compare",
             "{'gateway':'relay','reference':'re-10','payment':'$two','state':'succeeded','amount_minor':351}",
             "'alarm':true");
    take(f, "p1");
    take(f, "p2");
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "'state':'external'");
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}",
             "not sent: its payment is disputed, has an incident, or holds less than is reserved");
}
ON_BOTH(imported)

/* Together they come to more than a number holds: then nothing is left. */
static void as_much_as_there_is(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put",
            "{'role':'associate','purpose':'goods','currency':'EUR','single_minor':9223372036854775807,"
            "'day_minor':9223372036854775807,'purchase_minor':9223372036854775807,"
            "'customer_minor':9223372036854775807}");
    DESK_MAKE(f, "big", "purchase.put", "{'external_id':'W-9','currency':'EUR'}");
    DESK_OK(f, "purchase_line.put", "{'purchase':'$big','number':1,'sku':'A','gross_minor':9223372036854775807}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$big','number':1,'method':'card','state':'settled','captured_minor':9223372036854775807,"
            "'gateway':'relay','reference':'ch-9'}");
    DESK_MAKE(f, "most", "refund.open", "{'purchase':'$big','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$most','kind':'amount','amount_minor':9223372036854775000}");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$most'}");
    DESK_HAS(f, "payout.compare",
             "{'gateway':'relay','reference':'re-9','payment_reference':'ch-9','state':'succeeded',"
             "'amount_minor':1000000}",
             "'verdict':'imported'");
    DESK_MAKE(f, "more", "refund.open", "{'purchase':'$big','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$more','kind':'amount','amount_minor':1}");
    AGENT_FAILS(f, "rosa", "refund.submit", "{'id':'$more'}", CSR_E_OVER_REFUND, "amount");
}
ON_BOTH(as_much_as_there_is)

static void external_came_back(desk_fixture *f)
{
    csr_refund_view refund = { .struct_size = sizeof refund };
    csr_refund_query query = CSR_REFUND_QUERY_INIT;
    csr_result *result = NULL;

    begin(f);
    DESK_HAS(f, "payout.compare", OUTSIDE "'amount_minor':250}", "'verdict':'imported'");
    DESK_OK(f, "payout.webhook", "{'gateway':'relay','event_id':'e','reference':'re-9','news':'reversed'}");
    query.purchase = desk_id(f, "order");
    TYPED_OK(f, csr_refund_list(f->session, &query, &result, &f->err));
    for (size_t i = 0; i < csr_result_count(result); i++) {
        (void)csr_refund_at(result, i, &refund, NULL);
        if (refund.amount_minor == 250)
            desk_let(f, "outside", &refund.id);
    }
    csr_result_free(result);
    DESK_HAS(f, "refund.get", "{'id':'$outside'}", "'state':'failed'");
    /* Nobody approved it, so nobody pays it again. */
    DESK_FAILS(f, "refund.plan", "{'id':'$outside'}", CSR_E_STATE, "state");
}
ON_BOTH(external_came_back)

/* What cannot be imported is told, and why. */
static void not_imported(desk_fixture *f)
{
    static const struct {
        const char *line, *text;
    } table[] = {
        { "{'gateway':'relay','reference':'re-9','state':'succeeded','amount_minor':5}", "which payment" },
        { "{'gateway':'relay','reference':'re-9','state':'succeeded','amount_minor':5,'payment':'" NOBODY "'}",
          "which payment" },
        { "{'gateway':'other','reference':'re-9','payment':'$one','state':'succeeded','amount_minor':5}",
          "its payment is another gateway's" },
        { "{'gateway':'relay','payment_reference':'ch-1','state':'succeeded','amount_minor':5}",
          "it needs a reference" },
        { "{'gateway':'relay','reference':'re-9','payment_reference':'ch-1','state':'succeeded'}",
          "it needs a reference" },
        { "{'gateway':'relay','reference':'re-9','payment_reference':'ch-1','state':'failed','amount_minor':5}",
          "no money has gone" },
    };

    begin(f);
    desk_keep(f);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        desk_is_at(f, "payout.compare", table[i].line, table[i].text, 0, __FILE__, __LINE__);
    DESK_SAME(f);
    DESK_FAILS(f, "payout.compare", OUTSIDE "'amount_minor':5,'currency':'USD'}", CSR_E_CURRENCY, "currency");
    DESK_FAILS(f, "payout.compare", OUTSIDE "'amount_minor':9223372036854775807}", CSR_E_OVERFLOW, "amount_minor");
    /* It may be one of ours. */
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p1");
    DESK_HAS(f, "payout.compare", OUTSIDE "'amount_minor':300}", "it may be this payout");
    DESK_HAS(f, "payout.compare", OUTSIDE "'amount_minor':299}", "'verdict':'imported'");
}
ON_BOTH(not_imported)

/* Everything that is reserved is shown, and why. */
static void reserved(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.plan", BLIND);
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "reserved, and not sent yet");
    take(f, "p1");
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "sent, and no answer");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'pending'}");
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "has not decided");
    take(f, "p2");
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'exceeded'}");
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "two people have to find out");
    DESK_HAS(f, "payout.review", "{'gateway':'relay','limit':1}", "'verdict':'open'");
    DESK_HAS(f, "payout.review", "{'gateway':'relay','limit':1,'after':'$next'}", "has not decided");
    /* What only the gateway can decide is never due. */
    csr_test_host_advance(&f->host, 3600 * SECOND_US);
    take(f, "p2");
    DESK_IS(f, "payout.next", "{'gateway':'relay'}", "{'kind':'payout','rows':[],'next':null}");
    DESK_OK(f, "payout.tell", "{'id':'$p1','news':'failed'}");
    DESK_OK(f, "payout.tell", "{'id':'$p2','news':'failed'}");
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p3");
    DESK_OK(f, "payout.report", "{'id':'$p3','answer':'exceeded'}");
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "the gateway has to be asked");
}
ON_BOTH(reserved)

/* So is what refunds hold of which nothing is on its way. */
static void held_by_refunds(desk_fixture *f)
{
    begin(f);
    DESK_HAS(f, "payout.review", "{'refunds':true}", "approved, and not planned yet");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'gateway':'other'}");
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "payout.review", "{'refunds':true}", "a part of it is not planned yet");
    DESK_HAS(f, "payout.review", "{'refunds':true}", "'amount_minor':100");
    take(f, "p1");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'success'}");
    DESK_HAS(f, "payout.review", "{'refunds':true}", "what is left of it is not planned again");
    DESK_OK(f, "payout.tell", "{'id':'$p1','news':'reversed'}");
    DESK_HAS(f, "payout.review", "{'refunds':true}", "none of it went");
    DESK_OK(f, "refund.plan", "{'id':'$a'}");
    DESK_IS(f, "payout.review", "{'refunds':true}", "{'kind':'payout_finding','rows':[],'next':null}");
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_HAS(f, "payout.review", "{'refunds':true}", "being put together");
    DESK_OK(f, "refund.add", "{'id':'$b','kind':'amount','amount_minor':100}");
    DESK_OK(f, "refund.submit", "{'id':'$b'}");
    DESK_HAS(f, "payout.review", "{'refunds':true}", "it waits for approval");
    csr_test_host_advance(&f->host, 73 * 3600 * SECOND_US);
    DESK_HAS(f, "payout.review", "{'refunds':true}", "it waited too long");
    DESK_OK(f, "refund.cancel", "{'id':'$b','reason':'x'}");
    DESK_FAILS(f, "payout.review", "{'refunds':true,'gateway':'relay'}", CSR_E_ARGUMENT, "refunds");
}
ON_BOTH(held_by_refunds)

static void approval_expired(desk_fixture *f)
{
    begin(f);
    csr_test_host_advance(&f->host, 73 * 3600 * SECOND_US);
    DESK_HAS(f, "payout.review", "{'refunds':true,'limit':1}", "the approval held too long");
}
ON_BOTH(approval_expired)

#define CLOSE(payout, more) "{'id':'$" payout "','evidence':'The statement'" more "}"

/* More went than was planned: two people say how much, and what is more counts as the gateway's own. */
static void too_much_went(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p1");
    take(f, "p2");
    DESK_FAILS(f, "payout.close_incident", CLOSE("p1", ""), CSR_E_STATE, "incident");
    AGENT_FAILS(f, "rosa", "payout.reopen_incident", CLOSE("p1", ""), CSR_E_STATE, "incident");
    DESK_HAS(f, "payout.compare", LINE_1 "'state':'pending'}", "'verdict':'matched'");
    DESK_OK(f, "payout.webhook",
            "{'gateway':'relay','event_id':'e','reference':'re-1','news':'pending','amount_minor':310}");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'incident':true");
    DESK_FAILS(f, "payout.close_incident", CLOSE("p1", ""), CSR_E_STATE, "state");
    DESK_OK(f, "payout.tell", "{'id':'$p1','news':'succeeded'}");
    DESK_FAILS(f, "payout.close_incident", CLOSE("p1", ""), CSR_E_RIGHT, "agent");
    DESK_FAILS(f, "payout.close_incident", "{'id':'$p1'}", CSR_E_ARGUMENT, "evidence");
    DESK_FAILS(f, "payout.close_incident", CLOSE("b", ""), CSR_E_ARGUMENT, "id");
    DESK_FAILS(f, "payout.reopen_incident", "{'id':'" NOBODY "','evidence':'x'}", CSR_E_NOT_FOUND, "id");
    AGENT_FAILS(f, "rosa", "payout.close_incident", CLOSE("p1", ",'went_minor':9223372036854775807"), CSR_E_OVERFLOW,
                "went_minor");
    AGENT_OK(f, "rosa", "payout.close_incident", CLOSE("p1", ",'went_minor':310"));
    AGENT_FAILS(f, "rosa", "payout.close_incident", CLOSE("p1", ",'went_minor':310"), CSR_E_RIGHT, "agent");
    /* Who finds something else proposes anew. */
    AGENT_OK(f, "mia", "payout.close_incident", CLOSE("p1", ",'went_minor':305"));
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'incident':true");
    AGENT_OK(f, "rosa", "payout.close_incident", CLOSE("p1", ",'went_minor':310"));
    AGENT_OK(f, "mia", "payout.close_incident", CLOSE("p1", ",'went_minor':310"));
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'incident':false");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'went_minor':310");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'amount_minor':300");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'incident_closed_at':'2026-03-02T09:00:00Z'");
    DESK_HAS(f, "attestation.list", "{'payout':'$p1'}", "'incident':'closed'");
    DESK_HAS(f, "refund.list", "{'purchase':'$order'}", "'amount_minor':10");
    DESK_HAS(f, "event.history", "{'subject':'$a'}", "'kind':'payout_incident_closed'");
    /* A report that says the same opens nothing; another one does. */
    desk_keep(f);
    DESK_HAS(f, "payout.compare", "{'gateway':'relay','reference':'re-1','amount_minor':310,'state':'succeeded'}",
             "'verdict':'matched'");
    DESK_SAME(f);
    DESK_HAS(f, "payout.compare", "{'gateway':'relay','reference':'re-1','amount_minor':300,'state':'succeeded'}",
             "'verdict':'differs'");
    /* Nor does what was said about the first incident close the second one. */
    AGENT_OK(f, "rosa", "payout.close_incident", CLOSE("p1", ""));
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'incident':true");
    AGENT_OK(f, "mia", "payout.close_incident", CLOSE("p1", ""));
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'went_minor':310");
    DESK_HAS(f, "payout.get", "{'id':'$p1'}", "'incident':false");
}
ON_BOTH(too_much_went)

/* Less went: the rest may be planned again. */
static void too_little_went(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p1");
    take(f, "p2");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'success','reference':'re-1'}");
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'success','reference':'re-2'}");
    DESK_HAS(f, "payout.compare", "{'gateway':'relay','reference':'re-2','amount_minor':80,'state':'succeeded'}",
             "'verdict':'differs'");
    AGENT_OK(f, "rosa", "payout.close_incident", CLOSE("p2", ",'went_minor':80"));
    AGENT_OK(f, "mia", "payout.close_incident", CLOSE("p2", ",'went_minor':80"));
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'amount_minor':80");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
    DESK_HAS(f, "payout.review", "{'refunds':true}", "'amount_minor':20");
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p3");
    DESK_HAS(f, "payout.get", "{'id':'$p3'}", "'amount_minor':20");
    DESK_OK(f, "payout.report", "{'id':'$p3','answer':'success','reference':'re-3'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    /* Nothing of it is gone: then there is nothing to say about how much. */
    DESK_OK(f, "payout.tell", "{'id':'$p3','news':'reversed'}");
    DESK_HAS(f, "payout.compare", "{'gateway':'relay','reference':'re-3','amount_minor':19,'state':'reversed'}",
             "'verdict':'differs'");
    AGENT_FAILS(f, "rosa", "payout.close_incident", CLOSE("p3", ",'went_minor':19"), CSR_E_ARGUMENT, "went_minor");
    AGENT_OK(f, "rosa", "payout.close_incident", CLOSE("p3", ""));
    AGENT_OK(f, "mia", "payout.close_incident", CLOSE("p3", ""));
    DESK_HAS(f, "attestation.list", "{'payout':'$p3'}", "'news':'reversed'");
}
ON_BOTH(too_little_went)

/* Money went for what had failed: its payment gives nothing back until the incident is closed, and again when it is reopened. */
static void frozen_and_free(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.plan", PLAN);
    take(f, "p1");
    take(f, "p2");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'declined'}");
    DESK_HAS(f, "payout.compare", "{'gateway':'relay','our_reference':'$p1','amount_minor':301,'state':'failed'}",
             "'verdict':'differs'");
    AGENT_OK(f, "rosa", "payout.close_incident", CLOSE("p1", ""));
    AGENT_OK(f, "mia", "payout.close_incident", CLOSE("p1", ""));
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'declined'}");
    DESK_OK(f, "payout.tell", "{'id':'$p2','news':'succeeded'}");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'incident':true");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'charged_back_minor':300}");
    DESK_FAILS(f, "refund.plan", PLAN, CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strstr(f->err.message, "has an incident") != NULL);
    AGENT_OK(f, "rosa", "payout.close_incident", CLOSE("p2", ""));
    AGENT_OK(f, "mia", "payout.close_incident", CLOSE("p2", ""));
    DESK_IS(f, "payout.review", "{'gateway':'relay'}", "{'kind':'payout_finding','rows':[],'next':null}");
    DESK_FAILS(f, "payout.reopen_incident", CLOSE("p2", ""), CSR_E_RIGHT, "agent");
    AGENT_OK(f, "mia", "payout.reopen_incident", CLOSE("p2", ""));
    DESK_HAS(f, "payout.review", "{'gateway':'relay'}", "'verdict':'incident'");
    DESK_HAS(f, "attestation.list", "{'payout':'$p2'}", "'incident':'reopened'");
    DESK_FAILS(f, "refund.plan", PLAN, CSR_E_OVER_REFUND, "amount");
    AGENT_FAILS(f, "mia", "payout.reopen_incident", CLOSE("p2", ""), CSR_E_STATE, "incident");
    AGENT_OK(f, "mia", "payout.close_incident", CLOSE("p2", ""));
    AGENT_OK(f, "rosa", "payout.close_incident", CLOSE("p2", ""));
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paying'");
}
ON_BOTH(frozen_and_free)

/* Page by page nothing is left out and nothing comes twice, whatever state the refunds are in. */
static void held_in_pages(desk_fixture *f)
{
    int rows = 0, pages = 0;

    begin(f);
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_MAKE(f, "c", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$c','kind':'amount','amount_minor':100}");
    DESK_OK(f, "refund.submit", "{'id':'$c'}");
    DESK_MAKE(f, "d", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.cancel", "{'id':'$d','reason':'x'}");
    DESK_OK(f, "payout.review", "{'refunds':true,'limit':1}");
    for (; pages < 9; pages++) {
        for (const char *at = f->raw; (at = strstr(at, "\"verdict\":")) != NULL; at++)
            rows++;
        if (strstr(f->raw, "\"next\":null") != NULL)
            break;
        DESK_OK(f, "payout.review", "{'refunds':true,'limit':1,'after':'$next'}");
    }
    DESK_TRUE(f, rows == 3 && pages < 9);
    DESK_OK(f, "payout.review", "{'refunds':true,'limit':2}");
    DESK_TRUE(f, strstr(f->answer, "'$b'") != NULL && strstr(f->answer, "'$c'") != NULL);
    DESK_HAS(f, "payout.review", "{'refunds':true,'limit':2,'after':'$next'}", "'$a'");
    DESK_FAILS(f, "payout.review", "{'refunds':true,'after':'9'}", CSR_E_ARGUMENT, "after");
    DESK_FAILS(f, "payout.review", "{'refunds':true,'after':'x'}", CSR_E_ARGUMENT, "after");
    DESK_FAILS(f, "payout.review", "{'refunds':true,'after':'0x'}", CSR_E_ARGUMENT, "after");
}
ON_BOTH(held_in_pages)

/* A desk of version 3 did not wait for what only its gateway decides. */
static void test_never_looked_at(void)
{
    desk_fixture f;
    sqlite3 *db;

    (void)remove("never.csr");
    if (desk_begin(&f, "sqlite", "never.csr", 11)) {
        begin(&f);
        DESK_OK(&f, "refund.plan", BLIND);
        take(&f, "p1");
        DESK_OK(&f, "payout.report", "{'id':'$p1','answer':'pending'}");
        DESK_HAS(&f, "payout.review", "{'gateway':'relay'}", "has not decided");
        db = tamper_open("never.csr");
        CU_ASSERT_TRUE(tamper_run(db, "UPDATE payout SET waiting=NULL WHERE state=3"));
        tamper_close(db);
        f.spoilt = 1;
        DESK_HAS(&f, "payout.review", "{'refunds':true}", "'payout':'$p1'");
        DESK_HAS(&f, "payout.review", "{'refunds':true}", "the gateway has it and has not decided");
        DESK_HAS(&f, "payout.review", "{'refunds':true}", "'amount_minor':300");
    }
    desk_end(&f);
}

static CU_TestInfo tests[] = {
    { "reconcile/notices", notices_on_both },
    { "reconcile/any_order", test_any_order },
    { "reconcile/odd_notices", odd_notices_on_both },
    { "reconcile/heard", heard_on_both },
    { "reconcile/whole_report", whole_report_on_both },
    { "reconcile/two_people", two_people_on_both },
    { "reconcile/deactivated", deactivated_on_both },
    { "reconcile/matched", matched_on_both },
    { "reconcile/imported", imported_on_both },
    { "reconcile/as_much_as_there_is", as_much_as_there_is_on_both },
    { "reconcile/external_came_back", external_came_back_on_both },
    { "reconcile/not_imported", not_imported_on_both },
    { "reconcile/reserved", reserved_on_both },
    { "reconcile/held_by_refunds", held_by_refunds_on_both },
    { "reconcile/approval_expired", approval_expired_on_both },
    { "reconcile/too_much_went", too_much_went_on_both },
    { "reconcile/too_little_went", too_little_went_on_both },
    { "reconcile/frozen_and_free", frozen_and_free_on_both },
    { "reconcile/held_in_pages", held_in_pages_on_both },
    { "reconcile/never_looked_at", test_never_looked_at },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "reconcile", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("books of both sides", suites, 20);
}
