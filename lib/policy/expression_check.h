/*
 * Checking, shared by its parts: names (expression_names.c), operators (expression_operators.c), calls
 * (expression_calls.c) and the rest (expression_check.c).
 */
#ifndef CSRI_POLICY_EXPRESSION_CHECK_H
#define CSRI_POLICY_EXPRESSION_CHECK_H

#include "policy/expression_type.h"
#include "policy/expression_value.h"

/* The loop variables in scope, the innermost last. */
typedef struct csri_checker {
    csr_expression *e;
    csr_str locals[CSRI_EXPRESSION_LOOPS];
    const csri_value_type *local_types[CSRI_EXPRESSION_LOOPS];
    unsigned local_count;
    uint32_t from, to;                             /* the part between "and" and "or" that is being checked */
    uint64_t guarded[CSRI_EXPRESSION_FIELDS / 64]; /* fields that has() has been asked about here */
} csri_checker;

/* Check a node and what is below it; afterwards it has a type, dyn where that is not known before the facts are. */
void csri_check_node(csri_checker *c, csri_node *node);
void csri_check_name(csri_checker *c, csri_node *node);
void csri_check_select(csri_checker *c, csri_node *node);
/* has(of) */
void csri_check_has(csri_checker *c, csri_node *node, csri_node *of);
void csri_check_junction(csri_checker *c, csri_node *node);
void csri_check_choice(csri_checker *c, csri_node *node);
void csri_check_sign(csri_checker *c, csri_node *node);
void csri_check_pair(csri_checker *c, csri_node *node);
void csri_check_call(csri_checker *c, csri_node *node);

/* Whether the node calls a function of this name. */
int csri_is_named(const csri_node *node, const char *name);
/* Whether it is has(..), not yet resolved. */
int csri_is_has(const csri_node *node);
/* Report unless it is true or false, or not known. */
void csri_check_bool(csri_checker *c, const csri_node *node);
/* How a list is asked what it has. */
#define CSRI_IN_LIST "; whether a list has it asks \"x\" in list"
/* Whether one word may have been meant as the other; *best is the distance to beat. */
int csri_is_near(csr_str word, csr_str other, size_t *best);

static inline int csri_is_unchecked(const csri_checker *c)
{
    return (c->e->flags & CSR_EXPRESSION_UNCHECKED) != 0;
}

static inline int csri_is_any(const csri_value_type *type)
{
    return type->kind <= 0;
}

static inline int csri_same(csr_str a, csr_str b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

#endif
