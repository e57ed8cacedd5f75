/*
 * Functions of the host's: declared with their types, found beside those of the language.
 */
#ifndef CSRI_POLICY_EXPRESSION_HOST_H
#define CSRI_POLICY_EXPRESSION_HOST_H

#include "policy/expression_value.h"

/* Take those that parameters declare. CSR_E_ARGUMENT, CSR_E_LIMIT, CSR_E_NO_MEMORY. */
csr_status csri_host_functions_take(csri_scope *scope, csri_arena *arena, const csr_expression_params *params,
                                    csr_error *err);

const csri_function *csri_host_function_find(const csri_scope *scope, csr_str name, int is_method);
const csri_function *csri_host_function_next(const csri_function *function);

/* Whether a function is the host's; what follows is asked only of those that are, but for csri_is_pure(). */
int csri_is_host_function(const csri_function *function);
/* Whether arguments of these types may be given to it. */
int csri_host_function_fits(const csri_function *function, const csri_node *call);
const csri_value_type *csri_host_function_result(const csri_function *function);
/* Whether it and all others of its name are pure. */
int csri_is_pure(const csri_function *function);

/* Units of work that a call costs. */
int64_t csri_host_function_cost(const csri_function *function);

#endif
