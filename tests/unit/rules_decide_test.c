/* The fourteen rules of what rule sets mean: docs/rules.md numbers them. */
#include "policy/rules_set.h"
#include "support/rules.h"
#include "support/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DO "`do`:[{`tag`:`x`}]"
#define HIGH "{`ticket.priority`:`high`}"
#define LOW "{`ticket.priority`:`low`}"
#define IS_HIGH "`when`:`ticket.priority == 'high'`"

#define MINUTE_US (60 * INT64_C(1000000))

static void expect(const char *told, const char *wanted, int line)
{
    int same = strcmp(told, wanted) == 0;

    if (!same)
        fprintf(stderr, "line %d: \"%s\", not \"%s\"\n", line, told, wanted);
    CU_assertImplementation(same ? CU_TRUE : CU_FALSE, (unsigned)line, "what a pass tells", __FILE__, "", CU_FALSE);
}
#define PASS(ticket, facts, now, event, wanted) expect(test_rules_pass(&(ticket), facts, now, event), wanted, __LINE__)

/* What became of a rule in a pass, whichever episode it was. */
static void has_outcome(const char *told, const char *rule, const char *outcome, int line)
{
    const char *at = strstr(told, outcome);
    int met = at != NULL && strstr(told, rule) != NULL;

    if (!met)
        fprintf(stderr, "line %d: \"%s\" is not in \"%s\"\n", line, outcome, told);
    CU_assertImplementation(met ? CU_TRUE : CU_FALSE, (unsigned)line, outcome, __FILE__, "", CU_FALSE);
}
#define HAS_OUTCOME(told, rule, outcome) has_outcome(told, rule "/", outcome, __LINE__)

static test_rules_ticket ticket_of(const char *rules)
{
    test_rules_ticket t = { .sets = { test_rules_of(rules) }, .set_count = 1 };
    return t;
}

/* 1, 2: one snapshot; priority, then id; of writes to one field the first has its way. */
static void order_of_rules(void)
{
    test_rules_ticket t = ticket_of("{`id`:`b`,`priority`:10," IS_HIGH ",`do`:[{`set`:{`priority`:`low`}}]},"
                                    "{`id`:`c`,`priority`:90," IS_HIGH ",`do`:[{`set`:{`priority`:`urgent`}}]},"
                                    "{`id`:`a`,`priority`:10," IS_HIGH ",`do`:[{`set`:{`team`:`A`}},{`note`:`n`}]}");

    PASS(t, HIGH, 100, 1, "c/1/0 fired priority:apply, a/1/0 fired team:apply note:apply, b/1/0 fired priority:lost");
    test_rules_end(&t);
    /* A tag that one adds and another takes away is such a write, too. */
    t = ticket_of("{`id`:`a`,`priority`:90," IS_HIGH
                  ",`do`:[{`tag`:`x`},{`tag`:`y`},{`standing`:`watch`},{`set`:{`assignee`:`nobody`}}]},"
                  "{`id`:`b`,`priority`:80," IS_HIGH ",`do`:[{`untag`:`x`},{`tag`:`y`},{`untag`:`yy`},{`untag`:`z`}]},"
                  "{`id`:`c`,`priority`:70," IS_HIGH
                  ",`do`:[{`tag`:`z`},{`set`:{`priority`:`low`}},{`standing`:`abusive`},"
                  "{`set`:{`assignee`:`responsible`}}]}");
    PASS(t, HIGH, 100, 1,
         "a/1/0 fired tag:apply tag:apply standing:apply assignee:apply, b/1/0 fired untag:lost tag:apply untag:apply "
         "untag:apply, "
         "c/1/0 fired tag:lost priority:apply standing:lost assignee:lost");
    test_rules_end(&t);
}

/* 3: of a group that picks the first only one holds; a rule may stop its group, or all behind it. */
static void groups(void)
{
    test_rules_ticket t =
        ticket_of("{`id`:`a`,`priority`:90,`group`:`one`,`when`:`ticket.reopened > 1`," DO "},"
                  "{`id`:`b`,`priority`:80,`group`:`one`,`when`:`ticket.reopened > 0`," DO "},"
                  "{`id`:`c`,`priority`:70,`group`:`many`,`when`:`ticket.reopened > 0`,`stop`:`group`," DO "},"
                  "{`id`:`d`,`priority`:60,`group`:`many`,`when`:`ticket.reopened > 0`," DO "},"
                  "{`id`:`e`,`priority`:50,`when`:`ticket.reopened > 2`,`stop`:`all`," DO "},"
                  "{`id`:`f`,`priority`:40,`when`:`ticket.reopened > 0`," DO "}");

    PASS(t, "{`ticket.reopened`:1}", 1, 1, "b/1/0 fired tag:apply, c/1/0 fired tag:apply, f/1/0 fired tag:apply");
    PASS(t, "{`ticket.reopened`:2}", 2, 2, "a/1/0 fired tag:apply, b/1/1 closed");
    PASS(t, "{`ticket.reopened`:3}", 3, 3, "e/1/0 fired tag:apply, f/1/1 closed");
    PASS(t, "{`ticket.reopened`:1}", 4, 4, "a/1/1 closed, b/2/0 fired tag:apply, e/1/1 closed, f/2/0 fired tag:apply");
    test_rules_end(&t);
}

