#include "policy/match_inside.h"

static size_t rounded(size_t bytes)
{
    return (bytes + sizeof(int64_t) - 1) / sizeof(int64_t) * sizeof(int64_t);
}

static size_t slot_words(const csri_match *match)
{
    return match->slot_count / 64u + 1;
}

size_t csri_match_row_bytes(const csri_match *match)
{
    return rounded(sizeof(csri_match_row)) + match->slot_count * sizeof(int64_t) +
           rounded(match->indexed_count * sizeof(uint32_t)) +
           (slot_words(match) + 2 * match->words) * sizeof(uint64_t) + csri_match_answers(match);
}

/* The fact of a field; NULL when it is absent. */
static const csr_value *fact_of(const csr_expression_input *facts, uint16_t field)
{
    return field < facts->fact_count && facts->facts[field].kind != 0 ? &facts->facts[field] : NULL;
}

/* The texts of a list, as bits; 0 when it is too long to look at all. */
static int bind_list(const csri_match *match, uint16_t at, const csr_value *fact, int64_t *values)
{
    const csri_match_slot *slot = &match->slots[at];

    for (unsigned i = 0; i < CSRI_SLOT_WORDS; i++)
        if (slot->bits[i] != 0)
            values[slot->bits[i]] = fact == NULL ? CSRI_MATCH_ABSENT : 0;
    if (fact == NULL || fact->kind != CSR_VALUE_LIST || fact->count > CSRI_MATCH_ITEMS_MAX)
        return 0;
    for (size_t i = 0; i < fact->count; i++) {
        const csr_value *item = &fact->as.items[i];
        uint32_t id = item->kind == CSR_VALUE_STRING ? csri_match_word_find(match, at, item->as.text, item->count) : 0;
        if (id != 0 && (id - 1) / CSRI_SLOT_BITS_MAX < CSRI_SLOT_WORDS)
            values[slot->bits[(id - 1) / CSRI_SLOT_BITS_MAX]] |= INT64_C(1) << (id - 1) % CSRI_SLOT_BITS_MAX;
    }
    values[at] = 0;
    return 1;
}

/* A fact as its slot holds it; 0 when it is not of the type that was declared. */
static int bind_fact(const csri_match *match, uint16_t at, const csr_value *fact, int64_t *values)
{
    const csri_match_slot *slot = &match->slots[at];

    if (slot->kind == CSRI_SLOT_LIST)
        return bind_list(match, at, fact, values);
    if (slot->kind == CSRI_SLOT_OTHER) {
        values[at] = 0;
        return fact->kind != CSR_VALUE_UNDECIDED;
    }
    if (fact->kind != slot->value_kind)
        return 0;
    if (slot->kind == CSRI_SLOT_TEXT)
        values[at] = csri_match_word_find(match, at, fact->as.text, fact->count);
    else if (slot->kind == CSRI_SLOT_REAL)
        return csri_match_real(fact->as.real, &values[at]);
    else
        return csri_match_whole(fact, &values[at]);
    return 1;
}

static int64_t compare(const csri_match_slot *pair, const int64_t *values)
{
    csri_match_code leaf = { .op = pair->op, .with = values[pair->b] };

    if (values[pair->a] == CSRI_MATCH_ABSENT || values[pair->b] == CSRI_MATCH_ABSENT)
        return CSRI_MATCH_ABSENT;
    return csri_match_holds(&leaf, values[pair->a]);
}

static void bind_slot(const csri_match *match, csri_match_row *row, uint16_t at)
{
    const csri_match_slot *slot = &match->slots[at];
    const csr_value *fact;

    if (slot->kind == CSRI_SLOT_BITS)
        return; /* with its list */
    if (slot->kind == CSRI_SLOT_PAIR) {
        row->values[at] = compare(slot, row->values);
        return;
    }
    fact = fact_of(&row->facts, slot->field);
    row->odd[at / 64] &= ~(UINT64_C(1) << at % 64);
    row->values[at] = CSRI_MATCH_ABSENT;
    if (fact == NULL && slot->kind == CSRI_SLOT_LIST)
        (void)bind_list(match, at, NULL, row->values);
    if (fact != NULL && !bind_fact(match, at, fact, row->values)) {
        row->values[at] = CSRI_MATCH_ABSENT;
        csri_match_put(row->odd, at);
    }
}

static void join_set(uint64_t *into, const uint64_t *set, size_t words)
{
    for (size_t i = 0; i < words; i++)
        into[i] |= set[i];
}

/* For which rules something special holds with these facts. */
static void find_special(const csri_match *match, csri_match_row *row)
{
    int64_t limit = row->facts.cost_limit > 0 ? row->facts.cost_limit : CSRI_EXPRESSION_COST;

    memset(row->loose, 0, match->words * sizeof(uint64_t));
    memset(row->general, 0, match->words * sizeof(uint64_t));
    row->is_loose = row->is_general = 0;
    for (uint16_t i = CSRI_SLOT_FIRST; i < match->slot_count; i++) {
        const csri_match_slot *slot = &match->slots[i];
        if (row->values[i] == CSRI_MATCH_ABSENT && slot->rules != NULL) {
            join_set(row->loose, slot->rules, match->words);
            row->is_loose = 1;
        }
        if (csri_match_has(row->odd, i) && match->readers[slot->field] != NULL) {
            join_set(row->general, match->readers[slot->field], match->words);
            row->is_general = 1;
        }
    }
    if (limit < match->dearest) {
        memcpy(row->general, match->everyone, match->words * sizeof(uint64_t));
        row->is_general = 1;
    }
}

/* Where in the index the values stand. */
static void find_rows(const csri_match *match, csri_match_row *row)
{
    for (size_t i = 0; i < match->indexed_count; i++) {
        const csri_match_slot *slot = &match->slots[match->indexed[i]];
        int64_t value = row->values[match->indexed[i]];
        size_t at = value == CSRI_MATCH_ABSENT ? 0 : 1 + csri_match_class(slot, value);
        row->at[i] = (uint32_t)((slot->first_row + at) * match->words);
    }
}

void csri_match_rebind(const csri_match *match, csri_match_row *row, const csr_expression_input *facts,
                       const uint64_t *changed)
{
    row->facts = *facts;
    for (uint16_t i = CSRI_SLOT_FIRST; i < match->slot_count; i++)
        if (match->slots[i].kind == CSRI_SLOT_PAIR || changed == NULL || csri_match_has(changed, match->slots[i].field))
            bind_slot(match, row, i);
    find_special(match, row);
    find_rows(match, row);
}

csri_match_row *csri_match_bind(const csri_match *match, const csr_expression_input *facts, void *memory)
{
    csri_match_row *row = memory;
    char *at = memory;

    at += rounded(sizeof(*row));
    row->values = (int64_t *)(void *)at;
    at += match->slot_count * sizeof(int64_t);
    row->at = (uint32_t *)(void *)at;
    at += rounded(match->indexed_count * sizeof(uint32_t));
    row->odd = (uint64_t *)(void *)at;
    row->loose = row->odd + slot_words(match);
    row->general = row->loose + match->words;
    row->answers = (uint8_t *)(row->general + match->words);
    row->values[CSRI_SLOT_NEVER] = CSRI_MATCH_ABSENT;
    row->values[CSRI_SLOT_EVER] = 0;
    memset(row->odd, 0, slot_words(match) * sizeof(uint64_t));
    csri_match_rebind(match, row, facts, NULL);
    return row;
}
