/*
 * Values as people type them, by what a parameter means.
 */
#ifndef CSR_TOOL_VALUES_H
#define CSR_TOOL_VALUES_H

#include "tool.h"

/*
 * The JSON value of one parameter of the table from its text; text is NULL for a flag that was only named. "@file" and
 * "@-" stand for the content of a file in bodies and documents. 0, or an exit code and a message.
 */
int value_read(struct tool *tool, const json_t *param, const char *text, json_t **out);

/* Now, microseconds UTC. */
csr_time value_now(void);

#endif
