/*
 * A store that breaks one promise: the suite for stores has to find each of them out.
 *
 * It stands before a sound store and spoils what passes through. The URI says what is broken: "broken:<defect>:<uri of
 * the store behind>".
 */
#ifndef CSR_BROKEN_STORE_H
#define CSR_BROKEN_STORE_H

#include <csr/sys/backend.h>

/* The nth defect, and what it is about; the first one, "none", is none. NULL behind the last. */
const char *csr_broken_defect(unsigned n);
/* The suite that has to find it: "rows", "scans"; NULL when there is nothing to find. */
const char *csr_broken_found_by(unsigned n);
/* Whether it stands before a SQLite file, because it is about durability; otherwise before a store in memory. */
int csr_broken_is_durable(unsigned n);

extern const csr_backend_ops csr_broken_ops;
/* The same with the capabilities of a SQLite file. */
extern const csr_backend_ops csr_broken_durable_ops;

#endif