/* 4: once in an episode, which is over when the condition is, or as reset_when says. */
static void episodes(void)
{
    test_rules_ticket t = ticket_of("{`id`:`e`," IS_HIGH "," DO "},"
                                    "{`id`:`n`," IS_HIGH ",`fire`:`each_event`," DO "},"
                                    "{`id`:`o`," IS_HIGH ",`fire`:`once`," DO "},"
                                    "{`id`:`r`," IS_HIGH ",`reset_when`:`ticket.phase == 'resolved'`," DO "}");

    PASS(t, LOW, 1, 1, "");
    PASS(t, HIGH, 2, 2, "e/1/0 fired tag:apply, n/1/0 fired tag:apply, o/1/0 fired tag:apply, r/1/0 fired tag:apply");
    PASS(t, HIGH, 3, 2, "");
    PASS(t, HIGH, 3, 3, "n/2/0 fired tag:apply");
    PASS(t, HIGH, 4, 0, "");
    PASS(t, LOW, 5, 4, "e/1/1 closed, o/1/1 closed");
    PASS(t, HIGH, 6, 5, "e/2/0 fired tag:apply, n/3/0 fired tag:apply");
    PASS(t, "{`ticket.priority`:`high`,`ticket.phase`:`resolved`}", 7, 6, "n/4/0 fired tag:apply, r/1/1 closed");
    PASS(t, "{`ticket.priority`:`high`,`ticket.phase`:`open`}", 8, 7, "n/5/0 fired tag:apply, r/2/0 fired tag:apply");
    test_rules_end(&t);
}

/* 4: again within an episode; whoever comes late fires once, and says when it was due. */
static void repeating(void)
{
    test_rules_ticket t = ticket_of("{`id`:`e`," IS_HIGH ",`fire`:{`every`:`1h`,`max`:3}," DO "}");

    PASS(t, HIGH, 0, 1, "e/1/0 fired tag:apply");
    CU_ASSERT_EQUAL(t.look, 60 * MINUTE_US);
    PASS(t, HIGH, 3599, 2, "");
    PASS(t, HIGH, 4 * 3600 + 5, 0, "e/1/1 fired tag:apply");
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "\"due_at\":\"1970-01-01T01:00:00Z\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "\"fired_at\":\"1970-01-01T04:00:05Z\""));
    CU_ASSERT_EQUAL(t.look, 5 * 60 * MINUTE_US);
    PASS(t, HIGH, 5 * 3600, 0, "e/1/2 fired tag:apply");
    CU_ASSERT_EQUAL(t.look, CSRI_RULES_NEVER);
    test_rules_end(&t);
    t = ticket_of("{`id`:`e`," IS_HIGH ",`fire`:{`every`:`1h`}," DO "}");
    PASS(t, HIGH, 0, 1, "e/1/0 fired tag:apply");
    PASS(t, HIGH, 3600, 0, "e/1/1 fired tag:apply");
    test_rules_end(&t);
}

/* 5: the key is the set's, rule's, ticket's, episode's and step's, and the same state gives the same one. */
static void keys(void)
{
    test_rules_ticket t = ticket_of("{`id`:`e`," IS_HIGH "," DO "}");
    char first[16384];

    PASS(t, HIGH, 9, 1, "e/1/0 fired tag:apply");
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "\"key\":\"test/e/T-1/1/0\""));
    strcpy(first, t.audit);
    csri_rules_state_free(t.state);
    t.state = NULL;
    PASS(t, HIGH, 9, 1, "e/1/0 fired tag:apply");
    CU_ASSERT_STRING_EQUAL(first, t.audit);
    test_rules_end(&t);
}

