#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_payout_row
/* clang-format off */
static const csr_member payout_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(refund, refund, 0),
    COLUMN(payment, payment, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(state, payout_state, 0),
    COLUMN(waiting, flag, NULLABLE),
    COLUMN(due_at, time, UNSET_LAST),
    COLUMN(first_sent_at, time, NULLABLE),
    COLUMN(last_sent_at, time, NULLABLE),
    COLUMN(amount_minor, minor, 0),
    COLUMN(key_life_s, seconds, 0),
    COLUMN(inflight_s, seconds, 0),
    COLUMN(margin_s, seconds, 0),
    COLUMN(step, payout_step, NULLABLE),
    COLUMN(attempts, count, 0),
    COLUMN(alarm, flag, 0),
    COLUMN(incident, flag, 0),
    COLUMN(has_lookup, flag, 0),
    COLUMN(currency, currency, 0),
    COLUMN(key, label, 0),
    COLUMN(gateway, title, 0),
    COLUMN(reference, external_id, NULLABLE),
    COLUMN(reason, reason, NULLABLE),
};
/* clang-format on */
static const csr_index payout_indexes[] = {
    { .name = "by_refund", .flags = 0, .n = 1, .at = { AT(view.refund) } },
    { .name = "by_payment", .flags = 0, .n = 1, .at = { AT(view.payment) } },
    { .name = "by_due",
      .flags = CSR_INDEX_SPARSE,
      .n = 3,
      .at = { AT(view.waiting), AT(view.gateway), AT(view.due_at) } },
    { .name = "by_reference",
      .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE,
      .n = 2,
      .at = { AT(view.reference), AT(view.gateway) } },
};
static const csr_shape payout_row = CSRI_SHAPE(struct csri_payout_row, payout_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_payout_record = {
    .name = "payout",
    .row = &payout_row,
    .indexes = payout_indexes,
    .index_count = CSRI_COUNT(payout_indexes),
    .number = CSR_RECORD_PAYOUT,
    .view_size = sizeof(csr_payout_view),
    .view_min_size = sizeof(csr_payout_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
