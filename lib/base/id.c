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

csr_status csr_id_parse(const char *text, size_t len, csr_id *out, csr_error *err)
{
    /* A copy, because uuid_parse() wants a NUL where the caller need not have one. */
    char copy[CSR_ID_TEXT_BYTES] = "";
    uuid_t bytes;
    csri_error_clear(err);
    len = csri_text_nts(text, len);
    if (len == sizeof copy - 1)
        memcpy(copy, text, len);
    if (!out || uuid_parse(copy, bytes) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "id", "an id is 32 hexadecimal digits in five groups, 8-4-4-4-12");
    memcpy(out->bytes, bytes, sizeof out->bytes);
    return CSR_OK;
}
