#include "support/desk_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SQLITE_FILE "desk.csr"
#define SEED 7

static void check(int ok, const char *text, const char *file, unsigned line)
{
    CU_assertImplementation(ok ? CU_TRUE : CU_FALSE, line, text, file, "", CU_FALSE);
}

int desk_is_sqlite(const desk_fixture *f)
{
    return strcmp(f->store, "sqlite") == 0;
}

static csr_status open_desk(desk_fixture *f)
{
    /* Files of tests need not survive a power cut. */
    static const csr_option normal = { "synchronous", "normal" };
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_status status;

    params.host = &f->host.host;
    params.zoneinfo = f->zoneinfo;
    params.options = desk_is_sqlite(f) ? &normal : NULL;
    params.option_count = desk_is_sqlite(f) ? 1 : 0;
    status = csr_desk_open(f->uri, &params, &f->desk, &f->err);
    return status != CSR_OK ? status : csr_session_open(f->desk, NULL, &f->session, &f->err);
}

int desk_begin(desk_fixture *f, const char *store, const char *uri, uint64_t seed)
{
    return desk_begin_zoned(f, store, uri, seed, NULL);
}

int desk_begin_zoned(desk_fixture *f, const char *store, const char *uri, uint64_t seed, const char *zoneinfo)
{
    memset(f, 0, sizeof(*f));
    f->store = store;
    f->uri = uri;
    f->zoneinfo = zoneinfo;
    f->err = (csr_error)CSR_ERROR_INIT;
    csr_test_host_init(&f->host, CSR_TEST_MONDAY, seed);
    return desk_expect_at(f, "open", open_desk(f), CSR_OK, "", __FILE__, __LINE__);
}

void desk_end(desk_fixture *f)
{
    char text[512], first[300] = "";
    int errors = f->spoilt || f->session == NULL ? 0 : desk_verify_errors(f->session, first, sizeof(first));

    snprintf(text, sizeof(text), "%s: the desk does not verify: %d errors, %s", f->store, errors, first);
    check(errors == 0, text, __FILE__, __LINE__);
    csr_session_close(f->session);
    csr_desk_close(f->desk);
    snprintf(text, sizeof(text), "%s: memory is leaked or misused", f->store);
    check(csr_test_host_done(&f->host) == 0, text, __FILE__, __LINE__);
    desk_words_free(&f->words);
    free(f->raw);
    free(f->answer);
    free(f->before);
}

static void remove_files(void)
{
    (void)unlink(SQLITE_FILE);
    (void)unlink(SQLITE_FILE "-wal");
    (void)unlink(SQLITE_FILE "-shm");
}

/* Everything the desk holds when the case is over; the caller frees it. */
static char *run_on(desk_case *run, const char *store, const char *uri)
{
    desk_fixture f;
    char *left = NULL;

    remove_files();
    if (desk_begin(&f, store, uri, SEED))
        run(&f);
    if (!f.apart && f.session != NULL)
        left = desk_dump(f.session);
    desk_end(&f);
    return left;
}

void desk_on_both(desk_case *run)
{
    char text[2000], *memory = run_on(run, "memory", "memory:"), *sqlite = run_on(run, "sqlite", SQLITE_FILE);
    int same = memory == NULL || sqlite == NULL || strcmp(memory, sqlite) == 0;

    if (!same) {
        char where[1500];
        desk_dump_difference(memory, sqlite, where, sizeof(where));
        snprintf(text, sizeof(text), "the stores differ: %s", where);
        check(0, text, __FILE__, __LINE__);
    }
    free(memory);
    free(sqlite);
}

int desk_reopen(desk_fixture *f)
{
    if (!desk_is_sqlite(f))
        return 0;
    csr_session_close(f->session);
    csr_desk_close(f->desk);
    f->session = NULL;
    f->desk = NULL;
    /* A store in memory has no second life to compare with. */
    f->apart = 1;
    return desk_expect_at(f, "open again", open_desk(f), CSR_OK, "", __FILE__, __LINE__);
}

void desk_let(desk_fixture *f, const char *name, const csr_id *id)
{
    char text[CSR_ID_TEXT_BYTES];

    csr_id_format(id, text);
    desk_words_let(&f->words, name, text, strlen(text));
}

csr_id desk_id(const desk_fixture *f, const char *name)
{
    csr_id id = { { 0 } };

    (void)csr_id_parse(desk_words_get(&f->words, name), CSR_NTS, &id, NULL);
    return id;
}

csr_session *desk_session_of(desk_fixture *f, const char *agent)
{
    csr_session_open_params params = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = NULL;

    params.agent = desk_id(f, agent);
    desk_expect_at(f, agent, csr_session_open(f->desk, &params, &session, &f->err), CSR_OK, "", __FILE__, __LINE__);
    return session;
}

/* The token of the next page, if there is one, under the name "next". */
static void let_next(desk_fixture *f)
{
    const char *at = strstr(f->raw, ",\"next\":\"");

    if (at != NULL) {
        at += strlen(",\"next\":\"");
        desk_words_let(&f->words, "next", at, strcspn(at, "\""));
    }
}

csr_status desk_call_in(desk_fixture *f, csr_session *session, const char *operation, const char *params)
{
    char *json = desk_words_to_json(&f->words, params);
    csr_buf *buf = NULL;
    csr_status status = csr_call(session, operation, CSR_NTS, json, CSR_NTS, &buf, &f->err);

    free(json);
    free(f->raw);
    free(f->answer);
    f->raw = strdup(csr_buf_text(buf));
    csr_buf_free(buf);
    let_next(f);
    f->answer = desk_words_from_json(&f->words, f->raw);
    return status;
}

csr_status desk_call(desk_fixture *f, const char *operation, const char *params)
{
    return desk_call_in(f, f->session, operation, params);
}

csr_status desk_call_as(desk_fixture *f, const char *agent, const char *operation, const char *params)
{
    csr_session *session = desk_session_of(f, agent);
    csr_status status = desk_call_in(f, session, operation, params);

    csr_session_close(session);
    return status;
}

void desk_keep(desk_fixture *f)
{
    free(f->before);
    f->before = desk_dump(f->session);
}

void desk_same_at(desk_fixture *f, const char *what, const char *file, unsigned line)
{
    char *now = desk_dump(f->session);

    if (f->before == NULL || now == NULL || strcmp(f->before, now) != 0) {
        char where[1500], text[2000];
        desk_dump_difference(f->before, now, where, sizeof(where));
        snprintf(text, sizeof(text), "%s: %.200s: the desk has changed: %s", f->store, what, where);
        check(0, text, file, line);
    }
    free(now);
}

int desk_expect_at(desk_fixture *f, const char *what, csr_status got, csr_status status, const char *field,
                   const char *file, unsigned line)
{
    char text[1000];
    int ok = got == status && f->err.status == got && strcmp(f->err.field, status == CSR_OK ? "" : field) == 0 &&
             (f->err.message[0] == '\0') == (status == CSR_OK);

    snprintf(text, sizeof(text), "%s: %.300s: %s field \"%s\", but got %s, err %s field \"%s\": %s", f->store, what,
             csr_status_name(status), field, csr_status_name(got), csr_status_name(f->err.status), f->err.field,
             f->err.message);
    check(ok, text, file, line);
    if (ok && status != CSR_OK)
        desk_same_at(f, what, file, line);
    return ok;
}

void desk_is_at(desk_fixture *f, const char *operation, const char *params, const char *expected, int whole,
                const char *file, unsigned line)
{
    char what[400], *text;
    size_t size;
    int same;

    snprintf(what, sizeof(what), "%s %s", operation, params);
    if (!desk_expect_at(f, what, desk_call(f, operation, params), CSR_OK, "", file, line))
        return;
    same = whole ? strcmp(f->answer, expected) == 0 : strstr(f->answer, expected) != NULL;
    size = strlen(what) + strlen(f->answer) + strlen(expected) + 100;
    text = malloc(size);
    if (text != NULL) {
        snprintf(text, size, "%s: %s\n    expected %s\n    answered %s", f->store, what, expected, f->answer);
        check(same, text, file, line);
    }
    free(text);
}

void desk_make_at(desk_fixture *f, const char *name, const char *operation, const char *params, const char *file,
                  unsigned line)
{
    char what[400];

    snprintf(what, sizeof(what), "%s %s", operation, params);
    if (!desk_expect_at(f, what, desk_call(f, operation, params), CSR_OK, "", file, line))
        return;
    check(strncmp(f->raw, "{\"id\":\"", 7) == 0 && strlen(f->raw) == 45, what, file, line);
    desk_words_let(&f->words, name, f->raw + 7, 36);
}

void desk_fails_at(desk_fixture *f, const char *operation, const char *params, csr_status status, const char *field,
                   const char *file, unsigned line)
{
    char what[400];

    snprintf(what, sizeof(what), "%s %s", operation, params);
    desk_keep(f);
    desk_expect_at(f, what, desk_call(f, operation, params), status, field, file, line);
}

void desk_failures_at(desk_fixture *f, const desk_failure *table, size_t count, const char *file, unsigned line)
{
    for (size_t i = 0; i < count; i++)
        desk_fails_at(f, table[i].operation, table[i].params, table[i].status, table[i].field, file, line);
}

void desk_true_at(const desk_fixture *f, int ok, const char *what, const char *file, unsigned line)
{
    char text[400];

    snprintf(text, sizeof(text), "%s: %s", f->store, what);
    check(ok, text, file, line);
}

void desk_make_as(desk_fixture *f, csr_session *who, const char *name, const char *operation, const char *params)
{
    desk_expect_at(f, params, desk_call_in(f, who, operation, params), CSR_OK, "", __FILE__, __LINE__);
    desk_words_let(&f->words, name, f->raw + 7, 36);
}

desk_staff desk_staff_begin(desk_fixture *f, const char *const *handles)
{
    desk_staff staff = { { NULL } };

    for (size_t i = 0; i < DESK_STAFF_MAX && handles[i] != NULL; i++)
        staff.of[i] = desk_session_of(f, handles[i]);
    return staff;
}

void desk_staff_end(desk_staff *staff)
{
    for (size_t i = 0; i < DESK_STAFF_MAX; i++)
        csr_session_close(staff->of[i]);
}
