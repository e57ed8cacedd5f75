/* Corners of rules that the other tests do not come to: each case is the only one of its kind. */
#include "policy/rules_set.h"
#include "support/rules.h"
#include "support/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "{`format`:`csr-rules/1`,`set`:`s`,"
#define DO "`do`:[{`tag`:`x`}]"
#define NOW (INT64_C(1772447467) * 1000000)
#define IS_HIGH "`when`:`ticket.priority == 'high'`"
#define HIGH "{`ticket.priority`:`high`}"
#define LOW "{`ticket.priority`:`low`}"

static void has(const char *told, const char *part, int wanted, int line)
{
    int met = (strstr(told, part) != NULL) == wanted;

    if (!met)
        fprintf(stderr, "line %d: \"%s\" is %sin\n%s\n", line, part, wanted ? "not " : "", told);
    CU_assertImplementation(met ? CU_TRUE : CU_FALSE, (unsigned)line, part, __FILE__, "", CU_FALSE);
}
#define HAS(told, part) has(told, part, 1, __LINE__)
#define LACKS(told, part) has(told, part, 0, __LINE__)

static void expect(const char *told, const char *wanted, int line)
{
    int same = strcmp(told, wanted) == 0;

    if (!same)
        fprintf(stderr, "line %d: \"%s\", not \"%s\"\n", line, told, wanted);
    CU_assertImplementation(same ? CU_TRUE : CU_FALSE, (unsigned)line, "what a pass tells", __FILE__, "", CU_FALSE);
}
#define PASS(ticket, facts, now, event, wanted) expect(test_rules_pass(&(ticket), facts, now, event), wanted, __LINE__)

static const char *lint_of(csr_rules *set, size_t most)
{
    static char told[16384];
    csri_buffer text;

    csri_buffer_init(&text, &set->host, 0);
    CU_ASSERT_EQUAL(csri_rules_lint(set, most, &text), CSR_OK);
    csri_buffer_byte(&text, 0);
    (void)snprintf(told, sizeof(told), "%s", text.ptr);
    csri_buffer_free(&text);
    csr_rules_free(set);
    return told;
}

static const char *lint(const char *rules)
{
    return lint_of(test_rules_of(rules), CSRI_RULES_LINT_CASES);
}

#define WHEN(condition) "{`id`:`a`,`when`:`" condition "`," DO "}"

/* What the cases of conditions do not cover. */
static void cases_that_are_not_exact(void)
{
    LACKS(lint(WHEN("ticket.reopened > 1.5 && false")), "W202");
    LACKS(lint(WHEN("(ticket.reopened > 1 ? agent.on_duty : true) && false")), "W202");
    LACKS(lint(WHEN("ticket.tags == ['a'] && 'b' in ticket.tags && false")), "W202");
    LACKS(lint(WHEN("ticket.reopened in [1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,35,37,39,41,43,45,47,49,51,53,"
                    "55,57,59,61,63,65,67,69] && ticket.reopened > 80 && false")),
          "W202");
    HAS(lint(WHEN("ticket.reopened in [1,3] && ticket.reopened > 80")), "W202");
}

/* More fields than are gone through, the last of them asked about in every way. */
static void more_fields_than_cases(void)
{
    static const char *const last[] = { "'x' in z.list", "z.kind in ['a']", "z.kind == 'a'" };
    char document[4000];

    for (size_t i = 0; i < sizeof(last) / sizeof(last[0]); i++) {
        (void)snprintf(
            document, sizeof(document),
            HEAD "`facts`:{`z.list`:{`type`:`list(string)`},`z.kind`:{`type`:`string`,`enum`:[`a`,`b`]}},`rules`:["
                 "{`id`:`a`,`when`:`false && ticket.reopened > 1 && ticket.contacts > 1 && ticket.children > 1 && "
                 "agent.open_tickets > 1 && team.on_duty > 1 && team.open_tickets > 1 && customer.tickets > 1 && "
                 "interaction.holds > 1 && interaction.tone_drops > 1 && ticket.escalation_level > 1 && "
                 "agent.abusive_contacts > 1 && agent.on_duty && interaction.open && ticket.acknowledged && "
                 "recipient.quiet && ticket.kind == 'order' && ticket.phase == 'new' && ticket.queue == 'active' && "
                 "ticket.priority == 'low' && ticket.fault == 'company' && ticket.channel == 'phone' && "
                 "interaction.tone == 'calm' && customer.kind == 'person' && customer.standing == 'good' && %s`," DO
                 "}]}",
            last[i]);
        LACKS(lint_of(test_rules(document), CSRI_RULES_LINT_CASES), "W202");
    }
}

