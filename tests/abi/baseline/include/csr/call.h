/**
 * The second door: every operation by its name, with JSON in and JSON out.
 *
 * For dynamic languages, command lines and HTTP hosts. Both doors end in the same code; typed C is the first.
 */
#ifndef CSR_CALL_H
#define CSR_CALL_H

#include <csr/export.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/**
 * Run an operation by its name.
 *
 * The parameters are one JSON object: members as in the parameter struct, ids as UUID text, instants as RFC
 * 3339, enumerations as names, null empties a member that may be emptied. The record that an operation works on
 * is the member "id". What comes back is {"id":..}, {"version":..}, {"count":..}, {} or a result as
 * csr_result_json() writes it.
 *
 * @param session       [in]  an open session; its actor stands in the events
 * @param operation     [in]  name such as "ticket.open"
 * @param operation_len [in]  bytes, or CSR_NTS
 * @param json          [in]  parameters; NULL = none
 * @param json_len      [in]  bytes, or CSR_NTS; at most 4 MiB, at most 32 levels deep
 * @param out_buf       [out] the answer; NULL on failure; free with csr_buf_free()
 * @param err           [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_UNKNOWN_OPERATION, CSR_E_ARGUMENT (malformed JSON, unknown member, wrong type), CSR_E_LIMIT (size, depth), and those of
 *         the operation
 * @owner  the caller owns the buffer
 * @thread session: one thread at a time
 * @cost   that of the operation, and the JSON
 * @source docs/json.md
 * @since  0.1
 */
CSR_API csr_status csr_call(csr_session *session, const char *operation, size_t operation_len, const char *json,
                            size_t json_len, csr_buf **out_buf, csr_error *err);

/**
 * Describe the operations, for those who build on csr_call().
 *
 * {"operations":[{"name","text","mode","gives","subject","params":[{"name","type","text",...}]}],"records":[...
 * ]}.
 *
 * @param operation     [in]  name of one operation; NULL = all of them, and the records
 * @param operation_len [in]  bytes, or CSR_NTS
 * @param out_buf       [out] JSON; NULL on failure; free with csr_buf_free()
 * @param err           [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_UNKNOWN_OPERATION, CSR_E_NO_MEMORY
 * @owner  the caller owns the buffer
 * @thread any
 * @cost   linear in the text
 * @source docs/json.md
 * @since  0.1
 */
CSR_API csr_status csr_describe(const char *operation, size_t operation_len, csr_buf **out_buf, csr_error *err);

CSR_END_DECLS

#endif
