#include "store/checkpoint.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/time.h"
#include "record/row.h"

#include <stdlib.h>

#define PAGE 1000

/* The last event of a subject in the range. */
typedef struct head {
    csr_id subject;
    int64_t seq;
    uint8_t hash[CSRI_HASH_BYTES];
} head;

typedef struct heads {
    head *items;
    size_t count, capacity;
    int64_t last_position;
} heads;

static uint64_t event_columns(void)
{
    const csr_shape *shape = csri_event_record.row;
    uint64_t mask = 0;

    for (unsigned i = 0; i < shape->count; i++) {
        size_t at = shape->members[i].offset;
        if (at == offsetof(struct csri_event, view.position) || at == offsetof(struct csri_event, view.subject) ||
            at == offsetof(struct csri_event, view.seq) || at == offsetof(struct csri_event, view.hash))
            mask |= UINT64_C(1) << i;
    }
    return mask;
}

static csr_status add_heads(csri_tx *tx, heads *all, const csr_rows *rows, int64_t to)
{
    size_t n = csri_rows_count(rows);

    if (all->count + n > all->capacity) {
        size_t capacity = all->capacity == 0 ? PAGE : all->capacity * 2;
        head *bigger = csri_realloc(tx->host, all->items, all->capacity * sizeof(head), capacity * sizeof(head));
        if (bigger == NULL)
            return csri_fail(tx->err, CSR_E_NO_MEMORY, NULL, "no memory for the heads of a checkpoint");
        all->items = bigger;
        all->capacity = capacity;
    }
    for (size_t i = 0; i < n; i++) {
        const csr_event_view *event = &((const struct csri_event *)csri_rows_at(rows, i))->view;
        head *h = &all->items[all->count];
        if (event->position > to)
            break;
        h->subject = event->subject;
        h->seq = event->seq;
        memcpy(h->hash, event->hash, CSRI_HASH_BYTES);
        all->last_position = event->position;
        all->count++;
    }
    return CSR_OK;
}

/* The events behind `from`, to position `to` at most, CSRI_CHECKPOINT_EVENTS at most. */
static csr_status read_heads(csri_tx *tx, int64_t from, int64_t to, heads *all)
{
    struct csri_event after = { .view = { .position = from } };
    csr_scan scan = { .index = CSR_SCAN_BY_POSITION, .limit = PAGE, .after = &after, .columns = event_columns() };
    csr_status status = CSR_OK;
    size_t got = PAGE;

    all->last_position = from;
    while (status == CSR_OK && got == PAGE && after.view.position < to && all->count < CSRI_CHECKPOINT_EVENTS) {
        csr_rows *rows;
        status = csri_rows_new(tx->host, sizeof(struct csri_event), PAGE, &rows, tx->err);
        if (status != CSR_OK)
            return status;
        if (scan.limit > CSRI_CHECKPOINT_EVENTS - all->count)
            scan.limit = (uint32_t)(CSRI_CHECKPOINT_EVENTS - all->count);
        status = tx->ops->scan(tx->handle, &csri_event_record, &scan, rows, tx->err);
        if (status == CSR_OK)
            status = add_heads(tx, all, rows, to);
        got = csri_rows_count(rows);
        after.view.position = all->last_position;
        csri_rows_free(rows);
    }
    return status;
}

static int by_subject(const void *a, const void *b)
{
    const head *x = a, *y = b;
    int order = memcmp(&x->subject, &y->subject, sizeof(csr_id));

    return order != 0 ? order : (x->seq > y->seq) - (x->seq < y->seq);
}

static void put_number(csri_hash *hash, int64_t number)
{
    uint8_t bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)number >> (8 * i));
    csri_hash_put(hash, bytes, sizeof(bytes));
}

static void seal_heads(heads *all, struct csri_checkpoint_view *out)
{
    csri_hash hash;

    qsort(all->items, all->count, sizeof(head), by_subject);
    csri_hash_init(&hash);
    csri_hash_put(&hash, "csr.heads.1", 11);
    out->subjects = 0;
    for (size_t i = 0; i < all->count; i++) {
        const head *h = &all->items[i];
        int last = i + 1 == all->count || memcmp(&h->subject, &all->items[i + 1].subject, sizeof(csr_id)) != 0;
        if (!last)
            continue;
        csri_hash_put(&hash, &h->subject, sizeof(csr_id));
        put_number(&hash, h->seq);
        csri_hash_put(&hash, h->hash, CSRI_HASH_BYTES);
        out->subjects++;
    }
    csri_hash_end(&hash, out->heads);
}

static void chain(const uint8_t before[CSRI_HASH_BYTES], struct csri_checkpoint_view *out)
{
    csri_hash hash;

    csri_hash_init(&hash);
    csri_hash_put(&hash, "csr.checkpoint.1", 16);
    csri_hash_put(&hash, before, CSRI_HASH_BYTES);
    csri_hash_put(&hash, &out->id, sizeof(csr_id));
    put_number(&hash, out->created_at);
    put_number(&hash, out->number);
    put_number(&hash, out->from_position);
    put_number(&hash, out->to_position);
    csri_hash_put(&hash, out->heads, CSRI_HASH_BYTES);
    csri_hash_end(&hash, out->hash);
}

