#include "desk/follow.h"

#include "base/error.h"
#include "desk/duty.h"
#include "desk/edit.h"
#include "desk/escalation.h"
#include "desk/sla.h"
#include "store/event_code.h"

/*
 * The facts of a ticket as it is now: only what the rules ask for is read.
 */
/* Events that are looked at for when a ticket lost its assignee. */
#define EVENTS 256

void csri_scene_hold(csri_scene *scene, csr_rows *rows)
{
    if (scene->held == NULL)
        scene->held = rows;
    else if (rows != NULL)
        csri_rows_attach(scene->held, rows);
}

void csri_scene_free(csri_scene *scene)
{
    csri_rows_free(scene->contacts);
    csri_rows_free(scene->held);
    scene->contacts = scene->held = NULL;
}

const csr_interaction_view *csri_scene_contact(const csri_scene *scene)
{
    size_t count = scene->contacts == NULL ? 0 : csri_rows_count(scene->contacts);

    return count == 0 ? NULL : &((const struct csri_interaction *)csri_rows_at(scene->contacts, count - 1))->view;
}

csr_id csri_scene_agent(const csri_scene *scene)
{
    const csr_interaction_view *contact = csri_scene_contact(scene);

    return csr_id_is_none(&scene->ticket.view.assignee) && contact != NULL ? contact->agent
                                                                           : scene->ticket.view.assignee;
}

/* All rows of a scan, held by the scene. */
static csr_status scan(csri_call *call, csri_scene *scene, const csr_record *record, const csr_scan *how,
                       csr_rows **out)
{
    csr_status status = csri_rows_new(call->tx.host, record->row->size, 4, out, call->err);

    if (status != CSR_OK)
        return status;
    csri_scene_hold(scene, *out);
    return call->tx.ops->scan(call->tx.handle, record, how, *out, call->err);
}

/* How many rows there are, up to as many as a fact counts: what is asked at every change must not grow for ever. */
static csr_status count_some(csri_call *call, const csr_record *record, const csr_scan *scan, int64_t *out)
{
    csr_status status = call->tx.ops->count(call->tx.handle, record, scan, out, call->err);

    /* A store may count on. */
    if (status == CSR_OK && *out > CSRI_SCENE_COUNT_MAX)
        *out = CSRI_SCENE_COUNT_MAX;
    return status;
}

static csr_status load_customer(csri_call *call, csri_scene *scene)
{
    csr_rows *rows = NULL;
    csr_status status;

    if (csr_id_is_none(&scene->ticket.view.customer))
        return CSR_OK;
    status = csri_load(&call->tx, &csri_customer_record, &scene->ticket.view.customer, "customer", &rows);
    if (status != CSR_OK)
        return status;
    scene->customer = *(const struct csri_customer *)csri_rows_at(rows, 0);
    scene->has_customer = 1;
    csri_scene_hold(scene, rows);
    return CSR_OK;
}

/* All members but the texts that are long. */
static uint64_t contact_columns(void)
{
    const csr_shape *shape = csri_interaction_record.row;
    uint64_t mask = 0;

    for (unsigned i = 0; i < shape->count; i++)
        if (shape->members[i].offset != offsetof(struct csri_interaction, view.body) &&
            shape->members[i].offset != offsetof(struct csri_interaction, view.subject))
            mask |= UINT64_C(1) << i;
    return mask;
}

static csr_status load_contacts(csri_call *call, csri_scene *scene)
{
    struct csri_interaction from = { .view = { .ticket = scene->ticket.view.id } };
    csr_scan how = { .index = CSRI_INTERACTION_BY_TICKET,
                     .equal = 1,
                     .flags = CSR_SCAN_REVERSE,
                     .limit = CSRI_SCENE_CONTACTS,
                     .from = &from,
                     .columns = contact_columns() };
    csr_scan all = { .index = CSRI_INTERACTION_BY_TICKET, .equal = 1, .limit = CSRI_SCENE_COUNT_MAX, .from = &from };
    csr_rows *rows = NULL;
    void *row;
    csr_status status = scan(call, scene, &csri_interaction_record, &how, &rows);

    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(from), csri_rows_count(rows) + 1, &scene->contacts, call->err);
    for (size_t i = status == CSR_OK ? csri_rows_count(rows) : 0; i > 0 && status == CSR_OK; i--) {
        status = csr_rows_add(scene->contacts, &row);
        if (status == CSR_OK)
            memcpy(row, csri_rows_at(rows, i - 1), sizeof(from));
    }
    if (status != CSR_OK || csri_rows_count(rows) < CSRI_SCENE_CONTACTS) {
        scene->contact_count = scene->contacts != NULL ? (int64_t)csri_rows_count(scene->contacts) : 0;
        return status;
    }
    return count_some(call, &csri_interaction_record, &all, &scene->contact_count);
}

