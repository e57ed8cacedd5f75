#include "policy/duty_order.h"

#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <string.h>

/*
 * Who is asked to step in, decided from facts alone: who is there, who is better, and what is said of it.
 */
#define NOW CSR_TEST_MONDAY
#define LATER (NOW + 1)
#define COUNT(list) (sizeof(list) / sizeof *(list))

static csr_test_host host;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 3);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static csri_duty_candidate agent(const char *handle)
{
    csri_duty_candidate c = { .role = CSR_ROLE_SUPERVISOR };

    csr_str_set(&c.handle, handle, CSR_NTS);
    memcpy(c.agent.bytes, handle, strlen(handle) < 16 ? strlen(handle) : 16);
    return c;
}

static const char *why_of(const csri_duty_candidate *c, const csri_duty_wanted *wanted)
{
    static char text[300];
    csri_buffer out;

    csri_buffer_init(&out, &host.host, 0);
    csri_duty_why(c, wanted, &out);
    snprintf(text, sizeof(text), "%.*s", (int)out.len, out.ptr);
    csri_buffer_free(&out);
    return text;
}

static void test_attendance(void)
{
    static const struct {
        csr_presence presence;
        csr_time until;
        csri_shift shift;
        csr_time opens;
        int asked;
        csr_off_duty off;
        csr_time back_at;
        csr_presence left;
    } table[] = {
        { 0, 0, CSRI_SHIFT_NONE, 0, 0, 0, 0, 0 },
        { 0, 0, CSRI_SHIFT_OPEN, 0, 0, 0, 0, 0 },
        { 0, 0, CSRI_SHIFT_CLOSED, LATER, 0, CSR_OFF_DUTY_SHIFT, LATER, 0 },
        { 0, 0, CSRI_SHIFT_CLOSED, 0, 0, CSR_OFF_DUTY_SHIFT, 0, 0 },
        { CSR_PRESENCE_AVAILABLE, 0, CSRI_SHIFT_CLOSED, LATER, 0, 0, 0, CSR_PRESENCE_AVAILABLE },
        { CSR_PRESENCE_AVAILABLE, LATER, CSRI_SHIFT_NONE, 0, 0, 0, 0, CSR_PRESENCE_AVAILABLE },
        { CSR_PRESENCE_AVAILABLE, NOW, CSRI_SHIFT_CLOSED, LATER, 0, CSR_OFF_DUTY_SHIFT, LATER, 0 },
        { CSR_PRESENCE_AWAY, 0, CSRI_SHIFT_OPEN, 0, 0, CSR_OFF_DUTY_AWAY, 0, CSR_PRESENCE_AWAY },
        { CSR_PRESENCE_ON_BREAK, LATER, CSRI_SHIFT_OPEN, 0, 1, CSR_OFF_DUTY_ON_BREAK, LATER, CSR_PRESENCE_ON_BREAK },
        { CSR_PRESENCE_ON_BREAK, NOW, CSRI_SHIFT_OPEN, 0, 0, 0, 0, 0 },
        { CSR_PRESENCE_OFF, 0, CSRI_SHIFT_NONE, 0, 0, CSR_OFF_DUTY_OFF, 0, CSR_PRESENCE_OFF },
        { 0, 0, CSRI_SHIFT_NONE, 0, 1, CSR_OFF_DUTY_ASKED, 0, 0 },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        csri_duty_candidate c = agent("eva");
        c.presence = table[i].presence;
        c.until = table[i].until;
        c.shift = table[i].shift;
        c.shift_opens = table[i].opens;
        c.asked = table[i].asked;
        csri_duty_attend(&c, NOW);
        CU_ASSERT_EQUAL(c.off, table[i].off);
        CU_ASSERT_EQUAL(c.back_at, table[i].back_at);
        CU_ASSERT_EQUAL(c.presence, table[i].left);
    }
}

static void test_languages(void)
{
    static const struct {
        csr_str a, b;
        int same;
    } table[] = {
        { { "pt-br", 5 }, { "PT", 2 }, 1 },     { { "it", 2 }, { "it", 2 }, 1 }, { { "it", 2 }, { "id", 2 }, 0 },
        { { "i", 1 }, { "it", 2 }, 0 },         { { "", 0 }, { "", 0 }, 0 },     { { "it", 2 }, { NULL, 0 }, 0 },
        { { "zh-hant", 7 }, { "zh-x", 4 }, 1 }, { { "@a", 2 }, { "@A", 2 }, 1 }, { { "{", 1 }, { "[", 1 }, 0 },
    };
    for (size_t i = 0; i < COUNT(table); i++)
        CU_ASSERT_EQUAL(csri_duty_same_language(&table[i].a, &table[i].b), table[i].same);
}

