#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_agent
/* clang-format off */
static const csr_member agent_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(role, role, 0),
    COLUMN(handle, title, PERSONAL | SEARCH),
    COLUMN(name, name, PERSONAL | SEARCH),
    COLUMN(email, email, NULLABLE | PERSONAL),
    HIDDEN_COLUMN(key, key, PERSONAL),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
    COLUMN(deactivated_at, time, NULLABLE | SYSTEM),
    COLUMN(deactivated, flag, NULLABLE | SYSTEM),
    COLUMN(presence_until, time, NULLABLE | SYSTEM),
    COLUMN(presence, presence, NULLABLE | SYSTEM),
    COLUMN(shift, title, NULLABLE),
};
/* clang-format on */
static const csr_index agent_indexes[] = {
    { .name = "by_key", .flags = CSR_INDEX_UNIQUE, .n = 1, .at = { AT(key) } },
    { .name = "by_deactivated", .flags = 0, .n = 1, .at = { AT(view.deactivated) } },
    { .name = "by_role", .flags = 0, .n = 2, .at = { AT(view.deactivated), AT(view.role) } },
};
static const csr_shape agent_row = CSRI_SHAPE(struct csri_agent, agent_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_agent_record = {
    .name = "agent",
    .row = &agent_row,
    .indexes = agent_indexes,
    .index_count = CSRI_COUNT(agent_indexes),
    .number = CSR_RECORD_AGENT,
    .view_size = sizeof(csr_agent_view),
    .view_min_size = offsetof(csr_agent_view, deactivated_at),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_skill
/* clang-format off */
static const csr_member skill_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(agent, agent, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(kind, skill_kind, 0),
    COLUMN(name, tag, 0),
    COLUMN(level, level, 0),
    HIDDEN_COLUMN(key, key, 0),
};
/* clang-format on */
static const csr_index skill_indexes[] = {
    { .name = "by_agent", .flags = CSR_INDEX_UNIQUE, .n = 3, .at = { AT(view.agent), AT(view.kind), AT(key) } },
};
static const csr_shape skill_row = CSRI_SHAPE(struct csri_skill, skill_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_skill_record = {
    .name = "skill",
    .row = &skill_row,
    .indexes = skill_indexes,
    .index_count = CSRI_COUNT(skill_indexes),
    .number = CSR_RECORD_SKILL,
    .view_size = sizeof(csr_skill_view),
    .view_min_size = sizeof(csr_skill_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
