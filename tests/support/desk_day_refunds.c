#include "support/desk_day.h"

/* What is given back, who may approve it and who did. */

static csr_status agent_add(desk_fixture *f)
{
    csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
    csr_id id;

    in.handle = CSR_STR("rosa");
    in.name = CSR_STR("Rosa");
    return desk_gives_id(f, csr_agent_add(f->session, &in, &id, &f->err), &id);
}

static csr_status agent_add_2(desk_fixture *f)
{
    csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
    csr_id id;

    in.handle = CSR_STR("mia");
    in.name = CSR_STR("Mia");
    in.role = CSR_ROLE_MANAGER;
    return desk_gives_id(f, csr_agent_add(f->session, &in, &id, &f->err), &id);
}

static csr_status limit_put(desk_fixture *f)
{
    csr_approval_limit_put_params in = CSR_APPROVAL_LIMIT_PUT_PARAMS_INIT;
    csr_id id;

    in.role = CSR_ROLE_MANAGER;
    in.purpose = CSR_REFUND_FOR_GOODS;
    in.customer_days = 60;
    in.single_minor = 60000;
    in.day_minor = 100000;
    in.purchase_minor = 60000;
    in.customer_minor = 90000;
    in.two_from_minor = 55000;
    memcpy(in.currency, "EUR", 3);
    in.request_key = CSR_STR("l-1");
    return desk_gives_id(f, csr_approval_limit_put(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_open(desk_fixture *f)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.purpose = CSR_REFUND_FOR_GOODS;
    in.ticket = desk_id(f, "loud");
    in.reason = CSR_STR("broken");
    in.note = CSR_STR("Two of three");
    in.request_key = CSR_STR("r-1");
    return desk_gives_id(f, csr_refund_open(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_add(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund");
    int64_t version;

    in.kind = CSR_REFUND_PART_GOODS;
    in.line = desk_id(f, "mugs");
    in.units = 2;
    in.expected_version = 1;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_add_2(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund");
    int64_t version;

    in.kind = CSR_REFUND_PART_RESTOCKING_FEE;
    in.basis_points = 1000;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_add_3(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund");
    int64_t version;

    in.kind = CSR_REFUND_PART_AMOUNT;
    in.amount_minor = 100;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_submit(desk_fixture *f)
{
    csr_refund_submit_params in = CSR_REFUND_SUBMIT_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund");
    int64_t version;

    in.expected_version = 5;
    return desk_gives_number(f, csr_refund_submit(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_approve(desk_fixture *f)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund");
    int64_t version;

    in.expected_version = 6;
    in.reason = CSR_STR("fair");
    in.note = CSR_STR("See the photo");
    return desk_gives_number(f, csr_refund_approve(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_cancel(desk_fixture *f)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund");
    int64_t version;

    in.expected_version = 7;
    in.reason = CSR_STR("kept");
    in.note = CSR_STR("They kept them");
    return desk_gives_number(f, csr_refund_cancel(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_open_3(desk_fixture *f)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.reason = CSR_STR("torn");
    return desk_gives_id(f, csr_refund_open(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_add_5(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund3");
    int64_t version;

    in.kind = CSR_REFUND_PART_AMOUNT;
    in.line = desk_id(f, "mugs");
    in.amount_minor = 300;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_submit_3(desk_fixture *f)
{
    csr_id subject = desk_id(f, "refund3");
    int64_t version;

    return desk_gives_number(f, csr_refund_submit(f->session, &subject, NULL, &version, &f->err), "version", &version);
}

static csr_status refund_approve_2(desk_fixture *f)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund3");
    int64_t version;

    in.reason = CSR_STR("fair");
    return desk_gives_number(f, csr_refund_approve(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_plan(desk_fixture *f)
{
    csr_refund_plan_params in = CSR_REFUND_PLAN_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund3");
    int64_t version;

    in.has_lookup = 1;
    in.key_life_s = 86400;
    in.inflight_s = 30;
    in.margin_s = 300;
    in.expected_version = 4;
    in.step_minor = 5;
    in.window_s = 315360000;
    in.gateway = CSR_STR("relay");
    in.can_void = 1;
    in.partial_void = 1;
    return desk_gives_number(f, csr_refund_plan(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status payout_list(desk_fixture *f)
{
    csr_payout_query in = CSR_PAYOUT_QUERY_INIT;
    csr_result *result = NULL;

    in.refund = desk_id(f, "refund3");
    in.limit = 5;
    return desk_gives_result(f, csr_payout_list(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_list_2(desk_fixture *f)
{
    csr_payout_query in = CSR_PAYOUT_QUERY_INIT;
    csr_result *result = NULL;

    in.gateway = CSR_STR("relay");
    return desk_gives_result(f, csr_payout_list(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_next(desk_fixture *f)
{
    csr_payout_next_params in = CSR_PAYOUT_NEXT_PARAMS_INIT;
    csr_result *result = NULL;

    in.gateway = CSR_STR("relay");
    in.retry_s = 90;
    return desk_gives_result(f, csr_payout_next(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_report(desk_fixture *f)
{
    csr_payout_report_params in = CSR_PAYOUT_REPORT_PARAMS_INIT;
    csr_id subject = desk_id(f, "pay");
    int64_t version;

    in.answer = CSR_PAYOUT_ANSWER_PENDING;
    in.reference = CSR_STR("re-1");
    in.reason = CSR_STR("taken");
    return desk_gives_number(f, csr_payout_report(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status payout_tell(desk_fixture *f)
{
    csr_payout_tell_params in = CSR_PAYOUT_TELL_PARAMS_INIT;
    csr_id subject = desk_id(f, "pay");
    int64_t version;

    in.news = CSR_PAYOUT_NEWS_SUCCEEDED;
    in.reference = CSR_STR("re-1");
    in.reason = CSR_STR("done");
    return desk_gives_number(f, csr_payout_tell(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status payout_find(desk_fixture *f)
{
    csr_payout_find_params in = CSR_PAYOUT_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.gateway = CSR_STR("relay");
    in.reference = CSR_STR("re-1");
    return desk_gives_result(f, csr_payout_find(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "pay");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_payout_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status payout_webhook(desk_fixture *f)
{
    csr_payout_webhook_params in = CSR_PAYOUT_WEBHOOK_PARAMS_INIT;
    csr_id id;

    in.news = CSR_PAYOUT_NEWS_SUCCEEDED;
    in.our_reference = desk_id(f, "pay");
    in.amount_minor = 300;
    memcpy(in.currency, "EUR", 3);
    in.gateway = CSR_STR("relay");
    in.event_id = CSR_STR("ev-1");
    in.request_key = CSR_STR("n-1");
    in.reference = CSR_STR("re-1");
    in.reason = CSR_STR("done");
    return desk_gives_id(f, csr_payout_webhook(f->session, &in, &id, &f->err), &id);
}

static csr_status notice_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "notice");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_payout_notice_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status notice_list(desk_fixture *f)
{
    csr_payout_notice_query in = CSR_PAYOUT_NOTICE_QUERY_INIT;
    csr_result *result = NULL;

    in.payout = desk_id(f, "pay");
    in.limit = 5;
    return desk_gives_result(f, csr_payout_notice_list(f->session, &in, &result, &f->err), &result);
}

static csr_status notice_list_2(desk_fixture *f)
{
    csr_payout_notice_query in = CSR_PAYOUT_NOTICE_QUERY_INIT;
    csr_result *result = NULL;

    in.gateway = CSR_STR("relay");
    return desk_gives_result(f, csr_payout_notice_list(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_compare(desk_fixture *f)
{
    csr_payout_compare_params in = CSR_PAYOUT_COMPARE_PARAMS_INIT;
    csr_result *result = NULL;

    in.state = CSR_PAYOUT_NEWS_SUCCEEDED;
    memcpy(in.currency, "EUR", 3);
    in.our_reference = desk_id(f, "pay");
    in.payment = desk_id(f, "charge");
    in.amount_minor = 300;
    in.gateway = CSR_STR("relay");
    in.reference = CSR_STR("re-1");
    in.payment_reference = CSR_STR("ch-1");
    return desk_gives_result(f, csr_payout_compare(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_compare_2(desk_fixture *f)
{
    csr_payout_compare_params in = CSR_PAYOUT_COMPARE_PARAMS_INIT;
    csr_result *result = NULL;

    in.state = CSR_PAYOUT_NEWS_SUCCEEDED;
    in.amount_minor = 7;
    in.gateway = CSR_STR("relay");
    in.reference = CSR_STR("re-9");
    in.payment_reference = CSR_STR("ch-1");
    return desk_gives_result(f, csr_payout_compare(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_review(desk_fixture *f)
{
    csr_payout_review_query in = CSR_PAYOUT_REVIEW_QUERY_INIT;
    csr_result *result = NULL;

    in.since = CSR_TEST_MONDAY;
    in.until = CSR_TEST_MONDAY + INT64_C(86400) * 1000000;
    in.gateway = CSR_STR("relay");
    in.limit = 5;
    return desk_gives_result(f, csr_payout_review(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_review_2(desk_fixture *f)
{
    csr_payout_review_query in = CSR_PAYOUT_REVIEW_QUERY_INIT;
    csr_result *result = NULL;

    in.refunds = 1;
    return desk_gives_result(f, csr_payout_review(f->session, &in, &result, &f->err), &result);
}

static csr_status refund_open_4(desk_fixture *f)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.reason = CSR_STR("lost");
    return desk_gives_id(f, csr_refund_open(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_add_6(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund4");
    int64_t version;

    in.kind = CSR_REFUND_PART_AMOUNT;
    in.amount_minor = 50;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_submit_4(desk_fixture *f)
{
    csr_id subject = desk_id(f, "refund4");
    int64_t version;

    return desk_gives_number(f, csr_refund_submit(f->session, &subject, NULL, &version, &f->err), "version", &version);
}

static csr_status refund_plan_2(desk_fixture *f)
{
    csr_id subject = desk_id(f, "refund4");
    int64_t version;

    return desk_gives_number(f, csr_refund_plan(f->session, &subject, NULL, &version, &f->err), "version", &version);
}

static csr_status payout_list_4(desk_fixture *f)
{
    csr_payout_query in = CSR_PAYOUT_QUERY_INIT;
    csr_result *result = NULL;

    in.refund = desk_id(f, "refund4");
    return desk_gives_result(f, csr_payout_list(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_next_2(desk_fixture *f)
{
    csr_payout_next_params in = CSR_PAYOUT_NEXT_PARAMS_INIT;
    csr_result *result = NULL;

    in.gateway = CSR_STR("relay");
    return desk_gives_result(f, csr_payout_next(f->session, &in, &result, &f->err), &result);
}

static csr_status payout_report_2(desk_fixture *f)
{
    csr_payout_report_params in = CSR_PAYOUT_REPORT_PARAMS_INIT;
    csr_id subject = desk_id(f, "pay4");
    int64_t version;

    in.answer = CSR_PAYOUT_ANSWER_EXCEEDED;
    return desk_gives_number(f, csr_payout_report(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status payout_attest(desk_fixture *f)
{
    csr_payout_attest_params in = CSR_PAYOUT_ATTEST_PARAMS_INIT;
    csr_id subject = desk_id(f, "pay4");
    int64_t version;

    in.news = CSR_PAYOUT_NEWS_FAILED;
    in.evidence = CSR_STR("Not on the statement");
    return desk_gives_number(f, csr_payout_attest(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status attestation_list(desk_fixture *f)
{
    csr_attestation_query in = CSR_ATTESTATION_QUERY_INIT;
    csr_result *result = NULL;

    in.payout = desk_id(f, "pay4");
    in.limit = 5;
    return desk_gives_result(f, csr_attestation_list(f->session, &in, &result, &f->err), &result);
}

static csr_status refund_open_2(desk_fixture *f)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.reason = CSR_STR("late");
    return desk_gives_id(f, csr_refund_open(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_add_4(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund2");
    int64_t version;

    in.kind = CSR_REFUND_PART_SHIPPING;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_submit_2(desk_fixture *f)
{
    csr_id subject = desk_id(f, "refund2");
    int64_t version;

    return desk_gives_number(f, csr_refund_submit(f->session, &subject, NULL, &version, &f->err), "version", &version);
}

static csr_status refund_reject(desk_fixture *f)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund2");
    int64_t version;

    in.expected_version = 3;
    in.reason = CSR_STR("in time");
    in.note = CSR_STR("It came on Monday");
    return desk_gives_number(f, csr_refund_reject(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "refund");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_refund_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status refund_list(desk_fixture *f)
{
    csr_refund_query in = CSR_REFUND_QUERY_INIT;
    csr_result *result = NULL;

    in.purchase = desk_id(f, "order");
    in.limit = 5;
    return desk_gives_result(f, csr_refund_list(f->session, &in, &result, &f->err), &result);
}

static csr_status refund_list_2(desk_fixture *f)
{
    csr_refund_query in = CSR_REFUND_QUERY_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    return desk_gives_result(f, csr_refund_list(f->session, &in, &result, &f->err), &result);
}

static csr_status part_list(desk_fixture *f)
{
    csr_refund_part_query in = CSR_REFUND_PART_QUERY_INIT;
    csr_result *result = NULL;

    in.refund = desk_id(f, "refund");
    in.limit = 5;
    return desk_gives_result(f, csr_refund_part_list(f->session, &in, &result, &f->err), &result);
}

static csr_status approval_list(desk_fixture *f)
{
    csr_approval_query in = CSR_APPROVAL_QUERY_INIT;
    csr_result *result = NULL;

    in.refund = desk_id(f, "refund");
    in.limit = 5;
    return desk_gives_result(f, csr_approval_list(f->session, &in, &result, &f->err), &result);
}

static csr_status refund_explain(desk_fixture *f)
{
    csr_refund_explain_params in = CSR_REFUND_EXPLAIN_PARAMS_INIT;
    csr_id id = desk_id(f, "refund3");
    csr_result *result = NULL;

    in.agent = desk_id(f, "mia");
    return desk_gives_result(f, csr_refund_explain(f->session, &id, &in, &result, &f->err), &result);
}

static csr_status limit_list(desk_fixture *f)
{
    csr_approval_limit_query in = CSR_APPROVAL_LIMIT_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 5;
    return desk_gives_result(f, csr_approval_limit_list(f->session, &in, &result, &f->err), &result);
}

/* More went than was planned; people say how much, and once more. */
static csr_status payout_compare_3(desk_fixture *f)
{
    csr_payout_compare_params in = CSR_PAYOUT_COMPARE_PARAMS_INIT;
    csr_result *result = NULL;

    in.state = CSR_PAYOUT_NEWS_SUCCEEDED;
    in.amount_minor = 303;
    in.gateway = CSR_STR("relay");
    in.reference = CSR_STR("re-1");
    return desk_gives_result(f, csr_payout_compare(f->session, &in, &result, &f->err), &result);
}

static csr_status close_incident(desk_fixture *f)
{
    csr_payout_close_incident_params in = CSR_PAYOUT_CLOSE_INCIDENT_PARAMS_INIT;
    csr_id subject = desk_id(f, "pay");
    int64_t version;

    in.went_minor = 303;
    in.evidence = CSR_STR("The statement says 3.03");
    return desk_gives_number(f, csr_payout_close_incident(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status reopen_incident(desk_fixture *f)
{
    csr_payout_reopen_incident_params in = CSR_PAYOUT_REOPEN_INCIDENT_PARAMS_INIT;
    csr_id subject = desk_id(f, "pay");
    int64_t version;

    in.evidence = CSR_STR("The bank says otherwise");
    return desk_gives_number(f, csr_payout_reopen_incident(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

/* All that is left, waited for in hours of the house. */
static csr_status calendar_set(desk_fixture *f)
{
    csr_settings_change_params in = CSR_SETTINGS_CHANGE_PARAMS_INIT;
    int64_t version;

    in.approval_calendar = CSR_STR("early");
    return desk_gives_number(f, csr_settings_change(f->session, &in, &version, &f->err), "version", &version);
}

static csr_status calendar_clear(desk_fixture *f)
{
    csr_settings_change_params in = CSR_SETTINGS_CHANGE_PARAMS_INIT;
    int64_t version;

    in.clear = CSR_SETTINGS_CLEAR_APPROVAL_CALENDAR;
    return desk_gives_number(f, csr_settings_change(f->session, &in, &version, &f->err), "version", &version);
}

static csr_status refund_open_5(desk_fixture *f)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.reason = CSR_STR("all of it");
    return desk_gives_id(f, csr_refund_open(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_add_rest(desk_fixture *f)
{
    csr_refund_add_rest_params in = CSR_REFUND_ADD_REST_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund5");
    int64_t version;

    in.expected_version = 1;
    return desk_gives_number(f, csr_refund_add_rest(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_submit_5(desk_fixture *f)
{
    csr_id subject = desk_id(f, "refund5");
    int64_t version;

    return desk_gives_number(f, csr_refund_submit(f->session, &subject, NULL, &version, &f->err), "version", &version);
}

static csr_status refund_cancel_5(desk_fixture *f)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund5");
    int64_t version;

    in.reason = CSR_STR("kept");
    return desk_gives_number(f, csr_refund_cancel(f->session, &subject, &in, &version, &f->err), "version", &version);
}

/* clang-format off */
const desk_step desk_day_refunds[] = {
    { "agent.add", "{'handle':'rosa','name':'Rosa'}", agent_add, "rosa" },
    { "agent.add", "{'handle':'mia','name':'Mia','role':'manager'}", agent_add_2, "mia" },
    { "approval_limit.put", "{'role':'manager','purpose':'goods','customer_days':60,'single_minor':60000,'day_minor':100000,'purchase_minor':60000,'customer_minor':90000,'two_from_minor':55000,'currency':'EUR','request_key':'l-1'}", limit_put, "limit" },
    { "refund.open", "{'purchase':'$order','purpose':'goods','ticket':'$loud','reason':'broken','note':'Two of three','request_key':'r-1'}", refund_open, "refund" },
    { "refund.add", "{'id':'$refund','kind':'goods','line':'$mugs','units':2,'expected_version':1}", refund_add, NULL },
    { "refund.add", "{'id':'$refund','kind':'restocking_fee','basis_points':1000}", refund_add_2, NULL },
    { "refund.add", "{'id':'$refund','kind':'amount','amount_minor':100}", refund_add_3, NULL },
    { "refund.submit", "@rosa {'id':'$refund','expected_version':5}", refund_submit, NULL },
    { "refund.approve", "@mia {'id':'$refund','expected_version':6,'reason':'fair','note':'See the photo'}", refund_approve, NULL },
    { "refund.cancel", "@mia {'id':'$refund','expected_version':7,'reason':'kept','note':'They kept them'}", refund_cancel, NULL },
    { "refund.open", "{'purchase':'$order','reason':'late'}", refund_open_2, "refund2" },
    { "refund.add", "{'id':'$refund2','kind':'shipping'}", refund_add_4, NULL },
    { "refund.submit", "@rosa {'id':'$refund2'}", refund_submit_2, NULL },
    { "refund.reject", "@mia {'id':'$refund2','expected_version':3,'reason':'in time','note':'It came on Monday'}", refund_reject, NULL },
    { "refund.open", "{'purchase':'$order','reason':'torn'}", refund_open_3, "refund3" },
    { "refund.add", "{'id':'$refund3','kind':'amount','line':'$mugs','amount_minor':300}", refund_add_5, NULL },
    { "refund.submit", "@rosa {'id':'$refund3'}", refund_submit_3, NULL },
    { "refund.explain", "{'id':'$refund3','agent':'$mia'}", refund_explain, NULL },
    { "refund.approve", "@mia {'id':'$refund3','reason':'fair'}", refund_approve_2, NULL },
    { "refund.plan", "{'id':'$refund3','has_lookup':true,'key_life_s':86400,'inflight_s':30,'margin_s':300,'expected_version':4,'step_minor':5,'window_s':315360000,'whole':false,'once':false,'gateway':'relay','can_void':true,'partial_void':true}", refund_plan, NULL },
    { "payout.list", "{'refund':'$refund3','limit':5}", payout_list, "pay" },
    { "payout.list", "{'gateway':'relay'}", payout_list_2, NULL },
    { "payout.next", "{'gateway':'relay','retry_s':90}", payout_next, NULL },
    { "payout.report", "{'id':'$pay','answer':'pending','reference':'re-1','reason':'taken'}", payout_report, NULL },
    { "payout.tell", "{'id':'$pay','news':'succeeded','reference':'re-1','reason':'done'}", payout_tell, NULL },
    { "payout.get", "{'id':'$pay'}", payout_get, NULL },
    { "payout.find", "{'gateway':'relay','reference':'re-1'}", payout_find, NULL },
    { "payout.webhook", "{'news':'succeeded','our_reference':'$pay','amount_minor':300,'currency':'EUR','gateway':'relay','event_id':'ev-1','reference':'re-1','reason':'done','request_key':'n-1'}", payout_webhook, "notice" },
    { "payout_notice.get", "{'id':'$notice'}", notice_get, NULL },
    { "payout_notice.list", "{'payout':'$pay','limit':5}", notice_list, NULL },
    { "payout_notice.list", "{'gateway':'relay'}", notice_list_2, NULL },
    { "payout.compare", "{'state':'succeeded','dry_run':false,'currency':'EUR','our_reference':'$pay','payment':'$charge','amount_minor':300,'gateway':'relay','reference':'re-1','payment_reference':'ch-1'}", payout_compare, NULL },
    { "payout.compare", "{'state':'succeeded','amount_minor':7,'gateway':'relay','reference':'re-9','payment_reference':'ch-1'}", payout_compare_2, NULL },
    { "payout.review", "{'since':'2026-03-02T09:00:00Z','until':'2026-03-03T09:00:00Z','gateway':'relay','limit':5}", payout_review, NULL },
    { "payout.review", "{'refunds':true}", payout_review_2, NULL },
    { "refund.open", "{'purchase':'$order','reason':'lost'}", refund_open_4, "refund4" },
    { "refund.add", "{'id':'$refund4','kind':'amount','amount_minor':50}", refund_add_6, NULL },
    { "refund.submit", "@mia {'id':'$refund4'}", refund_submit_4, NULL },
    { "refund.plan", "{'id':'$refund4'}", refund_plan_2, NULL },
    { "payout.list", "{'refund':'$refund4'}", payout_list_4, "pay4" },
    { "payout.next", "{'gateway':'relay'}", payout_next_2, NULL },
    { "payout.report", "{'id':'$pay4','answer':'exceeded'}", payout_report_2, NULL },
    { "payout.attest", "@rosa {'id':'$pay4','news':'failed','evidence':'Not on the statement'}", payout_attest, NULL },
    { "payout.attest", "@mia {'id':'$pay4','news':'failed','evidence':'Not on the statement'}", payout_attest, NULL },
    { "attestation.list", "{'payout':'$pay4','limit':5}", attestation_list, NULL },
    { "refund.get", "{'id':'$refund'}", refund_get, NULL },
    { "refund.list", "{'purchase':'$order','limit':5}", refund_list, NULL },
    { "refund.list", "{'customer':'$jana'}", refund_list_2, NULL },
    { "refund_part.list", "{'refund':'$refund','limit':5}", part_list, NULL },
    { "approval.list", "{'refund':'$refund','limit':5}", approval_list, NULL },
    { "approval_limit.list", "{'limit':5}", limit_list, NULL },
    { "payout.compare", "{'state':'succeeded','amount_minor':303,'gateway':'relay','reference':'re-1'}", payout_compare_3, NULL },
    { "payout.close_incident", "@rosa {'id':'$pay','went_minor':303,'evidence':'The statement says 3.03'}", close_incident, NULL },
    { "payout.close_incident", "@mia {'id':'$pay','went_minor':303,'evidence':'The statement says 3.03'}", close_incident, NULL },
    { "payout.reopen_incident", "@mia {'id':'$pay','evidence':'The bank says otherwise'}", reopen_incident, NULL },
    { "payout.close_incident", "@rosa {'id':'$pay','went_minor':303,'evidence':'The statement says 3.03'}", close_incident, NULL },
    { "payout.close_incident", "@mia {'id':'$pay','went_minor':303,'evidence':'The statement says 3.03'}", close_incident, NULL },
    { "settings.change", "{'approval_calendar':'early'}", calendar_set, NULL },
    { "refund.open", "{'purchase':'$order','reason':'all of it'}", refund_open_5, "refund5" },
    { "refund.add_rest", "{'id':'$refund5','expected_version':1}", refund_add_rest, NULL },
    { "refund.submit", "@rosa {'id':'$refund5'}", refund_submit_5, NULL },
    { "refund.cancel", "@mia {'id':'$refund5','reason':'kept'}", refund_cancel_5, NULL },
    { "settings.change", "{'approval_calendar':null}", calendar_clear, NULL },
};
/* clang-format on */
const size_t desk_day_refunds_count = sizeof(desk_day_refunds) / sizeof(desk_day_refunds[0]);
