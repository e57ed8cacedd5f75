#include "floor.h"

#include <stdlib.h>
#include <string.h>

#define SEED_BATCH 50

static void begin_side(floor_side *f, const event_forms *forms)
{
    uint64_t random = 7;

    f->forms = *forms;
    f->random = 7;
    f->picks = 42;
    for (size_t i = 0; i < NOISE_BYTES; i++)
        f->noise[i] = (uint8_t)bench_random(&random);
}

void floor_side_open(floor_side *f, const char *path, int full, const bench_cast *people, const event_forms *forms)
{
    begin_side(f, forms);
    f->cast = *people;
    floor_connect(f, path, full);
}

/* The settings, which are the desk, and their event. */
static void add_settings(floor_side *f)
{
    int64_t now = floor_clock_us();
    csr_id id = floor_new_id(f, now);
    floor_event e = {
        .subject = id, .subject_kind = CSR_RECORD_SETTINGS, .kind = CSR_EVENT_SETTINGS_ADDED, .seq = 1, .at = now
    };
    sqlite3_stmt *stmt = floor_statement(f, SQL_INSERT_SETTINGS);

    floor_make_event(f, FORM_SETTINGS, 0, 0, &e);
    (void)sqlite3_bind_blob(stmt, 1, id.bytes, sizeof(id.bytes), SQLITE_STATIC);
    (void)sqlite3_bind_int64(stmt, 2, 1);
    (void)sqlite3_bind_int64(stmt, 3, now);
    (void)sqlite3_bind_int64(stmt, 4, now);
    (void)sqlite3_bind_blob(stmt, 11, e.hash, HASH_BYTES, SQLITE_STATIC);
    floor_step(f, stmt);
    floor_add_event(f, &e);
}

void floor_side_create(floor_side *f, const char *path, const char *schema, const event_forms *forms)
{
    begin_side(f, forms);
    floor_connect(f, path, 1);
    floor_run(f, SQL_BEGIN_WRITE);
    if (sqlite3_exec(f->db, schema, NULL, NULL, NULL) != SQLITE_OK)
        floor_die(f);
    add_settings(f);
    floor_run(f, SQL_COMMIT);
}

void floor_side_close(floor_side *f)
{
    floor_disconnect(f);
}

void floor_side_end(floor_side *f)
{
    if (f->db != NULL)
        floor_side_close(f);
    free(f->jobs);
    f->jobs = NULL;
    id_list_free(&f->customers);
    id_list_free(&f->tickets);
}

static void seed_tickets(floor_side *f, size_t first, size_t n, floor_job *jobs)
{
    floor_job customer;

    floor_run(f, SQL_BEGIN_WRITE);
    for (size_t i = 0; i < n; i++) {
        work_matter_of(first + i, &jobs[i].matter);
        if ((first + i) % WORK_TICKETS_PER_CUSTOMER == 0) {
            floor_make_customer(f, f->customers.count, &customer);
            floor_add_customer(f, &customer);
        }
        floor_make_ticket(f, &f->customers.items[f->customers.count - 1], jobs[i].matter.assigned, &jobs[i]);
        floor_open_ticket(f, &jobs[i]);
    }
    floor_run(f, SQL_COMMIT);
}

/* The same two transactions as the desk's. */
static void seed_batch(floor_side *f, size_t first, size_t n)
{
    static floor_job jobs[SEED_BATCH];

    seed_tickets(f, first, n, jobs);
    floor_run(f, SQL_BEGIN_WRITE);
    for (size_t i = 0; i < n; i++) {
        floor_make_reply(f, 1, &f->tickets.items[first + i], NULL, &jobs[i]);
        floor_add_message(f, &jobs[i]);
        if (jobs[i].matter.resolved) {
            floor_make_change(f, OP_RESOLVE, &f->tickets.items[first + i], 2, &jobs[i]);
            floor_resolve(f, &jobs[i]);
        }
    }
    floor_run(f, SQL_COMMIT);
}

void floor_side_seed(floor_side *f, size_t n)
{
    for (size_t done = 0; done < n; done += SEED_BATCH)
        seed_batch(f, f->tickets.count, n - done < SEED_BATCH ? n - done : SEED_BATCH);
}

/* Of the n opened last, the one of operation i; the four changes come in their order, so their places are known. */
static void make_job(floor_side *f, size_t i, size_t first, floor_job *job)
{
    size_t ticket = f->tickets.count - f->n + i, customer = f->customers.count - f->n + i;

    if (f->op == OP_CUSTOMER) {
        floor_make_customer(f, f->customers.count, job);
    } else if (f->op == OP_GET) {
        job->pick = (size_t)(bench_random(&f->picks) % f->tickets.count);
    } else if (f->op == OP_OPEN) {
        work_matter_of(first + i, &job->matter);
        floor_make_ticket(f, &f->customers.items[customer], 0, job);
    } else if (f->op != OP_QUEUE) {
        work_matter_of(first + i, &job->matter);
        if (f->op == OP_AGENT_REPLY)
            floor_make_reply(f, 1, &f->tickets.items[ticket], NULL, job);
        else if (f->op == OP_CUSTOMER_REPLY)
            floor_make_reply(f, 0, &f->tickets.items[ticket], &f->customers.items[customer], job);
        else
            floor_make_change(f, f->op, &f->tickets.items[ticket], 2 + (int64_t)(f->op - OP_ASSIGN), job);
    }
}

static void prepare(void *self, bench_op op, size_t n)
{
    floor_side *f = self;
    size_t first = op == OP_OPEN ? f->tickets.count : f->tickets.count - n;

    free(f->jobs);
    f->op = op;
    f->n = n;
    f->jobs = bench_alloc(n * sizeof(*f->jobs));
    for (size_t i = 0; i < n; i++)
        make_job(f, i, first, &f->jobs[i]);
}

static void write_one(floor_side *f, const floor_job *job, void (*operation)(floor_side *, const floor_job *))
{
    floor_run(f, SQL_BEGIN_WRITE);
    operation(f, job);
    floor_run(f, SQL_COMMIT);
}

static void run(void *self, size_t i)
{
    floor_side *f = self;
    const floor_job *job = &f->jobs[i];

    switch (f->op) {
    case OP_CUSTOMER: write_one(f, job, floor_add_customer); break;
    case OP_OPEN: write_one(f, job, floor_open_ticket); break;
    case OP_AGENT_REPLY:
    case OP_CUSTOMER_REPLY: write_one(f, job, floor_add_message); break;
    case OP_ASSIGN: write_one(f, job, floor_assign); break;
    case OP_PRIORITY: write_one(f, job, floor_set_priority); break;
    case OP_RESOLVE: write_one(f, job, floor_resolve); break;
    case OP_REOPEN: write_one(f, job, floor_reopen); break;
    case OP_GET: floor_get(f, &f->tickets.items[job->pick]); break;
    case OP_QUEUE: floor_queue(f, &f->cast.teams[i % CAST_TEAMS]); break;
    case OP_COUNT: break;
    }
}

contestant floor_side_contestant(floor_side *f)
{
    return (contestant){ "hand-written", f, prepare, run };
}
