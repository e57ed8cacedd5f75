#include "support/desk_day.h"

/* Something extra as an apology, and what may be given without asking. */

static csr_status approval_limit_put(desk_fixture *f)
{
    csr_approval_limit_put_params in = CSR_APPROVAL_LIMIT_PUT_PARAMS_INIT;
    csr_id id;

    in.role = CSR_ROLE_MANAGER;
    in.purpose = CSR_REFUND_FOR_GOODWILL;
    in.single_minor = 9000;
    in.day_minor = 9000;
    in.purchase_minor = 9000;
    in.customer_minor = 9000;
    memcpy(in.currency, "EUR", 3);
    return desk_gives_id(f, csr_approval_limit_put(f->session, &in, &id, &f->err), &id);
}

static csr_status goodwill_budget_put(desk_fixture *f)
{
    csr_goodwill_budget_put_params in = CSR_GOODWILL_BUDGET_PUT_PARAMS_INIT;
    csr_id id;

    in.period = CSR_BUDGET_MONTH;
    in.agent = desk_id(f, "mia");
    in.amount_minor = 5000;
    memcpy(in.currency, "EUR", 3);
    in.request_key = CSR_STR("b-1");
    return desk_gives_id(f, csr_goodwill_budget_put(f->session, &in, &id, &f->err), &id);
}

static csr_status goodwill_budget_put_2(desk_fixture *f)
{
    csr_goodwill_budget_put_params in = CSR_GOODWILL_BUDGET_PUT_PARAMS_INIT;
    csr_id id;

    in.period = CSR_BUDGET_WEEK;
    in.team = desk_id(f, "front");
    in.amount_minor = 7000;
    memcpy(in.currency, "EUR", 3);
    return desk_gives_id(f, csr_goodwill_budget_put(f->session, &in, &id, &f->err), &id);
}

static csr_status goodwill_budget_list(desk_fixture *f)
{
    csr_goodwill_budget_query in = CSR_GOODWILL_BUDGET_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 1;
    return desk_gives_result(f, csr_goodwill_budget_list(f->session, &in, &result, &f->err), &result);
}

