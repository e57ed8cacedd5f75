#include "base/error.h"
#include "desk/clock_log.h"
#include "desk/edit.h"
#include "desk/sla_refold.h"

/* Reckoning clocks anew: pages of tickets, and what is written of what lib/desk/sla_refold.c found. */

#define IN_STRUCT csr_sla_recompute_params
/* clang-format off */
static const csr_member recompute_params_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(reason, reason, 0),
    IN(team, team, 0),
    IN(opened_from, time, 0),
    IN(opened_before, time, 0),
    IN(from_seq, number, 0),
    IN(dry_run, flag, 0),
};
/* clang-format on */
static const csr_shape recompute_params = CSRI_PARAMS(IN_STRUCT, recompute_params_members);
#undef IN_STRUCT

/* One call's work. */
typedef struct recomputing {
    csri_refold fold;
    const csr_sla_recompute_params *in;
    csr_rows *found; /* csr_recomputed_view */
} recomputing;

static csr_status check_params(csri_call *call, const csr_sla_recompute_params *in)
{
    int one = !csr_id_is_none(&in->ticket);
    csr_status status = CSR_OK;

    if (!in->dry_run && in->reason.len == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "reason", "what is corrected needs a reason for the log");
    if (!one && in->from_seq != 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "from_seq", "from_seq is a place among the events of one ticket");
    if (one && (!csr_id_is_none(&in->team) || in->opened_from != 0 || in->opened_before != 0))
        return csri_fail(call->err, CSR_E_ARGUMENT, "ticket", "a ticket, or a choice among all, not both");
    if (one)
        status = csri_exists(&call->tx, &csri_ticket_record, &in->ticket, "ticket");
    return status == CSR_OK ? csri_exists(&call->tx, &csri_team_record, &in->team, "team") : status;
}

/* A clock at an instant, as people are told of it. */
static csr_status read_both(csri_call *call, const csr_sla_clock *was, const csr_sla_clock *is,
                            csr_recomputed_view *view)
{
    csr_sla_reading before = CSR_SLA_READING_INIT, now = CSR_SLA_READING_INIT;
    csr_time at = call->tx.now > was->last_at ? call->tx.now : was->last_at;
    csr_status status = csr_sla_clock_read(was, at, &before, call->err);

    if (status == CSR_OK)
        status = csr_sla_clock_read(is, at > is->last_at ? at : is->last_at, &now, call->err);
    view->state = now.state;
    view->state_before = before.state;
    view->outcome = now.outcome;
    view->outcome_before = before.outcome;
    view->target_s = is->target_s;
    view->target_before_s = was->target_s;
    view->elapsed_us = now.elapsed_us;
    view->elapsed_before_us = before.elapsed_us;
    view->due_at = now.due_at == INT64_MAX ? 0 : now.due_at;
    view->due_before_at = before.due_at == INT64_MAX ? 0 : before.due_at;
    view->breached_at = csri_refold_breach(is);
    view->breached_before_at = csri_refold_breach(was);
    return status;
}

static int differs(const csr_recomputed_view *v)
{
    return v->state != v->state_before || v->outcome != v->outcome_before || v->target_s != v->target_before_s ||
           v->elapsed_us != v->elapsed_before_us || v->due_at != v->due_before_at ||
           v->breached_at != v->breached_before_at;
}

static csr_status tell(recomputing *r, const csri_clock_repair *repair, const csr_recomputed_view *found)
{
    csr_recomputed_view *view = NULL;
    csr_status status = csr_rows_add(r->found, (void **)&view);

    if (status == CSR_OK) {
        *view = *found;
        status = csr_rows_text(r->found, repair->rule.ptr, repair->rule.len, &view->rule);
    }
    return status == CSR_OK ? CSR_OK : csri_fail(r->fold.call->err, status, NULL, "no memory for an answer");
}

