/*
 * How a message gets on: what a report does to it, and when it is tried again.
 */
#ifndef CSRI_POLICY_DELIVERY_COURSE_H
#define CSRI_POLICY_DELIVERY_COURSE_H

#include <csr/delivery.h>

/* What was reported. */
typedef struct csri_delivery_news {
    csr_delivery_state state;
    csr_bounce bounce; /* of a bounce */
    csr_time at;
    csr_time next_attempt_at; /* 0 = later after each attempt */
} csri_delivery_news;

/*
 * Apply news: 1 when they said more than was known, 0 when nothing changed. Sent, delivered and read only ever move
 * on; a bounce ends what was not read; after a permanent end nothing changes. Where another attempt is worth it, the
 * message waits for it again.
 */
int csri_delivery_apply(csr_delivery_view *is, const csri_delivery_news *news);

/* Pause before the attempt after `attempts`: a minute, doubled each time, six hours at most. */
int64_t csri_delivery_pause(int32_t attempts);

#endif
