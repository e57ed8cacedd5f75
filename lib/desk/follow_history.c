#include "desk/follow_history.h"

#include "base/error.h"
#include "desk/edit.h"
#include "store/event_code.h"

#include <stdlib.h>

/*
 * Events of a ticket, its contacts and its customer, put into one order and applied to rows: what the rules saw then.
 */
#define PAGE 64
/* Contacts whose events are read. */
#define CONTACTS 1000

/* ---- Reading ---- */

static csr_status read_events(csri_call *call, csri_history *h, const csr_id *subject)
{
    struct csri_event from = { .view = { .subject = *subject } }, after = from;
    csr_scan scan = { .index = CSRI_EVENT_BY_SUBJECT, .equal = 1, .limit = PAGE, .from = &from, .after = &after };
    csr_status status = CSR_OK;

    for (size_t got = PAGE; status == CSR_OK && got == PAGE;) {
        csr_rows *rows;
        void *row;
        status = csri_rows_new(call->tx.host, sizeof(from), 16, &rows, call->err);
        if (status != CSR_OK)
            return status;
        csri_scene_hold(&h->scene, rows);
        status = call->tx.ops->scan(call->tx.handle, &csri_event_record, &scan, rows, call->err);
        got = csri_rows_count(rows);
        for (size_t i = 0; i < got && status == CSR_OK; i++) {
            if (csr_rows_add(h->events, &row) != CSR_OK)
                status = csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the events of a ticket");
            else
                memcpy(row, csri_rows_at(rows, i), sizeof(from));
        }
        if (got != 0)
            after.view.seq = ((const struct csri_event *)csri_rows_at(rows, got - 1))->view.seq;
        if (csri_rows_count(h->events) > CSRI_HISTORY_EVENTS)
            status =
                csri_fail(call->err, CSR_E_LIMIT, "ticket", "the ticket has more than %d events", CSRI_HISTORY_EVENTS);
    }
    return status;
}

static csr_status read_contacts(csri_call *call, csri_history *h, const csr_id *ticket)
{
    struct csri_interaction from = { .view = { .ticket = *ticket } };
    csr_scan scan = { .index = CSRI_INTERACTION_BY_TICKET, .equal = 1, .limit = CONTACTS, .from = &from, .columns = 1 };
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 16, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_interaction_record, &scan, rows, call->err);
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++)
        status = read_events(call, h, &((const struct csri_interaction *)csri_rows_at(rows, i))->view.id);
    csri_rows_free(rows);
    return status;
}

static csr_status read_refunds(csri_call *call, csri_history *h, const csr_id *ticket)
{
    struct csri_refund from = { .view = { .ticket = *ticket } };
    csr_scan scan = { .index = CSRI_REFUND_BY_TICKET, .equal = 1, .limit = CONTACTS, .from = &from, .columns = 1 };
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 4, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_refund_record, &scan, rows, call->err);
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++)
        status = read_events(call, h, &((const struct csri_refund *)csri_rows_at(rows, i))->view.id);
    csri_rows_free(rows);
    return status;
}

static csr_status read_place(csri_call *call, csri_history *h, const csr_ticket_view *ticket)
{
    csr_rows *rows = NULL;
    csr_status status = CSR_OK;

    if (!csr_id_is_none(&ticket->contact_point))
        status = csri_load(&call->tx, &csri_contact_point_record, &ticket->contact_point, "contact_point", &rows);
    if (rows != NULL)
        h->channel = ((const struct csri_contact_point *)csri_rows_at(rows, 0))->view.channel;
    csri_rows_free(rows);
    return status;
}

static int by_position(const void *left, const void *right)
{
    const struct csri_event *a = left, *b = right;

    return (a->view.position > b->view.position) - (a->view.position < b->view.position);
}

csr_status csri_history_load(csri_call *call, const csr_id *ticket, csri_history *out)
{
    csr_rows *rows = NULL;
    csr_id customer;
    csr_status status;

    memset(out, 0, sizeof(*out));
    status = csri_load(&call->tx, &csri_ticket_record, ticket, "ticket", &rows);
    if (status != CSR_OK)
        return status;
    customer = ((const struct csri_ticket *)csri_rows_at(rows, 0))->view.customer;
    status = read_place(call, out, &((const struct csri_ticket *)csri_rows_at(rows, 0))->view);
    csri_rows_free(rows);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(struct csri_event), 64, &out->events, call->err);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(csri_past_child), 4, &out->children, call->err);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(struct csri_interaction), 8, &out->scene.contacts, call->err);
    if (status == CSR_OK)
        status = read_events(call, out, ticket);
    if (status == CSR_OK)
        status = read_contacts(call, out, ticket);
    if (status == CSR_OK)
        status = read_refunds(call, out, ticket);
    if (status == CSR_OK && !csr_id_is_none(&customer))
        status = read_events(call, out, &customer);
    if (status == CSR_OK)
        status = csri_custom_load_past(call, out);
    if (status == CSR_OK)
        qsort(csri_rows_at(out->events, 0), csri_rows_count(out->events), sizeof(struct csri_event), by_position);
    out->scene.known = CSRI_NEEDS_OF_PAST;
    out->scene.past = out;
    out->scene.ticket.view.id = *ticket;
    return status;
}

