#include "base/base64.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void csri_base64_put(csri_buffer *out, const void *bytes, size_t n)
{
    const uint8_t *b = bytes;

    for (size_t i = 0; i < n; i += 3) {
        uint32_t three = (uint32_t)b[i] << 16 | (i + 1 < n ? (uint32_t)b[i + 1] << 8 : 0) | (i + 2 < n ? b[i + 2] : 0);
        csri_buffer_byte(out, (uint8_t)letters[three >> 18]);
        csri_buffer_byte(out, (uint8_t)letters[three >> 12 & 63]);
        csri_buffer_byte(out, i + 1 < n ? (uint8_t)letters[three >> 6 & 63] : '=');
        csri_buffer_byte(out, i + 2 < n ? (uint8_t)letters[three & 63] : '=');
    }
}

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

int csri_base64_take(csri_buffer *out, const char *text, size_t n)
{
    size_t padding = 0;

    if (n % 4 != 0)
        return 0;
    while (padding < 2 && padding < n && text[n - 1 - padding] == '=')
        padding++;
    for (size_t i = 0; i < n; i += 4) {
        size_t take = i + 4 == n ? 4 - padding : 4;
        uint32_t four = 0;
        for (size_t k = 0; k < 4; k++) {
            int value = k < take ? value_of(text[i + k]) : 0;
            if (value < 0)
                return 0;
            four = four << 6 | (uint32_t)value;
        }
        if ((take == 2 && (four & 0xffff) != 0) || (take == 3 && (four & 0xff) != 0))
            return 0; /* bits that say nothing must be zero, or two texts would be the same bytes */
        for (size_t k = 0; k + 1 < take; k++)
            csri_buffer_byte(out, (uint8_t)(four >> (16 - 8 * k)));
    }
    return 1;
}
