/*
 * Tickets, as far as opening, moving and reopening share it.
 */
#ifndef CSRI_DESK_TICKET_H
#define CSRI_DESK_TICKET_H

#include "desk/edit.h"
#include "policy/lifecycle.h"

/* Set what follows from other members: after a change of priority or phase. */
void csri_ticket_derive(struct csri_ticket *row);
/* Put a tag on a ticket, or take it off; what is so already changes nothing. */
csr_status csri_ticket_tag_set(csri_call *call, const csr_id *ticket, const csr_str *tag, int on);
/* Put a ticket into a state at an instant: phase, queue and instants follow. The name is borrowed from the state. */
void csri_ticket_enter(struct csri_ticket *row, const csri_state *state, csr_time at);
/* Open a ticket whose row holds what the parameters set: defaults, checks, number, first state, event with a reason. */
csr_status csri_ticket_write(csri_call *call, const csr_ticket_open_params *in, struct csri_ticket *is,
                             const csr_str *reason, csr_id *out_id);
/* An effective instant: not in the future and not before what it follows. 0 stays 0 and means now. */
csr_status csri_effective(csri_call *call, csr_time given, csr_time not_before, csr_time *out);

/* CSR_OK when every child of the ticket is resolved or closed; else CSR_E_STATE names one. */
csr_status csri_children_settled(csri_call *call, const csr_ticket_view *parent);
/* Write an edit of a ticket as csri_edit_end() does, and let its clocks follow; at = when it took effect. */
csr_status csri_ticket_edit_end(csri_call *call, csri_edit *edit, csr_status status, csri_change_request *request,
                                csr_time at, int64_t *out_version);

#endif
