/*
 * The second door: any operation with any JSON, on a desk that holds some of everything, never crashes and fails only
 * as it is documented to.
 *
 * Input: number of the operation, whether to name it by the bytes up to the first NUL instead, and the JSON.
 */
#include "support/desk.h"
#include "support/doors.h"

#include <csr/csr.h>
#include <jansson.h>
#include <string.h>

/* A failure that says that the library or the store is at fault. */
static int is_internal(csr_status status)
{
    return status <= -901 || (status <= -301 && status != CSR_E_READ_ONLY && status != CSR_E_DOOMED && status > -402);
}

static void check_describe(const char *name, size_t len)
{
    csr_buf *text = NULL;
    csr_status status = csr_describe(name, len, &text, NULL);

    FUZZ_REQUIRE(status == CSR_OK || status == CSR_E_UNKNOWN_OPERATION);
    FUZZ_REQUIRE((text != NULL) == (status == CSR_OK));
    FUZZ_REQUIRE((status == CSR_OK) == (csri_operation_named(name, len) != NULL));
    csr_buf_free(text);
}

static void call(csr_session *session, const char *name, size_t name_len, csr_str json)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *answer = NULL;
    csr_status status = csr_call(session, name, name_len, json.ptr, json.len, &answer, &err);
    json_t *read = NULL;

    FUZZ_REQUIRE(err.status == status && !is_internal(status));
    FUZZ_REQUIRE((answer != NULL) == (status == CSR_OK));
    if (status != CSR_OK)
        return;
    FUZZ_REQUIRE(csr_buf_text(answer)[csr_buf_size(answer)] == '\0');
    read = json_loadb(csr_buf_text(answer), csr_buf_size(answer), JSON_ALLOW_NUL, NULL);
    FUZZ_REQUIRE(read != NULL);
    json_decref(read);
    csr_buf_free(answer);
}

/* Filled once: every input works in a transaction that is rolled back. */
static csr_session *filled_session(void)
{
    static fuzz_desk desk;
    static fuzz_ids ids;

    if (desk.session == NULL) {
        FUZZ_REQUIRE(fuzz_desk_open(&desk, "memory:", 0) == CSR_OK);
        fuzz_desk_later(&desk);
        fuzz_desk_fill(&desk, &ids);
    }
    return desk.session;
}

/* The desk is sound in the midst of the transaction too; a doomed one can only be rolled back. */
static void check_desk(csr_session *session)
{
    static const csr_str all = { "{}", 2 };
    csr_result *found = NULL;
    csr_status status = csr_desk_verify(session, NULL, &found, NULL);

    FUZZ_REQUIRE(status == CSR_E_DOOMED || (status == CSR_OK && csr_result_count(found) == 1));
    csr_result_free(found);
    if (status == CSR_OK)
        call(session, "event.list", CSR_NTS, all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    const csri_operation *operation = csri_operations[fuzz_below(&in, (uint32_t)csri_operation_count)];
    csr_session *session = filled_session();
    int named = fuzz_byte(&in) >= 250;
    csr_str rest = fuzz_rest(&in);
    const char *nul = !named || rest.len == 0 ? NULL : memchr(rest.ptr, 0, rest.len);
    size_t n = nul == NULL ? rest.len : (size_t)(nul - rest.ptr);

    FUZZ_REQUIRE(csr_session_begin(session, NULL) == CSR_OK);
    if (named) {
        check_describe(rest.ptr, n);
        call(session, rest.ptr, n, (csr_str){ rest.ptr + n, rest.len - n });
    } else {
        check_describe(operation->name, strlen(operation->name));
        call(session, operation->name, CSR_NTS, rest);
        if (operation->mode == CSRI_WRITE)
            check_desk(session);
    }
    FUZZ_REQUIRE(csr_session_rollback(session, NULL) == CSR_OK);
    return 0;
}
