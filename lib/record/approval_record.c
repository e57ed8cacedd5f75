#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_approval
/* clang-format off */
static const csr_member approval_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(refund, refund, 0),
    COLUMN(agent, agent, NULLABLE),
    COLUMN(decided_at, time, SYSTEM),
    COLUMN(kind, approval_kind, 0),
    COLUMN(amount_minor, balance, 0),
    COLUMN(role, role, NULLABLE),
    COLUMN(purpose, refund_purpose, 0),
    COLUMN(currency, currency, 0),
    COLUMN(reason, title, 0),
    COLUMN(note, note, NULLABLE | PERSONAL),
    COLUMN(allowed_by, subject_id, NULLABLE),
    COLUMN(allowed_version, version, NULLABLE),
    COLUMN(rule, title, NULLABLE),
};
/* clang-format on */
static const csr_index approval_indexes[] = {
    { .name = "by_refund", .flags = 0, .n = 1, .at = { AT(view.refund) } },
    { .name = "by_agent", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.agent), AT(view.decided_at) } },
};
static const csr_shape approval_row = CSRI_SHAPE(struct csri_approval, approval_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_approval_record = {
    .name = "approval",
    .row = &approval_row,
    .indexes = approval_indexes,
    .index_count = CSRI_COUNT(approval_indexes),
    .number = CSR_RECORD_APPROVAL,
    .view_size = sizeof(csr_approval_view),
    .view_min_size = offsetof(csr_approval_view, allowed_by),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_approval_limit
/* clang-format off */
static const csr_member approval_limit_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(role, role, 0),
    COLUMN(purpose, refund_purpose, 0),
    COLUMN(currency, currency, 0),
    COLUMN(single_minor, minor, 0),
    COLUMN(day_minor, minor, 0),
    COLUMN(purchase_minor, minor, 0),
    COLUMN(customer_minor, minor, 0),
    COLUMN(two_from_minor, minor, 0),
    COLUMN(customer_days, count, 0),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index approval_limit_indexes[] = {
    { .name = "by_role",
      .flags = CSR_INDEX_UNIQUE,
      .n = 3,
      .at = { AT(view.role), AT(view.purpose), AT(view.currency) } },
};
static const csr_shape approval_limit_row = CSRI_SHAPE(struct csri_approval_limit, approval_limit_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_approval_limit_record = {
    .name = "approval_limit",
    .row = &approval_limit_row,
    .indexes = approval_limit_indexes,
    .index_count = CSRI_COUNT(approval_limit_indexes),
    .number = CSR_RECORD_APPROVAL_LIMIT,
    .view_size = sizeof(csr_approval_limit_view),
    .view_min_size = sizeof(csr_approval_limit_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW
