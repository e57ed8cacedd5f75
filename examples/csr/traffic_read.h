/*
 * Traffic from the records of a desk, through the public interface.
 */
#ifndef CSR_TOOL_TRAFFIC_READ_H
#define CSR_TOOL_TRAFFIC_READ_H

#include "tool.h"
#include "promises.h"
#include "traffic.h"

/*
 * Tickets, the first recorded first, each with its events. Those of a replayed ticket are its interactions, and what
 * they mean says the table of the log's format; those of any other are its moves, and what they mean says the phase of
 * the state that it moved to. 0, or an exit code and a message.
 */
int traffic_read(struct tool *tool, struct traffic *traffic, struct promises *promises);

/* Count reopenings and transfers of a ticket whose log does so, too. transfers: the interaction of those that name no
 * team, or none. */
csr_status traffic_count(csr_session *session, const csr_ticket_view *ticket, const csr_id *transfers,
                         struct traffic_case *out, csr_error *err);

#endif
