#include "refund_policy_test.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

static const char *gives_back_name(csr_gives_back gives_back)
{
    static const char *const names[] = { "", "nothing", "items", "all", "difference" };

    return names[gives_back];
}

json_t *refund_decision_json(const csr_refund_decision *decision)
{
    return need(json_pack("{s:b, s:s, s:s, s:s, s:s, s:I}", "allowed", decision->allowed, "rule", decision->rule.ptr,
                          "reason", decision->reason.ptr, "status_after", decision->status_after.ptr, "gives_back",
                          gives_back_name(decision->gives_back), "fee_basis_points",
                          (json_int_t)decision->fee_basis_points));
}

/* Whether all that is expected is so. */
static int agrees(const json_t *expected, const json_t *decision)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)expected, name, value)
    {
        if (!json_equal(value, json_object_get(decision, name)))
            return 0;
    }
    return json_is_object(expected);
}

static int ask(const csr_refund_policy *policy, const json_t *line, FILE *out)
{
    csr_refund_decision decision = CSR_REFUND_DECISION_INIT;
    csr_error err = CSR_ERROR_INIT;
    const json_t *facts = json_object_get(line, "facts");
    char *text = json_dumps(facts, JSON_COMPACT);
    json_t *answer = NULL;
    int good = 0;

    if (!json_is_object(line) || !json_is_object(facts) || !json_is_object(json_object_get(line, "expected"))) {
        (void)fputs("the line is no JSON object with facts and expected", out);
    } else if (csr_refund_policy_decide(policy, text, CSR_NTS, &decision, &err) != CSR_OK) {
        (void)fprintf(out, "%s: %s", err.field, err.message);
    } else {
        answer = refund_decision_json(&decision);
        good = agrees(json_object_get(line, "expected"), answer);
        if (!good)
            (void)json_dumpf(answer, out, JSON_COMPACT);
    }
    json_decref(answer);
    free(text);
    return good;
}

void refund_policy_test(const csr_refund_policy *policy, FILE *cases, FILE *out, struct policy_score *score)
{
    char *text = NULL;
    size_t capacity = 0;
    ssize_t len;
    json_error_t why;

    while ((len = getline(&text, &capacity, cases)) >= 0) {
        json_t *line = json_loadb(text, (size_t)len, 0, &why);
        score->cases++;
        if (!ask(policy, line, out)) {
            score->wrong++;
            (void)fprintf(out, "\n  of case %zu: %s%s", score->cases, text,
                          len > 0 && text[len - 1] == '\n' ? "" : "\n");
        }
        json_decref(line);
    }
    free(text);
}
