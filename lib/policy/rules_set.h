/*
 * A loaded rule set, inside: what the loader makes and the parts of rules_*.c read.
 */
#ifndef CSRI_POLICY_RULES_SET_H
#define CSRI_POLICY_RULES_SET_H

#include "policy/document.h"
#include "policy/expression.h"
#include "policy/expression_value.h"
#include "policy/match.h"
#include "policy/rules.h"

/* Limits of a document: docs/rules.md names them. */
#define CSRI_RULES_MAX 10000
#define CSRI_RULES_CLAUSES_MAX 64
#define CSRI_RULES_STEPS_MAX 20
#define CSRI_RULES_REPEAT_MAX 5
#define CSRI_RULES_ACTIONS_MAX 20
#define CSRI_RULES_TESTS_MAX 200
#define CSRI_RULES_GROUPS_MAX 200
#define CSRI_RULES_FACTS_MAX 200
#define CSRI_RULES_TEXT_BYTES 2000
#define CSRI_RULES_FIELDS_MAX 1024
#define CSRI_RULES_FIELD_WORDS (CSRI_RULES_FIELDS_MAX / 64)
#define CSRI_RULES_LENGTH_MAX_S (INT64_C(366) * 86400)

/* Bits of fields. */
typedef struct csri_rules_bits {
    uint64_t word[CSRI_RULES_FIELD_WORDS];
} csri_rules_bits;

static inline void csri_bits_add(csri_rules_bits *bits, size_t i)
{
    bits->word[i / 64] |= UINT64_C(1) << i % 64;
}

static inline int csri_bits_has(const csri_rules_bits *bits, size_t i)
{
    return (int)(bits->word[i / 64] >> i % 64 & 1);
}

/* A condition. */
typedef struct csri_rules_clause {
    csr_expression *expression; /* NULL = there is none */
    csr_str text;
    csri_rules_bits reads;
    int32_t timed; /* it reads a clock or now */
    char name[16]; /* "when[1]", for people */
} csri_rules_clause;

typedef struct csri_rules_step {
    int64_t after_us; /* since the step before */
    csri_rules_clause until, hold_while;
    csri_rules_action *actions;
    size_t action_count;
} csri_rules_step;

enum { CSRI_FIRE_EPISODE = 1, CSRI_FIRE_ONCE, CSRI_FIRE_EACH_EVENT, CSRI_FIRE_EVERY };
enum { CSRI_STOP_GROUP = 1, CSRI_STOP_ALL };
enum { CSRI_EXPECT_YES = 1, CSRI_EXPECT_NO, CSRI_EXPECT_UNDECIDED };

typedef struct csri_rules_fixture {
    int32_t expect; /* CSRI_EXPECT_* */
    csr_value *facts;
    csr_time now;
} csri_rules_fixture;

typedef struct csri_rules_rule {
    csr_str id, title;
    int32_t priority;
    int32_t group;              /* number in the set, or -1 */
    csri_rules_clause *clauses; /* `when`, then `any` */
    size_t when_count, any_count;
    int32_t fire;
    int32_t every_max; /* firings in an episode; 0 = no end */
    int64_t every_us;
    csri_rules_clause reset;
    csri_rules_step *steps;
    size_t step_count;
    int32_t repeat;
    int32_t stop; /* CSRI_STOP_* */
    csr_str inhibitor_id;
    int32_t inhibitor; /* rule, or -1 */
    uint32_t place;    /* in the document */
    uint16_t *same;    /* fields */
    size_t same_count;
    uint8_t shadow, fires_undecided, timed, has_condition;
    csri_rules_bits reads, condition_reads, writes;
    csri_rules_bits keeps; /* fields whose values are kept with the episode, for rules that it inhibits */
    csri_rules_fixture *fixtures;
    size_t fixture_count;
} csri_rules_rule;

typedef struct csri_rules_group {
    csr_str name;
    int32_t first; /* only the first rule that holds */
} csri_rules_group;

