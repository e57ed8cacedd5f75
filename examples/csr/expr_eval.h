/*
 * csr expr eval: expressions, one a line, as the conformance tests of CEL have them.
 *
 * A line has `expr`, and may have `type_env` (names and types), `bindings` (values), `container` and the flags
 * `disable_check` and `check_only`. A value is an object of one member, such as {"int":"-1"} or {"list":[..]}; see
 * docs/expressions.md. The answer has the line's file, section and name, and its value or an error.
 */
#ifndef CSR_TOOL_EXPR_EVAL_H
#define CSR_TOOL_EXPR_EVAL_H

#include <stdio.h>

/* Answer all lines; zoneinfo_dir NULL = where systems keep zones. 0, or 1 when reading or writing failed. */
int expr_eval(FILE *in, FILE *out, const char *zoneinfo_dir);

#endif
