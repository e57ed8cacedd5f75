/*
 * The promises under which a log is replayed.
 */
#ifndef CSR_TOOL_REPLAY_SLA_H
#define CSR_TOOL_REPLAY_SLA_H

#include "replay_row.h"

/*
 * Record the SLA document replay->sla and, from beside it, the calendars that it names ("NAME.json"); what the desk has
 * already stays as it is.
 */
csr_status replay_promise(struct replay *replay);

#endif
