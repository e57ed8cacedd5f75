#include "base/error.h"
#include "desk/edit.h"
#include "desk/policy.h"
#include "desk/sla.h"

/*
 * The clocks of a ticket follow what happens to it: facts are loaded here, lib/policy/sla_decide.c decides, and
 * lib/desk/clock_write.c writes.
 */

/* Bits of what the store lets us remember. */
#define NO_SLA (UINT64_C(1) << 0)

uint64_t *csri_memo(csri_call *call)
{
    const csr_backend_ops *ops = call->tx.ops;

    return ops->memo != NULL ? ops->memo(call->tx.handle) : NULL;
}

void csri_sla_recorded(csri_call *call)
{
    uint64_t *word = csri_memo(call);

    if (word != NULL)
        *word = 0;
}

csr_status csri_sla_in_force(csri_call *call, csr_id *out)
{
    static const csr_str standard = { NULL, 0 };
    uint64_t *word = csri_memo(call);
    int recorded;
    csr_rows *rows;
    csr_status status;

    *out = (csr_id){ { 0 } };
    if (word != NULL && (*word & NO_SLA) != 0)
        return CSR_OK;
    status = csri_policy_recorded(call, CSR_POLICY_SLA, &recorded);
    if (status == CSR_OK && !recorded && word != NULL)
        *word |= NO_SLA;
    if (status != CSR_OK || !recorded)
        return status;
    status = csri_policy_in_force(call, CSR_POLICY_SLA, &standard, "sla", &rows);
    if (rows != NULL)
        *out = ((const struct csri_policy *)csri_rows_at(rows, 0))->view.id;
    csri_rows_free(rows);
    return status;
}

csr_status csri_calendar_named(csri_call *call, const csr_str *name, csr_id *out)
{
    struct csri_policy from = { .view = { .kind = CSR_POLICY_CALENDAR, .name = *name } };
    csr_scan scan = { .index = CSRI_POLICY_BY_NAME, .equal = 2, .from = &from };
    csr_rows *rows = NULL;
    csr_status status;

    *out = (csr_id){ { 0 } };
    if (name->len == 0)
        return CSR_OK;
    status = csri_policy_in_force(call, CSR_POLICY_CALENDAR, name, "calendar", &rows);
    if (status == CSR_E_NOT_FOUND || (status == CSR_OK && rows == NULL)) {
        csri_error_clear(call->err);
        status = csri_first(&call->tx, &csri_policy_record, &scan, &rows);
    }
    if (status == CSR_OK && rows == NULL)
        return csri_fail(call->err, CSR_E_NOT_FOUND, "calendar", "there is no calendar \"%.*s\"", (int)name->len,
                         name->ptr);
    if (rows != NULL)
        *out = ((const struct csri_policy *)csri_rows_at(rows, 0))->view.id;
    csri_rows_free(rows);
    return status;
}

/* Everything that one step works with. */
typedef struct following {
    const csri_ticket_step *step;
    const csri_sla_policy *policy;
    csri_sla_facts facts;
    csri_sla_about about;
    csri_clock_set *set;
    int first_said; /* what is said is the first thing ever */
} following;

/* The first interaction of the ticket; rows = NULL when there is none. */
static csr_status first_interaction(csri_call *call, const csr_id *ticket, csr_rows **out)
{
    struct csri_interaction from = { .view = { .ticket = *ticket } };
    csr_scan scan = { .index = CSRI_INTERACTION_BY_TICKET, .equal = 1, .from = &from };

    return csri_first(&call->tx, &csri_interaction_record, &scan, out);
}

