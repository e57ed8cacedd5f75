#include "support/runner.h"

#include "desk/run.h"

#include <csr/call.h>
#include <jansson.h>
#include <string.h>

/* csr_describe() as JSON; NULL and a failed assertion when it cannot be had. */
static json_t *describe(const char *operation)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *buf = NULL;
    json_t *json = NULL;

    CU_ASSERT_EQUAL(csr_describe(operation, CSR_NTS, &buf, &err), CSR_OK);
    CU_ASSERT_EQUAL(err.status, CSR_OK);
    json = json_loadb(csr_buf_text(buf), csr_buf_size(buf), JSON_REJECT_DUPLICATES, NULL);
    csr_buf_free(buf);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    return json;
}

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text == NULL ? "" : text;
}

static void check_member(const json_t *member, const csr_member *m, int is_param)
{
    const json_t *values = json_object_get(member, "values");

    CU_ASSERT_STRING_EQUAL(text_of(member, "name"), m->name);
    CU_ASSERT_STRING_EQUAL(text_of(member, "type"), m->type->name);
    CU_ASSERT_STRING_NOT_EQUAL(text_of(member, "text"), "");
    CU_ASSERT_STRING_NOT_EQUAL(text_of(member, "meaning"), "");
    CU_ASSERT_STRING_EQUAL(text_of(member, "target"), m->type->target == NULL ? "" : m->type->target);
    CU_ASSERT_EQUAL(json_array_size(values), m->type->name_count);
    for (size_t i = 0; i < json_array_size(values); i++) {
        CU_ASSERT_STRING_EQUAL(text_of(json_array_get(values, i), "name"), m->type->names[i].name);
        CU_ASSERT_STRING_NOT_EQUAL(text_of(json_array_get(values, i), "text"), "");
    }
    if (is_param) {
        CU_ASSERT_EQUAL(json_is_true(json_object_get(member, "required")), (m->flags & CSR_MEMBER_REQUIRED) != 0);
        CU_ASSERT_EQUAL(json_is_true(json_object_get(member, "clearable")), m->clear != 0);
    } else {
        CU_ASSERT_EQUAL(json_is_true(json_object_get(member, "personal")), (m->flags & CSR_MEMBER_PERSONAL) != 0);
    }
}

static void check_members(const json_t *members, const csr_shape *shape, int is_param)
{
    size_t shown = 0;

    for (unsigned i = 0; shape != NULL && i < shape->count; i++)
        if ((shape->members[i].flags & CSR_MEMBER_HIDDEN) == 0)
            check_member(json_array_get(members, shown++), &shape->members[i], is_param);
    CU_ASSERT_EQUAL(json_array_size(members), shown);
}

static void check_operation(const json_t *json, const csri_operation *op)
{
    static const char *const gives[] = { "nothing", "id", "version", "count", "result" };

    CU_ASSERT_STRING_EQUAL(text_of(json, "name"), op->name);
    CU_ASSERT_STRING_NOT_EQUAL(text_of(json, "text"), "");
    CU_ASSERT_STRING_EQUAL(text_of(json, "mode"), op->mode == CSRI_WRITE ? "write" : "read");
    CU_ASSERT_STRING_EQUAL(text_of(json, "gives"), gives[op->gives]);
    CU_ASSERT_STRING_EQUAL(text_of(json, "subject"), op->subject == NULL ? "" : op->subject->name);
    check_members(json_object_get(json, "params"), op->in, 1);
}

static void test_all_operations(void)
{
    json_t *json = describe(NULL);
    const json_t *operations = json_object_get(json, "operations");

    CU_ASSERT_EQUAL(json_array_size(operations), csri_operation_count);
    for (size_t i = 0; i < csri_operation_count; i++)
        check_operation(json_array_get(operations, i), csri_operations[i]);
    json_decref(json);
}

