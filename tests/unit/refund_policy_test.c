/*
 * Refund policies: what a document may say, and what it then decides. A missing fact refuses, it never allows.
 */
#include "policy/refund_policy.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define ACTION(members) "{'actions':[{'action':'return','gives_back':'items'" members "}]}"
#define REFUSE(members) ACTION(",'refuse':[" members "]")

static csr_test_host host;

/* ' stands for ". */
static csr_str quoted(char *room, size_t size, const char *text)
{
    csr_str out = { room, strlen(text) };

    CU_ASSERT_TRUE_FATAL(out.len < size);
    for (size_t i = 0; i <= out.len; i++)
        room[i] = (char)(text[i] == '\'' ? '"' : text[i]);
    return out;
}

static csr_refund_policy *load(const char *document, csr_buf **report, csr_status wanted, const char *field)
{
    csr_refund_policy_params params = CSR_REFUND_POLICY_PARAMS_INIT;
    csr_refund_policy *policy = NULL;
    csr_error err = CSR_ERROR_INIT;
    char room[8192];

    params.document = quoted(room, sizeof room, document);
    params.host = &host.host;
    CU_ASSERT_EQUAL(csr_refund_policy_load(&params, &policy, report, &err), wanted);
    CU_ASSERT_STRING_EQUAL(err.field, field);
    CU_ASSERT_EQUAL(policy != NULL, wanted == CSR_OK);
    return policy;
}

