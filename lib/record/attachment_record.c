#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_attachment
/* clang-format off */
static const csr_member attachment_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(subject, subject_id, 0),
    COLUMN(subject_kind, record_kind, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(erased_at, time, NULLABLE | SYSTEM),
    COLUMN(size_bytes, total, SYSTEM),
    COLUMN(name, name, NULLABLE | PERSONAL),
    COLUMN(media_type, media_type, 0),
    COLUMN(content_id, reference, NULLABLE | PERSONAL),
    COLUMN(hash, hash_text, NULLABLE | PERSONAL),
    HIDDEN_COLUMN(content, content, NULLABLE | SYSTEM),
};
/* clang-format on */
static const csr_index attachment_indexes[] = {
    { .name = "by_subject", .flags = 0, .n = 2, .at = { AT(view.subject), AT(view.created_at) } },
    { .name = "by_content", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(content) } },
};
static const csr_shape attachment_row = CSRI_SHAPE(struct csri_attachment, attachment_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_attachment_record = {
    .name = "attachment",
    .row = &attachment_row,
    .indexes = attachment_indexes,
    .index_count = CSRI_COUNT(attachment_indexes),
    .number = CSR_RECORD_ATTACHMENT,
    .view_size = sizeof(csr_attachment_view),
    .view_min_size = sizeof(csr_attachment_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

/* Content is proved by its own hash and is in no event: it can go while the chains of events stay. */
#define ROW struct csri_content
/* clang-format off */
static const csr_member content_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(content, content, NULLABLE),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(parts, count, 0),
    COLUMN(start, total, 0),
    COLUMN(total_bytes, total, 0),
    COLUMN(hash, hash, NULLABLE),
    COLUMN(part_hash, hash, NULLABLE),
    COLUMN(bytes, part, NULLABLE | BULK),
    COLUMN(coming, flag, NULLABLE),
};
/* clang-format on */
static const csr_index content_indexes[] = {
    { .name = "by_hash", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.hash) } },
    { .name = "by_content", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.content), AT(view.start) } },
    { .name = "by_coming", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(view.coming), AT(view.created_at) } },
};
static const csr_shape content_row = CSRI_SHAPE(struct csri_content, content_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_content_record = {
    .name = "content",
    .row = &content_row,
    .indexes = content_indexes,
    .index_count = CSRI_COUNT(content_indexes),
    .number = CSR_RECORD_CONTENT,
    .view_size = sizeof(struct csri_content_view),
    .view_min_size = sizeof(struct csri_content_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define VIEW csr_attachment_part_view
/* clang-format off */
static const csr_member part_members[] = {
    SHOWN(attachment, subject_id, 0),
    SHOWN(offset, total, 0),
    SHOWN(total_bytes, total, 0),
    SHOWN(bytes, part, 0),
};
/* clang-format on */
const csr_shape csri_attachment_part_shape = CSRI_PARAMS(VIEW, part_members);
#undef VIEW
