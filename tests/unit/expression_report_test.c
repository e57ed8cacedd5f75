/* What authors of conditions are told, word for word. */
#include "support/expression.h"
#include "support/runner.h"

#include <string.h>

static const csr_str faults[] = { { "company", 7 }, { "customer", 8 }, { "carrier", 7 }, { "unknown", 7 } };

static const struct {
    const char *text, *report;
} cases[] = {
    { "ticket.fualt == \"company\"",
      "  ticket.fualt == \"company\"\n"
      "  ^^^^^^^^^^^^ there is no field \"ticket.fualt\". Did you mean \"ticket.fault\"? [E101]\n" },
    { "ticket.fault == \"compnay\"",
      "  ticket.fault == \"compnay\"\n"
      "                  ^^^^^^^^^ \"compnay\" is never a value of ticket.fault. Did you mean \"company\"? [E112]\n" },
    { "ticket.fault in [\"company\", \"dog\"]", "  ticket.fault in [\"company\", \"dog\"]\n"
                                                "                              ^^^^^ \"dog\" is never a value of "
                                                "ticket.fault; there are: company, customer, carrier, "
                                                "unknown [E112]\n" },
    { "ticket.fault = \"company\"", "  ticket.fault = \"company\"\n"
                                    "               ^ use \"==\" to compare [E003]\n" },
    { "a and b", "  a and b\n"
                 "    ^^^ write \"&&\" for \"and\" [E004]\n" },
    { "true & false", "  true & false\n"
                      "       ^ write \"&&\" for \"and\" [E003]\n" },
    { "refund.amount_minor > 500",
      "  refund.amount_minor > 500\n"
      "  ^^^^^^^^^^^^^^^^^^^ refund.amount_minor may be absent; write has(refund.amount_minor) && ... [E120]\n" },
    { "ticket.waited > 30", "  ticket.waited > 30\n"
                            "  ^^^^^^^^^^^^^^^^^^ a google.protobuf.Duration and a int cannot be compared; a length of "
                            "time is written duration(\"30m\") [E110]\n" },
    { "has(refund.amount_minor) && refund.amount_minor > agent.refund_limit",
      "  has(refund.amount_minor) && refund.amount_minor > agent.refund_limit\n"
      "                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ units differ: EUR.cent and EUR "
      "[E130]\n" },
    { "ticket.count == 1.5 || ticket.tags == \"press\"",
      "  ticket.count == 1.5 || ticket.tags == \"press\"\n"
      "  ^^^^^^^^^^^^^^^^^^^ a int and a double cannot be compared; write 100.0 for a double [E110]\n"
      "  ticket.count == 1.5 || ticket.tags == \"press\"\n"
      "                         ^^^^^^^^^^^^^^^^^^^^^^ a list and a string cannot be compared [E110]\n" },
    { "ticket.count + 1", "" },
    { "has(ticket.tags[0])",
      "  has(ticket.tags[0])\n"
      "      ^^^^^^^^^^^^^^ has() needs a field, such as has(a.b); for a key write \"k\" in m [E014]\n" },
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
        field("refund.amount_minor", "int", "EUR.cent", CSR_FIELD_OPTIONAL),
        field("agent.refund_limit", "int", "EUR", 0),
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

static CU_TestInfo tests[] = { { "expression_report/reports", test_reports }, CU_TEST_INFO_NULL };

static CU_SuiteInfo suites[] = { { "expression_report", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("expression_report", suites, 1);
}
