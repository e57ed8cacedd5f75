#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_field
/* clang-format off */
static const csr_member field_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(type, field_type, 0),
    COLUMN(subject_kind, record_kind, 0),
    COLUMN(required, flag, NULLABLE),
    COLUMN(personal, flag, 0),
    COLUMN(indexed, flag, 0),
    COLUMN(retired, flag, SYSTEM),
    COLUMN(max_bytes, count, 0),
    COLUMN(name, field_name, 0),
    COLUMN(label, label, NULLABLE),
    COLUMN(minimum, field_bound, NULLABLE),
    COLUMN(maximum, field_bound, NULLABLE),
    COLUMN(choices, document, NULLABLE),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index field_indexes[] = {
    { .name = "by_name", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.subject_kind), AT(view.name) } },
};
static const csr_shape field_row = CSRI_SHAPE(struct csri_field, field_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_field_record = {
    .name = "field",
    .row = &field_row,
    .indexes = field_indexes,
    .index_count = CSRI_COUNT(field_indexes),
    .number = CSR_RECORD_FIELD,
    .view_size = sizeof(csr_field_view),
    .view_min_size = sizeof(csr_field_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

/* A value stands in one of two members, so that it is personal where its field says so. */
#define ROW struct csri_field_value
/* clang-format off */
static const csr_member field_value_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(field, field, 0),
    COLUMN(subject, subject_id, 0),
    COLUMN(subject_kind, record_kind, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(value, field_value, NULLABLE),
    COLUMN(personal_value, field_value, NULLABLE | PERSONAL),
    HIDDEN_COLUMN(indexed, subject_id, NULLABLE | SYSTEM),
    HIDDEN_COLUMN(key, key, PERSONAL),
};
/* clang-format on */
static const csr_index field_value_indexes[] = {
    { .name = "by_subject", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.subject), AT(view.field) } },
    { .name = "by_key", .flags = CSR_INDEX_SPARSE, .n = 3, .at = { AT(indexed), AT(key), AT(view.subject) } },
};
static const csr_shape field_value_row = CSRI_SHAPE(struct csri_field_value, field_value_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_field_value_record = {
    .name = "field_value",
    .row = &field_value_row,
    .indexes = field_value_indexes,
    .index_count = CSRI_COUNT(field_value_indexes),
    .number = CSR_RECORD_FIELD_VALUE,
    .view_size = sizeof(struct csri_field_value_view),
    .view_min_size = sizeof(struct csri_field_value_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define VIEW csr_field_value_view
/* clang-format off */
static const csr_member shown_members[] = {
    SHOWN(field, field, 0),
    SHOWN(name, field_name, 0),
    SHOWN(label, label, NULLABLE),
    SHOWN(type, field_type, 0),
    SHOWN(value, field_value, 0),
    SHOWN(number, quantity, NULLABLE),
    SHOWN(retired, flag, 0),
    SHOWN(subject, subject_id, 0),
    SHOWN(subject_kind, record_kind, 0),
    SHOWN(created_at, time, 0),
    SHOWN(updated_at, time, 0),
};
/* clang-format on */
const csr_shape csri_field_value_shape = CSRI_PARAMS(VIEW, shown_members);
#undef VIEW