/* That of the contact point, else that of the first contact. */
static csr_status load_channel(csri_call *call, csri_scene *scene)
{
    struct csri_interaction from = { .view = { .ticket = scene->ticket.view.id } };
    csr_scan first = { .index = CSRI_INTERACTION_BY_TICKET, .equal = 1, .from = &from };
    const csr_id *point = &scene->ticket.view.contact_point;
    csr_rows *rows = NULL;
    csr_status status = csr_id_is_none(point)
                            ? csri_first(&call->tx, &csri_interaction_record, &first, &rows)
                            : csri_load(&call->tx, &csri_contact_point_record, point, "contact_point", &rows);

    if (status == CSR_OK && rows != NULL)
        scene->channel = csr_id_is_none(point)
                             ? ((const struct csri_interaction *)csri_rows_at(rows, 0))->view.channel
                             : ((const struct csri_contact_point *)csri_rows_at(rows, 0))->view.channel;
    csri_rows_free(rows);
    return status;
}

static csr_status load_tags(csri_call *call, csri_scene *scene)
{
    struct csri_tag from = { .view = { .subject = scene->ticket.view.id } };
    csr_scan how = { .index = CSRI_TAG_BY_SUBJECT, .equal = 1, .limit = CSRI_SCENE_TAGS, .from = &from };
    csr_rows *rows = NULL;
    csr_status status = scan(call, scene, &csri_tag_record, &how, &rows);

    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++)
        scene->tags[scene->tag_count++] = ((const struct csri_tag *)csri_rows_at(rows, i))->view.tag;
    return status;
}

static csr_status load_clocks(csri_call *call, csri_scene *scene)
{
    struct csri_clock from = { .view = { .ticket = scene->ticket.view.id } };
    csr_scan how = { .index = CSRI_CLOCK_BY_TICKET, .equal = 1, .limit = CSRI_SLA_METRICS, .from = &from };
    csr_rows *rows = NULL;
    csr_status status = scan(call, scene, &csri_clock_record, &how, &rows);

    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++) {
        const struct csri_clock_view *clock = &((const struct csri_clock *)csri_rows_at(rows, i))->view;
        scene->due[clock->metric] = clock->due_at;
    }
    return status;
}

static csr_status load_escalations(csri_call *call, csri_scene *scene)
{
    csr_rows *rows = NULL;
    csr_status status = CSR_OK;

    if (scene->ticket.view.escalation_level == 0)
        return CSR_OK;
    status = csri_escalations_open(call, &scene->ticket.view.id, &rows);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++)
        scene->acknowledged |=
            ((const struct csri_escalation *)csri_rows_at(rows, i))->view.state == CSR_ESCALATION_ACKNOWLEDGED;
    csri_rows_free(rows);
    return status;
}

static int takes_assignee(const struct csri_event *event)
{
    struct csri_ticket before = { 0 }, after;
    _Alignas(16) char child[CSRI_ROW_MAX] = { 0 };
    const csr_record *of = event->view.row_kind != 0 ? csri_record_of(event->view.row_kind) : NULL;

    /* What an event unsets it sets to nothing: from something else it shows. */
    memset(&before.view.assignee, 0xff, sizeof(before.view.assignee));
    after = before;
    return csri_event_apply(event, &csri_ticket_record, &after, of, child) && csr_id_is_none(&after.view.assignee);
}

/* Since when nobody has it: the last event that took the assignee away, else since it was opened. */
static csr_status load_owner(csri_call *call, csri_scene *scene)
{
    struct csri_event from = { .view = { .subject = scene->ticket.view.id } };
    csr_scan how = {
        .index = CSRI_EVENT_BY_SUBJECT, .equal = 1, .flags = CSR_SCAN_REVERSE, .limit = EVENTS, .from = &from
    };
    csr_rows *rows = NULL;
    csr_status status;

    if (!csr_id_is_none(&scene->ticket.view.assignee))
        return CSR_OK;
    scene->unowned_since = scene->ticket.view.opened_at;
    status = csri_rows_new(call->tx.host, sizeof(from), 16, &rows, call->err);
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_event_record, &how, rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++) {
        const struct csri_event *event = csri_rows_at(rows, i);
        if (!takes_assignee(event))
            continue;
        scene->unowned_since = event->view.effective_at != 0 ? event->view.effective_at : event->view.at;
        break;
    }
    csri_rows_free(rows);
    return status;
}

