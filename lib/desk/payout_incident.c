/*
 * Incidents of payouts: people close them when they know what really went, and open them again.
 */
#include "base/error.h"
#include "desk/payout.h"

#define IN_STRUCT csr_payout_close_incident_params
/* clang-format off */
static const csr_member close_params_members[] = {
    IN(went_minor, minor, 0),
    IN(evidence, note, REQUIRED),
};
/* clang-format on */
static const csr_shape close_params = CSRI_PARAMS(IN_STRUCT, close_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_payout_reopen_incident_params
/* clang-format off */
static const csr_member reopen_params_members[] = {
    IN(evidence, note, REQUIRED),
};
/* clang-format on */
static const csr_shape reopen_params = CSRI_PARAMS(IN_STRUCT, reopen_params_members);
#undef IN_STRUCT

/* What is known of a payout, in the words in which people say it; 0 = nothing for sure. */
static csr_payout_news known_of(const csr_payout_view *payout)
{
    switch (payout->state) {
    case CSR_PAYOUT_SUCCEEDED:
    case CSR_PAYOUT_EXTERNAL: return CSR_PAYOUT_NEWS_SUCCEEDED;
    case CSR_PAYOUT_FAILED: return CSR_PAYOUT_NEWS_FAILED;
    case CSR_PAYOUT_REVERSED: return CSR_PAYOUT_NEWS_REVERSED;
    default: return 0;
    }
}

static struct csri_attestation attested(const csri_call *call, const csr_payout_view *payout, csr_incident_step step,
                                        const csr_str *evidence)
{
    csr_payout_news known = known_of(payout);

    return (struct csri_attestation){ .view = { .refund = payout->refund,
                                                .payout = payout->id,
                                                .agent = call->session->agent,
                                                .created_at = call->tx.now,
                                                .news = known != 0 ? known : CSR_PAYOUT_NEWS_PENDING,
                                                .evidence = *evidence,
                                                .incident = step } };
}

/* An incident whose payout has come to its end. What went is said of money that went. */
static csr_status check_close(csri_call *call, const csr_payout_view *payout, int64_t went)
{
    csr_payout_news known = known_of(payout);

    if (!payout->incident)
        return csri_fail(call->err, CSR_E_STATE, "incident", "the payout has no incident that is open");
    if (known == 0)
        return csri_fail(call->err, CSR_E_STATE, "state", "what became of the payout has to be known first");
    if (went != 0 && known != CSR_PAYOUT_NEWS_SUCCEEDED)
        return csri_fail(call->err, CSR_E_ARGUMENT, "went_minor", "nothing of %lld is gone",
                         (long long)payout->amount_minor);
    if (went > CSRI_OUTSIDE_MAX)
        return csri_fail(call->err, CSR_E_OVERFLOW, "went_minor", "no payment is that large");
    return csri_attestation_check(call);
}

/* What went beyond what was planned counts as what the gateway gave back by itself. */
static csr_status count_excess(csri_call *call, const csr_payout_view *payout, int64_t excess)
{
    csri_payout_outside outside = { .amount_minor = excess };
    struct csri_payout_row made;
    csr_rows *payments = NULL, *purchases = NULL;
    csr_status status = csri_load(&call->tx, &csri_payment_record, &payout->payment, "payment", &payments);

    if (status != CSR_OK)
        return status;
    outside.payment = &((const struct csri_payment *)csri_rows_at(payments, 0))->view;
    status = csri_load(&call->tx, &csri_purchase_record, &outside.payment->purchase, "purchase", &purchases);
    if (status == CSR_OK) {
        outside.purchase = &((const struct csri_purchase *)csri_rows_at(purchases, 0))->view;
        status = csri_payout_import(call, &outside, &made);
    }
    csri_rows_free(purchases);
    csri_rows_free(payments);
    return status;
}

/* It is over: its payment gives money back again, as far as there is some. Less than was planned leaves the rest of the refund to
 * be planned again; what a gateway gave back by itself stays what it was counted as. */
static csr_status end_incident(csri_call *call, const struct csri_payout_row *was, int64_t went, int64_t *out_version)
{
    struct csri_payout_row is = *was;
    csri_payout payout = csri_payout_take(&was->view);
    int64_t counted = was->view.amount_minor > was->view.went_minor ? was->view.amount_minor : was->view.went_minor;
    csr_status status = CSR_OK;

    payout.incident = payout.alarm = 0;
    csri_payout_put(&is.view, &payout);
    is.view.went_minor = went != 0 ? went : was->view.went_minor;
    is.view.incident_closed_at = call->tx.now;
    if (went != 0 && went < was->view.amount_minor && is.view.state == CSR_PAYOUT_SUCCEEDED)
        is.view.amount_minor = went;
    if (went > counted)
        status = count_excess(call, &was->view, went - counted);
    return status != CSR_OK ? status : csri_payout_write(call, CSR_EVENT_PAYOUT_INCIDENT_CLOSED, was, &is, out_version);
}

static csr_status close_incident(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_close_incident_params *in = params;
    const struct csri_payout_row *was;
    struct csri_attestation found;
    csr_rows *rows;
    int confirms = 0;
    csr_status status = csri_load(&call->tx, &csri_payout_record, id, "id", &rows);

    if (status != CSR_OK)
        return status;
    was = csri_rows_at(rows, 0);
    found = attested(call, &was->view, CSR_INCIDENT_PROPOSED, &in->evidence);
    found.view.amount_minor = in->went_minor != 0 ? in->went_minor : csri_payout_went(&was->view);
    status = check_close(call, &was->view, in->went_minor);
    if (status == CSR_OK)
        status = csri_attestation_confirms(call, &found, &confirms);
    /* What closed an incident once is no word about the next one. */
    if (confirms)
        found.view.incident = CSR_INCIDENT_CLOSED;
    if (status == CSR_OK)
        status = csri_attestation_write(call, &found, out);
    if (status == CSR_OK && confirms)
        status = end_incident(call, was, in->went_minor, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_payout_close_incident = {
    .name = "payout.close_incident",
    .run = close_incident,
    .in = &close_params,
    .subject = &csri_payout_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_payout_close_incident(csr_session *session, const csr_id *id,
                                     const csr_payout_close_incident_params *params, int64_t *out_version,
                                     csr_error *err)
{
    return csri_run(session, &csri_payout_close_incident, id, params, out_version, err);
}

static csr_status reopen_incident(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_reopen_incident_params *in = params;
    struct csri_payout_row is;
    struct csri_attestation found;
    csri_payout payout;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_payout_record, id, "id", &rows);

    if (status != CSR_OK)
        return status;
    is = *(const struct csri_payout_row *)csri_rows_at(rows, 0);
    if (is.view.incident || is.view.incident_closed_at == 0)
        status = csri_fail(call->err, CSR_E_STATE, "incident", "the payout has no incident that was closed");
    if (status == CSR_OK)
        status = csri_attestation_check(call);
    found = attested(call, &is.view, CSR_INCIDENT_REOPENED, &in->evidence);
    if (status == CSR_OK)
        status = csri_attestation_write(call, &found, out);
    payout = csri_payout_take(&is.view);
    payout.incident = payout.alarm = 1;
    csri_payout_put(&is.view, &payout);
    if (status == CSR_OK)
        status = csri_payout_write(call, CSR_EVENT_PAYOUT_INCIDENT_REOPENED, csri_rows_at(rows, 0), &is, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_payout_reopen_incident = {
    .name = "payout.reopen_incident",
    .run = reopen_incident,
    .in = &reopen_params,
    .subject = &csri_payout_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_payout_reopen_incident(csr_session *session, const csr_id *id,
                                      const csr_payout_reopen_incident_params *params, int64_t *out_version,
                                      csr_error *err)
{
    return csri_run(session, &csri_payout_reopen_incident, id, params, out_version, err);
}
