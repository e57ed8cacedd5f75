#include "base/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void csri_base64_put(csri_buffer *out, const void *bytes, size_t n)
{
    const uint8_t *in = bytes;
    char *to = csri_buffer_reserve(out, (n + 2) / 3 * 4);

    if (to == NULL)
        return;
    out->len += (n + 2) / 3 * 4;
    for (; n >= 3; n -= 3, in += 3, to += 4) {
        to[0] = digits[in[0] >> 2];
        to[1] = digits[(in[0] & 3) << 4 | in[1] >> 4];
        to[2] = digits[(in[1] & 15) << 2 | in[2] >> 6];
        to[3] = digits[in[2] & 63];
    }
    if (n == 0)
        return;
    to[0] = digits[in[0] >> 2];
    to[1] = digits[(in[0] & 3) << 4 | (n == 2 ? in[1] >> 4 : 0)];
    to[2] = n == 2 ? digits[(in[1] & 15) << 2] : '=';
    to[3] = '=';
}

/* The six bits of a digit; 64 for what is none. */
static unsigned value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : 64;
}

/* Four digits that end with `padding` signs. */
static int read_four(const char *text, unsigned padding, uint8_t *out)
{
    unsigned a = value_of(text[0]), b = value_of(text[1]);
    unsigned c = padding < 2 ? value_of(text[2]) : 0, d = padding < 1 ? value_of(text[3]) : 0;

    if (((a | b | c | d) & 64) != 0)
        return 0;
    out[0] = (uint8_t)(a << 2 | b >> 4);
    if (padding == 2)
        return (b & 15) == 0;
    out[1] = (uint8_t)(b << 4 | c >> 2);
    if (padding == 1)
        return (c & 3) == 0;
    out[2] = (uint8_t)(c << 6 | d);
    return 1;
}

int csri_base64_read(const char *text, size_t len, uint8_t *out, size_t *n)
{
    unsigned padding = 0;

    *n = 0;
    if (len % 4 != 0)
        return 0;
    if (len != 0 && text[len - 1] == '=')
        padding = text[len - 2] == '=' ? 2 : 1;
    for (size_t at = 0; at < len; at += 4) {
        unsigned signs = at + 4 == len ? padding : 0;
        if (!read_four(text + at, signs, out + *n))
            return 0;
        *n += 3 - signs;
    }
    return 1;
}
