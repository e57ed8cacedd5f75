/*
 * Payouts through the test gateway: whatever it does, and whenever the loop runs, a gateway that knows keys pays nothing twice,
 * and what the desk says of a payout that is settled is what the books say. And bytes that claim to be its notices.
 */
#include "support/desk.h"

#include <csr/csr.h>
#include <csr/sys/test_gateway.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_US INT64_C(1000000)

/* A call with "$1" for the id that the call before gave; the id of this one. */
static void call(csr_session *session, const char *operation, const char *json, char id[CSR_ID_TEXT_BYTES])
{
    char text[400] = "";
    const char *at = strstr(json, "$1"), *given;
    csr_buf *answer = NULL;

    (void)snprintf(text, sizeof text, "%.*s%s%s", at != NULL ? (int)(at - json) : (int)strlen(json), json,
                   at != NULL ? id : "", at != NULL ? at + 2 : "");
    FUZZ_REQUIRE(csr_call(session, operation, CSR_NTS, text, CSR_NTS, &answer, NULL) == CSR_OK);
    given = strstr(csr_buf_text(answer), "\"id\":\"");
    if (given != NULL)
        (void)snprintf(id, CSR_ID_TEXT_BYTES, "%.36s", given + 6);
    csr_buf_free(answer);
}

/* A refund of 7.00, approved, of a purchase that was paid by 3.00 and 5.00. */
static csr_id prepare(fuzz_desk *desk)
{
    char id[CSR_ID_TEXT_BYTES] = "", agent[CSR_ID_TEXT_BYTES] = "", order[CSR_ID_TEXT_BYTES] = "";
    csr_session_open_params as = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = NULL;
    csr_id refund;

    call(desk->session, "agent.add", "{\"handle\":\"rosa\"}", agent);
    FUZZ_REQUIRE(csr_id_parse(agent, CSR_NTS, &as.agent, NULL) == CSR_OK);
    call(desk->session, "approval_limit.put",
         "{\"role\":\"associate\",\"purpose\":\"goods\",\"currency\":\"EUR\",\"single_minor\":9999,\"day_minor\":9999,"
         "\"purchase_minor\":9999,\"customer_minor\":9999}",
         id);
    call(desk->session, "purchase.put", "{\"external_id\":\"W\",\"currency\":\"EUR\"}", order);
    memcpy(id, order, sizeof id);
    call(desk->session, "purchase_line.put", "{\"purchase\":\"$1\",\"number\":1,\"sku\":\"A\",\"gross_minor\":800}",
         id);
    memcpy(id, order, sizeof id);
    call(desk->session, "payment.put",
         "{\"purchase\":\"$1\",\"number\":1,\"method\":\"card\",\"state\":\"settled\",\"captured_minor\":300}", id);
    memcpy(id, order, sizeof id);
    call(desk->session, "payment.put",
         "{\"purchase\":\"$1\",\"number\":2,\"method\":\"card\",\"state\":\"settled\",\"captured_minor\":500}", id);
    call(desk->session, "refund.open", "{\"purchase\":\"$1\",\"reason\":\"x\"}", order);
    memcpy(id, order, sizeof id);
    call(desk->session, "refund.add", "{\"id\":\"$1\",\"kind\":\"amount\",\"amount_minor\":700}", id);
    FUZZ_REQUIRE(csr_session_open(desk->desk, &as, &session, NULL) == CSR_OK);
    memcpy(id, order, sizeof id);
    call(session, "refund.submit", "{\"id\":\"$1\"}", id);
    csr_session_close(session);
    FUZZ_REQUIRE(csr_id_parse(order, CSR_NTS, &refund, NULL) == CSR_OK);
    return refund;
}

static csr_test_gateway *open_gateway(fuzz_in *in, fuzz_desk *desk, csr_test_gateway_params *p)
{
    static const char *const words[] = { "ok",        "decline",  "lose",     "lose_answer", "late",
                                         "duplicate", "pending",  "returned", "reverse",     "error",
                                         "denied",    "exceeded", "conflict" };
    char script[200] = "";
    csr_test_gateway *gateway = NULL;

    p->host = &desk->host.host;
    p->seed = fuzz_byte(in);
    p->no_keys = fuzz_byte(in) % 8 == 0;
    p->no_lookup = fuzz_byte(in) % 4 == 0;
    p->key_life_s = 1000 + fuzz_byte(in) * 20;
    p->delay_s = 1 + fuzz_byte(in) % 60;
    p->lose = p->lose_answer = p->late = fuzz_byte(in);
    for (uint32_t i = fuzz_below(in, 12); i > 0; i--) {
        strcat(script, words[fuzz_below(in, sizeof words / sizeof words[0])]);
        strcat(script, ",");
    }
    csr_str_set(&p->script, script, CSR_NTS);
    FUZZ_REQUIRE(csr_test_gateway_open(p, &gateway, NULL) == CSR_OK);
    return gateway;
}

