/* Rules at their edges: odd documents, odd facts, no memory anywhere. */
#include "policy/rules_cases.h"
#include "support/rules.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "{`format`:`csr-rules/1`,`set`:`s`,"
#define DO "`do`:[{`tag`:`x`}]"
#define NOW (INT64_C(1772447467) * 1000000)

static void has(const char *told, const char *part, int line)
{
    int met = strstr(told, part) != NULL;

    if (!met)
        fprintf(stderr, "line %d: \"%s\" is not in\n%s\n", line, part, told);
    CU_assertImplementation(met ? CU_TRUE : CU_FALSE, (unsigned)line, part, __FILE__, "", CU_FALSE);
}
#define HAS(told, part) has(told, part, __LINE__)

static const char *lint(const char *rules)
{
    static char told[8192];
    csr_rules *set = test_rules_of(rules);
    csr_buf *text = NULL;

    CU_ASSERT_EQUAL(csr_rules_lint(set, &text, NULL), CSR_OK);
    (void)snprintf(told, sizeof(told), "%s", csr_buf_text(text));
    csr_buf_free(text);
    csr_rules_free(set);
    return told;
}

/* Conditions of which lint does not know all cases are not spoken of, however they look. */
static void what_lint_leaves_alone(void)
{
    static const char *const conditions[] = {
        "ticket.reopened > 5 && [1, 2].exists(x, x == 3) && false",
        "ticket.reopened > {'a': 1}['b']",
        "ticket.reopened in [1, {'a': 1}['b']]",
        "ticket.contacts in ticket.tags.map(t, size(t))",
        "5 < ticket.reopened && false",
        "ticket.subject in ticket.tags",
        "ticket.tags == ['a'] && false",
        "size(ticket.tags) > 3 && false",
        "string({'a': 1}['b']) in ticket.tags",
        "'a' in ticket.tags || 'b' in ticket.tags || 'c' in ticket.tags || 'd' in ticket.tags || 'e' in ticket.tags || "
        "'f' in ticket.tags",
        "ticket.reopened in [1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 41, 43, 45, "
        "47]",
        "ticket.opened_at == now && false",
    };
    char text[4000];

    for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++) {
        (void)snprintf(text, sizeof(text), "{`id`:`a`,`when`:`%s`," DO "}", conditions[i]);
        CU_ASSERT_PTR_NULL(strstr(lint(text), "W201"));
        CU_ASSERT_PTR_NULL(strstr(lint(text), "W202"));
    }
    /* More fields than are gone through. */
    strcpy(text, "{`id`:`a`,`when`:`false");
    for (int i = 0; i < 2; i++)
        strcat(text,
               " && ticket.reopened > 1 && ticket.contacts > 1 && ticket.children > 1 && agent.open_tickets > 1 && "
               "team.on_duty > 1 && team.open_tickets > 1 && customer.tickets > 1 && interaction.holds > 1 && "
               "interaction.tone_drops > 1 && ticket.escalation_level > 1 && agent.abusive_contacts > 1");
    strcat(text,
           " && agent.on_duty && interaction.open && ticket.acknowledged && recipient.quiet && ticket.kind == 'order' "
           "&& ticket.phase == 'new' && ticket.queue == 'active' && ticket.priority == 'low' && ticket.fault == "
           "'company' && ticket.channel == 'phone' && interaction.tone == 'calm' && customer.kind == 'person' && "
           "customer.standing == 'good' && customer.loyalty == 'new' && 'x' in ticket.tags`," DO "}");
    CU_ASSERT_PTR_NULL(strstr(lint(text), "W202"));
}

