#include "backends/sqlite/sqlite_options.h"

#include "base/error.h"

#include <string.h>

typedef struct number_option {
    const char *key;
    int32_t low, high;
    size_t at;
} number_option;

#define NUMBER(name, low, high)                               \
    {                                                         \
#name, low, high, offsetof(csri_sqlite_options, name) \
    }

/* An hour at most. A cache "as large as memory" makes commits slow: SQLite walks it when a commit grows the file. */
static const number_option numbers[] = {
    NUMBER(busy_timeout_ms, 0, 3600000),
    NUMBER(cache_kib, 64, 1048576),
};

/* A decimal number within low..high, digits only. */
static int read_number(const char *text, int32_t low, int32_t high, int32_t *out)
{
    int64_t n = 0;

    if (*text == '\0')
        return 0;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return 0;
        n = n * 10 + (*text - '0');
        if (n > high)
            return 0;
    }
    *out = (int32_t)n;
    return n >= low;
}

static csr_status take_number(const number_option *option, const char *value, csri_sqlite_options *out, csr_error *err)
{
    int32_t *to = (int32_t *)(void *)((char *)out + option->at);

    if (!read_number(value, option->low, option->high, to))
        return csri_fail(err, CSR_E_ARGUMENT, option->key, "%s: \"%s\" is not a number from %d to %d", option->key,
                         value, (int)option->low, (int)option->high);
    return CSR_OK;
}

static csr_status take(const csr_option *given, csri_sqlite_options *out, csr_error *err)
{
    if (given->key == NULL || given->value == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "options", "an option has no key or no value");
    if (strcmp(given->key, "synchronous") == 0) {
        out->full = strcmp(given->value, "full") == 0;
        if (!out->full && strcmp(given->value, "normal") != 0)
            return csri_fail(err, CSR_E_ARGUMENT, "synchronous", "synchronous: \"%s\" is neither full nor normal",
                             given->value);
        return CSR_OK;
    }
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (strcmp(given->key, numbers[i].key) == 0)
            return take_number(&numbers[i], given->value, out, err);
    return csri_fail(err, CSR_E_ARGUMENT, given->key,
                     "%s: no such option of SQLite; there are synchronous, busy_timeout_ms and cache_kib", given->key);
}

csr_status csri_sqlite_options_read(const csr_option *given, size_t count, csri_sqlite_options *out, csr_error *err)
{
    csr_status status = CSR_OK;

    out->full = 1;
    out->busy_timeout_ms = 5000;
    out->cache_kib = 32768;
    for (size_t i = 0; i < count && status == CSR_OK; i++)
        status = take(&given[i], out, err);
    return status;
}
