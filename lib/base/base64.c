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

/* The six bits of a digit, plus 1; 0 for what is none. */
static const uint8_t values[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

/* The six bits of a digit; more than 63 for what is none. */
static unsigned value_of(char c)
{
    return (unsigned)values[(unsigned char)c] - 1;
}

/* Four digits that end with `padding` signs. */
static int read_four(const char *text, unsigned padding, uint8_t *out)
{
    unsigned a = value_of(text[0]), b = value_of(text[1]);
    unsigned c = padding < 2 ? value_of(text[2]) : 0, d = padding < 1 ? value_of(text[3]) : 0;

    if ((a | b | c | d) > 63)
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

int csri_base64_take(csri_buffer *out, const char *text, size_t len)
{
    uint8_t *to = (uint8_t *)csri_buffer_reserve(out, len / 4 * 3);
    size_t n;

    if (to == NULL) /* the buffer says why, or there was nothing to read */
        return len % 4 == 0;
    if (!csri_base64_read(text, len, to, &n))
        return 0;
    out->len += n;
    return 1;
}
