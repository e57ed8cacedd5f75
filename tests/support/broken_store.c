#include "support/broken_store.h"

#include "backends/memory/memory_backend.h"
#include "backends/sqlite/sqlite_backend.h"
#include "base/error.h"
#include "base/memory.h"
#include "support/conformance_model.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* clang-format off */
/* Each with the suite that finds it. Those about durable stores come last. */
#define DEFECTS(X) \
    X(none, NULL) \
    X(lost_update, "writes") X(duplicates_pass, "writes") X(same_id_passes, "writes") \
    X(dangling_passes, "writes") X(referred_rows_go, "writes") X(unknown_rows_go, "writes") \
    X(update_of_nothing, "writes") X(every_member_set, "writes") X(same_id_replaces, "writes") \
    X(field_unnamed, "writes") X(other_status, "writes") \
    X(nothing_stored, "rows") X(columns_ignored, "rows") X(version_left_out, "rows") X(id_left_out, "rows") \
    X(only_64, "rows") X(empty_get, "rows") X(cut_at_nul, "rows") X(cut_when_long, "rows") \
    X(cut_to_32_bits, "rows") X(unset_as_stored, "rows") X(gaps_filled, "rows") X(reads_start_afresh, "rows") \
    X(no_id_unsaid, "rows") \
    X(page_skips, "scans") X(page_is_short, "scans") X(page_starts_over, "scans") X(reverse_ignored, "scans") \
    X(order_ignored, "scans") X(ties_swapped, "scans") X(one_more, "scans") X(zero_is_all, "scans") \
    X(equal_ignored, "scans") X(unset_in_sparse, "scans") X(count_off, "scans") X(count_limited, "scans") \
    X(position_from_0, "scans") \
    X(rollback_forgotten, "transactions") X(commit_forgotten, "transactions") X(readers_write, "transactions") \
    X(any_desk, "transactions") X(any_mode, "transactions") X(no_memory_unsaid, "transactions") \
    X(half_kept, "transactions") \
    X(limit_ignored, "limits") X(commit_limited, "limits") X(limit_not_asked, "limits") \
    X(impatient, "side by side") X(bound_to_thread, "side by side") \
    X(unknown_options, "stores") X(flags_ignored, "stores") X(memory_kept, "stores") \
    X(open_keeps_memory, "stores") \
    X(gone_when_closed, "stores") X(any_schema, "stores") X(file_per_process, "stores") \
    X(each_write_kept, "transactions")
/* clang-format on */

#define X(name, suite) name,
typedef enum defect { DEFECTS(X) DEFECT_COUNT } defect;
#undef X
#define X(name, suite) { #name, suite },
static const struct {
    const char *name, *found_by;
} defects[] = { DEFECTS(X) };
#undef X

typedef struct broken_store {
    const csr_backend_ops *ops;
    csr_store *inner;
    csr_host host;
    defect defect;
    csr_schema schema;
    char *path;
} broken_store;

typedef struct broken_tx {
    broken_store *store;
    csr_store_tx *inner;
    pthread_t thread;
    const csr_limit *limit;
    int starved; /* a call failed for want of memory */
} broken_tx;

const char *csr_broken_defect(unsigned n)
{
    return n < DEFECT_COUNT ? defects[n].name : NULL;
}

const char *csr_broken_found_by(unsigned n)
{
    return defects[n].found_by;
}

int csr_broken_is_durable(unsigned n)
{
    return n >= gone_when_closed;
}

static broken_tx *tx_of(csr_store_tx *tx)
{
    return (broken_tx *)(void *)tx;
}

/* --- stores --- */

/* The defect and the URI of the store behind. */
static const char *read_uri(const char *uri, defect *out)
{
    const char *name = uri + strlen("broken:"), *end = strchr(name, ':');
    const size_t len = (size_t)(end - name);

    *out = none;
    while (*out + 1 < DEFECT_COUNT && (strlen(defects[*out].name) != len || memcmp(defects[*out].name, name, len) != 0))
        ++*out;
    return end + 1;
}

