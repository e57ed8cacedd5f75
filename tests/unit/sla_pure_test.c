#include "support/calendars.h"
#include "support/runner.h"
#include "support/test_host.h"

#include "policy/sla_decide.h"
#include "policy/sla_state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The pure parts under the clocks of tickets, where operations seldom come: odd facts, rows that were damaged, documents
 * that are wrong or do not fit into memory.
 */
#define COUNT(list) (sizeof(list) / sizeof *(list))
#define RULE(more) "{'policies':[{'name':'p','targets':{}" more "}]}"
#define TARGET(more) "{'policies':[{'name':'p','targets':{'resolution':{" more "}}}]}"

static csr_test_host host;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

/* Commands as text: "R start, F stop". */
static const char *decide(const csri_sla_facts *facts)
{
    static const char *const metrics[] = { "?", "F", "N", "U", "R" };
    static const char *const kinds[] = { "?", "start", "pause", "resume", "retarget", "stop", "reopen", "cancel" };
    static char text[400];
    csri_sla_command commands[CSRI_SLA_COMMANDS_MAX];
    size_t count = csri_sla_decide(facts, commands), len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s %s", i > 0 ? ", " : "",
                                metrics[commands[i].metric], kinds[commands[i].kind]);
    }
    return text;
}

static csr_ticket_view in_phase(csr_phase phase, csr_waits_for waits_for)
{
    csr_ticket_view view = { .phase = phase, .waits_for = waits_for };
    return view;
}

/* The metric table and C11 where rules are missing or say never, and clocks that pause without their rule. */
static void test_decisions(void)
{
    static const csri_sla_rule never = { .reopen = CSR_SLA_REOPEN_NEVER, .pauses = 2, .updates_pause = 1 };
    static const csri_sla_rule plain = { .reopen = CSR_SLA_REOPEN_RESUME, .pauses = 2 };
    csr_ticket_view open = in_phase(CSR_PHASE_OPEN, 0), done = in_phase(CSR_PHASE_RESOLVED, 0);
    csr_ticket_view waits = in_phase(CSR_PHASE_PAUSED, CSR_WAITS_FOR_CUSTOMER);
    csri_sla_facts facts = { .was = &done, .is = &open, .rule = &never };
    facts.state[CSR_SLA_RESOLUTION] = CSR_SLA_STOPPED;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "");
    facts.rule = &plain;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "R reopen, R cancel");
    facts.has_target[CSR_SLA_RESOLUTION] = 1;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "R reopen, R retarget");
    /* Without a rule the customer's pauses are those that there are, and nothing is reopened. */
    facts.rule = NULL;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "");
    facts = (csri_sla_facts){ .was = &open, .is = &waits };
    facts.state[CSR_SLA_RESOLUTION] = CSR_SLA_RUNNING;
    facts.state[CSR_SLA_PERIODIC_UPDATE] = CSR_SLA_PAUSED;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "R pause, U resume");
    facts.rule = &never;
    facts.state[CSR_SLA_PERIODIC_UPDATE] = CSR_SLA_RUNNING;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "R pause, U pause");
    facts.rule = &plain;
    facts.state[CSR_SLA_RESOLUTION] = CSR_SLA_PAUSED;
    facts.is = &open;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "R resume");
    /* A supplier is waited for, which this rule does not pause for. */
    waits.waits_for = CSR_WAITS_FOR_THIRD_PARTY;
    facts.is = &waits;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "R resume");
    facts.state[CSR_SLA_RESOLUTION] = CSR_SLA_RUNNING;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "");
    /* Bots do not count any more, one of which had given the first reply: it is not owed again. */
    facts = (csri_sla_facts){ .was = &open, .is = &open, .rule = &plain, .said = CSRI_SAID_CUSTOMER };
    facts.has_target[CSR_SLA_FIRST_REPLY] = 1;
    facts.state[CSR_SLA_FIRST_REPLY] = CSR_SLA_STOPPED;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "");
    /* What is said of a settled matter stops what is owed and starts nothing. */
    facts = (csri_sla_facts){ .was = &done, .is = &done, .rule = &plain, .said = CSRI_SAID_HOUSE | CSRI_SAID_CUSTOMER };
    facts.has_target[CSR_SLA_PERIODIC_UPDATE] = facts.has_target[CSR_SLA_NEXT_REPLY] = 1;
    facts.state[CSR_SLA_FIRST_REPLY] = CSR_SLA_PAUSED;
    CU_ASSERT_STRING_EQUAL(decide(&facts), "F stop");
}