/* And those of which it does. */
static void what_lint_knows(void)
{
    HAS(lint("{`id`:`a`,`when`:`ticket.reopened > 9223372036854775807`," DO "}"), "W202");
    HAS(lint("{`id`:`a`,`when`:`ticket.reopened >= -9223372036854775807 - 1`," DO "}"), "W201");
    HAS(lint("{`id`:`a`,`when`:`ticket.age > duration('1h') && ticket.age < duration('1h')`," DO "}"), "W202");
    HAS(lint("{`id`:`a`,`when`:`ticket.opened_at < timestamp('9999-12-31T23:59:59Z') && ticket.opened_at > "
             "timestamp('9999-12-31T23:59:59Z')`," DO "}"),
        "W202");
    HAS(lint("{`id`:`a`,`when`:`!(ticket.subject == 'a' || ticket.subject != 'a')`," DO "}"), "W202");
    HAS(lint("{`id`:`a`,`when`:[`'x' in ticket.tags`,`!('x' in ticket.tags)`]," DO "}"), "W202");
    HAS(lint("{`id`:`a`,`when`:`ticket.kind in ['order', 'praise'] && ticket.kind == 'return'`," DO "}"), "W202");
    HAS(lint("{`id`:`a`,`any`:[`agent.on_duty`,`!agent.on_duty`]," DO "}"), "W201");
    HAS(lint("{`id`:`a`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`assignee`:`agent:a`}}]},"
             "{`id`:`b`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`assignee`:`agent:b`}}]}"),
        "ticket.assignee differently");
    HAS(lint("{`id`:`a`,`when`:`ticket.reopened > 0`,`do`:[{`standing`:`good`}]},"
             "{`id`:`b`,`when`:`ticket.reopened > 0`,`do`:[{`standing`:`watch`}]}"),
        "customer.standing differently");
    CU_ASSERT_PTR_NULL(strstr(lint("{`id`:`a`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`team`:`A`}}]},"
                                   "{`id`:`b`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`team`:`A`}},{`tag`:`x`}]}"),
                              "W205"));
    CU_ASSERT_PTR_NULL(strstr(lint("{`id`:`a`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`priority`:`low`}}]},"
                                   "{`id`:`b`,`when`:`ticket.reopened > 0`,`do`:[{`set`:{`priority`:`low`}}]}"),
                              "W205"));
    HAS(lint("{`id`:`a`,`when`:`!has(ticket.assignee)`,`do`:[{`set`:{`assignee`:`nobody`}}]}"), "W206");
    CU_ASSERT_PTR_NULL(
        strstr(lint("{`id`:`a`,`when`:`has(ticket.assignee)`,`do`:[{`set`:{`assignee`:`nobody`}}]}"), "W206"));
    HAS(lint("{`id`:`a`,`when`:`agent.on_duty || recipient.quiet`,`do`:[{`pause`:`5m`}]}"), "W206");
}

/* Facts of every type, in documents and fixtures. */
static void types_of_facts(void)
{
    csr_rules *set = test_rules(
        HEAD
        "`facts`:{`a.b`:{`type`:`bool`},`c`:{`type`:`double`},`d`:{`type`:`list(int)`},`h.e`:{`type`:`list(string)`,"
        "`enum`:[`x`,`y`],`optional`:true},`f`:{`type`:`timestamp`},`g`:{`type`:`list(duration)`}},`groups`:{`g`:{}},"
        "`effective_from`:`2026-03-01T00:00:00Z`,`rules`:["
        "{`id`:`r`,`group`:`g`,`mode`:`shadow`,`title`:`T`,`when`:[`a.b`,`c > 0.25`,`d.exists(x, x > 3)`,"
        "`has(h.e) && 'x' in h.e`,`f < timestamp('2026-01-01T00:00:00Z')`,`g.exists(x, x > duration('1h'))`]," DO ","
        "`tests`:[{`yes`:{`a.b`:true,`c`:`0.5`,`d`:[4],`h.e`:[`x`],`f`:`2025-01-01T00:00:00Z`,`g`:[`2h`]}},"
        "{`no`:{`a.b`:false,`c`:7,`d`:[],`h.e`:[],`f`:`2027-01-01T00:00:00Z`,`g`:[]}}]}]}");
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_buf *text = NULL;
    int64_t failed = -1;

    CU_ASSERT_EQUAL(csr_rules_test(set, &text, &failed, NULL), CSR_OK);
    CU_ASSERT_EQUAL(failed, 0);
    csr_buf_free(text);
    CU_ASSERT_EQUAL(csr_rules_lint(set, &text, NULL), CSR_OK);
    csr_buf_free(text);
    CU_ASSERT_EQUAL(csr_rules_describe(set, &text, NULL), CSR_OK);
    HAS(csr_buf_text(text), "\"group\":\"g\",\"id\":\"r\",\"mode\":\"shadow\"");
    HAS(csr_buf_text(text), "{\"effective_from\":\"2026-03-01T00:00:00Z\"");
    csr_buf_free(text);
    what.now = NOW;
    csr_str_set(&what.facts,
                test_rules_quote("{`now`:`2026-03-02T00:00:00Z`,`a.b`:true,`c`:`1.5`,`d`:[1,2],`h.e`:[`y`],`f`:"
                                 "`2025-01-01T00:00:00Z`,`g`:[`-90s`,`1.25s`,`0s`]}"),
                CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_explain(set, &what, &text, NULL), CSR_OK);
    HAS(csr_buf_text(text),
        "\"facts\":{\"a.b\":true,\"c\":\"1.5\",\"d\":[1, 2],\"h.e\":[\"y\"],\"f\":\"2025-01-01T00:00:00Z\","
        "\"g\":[\"-1m30s\", \"1.25s\", \"0s\"]}");
    csr_buf_free(text);
    csr_str_set(&what.facts, test_rules_quote("{`c`:true}"), CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_explain(set, &what, &text, NULL), CSR_E_ARGUMENT);
    csr_str_set(&what.facts, test_rules_quote("{`c`:`x`}"), CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_explain(set, &what, &text, NULL), CSR_E_ARGUMENT);
    csr_rules_free(set);
}