static broken_store *new_store(const csr_host *env, const char *uri, const csr_schema *schema)
{
    broken_store *store = calloc(1, sizeof(*store));
    char path[256];
    long own = 0;

    if (store == NULL)
        return NULL;
    uri = read_uri(uri, &store->defect);
    if (store->defect == file_per_process)
        own = (long)getpid();
    snprintf(path, sizeof(path), "%s%.0ld", uri, own); /* nothing for 0 */
    store->path = strdup(path);
    store->ops = csr_broken_is_durable(store->defect) ? &csri_sqlite_ops : &csri_memory_ops;
    store->host = *env;
    store->schema = *schema;
    store->schema.version = store->defect == any_schema ? 1 : schema->version;
    return store;
}

static void free_store(broken_store *store)
{
    free(store->path);
    free(store);
}

static csr_status broken_open(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                              const csr_schema *schema, uint32_t flags, csr_store **out_store, csr_error *err)
{
    static const csr_option at_once = { "busy_timeout_ms", "0" };
    broken_store *store = new_store(env, uri, schema);
    csr_status status;

    *out_store = NULL;
    if (store == NULL)
        return CSR_E_NO_MEMORY;
    if (store->defect == impatient) {
        options = &at_once;
        option_count = 1;
    }
    while (store->defect == unknown_options && option_count > 0 &&
           strcmp(options[option_count - 1].key, at_once.key) != 0)
        option_count--;
    if (store->defect == flags_ignored)
        flags = 0;
    status = store->ops->open(env, store->path, options, option_count, &store->schema, flags, &store->inner, err);
    if (status == CSR_OK) {
        *out_store = (csr_store *)(void *)store;
        return CSR_OK;
    }
    if (store->defect == open_keeps_memory)
        (void)csri_alloc(env, 16);
    free_store(store);
    return status;
}

static void broken_close(csr_store *store)
{
    broken_store *broken = (broken_store *)(void *)store;

    if (broken->defect != memory_kept)
        broken->ops->close(broken->inner);
    if (broken->defect == gone_when_closed)
        (void)unlink(broken->path);
    free_store(broken);
}

/* --- transactions --- */

static csr_status broken_begin_within(csr_store *store, const csr_id *desk, int32_t mode, const csr_limit *limit,
                                      csr_store_tx **out_tx, csr_error *err)
{
    broken_store *broken = (broken_store *)(void *)store;
    broken_tx *tx = calloc(1, sizeof(*tx));
    csr_status status;

    *out_tx = NULL;
    if (tx == NULL)
        return CSR_E_NO_MEMORY;
    if (broken->defect == any_desk)
        desk = NULL;
    if (broken->defect == readers_write)
        mode = CSR_TX_WRITE;
    if (broken->defect == any_mode && mode != CSR_TX_WRITE)
        mode = CSR_TX_READ;
    tx->store = broken;
    tx->thread = pthread_self();
    tx->limit = limit;
    if (broken->defect == limit_ignored || (broken->defect == limit_not_asked && csr_limit_check(limit) == CSR_OK))
        limit = NULL;
    status = broken->ops->begin_within(broken->inner, desk, mode, limit, &tx->inner, err);
    if (status == CSR_OK)
        *out_tx = (csr_store_tx *)(void *)tx;
    else
        free(tx);
    return status;
}

static csr_status broken_begin(csr_store *store, const csr_id *desk, int32_t mode, csr_store_tx **out_tx,
                               csr_error *err)
{
    return broken_begin_within(store, desk, mode, NULL, out_tx, err);
}

static void broken_wake(csr_store *store)
{
    broken_store *broken = (broken_store *)(void *)store;

    broken->ops->wake(broken->inner);
}

