/*
 * Rows as one owner: structs of one size, and the texts that they borrow.
 *
 * The first allocation holds the owner, the rows expected and some text; more text goes into chunks that never move.
 * Rows may move while rows are added, so only copies of them leave (views).
 */
#ifndef CSRI_RECORD_ROWS_H
#define CSRI_RECORD_ROWS_H

#include <csr/sys/backend.h>

/* Rows of row_size bytes, with room for expected (at least 1) before the first growth; the host is copied. */
csr_status csri_rows_new(const csr_host *host, size_t row_size, size_t expected, csr_rows **out, csr_error *err);
size_t csri_rows_count(const csr_rows *rows);
/* Row i, valid until rows are added. */
void *csri_rows_at(const csr_rows *rows, size_t i);
/* Forget rows behind the first n; their texts stay until the end. */
void csri_rows_cut(csr_rows *rows, size_t n);
/* Let `more` live and die with `rows`, whose texts borrow from it. */
void csri_rows_attach(csr_rows *rows, csr_rows *more);
const csr_host *csri_rows_host(const csr_rows *rows);
void csri_rows_free(csr_rows *rows);

#endif
