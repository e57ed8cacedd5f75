#include "policy/finding.h"

void csri_findings_init(csri_findings *findings, const csr_host *host)
{
    csri_buffer_init(&findings->texts, host, 0);
    findings->count = 0;
    findings->errors = 0;
    findings->dropped = 0;
}

/* Append a text with its NUL; its offset is returned. */
static size_t keep(csri_buffer *texts, const char *text)
{
    size_t at = texts->len;
    csri_buffer_put(texts, text, strlen(text) + 1);
    return at;
}

void csri_findings_add(csri_findings *findings, csr_severity severity, const char *place, const char *text,
                       const char *suggestion)
{
    findings->errors += severity == CSR_SEVERITY_ERROR;
    if (findings->count == CSRI_FINDINGS_MAX) {
        findings->dropped++;
        return;
    }
    csri_finding_row *row = &findings->rows[findings->count];
    row->severity = severity;
    row->place = keep(&findings->texts, place);
    row->text = keep(&findings->texts, text);
    row->suggestion = keep(&findings->texts, suggestion);
    row->end = findings->texts.len;
    /* A buffer that failed has lost the earlier texts too. */
    findings->count = findings->texts.status == CSR_OK ? findings->count + 1 : 0;
}

void csri_findings_at(const csri_findings *findings, size_t number, csri_finding *out)
{
    const csri_finding_row *row = &findings->rows[number];
    const char *texts = findings->texts.ptr;
    out->severity = row->severity;
    csr_str_set(&out->place, texts + row->place, row->text - row->place - 1);
    csr_str_set(&out->text, texts + row->text, row->suggestion - row->text - 1);
    csr_str_set(&out->suggestion, texts + row->suggestion, row->end - row->suggestion - 1);
}

csr_status csri_findings_check(const csri_findings *findings, csr_error *err)
{
    return csri_buffer_check(&findings->texts, err);
}

void csri_findings_free(csri_findings *findings)
{
    const csr_host *host = findings->texts.host;
    csri_buffer_free(&findings->texts);
    csri_findings_init(findings, host);
}

void csri_name_list_add(csri_name_list *list, const char *ptr, size_t len)
{
    static const char between[] = ", ", rest[] = ", ...";
    if (list->cut || len == 0) {
        return;
    }
    /* What is kept free at the end is the room for the dots. */
    list->cut = list->len + sizeof between - 1 + len + sizeof rest > sizeof list->text;
    if (list->cut) {
        memcpy(list->text + list->len, rest, sizeof rest);
        return;
    }
    if (list->len > 0) {
        memcpy(list->text + list->len, between, sizeof between - 1);
        list->len += sizeof between - 1;
    }
    memcpy(list->text + list->len, ptr, len);
    list->len += len;
    list->text[list->len] = '\0';
}
