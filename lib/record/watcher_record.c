#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_watcher
/* clang-format off */
static const csr_member watcher_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(ticket, ticket, 0),
    COLUMN(agent, agent, NULLABLE),
    COLUMN(customer, customer, NULLABLE),
    HIDDEN_COLUMN(who, subject_id, SYSTEM),
};
/* clang-format on */
static const csr_index watcher_indexes[] = {
    { .name = "by_ticket", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.ticket), AT(who) } },
    { .name = "by_who", .flags = 0, .n = 2, .at = { AT(who), AT(view.ticket) } },
};
static const csr_shape watcher_row = CSRI_SHAPE(struct csri_watcher, watcher_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_watcher_record = {
    .name = "watcher",
    .row = &watcher_row,
    .indexes = watcher_indexes,
    .index_count = CSRI_COUNT(watcher_indexes),
    .number = CSR_RECORD_WATCHER,
    .view_size = sizeof(csr_watcher_view),
    .view_min_size = sizeof(csr_watcher_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