/* Work that is too much is undecided, alike wherever it is asked. */
static void too_much_work(void)
{
    static char facts[8000];
    csr_rules *set =
        test_rules(HEAD "`facts`:{`f.x`:{`type`:`list(string)`,`max_items`:20,`max_bytes`:10}},`rules`:[{`id`:`r`,"
                        "`when`:[`ticket.reopened > 0`,`f.x.all(a, f.x.exists(b, a == b))`]," DO "}]}");
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_buf *text = NULL;

    strcpy(facts, "{\"ticket.reopened\":1,\"f.x\":[\"t0\"");
    for (int i = 1; i < 200; i++)
        (void)snprintf(facts + strlen(facts), sizeof(facts) - strlen(facts), ",\"t%d\"", i);
    strcat(facts, "]}");
    csr_str_set(&what.facts, facts, CSR_NTS);
    what.now = NOW;
    what.flags = CSR_RULES_TEXT;
    CU_ASSERT_EQUAL(csr_rules_explain(set, &what, &text, NULL), CSR_OK);
    HAS(csr_buf_text(text), "undecided, 1 of 2 clauses");
    HAS(csr_buf_text(text), "the limit of cost is passed");
    csr_buf_free(text);
    what.event = 1;
    CU_ASSERT_EQUAL(csr_rules_dry_run(set, &what, &text, NULL), CSR_OK);
    HAS(csr_buf_text(text), "\"firings\":[]");
    HAS(csr_buf_text(text), "\"undecided\":1}");
    csr_buf_free(text);
    csr_rules_free(set);
}

/* Odd passes: clocks in rules that ask for events, facts that are not there, states of rules that have gone. */
static void odd_passes(void)
{
    test_rules_ticket t = { .sets = { test_rules_of(
                                "{`id`:`n`,`when`:`ticket.age > duration('1h')`,`fire`:`each_event`," DO "},"
                                "{`id`:`o`,`when`:`has(ticket.due_at) && ticket.due_at > now`," DO "},"
                                "{`id`:`p`,`when`:`ticket.opened_at + duration('1h') == now`,`fire`:`each_event`," DO
                                "}") },
                            .set_count = 1 };

    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{`ticket.age`:`2h`}", 100, 0), "");
    CU_ASSERT_EQUAL(t.look, CSRI_RULES_NEVER);
    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{`ticket.due_at`:`1970-01-01T01:00:00Z`,`ticket.age`:`2h`}", 100, 1),
                           "n/1/0 fired tag:apply, o/1/0 fired tag:apply");
    CU_ASSERT_EQUAL(t.look, 3600 * INT64_C(1000000));
    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{`now`:`1970-01-01T00:00:01Z`,`ticket.due_at`:`1970-01-01T01:00:00Z`}",
                                           100, 2),
                           "");
    t.due = 200 * INT64_C(1000000);
    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{`ticket.due_at`:`1970-01-01T01:00:00Z`}", 100, 0), "");
    csr_rules_free(t.sets[0]);
    t.sets[0] = test_rules("{`format`:`csr-rules/1`,`set`:`t`,`migrate`:true,`rules`:[{`id`:`o`,`when`:`agent.on_duty`,"
                           "`fire`:`each_event`," DO "}]}");
    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{`agent.on_duty`:true}", 101, 3), "o/2/0 fired tag:apply");
    CU_ASSERT_EQUAL(csri_rules_state_sets(t.state), 0);
    test_rules_end(&t);
}

/* An open episode of a rule that the set itself does not have: a state that was made elsewhere. */
static void a_foreign_state(void)
{
    test_rules_ticket t = { .sets = { NULL, test_rules_of("{`id`:`a`,`when`:`agent.on_duty`," DO "}") },
                            .set_count = 2 };
    csri_rules_memo memo = { .due = CSRI_RULES_NEVER, .open = 1, .episode = 1 };

    memcpy(memo.set, csri_rules_id(t.sets[1]), sizeof(memo.set));
    memo.id = CSR_STR("gone");
    memo.kept = CSR_STR("");
    t.state = csri_rules_state_make(&t.sets[1]->host, &memo, 1, NULL, 0);
    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{}", 1, 1), "");
    CU_ASSERT_EQUAL(csri_rules_state_sets(t.state), 0);
    test_rules_end(&t);
    /* What is the same as was kept in a form that is no JSON, or of another type, is not the same. */
    t = (test_rules_ticket){ .sets = { test_rules_of(
                                 "{`id`:`big`,`when`:`agent.on_duty`," DO "},{`id`:`s`,`inhibited_by`:{`rule`:`big`,"
                                 "`same`:[`ticket.reopened`]},`when`:`ticket.contacts > 0`,`do`:[{`emit`:`e`}]}") },
                             .set_count = 1 };
    memcpy(memo.set, csri_rules_id(t.sets[0]), sizeof(memo.set));
    memo.id = CSR_STR("big");
    for (int i = 0; i < 3; i++) {
        static const char *const kept[] = { "{\"ticket.reopened\":\"x\"}", "{", "{\"ticket.reopened\":1}" };
        csr_str_set(&memo.kept, kept[i], CSR_NTS);
        csri_rules_state_free(t.state);
        t.state = csri_rules_state_make(&t.sets[0]->host, &memo, 1, NULL, 0);
        HAS(test_rules_pass(&t, "{`agent.on_duty`:true,`ticket.contacts`:1,`ticket.reopened`:1}", 1, 1),
            i == 2 ? "s/1/0 inhibited because big emit:held" : "s/1/0 fired emit:apply");
    }
    test_rules_end(&t);
}

