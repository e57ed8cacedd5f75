/*
 * Sequences of operations, the same on a desk in memory and on one in SQLite, through both doors in turn: the answers
 * are equal to the byte, and desk.verify finds nothing wrong on either.
 *
 * Input: whether the desks begin empty (below 64) or with some of everything; then a byte says what to do next, as in
 * step(), and parameters follow as support/params.c reads them.
 */
#include "base/time.h"
#include "support/desk.h"
#include "support/doors.h"

#include <csr/csr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 64
#define STEPS_BETWEEN_VERIFY 16
/* After everything that made the desks. */
#define EARLIEST (CSR_TEST_MONDAY + CSRI_HOUR_US + CSRI_SECOND_US)

enum { IN_MEMORY, IN_SQLITE, DESKS };

typedef struct run {
    fuzz_desk desks[DESKS];
    fuzz_ids ids;
    char token[4097];
    unsigned steps;
} run;

/* Desk files, empty and filled, are made once and copied: making the tables takes longer than a whole run. */
static void open_sqlite(fuzz_desk *desk, int filled)
{
    static void *bytes[2];
    static size_t sizes[2];
    fuzz_ids ids;
    char path[128];

    fuzz_path("operations.db", path, sizeof(path));
    if (bytes[filled] == NULL) {
        fuzz_write_desk(path, "", 0);
        FUZZ_REQUIRE(fuzz_desk_open(desk, path, 0) == CSR_OK);
        fuzz_desk_later(desk);
        if (filled)
            fuzz_desk_fill(desk, &ids);
        fuzz_desk_close(desk);
        bytes[filled] = fuzz_read_file(path, &sizes[filled]);
    }
    fuzz_write_desk(path, bytes[filled], sizes[filled]);
    FUZZ_REQUIRE(fuzz_desk_open(desk, path, CSR_OPEN_EXISTING) == CSR_OK);
}

static void open_memory(fuzz_desk *desk, int filled, fuzz_ids *ids)
{
    FUZZ_REQUIRE(fuzz_desk_open(desk, "memory:", 0) == CSR_OK);
    fuzz_desk_later(desk);
    if (filled)
        fuzz_desk_fill(desk, ids);
}

static void call(fuzz_desk *desk, const csri_operation *operation, const fuzz_params *params, int typed,
                 fuzz_answer *out)
{
    if (typed || params->typed_only)
        fuzz_call_typed(operation, desk->session, &params->id, operation->in == NULL ? NULL : params->bytes, out);
    else
        fuzz_call_json(operation, desk->session, params->json.ptr, params->json.len, out);
}

/* The desk in SQLite was closed and opened again, which sealed a checkpoint that the other has not: it is counted. */
static int counts_checkpoints(const csri_operation *operation)
{
    return strcmp(operation->name, "desk.verify") == 0 || strcmp(operation->name, "desk.stats") == 0;
}

/* Equal in what a host can tell apart; the store's own code is the store's. */
static void compare(const csri_operation *operation, const fuzz_answer *a, const fuzz_answer *b)
{
    int same = a->status == b->status && strcmp(a->err.field, b->err.field) == 0 &&
               strcmp(a->err.message, b->err.message) == 0;

    if (same && a->text != NULL && !counts_checkpoints(operation))
        same = csr_buf_size(a->text) == csr_buf_size(b->text) &&
               memcmp(csr_buf_text(a->text), csr_buf_text(b->text), csr_buf_size(a->text)) == 0;

    if (same)
        return;
    fprintf(stderr, "%s differs\nmemory: %d \"%s\" %s %s\nsqlite: %d \"%s\" %s %s\n", operation->name, (int)a->status,
            a->err.field, a->err.message, csr_buf_text(a->text), (int)b->status, b->err.field, b->err.message,
            csr_buf_text(b->text));
    fuzz_fail(__FILE__, __LINE__, "both stores answer the same");
}

/* Keep ids and the token of the next page for later calls. */
static void remember(run *r, const csri_operation *operation, const fuzz_answer *answer)
{
    csr_str token = { NULL, 0 };

    if (operation->gives == CSRI_GIVES_ID)
        fuzz_ids_add(&r->ids, fuzz_record_of(operation), &answer->id);
    if (answer->got == NULL)
        return;
    FUZZ_REQUIRE(csr_result_token(answer->got, &token, NULL) == CSR_OK);
    if (token.len == 0 || token.len >= sizeof(r->token))
        return;
    memcpy(r->token, token.ptr, token.len);
    r->ids.token = (csr_str){ r->token, token.len };
}

/* Events that another can have made read the same: a status below says that the library is at fault. */
static int is_internal(csr_status status)
{
    return status <= -901 || (status <= -301 && status != CSR_E_READ_ONLY && status != CSR_E_DOOMED && status > -402);
}

static void operate(run *r, fuzz_in *in, const csri_operation *operation)
{
    int typed = (r->steps & 1) != 0;
    fuzz_params params;
    fuzz_answer answers[DESKS];

    fuzz_params_make(in, operation, &r->ids, &params);
    for (int i = 0; i < DESKS; i++)
        call(&r->desks[i], operation, &params, i == IN_MEMORY ? typed : !typed, &answers[i]);
    if (getenv("CSR_FUZZ_VERBOSE") != NULL)
        fprintf(stderr, "%s %.*s -> %d %s\n", operation->name, (int)params.json.len, params.json.ptr,
                (int)answers[0].status, answers[0].err.message);
    compare(operation, &answers[IN_MEMORY], &answers[IN_SQLITE]);
    FUZZ_REQUIRE(!is_internal(answers[0].status));
    for (int i = 0; i < DESKS; i++) {
        if (answers[i].status == CSR_OK && (i == IN_MEMORY || answers[i].got != NULL))
            remember(r, operation, &answers[i]);
        fuzz_answer_free(&answers[i]);
    }
    fuzz_params_free(&params);
}

