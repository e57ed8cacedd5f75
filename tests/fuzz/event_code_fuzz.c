/*
 * Events whose bytes are anything: telling, replaying and naming them ends without a read behind them, and a text that
 * is replayed into a row lies within the event.
 *
 * Input: numbers of the root and the child, length of the change, change, personal half.
 */
#include "base/memory.h"
#include "record/row.h"
#include "store/event_code.h"
#include "support/fuzz.h"

#include <stdlib.h>
#include <string.h>

static int lies_in(const csr_str *text, const csr_str *whole)
{
    return whole->len != 0 && text->ptr >= whole->ptr && text->len <= whole->len &&
           (size_t)(text->ptr - whole->ptr) <= whole->len - text->len;
}

static void check_row(const csr_record *record, const void *row, const struct csri_event *event)
{
    for (unsigned i = 0; record != NULL && i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        const csr_str *text = csri_at(m, row);
        if (m->c == CSR_CLASS_STR && text->len != 0)
            FUZZ_REQUIRE(lies_in(text, &event->change) || lies_in(text, &event->personal));
    }
}

static void check_apply(const struct csri_event *event, const csr_record *root, const csr_record *child)
{
    _Alignas(16) char root_row[CSRI_ROW_MAX] = { 0 }, child_row[CSRI_ROW_MAX] = { 0 };
    int good = csri_event_apply(event, root, root_row, child, child_row);

    if (!good)
        return;
    check_row(root, root_row, event);
    check_row(child, child_row, event);
    FUZZ_REQUIRE(csri_event_apply(event, root, NULL, child, NULL));
}

static void check_tell(const struct csri_event *event)
{
    csri_buffer json, names;
    csr_str reason;
    csr_host host;

    csri_host_take(&host, NULL);
    csri_buffer_init(&json, &host, 0);
    csri_buffer_init(&names, &host, 0);
    if (csri_event_tell(event, &json, &reason) && reason.len != 0)
        FUZZ_REQUIRE(lies_in(&reason, &event->personal) || lies_in(&reason, &event->change));
    csri_event_name_members(event, &names);
    FUZZ_REQUIRE(json.status == CSR_OK && names.status == CSR_OK);
    csri_buffer_free(&json);
    csri_buffer_free(&names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    struct csri_event event = { 0 };
    csr_str change, personal;
    uint8_t hash[CSRI_HASH_BYTES] = { 0 };
    char *copies[2];

    event.view.subject_kind = (int32_t)fuzz_below(&in, 40);
    event.view.row_kind = (int32_t)fuzz_below(&in, 40);
    change = fuzz_bytes(&in, 255);
    personal = fuzz_rest(&in);
    copies[0] = fuzz_copy(change.ptr, change.len);
    copies[1] = fuzz_copy(personal.ptr, personal.len);
    event.change = (csr_str){ change.len == 0 ? NULL : copies[0], change.len };
    event.personal = (csr_str){ personal.len == 0 ? NULL : copies[1], personal.len };
    check_tell(&event);
    check_apply(&event, csri_record_of(event.view.subject_kind), csri_record_of(event.view.row_kind));
    csri_event_hash(hash, &event, hash);
    free(copies[0]);
    free(copies[1]);
    return 0;
}
