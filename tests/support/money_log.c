#include "support/money_log.h"

#include "record/enum_names.h"

#include <csr/csr.h>
#include <jansson.h>
#include <string.h>

#define SAME(a, b) (memcmp((a), (b), sizeof(csr_id)) == 0)
#define LOG_MAX 300

/* A refund or a payout as the events tell of it. */
typedef struct told {
    csr_id id, payment;
    int32_t kind; /* of the record */
    char state[40];
    int64_t minor;
} told;

typedef struct log {
    told rows[LOG_MAX];
    size_t count;
    const char *wrong;
} log;

static told *row_of(log *l, int32_t kind, const csr_id *id)
{
    for (size_t i = 0; i < l->count; i++)
        if (SAME(&l->rows[i].id, id))
            return &l->rows[i];
    if (l->count == LOG_MAX) {
        l->wrong = "the log is too long";
        return &l->rows[0];
    }
    l->rows[l->count] = (told){ .id = *id, .kind = kind };
    return &l->rows[l->count++];
}

/* What an event says about a member: nothing, or what it was and what it is. */
static json_t *says(json_t *changes, const char *prefix, const char *member, size_t which)
{
    char name[60];

    (void)snprintf(name, sizeof name, "%s%s", prefix, member);
    return json_array_get(json_object_get(changes, name), which);
}

/* What an event says was there has to be what the events before it have left. */
static void follow(log *l, told *row, json_t *changes, const char *prefix)
{
    json_t *was = says(changes, prefix, "state", 0), *is = says(changes, prefix, "state", 1);

    if (is != NULL) {
        if (strcmp(json_is_string(was) ? json_string_value(was) : "", row->state) != 0)
            l->wrong = "I18 an event does not go on where the one before it ended";
        (void)snprintf(row->state, sizeof row->state, "%s", json_string_value(is));
    }
    was = says(changes, prefix, "amount_minor", 0);
    is = says(changes, prefix, "amount_minor", 1);
    if (is != NULL) {
        if ((json_is_integer(was) ? json_integer_value(was) : 0) != row->minor)
            l->wrong = "I18 an event does not go on where the one before it ended";
        row->minor = json_integer_value(is);
    }
    is = says(changes, prefix, "payment", 1);
    if (is != NULL)
        (void)csr_id_parse(json_string_value(is), CSR_NTS, &row->payment, NULL);
}

static void play(log *l, const csr_event_view *event)
{
    json_t *changes;

    if (event->subject_kind != CSR_RECORD_REFUND)
        return;
    changes = json_loadb(event->changes.ptr, event->changes.len, 0, NULL);
    follow(l, row_of(l, CSR_RECORD_REFUND, &event->subject), changes, "");
    if (event->row_kind == CSR_RECORD_PAYOUT)
        follow(l, row_of(l, CSR_RECORD_PAYOUT, &event->row), changes, "payout.");
    json_decref(changes);
}

static int play_all(log *l, csr_session *session)
{
    csr_event_query query = CSR_EVENT_QUERY_INIT;
    size_t n = CSR_PAGE_MAX;

    for (query.limit = CSR_PAGE_MAX; n == CSR_PAGE_MAX;) {
        csr_result *result = NULL;
        if (csr_event_list(session, &query, &result, NULL) != CSR_OK)
            return 0;
        n = csr_result_count(result);
        for (size_t i = 0; i < n; i++) {
            csr_event_view event = { .struct_size = sizeof event };
            (void)csr_event_at(result, i, &event, NULL);
            play(l, &event);
            query.after_position = event.position;
        }
        csr_result_free(result);
    }
    return 1;
}

static const char *name_of(const csr_name *names, size_t count, int32_t value)
{
    for (size_t i = 0; i < count; i++)
        if (names[i].value == value)
            return names[i].name;
    return "?";
}

static int agrees(log *l, const csr_id *id, const char *state, int64_t minor, const csr_id *payment)
{
    size_t before = l->count;
    const told *row = row_of(l, 0, id);

    return l->count == before && strcmp(row->state, state) == 0 && row->minor == minor &&
           (payment == NULL || SAME(&row->payment, payment));
}

const char *log_wrong(csr_session *session, const money_books *b)
{
    log l = { .count = 0 };

    if (!play_all(&l, session))
        return "the log cannot be read";
    if (l.wrong == NULL && l.count != csri_rows_count(b->refunds) + csri_rows_count(b->payouts))
        l.wrong = "I18 the log tells of more or of fewer than there are";
    for (size_t i = 0; i < csri_rows_count(b->refunds) && l.wrong == NULL; i++) {
        const csr_refund_view *r = books_refund(b, i);
        const char *state = name_of(csri_names_refund_state, CSRI_NAMES_REFUND_STATE_COUNT, r->state);
        l.wrong = agrees(&l, &r->id, state, r->amount_minor, NULL) ? NULL : "I18 the log tells of another refund";
    }
    for (size_t i = 0; i < csri_rows_count(b->payouts) && l.wrong == NULL; i++) {
        const csr_payout_view *p = books_payout(b, i);
        const char *state = name_of(csri_names_payout_state, CSRI_NAMES_PAYOUT_STATE_COUNT, p->state);
        l.wrong =
            agrees(&l, &p->id, state, p->amount_minor, &p->payment) ? NULL : "I18 the log tells of another payout";
    }
    return l.wrong;
}

static const char *payouts_shown(csr_session *session, const money_books *b, const csr_id *refund)
{
    csr_payout_query query = CSR_PAYOUT_QUERY_INIT;
    csr_result *result = NULL;
    const char *wrong = NULL;
    size_t at = 0;

    query.refund = *refund;
    if (csr_payout_list(session, &query, &result, NULL) != CSR_OK)
        return "I19 payouts are not shown";
    for (size_t i = 0; i < csri_rows_count(b->payouts) && wrong == NULL; i++) {
        csr_payout_view shown = { .struct_size = sizeof shown };
        const csr_payout_view *is = books_payout(b, i);
        if (!SAME(&is->refund, refund))
            continue;
        if (csr_payout_at(result, at++, &shown, NULL) != CSR_OK || !SAME(&shown.id, &is->id) ||
            shown.state != is->state || shown.amount_minor != is->amount_minor)
            wrong = "I19 a payout is shown that is not so";
    }
    if (at != csr_result_count(result))
        wrong = "I19 more payouts are shown than there are";
    csr_result_free(result);
    return wrong;
}

const char *shown_wrong(csr_session *session, const money_books *b)
{
    const char *wrong = NULL;

    for (size_t i = 0; i < csri_rows_count(b->refunds) && wrong == NULL; i++) {
        csr_refund_view shown = { .struct_size = sizeof shown };
        const csr_refund_view *is = books_refund(b, i);
        csr_result *result = NULL;
        if (csr_refund_get(session, &is->id, &result, NULL) != CSR_OK ||
            csr_refund_at(result, 0, &shown, NULL) != CSR_OK || shown.state != is->state ||
            shown.amount_minor != is->amount_minor || shown.version != is->version)
            wrong = "I19 a refund is shown that is not so";
        csr_result_free(result);
        wrong = wrong != NULL ? wrong : payouts_shown(session, b, &is->id);
    }
    return wrong;
}