#define SET(what) "`do`:[{`set`:{" what "}}]"
#define ONE "`when`:`ticket.reopened > 0`"

/* Pairs of rules: who keeps whom out, and who contradicts whom. */
static void pairs_of_rules(void)
{
    LACKS(lint("{`id`:`a`,`group`:`many`," ONE "," SET("`team`:`A`") "},{`id`:`b`,`group`:`many`,`priority`:9," ONE
                                                                     "," DO "}"),
          "W203");
    HAS(lint("{`id`:`a`," ONE "," SET("`team`:`A`") "},{`id`:`b`," ONE "," SET("`team`:`BB`") "}"), "W205");
    HAS(lint("{`id`:`a`," ONE ",`do`:[{`tag`:`x`}]},{`id`:`b`," ONE ",`do`:[{`untag`:`x`}]}"), "W205");
    LACKS(lint("{`id`:`a`," ONE ",`do`:[{`tag`:`x`}]},{`id`:`b`," ONE ",`do`:[{`untag`:`y`}]}"), "W205");
    /* Of one group that picks the first, two of one priority never act together. */
    LACKS(lint("{`id`:`a`,`group`:`one`," ONE "," SET("`team`:`A`") "},{`id`:`b`,`group`:`one`," ONE
                                                                    "," SET("`team`:`B`") "}"),
          "W205");
    /* One that never holds is not shadowed, nor one that holds where the other does not. */
    LACKS(lint("{`id`:`a`,`group`:`one`,`priority`:90," ONE "," DO
               "},{`id`:`b`,`group`:`one`,`when`:`ticket.reopened > 1 && ticket.reopened < 1`," DO "}"),
          "W203");
    LACKS(lint("{`id`:`a`,`group`:`one`,`priority`:90,`when`:`ticket.reopened > 5`," DO "},{`id`:`b`,`group`:`one`," ONE
               "," DO "}"),
          "W203");
    LACKS(lint("{`id`:`a`,`when`:`ticket.reopened > 5`," SET(
              "`team`:`A`") "},{`id`:`b`,`when`:`ticket.reopened < 5`," SET("`team`:`B`") "}"),
          "W205");
}

static void steps_and_fixtures(void)
{
    LACKS(lint("{`id`:`a`," ONE ",`steps`:[{`do`:[{`escalate`:`supervisor`}]},{`after`:`1m`,`do`:[{`escalate`:{`to`:"
               "`manager`,`level`:2}}]}]}"),
          "W207");
    /* Of two that hold neither decides. */
    HAS(lint("{`id`:`a`,`any`:[`ticket.reopened > 0`,`agent.on_duty`]," DO
             ",`tests`:[{`yes`:{`ticket.reopened`:1,`agent.on_duty`:true}},{`no`:{`ticket.reopened`:0,"
             "`agent.on_duty`:false}}]}"),
        "W209");
}

