/*
 * Agents as other nouns see them.
 */
#ifndef CSRI_DESK_AGENT_H
#define CSRI_DESK_AGENT_H

#include "desk/run.h"

#include <csr/duty.h>

/* CSR_OK when the id is none or an agent who is not deactivated; else CSR_E_NOT_FOUND or CSR_E_STATE names `field`. */
csr_status csri_agent_works(csri_call *call, const csr_id *agent, const char *field);
/* End the claims that an agent holds, which are few. */
csr_status csri_claims_end(csri_call *call, const csr_id *agent);
/* Whether the session may act on what is another agent's: the system and supervisors may. */
int csri_may_supervise(const csri_call *call);
/* Write whether an agent is there, whoever says so. */
csr_status csri_agent_presence_set(csri_call *call, const csr_id *id, const csr_agent_presence_params *in,
                                   int64_t *out);

#endif
