#include "desk/run.h"
#include "store/content.h"
#include "support/desk_fixture.h"

#include <stdlib.h>

static void a_contact(desk_fixture *f)
{
    DESK_MAKE(f, "mail", "interaction.add", "{'channel':'email','body':'see cid:p1'}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
}

static void add_read_erase(desk_fixture *f)
{
    a_contact(f);
    DESK_MAKE(f, "a", "attachment.add",
              "{'interaction':'$mail','name':'p.png','media_type':'image/png',"
              "'content_id':'p1','bytes':'YWJj'}");
    DESK_HAS(f, "attachment.get", "{'id':'$a'}",
             "'size_bytes':3,'name':'p.png','media_type':'image/png','content_id':'p1'");
    DESK_IS(f, "attachment.read", "{'id':'$a'}",
            "{'kind':'attachment_part','rows':[{'attachment':'$a','offset':0,'total_bytes':3,'bytes':'YWJj'}],'next':"
            "null}");
    DESK_HAS(f, "attachment.read", "{'id':'$a','offset':1,'max_bytes':1}", "'bytes':'Yg=='");
    DESK_HAS(f, "attachment.read", "{'id':'$a','offset':3}", "'total_bytes':3,'bytes':''");
    DESK_HAS(f, "attachment.read", "{'id':'$a','offset':99}", "'bytes':''");
    DESK_HAS(f, "event.history", "{'subject':'$mail','after_seq':1}", "'attachment.name':[null,'p.png']");
    DESK_IS(f, "attachment.erase", "{'id':'$a','reason':'asked to'}", "{'version':3}");
    DESK_IS(f, "attachment.erase", "{'id':'$a'}", "{'version':3}");
    DESK_FAILS(f, "attachment.read", "{'id':'$a'}", CSR_E_STATE, "id");
    DESK_HAS(f, "attachment.list", "{'subject':'$mail'}",
             "'erased_at':'2026-03-02T09:00:00Z','size_bytes':3,'media_type'");
    /* What it was called may be given to another one now. */
    DESK_OK(f, "attachment.add", "{'interaction':'$mail','name':'q.png','content_id':'p1'}");
}
ON_BOTH(add_read_erase)

static int64_t rows_of(desk_fixture *f, const csr_record *record)
{
    char *dump = desk_dump_record(f->session, record);
    int64_t lines = 0;

    for (const char *c = dump; c != NULL && *c != '\0'; c++)
        lines += *c == '\n';
    free(dump);
    return lines;
}

/* The same bytes are there once, until the last attachment of them is erased. */
static void content_is_shared(desk_fixture *f)
{
    a_contact(f);
    DESK_MAKE(f, "a", "attachment.add", "{'interaction':'$mail','name':'a','bytes':'YWJj'}");
    DESK_MAKE(f, "b", "attachment.add", "{'ticket':'$t','name':'b','bytes':'YWJj'}");
    DESK_MAKE(f, "up", "attachment.begin", "{}");
    DESK_IS(f, "attachment.append", "{'id':'$up','bytes':'YWI='}", "{'count':2}");
    DESK_IS(f, "attachment.append", "{'id':'$up','bytes':'Yw==','offset':2}", "{'count':3}");
    DESK_FAILS(f, "attachment.append", "{'id':'$up','bytes':'Yw==','offset':2}", CSR_E_CONFLICT, "offset");
    DESK_FAILS(f, "attachment.add", "{'ticket':'$t','name':'c','upload':'$up','hash':'00'}", CSR_E_ARGUMENT, "hash");
    DESK_MAKE(f, "c", "attachment.add", "{'ticket':'$t','name':'c','upload':'$up'}");
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 1);
    DESK_FAILS(f, "attachment.add", "{'ticket':'$t','name':'d','upload':'$up'}", CSR_E_NOT_FOUND, "upload");
    DESK_OK(f, "attachment.erase", "{'id':'$a'}");
    DESK_OK(f, "attachment.erase", "{'id':'$b'}");
    DESK_HAS(f, "attachment.read", "{'id':'$c'}", "'bytes':'YWJj'");
    DESK_OK(f, "attachment.erase", "{'id':'$c'}");
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 0);
}
ON_BOTH(content_is_shared)

