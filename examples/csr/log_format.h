/*
 * Event logs of other service desks: which column says what, and what a label means. One table for replay and report.
 */
#ifndef CSR_TOOL_LOG_FORMAT_H
#define CSR_TOOL_LOG_FORMAT_H

#include <csr/interaction.h>
#include <csr/ticket.h>
#include <csr/types.h>

/* What a row does to its case. */
enum log_step {
    LOG_NOTHING,
    LOG_WORK,
    LOG_WAIT_CUSTOMER,
    LOG_WAIT_THIRD_PARTY,
    LOG_WAIT_INTERNAL,
    LOG_RESOLVE,
    LOG_CLOSE
};

/* What a column says. Those with a second one are two columns joined. */
enum log_column {
    LOG_CASE,
    LOG_TIME,
    LOG_LABEL,
    LOG_LABEL_2,
    LOG_AGENT,
    LOG_AGENT_2,
    LOG_TEAM,
    LOG_CUSTOMER,
    LOG_PRIORITY,
    LOG_RANK,
    LOG_PRODUCT,
    LOG_CHANNEL,
    LOG_REOPENS,   /* how often the case was reopened so far */
    LOG_REASSIGNS, /* how often it was passed on so far */
    LOG_MADE_SLA,  /* "true" while its service level is kept */
    LOG_CONTRACT,
    LOG_COLUMNS
};

/* A label, or with "*" at its end all that begin so; the first that fits counts. */
struct log_label {
    const char *label;
    enum log_step step;
    int escalates;
};

/* A word of a column and the number that it stands for. */
struct log_word {
    const char *word;
    int32_t value;
};

struct log_format {
    const char *name;
    const char *display_offset;        /* how instants of the log are shown; "" = UTC without a suffix */
    const char *columns[LOG_COLUMNS];  /* headings; NULL = the log does not say it */
    const char *absent;                /* what stands for an absent value, or NULL */
    const char *broken_label;          /* rows with this label are rejected; NULL = none */
    const struct log_label *labels;    /* ended by one without label */
    const struct log_word *priorities; /* csr_priority, ended by one without word; NULL = none */
    const struct log_word *ranks;      /* whose rise is an escalation, likewise */
    const struct log_word *channels;   /* csr_channel, likewise; NULL = all rows are notes */
    int (*read_time)(const csr_str *text, csr_time *out); /* 1, or 0 when it cannot be read; whole seconds */
};

/* The format of a name (len bytes), or NULL. */
const struct log_format *log_format_named(const char *name, size_t len);

/* All names, for messages: "helpdesk, bpi2013". free() it. */
char *log_format_names(void);

/* What a label means; LOG_NOTHING when it is not in the table. escalates may be NULL. */
enum log_step log_step_of(const struct log_format *format, const csr_str *label, int *escalates);

/* The number of a word; 0 when it is not in the table or there is none. */
int32_t log_word_value(const struct log_word *words, const csr_str *word);

int log_step_is_wait(enum log_step step);

#endif
