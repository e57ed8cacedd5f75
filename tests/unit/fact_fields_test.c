/* Members of records as fields of expressions, and rows as their values. */
#include "support/expression.h"
#include "support/runner.h"
#include "support/test_host.h"

#include "record/fact_fields.h"
#include "record/records.h"

#include <string.h>

#define FIELDS_MAX 64

static csr_test_host host;
static csri_arena arena;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    csri_arena_init(&arena, &host.host);
    return 0;
}

static int tear_down(void)
{
    csri_arena_free(&arena);
    return csr_test_host_done(&host) != 0;
}

/* A record's fields and a row's values, ready for expressions. */
typedef struct facts {
    csr_expression_field fields[FIELDS_MAX];
    csr_value values[FIELDS_MAX];
    char room[FIELDS_MAX * CSR_ID_TEXT_BYTES];
    size_t count;
} facts;

static void bind(const csr_record *record, const char *noun, const void *row, facts *out)
{
    out->count = csri_fact_count(record);
    CU_ASSERT_TRUE_FATAL(out->count <= FIELDS_MAX && csri_fact_room(record) <= sizeof out->room);
    CU_ASSERT_TRUE_FATAL(csri_fact_fields(record, noun, &arena, out->fields));
    csri_fact_values(record, row, out->room, out->values);
}

static const char *say(const facts *f, const char *text)
{
    return test_expression(text, 0, f->fields, f->values, f->count);
}

static void test_ticket(void)
{
    static const struct {
        const char *text, *value;
    } cases[] = {
        { "ticket.priority == \"urgent\"", "true" },
        { "ticket.kind", "?the field is absent" },
        { "ticket.state", "\"open\"" },
        { "ticket.subject", "\"\"" },
        { "ticket.reopened + 1", "3" },
        { "has(ticket.fault)", "false" },
        { "has(ticket.assignee) && ticket.assignee == \"01000000-0000-0000-0000-000000000000\"", "true" },
        { "has(ticket.team)", "false" },
        { "ticket.opened_at", "t-3.999999000" },
        { "has(ticket.due_at) ? 1 : 2", "2" },
        { "has(ticket.resolved_at) && ticket.resolved_at == timestamp(\"1970-01-01T00:00:05Z\")", "true" },
        { "ticket.prioritie == \"low\"", "!column 8: ticket has no field \"prioritie\". Did you mean \"priority\"?" },
        { "ticket.urgency", "!column 8: ticket has no field \"urgency\"" },
        { "ticket.priority == \"lo\"",
          "!column 20: \"lo\" is never a value of ticket.priority (low, normal, high, urgent). Did you mean \"low\"?" },
        { "ticket.fault == \"company\"",
          "!column 1: ticket.fault may be absent; write: has(ticket.fault) && ticket.fault == \"company\"" },
    };
    struct csri_ticket row;
    facts f;

    memset(&row, 0, sizeof row);
    row.view.priority = CSR_PRIORITY_URGENT;
    row.view.reopened = 2;
    row.view.assignee.bytes[0] = 1;
    row.view.opened_at = -2000001;
    row.view.resolved_at = 5000000;
    csr_str_set(&row.view.state, "open", 4);
    bind(&csri_ticket_record, "ticket", &row, &f);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CU_ASSERT_STRING_EQUAL(say(&f, cases[i].text), cases[i].value);
}

/* Every kind of member of every record finds its type, or is left out. */
static void test_all_records(void)
{
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        char row[CSRI_ROW_MAX] = { 0 };
        facts f;
        bind(record, "x", NULL, &f);
        for (size_t k = 0; k < f.count; k++) {
            CU_ASSERT_EQUAL(f.values[k].kind, 0);
            CU_ASSERT_STRING_EQUAL(test_expression("1", 0, f.fields, f.values, f.count), "1");
        }
        csri_fact_values(record, row, f.room, f.values);
        for (size_t k = 0; k < f.count; k++)
            CU_ASSERT_TRUE((f.fields[k].flags & CSR_FIELD_OPTIONAL) == 0 || f.values[k].kind == 0);
    }
}