void csri_history_free(csri_history *history)
{
    csri_rows_free(history->events);
    csri_rows_free(history->children);
    csri_rows_free(history->fields);
    csri_scene_free(&history->scene);
}

/* ---- Applying ---- */

/* The child of an id, a new one where there is none yet; NULL = no memory. */
static csri_past_child *child_of(csri_history *h, const csr_id *id, const csr_record *record)
{
    void *row = NULL;

    for (size_t i = 0; i < csri_rows_count(h->children); i++) {
        csri_past_child *child = csri_rows_at(h->children, i);
        if (memcmp(&child->id, id, sizeof(*id)) == 0)
            return child;
    }
    if (csr_rows_add(h->children, &row) != CSR_OK)
        return NULL;
    ((csri_past_child *)row)->id = *id;
    ((csri_past_child *)row)->record = record;
    return row;
}

/* The contact of an id; a new one comes last. NULL = no memory. */
static struct csri_interaction *contact_of(csri_history *h, const csr_id *id)
{
    void *row = NULL;

    for (size_t i = 0; i < csri_rows_count(h->scene.contacts); i++) {
        struct csri_interaction *contact = csri_rows_at(h->scene.contacts, i);
        if (memcmp(&contact->view.id, id, sizeof(*id)) == 0)
            return contact;
    }
    if (csr_rows_add(h->scene.contacts, &row) != CSR_OK)
        return NULL;
    ((struct csri_interaction *)row)->view.id = *id;
    return row;
}

static int compare_contacts(const void *left, const void *right)
{
    const struct csri_interaction *a = left, *b = right;
    int order = (a->view.occurred_at > b->view.occurred_at) - (a->view.occurred_at < b->view.occurred_at);

    return order != 0 ? order : memcmp(&a->view.id, &b->view.id, sizeof(csr_id));
}

static int is_kept(const csr_record *record)
{
    return record == &csri_tag_record || record == &csri_clock_record || record == &csri_escalation_record ||
           record == &csri_remedy_record || record == &csri_firing_record || record == &csri_field_value_record;
}

/* What follows answers CSR_OK, CSR_E_CORRUPT or CSR_E_NO_MEMORY, and tells no error. */

static csr_status apply_to_ticket(csri_history *h, const struct csri_event *event, const csr_record *child)
{
    struct csri_ticket *ticket = &h->scene.ticket;
    csri_past_child *kept = is_kept(child) ? child_of(h, &event->view.row, child) : NULL;
    _Alignas(16) char other[CSRI_ROW_MAX] = { 0 };
    int had = !csr_id_is_none(&ticket->view.assignee), fresh = ticket->view.opened_at == 0;

    if (is_kept(child) && kept == NULL)
        return CSR_E_NO_MEMORY;
    if (!csri_event_apply(event, &csri_ticket_record, ticket, child, kept != NULL ? kept->row : other))
        return CSR_E_CORRUPT;
    if (!csr_id_is_none(&ticket->view.assignee))
        h->scene.unowned_since = 0;
    else if (fresh)
        h->scene.unowned_since = ticket->view.opened_at;
    else if (had)
        h->scene.unowned_since = event->view.effective_at != 0 ? event->view.effective_at : event->view.at;
    return CSR_OK;
}

static csr_status apply_to_contact(csri_history *h, const struct csri_event *event, const csr_record *child)
{
    struct csri_interaction *contact = contact_of(h, &event->view.subject);
    csri_past_child *kept = child == &csri_field_value_record ? child_of(h, &event->view.row, child) : NULL;
    _Alignas(16) char other[CSRI_ROW_MAX] = { 0 };

    if (contact == NULL || (child == &csri_field_value_record && kept == NULL))
        return CSR_E_NO_MEMORY;
    if (!csri_event_apply(event, &csri_interaction_record, contact, child, kept != NULL ? kept->row : other))
        return CSR_E_CORRUPT;
    qsort(csri_rows_at(h->scene.contacts, 0), csri_rows_count(h->scene.contacts), sizeof(*contact), compare_contacts);
    return CSR_OK;
}

static csr_status apply_to_refund(csri_history *h, const struct csri_event *event, const csr_record *child)
{
    csri_past_child *kept = child_of(h, &event->view.subject, &csri_refund_record);
    _Alignas(16) char other[CSRI_ROW_MAX] = { 0 };

    if (kept == NULL)
        return CSR_E_NO_MEMORY;
    return csri_event_apply(event, &csri_refund_record, kept->row, child, other) ? CSR_OK : CSR_E_CORRUPT;
}

static csr_status apply_to_customer(csri_history *h, const struct csri_event *event, const csr_record *child)
{
    csri_past_child *kept = child == &csri_field_value_record ? child_of(h, &event->view.row, child) : NULL;
    _Alignas(16) char other[CSRI_ROW_MAX] = { 0 };

    if (child == &csri_field_value_record && kept == NULL)
        return CSR_E_NO_MEMORY;
    h->scene.customer.view.id = event->view.subject;
    return csri_event_apply(event, &csri_customer_record, &h->scene.customer, child, kept != NULL ? kept->row : other)
               ? CSR_OK
               : CSR_E_CORRUPT;
}

