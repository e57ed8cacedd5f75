/*
 * Help, made from the table.
 */
#ifndef CSR_TOOL_HELP_H
#define CSR_TOOL_HELP_H

#include "tool.h"

void help_all(const struct tool *tool, FILE *out);
void help_noun(const struct tool *tool, const char *noun);
void help_operation(const json_t *operation);

#endif
