#include "backends/memory/memory_table.h"

#include "base/memory.h"
#include "record/row.h"

/* --- by id --- */

static size_t bucket(const csri_memory_table *table, const csr_id *id)
{
    uint64_t a, b;

    memcpy(&a, id->bytes, sizeof(a));
    memcpy(&b, id->bytes + sizeof(a), sizeof(b));
    a = (a ^ (b * UINT64_C(0x9E3779B97F4A7C15))) * UINT64_C(0xD6E8FEB86659FD93);
    return (size_t)(a >> 32) & (table->bucket_count - 1);
}

static csri_memory_row **bucket_of(const csri_memory_table *table, const csri_memory_row *row)
{
    return &table->buckets[bucket(table, csri_at(table->id, csri_memory_data(&table->layout, row)))];
}

static void hash_in(csri_memory_table *table, csri_memory_row *row)
{
    csri_memory_row **to = bucket_of(table, row);

    row->next = *to;
    *to = row;
}

static void hash_out(csri_memory_table *table, const csri_memory_row *row)
{
    csri_memory_row **from = bucket_of(table, row);

    while (*from != row)
        from = &(*from)->next;
    *from = row->next;
}

/* Twice as many buckets when there are more rows than buckets; without memory the chains just grow. */
static void widen(csri_memory_table *table, const csr_host *host)
{
    const size_t count = table->bucket_count;
    csri_memory_row **old = table->buckets, **buckets;

    if (table->id == NULL || table->row_count < count)
        return;
    buckets = csri_alloc_zero(host, 2 * count * sizeof(csri_memory_row *));
    if (buckets == NULL)
        return;
    table->buckets = buckets;
    table->bucket_count = 2 * count;
    for (size_t i = 0; i < count; i++) {
        while (old[i] != NULL) {
            csri_memory_row *row = old[i];
            old[i] = row->next;
            hash_in(table, row);
        }
    }
    csri_free(host, old, count * sizeof(csri_memory_row *));
}

csri_memory_row *csri_memory_table_find(const csri_memory_table *table, const csr_id *id)
{
    csri_memory_row *row = table->buckets[bucket(table, id)];

    while (row != NULL && memcmp(csri_at(table->id, csri_memory_data(&table->layout, row)), id, sizeof(*id)) != 0)
        row = row->next;
    return row;
}

csri_memory_row *csri_memory_table_find_like(const csri_memory_table *table, const void *data)
{
    csri_memory_probe probe;

    if (table->id != NULL)
        return csri_memory_table_find(table, csri_at(table->id, data));
    csri_memory_probe_set(&probe, table->by_position, data, 1);
    const csri_memory_node *node = csri_memory_order_seek(&probe.key, 1, 0);
    return csri_memory_key_is(&probe.key, node) ? node->row : NULL;
}

/* --- in and out --- */

static int takes_nodes(csri_memory_table *table, const csr_host *host, csri_memory_row *row, uint64_t changed)
{
    const void *data = csri_memory_data(&table->layout, row);

    for (size_t i = 0; i < table->layout.order_count; i++) {
        csri_memory_order *order = &table->orders[i];
        if ((order->mask & changed) == 0 || !csri_memory_order_covers(order, data))
            continue;
        row->nodes[i] = csri_memory_node_new(order, host, row);
        if (row->nodes[i] == NULL)
            return 0;
    }
    return 1;
}

int csri_memory_table_prepare(csri_memory_table *table, const csr_host *host, csri_memory_row *row, uint64_t changed)
{
    widen(table, host);
    return takes_nodes(table, host, row, changed);
}

void csri_memory_table_discard(csri_memory_table *table, const csr_host *host, csri_memory_row *row, uint64_t changed)
{
    for (size_t i = 0; i < table->layout.order_count; i++)
        if ((table->orders[i].mask & changed) != 0 && row->nodes[i] != NULL)
            csri_pool_give(&table->orders[i].nodes, row->nodes[i]);
    csri_memory_row_free(host, row);
}

void csri_memory_table_link(csri_memory_table *table, csri_memory_row *row)
{
    for (size_t i = 0; i < table->layout.order_count; i++)
        if (row->nodes[i] != NULL)
            csri_memory_order_link(&table->orders[i], row->nodes[i]);
    if (table->id != NULL)
        hash_in(table, row);
    table->row_count++;
}

void csri_memory_table_unlink(csri_memory_table *table, csri_memory_row *row)
{
    for (size_t i = 0; i < table->layout.order_count; i++)
        if (row->nodes[i] != NULL)
            csri_memory_order_unlink(&table->orders[i], row->nodes[i]);
    if (table->id != NULL)
        hash_out(table, row);
    table->row_count--;
}

void csri_memory_table_replace(csri_memory_table *table, csri_memory_row *was, csri_memory_row *is, uint64_t changed)
{
    for (size_t i = 0; i < table->layout.order_count; i++) {
        csri_memory_order *order = &table->orders[i];
        if ((order->mask & changed) == 0)
            is->nodes[i] = was->nodes[i];
        else if (was->nodes[i] != NULL)
            csri_memory_order_unlink(order, was->nodes[i]);
        if (is->nodes[i] == NULL)
            continue;
        is->nodes[i]->row = is;
        if ((order->mask & changed) != 0)
            csri_memory_order_link(order, is->nodes[i]);
    }
    if (table->id != NULL) {
        hash_out(table, was);
        hash_in(table, is);
    }
}

void csri_memory_table_find_last(csri_memory_table *table)
{
    const csri_memory_node *last;

    if (table->position == NULL)
        return;
    last = csri_memory_order_begin(table->by_position, 0);
    table->last_position =
        last == NULL ? 0 : *(const int64_t *)csri_at(table->position, csri_memory_data(&table->layout, last->row));
}
