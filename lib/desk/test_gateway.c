#include "desk/test_gateway.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/time.h"

#include <stdio.h>
#include <string.h>

#define SECONDS_MAX INT64_C(315360000)
#define THOUSAND 1000

/* splitmix64: the next of a row of numbers that follows from its seed. */
static uint64_t draw(csr_test_gateway *gateway)
{
    uint64_t z = gateway->random += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* By their numbers. */
static const char *const turns[] = { "",        "ok",       "decline", "lose",  "lose_answer", "late",     "duplicate",
                                     "pending", "returned", "reverse", "error", "denied",      "exceeded", "conflict" };

/* The turn of a word; 0 = there is none. */
static csr_test_turn turn_of(const char *word, size_t len)
{
    for (size_t i = 1; i < sizeof turns / sizeof turns[0]; i++)
        if (strlen(turns[i]) == len && memcmp(turns[i], word, len) == 0)
            return (csr_test_turn)i;
    return 0;
}

/* The next word of the script; 0 at its end. */
static size_t next_word(const csr_str *script, size_t *at, const char **word)
{
    size_t begin;

    while (*at < script->len && (script->ptr[*at] == ',' || script->ptr[*at] == ' '))
        ++*at;
    begin = *at;
    *word = script->ptr + begin;
    while (*at < script->len && script->ptr[*at] != ',' && script->ptr[*at] != ' ')
        ++*at;
    return *at - begin;
}

static csr_test_turn next_turn(csr_test_gateway *gateway)
{
    const csr_test_gateway_params *p = &gateway->params;
    const struct {
        int32_t often;
        csr_test_turn turn;
    } chances[] = {
        { p->decline, CSR_TEST_TURN_DECLINE },
        { p->lose, CSR_TEST_TURN_LOSE },
        { p->lose_answer, CSR_TEST_TURN_LOSE_ANSWER },
        { p->late, CSR_TEST_TURN_LATE },
        { p->duplicate, CSR_TEST_TURN_DUPLICATE },
        { p->pending, CSR_TEST_TURN_PENDING },
        { p->returned, CSR_TEST_TURN_RETURNED },
        { p->reverse, CSR_TEST_TURN_REVERSE },
        { p->error, CSR_TEST_TURN_ERROR },
    };
    const char *word;
    size_t len = next_word(&p->script, &gateway->script_at, &word);
    int32_t drawn;

    if (len > 0)
        return turn_of(word, len);
    drawn = (int32_t)(draw(gateway) % THOUSAND);
    for (size_t i = 0; i < sizeof chances / sizeof chances[0]; i++) {
        if (drawn < chances[i].often)
            return chances[i].turn;
        drawn -= chances[i].often;
    }
    return CSR_TEST_TURN_OK;
}

static int32_t capabilities(void *context, csr_gateway_capabilities *out)
{
    const csr_test_gateway_params *p = &((const csr_test_gateway *)context)->params;

    out->has_lookup = !p->no_lookup;
    out->key_life_s = p->no_keys ? 0 : p->key_life_s;
    out->inflight_s = p->inflight_s;
    out->margin_s = p->margin_s;
    out->window_s = p->window_s;
    out->partial = !p->no_partial;
    out->multi = !p->no_multi;
    return 1;
}

static int64_t step(void *context, const char *currency)
{
    (void)currency;
    return ((const csr_test_gateway *)context)->params.step_minor;
}

/* The account of a request, made when it is the first. */
static csri_test_account *account_for(csr_test_gateway *gateway, const csr_gateway_request *request)
{
    csri_test_account *account = csri_test_account_of(gateway, &request->payout);

    if (account != NULL)
        return account;
    account = csri_test_account_new(gateway);
    if (account == NULL)
        return NULL;
    account->payout = request->payout;
    account->payment = request->payment;
    account->minor = request->amount_minor;
    account->news = CSR_PAYOUT_NEWS_NOT_FOUND;
    memcpy(account->currency, request->currency, sizeof account->currency);
    (void)snprintf(account->key, sizeof account->key, "%.*s", (int)request->key.len, request->key.ptr);
    return account;
}

/* Another request under the same reference: another key, amount, currency or payment. */
static int differs(const csri_test_account *account, const csr_gateway_request *request)
{
    return account->minor != request->amount_minor ||
           memcmp(account->currency, request->currency, sizeof account->currency) != 0 ||
           memcmp(&account->payment, &request->payment, sizeof account->payment) != 0 ||
           strlen(account->key) != request->key.len || memcmp(account->key, request->key.ptr, request->key.len) != 0;
}

static int32_t deliver(csr_test_gateway *gateway, csri_test_account *account, csr_test_turn turn,
                       csr_gateway_reply *reply, csr_time now)
{
    csr_payout_answer answer;

    account->twice |= turn == CSR_TEST_TURN_DUPLICATE;
    answer = csri_test_arrive(gateway, account, turn, now);
    if (turn == CSR_TEST_TURN_DUPLICATE)
        answer = csri_test_arrive(gateway, account, turn, now);
    if (turn == CSR_TEST_TURN_LOSE_ANSWER)
        return 0;
    if (answer != CSR_PAYOUT_ANSWER_UNKNOWN)
        csri_test_reference(account, reply->reference, sizeof reply->reference);
    if (answer == CSR_PAYOUT_ANSWER_DECLINED)
        (void)snprintf(reply->reason, sizeof reply->reason, "declined");
    return answer;
}

static int32_t refund(void *context, const csr_gateway_request *request, csr_gateway_reply *reply)
{
    csr_test_gateway *gateway = context;
    csr_time now = csri_test_now(gateway);
    csri_test_account *account;
    csr_test_turn turn;

    csri_test_catch_up(gateway, now);
    account = account_for(gateway, request);
    if (account == NULL)
        return 0;
    account->requests++;
    if (differs(account, request))
        return CSR_PAYOUT_ANSWER_KEY_CONFLICT;
    turn = next_turn(gateway);
    switch (turn) {
    case CSR_TEST_TURN_LOSE: return 0;
    case CSR_TEST_TURN_LATE: account->arrive_at = now + gateway->params.delay_s * CSRI_SECOND_US; return 0;
    case CSR_TEST_TURN_DENIED: return CSR_PAYOUT_ANSWER_DENIED;
    case CSR_TEST_TURN_EXCEEDED: return CSR_PAYOUT_ANSWER_EXCEEDED;
    case CSR_TEST_TURN_CONFLICT: return CSR_PAYOUT_ANSWER_KEY_CONFLICT;
    default: return deliver(gateway, account, turn, reply, now);
    }
}

static int32_t lookup(void *context, const csr_gateway_request *request, csr_gateway_reply *reply)
{
    csr_test_gateway *gateway = context;
    const csri_test_account *account;

    csri_test_catch_up(gateway, csri_test_now(gateway));
    account = csri_test_account_of(gateway, &request->payout);
    if (account == NULL)
        return CSR_PAYOUT_NEWS_NOT_FOUND;
    csri_test_reference(account, reply->reference, sizeof reply->reference);
    return account->news;
}

/* Every bound is one, and together no more happens than there is. */
static csr_status check_params(const csr_test_gateway_params *p, csr_error *err)
{
    const int32_t often[] = { p->decline, p->lose,     p->lose_answer, p->late, p->duplicate,
                              p->pending, p->returned, p->reverse,     p->error };
    const int64_t seconds[] = { p->key_life_s, p->inflight_s, p->margin_s, p->delay_s, p->window_s };
    const char *word;
    size_t len, at = 0;
    int32_t sum = 0;

    for (size_t i = 0; i < sizeof often / sizeof often[0]; i++) {
        if (often[i] < 0 || often[i] > THOUSAND - sum)
            return csri_fail(err, CSR_E_ARGUMENT, "decline", "of a thousand requests no more than a thousand");
        sum += often[i];
    }
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++)
        if (seconds[i] < 0 || seconds[i] > SECONDS_MAX)
            return csri_fail(err, CSR_E_ARGUMENT, "key_life_s", "times are 0 to ten years");
    if (p->step_minor < 0)
        return csri_fail(err, CSR_E_ARGUMENT, "step_minor", "step_minor is 1 or more");
    while ((len = next_word(&p->script, &at, &word)) > 0)
        if (turn_of(word, len) == 0)
            return csri_fail(err, CSR_E_ARGUMENT, "script", "there is no turn \"%.*s\"", (int)len, word);
    return CSR_OK;
}

