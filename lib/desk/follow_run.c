#include "base/error.h"
#include "base/memory.h"
#include "desk/edit.h"
#include "desk/follow.h"
#include "desk/policy.h"
#include "desk/sla.h"
#include "desk/timer.h"

#include <inttypes.h>

/*
 * After each operation the rules look at the tickets that it touched: facts are read and bound, the rules decide, what they
 * decide is written and done, and that again until a pass fires nothing.
 */
#define NO_RULES (UINT64_C(1) << 1)
/* Tickets of a customer that are looked at when the customer changes, the newest. */
#define CUSTOMER_TICKETS 64

int csri_follow_known_none(csri_call *call)
{
    const uint64_t *word = csri_memo(call);

    return word != NULL && (*word & NO_RULES) != 0;
}

void csri_follow_begin(csri_call *call)
{
    csri_buffer *touched = &call->session->touched;

    if (touched->status != CSR_OK)
        csri_buffer_free(touched);
    touched->len = 0;
    call->tx.touched = touched;
}

csr_status csri_follow_in_force(csri_call *call, csr_id *out)
{
    uint64_t *word = csri_memo(call);
    int recorded;
    csr_status status;

    *out = (csr_id){ { 0 } };
    if (word != NULL && (*word & NO_RULES) != 0)
        return CSR_OK;
    status = csri_policy_recorded(call, CSR_POLICY_RULES, &recorded);
    if (status == CSR_OK && !recorded && word != NULL)
        *word |= NO_RULES;
    return status != CSR_OK || !recorded ? status : csri_follow_read(call, out);
}

csr_status csri_follow_read(csri_call *call, csr_id *out)
{
    static const csr_str standard = { NULL, 0 };
    csr_rows *rows = NULL;
    csr_status status;

    *out = (csr_id){ { 0 } };
    status = csri_policy_in_force(call, CSR_POLICY_RULES, &standard, "rules", &rows);
    if (rows != NULL)
        *out = ((const struct csri_policy *)csri_rows_at(rows, 0))->view.id;
    csri_rows_free(rows);
    return status;
}

/* ---- One ticket ---- */

typedef struct looking {
    csri_call *call;
    csr_id ticket;
    char subject[CSR_ID_TEXT_BYTES];
    csri_follow_sets sets;
    csr_rows *row; /* of what is remembered; NULL = nothing is */
    csri_rules_state *state;
    csri_rules_cascade *cascade;
    csri_scene scene;
    csr_time due;
    int64_t event;
} looking;

static csr_status read_state(looking *l)
{
    struct csri_rule_state key = { .view = { .ticket = l->ticket } };
    csri_call *call = l->call;
    csr_str text = { NULL, 0 };
    csr_status status = csri_find(&call->tx, &csri_rule_state_record, CSRI_RULE_STATE_BY_TICKET, &key, &l->row);

    if (status == CSR_OK && l->row != NULL)
        text = ((const struct csri_rule_state *)csri_rows_at(l->row, 0))->view.state;
    return status != CSR_OK ? status : csri_rules_state_read(call->tx.host, text, &l->state, call->err);
}

/* The position of the last event there is: the occasion. */
static csr_status read_occasion(csri_call *call, int64_t *out)
{
    csr_scan scan = { .index = CSR_SCAN_BY_POSITION, .flags = CSR_SCAN_REVERSE, .limit = 1 };
    csr_rows *rows = NULL;
    csr_status status = csri_first(&call->tx, &csri_event_record, &scan, &rows);

    *out = rows != NULL ? ((const struct csri_event *)csri_rows_at(rows, 0))->view.position : 0;
    csri_rows_free(rows);
    return status;
}