/* ticket.channel: that of the contact point, else that of the first interaction. */
static csr_status load_channel(csri_call *call, const csr_ticket_view *is, csri_sla_about *about)
{
    csr_rows *rows = NULL;
    csr_status status;

    if (!csr_id_is_none(&is->contact_point)) {
        status = csri_load(&call->tx, &csri_contact_point_record, &is->contact_point, "contact_point", &rows);
        if (status == CSR_OK)
            about->facts.channel = ((const struct csri_contact_point *)csri_rows_at(rows, 0))->view.channel;
    } else {
        status = first_interaction(call, &is->id, &rows);
        if (status == CSR_OK && rows != NULL) {
            const csr_interaction_view *first = &((const struct csri_interaction *)csri_rows_at(rows, 0))->view;
            about->facts.channel = first->channel;
            about->first = first->id;
        }
    }
    csri_rows_free(rows);
    return status;
}

csr_status csri_sla_about_load(csri_call *call, const csri_sla_policy *policy, const csr_ticket_view *ticket,
                               csri_sla_about *about)
{
    csr_status status = CSR_OK;

    about->facts.ticket = ticket;
    if (policy->conditions.about_customer && !csr_id_is_none(&ticket->customer)) {
        status = csri_load(&call->tx, &csri_customer_record, &ticket->customer, "customer", &about->rows);
        if (status == CSR_OK)
            about->facts.customer = &((const struct csri_customer *)csri_rows_at(about->rows, 0))->view;
    }
    if (status == CSR_OK && policy->conditions.about_channel)
        status = load_channel(call, ticket, about);
    return status;
}

static csr_status load_facts(csri_call *call, following *f)
{
    const csr_ticket_view *is = &f->step->is->view;
    csr_status status = csri_sla_of(&call->desk->policies, &call->tx, &is->sla, &f->policy);

    if (status == CSR_OK)
        status = csri_sla_about_load(call, f->policy, is, &f->about);
    f->first_said = f->step->said != NULL && !csr_id_is_none(&f->about.first) &&
                    memcmp(&f->about.first, &f->step->said->id, sizeof(csr_id)) == 0;
    return status;
}

static int is_running(const csri_sla_facts *facts, csr_sla_metric metric)
{
    return facts->state[metric] == CSR_SLA_RUNNING || facts->state[metric] == CSR_SLA_PAUSED;
}

/* The rule that the clocks which run follow; where none does, or all is matched anew, the first one that holds. What
 * has stopped keeps the rule that it stopped under. */
static const csri_sla_rule *rule_of(const following *f)
{
    int anew = f->facts.rematch || (f->facts.was != NULL && csri_phase_settled(f->facts.was->phase));

    for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; m <= CSR_SLA_RESOLUTION && !anew; m++) {
        const csri_clock_work *w = &f->set->work[m];
        if (is_running(&f->facts, m) && memcmp(&w->is.view.sla, &f->step->is->view.sla, sizeof(csr_id)) == 0 &&
            csri_sla_rule_named(f->policy, &w->is.view.rule) != NULL)
            return csri_sla_rule_named(f->policy, &w->is.view.rule);
    }
    return csri_sla_match(f->policy, &f->about.facts);
}

#define PAGE 64
/* Contacts that are looked back over: whoever writes on and on without an answer must not make each of it dearer. */
#define LOOK_BACK_MAX 1024

static uint64_t spoken_columns(void)
{
    static const size_t wanted[] = {
        offsetof(struct csri_interaction, view.occurred_at), offsetof(struct csri_interaction, view.agent),
        offsetof(struct csri_interaction, view.channel),     offsetof(struct csri_interaction, view.direction),
        offsetof(struct csri_interaction, view.audience),    offsetof(struct csri_interaction, view.actor_kind),
    };
    const csr_shape *shape = csri_interaction_record.row;
    uint64_t mask = 0;

    for (unsigned i = 0; i < shape->count; i++)
        for (size_t k = 0; k < sizeof(wanted) / sizeof(wanted[0]); k++)
            if (shape->members[i].offset == wanted[k])
                mask |= UINT64_C(1) << i;
    return mask;
}

