#include "support/desk_day.h"

#include "base/memory.h"
#include "desk/handles.h"
#include "record/records.h"
#include "record/row.h"
#include "record/rows.h"

#include <stdlib.h>

/*
 * The events alone give back every row. This reads their bytes by a decoder of its own, written from the description in
 * store/event_code.h, so that a mistake shared by writer and reader shows.
 */
typedef struct cursor {
    const uint8_t *at, *end;
} cursor;

typedef struct folded {
    const csr_record *record;
    csr_id id;
    int gone;
    _Alignas(16) char row[CSRI_ROW_MAX];
} folded;

typedef struct fold {
    desk_fixture *f;
    size_t count;
    folded rows[400];
} fold;

static uint64_t get_uint(cursor *c)
{
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t byte = 0x80;

    for (; c->at < c->end && (byte & 0x80) != 0; shift += 7) {
        byte = *c->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
    }
    return value;
}

/* One value of a wire kind, into a zeroed row at the member's place. */
static void get_value(cursor *c, const csr_member *m, unsigned wire, void *row)
{
    void *to = (char *)row + m->offset;

    if (wire == 0) {
        uint64_t zigzag = get_uint(c);
        int64_t value = (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
        if (m->c == CSR_CLASS_I32)
            *(int32_t *)to = (int32_t)value;
        else
            *(int64_t *)to = value;
        return;
    }
    size_t n = wire == 2 ? 16 : (size_t)get_uint(c);
    if (m->c == CSR_CLASS_STR)
        *(csr_str *)to = (csr_str){ (const char *)c->at, n };
    else
        memcpy(to, c->at, n);
    c->at += n;
}

/* Entries up to the zero: what was must be what the events before have left. */
static void apply(fold *all, cursor *c, const csr_record *record, void *row)
{
    for (uint64_t number = get_uint(c); number != 0; number = get_uint(c)) {
        _Alignas(16) char old[CSRI_ROW_MAX] = { 0 }, new[CSRI_ROW_MAX] = { 0 };
        unsigned flags = *c->at++;
        if (number == 65) {
            c->at += get_uint(c);
            continue;
        }
        const csr_member *m = &record->row->members[number - 1];
        if ((flags & 16) != 0)
            continue;
        if ((flags & 4) != 0)
            get_value(c, m, flags & 3, old);
        if ((flags & 8) != 0)
            get_value(c, m, flags & 3, new);
        desk_true_at(all->f, csri_same(m, old, row), m->name, __FILE__, __LINE__);
        memcpy((char *)row + m->offset, new + m->offset, m->size);
    }
}

static folded *row_of(fold *all, int32_t kind, const csr_id *id)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->rows[i].record->number == kind && memcmp(&all->rows[i].id, id, sizeof(*id)) == 0)
            return &all->rows[i];
    if (all->count == sizeof(all->rows) / sizeof(all->rows[0]))
        abort();
    folded *row = &all->rows[all->count++];
    row->record = csri_record_of(kind);
    row->id = *id;
    memcpy(row->row + row->record->id_at, id, sizeof(*id));
    return row;
}

static int is_empty(const folded *row)
{
    _Alignas(16) char nothing[CSRI_ROW_MAX] = { 0 };

    memcpy(nothing + row->record->id_at, &row->id, sizeof(row->id));
    return csri_diff(row->record->row, row->row, nothing) == 0;
}

/* What follows from the event itself. */
static void follow(folded *root, const csr_event_view *event)
{
    const csri_root *at = csri_root_of(root->record);
    int64_t before;

    memcpy(&before, root->row + root->record->version_at, sizeof(before));
    CU_ASSERT_EQUAL(event->seq, before + 1);
    memcpy(root->row + root->record->version_at, &event->seq, sizeof(event->seq));
    memcpy(root->row + at->updated_at, &event->at, sizeof(event->at));
    if (event->seq == 1)
        memcpy(root->row + at->created_at, &event->at, sizeof(event->at));
    memcpy(root->row + at->chain_at, event->hash, CSRI_HASH_BYTES);
}

static void replay(fold *all, const struct csri_event *event)
{
    const uint8_t *change = (const uint8_t *)event->change.ptr, *personal = (const uint8_t *)event->personal.ptr;
    cursor halves[2] = { { change + 1, change + event->change.len }, { NULL, NULL } };
    folded *root = row_of(all, event->view.subject_kind, &event->view.subject);
    folded *child = event->view.row_kind == 0 ? NULL : row_of(all, event->view.row_kind, &event->view.row);

    CU_ASSERT_EQUAL(change[0], 1);
    if (event->personal.len != 0)
        halves[1] = (cursor){ personal + 16, personal + event->personal.len };
    for (int half = 0; half < 2 && halves[half].at != NULL; half++) {
        apply(all, &halves[half], root->record, root->row);
        if (child != NULL)
            apply(all, &halves[half], child->record, child->row);
        CU_ASSERT_PTR_EQUAL(halves[half].at, halves[half].end);
    }
    follow(root, &event->view);
    if (child != NULL)
        child->gone = is_empty(child);
}

