#include "policy/sla_decide.h"

#include "base/guard.h"
#include "policy/lifecycle.h"
#include <string.h>

/* A decision in the making: states follow what was decided so far. */
typedef struct plan {
    const csri_sla_facts *facts;
    csr_sla_state state[CSRI_SLA_METRICS];
    csri_sla_command *out;
    size_t count;
} plan;

static int is_live(const plan *p, csr_sla_metric metric)
{
    return p->state[metric] == CSR_SLA_RUNNING || p->state[metric] == CSR_SLA_PAUSED;
}

static void command(plan *p, csr_sla_metric metric, csr_sla_event_kind kind)
{
    static const csr_sla_state after[] = {
        [CSR_SLA_EVENT_START] = CSR_SLA_RUNNING,    [CSR_SLA_EVENT_PAUSE] = CSR_SLA_PAUSED,
        [CSR_SLA_EVENT_RESUME] = CSR_SLA_RUNNING,   [CSR_SLA_EVENT_RETARGET] = 0,
        [CSR_SLA_EVENT_STOP] = CSR_SLA_STOPPED,     [CSR_SLA_EVENT_REOPEN] = CSR_SLA_RUNNING,
        [CSR_SLA_EVENT_CANCEL] = CSR_SLA_CANCELLED,
    };
    if (CSRI_ALWAYS(p->count < CSRI_SLA_COMMANDS_MAX)) {
        p->out[p->count++] = (csri_sla_command){ metric, kind };
    }
    p->state[metric] = after[kind] != 0 ? after[kind] : p->state[metric];
}

static void start(plan *p, csr_sla_metric metric)
{
    if (p->facts->has_target[metric] && !is_live(p, metric)) {
        command(p, metric, CSR_SLA_EVENT_START);
    }
}

static void stop(plan *p, csr_sla_metric metric)
{
    if (is_live(p, metric)) {
        command(p, metric, CSR_SLA_EVENT_STOP);
    }
}

static void cancel(plan *p, csr_sla_metric metric)
{
    if (is_live(p, metric)) {
        command(p, metric, CSR_SLA_EVENT_CANCEL);
    }
}

/* A first reply is owed once: neither again nor where the house has spoken already. */
static void start_reply(plan *p)
{
    if (p->facts->house_spoke) {
        start(p, CSR_SLA_NEXT_REPLY);
    } else if (p->state[CSR_SLA_FIRST_REPLY] != CSR_SLA_STOPPED) {
        start(p, CSR_SLA_FIRST_REPLY);
    }
}

/* Closed without a resolution (spam, deleted), or dealt with elsewhere: nothing was measured. */
static int is_void(const csr_ticket_view *is)
{
    return is->resolution == CSR_RESOLUTION_DUPLICATE || (is->phase == CSR_PHASE_CLOSED && is->resolution == 0);
}

/* A first reply is owed even when the matter is settled, until it is closed. */
static void settle(plan *p)
{
    const csr_ticket_view *is = p->facts->is;
    for (csr_sla_metric m = CSR_SLA_NEXT_REPLY; m <= CSR_SLA_RESOLUTION; m++) {
        if (is_void(is)) {
            cancel(p, m);
        } else {
            stop(p, m);
        }
    }
    if (is->phase == CSR_PHASE_CLOSED || is_void(is)) {
        cancel(p, CSR_SLA_FIRST_REPLY);
    }
}

/* C11. What the clock of the resolution then measures is matched anew, and a question left open is owed an answer. */
static void reopen(plan *p)
{
    int had = p->state[CSR_SLA_RESOLUTION] == CSR_SLA_STOPPED;
    if (had && p->facts->rule && p->facts->rule->reopen != CSR_SLA_REOPEN_NEVER) {
        command(p, CSR_SLA_RESOLUTION, CSR_SLA_EVENT_REOPEN);
    } else if (!had) {
        start(p, CSR_SLA_RESOLUTION);
    }
    if (p->facts->unanswered) {
        start_reply(p);
    }
}

/* C8: what runs gets the target that it would get now; what is not promised any more is dropped. */
static void rematch(plan *p)
{
    for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; m <= CSR_SLA_RESOLUTION; m++) {
        if (is_live(p, m) && p->facts->has_target[m]) {
            command(p, m, CSR_SLA_EVENT_RETARGET);
        } else if (is_live(p, m)) {
            command(p, m, CSR_SLA_EVENT_CANCEL);
        }
    }
    if (p->state[CSR_SLA_RESOLUTION] != CSR_SLA_STOPPED) {
        start(p, CSR_SLA_RESOLUTION);
    }
    if (p->facts->unanswered) {
        start_reply(p);
    }
}