/* One clock: reckoned anew, told and corrected when it stands elsewhere. */
static csr_status recompute_clock(recomputing *r, struct csri_ticket *ticket, csri_clock_set *set,
                                  csr_sla_metric metric)
{
    csri_call *call = r->fold.call;
    const csri_clock_work *w = &set->work[metric];
    csr_recomputed_view found = { .metric = metric, .ticket = ticket->view.id, .number = ticket->view.number };
    csri_clock_repair repair = { .metric = metric, .event = CSR_EVENT_CLOCK_CORRECTED, .reason = r->in->reason };
    csr_sla_clock stored = w->fold;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    size_t count = 0;
    csr_status status = csri_refold_clock(&r->fold, w, &repair);

    /* What has come due and was not told yet is no difference. */
    if (status == CSR_OK && stored.last_at <= call->tx.now)
        status = csr_sla_clock_evaluate(&stored, call->tx.now, fired, &count, call->err);
    if (status == CSR_OK)
        status = read_both(call, &stored, &repair.clock, &found);
    if (status != CSR_OK || !differs(&found))
        return status;
    csri_refold_keep_told(&w->fold, &repair.clock);
    status = tell(r, &repair, &found);
    if (status != CSR_OK || r->in->dry_run)
        return status;
    repair.under = r->fold.in_force;
    return csri_clock_repair_write(call, ticket, set, &repair);
}

static csr_status recompute_ticket(recomputing *r, const struct csri_ticket *row)
{
    csri_call *call = r->fold.call;
    struct csri_ticket ticket = *row;
    csri_clock_set *set = NULL;
    csr_status status;

    if (csr_id_is_none(&row->view.sla))
        return CSR_OK;
    status = csri_clocks_load(call, &ticket, &set);
    if (status == CSR_OK)
        status = csri_refold_begin(&r->fold, &row->view);
    for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; m <= CSR_SLA_RESOLUTION && status == CSR_OK; m++)
        if (set->work[m].exists)
            status = recompute_clock(r, &ticket, set, m);
    if (status == CSR_OK && !r->in->dry_run)
        status = csri_clocks_arm(call, set);
    csri_refold_end(&r->fold);
    csri_clocks_free(call, set);
    return status;
}

static int is_wanted(const csr_sla_recompute_params *in, const csr_ticket_view *ticket)
{
    return (csr_id_is_none(&in->team) || memcmp(&in->team, &ticket->team, sizeof(csr_id)) == 0) &&
           ticket->opened_at >= in->opened_from && (in->opened_before == 0 || ticket->opened_at < in->opened_before);
}

static csr_status recompute_page(recomputing *r, csri_buffer *token)
{
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = (uint32_t)r->in->limit };
    csri_call *call = r->fold.call;
    csr_rows *tickets = NULL;
    csr_status status;

    if (!csr_id_is_none(&r->in->ticket))
        status = csri_load(&call->tx, &csri_ticket_record, &r->in->ticket, "ticket", &tickets);
    else
        status = csri_page_rows(&call->tx, &csri_ticket_record, &scan, &r->in->after, &tickets, token);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(tickets); i++) {
        const struct csri_ticket *row = csri_rows_at(tickets, i);
        if (is_wanted(r->in, &row->view))
            status = recompute_ticket(r, row);
    }
    csri_rows_free(tickets);
    return status;
}

static csr_status recompute(csri_call *call, const csr_id *id, const void *params, void *out)
{
    recomputing r = { .fold = { .call = call }, .in = params };
    csri_buffer token;
    csr_status status = check_params(call, r.in);

    (void)id;
    csri_buffer_init(&token, call->tx.host, 0);
    if (status == CSR_OK)
        status = csri_refold_open(&r.fold, r.in->from_seq);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(csr_recomputed_view), 4, &r.found, call->err);
    if (status == CSR_OK)
        status = recompute_page(&r, &token);
    return csri_result_page(status, r.found, "recomputed", &csri_recomputed_shape, sizeof(csr_recomputed_view), &token,
                            out, call->err);
}

const csri_operation csri_sla_recompute = {
    .name = "sla.recompute",
    .run = recompute,
    .in = &recompute_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_sla_recompute(csr_session *session, const csr_sla_recompute_params *params, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_sla_recompute, NULL, params, out_result, err);
}

csr_status csr_recomputed_at(const csr_result *result, size_t row, csr_recomputed_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_recomputed_shape, row, view, err);
}
