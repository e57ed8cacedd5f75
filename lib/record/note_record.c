#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_note
/* clang-format off */
static const csr_member note_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(ticket, ticket, NULLABLE),
    COLUMN(customer, customer, NULLABLE),
    COLUMN(agent, agent, NULLABLE | SYSTEM),
    COLUMN(pinned, flag, 0),
    COLUMN(content_type, content_type, 0),
    COLUMN(erased_at, time, NULLABLE | SYSTEM),
    COLUMN(body, body, NULLABLE | PERSONAL | SEARCH | BULK),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
    COLUMN(external_id, external_id, NULLABLE),
};
/* clang-format on */
/* Read backwards: the pinned ones first, then the last recorded first. */
static const csr_index note_indexes[] = {
    { .name = "by_ticket",
      .flags = CSR_INDEX_SPARSE,
      .n = 3,
      .at = { AT(view.ticket), AT(view.pinned), AT(view.created_at) } },
    { .name = "by_customer",
      .flags = CSR_INDEX_SPARSE,
      .n = 3,
      .at = { AT(view.customer), AT(view.pinned), AT(view.created_at) } },
    { .name = "by_external_id", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.external_id) } },
};
static const csr_shape note_row = CSRI_SHAPE(struct csri_note, note_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_note_record = {
    .name = "note",
    .row = &note_row,
    .indexes = note_indexes,
    .index_count = CSRI_COUNT(note_indexes),
    .number = CSR_RECORD_NOTE,
    .view_size = sizeof(csr_note_view),
    .view_min_size = offsetof(csr_note_view, external_id),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW
