/*
 * Bringing a file of an older version to today's.
 */
#ifndef CSRI_BACKENDS_SQLITE_MIGRATE_H
#define CSRI_BACKENDS_SQLITE_MIGRATE_H

#include <csr/sys/backend.h>

csr_status csri_sqlite_migrate(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                               const csr_schema *schema, const csr_store_migration *asked, csr_rows *steps,
                               csr_error *err);

#endif
