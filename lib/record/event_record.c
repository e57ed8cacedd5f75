#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_event
/* clang-format off */
static const csr_member event_columns[] = {
    COLUMN(position, position, CSR_MEMBER_POSITION),
    COLUMN(kind, event_kind, 0),
    COLUMN(subject, subject_id, 0),
    COLUMN(subject_kind, record_kind, 0),
    COLUMN(seq, version, 0),
    COLUMN(at, time, 0),
    COLUMN(effective_at, time, NULLABLE),
    COLUMN(actor, agent, NULLABLE),
    COLUMN(row, subject_id, NULLABLE),
    COLUMN(row_kind, record_kind, NULLABLE),
    COLUMN(hash, hash, 0),
    HIDDEN_COLUMN(change, encoded, NULLABLE),
    HIDDEN_COLUMN(personal, encoded, NULLABLE | PERSONAL),
    HIDDEN_COLUMN(commitment, hash, NULLABLE),
};
/* clang-format on */
static const csr_index event_indexes[] = {
    { .name = "by_subject", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.subject), AT(view.seq) } },
};
static const csr_shape event_row = CSRI_SHAPE(struct csri_event, event_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_event_record = {
    .name = "event",
    .row = &event_row,
    .indexes = event_indexes,
    .index_count = CSRI_COUNT(event_indexes),
    .number = CSR_RECORD_EVENT,
    .view_size = sizeof(csr_event_view),
    .view_min_size = sizeof(csr_event_view),
    .id_at = CSR_NO_MEMBER,
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define VIEW csr_event_view
/* clang-format off */
static const csr_member event_view_members[] = {
    SHOWN(position, position, 0),
    SHOWN(kind, event_kind, 0),
    SHOWN(subject, subject_id, 0),
    SHOWN(subject_kind, record_kind, 0),
    SHOWN(seq, version, 0),
    SHOWN(at, time, 0),
    SHOWN(effective_at, time, NULLABLE),
    SHOWN(actor, agent, NULLABLE),
    SHOWN(row, subject_id, NULLABLE),
    SHOWN(row_kind, record_kind, NULLABLE),
    SHOWN(hash, hash, 0),
    SHOWN(reason, reason, NULLABLE),
    SHOWN(changes, changes, NULLABLE),
};
/* clang-format on */
const csr_shape csri_event_view_shape = CSRI_PARAMS(VIEW, event_view_members);
#undef VIEW

#define ROW struct csri_checkpoint
/* clang-format off */
static const csr_member checkpoint_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(number, number, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(from_position, position, SYSTEM),
    COLUMN(to_position, position, SYSTEM),
    COLUMN(subjects, count, SYSTEM),
    COLUMN(heads, hash, SYSTEM),
    COLUMN(hash, hash, SYSTEM),
};
/* clang-format on */
static const csr_index checkpoint_indexes[] = {
    { .name = "by_number", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(view.number) } },
};
static const csr_shape checkpoint_row = CSRI_SHAPE(struct csri_checkpoint, checkpoint_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_checkpoint_record = {
    .name = "checkpoint",
    .row = &checkpoint_row,
    .indexes = checkpoint_indexes,
    .index_count = CSRI_COUNT(checkpoint_indexes),
    .number = CSR_RECORD_CHECKPOINT,
    .view_size = sizeof(struct csri_checkpoint_view),
    .view_min_size = sizeof(struct csri_checkpoint_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW struct csri_bookmark
/* clang-format off */
static const csr_member bookmark_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(name, title, 0),
    COLUMN(value, bookmark_value, 0),
};
/* clang-format on */
static const csr_index bookmark_indexes[] = {
    { .name = "by_name", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(view.name) } },
};
static const csr_shape bookmark_row = CSRI_SHAPE(struct csri_bookmark, bookmark_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_bookmark_record = {
    .name = "bookmark",
    .row = &bookmark_row,
    .indexes = bookmark_indexes,
    .index_count = CSRI_COUNT(bookmark_indexes),
    .number = CSR_RECORD_BOOKMARK,
    .view_size = sizeof(csr_bookmark_view),
    .view_min_size = sizeof(csr_bookmark_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
