#include "backends/memory/memory_backend.h"
#include "support/desk_clone.h"
#include "support/desk_day.h"

#include <stdlib.h>
#include <unistd.h>

/*
 * A desk goes out as lines and comes in again as the same desk, or not at all.
 */
#define CLONE "clone.csr"
#define WHOLE ((size_t)1 << 30)

static void no_clone(void)
{
    (void)unlink(CLONE);
    (void)unlink(CLONE "-wal");
    (void)unlink(CLONE "-shm");
}

/* What an import is given in these tests: the clock and the memory of the case. */
typedef struct way {
    csr_desk_open_params desk;
    csr_import_open_params params;
} way;

static const csr_import_open_params *way_of(const desk_fixture *f, way *w, uint32_t flags, int32_t batch)
{
    static const csr_option normal = { "synchronous", "normal" };

    *w = (way){ CSR_DESK_OPEN_PARAMS_INIT, CSR_IMPORT_OPEN_PARAMS_INIT };
    w->desk.host = &f->host.host;
    w->desk.options = &normal;
    w->desk.option_count = 1;
    w->params.desk = &w->desk;
    w->params.flags = flags;
    w->params.batch = batch;
    return &w->params;
}

static const csr_import_open_params *way_in_memory(const desk_fixture *f, way *w)
{
    (void)way_of(f, w, 0, 0);
    w->desk.options = NULL;
    w->desk.option_count = 0;
    return &w->params;
}

static char *must_export(desk_fixture *f, csr_session *session)
{
    char *text = desk_export(session, &f->err);

    DESK_TRUE(f, text != NULL);
    return text;
}

/* A desk holds what the text says, verifies clean, and is closed. */
static void is_clone(desk_fixture *f, csr_desk *desk, const char *text)
{
    char *again = desk == NULL ? NULL : desk_export_of(desk);
    csr_session *session = NULL;

    DESK_TRUE(f, again != NULL && strcmp(again, text) == 0);
    if (desk != NULL && csr_session_open(desk, NULL, &session, NULL) == CSR_OK)
        DESK_TRUE(f, desk_verify_errors(session, NULL, 0) == 0);
    csr_session_close(session);
    csr_desk_close(desk);
    free(again);
}

/* Memory or file, to a file, to memory: always the same text. */
static void goes_round(desk_fixture *f)
{
    char *text;
    csr_desk *desk;
    way w;

    desk_day(f, 2);
    text = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 7), text, WHOLE, &desk, &f->err));
    is_clone(f, desk, text);
    TYPED_OK(f, csr_desk_open(CLONE, &w.desk, &desk, &f->err)); /* closing it added nothing */
    is_clone(f, desk, text);
    TYPED_OK(f, desk_import("memory:", way_in_memory(f, &w), text, 1, &desk, &f->err));
    is_clone(f, desk, text);
    free(text);
}
ON_BOTH(goes_round)

/* Checkpoints, which the last close of a file makes, and positions with gaps between them. */
static void keeps_checkpoints_and_positions(desk_fixture *f)
{
    char *text;
    csr_desk *desk;
    way w;

    desk_day(f, 2);
    if (!desk_reopen(f))
        return;
    text = must_export(f, f->session);
    DESK_TRUE(f, strstr(text, "\n{\"checkpoint\":{") != NULL);
    TYPED_OK(f, desk_import("memory:", way_in_memory(f, &w), text, 1000, &desk, &f->err));
    is_clone(f, desk, text);
    free(text);
}
ON_BOTH(keeps_checkpoints_and_positions)

/* The clone goes on as the desk would have: numbers and positions follow on. */
static void goes_on(desk_fixture *f)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_session *session = NULL;
    csr_desk *desk;
    csr_id id;
    char *text;
    way w;

    DESK_OK(f, "ticket.open", "{'subject':'One'}");
    text = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 0), text, WHOLE, &desk, &f->err));
    TYPED_OK(f, csr_session_open(desk, NULL, &session, &f->err));
    matter.subject = CSR_STR("Two");
    TYPED_OK(f, csr_ticket_open(session, &matter, &id, &f->err));
    DESK_TRUE(f, desk_verify_errors(session, NULL, 0) == 0);
    free(text);
    text = must_export(f, session);
    DESK_TRUE(f, strstr(text, "\"number\":2,") != NULL);
    DESK_TRUE(f, strstr(text, "\n{\"event\":{\"position\":3,") != NULL);
    csr_session_close(session);
    csr_desk_close(desk);
    free(text);
}
ON_BOTH(goes_on)

