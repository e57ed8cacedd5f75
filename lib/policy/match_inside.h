/*
 * A set of rules, inside.
 *
 *     match_build.c      the set, who reads what
 *     match_condition.c  from the expressions' trees to leaves that need no evaluator, joined by "and" and "or"
 *     match_leaf.c       one comparison as a leaf
 *     match_words.c      texts as numbers
 *     match_code.c       leaves as instructions
 *     match_index.c      bit rows
 *     match_gates.c      all rules without the index
 *     match_bind.c       facts as 64-bit slots
 *     match_run.c        answers
 *
 * Where code and evaluator could differ, the evaluator is asked: a fact that is not of its declared type makes all rules
 * that read it "general" for this row (csri_match_by_evaluation). What may be dear or needs room is "heavy": at most one
 * heavy leaf of a condition is evaluated alone, in its place, within what the rest of the condition leaves of the limit.
 */
#ifndef CSRI_POLICY_MATCH_INSIDE_H
#define CSRI_POLICY_MATCH_INSIDE_H

#include "policy/expression_value.h"
#include "policy/match.h"

#include <string.h>

/* The value of a slot whose field is absent. No bound value is this: a fact that would be makes its readers general. */
#define CSRI_MATCH_ABSENT INT64_MIN

/* What a slot holds. */
enum csri_slot_kind {
    CSRI_SLOT_NONE = 0, /* 0, or always absent */
    CSRI_SLOT_BOOL,     /* 0, 1 */
    CSRI_SLOT_WHOLE,    /* int, uint; instants and lengths of time in microseconds */
    CSRI_SLOT_REAL,     /* a double that is a number, as an integer of the same order */
    CSRI_SLOT_TEXT,     /* the number of a text of the set for this field; 0 = any other text */
    CSRI_SLOT_LIST,     /* 0; behind it its texts */
    CSRI_SLOT_BITS,     /* of the list before: bit n = text n of this word is in it */
    CSRI_SLOT_OTHER,    /* 0: only whether it is there */
    CSRI_SLOT_PAIR      /* 0, 1: how two slots compare */
};

/* Bits of a slot of bits: all but the one that means absent. */
#define CSRI_SLOT_BITS_MAX 63
/* Words of bits of a list. */
#define CSRI_SLOT_WORDS 4
/* Classes of values of a slot that the index tells apart, without the absent one. */
#define CSRI_CLASSES_MAX 256
/* Items of a list that are looked at when it is bound; a longer one makes its readers general. */
#define CSRI_MATCH_ITEMS_MAX 256

typedef struct csri_match_slot {
    uint8_t kind;
    uint8_t value_kind; /* csr_value_kind of the field */
    uint8_t op;         /* PAIR: how they compare */
    uint8_t reserved;
    uint16_t field;                 /* in the facts */
    uint16_t a, b;                  /* PAIR: slots. BITS: a = slot of the list */
    uint16_t bits[CSRI_SLOT_WORDS]; /* LIST: slots of bits; 0 = none */
    uint32_t text_count;            /* TEXT, LIST: texts of the set */
    uint64_t *rules;                /* for which the index answers a leaf on it */
    int64_t *cuts;                  /* WHOLE, REAL: where a class ends and the next begins, ascending */
    uint16_t cut_count;             /* how many */
    uint16_t class_count;           /* without the absent one; 0 = not in the index */
    uint32_t first_row;             /* in the index: row of the absent class, those of the classes behind it */
    uint64_t *base;                 /* BITS in the index: rules that ask for no text of it */
} csri_match_slot;

/* What an instruction does with its slot's value v. Of the first four all answers are found at once and one is picked. */
enum csri_match_op {
    CSRI_MATCH_EQ = 0, /* v == with */
    CSRI_MATCH_LT,     /* v < with */
    CSRI_MATCH_BIT,    /* v & with */
    CSRI_MATCH_MASK,   /* bit v of with */
    CSRI_MATCH_HAS,    /* not absent */
    CSRI_MATCH_ALWAYS, /* true */
    CSRI_MATCH_ASK     /* question `with`; its slot is always absent */
};

/* Where a rule's code ends. */
#define CSRI_MATCH_TO_TRUE UINT16_MAX
#define CSRI_MATCH_TO_FALSE (UINT16_MAX - 1)
#define CSRI_MATCH_CODE_MAX 60000

typedef struct csri_match_code {
    uint8_t op;
    uint8_t negated; /* true and false have changed places */
    uint16_t slot;
    uint16_t to[2]; /* number of the next instruction in the rule's code when it is false, when it is true */
    int64_t with;
} csri_match_code;
_Static_assert(sizeof(csri_match_code) == 16, "an instruction has 16 bytes");

/* Slots of no field: one that is always absent, one that is always there. */
#define CSRI_SLOT_NEVER 0
#define CSRI_SLOT_EVER 1
#define CSRI_SLOT_FIRST 2

/* All inputs joined by "and", or with the bit in the first by "or": numbers of answers. */
#define CSRI_GATE_INPUTS 4
#define CSRI_GATE_OR (UINT32_C(1) << 31)
typedef struct csri_match_gate {
    uint32_t in[CSRI_GATE_INPUTS];
} csri_match_gate;

/* What is asked of the evaluator. */
typedef struct csri_match_question {
    const csr_expression *of;
    const csri_node *node;
    int64_t kept; /* units of cost that the rest of the condition may need; -1 = the node is the whole condition */
} csri_match_question;

/* Leaves joined by "and" and "or"; negation is in the leaves. */
enum csri_condition_kind { CSRI_CONDITION_LEAF = 1, CSRI_CONDITION_AND, CSRI_CONDITION_OR };

