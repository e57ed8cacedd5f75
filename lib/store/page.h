/*
 * Results and their pages.
 */
#ifndef CSRI_STORE_PAGE_H
#define CSRI_STORE_PAGE_H

#include "store/tx.h"

#include <csr/result.h>

/* Texts that a view has at most. */
#define CSRI_RESULT_TEXTS_MAX 24

/* A result of rows described by shape; takes the rows over, also on failure. */
csr_status csri_result_make(csr_rows *rows, const char *kind, const csr_shape *shape, size_t view_size,
                            size_t view_min_size, csr_result **out, csr_error *err);
/* The same for rows of a record. */
csr_status csri_result_of(csr_rows *rows, const csr_record *record, csr_result **out, csr_error *err);
/* Fill a view from a row of a result of this shape. */
csr_status csri_result_view(const csr_result *result, const csr_shape *shape, size_t row, void *view, csr_error *err);
csr_rows *csri_result_rows(const csr_result *result);
const csr_shape *csri_result_shape(const csr_result *result);

/* A page of an index: scan.equal members as in scan.from, scan.limit rows or the default when 0, behind the token. */
csr_status csri_page(csri_tx *tx, const csr_record *record, const csr_scan *scan, const csr_str *after,
                     csr_result **out);
/* The same as rows, for those who make other rows of them; token is appended to by the next page's token. */
csr_status csri_page_rows(csri_tx *tx, const csr_record *record, const csr_scan *scan, const csr_str *after,
                          csr_rows **out, csri_buffer *token);
/* Rows a page holds: 0 = the default; more than CSR_PAGE_MAX is an error. */
csr_status csri_page_limit(uint32_t asked, uint32_t *out, csr_error *err);
/* Rows that were made of a page, as a result with the token of the next page; rows and token are taken over. Unless status
 * is CSR_OK only they are freed, and it is returned. */
csr_status csri_result_page(csr_status status, csr_rows *rows, const char *kind, const csr_shape *shape,
                            size_t view_size, csri_buffer *token, csr_result **out, csr_error *err);
/* Give a result the token of its next page. */
csr_status csri_result_set_token(csr_result *result, const csri_buffer *token, csr_error *err);

#endif