/* A contact older than the organisation to which it belongs comes twice. */
static void refers_forward(desk_fixture *f)
{
    char *text;
    csr_desk *desk;
    way w;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_MAKE(f, "acme", "customer.add", "{'name':'Acme','kind':'organisation'}");
    DESK_OK(f, "customer.change", "{'id':'$jana','organisation':'$acme'}");
    text = must_export(f, f->session);
    DESK_TRUE(f, strstr(text, ",\"again\":true,\"check\"") != NULL);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 1), text, WHOLE, &desk, &f->err));
    is_clone(f, desk, text);
    TYPED_OK(f, desk_import("memory:", way_in_memory(f, &w), text, 3, &desk, &f->err));
    is_clone(f, desk, text);
    free(text);
}
ON_BOTH(refers_forward)

/* What is stored byte for byte comes back so. */
static void keeps_bytes(desk_fixture *f)
{
    char *text;
    csr_desk *desk;
    way w;

    DESK_OK(f, "interaction.add",
            "{'channel':'note','body':'a\\u0000b\\u0001\\n\\r\\t\\b\\f \\\\ \\\" \\u2028 \\ud83d\\ude00 \\u00e1'}");
    DESK_OK(f, "ticket.open", "{'subject':'s','due_at':'9999-12-31T23:59:59.999999Z'}");
    DESK_OK(f, "settings.change", "{'currency':'CZK','name':'\\u000bD\\u007f'}");
    text = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 0), text, 13, &desk, &f->err));
    is_clone(f, desk, text);
    free(text);
}
ON_BOTH(keeps_bytes)

static csr_import_view progress_of(const csr_import *lines)
{
    csr_import_view view = { .struct_size = sizeof(view) };

    CU_ASSERT_EQUAL(csr_import_progress(lines, &view, NULL), CSR_OK);
    return view;
}

/* The same export into the desk that it made. */
static void twice(desk_fixture *f)
{
    csr_import *lines;
    csr_import_view view;
    csr_desk *desk = NULL;
    char *text;
    way w;

    desk_day(f, 2);
    text = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 0), text, WHOLE, NULL, &f->err));
    for (uint32_t flags = 0; flags <= CSR_IMPORT_DRY_RUN; flags++) {
        TYPED_OK(f, csr_import_open(CLONE, way_of(f, &w, flags, 0), &lines, &f->err));
        TYPED_OK(f, desk_put(lines, text, strlen(text), WHOLE, &f->err));
        TYPED_OK(f, csr_import_finish(lines, &desk, &f->err));
        view = progress_of(lines);
        DESK_TRUE(f, view.compares && view.known > 50 && view.recorded == 0 && view.resumed == 0);
        DESK_TRUE(f, (desk == NULL) == (flags == CSR_IMPORT_DRY_RUN));
        csr_import_close(lines);
        if (desk != NULL)
            is_clone(f, desk, text);
    }
    free(text);
}
ON_BOTH(twice)

/* A desk that was only opened and closed, which sealed what no checkpoint covered, is still the one that went out. */
static void twice_after_sealing(desk_fixture *f)
{
    csr_desk *desk;
    char *text;
    way w;

    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    text = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 0), text, WHOLE, NULL, &f->err));
    TYPED_OK(f, csr_desk_open(CLONE, &w.desk, &desk, &f->err));
    csr_desk_close(desk);
    TYPED_OK(f, desk_import(CLONE, &w.params, text, WHOLE, NULL, &f->err));
    free(text);
}
ON_BOTH(twice_after_sealing)

/* A desk that went on, or is another one, stays as it is. */
static void leaves_other_desks_alone(desk_fixture *f)
{
    csr_session *session;
    csr_desk *desk;
    char *text, *now;
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    way w;

    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    text = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 0), text, WHOLE, &desk, &f->err));
    TYPED_OK(f, csr_session_open(desk, NULL, &session, &f->err));
    who.name = CSR_STR("Eva");
    TYPED_OK(f, csr_customer_add(session, &who, NULL, &f->err));
    now = must_export(f, session);
    csr_session_close(session);
    TYPED_FAILS(f, desk_import(CLONE, &w.params, text, WHOLE, NULL, &f->err), CSR_E_STATE, "customer");
    is_clone(f, desk, now);
    free(now);
    no_clone();
    TYPED_OK(f, csr_desk_open(CLONE, &w.desk, &desk, &f->err));
    now = desk_export_of(desk);
    TYPED_FAILS(f, desk_import(CLONE, &w.params, text, WHOLE, NULL, &f->err), CSR_E_STATE, "desk");
    is_clone(f, desk, now);
    free(now);
    free(text);
}
ON_BOTH(leaves_other_desks_alone)

static void has_changed(desk_fixture *f)
{
    csr_desk *desk;
    char *text, *later;
    way w;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    text = must_export(f, f->session);
    DESK_OK(f, "customer.change", "{'id':'$jana','name':'Jana N.'}");
    later = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 0), later, WHOLE, &desk, &f->err));
    TYPED_FAILS(f, desk_import(CLONE, &w.params, text, WHOLE, NULL, &f->err), CSR_E_STATE, "version");
    DESK_TRUE(f, strstr(f->err.message, "line 2: ") == f->err.message);
    is_clone(f, desk, later);
    free(text);
    free(later);
}
ON_BOTH(has_changed)

/* Stopped at any place, the store is no desk, and the next run goes on. */
static void resumes(desk_fixture *f)
{
    char *text;
    size_t len;
    csr_desk *desk;
    csr_import *lines;
    way w;

    desk_day(f, 2);
    text = must_export(f, f->session);
    len = strlen(text);
    for (size_t cut = 50; cut < len; cut += len / 9) {
        int64_t before;
        no_clone();
        TYPED_OK(f, csr_import_open(CLONE, way_of(f, &w, 0, 10), &lines, &f->err));
        TYPED_OK(f, desk_put(lines, text, cut, 999, &f->err));
        before = progress_of(lines).recorded;
        csr_import_close(lines);
        if (before >= 10)
            TYPED_FAILS(f, csr_desk_open(CLONE, &w.desk, &desk, &f->err), CSR_E_NOT_A_DESK, "uri");
        TYPED_OK(f, csr_import_open(CLONE, &w.params, &lines, &f->err));
        DESK_TRUE(f, before < 10 || progress_of(lines).resumed >= before - 10);
        TYPED_OK(f, desk_put(lines, text, len, WHOLE, &f->err));
        TYPED_OK(f, csr_import_finish(lines, &desk, &f->err));
        csr_import_close(lines);
        is_clone(f, desk, text);
    }
    free(text);
}
ON_BOTH(resumes)

/* What was begun can only be gone on with, with the same lines, by one at a time. */
static void resumes_only_itself(desk_fixture *f)
{
    csr_import *lines, *other;
    csr_desk *desk;
    char *text, *later;
    way w;

    desk_day(f, 2);
    text = must_export(f, f->session);
    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    later = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, csr_import_open(CLONE, way_of(f, &w, 0, 40), &lines, &f->err));
    TYPED_OK(f, csr_import_open(CLONE, &w.params, &other, &f->err));
    TYPED_OK(f, desk_put(lines, text, strlen(text) / 2, WHOLE, &f->err));
    csr_import_close(lines);
    TYPED_FAILS(f, desk_put(other, text, strlen(text), WHOLE, &f->err), CSR_E_CONFLICT, "");
    TYPED_FAILS(f, csr_import_put(other, "\n", 1, &f->err), CSR_E_MISUSE, "");
    TYPED_FAILS(f, csr_import_finish(other, NULL, &f->err), CSR_E_MISUSE, "");
    csr_import_close(other);
    TYPED_FAILS(f, desk_import(CLONE, &w.params, later, WHOLE, NULL, &f->err), CSR_E_STATE, "hash");
    /* A dry run does not touch what was begun. */
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, CSR_IMPORT_DRY_RUN, 0), later, WHOLE, &desk, &f->err));
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, 0, 0), text, WHOLE, &desk, &f->err));
    is_clone(f, desk, text);
    free(text);
    free(later);
}
ON_BOTH(resumes_only_itself)

static void dry_run(desk_fixture *f)
{
    csr_desk *desk;
    char *text;
    way w;

    desk_day(f, 2);
    text = must_export(f, f->session);
    no_clone();
    TYPED_OK(f, desk_import(CLONE, way_of(f, &w, CSR_IMPORT_DRY_RUN, 0), text, WHOLE, &desk, &f->err));
    DESK_TRUE(f, desk == NULL && access(CLONE, F_OK) != 0);
    text[strlen(text) / 2] ^= 1;
    TYPED_FAILS(f, desk_import(CLONE, &w.params, text, WHOLE, NULL, &f->err), CSR_E_ARGUMENT, "check");
    DESK_TRUE(f, access(CLONE, F_OK) != 0);
    free(text);
}
ON_BOTH(dry_run)

/* One bit of any line: refused, with its number. */
static void altered(desk_fixture *f)
{
    char *text, *line, *end, expected[40];
    long number = 0;
    way w;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "customer.tag", "{'id':'$jana','tag':'vip'}");
    DESK_OK(f, "ticket.open", "{'subject':'One','customer':'$jana'}");
    text = must_export(f, f->session);
    for (line = text; *line != '\0'; line = end + 1) {
        end = strchr(line, '\n');
        snprintf(expected, sizeof(expected), "line %ld: ", ++number);
        for (char *at = line; at < end; at += 1 + (end - line) / 12) {
            *at ^= 1;
            if (*at != '\n') {
                TYPED_FAILS(f, desk_import("memory:", way_in_memory(f, &w), text, WHOLE, NULL, &f->err), CSR_E_ARGUMENT,
                            "check");
                DESK_TRUE(f, strncmp(f->err.message, expected, strlen(expected)) == 0);
            }
            *at ^= 1;
        }
    }
    DESK_TRUE(f, number > 8);
    free(text);
}
ON_BOTH(altered)

/* Cut off behind any line: refused, and the store is no desk. */
static void cut_off(desk_fixture *f)
{
    char *text;
    csr_desk *desk;
    way w;

    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    text = must_export(f, f->session);
    for (char *end = text + strlen(text) - 1; end > text; *end = '\0', end = strrchr(text, '\n')) {
        end[1] = '\0';
        if (end == text + strlen(text) - 1 && strstr(text, "{\"end\":") != NULL)
            continue;
        no_clone();
        TYPED_FAILS(f, desk_import(CLONE, way_of(f, &w, 0, 1), text, WHOLE, NULL, &f->err), CSR_E_ARGUMENT, "end");
        if (strchr(text, '\n') != end)
            TYPED_FAILS(f, csr_desk_open(CLONE, &w.desk, &desk, &f->err), CSR_E_NOT_A_DESK, "uri");
        if (strchr(text, '\n') == end)
            break;
    }
    free(text);
}
ON_BOTH(cut_off)

/* One state of the desk, whatever is written meanwhile; in memory nobody can. */
static void is_one_state(desk_fixture *f)
{
    csr_export *lines;
    csr_buf *buf = NULL;
    char *before = must_export(f, f->session);

    TYPED_OK(f, csr_export_open(f->session, &lines, &f->err));
    if (desk_is_sqlite(f))
        DESK_OK(f, "customer.add", "{'name':'Jana'}");
    TYPED_OK(f, csr_export_next(lines, &buf, &f->err));
    DESK_TRUE(f, buf != NULL && strcmp(csr_buf_text(buf), before) == 0);
    csr_buf_free(buf);
    TYPED_OK(f, csr_export_next(lines, &buf, &f->err));
    DESK_TRUE(f, buf == NULL);
    csr_export_close(lines);
    f->apart = 1;
    free(before);
}
ON_BOTH(is_one_state)

static void refuses(desk_fixture *f)
{
    csr_export *out;
    csr_import *in;
    csr_buf *buf;
    csr_import_view view = { .struct_size = 4 };
    way w;

    TYPED_FAILS(f, csr_export_open(NULL, &out, &f->err), CSR_E_ARGUMENT, "session");
    TYPED_FAILS(f, csr_export_open(f->session, NULL, &f->err), CSR_E_ARGUMENT, "out_export");
    TYPED_FAILS(f, csr_export_next(NULL, &buf, &f->err), CSR_E_ARGUMENT, "lines");
    csr_export_close(NULL);
    TYPED_FAILS(f, csr_import_open(NULL, NULL, &in, &f->err), CSR_E_ARGUMENT, "uri");
    TYPED_FAILS(f, csr_import_open("memory:", NULL, NULL, &f->err), CSR_E_ARGUMENT, "out_import");
    TYPED_FAILS(f, csr_import_open("memory:", way_of(f, &w, 8, 0), &in, &f->err), CSR_E_ARGUMENT, "flags");
    TYPED_FAILS(f, csr_import_open("memory:", way_of(f, &w, 0, -1), &in, &f->err), CSR_E_ARGUMENT, "batch");
    way_in_memory(f, &w)->desk->flags == 0 ? (void)(w.desk.flags = CSR_OPEN_READ_ONLY) : (void)0;
    TYPED_FAILS(f, csr_import_open("memory:", &w.params, &in, &f->err), CSR_E_ARGUMENT, "desk");
    TYPED_FAILS(f, csr_import_put(NULL, "", 0, &f->err), CSR_E_ARGUMENT, "lines");
    TYPED_FAILS(f, csr_import_finish(NULL, NULL, &f->err), CSR_E_ARGUMENT, "lines");
    TYPED_FAILS(f, csr_import_progress(NULL, &view, &f->err), CSR_E_ARGUMENT, "lines");
    csr_import_close(NULL);
    TYPED_OK(f, csr_import_open("memory:", way_in_memory(f, &w), &in, &f->err));
    TYPED_FAILS(f, csr_import_progress(in, &view, &f->err), CSR_E_ARGUMENT, "struct_size");
    TYPED_FAILS(f, csr_import_progress(in, NULL, &f->err), CSR_E_ARGUMENT, "view");
    TYPED_FAILS(f, csr_import_put(in, NULL, 5, &f->err), CSR_E_ARGUMENT, "text");
    TYPED_FAILS(f, csr_import_put(in, "\xff\n", 2, &f->err), CSR_E_ARGUMENT, "");
    csr_import_close(in);
    TYPED_FAILS(f, desk_import("memory:", way_in_memory(f, &w), "", 1, NULL, &f->err), CSR_E_ARGUMENT, "end");
    TYPED_FAILS(f, desk_import("memory:", way_in_memory(f, &w), "{}\n", 1, NULL, &f->err), CSR_E_ARGUMENT, "check");
}
ON_BOTH(refuses)

/* A store of ours that says it cannot keep positions. */
static void needs_positions(desk_fixture *f)
{
    csr_backend_ops ops = csri_memory_ops;
    csr_import *in;
    way w;

    ops.capabilities &= ~(uint64_t)CSR_CAP_POSITIONS;
    (void)way_in_memory(f, &w);
    w.desk.backend = &ops;
    TYPED_FAILS(f, csr_import_open("memory:", &w.params, &in, &f->err), CSR_E_UNSUPPORTED, "backend");
    CU_ASSERT_PTR_NULL(in);
}
ON_BOTH(needs_positions)

/* What failed can only be closed, and what is finished too; a last line may lack its end. */
static void is_over(desk_fixture *f)
{
    csr_export *out;
    csr_import *in;
    csr_buf *buf;
    char *text = must_export(f, f->session);
    way w;

    TYPED_OK(f, csr_export_open(f->session, &out, &f->err));
    TYPED_FAILS(f, csr_export_next(out, NULL, &f->err), CSR_E_ARGUMENT, "out_buf");
    csr_test_host_fail_alloc(&f->host, 1, 1);
    CU_ASSERT_EQUAL(csr_export_next(out, &buf, &f->err), CSR_E_NO_MEMORY);
    csr_test_host_fail_alloc(&f->host, 0, 0);
    CU_ASSERT_EQUAL(csr_export_next(out, &buf, &f->err), CSR_E_MISUSE);
    csr_export_close(out);
    TYPED_FAILS(f, csr_import_open("memory:", way_of(f, &w, 0, 1000001), &in, &f->err), CSR_E_ARGUMENT, "batch");
    (void)way_in_memory(f, &w);
    TYPED_OK(f, csr_import_open("memory:", &w.params, &in, &f->err));
    TYPED_FAILS(f, csr_import_put(in, "{}\n", 3, &f->err), CSR_E_ARGUMENT, "check");
    TYPED_FAILS(f, csr_import_put(in, text, strlen(text), &f->err), CSR_E_MISUSE, "");
    TYPED_FAILS(f, csr_import_finish(in, NULL, &f->err), CSR_E_MISUSE, "");
    csr_import_close(in);
    TYPED_OK(f, csr_import_open("memory:", &w.params, &in, &f->err));
    TYPED_OK(f, csr_import_put(in, text, strlen(text) - 1, &f->err));
    TYPED_OK(f, csr_import_finish(in, NULL, &f->err));
    TYPED_FAILS(f, csr_import_finish(in, NULL, &f->err), CSR_E_MISUSE, "");
    csr_import_close(in);
    free(text);
}
ON_BOTH(is_over)