/* Whether the house has spoken, and the customer since: from the last interaction back to the last reply, not for ever. */
static csr_status load_conversation(csri_call *call, following *f)
{
    struct csri_interaction from = { .view = { .ticket = f->step->is->view.id } }, after;
    csr_scan scan = { .index = CSRI_INTERACTION_BY_TICKET, .equal = 1, .flags = CSR_SCAN_REVERSE, .limit = PAGE };
    int bots = f->facts.rule != NULL && f->facts.rule->bot_counts;
    csr_status status = CSR_OK;
    size_t got = PAGE, seen = 0;

    scan.from = &from;
    scan.columns = spoken_columns();
    while (status == CSR_OK && got == PAGE && seen < LOOK_BACK_MAX && !f->facts.house_spoke) {
        csr_rows *rows;
        status = csri_rows_new(call->tx.host, sizeof(from), 8, &rows, call->err);
        if (status != CSR_OK)
            return status;
        status = call->tx.ops->scan(call->tx.handle, &csri_interaction_record, &scan, rows, call->err);
        got = csri_rows_count(rows);
        seen += got;
        for (size_t i = 0; i < got && !f->facts.house_spoke; i++) {
            const struct csri_interaction *row = csri_rows_at(rows, i);
            unsigned said = csri_sla_said(&row->view, bots);
            after = *row;
            after.view.ticket = from.view.ticket;
            if (f->step->said != NULL && memcmp(&row->view.id, &f->step->said->id, sizeof(csr_id)) == 0)
                continue;
            f->facts.house_spoke = (said & CSRI_SAID_HOUSE) != 0;
            f->facts.unanswered |= said == CSRI_SAID_CUSTOMER;
        }
        scan.after = &after;
        csri_rows_free(rows);
    }
    /* After so many a first reply is no longer what they wait for. */
    f->facts.house_spoke |= seen >= LOOK_BACK_MAX;
    return status;
}

/* Clocks remember: only a reply stops a first reply, and there is a next one only after it. */
static int has_replied(const csri_sla_facts *facts)
{
    return facts->state[CSR_SLA_NEXT_REPLY] != 0 || facts->state[CSR_SLA_FIRST_REPLY] == CSR_SLA_STOPPED;
}

/* Nobody has to look back while a reply is owed, where nobody asked or no reply is promised, or where clocks tell. */
static csr_status gather_conversation(csri_call *call, following *f)
{
    csri_sla_facts *facts = &f->facts;
    int anew = facts->rematch || (facts->was != NULL && csri_phase_settled(facts->was->phase));
    int owed = is_running(facts, CSR_SLA_FIRST_REPLY) || is_running(facts, CSR_SLA_NEXT_REPLY);
    int promised = facts->has_target[CSR_SLA_FIRST_REPLY] || facts->has_target[CSR_SLA_NEXT_REPLY];

    /* A next reply is owed by a house that has spoken. */
    facts->house_spoke = is_running(facts, CSR_SLA_NEXT_REPLY);
    if (facts->was == NULL || owed || (!anew && ((facts->said & CSRI_SAID_CUSTOMER) == 0 || !promised)))
        return CSR_OK;
    facts->house_spoke = !anew && has_replied(facts);
    return facts->house_spoke ? CSR_OK : load_conversation(call, f);
}

static csr_status gather(csri_call *call, following *f)
{
    csr_status status = load_facts(call, f);

    if (status == CSR_OK)
        status = csri_clocks_load(call, f->step->is, &f->set);
    if (status != CSR_OK)
        return status;
    f->facts.was = f->step->was != NULL ? &f->step->was->view : NULL;
    f->facts.is = &f->step->is->view;
    f->facts.rematch = f->step->rematch || f->first_said;
    for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; m <= CSR_SLA_RESOLUTION; m++)
        f->facts.state[m] = f->set->work[m].exists ? f->set->work[m].fold.state : 0;
    f->facts.rule = rule_of(f);
    if (f->step->said != NULL)
        f->facts.said = csri_sla_said(f->step->said, f->facts.rule != NULL && f->facts.rule->bot_counts);
    for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; m <= CSR_SLA_RESOLUTION; m++)
        f->facts.has_target[m] = csri_sla_target_of(f->policy, f->facts.rule, m, &f->about.facts) != NULL;
    return gather_conversation(call, f);
}

