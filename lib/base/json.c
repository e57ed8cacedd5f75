#include "base/json.h"

#include <string.h>

/* The same byte eight times. */
#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Not 0 when one of eight bytes is below `low`, which is at most 0x80. The lowest bit set is that of the least significant
 * such byte. */
static uint64_t has_below(uint64_t eight, uint64_t low)
{
    return (eight - EIGHT(low)) & ~eight & EIGHT(0x80);
}

/* Eight bytes of which the first is the least significant. */
static uint64_t load_eight(const char *ptr)
{
    uint64_t eight;
    memcpy(&eight, ptr, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

static int needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

size_t csri_json_plain_run(const char *ptr, size_t len)
{
    size_t at = 0;
    while (len - at >= sizeof(uint64_t)) {
        uint64_t eight = load_eight(ptr + at);
        uint64_t found = has_below(eight, 0x20) | has_below(eight ^ EIGHT('"'), 1) | has_below(eight ^ EIGHT('\\'), 1);
        if (found != 0)
            return at + (size_t)__builtin_ctzll(found) / 8;
        at += sizeof eight;
    }
    while (at < len && !needs_escape((unsigned char)ptr[at]))
        at++;
    return at;
}

static void put_escape(csri_buffer *b, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    char text[6] = { '\\', (char)c, '0', '0', digits[c >> 4], digits[c & 0xf] };
    size_t n = 2;
    switch (c) {
    case '"':
    case '\\': break;
    case '\b': text[1] = 'b'; break;
    case '\t': text[1] = 't'; break;
    case '\n': text[1] = 'n'; break;
    case '\f': text[1] = 'f'; break;
    case '\r': text[1] = 'r'; break;
    default:
        text[1] = 'u';
        n = sizeof text;
        break;
    }
    csri_buffer_put(b, text, n);
}

void csri_json_text(csri_buffer *b, const char *ptr, size_t len)
{
    csri_buffer_byte(b, '"');
    for (;;) {
        size_t n = csri_json_plain_run(ptr, len);
        csri_buffer_put(b, ptr, n);
        if (n == len)
            break;
        put_escape(b, (unsigned char)ptr[n]);
        ptr += n + 1;
        len -= n + 1;
    }
    csri_buffer_byte(b, '"');
}

void csri_json_int(csri_buffer *b, int64_t value)
{
    char text[20];
    size_t at = sizeof text;
    /* Unsigned, because INT64_MIN has no positive counterpart. */
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        at--;
        text[at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        at--;
        text[at] = '-';
    }
    csri_buffer_put(b, text + at, sizeof text - at);
}

void csri_json_id(csri_buffer *b, const csr_id *id)
{
    char text[CSR_ID_TEXT_BYTES];
    csr_id_format(id, text);
    csri_json_text(b, text, CSR_ID_TEXT_BYTES - 1);
}

void csri_json_time(csri_buffer *b, csr_time at)
{
    char text[CSR_TIME_TEXT_BYTES];
    if (csr_time_format(at, 0, text, NULL) != CSR_OK) {
        csri_buffer_put(b, "null", 4);
        return;
    }
    csri_json_text(b, text, strlen(text));
}
