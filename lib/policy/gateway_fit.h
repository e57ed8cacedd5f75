/*
 * Whether a gateway takes a part of what was paid back to where it came from. Pure.
 */
#ifndef CSRI_POLICY_GATEWAY_FIT_H
#define CSRI_POLICY_GATEWAY_FIT_H

#include <csr/types.h>

/* What a gateway does. Zero = no bound. */
typedef struct csri_gateway_terms {
    int64_t step_minor; /* multiples of this only */
    int64_t window_us;  /* how long after a payment */
    int32_t whole;      /* a payment goes back whole or not at all */
    int32_t once;       /* and once */
} csri_gateway_terms;

/* What is known of a payment. */
typedef struct csri_gateway_payment {
    csr_time captured_at;
    int64_t captured_minor;
    int64_t before_minor; /* what went back or is about to */
} csri_gateway_payment;

enum csri_gateway_fit {
    CSRI_FIT = 0,
    CSRI_FIT_WINDOW = 1, /* too long ago */
    CSRI_FIT_ONCE = 2,   /* something went back before */
    CSRI_FIT_WHOLE = 3,  /* it is not all */
    CSRI_FIT_STEP = 4    /* no multiple of the step */
};

enum csri_gateway_fit csri_gateway_fits(const csri_gateway_terms *terms, const csri_gateway_payment *payment,
                                        int64_t minor, csr_time now);

#endif