/* A command as the clocks understand it: with the target and the calendar that are promised now. */
static csr_status carry_out(csri_call *call, const following *f, const csri_sla_command *command)
{
    csri_clock_move move = { .metric = command->metric, .kind = command->kind, .at = f->step->at };
    csr_status status = CSR_OK;

    if (command->kind == CSR_SLA_EVENT_START || command->kind == CSR_SLA_EVENT_RETARGET) {
        const csri_sla_target *target = csri_sla_target_of(f->policy, f->facts.rule, command->metric, &f->about.facts);
        csr_str calendar = csri_sla_calendar_name(f->policy, target);
        move.target_s = target->target_s;
        move.sets_calendar = 1;
        move.policy = f->policy;
        move.rule = f->facts.rule;
        move.sla = f->step->is->view.sla;
        status = csri_calendar_named(call, &calendar, &move.calendar);
    }
    return status != CSR_OK ? status : csri_clock_apply(call, f->step->is, f->set, &move);
}

csr_status csri_sla_follow(csri_call *call, const csri_ticket_step *step)
{
    following f = { .step = step };
    csri_sla_command commands[CSRI_SLA_COMMANDS_MAX];
    size_t count;
    csr_status status;

    if (csr_id_is_none(&step->is->view.sla))
        return CSR_OK;
    status = gather(call, &f);
    count = status == CSR_OK ? csri_sla_decide(&f.facts, commands) : 0;
    for (size_t i = 0; i < count && status == CSR_OK; i++)
        status = carry_out(call, &f, &commands[i]);
    if (status == CSR_OK)
        status = csri_clocks_arm(call, f.set);
    csri_clocks_free(call, f.set);
    csri_rows_free(f.about.rows);
    return status;
}

/* A term that is taken away leaves that of the clocks. */
static csr_status fall_back(csri_call *call, struct csri_ticket *is)
{
    csri_clock_set *set;
    csr_status status = csri_clocks_load(call, is, &set);

    if (status == CSR_OK)
        is->view.due_at = csri_clocks_due(set);
    csri_clocks_free(call, set);
    return status;
}

csr_status csri_sla_before_change(csri_call *call, const struct csri_ticket *was, struct csri_ticket *is, int *rematch)
{
    const csri_sla_policy *policy = NULL;
    csr_id in_force;
    csr_status status = CSR_OK;

    *rematch = 0;
    if (csr_id_is_none(&is->view.sla) || csri_phase_settled(is->view.phase))
        return CSR_OK;
    if (is->view.due_at == 0 && was->view.due_at != 0)
        status = fall_back(call, is);
    if (status == CSR_OK)
        status = csri_sla_of(&call->desk->policies, &call->tx, &is->view.sla, &policy);
    if (status != CSR_OK ||
        !csri_sla_rematches(policy, &was->view, &is->view, csri_diff(csri_ticket_record.row, was, is)))
        return status;
    *rematch = 1;
    status = csri_sla_in_force(call, &in_force);
    if (status == CSR_OK && !csr_id_is_none(&in_force))
        is->view.sla = in_force;
    return status;
}

csr_status csri_sla_after_interaction(csri_call *call, const struct csri_interaction *is)
{
    csri_ticket_step step = { .said = &is->view, .at = is->view.occurred_at };
    struct csri_ticket before, after;
    csr_id in_force;
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&is->view.ticket) || csri_sla_said(&is->view, 1) == 0)
        return CSR_OK;
    status = csri_sla_in_force(call, &in_force);
    if (status != CSR_OK || csr_id_is_none(&in_force))
        return status;
    status = csri_load(&call->tx, &csri_ticket_record, &is->view.ticket, "ticket", &rows);
    if (status != CSR_OK)
        return status;
    before = after = *(const struct csri_ticket *)csri_rows_at(rows, 0);
    step.was = &before;
    step.is = &after;
    status = csri_sla_follow(call, &step);
    csri_rows_free(rows);
    return status;
}
