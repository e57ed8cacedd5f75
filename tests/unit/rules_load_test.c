/* What rule sets may hold, and what is said of those that hold something else. */
#include "policy/rules_set.h"
#include "support/rules.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "{`format`:`csr-rules/1`,`set`:`s`,"
#define RULE(more) HEAD "`rules`:[{`id`:`r`," more "}]}"
#define WHEN "`when`:`ticket.reopened > 1`"
#define DO "`do`:[{`tag`:`x`}]"
#define ACTION(text) RULE(WHEN ",`do`:[" text "]")
#define FACT(text) HEAD "`facts`:{" text "},`rules`:[]}"

/* One error a document: its place and a part of what is said. */
static const struct {
    const char *document, *place, *part;
} errors[] = {
    { "[", "document", "line 1" },
    { "{}", "format", "format is missing" },
    { "{`format`:`csr-rules/2`,`set`:`s`,`rules`:[]}", "format", "the format is csr-rules/1" },
    { "{`format`:`csr-rules/1`,`set`:`S`,`rules`:[]}", "set", "a name has letters" },
    { "{`format`:`csr-rules/1`,`set`:``,`rules`:[]}", "set", "a text of 1 to 64 bytes" },
    { "{`format`:`csr-rules/1`,`set`:`s`}", "rules", "rules is missing" },
    { HEAD "`rules`:{}}", "rules", "a list in [ ]" },
    { HEAD "`rules`:[1]}", "rules[0]", "an object in { }" },
    { HEAD "`schema`:`customer`,`rules`:[]}", "schema", "the schema is ticket" },
    { HEAD "`schema`:`tickets`,`rules`:[]}", "schema", "the schema is ticket" },
    { HEAD "`effective_from`:`soon`,`rules`:[]}", "effective_from", "an instant such as" },
    { HEAD "`migrate`:1,`rules`:[]}", "migrate", "true or false" },
    { HEAD "`note`:``,`rules`:[]}", "note", "a text of 1 to" },
    { HEAD "`groups`:[],`rules`:[]}", "groups", "groups by name" },
    { HEAD "`groups`:{`g`:{`pick`:`last`}},`rules`:[]}", "groups.g.pick", "all or first" },
    { HEAD "`groups`:{`g`:{`pick`:1}},`rules`:[]}", "groups.g.pick", "a text in quotation marks" },
    { HEAD "`rules`:[],`more`:1}", "more", "is no known member" },
    { HEAD "`rules`:[{`id`:`r`,`note`:`x`,`priority`:1.5," WHEN "," DO "}]}", "document", "numbers are whole" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`ticket.reopened`:1.5}}]"), "document", "write it as a text" },
    { FACT("`till`:1"), "facts.till", "an object in { }" },
    { HEAD "`facts`:[],`rules`:[]}", "facts", "facts by name" },
    { FACT("`till`:{}"), "facts.till.type", "type is missing" },
    { FACT("`till.`:{`type`:`int`}"), "facts.till.", "a fact has a name" },
    { FACT("`1`:{`type`:`int`}"), "facts.1", "a fact has a name" },
    { FACT("`a-b`:{`type`:`int`}"), "facts.a-b", "a fact has a name" },
    { FACT("`ticket.kind`:{`type`:`int`}"), "facts.ticket.kind", "every desk has this field" },
    { FACT("`till`:{`type`:`money`}"), "facts.till.type", "this is no type of a fact" },
    { FACT("`till`:{`type`:1}"), "facts.till.type", "a text in quotation marks" },
    { FACT("`till`:{`type`:`int`,`optional`:true}"), "facts.till", "has() asks only for names with a dot" },
    { FACT("`till`:{`type`:`dyn`}"), "facts.till.type", "this is no type of a fact" },
    { FACT("`till`:{`type`:`list(list(int))`}"), "facts.till.type", "this is no type of a fact" },
    { FACT("`till`:{`type`:`int`,`clock`:true}"), "facts.till.clock", "a clock is a duration" },
    { FACT("`till`:{`type`:`int`,`optional`:1}"), "facts.till.optional", "true or false" },
    { FACT("`till`:{`type`:`int`,`unit`:1}"), "facts.till.unit", "a text in quotation marks" },
    { FACT("`till`:{`type`:`string`,`enum`:[1]}"), "facts.till.enum[0]", "a text in quotation marks" },
    { FACT("`till`:{`type`:`string`,`enum`:[]}"), "facts.till.enum", "0 elements" },
    { HEAD "`rules`:[{" WHEN "," DO "}]}", "rules[0].id", "id is missing" },
    { HEAD "`rules`:[{`id`:`r`," WHEN "," DO "},{`id`:`r`," WHEN "," DO "}]}", "rules[1].id", "two rules \"r\"" },
    { RULE(DO), "rules[0]", "a rule needs a condition" },
    { RULE(WHEN), "rules[0]", "either do or steps" },
    { RULE(WHEN "," DO ",`steps`:[{" DO "}]"), "rules[0]", "either do or steps" },
    { RULE(WHEN "," DO ",`title`:1"), "rules[0].title", "a text in quotation marks" },
    { RULE(WHEN "," DO ",`priority`:1001"), "rules[0].priority", "from 0 to 1000" },
    { RULE(WHEN "," DO ",`group`:`g`"), "rules[0].group", "is no group of this set" },
    { RULE(WHEN "," DO ",`group`:1"), "rules[0].group", "a text in quotation marks" },
    { RULE("`when`:[]," DO), "rules[0].when", "0 elements" },
    { RULE("`when`:[1]," DO), "rules[0].when[0]", "a text in quotation marks" },
    { RULE("`when`:``," DO), "rules[0].when", "a condition has 1 to" },
    { RULE(WHEN "," DO ",`fire`:`always`"), "rules[0].fire", "no way to fire" },
    { RULE(WHEN "," DO ",`fire`:1"), "rules[0].fire", "a text in quotation marks" },
    { RULE(WHEN "," DO ",`fire`:{`every`:`1s`}"), "rules[0].fire.every", "once a minute at most" },
    { RULE(WHEN "," DO ",`fire`:{`every`:`1d`}"), "rules[0].fire.every", "a length of time" },
    { RULE(WHEN "," DO ",`fire`:{`every`:1}"), "rules[0].fire.every", "a text in quotation marks" },
    { RULE(WHEN "," DO ",`fire`:{`every`:`1h`,`max`:0}"), "rules[0].fire.max", "from 1 to 1000" },
    { RULE(WHEN "," DO ",`mode`:`dark`"), "rules[0].mode", "live or shadow" },
    { RULE(WHEN "," DO ",`mode`:1"), "rules[0].mode", "a text in quotation marks" },
    { RULE(WHEN "," DO ",`on_error`:`stop`"), "rules[0].on_error", "skip or fire" },
    { RULE(WHEN "," DO ",`stop`:`me`"), "rules[0].stop", "group or all" },
    { RULE(WHEN "," DO ",`repeat`:6"), "rules[0].repeat", "from 0 to 5" },
    { RULE(WHEN "," DO ",`repeat`:1"), "rules[0]", "one step without a delay" },
    { RULE(WHEN ",`steps`:[{" DO "},{" DO "}]"), "rules[0].steps[1]", "needs a delay" },
    { RULE(WHEN ",`steps`:[{`after`:`0s`," DO "}]"), "rules[0].steps[0].after", "a length of time" },
    { RULE(WHEN ",`steps`:[{" DO "},{`after`:`1m`," DO "}],`fire`:`each_event`"), "rules[0]", "steps belong to" },
    { RULE(WHEN "," DO ",`inhibited_by`:{`rule`:`q`}"), "rules[0].inhibited_by.rule", "no rule \"q\"" },
    { RULE(WHEN "," DO ",`inhibited_by`:{`rule`:`r`}"), "rules[0].inhibited_by.rule", "does not inhibit itself" },
    { RULE(WHEN "," DO ",`inhibited_by`:{`rule`:`r`,`same`:[`x`]}"), "rules[0].inhibited_by.same[0]", "E101" },
    { RULE(WHEN "," DO ",`inhibited_by`:{`rule`:`r`,`same`:[1]}"), "rules[0].inhibited_by.same[0]", "a text in" },
    { RULE(WHEN "," DO ",`tests`:[{}]"), "rules[0].tests[0]", "one of yes, no and undecided" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{},`no`:{}}]"), "rules[0].tests[0]", "one of yes, no and undecided" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:1}]"), "rules[0].tests[0].yes", "facts in { }" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`x`:1}}]"), "rules[0].tests[0].yes.x", "E101" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`ticket.reopened`:`1`}}]"), "rules[0].tests[0].yes.ticket.reopened",
      "a whole number" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`ticket.kind`:`x`}}]"), "rules[0].tests[0].yes.ticket.kind",
      "never a value" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`ticket.kind`:1}}]"), "rules[0].tests[0].yes.ticket.kind", "a text is" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`ticket.tags`:1}}]"), "rules[0].tests[0].yes.ticket.tags", "a list in" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`ticket.tags`:[1]}}]"), "rules[0].tests[0].yes.ticket.tags", "a text is" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`ticket.age`:`x`}}]"), "rules[0].tests[0].yes.ticket.age", "a length of" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`ticket.age`:1}}]"), "rules[0].tests[0].yes.ticket.age", "a length of" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`now`:`x`}}]"), "rules[0].tests[0].yes.now", "an instant such" },
    { RULE(WHEN "," DO ",`tests`:[{`yes`:{`agent.on_duty`:1}}]"), "rules[0].tests[0].yes.agent.on_duty", "true or" },
    { ACTION("1"), "rules[0].do[0]", "an action in { }" },
    { ACTION("{}"), "rules[0].do[0]", "an action in { }" },
    { ACTION("{`tag`:`a`,`untag`:`b`}"), "rules[0].do[0]", "an action in { }" },
    { ACTION("{`page`:`a`}"), "rules[0].do[0].page", "\"page\" is no action" },
    { ACTION("{`require_approval`:{}}"), "rules[0].do[0].require_approval.role", "role is missing" },
    { ACTION("{`require_approval`:`king`}"), "rules[0].do[0].require_approval", "is no role" },
    { ACTION("{`propose_remedy`:{}}"), "rules[0].do[0].propose_remedy.rung", "rung is missing" },
    { ACTION("{`propose_remedy`:`A b`}"), "rules[0].do[0].propose_remedy", "a name has letters" },
    { ACTION("{`propose_remedy`:{`rung`:`a`,`amount_minor`:0}}"), "rules[0].do[0].propose_remedy.amount_minor",
      "a whole number" },
    { ACTION("{`remedy`:{}}"), "rules[0].do[0].remedy", "\"remedy\" is no action" },
    { ACTION("{`task`:{}}"), "rules[0].do[0].task", "records of kind \"task\"" },
    { ACTION("{`phrase`:{}}"), "rules[0].do[0].phrase", "records of kind \"phrase\"" },
    { ACTION("{`playbook`:{}}"), "rules[0].do[0].playbook", "records of kind \"playbook\"" },
    { ACTION("{`escalate`:`boss`}"), "rules[0].do[0].escalate", "\"boss\" is nobody" },
    { ACTION("{`escalate`:`team:`}"), "rules[0].do[0].escalate", "is nobody" },
    { ACTION("{`escalate`:`agent:`}"), "rules[0].do[0].escalate", "is nobody" },
    { ACTION("{`escalate`:1}"), "rules[0].do[0].escalate", "an object in { }" },
    { ACTION("{`escalate`:{`to`:1}}"), "rules[0].do[0].escalate.to", "a text in" },
    { ACTION("{`escalate`:{`to`:`manager`,`level`:0}}"), "rules[0].do[0].escalate.level", "from 1 to 9" },
    { ACTION("{`set`:{}}"), "rules[0].do[0].set", "nothing is set" },
    { ACTION("{`set`:1}"), "rules[0].do[0].set", "an object in { }" },
    { ACTION("{`set`:{`priority`:`top`}}"), "rules[0].do[0].set.priority", "is no priority" },
    { ACTION("{`set`:{`assignee`:`manager`}}"), "rules[0].do[0].set.assignee", "write responsible, nobody" },
    { ACTION("{`set`:{`priority`:`low`}},{`set`:{`priority`:`high`}}"), "rules[0].do", "the same is set twice" },
    { ACTION("{`tag`:`a`},{`tag`:`b`},{`untag`:`c`},{`untag`:`a`}"), "rules[0].do", "the same is set twice" },
    { ACTION("{`standing`:`bad`}"), "rules[0].do[0].standing", "is no standing" },
    { ACTION("{`follow_up`:{`after`:`1h`}}"), "rules[0].do[0].follow_up.text", "text is missing" },
    { ACTION("{`emit`:`A b`}"), "rules[0].do[0].emit", "a name has letters" },
    { ACTION("{`emit`:{`name`:`a`,`data`:1}}"), "rules[0].do[0].emit.data", "an object in { }" },
    { ACTION("{`pause`:`x`}"), "rules[0].do[0].pause", "a length of time" },
    { ACTION("{`tag`:1}"), "rules[0].do[0].tag", "a text in" },
};

