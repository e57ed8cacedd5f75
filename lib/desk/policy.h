/*
 * Policy documents, as far as other nouns need them.
 */
#ifndef CSRI_DESK_POLICY_H
#define CSRI_DESK_POLICY_H

#include "desk/run.h"

/* The document of a kind and name (empty = "default") in force now; *out = NULL and CSR_OK when "default" was never
 * recorded, CSR_E_NOT_FOUND naming `field` for any other name. */
csr_status csri_policy_in_force(csri_call *call, csr_policy_kind kind, const csr_str *name, const char *field,
                                csr_rows **out);

/* Whether a document "default" of a kind was ever recorded, in force or not yet. */
csr_status csri_policy_recorded(csri_call *call, csr_policy_kind kind, int *out);

/* The document of the same kind and name that came before, or *out = NULL. */
csr_status csri_policy_before(csri_call *call, const csr_policy_view *policy, csr_rows **out);

#endif
