/*
 * Remedy policies: what a document may say, which rung is next and why the others are not.
 */
#include "base/error.h"
#include "policy/remedy_policy.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define LADDERS(ladders) "{'format':'csr-remedies/1','ladders':[" ladders "]}"
#define LADDER(rungs) LADDERS("{'ladder':'l','rungs':[" rungs "]}")
#define RUNG(members) LADDER("{'rung':'a','remedy':'refund'" members "}")

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

static csr_remedy_policy *load(const char *document, csr_buf **report, csr_status wanted, const char *field)
{
    csr_remedy_policy_params params = CSR_REMEDY_POLICY_PARAMS_INIT;
    csr_remedy_policy *policy = NULL;
    csr_error err = CSR_ERROR_INIT;
    char room[8192];

    params.document = quoted(room, sizeof room, document);
    params.host = &host.host;
    CU_ASSERT_EQUAL(csr_remedy_policy_load(&params, &policy, report, &err), wanted);
    if (strcmp(err.field, field) != 0)
        (void)fprintf(stderr, "%s: %s instead of %s: %s\n", document, err.field, field, err.message);
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
        { "{}", "format" },
        { "{'format':'csr-remedies/2','ladders':[]}", "format" },
        { "{'format':1,'ladders':[]}", "format" },
        { "{'format':'csr-remedies/1'}", "ladders" },
        { LADDERS(""), "ladders" },
        { LADDERS("1"), "ladders[0]" },
        { LADDERS("{'ladder':'L','rungs':[]}"), "ladders[0].ladder" },
        { LADDERS("{'ladder':'','rungs':[]}"), "ladders[0].ladder" },
        { LADDERS("{'ladder':7,'rungs':[]}"), "ladders[0].ladder" },
        { LADDERS("{'ladder':'l','rungs':[]}"), "ladders[0].rungs" },
        { LADDERS("{'ladder':'l','rungs':[{'rung':'a','remedy':'apology'}]},"
                  "{'ladder':'l','rungs':[{'rung':'a','remedy':'apology'}]}"),
          "ladders[1].ladder" },
        { LADDERS("{'ladder':'l','rungs':[{'rung':'a','remedy':'apology'}]},"
                  "{'ladder':'','rungs':[{'rung':'a','remedy':'apology'}]}"),
          "ladders[1].ladder" },
        { LADDERS("{'ladder':'l','kinds':['noise'],'rungs':[]}"), "ladders[0].kinds[0]" },
        { LADDERS("{'ladder':'l','products':[],'rungs':[]}"), "ladders[0].products" },
        { LADDERS("{'ladder':'l','note':1,'rungs':[]}"), "ladders[0].rungs" },
        { LADDER("1"), "ladders[0].rungs[0]" },
        { LADDER("{'rung':'a','remedy':'money'}"), "ladders[0].rungs[0].remedy" },
        { LADDER("{'rung':'a','remedy':'refund'},{'rung':'a','remedy':'refund'}"), "ladders[0].rungs[1].rung" },
        { LADDER("{'rung':'a','remedy':'refund'},{'rung':'','remedy':'refund'}"), "ladders[0].rungs[1].rung" },
        { RUNG(",'role':'king'"), "ladders[0].rungs[0].role" },
        { RUNG(",'times':0"), "ladders[0].rungs[0].times" },
        { RUNG(",'title':''"), "ladders[0].rungs[0].title" },
        { RUNG(",'words':''"), "ladders[0].rungs[0].words" },
        { RUNG(",'first_if_upset':1"), "ladders[0].rungs[0].first_if_upset" },
        { RUNG(",'promise':'soon'"), "ladders[0].rungs[0].promise" },
        { RUNG(",'after':'some'"), "ladders[0].rungs[0].after" },
        { RUNG(",'after':['a']"), "ladders[0].rungs[0].after" },
        { RUNG(",'after':[]"), "ladders[0].rungs[0].after" },
        { RUNG(",'amount':{'currency':'EUR'}"), "ladders[0].rungs[0].amount.max_minor" },
        { RUNG(",'amount':{'currency':'XYZ','max_minor':1}"), "ladders[0].rungs[0].amount.currency" },
        { RUNG(",'amount':{'currency':'EURO','max_minor':1}"), "ladders[0].rungs[0].amount.currency" },
        { RUNG(",'amount':{'currency':1,'max_minor':1}"), "ladders[0].rungs[0].amount.currency" },
        { RUNG(",'amount':{'currency':'EUR','max_minor':1,'basis_points':10001}"),
          "ladders[0].rungs[0].amount.basis_points" },
        { RUNG(",'when':['ticket.nothing == 1']"), "ladders[0].rungs[0].when[0]" },
        { RUNG(",'any':['1']"), "ladders[0].rungs[0].any[0]" },
        { RUNG(",'when':['true'],'tests':[{'yes':{'interaction.tone_drops':0.5}}]"), "ladders[0].rungs[0].tests" },
        { RUNG(",'tests':7"), "ladders[0].rungs[0].tests" },
        { LADDERS("{'ladder':'l','rungs':[{'rung':'a','remedy':'apology'},{'rung':'b','remedy':'apology'}]},"
                  "{'ladder':'m','rungs':[{'rung':'a','remedy':'apology','when':['1']}]}"),
          "ladders[1].rungs[0].when[0]" },
        { LADDERS("{'ladder':'l','rungs':[{'rung':'a','remedy':'apology','when':['1']}]},"
                  "{'ladder':'m','rungs':[{'rung':'a','remedy':'apology'}]}"),
          "ladders[0].rungs[0].when[0]" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_buf *report = NULL;
        (void)load(cases[i].document, i % 2 == 0 ? &report : NULL, CSR_E_POLICY, cases[i].field);
        CU_ASSERT_TRUE(i % 2 != 0 || strlen(csr_buf_text(report)) > 0);
        csr_buf_free(report);
    }
}

