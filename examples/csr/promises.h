/*
 * How the clocks of a desk's tickets ended: attainment, breaches and warnings, for the traffic report.
 */
#ifndef CSR_TOOL_PROMISES_H
#define CSR_TOOL_PROMISES_H

#include "tool.h"

/* A clock of a ticket. */
struct promise {
    char *case_name;
    csr_sla_metric metric;
    csr_sla_state state;
    csr_sla_outcome outcome; /* 0 = it has not ended, or not counted */
    csr_priority priority;   /* the ticket's, at the end */
    csr_id team;
    int64_t target_s, elapsed_us;
    int64_t warnings, breaches; /* that were told, in all cycles and under all targets */
};

struct promises {
    struct promise *items;
    size_t count, capacity;
};

/* Add the clocks of a ticket; one that nothing was promised for adds none. */
csr_status promises_read(struct promises *promises, csr_session *session, const csr_ticket_view *ticket,
                         const char *case_name, csr_error *err);
void promises_free(struct promises *promises);

/* {"metrics":[...],"by_priority":[...],"by_team":[...],"clocks":[...]} */
json_t *promises_json(struct tool *tool, const struct promises *promises);

#endif
