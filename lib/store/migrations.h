/*
 * What a migration has to fill in, version by version.
 *
 * New tables, columns and indexes need no line here: a store finds them by comparing the description with what it has.
 * A version that fills what is new from what there was adds a line to the list in migrations.c, and never changes one.
 */
#ifndef CSRI_STORE_MIGRATIONS_H
#define CSRI_STORE_MIGRATIONS_H

#include "store/tx.h"

typedef struct csri_migration_fill {
    int32_t to; /* the version that needs it */
    csr_status (*run)(csri_tx *tx);
} csri_migration_fill;

/* Run those of a list that a store of version `from` lacks, in their order. */
csr_status csri_fill_versions(csri_tx *tx, const csri_migration_fill *list, size_t count, int32_t from);

/* The list of the desk's own schema. */
extern const csri_migration_fill *const csri_fills;
extern const size_t csri_fill_count;

#endif
