#include "backends/sqlite/sqlite_wait.h"

#include "base/guard.h"
#include "base/limit.h"

#include <time.h>

#define SLEEP_FIRST_US 50
#define SLEEP_DOUBLINGS 6 /* up to 3.2 ms */

struct csri_sqlite_waiter {
    pthread_cond_t given;
    csri_sqlite_waiter *next;
    int is_given;
};

int csri_sqlite_busy(void *arg, int count)
{
    csri_sqlite_patience *patience = arg;
    int64_t now = csri_monotonic_us();
    struct timespec pause = { 0, 0 };

    if (count == 0)
        patience->since_us = now;
    if (now - patience->since_us >= (int64_t)patience->timeout_ms * 1000 || csr_limit_check(patience->limit) != CSR_OK)
        return 0;
    pause.tv_nsec = (SLEEP_FIRST_US * 1000L) << (count < SLEEP_DOUBLINGS ? count : SLEEP_DOUBLINGS);
    (void)nanosleep(&pause, NULL);
    return 1;
}

int csri_sqlite_turn_init(csri_sqlite_turn *turn)
{
    turn->first = turn->last = NULL;
    turn->taken = 0;
    return pthread_mutex_init(&turn->lock, NULL) == 0;
}

void csri_sqlite_turn_end(csri_sqlite_turn *turn)
{
    (void)pthread_mutex_destroy(&turn->lock);
}

static int waiter_init(csri_sqlite_waiter *waiter)
{
    pthread_condattr_t monotonic;
    int made;

    waiter->next = NULL;
    waiter->is_given = 0;
    if (CSRI_NEVER(pthread_condattr_init(&monotonic) != 0))
        return 0;
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    made = pthread_cond_init(&waiter->given, &monotonic) == 0;
    (void)pthread_condattr_destroy(&monotonic);
    return made;
}

static void enqueue(csri_sqlite_turn *turn, csri_sqlite_waiter *waiter)
{
    if (turn->last != NULL)
        turn->last->next = waiter;
    else
        turn->first = waiter;
    turn->last = waiter;
}

static void dequeue(csri_sqlite_turn *turn, csri_sqlite_waiter *waiter)
{
    csri_sqlite_waiter **link = &turn->first, *before = NULL;

    while (*link != waiter) {
        before = *link;
        link = &before->next;
    }
    *link = waiter->next;
    if (turn->last == waiter)
        turn->last = before;
}

/* Wait until the turn is given, nobody has time any more, or the call was cancelled. The lock is held. */
static void wait_until_given(csri_sqlite_turn *turn, csri_sqlite_waiter *self, int64_t until_us, const csr_limit *limit)
{
    int64_t left_us = csr_limit_left_us(limit), now_us = csri_monotonic_us();
    int64_t end_us = left_us < until_us - now_us ? now_us + left_us : until_us;
    struct timespec end = { (time_t)(end_us / 1000000), (long)(end_us % 1000000) * 1000 };
    int waited = 0;

    while (!self->is_given && waited == 0 && csr_limit_check(limit) == CSR_OK)
        waited = pthread_cond_timedwait(&self->given, &turn->lock, &end);
}

/* The lock is held. */
static int32_t wait_in_queue(csri_sqlite_turn *turn, int32_t timeout_ms, const csr_limit *limit)
{
    csri_sqlite_waiter self;
    int64_t until_us = csri_monotonic_us() + (int64_t)timeout_ms * 1000, left_us;

    if (timeout_ms == 0 || CSRI_NEVER(!waiter_init(&self)))
        return -1;
    enqueue(turn, &self);
    wait_until_given(turn, &self, until_us, limit);
    if (!self.is_given)
        dequeue(turn, &self);
    (void)pthread_cond_destroy(&self.given);
    left_us = until_us - csri_monotonic_us();
    return !self.is_given ? -1 : left_us > 0 ? (int32_t)(left_us / 1000) : 0;
}

int32_t csri_sqlite_turn_take(csri_sqlite_turn *turn, int32_t timeout_ms, const csr_limit *limit)
{
    int32_t left_ms = timeout_ms;

    (void)pthread_mutex_lock(&turn->lock);
    if (turn->taken)
        left_ms = wait_in_queue(turn, timeout_ms, limit);
    else
        turn->taken = 1;
    (void)pthread_mutex_unlock(&turn->lock);
    return left_ms;
}

void csri_sqlite_turn_give(csri_sqlite_turn *turn)
{
    csri_sqlite_waiter *next;

    (void)pthread_mutex_lock(&turn->lock);
    next = turn->first;
    if (next != NULL) {
        dequeue(turn, next); /* the turn stays taken: it is handed over */
        next->is_given = 1;
        (void)pthread_cond_signal(&next->given);
    } else {
        turn->taken = 0;
    }
    (void)pthread_mutex_unlock(&turn->lock);
}

void csri_sqlite_turn_wake(csri_sqlite_turn *turn)
{
    (void)pthread_mutex_lock(&turn->lock);
    for (csri_sqlite_waiter *w = turn->first; w != NULL; w = w->next)
        (void)pthread_cond_signal(&w->given);
    (void)pthread_mutex_unlock(&turn->lock);
}
