#include "base/error.h"
#include "base/time.h"
#include "desk/agent.h"
#include "desk/duty.h"
#include "desk/escalation.h"
#include "desk/interaction.h"
#include "desk/ticket.h"
#include "desk/timer.h"

/*
 * Raising escalations: who is asked, who of them is chosen, and what is written.
 */
/* Escalations of a ticket that are looked at for who was asked before. */
#define LOOK_BACK 16

#define IN_STRUCT csr_escalation_raise_params
/* clang-format off */
static const csr_member raise_params_members[] = {
    IN(level, escalation_level, 0),
    IN(ticket, ticket, REQUIRED),
    IN(interaction, interaction, 0),
    IN(to_agent, agent, 0),
    IN(to_team, team, 0),
    IN(to_role, role, 0),
    IN(within_us, duration, 0),
    IN(skill, tag, 0),
    IN(language, language, 0),
    IN(reason, reason, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape raise_params = CSRI_PARAMS(IN_STRUCT, raise_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_escalation_consult_params
/* clang-format off */
static const csr_member consult_params_members[] = {
    IN(to_role, role, 0),
    IN(interaction, interaction, REQUIRED),
    IN(to_agent, agent, 0),
    IN(to_team, team, 0),
    IN(within_us, duration, 0),
    IN(skill, tag, 0),
    IN(reason, reason, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape consult_params = CSRI_PARAMS(IN_STRUCT, consult_params_members);
#undef IN_STRUCT

csr_status csri_escalations_open(csri_call *call, const csr_id *ticket, csr_rows **out)
{
    struct csri_escalation from = { .view = { .ticket = *ticket, .open = 1 } };
    csr_scan scan = { .index = CSRI_ESCALATION_BY_TICKET, .equal = 2, .limit = CSR_ESCALATION_OPEN_MAX, .from = &from };
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 4, out, call->err);

    return status != CSR_OK ? status
                            : call->tx.ops->scan(call->tx.handle, &csri_escalation_record, &scan, *out, call->err);
}

/* An escalation being raised. */
typedef struct raising {
    const csri_escalating *what;
    struct csri_escalation is;
    csr_rows *before;            /* that ended */
    csr_id asked[LOOK_BACK + 1]; /* the one who asks first */
    size_t asked_count;
    csri_duty_found found;
    csri_buffer why;
} raising;

/* Who asks is not asked, nor is who let one expire while there is somebody else. */
static csr_status read_asked(csri_call *call, raising *r)
{
    struct csri_escalation from = { .view = { .ticket = r->what->ticket } };
    csr_scan scan = {
        .index = CSRI_ESCALATION_BY_TICKET, .equal = 2, .flags = CSR_SCAN_REVERSE, .limit = LOOK_BACK, .from = &from
    };
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 4, &r->before, call->err);

    if (status != CSR_OK)
        return status;
    r->asked[r->asked_count++] = call->session->agent;
    status = call->tx.ops->scan(call->tx.handle, &csri_escalation_record, &scan, r->before, call->err);
    for (size_t i = 0; i < csri_rows_count(r->before); i++) {
        const csr_escalation_view *was = &((const struct csri_escalation *)csri_rows_at(r->before, i))->view;
        if (was->state == CSR_ESCALATION_EXPIRED && !csr_id_is_none(&was->agent))
            r->asked[r->asked_count++] = was->agent;
    }
    return status;
}

/* The best of those on duty; where all of them were asked before, the best of those who did not ask themselves. */
static const csri_duty_candidate *pick(const csri_call *call, const raising *r)
{
    size_t count = csri_rows_count(r->found.rows);

    for (size_t i = 0; i < count; i++) {
        const csri_duty_candidate *c = csri_rows_at(r->found.rows, i);
        if (c->off == 0)
            return c;
        if (c->off == CSR_OFF_DUTY_ASKED && memcmp(&c->agent, &call->session->agent, sizeof(c->agent)) != 0)
            return c;
    }
    return NULL;
}

/* Nobody is there: who comes back first, if that is known. */
static void say_nobody(raising *r)
{
    const csri_duty_candidate *first = NULL;

    csri_buffer_text(&r->why, "nobody who was asked is on duty");
    for (size_t i = 0; i < csri_rows_count(r->found.rows); i++) {
        const csri_duty_candidate *c = csri_rows_at(r->found.rows, i);
        if (c->back_at != 0 && (first == NULL || c->back_at < first->back_at))
            first = c;
    }
    if (first == NULL)
        return;
    csri_buffer_text(&r->why, "; ");
    csri_buffer_put(&r->why, first->handle.ptr, first->handle.len);
    csri_buffer_byte(&r->why, ' ');
    csri_duty_why(first, &r->found.wanted, &r->why);
}

static csr_status choose(csri_call *call, raising *r, const csr_id *customer)
{
    const csri_escalating *what = r->what;
    csri_duty_search search = { .role = what->to_role,
                                .team = what->to_team,
                                .agent = what->to_agent,
                                .customer = *customer,
                                .skill = what->skill,
                                .language = what->language,
                                .asked = r->asked };
    const csri_duty_candidate *c;
    int named = !csr_id_is_none(&what->to_agent);
    csr_status status = named ? CSR_OK : read_asked(call, r);

    search.asked_count = r->asked_count;
    if (status == CSR_OK)
        status = csri_duty_find(call, &search, &r->found);
    if (status != CSR_OK)
        return status;
    c = named ? csri_rows_at(r->found.rows, 0) : pick(call, r);
    if (c == NULL) {
        say_nobody(r);
    } else {
        r->is.view.agent = c->agent;
        csri_buffer_text(&r->why, named ? "was asked by name: " : "");
        csri_duty_why(c, &r->found.wanted, &r->why);
    }
    r->is.view.why = (csr_str){ r->why.ptr, r->why.len };
    return csri_buffer_check(&r->why, call->err);
}

/* How high it goes, and that it may. */
static csr_status set_level(csri_call *call, raising *r)
{
    csr_rows *open = NULL;
    int32_t highest = 0;
    csr_status status = csri_escalations_open(call, &r->what->ticket, &open);

    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(open); i++) {
        int32_t level = ((const struct csri_escalation *)csri_rows_at(open, i))->view.level;
        highest = level > highest ? level : highest;
    }
    if (status == CSR_OK && csri_rows_count(open) == CSR_ESCALATION_OPEN_MAX)
        status = csri_fail(call->err, CSR_E_LIMIT, "ticket", "the ticket has %d open escalations already",
                           CSR_ESCALATION_OPEN_MAX);
    csri_rows_free(open);
    r->is.view.level = r->what->level;
    if (r->is.view.level == 0)
        r->is.view.level = highest < CSR_ESCALATION_LEVEL_MAX ? highest + 1 : highest;
    return status;
}

static csr_status check_refs(csri_call *call, const csri_escalating *what)
{
    struct csri_interaction *contact;
    csr_rows *rows = NULL;
    csr_status status = csri_agent_works(call, &what->to_agent, "to_agent");

    if (status == CSR_OK && !csr_id_is_none(&what->to_agent) &&
        memcmp(&what->to_agent, &call->session->agent, sizeof(csr_id)) == 0)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "to_agent", "nobody asks themselves");
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_team_record, &what->to_team, "to_team");
    if (status != CSR_OK || csr_id_is_none(&what->interaction))
        return status;
    status = csri_load(&call->tx, &csri_interaction_record, &what->interaction, "interaction", &rows);
    contact = status == CSR_OK ? csri_rows_at(rows, 0) : NULL;
    if (contact != NULL && memcmp(&contact->view.ticket, &what->ticket, sizeof(what->ticket)) != 0)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "interaction", "interaction: belongs to another ticket");
    csri_rows_free(rows);
    return status;
}

