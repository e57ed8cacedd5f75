#include "support/runner.h"

#include "desk/run.h"
#include "store/page.h"
#include "record/header_text.h"
#include "record/row.h"
#include "record/types.h"

#include <stdio.h>
#include <string.h>

#define PARAMS_MAX CSRI_SHAPE_BYTES_MAX

static void check(int ok, const char *operation, const char *member, const char *what, unsigned line)
{
    char text[300];

    snprintf(text, sizeof(text), "%s %s: %s", operation, member, what);
    CU_assertImplementation(ok ? CU_TRUE : CU_FALSE, line, text, __FILE__, "", CU_FALSE);
}
#define CHECK(condition, op, member) check((condition) != 0, (op)->name, member, #condition, __LINE__)

/* Members of a public struct that are named reserved and have a sentence: gaps that are meant. */
static unsigned reserved_of(const char *owner)
{
    unsigned n = 0;

    for (size_t i = 0; i < CSRI_MEMBER_SENTENCES_COUNT; i++)
        n += strcmp(csri_member_sentences[i].owner, owner) == 0 &&
             strncmp(csri_member_sentences[i].member, "reserved", 8) == 0;
    return n;
}

static void test_members_tile_the_struct(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        const csri_operation *op = csri_operations[i];
        unsigned char used[PARAMS_MAX] = { 1, 1, 1, 1 };
        unsigned gap = 0;
        if (op->in == NULL)
            continue;
        CHECK(op->in->size <= PARAMS_MAX && op->in->min_size <= op->in->size, op, "*");
        for (unsigned k = 0; k < op->in->count; k++) {
            const csr_member *m = &op->in->members[k];
            for (unsigned at = m->offset; at < m->offset + m->size; at++)
                CHECK(at < op->in->size && !used[at]++, op, m->name);
            CHECK(csri_member_named(op->in, m->name, strlen(m->name)) == m, op, m->name);
        }
        for (unsigned at = 0; op->in->clear_at >= 0 && at < 8; at++)
            CHECK(!used[op->in->clear_at + (int)at]++, op, "clear");
        for (unsigned at = 0; at < op->in->size; at++)
            gap += !used[at];
        CHECK(gap == 4 * reserved_of(op->in->name), op, "*");
        /* Copying in looks for values in gaps word by word. */
        CHECK(op->in->size % 4 == 0, op, "*");
        for (unsigned at = 0; at < op->in->size; at += 4)
            CHECK(used[at] == used[at + 1] && used[at] == used[at + 2] && used[at] == used[at + 3], op, "reserved");
    }
}

/* The record whose columns an operation's parameters set. */
static const csr_record *record_of(const csri_operation *op)
{
    size_t n = strcspn(op->name, ".");

    if (strcmp(op->name + n, ".tag") == 0 || strcmp(op->name + n, ".untag") == 0)
        return &csri_tag_record;
    for (size_t i = 0; i < csri_schema.record_count; i++)
        if (strlen(csri_schema.records[i]->name) == n && strncmp(csri_schema.records[i]->name, op->name, n) == 0)
            return csri_schema.records[i];
    return NULL;
}

static void test_parameters_fit_their_columns(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        const csri_operation *op = csri_operations[i];
        for (unsigned k = 0; op->in != NULL && k < op->in->count; k++) {
            const csr_member *m = &op->in->members[k];
            const csr_member *column =
                m->into < 0 || record_of(op) == NULL ? NULL : csri_member_at(record_of(op)->row, (size_t)m->into);
            CHECK(m->c == m->type->c, op, m->name);
            CHECK((m->flags & ~CSR_MEMBER_REQUIRED) == 0, op, m->name);
            if (m->into < 0)
                continue;
            CHECK(column != NULL, op, m->name);
            if (column == NULL)
                continue;
            CHECK(strcmp(column->name, m->name) == 0 && column->type == m->type && column->size == m->size, op,
                  m->name);
            CHECK((column->flags & CSR_MEMBER_HIDDEN) == 0, op, m->name);
        }
    }
}

/* Bits of `clear` are given in order, each to one member, and only to what may be unset. */
static void test_clear_bits(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        const csri_operation *op = csri_operations[i];
        uint64_t all = 0;
        for (unsigned k = 0; op->in != NULL && k < op->in->count; k++) {
            const csr_member *m = &op->in->members[k];
            const csr_member *column = m->into < 0 ? NULL : csri_member_at(record_of(op)->row, (size_t)m->into);
            if (m->clear == 0)
                continue;
            CHECK((m->clear & (m->clear - 1)) == 0 && (all & m->clear) == 0, op, m->name);
            CHECK(column != NULL && (column->flags & (CSR_MEMBER_NULLABLE | CSR_MEMBER_UNSET_LAST)) != 0, op, m->name);
            CHECK((m->flags & CSR_MEMBER_REQUIRED) == 0, op, m->name);
            all |= m->clear;
        }
        CHECK((all & (all + 1)) == 0, op, "clear");
        CHECK(op->in == NULL || (all != 0) == (op->in->clear_at >= 0), op, "clear");
    }
}

