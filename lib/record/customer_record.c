#include "record/describe.h"
#include "record/records.h"

#define AT(m) ((uint16_t)offsetof(ROW, m))

#define ROW struct csri_customer
/* clang-format off */
static const csr_member customer_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(version, version, SYSTEM),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(updated_at, time, SYSTEM),
    COLUMN(kind, customer_kind, 0),
    COLUMN(name, name, PERSONAL | SEARCH),
    COLUMN(language, language, NULLABLE),
    COLUMN(note, note, NULLABLE | PERSONAL | SEARCH),
    COLUMN(organisation, customer, NULLABLE),
    COLUMN(familiarity, familiarity, 0),
    COLUMN(standing, standing, 0),
    COLUMN(loyalty, loyalty, 0),
    HIDDEN_COLUMN(chain, hash, SYSTEM),
};
/* clang-format on */
static const csr_index customer_indexes[] = {
    { .name = "by_organisation", .flags = CSR_INDEX_SPARSE, .n = 1, .at = { AT(view.organisation) } },
};
static const csr_shape customer_row = CSRI_SHAPE(struct csri_customer, customer_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_customer_record = {
    .name = "customer",
    .row = &customer_row,
    .indexes = customer_indexes,
    .index_count = CSRI_COUNT(customer_indexes),
    .number = CSR_RECORD_CUSTOMER,
    .view_size = sizeof(csr_customer_view),
    .view_min_size = sizeof(csr_customer_view),
    .id_at = AT(view.id),
    .version_at = AT(view.version),
};
#undef ROW

#define ROW struct csri_identity
/* clang-format off */
static const csr_member identity_columns[] = {
    COLUMN(id, id, SYSTEM),
    COLUMN(customer, customer, 0),
    COLUMN(created_at, time, SYSTEM),
    COLUMN(kind, identity_kind, 0),
    COLUMN(value, identity_value, PERSONAL | SEARCH),
    COLUMN(verified_at, time, NULLABLE | SYSTEM),
    COLUMN(ended_at, time, NULLABLE | SYSTEM),
    HIDDEN_COLUMN(key, key, NULLABLE | PERSONAL),
};
/* clang-format on */
static const csr_index identity_indexes[] = {
    { .name = "by_customer", .flags = 0, .n = 1, .at = { AT(view.customer) } },
    { .name = "by_key", .flags = CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE, .n = 2, .at = { AT(key), AT(view.kind) } },
};
static const csr_shape identity_row = CSRI_SHAPE(struct csri_identity, identity_columns, -1);
_Static_assert(offsetof(ROW, view) == 0 && sizeof(ROW) <= CSRI_ROW_MAX, "a row begins with its view and fits");
const csr_record csri_identity_record = {
    .name = "identity",
    .row = &identity_row,
    .indexes = identity_indexes,
    .index_count = CSRI_COUNT(identity_indexes),
    .number = CSR_RECORD_IDENTITY,
    .view_size = sizeof(csr_identity_view),
    .view_min_size = sizeof(csr_identity_view),
    .id_at = AT(view.id),
    .version_at = CSR_NO_MEMBER,
};
#undef ROW
