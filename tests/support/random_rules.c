#include "support/random_rules.h"

#include <csr/status.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define S(text)               \
    {                         \
        text, sizeof text - 1 \
    }
#define FIELD(name, type)                                                                 \
    {                                                                                     \
        (uint32_t)sizeof(csr_expression_field), 0, S(name), S(type), { NULL, 0 }, NULL, 0 \
    }

static const csr_expression_field fields[CSR_TEST_FIELDS] = {
    FIELD("b", "bool"),
    FIELD("c", "bool"),
    FIELD("i", "int"),
    FIELD("j", "int"),
    FIELD("u", "uint"),
    FIELD("d", "double"),
    FIELD("e", "double"),
    FIELD("s", "string"),
    FIELD("t", "string"),
    FIELD("r", "google.protobuf.Duration"),
    FIELD("w", "google.protobuf.Timestamp"),
    FIELD("x", "google.protobuf.Timestamp"),
    FIELD("l", "list(string)"),
    FIELD("m", "map(string, int)"),
    FIELD("o.i", "int"),
    FIELD("o.s", "string"),
};

static const char *const words[] = { "", "a", "b", "company", "customer", "a longer text that is no word", "\xc4\x8d" };
#define WORDS (sizeof words / sizeof words[0])

const csr_expression_field *csr_test_rule_fields(void)
{
    return fields;
}

/* A text in the making. */
typedef struct text {
    csr_test_random *random;
    char *out;
    size_t size, used;
} text;

static void put(text *t, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));
static void put(text *t, const char *format, ...)
{
    va_list values;
    int n;

    va_start(values, format);
    n = vsnprintf(t->out + t->used, t->size - t->used, format, values);
    va_end(values);
    t->used += (size_t)n;
    if (t->used >= t->size)
        abort();
}

static uint64_t below(text *t, uint64_t n)
{
    return csr_test_below(t->random, n);
}

static const char *word(text *t)
{
    return words[below(t, WORDS)];
}

static const char *order(text *t)
{
    static const char *const orders[] = { "<", "<=", ">", ">=" };
    return orders[below(t, 4)];
}

static const char *equality(text *t)
{
    return below(t, 2) ? "==" : "!=";
}

static void put_number(text *t)
{
    static const char *const numbers[] = {
        "0", "1", "2", "3", "-1", "-2", "9223372036854775807", "-9223372036854775807"
    };
    put(t, "%s", numbers[below(t, 8)]);
}

static void put_real(text *t)
{
    static const char *const reals[] = { "0.0", "-0.0", "1.5", "-1.5", "2.0", "1e300", "-1e300", "0.1" };
    put(t, "%s", reals[below(t, 8)]);
}

static void put_texts(text *t)
{
    put(t, "[");
    for (uint64_t n = below(t, 4), i = 0; i < n; i++)
        put(t, "%s\"%s\"", i == 0 ? "" : ", ", word(t));
    put(t, "]");
}

static void put_whole(text *t)
{
    switch (below(t, 8)) {
    case 0: put(t, "i %s ", equality(t)), put_number(t); break;
    case 1: put(t, "i %s ", order(t)), put_number(t); break;
    case 2: put_number(t), put(t, " %s j", order(t)); break;
    case 3: put(t, "i in [1, 2, %d]", (int)below(t, 5)); break;
    case 4: put(t, "i %s j", below(t, 2) ? order(t) : equality(t)); break;
    case 5: put(t, "i %s ", order(t)), put_real(t); break;
    case 6: put(t, "u %s %uu", below(t, 2) ? order(t) : equality(t), (unsigned)below(t, 3)); break;
    default: put(t, "u %s i", order(t)); break;
    }
}

static void put_double(text *t)
{
    switch (below(t, 5)) {
    case 0: put(t, "d %s ", equality(t)), put_real(t); break;
    case 1: put(t, "d %s ", order(t)), put_real(t); break;
    case 2: put(t, "d %s e", below(t, 2) ? order(t) : equality(t)); break;
    case 3: put(t, "d %s ", order(t)), put_number(t); break;
    default: put(t, "d in [1.5, 2.0]"); break;
    }
}

static void put_string(text *t)
{
    switch (below(t, 8)) {
    case 0:
    case 1: put(t, "s %s \"%s\"", equality(t), word(t)); break;
    case 2: put(t, "s in "), put_texts(t); break;
    case 3: put(t, "t in "), put_texts(t); break;
    case 4: put(t, "s %s t", equality(t)); break;
    case 5: put(t, "s %s \"b\"", order(t)); break;
    case 6: put(t, "\"%s\" == t", word(t)); break;
    default: put(t, "\"%s\" in l", word(t)); break;
    }
}

