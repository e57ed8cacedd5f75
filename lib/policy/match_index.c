#include "policy/match_inside.h"

/* How many cuts are at most the value. */
static size_t cuts_reached(const csri_match_slot *slot, int64_t value)
{
    size_t low = 0, high = slot->cut_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (slot->cuts[middle] <= value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t csri_match_class(const csri_match_slot *slot, int64_t value)
{
    switch (slot->kind) {
    case CSRI_SLOT_BOOL:
    case CSRI_SLOT_PAIR: return (size_t)value;
    case CSRI_SLOT_TEXT: return (uint64_t)value < slot->class_count ? (size_t)value : 0;
    case CSRI_SLOT_WHOLE:
    case CSRI_SLOT_REAL: return cuts_reached(slot, value);
    default: return 0;
    }
}

/* A value of a class; every leaf in the index is true of all values of a class or of none. */
static int64_t value_of(const csri_match_slot *slot, size_t class)
{
    if (slot->kind == CSRI_SLOT_BOOL || slot->kind == CSRI_SLOT_PAIR || slot->kind == CSRI_SLOT_TEXT)
        return (int64_t) class;
    if (slot->cut_count == 0)
        return 0;
    if (class > 0)
        return slot->cuts[class - 1];
    return slot->cuts[0] - 1;
}

/* A cut at this value, unless there is one; 0 = there are too many, or no memory. */
static int add_cut(csri_match *match, csri_match_slot *slot, int64_t at)
{
    size_t i;

    if (slot->cuts == NULL)
        slot->cuts = csri_arena_take(&match->arena, CSRI_CLASSES_MAX * sizeof(*slot->cuts));
    if (slot->cuts == NULL)
        return 0;
    i = cuts_reached(slot, at);
    if (i > 0 && slot->cuts[i - 1] == at)
        return 1;
    if (slot->cut_count == CSRI_CLASSES_MAX - 1)
        return 0;
    memmove(&slot->cuts[i + 1], &slot->cuts[i], (slot->cut_count - i) * sizeof(*slot->cuts));
    slot->cuts[i] = at;
    slot->cut_count++;
    return 1;
}

/* The cuts that a leaf on numbers needs. */
static int add_cuts(csri_match *match, csri_match_slot *slot, const csri_match_code *leaf)
{
    if (leaf->with <= CSRI_MATCH_ABSENT + 1 || leaf->with == INT64_MAX)
        return 0;
    return add_cut(match, slot, leaf->with) && (leaf->op == CSRI_MATCH_LT || add_cut(match, slot, leaf->with + 1));
}

/* Of several texts of one word of bits that a rule asks for, the index answers the first. */
static int is_first_bit(const csri_condition *root, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (root->parts[i]->indexed && root->parts[i]->leaf.slot == root->parts[at]->leaf.slot)
            return 0;
    return 1;
}

/* Whether the index can answer a part of a rule. */
static int admit(csri_match *match, const csri_condition *root, uint32_t at)
{
    const csri_condition *part = root->parts[at];
    const csri_match_code *leaf = &part->leaf;
    csri_match_slot *slot = &match->slots[leaf->slot];

    if (part->kind != CSRI_CONDITION_LEAF || part->rank >= CSRI_RANK_LIGHT || leaf->op >= CSRI_MATCH_ALWAYS)
        return 0;
    if (leaf->op == CSRI_MATCH_HAS)
        return 1;
    switch (slot->kind) {
    case CSRI_SLOT_BITS: return !leaf->negated && is_first_bit(root, at);
    case CSRI_SLOT_TEXT: return leaf->op == CSRI_MATCH_MASK || leaf->with < CSRI_CLASSES_MAX;
    case CSRI_SLOT_WHOLE:
    case CSRI_SLOT_REAL: return add_cuts(match, slot, leaf);
    default: return 1;
    }
}

static size_t classes_of(const csri_match_slot *slot)
{
    switch (slot->kind) {
    case CSRI_SLOT_BITS: return CSRI_SLOT_BITS_MAX;
    case CSRI_SLOT_TEXT: return slot->text_count < CSRI_CLASSES_MAX ? slot->text_count + 1 : CSRI_CLASSES_MAX;
    case CSRI_SLOT_BOOL:
    case CSRI_SLOT_PAIR: return 2;
    default: return slot->cut_count + 1u;
    }
}

static uint64_t *row_at(const csri_match *match, size_t row)
{
    return match->rows + row * match->words;
}

/* The index's answer for one leaf: in the rows of all classes of which it is false, the rule's bit goes. */
static void write_leaf(csri_match *match, const csri_match_code *leaf, size_t rule)
{
    const csri_match_slot *slot = &match->slots[leaf->slot];
    uint64_t bit = UINT64_C(1) << rule % 64;

    if (slot->kind == CSRI_SLOT_BITS) {
        slot->base[rule / 64] &= ~bit;
        for (size_t i = 0; i < slot->class_count; i++)
            if (leaf->with >> i & 1)
                row_at(match, slot->first_row + i)[rule / 64] |= bit;
    } else {
        if (leaf->op == CSRI_MATCH_HAS && !leaf->negated)
            row_at(match, slot->first_row)[rule / 64] &= ~bit;
        for (size_t i = 0; i < slot->class_count; i++)
            if ((csri_match_holds(leaf, value_of(slot, i)) != 0) == leaf->negated)
                row_at(match, slot->first_row + 1 + i)[rule / 64] &= ~bit;
    }
    if (leaf->op != CSRI_MATCH_HAS)
        csri_match_put(slot->rules, rule);
}

/* Room for the rows of all slots that the index knows; rows of bits begin empty, all others full. */
static int make_rows(csri_match *match)
{
    size_t count = 0, bytes = match->words * sizeof(uint64_t);

    match->indexed = csri_arena_take(&match->arena, match->slot_count * sizeof(*match->indexed));
    match->indexed_bits = csri_arena_take(&match->arena, match->slot_count * sizeof(*match->indexed_bits));
    for (uint16_t i = 0; i < match->slot_count; i++) {
        csri_match_slot *slot = &match->slots[i];
        if (slot->class_count == 0)
            continue;
        slot->class_count = (uint16_t)classes_of(slot);
        slot->first_row = (uint32_t)count;
        count += slot->class_count + 1u;
        slot->rules = csri_arena_take(&match->arena, bytes);
        slot->base = csri_arena_take(&match->arena, bytes);
        if (slot->base != NULL)
            memcpy(slot->base, match->everyone, bytes);
    }
    match->rows = csri_arena_take(&match->arena, (count + 1) * bytes);
    if (match->arena.exhausted)
        return 0;
    for (uint16_t i = 0; i < match->slot_count; i++) {
        const csri_match_slot *slot = &match->slots[i];
        if (slot->class_count == 0)
            continue;
        if (slot->kind == CSRI_SLOT_BITS) {
            match->indexed_bits[match->indexed_bits_count++] = i;
            continue;
        }
        match->indexed[match->indexed_count++] = i;
        for (size_t k = 0; k <= slot->class_count; k++)
            memcpy(row_at(match, slot->first_row + k), match->everyone, bytes);
    }
    return 1;
}

int csri_match_index(csri_match *match)
{
    for (size_t i = 0; i < match->rule_count; i++) {
        const csri_condition *root = match->rules[i].root;
        for (uint32_t k = 0; k < root->count && !match->rules[i].is_general; k++) {
            root->parts[k]->indexed = (uint8_t)admit(match, root, k);
            if (root->parts[k]->indexed)
                match->slots[root->parts[k]->leaf.slot].class_count = 1;
        }
    }
    if (match->arena.exhausted || !make_rows(match))
        return 0;
    for (size_t i = 0; i < match->rule_count; i++) {
        const csri_condition *root = match->rules[i].root;
        for (uint32_t k = 0; k < root->count; k++)
            if (root->parts[k]->indexed)
                write_leaf(match, &root->parts[k]->leaf, i);
    }
    return 1;
}
