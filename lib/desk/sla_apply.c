#include "base/error.h"
#include "desk/edit.h"
#include "desk/sla.h"
#include "desk/timer.h"
#include "policy/lifecycle.h"

/* Matching tickets anew without their being changed: on command, and after their customer was changed (C8). */

#define IN_STRUCT csr_sla_apply_params
/* clang-format off */
static const csr_member apply_params_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
};
/* clang-format on */
static const csr_shape apply_params = CSRI_PARAMS(IN_STRUCT, apply_params_members);
#undef IN_STRUCT

csr_status csri_sla_rematch(csri_call *call, const struct csri_ticket *row, const csr_id *sla, int *out_changed)
{
    struct csri_ticket was = *row, is = *row;
    csri_change_request request = {
        .event = CSR_EVENT_TICKET_CHANGED, .root = &csri_ticket_record, .was = &was, .is = &is
    };
    csri_ticket_step step = { .was = &was, .is = &is, .at = call->tx.now, .rematch = 1 };
    csr_status status;

    *out_changed = 0;
    if (csri_phase_settled(row->view.phase))
        return CSR_OK;
    is.view.sla = *sla;
    status = csri_change(&call->tx, &request);
    if (status == CSR_OK)
        status = csri_sla_follow(call, &step);
    *out_changed = is.view.version != row->view.version;
    return status;
}

static csr_status apply_page(csri_call *call, csr_rows *tickets, csr_applied_view *told)
{
    csr_id in_force;
    csr_status status = csri_sla_in_force(call, &in_force);

    for (size_t i = 0; status == CSR_OK && !csr_id_is_none(&in_force) && i < csri_rows_count(tickets); i++) {
        int changed = 0;
        status = csri_sla_rematch(call, csri_rows_at(tickets, i), &in_force, &changed);
        told->tickets++;
        told->changed += changed;
    }
    return status;
}

static csr_status apply(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_sla_apply_params *in = params;
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = (uint32_t)in->limit };
    csr_rows *tickets = NULL, *rows = NULL;
    csri_buffer token;
    void *told = NULL;
    csr_status status;

    (void)id;
    csri_buffer_init(&token, call->tx.host, 0);
    status = csri_page_rows(&call->tx, &csri_ticket_record, &scan, &in->after, &tickets, &token);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(csr_applied_view), 1, &rows, call->err);
    if (status == CSR_OK && csr_rows_add(rows, &told) != CSR_OK)
        status = csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for an answer");
    if (status == CSR_OK)
        status = apply_page(call, tickets, told);
    csri_rows_free(tickets);
    return csri_result_page(status, rows, "applied", &csri_applied_shape, sizeof(csr_applied_view), &token, out,
                            call->err);
}

const csri_operation csri_sla_apply = {
    .name = "sla.apply",
    .run = apply,
    .in = &apply_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_sla_apply(csr_session *session, const csr_sla_apply_params *params, csr_result **out_result,
                         csr_error *err)
{
    return csri_run(session, &csri_sla_apply, NULL, params, out_result, err);
}

csr_status csr_applied_at(const csr_result *result, size_t row, csr_applied_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_applied_shape, row, view, err);
}

csr_status csri_sla_customer_changed(csri_call *call, const csr_id *customer)
{
    const csri_sla_policy *policy;
    csr_id in_force;
    csr_status status = csri_sla_in_force(call, &in_force);

    if (status != CSR_OK || csr_id_is_none(&in_force))
        return status;
    status = csri_sla_of(&call->desk->policies, &call->tx, &in_force, &policy);
    if (status != CSR_OK || !policy->conditions.about_customer)
        return status;
    return csri_timer_set(call, CSRI_TIMER_CUSTOMER, customer, NULL, call->tx.now);
}

csr_status csri_sla_rematch_customer(csri_call *call, const struct csri_timer *timer, uint32_t *left, int64_t *moved)
{
    struct csri_ticket from = { .view = { .customer = timer->view.owner } }, after;
    csr_scan scan = { .index = CSRI_TICKET_BY_CUSTOMER, .equal = 1, .from = &from };
    csr_rows *rows = NULL, *last = NULL;
    csr_id in_force;
    csr_status status = csri_sla_in_force(call, &in_force);

    if (status == CSR_OK && !csr_id_is_none(&timer->view.subject))
        status = csri_load(&call->tx, &csri_ticket_record, &timer->view.subject, "ticket", &last);
    while (status == CSR_OK && *left > 0 && !csr_id_is_none(&in_force)) {
        int changed = 0;
        if (last != NULL)
            after = *(const struct csri_ticket *)csri_rows_at(last, 0);
        scan.after = last != NULL ? &after : NULL;
        status = csri_first(&call->tx, &csri_ticket_record, &scan, &rows);
        csri_rows_free(last);
        last = rows;
        if (status != CSR_OK || rows == NULL)
            break;
        (*left)--;
        if (!csr_id_is_none(&((const struct csri_ticket *)csri_rows_at(rows, 0))->view.sla))
            status = csri_sla_rematch(call, csri_rows_at(rows, 0), &in_force, &changed);
        *moved += changed;
    }
    if (status == CSR_OK && (last == NULL || csr_id_is_none(&in_force)))
        status = csri_erase(&call->tx, &csri_timer_record, &timer->view.id);
    else if (status == CSR_OK)
        status = csri_timer_set(call, CSRI_TIMER_CUSTOMER, &timer->view.owner,
                                &((const struct csri_ticket *)csri_rows_at(last, 0))->view.id, timer->view.at);
    csri_rows_free(last);
    return status;
}
