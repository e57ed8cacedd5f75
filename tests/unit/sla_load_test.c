#include "support/runner.h"
#include "support/test_host.h"

#include "base/memory.h"
#include "policy/sla_policy.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Pieces of documents, in which ` stands for ". */
#define WHEN(text) "{`policies`:[{`name`:`p`,`when`:`" text "`,`targets`:{}}]}"
#define TARGET(more) "{`policies`:[{`name`:`p`,`targets`:{`resolution`:{" more "}}}]}"

static csr_status known(void *user, const csr_str *name, int *out, csr_error *err)
{
    (void)user;
    (void)err;
    *out = strcmp(name->ptr, "counter") == 0;
    return CSR_OK;
}

static csri_sla_policy *load(const csr_test_host *host, const char *quoted, csri_findings *findings, csr_error *err)
{
    static const csri_calendar_names names = { known, NULL };
    csri_sla_policy *policy = NULL;
    char text[6000];
    size_t len = strlen(quoted);
    for (size_t i = 0; i <= len; i++)
        text[i] = (char)(quoted[i] == '`' ? '"' : quoted[i]);
    csr_status status = csri_sla_load(&host->host, text, len, &names, &policy, findings, err);
    CU_ASSERT_EQUAL(policy != NULL, status == CSR_OK);
    return policy;
}

