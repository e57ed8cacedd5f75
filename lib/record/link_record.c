#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_link
/* clang-format off */
static const csr_member link_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(ticket, ticket, 0),
    COLUMN(kind, link_kind, 0),
    COLUMN(other, ticket, 0),
};
/* clang-format on */
static const csr_index link_indexes[] = {
    { .name = "by_ticket",
      .flags = CSR_INDEX_UNIQUE,
      .n = 3,
      .at = { AT(view.ticket), AT(view.kind), AT(view.other) } },
    { .name = "by_other", .flags = 0, .n = 3, .at = { AT(view.other), AT(view.kind), AT(view.ticket) } },
};
static const csr_shape link_row = CSRI_SHAPE(struct csri_link, link_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_link_record = {
    .name = "link",
    .row = &link_row,
    .indexes = link_indexes,
    .index_count = CSRI_COUNT(link_indexes),
    .number = CSR_RECORD_LINK,
    .view_size = sizeof(csr_link_view),
    .view_min_size = sizeof(csr_link_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