/* Behind so many cases nothing is said of conditions. */
static void little_work(void)
{
    static const char rules[] =
        "{`id`:`a`,`group`:`one`,`priority`:90,`when`:`ticket.reopened > 5 || ticket.reopened <= 5`," SET(
            "`team`:`A`") "},{`id`:`b`,`group`:`one`,`when`:`ticket.reopened > 5`,`steps`:[{" DO
                          "},{`after`:`1m`,`until`:`ticket.reopened > 4`," DO "}]}";
    static const char step[] = "{`id`:`b`,`when`:`ticket.reopened > 5`,`steps`:[{" DO
                               "},{`after`:`1m`,`until`:`ticket.reopened > 4`," DO "}]}";

    HAS(lint_of(test_rules_of(rules), 1000), "W201");
    HAS(lint_of(test_rules_of(rules), 1000), "W203");
    HAS(lint_of(test_rules_of(rules), 1000), "W207");
    for (size_t most = 0; most < 4; most++) {
        LACKS(lint_of(test_rules_of(rules), most), "W201");
        LACKS(lint_of(test_rules_of(rules), most), "W203");
        LACKS(lint_of(test_rules_of(rules), most), "W207");
    }
    /* What is found with some work is found with more. */
    for (size_t most = 0, said = 0; most < 40; most++) {
        const char *told = lint_of(test_rules_of(most % 2 ? rules : step), most + (most & 1));
        CU_ASSERT(strstr(told, "W207") != NULL || most % 2 == 0 || !said);
        said |= most % 2 && strstr(told, "W207") != NULL;
    }
}

static const char *report_of_many(int rules, const char *each)
{
    static char told[65536];
    char *text = malloc(400000);
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    csr_rules *set = NULL;
    csr_buf *report = NULL;
    size_t len = (size_t)sprintf(text, "%s", "{\"format\":\"csr-rules/1\",\"set\":\"s\",\"rules\":[");

    for (int i = 0; i < rules; i++)
        len += (size_t)sprintf(text + len, "%s{\"id\":\"r%d\",%s}", i == 0 ? "" : ",", i, test_rules_quote(each));
    strcpy(text + len, "]}");
    csr_str_set(&params.text, text, CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_load(&params, &set, &report, NULL), CSR_OK);
    (void)snprintf(told, sizeof(told), "%s", csr_buf_text(report));
    csr_buf_free(report);
    csr_rules_free(set);
    free(text);
    return told;
}

/* Circles: those that an untagging closes, those that the second clause keeps out, and too many of them. */
static void circles(void)
{
    static char far[8000];
    const char *told;
    int found = 0;

    HAS(lint("{`id`:`a`,`when`:`'x' in ticket.tags`,`do`:[{`untag`:`x`}]}"), "W206");
    LACKS(lint("{`id`:`a`,`when`:[`ticket.priority == 'high'`,`agent.on_duty`]," SET("`priority`:`low`") "}"), "W206");
    told = report_of_many(30, "`when`:`has(ticket.team) && ticket.team != 'A'`," SET("`team`:`A`"));
    for (const char *p = told; (p = strstr(p, "[W206]")) != NULL; p++)
        found++;
    CU_ASSERT_EQUAL(found, 20);
    /* One far behind the other. */
    (void)snprintf(far, sizeof(far), "{`id`:`a`,`priority`:99,`when`:`has(ticket.team)`,%s},", SET("`priority`:`low`"));
    for (int i = 0; i < 70; i++)
        (void)snprintf(far + strlen(far), sizeof(far) - strlen(far),
                       "{`id`:`m%d`,`when`:`agent.on_duty`,`do`:[{`note`:"
                       "`n`}]},",
                       i);
    strcat(far, "{`id`:`z`,`when`:`ticket.priority == 'low'`," SET("`team`:`A`") "}");
    HAS(lint(far), "a -> z -> a");
    /* More pairs of rules than are looked at. */
    LACKS(report_of_many(230, IS_HIGH "," SET("`priority`:`low`")), "W206");
}

