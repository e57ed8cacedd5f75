/*
 * csr report traffic: what came in, what was settled, how long it took. csr report money: what was given back.
 */
#include "command.h"
#include "common.h"
#include "extras.h"
#include "report_json.h"
#include "table.h"
#include "cell.h"
#include "traffic_read.h"

#include <stdlib.h>
#include <string.h>

/* "p50 3d 22h  p90 25d 22h  ..." of a spread in seconds, for people. */
static char *spread_text(const json_t *spread)
{
    static const char *const members[] = { "p50", "p90", "p95", "max" };
    char *text = text_copy("", 0);

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const json_t *value = json_object_get(spread, members[i]);
        char *shown, *longer;
        if (!json_is_integer(value))
            continue;
        shown = cell_duration(json_integer_value(value) * 1000000);
        longer = text_format("%s%s%s %s", text, text[0] != '\0' ? ", " : "", members[i], shown);
        free(text);
        free(shown);
        text = longer;
    }
    if (text[0] == '\0') {
        free(text);
        text = text_copy("-", 1);
    }
    return text;
}

static char *summary_text(const json_t *value)
{
    if (json_is_object(value))
        return spread_text(value);
    if (json_is_string(value))
        return text_replace(text_copy(json_string_value(value), json_string_length(value)), 'T', ' ');
    return json_is_integer(value) ? text_format("%" JSON_INTEGER_FORMAT, json_integer_value(value)) : text_copy("-", 1);
}

static int print_summary(const json_t *summary)
{
    static const struct {
        const char *member, *shown;
    } lines[] = {
        { "cases", "cases" },
        { "events", "events" },
        { "resources", "agents" },
        { "first_event", "first event" },
        { "last_event", "last event" },
        { "cases_with_resolve", "resolved" },
        { "cases_reopened", "reopened" },
        { "time_to_first_work_s", "until first work" },
        { "time_to_last_resolve_s", "until last resolve" },
        { "time_in_wait_s", "time waiting" },
    };
    enum { LINES = sizeof lines / sizeof lines[0] };
    const char *names[LINES], *values[LINES];
    char *texts[LINES];
    int code;

    for (size_t i = 0; i < LINES; i++) {
        texts[i] = summary_text(json_object_get(summary, lines[i].member));
        names[i] = lines[i].shown;
        values[i] = texts[i];
    }
    code = table_pairs("Traffic\n", names, values, LINES);
    for (size_t i = 0; i < LINES; i++)
        free(texts[i]);
    return code;
}

/* Labels and their events as rows of a table. */
static json_t *label_rows(const json_t *summary)
{
    json_t *rows = need(json_array()), *count;
    const char *label;

    json_object_foreach(json_object_get(summary, "events_per_activity"), label, count)
    {
        (void)json_array_append_new(rows, json_pack("{s:s, s:O}", "activity", label, "events", count));
    }
    return rows;
}

/* What was promised, where something was. */
static int print_promises(struct tool *tool, const json_t *sla)
{
    static const char *const tables[] = { "metrics", "by_priority", "by_team" };
    int code = CODE_DONE;

    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && code == CODE_DONE && sla != NULL; i++) {
        putchar('\n');
        code = table_rows(tool, "", json_object_get(sla, tables[i]));
    }
    return code;
}

static int print_page(struct tool *tool, const json_t *report)
{
    json_t *labels = label_rows(json_object_get(report, "summary"));
    int code = print_summary(json_object_get(report, "summary"));

    putchar('\n');
    if (code == CODE_DONE)
        code = table_rows(tool, "", labels);
    putchar('\n');
    if (code == CODE_DONE)
        code = table_rows(tool, "", json_object_get(report, "by_month"));
    if (code == CODE_DONE)
        code = print_promises(tool, json_object_get(report, "sla"));
    json_decref(labels);
    return code;
}

static int report_traffic(struct tool *tool)
{
    struct traffic traffic;
    struct promises promises = { NULL, 0, 0 };
    json_t *report;
    int code;

    memset(&traffic, 0, sizeof traffic);
    code = traffic_read(tool, &traffic, &promises);
    if (code == CODE_DONE) {
        report = report_json(tool, &traffic, &promises);
        if (tool_for_people(tool)) {
            code = print_page(tool, report);
        } else {
            (void)json_dumpf(report, stdout, JSON_INDENT(1));
            putchar('\n');
        }
        json_decref(report);
    }
    promises_free(&promises);
    traffic_free(&traffic);
    return code;
}

int report_command(struct tool *tool, int argc, char **argv, int at)
{
    struct option_set set = { NULL, 0, 0 };
    int code;

    /* The library works it out. */
    if (at < argc && strcmp(argv[at], "money") == 0)
        return command_run(tool, catalog_operation(&tool->catalog, "money.report"), argc, argv, at + 1, DESK_EXISTING);
    code = extra_args(tool, &set, NULL, argc, argv, at);
    if (code == CODE_DONE && (tool->args.word_count != 1 || strcmp(tool->args.words[0], "traffic") != 0))
        code = say(CODE_USAGE, "report: which one? traffic or money");
    if (code == CODE_DONE)
        code = tool_open(tool, DESK_EXISTING);
    if (code == CODE_DONE)
        code = report_traffic(tool);
    option_set_free(&set);
    return code;
}
