#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_voucher
/* clang-format off */
static const csr_member voucher_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(state, voucher_state, SYSTEM),
    COLUMN(kind, voucher_kind, 0),
    COLUMN(customer, customer, NULLABLE),
    COLUMN(ticket, ticket, NULLABLE),
    COLUMN(payout, payout, NULLABLE | SYSTEM),
    COLUMN(issued_by, agent, NULLABLE | SYSTEM),
    COLUMN(valid_from, time, 0),
    COLUMN(valid_until, time, UNSET_LAST),
    COLUMN(approved_at, time, NULLABLE | SYSTEM),
    COLUMN(amount_minor, minor, 0),
    COLUMN(used_minor, minor, SYSTEM),
    COLUMN(basis_points, count, 0),
    COLUMN(approvals, count, SYSTEM),
    COLUMN(approvals_needed, count, SYSTEM),
    COLUMN(currency, currency, 0),
    COLUMN(open, flag, NULLABLE | SYSTEM),
    COLUMN(code, voucher_code, 0),
    COLUMN(reason, title, 0),
    COLUMN(note, note, NULLABLE | PERSONAL),
    COLUMN(why, finding, NULLABLE | SYSTEM),
    HIDDEN_COLUMN(key, key, SYSTEM),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
    COLUMN(approve_by, time, NULLABLE | SYSTEM),
};
/* clang-format on */
static const csr_index voucher_indexes[] = {
    { .name = "by_key", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(key) } },
    { .name = "by_customer", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.customer) } },
    { .name = "by_ticket", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.ticket) } },
    { .name = "by_payout", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.payout) } },
    { .name = "by_open", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.open), AT(view.valid_until) } },
    { .name = "by_approved", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.customer), AT(view.approved_at) } },
};
static const csr_shape voucher_row = CSRI_SHAPE(struct csri_voucher, voucher_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_voucher_record = {
    .name = "voucher",
    .row = &voucher_row,
    .indexes = voucher_indexes,
    .index_count = CSRI_COUNT(voucher_indexes),
    .number = CSR_RECORD_VOUCHER,
    .view_size = sizeof(csr_voucher_view),
    .view_min_size = offsetof(csr_voucher_view, approve_by),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_voucher_redemption
/* clang-format off */
static const csr_member voucher_redemption_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(voucher, voucher, 0),
    COLUMN(redeemed_at, time, SYSTEM),
    COLUMN(returned, flag, SYSTEM),
    COLUMN(returned_at, time, NULLABLE | SYSTEM),
    COLUMN(amount_minor, minor, 0),
    COLUMN(basket_minor, minor, 0),
    COLUMN(currency, currency, 0),
    COLUMN(order_id, external_id, 0),
};
/* clang-format on */
static const csr_index voucher_redemption_indexes[] = {
    { .name = "by_voucher", .flags = 0, .n = 1, .at = { AT(view.voucher) } },
    { .name = "by_order", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.order_id), AT(view.voucher) } },
};
static const csr_shape voucher_redemption_row =
    CSRI_SHAPE(struct csri_voucher_redemption, voucher_redemption_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_voucher_redemption_record = {
    .name = "voucher_redemption",
    .row = &voucher_redemption_row,
    .indexes = voucher_redemption_indexes,
    .index_count = CSRI_COUNT(voucher_redemption_indexes),
    .number = CSR_RECORD_VOUCHER_REDEMPTION,
    .view_size = sizeof(csr_voucher_redemption_view),
    .view_min_size = sizeof(csr_voucher_redemption_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_voucher_decision
/* clang-format off */
static const csr_member voucher_decision_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(voucher, voucher, 0),
    COLUMN(agent, agent, NULLABLE),
    COLUMN(decided_at, time, SYSTEM),
    COLUMN(kind, approval_kind, 0),
    COLUMN(amount_minor, minor, 0),
    COLUMN(role, role, NULLABLE),
    COLUMN(currency, currency, 0),
    COLUMN(reason, title, 0),
    COLUMN(note, note, NULLABLE | PERSONAL),
};
/* clang-format on */
static const csr_index voucher_decision_indexes[] = {
    { .name = "by_voucher", .flags = 0, .n = 1, .at = { AT(view.voucher) } },
    { .name = "by_agent", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.agent), AT(view.decided_at) } },
};
static const csr_shape voucher_decision_row = CSRI_SHAPE(struct csri_voucher_decision, voucher_decision_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_voucher_decision_record = {
    .name = "voucher_decision",
    .row = &voucher_decision_row,
    .indexes = voucher_decision_indexes,
    .index_count = CSRI_COUNT(voucher_decision_indexes),
    .number = CSR_RECORD_VOUCHER_DECISION,
    .view_size = sizeof(csr_voucher_decision_view),
    .view_min_size = sizeof(csr_voucher_decision_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
