#include "policy/identity_key.h"

#include "base/phone.h"
#include "base/text.h"

/* Append what another system may tell apart, such as capital letters. */
static csr_status put_trimmed(csr_str value, csri_buffer *out, csr_error *err)
{
    csr_str trimmed = csri_text_trim(value.ptr, value.len);
    if (trimmed.len == 0)
        return csri_fail(err, CSR_E_ARGUMENT, "value", "an identity is not empty");
    csri_buffer_put(out, trimmed.ptr, trimmed.len);
    return csri_buffer_check(out, err);
}

static csr_status put_folded(csr_str value, csri_buffer *out, csr_error *err)
{
    size_t before = out->len;
    (void)csri_text_fold(out, value.ptr, value.len);
    if (csri_buffer_check(out, err) != CSR_OK)
        return out->status;
    if (out->len == before)
        return csri_fail(err, CSR_E_ARGUMENT, "value", "an identity is not empty");
    return CSR_OK;
}

/* The last "@" of an address, or NULL when one of the parts is empty. */
static const char *split_at(const char *address, size_t len)
{
    for (size_t at = len - 1; at > 0; at--) {
        if (address[at] == '@')
            return at + 1 < len ? address + at : NULL;
    }
    return NULL;
}

static int is_address(const char *address, size_t len)
{
    const char *split = split_at(address, len);
    if (!split)
        return 0;
    int quoted = split - address >= 2 && address[0] == '"' && split[-1] == '"';
    for (const char *p = address; p < address + len; p++) {
        unsigned char c = (unsigned char)*p;
        if (c <= ' ' || c == 0x7f)
            return 0;
        int needs_quotes = c == '@' || c == '<' || c == '>' || c == ',' || c == ';';
        if (needs_quotes && p != split && !(quoted && p < split))
            return 0;
    }
    return 1;
}

static csr_status put_email(csr_str value, csri_buffer *out, csr_error *err)
{
    size_t before = out->len;
    csr_status status = put_folded(value, out, err);
    if (status == CSR_OK && !is_address(out->ptr + before, out->len - before)) {
        out->len = before;
        return csri_fail(err, CSR_E_ARGUMENT, "value", "an e-mail address is name@domain, without blanks");
    }
    return status;
}

csr_status csri_identity_key(int32_t kind, const csr_str *value, const csr_str *calling_code, csri_buffer *out,
                             csr_error *err)
{
    csr_str text = { value->ptr, csri_text_nts(value->ptr, value->len) };
    if (!csri_utf8_valid(text.ptr, text.len, NULL) || csri_text_has_nul(text.ptr, text.len, NULL))
        return csri_fail(err, CSR_E_ARGUMENT, "value", "an identity is UTF-8 without U+0000");
    switch (kind) {
    case CSR_IDENTITY_EMAIL: return put_email(text, out, err);
    case CSR_IDENTITY_PHONE: return csri_phone_key(&text, calling_code, out, err);
    case CSR_IDENTITY_LOYALTY_CARD:
    case CSR_IDENTITY_ROOM:
    case CSR_IDENTITY_BOOKING:
    case CSR_IDENTITY_HANDLE:
    case CSR_IDENTITY_ACCOUNT: return put_folded(text, out, err);
    case CSR_IDENTITY_EXTERNAL: return put_trimmed(text, out, err);
    default: return csri_fail(err, CSR_E_ARGUMENT, "kind", "there is no such kind of identity");
    }
}
