/*
 * csr/sys/gateway.h: the loop over csr_payout_next(), report and tell, by the public functions only.
 */
#include "base/error.h"
#include "record/describe.h"
#include "record/row.h"

#include <csr/giving_back.h>
#include <csr/purchase.h>
#include <csr/reconcile.h>
#include <csr/sys/gateway.h>
#include <string.h>

#define LIMIT_DEFAULT 100
#define LIMIT_MAX 1000

#define IN_STRUCT csr_gateway_run_params
/* clang-format off */
static const csr_member run_params_members[] = {
    IN(limit, count, 0),
    IN(retry_s, seconds, 0),
};
/* clang-format on */
static const csr_shape run_params = CSRI_PARAMS(IN_STRUCT, run_params_members);
#undef IN_STRUCT

static csr_status check_gateway(const csr_gateway *gateway, csr_error *err)
{
    csri_error_clear(err);
    if (gateway == NULL || gateway->struct_size < sizeof *gateway || gateway->abi_version != CSR_GATEWAY_ABI)
        return csri_fail(err, CSR_E_ARGUMENT, "gateway", "gateway: a csr_gateway of version %d is needed",
                         CSR_GATEWAY_ABI);
    if (gateway->capabilities == NULL || gateway->refund == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "gateway", "gateway: capabilities and refund are needed");
    return CSR_OK;
}

static csr_status ask_capabilities(const csr_gateway *gateway, const char currency[4], csr_refund_plan_params *out,
                                   csr_error *err)
{
    csr_gateway_capabilities can = { .struct_size = sizeof can };

    if (gateway->capabilities(gateway->context, &can) <= 0)
        return csri_fail(err, CSR_E_CALLBACK, "capabilities", "the gateway does not say what it can do");
    out->gateway = gateway->name;
    out->has_lookup = can.has_lookup && gateway->lookup != NULL;
    out->key_life_s = can.key_life_s;
    out->inflight_s = can.inflight_s;
    out->margin_s = can.margin_s;
    out->window_s = can.window_s;
    out->whole = !can.partial;
    out->once = !can.multi;
    out->step_minor = gateway->step != NULL ? gateway->step(gateway->context, currency) : 1;
    if (out->step_minor < 1)
        return csri_fail(err, CSR_E_CURRENCY, "currency", "the gateway does not pay %s", currency);
    return CSR_OK;
}

csr_status csr_gateway_plan(csr_session *session, const csr_gateway *gateway, const csr_id *id, int64_t *out_version,
                            csr_error *err)
{
    csr_refund_plan_params params = CSR_REFUND_PLAN_PARAMS_INIT;
    csr_refund_view refund = { .struct_size = sizeof refund };
    csr_result *result = NULL;
    csr_status status = check_gateway(gateway, err);

    if (status == CSR_OK)
        status = csr_refund_get(session, id, &result, err);
    if (status == CSR_OK)
        status = csr_refund_at(result, 0, &refund, err);
    csr_result_free(result);
    if (status == CSR_OK)
        status = ask_capabilities(gateway, refund.currency, &params, err);
    return status != CSR_OK ? status : csr_refund_plan(session, id, &params, out_version, err);
}

/* One payout on its way through the loop; its texts are those of the results. */
typedef struct turn {
    csr_session *session;
    const csr_gateway *gateway;
    csr_result *taken, *paid;
    csr_payout_view payout;
    csr_payment_view payment;
    csr_gateway_reply reply;
    csr_gateway_tally *tally;
    csr_error *err;
} turn;

static void take_text(csr_str *out, char text[CSR_GATEWAY_TEXT_BYTES])
{
    text[CSR_GATEWAY_TEXT_BYTES - 1] = '\0';
    csr_str_set(out, text, strlen(text));
}

static csr_gateway_request make_request(const turn *t)
{
    csr_gateway_request request = { .struct_size = sizeof request,
                                    .attempt = t->payout.attempts,
                                    .payout = t->payout.id,
                                    .payment = t->payout.payment,
                                    .amount_minor = t->payout.amount_minor,
                                    .payment_minor = t->payment.captured_minor,
                                    .key = t->payout.key,
                                    .payment_ref = t->payment.reference,
                                    .reference = t->payout.reference };

    memcpy(request.currency, t->payout.currency, sizeof request.currency);
    return request;
}

