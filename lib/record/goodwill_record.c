#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_goodwill_budget
/* clang-format off */
static const csr_member goodwill_budget_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(subject_kind, record_kind, 0),
    COLUMN(subject, subject_id, 0),
    COLUMN(period, budget_period, 0),
    COLUMN(currency, currency, 0),
    COLUMN(amount_minor, minor, 0),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index goodwill_budget_indexes[] = {
    { .name = "by_subject",
      .flags = CSR_INDEX_UNIQUE,
      .n = 3,
      .at = { AT(view.subject), AT(view.currency), AT(view.period) } },
};
static const csr_shape goodwill_budget_row = CSRI_SHAPE(struct csri_goodwill_budget, goodwill_budget_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_goodwill_budget_record = {
    .name = "goodwill_budget",
    .row = &goodwill_budget_row,
    .indexes = goodwill_budget_indexes,
    .index_count = CSRI_COUNT(goodwill_budget_indexes),
    .number = CSR_RECORD_GOODWILL_BUDGET,
    .view_size = sizeof(csr_goodwill_budget_view),
    .view_min_size = sizeof(csr_goodwill_budget_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_goodwill_use
/* clang-format off */
static const csr_member goodwill_use_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(budget, goodwill_budget, 0),
    COLUMN(subject_kind, record_kind, 0),
    COLUMN(subject, subject_id, 0),
    COLUMN(agent, agent, NULLABLE),
    COLUMN(used_at, time, SYSTEM),
    COLUMN(amount_minor, minor, 0),
};
/* clang-format on */
static const csr_index goodwill_use_indexes[] = {
    { .name = "by_budget", .flags = 0, .n = 2, .at = { AT(view.budget), AT(view.used_at) } },
    { .name = "by_subject", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.subject), AT(view.budget) } },
};
static const csr_shape goodwill_use_row = CSRI_SHAPE(struct csri_goodwill_use, goodwill_use_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_goodwill_use_record = {
    .name = "goodwill_use",
    .row = &goodwill_use_row,
    .indexes = goodwill_use_indexes,
    .index_count = CSRI_COUNT(goodwill_use_indexes),
    .number = CSR_RECORD_GOODWILL_USE,
    .view_size = sizeof(csr_goodwill_use_view),
    .view_min_size = sizeof(csr_goodwill_use_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
