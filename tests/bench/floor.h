/*
 * The floor: the job as a program does it that was written by hand for this schema and nothing else. It runs the very
 * statements that the library runs for each operation, with values computed beforehand: no description is walked, nothing
 * is checked, hashed or encoded, no clock is read. What an event says are random bytes of the length that the library's
 * events have, because SQLite does not look into them.
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include "work.h"

#include <sqlite3.h>

/* What events look like, read off a desk: lengths without those of texts and numbers, which vary. */
typedef struct event_form {
    int32_t change, personal; /* personal 0 = NULL, and the commitment too */
} event_form;
typedef enum form_name {
    FORM_SETTINGS,
    FORM_CUSTOMER,
    FORM_OPENED,
    FORM_OPENED_ASSIGNED,
    FORM_MESSAGE,
    FORM_AGENT_REPLY,
    FORM_ASSIGN,
    FORM_PRIORITY,
    FORM_RESOLVE,
    FORM_REOPEN,
    FORM_COUNT
} form_name;
typedef struct event_forms {
    event_form of[FORM_COUNT];
} event_forms;

/* Statements, in floor_sql.c. */
typedef enum floor_sql {
    SQL_BEGIN_READ,
    SQL_BEGIN_WRITE,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_INSERT_SETTINGS,
    SQL_INSERT_CUSTOMER,
    SQL_INSERT_EVENT,
    SQL_POLICY,
    SQL_COUNTER,
    SQL_COUNT_ON,
    SQL_COUNT_FIRST,
    SQL_INSERT_TICKET,
    SQL_INSERT_MESSAGE,
    SQL_TICKET,
    SQL_ASSIGN,
    SQL_AGENT_WORKS,
    SQL_PRIORITY,
    SQL_RESOLVE,
    SQL_REOPEN,
    SQL_QUEUE,
    SQL_CUSTOMERS_1,
    SQL_CUSTOMERS_4,
    SQL_CUSTOMERS_16,
    SQL_CUSTOMERS_64,
    SQL_AGENTS_1,
    SQL_AGENTS_4,
    SQL_AGENTS_16,
    SQL_AGENTS_64,
    SQL_STATEMENTS
} floor_sql;

#define HASH_BYTES 32

typedef struct floor_event {
    csr_id subject, actor;
    int64_t seq, at;
    int32_t kind, subject_kind, has_actor;
    int change_len, personal_len; /* personal_len 0 = NULL */
    const uint8_t *change, *personal;
    uint8_t hash[HASH_BYTES], commitment[HASH_BYTES];
} floor_event;

typedef struct floor_customer {
    csr_id id;
    int64_t at;
    char name[WORK_NAME_BYTES];
    int name_len;
    uint8_t chain[HASH_BYTES];
} floor_customer;

typedef struct floor_ticket {
    csr_id id, customer, team, assignee;
    int64_t at, number;
    int32_t priority, has_customer, has_team, has_assignee;
    const char *subject;
    int subject_len;
    uint8_t chain[HASH_BYTES];
} floor_ticket;

typedef struct floor_message {
    csr_id id, ticket, customer, agent;
    int64_t at;
    int32_t direction, actor_kind, has_customer, has_agent, look_up_customer;
    const char *body;
    int body_len;
    uint8_t chain[HASH_BYTES];
} floor_message;

typedef struct floor_change {
    csr_id ticket, assignee;
    int64_t at;
    int32_t priority;
    uint8_t chain[HASH_BYTES];
} floor_change;

/* All that one operation writes; which parts are filled is up to the operation. */
typedef struct floor_job {
    floor_customer customer;
    floor_ticket ticket;
    floor_message message;
    floor_change change;
    floor_event event, message_event;
    size_t pick; /* ticket to read */
    work_matter matter;
} floor_job;

/* Random bytes for what events say; longer than any of it. */
#define NOISE_BYTES 4096

typedef struct floor_side {
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_STATEMENTS];
    bench_cast cast;
    event_forms forms;
    id_list customers, tickets;
    int64_t number; /* of the last ticket */
    int64_t last_ms;
    uint32_t last_counter;
    uint64_t random, noise_at, picks;
    uint8_t noise[NOISE_BYTES];
    bench_op op;
    size_t n;
    floor_job *jobs;
} floor_side;

/* floor_sql.c */
sqlite3_stmt *floor_statement(floor_side *f, floor_sql which);
void floor_connect(floor_side *f, const char *path, int full);
void floor_disconnect(floor_side *f);
_Noreturn void floor_die(const floor_side *f);
/* A statement without values, or an insert or update that is bound: to its end. */
void floor_run(floor_side *f, floor_sql which);
void floor_step(floor_side *f, sqlite3_stmt *stmt);

/* floor_write.c: one operation each, in a transaction that is open */
void floor_add_event(floor_side *f, const floor_event *e);
void floor_add_customer(floor_side *f, const floor_job *job);
void floor_open_ticket(floor_side *f, const floor_job *job);
void floor_add_message(floor_side *f, const floor_job *job);
void floor_assign(floor_side *f, const floor_job *job);
void floor_set_priority(floor_side *f, const floor_job *job);
void floor_resolve(floor_side *f, const floor_job *job);
void floor_reopen(floor_side *f, const floor_job *job);

/* floor_read.c */
void floor_get(floor_side *f, const csr_id *ticket);
void floor_queue(floor_side *f, const csr_id *team);

/* floor_values.c: what the operations write, computed beforehand */
csr_id floor_new_id(floor_side *f, int64_t at);
int64_t floor_clock_us(void);
void floor_make_event(floor_side *f, form_name form, int extra_change, int extra_personal, floor_event *e);
void floor_make_customer(floor_side *f, size_t number, floor_job *job);
void floor_make_ticket(floor_side *f, const csr_id *customer, int assigned, floor_job *job);
void floor_make_reply(floor_side *f, int by_agent, const csr_id *ticket, const csr_id *customer, floor_job *job);
void floor_make_change(floor_side *f, bench_op op, const csr_id *ticket, int64_t seq, floor_job *job);

/* floor_side.c: the contestant */
void floor_side_open(floor_side *f, const char *path, int full, const bench_cast *people, const event_forms *forms);
/* Create the file with a schema's statements and the row that a desk begins with. */
void floor_side_create(floor_side *f, const char *path, const char *schema, const event_forms *forms);
void floor_side_close(floor_side *f);
void floor_side_end(floor_side *f);
void floor_side_seed(floor_side *f, size_t n);
contestant floor_side_contestant(floor_side *f);

#endif
