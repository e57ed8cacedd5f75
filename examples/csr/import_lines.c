#include "import_lines.h"

#include "common.h"
#include "csv.h"
#include "import_record.h"
#include "output.h"
#include "values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 8 * 1024 * 1024 };

/* A line that is waiting for its batch, or for what it refers to. */
struct line {
    char *text;
    size_t len, number;
    char *reason; /* why it was put off or refused; NULL = it was not */
    int refused;  /* for good */
};

struct line_list {
    struct line *items;
    size_t count, capacity;
};

struct taking {
    struct import import;
    const struct lines_plan *plan;
    FILE *rejects;
    struct line_list batch, put_off;
    size_t lines, added, changed, known, rejected;
    int failed; /* an exit code: nothing more can be done */
};

static void add_line(struct line_list *list, struct line line)
{
    list->items = need_room(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = line;
}

static void free_line(struct line *line)
{
    free(line->text);
    free(line->reason);
}

static void free_list(struct line_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free_line(&list->items[i]);
    free(list->items);
    memset(list, 0, sizeof *list);
}

static void set_reason(struct line *line, const char *reason)
{
    free(line->reason);
    line->reason = text_copy(reason, strlen(reason));
}

/* "line,reason,row" in CSV, as `csr replay` writes them. */
static void reject(struct taking *t, const struct line *line)
{
    t->rejected++;
    if (t->rejects == NULL)
        return;
    fprintf(t->rejects, "%zu,", line->number);
    csv_put(t->rejects, line->reason, strlen(line->reason));
    fputc(',', t->rejects);
    csv_put(t->rejects, line->text, line->len);
    fputc('\n', t->rejects);
}

/* Whether a line was refused for what it says, so that the lines after it can go on. */
static int is_refusal(csr_status status)
{
    return status == CSR_E_ARGUMENT || status == CSR_E_NOT_FOUND || status == CSR_E_STATE ||
           status == CSR_E_DUPLICATE || status == CSR_E_LIMIT || status == CSR_E_POLICY || status == CSR_E_RIGHT ||
           status == CSR_E_CONFLICT;
}

static json_t *parse(struct line *line)
{
    json_error_t why;
    json_t *value = json_loadb(line->text, line->len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);

    if (value == NULL)
        set_reason(line, why.text);
    else if (!json_is_object(value))
        set_reason(line, "a line is one JSON object");
    else
        return value;
    json_decref(value);
    line->refused = 1;
    return NULL;
}

static void count(struct taking *t, enum import_outcome outcome)
{
    t->added += outcome == IMPORT_ADDED;
    t->changed += outcome == IMPORT_CHANGED;
    t->known += outcome == IMPORT_KNOWN;
}

/* One line in the open transaction. 1 = go on; 0 = the batch must begin again without it, or it failed altogether. */
static int take_line(struct taking *t, struct line *line)
{
    enum import_outcome outcome = IMPORT_KNOWN;
    json_t *value = parse(line);
    csr_status status;

    if (value == NULL)
        return 1;
    free(line->reason);
    line->reason = NULL;
    status = import_record(&t->import, value, &outcome);
    json_decref(value);
    if (status == CSR_OK) {
        count(t, outcome);
        return 1;
    }
    if (!is_refusal(status)) {
        t->failed = say_error("import", &t->import.err);
        return 0;
    }
    set_reason(line, t->import.err.message);
    line->refused = !t->import.dangling;
    return t->import.writes == 0;
}

/* All lines in one transaction; begun again when a line was refused half way, which is then left out. */
static void take_batch(struct taking *t, struct line_list *list)
{
    size_t added = t->added, changed = t->changed, known = t->known, i = 0;
    csr_session *session = t->import.tool->session;
    csr_status status = csr_session_begin(session, &t->import.err);

    while (status == CSR_OK && i < list->count && !t->failed) {
        struct line *line = &list->items[i++];
        if (line->refused || take_line(t, line) || t->failed)
            continue;
        line->refused = 1;
        (void)csr_session_rollback(session, NULL);
        t->added = added;
        t->changed = changed;
        t->known = known;
        i = 0;
        status = csr_session_begin(session, &t->import.err);
    }
    if (status == CSR_OK && !t->failed && !t->plan->dry_run)
        status = csr_session_commit(session, &t->import.err);
    else if (status == CSR_OK)
        (void)csr_session_rollback(session, NULL);
    if (status != CSR_OK && !t->failed)
        t->failed = say_error("import", &t->import.err);
}

/* Behind a batch: lines that were put off wait, lines that were refused are told, all others are done. */
static void sort_out(struct taking *t, struct line_list *list, int last)
{
    struct line_list waiting = { NULL, 0, 0 };

    for (size_t i = 0; i < list->count; i++) {
        struct line *line = &list->items[i];
        if (line->reason != NULL && !line->refused && !last) {
            add_line(&waiting, *line);
            continue;
        }
        if (line->reason != NULL)
            reject(t, line);
        free_line(line);
    }
    list->count = 0;
    for (size_t i = 0; i < waiting.count; i++)
        add_line(&t->put_off, waiting.items[i]);
    free(waiting.items);
}

/* Within a dry run, all of it is one transaction: lines that refer to later ones are tried again in it. */
static void retry_dry(struct taking *t)
{
    struct line_list ordered = { NULL, 0, 0 };

    for (int late = 0; late < 2; late++)
        for (size_t i = 0; i < t->batch.count; i++) {
            struct line *line = &t->batch.items[i];
            if ((line->reason != NULL && !line->refused) == late)
                add_line(&ordered, *line);
        }
    free(t->batch.items);
    t->batch = ordered;
}

static size_t dangling(const struct line_list *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++)
        n += list->items[i].reason != NULL && !list->items[i].refused;
    return n;
}

