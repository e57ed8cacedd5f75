#include "floor.h"

#include <string.h>

/* The counter of the ticket numbers. */
static const csr_id number_counter = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } };

static void bind_id(sqlite3_stmt *stmt, int at, const csr_id *id)
{
    (void)sqlite3_bind_blob(stmt, at, id->bytes, sizeof(id->bytes), SQLITE_STATIC);
}

/* What is bound stays bound, so an id that is not there has to be taken away. */
static void bind_id_or_null(sqlite3_stmt *stmt, int at, const csr_id *id, int is_there)
{
    if (is_there)
        bind_id(stmt, at, id);
    else
        (void)sqlite3_bind_null(stmt, at);
}

static void bind_hash(sqlite3_stmt *stmt, int at, const uint8_t *hash)
{
    (void)sqlite3_bind_blob(stmt, at, hash, HASH_BYTES, SQLITE_STATIC);
}

/* Columns that are always NULL are never bound. */
void floor_add_event(floor_side *f, const floor_event *e)
{
    sqlite3_stmt *stmt = floor_statement(f, SQL_INSERT_EVENT);

    (void)sqlite3_bind_int(stmt, 2, e->kind);
    bind_id(stmt, 3, &e->subject);
    (void)sqlite3_bind_int(stmt, 4, e->subject_kind);
    (void)sqlite3_bind_int64(stmt, 5, e->seq);
    (void)sqlite3_bind_int64(stmt, 6, e->at);
    bind_id_or_null(stmt, 8, &e->actor, e->has_actor);
    bind_hash(stmt, 11, e->hash);
    (void)sqlite3_bind_blob(stmt, 12, e->change, e->change_len, SQLITE_STATIC);
    if (e->personal_len != 0) {
        (void)sqlite3_bind_blob(stmt, 13, e->personal, e->personal_len, SQLITE_STATIC);
        bind_hash(stmt, 14, e->commitment);
    } else {
        (void)sqlite3_bind_null(stmt, 13);
        (void)sqlite3_bind_null(stmt, 14);
    }
    floor_step(f, stmt);
}

void floor_add_customer(floor_side *f, const floor_job *job)
{
    const floor_customer *c = &job->customer;
    sqlite3_stmt *stmt = floor_statement(f, SQL_INSERT_CUSTOMER);

    bind_id(stmt, 1, &c->id);
    (void)sqlite3_bind_int64(stmt, 2, 1);
    (void)sqlite3_bind_int64(stmt, 3, c->at);
    (void)sqlite3_bind_int64(stmt, 4, c->at);
    (void)sqlite3_bind_int(stmt, 5, CSR_CUSTOMER_PERSON);
    (void)sqlite3_bind_text(stmt, 6, c->name, c->name_len, SQLITE_STATIC);
    (void)sqlite3_bind_int(stmt, 10, CSR_FAMILIARITY_NONE);
    (void)sqlite3_bind_int(stmt, 11, CSR_STANDING_GOOD);
    (void)sqlite3_bind_int(stmt, 12, CSR_LOYALTY_NEW);
    bind_hash(stmt, 13, c->chain);
    floor_step(f, stmt);
    floor_add_event(f, &job->event);
}

/* No house of the benchmark has recorded a lifecycle of its own; the library looks whether one has. */
static void look_for_policy(floor_side *f)
{
    sqlite3_stmt *stmt = floor_statement(f, SQL_POLICY);

    (void)sqlite3_bind_int(stmt, 1, CSR_POLICY_LIFECYCLE);
    (void)sqlite3_bind_text(stmt, 2, "default", 7, SQLITE_STATIC);
    (void)sqlite3_bind_int(stmt, 3, 1);
    floor_step(f, stmt);
}

/* The version of the counter of the numbers; 0 = there is none yet. */
static int64_t read_counter(floor_side *f)
{
    sqlite3_stmt *stmt = floor_statement(f, SQL_COUNTER);
    int64_t version = 0;

    bind_id(stmt, 1, &number_counter);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        version = sqlite3_column_int64(stmt, 1);
    (void)sqlite3_reset(stmt);
    return version;
}

static void write_counter(floor_side *f, int64_t version, int64_t number)
{
    sqlite3_stmt *stmt = floor_statement(f, version == 0 ? SQL_COUNT_FIRST : SQL_COUNT_ON);

    if (version == 0) {
        bind_id(stmt, 1, &number_counter);
        (void)sqlite3_bind_int64(stmt, 2, 1);
        (void)sqlite3_bind_int64(stmt, 3, 1);
    } else {
        (void)sqlite3_bind_int64(stmt, 1, number);
        (void)sqlite3_bind_int64(stmt, 2, number);
        bind_id(stmt, 3, &number_counter);
        (void)sqlite3_bind_int64(stmt, 4, version);
    }
    floor_step(f, stmt);
}

