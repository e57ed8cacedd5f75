/*
 * Remedy policies: what loads answers any question the same each time, with one rung next at most; what does not load says
 * where it is wrong.
 */
#include "support/fuzz.h"

#include <csr/remedy_policy.h>
#include <stdlib.h>
#include <string.h>

static void check_answer(const csr_remedy_policy *policy, csr_str what)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *first = NULL, *again = NULL;
    const char *next;

    if (csr_remedy_policy_next(policy, what.ptr, what.len, &first, &err) != CSR_OK) {
        FUZZ_REQUIRE(err.field[0] != '\0' && first == NULL);
        return;
    }
    FUZZ_REQUIRE(csr_remedy_policy_next(policy, what.ptr, what.len, &again, NULL) == CSR_OK);
    FUZZ_REQUIRE(strcmp(csr_buf_text(first), csr_buf_text(again)) == 0);
    next = strstr(csr_buf_text(first), "\"verdict\":\"next\"");
    FUZZ_REQUIRE(next == NULL || strstr(next + 1, "\"verdict\":\"next\"") == NULL);
    csr_buf_free(first);
    csr_buf_free(again);
}

/* The document, a NUL, and a question. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_copy(data, size);
    const char *nul = memchr(text, '\0', size);
    size_t len = nul != NULL ? (size_t)(nul - text) : size;
    csr_str what = { nul != NULL ? nul + 1 : "{}", nul != NULL ? size - len - 1 : 2 };
    csr_remedy_policy_params params = CSR_REMEDY_POLICY_PARAMS_INIT;
    csr_remedy_policy *policy = NULL;
    csr_buf *report = NULL, *lines = NULL;
    csr_error err = CSR_ERROR_INIT;
    int64_t failed = -1;
    csr_status status;

    params.document = (csr_str){ text, len };
    status = csr_remedy_policy_load(&params, &policy, &report, &err);
    FUZZ_REQUIRE((status == CSR_OK) == (policy != NULL) && (status == CSR_E_POLICY) == (report != NULL));
    if (policy != NULL) {
        check_answer(policy, what);
        check_answer(policy, CSR_STR("{\"facts\":{\"ticket.kind\":\"complaint\",\"interaction.tone\":\"angry\"}}"));
        FUZZ_REQUIRE(csr_remedy_policy_test(policy, &lines, &failed, NULL) == CSR_OK && failed >= 0);
        csr_buf_free(lines);
    }
    csr_buf_free(report);
    csr_remedy_policy_free(policy);
    free(text);
    return 0;
}