/* Who says something publicly: notes and house words do not, calls that are answered do both. */
static void test_said(void)
{
    csr_interaction_view i = { .audience = CSR_AUDIENCE_PUBLIC,
                               .channel = CSR_CHANNEL_EMAIL,
                               .direction = CSR_DIRECTION_INCOMING,
                               .actor_kind = CSR_ACTOR_CUSTOMER };
    CU_ASSERT_EQUAL(csri_sla_said(&i, 0), CSRI_SAID_CUSTOMER);
    i.agent.bytes[0] = 1;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 0), CSRI_SAID_CUSTOMER);
    i.channel = CSR_CHANNEL_PHONE;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 0), CSRI_SAID_CUSTOMER | CSRI_SAID_HOUSE);
    i.channel = CSR_CHANNEL_COUNTER;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 0), CSRI_SAID_CUSTOMER | CSRI_SAID_HOUSE);
    i.channel = CSR_CHANNEL_NOTE;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 0), 0);
    i.channel = CSR_CHANNEL_EMAIL;
    i.actor_kind = CSR_ACTOR_SYSTEM;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 1), 0);
    i.direction = CSR_DIRECTION_OUTGOING;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 0), 0);
    CU_ASSERT_EQUAL(csri_sla_said(&i, 1), CSRI_SAID_HOUSE);
    i.actor_kind = CSR_ACTOR_BOT;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 1), CSRI_SAID_HOUSE);
    i.actor_kind = CSR_ACTOR_CUSTOMER;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 1), 0);
    i.audience = CSR_AUDIENCE_INTERNAL;
    CU_ASSERT_EQUAL(csri_sla_said(&i, 1), 0);
}

static csr_status known(void *user, const csr_str *name, int *out, csr_error *err)
{
    *out = 1;
    return user ? csri_fail(err, CSR_E_STORE_BUSY, NULL, "asking for %.*s failed", (int)name->len, name->ptr) : CSR_OK;
}

static csr_status load(const char *quoted, void *trouble, csri_sla_policy **out, csri_findings *findings)
{
    const csri_calendar_names names = { known, trouble };
    size_t len = strlen(quoted);
    char *text = malloc(len + 1);
    for (size_t i = 0; i <= len; i++) {
        text[i] = (char)(quoted[i] == '\'' ? '"' : quoted[i] == '`' ? '\'' : quoted[i]);
    }
    csr_status status = csri_sla_load(&host.host, text, len, &names, out, findings, NULL);
    free(text);
    return status;
}

/* C8: which changes have targets looked for anew. */
static void test_rematches(void)
{
    csri_sla_policy *policy = NULL;
    csr_ticket_view was = { .priority = 1, .kind = 1 }, is = was;
    CU_ASSERT_EQUAL_FATAL(load("{'policies':[{'name':'p','when':'ticket.product == `x`','targets':{}}]}", NULL, &policy,
                               NULL),
                          CSR_OK);
    CU_ASSERT_EQUAL(csri_sla_rematches(policy, &was, &is, 0), 0);
    CU_ASSERT_EQUAL(csri_sla_rematches(policy, &was, &is, policy->conditions.ticket_members), 1);
    CU_ASSERT_EQUAL(csri_sla_rematches(policy, &was, &is, ~policy->conditions.ticket_members), 0);
    is.kind = 2;
    CU_ASSERT_EQUAL(csri_sla_rematches(policy, &was, &is, 0), 1);
    is = was;
    is.fault = 1;
    CU_ASSERT_EQUAL(csri_sla_rematches(policy, &was, &is, 0), 1);
    is = was;
    is.customer.bytes[3] = 1;
    CU_ASSERT_EQUAL(csri_sla_rematches(policy, &was, &is, 0), 1);
    is = was;
    is.contact_point.bytes[3] = 1;
    CU_ASSERT_EQUAL(csri_sla_rematches(policy, &was, &is, 0), 1);
    csri_sla_free(policy);
    csri_sla_free(NULL);
}

/* Levels as they are stored; what was damaged is refused. */
static void test_levels(void)
{
    static const char *const damaged[] = {
        "",
        "50,80",
        "x,100",
        "0,100",
        "10001,100",
        "100:",
        "100:x",
        "100;",
        "99999999999999999999",
        "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,100,101",
    };
    struct csri_clock row = { .view = { .state = CSR_SLA_STOPPED } };
    csr_sla_clock clock;
    csr_error err = CSR_ERROR_INIT;
    for (size_t i = 0; i < COUNT(damaged); i++) {
        csr_str_set(&row.view.levels, damaged[i], CSR_NTS);
        CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, &err), CSR_E_CORRUPT);
        CU_ASSERT_STRING_EQUAL(err.field, "levels");
    }
    csr_str_set(&row.view.levels, "50:-1,100", CSR_NTS);
    CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, &err), CSR_E_CORRUPT);
    csr_str_set(&row.view.levels, "50:17,100,150", CSR_NTS);
    CU_ASSERT_EQUAL(csri_sla_restore(&row, NULL, &clock, &err), CSR_OK);
    CU_ASSERT_TRUE(clock.level_count == 3 && clock.levels[0].fired && clock.levels[0].at == 17);
}

/* All sixteen levels fit, fired at the last instant that there is; levels that no clock can have change nothing. */
static void test_keeping(void)
{
    static const int32_t wrong[] = { 0 };
    int32_t percents[CSR_SLA_LEVELS_MAX];
    struct csri_clock row = { .view = { .cycle = 0 } }, again = row;
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT, back;
    char levels[CSRI_SLA_LEVELS_BYTES];
    for (int i = 0; i < CSR_SLA_LEVELS_MAX; i++) {
        percents[i] = i == 0 ? 100 : CSR_SLA_PERCENT_MAX - i;
    }
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, percents, COUNT(percents), 0, NULL), CSR_OK);
    clock.state = CSR_SLA_STOPPED;
    for (int i = 0; i < CSR_SLA_LEVELS_MAX; i++) {
        clock.levels[i].fired = 1;
        clock.levels[i].at = INT64_C(999999999999999999);
    }
    CU_ASSERT_EQUAL(csri_sla_keep(&clock, &row, levels, NULL), CSR_OK);
    again = row;
    CU_ASSERT_EQUAL(csri_sla_restore(&again, NULL, &back, NULL), CSR_OK);
    CU_ASSERT_EQUAL(memcmp(back.levels, clock.levels, sizeof clock.levels), 0);
    csri_sla_relevel(&clock, wrong, 1);
    CU_ASSERT_EQUAL(clock.level_count, CSR_SLA_LEVELS_MAX);
    clock.struct_size = 0;
    CU_ASSERT_EQUAL(csri_sla_keep(&clock, &row, levels, NULL), CSR_E_ARGUMENT);
}

