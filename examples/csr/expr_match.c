#include "expr_match.h"

#include "common.h"

#include <csr/csr.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REPEAT_MAX 1000
#define ITEMS_MAX 64

/* Rules and facts as they were read. */
struct job {
    json_t *rules_file;
    csr_expression_field *fields;
    char **types; /* as libcsr writes them */
    size_t field_count;
    csr_matcher_rule *rules;
    csr_str *conditions;
    size_t rule_count;
    json_t **facts; /* a line each, for the texts */
    csr_value *values;
    csr_value *items;
    size_t fact_count, item_count;
    csr_matcher *matcher;
    char *rows;
    size_t row_bytes;
};

static double processor_ns(void)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static csr_str text_of(const json_t *json)
{
    csr_str text = { json_string_value(json), json_is_string(json) ? json_string_length(json) : 0 };

    return text;
}

/* "list<string>" is list(string), "timestamp" and "duration" have longer names. */
static char *type_of(const char *written)
{
    char *type;

    if (strcmp(written, "timestamp") == 0)
        return text_copy("google.protobuf.Timestamp", 25);
    if (strcmp(written, "duration") == 0)
        return text_copy("google.protobuf.Duration", 24);
    type = text_copy(written, strlen(written));
    for (char *p = type; *p != '\0'; p++)
        *p = (char)(*p == '<' ? '(' : *p == '>' ? ')' : *p);
    return type;
}

static int read_rules(struct job *job, const char *path)
{
    static const csr_expression_field no_field = CSR_EXPRESSION_FIELD_INIT;
    static const csr_matcher_rule no_rule = CSR_MATCHER_RULE_INIT;
    json_error_t why;
    const json_t *schema, *rules;
    json_t *value;
    const char *name;

    job->rules_file = json_load_file(path, 0, &why);
    schema = json_object_get(job->rules_file, "schema");
    rules = json_object_get(job->rules_file, "rules");
    if (!json_is_object(schema) || !json_is_array(rules))
        return say(CODE_REFUSED, "expr match: %s has no schema and rules: %s", path, job->rules_file ? "" : why.text);
    job->fields = need(calloc(json_object_size(schema) + 1, sizeof *job->fields));
    job->types = need(calloc(json_object_size(schema) + 1, sizeof *job->types));
    json_object_foreach((json_t *)(uintptr_t)schema, name, value)
    {
        csr_expression_field *field = &job->fields[job->field_count];
        *field = no_field;
        job->types[job->field_count] = type_of(json_is_string(value) ? json_string_value(value) : "");
        csr_str_set(&field->name, name, strlen(name));
        csr_str_set(&field->type, job->types[job->field_count], strlen(job->types[job->field_count]));
        job->field_count++;
    }
    job->rule_count = json_array_size(rules);
    job->rules = need(calloc(job->rule_count + 1, sizeof *job->rules));
    job->conditions = need(calloc(job->rule_count + 1, sizeof *job->conditions));
    for (size_t i = 0; i < job->rule_count; i++) {
        const json_t *rule = json_array_get(rules, i);
        job->rules[i] = no_rule;
        job->rules[i].name = text_of(json_object_get(rule, "id"));
        job->conditions[i] = text_of(json_object_get(rule, "cel"));
        job->rules[i].when = &job->conditions[i];
        job->rules[i].when_count = 1;
    }
    return CODE_DONE;
}

/* The member that a dotted name means. */
static const json_t *member(const json_t *json, const csr_str *name)
{
    char text[256], *rest = NULL;

    if (name->len >= sizeof text)
        return NULL;
    memcpy(text, name->ptr, name->len);
    text[name->len] = '\0';
    for (const char *part = strtok_r(text, ".", &rest); part && json; part = strtok_r(NULL, ".", &rest))
        json = json_object_get(json, part);
    return json;
}

static int starts_with(const csr_str *text, const char *with)
{
    return text->len >= strlen(with) && memcmp(text->ptr, with, strlen(with)) == 0;
}

