/*
 * Rules: by the matcher, with and without its index, and by C that was generated from the same rules (rules_made.py).
 */
#ifndef BENCH_RULES_H
#define BENCH_RULES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Prove and measure; 0 when the three answer differently. */
int rules_run(int quick, FILE *out);

/* Microseconds a rule for loading the rules as a rule set; and for what nobody could do without: texts, or the document,
 * read once, cut into words and kept with them, the document also hashed, for that is its id. */
double rules_load_set(void);
double rules_floor_texts(void);
double rules_floor_document(void);

/* What is generated: the fields, with what their values may be and where they are in the generated struct. */
typedef struct bench_rule_field {
    const char *name, *type;
    const char *const *words; /* texts: number n of the struct is words[n - 1], 0 any other */
    size_t word_count;
    double low, high; /* numbers */
    size_t offset;
} bench_rule_field;

extern const bench_rule_field bench_rule_fields[];
extern const size_t bench_rule_field_count;
extern const size_t bench_made_bytes;
extern const char *const bench_rules[];
extern const size_t bench_rule_count;
extern const char bench_rule_document[]; /* the same rules as a rule set */

/* Which rules are true of a struct: a bit each, 64 a word, set in what was zero. One function a rule, called from a table,
 * as rules would be that are compiled one by one. */
void bench_rules_by_hand(const void *ticket, uint64_t *found);

#endif
