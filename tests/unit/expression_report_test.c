/* What authors of conditions are told, word for word. */
#include "support/expression.h"
#include "support/runner.h"

#include <stdio.h>
#include <string.h>

static const csr_str faults[] = { { "company", 7 }, { "customer", 8 }, { "carrier", 7 }, { "unknown", 7 } };

static const struct {
    const char *text, *report;
} cases[] = {
    { "ticket.fualt == \"company\"",
      "  ticket.fualt == \"company\"\n"
      "         ^^^^^ ticket has no field \"fualt\". Did you mean \"fault\"? [E101 unknown-field]\n" },
    { "tikcet.fault == \"company\"",
      "  tikcet.fault == \"company\"\n"
      "  ^^^^^^^^^^^^ there is no field \"tikcet.fault\". Did you mean \"ticket.fault\"? [E101 unknown-field]\n" },
    { "has(ticket . colour) || refund.fee.late > 1",
      "  has(ticket . colour) || refund.fee.late > 1\n"
      "               ^^^^^^ ticket has no field \"colour\" [E101 unknown-field]\n"
      "  has(ticket . colour) || refund.fee.late > 1\n"
      "                                 ^^^^^^^^ refund has no field \"fee.late\" [E101 unknown-field]\n" },
    { "ticket.fault == \"compnay\"", "  ticket.fault == \"compnay\"\n"
                                     "                  ^^^^^^^^^ \"compnay\" is never a value of ticket.fault "
                                     "(company, customer, carrier, unknown).\n"
                                     "                            Did you mean \"company\"? [E112 not-in-enum]\n" },
    { "ticket.fault in [\"company\", \"dog\"]", "  ticket.fault in [\"company\", \"dog\"]\n"
                                                "                              ^^^^^ \"dog\" is never a value of "
                                                "ticket.fault (company, customer, carrier, "
                                                "unknown) [E112 not-in-enum]\n" },
    { "ticket.fault = \"company\"", "  ticket.fault = \"company\"\n"
                                    "               ^ use \"==\" to compare [E003]\n" },
    { "a and b", "  a and b\n"
                 "    ^^^ write \"&&\" for \"and\" [E004]\n" },
    { "true & false", "  true & false\n"
                      "       ^ write \"&&\" for \"and\" [E003]\n" },
    { "a && refund.amount_cents > 500", "  a && refund.amount_cents > 500\n"
                                        "       ^^^^^^^^^^^^^^^^^^^ refund may be absent; write: "
                                        "has(refund.amount_cents) && refund.amount_cents > 500 [E120]\n" },
    { "late > 1", "  late > 1\n"
                  "  ^^^^ late may be absent; write: has(late) && late > 1 [E120]\n" },
    { "refund.amount_cents > 500", "  refund.amount_cents > 500\n"
                                   "  ^^^^^^^^^^^^^^^^^^^ refund may be absent; write: has(refund.amount_cents) && "
                                   "refund.amount_cents > 500 [E120]\n" },
    { "ticket.waited > 30", "  ticket.waited > 30\n"
                            "  ^^^^^^^^^^^^^^^^^^ ticket.waited is a duration; write duration(\"30m\") [E110]\n" },
    { "1 == ticket.opened", "  1 == ticket.opened\n"
                            "  ^^^^^^^^^^^^^^^^^^ ticket.opened is an instant; write "
                            "timestamp(\"2026-03-02T10:00:00Z\") [E110]\n" },
    { "ticket.score == 100", "  ticket.score == 100\n"
                             "  ^^^^^^^^^^^^^^^^^^^ ticket.score is a double; write 100.0 [E110]\n" },
    { "ticket.count == \"a\"", "  ticket.count == \"a\"\n"
                               "  ^^^^^^^^^^^^^^^^^^^ an int and a string cannot be compared [E110]\n" },
    { "has(refund.amount_cents) && refund.amount_cents > agent.refund_limit_eur",
      "  has(refund.amount_cents) && refund.amount_cents > agent.refund_limit_eur\n"
      "                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ units differ: EUR cents and EUR "
      "[E130]\n" },
    { "ticket.count == agent.refund_limit_eur",
      "  ticket.count == agent.refund_limit_eur\n"
      "  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ units differ: none and EUR [E130]\n" },
    { "ticket.count == 1.5 || ticket.tags == \"press\"",
      "  ticket.count == 1.5 || ticket.tags == \"press\"\n"
      "  ^^^^^^^^^^^^^^^^^^^ an int and a double cannot be compared; write 100.0 for a double [E110]\n"
      "  ticket.count == 1.5 || ticket.tags == \"press\"\n"
      "                         ^^^^^^^^^^^^^^^^^^^^^^ a list and a string cannot be compared; whether a list has it "
      "asks \"x\" in list "
      "[E110]\n" },
    { "ticket.count + 1", "" },
    { "has(ticket.tags[0])",
      "  has(ticket.tags[0])\n"
      "      ^^^^^^^^^^^^^^ has() needs a field, such as has(a.b); for a key write \"k\" in m [E014]\n" },
    { "ticket.fault.length() > 1",
      "  ticket.fault.length() > 1\n"
      "  ^^^^^^^^^^^^^^^^^^^^^ there is no function length(). Did you mean size()? [E102]\n" },
    { "ticket.fault.startswith('a')", "  ticket.fault.startswith('a')\n"
                                      "  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no function startswith(). Did you mean "
                                      "startsWith()? [E102]\n" },
    { "ticket.fault.upper() == 'A'", "  ticket.fault.upper() == 'A'\n"
                                     "  ^^^^^^^^^^^^^^^^^^^^ there is no function upper(). Did you mean upperAscii()? "
                                     "[E102]\n" },
    { "ticket.fault >= 'customer'",
      "  ticket.fault >= 'customer'\n"
      "  ^^^^^^^^^^^^ the values of ticket.fault have no order; write ticket.fault in [..] "
      "[E110]\n" },
    { "'company' < ticket.fault",
      "  'company' < ticket.fault\n"
      "              ^^^^^^^^^^^^ the values of ticket.fault have no order; write ticket.fault in "
      "[..] [E110]\n" },
    { "not (a)", "  not (a)\n"
                 "  ^^^ write \"!\" for \"not\" [E004]\n" },
    { "a AND b", "  a AND b\n"
                 "    ^^^ write \"&&\" for \"AND\" [E004]\n" },
    { "a is b", "  a is b\n"
                "    ^^ write \"==\" for \"is\" [E004]\n" },
    { "a <> b", "  a <> b\n"
                "    ^^ use \"!=\" to compare [E003]\n" },
    { "a < b", "" },
    { "ticket.tags.contains('x')",
      "  ticket.tags.contains('x')\n"
      "  ^^^^^^^^^^^^^^^^^^^^^^^^^ contains() does not take these arguments; whether a list "
      "has it asks \"x\" in list [E110]\n" },
    { "refund.note == 'x'",
      "  refund.note == 'x'\n"
      "  ^^^^^^^^^^^ refund may be absent; write: has(refund.note) && refund.note == 'x' [E120]\n" },
    { "ticket.due > 1", "  ticket.due > 1\n"
                        "  ^^^^^^^^^^ ticket.due may be absent; write: has(ticket.due) && ticket.due > 1 [E120]\n" },
    { "size(1) > upper('a')", "  size(1) > upper('a')\n"
                              "  ^^^^^^^ size() does not take these arguments [E110]\n"
                              "  size(1) > upper('a')\n"
                              "            ^^^^^^^^^^ there is no function upper() [E102]\n" },
};

