#include "desk/timer.h"

#include "store/tx.h"

csr_status csri_timer_set(csri_call *call, int32_t kind, const csr_id *owner, const csr_id *subject, csr_time at)
{
    struct csri_timer is = { .view = { .kind = kind, .owner = *owner } };
    csr_rows *rows;
    csr_status status = csri_find(&call->tx, &csri_timer_record, CSRI_TIMER_BY_OWNER, &is, &rows);

    if (status != CSR_OK)
        return status;
    if (rows != NULL)
        is = *(const struct csri_timer *)csri_rows_at(rows, 0);
    if (subject != NULL)
        is.view.subject = *subject;
    is.view.at = at;
    if (rows != NULL && at == 0) {
        status = csri_erase(&call->tx, &csri_timer_record, &is.view.id);
    } else if (rows != NULL) {
        status = csri_update(&call->tx, &csri_timer_record, csri_rows_at(rows, 0), &is);
    } else if (at != 0) {
        status = csri_new_id(&call->tx, &is.view.id);
        if (status == CSR_OK)
            status = csri_insert(&call->tx, &csri_timer_record, &is);
    }
    csri_rows_free(rows);
    return status;
}