struct csr_rules {
    csr_host host;
    csri_arena arena;
    csr_expression *schema;      /* an expression that has the fields; clauses borrow them */
    csr_expression *expressions; /* of all clauses */
    csri_match *match;           /* asks all rules at once */
    csri_match *turns; /* and of those that read a clock what of `when` time leaves alone: where that holds, time may
                                    turn the rest. NULL = none does */
    csr_str name, schema_name, json, zoneinfo;
    csr_time from;
    uint8_t id[CSRI_RULES_ID_BYTES];
    csr_str hex;
    csri_rules_group *groups;
    size_t group_count;
    csri_rules_rule *rules; /* by priority descending, then id */
    size_t rule_count;
    uint32_t *by_id; /* numbers of rules by id */
    int32_t migrate;
    int32_t has_stops; /* some rule stops others, or some group picks one */
    int32_t now_field; /* or -1 */
    uint32_t known;    /* fields before those that the document declares */
    csri_rules_bits reads;
};

/* ---- Conditions (rules_clause.c) ---- */

/* Of asking one condition: units of work, and bytes for lists and texts that come into being. */
#define CSRI_RULES_COST 10000
#define CSRI_RULES_ROOM 12288

typedef struct csri_rules_loader csri_rules_loader;

/* Fields that earlier clauses have asked about with has(). */
csr_status csri_clause_compile(csri_document *d, const csri_place *at, csr_str text, const csri_rules_bits *guarded,
                               csri_rules_clause *out);
/* What a clause that is true says to be there. 1 when it says anything. */
int csri_clause_guards(csri_document *d, csr_str text, int negated, csri_rules_bits *guarded);

/* 1, 0, or -1 undecided. Pays into *cost (may be NULL). */
int csri_clause_truth(const csri_rules_clause *clause, const csr_value *facts, size_t count, int64_t *cost);
/* The same for a rule: `when` and `any`. */
int csri_rule_truth(const csri_rules_rule *rule, const csr_value *facts, size_t count, int64_t *cost);

/* The next instant after now at which a comparison of the clause turns, or CSRI_RULES_NEVER. */
csr_time csri_clause_flips(const csr_rules *set, const csri_rules_clause *clause, const csr_value *facts, size_t count,
                           csr_time now, const csri_rules_clocks *clocks);

/* ---- Values (rules_value.c) ---- */

/* A fact of a field out of JSON: 1, or 0 with *why = what is expected. Texts lie in the arena. */
int csri_fact_read(csri_arena *arena, const csri_field *field, const json_t *json, csr_value *out, const char **why);
int csri_fact_same(const csr_value *a, const csr_value *b);
csr_value csri_fact_instant(csr_time at);
csr_value csri_fact_length(int64_t us);
/* Microseconds of a duration or an instant; those of 10,000 years fit. */
int64_t csri_fact_us(const csr_value *value);

/*
 * Facts by field out of a JSON object; a member null makes its fact absent. stands (may be NULL) gets the clocks that stand
 * still, which are written {"stands": "5m"}. CSR_E_ARGUMENT with field `field` names the fact.
 */
csr_status csri_facts_read(const csr_rules *set, csri_arena *arena, json_t *json, csr_value *facts,
                           csri_rules_bits *stands, const char *field, csr_error *err);

/* ---- Documents (rules_load.c, rules_rule.c, rules_action.c, rules_check.c) ---- */

/* How large a field may be; 0 = as usual: policy/expression_bound.h. */
typedef struct csri_rules_size {
    uint32_t field, items, bytes;
} csri_rules_size;

struct csri_rules_loader {
    csr_rules *set;
    csri_buffer *report; /* or NULL */
    csri_buffer rules;   /* csri_rules_rule */
    csri_rules_rule rule;
    csri_rules_step step;
    csri_rules_action action;
    csri_buffer actions;  /* of the step: csri_rules_action */
    csri_buffer steps;    /* of the rule */
    csri_buffer clauses;  /* of the rule */
    csri_buffer fixtures; /* of the rule */
    csri_buffer fields;   /* csr_expression_field */
    csri_buffer sizes;    /* csri_rules_size, of facts of the document's own */
    csri_buffer groups;
    csri_rules_size size;
    csri_rules_fixture fixture;
    csr_expression_field field;
    csri_rules_bits guarded, guarded_any;
    csr_status status; /* of what is not the document's fault */
    const csri_rules_source *source;
    json_t *root;
    int has_do, has_steps;
    size_t rule_errors; /* of the rule */
    uint8_t told[CSRI_FINDINGS_MAX +
                 1]; /* by finding: 1 = the report has it already; behind the last one whatever is dropped */
};

