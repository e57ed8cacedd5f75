#include "proof.h"

#include <stdlib.h>
#include <string.h>

/*
 * Reading off a desk how long events are. The events of a small desk on which every operation ran once, in the order in
 * which they were recorded; those of agents and teams are left out.
 */
typedef struct seen {
    int kind, change, personal, text, number;
} seen;
#define SEEN_MAX 32

static size_t read_events(const char *path, seen *out)
{
    static const char sql[] =
        "SELECT e.kind,length(e.change),ifnull(length(e.personal),0),"
        "ifnull(length(t.subject),0)+ifnull(length(c.name),0),ifnull(t.number,0) "
        "FROM event e LEFT JOIN ticket t ON t.id=e.subject LEFT JOIN customer c ON c.id=e.subject "
        "WHERE e.kind IN(1,3,20,26,27,28,29) ORDER BY e.position";
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    size_t n = 0;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        bench_die("%s: %s", path, sqlite3_errmsg(db));
    while (n < SEEN_MAX && sqlite3_step(stmt) == SQLITE_ROW) {
        out[n++] = (seen){ sqlite3_column_int(stmt, 0), sqlite3_column_int(stmt, 1), sqlite3_column_int(stmt, 2),
                           sqlite3_column_int(stmt, 3), sqlite3_column_int(stmt, 4) };
    }
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
    return n;
}

/* Take the next event, which must be of this kind. Numbers of so small a desk take one byte. */
static event_form take(const seen *events, size_t count, size_t *at, int kind)
{
    const seen *e = &events[*at];
    event_form form;

    if (*at >= count || e->kind != kind)
        bench_die("the desk's event %zu is of kind %d, not %d", *at, *at < count ? e->kind : 0, kind);
    form.change = e->change - (kind == CSR_EVENT_TICKET_OPENED ? 1 : 0);
    form.personal = e->personal - (e->personal != 0 ? e->text : 0);
    (*at)++;
    return form;
}

/* A seeded ticket of each kind, then one cycle. */
static void play(desk_side *d)
{
    contestant c = desk_side_contestant(d);
    size_t seeded = 0;

    /* Until one was assigned from the start; the desk is as small as that allows. */
    for (work_matter m = { .assigned = 0 }; !m.assigned; seeded++)
        work_matter_of(seeded, &m);
    desk_side_seed(d, seeded);
    for (bench_op op = OP_CUSTOMER; op < OP_WRITES; op++) {
        c.prepare(c.self, op, 1);
        c.run(c.self, 0);
    }
}

/* The events of the seeding: one customer and the tickets, then replies and resolved tickets. */
static size_t skip_seeding(const seen *events, size_t count, event_form *assigned)
{
    size_t at = 0, last = 0;

    while (at < count && events[at].kind != CSR_EVENT_CUSTOMER_ADDED)
        at++;
    for (size_t i = at; i < count; i++)
        if (events[i].kind == CSR_EVENT_CUSTOMER_ADDED)
            last = i;
    for (size_t i = at; i < last; i++) {
        size_t here = i;
        if (events[i].kind == CSR_EVENT_TICKET_OPENED)
            *assigned = take(events, count, &here, CSR_EVENT_TICKET_OPENED);
    }
    return last;
}

void proof_read_forms(const char *folder, event_forms *out)
{
    char *path = bench_path(folder, "forms.db");
    seen events[SEEN_MAX];
    desk_side d = { 0 };
    bench_cast cast;
    size_t count, at = 0;

    desk_side_make(path, &cast);
    desk_side_open(&d, path, "normal", &cast);
    play(&d);
    desk_side_end(&d);
    count = read_events(path, events);
    out->of[FORM_SETTINGS] = take(events, count, &at, CSR_EVENT_SETTINGS_ADDED);
    at = skip_seeding(events, count, &out->of[FORM_OPENED_ASSIGNED]);
    out->of[FORM_CUSTOMER] = take(events, count, &at, CSR_EVENT_CUSTOMER_ADDED);
    out->of[FORM_OPENED] = take(events, count, &at, CSR_EVENT_TICKET_OPENED);
    out->of[FORM_MESSAGE] = take(events, count, &at, CSR_EVENT_INTERACTION_ADDED);
    out->of[FORM_AGENT_REPLY] = take(events, count, &at, CSR_EVENT_INTERACTION_ADDED);
    (void)take(events, count, &at, CSR_EVENT_INTERACTION_ADDED);
    out->of[FORM_ASSIGN] = take(events, count, &at, CSR_EVENT_TICKET_CHANGED);
    out->of[FORM_PRIORITY] = take(events, count, &at, CSR_EVENT_TICKET_CHANGED);
    out->of[FORM_RESOLVE] = take(events, count, &at, CSR_EVENT_TICKET_MOVED);
    out->of[FORM_REOPEN] = take(events, count, &at, CSR_EVENT_TICKET_REOPENED);
    bench_remove(path);
    free(path);
}

char *proof_schema(const char *path)
{
    static const char sql[] =
        "SELECT group_concat(sql,';')||';PRAGMA application_id='||(SELECT application_id FROM pragma_application_id)"
        "||';PRAGMA user_version='||(SELECT user_version FROM pragma_user_version)||';' "
        "FROM(SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid)";
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    char *schema;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
        bench_die("%s: %s", path, sqlite3_errmsg(db));
    schema = strdup((const char *)sqlite3_column_text(stmt, 0));
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
    return schema;
}
