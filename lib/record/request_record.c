#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_request
/* clang-format off */
static const csr_member request_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(operation, title, SYSTEM),
    COLUMN(key, request_key, SYSTEM),
    COLUMN(answer, subject_id, SYSTEM),
    COLUMN(content, hash, SYSTEM),
};
/* clang-format on */
/* by_created_at: old requests are erased from its front. */
static const csr_index request_indexes[] = {
    { .name = "by_key", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.operation), AT(view.key) } },
    { .name = "by_created_at", .flags = 0, .n = 1, .at = { AT(view.created_at) } },
};
static const csr_shape request_row = CSRI_SHAPE(struct csri_request, request_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_request_record = {
    .name = "request",
    .row = &request_row,
    .indexes = request_indexes,
    .index_count = CSRI_COUNT(request_indexes),
    .number = CSR_RECORD_REQUEST,
    .view_size = sizeof(struct csri_request_view),
    .view_min_size = sizeof(struct csri_request_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
