/* csr payout VERB: the books of both sides. */
#include "common.h"
#include "extras.h"
#include "names.h"
#include "output.h"
#include "values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A comparison under way. */
struct comparison {
    struct tool *tool;
    const char *gateway;
    int dry_run;
    size_t line, alarms, wrong;
};

static void set_text(json_t *object, const char *name, const char *text)
{
    (void)json_object_set_new(object, name, need(json_string(text)));
}

/* Findings on the screen; alarms are counted. */
static int show(struct comparison *c, const json_t *answer)
{
    const json_t *row;
    size_t i;

    json_array_foreach(json_object_get(answer, "rows"), i, row)
    {
        c->alarms += json_is_true(json_object_get(row, "alarm"));
    }
    if (json_array_size(json_object_get(answer, "rows")) == 0)
        return CODE_DONE;
    return output_answer(c->tool, catalog_operation(&c->tool->catalog, "payout.review"), answer);
}

/* What a line is about goes to the desk; 0, or an exit code and a message. */
static int compare(struct comparison *c, json_t *params)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *answer = NULL;
    int code;

    set_text(params, "gateway", c->gateway);
    (void)json_object_set_new(params, "dry_run", json_boolean(c->dry_run));
    if (tool_call(c->tool, "payout.compare", params, &answer, &err) != CSR_OK)
        return say_error("payout.compare", &err);
    code = show(c, answer);
    json_decref(answer);
    return code;
}

/* A payment may be named by its id or by what the gateway calls it. */
static void name_payment(json_t *params)
{
    json_t *payment = json_object_get(params, "payment");
    csr_id id;

    if (!json_is_string(payment) || csr_id_parse(json_string_value(payment), CSR_NTS, &id, NULL) == CSR_OK)
        return;
    (void)json_object_set(params, "payment_reference", payment);
    (void)json_object_del(params, "payment");
}

static int compare_line(struct comparison *c, const char *text, size_t len)
{
    json_error_t why;
    json_t *params = json_loadb(text, len, 0, &why);
    int code;

    if (!json_is_object(params)) {
        json_decref(params);
        return say(CODE_REFUSED, "payout reconcile: line %zu is no JSON object", c->line);
    }
    name_payment(params);
    code = compare(c, params);
    if (code != CODE_DONE)
        (void)say(code, "payout reconcile: line %zu was not taken", c->line);
    json_decref(params);
    return code;
}

static int compare_report(struct comparison *c, const char *path)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    int code = CODE_DONE;

    if (file == NULL)
        return say(CODE_REFUSED, "%s: %s", path, strerror(errno));
    while ((len = getline(&line, &room, file)) >= 0) {
        c->line++;
        if (strspn(line, " \t\r\n") != (size_t)len)
            c->wrong += compare_line(c, line, (size_t)len) != CODE_DONE;
    }
    free(line);
    if (ferror(file))
        code = say(CODE_REFUSED, "%s: %s", path, strerror(errno));
    if (file != stdin)
        (void)fclose(file);
    return code;
}

/* Pages of an operation, each given to `take`. */
static int each_page(struct comparison *c, const char *operation, json_t *params,
                     int (*take)(struct comparison *c, const json_t *answer))
{
    csr_error err = CSR_ERROR_INIT;
    int code = CODE_DONE, more = 1;

    while (code == CODE_DONE && more) {
        json_t *answer = NULL, *next;
        if (tool_call(c->tool, operation, params, &answer, &err) != CSR_OK)
            return say_error(operation, &err);
        code = take(c, answer);
        next = json_object_get(answer, "next");
        more = json_is_string(next);
        if (more)
            (void)json_object_set(params, "after", next);
        json_decref(answer);
    }
    return code;
}

/* What went and no report has is an alarm of its payout. */
static int miss(struct comparison *c, const json_t *answer)
{
    const json_t *row;
    int code = CODE_DONE;
    size_t i;

    json_array_foreach(json_object_get(answer, "rows"), i, row)
    {
        json_t *params = need(json_object());
        set_text(params, "our_reference", text_of(row, "payout"));
        set_text(params, "state", "not_found");
        code = code == CODE_DONE ? compare(c, params) : code;
        json_decref(params);
    }
    return code;
}

static int show_notices(struct comparison *c, const json_t *answer)
{
    size_t count = json_array_size(json_object_get(answer, "rows"));

    c->alarms += count;
    if (count == 0)
        return CODE_DONE;
    return output_answer(c->tool, catalog_operation(&c->tool->catalog, "payout_notice.list"), answer);
}

/* An option that is an instant becomes a parameter. */
static int take_time(struct comparison *c, const char *option, json_t *params)
{
    const char *text = args_value(&c->tool->args, option);
    json_t *value = NULL;
    int code;

    if (text == NULL)
        return CODE_DONE;
    code = value_read(c->tool, operation_param(catalog_operation(&c->tool->catalog, "payout.review"), option), text,
                      &value);
    if (code == CODE_DONE)
        (void)json_object_set_new(params, option, value);
    return code;
}

static int reconcile(struct comparison *c, json_t *params)
{
    const char *report = args_value(&c->tool->args, "report");
    int code;

    if (report == NULL) {
        json_t *refunds = need(json_pack("{s:b}", "refunds", 1));
        code = each_page(c, "payout.review", params, show);
        (void)json_object_del(params, "after");
        if (code == CODE_DONE)
            code = each_page(c, "payout.review", refunds, show);
        json_decref(refunds);
        c->alarms = 0; /* that something waits is no fault */
        return code == CODE_DONE ? each_page(c, "payout_notice.list", params, show_notices) : code;
    }
    code = take_time(c, "since", params);
    if (code == CODE_DONE)
        code = take_time(c, "until", params);
    if (code == CODE_DONE)
        code = compare_report(c, report);
    if (code == CODE_DONE && json_object_get(params, "since") != NULL)
        code = each_page(c, "payout.review", params, miss);
    return code;
}

static int reconcile_verb(struct tool *tool)
{
    struct comparison c = { .tool = tool, .gateway = args_value(&tool->args, "gateway") };
    json_t *params = need(json_object());
    int code = CODE_DONE;

    c.dry_run = tool_asked(tool, "dry_run");
    if (c.gateway == NULL)
        code = say(CODE_USAGE, "payout reconcile: whose books? --gateway NAME");
    else if (tool_asked(tool, "since") && !tool_asked(tool, "report"))
        code = say(CODE_USAGE, "payout reconcile: --since goes with --report");
    else if (tool_asked(tool, "until") && !tool_asked(tool, "since"))
        code = say(CODE_USAGE, "payout reconcile: --until goes with --since");
    if (code == CODE_DONE)
        code = tool_open(tool, tool_asked(tool, "report") ? DESK_EXISTING : DESK_READ_ONLY);
    if (code == CODE_DONE) {
        set_text(params, "gateway", c.gateway);
        code = reconcile(&c, params);
    }
    json_decref(params);
    if (code == CODE_DONE && c.alarms > 0)
        fprintf(stderr, "%zu to be looked at\n", c.alarms);
    return code != CODE_DONE ? code : c.alarms + c.wrong > 0 ? CODE_REFUSED : CODE_DONE;
}

const struct extra_verb payout_verbs[] = {
    { "reconcile",
      "--gateway NAME [--report FILE|- [--since INSTANT [--until INSTANT]] [--dry-run]]",
      "What is reserved or unknown and why; or a report of the gateway, one JSON object a line, against what is known.",
      0,
      0,
      { "+gateway", "+report", "+since", "+until", "dry_run" },
      reconcile_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int payout_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "payout", payout_verbs, argc, argv, at);
}
