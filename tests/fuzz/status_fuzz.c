/*
 * Statuses and errors: any number has a name and a text; an error is written into a caller's struct of any size and not
 * one byte further, and its texts are UTF-8 whatever they were given.
 */
#include "base/error.h"
#include "base/text.h"
#include "support/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_status(csr_status status)
{
    FUZZ_REQUIRE(csr_status_name(status)[0] != '\0' && csr_status_text(status)[0] != '\0');
    FUZZ_REQUIRE((csr_status_is_retryable(status) & ~1) == 0 && (csr_status_is_conflict(status) & ~1) == 0);
    FUZZ_REQUIRE(!csr_status_maybe_committed(status) || csr_status_is_retryable(status));
}

static void check_texts(const csr_error *err)
{
    FUZZ_REQUIRE(memchr(err->field, 0, sizeof(err->field)) && memchr(err->message, 0, sizeof(err->message)));
    FUZZ_REQUIRE(csri_utf8_valid(err->field, strlen(err->field), NULL));
    FUZZ_REQUIRE(csri_utf8_valid(err->message, strlen(err->message), NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    csr_status status = (csr_status)fuzz_i64(&in);
    uint32_t struct_size = fuzz_below(&in, 700);
    csr_str field = fuzz_bytes(&in, 200), rest = fuzz_rest(&in);
    char *name = malloc(field.len + 1), *bytes = calloc(1, struct_size < 4 ? 4 : struct_size);

    FUZZ_REQUIRE(name != NULL && bytes != NULL);
    memcpy(bytes, &struct_size, sizeof(struct_size));
    memcpy(name, field.ptr, field.len);
    name[field.len] = '\0';
    check_status(status);
    FUZZ_REQUIRE(csri_fail_backend((void *)bytes, status, 5, name, "%.*s", (int)rest.len, rest.ptr) == status);
    if (struct_size >= sizeof(csr_error))
        check_texts((const void *)bytes);
    csri_error_clear((void *)bytes);
    FUZZ_REQUIRE(memcmp(bytes, &struct_size, sizeof(struct_size)) == 0);
    free(name);
    free(bytes);
    return 0;
}
