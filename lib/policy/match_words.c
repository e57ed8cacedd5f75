#include "policy/match_inside.h"

#include "base/text.h"

/* Where a text stands in the table, or would. */
static csri_match_word *place_of(const csri_match *match, uint32_t hash, uint16_t slot, const char *ptr, size_t len)
{
    size_t mask = match->table_size - 1;

    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        csri_match_word *word = &match->table[i];
        if (word->id == 0)
            return word;
        if (word->slot == slot && word->len == len && (len == 0 || memcmp(word->text, ptr, len) == 0))
            return word;
    }
}

static int grow(csri_match *match)
{
    csri_match_word *old = match->table;
    size_t old_size = match->table_size;

    match->table_size = old_size == 0 ? 256 : 2 * old_size;
    match->table = csri_arena_take(&match->arena, match->table_size * sizeof(*match->table));
    if (match->table == NULL) {
        match->table = old;
        match->table_size = old_size;
        return 0;
    }
    for (size_t i = 0; i < old_size; i++)
        if (old[i].id != 0)
            *place_of(match, old[i].hash, old[i].slot, old[i].text, old[i].len) = old[i];
    return 1;
}

uint32_t csri_match_word_add(csri_match *match, uint16_t slot, csr_str text)
{
    uint32_t hash = csri_text_hash(slot, text.ptr, text.len);
    csri_match_word *word;

    if (2 * match->word_count >= match->table_size && !grow(match))
        return UINT32_MAX;
    word = place_of(match, hash, slot, text.ptr, text.len);
    if (word->id == 0) {
        *word = (csri_match_word){ .text = text.ptr, .len = (uint32_t)text.len, .hash = hash, .slot = slot };
        word->id = ++match->slots[slot].text_count;
        match->word_count++;
    }
    return word->id;
}

uint32_t csri_match_word_find(const csri_match *match, uint16_t slot, const char *ptr, size_t len)
{
    if (match->word_count == 0)
        return 0;
    return place_of(match, csri_text_hash(slot, ptr, len), slot, ptr, len)->id;
}
