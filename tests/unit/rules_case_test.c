/* What can be asked of a set without a desk: explanations, dry runs, fixtures, lint, differences, backtests. */
#include "support/rules.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DO "`do`:[{`tag`:`x`}]"
#define NOW (INT64_C(1772447467) * 1000000) /* 2026-03-02T10:31:07Z */

static void expect(const char *told, const char *wanted, int line)
{
    int same = strcmp(told, wanted) == 0;

    if (!same)
        fprintf(stderr, "line %d:\n%s\nnot\n%s\n", line, told, wanted);
    CU_assertImplementation(same ? CU_TRUE : CU_FALSE, (unsigned)line, "what is told", __FILE__, "", CU_FALSE);
}

static const char *explain(const csr_rules *rules, const char *facts, const char *rule, uint32_t flags)
{
    static char told[8192];
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;

    what.flags = flags;
    what.now = NOW;
    csr_str_set(&what.facts, test_rules_quote(facts), CSR_NTS);
    csr_str_set(&what.rule, rule, CSR_NTS);
    csr_str_set(&what.subject, "T-1042", CSR_NTS);
    if (csr_rules_explain(rules, &what, &text, &err) != CSR_OK)
        (void)snprintf(told, sizeof(told), "%s: %s", err.field, err.message);
    else
        (void)snprintf(told, sizeof(told), "%s", csr_buf_text(text));
    csr_buf_free(text);
    return told;
}

