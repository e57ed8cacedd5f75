/*
 * Agents, teams and customers of a log by name: each is looked up, or made, once a run.
 */
#ifndef CSR_TOOL_REPLAY_NAMES_H
#define CSR_TOOL_REPLAY_NAMES_H

#include "replay_row.h"

/* The id of a name; none for the empty name. */
csr_status replay_agent(struct replay *replay, const csr_str *handle, csr_id *out);
csr_status replay_team(struct replay *replay, const csr_str *name, csr_id *out);
csr_status replay_customer(struct replay *replay, const csr_str *name, csr_id *out);

#endif
