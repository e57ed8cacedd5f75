#include "policy/refund_share.h"
#include "support/desk_fixture.h"
#include "support/seeded.h"

/* Reports of money: every way of grouping adds up to the same, to the unit and for each currency. */

#define HOUR_US (INT64_C(3600) * 1000000)
#define LIMIT(purpose, currency)                                                                \
    "{'role':'manager','purpose':'" purpose "','currency':'" currency "','single_minor':90000," \
    "'day_minor':90000,'purchase_minor':90000,'customer_minor':90000}"
#define MARCH "'from':'2026-03-01T00:00:00Z','until':'2026-04-01T00:00:00Z'"

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','name':'Rosa'}");
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','name':'Mia','role':'manager'}");
    DESK_MAKE(f, "team", "team.add", "{'name':'Returns'}");
    DESK_MAKE(f, "ticket", "ticket.open", "{'customer':'$jana','subject':'Torn','team':'$team','fault':'company'}");
    DESK_OK(f, "approval_limit.put", LIMIT("goods", "EUR"));
    DESK_OK(f, "approval_limit.put", LIMIT("goodwill", "EUR"));
    DESK_OK(f, "approval_limit.put", LIMIT("goods", "CZK"));
    DESK_OK(f, "goodwill_budget.put", "{'agent':'$mia','period':'month','currency':'EUR','amount_minor':90000}");
    DESK_MAKE(f, "order", "purchase.put",
              "{'external_id':'W-1','currency':'EUR','customer':'$jana','shipping_minor':499}");
    DESK_MAKE(f, "mugs", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'MUG','quantity':3,'gross_minor':1000,'tax_minor':174}");
    DESK_MAKE(f, "kettle", "purchase_line.put",
              "{'purchase':'$order','number':2,'sku':'KETTLE','gross_minor':49900,'tax_minor':8660}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$order','number':1,'method':'gift_card','state':'settled','captured_minor':300}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$order','number':2,'method':'card','state':'settled','captured_minor':51099}");
    DESK_MAKE(f, "czech", "purchase.put", "{'external_id':'W-2','currency':'CZK','customer':'$jana'}");
    DESK_MAKE(f, "tea", "purchase_line.put", "{'purchase':'$czech','number':1,'sku':'MUG','gross_minor':700}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$czech','number':1,'method':'card','state':'settled','captured_minor':700}");
}

static void take(desk_fixture *f, const char *name)
{
    csr_payout_view payout = { .struct_size = sizeof payout };
    csr_result *result = NULL;

    TYPED_OK(f, csr_payout_next(f->session, NULL, &result, &f->err));
    DESK_TRUE(f, csr_result_count(result) == 1);
    (void)csr_payout_at(result, 0, &payout, NULL);
    desk_let(f, name, &payout.id);
    csr_result_free(result);
}

/* A refund of goods with a fee, in two payouts: one paid, one on its way. Another waits; one in another currency is paid. A voucher
 * is used. */
static void give(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','ticket':'$ticket','reason':'torn'}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'goods','line':'$mugs','units':2}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'shipping'}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'restocking_fee','basis_points':1000}");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$a'}");
    DESK_OK(f, "refund.plan", "{'id':'$a'}"); /* 666 + 499 - 67 = 1098: 300 and 798 */
    take(f, "p1");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'success'}");
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','purpose':'goodwill','reason':'late'}");
    DESK_OK(f, "refund.add", "{'id':'$b','kind':'amount','line':'$kettle','amount_minor':250}");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$b'}");
    DESK_MAKE(f, "c", "refund.open", "{'purchase':'$czech','reason':'torn'}");
    DESK_OK(f, "refund.add", "{'id':'$c','kind':'goods','line':'$tea','units':1}");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$c'}");
    take(f, "p2");
    DESK_OK(f, "refund.plan", "{'id':'$c'}");
    take(f, "p3");
    DESK_OK(f, "payout.report", "{'id':'$p3','answer':'success'}");
    AGENT_OK(f, "mia", "voucher.issue",
             "{'kind':'fixed','amount_minor':90,'currency':'EUR','customer':'$jana','reason':'late','code':'sorry'}");
    DESK_OK(f, "voucher.redeem", "{'code':'sorry','order_id':'W-3','currency':'EUR','amount_minor':40}");
    /* Nothing of these counts: failed, returned, not approved. */
    DESK_OK(f, "voucher.redeem", "{'code':'sorry','order_id':'W-4','currency':'EUR','amount_minor':5}");
    DESK_MAKE(f, "v2", "voucher.issue", "{'kind':'fixed','amount_minor':9,'currency':'EUR','reason':'late'}");
}

