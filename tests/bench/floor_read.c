#include "floor.h"

#include <stdlib.h>
#include <string.h>

/* A ticket as a program would hold it; its texts lie behind it. */
typedef struct full_ticket {
    csr_id id, customer, team, assignee, contact_point, follow_up_of, lifecycle;
    int64_t version, created_at, updated_at, number, opened_at, state_since, due_at, resolved_at, closed_at;
    int32_t kind, phase, waits_for, queue, priority, urgency, fault, resolution, reopened, children, escalation_level;
    csr_str state, subject, resolution_note, product, order_ref, external_id;
    uint8_t chain[HASH_BYTES];
    char *room; /* where the next text goes */
    char texts[];
} full_ticket;

static void take_id(sqlite3_stmt *stmt, int at, csr_id *out)
{
    const void *bytes = sqlite3_column_blob(stmt, at);

    if (bytes != NULL)
        memcpy(out->bytes, bytes, sizeof(out->bytes));
    else
        memset(out->bytes, 0, sizeof(out->bytes));
}

/* As a blob, which spares SQLite a copy with a NUL behind. */
static void take_text(sqlite3_stmt *stmt, int at, char **room, csr_str *out)
{
    const void *bytes = sqlite3_column_blob(stmt, at);
    size_t n = (size_t)sqlite3_column_bytes(stmt, at);

    if (n != 0)
        memcpy(*room, bytes, n);
    (*room)[n] = '\0';
    *out = (csr_str){ *room, n };
    *room += n + 1;
}

static size_t text_bytes(sqlite3_stmt *stmt)
{
    return (size_t)sqlite3_column_bytes(stmt, 6) + (size_t)sqlite3_column_bytes(stmt, 26) +
           (size_t)sqlite3_column_bytes(stmt, 27) + (size_t)sqlite3_column_bytes(stmt, 28) +
           (size_t)sqlite3_column_bytes(stmt, 29) + (size_t)sqlite3_column_bytes(stmt, 30) + 6;
}

static void read_ticket(sqlite3_stmt *stmt, full_ticket *t)
{
    const void *chain = sqlite3_column_blob(stmt, 31);

    t->room = t->texts;
    take_id(stmt, 0, &t->id);
    t->version = sqlite3_column_int64(stmt, 1);
    t->created_at = sqlite3_column_int64(stmt, 2);
    t->updated_at = sqlite3_column_int64(stmt, 3);
    t->number = sqlite3_column_int64(stmt, 4);
    t->kind = sqlite3_column_int(stmt, 5);
    take_text(stmt, 6, &t->room, &t->state);
    t->phase = sqlite3_column_int(stmt, 7);
    t->waits_for = sqlite3_column_int(stmt, 8);
    t->queue = sqlite3_column_int(stmt, 9);
    t->priority = sqlite3_column_int(stmt, 10);
    t->urgency = sqlite3_column_int(stmt, 11);
    t->fault = sqlite3_column_int(stmt, 12);
    t->resolution = sqlite3_column_int(stmt, 13);
    t->reopened = sqlite3_column_int(stmt, 14);
    take_id(stmt, 15, &t->customer);
    take_id(stmt, 16, &t->team);
    take_id(stmt, 17, &t->assignee);
    take_id(stmt, 18, &t->contact_point);
    take_id(stmt, 19, &t->follow_up_of);
    take_id(stmt, 20, &t->lifecycle);
    t->opened_at = sqlite3_column_int64(stmt, 21);
    t->state_since = sqlite3_column_int64(stmt, 22);
    t->due_at = sqlite3_column_int64(stmt, 23);
    t->resolved_at = sqlite3_column_int64(stmt, 24);
    t->closed_at = sqlite3_column_int64(stmt, 25);
    take_text(stmt, 26, &t->room, &t->subject);
    take_text(stmt, 27, &t->room, &t->resolution_note);
    take_text(stmt, 28, &t->room, &t->product);
    take_text(stmt, 29, &t->room, &t->order_ref);
    take_text(stmt, 30, &t->room, &t->external_id);
    if (chain != NULL)
        memcpy(t->chain, chain, HASH_BYTES);
    t->children = sqlite3_column_int(stmt, 33);
    t->escalation_level = sqlite3_column_int(stmt, 34);
}

void floor_get(floor_side *f, const csr_id *ticket)
{
    sqlite3_stmt *stmt;
    full_ticket *t;

    floor_run(f, SQL_BEGIN_READ);
    stmt = floor_statement(f, SQL_TICKET);
    (void)sqlite3_bind_blob(stmt, 1, ticket->bytes, sizeof(ticket->bytes), SQLITE_STATIC);
    if (sqlite3_step(stmt) != SQLITE_ROW)
        floor_die(f);
    t = bench_alloc(sizeof(*t) + text_bytes(stmt));
    read_ticket(stmt, t);
    (void)sqlite3_reset(stmt);
    floor_run(f, SQL_ROLLBACK);
    if (memcmp(&t->id, ticket, sizeof(*ticket)) != 0)
        bench_die("another ticket came than was asked for");
    free(t);
}

typedef struct line {
    csr_id id, customer, team, assignee;
    int64_t version, number, opened_at, due_at;
    int32_t kind, phase, queue, priority, urgency;
    csr_str state, subject, customer_name, assignee_name;
} line;

/* Texts of a page, in pieces that do not move. */
#define PIECE_BYTES 8192
typedef struct piece {
    struct piece *next;
    size_t used, size;
    char bytes[];
} piece;
typedef struct page {
    size_t count;
    piece *pieces;
    line lines[QUEUE_ROWS + 1];
} page;