static void told_errors(void)
{
    csr_test_host host;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        csri_findings *findings = malloc(sizeof(*findings));
        csri_rules_source source = { .host = &host.host };
        csr_error err = CSR_ERROR_INIT;
        csr_rules *set = NULL;
        csri_finding first = { 0 };
        char said[600] = "";
        int met;

        csri_findings_init(findings, &host.host);
        csr_str_set(&source.text, test_rules_quote(errors[i].document), CSR_NTS);
        CU_ASSERT_EQUAL(csri_rules_load(&source, &set, findings, NULL, &err), CSR_E_POLICY);
        CU_ASSERT_PTR_NULL(set);
        if (findings->count > 0) {
            csri_findings_at(findings, 0, &first);
            (void)snprintf(said, sizeof(said), "%s %s", first.text.ptr, first.suggestion.ptr);
        }
        met = findings->count > 0 && strcmp(first.place.ptr, errors[i].place) == 0 &&
              strstr(said, errors[i].part) != NULL;
        if (!met)
            fprintf(stderr, "%s: \"%s: %s\"\n", errors[i].document, first.place.ptr ? first.place.ptr : "", said);
        CU_ASSERT(met);
        csri_findings_free(findings);
        free(findings);
        csr_rules_free(set);
    }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

#define CLAUSE(text) RULE("`when`:[`ticket.reopened > 1`,`" text "`]," DO)

