#include "support/money_gateway.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_US INT64_C(1000000)
#define SAME(a, b) (memcmp((a), (b), sizeof(csr_id)) == 0)

/* One time of so many; never once it is calm. */
static int happens(money_gateway *g, unsigned of)
{
    return !g->calm && csr_test_below(g->random, of) == 0;
}

void gateway_begin(money_gateway *g, csr_test_random *random, int64_t key_life_us, int64_t inflight_us)
{
    *g = (money_gateway){ .random = random, .key_life_us = key_life_us, .inflight_us = inflight_us };
}

void gateway_repeats(money_gateway *g, const csr_id *payout, csr_payout_news news, csr_time now)
{
    if (g->news_count == GATEWAY_NEWS_MAX)
        abort();
    g->news[g->news_count++] = (gateway_news){ *payout, news, now };
}

/* What it tells comes in any order and up to twice; what was decided later than it was asked at least once, else not always. */
static void tell(money_gateway *g, const csr_id *payout, csr_payout_news news, int least, csr_time now)
{
    for (int copies = (int)csr_test_between(g->random, least, 2); copies > 0; copies--) {
        csr_time at = now + (int64_t)csr_test_below(g->random, 900) * SECOND_US;
        gateway_repeats(g, payout, news, at);
    }
}

static void pay(money_gateway *g, gateway_entry *e, csr_time now)
{
    e->paid = 1;
    e->answer = CSR_PAYOUT_ANSWER_SUCCESS;
    tell(g, &e->payout, CSR_PAYOUT_NEWS_SUCCEEDED, e->decides_at != 0, now);
    e->decides_at = 0;
}

static void decline(money_gateway *g, gateway_entry *e, csr_time now)
{
    e->answer = CSR_PAYOUT_ANSWER_DECLINED;
    tell(g, &e->payout, CSR_PAYOUT_NEWS_FAILED, e->decides_at != 0, now);
    e->decides_at = 0;
}

/* A request with a key that it does not know is a new one. */
static csr_payout_answer take_new(money_gateway *g, const gateway_request *r, csr_time now)
{
    gateway_entry *e;

    if (happens(g, 12))
        return CSR_PAYOUT_ANSWER_UNKNOWN; /* it failed before it did anything */
    if (happens(g, 30))
        return CSR_PAYOUT_ANSWER_DENIED;
    if (happens(g, 30))
        return CSR_PAYOUT_ANSWER_EXCEEDED;
    if (g->entry_count == GATEWAY_ENTRIES_MAX)
        abort();
    e = &g->entries[g->entry_count++];
    *e = (gateway_entry){ .payout = r->payout, .payment = r->payment, .minor = r->minor, .known_at = now };
    memcpy(e->key, r->key, sizeof e->key);
    if (happens(g, 6)) {
        decline(g, e, now);
    } else if (happens(g, 5)) {
        e->answer = CSR_PAYOUT_ANSWER_PENDING;
        e->decides_at = now + (int64_t)csr_test_below(g->random, 3000) * SECOND_US;
        tell(g, &e->payout, CSR_PAYOUT_NEWS_PENDING, 0, now);
    } else {
        pay(g, e, now);
        if (happens(g, 10))
            return CSR_PAYOUT_ANSWER_UNKNOWN; /* it paid, and failed before it could say so */
    }
    return e->answer;
}

static csr_payout_answer take(money_gateway *g, const gateway_request *r, csr_time now)
{
    for (size_t i = 0; i < g->entry_count; i++) {
        const gateway_entry *e = &g->entries[i];
        if (strcmp(e->key, r->key) != 0 || now - e->known_at >= g->key_life_us)
            continue;
        return SAME(&e->payment, &r->payment) && e->minor == r->minor ? e->answer : CSR_PAYOUT_ANSWER_KEY_CONFLICT;
    }
    return take_new(g, r, now);
}

static void post(money_gateway *g, const gateway_request *r)
{
    if (g->request_count == GATEWAY_REQUESTS_MAX)
        abort();
    g->requests[g->request_count++] = *r;
}