static void test_skills(void)
{
    csri_duty_wanted wanted = { .skill = CSR_STR("refunds"), .language = CSR_STR("it") },
                     plain = { .skill = { NULL, 0 } };
    csr_str refunds = CSR_STR("refunds"), repairs = CSR_STR("repairs"), italian = CSR_STR("it-ch"),
            other = CSR_STR("de"), shorter = CSR_STR("refund");
    csri_duty_candidate c = agent("eva");

    csri_duty_able(&c, &wanted);
    CU_ASSERT_EQUAL(c.off, CSR_OFF_DUTY_SKILL);
    c.off = CSR_OFF_DUTY_AWAY;
    csri_duty_able(&c, &wanted);
    CU_ASSERT_EQUAL(c.off, CSR_OFF_DUTY_AWAY);
    c.off = 0;
    csri_duty_able(&c, &plain);
    CU_ASSERT_EQUAL(c.off, 0);
    csri_duty_skill(&c, &wanted, CSR_SKILL_ABILITY, &repairs, 5);
    csri_duty_skill(&c, &wanted, CSR_SKILL_ABILITY, &shorter, 5);
    CU_ASSERT_EQUAL(c.skill_level, 0);
    csri_duty_skill(&c, &wanted, CSR_SKILL_ABILITY, &refunds, 4);
    csri_duty_skill(&c, &wanted, CSR_SKILL_LANGUAGE, &other, 5);
    CU_ASSERT_EQUAL(c.speaks, 0);
    csri_duty_skill(&c, &wanted, CSR_SKILL_LANGUAGE, &italian, 2);
    csri_duty_skill(&c, &wanted, CSR_SKILL_LANGUAGE, &other, 5);
    CU_ASSERT_EQUAL(c.speaks, 1);
    CU_ASSERT_EQUAL(c.skill_level, 4);
    csri_duty_able(&c, &wanted);
    CU_ASSERT_EQUAL(c.off, 0);
}

/* Each candidate is better than the one behind by one thing alone; every rotation of the list is sorted the same. */
static void test_order(void)
{
    csri_duty_candidate list[9], order[9];

    for (size_t i = 0; i < COUNT(list); i++)
        list[i] = agent("m");
    list[0].role = CSR_ROLE_ASSOCIATE;
    list[1].skill_level = 2;
    list[2].speaks = 1;
    list[3].last_contact = NOW;
    csr_str_set(&list[4].handle, "a", 1);
    csr_str_set(&list[5].handle, "mm", 2);
    csr_str_set(&list[6].handle, "mm", 2);
    list[6].agent.bytes[15] = 9;
    list[7].open_tickets = 1;
    list[7].handle = (csr_str){ NULL, 0 };
    list[8].off = CSR_OFF_DUTY_AWAY;
    list[8].role = CSR_ROLE_CASHIER;
    for (size_t turn = 0; turn < COUNT(list); turn++) {
        for (size_t i = 0; i < COUNT(list); i++)
            order[i] = list[(i * 4 + turn) % COUNT(list)];
        csri_duty_sort(order, COUNT(order));
        CU_ASSERT_EQUAL(memcmp(order, list, sizeof(list)), 0);
    }
    order[0] = list[7];
    order[1] = list[7];
    order[1].off = 0;
    csr_str_set(&order[1].handle, "x", 1);
    csri_duty_sort(order, 2);
    CU_ASSERT_EQUAL(order[0].handle.len, 0);
    csri_duty_sort(order, 1);
    csri_duty_sort(NULL, 0);
}

static void test_reasons(void)
{
    csri_duty_wanted wanted = { .skill = CSR_STR("refunds"), .language = CSR_STR("it") },
                     plain = { .skill = { NULL, 0 } };
    csri_duty_candidate c = agent("eva");

    CU_ASSERT_STRING_EQUAL(why_of(&c, &plain), "0 open tickets");
    c.open_tickets = 1;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &plain), "1 open ticket");
    c.open_tickets = 3;
    c.speaks = 1;
    c.last_contact = NOW;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &plain), "speaks , 3 open tickets, served this customer on 2026-03-02");
    c.skill_level = 4;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &wanted),
                           "refunds at level 4, speaks it, 3 open tickets, served this customer on 2026-03-02");
    c.off = CSR_OFF_DUTY_SKILL;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &wanted), "does not have the ability refunds");
    c.off = CSR_OFF_DUTY_AWAY;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &wanted), "is away");
    c.off = CSR_OFF_DUTY_ON_BREAK;
    c.back_at = NOW;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &wanted), "is on a break until 2026-03-02T09:00:00Z");
    c.off = CSR_OFF_DUTY_SHIFT;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &wanted), "is not at work at this hour until 2026-03-02T09:00:00Z");
    c.back_at = 0;
    c.off = CSR_OFF_DUTY_OFF;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &wanted), "has gone");
    c.off = CSR_OFF_DUTY_ASKED;
    CU_ASSERT_STRING_EQUAL(why_of(&c, &wanted), "asks, or was asked before");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "duty/attendance", test_attendance }, { "duty/languages", test_languages }, { "duty/skills", test_skills },
        { "duty/order", test_order },           { "duty/reasons", test_reasons },     CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "duty", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("duty_order_test", suites, 5);
}
