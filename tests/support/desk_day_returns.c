#include "support/desk_day.h"

/* What comes rma, what was missing, and what is given in its place. */

static csr_status return_open(desk_fixture *f)
{
    csr_return_open_params in = CSR_RETURN_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.kind = CSR_RETURN_KIND_RETURN;
    in.remedy = CSR_RETURN_REMEDY_REPLACE;
    in.ticket = desk_id(f, "loud");
    in.reason = CSR_STR("too small");
    in.note = CSR_STR("All of them");
    in.request_key = CSR_STR("b-1");
    return desk_gives_id(f, csr_return_open(f->session, &in, &id, &f->err), &id);
}

static csr_status return_add(desk_fixture *f)
{
    csr_return_add_params in = CSR_RETURN_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma");
    int64_t version;

    in.line = desk_id(f, "mugs");
    in.units = 2;
    in.reason = CSR_STR("chipped");
    in.expected_version = 1;
    return desk_gives_number(f, csr_return_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_approve(desk_fixture *f)
{
    csr_return_approve_params in = CSR_RETURN_APPROVE_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma");
    int64_t version;

    in.due_at = INT64_C(1893456000000000);
    in.authorisation = CSR_STR("RMA-1");
    in.expected_version = 2;
    return desk_gives_number(f, csr_return_approve(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_list(desk_fixture *f)
{
    csr_return_query in = CSR_RETURN_QUERY_INIT;
    csr_result *result = NULL;

    in.due = 1;
    in.limit = 5;
    return desk_gives_result(f, csr_return_list(f->session, &in, &result, &f->err), &result);
}

static csr_status return_send(desk_fixture *f)
{
    csr_return_send_params in = CSR_RETURN_SEND_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma");
    int64_t version;

    in.tracking = CSR_STR("CZ-1");
    in.expected_version = 3;
    return desk_gives_number(f, csr_return_send(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_line_list(desk_fixture *f)
{
    csr_return_line_query in = CSR_RETURN_LINE_QUERY_INIT;
    csr_result *result = NULL;

    in.return_id = desk_id(f, "rma");
    in.limit = 5;
    return desk_gives_result(f, csr_return_line_list(f->session, &in, &result, &f->err), &result);
}

static csr_status return_receive(desk_fixture *f)
{
    csr_return_receive_params in = CSR_RETURN_RECEIVE_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma");
    int64_t version;

    in.line = desk_id(f, "rmaline");
    in.units = 2;
    in.expected_version = 4;
    return desk_gives_number(f, csr_return_receive(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_inspect(desk_fixture *f)
{
    csr_return_inspect_params in = CSR_RETURN_INSPECT_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma");
    int64_t version;

    in.line = desk_id(f, "rmaline");
    in.accepted = 1;
    in.rejected = 1;
    in.condition = CSR_STR("one is chipped");
    in.expected_version = 5;
    return desk_gives_number(f, csr_return_inspect(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status replacement_add(desk_fixture *f)
{
    csr_replacement_add_params in = CSR_REPLACEMENT_ADD_PARAMS_INIT;
    csr_id id;

    in.return_id = desk_id(f, "rma");
    in.units = 1;
    in.gross_minor = 900;
    in.tax_minor = 156;
    in.sku = CSR_STR("JUG");
    in.name = CSR_STR("Jug");
    in.request_key = CSR_STR("b-2");
    return desk_gives_id(f, csr_replacement_add(f->session, &in, &id, &f->err), &id);
}

static csr_status replacement_add_2(desk_fixture *f)
{
    csr_replacement_add_params in = CSR_REPLACEMENT_ADD_PARAMS_INIT;
    csr_id id;

    in.return_id = desk_id(f, "rma");
    in.sku = CSR_STR("CUP");
    return desk_gives_id(f, csr_replacement_add(f->session, &in, &id, &f->err), &id);
}

static csr_status replacement_remove(desk_fixture *f)
{
    csr_id subject = desk_id(f, "cup");
    int64_t version;

    return desk_gives_number(f, csr_replacement_remove(f->session, &subject, &version, &f->err), "version", &version);
}

static csr_status replacement_list(desk_fixture *f)
{
    csr_replacement_query in = CSR_REPLACEMENT_QUERY_INIT;
    csr_result *result = NULL;

    in.return_id = desk_id(f, "rma");
    in.limit = 5;
    return desk_gives_result(f, csr_replacement_list(f->session, &in, &result, &f->err), &result);
}

static csr_status return_settle(desk_fixture *f)
{
    csr_return_settle_params in = CSR_RETURN_SETTLE_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma");
    int64_t version;

    in.restocking_basis_points = 500;
    in.fee_tax = CSR_FEE_TAX_TAXABLE;
    in.shipping_fee_minor = 50;
    in.shipping_fee_tax_minor = 9;
    in.remedy = CSR_RETURN_REMEDY_REPLACE;
    in.expected_version = 9;
    return desk_gives_number(f, csr_return_settle(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_charge(desk_fixture *f)
{
    csr_return_charge_params in = CSR_RETURN_CHARGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma");
    int64_t version;

    in.charge = CSR_RETURN_CHARGE_PAID;
    in.reference = CSR_STR("ch-7");
    in.expected_version = 11;
    return desk_gives_number(f, csr_return_charge(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_open_2(desk_fixture *f)
{
    csr_return_open_params in = CSR_RETURN_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.kind = CSR_RETURN_KIND_CLAIM;
    in.reason = CSR_STR("lost");
    return desk_gives_id(f, csr_return_open(f->session, &in, &id, &f->err), &id);
}

static csr_status return_add_2(desk_fixture *f)
{
    csr_return_add_params in = CSR_RETURN_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "claim");
    int64_t version;

    in.line = desk_id(f, "kettle");
    in.units = 1;
    in.fault = CSR_GOODS_MISSING;
    return desk_gives_number(f, csr_return_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_approve_2(desk_fixture *f)
{
    csr_return_approve_params in = CSR_RETURN_APPROVE_PARAMS_INIT;
    csr_id subject = desk_id(f, "claim");
    int64_t version;

    in.keeps_goods = 1;
    return desk_gives_number(f, csr_return_approve(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_cancel(desk_fixture *f)
{
    csr_return_cancel_params in = CSR_RETURN_CANCEL_PARAMS_INIT;
    csr_id subject = desk_id(f, "claim");
    int64_t version;

    in.reason = CSR_STR("It came after all");
    in.expected_version = 3;
    return desk_gives_number(f, csr_return_cancel(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_open_3(desk_fixture *f)
{
    csr_return_open_params in = CSR_RETURN_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.reason = CSR_STR("worn");
    return desk_gives_id(f, csr_return_open(f->session, &in, &id, &f->err), &id);
}

static csr_status return_add_3(desk_fixture *f)
{
    csr_return_add_params in = CSR_RETURN_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma2");
    int64_t version;

    in.line = desk_id(f, "mugs");
    in.units = 2;
    return desk_gives_number(f, csr_return_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_approve_3(desk_fixture *f)
{
    csr_id subject = desk_id(f, "rma2");
    int64_t version;

    return desk_gives_number(f, csr_return_approve(f->session, &subject, NULL, &version, &f->err), "version", &version);
}

static csr_status return_line_list_2(desk_fixture *f)
{
    csr_return_line_query in = CSR_RETURN_LINE_QUERY_INIT;
    csr_result *result = NULL;

    in.return_id = desk_id(f, "rma2");
    return desk_gives_result(f, csr_return_line_list(f->session, &in, &result, &f->err), &result);
}

static csr_status return_receive_2(desk_fixture *f)
{
    csr_return_receive_params in = CSR_RETURN_RECEIVE_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma2");
    int64_t version;

    in.line = desk_id(f, "rmaline2");
    in.units = 1;
    return desk_gives_number(f, csr_return_receive(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_receive_3(desk_fixture *f)
{
    csr_return_receive_params in = CSR_RETURN_RECEIVE_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma2");
    int64_t version;

    in.complete = 1;
    return desk_gives_number(f, csr_return_receive(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_open_4(desk_fixture *f)
{
    csr_return_open_params in = CSR_RETURN_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.reason = CSR_STR("late");
    return desk_gives_id(f, csr_return_open(f->session, &in, &id, &f->err), &id);
}

static csr_status return_reject(desk_fixture *f)
{
    csr_return_reject_params in = CSR_RETURN_REJECT_PARAMS_INIT;
    csr_id subject = desk_id(f, "rma3");
    int64_t version;

    in.reason = CSR_STR("Half a year is over");
    in.expected_version = 1;
    return desk_gives_number(f, csr_return_reject(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status return_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "rma");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_return_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status return_find(desk_fixture *f)
{
    csr_return_find_params in = CSR_RETURN_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.authorisation = CSR_STR("RMA-1");
    return desk_gives_result(f, csr_return_find(f->session, &in, &result, &f->err), &result);
}

static csr_status return_list_2(desk_fixture *f)
{
    csr_return_query in = CSR_RETURN_QUERY_INIT;
    csr_result *result = NULL;

    in.purchase = desk_id(f, "order");
    in.limit = 2;
    return desk_gives_result(f, csr_return_list(f->session, &in, &result, &f->err), &result);
}

static csr_status return_list_3(desk_fixture *f)
{
    csr_return_query in = CSR_RETURN_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "loud");
    return desk_gives_result(f, csr_return_list(f->session, &in, &result, &f->err), &result);
}

static csr_status return_list_4(desk_fixture *f)
{
    csr_return_query in = CSR_RETURN_QUERY_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    in.open = 1;
    return desk_gives_result(f, csr_return_list(f->session, &in, &result, &f->err), &result);
}

static csr_status return_line_list_3(desk_fixture *f)
{
    csr_return_line_query in = CSR_RETURN_LINE_QUERY_INIT;
    csr_result *result = NULL;

    in.line = desk_id(f, "mugs");
    return desk_gives_result(f, csr_return_line_list(f->session, &in, &result, &f->err), &result);
}

static csr_status refund_open(desk_fixture *f)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.reason = CSR_STR("worn");
    return desk_gives_id(f, csr_refund_open(f->session, &in, &id, &f->err), &id);
}

static csr_status refund_add(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund4");
    int64_t version;

    in.kind = CSR_REFUND_PART_GOODS;
    in.line = desk_id(f, "mugs");
    in.units = 1;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_add_2(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund4");
    int64_t version;

    in.kind = CSR_REFUND_PART_RESTOCKING_FEE;
    in.basis_points = 1000;
    in.fee_tax = CSR_FEE_TAX_TAXABLE;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status refund_add_3(desk_fixture *f)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    csr_id subject = desk_id(f, "refund4");
    int64_t version;

    in.kind = CSR_REFUND_PART_RETURN_SHIPPING_FEE;
    in.amount_minor = 10;
    in.tax_minor = 1;
    return desk_gives_number(f, csr_refund_add(f->session, &subject, &in, &version, &f->err), "version", &version);
}

/* clang-format off */
const desk_step desk_day_returns[] = {
    { "return.open", "{'purchase':'$order','kind':'return','remedy':'replace','ticket':'$loud','reason':'too small','note':'All of them','request_key':'b-1'}", return_open, "rma" },
    { "return.add", "{'id':'$rma','line':'$mugs','units':2,'reason':'chipped','expected_version':1}", return_add, NULL },
    { "return.approve", "{'id':'$rma','due_at':'2030-01-01T00:00:00Z','authorisation':'RMA-1','expected_version':2}", return_approve, NULL },
    { "return.list", "{'due':true,'limit':5}", return_list, NULL },
    { "return.send", "{'id':'$rma','tracking':'CZ-1','expected_version':3}", return_send, NULL },
    { "return_line.list", "{'return_id':'$rma','limit':5}", return_line_list, "rmaline" },
    { "return.receive", "{'id':'$rma','line':'$rmaline','units':2,'expected_version':4}", return_receive, NULL },
    { "return.inspect", "{'id':'$rma','line':'$rmaline','accepted':1,'rejected':1,'condition':'one is chipped','expected_version':5}", return_inspect, NULL },
    { "replacement.add", "{'return_id':'$rma','units':1,'gross_minor':900,'tax_minor':156,'sku':'JUG','name':'Jug','request_key':'b-2'}", replacement_add, "jug" },
    { "replacement.add", "{'return_id':'$rma','sku':'CUP'}", replacement_add_2, "cup" },
    { "replacement.remove", "{'id':'$cup'}", replacement_remove, NULL },
    { "replacement.list", "{'return_id':'$rma','limit':5}", replacement_list, NULL },
    { "return.settle", "{'id':'$rma','restocking_basis_points':500,'fee_tax':'taxable','shipping_fee_minor':50,'shipping_fee_tax_minor':9,'remedy':'replace','expected_version':9}", return_settle, NULL },
    { "return.charge", "{'id':'$rma','charge':'paid','reference':'ch-7','expected_version':11}", return_charge, NULL },
    { "return.open", "{'purchase':'$order','kind':'claim','reason':'lost'}", return_open_2, "claim" },
    { "return.add", "{'id':'$claim','line':'$kettle','units':1,'fault':'missing'}", return_add_2, NULL },
    { "return.approve", "{'id':'$claim','keeps_goods':true}", return_approve_2, NULL },
    { "return.cancel", "{'id':'$claim','reason':'It came after all','expected_version':3}", return_cancel, NULL },
    { "return.open", "{'purchase':'$order','reason':'worn'}", return_open_3, "rma2" },
    { "return.add", "{'id':'$rma2','line':'$mugs','units':2}", return_add_3, NULL },
    { "return.approve", "{'id':'$rma2'}", return_approve_3, NULL },
    { "return_line.list", "{'return_id':'$rma2'}", return_line_list_2, "rmaline2" },
    { "return.receive", "{'id':'$rma2','line':'$rmaline2','units':1}", return_receive_2, NULL },
    { "return.receive", "{'id':'$rma2','complete':true}", return_receive_3, NULL },
    { "return.open", "{'purchase':'$order','reason':'late'}", return_open_4, "rma3" },
    { "return.reject", "{'id':'$rma3','reason':'Half a year is over','expected_version':1}", return_reject, NULL },
    { "return.get", "{'id':'$rma'}", return_get, NULL },
    { "return.find", "{'authorisation':'RMA-1'}", return_find, NULL },
    { "return.list", "{'purchase':'$order','limit':2}", return_list_2, NULL },
    { "return.list", "{'ticket':'$loud'}", return_list_3, NULL },
    { "return.list", "{'customer':'$jana','open':true}", return_list_4, NULL },
    { "return_line.list", "{'line':'$mugs'}", return_line_list_3, NULL },
    { "refund.open", "{'purchase':'$order','reason':'worn'}", refund_open, "refund4" },
    { "refund.add", "{'id':'$refund4','kind':'goods','line':'$mugs','units':1}", refund_add, NULL },
    { "refund.add", "{'id':'$refund4','kind':'restocking_fee','basis_points':1000,'fee_tax':'taxable'}", refund_add_2, NULL },
    { "refund.add", "{'id':'$refund4','kind':'return_shipping_fee','amount_minor':10,'tax_minor':1}", refund_add_3, NULL },
};
/* clang-format on */
const size_t desk_day_returns_count = sizeof(desk_day_returns) / sizeof(desk_day_returns[0]);
