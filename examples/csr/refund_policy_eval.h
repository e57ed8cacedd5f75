/*
 * csr refund-policy eval: requests about the orders of a shop, one JSON object a line:
 * {"order_id":"..","action":"return","items":"all"|"first"|[ids],"refund_to":"..","reason":".."}; an exchange has "new_items"
 * too. The answer has order_id, allowed, reason, refund_minor and status_after. docs/refunds.md has the form of the shop.
 */
#ifndef CSR_TOOL_REFUND_POLICY_EVAL_H
#define CSR_TOOL_REFUND_POLICY_EVAL_H

#include <csr/refund_policy.h>
#include <jansson.h>
#include <stdio.h>

/* Answer all lines. 0, or 1 when reading or writing failed. */
int refund_policy_eval(const csr_refund_policy *policy, const json_t *shop, FILE *in, FILE *out);

#endif
