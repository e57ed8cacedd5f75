#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_draft
/* clang-format off */
static const csr_member draft_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(agent, agent, 0),
    COLUMN(ticket, ticket, NULLABLE),
    COLUMN(interaction, interaction, NULLABLE),
    COLUMN(reply_to, interaction, NULLABLE),
    COLUMN(seen, interaction, NULLABLE),
    COLUMN(seen_version, version, 0),
    COLUMN(channel, channel, 0),
    COLUMN(content_type, content_type, 0),
    COLUMN(audience, audience, NULLABLE),
    COLUMN(recipient, address, NULLABLE | PERSONAL),
    COLUMN(subject, subject, NULLABLE | PERSONAL),
    COLUMN(body, body, NULLABLE | PERSONAL),
    HIDDEN_COLUMN(about, subject_id, SYSTEM),
};
/* clang-format on */
static const csr_index draft_indexes[] = {
    { .name = "by_agent", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.agent), AT(about) } },
};
static const csr_shape draft_row = CSRI_SHAPE(struct csri_draft, draft_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_draft_record = {
    .name = "draft",
    .row = &draft_row,
    .indexes = draft_indexes,
    .index_count = CSRI_COUNT(draft_indexes),
    .number = CSR_RECORD_DRAFT,
    .view_size = sizeof(csr_draft_view),
    .view_min_size = sizeof(csr_draft_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW
