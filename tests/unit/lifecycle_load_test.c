#include "support/runner.h"
#include "support/test_host.h"

#include "base/json.h"
#include "base/memory.h"
#include "policy/lifecycle.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Pieces of documents, in which ' stands for ". */
#define STATES "'states':[{'name':'open','category':'open'},{'name':'done','category':'closed'}]"
#define INITIAL "'initial':'open'"
#define WAYS "'transitions':[{'from':'open','to':'done'}]"
#define GOOD "{" STATES "," INITIAL "," WAYS "}"
#define WITH_STATE(state) \
    "{'states':[{'name':'open','category':'open'},{'name':'done','category':'closed'}," state "]," INITIAL "," WAYS "}"
#define WITH_WAY(way) "{" STATES "," INITIAL ",'transitions':[{'from':'open','to':'done'}," way "]}"
#define WITH_REOPEN(reopen) "{" STATES "," INITIAL "," WAYS ",'reopen':" reopen "}"
#define SIXTY "a23456789_b23456789_c23456789_d23456789_e23456789_f23456789_"

static void unquote(csri_buffer *out, const char *quoted)
{
    csri_buffer_text(out, quoted);
    for (size_t i = 0; i < out->len; i++)
        out->ptr[i] = (char)(out->ptr[i] == '\'' ? '"' : out->ptr[i]);
}

static csr_status load(const csr_test_host *host, const char *quoted, csri_findings *findings, csr_error *err)
{
    csri_lifecycle *lifecycle = NULL;
    csr_host plain;
    csri_buffer json;
    csri_host_take(&plain, NULL);
    csri_buffer_init(&json, &plain, 0);
    unquote(&json, quoted);
    csr_status status = csri_lifecycle_load(&host->host, json.ptr, json.len, &lifecycle, findings, err);
    CU_ASSERT_EQUAL(lifecycle != NULL, status == CSR_OK);
    csri_buffer_free(&json);
    csri_lifecycle_free(lifecycle);
    return status;
}

