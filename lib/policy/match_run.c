#include "policy/match_inside.h"

#define STEP 4
/* What is neither true, false nor undecided before the evaluator has been asked about the whole rule. */
#define ASK_WHOLE 3

static int outcome_of(const csr_value *value)
{
    if (value->kind != CSR_VALUE_BOOL)
        return CSRI_MATCH_UNDECIDED;
    return value->as.integer ? CSRI_MATCH_TRUE : CSRI_MATCH_FALSE;
}

/* All of a list, or one of it, by evaluation: `settles` ends it. */
static int evaluate_list(const csr_expression *const *list, size_t count, const csr_expression_input *facts,
                         int settles)
{
    int outcome = settles == CSRI_MATCH_TRUE ? CSRI_MATCH_FALSE : CSRI_MATCH_TRUE;

    for (size_t i = 0; i < count; i++) {
        csr_value value = { 0 };
        int one;
        (void)csr_expression_evaluate(list[i], facts, &value, NULL);
        one = outcome_of(&value);
        if (one == settles)
            return one;
        if (one == CSRI_MATCH_UNDECIDED)
            outcome = one;
    }
    return outcome;
}

int csri_match_by_evaluation(const csri_match *match, const csri_match_row *row, size_t rule)
{
    const csri_match_rule *given = &match->rules[rule].given;
    int all = evaluate_list(given->when, given->when_count, &row->facts, CSRI_MATCH_FALSE), any;

    if (all == CSRI_MATCH_FALSE || given->any_count == 0)
        return all;
    any = evaluate_list(given->any, given->any_count, &row->facts, CSRI_MATCH_TRUE);
    return any == CSRI_MATCH_TRUE ? all : any;
}

/* A leaf by evaluation. When it takes what the rest of its condition may need, only the whole can say what comes of it. */
static int ask(const csri_match_row *row, const csri_match_question *question)
{
    csri_run run;
    csr_value value;

    csri_run_begin(&run, question->of, &row->facts);
    if (question->kept > 0)
        run.cost_left -= question->kept;
    value = csri_expression_run(&run, question->node);
    if (run.cost_left < 0)
        return question->kept < 0 ? CSRI_MATCH_UNDECIDED : ASK_WHOLE;
    return outcome_of(&value);
}

/* What an instruction gives whose slot is absent. */
static int outcome_of_absent(const csri_match *match, const csri_match_row *row, const csri_match_code *code)
{
    if (code->op == CSRI_MATCH_ASK)
        return ask(row, &match->questions[code->with]);
    return code->op == CSRI_MATCH_HAS ? CSRI_MATCH_FALSE : CSRI_MATCH_UNDECIDED;
}

/*
 * Follow a rule's code. An undecided leaf counts as false, or with `hopeful` as true; *met tells that there was one. As
 * negation is in the leaves, what is true when it counts as false is true, and what is false when it counts as true is
 * false.
 */
static int follow(const csri_match *match, const csri_match_row *row, const csri_match_code *code, unsigned at,
                  unsigned hopeful, int *met)
{
    const int64_t *values = row->values;

    while (at < CSRI_MATCH_TO_FALSE) {
        const csri_match_code *i = &code[at];
        int64_t value = values[i->slot];
        unsigned holds;
        int outcome;
        if (value != CSRI_MATCH_ABSENT) {
            at = i->to[csri_match_holds(i, value)];
            continue;
        }
        outcome = outcome_of_absent(match, row, i);
        if (outcome == ASK_WHOLE)
            return ASK_WHOLE;
        *met |= outcome == CSRI_MATCH_UNDECIDED;
        holds = outcome == CSRI_MATCH_UNDECIDED ? hopeful ^ i->negated : (unsigned)outcome;
        at = i->to[holds];
    }
    return at == CSRI_MATCH_TO_TRUE;
}

/* The outcome of a rule that has code, from some place on. */
static int decide(const csri_match *match, const csri_match_row *row, size_t rule, unsigned entry)
{
    const csri_match_code *code = match->rules[rule].code;
    int met = 0, outcome = follow(match, row, code, entry, 0, &met);

    if (outcome == CSRI_MATCH_FALSE && met)
        outcome = follow(match, row, code, entry, 1, &met) * CSRI_MATCH_UNDECIDED;
    return outcome >= ASK_WHOLE ? csri_match_by_evaluation(match, row, rule) : outcome;
}

int csri_match_one(const csri_match *match, const csri_match_row *row, size_t rule)
{
    if (match->rules[rule].is_general || (row->is_general && csri_match_has(row->general, rule)))
        return csri_match_by_evaluation(match, row, rule);
    return decide(match, row, rule, match->rules[rule].entry);
}

