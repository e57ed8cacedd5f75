/**
 * The normal form under which the identities of customers are compared and unique. Pure.
 *
 * - E-mail address: folded; split at its last "@" into two parts that are not empty, without blanks and control
 *   characters and without what separates addresses in a list (< > , ;). An earlier "@" needs quotation marks round
 *   the first part. No rules about dots or plus: only the receiving house knows its own.
 * - Phone number: E.164, see base/phone.h.
 * - Key in another system: as it is, without white space at its ends.
 * - Anything else: folded. See csri_text_fold() for what that is.
 */
#ifndef CSRI_POLICY_IDENTITY_KEY_H
#define CSRI_POLICY_IDENTITY_KEY_H

#include "base/buffer.h"
#include <csr/customer.h>
#include <csr/types.h>

/**
 * Append the key of an identity; kind is a csr_identity_kind.
 *
 * calling_code is that of the desk's country, in digits, and only looked at for phone numbers; NULL or empty = none.
 *
 * CSR_E_ARGUMENT, and nothing appended: field "kind"; "value" when it has no such form or nothing is left of it;
 * "calling_code". Otherwise the buffer's status. The message never quotes the value.
 */
csr_status csri_identity_key(int32_t kind, const csr_str *value, const csr_str *calling_code, csri_buffer *out,
                             csr_error *err);

#endif
