#include "base/error.h"
#include "base/text.h"
#include <string.h>
#include <uuid/uuid.h>

_Static_assert(sizeof(uuid_t) == sizeof(csr_id), "libuuid and the interface agree on what an id is");
_Static_assert(UUID_STR_LEN == CSR_ID_TEXT_BYTES, "and on its text");

int32_t csr_id_is_none(const csr_id *id)
{
    static const csr_id none = { { 0 } };
    return !id || memcmp(id, &none, sizeof none) == 0;
}

void csr_id_format(const csr_id *id, char out[CSR_ID_TEXT_BYTES])
{
    static const csr_id none = { { 0 } };
    if (out == NULL)
        return;
    uuid_unparse_lower(id ? id->bytes : none.bytes, out);
}

/* Value of a hexadecimal digit in either case; 16 for what is none. */
static unsigned digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 16;
}

/* By hand, because libuuid wants a NUL behind the text, and takes five times as long. */
static int parse(const char *text, csr_id *out)
{
    size_t at = 0;
    for (size_t i = 0; i < sizeof out->bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            if (text[at] != '-')
                return 0;
            at++;
        }
        unsigned high = digit_of(text[at]), low = digit_of(text[at + 1]);
        if (high > 15 || low > 15)
            return 0;
        out->bytes[i] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    return 1;
}

csr_status csr_id_parse(const char *text, size_t len, csr_id *out, csr_error *err)
{
    csr_id id;
    csri_error_clear(err);
    len = csri_text_nts(text, len);
    if (!out || len != CSR_ID_TEXT_BYTES - 1 || !parse(text, &id))
        return csri_fail(err, CSR_E_ARGUMENT, "id", "an id is 32 hexadecimal digits in five groups, 8-4-4-4-12");
    *out = id;
    return CSR_OK;
}
