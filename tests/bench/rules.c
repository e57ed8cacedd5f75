#include "rules.h"

#include "bench.h"
#include "measure.h"

#include <csr/matcher.h>
#include <stdlib.h>
#include <string.h>

#define TICKETS 10000
#define ITEMS_MAX 3
#define TURNS_MAX 51
#define FIELDS_MAX 64
/* What is promised. */
#define PLAIN_LIMIT 2.5
#define INDEXED_LIMIT 0.5
#define LOAD_LIMIT_US 5.0

enum { BY_HAND, PLAIN, INDEXED, WAYS };

/* The same tickets as generated structs, as facts, and bound. */
typedef struct rules_job {
    csr_expression_field fields[FIELDS_MAX];
    csr_matcher_rule *rules;
    csr_str *conditions;
    csr_matcher *matcher;
    char *made;
    csr_value *facts, *items;
    char *rows;
    size_t row_bytes, words;
    uint64_t *found[WAYS];
    uint64_t *undecided;
} rules_job;

static void put_texts(uint64_t *seed, const bench_rule_field *field, void *made, csr_value *fact, csr_value *items)
{
    uint64_t bits = 0;

    fact->kind = CSR_VALUE_LIST;
    fact->as.items = items;
    for (uint64_t n = bench_random(seed) % (ITEMS_MAX + 1), i = 0; i < n && field->word_count != 0; i++) {
        size_t word = bench_random(seed) % field->word_count;
        bits |= UINT64_C(1) << word;
        items[i] = (csr_value){ .kind = CSR_VALUE_STRING };
        items[i].as.text = field->words[word];
        items[i].count = strlen(field->words[word]);
        fact->count++;
    }
    memcpy(made, &bits, sizeof(bits));
}

static void put_text(uint64_t *seed, const bench_rule_field *field, void *made, csr_value *fact)
{
    int32_t number = (int32_t)(bench_random(seed) % (field->word_count + 1));

    fact->kind = CSR_VALUE_STRING;
    fact->as.text = number == 0 ? "something else" : field->words[number - 1];
    fact->count = strlen(fact->as.text);
    memcpy(made, &number, sizeof(number));
}

static void put_number(uint64_t *seed, const bench_rule_field *field, void *made, csr_value *fact)
{
    double part = (double)(bench_random(seed) % 1000001) / 1000000,
           real = field->low + part * (field->high - field->low);
    int64_t whole = (int64_t)real;
    uint8_t flag = bench_random(seed) % 2;

    if (strcmp(field->type, "double") == 0) {
        fact->kind = CSR_VALUE_DOUBLE;
        fact->as.real = real;
        memcpy(made, &real, sizeof(real));
    } else if (strcmp(field->type, "int") == 0) {
        fact->kind = CSR_VALUE_INT;
        fact->as.integer = whole;
        memcpy(made, &whole, sizeof(whole));
    } else {
        fact->kind = CSR_VALUE_BOOL;
        fact->as.integer = flag;
        memcpy(made, &flag, sizeof(flag));
    }
}

static void make_tickets(rules_job *job)
{
    uint64_t seed = 20260302;

    for (size_t i = 0; i < TICKETS; i++)
        for (size_t k = 0; k < bench_rule_field_count; k++) {
            const bench_rule_field *field = &bench_rule_fields[k];
            char *made = job->made + i * bench_made_bytes + field->offset;
            csr_value *fact = &job->facts[i * bench_rule_field_count + k];
            *fact = (csr_value){ .kind = 0 };
            if (strcmp(field->type, "list(string)") == 0)
                put_texts(&seed, field, made, fact, job->items + i * ITEMS_MAX);
            else if (strcmp(field->type, "string") == 0)
                put_text(&seed, field, made, fact);
            else
                put_number(&seed, field, made, fact);
        }
}

