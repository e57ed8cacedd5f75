/*
 * Timers: stored instants at which a desk must look at something again. They follow from what they are about, and so
 * have no events.
 */
#ifndef CSRI_DESK_TIMER_H
#define CSRI_DESK_TIMER_H

#include "desk/run.h"

/* Put the one timer of a kind and owner to an instant; at = 0 takes it away. subject may be NULL. */
csr_status csri_timer_set(csri_call *call, int32_t kind, const csr_id *owner, const csr_id *subject, csr_time at);

#endif
