#include "policy/delivery_course.h"

#include "base/time.h"

int64_t csri_delivery_pause(int32_t attempts)
{
    int64_t pause = CSRI_MINUTE_US;

    for (int32_t i = 1; i < attempts && pause < 6 * CSRI_HOUR_US; i++)
        pause *= 2;
    return pause < 6 * CSRI_HOUR_US ? pause : 6 * CSRI_HOUR_US;
}

/* Sent, delivered and read in their order; what did not get that far is before all of them. */
static int32_t reached(const csr_delivery_view *is)
{
    if (is->read_at != 0)
        return CSR_DELIVERY_READ;
    if (is->delivered_at != 0)
        return CSR_DELIVERY_DELIVERED;
    return is->sent_at != 0 ? CSR_DELIVERY_SENT : CSR_DELIVERY_QUEUED;
}

/* It came back or failed for good. */
static int is_over(const csr_delivery_view *is)
{
    return (is->state == CSR_DELIVERY_BOUNCED || is->state == CSR_DELIVERY_FAILED) && !is->waiting;
}

static void leave_outbox(csr_delivery_view *is)
{
    is->waiting = 0;
    is->next_attempt_at = 0;
    is->leased_until = 0;
}

static int get_on(csr_delivery_view *is, const csri_delivery_news *news)
{
    /* What arrived after all has not come back: but only until the next attempt is somebody's. */
    if (is_over(is) || news->state <= reached(is))
        return 0;
    is->state = news->state;
    if (is->sent_at == 0)
        is->sent_at = news->at;
    if (news->state >= CSR_DELIVERY_DELIVERED && is->delivered_at == 0)
        is->delivered_at = news->at;
    if (news->state == CSR_DELIVERY_READ)
        is->read_at = news->at;
    is->bounce = 0;
    is->ended_at = 0;
    leave_outbox(is);
    return 1;
}

/* Back into the outbox, if another attempt is left and worth it. */
static void try_again(csr_delivery_view *is, const csri_delivery_news *news)
{
    leave_outbox(is);
    if (news->bounce == CSR_BOUNCE_PERMANENT || is->attempts >= is->max_attempts)
        return;
    is->waiting = 1;
    is->next_attempt_at =
        news->next_attempt_at != 0 ? news->next_attempt_at : news->at + csri_delivery_pause(is->attempts);
    is->sent_at = 0; /* the next attempt will say so anew */
}

int csri_delivery_apply(csr_delivery_view *is, const csri_delivery_news *news)
{
    int again = is->state == news->state && is->bounce == news->bounce && is->ended_at != 0 && is->waiting &&
                is->leased_until == 0;

    if (news->state <= CSR_DELIVERY_READ)
        return get_on(is, news);
    /* The same end told twice between two attempts is one; what was read has arrived. */
    if (is_over(is) || again || is->read_at != 0 || (news->state == CSR_DELIVERY_FAILED && is->delivered_at != 0))
        return 0;
    is->state = news->state;
    is->ended_at = news->at;
    is->bounce = news->state == CSR_DELIVERY_BOUNCED ? news->bounce : 0;
    try_again(is, news);
    return 1;
}