/* Bytes of which each says where it stands. */
static char *long_content(size_t n)
{
    char *bytes = malloc(n);

    for (size_t i = 0; bytes != NULL && i < n; i++)
        bytes[i] = (char)(i * 7 + (i >> 8) * 13 + (i >> 16));
    return bytes;
}

static void check_range(desk_fixture *f, const csr_id *id, const char *bytes, size_t n, int64_t offset, int32_t most)
{
    csr_attachment_read_params in = CSR_ATTACHMENT_READ_PARAMS_INIT;
    csr_attachment_part_view part = { .struct_size = sizeof(part) };
    csr_result *result = NULL;
    size_t expected = (size_t)offset >= n ? 0 : n - (size_t)offset;

    in.offset = offset;
    in.max_bytes = most;
    expected = expected < (size_t)most ? expected : (size_t)most;
    TYPED_OK(f, csr_attachment_read(f->session, id, &in, &result, &f->err));
    TYPED_OK(f, csr_attachment_part_at(result, 0, &part, &f->err));
    DESK_TRUE(f, part.bytes.len == expected && part.total_bytes == (int64_t)n);
    DESK_TRUE(f, expected == 0 || memcmp(part.bytes.ptr, bytes + offset, expected) == 0);
    csr_result_free(result);
}

/* Ranges across the borders of parts, of content that came at once and of content that came in parts. */
static void ranges(desk_fixture *f)
{
    enum { SIZE = 700001 };
    static const int64_t offsets[] = { 0, 1, 262143, 262144, 262145, 300000, 524288, 700000, 700001 };
    csr_attachment_add_params add = CSR_ATTACHMENT_ADD_PARAMS_INIT;
    char *bytes = long_content(SIZE);
    csr_id whole, pieced, upload;

    a_contact(f);
    add.name = CSR_STR("long.bin");
    add.ticket = desk_id(f, "t");
    add.bytes = (csr_str){ bytes, SIZE };
    TYPED_OK(f, csr_attachment_add(f->session, &add, &whole, &f->err));
    TYPED_OK(f, csr_attachment_begin(f->session, NULL, &upload, &f->err));
    for (size_t at = 0; at < SIZE - 1;) { /* one byte less, so that it is content of its own */
        csr_attachment_append_params part = CSR_ATTACHMENT_APPEND_PARAMS_INIT;
        size_t n = SIZE - 1 - at < 100001 ? SIZE - 1 - at : 100001;
        part.offset = (int64_t)at;
        part.bytes = (csr_str){ bytes + at, n };
        TYPED_OK(f, csr_attachment_append(f->session, &upload, &part, NULL, &f->err));
        at += n;
    }
    add.bytes = (csr_str){ NULL, 0 };
    add.upload = upload;
    TYPED_OK(f, csr_attachment_add(f->session, &add, &pieced, &f->err));
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 3 + 7);
    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        check_range(f, &whole, bytes, SIZE, offsets[i], 300000);
        check_range(f, &pieced, bytes, SIZE - 1, offsets[i], 1);
        check_range(f, &pieced, bytes, SIZE - 1, offsets[i], 1048576);
    }
    TYPED_OK(f, csr_attachment_erase(f->session, &whole, NULL, NULL, &f->err));
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 7);
    free(bytes);
}
ON_BOTH(ranges)