/* One error a document: its place and a part of its text. */
static const struct {
    const char *document, *place, *part;
} errors[] = {
    { "", "document", "line 1, column 1" },
    { "{", "document", "line 1" },
    { "{'a':1,'a':2}", "document", "this name was there before" },
    { "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", "document", "nests deeper than 16 levels" },
    { "[]", "document", "an object in { } is expected" },
    { "{'name':7," STATES "," INITIAL "," WAYS "}", "name", "a text in quotation marks is expected" },
    { "{'name':''," STATES "," INITIAL "," WAYS "}", "name", "a name has 1 to 120 bytes" },
    { "{'name':'" SIXTY SIXTY "x'," STATES "," INITIAL "," WAYS "}", "name", "a name has 1 to 120 bytes" },
    { "{'name':'a\\u0000'," STATES "," INITIAL "," WAYS "}", "name", "the text holds the character U+0000" },
    { "{'colour':1," STATES "," INITIAL "," WAYS "}", "colour",
      "\"colour\" is no known member; there are: name, states, initial, transitions, reopen, parents" },
    { "{'parents':true," STATES "," INITIAL "," WAYS "}", "parents", "a text in quotation marks is expected" },
    { "{'parents':'waits'," STATES "," INITIAL "," WAYS "}", "parents", "write wait or free" },
    { "{" INITIAL "," WAYS "}", "states", "states is missing" },
    { "{'states':{}," INITIAL "," WAYS "}", "states", "a list in [ ] is expected" },
    { "{'states':[]," INITIAL "," WAYS "}", "states", "the list has 0 elements; 1 to 64 are allowed" },
    { "{" STATES "," WAYS "}", "initial", "initial is missing" },
    { "{" STATES ",'initial':null," WAYS "}", "initial", "a text in quotation marks is expected" },
    { "{" STATES ",'initial':'opne'," WAYS "}", "initial",
      "\"opne\" is no state of this document; there are: open, done" },
    { "{" STATES ",'initial':'done'," WAYS "}", "initial", "a matter begins in a state of category new or open" },
    { "{" STATES "," INITIAL "}", "transitions", "transitions is missing" },
    { "{'states':[{'name':'open','category':'open'}]," INITIAL ",'transitions':[]}", "states",
      "no matter could ever be settled; add a state of category resolved or closed" },
    /* States. */
    { WITH_STATE("7"), "states[2]", "an object in { } is expected" },
    { WITH_STATE("{'category':'open'}"), "states[2].name", "name is missing" },
    { WITH_STATE("{'name':null,'category':'open'}"), "states[2].name", "a text in quotation marks is expected" },
    { WITH_STATE("{'name':'','category':'open'}"), "states[2].name", "\"\" cannot be the name of a state" },
    { WITH_STATE("{'name':'Open','category':'open'}"), "states[2].name", "use 1 to 60 of a-z, 0-9 and _" },
    { WITH_STATE("{'name':'a-b','category':'open'}"), "states[2].name", "\"a-b\" cannot be the name of a state" },
    { WITH_STATE("{'name':'" SIXTY "x','category':'open'}"), "states[2].name", "cannot be the name of a state" },
    { WITH_STATE("{'name':'open','category':'open'}"), "states[2].name", "states[0] has this name already" },
    { WITH_STATE("{'name':'x'}"), "states[2].category", "category is missing" },
    { WITH_STATE("{'name':'x','category':'opened'}"), "states[2].category",
      "\"opened\" is no category; there are: new, open, paused, resolved, closed" },
    { WITH_STATE("{'name':'x','category':'open\\u0000\\u0000\\u0000'}"), "states[2].category", "U+0000" },
    { WITH_STATE("{'name':'x','category':'paused'}"), "states[2].waits_for",
      "a paused state must say for whom it waits" },
    { WITH_STATE("{'name':'x','category':'paused','waits_for':'rain'}"), "states[2].waits_for",
      "\"rain\" is no one to wait for; there are: customer, third_party, internal" },
    { WITH_STATE("{'name':'x','category':'open','waits_for':'customer'}"), "states[2].waits_for",
      "only a state of category paused waits for somebody" },
    { WITH_STATE("{'name':'x','category':'wrong','waits_for':'customer'}"), "states[2].category", "" },
    { WITH_STATE("{'name':'x','category':'open','phase':'open'}"), "states[2].phase", "is no known member" },
    { "{'states':[{'name':'open','category':'open'},{'name':'done','category':'closd'}]," INITIAL "," WAYS "}",
      "states[1].category", "\"closd\" is no category" },
    /* Transitions. */
    { "{" STATES "," INITIAL ",'transitions':{}}", "transitions", "a list in [ ] is expected" },
    { WITH_WAY("null"), "transitions[1]", "an object in { } is expected" },
    { WITH_WAY("{'to':'open'}"), "transitions[1].from", "from is missing" },
    { WITH_WAY("{'from':'open'}"), "transitions[1].to", "to is missing" },
    { WITH_WAY("{'from':'opne','to':'done'}"), "transitions[1].from", "\"opne\" is no state of this document" },
    { WITH_WAY("{'from':7,'to':'done'}"), "transitions[1].from", "a text in quotation marks is expected" },
    { WITH_WAY("{'from':'open','to':''}"), "transitions[1].to", "\"\" is no state of this document" },
    { WITH_WAY("{'from':'open','to':[]}"), "transitions[1].to", "the list has 0 elements; 1 to 64 are allowed" },
    { WITH_WAY("{'from':'open','to':['done','*']}"), "transitions[1].to[1]", "\"*\" is no state of this document" },
    { WITH_WAY("{'from':['open','done','open'],'to':'done'}"), "transitions[1].from[2]", "the list names it twice" },
    { WITH_WAY("{'from':'*','to':'*','require':'team'}"), "transitions[1].require", "a list in [ ] is expected" },
    { WITH_WAY("{'from':'*','to':'*','require':[7]}"), "transitions[1].require[0]", "a text in quotation marks" },
    { WITH_WAY("{'from':'*','to':'*','require':['team','kind']}"), "transitions[1].require[1]",
      "\"kind\" is no member that can be required; there are: resolution, resolution_note, assignee, team, customer, "
      "contact_point, fault, product, order_ref" },
    { WITH_WAY("{'from':'*','to':'*','require':['team','team']}"), "transitions[1].require[1]", "names it twice" },
    { WITH_WAY("{'from':'*','to':'*','role':'boss'}"), "transitions[1].role",
      "\"boss\" is no role; there are: cashier, associate, supervisor, manager" },
    { WITH_WAY("{'from':'*','to':'*','roles':'manager'}"), "transitions[1].roles",
      "\"roles\" is no known member; there are: from, to, require, role" },
    /* Reopening. */
    { WITH_REOPEN("null"), "reopen", "an object in { } is expected" },
    { WITH_REOPEN("{'window_s':1}"), "reopen.state", "state is missing" },
    { WITH_REOPEN("{'state':'opne','window_s':1}"), "reopen.state", "\"opne\" is no state" },
    { WITH_REOPEN("{'state':'done','window_s':1}"), "reopen.state",
      "a matter is reopened into a state of category new, open or paused" },
    { WITH_REOPEN("{'state':'open'}"), "reopen.window_s", "window_s is missing" },
    { WITH_REOPEN("{'state':'open','window_s':'1'}"), "reopen.window_s",
      "a whole number from 0 to 316224000 is expected" },
    { WITH_REOPEN("{'state':'open','window_s':1.0}"), "reopen.window_s", "a whole number" },
    { WITH_REOPEN("{'state':'open','window_s':-1}"), "reopen.window_s", "a whole number" },
    { WITH_REOPEN("{'state':'open','window_s':316224001}"), "reopen.window_s", "a whole number" },
    { WITH_REOPEN("{'state':'open','window_s':1,'role':'boss'}"), "reopen.role", "\"boss\" is no role" },
    { WITH_REOPEN("{'state':'open','window_s':1,'days':1}"), "reopen.days",
      "\"days\" is no known member; there are: state, window_s, role" },
};

static void check_error(size_t i)
{
    csr_test_host host;
    csri_findings findings;
    csri_finding got;
    csr_error err = CSR_ERROR_INIT;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_findings_init(&findings, &host.host);
    CU_ASSERT_EQUAL(load(&host, errors[i].document, &findings, &err), CSR_E_POLICY);
    CU_ASSERT_EQUAL(err.status, CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.field, errors[i].place);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, errors[i].part));
    CU_ASSERT_TRUE(findings.count == 1 && findings.errors == 1);
    if (strcmp(err.field, errors[i].place) != 0 || !strstr(err.message, errors[i].part) || findings.count != 1)
        fprintf(stderr, "%zu %s -> %s: %s (%zu)\n", i, errors[i].document, err.field, err.message, findings.count);
    csri_findings_at(&findings, 0, &got);
    CU_ASSERT_EQUAL(got.severity, CSR_SEVERITY_ERROR);
    CU_ASSERT_STRING_EQUAL(got.place.ptr, errors[i].place);
    CU_ASSERT_EQUAL(strncmp(err.message, got.text.ptr, got.text.len), 0);
    csri_findings_free(&findings);
    CU_ASSERT_EQUAL(load(&host, errors[i].document, NULL, NULL), CSR_E_POLICY);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_errors(void)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        check_error(i);
}