static void fill(const csri_call *call, raising *r)
{
    const csri_escalating *what = r->what;
    csr_escalation_view *is = &r->is.view;

    is->kind = what->kind;
    is->state = CSR_ESCALATION_RAISED;
    is->open = 1;
    is->step = what->step;
    is->ticket = what->ticket;
    is->interaction = what->interaction;
    /* A rule asks, not the agent whose doing made it fire. */
    is->from_agent = what->kind == CSR_ESCALATION_RULE ? (csr_id){ { 0 } } : call->session->agent;
    is->to_agent = what->to_agent;
    is->to_team = what->to_team;
    is->to_role = what->to_role;
    is->raised_at = call->tx.now;
    is->expires_at = what->within_us != 0 ? call->tx.now + what->within_us : 0;
    is->rules = what->rules;
    is->rule = what->rule;
    is->key = what->key;
    is->reason = what->reason;
    is->explanation = what->explanation;
}

static csr_status write(csri_call *call, raising *r, csri_edit *edit, csr_status status)
{
    csri_change_request request = { .event = CSR_EVENT_ESCALATION_RAISED,
                                    .child = &csri_escalation_record,
                                    .child_is = &r->is };
    struct csri_ticket *ticket = edit->is;

    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &r->is.view.id);
    if (r->is.view.level > ticket->view.escalation_level)
        ticket->view.escalation_level = r->is.view.level;
    status = csri_ticket_edit_end(call, edit, status, &request, call->tx.now, NULL);
    if (status == CSR_OK && r->is.view.expires_at != 0)
        status = csri_timer_set(call, CSRI_TIMER_ESCALATION, &r->is.view.id, &r->is.view.ticket, r->is.view.expires_at);
    return status;
}