/* The desk's word and the books'. */
static void check(fuzz_desk *desk, csr_test_gateway *gateway, int keys)
{
    for (size_t i = 0; i < csr_test_gateway_count(gateway); i++) {
        csr_test_gateway_entry entry = { .struct_size = sizeof entry };
        csr_payout_view payout = { .struct_size = sizeof payout };
        csr_result *result = NULL;

        FUZZ_REQUIRE(csr_test_gateway_at(gateway, i, &entry, NULL) == CSR_OK);
        FUZZ_REQUIRE(!keys || entry.paid <= 1);
        if (csr_id_is_none(&entry.payout))
            continue;
        FUZZ_REQUIRE(csr_payout_get(desk->session, &entry.payout, &result, NULL) == CSR_OK);
        FUZZ_REQUIRE(csr_payout_at(result, 0, &payout, NULL) == CSR_OK);
        FUZZ_REQUIRE(payout.state != CSR_PAYOUT_SUCCEEDED || entry.paid >= 1);
        FUZZ_REQUIRE(payout.state != CSR_PAYOUT_FAILED || entry.paid == 0);
        FUZZ_REQUIRE(payout.state != CSR_PAYOUT_REVERSED || entry.came_back >= 1);
        csr_result_free(result);
    }
}

/* Some notices are lost; those that come may come again. */
static void take_notice(fuzz_desk *desk, csr_test_gateway *gateway, uint8_t how)
{
    char bytes[600];
    size_t len = 0;

    FUZZ_REQUIRE(csr_test_gateway_webhook(gateway, bytes, sizeof bytes, &len, NULL) == CSR_OK);
    for (unsigned i = 0; len > 0 && i < how % 3u; i++)
        FUZZ_REQUIRE(csr_gateway_hear(desk->session, csr_test_gateway_functions(gateway), bytes, len, NULL, NULL) ==
                     CSR_OK);
}

/* The books of both sides, compared at the end: what they agree on is what the desk says from now on. */
static void compare(fuzz_desk *desk, csr_test_gateway *gateway)
{
    char line[600], text[700];
    csr_buf *answer = NULL;
    size_t len = 0;

    for (size_t i = 0; i < csr_test_gateway_count(gateway); i++) {
        FUZZ_REQUIRE(csr_test_gateway_report(gateway, i, line, sizeof line, &len, NULL) == CSR_OK);
        if (len == 0)
            continue;
        (void)snprintf(text, sizeof text, "{\"gateway\":\"\",%s", line + 1);
        FUZZ_REQUIRE(csr_call(desk->session, "payout.compare", CSR_NTS, text, CSR_NTS, &answer, NULL) == CSR_OK);
        csr_buf_free(answer);
    }
}

static void try_bytes(const csr_test_gateway *gateway, csr_str bytes)
{
    const csr_gateway *functions = csr_test_gateway_functions(gateway);
    csr_gateway_notice notice = { .struct_size = sizeof notice };
    char *copy = fuzz_copy(bytes.ptr, bytes.len);

    if (functions->parse_webhook(functions->context, copy, bytes.len, &notice))
        FUZZ_REQUIRE(notice.event_id[0] != '\0' && notice.news >= 1 && notice.news <= CSR_PAYOUT_NEWS_NOT_FOUND);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    csr_test_gateway_params params = CSR_TEST_GATEWAY_PARAMS_INIT;
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;
    fuzz_in in = { data, data + size };
    csr_test_gateway *gateway;
    fuzz_desk desk;
    csr_id refund;

    FUZZ_REQUIRE(fuzz_desk_open(&desk, "memory:", 0) == CSR_OK);
    refund = prepare(&desk);
    gateway = open_gateway(&in, &desk, &params);
    FUZZ_REQUIRE(csr_gateway_plan(desk.session, csr_test_gateway_functions(gateway), &refund, NULL, NULL) == CSR_OK);
    for (uint32_t i = fuzz_below(&in, 30); i > 0; i--) {
        csr_test_host_advance(&desk.host, fuzz_byte(&in) * 20 * SECOND_US);
        if (fuzz_byte(&in) % 4 == 0)
            take_notice(&desk, gateway, fuzz_byte(&in));
        else
            FUZZ_REQUIRE(csr_gateway_run(desk.session, csr_test_gateway_functions(gateway), NULL, &tally, NULL) ==
                         CSR_OK);
        check(&desk, gateway, !params.no_keys);
    }
    if (fuzz_byte(&in) % 2)
        FUZZ_REQUIRE(csr_test_gateway_pay(gateway, &refund, 5, "EUR", NULL) == CSR_OK);
    compare(&desk, gateway);
    check(&desk, gateway, !params.no_keys);
    try_bytes(gateway, fuzz_rest(&in));
    FUZZ_REQUIRE(fuzz_desk_verify(&desk) == 0);
    csr_test_gateway_close(gateway);
    fuzz_desk_close(&desk);
    return 0;
}
