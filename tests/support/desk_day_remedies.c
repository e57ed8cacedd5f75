#include "support/desk_day.h"

/* What is offered for a kettle that came late, and what becomes of it. */
#define LADDERS                                                                                              \
    "{\"format\":\"csr-remedies/1\",\"ladders\":[{\"kinds\":[\"complaint\"],\"ladder\":\"late\",\"rungs\":[" \
    "{\"remedy\":\"apology\",\"rung\":\"sorry\"},{\"after\":[\"sorry\"],\"amount\":{\"basis_points\":1000,"  \
    "\"currency\":\"CZK\",\"max_minor\":50000},\"promise\":\"48h\",\"remedy\":\"goodwill\",\"rung\":\"percent\"}]}]}"

static csr_status policy_add_ladders(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_POLICY_REMEDY;
    in.document = CSR_STR(LADDERS);
    return desk_gives_id(f, csr_policy_add(f->session, &in, &id, &f->err), &id);
}

static csr_status ticket_open_late(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_TICKET_COMPLAINT;
    in.subject = CSR_STR("The kettle came late");
    return desk_gives_id(f, csr_ticket_open(f->session, &in, &id, &f->err), &id);
}

static csr_status ticket_open_other(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_TICKET_ENQUIRY;
    in.subject = CSR_STR("No ladder fits");
    return desk_gives_id(f, csr_ticket_open(f->session, &in, &id, &f->err), &id);
}

static csr_status purchase_put_kettle(desk_fixture *f)
{
    csr_purchase_put_params in = CSR_PURCHASE_PUT_PARAMS_INIT;
    csr_id id;

    in.external_id = CSR_STR("KETTLE-1");
    memcpy(in.currency, "CZK", 4);
    in.shipping_minor = 9900;
    return desk_gives_id(f, csr_purchase_put(f->session, &in, &id, &f->err), &id);
}

static csr_status remedy_next(desk_fixture *f)
{
    csr_remedy_next_params in = CSR_REMEDY_NEXT_PARAMS_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "late");
    return desk_gives_result(f, csr_remedy_next(f->session, &in, &result, &f->err), &result);
}

static csr_status offer_sorry(desk_fixture *f)
{
    csr_remedy_offer_params in = CSR_REMEDY_OFFER_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "late");
    in.note = CSR_STR("On the phone");
    in.request_key = CSR_STR("day remedy.offer");
    return desk_gives_id(f, csr_remedy_offer(f->session, &in, &id, &f->err), &id);
}

static csr_status offer_percent(desk_fixture *f)
{
    csr_remedy_offer_params in = CSR_REMEDY_OFFER_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "late");
    in.kind = CSR_REMEDY_GOODWILL;
    in.rung = CSR_STR("percent");
    in.purchase = desk_id(f, "kettle_bill");
    in.basis_points = 500;
    in.amount_minor = 400;
    memcpy(in.currency, "CZK", 4);
    in.promised_until = CSR_TEST_MONDAY + INT64_C(864000000000);
    return desk_gives_id(f, csr_remedy_offer(f->session, &in, &id, &f->err), &id);
}

static csr_status offer_repair(desk_fixture *f)
{
    csr_remedy_offer_params in = CSR_REMEDY_OFFER_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "no_ladder");
    in.kind = CSR_REMEDY_REPAIR;
    return desk_gives_id(f, csr_remedy_offer(f->session, &in, &id, &f->err), &id);
}

