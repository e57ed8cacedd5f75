#include "store/content.h"

#include "base/error.h"
#include "record/row.h"

#define PAGE 100

/* What failed for another reason than what is stored is a failure of the verification. */
static csr_status cannot_prove(csri_tx *tx, csr_status status, const csr_error *why)
{
    return csri_fail_backend(tx->err, status, why->backend_code, why->field, "%s", why->message);
}

/* Whether the content of an attachment is whole and that which its events tell of. *sound = 0 when it is not. */
static csr_status prove(csri_tx *tx, const struct csri_attachment *attachment, int *sound)
{
    char hash[2 * CSRI_HASH_BYTES + 1];
    csr_error why = CSR_ERROR_INIT;
    csri_tx quiet = *tx; /* what is wrong is a finding, not an error */
    const struct csri_content *head;
    csr_rows *rows;
    csr_status status;

    quiet.err = &why;
    *sound = 0;
    status = csri_load(&quiet, &csri_content_record, &attachment->content, "content", &rows);
    if (status == CSR_E_NOT_FOUND || status == CSR_E_CORRUPT)
        return CSR_OK;
    if (status != CSR_OK)
        return cannot_prove(tx, status, &why);
    head = csri_rows_at(rows, 0);
    csri_content_hash_text(head->view.hash, hash);
    *sound = head->view.total_bytes == attachment->view.size_bytes && csr_id_is_none(&head->view.content) &&
             attachment->view.hash.len == 2 * CSRI_HASH_BYTES &&
             memcmp(attachment->view.hash.ptr, hash, attachment->view.hash.len) == 0;
    csri_rows_free(rows);
    status = csri_content_check(&quiet, &attachment->content);
    if (status == CSR_E_CORRUPT)
        *sound = 0;
    return status == CSR_OK || status == CSR_E_CORRUPT ? CSR_OK : cannot_prove(tx, status, &why);
}

csr_status csri_content_verify(csri_tx *tx, csri_content_finding *found, void *user)
{
    struct csri_attachment after = { 0 };
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = PAGE, .after = &after };
    csr_status status = CSR_OK;
    size_t got = PAGE;

    while (status == CSR_OK && got == PAGE) {
        csr_rows *page;
        status = csri_rows_new(tx->host, csri_attachment_record.row->size, PAGE, &page, tx->err);
        if (status != CSR_OK)
            return status;
        status = tx->ops->scan(tx->handle, &csri_attachment_record, &scan, page, tx->err);
        got = csri_rows_count(page);
        for (size_t i = 0; status == CSR_OK && i < got; i++) {
            const struct csri_attachment *attachment = csri_rows_at(page, i);
            int sound = 1;
            if (attachment->view.erased_at == 0)
                status = prove(tx, attachment, &sound);
            if (status == CSR_OK && !sound)
                status = found(user, &attachment->view.subject);
            after.view.id = attachment->view.id;
        }
        csri_rows_free(page);
    }
    return status;
}