static void explanations(void)
{
    csr_rules *rules = test_rules(
        "{`format`:`csr-rules/1`,`set`:`escalation`,`facts`:{`refund.amount`:{`type`:`int`,`optional`:true},"
        "`agent.limit`:{`type`:`int`},`rate`:{`type`:`double`}},`rules`:["
        "{`id`:`slow`,`when`:[`ticket.fault == 'company'`,`ticket.waited > duration('30m')`]," DO "},"
        "{`id`:`refund`,`when`:[`has(refund.amount)`,`refund.amount > agent.limit`]," DO "},"
        "{`id`:`more`,`any`:[`ticket.reopened < 2 && !(ticket.kind == 'praise')`,`ticket.age <= duration('1h')`,"
        "`'vip' in ticket.tags`,`!agent.on_duty`,`rate >= 0.5`,`now < timestamp('2026-03-02T10:00:00Z')`]," DO "}]}");
    char wanted[2000];

    (void)snprintf(wanted, sizeof(wanted),
                   "slow (set escalation %.4s..): MATCHED on T-1042 at 2026-03-02T10:31:07Z\n"
                   "  yes  ticket.fault == 'company'            ticket.fault = \"company\"\n"
                   "  yes  ticket.waited > duration('30m')      ticket.waited = 31m12s\n",
                   csri_rules_hex(rules).ptr);
    expect(explain(rules, "{`ticket.fault`:`company`,`ticket.waited`:`31m12s`}", "slow", CSR_RULES_TEXT), wanted,
           __LINE__);
    (void)snprintf(wanted, sizeof(wanted),
                   "refund (set escalation %.4s..): not matched, 1 of 2 clauses on T-1042 at 2026-03-02T10:31:07Z\n"
                   "  yes  has(refund.amount)                   4500\n"
                   "  NO   refund.amount > agent.limit          4500 > 5000; short by 501\n",
                   csri_rules_hex(rules).ptr);
    expect(explain(rules, "{`refund.amount`:4500,`agent.limit`:5000}", "refund", CSR_RULES_TEXT), wanted, __LINE__);
    (void)snprintf(wanted, sizeof(wanted),
                   "refund (set escalation %.4s..): undecided, 1 of 2 clauses on T-1042 at 2026-03-02T10:31:07Z\n"
                   "  yes  has(refund.amount)                   4500\n"
                   "  ??   refund.amount > agent.limit          the field is absent\n",
                   csri_rules_hex(rules).ptr);
    expect(explain(rules, "{`refund.amount`:4500}", "refund", CSR_RULES_TEXT), wanted, __LINE__);
    (void)snprintf(wanted, sizeof(wanted),
                   "more (set escalation %.4s..): not matched, 0 of 1 clauses on T-1042 at 2026-03-02T10:31:07Z\n"
                   "  or NO   ticket.reopened < 2 && !(ticket.kind == 'praise')\n"
                   "    NO   ticket.reopened < 2                ticket.reopened = 5; over by 4\n"
                   "    NO   !(ticket.kind == 'praise')         ticket.kind = \"praise\"\n"
                   "  or NO   ticket.age <= duration('1h')      ticket.age = 1h1m; over by 1m\n"
                   "  or NO   'vip' in ticket.tags              ticket.tags = [\"a\", \"b\"]\n"
                   "  or NO   !agent.on_duty                    agent.on_duty = true\n"
                   "  or NO   rate >= 0.5                       rate = 0.25; short by 0.25\n"
                   "  or NO   now < timestamp('2026-03-02T10:00:00Z')    now = 2026-03-02T10:31:07Z; "
                   "over by 31m7s\n",
                   csri_rules_hex(rules).ptr);
    expect(explain(rules,
                   "{`ticket.reopened`:5,`ticket.kind`:`praise`,`ticket.age`:`1h1m`,`ticket.tags`:[`a`,`b`],"
                   "`agent.on_duty`:true,`rate`:`0.25`}",
                   "more", CSR_RULES_TEXT),
           wanted, __LINE__);
    CU_ASSERT_PTR_NOT_NULL(strstr(explain(rules, "{`ticket.waited`:`30m`}", "slow", CSR_RULES_TEXT),
                                  "ticket.waited = 30m; short by a moment"));
    CU_ASSERT_PTR_NOT_NULL(strstr(explain(rules, "{`ticket.waited`:`-0.5s`}", "slow", CSR_RULES_TEXT),
                                  "ticket.waited = -0.5s; short by 30m0.5s"));
    (void)snprintf(wanted, sizeof(wanted),
                   "{\"at\":\"2026-03-02T10:31:07Z\",\"clauses\":[{\"clause\":\"when[0]\",\"leaves\":[{\"detail\":"
                   "\"absent\",\"text\":\"has(refund.amount)\",\"truth\":false}],\"text\":\"has(refund.amount)\","
                   "\"truth\":false},{\"clause\":\"when[1]\",\"leaves\":[{\"detail\":\"the field is absent\",\"text\":"
                   "\"refund.amount > agent.limit\",\"truth\":null}],\"text\":\"refund.amount > agent.limit\","
                   "\"truth\":null}],\"facts\":{\"agent.limit\":1},\"rule\":\"refund\",\"set\":\"%s\","
                   "\"truth\":false}\n",
                   csri_rules_hex(rules).ptr);
    expect(explain(rules, "{`agent.limit`:1}", "refund", 0), wanted, __LINE__);
    expect(explain(rules, "{}", "none", 0), "rule: there is no rule \"none\" in this set", __LINE__);
    expect(explain(rules, "{`x`:1}", "slow", 0), "facts: there is no field \"x\"", __LINE__);
    expect(explain(rules, "{`ticket.age`:1}", "slow", 0),
           "facts: ticket.age: a length of time such as \"30m\" or \"1h30m\" is expected", __LINE__);
    expect(explain(rules, "[]", "slow", 0), "facts: facts are a JSON object", __LINE__);
    CU_ASSERT_PTR_NOT_NULL(strstr(explain(rules, "{", "slow", 0), "facts are a JSON object: line 1"));
    CU_ASSERT_PTR_NOT_NULL(strstr(explain(rules, "{`ticket.age`:null}", "", CSR_RULES_TEXT), "refund (set"));
    csr_rules_free(rules);
}

