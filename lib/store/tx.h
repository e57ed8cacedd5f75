/*
 * A transaction on a store, with what every reader and writer in it needs. Everything above the stores goes through
 * here; everything below knows only rows.
 */
#ifndef CSRI_STORE_TX_H
#define CSRI_STORE_TX_H

#include "base/buffer.h"
#include "base/id.h"
#include "record/records.h"
#include "record/rows.h"

/* A ticket that something happened to, or a customer whose tickets it is about. */
typedef struct csri_touched {
    csr_id id;
    int32_t kind; /* CSR_RECORD_TICKET or CSR_RECORD_CUSTOMER */
    int32_t reserved;
} csri_touched;

/* One transaction; the caller fills it in and keeps what it points to alive. */
typedef struct csri_tx {
    const csr_backend_ops *ops;
    csr_store_tx *handle;
    const csr_host *host;
    csri_id_source *ids;
    csr_id actor;         /* who stands in the events; none = the system */
    csr_time now;         /* read once per public call */
    int wrote;            /* whether anything was written: then only rollback restores what was */
    csri_buffer *scratch; /* two buffers, kept between calls, for the texts of one event */
    csri_buffer *touched; /* csri_touched of what events tell of, for the rules; NULL = nobody wants to know */
    csr_error *err;
} csri_tx;

/* Begin on a store, within a limit where one is given (NULL = none) and the store knows limits. */
csr_status csri_begin(const csr_backend_ops *ops, csr_store *store, const csr_id *desk, int32_t mode,
                      const csr_limit *limit, csr_store_tx **out, csr_error *err);

/* The one row of an id; CSR_E_NOT_FOUND names `field`. out owns the row; NULL on failure. */
csr_status csri_load(csri_tx *tx, const csr_record *record, const csr_id *id, const char *field, csr_rows **out);
/* The same with some of its members only: bit i = member i. */
csr_status csri_load_columns(csri_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns,
                             const char *field, csr_rows **out);
/* The first row of a scan, or *out = NULL and CSR_OK when there is none. */
csr_status csri_first(csri_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows **out);
/* The rows whose ids stand in other rows, `at` bytes from their beginning, all different; in no order, those that are not
 * there left out. *out = NULL on failure. */
csr_status csri_load_those(csri_tx *tx, const csr_record *record, const csr_rows *others, size_t at, csr_rows **out);
/* The row of an id among rows of a record, or NULL. */
const void *csri_row_of(const csr_rows *rows, const csr_record *record, const csr_id *id);
/* Whether a row of this id is there: CSR_OK, or CSR_E_NOT_FOUND naming `field`. None counts as there. */
csr_status csri_exists(csri_tx *tx, const csr_record *record, const csr_id *id, const char *field);
/* The row with which all members of a unique index agree with `key`; *out = NULL and CSR_OK when there is none. */
csr_status csri_find(csri_tx *tx, const csr_record *record, int32_t index, const void *key, csr_rows **out);

/* Writes without an event: bookmarks, counters, checkpoints, timers, what rules remember, content of attachments and drafts only. Everything else goes
 * through csri_change(). */
csr_status csri_insert(csri_tx *tx, const csr_record *record, const void *row);
csr_status csri_update(csri_tx *tx, const csr_record *record, const void *was, const void *is);
csr_status csri_erase(csri_tx *tx, const csr_record *record, const csr_id *id);

/* A new id. */
csr_status csri_new_id(csri_tx *tx, csr_id *out);

#endif
