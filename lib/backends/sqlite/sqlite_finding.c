#include "backends/sqlite/sqlite_finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

csr_status csri_sqlite_finding(csr_rows *findings, csr_severity severity, const char *place, const char *suggestion,
                               csr_error *err, const char *format, ...)
{
    csr_diagnostic_view *line;
    csr_status status = csr_rows_add(findings, (void **)&line);
    char text[400];
    va_list values;

    va_start(values, format);
    vsnprintf(text, sizeof(text), format, values);
    va_end(values);
    if (status == CSR_OK) {
        line->severity = severity;
        status = csr_rows_text(findings, place, strlen(place), &line->place);
    }
    if (status == CSR_OK)
        status = csr_rows_text(findings, text, strlen(text), &line->text);
    if (status == CSR_OK)
        status = csr_rows_text(findings, suggestion, strlen(suggestion), &line->suggestion);
    return status == CSR_OK ? CSR_OK : csri_fail(err, status, NULL, "no memory for the findings");
}