static csr_status backtest(const csr_rules *set, csr_str lines, csr_time until, csr_error *err)
{
    csr_rules_history history = CSR_RULES_HISTORY_INIT;
    csr_buf *text = NULL;
    csr_status status;

    history.lines = lines;
    history.until = until;
    status = csr_rules_backtest(set, &history, &text, err);
    csr_buf_free(text);
    return status;
}

static void odd_histories(void)
{
    csr_rules *set = test_rules_of("{`id`:`a`,`when`:`agent.on_duty`,`fire`:{`every`:`1m`}," DO "}");
    csr_rules_history history = CSR_RULES_HISTORY_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;
    csr_str lines = { NULL, 0 };
    char line[400];

    CU_ASSERT_EQUAL(backtest(set, lines, 0, &err), CSR_OK);
    history.struct_size = 8;
    CU_ASSERT_EQUAL(csr_rules_backtest(set, &history, &text, &err), CSR_E_ARGUMENT);
    lines.len = 2;
    CU_ASSERT_EQUAL(backtest(set, lines, 0, &err), CSR_E_ARGUMENT);
    (void)snprintf(line, sizeof(line), "{\"ticket\":\"%0210d\"}", 1);
    csr_str_set(&lines, line, CSR_NTS);
    CU_ASSERT_EQUAL(backtest(set, lines, 0, &err), CSR_E_ARGUMENT);
    lines = CSR_STR("{\"ticket\":\"a\",\"at\":\"2026-03-02T10:00:00Z\",\"facts\":1}");
    CU_ASSERT_EQUAL(backtest(set, lines, 0, &err), CSR_E_ARGUMENT);
    lines = CSR_STR("{\"ticket\":\"a\",\"at\":7,\"facts\":{}}");
    CU_ASSERT_EQUAL(backtest(set, lines, 0, &err), CSR_E_ARGUMENT);
    lines = CSR_STR("{\"ticket\":7}");
    CU_ASSERT_EQUAL(backtest(set, lines, 0, &err), CSR_E_ARGUMENT);
    lines = CSR_STR("{\"ticket\":\"a\",\"at\":\"2026-03-02T10:00:00Z\",\"facts\":{\"agent.on_duty\":true}}");
    CU_ASSERT_EQUAL(backtest(set, lines, NOW + INT64_C(86400) * 2 * 1000000, &err), CSR_OK);
    /* Between two lines it repeats too often. */
    lines = CSR_STR("{\"ticket\":\"a\",\"at\":\"2026-03-02T10:00:00Z\",\"facts\":{\"agent.on_duty\":true}}\n"
                    "{\"ticket\":\"a\",\"at\":\"2026-05-02T10:00:00Z\",\"facts\":{}}\n");
    CU_ASSERT_EQUAL(backtest(set, lines, 0, &err), CSR_E_LIMIT);
    HAS(err.message, "some rule repeats too often");
    csr_rules_free(set);
}

static const char odd[] = HEAD
    "`groups`:{`g`:{`pick`:`first`}},`facts`:{`x`:{`type`:`list(int)`,`enum`:[`a`]}},`rules`:["
    "{`id`:`a`,`when`:[`has(ticket.team)`,`ticket.team == 'x'`],`group`:`g`,`inhibited_by`:{`rule`:`b`,`same`:"
    "[`ticket.team`,`ticket.kind`]},`do`:[{`tag`:`a`},{`tag`:`b`},{`untag`:`c`},{`untag`:`d`},{`note`:`a`},{`note`:`b`}"
    ","
    "{`escalate`:`manager`},{`escalate`:`team:A`},{`emit`:{`name`:`e`,`data`:{`k`:1}}},{`set`:{`team`:`A`,`priority`:"
    "`low`}}],`tests`:[{`yes`:{`ticket.team`:`x`,`x`:[1]}}]},"
    "{`id`:`b`,`when`:`ticket.priority == 'low' && ticket.reopened > "
    "ticket.contacts`,`steps`:[{`do`:[{`set`:{`priority`:"
    "`high`}}]},{`after`:`1m`,`until`:`ticket.acknowledged`,`hold_while`:`recipient.quiet`,`do`:[{`note`:`n`}]}],"
    "`reset_when`:`ticket.phase == 'closed'`},"
    "{`id`:`c`,`any`:[`!has(ticket.team)`,`ticket.team == 'y'`,`ticket.priority == 'high'`],`do`:[{`set`:{`priority`:"
    "`low`}}]},{`id`:`d`,`when`:`ticket.reopened > 1`,`fire`:`each_event`," DO "}]}";