static void run_dry(struct taking *t)
{
    size_t before = t->batch.count + 1, now = t->batch.count;

    while (!t->failed && now > 0 && now < before) {
        t->added = t->changed = t->known = 0;
        take_batch(t, &t->batch);
        before = now;
        now = dangling(&t->batch);
        retry_dry(t);
    }
    sort_out(t, &t->batch, 1);
}

/* Lines that were put off, again and again while that helps. */
static void run_put_off(struct taking *t)
{
    size_t before = t->put_off.count + 1;

    while (!t->failed && t->put_off.count > 0 && t->put_off.count < before) {
        struct line_list list = t->put_off;
        before = list.count;
        memset(&t->put_off, 0, sizeof t->put_off);
        take_batch(t, &list);
        if (!t->failed)
            sort_out(t, &list, 0);
        free_list(&list);
    }
    if (!t->failed)
        sort_out(t, &t->put_off, 1);
}

static void flush(struct taking *t)
{
    if (t->batch.count == 0 || t->failed)
        return;
    take_batch(t, &t->batch);
    if (!t->failed)
        sort_out(t, &t->batch, 0);
}

static void end_line(struct taking *t, char *text, size_t len)
{
    struct line line = { NULL, len, ++t->lines, NULL, 0 };

    if (len > 0 && text[len - 1] == '\r')
        line.len = --len;
    if (len == 0)
        return;
    line.text = text_copy(text, len);
    add_line(&t->batch, line);
    if (!t->plan->dry_run && t->batch.count >= t->plan->batch)
        flush(t);
}

/* Cut the file into lines; what is longer than any line is refused as a whole. */
static int read_lines(struct taking *t, FILE *file, const char *begun, size_t begun_len)
{
    size_t capacity = 256 * 1024, have = begun_len, n = begun_len;
    char *text = need(malloc(capacity)), *end;

    memcpy(text, begun, begun_len);
    do {
        char *from = text;
        while (!t->failed && (end = memchr(from, '\n', have)) != NULL) {
            end_line(t, from, (size_t)(end - from));
            have -= (size_t)(end - from) + 1;
            from = end + 1;
        }
        memmove(text, from, have);
        if (have > LINE_MAX_BYTES)
            t->failed = say(CODE_REFUSED, "%s: line %zu is longer than 8 MiB", t->plan->name, t->lines + 1);
        if (have == capacity)
            text = need(realloc(text, capacity *= 2));
        n = t->failed ? 0 : fread(text + have, 1, capacity - have, file);
        have += n;
    } while (n > 0);
    if (!t->failed && have > 0)
        end_line(t, text, have);
    free(text);
    return ferror(file) ? say(CODE_REFUSED, "%s: %s", t->plan->name, strerror(errno)) : t->failed;
}

static void tell(const struct taking *t)
{
    json_t *answer = need(json_pack("{s:I, s:I, s:I, s:I, s:I}", "lines", (json_int_t)t->lines, "added",
                                    (json_int_t)t->added, "changed", (json_int_t)t->changed, "known",
                                    (json_int_t)t->known, "rejected", (json_int_t)t->rejected));

    output_json(answer);
    json_decref(answer);
    if (t->rejected > 0)
        say(CODE_DONE, "%zu lines were rejected%s%s", t->rejected,
            t->plan->rejects != NULL ? "; see " : "; --rejects FILE writes them down",
            t->plan->rejects != NULL ? t->plan->rejects : "");
}

static int run(struct taking *t, FILE *file, const char *begun, size_t begun_len)
{
    int code = read_lines(t, file, begun, begun_len);

    if (code == CODE_DONE && t->plan->dry_run)
        run_dry(t);
    else if (code == CODE_DONE)
        flush(t), run_put_off(t);
    code = code == CODE_DONE ? t->failed : code;
    if (code == CODE_DONE)
        tell(t);
    else
        fprintf(stderr, "     %zu lines are in; the same command goes on from there\n",
                t->plan->dry_run ? 0 : t->added + t->changed + t->known);
    return code == CODE_DONE && t->plan->strict && t->rejected > 0 ? CODE_PARTIAL : code;
}

int lines_import(struct tool *tool, FILE *file, const char *begun, size_t begun_len, const struct lines_plan *plan)
{
    struct taking t;
    int code;

    memset(&t, 0, sizeof t);
    t.import.tool = tool;
    t.import.began = value_now();
    t.plan = plan;
    t.import.folder = plan->beside ? import_folder(plan->name) : NULL;
    code = tool_open(tool, DESK_EXISTING);
    if (code == CODE_DONE && plan->rejects != NULL)
        code = tool_may_write(tool, plan->rejects, plan->beside ? plan->name : NULL);
    if (code == CODE_DONE && plan->rejects != NULL && (t.rejects = fopen(plan->rejects, "wb")) == NULL)
        code = say(CODE_REFUSED, "%s: %s", plan->rejects, strerror(errno));
    if (t.rejects != NULL)
        fputs("line,reason,row\n", t.rejects);
    if (code == CODE_DONE)
        code = run(&t, file, begun, begun_len);
    if (t.rejects != NULL && (fflush(t.rejects) != 0 || fclose(t.rejects) != 0))
        code = say(CODE_REFUSED, "%s: %s", plan->rejects, strerror(errno));
    free_list(&t.batch);
    free_list(&t.put_off);
    free(t.import.folder);
    return code;
}
