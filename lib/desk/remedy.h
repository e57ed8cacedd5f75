/*
 * Remedies at a ticket: the ladder in force, what was offered so far, and what follows from both.
 */
#ifndef CSRI_DESK_REMEDY_H
#define CSRI_DESK_REMEDY_H

#include "desk/edit.h"
#include "desk/follow.h"
#include "policy/remedy_policy.h"

/* A look at a ticket. */
typedef struct csri_remedy_look {
    csr_rows *policy; /* struct csri_policy in force; NULL = none is */
    csr_rows *before; /* struct csri_remedy of the ticket, the first offered first */
    csri_scene scene;
    csri_arena arena;
    csri_remedy_input input; /* .ladder NULL = none fits */
    csri_remedy_step steps[CSRI_REMEDY_RUNGS_MAX];
    size_t step_count;
} csri_remedy_look;

/* Look; freed with csri_remedy_look_free(), also after a failure. CSR_E_NOT_FOUND (ticket). */
csr_status csri_remedy_look_at(csri_call *call, const csr_id *ticket, csri_remedy_look *out);
void csri_remedy_look_free(csri_remedy_look *look);
/* A verdict in words. */
void csri_remedy_look_why(const csri_remedy_look *look, const csri_remedy_step *step, csri_buffer *out);

/* What is to be offered; the parameters of csr_remedy_offer(). */
csr_status csri_remedy_offer_it(csri_call *call, const csr_remedy_offer_params *in, csr_id *out);

/* What a remedy is worth, by the rung (NULL = there is none), the parameters and the purchase. */
csr_status csri_remedy_worth(csri_call *call, const csr_remedy_offer_params *in, const csri_remedy_rung *rung,
                             const csr_id *customer, csr_remedy_view *is);

#endif
