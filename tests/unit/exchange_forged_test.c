#include "support/desk_clone.h"
#include "support/desk_forge.h"
#include "support/desk_tamper.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * Exports that were altered by somebody who gave them checks that fit, and stores in which an import left something else
 * than it leaves: refused, with the line and the field, and nothing is there that could be taken for a desk.
 */
#define CLONE "forged.csr"
#define WHOLE ((size_t)1 << 30)

static void no_clone(void)
{
    (void)unlink(CLONE);
    (void)unlink(CLONE "-wal");
    (void)unlink(CLONE "-shm");
}

/* The clock and the memory of the case. */
static csr_status take(const desk_fixture *f, const char *uri, const char *text, csr_error *err)
{
    csr_desk_open_params desk = CSR_DESK_OPEN_PARAMS_INIT;
    csr_import_open_params params = CSR_IMPORT_OPEN_PARAMS_INIT;

    desk.host = &f->host.host;
    params.desk = &desk;
    return desk_import(uri, &params, text, WHOLE, NULL, err);
}

static char *a_small_desk(desk_fixture *f)
{
    char *text;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "customer.tag", "{'id':'$jana','tag':'vip'}");
    DESK_OK(f, "ticket.open", "{'subject':'One','customer':'$jana'}");
    text = desk_export(f->session, &f->err);
    DESK_TRUE(f, text != NULL);
    return text;
}

static void forged(desk_fixture *f)
{
    static const struct {
        const char *from, *to;
        csr_status status;
        const char *field;
    } table[] = {
        /* What no export writes. */
        { "{\"csr_export\":{\"format\":1", "{\"csr_export\":{\"format\":2", CSR_E_UNSUPPORTED, "format" },
        { "{\"csr_export\":{\"format\":1", "{\"csr_export\":{\"format\":-1", CSR_E_ARGUMENT, "csr_export" },
        { "{\"csr_export\":", "{\"csr_import\":", CSR_E_ARGUMENT, "csr_export" },
        { "{\"csr_export\":{\"format\":1", "{\"csr_export\":{\"format\":x", CSR_E_ARGUMENT, "csr_export" },
        { ",\"schema\":", ",\"scheme\":", CSR_E_ARGUMENT, "csr_export" },
        { ",\"schema\":", ",\"schema\":x", CSR_E_ARGUMENT, "csr_export" },
        { ",\"schema\":", ",\"schema\":-", CSR_E_ARGUMENT, "csr_export" },
        { ",\"desk\":", ",\"disk\":", CSR_E_ARGUMENT, "csr_export" },
        { ",\"desk\":", ",\"desk\":7", CSR_E_ARGUMENT, "csr_export" },
        { ",\"desk\":\"", ",\"desk\":\"x", CSR_E_ARGUMENT, "csr_export" },
        { "\"},\"check", "\"],\"check", CSR_E_ARGUMENT, "csr_export" },
        { "\"},\"check", "\"}x,\"check", CSR_E_ARGUMENT, "csr_export" },
        { "{\"customer\":{", "[\"customer\":{", CSR_E_ARGUMENT, "" },
        { "{\"customer\":{", "{7:{", CSR_E_ARGUMENT, "" },
        { "{\"customer\":{", "{\"customer\"{", CSR_E_ARGUMENT, "" },
        { "{\"customer\":{", "{\"ticket\":{", CSR_E_ARGUMENT, "kind" },
        { "\"schema\":", "\"schema\":9", CSR_E_SCHEMA_NEW, "schema" },
        { "{\"customer\":{", "{\"customers\":{", CSR_E_ARGUMENT, "record" },
        { "\"name\":\"Jana\"", "\"nome\":\"Jana\"", CSR_E_ARGUMENT, "nome" },
        { "\"name\":\"Jana\"", "\"name\":\"Ja\\u006ea\"", CSR_E_ARGUMENT, "customer" },
        { "\"name\":\"Jana\"", "\"name\":\"Jana\",\"name\":\"Jana\"", CSR_E_ARGUMENT, "name" },
        { "\"name\":\"Jana\"", "\"name\":17", CSR_E_ARGUMENT, "name" },
        { "\"kind\":\"person\"", "\"kind\":\"parson\"", CSR_E_ARGUMENT, "kind" },
        { "\"kind\":\"person\"", "\"kind\":77", CSR_E_ARGUMENT, "kind" },
        { "\"version\":2", "\"version\":02", CSR_E_ARGUMENT, "customer" },
        { "\"version\":2", "\"version\":-2", CSR_E_ARGUMENT, "version" },
        { "\"version\":2", "\"version\":99999999999999999999", CSR_E_ARGUMENT, "version" },
        { "\"subject\":\"One\"", "\"subject\":\"One\"x", CSR_E_ARGUMENT, "" },
        { "\"number\":1,", "", CSR_E_ARGUMENT, "ticket.number" },
        { "{\"event\":{\"position\":2,", "{\"event\":{\"position\":1,", CSR_E_ARGUMENT, "position" },
        { "\"lines\":", "\"lines\":1", CSR_E_ARGUMENT, "end" },
        { "\"customer\":1,", "\"customer\":2,", CSR_E_ARGUMENT, "end" },
        /* What an export could have written. */
        { "\"name\":\"Jana\"", "\"name\":\"Jena\"", CSR_E_ARGUMENT, "customer.name" },
        { "\"tag\":\"vip\"", "\"tag\":\"vap\"", CSR_E_ARGUMENT, "tag.tag" },
        { "\"version\":2", "\"version\":3", CSR_E_ARGUMENT, "version" },
        { "\"seq\":2", "\"seq\":3", CSR_E_ARGUMENT, "seq" },
    };
    char *text, *line;

    text = a_small_desk(f);
    line = desk_with_checks(f, text);
    DESK_TRUE(f, strcmp(line, text) == 0);
    free(line);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        line = desk_forge(f, text, table[i].from, table[i].to);
        desk_keep(f);
        desk_expect_at(f, table[i].to, take(f, "memory:", line, &f->err), table[i].status, table[i].field, __FILE__,
                       __LINE__);
        free(line);
    }
    free(text);
}
ON_BOTH(forged)

