/*
 * Everything a store holds as text, hidden columns included: two desks are the same when their dumps are.
 */
#ifndef CSR_TEST_DESK_DUMP_H
#define CSR_TEST_DESK_DUMP_H

#include "support/fingerprint.h"

#include <csr/desk.h>
#include <csr/session.h>
#include <csr/sys/backend.h>

/* One line a row, record by record in schema order, rows by id or position. Read in the session's open transaction if
 * it has one, for a store in memory lets nobody else read then. The caller frees it; NULL when it cannot be read. */
char *desk_dump(csr_session *session);

/* The same for one record. */
char *desk_dump_record(csr_session *session, const csr_record *record);

/* The same as hashes, which is ten times cheaper. */
csr_status desk_fingerprint(csr_session *session, fingerprint *out);

/* Where two dumps part, for a message: the first line that differs in each. */
void desk_dump_difference(const char *a, const char *b, char *out, size_t out_size);

/* Findings of severity error that csr_desk_verify() makes; the first one's place and text go to `first` (may be NULL).
 * -1 when it fails. */
int desk_verify_errors(csr_session *session, char *first, size_t first_size);

#endif
