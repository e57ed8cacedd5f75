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
