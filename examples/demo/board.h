/*
 * What the desk itself says in the evening: everything here is read back from it.
 */
#ifndef CSR_DEMO_BOARD_H
#define CSR_DEMO_BOARD_H

#include "day.h"

/* The last line of a matter's story: how its ticket stands, and what its contacts were like. */
void board_conclude(struct day *day, enum matter_number number);
/* The queue of a team, most urgent first, with the names of customers and agents. */
void board_queue(struct day *day, enum team team);
/* Everything that happened to the ticket of a matter. */
void board_history(struct day *day, enum matter_number number);
/* What the events prove, and how much there is. */
void board_verify(struct day *day);
void board_stats(struct day *day);

#endif
