#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_interaction
/* clang-format off */
static const csr_member interaction_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(recorded_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(occurred_at, time, 0),
    COLUMN(ended_at, time, NULLABLE | SYSTEM),
    COLUMN(ticket, ticket, NULLABLE),
    COLUMN(customer, customer, NULLABLE),
    COLUMN(agent, agent, NULLABLE),
    COLUMN(contact_point, contact_point, NULLABLE),
    COLUMN(reply_to, interaction, NULLABLE),
    COLUMN(channel, channel, 0),
    COLUMN(direction, direction, 0),
    COLUMN(audience, audience, 0),
    COLUMN(actor_kind, actor_kind, 0),
    COLUMN(content_type, content_type, 0),
    COLUMN(tone_start, tone, NULLABLE),
    COLUMN(tone_end, tone, NULLABLE | SYSTEM),
    COLUMN(drops, count, SYSTEM),
    COLUMN(outcome, outcome, NULLABLE | SYSTEM),
    COLUMN(confirmed_solved, flag, SYSTEM),
    COLUMN(holds, count, SYSTEM),
    COLUMN(held_us, duration, SYSTEM),
    COLUMN(held_since, time, NULLABLE | SYSTEM),
    COLUMN(external_id, external_id, NULLABLE),
    COLUMN(label, label, NULLABLE),
    COLUMN(subject, subject, NULLABLE | PERSONAL | SEARCH),
    COLUMN(body, body, NULLABLE | PERSONAL | SEARCH | BULK),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index interaction_indexes[] = {
    { .name = "by_ticket", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.ticket), AT(view.occurred_at) } },
    { .name = "by_customer", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.customer), AT(view.occurred_at) } },
    { .name = "by_external_id", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.external_id) } },
};
static const csr_shape interaction_row = CSRI_SHAPE(struct csri_interaction, interaction_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_interaction_record = {
    .name = "interaction",
    .row = &interaction_row,
    .indexes = interaction_indexes,
    .index_count = CSRI_COUNT(interaction_indexes),
    .number = CSR_RECORD_INTERACTION,
    .view_size = sizeof(csr_interaction_view),
    .view_min_size = sizeof(csr_interaction_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_hold
/* clang-format off */
static const csr_member hold_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(interaction, interaction, 0),
    COLUMN(agent, agent, NULLABLE),
    COLUMN(started_at, time, 0),
    COLUMN(ended_at, time, NULLABLE),
    COLUMN(reason, reason, NULLABLE | PERSONAL),
};
/* clang-format on */
static const csr_index hold_indexes[] = {
    { .name = "by_interaction", .flags = 0, .n = 1, .at = { AT(view.interaction) } },
};
static const csr_shape hold_row = CSRI_SHAPE(struct csri_hold, hold_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_hold_record = {
    .name = "hold",
    .row = &hold_row,
    .indexes = hold_indexes,
    .index_count = CSRI_COUNT(hold_indexes),
    .number = CSR_RECORD_HOLD,
    .view_size = sizeof(csr_hold_view),
    .view_min_size = sizeof(csr_hold_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_transfer
/* clang-format off */
static const csr_member transfer_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(interaction, interaction, 0),
    COLUMN(from_agent, agent, NULLABLE),
    COLUMN(to_agent, agent, NULLABLE),
    COLUMN(to_team, team, NULLABLE),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(reason, reason, NULLABLE | PERSONAL),
};
/* clang-format on */
static const csr_index transfer_indexes[] = {
    { .name = "by_interaction", .flags = 0, .n = 1, .at = { AT(view.interaction) } },
};
static const csr_shape transfer_row = CSRI_SHAPE(struct csri_transfer, transfer_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_transfer_record = {
    .name = "transfer",
    .row = &transfer_row,
    .indexes = transfer_indexes,
    .index_count = CSRI_COUNT(transfer_indexes),
    .number = CSR_RECORD_TRANSFER,
    .view_size = sizeof(csr_transfer_view),
    .view_min_size = sizeof(csr_transfer_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
