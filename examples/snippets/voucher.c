/* A voucher as an apology: within a budget it is approved at once; an order uses it once, however often it asks. */
#include <csr/csr.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Ten euros for whoever had to wait; *state says whether somebody else has to approve it. */
static csr_status apologise(csr_session *agent, const csr_id *customer, csr_voucher_state *state, char code[64],
                            csr_error *err)
{
    csr_voucher_issue_params gift = CSR_VOUCHER_ISSUE_PARAMS_INIT;
    csr_voucher_view voucher = { .struct_size = sizeof voucher };
    csr_result *result = NULL;
    csr_status status;
    csr_id id;

    gift.kind = CSR_VOUCHER_FIXED;
    gift.customer = *customer;
    gift.amount_minor = 1000;
    memcpy(gift.currency, "EUR", sizeof gift.currency);
    gift.reason = CSR_STR("late");
    status = csr_voucher_issue(agent, &gift, &id, err);
    if (status == CSR_OK)
        status = csr_voucher_get(agent, &id, &result, err);
    if (status == CSR_OK)
        status = csr_voucher_at(result, 0, &voucher, err);
    if (status == CSR_OK) {
        *state = voucher.state;
        snprintf(code, 64, "%s", voucher.code.ptr);
        printf("%s: %s\n", voucher.state == CSR_VOUCHER_ACTIVE ? "approved" : "waits", voucher.why.ptr);
    }
    csr_result_free(result);
    return status;
}

/* snippet: use */
/* What the voucher gives for a basket; the same order again is answered as before. */
static csr_status use(csr_session *till, const char *code, const char *order, int64_t basket_minor, csr_error *err)
{
    csr_voucher_redeem_params in = CSR_VOUCHER_REDEEM_PARAMS_INIT;
    csr_voucher_redemption_view taken = { .struct_size = sizeof taken };
    csr_result *result = NULL;
    csr_status status;

    csr_str_set(&in.code, code, CSR_NTS);
    csr_str_set(&in.order_id, order, CSR_NTS);
    in.basket_minor = basket_minor;
    memcpy(in.currency, "EUR", sizeof in.currency);
    status = csr_voucher_redeem(till, &in, &result, err);
    if (status == CSR_OK)
        status = csr_voucher_redemption_at(result, 0, &taken, err);
    if (status == CSR_OK)
        printf("%s: %" PRId64 " of %" PRId64 "\n", order, taken.amount_minor, basket_minor);
    csr_result_free(result);
    return status;
}
/* end */

/* An agent, a limit of their role and a budget of their own. */
static csr_status staff(csr_session *desk, csr_id *agent, csr_error *err)
{
    csr_agent_add_params rosa = CSR_AGENT_ADD_PARAMS_INIT;
    csr_approval_limit_put_params limit = CSR_APPROVAL_LIMIT_PUT_PARAMS_INIT;
    csr_goodwill_budget_put_params budget = CSR_GOODWILL_BUDGET_PUT_PARAMS_INIT;
    csr_status status;

    rosa.handle = CSR_STR("rosa");
    limit.role = CSR_ROLE_ASSOCIATE;
    limit.purpose = CSR_REFUND_FOR_GOODWILL;
    limit.single_minor = limit.day_minor = limit.purchase_minor = limit.customer_minor = 2000;
    memcpy(limit.currency, "EUR", sizeof limit.currency);
    status = csr_agent_add(desk, &rosa, agent, err);
    budget.agent = *agent;
    budget.period = CSR_BUDGET_MONTH;
    budget.amount_minor = 1500;
    memcpy(budget.currency, "EUR", sizeof budget.currency);
    if (status == CSR_OK)
        status = csr_approval_limit_put(desk, &limit, NULL, err);
    return status == CSR_OK ? csr_goodwill_budget_put(desk, &budget, NULL, err) : status;
}

static csr_status day(csr_desk *desk, csr_session *system, csr_error *err)
{
    csr_customer_add_params jana = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_session_open_params who = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *rosa = NULL;
    csr_voucher_state first = 0, second = 0;
    char code[64] = "", other[64] = "";
    csr_id customer;
    csr_status status = staff(system, &who.agent, err);

    jana.name = CSR_STR("Jana");
    if (status == CSR_OK)
        status = csr_customer_add(system, &jana, &customer, err);
    if (status == CSR_OK)
        status = csr_session_open(desk, &who, &rosa, err);
    if (status == CSR_OK)
        status = apologise(rosa, &customer, &first, code, err);
    for (int times = 0; status == CSR_OK && times < 2; times++)
        status = use(system, code, "W-1", 700, err);
    if (status == CSR_OK)
        status = use(system, code, "W-2", 5000, err);
    if (status == CSR_OK)
        status = apologise(rosa, &customer, &second, other, err);
    csr_session_close(rosa);
    return status != CSR_OK || (first == CSR_VOUCHER_ACTIVE && second == CSR_VOUCHER_ISSUED) ? status : CSR_E_INTERNAL;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *system = NULL;
    csr_status status = csr_desk_open("memory:", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &system, &err);
    if (status == CSR_OK)
        status = day(desk, system, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s\n", err.message);
    csr_session_close(system);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