static void test_kinds(void)
{
    struct csri_hold hold;
    struct csri_settings settings;
    facts f;

    memset(&settings, 0, sizeof settings);
    memcpy(settings.view.currency, "EUR", 4);
    bind(&csri_settings_record, "desk", &settings, &f);
    CU_ASSERT_STRING_EQUAL(say(&f, "has(desk.currency) && desk.currency == \"EUR\""), "true");
    memset(&hold, 0, sizeof hold);
    bind(&csri_hold_record, "hold", &hold, &f);
    CU_ASSERT_STRING_EQUAL(say(&f, "hold.id"), "\"00000000-0000-0000-0000-000000000000\"");
}

static void test_custom(void)
{
    static const struct {
        csr_field_type type;
        const char *value;
        int64_t number;
        const char *text, *says;
    } cases[] = {
        { CSR_FIELD_TEXT, "red", 0, "has(t.custom.f) && t.custom.f == \"red\"", "true" },
        { CSR_FIELD_INTEGER, "-42", -42, "has(t.custom.f) && t.custom.f < 0", "true" },
        { CSR_FIELD_DECIMAL, "12.5", 0, "has(t.custom.f) && t.custom.f == 12.5", "true" },
        { CSR_FIELD_FLAG, "true", 1, "has(t.custom.f) && t.custom.f", "true" },
        { CSR_FIELD_DATE, "2026-11-22", 20779, "has(t.custom.f) && t.custom.f > \"2026-11-21\"", "true" },
        { CSR_FIELD_INSTANT, "1970-01-01T00:00:05Z", 5000000,
          "has(t.custom.f) && t.custom.f > timestamp(\"1970-01-01T00:00:04Z\")", "true" },
        { CSR_FIELD_CHOICE, "red", 0, "has(t.custom.f) && t.custom.f in [\"red\", \"blue\"]", "true" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        csr_field_value_view view;
        csr_expression_field field;
        csr_value value;
        memset(&view, 0, sizeof view);
        view.type = cases[i].type;
        view.number = cases[i].number;
        csr_str_set(&view.value, cases[i].value, strlen(cases[i].value));
        CU_ASSERT_TRUE_FATAL(csri_fact_custom_field("t", (csr_str){ "f", 1 }, view.type, &arena, &field));
        value = csri_fact_custom_value(&view);
        CU_ASSERT_STRING_EQUAL(test_expression(cases[i].text, 0, &field, &value, 1), cases[i].says);
        value.kind = 0;
        CU_ASSERT_STRING_EQUAL(test_expression(cases[i].text, 0, &field, &value, 1), "false");
    }
}

/* The record's units; what has none has none. */
static void test_units(void)
{
    facts f;
    unsigned with = 0;

    bind(&csri_clock_record, "clock", NULL, &f);
    for (size_t i = 0; i < f.count; i++)
        if (f.fields[i].unit.len != 0) {
            with++;
            CU_ASSERT_TRUE(f.fields[i].unit.len == 7 && memcmp(f.fields[i].unit.ptr, "seconds", 7) == 0);
        }
    CU_ASSERT_TRUE(with > 0);
}

static void test_no_memory(void)
{
    csr_expression_field fields[FIELDS_MAX];
    uint64_t nth = 1;

    for (int made = 0; !made; nth++) {
        csri_arena other;
        csri_arena_init(&other, &host.host);
        csr_test_host_fail_alloc(&host, nth, 0);
        made = csri_fact_fields(&csri_ticket_record, "ticket", &other, fields);
        csr_test_host_fail_alloc(&host, 0, 0);
        csri_arena_free(&other);
    }
    CU_ASSERT_TRUE(nth > 2);
    csri_arena_free(&arena);
    csr_test_host_fail_alloc(&host, 1, 0);
    CU_ASSERT_FALSE(csri_fact_custom_field("t", (csr_str){ "f", 1 }, CSR_FIELD_TEXT, &arena, fields));
    csr_test_host_fail_alloc(&host, 0, 0);
}

static CU_TestInfo tests[] = {
    { "ticket", test_ticket }, { "all records", test_all_records },
    { "kinds", test_kinds },   { "custom fields", test_custom },
    { "units", test_units },   { "no memory", test_no_memory },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "fact_fields", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("fact_fields_test", suites, 6);
}
