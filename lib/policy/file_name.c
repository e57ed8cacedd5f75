#include "policy/file_name.h"

#include "base/text.h"

/* Path separators, what file systems or shells take for something else, control characters, and the marks that turn the
 * direction of text round ("cod.exe" shown as "exe.doc"). */
static int is_dangerous(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '/' || c == '\\' || c == ':' || c == '*' || c == '?' ||
           c == '"' || c == '<' || c == '>' || c == '|' || c == 0x200e || c == 0x200f || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static int same_word(const char *ptr, size_t len, const char *word)
{
    for (size_t i = 0; i < len; i++) {
        char c = ptr[i] >= 'a' && ptr[i] <= 'z' ? (char)(ptr[i] - 'a' + 'A') : ptr[i];
        if (word[i] == '\0' || c != word[i])
            return 0;
    }
    return word[len] == '\0';
}

/* Names that Windows gives to devices, whatever stands behind the first dot. */
static int is_device(const csr_str *name)
{
    static const char *const devices[] = { "CON", "PRN", "AUX", "NUL" };
    size_t len = 0;

    while (len < name->len && name->ptr[len] != '.')
        len++;
    for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++)
        if (same_word(name->ptr, len, devices[i]))
            return 1;
    return len == 4 && (same_word(name->ptr, 3, "COM") || same_word(name->ptr, 3, "LPT")) && name->ptr[3] >= '1' &&
           name->ptr[3] <= '9';
}

/* Hidden, or the end cut off by a file system. */
static int is_at_edge(const csr_str *name, size_t at)
{
    char c = name->ptr[at];

    return (at == 0 && (c == '.' || c == ' ')) || (at + 1 == name->len && (c == '.' || c == ' '));
}

csr_status csri_file_name(const csr_str *name, int clean, csri_buffer *out, csr_error *err)
{
    if (is_device(name)) {
        if (!clean)
            return csri_fail(err, CSR_E_ARGUMENT, "name", "name: this is the name of a device");
        csri_buffer_byte(out, '_');
    }
    for (size_t at = 0; at < name->len;) {
        size_t from = at;
        uint32_t c = csri_utf8_next(name->ptr, &at);
        if (!is_dangerous(c) && !is_at_edge(name, from))
            csri_buffer_put(out, name->ptr + from, at - from);
        else if (clean)
            csri_buffer_byte(out, '_');
        else
            return csri_fail(err, CSR_E_ARGUMENT, "name",
                             "name: no path, no control character, no dot or blank at an end (at byte %zu)", from);
    }
    return csri_buffer_check(out, err);
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

int csri_media_type_valid(const csr_str *type)
{
    size_t word = 0, slashes = 0;

    for (size_t i = 0; i < type->len; i++) {
        char c = type->ptr[i];
        if (c == '/' && word != 0) {
            slashes++;
            word = 0;
        } else if (is_letter(c) || (word != 0 && c != '\0' && strchr("!#$&-^_.+", c) != NULL)) {
            word++;
        } else {
            return 0;
        }
    }
    return slashes == 1 && word != 0;
}
