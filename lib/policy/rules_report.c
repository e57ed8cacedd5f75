/* What a backtest tells: the firings in their order, and what they come to. */
#include "policy/rules_rehearsal.h"

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static csri_rehearsal_firing *firings_of(const csri_rehearsal *h)
{
    return (csri_rehearsal_firing *)(void *)h->firings.ptr;
}

static size_t firing_count(const csri_rehearsal *h)
{
    return h->firings.len / sizeof(csri_rehearsal_firing);
}

static int by_instant(const void *a, const void *b)
{
    const csri_rehearsal_firing *one = a, *other = b;
    int order;

    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    order = strcmp(one->ticket.ptr, other->ticket.ptr);
    return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

/* Without the name of the set: what another one's is compared with. */
static const char *tail_of(const csri_rehearsal_firing *firing)
{
    return strchr(firing->key.ptr, '/');
}

static int by_key(const void *a, const void *b)
{
    return strcmp(tail_of(a), tail_of(b));
}

typedef int order_fn(const void *a, const void *b);

static void sort(csri_rehearsal *h, order_fn *order)
{
    if (firing_count(h) != 0)
        qsort(firings_of(h), firing_count(h), sizeof(csri_rehearsal_firing), order);
}

static void put(csri_buffer *out, const char *name, csr_str text)
{
    csri_buffer_format(out, ",\"%s\":", name);
    csri_json_text(out, text.ptr, text.len);
}

static void tell_firing(const csri_rehearsal *h, const csri_rehearsal_firing *f, csri_buffer *out)
{
    static const char *const outcomes[] = { "", "fired", "shadow", "inhibited", "suppressed", "guarded" };
    static const char *const fates[] = { "", "apply", "shadow", "held", "lost" };

    csri_buffer_text(out, "{\"actions\":[");
    for (size_t i = 0; i < f->action_count; i++) {
        csri_buffer_text(out, i == 0 ? "{\"do\":" : ",{\"do\":");
        csri_rules_action_json(&f->actions[i], out);
        csri_buffer_format(out, ",\"fate\":\"%s\"}", fates[f->fates[i]]);
    }
    csri_buffer_text(out, "],\"at\":");
    csri_json_time(out, f->at);
    csri_buffer_text(out, ",\"due_at\":");
    csri_json_time(out, f->due_at);
    csri_buffer_format(out, ",\"episode\":%" PRId64, f->episode);
    put(out, "key", f->key);
    csri_buffer_format(out, ",\"outcome\":\"%s\"", outcomes[f->outcome]);
    put(out, "rule", h->set->rules[f->rule].id);
    csri_buffer_format(out, ",\"step\":%d", (int)f->step);
    put(out, "ticket", f->ticket);
    csri_buffer_text(out, "}\n");
}

/* How often each rule fired, and when first; rules in the order of their ids. */
static void tell_rules(const csri_rehearsal *h, csri_buffer *out)
{
    int first = 1;

    csri_buffer_text(out, "\"rules\":{");
    for (size_t i = 0; i < h->set->rule_count; i++) {
        uint32_t rule = h->set->by_id[i];
        const csri_rehearsal_firing *earliest = NULL;
        size_t fired = 0;
        for (size_t k = 0; k < firing_count(h); k++)
            if (firings_of(h)[k].rule == rule) {
                earliest = earliest == NULL ? &firings_of(h)[k] : earliest;
                fired++;
            }
        csri_buffer_text(out, first ? "" : ",");
        first = 0;
        csri_json_text(out, h->set->rules[rule].id.ptr, h->set->rules[rule].id.len);
        csri_buffer_format(out, ":{\"fired\":%zu", fired);
        if (earliest != NULL) {
            csri_buffer_text(out, ",\"first\":");
            csri_json_time(out, earliest->at);
        }
        csri_buffer_byte(out, '}');
    }
    csri_buffer_byte(out, '}');
}

/* Whom it would have called, and how often. */
typedef struct page {
    csr_str to;
    int32_t kind;
    size_t count;
} page;

static int by_whom(const void *a, const void *b)
{
    const page *one = a, *other = b;
    int order = strcmp(one->to.ptr, other->to.ptr);

    return order != 0 ? order : (one->kind > other->kind) - (one->kind < other->kind);
}

static void count_page(csri_buffer *pages, const csri_rules_action *action)
{
    page made = { action->to, action->to_kind, 1 };
    page *all = (page *)(void *)pages->ptr;

    for (size_t i = 0; i < pages->len / sizeof(page); i++)
        if (all[i].kind == made.kind && all[i].to.len == made.to.len &&
            memcmp(all[i].to.ptr, made.to.ptr, made.to.len) == 0) {
            all[i].count++;
            return;
        }
    csri_buffer_put(pages, &made, sizeof(made));
}

static void tell_pages(const csri_rehearsal *h, csri_buffer *out)
{
    static const char *const before[] = { "", "", "team:", "agent:", "", "" };
    csri_buffer pages;
    page *all;

    csri_buffer_init(&pages, h->host, 0);
    for (size_t i = 0; i < firing_count(h); i++) {
        const csri_rehearsal_firing *f = &firings_of(h)[i];
        for (size_t k = 0; k < f->action_count; k++)
            if (f->actions[k].kind == CSRI_ACTION_ESCALATE && f->fates[k] == CSRI_FATE_APPLY)
                count_page(&pages, &f->actions[k]);
    }
    all = (page *)(void *)pages.ptr;
    if (pages.len != 0)
        qsort(all, pages.len / sizeof(page), sizeof(page), by_whom);
    csri_buffer_text(out, "\"pages\":{");
    for (size_t i = 0; i < pages.len / sizeof(page); i++)
        csri_buffer_format(out, "%s\"%s%.*s\":%zu", i == 0 ? "" : ",", before[all[i].kind], (int)all[i].to.len,
                           all[i].to.ptr, all[i].count);
    csri_buffer_byte(out, '}');
    if (pages.status != CSR_OK)
        csri_buffer_fail(out, pages.status);
    csri_buffer_free(&pages);
}

static int by_length(const void *a, const void *b)
{
    const int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* From the first line of a ticket to its first escalation: how many, the one in the middle, the longest. */
static void tell_lengths(const csri_rehearsal *h, csri_buffer *out)
{
    csri_buffer lengths;
    int64_t *all;
    size_t count;

    csri_buffer_init(&lengths, h->host, 0);
    for (const csri_rehearsal_ticket *ticket = h->first; ticket != NULL; ticket = ticket->next) {
        int64_t length = ticket->escalated_at - ticket->first_at;
        if (ticket->escalated_at != 0)
            csri_buffer_put(&lengths, &length, sizeof(length));
    }
    all = (int64_t *)(void *)lengths.ptr;
    count = lengths.len / sizeof(*all);
    csri_buffer_format(out, "\"escalated\":{\"tickets\":%zu", count);
    if (count != 0) {
        qsort(all, count, sizeof(*all), by_length);
        csri_buffer_format(out, ",\"median_s\":%" PRId64 ",\"longest_s\":%" PRId64, all[(count - 1) / 2] / 1000000,
                           all[count - 1] / 1000000);
    }
    csri_buffer_byte(out, '}');
    if (lengths.status != CSR_OK)
        csri_buffer_fail(out, lengths.status);
    csri_buffer_free(&lengths);
}

/* Firings of one that the other does not have; both stand by key. */
static size_t tell_only(const csri_rehearsal *one, const csri_rehearsal *other, const char *change, csri_buffer *out)
{
    size_t only = 0;

    for (size_t i = 0, k = 0; i < firing_count(one); i++) {
        const csri_rehearsal_firing *f = &firings_of(one)[i];
        while (k < firing_count(other) && by_key(&firings_of(other)[k], f) < 0)
            k++;
        if (k < firing_count(other) && by_key(&firings_of(other)[k], f) == 0 && firings_of(other)[k].at == f->at)
            continue;
        only++;
        csri_buffer_text(out, "{\"at\":");
        csri_json_time(out, f->at);
        csri_buffer_format(out, ",\"change\":\"%s\"", change);
        put(out, "key", f->key);
        put(out, "rule", one->set->rules[f->rule].id);
        put(out, "ticket", f->ticket);
        csri_buffer_text(out, "}\n");
    }
    return only;
}

static void tell_report(const csri_rehearsal *h, csri_buffer *out)
{
    csri_buffer_text(out, "{\"report\":{");
    tell_lengths(h, out);
    csri_buffer_format(out, ",\"firings\":%zu,\"lines\":%" PRId64 ",", firing_count(h), h->line);
    tell_pages(h, out);
    csri_buffer_byte(out, ',');
    tell_rules(h, out);
    csri_buffer_format(out, ",\"set\":\"%s\",\"tickets\":%zu,\"undecided\":%zu", h->set->hex.ptr, h->ticket_count,
                       h->undecided);
}

csr_status csri_rules_backtest(const csr_rules *set, const csr_rules *against, csr_str lines, csr_time until,
                               csri_buffer *out, csr_error *err)
{
    csri_rehearsal h, other;
    csr_status status;
    csri_buffer report;
    size_t more, less;

    csri_rehearsal_begin(&h, &set->host, set);
    csri_rehearsal_begin(&other, &set->host, against);
    csri_buffer_init(&report, &set->host, 0);
    status = csri_rehearsal_run(&h, lines, until, err);
    if (status == CSR_OK && against != NULL)
        status = csri_rehearsal_run(&other, lines, until, err);
    if (status == CSR_OK) {
        sort(&h, by_instant);
        for (size_t i = 0; i < firing_count(&h); i++)
            tell_firing(&h, &firings_of(&h)[i], out);
        tell_report(&h, &report);
    }
    if (status == CSR_OK && against != NULL) {
        sort(&h, by_key);
        sort(&other, by_key);
        more = tell_only(&h, &other, "new", out);
        less = tell_only(&other, &h, "lost", out);
        csri_buffer_format(&report, ",\"against\":\"%s\",\"new\":%zu,\"lost\":%zu", against->hex.ptr, more, less);
    }
    csri_buffer_text(&report, "}}\n");
    csri_buffer_put(out, report.ptr, report.len);
    if (status == CSR_OK)
        status = csri_buffer_check(&report, err);
    csri_buffer_free(&report);
    csri_rehearsal_end(&h);
    csri_rehearsal_end(&other);
    return status;
}
