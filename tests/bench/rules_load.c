#include "rules.h"

#include "bench.h"

#include <csr/expression.h>
#include <csr/rules.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A word of a text, as anybody who reads it has to find it. */
typedef struct word {
    uint32_t from, to;
    char first;
} word;

static int goes_on(char first, char c)
{
    if (first == '"')
        return c != '"';
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* The words of a text; there are no more than it has bytes. */
static size_t cut(const char *text, size_t len, word *out)
{
    size_t count = 0;

    for (size_t at = 0; at < len; count++) {
        size_t from = at++;
        if (goes_on('a', text[from]) || text[from] == '"')
            while (at < len && goes_on(text[from], text[at]))
                at++;
        at += text[from] == '"' ? 1 : 0;
        out[count] = (word){ (uint32_t)from, (uint32_t)at, text[from] };
        while (at < len && (text[at] == ' ' || text[at] == '\n'))
            at++;
    }
    return count;
}

/* The text and its words, as they would be kept. */
static void *keep(const char *text, size_t len, word *words)
{
    size_t bytes = cut(text, len, words) * sizeof(*words);
    char *kept = bench_alloc(bytes + len + 1);

    memcpy(kept, words, bytes);
    memcpy(kept + bytes, text, len);
    kept[bytes + len] = '\0';
    return kept;
}

static double per_rule(int64_t from)
{
    return (double)(bench_cpu_ns() - from) / 1000 / (double)bench_rule_count;
}

double rules_floor_texts(void)
{
    void **kept = bench_alloc(bench_rule_count * sizeof(*kept));
    word *words = bench_alloc(CSR_EXPRESSION_BYTES_MAX * sizeof(*words));
    int64_t from = bench_cpu_ns();
    double us;

    for (size_t i = 0; i < bench_rule_count; i++)
        kept[i] = keep(bench_rules[i], strlen(bench_rules[i]), words);
    us = per_rule(from);
    for (size_t i = 0; i < bench_rule_count; i++)
        free(kept[i]);
    free(kept);
    free(words);
    return us;
}

double rules_load_set(void)
{
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_rules *rules;
    int64_t from = bench_cpu_ns();
    double us;

    csr_str_set(&params.text, bench_rule_document, CSR_NTS);
    if (csr_rules_load(&params, &rules, NULL, &err) != CSR_OK)
        bench_die("%s: %s", err.field, err.message);
    us = per_rule(from);
    csr_rules_free(rules);
    return us;
}

double rules_floor_document(void)
{
    unsigned char id[crypto_hash_sha256_BYTES];
    size_t len = strlen(bench_rule_document);
    word *words = bench_alloc(len * sizeof(*words));
    int64_t from = bench_cpu_ns();
    void *kept = keep(bench_rule_document, len, words);
    double us;

    (void)crypto_hash_sha256(id, (const unsigned char *)bench_rule_document, len);
    us = per_rule(from);
    free(kept);
    free(words);
    return us;
}