static void transact(run *r, csr_status (*what)(csr_session *session, csr_error *err))
{
    csr_error err = CSR_ERROR_INIT;
    csr_status first = what(r->desks[IN_MEMORY].session, &err);

    FUZZ_REQUIRE(what(r->desks[IN_SQLITE].session, &err) == first && !is_internal(first));
}

/* Forwards or back, but not before the desks were made: the ids of a desk that was opened since then could fall behind
 * those of one that was not. */
static void advance(run *r, int64_t by_us)
{
    csr_time now = r->ids.now + by_us;

    r->ids.now = now < EARLIEST ? EARLIEST : now;
    for (int i = 0; i < DESKS; i++)
        csr_test_host_set(&r->desks[i].host, r->ids.now);
}

/* A doomed transaction can only be rolled back; both desks are in the same one. */
static void verify(run *r)
{
    FUZZ_REQUIRE(r->desks[IN_MEMORY].session->doomed == r->desks[IN_SQLITE].session->doomed);
    for (int i = 0; i < DESKS; i++)
        if (!r->desks[i].session->doomed)
            FUZZ_REQUIRE(fuzz_desk_verify(&r->desks[i]) == 0);
}

/* Any time limit is taken or refused alike; what was cancelled while nothing ran concerns no later call. */
static void limit(run *r, fuzz_in *in)
{
    int64_t timeout_us = fuzz_i64(in);

    for (int i = 0; i < DESKS; i++) {
        csr_session *session = r->desks[i].session;
        csr_status status = csr_session_set_timeout(session, timeout_us, NULL);
        FUZZ_REQUIRE(status == (timeout_us < 0 ? CSR_E_ARGUMENT : CSR_OK));
        FUZZ_REQUIRE(csr_session_set_timeout(session, timeout_us < 0 ? -1 : 0, NULL) == status);
        FUZZ_REQUIRE(csr_limit_check(&session->limit) != CSR_E_CANCELLED && csr_limit_left_us(&session->limit) >= 0);
        csr_session_cancel(session);
        FUZZ_REQUIRE(csr_limit_check(&session->limit) == CSR_E_CANCELLED);
    }
}

/* Into a buffer of any size, from anywhere: the same bytes from both, and none beyond. */
static void copy(run *r, fuzz_in *in)
{
    char bytes[DESKS][300];
    size_t got[DESKS] = { 0, 0 }, size = fuzz_byte(in);
    csr_status status[DESKS];
    int64_t offset = fuzz_byte(in) & 1 ? fuzz_i64(in) : fuzz_byte(in);
    csr_id id = r->ids.ids[fuzz_record_of(csri_operation_named("attachment.read", 15))][fuzz_byte(in) % FUZZ_IDS_MAX];

    for (int i = 0; i < DESKS; i++) {
        memset(bytes[i], '~', sizeof(bytes[i]));
        status[i] = csr_attachment_copy(r->desks[i].session, &id, offset, bytes[i], size, &got[i], NULL);
        FUZZ_REQUIRE(got[i] <= size && bytes[i][size] == '~' && !is_internal(status[i]));
    }
    FUZZ_REQUIRE(status[0] == status[1] && got[0] == got[1] && memcmp(bytes[0], bytes[1], size + 1) == 0);
}

static void step(run *r, fuzz_in *in)
{
    uint8_t what = fuzz_byte(in);

    if (what < 230)
        operate(r, in, csri_operations[what % csri_operation_count]);
    else if (what < 236)
        transact(r, csr_session_begin);
    else if (what < 240)
        transact(r, csr_session_commit);
    else if (what < 244)
        transact(r, csr_session_rollback);
    else if (what == 244)
        limit(r, in);
    else if (what == 245)
        copy(r, in);
    else
        advance(r, ((int64_t)fuzz_byte(in) - 20) * (INT64_C(1) << (what - 240) * 2));
    if (++r->steps % STEPS_BETWEEN_VERIFY == 0)
        verify(r);
}

/* What each desk has in the end, event by event with their hashes. */
static void compare_events(run *r)
{
    static const char all[] = "{\"limit\":1000}";
    const csri_operation *operation = csri_operation_named("event.list", 10);
    fuzz_answer answers[DESKS];

    for (int i = 0; i < DESKS; i++)
        fuzz_call_json(operation, r->desks[i].session, all, sizeof(all) - 1, &answers[i]);
    compare(operation, &answers[IN_MEMORY], &answers[IN_SQLITE]);
    for (int i = 0; i < DESKS; i++)
        fuzz_answer_free(&answers[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static run r;
    fuzz_in in = { data, data + size };
    int filled = fuzz_byte(&in) >= 64;

    memset(&r, 0, sizeof(r));
    open_memory(&r.desks[IN_MEMORY], filled, &r.ids);
    open_sqlite(&r.desks[IN_SQLITE], filled);
    r.ids.now = EARLIEST;
    advance(&r, CSRI_HOUR_US);
    while (fuzz_left(&in) > 0 && r.steps < STEPS_MAX)
        step(&r, &in);
    compare_events(&r);
    for (int i = 0; i < DESKS; i++)
        (void)csr_session_rollback(r.desks[i].session, NULL);
    compare_events(&r);
    verify(&r);
    for (int i = 0; i < DESKS; i++)
        fuzz_desk_close(&r.desks[i]);
    return 0;
}
