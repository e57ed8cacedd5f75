#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_settings
/* clang-format off */
static const csr_member settings_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(name, name, NULLABLE),
    COLUMN(zone, zone, NULLABLE),
    COLUMN(display_offset, offset, NULLABLE),
    COLUMN(language, language, NULLABLE),
    COLUMN(calling_code, calling_code, NULLABLE),
    COLUMN(currency, currency, NULLABLE),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
    COLUMN(approval_calendar, title, NULLABLE),
};
/* clang-format on */
static const csr_shape settings_row = CSRI_SHAPE(struct csri_settings, settings_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_settings_record = {
    .name = "settings",
    .row = &settings_row,
    .indexes = NULL,
    .index_count = 0,
    .number = CSR_RECORD_SETTINGS,
    .view_size = sizeof(csr_settings_view),
    .view_min_size = offsetof(csr_settings_view, approval_calendar),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW
