#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_contact_point
/* clang-format off */
static const csr_member contact_point_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(channel, channel, 0),
    COLUMN(name, name, SEARCH),
    COLUMN(address, address, NULLABLE),
    COLUMN(hours, title, NULLABLE),
    COLUMN(responsible, agent, 0),
    COLUMN(team, team, NULLABLE),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_shape contact_point_row = CSRI_SHAPE(struct csri_contact_point, contact_point_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_contact_point_record = {
    .name = "contact_point",
    .row = &contact_point_row,
    .indexes = NULL,
    .index_count = 0,
    .number = CSR_RECORD_CONTACT_POINT,
    .view_size = sizeof(csr_contact_point_view),
    .view_min_size = sizeof(csr_contact_point_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW
