#include "log_file.h"

#include "common.h"
#include "text_map.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What the desk takes at most (the headers say so); a row with more is rejected whole, before any of it is recorded. */
enum { LABEL_MAX = 120, NAME_MAX_BYTES = 120, CUSTOMER_MAX = 180, PRODUCT_MAX = 200, CASE_MAX = 200 };

/* Where the columns of the format stand; (size_t)-1 = nowhere. */
struct heading {
    size_t at[LOG_COLUMNS];
    size_t count;
};

static int is_blank(const csr_str *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (strchr(" \t\r\n", text->ptr[i]) == NULL || text->ptr[i] == '\0')
            return 0;
    return 1;
}

/* A name may stand in a file twice (helpdesk has "Variant" twice); the first one counts. */
static int read_heading(const struct log_format *format, const struct csv_record *record, struct heading *out)
{
    out->count = record->count;
    for (size_t c = 0; c < LOG_COLUMNS; c++) {
        const char *wanted = format->columns[c];
        out->at[c] = (size_t)-1;
        for (size_t i = record->count; wanted != NULL && i-- > 0;)
            if (record->fields[i].len == strlen(wanted) && memcmp(record->fields[i].ptr, wanted, strlen(wanted)) == 0)
                out->at[c] = i;
        if (wanted != NULL && out->at[c] == (size_t)-1)
            return say(CODE_REFUSED, "the file has no column \"%s\"; is it a %s log?", wanted, format->name);
    }
    return CODE_DONE;
}

void log_file_reject(struct log_file *log, size_t line, const csr_str *raw, const char *reason)
{
    log->rejects = need_room(log->rejects, log->reject_count, &log->reject_capacity, sizeof *log->rejects);
    log->rejects[log->reject_count].line = line;
    log->rejects[log->reject_count].raw = *raw;
    log->rejects[log->reject_count].reason = text_copy(reason, strlen(reason));
    log->reject_count++;
}

/* The value of a column; empty when the log or the row does not say it. */
static csr_str cell(const struct log_file *log, const struct heading *heading, const struct csv_record *record,
                    enum log_column column)
{
    static const csr_str nothing = { "", 0 };
    const char *absent = log->format->absent;
    csr_str text;

    if (heading->at[column] == (size_t)-1)
        return nothing;
    text = record->fields[heading->at[column]];
    if (is_blank(&text) || (absent != NULL && text.len == strlen(absent) && memcmp(text.ptr, absent, text.len) == 0))
        return nothing;
    return text;
}

/* Two columns as one text. When both are empty, so is the text. */
static csr_str joined(struct log_file *log, csr_str a, char mark, csr_str b)
{
    csr_str out = { NULL, a.len + b.len + 1 };
    char *bytes;

    if (a.len == 0 && b.len == 0)
        return a;
    bytes = csv_keep(&log->cells, out.len);
    if (a.len > 0)
        memcpy(bytes, a.ptr, a.len);
    bytes[a.len] = mark;
    if (b.len > 0)
        memcpy(bytes + a.len + 1, b.ptr, b.len);
    out.ptr = bytes;
    return out;
}

static int is_utf8(const csr_str *text)
{
    json_t *value = json_stringn(text->ptr, text->len);

    json_decref(value);
    return value != NULL && memchr(text->ptr, '\0', text->len) == NULL;
}

static int is_word(const csr_str *text, const char *word)
{
    return word != NULL && text->len == strlen(word) && memcmp(text->ptr, word, text->len) == 0;
}

/* Why a row cannot be taken, or NULL. */
static const char *row_problem(const struct log_format *format, const struct log_row *row, int has_time, csr_time now)
{
    if (row->case_id.len == 0)
        return "no case";
    if (is_word(&row->label, format->broken_label))
        return "the state is none";
    if (!has_time)
        return "unreadable instant";
    if (row->at <= 0)
        return "an instant before 1970";
    if (row->at > now)
        return "an instant in the future";
    if (!is_utf8(&row->raw))
        return "not UTF-8";
    if (row->case_id.len > CASE_MAX)
        return "the case has more than 200 bytes";
    if (row->label.len > LABEL_MAX)
        return "the label has more than 120 bytes";
    if (row->agent.len > NAME_MAX_BYTES || row->team.len > NAME_MAX_BYTES)
        return "the agent or the team has more than 120 bytes";
    if (row->customer.len > CUSTOMER_MAX)
        return "the customer has more than 180 bytes";
    if (row->contract.len > PRODUCT_MAX)
        return "the service level has more than 200 bytes";
    return row->product.len > PRODUCT_MAX ? "the product has more than 200 bytes" : NULL;
}

/* A counter of the log; -1 when the row does not say. */
static int32_t read_counter(const csr_str *text)
{
    int32_t value = 0;

    for (size_t i = 0; i < text->len && i < 6; i++) {
        if (text->ptr[i] < '0' || text->ptr[i] > '9')
            return -1;
        value = value * 10 + (text->ptr[i] - '0');
    }
    return text->len == 0 || text->len > 6 ? -1 : value;
}

/* What only some logs say. */
static void read_counters(struct log_file *log, const struct heading *heading, const struct csv_record *record,
                          struct log_row *row)
{
    csr_str text = cell(log, heading, record, LOG_CHANNEL);

    row->channel = log_word_value(log->format->channels, &text);
    if (row->channel == 0)
        row->channel = CSR_CHANNEL_NOTE;
    text = cell(log, heading, record, LOG_REOPENS);
    row->reopens = read_counter(&text);
    text = cell(log, heading, record, LOG_REASSIGNS);
    row->reassigns = read_counter(&text);
    text = cell(log, heading, record, LOG_MADE_SLA);
    row->made_sla = is_word(&text, "true") ? 1 : is_word(&text, "false") ? 0 : -1;
}

