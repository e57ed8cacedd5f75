#include "desk/duty.h"

#include "base/error.h"
#include "desk/agent.h"
#include "desk/edit.h"
#include "desk/sla.h"

#include <csr/calendar.h>

/*
 * Who is on duty: the agents of a rank or a team, what they said, their working hours and their work.
 */
#define ROW struct csri_agent
#define PAGE 64
/* When the first who is there is enough. */
#define FIRST_PAGE 8
/* Last contacts of a customer that are looked at. */
#define CONTACTS 64
/* Skills of an agent that are looked at. */
#define SKILLS 64

static uint64_t member_bit(const csr_record *record, size_t offset)
{
    return UINT64_C(1) << (csri_member_at(record->row, (uint16_t)offset) - record->row->members);
}

static uint64_t agent_columns(void)
{
    static const size_t wanted[] = { offsetof(ROW, view.role),        offsetof(ROW, view.handle),
                                     offsetof(ROW, view.presence),    offsetof(ROW, view.presence_until),
                                     offsetof(ROW, view.deactivated), offsetof(ROW, view.shift),
                                     offsetof(ROW, view.updated_at) };
    uint64_t mask = 0;

    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        mask |= member_bit(&csri_agent_record, wanted[i]);
    return mask;
}

/* A shift whose calendar cannot be used keeps nobody from being asked. */
static csr_status read_shift(csri_call *call, const csr_str *name, csri_duty_candidate *c)
{
    const csr_calendar *calendar = NULL;
    int32_t open = 1;
    csr_id id;
    csr_status status;

    c->shift = CSRI_SHIFT_NONE;
    if (name->len == 0)
        return CSR_OK;
    status = csri_calendar_named(call, name, &id);
    if (status == CSR_OK)
        status = csri_calendar_of(&call->desk->policies, &call->tx, &id, &calendar);
    if (status == CSR_OK)
        status = csr_calendar_is_open(calendar, call->tx.now, &open, call->err);
    if (status == CSR_OK && !open)
        status = csr_calendar_next_open(calendar, call->tx.now, &c->shift_opens, call->err);
    if (status == CSR_E_NOT_FOUND || status == CSR_E_POLICY || status == CSR_E_NO_OPEN_TIME || status == CSR_E_LIMIT) {
        call->desk->host.log(call->desk->host.user, CSR_LOG_WARNING, "duty",
                             call->err != NULL ? call->err->message : "");
        csri_error_clear(call->err);
        status = CSR_OK;
    }
    c->shift = open ? CSRI_SHIFT_OPEN : CSRI_SHIFT_CLOSED;
    return status;
}

static int was_asked(const csri_duty_search *search, const csr_id *agent)
{
    for (size_t i = 0; i < search->asked_count; i++)
        if (memcmp(&search->asked[i], agent, sizeof(*agent)) == 0)
            return 1;
    return 0;
}

static csr_status add_candidate(csri_call *call, const csri_duty_search *search, const csr_agent_view *agent,
                                csr_rows *out)
{
    csri_duty_candidate *c;
    void *row;
    csr_status status;

    if (agent->deactivated || agent->role < search->role || csri_rows_count(out) == CSR_DUTY_AGENTS_MAX)
        return CSR_OK;
    status = csr_rows_add(out, &row);
    if (status != CSR_OK)
        return csri_fail(call->err, status, NULL, "no memory for those who may be asked");
    c = row;
    c->agent = agent->id;
    c->handle = agent->handle;
    c->role = agent->role;
    c->presence = agent->presence;
    c->until = agent->presence_until;
    c->changed_at = agent->updated_at;
    c->asked = was_asked(search, &agent->id);
    status = read_shift(call, &agent->shift, c);
    csri_duty_attend(c, call->tx.now);
    return status;
}

static csr_status add_all(csri_call *call, const csri_duty_search *search, csr_rows *agents, csr_rows *out)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(agents) && status == CSR_OK; i++)
        status = add_candidate(call, search, &((const ROW *)csri_rows_at(agents, i))->view, out);
    csri_rows_attach(out, agents);
    return status;
}

/* Whether as many are found as are wanted. */
static int is_enough(const csri_duty_search *search, const csr_rows *found)
{
    size_t count = csri_rows_count(found);

    for (size_t i = 0; search->one && i < count; i++)
        if (((const csri_duty_candidate *)csri_rows_at(found, i))->off == 0)
            return 1;
    return count >= CSR_DUTY_AGENTS_MAX;
}