/* What is said of conditions, to the letter. */
static void told_conditions(void)
{
    static const struct {
        const char *document, *report;
    } cases[] = {
        { CLAUSE("ticket.fualt == 'company'"),
          "rule \"r\", when[1], column 8\n  ticket.fualt == 'company'\n         ^^^^^ ticket has no field \"fualt\". "
          "Did you mean \"fault\"? [E101 unknown-field]\n" },
        { CLAUSE("ticket.fault == 'compnay'"),
          "rule \"r\", when[1], column 17\n  ticket.fault == 'compnay'\n"
          "                  ^^^^^^^^^ \"compnay\" is never a value of ticket.fault (company, customer, third_party, "
          "nobody).\n                            Did you mean \"company\"? [E112 not-in-enum]\n" },
        { RULE(WHEN ",`steps`:[{" DO ",`until`:`now.getHours() > 8`}]"),
          "rule \"r\", steps[0].until, column 1\n  now.getHours() > 8\n  ^^^^^^^^^^^^^^^^^^ one clock or now may be "
          "compared here, with + and - at most, so that it is known when the comparison turns [E150]\n" },
        { CLAUSE("ticket.age + ticket.waited > duration('1h')"), "[E150]" },
        { CLAUSE("ticket.age - duration('1m') > ticket.waited"), "[E150]" },
        { CLAUSE("[ticket.age].exists(a, a > duration('1h'))"), "[E150]" },
        { CLAUSE("(ticket.reopened > 1 ? ticket.age : ticket.age) > duration('1h')"), "[E150]" },
        { CLAUSE("[1].all(a, [1].all(b, [1].all(c, a > 0)))"), "loops are nested more than 2 deep [E151]" },
        { CLAUSE("ticket.customer == 'x'"), "[E120]" },
        { CLAUSE("ticket.waited > duration('30 min')"),
          "rule \"r\", when[1], column 17\n  ticket.waited > duration('30 min')\n"
          "                  ^^^^^^^^^^^^^^^^^^ this is never decided: this text is no duration [E153]\n" },
        { CLAUSE("ticket.reopened > 1 / 0"), "this is never decided: division by zero [E153]" },
        { CLAUSE("ticket.reopened > 2 && bool('yes')"), "[E153]" },
        { CLAUSE("ticket.opened_at > timestamp('soon')"), "this is never decided: this text is no timestamp [E153]" },
        { CLAUSE("[int('x')].exists(i, i == ticket.reopened)"), "[E153]" },
        { RULE("`any`:[`ticket.customer == 'x'`]," DO), "[E120]" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *report = test_rules_report(cases[i].document);
        int met = cases[i].report[0] == 'r' ? strncmp(report, cases[i].report, strlen(cases[i].report)) == 0
                                            : strstr(report, cases[i].report) != NULL;
        if (!met)
            fprintf(stderr, "%s\n", report);
        CU_ASSERT(met);
    }
}

/* At most 8 errors a rule; what is not told is counted. */
static void many_errors(void)
{
    char document[20000] = HEAD "`rules`:[";
    const char *report;
    size_t lines = 0;

    for (int i = 0; i < 15; i++) {
        size_t len = strlen(document);
        (void)snprintf(document + len, sizeof(document) - len,
                       "%s{`id`:`r%d`,`when`:[`a`,`b`,`c`,`d`,`e`,`f`,`g`,`h`,`i`,`j`]," DO "}", i == 0 ? "" : ",", i);
    }
    strcat(document, "]}");
    report = test_rules_report(document);
    for (const char *p = report; (p = strstr(p, "[E101 unknown-field]")) != NULL; p++)
        lines++;
    CU_ASSERT_EQUAL(lines, 15 * 8);
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "and 20 more\n"));
    /* 500 parts are enough. */
    strcpy(document, HEAD "`rules`:[{`id`:`r`,`when`:`ticket.reopened == 1");
    for (int i = 0; i < 180; i++)
        strcat(document, "||ticket.reopened==1");
    strcat(document, "`," DO "}]}");
    CU_ASSERT_PTR_NOT_NULL(strstr(test_rules_report(document), "[E151]"));
    strcpy(document, HEAD "`rules`:[{`id`:`r`,`when`:`");
    for (int i = 0; i < 31; i++)
        strcat(document, "!(");
    strcat(document, "ticket.reopened == 1");
    for (int i = 0; i < 31; i++)
        strcat(document, ")");
    strcat(document, "`," DO "}]}");
    CU_ASSERT_PTR_NOT_NULL(strstr(test_rules_report(document), "[E151]"));
    /* A text that is too long to be made beforehand is no constant of which nothing comes. */
    strcpy(document, HEAD "`rules`:[{`id`:`r`,`when`:`ticket.kind == '");
    for (int i = 0; i < 1100; i++)
        strcat(document, "a");
    strcat(document, "'.upperAscii()`," DO "}]}");
    CU_ASSERT_STRING_EQUAL(test_rules_report(document), "");
}

