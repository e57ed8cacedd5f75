/*
 * The clocks of a ticket as its events tell them: any instant can be read from the last event before it.
 */
#ifndef CSRI_DESK_CLOCK_LOG_H
#define CSRI_DESK_CLOCK_LOG_H

#include "desk/run.h"

/* One event of a clock, and what it led to. Texts live as long as the log. */
typedef struct csri_clock_entry {
    csr_event_kind kind;
    csr_time at;             /* when it took effect */
    csr_waits_for waits_for; /* of the ticket, then */
    struct csri_clock clock; /* all zero = of the ticket itself: somebody else is waited for */
} csri_clock_entry;

/* The events of all clocks of a ticket in the order of its log: rows of csri_clock_entry, freed with csri_rows_free(). */
csr_status csri_clock_log(csri_call *call, const csr_id *ticket, csr_rows **out);

#endif
