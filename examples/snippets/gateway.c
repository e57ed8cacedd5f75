/* A payment gateway as functions: a refund is planned through it and paid, although its first answer is lost. */
#include <csr/csr.h>
#include <csr/sys/gateway.h>
#include <stdio.h>
#include <string.h>

/* Stands for the program's own client of a gateway. */
struct relay {
    int calls, paid;
    char key[60];
};

/* snippet: functions */
static int32_t relay_capabilities(void *context, csr_gateway_capabilities *out)
{
    (void)context;
    out->key_life_s = 86400; /* it knows a key for a day */
    out->inflight_s = 30;    /* our client gives up after that */
    out->margin_s = 300;
    out->has_lookup = out->partial = out->multi = 1;
    return 1;
}

static int32_t relay_refund(void *context, const csr_gateway_request *request, csr_gateway_reply *reply)
{
    struct relay *relay = context;

    /* Send request->amount_minor for request->payment_ref under request->key, with request->payout as reference. A key that
     * is known gets the first answer again. */
    if (strcmp(relay->key, request->key.ptr) != 0)
        relay->paid++;
    (void)snprintf(relay->key, sizeof relay->key, "%s", request->key.ptr);
    if (++relay->calls == 1)
        return 0; /* a timeout: nobody knows, so it says nothing */
    (void)snprintf(reply->reference, sizeof reply->reference, "re-1");
    return CSR_PAYOUT_ANSWER_SUCCESS;
}

static int32_t relay_lookup(void *context, const csr_gateway_request *request, csr_gateway_reply *reply)
{
    (void)request; /* ask for request->payout */
    (void)reply;
    return ((const struct relay *)context)->paid > 0 ? CSR_PAYOUT_NEWS_SUCCEEDED : CSR_PAYOUT_NEWS_NOT_FOUND;
}

static csr_gateway relay_gateway(struct relay *relay)
{
    csr_gateway gateway = { .struct_size = sizeof gateway,
                            .abi_version = CSR_GATEWAY_ABI,
                            .context = relay,
                            .name = CSR_STR("relay"), /* as payments name it */
                            .capabilities = relay_capabilities,
                            .refund = relay_refund,
                            .lookup = relay_lookup };

    return gateway;
}
/* end */

/* A clock that the example moves, since it does not want to wait for a minute. */
static csr_time clock_now(void *user)
{
    return *(const csr_time *)user;
}

/* Run an operation; "%s" stands for an id, and the id of what was made goes where `id` says. */
static csr_status make(csr_session *session, const char *operation, const char *json, const char *of, char *id,
                       csr_error *err)
{
    char text[300];
    const char *given;
    csr_buf *answer = NULL;
    csr_status status;
    const char *hole = strstr(json, "%s");

    (void)snprintf(text, sizeof text, "%.*s%s%s", hole != NULL ? (int)(hole - json) : (int)strlen(json), json,
                   hole != NULL ? of : "", hole != NULL ? hole + 2 : "");
    status = csr_call(session, operation, CSR_NTS, text, CSR_NTS, &answer, err);
    given = status == CSR_OK ? strstr(csr_buf_text(answer), "\"id\":\"") : NULL;
    if (given != NULL && id != NULL)
        (void)snprintf(id, CSR_ID_TEXT_BYTES, "%.36s", given + 6);
    csr_buf_free(answer);
    return status;
}

/* A refund that was asked for and approved, of a purchase that was paid through "relay". */
static csr_status approved_refund(csr_desk *desk, csr_session *session, csr_id *out, csr_error *err)
{
    static const char *const steps[][2] = {
        { "purchase_line.put", "{\"purchase\":\"%s\",\"number\":1,\"sku\":\"MUG\",\"gross_minor\":900}" },
        { "payment.put", "{\"purchase\":\"%s\",\"number\":1,\"method\":\"card\",\"state\":\"settled\","
                         "\"captured_minor\":900,\"gateway\":\"relay\",\"reference\":\"ch-1\"}" },
    };
    csr_session_open_params as = CSR_SESSION_OPEN_PARAMS_INIT;
    char agent[CSR_ID_TEXT_BYTES] = "", order[CSR_ID_TEXT_BYTES] = "", refund[CSR_ID_TEXT_BYTES] = "";
    csr_session *rosa = NULL;
    csr_status status = make(session, "agent.add", "{\"handle\":\"rosa\"}", "", agent, err);

    if (status == CSR_OK)
        status = make(session, "approval_limit.put",
                      "{\"role\":\"associate\",\"purpose\":\"goods\",\"currency\":\"EUR\",\"single_minor\":1000,"
                      "\"day_minor\":1000,\"purchase_minor\":1000,\"customer_minor\":1000}",
                      "", NULL, err);
    if (status == CSR_OK)
        status = make(session, "purchase.put", "{\"external_id\":\"W-1\",\"currency\":\"EUR\"}", "", order, err);
    for (size_t i = 0; i < 2 && status == CSR_OK; i++)
        status = make(session, steps[i][0], steps[i][1], order, NULL, err);
    if (status == CSR_OK)
        status = make(session, "refund.open", "{\"purchase\":\"%s\",\"reason\":\"torn\"}", order, refund, err);
    if (status == CSR_OK)
        status =
            make(session, "refund.add", "{\"id\":\"%s\",\"kind\":\"amount\",\"amount_minor\":900}", refund, NULL, err);
    if (status == CSR_OK)
        status = csr_id_parse(agent, CSR_NTS, &as.agent, err);
    if (status == CSR_OK)
        status = csr_session_open(desk, &as, &rosa, err);
    if (status == CSR_OK)
        status = make(rosa, "refund.submit", "{\"id\":\"%s\"}", refund, NULL, err);
    csr_session_close(rosa);
    return status == CSR_OK ? csr_id_parse(refund, CSR_NTS, out, err) : status;
}

/* snippet: pay */
static csr_status pay(csr_session *session, const csr_gateway *gateway, const csr_id *refund, csr_time *clock,
                      csr_error *err)
{
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;
    csr_status status = csr_gateway_plan(session, gateway, refund, NULL, err);

    /* A timer of the program's does this, for ever; here the clock is moved instead. */
    for (int minute = 0; status == CSR_OK && minute < 2; minute++) {
        status = csr_gateway_run(session, gateway, NULL, &tally, err);
        printf("sent %d, succeeded %d, unknown %d\n", (int)tally.sent, (int)tally.succeeded, (int)tally.unknown);
        *clock += INT64_C(60) * 1000000;
    }
    return status;
}
/* end */

int main(void)
{
    csr_time clock = INT64_C(1772442000) * 1000000;
    csr_host host = CSR_HOST_INIT;
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    struct relay relay = { 0, 0, "" };
    const csr_gateway gateway = relay_gateway(&relay);
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_id refund;
    csr_status status;

    host.user = &clock;
    host.now = clock_now;
    params.host = &host;
    status = csr_desk_open("memory:", &params, &desk, &err);
    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = approved_refund(desk, session, &refund, &err);
    if (status == CSR_OK)
        status = pay(session, &gateway, &refund, &clock, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", err.field, err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK && relay.calls == 2 && relay.paid == 1 ? 0 : 1;
}
