#include "backends/memory/memory_tx.h"

#include "base/error.h"
#include "base/memory.h"
#include "record/row.h"

#define EVERY_MEMBER UINT64_MAX

static csr_status no_memory(csr_error *err)
{
    return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a row");
}

static csr_status writable(csr_store_tx *tx, const csr_record *record, csri_memory_table **out, csr_error *err)
{
    if (!tx->writer)
        return csri_fail(err, CSR_E_MISUSE, NULL, "the transaction is for reading only");
    return csri_memory_table_of(tx, record, out, err);
}

/* Room for one change more, so that nothing can fail once the tables are touched. */
static csr_status expect_change(csr_store *store, csr_error *err)
{
    size_t capacity = store->change_capacity == 0 ? 16 : 2 * store->change_capacity;
    size_t size = sizeof(*store->changes);
    csri_memory_change *changes;

    if (store->change_count < store->change_capacity)
        return CSR_OK;
    changes = csri_realloc(&store->host, store->changes, store->change_capacity * size, capacity * size);
    if (changes == NULL)
        return no_memory(err);
    store->changes = changes;
    store->change_capacity = capacity;
    return CSR_OK;
}

static void remember(csr_store *store, csri_memory_table *table, csri_memory_row *was, csri_memory_row *is,
                     uint64_t changed)
{
    store->changes[store->change_count++] = (csri_memory_change){ table, was, is, changed };
}

/* Whether another row than `self` agrees with `row` in all members of a unique order. */
static int is_taken(const csri_memory_order *order, const csri_memory_node *node, const csri_memory_row *self)
{
    const csri_memory_key key = { order, csri_memory_data(order->layout, node->row), node->words, order->unique_count };
    const csri_memory_node *found = csri_memory_order_seek(&key, 1, 0);

    return csri_memory_key_is(&key, found) && found->row != self;
}

static csr_status check_unique(const csri_memory_table *table, const csri_memory_row *row, const csri_memory_row *self,
                               csr_error *err)
{
    for (size_t i = 0; i < table->layout.record->index_count; i++) {
        const csri_memory_order *order = &table->orders[i];
        if ((order->flags & CSR_INDEX_UNIQUE) == 0 || row->nodes[i] == NULL)
            continue;
        if (is_taken(order, row->nodes[i], self))
            return csri_fail(err, CSR_E_DUPLICATE, order->name, "another %s has the same %s",
                             table->layout.record->name, order->name);
    }
    return CSR_OK;
}

/* What the row refers to must exist; it may be the row itself. */
static csr_status check_references(const csri_memory_table *table, const csri_memory_row *row, uint64_t changed,
                                   csr_error *err)
{
    const void *data = csri_memory_data(&table->layout, row);

    for (size_t i = 0; i < table->reference_count; i++) {
        const csri_memory_reference *r = &table->references[i];
        const csr_id *id = csri_at(r->member, data);
        if ((changed >> (r->member - table->layout.record->row->members) & 1) == 0)
            continue;
        if ((r->member->flags & CSR_MEMBER_NULLABLE) != 0 && csri_unset(r->member, data))
            continue;
        if (r->target == table && memcmp(id, csri_at(table->id, data), sizeof(*id)) == 0)
            continue;
        if (csri_memory_table_find(r->target, id) == NULL)
            return csri_fail(err, CSR_E_NOT_FOUND, r->member->name, "%s of the %s refers to nothing", r->member->name,
                             table->layout.record->name);
    }
    return CSR_OK;
}

static csr_status check_insert(const csri_memory_table *table, const void *row, csr_error *err)
{
    if (table->id != NULL && csri_memory_table_find_like(table, row) != NULL)
        return csri_fail(err, CSR_E_DUPLICATE, "id", "another %s has the same id", table->layout.record->name);
    return CSR_OK;
}

/* A row with its nodes, checked and ready to be put in. */
static csr_status prepare(csr_store_tx *tx, csri_memory_table *table, csri_memory_row *row, const csri_memory_row *self,
                          uint64_t changed, csr_error *err)
{
    const csr_host *host = &tx->store->host;
    csr_status status;

    if (row == NULL)
        return no_memory(err);
    status = csri_memory_table_prepare(table, host, row, changed) ? CSR_OK : no_memory(err);
    if (status == CSR_OK)
        status = check_unique(table, row, self, err);
    if (status == CSR_OK)
        status = check_references(table, row, changed, err);
    if (status != CSR_OK)
        csri_memory_table_discard(table, host, row, changed);
    return status;
}

/* The next position, unless the row brings one. */
static void set_position(csri_memory_table *table, csri_memory_row *row)
{
    char *data = (char *)row + table->layout.data_at;

    if (table->position != NULL && csri_unset(table->position, data))
        *(int64_t *)(void *)(data + table->position->offset) = table->last_position + 1;
}

static csr_status check_position(const csri_memory_table *table, const void *row, csr_error *err)
{
    if (table->position == NULL || csri_unset(table->position, row) ||
        *(const int64_t *)csri_at(table->position, row) > table->last_position)
        return CSR_OK;
    return csri_fail(err, CSR_E_DUPLICATE, table->position->name, "%s: a row has this position, or one behind it",
                     table->layout.record->name);
}

