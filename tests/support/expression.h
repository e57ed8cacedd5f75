/*
 * Expressions in tests: compile, evaluate, and tell the value as text.
 */
#ifndef CSR_TEST_EXPRESSION_H
#define CSR_TEST_EXPRESSION_H

#include <csr/expression.h>

/* What an expression over these fields and facts gives, such as "true", "3", "\"a\"", "[1, 2]" or "?no such key"; "!" and
 * the message when it does not compile. Valid until the next call. */
const char *test_expression(const char *text, uint32_t flags, const csr_expression_field *fields,
                            const csr_value *facts, size_t count);

/* The report on a text that does not compile, "" when it does. Valid until the next call. */
const char *test_expression_report(const char *text, const csr_expression_field *fields, size_t count);

#endif