static csr_status broken_commit(csr_store_tx *tx, csr_error *err)
{
    broken_tx *broken = tx_of(tx);
    csr_status status = CSR_OK;

    if (broken->store->defect == commit_limited)
        status = csr_limit_check(broken->limit);
    if (broken->store->defect == commit_forgotten || status != CSR_OK)
        broken->store->ops->rollback(broken->inner);
    else
        status = broken->store->ops->commit(broken->inner, err);
    if (broken->store->defect == bound_to_thread && !pthread_equal(broken->thread, pthread_self()))
        status = CSR_E_MISUSE;
    free(broken);
    return status;
}

static void broken_rollback(csr_store_tx *tx)
{
    broken_tx *broken = tx_of(tx);
    const defect d = broken->store->defect;

    if (d == rollback_forgotten || (d == half_kept && broken->starved))
        (void)broken->store->ops->commit(broken->inner, NULL);
    else
        broken->store->ops->rollback(broken->inner);
    free(broken);
}

/* --- writes --- */

/* What a defect makes of the answer of a write. */
static csr_status spoilt(broken_tx *tx, csr_status status, csr_error *err)
{
    static const struct {
        defect defect;
        csr_status status;
    } unsaid[] = {
        { dangling_passes, CSR_E_NOT_FOUND },
        { referred_rows_go, CSR_E_STATE },
        { no_memory_unsaid, CSR_E_NO_MEMORY },
    };
    const defect d = tx->store->defect;

    tx->starved |= status == CSR_E_NO_MEMORY;
    for (size_t i = 0; i < sizeof(unsaid) / sizeof(unsaid[0]); i++)
        if (d == unsaid[i].defect && status == unsaid[i].status)
            return CSR_OK;
    if (d == field_unnamed && err != NULL)
        err->field[0] = '\0';
    if (d == other_status && status == CSR_E_CONFLICT)
        return CSR_E_DUPLICATE;
    return status;
}

static csr_status broken_insert(csr_store_tx *tx, const csr_record *record, const void *row, csr_error *err)
{
    broken_tx *broken = tx_of(tx);
    const csr_backend_ops *ops = broken->store->ops;
    const defect d = broken->store->defect;
    csr_error reason = CSR_ERROR_INIT;
    csr_status status = d == nothing_stored ? CSR_OK : ops->insert(broken->inner, record, row, &reason);
    const int same_id = status == CSR_E_DUPLICATE && strcmp(reason.field, "id") == 0;

    if (same_id && d == same_id_replaces)
        (void)ops->erase(broken->inner, record, (const csr_id *)(const void *)((const char *)row + record->id_at),
                         NULL);
    if (err != NULL)
        *err = reason;
    if (status == CSR_OK && d == each_write_kept) {
        (void)ops->commit(broken->inner, NULL);
        return ops->begin(broken->store->inner, NULL, CSR_TX_WRITE, &broken->inner, err);
    }
    if (status == CSR_E_DUPLICATE && d == (same_id ? same_id_passes : duplicates_pass))
        return CSR_OK;
    return spoilt(broken, status, err);
}

/* Update whatever version the row has now. */
static csr_status overwrite(broken_tx *tx, const csr_record *record, const void *was, const void *is, uint64_t changed,
                            csr_error *err)
{
    const csr_id *id = (const csr_id *)(const void *)((const char *)was + record->id_at);
    csr_rows *rows;
    csr_status status = csri_rows_new(&tx->store->host, record->row->size, 1, &rows, err);

    if (status != CSR_OK)
        return status;
    status = tx->store->ops->get(tx->inner, record, id, 0, rows, err);
    if (status == CSR_OK)
        status = tx->store->ops->update(tx->inner, record, csri_rows_at(rows, 0), is, changed, err);
    csri_rows_free(rows);
    return status;
}

