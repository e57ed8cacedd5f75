#include "backends/memory/memory_table.h"

#include "base/error.h"
#include "base/memory.h"
#include "record/row.h"

#define FIRST_BUCKETS 64

static csri_memory_order *next_order(csri_memory_table *table, const char *name, uint32_t flags)
{
    csri_memory_order *order = &table->orders[table->layout.order_count++];

    order->name = name;
    order->flags = flags;
    order->layout = &table->layout;
    return order;
}

/* What breaks ties: the id, or the position where there is no id. */
static void end_order(const csri_memory_table *table, csri_memory_order *order)
{
    const csr_member *tie = table->id != NULL ? table->id : table->position;

    order->unique_count = order->count;
    if (order->members[0] != tie)
        csri_memory_order_add(order, tie);
}

static csri_memory_order *order_by(csri_memory_table *table, const csr_member *member)
{
    csri_memory_order *order;

    if (member == NULL)
        return NULL;
    order = next_order(table, member->name, CSR_INDEX_UNIQUE);
    csri_memory_order_add(order, member);
    end_order(table, order);
    return order;
}

static void make_orders(csri_memory_table *table)
{
    const csr_record *record = table->layout.record;

    for (unsigned i = 0; i < record->index_count; i++) {
        const csr_index *index = &record->indexes[i];
        csri_memory_order *order = next_order(table, index->name, index->flags);
        for (unsigned k = 0; k < index->n; k++)
            csri_memory_order_add(order, csri_member_at(record->row, index->at[k]));
        end_order(table, order);
    }
    table->by_id = order_by(table, table->id);
    table->by_position = order_by(table, table->position);
    table->all = table->by_id != NULL ? table->by_id : table->by_position;
}

static void find_members(csri_memory_table *table, uint16_t *texts)
{
    const csr_record *record = table->layout.record;
    const csr_shape *shape = record->row;

    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        if (m->offset == record->id_at)
            table->id = m;
        if (m->offset == record->version_at)
            table->version = m;
        if ((m->flags & CSR_MEMBER_POSITION) != 0)
            table->position = m;
        if (m == table->id || m == table->version || m == table->position)
            table->layout.always |= UINT64_C(1) << i;
        if (m == table->id || m == table->position)
            table->identity |= UINT64_C(1) << i;
        if (m->c == CSR_CLASS_STR)
            texts[table->layout.text_count++] = m->offset;
    }
    table->layout.texts = texts;
}

/* One block for all that a table needs to know of its record, and the first buckets. */
static int make_room(csri_memory_table *table, const csr_host *host)
{
    const csr_record *record = table->layout.record;
    const size_t members = record->row->count;
    const size_t orders = (record->index_count + 2U) * sizeof(csri_memory_order);
    const size_t references = members * sizeof(csri_memory_reference);

    table->bucket_count = FIRST_BUCKETS;
    table->buckets = csri_alloc_zero(host, FIRST_BUCKETS * sizeof(csri_memory_row *));
    table->block_size = orders + references + members * sizeof(uint16_t);
    table->block = csri_alloc_zero(host, table->block_size);
    if (table->block == NULL || table->buckets == NULL)
        return 0;
    table->orders = table->block;
    table->references = (void *)((char *)table->block + orders);
    find_members(table, (void *)((char *)table->block + orders + references));
    return 1;
}

csr_status csri_memory_table_init(csri_memory_table *table, const csr_host *host, const csr_record *record,
                                  csr_error *err)
{
    memset(table, 0, sizeof(*table));
    table->layout.record = record;
    if (!make_room(table, host))
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the table of %s", record->name);
    if (table->id == NULL && table->position == NULL)
        return csri_fail(err, CSR_E_MISUSE, record->name, "%s has neither an id nor a position", record->name);
    if (table->id != NULL && table->position != NULL)
        return csri_fail(err, CSR_E_MISUSE, record->name, "%s has both an id and a position", record->name);
    make_orders(table);
    size_t end = offsetof(csri_memory_row, nodes) + table->layout.order_count * sizeof(csri_memory_node *);
    table->layout.data_at = (end + 15) & ~(size_t)15;
    return CSR_OK;
}

static const csri_memory_order *order_led_by(const csri_memory_table *table, const csr_member *member)
{
    for (size_t i = 0; i < table->layout.order_count; i++)
        if (table->orders[i].members[0] == member)
            return &table->orders[i];
    return NULL;
}

static csri_memory_table *table_named(csri_memory_table *tables, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(tables[i].layout.record->name, name) == 0)
            return &tables[i];
    return NULL;
}

csr_status csri_memory_table_refer(csri_memory_table *table, csri_memory_table *tables, size_t count, csr_error *err)
{
    const csr_shape *shape = table->layout.record->row;

    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        csri_memory_table *target;
        if (m->type->target == NULL)
            continue;
        target = table_named(tables, count, m->type->target);
        if (target == NULL || target->id == NULL)
            return csri_fail(err, CSR_E_MISUSE, m->name, "%s refers to %s, which has no id or is not in the schema",
                             m->name, m->type->target);
        table->references[table->reference_count++] = (csri_memory_reference){ m, target, order_led_by(table, m) };
    }
    return CSR_OK;
}

void csri_memory_table_end(csri_memory_table *table, const csr_host *host)
{
    const csri_memory_node *node = table->all == NULL ? NULL : csri_memory_order_begin(table->all, 1);

    while (node != NULL) {
        csri_memory_row *row = node->row;
        node = csri_memory_order_step(node, 1);
        csri_memory_row_free(host, row);
    }
    for (size_t i = 0; i < table->layout.order_count; i++)
        csri_pool_end(&table->orders[i].nodes, host);
    csri_free(host, table->buckets, table->bucket_count * sizeof(*table->buckets));
    csri_free(host, table->block, table->block_size);
}
