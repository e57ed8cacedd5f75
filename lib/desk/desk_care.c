#include "desk/edit.h"
#include "store/verify.h"

#define IN_STRUCT csr_desk_verify_params
/* clang-format off */
static const csr_member verify_params_members[] = {
    IN(limit, limit, 0),
};
/* clang-format on */
static const csr_shape verify_params = CSRI_PARAMS(IN_STRUCT, verify_params_members);
#undef IN_STRUCT

#define FINDINGS_DEFAULT 100

csr_status csri_findings_give(csr_rows *findings, csr_status status, csr_result **out, csr_error *err)
{
    if (status != CSR_OK) {
        csri_rows_free(findings);
        return status;
    }
    return csri_result_make(findings, "diagnostic", &csri_diagnostic_shape, sizeof(csr_diagnostic_view),
                            sizeof(csr_diagnostic_view), out, err);
}

static csr_status verify(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_desk_verify_params *in = params;
    csr_rows *findings;
    csr_status status = csri_rows_new(call->tx.host, sizeof(csr_diagnostic_view), 4, &findings, call->err);

    (void)id;
    if (status != CSR_OK)
        return status;
    status = csri_verify(&call->tx, in->limit == 0 ? FINDINGS_DEFAULT : (size_t)in->limit, findings);
    return csri_findings_give(findings, status, out, call->err);
}

const csri_operation csri_desk_verify = {
    .name = "desk.verify",
    .run = verify,
    .in = &verify_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_desk_verify(csr_session *session, const csr_desk_verify_params *params, csr_result **out_result,
                           csr_error *err)
{
    return csri_run(session, &csri_desk_verify, NULL, params, out_result, err);
}

csr_status csr_diagnostic_at(const csr_result *result, size_t row, csr_diagnostic_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_diagnostic_shape, row, view, err);
}

static csr_status count_rows(csri_call *call, const csr_record *record, int64_t *out)
{
    csr_scan scan = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID };

    return call->tx.ops->count(call->tx.handle, record, &scan, out, call->err);
}

/* Where the count of a record goes. */
static const struct {
    const csr_record *record;
    size_t at;
} counted[] = {
    { &csri_customer_record, offsetof(csr_stats_view, customers) },
    { &csri_agent_record, offsetof(csr_stats_view, agents) },
    { &csri_team_record, offsetof(csr_stats_view, teams) },
    { &csri_contact_point_record, offsetof(csr_stats_view, contact_points) },
    { &csri_interaction_record, offsetof(csr_stats_view, interactions) },
    { &csri_ticket_record, offsetof(csr_stats_view, tickets) },
    { &csri_event_record, offsetof(csr_stats_view, events) },
    { &csri_checkpoint_record, offsetof(csr_stats_view, checkpoints) },
    { &csri_note_record, offsetof(csr_stats_view, notes) },
};

static csr_status stats(csri_call *call, const csr_id *id, const void *params, void *out)
{
    void *row;
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(csr_stats_view), 1, &rows, call->err);

    (void)id;
    (void)params;
    if (status != CSR_OK)
        return status;
    status = csr_rows_add(rows, &row);
    for (size_t i = 0; i < CSRI_COUNT(counted) && status == CSR_OK; i++)
        status = count_rows(call, counted[i].record, (int64_t *)((char *)row + counted[i].at));
    if (status != CSR_OK) {
        csri_rows_free(rows);
        return status;
    }
    return csri_result_make(rows, "stats", &csri_stats_shape, csri_stats_shape.size, csri_stats_shape.min_size, out,
                            call->err);
}

const csri_operation csri_desk_stats = {
    .name = "desk.stats",
    .run = stats,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_desk_stats(csr_session *session, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_desk_stats, NULL, NULL, out_result, err);
}

csr_status csr_stats_at(const csr_result *result, size_t row, csr_stats_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_stats_shape, row, view, err);
}
