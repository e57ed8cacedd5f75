/*
 * What is told of rule sets, for people; for programs the JSON lines as they are.
 */
#ifndef CSR_TOOL_RULES_SHOW_H
#define CSR_TOOL_RULES_SHOW_H

#include "tool.h"

void rules_show_set(struct tool *tool, const char *text);
void rules_show_fixtures(struct tool *tool, const char *lines);
void rules_show_lint(struct tool *tool, const char *lines);
void rules_show_diff(struct tool *tool, const char *lines);
void rules_show_firings(struct tool *tool, const char *text);
void rules_show_backtest(struct tool *tool, const char *lines);

#endif
