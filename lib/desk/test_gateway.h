/*
 * The books of the test gateway: what it was asked, did and has still to do. csr/sys/test_gateway.h says what it is for.
 */
#ifndef CSRI_DESK_TEST_GATEWAY_H
#define CSRI_DESK_TEST_GATEWAY_H

#include <csr/sys/test_gateway.h>

#define CSRI_TEST_KEY_BYTES 64

/* One payout in the books. */
typedef struct csri_test_account {
    csr_id payout, payment;
    int64_t minor;
    csr_time known_at;  /* its key; 0 = not known */
    csr_time arrive_at; /* a late request gets there; 0 = none is on its way */
    csr_time decide_at; /* what is pending is decided, or what was paid comes back; 0 = nothing is to happen */
    csr_payout_news news, becomes;
    csr_payout_answer answer; /* what it says to the same key again */
    int32_t requests, paid, came_back, twice;
    uint32_t number; /* of the gateway's own reference; 0 = it has none */
    char currency[4];
    char key[CSRI_TEST_KEY_BYTES];
} csri_test_account;

/* A notice that is to be sent. */
typedef struct csri_test_notice {
    size_t account;
    uint32_t number;
    csr_payout_news news;
} csri_test_notice;

struct csr_test_gateway {
    csr_host host;
    csr_gateway functions;
    csr_test_gateway_params params;
    char *texts; /* name and script */
    size_t texts_bytes, script_at;
    uint64_t random;
    uint32_t numbers, notice_numbers;
    csri_test_account *accounts;
    size_t count, room;
    csri_test_notice *notices; /* a queue: those before first_notice were sent */
    size_t notice_count, notice_room, first_notice;
};

csr_time csri_test_now(const csr_test_gateway *gateway);
/* Everything that was due by now happens. */
void csri_test_catch_up(csr_test_gateway *gateway, csr_time now);
/* The account of a reference, or NULL; a new one, or NULL when there is no memory. */
csri_test_account *csri_test_account_of(const csr_test_gateway *gateway, const csr_id *payout);
csri_test_account *csri_test_account_new(csr_test_gateway *gateway);
/* A request gets there: what the gateway answers. */
csr_payout_answer csri_test_arrive(csr_test_gateway *gateway, csri_test_account *account, csr_test_turn turn,
                                   csr_time now);
/* Money went, did not go or came back: the books say so, and a notice is sent. */
void csri_test_settle(csr_test_gateway *gateway, csri_test_account *account, csr_payout_news news);
/* "tg-7", or "" before it has one. */
void csri_test_reference(const csri_test_account *account, char *out, size_t size);
/* Functions of the vtable. */
int32_t csri_test_parse(void *context, const void *bytes, size_t len, csr_gateway_notice *out);
const char *csri_test_news_name(csr_payout_news news);

#endif
