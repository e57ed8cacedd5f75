/*
 * What the test gateway tells: its books, and the notices that it sends by itself.
 */
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "desk/test_gateway.h"
#include "record/enum_names.h"

#include <stdio.h>
#include <string.h>

#define NOTICE_BYTES_MAX 4096

const char *csri_test_news_name(csr_payout_news news)
{
    return csri_names_payout_news[news - 1].name;
}

csr_status csr_test_gateway_at(csr_test_gateway *gateway, size_t i, csr_test_gateway_entry *out, csr_error *err)
{
    const csri_test_account *account;
    csr_test_gateway_entry entry;

    csri_error_clear(err);
    if (gateway == NULL || i >= gateway->count)
        return csri_fail(err, CSR_E_ARGUMENT, "i", "there is no such entry");
    if (out == NULL || out->struct_size < sizeof entry)
        return csri_fail(err, CSR_E_ARGUMENT, "struct_size", "out needs its struct_size");
    csri_test_catch_up(gateway, csri_test_now(gateway));
    account = &gateway->accounts[i];
    entry = (csr_test_gateway_entry){ .struct_size = out->struct_size,
                                      .news = account->news,
                                      .payout = account->payout,
                                      .payment = account->payment,
                                      .amount_minor = account->minor,
                                      .requests = account->requests,
                                      .paid = account->paid,
                                      .came_back = account->came_back,
                                      .voids = account->voids };
    memcpy(entry.currency, account->currency, sizeof entry.currency);
    csri_test_reference(account, entry.reference, sizeof entry.reference);
    memset(out, 0, out->struct_size);
    memcpy(out, &entry, sizeof entry);
    return CSR_OK;
}

csr_status csr_test_gateway_report(csr_test_gateway *gateway, size_t i, char *bytes, size_t size, size_t *out_len,
                                   csr_error *err)
{
    csr_test_gateway_entry entry = { .struct_size = sizeof entry };
    char payout[CSR_ID_TEXT_BYTES] = "", payment[CSR_ID_TEXT_BYTES] = "";
    csr_status status = csr_test_gateway_at(gateway, i, &entry, err);
    int len;

    if (status != CSR_OK)
        return status;
    if (bytes == NULL || out_len == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "bytes", "room for a line is needed");
    *out_len = 0;
    if (entry.reference[0] == '\0')
        return CSR_OK;
    csr_id_format(&entry.payment, payment);
    if (!csr_id_is_none(&entry.payout))
        csr_id_format(&entry.payout, payout);
    len = snprintf(bytes, size,
                   "{\"reference\":\"%s\",%s%s%s\"payment\":\"%s\",\"amount_minor\":%lld,\"currency\":\"%s\","
                   "\"state\":\"%s\"}",
                   entry.reference, payout[0] != '\0' ? "\"our_reference\":\"" : "", payout,
                   payout[0] != '\0' ? "\"," : "", payment, (long long)entry.amount_minor, entry.currency,
                   csri_test_news_name(entry.news));
    if (len < 0 || (size_t)len >= size)
        return csri_fail(err, CSR_E_ARGUMENT, "size", "a line does not fit into %zu bytes", size);
    *out_len = (size_t)len;
    return CSR_OK;
}

