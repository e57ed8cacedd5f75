#include "calendar_eval.h"

#include "line_filter.h"

#include <inttypes.h>

#define SECOND_US INT64_C(1000000)

/* What is asked. */
struct question {
    struct json_text op;
    int64_t start, end, amount;
    int has_start, has_end, has_amount;
};

/* The members of a question; 0 with err filled when one of them is wrong. */
static int read_question(struct line_filter *filter, struct question *q)
{
    int good = 1;
    for (size_t i = 0; i < filter->member_count && good; i++) {
        const struct json_member *m = &filter->members[i];
        if (json_text_is(m->name, "op")) {
            good = json_text_string(m->value, &q->op) || line_filter_refuse(filter, "op", "a text is expected");
        } else if (json_text_is(m->name, "start")) {
            good = q->has_start = line_filter_seconds(filter, m->value, "start", &q->start);
        } else if (json_text_is(m->name, "end")) {
            good = q->has_end = line_filter_seconds(filter, m->value, "end", &q->end);
        } else if (json_text_is(m->name, "amount_s")) {
            good = q->has_amount = line_filter_seconds(filter, m->value, "amount_s", &q->amount);
        }
    }
    return good;
}

/* What is needed beside the calendar. */
static int check_question(struct line_filter *filter, const struct question *q)
{
    int within = json_text_is(q->op, "within");
    if (!within && !json_text_is(q->op, "add_forward") && !json_text_is(q->op, "add_backward")) {
        return line_filter_refuse(filter, "op", "within, add_forward or add_backward is expected");
    }
    if (!q->has_start) {
        return line_filter_refuse(filter, "start", "start is missing");
    }
    if (within && !q->has_end) {
        return line_filter_refuse(filter, "end", "end is missing");
    }
    if (!within && !q->has_amount) {
        return line_filter_refuse(filter, "amount_s", "amount_s is missing");
    }
    return 1;
}

static csr_status ask(const struct question *q, const csr_calendar *calendar, int64_t *out_us, csr_error *err)
{
    csr_time start = q->start * SECOND_US;
    if (json_text_is(q->op, "within")) {
        return csr_calendar_within(calendar, start, q->end * SECOND_US, out_us, err);
    }
    if (json_text_is(q->op, "add_forward")) {
        return csr_calendar_add(calendar, start, q->amount * SECOND_US, out_us, err);
    }
    return csr_calendar_sub(calendar, start, q->amount * SECOND_US, out_us, err);
}

static int answer(struct line_filter *filter)
{
    struct question q = { .op = { "", 0 } };
    const csr_calendar *calendar = NULL;
    int64_t result_us = 0;
    if (!read_question(filter, &q) || !check_question(filter, &q)) {
        return 0;
    }
    if (calendar_cache_get(filter->cache, filter->members, filter->member_count, &calendar, &filter->err) != CSR_OK ||
        ask(&q, calendar, &result_us, &filter->err) != CSR_OK) {
        return 0;
    }
    line_filter_begin(filter);
    (void)fprintf(filter->out, "%" PRId64 "}\n", result_us / SECOND_US);
    return 1;
}

int calendar_eval(FILE *in, FILE *out, const char *zoneinfo_dir)
{
    return line_filter_run(in, out, zoneinfo_dir, answer, NULL);
}
