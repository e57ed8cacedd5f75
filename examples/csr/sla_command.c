/* csr sla VERB: clocks and the documents that set them. */
#include "common.h"
#include "documents.h"
#include "extras.h"
#include "names.h"
#include "output.h"
#include "sla_eval.h"
#include "table.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

static int eval_verb(struct tool *tool)
{
    if (sla_eval(stdin, stdout, args_value(&tool->args, "zoneinfo")) != 0)
        return say(CODE_REFUSED, "sla eval: reading or writing failed");
    return CODE_DONE;
}

static int check_verb(struct tool *tool)
{
    return document_check(tool, "sla", tool->args.words[1]);
}

/* A condition, which may be left out. */
static const char *when_of(const json_t *value)
{
    const char *when = text_of(value, "when");

    return when[0] != '\0' ? when : "always";
}

static void add_target(json_t *rows, const json_t *rule, const char *metric, const json_t *target)
{
    const json_t *length = json_object_get(target, "target");
    const char *calendar = text_of(target, "calendar");
    char *text = json_is_integer(length) ? text_format("%" JSON_INTEGER_FORMAT "s", json_integer_value(length))
                                         : text_copy(text_of(target, "target"), strlen(text_of(target, "target")));

    (void)json_array_append_new(rows,
                                need(json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "policy", text_of(rule, "name"), "for",
                                               when_of(rule), "metric", metric, "when", when_of(target), "target", text,
                                               "calendar", calendar[0] != '\0' ? calendar : "24x7")));
    free(text);
}

/* Every promise of a document as a row. */
static json_t *promise_rows(const json_t *document)
{
    json_t *rows = need(json_array()), *rule, *targets, *target;
    const char *metric;
    size_t i, k;

    json_array_foreach(json_object_get(document, "policies"), i, rule)
    {
        json_object_foreach(json_object_get(rule, "targets"), metric, targets)
        {
            if (json_is_object(targets))
                add_target(rows, rule, metric, targets);
            json_array_foreach(targets, k, target)
            {
                add_target(rows, rule, metric, target);
            }
        }
    }
    return rows;
}

static int show_verb(struct tool *tool)
{
    const char *word = tool->args.word_count > 1 ? tool->args.words[1] : "default";
    size_t len = 0;
    char *text = NULL;
    json_t *document, *rows;
    int code = document_read(tool, "sla", word, &text, &len);

    if (code != CODE_DONE)
        return code;
    document = json_loadb(text, len, 0, NULL);
    free(text);
    if (document == NULL)
        return say(CODE_REFUSED, "%s: this is no JSON; `csr sla check` says where", word);
    if (tool_for_people(tool)) {
        rows = promise_rows(document);
        code = table_rows(tool, "", rows);
        json_decref(rows);
    } else {
        output_json(document);
    }
    json_decref(document);
    return code;
}

/* One clock of the ticket, all pages of it. */
static int explain_clock(struct tool *tool, json_t *params, const char *metric)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *answer = NULL, *row;
    size_t i;

    (void)json_object_set_new(params, "metric", need(json_string(metric)));
    (void)json_object_del(params, "after");
    if (tool_for_people(tool))
        printf("%s\n", metric);
    for (;;) {
        if (tool_call(tool, "clock.explain", params, &answer, &err) != CSR_OK)
            return say_error("clock.explain", &err);
        json_array_foreach(json_object_get(answer, "rows"), i, row)
        {
            (void)json_object_set_new(row, "metric", need(json_string(metric)));
            if (tool_for_people(tool))
                printf("  %s\n", text_of(row, "text"));
            else
                output_json(row);
        }
        if (!json_is_string(json_object_get(answer, "next")))
            break;
        (void)json_object_set(params, "after", json_object_get(answer, "next"));
        json_decref(answer);
    }
    json_decref(answer);
    return CODE_DONE;
}

/* Every clock that the ticket had by then. */
static int explain_all(struct tool *tool, json_t *params)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *answer = NULL, *row;
    int code = CODE_DONE;
    size_t i;

    if (tool_call(tool, "clock.list", params, &answer, &err) != CSR_OK)
        return say_error("clock.list", &err);
    json_array_foreach(json_object_get(answer, "rows"), i, row)
    {
        if (code == CODE_DONE)
            code = explain_clock(tool, params, text_of(row, "metric"));
    }
    if (json_array_size(json_object_get(answer, "rows")) == 0)
        fputs("nothing is promised for this ticket\n", stderr);
    json_decref(answer);
    return code;
}

static int explain_verb(struct tool *tool)
{
    const char *metric = args_value(&tool->args, "metric"), *as_of = args_value(&tool->args, "as_of");
    json_t *params = need(json_object()), *ticket = NULL, *at = NULL;
    int code = tool_open(tool, DESK_READ_ONLY);

    if (code == CODE_DONE)
        code = name_resolve(tool, "sla explain", "ticket", tool->args.words[1], &ticket);
    if (code == CODE_DONE && as_of != NULL)
        code = value_read(tool, operation_param(catalog_operation(&tool->catalog, "clock.list"), "at"), as_of, &at);
    if (code == CODE_DONE) {
        (void)json_object_set_new(params, "ticket", ticket);
        if (at != NULL)
            (void)json_object_set_new(params, "at", at);
        code = metric != NULL ? explain_clock(tool, params, metric) : explain_all(tool, params);
    }
    json_decref(params);
    return code;
}

const struct extra_verb sla_verbs[] = {
    { "check", "FILE", "Whether a document makes promises that can be kept account of.", 1, 1, { NULL }, check_verb },
    { "eval", "", "Play SLA clocks, one JSON object a line.", 0, 0, { NULL }, eval_verb },
    { "explain",
      "TICKET [--metric METRIC] [--as-of INSTANT]",
      "What counted, what did not, and why.",
      1,
      1,
      { "+metric", "+as_of" },
      explain_verb },
    { "show", "[NAME|FILE]", "The promises of a document.", 0, 1, { NULL }, show_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int sla_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "sla", sla_verbs, argc, argv, at);
}
