#include "base/error.h"
#include "desk/remedy.h"
#include "record/types.h"

/*
 * What is to be offered at a ticket, and offering it.
 */
#define ROW struct csri_remedy

#define IN_STRUCT csr_remedy_next_params
/* clang-format off */
static const csr_member next_params_members[] = {
    IN(ticket, ticket, REQUIRED),
};
/* clang-format on */
static const csr_shape next_params = CSRI_PARAMS(IN_STRUCT, next_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_remedy_offer_params
/* clang-format off */
static const csr_member offer_params_members[] = {
    IN(kind, remedy_kind, 0),
    IN_TO(ticket, ticket, REQUIRED),
    IN_TO(purchase, purchase, 0),
    IN(rung, title, 0),
    IN(amount_minor, minor, 0),
    IN(promised_until, time, 0),
    IN(basis_points, count, 0),
    IN(currency, currency, 0),
    IN_TO(note, note, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape offer_params = CSRI_PARAMS(IN_STRUCT, offer_params_members);
#undef IN_STRUCT

/* ---- What is next ---- */

static csr_status copy(csri_call *call, csr_rows *rows, const csr_str *text, csr_str *out)
{
    return text->len == 0 || csr_rows_text(rows, text->ptr, text->len, out) == CSR_OK
               ? CSR_OK
               : csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the rungs of a ladder");
}

static csr_status copy_texts(csri_call *call, const csri_remedy_look *look, const csri_remedy_step *step,
                             csr_rows *rows, csr_remedy_step_view *row)
{
    csri_buffer why;
    csr_status status = copy(call, rows, &look->input.ladder->name, &row->ladder);

    if (status == CSR_OK)
        status = copy(call, rows, &step->rung->name, &row->rung);
    if (status == CSR_OK)
        status = copy(call, rows, &step->rung->title, &row->title);
    if (status == CSR_OK)
        status = copy(call, rows, &step->rung->words, &row->words);
    if (status == CSR_OK && step->because != NULL)
        status = copy(call, rows, &step->because->name, &row->because);
    csri_buffer_init(&why, call->tx.host, 0);
    csri_remedy_look_why(look, step, &why);
    if (status == CSR_OK)
        status = csri_buffer_check(&why, call->err);
    if (status == CSR_OK)
        status = copy(call, rows, &(csr_str){ why.ptr, why.len }, &row->why);
    csri_buffer_free(&why);
    return status;
}

static csr_status tell_step(csri_call *call, const csri_remedy_look *look, const csri_remedy_step *step, csr_rows *rows)
{
    const csri_remedy_rung *rung = step->rung;
    csr_remedy_step_view *row;
    void *place = NULL;

    if (csr_rows_add(rows, &place) != CSR_OK)
        return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the rungs of a ladder");
    row = place;
    row->verdict = step->verdict;
    row->kind = rung->kind;
    row->role = rung->role;
    row->may_offer = step->may_offer;
    row->offered = step->offered;
    row->times = rung->times;
    row->basis_points = (int32_t)rung->basis_points;
    row->max_minor = rung->max_minor;
    row->promise_us = rung->promise_us;
    memcpy(row->currency, rung->currency, sizeof row->currency);
    return copy_texts(call, look, step, rows, row);
}

static csr_status next(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_remedy_next_params *in = params;
    csri_remedy_look look;
    csr_rows *rows = NULL;
    csr_status status = csri_remedy_look_at(call, &in->ticket, &look);

    (void)id;
    if (status == CSR_OK && look.input.policy == NULL)
        status = csri_fail(call->err, CSR_E_NOT_FOUND, "policy", "no ladders of remedies are in force");
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(csr_remedy_step_view), look.step_count + 1, &rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < look.step_count; i++)
        status = tell_step(call, &look, &look.steps[i], rows);
    csri_remedy_look_free(&look);
    if (status == CSR_OK)
        return csri_result_make(rows, "remedy_step", &csri_remedy_step_shape, sizeof(csr_remedy_step_view),
                                sizeof(csr_remedy_step_view), out, call->err);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_remedy_next = {
    .name = "remedy.next",
    .run = next,
    .in = &next_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_remedy_next(csr_session *session, const csr_remedy_next_params *params, csr_result **out_result,
                           csr_error *err)
{
    return csri_run(session, &csri_remedy_next, NULL, params, out_result, err);
}

csr_status csr_remedy_step_at(const csr_result *result, size_t row, csr_remedy_step_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_remedy_step_shape, row, view, err);
}

/* ---- Offering ---- */

/* The rung that is named, or the one that is next. */
static csr_status find_step(csri_call *call, const csri_remedy_look *look, const csr_str *rung,
                            const csri_remedy_step **out)
{
    for (size_t i = 0; i < look->step_count; i++) {
        const csri_remedy_step *step = &look->steps[i];
        const csr_str *name = &step->rung->name;
        *out = step;
        if (rung->len == 0 ? step->verdict == CSR_REMEDY_NEXT
                           : name->len == rung->len && memcmp(name->ptr, rung->ptr, name->len) == 0)
            return CSR_OK;
    }
    *out = NULL;
    if (rung->len != 0)
        return csri_fail(call->err, CSR_E_NOT_FOUND, "rung", "the ladder that fits has no rung \"%.*s\"",
                         (int)rung->len, rung->ptr);
    return look->step_count == 0 ? CSR_OK : csri_fail(call->err, CSR_E_STATE, "rung", "nothing is next now");
}

static csr_status check_step(csri_call *call, const csri_remedy_look *look, const csri_remedy_step *step,
                             csr_remedy_kind kind)
{
    csri_buffer why;
    csr_status status;

    if (kind != 0 && kind != step->rung->kind)
        return csri_fail(call->err, CSR_E_ARGUMENT, "kind", "the rung is another remedy");
    if (step->verdict != CSR_REMEDY_NEXT && step->verdict != CSR_REMEDY_LATER) {
        csri_buffer_init(&why, call->tx.host, 0);
        csri_remedy_look_why(look, step, &why);
        status = csri_buffer_check(&why, call->err);
        if (status == CSR_OK)
            status = csri_fail(call->err, CSR_E_STATE, "rung", "%s: %.*s", step->rung->name.ptr, (int)why.len, why.ptr);
        csri_buffer_free(&why);
        return status;
    }
    if (!step->may_offer)
        return csri_fail(call->err, CSR_E_RIGHT, "role", "%s is for a %s to offer", step->rung->name.ptr,
                         csri_enum_name(&csri_t_role, step->rung->role));
    return CSR_OK;
}

static csr_status check_ticket(csri_call *call, const csri_remedy_look *look)
{
    if (look->scene.ticket.view.queue == CSR_QUEUE_DONE)
        return csri_fail(call->err, CSR_E_STATE, "ticket", "the ticket is settled: nothing is offered any more");
    if (csri_rows_count(look->before) >= CSR_REMEDIES_MAX)
        return csri_fail(call->err, CSR_E_LIMIT, "ticket", "a ticket has %d remedies at most", CSR_REMEDIES_MAX);
    return CSR_OK;
}

/* What the ladder says of the rung. */
static void fill_from_ladder(const csri_call *call, const csri_remedy_look *look, const csri_remedy_step *step,
                             csri_buffer *why, csr_remedy_view *is)
{
    const csr_policy_view *policy = &((const struct csri_policy *)csri_rows_at(look->policy, 0))->view;

    csri_remedy_look_why(look, step, why);
    is->policy = policy->id;
    memcpy(is->policy_hash, policy->hash, sizeof is->policy_hash);
    is->kind = step->rung->kind;
    is->ladder = look->input.ladder->name;
    is->rung = step->rung->name;
    is->words = step->rung->words;
    is->why = (csr_str){ why->ptr, why->len };
    if (is->promised_until == 0 && step->rung->promise_us != 0)
        is->promised_until = call->tx.now + step->rung->promise_us;
}

static csr_status fill(csri_call *call, const csr_remedy_offer_params *in, const csri_remedy_look *look,
                       csri_buffer *why, csr_remedy_view *is)
{
    const csri_remedy_step *step = NULL;
    csr_status status = check_ticket(call, look);

    if (status == CSR_OK)
        status = find_step(call, look, &in->rung, &step);
    if (status == CSR_OK && step != NULL)
        status = check_step(call, look, step, in->kind);
    if (status == CSR_OK && step == NULL && in->kind == 0)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "kind", "no ladder fits: what is offered?");
    if (status == CSR_OK && in->promised_until != 0 && in->promised_until < call->tx.now)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "promised_until", "promised_until is in the past");
    if (status != CSR_OK)
        return status;
    is->state = CSR_REMEDY_OFFERED;
    is->kind = in->kind;
    is->offered_by = call->session->agent;
    is->offered_at = call->tx.now;
    is->promised_until = in->promised_until;
    if (step != NULL)
        fill_from_ladder(call, look, step, why, is);
    status = csri_remedy_worth(call, in, step != NULL ? step->rung : NULL, &look->scene.ticket.view.customer, is);
    return status != CSR_OK ? status : csri_buffer_check(why, call->err);
}

csr_status csri_remedy_offer_it(csri_call *call, const csr_remedy_offer_params *in, csr_id *out)
{
    csri_change_request request = { .event = CSR_EVENT_REMEDY_OFFERED, .child = &csri_remedy_record };
    struct csri_remedy is = { 0 };
    struct csri_ticket ticket;
    csri_remedy_look look;
    csri_buffer why;
    csri_edit edit;
    csr_status status;

    csri_fill(&offer_params, in, &is);
    csri_buffer_init(&why, call->tx.host, csri_t_finding.max_bytes);
    status = csri_remedy_look_at(call, &in->ticket, &look);
    if (status == CSR_OK)
        status = fill(call, in, &look, &why, &is.view);
    if (status == CSR_OK)
        status = csri_edit_begin(call, &csri_ticket_record, &in->ticket, 0, &ticket, &edit);
    if (status == CSR_OK) {
        request.child_is = &is;
        status = csri_new_id(&call->tx, &is.view.id);
        status = csri_edit_end(call, &edit, status, &request, NULL);
    }
    if (status == CSR_OK)
        *out = is.view.id;
    csri_buffer_free(&why);
    csri_remedy_look_free(&look);
    return status;
}

static csr_status offer(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)id;
    return csri_remedy_offer_it(call, params, out);
}

const csri_operation csri_remedy_offer = {
    .name = "remedy.offer",
    .run = offer,
    .in = &offer_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_remedy_offer(csr_session *session, const csr_remedy_offer_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_remedy_offer, NULL, params, out_id, err);
}