static void speak(plan *p, int settled)
{
    if ((p->facts->said & CSRI_SAID_CUSTOMER) != 0 && !settled) {
        start_reply(p);
    }
    if ((p->facts->said & CSRI_SAID_HOUSE) != 0) {
        stop(p, CSR_SLA_FIRST_REPLY);
        stop(p, CSR_SLA_NEXT_REPLY);
        stop(p, CSR_SLA_PERIODIC_UPDATE);
        if (!settled) {
            start(p, CSR_SLA_PERIODIC_UPDATE);
        }
    }
}

static void pause_or_resume(plan *p, csr_sla_metric metric)
{
    const csr_ticket_view *is = p->facts->is;
    uint32_t pauses = p->facts->rule ? p->facts->rule->pauses : UINT32_C(1) << CSR_WAITS_FOR_CUSTOMER;
    int stands = is->phase == CSR_PHASE_PAUSED && (pauses >> (unsigned)is->waits_for & 1) != 0;
    if (stands && p->state[metric] == CSR_SLA_RUNNING) {
        command(p, metric, CSR_SLA_EVENT_PAUSE);
    } else if (!stands && p->state[metric] == CSR_SLA_PAUSED) {
        command(p, metric, CSR_SLA_EVENT_RESUME);
    }
}

size_t csri_sla_decide(const csri_sla_facts *facts, csri_sla_command out[CSRI_SLA_COMMANDS_MAX])
{
    plan p = { .facts = facts, .out = out };
    int settled = csri_phase_settled(facts->is->phase);
    int was_settled = facts->was && csri_phase_settled(facts->was->phase);
    memcpy(p.state, facts->state, sizeof p.state);
    if (settled) {
        speak(&p, 1);
        settle(&p);
        return p.count;
    }
    if (!facts->was) {
        start(&p, CSR_SLA_RESOLUTION);
    }
    if (was_settled) {
        reopen(&p);
    }
    if (facts->rematch || was_settled) {
        rematch(&p);
    }
    speak(&p, 0);
    pause_or_resume(&p, CSR_SLA_RESOLUTION);
    if (facts->rule && facts->rule->updates_pause) {
        pause_or_resume(&p, CSR_SLA_PERIODIC_UPDATE);
    } else if (p.state[CSR_SLA_PERIODIC_UPDATE] == CSR_SLA_PAUSED) {
        command(&p, CSR_SLA_PERIODIC_UPDATE, CSR_SLA_EVENT_RESUME);
    }
    return p.count;
}

/* A call, or somebody at the counter, who is served: the answer comes with the question. */
static int is_served(const csr_interaction_view *i)
{
    return i->direction == CSR_DIRECTION_INCOMING && !csr_id_is_none(&i->agent) &&
           (i->channel == CSR_CHANNEL_PHONE || i->channel == CSR_CHANNEL_COUNTER);
}

unsigned csri_sla_said(const csr_interaction_view *i, int bot_counts)
{
    unsigned said = 0;
    if (i->audience != CSR_AUDIENCE_PUBLIC || i->channel == CSR_CHANNEL_NOTE) {
        return 0;
    }
    if (i->direction == CSR_DIRECTION_INCOMING && i->actor_kind == CSR_ACTOR_CUSTOMER) {
        said = CSRI_SAID_CUSTOMER;
    }
    int counts = i->actor_kind == CSR_ACTOR_AGENT ||
                 (bot_counts && (i->actor_kind == CSR_ACTOR_BOT || i->actor_kind == CSR_ACTOR_SYSTEM));
    if ((i->direction == CSR_DIRECTION_OUTGOING && counts) || is_served(i)) {
        said |= CSRI_SAID_HOUSE;
    }
    return said;
}

int csri_sla_rematches(const csri_sla_policy *policy, const csr_ticket_view *was, const csr_ticket_view *is,
                       uint64_t changed)
{
    return was->priority != is->priority || was->kind != is->kind || was->fault != is->fault ||
           memcmp(&was->customer, &is->customer, sizeof is->customer) != 0 ||
           memcmp(&was->contact_point, &is->contact_point, sizeof is->contact_point) != 0 ||
           (policy->conditions.ticket_members & changed) != 0;
}