/* Rules of four words that the index leaves. */
static void look_up(const csri_match *match, const csri_match_row *row, size_t word, uint64_t left[STEP])
{
    for (size_t i = 0; i < match->indexed_count; i++) {
        const uint64_t *bits = match->rows + row->at[i] + word;
        for (unsigned k = 0; k < STEP; k++)
            left[k] &= bits[k];
    }
    for (size_t i = 0; i < match->indexed_bits_count; i++) {
        const csri_match_slot *slot = &match->slots[match->indexed_bits[i]];
        uint64_t may[STEP];
        int64_t value = row->values[match->indexed_bits[i]];
        if (value == CSRI_MATCH_ABSENT)
            continue;
        memcpy(may, slot->base + word, sizeof(may));
        for (uint64_t rest = (uint64_t)value; rest != 0; rest &= rest - 1) {
            const uint64_t *bits =
                match->rows + (slot->first_row + (size_t)__builtin_ctzll(rest)) * match->words + word;
            for (unsigned k = 0; k < STEP; k++)
                may[k] |= bits[k];
        }
        for (unsigned k = 0; k < STEP; k++)
            left[k] &= may[k];
    }
}

/* Ask the rules of a word one by one. */
static void ask_word(const csri_match *match, const csri_match_row *row, size_t word, uint64_t rules, int rest,
                     csri_match_found *found)
{
    for (; rules != 0; rules &= rules - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(rules);
        size_t rule = word * 64 + bit;
        int outcome = rest ? decide(match, row, rule, match->rules[rule].rest_entry) : csri_match_one(match, row, rule);
        found->is_true[word] |= (uint64_t)(outcome == CSRI_MATCH_TRUE) << bit;
        found->is_undecided[word] |= (uint64_t)(outcome == CSRI_MATCH_UNDECIDED) << bit;
    }
}

/* The rules of a word of which the index has left some. */
static void ask_left(const csri_match *match, const csri_match_row *row, size_t word, uint64_t left,
                     csri_match_found *found)
{
    uint64_t loose = row->loose[word], general = row->general[word] | match->general[word];
    uint64_t known = left & match->answered[word] & ~loose & ~general;

    found->is_true[word] = known;
    found->is_undecided[word] = 0;
    left &= ~known;
    ask_word(match, row, word, left & ~loose & ~general, 1, found);
    ask_word(match, row, word, (left & loose & ~general) | general, 0, found);
}

/* All rules of a word: most by their gates, those with a question unless their gates say no. */
static void ask_gates(const csri_match *match, const csri_match_row *row, size_t word, csri_match_found *found)
{
    uint64_t special = match->general[word] | row->general[word], asking = match->asking[word] & ~special;
    uint64_t is_true = 0, can_be = 0;
    size_t first = word * 64, count = match->rule_count <= first ? 0 : match->rule_count - first;

    for (size_t i = 0; i < count && i < 64; i++) {
        uint64_t answer = row->answers[match->answers[first + i]];
        is_true |= (answer & 1) << i;
        can_be |= (answer >> 1) << i;
    }
    found->is_true[word] = is_true & ~asking & ~special;
    found->is_undecided[word] = can_be & ~is_true & ~asking & ~special;
    ask_word(match, row, word, special | (asking & can_be), 0, found);
}

static void match_plain(const csri_match *match, const csri_match_row *row, csri_match_found *found)
{
    csri_match_run_gates(match, row);
    for (size_t word = 0; word < match->words; word++)
        ask_gates(match, row, word, found);
}

void csri_match_all(const csri_match *match, const csri_match_row *row, enum csri_match_how how,
                    csri_match_found *found)
{
    if (how == CSRI_MATCH_PLAIN) {
        match_plain(match, row, found);
        return;
    }
    for (size_t word = 0; word < match->words; word += STEP) {
        uint64_t left[STEP];
        memcpy(left, match->everyone + word, sizeof(left));
        look_up(match, row, word, left);
        for (unsigned k = 0; k < STEP; k++)
            ask_left(match, row, word + k, left[k], found);
    }
}

/* Rules of a word that read one of these fields. */
static uint64_t readers_of(const csri_match *match, const uint64_t *changed, size_t word)
{
    uint64_t readers = 0;

    for (size_t i = 0; i < match->field_count; i++)
        if (csri_match_has(changed, i) && match->readers[i] != NULL)
            readers |= match->readers[i][word];
    return readers;
}

void csri_match_changed(const csri_match *match, const csri_match_row *row, const uint64_t *changed,
                        csri_match_found *found)
{
    for (size_t word = 0; word < match->words; word++) {
        uint64_t wanted = readers_of(match, changed, word);
        uint64_t is_true = found->is_true[word] & ~wanted, is_undecided = found->is_undecided[word] & ~wanted;
        found->is_true[word] = found->is_undecided[word] = 0;
        ask_word(match, row, word, wanted, 0, found);
        found->is_true[word] |= is_true;
        found->is_undecided[word] |= is_undecided;
    }
}
