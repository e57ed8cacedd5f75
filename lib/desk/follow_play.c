#include "base/error.h"
#include "desk/edit.h"
#include "desk/follow_history.h"

/*
 * Playing the past: each occasion is met by the rules with the facts as of then, and between occasions time alone.
 *
 * Events of one instant are one occasion. What rules did is in the events, too: the pass that fired is met before the first
 * event that tells of it, and the next one when the events of what it did are there.
 */
/* Revisions of the rules that are looked at. */
#define REVISIONS 256

csr_status csri_history_revisions(csri_call *call, csr_rows **out)
{
    struct csri_policy from = { .view = { .kind = CSR_POLICY_RULES, .name = CSR_STR("default") } };
    csr_scan scan = {
        .index = CSRI_POLICY_BY_NAME, .equal = 2, .flags = CSR_SCAN_REVERSE, .limit = REVISIONS, .from = &from
    };
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 4, out, call->err);

    return status != CSR_OK ? status : call->tx.ops->scan(call->tx.handle, &csri_policy_record, &scan, *out, call->err);
}

/* The revision that was in force at an instant; NULL = none was. */
static const csr_policy_view *revision_at(const csr_rows *revisions, csr_time at)
{
    for (size_t i = 0; i < csri_rows_count(revisions); i++) {
        const csr_policy_view *policy = &((const struct csri_policy *)csri_rows_at(revisions, i))->view;
        if (policy->created_at <= at && (policy->effective_from <= at || policy->effective_from <= policy->created_at))
            return policy;
    }
    return NULL;
}

csr_status csri_history_sets(const csri_history_run *run, csr_time now, csri_follow_sets *out)
{
    const csr_policy_view *policy = run->set != NULL ? NULL : revision_at(run->revisions, now);
    csr_id id = policy != NULL ? policy->id : (csr_id){ { 0 } };
    csr_status status = csri_follow_sets_load(run->call, &id, run->set, run->state, out);

    return status != CSR_OK ? status : csri_follow_sets_bind(out, &run->history->scene, run->call->err);
}

/* One pass with the facts as they are. */
static csr_status meet(csri_history_run *run, csr_time now, int64_t event)
{
    csri_rules_clocks clocks = { csri_facts_reach, &run->history->scene };
    csri_rules_input input = { .host = run->call->tx.host,
                               .state = run->state,
                               .cascade = run->cascade,
                               .now = now,
                               .event = event,
                               .clocks = &clocks };
    csri_rules_decision decision = { 0 };
    csri_follow_sets sets;
    csr_status status;

    /* What happened to the customer before there was the ticket. */
    if (run->history->scene.ticket.view.opened_at == 0)
        return CSR_OK;
    csri_history_settle(run->history, now);
    status = csri_history_sets(run, now, &sets);
    if (status == CSR_OK && sets.bound[0].set != NULL) {
        input.sets = sets.bound;
        input.set_count = sets.count;
        csr_str_set(&input.subject, run->subject, CSR_NTS);
        status = csri_rules_decide(&input, &decision, run->call->err);
        for (size_t i = 0; status == CSR_OK && i < decision.firing_count; i++)
            status = run->fired(run->user, &decision.firings[i]);
        if (status == CSR_OK && decision.state != NULL) {
            csri_rules_state_free(run->state);
            run->state = decision.state;
            decision.state = NULL;
        }
        run->next_look = decision.next_look;
        csri_rules_decision_free(&decision);
    }
    csri_follow_sets_free(&sets);
    return status;
}

static csr_status pass_time(csri_history_run *run, csr_time until)
{
    csr_status status = CSR_OK;

    while (status == CSR_OK && run->next_look <= until) {
        csr_time now = run->next_look;
        run->next_look = CSRI_RULES_NEVER;
        memset(run->cascade, 0, sizeof(*run->cascade));
        status = meet(run, now, 0);
    }
    return status;
}

/* The events of one instant, from the i-th on; *i is behind them. */
static csr_status play_instant(csri_history_run *run, size_t *i)
{
    const csri_history *h = run->history;
    const struct csri_event *event = csri_rows_at(h->events, *i);
    csr_time now = event->view.at;
    int64_t occasion = 0;
    int32_t pass = 0;
    int own = 0; /* something happened to the ticket or its contacts, not to its customer alone */
    csr_status status = pass_time(run, now);

    memset(run->cascade, 0, sizeof(*run->cascade));
    while (status == CSR_OK && *i < csri_rows_count(h->events)) {
        const struct csri_firing *firing;
        int32_t of;
        event = csri_rows_at(h->events, *i);
        if (event->view.at != now)
            break;
        /* Applying it does not disturb the facts: a firing is none of them. */
        status = csri_history_apply(run->call, run->history, event);
        own |= event->view.subject_kind != CSR_RECORD_CUSTOMER;
        firing = status == CSR_OK ? csri_history_firing(h, event) : NULL;
        of = firing != NULL ? firing->view.pass : 0;
        if (of != 0 && of != pass) {
            if (of < pass)
                memset(run->cascade, 0, sizeof(*run->cascade));
            status = meet(run, now, firing->view.event);
            pass = of;
        }
        if (firing == NULL && pass == 0)
            occasion = event->view.position;
        ++*i;
    }
    /* A customer who changes is no occasion for what is settled. */
    if (status != CSR_OK || (!own && h->scene.ticket.view.queue == CSR_QUEUE_DONE))
        return status;
    return meet(run, now, occasion);
}

csr_status csri_history_play(csri_history_run *run, csr_time until)
{
    size_t i = 0;
    csr_status status = CSR_OK;

    run->next_look = CSRI_RULES_NEVER;
    csr_id_format(&run->history->scene.ticket.view.id, run->subject);
    while (status == CSR_OK && i < csri_rows_count(run->history->events) &&
           ((const struct csri_event *)csri_rows_at(run->history->events, i))->view.at <= until)
        status = play_instant(run, &i);
    return status == CSR_OK ? pass_time(run, until) : status;
}
