#include "policy/document.h"

#include "base/guard.h"
#include "base/text.h"
#include "record/row.h"
#include <stdarg.h>
#include <stdio.h>

/* More than any kind of document needs, so that what is nested in an unknown member is still called unknown. */
#define MAX_DEPTH 16
#define TEXT_BYTES 768
/* Bytes of a finding that points into a text. */
#define FINDING_BYTES 2000
/* Bytes of a document's text that a finding quotes. */
#define QUOTED_BYTES 60

/* Only the name of an unknown member, which comes last, can be too long. */
static void render(const csri_place *at, char out[CSRI_PLACE_BYTES])
{
    out[0] = '\0';
    if (!at->in) {
        return;
    }
    render(at->in, out);
    size_t len = strlen(out), room = CSRI_PLACE_BYTES - len;
    if (at->name) {
        (void)snprintf(out + len, room, "%s%s", len > 0 ? "." : "", at->name);
    } else {
        (void)snprintf(out + len, room, "[%zu]", at->number);
    }
}

/* `said` goes to the error, which is one line; `text` to the findings. */
static void report(csri_document *d, csr_severity severity, const csri_place *at, const char *said, const char *text,
                   const char *suggestion)
{
    char where[CSRI_PLACE_BYTES] = "document";
    size_t bad_at = 0;
    if (at->in) {
        render(at, where);
    }
    /* snprintf may have cut inside a character. */
    if (!csri_utf8_valid(where, strlen(where), &bad_at)) {
        where[bad_at] = '\0';
    }
    d->errors += severity == CSR_SEVERITY_ERROR;
    if (severity == CSR_SEVERITY_ERROR && d->errors == 1) {
        (void)csri_fail(d->err, CSR_E_POLICY, where, "%s%s%s", said, suggestion[0] != '\0' ? "; " : "", suggestion);
    }
    if (d->findings) {
        csri_findings_add(d->findings, severity, where, text, suggestion);
    }
}

void csri_document_refuse(csri_document *d, const csri_place *at, const char *suggestion, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list values;
    va_start(values, format);
    (void)vsnprintf(text, sizeof text, format, values);
    va_end(values);
    report(d, CSR_SEVERITY_ERROR, at, text, text, suggestion);
}

void csri_document_refuse_text(csri_document *d, const csri_place *at, const char *suggestion, const char *line,
                               const char *below)
{
    char whole[FINDING_BYTES];
    int len = snprintf(whole, sizeof whole, "%s\n%s", line, below);
    size_t end = csri_utf8_cut(whole, (size_t)len, sizeof whole - 4);
    while (CSRI_ALWAYS(end > 0) && whole[end - 1] == '\n') {
        end--;
    }
    whole[end] = '\0';
    report(d, CSR_SEVERITY_ERROR, at, line, whole, suggestion);
}

void csri_document_warn(csri_document *d, const csri_place *at, const char *suggestion, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list values;
    va_start(values, format);
    (void)vsnprintf(text, sizeof text, format, values);
    va_end(values);
    report(d, CSR_SEVERITY_WARNING, at, text, text, suggestion);
}

void csri_document_refuse_name(csri_document *d, const csri_place *at, const csr_str *name, const char *what,
                               const csri_name_list *known)
{
    char suggestion[TEXT_BYTES];
    (void)snprintf(suggestion, sizeof suggestion, "there are: %s", known->text);
    csri_document_refuse(d, at, suggestion, "\"%.*s\" is no %s", (int)csri_utf8_cut(name->ptr, name->len, QUOTED_BYTES),
                         name->ptr, what);
}

csr_status csri_document_parse(csri_document *d, const char *json, size_t len, size_t max_bytes, const csri_json **out)
{
    const csri_place whole = { 0 };
    csr_error why = CSR_ERROR_INIT;
    csr_status status = csri_json_read(d->host, json, len, max_bytes, MAX_DEPTH, out, &why);
    if (status == CSR_E_NO_MEMORY) {
        return csri_fail(d->err, status, NULL, "%s", why.message);
    }
    if (status != CSR_OK) {
        csri_document_refuse(d, &whole, "", "%s", why.message);
        return CSR_E_POLICY;
    }
    return CSR_OK;
}