static csr_status write_state(looking *l, const csri_rules_state *state)
{
    csri_call *call = l->call;
    const struct csri_rule_state *was = l->row != NULL ? csri_rows_at(l->row, 0) : NULL;
    struct csri_rule_state is = { .view = { .ticket = l->ticket, .updated_at = call->tx.now } };
    csri_buffer text;
    csr_status status;

    csri_buffer_init(&text, call->tx.host, csri_t_explanation.max_bytes);
    csri_rules_state_write(state, &text);
    status = csri_buffer_check(&text, call->err);
    is.view.state = (csr_str){ text.ptr, text.len };
    if (was != NULL)
        is.view.id = was->view.id;
    else if (status == CSR_OK)
        status = csri_new_id(&call->tx, &is.view.id);
    if (status == CSR_OK)
        status = was != NULL ? csri_update(&call->tx, &csri_rule_state_record, was, &is)
                             : csri_insert(&call->tx, &csri_rule_state_record, &is);
    csri_buffer_free(&text);
    csri_rows_free(l->row);
    csri_rules_state_free(l->state);
    l->row = NULL;
    l->state = NULL;
    return status != CSR_OK ? status : read_state(l);
}

static csr_id policy_of(const looking *l, const csr_rules *set)
{
    for (size_t i = 0; i < l->sets.count; i++)
        if (l->sets.bound[i].set == set)
            return l->sets.policies[i];
    return l->sets.policy;
}

static csr_firing_outcome outcome_of(csri_rules_outcome outcome)
{
    static const csr_firing_outcome outcomes[] = {
        [CSRI_FIRED] = CSR_FIRING_DONE,
        [CSRI_FIRED_SHADOW] = CSR_FIRING_SHADOW,
        [CSRI_INHIBITED] = CSR_FIRING_HELD,
        [CSRI_SUPPRESSED] = CSR_FIRING_SUPPRESSED,
        [CSRI_GUARDED] = CSR_FIRING_GUARDED,
        [CSRI_CLOSED] = 0,
        [CSRI_STOPPED] = 0,
    };
    return outcomes[outcome];
}

/* The row of a firing, before anything is done. */
static struct csri_firing row_of(const looking *l, const csri_rules_firing *what, int64_t cost)
{
    return (struct csri_firing){ .view = { .outcome = outcome_of(what->outcome),
                                           .ticket = l->ticket,
                                           .rules = policy_of(l, what->set),
                                           .episode = what->episode,
                                           .event = l->event,
                                           .cost = cost,
                                           .due_at = what->due_at,
                                           .fired_at = what->fired_at,
                                           .step = what->step + 1,
                                           .pass = (int32_t)l->cascade->passes,
                                           .undecided = what->undecided,
                                           .rule = what->id,
                                           .key = what->key,
                                           .because = what->because,
                                           .audit = what->audit } };
}

/* Write a change of a firing as an event of its ticket. */
static csr_status write_firing(csri_call *call, csr_event_kind event, const struct csri_firing *was,
                               struct csri_firing *is)
{
    csri_change_request request = { .event = event, .child = &csri_firing_record, .child_was = was, .child_is = is };
    struct csri_ticket ticket;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, &is->view.ticket, 0, &ticket, &edit);

    return status != CSR_OK ? status : csri_edit_end(call, &edit, CSR_OK, &request, NULL);
}

/* A ticket that has had too many notices is an alarm. */
static csr_event_kind event_of(const csri_rules_firing *what)
{
    return what->outcome == CSRI_GUARDED ? CSR_EVENT_FIRING_GUARDED : CSR_EVENT_FIRING_ADDED;
}

/* What was done is known before it is told in one event; the actions' own events follow it. */
static csr_status fire(looking *l, const csri_rules_firing *what, int64_t cost)
{
    csri_call *call = l->call;
    struct csri_firing was, is = row_of(l, what, cost);
    csri_buffer results, plan;
    csr_status status = csri_new_id(&call->tx, &is.view.id);

    csri_buffer_init(&results, call->tx.host, csri_t_explanation.max_bytes);
    csri_buffer_init(&plan, call->tx.host, csri_t_explanation.max_bytes);
    if (status == CSR_OK)
        status = csri_follow_plan(what, &plan, call->err);
    is.view.actions = (csr_str){ plan.ptr, plan.len };
    if (status == CSR_OK)
        status = write_firing(call, event_of(what), NULL, &is);
    was = is;
    if (status == CSR_OK)
        status = csri_follow_act(call, &l->scene, &is.view.rules, &is.view.id, what, &results, &is.view.failed);
    if (status == CSR_OK && is.view.failed != 0) {
        is.view.actions = (csr_str){ results.ptr, results.len };
        status = write_firing(call, CSR_EVENT_FIRING_FAILED, &was, &is);
    }
    csri_buffer_free(&plan);
    csri_buffer_free(&results);
    return status;
}

