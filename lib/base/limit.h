/**
 * How long a call may go on: until its time is over, or until another thread cancels it.
 *
 * The time is that of the monotonic clock and not of the host's: waiting is real time, and the host's clock may be set,
 * stand still, or be a test's.
 */
#ifndef CSRI_BASE_LIMIT_H
#define CSRI_BASE_LIMIT_H

#include <csr/sys/backend.h>
#include <stdatomic.h>

/** One of a session, for one call after the other. */
struct csr_limit {
    atomic_int cancelled; /**< Set by any thread. */
    int64_t until_us;     /**< Of the monotonic clock; INT64_MAX = no end. Only the thread of the call reads it. */
};

/** No limit. */
void csri_limit_init(csr_limit *limit);

/** A call begins: what was cancelled before is over. timeout_us 0 = it may take as long as it takes. */
void csri_limit_start(csr_limit *limit, int64_t timeout_us);

/** The call that is running has to end; any thread. */
void csri_limit_cancel(csr_limit *limit);

/** As csr_limit_check(), with the error filled. */
csr_status csri_limit_fail(const csr_limit *limit, csr_error *err);

/** Microseconds of the monotonic clock. */
int64_t csri_monotonic_us(void);

#endif
