/*
 * Logs that count reopenings and transfers themselves: there, only what they count is one.
 */
#ifndef CSR_TOOL_REPLAY_COUNTS_H
#define CSR_TOOL_REPLAY_COUNTS_H

#include "replay_row.h"

int replay_counts_reopens(const struct replay *replay);
int replay_counts_reassigns(const struct replay *replay);
/* By how much a counter has risen since the row before; a log begins with 0. */
int32_t replay_rise(int32_t now, int32_t before);
/* Whether a ticket in this state can be reopened. */
int replay_is_settled(enum log_step step);

/* Reopen as often as the log says; what was not settled before is, or it could not be reopened. */
csr_status replay_reopen(struct replay *replay, const struct log_row *row, int32_t rise);
/* Transfers that do not show: to a team that the log does not name. */
csr_status replay_hand_over(struct replay *replay, const struct log_row *row, int32_t times);
/* What the log says of its service level stands at the ticket as a tag. */
csr_status replay_tag_made_sla(struct replay *replay, const struct log_row *row);

/* In replay_row.c: move the ticket to a state. */
csr_status replay_move_to(struct replay *replay, enum log_step step, csr_time at);

#endif