csr_status csri_history_apply(csri_call *call, csri_history *history, const struct csri_event *event)
{
    const csr_record *child = event->view.row_kind != 0 ? csri_record_of(event->view.row_kind) : NULL;
    csr_status status = event->view.row_kind == 0 || child != NULL ? CSR_OK : CSR_E_CORRUPT;

    if (status == CSR_OK && event->view.subject_kind == CSR_RECORD_TICKET)
        status = apply_to_ticket(history, event, child);
    else if (status == CSR_OK && event->view.subject_kind == CSR_RECORD_INTERACTION)
        status = apply_to_contact(history, event, child);
    else if (status == CSR_OK && event->view.subject_kind == CSR_RECORD_REFUND)
        status = apply_to_refund(history, event, child);
    else if (status == CSR_OK)
        status = apply_to_customer(history, event, child);
    if (status == CSR_E_NO_MEMORY)
        return csri_fail(call->err, status, NULL, "no memory for what the rules saw then");
    return status == CSR_OK ? CSR_OK
                            : csri_fail(call->err, status, "change", "the event at position %lld cannot be read",
                                        (long long)event->view.position);
}

const struct csri_firing *csri_history_firing(const csri_history *history, const struct csri_event *event)
{
    if (event->view.kind != CSR_EVENT_FIRING_ADDED && event->view.kind != CSR_EVENT_FIRING_GUARDED)
        return NULL;
    for (size_t i = 0; i < csri_rows_count(history->children); i++) {
        const csri_past_child *child = csri_rows_at(history->children, i);
        if (memcmp(&child->id, &event->view.row, sizeof(child->id)) == 0)
            return (const struct csri_firing *)(const void *)child->row;
    }
    return NULL;
}

static int compare_text(const csr_str *a, const csr_str *b)
{
    int order = memcmp(a->ptr, b->ptr, a->len < b->len ? a->len : b->len);

    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

/* The first ones in the order in which the store has them, by their keys, as they are read of a ticket of today. */
static void put_tag(csri_history *history, const struct csri_tag *tag)
{
    csri_scene *scene = &history->scene;
    size_t at = scene->tag_count;

    while (at > 0 && compare_text(&history->tag_keys[at - 1], &tag->key) > 0)
        at--;
    if (at == CSRI_SCENE_TAGS)
        return;
    if (scene->tag_count < CSRI_SCENE_TAGS)
        scene->tag_count++;
    memmove(&scene->tags[at + 1], &scene->tags[at], (scene->tag_count - 1 - at) * sizeof(scene->tags[0]));
    memmove(&history->tag_keys[at + 1], &history->tag_keys[at], (scene->tag_count - 1 - at) * sizeof(tag->key));
    scene->tags[at] = tag->view.tag;
    history->tag_keys[at] = tag->key;
}

static void settle_child(csri_history *history, const csri_past_child *child)
{
    csri_scene *scene = &history->scene;
    const void *row = child->row;

    if (child->record == &csri_tag_record) {
        const struct csri_tag *tag = row;
        if (tag->view.tag.len != 0)
            put_tag(history, tag);
    } else if (child->record == &csri_clock_record) {
        const struct csri_clock *clock = row;
        if (clock->view.metric > 0 && clock->view.metric < CSRI_SLA_METRICS)
            scene->due[clock->view.metric] = clock->view.due_at;
    } else if (child->record == &csri_escalation_record) {
        const struct csri_escalation *escalation = row;
        scene->acknowledged |= escalation->view.open && escalation->view.state == CSR_ESCALATION_ACKNOWLEDGED;
    } else if (child->record == &csri_remedy_record) {
        csri_scene_count_remedy(scene, ((const struct csri_remedy *)row)->view.state);
    } else if (child->record == &csri_refund_record &&
               csri_refund_is_open(((const struct csri_refund *)row)->view.state)) {
        scene->refund = *(const struct csri_refund *)row;
        scene->has_refund = 1;
    }
}

void csri_history_settle(csri_history *history, csr_time now)
{
    csri_scene *scene = &history->scene;
    size_t contacts = csri_rows_count(scene->contacts);

    scene->now = now;
    scene->tag_count = 0;
    scene->acknowledged = 0;
    scene->has_refund = 0;
    scene->remedies_offered = scene->remedies_declined = scene->remedies_open = 0;
    memset(scene->due, 0, sizeof(scene->due));
    for (size_t i = 0; i < csri_rows_count(history->children); i++)
        settle_child(history, csri_rows_at(history->children, i));
    scene->contact_count = (int64_t)contacts;
    scene->has_customer = !csr_id_is_none(&scene->ticket.view.customer) &&
                          memcmp(&scene->ticket.view.customer, &scene->customer.view.id, sizeof(csr_id)) == 0;
    scene->channel = history->channel;
    if (scene->channel == 0 && contacts != 0)
        scene->channel = ((const struct csri_interaction *)csri_rows_at(scene->contacts, 0))->view.channel;
}
