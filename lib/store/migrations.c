#include "store/migrations.h"

/* Version 2 is tables, columns and indexes only. */
const csri_migration_fill *const csri_fills = NULL;
const size_t csri_fill_count = 0;

csr_status csri_fill_versions(csri_tx *tx, const csri_migration_fill *fills, size_t count, int32_t from)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < count && status == CSR_OK; i++)
        if (fills[i].to > from)
            status = fills[i].run(tx);
    return status;
}
