/*
 * Rules that lack memory: whatever allocation fails, whoever works on rules says so and leaves nothing behind. What is longer moves everything behind it through the blocks of memory.
 */
#include "policy/rules_set.h"
#include "support/rules.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW (INT64_C(1772447467) * 1000000)

static csr_test_host host;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

enum { EXPLAIN, DRY_RUN, LINT, FIXTURES, DIFF, DESCRIBE, BACKTEST, LOAD, KINDS };

/* What is worked on: a document, facts, a line of a history. */
typedef struct work {
    const char *document, *facts, *line, *state;
    int wrong; /* the document does not load */
} work;

static csr_rules *load_good(const work *w)
{
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    csr_rules *rules = NULL;

    params.host = &host.host;
    csr_str_set(&params.text, w->document, CSR_NTS);
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, NULL), w->wrong ? CSR_E_POLICY : CSR_OK);
    return rules;
}

static csr_status load_again(const work *w)
{
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_rules *rules = NULL;
    csr_buf *report = NULL;
    csr_status status;

    params.host = &host.host;
    csr_str_set(&params.text, w->document, CSR_NTS);
    status = csr_rules_load(&params, &rules, &report, &err);
    CU_ASSERT_EQUAL(status == CSR_OK, rules != NULL);
    CU_ASSERT_EQUAL(err.status, status);
    CU_ASSERT(report == NULL || status != CSR_E_NO_MEMORY);
    csr_rules_free(rules);
    csr_buf_free(report);
    return status == CSR_E_POLICY && w->wrong ? CSR_OK : status;
}

static csr_status run(const work *w, int kind, const csr_rules *rules)
{
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_rules_history history = CSR_RULES_HISTORY_INIT;
    csr_buf *text = NULL;
    csr_status status;

    csr_str_set(&what.facts, w->facts, CSR_NTS);
    csr_str_set(&what.state, w->state, CSR_NTS);
    csr_str_set(&history.lines, w->line, CSR_NTS);
    what.now = NOW;
    what.event = 1;
    history.against = rules;
    switch (kind) {
    case EXPLAIN: status = csr_rules_explain(rules, &what, &text, NULL); break;
    case DRY_RUN: status = csr_rules_dry_run(rules, &what, &text, NULL); break;
    case LINT: status = csr_rules_lint(rules, &text, NULL); break;
    case FIXTURES: status = csr_rules_test(rules, &text, NULL, NULL); break;
    case DIFF: status = csr_rules_diff(rules, rules, &text, NULL); break;
    case DESCRIBE: status = csr_rules_describe(rules, &text, NULL); break;
    case BACKTEST: status = csr_rules_backtest(rules, &history, &text, NULL); break;
    default: status = load_again(w); break;
    }
    CU_ASSERT_EQUAL(kind == LOAD || status == CSR_OK, kind == LOAD || text != NULL);
    csr_buf_free(text);
    return status;
}

/* Every single allocation from the first on fails, until none is left. */
static void starve(const work *w, int kind, uint64_t first)
{
    csr_rules *rules = load_good(w);

    csr_status status = CSR_E_NO_MEMORY;

    for (uint64_t nth = first; status == CSR_E_NO_MEMORY && nth < first + 3000; nth++) {
        size_t before = host.live_blocks;
        csr_test_host_fail_alloc(&host, nth, 1);
        status = run(w, kind, rules);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT_EQUAL(host.live_blocks, before);
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
    if (status != CSR_OK)
        printf("\n    kind %d: %d\n", kind, (int)status);
    csr_rules_free(rules);
}

static char document[24000], facts[12000], line[12000], state[8000];

static const char head[] =
    "{`format`:`csr-rules/1`,`set`:`s`,`groups`:{`g`:{`pick`:`first`}},`facts`:{`f.x`:{`type`:`list(int)`,"
    "`max_items`:7,`note`:`%.*s`}},`note`:`%.*s`,`rules`:[";
static const char rules[] =
    "{`id`:`a`,`group`:`g`,`when`:[`has(ticket.team) && ticket.team != 'x'`,`ticket.reopened > 1`,`'a' in ticket.tags "
    "|| 'b' in ticket.tags || 'c' in ticket.tags || 'd' in ticket.tags || 'e' in "
    "ticket.tags`],`inhibited_by`:{`rule`:`b`,`same`:"
    "[`ticket.team`]},`do`:[{`escalate`:`team:A`},{`emit`:{`name`:`e`,`data`:{`k`:1}}}],"
    "`tests`:[{`yes`:{`ticket.team`:`y`}}]},"
    "{`id`:`b`,`priority`:90,`any`:[`ticket.reopened > 0`],`steps`:[{`do`:[{`set`:{`team`:`A`}}]},"
    "{`after`:`1m`,`until`:`ticket.acknowledged`,`do`:[{`note`:`n`}]}]}]}";

static void quote(char *out, const char *text)
{
    for (size_t i = 0; i <= strlen(text); i++)
        out[i] = (char)(text[i] == '`' ? '"' : text[i]);
}

static const char *padding(size_t len)
{
    static char text[4200];

    memset(text, 'p', len);
    text[len] = '\0';
    return text;
}

/* Facts and a history in which a team's name has any length: it is kept with the episode of b. */
static work work_of(size_t note, size_t team)
{
    char made[24000];
    work w = { document, facts, line, state, 0 };

    (void)snprintf(made, sizeof(made), head, note > 2000 ? (int)note - 2000 : 1, padding(2000),
                   note > 2000 ? 2000 : (int)note, padding(2000));
    strcat(made, rules);
    quote(document, made);
    (void)snprintf(made, sizeof(made), "{`ticket.team`:`%s`,`ticket.reopened`:2,`ticket.tags`:[`a`]}", padding(team));
    quote(facts, made);
    (void)snprintf(made, sizeof(made),
                   "{`ticket`:`T`,`at`:`2026-03-02T10:00:00Z`,`facts`:%s}\n{`ticket`:`U`,`at`:"
                   "`2026-03-02T10:00:09Z`,`facts`:{`ticket.reopened`:2}}",
                   facts);
    quote(line, made);
    quote(state,
          "{`format`:`csr-rules-state/1`,`rules`:{`a`:{`episode`:1,`event`:0,`fired`:1},`b`:{`episode`:1,`event`:0,"
          "`fired`:1,`kept`:{`ticket.team`:`y`}}}}");
    return w;
}

static void test_all(void)
{
    work w = work_of(1, 3);

    for (int kind = 0; kind < KINDS; kind++)
        starve(&w, kind, 1);
}

/* Wherever the blocks end. */
static void test_blocks(void)
{
    for (size_t pad = 16; pad < 4096; pad += 304) {
        work w = work_of(1, pad);
        starve(&w, DRY_RUN, 1);
        starve(&w, BACKTEST, 1);
    }
}

/* Where the blocks end anywhere. */
static void test_loading(void)
{
    for (size_t pad = 16; pad < 4000; pad += 64) {
        work w = work_of(pad, 3);
        starve(&w, LOAD, 4);
    }
}

/* What is made when all rules are there lies at the end of a block, too. */
static void test_settling(void)
{
    char made[8000];

    for (size_t pad = 1; pad < 2000; pad += 80) {
        work w = { document, "{}", "", "", 0 };
        (void)snprintf(
            made, sizeof(made),
            "{`format`:`csr-rules/1`,`set`:`s`,`rules`:[{`id`:`a`,`when`:`true`,`do`:[{`tag`:`t`}]},{`id`:`b`,"
            "`when`:`true`,`inhibited_by`:{`rule`:`a`,`same`:[`ticket.team`]},`do`:[{`note`:`%.*s`},{`note`:`%.*s`}]}"
            "]}",
            (int)pad, padding(2000), 1990, padding(2000));
        quote(document, made);
        starve(&w, LOAD, 1);
    }
}

/* Errors of conditions are told, or memory was short; never half of it. */
static void test_wrong(void)
{
    static const char *const wrong[] = { "now.getHours() > 8", "ticket.fualt == 'x'", "ticket.fault == 'compnay'",
                                         "nothing" };
    char made[8000];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        for (size_t pad = 2600; pad < 3600; pad += i == 0 ? 176 : 2000) {
            work w = { document, "{}", "", "", 1 };
            (void)snprintf(made, sizeof(made),
                           "{`format`:`csr-rules/1`,`set`:`s`,`rules`:[{`id`:`a`,`when`:`%s || ticket.subject == '%s'`,"
                           "`do`:[{`tag`:`t`}]}]}",
                           wrong[i], padding(pad));
            quote(document, made);
            starve(&w, LOAD, 4);
        }
}

static CU_TestInfo tests[] = {
    { "rules_scarcity/all", test_all },         { "rules_scarcity/blocks", test_blocks },
    { "rules_scarcity/loading", test_loading }, { "rules_scarcity/settling", test_settling },
    { "rules_scarcity/wrong", test_wrong },     CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "rules_scarcity", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("rules_scarcity", suites, 5);
}
