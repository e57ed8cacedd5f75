#include "backends/sqlite/sqlite_finding.h"

#include "record/diagnostic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

csr_status csri_sqlite_finding(csr_rows *findings, csr_severity severity, const char *place, const char *suggestion,
                               csr_error *err, const char *format, ...)
{
    csr_diagnostic_view line = { .severity = severity };
    char text[400];
    va_list values;

    va_start(values, format);
    vsnprintf(text, sizeof(text), format, values);
    va_end(values);
    line.place = (csr_str){ place, strlen(place) };
    line.text = (csr_str){ text, strlen(text) };
    line.suggestion = (csr_str){ suggestion, strlen(suggestion) };
    return csri_diagnostic_add(findings, &line, err);
}