/* Whichever single allocation fails, with the next ones or alone, nothing is lost, and nothing is told wrongly. */
static void no_memory(void)
{
    static const char facts[] =
        "{`ticket.team`:`x`,`ticket.priority`:`low`,`ticket.reopened`:2,`ticket.contacts`:1,"
        "`ticket.tags`:[`a`,`b`],`ticket.kind`:`order`,`x`:[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,"
        "23,24,"
        "25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,"
        "55,56,57,58,59,60,61,62,63,64,65,66,67,68,69,70,71,72,73,74,75,76,77,78,79,80,81,82,83,84,"
        "85,86,87,88,89,90,91,92,93,94,95,96,97,98,99,100,101,102,103,104,105,106,107,108,109,110,"
        "111,112,113,114,115,116,117,118,119,120]}";
    csr_test_host host;
    csr_rules *good;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    good = NULL;
    for (int which = 0; which < 16; which++)
        for (uint64_t nth = 1, done = 0; done < 2 && nth < 1200; nth++) {
            csr_rules_params params = CSR_RULES_PARAMS_INIT;
            csr_rules_case what = CSR_RULES_CASE_INIT;
            csr_rules_history history = CSR_RULES_HISTORY_INIT;
            csr_rules *set = NULL;
            csr_buf *text = NULL;
            csr_status status;

            params.host = &host.host;
            csr_str_set(&params.text, test_rules_quote(odd), CSR_NTS);
            csr_str_set(&what.facts, test_rules_quote(facts), CSR_NTS);
            csr_str_set(&history.lines,
                        test_rules_quote("{`ticket`:`a`,`at`:`2026-03-02T10:00:00Z`,`facts`:{`ticket.priority`:`low`,"
                                         "`ticket.reopened`:2,`ticket.contacts`:1,`x`:[1]}}\n{`ticket`:`b`,`at`:"
                                         "`2026-03-02T10:10:00Z`,`facts`:{`ticket.team`:`x`,`ticket.kind`:`order`}}\n"),
                        CSR_NTS);
            what.now = NOW;
            what.event = 1;
            if (which / 2 == 7) {
                csr_test_host_fail_alloc(&host, nth, which % 2);
                status = csr_rules_load(&params, &set, &text, NULL);
            } else {
                CU_ASSERT_EQUAL_FATAL(csr_rules_load(&params, &good, NULL, NULL), CSR_OK);
                history.against = good;
                csr_test_host_fail_alloc(&host, nth, which % 2);
                switch (which / 2) {
                case 0: status = csr_rules_explain(good, &what, &text, NULL); break;
                case 1: status = csr_rules_dry_run(good, &what, &text, NULL); break;
                case 2: status = csr_rules_lint(good, &text, NULL); break;
                case 3: status = csr_rules_test(good, &text, NULL, NULL); break;
                case 4: status = csr_rules_diff(good, good, &text, NULL); break;
                case 5: status = csr_rules_describe(good, &text, NULL); break;
                default: status = csr_rules_backtest(good, &history, &text, NULL); break;
                }
            }
            if (status != CSR_OK && status != CSR_E_NO_MEMORY)
                fprintf(stderr, "%d, allocation %llu: %d\n", which, (unsigned long long)nth, (int)status);
            CU_ASSERT(status == CSR_OK || status == CSR_E_NO_MEMORY);
            done = status == CSR_OK ? done + 1 : 0;
            csr_test_host_fail_alloc(&host, 0, 0);
            csr_buf_free(text);
            csr_rules_free(set);
            csr_rules_free(good);
            good = NULL;
        }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* A table of errors beside that of the loader: two at once, no id, large data. */
static void odd_documents(void)
{
    static char document[12000];

    HAS(test_rules_report(HEAD "`rules`:[{`when`:`nothing`," DO "},{`when`:`x`," DO "}]}"),
        "rule \"\", when, column 1");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:`x`,`inhibited_by`:{`rule`:`q`,`same`:[`ticket.kind`]}," DO
                               "}]}"),
        "no rule \"q\"");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:`ticket.age > duration('1h') + ticket.age`," DO "}]}"),
        "[E150]");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:`ticket.age > duration('1h') - ticket.age`," DO "}]}"),
        "[E150]");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:`[ticket.age, ticket.idle] == []`," DO "}]}"), "[E150]");
    CU_ASSERT_STRING_EQUAL(test_rules_report(HEAD
                                             "`rules`:[{`id`:`r`,`any`:[`!(!has(ticket.team))`,`has(ticket.team) && "
                                             "ticket.team == 'x'`]," DO "}]}"),
                           "");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:`!has(ticket.team) && ticket.team == 'x'`," DO "}]}"),
        "[E120]");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:[`has(`,`!has(ticket.team)`,1]," DO "}]}"), "when[0]");
    CU_ASSERT_STRING_EQUAL(test_rules_report(HEAD
                                             "`rules`:[{`id`:`r`,`when`:[`has(ticket.team) && has(ticket.product)`,"
                                             "`ticket.team == ticket.product`]," DO "}]}"),
                           "");
    CU_ASSERT_STRING_EQUAL(test_rules_report(HEAD
                                             "`rules`:[{`id`:`r`,`any`:[`!has(ticket.team) || !has(ticket.product)`,"
                                             "`ticket.team == ticket.product`]," DO "}]}"),
                           "");
    strcpy(document, HEAD "`rules`:[{`id`:`r`,`when`:`agent.on_duty`,`do`:[{`emit`:{`name`:`e`,`data`:{`k`:`");
    memset(document + strlen(document), 'x', 5000);
    strcat(document, "`}}}]}]}");
    HAS(test_rules_report(document), "data has more than 4096 bytes");
}

