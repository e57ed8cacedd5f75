/*
 * The one way in which records change: the row and its event, together.
 */
#ifndef CSRI_STORE_CHANGE_H
#define CSRI_STORE_CHANGE_H

#include "store/tx.h"

/* What changes. Rows are whole: loaded, copied, edited. A root that only its child changes comes as was and an equal
 * is. Version, instants and chain of `is` are set here. */
typedef struct csri_change_request {
    csr_event_kind event;
    const csr_record *root;
    const void *was; /* NULL = a new root */
    void *is;
    const csr_record *child; /* NULL = no child */
    const void *child_was;   /* NULL = a new child */
    const void *child_is;    /* NULL = the child is erased */
    csr_str reason;          /* empty = none */
    csr_time effective_at;   /* 0 = when it is recorded */
} csri_change_request;

/*
 * Write the change and its event. Where nothing differs nothing is written and `is` equals `was`.
 *
 * The event's instant is `now`, but never before the root's last event, so that a clock stepping back refuses nobody.
 */
csr_status csri_change(csri_tx *tx, const csri_change_request *request);

/* CSR_OK when `version` is 0 or that of the row; else CSR_E_CONFLICT, err->field = the members that have changed since
 * that version, joined by ",". */
csr_status csri_expect(csri_tx *tx, const csr_record *root, const void *row, int64_t version);

/* Empty what lies apart in every event of a subject: personal values, reasons and salts. The chain stays valid. The caller
 * empties the row in the same transaction, or it is no longer what its events say. */
csr_status csri_forget(csri_tx *tx, const csr_id *subject);

#endif
