/*
 * A payment gateway as they are: it declines, loses, delays, doubles, forgets keys, decides later and takes money back; with books
 * of its own, which say what really happened.
 */
#ifndef CSR_TEST_MONEY_GATEWAY_H
#define CSR_TEST_MONEY_GATEWAY_H

#include "support/seeded.h"

#include <csr/payout.h>

#define GATEWAY_KEY_BYTES 80
#define GATEWAY_ENTRIES_MAX 256
#define GATEWAY_REQUESTS_MAX 512
#define GATEWAY_NEWS_MAX 512

/* What it did for one key, as long as it knew it. */
typedef struct gateway_entry {
    char key[GATEWAY_KEY_BYTES];
    csr_id payout, payment;
    int64_t minor;
    int64_t went;                  /* what really went, where it is another amount */
    csr_time known_at, decides_at; /* 0 = it has decided */
    csr_payout_answer answer;
    int paid, reversed;
} gateway_entry;

/* A request on its way. */
typedef struct gateway_request {
    char key[GATEWAY_KEY_BYTES];
    csr_id payout, payment;
    int64_t minor;
    csr_time at;
} gateway_request;

/* Something that it will tell by itself. */
typedef struct gateway_news {
    csr_id payout;
    csr_payout_news news;
    csr_time at;
} gateway_news;

typedef struct money_gateway {
    csr_test_random *random;
    int64_t key_life_us, inflight_us;
    int single; /* 1 = the way to it doubles nothing */
    int calm;   /* 1 = it loses, declines and reverses nothing any more */
    gateway_entry entries[GATEWAY_ENTRIES_MAX];
    gateway_request requests[GATEWAY_REQUESTS_MAX];
    gateway_news news[GATEWAY_NEWS_MAX];
    size_t entry_count, request_count, news_count;
} money_gateway;

void gateway_begin(money_gateway *g, csr_test_random *random, int64_t key_life_us, int64_t inflight_us);

/* Send a request under a key: it gets there once, twice, later or not at all, and so does the answer. */
csr_payout_answer gateway_send(money_gateway *g, const csr_payout_view *payout, const char *key, csr_time now);

/* Let time pass: what is on its way arrives, what was pending is decided. */
void gateway_turn(money_gateway *g, csr_time now);

/* What it says when it is asked about a payout. */
csr_payout_news gateway_lookup(const money_gateway *g, const csr_id *payout);

/* The next thing that it tells by itself: 1, or 0 when there is none yet. */
int gateway_tells(money_gateway *g, csr_time now, csr_id *payout, csr_payout_news *news);

/* What was told was not heard. */
void gateway_repeats(money_gateway *g, const csr_id *payout, csr_payout_news news, csr_time now);

/* By its books: how often money went for a payout, and how often it stayed where it went; what went back to a payment in all. */
int gateway_paid(const money_gateway *g, const csr_id *payout);
int gateway_kept(const money_gateway *g, const csr_id *payout);
int64_t gateway_sum(const money_gateway *g, const csr_id *payment);
/* What went for a payout, and that it was another amount; 0 = nothing. */
int64_t gateway_minor(const money_gateway *g, const csr_id *payout);
void gateway_corrects(money_gateway *g, const csr_id *payout, int64_t minor);
/* Whether something is on its way or not decided. */
int gateway_is_busy(const money_gateway *g);

#endif