/* What a change may set and the record may lack, it can also empty. */
static void test_changes_can_empty(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        const csri_operation *op = csri_operations[i];
        if (strstr(op->name, ".change") == NULL)
            continue;
        CHECK(csri_member_named(op->in, "expected_version", 16) != NULL, op, "expected_version");
        for (unsigned k = 0; k < op->in->count; k++) {
            const csr_member *m = &op->in->members[k];
            const csr_member *column = m->into < 0 ? NULL : csri_member_at(record_of(op)->row, (size_t)m->into);
            uint32_t unset = CSR_MEMBER_NULLABLE | CSR_MEMBER_UNSET_LAST;
            /* The name of a desk may not be given, but not be taken away. */
            if (column == NULL || (record_of(op) == &csri_settings_record && strcmp(m->name, "name") == 0))
                continue;
            CHECK(((column->flags & unset) != 0) == (m->clear != 0), op, m->name);
        }
    }
}

static const char *gives_otherwise(const csri_operation *op)
{
    static const char *const names[] = { "ticket.reopen", "attachment.append", "attachment.abandon", "draft.discard",
                                         "draft.send" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(op->name, names[i]) == 0)
            return names[i];
    return NULL;
}

/* What makes something new can be asked for twice without making two; what only reads or changes needs no key. */
static void test_request_keys(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        const csri_operation *op = csri_operations[i];
        const csr_member *m = op->in == NULL ? NULL : csri_member_named(op->in, "request_key", 11);
        int answers_one = op->gives == CSRI_GIVES_ID || op->answers != NULL;
        CHECK(answers_one == (m != NULL), op, "request_key");
        CHECK(m == NULL || (m->type == &csri_t_request_key && m->flags == 0 && m->into == -1), op, "request_key");
        CHECK(op->answers == NULL || op->gives == CSRI_GIVES_RESULT, op, "request_key");
        CHECK(m == NULL || op->mode == CSRI_WRITE, op, "request_key");
    }
}

static void test_operations_are_sorted_and_found(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        const csri_operation *op = csri_operations[i];
        size_t n = strlen(op->name);
        char longer[64];
        CHECK(i == 0 || strcmp(csri_operations[i - 1]->name, op->name) < 0, op, "*");
        CHECK(csri_operation_named(op->name, n) == op, op, "*");
        CHECK(csri_operation_named(op->name, n - 1) != op, op, "*");
        snprintf(longer, sizeof(longer), "%s%c", op->name, 'x');
        CHECK(csri_operation_named(longer, n + 1) == NULL, op, "*");
        CHECK(op->run != NULL && n < 60, op, "*");
        CHECK(op->mode == CSRI_READ || op->mode == CSRI_WRITE, op, "*");
        /* What changes one record gives its version, except where another may come of it, or what it changes has no
         * history: content and drafts. */
        if (op->mode == CSRI_WRITE && op->subject != NULL && gives_otherwise(op) == NULL)
            CHECK(op->gives == CSRI_GIVES_VERSION, op, "*");
        else if (op->mode == CSRI_WRITE && op->subject == NULL)
            CHECK(op->gives != CSRI_GIVES_COUNT, op, "*");
    }
    CU_ASSERT_PTR_NULL(csri_operation_named("", 0));
    CU_ASSERT_PTR_NULL(csri_operation_named("agent", 5));
    CU_ASSERT_PTR_NULL(csri_operation_named("zz", 2));
}

/* Views that are computed: their members tile the view too. */
static void test_computed_views_are_tiled(void)
{
    static const csr_shape *const shapes[] = {
        &csri_stats_shape,      &csri_diagnostic_shape, &csri_ticket_queue_shape, &csri_event_view_shape,
        &csri_clock_view_shape, &csri_tick_shape,       &csri_due_shape,          &csri_clock_line_shape,
        &csri_applied_shape,    &csri_recomputed_shape, &csri_refund_reason_shape
    };
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        unsigned char used[PARAMS_MAX] = { 1, 1, 1, 1 };
        unsigned gap = 0;
        for (unsigned k = 0; k < shapes[i]->count; k++)
            for (unsigned at = shapes[i]->members[k].offset, n = shapes[i]->members[k].size; n > 0; at++, n--)
                CU_ASSERT_TRUE(at < shapes[i]->size && !used[at]++);
        for (unsigned at = 0; at < shapes[i]->size; at++)
            gap += !used[at];
        CU_ASSERT_EQUAL(gap, 4 * reserved_of(shapes[i]->name));
    }
}