/* JSON has one kind of number; the schema says which one is meant. */
static void take_fact(struct job *job, const csr_expression_field *field, const json_t *json, csr_value *out)
{
    memset(out, 0, sizeof *out);
    if (json_is_boolean(json)) {
        out->kind = CSR_VALUE_BOOL;
        out->as.integer = json_is_true(json);
    } else if (json_is_number(json) && starts_with(&field->type, "double")) {
        out->kind = CSR_VALUE_DOUBLE;
        out->as.real = json_number_value(json);
    } else if (json_is_integer(json)) {
        out->kind = CSR_VALUE_INT;
        out->as.integer = json_integer_value(json);
    } else if (json_is_string(json)) {
        out->kind = CSR_VALUE_STRING;
        out->as.text = json_string_value(json);
        out->count = json_string_length(json);
    } else if (json_is_array(json) && json_array_size(json) <= ITEMS_MAX) {
        csr_value *items = job->items + job->item_count;
        out->kind = CSR_VALUE_LIST;
        out->as.items = items;
        out->count = json_array_size(json);
        for (size_t i = 0; i < out->count; i++) {
            csr_str text = text_of(json_array_get(json, i));
            memset(&items[i], 0, sizeof items[i]);
            items[i].kind = CSR_VALUE_STRING;
            items[i].as.text = text.ptr;
            items[i].count = text.len;
        }
        job->item_count += out->count;
    }
}

static size_t list_items(const struct job *job, const json_t *line)
{
    size_t count = 0;

    for (size_t i = 0; i < job->field_count; i++)
        count += json_array_size(member(line, &job->fields[i].name));
    return count;
}

static int read_lines(struct job *job, const char *path, size_t *items)
{
    FILE *in = fopen(path, "r");
    size_t capacity = 0, room = 0;
    char *line = NULL;
    ssize_t len;

    if (!in)
        return say(CODE_REFUSED, "expr match: %s cannot be read", path);
    while ((len = getline(&line, &capacity, in)) >= 0) {
        json_error_t why;
        json_t *read;
        if (job->fact_count == room) {
            room = room == 0 ? 1024 : 2 * room;
            job->facts = need(realloc(job->facts, room * sizeof(json_t *)));
        }
        read = json_loadb(line, (size_t)len, 0, &why);
        job->facts[job->fact_count++] = read;
        if (!json_is_object(read)) {
            (void)fclose(in);
            free(line);
            return say(CODE_REFUSED, "expr match: line %zu of %s is no JSON object", job->fact_count, path);
        }
        *items += list_items(job, read);
    }
    free(line);
    if (ferror(in)) {
        (void)fclose(in);
        return say(CODE_REFUSED, "expr match: %s cannot be read", path);
    }
    (void)fclose(in);
    return job->fact_count != 0 ? CODE_DONE : say(CODE_REFUSED, "expr match: %s is empty", path);
}

static int read_facts(struct job *job, const char *path)
{
    size_t items = 0;
    int code = read_lines(job, path, &items);

    if (code != CODE_DONE)
        return code;
    job->items = need(calloc(items + 1, sizeof *job->items));
    job->values = need(calloc(job->fact_count * job->field_count + 1, sizeof *job->values));
    for (size_t i = 0; i < job->fact_count; i++)
        for (size_t k = 0; k < job->field_count; k++)
            take_fact(job, &job->fields[k], member(job->facts[i], &job->fields[k].name),
                      &job->values[i * job->field_count + k]);
    return CODE_DONE;
}

static int compile(struct job *job, double *load_ns)
{
    csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *report;
    double from = processor_ns();

    params.fields = job->fields;
    params.field_count = job->field_count;
    params.rules = job->rules;
    params.rule_count = job->rule_count;
    if (csr_matcher_compile(&params, &job->matcher, &report, &err) != CSR_OK) {
        (void)say(CODE_REFUSED, "expr match: %s: %s\n%s", err.field, err.message, report ? csr_buf_text(report) : "");
        csr_buf_free(report);
        return CODE_REFUSED;
    }
    *load_ns = processor_ns() - from;
    return CODE_DONE;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *samples, unsigned n)
{
    qsort(samples, n, sizeof *samples, ascending);
    return samples[n / 2];
}

/* As often as all else is measured; the last matcher stays. */
static int load(struct job *job, unsigned repeat, double *load_ns)
{
    static double loading[REPEAT_MAX];
    int code = CODE_DONE;

    for (unsigned i = 0; i < repeat && code == CODE_DONE; i++) {
        csr_matcher_free(job->matcher);
        job->matcher = NULL;
        code = compile(job, &loading[i]);
    }
    if (code == CODE_DONE)
        *load_ns = median(loading, repeat);
    return code;
}

static csr_matcher_row *row_at(const struct job *job, size_t i)
{
    return (csr_matcher_row *)(void *)(job->rows + i * job->row_bytes);
}