static csr_expression_field field(const char *name, const char *type, const char *unit, uint32_t flags)
{
    csr_expression_field f = CSR_EXPRESSION_FIELD_INIT;
    csr_str_set(&f.name, name, CSR_NTS);
    csr_str_set(&f.type, type, CSR_NTS);
    csr_str_set(&f.unit, unit, CSR_NTS);
    f.flags = flags;
    return f;
}

static void test_reports(void)
{
    csr_expression_field fields[] = {
        field("ticket.fault", "string", "", 0),
        field("ticket.waited", "google.protobuf.Duration", "", 0),
        field("ticket.count", "int", "", 0),
        field("ticket.tags", "list(string)", "", 0),
        field("refund.amount_cents", "int", "EUR.cent", CSR_FIELD_OPTIONAL),
        field("agent.refund_limit_eur", "int", "EUR", 0),
        field("ticket.opened", "google.protobuf.Timestamp", "", 0),
        field("ticket.score", "double", "", 0),
        field("late", "int", "", CSR_FIELD_OPTIONAL),
        field("refund.note", "string", "", CSR_FIELD_OPTIONAL),
        field("ticket.due", "int", "", CSR_FIELD_OPTIONAL),
        field("a", "bool", "", 0),
        field("b", "bool", "", 0),
    };

    fields[0].values = faults;
    fields[0].value_count = sizeof faults / sizeof faults[0];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *report = test_expression_report(cases[i].text, fields, sizeof fields / sizeof fields[0]);
        CU_ASSERT_STRING_EQUAL(report, cases[i].report);
        if (strcmp(report, cases[i].report) != 0)
            printf("\n%s\nnot\n%s\n", report, cases[i].report);
    }
}

/* Texts of several lines: the line of the error is shown, and the carets end with it. */
static void test_lines(void)
{
    csr_expression_field fields[] = { field("\xc3\xa1", "int", "", 0), field("b", "bool", "", 0) };

    fields[0].name = (csr_str){ "n", 1 };
    CU_ASSERT_STRING_EQUAL(test_expression_report("b &&\n'\xc3\xa1' + n > 'b'\n&& b", fields, 2),
                           "  '\xc3\xa1' + n > 'b'\n"
                           "  ^^^^^^^ this cannot be done with a string and an int [E110]\n");
    CU_ASSERT_STRING_EQUAL(test_expression_report("n +\nb", fields, 2),
                           "  n +\n  ^^^ this cannot be done with an int and a bool [E110]\n");
    CU_ASSERT_STRING_EQUAL(test_expression("b &&\n  x", 0, fields, NULL, 2),
                           "!column 3: there is no field \"x\". Did you mean \"n\"?");
}

