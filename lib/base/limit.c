#include "base/limit.h"

#include "base/error.h"

#include <time.h>

int64_t csri_monotonic_us(void)
{
    struct timespec at = { 0, 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &at); /* allow: a wait is real time, whatever the host's clock says */
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

void csri_limit_init(csr_limit *limit)
{
    atomic_init(&limit->cancelled, 0);
    limit->until_us = INT64_MAX;
}

void csri_limit_start(csr_limit *limit, int64_t timeout_us)
{
    int64_t now = timeout_us == 0 ? 0 : csri_monotonic_us();

    atomic_store_explicit(&limit->cancelled, 0, memory_order_relaxed);
    limit->until_us = timeout_us == 0 || timeout_us > INT64_MAX - now ? INT64_MAX : now + timeout_us;
}

void csri_limit_cancel(csr_limit *limit)
{
    atomic_store(&limit->cancelled, 1);
}

csr_status csr_limit_check(const csr_limit *limit)
{
    if (limit == NULL)
        return CSR_OK;
    if (atomic_load_explicit(&limit->cancelled, memory_order_relaxed) != 0)
        return CSR_E_CANCELLED;
    return limit->until_us != INT64_MAX && csri_monotonic_us() >= limit->until_us ? CSR_E_TIMEOUT : CSR_OK;
}

int64_t csr_limit_left_us(const csr_limit *limit)
{
    int64_t left;

    if (limit == NULL || limit->until_us == INT64_MAX)
        return INT64_MAX;
    left = limit->until_us - csri_monotonic_us();
    return left > 0 ? left : 0;
}

csr_status csri_limit_fail(const csr_limit *limit, csr_error *err)
{
    csr_status status = csr_limit_check(limit);

    if (status == CSR_OK)
        return status;
    return csri_fail(err, status, NULL, "%s",
                     status == CSR_E_TIMEOUT ? "the call took longer than its time limit" : "the call was cancelled");
}