static void grouped(desk_fixture *f)
{
    give(f);
    DESK_HAS(f, "money.report", "{" MARCH "}", "'name':'goods','currency':'CZK','payouts':1,'given_back_minor':700");
    DESK_HAS(f, "money.report", "{" MARCH "}",
             "'name':'goods','currency':'EUR','payouts':1,'given_back_minor':300,'goodwill_minor':0,"
             "'pending_minor':798,'unknown_minor':0,'reserved_minor':798,");
    DESK_HAS(f, "money.report", "{" MARCH "}",
             "'name':'goodwill','currency':'EUR','payouts':0,'given_back_minor':0,'goodwill_minor':0,'pending_minor':0,"
             "'unknown_minor':0,'reserved_minor':250,");
    DESK_HAS(f, "money.report", "{" MARCH "}", "'vouchers':1,'issued_minor':90,'redeemed_minor':45}");
    /* Of the first 300 of 1098 the mugs are 181, shipping 137 and the fee -18: together 300. */
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'part','currency':'EUR'}",
             "'name':'goods','currency':'EUR','payouts':1,'given_back_minor':181,");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'part','currency':'EUR'}",
             "'name':'shipping','currency':'EUR','payouts':1,'given_back_minor':137,");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'part','currency':'EUR'}",
             "'name':'restocking_fee','currency':'EUR','payouts':1,'given_back_minor':-18,");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'product'}", "'name':'KETTLE','currency':'EUR','payouts':0,");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'product'}",
             "'name':'MUG','currency':'CZK','payouts':1,'given_back_minor':700,");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'reason','currency':'CZK'}", "'name':'torn','currency':'CZK'");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'team','currency':'EUR'}",
             "'name':'Returns','subject':'$team','currency':'EUR','payouts':1,'given_back_minor':300,");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'fault','currency':'EUR'}",
             "'name':'company','currency':'EUR','payouts':1,");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'agent','currency':'EUR'}",
             "'name':'mia','subject':'$mia','currency':'EUR','payouts':1,'given_back_minor':300,");
    /* Another period has nothing of it. */
    DESK_IS(f, "money.report", "{'from':'2026-03-03T00:00:00Z','until':'2026-03-04T00:00:00Z'}",
            "{'kind':'money_report','rows':[],'next':null}");
    DESK_IS(f, "money.report", "{'from':'2026-03-01T00:00:00Z','until':'2026-03-02T09:00:00Z'}",
            "{'kind':'money_report','rows':[],'next':null}");
    DESK_FAILS(f, "money.report", "{}", CSR_E_ARGUMENT, "from");
    DESK_FAILS(f, "money.report", "{'from':'2026-03-03T00:00:00Z','until':'2026-03-03T00:00:00Z'}", CSR_E_ARGUMENT,
               "until");
    DESK_FAILS(f, "money.report", "{" MARCH ",'after':'!'}", CSR_E_ARGUMENT, "after");
    DESK_FAILS(f, "money.report", "{" MARCH ",'after':'AAAA'}", CSR_E_ARGUMENT, "after");
    DESK_FAILS(f, "money.report", "{" MARCH ",'limit':-1}", CSR_E_ARGUMENT, "limit");
}
ON_BOTH(grouped)

/* What payouts became: pending, unknown, failed. */
static void fates(desk_fixture *f)
{
    give(f);
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'exceeded'}");
    csr_test_host_advance(&f->host, 24 * HOUR_US);
    DESK_HAS(f, "money.report", "{" MARCH ",'currency':'EUR'}",
             "'pending_minor':0,'unknown_minor':798,'reserved_minor':798,");
    DESK_OK(f, "payout.tell", "{'id':'$p2','news':'failed'}");
    DESK_OK(f, "refund.plan", "{'id':'$b'}");
    DESK_HAS(
        f, "money.report", "{" MARCH ",'currency':'EUR'}",
        "'name':'goodwill','currency':'EUR','payouts':0,'given_back_minor':0,'goodwill_minor':0,'pending_minor':250,");
    take(f, "p4");
    DESK_OK(f, "payout.report", "{'id':'$p4','answer':'success'}");
    DESK_HAS(f, "money.report", "{" MARCH ",'currency':'EUR'}",
             "'name':'goodwill','currency':'EUR','payouts':1,'given_back_minor':250,'goodwill_minor':250,");
    DESK_OK(f, "payout.tell", "{'id':'$p1','news':'reversed'}");
    DESK_HAS(f, "money.report", "{" MARCH ",'by':'reason','currency':'EUR'}", "'name':'late'");
}
ON_BOTH(fates)

