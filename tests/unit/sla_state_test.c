#include "support/calendars.h"
#include "support/runner.h"
#include "support/test_host.h"

#include "policy/sla_state.h"

#include <string.h>

/* A row of a clock that runs around the clock, with these levels. */
static struct csri_clock row_of(const char *levels)
{
    struct csri_clock row = { .view = { .metric = CSR_SLA_RESOLUTION,
                                        .state = CSR_SLA_RUNNING,
                                        .reopen = CSR_SLA_REOPEN_RESUME,
                                        .cycle = 1,
                                        .revision = 1,
                                        .target_s = 100,
                                        .last_at = 1000000 } };
    csr_str_set(&row.view.levels, levels, CSR_NTS);
    return row;
}

/* What is kept and restored is the same clock, fired levels with their instants. */
static void test_there_and_back(void)
{
    static const char *const levels[] = { "100", "50,100", "50:51000000,80,100,150", "1:2000000,100:101000000,10000" };

    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        struct csri_clock row = row_of(levels[i]), again = row;
        char text[CSRI_SLA_LEVELS_BYTES];
        csr_sla_clock clock;

        CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csri_sla_keep(&clock, &again, text, NULL), CSR_OK);
        CU_ASSERT_STRING_EQUAL(text, levels[i]);
        CU_ASSERT_EQUAL(again.view.due_at, 101000000);
        CU_ASSERT_EQUAL(again.view.breached_at, strstr(levels[i], "100:") != NULL ? 101000000 : 0);
        CU_ASSERT_EQUAL(again.view.state, CSR_SLA_RUNNING);
    }
}

/* A text that no clock wrote is told, not guessed at. */
static void test_damaged_levels(void)
{
    static const char *const levels[] = { "",        "50",        "100,",
                                          ",100",    "100:",      "x",
                                          "0,100",   "10001,100", "100 ",
                                          "50;100",  "100:5x",    "-1,100",
                                          "100,80:", "1e2",       "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,100" };

    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        struct csri_clock row = row_of(levels[i]);
        csr_error err = CSR_ERROR_INIT;
        csr_sla_clock clock;

        CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, &err), CSR_E_CORRUPT);
        CU_ASSERT_STRING_EQUAL(err.field, "levels");
    }
}

/* Numbers that no clock has written are told, too: what is reckoned from them would overflow. */
static void test_impossible_numbers(void)
{
    static const struct {
        const char *field;
        int32_t cycle, revision;
        int64_t target_s, elapsed_us;
        csr_status status;
    } rows[] = {
        { "", INT32_MAX - 1, INT32_MAX - 1, CSR_SLA_TARGET_MAX_S, CSRI_SLA_ELAPSED_MAX_US, CSR_OK },
        { "", 0, 0, 0, -CSRI_SLA_ELAPSED_MAX_US, CSR_OK },
        { "cycle", -1, 1, 100, 0, CSR_E_CORRUPT },
        { "cycle", INT32_MAX, 1, 100, 0, CSR_E_CORRUPT },
        { "revision", 1, -1, 100, 0, CSR_E_CORRUPT },
        { "revision", 1, INT32_MAX, 100, 0, CSR_E_CORRUPT },
        { "target_s", 1, 1, -1, 0, CSR_E_CORRUPT },
        { "target_s", 1, 1, CSR_SLA_TARGET_MAX_S + 1, 0, CSR_E_CORRUPT },
        { "elapsed_us", 1, 1, 100, -CSRI_SLA_ELAPSED_MAX_US - 1, CSR_E_CORRUPT },
        { "elapsed_us", 1, 1, 100, CSRI_SLA_ELAPSED_MAX_US + 1, CSR_E_CORRUPT },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct csri_clock row = row_of("1,100,10000");
        csr_error err = CSR_ERROR_INIT;
        csr_sla_clock clock;

        row.view.cycle = rows[i].cycle;
        row.view.revision = rows[i].revision;
        row.view.target_s = rows[i].target_s;
        row.view.elapsed_us = rows[i].elapsed_us;
        CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, &err), rows[i].status);
        CU_ASSERT_STRING_EQUAL(err.field, rows[i].field);
    }
}

