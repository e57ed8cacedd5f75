/*
 * A csr_host whose clock stands still, whose entropy is a seeded stream and whose memory is counted.
 *
 * Give &host.host to csr_desk_open(); the csr_test_host must outlive the desk and must not be moved, for the callbacks
 * point into it. Desks call hosts from any thread, so the counters are behind a lock.
 */
#ifndef CSR_TEST_HOST_H
#define CSR_TEST_HOST_H

#include <csr/host.h>
#include <pthread.h>

/* 2026-03-02T09:00:00Z, a Monday morning. */
#define CSR_TEST_MONDAY ((csr_time)1772442000 * 1000000)

typedef struct csr_test_host {
    csr_host host;
    pthread_mutex_t lock;
    csr_time now;
    uint64_t entropy;     /* state of a splitmix64 stream */
    int entropy_fails;    /* set to make the entropy callback fail */
    uint64_t allocations; /* attempts so far, failed ones too */
    uint64_t fail_from;   /* number of the first attempt to fail, 0 = none */
    uint64_t fail_until;  /* number of the last one */
    size_t live_blocks;
    size_t live_bytes;
    size_t peak_bytes;
    unsigned misuses; /* frees or reallocs with a wrong size, of a foreign or of a spoilt block */
    unsigned log_lines;
    char last_log[256]; /* "component: message" */
} csr_test_host;

void csr_test_host_init(csr_test_host *host, csr_time now, uint64_t seed);
void csr_test_host_set(csr_test_host *host, csr_time now);
void csr_test_host_advance(csr_test_host *host, int64_t by_us);

/* Let the nth allocation from now on fail (1 = the next), alone or with all that follow; 0 = none fails. */
void csr_test_host_fail_alloc(csr_test_host *host, uint64_t nth, int forever);

/* End of the host's life. Returns the number of leaked blocks and misuses, each told on stderr; 0 is good. */
unsigned csr_test_host_done(csr_test_host *host);

#endif
