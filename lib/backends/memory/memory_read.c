#include "backends/memory/memory_tx.h"

#include "base/error.h"
#include "base/limit.h"
#include "record/row.h"

static csr_status given(csr_status status, csr_error *err)
{
    return status == CSR_OK ? CSR_OK : csri_fail(err, status, NULL, "no memory for the rows read");
}

static csr_status table_with_id(csr_store_tx *tx, const csr_record *record, csri_memory_table **out, csr_error *err)
{
    csr_status status = csri_memory_table_of(tx, record, out, err);

    if (status == CSR_OK && (*out)->id == NULL)
        status = csri_fail(err, CSR_E_MISUSE, NULL, "rows of %s have no id", record->name);
    return status;
}

csr_status csri_memory_get(csr_store_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns,
                           csr_rows *rows, csr_error *err)
{
    csri_memory_table *table;
    csr_status status = table_with_id(tx, record, &table, err);

    if (status != CSR_OK)
        return status;
    const csri_memory_row *row = csri_memory_table_find(table, id);
    if (row == NULL)
        return csri_fail(err, CSR_E_NOT_FOUND, "id", "no such %s", record->name);
    return given(csri_memory_row_give(&table->layout, row, columns, rows), err);
}

csr_status csri_memory_get_many(csr_store_tx *tx, const csr_record *record, const csr_id *ids, size_t id_count,
                                uint64_t columns, csr_rows *rows, csr_error *err)
{
    csri_memory_table *table;
    csr_status status = table_with_id(tx, record, &table, err);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < id_count && status == CSR_OK; i++) {
        const csri_memory_row *row = csri_memory_table_find(table, &ids[i]);
        if (row != NULL)
            status = csri_memory_row_give(&table->layout, row, columns, rows);
    }
    return given(status, err);
}

/* The order that a scan goes through; *empty = it can have no row. */
static csr_status scanned_order(csr_store_tx *tx, const csr_record *record, const csr_scan *scan,
                                const csri_memory_order **out, int *empty, csr_error *err)
{
    csri_memory_table *table;
    const csri_memory_order *order = NULL;
    csr_status status = csri_memory_table_of(tx, record, &table, err);

    if (status != CSR_OK)
        return status;
    if (scan->index == CSR_SCAN_BY_ID)
        order = table->by_id;
    else if (scan->index == CSR_SCAN_BY_POSITION)
        order = table->by_position;
    else if (scan->index >= 0 && scan->index < record->index_count)
        order = &table->orders[scan->index];
    if (order == NULL)
        return csri_fail(err, CSR_E_MISUSE, "index", "%s has no index %d", record->name, (int)scan->index);
    if (scan->equal > (scan->index < 0 ? 0 : order->unique_count) || (scan->equal > 0 && scan->from == NULL))
        return csri_fail(err, CSR_E_MISUSE, "equal", "%s has not that many members to compare", order->name);
    *empty = scan->equal > 0 && !csri_memory_order_covers(order, scan->from);
    *out = order;
    return CSR_OK;
}

/* Where a scan begins. In a unique order its members alone say where a row stands. */
static const csri_memory_node *start(const csri_memory_order *order, const csr_scan *scan, const csri_memory_key *equal,
                                     int direction)
{
    const int unique = (order->flags & CSR_INDEX_UNIQUE) != 0;
    csri_memory_probe after;

    if (scan->after == NULL)
        return csri_memory_order_seek(equal, direction, 0);
    csri_memory_probe_set(&after, order, scan->after, unique ? order->unique_count : order->count);
    return csri_memory_order_seek(&after.key, direction, 1);
}

/* How many rows are gone through between two looks at the limit: some 50 microseconds. */
#define ROWS_BETWEEN_LOOKS 256

static csr_status look(const csr_store_tx *tx, int64_t row, csr_error *err)
{
    return row % ROWS_BETWEEN_LOOKS != 0 ? CSR_OK : csri_limit_fail(tx->limit, err);
}

csr_status csri_memory_scan(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows *rows,
                            csr_error *err)
{
    const csri_memory_order *order;
    const int direction = (scan->flags & CSR_SCAN_REVERSE) == 0;
    csri_memory_probe equal;
    int empty;
    csr_status status = scanned_order(tx, record, scan, &order, &empty, err);

    if (status != CSR_OK || empty)
        return status;
    csri_memory_probe_set(&equal, order, scan->from, scan->equal);
    const csri_memory_node *node = start(order, scan, &equal.key, direction);
    for (uint32_t n = 0; n < scan->limit && csri_memory_key_is(&equal.key, node) && status == CSR_OK; n++) {
        status = look(tx, n, err);
        if (status != CSR_OK)
            return status;
        status = csri_memory_row_give(order->layout, node->row, scan->columns, rows);
        node = csri_memory_order_step(node, direction);
    }
    return given(status, err);
}

csr_status csri_memory_count(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, int64_t *out_count,
                             csr_error *err)
{
    const csri_memory_order *order = NULL;
    csri_memory_probe equal;
    int empty = 0;
    int64_t count = 0, most = scan->limit != 0 ? (int64_t)scan->limit : INT64_MAX;
    csr_status status = scanned_order(tx, record, scan, &order, &empty, err);

    if (status != CSR_OK)
        return status;
    if (scan->equal == 0)
        count = (int64_t)order->tree.count < most ? (int64_t)order->tree.count : most;
    if (scan->equal > 0 && !empty) {
        csri_memory_probe_set(&equal, order, scan->from, scan->equal);
        const csri_memory_node *node = csri_memory_order_seek(&equal.key, 1, 0);
        for (; count < most && csri_memory_key_is(&equal.key, node) && status == CSR_OK;
             node = csri_memory_order_step(node, 1))
            status = look(tx, count++, err);
    }
    if (status == CSR_OK)
        *out_count = count;
    return status;
}
