/* Two mugs come back, and a jug that is worth more goes out: what the customer has to pay, and what becomes of it. */
#include <csr/csr.h>
#include <stdio.h>

/* Three mugs for 10.00, of which 1.74 are tax, all handed over. */
static csr_status buy(csr_session *desk, csr_id *purchase, csr_id *mugs, csr_error *err)
{
    csr_purchase_put_params order = CSR_PURCHASE_PUT_PARAMS_INIT;
    csr_purchase_line_put_params line = CSR_PURCHASE_LINE_PUT_PARAMS_INIT;
    csr_status status;

    order.external_id = CSR_STR("W-1");
    order.currency[0] = 'E', order.currency[1] = 'U', order.currency[2] = 'R';
    status = csr_purchase_put(desk, &order, purchase, err);
    line.purchase = *purchase;
    line.number = 1;
    line.sku = CSR_STR("MUG");
    line.quantity = line.fulfilled = 3;
    line.gross_minor = 1000;
    line.tax_minor = 174;
    return status != CSR_OK ? status : csr_purchase_line_put(desk, &line, mugs, err);
}

/* Asked for, and allowed: the customer gets a number under which the mugs may be sent. */
static csr_status ask(csr_session *desk, const csr_id *purchase, const csr_id *mugs, csr_id *back, csr_error *err)
{
    csr_return_open_params opening = CSR_RETURN_OPEN_PARAMS_INIT;
    csr_return_add_params two = CSR_RETURN_ADD_PARAMS_INIT;
    csr_status status;

    opening.purchase = *purchase;
    opening.remedy = CSR_RETURN_REMEDY_REPLACE;
    opening.reason = CSR_STR("too small");
    status = csr_return_open(desk, &opening, back, err);
    two.line = *mugs;
    two.units = 2;
    if (status == CSR_OK)
        status = csr_return_add(desk, back, &two, NULL, err);
    return status != CSR_OK ? status : csr_return_approve(desk, back, NULL, NULL, err);
}

/* The first line of a return. */
static csr_status first_line(csr_session *desk, const csr_id *back, csr_id *line, csr_error *err)
{
    csr_return_line_query query = CSR_RETURN_LINE_QUERY_INIT;
    csr_return_line_view view = { .struct_size = sizeof view };
    csr_result *lines = NULL;
    csr_status status;

    query.return_id = *back;
    status = csr_return_line_list(desk, &query, &lines, err);
    if (status == CSR_OK)
        status = csr_return_line_at(lines, 0, &view, err);
    *line = view.id;
    csr_result_free(lines);
    return status;
}

/* They came, and are as good as new. */
static csr_status take_back(csr_session *desk, const csr_id *back, csr_error *err)
{
    csr_return_receive_params came = CSR_RETURN_RECEIVE_PARAMS_INIT;
    csr_return_inspect_params found = CSR_RETURN_INSPECT_PARAMS_INIT;
    csr_status status = first_line(desk, back, &came.line, err);

    found.line = came.line;
    came.units = found.accepted = 2;
    if (status == CSR_OK)
        status = csr_return_receive(desk, back, &came, NULL, err);
    return status != CSR_OK ? status : csr_return_inspect(desk, back, &found, NULL, err);
}

static csr_status tell(csr_session *desk, const csr_id *back, csr_return_view *view, csr_error *err)
{
    csr_result *result = NULL;
    csr_status status = csr_return_get(desk, back, &result, err);

    if (status == CSR_OK)
        status = csr_return_at(result, 0, view, err);
    if (status == CSR_OK)
        printf("%s: goods %d, fees %d, jug %d: %d to pay\n", view->authorisation.ptr, (int)view->goods_minor,
               (int)view->fees_minor, (int)view->replacement_minor, (int)view->charge_minor);
    csr_result_free(result);
    return status;
}

/* A jug for 9.00 in their place, less a fee of 0.30: what is missing the host takes of the customer. */
static csr_status settle(csr_session *desk, const csr_id *back, csr_error *err)
{
    csr_replacement_add_params jug = CSR_REPLACEMENT_ADD_PARAMS_INIT;
    csr_return_settle_params fee = CSR_RETURN_SETTLE_PARAMS_INIT;
    csr_return_charge_params paid = CSR_RETURN_CHARGE_PARAMS_INIT;
    csr_return_view view = { .struct_size = sizeof view };
    csr_status status;

    jug.return_id = *back;
    jug.sku = CSR_STR("JUG");
    jug.gross_minor = 900;
    jug.tax_minor = 156;
    status = csr_replacement_add(desk, &jug, NULL, err);
    fee.shipping_fee_minor = 30;
    if (status == CSR_OK)
        status = csr_return_settle(desk, back, &fee, NULL, err);
    if (status == CSR_OK)
        status = tell(desk, back, &view, err);
    paid.charge = CSR_RETURN_CHARGE_PAID;
    paid.reference = CSR_STR("ch-7");
    if (status == CSR_OK && view.charge == CSR_RETURN_CHARGE_DUE)
        status = csr_return_charge(desk, back, &paid, NULL, err);
    return status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_id purchase, mugs, back;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_status status = csr_desk_open("shop.db", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = buy(session, &purchase, &mugs, &err);
    if (status == CSR_OK)
        status = ask(session, &purchase, &mugs, &back, &err);
    if (status == CSR_OK)
        status = take_back(session, &back, &err);
    if (status == CSR_OK)
        status = settle(session, &back, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