/* 6: a rule fires once in a cascade, says what brought it about, and ten passes are enough. */
static void cascades(void)
{
    csri_rules_cascade cascade = { 0 };
    test_rules_ticket t = ticket_of("{`id`:`a`," IS_HIGH ",`do`:[{`set`:{`priority`:`urgent`}}]},"
                                    "{`id`:`b`,`when`:`ticket.priority == 'urgent'`,`do`:[{`tag`:`b`}]},"
                                    "{`id`:`c`,`when`:`ticket.kind == 'praise'`,`fire`:`each_event`," DO "}");

    t.cascade = &cascade;
    PASS(t, HIGH, 1, 1, "a/1/0 fired priority:apply");
    PASS(t, "{`ticket.priority`:`urgent`}", 1, 2, "a/1/1 closed, b/1/0 fired because a tag:apply");
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "\"causes\":[\"a\"]"));
    PASS(t, HIGH, 1, 3, "a/2/0 suppressed priority:held, b/1/1 closed");
    for (int i = 4; i <= 10; i++)
        PASS(t, HIGH, 1, i, "");
    PASS(t, "{`ticket.kind`:`praise`}", 1, 11, "");
    CU_ASSERT_EQUAL(t.status, CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(t.err.message, "rule_loop: more than 10 passes: a -> b -> c");
    cascade = (csri_rules_cascade){ .count = CSRI_RULES_CASCADE_MAX };
    for (int i = 0; i < CSRI_RULES_CASCADE_MAX; i++)
        memset(cascade.fired[i].rule, 'z', CSRI_RULES_NAME_BYTES);
    PASS(t, "{`ticket.kind`:`praise`}", 1, 11, "");
    CU_ASSERT_EQUAL(t.status, CSR_E_POLICY);
    test_rules_end(&t);
}

static csr_time reaches(void *user, const csr_rules *set, uint32_t field, int64_t length_us)
{
    int64_t now_us = *(const int64_t *)user;
    /* Business time that begins at 1,000 seconds. */
    CU_ASSERT_STRING_EQUAL(csri_rules_field_name(set, field).ptr, "ticket.waited");
    return now_us < 0 ? CSRI_RULES_NEVER : 1000 * INT64_C(1000000) + length_us;
}

#define FLIP(condition, facts, wanted_us)                                              \
    do {                                                                               \
        test_rules_ticket one = ticket_of("{`id`:`e`,`when`:`" condition "`," DO "}"); \
        (void)test_rules_pass(&one, facts, 100, 1);                                    \
        CU_ASSERT_EQUAL(one.look, wanted_us);                                          \
        test_rules_end(&one);                                                          \
    } while (0)

