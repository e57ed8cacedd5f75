#include "support/runner.h"

#include "base/time.h"
#include "policy/delivery_course.h"

#include <string.h>

#define NOW (INT64_C(1000) * CSRI_HOUR_US)

static csr_delivery_view queued(int32_t attempts)
{
    return (csr_delivery_view){
        .state = CSR_DELIVERY_QUEUED, .waiting = 1, .next_attempt_at = NOW, .attempts = attempts, .max_attempts = 3
    };
}

static int tell(csr_delivery_view *is, csr_delivery_state state, csr_bounce bounce, csr_time at)
{
    const csri_delivery_news news = { state, bounce, at, 0 };

    return csri_delivery_apply(is, &news);
}

static void test_in_order(void)
{
    csr_delivery_view is = queued(1);

    CU_ASSERT(tell(&is, CSR_DELIVERY_SENT, 0, NOW));
    CU_ASSERT(is.state == CSR_DELIVERY_SENT && is.sent_at == NOW && !is.waiting && is.next_attempt_at == 0);
    CU_ASSERT(tell(&is, CSR_DELIVERY_DELIVERED, 0, NOW + 1));
    CU_ASSERT(tell(&is, CSR_DELIVERY_READ, 0, NOW + 2));
    CU_ASSERT(is.sent_at == NOW && is.delivered_at == NOW + 1 && is.read_at == NOW + 2);
    CU_ASSERT(!tell(&is, CSR_DELIVERY_READ, 0, NOW + 3));
}

/* All orders of the same four reports end in the same state, and a report told twice says nothing new. */
static void test_in_any_order(void)
{
    static const csr_delivery_state reports[] = { CSR_DELIVERY_SENT, CSR_DELIVERY_DELIVERED, CSR_DELIVERY_READ };

    for (unsigned order = 0; order < 27; order++) {
        csr_delivery_view is = queued(1);
        unsigned seen = 0;
        for (unsigned i = 0, rest = order; i < 3; i++, rest /= 3) {
            csr_delivery_state before = is.state;
            (void)tell(&is, reports[rest % 3], 0, NOW + (csr_time)i);
            CU_ASSERT(is.state >= before);
            CU_ASSERT(!tell(&is, reports[rest % 3], 0, NOW + 9));
            seen |= 1u << rest % 3;
        }
        CU_ASSERT_EQUAL(is.state, (seen & 4)   ? CSR_DELIVERY_READ
                                  : (seen & 2) ? CSR_DELIVERY_DELIVERED
                                               : CSR_DELIVERY_SENT);
        CU_ASSERT(is.sent_at != 0 && !is.waiting);
        CU_ASSERT_EQUAL(is.delivered_at != 0, (seen & 6) != 0);
    }
}

static void test_bounces(void)
{
    csr_delivery_view is = queued(1);

    CU_ASSERT(tell(&is, CSR_DELIVERY_BOUNCED, CSR_BOUNCE_TEMPORARY, NOW));
    CU_ASSERT(is.waiting && is.next_attempt_at == NOW + CSRI_MINUTE_US && is.bounce == CSR_BOUNCE_TEMPORARY);
    CU_ASSERT(!tell(&is, CSR_DELIVERY_BOUNCED, CSR_BOUNCE_TEMPORARY, NOW + 1)); /* told twice */
    is.attempts = 2;
    is.leased_until = NOW + 5;
    CU_ASSERT(tell(&is, CSR_DELIVERY_BOUNCED, CSR_BOUNCE_TEMPORARY, NOW + 2)); /* the next attempt's */
    CU_ASSERT(is.next_attempt_at == NOW + 2 + 2 * CSRI_MINUTE_US && is.leased_until == 0);
    CU_ASSERT(tell(&is, CSR_DELIVERY_DELIVERED, 0, NOW + 3)); /* it arrived after all */
    CU_ASSERT(is.state == CSR_DELIVERY_DELIVERED && !is.waiting && is.bounce == 0 && is.ended_at == 0);
    CU_ASSERT(!tell(&is, CSR_DELIVERY_FAILED, 0, NOW + 4));
    CU_ASSERT(tell(&is, CSR_DELIVERY_BOUNCED, CSR_BOUNCE_PERMANENT, NOW + 4)); /* and came back later */
    CU_ASSERT(is.state == CSR_DELIVERY_BOUNCED && !is.waiting);
    CU_ASSERT(!tell(&is, CSR_DELIVERY_READ, 0, NOW + 5));
    CU_ASSERT(!tell(&is, CSR_DELIVERY_FAILED, 0, NOW + 5));
    is = queued(3);
    CU_ASSERT(tell(&is, CSR_DELIVERY_FAILED, 0, NOW)); /* the last attempt */
    CU_ASSERT(is.state == CSR_DELIVERY_FAILED && !is.waiting && is.bounce == 0);
    CU_ASSERT(!tell(&is, CSR_DELIVERY_FAILED, 0, NOW + 1)); /* and it stays so */
    CU_ASSERT(!tell(&is, CSR_DELIVERY_BOUNCED, CSR_BOUNCE_TEMPORARY, NOW + 1));
    CU_ASSERT(!tell(&is, CSR_DELIVERY_DELIVERED, 0, NOW + 1));
    is = queued(1);
    CU_ASSERT(tell(&is, CSR_DELIVERY_READ, 0, NOW));
    CU_ASSERT(!tell(&is, CSR_DELIVERY_BOUNCED, CSR_BOUNCE_PERMANENT, NOW));
}

static void test_next_attempt(void)
{
    const csri_delivery_news later = { CSR_DELIVERY_FAILED, 0, NOW, NOW + 77 };
    csr_delivery_view is = queued(1);

    CU_ASSERT(csri_delivery_apply(&is, &later));
    CU_ASSERT(is.waiting && is.next_attempt_at == NOW + 77);
    CU_ASSERT_EQUAL(csri_delivery_pause(0), CSRI_MINUTE_US);
    CU_ASSERT_EQUAL(csri_delivery_pause(1), CSRI_MINUTE_US);
    CU_ASSERT_EQUAL(csri_delivery_pause(4), 8 * CSRI_MINUTE_US);
    CU_ASSERT_EQUAL(csri_delivery_pause(9), 256 * CSRI_MINUTE_US);
    CU_ASSERT_EQUAL(csri_delivery_pause(10), 6 * CSRI_HOUR_US);
    CU_ASSERT_EQUAL(csri_delivery_pause(100), 6 * CSRI_HOUR_US);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "delivery_course/in_order", test_in_order },
        { "delivery_course/in_any_order", test_in_any_order },
        { "delivery_course/bounces", test_bounces },
        { "delivery_course/next_attempt", test_next_attempt },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "delivery_course", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("delivery_course_test", suites, 4);
}
