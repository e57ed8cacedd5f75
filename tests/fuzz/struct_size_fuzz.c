/*
 * Structs of callers of any age: parameters and views with any struct_size, in memory of exactly that size, so that the
 * sanitizer sees a byte read or written beyond. Shorter than the oldest is refused, values from the future are refused,
 * what a newer caller's view has beyond ours is zeroed.
 *
 * Input: what to try, which operation or view, struct_size, and values.
 */
#include "record/records.h"
#include "support/desk.h"
#include "support/doors.h"

#include <csr/csr.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_MAX_TRIED 700

static fuzz_desk desk;
static fuzz_ids ids;

/* At least the four bytes of struct_size itself. */
static char *struct_of(uint32_t size, uint8_t fill)
{
    char *bytes = malloc(size < sizeof(size) ? sizeof(size) : size);

    FUZZ_REQUIRE(bytes != NULL);
    memset(bytes, fill, size < sizeof(size) ? sizeof(size) : size);
    memcpy(bytes, &size, sizeof(size));
    return bytes;
}

static void try_params(fuzz_in *in)
{
    const csri_operation *operation = csri_operations[fuzz_below(in, (uint32_t)csri_operation_count)];
    uint32_t size = fuzz_below(in, SIZE_MAX_TRIED), known = operation->in == NULL ? 4 : operation->in->size;
    uint8_t beyond = fuzz_byte(in);
    char *given = struct_of(size, 0);
    fuzz_params params;
    fuzz_answer answer;

    fuzz_params_make(in, operation, &ids, &params);
    if (size > sizeof(size))
        memcpy(given + sizeof(size), params.bytes + sizeof(size), (size < known ? size : known) - sizeof(size));
    if (size > known)
        given[known + beyond % (size - known)] = (char)beyond;
    FUZZ_REQUIRE(csr_session_begin(desk.session, NULL) == CSR_OK);
    fuzz_call_typed(operation, desk.session, &params.id, operation->in == NULL ? NULL : given, &answer);
    if (operation->in != NULL && operation->subject == NULL && size < operation->in->min_size)
        FUZZ_REQUIRE(answer.status == CSR_E_ARGUMENT && strcmp(answer.err.field, "struct_size") == 0);
    if (operation->in != NULL && operation->subject == NULL && size > known && beyond != 0)
        FUZZ_REQUIRE(answer.status == CSR_E_NEWER_STRUCT);
    FUZZ_REQUIRE(csr_session_rollback(desk.session, NULL) == CSR_OK);
    fuzz_answer_free(&answer);
    fuzz_params_free(&params);
    free(given);
}

/* Whether a view of this size is one that somebody was ever given. Of what is no record only the newest size is known. */
static int is_view(const fuzz_view *view, uint32_t size, int is_answered)
{
    if (size >= view->size)
        return 1;
    for (size_t i = 0; i < csri_schema.record_count; i++)
        if (strcmp(csri_schema.records[i]->name, view->kind) == 0)
            return size >= csri_schema.records[i]->view_min_size;
    return is_answered;
}

static void check_view(const fuzz_view *view, const csr_result *result, uint32_t size, uint32_t row)
{
    char *given = struct_of(size, 0xa5);
    int is_kind = strcmp(csr_result_kind(result), view->kind) == 0;
    csr_status status = view->at(result, row, given, NULL);
    uint32_t kept;

    memcpy(&kept, given, sizeof(kept));
    FUZZ_REQUIRE(kept == size);
    FUZZ_REQUIRE((status == CSR_OK) ==
                 (is_kind && row < csr_result_count(result) && is_view(view, size, status == CSR_OK)));
    for (size_t i = view->size; status == CSR_OK && i < size; i++)
        FUZZ_REQUIRE(given[i] == 0);
    free(given);
}

static void try_views(fuzz_in *in)
{
    const csri_operation *operation = csri_operations[fuzz_below(in, (uint32_t)csri_operation_count)];
    const fuzz_view *view = &fuzz_views[fuzz_below(in, (uint32_t)fuzz_view_count)];
    uint32_t size = fuzz_below(in, SIZE_MAX_TRIED), row = fuzz_below(in, 8);
    fuzz_params params;
    fuzz_answer answer;

    if (operation->gives != CSRI_GIVES_RESULT)
        operation = csri_operation_named("event.list", 10);
    fuzz_params_make(in, operation, &ids, &params);
    FUZZ_REQUIRE(csr_session_begin(desk.session, NULL) == CSR_OK);
    fuzz_call_typed(operation, desk.session, &params.id, operation->in == NULL ? NULL : params.bytes, &answer);
    for (size_t i = 0; i < fuzz_view_count && answer.got != NULL; i++)
        if (strcmp(fuzz_views[i].kind, csr_result_kind(answer.got)) == 0)
            check_view(&fuzz_views[i], answer.got, size, row);
    check_view(view, answer.got, size, row);
    FUZZ_REQUIRE(csr_session_rollback(desk.session, NULL) == CSR_OK);
    fuzz_answer_free(&answer);
    fuzz_params_free(&params);
}

static void try_session(fuzz_in *in)
{
    uint32_t size = fuzz_below(in, SIZE_MAX_TRIED);
    char *given = struct_of(size, fuzz_byte(in));
    csr_session *session = NULL;
    csr_status status = csr_session_open(desk.desk, (const void *)given, &session, NULL);

    FUZZ_REQUIRE((session != NULL) == (status == CSR_OK));
    FUZZ_REQUIRE(size >= offsetof(csr_session_open_params, timeout_us) || status == CSR_E_ARGUMENT);
    csr_session_close(session);
    free(given);
}

/* Flags, option texts and sizes as they come; the pointers inside are right ones. */
static void try_open(fuzz_in *in)
{
    csr_desk_open_params known = CSR_DESK_OPEN_PARAMS_INIT;
    uint32_t size = fuzz_below(in, SIZE_MAX_TRIED), copied = size < sizeof(known) ? size : (uint32_t)sizeof(known);
    csr_str key = fuzz_bytes(in, 20), value = fuzz_bytes(in, 20);
    char texts[2][21] = { "", "" }, *given = struct_of(size, fuzz_byte(in) < 200 ? 0 : 1);
    char *host = struct_of(fuzz_below(in, SIZE_MAX_TRIED), 0);
    csr_option option = { fuzz_byte(in) < 128 ? "busy_timeout_ms" : texts[0], texts[1] };
    csr_desk *opened = NULL;
    csr_status status;

    memcpy(texts[0], key.ptr, key.len);
    memcpy(texts[1], value.ptr, value.len);
    known.flags = fuzz_byte(in);
    known.host = fuzz_byte(in) < 128 ? NULL : (const void *)host;
    known.options = &option;
    known.option_count = fuzz_byte(in) & 1;
    if (copied > sizeof(size))
        memcpy(given + sizeof(size), (const char *)&known + sizeof(size), copied - sizeof(size));
    status = csr_desk_open("memory:", (const void *)given, &opened, NULL);
    FUZZ_REQUIRE((opened != NULL) == (status == CSR_OK));
    csr_desk_close(opened);
    free(host);
    free(given);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    uint8_t what = fuzz_byte(&in);

    if (desk.session == NULL) {
        FUZZ_REQUIRE(fuzz_desk_open(&desk, "memory:", 0) == CSR_OK);
        fuzz_desk_later(&desk);
        fuzz_desk_fill(&desk, &ids);
    }
    if (what < 100)
        try_params(&in);
    else if (what < 200)
        try_views(&in);
    else if (what < 220)
        try_session(&in);
    else
        try_open(&in);
    return 0;
}
