/*
 * Refund policies: what loads decides about any facts, the same each time; what does not load says where it is wrong.
 */
#include "support/fuzz.h"

#include <csr/refund_policy.h>
#include <stdlib.h>
#include <string.h>

static void check_decision(const csr_refund_policy *policy, csr_str facts)
{
    csr_refund_decision first = CSR_REFUND_DECISION_INIT, again = CSR_REFUND_DECISION_INIT;
    csr_error err = CSR_ERROR_INIT;

    if (csr_refund_policy_decide(policy, facts.ptr, facts.len, &first, &err) != CSR_OK) {
        FUZZ_REQUIRE(err.field[0] != '\0' && first.reason.ptr == NULL);
        return;
    }
    FUZZ_REQUIRE(csr_refund_policy_decide(policy, facts.ptr, facts.len, &again, NULL) == CSR_OK);
    FUZZ_REQUIRE(first.allowed == again.allowed && first.reason.ptr == again.reason.ptr);
    FUZZ_REQUIRE(first.allowed == (first.reason.len == 0) && first.allowed == (first.gives_back != 0));
    FUZZ_REQUIRE(first.fee_basis_points >= 0 && first.fee_basis_points <= 10000);
}

/* The document, a NUL, and facts. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_copy(data, size);
    const char *nul = memchr(text, '\0', size);
    size_t len = nul != NULL ? (size_t)(nul - text) : size;
    csr_str facts = { nul != NULL ? nul + 1 : "{\"action\":\"return\"}", nul != NULL ? size - len - 1 : 19 };
    csr_refund_policy_params params = CSR_REFUND_POLICY_PARAMS_INIT;
    csr_refund_policy *policy = NULL;
    csr_buf *report = NULL;
    csr_error err = CSR_ERROR_INIT;
    csr_status status;

    csr_str_set(&params.document, text, len);
    status = csr_refund_policy_load(&params, &policy, &report, &err);
    FUZZ_REQUIRE((status == CSR_OK) == (policy != NULL) && (status == CSR_E_POLICY) == (report != NULL));
    if (policy != NULL) {
        check_decision(policy, facts);
        check_decision(policy, CSR_STR("{\"action\":\"cancel\",\"order\":{\"status\":\"pending\"},\"reason\":\"x\"}"));
    }
    csr_buf_free(report);
    csr_refund_policy_free(policy);
    free(text);
    return 0;
}
