/**
 * Everything that is read comes back as a result: 0..n rows of one kind and the token of the next page.
 *
 * csr_<noun>_at() fills a view from a row. The view is the caller's, the texts in it are the result's and live until
 * csr_result_free(). Pages are keyset pages: nothing stays open in the store between two calls.
 */
#ifndef CSR_RESULT_H
#define CSR_RESULT_H

#include <csr/export.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Rows of one kind; opaque. */
typedef struct csr_result csr_result;

/** Rows that a page holds when its query does not say. */
#define CSR_PAGE_DEFAULT 50
/** Rows that a page holds at most. */
#define CSR_PAGE_MAX 1000

/**
 * Number of rows in a result.
 *
 * @param result [in] a result; NULL gives 0
 * @return rows
 * @owner  nothing
 * @thread a result: one thread at a time
 * @cost   constant
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API size_t csr_result_count(const csr_result *result);

/**
 * Name of the kind of rows in a result, such as "ticket".
 *
 * @param result [in] a result; NULL gives ""
 * @return a static string
 * @owner  static, never freed
 * @thread a result: one thread at a time
 * @cost   constant
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API const char *csr_result_kind(const csr_result *result);

/**
 * The token that fetches the next page, given as `after` in the same query.
 *
 * @param result    [in]  a result
 * @param out_token [out] borrowed text; empty when this was the last page
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or CSR_E_ARGUMENT
 * @errors CSR_E_ARGUMENT (a NULL argument)
 * @owner  out_token borrows from the result
 * @thread a result: one thread at a time
 * @cost   constant
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_result_token(const csr_result *result, csr_str *out_token, csr_error *err);

/**
 * All rows as JSON: {"kind":..,"rows":[..],"next":token or null}.
 *
 * Ids are UUID text, instants RFC 3339 in UTC, enumerations their names, flags true or false;
 * what is optional and unset is left out.
 *
 * @param result  [in]  a result
 * @param out_buf [out] the text; NULL on failure; free with csr_buf_free()
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_NO_MEMORY
 * @owner  the caller owns the buffer
 * @thread a result: one thread at a time
 * @cost   linear in the text
 * @source docs/json.md
 * @since  0.1
 */
CSR_API csr_status csr_result_json(const csr_result *result, csr_buf **out_buf, csr_error *err);

/**
 * Free a result.
 *
 * @param result [in] a result; NULL is a no-op
 * @owner  the result is gone, and every text borrowed from it
 * @thread a result: one thread at a time
 * @cost   constant
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API void csr_result_free(csr_result *result);

CSR_END_DECLS

#endif