static void put_time(text *t)
{
    switch (below(t, 5)) {
    case 0: put(t, "r %s duration(\"%ds\")", order(t), (int)below(t, 3)); break;
    case 1: put(t, "r %s duration(\"1.0000005s\")", equality(t)); break;
    case 2: put(t, "w %s x", below(t, 2) ? order(t) : equality(t)); break;
    case 3: put(t, "w %s timestamp(\"2026-03-02T10:00:0%dZ\")", order(t), (int)below(t, 3)); break;
    default: put(t, "x - w %s r", order(t)); break;
    }
}

/* What the evaluator is asked about, much of it dear or in need of room. */
static void put_other(text *t)
{
    switch (below(t, 12)) {
    case 0: put(t, "i + j > %d", (int)below(t, 5)); break;
    case 1: put(t, "10 / i > 2"); break;
    case 2: put(t, "s.startsWith(\"a\")"); break;
    case 3: put(t, "s.contains(t)"); break;
    case 4: put(t, "l.exists(k, k == s)"); break;
    case 5: put(t, "l.all(k, size(k) < %d)", (int)below(t, 9)); break;
    case 6: put(t, "s.upperAscii() == \"COMPANY\""); break;
    case 7: put(t, "size(l.map(k, k + t)) > 1"); break;
    case 8: put(t, "m.k > %d", (int)below(t, 3)); break;
    case 9: put(t, "size(l) == %d", (int)below(t, 4)); break;
    case 10: put(t, "has(m.k)"); break;
    default: put(t, "(b ? i : j) > %d", (int)below(t, 3)); break;
    }
}

static void put_leaf(text *t)
{
    switch (below(t, 13)) {
    case 10: put(t, "has(o.%c)", below(t, 2) ? 'i' : 's'); break;
    case 11: put(t, "has(o.i) && o.i > %d", (int)below(t, 3)); break;
    case 0: put(t, "%s", below(t, 2) ? "b" : "c"); break;
    case 1: put(t, "b %s %s", equality(t), below(t, 2) ? "true" : "c"); break;
    case 2: put(t, "%s", below(t, 2) ? "true" : "false"); break;
    case 3:
    case 4: put_whole(t); break;
    case 5: put_double(t); break;
    case 6:
    case 7: put_string(t); break;
    case 8: put_time(t); break;
    case 9: put(t, "m == {\"k\": 1}"); break;
    default: put_other(t); break;
    }
}

static void put_condition(text *t, unsigned depth)
{
    uint64_t shape = depth == 0 ? 0 : below(t, 8);

    if (shape < 4) {
        put_leaf(t);
    } else if (shape == 4) {
        put(t, "!(");
        put_condition(t, depth - 1);
        put(t, ")");
    } else {
        for (uint64_t n = 2 + below(t, 2), i = 0; i < n; i++) {
            put(t, "%s(", i == 0 ? "" : shape < 7 ? " && " : " || ");
            put_condition(t, depth - 1);
            put(t, ")");
        }
    }
}

void csr_test_random_condition(csr_test_random *random, char *out, size_t size)
{
    text t = { .random = random, .out = out, .size = size };
    put_condition(&t, 3);
}

static const csr_expression *compile(csr_test_random *random)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    char condition[4096];
    csr_error err = CSR_ERROR_INIT;
    csr_expression *made;

    csr_test_random_condition(random, condition, sizeof condition);
    params.text.ptr = condition;
    params.text.len = CSR_NTS;
    params.fields = fields;
    params.field_count = CSR_TEST_FIELDS;
    if (csr_expression_compile(&params, &made, NULL, &err) != CSR_OK) {
        fprintf(stderr, "%s\n%s\n", condition, err.message);
        abort();
    }
    return made;
}

void csr_test_random_rules(csr_test_random *random, size_t count, csr_test_rules *out)
{
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        csri_match_rule *rule = &out->rules[i];
        rule->when = out->clauses[i];
        rule->when_count = csr_test_below(random, CSR_TEST_CLAUSES_MAX + 1);
        rule->any = out->clauses[i] + rule->when_count;
        rule->any_count = csr_test_below(random, 3) == 0 ? csr_test_below(random, CSR_TEST_CLAUSES_MAX) : 0;
        for (size_t k = 0; k < rule->when_count + rule->any_count; k++)
            out->clauses[i][k] = compile(random);
    }
}

void csr_test_rules_free(csr_test_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++)
        for (size_t k = 0; k < rules->rules[i].when_count + rules->rules[i].any_count; k++)
            csr_expression_free((csr_expression *)(uintptr_t)rules->clauses[i][k]);
    rules->count = 0;
}

static csr_value text_value(csr_test_random *random)
{
    const char *chosen = words[csr_test_below(random, WORDS)];
    csr_value value = { .kind = CSR_VALUE_STRING, .as.text = chosen, .count = strlen(chosen) };
    return value;
}

static csr_value whole_value(csr_test_random *random, csr_value_kind kind)
{
    static const int64_t numbers[] = { 0, 1, 2, 3, -1, -2, INT64_MAX, INT64_MIN, INT64_MIN + 1 };
    csr_value value = { .kind = kind, .as.integer = numbers[csr_test_below(random, 9)] };
    if (kind == CSR_VALUE_UINT && csr_test_below(random, 8) != 0)
        value.as.natural = csr_test_below(random, 4);
    return value;
}

static csr_value real_value(csr_test_random *random)
{
    static const double reals[] = { 0.0, -0.0, 1.5, -1.5, 2.0, 1e300, -1e300, 0.1, 1.0 };
    csr_value value = { .kind = CSR_VALUE_DOUBLE, .as.real = reals[csr_test_below(random, 9)] };
    if (csr_test_below(random, 30) == 0)
        value.as.real = csr_test_below(random, 2) ? (double)NAN : (double)INFINITY;
    return value;
}

static csr_value time_value(csr_test_random *random, csr_value_kind kind)
{
    csr_value value = { .kind = kind, .as.integer = csr_test_between(random, 0, 3) };
    if (kind == CSR_VALUE_TIMESTAMP)
        value.as.integer += 1772445600;
    if (csr_test_below(random, 10) == 0)
        value.nanos = csr_test_below(random, 2) ? 500 : 1000;
    return value;
}

static csr_value list_value(csr_test_random *random, csr_value *items)
{
    csr_value value = { .kind = CSR_VALUE_LIST, .as.items = items, .count = csr_test_below(random, 5) };
    for (size_t i = 0; i < value.count; i++)
        items[i] = csr_test_below(random, 20) != 0 ? text_value(random) : whole_value(random, CSR_VALUE_INT);
    return value;
}

static csr_value map_value(csr_test_random *random, csr_value *items)
{
    csr_value value = { .kind = CSR_VALUE_MAP, .as.items = items, .count = csr_test_below(random, 2) };
    items[0] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = "k", .count = 1 };
    items[1] = whole_value(random, CSR_VALUE_INT);
    return value;
}

static csr_value undecided_value(void)
{
    csr_value value = { .kind = CSR_VALUE_UNDECIDED, .as.text = "no", .count = 2 };
    return value;
}

static csr_value value_of_kind(csr_test_random *random, size_t kind, csr_value *items)
{
    csr_value value = { .kind = CSR_VALUE_BOOL, .as.integer = (int64_t)csr_test_below(random, 2) };
    switch (kind) {
    case 0:
    case 1: return value;
    case 2:
    case 3: return whole_value(random, CSR_VALUE_INT);
    case 4: return whole_value(random, CSR_VALUE_UINT);
    case 5:
    case 6: return real_value(random);
    case 7:
    case 8: return text_value(random);
    case 9: return time_value(random, CSR_VALUE_DURATION);
    case 10:
    case 11: return time_value(random, CSR_VALUE_TIMESTAMP);
    case 12: return list_value(random, items);
    case 13: return map_value(random, items);
    case 14: return whole_value(random, CSR_VALUE_INT);
    case 15: return text_value(random);
    default: return undecided_value();
    }
}

void csr_test_random_fact(csr_test_random *random, unsigned astray, size_t field, csr_test_facts *facts)
{
    size_t kind = csr_test_below(random, 100) < astray ? csr_test_below(random, CSR_TEST_FIELDS + 1) : field;
    facts->values[field] = value_of_kind(random, kind, facts->items[field]);
    if (csr_test_below(random, 8) == 0)
        memset(&facts->values[field], 0, sizeof facts->values[field]);
}

void csr_test_random_facts(csr_test_random *random, unsigned astray, csr_test_facts *out)
{
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;

    for (size_t i = 0; i < CSR_TEST_FIELDS; i++)
        csr_test_random_fact(random, astray, i, out);
    out->input = input;
    out->input.facts = out->values;
    out->input.fact_count = csr_test_below(random, 20) == 0 ? csr_test_below(random, CSR_TEST_FIELDS) : CSR_TEST_FIELDS;
    out->input.room = out->room;
    out->input.room_bytes =
        csr_test_below(random, 3) == 0 ? csr_test_below(random, sizeof out->room) : sizeof out->room;
    out->input.cost_limit = csr_test_below(random, 4) == 0 ? (int64_t)csr_test_below(random, 1200) : 0;
}