/* Loading without a report, and limits that nothing else comes near. */
static void limits(void)
{
    static char document[40000];
    csr_test_host host;
    csri_rules_source source = { .host = &host.host };
    csr_rules *set = NULL;
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    size_t len;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csr_str_set(&source.text, test_rules_quote(HEAD "`rules`:[{`id`:`r`,`when`:`x`," DO "}]}"), CSR_NTS);
    CU_ASSERT_EQUAL(csri_rules_load(&source, &set, NULL, NULL, NULL), CSR_E_POLICY);
    csr_str_set(&source.text, test_rules_quote(HEAD "`rules`:[]}"), CSR_NTS);
    CU_ASSERT_EQUAL(csri_rules_load(&source, &set, NULL, NULL, NULL), CSR_OK);
    csr_rules_free(set);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
    CU_ASSERT_EQUAL(csr_rules_load(&params, &set, NULL, NULL), CSR_E_POLICY);
    HAS(test_rules_report("{`format`:1,`set`:`s`,`rules`:[]}"), "format: a text");
    HAS(test_rules_report(HEAD "`effective_from`:1,`rules`:[]}"), "effective_from: a text");
    HAS(test_rules_report(HEAD "`schema`:`tick`,`rules`:[]}"), "schema");
    CU_ASSERT_STRING_EQUAL(test_rules_report(HEAD "`schema`:`ticket`,`rules`:[]}"), "");
    (void)snprintf(document, sizeof(document), HEAD "`facts`:{`%0100d`:{`type`:`int`}},`rules`:[]}", 1);
    HAS(test_rules_report(document), "a fact has a name");
    memset(document, 0, sizeof(document));
    strcpy(document, HEAD "`facts`:{`a");
    memset(document + strlen(document), 'a', 80);
    strcat(document, "`:{`type`:`int`},`b9c`:{`type`:`int`}},`rules`:[]}");
    HAS(test_rules_report(document), "a fact has a name");
    for (int which = 0; which < 2; which++) {
        strcpy(document, which ? HEAD "`groups`:{" : HEAD "`facts`:{");
        for (int i = 0; i < 201; i++)
            (void)snprintf(document + strlen(document), sizeof(document) - strlen(document), "%s`f%d`:{}", i ? "," : "",
                           i);
        strcat(document, "},`rules`:[]}");
        HAS(test_rules_report(document), "at most 200");
    }
    len = (size_t)snprintf(document, sizeof(document), HEAD "`rules`:[{`id`:`r`,`title`:`");
    memset(document + len, 'x', 400);
    strcpy(document + len + 400, "`,`when`:`agent.on_duty`," DO "}]}");
    HAS(test_rules_report(document), "rules[0].title: a text of 1 to 300 bytes");
    len = (size_t)snprintf(document, sizeof(document), HEAD "`rules`:[{`id`:`r`,`when`:`");
    memset(document + len, 'x', 5000);
    strcpy(document + len + 5000, "`," DO "}]}");
    HAS(test_rules_report(document), "a condition has 1 to 4096 bytes");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:`agent.on_duty`,`steps`:[{`after`:`9000h`," DO "}]}]}"),
        "from one second to 366 days");
    HAS(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:`agent.on_duty`," DO ",`tests`:[1]}]}"), "rules[0].tests[0]");
    CU_ASSERT_STRING_EQUAL(test_rules_report(HEAD "`rules`:[{`id`:`r`,`when`:`agent.on_duty`,`steps`:[{`after`:`1m`," DO
                                                  "}],`repeat`:2}]}"),
                           "");
}

