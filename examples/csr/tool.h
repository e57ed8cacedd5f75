/*
 * One run of the tool: the desk it works at, how it was asked to answer, and the table of operations.
 */
#ifndef CSR_TOOL_TOOL_H
#define CSR_TOOL_TOOL_H

#include "args.h"
#include "catalog.h"

#include <csr/csr.h>
#include <jansson.h>

struct tool {
    struct catalog catalog;
    struct option_set globals; /* options that every command takes */
    struct args args;          /* the command line, as far as it has been read */
    csr_desk *desk;
    csr_session *session;
    json_t *labels;   /* "ticket <id>" -> what people call it, for those that were looked up */
    int has_offset;   /* the two below are known */
    int shows_suffix; /* 0 = instants are shown in UTC without a suffix */
    int32_t offset_s;
};

/* How a command may open the desk. */
enum desk_use { DESK_EXISTING, DESK_CREATE, DESK_READ_ONLY, DESK_IN_MEMORY };

/* How long each call of the library may take, from --timeout; 0 = as long as it takes. CODE_USAGE and a message. */
int tool_timeout(const struct tool *tool, int64_t *out_us);

/* The desk that --desk or CSR_DESK names, and what --backend-option says, for what begins without opening it. 0, or an exit
 * code and a message. */
enum { TOOL_OPTIONS_MAX = 16 };
int tool_desk(const struct tool *tool, const char **out);
int tool_options(const struct tool *tool, csr_option options[TOOL_OPTIONS_MAX], size_t *count);
void tool_options_free(csr_option *options, size_t count);

/* Whether a path leads to the desk, or to what SQLite keeps beside it. Opening and closing it here would drop its locks. */
int tool_is_desk(const struct tool *tool, const char *path);
/* Before a file is written: not over the desk, nor over `from`, which is still to be read (NULL = nothing is). 0, or
 * CODE_REFUSED and a message. */
int tool_may_write(const struct tool *tool, const char *path, const char *from);

/* Open the desk that --desk or CSR_DESK names (or with DESK_IN_MEMORY one that nobody keeps), once; 0, or an exit code
 * and a message. */
int tool_open(struct tool *tool, enum desk_use use);
void tool_close(struct tool *tool);

/* Run an operation; *answer is the caller's (json_decref), NULL on failure. params may be NULL; they are borrowed. */
csr_status tool_call(struct tool *tool, const char *operation, const json_t *params, json_t **answer, csr_error *err);

/* The desk's display offset, read once. Without a desk, or when it cannot be read: UTC. */
int32_t tool_offset(struct tool *tool);

/* An instant as this desk shows it; at most CSR_TIME_TEXT_BYTES. */
void tool_show_time(struct tool *tool, csr_time at, char out[CSR_TIME_TEXT_BYTES]);

/* Whether an option was given. */
int tool_asked(const struct tool *tool, const char *option);

/* Whether answers are for people (tables) or for programs (JSON lines). */
int tool_for_people(const struct tool *tool);

#endif