/* Those who work here and have a role; 0 = any. */
static csr_status find_of_role(csri_call *call, const csri_duty_search *search, csr_role role, csr_rows *out)
{
    struct csri_agent from = { .view = { .role = role } }, last;
    csr_scan scan = { .index = role != 0 ? CSRI_AGENT_BY_ROLE : CSRI_AGENT_BY_DEACTIVATED,
                      .equal = role != 0 ? 2 : 1,
                      .limit = search->one ? FIRST_PAGE : PAGE,
                      .from = &from,
                      .columns = agent_columns() };
    csr_status status = CSR_OK;

    for (size_t n = scan.limit; status == CSR_OK && n == scan.limit && !is_enough(search, out);) {
        csr_rows *agents;
        status = csri_rows_new(call->tx.host, sizeof(ROW), scan.limit, &agents, call->err);
        if (status != CSR_OK)
            return status;
        status = call->tx.ops->scan(call->tx.handle, &csri_agent_record, &scan, agents, call->err);
        n = csri_rows_count(agents);
        if (n != 0) {
            last = *(const ROW *)csri_rows_at(agents, n - 1);
            last.view.deactivated = 0;
            scan.after = &last;
        }
        if (status == CSR_OK)
            status = add_all(call, search, agents, out);
        else
            csri_rows_free(agents);
    }
    return status;
}

/* Everybody, or those of a rank: one role after the other, so that a large house costs nothing where few are of that rank. */
static csr_status find_working(csri_call *call, const csri_duty_search *search, csr_rows *out)
{
    csr_status status = CSR_OK;

    if (search->role == 0)
        return find_of_role(call, search, 0, out);
    for (csr_role role = search->role; role <= CSR_ROLE_MANAGER && status == CSR_OK && !is_enough(search, out); role++)
        status = find_of_role(call, search, role, out);
    return status;
}

static csr_status find_some(csri_call *call, const csri_duty_search *search, const csr_id *ids, size_t count,
                            csr_rows *out)
{
    csr_rows *agents;
    csr_status status = csri_rows_new(call->tx.host, sizeof(ROW), count, &agents, call->err);

    if (status != CSR_OK)
        return status;
    status =
        call->tx.ops->get_many(call->tx.handle, &csri_agent_record, ids, count, agent_columns(), agents, call->err);
    if (status == CSR_OK)
        return add_all(call, search, agents, out);
    csri_rows_free(agents);
    return status;
}

static csr_status find_members(csri_call *call, const csri_duty_search *search, csr_rows *out)
{
    struct csri_member from = { .view = { .team = search->team } };
    csr_scan scan = { .index = CSRI_MEMBER_BY_TEAM, .equal = 1, .limit = CSR_DUTY_AGENTS_MAX, .from = &from };
    csr_id ids[CSR_DUTY_AGENTS_MAX];
    csr_rows *members;
    size_t count;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 8, &members, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_member_record, &scan, members, call->err);
    count = csri_rows_count(members);
    for (size_t i = 0; i < count; i++)
        ids[i] = ((const struct csri_member *)csri_rows_at(members, i))->view.agent;
    csri_rows_free(members);
    return status == CSR_OK && count != 0 ? find_some(call, search, ids, count, out) : status;
}

static csr_status read_skills(csri_call *call, const csri_duty_wanted *wanted, csri_duty_candidate *c)
{
    struct csri_skill from = { .view = { .agent = c->agent } };
    csr_scan scan = { .index = CSRI_SKILL_BY_AGENT, .equal = 1, .limit = SKILLS, .from = &from };
    csr_rows *skills;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 8, &skills, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_skill_record, &scan, skills, call->err);
    for (size_t i = 0; i < csri_rows_count(skills); i++) {
        const struct csri_skill *skill = csri_rows_at(skills, i);
        csri_duty_skill(c, wanted, skill->view.kind, &skill->key, skill->view.level);
    }
    csri_rows_free(skills);
    return status;
}

/* Only of those who are there. */
static csr_status read_work(csri_call *call, const csri_duty_wanted *wanted, csri_duty_candidate *c)
{
    struct csri_ticket from = { .view = { .assignee = c->agent, .queue = CSR_QUEUE_ACTIVE } };
    csr_scan scan = { .index = CSRI_TICKET_BY_ASSIGNEE, .equal = 2, .from = &from };
    csr_status status = CSR_OK;

    if (c->off != 0)
        return CSR_OK;
    if (wanted->skill.len != 0 || wanted->language.len != 0)
        status = read_skills(call, wanted, c);
    csri_duty_able(c, wanted);
    if (status == CSR_OK)
        status = call->tx.ops->count(call->tx.handle, &csri_ticket_record, &scan, &c->open_tickets, call->err);
    return status;
}

/* Who had to do with the customer lately: the last contacts, newest first, so that the first of an agent counts. */
static csr_status read_contacts(csri_call *call, const csr_id *customer, csr_rows *candidates)
{
    struct csri_interaction from = { .view = { .customer = *customer } };
    csr_scan scan = {
        .index = CSRI_INTERACTION_BY_CUSTOMER, .equal = 1, .flags = CSR_SCAN_REVERSE, .limit = CONTACTS, .from = &from
    };
    csr_rows *contacts;
    csr_status status;

    if (csr_id_is_none(customer))
        return CSR_OK;
    scan.columns = member_bit(&csri_interaction_record, offsetof(struct csri_interaction, view.agent)) |
                   member_bit(&csri_interaction_record, offsetof(struct csri_interaction, view.occurred_at));
    status = csri_rows_new(call->tx.host, sizeof(from), 16, &contacts, call->err);
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_interaction_record, &scan, contacts, call->err);
    for (size_t i = 0; i < csri_rows_count(contacts); i++) {
        const csr_interaction_view *contact = &((const struct csri_interaction *)csri_rows_at(contacts, i))->view;
        for (size_t k = 0; k < csri_rows_count(candidates); k++) {
            csri_duty_candidate *c = csri_rows_at(candidates, k);
            if (c->last_contact == 0 && memcmp(&c->agent, &contact->agent, sizeof(c->agent)) == 0)
                c->last_contact = contact->occurred_at;
        }
    }
    csri_rows_free(contacts);
    return status;
}

