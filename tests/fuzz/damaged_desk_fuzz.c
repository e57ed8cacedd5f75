/*
 * Damaged desk files: a small desk is made once; each input flips, overwrites, copies and cuts bytes of its file. What
 * follows is opening, listing everything and desk.verify, which never crash or hang. Where a row that events cover reads
 * differently than it was written, or is gone, desk.verify must say so, or some call must have failed.
 *
 * Input: edits of how, where (3 bytes), how long, and values. CSR_FUZZ_STATS=1 prints at the end what became of them.
 */
#include "record/row.h"
#include "store/event_code.h"
#include "support/covered.h"
#include "support/desk.h"
#include "support/doors.h"

#include <csr/csr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EDITS_MAX 8

/* What became of the inputs. */
static struct {
    unsigned long inputs, refused, unreadable, found, same, only_uncovered, missed;
} counts;

/* The rows of every record as they were written. */
static csr_rows *written[FUZZ_RECORDS_MAX];

static csr_status scan_all(fuzz_desk *desk, const csr_record *record, csr_rows **out)
{
    csr_scan scan = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID,
                      .limit = 100000 };
    csr_store_tx *tx;
    csr_status status = csri_rows_new(&desk->host.host, record->row->size, 4, out, NULL);

    FUZZ_REQUIRE(status == CSR_OK);
    status = desk->desk->ops->begin(desk->desk->store, &desk->desk->id, CSR_TX_READ, &tx, NULL);
    if (status != CSR_OK)
        return status;
    status = desk->desk->ops->scan(tx, record, &scan, *out, NULL);
    desk->desk->ops->rollback(tx);
    return status;
}

static int same_rows(const csr_record *record, csr_rows *a, csr_rows *b)
{
    if (csri_rows_count(a) != csri_rows_count(b))
        return 0;
    for (size_t i = 0; i < csri_rows_count(a); i++)
        if (csri_diff(record->row, csri_rows_at(a, i), csri_rows_at(b, i)) != 0)
            return 0;
    return 1;
}

typedef struct difference {
    int unreadable, covered, uncovered;
} difference;

static difference compare_rows(fuzz_desk *desk)
{
    difference found = { 0 };

    for (size_t i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        csr_rows *rows;
        int same;
        if (scan_all(desk, record, &rows) != CSR_OK) {
            found.unreadable = 1;
        } else {
            same = same_rows(record, rows, written[i]);
            found.covered |= !same && covered_by_events(record);
            found.uncovered |= !same && !covered_by_events(record);
            if (!same && getenv("CSR_FUZZ_VERBOSE") != NULL)
                fprintf(stderr, "%s differs: %zu rows of %zu\n", record->name, csri_rows_count(rows),
                        csri_rows_count(written[i]));
        }
        csri_rows_free(rows);
    }
    return found;
}

/* Whatever can be listed is; what fails, fails with a status. Returns whether anything did. */
static int list_all(fuzz_desk *desk, const fuzz_ids *ids)
{
    static const uint8_t plain[64] = { 0 };
    int failed = 0;

    for (size_t i = 0; i < csri_operation_count; i++) {
        const csri_operation *operation = csri_operations[i];
        fuzz_in in = { plain, plain + sizeof(plain) };
        fuzz_params params;
        fuzz_answer answer;
        if (operation->mode != CSRI_READ)
            continue;
        fuzz_params_make(&in, operation, ids, &params);
        fuzz_call_typed(operation, desk->session, &params.id, operation->in == NULL ? NULL : params.bytes, &answer);
        failed |= answer.status <= -301 && answer.status > -400;
        fuzz_answer_free(&answer);
        fuzz_params_free(&params);
    }
    return failed;
}

static struct {
    uint8_t *bytes;
    size_t size;
    fuzz_ids ids;
    fuzz_desk memory; /* keeps the host of `written` */
    char path[128];
} whole;

static void print_counts(void)
{
    printf(
        "damaged desks: %lu inputs: %lu refused when opened, %lu with rows that cannot be read, %lu found by verify, "
        "%lu where no row reads differently, %lu where only rows without events do, %lu missed\n",
        counts.inputs, counts.refused, counts.unreadable, counts.found, counts.same, counts.only_uncovered,
        counts.missed);
}

static void make_whole(void)
{
    fuzz_path("damaged.db", whole.path, sizeof(whole.path));
    FUZZ_REQUIRE(fuzz_desk_open(&whole.memory, whole.path, 0) == CSR_OK);
    fuzz_desk_later(&whole.memory);
    fuzz_desk_fill(&whole.memory, &whole.ids);
    csr_session_close(whole.memory.session);
    csr_desk_close(whole.memory.desk);
    whole.bytes = fuzz_read_file(whole.path, &whole.size);
    FUZZ_REQUIRE(fuzz_desk_open(&whole.memory, whole.path, CSR_OPEN_READ_ONLY) == CSR_OK);
    for (size_t i = 0; i < csri_schema.record_count; i++)
        FUZZ_REQUIRE(scan_all(&whole.memory, csri_schema.records[i], &written[i]) == CSR_OK);
    csr_session_close(whole.memory.session);
    csr_desk_close(whole.memory.desk);
    if (getenv("CSR_FUZZ_STATS") != NULL)
        FUZZ_REQUIRE(atexit(print_counts) == 0);
}

/* One edit; the size may shrink. */
static void edit(fuzz_in *in, uint8_t *bytes, size_t *size)
{
    uint8_t how = fuzz_byte(in);
    size_t at = (size_t)fuzz_byte(in) << 16 | (size_t)fuzz_byte(in) << 8, n = 0;

    at = (at | fuzz_byte(in)) % *size;
    if (how < 100) {
        bytes[at] = (uint8_t)(bytes[at] ^ 1u << how % 8);
    } else if (how < 180) {
        bytes[at] = fuzz_byte(in);
    } else if (how < 210) {
        csr_str given = fuzz_bytes(in, *size - at);
        if (given.len != 0)
            memcpy(bytes + at, given.ptr, given.len);
    } else if (how < 230) {
        n = fuzz_byte(in) * 16u;
        memset(bytes + at, how % 2 ? 0xff : 0, n > *size - at ? *size - at : n);
    } else if (how < 245) {
        n = (size_t)fuzz_byte(in) * 4096 % *size;
        memmove(bytes + (at & ~(size_t)4095), bytes + n, *size - n < 4096 ? *size - n : 4096);
    } else {
        *size = at + 1;
    }
}

static void count(int opened, int failed, int errors, const difference *found)
{
    counts.inputs++;
    if (!opened)
        counts.refused++;
    else if (errors < 0 || failed || found->unreadable)
        counts.unreadable++;
    else if (errors > 0)
        counts.found++;
    else if (found->covered)
        counts.missed++;
    else if (found->uncovered)
        counts.only_uncovered++;
    else
        counts.same++;
}

/* A migration of a damaged file: whatever it says, it says; what it did not do it leaves as it was. */
static void migrate(const fuzz_desk *desk)
{
    csr_desk_migrate_params params = CSR_DESK_MIGRATE_PARAMS_INIT;
    csr_result *steps = NULL;

    params.host = &desk->host.host;
    params.flags = CSR_MIGRATE_NO_BACKUP;
    (void)csr_desk_migrate(whole.path, &params, &steps, NULL);
    csr_result_free(steps);
}

/* Everything that looks after a desk as a whole: it says what it says, and a copy that is made is a sound file. */
static void look_after(fuzz_desk *desk)
{
    csr_desk_examine_params params = CSR_DESK_EXAMINE_PARAMS_INIT;
    csr_result *result = NULL;
    char copy[160];

    params.host = &desk->host.host;
    FUZZ_REQUIRE(csr_desk_examine(whole.path, &params, &result, NULL) == CSR_OK);
    csr_result_free(result);
    if (desk->session == NULL)
        return;
    snprintf(copy, sizeof(copy), "%s.copy", whole.path);
    (void)remove(copy);
    (void)csr_desk_backup(desk->desk, copy, NULL, &result, NULL);
    csr_result_free(result);
    (void)remove(copy);
    (void)csr_desk_health(desk->desk, &result, NULL);
    csr_result_free(result);
    (void)csr_desk_maintain(desk->desk, NULL, &result, NULL);
    csr_result_free(result);
}

static void use(const uint8_t *bytes, size_t size)
{
    fuzz_desk desk;
    int failed = 0, errors = 0, opened;
    difference found = { 0 };

    fuzz_write_desk(whole.path, bytes, size);
    opened = fuzz_desk_open(&desk, whole.path, CSR_OPEN_EXISTING) == CSR_OK;
    if (opened) {
        failed = list_all(&desk, &whole.ids);
        errors = fuzz_desk_verify(&desk);
        found = compare_rows(&desk);
    } else {
        migrate(&desk);
    }
    if (size % 8 == 0 || !opened)
        look_after(&desk);
    fuzz_desk_close(&desk);
    count(opened, failed, errors, &found);
    FUZZ_REQUIRE(!opened || !found.covered || errors != 0 || failed || found.unreadable);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    uint8_t *bytes;
    size_t left;

    if (whole.bytes == NULL)
        make_whole();
    bytes = fuzz_copy(whole.bytes, whole.size);
    left = whole.size;
    for (int i = 0; i < EDITS_MAX && fuzz_left(&in) > 0; i++)
        edit(&in, bytes, &left);
    use(bytes, left);
    free(bytes);
    return 0;
}
