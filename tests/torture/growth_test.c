/*
 * What every operation costs when there is more of everything: on a desk that is so much larger no step takes more than 1.2
 * times the instructions of SQLite's machine, or it stands in the list of those that walk what there is.
 */
#include "support/runner.h"
#include "torture/growth.h"

#include "desk/run.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* What walks, and why. One that does not grow any more must leave the list. */
static const growth_walker walkers[] = {
    { "agent.deactivate", "asks every team and every contact point whether it depends on the agent" },
    { "desk.stats", "counts every record" },
    { "desk.verify", "reads everything there is" },
    { "money.report", "adds up a span of time" },
    { "ticket.count", "counts a queue" },
};
#define WALKERS (sizeof(walkers) / sizeof(walkers[0]))

static unsigned char walked[WALKERS];
static growth_day before;

static void test_day_before(void)
{
    campaign c;

    campaign_begin(&c, "growth, the day before");
    growth_day_play(&c, &before);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
}

static void run(growth *g)
{
    g->before = &before;
    g->walkers = walkers;
    g->walker_count = WALKERS;
    growth_run(g);
    for (size_t i = 0; i < g->line_count; i++)
        for (size_t k = 0; k < WALKERS && g->lines[i].grew; k++)
            walked[k] |= strcmp(walkers[k].operation, g->lines[i].operation) == 0;
    if (getenv("CSR_GROWTH_TABLE") != NULL)
        growth_print(g, stdout);
}

/* `until` is as far as the short form goes. */
static void test_shape(const char *name, const growth_plan *small, const growth_plan *shallow, const growth_plan *deep,
                       const char *until)
{
    campaign c;
    growth *g = calloc(1, sizeof(*g));
    char title[64];

    snprintf(title, sizeof(title), "growth, %s", name);
    campaign_begin(&c, title);
    c.unit = "steps of a day";
    g->campaign = &c;
    g->name = name;
    g->small = *small;
    g->large = *shallow;
    g->until = c.depth < DEPTH_ALL ? until : NULL;
    g->large.copies = campaign_size(&c, shallow->copies, deep->copies);
    g->large.tickets = campaign_size(&c, shallow->tickets, deep->tickets);
    run(g);
    c.checks = g->line_count;
    /* The short form may end before the two that look at the whole desk. */
    CU_ASSERT_TRUE(g->line_count + 2 > csri_operation_count);
    free(g);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
}

/* Copies of the day: on the small desk enough that every page of a list is full, and that a fact that is counted up to a
 * thousand has so many; houses enough that more than 256 people may be asked to step in.
 * Everything stands so many times more: neighbours with customers, agents and teams of their own. */
static void test_many_neighbours(void)
{
    static const growth_plan small = { 60, 60, 90, GROWTH_NEIGHBOURS }, shallow = { 240, 240, 150, GROWTH_NEIGHBOURS },
                             deep = { 9000, 92000, 150, GROWTH_NEIGHBOURS };

    test_shape("many neighbours", &small, &shallow, &deep, "open again");
}

/* Whoever comes and works here today has a long past. What reads the whole desk has been seen to do so. */
static void test_busy_neighbour(void)
{
    static const growth_plan small = { 60, 400, 1, GROWTH_BUSY }, shallow = { 180, 800, 1, GROWTH_BUSY },
                             deep = { 6000, 12000, 1, GROWTH_BUSY };

    test_shape("one busy neighbour", &small, &shallow, &deep, "return.list");
}

/* All that was ever said and done hangs on the few tickets of the day. */
static void test_long_tickets(void)
{
    static const growth_plan small = { 60, 1200, 1, GROWTH_TICKETS }, shallow = { 120, 2400, 1, GROWTH_TICKETS },
                             deep = { 3000, 6000, 1, GROWTH_TICKETS };

    test_shape("long tickets", &small, &shallow, &deep, "return.list");
}

/* count(*) of so many rows. */
static void count_rows(growth_meter *meter, int rows)
{
    char sql[200];
    sqlite3 *db = NULL;

    growth_meter_watch();
    CU_ASSERT_EQUAL(sqlite3_open(":memory:", &db), SQLITE_OK);
    growth_meter_end();
    snprintf(sql, sizeof(sql),
             "CREATE TABLE t(a);WITH RECURSIVE c(n) AS (VALUES(1) UNION ALL SELECT n+1 FROM c WHERE n<%d) "
             "INSERT INTO t SELECT hex(n) FROM c",
             rows);
    CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    growth_meter_start(meter);
    CU_ASSERT_EQUAL(sqlite3_exec(db, "SELECT count(*) FROM t", NULL, NULL, NULL), SQLITE_OK);
    growth_meter_stop();
    CU_ASSERT_EQUAL(sqlite3_close(db), SQLITE_OK);
}

/* An index that has lost its columns: each name is looked for among all. */
static void test_control(void)
{
    campaign c;
    growth *g = calloc(1, sizeof(*g));

    campaign_begin(&c, "control: an index without its columns");
    c.quiet = 1;
    g->campaign = &c;
    g->before = &before;
    g->name = "control";
    g->small = (growth_plan){ 4, 4, 4, 0 };
    g->large = (growth_plan){ 60, 60, 60, 0 };
    g->until = "team.find";
    growth_run(g);
    CU_ASSERT_FALSE(growth_grew(g, "team.find"));
    g->spoil = "DROP INDEX team_by_key;CREATE UNIQUE INDEX team_by_key ON team(id)";
    growth_run(g);
    CU_ASSERT_TRUE(growth_grew(g, "team.find"));
    free(g);
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

/* One instruction may look at every page. */
static void test_pages_are_counted(void)
{
    growth_meter few = { 0 }, many = { 0 };

    count_rows(&few, 100);
    count_rows(&many, 20000);
    CU_ASSERT_TRUE(many.count.steps <= few.count.steps + 2);
    CU_ASSERT_TRUE(many.count.pages > 10 * few.count.pages);
    growth_meter_free(&few);
    growth_meter_free(&many);
}

static void test_every_walker_walks(void)
{
    for (size_t i = 0; i < WALKERS; i++)
        if (!walked[i]) {
            fprintf(stderr, "\n    %s does not grow, and must leave the list", walkers[i].operation);
            CU_FAIL("an operation of the list does not grow");
        }
}

static CU_TestInfo tests[] = {
    { "the day before", test_day_before },
    { "many neighbours", test_many_neighbours },
    { "one busy neighbour", test_busy_neighbour },
    { "long tickets", test_long_tickets },
    { "what is said to walk does", test_every_walker_walks },
    { "a statement that scans is found", test_control },
    { "pages are counted", test_pages_are_counted },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { .pName = "torture/growth", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    int answer = csr_test_main("growth_test", suites, 7);

    growth_day_end();
    return answer;
}
