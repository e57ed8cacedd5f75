#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_escalation
/* clang-format off */
static const csr_member escalation_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(ticket, ticket, 0),
    COLUMN(interaction, interaction, NULLABLE),
    COLUMN(kind, escalation_kind, SYSTEM),
    COLUMN(state, escalation_state, SYSTEM),
    COLUMN(open, flag, SYSTEM),
    COLUMN(level, escalation_level, 0),
    COLUMN(from_agent, agent, NULLABLE | SYSTEM),
    COLUMN(to_agent, agent, NULLABLE),
    COLUMN(to_team, team, NULLABLE),
    COLUMN(to_role, role, NULLABLE),
    COLUMN(agent, agent, NULLABLE | SYSTEM),
    COLUMN(ended_by, agent, NULLABLE | SYSTEM),
    COLUMN(rules, policy, NULLABLE | SYSTEM),
    COLUMN(rule, title, NULLABLE | SYSTEM),
    COLUMN(step, count, NULLABLE | SYSTEM),
    COLUMN(key, key, NULLABLE | SYSTEM),
    COLUMN(raised_at, time, SYSTEM),
    COLUMN(expires_at, time, NULLABLE | SYSTEM),
    COLUMN(acknowledged_at, time, NULLABLE | SYSTEM),
    COLUMN(ended_at, time, NULLABLE | SYSTEM),
    COLUMN(reason, reason, NULLABLE | PERSONAL),
    COLUMN(why, finding, NULLABLE | PERSONAL | SYSTEM),
    COLUMN(answer, note, NULLABLE | PERSONAL),
    COLUMN(explanation, explanation, NULLABLE | PERSONAL | SYSTEM),
};
/* clang-format on */
static const csr_index escalation_indexes[] = {
    { .name = "by_ticket", .flags = 0, .n = 3, .at = { AT(view.ticket), AT(view.open), AT(view.raised_at) } },
    { .name = "by_agent",
      .flags = CSR_INDEX_SPARSE,
      .n = 3,
      .at = { AT(view.agent), AT(view.open), AT(view.raised_at) } },
    { .name = "by_team",
      .flags = CSR_INDEX_SPARSE,
      .n = 3,
      .at = { AT(view.to_team), AT(view.open), AT(view.raised_at) } },
    { .name = "by_open", .flags = 0, .n = 2, .at = { AT(view.open), AT(view.raised_at) } },
    { .name = "by_key", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.key) } },
};
static const csr_shape escalation_row = CSRI_SHAPE(struct csri_escalation, escalation_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_escalation_record = {
    .name = "escalation",
    .row = &escalation_row,
    .indexes = escalation_indexes,
    .index_count = CSRI_COUNT(escalation_indexes),
    .number = CSR_RECORD_ESCALATION,
    .view_size = sizeof(csr_escalation_view),
    .view_min_size = sizeof(csr_escalation_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
