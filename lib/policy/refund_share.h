/*
 * What of a payment to a refund belongs to each of its parts. Pure.
 */
#ifndef CSRI_POLICY_REFUND_SHARE_H
#define CSRI_POLICY_REFUND_SHARE_H

#include <stdint.h>

/*
 * A refund of `total`, 1 or more, of which `before` was paid and now `minor` is; one of its parts goes from `begin` to `end` of the
 * sum of its parts, downwards for a fee. By the cumulative rule (M7) in both directions: the shares of all parts are the
 * payment, and those of all payments are the part, to the unit. 0 <= before, before + minor <= total.
 */
int64_t csri_refund_share(int64_t total, int64_t before, int64_t minor, int64_t begin, int64_t end);

#endif
