/*
 * Many rules over the same facts: which of them are true, and which cannot be decided?
 *
 * A rule is a list of conditions that must all be true (`when`) and a list of which one must be true (`any`), each a
 * compiled expression. A set of rules is built once and not changed; facts are bound to it once, into a row, and then all
 * rules are asked, or only those that read what has changed. The answer for a rule is exactly what follows from
 * csr_expression_evaluate() of its conditions under the logic of three outcomes: undecided counts as neither true nor
 * false, one false part settles an "and", one true part an "or". A rule without conditions is true.
 *
 *     csri_match_make(&host, rules, count, &match, err);
 *     row = csri_match_bind(match, &facts, memory of csri_match_row_bytes());
 *     csri_match_all(match, row, CSRI_MATCH_INDEXED, &found);
 *
 * Inside (match_inside.h), conditions become code of 16-byte instructions over slots of 64 bits, texts become numbers,
 * and an index of bit rows leaves out most rules before any code runs. Binding and matching allocate nothing.
 */
#ifndef CSRI_POLICY_MATCH_H
#define CSRI_POLICY_MATCH_H

#include <csr/expression.h>

/* Rules of a set. */
#define CSRI_MATCH_RULES_MAX 10000

/* What comes of a rule, or of a condition. */
enum csri_match_outcome { CSRI_MATCH_FALSE = 0, CSRI_MATCH_TRUE = 1, CSRI_MATCH_UNDECIDED = 2 };

/* Conditions; all expressions of a set were compiled with the same fields in the same order. */
typedef struct csri_match_rule {
    const csr_expression *const *when; /* all of them must be true */
    size_t when_count;
    const csr_expression *const *any; /* one of them must be true; none = nothing is asked */
    size_t any_count;
} csri_match_rule;

/* A set of rules; immutable, any number of threads may use it. */
typedef struct csri_match csri_match;
/* Facts bound to a set; in memory of the caller's. */
typedef struct csri_match_row csri_match_row;

/* Sets of rules: bit i % 64 of word i / 64 is rule i. Each has csri_match_words() words. */
typedef struct csri_match_found {
    uint64_t *is_true;
    uint64_t *is_undecided;
} csri_match_found;

/*
 * Build a set. The expressions are borrowed and outlive it; the array of rules is copied; the host outlives it.
 *
 * CSR_E_ARGUMENT (field "rules": the expressions' fields differ), CSR_E_LIMIT (field "rules": more than
 * CSRI_MATCH_RULES_MAX), CSR_E_NO_MEMORY. NULL in *out on failure.
 */
csr_status csri_match_make(const csr_host *host, const csri_match_rule *rules, size_t rule_count, csri_match **out,
                           csr_error *err);

/* Free a set; its rows are of no use any more. NULL is fine. */
void csri_match_free(csri_match *match);

/* How many words a set of its rules has, at least 1; how many rules it has. */
size_t csri_match_words(const csri_match *match);
size_t csri_match_count(const csri_match *match);

/* How many bytes a row needs. */
size_t csri_match_row_bytes(const csri_match *match);

/*
 * Bind facts: facts, room and cost_limit of the input count for every condition as they do for
 * csr_expression_evaluate(). `memory` is aligned for int64_t. Facts, their texts and the room are borrowed as long as
 * the row is used.
 */
csri_match_row *csri_match_bind(const csri_match *match, const csr_expression_input *facts, void *memory);

/* Bind anew after some facts changed: bit i % 64 of changed[i / 64] = fact i did. `facts` is all of them as they are now;
 * where the facts that did not change are laid elsewhere, bind instead. */
void csri_match_rebind(const csri_match *match, csri_match_row *row, const csr_expression_input *facts,
                       const uint64_t *changed);

/* Whether the index is used. The answer is the same. */
enum csri_match_how { CSRI_MATCH_PLAIN = 0, CSRI_MATCH_INDEXED = 1 };

/* Which rules are true and which undecided; both sets are written whole. */
void csri_match_all(const csri_match *match, const csri_match_row *row, enum csri_match_how how,
                    csri_match_found *found);

/* The same where only some facts changed since `found` was filled: only rules that read one of them are asked anew. */
void csri_match_changed(const csri_match *match, const csri_match_row *row, const uint64_t *changed,
                        csri_match_found *found);

/* The outcome of one rule. */
int csri_match_one(const csri_match *match, const csri_match_row *row, size_t rule);

/* The outcome of one rule by csr_expression_evaluate() alone: what all others are held to. */
int csri_match_by_evaluation(const csri_match *match, const csri_match_row *row, size_t rule);

/* The rules that read a field, as a set; NULL = none does. */
const uint64_t *csri_match_readers(const csri_match *match, size_t field);

static inline int csri_match_has(const uint64_t *set, size_t i)
{
    return (int)(set[i / 64] >> i % 64 & 1);
}

#endif
