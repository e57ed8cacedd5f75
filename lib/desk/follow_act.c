#include "desk/follow.h"

#include "base/error.h"
#include "base/json.h"
#include "desk/agent.h"
#include "desk/edit.h"
#include "desk/escalation.h"
#include "desk/interaction.h"
#include "desk/sla.h"
#include "desk/ticket.h"
#include "desk/timer.h"

/*
 * What rules ask for, done through what the operations are made of, in the transaction of what made them fire. An action
 * that cannot be done, because there is no such team for instance, is told in the firing and hinders nothing else.
 */
typedef struct acting {
    csri_call *call;
    const csri_scene *scene;
    const csr_id *policy, *firing;
    const csri_rules_firing *what;
} acting;

static const csr_id *ticket_of(const acting *a)
{
    return &a->scene->ticket.view.id;
}

/* The one row whose key is the folded name. */
static csr_status find_named(csri_call *call, const csr_record *record, int32_t index, const csr_str *name,
                             void *wanted, csr_str *wanted_key, csr_id *out)
{
    csri_buffer key;
    csr_rows *rows = NULL;
    csr_status status = csri_key_of(call, name, record->name, &key, wanted_key);

    if (status == CSR_OK)
        status = csri_find(&call->tx, record, index, wanted, &rows);
    if (status == CSR_OK && rows == NULL)
        status = csri_fail(call->err, CSR_E_NOT_FOUND, record->name, "there is no %s \"%.*s\"", record->name,
                           (int)name->len, name->ptr);
    if (status == CSR_OK)
        memcpy(out, (const char *)csri_rows_at(rows, 0) + record->id_at, sizeof(*out));
    csri_rows_free(rows);
    csri_buffer_free(&key);
    return status;
}

static csr_status find_team(csri_call *call, const csr_str *name, csr_id *out)
{
    struct csri_team wanted = { 0 };

    return find_named(call, &csri_team_record, CSRI_TEAM_BY_KEY, name, &wanted, &wanted.key, out);
}

static csr_status find_agent(csri_call *call, const csr_str *handle, csr_id *out)
{
    struct csri_agent wanted = { 0 };
    csr_status status = find_named(call, &csri_agent_record, CSRI_AGENT_BY_KEY, handle, &wanted, &wanted.key, out);

    return status != CSR_OK ? status : csri_agent_works(call, out, "agent");
}

/* Who answers for the contact point, else who leads the team. */
static csr_status find_responsible(const acting *a, csr_id *out)
{
    const csr_ticket_view *ticket = &a->scene->ticket.view;
    csri_call *call = a->call;
    csr_rows *rows = NULL;
    csr_status status = CSR_OK;

    *out = (csr_id){ { 0 } };
    if (!csr_id_is_none(&ticket->contact_point))
        status = csri_load(&call->tx, &csri_contact_point_record, &ticket->contact_point, "contact_point", &rows);
    if (rows != NULL)
        *out = ((const struct csri_contact_point *)csri_rows_at(rows, 0))->view.responsible;
    csri_rows_free(rows);
    rows = NULL;
    if (status == CSR_OK && csr_id_is_none(out) && !csr_id_is_none(&ticket->team))
        status = csri_load(&call->tx, &csri_team_record, &ticket->team, "team", &rows);
    if (rows != NULL)
        *out = ((const struct csri_team *)csri_rows_at(rows, 0))->view.lead;
    csri_rows_free(rows);
    if (status == CSR_OK && csr_id_is_none(out))
        status = csri_fail(call->err, CSR_E_NOT_FOUND, "responsible", "nobody answers for the ticket");
    return status != CSR_OK ? status : csri_agent_works(call, out, "responsible");
}