/* It calls this payout what it calls another: one of the two was not paid, and nobody knows which. */
static csr_status distrust(const turn *t)
{
    csr_payout_report_params in = CSR_PAYOUT_REPORT_PARAMS_INIT;

    in.answer = CSR_PAYOUT_ANSWER_KEY_CONFLICT;
    in.reason = CSR_STR("the gateway's reference is that of another payout");
    return csr_payout_report(t->session, &t->payout.id, &in, NULL, t->err);
}

static csr_status send(turn *t)
{
    csr_payout_report_params in = CSR_PAYOUT_REPORT_PARAMS_INIT;
    csr_gateway_request request = make_request(t);
    csr_status status;

    t->tally->sent++;
    in.answer = t->gateway->refund(t->gateway->context, &request, &t->reply);
    if (in.answer < CSR_PAYOUT_ANSWER_SUCCESS || in.answer > CSR_PAYOUT_ANSWER_UNKNOWN)
        in.answer = CSR_PAYOUT_ANSWER_UNKNOWN;
    take_text(&in.reference, t->reply.reference);
    take_text(&in.reason, t->reply.reason);
    status = csr_payout_report(t->session, &t->payout.id, &in, NULL, t->err);
    if (status == CSR_E_DUPLICATE)
        return distrust(t);
    if (status != CSR_E_ARGUMENT)
        return status;
    /* What it said counts more than how it worded it. */
    in.reference.len = in.reason.len = 0;
    return csr_payout_report(t->session, &t->payout.id, &in, NULL, t->err);
}

static csr_status look_up(turn *t)
{
    csr_payout_tell_params in = CSR_PAYOUT_TELL_PARAMS_INIT;
    csr_gateway_request request = make_request(t);
    csr_status status;

    t->tally->asked++;
    if (t->gateway->lookup == NULL)
        return CSR_OK;
    in.news = t->gateway->lookup(t->gateway->context, &request, &t->reply);
    if (in.news < CSR_PAYOUT_NEWS_SUCCEEDED || in.news > CSR_PAYOUT_NEWS_NOT_FOUND)
        return CSR_OK;
    take_text(&in.reference, t->reply.reference);
    take_text(&in.reason, t->reply.reason);
    status = csr_payout_tell(t->session, &t->payout.id, &in, NULL, t->err);
    if (status == CSR_E_DUPLICATE)
        return distrust(t);
    if (status != CSR_E_ARGUMENT)
        return status;
    in.reference.len = in.reason.len = 0;
    return csr_payout_tell(t->session, &t->payout.id, &in, NULL, t->err);
}

/* What has become of it. */
static csr_status count(turn *t)
{
    csr_payout_view now = { .struct_size = sizeof now };
    csr_result *result = NULL;
    csr_status status = csr_payout_get(t->session, &t->payout.id, &result, t->err);

    if (status == CSR_OK)
        status = csr_payout_at(result, 0, &now, t->err);
    csr_result_free(result);
    t->tally->succeeded += now.state == CSR_PAYOUT_SUCCEEDED;
    t->tally->failed += now.state == CSR_PAYOUT_FAILED;
    t->tally->reversed += now.state == CSR_PAYOUT_REVERSED;
    t->tally->pending += now.state == CSR_PAYOUT_PENDING;
    t->tally->unknown += now.state == CSR_PAYOUT_SUBMITTING || now.state == CSR_PAYOUT_AWAIT_LOOKUP;
    t->tally->people += now.state == CSR_PAYOUT_MANUAL || now.state == CSR_PAYOUT_PLANNED;
    return status;
}