static double bind(struct job *job)
{
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_matcher_row *row;
    double from;

    job->row_bytes = (csr_matcher_row_bytes(job->matcher) + 63) / 64 * 64;
    if (!job->rows)
        job->rows = need(aligned_alloc(64, job->fact_count * job->row_bytes));
    memset(job->rows, 0, job->fact_count * job->row_bytes);
    from = processor_ns();
    for (size_t i = 0; i < job->fact_count; i++) {
        input.facts = job->values + i * job->field_count;
        input.fact_count = job->field_count;
        (void)csr_matcher_bind(job->matcher, &input, job->rows + i * job->row_bytes, job->row_bytes, &row, NULL);
    }
    return processor_ns() - from;
}

/* Bits that are set, and the sum of their places from 1. */
static void count(const uint64_t *set, size_t words, uint64_t *matches, uint64_t *check)
{
    for (size_t word = 0; word < words; word++)
        for (size_t bit = 0; bit < 64; bit++)
            if (set[word] >> bit & 1) {
                ++*matches;
                *check += word * 64 + bit + 1;
            }
}

static double pass(const struct job *job, uint32_t flags, uint64_t *sets)
{
    size_t words = csr_matcher_words(job->matcher);
    double from = processor_ns();

    for (size_t i = 0; i < job->fact_count; i++)
        (void)csr_matcher_match(job->matcher, row_at(job, i), flags, sets + 2 * i * words, sets + (2 * i + 1) * words,
                                NULL);
    return processor_ns() - from;
}

static int run(struct job *job, unsigned repeat, double load_ns, FILE *out)
{
    static double plain[REPEAT_MAX], indexed[REPEAT_MAX], binding[REPEAT_MAX];
    size_t words = csr_matcher_words(job->matcher), bytes = 2 * job->fact_count * words * sizeof(uint64_t);
    uint64_t *with = need(calloc(1, bytes)), *without = need(calloc(1, bytes));
    double pairs = (double)job->fact_count * (double)(job->rule_count == 0 ? 1 : job->rule_count);
    uint64_t matches = 0, check = 0;
    int code = CODE_DONE;

    for (unsigned i = 0; i < repeat; i++) {
        binding[i] = bind(job);
        plain[i] = pass(job, CSR_MATCHER_PLAIN, without);
        indexed[i] = pass(job, 0, with);
    }
    if (memcmp(with, without, bytes) != 0)
        code = say(CODE_REFUSED, "expr match: with and without the index the answers differ");
    for (size_t i = 0; i < job->fact_count; i++)
        count(with + 2 * i * words, words, &matches, &check);
    if (code == CODE_DONE)
        fprintf(out,
                "{\"rules\":%zu,\"facts\":%zu,\"matches\":%llu,\"check\":%llu,\"load_ms\":%.3f,\"bind_ns\":%.0f,"
                "\"ns_per_rule\":{\"bytecode\":%.2f,\"indexed\":%.2f}}\n",
                job->rule_count, job->fact_count, (unsigned long long)matches, (unsigned long long)check, load_ns / 1e6,
                median(binding, repeat) / (double)job->fact_count, median(plain, repeat) / pairs,
                median(indexed, repeat) / pairs);
    free(with);
    free(without);
    return code;
}

static void forget(struct job *job)
{
    csr_matcher_free(job->matcher);
    for (size_t i = 0; i < job->field_count; i++)
        free(job->types[i]);
    for (size_t i = 0; i < job->fact_count; i++)
        json_decref(job->facts[i]);
    json_decref(job->rules_file);
    free(job->fields);
    free(job->types);
    free(job->rules);
    free(job->conditions);
    free(job->facts);
    free(job->values);
    free(job->items);
    free(job->rows);
}

int expr_match(const char *rules_path, const char *facts_path, unsigned repeat, FILE *out)
{
    struct job job = { .rules_file = NULL };
    double load_ns = 0;
    int code = read_rules(&job, rules_path);

    repeat = repeat < 1 ? 1 : repeat > REPEAT_MAX ? REPEAT_MAX : repeat;
    if (code == CODE_DONE)
        code = read_facts(&job, facts_path);
    if (code == CODE_DONE)
        code = load(&job, repeat, &load_ns);
    if (code == CODE_DONE)
        code = run(&job, repeat, load_ns, out);
    forget(&job);
    return code;
}