/* 7: each comparison with a clock has an instant at which it turns. */
static void clocks(void)
{
    int64_t open = 0, closed = -1;
    const csri_rules_clocks business = { reaches, &open }, still = { reaches, &closed };
    test_rules_ticket t = ticket_of("{`id`:`e`,`when`:`ticket.waited > duration('30m')`," DO "}");
    const int64_t now = 100 * INT64_C(1000000);

    FLIP("ticket.waited > duration('30m')", "{`ticket.waited`:`29m`}", now + MINUTE_US + 1);
    FLIP("ticket.waited >= duration('30m')", "{`ticket.waited`:`29m`}", now + MINUTE_US);
    FLIP("ticket.waited < duration('30m')", "{`ticket.waited`:`29m`}", now + MINUTE_US);
    FLIP("ticket.waited <= duration('30m')", "{`ticket.waited`:`29m`}", now + MINUTE_US + 1);
    FLIP("ticket.waited == duration('30m')", "{`ticket.waited`:`29m`}", now + MINUTE_US);
    FLIP("ticket.waited == duration('30m')", "{`ticket.waited`:`30m`}", now + 1);
    FLIP("ticket.waited != duration('30m')", "{`ticket.waited`:`31m`}", CSRI_RULES_NEVER);
    FLIP("ticket.waited > duration('30m')", "{`ticket.waited`:`30m`}", now + 1);
    FLIP("ticket.waited > duration('30m')", "{`ticket.waited`:`31m`}", CSRI_RULES_NEVER);
    FLIP("ticket.waited > duration('30m')", "{}", CSRI_RULES_NEVER);
    FLIP("ticket.waited > duration('30.0000005s')", "{`ticket.waited`:`29s`}", now + 1000001);
    FLIP("duration('30.0000005s') > ticket.waited", "{`ticket.waited`:`29s`}", now + 1000001);
    FLIP("duration('30m') - ticket.waited < duration('1m')", "{`ticket.waited`:`20m`}", now + 9 * MINUTE_US + 1);
    FLIP("duration('30m') - ticket.waited <= duration('1m')", "{`ticket.waited`:`20m`}", now + 9 * MINUTE_US);
    FLIP("duration('30m') - ticket.waited > duration('1m')", "{`ticket.waited`:`20m`}", now + 9 * MINUTE_US);
    FLIP("duration('30m') - ticket.waited >= duration('1m')", "{`ticket.waited`:`20m`}", now + 9 * MINUTE_US + 1);
    FLIP("has(ticket.first_reply_due) && ticket.first_reply_due - now < duration('15m')",
         "{`ticket.first_reply_due`:`1970-01-01T01:00:00Z`}", 45 * MINUTE_US + 1);
    FLIP("has(ticket.first_reply_due) && ticket.first_reply_due - now < duration('15m')", "{}", CSRI_RULES_NEVER);
    FLIP("now >= ticket.opened_at + duration('1h')", "{`ticket.opened_at`:`1970-01-01T00:00:30Z`}",
         60 * MINUTE_US + 30 * INT64_C(1000000));
    FLIP("duration('1h') + ticket.age - duration('10m') > duration('2h')", "{`ticket.age`:`30m`}",
         now + 40 * MINUTE_US + 1);
    t.clocks = &business;
    PASS(t, "{`ticket.waited`:`0s`}", 100, 1, "");
    CU_ASSERT_EQUAL(t.look, 1000 * INT64_C(1000000) + 30 * MINUTE_US + 1);
    t.clocks = &still;
    PASS(t, "{`ticket.waited`:`0s`}", 100, 1, "");
    CU_ASSERT_EQUAL(t.look, CSRI_RULES_NEVER);
    t.due = 2800 * INT64_C(1000000);
    PASS(t, "{`ticket.waited`:`40m`}", 9000, 0, "e/1/0 fired tag:apply");
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "\"due_at\":\"1970-01-01T00:46:40Z\""));
    test_rules_end(&t);
    /* Where what time leaves alone is false, time changes nothing. */
    t = ticket_of("{`id`:`e`,`when`:[`ticket.priority == 'high'`,`ticket.waited > duration('30m')`]," DO "},"
                  "{`id`:`f`," IS_HIGH ",`reset_when`:`ticket.age > duration('1h')`," DO "}");
    PASS(t, "{`ticket.priority`:`low`,`ticket.waited`:`0s`,`ticket.age`:`0s`}", 100, 1, "");
    CU_ASSERT_EQUAL(t.look, now + 60 * MINUTE_US + 1);
    PASS(t, "{`ticket.priority`:`high`,`ticket.waited`:`0s`,`ticket.age`:`0s`}", 100, 1, "f/1/0 fired tag:apply");
    CU_ASSERT_EQUAL(t.look, now + 30 * MINUTE_US + 1);
    test_rules_end(&t);
}

#define STEPS                                                                                   \
    "`steps`:[{`do`:[{`escalate`:`supervisor`}]},{`after`:`20m`,`until`:`ticket.acknowledged`," \
    "`hold_while`:`recipient.quiet`,`do`:[{`escalate`:{`to`:`manager`,`level`:2}}]}]"
#define OPEN "{`ticket.priority`:`high`,`ticket.acknowledged`:false,`recipient.quiet`:false}"
#define TAKEN "{`ticket.priority`:`high`,`ticket.acknowledged`:true,`recipient.quiet`:false}"
#define QUIET "{`ticket.priority`:`high`,`ticket.acknowledged`:false,`recipient.quiet`:true}"

/* 8: steps follow each other until somebody has acknowledged, and wait while the recipient is not to be called. */
static void steps(void)
{
    test_rules_ticket t = ticket_of("{`id`:`s`," IS_HIGH "," STEPS ",`repeat`:1}");

    PASS(t, OPEN, 0, 1, "s/1/0 fired escalate:apply");
    CU_ASSERT_EQUAL(t.look, 20 * MINUTE_US);
    PASS(t, OPEN, 1199, 2, "");
    PASS(t, QUIET, 1200, 0, "");
    CU_ASSERT_EQUAL(t.look, CSRI_RULES_NEVER);
    PASS(t, OPEN, 1500, 3, "s/1/1 fired escalate:apply");
    CU_ASSERT_EQUAL(t.look, 45 * MINUTE_US);
    PASS(t, OPEN, 2700, 0, "s/1/2 fired escalate:apply");
    PASS(t, TAKEN, 2800, 4, "s/1/3 stopped");
    CU_ASSERT_EQUAL(t.look, CSRI_RULES_NEVER);
    PASS(t, OPEN, 9999, 5, "");
    PASS(t, LOW, 10000, 6, "s/1/3 closed");
    PASS(t, OPEN, 10001, 7, "s/2/0 fired escalate:apply");
    PASS(t, OPEN, 10001 + 1200, 0, "s/2/1 fired escalate:apply");
    PASS(t, OPEN, 10001 + 2400, 0, "s/2/2 fired escalate:apply");
    PASS(t, OPEN, 10001 + 3600, 0, "s/2/3 fired escalate:apply");
    CU_ASSERT_EQUAL(t.look, CSRI_RULES_NEVER);
    PASS(t, OPEN, 20000, 0, "");
    test_rules_end(&t);
    t = ticket_of("{`id`:`s`," IS_HIGH ",`steps`:[{`after`:`5m`,`do`:[{`note`:`n`}],"
                  "`hold_while`:`ticket.age < duration('10m')`}]}");
    PASS(t, "{`ticket.priority`:`high`,`ticket.age`:`0s`}", 0, 1, "");
    CU_ASSERT_EQUAL(t.look, 5 * MINUTE_US);
    PASS(t, "{`ticket.priority`:`high`,`ticket.age`:`5m`}", 300, 0, "");
    CU_ASSERT_EQUAL(t.look, 10 * MINUTE_US);
    PASS(t, "{`ticket.priority`:`high`,`ticket.age`:`10m`}", 600, 0, "s/1/0 fired note:apply");
    test_rules_end(&t);
}

