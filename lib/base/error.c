#include "base/error.h"

#include "base/text.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Bytes of a member that a struct of `reach` bytes covers. */
static size_t covered(size_t reach, size_t offset, size_t size)
{
    if (reach <= offset)
        return 0;
    return reach - offset < size ? reach - offset : size;
}

/* Copy as much of a text as leaves room for its NUL; room may be 0. */
static void put_text(char *out, size_t room, const char *text)
{
    if (room == 0)
        return;
    size_t len = csri_utf8_cut(text, strlen(text), room - 1);
    memcpy(out, text, len);
    out[len] = '\0';
}

/* Names and messages may quote what is not UTF-8, a path for instance; what comes out always is. */
static void mend(char *text)
{
    size_t bad_at = 0;
    while (!csri_utf8_valid(text, strlen(text), &bad_at))
        text[bad_at] = '?';
}

/* *err is `from` as far as the caller's struct reaches. */
static void give(csr_error *err, const csr_error *from)
{
    size_t reach = err->struct_size;
    if (covered(reach, offsetof(csr_error, status), sizeof err->status) < sizeof err->status)
        return;
    err->status = from->status;
    if (covered(reach, offsetof(csr_error, backend_code), sizeof err->backend_code) == sizeof err->backend_code)
        err->backend_code = from->backend_code;
    put_text(err->sqlstate, covered(reach, offsetof(csr_error, sqlstate), sizeof err->sqlstate), from->sqlstate);
    put_text(err->field, covered(reach, offsetof(csr_error, field), sizeof err->field), from->field);
    put_text(err->message, covered(reach, offsetof(csr_error, message), sizeof err->message), from->message);
}

static void fail(csr_error *err, csr_status status, int32_t code, const char *field, const char *format, va_list values)
{
    csr_error full = CSR_ERROR_INIT;
    full.status = status;
    full.backend_code = code;
    put_text(full.field, sizeof full.field, field ? field : "");
    /* Longer than a message, so that the cut is ours: vsnprintf cuts inside a character. */
    char message[sizeof full.message + 4] = "";
    if (vsnprintf(message, sizeof message, format, values) < 0)
        message[0] = '\0';
    put_text(full.message, sizeof full.message, message);
    mend(full.field);
    mend(full.message);
    give(err, &full);
}

/* They are macros to gcc's analyzer. */
#undef csri_fail
#undef csri_fail_backend
#undef csri_out_missing

csr_status csri_fail(csr_error *err, csr_status status, const char *field, const char *format, ...)
{
    if (err) {
        va_list values;
        va_start(values, format);
        fail(err, status, 0, field, format, values);
        va_end(values);
    }
    return status;
}

csr_status csri_fail_backend(csr_error *err, csr_status status, int32_t code, const char *field, const char *format,
                             ...)
{
    if (err) {
        va_list values;
        va_start(values, format);
        fail(err, status, code, field, format, values);
        va_end(values);
    }
    return status;
}

csr_status csri_out_missing(csr_error *err, const char *field)
{
    return csri_fail(err, CSR_E_ARGUMENT, field, "%s is required, to have the answer", field);
}

void csri_error_clear(csr_error *err)
{
    if (err) {
        const csr_error none = CSR_ERROR_INIT;
        give(err, &none);
    }
}
