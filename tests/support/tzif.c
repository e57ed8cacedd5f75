#include "support/tzif.h"

#include <string.h>

static uint8_t *put(uint8_t *to, int bytes, int64_t value)
{
    for (int i = 0; i < bytes; i++) {
        to[i] = (uint8_t)((uint64_t)value >> 8 * (bytes - 1 - i));
    }
    return to + bytes;
}

static uint8_t *put_zeros(uint8_t *to, size_t n)
{
    memset(to, 0, n);
    return to + n;
}

static uint8_t *put_header(const csr_test_tzif *f, uint8_t *to, char version)
{
    memcpy(to, "TZif", 4);
    to[4] = (uint8_t)version;
    to = put_zeros(to + 5, 15);
    to = put(to, 4, f->ut_flags);
    to = put(to, 4, f->standard_flags);
    to = put(to, 4, f->leaps);
    to = put(to, 4, (int64_t)f->times);
    to = put(to, 4, (int64_t)f->types);
    return put(to, 4, f->no_names ? 0 : 4);
}

static uint8_t *put_block(const csr_test_tzif *f, uint8_t *to, int bytes)
{
    for (size_t i = 0; i < f->times; i++) {
        to = put(to, bytes, f->at[i]);
    }
    for (size_t i = 0; i < f->times; i++) {
        to = put(to, 1, f->type_of[i]);
    }
    for (size_t i = 0; i < f->types; i++) {
        to = put(to, 4, f->offsets[i]);
        to = put(to, 1, 0);
        to = put(to, 1, f->name_at);
    }
    if (!f->no_names) {
        memcpy(to, "ABC", 4);
        to += 4;
    }
    return put_zeros(to, (size_t)f->leaps * ((size_t)bytes + 4) + f->standard_flags + f->ut_flags);
}

size_t csr_test_tzif_write(const csr_test_tzif *file, uint8_t *out)
{
    uint8_t *to = put_header(file, out, file->version);
    to = put_block(file, to, 4);
    if (file->version == 0) {
        return (size_t)(to - out);
    }
    to = put_header(file, to, file->other_version ? file->other_version : file->version);
    to = put_block(file, to, 8);
    size_t len = file->rule ? strlen(file->rule) : 0;
    *to++ = '\n';
    memcpy(to, file->rule ? file->rule : "", len);
    to += len;
    *to++ = '\n';
    return (size_t)(to - out);
}