/* Versions: what began under an older one, with steps that wait, and with an end of its own. */
static void older_versions(void)
{
    test_rules_ticket t = { .sets = { test_rules_of("{`id`:`s`," IS_HIGH ",`steps`:[{`after`:`1m`," DO "}]},"
                                                    "{`id`:`w`,`when`:[`ticket.priority == 'high'`,`ticket.age > "
                                                    "duration('1h')`],`reset_when`:`ticket.phase == 'resolved'`," DO
                                                    "}") },
                            .set_count = 1 };

    PASS(t, "{`ticket.priority`:`high`,`ticket.age`:`2h`}", 0, 1, "w/1/0 fired tag:apply");
    t.sets[1] = t.sets[0];
    t.sets[0] = test_rules_of("");
    t.set_count = 2;
    PASS(t, "{`ticket.priority`:`high`,`ticket.age`:`2h`}", 60, 0, "s/1/0 fired tag:apply");
    PASS(t, "{`ticket.priority`:`low`,`ticket.age`:`0s`}", 61, 2, "s/1/1 closed");
    CU_ASSERT_EQUAL(t.look, CSRI_RULES_NEVER);
    PASS(t, "{`ticket.priority`:`high`,`ticket.age`:`0s`}", 62, 3, "");
    CU_ASSERT_EQUAL(t.look, (62 + 3600) * INT64_C(1000000) + 1);
    test_rules_end(&t);
    /* What has been taken over is not taken over again. */
    t = (test_rules_ticket){ .sets = { test_rules(HEAD "`migrate`:true,`rules`:[{`id`:`s`," IS_HIGH "," DO "}]}") },
                             .set_count = 1 };
    PASS(t, HIGH, 0, 1, "s/1/0 fired tag:apply");
    PASS(t, HIGH, 1, 2, "");
    CU_ASSERT_EQUAL(csri_rules_state_sets(t.state), 1);
    PASS(t, LOW, 2, 3, "s/1/1 closed");
    test_rules_end(&t);
}

/* Who stops nobody, and what has not changed where some rule stops others. */
static void groups(void)
{
    test_rules_ticket t = { .sets = { test_rules_of("{`id`:`a`,`group`:`many`," IS_HIGH "," DO
                                                    "},{`id`:`b`,`group`:`many`," IS_HIGH "," DO "}") },
                            .set_count = 1 };

    PASS(t, HIGH, 0, 1, "a/1/0 fired tag:apply, b/1/0 fired tag:apply");
    t.changed = "ticket.kind";
    PASS(t, LOW, 1, 2, "a/1/1 closed, b/1/1 closed");
    test_rules_end(&t);
}

/* Causes: the first rule of the pass before; a rule that is inhibited acts, too. */
static void causes(void)
{
    csri_rules_cascade cascade = { 0 };
    test_rules_ticket t = { .sets = { test_rules_of("{`id`:`a`," IS_HIGH "," SET(
                                "`team`:`A`") "},{`id`:`b`," IS_HIGH
                                              "," SET("`assignee`:`nobody`") "},{`id`:`c`,`when`:`has(ticket.team) && "
                                                                             "!has(ticket.assignee)`," DO "}") },
                            .set_count = 1,
                            .cascade = &cascade };

    PASS(t, HIGH, 1, 1, "a/1/0 fired team:apply, b/1/0 fired assignee:apply");
    PASS(t, "{`ticket.priority`:`high`,`ticket.team`:`A`}", 1, 2, "c/1/0 fired because a tag:apply");
    test_rules_end(&t);
    cascade = (csri_rules_cascade){ 0 };
    t = (test_rules_ticket){ .sets = { test_rules_of("{`id`:`big`," IS_HIGH "," DO
                                                     "},{`id`:`small`,`inhibited_by`:{`rule`:`big`}," IS_HIGH
                                                     ",`do`:[{`emit`:`e`},{`set`:{`team`:`A`}}]},"
                                                     "{`id`:`then`,`when`:`has(ticket.team)`," DO "}") },
                             .set_count = 1,
                             .cascade = &cascade };
    PASS(t, HIGH, 1, 1, "big/1/0 fired tag:apply, small/1/0 inhibited because big emit:held team:apply");
    PASS(t, "{`ticket.priority`:`high`,`ticket.team`:`A`}", 1, 2, "then/1/0 fired because small tag:apply");
    test_rules_end(&t);
}

