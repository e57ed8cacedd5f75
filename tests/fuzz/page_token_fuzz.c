/*
 * Page tokens: whatever a host gives as `after`, a list answers with a page or refuses it as an argument, and both
 * stores answer the same. With tokens go the encoding of values (store/wire.h) and the scans of both stores.
 *
 * Input: number of the list, how to make the token, parameters as support/params.c reads them, the token.
 */
#include "support/desk.h"
#include "support/doors.h"

#include <csr/csr.h>
#include <string.h>

#define TOKEN_MAX 600

static const csr_member *token_of(const csri_operation *operation)
{
    for (unsigned i = 0; operation->in != NULL && i < operation->in->count; i++)
        if (strcmp(operation->in->members[i].type->name, "token") == 0)
            return &operation->in->members[i];
    return NULL;
}

/* The n-th operation that takes a token, round and round. */
static const csri_operation *list_number(uint32_t n)
{
    for (size_t i = 0;; i = (i + 1) % csri_operation_count)
        if (token_of(csri_operations[i]) != NULL && n-- == 0)
            return csri_operations[i];
}

static fuzz_desk desks[2];
static fuzz_ids ids;

static void open_desks(void)
{
    char path[128];

    FUZZ_REQUIRE(fuzz_desk_open(&desks[0], "memory:", 0) == CSR_OK);
    FUZZ_REQUIRE(fuzz_desk_open(&desks[1], fuzz_path("pages.db", path, sizeof(path)), 0) == CSR_OK);
    for (int i = 0; i < 2; i++) {
        fuzz_desk_later(&desks[i]);
        fuzz_desk_fill(&desks[i], &ids);
    }
}

/* As it is, as the digits of bytes, or a real one of this list with some digits changed. */
static csr_str make_token(fuzz_in *in, const csri_operation *list, const fuzz_params *params, char *out)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t how = fuzz_byte(in);
    csr_str rest = fuzz_rest(in), real = { NULL, 0 };
    csr_result *page = NULL;

    rest.len = rest.len > TOKEN_MAX / 2 ? TOKEN_MAX / 2 : rest.len;
    if (how < 64)
        return rest;
    if (how < 160) {
        for (size_t i = 0; i < rest.len; i++) {
            out[2 * i] = digits[(uint8_t)rest.ptr[i] >> 4];
            out[2 * i + 1] = digits[(uint8_t)rest.ptr[i] & 15];
        }
        return (csr_str){ out, 2 * rest.len };
    }
    if (fuzz_typed(list, desks[0].session, NULL, params->bytes, &page, NULL) == CSR_OK)
        FUZZ_REQUIRE(csr_result_token(page, &real, NULL) == CSR_OK);
    real.len = real.len > TOKEN_MAX ? TOKEN_MAX : real.len;
    if (real.len != 0)
        memcpy(out, real.ptr, real.len);
    csr_result_free(page);
    for (size_t i = 0; real.len != 0 && i + 1 < rest.len; i += 2)
        out[(uint8_t)rest.ptr[i] % real.len] = digits[(uint8_t)rest.ptr[i + 1] & 15];
    return (csr_str){ out, real.len };
}

static void compare(const csri_operation *list, const fuzz_params *params)
{
    fuzz_answer a, b;

    fuzz_call_typed(list, desks[0].session, NULL, params->bytes, &a);
    fuzz_call_typed(list, desks[1].session, NULL, params->bytes, &b);
    /* CSR_E_POLICY: a rehearsal was given a document that is none of rules. */
    FUZZ_REQUIRE(a.status == CSR_OK || a.status == CSR_E_ARGUMENT || a.status == CSR_E_NOT_FOUND ||
                 a.status == CSR_E_POLICY);
    FUZZ_REQUIRE(a.status == b.status && strcmp(a.err.message, b.err.message) == 0);
    FUZZ_REQUIRE(csr_buf_size(a.text) == csr_buf_size(b.text));
    FUZZ_REQUIRE(memcmp(csr_buf_text(a.text), csr_buf_text(b.text), csr_buf_size(a.text)) == 0);
    fuzz_answer_free(&a);
    fuzz_answer_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    const csri_operation *list = list_number(fuzz_below(&in, 32));
    const csr_member *after = token_of(list);
    char text[TOKEN_MAX];
    fuzz_params params;
    csr_str token;

    if (desks[0].session == NULL)
        open_desks();
    fuzz_params_make(&in, list, &ids, &params);
    memset(params.bytes + after->offset, 0, after->size);
    token = make_token(&in, list, &params, text);
    memcpy(params.bytes + after->offset, &token, sizeof(token));
    compare(list, &params);
    fuzz_params_free(&params);
    return 0;
}