static csr_status escalate(const acting *a, const csri_rules_action *action)
{
    const csr_interaction_view *contact = csri_scene_contact(a->scene);
    csri_escalating what = { .kind = CSR_ESCALATION_RULE,
                             .ticket = *ticket_of(a),
                             .level = action->level,
                             .step = a->what->step + 1,
                             .reason = action->text,
                             .rules = *a->policy,
                             .rule = a->what->id,
                             .key = a->what->key,
                             .explanation = a->what->audit };
    csr_id raised;
    csr_status status = CSR_OK;

    if (contact != NULL && contact->ended_at == 0)
        what.interaction = contact->id;
    if (what.reason.len == 0)
        what.reason = csri_rules_rule_title(a->what->set, a->what->rule);
    if (action->to_kind == CSRI_TO_TEAM)
        status = find_team(a->call, &action->to, &what.to_team);
    else if (action->to_kind == CSRI_TO_AGENT)
        status = find_agent(a->call, &action->to, &what.to_agent);
    else if (action->to_kind == CSRI_TO_RESPONSIBLE)
        status = find_responsible(a, &what.to_agent);
    else
        what.to_role = action->to_role;
    return status != CSR_OK ? status : csri_escalate(a->call, &what, &raised);
}

static csr_status name_assignee(const acting *a, const csri_rules_action *action, csr_id *out)
{
    *out = (csr_id){ { 0 } };
    if (action->to_kind == CSRI_TO_NOBODY)
        return CSR_OK;
    return action->to_kind == CSRI_TO_AGENT ? find_agent(a->call, &action->to, out) : find_responsible(a, out);
}

