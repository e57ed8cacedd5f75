#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_policy
/* clang-format off */
static const csr_member policy_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(kind, policy_kind, 0),
    COLUMN(name, title, 0),
    COLUMN(revision, number, SYSTEM),
    COLUMN(effective_from, time, 0),
    COLUMN(hash, hash, SYSTEM),
    COLUMN(document, document, BULK),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index policy_indexes[] = {
    { .name = "by_name",
      .flags = 0,
      .n = 4,
      .at = { AT(view.kind), AT(view.name), AT(view.effective_from), AT(view.revision) } },
};
static const csr_shape policy_row = CSRI_SHAPE(struct csri_policy, policy_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_policy_record = {
    .name = "policy",
    .row = &policy_row,
    .indexes = policy_indexes,
    .index_count = CSRI_COUNT(policy_indexes),
    .number = CSR_RECORD_POLICY,
    .view_size = sizeof(csr_policy_view),
    .view_min_size = sizeof(csr_policy_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW
