/*
 * Rows through events: what changed from one row to another, of every root and every child, is encoded, replayed on the
 * row that was, and gives the row that is; it is told as JSON that names exactly what changed.
 *
 * Input: numbers of the root and the child, whether each was and is, and values.
 */
#include "base/json.h"
#include "base/memory.h"
#include "record/row.h"
#include "store/event_code.h"
#include "support/fuzz.h"

#include <stdlib.h>
#include <string.h>

typedef struct row {
    _Alignas(16) char bytes[CSRI_ROW_MAX];
} row;

/* Text that is UTF-8, as everything stored is; borrowed from a table. */
static csr_str make_text(fuzz_in *in)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz\"\\\n\x01 0123456789 abcdefghijklmnopqrstuvwxyz";
    size_t at = fuzz_below(in, 60), n = fuzz_below(in, 9);
    csr_str umlaut = { "\xc3\x84\xe2\x82\xac\xf0\x9f\x98\x80", 9 };

    return fuzz_byte(in) >= 200 ? umlaut : (csr_str){ letters + at, n };
}

/* What is kept as JSON has been read as such. */
static csr_str make_json(fuzz_in *in)
{
    return fuzz_byte(in) % 2 == 0 ? (csr_str){ NULL, 0 } : CSR_STR("{\"a\":[1,\"b\"]}");
}

static void make_member(fuzz_in *in, const csr_member *m, char *bytes)
{
    void *v = bytes + m->offset;

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: *(int32_t *)v = (int32_t)fuzz_i64(in); break;
    case CSR_CLASS_I64: *(int64_t *)v = fuzz_i64(in); break;
    case CSR_CLASS_STR: *(csr_str *)v = m->type->meaning == CSR_MEANING_JSON ? make_json(in) : make_text(in); break;
    case CSR_CLASS_CODE: memset(v, 'A' + fuzz_byte(in) % 26, m->size - 1u); break;
    case CSR_CLASS_ID:
    case CSR_CLASS_BYTES:
    default: memset(v, fuzz_byte(in), m->size);
    }
}

static void make_row(fuzz_in *in, const csr_record *record, row *out)
{
    for (unsigned i = 0; i < record->row->count; i++)
        if (fuzz_byte(in) % 2 == 1)
            make_member(in, &record->row->members[i], out->bytes);
}

/* As lib/store/change.c asks: what differs, or what is set when a row comes or goes. */
static uint64_t changed(const csr_record *record, const row *was, const row *is)
{
    static const row nothing;

    return csri_diff(record->row, was == NULL ? &nothing : was, is == NULL ? &nothing : is) &
           csri_event_members(record);
}

static csri_pair make_pair(fuzz_in *in, const csr_record *record, row *was, row *is)
{
    uint32_t what = fuzz_below(in, 4);
    csri_pair pair = { .record = record };

    if (what != 0)
        make_row(in, record, was);
    if (what == 3)
        memcpy(is, was, sizeof(*is));
    if (what != 1)
        make_row(in, record, is);
    pair.was = what == 0 ? NULL : was;
    pair.is = what == 1 ? NULL : is;
    pair.changed = changed(record, pair.was, pair.is);
    return pair;
}

/* Members that the event carries, bulk ones aside. */
static void check_replayed(const csri_pair *pair, const row *replayed)
{
    static const row nothing;
    const void *is = pair->is == NULL ? &nothing : pair->is;

    for (unsigned i = 0; i < pair->record->row->count; i++) {
        const csr_member *m = &pair->record->row->members[i];
        if ((csri_event_members(pair->record) >> i & 1) != 0 && (m->flags & CSR_MEMBER_BULK) == 0)
            FUZZ_REQUIRE(csri_same(m, replayed->bytes, is));
    }
}

static void check_apply(const struct csri_event *event, const csri_pair *root, const csri_pair *child)
{
    row replayed[2] = { 0 };

    if (root->was != NULL)
        memcpy(&replayed[0], root->was, sizeof(row));
    if (child->was != NULL)
        memcpy(&replayed[1], child->was, sizeof(row));
    FUZZ_REQUIRE(csri_event_apply(event, root->record, &replayed[0], child->record, &replayed[1]));
    check_replayed(root, &replayed[0]);
    if (child->record != NULL)
        check_replayed(child, &replayed[1]);
}

static size_t count_told(const csri_pair *pair)
{
    size_t n = 0;

    for (unsigned i = 0; pair->record != NULL && i < pair->record->row->count; i++) {
        uint32_t flags = pair->record->row->members[i].flags;
        n += (pair->changed >> i & 1) != 0 && (flags & (CSR_MEMBER_HIDDEN | CSR_MEMBER_BULK)) == 0;
    }
    return n;
}

static void check_tell(const csr_host *host, const struct csri_event *event, size_t told, csr_str given)
{
    csr_error err = CSR_ERROR_INIT;
    csri_buffer json;
    csr_str reason;
    const csri_json *read;

    csri_buffer_init(&json, host, 0);
    FUZZ_REQUIRE(csri_event_tell(event, &json, &reason));
    FUZZ_REQUIRE(reason.len == given.len && (given.len == 0 || memcmp(reason.ptr, given.ptr, given.len) == 0));
    FUZZ_REQUIRE(csri_json_read(host, json.ptr, json.len, 0, 0, &read, &err) == CSR_OK);
    FUZZ_REQUIRE(csri_json_members(read) == told);
    csri_json_free(read);
    csri_buffer_free(&json);
}

static void check_pairs(const csri_pair *root, const csri_pair *child, csr_str reason)
{
    struct csri_event event = { 0 };
    csri_buffer change, personal;
    csr_host host;
    int apart;

    csri_host_take(&host, NULL);
    csri_buffer_init(&change, &host, 0);
    csri_buffer_init(&personal, &host, 0);
    csri_buffer_put(&personal, "salt of 16 bytes", CSRI_SALT_BYTES);
    apart = csri_event_encode(root, child, &reason, &change, &personal);
    FUZZ_REQUIRE(change.status == CSR_OK && personal.status == CSR_OK);
    event.view.subject_kind = root->record->number;
    event.view.row_kind = child->record == NULL ? 0 : child->record->number;
    event.change = (csr_str){ change.ptr, change.len };
    if (apart)
        event.personal = (csr_str){ personal.ptr, personal.len };
    check_apply(&event, root, child);
    check_tell(&host, &event, count_told(root) + count_told(child), reason);
    csri_buffer_free(&change);
    csri_buffer_free(&personal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    const csri_root *root = &csri_roots[fuzz_below(&in, (uint32_t)csri_root_count)];
    uint32_t number = fuzz_below(&in, (uint32_t)csri_child_count + 1);
    csr_str reason = make_text(&in);
    row rows[4] = { 0 };
    csri_pair pairs[2] = { make_pair(&in, root->record, &rows[0], &rows[1]), { 0 } };

    if (number < csri_child_count)
        pairs[1] = make_pair(&in, csri_children[number], &rows[2], &rows[3]);
    check_pairs(&pairs[0], &pairs[1], reason);
    return 0;
}