static void limits(desk_fixture *f)
{
    char *bytes = long_content((size_t)CSR_ATTACHMENT_BYTES_MAX + 1);
    csr_attachment_add_params add = CSR_ATTACHMENT_ADD_PARAMS_INIT;
    csr_id id;

    a_contact(f);
    add.name = CSR_STR("big");
    add.ticket = desk_id(f, "t");
    add.bytes = (csr_str){ bytes, (size_t)CSR_ATTACHMENT_BYTES_MAX + 1 };
    DESK_TRUE(f, csr_attachment_add(f->session, &add, &id, &f->err) == CSR_E_ARGUMENT);
    for (int i = 0; i < 4; i++) { /* the fifth would be too much for one ticket */
        add.bytes = (csr_str){ bytes, CSR_ATTACHMENT_BYTES_MAX };
        TYPED_OK(f, csr_attachment_add(f->session, &add, &id, &f->err));
    }
    add.bytes.len = 1;
    DESK_TRUE(f, csr_attachment_add(f->session, &add, &id, &f->err) == CSR_E_LIMIT);
    DESK_TRUE(f, strcmp(f->err.field, "bytes") == 0);
    free(bytes);
    for (int i = 0; i < CSR_ATTACHMENTS_MAX; i++)
        DESK_OK(f, "attachment.add", "{'interaction':'$mail','name':'n'}");
    DESK_TRUE(f, desk_call(f, "attachment.add", "{'interaction':'$mail','name':'n'}") == CSR_E_LIMIT);
}
ON_BOTH(limits)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "attachment.add", "{'name':'n'}", CSR_E_ARGUMENT, "interaction" },
        { "attachment.add", "{'name':'n','ticket':'$t','interaction':'$mail'}", CSR_E_ARGUMENT, "ticket" },
        { "attachment.add", "{'ticket':'$t'}", CSR_E_ARGUMENT, "name" },
        { "attachment.add", "{'ticket':'" NOBODY "','name':'n'}", CSR_E_NOT_FOUND, "ticket" },
        { "attachment.add", "{'interaction':'" NOBODY "','name':'n'}", CSR_E_NOT_FOUND, "interaction" },
        { "attachment.add", "{'ticket':'$t','name':'../n'}", CSR_E_ARGUMENT, "name" },
        { "attachment.add", "{'ticket':'$t','name':'n','media_type':'image'}", CSR_E_ARGUMENT, "media_type" },
        { "attachment.add", "{'ticket':'$t','name':'n','content_id':'<a>'}", CSR_E_ARGUMENT, "content_id" },
        { "attachment.add", "{'ticket':'$t','name':'n','content_id':'c1'}", CSR_E_DUPLICATE, "content_id" },
        { "attachment.add", "{'ticket':'$t','name':'n','bytes':'?'}", CSR_E_ARGUMENT, "bytes" },
        { "attachment.add", "{'ticket':'$t','name':'n','bytes':7}", CSR_E_ARGUMENT, "bytes" },
        { "attachment.add", "{'ticket':'$t','name':'n','bytes':'YQ==','hash':'abc'}", CSR_E_ARGUMENT, "hash" },
        { "attachment.add", "{'ticket':'$t','name':'n','upload':'" NOBODY "'}", CSR_E_NOT_FOUND, "upload" },
        { "attachment.add", "{'ticket':'$t','name':'n','bytes':'YQ==','upload':'$up'}", CSR_E_ARGUMENT, "bytes" },
        { "attachment.append", "{'id':'$up'}", CSR_E_ARGUMENT, "bytes" },
        { "attachment.append", "{'id':'" NOBODY "','bytes':'YQ=='}", CSR_E_NOT_FOUND, "id" },
        { "attachment.abandon", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "attachment.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "attachment.read", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "attachment.read", "{'id':'$a','max_bytes':1048577}", CSR_E_ARGUMENT, "max_bytes" },
        { "attachment.read", "{'id':'$a','offset':-1}", CSR_E_ARGUMENT, "offset" },
        { "attachment.erase", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "attachment.list", "{}", CSR_E_ARGUMENT, "subject" },
    };

    a_contact(f);
    DESK_MAKE(f, "up", "attachment.begin", "{}");
    DESK_MAKE(f, "a", "attachment.add", "{'ticket':'$t','name':'n','content_id':'c1'}");
    DESK_FAILURES(f, table);
    DESK_OK(f, "attachment.abandon", "{'id':'$up'}");
    DESK_FAILS(f, "attachment.append", "{'id':'$up','bytes':'YQ=='}", CSR_E_NOT_FOUND, "id");
}
ON_BOTH(refuses)

/* A transaction on the store beside the session's operations. */
static csri_tx begin_tx(desk_fixture *f)
{
    csr_desk *desk = f->session->desk;
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .ids = &desk->ids, .now = f->host.now, .err = &f->err };

    TYPED_OK(f, desk->ops->begin(desk->store, &desk->id, CSR_TX_WRITE, &tx.handle, &f->err));
    return tx;
}

/* Uploads that nobody finished go when they are old; content that is attached stays. */
static void collects(desk_fixture *f)
{
    int64_t dropped = 0;
    int32_t more = 0;
    csri_tx tx;

    a_contact(f);
    DESK_OK(f, "attachment.add", "{'ticket':'$t','name':'n','bytes':'YQ=='}");
    DESK_MAKE(f, "old", "attachment.begin", "{}");
    DESK_OK(f, "attachment.append", "{'id':'$old','bytes':'YWJj'}");
    DESK_OK(f, "attachment.append", "{'id':'$old','bytes':'YWJj'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_MAKE(f, "new", "attachment.begin", "{}");
    tx = begin_tx(f);
    TYPED_OK(f, csri_content_collect(&tx, 1, f->host.now, &dropped, &more));
    DESK_TRUE(f, dropped == 1 && more == 0);
    TYPED_OK(f, csri_content_collect(&tx, 1, f->host.now, &dropped, &more));
    TYPED_OK(f, tx.ops->commit(tx.handle, &f->err));
    DESK_TRUE(f, dropped == 1 && more == 0);
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 2);
    DESK_FAILS(f, "attachment.abandon", "{'id':'$old'}", CSR_E_NOT_FOUND, "id");
    DESK_OK(f, "attachment.abandon", "{'id':'$new'}");
}
ON_BOTH(collects)

/* Maintenance collects what a day has passed over, and nothing else. */
static void maintenance_collects(desk_fixture *f)
{
    csr_maintenance_view done = { .struct_size = sizeof(done) };
    csr_result *result = NULL;

    a_contact(f);
    DESK_OK(f, "attachment.add", "{'ticket':'$t','name':'n','bytes':'YQ=='}");
    DESK_MAKE(f, "up", "attachment.begin", "{}");
    TYPED_OK(f, csr_desk_maintain(f->desk, NULL, &result, &f->err));
    csr_result_free(result);
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 2);
    csr_test_host_advance(&f->host, INT64_C(86400000001));
    TYPED_OK(f, csr_desk_maintain(f->desk, NULL, &result, &f->err));
    TYPED_OK(f, csr_maintenance_at(result, 0, &done, &f->err));
    csr_result_free(result);
    DESK_TRUE(f, done.erased_rows == 1 && done.more == 0);
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 1);
}
ON_BOTH(maintenance_collects)

/* Bytes that were changed behind the library's back are not given out, and verification finds them. */
static void damage_is_found(desk_fixture *f)
{
    const struct csri_content *was;
    struct csri_content is;
    csr_rows *rows = NULL;
    csri_tx tx;

    a_contact(f);
    DESK_MAKE(f, "a", "attachment.add", "{'ticket':'$t','name':'n','bytes':'YWJj'}");
    DESK_TRUE(f, desk_verify_errors(f->session, NULL, 0) == 0);
    tx = begin_tx(f);
    TYPED_OK(f, csri_first(&tx, &csri_content_record, &(csr_scan){ .index = CSR_SCAN_BY_ID }, &rows));
    was = csri_rows_at(rows, 0);
    is = *was;
    is.view.bytes = CSR_STR("abd");
    TYPED_OK(f, csri_update(&tx, &csri_content_record, was, &is));
    csri_rows_free(rows);
    TYPED_OK(f, tx.ops->commit(tx.handle, &f->err));
    DESK_FAILS(f, "attachment.read", "{'id':'$a'}", CSR_E_CORRUPT, "content");
    DESK_TRUE(f, desk_verify_errors(f->session, NULL, 0) == 1);
    f->spoilt = 1;
}
ON_BOTH(damage_is_found)

