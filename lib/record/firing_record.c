#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_firing
/* clang-format off */
static const csr_member firing_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(ticket, ticket, SYSTEM),
    COLUMN(rules, policy, SYSTEM),
    COLUMN(rule, title, SYSTEM),
    COLUMN(outcome, firing_outcome, SYSTEM),
    COLUMN(episode, number, SYSTEM),
    COLUMN(step, count, SYSTEM),
    COLUMN(pass, count, SYSTEM),
    COLUMN(key, key, SYSTEM),
    COLUMN(event, position, NULLABLE | SYSTEM),
    COLUMN(due_at, time, SYSTEM),
    COLUMN(fired_at, time, SYSTEM),
    COLUMN(undecided, flag, NULLABLE | SYSTEM),
    COLUMN(because, title, NULLABLE | SYSTEM),
    COLUMN(cost, total, SYSTEM),
    COLUMN(failed, count, NULLABLE | SYSTEM),
    COLUMN(followed_up_at, time, NULLABLE | SYSTEM),
    COLUMN(actions, explanation, NULLABLE | PERSONAL | SYSTEM),
    COLUMN(audit, explanation, NULLABLE | PERSONAL | SYSTEM),
};
/* clang-format on */
static const csr_index firing_indexes[] = {
    { .name = "by_ticket", .flags = 0, .n = 2, .at = { AT(view.ticket), AT(view.fired_at) } },
    { .name = "by_rule", .flags = 0, .n = 2, .at = { AT(view.rule), AT(view.fired_at) } },
    { .name = "by_key", .flags = 0, .n = 1, .at = { AT(view.key) } },
};
static const csr_shape firing_row = CSRI_SHAPE(struct csri_firing, firing_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_firing_record = {
    .name = "firing",
    .row = &firing_row,
    .indexes = firing_indexes,
    .index_count = CSRI_COUNT(firing_indexes),
    .number = CSR_RECORD_FIRING,
    .view_size = sizeof(csr_firing_view),
    .view_min_size = sizeof(csr_firing_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_rule_state
/* clang-format off */
static const csr_member rule_state_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(ticket, ticket, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(state, explanation, SYSTEM),
};
/* clang-format on */
static const csr_index rule_state_indexes[] = {
    { .name = "by_ticket", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(view.ticket) } },
};
static const csr_shape rule_state_row = CSRI_SHAPE(struct csri_rule_state, rule_state_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_rule_state_record = {
    .name = "rule_state",
    .row = &rule_state_row,
    .indexes = rule_state_indexes,
    .index_count = CSRI_COUNT(rule_state_indexes),
    .number = CSR_RECORD_RULE_STATE,
    .view_size = sizeof(struct csri_rule_state_view),
    .view_min_size = sizeof(struct csri_rule_state_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