static csr_status broken_update(csr_store_tx *tx, const csr_record *record, const void *was, const void *is,
                                uint64_t changed, csr_error *err)
{
    broken_tx *broken = tx_of(tx);
    const defect d = broken->store->defect;
    csr_status status;

    if (d == every_member_set)
        changed = UINT64_MAX;
    if (d == lost_update && record->version_at != CSR_NO_MEMBER)
        status = overwrite(broken, record, was, is, changed, err);
    else
        status = broken->store->ops->update(broken->inner, record, was, is, changed, err);
    if (d == update_of_nothing && status == CSR_E_NOT_FOUND)
        return CSR_OK;
    if (d == duplicates_pass && status == CSR_E_DUPLICATE)
        return CSR_OK;
    return spoilt(broken, status, err);
}

static csr_status broken_erase(csr_store_tx *tx, const csr_record *record, const csr_id *id, csr_error *err)
{
    broken_tx *broken = tx_of(tx);
    csr_status status = broken->store->ops->erase(broken->inner, record, id, err);

    if (broken->store->defect == unknown_rows_go && status == CSR_E_NOT_FOUND)
        return CSR_OK;
    return spoilt(broken, status, err);
}

/* --- reads --- */

/* What a defect makes of one member that was read. */
static void spoil_member(defect d, const csr_record *record, const csr_member *m, void *v, uint64_t columns)
{
    csr_str *text = v;
    int64_t *number = v;

    if (m->c == CSR_CLASS_STR) {
        if (d == cut_at_nul && text->len > 0)
            text->len = strnlen(text->ptr, text->len);
        if (d == cut_when_long && text->len > 65535)
            text->len = 65535;
    } else if (m->c == CSR_CLASS_I64) {
        if (d == cut_to_32_bits)
            *number = (int32_t)((uint64_t)*number & 0x7fffffff);
        if (d == unset_as_stored && (m->flags & CSR_MEMBER_UNSET_LAST) != 0 && *number == 0)
            *number = INT64_MAX;
        if (d == position_from_0 && (m->flags & CSR_MEMBER_POSITION) != 0)
            --*number;
        if (d == version_left_out && m->offset == record->version_at && columns != 0)
            *number = 0;
    } else if (d == id_left_out && m->offset == record->id_at && columns != 0) {
        memset(v, 0, m->size);
    }
}

/* Pass rows on from a number on, spoilt; those left over when there are too many stay behind. */
static csr_status pass_on(defect d, const csr_record *record, csr_rows *from, size_t first, size_t count, csr_rows *to,
                          uint64_t columns, csr_error *err)
{
    if (d == reads_start_afresh)
        csri_rows_cut(to, 0);
    for (size_t i = first; i < csri_rows_count(from) && i - first < count; i++) {
        /* The first two change places. */
        const size_t at = d == ties_swapped && i < 2 && csri_rows_count(from) > 1 ? 1 - i : i;
        char *row = csri_rows_at(from, at);
        for (unsigned k = 0; k < record->row->count; k++)
            spoil_member(d, record, &record->row->members[k], row + record->row->members[k].offset, columns);
        if (d == gaps_filled)
            memset(row, 1, 4);
        if (conf_rows_copy(to, record, row) == NULL)
            return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a row");
    }
    return CSR_OK;
}

static csr_status broken_get(csr_store_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns,
                             csr_rows *rows, csr_error *err)
{
    broken_tx *broken = tx_of(tx);
    const defect d = broken->store->defect;
    csr_rows *own;
    csr_status status = csri_rows_new(&broken->store->host, record->row->size, 1, &own, err);

    if (status != CSR_OK)
        return status;
    status = broken->store->ops->get(broken->inner, record, id, d == columns_ignored ? 0 : columns, own, err);
    if (status == CSR_OK)
        status = pass_on(d, record, own, 0, 1, rows, columns, err);
    csri_rows_free(own);
    if (d == no_id_unsaid && status == CSR_E_MISUSE)
        return CSR_E_NOT_FOUND;
    return d == empty_get && status == CSR_E_NOT_FOUND ? CSR_OK : status;
}