static void test_one_operation(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        json_t *json = describe(csri_operations[i]->name);
        CU_ASSERT_EQUAL(json_array_size(json_object_get(json, "operations")), 1);
        CU_ASSERT_PTR_NULL(json_object_get(json, "records"));
        check_operation(json_array_get(json_object_get(json, "operations"), 0), csri_operations[i]);
        json_decref(json);
    }
}

static const csr_shape *shape_of(const char *name)
{
    if (strcmp(name, "clock") == 0)
        return &csri_clock_view_shape;
    if (strcmp(name, "applied") == 0)
        return &csri_applied_shape;
    if (strcmp(name, "clock_line") == 0)
        return &csri_clock_line_shape;
    if (strcmp(name, "recomputed") == 0)
        return &csri_recomputed_shape;
    if (strcmp(name, "due") == 0)
        return &csri_due_shape;
    if (strcmp(name, "payout_finding") == 0)
        return &csri_payout_finding_shape;
    if (strcmp(name, "remedy_step") == 0)
        return &csri_remedy_step_shape;
    if (strcmp(name, "rehearsal") == 0)
        return &csri_rehearsal_shape;
    if (strcmp(name, "duty") == 0)
        return &csri_duty_shape;
    if (strcmp(name, "refund_reason") == 0)
        return &csri_refund_reason_shape;
    if (strcmp(name, "goodwill_line") == 0)
        return &csri_goodwill_line_shape;
    if (strcmp(name, "money_report") == 0)
        return &csri_money_report_shape;
    if (strcmp(name, "tick") == 0)
        return &csri_tick_shape;
    if (strcmp(name, "diagnostic") == 0)
        return &csri_diagnostic_shape;
    if (strcmp(name, "event") == 0)
        return &csri_event_view_shape;
    if (strcmp(name, "field_value") == 0)
        return &csri_field_value_shape;
    if (strcmp(name, "attachment_part") == 0)
        return &csri_attachment_part_shape;
    if (strcmp(name, "queue") == 0)
        return &csri_ticket_queue_shape;
    if (strcmp(name, "stats") == 0)
        return &csri_stats_shape;
    for (size_t i = 0; i < csri_schema.record_count; i++)
        if (strcmp(csri_schema.records[i]->name, name) == 0)
            return csri_schema.records[i]->row;
    return NULL;
}

/* Every kind of rows that a result can hold, and nothing that no caller ever sees. */
static void test_records(void)
{
    json_t *json = describe(NULL);
    const json_t *records = json_object_get(json, "records");

    CU_ASSERT_EQUAL(json_array_size(records), csri_schema.record_count - 7 + 17);
    for (size_t i = 0; i < json_array_size(records); i++) {
        const char *name = text_of(json_array_get(records, i), "name");
        CU_ASSERT_PTR_NOT_NULL_FATAL(shape_of(name));
        CU_ASSERT_STRING_NOT_EQUAL(name, "counter");
        CU_ASSERT_STRING_NOT_EQUAL(name, "checkpoint");
        CU_ASSERT_STRING_NOT_EQUAL(name, "request");
        check_members(json_object_get(json_array_get(records, i), "members"), shape_of(name), 0);
    }
    json_decref(json);
}

static void test_refusals(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *buf = (csr_buf *)&err;

    CU_ASSERT_EQUAL(csr_describe("ticket.close", CSR_NTS, &buf, &err), CSR_E_UNKNOWN_OPERATION);
    CU_ASSERT_PTR_NULL(buf);
    CU_ASSERT_STRING_EQUAL(err.field, "operation");
    CU_ASSERT_EQUAL(csr_describe("", 0, &buf, &err), CSR_E_UNKNOWN_OPERATION);
    CU_ASSERT_EQUAL(csr_describe("ticket.open!", 11, &buf, &err), CSR_OK);
    csr_buf_free(buf);
    CU_ASSERT_EQUAL(csr_describe(NULL, 0, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "out_buf");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "describe/all_operations", test_all_operations },
        { "describe/one_operation", test_one_operation },
        { "describe/records", test_records },
        { "describe/refusals", test_refusals },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "describe", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("describe_test", suites, 4);
}