static void test_refused_documents(void)
{
    static const struct {
        const char *document, *field;
    } cases[] = {
        { "{", "document" },
        { "{}", "actions" },
        { "{'actions':[]}", "actions" },
        { "{'actions':[{}]}", "actions[0].action" },
        { "{'name':'','actions':[]}", "name" },
        { "{'name':7,'actions':[]}", "name" },
        { "{'colour':1,'actions':[]}", "colour" },
        { ACTION(",'gives_back':'items'"), "document" },
        { "{'actions':[{'action':'return','gives_back':'much'}]}", "actions[0].gives_back" },
        { "{'actions':[{'action':'return','gives_back':1}]}", "actions[0].gives_back" },
        { "{'actions':[{'action':'a','gives_back':'all'},{'action':'a','gives_back':'all'}]}", "actions[1].action" },
        { ACTION(",'fee_basis_points':10001"), "actions[0].fee_basis_points" },
        { ACTION(",'goods_within_days':0"), "actions[0].goods_within_days" },
        { ACTION(",'keeps_goods':1"), "actions[0].keeps_goods" },
        { ACTION(",'status_after':''"), "actions[0].status_after" },
        { REFUSE("{'name':'a','when':'true'}"), "actions[0].refuse[0].reason" },
        { REFUSE("{'name':'a','when':'1','reason':'.'}"), "actions[0].refuse[0].when" },
        { REFUSE("{'name':'a','when':7,'reason':'.'}"), "actions[0].refuse[0].when" },
        { REFUSE("{'name':'a','when':'order.state','reason':'.'}"), "actions[0].refuse[0].when" },
        { REFUSE("{'name':'a','when':'true','reason':'.'},{'name':'a','when':'true','reason':'.'}"),
          "actions[0].refuse[1].name" },
        { REFUSE("{'name':'a','when':'true','reason':'.'},{'name':'','when':'true','reason':'.'}"),
          "actions[0].refuse[1].name" },
        { "{'actions':[{'action':'a','gives_back':'all'},{'action':'','gives_back':'all'}]}", "actions[1].action" },
        { "{'facts':[],'actions':[]}", "facts" },
        { "{'facts':{'a':'double'},'actions':[]}", "facts.a" },
        { "{'facts':{'a':1},'actions':[]}", "facts.a" },
        { "{'facts':{'':'int'},'actions':[]}", "facts." },
        { "{'facts':{'reason':'int'},'actions':[]}", "facts.reason" },
        { "{'membership':1,'actions':[]}", "membership" },
        { "{'membership':{'field':''},'actions':[]}", "membership.field" },
        { "{'membership':{'tags':[]},'actions':[]}", "membership.tags" },
        { "{'membership':{'tags':[1]},'actions':[]}", "membership.tags[0]" },
        { "{'membership':{'otherwise':''},'actions':[]}", "membership.otherwise" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_buf *report = NULL;
        (void)load(cases[i].document, i % 2 == 0 ? &report : NULL, CSR_E_POLICY, cases[i].field);
        CU_ASSERT_TRUE(i % 2 != 0 || strlen(csr_buf_text(report)) > 0);
        csr_buf_free(report);
    }
}

static void test_too_many_facts(void)
{
    char text[4096] = "{'facts':{", name[122];

    for (int i = 0; i < 60; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s'f%d':'int'", i == 0 ? "" : ",", i);
    (void)snprintf(text + strlen(text), sizeof text - strlen(text), "},'actions':[]}");
    (void)load(text, NULL, CSR_E_POLICY, "facts.f38");
    /* A place is cut to what an error has room for. */
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    (void)snprintf(text, sizeof text, "{'facts':{'%s':'int'},'actions':[]}", name);
    (void)load(text, NULL, CSR_E_POLICY, "facts.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
}

static void test_long_name(void)
{
    char text[256];
    csr_refund_policy *policy;

    (void)snprintf(text, sizeof text, "{'name':'%0121d','actions':[]}", 0);
    (void)load(text, NULL, CSR_E_POLICY, "name");
    /* Those who do not want all errors get the first. */
    CU_ASSERT_EQUAL(csri_refund_policy_load(&host.host, "{}", 2, &policy, NULL, NULL), CSR_E_POLICY);
}

/* What a rule asks for and nobody knows. */
static void test_missing(void)
{
    csr_refund_policy *policy = load(
        "{'membership':{'field':'tier','otherwise':'guest'},'facts':{'proof.receipt':'bool'},'actions':["
        "{'action':'cancel','gives_back':'all'},{'action':'return','gives_back':'items','refuse':["
        "{'name':'short','when':'items.count > 5','reason':'No.'},"
        "{'name':'late','when':'order.age_days > 30 && (!proof.receipt || order.age_days > 60)','reason':'No.'}]}]}",
        NULL, CSR_OK, "");
    static const struct {
        const char *action, *rule, *missing;
    } cases[] = {
        { "return", "late", "order.age_days, proof.receipt" },
        { "return", "short", "" },
        { "return", "none", "" },
        { "return", "lat", "" },
        { "cancel", "late", "" },
        { "eat", "late", "" },
    };
    csr_value facts[CSRI_REFUND_FACTS_MAX] = { 0 };
    csri_buffer out;

    facts[9] = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = 1 };
    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_str action = { cases[i].action, strlen(cases[i].action) }, rule = { cases[i].rule, strlen(cases[i].rule) };
        csri_buffer_init(&out, &host.host, 0);
        csri_refund_missing(policy, &action, &rule, facts, &out);
        CU_ASSERT_EQUAL(out.len, strlen(cases[i].missing));
        CU_ASSERT_TRUE(out.len == 0 || strncmp(out.ptr, cases[i].missing, out.len) == 0);
        csri_buffer_free(&out);
    }
    CU_ASSERT_STRING_EQUAL(policy->membership_field.ptr, "tier");
    CU_ASSERT_STRING_EQUAL(policy->membership_otherwise.ptr, "guest");
    csr_refund_policy_free(policy);
}

static void decide(const csr_refund_policy *policy, const char *facts, csr_refund_decision *out)
{
    char room[1024];
    csr_str text = quoted(room, sizeof room, facts);
    csr_error err = CSR_ERROR_INIT;

    out->struct_size = sizeof *out;
    CU_ASSERT_EQUAL(csr_refund_policy_decide(policy, text.ptr, CSR_NTS, out, &err), CSR_OK);
    CU_ASSERT_STRING_EQUAL(err.message, "");
}

static void test_decisions(void)
{
    csr_refund_decision d;
    csr_refund_policy *policy =
        load("{'name':'n','facts':{'proof.receipt':'bool','mood':'string','weight':'int'},'actions':["
             "{'action':'cancel','gives_back':'all'},"
             "{'action':'return','gives_back':'items','fee_basis_points':1500,'status_after':'coming back','refuse':["
             "{'name':'late','when':'order.age_days > 30 && !proof.receipt','reason':'Too late.'},"
             "{'name':'mood','when':'items.count == 7','reason':'No.'}]}]}",
             NULL, CSR_OK, "");
    decide(policy, "{'action':'cancel'}", &d);
    CU_ASSERT_TRUE(d.allowed && d.gives_back == CSR_GIVES_BACK_ALL && d.status_after.len == 0);
    decide(policy, "{'action':'return','order':{'age_days':30},'items.count':1}", &d);
    CU_ASSERT_TRUE(d.allowed && d.fee_basis_points == 1500 && d.gives_back == CSR_GIVES_BACK_ITEMS);
    CU_ASSERT_STRING_EQUAL(d.status_after.ptr, "coming back");
    decide(policy, "{'action':'return','order':{'age_days':31},'proof':{'receipt':false},'items.count':1}", &d);
    CU_ASSERT_TRUE(!d.allowed && !d.undecided && d.gives_back == 0 && d.fee_basis_points == 0);
    CU_ASSERT_STRING_EQUAL(d.rule.ptr, "late");
    CU_ASSERT_STRING_EQUAL(d.reason.ptr, "Too late.");
    CU_ASSERT_STRING_EQUAL(d.status_after.ptr, "");
    decide(policy, "{'action':'return','order':{'age_days':31},'proof':{'receipt':null}}", &d);
    CU_ASSERT_TRUE(!d.allowed && d.undecided);
    decide(policy, "{'action':'return','order':{'age_days':1},'items':{'count':7}}", &d);
    CU_ASSERT_STRING_EQUAL(d.rule.ptr, "mood");
    decide(policy, "{'action':'retort'}", &d);
    CU_ASSERT_TRUE(!d.allowed && d.rule.len == 0 && d.reason.len > 0);
    decide(policy, "{}", &d);
    CU_ASSERT_FALSE(d.allowed);
    csr_refund_policy_free(policy);
}

static void test_refused_facts(void)
{
    static const struct {
        const char *facts, *field;
        csr_status status;
    } cases[] = {
        { "[]", "json", CSR_E_ARGUMENT },
        { "{", "json", CSR_E_ARGUMENT },
        { "{'action':7}", "action", CSR_E_ARGUMENT },
        { "{'action':1.5}", "action", CSR_E_ARGUMENT },
        { "{'items':{'count':'1'}}", "items.count", CSR_E_ARGUMENT },
        { "{'destination':{'known':1}}", "destination.known", CSR_E_ARGUMENT },
        { "{'weather':{'today':'fine'}}", "weather.today", CSR_E_ARGUMENT },
        { "{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':1}}}}}}}}}", "json", CSR_E_LIMIT },
    };
    csr_refund_policy *policy = load(ACTION(""), NULL, CSR_OK, "");
    csr_refund_decision out = CSR_REFUND_DECISION_INIT;
    csr_error err = CSR_ERROR_INIT;
    char room[1024], name[600];

    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_str text = quoted(room, sizeof room, cases[i].facts);
        CU_ASSERT_EQUAL(csr_refund_policy_decide(policy, text.ptr, text.len, &out, &err), cases[i].status);
        CU_ASSERT_STRING_EQUAL(err.field, cases[i].field);
    }
    memset(name, 'x', sizeof name);
    (void)snprintf(room, sizeof room, "{\"%.500s\":1}", name);
    CU_ASSERT_EQUAL(csr_refund_policy_decide(policy, room, CSR_NTS, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_PTR_NULL(out.reason.ptr);
    csr_refund_policy_free(policy);
}

static void test_arguments(void)
{
    csr_refund_policy_params params = CSR_REFUND_POLICY_PARAMS_INIT;
    csr_refund_policy *policy = load(ACTION(""), NULL, CSR_OK, ""), *none = NULL;
    csr_refund_decision out = CSR_REFUND_DECISION_INIT;
    csr_host half = host.host;
    csr_error err = CSR_ERROR_INIT;

    CU_ASSERT_EQUAL(csr_refund_policy_decide(NULL, "{}", 2, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "policy");
    CU_ASSERT_EQUAL(csr_refund_policy_decide(policy, "{}", 2, NULL, &err), CSR_E_ARGUMENT);
    out.struct_size = 8;
    CU_ASSERT_EQUAL(csr_refund_policy_decide(policy, "{}", 2, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "out");
    CU_ASSERT_EQUAL(csr_refund_policy_load(NULL, &none, NULL, &err), CSR_E_ARGUMENT);
    params.reserved = 1;
    CU_ASSERT_EQUAL(csr_refund_policy_load(&params, &none, NULL, &err), CSR_E_ARGUMENT);
    params.reserved = 0;
    params.struct_size = 8;
    CU_ASSERT_EQUAL(csr_refund_policy_load(&params, &none, NULL, &err), CSR_E_ARGUMENT);
    params.struct_size = sizeof params;
    half.free = NULL;
    params.host = &half;
    CU_ASSERT_EQUAL(csr_refund_policy_load(&params, &none, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "host");
    CU_ASSERT_PTR_NULL(none);
    csr_refund_policy_free(policy);
    csr_refund_policy_free(NULL);
}

/* Whichever allocation fails, nothing leaks, and it is told as what it is. */
static void failing(const char *document, csr_status wanted)
{
    csr_refund_policy_params params = CSR_REFUND_POLICY_PARAMS_INIT;
    csr_status status = CSR_E_NO_MEMORY;
    char room[8192];

    params.document = quoted(room, sizeof room, document);
    params.host = &host.host;
    for (uint64_t nth = 1; status == CSR_E_NO_MEMORY && nth < 1000; nth++) {
        csr_refund_policy *policy = NULL;
        csr_buf *report = NULL;
        csr_test_host_fail_alloc(&host, nth, 1);
        status = csr_refund_policy_load(&params, &policy, &report, NULL);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT_TRUE(status == wanted || status == CSR_E_NO_MEMORY);
        csr_buf_free(report);
        csr_refund_policy_free(policy);
    }
    CU_ASSERT_EQUAL(status, wanted);
}

/* So many reasons that the arena needs one block after the other: each of them may be the one that is refused. */
static void test_memory_of_many(void)
{
    char text[8192] = "{'actions':[{'action':'return','gives_back':'items','refuse':[";

    for (int i = 0; i < 12; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text),
                       "{'name':'%d','when':'true','reason':'%0400d'}%s", i, i, i < 11 ? "," : "]}]}");
    failing(text, CSR_OK);
}

static void test_memory(void)
{
    failing("{'name':'n','facts':{'proof.receipt':'bool'},'actions':[{'action':'return','gives_back':'items',"
            "'status_after':'x','refuse':[{'name':'late','when':'items.count > 30','reason':'Too late.'},"
            "{'name':'mood','when':'items.count == 7','reason':'No.'}]},{'action':'cancel','gives_back':'all'}]}",
            CSR_OK);
    failing("{'facts':{'a':'x'},'actions':[{'action':'','gives_back':'so','refuse':[{'name':'late','when':'x'}]}]}",
            CSR_E_POLICY);
}

static CU_TestInfo tests[] = {
    { "refund_policy/refused_documents", test_refused_documents },
    { "refund_policy/too_many_facts", test_too_many_facts },
    { "refund_policy/long_name", test_long_name },
    { "refund_policy/missing", test_missing },
    { "refund_policy/decisions", test_decisions },
    { "refund_policy/refused_facts", test_refused_facts },
    { "refund_policy/arguments", test_arguments },
    { "refund_policy/memory", test_memory },
    { "refund_policy/memory_of_many", test_memory_of_many },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "refund_policy", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    int code;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    code = csr_test_main("refund policy", suites, 9);
    return csr_test_host_done(&host) != 0 ? 1 : code;
}