/* What only one of several conditions brings about. */
static void one_of_several(void)
{
    test_rules_ticket t = { .sets = { test_rules_of(
                                "{`id`:`a`,`when`:`ticket.reopened > 0`,`reset_when`:`agent.on_duty`," DO
                                "},{`id`:`b`,`when`:`ticket.reopened > 0`,`group`:`many`,`fire`:"
                                "`each_event`,`mode`:`shadow`,`do`:[{`set`:{`priority`:`low`}}]},"
                                "{`id`:`c`,`when`:`ticket.reopened > 1`,`do`:[{`set`:{`priority`:`high`}},"
                                "{`set`:{`team`:`A`}}]},{`id`:`d`,`when`:`ticket.reopened > 1`,`do`:[{`set`:"
                                "{`team`:`B`}},{`set`:{`assignee`:`nobody`}},{`standing`:`good`}]}") },
                            .set_count = 1 };
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_buf *text = NULL;

    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{`ticket.reopened`:1,`agent.on_duty`:true}", 1, 1),
                           "b/1/0 shadow priority:shadow");
    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{`ticket.reopened`:2,`agent.on_duty`:false}", 2, 2),
                           "a/1/0 fired tag:apply, b/2/0 shadow priority:shadow, c/1/0 fired priority:apply "
                           "team:apply, d/1/0 fired team:lost "
                           "assignee:apply standing:apply");
    t.due = 1000000;
    CU_ASSERT_STRING_EQUAL(test_rules_pass(&t, "{}", 3, 0), "");
    t.due = 0;
    what.now = NOW;
    what.event = 1;
    what.rule = CSR_STR("c");
    csr_str_set(&what.facts, test_rules_quote("{`ticket.reopened`:2}"), CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_dry_run(t.sets[0], &what, &text, NULL), CSR_OK);
    HAS(csr_buf_text(text), "\"rule\":\"c\"");
    CU_ASSERT_PTR_NULL(strstr(csr_buf_text(text), "\"rule\":\"d\""));
    csr_buf_free(text);
    test_rules_end(&t);
}

/* Values of kinds that no fact has are written, too. */
static void values(void)
{
    static const csr_value items[] = { { .kind = CSR_VALUE_INT, .as.integer = 1 }, { .kind = CSR_VALUE_NULL } };
    static const struct {
        csr_value value;
        const char *text, *json;
    } cases[] = {
        { { .kind = CSR_VALUE_UINT, .as.natural = 7 }, "7u", "\"7u\"" },
        { { .kind = CSR_VALUE_NULL }, "null", "null" },
        { { .kind = 0 }, "absent", "null" },
        { { .kind = CSR_VALUE_DOUBLE, .as.real = -2.5 }, "-2.5", "\"-2.5\"" },
        { { .kind = CSR_VALUE_LIST, .as.items = items, .count = 2 }, "[1, null]", "[1, null]" },
        { { .kind = CSR_VALUE_DURATION, .as.integer = -1, .nanos = 1 }, "-0.999999999s", "\"-0.999999999s\"" },
        { { .kind = CSR_VALUE_DURATION, .as.integer = 3661 }, "1h1m1s", "\"1h1m1s\"" },
        { { .kind = CSR_VALUE_UNDECIDED, .as.text = "why", .count = 3 }, "?\?", "null" },
    };
    csri_buffer text;
    csr_host host = { .struct_size = 0 };
    csr_rules *set = test_rules_of("");

    host = set->host;
    csri_buffer_init(&text, &host, 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        csri_value_write(&cases[i].value, &text);
        csri_buffer_byte(&text, ' ');
        csri_value_json(&cases[i].value, &text);
        csri_buffer_byte(&text, 0);
        CU_ASSERT_EQUAL(strncmp(text.ptr, cases[i].text, strlen(cases[i].text)), 0);
        CU_ASSERT_STRING_EQUAL(text.ptr + strlen(cases[i].text) + 1, cases[i].json);
        text.len = 0;
    }
    CU_ASSERT(!csri_fact_same(&cases[2].value, &cases[0].value));
    CU_ASSERT(!csri_fact_same(&cases[0].value, &cases[2].value));
    CU_ASSERT(csri_fact_same(&cases[0].value, &cases[0].value));
    csri_buffer_free(&text);
    csr_rules_free(set);
}

