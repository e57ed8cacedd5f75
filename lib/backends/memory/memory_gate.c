#include "backends/memory/memory_gate.h"

#include "base/error.h"
#include "base/guard.h"
#include "base/limit.h"

#include <time.h>

typedef struct csri_gate_waiter {
    struct csri_gate_waiter *next;
} waiter;

csr_status csri_gate_init(csri_gate *gate, csr_error *err)
{
    pthread_condattr_t attributes;
    int failed = pthread_mutex_init(&gate->lock, NULL);

    gate->first = NULL;
    gate->last = &gate->first;
    gate->readers = 0;
    gate->writing = 0;
    if (CSRI_NEVER(failed != 0))
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a lock");
    failed = pthread_condattr_init(&attributes);
    if (CSRI_ALWAYS(failed == 0)) {
        (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        failed = pthread_cond_init(&gate->changed, &attributes);
        pthread_condattr_destroy(&attributes);
    }
    if (CSRI_ALWAYS(failed == 0))
        return CSR_OK;
    pthread_mutex_destroy(&gate->lock);
    return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a condition variable");
}

void csri_gate_end(csri_gate *gate)
{
    pthread_cond_destroy(&gate->changed);
    pthread_mutex_destroy(&gate->lock);
}

/* When waiting ends by itself, by the clock of the condition. */
static struct timespec end_of_waiting(int64_t timeout_ms, const csr_limit *limit)
{
    int64_t most_us = timeout_ms * 1000, left_us = csr_limit_left_us(limit);
    int64_t at = csri_monotonic_us() + (left_us < most_us ? left_us : most_us);

    return (struct timespec){ (time_t)(at / 1000000), (long)(at % 1000000) * 1000 };
}

static int is_free(const csri_gate *gate, int writer)
{
    return !gate->writing && (!writer || gate->readers == 0);
}

static void queue(csri_gate *gate, waiter *self)
{
    self->next = NULL;
    *gate->last = self;
    gate->last = &self->next;
}

static void unqueue(csri_gate *gate, waiter *self)
{
    waiter **at = &gate->first;

    while (*at != self)
        at = &(*at)->next;
    *at = self->next;
    if (gate->last == &self->next)
        gate->last = at;
}

static int wait_for_turn(csri_gate *gate, int writer, int64_t timeout_ms, const csr_limit *limit)
{
    struct timespec end = end_of_waiting(timeout_ms, limit);
    waiter self;
    int failed = 0, mine = 0;

    queue(gate, &self);
    while (!mine && failed == 0 && csr_limit_check(limit) == CSR_OK) {
        failed = pthread_cond_timedwait(&gate->changed, &gate->lock, &end);
        mine = gate->first == &self && is_free(gate, writer);
    }
    unqueue(gate, &self);
    /* Whoever stood behind may go now: behind a reader that entered, or behind a writer that gave up. */
    pthread_cond_broadcast(&gate->changed);
    return mine;
}

csr_status csri_gate_enter(csri_gate *gate, int writer, int64_t timeout_ms, const csr_limit *limit, csr_error *err)
{
    pthread_mutex_lock(&gate->lock);
    int mine = gate->first == NULL && is_free(gate, writer);
    if (!mine && timeout_ms > 0)
        mine = wait_for_turn(gate, writer, timeout_ms, limit);
    if (mine && writer)
        gate->writing = 1;
    else if (mine)
        gate->readers++;
    pthread_mutex_unlock(&gate->lock);
    if (mine)
        return CSR_OK;
    if (csr_limit_check(limit) != CSR_OK)
        return csri_limit_fail(limit, err);
    return csri_fail(err, CSR_E_STORE_BUSY, NULL, "the store was in use for more than %lld ms", (long long)timeout_ms);
}

void csri_gate_leave(csri_gate *gate, int writer)
{
    pthread_mutex_lock(&gate->lock);
    if (writer)
        gate->writing = 0;
    else
        gate->readers--;
    if (gate->first != NULL)
        pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}

void csri_gate_wake(csri_gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}