static char *room_for(page *p, size_t n)
{
    piece *last = p->pieces;

    if (last == NULL || last->size - last->used < n) {
        size_t size = n > PIECE_BYTES ? n : PIECE_BYTES;
        piece *more = bench_alloc(sizeof(*more) + size);
        more->next = last;
        more->used = 0;
        more->size = size;
        p->pieces = last = more;
    }
    last->used += n;
    return last->bytes + last->used - n;
}

static void take_page_text(page *p, sqlite3_stmt *stmt, int at, csr_str *out)
{
    char *room = room_for(p, (size_t)sqlite3_column_bytes(stmt, at) + 1);

    take_text(stmt, at, &room, out);
}

static void read_line(page *p, sqlite3_stmt *stmt, line *l)
{
    take_id(stmt, 0, &l->id);
    l->version = sqlite3_column_int64(stmt, 1);
    l->number = sqlite3_column_int64(stmt, 2);
    l->kind = sqlite3_column_int(stmt, 3);
    take_page_text(p, stmt, 4, &l->state);
    l->phase = sqlite3_column_int(stmt, 5);
    l->queue = sqlite3_column_int(stmt, 6);
    l->priority = sqlite3_column_int(stmt, 7);
    l->urgency = sqlite3_column_int(stmt, 8);
    take_id(stmt, 9, &l->customer);
    take_id(stmt, 10, &l->team);
    take_id(stmt, 11, &l->assignee);
    l->opened_at = sqlite3_column_int64(stmt, 12);
    l->due_at = sqlite3_column_int64(stmt, 13);
    take_page_text(p, stmt, 14, &l->subject);
}

/* One more than is shown tells whether there is a next page. */
static void read_lines(floor_side *f, page *p, const csr_id *team)
{
    sqlite3_stmt *stmt = floor_statement(f, SQL_QUEUE);
    int code;

    (void)sqlite3_bind_blob(stmt, 1, team->bytes, sizeof(team->bytes), SQLITE_STATIC);
    (void)sqlite3_bind_int(stmt, 2, CSR_QUEUE_ACTIVE);
    (void)sqlite3_bind_int(stmt, 3, QUEUE_ROWS + 1);
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
        read_line(p, stmt, &p->lines[p->count++]);
    (void)sqlite3_reset(stmt);
    if (code != SQLITE_DONE)
        floor_die(f);
    if (p->count > QUEUE_ROWS)
        p->count = QUEUE_ROWS;
}

/* Each customer, or agent, once. */
static size_t different_ids(const page *p, int agents, csr_id *ids)
{
    static const csr_id none;
    size_t n = 0;

    for (size_t i = 0; i < p->count; i++) {
        const csr_id *id = agents ? &p->lines[i].assignee : &p->lines[i].customer;
        size_t k = 0;
        if (memcmp(id, &none, sizeof(none)) == 0)
            continue;
        while (k < n && memcmp(&ids[k], id, sizeof(*id)) != 0)
            k++;
        if (k == n)
            ids[n++] = *id;
    }
    return n;
}

static void set_name(page *p, int agents, const csr_id *id, const csr_str *name)
{
    for (size_t i = 0; i < p->count; i++) {
        line *l = &p->lines[i];
        if (memcmp(agents ? &l->assignee : &l->customer, id, sizeof(*id)) == 0)
            *(agents ? &l->assignee_name : &l->customer_name) = *name;
    }
}

/* The smallest of the statements with enough places; those left over stay NULL. */
static floor_sql statement_for(size_t n, int agents)
{
    unsigned step = n <= 1 ? 0 : n <= 4 ? 1 : n <= 16 ? 2 : 3;

    return (floor_sql)((unsigned)(agents ? SQL_AGENTS_1 : SQL_CUSTOMERS_1) + step);
}

static void read_names(floor_side *f, page *p, int agents)
{
    csr_id ids[QUEUE_ROWS], id;
    size_t n = different_ids(p, agents, ids);
    sqlite3_stmt *stmt = n == 0 ? NULL : floor_statement(f, statement_for(n, agents));
    csr_str name;
    int code;

    if (n == 0)
        return;
    (void)sqlite3_clear_bindings(stmt);
    for (size_t i = 0; i < n; i++)
        (void)sqlite3_bind_blob(stmt, (int)i + 1, ids[i].bytes, sizeof(ids[i].bytes), SQLITE_STATIC);
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        take_id(stmt, 0, &id);
        take_page_text(p, stmt, 2, &name);
        set_name(p, agents, &id, &name);
    }
    (void)sqlite3_reset(stmt);
    if (code != SQLITE_DONE)
        floor_die(f);
}

static void free_page(page *p)
{
    while (p->pieces != NULL) {
        piece *next = p->pieces->next;
        free(p->pieces);
        p->pieces = next;
    }
    free(p);
}

void floor_queue(floor_side *f, const csr_id *team)
{
    page *p = bench_alloc(sizeof(*p));

    p->count = 0;
    p->pieces = NULL;
    floor_run(f, SQL_BEGIN_READ);
    read_lines(f, p, team);
    read_names(f, p, 0);
    read_names(f, p, 1);
    floor_run(f, SQL_ROLLBACK);
    for (size_t i = 0; i < p->count; i++)
        if (p->lines[i].customer_name.len == 0)
            bench_die("a line of a queue has no name");
    free_page(p);
}
