#include "floor.h"

#include <string.h>
#include <time.h>

int64_t floor_clock_us(void)
{
    struct timespec at = { 0, 0 };

    (void)clock_gettime(CLOCK_REALTIME, &at);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

/* UUID version 7: the millisecond, a counter in it, random bytes. */
csr_id floor_new_id(floor_side *f, int64_t at)
{
    uint64_t random = bench_random(&f->random);
    int64_t ms = at / 1000;
    csr_id id;

    f->last_counter = ms <= f->last_ms ? f->last_counter + 1 : 0;
    ms = ms <= f->last_ms ? f->last_ms : ms;
    if (f->last_counter > 0xfff) {
        ms++;
        f->last_counter = 0;
    }
    f->last_ms = ms;
    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)((uint64_t)ms >> (8 * (5 - i)));
    id.bytes[6] = (uint8_t)(0x70 | f->last_counter >> 8);
    id.bytes[7] = (uint8_t)f->last_counter;
    memcpy(id.bytes + 8, &random, 8);
    id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

static void random_bytes(floor_side *f, uint8_t *out, size_t n)
{
    for (size_t i = 0; i < n; i += 8) {
        uint64_t random = bench_random(&f->random);
        memcpy(out + i, &random, n - i < 8 ? n - i : 8);
    }
}

/* Some bytes of the noise, from a place that moves on. */
static const uint8_t *noise(floor_side *f, int n)
{
    f->noise_at += 97;
    return f->noise + f->noise_at % (uint64_t)(NOISE_BYTES - n);
}

void floor_make_event(floor_side *f, form_name form, int extra_change, int extra_personal, floor_event *e)
{
    const event_form *lengths = &f->forms.of[form];

    e->change_len = lengths->change + extra_change;
    e->personal_len = lengths->personal == 0 ? 0 : lengths->personal + extra_personal;
    e->change = noise(f, e->change_len);
    e->personal = noise(f, e->personal_len);
    random_bytes(f, e->hash, sizeof(e->hash));
    random_bytes(f, e->commitment, sizeof(e->commitment));
}

static void set_actor(const floor_side *f, int is_staff, floor_event *e)
{
    e->has_actor = is_staff;
    e->actor = f->cast.agents[0];
}

void floor_make_customer(floor_side *f, size_t number, floor_job *job)
{
    floor_customer *c = &job->customer;
    floor_event *e = &job->event;

    c->at = floor_clock_us();
    c->id = floor_new_id(f, c->at);
    c->name_len = (int)work_name_of(number, c->name);
    floor_make_event(f, FORM_CUSTOMER, 0, c->name_len, e);
    memcpy(c->chain, e->hash, HASH_BYTES);
    set_actor(f, 0, e);
    e->kind = CSR_EVENT_CUSTOMER_ADDED;
    e->subject = c->id;
    e->subject_kind = CSR_RECORD_CUSTOMER;
    e->seq = 1;
    e->at = c->at;
    id_list_add(&f->customers, &c->id);
}

/* Bytes of a number in an event: seven bits each, one of them for the sign. */
static int number_bytes(int64_t number)
{
    int n = 1;

    for (number *= 2; number >= 128; number /= 128)
        n++;
    return n;
}

static void make_message(floor_side *f, const csr_id *ticket, const csr_id *customer, floor_job *job)
{
    floor_message *m = &job->message;
    floor_event *e = &job->message_event;

    m->at = floor_clock_us();
    m->id = floor_new_id(f, m->at);
    m->ticket = *ticket;
    m->has_customer = !csr_id_is_none(customer);
    if (m->has_customer)
        m->customer = *customer;
    m->agent = f->cast.agents[0];
    floor_make_event(f, m->has_agent ? FORM_AGENT_REPLY : FORM_MESSAGE, 0, 0, e);
    memcpy(m->chain, e->hash, HASH_BYTES);
    set_actor(f, m->has_agent, e);
    e->kind = CSR_EVENT_INTERACTION_ADDED;
    e->subject = m->id;
    e->subject_kind = CSR_RECORD_INTERACTION;
    e->seq = 1;
    e->at = m->at;
}

static void set_body(floor_message *m, const csr_str *body)
{
    m->body = body->ptr;
    m->body_len = (int)body->len;
}

/* job->matter is filled already. */
void floor_make_ticket(floor_side *f, const csr_id *customer, int assigned, floor_job *job)
{
    const work_matter *matter = &job->matter;
    floor_ticket *t = &job->ticket;
    floor_event *e = &job->event;

    t->at = floor_clock_us();
    t->id = floor_new_id(f, t->at);
    t->number = ++f->number;
    t->has_customer = !csr_id_is_none(customer);
    t->customer = *customer;
    t->team = f->cast.teams[matter->team];
    t->has_team = !csr_id_is_none(&t->team);
    t->has_assignee = assigned;
    t->assignee = f->cast.agents[matter->agent];
    t->priority = matter->priority;
    t->subject = matter->subject.ptr;
    t->subject_len = (int)matter->subject.len;
    floor_make_event(f, assigned ? FORM_OPENED_ASSIGNED : FORM_OPENED, number_bytes(t->number), t->subject_len, e);
    memcpy(t->chain, e->hash, HASH_BYTES);
    set_actor(f, 0, e);
    e->kind = CSR_EVENT_TICKET_OPENED;
    e->subject = t->id;
    e->subject_kind = CSR_RECORD_TICKET;
    e->seq = 1;
    e->at = t->at;
    id_list_add(&f->tickets, &t->id);
    job->message.direction = CSR_DIRECTION_INCOMING;
    job->message.actor_kind = CSR_ACTOR_CUSTOMER;
    job->message.has_agent = job->message.look_up_customer = 0;
    make_message(f, &t->id, customer, job);
    set_body(&job->message, &matter->body);
}

void floor_make_reply(floor_side *f, int by_agent, const csr_id *ticket, const csr_id *customer, floor_job *job)
{
    floor_message *m = &job->message;

    m->direction = by_agent ? CSR_DIRECTION_OUTGOING : CSR_DIRECTION_INCOMING;
    m->actor_kind = by_agent ? CSR_ACTOR_AGENT : CSR_ACTOR_CUSTOMER;
    m->has_agent = m->look_up_customer = by_agent;
    make_message(f, ticket, customer, job);
    m->has_customer = 1;
    set_body(m, by_agent ? &job->matter.agent_reply : &job->matter.customer_reply);
}

void floor_make_change(floor_side *f, bench_op op, const csr_id *ticket, int64_t seq, floor_job *job)
{
    floor_change *c = &job->change;
    floor_event *e = &job->event;
    form_name form = op == OP_ASSIGN     ? FORM_ASSIGN
                     : op == OP_PRIORITY ? FORM_PRIORITY
                     : op == OP_RESOLVE  ? FORM_RESOLVE
                                         : FORM_REOPEN;

    c->ticket = *ticket;
    c->at = floor_clock_us();
    c->assignee = f->cast.agents[job->matter.agent];
    c->priority = job->matter.new_priority;
    floor_make_event(f, form, 0, 0, e);
    memcpy(c->chain, e->hash, HASH_BYTES);
    set_actor(f, 1, e);
    e->kind = op == OP_RESOLVE  ? CSR_EVENT_TICKET_MOVED
              : op == OP_REOPEN ? CSR_EVENT_TICKET_REOPENED
                                : CSR_EVENT_TICKET_CHANGED;
    e->subject = *ticket;
    e->subject_kind = CSR_RECORD_TICKET;
    e->seq = seq;
    e->at = c->at;
}