static csr_status set_timer(looking *l, csr_time at)
{
    return csri_timer_set(l->call, CSRI_TIMER_RULES, &l->ticket, &l->ticket, at == CSRI_RULES_NEVER ? 0 : at);
}

/* One pass; *more = it did something, so that there has to be another. */
static csr_status pass(looking *l, int *more)
{
    csri_call *call = l->call;
    csri_rules_clocks clocks = { csri_facts_reach, &l->scene };
    csri_rules_input input = { .host = call->tx.host,
                               .sets = l->sets.bound,
                               .set_count = l->sets.count,
                               .state = l->state,
                               .cascade = l->cascade,
                               .now = call->tx.now,
                               .due = l->due,
                               .event = l->event,
                               .clocks = &clocks };
    csri_rules_decision decision;
    csr_status status;

    *more = 0;
    csr_str_set(&input.subject, l->subject, CSR_NTS);
    status = csri_rules_decide(&input, &decision, call->err);
    for (size_t i = 0; status == CSR_OK && i < decision.firing_count; i++) {
        const csri_rules_firing *what = &decision.firings[i];
        *more |= what->outcome == CSRI_FIRED || what->outcome == CSRI_INHIBITED || what->outcome == CSRI_GUARDED;
        if (outcome_of(what->outcome) == 0)
            continue;
        /* Both are always there, but when memory was short. */
        status = what->key.len == 0 || what->audit.len == 0
                     ? csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the rules of a ticket")
                     : fire(l, what, decision.cost);
    }
    if (status == CSR_OK && decision.state != NULL)
        status = write_state(l, decision.state);
    if (status == CSR_OK && !*more)
        status = set_timer(l, decision.next_look);
    csri_rules_decision_free(&decision);
    return status;
}

/* A loop between rules, or a set that cannot be used here, ends their turn, not the call: the host's log tells of it. */
static csr_status end_cascade(looking *l, csr_status status)
{
    csri_call *call = l->call;

    if (status != CSR_E_POLICY)
        return status;
    call->desk->host.log(call->desk->host.user, CSR_LOG_WARNING, "rules", call->err != NULL ? call->err->message : "");
    csri_error_clear(call->err);
    return set_timer(l, CSRI_RULES_NEVER);
}

static csr_status cascade(looking *l)
{
    csri_call *call = l->call;
    int more = 1;
    csr_status status = read_state(l);

    while (status == CSR_OK && more) {
        csri_follow_sets_free(&l->sets);
        csri_scene_free(&l->scene);
        status = csri_follow_sets_load(call, &l->sets.policy, NULL, l->state, &l->sets);
        if (status == CSR_E_POLICY)
            return end_cascade(l, status);
        if (status == CSR_OK)
            status = csri_scene_load(call, &l->ticket, l->sets.needs, &l->scene);
        if (status == CSR_OK)
            status = csri_follow_sets_bind(&l->sets, &l->scene, call->err);
        if (status == CSR_OK)
            status = end_cascade(l, pass(l, &more));
    }
    return status;
}

