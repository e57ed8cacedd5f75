#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_ticket
/* clang-format off */
static const csr_member ticket_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(number, number, SYSTEM),
    COLUMN(kind, ticket_kind, 0),
    COLUMN(state, state, 0),
    COLUMN(phase, phase, SYSTEM),
    COLUMN(waits_for, waits_for, NULLABLE | SYSTEM),
    COLUMN(queue, queue, SYSTEM),
    COLUMN(priority, priority, 0),
    HIDDEN_COLUMN(urgency, rank, SYSTEM),
    COLUMN(fault, fault, NULLABLE),
    COLUMN(resolution, resolution, NULLABLE),
    COLUMN(reopened, count, SYSTEM),
    COLUMN(customer, customer, NULLABLE),
    COLUMN(team, team, NULLABLE),
    COLUMN(assignee, agent, NULLABLE),
    COLUMN(contact_point, contact_point, NULLABLE),
    COLUMN(follow_up_of, ticket, NULLABLE),
    COLUMN(lifecycle, policy, NULLABLE | SYSTEM),
    COLUMN(opened_at, time, 0),
    COLUMN(state_since, time, SYSTEM),
    COLUMN(due_at, time, UNSET_LAST),
    COLUMN(resolved_at, time, NULLABLE | SYSTEM),
    COLUMN(closed_at, time, NULLABLE | SYSTEM),
    COLUMN(subject, subject, PERSONAL | SEARCH),
    COLUMN(resolution_note, note, NULLABLE | PERSONAL | SEARCH),
    COLUMN(product, reference, NULLABLE),
    COLUMN(order_ref, reference, NULLABLE),
    COLUMN(external_id, external_id, NULLABLE),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
    COLUMN(sla, policy, NULLABLE | SYSTEM),
    COLUMN(children, count, NULLABLE | SYSTEM),
    COLUMN(escalation_level, escalation_level, NULLABLE | SYSTEM),
};
/* clang-format on */
static const csr_index ticket_indexes[] = {
    { .name = "by_number", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(view.number) } },
    { .name = "by_queue",
      .flags = 0,
      .n = 5,
      .at = { AT(view.team), AT(view.queue), AT(urgency), AT(view.due_at), AT(view.opened_at) } },
    { .name = "by_assignee",
      .flags = CSR_INDEX_SPARSE,
      .n = 5,
      .at = { AT(view.assignee), AT(view.queue), AT(urgency), AT(view.due_at), AT(view.opened_at) } },
    { .name = "by_customer", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.customer), AT(view.opened_at) } },
    { .name = "by_external_id", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.external_id) } },
};
static const csr_shape ticket_row = CSRI_SHAPE(struct csri_ticket, ticket_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_ticket_record = {
    .name = "ticket",
    .row = &ticket_row,
    .indexes = ticket_indexes,
    .index_count = CSRI_COUNT(ticket_indexes),
    .number = CSR_RECORD_TICKET,
    .view_size = sizeof(csr_ticket_view),
    .view_min_size = offsetof(csr_ticket_view, sla),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define VIEW csr_ticket_queue_view
/* clang-format off */
static const csr_member ticket_queue_members[] = {
    SHOWN(id, ticket, 0),
    SHOWN(number, number, 0),
    SHOWN(subject, subject, 0),
    SHOWN(priority, priority, 0),
    SHOWN(kind, ticket_kind, 0),
    SHOWN(state, state, 0),
    SHOWN(phase, phase, 0),
    SHOWN(opened_at, time, 0),
    SHOWN(due_at, time, NULLABLE),
    SHOWN(customer, customer, NULLABLE),
    SHOWN(customer_name, name, NULLABLE),
    SHOWN(assignee, agent, NULLABLE),
    SHOWN(assignee_name, name, NULLABLE),
};
/* clang-format on */
const csr_shape csri_ticket_queue_shape = CSRI_PARAMS(VIEW, ticket_queue_members);
#undef VIEW

#define ROW struct csri_counter
/* clang-format off */
static const csr_member counter_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(value, number, SYSTEM),
};
/* clang-format on */
static const csr_shape counter_row = CSRI_SHAPE(struct csri_counter, counter_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_counter_record = {
    .name = "counter",
    .row = &counter_row,
    .indexes = NULL,
    .index_count = 0,
    .number = CSR_RECORD_COUNTER,
    .view_size = sizeof(struct csri_counter_view),
    .view_min_size = sizeof(struct csri_counter_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

const csr_id csri_ticket_counter = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } };
