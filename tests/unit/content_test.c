#include "desk/run.h"
#include "store/content.h"
#include "support/desk_fixture.h"

#include <stdlib.h>

/*
 * Content in three parts that somebody changed behind the library's back, and uploads that are none.
 */
enum { SIZE = 700001 };

/* A transaction on the store beside the session's operations. */
static csri_tx begin_tx(desk_fixture *f, int32_t mode)
{
    csr_desk *desk = f->session->desk;
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .ids = &desk->ids, .now = f->host.now, .err = &f->err };

    f->err = (csr_error)CSR_ERROR_INIT; /* the store's methods fill it on failure only */
    TYPED_OK(f, desk->ops->begin(desk->store, &desk->id, mode, &tx.handle, &f->err));
    return tx;
}

/* The head is row 0, then its parts in their order; the caller frees them all. */
static void load(desk_fixture *f, csr_rows *rows[3])
{
    csri_tx tx = begin_tx(f, CSR_TX_READ);
    csr_rows *all;

    memset(rows, 0, 3 * sizeof(rows[0]));
    TYPED_OK(f, csri_rows_new(tx.host, csri_content_record.row->size, 8, &all, &f->err));
    TYPED_OK(f, tx.ops->scan(tx.handle, &csri_content_record, &(csr_scan){ .index = CSR_SCAN_BY_ID, .limit = 8 }, all,
                             &f->err));
    CU_ASSERT_EQUAL_FATAL(csri_rows_count(all), 3);
    for (size_t i = 0; i < 3; i++) {
        const struct csri_content *row = csri_rows_at(all, i);
        size_t place = (size_t)row->view.start / CSRI_CONTENT_PART;
        TYPED_OK(f, csri_load(&tx, &csri_content_record, &row->view.id, "id", &rows[place]));
    }
    csri_rows_free(all);
    tx.ops->rollback(tx.handle);
}

static const struct csri_content *row_of(csr_rows *rows[3], size_t i)
{
    return csri_rows_at(rows[i], 0);
}

static void write_row(desk_fixture *f, const struct csri_content *was, const struct csri_content *is)
{
    csri_tx tx = begin_tx(f, CSR_TX_WRITE);

    TYPED_OK(f, csri_update(&tx, &csri_content_record, was, is));
    TYPED_OK(f, tx.ops->commit(tx.handle, &f->err));
}

static void a_long_file(desk_fixture *f)
{
    csr_attachment_add_params add = CSR_ATTACHMENT_ADD_PARAMS_INIT;
    char *bytes = malloc(SIZE);
    csr_id id;

    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 7 + (i >> 8) * 13 + (i >> 16));
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
    add.name = CSR_STR("long.bin");
    add.ticket = desk_id(f, "t");
    add.bytes = (csr_str){ bytes, SIZE };
    TYPED_OK(f, csr_attachment_add(f->session, &add, &id, &f->err));
    desk_let(f, "a", &id);
    free(bytes);
}

/* What reading all of it answers. */
static csr_status read_all(desk_fixture *f)
{
    csr_attachment_read_params in = CSR_ATTACHMENT_READ_PARAMS_INIT;
    csr_id id = desk_id(f, "a");
    csr_result *result = NULL;
    csr_status status;

    in.max_bytes = CSR_ATTACHMENT_PART_MAX;
    f->err = (csr_error)CSR_ERROR_INIT;
    status = csr_attachment_read(f->session, &id, &in, &result, &f->err);
    csr_result_free(result);
    return status;
}

enum { BYTES, PART_HASH, HASH, EMPTY, START_UP, START_DOWN, TOTAL_UP, TOTAL_DOWN, PARTS_UP, CHILD };

static void change(struct csri_content *is, int what, char *room)
{
    size_t n = is->view.bytes.len;

    memcpy(room, is->view.bytes.ptr, n);
    room[n / 2] ^= 1;
    switch (what) {
    case BYTES: is->view.bytes.ptr = room; break;
    case PART_HASH: is->view.part_hash[5] ^= 1; break;
    case HASH: is->view.hash[5] ^= 1; break;
    case EMPTY: is->view.bytes.len = 0; break;
    case START_UP: is->view.start++; break;
    case START_DOWN: is->view.start--; break;
    case TOTAL_UP: is->view.total_bytes++; break;
    case TOTAL_DOWN: is->view.total_bytes--; break;
    case PARTS_UP: is->view.parts++; break;
    default: is->view.content = is->view.id; break;
    }
}

/* Whatever is changed in whichever row is found by verification; what is read is what was given, or nothing. */
static void damage(desk_fixture *f)
{
    static const struct {
        int row, what;
        csr_status read;
    } table[] = {
        { 0, BYTES, CSR_E_CORRUPT },    { 0, PART_HASH, CSR_E_CORRUPT },  { 0, HASH, CSR_OK },
        { 0, EMPTY, CSR_E_CORRUPT },    { 0, TOTAL_UP, CSR_E_CORRUPT },   { 0, TOTAL_DOWN, CSR_OK },
        { 0, PARTS_UP, CSR_OK },        { 1, BYTES, CSR_E_CORRUPT },      { 1, PART_HASH, CSR_E_CORRUPT },
        { 1, START_UP, CSR_E_CORRUPT }, { 1, START_DOWN, CSR_E_CORRUPT }, { 1, EMPTY, CSR_E_CORRUPT },
        { 2, BYTES, CSR_E_CORRUPT },    { 2, START_UP, CSR_E_CORRUPT },   { 2, START_DOWN, CSR_E_CORRUPT },
        { 0, CHILD, CSR_OK },
    };
    char *room = malloc(CSRI_CONTENT_PART);
    csr_rows *rows[3];

    CU_ASSERT_PTR_NOT_NULL_FATAL(room);
    a_long_file(f);
    load(f, rows);
    CU_ASSERT_EQUAL(read_all(f), CSR_OK);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const struct csri_content *was = row_of(rows, (size_t)table[i].row);
        struct csri_content is = *was;
        char what[60];
        csr_status status;
        change(&is, table[i].what, room);
        write_row(f, was, &is);
        snprintf(what, sizeof(what), "%s: row %d, change %d", f->store, table[i].row, table[i].what);
        status = read_all(f);
        CU_assertImplementation(status == table[i].read, __LINE__, what, __FILE__, "", CU_FALSE);
        CU_assertImplementation(desk_verify_errors(f->session, NULL, 0) == 1, __LINE__, what, __FILE__, "", CU_FALSE);
        write_row(f, &is, was);
    }
    CU_ASSERT_EQUAL(read_all(f), CSR_OK);
    CU_ASSERT_EQUAL(desk_verify_errors(f->session, NULL, 0), 0);
    for (size_t i = 0; i < 3; i++)
        csri_rows_free(rows[i]);
    free(room);
}
ON_BOTH(damage)