/* States of two versions, with names of any length, and without memory. */
static void states(void)
{
    static csri_rules_memo memos[3] = { { .due = CSRI_RULES_NEVER, .open = 1, .episode = 1, .set = { 1 } },
                                        { .due = 5, .open = 1, .episode = 2, .set = { 2 } },
                                        { .due = CSRI_RULES_NEVER, .episode = 3 } };
    static const csr_time recent[] = { 7, 9 };
    csr_test_host host;
    csri_rules_state *state = NULL;
    csri_buffer text;
    csr_str read;
    char odd_name[400] = "{\"format\":\"csr-rules-state/1\",\"rules\":{\"";

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    memos[0].id = CSR_STR("b");
    memos[1].id = CSR_STR("a");
    memos[2].id = CSR_STR("c");
    memos[0].kept = CSR_STR("{\"x\":1}");
    memos[1].kept = memos[2].kept = CSR_STR("");
    csri_buffer_init(&text, &host.host, 0);
    for (uint64_t nth = 1; state == NULL && nth < 50; nth++) {
        csr_test_host_fail_alloc(&host, nth, 0);
        state = csri_rules_state_make(&host.host, memos, 3, recent, 2);
        csr_test_host_fail_alloc(&host, 0, 0);
    }
    CU_ASSERT_EQUAL_FATAL(csri_rules_state_sets(state), 2);
    CU_ASSERT_EQUAL(csri_rules_state_set(state, 0)[0], 2);
    csri_rules_state_write(state, &text);
    csri_rules_state_free(state);
    state = NULL;
    csr_str_set(&read, text.ptr, text.len);
    for (uint64_t nth = 1; state == NULL && nth < 200; nth++) {
        csr_status status;
        csr_test_host_fail_alloc(&host, nth, nth % 2);
        status = csri_rules_state_read(&host.host, read, &state, NULL);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT(status == CSR_E_NO_MEMORY || status == CSR_OK);
    }
    CU_ASSERT_PTR_NOT_NULL(state);
    csri_rules_state_free(state);
    csr_test_host_fail_alloc(&host, 1, 1);
    CU_ASSERT_EQUAL(csri_rules_state_read(&host.host, CSR_STR(""), &state, NULL), CSR_E_NO_MEMORY);
    csr_test_host_fail_alloc(&host, 0, 0);
    memset(odd_name + strlen(odd_name), 'n', 80);
    strcat(odd_name, "\":{\"episode\":1,\"event\":1,\"fired\":1}}}");
    csr_str_set(&read, odd_name, CSR_NTS);
    CU_ASSERT_EQUAL(csri_rules_state_read(&host.host, read, &state, NULL), CSR_E_CORRUPT);
    csri_buffer_free(&text);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* What else an explanation may have to say. */
static void explanations(void)
{
    csr_rules *set = test_rules_of(
        "{`id`:`a`,`any`:[`ticket.reopened >= 9 || ticket.contacts <= 1`,`ticket.subject > 'm'`,"
        "`ticket.reopened >= 3`,`size(ticket.subject) == ticket.reopened`,`ticket.age >= duration('5h') && "
        "ticket.opened_at < timestamp('0001-01-01T00:00:00Z')`,`true == false`,`matches(ticket.subject, "
        "'^x(y|z)$')`,`'b' in ticket.tags`]," DO "}");
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_buf *text = NULL;

    what.now = NOW;
    csr_str_set(&what.facts,
                test_rules_quote(
                    "{`ticket.reopened`:2,`ticket.contacts`:7,`ticket.subject`:`abc`,`ticket.age`:`4h59m59.5s`,"
                    "`ticket.opened_at`:`2026-03-02T09:00:00Z`,`ticket.tags`:[]}"),
                CSR_NTS);
    for (what.flags = 0; what.flags <= CSR_RULES_TEXT; what.flags++) {
        CU_ASSERT_EQUAL(csr_rules_explain(set, &what, &text, NULL), CSR_OK);
        HAS(csr_buf_text(text), "ticket.reopened = 2; short by 7");
        HAS(csr_buf_text(text), "ticket.contacts = 7; over by 6");
        HAS(csr_buf_text(text), "ticket.reopened = 2; short by 1");
        HAS(csr_buf_text(text), "ticket.age = 4h59m59.5s; short by 0.5s");
        HAS(csr_buf_text(text), "over by ");
        csr_buf_free(text);
    }
    csr_rules_free(set);
}

int main(void)
{
    static CU_TestInfo tests[] = {
        { "what lint leaves alone", what_lint_leaves_alone },
        { "what lint knows", what_lint_knows },
        { "types of facts", types_of_facts },
        { "too much work", too_much_work },
        { "odd passes", odd_passes },
        { "a foreign state", a_foreign_state },
        { "odd histories", odd_histories },
        { "odd documents", odd_documents },
        { "limits", limits },
        { "one of several", one_of_several },
        { "explanations", explanations },
        { "values", values },
        { "states", states },
        { "no memory", no_memory },
        CU_TEST_INFO_NULL,
    };
    static CU_SuiteInfo suites[] = { { "rules_edge", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("rules_edge", suites, 14);
}