/* Add up all rows of a report, page by page. */
static csr_money_report_view total_of(desk_fixture *f, csr_money_by by, int32_t limit)
{
    csr_money_report_query query = CSR_MONEY_REPORT_QUERY_INIT;
    csr_money_report_view sum = { 0 };
    char token[512] = "";
    int more = 1;

    query.by = by;
    query.from = 1;
    query.limit = limit;
    memcpy(query.currency, "EUR", 3);
    while (more) {
        csr_result *result = NULL;
        csr_str next;
        csr_str_set(&query.after, token, CSR_NTS);
        TYPED_OK(f, csr_money_report(f->session, &query, &result, &f->err));
        for (size_t i = 0; i < csr_result_count(result); i++) {
            csr_money_report_view row = { .struct_size = sizeof row };
            (void)csr_money_report_at(result, i, &row, NULL);
            sum.given_back_minor += row.given_back_minor;
            sum.goodwill_minor += row.goodwill_minor;
            sum.pending_minor += row.pending_minor;
            sum.reserved_minor += row.reserved_minor;
            sum.issued_minor += row.issued_minor;
            sum.redeemed_minor += row.redeemed_minor;
        }
        TYPED_OK(f, csr_result_token(result, &next, &f->err));
        more = next.len > 0;
        (void)snprintf(token, sizeof token, "%.*s", (int)next.len, next.len > 0 ? next.ptr : "");
        csr_result_free(result);
    }
    return sum;
}

static void adds_up(desk_fixture *f)
{
    csr_money_report_view whole;

    give(f);
    whole = total_of(f, 0, 0);
    DESK_TRUE(f, whole.given_back_minor == 300 && whole.reserved_minor == 798 + 250 && whole.issued_minor == 90);
    for (csr_money_by by = CSR_MONEY_BY_PURPOSE; by <= CSR_MONEY_BY_FAULT; by++)
        for (int32_t limit = 0; limit <= 2; limit++) {
            csr_money_report_view sum = total_of(f, by, limit);
            DESK_TRUE(f, memcmp(&sum, &whole, sizeof sum) == 0);
        }
}
ON_BOTH(adds_up)

/* Shares of parts in payments: exact both ways, whatever the parts, fees included. */
static void test_shares(void)
{
    csr_test_random random = csr_test_random_begin("shares", 20261122);
    unsigned depth = csr_test_depth(2000);

    for (unsigned n = 0; n < depth; n++) {
        int64_t ends[6], sums[5] = { 0 }, total, before = 0;
        ends[0] = 0;
        for (int i = 1; i < 5; i++)
            ends[i] = ends[i - 1] + csr_test_between(&random, 0, INT64_C(1) << csr_test_below(&random, 58));
        ends[5] = ends[4] - csr_test_between(&random, 0, ends[4] / 2);
        total = ends[5] > 0 ? ends[5] : ++ends[5];
        while (before < total) {
            int64_t minor = csr_test_between(&random, 1, total - before), sum = 0;
            for (int i = 0; i < 5; i++) {
                int64_t share = csri_refund_share(total, before, minor, ends[i], ends[i + 1]);
                sums[i] += share;
                sum += share;
            }
            CU_ASSERT_EQUAL(sum, minor);
            before += minor;
        }
        for (int i = 0; i < 5; i++)
            CU_ASSERT_EQUAL(sums[i], ends[i + 1] - ends[i]);
    }
}

static CU_TestInfo tests[] = {
    { "money_report/grouped", grouped_on_both },
    { "money_report/fates", fates_on_both },
    { "money_report/adds_up", adds_up_on_both },
    { "money_report/shares", test_shares },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "money_report", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("reports of money", suites, 4);
}
