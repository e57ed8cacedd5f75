#include "support/desk_fixture.h"

#include <stdlib.h>

static void names_are_exact(desk_fixture *f)
{
    static const char *const unknown[] = {
        "",
        "c",
        "customer",
        "customer.",
        "customer.ad",
        "customer.adds",
        "Customer.add",
        "customer.add ",
        " customer.add",
        "csr_customer_add",
        "zzz",
        "agent.add\n",
        "transfer.lists",
    };
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
        desk_fails_at(f, unknown[i], "{}", CSR_E_UNKNOWN_OPERATION, "operation", __FILE__, __LINE__);
}
ON_BOTH(names_are_exact)

static csr_status call_n(desk_fixture *f, const char *operation, size_t operation_len, const char *json, size_t len)
{
    csr_buf *buf = NULL;
    csr_status status = csr_call(f->session, operation, operation_len, json, len, &buf, &f->err);

    DESK_TRUE(f, (buf == NULL) == (status != CSR_OK));
    csr_buf_free(buf);
    return status;
}

static void lengths_count(desk_fixture *f)
{
    TYPED_OK(f, call_n(f, "desk.statsX", 10, NULL, 0));
    TYPED_OK(f, call_n(f, "desk.stats", CSR_NTS, "{}]", 2));
    TYPED_OK(f, call_n(f, "desk.stats", CSR_NTS, NULL, CSR_NTS));
    TYPED_OK(f, call_n(f, "desk.stats", CSR_NTS, " {\n} ", CSR_NTS));
    TYPED_FAILS(f, call_n(f, "desk.stats\0x", 12, NULL, 0), CSR_E_UNKNOWN_OPERATION, "operation");
    TYPED_FAILS(f, call_n(f, "desk.stats", 4, NULL, 0), CSR_E_UNKNOWN_OPERATION, "operation");
    TYPED_FAILS(f, call_n(f, "desk.stats", CSR_NTS, "", 0), CSR_E_ARGUMENT, "json");
    TYPED_FAILS(f, call_n(f, "desk.stats", CSR_NTS, "{}\0", 3), CSR_E_ARGUMENT, "json");
}
ON_BOTH(lengths_count)

