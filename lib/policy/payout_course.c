#include "policy/payout_course.h"

#define TO(state) (1u << (CSRI_PAYOUT_##state))

/* Which states may follow which. A success that was failed is an incident, and told as one. */
static const unsigned followers[CSRI_PAYOUT_STATES] = {
    [CSRI_PAYOUT_PLANNED] = TO(SUBMITTING) | TO(SUCCEEDED) | TO(FAILED),
    [CSRI_PAYOUT_SUBMITTING] = TO(PENDING) | TO(SUCCEEDED) | TO(FAILED) | TO(AWAIT_LOOKUP) | TO(MANUAL) | TO(REVERSED),
    [CSRI_PAYOUT_PENDING] = TO(SUCCEEDED) | TO(FAILED) | TO(REVERSED),
    [CSRI_PAYOUT_SUCCEEDED] = TO(REVERSED),
    [CSRI_PAYOUT_FAILED] = TO(SUCCEEDED),
    [CSRI_PAYOUT_AWAIT_LOOKUP] = TO(PENDING) | TO(SUCCEEDED) | TO(FAILED) | TO(MANUAL) | TO(REVERSED),
    [CSRI_PAYOUT_MANUAL] = TO(PENDING) | TO(SUCCEEDED) | TO(FAILED) | TO(REVERSED),
    [CSRI_PAYOUT_EXTERNAL] = TO(REVERSED),
};

int csri_payout_may_follow(enum csri_payout_state from, enum csri_payout_state to)
{
    return (followers[from] >> to & 1) != 0;
}

int csri_payout_counts(enum csri_payout_state state)
{
    return state != CSRI_PAYOUT_FAILED && state != CSRI_PAYOUT_REVERSED;
}

int csri_payout_is_paid(enum csri_payout_state state)
{
    return state == CSRI_PAYOUT_SUCCEEDED || state == CSRI_PAYOUT_EXTERNAL;
}

int csri_payout_waits(const csri_payout *payout)
{
    return payout->incident || (csri_payout_counts(payout->state) && !csri_payout_is_paid(payout->state));
}

static int move(csri_payout *payout, enum csri_payout_state to)
{
    if (!csri_payout_may_follow(payout->state, to))
        return 0;
    /* Money that went for something that was given up: nobody may rely on what is known of this payment. */
    payout->incident |=
        payout->state == CSRI_PAYOUT_FAILED || payout->state == CSRI_PAYOUT_PLANNED ? to == CSRI_PAYOUT_SUCCEEDED : 0;
    payout->state = to;
    return 1;
}

/* To whoever knows: the gateway, if it can be asked, or people. */
static int seek(csri_payout *payout, const csri_gateway_limits *limits)
{
    return move(payout, limits->has_lookup ? CSRI_PAYOUT_AWAIT_LOOKUP : CSRI_PAYOUT_MANUAL);
}

/* Whether the same request may go out again: while the gateway surely still knows the key when it gets there. */
static int may_resend(const csri_payout *payout, const csri_gateway_limits *limits, csr_time now)
{
    return now - payout->first_sent_at < limits->key_life_us - limits->margin_us;
}

int csri_payout_settle(csri_payout *payout, const csri_gateway_limits *limits, csr_time now)
{
    if (payout->state != CSRI_PAYOUT_SUBMITTING || may_resend(payout, limits, now))
        return 0;
    return seek(payout, limits);
}

/* Whether nothing that was sent can still be on its way. */
static int has_landed(const csri_payout *payout, const csri_gateway_limits *limits, csr_time now)
{
    return now - payout->last_sent_at > limits->margin_us + limits->inflight_us;
}

enum csri_payout_step csri_payout_next(const csri_payout *payout, const csri_gateway_limits *limits, csr_time now)
{
    switch (payout->state) {
    case CSRI_PAYOUT_PLANNED: return CSRI_STEP_SEND;
    case CSRI_PAYOUT_SUBMITTING: return may_resend(payout, limits, now) ? CSRI_STEP_SEND : CSRI_STEP_NOTHING;
    case CSRI_PAYOUT_PENDING: return limits->has_lookup ? CSRI_STEP_LOOKUP : CSRI_STEP_NOTHING;
    case CSRI_PAYOUT_AWAIT_LOOKUP: return CSRI_STEP_LOOKUP;
    case CSRI_PAYOUT_MANUAL: return CSRI_STEP_PERSON;
    case CSRI_PAYOUT_SUCCEEDED:
    case CSRI_PAYOUT_FAILED:
    case CSRI_PAYOUT_REVERSED:
    case CSRI_PAYOUT_EXTERNAL:
    default: break;
    }
    return CSRI_STEP_NOTHING;
}

int csri_payout_sent(csri_payout *payout, const csri_gateway_limits *limits, csr_time now)
{
    if (csri_payout_next(payout, limits, now) != CSRI_STEP_SEND)
        return 0;
    if (payout->state == CSRI_PAYOUT_PLANNED)
        payout->first_sent_at = now;
    payout->state = CSRI_PAYOUT_SUBMITTING;
    payout->last_sent_at = now;
    payout->attempts++;
    return 1;
}

/* An answer is about a request that is out; what was learned otherwise meanwhile is not forgotten for it. */
static int is_open(const csri_payout *payout)
{
    return payout->state == CSRI_PAYOUT_SUBMITTING || payout->state == CSRI_PAYOUT_AWAIT_LOOKUP ||
           payout->state == CSRI_PAYOUT_MANUAL;
}

static int raise_alarm(csri_payout *payout)
{
    int raised = !payout->alarm;

    payout->alarm = 1;
    return raised;
}

int csri_payout_answered(csri_payout *payout, const csri_gateway_limits *limits, enum csri_payout_answer answer)
{
    if (answer == CSRI_ANSWER_SUCCESS)
        return move(payout, CSRI_PAYOUT_SUCCEEDED);
    if (answer == CSRI_ANSWER_UNKNOWN || !is_open(payout))
        return 0;
    switch (answer) {
    case CSRI_ANSWER_PENDING: return move(payout, CSRI_PAYOUT_PENDING);
    case CSRI_ANSWER_DECLINED: return move(payout, CSRI_PAYOUT_FAILED);
    case CSRI_ANSWER_EXCEEDED: return seek(payout, limits);
    case CSRI_ANSWER_KEY_CONFLICT:
        return (int)((unsigned)raise_alarm(payout) | (unsigned)move(payout, CSRI_PAYOUT_MANUAL));
    case CSRI_ANSWER_SUCCESS:
    case CSRI_ANSWER_DENIED:
    case CSRI_ANSWER_UNKNOWN:
    default: break;
    }
    return raise_alarm(payout);
}

int csri_payout_told(csri_payout *payout, enum csri_payout_news news)
{
    switch (news) {
    case CSRI_NEWS_SUCCEEDED: return move(payout, CSRI_PAYOUT_SUCCEEDED);
    case CSRI_NEWS_PENDING: return move(payout, CSRI_PAYOUT_PENDING);
    case CSRI_NEWS_FAILED:
        /* A success that fails later has sent its money back. */
        return move(payout, csri_payout_is_paid(payout->state) ? CSRI_PAYOUT_REVERSED : CSRI_PAYOUT_FAILED);
    case CSRI_NEWS_REVERSED: return move(payout, CSRI_PAYOUT_REVERSED);
    case CSRI_NEWS_NOT_FOUND:
    default: break;
    }
    return 0;
}

int csri_payout_asked(csri_payout *payout, const csri_gateway_limits *limits, enum csri_payout_news news, csr_time now)
{
    if (news != CSRI_NEWS_NOT_FOUND)
        return csri_payout_told(payout, news);
    if (payout->state != CSRI_PAYOUT_AWAIT_LOOKUP || !has_landed(payout, limits, now))
        return 0;
    return move(payout, CSRI_PAYOUT_FAILED);
}
