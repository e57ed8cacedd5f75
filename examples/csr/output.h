/*
 * Answers of operations: tables for people, JSON lines for programs.
 */
#ifndef CSR_TOOL_OUTPUT_H
#define CSR_TOOL_OUTPUT_H

#include "tool.h"

/* Print what an operation gave; 0, or CODE_REFUSED when the answer is a finding of something wrong. */
int output_answer(struct tool *tool, const json_t *operation, const json_t *answer);

/* The same for a result outside the table of operations. */
int output_result(struct tool *tool, const csr_result *result);

/* One JSON value on a line of its own. */
void output_json(const json_t *value);

#endif