/* 8, 10: what is open goes on under the version that it began with, unless the set says migrate. */
static void versions(void)
{
    static const char *const head = "{`format`:`csr-rules/1`,`set`:`v`,%s`rules`:[{`id`:`s`,`when`:`%s`,"
                                    "`steps`:[{`do`:[{`note`:`%s`}]},{`after`:`1m`,`do`:[{`note`:`%s`}]}]}]}";
    char one[800], two[800], three[800], none[200];
    test_rules_ticket t = { .set_count = 1 }, taken;

    (void)snprintf(one, sizeof(one), head, "", "ticket.priority == 'high'", "a", "b");
    (void)snprintf(two, sizeof(two), head, "", "ticket.reopened > 0", "c", "d");
    (void)snprintf(three, sizeof(three), head, "`migrate`:true,", "ticket.priority == 'high'", "e", "f");
    (void)snprintf(none, sizeof(none), "{`format`:`csr-rules/1`,`set`:`v`,`migrate`:true,`rules`:[]}");
    t.sets[0] = test_rules(one);
    PASS(t, "{`ticket.priority`:`high`,`ticket.reopened`:1}", 0, 1, "s/1/0 fired note:apply");
    CU_ASSERT_EQUAL(csri_rules_state_sets(t.state), 1);
    CU_ASSERT_EQUAL(memcmp(csri_rules_state_set(t.state, 0), csri_rules_id(t.sets[0]), 32), 0);
    t.sets[1] = t.sets[0];
    t.sets[0] = test_rules(two);
    PASS(t, "{`ticket.priority`:`high`,`ticket.reopened`:1}", 1, 2, "");
    CU_ASSERT_EQUAL(t.status, CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(t.err.field, "sets");
    t.set_count = 2;
    PASS(t, "{`ticket.priority`:`high`,`ticket.reopened`:1}", 60, 0, "s/1/1 fired note:apply");
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "{\"note\":\"b\"}"));
    PASS(t, "{`ticket.priority`:`low`,`ticket.reopened`:1}", 61, 3, "s/1/2 closed, s/2/0 fired note:apply");
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "{\"note\":\"c\"}"));
    csr_rules_free(t.sets[1]);
    t.sets[1] = t.sets[0];
    t.sets[0] = test_rules(three);
    taken = t;
    PASS(t, "{`ticket.priority`:`high`,`ticket.reopened`:1}", 121, 0, "s/2/1 fired note:apply");
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "{\"note\":\"f\"}"));
    csr_rules_free(t.sets[0]);
    t.sets[0] = test_rules(none);
    PASS(t, HIGH, 122, 4, "");
    CU_ASSERT_EQUAL(csri_rules_state_sets(t.state), 0);
    (void)taken;
    test_rules_end(&t);
    /* Nothing in force, and a rule that its own set no longer tells of. */
    t = (test_rules_ticket){ .sets = { test_rules(one) }, .set_count = 1 };
    PASS(t, HIGH, 0, 1, "s/1/0 fired note:apply");
    t.sets[1] = t.sets[0];
    t.sets[0] = NULL;
    t.set_count = 2;
    PASS(t, HIGH, 60, 0, "s/1/1 fired note:apply");
    test_rules_end(&t);
}

