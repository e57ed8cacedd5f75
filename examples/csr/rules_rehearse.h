/*
 * csr rules rehearse: a rule set over all that has happened at a desk, counted.
 */
#ifndef CSR_TOOL_RULES_REHEARSE_H
#define CSR_TOOL_RULES_REHEARSE_H

#include "tool.h"

/* Run a set (its JSON; NULL = the one in force) over the desk's history and tell: by rule how often it fired, here and in
 * the log, and when first; whom it called how often; how long tickets waited for their first escalation. */
int rules_rehearse(struct tool *tool, const char *text, size_t len);

#endif