/* Notes have attachments as tickets have; not those that were erased. */
static void notes_have_them(desk_fixture *f)
{
    a_contact(f);
    DESK_MAKE(f, "note", "note.add", "{'ticket':'$t','body':'see the photograph'}");
    DESK_MAKE(f, "a", "attachment.add", "{'note':'$note','name':'p.png','content_id':'p1','bytes':'YWJj'}");
    DESK_FAILS(f, "attachment.add", "{'note':'$note','name':'q.png','content_id':'p1'}", CSR_E_DUPLICATE, "content_id");
    DESK_FAILS(f, "attachment.add", "{'note':'$note','ticket':'$t','name':'q'}", CSR_E_ARGUMENT, "note");
    DESK_FAILS(f, "attachment.add", "{'note':'$note','interaction':'$mail','name':'q'}", CSR_E_ARGUMENT, "ticket");
    DESK_FAILS(f, "attachment.add", "{'note':'$t','name':'q'}", CSR_E_NOT_FOUND, "note");
    DESK_FAILS(f, "attachment.add", "{'name':'q'}", CSR_E_ARGUMENT, "interaction");
    DESK_HAS(f, "attachment.list", "{'subject':'$note'}", "'id':'$a','subject':'$note','subject_kind':'note'");
    DESK_HAS(f, "attachment.read", "{'id':'$a'}", "'bytes':'YWJj'");
    DESK_HAS(f, "event.history", "{'subject':'$note','after_seq':1}", "'attachment.name':[null,'p.png']");
    DESK_HAS(f, "note.get", "{'id':'$note'}", "'version':2");
    DESK_IS(f, "note.erase", "{'id':'$note'}", "{'version':3}");
    DESK_FAILS(f, "attachment.add", "{'note':'$note','name':'q'}", CSR_E_STATE, "note");
    DESK_IS(f, "attachment.erase", "{'id':'$a'}", "{'version':4}");
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 0);
}
ON_BOTH(notes_have_them)

static csr_status add_some(desk_fixture *f, size_t bytes, csr_id *out)
{
    csr_attachment_add_params in = CSR_ATTACHMENT_ADD_PARAMS_INIT;

    in.ticket = desk_id(f, "t");
    in.name = CSR_STR("some");
    in.bytes = (csr_str){ "0123456789", bytes };
    return csr_attachment_add(f->session, &in, out, &f->err);
}

