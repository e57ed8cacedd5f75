/*
 * A table from texts to values: agents, teams and customers by name. Keys are borrowed and live longer than the table.
 */
#ifndef CSR_TOOL_TEXT_MAP_H
#define CSR_TOOL_TEXT_MAP_H

#include <csr/types.h>

struct text_map_entry {
    csr_str key; /* ptr NULL = free */
    csr_id id;
    int64_t count;
};

struct text_map {
    struct text_map_entry *entries;
    size_t count, capacity; /* capacity is a power of two, or 0 */
};

/* The entry of a key; a new one, with id and count 0 and *is_new 1, when there is none. Until the next call. */
struct text_map_entry *text_map_at(struct text_map *map, const csr_str *key, int *is_new);

/* Whether there is an entry. */
int text_map_has(const struct text_map *map, const csr_str *key);

void text_map_free(struct text_map *map);

/* FNV-1a, 64 bits. */
uint64_t text_hash(const char *ptr, size_t len);

#endif