csr_status csr_test_gateway_pay(csr_test_gateway *gateway, const csr_id *payment, int64_t amount_minor,
                                const char *currency, csr_error *err)
{
    csri_test_account *account;

    csri_error_clear(err);
    if (gateway == NULL || payment == NULL || csr_id_is_none(payment))
        return csri_fail(err, CSR_E_ARGUMENT, "payment", "a gateway and a payment are needed");
    if (amount_minor < 1)
        return csri_fail(err, CSR_E_ARGUMENT, "amount_minor", "amount_minor is 1 or more");
    if (currency == NULL || strlen(currency) != 3)
        return csri_fail(err, CSR_E_ARGUMENT, "currency", "currency has three letters");
    account = csri_test_account_new(gateway);
    if (account == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a payout");
    account->payment = *payment;
    account->minor = amount_minor;
    account->number = ++gateway->numbers;
    memcpy(account->currency, currency, sizeof account->currency);
    csri_test_settle(gateway, account, CSR_PAYOUT_NEWS_SUCCEEDED);
    return CSR_OK;
}

csr_status csr_test_gateway_webhook(csr_test_gateway *gateway, char *bytes, size_t size, size_t *out_len,
                                    csr_error *err)
{
    char reference[CSR_GATEWAY_TEXT_BYTES], payout[CSR_ID_TEXT_BYTES] = "";
    const csri_test_account *account;
    const csri_test_notice *notice;
    int len;

    csri_error_clear(err);
    if (gateway == NULL || bytes == NULL || out_len == NULL || size == 0)
        return csri_fail(err, CSR_E_ARGUMENT, "bytes", "a gateway and room for a notice are needed");
    *out_len = 0;
    csri_test_catch_up(gateway, csri_test_now(gateway));
    if (gateway->first_notice == gateway->notice_count)
        return CSR_OK;
    notice = &gateway->notices[gateway->first_notice];
    account = &gateway->accounts[notice->account];
    csri_test_reference(account, reference, sizeof reference);
    if (!csr_id_is_none(&account->payout))
        csr_id_format(&account->payout, payout);
    len = snprintf(bytes, size,
                   "{\"id\":\"ev-%u\",\"news\":\"%s\",\"reference\":\"%s\",\"payout\":\"%s\",\"amount_minor\":%lld,"
                   "\"currency\":\"%s\"}",
                   (unsigned)notice->number, csri_test_news_name(notice->news), reference, payout,
                   (long long)account->minor, account->currency);
    if (len < 0 || (size_t)len >= size)
        return csri_fail(err, CSR_E_ARGUMENT, "size", "a notice does not fit into %zu bytes", size);
    *out_len = (size_t)len;
    gateway->first_notice++;
    return CSR_OK;
}

/* A text of an object goes where there is room for it: 1, also when it is not there. */
static int take_text(const csri_json *object, const char *name, char *out, size_t size)
{
    const csri_json *value = csri_json_get(object, name);
    size_t len = csri_json_str(value).len;

    if (value == NULL)
        return 1;
    if (!csri_json_is(value, CSRI_JSON_STRING) || len >= size)
        return 0;
    memcpy(out, csri_json_str(value).ptr, len);
    return 1;
}

static csr_payout_news news_of(const char *name)
{
    for (size_t i = 0; name != NULL && i < CSRI_NAMES_PAYOUT_NEWS_COUNT; i++)
        if (strcmp(csri_names_payout_news[i].name, name) == 0)
            return csri_names_payout_news[i].value;
    return 0;
}

int32_t csri_test_parse(void *context, const void *bytes, size_t len, csr_gateway_notice *out)
{
    char payout[CSR_ID_TEXT_BYTES] = "";
    const csri_json *object = NULL;
    csr_host host;
    int ok;

    (void)context;
    csri_host_take(&host, NULL);
    if (csri_json_read(&host, bytes, len, NOTICE_BYTES_MAX, 2, &object, NULL) != CSR_OK)
        return 0;
    out->news = news_of(csri_json_str(csri_json_get(object, "news")).ptr);
    out->amount_minor = csri_json_integer(csri_json_get(object, "amount_minor"));
    ok = out->news != 0 && take_text(object, "id", out->event_id, sizeof out->event_id) &&
         take_text(object, "reference", out->reference, sizeof out->reference) &&
         take_text(object, "currency", out->currency, sizeof out->currency) &&
         take_text(object, "payout", payout, sizeof payout);
    if (ok && payout[0] != '\0')
        ok = csr_id_parse(payout, CSR_NTS, &out->payout, NULL) == CSR_OK;
    csri_json_free(object);
    return ok && out->event_id[0] != '\0';
}
