/*
 * Children of a purchase: its lines and payments, which are put by their number.
 */
#ifndef CSRI_DESK_PURCHASE_H
#define CSRI_DESK_PURCHASE_H

#include "desk/edit.h"

/* A child being put: what there is of it, and the copy that is edited. */
typedef struct csri_put {
    const csr_record *record;
    csr_event_kind event;
    const csr_id *purchase;
    const void *was; /* NULL = it is new */
    void *is;
} csri_put;

/* Look for the child with which the unique index agrees, as the rows that own put->was; NULL when it is new. */
csr_status csri_put_begin(csri_call *call, csri_put *put, int32_t index, const void *key, csr_rows **rows);

/* Write the child, as a change of its purchase; a new one gets an id first. id_of is the id in put->is. */
csr_status csri_put_end(csri_call *call, csri_put *put, csr_id *id_of, csr_id *out_id);

/* What was paid for a purchase: its lines, shipping and duties. */
csr_status csri_purchase_total(csri_call *call, const csr_purchase_view *purchase, int64_t *out);

#endif
