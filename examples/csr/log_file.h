/*
 * An event log in memory: its rows as the format means them, in the order in which they are replayed.
 */
#ifndef CSR_TOOL_LOG_FILE_H
#define CSR_TOOL_LOG_FILE_H

#include "csv.h"
#include "log_format.h"

struct log_row {
    size_t line;       /* where it stands in the file, from 1 */
    size_t case_index; /* cases in order of first appearance, from 0 */
    csr_str raw;       /* as it stands in the file */
    csr_time at;
    csr_str case_id;
    csr_str label;
    csr_str agent, team, customer, product; /* empty = the row does not say */
    csr_str contract;                       /* what was promised to the customer; likewise */
    int32_t priority;                       /* 0 = the row does not say */
    int32_t rank;                           /* likewise */
    enum log_step step;
    int escalates;
    int32_t channel;            /* csr_channel */
    int32_t reopens, reassigns; /* counters of the log; -1 = it has none, or the row does not say */
    int made_sla;               /* 1, 0, or -1 likewise */
};

struct log_reject {
    size_t line;
    csr_str raw;
    char *reason;
};

struct log_file {
    const struct log_format *format;
    char *text;
    size_t len;
    uint64_t hash;           /* of the text; tells one file from another */
    struct csv_reader cells; /* keeps what the rows point to */
    struct log_row *rows;    /* by case, instant, line */
    size_t row_count, row_capacity;
    struct log_reject *rejects; /* by line */
    size_t reject_count, reject_capacity;
    size_t case_count;
};

/* Read a file; 0, or an exit code and a message. now: rows from later are rejected. */
int log_file_read(struct log_file *log, const struct log_format *format, const char *path, csr_time now);

/* One row more that was not taken; the reason is copied. */
void log_file_reject(struct log_file *log, size_t line, const csr_str *raw, const char *reason);

/* "line,reason,row" in CSV. 0, or an exit code and a message. */
int log_file_write_rejects(struct log_file *log, const char *path);

void log_file_free(struct log_file *log);

#endif