static csr_status goodwill_explain(desk_fixture *f)
{
    csr_goodwill_explain_params in = CSR_GOODWILL_EXPLAIN_PARAMS_INIT;
    csr_result *result = NULL;

    in.agent = desk_id(f, "mia");
    in.customer = desk_id(f, "jana");
    in.ticket = desk_id(f, "loud");
    in.amount_minor = 500;
    memcpy(in.currency, "EUR", 3);
    in.reason = CSR_STR("loud");
    return desk_gives_result(f, csr_goodwill_explain(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_issue(desk_fixture *f)
{
    csr_voucher_issue_params in = CSR_VOUCHER_ISSUE_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_VOUCHER_FIXED;
    in.customer = desk_id(f, "jana");
    in.ticket = desk_id(f, "loud");
    in.amount_minor = 500;
    memcpy(in.currency, "EUR", 3);
    in.code = CSR_STR("SORRY-5");
    in.reason = CSR_STR("loud");
    in.note = CSR_STR("They had to wait");
    in.request_key = CSR_STR("v-1");
    return desk_gives_id(f, csr_voucher_issue(f->session, &in, &id, &f->err), &id);
}

static csr_status voucher_issue_2(desk_fixture *f)
{
    csr_voucher_issue_params in = CSR_VOUCHER_ISSUE_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_VOUCHER_PERCENT;
    in.customer = desk_id(f, "jana");
    in.valid_from = (csr_time)1772442000 * 1000000;
    in.valid_until = (csr_time)2000000000 * 1000000;
    in.amount_minor = 2000;
    in.basis_points = 1000;
    memcpy(in.currency, "EUR", 3);
    in.reason = CSR_STR("late");
    return desk_gives_id(f, csr_voucher_issue(f->session, &in, &id, &f->err), &id);
}

static csr_status goodwill_use_list(desk_fixture *f)
{
    csr_goodwill_use_query in = CSR_GOODWILL_USE_QUERY_INIT;
    csr_result *result = NULL;

    in.budget = desk_id(f, "budget");
    in.limit = 5;
    return desk_gives_result(f, csr_goodwill_use_list(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_approve(desk_fixture *f)
{
    csr_voucher_decide_params in = CSR_VOUCHER_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "ten");
    int64_t version;

    in.expected_version = 1;
    in.reason = CSR_STR("fair");
    in.note = CSR_STR("It was late");
    return desk_gives_number(f, csr_voucher_approve(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status voucher_issue_3(desk_fixture *f)
{
    csr_voucher_issue_params in = CSR_VOUCHER_ISSUE_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_VOUCHER_STORE_CREDIT;
    in.customer = desk_id(f, "jana");
    in.amount_minor = 100;
    memcpy(in.currency, "EUR", 3);
    in.reason = CSR_STR("rude");
    return desk_gives_id(f, csr_voucher_issue(f->session, &in, &id, &f->err), &id);
}

static csr_status voucher_reject(desk_fixture *f)
{
    csr_voucher_decide_params in = CSR_VOUCHER_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "third");
    int64_t version;

    in.expected_version = 1;
    in.reason = CSR_STR("no");
    in.note = CSR_STR("They were not");
    return desk_gives_number(f, csr_voucher_reject(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status voucher_find(desk_fixture *f)
{
    csr_voucher_find_params in = CSR_VOUCHER_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.code = CSR_STR("sorry-5");
    return desk_gives_result(f, csr_voucher_find(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_redeem(desk_fixture *f)
{
    csr_voucher_redeem_params in = CSR_VOUCHER_REDEEM_PARAMS_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    in.amount_minor = 200;
    memcpy(in.currency, "EUR", 3);
    in.code = CSR_STR("sorry-5");
    in.order_id = CSR_STR("W-9");
    in.request_key = CSR_STR("u-1");
    return desk_gives_result(f, csr_voucher_redeem(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_redeem_2(desk_fixture *f)
{
    csr_voucher_redeem_params in = CSR_VOUCHER_REDEEM_PARAMS_INIT;
    csr_result *result = NULL;

    in.basket_minor = 250;
    memcpy(in.currency, "EUR", 3);
    in.code = CSR_STR("sorry-5");
    in.order_id = CSR_STR("W-10");
    return desk_gives_result(f, csr_voucher_redeem(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_return(desk_fixture *f)
{
    csr_voucher_return_params in = CSR_VOUCHER_RETURN_PARAMS_INIT;
    csr_id subject = desk_id(f, "use");
    int64_t version;

    in.reason = CSR_STR("cancelled");
    return desk_gives_number(f, csr_voucher_return(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status voucher_redemption_list(desk_fixture *f)
{
    csr_voucher_redemption_query in = CSR_VOUCHER_REDEMPTION_QUERY_INIT;
    csr_result *result = NULL;

    in.voucher = desk_id(f, "sorry");
    in.limit = 5;
    return desk_gives_result(f, csr_voucher_redemption_list(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_redemption_list_2(desk_fixture *f)
{
    csr_voucher_redemption_query in = CSR_VOUCHER_REDEMPTION_QUERY_INIT;
    csr_result *result = NULL;

    in.order_id = CSR_STR("W-9");
    return desk_gives_result(f, csr_voucher_redemption_list(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_revoke(desk_fixture *f)
{
    csr_voucher_decide_params in = CSR_VOUCHER_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "sorry");
    int64_t version;

    in.expected_version = 5;
    in.reason = CSR_STR("mistake");
    in.note = CSR_STR("It was for another");
    return desk_gives_number(f, csr_voucher_revoke(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status voucher_expire(desk_fixture *f)
{
    csr_voucher_expire_params in = CSR_VOUCHER_EXPIRE_PARAMS_INIT;
    csr_result *result = NULL;

    in.limit = 5;
    return desk_gives_result(f, csr_voucher_expire(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "sorry");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_voucher_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status voucher_list(desk_fixture *f)
{
    csr_voucher_query in = CSR_VOUCHER_QUERY_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    in.limit = 5;
    return desk_gives_result(f, csr_voucher_list(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_list_2(desk_fixture *f)
{
    csr_voucher_query in = CSR_VOUCHER_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "loud");
    return desk_gives_result(f, csr_voucher_list(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_decision_list(desk_fixture *f)
{
    csr_voucher_decision_query in = CSR_VOUCHER_DECISION_QUERY_INIT;
    csr_result *result = NULL;

    in.voucher = desk_id(f, "sorry");
    in.limit = 5;
    return desk_gives_result(f, csr_voucher_decision_list(f->session, &in, &result, &f->err), &result);
}

static csr_status purchase_put(desk_fixture *f)
{
    csr_purchase_put_params in = CSR_PURCHASE_PUT_PARAMS_INIT;
    csr_id id;

    in.customer = desk_id(f, "jana");
    memcpy(in.currency, "EUR", 3);
    in.external_id = CSR_STR("W-20");
    return desk_gives_id(f, csr_purchase_put(f->session, &in, &id, &f->err), &id);
}

static csr_status purchase_line_put(desk_fixture *f)
{
    csr_purchase_line_put_params in = CSR_PURCHASE_LINE_PUT_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "bill");
    in.number = 1;
    in.gross_minor = 300;
    in.sku = CSR_STR("POT");
    return desk_gives_id(f, csr_purchase_line_put(f->session, &in, &id, &f->err), &id);
}

static csr_status payment_put(desk_fixture *f)
{
    csr_payment_put_params in = CSR_PAYMENT_PUT_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "bill");
    in.number = 1;
    in.method = CSR_PAYMENT_METHOD_GIFT_CARD;
    in.state = CSR_PAYMENT_SETTLED;
    in.captured_minor = 300;
    in.gateway = CSR_STR("voucher");
    return desk_gives_id(f, csr_payment_put(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_open(desk_fixture *f)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "bill");
    in.reason = CSR_STR("torn");
    return desk_gives_id(f, csr_refund_open(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_add(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "pot_back");
    int64_t version;

    in.kind = CSR_REFUND_PART_GOODS;
    in.line = desk_id(f, "pot");
    in.units = 1;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_submit(desk_fixture *f)
{
    csr_id subject = desk_id(f, "pot_back");
    int64_t version;

    return desk_gives_number(f, csr_refund_submit(f->session, &subject, NULL, &version, &f->err), "version", &version);
}

static csr_status refund_approve(desk_fixture *f)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "pot_back");
    int64_t version;

    in.reason = CSR_STR("fair");
    return desk_gives_number(f, csr_refund_approve(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_plan(desk_fixture *f)
{
    csr_id subject = desk_id(f, "pot_back");
    int64_t version;

    return desk_gives_number(f, csr_refund_plan(f->session, &subject, NULL, &version, &f->err), "version", &version);
}

static csr_status payout_list(desk_fixture *f)
{
    csr_payout_query in = CSR_PAYOUT_QUERY_INIT;
    csr_result *result = NULL;

    in.refund = desk_id(f, "pot_back");
    return desk_gives_result(f, csr_payout_list(f->session, &in, &result, &f->err), &result);
}

static csr_status voucher_pay(desk_fixture *f)
{
    csr_voucher_pay_params in = CSR_VOUCHER_PAY_PARAMS_INIT;
    csr_id id;

    in.payout = desk_id(f, "due");
    in.valid_until = (csr_time)2000000000 * 1000000;
    in.code = CSR_STR("CREDIT-3");
    in.request_key = CSR_STR("v-2");
    return desk_gives_id(f, csr_voucher_pay(f->session, &in, &id, &f->err), &id);
}

static csr_status money_report(desk_fixture *f)
{
    csr_money_report_query in = CSR_MONEY_REPORT_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 5;
    in.from = (csr_time)1772323200 * 1000000;
    in.until = (csr_time)1775001600 * 1000000;
    in.by = CSR_MONEY_BY_AGENT;
    memcpy(in.currency, "EUR", 3);
    return desk_gives_result(f, csr_money_report(f->session, &in, &result, &f->err), &result);
}

static csr_status money_report_2(desk_fixture *f)
{
    csr_money_report_query in = CSR_MONEY_REPORT_QUERY_INIT;
    csr_result *result = NULL;

    in.from = (csr_time)1772323200 * 1000000;
    return desk_gives_result(f, csr_money_report(f->session, &in, &result, &f->err), &result);
}

/* clang-format off */
const desk_step desk_day_vouchers[] = {
    { "approval_limit.put", "{'role':'manager','purpose':'goodwill','single_minor':9000,'day_minor':9000,'purchase_minor':9000,'customer_minor':9000,'currency':'EUR'}", approval_limit_put, NULL },
    { "goodwill_budget.put", "{'period':'month','agent':'$mia','amount_minor':5000,'currency':'EUR','request_key':'b-1'}", goodwill_budget_put, "budget" },
    { "goodwill_budget.put", "{'period':'week','team':'$front','amount_minor':7000,'currency':'EUR'}", goodwill_budget_put_2, NULL },
    { "goodwill_budget.list", "{'limit':1}", goodwill_budget_list, NULL },
    { "goodwill.explain", "{'agent':'$mia','customer':'$jana','ticket':'$loud','amount_minor':500,'currency':'EUR','reason':'loud'}", goodwill_explain, NULL },
    { "voucher.issue", "@mia {'kind':'fixed','customer':'$jana','ticket':'$loud','amount_minor':500,'currency':'EUR','code':'SORRY-5','reason':'loud','note':'They had to wait','request_key':'v-1'}", voucher_issue, "sorry" },
    { "voucher.issue", "@rosa {'kind':'percent','customer':'$jana','valid_from':'2026-03-02T09:00:00Z','valid_until':'2033-05-18T03:33:20Z','amount_minor':2000,'basis_points':1000,'currency':'EUR','reason':'late'}", voucher_issue_2, "ten" },
    { "goodwill_use.list", "{'budget':'$budget','limit':5}", goodwill_use_list, NULL },
    { "voucher.approve", "@mia {'id':'$ten','expected_version':1,'reason':'fair','note':'It was late'}", voucher_approve, NULL },
    { "voucher.issue", "@rosa {'kind':'store_credit','customer':'$jana','amount_minor':100,'currency':'EUR','reason':'rude'}", voucher_issue_3, "third" },
    { "voucher.reject", "@mia {'id':'$third','expected_version':1,'reason':'no','note':'They were not'}", voucher_reject, NULL },
    { "voucher.find", "{'code':'sorry-5'}", voucher_find, NULL },
    { "voucher.redeem", "{'customer':'$jana','amount_minor':200,'currency':'EUR','code':'sorry-5','order_id':'W-9','request_key':'u-1'}", voucher_redeem, "use" },
    { "voucher.redeem", "{'basket_minor':250,'currency':'EUR','code':'sorry-5','order_id':'W-10'}", voucher_redeem_2, NULL },
    { "voucher.return", "{'id':'$use','reason':'cancelled'}", voucher_return, NULL },
    { "voucher_redemption.list", "{'voucher':'$sorry','limit':5}", voucher_redemption_list, NULL },
    { "voucher_redemption.list", "{'order_id':'W-9'}", voucher_redemption_list_2, NULL },
    { "voucher.revoke", "{'id':'$sorry','expected_version':5,'reason':'mistake','note':'It was for another'}", voucher_revoke, NULL },
    { "voucher.expire", "{'limit':5}", voucher_expire, NULL },
    { "voucher.get", "{'id':'$sorry'}", voucher_get, NULL },
    { "voucher.list", "{'customer':'$jana','limit':5}", voucher_list, NULL },
    { "voucher.list", "{'ticket':'$loud'}", voucher_list_2, NULL },
    { "voucher_decision.list", "{'voucher':'$sorry','limit':5}", voucher_decision_list, NULL },
    { "purchase.put", "{'customer':'$jana','currency':'EUR','external_id':'W-20'}", purchase_put, "bill" },
    { "purchase_line.put", "{'purchase':'$bill','number':1,'gross_minor':300,'sku':'POT'}", purchase_line_put, "pot" },
    { "payment.put", "{'purchase':'$bill','number':1,'method':'gift_card','state':'settled','captured_minor':300,'gateway':'voucher'}", payment_put, NULL },
    { "refund.open", "@rosa {'purchase':'$bill','reason':'torn'}", refund_open, "pot_back" },
    { "refund.add", "{'id':'$pot_back','kind':'goods','line':'$pot','units':1}", refund_add, NULL },
    { "refund.submit", "@rosa {'id':'$pot_back'}", refund_submit, NULL },
    { "refund.approve", "@mia {'id':'$pot_back','reason':'fair'}", refund_approve, NULL },
    { "refund.plan", "{'id':'$pot_back'}", refund_plan, NULL },
    { "payout.list", "{'refund':'$pot_back'}", payout_list, "due" },
    { "voucher.pay", "@mia {'payout':'$due','valid_until':'2033-05-18T03:33:20Z','code':'CREDIT-3','request_key':'v-2'}", voucher_pay, "credit" },
    { "money.report", "{'limit':5,'from':'2026-03-01T00:00:00Z','until':'2026-04-01T00:00:00Z','by':'agent','currency':'EUR'}", money_report, NULL },
    { "money.report", "{'from':'2026-03-01T00:00:00Z'}", money_report_2, NULL },
};
/* clang-format on */
const size_t desk_day_vouchers_count = sizeof(desk_day_vouchers) / sizeof(desk_day_vouchers[0]);