/* At most eight errors are told, and what is long is cut. */
static void test_many_and_long(void)
{
    csr_expression_field fields[] = { field("amount", "int", "", 0),
                                      field("a_name_of_more_than_sixty_three_characters_which_nothing_is_taken_for_x",
                                            "int", "", 0) };
    char text[2000] = "p0", name[301];
    const char *report;
    int told = 0;

    for (int i = 1; i < 12; i++)
        sprintf(text + strlen(text), " + p%d", i);
    report = test_expression_report(text, fields, 2);
    for (const char *at = report; (at = strstr(at, "[E101 unknown-field]")) != NULL; at++)
        told++;
    CU_ASSERT_EQUAL(told, 8);
    strcpy(text, "[1");
    for (int i = 0; i < 256; i++)
        strcat(text, ",1");
    CU_ASSERT_STRING_EQUAL(test_expression(strcat(text, "]"), 0, fields, NULL, 0),
                           "!column 1: this list has more than 256 items");
    memset(name, 'a', sizeof name - 1);
    for (size_t len = 60; len < sizeof name; len++) {
        sprintf(text, "%.*s.b.c", (int)len, name);
        CU_ASSERT_PTR_NOT_NULL(strstr(test_expression(text, 0, fields, NULL, 1), "!column 1: there is no field \""));
        sprintf(text, "b.%.*s", (int)len, name);
        CU_ASSERT_PTR_NOT_NULL(strstr(test_expression(text, 0, fields, NULL, 1), "!column 1: there is no field"));
        sprintf(text, "size(amount).%.*s", (int)len, name);
        CU_ASSERT_PTR_NOT_NULL(strstr(test_expression(text, 0, fields, NULL, 1), "!column 1: "));
    }
}

/* What is longer than can be told is cut. */
static void test_long_words(void)
{
    static csr_str values[40];
    static char name[240], texts[40][20], text[400];
    csr_expression_field long_field = field("f", "string", "", 0);
    const char *report;

    memset(name, 'n', sizeof name - 1);
    for (int i = 0; i < 40; i++) {
        sprintf(texts[i], "a_value_of_it_%d", i);
        csr_str_set(&values[i], texts[i], CSR_NTS);
    }
    csr_str_set(&long_field.name, name, CSR_NTS);
    long_field.values = values;
    long_field.value_count = 40;
    sprintf(text, "%s == 'a_value_of_it_x'", name);
    report = test_expression_report(text, &long_field, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(report, ", ...).\n"));
    sprintf(text, "%s == 'an_entirely_different_text_that_is_so_long_that_it_is_cut_where_others_go_on'", name);
    CU_ASSERT_PTR_NOT_NULL(strstr(test_expression_report(text, &long_field, 1), "[E112 not-in-enum]"));
    memset(name, 'm', sizeof name - 1);
    name[200] = '.';
    long_field.flags = CSR_FIELD_OPTIONAL;
    sprintf(text, "%s == 'a_value_of_it_1'", name);
    report = test_expression_report(text, &long_field, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(report, "[E120]"));
}

/* Each side may be the field; a unit differs from none; what a field may be is asked of texts only. */
static void test_sides(void)
{
    csr_expression_field fields[] = { field("f", "string", "", 0), field("m", "int", "EUR", 0),
                                      field("n", "int", "", 0), field("l", "list(string)", "", 0) };

    fields[0].values = faults;
    fields[0].value_count = sizeof faults / sizeof faults[0];
    CU_ASSERT_STRING_EQUAL(test_expression_report("\"carier\" != f", fields, 4),
                           "  \"carier\" != f\n"
                           "  ^^^^^^^^ \"carier\" is never a value of f (company, customer, carrier, unknown).\n"
                           "           Did you mean \"carrier\"? [E112 not-in-enum]\n");
    CU_ASSERT_STRING_EQUAL(test_expression_report("f == 1", fields, 4),
                           "  f == 1\n  ^^^^^^ a string and an int cannot be compared [E110]\n");
    CU_ASSERT_STRING_EQUAL(test_expression_report("m > n", fields, 4),
                           "  m > n\n  ^^^^^ units differ: EUR and none [E130]\n");
    CU_ASSERT_STRING_EQUAL(test_expression_report("n - m > 0 && n * m > 0 && m + m > m", fields, 4),
                           "  n - m > 0 && n * m > 0 && m + m > m\n  ^^^^^ units differ: none and EUR [E130]\n");
    CU_ASSERT_STRING_EQUAL(test_expression_report("f in l && f == l[0] && f == f && f in [l[0]]", fields, 4), "");
}

static CU_TestInfo tests[] = {
    { "expression_report/reports", test_reports },
    { "expression_report/lines", test_lines },
    { "expression_report/many_and_long", test_many_and_long },
    { "expression_report/long_words", test_long_words },
    { "expression_report/sides", test_sides },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "expression_report", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("expression_report", suites, 5);
}
