/*
 * The course of a payout: one movement of money through a gateway that may answer late, twice or never.
 *
 * Pure: what is known, what happened and now go in; what is known afterwards comes out. The caller makes each step durable
 * before the next one. docs/adr/0050-payouts.md says why it is as it is, and tests/property/payout_model_test.c goes through
 * every order in which requests, answers, crashes and time can meet.
 */
#ifndef CSRI_POLICY_PAYOUT_COURSE_H
#define CSRI_POLICY_PAYOUT_COURSE_H

#include <csr/types.h>

/* Where a payout is. */
enum csri_payout_state {
    CSRI_PAYOUT_PLANNED = 1,      /* the amount is reserved; nothing was sent */
    CSRI_PAYOUT_SUBMITTING = 2,   /* it was or is about to be sent; the outcome is unknown */
    CSRI_PAYOUT_PENDING = 3,      /* the gateway has it and has not decided */
    CSRI_PAYOUT_SUCCEEDED = 4,    /* the money has gone */
    CSRI_PAYOUT_FAILED = 5,       /* it has not gone and will not */
    CSRI_PAYOUT_AWAIT_LOOKUP = 6, /* it may not be sent again: the gateway has to be asked what became of it */
    CSRI_PAYOUT_MANUAL = 7,       /* people have to find out */
    CSRI_PAYOUT_REVERSED = 8,     /* the money went and came back */
    CSRI_PAYOUT_EXTERNAL = 9      /* the gateway gave the money back by itself: no request of ours is behind it */
};
#define CSRI_PAYOUT_STATES 10

/* What a gateway said to a request. Whatever is not clear is CSRI_ANSWER_UNKNOWN: a timeout, a reset, a malformed body, "busy",
 * any error of the gateway itself, a stored one too. */
enum csri_payout_answer {
    CSRI_ANSWER_SUCCESS = 1,
    CSRI_ANSWER_PENDING = 2,
    CSRI_ANSWER_DECLINED = 3,     /* for good: the method is closed, the amount too small */
    CSRI_ANSWER_EXCEEDED = 4,     /* more than is left: perhaps our own request, which got there after all */
    CSRI_ANSWER_KEY_CONFLICT = 5, /* the key was used for another request: a defect */
    CSRI_ANSWER_DENIED = 6,       /* no access, or refused before it was looked at */
    CSRI_ANSWER_UNKNOWN = 7
};

/* What a gateway says about a payout when it is asked, or by itself. */
enum csri_payout_news {
    CSRI_NEWS_SUCCEEDED = 1,
    CSRI_NEWS_PENDING = 2,
    CSRI_NEWS_FAILED = 3,
    CSRI_NEWS_REVERSED = 4,
    CSRI_NEWS_NOT_FOUND = 5 /* an answer to being asked only */
};

/* What a gateway can do. Times are microseconds. */
typedef struct csri_gateway_limits {
    int64_t key_life_us; /* how long it knows a key; 0 = it knows none */
    int64_t inflight_us; /* how long a request may be on its way at most */
    int64_t margin_us;   /* more than a stall of the sender and inflight_us together */
    int32_t has_lookup;
    int32_t reserved;
} csri_gateway_limits;

/* What is known of a payout. */
typedef struct csri_payout {
    enum csri_payout_state state;
    int32_t attempts;
    csr_time first_sent_at, last_sent_at; /* 0 = never */
    int32_t alarm;                        /* somebody has to look at it */
    int32_t incident;                     /* what was settled is not: nothing more goes out of this payment */
} csri_payout;

/* What is to be done with it now. */
enum csri_payout_step {
    CSRI_STEP_NOTHING = 1, /* wait for the gateway, or until a time */
    CSRI_STEP_SEND = 2,    /* csri_payout_sent(), made durable, and then the request */
    CSRI_STEP_LOOKUP = 3,  /* ask the gateway */
    CSRI_STEP_PERSON = 4   /* people */
};

/* Before a step is asked for: a payout that may not be sent again any more waits to be asked about, or for people. 1 when it
 * changed. */
int csri_payout_settle(csri_payout *payout, const csri_gateway_limits *limits, csr_time now);

/* What is to be done with a payout that is settled. */
enum csri_payout_step csri_payout_next(const csri_payout *payout, const csri_gateway_limits *limits, csr_time now);

/* It is about to be sent: 1, or 0 when it must not be. */
int csri_payout_sent(csri_payout *payout, const csri_gateway_limits *limits, csr_time now);

/* The gateway answered: 1 when that says more than was known. */
int csri_payout_answered(csri_payout *payout, const csri_gateway_limits *limits, enum csri_payout_answer answer);

/* The gateway was asked, or told something by itself: 1 when that says more than was known. */
int csri_payout_asked(csri_payout *payout, const csri_gateway_limits *limits, enum csri_payout_news news, csr_time now);
int csri_payout_told(csri_payout *payout, enum csri_payout_news news);

/* Whether its amount is reserved or gone: all states but failed and reversed. Whether the money has gone. */
int csri_payout_counts(enum csri_payout_state state);
int csri_payout_is_paid(enum csri_payout_state state);

/* Whether something has to be done or looked at: the outcome is open, or there is an incident. */
int csri_payout_waits(const csri_payout *payout);

/* Whether a state may follow another, ever. */
int csri_payout_may_follow(enum csri_payout_state from, enum csri_payout_state to);

#endif
