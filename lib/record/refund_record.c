#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_refund
/* clang-format off */
static const csr_member refund_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(state, refund_state, 0),
    COLUMN(purchase, purchase, 0),
    COLUMN(customer, customer, NULLABLE),
    COLUMN(ticket, ticket, NULLABLE),
    COLUMN(requested_by, agent, NULLABLE | SYSTEM),
    COLUMN(submitted_at, time, NULLABLE | SYSTEM),
    COLUMN(approved_at, time, NULLABLE | SYSTEM),
    COLUMN(expires_at, time, NULLABLE | SYSTEM),
    COLUMN(amount_minor, balance, SYSTEM),
    COLUMN(purpose, refund_purpose, 0),
    COLUMN(approvals, count, SYSTEM),
    COLUMN(approvals_needed, count, SYSTEM),
    COLUMN(currency, currency, SYSTEM),
    COLUMN(reason, title, 0),
    COLUMN(note, note, NULLABLE | PERSONAL),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
    COLUMN(approval_role, role, NULLABLE | SYSTEM),
    COLUMN(given_minor, minor, NULLABLE | SYSTEM),
};
/* clang-format on */
static const csr_index refund_indexes[] = {
    { .name = "by_purchase", .flags = 0, .n = 1, .at = { AT(view.purchase) } },
    { .name = "by_customer", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.customer) } },
    { .name = "by_ticket", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.ticket) } },
    { .name = "by_approved", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.customer), AT(view.approved_at) } },
    { .name = "by_state", .flags = 0, .n = 1, .at = { AT(view.state) } },
};
static const csr_shape refund_row = CSRI_SHAPE(struct csri_refund, refund_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_refund_record = {
    .name = "refund",
    .row = &refund_row,
    .indexes = refund_indexes,
    .index_count = CSRI_COUNT(refund_indexes),
    .number = CSR_RECORD_REFUND,
    .view_size = sizeof(csr_refund_view),
    .view_min_size = offsetof(csr_refund_view, approval_role),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_refund_part
/* clang-format off */
static const csr_member refund_part_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(refund, refund, 0),
    COLUMN(line, purchase_line, NULLABLE),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(kind, refund_part_kind, 0),
    COLUMN(units, units, 0),
    COLUMN(gross_minor, balance, 0),
    COLUMN(tax_minor, balance, 0),
};
/* clang-format on */
static const csr_index refund_part_indexes[] = {
    { .name = "by_refund", .flags = 0, .n = 1, .at = { AT(view.refund) } },
    { .name = "by_line", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.line) } },
};
static const csr_shape refund_part_row = CSRI_SHAPE(struct csri_refund_part, refund_part_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_refund_part_record = {
    .name = "refund_part",
    .row = &refund_part_row,
    .indexes = refund_part_indexes,
    .index_count = CSRI_COUNT(refund_part_indexes),
    .number = CSR_RECORD_REFUND_PART,
    .view_size = sizeof(csr_refund_part_view),
    .view_min_size = sizeof(csr_refund_part_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
