#include "desk/purchase.h"

csr_status csri_put_begin(csri_call *call, csri_put *put, int32_t index, const void *key, csr_rows **rows)
{
    csr_status status = csri_find(&call->tx, put->record, index, key, rows);

    put->was = *rows != NULL ? csri_rows_at(*rows, 0) : NULL;
    return status;
}

csr_status csri_put_end(csri_call *call, csri_put *put, csr_id *id_of, csr_id *out_id)
{
    csri_change_request request = { .event = put->event,
                                    .root = &csri_purchase_record,
                                    .child = put->record,
                                    .child_was = put->was,
                                    .child_is = put->is };
    struct csri_purchase root;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_purchase_record, put->purchase, "purchase", &rows);

    if (status != CSR_OK)
        return status;
    request.was = csri_rows_at(rows, 0);
    memcpy(&root, request.was, sizeof root);
    request.is = &root;
    if (put->was == NULL)
        status = csri_new_id(&call->tx, id_of);
    if (status == CSR_OK)
        status = csri_change(&call->tx, &request);
    if (status == CSR_OK)
        *out_id = *id_of;
    csri_rows_free(rows);
    return status;
}
