#include "support/conformance_schema.h"

#include "record/describe.h"

static const csr_type csri_t_to_owner = {
    .name = "to_owner", .target = "owner", .meaning = CSR_MEANING_REF, .c = CSR_CLASS_ID
};
static const csr_type csri_t_any_number = {
    .name = "any_number", .low = INT64_MIN, .high = INT64_MAX, .meaning = CSR_MEANING_INTEGER, .c = CSR_CLASS_I64
};
enum { csri_is_to_owner = CSR_CLASS_ID, csri_is_any_number = CSR_CLASS_I64 };

#define MEMBER(m, t, f) CSRI_MEMBER(ROW, #m, m, t, f, 0, -1)
#define AT(m) ((uint16_t)offsetof(ROW, m))
#define ROWS_OF(noun, members_of_it) static const csr_shape noun##_row = CSRI_SHAPE(ROW, members_of_it, -1)

#define ROW conf_desk
static const csr_member desk_members[] = { MEMBER(id, id, SYSTEM), MEMBER(version, version, SYSTEM) };
ROWS_OF(desk, desk_members);
const csr_record conf_desk_record = {
    .name = "desk",
    .row = &desk_row,
    .number = 1,
    .view_size = sizeof(ROW),
    .view_min_size = sizeof(ROW),
    .id_at = AT(id),
    .version_at = AT(version),
};
#undef ROW

#define ROW conf_owner
static const csr_member owner_members[] = {
    MEMBER(id, id, SYSTEM),
    MEMBER(version, version, SYSTEM),
    MEMBER(parent, to_owner, NULLABLE),
    MEMBER(name, name, PERSONAL | SEARCH),
};
static const csr_index owner_indexes[] = {
    { .name = "by_name", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(name) } },
    { .name = "by_parent", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(parent) } },
};
ROWS_OF(owner, owner_members);
const csr_record conf_owner_record = {
    .name = "owner",
    .row = &owner_row,
    .indexes = owner_indexes,
    .index_count = CSRI_COUNT(owner_indexes),
    .number = 2,
    .view_size = sizeof(ROW),
    .view_min_size = sizeof(ROW),
    .id_at = AT(id),
    .version_at = AT(version),
};
#undef ROW

#define ROW conf_thing
static const csr_member thing_members[] = {
    MEMBER(id, id, SYSTEM),
    MEMBER(version, version, SYSTEM),
    MEMBER(owner, to_owner, 0),
    MEMBER(keeper, to_owner, NULLABLE),
    MEMBER(maker, to_owner, NULLABLE),
    MEMBER(rank, rank, 0),
    MEMBER(size, any_number, 0),
    MEMBER(due_at, time, UNSET_LAST),
    MEMBER(state, count, NULLABLE),
    MEMBER(code, currency, NULLABLE),
    MEMBER(name, name, SEARCH),
    MEMBER(label, label, NULLABLE),
    MEMBER(body, body, NULLABLE | PERSONAL | BULK),
    MEMBER(encoded, encoded, 0),
    MEMBER(digest, hash, CSR_MEMBER_HIDDEN),
    MEMBER(mark, hash, CSR_MEMBER_HIDDEN | NULLABLE),
};
static const csr_index thing_indexes[] = {
    { .name = "by_owner", .n = 3, .at = { AT(owner), AT(rank), AT(due_at) } },
    { .name = "by_name", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(owner), AT(name) } },
    { .name = "by_code", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 2, .at = { AT(code), AT(rank) } },
    { .name = "by_keeper", .flags = CSR_INDEX_SPARSE, .n = 2, .at = { AT(keeper), AT(size) } },
    { .name = "by_label", .n = 1, .at = { AT(label) } },
    { .name = "by_due_at", .n = 1, .at = { AT(due_at) } },
    { .name = "by_all", .n = 5, .at = { AT(rank), AT(size), AT(due_at), AT(name), AT(digest) } },
};
ROWS_OF(thing, thing_members);
const csr_record conf_thing_record = {
    .name = "thing",
    .row = &thing_row,
    .indexes = thing_indexes,
    .index_count = CSRI_COUNT(thing_indexes),
    .number = 3,
    .view_size = sizeof(ROW),
    .view_min_size = sizeof(ROW),
    .id_at = AT(id),
    .version_at = AT(version),
};
#undef ROW

#define ROW conf_plain
static const csr_member plain_members[] = { MEMBER(id, id, SYSTEM), MEMBER(value, rank, 0) };
ROWS_OF(plain, plain_members);
const csr_record conf_plain_record = {
    .name = "plain",
    .row = &plain_row,
    .number = 4,
    .view_size = sizeof(ROW),
    .view_min_size = sizeof(ROW),
    .id_at = AT(id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

#define ROW conf_note
static const csr_member note_members[] = {
    MEMBER(position, position, CSR_MEMBER_POSITION),
    MEMBER(kind, rank, 0),
    MEMBER(subject, subject_id, 0),
    MEMBER(seq, version, 0),
    MEMBER(owner, to_owner, NULLABLE),
    MEMBER(text, encoded, NULLABLE | PERSONAL),
};
static const csr_index note_indexes[] = {
    { .name = "by_subject", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(subject), AT(seq) } },
    { .name = "by_kind", .n = 1, .at = { AT(kind) } },
};
ROWS_OF(note, note_members);
const csr_record conf_note_record = {
    .name = "note",
    .row = &note_row,
    .indexes = note_indexes,
    .index_count = CSRI_COUNT(note_indexes),
    .number = 5,
    .view_size = sizeof(ROW),
    .view_min_size = sizeof(ROW),
    .id_at = CSR_NO_MEMBER,
    .version_at = CSR_NO_MEMBER,
};
#undef ROW

static const csr_record *const records[] = {
    &conf_desk_record, &conf_owner_record, &conf_thing_record, &conf_plain_record, &conf_note_record,
};
const csr_schema conf_schema = { .records = records, .record_count = CSRI_COUNT(records), .version = 1 };
