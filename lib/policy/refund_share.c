#include "policy/refund_share.h"

#include "base/amount.h"

/* What of the parts up to `end` is paid when `paid` is: at most `end`, so that it cannot overflow. */
static int64_t paid_up_to(int64_t total, int64_t paid, int64_t end)
{
    int64_t out = 0;

    (void)csri_amount_scale(end, paid, total, CSR_ROUND_FLOOR, &out);
    return out;
}

int64_t csri_refund_share(int64_t total, int64_t before, int64_t minor, int64_t begin, int64_t end)
{
    int64_t after = before + minor;

    return paid_up_to(total, after, end) - paid_up_to(total, after, begin) -
           (paid_up_to(total, before, end) - paid_up_to(total, before, begin));
}