/* Microseconds a rule. */
static double load(rules_job *job)
{
    csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    int64_t from;

    params.fields = job->fields;
    params.field_count = bench_rule_field_count;
    params.rules = job->rules;
    params.rule_count = bench_rule_count;
    csr_matcher_free(job->matcher);
    from = bench_cpu_ns();
    if (csr_matcher_compile(&params, &job->matcher, NULL, &err) != CSR_OK)
        bench_die("%s: %s", err.field, err.message);
    return (double)(bench_cpu_ns() - from) / 1000 / (double)bench_rule_count;
}

static void describe(rules_job *job)
{
    static const csr_expression_field no_field = CSR_EXPRESSION_FIELD_INIT;
    static const csr_matcher_rule no_rule = CSR_MATCHER_RULE_INIT;

    if (bench_rule_field_count > FIELDS_MAX)
        bench_die("too many fields");
    for (size_t k = 0; k < bench_rule_field_count; k++) {
        job->fields[k] = no_field;
        csr_str_set(&job->fields[k].name, bench_rule_fields[k].name, CSR_NTS);
        csr_str_set(&job->fields[k].type, bench_rule_fields[k].type, CSR_NTS);
    }
    for (size_t i = 0; i < bench_rule_count; i++) {
        csr_str_set(&job->conditions[i], bench_rules[i], CSR_NTS);
        job->rules[i] = no_rule;
        job->rules[i].when = &job->conditions[i];
        job->rules[i].when_count = 1;
    }
}

/* Nanoseconds a ticket. */
static double bind(rules_job *job)
{
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    int64_t from = bench_cpu_ns();

    for (size_t i = 0; i < TICKETS; i++) {
        csr_matcher_row *row;
        input.facts = job->facts + i * bench_rule_field_count;
        input.fact_count = bench_rule_field_count;
        if (csr_matcher_bind(job->matcher, &input, job->rows + i * job->row_bytes, job->row_bytes, &row, NULL) !=
            CSR_OK)
            bench_die("facts cannot be bound");
    }
    return (double)(bench_cpu_ns() - from) / TICKETS;
}

/* Nanoseconds a rule and ticket. */
static double match(rules_job *job, int way)
{
    int64_t from = bench_cpu_ns();

    for (size_t i = 0; i < TICKETS; i++) {
        uint64_t *found = job->found[way] + i * job->words;
        if (way == BY_HAND) {
            memset(found, 0, job->words * sizeof(*found));
            bench_rules_by_hand(job->made + i * bench_made_bytes, found);
        } else {
            (void)csr_matcher_match(job->matcher, (csr_matcher_row *)(void *)(job->rows + i * job->row_bytes),
                                    way == PLAIN ? CSR_MATCHER_PLAIN : 0, found, job->undecided, NULL);
        }
    }
    return (double)(bench_cpu_ns() - from) / TICKETS / (double)bench_rule_count;
}

static void make_job(rules_job *job)
{
    job->rules = bench_alloc(bench_rule_count * sizeof(*job->rules));
    job->conditions = bench_alloc(bench_rule_count * sizeof(*job->conditions));
    job->made = bench_alloc(TICKETS * bench_made_bytes);
    job->facts = bench_alloc(TICKETS * bench_rule_field_count * sizeof(*job->facts));
    job->items = bench_alloc((size_t)TICKETS * ITEMS_MAX * sizeof(*job->items));
    describe(job);
    make_tickets(job);
    (void)load(job);
    job->row_bytes = (csr_matcher_row_bytes(job->matcher) + 63) / 64 * 64;
    job->words = csr_matcher_words(job->matcher);
    job->rows = bench_alloc(TICKETS * job->row_bytes);
    job->undecided = bench_alloc(job->words * sizeof(uint64_t));
    for (int way = 0; way < WAYS; way++)
        job->found[way] = bench_alloc(TICKETS * job->words * sizeof(uint64_t));
}

static void free_job(rules_job *job)
{
    csr_matcher_free(job->matcher);
    free(job->rules);
    free(job->conditions);
    free(job->made);
    free(job->facts);
    free(job->items);
    free(job->rows);
    free(job->undecided);
    for (int way = 0; way < WAYS; way++)
        free(job->found[way]);
    free(job);
}

static size_t count_matches(const rules_job *job)
{
    size_t count = 0;

    for (size_t i = 0; i < TICKETS * job->words; i++)
        for (uint64_t set = job->found[BY_HAND][i]; set != 0; set &= set - 1)
            count++;
    return count;
}

static int same_answers(const rules_job *job)
{
    size_t bytes = TICKETS * job->words * sizeof(uint64_t);

    return memcmp(job->found[BY_HAND], job->found[PLAIN], bytes) == 0 &&
           memcmp(job->found[BY_HAND], job->found[INDEXED], bytes) == 0;
}

static void line(FILE *out, const char *what, const char *unit, double is, double ratio, double limit, int of_ratio)
{
    double held = of_ratio ? ratio : is;

    fprintf(out, "%-48s %8.2f %-6s", what, is, unit);
    if (ratio > 0)
        fprintf(out, " %6.2f", ratio);
    else
        fprintf(out, " %6s", "");
    if (limit > 0)
        fprintf(out, " %6.2f %s", limit, held > limit + 0.004 ? "OVER" : "ok");
    fputc('\n', out);
}

/* Microseconds a rule, beside what nobody could do without. */
typedef struct loading {
    double us[TURNS_MAX], floors[TURNS_MAX], ratios[TURNS_MAX];
} loading;

static void take(loading *l, size_t turn, double us, double floor)
{
    l->us[turn] = us;
    l->floors[turn] = floor;
    l->ratios[turn] = us / floor;
}

static void load_lines(FILE *out, const char *what, loading *l, size_t turns)
{
    line(out, what, "us", measure_percentile(l->us, turns, 0.5), measure_percentile(l->ratios, turns, 0.5),
         LOAD_LIMIT_US, 0);
    line(out, "  its words found and kept, no more", "us", measure_percentile(l->floors, turns, 0.5), 1, 0, 1);
}

int rules_run(int quick, FILE *out)
{
    static double times[WAYS][TURNS_MAX], ratios[WAYS][TURNS_MAX], binds[TURNS_MAX];
    static loading texts, document;
    rules_job *job = bench_alloc(sizeof(*job));
    size_t turns = quick ? 5 : TURNS_MAX;
    int same;

    *job = (rules_job){ .matcher = NULL };
    make_job(job);
    for (size_t i = 0; i < turns; i++) {
        take(&texts, i, load(job), rules_floor_texts());
        take(&document, i, rules_load_set(), rules_floor_document());
        binds[i] = bind(job);
        for (int way = 0; way < WAYS; way++) {
            times[way][i] = match(job, way);
            ratios[way][i] = times[way][i] / times[BY_HAND][i];
        }
    }
    same = same_answers(job);
    if (same) {
        fprintf(out, "\n%zu rules over %d tickets, %.1f %% of them match; processor time, medians of %zu turns\n",
                bench_rule_count, TICKETS, 100.0 * (double)count_matches(job) / TICKETS / (double)bench_rule_count,
                turns);
        fprintf(out, "%-48s %8s %-6s %6s %6s\n", "", "", "", "ratio", "limit");
        line(out, "generated C, a rule", "ns", measure_percentile(times[BY_HAND], turns, 0.5), 1, 0, 1);
        line(out, "matcher without its index, a rule", "ns", measure_percentile(times[PLAIN], turns, 0.5),
             measure_percentile(ratios[PLAIN], turns, 0.5), PLAIN_LIMIT, 1);
        line(out, "matcher, a rule", "ns", measure_percentile(times[INDEXED], turns, 0.5),
             measure_percentile(ratios[INDEXED], turns, 0.5), INDEXED_LIMIT, 1);
        line(out, "binding the facts of a ticket", "ns", measure_percentile(binds, turns, 0.5), 0, 0, 0);
        load_lines(out, "loading a rule from its text", &texts, turns);
        load_lines(out, "loading a rule as part of a rule set", &document, turns);
    } else {
        fprintf(out, "rules: the three answer differently\n");
    }
    free_job(job);
    return same;
}