/* What is said about a document, one line a finding: severity, place, text. */
static void said_about(const char *document, csr_status status, const char *expected)
{
    csr_test_host host;
    csri_findings findings;
    csri_finding got;
    csri_buffer said;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_findings_init(&findings, &host.host);
    csri_buffer_init(&said, &host.host, 0);
    CU_ASSERT_EQUAL(load(&host, document, &findings, NULL), status);
    for (size_t i = 0; i < findings.count; i++) {
        csri_findings_at(&findings, i, &got);
        csri_buffer_format(&said, "%d %s: %s\n", (int)got.severity, got.place.ptr, got.text.ptr);
    }
    csri_buffer_put(&said, "", 1);
    CU_ASSERT_STRING_EQUAL(said.ptr, expected);
    if (strcmp(said.ptr, expected) != 0)
        fprintf(stderr, "%s\n", said.ptr);
    csri_buffer_free(&said);
    csri_findings_free(&findings);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* In the order: members of the object, unknown ones first. No error follows from another. */
static void test_all_errors(void)
{
    said_about("{'states':[{'name':'Open','category':'opn','colour':1},{'category':'closed'},{'name':7}],"
               "'initial':'Open','transitions':[{'from':'Open','to':'x'},{'from':'y','role':1}],"
               "'reopen':{'state':'z','window_s':-1}}",
               CSR_E_POLICY,
               "3 states[0].colour: \"colour\" is no known member\n"
               "3 states[0].name: \"Open\" cannot be the name of a state\n"
               "3 states[0].category: \"opn\" is no category\n"
               "3 states[1].name: name is missing\n"
               "3 states[2].name: a text in quotation marks is expected\n"
               "3 states[2].category: category is missing\n"
               "3 transitions[0].to: \"x\" is no state of this document\n"
               "3 transitions[1].from: \"y\" is no state of this document\n"
               "3 transitions[1].to: to is missing\n"
               "3 transitions[1].role: a text in quotation marks is expected\n"
               "3 reopen.state: \"z\" is no state of this document\n"
               "3 reopen.window_s: a whole number from 0 to 316224000 is expected\n");
    /* Without states no name of a state is looked at. */
    said_about("{'initial':'a','transitions':[{'from':'*','to':['b','b']}],'reopen':{'state':'z','window_s':1}}",
               CSR_E_POLICY, "3 states: states is missing\n");
}

static void test_warnings(void)
{
    said_about(GOOD, CSR_OK, "");
    said_about(WITH_STATE("{'name':'lost','category':'new'}"), CSR_OK,
               "2 states[2]: no way leads to lost from the start\n");
    said_about(WITH_WAY("{'from':'open','to':'open'}"), CSR_OK,
               "2 transitions[1]: it leads from a state to itself, where a matter is already\n");
    said_about(WITH_WAY("{'from':'open','to':['open','done'],'role':'manager'},{'from':'*','to':'*'}"), CSR_OK,
               "2 transitions[1]: it never decides, because transitions[0] or another before it matches first\n");
    said_about(WITH_WAY("{'from':'done','to':'open'},{'from':'*','to':'*'}"), CSR_OK,
               "2 transitions[2]: it never decides, because transitions[0] or another before it matches first\n");
    /* Reached by reopening alone; not at all when nothing is ever settled on the way there. */
    said_about("{'states':[{'name':'a','category':'new'},{'name':'b','category':'open'},"
               "{'name':'c','category':'resolved'}],'initial':'a','transitions':[{'from':'a','to':'c'}],"
               "'reopen':{'state':'b','window_s':0}}",
               CSR_OK, "");
    said_about("{'states':[{'name':'a','category':'new'},{'name':'b','category':'open'},"
               "{'name':'c','category':'resolved'}],'initial':'a','transitions':[],"
               "'reopen':{'state':'b','window_s':0}}",
               CSR_OK,
               "2 states[1]: no way leads to b from the start\n2 states[2]: no way leads to c from the start\n");
}

/* A document with so many states, each of a name as long as may be, and so many transitions. */
static csr_status load_large(csri_buffer *json, const csr_host *host, int states, int transitions, csr_error *err)
{
    csri_lifecycle *lifecycle = NULL;
    csri_buffer_init(json, host, 0);
    csri_buffer_text(json, "{\"states\":[");
    for (int i = 0; i < states; i++)
        csri_buffer_format(json, "%s{\"name\":\"%.57s%03d\",\"category\":\"%s\"}", i > 0 ? "," : "", SIXTY, states - i,
                           i == 0 ? "new" : "closed");
    csri_buffer_format(json, "],\"initial\":\"%.57s%03d\",\"transitions\":[", SIXTY, states);
    for (int i = 0; i < transitions; i++)
        csri_buffer_format(json, "%s{\"from\":\"*\",\"to\":\"*\"}", i > 0 ? "," : "");
    csri_buffer_format(json, "],\"name\":\"%s%s\"}", SIXTY, SIXTY);
    csr_status status = csri_lifecycle_load(host, json->ptr, json->len, &lifecycle, NULL, err);
    if (status == CSR_OK) {
        csr_str name;
        char last[61];
        (void)snprintf(last, sizeof last, "%.57s%03d", SIXTY, 1);
        csr_str_set(&name, last, CSR_NTS);
        CU_ASSERT_STRING_EQUAL(csri_lifecycle_state(lifecycle, &name)->name.ptr, last);
        CU_ASSERT_EQUAL(csri_lifecycle_name(lifecycle)->len, 120);
    }
    csri_lifecycle_free(lifecycle);
    csri_buffer_free(json);
    return status;
}

static void test_limits(void)
{
    csr_test_host host;
    csri_buffer json;
    csr_error err = CSR_ERROR_INIT;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    CU_ASSERT_EQUAL(load_large(&json, &host.host, 64, 512, &err), CSR_OK);
    CU_ASSERT_EQUAL(load_large(&json, &host.host, 65, 1, &err), CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.field, "states");
    CU_ASSERT_STRING_EQUAL(err.message, "the list has 65 elements; 1 to 64 are allowed");
    CU_ASSERT_EQUAL(load_large(&json, &host.host, 2, 513, &err), CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.field, "transitions");
    CU_ASSERT_EQUAL(load_large(&json, &host.host, 2, 20000, &err), CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.field, "document");
    CU_ASSERT_STRING_EQUAL(err.message, "the document is longer than 262144 bytes");
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* The name of an unknown member is cut to what csr_error has room for, between characters. */
static void test_long_place(void)
{
    csr_test_host host;
    csr_error err = CSR_ERROR_INIT;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    CU_ASSERT_EQUAL(load(&host, "{'" SIXTY "abcdefgh':1," STATES "," INITIAL "," WAYS "}", NULL, &err), CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.field, SIXTY "abc");
    CU_ASSERT_EQUAL(load(&host, "{'" SIXTY "ab\xe2\x82\xac':1," STATES "," INITIAL "," WAYS "}", NULL, &err),
                    CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.field, SIXTY "ab");
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void fail_each_allocation(const char *document, csr_status expected)
{
    csr_status status = CSR_E_NO_MEMORY;
    for (uint64_t nth = 1; status == CSR_E_NO_MEMORY; nth++) {
        csr_test_host host;
        csri_findings findings;
        csr_error err = CSR_ERROR_INIT;
        csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
        csri_findings_init(&findings, &host.host);
        csr_test_host_fail_alloc(&host, nth, 0);
        status = load(&host, document, &findings, &err);
        CU_ASSERT_EQUAL(err.status, status);
        CU_ASSERT_TRUE(status == CSR_E_NO_MEMORY || host.allocations < nth);
        csri_findings_free(&findings);
        CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
        CU_ASSERT_FATAL(nth < 50);
    }
    CU_ASSERT_EQUAL(status, expected);
}

static void test_no_memory(void)
{
    fail_each_allocation(GOOD, CSR_OK);
    fail_each_allocation(WITH_STATE("{'name':'lost','category':'new'}"), CSR_OK);
    fail_each_allocation("{'states':[7,8,9,1,2,3,4,5,6,7,8,9],'initial':'a','transitions':[7,8]}", CSR_E_POLICY);

    csr_test_host host;
    csri_findings findings;
    csr_error err = CSR_ERROR_INIT;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_findings_init(&findings, &host.host);
    csr_test_host_fail_alloc(&host, 2, 1);
    CU_ASSERT_EQUAL(load(&host, GOOD, &findings, &err), CSR_E_NO_MEMORY);
    csr_test_host_fail_alloc(&host, 0, 0);
    CU_ASSERT_EQUAL(err.status, CSR_E_NO_MEMORY);
    CU_ASSERT_EQUAL(findings.count, 0);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "lifecycle_load/errors", test_errors },
        { "lifecycle_load/all_errors", test_all_errors },
        { "lifecycle_load/warnings", test_warnings },
        { "lifecycle_load/limits", test_limits },
        { "lifecycle_load/long_place", test_long_place },
        { "lifecycle_load/no_memory", test_no_memory },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "lifecycle_load", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("lifecycle_load_test", suites, 6);
}
