#include "rules_rehearse.h"

#include "common.h"
#include "output.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 100

/* What is counted under one name: a rule, or somebody who is called. */
struct count {
    char *name, *first;
    int64_t tried, logged; /* of the set, and in the log */
};

struct counts {
    struct count *items;
    size_t count, capacity;
};

/* Instants from the opening of a ticket to its first escalation. */
struct waits {
    int64_t *us;
    size_t count, capacity;
};

struct rehearsal {
    struct counts rules, called;
    struct waits tried, logged;
    char *ticket; /* of the rows that are being read, and what was seen of it */
    int escalated_tried, escalated_logged;
};

static struct count *count_of(struct counts *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].name, name) == 0)
            return &all->items[i];
    all->items = need_room(all->items, all->count, &all->capacity, sizeof(*all->items));
    all->items[all->count] = (struct count){ .name = text_copy(name, strlen(name)) };
    return &all->items[all->count++];
}

static void add(struct count *count, int differs, int64_t by)
{
    count->tried += differs >= 0 ? by : 0;
    count->logged += differs <= 0 ? by : 0;
}

static const char *text_in(const json_t *row, const char *member)
{
    const char *text = json_string_value(json_object_get(row, member));

    return text != NULL ? text : "";
}

static void wait(struct waits *waits, const json_t *row)
{
    csr_time opened = 0, due = 0;
    const char *from = text_in(row, "opened_at"), *to = text_in(row, "due_at");

    if (csr_time_parse(from, strlen(from), &opened, NULL) != CSR_OK ||
        csr_time_parse(to, strlen(to), &due, NULL) != CSR_OK)
        return;
    waits->us = need_room(waits->us, waits->count, &waits->capacity, sizeof(*waits->us));
    waits->us[waits->count++] = due - opened;
}

/* Whom an action calls, or NULL. It is as it stands in a document: a name, or an object with one. */
static const char *called_by(const json_t *action)
{
    const json_t *to = json_object_get(json_object_get(action, "do"), "escalate");

    if (strcmp(text_in(action, "fate"), "apply") != 0)
        return NULL;
    return json_is_string(to) ? json_string_value(to) : json_string_value(json_object_get(to, "to"));
}

static void read_row(struct rehearsal *r, const json_t *row)
{
    int differs = (int)json_integer_value(json_object_get(row, "differs"));
    struct count *rule = count_of(&r->rules, text_in(row, "rule"));
    const char *ticket = text_in(row, "ticket"), *due = text_in(row, "due_at");
    size_t i;
    json_t *action;

    if (r->ticket == NULL || strcmp(r->ticket, ticket) != 0) {
        free(r->ticket);
        r->ticket = text_copy(ticket, strlen(ticket));
        r->escalated_tried = r->escalated_logged = 0;
    }
    add(rule, differs, 1);
    if (rule->first == NULL || strcmp(due, rule->first) < 0) {
        free(rule->first);
        rule->first = text_copy(due, strlen(due));
    }
    json_array_foreach(json_object_get(row, "actions"), i, action)
    {
        const char *who = called_by(action);
        if (who == NULL)
            continue;
        add(count_of(&r->called, who), differs, 1);
        if (differs >= 0 && !r->escalated_tried++)
            wait(&r->tried, row);
        if (differs <= 0 && !r->escalated_logged++)
            wait(&r->logged, row);
    }
}

static int read_all(struct tool *tool, struct rehearsal *r, json_t *document)
{
    json_t *params = json_pack("{s:i}", "limit", PAGE), *answer = NULL;
    csr_error err = CSR_ERROR_INIT;
    int code = CODE_DONE, more = 1;

    if (document != NULL)
        json_object_set(params, "document", document);
    while (code == CODE_DONE && more) {
        size_t i;
        json_t *row, *next;
        if (tool_call(tool, "firing.backtest", params, &answer, &err) != CSR_OK) {
            code = say_error("rules rehearse", &err);
            break;
        }
        json_array_foreach(json_object_get(answer, "rows"), i, row)
        {
            read_row(r, row);
        }
        next = json_object_get(answer, "next");
        more = json_is_string(next);
        if (more)
            json_object_set(params, "after", next);
        json_decref(answer);
    }
    json_decref(params);
    return code;
}

static int compare_us(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

/* The wait in the middle, in seconds; -1 = there is none. */
static int64_t median(struct waits *waits)
{
    if (waits->count == 0)
        return -1;
    qsort(waits->us, waits->count, sizeof(*waits->us), compare_us);
    return waits->us[(waits->count - 1) / 2] / 1000000;
}

static int compare_counts(const void *a, const void *b)
{
    const struct count *left = a, *right = b;

    return strcmp(left->name, right->name);
}

static void sort_counts(struct counts *all)
{
    if (all->count > 0)
        qsort(all->items, all->count, sizeof(*all->items), compare_counts);
}

static json_t *counts_json(const struct counts *all, const char *named)
{
    json_t *list = json_array();

    for (size_t i = 0; i < all->count; i++) {
        const struct count *c = &all->items[i];
        json_t *one =
            json_pack("{s:s,s:I,s:I}", named, c->name, "tried", (json_int_t)c->tried, "logged", (json_int_t)c->logged);
        if (c->first != NULL)
            json_object_set_new(one, "first", json_string(c->first));
        json_array_append_new(list, one);
    }
    return list;
}

static void print_counts(const char *what, const struct counts *all)
{
    printf("%-32s %8s %8s\n", what, "tried", "logged");
    for (size_t i = 0; i < all->count; i++)
        printf("%-32s %8" PRId64 " %8" PRId64 "%s%s\n", all->items[i].name, all->items[i].tried, all->items[i].logged,
               all->items[i].first != NULL ? "  first " : "", all->items[i].first != NULL ? all->items[i].first : "");
}

static void tell(struct tool *tool, struct rehearsal *r)
{
    int64_t tried = median(&r->tried), logged = median(&r->logged);
    json_t *json;
    char *text;

    sort_counts(&r->rules);
    sort_counts(&r->called);
    if (tool_for_people(tool)) {
        print_counts("rule", &r->rules);
        print_counts("called", &r->called);
        printf("%-32s %8" PRId64 " %8" PRId64 "  seconds, median; -1 = none\n", "first escalation after", tried,
               logged);
        return;
    }
    json =
        json_pack("{s:o,s:o,s:I,s:I}", "rules", counts_json(&r->rules, "rule"), "called", counts_json(&r->called, "to"),
                  "first_escalation_tried_s", (json_int_t)tried, "first_escalation_logged_s", (json_int_t)logged);
    text = json_dumps(json, JSON_COMPACT);
    puts(text != NULL ? text : "{}");
    free(text);
    json_decref(json);
}

static void free_counts(struct counts *all)
{
    for (size_t i = 0; i < all->count; i++) {
        free(all->items[i].name);
        free(all->items[i].first);
    }
    free(all->items);
}

int rules_rehearse(struct tool *tool, const char *text, size_t len)
{
    struct rehearsal r = { .ticket = NULL };
    json_t *document = NULL;
    int code = CODE_DONE;

    if (text != NULL && (document = json_loadb(text, len, 0, NULL)) == NULL)
        return say(CODE_USAGE, "rules rehearse: the set is no JSON");
    code = tool_open(tool, DESK_EXISTING);
    if (code == CODE_DONE)
        code = read_all(tool, &r, document);
    if (code == CODE_DONE)
        tell(tool, &r);
    json_decref(document);
    free_counts(&r.rules);
    free_counts(&r.called);
    free(r.tried.us);
    free(r.logged.us);
    free(r.ticket);
    return code;
}
