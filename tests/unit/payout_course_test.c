/*
 * The course of a payout: what each answer and each piece of news does to each state, and when it may be sent. I11: only along
 * the edges of the table.
 */
#include "policy/payout_course.h"
#include "support/runner.h"

#include <string.h>

#define SECOND INT64_C(1000000)

/* Keys live for an hour, requests for a minute, and the margin is two. */
static const csri_gateway_limits both = { 3600 * SECOND, 60 * SECOND, 120 * SECOND, 1, 0 };
static const csri_gateway_limits blind = { 3600 * SECOND, 60 * SECOND, 120 * SECOND, 0, 0 };
static const csri_gateway_limits keyless = { 0, 60 * SECOND, 120 * SECOND, 1, 0 };
static const csri_gateway_limits neither = { 0, 60 * SECOND, 120 * SECOND, 0, 0 };

/* A letter for each state; '.' = it stays. */
static const char letters[CSRI_PAYOUT_STATES + 1] = "?psPSFLMRX";

static csri_payout payout_in(enum csri_payout_state state)
{
    csri_payout payout = { .state = state, .first_sent_at = 1, .last_sent_at = 1, .attempts = 1 };

    return payout;
}

/* Columns: planned, submitting, pending, succeeded, failed, await_lookup, manual, reversed, external. */
static const struct {
    enum csri_payout_answer answer;
    const char *after, *blind_after;
} answers[] = {
    { CSRI_ANSWER_SUCCESS, "SSS.SSS..", "SSS.SSS.." },      { CSRI_ANSWER_PENDING, ".P...PP..", ".P...PP.." },
    { CSRI_ANSWER_DECLINED, ".F...FF..", ".F...FF.." },     { CSRI_ANSWER_EXCEEDED, ".L.......", ".M...M..." },
    { CSRI_ANSWER_KEY_CONFLICT, ".M...M...", ".M...M..." }, { CSRI_ANSWER_DENIED, ".........", "........." },
    { CSRI_ANSWER_UNKNOWN, ".........", "........." },
};

static void check_after(const csri_payout *was, const csri_payout *is, char expected)
{
    CU_ASSERT_EQUAL(is->state == was->state ? '.' : letters[is->state], expected);
    CU_ASSERT_TRUE(is->state == was->state || csri_payout_may_follow(was->state, is->state));
    /* Money for what was given up, or was never sent. */
    CU_ASSERT_EQUAL(is->incident, is->state == CSRI_PAYOUT_SUCCEEDED &&
                                      (was->state == CSRI_PAYOUT_FAILED || was->state == CSRI_PAYOUT_PLANNED));
}

static void test_answers(void)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        for (int state = 1; state < CSRI_PAYOUT_STATES; state++) {
            csri_payout was = payout_in((enum csri_payout_state)state), is = was, unseen = was;
            int moved = csri_payout_answered(&is, &both, answers[i].answer);
            check_after(&was, &is, answers[i].after[state - 1]);
            CU_ASSERT_EQUAL(moved, memcmp(&is, &was, sizeof is) != 0);
            (void)csri_payout_answered(&unseen, &blind, answers[i].answer);
            check_after(&was, &unseen, answers[i].blind_after[state - 1]);
        }
}

/* A defect and a closed door are told once. */
static void test_alarms(void)
{
    csri_payout payout = payout_in(CSRI_PAYOUT_SUBMITTING);

    CU_ASSERT_EQUAL(csri_payout_answered(&payout, &both, CSRI_ANSWER_DENIED), 1);
    CU_ASSERT_TRUE(payout.alarm && payout.state == CSRI_PAYOUT_SUBMITTING);
    CU_ASSERT_EQUAL(csri_payout_answered(&payout, &both, CSRI_ANSWER_DENIED), 0);
    CU_ASSERT_EQUAL(csri_payout_answered(&payout, &both, CSRI_ANSWER_KEY_CONFLICT), 1);
    CU_ASSERT_EQUAL(payout.state, CSRI_PAYOUT_MANUAL);
    CU_ASSERT_EQUAL(csri_payout_answered(&payout, &both, CSRI_ANSWER_KEY_CONFLICT), 0);
}

