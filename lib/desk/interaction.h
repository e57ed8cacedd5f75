/*
 * Holds of interactions, as far as other nouns need them.
 */
#ifndef CSRI_DESK_INTERACTION_H
#define CSRI_DESK_INTERACTION_H

#include "desk/run.h"

#include <csr/interaction.h>

/* Put a customer on hold; CSR_E_STATE when the interaction has ended or is on hold. out may be NULL. */
csr_status csri_hold_begin(csri_call *call, const csr_id *id, const csr_str *reason, int64_t *out);
/* Come back to a customer who is on hold; CSR_E_STATE when the interaction has ended or is not. out may be NULL. */
csr_status csri_hold_end(csri_call *call, const csr_id *id, int64_t *out);
/* End an interaction that is going on; CSR_E_STATE when it has ended. */
csr_status csri_contact_end(csri_call *call, const csr_id *id, csr_outcome outcome);

#endif
