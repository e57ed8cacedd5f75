/*
 * Identities, as far as the making of customers needs them too.
 */
#ifndef CSRI_DESK_IDENTITY_H
#define CSRI_DESK_IDENTITY_H

#include "desk/run.h"

/* The key under which an identity is unique, in a buffer that is begun here and freed by the caller, also on
 * failure. */
csr_status csri_identity_key_of(csri_call *call, csr_identity_kind kind, const csr_str *value, csri_buffer *buffer,
                                csr_str *out);
/* Write a new identity of a customer whose row is given; the row is left as it was. */
csr_status csri_identity_write(csri_call *call, const struct csri_customer *customer, const csr_identity_add_params *in,
                               const csr_str *key, csr_id *out_id);

#endif