static void dry_runs(void)
{
    csr_rules *rules = test_rules_of("{`id`:`a`,`when`:`ticket.reopened > 0`,`steps`:[{" DO "},{`after`:`5m`,"
                                     "`until`:`ticket.acknowledged`,`do`:[{`note`:`n`}]}]},"
                                     "{`id`:`b`,`when`:`ticket.age > duration('1h')`," DO "}");
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL, *again = NULL;
    char state[1000];

    what.now = NOW;
    what.event = 1;
    csr_str_set(&what.facts, test_rules_quote("{`ticket.reopened`:1,`ticket.age`:`5m`,`ticket.acknowledged`:false}"),
                CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, &text, &err), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(text), "\"key\":\"test/a/ticket/1/0\",\"outcome\":\"fired\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(text), "\"next_look\":\"2026-03-02T10:36:07Z\",\"state\":{"));
    (void)snprintf(state, sizeof(state), "%s", strstr(csr_buf_text(text), "\"state\":") + 8);
    *strstr(state, ",\"undecided\"") = '\0';
    csr_str_set(&what.state, state, CSR_NTS);
    what.event = 2;
    csr_str_set(&what.facts, test_rules_quote("{`ticket.reopened`:1,`ticket.age`:`5m`,`ticket.acknowledged`:true}"),
                CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, &again, &err), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(again), "\"outcome\":\"stopped\",\"rule\":\"a\"}"));
    csr_buf_free(again);
    csr_str_set(&what.facts, test_rules_quote("{`ticket.reopened`:0}"), CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, &again, &err), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(again), "\"outcome\":\"closed\",\"rule\":\"a\"}],\"next_look\":null"));
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(again), "\"undecided\":1"));
    csr_buf_free(again);
    what.rule = CSR_STR("b");
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, &again, &err), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(again), "\"firings\":[]"));
    csr_buf_free(again);
    what.state = CSR_STR("{}");
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "state");
    what.now = 0;
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "now");
    what.struct_size = 8;
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, &what, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_dry_run(rules, NULL, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_dry_run(NULL, &what, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_explain(NULL, &what, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_lint(NULL, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_test(NULL, &again, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_diff(rules, NULL, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_describe(NULL, &again, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_backtest(rules, NULL, &again, &err), CSR_E_ARGUMENT);
    csr_buf_free(text);
    csr_rules_free(rules);
}

static void fixtures(void)
{
    csr_rules *rules =
        test_rules_of("{`id`:`a`,`when`:`ticket.reopened > 0`," DO ",`tests`:[{`yes`:{`ticket.reopened`:1}},"
                      "{`no`:{`ticket.reopened`:1}},{`undecided`:{}},{`no`:{}}]}");
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;
    int64_t failed = -1;

    CU_ASSERT_EQUAL(csr_rules_test(rules, &text, &failed, &err), CSR_OK);
    CU_ASSERT_EQUAL(failed, 2);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(csr_buf_text(text), "{\"expected\":\"yes\",\"fixture\":0,\"ok\":true,\"rule\":\"a\"}\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(csr_buf_text(text), "\"fixture\":1,\"ok\":false,\"rule\":\"a\",\"was\":\"yes\",\"why\":"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(csr_buf_text(text), "\"fixture\":3,\"ok\":false,\"rule\":\"a\",\"was\":\"undecided\""));
    csr_buf_free(text);
    CU_ASSERT_EQUAL(csr_rules_test(rules, &text, NULL, &err), CSR_OK);
    csr_buf_free(text);
    CU_ASSERT_EQUAL(csr_rules_describe(rules, &text, &err), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(csr_buf_text(text),
               "{\"clauses\":1,\"fire\":\"episode\",\"fixtures\":4,\"group\":null,\"id\":\"a\",\"mode\":"
               "\"live\",\"priority\":50,\"steps\":1,\"title\":\"\"}],\"set\":\"test\"}"));
    csr_buf_free(text);
    csr_rules_free(rules);
}

#define TESTED(yes, no) ",`tests`:[{`yes`:{" yes "}},{`no`:{" no "}}]"
#define GOOD TESTED("`ticket.reopened`:1", "`ticket.reopened`:0")
static const struct {
    const char *rules, *said;
} lint_cases[] = {
    { "{`id`:`a`,`when`:`ticket.reopened > 0`," DO GOOD "}", "" },
    { "{`id`:`a`,`when`:`ticket.reopened > 0`," DO "}", "W208 W208" },
    { "{`id`:`a`,`when`:`ticket.reopened > 0`," DO ",`tests`:[{`yes`:{`ticket.reopened`:1}}]}", "W208" },
    { "{`id`:`a`,`when`:`ticket.reopened > 0 || ticket.reopened <= 0`," DO GOOD "}", "W201 W209" },
    { "{`id`:`a`,`when`:[`ticket.reopened > 5`,`ticket.reopened < 3`]," DO GOOD "}", "W202 W209" },
    { "{`id`:`a`,`when`:`ticket.reopened > ticket.contacts && false`," DO GOOD "}", "" },
    { "{`id`:`a`,`when`:[`ticket.reopened > 5`,`ticket.reopened > 3`]," DO
      ",`tests`:[{`yes`:{`ticket.reopened`:6}},{`no`:{`ticket.reopened`:4}}]}",
      "W204 W209" },
    { "{`id`:`a`,`when`:[`has(ticket.team)`,`ticket.team == 'A'`]," DO
      ",`tests`:[{`yes`:{`ticket.team`:`A`}},{`no`:{`ticket.team`:`B`}}]}",
      "" },
    /* Only whether it is there is asked of one of them. */
    { "{`id`:`a`,`when`:[`has(refund.amount_minor)`,`ticket.reopened > 0`]," DO
      ",`tests`:[{`yes`:{`refund.amount_minor`:5,`ticket.reopened`:1}},{`no`:{`ticket.reopened`:1}},"
      "{`no`:{`refund.amount_minor`:5,`ticket.reopened`:0}}]}",
      "" },
    { "{`id`:`a`,`when`:`'x' in ticket.tags`,`any`:[`'x' in ticket.tags`,`'y' in ticket.tags`,`agent.on_duty`]," DO
      ",`tests`:[{`yes`:{`ticket.tags`:[`x`]}},{`no`:{`ticket.tags`:[],`agent.on_duty`:true}}]}",
      "W209 W206" },
    { "{`id`:`a`,`priority`:90,`group`:`one`,`when`:`ticket.kind in ['praise', 'order']`," DO
      ",`tests`:[{`yes`:{`ticket.kind`:`praise`}},{`no`:{`ticket.kind`:`return`}}]},"
      "{`id`:`b`,`group`:`one`,`when`:`ticket.kind == 'order'`," DO
      ",`tests`:[{`yes`:{`ticket.kind`:`order`}},{`no`:{`ticket.kind`:`return`}}]}",
      "W203" },
    { "{`id`:`a`,`priority`:90,`mode`:`shadow`,`group`:`one`,`when`:`ticket.reopened > 0`," DO GOOD "},"
      "{`id`:`b`,`group`:`one`,`when`:`ticket.reopened > 0`," DO GOOD "}",
      "" },
    { "{`id`:`a`,`priority`:90,`group`:`many`,`stop`:`group`,`when`:`ticket.reopened > 0`," DO GOOD "},"
      "{`id`:`b`,`group`:`many`,`when`:`ticket.reopened > 0`," DO GOOD "}",
      "W203" },
    { "{`id`:`a`,`priority`:90,`stop`:`all`,`when`:`ticket.reopened > 0`," DO GOOD "},"
      "{`id`:`b`,`when`:`ticket.reopened > 0`," DO GOOD "}",
      "W203" },
    { "{`id`:`a`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`priority`:`high`}}]" GOOD "},"
      "{`id`:`b`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`priority`:`low`}}]" GOOD "}",
      "W205" },
    { "{`id`:`a`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`team`:`A`}}]" GOOD "},"
      "{`id`:`b`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`team`:`B`}}]" GOOD "},"
      "{`id`:`c`,`when`:`ticket.reopened < 1`,`do`:[{`set`:{`team`:`C`}}]" TESTED("`ticket.reopened`:0",
                                                                                  "`ticket.reopened`:1") "}",
      "W205" },
    { "{`id`:`a`,`when`:`ticket.reopened > 0`,`do`:[{`escalate`:{`to`:`manager`,`level`:3}}]" GOOD "}", "W207" },
    { "{`id`:`a`,`when`:`ticket.reopened > 0`,`steps`:[{" DO "},{`after`:`1m`,`until`:`ticket.reopened >= 1`," DO
      "},{`after`:`1m`,`until`:`ticket.acknowledged`," DO "}]" GOOD "}",
      "W207" },
    { "{`id`:`a`,`when`:`ticket.priority == 'high'`,`do`:[{`set`:{`priority`:`urgent`}}]" TESTED(
          "`ticket.priority`:`high`", "`ticket.priority`:`low`") "},"
                                                                 "{`id`:`b`,`when`:`ticket.priority == "
                                                                 "'urgent'`,`do`:[{`set`:{`priority`:`high`}}]" TESTED(
                                                                     "`ticket.priority`:`urgent`",
                                                                     "`ticket.priority`:`low`") "}",
      "W206" },
    { "{`id`:`a`,`when`:`ticket.waited > duration('30m')`,`any`:[`ticket.phase != 'closed'`,`now > "
      "timestamp('2026-03-02T10:00:00Z')`]," DO ",`tests`:[{`yes`:{`ticket.waited`:`31m`,`ticket.phase`:`new`}},{`"
      "no`:{`ticket.waited`:`30m`,`ticket.phase`:`new`}},"
      "{`yes`:{`ticket.waited`:`31m`,`ticket.phase`:`closed`,`now`:`2026-03-02T11:00:00Z`}}]}",
      "" },
    { "{`id`:`a`,`when`:`ticket.subject == 'x' && ticket.subject.contains('y')`," DO
      ",`tests`:[{`yes`:{}},{`no`:{`ticket.subject`:`z`}}]}",
      "" },
};

/* What lint says of rules, its codes in their order. */
static void lint(void)
{
    for (size_t i = 0; i < sizeof(lint_cases) / sizeof(lint_cases[0]); i++) {
        csr_rules *rules = test_rules_of(lint_cases[i].rules);
        char said[400] = "";
        csr_buf *text = NULL;
        const char *p;

        CU_ASSERT_EQUAL(csr_rules_lint(rules, &text, NULL), CSR_OK);
        for (p = csr_buf_text(text); (p = strstr(p, "\"code\":\"")) != NULL; p += 8)
            (void)snprintf(said + strlen(said), sizeof(said) - strlen(said), "%s%.4s", said[0] ? " " : "", p + 8);
        if (strcmp(said, lint_cases[i].said) != 0)
            fprintf(stderr, "%s\n%s", lint_cases[i].rules, csr_buf_text(text));
        CU_ASSERT_STRING_EQUAL(said, lint_cases[i].said);
        csr_buf_free(text);
        csr_rules_free(rules);
    }
}

static void differences(void)
{
    csr_rules *one = test_rules("{`format`:`csr-rules/1`,`set`:`s`,`rules`:[{`id`:`a`,`when`:`agent.on_duty`," DO "},"
                                "{`id`:`b`,`when`:`agent.on_duty`," DO "},{`id`:`c`,`when`:`agent.on_duty`,"
                                "`priority`:1,`title`:`t`," DO "}]}");
    csr_rules *other = test_rules("{`format`:`csr-rules/1`,`set`:`s`,`migrate`:true,`rules`:["
                                  "{`id`:`d`,`when`:`agent.on_duty`," DO "},{`id`:`b`,`when`:`agent.on_duty`," DO "},"
                                  "{`id`:`c`,`when`:`agent.on_duty`,`priority`:2,`mode`:`shadow`," DO "}]}");
    csr_buf *text = NULL;

    CU_ASSERT_EQUAL(csr_rules_diff(one, other, &text, NULL), CSR_OK);
    expect(csr_buf_text(text),
           "{\"change\":\"changed\",\"member\":\"migrate\",\"rule\":\"\"}\n"
           "{\"change\":\"removed\",\"rule\":\"a\"}\n"
           "{\"change\":\"changed\",\"member\":\"priority\",\"rule\":\"c\"}\n"
           "{\"change\":\"changed\",\"member\":\"title\",\"rule\":\"c\"}\n"
           "{\"change\":\"changed\",\"member\":\"mode\",\"rule\":\"c\"}\n"
           "{\"change\":\"added\",\"rule\":\"d\"}\n",
           __LINE__);
    csr_buf_free(text);
    CU_ASSERT_EQUAL(csr_rules_diff(one, one, &text, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_buf_size(text), 0);
    csr_buf_free(text);
    csr_rules_free(one);
    csr_rules_free(other);
}

static const char *backtest(const csr_rules *rules, const csr_rules *against, const char *lines, csr_time until)
{
    static char told[16384];
    csr_rules_history history = CSR_RULES_HISTORY_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;

    csr_str_set(&history.lines, test_rules_quote(lines), CSR_NTS);
    history.against = against;
    history.until = until;
    if (csr_rules_backtest(rules, &history, &text, &err) != CSR_OK)
        (void)snprintf(told, sizeof(told), "%s: %s", err.field, err.message);
    else
        (void)snprintf(told, sizeof(told), "%s", csr_buf_text(text));
    csr_buf_free(text);
    return told;
}

#define LINE(ticket, at, facts) "{`ticket`:`" ticket "`,`at`:`2026-03-02T" at "Z`,`facts`:{" facts "}}\n"

static void backtests(void)
{
    csr_rules *one =
        test_rules_of("{`id`:`slow`,`when`:[`ticket.fault == 'company'`,`ticket.waited > duration('30m')`],"
                      "`steps`:[{`do`:[{`escalate`:`supervisor`}]},{`after`:`20m`,`do`:[{`escalate`:"
                      "{`to`:`manager`,`level`:2}},{`escalate`:`team:Till`}]}]}");
    csr_rules *other =
        test_rules_of("{`id`:`slow`,`when`:[`ticket.fault == 'company'`,`ticket.waited > duration('1h')`],"
                      "`do`:[{`escalate`:`supervisor`}]}");
    static const char lines[] = LINE("B", "10:00:00", "`ticket.fault`:`company`,`ticket.waited`:`0s`")
        LINE("A", "10:10:00",
             "`ticket.fault`:`company`,`ticket.waited`:{`stands`:`31m`}") " \t\r\n" LINE("A", "10:20:00",
                                                                                         "`ticket.fault`:`customer`")
            LINE("C", "12:00:00", "`ticket.fault`:null,`ticket.waited`:`5h`");
    char wanted[4000];

    (void)snprintf(
        wanted, sizeof(wanted),
        "{\"actions\":[{\"do\":{\"escalate\":{\"level\":1,\"to\":\"supervisor\"}},\"fate\":\"apply\"}],\"at\":"
        "\"2026-03-02T10:10:00Z\",\"due_at\":\"2026-03-02T10:10:00Z\",\"episode\":1,\"key\":\"test/slow/A/1/0\","
        "\"outcome\":\"fired\",\"rule\":\"slow\",\"step\":0,\"ticket\":\"A\"}\n"
        "{\"actions\":[{\"do\":{\"escalate\":{\"level\":1,\"to\":\"supervisor\"}},\"fate\":\"apply\"}],\"at\":"
        "\"2026-03-02T10:30:00.000001Z\",\"due_at\":\"2026-03-02T10:30:00.000001Z\",\"episode\":1,\"key\":"
        "\"test/slow/B/1/0\",\"outcome\":\"fired\",\"rule\":\"slow\",\"step\":0,\"ticket\":\"B\"}\n"
        "{\"actions\":[{\"do\":{\"escalate\":{\"level\":2,\"to\":\"manager\"}},\"fate\":\"apply\"},{\"do\":"
        "{\"escalate\":{\"level\":1,\"to\":\"team:Till\"}},\"fate\":\"apply\"}],\"at\":"
        "\"2026-03-02T10:50:00.000001Z\",\"due_at\":\"2026-03-02T10:50:00.000001Z\",\"episode\":1,\"key\":"
        "\"test/slow/B/1/1\",\"outcome\":\"fired\",\"rule\":\"slow\",\"step\":1,\"ticket\":\"B\"}\n"
        "{\"report\":{\"escalated\":{\"tickets\":2,\"median_s\":0,\"longest_s\":1800},\"firings\":3,\"lines\":5,"
        "\"pages\":{\"team:Till\":1,\"manager\":1,\"supervisor\":2},\"rules\":{\"slow\":{\"fired\":3,\"first\":"
        "\"2026-03-02T10:10:00Z\"}},\"set\":\"%s\",\"tickets\":3,\"undecided\":1}}\n",
        csri_rules_hex(one).ptr);
    expect(backtest(one, NULL, lines, 0), wanted, __LINE__);
    CU_ASSERT_PTR_NOT_NULL(strstr(backtest(one, one, lines, 0), "\"new\":0,\"lost\":0}}\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(backtest(one, other, lines, 0), "\"new\":3,\"lost\":1}}\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(backtest(one, other, lines, 0),
               "{\"at\":\"2026-03-02T11:00:00.000001Z\",\"change\":\"lost\",\"key\":\"test/slow/B/1/0\","
               "\"rule\":\"slow\",\"ticket\":\"B\"}\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(backtest(one, NULL, LINE("A", "10:00:00", "`ticket.fault`:`company`,`ticket.waited`:`0s`"),
                        (INT64_C(1772442000) + 7200) * 1000000),
               "\"firings\":2"));
    CU_ASSERT_PTR_NOT_NULL(strstr(backtest(one, NULL, "", 0), "\"tickets\":0"));
    expect(backtest(one, NULL, "[1]", 0), "lines: line 1: ticket is to be a text of 1 to 200 bytes", __LINE__);
    expect(backtest(one, NULL, "{`ticket`:``}", 0), "lines: line 1: ticket is to be a text of 1 to 200 bytes",
           __LINE__);
    expect(backtest(one, NULL, "{`ticket`:`a`}", 0),
           "lines: line 1: at is to be an instant such as \"2026-03-02T10:00:00Z\"", __LINE__);
    expect(backtest(one, NULL, "{`ticket`:`a`,`at`:`x`}", 0),
           "lines: line 1: at is to be an instant such as \"2026-03-02T10:00:00Z\"", __LINE__);
    expect(backtest(one, NULL, "{`ticket`:`a`,`at`:`2026-03-02T10:00:00Z`}", 0),
           "lines: line 1: facts are to be an object in { }", __LINE__);
    expect(backtest(one, NULL, LINE("A", "10:00:00", "") LINE("A", "09:00:00", ""), 0),
           "lines: line 2: it is earlier than the line before", __LINE__);
    expect(backtest(one, NULL, LINE("A", "10:00:00", "`x`:1"), 0), "lines: line 1: there is no field \"x\"", __LINE__);
    CU_ASSERT_PTR_NOT_NULL(strstr(backtest(one, NULL, "{", 0), "lines: line 1: "));
    csr_rules_free(one);
    csr_rules_free(other);
}

/* More tickets than the table of names begins with; none is met twice. */
static void many_tickets(void)
{
    static char lines[60000];
    csr_rules *rules = test_rules_of("{`id`:`a`,`when`:`ticket.reopened > 0`,`do`:[{`escalate`:`agent:ann`}]}");
    size_t len = 0;

    for (int i = 0; i < 600; i++)
        len +=
            (size_t)snprintf(lines + len, sizeof(lines) - len,
                             "{`ticket`:`t%d`,`at`:`2026-03-02T10:00:00Z`,`facts`:{`ticket.reopened`:1}}\n", i % 400);
    CU_ASSERT_PTR_NOT_NULL(strstr(backtest(rules, NULL, lines, 0), "{\"actions\""));
    {
        csr_rules_history history = CSR_RULES_HISTORY_INIT;
        csr_buf *text = NULL;
        csr_str_set(&history.lines, test_rules_quote(lines), CSR_NTS);
        CU_ASSERT_EQUAL(csr_rules_backtest(rules, &history, &text, NULL), CSR_OK);
        CU_ASSERT_PTR_NOT_NULL(
            strstr(csr_buf_text(text), "\"firings\":400,\"lines\":600,\"pages\":{\"agent:ann\":400}"));
        csr_buf_free(text);
    }
    csr_rules_free(rules);
}

/* Whichever allocation fails, each of them says so and loses nothing. */
static void no_memory(void)
{
    static const char document[] =
        "{`format`:`csr-rules/1`,`set`:`s`,`rules`:[{`id`:`a`,`when`:[`ticket.reopened > 0`,`'x' in ticket.tags`],"
        "`inhibited_by`:{`rule`:`b`,`same`:[`ticket.team`]},`do`:[{`escalate`:`team:A`}],"
        "`tests`:[{`yes`:{}}]},{`id`:`b`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`team`:`A`}}]}]}";
    static const char facts[] = "{`ticket.reopened`:1,`ticket.tags`:[`x`],`ticket.team`:`B`}";
    csr_test_host host;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (int which = 0; which < 7; which++)
        for (uint64_t nth = 1, done = 0; !done && nth < 2000; nth++) {
            csr_rules_params params = CSR_RULES_PARAMS_INIT;
            csr_rules_case what = CSR_RULES_CASE_INIT;
            csr_rules_history history = CSR_RULES_HISTORY_INIT;
            csr_rules *rules = NULL;
            csr_buf *text = NULL;
            csr_status status = CSR_OK;

            params.host = &host.host;
            csr_str_set(&params.text, test_rules_quote(document), CSR_NTS);
            CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, NULL), CSR_OK);
            csr_str_set(&what.facts, test_rules_quote(facts), CSR_NTS);
            what.now = NOW;
            what.event = 1;
            csr_str_set(&history.lines,
                        test_rules_quote(LINE("A", "10:00:00",
                                              "`ticket.reopened`:1,`ticket.tags`:[`x`],"
                                              "`ticket.team`:`B`")),
                        CSR_NTS);
            history.against = rules;
            csr_test_host_fail_alloc(&host, nth, 1);
            switch (which) {
            case 0: status = csr_rules_explain(rules, &what, &text, NULL); break;
            case 1: status = csr_rules_dry_run(rules, &what, &text, NULL); break;
            case 2: status = csr_rules_lint(rules, &text, NULL); break;
            case 3: status = csr_rules_test(rules, &text, NULL, NULL); break;
            case 4: status = csr_rules_diff(rules, rules, &text, NULL); break;
            case 5: status = csr_rules_describe(rules, &text, NULL); break;
            default: status = csr_rules_backtest(rules, &history, &text, NULL); break;
            }
            CU_ASSERT(status == CSR_OK || status == CSR_E_NO_MEMORY);
            if (status != CSR_OK && status != CSR_E_NO_MEMORY)
                fprintf(stderr, "%d %llu: %d\n", which, (unsigned long long)nth, (int)status);
            CU_ASSERT_EQUAL(status == CSR_OK, text != NULL);
            done = status == CSR_OK;
            csr_test_host_fail_alloc(&host, 0, 0);
            csr_buf_free(text);
            csr_rules_free(rules);
        }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

int main(void)
{
    static CU_TestInfo tests[] = {
        { "explanations", explanations },
        { "dry runs", dry_runs },
        { "fixtures", fixtures },
        { "lint", lint },
        { "differences", differences },
        { "backtests", backtests },
        { "many tickets", many_tickets },
        { "no memory", no_memory },
        CU_TEST_INFO_NULL,
    };
    static CU_SuiteInfo suites[] = { { "rules_case", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("rules_case", suites, 8);
}
