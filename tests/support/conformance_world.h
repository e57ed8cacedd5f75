/*
 * What the cases of the suite work with: a store of the current target on a host that counts, and short forms of what
 * they do most.
 */
#ifndef CSR_CONFORMANCE_WORLD_H
#define CSR_CONFORMANCE_WORLD_H

#include "support/conformance.h"
#include "support/conformance_model.h"
#include "support/conformance_schema.h"
#include "support/test_host.h"

#include <CUnit/CUnit.h>

typedef struct conf_world {
    csr_test_host host;
    const csr_backend_ops *ops;
    const csr_schema *schema;
    csr_store *store;
    conf_model model; /* empty, for the case to fill */
    uint64_t random;
    csr_error err; /* of the last call through the short forms */
    char uri[200];
} conf_world;

/* The target of the run. */
const csr_conformance_target *conf_target(void);

/* A new store; the case ends at once when there is none. */
void conf_open(conf_world *w, const csr_schema *schema);
/* The same where begin waits for at most so many milliseconds. */
void conf_open_impatient(conf_world *w, const csr_schema *schema, const char *busy_timeout_ms);
/* Close it, and see that all memory has come back. */
void conf_close(conf_world *w);
/* Open a URI with the target's options and one more (NULL = none). */
csr_status conf_open_store(conf_world *w, const char *uri, const csr_option *more, uint32_t flags, csr_store **out);

csr_store_tx *conf_begin(conf_world *w, int32_t mode);
csr_status conf_try_begin(conf_world *w, int32_t mode, csr_store_tx **out);
void conf_commit(conf_world *w, csr_store_tx *tx);
void conf_rollback(conf_world *w, csr_store_tx *tx);

csr_status conf_insert(conf_world *w, csr_store_tx *tx, const csr_record *record, const void *row);
csr_status conf_update(conf_world *w, csr_store_tx *tx, const csr_record *record, const void *was, const void *is);
csr_status conf_erase(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_id *id);
/* Whether the last call failed with this status and field. */
int conf_failed(const conf_world *w, csr_status got, csr_status status, const char *field);

csr_rows *conf_new_rows(conf_world *w, const csr_record *record);
/* The row of an id; NULL when there is none. Free the rows with csri_rows_free(). */
csr_rows *conf_get(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_id *id);
csr_rows *conf_scan(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_scan *scan);
/* All rows in the order of the id or position. */
csr_rows *conf_all(conf_world *w, csr_store_tx *tx, const csr_record *record);
int64_t conf_count(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_scan *scan);
/* Whether rows are these, in this order. */
int conf_rows_are(const csr_record *record, const csr_rows *rows, const void *const *expected, size_t count);

/* Everything that a store holds, as a hash of all members in all orders: equal when nothing differs. */
uint64_t conf_dump(conf_world *w, csr_store_tx *tx);
/* The rows of one record alone, in all of its orders: for after each of many calls, with a whole dump after all of them. */
uint64_t conf_dump_of(conf_world *w, csr_store_tx *tx, const csr_record *record);
/* The whole in a transaction of its own. */
uint64_t conf_dump_now(conf_world *w);

/* Insert up to so many made-up rows of each record (one desk) into store and model, in a transaction of its own. */
void conf_populate(conf_world *w, size_t each);
/* Make a row, insert it, put it into the model; NULL when none can be made. Positions are filled in by conf_positions(). */
const void *conf_add(conf_world *w, csr_store_tx *tx, const csr_record *record);
/* Let the rows of the model have the positions that the store gave them. */
void conf_positions(conf_world *w, csr_store_tx *tx);

/* Rows of the small schema with ids and names made from numbers. */
csr_id conf_id(uint32_t number);
conf_owner conf_owner_row(uint32_t number, const char *name);
conf_thing conf_thing_row(uint32_t number, uint32_t owner, const char *name);

/* The cases, one table per file. */
extern CU_TestInfo conf_row_cases[];
extern CU_TestInfo conf_scan_cases[];
extern CU_TestInfo conf_write_cases[];
extern CU_TestInfo conf_tx_cases[];
extern CU_TestInfo conf_side_cases[];
extern CU_TestInfo conf_limit_cases[];
extern CU_TestInfo conf_store_cases[];
extern CU_TestInfo conf_migrate_cases[];
extern CU_TestInfo conf_care_cases[];

#endif