static void insert_ticket(floor_side *f, const floor_ticket *t)
{
    sqlite3_stmt *stmt = floor_statement(f, SQL_INSERT_TICKET);

    bind_id(stmt, 1, &t->id);
    (void)sqlite3_bind_int64(stmt, 2, 1);
    (void)sqlite3_bind_int64(stmt, 3, t->at);
    (void)sqlite3_bind_int64(stmt, 4, t->at);
    (void)sqlite3_bind_int64(stmt, 5, t->number);
    (void)sqlite3_bind_int(stmt, 6, CSR_TICKET_ENQUIRY);
    (void)sqlite3_bind_text(stmt, 7, "new", 3, SQLITE_STATIC);
    (void)sqlite3_bind_int(stmt, 8, CSR_PHASE_NEW);
    (void)sqlite3_bind_int(stmt, 10, CSR_QUEUE_ACTIVE);
    (void)sqlite3_bind_int(stmt, 11, t->priority);
    (void)sqlite3_bind_int(stmt, 12, -t->priority);
    (void)sqlite3_bind_int(stmt, 15, 0);
    bind_id_or_null(stmt, 16, &t->customer, t->has_customer);
    bind_id_or_null(stmt, 17, &t->team, t->has_team);
    bind_id_or_null(stmt, 18, &t->assignee, t->has_assignee);
    (void)sqlite3_bind_int64(stmt, 22, t->at);
    (void)sqlite3_bind_int64(stmt, 23, t->at);
    (void)sqlite3_bind_int64(stmt, 24, INT64_MAX);
    (void)sqlite3_bind_text(stmt, 27, t->subject, t->subject_len, SQLITE_STATIC);
    bind_hash(stmt, 32, t->chain);
    floor_step(f, stmt);
}

static void insert_message(floor_side *f, const floor_message *m, const csr_id *customer)
{
    sqlite3_stmt *stmt = floor_statement(f, SQL_INSERT_MESSAGE);

    bind_id(stmt, 1, &m->id);
    (void)sqlite3_bind_int64(stmt, 2, 1);
    (void)sqlite3_bind_int64(stmt, 3, m->at);
    (void)sqlite3_bind_int64(stmt, 4, m->at);
    (void)sqlite3_bind_int64(stmt, 5, m->at);
    (void)sqlite3_bind_int64(stmt, 6, m->at);
    bind_id(stmt, 7, &m->ticket);
    bind_id_or_null(stmt, 8, customer, m->has_customer);
    bind_id_or_null(stmt, 9, &m->agent, m->has_agent);
    (void)sqlite3_bind_int(stmt, 12, CSR_CHANNEL_EMAIL);
    (void)sqlite3_bind_int(stmt, 13, m->direction);
    (void)sqlite3_bind_int(stmt, 14, CSR_AUDIENCE_PUBLIC);
    (void)sqlite3_bind_int(stmt, 15, m->actor_kind);
    (void)sqlite3_bind_int(stmt, 16, CSR_CONTENT_PLAIN);
    (void)sqlite3_bind_int(stmt, 19, 0);
    (void)sqlite3_bind_int(stmt, 21, 0);
    (void)sqlite3_bind_int(stmt, 22, 0);
    (void)sqlite3_bind_int64(stmt, 23, 0);
    (void)sqlite3_bind_text(stmt, 28, m->body, m->body_len, SQLITE_STATIC);
    bind_hash(stmt, 29, m->chain);
    floor_step(f, stmt);
}

void floor_open_ticket(floor_side *f, const floor_job *job)
{
    int64_t version;

    look_for_policy(f);
    version = read_counter(f);
    insert_ticket(f, &job->ticket);
    floor_add_event(f, &job->event);
    write_counter(f, version, job->ticket.number);
    insert_message(f, &job->message, &job->message.customer);
    floor_add_event(f, &job->message_event);
}

/* The ticket as it is: of its columns only those are looked at that the operation needs. */
static sqlite3_stmt *load_ticket(floor_side *f, const csr_id *id)
{
    sqlite3_stmt *stmt = floor_statement(f, SQL_TICKET);

    bind_id(stmt, 1, id);
    if (sqlite3_step(stmt) != SQLITE_ROW)
        floor_die(f);
    return stmt;
}

static int64_t version_of_ticket(floor_side *f, const csr_id *id)
{
    sqlite3_stmt *stmt = load_ticket(f, id);
    int64_t version = sqlite3_column_int64(stmt, 1);

    (void)sqlite3_reset(stmt);
    return version;
}

