/*
 * csr expr match: rules over facts, and how long they take.
 */
#ifndef CSR_TOOL_EXPR_MATCH_H
#define CSR_TOOL_EXPR_MATCH_H

#include <stdio.h>

/*
 * Load the rules (JSON: `schema` of names and types, `rules` of id and cel), bind the facts (an object a line, in which
 * "a.b" is the member b of a), match all rules against all facts `repeat` times, and print one line of JSON: rules, facts,
 * matches, check (the sum over rules of position times matches), load_ms, bind_ns of one line, and ns_per_rule with and
 * without the index, processor time, the median. 0, or 1 after saying what is wrong.
 */
int expr_match(const char *rules_path, const char *facts_path, unsigned repeat, FILE *out);

#endif
