/*
 * What claiming a ticket and claiming the next one share.
 */
#ifndef CSRI_DESK_CLAIM_H
#define CSRI_DESK_CLAIM_H

#include "desk/edit.h"

/* Who claims, and until when. */
typedef struct csri_claimer {
    csr_id agent;
    csr_time until;
} csri_claimer;

static inline int csri_same_id(const csr_id *a, const csr_id *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

/* The agent who is named, or the session's, if they may claim; for_us 0 = the default. */
csr_status csri_claim_name(csri_call *call, const csr_id *agent, int64_t for_us, csri_claimer *out);
/* The claim of a ticket, ended or not, or *out = NULL; the row in it, or NULL. */
csr_status csri_claim_find(csri_call *call, const csr_id *ticket, csr_rows **out);
const struct csri_claim *csri_claim_in(const csr_rows *rows);
/* Whether it is there and has not ended. */
int csri_claim_holds(const csri_call *call, const struct csri_claim *claim);
/* Write the claim of a ticket that was loaded for it, unless status says that it is refused; the edit is freed. */
csr_status csri_claim_write(csri_call *call, csri_edit *edit, csr_status status, const csr_rows *was,
                            const csri_claimer *who, int64_t *out);

#endif