static csr_status remedy_accept(desk_fixture *f)
{
    csr_remedy_accept_params in = CSR_REMEDY_ACCEPT_PARAMS_INIT;
    csr_id id = desk_id(f, "sorry");
    int64_t version;

    in.answer = CSR_STR("All right");
    return desk_gives_number(f, csr_remedy_accept(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status remedy_decline(desk_fixture *f)
{
    csr_remedy_decline_params in = CSR_REMEDY_DECLINE_PARAMS_INIT;
    csr_id id = desk_id(f, "percent");
    int64_t version;

    in.answer = CSR_STR("Not enough");
    return desk_gives_number(f, csr_remedy_decline(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status remedy_fulfil(desk_fixture *f)
{
    csr_remedy_fulfil_params in = CSR_REMEDY_FULFIL_PARAMS_INIT;
    csr_id id = desk_id(f, "sorry");
    int64_t version;

    in.failed = 1;
    in.fulfilled_kind = CSR_RECORD_TICKET;
    in.fulfilled_by = desk_id(f, "no_ladder");
    in.answer = CSR_STR("It did not help");
    return desk_gives_number(f, csr_remedy_fulfil(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status remedy_withdraw(desk_fixture *f)
{
    csr_remedy_withdraw_params in = CSR_REMEDY_WITHDRAW_PARAMS_INIT;
    csr_id id = desk_id(f, "repair");
    int64_t version;

    in.answer = CSR_STR("It cannot be repaired");
    return desk_gives_number(f, csr_remedy_withdraw(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status remedy_get(desk_fixture *f)
{
    csr_id id = desk_id(f, "percent");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_remedy_get(f->session, &id, &result, &f->err), &result);
}

static csr_status remedy_list(desk_fixture *f)
{
    csr_remedy_query in = CSR_REMEDY_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 1;
    in.ticket = desk_id(f, "late");
    return desk_gives_result(f, csr_remedy_list(f->session, &in, &result, &f->err), &result);
}

#define RETURNS "{\"actions\":[{\"action\":\"cancel\",\"gives_back\":\"all\"}],\"facts\":{\"proof.receipt\":\"bool\"}}"
#define FACTS "{\"proof.receipt\":true}"

static csr_status policy_add_returns(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_POLICY_REFUND;
    in.document = CSR_STR(RETURNS);
    return desk_gives_id(f, csr_policy_add(f->session, &in, &id, &f->err), &id);
}

static csr_status payment_put_kettle(desk_fixture *f)
{
    csr_payment_put_params in = CSR_PAYMENT_PUT_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "kettle_bill");
    in.number = 1;
    in.method = CSR_PAYMENT_METHOD_CASH;
    in.state = CSR_PAYMENT_SETTLED;
    in.captured_minor = 9900;
    return desk_gives_id(f, csr_payment_put(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_open_kettle(desk_fixture *f)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "kettle_bill");
    in.reason = CSR_STR("late");
    return desk_gives_id(f, csr_refund_open(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_add_shipping(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id id = desk_id(f, "judged");
    int64_t version;

    in.kind = CSR_REFUND_PART_SHIPPING;
    return desk_gives_number(f, csr_refund_add(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status refund_judge(desk_fixture *f)
{
    csr_refund_judge_params in = CSR_REFUND_JUDGE_PARAMS_INIT;
    csr_id id = desk_id(f, "judged");
    csr_result *result = NULL;

    in.facts = CSR_STR(FACTS);
    return desk_gives_result(f, csr_refund_judge(f->session, &id, &in, &result, &f->err), &result);
}

static csr_status refund_submit_kettle(desk_fixture *f)
{
    csr_refund_submit_params in = CSR_REFUND_SUBMIT_PARAMS_INIT;
    csr_id id = desk_id(f, "judged");
    int64_t version;

    in.facts = CSR_STR(FACTS);
    return desk_gives_number(f, csr_refund_submit(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status judgement_list(desk_fixture *f)
{
    csr_judgement_query in = CSR_JUDGEMENT_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 3;
    in.refund = desk_id(f, "judged");
    return desk_gives_result(f, csr_judgement_list(f->session, &in, &result, &f->err), &result);
}

const desk_step desk_day_remedies[] = {
    { "policy.add",
      "{'kind':'remedy','document':{'format':'csr-remedies/1','ladders':[{'kinds':['complaint'],'ladder':'late',"
      "'rungs':[{'remedy':'apology','rung':'sorry'},{'after':['sorry'],'amount':{'basis_points':1000,'currency':'CZK',"
      "'max_minor':50000},'promise':'48h','remedy':'goodwill','rung':'percent'}]}]}}",
      policy_add_ladders, NULL },
    { "ticket.open", "{'kind':'complaint','subject':'The kettle came late'}", ticket_open_late, "late" },
    { "ticket.open", "{'kind':'enquiry','subject':'No ladder fits'}", ticket_open_other, "no_ladder" },
    { "purchase.put", "{'external_id':'KETTLE-1','currency':'CZK','shipping_minor':9900}", purchase_put_kettle,
      "kettle_bill" },
    { "remedy.next", "{'ticket':'$late'}", remedy_next, NULL },
    { "remedy.offer", "{'ticket':'$late','note':'On the phone','request_key':'day remedy.offer'}", offer_sorry,
      "sorry" },
    { "remedy.accept", "{'id':'$sorry','answer':'All right'}", remedy_accept, NULL },
    { "remedy.offer",
      "{'ticket':'$late','kind':'goodwill','rung':'percent','purchase':'$kettle_bill','basis_points':500,"
      "'amount_minor':400,'currency':'CZK','promised_until':'2026-03-12T09:00:00Z'}",
      offer_percent, "percent" },
    { "remedy.offer", "{'ticket':'$no_ladder','kind':'repair'}", offer_repair, "repair" },
    { "remedy.decline", "{'id':'$percent','answer':'Not enough'}", remedy_decline, NULL },
    { "remedy.fulfil",
      "{'id':'$sorry','failed':true,'fulfilled_kind':'ticket','fulfilled_by':'$no_ladder','answer':'It did not help'}",
      remedy_fulfil, NULL },
    { "remedy.withdraw", "{'id':'$repair','answer':'It cannot be repaired'}", remedy_withdraw, NULL },
    { "remedy.get", "{'id':'$percent'}", remedy_get, NULL },
    { "remedy.list", "{'limit':1,'ticket':'$late'}", remedy_list, NULL },
    { "remedy.next", "{'ticket':'$late'}", remedy_next, NULL },
    { "policy.add",
      "{'kind':'refund','document':{'actions':[{'action':'cancel','gives_back':'all'}],'facts':{'proof.receipt':'bool'}"
      "}}",
      policy_add_returns, NULL },
    { "payment.put", "{'purchase':'$kettle_bill','number':1,'method':'cash','state':'settled','captured_minor':9900}",
      payment_put_kettle, NULL },
    { "refund.open", "{'purchase':'$kettle_bill','reason':'late'}", refund_open_kettle, "judged" },
    { "refund.add", "{'id':'$judged','kind':'shipping'}", refund_add_shipping, NULL },
    { "refund.judge", "{'id':'$judged','facts':{'proof.receipt':true}}", refund_judge, NULL },
    { "refund.submit", "{'id':'$judged','facts':{'proof.receipt':true}}", refund_submit_kettle, NULL },
    { "judgement.list", "{'limit':3,'refund':'$judged'}", judgement_list, NULL },
};
const size_t desk_day_remedies_count = sizeof(desk_day_remedies) / sizeof(desk_day_remedies[0]);
