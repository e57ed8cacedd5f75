/*
 * JSON: what is read has a canonical form unless it holds a fraction, and that form is a fixed point.
 */
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "support/fuzz.h"

#include <jansson.h>
#include <string.h>

#define BYTES 65536

static int is_allowed(csr_status status)
{
    return status == CSR_E_ARGUMENT || status == CSR_E_LIMIT || status == CSR_E_NO_MEMORY;
}

static void check_fixed_point(const csr_host *host, const csri_buffer *canonical, const csri_json *value)
{
    csri_buffer again;
    const csri_json *read;

    FUZZ_REQUIRE(csri_json_read(host, canonical->ptr, canonical->len, 0, 0, &read, NULL) == CSR_OK);
    FUZZ_REQUIRE(csri_json_equal(read, value));
    csri_buffer_init(&again, host, 0);
    FUZZ_REQUIRE(csri_json_canonical(read, &again, NULL) == CSR_OK);
    FUZZ_REQUIRE(again.len == canonical->len && memcmp(again.ptr, canonical->ptr, again.len) == 0);
    csri_buffer_free(&again);
    csri_json_free(read);
}

/* Any text that is UTF-8 can be written and is read back as it was. */
static void check_text(const csr_host *host, const char *ptr, size_t len)
{
    csri_buffer text;
    const csri_json *read;

    csri_buffer_init(&text, host, 0);
    csri_json_text(&text, ptr, len);
    FUZZ_REQUIRE(csri_json_read(host, text.ptr, text.len, 0, 0, &read, NULL) == CSR_OK &&
                 csri_json_is(read, CSRI_JSON_STRING));
    FUZZ_REQUIRE(csri_json_str(read).len == len && (len == 0 || memcmp(csri_json_str(read).ptr, ptr, len) == 0));
    csri_json_free(read);
    csri_buffer_free(&text);
}

static int same(const json_t *is, const csri_json *read);

/* jansson keeps members in their order, too. */
static int same_members(const json_t *is, const csri_json *read)
{
    json_t *object = (json_t *)(uintptr_t)is;
    const csri_json *member = csri_json_first(read);

    for (void *m = json_object_iter(object); m != NULL; m = json_object_iter_next(object, m)) {
        if (member == NULL || strcmp(member->name.ptr, json_object_iter_key(m)) != 0 ||
            !same(json_object_iter_value(m), member))
            return 0;
        member = csri_json_next(read, member);
    }
    return member == NULL;
}

static int same_elements(const json_t *is, const csri_json *read)
{
    for (size_t i = 0; i < json_array_size(is); i++)
        if (i >= csri_json_elements(read) || !same(json_array_get(is, i), csri_json_at(read, i)))
            return 0;
    return json_array_size(is) == csri_json_elements(read);
}

static int same_text(const json_t *is, const csri_json *read)
{
    csr_str text = csri_json_str(read);

    return text.len == json_string_length(is) && memcmp(text.ptr, json_string_value(is), text.len) == 0;
}

static int same(const json_t *is, const csri_json *read)
{
    static const int32_t kinds[] = {
        [JSON_OBJECT] = CSRI_JSON_OBJECT,   [JSON_ARRAY] = CSRI_JSON_LIST, [JSON_STRING] = CSRI_JSON_STRING,
        [JSON_INTEGER] = CSRI_JSON_INTEGER, [JSON_REAL] = CSRI_JSON_REAL,  [JSON_TRUE] = CSRI_JSON_TRUE,
        [JSON_FALSE] = CSRI_JSON_FALSE,     [JSON_NULL] = CSRI_JSON_NULL,
    };

    if (kinds[json_typeof(is)] != read->kind)
        return 0;
    switch (json_typeof(is)) {
    case JSON_OBJECT: return same_members(is, read);
    case JSON_ARRAY: return same_elements(is, read);
    case JSON_STRING: return same_text(is, read);
    case JSON_INTEGER: return json_integer_value(is) == csri_json_integer(read);
    case JSON_REAL: return json_real_value(is) == read->as.real;
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
    default: return 1;
    }
}

/* The reader against jansson's own, which has memory here and the same rules. */
static void check_loader(const char *ptr, size_t len, csr_status status, const csri_json *value)
{
    json_t *read = json_loadb(len > 0 ? ptr : "", len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

    /* jansson skips a NUL behind a number; a limit of ours may come before what else is wrong. */
    if (status != CSR_E_LIMIT && (len == 0 || memchr(ptr, '\0', len) == NULL)) {
        FUZZ_REQUIRE((read != NULL) == (status == CSR_OK));
        FUZZ_REQUIRE(read == NULL || same(read, value));
    }
    json_decref(read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    unsigned depth = fuzz_byte(&in);
    csr_str rest = fuzz_rest(&in);
    csr_error err = CSR_ERROR_INIT;
    csri_buffer canonical;
    const csri_json *value;
    csr_host host;
    csr_status status;

    csri_host_take(&host, NULL);
    status = csri_json_read(&host, rest.ptr, rest.len, BYTES, depth, &value, &err);
    check_loader(rest.ptr, rest.len, status, value);
    if (csri_utf8_valid(rest.ptr, rest.len, NULL))
        check_text(&host, rest.ptr, rest.len);
    if (status != CSR_OK) {
        FUZZ_REQUIRE(is_allowed(status) && value == NULL && err.status == status);
        return 0;
    }
    csri_buffer_init(&canonical, &host, 0);
    status = csri_json_canonical(value, &canonical, &err);
    FUZZ_REQUIRE(status == CSR_OK || status == CSR_E_POLICY);
    if (status == CSR_OK)
        check_fixed_point(&host, &canonical, value);
    csri_buffer_free(&canonical);
    csri_json_free(value);
    return 0;
}
