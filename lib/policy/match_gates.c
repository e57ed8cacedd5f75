/*
 * All rules without the index: every different comparison once, whoever asks for it, and then the rules as gates over the
 * answers. There is nothing to guess wrong, so this is faster than following the code of one rule after the other.
 *
 * An answer is two bits: is true, can be true. Absent is "can be". With them "and" and "or" are & and |, for undecided too.
 */
#include "policy/match_inside.h"

#define IS_TRUE 3
#define UNDECIDED 2

/* Places of the answers that are always there. */
enum { ALWAYS_FALSE = 0, ALWAYS_TRUE = 1, FIRST = 2 };

/* Gates and atoms in the making. */
typedef struct maker {
    csri_match *match;
    uint32_t *table; /* of atoms, their number plus one; a power of two */
    size_t table_size;
    size_t most_atoms; /* until it is known how many there are, gates have their places behind so many */
} maker;

static uint32_t hash_of(const csri_match_code *leaf)
{
    uint64_t hash =
        ((uint64_t)leaf->slot << 16 | (uint64_t)leaf->op << 8 | leaf->negated) * UINT64_C(0x9e3779b97f4a7c15);

    hash = (hash ^ (uint64_t)leaf->with ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(hash >> 32);
}

static int same_leaf(const csri_match_code *a, const csri_match_code *b)
{
    return a->op == b->op && a->negated == b->negated && a->slot == b->slot && a->with == b->with;
}

/* The answer of a leaf: of one that is asked for already, or of a new one. */
static uint32_t atom_of(maker *m, const csri_match_code *leaf)
{
    csri_match *match = m->match;
    size_t mask = m->table_size - 1, i = hash_of(leaf) & mask;
    csri_match_code *atom;

    for (; m->table[i] != 0; i = (i + 1) & mask)
        if (same_leaf(&match->atoms[m->table[i] - 1], leaf))
            return FIRST + m->table[i] - 1;
    atom = &match->atoms[match->atom_count++];
    *atom = *leaf;
    /* What it gives when its slot is absent. */
    atom->to[0] = leaf->op == CSRI_MATCH_HAS ? (leaf->negated ? IS_TRUE : 0) : UNDECIDED;
    m->table[i] = (uint32_t)match->atom_count;
    return (uint32_t)(FIRST + match->atom_count - 1);
}

static uint32_t gate_of(maker *m, int is_or, const uint32_t in[CSRI_GATE_INPUTS])
{
    csri_match_gate *gate = &m->match->gates[m->match->gate_count++];

    memcpy(gate->in, in, sizeof(gate->in));
    gate->in[0] |= is_or ? CSRI_GATE_OR : 0;
    return (uint32_t)(FIRST + m->most_atoms + m->match->gate_count - 1);
}

static int has_question(const csri_condition *c)
{
    if (c->kind == CSRI_CONDITION_LEAF)
        return c->leaf.op == CSRI_MATCH_ASK;
    for (uint32_t i = 0; i < c->count; i++)
        if (has_question(c->parts[i]))
            return 1;
    return 0;
}

/* The answer of a condition; of a rule only what asks no question, nor stands behind one that may be dear. Parts beyond four are joined first. */
static uint32_t answer_of(maker *m, const csri_condition *c, int is_rule)
{
    int is_or = c->kind == CSRI_CONDITION_OR;
    uint32_t neutral = is_or ? ALWAYS_FALSE : ALWAYS_TRUE, used = 0;
    uint32_t in[CSRI_GATE_INPUTS] = { neutral, neutral, neutral, neutral };

    if (c->kind == CSRI_CONDITION_LEAF)
        return atom_of(m, &c->leaf);
    for (uint32_t i = 0; i < c->count; i++) {
        if (is_rule && (c->parts[i]->rank >= CSRI_RANK_HEAVY || has_question(c->parts[i])))
            continue;
        if (used == CSRI_GATE_INPUTS) {
            in[0] = gate_of(m, is_or, in);
            in[1] = in[2] = in[3] = neutral;
            used = 1;
        }
        in[used++] = answer_of(m, c->parts[i], 0);
    }
    return gate_of(m, is_or, in);
}

static size_t junctions(const csri_condition *c)
{
    size_t count = c->kind == CSRI_CONDITION_LEAF ? 0 : 1;

    for (uint32_t i = 0; i < c->count; i++)
        count += junctions(c->parts[i]);
    return count;
}

/* How many leaves there are in all, and how many junctions. */
static void count(const csri_match *match, size_t *leaves, size_t *gates)
{
    for (size_t i = 0; i < match->rule_count; i++)
        if (!match->rules[i].is_general) {
            *leaves += csri_match_leaves(match->rules[i].root);
            *gates += junctions(match->rules[i].root);
        }
}

/* Where an answer is, now that it is known how many atoms there are. */
static uint32_t moved(const maker *m, uint32_t at)
{
    uint32_t flag = at & CSRI_GATE_OR;

    at &= ~CSRI_GATE_OR;
    return flag | (at < FIRST + m->most_atoms ? at : (uint32_t)(at - m->most_atoms + m->match->atom_count));
}

static void move_answers(maker *m)
{
    csri_match *match = m->match;

    for (size_t i = 0; i < match->gate_count; i++)
        for (unsigned k = 0; k < CSRI_GATE_INPUTS; k++)
            match->gates[i].in[k] = moved(m, match->gates[i].in[k]);
    for (size_t i = 0; i < match->rule_count; i++)
        match->answers[i] = moved(m, match->answers[i]);
}

int csri_match_gates(csri_match *match)
{
    size_t leaves = 0, gates = 0;
    maker m = { .match = match, .table_size = 256 };

    count(match, &leaves, &gates);
    while (m.table_size < 2 * leaves)
        m.table_size *= 2;
    m.most_atoms = leaves;
    m.table = csri_arena_take(&match->arena, m.table_size * sizeof(*m.table));
    match->atoms = csri_arena_take(&match->arena, (leaves + 1) * sizeof(*match->atoms));
    match->gates = csri_arena_take(&match->arena, (2 * gates + leaves + 1) * sizeof(*match->gates));
    match->answers = csri_arena_take(&match->arena, (match->rule_count + 1) * sizeof(*match->answers));
    if (match->arena.exhausted)
        return 0;
    for (size_t i = 0; i < match->rule_count; i++) {
        const csri_compiled_rule *rule = &match->rules[i];
        match->answers[i] = rule->is_general ? ALWAYS_FALSE : answer_of(&m, rule->root, 1);
        if (!rule->is_general && has_question(rule->root))
            csri_match_put(match->asking, i);
    }
    move_answers(&m);
    return 1;
}

size_t csri_match_answers(const csri_match *match)
{
    return FIRST + match->atom_count + match->gate_count;
}

void csri_match_run_gates(const csri_match *match, const csri_match_row *row)
{
    uint8_t *answers = row->answers, *out = answers + FIRST;

    answers[ALWAYS_FALSE] = 0;
    answers[ALWAYS_TRUE] = IS_TRUE;
    for (size_t i = 0; i < match->atom_count; i++) {
        const csri_match_code *atom = &match->atoms[i];
        int64_t value = row->values[atom->slot];
        unsigned holds = csri_match_holds(atom, value) ^ atom->negated;
        *out++ = (uint8_t)(value == CSRI_MATCH_ABSENT ? atom->to[0] : holds * IS_TRUE);
    }
    for (size_t i = 0; i < match->gate_count; i++) {
        const uint32_t *in = match->gates[i].in;
        unsigned a = answers[in[0] & ~CSRI_GATE_OR], b = answers[in[1]], c = answers[in[2]], d = answers[in[3]];
        *out++ = (uint8_t)((in[0] & CSRI_GATE_OR) != 0 ? (a | b | c | d) : (a & b & c & d));
    }
}
