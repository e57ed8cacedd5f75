#include "rules_history.h"

#include "common.h"
#include "log_file.h"
#include "values.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SECOND INT64_C(1000000)

/* What is known of a case so far. */
struct matter {
    csr_time at;       /* of the row before */
    int64_t waited_us; /* while nobody else was waited for and nothing was settled */
    enum log_step step;
    int begun, owned, reopened, escalated, rows;
    int32_t rank;
};

/* Rows in the order of time, whatever case they belong to. */
static int by_time(const void *a, const void *b)
{
    const struct log_row *one = *(const struct log_row *const *)a, *other = *(const struct log_row *const *)b;

    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    return one < other ? -1 : one > other;
}

static const char *phase_of(enum log_step step)
{
    static const char *const phases[] = {
        [LOG_NOTHING] = "new",          [LOG_WORK] = "open",
        [LOG_WAIT_CUSTOMER] = "paused", [LOG_WAIT_THIRD_PARTY] = "paused",
        [LOG_WAIT_INTERNAL] = "paused", [LOG_RESOLVE] = "resolved",
        [LOG_CLOSE] = "closed",
    };
    return phases[step];
}

static const char *waits_for(enum log_step step)
{
    return step == LOG_WAIT_CUSTOMER      ? "customer"
           : step == LOG_WAIT_THIRD_PARTY ? "third_party"
           : step == LOG_WAIT_INTERNAL    ? "internal"
                                          : NULL;
}

static const char *priority_of(int32_t priority)
{
    static const char *const names[] = { "", "low", "normal", "high", "urgent" };
    return names[priority];
}

/* The house is waited for: nothing is settled, and the house waits for nobody. */
static int runs(enum log_step step)
{
    return step == LOG_NOTHING || step == LOG_WORK;
}

static void set_text(json_t *facts, const char *name, const char *text)
{
    (void)json_object_set_new(facts, name, text != NULL ? need(json_string(text)) : need(json_null()));
}

static void set_field(json_t *facts, const char *name, const csr_str *text)
{
    if (text->len != 0)
        (void)json_object_set_new(facts, name, need(json_stringn(text->ptr, text->len)));
}

static void set_clock(json_t *facts, const char *name, int64_t us, int is_running)
{
    char *text = text_format("%" PRId64 "s", us / SECOND);
    json_t *value = need(json_string(text));

    (void)json_object_set_new(facts, name, is_running ? value : need(json_pack("{s:o}", "stands", value)));
    free(text);
}

static void begin_matter(json_t *facts)
{
    (void)json_object_set_new(facts, "ticket.acknowledged", json_false());
    (void)json_object_set_new(facts, "recipient.quiet", json_false());
    (void)json_object_set_new(facts, "ticket.escalation_level", need(json_integer(0)));
    set_clock(facts, "ticket.age", 0, 1);
    set_clock(facts, "ticket.unowned", 0, 1);
}

static void note_row(struct matter *m, const struct log_row *row)
{
    if (m->begun && runs(m->step))
        m->waited_us += row->at - m->at;
    if (row->step == LOG_WORK && (m->step == LOG_RESOLVE || m->step == LOG_CLOSE))
        m->reopened++;
    m->escalated |= row->escalates || (m->rank != 0 && row->rank > m->rank);
    m->rank = row->rank != 0 ? row->rank : m->rank;
    m->step = row->step != LOG_NOTHING ? row->step : m->step;
    m->owned |= row->agent.len != 0;
    m->at = row->at;
    m->rows++;
}

static json_t *facts_of(struct matter *m, const struct log_row *row)
{
    json_t *facts = need(json_object());

    if (!m->begun)
        begin_matter(facts);
    note_row(m, row);
    m->begun = 1;
    set_text(facts, "ticket.phase", phase_of(m->step));
    set_text(facts, "ticket.waits_for", waits_for(m->step));
    set_field(facts, "ticket.team", &row->team);
    set_field(facts, "ticket.assignee", &row->agent);
    set_field(facts, "ticket.product", &row->product);
    set_field(facts, "ticket.order_ref", &row->contract);
    if (row->priority != 0)
        set_text(facts, "ticket.priority", priority_of(row->priority));
    set_clock(facts, "ticket.waited", m->waited_us, runs(m->step));
    set_clock(facts, "ticket.idle", 0, m->step != LOG_RESOLVE && m->step != LOG_CLOSE);
    if (m->owned)
        set_clock(facts, "ticket.unowned", 0, 0);
    (void)json_object_set_new(facts, "ticket.contacts", need(json_integer(m->rows)));
    (void)json_object_set_new(facts, "ticket.reopened", need(json_integer(m->reopened)));
    (void)json_object_set_new(facts, "ticket.tags",
                              m->escalated ? need(json_pack("[s]", "escalated")) : need(json_array()));
    return facts;
}

static int write_line(struct matter *m, const struct log_row *row)
{
    char at[CSR_TIME_TEXT_BYTES];
    json_t *line;
    int failed;

    (void)csr_time_format(row->at, 0, at, NULL);
    line = need(json_pack("{s:s%, s:s, s:o}", "ticket", row->case_id.ptr, row->case_id.len, "at", at, "facts",
                          facts_of(m, row)));
    failed = json_dumpf(line, stdout, JSON_COMPACT) != 0 || putchar('\n') == EOF;
    json_decref(line);
    return failed ? CODE_REFUSED : CODE_DONE;
}

int rules_history_write(const char *format_name, const char *path)
{
    const struct log_format *format = format_name == NULL ? NULL : log_format_named(format_name, strlen(format_name));
    const struct log_row **rows;
    struct matter *matters;
    struct log_file log;
    char *names;
    int code;

    if (format == NULL) {
        names = log_format_names();
        code = say(CODE_USAGE, "rules history: --format is one of %s", names);
        free(names);
        return code;
    }
    code = log_file_read(&log, format, path, value_now());
    if (code == CODE_DONE) {
        rows = need_zeroed(log.row_count + 1, sizeof *rows);
        matters = need_zeroed(log.case_count + 1, sizeof *matters);
        for (size_t i = 0; i < log.row_count; i++)
            rows[i] = &log.rows[i];
        qsort(rows, log.row_count, sizeof *rows, by_time);
        for (size_t i = 0; i < log.row_count && code == CODE_DONE; i++)
            code = write_line(&matters[rows[i]->case_index], rows[i]);
        free(matters);
        free(rows);
    }
    log_file_free(&log);
    return code;
}