/* A part that is gone, the last or one before it. */
static void missing_parts(desk_fixture *f)
{
    csr_rows *rows[3];

    a_long_file(f);
    load(f, rows);
    for (size_t i = 1; i < 3; i++) {
        csri_tx tx = begin_tx(f, CSR_TX_WRITE);
        TYPED_OK(f, csri_erase(&tx, &csri_content_record, &row_of(rows, i)->view.id));
        TYPED_OK(f, tx.ops->commit(tx.handle, &f->err));
        CU_ASSERT_EQUAL(read_all(f), CSR_E_CORRUPT);
        CU_ASSERT_STRING_EQUAL(f->err.field, "content");
        CU_ASSERT_EQUAL(desk_verify_errors(f->session, NULL, 0), 1);
        tx = begin_tx(f, CSR_TX_WRITE);
        TYPED_OK(f, csri_insert(&tx, &csri_content_record, row_of(rows, i)));
        TYPED_OK(f, tx.ops->commit(tx.handle, &f->err));
    }
    CU_ASSERT_EQUAL(read_all(f), CSR_OK);
    for (size_t i = 0; i < 3; i++)
        csri_rows_free(rows[i]);
}
ON_BOTH(missing_parts)

/* Only what is still coming in is an upload: no content that is there, and no part of it. */
static void no_uploads(desk_fixture *f)
{
    csr_rows *rows[3];

    a_long_file(f);
    load(f, rows);
    desk_let(f, "whole", &row_of(rows, 0)->view.id);
    desk_let(f, "part", &row_of(rows, 1)->view.id);
    DESK_FAILS(f, "attachment.append", "{'id':'$whole','bytes':'YQ=='}", CSR_E_STATE, "id");
    DESK_FAILS(f, "attachment.append", "{'id':'$part','bytes':'YQ=='}", CSR_E_STATE, "id");
    DESK_FAILS(f, "attachment.abandon", "{'id':'$part'}", CSR_E_STATE, "id");
    DESK_FAILS(f, "attachment.add", "{'ticket':'$t','name':'n','upload':'$whole'}", CSR_E_STATE, "upload");
    DESK_FAILS(f, "attachment.add",
               "{'ticket':'$t','name':'n','bytes':'YQ==','hash':"
               "'0000000000000000000000000000000000000000000000000000000000000000'}",
               CSR_E_ARGUMENT, "hash");
    for (size_t i = 0; i < 3; i++)
        csri_rows_free(rows[i]);
}
ON_BOTH(no_uploads)

/* As much as an attachment may have comes in, and not a byte more; then it is given up, and nothing is left of it. */
static void too_much(desk_fixture *f)
{
    csr_attachment_append_params part = CSR_ATTACHMENT_APPEND_PARAMS_INIT;
    char *bytes = calloc(1, CSR_ATTACHMENT_PART_MAX);
    csr_id upload;

    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    TYPED_OK(f, csr_attachment_begin(f->session, NULL, &upload, &f->err));
    desk_let(f, "up", &upload);
    part.bytes = (csr_str){ bytes, CSR_ATTACHMENT_PART_MAX };
    for (int i = 0; i < CSR_ATTACHMENT_BYTES_MAX / CSR_ATTACHMENT_PART_MAX; i++)
        TYPED_OK(f, csr_attachment_append(f->session, &upload, &part, NULL, &f->err));
    DESK_FAILS(f, "attachment.append", "{'id':'$up','bytes':'YQ=='}", CSR_E_LIMIT, "bytes");
    DESK_OK(f, "attachment.abandon", "{'id':'$up'}");
    free(bytes);
}
ON_BOTH(too_much)

/* Upkeep passes over the parts of content that is attached. */
static void upkeep(desk_fixture *f)
{
    csr_maintenance_view done = { .struct_size = sizeof(done) };
    csr_result *result = NULL;

    a_long_file(f);
    csr_test_host_advance(&f->host, INT64_C(90000000000));
    TYPED_OK(f, csr_desk_maintain(f->desk, NULL, &result, &f->err));
    TYPED_OK(f, csr_maintenance_at(result, 0, &done, &f->err));
    csr_result_free(result);
    CU_ASSERT_EQUAL(done.erased_rows, 0);
    CU_ASSERT_EQUAL(read_all(f), CSR_OK);
}
ON_BOTH(upkeep)

int main(void)
{
    CU_TestInfo tests[] = {
        { "content/damage", damage_on_both },         { "content/missing_parts", missing_parts_on_both },
        { "content/no_uploads", no_uploads_on_both }, { "content/too_much", too_much_on_both },
        { "content/upkeep", upkeep_on_both },         CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "content", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("content_test", suites, 5);
}