csr_status csri_memory_insert(csr_store_tx *tx, const csr_record *record, const void *row, csr_error *err)
{
    csri_memory_table *table;
    csri_memory_row *is;
    csr_status status = writable(tx, record, &table, err);

    if (status == CSR_OK)
        status = check_insert(table, row, err);
    if (status == CSR_OK)
        status = check_position(table, row, err);
    if (status == CSR_OK)
        status = expect_change(tx->store, err);
    if (status != CSR_OK)
        return status;
    is = csri_memory_row_new(&tx->store->host, &table->layout, row, row, EVERY_MEMBER);
    if (is != NULL)
        set_position(table, is);
    status = prepare(tx, table, is, NULL, EVERY_MEMBER, err);
    if (status != CSR_OK)
        return status;
    csri_memory_table_link(table, is);
    csri_memory_table_find_last(table);
    remember(tx->store, table, NULL, is, EVERY_MEMBER);
    return CSR_OK;
}

/* The row that an update is for, at the version that it was read at. */
static csr_status check_update(const csri_memory_table *table, const void *was, csri_memory_row **out, csr_error *err)
{
    const int64_t *is, *expected;

    *out = csri_memory_table_find_like(table, was);
    if (*out == NULL)
        return csri_fail(err, CSR_E_NOT_FOUND, "id", "no such %s", table->layout.record->name);
    if (table->version == NULL)
        return CSR_OK;
    is = csri_at(table->version, csri_memory_data(&table->layout, *out));
    expected = csri_at(table->version, was);
    if (*is != *expected)
        return csri_fail(err, CSR_E_CONFLICT, table->version->name, "the %s has changed: it has version %lld, not %lld",
                         table->layout.record->name, (long long)*is, (long long)*expected);
    return CSR_OK;
}

csr_status csri_memory_update(csr_store_tx *tx, const csr_record *record, const void *was, const void *is,
                              uint64_t changed, csr_error *err)
{
    csri_memory_table *table;
    csri_memory_row *old, *now;
    csr_status status = writable(tx, record, &table, err);

    if (status == CSR_OK)
        status = check_update(table, was, &old, err);
    if (status == CSR_OK)
        status = expect_change(tx->store, err);
    if (status != CSR_OK)
        return status;
    changed &= ~table->identity; /* what names a row stays */
    now = csri_memory_row_new(&tx->store->host, &table->layout, csri_memory_data(&table->layout, old), is, changed);
    status = prepare(tx, table, now, old, changed, err);
    if (status != CSR_OK)
        return status;
    csri_memory_table_replace(table, old, now, changed);
    remember(tx->store, table, old, now, changed);
    return CSR_OK;
}

static int refers(const csri_memory_reference *reference, const csri_memory_order *order, const csri_memory_node *node,
                  const csr_id *id)
{
    return memcmp(csri_at(reference->member, csri_memory_data(order->layout, node->row)), id, sizeof(*id)) == 0;
}

/* Whether a row other than `self` refers to it: one look into an order that leads with the member, else at all rows. */
static int is_referred_to(const csri_memory_table *from, const csri_memory_reference *reference,
                          const csri_memory_row *self, const csr_id *id)
{
    const int leads = reference->order != NULL;
    const csri_memory_order *order = leads ? reference->order : from->all;
    const csri_memory_node *node = csri_memory_order_begin(order, 1);
    csri_memory_probe probe;

    if (leads) {
        csri_memory_probe_id(&probe, order, id);
        node = csri_memory_order_seek(&probe.key, 1, 0);
    }
    for (; node != NULL; node = csri_memory_order_step(node, 1)) {
        int equal = refers(reference, order, node, id);
        if (equal && node->row != self)
            return 1;
        if (!equal && leads)
            return 0;
    }
    return 0;
}

static csr_status check_erase(const csr_store *store, const csri_memory_table *table, const csri_memory_row *row,
                              const csr_id *id, csr_error *err)
{
    for (size_t i = 0; i < store->table_count; i++) {
        const csri_memory_table *from = &store->tables[i];
        for (size_t k = 0; k < from->reference_count; k++) {
            const csri_memory_reference *reference = &from->references[k];
            if (reference->target == table && is_referred_to(from, reference, row, id))
                return csri_fail(err, CSR_E_STATE, "id", "the %s is still referred to", table->layout.record->name);
        }
    }
    return CSR_OK;
}

csr_status csri_memory_erase(csr_store_tx *tx, const csr_record *record, const csr_id *id, csr_error *err)
{
    csri_memory_table *table;
    csri_memory_row *row;
    csr_status status = writable(tx, record, &table, err);

    if (status != CSR_OK)
        return status;
    if (table->id == NULL)
        return csri_fail(err, CSR_E_MISUSE, NULL, "rows of %s have no id and are not erased", record->name);
    row = csri_memory_table_find(table, id);
    if (row == NULL)
        return csri_fail(err, CSR_E_NOT_FOUND, "id", "no such %s", record->name);
    status = check_erase(tx->store, table, row, id, err);
    if (status == CSR_OK)
        status = expect_change(tx->store, err);
    if (status != CSR_OK)
        return status;
    csri_memory_table_unlink(table, row);
    remember(tx->store, table, row, NULL, EVERY_MEMBER);
    return CSR_OK;
}
