#include "record/diagnostic.h"

#include "base/error.h"

csr_status csri_diagnostic_add(csr_rows *findings, const csr_diagnostic_view *is, csr_error *err)
{
    csr_diagnostic_view *line;
    csr_status status = csr_rows_add(findings, (void **)&line);

    if (status == CSR_OK) {
        *line = *is;
        status = csr_rows_text(findings, is->place.ptr, is->place.len, &line->place);
    }
    if (status == CSR_OK)
        status = csr_rows_text(findings, is->text.ptr, is->text.len, &line->text);
    if (status == CSR_OK)
        status = csr_rows_text(findings, is->suggestion.ptr, is->suggestion.len, &line->suggestion);
    return status == CSR_OK ? CSR_OK : csri_fail(err, status, NULL, "no memory for the findings");
}
