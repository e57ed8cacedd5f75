#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_return
/* clang-format off */
static const csr_member return_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(state, return_state, 0),
    COLUMN(kind, return_kind, 0),
    COLUMN(remedy, return_remedy, 0),
    COLUMN(charge, return_charge_state, NULLABLE),
    COLUMN(keeps_goods, flag, 0),
    COLUMN(purchase, purchase, 0),
    COLUMN(customer, customer, NULLABLE),
    COLUMN(ticket, ticket, NULLABLE),
    COLUMN(decided_by, agent, NULLABLE | SYSTEM),
    COLUMN(refund, refund, NULLABLE | SYSTEM),
    COLUMN(decided_at, time, NULLABLE | SYSTEM),
    COLUMN(sent_at, time, NULLABLE | SYSTEM),
    COLUMN(received_at, time, NULLABLE | SYSTEM),
    COLUMN(closed_at, time, NULLABLE | SYSTEM),
    COLUMN(due_at, time, UNSET_LAST),
    COLUMN(awaited, flag, NULLABLE | SYSTEM),
    COLUMN(goods_minor, minor, SYSTEM),
    COLUMN(fees_minor, minor, SYSTEM),
    COLUMN(replacement_minor, minor, SYSTEM),
    COLUMN(refund_minor, minor, SYSTEM),
    COLUMN(charge_minor, minor, SYSTEM),
    COLUMN(currency, currency, SYSTEM),
    COLUMN(authorisation, external_id, NULLABLE),
    COLUMN(reason, title, 0),
    COLUMN(note, note, NULLABLE | PERSONAL),
    COLUMN(tracking, reference, NULLABLE),
    COLUMN(charge_reference, reference, NULLABLE),
    HIDDEN_COLUMN(live, customer, NULLABLE | SYSTEM),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index return_indexes[] = {
    { .name = "by_purchase", .flags = 0, .n = 1, .at = { AT(view.purchase) } },
    { .name = "by_ticket", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.ticket) } },
    { .name = "by_customer", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.customer) } },
    { .name = "by_live", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(live) } },
    { .name = "by_authorisation",
      .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE,
      .n = 1,
      .at = { AT(view.authorisation) } },
    { .name = "by_due", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.awaited), AT(view.due_at) } },
};
static const csr_shape return_row = CSRI_SHAPE(struct csri_return, return_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_return_record = {
    .name = "return",
    .row = &return_row,
    .indexes = return_indexes,
    .index_count = CSRI_COUNT(return_indexes),
    .number = CSR_RECORD_RETURN,
    .view_size = sizeof(csr_return_view),
    .view_min_size = sizeof(csr_return_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_return_line
/* clang-format off */
static const csr_member return_line_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(return_id, return_id, 0),
    COLUMN(line, purchase_line, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(fault, goods_fault, NULLABLE),
    COLUMN(units, units, 0),
    COLUMN(received, units, SYSTEM),
    COLUMN(accepted, units, SYSTEM),
    COLUMN(rejected, units, SYSTEM),
    COLUMN(gross_minor, minor, SYSTEM),
    COLUMN(tax_minor, minor, SYSTEM),
    COLUMN(reason, title, NULLABLE),
    COLUMN(condition, title, NULLABLE),
};
/* clang-format on */
static const csr_index return_line_indexes[] = {
    { .name = "by_return", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.return_id), AT(view.line) } },
    { .name = "by_line", .flags = 0, .n = 1, .at = { AT(view.line) } },
};
static const csr_shape return_line_row = CSRI_SHAPE(struct csri_return_line, return_line_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_return_line_record = {
    .name = "return_line",
    .row = &return_line_row,
    .indexes = return_line_indexes,
    .index_count = CSRI_COUNT(return_line_indexes),
    .number = CSR_RECORD_RETURN_LINE,
    .view_size = sizeof(csr_return_line_view),
    .view_min_size = sizeof(csr_return_line_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_replacement
/* clang-format off */
static const csr_member replacement_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(return_id, return_id, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(units, units, 0),
    COLUMN(gross_minor, minor, 0),
    COLUMN(tax_minor, minor, 0),
    COLUMN(sku, title, 0),
    COLUMN(name, name, NULLABLE),
};
/* clang-format on */
static const csr_index replacement_indexes[] = {
    { .name = "by_return", .flags = 0, .n = 1, .at = { AT(view.return_id) } },
};
static const csr_shape replacement_row = CSRI_SHAPE(struct csri_replacement, replacement_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_replacement_record = {
    .name = "replacement",
    .row = &replacement_row,
    .indexes = replacement_indexes,
    .index_count = CSRI_COUNT(replacement_indexes),
    .number = CSR_RECORD_REPLACEMENT,
    .view_size = sizeof(csr_replacement_view),
    .view_min_size = sizeof(csr_replacement_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