static const struct {
    enum csri_payout_news news;
    const char *after;
} news[] = {
    { CSRI_NEWS_SUCCEEDED, "SSS.SSS.." }, { CSRI_NEWS_PENDING, ".P...PP.." },   { CSRI_NEWS_FAILED, "FFFR.FF.R" },
    { CSRI_NEWS_REVERSED, ".RRR.RR.R" },  { CSRI_NEWS_NOT_FOUND, "........." },
};

/* I10: the same news again changes nothing, and none turns back what was further on. */
static void test_news(void)
{
    for (size_t i = 0; i < sizeof news / sizeof news[0]; i++)
        for (int state = 1; state < CSRI_PAYOUT_STATES; state++) {
            csri_payout was = payout_in((enum csri_payout_state)state), is = was, asked = was;
            int moved = csri_payout_told(&is, news[i].news);
            check_after(&was, &is, news[i].after[state - 1]);
            CU_ASSERT_EQUAL(moved, is.state != was.state);
            if (news[i].news != CSRI_NEWS_FAILED || !csri_payout_is_paid(was.state))
                CU_ASSERT_EQUAL(csri_payout_told(&is, news[i].news), 0);
            (void)csri_payout_asked(&asked, &both, news[i].news, 2);
            CU_ASSERT_EQUAL(asked.state == was.state ? '.' : letters[asked.state], news[i].after[state - 1]);
        }
}

/* I12: sent with the same key until the margin before its end, then asked about; without lookup left to people. */
static void test_sending(void)
{
    csri_payout payout = { .state = CSRI_PAYOUT_PLANNED }, other;

    CU_ASSERT_EQUAL(csri_payout_next(&payout, &both, 5), CSRI_STEP_SEND);
    CU_ASSERT_EQUAL(csri_payout_settle(&payout, &both, 5), 0);
    CU_ASSERT_EQUAL(csri_payout_sent(&payout, &both, 5), 1);
    CU_ASSERT_TRUE(payout.state == CSRI_PAYOUT_SUBMITTING && payout.first_sent_at == 5 && payout.attempts == 1);
    CU_ASSERT_EQUAL(csri_payout_sent(&payout, &both, 4 + 3480 * SECOND), 1);
    CU_ASSERT_TRUE(payout.first_sent_at == 5 && payout.last_sent_at == 4 + 3480 * SECOND && payout.attempts == 2);
    CU_ASSERT_EQUAL(csri_payout_settle(&payout, &both, 4 + 3480 * SECOND), 0);
    CU_ASSERT_EQUAL(csri_payout_next(&payout, &both, 5 + 3480 * SECOND), CSRI_STEP_NOTHING);
    CU_ASSERT_EQUAL(csri_payout_sent(&payout, &both, 5 + 3480 * SECOND), 0);
    other = payout;
    CU_ASSERT_EQUAL(csri_payout_settle(&payout, &both, 5 + 3480 * SECOND), 1);
    CU_ASSERT_EQUAL(payout.state, CSRI_PAYOUT_AWAIT_LOOKUP);
    CU_ASSERT_EQUAL(csri_payout_next(&payout, &both, 5 + 3480 * SECOND), CSRI_STEP_LOOKUP);
    CU_ASSERT_EQUAL(csri_payout_settle(&other, &blind, 5 + 3480 * SECOND), 1);
    CU_ASSERT_EQUAL(other.state, CSRI_PAYOUT_MANUAL);
    CU_ASSERT_EQUAL(csri_payout_next(&other, &blind, 5 + 3480 * SECOND), CSRI_STEP_PERSON);
}

