/*
 * Many readers or one writer, in the order in which they came, so that neither starves the other.
 *
 * Nobody owns a place inside: it may be entered in one thread and left in another.
 */
#ifndef CSRI_MEMORY_GATE_H
#define CSRI_MEMORY_GATE_H

#include <csr/sys/backend.h>

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

struct csri_gate_waiter;

typedef struct csri_gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct csri_gate_waiter *first, **last; /* who waits, on the stacks of the waiting threads */
    size_t readers;                         /* inside */
    int writing;                            /* whether a writer is inside */
} csri_gate;

/* CSR_E_NO_MEMORY when the system gives no lock. */
csr_status csri_gate_init(csri_gate *gate, csr_error *err);
void csri_gate_end(csri_gate *gate);
/* CSR_E_STORE_BUSY after timeout_ms; CSR_E_TIMEOUT, CSR_E_CANCELLED at the limit (NULL = none). */
csr_status csri_gate_enter(csri_gate *gate, int writer, int64_t timeout_ms, const csr_limit *limit, csr_error *err);
/* Let all who wait look at their limits. */
void csri_gate_wake(csri_gate *gate);
void csri_gate_leave(csri_gate *gate, int writer);

#endif
