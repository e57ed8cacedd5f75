#include "support/runner.h"

#include "record/records.h"
#include "record/row.h"
#include "record/types.h"

#include <stdio.h>
#include <string.h>

/* An assertion that names the record and the member. */
static void check(int ok, const char *record, const char *member, const char *what, unsigned line)
{
    char text[200];

    snprintf(text, sizeof(text), "%s.%s: %s", record, member, what);
    CU_assertImplementation(ok ? CU_TRUE : CU_FALSE, line, text, __FILE__, "", CU_FALSE);
}
#define CHECK(condition, record, member) check((condition) != 0, record, member, #condition, __LINE__)

/* Bytes of each row that no column describes: struct_size, members named reserved, and texts of events that are told
 * from the stored halves. A gap that is not on this list is a member without a column. */
static const struct {
    const csr_record *record;
    unsigned gap;
} gaps[] = {
    { &csri_settings_record, 4 },
    { &csri_customer_record, 4 + 4 },
    { &csri_identity_record, 4 },
    { &csri_agent_record, 4 + 4 + 4 },
    { &csri_skill_record, 4 + 4 },
    { &csri_team_record, 4 + 4 },
    { &csri_member_record, 4 + 4 },
    { &csri_contact_point_record, 4 },
    { &csri_interaction_record, 4 },
    { &csri_hold_record, 4 + 4 },
    { &csri_transfer_record, 4 + 4 },
    { &csri_ticket_record, 4 + 4 + 4 + 4 + 4 },
    { &csri_tag_record, 4 },
    { &csri_policy_record, 4 },
    { &csri_event_record, 4 + 2 * 16 },
    { &csri_checkpoint_record, 4 },
    { &csri_bookmark_record, 4 + 4 },
    { &csri_counter_record, 4 + 4 },
    { &csri_request_record, 4 + 4 },
    { &csri_note_record, 4 + 4 },
    { &csri_link_record, 4 },
    { &csri_watcher_record, 4 + 4 },
    { &csri_claim_record, 4 + 4 },
    { &csri_clock_record, 4 + 4 },
    { &csri_timer_record, 4 },
    { &csri_field_record, 4 },
    { &csri_field_value_record, 4 },
    { &csri_attachment_record, 4 },
    { &csri_content_record, 4 + 4 },
    { &csri_delivery_record, 4 },
    { &csri_draft_record, 4 },
    { &csri_escalation_record, 4 + 4 },
    { &csri_purchase_record, 4 + 4 + 4 },
    { &csri_purchase_line_record, 4 + 4 },
    { &csri_payment_record, 4 },
    { &csri_firing_record, 4 },
    { &csri_rule_state_record, 4 + 4 },
    { &csri_refund_record, 4 + 4 + 4 + 4 },
    { &csri_refund_part_record, 4 },
    { &csri_approval_record, 4 + 4 },
    { &csri_payout_record, 4 + 4 + 4 },
    { &csri_payout_notice_record, 4 },
    { &csri_attestation_record, 4 + 4 },
    { &csri_approval_limit_record, 4 + 4 },
    { &csri_remedy_record, 4 },
    { &csri_judgement_record, 4 },
    { &csri_return_record, 4 },
    { &csri_return_line_record, 4 },
    { &csri_replacement_record, 4 + 4 },
    { &csri_voucher_record, 4 },
    { &csri_voucher_redemption_record, 4 + 4 },
    { &csri_voucher_decision_record, 4 },
    { &csri_goodwill_budget_record, 4 },
    { &csri_goodwill_use_record, 4 },
};

static void test_members_tile_the_row(void)
{
    CU_ASSERT_EQUAL(sizeof(gaps) / sizeof(gaps[0]), csri_schema.record_count);
    for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
        const csr_shape *row = gaps[i].record->row;
        CHECK(gaps[i].record->number < CSRI_RECORD_NUMBERS, gaps[i].record->name, "number");
        unsigned char used[CSRI_ROW_MAX] = { 1, 1, 1, 1 };
        unsigned gap = 4;
        for (unsigned k = 0; k < row->count; k++) {
            const csr_member *m = &row->members[k];
            CHECK(m->offset + m->size <= row->size, gaps[i].record->name, m->name);
            for (unsigned at = m->offset; at < m->offset + m->size; at++)
                CHECK(!used[at]++, gaps[i].record->name, m->name);
        }
        for (unsigned at = 4; at < row->size; at++)
            gap += !used[at];
        CHECK(gap == gaps[i].gap, gaps[i].record->name, "*");
    }
}

