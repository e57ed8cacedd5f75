/*
 * Waiting: the turn of the writers of one process, and the locks of other processes.
 *
 * Deadlines are counted on the monotonic clock, which nobody sets.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_WAIT_H
#define CSRI_BACKENDS_SQLITE_SQLITE_WAIT_H

#include <csr/sys/backend.h>

#include <pthread.h>

/*
 * The turn to write. It belongs to a transaction and not to a thread, because a transaction that one thread began may be
 * ended by another; hence a queue and not a mutex held from begin to commit. It is handed to the one who has waited
 * longest, so that nobody starves beside a thread that writes without a pause.
 */
typedef struct csri_sqlite_waiter csri_sqlite_waiter;
typedef struct csri_sqlite_turn {
    pthread_mutex_t lock;
    csri_sqlite_waiter *first, *last;
    int taken;
} csri_sqlite_turn;

/* 1, or 0 when the system gives no mutex. */
int csri_sqlite_turn_init(csri_sqlite_turn *turn);
void csri_sqlite_turn_end(csri_sqlite_turn *turn);
/* The milliseconds that are left when it is ours now, -1 when it was not within the time or the limit (NULL = none). */
int32_t csri_sqlite_turn_take(csri_sqlite_turn *turn, int32_t timeout_ms, const csr_limit *limit);
void csri_sqlite_turn_give(csri_sqlite_turn *turn);

/* Let all who wait look at their limits. */
void csri_sqlite_turn_wake(csri_sqlite_turn *turn);

/* What a busy handler of SQLite gets: when the waiting began, how long it may last, and how long the call may. */
typedef struct csri_sqlite_patience {
    int64_t since_us;
    int32_t timeout_ms;
    const csr_limit *limit; /* NULL = none */
} csri_sqlite_patience;

/*
 * The busy handler, whose arg is a csri_sqlite_patience: sleep a little and say 1, or 0 when the time is over. Shorter
 * sleeps than SQLite's own, which go up to 100 ms although a transaction takes a tenth of one.
 */
int csri_sqlite_busy(void *arg, int count);

#endif