static void set_defaults(csr_test_gateway_params *p)
{
    p->key_life_s = p->key_life_s != 0 ? p->key_life_s : 86400;
    p->inflight_s = p->inflight_s != 0 ? p->inflight_s : 60;
    p->margin_s = p->margin_s != 0 ? p->margin_s : 600;
    p->delay_s = p->delay_s != 0 ? p->delay_s : 30;
    p->step_minor = p->step_minor != 0 ? p->step_minor : 1;
}

/* Copies of the texts; at least one byte. */
static csr_status copy_texts(csr_test_gateway *gateway, const csr_test_gateway_params *p, csr_error *err)
{
    gateway->texts_bytes = p->name.len + p->script.len + 1;
    gateway->texts = csri_alloc_zero(&gateway->host, gateway->texts_bytes);
    if (gateway->texts == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a gateway");
    if (p->name.len > 0)
        memcpy(gateway->texts, p->name.ptr, p->name.len);
    if (p->script.len > 0)
        memcpy(gateway->texts + p->name.len, p->script.ptr, p->script.len);
    csr_str_set(&gateway->functions.name, gateway->texts, p->name.len);
    csr_str_set(&gateway->params.script, gateway->texts + p->name.len, p->script.len);
    return CSR_OK;
}

csr_status csr_test_gateway_open(const csr_test_gateway_params *params, csr_test_gateway **out, csr_error *err)
{
    csr_test_gateway_params p = CSR_TEST_GATEWAY_PARAMS_INIT;
    csr_test_gateway *gateway;
    csr_host host;
    csr_status status;

    csri_error_clear(err);
    if (out == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out", "there is no place for the gateway");
    *out = NULL;
    if (params != NULL && params->struct_size < sizeof p)
        return csri_fail(err, CSR_E_ARGUMENT, "struct_size", "params needs its struct_size");
    if (params != NULL)
        memcpy(&p, params, sizeof p);
    status = csri_host_check(p.host, err);
    if (status == CSR_OK)
        status = check_params(&p, err);
    if (status != CSR_OK)
        return status;
    csri_host_take(&host, p.host);
    gateway = csri_alloc_zero(&host, sizeof *gateway);
    if (gateway == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a gateway");
    gateway->host = host;
    gateway->params = p;
    gateway->random = p.seed;
    gateway->functions = (csr_gateway){ .struct_size = sizeof gateway->functions,
                                        .abi_version = CSR_GATEWAY_ABI,
                                        .context = gateway,
                                        .capabilities = capabilities,
                                        .step = step,
                                        .refund = refund,
                                        .lookup = lookup,
                                        .parse_webhook = csri_test_parse };
    set_defaults(&gateway->params);
    status = copy_texts(gateway, &p, err);
    if (status != CSR_OK)
        csri_free(&host, gateway, sizeof *gateway);
    else
        *out = gateway;
    return status;
}

void csr_test_gateway_close(csr_test_gateway *gateway)
{
    csr_host host;

    if (gateway == NULL)
        return;
    host = gateway->host;
    csri_free(&host, gateway->accounts, gateway->room * sizeof *gateway->accounts);
    csri_free(&host, gateway->notices, gateway->notice_room * sizeof *gateway->notices);
    csri_free(&host, gateway->texts, gateway->texts_bytes);
    csri_free(&host, gateway, sizeof *gateway);
}

const csr_gateway *csr_test_gateway_functions(const csr_test_gateway *gateway)
{
    return gateway != NULL ? &gateway->functions : NULL;
}

size_t csr_test_gateway_count(const csr_test_gateway *gateway)
{
    return gateway != NULL ? gateway->count : 0;
}
