/*
 * What is heard of a payout, from whomever, in whatever order.
 */
#include "base/error.h"
#include "desk/payout.h"

int64_t csri_payout_went(const csr_payout_view *is)
{
    return is->went_minor != 0 ? is->went_minor : is->amount_minor;
}

int csri_payout_differs(const csr_payout_view *is, int64_t amount_minor, const char *currency)
{
    if (amount_minor != 0 && amount_minor != csri_payout_went(is))
        return 1;
    return currency != NULL && currency[0] != '\0' && memcmp(currency, is->currency, sizeof is->currency) != 0;
}

/* Another amount than was planned went: nobody may rely on what is known of this payment. */
static void compare(const csr_payout_view *is, int64_t amount_minor, const char *currency, csri_payout *payout)
{
    if (csri_payout_differs(is, amount_minor, currency))
        payout->incident = payout->alarm = 1;
}

static void learn(const csr_payout_view *is, const csri_heard *heard, csr_time now, csri_payout *payout)
{
    const csri_gateway_limits limits = csri_payout_limits(is);

    if (heard->answer != 0)
        (void)csri_payout_answered(payout, &limits, (enum csri_payout_answer)heard->answer);
    if (heard->news != 0)
        (void)csri_payout_asked(payout, &limits, (enum csri_payout_news)heard->news, now);
    payout->alarm |= heard->missing;
    compare(is, heard->amount_minor, heard->currency, payout);
}

/* A reference is kept, and belongs to one payout of the gateway. What a gateway says by itself counts without one that does not. */
static csr_status take_words(csri_call *call, const csri_heard *heard, struct csri_payout_row *is, csri_payout *payout)
{
    const csr_str before = is->view.reference;
    csr_status status;

    if (heard->reason.len > 0)
        is->view.reason = heard->reason;
    if (heard->reference.len == 0)
        return CSR_OK;
    is->view.reference = heard->reference;
    status = csri_unique(call, &csri_payout_record, CSRI_PAYOUT_BY_REFERENCE, is, &is->view.id, "reference");
    if (status != CSR_E_DUPLICATE || !heard->by_itself)
        return status;
    csri_error_clear(call->err);
    is->view.reference = before;
    payout->alarm = 1;
    return CSR_OK;
}

/* Notices that came before anybody knew the reference. */
static csr_status take_kept(csri_call *call, const csr_payout_view *was, const csr_payout_view *is, csri_payout *payout,
                            csr_rows **kept)
{
    csr_status status;

    *kept = NULL;
    if (was->reference.len > 0 || is->reference.len == 0)
        return CSR_OK;
    status = csri_payout_notices_kept(call, &is->gateway, &is->reference, kept);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(*kept); i++) {
        const csr_payout_notice_view *notice = &((const struct csri_payout_notice *)csri_rows_at(*kept, i))->view;
        (void)csri_payout_told(payout, (enum csri_payout_news)notice->news);
        compare(is, notice->amount_minor, notice->currency, payout);
    }
    return status;
}

/* What people find out takes two of them; the gateway's own word comes from nobody's session. */
static csr_status check_who(const csri_call *call, const csr_payout_view *is, const csri_heard *heard)
{
    if (is->state != CSR_PAYOUT_MANUAL || heard->by_itself || csr_id_is_none(&call->session->agent))
        return CSR_OK;
    return csri_fail(call->err, CSR_E_RIGHT, "agent", "it takes two people: payout.attest");
}

static csr_status hear(csri_call *call, const struct csri_payout_row *was, const csri_heard *heard,
                       int64_t *out_version)
{
    struct csri_payout_row is = *was;
    csri_payout payout = csri_payout_take(&was->view);
    csr_rows *kept = NULL;
    csr_status status = check_who(call, &was->view, heard);

    if (status != CSR_OK)
        return status;
    learn(&was->view, heard, call->tx.now, &payout);
    status = take_words(call, heard, &is, &payout);
    if (status == CSR_OK)
        status = take_kept(call, &was->view, &is.view, &payout, &kept);
    csri_payout_put(&is.view, &payout);
    if (heard->reported && is.view.reported_at == 0)
        is.view.reported_at = call->tx.now;
    if (status == CSR_OK)
        status = csri_payout_write(call, CSR_EVENT_PAYOUT_TOLD, was, &is, out_version);
    if (status == CSR_OK && kept != NULL)
        status = csri_payout_notices_settle(call, kept, &is.view.id);
    csri_rows_free(kept);
    return status;
}

csr_status csri_payout_hear(csri_call *call, const csr_id *id, const csri_heard *heard, int64_t *out_version)
{
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_payout_record, id, "id", &rows);

    if (status != CSR_OK)
        return status;
    status = hear(call, csri_rows_at(rows, 0), heard, out_version);
    csri_rows_free(rows);
    return status;
}

csr_status csri_payout_find_either(csri_call *call, const csr_id *ours, const csr_str *gateway,
                                   const csr_str *reference, csr_rows **out)
{
    const struct csri_payout_row key = { .view = { .gateway = *gateway, .reference = *reference } };
    const csr_str *of;
    csr_status status;

    *out = NULL;
    if (!csr_id_is_none(ours)) {
        status = csri_load(&call->tx, &csri_payout_record, ours, "our_reference", out);
        if (status != CSR_OK && status != CSR_E_NOT_FOUND)
            return status;
        csri_error_clear(call->err);
    }
    if (*out != NULL) {
        of = &((const struct csri_payout_row *)csri_rows_at(*out, 0))->view.gateway;
        if (csri_payout_same_text(of, gateway))
            return CSR_OK;
        csri_rows_free(*out);
        *out = NULL;
    }
    if (reference->len == 0)
        return CSR_OK;
    return csri_find(&call->tx, &csri_payout_record, CSRI_PAYOUT_BY_REFERENCE, &key, out);
}