/* Members of another type, names that are too long, too many of anything: each a finding, and never a policy. */
static void test_documents(void)
{
    static const char *const wrong[] = {
        "{'policies':[{'name':1,'targets':{}}]}",
        "{'policies':[{'name':'','targets':{}}]}",
        "{'name':7,'policies':[]}",
        "[]",
        "{",
        RULE(",'when':7"),
        RULE(",'when':'somebody.name == 1'"),
        TARGET("'target':'4:'"),
        RULE(",'catch_up':7"),
        RULE(",'bot_counts':'yes'"),
        RULE(",'updates_pause':null"),
        RULE(",'pause':['customer','third_party','internal','customer']"),
        RULE(",'levels':[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]"),
        TARGET("'target':true"),
        TARGET("'target':'4000000000s'"),
        TARGET("'target':'878400h1s'"),
        TARGET("'target':'90'"),
        TARGET("'target':'90w'"),
        TARGET("'target':60,'calendar':7"),
        TARGET("'target':60,'calendar':''"),
        RULE(",'when':'ticket. == 1'"),
        RULE(",'when':'customer.'"),
        RULE(",'when':'customer. == 1'"),
        RULE(",'when':'custom.x == 1'"),
        RULE(",'when':'ticket.reopened == `1`'"),
        RULE(",'when':'ticket.reopened == 12345678901234567890'"),
        RULE(",'when':'ticket.reopened == '"),
        RULE(",'when':'ticket.reopened == true'"),
        RULE(",'when':'ticket.reopened in [1,x]'"),
        RULE(",'when':'ticket.reopened in [1;2]'"),
        RULE(",'when':'ticket.priority == `low` &&'"),
        RULE(",'when':'true && ticket.reopened'"),
        RULE(",'when':'true true'"),
        RULE(",'when':'ticket.urgency == 1'"),
        RULE(",'when':'ticket.chain == 1'"),
        RULE(",'when':'ticket.team == `x`'"),
        RULE(",'when':'ticket.reopened | 1'"),
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        csri_findings *findings = malloc(sizeof *findings);
        csri_sla_policy *policy = NULL;
        csri_findings_init(findings, &host.host);
        CU_ASSERT_EQUAL(load(wrong[i], NULL, &policy, findings), CSR_E_POLICY);
        CU_ASSERT_TRUE(policy == NULL && findings->errors > 0);
        if (findings->errors == 0) {
            printf("%s\n", wrong[i]);
        }
        csri_findings_free(findings);
        free(findings);
    }
}

/* A long document with text `piece` n times, joined by commas, as the list or condition in the middle. */
static csr_status load_long(const char *begin, const char *piece, const char *gap, int n, const char *end)
{
    csri_sla_policy *policy = NULL;
    size_t room = strlen(begin) + strlen(end) + (size_t)n * (strlen(piece) + strlen(gap)) + 1;
    char *text = malloc(room);
    size_t len = (size_t)snprintf(text, room, "%s", begin);
    for (int i = 0; i < n; i++) {
        len += (size_t)snprintf(text + len, room - len, "%s%s", i > 0 ? gap : "", piece);
    }
    (void)snprintf(text + len, room - len, "%s", end);
    csr_status status = load(text, NULL, &policy, NULL);
    csri_sla_free(policy);
    free(text);
    return status;
}

static void test_limits(void)
{
    csri_sla_policy *policy = NULL;
    CU_ASSERT_EQUAL(load(RULE(",'bot_counts':true,'updates_pause':false,'catch_up':'each'"), NULL, &policy, NULL),
                    CSR_OK);
    csri_sla_free(policy);
    CU_ASSERT_EQUAL(load("{'policies':[]}", NULL, &policy, NULL), CSR_OK);
    csri_sla_free(policy);
    static const char begin[] = "{'policies':[{'name':'p','targets':{},'when':'", end[] = "'}]}";
    CU_ASSERT_EQUAL(load_long(begin, "ticket.reopened == 1", " && ", 100, end), CSR_OK);
    CU_ASSERT_EQUAL(load_long(begin, "ticket.reopened == 1", " && ", 200, end), CSR_E_POLICY);
    CU_ASSERT_EQUAL(load_long("{'policies':[{'name':'p','targets':{},'when':'ticket.reopened in [", "1", ",", 256,
                              "]'}]}"),
                    CSR_OK);
    CU_ASSERT_EQUAL(load_long("{'policies':[{'name':'p','targets':{},'when':'ticket.reopened in [", "1", ",", 257,
                              "]'}]}"),
                    CSR_E_POLICY);
    CU_ASSERT_EQUAL(load_long("{'policies':[{'name':'", "x", "", 120, "','targets':{}}]}"), CSR_OK);
    CU_ASSERT_EQUAL(load_long("{'policies':[{'name':'", "x", "", 121, "','targets':{}}]}"), CSR_E_POLICY);
}

#define WHOLE                                                                                                         \
    "{'policies':[{'name':'p','when':'ticket.product in [`x`,`y`] && customer.kind == `person`','targets':{"          \
    "'resolution':[{'target':'1h30m','calendar':'counter'},{'target':60,'calendar':'24x7'},{'target':60,'calendar':'" \
    "shop'}]},'levels':[50,150]}]}"

