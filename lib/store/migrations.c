#include "store/migrations.h"

#include "store/content.h"

/* Version 2 is tables, columns and indexes only. Uploads say that they are such since version 3. */
static const csri_migration_fill fills[] = {
    { 3, csri_content_mark_uploads },
};
const csri_migration_fill *const csri_fills = fills;
const size_t csri_fill_count = sizeof(fills) / sizeof(fills[0]);

csr_status csri_fill_versions(csri_tx *tx, const csri_migration_fill *list, size_t count, int32_t from)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < count && status == CSR_OK; i++)
        if (list[i].to > from)
            status = list[i].run(tx);
    return status;
}