/* Without the line that begins so, and what the end says of it put right. */
static char *without(const desk_fixture *f, const char *text, const char *begins, const char *counted)
{
    char *copy = calloc(1, strlen(text) + 100), *line, *end, *made;
    long lines = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    strcpy(copy, text);
    line = strstr(copy, begins);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    end = strchr(++line, '\n') + 1;
    memmove(line, end, strlen(end) + 1);
    line = strstr(copy, counted);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    memmove(line, line + strlen(counted), strlen(line + strlen(counted)) + 1);
    for (line = copy; (line = strchr(line, '\n')) != NULL; line++)
        lines++;
    line = strstr(copy, "\"lines\":") + 8;
    CU_ASSERT_EQUAL(strtol(line, &end, 10), lines);
    made = calloc(1, strlen(copy) + 100);
    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    sprintf(made, "%.*s%ld%s", (int)(line - copy), copy, lines - 1, end);
    free(copy);
    copy = desk_with_checks(f, made);
    free(made);
    return copy;
}

/* The desk's own row: it must be there, once, and be that of the desk which the first line names. */
static void the_desk_itself(desk_fixture *f)
{
    const char *own, *next;
    char *text = a_small_desk(f), *altered, *raw;

    altered = without(f, text, "\n{\"settings\":", ",\"settings\":1");
    TYPED_FAILS(f, take(f, "memory:", altered, &f->err), CSR_E_ARGUMENT, "settings");
    DESK_TRUE(f, strstr(f->err.message, "the desk's own row is missing") != NULL);
    free(altered);
    altered = desk_forge(f, text, "\"desk\":\"0", "\"desk\":\"1");
    TYPED_FAILS(f, take(f, "memory:", altered, &f->err), CSR_E_ARGUMENT, "id");
    free(altered);
    own = strstr(text, "\n{\"settings\":") + 1;
    next = strchr(own, '\n') + 1;
    raw = calloc(1, 2 * strlen(text) + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(raw);
    sprintf(raw, "%.*s%.*s%s", (int)(next - text), text, (int)(next - own), own, next);
    altered = desk_with_checks(f, raw);
    TYPED_FAILS(f, take(f, "memory:", altered, &f->err), CSR_E_ARGUMENT, "id");
    free(altered);
    free(raw);
    free(text);
}
ON_BOTH(the_desk_itself)

/* Rows that come again stand behind the others of their kind. */
static void order_of_rows(desk_fixture *f)
{
    char *text, *altered, *raw, *again, *next, *first;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_MAKE(f, "acme", "customer.add", "{'name':'Acme','kind':'organisation'}");
    DESK_OK(f, "customer.change", "{'id':'$jana','organisation':'$acme'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_OK(f, "customer.add", "{'name':'Eva'}");
    text = desk_export(f->session, &f->err);
    DESK_TRUE(f, text != NULL);
    again = strstr(text, ",\"again\":true");
    DESK_TRUE(f, again != NULL);
    while (again[-1] != '\n')
        again--;
    next = strchr(again, '\n') + 1;
    for (first = again - 1; first[-1] != '\n';) /* the last that is there for the first time */
        first--;
    raw = calloc(1, strlen(text) + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(raw);
    sprintf(raw, "%.*s%.*s%.*s%s", (int)(first - text), text, (int)(next - again), again, (int)(again - first), first,
            next);
    altered = desk_with_checks(f, raw);
    TYPED_FAILS(f, take(f, "memory:", altered, &f->err), CSR_E_ARGUMENT, "record");
    DESK_TRUE(f, strstr(f->err.message, "a row stands behind those that come again") != NULL);
    free(altered);
    free(raw);
    free(text);
}
ON_BOTH(order_of_rows)

/* The text with a piece put behind the body of a line, or for all of it; with checks that fit. The caller frees it. */
static char *alter_line(const desk_fixture *f, const char *text, const char *begins, const char *piece, int behind)
{
    char *raw = calloc(1, strlen(text) + strlen(piece) + 1), *altered;
    const char *line = strstr(text, begins) + 1, *end = strstr(line, ",\"check\"");

    CU_ASSERT_PTR_NOT_NULL_FATAL(raw);
    sprintf(raw, "%.*s%s%s", (int)((behind ? end : line) - text), text, piece, end);
    altered = desk_with_checks(f, raw);
    free(raw);
    return altered;
}

static void odd_lines(desk_fixture *f)
{
    static const struct {
        const char *begins, *piece;
        int behind;
        const char *message;
    } table[] = {
        { "\n{\"customer\":", "x", 1, "something stands behind the row" },
        { "\n{\"customer\":", "{}", 0, "this is no line of an export" },
        { "\n{\"customer\":", "{\"end\"", 0, "this is no line of an export" },
        { "\n{\"customer\":", "{\"customer\":{}", 0, "line 2" },
    };
    char *text = a_small_desk(f), *altered;

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        altered = alter_line(f, text, table[i].begins, table[i].piece, table[i].behind);
        DESK_TRUE(f, take(f, "memory:", altered, &f->err) == CSR_E_ARGUMENT);
        DESK_TRUE(f, strstr(f->err.message, table[i].message) != NULL);
        free(altered);
    }
    altered = calloc(1, 2 * strlen(text) + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(altered);
    sprintf(altered, "%s%.*s\n", text, (int)strcspn(text, "\n"), text);
    TYPED_FAILS(f, take(f, "memory:", altered, &f->err), CSR_E_ARGUMENT, "end");
    DESK_TRUE(f, strstr(f->err.message, "something stands behind the end") != NULL);
    free(altered);
    free(text);
}
ON_BOTH(odd_lines)

/* Stopped right before the end, when the desk's own row was read already: the next run reads it again. */
static void stopped_before_the_end(desk_fixture *f)
{
    csr_desk_open_params desk = CSR_DESK_OPEN_PARAMS_INIT;
    csr_import_open_params params = CSR_IMPORT_OPEN_PARAMS_INIT;
    csr_import_view is = { .struct_size = sizeof(is) };
    char *text = a_small_desk(f);
    csr_import *lines;

    desk.host = &f->host.host;
    params.desk = &desk;
    params.batch = 1;
    no_clone();
    TYPED_OK(f, csr_import_open(CLONE, &params, &lines, &f->err));
    TYPED_OK(f, desk_put(lines, text, (size_t)(strstr(text, "{\"end\":") - text), WHOLE, &f->err));
    csr_import_close(lines);
    TYPED_OK(f, csr_import_open(CLONE, &params, &lines, &f->err));
    TYPED_OK(f, desk_put(lines, text, strlen(text), WHOLE, &f->err));
    TYPED_OK(f, csr_import_finish(lines, NULL, &f->err));
    TYPED_OK(f, csr_import_progress(lines, &is, &f->err));
    DESK_TRUE(f, is.resumed > 5);
    csr_import_close(lines);
    TYPED_OK(f, take(f, CLONE, text, &f->err)); /* the same again changes nothing */
    free(text);
}
ON_BOTH(stopped_before_the_end)

/* Where an earlier run has come to was damaged: told, and not guessed. */
static void damaged_place(desk_fixture *f)
{
    static const char *const values[] = { "", "x", "12", "12 ", "12x00", "12 0123456789abcdef" };
    csr_desk_open_params desk = CSR_DESK_OPEN_PARAMS_INIT;
    csr_import_open_params params = CSR_IMPORT_OPEN_PARAMS_INIT;
    char *text = a_small_desk(f), sql[200];
    csr_import *lines;
    sqlite3 *db;

    desk.host = &f->host.host;
    params.desk = &desk;
    params.batch = 2;
    no_clone();
    TYPED_OK(f, csr_import_open(CLONE, &params, &lines, &f->err));
    TYPED_OK(f, desk_put(lines, text, strlen(text) * 3 / 4, WHOLE, &f->err));
    csr_import_close(lines);
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        db = tamper_open(CLONE);
        snprintf(sql, sizeof(sql), "UPDATE bookmark SET value='%s'", values[i]);
        DESK_TRUE(f, tamper_run(db, sql) && tamper_int(db, "SELECT count(*) FROM bookmark") == 1);
        tamper_close(db);
        TYPED_FAILS(f, csr_import_open(CLONE, &params, &lines, &f->err), CSR_E_CORRUPT, "value");
    }
    free(text);
}
ON_BOTH(damaged_place)

int main(void)
{
    CU_TestInfo tests[] = {
        { "exchange_forged/forged", forged_on_both },
        { "exchange_forged/the_desk_itself", the_desk_itself_on_both },
        { "exchange_forged/order_of_rows", order_of_rows_on_both },
        { "exchange_forged/odd_lines", odd_lines_on_both },
        { "exchange_forged/stopped_before_the_end", stopped_before_the_end_on_both },
        { "exchange_forged/damaged_place", damaged_place_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "exchange_forged", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("exchange_forged_test", suites, 6);
}
