/*
 * Vouchers, inside: making one, and what a change of one has in common.
 */
#ifndef CSRI_DESK_VOUCHER_H
#define CSRI_DESK_VOUCHER_H

#include "desk/edit.h"
#include "policy/voucher_course.h"

/* The code of a new voucher; begins empty, and lives until the voucher is written. */
typedef struct csri_new_code {
    csri_buffer key;
    char made[CSRI_VOUCHER_CODE_LETTERS + 1];
} csri_new_code;

/* Write a new voucher: its code as it is given or one that is made, its key, its state, its event. */
csr_status csri_voucher_add(csri_call *call, struct csri_voucher *is, csri_new_code *code, csr_id *out);
/* The voucher of a code, in any case; CSR_E_NOT_FOUND. The caller frees the rows. */
csr_status csri_voucher_find_code(csri_call *call, const csr_str *code, csr_rows **out);

/* Put a voucher into a state that may follow, and what goes with it. */
csr_status csri_voucher_enter(csri_call *call, csr_voucher_view *is, csr_voucher_state state);

/* A decision about a voucher as it is now, by the session's agent; without an id. */
struct csri_voucher_decision csri_voucher_decision_of(const csri_call *call, const csr_voucher_view *is,
                                                      csr_approval_kind kind, csr_role role, const csr_str *reason,
                                                      const csr_str *note);

#endif
