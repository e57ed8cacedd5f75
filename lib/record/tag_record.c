#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_tag
/* clang-format off */
static const csr_member tag_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(subject_kind, record_kind, SYSTEM),
    COLUMN(subject, subject_id, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(tag, tag, 0),
    HIDDEN_COLUMN(key, key, 0),
};
/* clang-format on */
static const csr_index tag_indexes[] = {
    { .name = "by_subject", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.subject), AT(key) } },
    { .name = "by_key", .flags = 0, .n = 2, .at = { AT(key), AT(view.subject) } },
};
static const csr_shape tag_row = CSRI_SHAPE(struct csri_tag, tag_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_tag_record = {
    .name = "tag",
    .row = &tag_row,
    .indexes = tag_indexes,
    .index_count = CSRI_COUNT(tag_indexes),
    .number = CSR_RECORD_TAG,
    .view_size = sizeof(csr_tag_view),
    .view_min_size = sizeof(csr_tag_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
