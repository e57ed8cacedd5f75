#include "policy/gateway_fit.h"

enum csri_gateway_fit csri_gateway_fits(const csri_gateway_terms *terms, const csri_gateway_payment *payment,
                                        int64_t minor, csr_time now)
{
    if (terms->window_us != 0 && now - payment->captured_at > terms->window_us)
        return CSRI_FIT_WINDOW;
    if (terms->once && payment->before_minor > 0)
        return CSRI_FIT_ONCE;
    if (terms->whole && minor != payment->captured_minor)
        return CSRI_FIT_WHOLE;
    if (terms->step_minor > 1 && minor % terms->step_minor != 0)
        return CSRI_FIT_STEP;
    return CSRI_FIT;
}