/* 9: what notifies is held while another rule is open, if what was to be the same is. */
static void inhibition(void)
{
    test_rules_ticket t = ticket_of(
        "{`id`:`big`,`when`:`ticket.reopened > 1`," DO "},"
        "{`id`:`dim`,`mode`:`shadow`,`when`:`ticket.reopened > 1`," DO "},"
        "{`id`:`small`,`inhibited_by`:{`rule`:`big`},`when`:`ticket.reopened > 0`,"
        "`do`:[{`escalate`:`manager`},{`emit`:`page`},{`tag`:`t`}]},"
        "{`id`:`team`,`inhibited_by`:{`rule`:`big`,`same`:[`ticket.team`]},`when`:`ticket.reopened > 2`,"
        "`do`:[{`escalate`:`manager`}]},"
        "{`id`:`unshaded`,`inhibited_by`:{`rule`:`dim`},`when`:`ticket.reopened > 0`,`do`:[{`escalate`:`manager`}]}");

    PASS(t, "{`ticket.reopened`:2,`ticket.team`:`A`}", 0, 1,
         "big/1/0 fired tag:apply, dim/1/0 shadow tag:shadow, small/1/0 inhibited because big escalate:held emit:held "
         "tag:apply, unshaded/1/0 fired escalate:apply");
    PASS(t, "{`ticket.reopened`:3,`ticket.team`:`A`}", 1, 2, "team/1/0 inhibited because big escalate:held");
    PASS(t, "{`ticket.reopened`:2,`ticket.team`:`A`}", 2, 3, "team/1/1 closed");
    PASS(t, "{`ticket.reopened`:3,`ticket.team`:`B`}", 3, 4, "team/2/0 fired escalate:apply");
    PASS(t, "{`ticket.reopened`:2}", 4, 5, "team/2/1 closed");
    PASS(t, "{`ticket.reopened`:3}", 5, 6, "team/3/0 fired escalate:apply");
    PASS(t, "{`ticket.reopened`:0}", 6, 7,
         "big/1/1 closed, dim/1/1 closed, small/1/1 closed, team/3/1 closed, unshaded/1/1 closed");
    PASS(t, "{`ticket.reopened`:1}", 7, 8,
         "small/2/0 fired escalate:apply emit:apply tag:apply, unshaded/2/0 fired escalate:apply");
    /* An absent value never counts as the same. */
    PASS(t, "{`ticket.reopened`:3}", 8, 9,
         "big/2/0 fired tag:apply, dim/2/0 shadow tag:shadow, team/4/0 fired escalate:apply");
    test_rules_end(&t);
}

/* 6: a ticket has so many notices in so much time and no more; what disturbs nobody is done nevertheless. */
static void guarding(void)
{
    static const struct {
        int64_t minutes;
        int most;
    } guards[] = { { 10, 10 }, { 30, 15 }, { 60, 25 }, { 180, 50 }, { 600, 100 } };
    test_rules_ticket t = ticket_of("{`id`:`n`," IS_HIGH ",`fire`:`each_event`,`do`:[{`emit`:`e`},{`tag`:`x`}]},"
                                    "{`id`:`q`,`priority`:9," IS_HIGH ",`fire`:`each_event`," DO "}");
    const int64_t now = INT64_C(100000);
    csri_rules_cascade cascade = { 0 };
    csri_buffer text;
    csr_time recent[100];

    /* So many of them, evenly over the time that a guard looks at: that one and no other holds the next. */
    for (size_t g = 0; g < sizeof(guards) / sizeof(guards[0]); g++)
        for (int count = guards[g].most - 1; count <= guards[g].most; count++) {
            for (int i = 0; i < count; i++)
                recent[i] = (now - guards[g].minutes * 60 * (count - i) / (count + 1)) * 1000000;
            csri_rules_state_free(t.state);
            t.state = csri_rules_state_make(&t.sets[0]->host, NULL, 0, recent, (size_t)count);
            HAS_OUTCOME(test_rules_pass(&t, HIGH, now, 1), "n",
                        count == guards[g].most ? "guarded emit:held tag:apply" : "fired emit:apply tag:apply");
            HAS_OUTCOME(t.told, "q", "fired tag:apply");
            CU_ASSERT_EQUAL(t.state->recent_count, (size_t)guards[g].most);
        }
    csri_buffer_init(&text, &t.sets[0]->host, 0);
    csri_rules_state_write(t.state, &text);
    csri_buffer_byte(&text, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.ptr, "{\"format\":\"csr-rules-state/1\",\"recent\":["));
    csri_buffer_free(&text);
    /* What else it does may bring about another rule. */
    t.cascade = &cascade;
    HAS_OUTCOME(test_rules_pass(&t, HIGH, now, 7), "n", "guarded emit:held tag:apply");
    CU_ASSERT_EQUAL(cascade.count, 2);
    t.cascade = NULL;
    /* Behind the longest time nothing is remembered but the new one. */
    HAS_OUTCOME(test_rules_pass(&t, HIGH, now + 600 * 60, 2), "n", "fired emit:apply tag:apply");
    CU_ASSERT_EQUAL(t.state->recent_count, 1);
    test_rules_end(&t);
    /* What is held for another reason does not count. */
    t = ticket_of("{`id`:`big`," IS_HIGH "," DO "},{`id`:`s`,`inhibited_by`:{`rule`:`big`}," IS_HIGH
                  ",`fire`:`each_event`,`do`:[{`emit`:`e`}]},{`id`:`d`,`mode`:`shadow`," IS_HIGH
                  ",`fire`:`each_event`,`do`:[{`emit`:`e`}]}");
    for (int i = 1; i < 30; i++)
        HAS_OUTCOME(test_rules_pass(&t, HIGH, 1, i), "s", "inhibited because big emit:held");
    CU_ASSERT_EQUAL(t.state->recent_count, 0);
    test_rules_end(&t);
}

