#include "support/desk_day.h"

/* What was bought, and how it was paid. */

static csr_status purchase_put(desk_fixture *f)
{
    csr_purchase_put_params in = CSR_PURCHASE_PUT_PARAMS_INIT;
    csr_id id;

    in.customer = desk_id(f, "jana");
    in.bought_at = CSR_TEST_MONDAY - INT64_C(172800) * 1000000;
    in.shipping_minor = 499;
    in.shipping_tax_minor = 87;
    in.duties_minor = 12;
    memcpy(in.currency, "EUR", 3);
    in.external_id = CSR_STR("W-1");
    in.status = CSR_STR("on its way");
    in.request_key = CSR_STR("w-1");
    return desk_gives_id(f, csr_purchase_put(f->session, &in, &id, &f->err), &id);
}

static csr_status purchase_put_2(desk_fixture *f)
{
    csr_purchase_put_params in = CSR_PURCHASE_PUT_PARAMS_INIT;
    csr_id id;

    in.delivered_at = CSR_TEST_MONDAY;
    in.external_id = CSR_STR("W-1");
    in.status = CSR_STR("delivered");
    return desk_gives_id(f, csr_purchase_put(f->session, &in, &id, &f->err), &id);
}

static csr_status purchase_line_put(desk_fixture *f)
{
    csr_purchase_line_put_params in = CSR_PURCHASE_LINE_PUT_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.number = 1;
    in.quantity = 3;
    in.fulfilled = 2;
    in.gross_minor = 1000;
    in.tax_minor = 174;
    in.sku = CSR_STR("MUG-3");
    in.name = CSR_STR("Mugs");
    in.request_key = CSR_STR("w-2");
    return desk_gives_id(f, csr_purchase_line_put(f->session, &in, &id, &f->err), &id);
}

static csr_status purchase_line_put_2(desk_fixture *f)
{
    csr_purchase_line_put_params in = CSR_PURCHASE_LINE_PUT_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.number = 2;
    in.gross_minor = 49900;
    in.sku = CSR_STR("KETTLE");
    in.serial = CSR_STR("SN-77");
    return desk_gives_id(f, csr_purchase_line_put(f->session, &in, &id, &f->err), &id);
}

static csr_status purchase_line_put_3(desk_fixture *f)
{
    csr_purchase_line_put_params in = CSR_PURCHASE_LINE_PUT_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.number = 1;
    in.fulfilled = 3;
    return desk_gives_id(f, csr_purchase_line_put(f->session, &in, &id, &f->err), &id);
}

static csr_status payment_put(desk_fixture *f)
{
    csr_payment_put_params in = CSR_PAYMENT_PUT_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.number = 1;
    in.method = CSR_PAYMENT_METHOD_CARD;
    in.captured_minor = 51411;
    in.gateway = CSR_STR("relay");
    in.reference = CSR_STR("ch-1");
    in.request_key = CSR_STR("w-3");
    return desk_gives_id(f, csr_payment_put(f->session, &in, &id, &f->err), &id);
}

static csr_status payment_put_2(desk_fixture *f)
{
    csr_payment_put_params in = CSR_PAYMENT_PUT_PARAMS_INIT;
    csr_id id;

    in.purchase = desk_id(f, "order");
    in.number = 1;
    in.state = CSR_PAYMENT_SETTLED;
    in.dispute = CSR_DISPUTE_LOST;
    in.cash_step_minor = 5;
    in.charged_back_minor = 411;
    in.captured_at = CSR_TEST_MONDAY - INT64_C(259200) * 1000000;
    return desk_gives_id(f, csr_payment_put(f->session, &in, &id, &f->err), &id);
}

static csr_status purchase_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "order");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_purchase_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status purchase_find(desk_fixture *f)
{
    csr_purchase_find_params in = CSR_PURCHASE_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.external_id = CSR_STR("W-1");
    return desk_gives_result(f, csr_purchase_find(f->session, &in, &result, &f->err), &result);
}

static csr_status purchase_list(desk_fixture *f)
{
    csr_purchase_query in = CSR_PURCHASE_QUERY_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    in.limit = 5;
    return desk_gives_result(f, csr_purchase_list(f->session, &in, &result, &f->err), &result);
}

static csr_status purchase_line_list(desk_fixture *f)
{
    csr_purchase_line_query in = CSR_PURCHASE_LINE_QUERY_INIT;
    csr_result *result = NULL;

    in.purchase = desk_id(f, "order");
    in.limit = 5;
    return desk_gives_result(f, csr_purchase_line_list(f->session, &in, &result, &f->err), &result);
}

static csr_status purchase_line_list_2(desk_fixture *f)
{
    csr_purchase_line_query in = CSR_PURCHASE_LINE_QUERY_INIT;
    csr_result *result = NULL;

    in.serial = CSR_STR("SN-77");
    return desk_gives_result(f, csr_purchase_line_list(f->session, &in, &result, &f->err), &result);
}

static csr_status payment_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "charge");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_payment_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status payment_list(desk_fixture *f)
{
    csr_payment_query in = CSR_PAYMENT_QUERY_INIT;
    csr_result *result = NULL;

    in.purchase = desk_id(f, "order");
    in.limit = 5;
    return desk_gives_result(f, csr_payment_list(f->session, &in, &result, &f->err), &result);
}

/* clang-format off */
const desk_step desk_day_purchases[] = {
    { "purchase.put", "{'customer':'$jana','bought_at':'2026-02-28T09:00:00Z','shipping_minor':499,'shipping_tax_minor':87,'duties_minor':12,'currency':'EUR','external_id':'W-1','status':'on its way','request_key':'w-1'}", purchase_put, "order" },
    { "purchase.put", "{'delivered_at':'2026-03-02T09:00:00Z','external_id':'W-1','status':'delivered'}", purchase_put_2, NULL },
    { "purchase_line.put", "{'purchase':'$order','number':1,'quantity':3,'fulfilled':2,'gross_minor':1000,'tax_minor':174,'sku':'MUG-3','name':'Mugs','request_key':'w-2'}", purchase_line_put, "mugs" },
    { "purchase_line.put", "{'purchase':'$order','number':2,'gross_minor':49900,'sku':'KETTLE','serial':'SN-77'}", purchase_line_put_2, "kettle" },
    { "purchase_line.put", "{'purchase':'$order','number':1,'fulfilled':3}", purchase_line_put_3, NULL },
    { "payment.put", "{'purchase':'$order','number':1,'method':'card','captured_minor':51411,'gateway':'relay','reference':'ch-1','request_key':'w-3'}", payment_put, "charge" },
    { "payment.put", "{'purchase':'$order','number':1,'state':'settled','dispute':'lost','cash_step_minor':5,'charged_back_minor':411,'captured_at':'2026-02-27T09:00:00Z'}", payment_put_2, NULL },
    { "purchase.get", "{'id':'$order'}", purchase_get, NULL },
    { "purchase.find", "{'external_id':'W-1'}", purchase_find, NULL },
    { "purchase.list", "{'customer':'$jana','limit':5}", purchase_list, NULL },
    { "purchase_line.list", "{'purchase':'$order','limit':5}", purchase_line_list, NULL },
    { "purchase_line.list", "{'serial':'SN-77'}", purchase_line_list_2, NULL },
    { "payment.get", "{'id':'$charge'}", payment_get, NULL },
    { "payment.list", "{'purchase':'$order','limit':5}", payment_list, NULL },
};
/* clang-format on */
const size_t desk_day_purchases_count = sizeof(desk_day_purchases) / sizeof(desk_day_purchases[0]);
