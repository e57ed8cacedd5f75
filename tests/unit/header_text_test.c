#include "support/runner.h"

#include "desk/run.h"
#include "record/header_text.h"
#include "record/row.h"

#include <stdio.h>
#include <string.h>

static void check(int ok, const char *owner, const char *member, unsigned line)
{
    char text[200];

    snprintf(text, sizeof(text), "%s.%s", owner, member);
    CU_assertImplementation(ok ? CU_TRUE : CU_FALSE, line, text, __FILE__, "", CU_FALSE);
}
#define CHECK(condition, owner, member) check((condition) != 0, owner, member, __LINE__)

/* Public structs that no table describes: values, what crosses before there is a desk, and what a host supplies. */
/* clang-format off */
static const char *const not_described[] = {
    "csr_calendar_load_params",
    "csr_currency",
    "csr_desk_backup_params",
    "csr_desk_examine_params",
    "csr_desk_maintain_params",
    "csr_desk_migrate_params",
    "csr_calendar_stretch",
    "csr_desk_open_params",
    "csr_error",
    "csr_expression_field",
    "csr_expression_function",
    "csr_expression_input",
    "csr_expression_leaf",
    "csr_expression_params",
    "csr_host",
    "csr_id",
    "csr_import_open_params",
    "csr_import_view",
    "csr_matcher_params",
    "csr_matcher_rule",
    "csr_money",
    "csr_option",
    "csr_refund_decision",
    "csr_refund_line",
    "csr_refund_payment",
    "csr_refund_policy_params",
    "csr_remedy_policy_params",
    "csr_rules_case",
    "csr_rules_history",
    "csr_rules_host",
    "csr_rules_params",
    "csr_session_open_params",
    "csr_sla_clock",
    "csr_sla_event",
    "csr_sla_fired",
    "csr_sla_level",
    "csr_sla_reading",
    "csr_str",
    "csr_value",
    "csr_zone_load_params",
};
/* clang-format on */

static const csr_shape *computed_of(const char *owner)
{
    /* clang-format off */
    static const csr_shape *const shapes[] = {
        &csri_applied_shape,
        &csri_attachment_part_shape,
        &csri_backup_shape,
        &csri_clock_line_shape,
        &csri_clock_view_shape,
        &csri_diagnostic_shape,
        &csri_due_shape,
        &csri_duty_shape,
        &csri_recomputed_shape,
        &csri_event_view_shape,
        &csri_field_value_shape,
        &csri_health_shape,
        &csri_maintenance_shape,
        &csri_payout_finding_shape,
        &csri_rehearsal_shape,
        &csri_remedy_step_shape,
        &csri_stats_shape,
        &csri_tick_shape,
        &csri_ticket_queue_shape,
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        if (strcmp(shapes[i]->name, owner) == 0)
            return shapes[i];
    return NULL;
}

/* The table that describes a public struct, or NULL. A view of a record is described by the record's row. */
static const csr_shape *shape_of(const char *owner)
{
    for (size_t i = 0; i < csri_operation_count; i++)
        if (csri_operations[i]->in != NULL && strcmp(csri_operations[i]->in->name, owner) == 0)
            return csri_operations[i]->in;
    if (computed_of(owner) != NULL)
        return computed_of(owner);
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        char view[64];
        snprintf(view, sizeof(view), "csr_%s_view", csri_schema.records[i]->name);
        if (strcmp(view, owner) == 0)
            return csri_schema.records[i]->row;
    }
    return NULL;
}

static int is_not_described(const char *owner)
{
    for (size_t i = 0; i < sizeof(not_described) / sizeof(not_described[0]); i++)
        if (strcmp(not_described[i], owner) == 0)
            return 1;
    return 0;
}

static const char *sentence(const char *owner, const char *member)
{
    for (size_t i = 0; i < CSRI_MEMBER_SENTENCES_COUNT; i++)
        if (strcmp(csri_member_sentences[i].owner, owner) == 0 && strcmp(csri_member_sentences[i].member, member) == 0)
            return csri_member_sentences[i].text;
    return NULL;
}