/* What was asked under a key already, or *out stays none. */
static csr_status find_key(csri_call *call, const csr_str *key, csr_id *out)
{
    struct csri_escalation wanted = { .view = { .key = *key } };
    csr_rows *rows = NULL;
    csr_status status = CSR_OK;

    *out = (csr_id){ { 0 } };
    if (key->len != 0)
        status = csri_find(&call->tx, &csri_escalation_record, CSRI_ESCALATION_BY_KEY, &wanted, &rows);
    if (rows != NULL)
        *out = ((const struct csri_escalation *)csri_rows_at(rows, 0))->view.id;
    csri_rows_free(rows);
    return status;
}

static csr_status raise_new(csri_call *call, const csri_escalating *what, csr_id *out)
{
    raising r = { .what = what };
    struct csri_ticket ticket;
    csri_edit edit;
    csr_status status = csri_exists(&call->tx, &csri_ticket_record, &what->ticket, "ticket");

    if (status == CSR_OK)
        status = csri_edit_begin(call, &csri_ticket_record, &what->ticket, 0, &ticket, &edit);
    if (status != CSR_OK)
        return status;
    csri_buffer_init(&r.why, &call->desk->host, csri_t_finding.max_bytes);
    csri_buffer_init(&r.found.skill, &call->desk->host, 0);
    if (ticket.view.queue == CSR_QUEUE_DONE)
        status = csri_fail(call->err, CSR_E_STATE, "ticket", "the ticket is settled: nobody has to step in");
    if (status == CSR_OK)
        status = check_refs(call, what);
    fill(call, &r);
    if (status == CSR_OK)
        status = set_level(call, &r);
    if (status == CSR_OK)
        status = choose(call, &r, &ticket.view.customer);
    status = write(call, &r, &edit, status);
    if (status == CSR_OK)
        *out = r.is.view.id;
    csri_duty_free(&r.found);
    csri_buffer_free(&r.why);
    csri_rows_free(r.before);
    return status;
}

csr_status csri_escalate(csri_call *call, const csri_escalating *what, csr_id *out)
{
    csr_status status = find_key(call, &what->key, out);

    return status != CSR_OK || !csr_id_is_none(out) ? status : raise_new(call, what, out);
}

