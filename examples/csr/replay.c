/*
 * csr replay: an event log of another desk, row by row through the typed interface.
 *
 * Rows go in batches, one transaction each, which also moves a bookmark: what is killed at any moment goes on where the
 * last batch ended. README.md says what a row becomes.
 */
#include "common.h"
#include "extras.h"
#include "output.h"
#include "replay_row.h"
#include "values.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH_DEFAULT = 500, BATCH_MAX = 100000 };

struct plan {
    const struct log_format *format;
    const char *path, *rejects, *sla;
    size_t batch;
    size_t stop_after; /* rows of this run; 0 = all */
    int strict;
};

static int read_format(const char *name, struct plan *plan)
{
    char *names;
    int code = CODE_DONE;

    plan->format = name != NULL ? log_format_named(name, strlen(name)) : NULL;
    if (plan->format != NULL)
        return CODE_DONE;
    names = log_format_names();
    if (name == NULL)
        code = say(CODE_USAGE, "replay: which --format? %s", names);
    else
        code = say(CODE_USAGE, "replay: no format %s; there are %s", name, names);
    free(names);
    return code;
}

static int read_plan(const struct tool *tool, struct plan *plan)
{
    const struct args *args = &tool->args;
    int code;

    memset(plan, 0, sizeof *plan);
    plan->batch = BATCH_DEFAULT;
    plan->rejects = args_value(args, "rejects");
    plan->sla = args_value(args, "sla");
    plan->strict = args_value(args, "strict") != NULL;
    code = read_format(args_value(args, "format"), plan);
    if (plan->format == NULL)
        return code;
    if (args->word_count != 1)
        return say(CODE_USAGE, "replay: which file? csr replay --format %s FILE", plan->format->name);
    plan->path = args->words[0];
    code = extra_count_option(tool, "replay", "batch", BATCH_MAX, &plan->batch);
    return code == CODE_DONE ? extra_count_option(tool, "replay", "stop_after", SIZE_MAX / 100, &plan->stop_after)
                             : code;
}

/* The bookmark belongs to the content of the file: under another name it is the same log. */
static void bookmark_name(const struct log_file *log, char *out, size_t size)
{
    (void)snprintf(out, size, "replay:%s:%016" PRIx64, log->format->name, log->hash);
}

/* Rows that earlier runs have done. */
static csr_status read_bookmark(struct replay *replay, const struct log_file *log, size_t *done)
{
    csr_bookmark_get_params params = CSR_BOOKMARK_GET_PARAMS_INIT;
    csr_bookmark_view view = { .struct_size = (uint32_t)sizeof view };
    csr_result *result = NULL;
    char name[120];
    csr_status status;

    *done = 0;
    bookmark_name(log, name, sizeof name);
    csr_str_set(&params.name, name, CSR_NTS);
    status = csr_bookmark_get(replay->session, &params, &result, &replay->err);
    if (status == CSR_OK)
        status = csr_bookmark_at(result, 0, &view, &replay->err);
    for (size_t i = 0; status == CSR_OK && i < view.value.len; i++)
        *done = *done * 10 + (size_t)(view.value.ptr[i] - '0');
    if (*done > log->row_count)
        *done = 0;
    csr_result_free(result);
    return status == CSR_E_NOT_FOUND ? CSR_OK : status;
}

static csr_status write_bookmark(struct replay *replay, const struct log_file *log, size_t done)
{
    csr_bookmark_set_params params = CSR_BOOKMARK_SET_PARAMS_INIT;
    char name[120], value[24];

    bookmark_name(log, name, sizeof name);
    (void)snprintf(value, sizeof value, "%zu", done);
    csr_str_set(&params.name, name, CSR_NTS);
    csr_str_set(&params.value, value, CSR_NTS);
    return csr_bookmark_set(replay->session, &params, &replay->err);
}

/* Whether a row was refused for what it says, so that the rows after it can go on. */
static int is_refusal(csr_status status)
{
    return status == CSR_E_ARGUMENT || status == CSR_E_NOT_FOUND || status == CSR_E_STATE ||
           status == CSR_E_DUPLICATE || status == CSR_E_LIMIT;
}

static csr_status replay_rows(struct replay *replay, struct log_file *log, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct log_row *row = &log->rows[i];
        const struct log_row *before = i > 0 && row[-1].case_index == row->case_index ? &row[-1] : NULL;
        csr_status status = replay_row(replay, row, before);
        if (is_refusal(status))
            log_file_reject(log, row->line, &row->raw, replay->err.message);
        else if (status != CSR_OK)
            return status;
    }
    return CSR_OK;
}

/* Begin a batch where the bookmark is, which another run of the same log may have moved on. */
static csr_status begin_batch(struct replay *replay, const struct log_file *log, size_t *done)
{
    csr_status status = csr_session_begin(replay->session, &replay->err);
    size_t at = *done;

    if (status == CSR_OK)
        status = read_bookmark(replay, log, &at);
    if (status == CSR_OK && at != *done) {
        replay_forget(replay);
        replay->known += at > *done ? at - *done : 0;
        *done = at;
    }
    return status;
}

