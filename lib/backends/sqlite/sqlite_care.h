/*
 * The methods that look after a file: its copy, its own check, its log, its size; and what stands in the way of opening it.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_CARE_H
#define CSRI_BACKENDS_SQLITE_SQLITE_CARE_H

#include <csr/sys/backend.h>

csr_status csri_sqlite_backup(csr_store *store, const csr_store_backup *asked, csr_rows *rows, csr_backup_view *out,
                              csr_error *err);
csr_status csri_sqlite_check(csr_store_tx *tx, size_t limit, csr_rows *findings, csr_error *err);
csr_status csri_sqlite_maintain(csr_store *store, csr_maintenance_view *out, csr_error *err);
csr_status csri_sqlite_health(csr_store *store, csr_health_view *out, csr_error *err);
csr_status csri_sqlite_examine_desk(const csr_host *env, const char *uri, const csr_schema *schema, csr_rows *findings,
                                    csr_error *err);

#endif