static const char whole[] =
    HEAD "`schema`:`ticket/3`,`effective_from`:`2026-03-01T00:00:00Z`,`note`:`n`,`migrate`:false,"
         "`groups`:{`g`:{`pick`:`first`,`note`:`n`},`h`:{`pick`:`all`}},"
         "`facts`:{`till.no`:{`type`:`int`,`unit`:`EUR.minor`,`optional`:true,`note`:`n`},"
         "`till.kind`:{`type`:`string`,`enum`:[`a`,`b`]},`till.open`:{`type`:`duration`,`clock`:true,"
         "`optional`:false},`till.rate`:{`type`:`double`},`till.names`:{`type`:`list(string)`}},"
         "`rules`:[{`id`:`one`,`title`:`One`,`note`:`n`,`priority`:7,`group`:`g`,`mode`:`live`,`on_error`:`skip`,"
         "`stop`:`group`,`fire`:`episode`,"
         "`when`:[`has(till.no)`,`till.no > 3`,`till.kind == 'a'`,`has(ticket.customer) && ticket.customer != ''`],"
         "`any`:[`!has(ticket.team)`,`ticket.team == 'x'`,`till.open > duration('1m')`],"
         "`inhibited_by`:{`rule`:`two`,`same`:[`ticket.team`,`till.no`]},"
         "`steps`:[{`do`:[{`escalate`:`agent:ann`},{`note`:`n`},{`tag`:`t`},{`untag`:`u`},{`standing`:`watch`}]},"
         "{`after`:`5m`,`until`:`till.no > 9`,`do`:[{`follow_up`:{`after`:`2h`,`text`:`call`}},"
         "{`emit`:{`name`:`page`,`data`:{`b`:1,`a`:[2]}}},{`emit`:`bell`},{`pause`:`15m`},{`end_contact`:`rules`}]},"
         "{`after`:`6m`,`do`:[{`set`:{`priority`:`urgent`,`team`:`Till`,`assignee`:`agent:bob`}},"
         "{`pause`:{`for`:`90s`,`reason`:`rest`}},{`escalate`:{`to`:`responsible`,`level`:3,`reason`:`r`}}]},"
         "{`after`:`7m`,`do`:[{`set`:{`assignee`:`nobody`}}]},{`after`:`8m`,`do`:[{`set`:{`assignee`:`responsible`}},{`"
         "require_approval`:`manager`},"
         "{`require_approval`:{`role`:`supervisor`,`reason`:`r`}},{`propose_remedy`:`next`},"
         "{`propose_remedy`:{`rung`:`voucher`,`amount_minor`:500,`note`:`n`}}]}],"
         "`repeat`:2,"
         "`tests`:[{`yes`:{`till.no`:4,`till.rate`:`0.5`,`till.names`:[`x`],`now`:`2026-03-02T10:00:00Z`}},"
         "{`no`:{`till.rate`:1},`note`:`n`},{`undecided`:{}}]},"
         "{`id`:`two`,`when`:`ticket.reopened > 1`," DO ",`fire`:{`every`:`1h`,`max`:2}}]}";