static unsigned size_of(const csr_member *m)
{
    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: return 4;
    case CSR_CLASS_I64: return 8;
    case CSR_CLASS_STR: return sizeof(csr_str);
    case CSR_CLASS_ID: return sizeof(csr_id);
    case CSR_CLASS_CODE: return m->type->max_bytes + 1;
    case CSR_CLASS_BYTES: return CSRI_HASH_BYTES;
    default: return 0;
    }
}

static void check_column(const csr_record *record, const csr_member *m)
{
    int hidden = (m->flags & CSR_MEMBER_HIDDEN) != 0;
    uint32_t known = CSR_MEMBER_SYSTEM | CSR_MEMBER_PERSONAL | CSR_MEMBER_SEARCH | CSR_MEMBER_NULLABLE |
                     CSR_MEMBER_HIDDEN | CSR_MEMBER_BULK | CSR_MEMBER_UNSET_LAST | CSR_MEMBER_POSITION;

    CHECK(m->c == m->type->c && m->size == size_of(m), record->name, m->name);
    CHECK(m->offset % (m->size < 8 && m->c != CSR_CLASS_CODE ? m->size : 1) == 0, record->name, m->name);
    CHECK(hidden == (m->offset >= record->view_size), record->name, m->name);
    CHECK((m->flags & ~known) == 0 && m->clear == 0 && m->into == -1, record->name, m->name);
    /* Bulk is committed to by its bytes: text; an unset instant alone can sort last. */
    CHECK((m->flags & CSR_MEMBER_BULK) == 0 || m->c == CSR_CLASS_STR, record->name, m->name);
    CHECK((m->flags & CSR_MEMBER_UNSET_LAST) == 0 || m->type->meaning == CSR_MEANING_TIME, record->name, m->name);
    CHECK((m->flags & CSR_MEMBER_UNSET_LAST) == 0 || (m->flags & CSR_MEMBER_NULLABLE) == 0, record->name, m->name);
    CHECK((m->flags & CSR_MEMBER_PERSONAL) == 0 || m->c == CSR_CLASS_STR, record->name, m->name);
    for (const char *c = m->name; *c != '\0'; c++)
        CHECK((*c >= 'a' && *c <= 'z') || *c == '_', record->name, m->name);
}

static void test_columns(void)
{
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        CHECK(record->row->count <= 64, record->name, "*");
        CHECK(record->row->size <= CSRI_ROW_MAX && record->view_size <= record->row->size, record->name, "*");
        CHECK(record->view_min_size <= record->view_size && record->row->clear_at == -1, record->name, "*");
        for (unsigned k = 0; k < record->row->count; k++) {
            const csr_member *m = &record->row->members[k];
            check_column(record, m);
            CHECK(csri_member_named(record->row, m->name, strlen(m->name)) == m, record->name, m->name);
            CHECK(csri_member_at(record->row, m->offset) == m, record->name, m->name);
        }
    }
}

static void check_key(const csr_record *record)
{
    const csr_member *id = csri_member_at(record->row, record->id_at);
    const csr_member *version = csri_member_at(record->row, record->version_at);

    if (record->id_at == CSR_NO_MEMBER)
        CHECK((record->row->members[0].flags & CSR_MEMBER_POSITION) != 0, record->name, "position");
    else
        CHECK(id != NULL && id->type == &csri_t_id && id->flags == CSR_MEMBER_SYSTEM, record->name, "id");
    if (record->version_at != CSR_NO_MEMBER)
        CHECK(version != NULL && version->type == &csri_t_version, record->name, "version");
}

static void check_index(const csr_record *record, const csr_index *index)
{
    int sparse = (index->flags & CSR_INDEX_SPARSE) != 0;

    CHECK(index->n >= 1 && index->n <= 5, record->name, index->name);
    CHECK((index->flags & ~(CSR_INDEX_UNIQUE | CSR_INDEX_SPARSE)) == 0, record->name, index->name);
    CHECK(strncmp(index->name, "by_", 3) == 0, record->name, index->name);
    for (unsigned k = 0; k < index->n; k++) {
        const csr_member *m = csri_member_at(record->row, index->at[k]);
        CHECK(m != NULL, record->name, index->name);
        if (m == NULL)
            continue;
        /* NULL has no place in an order; leading it is read by equality only. What was approved is read from the end, where
         * the last ones are, and never behind a row. */
        CHECK(k == 0 || strcmp(index->name, "by_approved") == 0 || (m->flags & CSR_MEMBER_NULLABLE) == 0, record->name,
              m->name);
        CHECK(k != 0 || !sparse || (m->flags & CSR_MEMBER_NULLABLE) != 0, record->name, m->name);
        CHECK((m->flags & CSR_MEMBER_BULK) == 0, record->name, m->name);
        for (unsigned j = 0; j < k; j++)
            CHECK(index->at[j] != index->at[k], record->name, m->name);
    }
    /* Rows whose first member is unset must not collide. */
    if ((index->flags & CSR_INDEX_UNIQUE) != 0 && !sparse)
        CHECK((csri_member_at(record->row, index->at[0])->flags & CSR_MEMBER_NULLABLE) == 0, record->name, index->name);
}

