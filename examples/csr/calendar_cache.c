#include "calendar_cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Calendars that are kept; the table is at most a quarter full. */
#define CALENDARS_MAX 1024
#define SLOTS (4 * CALENDARS_MAX)

struct calendar_slot {
    uint64_t hash;
    char *text; /* NULL = free */
    size_t len;
    csr_calendar *calendar;
};

struct zone_slot {
    struct zone_slot *next;
    csr_zone *zone;
};

struct calendar_cache {
    const char *directory;
    struct zone_slot *zones; /* the one that was asked for last comes first */
    size_t count;
    char *text; /* of the calendar that is looked for */
    size_t len, capacity;
    struct calendar_slot slots[SLOTS];
};

struct calendar_cache *calendar_cache_open(const char *zoneinfo_dir)
{
    struct calendar_cache *cache = calloc(1, sizeof *cache);
    if (cache) {
        cache->directory = zoneinfo_dir;
    }
    return cache;
}

static void forget_calendars(struct calendar_cache *cache)
{
    for (size_t i = 0; i < SLOTS; i++) {
        csr_calendar_free(cache->slots[i].calendar);
        free(cache->slots[i].text);
    }
    memset(cache->slots, 0, sizeof cache->slots);
    cache->count = 0;
}

void calendar_cache_trim(struct calendar_cache *cache)
{
    if (cache->count > CALENDARS_MAX) {
        forget_calendars(cache);
    }
}

void calendar_cache_close(struct calendar_cache *cache)
{
    if (!cache) {
        return;
    }
    forget_calendars(cache);
    while (cache->zones) {
        struct zone_slot *next = cache->zones->next;
        csr_zone_free(cache->zones->zone);
        free(cache->zones);
        cache->zones = next;
    }
    free(cache->text);
    free(cache);
}

static csr_status no_memory(csr_error *err)
{
    err->status = CSR_E_NO_MEMORY;
    (void)snprintf(err->message, sizeof err->message, "out of memory");
    return CSR_E_NO_MEMORY;
}

/* The zone of a name. Neighbouring lines often name the same one: it is put in front. */
static csr_status find_zone(struct calendar_cache *cache, struct json_text name, csr_zone **out, csr_error *err)
{
    struct zone_slot **at = &cache->zones, *slot;
    while ((slot = *at) != NULL && !json_text_is(name, csr_zone_name(slot->zone))) {
        at = &slot->next;
    }
    if (slot) {
        *at = slot->next;
    } else {
        csr_zone_load_params params = CSR_ZONE_LOAD_PARAMS_INIT;
        csr_str_set(&params.name, name.ptr, name.len);
        csr_str_set(&params.directory, cache->directory, CSR_NTS);
        csr_status status = csr_zone_load(&params, out, err);
        slot = status == CSR_OK ? malloc(sizeof *slot) : NULL;
        if (!slot) {
            csr_zone_free(*out);
            return status == CSR_OK ? no_memory(err) : status;
        }
        slot->zone = *out;
    }
    slot->next = cache->zones;
    cache->zones = slot;
    *out = slot->zone;
    return CSR_OK;
}

static int put(struct calendar_cache *cache, const char *ptr, size_t len)
{
    if (len > cache->capacity - cache->len) {
        size_t capacity = 2 * cache->capacity + len + 256;
        char *text = realloc(cache->text, capacity);
        if (!text) {
            return 0;
        }
        cache->text = text;
        cache->capacity = capacity;
    }
    memcpy(cache->text + cache->len, ptr, len);
    cache->len += len;
    return 1;
}

/* Write the members that a calendar has, as they stand; 0 when there is no memory. */
static int put_calendar(struct calendar_cache *cache, const struct json_member *members, size_t count,
                        struct json_text *zone)
{
    static const char *const known[] = { "zone", "hours", "special_hours", "holidays", "breaks" };
    int good = 1;
    cache->len = 0;
    for (size_t i = 0; i < count * (sizeof known / sizeof *known) && good; i++) {
        const struct json_member *m = &members[i % count];
        if (json_text_is(m->name, known[i / count])) {
            good = put(cache, cache->len == 0 ? "{\"" : ",\"", 2) && put(cache, m->name.ptr, m->name.len) &&
                   put(cache, "\":", 2) && put(cache, m->value.ptr, m->value.len);
        }
        if (json_text_is(m->name, "zone")) {
            (void)json_text_string(m->value, zone);
        }
    }
    return good && put(cache, cache->len == 0 ? "{}" : "}", cache->len == 0 ? 2 : 1);
}

/* FNV-1a over words of eight bytes: the texts are long, and nobody chooses them to collide. */
static uint64_t hash_of(const char *text, size_t len)
{
    uint64_t hash = UINT64_C(14695981039346656037), word;
    size_t i = 0;
    for (; i + sizeof word <= len; i += sizeof word) {
        memcpy(&word, text + i, sizeof word);
        hash = (hash ^ word) * UINT64_C(1099511628211);
        hash ^= hash >> 32;
    }
    for (; i < len; i++) {
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    }
    return hash ^ hash >> 32;
}

/* The slot of the text, or the free one where it would be. */
static struct calendar_slot *slot_of(struct calendar_cache *cache, uint64_t hash)
{
    size_t i = hash % SLOTS;
    while (cache->slots[i].text && (cache->slots[i].hash != hash || cache->slots[i].len != cache->len ||
                                    memcmp(cache->slots[i].text, cache->text, cache->len) != 0)) {
        i = (i + 1) % SLOTS;
    }
    return &cache->slots[i];
}

static csr_status load(struct calendar_cache *cache, struct json_text zone, csr_calendar **out, csr_error *err)
{
    csr_calendar_load_params params = CSR_CALENDAR_LOAD_PARAMS_INIT;
    csr_status status = CSR_OK;
    csr_str_set(&params.directory, cache->directory, CSR_NTS);
    if (zone.len > 0) {
        status = find_zone(cache, zone, &params.zone, err);
    }
    return status == CSR_OK ? csr_calendar_load(cache->text, cache->len, &params, out, err) : status;
}

csr_status calendar_cache_get(struct calendar_cache *cache, const struct json_member *members, size_t count,
                              const csr_calendar **out, csr_error *err)
{
    struct json_text zone = { "", 0 };
    csr_calendar *calendar = NULL;
    if (!put_calendar(cache, members, count, &zone)) {
        return no_memory(err);
    }
    uint64_t hash = hash_of(cache->text, cache->len);
    struct calendar_slot *slot = slot_of(cache, hash);
    if (!slot->text) {
        csr_status status = load(cache, zone, &calendar, err);
        char *text = status == CSR_OK ? malloc(cache->len + 1) : NULL;
        if (!text) {
            csr_calendar_free(calendar);
            return status == CSR_OK ? no_memory(err) : status;
        }
        memcpy(text, cache->text, cache->len);
        *slot = (struct calendar_slot){ hash, text, cache->len, calendar };
        cache->count++;
    }
    *out = slot->calendar;
    return CSR_OK;
}