static void count_texts(const csr_shape *shape, size_t view_size)
{
    unsigned texts = 0;

    for (unsigned i = 0; i < shape->count; i++)
        texts += shape->members[i].c == CSR_CLASS_STR && shape->members[i].offset < view_size;
    CU_ASSERT_TRUE(texts <= CSRI_RESULT_TEXTS_MAX);
}

/* A result has room to remember where the texts of its views are. */
static void test_views_have_few_texts(void)
{
    for (size_t i = 0; i < csri_schema.record_count; i++)
        count_texts(csri_schema.records[i]->row, csri_schema.records[i]->view_size);
    count_texts(&csri_event_view_shape, csri_event_view_shape.size);
    count_texts(&csri_diagnostic_shape, csri_diagnostic_shape.size);
}

/* Orders of lists are numbered from 1 without gaps, as the tables that are indexed by them expect. */
static void test_orders(void)
{
    static const csr_type *const types[] = { &csri_t_customer_order, &csri_t_interaction_order, &csri_t_ticket_order };

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        for (unsigned k = 0; k < types[i]->name_count; k++)
            CU_ASSERT_EQUAL(types[i]->names[k].value, (int32_t)k + 1);
    /* The index of an order has its name, but for the two that have no index of their own. */
    for (unsigned k = 0; k < csri_t_ticket_order.name_count; k++) {
        char index[40];
        int found = k < 2;
        /* "team" reads by_queue, which the queue of no team needs as well. */
        snprintf(index, sizeof(index), "by_%s", k == 3 ? "queue" : csri_t_ticket_order.names[k].name);
        for (unsigned j = 0; j < csri_ticket_record.index_count; j++)
            found |= strcmp(csri_ticket_record.indexes[j].name, index) == 0;
        CU_ASSERT_TRUE(found);
    }
    CU_ASSERT_STRING_EQUAL(csri_ticket_record.indexes[CSRI_TICKET_BY_NUMBER].name, "by_number");
    CU_ASSERT_STRING_EQUAL(csri_ticket_record.indexes[CSRI_TICKET_BY_QUEUE].name, "by_queue");
    CU_ASSERT_STRING_EQUAL(csri_ticket_record.indexes[CSRI_TICKET_BY_ASSIGNEE].name, "by_assignee");
    CU_ASSERT_STRING_EQUAL(csri_ticket_record.indexes[CSRI_TICKET_BY_CUSTOMER].name, "by_customer");
    CU_ASSERT_STRING_EQUAL(csri_ticket_record.indexes[CSRI_TICKET_BY_EXTERNAL_ID].name, "by_external_id");
    CU_ASSERT_STRING_EQUAL(csri_interaction_record.indexes[CSRI_INTERACTION_BY_TICKET].name, "by_ticket");
    CU_ASSERT_STRING_EQUAL(csri_interaction_record.indexes[CSRI_INTERACTION_BY_CUSTOMER].name, "by_customer");
    CU_ASSERT_STRING_EQUAL(csri_interaction_record.indexes[CSRI_INTERACTION_BY_EXTERNAL_ID].name, "by_external_id");
    CU_ASSERT_STRING_EQUAL(csri_identity_record.indexes[CSRI_IDENTITY_BY_KEY].name, "by_key");
    CU_ASSERT_STRING_EQUAL(csri_member_record.indexes[CSRI_MEMBER_BY_AGENT].name, "by_agent");
    CU_ASSERT_STRING_EQUAL(csri_tag_record.indexes[CSRI_TAG_BY_KEY].name, "by_key");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "operation_shapes/members_tile_the_struct", test_members_tile_the_struct },
        { "operation_shapes/parameters_fit_their_columns", test_parameters_fit_their_columns },
        { "operation_shapes/clear_bits", test_clear_bits },
        { "operation_shapes/changes_can_empty", test_changes_can_empty },
        { "operation_shapes/request_keys", test_request_keys },
        { "operation_shapes/operations_are_sorted_and_found", test_operations_are_sorted_and_found },
        { "operation_shapes/computed_views_are_tiled", test_computed_views_are_tiled },
        { "operation_shapes/orders", test_orders },
        { "operation_shapes/views_have_few_texts", test_views_have_few_texts },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "operation_shapes", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("operation_shapes_test", suites, 8);
}
