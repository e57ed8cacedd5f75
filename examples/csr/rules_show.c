#include "rules_show.h"

#include "common.h"
#include "extras.h"

#include <stdlib.h>
#include <string.h>

static const char *text_in(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

static json_int_t number_in(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

/* The next line as JSON; NULL behind the last one. */
static json_t *next_line(const char **lines)
{
    size_t len = strcspn(*lines, "\n");
    json_t *line = len == 0 ? NULL : need(json_loadb(*lines, len, 0, NULL));

    *lines += len + ((*lines)[len] == '\n');
    return line;
}

static int print_lines(const struct tool *tool, const char *lines)
{
    if (tool_for_people(tool))
        return 0;
    fputs(lines, stdout);
    return 1;
}

void rules_show_set(struct tool *tool, const char *text)
{
    json_t *set, *rule;
    size_t i;

    if (!tool_for_people(tool)) {
        puts(text);
        return;
    }
    set = need(json_loads(text, 0, NULL));
    printf("%s: %zu rules, id %s\n", text_in(set, "set"), json_array_size(json_object_get(set, "rules")),
           text_in(set, "id"));
    json_array_foreach(json_object_get(set, "rules"), i, rule)
    {
        printf("  %4lld  %-28s %s%s\n", (long long)number_in(rule, "priority"), text_in(rule, "id"),
               strcmp(text_in(rule, "mode"), "shadow") == 0 ? "(shadow) " : "", text_in(rule, "title"));
    }
    json_decref(set);
}

void rules_show_fixtures(struct tool *tool, const char *lines)
{
    size_t count = 0, failed = 0;
    json_t *line;

    if (print_lines(tool, lines))
        return;
    while ((line = next_line(&lines)) != NULL) {
        count++;
        if (!json_is_true(json_object_get(line, "ok"))) {
            failed++;
            printf("%s: fixture %lld says %s, and it was %s\n%s", text_in(line, "rule"),
                   (long long)number_in(line, "fixture"), text_in(line, "expected"), text_in(line, "was"),
                   text_in(line, "why"));
        }
        json_decref(line);
    }
    printf("%zu fixtures, %zu failed\n", count, failed);
}

void rules_show_lint(struct tool *tool, const char *lines)
{
    json_t *line;

    if (print_lines(tool, lines))
        return;
    while ((line = next_line(&lines)) != NULL) {
        printf("%s%s%s: %s [%s]\n", text_in(line, "rule"), text_in(line, "clause")[0] != '\0' ? ", " : "",
               text_in(line, "clause"), text_in(line, "text"), text_in(line, "code"));
        json_decref(line);
    }
}

void rules_show_diff(struct tool *tool, const char *lines)
{
    json_t *line;

    if (print_lines(tool, lines))
        return;
    while ((line = next_line(&lines)) != NULL) {
        printf("%-8s %s%s%s\n", text_in(line, "change"),
               text_in(line, "rule")[0] != '\0' ? text_in(line, "rule") : "the set",
               text_in(line, "member")[0] != '\0' ? ": " : "", text_in(line, "member"));
        json_decref(line);
    }
}

/* The actions of a firing on one line, each as it stands in the document. */
static void print_actions(const json_t *firing)
{
    const json_t *action;
    size_t i;

    json_array_foreach(json_object_get(firing, "actions"), i, action)
    {
        char *text = need(json_dumps(json_object_get(action, "do"), JSON_COMPACT | JSON_SORT_KEYS));
        const char *fate = text_in(action, "fate");
        printf(" %s%s%s%s", text, strcmp(fate, "apply") != 0 ? " (" : "", strcmp(fate, "apply") != 0 ? fate : "",
               strcmp(fate, "apply") != 0 ? ")" : "");
        free(text);
    }
    putchar('\n');
}

void rules_show_firings(struct tool *tool, const char *text)
{
    json_t *answer, *firing;
    size_t i;

    if (!tool_for_people(tool)) {
        puts(text);
        return;
    }
    answer = need(json_loads(text, 0, NULL));
    json_array_foreach(json_object_get(answer, "firings"), i, firing)
    {
        printf("%s %s:", text_in(firing, "rule"), text_in(firing, "outcome"));
        print_actions(firing);
    }
    if (json_array_size(json_object_get(answer, "firings")) == 0)
        puts("nothing fires");
    if (json_is_string(json_object_get(answer, "next_look")))
        printf("look again at %s\n", text_in(answer, "next_look"));
    json_decref(answer);
}

static void print_report(const json_t *report)
{
    json_t *rules = json_object_get(report, "rules"), *pages = json_object_get(report, "pages"), *value;
    const json_t *escalated = json_object_get(report, "escalated");
    const char *name;

    printf("%lld firings on %lld tickets in %lld lines\n", (long long)number_in(report, "firings"),
           (long long)number_in(report, "tickets"), (long long)number_in(report, "lines"));
    json_object_foreach(rules, name, value)
    {
        printf("  %-28s %8lld  %s\n", name, (long long)number_in(value, "fired"), text_in(value, "first"));
    }
    json_object_foreach(pages, name, value)
    {
        printf("  calls %-22s %8lld\n", name, (long long)json_integer_value(value));
    }
    if (number_in(escalated, "tickets") > 0)
        printf("  escalated tickets %18lld, after %llds (median), %llds (longest)\n",
               (long long)number_in(escalated, "tickets"), (long long)number_in(escalated, "median_s"),
               (long long)number_in(escalated, "longest_s"));
    if (json_object_get(report, "against") != NULL)
        printf("  beside the other set: %lld new, %lld lost\n", (long long)number_in(report, "new"),
               (long long)number_in(report, "lost"));
}

void rules_show_backtest(struct tool *tool, const char *lines)
{
    json_t *line;

    if (print_lines(tool, lines))
        return;
    while ((line = next_line(&lines)) != NULL) {
        const json_t *report = json_object_get(line, "report");
        if (report != NULL)
            print_report(report);
        else if (json_object_get(line, "change") != NULL)
            printf("%s  %-4s %s %s\n", text_in(line, "at"), text_in(line, "change"), text_in(line, "ticket"),
                   text_in(line, "rule"));
        json_decref(line);
    }
}