static csr_status follow(turn *t)
{
    csr_status status = csr_payout_at(t->taken, 0, &t->payout, t->err);

    t->tally->taken++;
    if (status == CSR_OK)
        status = csr_payment_get(t->session, &t->payout.payment, &t->paid, t->err);
    if (status == CSR_OK)
        status = csr_payment_at(t->paid, 0, &t->payment, t->err);
    if (status == CSR_OK && t->payout.step == CSR_PAYOUT_STEP_SEND)
        status = send(t);
    if (status == CSR_OK && t->payout.step == CSR_PAYOUT_STEP_LOOKUP)
        status = look_up(t);
    csr_result_free(t->paid);
    return status != CSR_OK ? status : count(t);
}

static csr_status run(csr_session *session, const csr_gateway *gateway, const csr_gateway_run_params *in,
                      csr_gateway_tally *tally, csr_error *err)
{
    int32_t limit = in->limit != 0 ? in->limit : LIMIT_DEFAULT;
    csr_payout_next_params next = CSR_PAYOUT_NEXT_PARAMS_INIT;
    csr_status status = CSR_OK;
    int some = 1;

    if (limit > LIMIT_MAX)
        return csri_fail(err, CSR_E_ARGUMENT, "limit", "limit: %d at most", LIMIT_MAX);
    next.gateway = gateway->name;
    next.retry_s = in->retry_s;
    while (status == CSR_OK && some && tally->taken < limit) {
        turn t = { .session = session,
                   .gateway = gateway,
                   .payout = { .struct_size = sizeof t.payout },
                   .payment = { .struct_size = sizeof t.payment },
                   .reply = { .struct_size = sizeof t.reply },
                   .tally = tally,
                   .err = err };
        status = csr_payout_next(session, &next, &t.taken, err);
        some = status == CSR_OK && csr_result_count(t.taken) > 0;
        if (some)
            status = follow(&t);
        csr_result_free(t.taken);
    }
    tally->more = status == CSR_OK && some;
    return status;
}

csr_status csr_gateway_hear(csr_session *session, const csr_gateway *gateway, const void *bytes, size_t len,
                            csr_id *out_id, csr_error *err)
{
    csr_payout_webhook_params in = CSR_PAYOUT_WEBHOOK_PARAMS_INIT;
    csr_gateway_notice notice = { .struct_size = sizeof notice };
    csr_status status = check_gateway(gateway, err);

    if (status != CSR_OK)
        return status;
    if (gateway->parse_webhook == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "gateway", "gateway: it sends nothing by itself");
    if (bytes == NULL || gateway->parse_webhook(gateway->context, bytes, len, &notice) <= 0)
        return csri_fail(err, CSR_E_ARGUMENT, "bytes", "bytes: this is no notice of the gateway");
    in.news = notice.news;
    in.our_reference = notice.payout;
    in.amount_minor = notice.amount_minor;
    memcpy(in.currency, notice.currency, sizeof in.currency);
    in.gateway = gateway->name;
    take_text(&in.event_id, notice.event_id);
    take_text(&in.reference, notice.reference);
    take_text(&in.reason, notice.reason);
    return csr_payout_webhook(session, &in, out_id, err);
}

/* As views are filled: what the caller has room for, and zero beyond what is known. */
static void give(const csr_gateway_tally *tally, csr_gateway_tally *out)
{
    uint32_t size = out->struct_size, both = size < sizeof *tally ? size : (uint32_t)sizeof *tally;

    memset(out, 0, size);
    memcpy(out, tally, both);
    out->struct_size = size;
}

csr_status csr_gateway_run(csr_session *session, const csr_gateway *gateway, const csr_gateway_run_params *params,
                           csr_gateway_tally *out, csr_error *err)
{
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;
    csr_gateway_run_params in;
    csr_status status = check_gateway(gateway, err);

    if (status == CSR_OK && out != NULL && out->struct_size < sizeof out->struct_size)
        status = csri_fail(err, CSR_E_ARGUMENT, "struct_size", "out needs its struct_size");
    if (status == CSR_OK)
        status = csri_take(&run_params, params, &in, err);
    if (status == CSR_OK)
        status = csri_check(&run_params, &in, err);
    if (status != CSR_OK)
        return status;
    status = run(session, gateway, &in, &tally, err);
    if (out != NULL)
        give(&tally, out);
    return status;
}