static csr_status load_agent(csri_call *call, csri_scene *scene)
{
    csri_duty_search search = { .agent = csri_scene_agent(scene) };
    csri_duty_found found;
    csr_status status;

    if (csr_id_is_none(&search.agent))
        return CSR_OK;
    status = csri_duty_find(call, &search, &found);
    if (status == CSR_OK && csri_rows_count(found.rows) != 0) {
        const csri_duty_candidate *c = csri_rows_at(found.rows, 0);
        scene->agent_role = c->role;
        scene->agent_on_duty = c->off == 0;
        scene->agent_tickets = c->open_tickets;
        scene->agent_break = c->until != 0 && c->until <= scene->now ? c->until : c->changed_at;
        if (c->presence == CSR_PRESENCE_ON_BREAK)
            scene->agent_break = 0;
    }
    csri_duty_free(&found);
    return status;
}

static csr_status count_on_duty(csri_call *call, const csri_duty_search *search, int64_t *out)
{
    csri_duty_found found;
    csr_status status = csri_duty_find(call, search, &found);

    *out = 0;
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(found.rows); i++)
        *out += ((const csri_duty_candidate *)csri_rows_at(found.rows, i))->off == 0;
    csri_duty_free(&found);
    return status;
}

static csr_status load_team(csri_call *call, csri_scene *scene)
{
    csri_duty_search search = { .team = scene->ticket.view.team, .only_there = 1 };

    return csr_id_is_none(&search.team) ? CSR_OK : count_on_duty(call, &search, &scene->team_on_duty);
}

static csr_status load_team_tickets(csri_call *call, csri_scene *scene)
{
    struct csri_ticket from = { .view = { .team = scene->ticket.view.team, .queue = CSR_QUEUE_ACTIVE } };
    csr_scan queue = { .index = CSRI_TICKET_BY_QUEUE, .equal = 2, .limit = CSRI_SCENE_COUNT_MAX, .from = &from };

    if (csr_id_is_none(&from.view.team))
        return CSR_OK;
    return count_some(call, &csri_ticket_record, &queue, &scene->team_tickets);
}

/* Whether whoever would be asked is to be left alone: no supervisor is on duty. */
static csr_status load_recipient(csri_call *call, csri_scene *scene)
{
    csri_duty_search search = { .role = CSR_ROLE_SUPERVISOR, .only_there = 1, .one = 1 };
    int64_t on_duty;
    csr_status status = count_on_duty(call, &search, &on_duty);

    scene->quiet = on_duty == 0;
    return status;
}

static csr_status load_customer_tickets(csri_call *call, csri_scene *scene)
{
    struct csri_ticket from = { .view = { .customer = scene->ticket.view.customer } };
    csr_scan how = { .index = CSRI_TICKET_BY_CUSTOMER, .equal = 1, .limit = CSRI_SCENE_COUNT_MAX, .from = &from };

    if (csr_id_is_none(&from.view.customer))
        return CSR_OK;
    return count_some(call, &csri_ticket_record, &how, &scene->customer_tickets);
}

csr_status csri_scene_load(csri_call *call, const csr_id *ticket, unsigned needs, csri_scene *out)
{
    static const struct {
        unsigned need;
        csr_status (*load)(csri_call *call, csri_scene *scene);
    } parts[] = {
        { CSRI_NEEDS_CUSTOMER, load_customer },
        { CSRI_NEEDS_CONTACTS | CSRI_NEEDS_AGENT, load_contacts },
        { CSRI_NEEDS_CHANNEL, load_channel },
        { CSRI_NEEDS_TAGS, load_tags },
        { CSRI_NEEDS_CLOCKS, load_clocks },
        { CSRI_NEEDS_ESCALATIONS, load_escalations },
        { CSRI_NEEDS_OWNER, load_owner },
        { CSRI_NEEDS_AGENT, load_agent },
        { CSRI_NEEDS_TEAM, load_team },
        { CSRI_NEEDS_TEAM_TICKETS, load_team_tickets },
        { CSRI_NEEDS_RECIPIENT, load_recipient },
        { CSRI_NEEDS_CUSTOMER_TICKETS, load_customer_tickets },
        { CSRI_NEEDS_REFUND, csri_scene_load_refund },
        { CSRI_NEEDS_PURCHASE, csri_scene_load_purchase },
        { CSRI_NEEDS_GIVEN_BACK, csri_scene_load_given_back },
        { CSRI_NEEDS_LIMIT, csri_scene_load_limit },
        { CSRI_NEEDS_REMEDIES, csri_scene_load_remedies },
        { CSRI_NEEDS_FIELDS, csri_custom_load },
    };
    csr_rows *rows = NULL;
    csr_status status;

    memset(out, 0, sizeof(*out));
    out->now = call->tx.now;
    out->known = needs;
    out->host = &call->desk->policies.rules;
    status = csri_load(&call->tx, &csri_ticket_record, ticket, "ticket", &rows);
    if (status != CSR_OK)
        return status;
    out->ticket = *(const struct csri_ticket *)csri_rows_at(rows, 0);
    csri_scene_hold(out, rows);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && status == CSR_OK; i++)
        if (needs & parts[i].need)
            status = parts[i].load(call, out);
    return status;
}
