/*
 * What saving and sending a draft have in common: what it is about, and what was there to be seen.
 */
#ifndef CSRI_DESK_DRAFT_H
#define CSRI_DESK_DRAFT_H

#include "desk/edit.h"

/* The record that a draft is about: its ticket's, or its interaction's. */
const csr_record *csri_draft_about(const csr_draft_view *draft);
/* The last interaction on a ticket, in the order of what occurred; none when there is none, or no ticket. */
csr_status csri_draft_last(csri_call *call, const csr_id *ticket, csr_id *out);

#endif
