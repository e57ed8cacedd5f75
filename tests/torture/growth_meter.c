#include "torture/growth_meter.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct growth_statement {
    char *sql;
    uint64_t steps, runs;
};

#define CONNECTIONS_MAX 64

/* The library's connections are its own, but both use the same SQLite, which tells of every connection that is made. */
static sqlite3 *connections[CONNECTIONS_MAX];
static growth_meter *running; /* NULL = nothing is counted */

static uint64_t counter(sqlite3_stmt *stmt, int which)
{
    return (uint64_t)(unsigned)sqlite3_stmt_status(stmt, which, 1);
}

static struct growth_statement *statement_of(growth_meter *meter, const char *sql)
{
    for (size_t i = 0; i < meter->size; i++)
        if (strcmp(meter->statements[i].sql, sql) == 0)
            return &meter->statements[i];
    if (meter->size == meter->room) {
        meter->room = meter->room == 0 ? 16 : 2 * meter->room;
        meter->statements = realloc(meter->statements, meter->room * sizeof(*meter->statements));
    }
    meter->statements[meter->size] = (struct growth_statement){ .sql = strdup(sql) };
    return &meter->statements[meter->size++];
}

static void count_statement(growth_meter *meter, sqlite3_stmt *stmt)
{
    uint64_t steps = counter(stmt, SQLITE_STMTSTATUS_VM_STEP);
    const char *sql = sqlite3_sql(stmt);
    struct growth_statement *statement = statement_of(meter, sql == NULL ? "?" : sql);

    meter->count.steps += steps;
    meter->count.statements++;
    meter->count.scanned += counter(stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP);
    meter->count.sorts += counter(stmt, SQLITE_STMTSTATUS_SORT);
    meter->count.indexes += counter(stmt, SQLITE_STMTSTATUS_AUTOINDEX);
    statement->steps += steps;
    statement->runs++;
}

static uint64_t pages_of(sqlite3 *db)
{
    static const int which[] = { SQLITE_DBSTATUS_CACHE_HIT, SQLITE_DBSTATUS_CACHE_MISS };
    uint64_t sum = 0;

    for (size_t i = 0; i < sizeof(which) / sizeof(which[0]); i++) {
        int now = 0, highest = 0;
        (void)sqlite3_db_status(db, which[i], &now, &highest, 1);
        sum += (uint64_t)(unsigned)now;
    }
    return sum;
}

static void forget(const sqlite3 *db)
{
    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        if (connections[i] == db)
            connections[i] = NULL;
}

static int traced(unsigned event, void *context, void *object, void *more)
{
    (void)context;
    (void)more;
    if (event == SQLITE_TRACE_CLOSE) {
        if (running != NULL)
            running->count.pages += pages_of(object);
        forget(object);
    } else if (running != NULL) {
        count_statement(running, object);
    }
    return 0;
}

static int watch(sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
    (void)message;
    (void)api;
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        if (connections[i] != NULL)
            continue;
        connections[i] = db;
        return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE | SQLITE_TRACE_CLOSE, traced, NULL);
    }
    return SQLITE_FULL;
}

void growth_meter_watch(void)
{
    (void)sqlite3_auto_extension((void (*)(void))watch);
}

void growth_meter_end(void)
{
    (void)sqlite3_cancel_auto_extension((void (*)(void))watch);
}

static uint64_t all_pages(void)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        if (connections[i] != NULL)
            sum += pages_of(connections[i]);
    return sum;
}

void growth_meter_free(growth_meter *meter)
{
    for (size_t i = 0; i < meter->size; i++)
        free(meter->statements[i].sql);
    free(meter->statements);
    memset(meter, 0, sizeof(*meter));
}

void growth_meter_start(growth_meter *meter)
{
    growth_meter_free(meter);
    (void)all_pages();
    running = meter;
}

void growth_meter_stop(void)
{
    running->count.pages += all_pages();
    running = NULL;
}

static const struct growth_statement *find(const growth_meter *meter, const char *sql)
{
    for (size_t i = 0; i < meter->size; i++)
        if (strcmp(meter->statements[i].sql, sql) == 0)
            return &meter->statements[i];
    return NULL;
}

void growth_meter_tell(const growth_meter *small, const growth_meter *large, FILE *out)
{
    unsigned told = 0;

    for (size_t i = 0; i < large->size && told < 6; i++) {
        const struct growth_statement *is = &large->statements[i], *was = find(small, is->sql);
        if (was != NULL && was->steps == is->steps)
            continue;
        fprintf(out, "\n        %llu steps of %llu runs, were %llu of %llu: %.300s", (unsigned long long)is->steps,
                (unsigned long long)is->runs, was == NULL ? 0 : (unsigned long long)was->steps,
                was == NULL ? 0 : (unsigned long long)was->runs, is->sql);
        told++;
    }
}
