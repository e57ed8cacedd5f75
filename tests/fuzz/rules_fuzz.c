/*
 * Rule sets: whatever loads can be asked everything. The set of its canonical text is the same set; a pass gives the same
 * twice; a backtest against itself tells of no difference; state comes back from its text.
 */
#include "support/fuzz.h"

#include <csr/rules.h>
#include <csr/status.h>
#include <stdlib.h>
#include <string.h>

#define NOW (INT64_C(1772447467) * 1000000)

static const char facts[] =
    "{\"ticket.priority\":\"high\",\"ticket.reopened\":2,\"ticket.waited\":\"31m\",\"ticket.tags\":"
    "[\"x\"],\"agent.on_duty\":true,\"ticket.fault\":\"company\",\"interaction.tone\":\"angry\"}";
static const char lines[] = "{\"ticket\":\"A\",\"at\":\"2026-03-02T10:00:00Z\",\"facts\":{\"ticket.priority\":\"high\","
                            "\"ticket.waited\":\"0s\"}}\n"
                            "{\"ticket\":\"B\",\"at\":\"2026-03-02T10:10:00Z\",\"facts\":{\"ticket.reopened\":2,"
                            "\"ticket.age\":{\"stands\":\"1h\"}}}\n"
                            "{\"ticket\":\"A\",\"at\":\"2026-03-02T11:00:00Z\",\"facts\":{\"ticket.priority\":null}}\n";

static csr_rules *load(const char *text, size_t len)
{
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_rules *rules = NULL;
    csr_buf *report = NULL;
    csr_status status;

    params.text = (csr_str){ text, len };
    csr_str_set(&params.zoneinfo, "/nonexistent", CSR_NTS);
    status = csr_rules_load(&params, &rules, &report, &err);
    FUZZ_REQUIRE((status == CSR_OK) == (rules != NULL));
    FUZZ_REQUIRE(status == CSR_OK || (err.message[0] != '\0' && (status != CSR_E_POLICY || csr_buf_size(report) > 0)));
    csr_buf_free(report);
    return rules;
}

static csr_buf *dry_run(const csr_rules *rules, csr_str state, int64_t event)
{
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_buf *text = NULL;

    csr_str_set(&what.facts, facts, CSR_NTS);
    what.state = state;
    what.now = NOW;
    what.event = event;
    FUZZ_REQUIRE(csr_rules_dry_run(rules, &what, &text, NULL) == CSR_OK);
    return text;
}

static void pass_twice(const csr_rules *rules)
{
    static const csr_str none = { NULL, 0 };
    csr_buf *one = dry_run(rules, none, 1), *other = dry_run(rules, none, 1), *next;
    const char *from, *to;
    csr_str state;

    FUZZ_REQUIRE(strcmp(csr_buf_text(one), csr_buf_text(other)) == 0);
    from = strstr(csr_buf_text(one), "\"state\":{\"format\":\"csr-rules-state/1\"");
    to = csr_buf_text(one) + csr_buf_size(one);
    while (strncmp(to, ",\"undecided\":", 13) != 0)
        to--;
    csr_str_set(&state, from + 8, (size_t)(to - from - 8));
    next = dry_run(rules, state, 2);
    csr_buf_free(one);
    csr_buf_free(other);
    csr_buf_free(next);
}

static void ask_all(const csr_rules *rules)
{
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_rules_history history = CSR_RULES_HISTORY_INIT;
    csr_buf *text = NULL;
    int64_t failed = -1;

    csr_str_set(&what.facts, facts, CSR_NTS);
    what.now = NOW;
    for (what.flags = 0; what.flags <= CSR_RULES_TEXT; what.flags++) {
        FUZZ_REQUIRE(csr_rules_explain(rules, &what, &text, NULL) == CSR_OK);
        csr_buf_free(text);
    }
    FUZZ_REQUIRE(csr_rules_describe(rules, &text, NULL) == CSR_OK);
    csr_buf_free(text);
    FUZZ_REQUIRE(csr_rules_test(rules, &text, &failed, NULL) == CSR_OK && failed >= 0);
    csr_buf_free(text);
    FUZZ_REQUIRE(csr_rules_diff(rules, rules, &text, NULL) == CSR_OK && csr_buf_size(text) == 0);
    csr_buf_free(text);
    csr_str_set(&history.lines, lines, CSR_NTS);
    history.against = rules;
    FUZZ_REQUIRE(csr_rules_backtest(rules, &history, &text, NULL) == CSR_OK);
    FUZZ_REQUIRE(strstr(csr_buf_text(text), "\"new\":0,\"lost\":0}}\n") != NULL);
    csr_buf_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    csr_rules *rules = load((const char *)data, size);
    csr_buf *text = NULL;

    if (rules == NULL)
        return 0;
    ask_all(rules);
    pass_twice(rules);
    if (size < 4096) {
        FUZZ_REQUIRE(csr_rules_lint(rules, &text, NULL) == CSR_OK);
        csr_buf_free(text);
    }
    csr_rules_free(rules);
    return 0;
}
