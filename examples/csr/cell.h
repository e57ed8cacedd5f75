/*
 * One member of a row as text for people.
 */
#ifndef CSR_TOOL_CELL_H
#define CSR_TOOL_CELL_H

#include "tool.h"

/*
 * New text; "" when the member is unset. Instants stand in the desk's display offset, in brief without seconds and
 * offset; references as what people call the record, unless --ids was given.
 */
char *cell_text(struct tool *tool, const char *kind, const char *member, const json_t *row, int brief);

/* Microseconds as "2d 3h", "4m 5s" or "12s"; free() it. */
char *cell_duration(int64_t us);

#endif
