#include "proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The library's connections are its own, but both use the same SQLite, which calls this for every connection made. */
static sqlite3 *last_connection;

#define LIST_MAX 32
typedef struct statement_list {
    char *texts[LIST_MAX];
    size_t count;
} statement_list;
/* Where the statements go now; NULL = nowhere. */
static statement_list *recorder;

static int record(unsigned event, void *context, void *stmt, void *text)
{
    (void)event;
    (void)context;
    (void)stmt;
    if (recorder != NULL && recorder->count < LIST_MAX)
        recorder->texts[recorder->count++] = strdup(text);
    return 0;
}

static int watch(sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
    (void)message;
    (void)api;
    last_connection = db;
    return SQLITE_OK;
}

void proof_watch(void)
{
    if (sqlite3_auto_extension((void (*)(void))watch) != SQLITE_OK)
        bench_die("SQLite takes no extensions");
}

sqlite3 *proof_connection(void)
{
    return last_connection;
}

static void list_free(statement_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->texts[i]);
    list->count = 0;
}

/* The same to SQLite: quotation marks and blanks left out. */
static void plain(const char *text, char *out, size_t size)
{
    size_t n = 0;

    for (; *text != '\0' && n + 1 < size; text++)
        if (*text != '"' && *text != ' ')
            out[n++] = *text;
    out[n] = '\0';
}

static int same_statement(const char *a, const char *b)
{
    static char x[8192], y[8192];

    plain(a, x, sizeof(x));
    plain(b, y, sizeof(y));
    return strcmp(x, y) == 0;
}

static int same_list(const statement_list *a, const statement_list *b)
{
    if (a->count != b->count)
        return 0;
    for (size_t i = 0; i < a->count; i++)
        if (!same_statement(a->texts[i], b->texts[i]))
            return 0;
    return 1;
}

/* "INSERT INTO ticket(...)": enough to see which one it is. */
static void say_statement(FILE *out, const char *text)
{
    char name[8192];
    const char *from;

    plain(text, name, sizeof(name));
    from = strstr(name, "FROM");
    if (strncmp(name, "SELECT", 6) == 0 && from != NULL)
        fprintf(out, " SELECT %.*s;", (int)strcspn(from + 4, "IWN"), from + 4);
    else if (strncmp(name, "INSERTINTO", 10) == 0)
        fprintf(out, " INSERT %.*s;", (int)strcspn(name + 10, "("), name + 10);
    else if (strncmp(name, "UPDATE", 6) == 0)
        fprintf(out, " UPDATE %.*s;", (int)strcspn(name + 6, "S"), name + 6);
    else
        fprintf(out, " %s;", text);
}

static void say_list(FILE *out, const char *who, const statement_list *list)
{
    fprintf(out, "    %s\n", who);
    for (size_t i = 0; i < list->count; i++)
        fprintf(out, "      %s\n", list->texts[i]);
}

static void trace(const contestant *c, bench_op op, statement_list *list)
{
    c->prepare(c->self, op, 1);
    list->count = 0;
    recorder = list;
    c->run(c->self, 0);
    recorder = NULL;
}

/* The second time round is compared: at the first the library reads which desk it has. */
static int compare_operations(const contestant *desk, const contestant *floor, FILE *out)
{
    statement_list ours, theirs;
    int same = 1;

    for (int round = 0; round < 2; round++) {
        for (bench_op op = OP_CUSTOMER; op < OP_COUNT; op++) {
            int is_same;
            trace(desk, op, &ours);
            trace(floor, op, &theirs);
            is_same = same_list(&ours, &theirs);
            if (round == 1) {
                fprintf(out, "  %-18s %s  %zu:", bench_op_names[op], is_same ? "same" : "DIFFERENT", ours.count);
                for (size_t i = 0; i < ours.count; i++)
                    say_statement(out, ours.texts[i]);
                fputc('\n', out);
                same &= is_same;
            }
            if (round == 1 && !is_same) {
                say_list(out, desk->name, &ours);
                say_list(out, floor->name, &theirs);
            }
            list_free(&ours);
            list_free(&theirs);
        }
    }
    return same;
}

static sqlite3_int64 setting(sqlite3 *db, const char *name)
{
    char sql[64];
    sqlite3_stmt *stmt = NULL;
    sqlite3_int64 value = -1;

    (void)sqlite3_snprintf((int)sizeof(sql), sql, "PRAGMA %s", name);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        value = sqlite3_column_type(stmt, 0) == SQLITE_TEXT ? (sqlite3_int64)strcmp(text, "wal")
                                                            : sqlite3_column_int64(stmt, 0);
    }
    (void)sqlite3_finalize(stmt);
    return value;
}

static int compare_settings(sqlite3 *desk, sqlite3 *floor, FILE *out)
{
    static const char *const names[] = { "synchronous",  "cache_size",    "temp_store",   "cell_size_check",
                                         "mmap_size",    "secure_delete", "foreign_keys", "journal_size_limit",
                                         "journal_mode", "page_size",     "auto_vacuum",  "locking_mode" };
    int same = 1;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        sqlite3_int64 ours = setting(desk, names[i]), theirs = setting(floor, names[i]);
        if (ours != theirs)
            fprintf(out, "  setting %s: libcsr %lld, hand-written %lld\n", names[i], ours, theirs);
        same &= ours == theirs;
    }
    fprintf(out, "  %-18s %s\n", "settings", same ? "same" : "DIFFERENT");
    return same;
}

static sqlite3 *traced(void)
{
    if (sqlite3_trace_v2(last_connection, SQLITE_TRACE_STMT, record, NULL) != SQLITE_OK)
        bench_die("SQLite does not trace");
    return last_connection;
}

int proof_statements(const char *folder, const event_forms *forms, FILE *out)
{
    char *desk_path = bench_path(folder, "proof-desk.db"), *floor_path = bench_path(folder, "proof-floor.db");
    desk_side d = { 0 };
    floor_side f = { 0 };
    contestant desk = desk_side_contestant(&d), floor = floor_side_contestant(&f);
    sqlite3 *desk_db, *floor_db;
    bench_cast cast;
    int same;

    desk_side_make(desk_path, &cast);
    bench_copy(desk_path, floor_path);
    proof_watch();
    desk_side_open(&d, desk_path, "full", &cast);
    desk_db = traced();
    floor_side_open(&f, floor_path, 1, &cast, forms);
    floor_db = traced();
    sqlite3_reset_auto_extension();
    desk_side_seed(&d, 300);
    floor_side_seed(&f, 300);
    same = compare_operations(&desk, &floor, out);
    same &= compare_settings(desk_db, floor_db, out);
    desk_side_end(&d);
    floor_side_end(&f);
    same &= proof_rows(desk_path, floor_path, out);
    bench_remove(desk_path);
    bench_remove(floor_path);
    free(desk_path);
    free(floor_path);
    return same;
}
