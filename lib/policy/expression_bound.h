/*
 * The cost of an evaluation, bounded before there are facts.
 */
#ifndef CSRI_POLICY_EXPRESSION_BOUND_H
#define CSRI_POLICY_EXPRESSION_BOUND_H

#include "policy/expression_value.h"

/* Of fields that do not say it: items of a list or map, bytes of a text. */
#define CSRI_BOUND_ITEMS 64
#define CSRI_BOUND_BYTES 1000

/*
 * Units of work that evaluating an expression costs at most, where no fact is larger than its field says. *over = the
 * smallest part that alone costs more than the limit; NULL = none does. What it costs then is bounded as it is evaluated.
 */
int64_t csri_expression_bound(const csr_expression *e, int64_t limit, const csri_node **over);

#endif
