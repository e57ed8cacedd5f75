#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_delivery
/* clang-format off */
static const csr_member delivery_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(interaction, interaction, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(state, delivery_state, 0),
    COLUMN(waiting, flag, NULLABLE),
    COLUMN(next_attempt_at, time, UNSET_LAST),
    COLUMN(leased_until, time, NULLABLE | SYSTEM),
    COLUMN(attempts, count, SYSTEM),
    COLUMN(max_attempts, count, 0),
    COLUMN(sent_at, time, NULLABLE),
    COLUMN(delivered_at, time, NULLABLE),
    COLUMN(read_at, time, NULLABLE),
    COLUMN(ended_at, time, NULLABLE),
    COLUMN(bounce, bounce, NULLABLE),
    COLUMN(recipient, address, PERSONAL),
    COLUMN(provider, title, 0),
    COLUMN(reference, external_id, NULLABLE),
    COLUMN(sender, title, NULLABLE),
    COLUMN(reason, reason, NULLABLE | PERSONAL),
};
/* clang-format on */
static const csr_index delivery_indexes[] = {
    { .name = "by_interaction", .flags = 0, .n = 1, .at = { AT(view.interaction) } },
    { .name = "by_due", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.waiting), AT(view.next_attempt_at) } },
    { .name = "by_reference",
      .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE,
      .n = 2,
      .at = { AT(view.reference), AT(view.provider) } },
};
static const csr_shape delivery_row = CSRI_SHAPE(struct csri_delivery, delivery_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_delivery_record = {
    .name = "delivery",
    .row = &delivery_row,
    .indexes = delivery_indexes,
    .index_count = CSRI_COUNT(delivery_indexes),
    .number = CSR_RECORD_DELIVERY,
    .view_size = sizeof(csr_delivery_view),
    .view_min_size = sizeof(csr_delivery_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