/* Who opens a desk may set the limits; what is there already is read whatever they are. */
static void limits_are_set(desk_fixture *f)
{
    static const struct {
        int64_t one, all, count;
        const char *field;
    } wrong[] = {
        { -1, 0, 0, "attachment_bytes" },  { CSR_ATTACHMENT_LIMIT_BYTES + 1, 0, 0, "attachment_bytes" },
        { 0, -1, 0, "attachments_bytes" }, { 0, 0, -1, "attachments" },
        { 0, 0, 1001, "attachments" },
    };
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_attachment_append_params part = CSR_ATTACHMENT_APPEND_PARAMS_INIT;
    csr_desk *desk = NULL;
    csr_id id;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        params.attachment_bytes = wrong[i].one;
        params.attachments_bytes = wrong[i].all;
        params.attachments = wrong[i].count;
        TYPED_FAILS(f, csr_desk_open("memory:", &params, &desk, &f->err), CSR_E_ARGUMENT, wrong[i].field);
    }
    a_contact(f);
    TYPED_OK(f, add_some(f, 10, &id));
    f->desk->attachment_bytes = 8;
    f->desk->attachments_bytes = 22;
    f->desk->attachments = 4;
    TYPED_FAILS(f, add_some(f, 9, NULL), CSR_E_LIMIT, "bytes");
    TYPED_OK(f, csr_attachment_begin(f->session, NULL, &id, &f->err));
    part.bytes = CSR_STR("12345678");
    TYPED_OK(f, csr_attachment_append(f->session, &id, &part, NULL, &f->err));
    part.bytes = CSR_STR("9");
    TYPED_FAILS(f, csr_attachment_append(f->session, &id, &part, NULL, &f->err), CSR_E_LIMIT, "bytes");
    TYPED_OK(f, add_some(f, 8, NULL));
    TYPED_FAILS(f, add_some(f, 5, NULL), CSR_E_LIMIT, "bytes");
    TYPED_OK(f, add_some(f, 4, NULL));
    TYPED_OK(f, add_some(f, 0, NULL));
    TYPED_FAILS(f, add_some(f, 0, NULL), CSR_E_LIMIT, "name");
}
ON_BOTH(limits_are_set)

/* Through the door that is there for it. */
static void test_limits_of_a_desk(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_desk *desk = NULL;

    params.attachment_bytes = 5;
    params.attachments_bytes = 7;
    params.attachments = 9;
    CU_ASSERT_EQUAL_FATAL(csr_desk_open("memory:", &params, &desk, NULL), CSR_OK);
    CU_ASSERT_TRUE(desk->attachment_bytes == 5 && desk->attachments_bytes == 7 && desk->attachments == 9);
    csr_desk_close(desk);
    CU_ASSERT_EQUAL_FATAL(csr_desk_open("memory:", NULL, &desk, NULL), CSR_OK);
    CU_ASSERT_EQUAL(desk->attachment_bytes, CSR_ATTACHMENT_BYTES_MAX);
    CU_ASSERT_EQUAL(desk->attachments_bytes, CSR_ATTACHMENTS_BYTES_MAX);
    CU_ASSERT_EQUAL(desk->attachments, CSR_ATTACHMENTS_MAX);
    csr_desk_close(desk);
}

/* Into a buffer of the caller's: whole, in part, across pieces, and not a byte beyond. */
static void is_copied(desk_fixture *f)
{
    enum { SIZE = 2500000 };
    static const size_t sizes[] = { 0, 1, 262144, 1048576, 1048577, SIZE - 1, SIZE, SIZE + 1 };
    static const int64_t offsets[] = { 0, 1, 300000, SIZE - 1, SIZE, SIZE + 9 };
    csr_attachment_add_params add = CSR_ATTACHMENT_ADD_PARAMS_INIT;
    char *bytes = long_content(SIZE), *copy = malloc(SIZE + 2);
    csr_id id, none = { { 0 } };
    size_t size = 77;

    a_contact(f);
    add.name = CSR_STR("long.bin");
    add.ticket = desk_id(f, "t");
    add.bytes = (csr_str){ bytes, SIZE };
    TYPED_OK(f, csr_attachment_add(f->session, &add, &id, &f->err));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        for (size_t k = 0; k < sizeof(offsets) / sizeof(offsets[0]); k++) {
            size_t left = offsets[k] < SIZE ? SIZE - (size_t)offsets[k] : 0;
            size_t expected = left < sizes[i] ? left : sizes[i];
            copy[expected] = '~';
            TYPED_OK(f, csr_attachment_copy(f->session, &id, offsets[k], copy, sizes[i], &size, &f->err));
            DESK_TRUE(f, size == expected && copy[expected] == '~');
            DESK_TRUE(f, expected == 0 || memcmp(copy, bytes + offsets[k], expected) == 0);
        }
    size = 77;
    TYPED_OK(f, csr_attachment_copy(f->session, &id, 0, NULL, 0, &size, &f->err));
    DESK_TRUE(f, size == 0);
    size = 77;
    TYPED_FAILS(f, csr_attachment_copy(f->session, &id, 0, NULL, 1, &size, &f->err), CSR_E_ARGUMENT, "buffer");
    TYPED_FAILS(f, csr_attachment_copy(f->session, &id, 0, copy, 1, NULL, &f->err), CSR_E_ARGUMENT, "out_size");
    TYPED_FAILS(f, csr_attachment_copy(f->session, &id, -1, copy, 1, &size, &f->err), CSR_E_ARGUMENT, "offset");
    TYPED_FAILS(f, csr_attachment_copy(f->session, &none, 0, copy, 1, &size, &f->err), CSR_E_ARGUMENT, "id");
    TYPED_FAILS(f, csr_attachment_copy(NULL, &id, 0, copy, 1, &size, &f->err), CSR_E_ARGUMENT, "session");
    TYPED_OK(f, csr_attachment_erase(f->session, &id, NULL, NULL, &f->err));
    TYPED_FAILS(f, csr_attachment_copy(f->session, &id, 0, copy, 0, &size, &f->err), CSR_E_STATE, "id");
    DESK_TRUE(f, size == 77);
    free(bytes);
    free(copy);
}
ON_BOTH(is_copied)

