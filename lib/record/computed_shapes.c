#include "record/describe.h"
#include "record/records.h"

/* Rows that are computed, not stored. */

#define VIEW csr_stats_view
/* clang-format off */
static const csr_member stats_members[] = {
    SHOWN(customers, total, 0),
    SHOWN(agents, total, 0),
    SHOWN(teams, total, 0),
    SHOWN(contact_points, total, 0),
    SHOWN(interactions, total, 0),
    SHOWN(tickets, total, 0),
    SHOWN(events, total, 0),
    SHOWN(checkpoints, total, 0),
};
/* clang-format on */
const csr_shape csri_stats_shape = CSRI_PARAMS(VIEW, stats_members);
#undef VIEW

#define VIEW csr_diagnostic_view
/* clang-format off */
static const csr_member diagnostic_members[] = {
    SHOWN(severity, severity, 0),
    SHOWN(subject, subject_id, NULLABLE),
    SHOWN(position, position, NULLABLE),
    SHOWN(place, finding, NULLABLE),
    SHOWN(text, finding, 0),
    SHOWN(suggestion, finding, NULLABLE),
};
/* clang-format on */
const csr_shape csri_diagnostic_shape = CSRI_PARAMS(VIEW, diagnostic_members);
#undef VIEW

#define VIEW csr_backup_view
/* clang-format off */
static const csr_member backup_members[] = {
    SHOWN(path, finding, 0),
    SHOWN(bytes, total, 0),
    SHOWN(hash, hash, 0),
};
/* clang-format on */
const csr_shape csri_backup_shape = CSRI_PARAMS(VIEW, backup_members);
#undef VIEW

#define VIEW csr_maintenance_view
/* clang-format off */
static const csr_member maintenance_members[] = {
    SHOWN(sealed_events, total, 0),
    SHOWN(erased_rows, total, 0),
    SHOWN(log_bytes, total, 0),
    SHOWN(freed_bytes, total, 0),
    SHOWN(held_back, flag, 0),
    SHOWN(more, flag, 0),
};
/* clang-format on */
const csr_shape csri_maintenance_shape = CSRI_PARAMS(VIEW, maintenance_members);
#undef VIEW

#define VIEW csr_health_view
/* clang-format off */
static const csr_member health_members[] = {
    SHOWN(read_only, flag, 0),
    SHOWN(schema_version, total, 0),
    SHOWN(library_version, total, 0),
    SHOWN(file_bytes, total, 0),
    SHOWN(log_bytes, total, 0),
    SHOWN(free_bytes, total, 0),
    SHOWN(page_bytes, total, 0),
    SHOWN(cache_bytes, total, 0),
    SHOWN(disk_free_bytes, total, 0),
    SHOWN(connections, total, 0),
    SHOWN(last_position, position, 0),
    SHOWN(unsealed_events, total, 0),
    SHOWN(sealed_at, time, NULLABLE),
};
/* clang-format on */
const csr_shape csri_health_shape = CSRI_PARAMS(VIEW, health_members);
#undef VIEW
