/*
 * The log of another desk as a history that rules can be rehearsed over.
 */
#ifndef CSR_TOOL_RULES_HISTORY_H
#define CSR_TOOL_RULES_HISTORY_H

#include "tool.h"

/* Write a line for every row of the log to stdout. 0, or an exit code and a message. */
int rules_history_write(const char *format_name, const char *path);

#endif