/* Whether one action adds the tag that the other takes away. */
int csri_action_undoes(const csri_rules_action *a, const csri_rules_action *b);

csri_read_fn csri_rules_read_rule, csri_rules_read_actions, csri_rules_read_tests, csri_rules_read_groups,
    csri_rules_read_facts;
/* For people; it is kept in the document. */
csri_read_fn csri_rules_read_note;
/* A name: 1 to CSRI_RULES_NAME_BYTES of a-z 0-9 _ -. */
int csri_rules_read_name(csri_document *d, const csri_place *at, json_t *json, csr_str *out);
/* A text of at most max bytes, kept in the set. */
int csri_rules_read_text(csri_document *d, const csri_place *at, json_t *json, size_t max, csr_str *out);
/* A length of time such as "20m". */
int csri_rules_read_length(csri_document *d, const csri_place *at, json_t *json, int64_t *out_us);
/* Keep an array in the set's arena; NULL when there is none. */
void *csri_rules_keep(csri_rules_loader *l, csri_buffer *array);
/* What can only be looked at when all rules are there: order, names twice, who inhibits whom. */
void csri_rules_settle(csri_document *d);

/* The number of a rule, or -1. */
int32_t csri_rules_find(const csr_rules *set, csr_str id);

/* Every rule at which a circle closes in which rules make each other hold, with the way round: "a -> b -> a". */
typedef void csri_found_cycle(void *user, uint32_t rule, csr_str path);
csr_status csri_rules_cycles(const csr_rules *set, csri_found_cycle *found, void *user);

/* ---- What is remembered (rules_state.c) ---- */

typedef struct csri_rules_memo {
    csr_str id;
    csr_str kept; /* JSON: the values of `keeps` when the episode began */
    uint8_t set[CSRI_RULES_ID_BYTES];
    int64_t episode, fired, event; /* firings ever; the event of the last one */
    csr_time since, due;           /* of the episode; of its next step, or CSRI_RULES_NEVER */
    int32_t next;                  /* step, counted through repetitions */
    int32_t open;
} csri_rules_memo;

struct csri_rules_state {
    csr_host host;
    csri_arena arena;
    csri_rules_memo *memos; /* by id */
    size_t count;
    uint8_t (*sets)[CSRI_RULES_ID_BYTES]; /* of what is open, each once */
    size_t set_count;
    csr_time *recent; /* when firings with notices acted, ascending: what the guard still has to know */
    size_t recent_count;
};

/* A state of its own from memos in any order; texts are copied. NULL when there is no memory. */
csri_rules_state *csri_rules_state_make(const csr_host *host, const csri_rules_memo *memos, size_t count,
                                        const csr_time *recent, size_t recent_count);

/* ---- Looking at whole sets (rules_lint.c, rules_fixture.c, rules_diff.c, rules_backtest.c) ---- */

/* Each writes JSON objects, one a line. CSR_E_NO_MEMORY. */
/* most: cases that are looked at; CSRI_RULES_LINT_CASES is enough work for any set that people write. */
#define CSRI_RULES_LINT_CASES 2000000
csr_status csri_rules_lint(const csr_rules *set, size_t most, csri_buffer *out);
csr_status csri_rules_diff(const csr_rules *before, const csr_rules *after, csri_buffer *out);
/* How many did not come out as they say. */
int64_t csri_rules_run_fixtures(const csr_rules *set, csri_buffer *out);
/* CSR_E_ARGUMENT with field "lines". against may be NULL, until 0. */
csr_status csri_rules_backtest(const csr_rules *set, const csr_rules *against, csr_str lines, csr_time until,
                               csri_buffer *out, csr_error *err);

/* ---- Explaining (rules_explain.c) ---- */

/* All conditions of a rule with their leaves, as a JSON array. */
void csri_rule_clauses_json(const csri_rules_rule *rule, const csr_value *facts, size_t count, csri_buffer *out);
/* The facts that its conditions read, as a JSON object. */
void csri_rule_facts_json(const csr_rules *set, const csri_rules_bits *reads, const csr_value *facts, size_t count,
                          csri_buffer *out);

#endif
