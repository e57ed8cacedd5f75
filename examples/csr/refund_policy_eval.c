#include "refund_policy_eval.h"

#include "common.h"
#include "refund_order.h"

#include <csr/refund.h>
#include <stdlib.h>

/* What comes to the customer; negative when they have to pay. */
static int64_t amount_of(const struct refund_request *request, const csr_refund_decision *decision)
{
    int64_t fee = 0, minor = 0;

    if (decision->gives_back == CSR_GIVES_BACK_ALL)
        minor = request->open_minor;
    else if (decision->gives_back != CSR_GIVES_BACK_NOTHING)
        minor = request->items_minor;
    if (csr_refund_restocking_fee(minor, decision->fee_basis_points, &fee, NULL) == CSR_OK)
        minor -= fee;
    return decision->gives_back == CSR_GIVES_BACK_DIFFERENCE ? minor - request->exchange_minor : minor;
}

static void set_text(json_t *out, const char *name, const char *text)
{
    (void)json_object_set_new(out, name, json_string(text));
}

static void answer(const struct refund_request *request, const csr_refund_decision *decision, json_t *out)
{
    const char *before = json_string_value(json_object_get(request->facts, "order.status"));
    const char *after = decision->allowed && decision->status_after.len > 0 ? decision->status_after.ptr : before;

    (void)json_object_set_new(out, "allowed", json_boolean(decision->allowed));
    set_text(out, "reason", decision->reason.ptr);
    (void)json_object_set_new(out, "refund_minor",
                              decision->allowed ? json_integer(amount_of(request, decision)) : json_null());
    set_text(out, "status_after", after);
}

static void refuse(json_t *out, const char *reason)
{
    (void)json_object_set_new(out, "allowed", json_false());
    set_text(out, "reason", reason);
    (void)json_object_set_new(out, "refund_minor", json_null());
    set_text(out, "status_after", "");
}

static void decide(const csr_refund_policy *policy, const json_t *shop, const json_t *line, json_t *out)
{
    const char *id = json_string_value(json_object_get(line, "order_id"));
    const json_t *order = id != NULL ? json_object_get(json_object_get(shop, "orders"), id) : NULL;
    csr_refund_decision decision = CSR_REFUND_DECISION_INIT;
    csr_error err = CSR_ERROR_INIT;
    struct refund_request request;
    char *facts;

    (void)json_object_set_new(out, "order_id", id != NULL ? json_string(id) : json_null());
    if (!json_is_object(line) || order == NULL) {
        refuse(out, json_is_object(line) ? "There is no such order." : "The line is no JSON object.");
        return;
    }
    refund_request_read(&request, shop, line, order);
    if (request.unreadable) {
        refuse(out, "A price or an amount of this order cannot be read.");
        json_decref(request.facts);
        return;
    }
    facts = need(json_dumps(request.facts, JSON_COMPACT));
    if (csr_refund_policy_decide(policy, facts, CSR_NTS, &decision, &err) == CSR_OK) {
        answer(&request, &decision, out);
    } else {
        refuse(out, "");
        (void)json_object_set_new(out, "reason", json_sprintf("%s: %s", err.field, err.message));
    }
    free(facts);
    json_decref(request.facts);
}

int refund_policy_eval(const csr_refund_policy *policy, const json_t *shop, FILE *in, FILE *out)
{
    char *text = NULL;
    size_t capacity = 0;
    ssize_t len;
    json_error_t why;

    while ((len = getline(&text, &capacity, in)) >= 0) {
        json_t *line = json_loadb(text, (size_t)len, 0, &why), *reply = need(json_object());
        decide(policy, shop, line, reply);
        (void)json_dumpf(reply, out, JSON_COMPACT);
        (void)fputc('\n', out);
        json_decref(reply);
        json_decref(line);
    }
    free(text);
    return ferror(in) || fflush(out) != 0 || ferror(out);
}
