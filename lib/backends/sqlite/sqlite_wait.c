#include "backends/sqlite/sqlite_wait.h"

#include <time.h>

#define SLEEP_FIRST_US 50
#define SLEEP_DOUBLINGS 6 /* up to 3.2 ms */

struct csri_sqlite_waiter {
    pthread_cond_t given;
    csri_sqlite_waiter *next;
    int is_given;
};

int64_t csri_sqlite_clock_us(void)
{
    struct timespec at = { 0, 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &at); /* allow: a deadline, not an instant of the desk */
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

int csri_sqlite_busy(void *arg, int count)
{
    csri_sqlite_patience *patience = arg;
    int64_t now = csri_sqlite_clock_us();
    struct timespec pause = { 0, 0 };

    if (count == 0)
        patience->since_us = now;
    if (now - patience->since_us >= (int64_t)patience->timeout_ms * 1000)
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
    if (pthread_condattr_init(&monotonic) != 0)
        return 0;
    made = pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0 &&
           pthread_cond_init(&waiter->given, &monotonic) == 0;
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

/* The lock is held. */
static int32_t wait_in_queue(csri_sqlite_turn *turn, int32_t timeout_ms)
{
    csri_sqlite_waiter self;
    int64_t until_us = csri_sqlite_clock_us() + (int64_t)timeout_ms * 1000, left_us;
    struct timespec until = { (time_t)(until_us / 1000000), (long)(until_us % 1000000) * 1000 };
    int waited = 0;

    if (timeout_ms == 0 || !waiter_init(&self))
        return -1;
    enqueue(turn, &self);
    while (!self.is_given && waited == 0)
        waited = pthread_cond_timedwait(&self.given, &turn->lock, &until);
    if (!self.is_given)
        dequeue(turn, &self);
    (void)pthread_cond_destroy(&self.given);
    left_us = until_us - csri_sqlite_clock_us();
    return !self.is_given ? -1 : left_us > 0 ? (int32_t)(left_us / 1000) : 0;
}

int32_t csri_sqlite_turn_take(csri_sqlite_turn *turn, int32_t timeout_ms)
{
    int32_t left_ms = timeout_ms;

    (void)pthread_mutex_lock(&turn->lock);
    if (turn->taken)
        left_ms = wait_in_queue(turn, timeout_ms);
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
