#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_remedy
/* clang-format off */
static const csr_member remedy_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(ticket, ticket, 0),
    COLUMN(state, remedy_state, SYSTEM),
    COLUMN(kind, remedy_kind, 0),
    COLUMN(policy, policy, NULLABLE | SYSTEM),
    COLUMN(policy_hash, hash, NULLABLE | SYSTEM),
    COLUMN(ladder, title, NULLABLE | SYSTEM),
    COLUMN(rung, title, NULLABLE),
    COLUMN(words, title, NULLABLE | SYSTEM),
    COLUMN(purchase, purchase, NULLABLE),
    COLUMN(offered_by, agent, NULLABLE | SYSTEM),
    COLUMN(ended_by, agent, NULLABLE | SYSTEM),
    COLUMN(fulfilled_kind, record_kind, NULLABLE),
    COLUMN(fulfilled_by, subject_id, NULLABLE),
    COLUMN(offered_at, time, SYSTEM),
    COLUMN(promised_until, time, NULLABLE),
    COLUMN(answered_at, time, NULLABLE | SYSTEM),
    COLUMN(ended_at, time, NULLABLE | SYSTEM),
    COLUMN(amount_minor, minor, NULLABLE),
    COLUMN(basis_points, count, NULLABLE),
    COLUMN(currency, currency, NULLABLE),
    COLUMN(why, finding, NULLABLE | PERSONAL | SYSTEM),
    COLUMN(note, note, NULLABLE | PERSONAL),
    COLUMN(answer, note, NULLABLE | PERSONAL),
};
/* clang-format on */
static const csr_index remedy_indexes[] = {
    { .name = "by_ticket", .flags = 0, .n = 2, .at = { AT(view.ticket), AT(view.offered_at) } },
    { .name = "by_fulfilled", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.fulfilled_by) } },
};
static const csr_shape remedy_row = CSRI_SHAPE(struct csri_remedy, remedy_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_remedy_record = {
    .name = "remedy",
    .row = &remedy_row,
    .indexes = remedy_indexes,
    .index_count = CSRI_COUNT(remedy_indexes),
    .number = CSR_RECORD_REMEDY,
    .view_size = sizeof(csr_remedy_view),
    .view_min_size = sizeof(csr_remedy_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