/* What is asked for: the ability folded, the language given or the customer's. */
static csr_status read_wanted(csri_call *call, const csri_duty_search *search, csri_duty_found *out)
{
    csr_status status = CSR_OK;

    out->wanted.language = search->language;
    if (search->skill.len != 0)
        status = csri_key_of(call, &search->skill, "skill", &out->skill, &out->wanted.skill);
    if (status != CSR_OK || csr_id_is_none(&search->customer))
        return status;
    status = csri_load(&call->tx, &csri_customer_record, &search->customer, "customer", &out->customer);
    if (status == CSR_OK && search->language.len == 0)
        out->wanted.language = ((const struct csri_customer *)csri_rows_at(out->customer, 0))->view.language;
    return status;
}

csr_status csri_duty_find(csri_call *call, const csri_duty_search *search, csri_duty_found *out)
{
    csr_status status;

    memset(out, 0, sizeof(*out));
    csri_buffer_init(&out->skill, &call->desk->host, 0);
    status = read_wanted(call, search, out);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(csri_duty_candidate), 16, &out->rows, call->err);
    if (status != CSR_OK)
        return status;
    if (!csr_id_is_none(&search->agent))
        status = find_some(call, search, &search->agent, 1, out->rows);
    else if (!csr_id_is_none(&search->team))
        status = find_members(call, search, out->rows);
    else
        status = find_working(call, search, out->rows);
    if (status == CSR_OK)
        status = read_contacts(call, &search->customer, out->rows);
    for (size_t i = 0; i < csri_rows_count(out->rows) && !search->only_there && status == CSR_OK; i++)
        status = read_work(call, &out->wanted, csri_rows_at(out->rows, i));
    if (status == CSR_OK && csri_rows_count(out->rows) != 0)
        csri_duty_sort(csri_rows_at(out->rows, 0), csri_rows_count(out->rows));
    return status;
}

void csri_duty_free(csri_duty_found *found)
{
    csri_rows_free(found->rows);
    csri_rows_free(found->customer);
    csri_buffer_free(&found->skill);
}

#define IN_STRUCT csr_duty_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(team, team, 0),
    IN(customer, customer, 0),
    IN(role, role, 0),
    IN(skill, tag, 0),
    IN(language, language, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* A row of the answer. */
static csr_status show(csri_call *call, const csri_duty_found *found, const csri_duty_candidate *c, csr_rows *out)
{
    csr_duty_view *view;
    csri_buffer why;
    void *row;
    csr_status status = csr_rows_add(out, &row);

    if (status != CSR_OK)
        return csri_fail(call->err, status, NULL, "no memory for those who may be asked");
    view = row;
    view->role = c->role;
    view->agent = c->agent;
    view->off = c->off;
    view->presence = c->presence;
    view->skill_level = c->skill_level;
    view->speaks = c->speaks;
    view->open_tickets = c->open_tickets;
    view->last_contact = c->last_contact;
    view->back_at = c->back_at;
    csri_buffer_init(&why, &call->desk->host, 0);
    csri_duty_why(c, &found->wanted, &why);
    status = csri_buffer_check(&why, call->err);
    if (status == CSR_OK && (csr_rows_text(out, why.ptr, why.len, &view->why) != CSR_OK ||
                             csr_rows_text(out, c->handle.ptr, c->handle.len, &view->handle) != CSR_OK))
        status = csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for those who may be asked");
    csri_buffer_free(&why);
    return status;
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_duty_query *in = params;
    csri_duty_search search = {
        .role = in->role, .team = in->team, .customer = in->customer, .skill = in->skill, .language = in->language
    };
    csri_duty_found found = { 0 };
    csr_rows *rows = NULL;
    uint32_t limit;
    csr_status status = csri_page_limit((uint32_t)in->limit, &limit, call->err);

    (void)id;
    if (status != CSR_OK)
        return status;
    status = csri_exists(&call->tx, &csri_team_record, &in->team, "team");
    if (status == CSR_OK)
        status = csri_duty_find(call, &search, &found);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(csr_duty_view), 16, &rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(found.rows) && i < limit; i++)
        status = show(call, &found, csri_rows_at(found.rows, i), rows);
    csri_duty_free(&found);
    if (status == CSR_OK)
        return csri_result_make(rows, "duty", &csri_duty_shape, sizeof(csr_duty_view), sizeof(csr_duty_view), out,
                                call->err);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_duty_list = {
    .name = "duty.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_duty_list(csr_session *session, const csr_duty_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_duty_list, NULL, query, out_result, err);
}

csr_status csr_duty_at(const csr_result *result, size_t row, csr_duty_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_duty_shape, row, view, err);
}