static csr_rows *all_rows(desk_fixture *f, const csr_record *record)
{
    csr_scan scan = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID, .limit = 1000 };
    csr_store_tx *tx = NULL;
    csr_rows *rows = NULL;
    csr_host host;

    csri_host_take(&host, NULL);
    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&host, record->row->size, 10, &rows, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(f->desk->ops->begin(f->desk->store, &f->desk->id, CSR_TX_READ, &tx, NULL), CSR_OK);
    CU_ASSERT_EQUAL(f->desk->ops->scan(tx, record, &scan, rows, NULL), CSR_OK);
    f->desk->ops->rollback(tx);
    return rows;
}

/* Every row of a record is what the events say, but for bulk, of which they keep a hash. */
static void compare(fold *all, const csr_record *record)
{
    csr_rows *rows = all_rows(all->f, record);
    size_t expected = 0;
    uint64_t bulk = 0;

    for (unsigned i = 0; i < record->row->count; i++)
        if ((record->row->members[i].flags & CSR_MEMBER_BULK) != 0)
            bulk |= UINT64_C(1) << i;
    for (size_t i = 0; i < all->count; i++)
        expected += all->rows[i].record == record && !all->rows[i].gone;
    CU_ASSERT_EQUAL(csri_rows_count(rows), expected);
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const char *row = csri_rows_at(rows, i);
        const folded *from = row_of(all, record->number, (const csr_id *)(row + record->id_at));
        uint64_t differs = csri_diff(record->row, row, from->row) & ~bulk;
        unsigned first = 0;
        while (first < record->row->count && (differs >> first & 1) == 0)
            first++;
        desk_true_at(all->f, differs == 0, first < record->row->count ? record->row->members[first].name : record->name,
                     __FILE__, __LINE__);
    }
    csri_rows_free(rows);
}

static void replay_all(desk_fixture *f)
{
    fold *all = calloc(1, sizeof(*all));
    csr_rows *events = all_rows(f, &csri_event_record);

    CU_ASSERT_PTR_NOT_NULL_FATAL(all);
    all->f = f;
    for (size_t i = 0; i < csri_rows_count(events); i++)
        replay(all, csri_rows_at(events, i));
    for (size_t i = 0; i < csri_root_count; i++)
        compare(all, csri_roots[i].record);
    for (size_t i = 0; i < csri_child_count; i++)
        compare(all, csri_children[i]);
    csri_rows_free(events);
    free(all);
}

static void replaying_a_day_gives_its_rows(desk_fixture *f)
{
    desk_day(f, 2);
    replay_all(f);
}
ON_BOTH(replaying_a_day_gives_its_rows)

/* Empty, long, and of every byte: values that an encoding may trip over. */
static void replaying_odd_values(desk_fixture *f)
{
    csr_customer_add_params in = CSR_CUSTOMER_ADD_PARAMS_INIT;
    char note[2001];
    csr_id id;

    memset(note, 'n', sizeof(note));
    in.name = CSR_STR("\x01\x7f");
    in.note = (csr_str){ note, 2000 };
    TYPED_OK(f, csr_customer_add(f->session, &in, &id, &f->err));
    in.note.len = 127;
    TYPED_OK(f, csr_customer_add(f->session, &in, &id, &f->err));
    in.note.len = 128;
    TYPED_OK(f, csr_customer_add(f->session, &in, &id, &f->err));
    desk_let(f, "x", &id);
    DESK_OK(f, "customer.change", "{'id':'$x','note':null}");
    DESK_OK(f, "customer.tag", "{'id':'$x','tag':'t'}");
    DESK_OK(f, "customer.untag", "{'id':'$x','tag':'t'}");
    DESK_OK(f, "customer.tag", "{'id':'$x','tag':'t'}");
    DESK_OK(f, "ticket.open", "{'subject':'s','due_at':'9999-12-31T23:59:59.999999Z'}");
    DESK_OK(f, "ticket.open", "{'subject':'s','opened_at':'1970-01-01T00:00:00.000001Z'}");
    replay_all(f);
}
ON_BOTH(replaying_odd_values)

int main(void)
{
    CU_TestInfo tests[] = {
        { "event_replay/replaying_a_day_gives_its_rows", replaying_a_day_gives_its_rows_on_both },
        { "event_replay/replaying_odd_values", replaying_odd_values_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "event_replay", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("event_replay_test", suites, 2);
}
