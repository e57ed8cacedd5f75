/**
 * Filling the caller's csr_error.
 *
 * Only as much is written as the caller's struct_size covers: a number that it does not cover whole is left out, a
 * text is cut to what is covered; a struct too short for the status is left alone. Texts are cut between characters,
 * never inside one, and bytes that are not UTF-8 become question marks. err may be NULL.
 */
#ifndef CSRI_BASE_ERROR_H
#define CSRI_BASE_ERROR_H

#include <csr/status.h>

/** Let the compiler check a format: argument number of the format and of its first value. */
#define CSRI_PRINTF(format_at, values_at) __attribute__((__format__(__printf__, format_at, values_at)))

/** Fill err and return status; field NULL means none. The message is a sentence for people without a full stop. */
csr_status csri_fail(csr_error *err, csr_status status, const char *field, const char *format, ...) CSRI_PRINTF(4, 5);

/** The same with the store's own code. */
csr_status csri_fail_backend(csr_error *err, csr_status status, int32_t code, const char *field, const char *format,
                             ...) CSRI_PRINTF(5, 6);

/** CSR_E_ARGUMENT about an out pointer that is required and NULL; field is its name. */
csr_status csri_out_missing(csr_error *err, const char *field);

#ifdef CSR_ANALYZER
/* gcc's analyzer looks at one file at a time: without this it believes that a failure may return CSR_OK. */
#define csri_fail(err, status, ...) ((void)csri_fail(err, status, __VA_ARGS__), (status))
#define csri_fail_backend(err, status, ...) ((void)csri_fail_backend(err, status, __VA_ARGS__), (status))
#define csri_out_missing(err, field) ((void)csri_out_missing(err, field), CSR_E_ARGUMENT)
#endif

/** Back to CSR_OK and empty texts; struct_size is kept. */
void csri_error_clear(csr_error *err);

#endif