static void change_ticket(floor_side *f, sqlite3_stmt *stmt, const floor_job *job)
{
    floor_step(f, stmt);
    if (sqlite3_changes(f->db) != 1)
        bench_die("the hand-written program: somebody else changed the ticket");
    floor_add_event(f, &job->event);
}

void floor_add_message(floor_side *f, const floor_job *job)
{
    csr_id customer = job->message.customer;

    if (job->message.look_up_customer) {
        sqlite3_stmt *stmt = load_ticket(f, &job->message.ticket);
        memcpy(customer.bytes, sqlite3_column_blob(stmt, 15), sizeof(customer.bytes));
        (void)sqlite3_reset(stmt);
    }
    insert_message(f, &job->message, &customer);
    floor_add_event(f, &job->message_event);
}

/* Nobody is given a ticket who has left. */
static void check_agent(floor_side *f, const csr_id *agent)
{
    sqlite3_stmt *stmt = floor_statement(f, SQL_AGENT_WORKS);

    bind_id(stmt, 1, agent);
    if (sqlite3_step(stmt) != SQLITE_ROW || sqlite3_column_int(stmt, 2) != 0)
        floor_die(f);
    (void)sqlite3_reset(stmt);
}

void floor_assign(floor_side *f, const floor_job *job)
{
    const floor_change *c = &job->change;
    int64_t version = version_of_ticket(f, &c->ticket);
    sqlite3_stmt *stmt = floor_statement(f, SQL_ASSIGN);

    check_agent(f, &c->assignee);
    (void)sqlite3_bind_int64(stmt, 1, version + 1);
    (void)sqlite3_bind_int64(stmt, 2, c->at);
    bind_id(stmt, 3, &c->assignee);
    bind_hash(stmt, 4, c->chain);
    bind_id(stmt, 5, &c->ticket);
    (void)sqlite3_bind_int64(stmt, 6, version);
    change_ticket(f, stmt, job);
}

void floor_set_priority(floor_side *f, const floor_job *job)
{
    const floor_change *c = &job->change;
    int64_t version = version_of_ticket(f, &c->ticket);
    sqlite3_stmt *stmt = floor_statement(f, SQL_PRIORITY);

    (void)sqlite3_bind_int64(stmt, 1, version + 1);
    (void)sqlite3_bind_int64(stmt, 2, c->at);
    (void)sqlite3_bind_int(stmt, 3, c->priority);
    (void)sqlite3_bind_int(stmt, 4, -c->priority);
    bind_hash(stmt, 5, c->chain);
    bind_id(stmt, 6, &c->ticket);
    (void)sqlite3_bind_int64(stmt, 7, version);
    change_ticket(f, stmt, job);
}

void floor_resolve(floor_side *f, const floor_job *job)
{
    const floor_change *c = &job->change;
    int64_t version = version_of_ticket(f, &c->ticket);
    sqlite3_stmt *stmt = floor_statement(f, SQL_RESOLVE);

    (void)sqlite3_bind_int64(stmt, 1, version + 1);
    (void)sqlite3_bind_int64(stmt, 2, c->at);
    (void)sqlite3_bind_text(stmt, 3, "resolved", 8, SQLITE_STATIC);
    (void)sqlite3_bind_int(stmt, 4, CSR_PHASE_RESOLVED);
    (void)sqlite3_bind_int(stmt, 5, CSR_QUEUE_DONE);
    (void)sqlite3_bind_int(stmt, 6, CSR_RESOLUTION_SOLVED);
    (void)sqlite3_bind_int64(stmt, 7, c->at);
    (void)sqlite3_bind_int64(stmt, 8, c->at);
    bind_hash(stmt, 9, c->chain);
    bind_id(stmt, 10, &c->ticket);
    (void)sqlite3_bind_int64(stmt, 11, version);
    change_ticket(f, stmt, job);
}

void floor_reopen(floor_side *f, const floor_job *job)
{
    const floor_change *c = &job->change;
    int64_t version = version_of_ticket(f, &c->ticket);
    sqlite3_stmt *stmt = floor_statement(f, SQL_REOPEN);

    (void)sqlite3_bind_int64(stmt, 1, version + 1);
    (void)sqlite3_bind_int64(stmt, 2, c->at);
    (void)sqlite3_bind_text(stmt, 3, "open", 4, SQLITE_STATIC);
    (void)sqlite3_bind_int(stmt, 4, CSR_PHASE_OPEN);
    (void)sqlite3_bind_int(stmt, 5, CSR_QUEUE_ACTIVE);
    (void)sqlite3_bind_int(stmt, 7, 1);
    (void)sqlite3_bind_int64(stmt, 8, c->at);
    bind_hash(stmt, 10, c->chain);
    bind_id(stmt, 11, &c->ticket);
    (void)sqlite3_bind_int64(stmt, 12, version);
    change_ticket(f, stmt, job);
}
