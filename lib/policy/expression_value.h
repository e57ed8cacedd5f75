/*
 * Values, and an evaluation that works on them.
 */
#ifndef CSRI_POLICY_EXPRESSION_VALUE_H
#define CSRI_POLICY_EXPRESSION_VALUE_H

#include "policy/expression.h"

/* An evaluation. */
typedef struct csri_run {
    const csr_expression *e;
    const csr_value *facts;
    size_t fact_count;
    char *room; /* what is left of it */
    size_t room_left;
    int64_t cost_left;     /* below 0 = spent */
    const csri_node *node; /* the call that is being evaluated */
    const struct csri_function *function;
    csr_value locals[CSRI_EXPRESSION_LOOPS];
} csri_run;

/* A function with one list of argument types; those of one name stand together. */
typedef struct csri_function {
    const char *name;
    const char *arguments; /* a letter each: see csri_value_letter(); '?' = any */
    uint8_t is_method;     /* the first argument is the receiver */
    uint8_t reserved;
    int16_t result; /* kind of the value, or CSRI_TYPE_DYN */
    csr_value (*run)(csri_run *run, const csr_value *arguments);
} csri_function;

#define CSRI_FUNCTION_ARGUMENTS CSR_FUNCTION_ARGUMENTS_MAX

/* The first function of a name and style, or NULL; and the next one of its name. scope NULL = only those of the language. */
const csri_function *csri_function_find(const csri_scope *scope, csr_str name, int is_method);
const csri_function *csri_function_next(const csri_function *function);
/* A function of the language that the name may have been meant for; empty = none. */
csr_str csri_function_near(csr_str name, int is_method);
/* The letter of a kind of value. */
char csri_value_letter(int32_t kind);

/* Making values. The text of an undecided one is static. */
csr_value csri_value_undecided(const char *why);
csr_value csri_value_bool(int truth);
csr_value csri_value_int(int64_t number);
csr_value csri_value_text(int32_t kind, const char *ptr, size_t len);

/* Pay for work; 0 when the limit is passed. */
int csri_run_pay(csri_run *run, size_t units);
/* Room for bytes, aligned for values; NULL when there is none. */
void *csri_run_room(csri_run *run, size_t bytes);
/* What to answer when csri_run_room() gave nothing. */
csr_value csri_value_no_room(void);
csr_value csri_value_no_overload(void);

/* Whether two values are equal as CEL has it: numbers of different types by their value, else different types never. */
int csri_value_equal(csri_run *run, const csr_value *a, const csr_value *b);
/* -1, 0, 1; CSRI_UNORDERED when one is not a number; CSRI_NO_ORDER when values of these types have none. */
#define CSRI_UNORDERED 2
#define CSRI_NO_ORDER 3
int csri_value_compare(const csr_value *a, const csr_value *b);
/* The value of a key, or NULL. */
const csr_value *csri_value_at_key(csri_run *run, const csr_value *map, const csr_value *key);

/* a op b for + - * / %, and -a. */
csr_value csri_value_add(csri_run *run, const csr_value *a, const csr_value *b);
csr_value csri_value_subtract(const csr_value *a, const csr_value *b);
csr_value csri_value_multiply(const csr_value *a, const csr_value *b);
csr_value csri_value_divide(const csr_value *a, const csr_value *b);
csr_value csri_value_remainder(const csr_value *a, const csr_value *b);
csr_value csri_value_negate(const csr_value *a);

/* Begin an evaluation: the input is well formed. */
void csri_run_begin(csri_run *run, const csr_expression *e, const csr_expression_input *input);
/* Evaluate a tree; whoever asks first uses csri_expression_value(), which never has a value that was not paid for. */
csr_value csri_expression_run(csri_run *run, const csri_node *node);
csr_value csri_expression_value(csri_run *run, const csri_node *node);

/* A value for people, as CEL has it where it can be short: "company", 31m12s, 2026-03-02T10:31:07Z. */
void csri_value_write(const csr_value *value, csri_buffer *out);
/* As JSON: numbers, flags, texts and lists as they are, everything else in the words for people, absent as null. */
void csri_value_json(const csr_value *value, csri_buffer *out);

#endif
