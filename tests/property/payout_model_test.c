/*
 * The payout protocol, every way it can go: a desk that sends, stalls, crashes and asks; a network that delivers late, twice or
 * not at all; a gateway that pays, declines, fails before or after it paid, and forgets keys; and time. All states that can be
 * reached within the bounds are visited, and in each of them holds:
 *
 *   the gateway paid at most once (I2); a payout that failed was not paid and never will be (I3); one that succeeded was.
 *
 * The deciding code is that of lib/policy/payout_course.c. Eight designs that others have used are tried too, each of which must
 * break one of the rules: so the model can tell.
 */
#include "policy/payout_course.h"
#include "support/runner.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ticks. A request is on its way for a tick at most, and a sender may stall for one before it is. */
#define KEY_LIFE 6
#define INFLIGHT 1
#define STALL 1
#define MARGIN 3
#define LAST_TICK 13
#define SENDS_MAX 3
#define KEYS 3
#define REQUESTS 2
#define ANSWERS 2

/* Deviations. */
enum {
    TIMEOUT_FAILS = 1,    /* B: no answer = failed */
    AGE_FAILS = 2,        /* C: what is unknown for long = failed */
    NEW_KEYS = 4,         /* D: a new key for each try */
    RECORD_AFTER = 8,     /* E: the intent is recorded after the call */
    EARLY_NOT_FOUND = 16, /* F: not found = failed, although a request may be on its way */
    NO_DEADLINE = 32,     /* G: the same key after it was forgotten */
    LONG_FLIGHT = 64,     /* H: requests may be on their way for any time */
    NO_MARGIN = 128,      /* I: sent until the very end of the key's life */
    NO_LOOKUP = 256,      /* A': the gateway cannot be asked; that is no mistake */
    NO_KEYS = 512,        /* the gateway knows no keys; that is none either */
};

/* Everything, byte for byte, so that states can be compared. */
typedef struct world {
    uint8_t state, attempts, first, last; /* the payout; ticks from 1, 0 = never */
    uint8_t alarm, incident;
    uint8_t now;             /* from 1 */
    uint8_t about, about_at; /* a process has decided to send with this key (1..), when; 0 = none */
    uint8_t key;             /* of the last try */
    uint8_t request[REQUESTS], request_at[REQUESTS]; /* on their way: key, since when; 0 = none */
    uint8_t answer[ANSWERS];                         /* on their way back; 0 = none */
    uint8_t known[KEYS + 1];                         /* the gateway: since when it knows a key; 0 = it does not */
    uint8_t outcome[KEYS + 1];                       /* what it did: an answer; 0 = nothing yet */
    uint8_t stored_error[KEYS + 1];                  /* it says "error" for this key although it paid */
    uint8_t paid;
} world;

typedef struct model {
    int design;
    csri_gateway_limits limits;
    world *seen;
    size_t count, room;
    uint32_t *table;
    size_t slots;
    const char *broken;
} model;

static uint64_t hash_of(const world *w)
{
    const unsigned char *at = (const unsigned char *)w;
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < sizeof *w; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    return hash;
}

static void check(model *m, const world *w)
{
    if (w->paid > 1)
        m->broken = "paid twice";
    else if (w->state == CSRI_PAYOUT_FAILED && w->paid > 0)
        m->broken = "failed, but paid";
    else if (w->state == CSRI_PAYOUT_SUCCEEDED && w->paid == 0)
        m->broken = "succeeded, but not paid";
    else if (w->incident && (m->design & RECORD_AFTER) == 0)
        m->broken = "an incident without a cause";
}

/* A state that was not seen before is looked at once. */
static void reach(model *m, const world *w)
{
    size_t slot = (size_t)hash_of(w) & (m->slots - 1);

    for (; m->table[slot] != 0; slot = (slot + 1) & (m->slots - 1))
        if (memcmp(&m->seen[m->table[slot] - 1], w, sizeof *w) == 0)
            return;
    if (m->count == m->room || m->broken != NULL)
        return;
    m->seen[m->count++] = *w;
    m->table[slot] = (uint32_t)m->count;
    check(m, w);
}

static csri_payout payout_of(const world *w)
{
    csri_payout payout = { .state = (enum csri_payout_state)w->state,
                           .attempts = w->attempts,
                           .first_sent_at = w->first,
                           .last_sent_at = w->last,
                           .alarm = w->alarm,
                           .incident = w->incident };

    return payout;
}

static void put_payout(world *w, const csri_payout *payout)
{
    w->state = (uint8_t)payout->state;
    w->attempts = (uint8_t)payout->attempts;
    w->first = (uint8_t)payout->first_sent_at;
    w->last = (uint8_t)payout->last_sent_at;
    w->alarm = (uint8_t)payout->alarm;
    w->incident = (uint8_t)payout->incident;
}