static csr_status compute(csri_tx *tx, const uint8_t before[CSRI_HASH_BYTES], struct csri_checkpoint *checkpoint,
                          heads *all)
{
    csr_status status = read_heads(tx, checkpoint->view.from_position, checkpoint->view.to_position, all);

    if (status != CSR_OK || all->count == 0)
        return status;
    checkpoint->view.to_position = all->last_position;
    seal_heads(all, &checkpoint->view);
    chain(before, &checkpoint->view);
    return CSR_OK;
}

csr_status csri_checkpoint_compute(csri_tx *tx, const uint8_t before[CSRI_HASH_BYTES],
                                   struct csri_checkpoint *checkpoint, int64_t *out_events)
{
    heads all = { 0 };
    csr_status status = compute(tx, before, checkpoint, &all);

    *out_events = (int64_t)all.count;
    csri_free(tx->host, all.items, all.capacity * sizeof(head));
    return status;
}

static csr_status last_checkpoint(csri_tx *tx, struct csri_checkpoint *out)
{
    csr_scan scan = { .index = CSRI_CHECKPOINT_BY_NUMBER, .flags = CSR_SCAN_REVERSE };
    csr_rows *rows;
    csr_status status = csri_first(tx, &csri_checkpoint_record, &scan, &rows);

    memset(out, 0, sizeof(*out));
    if (rows != NULL)
        *out = *(const struct csri_checkpoint *)csri_rows_at(rows, 0);
    csri_rows_free(rows);
    return status;
}

/* One checkpoint behind the last one; *out_events = 0 when there was nothing to seal. */
static csr_status seal_next(csri_tx *tx, int64_t *out_events)
{
    struct csri_checkpoint last, next = { 0 };
    csr_status status = last_checkpoint(tx, &last);

    if (status != CSR_OK)
        return status;
    next.view.number = last.view.number + 1;
    next.view.from_position = last.view.to_position;
    next.view.to_position = INT64_MAX;
    next.view.created_at = tx->now;
    status = csri_new_id(tx, &next.view.id);
    if (status == CSR_OK)
        status = csri_checkpoint_compute(tx, last.view.hash, &next, out_events);
    if (status == CSR_OK && *out_events != 0)
        status = csri_insert(tx, &csri_checkpoint_record, &next);
    return status;
}

/* Events since the last checkpoint, found by reading, so that an idle close writes nothing; and when that was made. */
static csr_status waiting(csri_tx *tx, csr_store *store, const csr_id *desk, int64_t *out_events, csr_time *out_since)
{
    csr_scan scan = { .index = CSR_SCAN_BY_POSITION, .flags = CSR_SCAN_REVERSE, .columns = event_columns() };
    struct csri_checkpoint last;
    csr_rows *rows = NULL;
    csr_status status = tx->ops->begin(store, desk, CSR_TX_READ, &tx->handle, tx->err);

    *out_events = 0;
    if (status != CSR_OK)
        return status;
    status = last_checkpoint(tx, &last);
    if (status == CSR_OK)
        status = csri_first(tx, &csri_event_record, &scan, &rows);
    if (rows != NULL)
        *out_events = ((const struct csri_event *)csri_rows_at(rows, 0))->view.position - last.view.to_position;
    *out_since = last.view.created_at;
    csri_rows_free(rows);
    tx->ops->rollback(tx->handle);
    return status;
}

static csr_status seal_all(csri_tx *tx, csr_store *store, const csr_id *desk)
{
    int64_t events = CSRI_CHECKPOINT_EVENTS;
    csr_status status = CSR_OK;

    while (status == CSR_OK && events == CSRI_CHECKPOINT_EVENTS) {
        status = tx->ops->begin(store, desk, CSR_TX_WRITE, &tx->handle, tx->err);
        if (status != CSR_OK)
            return status;
        status = seal_next(tx, &events);
        if (status == CSR_OK)
            status = tx->ops->commit(tx->handle, tx->err);
        else
            tx->ops->rollback(tx->handle);
    }
    return status;
}

csr_status csri_checkpoint_seal(csri_tx *tx, csr_store *store, const csr_id *desk)
{
    int64_t events;
    csr_time since;
    csr_status status = waiting(tx, store, desk, &events, &since);

    return status != CSR_OK || events == 0 ? status : seal_all(tx, store, desk);
}

csr_status csri_checkpoint_seal_at_close(csri_tx *tx, csr_store *store, const csr_id *desk)
{
    int64_t events;
    csr_time since;
    csr_status status = waiting(tx, store, desk, &events, &since);
    int is_due = events >= CSRI_CHECKPOINT_LEAST || (events > 0 && (since == 0 || tx->now - since >= CSRI_DAY_US));

    return status != CSR_OK || !is_due ? status : seal_all(tx, store, desk);
}