/* One error a document: its place and a part of its text or suggestion. */
static const struct {
    const char *document, *place, *part;
} errors[] = {
    { "{}", "policies", "policies is missing" },
    { "{`policies`:{}}", "policies", "a list in [ ] is expected" },
    { "{`policies`:[{`targets`:{}}]}", "policies[0].name", "name is missing" },
    { "{`policies`:[{`name`:`p`}]}", "policies[0].targets", "targets is missing" },
    { "{`policies`:[{`name`:`p`,`targets`:{}},{`name`:`p`,`targets`:{}}]}", "policies[1].name", "another policy" },
    { "{`policies`:[{`name`:`p`,`targets`:{`reply`:[]}}]}", "policies[0].targets.reply", "no known member" },
    { "{`policies`:[{`name`:`p`,`targets`:{`resolution`:[]}}]}", "policies[0].targets.resolution", "0 elements" },
    { "{`policies`:[{`name`:`p`,`targets`:{},`pause`:[`nobody`]}]}", "policies[0].pause[0]", "no one to wait for" },
    { "{`policies`:[{`name`:`p`,`targets`:{},`levels`:[0]}]}", "policies[0].levels[0]", "a whole number from 1" },
    { "{`policies`:[{`name`:`p`,`targets`:{},`reopen`:`maybe`}]}", "policies[0].reopen", "never, resume, new_cycle" },
    { "{`policies`:[{`name`:`p`,`targets`:{},`bot_counts`:1}]}", "policies[0].bot_counts", "true or false" },
    { "{`policies`:[{`name`:`p`,`targets`:{},`catch_up`:`all`}]}", "policies[0].catch_up", "write each or last" },
    { "{`policies`:[{`name`:`p`,`targets`:{},`updates`:`grid`}]}", "policies[0].updates",
      "write from_last or sequential" },
    { TARGET("`calendar`:`counter`"), "policies[0].targets.resolution.target", "target is missing" },
    { TARGET("`target`:0"), "policies[0].targets.resolution.target", "a whole number from 1" },
    { TARGET("`target`:`2d`"), "policies[0].targets.resolution.target", "write hours" },
    { TARGET("`target`:`1m1h`"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:`4 h`"), "policies[0].targets.resolution.target", "a length of time" },
    { WHEN("customer.loyaltyy == 'loyal'"), "policies[0].when",
      "customer has no field \"loyaltyy\". Did you mean \"loyalty\"?" },
    { TARGET("`target`:`h`"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:`0s`"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:`9999999999999999999h`"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:60,`calendar`:`desk`"), "policies[0].targets.resolution.calendar", "no calendar \"desk\"" },
    { "[", "document", "line 1" },
    { "{`name`:7,`policies`:[]}", "name", "a text in quotation marks" },
    { "{`name`:``,`policies`:[]}", "name", "a name has 1 to 120 bytes" },
    { "{`policies`:[{`name`:7,`targets`:{}}]}", "policies[0].name", "a text in quotation marks" },
    { "{`policies`:[{`name`:`a23456789_a23456789_a23456789_a23456789_a23456789_a23456789_a23456789_a23456789_a23456789_"
      "a23456789_a23456789_a23456789_x`,`targets`:{}}]}",
      "policies[0].name", "a name has 1 to 120 bytes" },
    { "{`policies`:[{`name`:`p`,`targets`:{`resolution`:[7]}}]}", "policies[0].targets.resolution[0]", "an object" },
    { "{`policies`:[{`name`:`p`,`targets`:{},`catch_up`:7}]}", "policies[0].catch_up", "a text in quotation marks" },
    { "{`policies`:[{`name`:`p`,`targets`:{},`levels`:[10001]}]}", "policies[0].levels[0]", "a whole number" },
    { "{`policies`:[{`name`:`p`,`when`:7,`targets`:{}}]}", "policies[0].when", "a text in quotation marks" },
    { TARGET("`target`:true"), "policies[0].targets.resolution.target", "a text in quotation marks" },
    { TARGET("`target`:`4`"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:`4x`"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:``"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:`3162240000s1s`"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:`900000h`"), "policies[0].targets.resolution.target", "a length of time" },
    { TARGET("`target`:60,`calendar`:7"), "policies[0].targets.resolution.calendar", "a text in quotation marks" },
    { WHEN("tickets.kind == 'x'"), "policies[0].when", "Did you mean \"ticket.kind\"?" },
    { WHEN("customers.kind == 'x'"), "policies[0].when", "Did you mean \"customer.kind\"?" },
    { WHEN("customer.name == 'x'"), "policies[0].when", "customer has no field \"name\"" },
    { WHEN("customer.created_at == 1"), "policies[0].when", "no field" },
    { WHEN("ticket.chain == 'x'"), "policies[0].when", "no field" },
    { WHEN("ticket.channel == 5"), "policies[0].when", "a string and an int cannot be compared" },
    { WHEN("ticket.channel == 'pigeon'"), "policies[0].when", "(phone, counter, email" },
    { WHEN("ticket.reopened == true"), "policies[0].when", "cannot be compared" },
    { WHEN("ticket.reopened == 9999999999999999999"), "policies[0].when", "column" },
    { WHEN("ticket.reopened == -"), "policies[0].when", "column" },
    { WHEN("ticket.reopened == 1 ticket"), "policies[0].when", "column" },
    { WHEN("ticket.reopened in [1 2]"), "policies[0].when", "column" },
    { WHEN("ticket.reopened in"), "policies[0].when", "column" },
    { WHEN("ticket.reopened == 1 &&"), "policies[0].when", "column" },
    { WHEN(""), "policies[0].when", "column 1" },
    { WHEN("priority == 'high'"), "policies[0].when", "there is no field \"priority\"" },
    { WHEN("ticket.urgency_of_it == 1"), "policies[0].when", "there are: channel, " },
    { WHEN("customer.tier_of_it == 1"), "policies[0].when", "there are: id, " },
    { WHEN("ticket.urgency_of_it == 1 || customer.tier_of_it == 1"), "policies[0].when", "there are: channel, " },
    { WHEN("ticket.opened_at == 1"), "policies[0].when", "no field" },
    { WHEN("ticket.priority == 'hihg'"), "policies[0].when", "Did you mean \"high\"?" },
    { WHEN("ticket.priority == 'hihg'"), "policies[0].when",
      "\n  ticket.priority == 'hihg'\n                     ^^^^^^ \"hihg\" is never" },
    { WHEN("ticket.priority in ['low', 'hihg']"), "policies[0].when", "[E112 not-in-enum]" },
    { WHEN("ticket.priority == 3"), "policies[0].when", "cannot be compared" },
    { WHEN("ticket.reopened == 1.5"), "policies[0].when", "cannot be compared" },
    { WHEN("ticket.team == 'tills'"), "policies[0].when", "write an id as UUID text" },
    { WHEN("'tills' == ticket.team"), "policies[0].when", "\"tills\" is no id" },
    { WHEN("!(ticket.team in ['01000000-0000-0000-0000-000000000000', 'x'])"), "policies[0].when", "\"x\" is no id" },
    { WHEN("ticket.priority = 'high'"), "policies[0].when", "column" },
    { WHEN("ticket.priority in ['high'"), "policies[0].when", "column" },
    { WHEN("ticket.priority == 'high"), "policies[0].when", "column" },
    { WHEN("ticket.priority"), "policies[0].when", "a bool is wanted" },
};

static void every_error_has_its_place(void)
{
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        csri_findings *findings = malloc(sizeof *findings);
        csr_error err = CSR_ERROR_INIT;
        csri_finding finding;
        csri_findings_init(findings, &host.host);
        CU_ASSERT_PTR_NULL(load(&host, errors[i].document, findings, &err));
        CU_ASSERT_EQUAL(err.status, CSR_E_POLICY);
        CU_ASSERT_FATAL(findings->count > 0);
        csri_findings_at(findings, 0, &finding);
        int right = strcmp(finding.place.ptr, errors[i].place) == 0 &&
                    (strstr(finding.text.ptr, errors[i].part) || strstr(finding.suggestion.ptr, errors[i].part));
        if (!right)
            printf("%s\n  %s: %s; %s\n", errors[i].document, finding.place.ptr, finding.text.ptr,
                   finding.suggestion.ptr);
        CU_ASSERT(right);
        csri_findings_free(findings);
        free(findings);
    }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* What a condition says of a ticket of priority high whose team is 1.. and of a gold customer. */
static const struct {
    const char *when;
    int holds, holds_for_nobody;
} conditions[] = {
    { "true", 1, 1 },
    { "ticket.priority == 'high'", 1, 1 },
    { "ticket.priority=='high'", 1, 1 },
    { "ticket.priority == 'low'", 0, 0 },
    { "ticket.priority in ['low', 'high']", 1, 1 },
    { "ticket.priority in ['low','urgent']", 0, 0 },
    { "ticket.fault == 'company'", 0, 0 }, /* unset equals nothing */
    { "ticket.reopened == 2 && ticket.priority == 'high'", 1, 1 },
    { "ticket.reopened == -2", 0, 0 },
    { "ticket.product == 'lamp'", 1, 1 },
    { "ticket.product == 'lam'", 0, 0 },
    { "ticket.product == 'lamb'", 0, 0 },
    { "ticket.product == \\`lamp\\`", 1, 1 },
    { " true ", 1, 1 },
    { "ticket.number == 0", 1, 1 },
    { "ticket.number in [ -1 , 1 ]", 0, 0 },
    { "ticket.priority == 'low' || ticket.product.startsWith('la')", 1, 1 },
    { "ticket.priority != 'low'", 1, 1 },
    { "ticket.reopened >= 2 && !(ticket.kind == 'complaint')", 0, 0 }, /* what is not set is neither */
    { "has(ticket.fault)", 0, 0 },
    { "!has(ticket.fault) || ticket.fault == 'company'", 1, 1 },
    { "has(customer.kind)", 1, 0 },
    { "!has(customer.kind)", 0, 1 },
    { "['a', 'b'].exists(x, x == 'b')", 1, 1 },
    { "ticket . priority == 'high'", 1, 1 },
    { "ticket.priority in ['low', 'normal', 'high', 'urgent']", 1, 1 },
    { "ticket.team == '01000000-0000-0000-0000-00000000000A'", 0, 0 },
    { "ticket.assignee in ['AB000000-0000-0000-0000-000000000000', '01000000-0000-0000-0000-000000000000']", 1, 1 },
    { "ticket.team == ticket.team", 1, 1 },
    { "ticket.team == null", 0, 0 },
    { "ticket.team in [ticket.assignee]", 0, 0 },
    { "ticket.team in [ticket.assignee, '01000000-0000-0000-0000-000000000000']", 1, 1 },
    { "'01000000-0000-0000-0000-000000000000' == ticket.team", 1, 1 },
    { "false", 0, 0 },
    { "customer.organisation == '01000000-0000-0000-0000-000000000000'", 0, 0 },
    { "ticket.order_ref == ''", 1, 1 },
    { "ticket.team == '01000000-0000-0000-0000-000000000000'", 1, 1 },
    { "ticket.channel == 'phone'", 1, 1 },
    { "ticket.channel in ['email', 'chat']", 0, 0 },
    { "customer.kind == 'person'", 1, 0 },
    { "customer.kind == 'organisation'", 0, 0 },
    { "ticket.priority == 'high' && customer.kind == 'person' && ticket.reopened in [1,2]", 1, 0 },
};

static void conditions_hold(void)
{
    csr_test_host host;
    csr_ticket_view ticket = {
        .priority = CSR_PRIORITY_HIGH, .reopened = 2, .team = { { 1 } }, .assignee = { { 0xab } }
    };
    csr_customer_view customer = { .kind = CSR_CUSTOMER_PERSON };
    ticket.product = CSR_STR("lamp");
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
        char document[400];
        csri_facts facts = { &ticket, &customer, CSR_CHANNEL_PHONE };
        (void)snprintf(document, sizeof document, WHEN("%s"), conditions[i].when);
        csri_sla_policy *policy = load(&host, document, NULL, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL(policy);
        if ((csri_sla_match(policy, &facts) != NULL) != conditions[i].holds)
            printf("%s\n", conditions[i].when);
        CU_ASSERT_EQUAL(csri_sla_match(policy, &facts) != NULL, conditions[i].holds);
        facts.customer = NULL;
        CU_ASSERT_EQUAL(csri_sla_match(policy, &facts) != NULL, conditions[i].holds_for_nobody);
        csri_sla_free(policy);
    }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* C8: the first rule in the order of the document, and in it the first target. */
static void the_first_match_wins(void)
{
    csr_test_host host;
    csr_ticket_view ticket = { .priority = CSR_PRIORITY_HIGH };
    csri_facts facts = { &ticket, NULL, 0 };
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_sla_policy *policy =
        load(&host,
             "{`name`:`house`,`policies`:[{`name`:`low`,`when`:`ticket.priority == 'low'`,`targets`:{}},"
             "{`name`:`a`,`when`:`ticket.priority in ['high','urgent']`,`targets`:{`resolution`:["
             "{`when`:`ticket.priority == 'urgent'`,`target`:`1h`},{`target`:`1h30m5s`,`calendar`:`counter`},"
             "{`target`:7}],`first_reply`:{`target`:30,`calendar`:`24x7`}},`pause`:[`internal`],`levels`:[50,150],"
             "`reopen`:`never`,`bot_counts`:true,`updates_pause`:true,`catch_up`:`last`,`updates`:`sequential`},"
             "{`name`:`rest`,`targets`:{},`updates`:`from_last`}]}",
             NULL, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(policy);
    const csri_sla_rule *rule = csri_sla_match(policy, &facts);
    CU_ASSERT_PTR_NOT_NULL_FATAL(rule);
    csr_str name = csri_sla_rule_name(policy, rule);
    CU_ASSERT(name.len == 1 && *name.ptr == 'a');
    CU_ASSERT_PTR_EQUAL(csri_sla_rule_named(policy, &name), rule);
    const csri_sla_target *target = csri_sla_target_of(policy, rule, CSR_SLA_RESOLUTION, &facts);
    CU_ASSERT_PTR_NOT_NULL_FATAL(target);
    CU_ASSERT_EQUAL(target->target_s, 5405);
    CU_ASSERT_EQUAL(csri_sla_calendar_name(policy, target).len, 7);
    target = csri_sla_target_of(policy, rule, CSR_SLA_FIRST_REPLY, &facts);
    CU_ASSERT_PTR_NOT_NULL_FATAL(target);
    CU_ASSERT_EQUAL(target->target_s, 30);
    CU_ASSERT_EQUAL(csri_sla_calendar_name(policy, target).len, 0);
    CU_ASSERT_PTR_NULL(csri_sla_target_of(policy, rule, CSR_SLA_NEXT_REPLY, &facts));
    CU_ASSERT_PTR_NULL(csri_sla_target_of(policy, NULL, CSR_SLA_NEXT_REPLY, &facts));
    CU_ASSERT_EQUAL(rule->pauses, 1U << CSR_WAITS_FOR_CUSTOMER | 1U << CSR_WAITS_FOR_INTERNAL);
    CU_ASSERT(rule->level_count == 2 && rule->percents[1] == 150);
    CU_ASSERT(rule->reopen == CSR_SLA_REOPEN_NEVER && rule->bot_counts && rule->updates_pause);
    CU_ASSERT_EQUAL(rule->catch_up, CSRI_CATCH_UP_LAST);
    CU_ASSERT(rule->sequential && !rule[1].sequential);
    csri_sla_free(policy);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* n times a piece, between two ends. */
static csr_status repeated(const csr_test_host *host, const char *begin, const char *piece, int n, const char *end)
{
    static char text[6000];
    csr_error err = CSR_ERROR_INIT;
    size_t len = 0;

    len += (size_t)snprintf(text, sizeof text, "%s", begin);
    for (int i = 0; i < n; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s", piece);
    (void)snprintf(text + len, sizeof text - len, "%s", end);
    csri_sla_free(load(host, text, NULL, &err));
    return err.status;
}

static void conditions_have_limits(void)
{
    static const char begin[] = "{`policies`:[{`name`:`p`,`when`:`ticket.reopened", end[] = "`,`targets`:{}}]}";
    static const char values[] = "{`policies`:[{`name`:`p`,`when`:`ticket.reopened in [1",
                      last[] = "]`,`targets`:{}}]}";
    csr_test_host host;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    CU_ASSERT_EQUAL(repeated(&host, begin, "==1 && ticket.reopened", 100, "==1`,`targets`:{}}]}"), CSR_OK);
    CU_ASSERT_EQUAL(repeated(&host, values, ",1", 255, last), CSR_OK);
    CU_ASSERT_EQUAL(repeated(&host, values, ",1", 256, last), CSR_E_POLICY);
    CU_ASSERT_EQUAL(repeated(&host, begin, " ", 3900, "== 1`,`targets`:{}}]}"), CSR_OK);
    CU_ASSERT_EQUAL(repeated(&host, begin, " ", 4100, "== 1`,`targets`:{}}]}"), CSR_E_POLICY);
    CU_ASSERT_EQUAL(repeated(&host, begin, "", 0, end), CSR_E_POLICY);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static csr_status broken(void *user, const csr_str *name, int *out, csr_error *err)
{
    (void)user;
    (void)name;
    *out = 1;
    return csri_fail(err, CSR_E_STORE_IO, NULL, "the disk is gone");
}

/* What is not the document's fault is told as it is. */
static void failures_of_others(void)
{
    static const char text[] =
        "{\"policies\":[{\"name\":\"p\",\"when\":\"ticket.team == "
        "'01000000-0000-0000-0000-000000000000'\",\"targets\":{"
        "\"resolution\":[{\"target\":60,\"when\":\"ticket.product == 'lamp'\",\"calendar\":\"a\"},{\"target\":60,"
        "\"when\":\"ticket.product == 'lamp'\",\"calendar\":\"b\"}]}}]}";
    static const csri_calendar_names names = { broken, NULL };
    csr_test_host host;
    csri_sla_policy *policy = NULL;
    csr_status status = CSR_E_NO_MEMORY;
    csr_error err = CSR_ERROR_INIT;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    CU_ASSERT_EQUAL(csri_sla_load(&host.host, text, strlen(text), &names, &policy, NULL, &err), CSR_E_STORE_IO);
    CU_ASSERT_STRING_EQUAL(err.message, "the disk is gone");
    for (uint64_t nth = 1; status != CSR_OK && nth < 200; nth++) {
        csr_test_host_fail_alloc(&host, nth, nth % 2 == 0);
        status = csri_sla_load(&host.host, text, strlen(text), NULL, &policy, NULL, &err);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT(status == CSR_OK || (status == CSR_E_NO_MEMORY && policy == NULL));
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
    csri_sla_free(policy);
    csri_sla_free(NULL);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* What is wrong with a condition is told whole, or memory was short. */
static void wrong_without_memory(void)
{
    static const char text[] =
        "{\"policies\":[{\"name\":\"p\",\"when\":\"ticket.nothing_like_it == 1\",\"targets\":{}}]}";
    csr_test_host host;
    csr_status status = CSR_E_NO_MEMORY;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (uint64_t nth = 1; status == CSR_E_NO_MEMORY && nth < 200; nth++) {
        csri_sla_policy *policy = NULL;
        csri_findings *findings = malloc(sizeof *findings);
        csri_findings_init(findings, &host.host);
        csr_test_host_fail_alloc(&host, nth, 1);
        status = csri_sla_load(&host.host, text, strlen(text), NULL, &policy, findings, NULL);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT(policy == NULL && (status == CSR_E_NO_MEMORY || status == CSR_E_POLICY));
        csri_findings_free(findings);
        free(findings);
    }
    CU_ASSERT_EQUAL(status, CSR_E_POLICY);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* So many ids that their own spelling needs memory of its own; and texts that are as long but not the same. */
static void many_ids(void)
{
    csr_test_host host;
    char text[6000];
    csri_sla_policy *policy = NULL;
    csr_status status = CSR_E_NO_MEMORY;
    size_t len = (size_t)snprintf(text, sizeof text,
                                  "{\"policies\":[{\"name\":\"p\",\"when\":\"ticket.reopened == 1\","
                                  "\"targets\":{\"resolution\":[{\"target\":1,\"when\":\""
                                  "ticket.reopened == 2\"},{\"target\":1,\"when\":\"ticket.team in [");

    for (int i = 0; i < 85; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s'AB000000-0000-0000-0000-0000000000%02d'",
                                i > 0 ? "," : "", i);
    len += (size_t)snprintf(text + len, sizeof text - len, "]\"}]}}]}");
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (uint64_t nth = 1; nth < 120; nth++) {
        csr_test_host_fail_alloc(&host, nth, 0);
        status = csri_sla_load(&host.host, text, len, NULL, &policy, NULL, NULL);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT(status == CSR_OK || (status == CSR_E_NO_MEMORY && policy == NULL));
        csri_sla_free(policy);
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "sla_load/every_error_has_its_place", every_error_has_its_place },
        { "sla_load/conditions_hold", conditions_hold },
        { "sla_load/conditions_have_limits", conditions_have_limits },
        { "sla_load/failures_of_others", failures_of_others },
        { "sla_load/the_first_match_wins", the_first_match_wins },
        { "sla_load/wrong_without_memory", wrong_without_memory },
        { "sla_load/many_ids", many_ids },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "sla_load", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("sla_load_test", suites, 7);
}
