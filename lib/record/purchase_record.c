#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_purchase
/* clang-format off */
static const csr_member purchase_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(customer, customer, NULLABLE),
    COLUMN(bought_at, time, 0),
    COLUMN(delivered_at, time, NULLABLE),
    COLUMN(shipping_minor, minor, 0),
    COLUMN(shipping_tax_minor, minor, 0),
    COLUMN(duties_minor, minor, 0),
    COLUMN(currency, currency, 0),
    COLUMN(external_id, external_id, 0),
    COLUMN(status, state, NULLABLE),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index purchase_indexes[] = {
    { .name = "by_external_id", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(view.external_id) } },
    { .name = "by_customer", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.customer), AT(view.bought_at) } },
};
static const csr_shape purchase_row = CSRI_SHAPE(struct csri_purchase, purchase_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_purchase_record = {
    .name = "purchase",
    .row = &purchase_row,
    .indexes = purchase_indexes,
    .index_count = CSRI_COUNT(purchase_indexes),
    .number = CSR_RECORD_PURCHASE,
    .view_size = sizeof(csr_purchase_view),
    .view_min_size = sizeof(csr_purchase_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_purchase_line
/* clang-format off */
static const csr_member purchase_line_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(purchase, purchase, 0),
    COLUMN(number, count, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(quantity, units, 0),
    COLUMN(fulfilled, units, 0),
    COLUMN(gross_minor, minor, 0),
    COLUMN(tax_minor, minor, 0),
    COLUMN(sku, title, 0),
    COLUMN(name, name, NULLABLE | SEARCH),
    COLUMN(serial, reference, NULLABLE),
    COLUMN(returns, flag, SYSTEM),
};
/* clang-format on */
static const csr_index purchase_line_indexes[] = {
    { .name = "by_purchase", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.purchase), AT(view.number) } },
    { .name = "by_serial", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.serial) } },
};
static const csr_shape purchase_line_row = CSRI_SHAPE(struct csri_purchase_line, purchase_line_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_purchase_line_record = {
    .name = "purchase_line",
    .row = &purchase_line_row,
    .indexes = purchase_line_indexes,
    .index_count = CSRI_COUNT(purchase_line_indexes),
    .number = CSR_RECORD_PURCHASE_LINE,
    .view_size = sizeof(csr_purchase_line_view),
    .view_min_size = offsetof(csr_purchase_line_view, returns),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_payment
/* clang-format off */
static const csr_member payment_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(purchase, purchase, 0),
    COLUMN(number, count, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(method, payment_method, 0),
    COLUMN(state, payment_state, 0),
    COLUMN(dispute, dispute, 0),
    COLUMN(cash_step_minor, count, 0),
    COLUMN(captured_minor, minor, 0),
    COLUMN(charged_back_minor, minor, 0),
    COLUMN(gateway, title, 0),
    COLUMN(reference, external_id, NULLABLE),
    COLUMN(captured_at, time, NULLABLE),
};
/* clang-format on */
static const csr_index payment_indexes[] = {
    { .name = "by_purchase", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.purchase), AT(view.number) } },
    { .name = "by_reference",
      .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE,
      .n = 2,
      .at = { AT(view.reference), AT(view.gateway) } },
};
static const csr_shape payment_row = CSRI_SHAPE(struct csri_payment, payment_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_payment_record = {
    .name = "payment",
    .row = &payment_row,
    .indexes = payment_indexes,
    .index_count = CSRI_COUNT(payment_indexes),
    .number = CSR_RECORD_PAYMENT,
    .view_size = sizeof(csr_payment_view),
    .view_min_size = offsetof(csr_payment_view, captured_at),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