/* Everything that may be said is kept, and the id is that of the canonical text. */
static void whole_document(void)
{
    static const char *const actions[] = {
        "{\"escalate\":{\"level\":1,\"to\":\"agent:ann\"}}",
        "{\"note\":\"n\"}",
        "{\"tag\":\"t\"}",
        "{\"untag\":\"u\"}",
        "{\"standing\":\"watch\"}",
        "{\"follow_up\":{\"after\":\"2h\",\"text\":\"call\"}}",
        "{\"emit\":{\"data\":{\"a\":[2],\"b\":1},\"name\":\"page\"}}",
        "{\"emit\":{\"name\":\"bell\"}}",
        "{\"pause\":{\"for\":\"15m\"}}",
        "{\"end_contact\":\"rules\"}",
        "{\"set\":{\"assignee\":\"agent:bob\"}}",
        "{\"set\":{\"priority\":\"urgent\"}}",
        "{\"set\":{\"team\":\"Till\"}}",
        "{\"pause\":{\"for\":\"1m30s\",\"reason\":\"rest\"}}",
        "{\"escalate\":{\"level\":3,\"reason\":\"r\",\"to\":\"responsible\"}}",
        "{\"set\":{\"assignee\":\"nobody\"}}",
        "{\"set\":{\"assignee\":\"responsible\"}}",
        "{\"require_approval\":{\"role\":\"manager\"}}",
        "{\"require_approval\":{\"reason\":\"r\",\"role\":\"supervisor\"}}",
        "{\"propose_remedy\":{\"rung\":\"next\"}}",
        "{\"propose_remedy\":{\"amount_minor\":500,\"note\":\"n\",\"rung\":\"voucher\"}}",
    };
    csr_rules *set = test_rules(whole), *again = test_rules(whole);
    const csri_rules_rule *rule = &set->rules[1];
    size_t n = 0;

    CU_ASSERT_STRING_EQUAL(csri_rules_rule_id(set, 0).ptr, "two");
    CU_ASSERT_STRING_EQUAL(csri_rules_rule_id(set, 1).ptr, "one");
    CU_ASSERT_STRING_EQUAL(csri_rules_rule_title(set, 1).ptr, "One");
    CU_ASSERT_EQUAL(csri_rules_count(set), 2);
    CU_ASSERT_STRING_EQUAL(csri_rules_name(set).ptr, "s");
    CU_ASSERT_EQUAL(csri_rules_from(set), INT64_C(1772323200) * 1000000);
    CU_ASSERT_EQUAL(memcmp(csri_rules_id(set), csri_rules_id(again), 32), 0);
    CU_ASSERT_EQUAL(csri_rules_hex(set).len, 64);
    CU_ASSERT(csri_rules_reads(set, (uint32_t)csri_rules_field(set, "till.open")));
    CU_ASSERT(!csri_rules_reads(set, (uint32_t)csri_rules_field(set, "till.rate")));
    CU_ASSERT_EQUAL(csri_rules_field(set, "till"), -1);
    CU_ASSERT_EQUAL(rule->when_count, 4);
    CU_ASSERT_EQUAL(rule->any_count, 3);
    CU_ASSERT_EQUAL(rule->inhibitor, 0);
    CU_ASSERT_EQUAL(rule->fixture_count, 3);
    for (size_t i = 0; i < rule->step_count; i++)
        for (size_t k = 0; k < rule->steps[i].action_count; k++, n++) {
            csri_buffer text;
            csri_buffer_init(&text, &set->host, 0);
            csri_rules_action_json(&rule->steps[i].actions[k], &text);
            csri_buffer_byte(&text, 0);
            CU_ASSERT_STRING_EQUAL(text.ptr, actions[n]);
            csri_buffer_free(&text);
        }
    CU_ASSERT_EQUAL(n, sizeof(actions) / sizeof(actions[0]));
    csr_rules_free(set);
    csr_rules_free(again);
    csr_rules_free(NULL);
}