/* Open time beyond all years is refused, in one piece or in several, and the clock stays as it was. */
static void test_elapsed_has_an_end(void)
{
    static const int64_t pieces[] = { INT64_MAX, INT64_MIN, CSRI_SLA_ELAPSED_MAX_US, -CSRI_SLA_ELAPSED_MAX_US - 2 };
    struct csri_clock row = row_of("100");
    csr_sla_event event = CSR_SLA_EVENT_INIT;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    csr_sla_clock clock, before;
    csr_error err = CSR_ERROR_INIT;
    size_t count;

    row.view.elapsed_us = 1;
    CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, NULL), CSR_OK);
    before = clock;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        CU_ASSERT_EQUAL(csri_sla_add_elapsed(&clock, clock.last_at, pieces[i], &err), CSR_E_LIMIT);
        CU_ASSERT_STRING_EQUAL(err.field, "at");
        CU_ASSERT_EQUAL(memcmp(&clock, &before, sizeof clock), 0);
    }
    event.kind = CSR_SLA_EVENT_PAUSE;
    event.at = INT64_MAX;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_LIMIT);
    CU_ASSERT_STRING_EQUAL(err.field, "at");
    CU_ASSERT_EQUAL(memcmp(&clock, &before, sizeof clock), 0);
}

/* Levels that a clock has already keep what became of them; others come and go. */
static void test_other_levels(void)
{
    static const int32_t percents[] = { 80, 200, 50 };
    struct csri_clock row = row_of("50:51000000,75,100:101000000");
    char text[CSRI_SLA_LEVELS_BYTES];
    csr_sla_clock clock;

    CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, NULL), CSR_OK);
    csri_sla_relevel(&clock, percents, 3);
    CU_ASSERT_EQUAL(csri_sla_keep(&clock, &row, text, NULL), CSR_OK);
    CU_ASSERT_STRING_EQUAL(text, "50:51000000,80,100:101000000,200");
    csri_sla_relevel(&clock, (const int32_t[]){ 0 }, 1); /* no levels at all: nothing changes */
    CU_ASSERT_EQUAL(clock.level_count, 4);
}

/* More has elapsed than was counted: the levels move with it, those that have fired stay. */
static void test_more_elapsed(void)
{
    struct csri_clock row = row_of("50:51000000,100");
    csr_error err = CSR_ERROR_INIT;
    csr_sla_clock clock;

    CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csri_sla_add_elapsed(&clock, 999999, 1, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "at");
    CU_ASSERT_EQUAL(csri_sla_add_elapsed(&clock, 61000000, 30000000, NULL), CSR_OK);
    CU_ASSERT_EQUAL(clock.elapsed_us, 90000000);
    CU_ASSERT_EQUAL(clock.levels[0].at, 51000000);
    CU_ASSERT_EQUAL(clock.levels[1].at, 71000000);
    clock.state = CSR_SLA_PAUSED;
    CU_ASSERT_EQUAL(csri_sla_add_elapsed(&clock, 81000000, -1, NULL), CSR_OK);
    CU_ASSERT_EQUAL(clock.elapsed_us, 89999999);
    CU_ASSERT_EQUAL(clock.levels[1].at, 71000000);
}

/* A period that begins when the one before was due: before, then, later, and much later. */
static void test_head(void)
{
    static const int64_t due[][2] = {
        { 31000000, -30000000 }, { 1000000, 0 }, { 1, 999999 }, { -240000000, 41000000 }
    };
    struct csri_clock row = row_of("100");
    csr_sla_clock clock;
    int64_t head = 7;

    CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, NULL), CSR_OK);
    for (size_t i = 0; i < sizeof due / sizeof due[0]; i++) {
        CU_ASSERT_EQUAL(csri_sla_head(&clock, due[i][0], &head, NULL), CSR_OK);
        CU_ASSERT_EQUAL(head, due[i][1]);
    }
}

/* Beyond the years that calendars know nothing is reckoned, and the clock stays as it was. */
static void test_no_calendar_then(void)
{
    csr_test_host host;
    struct csri_clock row = row_of("100");
    csr_sla_clock clock, before;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csr_calendar *calendar = csr_test_calendar(&host.host, "{'zone':'Etc/UTC','hours':{'mon':[['09:00','17:00']]}}");
    CU_ASSERT_EQUAL(csri_sla_restore(&row, calendar, &clock, NULL), CSR_OK);
    before = clock;
    CU_ASSERT_EQUAL(csri_sla_add_elapsed(&clock, INT64_MAX - 1, 0, NULL), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(memcmp(&clock, &before, sizeof clock), 0);
    csr_calendar_free(calendar);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "sla_state/there_and_back", test_there_and_back },
        { "sla_state/damaged_levels", test_damaged_levels },
        { "sla_state/impossible_numbers", test_impossible_numbers },
        { "sla_state/elapsed_has_an_end", test_elapsed_has_an_end },
        { "sla_state/other_levels", test_other_levels },
        { "sla_state/more_elapsed", test_more_elapsed },
        { "sla_state/no_calendar_then", test_no_calendar_then },
        { "sla_state/head", test_head },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "sla_state", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("sla_state_test", suites, 8);
}
