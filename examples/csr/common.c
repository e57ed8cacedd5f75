#include "common.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void *need(void *memory)
{
    if (memory == NULL) {
        fputs("csr: out of memory\n", stderr);
        exit(CODE_RETRY);
    }
    return memory;
}

void *need_zeroed(size_t count, size_t size)
{
    return need(calloc(count > 0 ? count : 1, size));
}

void *need_room(void *array, size_t count, size_t *capacity, size_t size)
{
    size_t wanted = *capacity;

    if (count < wanted)
        return array;
    wanted = wanted == 0 ? 16 : wanted * 2;
    if (wanted <= count || wanted > (size_t)-1 / size)
        need(NULL);
    *capacity = wanted;
    return need(realloc(array, wanted * size));
}

char *text_copy(const char *ptr, size_t len)
{
    char *copy = need(malloc(len + 1));

    if (len > 0)
        memcpy(copy, ptr, len);
    copy[len] = '\0';
    return copy;
}

static char *format_new(const char *format, va_list args)
{
    va_list again;
    char *text;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text = need(malloc((size_t)(len < 0 ? 0 : len) + 1));
    text[0] = '\0';
    if (len > 0)
        (void)vsnprintf(text, (size_t)len + 1, format, args);
    return text;
}

char *text_format(const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = format_new(format, args);
    va_end(args);
    return text;
}

char *text_replace(char *text, char from, char to)
{
    for (char *p = text; *p != '\0'; p++)
        if (*p == from)
            *p = to;
    return text;
}

int text_begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

int say(int code, const char *format, ...)
{
    va_list args;

    fflush(stdout);
    fputs("csr: ", stderr);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return code;
}

/* What to do about a failure, where that does not depend on the operation. */
static const char *advice(const csr_error *err)
{
    switch (err->status) {
    case CSR_E_STORE_BUSY: return "somebody else is writing; run the command again";
    case CSR_E_UNKNOWN_OUTCOME: return "look whether it happened before you run the command again";
    case CSR_E_NOT_A_DESK: return "give the file of a desk with --desk, or make one with `csr init`";
    case CSR_E_SCHEMA_NEW: return "use a newer csr for this desk";
    case CSR_E_READ_ONLY: return "open the desk from a place where it may be written";
    case CSR_E_STORE_FULL: return "make room on the disk, then run the command again";
    case CSR_E_CORRUPT: return "keep the file as it is and restore a copy; `csr verify` says what is wrong";
    case CSR_E_INTERNAL: return "this is a defect; please report it";
    default: return NULL;
    }
}

int say_error(const char *operation, const csr_error *err)
{
    const char *todo = advice(err);
    /* Most messages begin with the field; it need not stand there twice. */
    int named = err->field[0] == '\0' || text_begins(err->message, err->field);

    fflush(stdout);
    fprintf(stderr, "csr: %s%s%s: %s (%s)\n", operation, named ? "" : ": ", named ? "" : err->field,
            err->message[0] != '\0' ? err->message : csr_status_text(err->status), csr_status_name(err->status));
    if (todo != NULL)
        fprintf(stderr, "     %s\n", todo);
    return csr_status_is_retryable(err->status) ? CODE_RETRY : CODE_REFUSED;
}

static char *read_stream(FILE *file, size_t *len)
{
    size_t capacity = 65536, have = 0;
    char *text = need(malloc(capacity));

    for (;;) {
        have += fread(text + have, 1, capacity - have - 1, file);
        if (have + 1 < capacity)
            break;
        capacity *= 2;
        text = need(realloc(text, capacity));
    }
    text[have] = '\0';
    *len = have;
    return text;
}

char *read_whole(const char *path, size_t *len)
{
    int standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    char *text = NULL;

    if (file != NULL) {
        text = read_stream(file, len);
        if (ferror(file)) {
            free(text);
            text = NULL;
        }
    }
    if (text == NULL)
        say(CODE_REFUSED, "%s: %s", standard ? "standard input" : path, strerror(errno));
    if (file != NULL && !standard)
        fclose(file);
    return text;
}

/* Changes of one character (or of two neighbours) from a to b, at most `limit` + 1. */
static size_t distance(const char *a, const char *b, size_t limit)
{
    enum { LONGEST = 48 };
    size_t rows[3][LONGEST + 1];
    size_t n = strlen(a), m = strlen(b);
    size_t *before = rows[0], *last = rows[1], *now = rows[2];

    if (n > LONGEST || m > LONGEST)
        return limit + 1;
    for (size_t j = 0; j <= m; j++)
        last[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *spare = before;
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
        before = last;
        last = now;
        now = spare;
    }
    return last[m];
}

const char *nearest(const char *word, const char *const *words, size_t count)
{
    size_t len = strlen(word), limit = len < 4 ? 1 : (len < 8 ? 2 : 3), best = limit + 1;
    const char *found = NULL;

    for (size_t i = 0; i < count; i++) {
        size_t d = distance(word, words[i], limit);
        /* The beginning of a word is as good as the word with one slip. */
        if (d > 1 && len >= 3 && text_begins(words[i], word))
            d = 1;
        if (d < best) {
            best = d;
            found = words[i];
        }
    }
    return found;
}

char *did_you_mean(const char *word, const char *const *words, size_t count)
{
    const char *found = nearest(word, words, count);

    return found != NULL ? text_format("; did you mean %s?", found) : text_copy("", 0);
}

char *base64_of(const char *bytes, size_t n)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *b = (const unsigned char *)bytes;
    char *text = need_zeroed((n + 2) / 3 * 4 + 1, 1), *to = text;

    for (size_t i = 0; i < n; i += 3) {
        unsigned three = (unsigned)b[i] << 16 | (i + 1 < n ? (unsigned)b[i + 1] << 8 : 0) | (i + 2 < n ? b[i + 2] : 0);
        *to++ = letters[three >> 18];
        *to++ = letters[three >> 12 & 63];
        *to++ = i + 1 < n ? letters[three >> 6 & 63] : '=';
        *to++ = i + 2 < n ? letters[three & 63] : '=';
    }
    return text;
}