typedef struct csri_condition {
    uint8_t kind;
    uint8_t rank;    /* the lower, the sooner it is asked */
    uint8_t indexed; /* LEAF: the index answers it when its slot is there */
    uint8_t reserved;
    uint32_t count;
    struct csri_condition **parts;
    csri_match_code leaf; /* to is not set */
} csri_condition;

/* Ranks of what keeps its place. */
#define CSRI_RANK_OR 20
#define CSRI_RANK_LIGHT 30
#define CSRI_RANK_HEAVY 40

typedef struct csri_compiled_rule {
    csri_match_rule given;
    const csri_match_code *code;
    uint16_t entry;      /* of all of it */
    uint16_t rest_entry; /* of what the index does not answer */
    uint8_t is_general;  /* too long for code */
    uint8_t reserved[3];
    csri_condition *root; /* an AND */
} csri_compiled_rule;

typedef struct csri_match_word {
    const char *text;
    uint32_t len;
    uint32_t hash;
    uint32_t id; /* from 1; 0 = no word */
    uint16_t slot;
    uint16_t reserved;
} csri_match_word;

struct csri_match {
    csr_host host;
    csri_arena arena;
    csri_compiled_rule *rules;
    size_t rule_count, words;
    size_t field_count;
    uint64_t **readers; /* by field; NULL = nobody */
    uint16_t *slot_of;  /* by field; 0 = nobody reads it */
    csri_match_slot *slots;
    uint16_t slot_count, slot_capacity;
    uint32_t reserved;
    csri_match_word *table; /* of texts; a power of two */
    size_t table_size, word_count;
    csri_match_question *questions;
    size_t question_count, question_capacity;
    int64_t dearest;    /* of the bounds of what code answers */
    uint64_t *everyone; /* all rules */
    uint64_t *general;  /* rules that have no code */
    uint64_t *answered; /* rules of which the index leaves nothing to ask */
    uint64_t *asking;   /* rules with a question */
    csri_match_code *atoms;
    csri_match_gate *gates;
    uint32_t *answers; /* by rule: the number of its answer */
    size_t atom_count, gate_count;
    uint64_t *rows;    /* of the index */
    uint16_t *indexed; /* slots with classes; slots of bits */
    size_t indexed_count;
    uint16_t *indexed_bits;
    size_t indexed_bits_count;
};

struct csri_match_row {
    csr_expression_input facts;
    int64_t *values;
    uint32_t *at;      /* by indexed slot: its row of the index, in words */
    uint64_t *odd;     /* slots whose fact is not of its declared type */
    uint64_t *loose;   /* rules with a leaf on an absent field: the index does not answer for them */
    uint64_t *general; /* rules that read a fact of another type than declared */
    uint8_t *answers;  /* of the gates */
    uint32_t is_loose, is_general;
};

/* match_words.c: the number of a text for a slot, added when it is new; 0 = no memory. Look up: 0 = unknown. */
uint32_t csri_match_word_add(csri_match *match, uint16_t slot, csr_str text);
uint32_t csri_match_word_find(const csri_match *match, uint16_t slot, const char *ptr, size_t len);

/* match_condition.c: the rule's conditions as a tree; NULL = no memory. */
csri_condition *csri_match_conditions(csri_match *match, const csri_match_rule *rule);
csri_condition *csri_condition_make(csri_match *match, int kind, size_t parts);

/* match_leaf.c: a new slot; 0 = none, for lack of memory or of numbers. */
uint16_t csri_match_slot_add(csri_match *match, csri_match_slot slot);
/* A value as 64 bits that are not CSRI_MATCH_ABSENT; 0 when it cannot be had. */
int csri_match_whole(const csr_value *value, int64_t *out);
int csri_match_real(double real, int64_t *out);
/* A comparison as a leaf (or an OR of them); NULL when it is none that code can answer. */
csri_condition *csri_match_leaf(csri_match *match, const csr_expression *e, const csri_node *node);
/* The slot of a field. */
uint16_t csri_match_slot_of(csri_match *match, const csr_expression *e, uint16_t field);

/* match_code.c: how many leaves; code for a rule, and for what the index leaves of it (0 = no memory). */
size_t csri_match_leaves(const csri_condition *c);
int csri_match_generate(csri_match *match, csri_compiled_rule *rule);

/* match_gates.c: atoms and gates (0 = no memory); how many answers they give; all of them for a row. */
int csri_match_gates(csri_match *match);
size_t csri_match_answers(const csri_match *match);
void csri_match_run_gates(const csri_match *match, const csri_match_row *row);

/* match_index.c: the index. 0 = no memory. */
int csri_match_index(csri_match *match);
/* The class of a value of a slot. */
size_t csri_match_class(const csri_match_slot *slot, int64_t value);

/* Whether a leaf is true of a value that is not absent; not for questions. There is no branch to guess wrong. */
static inline unsigned csri_match_holds(const csri_match_code *leaf, int64_t value)
{
    const unsigned always = 1u << CSRI_MATCH_HAS | 1u << CSRI_MATCH_ALWAYS;
    unsigned equal = value == leaf->with, less = value < leaf->with, bit = (value & leaf->with) != 0;
    unsigned small = (uint64_t)value < 64, mask = small & (unsigned)((uint64_t)leaf->with >> ((uint64_t)value & 63));
    unsigned all = equal << CSRI_MATCH_EQ | less << CSRI_MATCH_LT | bit << CSRI_MATCH_BIT | mask << CSRI_MATCH_MASK;

    return (all | always) >> leaf->op & 1;
}

static inline void csri_match_put(uint64_t *set, size_t i)
{
    set[i / 64] |= UINT64_C(1) << i % 64;
}

#endif