/* A clock beside a length that is not there; sums of clocks that are none. */
static void clocks(void)
{
    test_rules_ticket t = { .sets = { test_rules(HEAD "`facts`:{`till.most`:{`type`:`duration`}},`rules`:[{`id`:`a`,"
                                                      "`when`:`ticket.age > till.most`," DO "}]}") },
                            .set_count = 1 };

    PASS(t, "{`ticket.age`:`1h`}", 0, 1, "");
    CU_ASSERT_EQUAL(t.look, CSRI_RULES_NEVER);
    PASS(t, "{`ticket.age`:`1h`,`till.most`:`2h`}", 0, 2, "");
    CU_ASSERT_EQUAL(t.look, INT64_C(3600) * 1000000 + 1);
    test_rules_end(&t);
    HAS(test_rules_report(HEAD "`rules`:[" WHEN("duration('1m') + (ticket.reopened > 1 ? ticket.age : ticket.age) > "
                                                "duration('1h')") "]}"),
        "[E150]");
    HAS(test_rules_report(HEAD "`rules`:[" WHEN("duration('1m') - (ticket.reopened > 1 ? ticket.age : ticket.age) > "
                                                "duration('1h')") "]}"),
        "[E150]");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`any`:[`has(ticket.team) || agent.on_duty`,`ticket.team == 'x'`]," DO
                               "}]}"),
        "[E120]");
}

static const char *backtest(csr_rules *set, const char *lines)
{
    static char told[16384];
    csr_rules_history history = CSR_RULES_HISTORY_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;

    csr_str_set(&history.lines, test_rules_quote(lines), CSR_NTS);
    if (csr_rules_backtest(set, &history, &text, &err) != CSR_OK)
        (void)snprintf(told, sizeof(told), "%s: %s", err.field, err.message);
    else
        (void)snprintf(told, sizeof(told), "%s", csr_buf_text(text));
    csr_buf_free(text);
    csr_rules_free(set);
    return told;
}

#define LINE(at, facts) "{`ticket`:`a`,`at`:`" at "`,`facts`:{" facts "}}\n"

static void backtests(void)
{
    HAS(backtest(test_rules_of("{`id`:`a`,`when`:`agent.on_duty`,`do`:[{`escalate`:`manager`},{`escalate`:"
                               "`team:manager`},{`escalate`:`agent:ann`},{`escalate`:`agent:bob`}]}"),
                 LINE("2026-03-02T10:00:00Z", "`agent.on_duty`:true")),
        "\"pages\":{\"agent:ann\":1,\"agent:bob\":1,\"manager\":1,\"team:manager\":1}");
}

/* A number with a point is a fact, too, where no document holds it; differences of one length. */
static void odds_and_ends(void)
{
    csr_rules *set = test_rules(HEAD "`facts`:{`rate`:{`type`:`double`}},`rules`:[" WHEN("rate > 0.5") "]}");
    csr_rules *one = test_rules_of("{`id`:`a`,`priority`:10," IS_HIGH "," DO "}");
    csr_rules *other = test_rules_of("{`id`:`a`,`priority`:20," IS_HIGH "," DO "}");
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csri_rules_state *state;
    csr_buf *text = NULL;
    csr_str bad;

    what.now = NOW;
    what.facts = CSR_STR("{\"rate\":0.75}");
    CU_ASSERT_EQUAL(csr_rules_explain(set, &what, &text, NULL), CSR_OK);
    HAS(csr_buf_text(text), "rate = 0.75");
    csr_buf_free(text);
    CU_ASSERT_EQUAL(csr_rules_diff(one, other, &text, NULL), CSR_OK);
    HAS(csr_buf_text(text), "{\"change\":\"changed\",\"member\":\"priority\",\"rule\":\"a\"}");
    csr_buf_free(text);
    csr_str_set(&bad, test_rules_quote("{`format`:`csr-rules-state/1`,`rules`:[]}"), CSR_NTS);
    CU_ASSERT_EQUAL(csri_rules_state_read(&set->host, bad, &state, NULL), CSR_E_CORRUPT);
    csr_rules_free(set);
    csr_rules_free(one);
    csr_rules_free(other);
}