/* 11: what cannot be decided fires nothing and ends nothing, unless the rule says so. */
static void three_outcomes(void)
{
    test_rules_ticket t = ticket_of("{`id`:`f`,`on_error`:`fire`," IS_HIGH "," DO "},"
                                    "{`id`:`s`," IS_HIGH "," DO "}");

    PASS(t, "{}", 0, 1, "f/1/0 fired tag:apply");
    CU_ASSERT_PTR_NOT_NULL(strstr(t.audit, "\"undecided\":true"));
    PASS(t, HIGH, 1, 2, "s/1/0 fired tag:apply");
    PASS(t, "{}", 2, 3, "");
    PASS(t, HIGH, 3, 4, "");
    test_rules_end(&t);
    t = ticket_of("{`id`:`a`,`any`:[`ticket.reopened > 0`,`ticket.kind == 'praise'`]," DO "},"
                  "{`id`:`b`,`when`:[`ticket.reopened > 0`,`ticket.kind == 'praise'`]," DO "}");
    PASS(t, "{`ticket.kind`:`praise`}", 0, 1, "a/1/0 fired tag:apply");
    PASS(t, "{`ticket.kind`:`order`}", 1, 2, "");
    PASS(t, "{`ticket.kind`:`order`,`ticket.reopened`:0}", 2, 3, "a/1/1 closed");
    PASS(t, "{`ticket.kind`:`praise`,`ticket.reopened`:1}", 3, 4, "a/2/0 fired tag:apply, b/1/0 fired tag:apply");
    test_rules_end(&t);
}

/* 12: what is told of a firing is enough to decide it again. */
static void audit(void)
{
    test_rules_ticket t = ticket_of("{`id`:`e`," IS_HIGH ",`do`:[{`escalate`:{`to`:`team:Till`,`reason`:`r`}}]}");
    char wanted[1200];

    PASS(t, HIGH, 1, 7, "e/1/0 fired escalate:apply");
    (void)snprintf(wanted, sizeof(wanted),
                   "{\"actions\":[{\"do\":{\"escalate\":{\"level\":1,\"reason\":\"r\",\"to\":\"team:Till\"}},"
                   "\"fate\":\"apply\"}],\"causes\":[],\"clauses\":[{\"clause\":\"when\",\"leaves\":[{\"detail\":"
                   "\"ticket.priority = \\\"high\\\"\",\"text\":\"ticket.priority == 'high'\",\"truth\":true}],"
                   "\"text\":\"ticket.priority == 'high'\",\"truth\":true}],\"cost\":4,\"due_at\":"
                   "\"1970-01-01T00:00:01Z\",\"episode\":1,\"event\":7,\"facts\":{\"ticket.priority\":\"high\"},"
                   "\"fired_at\":\"1970-01-01T00:00:01Z\",\"key\":\"test/e/T-1/1/0\",\"outcome\":\"fired\","
                   "\"rule\":\"e\",\"set\":\"%s\",\"step\":0}",
                   csri_rules_hex(t.sets[0]).ptr);
    expect(t.audit, wanted, __LINE__);
    test_rules_end(&t);
}

/* Only rules that read what has changed are asked. */
static void changes(void)
{
    test_rules_ticket t = { .sets = { test_rules("{`format`:`csr-rules/1`,`set`:`c`,`rules`:["
                                                 "{`id`:`a`," IS_HIGH "," DO "},"
                                                 "{`id`:`b`,`when`:`ticket.reopened > 0`," DO "},"
                                                 "{`id`:`c`,`when`:`ticket.age > duration('1s')`," DO "},"
                                                 "{`id`:`d`," IS_HIGH ",`fire`:`each_event`," DO "}]}") },
                            .set_count = 1 };

    t.changed = "ticket.reopened";
    PASS(t, "{`ticket.priority`:`high`,`ticket.reopened`:1,`ticket.age`:`1h`}", 0, 1,
         "b/1/0 fired tag:apply, c/1/0 fired tag:apply, d/1/0 fired tag:apply");
    t.changed = "ticket.priority ticket.kind";
    PASS(t, "{`ticket.priority`:`high`,`ticket.reopened`:0,`ticket.age`:`1h`}", 1, 0, "a/1/0 fired tag:apply");
    test_rules_end(&t);
}