static csr_status broken_get_many(csr_store_tx *tx, const csr_record *record, const csr_id *ids, size_t id_count,
                                  uint64_t columns, csr_rows *rows, csr_error *err)
{
    broken_tx *broken = tx_of(tx);

    if (broken->store->defect == only_64 && id_count > 64)
        id_count = 64;
    return broken->store->ops->get_many(broken->inner, record, ids, id_count, columns, rows, err);
}

/* The scan that a defect makes of another one. */
static csr_scan spoilt_scan(defect d, const csr_record *record, const csr_scan *scan)
{
    csr_scan other = *scan;

    if (d == reverse_ignored)
        other.flags = 0;
    if (d == columns_ignored)
        other.columns = 0;
    if (d == page_starts_over)
        other.after = NULL;
    if (d == order_ignored && scan->index >= 0 && scan->equal == 0 && record->id_at != CSR_NO_MEMBER)
        other.index = CSR_SCAN_BY_ID;
    if (d == equal_ignored && scan->equal > 1)
        other.equal--;
    if (d == unset_in_sparse && scan->index >= 0 && scan->equal > 0 &&
        csri_unset(csri_member_at(record->row, record->indexes[scan->index].at[0]), scan->from))
        other = (csr_scan){ .index = CSR_SCAN_BY_ID, .limit = 1 };
    if (d == one_more || (d == page_skips && scan->after != NULL))
        other.limit += other.limit < UINT32_MAX ? 1 : 0;
    if (d == zero_is_all && scan->limit == 0)
        other.limit = UINT32_MAX;
    return other;
}

static csr_status broken_scan(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows *rows,
                              csr_error *err)
{
    broken_tx *broken = tx_of(tx);
    const defect d = broken->store->defect;
    const csr_scan other = spoilt_scan(d, record, scan);
    size_t first = d == page_skips && scan->after != NULL ? 1 : 0, count = SIZE_MAX;
    csr_rows *own;
    csr_status status = csri_rows_new(&broken->store->host, record->row->size, 1, &own, err);

    if (status != CSR_OK)
        return status;
    status = broken->store->ops->scan(broken->inner, record, &other, own, err);
    if (d == page_is_short && scan->limit > 1 && csri_rows_count(own) == scan->limit)
        count = scan->limit - 1;
    if (status == CSR_OK)
        status = pass_on(d, record, own, first, count, rows, scan->columns, err);
    csri_rows_free(own);
    return status;
}

static csr_status broken_count(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, int64_t *out_count,
                               csr_error *err)
{
    broken_tx *broken = tx_of(tx);
    const defect d = broken->store->defect;
    csr_status status = broken->store->ops->count(broken->inner, record, scan, out_count, err);

    if (status == CSR_OK && d == count_off && *out_count > 0)
        ++*out_count;
    if (status == CSR_OK && d == count_limited && *out_count > scan->limit)
        *out_count = scan->limit;
    return status;
}

#define BROKEN(abilities)                                                                                       \
    {                                                                                                           \
        .struct_size = sizeof(csr_backend_ops), .abi_version = CSR_BACKEND_ABI, .name = "broken",               \
        .capabilities = (abilities), .open = broken_open, .close = broken_close, .begin = broken_begin,         \
        .commit = broken_commit, .rollback = broken_rollback, .insert = broken_insert, .update = broken_update, \
        .erase = broken_erase, .get = broken_get, .get_many = broken_get_many, .scan = broken_scan,             \
        .count = broken_count, .begin_within = broken_begin_within, .wake = broken_wake                         \
    }

const csr_backend_ops csr_broken_ops = BROKEN(0);
const csr_backend_ops csr_broken_durable_ops = BROKEN(CSR_CAP_DURABLE | CSR_CAP_MULTI_PROCESS | CSR_CAP_SNAPSHOT_READ);