/* The desk comes to a payout, as csr_payout_next() would, and makes durable what it is about to do. */
static void desk_acts(model *m, const world *was)
{
    world w = *was;
    csri_payout payout = payout_of(was);

    if (was->about != 0)
        return;
    (void)csri_payout_settle(&payout, &m->limits, was->now);
    put_payout(&w, &payout);
    reach(m, &w);
    if (csri_payout_next(&payout, &m->limits, was->now) != CSRI_STEP_SEND || was->attempts == SENDS_MAX)
        return;
    w.key = (m->design & (NEW_KEYS | RECORD_AFTER)) != 0 ? (uint8_t)(was->key + 1) : 1;
    if ((m->design & RECORD_AFTER) == 0)
        CU_ASSERT_TRUE_FATAL(csri_payout_sent(&payout, &m->limits, was->now));
    put_payout(&w, &payout);
    if ((m->design & RECORD_AFTER) != 0 && w.key > KEYS)
        return;
    w.about = w.key;
    w.about_at = was->now;
    reach(m, &w);
}

/* What was decided goes out, or the process dies before it does. */
static void sender_acts(model *m, const world *was)
{
    world w = *was;

    if (was->about == 0)
        return;
    w.about = w.about_at = 0;
    reach(m, &w); /* a crash: what was made durable stays */
    for (int i = 0; i < REQUESTS; i++)
        if (was->request[i] == 0) {
            w.request[i] = was->about;
            w.request_at[i] = was->now;
            if ((m->design & RECORD_AFTER) != 0) {
                /* The process may live to record that it sent, or not. */
                reach(m, &w);
                csri_payout payout = payout_of(&w);
                (void)csri_payout_sent(&payout, &m->limits, was->now);
                put_payout(&w, &payout);
            }
            reach(m, &w);
            return;
        }
}

static void answer(model *m, world w, int with)
{
    reach(m, &w); /* lost on its way back */
    for (int i = 0; i < ANSWERS; i++)
        if (w.answer[i] == 0) {
            w.answer[i] = (uint8_t)with;
            reach(m, &w);
            return;
        }
}

/* A request gets to the gateway, which knows its key or does not. */
static void gateway_takes(model *m, const world *was, uint8_t key, world w)
{
    int knows = was->known[key] != 0 && was->now - was->known[key] < KEY_LIFE && (m->design & NO_KEYS) == 0;

    if (knows) {
        answer(m, w, was->stored_error[key] ? CSRI_ANSWER_UNKNOWN : was->outcome[key]);
        return;
    }
    answer(m, w, CSRI_ANSWER_UNKNOWN); /* an error before it was looked at */
    w.known[key] = was->now;
    w.stored_error[key] = 0;
    w.outcome[key] = CSRI_ANSWER_DECLINED;
    if (was->paid == 0)
        answer(m, w, CSRI_ANSWER_DECLINED);
    w.paid++;
    w.outcome[key] = CSRI_ANSWER_SUCCESS;
    answer(m, w, CSRI_ANSWER_SUCCESS);
    w.stored_error[key] = 1; /* an error after it was paid, which the gateway remembers */
    answer(m, w, CSRI_ANSWER_UNKNOWN);
}

static void network_acts(model *m, const world *was)
{
    for (int i = 0; i < REQUESTS; i++)
        if (was->request[i] != 0) {
            world w = *was;
            if ((m->design & NO_KEYS) == 0)                /* nothing helps against that */
                gateway_takes(m, was, was->request[i], w); /* and once more: it was duplicated */
            w.request[i] = w.request_at[i] = 0;
            gateway_takes(m, was, was->request[i], w);
            reach(m, &w); /* lost on its way */
        }
}

static void give_up(world *w)
{
    if (w->state == CSRI_PAYOUT_SUBMITTING || w->state == CSRI_PAYOUT_AWAIT_LOOKUP)
        w->state = CSRI_PAYOUT_FAILED;
}

static void answers_arrive(model *m, const world *was)
{
    for (int i = 0; i < ANSWERS; i++)
        if (was->answer[i] != 0) {
            world w = *was;
            csri_payout payout = payout_of(was);
            w.answer[i] = 0;
            (void)csri_payout_answered(&payout, &m->limits, (enum csri_payout_answer)was->answer[i]);
            put_payout(&w, &payout);
            if ((m->design & TIMEOUT_FAILS) != 0 && was->answer[i] == CSRI_ANSWER_UNKNOWN)
                give_up(&w);
            reach(m, &w);
        }
}