/* Whichever allocation fails, nothing is lost and nothing is half loaded. */
static void no_memory(void)
{
    csr_test_host host;
    int done = 0;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (uint64_t nth = 1; !done && nth < 3000; nth++) {
        csr_rules_params params = CSR_RULES_PARAMS_INIT;
        csr_rules *rules = NULL;
        csr_buf *report = NULL;
        csr_error err = CSR_ERROR_INIT;
        csr_status status;

        params.host = &host.host;
        csr_str_set(&params.text, test_rules_quote(nth % 2 ? whole : RULE("`when`:`x`," DO)), CSR_NTS);
        csr_test_host_fail_alloc(&host, nth / 2, nth % 4 < 2);
        status = csr_rules_load(&params, &rules, &report, &err);
        done = nth % 2 && status == CSR_OK && nth > 100;
        CU_ASSERT(status == CSR_OK || status == CSR_E_NO_MEMORY || (nth % 2 == 0 && status == CSR_E_POLICY));
        CU_ASSERT_EQUAL(status == CSR_OK, rules != NULL);
        csr_test_host_fail_alloc(&host, 0, 0);
        csr_buf_free(report);
        csr_rules_free(rules);
    }
    CU_ASSERT(done);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void bad_parameters(void)
{
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    csr_expression_field field = CSR_EXPRESSION_FIELD_INIT;
    csr_host half = { .struct_size = sizeof(half) };
    csr_rules *rules = NULL;
    csr_error err = CSR_ERROR_INIT;

    CU_ASSERT_EQUAL(csr_rules_load(&params, NULL, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_rules_load(NULL, &rules, NULL, &err), CSR_E_ARGUMENT);
    params.struct_size = 4;
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, &err), CSR_E_ARGUMENT);
    params.struct_size = sizeof(params);
    params.text.len = 3;
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "text");
    params.text = CSR_STR("{\"format\":\"csr-rules/1\",\"set\":\"s\",\"rules\":[]}");
    params.field_count = 1;
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "fields");
    params.fields = &field;
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, &err), CSR_E_ARGUMENT);
    field.name = CSR_STR("custom.size");
    field.type = CSR_STR("int");
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, &err), CSR_OK);
    CU_ASSERT(csri_rules_field(rules, "custom.size") > 0);
    csr_rules_free(rules);
    params.host = &half;
    half.alloc = (void *(*)(void *, size_t))(uintptr_t)1;
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, &err), CSR_E_ARGUMENT);
    params.host = NULL;
    params.text = CSR_STR("{");
    CU_ASSERT_EQUAL(csr_rules_load(&params, &rules, NULL, &err), CSR_E_POLICY);
}

