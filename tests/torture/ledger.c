#include "torture/worker.h"

#include <stdlib.h>
#include <string.h>

#define PAGE 1000

void ledger_add(ledger *l, const ack *acks, size_t n)
{
    if (l->count + n > l->capacity) {
        l->capacity = (l->capacity + n) * 2;
        l->items = realloc(l->items, l->capacity * sizeof(ack));
    }
    memcpy(l->items + l->count, acks, n * sizeof(ack));
    l->count += n;
}

void ledger_free(ledger *l)
{
    free(l->items);
    *l = (ledger){ 0 };
}

static int by_subject(const void *a, const void *b)
{
    const ack *x = a, *y = b;
    int order = memcmp(&x->subject, &y->subject, sizeof(csr_id));

    return order != 0 ? order : (x->version > y->version) - (x->version < y->version);
}

/* All events as what they promise, sorted. */
static csr_status read_events(csr_session *session, ledger *out, csr_error *err)
{
    csr_event_query query = CSR_EVENT_QUERY_INIT;
    csr_status status = CSR_OK;
    size_t n = PAGE;

    query.limit = PAGE;
    while (status == CSR_OK && n == PAGE) {
        csr_result *result;
        status = csr_event_list(session, &query, &result, err);
        n = status == CSR_OK ? csr_result_count(result) : 0;
        for (size_t i = 0; i < n && status == CSR_OK; i++) {
            csr_event_view view = { .struct_size = sizeof(view) };
            status = csr_event_at(result, i, &view, err);
            ledger_add(out, &(ack){ view.subject, view.seq, 0 }, 1);
            query.after_position = view.position;
        }
        csr_result_free(result);
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(ack), by_subject);
    return status;
}

static int is_there(const ledger *events, const ack *wanted)
{
    return events->count > 0 && bsearch(wanted, events->items, events->count, sizeof(ack), by_subject) != NULL;
}

static void check_alone(campaign *c, const ledger *l, const char *when)
{
    ledger sorted = { 0 };

    ledger_add(&sorted, l->items, l->count);
    qsort(sorted.items, sorted.count, sizeof(ack), by_subject);
    for (size_t i = 1; i < sorted.count; i++)
        if (by_subject(&sorted.items[i - 1], &sorted.items[i]) == 0)
            campaign_complain(c, "%s: version %lld of one record was acknowledged twice", when,
                              (long long)sorted.items[i].version);
    ledger_free(&sorted);
}

void ledger_check(campaign *c, const ledger *l, csr_session *session, int alone, const char *when)
{
    csr_error err = CSR_ERROR_INIT;
    ledger events = { 0 };
    size_t lost = 0;

    c->checks++;
    if (read_events(session, &events, &err) != CSR_OK)
        campaign_complain(c, "%s: the events cannot be read: %s", when, err.message);
    for (size_t i = 0; i < l->count; i++)
        lost += !is_there(&events, &l->items[i]);
    if (lost > 0)
        campaign_complain(c, "%s: %zu of %zu acknowledged changes are lost", when, lost, l->count);
    if (alone && l->count > 0)
        check_alone(c, l, when);
    ledger_free(&events);
}

size_t ledger_prefix(campaign *c, const ledger *l, csr_session *session, const char *when)
{
    csr_error err = CSR_ERROR_INIT;
    ledger events = { 0 };
    size_t there = 0, behind = 0, durable = 0;

    c->checks++;
    if (read_events(session, &events, &err) != CSR_OK)
        campaign_complain(c, "%s: the events cannot be read: %s", when, err.message);
    while (there < l->count && is_there(&events, &l->items[there]))
        there++;
    for (size_t i = there; i < l->count; i++) {
        behind += is_there(&events, &l->items[i]) != 0;
        durable += l->items[i].durable != 0;
    }
    if (durable > 0)
        campaign_complain(c, "%s: %zu changes of money are lost that were to be durable", when, durable);
    if (behind > 0)
        campaign_complain(c, "%s: %zu changes are there although one acknowledged before them is not", when, behind);
    ledger_free(&events);
    return there;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* The numbers of all tickets; free() them. */
static int64_t *read_numbers(csr_session *session, size_t *out_count)
{
    csr_ticket_query query = CSR_TICKET_QUERY_INIT;
    csr_result *pages[1000];
    int64_t *numbers = NULL;
    size_t used = 0, count = 0;
    csr_status status = CSR_OK;

    query.limit = PAGE;
    do {
        status = csr_ticket_list(session, &query, &pages[used], NULL);
        if (status != CSR_OK)
            break;
        (void)csr_result_token(pages[used], &query.after, NULL);
        numbers = realloc(numbers, (count + PAGE) * sizeof(*numbers));
        for (size_t i = 0; i < csr_result_count(pages[used]); i++) {
            csr_ticket_view view = { .struct_size = sizeof(view) };
            (void)csr_ticket_at(pages[used], i, &view, NULL);
            numbers[count++] = view.number;
        }
        used++;
    } while (query.after.len > 0 && used < sizeof(pages) / sizeof(pages[0]));
    while (used > 0)
        csr_result_free(pages[--used]);
    *out_count = count;
    return numbers;
}

void ledger_check_numbers(campaign *c, csr_session *session)
{
    size_t count;
    int64_t *numbers = read_numbers(session, &count);

    c->checks++;
    if (count > 0)
        qsort(numbers, count, sizeof(*numbers), by_number);
    for (size_t i = 1; i < count; i++)
        if (numbers[i] == numbers[i - 1])
            campaign_complain(c, "two tickets have the number %lld", (long long)numbers[i]);
    free(numbers);
}