static void test_keys_and_indexes(void)
{
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        check_key(record);
        for (unsigned k = 0; k < record->index_count; k++) {
            check_index(record, &record->indexes[k]);
            for (unsigned j = 0; j < k; j++)
                CHECK(strcmp(record->indexes[j].name, record->indexes[k].name) != 0, record->name,
                      record->indexes[k].name);
        }
    }
}

static void test_targets_come_first(void)
{
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        for (unsigned k = 0; k < record->row->count; k++) {
            const csr_member *m = &record->row->members[k];
            int found = m->type->target == NULL;
            for (size_t j = 0; j <= i && !found; j++)
                found = strcmp(csri_schema.records[j]->name, m->type->target) == 0;
            CHECK(found, record->name, m->name);
            CHECK((m->type->meaning == CSR_MEANING_REF) == (m->type->target != NULL), record->name, m->name);
        }
    }
}

/* Every record is a root, a child, or one of those that are changed without an event. */
static void test_roots_and_children(void)
{
    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        const csri_root *root = csri_root_of(record);
        int free = record == &csri_event_record || record == &csri_checkpoint_record ||
                   record == &csri_bookmark_record || record == &csri_counter_record ||
                   record == &csri_request_record || record == &csri_content_record || record == &csri_draft_record ||
                   record == &csri_timer_record || record == &csri_rule_state_record;
        CHECK((root != NULL) + csri_is_child(record) + free == 1, record->name, "*");
        if (root == NULL)
            continue;
        CHECK(csri_member_at(record->row, root->created_at)->type == &csri_t_time, record->name, "created_at");
        CHECK(strcmp(csri_member_at(record->row, root->updated_at)->name, "updated_at") == 0, record->name,
              "updated_at");
        CHECK(strcmp(csri_member_at(record->row, root->chain_at)->name, "chain") == 0, record->name, "chain");
        CHECK(record->version_at != CSR_NO_MEMBER, record->name, "version");
    }
    CU_ASSERT_EQUAL(csri_root_count + csri_child_count + 9, csri_schema.record_count);
}

static void test_record_kinds(void)
{
    CU_ASSERT_EQUAL(csri_schema.record_count, CSRI_NAMES_RECORD_KIND_COUNT);
    for (unsigned i = 0; i < CSRI_NAMES_RECORD_KIND_COUNT; i++) {
        const csr_record *record = csri_record_of(csri_names_record_kind[i].value);
        CU_ASSERT_PTR_NOT_NULL_FATAL(record);
        CU_ASSERT_STRING_EQUAL(record->name, csri_names_record_kind[i].name);
        CU_ASSERT_EQUAL(record->number, csri_names_record_kind[i].value);
    }
    CU_ASSERT_PTR_NULL(csri_record_of(0));
    CU_ASSERT_PTR_NULL(csri_record_of(INT32_MAX));
    CU_ASSERT_PTR_EQUAL(csri_schema.records[0], &csri_settings_record);
    CU_ASSERT_PTR_NULL(csri_root_of(&csri_tag_record));
}

/* What happened is named by what it happened to: "ticket_moved", "skill_set". */
static void test_event_kinds(void)
{
    for (unsigned i = 0; i < CSRI_NAMES_EVENT_KIND_COUNT; i++) {
        const char *name = csri_names_event_kind[i].name;
        int found = 0;
        for (size_t k = 0; k < csri_schema.record_count; k++) {
            const char *record = csri_schema.records[k]->name;
            found |= strncmp(name, record, strlen(record)) == 0 && name[strlen(record)] == '_';
        }
        CHECK(found, "event_kind", name);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "record_shapes/members_tile_the_row", test_members_tile_the_row },
        { "record_shapes/columns", test_columns },
        { "record_shapes/keys_and_indexes", test_keys_and_indexes },
        { "record_shapes/targets_come_first", test_targets_come_first },
        { "record_shapes/roots_and_children", test_roots_and_children },
        { "record_shapes/record_kinds", test_record_kinds },
        { "record_shapes/event_kinds", test_event_kinds },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "record_shapes", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("record_shapes_test", suites, 7);
}