static void test_tables_are_sorted(void)
{
    for (size_t i = 1; i < CSRI_MEMBER_SENTENCES_COUNT; i++) {
        const csri_sentence *a = &csri_member_sentences[i - 1], *b = &csri_member_sentences[i];
        int order = strcmp(a->owner, b->owner);
        CHECK(order < 0 || (order == 0 && strcmp(a->member, b->member) < 0), b->owner, b->member);
        CHECK(b->text[0] != '\0', b->owner, b->member);
    }
    for (size_t i = 1; i < CSRI_FUNCTION_SENTENCES_COUNT; i++) {
        const csri_sentence *a = &csri_function_sentences[i - 1], *b = &csri_function_sentences[i];
        CHECK(strcmp(a->owner, b->owner) < 0 && b->member[0] == '\0' && b->text[0] != '\0', b->owner, "");
    }
}

/* Every member that the headers document is in a table, or is none of the tables' business. */
static void test_every_sentence_has_a_member(void)
{
    for (size_t i = 0; i < CSRI_MEMBER_SENTENCES_COUNT; i++) {
        const csri_sentence *s = &csri_member_sentences[i];
        const csr_shape *shape = shape_of(s->owner);
        int needs_none = strcmp(s->member, "struct_size") == 0 || strncmp(s->member, "reserved", 8) == 0;
        CHECK((shape != NULL) != is_not_described(s->owner), s->owner, s->member);
        if (shape == NULL || needs_none)
            continue;
        if (strcmp(s->member, "clear") == 0)
            CHECK(shape->clear_at >= 0, s->owner, s->member);
        else
            CHECK(csri_member_named(shape, s->member, strlen(s->member)) != NULL, s->owner, s->member);
    }
}

static void check_shape(const csr_shape *shape, const char *owner)
{
    for (unsigned i = 0; shape != NULL && i < shape->count; i++)
        if ((shape->members[i].flags & CSR_MEMBER_HIDDEN) == 0)
            CHECK(sentence(owner, shape->members[i].name) != NULL, owner, shape->members[i].name);
}

/* And the reverse: what a table shows to callers, the headers explain. */
static void test_every_member_has_a_sentence(void)
{
    for (size_t i = 0; i < csri_operation_count; i++)
        if (csri_operations[i]->in != NULL)
            check_shape(csri_operations[i]->in, csri_operations[i]->in->name);
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        char view[64];
        snprintf(view, sizeof(view), "csr_%s_view", record->name);
        if (record != &csri_checkpoint_record && record != &csri_counter_record && record != &csri_clock_record &&
            record != &csri_timer_record && record != &csri_rule_state_record && record != &csri_request_record &&
            record != &csri_content_record && computed_of(view) == NULL)
            check_shape(record->row, view);
    }
    check_shape(&csri_clock_view_shape, "csr_clock_view");
    check_shape(&csri_clock_line_shape, "csr_clock_line_view");
    check_shape(&csri_applied_shape, "csr_applied_view");
    check_shape(&csri_tick_shape, "csr_tick_view");
    check_shape(&csri_due_shape, "csr_due_view");
    check_shape(&csri_duty_shape, "csr_duty_view");
    check_shape(&csri_recomputed_shape, "csr_recomputed_view");
    check_shape(&csri_rehearsal_shape, "csr_rehearsal_view");
    check_shape(&csri_payout_finding_shape, "csr_payout_finding_view");
    check_shape(&csri_stats_shape, "csr_stats_view");
    check_shape(&csri_diagnostic_shape, "csr_diagnostic_view");
    check_shape(&csri_ticket_queue_shape, "csr_ticket_queue_view");
    check_shape(&csri_event_view_shape, "csr_event_view");
    check_shape(&csri_field_value_shape, "csr_field_value_view");
    check_shape(&csri_attachment_part_shape, "csr_attachment_part_view");
}

/* Limits that a sentence names are those of the table. */
static void test_limits_are_those_of_the_tables(void)
{
    unsigned found = 0;

    for (size_t i = 0; i < CSRI_MEMBER_SENTENCES_COUNT; i++) {
        const csri_sentence *s = &csri_member_sentences[i];
        const csr_shape *shape = shape_of(s->owner);
        const csr_member *m = shape == NULL ? NULL : csri_member_named(shape, s->member, strlen(s->member));
        const char *at = strstr(s->text, "at most "), *bytes = at == NULL ? NULL : strstr(at, " bytes");
        unsigned limit = 0;
        if (m == NULL || bytes == NULL || sscanf(at, "at most %u bytes", &limit) != 1)
            continue;
        CHECK(limit == m->type->max_bytes, s->owner, s->member);
        found++;
    }
    CU_ASSERT_TRUE(found > 20);
}