/* Rules that make each other hold are told of when they are loaded. */
static void circles(void)
{
    static const char two[] =
        HEAD "`rules`:[{`id`:`a`,`when`:`ticket.priority == 'high'`,`do`:[{`set`:{`priority`:`urgent`}}]},"
             "{`id`:`b`,`when`:`ticket.priority == 'urgent'`,`do`:[{`set`:{`priority`:`high`}}]},"
             "{`id`:`c`,`when`:`ticket.escalation_level < 1`,`do`:[{`escalate`:`manager`}]},"
             "{`id`:`d`,`when`:`!('x' in ticket.tags)`,`do`:[{`tag`:`x`}]},"
             "{`id`:`e`,`when`:`agent.on_duty`,`do`:[{`pause`:`5m`},{`note`:`n`}]},"
             "{`id`:`f`,`when`:`customer.standing == 'good'`,`do`:[{`standing`:`watch`}]}]}";

    CU_ASSERT_STRING_EQUAL(test_rules_report(two),
                           "warning: rules[0]: what these rules do makes them hold in a circle: a -> b -> a [W206]\n");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(test_rules_report(HEAD "`rules`:[{`id`:`a`,`when`:`has(ticket.team) && ticket.team != 'A'`,"
                                      "`do`:[{`set`:{`team`:`A`}}]}]}"),
               "a -> a [W206]"));
}

int main(void)
{
    static CU_TestInfo tests[] = {
        { "errors", told_errors },  { "conditions", told_conditions },
        { "many", many_errors },    { "whole", whole_document },
        { "no memory", no_memory }, { "parameters", bad_parameters },
        { "circles", circles },     CU_TEST_INFO_NULL,
    };
    static CU_SuiteInfo suites[] = { { "rules_load", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("rules_load", suites, 7);
}
