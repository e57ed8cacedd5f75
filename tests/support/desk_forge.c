#include "support/desk_forge.h"

#include "store/exchange_lines.h"

#include <stdlib.h>

/* Lines with checks that fit: what somebody makes who knows how. The caller frees it. */
char *desk_with_checks(const desk_fixture *f, const char *text)
{
    csri_line_hash hash;
    uint8_t digest[CSRI_HASH_BYTES];
    csri_buffer out;
    char *copy;

    csri_buffer_init(&out, &f->host.host, 0);
    csri_line_hash_init(&hash);
    while (*text != '\0') {
        const char *end = strchr(text, '\n'), *body = end - strlen(CSRI_EXCHANGE_CHECK) - CSRI_EXCHANGE_DIGITS - 2;
        if (strncmp(text, "{\"end\":", 7) == 0) { /* its hash covers the lines before */
            csri_line_hash before = hash;
            csri_line_hash_add(&before, "", 0, digest);
            csri_buffer_put(&out, text, (size_t)(body - text) - 66);
            for (unsigned i = 0; i < CSRI_HASH_BYTES; i++)
                csri_buffer_format(&out, "%02x", digest[i]);
            csri_buffer_text(&out, "\"}");
            csri_line_hash_add(&hash, out.ptr + out.len - (body - text), (size_t)(body - text), digest);
        } else {
            csri_line_hash_add(&hash, text, (size_t)(body - text), digest);
            csri_buffer_put(&out, text, (size_t)(body - text));
        }
        csri_line_check_put(&out, digest);
        csri_buffer_byte(&out, '\n');
        text = end + 1;
    }
    copy = calloc(1, out.len + 1);
    if (copy != NULL)
        memcpy(copy, out.ptr, out.len);
    csri_buffer_free(&out);
    return copy;
}

/* The text with one piece put for another, and checks that fit. */
char *desk_forge(const desk_fixture *f, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    char *raw = calloc(1, strlen(text) + strlen(to) + 1), *forged;

    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    memcpy(raw, text, (size_t)(at - text));
    strcat(raw, to);
    strcat(raw, at + strlen(from));
    forged = desk_with_checks(f, raw);
    free(raw);
    return forged;
}
