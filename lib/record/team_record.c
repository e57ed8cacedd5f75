#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_team
/* clang-format off */
static const csr_member team_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(name, title, SEARCH),
    COLUMN(note, note, NULLABLE),
    COLUMN(lead, agent, NULLABLE),
    HIDDEN_COLUMN(key, key, 0),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index team_indexes[] = {
    { .name = "by_key", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(key) } },
};
static const csr_shape team_row = CSRI_SHAPE(struct csri_team, team_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_team_record = {
    .name = "team",
    .row = &team_row,
    .indexes = team_indexes,
    .index_count = CSRI_COUNT(team_indexes),
    .number = CSR_RECORD_TEAM,
    .view_size = sizeof(csr_team_view),
    .view_min_size = sizeof(csr_team_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_member
/* clang-format off */
static const csr_member member_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(team, team, 0),
    COLUMN(agent, agent, 0),
    COLUMN(created_at, time, SYSTEM),
};
/* clang-format on */
static const csr_index member_indexes[] = {
    { .name = "by_team", .flags = CSR_INDEX_UNIQUE, .n = 2, .at = { AT(view.team), AT(view.agent) } },
    { .name = "by_agent", .flags = 0, .n = 1, .at = { AT(view.agent) } },
};
static const csr_shape member_row = CSRI_SHAPE(struct csri_member, member_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_member_record = {
    .name = "member",
    .row = &member_row,
    .indexes = member_indexes,
    .index_count = CSRI_COUNT(member_indexes),
    .number = CSR_RECORD_MEMBER,
    .view_size = sizeof(csr_member_view),
    .view_min_size = sizeof(csr_member_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
