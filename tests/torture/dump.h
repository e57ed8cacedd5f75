/*
 * Everything a store holds, as text: two dumps are equal if and only if the same rows are there.
 */
#ifndef CSR_TORTURE_DUMP_H
#define CSR_TORTURE_DUMP_H

#include <csr/sys/backend.h>

/* Leave out the checkpoints: whether one was sealed depends on which close was disturbed. */
#define DUMP_WITHOUT_CHECKPOINTS 1u

/* All rows of all records, one a line; NULL when the store cannot be read. free() it. */
char *torture_dump(const csr_backend_ops *ops, csr_store *store, unsigned flags);

/* The same text with ids counted in the order in which they appear and with hashes, salts, tokens and the keys of
 * payouts left out: what two runs have in common although their entropy differs. free() it. */
char *torture_normal(const char *text);

/* The first line in which two texts differ, for a complaint; points into a static buffer. */
const char *torture_difference(const char *was, const char *is);

#endif
