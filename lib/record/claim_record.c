#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_claim
/* clang-format off */
static const csr_member claim_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(ticket, ticket, 0),
    COLUMN(agent, agent, 0),
    COLUMN(claimed_at, time, SYSTEM),
    COLUMN(until, time, SYSTEM),
};
/* clang-format on */
static const csr_index claim_indexes[] = {
    { .name = "by_ticket", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(view.ticket) } },
    { .name = "by_agent", .flags = 0, .n = 2, .at = { AT(view.agent), AT(view.until) } },
    { .name = "by_until", .flags = 0, .n = 1, .at = { AT(view.until) } },
};
static const csr_shape claim_row = CSRI_SHAPE(struct csri_claim, claim_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_claim_record = {
    .name = "claim",
    .row = &claim_row,
    .indexes = claim_indexes,
    .index_count = CSRI_COUNT(claim_indexes),
    .number = CSR_RECORD_CLAIM,
    .view_size = sizeof(csr_claim_view),
    .view_min_size = sizeof(csr_claim_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
