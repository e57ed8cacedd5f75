#include "policy/match_inside.h"

/* Texts are few and short: eight bytes at a time, and the end overlaps what was taken before. */
static uint32_t hash_of(uint16_t slot, const char *ptr, size_t len)
{
    const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t hash = (len + ((uint64_t)slot << 32)) * odd, part;

    for (; len >= sizeof(part); ptr += sizeof(part), len -= sizeof(part)) {
        memcpy(&part, ptr, sizeof(part));
        hash = (hash ^ part) * odd;
        hash ^= hash >> 29;
    }
    if (len >= 4) {
        uint32_t low, high;
        memcpy(&low, ptr, sizeof(low));
        memcpy(&high, ptr + len - sizeof(high), sizeof(high));
        hash = (hash ^ ((uint64_t)high << 32 | low)) * odd;
    } else if (len != 0) {
        part = (uint64_t)(uint8_t)ptr[0] << 16 | (uint64_t)(uint8_t)ptr[len / 2] << 8 | (uint8_t)ptr[len - 1];
        hash = (hash ^ part) * odd;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

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
    uint32_t hash = hash_of(slot, text.ptr, text.len);
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
    return place_of(match, hash_of(slot, ptr, len), slot, ptr, len)->id;
}