csr_payout_answer gateway_send(money_gateway *g, const csr_payout_view *payout, const char *key, csr_time now)
{
    gateway_request r = { .payout = payout->id, .payment = payout->payment, .minor = payout->amount_minor };
    csr_payout_answer answer;

    (void)snprintf(r.key, sizeof r.key, "%s", key);
    if (happens(g, 8))
        return CSR_PAYOUT_ANSWER_UNKNOWN;
    if (happens(g, 4)) { /* on its way for a while */
        r.at = now + (int64_t)csr_test_below(g->random, (uint64_t)(g->inflight_us / SECOND_US) + 1) * SECOND_US;
        post(g, &r);
        return CSR_PAYOUT_ANSWER_UNKNOWN;
    }
    answer = take(g, &r, now);
    if (!g->single && happens(g, 6)) { /* and once more, later */
        r.at = now + (int64_t)csr_test_below(g->random, (uint64_t)(g->inflight_us / SECOND_US) + 1) * SECOND_US;
        post(g, &r);
    }
    return happens(g, 4) ? CSR_PAYOUT_ANSWER_UNKNOWN : answer;
}

void gateway_turn(money_gateway *g, csr_time now)
{
    for (size_t i = 0; i < g->request_count;) {
        gateway_request r = g->requests[i];
        if (r.at > now) {
            i++;
            continue;
        }
        g->requests[i] = g->requests[--g->request_count];
        (void)take(g, &r, r.at);
    }
    for (size_t i = 0; i < g->entry_count; i++) {
        gateway_entry *e = &g->entries[i];
        if (e->decides_at != 0 && e->decides_at <= now) {
            if (happens(g, 3))
                decline(g, e, now);
            else
                pay(g, e, now);
        } else if (e->paid && !e->reversed && happens(g, 60)) {
            e->reversed = 1;
            tell(g, &e->payout, CSR_PAYOUT_NEWS_REVERSED, 1, now);
        }
    }
}

csr_payout_news gateway_lookup(const money_gateway *g, const csr_id *payout)
{
    csr_payout_news says = CSR_PAYOUT_NEWS_NOT_FOUND;

    for (size_t i = 0; i < g->entry_count; i++) {
        const gateway_entry *e = &g->entries[i];
        if (!SAME(&e->payout, payout))
            continue;
        if (e->paid)
            return e->reversed ? CSR_PAYOUT_NEWS_REVERSED : CSR_PAYOUT_NEWS_SUCCEEDED;
        says = e->decides_at != 0 ? CSR_PAYOUT_NEWS_PENDING : CSR_PAYOUT_NEWS_FAILED;
    }
    return says;
}

int gateway_tells(money_gateway *g, csr_time now, csr_id *payout, csr_payout_news *news)
{
    for (size_t i = 0; i < g->news_count; i++) {
        if (g->news[i].at > now)
            continue;
        *payout = g->news[i].payout;
        *news = g->news[i].news;
        g->news[i] = g->news[--g->news_count];
        return 1;
    }
    return 0;
}

int gateway_paid(const money_gateway *g, const csr_id *payout)
{
    int paid = 0;

    for (size_t i = 0; i < g->entry_count; i++)
        paid += SAME(&g->entries[i].payout, payout) && g->entries[i].paid;
    return paid;
}

int gateway_kept(const money_gateway *g, const csr_id *payout)
{
    int kept = 0;

    for (size_t i = 0; i < g->entry_count; i++)
        kept += SAME(&g->entries[i].payout, payout) && g->entries[i].paid && !g->entries[i].reversed;
    return kept;
}

int64_t gateway_sum(const money_gateway *g, const csr_id *payment)
{
    int64_t sum = 0;

    for (size_t i = 0; i < g->entry_count; i++)
        if (SAME(&g->entries[i].payment, payment) && g->entries[i].paid && !g->entries[i].reversed)
            sum += g->entries[i].went != 0 ? g->entries[i].went : g->entries[i].minor;
    return sum;
}

int64_t gateway_minor(const money_gateway *g, const csr_id *payout)
{
    for (size_t i = 0; i < g->entry_count; i++)
        if (SAME(&g->entries[i].payout, payout) && g->entries[i].paid)
            return g->entries[i].went != 0 ? g->entries[i].went : g->entries[i].minor;
    return 0;
}

void gateway_corrects(money_gateway *g, const csr_id *payout, int64_t minor)
{
    for (size_t i = 0; i < g->entry_count; i++)
        if (SAME(&g->entries[i].payout, payout) && g->entries[i].paid)
            g->entries[i].went = minor;
}

int gateway_is_busy(const money_gateway *g)
{
    for (size_t i = 0; i < g->entry_count; i++)
        if (g->entries[i].decides_at != 0)
            return 1;
    return g->request_count > 0 || g->news_count > 0;
}