static void test_long_title(void)
{
    char text[400];

    (void)snprintf(text, sizeof text, RUNG(",'title':'%0121d'"), 0);
    (void)load(text, NULL, CSR_E_POLICY, "ladders[0].rungs[0].title");
}

/* All that is wrong is told, that of conditions too, at its place; and who does not want it gets the first. */
static void test_report(void)
{
    static const csr_str nowhere = { NULL, 0 };
    csr_remedy_policy *policy;
    csr_buf *report = NULL;
    char room[400];
    csr_str text;

    (void)load(LADDER("{'rung':'a','remedy':'refund','times':0,'when':['ticket.knd == 1']},"
                      "{'rung':'b','remedy':'refund','tests':[{'yes':{'nothing':1}}]}"),
               &report, CSR_E_POLICY, "ladders[0].rungs[0].times");
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(report), "ladders[0].rungs[0].when[0]: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(report), "ladders[0].rungs[1].tests[0]"));
    csr_buf_free(report);
    text = quoted(room, sizeof room, RUNG(",'when':['1']"));
    CU_ASSERT_EQUAL(csri_remedy_policy_load(&host.host, &text, &nowhere, &policy, NULL, NULL), CSR_E_POLICY);
    CU_ASSERT_PTR_NULL(policy);
}

static void test_params(void)
{
    csr_remedy_policy_params params = CSR_REMEDY_POLICY_PARAMS_INIT;
    csr_remedy_policy *policy = load(RUNG(""), NULL, CSR_OK, "");
    csr_remedy_policy *other;
    csr_host bad = { .struct_size = 1 };
    csr_buf *out;

    CU_ASSERT_EQUAL(csr_remedy_policy_load(&params, NULL, NULL, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_remedy_policy_load(NULL, &other, NULL, NULL), CSR_E_ARGUMENT);
    params.reserved = 1;
    CU_ASSERT_EQUAL(csr_remedy_policy_load(&params, &other, NULL, NULL), CSR_E_ARGUMENT);
    params.reserved = 0;
    params.struct_size = 4;
    CU_ASSERT_EQUAL(csr_remedy_policy_load(&params, &other, NULL, NULL), CSR_E_ARGUMENT);
    params.struct_size = sizeof params;
    params.host = &bad;
    CU_ASSERT_EQUAL(csr_remedy_policy_load(&params, &other, NULL, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_remedy_policy_test(NULL, &out, NULL, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_remedy_policy_test(policy, NULL, NULL, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_remedy_policy_next(policy, "{}", CSR_NTS, NULL, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_remedy_policy_next(NULL, "{}", CSR_NTS, &out, NULL), CSR_E_ARGUMENT);
    csr_remedy_policy_free(NULL);
    csr_remedy_policy_free(policy);
}

/* ---- What is next ---- */

/* Answers have ' for ". */
static char *ask(const csr_remedy_policy *policy, const char *what, char *room, size_t size)
{
    char question[2000];
    csr_str text = quoted(question, sizeof question, what);
    csr_error err = CSR_ERROR_INIT;
    csr_buf *out = NULL;

    if (csr_remedy_policy_next(policy, text.ptr, CSR_NTS, &out, &err) == CSR_OK) {
        (void)snprintf(room, size, "%s", csr_buf_text(out));
        for (char *c = room; *c != '\0'; c++)
            *c = (char)(*c == '"' ? '\'' : *c);
    } else {
        (void)snprintf(room, size, "%s", err.field);
    }
    csr_buf_free(out);
    return room;
}

static void has_at(const csr_remedy_policy *policy, const char *what, const char *wanted, unsigned line)
{
    char room[8000], said[9000];
    int ok = strstr(ask(policy, what, room, sizeof room), wanted) != NULL;

    (void)snprintf(said, sizeof said, "%s: no %s in %s", what, wanted, room);
    CU_assertImplementation(ok ? CU_TRUE : CU_FALSE, line, said, __FILE__, "", CU_FALSE);
}
#define HAS(policy, what, wanted) has_at(policy, what, wanted, __LINE__)

#define HOUSE                                                                                       \
    LADDERS("{'ladder':'device','kinds':['technical'],'products':['kettle','toaster'],'rungs':["    \
            "{'rung':'steps','remedy':'troubleshooting'}]},"                                        \
            "{'ladder':'matter','kinds':['complaint','technical'],'note':'n','rungs':["             \
            "{'rung':'explanation','remedy':'explanation','title':'Saying what happened'},"         \
            "{'rung':'sorry','remedy':'apology','when':['ticket.fault == \\u0022company\\u0022']}," \
            "{'rung':'repair','remedy':'repair','after':['explanation'],'times':2},"                \
            "{'rung':'money','remedy':'refund','after':'all','role':'supervisor','promise':'1h',"   \
            "'amount':{'currency':'EUR','max_minor':100},'first_if_upset':false}]}")
#define COMPLAINT "'ticket.kind':'complaint','ticket.fault':'"
#define TRIED(r, s) "{'rung':'" r "','state':'" s "'}"

static void test_ladders(void)
{
    csr_remedy_policy *policy = load(HOUSE, NULL, CSR_OK, "");

    HAS(policy, "{'facts':{'ticket.kind':'technical','ticket.product':'kettle'}}", "{'ladder':'device','next':'steps'");
    HAS(policy, "{'facts':{'ticket.kind':'technical','ticket.product':'toaster'}}", "{'ladder':'device'");
    HAS(policy, "{'facts':{'ticket.kind':'technical','ticket.product':'lamp'}}", "{'ladder':'matter'");
    HAS(policy, "{'facts':{'ticket.kind':'technical'}}", "{'ladder':'matter'");
    HAS(policy, "{'facts':{'ticket.kind':'praise'}}", "{'ladder':null,'next':null,'steps':[]}");
    HAS(policy, "{}", "{'ladder':null");
    csr_remedy_policy_free(policy);
    policy = load(RUNG(""), NULL, CSR_OK, "");
    HAS(policy, "{'facts':{'now':'2026-03-02T09:00:00Z'}}", "{'ladder':'l','next':'a'");
    csr_remedy_policy_free(policy);
}

static void test_order(void)
{
    csr_remedy_policy *policy = load(HOUSE, NULL, CSR_OK, "");

    /* The first that applies; what has to come after something waits for it. */
    HAS(policy, "{'facts':{" COMPLAINT "company'}}", "'next':'explanation'");
    HAS(policy, "{'facts':{" COMPLAINT "company'}}", "'rung':'sorry','verdict':'later','why':'it applies; explanation");
    HAS(policy, "{'facts':{" COMPLAINT "company'}}",
        "'rung':'repair','verdict':'blocked','why':'explanation has to be");
    /* An upset customer hears the apology first, until it was said. */
    HAS(policy, "{'facts':{" COMPLAINT "company','interaction.tone':'upset'}}", "'next':'sorry'");
    HAS(policy, "{'facts':{" COMPLAINT "company','interaction.tone':'upset'}}", "'why':'the customer is upset'");
    HAS(policy, "{'facts':{" COMPLAINT "company','interaction.tone':'upset'}}",
        "'verdict':'blocked','why':'the customer is upset: sorry comes first'");
    HAS(policy, "{'facts':{" COMPLAINT "customer','interaction.tone':'upset'}}", "'next':'explanation'");
    HAS(policy,
        "{'facts':{" COMPLAINT "company','interaction.tone':'upset'},'tried':[" TRIED("sorry", "fulfilled") "]}",
        "'next':'explanation'");
    HAS(policy, "{'facts':{" COMPLAINT "company'},'tried':[" TRIED("explanation", "accepted") "]}", "'next':'sorry'");
    /* What does not apply is not waited for. */
    HAS(policy, "{'facts':{" COMPLAINT "customer'},'tried':[" TRIED("explanation", "declined") "]}", "'next':'repair'");
    HAS(policy,
        "{'facts':{" COMPLAINT
        "customer'},'tried':[" TRIED("explanation", "declined") "," TRIED("repair", "failed") "]}",
        "'next':'repair'");
    HAS(policy,
        "{'facts':{" COMPLAINT
        "customer'},'tried':[" TRIED("explanation", "declined") "," TRIED("repair", "failed") "," TRIED("repair",
                                                                                                        "failed") "]}",
        "'next':'money'");
    csr_remedy_policy_free(policy);
}

static void test_verdicts(void)
{
    csr_remedy_policy *policy = load(HOUSE, NULL, CSR_OK, "");

    HAS(policy, "{'facts':{" COMPLAINT "customer'}}", "'verdict':'does_not_apply','why':'it does not apply: 2-sorry");
    HAS(policy, "{'facts':{'ticket.kind':'complaint'}}",
        "'verdict':'undecided','why':'it is not known whether it applies");
    HAS(policy, "{'facts':{" COMPLAINT "customer'},'tried':[" TRIED("explanation", "fulfilled") "]}",
        "'verdict':'used','why':'it was offered 1 of 1 times'");
    /* While something is on its way nothing is next, but others may be offered beside it. */
    HAS(policy,
        "{'facts':{" COMPLAINT
        "company'},'tried':[" TRIED("explanation", "fulfilled") "," TRIED("repair", "offered") "]}",
        "'next':null");
    HAS(policy,
        "{'facts':{" COMPLAINT
        "company'},'tried':[" TRIED("explanation", "fulfilled") "," TRIED("repair", "accepted") "]}",
        "'rung':'sorry','verdict':'later','why':'it applies; repair comes first'");
    HAS(policy,
        "{'facts':{" COMPLAINT "company'},'tried':[" TRIED("explanation", "offered") "," TRIED("sorry", "offered") "]}",
        "'verdict':'open'");
    /* What was withdrawn was never offered. */
    HAS(policy, "{'facts':{" COMPLAINT "company'},'tried':[" TRIED("explanation", "withdrawn") "]}",
        "'next':'explanation'");
    /* Who may offer it. */
    HAS(policy, "{'facts':{" COMPLAINT "company'},'role':'associate'}",
        "{'may_offer':false,'remedy':'refund','role':'supervisor'");
    HAS(policy, "{'facts':{" COMPLAINT "company'},'role':'associate'}", "; it is for a higher role to offer'");
    HAS(policy, "{'facts':{" COMPLAINT "company'},'role':'manager'}",
        "{'may_offer':true,'remedy':'refund','role':'supervisor'");
    csr_remedy_policy_free(policy);
}

static void test_questions(void)
{
    csr_remedy_policy *policy = load(HOUSE, NULL, CSR_OK, "");

    HAS(policy, "{", "json");
    HAS(policy, "[]", "'ladder':null");
    HAS(policy, "{'facts':[]}", "facts");
    HAS(policy, "{'facts':{'nothing':1}}", "facts");
    HAS(policy, "{'role':'king'}", "role");
    HAS(policy, "{'role':7}", "role");
    HAS(policy, "{'tried':[{'rung':'a'}]}", "tried");
    HAS(policy, "{'tried':[{'state':'offered'}]}", "tried");
    HAS(policy, "{'tried':[{'rung':7,'state':'offered'}]}", "tried");
    csr_remedy_policy_free(policy);
}

/* ---- Fixtures ---- */

static void test_fixtures(void)
{
    csr_remedy_policy *policy = load(
        LADDER("{'rung':'a','remedy':'apology','when':['ticket.reopened > 0'],'tests':[{'yes':{'ticket.reopened':1}},"
               "{'no':{'ticket.reopened':1}}]},"
               "{'rung':'b','remedy':'repair','when':['ticket.reopened > 0'],'tests':[{'yes':{'ticket.reopened':1}}]},"
               "{'rung':'c','remedy':'repair','any':['ticket.reopened > 0'],'tests':[{'no':{'ticket.reopened':0}}]},"
               "{'rung':'d','remedy':'repair','tests':[{'yes':{}}]}"),
        NULL, CSR_OK, "");
    csr_error err = CSR_ERROR_INIT;
    csr_buf *out = NULL;
    int64_t failed = 0;

    CU_ASSERT_EQUAL(csr_remedy_policy_test(policy, &out, &failed, &err), CSR_OK);
    CU_ASSERT_EQUAL(failed, 3);
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(out), "\"missing\":\"no\",\"ok\":false,\"rung\":\"b\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(out), "\"missing\":\"yes\",\"ok\":false,\"rung\":\"c\""));
    csr_buf_free(out);
    CU_ASSERT_EQUAL(csr_remedy_policy_test(policy, &out, NULL, &err), CSR_OK);
    csr_buf_free(out);
    csr_remedy_policy_free(policy);
}

/* ---- The course of a remedy ---- */

static void test_course(void)
{
    static const struct {
        csr_remedy_kind kind;
        csr_remedy_state from;
        unsigned to; /* bits */
    } cases[] = {
        { CSR_REMEDY_APOLOGY, CSR_REMEDY_OFFERED, 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 },
        { CSR_REMEDY_EXPLANATION, CSR_REMEDY_ACCEPTED, 1 << 4 | 1 << 5 | 1 << 6 },
        { CSR_REMEDY_TROUBLESHOOTING, CSR_REMEDY_OFFERED, 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 },
        { CSR_REMEDY_REFUND, CSR_REMEDY_OFFERED, 1 << 2 | 1 << 3 | 1 << 4 },
        { CSR_REMEDY_REFUND, CSR_REMEDY_ACCEPTED, 1 << 4 | 1 << 5 | 1 << 6 },
        { CSR_REMEDY_REFUND, CSR_REMEDY_DECLINED, 0 },
        { CSR_REMEDY_REFUND, CSR_REMEDY_WITHDRAWN, 0 },
        { CSR_REMEDY_REFUND, CSR_REMEDY_FULFILLED, 0 },
        { CSR_REMEDY_APOLOGY, CSR_REMEDY_FAILED, 0 },
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        for (csr_remedy_state to = CSR_REMEDY_OFFERED; to <= CSR_REMEDY_FAILED; to++)
            CU_ASSERT_EQUAL(csri_remedy_may_follow(cases[i].kind, cases[i].from, to), (int)(cases[i].to >> to & 1));
}

/* ---- Memory ---- */

/* Whichever allocation fails: the call says so, and nothing is lost. */
static void failing(const char *document, csr_status wanted)
{
    csr_remedy_policy_params params = CSR_REMEDY_POLICY_PARAMS_INIT;
    csr_remedy_policy *policy = NULL;
    csr_buf *out = NULL;
    char room[8192];
    csr_status status = CSR_E_NO_MEMORY;

    params.document = quoted(room, sizeof room, document);
    params.host = &host.host;
    for (uint64_t nth = 1; nth < 4000 && status == CSR_E_NO_MEMORY; nth++) {
        csr_test_host_fail_alloc(&host, nth, 1);
        status = csr_remedy_policy_load(&params, &policy, &out, NULL);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT_EQUAL(policy != NULL, status == CSR_OK);
        csr_buf_free(out);
    }
    CU_ASSERT_EQUAL(status, wanted);
    csr_remedy_policy_free(policy);
}

/* So many texts that the arena needs one block after the other: each of them may be the one that is refused, and so may the
 * lists between them. */
static void test_memory_of_many(void)
{
    for (int length = 20; length <= 110; length += 30) {
        char text[8192] = "{'format':'csr-remedies/1','ladders':[{'ladder':'l','products':['p'";
        for (int i = 0; i < 49; i++)
            (void)snprintf(text + strlen(text), sizeof text - strlen(text), ",'p'");
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "],'rungs':[");
        for (int i = 0; i < 12; i++)
            (void)snprintf(text + strlen(text), sizeof text - strlen(text),
                           "{'rung':'r%d','remedy':'apology','title':'%0*d','words':'%0*d','first_if_upset':true%s}%s",
                           i, length, i, length, i,
                           i > 5 ? ",'after':['r0','r1','r2','r3','r4','r0','r0','r0','r0','r0','r0','r0','r0']" : "",
                           i < 11 ? "," : "]}]}");
        failing(text, CSR_OK);
    }
}

static void test_no_memory(void)
{
    char many[8000] = "{\"tried\":[";
    csr_remedy_policy *policy = load(HOUSE, NULL, CSR_OK, "");
    csr_status status = CSR_E_NO_MEMORY;
    csr_buf *out;

    failing(HOUSE, CSR_OK);
    for (int i = 0; i < 180; i++)
        (void)snprintf(many + strlen(many), sizeof many - strlen(many), "%s{\"rung\":\"a\",\"state\":\"failed\"}",
                       i == 0 ? "" : ",");
    (void)snprintf(many + strlen(many), sizeof many - strlen(many), "],\"facts\":{\"ticket.kind\":\"complaint\"}}");
    failing(LADDER("{'rung':'a','remedy':'refund','times':0,'when':['1'],'after':['x']}"), CSR_E_POLICY);
    for (uint64_t nth = 1; nth < 400 && status == CSR_E_NO_MEMORY; nth++) {
        csr_test_host_fail_alloc(&host, nth, 1);
        status = csr_remedy_policy_next(policy, many, CSR_NTS, &out, NULL);
        csr_test_host_fail_alloc(&host, 0, 0);
        csr_buf_free(out);
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
    csr_test_host_fail_alloc(&host, 1, 1);
    CU_ASSERT_EQUAL(csr_remedy_policy_test(policy, &out, NULL, NULL), CSR_E_NO_MEMORY);
    csr_test_host_fail_alloc(&host, 0, 0);
    csr_remedy_policy_free(policy);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "remedy_policy/refused_documents", test_refused_documents },
        { "remedy_policy/long_title", test_long_title },
        { "remedy_policy/report", test_report },
        { "remedy_policy/params", test_params },
        { "remedy_policy/ladders", test_ladders },
        { "remedy_policy/order", test_order },
        { "remedy_policy/verdicts", test_verdicts },
        { "remedy_policy/questions", test_questions },
        { "remedy_policy/fixtures", test_fixtures },
        { "remedy_policy/course", test_course },
        { "remedy_policy/no_memory", test_no_memory },
        { "remedy_policy/memory_of_many", test_memory_of_many },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "remedy_policy", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    int result;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    result = csr_test_main("remedy policy", suites, (unsigned)COUNT(tests) - 1);
    return csr_test_host_done(&host) != 0 ? 1 : result;
}
