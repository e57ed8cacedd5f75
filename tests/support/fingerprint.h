/*
 * Hashes of everything a store holds: whether something has changed, at a tenth of the cost of a dump as text.
 */
#ifndef CSR_TESTS_FINGERPRINT_H
#define CSR_TESTS_FINGERPRINT_H

#include <csr/sys/backend.h>
#include <stdint.h>

#define FINGERPRINT_RECORDS 96

/* A hash of the rows of each record, in the order of the schema. */
typedef struct fingerprint {
    uint64_t of[FINGERPRINT_RECORDS];
} fingerprint;

/* What the transaction sees. */
csr_status fingerprint_take(const csr_backend_ops *ops, csr_store_tx *tx, fingerprint *out);

/* Name of the first record whose rows differ; NULL = the same rows are there. */
const char *fingerprint_difference(const fingerprint *was, const fingerprint *is);

#endif