/* One of the three at most; none = the rank above the one who asks. */
static csr_status name_asked(csri_call *call, csri_escalating *what)
{
    int agent = !csr_id_is_none(&what->to_agent), team = !csr_id_is_none(&what->to_team), role = what->to_role != 0;

    if (agent + team + role > 1)
        return csri_fail(call->err, CSR_E_ARGUMENT, team ? "to_team" : "to_role",
                         "only one of to_agent, to_team and to_role");
    if (agent + team + role == 1)
        return CSR_OK;
    what->to_role = call->session->role + 1;
    if (csr_id_is_none(&call->session->agent) || what->to_role < CSR_ROLE_SUPERVISOR)
        what->to_role = CSR_ROLE_SUPERVISOR;
    if (what->to_role > CSR_ROLE_MANAGER)
        what->to_role = CSR_ROLE_MANAGER;
    return CSR_OK;
}

static csr_status check_within(csri_call *call, int64_t within_us)
{
    return within_us < 0 || within_us > 3660 * CSRI_DAY_US
               ? csri_fail(call->err, CSR_E_ARGUMENT, "within_us", "within_us: ten years at most")
               : CSR_OK;
}

static csr_status raise_it(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_escalation_raise_params *in = params;
    csri_escalating what = { .kind = CSR_ESCALATION_MANUAL,
                             .to_role = in->to_role,
                             .ticket = in->ticket,
                             .interaction = in->interaction,
                             .to_agent = in->to_agent,
                             .to_team = in->to_team,
                             .level = in->level,
                             .within_us = in->within_us,
                             .skill = in->skill,
                             .language = in->language,
                             .reason = in->reason };
    csr_status status = name_asked(call, &what);

    (void)id;
    if (status == CSR_OK)
        status = check_within(call, in->within_us);
    return status != CSR_OK ? status : csri_escalate(call, &what, out);
}

const csri_operation csri_escalation_raise = {
    .name = "escalation.raise",
    .run = raise_it,
    .in = &raise_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_escalation_raise(csr_session *session, const csr_escalation_raise_params *params, csr_id *out_id,
                                csr_error *err)
{
    return csri_run(session, &csri_escalation_raise, NULL, params, out_id, err);
}

/* The contact of a consultation: going on, about a ticket. *held = the customer is on hold already. */
static csr_status look_at_contact(csri_call *call, const csr_id *interaction, csr_id *ticket, int *held)
{
    const csr_interaction_view *is;
    csr_rows *rows = NULL;
    csr_status status = csri_load(&call->tx, &csri_interaction_record, interaction, "interaction", &rows);

    if (status != CSR_OK)
        return status;
    is = &((const struct csri_interaction *)csri_rows_at(rows, 0))->view;
    *ticket = is->ticket;
    *held = is->held_since != 0;
    if (is->ended_at != 0)
        status = csri_fail(call->err, CSR_E_STATE, "interaction", "interaction: has ended");
    else if (csr_id_is_none(&is->ticket))
        status = csri_fail(call->err, CSR_E_STATE, "interaction", "interaction: belongs to no ticket");
    csri_rows_free(rows);
    return status;
}

static csr_status consult(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_escalation_consult_params *in = params;
    csri_escalating what = { .kind = CSR_ESCALATION_CONSULT,
                             .to_role = in->to_role,
                             .interaction = in->interaction,
                             .to_agent = in->to_agent,
                             .to_team = in->to_team,
                             .within_us = in->within_us,
                             .skill = in->skill,
                             .reason = in->reason };
    int held = 0;
    csr_status status = name_asked(call, &what);

    (void)id;
    if (status == CSR_OK)
        status = check_within(call, in->within_us);
    if (status == CSR_OK)
        status = look_at_contact(call, &in->interaction, &what.ticket, &held);
    if (status == CSR_OK)
        status = csri_escalate(call, &what, out);
    return status != CSR_OK || held ? status : csri_hold_begin(call, &in->interaction, &in->reason, NULL);
}

const csri_operation csri_escalation_consult = {
    .name = "escalation.consult",
    .run = consult,
    .in = &consult_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_escalation_consult(csr_session *session, const csr_escalation_consult_params *params, csr_id *out_id,
                                  csr_error *err)
{
    return csri_run(session, &csri_escalation_consult, NULL, params, out_id, err);
}
