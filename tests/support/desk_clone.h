/*
 * Desks exported to one text and imported from it.
 */
#ifndef CSR_TEST_DESK_CLONE_H
#define CSR_TEST_DESK_CLONE_H

#include <csr/exchange.h>
#include <csr/session.h>
#include <stddef.h>

/* All lines of a desk, NUL-ended; the caller frees it. NULL and err filled when that fails. */
char *desk_export(csr_session *session, csr_error *err);

/* Give an import a text in pieces of so many bytes. */
csr_status desk_put(csr_import *lines, const char *text, size_t len, size_t piece, csr_error *err);

/* Take the whole of it in: params may be NULL, out_desk as for csr_import_finish(). */
csr_status desk_import(const char *uri, const csr_import_open_params *params, const char *text, size_t piece,
                       csr_desk **out_desk, csr_error *err);

/* The export of an open desk; the caller frees it. */
char *desk_export_of(csr_desk *desk);

#endif