/* A gateway that knows no keys gets one request, and what is unclear then is asked about or left to people. */
static void test_without_keys(void)
{
    csri_payout payout = { .state = CSRI_PAYOUT_PLANNED }, other = payout;

    CU_ASSERT_EQUAL(csri_payout_sent(&payout, &keyless, 5), 1);
    CU_ASSERT_EQUAL(csri_payout_sent(&payout, &keyless, 5), 0);
    CU_ASSERT_EQUAL(csri_payout_settle(&payout, &keyless, 5), 1);
    CU_ASSERT_EQUAL(payout.state, CSRI_PAYOUT_AWAIT_LOOKUP);
    CU_ASSERT_EQUAL(csri_payout_sent(&other, &neither, 5), 1);
    CU_ASSERT_EQUAL(csri_payout_settle(&other, &neither, 5), 1);
    CU_ASSERT_EQUAL(other.state, CSRI_PAYOUT_MANUAL);
}

/* Not found counts only when nothing can still be on its way. */
static void test_not_found(void)
{
    csri_payout payout = payout_in(CSRI_PAYOUT_AWAIT_LOOKUP);

    CU_ASSERT_EQUAL(csri_payout_asked(&payout, &both, CSRI_NEWS_NOT_FOUND, 1 + 180 * SECOND), 0);
    CU_ASSERT_EQUAL(csri_payout_asked(&payout, &both, CSRI_NEWS_NOT_FOUND, 2 + 180 * SECOND), 1);
    CU_ASSERT_EQUAL(payout.state, CSRI_PAYOUT_FAILED);
}

static void test_steps(void)
{
    static const enum csri_payout_step steps[CSRI_PAYOUT_STATES] = { 0,
                                                                     CSRI_STEP_SEND,
                                                                     CSRI_STEP_SEND,
                                                                     CSRI_STEP_LOOKUP,
                                                                     CSRI_STEP_NOTHING,
                                                                     CSRI_STEP_NOTHING,
                                                                     CSRI_STEP_LOOKUP,
                                                                     CSRI_STEP_PERSON,
                                                                     CSRI_STEP_NOTHING,
                                                                     CSRI_STEP_NOTHING };

    for (int state = 1; state < CSRI_PAYOUT_STATES; state++) {
        csri_payout payout = payout_in((enum csri_payout_state)state);
        CU_ASSERT_EQUAL(csri_payout_next(&payout, &both, 2), steps[state]);
        CU_ASSERT_EQUAL(csri_payout_counts(payout.state),
                        payout.state != CSRI_PAYOUT_FAILED && payout.state != CSRI_PAYOUT_REVERSED);
        CU_ASSERT_EQUAL(csri_payout_is_paid(payout.state),
                        payout.state == CSRI_PAYOUT_SUCCEEDED || payout.state == CSRI_PAYOUT_EXTERNAL);
        CU_ASSERT_EQUAL(csri_payout_waits(&payout),
                        csri_payout_counts(payout.state) && !csri_payout_is_paid(payout.state));
        payout.incident = 1;
        CU_ASSERT_EQUAL(csri_payout_waits(&payout), 1);
        /* What came back or was never there goes nowhere else. */
        CU_ASSERT_EQUAL(csri_payout_may_follow(CSRI_PAYOUT_REVERSED, payout.state), 0);
    }
    csri_payout pending = payout_in(CSRI_PAYOUT_PENDING);
    CU_ASSERT_EQUAL(csri_payout_next(&pending, &blind, 2), CSRI_STEP_NOTHING);
}

static CU_TestInfo tests[] = {
    { "payout_course/answers", test_answers },
    { "payout_course/alarms", test_alarms },
    { "payout_course/news", test_news },
    { "payout_course/sending", test_sending },
    { "payout_course/without_keys", test_without_keys },
    { "payout_course/not_found", test_not_found },
    { "payout_course/steps", test_steps },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "payout_course", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("payout course", suites, 7);
}