static void malformed_json_is_refused(desk_fixture *f)
{
    static const char *const bad[] = {
        "{",
        "}",
        "{'name'}",
        "{'name':}",
        "{name:'x'}",
        "{'name':'x',}",
        "{'name':'x'} {}",
        "[]",
        "5",
        "'x'",
        "null",
        "{'name':'x','name':'y'}",
        "{'name':'\\ud800'}",
        "{'na\\u0000me':'x'}",
        "{'name':01}",
        "{'name':1e999}",
        "\xef\xbb\xbf{}",
        "{'name':'\xff'}",
        "{'expected_version':9223372036854775808}",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        desk_fails_at(f, "settings.change", bad[i], CSR_E_ARGUMENT, "json", __FILE__, __LINE__);
}
ON_BOTH(malformed_json_is_refused)

static void size_and_depth_are_limited(desk_fixture *f)
{
    size_t max = (size_t)4 * 1024 * 1024;
    char deep[80], *text = malloc(max + 2);

    memset(text, ' ', max + 2);
    memcpy(text, "{}", 2);
    TYPED_OK(f, call_n(f, "desk.stats", CSR_NTS, text, max));
    TYPED_FAILS(f, call_n(f, "desk.stats", CSR_NTS, text, max + 1), CSR_E_LIMIT, "json");
    free(text);
    /* 32 levels can be read, and then are no text. */
    snprintf(deep, sizeof(deep), "{'name':%.*s%.*s}", 31, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 31,
             "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
    desk_fails_at(f, "settings.change", deep, CSR_E_ARGUMENT, "name", __FILE__, __LINE__);
    snprintf(deep, sizeof(deep), "{'name':%.*s%.*s}", 32, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 32,
             "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
    desk_fails_at(f, "settings.change", deep, CSR_E_LIMIT, "json", __FILE__, __LINE__);
}
ON_BOTH(size_and_depth_are_limited)

/* Of each class of members: what JSON they are not. */
static void types_are_strict(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "customer.add", "{'name':5}", CSR_E_ARGUMENT, "name" },
        { "customer.add", "{'name':true}", CSR_E_ARGUMENT, "name" },
        { "customer.add", "{'name':{}}", CSR_E_ARGUMENT, "name" },
        { "customer.add", "{'name':'x','kind':'Person'}", CSR_E_ARGUMENT, "kind" },
        { "customer.add", "{'name':'x','kind':''}", CSR_E_ARGUMENT, "kind" },
        { "customer.add", "{'name':'x','organisation':''}", CSR_E_ARGUMENT, "organisation" },
        { "customer.add", "{'name':'x','organisation':'00000000000070008000000000000001'}", CSR_E_ARGUMENT,
          "organisation" },
        { "customer.list", "{'limit':'5'}", CSR_E_ARGUMENT, "limit" },
        { "customer.list", "{'limit':true}", CSR_E_ARGUMENT, "limit" },
        { "customer.list", "{'limit':5.0}", CSR_E_ARGUMENT, "limit" },
        { "customer.list", "{'limit':2147483648}", CSR_E_ARGUMENT, "limit" },
        { "interaction.list", "{'without_body':'true'}", CSR_E_ARGUMENT, "without_body" },
        { "event.list", "{'after_position':'1'}", CSR_E_ARGUMENT, "after_position" },
        { "ticket.open", "{'subject':'x','opened_at':1772442000}", CSR_E_ARGUMENT, "opened_at" },
        { "ticket.open", "{'subject':'x','opened_at':'2026-03-02T09:00:00'}", CSR_E_ARGUMENT, "opened_at" },
        { "ticket.open", "{'subject':'x','opened_at':'2026-03-02T08:00:00.1234567Z'}", CSR_E_ARGUMENT, "opened_at" },
        { "ticket.open", "{'subject':'x','struct_size':200}", CSR_E_ARGUMENT, "struct_size" },
        { "team.change", "{'id':'$front','clear':1}", CSR_E_ARGUMENT, "clear" },
        { "team.change", "{'id':'$front','reserved':0}", CSR_E_ARGUMENT, "reserved" },
        { "team.change", "{'id':null}", CSR_E_ARGUMENT, "id" },
        { "desk.stats", "{'id':'$front'}", CSR_E_ARGUMENT, "id" },
        { "desk.stats", "{'x':1}", CSR_E_ARGUMENT, "x" },
        { "customer.list", "{'limit':null}", CSR_E_ARGUMENT, "limit" },
    };
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_FAILURES(f, table);
    /* An offset is as good as Z, and flags may be numbers. */
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'x','opened_at':'2026-03-02T09:30:00+01:00'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'opened_at':'2026-03-02T08:30:00Z'");
    DESK_OK(f, "interaction.list", "{'without_body':1}");
    DESK_OK(f, "ticket.get", "{'id':'$t'}");
}
ON_BOTH(types_are_strict)

/* A failure leaves no answer behind, and a success no error. */
static void answers_and_errors_do_not_mix(desk_fixture *f)
{
    csr_buf *buf = (csr_buf *)f;

    TYPED_FAILS(f, csr_call(f->session, "customer.get", CSR_NTS, "{}", CSR_NTS, &buf, &f->err), CSR_E_ARGUMENT, "id");
    DESK_TRUE(f, buf == NULL);
    TYPED_OK(f, csr_call(f->session, "desk.stats", CSR_NTS, NULL, 0, &buf, &f->err));
    DESK_TRUE(f, f->err.field[0] == '\0' && f->err.message[0] == '\0');
    DESK_TRUE(f, csr_buf_size(buf) == strlen(csr_buf_text(buf)));
    csr_buf_free(buf);
    TYPED_OK(f, csr_call(f->session, "desk.stats", CSR_NTS, NULL, 0, &buf, NULL) == CSR_OK ? CSR_OK : CSR_E_INTERNAL);
    csr_buf_free(buf);
}
ON_BOTH(answers_and_errors_do_not_mix)

/* Texts come back as they went in, whatever JSON has to do to them. */
static void texts_are_escaped(desk_fixture *f)
{
    DESK_MAKE(f, "x", "customer.add", "{'name':'a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\\u0001\\u007f\\u00e9\\ud83d\\ude00'}");
    DESK_HAS(f, "customer.get", "{'id':'$x'}",
             "'name':'a\\'b\\\\c/d\\b\\f\\n\\r\\t\\u0001\x7f\xc3\xa9\xf0\x9f\x98\x80'");
}
ON_BOTH(texts_are_escaped)

int main(void)
{
    CU_TestInfo tests[] = {
        { "call/names_are_exact", names_are_exact_on_both },
        { "call/lengths_count", lengths_count_on_both },
        { "call/malformed_json_is_refused", malformed_json_is_refused_on_both },
        { "call/size_and_depth_are_limited", size_and_depth_are_limited_on_both },
        { "call/types_are_strict", types_are_strict_on_both },
        { "call/answers_and_errors_do_not_mix", answers_and_errors_do_not_mix_on_both },
        { "call/texts_are_escaped", texts_are_escaped_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "call", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("call_test", suites, 7);
}
