/*
 * Rows for people: a table for pages, one member a line for a single record. By libsmartcols.
 */
#ifndef CSR_TOOL_TABLE_H
#define CSR_TOOL_TABLE_H

#include "tool.h"

/* A page of rows of one kind. 0, or an exit code and a message. */
int table_rows(struct tool *tool, const char *kind, const json_t *rows);

/* One record, a member a line. */
int table_record(struct tool *tool, const char *kind, const json_t *row);

/* Names and values side by side under a title, for reports; both arrays hold `count` texts. */
int table_pairs(const char *title, const char *const *names, const char *const *values, size_t count);

#endif