/* Whatever allocation fails, it is told and nothing is left behind; and so is a store that cannot be asked. */
static void test_no_memory(void)
{
    csri_sla_policy *policy = NULL;
    csr_status status = CSR_E_NO_MEMORY;
    int trouble = 1;
    for (uint64_t n = 1; status == CSR_E_NO_MEMORY && n < 200; n++) {
        csr_test_host_fail_alloc(&host, n, 0);
        status = load(WHOLE, NULL, &policy, NULL);
        CU_ASSERT_EQUAL(policy != NULL, status == CSR_OK);
    }
    csr_test_host_fail_alloc(&host, 0, 0);
    CU_ASSERT_EQUAL(status, CSR_OK);
    csri_sla_free(policy);
    CU_ASSERT_EQUAL(load(WHOLE, &trouble, &policy, NULL), CSR_E_STORE_BUSY);
    /* Findings that did not fit are no findings. */
    csri_findings *findings = malloc(sizeof *findings);
    for (uint64_t n = 1; n < 12; n++) {
        csri_findings_init(findings, &host.host);
        csr_test_host_fail_alloc(&host, n, 1);
        status = load(RULE(",'reopen':7"), NULL, &policy, findings);
        CU_ASSERT_TRUE(status == CSR_E_NO_MEMORY || status == CSR_E_POLICY);
        csr_test_host_fail_alloc(&host, 0, 0);
        csri_findings_free(findings);
    }
    free(findings);
}

/* Fields of every class: ids, numbers of 64 bits, texts that are empty; and a channel that is not known. */
static void test_fields(void)
{
    static const struct {
        const char *when;
        int holds;
    } cases[] = {
        { "ticket.number == 7", 1 },
        { "ticket.number == 8", 0 },
        { "ticket.version in [1, 2]", 0 },
        { "ticket.id == `02000000-0000-0000-0000-000000000000`", 1 },
        { "ticket.id == `03000000-0000-0000-0000-000000000000`", 0 },
        { "ticket.product == `lamp` && ticket.order_ref == `x`", 0 },
        { "ticket.product == `lump`", 0 },
        { "ticket.order_ref == ``", 1 },
        { "ticket.channel == `phone`", 0 },
        { "customer.language == `cs`", 1 },
        { " \\t\\r\\n true ", 1 },
        { "ticket.Product == `x`", -1 },
        { "ticket.STATE9_ == `x`", -1 },
    };
    csr_ticket_view ticket = { .number = 7, .id = { { 2 } } };
    csr_customer_view customer = { .kind = CSR_CUSTOMER_PERSON };
    ticket.product = CSR_STR("lamp");
    customer.language = CSR_STR("cs");
    for (size_t i = 0; i < COUNT(cases); i++) {
        csri_facts facts = { &ticket, &customer, 0 };
        csri_sla_policy *policy = NULL;
        char document[300];
        (void)snprintf(document, sizeof document, "{'policies':[{'name':'p','targets':{},'when':'%s'}]}",
                       cases[i].when);
        csr_status status = load(document, NULL, &policy, NULL);
        CU_ASSERT_EQUAL(status == CSR_OK, cases[i].holds >= 0);
        if (status == CSR_OK) {
            CU_ASSERT_EQUAL(csri_sla_match(policy, &facts) != NULL, cases[i].holds);
        } else if (cases[i].holds >= 0) {
            printf("%s\n", cases[i].when);
        }
        csri_sla_free(policy);
    }
}

static CU_TestInfo tests[] = {
    { "sla_pure/decisions", test_decisions }, { "sla_pure/said", test_said },
    { "sla_pure/rematches", test_rematches }, { "sla_pure/levels", test_levels },
    { "sla_pure/keeping", test_keeping },     { "sla_pure/documents", test_documents },
    { "sla_pure/limits", test_limits },       { "sla_pure/no_memory", test_no_memory },
    { "sla_pure/fields", test_fields },       CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "sla_pure", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("the pure parts of promises", suites, 9);
}
