/*
 * Commands beside the table of operations.
 */
#ifndef CSR_TOOL_EXTRAS_H
#define CSR_TOOL_EXTRAS_H

#include "tool.h"

enum { EXTRA_OPTIONS_MAX = 12 };

/* A command of the shape "csr NOUN VERB WORD..." that is no operation. */
struct extra_verb {
    const char *name; /* NULL ends a list */
    const char *usage;
    const char *text;
    size_t least, most;                           /* words behind the verb */
    const char *const options[EXTRA_OPTIONS_MAX]; /* "+name" takes a value */
    /* tool->args holds the verb and its words. An exit code. */
    int (*run)(struct tool *tool);
};

struct extra {
    const char *name;
    const char *usage;     /* what follows "csr NAME" */
    const char *text;      /* a sentence */
    const char *operation; /* the operation that it is short for, or NULL */
    /* The rest of the command line begins at argv[at]. An exit code. NULL = it runs the operation. */
    int (*run)(struct tool *tool, int argc, char **argv, int at);
    const struct extra_verb *verbs; /* or NULL */
};

extern const struct extra extras[];
extern const size_t extra_count;

/* The extra command of a name, or NULL. */
const struct extra *extra_named(const char *name);

int extra_run(struct tool *tool, const struct extra *extra, int argc, char **argv, int at);

/* What it does and takes, or one of its verbs does if it has one of that name, on stdout. */
void extra_help(const struct tool *tool, const struct extra *extra, const char *verb_name);

/* Read the rest of the line with the options `own` ("+name" takes a value), NULL-ended, and those of every command. */
int extra_args(struct tool *tool, struct option_set *set, const char *const *own, int argc, char **argv, int at);

/* An option that is a number from 1 to most; *out stays when it was not given. 0, or CODE_USAGE and a message. */
int extra_count_option(const struct tool *tool, const char *command, const char *option, size_t most, size_t *out);

/* The document of --policy FILE, to be freed; `noun` begins the complaint where there is none. An exit code. */
int extra_policy_read(const struct tool *tool, const char *noun, char **out_text, size_t *out_len);

/* Every line of a report that begins at the margin gets the name of the file before it. */
void extra_report(FILE *out, const char *path, const char *text);

/* What loading it gave: all that is wrong goes to stderr, a line each. Frees the report. An exit code. */
int extra_policy_told(const struct tool *tool, csr_status status, const csr_error *err, csr_buf *report);

/* Find the verb, read what it takes and run it. */
int extra_verbs_run(struct tool *tool, const char *noun, const struct extra_verb *verbs, int argc, char **argv, int at);

extern const struct extra_verb calendar_verbs[], expr_verbs[], money_verbs[], payout_verbs[], refund_policy_verbs[],
    refund_verbs[], remedy_policy_verbs[], rules_verbs[], sla_verbs[];

/* Commands with files of their own. */
int export_command(struct tool *tool, int argc, char **argv, int at);
int import_command(struct tool *tool, int argc, char **argv, int at);
int replay_command(struct tool *tool, int argc, char **argv, int at);
int report_command(struct tool *tool, int argc, char **argv, int at);
int calendar_command(struct tool *tool, int argc, char **argv, int at);
int rules_command(struct tool *tool, int argc, char **argv, int at);
int sla_command(struct tool *tool, int argc, char **argv, int at);
int migrate_command(struct tool *tool, int argc, char **argv, int at);
int backup_command(struct tool *tool, int argc, char **argv, int at);
int maintain_command(struct tool *tool, int argc, char **argv, int at);
int health_command(struct tool *tool, int argc, char **argv, int at);
int doctor_command(struct tool *tool, int argc, char **argv, int at);
int expr_command(struct tool *tool, int argc, char **argv, int at);
int money_command(struct tool *tool, int argc, char **argv, int at);
int payout_command(struct tool *tool, int argc, char **argv, int at);
int refund_command(struct tool *tool, int argc, char **argv, int at);
int refund_policy_command(struct tool *tool, int argc, char **argv, int at);
int remedy_policy_command(struct tool *tool, int argc, char **argv, int at);
int completion_command(struct tool *tool, int argc, char **argv, int at);
int complete_command(struct tool *tool, int argc, char **argv, int at);
int help_command(struct tool *tool, int argc, char **argv, int at);

#endif
