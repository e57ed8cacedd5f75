/*
 * Commands of the table: words and options to parameters, the call, the answer to the screen.
 */
#ifndef CSR_TOOL_COMMAND_H
#define CSR_TOOL_COMMAND_H

#include "tool.h"

/* Options that an operation takes: its parameters, --clear, --all and those of every command. */
void command_options(const struct tool *tool, const json_t *operation, struct option_set *out);

/* Read what is left of the command line, from argv[at], and run the operation. */
int command_run(struct tool *tool, const json_t *operation, int argc, char **argv, int at, enum desk_use use);

/* The parameters from what was typed, as a new object; 0, or an exit code and a message. */
int command_params(struct tool *tool, const json_t *operation, json_t **out);

/* Whether an operation gives a list, and whether there may be more of it than one page. */
int command_gives_list(const json_t *operation);
int command_has_pages(const json_t *operation);

#endif