/* Let the rules look at a ticket. Who acts is the system; what they touch themselves is looked at here already. */
static csr_status look_at(csri_call *call, const csr_id *ticket, const csr_id *policy, int64_t event, csr_time due)
{
    looking l = { .call = call, .ticket = *ticket, .event = event, .due = due };
    csr_id actor = call->tx.actor;
    csri_buffer *touched = call->tx.touched;
    csr_status status = CSR_OK;

    csr_id_format(ticket, l.subject);
    l.sets.policy = *policy;
    l.cascade = csri_alloc_zero(call->tx.host, sizeof(*l.cascade));
    if (l.cascade == NULL)
        return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the rules of a ticket");
    call->tx.actor = (csr_id){ { 0 } };
    call->tx.touched = NULL;
    csri_arena_init(&l.sets.arena, call->tx.host);
    status = cascade(&l);
    call->tx.actor = actor;
    call->tx.touched = touched;
    csri_follow_sets_free(&l.sets);
    csri_scene_free(&l.scene);
    csri_rules_state_free(l.state);
    csri_rows_free(l.row);
    csri_free(call->tx.host, l.cascade, sizeof(*l.cascade));
    return status;
}

/* ---- What was touched ---- */

static csr_status look_at_customer(csri_call *call, const csr_id *customer, const csr_id *policy, int64_t event)
{
    struct csri_ticket from = { .view = { .customer = *customer } };
    csr_scan scan = { .index = CSRI_TICKET_BY_CUSTOMER,
                      .equal = 1,
                      .flags = CSR_SCAN_REVERSE,
                      .limit = CUSTOMER_TICKETS,
                      .from = &from };
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 8, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_ticket_record, &scan, rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++) {
        const csr_ticket_view *ticket = &((const struct csri_ticket *)csri_rows_at(rows, i))->view;
        if (ticket->queue != CSR_QUEUE_DONE)
            status = look_at(call, &ticket->id, policy, event, 0);
    }
    csri_rows_free(rows);
    return status;
}

static int is_first(const csri_touched *all, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (memcmp(&all[k], &all[i], sizeof(all[i])) == 0)
            return 0;
    return 1;
}

csr_status csri_follow(csri_call *call)
{
    const csri_touched *all = (const csri_touched *)(const void *)call->tx.touched->ptr;
    size_t count = call->tx.touched->len / sizeof(*all);
    csr_id policy;
    int64_t event = 0;
    csr_status status = csri_buffer_check(call->tx.touched, call->err);

    if (status != CSR_OK || count == 0)
        return status;
    status = csri_follow_in_force(call, &policy);
    if (status != CSR_OK || csr_id_is_none(&policy))
        return status;
    status = read_occasion(call, &event);
    for (size_t i = 0; status == CSR_OK && i < count; i++) {
        if (!is_first(all, i))
            continue;
        status = all[i].kind == CSR_RECORD_TICKET ? look_at(call, &all[i].id, &policy, event, 0)
                                                  : look_at_customer(call, &all[i].id, &policy, event);
    }
    return status;
}

/* ---- Time ---- */

csr_status csri_follow_due(csri_call *call, const struct csri_timer *timer, int64_t *told)
{
    csr_id policy;
    csr_status status = csri_follow_in_force(call, &policy);

    ++*told;
    if (status == CSR_OK && !csr_id_is_none(&policy))
        return look_at(call, &timer->view.owner, &policy, 0, timer->view.at);
    return status != CSR_OK ? status : csri_timer_set(call, CSRI_TIMER_RULES, &timer->view.owner, NULL, 0);
}

csr_status csri_follow_up_due(csri_call *call, const struct csri_timer *timer, int64_t *told)
{
    struct csri_firing is;
    csr_rows *rows = NULL;
    csr_status status = csri_load(&call->tx, &csri_firing_record, &timer->view.owner, "firing", &rows);

    if (status != CSR_OK)
        return status;
    is = *(const struct csri_firing *)csri_rows_at(rows, 0);
    is.view.followed_up_at = timer->view.at;
    ++*told;
    status = write_firing(call, CSR_EVENT_FIRING_FOLLOWED_UP, csri_rows_at(rows, 0), &is);
    if (status == CSR_OK)
        status = csri_timer_set(call, CSRI_TIMER_FOLLOW_UP, &timer->view.owner, NULL, 0);
    csri_rows_free(rows);
    return status;
}