static csr_status set(const acting *a, const csri_rules_action *action)
{
    csri_change_request request = { .event = CSR_EVENT_TICKET_CHANGED };
    struct csri_ticket is;
    csri_edit edit;
    csr_status status = csri_edit_begin(a->call, &csri_ticket_record, ticket_of(a), 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (action->kind == CSRI_ACTION_SET_PRIORITY)
        is.view.priority = action->value;
    else if (action->kind == CSRI_ACTION_SET_TEAM)
        status = find_team(a->call, &action->to, &is.view.team);
    else
        status = name_assignee(a, action, &is.view.assignee);
    csri_ticket_derive(&is);
    return csri_ticket_edit_end(a->call, &edit, status, &request, a->call->tx.now, NULL);
}

static csr_status note(const acting *a, const csri_rules_action *action)
{
    struct csri_note is = { .view = {
                                .ticket = *ticket_of(a), .content_type = CSR_CONTENT_PLAIN, .body = action->text } };
    csr_id id;

    return csri_add(a->call, CSR_EVENT_NOTE_ADDED, &csri_note_record, &is, &id);
}

static csr_status mark_customer(const acting *a, const csri_rules_action *action)
{
    csri_change_request request = { .event = CSR_EVENT_CUSTOMER_CHANGED };
    const csr_id *customer = &a->scene->ticket.view.customer;
    struct csri_customer is;
    csri_edit edit;
    csr_status status;

    if (csr_id_is_none(customer))
        return csri_fail(a->call->err, CSR_E_STATE, "customer", "the ticket has no customer");
    status = csri_edit_begin(a->call, &csri_customer_record, customer, 0, &is, &edit);
    if (status != CSR_OK)
        return status;
    is.view.standing = action->value;
    status = csri_edit_end(a->call, &edit, CSR_OK, &request, NULL);
    return status != CSR_OK ? status : csri_sla_customer_changed(a->call, customer);
}

/* Of the agent who has the ticket, else of the last contact. */
static csr_status pause_agent(const acting *a, const csri_rules_action *action)
{
    csr_agent_presence_params in = { .presence = CSR_PRESENCE_ON_BREAK,
                                     .until = a->call->tx.now + action->length_us,
                                     .reason = action->text };
    csr_id agent = csri_scene_agent(a->scene);

    if (csr_id_is_none(&agent))
        return csri_fail(a->call->err, CSR_E_STATE, "agent", "nobody in particular has the ticket");
    return csri_agent_presence_set(a->call, &agent, &in, NULL);
}

static csr_status end_contact(const acting *a)
{
    const csr_interaction_view *contact = csri_scene_contact(a->scene);

    if (contact == NULL || contact->ended_at != 0)
        return csri_fail(a->call->err, CSR_E_STATE, "interaction", "no contact is going on");
    return csri_contact_end(a->call, &contact->id, CSR_OUTCOME_ENDED_BY_AGENT);
}

static csr_status follow_up(const acting *a, const csri_rules_action *action)
{
    return csri_timer_set(a->call, CSRI_TIMER_FOLLOW_UP, a->firing, ticket_of(a), a->call->tx.now + action->length_us);
}

static csr_status act(const acting *a, const csri_rules_action *action)
{
    switch (action->kind) {
    case CSRI_ACTION_ESCALATE: return escalate(a, action);
    case CSRI_ACTION_SET_PRIORITY:
    case CSRI_ACTION_SET_TEAM:
    case CSRI_ACTION_SET_ASSIGNEE: return set(a, action);
    case CSRI_ACTION_TAG:
    case CSRI_ACTION_UNTAG:
        return csri_ticket_tag_set(a->call, ticket_of(a), &action->text, action->kind == CSRI_ACTION_TAG);
    case CSRI_ACTION_NOTE: return note(a, action);
    case CSRI_ACTION_STANDING: return mark_customer(a, action);
    case CSRI_ACTION_FOLLOW_UP: return follow_up(a, action);
    case CSRI_ACTION_PAUSE: return pause_agent(a, action);
    case CSRI_ACTION_END_CONTACT: return end_contact(a);
    case CSRI_ACTION_REQUIRE: return csri_follow_require(a->call, ticket_of(a), action->to_role, &a->what->id);
    case CSRI_ACTION_PROPOSE: return csri_follow_propose(a->call, ticket_of(a), action);
    /* The event of the firing tells the host. */
    default: return CSR_OK;
    }
}

/* Failures that are about the action: nothing of it has been written. */
static int is_its_own(csr_status status)
{
    return status == CSR_E_NOT_FOUND || status == CSR_E_STATE || status == CSR_E_LIMIT || status == CSR_E_ARGUMENT ||
           status == CSR_E_POLICY || status == CSR_E_NO_OPEN_TIME || status == CSR_E_CURRENCY;
}

static void tell(const csri_rules_action *action, csri_fate fate, const char *result, csri_buffer *results)
{
    static const char *const fates[] = { "", "apply", "shadow", "held", "lost" };

    csri_buffer_text(results, results->len == 1 ? "{\"do\":" : ",{\"do\":");
    csri_rules_action_json(action, results);
    csri_buffer_format(results, ",\"fate\":\"%s\"", fates[fate]);
    if (result != NULL) {
        csri_buffer_text(results, ",\"result\":");
        csri_json_text(results, result, strlen(result));
    }
    csri_buffer_byte(results, '}');
}

csr_status csri_follow_plan(const csri_rules_firing *what, csri_buffer *out, csr_error *err)
{
    csri_buffer_byte(out, '[');
    for (size_t i = 0; i < what->action_count; i++)
        tell(&what->actions[i], what->fates[i], NULL, out);
    csri_buffer_byte(out, ']');
    return csri_buffer_check(out, err);
}

csr_status csri_follow_act(csri_call *call, const csri_scene *scene, const csr_id *policy, const csr_id *firing,
                           const csri_rules_firing *what, csri_buffer *results, int32_t *failed)
{
    acting a = { call, scene, policy, firing, what };
    csr_error own = CSR_ERROR_INIT, *given = call->err;
    csr_status status = CSR_OK;

    *failed = 0;
    csri_buffer_byte(results, '[');
    for (size_t i = 0; i < what->action_count && status == CSR_OK; i++) {
        int does = what->fates[i] == CSRI_FATE_APPLY;
        /* The reason is needed also where the caller does not ask for one. */
        call->err = call->tx.err = &own;
        csri_error_clear(&own);
        status = does ? act(&a, &what->actions[i]) : CSR_OK;
        call->err = call->tx.err = given;
        if (status != CSR_OK && !is_its_own(status))
            (void)csri_fail(given, status, own.field, "%s", own.message);
        tell(&what->actions[i], what->fates[i], !does ? NULL : status == CSR_OK ? "done" : own.message, results);
        *failed += status != CSR_OK;
        status = is_its_own(status) ? CSR_OK : status;
    }
    csri_buffer_byte(results, ']');
    return status != CSR_OK ? status : csri_buffer_check(results, call->err);
}