/* Without a word of where to: memory and clock are those of everyone. */
static void dry_run_by_default(desk_fixture *f)
{
    csr_import_open_params params = CSR_IMPORT_OPEN_PARAMS_INIT;
    char *text = must_export(f, f->session);
    csr_desk *desk;

    params.flags = CSR_IMPORT_DRY_RUN;
    no_clone();
    TYPED_OK(f, desk_import(CLONE, &params, text, WHOLE, &desk, &f->err));
    CU_ASSERT_PTR_NULL(desk);
    CU_ASSERT_NOT_EQUAL(access(CLONE, F_OK), 0);
    free(text);
}
ON_BOTH(dry_run_by_default)

/* Every allocation fails once: said so, nothing leaked, and the next try is as good as ever. */
static void without_memory(desk_fixture *f)
{
    char *text, *again = NULL;
    csr_desk *desk = NULL;
    csr_status status = CSR_E_NO_MEMORY;
    way w;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "ticket.open", "{'subject':'One','customer':'$jana'}");
    text = must_export(f, f->session);
    for (uint64_t nth = 1; again == NULL && nth < 500; nth++) {
        csr_test_host_fail_alloc(&f->host, nth, 0);
        again = desk_export(f->session, &f->err);
        csr_test_host_fail_alloc(&f->host, 0, 0);
        DESK_TRUE(f, again != NULL || f->err.status == CSR_E_NO_MEMORY);
    }
    DESK_TRUE(f, again != NULL && strcmp(again, text) == 0);
    for (uint64_t nth = 1; status != CSR_OK && nth < 2000; nth++) {
        csr_test_host_fail_alloc(&f->host, nth, 0);
        status = desk_import("memory:", way_in_memory(f, &w), text, WHOLE, &desk, &f->err);
        csr_test_host_fail_alloc(&f->host, 0, 0);
        DESK_TRUE(f, status == CSR_OK || status == CSR_E_NO_MEMORY);
        DESK_TRUE(f, f->err.status == status && (desk != NULL) == (status == CSR_OK));
    }
    is_clone(f, desk, text);
    free(again);
    free(text);
}
ON_BOTH(without_memory)

int main(void)
{
    CU_TestInfo tests[] = {
        { "exchange/goes_round", goes_round_on_both },
        { "exchange/keeps_checkpoints_and_positions", keeps_checkpoints_and_positions_on_both },
        { "exchange/goes_on", goes_on_on_both },
        { "exchange/refers_forward", refers_forward_on_both },
        { "exchange/keeps_bytes", keeps_bytes_on_both },
        { "exchange/twice", twice_on_both },
        { "exchange/twice_after_sealing", twice_after_sealing_on_both },
        { "exchange/leaves_other_desks_alone", leaves_other_desks_alone_on_both },
        { "exchange/has_changed", has_changed_on_both },
        { "exchange/resumes", resumes_on_both },
        { "exchange/resumes_only_itself", resumes_only_itself_on_both },
        { "exchange/dry_run", dry_run_on_both },
        { "exchange/altered", altered_on_both },
        { "exchange/cut_off", cut_off_on_both },
        { "exchange/is_one_state", is_one_state_on_both },
        { "exchange/refuses", refuses_on_both },
        { "exchange/needs_positions", needs_positions_on_both },
        { "exchange/is_over", is_over_on_both },
        { "exchange/dry_run_by_default", dry_run_by_default_on_both },
        { "exchange/without_memory", without_memory_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "exchange", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("exchange_test", suites, 20);
}