/* What is remembered comes back from its text; what is no such text is refused. */
static void states(void)
{
    static const char *const bad[] = {
        "[",
        "[]",
        "{`format`:`csr-rules-state/1`}",
        "{`rules`:{}}",
        "{`format`:1,`rules`:{}}",
        "{`format`:`x`,`rules`:{}}",
        "{`format`:`csr-rules-state/1`,`recent`:1,`rules`:{}}",
        "{`format`:`csr-rules-state/1`,`recent`:[2,1],`rules`:{}}",
        "{`format`:`csr-rules-state/1`,`recent`:[true],`rules`:{}}",
        "{`format`:`csr-rules-state/1`,`rules`:{``:{`episode`:1,`event`:1,`fired`:1}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:-1,`event`:1,`fired`:1}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:true,`fired`:1}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:`1`}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`due`:`1`}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`kept`:1}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`next`:-1}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`next`:9999999}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`next`:1}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`next`:1,`since`:1}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`next`:1,`since`:1,`set`:`00`}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`next`:1,`since`:1,"
        "`set`:`x000000000000000000000000000000000000000000000000000000000000000`}}}",
        "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:1,`fired`:1,`next`:1,`since`:1,"
        "`set`:`0x00000000000000000000000000000000000000000000000000000000000000`}}}",
    };
    test_rules_ticket t =
        ticket_of("{`id`:`big`,`when`:`ticket.reopened > 0`," STEPS "},{`id`:`s`,`inhibited_by`:{`rule`:`big`,`same`:"
                  "[`ticket.team`]}," IS_HIGH "," DO "},{`id`:`e`," IS_HIGH ",`fire`:`each_event`," DO "}");
    csri_rules_state *state;
    csri_buffer one, two;

    PASS(t, "{`ticket.reopened`:1,`ticket.team`:`A`,`ticket.priority`:`high`}", 5, 1,
         "big/1/0 fired escalate:apply, e/1/0 fired tag:apply, s/1/0 inhibited because big tag:apply");
    csri_buffer_init(&one, &t.sets[0]->host, 0);
    csri_buffer_init(&two, &t.sets[0]->host, 0);
    csri_rules_state_write(t.state, &one);
    CU_ASSERT_EQUAL(csri_rules_state_read(&t.sets[0]->host, (csr_str){ one.ptr, one.len }, &state, NULL), CSR_OK);
    csri_rules_state_write(state, &two);
    CU_ASSERT_EQUAL(one.len, two.len);
    CU_ASSERT_EQUAL(memcmp(one.ptr, two.ptr, one.len), 0);
    CU_ASSERT_EQUAL(csri_rules_state_sets(state), 1);
    csri_rules_state_free(state);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        csr_error err = CSR_ERROR_INIT;
        csr_str text;
        csr_str_set(&text, test_rules_quote(bad[i]), CSR_NTS);
        CU_ASSERT_EQUAL(csri_rules_state_read(&t.sets[0]->host, text, &state, &err), CSR_E_CORRUPT);
        CU_ASSERT_PTR_NULL(state);
    }
    CU_ASSERT_EQUAL(csri_rules_state_sets(NULL), 0);
    two.len = 0;
    csri_rules_state_write(NULL, &two);
    CU_ASSERT_EQUAL(two.len, strlen("{\"format\":\"csr-rules-state/1\",\"rules\":{}}"));
    csri_buffer_free(&one);
    csri_buffer_free(&two);
    test_rules_end(&t);
}

int main(void)
{
    static CU_TestInfo tests[] = {
        { "order", order_of_rules },
        { "groups", groups },
        { "episodes", episodes },
        { "repeating", repeating },
        { "keys", keys },
        { "cascades", cascades },
        { "clocks", clocks },
        { "steps", steps },
        { "versions", versions },
        { "inhibition", inhibition },
        { "guarding", guarding },
        { "three outcomes", three_outcomes },
        { "audit", audit },
        { "changes", changes },
        { "states", states },
        CU_TEST_INFO_NULL,
    };
    static CU_SuiteInfo suites[] = { { "rules_decide", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("rules_decide", suites, 15);
}