/* What the gateway has, by the payout's id and whatever the key: it is asked, or tells it by itself. */
static void gateway_speaks(model *m, const world *was)
{
    csri_payout payout = payout_of(was), asked = payout;
    world w = *was;
    int declined = 0;

    for (int key = 1; key <= KEYS; key++)
        declined |= was->outcome[key] == CSRI_ANSWER_DECLINED;
    if (was->paid > 0) {
        (void)csri_payout_told(&payout, CSRI_NEWS_SUCCEEDED);
        put_payout(&w, &payout);
        reach(m, &w);
    }
    if ((m->design & NO_LOOKUP) != 0 || csri_payout_next(&asked, &m->limits, was->now) != CSRI_STEP_LOOKUP)
        return;
    (void)csri_payout_asked(&asked, &m->limits,
                            was->paid > 0 ? CSRI_NEWS_SUCCEEDED
                            : declined    ? CSRI_NEWS_FAILED
                                          : CSRI_NEWS_NOT_FOUND,
                            was->now);
    put_payout(&w, &asked);
    if ((m->design & EARLY_NOT_FOUND) != 0 && was->paid == 0)
        give_up(&w);
    reach(m, &w);
}

/* Time goes on, unless somebody would be later than they may be. */
static void time_passes(model *m, const world *was)
{
    world w = *was;

    if (was->now == LAST_TICK || (was->about != 0 && was->now - was->about_at >= STALL))
        return;
    for (int i = 0; i < REQUESTS; i++)
        if (was->request[i] != 0 && was->now - was->request_at[i] >= INFLIGHT && (m->design & LONG_FLIGHT) == 0)
            return;
    w.now++;
    if ((m->design & AGE_FAILS) != 0 && was->last != 0 && w.now - was->last > KEY_LIFE / 2)
        give_up(&w);
    reach(m, &w);
}

static csri_gateway_limits limits_of(int design)
{
    csri_gateway_limits limits = { KEY_LIFE, INFLIGHT, MARGIN, (design & NO_LOOKUP) == 0, 0 };

    if ((design & NO_KEYS) != 0)
        limits.key_life_us = 0;
    if ((design & NO_MARGIN) != 0)
        limits.margin_us = 0;
    if ((design & NO_DEADLINE) != 0)
        limits.key_life_us = INT32_MAX;
    return limits;
}

/* Go through everything; what broke, or NULL, and how many states there were. */
static const char *explore(int design, size_t *count)
{
    model m = { .design = design, .limits = limits_of(design), .room = (size_t)1 << 21, .slots = (size_t)1 << 22 };
    world first = { .state = CSRI_PAYOUT_PLANNED, .now = 1 };

    m.seen = malloc(m.room * sizeof *m.seen);
    m.table = calloc(m.slots, sizeof *m.table);
    CU_ASSERT_TRUE_FATAL(m.seen != NULL && m.table != NULL);
    reach(&m, &first);
    for (size_t i = 0; i < m.count && m.broken == NULL; i++) {
        const world w = m.seen[i];
        desk_acts(&m, &w);
        sender_acts(&m, &w);
        network_acts(&m, &w);
        answers_arrive(&m, &w);
        gateway_speaks(&m, &w);
        time_passes(&m, &w);
    }
    CU_ASSERT_TRUE(m.count < m.room || m.broken != NULL);
    *count = m.count;
    free(m.table);
    free(m.seen);
    return m.broken;
}

static void holds(const char *what, int design)
{
    size_t count;
    const char *broken = explore(design, &count);

    printf("\n    %s: %zu states%s%s", what, count, broken != NULL ? ", " : "", broken != NULL ? broken : "");
    CU_ASSERT_PTR_NULL(broken);
}

static void breaks(const char *what, int design)
{
    size_t count;
    const char *broken = explore(design, &count);

    printf("\n    %s: %s after %zu states", what, broken != NULL ? broken : "nothing broken", count);
    CU_ASSERT_PTR_NOT_NULL(broken);
}

static void test_protocol(void)
{
    holds("with keys and lookup", 0);
    holds("without lookup", NO_LOOKUP);
    holds("without keys", NO_KEYS);
    holds("with neither", NO_KEYS | NO_LOOKUP);
}

/* The negative controls. */
static void test_wrong_designs(void)
{
    breaks("B, no answer is a failure", TIMEOUT_FAILS);
    breaks("C, age is a failure", AGE_FAILS);
    breaks("D, a new key for each try", NEW_KEYS);
    breaks("E, recorded after the call", RECORD_AFTER);
    breaks("F, not found while on its way", EARLY_NOT_FOUND);
    breaks("G, the key after its end", NO_DEADLINE);
    breaks("H, on its way for any time", LONG_FLIGHT);
    breaks("I, sent until the end of the key", NO_MARGIN);
}

static CU_TestInfo tests[] = {
    { "payout_model/protocol", test_protocol },
    { "payout_model/wrong_designs", test_wrong_designs },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "payout_model", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("payout model", suites, 2);
}
