#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_judgement
/* clang-format off */
static const csr_member judgement_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(refund, refund, 0),
    COLUMN(policy, policy, 0),
    COLUMN(policy_hash, hash, SYSTEM),
    COLUMN(judged_at, time, SYSTEM),
    COLUMN(allowed, flag, SYSTEM),
    COLUMN(undecided, flag, NULLABLE | SYSTEM),
    COLUMN(gives_back, gives_back, NULLABLE | SYSTEM),
    COLUMN(fee_basis_points, number, NULLABLE | SYSTEM),
    COLUMN(action, title, SYSTEM),
    COLUMN(rule, title, NULLABLE | SYSTEM),
    COLUMN(reason, reason, NULLABLE | SYSTEM),
    COLUMN(missing, finding, NULLABLE | SYSTEM),
    COLUMN(status_after, title, NULLABLE | SYSTEM),
    COLUMN(facts, explanation, NULLABLE | PERSONAL | SYSTEM),
};
/* clang-format on */
static const csr_index judgement_indexes[] = {
    { .name = "by_refund", .flags = 0, .n = 2, .at = { AT(view.refund), AT(view.judged_at) } },
};
static const csr_shape judgement_row = CSRI_SHAPE(struct csri_judgement, judgement_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_judgement_record = {
    .name = "judgement",
    .row = &judgement_row,
    .indexes = judgement_indexes,
    .index_count = CSRI_COUNT(judgement_indexes),
    .number = CSR_RECORD_JUDGEMENT,
    .view_size = sizeof(csr_judgement_view),
    .view_min_size = sizeof(csr_judgement_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
