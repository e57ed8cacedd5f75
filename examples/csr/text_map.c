#include "text_map.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

uint64_t text_hash(const char *ptr, size_t len)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)ptr[i]) * UINT64_C(1099511628211);
    return hash;
}

static int same(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

/* Where the key is, or the free place where it would be. */
static size_t place_of(const struct text_map *map, const csr_str *key)
{
    uint64_t hash = text_hash(key->ptr, key->len);
    size_t at = (size_t)(hash ^ hash >> 32) & (map->capacity - 1);

    while (map->entries[at].key.ptr != NULL && !same(&map->entries[at].key, key))
        at = (at + 1) & (map->capacity - 1);
    return at;
}

static void grow(struct text_map *map)
{
    struct text_map wider = { NULL, map->count, map->capacity > 0 ? map->capacity * 2 : 64 };

    wider.entries = need_zeroed(wider.capacity, sizeof *wider.entries);
    for (size_t i = 0; i < map->capacity; i++)
        if (map->entries[i].key.ptr != NULL)
            wider.entries[place_of(&wider, &map->entries[i].key)] = map->entries[i];
    free(map->entries);
    *map = wider;
}

struct text_map_entry *text_map_at(struct text_map *map, const csr_str *key, int *is_new)
{
    struct text_map_entry *entry;

    if (map->count * 2 >= map->capacity)
        grow(map);
    entry = &map->entries[place_of(map, key)];
    *is_new = entry->key.ptr == NULL;
    if (*is_new) {
        entry->key = *key;
        if (entry->key.ptr == NULL)
            entry->key.ptr = "";
        map->count++;
    }
    return entry;
}

int text_map_has(const struct text_map *map, const csr_str *key)
{
    return map->capacity > 0 && map->entries[place_of(map, key)].key.ptr != NULL;
}

void text_map_free(struct text_map *map)
{
    free(map->entries);
    memset(map, 0, sizeof *map);
}