int csri_document_text(csri_document *d, const csri_place *at, const csri_json *json, csr_str *out)
{
    if (!csri_json_is(json, CSRI_JSON_STRING)) {
        csri_document_refuse(d, at, "", "a text in quotation marks is expected");
        return 0;
    }
    csr_str_set(out, csri_json_str(json).ptr, csri_json_str(json).len);
    if (csri_text_has_nul(out->ptr, out->len, NULL)) {
        csri_document_refuse(d, at, "", "the text holds the character U+0000");
        return 0;
    }
    return 1;
}

int32_t csri_document_enum(csri_document *d, const csri_place *at, const csri_json *json, const csr_type *type,
                           const char *what)
{
    csr_str name;
    if (!csri_document_text(d, at, json, &name)) {
        return 0;
    }
    int32_t value = csri_enum_value(type, name.ptr, name.len);
    if (value == 0) {
        csri_name_list known = { 0 };
        for (uint32_t i = 0; i < type->name_count; i++) {
            csri_name_list_add(&known, type->names[i].name, strlen(type->names[i].name));
        }
        csri_document_refuse_name(d, at, &name, what, &known);
    }
    return value;
}

int csri_document_integer(csri_document *d, const csri_place *at, const csri_json *json, int64_t low, int64_t high,
                          int64_t *out)
{
    int64_t value = csri_json_integer(json);
    if (!csri_json_is(json, CSRI_JSON_INTEGER) || value < low || value > high) {
        csri_document_refuse(d, at, "", "a whole number from %lld to %lld is expected", (long long)low,
                             (long long)high);
        return 0;
    }
    *out = value;
    return 1;
}

void csri_document_list(csri_document *d, const csri_place *at, const csri_json *json, size_t min, size_t max,
                        csri_read_fn *read)
{
    if (!csri_json_is(json, CSRI_JSON_LIST)) {
        csri_document_refuse(d, at, "", "a list in [ ] is expected");
        return;
    }
    size_t count = csri_json_elements(json);
    if (count < min || count > max) {
        csri_document_refuse(d, at, "", "the list has %zu elements; %zu to %zu are allowed", count, min, max);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const csri_place here = { at, NULL, i };
        read(d, &here, csri_json_at(json, i));
    }
}

/* The number of the member of this name; count = there is none. */
static size_t number_of(const char *name, const csri_document_member *members, size_t count)
{
    size_t i = 0;
    while (i < count && (members[i].name[0] != name[0] || strcmp(members[i].name, name) != 0)) {
        i++;
    }
    return i;
}

static void refuse_unknown(csri_document *d, const csri_place *at, const csr_str *name,
                           const csri_document_member *members, size_t count)
{
    const csri_place here = { at, name->ptr, 0 };
    csri_name_list known = { 0 };
    for (size_t i = 0; i < count; i++) {
        csri_name_list_add(&known, members[i].name, strlen(members[i].name));
    }
    csri_document_refuse_name(d, &here, name, "known member", &known);
}

void csri_document_object(csri_document *d, const csri_place *at, const csri_json *json,
                          const csri_document_member *members, size_t count)
{
    const csri_json *found[CSRI_DOCUMENT_MEMBERS_MAX] = { NULL };
    if (!csri_json_is(json, CSRI_JSON_OBJECT)) {
        csri_document_refuse(d, at, "", "an object in { } is expected");
        return;
    }
    for (const csri_json *m = csri_json_first(json); m; m = csri_json_next(json, m)) {
        size_t i = number_of(m->name.ptr, members, count);
        if (i < count) {
            found[i] = m;
        } else {
            refuse_unknown(d, at, &m->name, members, count);
        }
    }
    for (size_t i = 0; i < count; i++) {
        const csri_place here = { at, members[i].name, 0 };
        if (found[i]) {
            members[i].read(d, &here, found[i]);
        } else if (members[i].required) {
            csri_document_refuse(d, &here, "", "%s is missing", members[i].name);
        }
    }
}