/* The cost of a condition is known when it is loaded, from what its facts have at most. */
static void static_cost(void)
{
    static const char *const refused[] = {
        WHEN("ticket.tags.all(a, ticket.tags.exists(b, a == b))"),
        "{`id`:`a`,`when`:`agent.on_duty`,`reset_when`:`l.many.exists(x, x > 3)`," DO "}",
    };
    char document[1000];
    const char *told;

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        (void)snprintf(document, sizeof(document),
                       HEAD "`facts`:{`l.many`:{`type`:`list(int)`,`max_items`:9000}},`rules`:[%s]}", refused[i]);
        told = test_rules_report(document);
        HAS(told, i == 0 ? "rule \"a\", when, column 1\n" : "rule \"a\", reset_when, column 1\n");
        HAS(told, "units of work, and 10000 are allowed a condition");
        HAS(told, "[E152]");
    }
    CU_ASSERT_STRING_EQUAL(test_rules_report(HEAD "`facts`:{`l.few`:{`type`:`list(int)`,`max_items`:2000}},`rules`:["
                                                  "{`id`:`a`,`when`:`l.few.exists(x, x > 3)`," DO "}]}"),
                           "");
    CU_ASSERT_STRING_EQUAL(test_rules_report(HEAD
                                             "`rules`:[" WHEN("ticket.tags.exists(t, t.matches('^(vip|press)'))") "]}"),
                           "");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`a`,`when`:[`true`,`true`,`true`,`true`,`true`,`true`,`true`,`true`,"
                               "`true`,`true`,`x`]," DO "}]}"),
        "rule \"a\", when[10], column 1\n");
    HAS(test_rules_report(HEAD "`facts`:{`l.x`:{`type`:`list(int)`,`max_items`:0}},`rules`:[]}"),
        "facts.l.x.max_items: a whole number from 1 to 10000");
    HAS(test_rules_report(HEAD "`facts`:{`l.x`:{`type`:`string`,`max_bytes`:70000}},`rules`:[]}"),
        "facts.l.x.max_bytes: a whole number from 1 to 65536");
}