static void read_row(struct log_file *log, const struct heading *heading, const struct csv_record *record, csr_time now)
{
    const struct log_format *format = log->format;
    struct log_row row = { .line = record->line, .raw = record->raw };
    csr_str time = cell(log, heading, record, LOG_TIME), word;
    const char *problem;

    row.case_id = cell(log, heading, record, LOG_CASE);
    row.label = cell(log, heading, record, LOG_LABEL);
    if (format->columns[LOG_LABEL_2] != NULL)
        row.label = joined(log, row.label, '/', cell(log, heading, record, LOG_LABEL_2));
    row.agent = cell(log, heading, record, LOG_AGENT);
    if (format->columns[LOG_AGENT_2] != NULL)
        row.agent = joined(log, row.agent, '-', cell(log, heading, record, LOG_AGENT_2));
    row.team = cell(log, heading, record, LOG_TEAM);
    row.customer = cell(log, heading, record, LOG_CUSTOMER);
    row.product = cell(log, heading, record, LOG_PRODUCT);
    row.contract = cell(log, heading, record, LOG_CONTRACT);
    word = cell(log, heading, record, LOG_PRIORITY);
    row.priority = log_word_value(format->priorities, &word);
    word = cell(log, heading, record, LOG_RANK);
    row.rank = log_word_value(format->ranks, &word);
    row.step = log_step_of(format, &row.label, &row.escalates);
    read_counters(log, heading, record, &row);
    problem = row_problem(format, &row, format->read_time(&time, &row.at), now);
    if (problem != NULL) {
        log_file_reject(log, row.line, &row.raw, problem);
        return;
    }
    log->rows = need_room(log->rows, log->row_count, &log->row_capacity, sizeof *log->rows);
    log->rows[log->row_count++] = row;
}

static void reject_count(struct log_file *log, const struct heading *heading, const struct csv_record *record)
{
    char *reason = text_format("%zu fields where the heading has %zu", record->count, heading->count);

    log_file_reject(log, record->line, &record->raw, reason);
    free(reason);
}

static int read_rows(struct log_file *log, csr_time now)
{
    struct csv_record record;
    struct heading heading = { 0 };
    enum csv_outcome outcome = csv_read(&log->cells, &record);
    int code;

    if (outcome != CSV_RECORD)
        return say(CODE_REFUSED, "the file has no heading");
    code = read_heading(log->format, &record, &heading);
    while (code == CODE_DONE && (outcome = csv_read(&log->cells, &record)) != CSV_END) {
        if (outcome == CSV_BAD)
            log_file_reject(log, record.line, &record.raw, record.problem);
        else if (record.count == 1 && record.raw.len == 0)
            continue; /* an empty line is nobody's row */
        else if (record.count != heading.count)
            reject_count(log, &heading, &record);
        else
            read_row(log, &heading, &record, now);
    }
    return code;
}

static int by_case_and_time(const void *a, const void *b)
{
    const struct log_row *x = a, *y = b;

    if (x->case_index != y->case_index)
        return x->case_index < y->case_index ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Number the cases, and put the rows of each together and in order. */
static void sort_rows(struct log_file *log)
{
    struct text_map cases = { NULL, 0, 0 };

    for (size_t i = 0; i < log->row_count; i++) {
        int is_new;
        struct text_map_entry *entry = text_map_at(&cases, &log->rows[i].case_id, &is_new);
        if (is_new)
            entry->count = (int64_t)log->case_count++;
        log->rows[i].case_index = (size_t)entry->count;
    }
    text_map_free(&cases);
    if (log->row_count > 0)
        qsort(log->rows, log->row_count, sizeof *log->rows, by_case_and_time);
}

int log_file_read(struct log_file *log, const struct log_format *format, const char *path, csr_time now)
{
    int code;

    memset(log, 0, sizeof *log);
    log->format = format;
    log->text = read_whole(path, &log->len);
    if (log->text == NULL)
        return CODE_REFUSED;
    log->hash = text_hash(log->text, log->len);
    csv_begin(&log->cells, log->text, log->len);
    code = read_rows(log, now);
    sort_rows(log);
    return code;
}

static int by_line(const void *a, const void *b)
{
    const struct log_reject *x = a, *y = b;

    return (x->line > y->line) - (x->line < y->line);
}

int log_file_write_rejects(struct log_file *log, const char *path)
{
    FILE *out = fopen(path, "wb");
    int failed = 1;

    /* Those that the desk refused come last until here. */
    if (log->reject_count > 0)
        qsort(log->rejects, log->reject_count, sizeof *log->rejects, by_line);

    if (out != NULL) {
        fputs("line,reason,row\n", out);
        for (size_t i = 0; i < log->reject_count; i++) {
            const struct log_reject *reject = &log->rejects[i];
            fprintf(out, "%zu,", reject->line);
            csv_put(out, reject->reason, strlen(reject->reason));
            fputc(',', out);
            csv_put(out, reject->raw.ptr, reject->raw.len);
            fputc('\n', out);
        }
        failed = ferror(out);
        failed |= fclose(out) != 0;
    }
    return failed ? say(CODE_REFUSED, "%s: %s", path, strerror(errno)) : CODE_DONE;
}

void log_file_free(struct log_file *log)
{
    for (size_t i = 0; i < log->reject_count; i++)
        free(log->rejects[i].reason);
    free(log->rejects);
    free(log->rows);
    csv_end(&log->cells);
    free(log->text);
    memset(log, 0, sizeof *log);
}
