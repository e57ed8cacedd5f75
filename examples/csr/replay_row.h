/*
 * One row of an event log at the desk: the interaction that it is, and the operation that it means.
 */
#ifndef CSR_TOOL_REPLAY_ROW_H
#define CSR_TOOL_REPLAY_ROW_H

#include "log_file.h"
#include "text_map.h"

#include <csr/csr.h>

/* A ticket as far as rows change it, so that only what changes is sent. */
struct replay_ticket {
    size_t case_index; /* (size_t)-1 = none */
    csr_id id;
    csr_id customer, team, assignee;
    int32_t priority;
    csr_time opened_at, state_since;
    csr_id hand_over;     /* the interaction of transfers that do not show; none = not known yet */
    int made_sla;         /* whether it has the tag; -1 = not known */
    char contract[201];   /* its order_ref, NUL-ended */
    int answered;         /* somebody has worked on it */
    enum log_step step;   /* its state; LOG_NOTHING = new, or one that rows do not know */
    struct text_map seen; /* external ids of the interactions that it had before this run */
    csr_result **pages;   /* which hold the texts of `seen` */
    size_t page_count, page_capacity;
};

struct replay {
    csr_session *session;
    const struct log_format *format;
    const char *sla; /* path of the SLA document; NULL = nothing is promised */
    struct text_map agents, teams, customers;
    struct replay_ticket ticket;
    size_t recorded, known;
    csr_error err;
};

/* The lifecycle that allows every move, and how the log's instants are shown. */
csr_status replay_prepare(struct replay *replay);

/*
 * Record a row. before: the row before it in its case, or NULL. The status tells whether the desk took it; on
 * CSR_E_ARGUMENT and its like nothing was recorded but, maybe, names and the ticket.
 */
csr_status replay_row(struct replay *replay, const struct log_row *row, const struct log_row *before);

/* Read the ticket again before the next row: another session may have changed it. */
void replay_forget(struct replay *replay);

void replay_free(struct replay *replay);

#endif
