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
    int64_t seq;             /* its place among the ticket's events */
    csr_ticket_view ticket;  /* the ticket, then */
    struct csri_clock clock; /* all zero = of the ticket itself: somebody else is waited for */
} csri_clock_entry;

/* What an event did to a clock, as a clock understands it; 0 = levels that were told, and what is no event of a clock. */
csr_sla_event_kind csri_clock_event_kind(csr_event_kind kind);

/* The events of all clocks of a ticket in the order of its log: rows of csri_clock_entry, freed with csri_rows_free(). */
csr_status csri_clock_log(csri_call *call, const csr_id *ticket, csr_rows **out);

#endif