/* Facts larger than they said: the same limit ends the work wherever it is asked. */
static void one_limit_everywhere(void)
{
    csr_rules *set = test_rules(HEAD "`facts`:{`l.x`:{`type`:`list(int)`,`max_items`:100}},`rules`:[{`id`:`r`,`when`:"
                                     "`l.x.all(a, a > 0 && a < 9)`,`fire`:`each_event`," DO "}]}");
    static char facts[16384], line[16500];
    int undecided = 0;

    for (int items = 900; items <= 1300; items += 50) {
        csr_rules_case what = CSR_RULES_CASE_INIT;
        csr_rules_history history = CSR_RULES_HISTORY_INIT;
        csr_buf *explained = NULL, *dry = NULL, *told = NULL;
        int gave_up;

        strcpy(facts, "{\"l.x\":[1");
        for (int i = 1; i < items; i++)
            strcat(facts, ",1");
        strcat(facts, "]}");
        (void)snprintf(line, sizeof(line), "{\"ticket\":\"a\",\"at\":\"2026-03-02T10:00:00Z\",\"facts\":%s}", facts);
        csr_str_set(&what.facts, facts, CSR_NTS);
        csr_str_set(&history.lines, line, CSR_NTS);
        what.now = NOW;
        what.event = 1;
        CU_ASSERT_EQUAL(csr_rules_explain(set, &what, &explained, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csr_rules_dry_run(set, &what, &dry, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csr_rules_backtest(set, &history, &told, NULL), CSR_OK);
        gave_up = strstr(csr_buf_text(explained), "the limit of cost is passed") != NULL;
        undecided += gave_up;
        HAS(csr_buf_text(explained), gave_up ? "\"truth\":null}" : "\"truth\":true}");
        HAS(csr_buf_text(dry), gave_up ? "\"undecided\":1}" : "\"undecided\":0}");
        HAS(csr_buf_text(dry), gave_up ? "\"firings\":[]" : "\"outcome\":\"fired\"");
        HAS(csr_buf_text(told), gave_up ? "\"undecided\":1}" : "\"undecided\":0}");
        HAS(csr_buf_text(told), gave_up ? "\"firings\":0" : "\"firings\":1");
        csr_buf_free(explained);
        csr_buf_free(dry);
        csr_buf_free(told);
    }
    CU_ASSERT(undecided > 0 && undecided < 9);
    csr_rules_free(set);
}

static int32_t length_of(void *user, const csr_value *arguments, size_t count, void *room, size_t *room_bytes,
                         csr_value *out)
{
    (void)room;
    (void)count;
    *room_bytes = 0;
    *(int *)user += 1;
    *out = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = (int64_t)arguments[0].count };
    return 1;
}

/* Functions of the host's: pure ones only, and their cost is known when a set is loaded. */
static void functions(void)
{
    static const csr_str text[] = { { "string", 6 } };
    csr_expression_function function = CSR_EXPRESSION_FUNCTION_INIT;
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_rules *rules = NULL;
    csr_buf *report = NULL;
    int calls = 0;

    function.name = CSR_STR("length_of");
    function.arguments = text;
    function.argument_count = 1;
    function.result = CSR_STR("int");
    function.flags = CSR_FUNCTION_PURE;
    function.run = length_of;
    function.user = &calls;
    params.functions = &function;
    params.function_count = 1;
    csr_str_set(&params.text, test_rules_quote(HEAD "`rules`:[" WHEN("length_of(ticket.subject) > 3") "]}"), CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_rules_load(&params, &rules, NULL, NULL), CSR_OK);
    what.now = NOW;
    what.event = 1;
    what.facts = CSR_STR("{\"ticket.subject\":\"Torn\"}");
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, &report, NULL), CSR_OK);
    HAS(csr_buf_text(report), "\"outcome\":\"fired\"");
    CU_ASSERT(calls > 0);
    csr_buf_free(report);
    csr_rules_free(rules);
    /* What has no body here may say something at a desk, also of constants. */
    function.run = NULL;
    csr_str_set(&params.text, test_rules_quote(HEAD "`rules`:[" WHEN("length_of('Torn') > 3") "]}"), CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, NULL), CSR_OK);
    csr_rules_free(rules);
    function.run = length_of;
    csr_str_set(&params.text, test_rules_quote(HEAD "`rules`:[" WHEN("length_of(ticket.subject) > 3") "]}"), CSR_NTS);
    function.cost = 20000;
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, &report, NULL), CSR_E_POLICY);
    HAS(csr_buf_text(report), "[E152]");
    csr_buf_free(report);
    function.cost = 0;
    function.flags = 0;
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, &report, NULL), CSR_E_POLICY);
    HAS(csr_buf_text(report), "[E103]");
    csr_buf_free(report);
    params.function_count = 0;
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, &report, NULL), CSR_E_POLICY);
    HAS(csr_buf_text(report), "[E102]");
    csr_buf_free(report);
}

int main(void)
{
    static CU_TestInfo tests[] = {
        { "cases that are not exact", cases_that_are_not_exact },
        { "more fields than cases", more_fields_than_cases },
        { "pairs of rules", pairs_of_rules },
        { "steps and fixtures", steps_and_fixtures },
        { "little work", little_work },
        { "circles", circles },
        { "older versions", older_versions },
        { "groups", groups },
        { "causes", causes },
        { "clocks", clocks },
        { "backtests", backtests },
        { "odds and ends", odds_and_ends },
        { "static cost", static_cost },
        { "one limit everywhere", one_limit_everywhere },
        { "functions", functions },
        CU_TEST_INFO_NULL,
    };
    static CU_SuiteInfo suites[] = { { "rules_corner", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("rules_corner", suites, 15);
}