/* The next rows after *done, up to `end`, in one transaction; *done moves on when they are recorded. */
static csr_status replay_batch(struct replay *replay, struct log_file *log, size_t batch, size_t end, size_t *done)
{
    size_t from = *done, to;
    csr_status status = begin_batch(replay, log, &from);

    to = from >= end || end - from <= batch ? end : from + batch;
    if (status == CSR_OK)
        status = replay_rows(replay, log, from, to);
    if (status == CSR_OK && from < end)
        status = write_bookmark(replay, log, to);
    if (status == CSR_OK)
        status = csr_session_commit(replay->session, &replay->err);
    else
        (void)csr_session_rollback(replay->session, NULL);
    if (status == CSR_OK)
        *done = from > to ? from : to;
    return status;
}

static void show_progress(size_t done, size_t count, int over)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%zu of %zu rows%s", done, count, over ? "\n" : "");
}

/* Rows from *done on, which moves with every batch. */
static csr_status replay_batches(struct replay *replay, struct log_file *log, const struct plan *plan, size_t *done)
{
    size_t end = log->row_count;
    csr_status status = CSR_OK;

    if (plan->stop_after > 0 && plan->stop_after < end - *done)
        end = *done + plan->stop_after;
    if (*done < end)
        status = replay_prepare(replay);
    while (status == CSR_OK && *done < end) {
        status = replay_batch(replay, log, plan->batch, end, done);
        if (status == CSR_OK)
            show_progress(*done, log->row_count, *done >= end);
    }
    return status;
}

static void tell(struct tool *tool, const struct replay *replay, const struct log_file *log, size_t before)
{
    size_t known = replay->known + before;
    json_t *answer;

    if (tool_for_people(tool)) {
        printf("%zu rows of %zu cases: %zu recorded, %zu known before, %zu rejected\n", log->row_count, log->case_count,
               replay->recorded, known, log->reject_count);
        return;
    }
    answer = need(json_pack("{s:s, s:I, s:I, s:I, s:I, s:I}", "format", log->format->name, "rows",
                            (json_int_t)log->row_count, "cases", (json_int_t)log->case_count, "recorded",
                            (json_int_t)replay->recorded, "known", (json_int_t)known, "rejected",
                            (json_int_t)log->reject_count));
    output_json(answer);
    json_decref(answer);
}

static int finish(struct tool *tool, struct replay *replay, struct log_file *log, const struct plan *plan,
                  size_t before)
{
    int code = CODE_DONE;

    if (plan->rejects != NULL)
        code = log_file_write_rejects(log, plan->rejects);
    tell(tool, replay, log, before);
    if (log->reject_count > 0)
        say(CODE_DONE, "%zu rows were rejected%s%s%s", log->reject_count, plan->rejects != NULL ? "; see " : "",
            plan->rejects != NULL ? plan->rejects : "",
            plan->rejects == NULL ? "; --rejects FILE writes them down" : "");
    if (code == CODE_DONE && plan->strict && log->reject_count > 0)
        code = CODE_PARTIAL;
    return code;
}

static int give_up(const struct replay *replay, const struct log_file *log, size_t done)
{
    int code = say_error("replay", &replay->err);

    fprintf(stderr, "     %zu of %zu rows are recorded; the same command goes on from there\n", done, log->row_count);
    return code;
}

static int run_plan(struct tool *tool, const struct plan *plan)
{
    struct log_file log;
    struct replay replay;
    size_t before = 0, done;
    csr_status status;
    int code = log_file_read(&log, plan->format, plan->path, value_now());

    memset(&replay, 0, sizeof replay);
    replay.err.struct_size = (uint32_t)sizeof replay.err;
    replay.format = plan->format;
    replay.sla = plan->sla;
    replay.ticket.case_index = (size_t)-1;
    if (code == CODE_DONE && plan->rejects != NULL)
        code = tool_may_write(tool, plan->rejects, plan->path);
    if (code == CODE_DONE)
        code = tool_open(tool, DESK_CREATE);
    if (code == CODE_DONE) {
        replay.session = tool->session;
        status = read_bookmark(&replay, &log, &before);
        done = before;
        if (status == CSR_OK)
            status = replay_batches(&replay, &log, plan, &done);
        code = status != CSR_OK ? give_up(&replay, &log, done) : finish(tool, &replay, &log, plan, before);
    }
    replay_free(&replay);
    log_file_free(&log);
    return code;
}

int replay_command(struct tool *tool, int argc, char **argv, int at)
{
    static const char *const options[] = { "+format", "+rejects", "+batch", "+stop_after", "+sla", "strict", NULL };
    struct option_set set = { NULL, 0, 0 };
    struct plan plan;
    int code = extra_args(tool, &set, options, argc, argv, at);

    if (code == CODE_DONE)
        code = read_plan(tool, &plan);
    if (code == CODE_DONE)
        code = run_plan(tool, &plan);
    option_set_free(&set);
    return code;
}