/* Many of them, a few in each call, the oldest first; those that are not old stay. */
static void uploads_are_collected(desk_fixture *f)
{
    csr_desk_maintain_params params = CSR_DESK_MAINTAIN_PARAMS_INIT;
    csr_maintenance_view done = { .struct_size = sizeof(done), .more = 1 };
    int64_t erased = 0;
    int calls = 0;

    f->apart = 1;
    a_contact(f);
    DESK_OK(f, "attachment.add", "{'ticket':'$t','name':'n','bytes':'YQ=='}");
    for (int i = 0; i < 40; i++)
        DESK_OK(f, "attachment.begin", "{}");
    csr_test_host_advance(&f->host, INT64_C(86400000000));
    DESK_MAKE(f, "new", "attachment.begin", "{}");
    csr_test_host_advance(&f->host, 1);
    params.limit = 18;
    for (; done.more && calls < 9; calls++) {
        csr_result *result = NULL;
        TYPED_OK(f, csr_desk_maintain(f->desk, &params, &result, &f->err));
        TYPED_OK(f, csr_maintenance_at(result, 0, &done, &f->err));
        csr_result_free(result);
        DESK_TRUE(f, done.erased_rows <= 18);
        erased += done.erased_rows;
    }
    DESK_TRUE(f, erased == 40 && calls == 3);
    DESK_TRUE(f, rows_of(f, &csri_content_record) == 2);
    DESK_OK(f, "attachment.append", "{'id':'$new','bytes':'YQ=='}");
    DESK_OK(f, "attachment.add", "{'ticket':'$t','name':'m','upload':'$new'}");
}
ON_BOTH(uploads_are_collected)

int main(void)
{
    CU_TestInfo tests[] = {
        { "attachment/add_read_erase", add_read_erase_on_both },
        { "attachment/content_is_shared", content_is_shared_on_both },
        { "attachment/ranges", ranges_on_both },
        { "attachment/limits", limits_on_both },
        { "attachment/refuses", refuses_on_both },
        { "attachment/collects", collects_on_both },
        { "attachment/maintenance_collects", maintenance_collects_on_both },
        { "attachment/uploads_are_collected", uploads_are_collected_on_both },
        { "attachment/notes_have_them", notes_have_them_on_both },
        { "attachment/limits_are_set", limits_are_set_on_both },
        { "attachment/limits_of_a_desk", test_limits_of_a_desk },
        { "attachment/is_copied", is_copied_on_both },
        { "attachment/damage_is_found", damage_is_found_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "attachment", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("attachment_test", suites, 13);
}