static void test_required_is_said(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        const csr_shape *in = csri_operations[i]->in;
        for (unsigned k = 0; in != NULL && k < in->count; k++) {
            const char *text = sentence(in->name, in->members[k].name);
            if ((in->members[k].flags & CSR_MEMBER_REQUIRED) != 0)
                CHECK(text != NULL && strstr(text, "required") != NULL, in->name, in->members[k].name);
        }
    }
}

static int ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

/* Functions that are no operations. */
static int is_other_function(const char *name)
{
    static const char *const others[] = {
        "csr_attachment_copy",
        "csr_call",
        "csr_describe",
        "csr_desk_backup",
        "csr_desk_close",
        "csr_desk_examine",
        "csr_desk_health",
        "csr_desk_maintain",
        "csr_desk_migrate",
        "csr_desk_open",
        "csr_export_close",
        "csr_export_next",
        "csr_export_open",
        "csr_import_cancel",
        "csr_import_close",
        "csr_import_finish",
        "csr_import_open",
        "csr_import_progress",
        "csr_import_put",
        "csr_refund_over_lines",
        "csr_refund_over_payments",
        "csr_refund_policy_decide",
        "csr_refund_policy_free",
        "csr_refund_policy_load",
        "csr_refund_restocking_fee",
        "csr_refund_units",
        "csr_remedy_policy_free",
        "csr_remedy_policy_load",
        "csr_remedy_policy_next",
        "csr_remedy_policy_test",
        "csr_session_begin",
        "csr_session_cancel",
        "csr_session_close",
        "csr_session_commit",
        "csr_session_open",
        "csr_session_rollback",
        "csr_session_set_timeout",
        "csr_str_set",
        "csr_ticket_number_format",
        "csr_ticket_number_parse",
        "csr_version_number",
        "csr_version_text",
    };
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (strcmp(others[i], name) == 0)
            return 1;
    return ends_with(name, "_at") || strncmp(name, "csr_buf_", 8) == 0 || strncmp(name, "csr_result_", 11) == 0 ||
           strncmp(name, "csr_status_", 11) == 0 || strncmp(name, "csr_id_", 7) == 0 ||
           strncmp(name, "csr_time_", 9) == 0 || strncmp(name, "csr_zone_", 9) == 0 ||
           strncmp(name, "csr_calendar_", 13) == 0 || strncmp(name, "csr_expression_", 15) == 0 ||
           strncmp(name, "csr_matcher_", 12) == 0 || strncmp(name, "csr_money_", 10) == 0 ||
           strncmp(name, "csr_rules_", 10) == 0 || strncmp(name, "csr_sla_clock_", 14) == 0;
}

static const csri_operation *operation_of(const char *function)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        char name[64];
        snprintf(name, sizeof(name), "csr_%s", csri_operations[i]->name);
        *strchr(name, '.') = '_';
        if (strcmp(name, function) == 0)
            return csri_operations[i];
    }
    return NULL;
}

/* Every public function is an operation or listed as none, and every operation is a public function. */
static void test_functions_and_operations(void)
{
    size_t operations = 0;

    for (size_t i = 0; i < CSRI_FUNCTION_SENTENCES_COUNT; i++) {
        const char *name = csri_function_sentences[i].owner;
        CHECK((operation_of(name) != NULL) != is_other_function(name), name, "");
        operations += operation_of(name) != NULL;
    }
    CU_ASSERT_EQUAL(operations, csri_operation_count);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "header_text/tables_are_sorted", test_tables_are_sorted },
        { "header_text/every_sentence_has_a_member", test_every_sentence_has_a_member },
        { "header_text/every_member_has_a_sentence", test_every_member_has_a_sentence },
        { "header_text/limits_are_those_of_the_tables", test_limits_are_those_of_the_tables },
        { "header_text/required_is_said", test_required_is_said },
        { "header_text/functions_and_operations", test_functions_and_operations },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "header_text", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("header_text_test", suites, 6);
}
