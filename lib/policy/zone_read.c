#include "policy/zone.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/time.h"
#include <string.h>

#define HEADER_BYTES 44
#define TYPE_BYTES 6
#define TYPES_MAX 256
/* Earliest instant of a transition: RFC 9636 section 6 warns of anything earlier. */
#define EARLIEST (-(INT64_C(1) << 59))
#define LATEST (CSRI_TIME_MAX / CSRI_SECOND_US)
/* Years of the rule that are written out: the cycle, and a year or two at both ends. */
#define YEARS_BEFORE 2
#define YEARS_BEHIND 403
#define RULE_PIECES (2 * (YEARS_BEFORE + YEARS_BEHIND + 1))

/* The counts of a block, in the order of the header. */
enum { UT_FLAGS, STANDARD_FLAGS, LEAPS, TIMES, TYPES, NAME_BYTES, COUNTS };

/* The data block that counts: the 64-bit one, or the only one of a file of version 1. */
typedef struct block {
    const uint8_t *times, *numbers, *types;
    uint32_t time_bytes; /* 4 or 8 */
    uint32_t counts[COUNTS];
    const char *rule; /* behind the last transition; length 0 = there is none */
    size_t rule_len;
} block;

/* A zone in the making: pieces in the order of time. */
typedef struct maker {
    size_t count;
    int64_t *at;
    int32_t *offset;
} maker;

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Both conversions are defined by gcc and clang as two's complement. */
static int32_t signed32(const uint8_t *p)
{
    return (int32_t)be32(p);
}

static int64_t time_at(const block *b, size_t i)
{
    const uint8_t *p = b->times + i * b->time_bytes;
    return b->time_bytes == 4 ? signed32(p) : (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

static int32_t type_offset(const block *b, size_t type)
{
    return signed32(b->types + type * TYPE_BYTES);
}

/* Read a header and say how long the block behind it is; 0 when it is not there. The version is 0 for a NUL. */
static int read_header(const uint8_t *p, size_t left, uint32_t time_bytes, block *b, uint64_t *size, int *version)
{
    if (left < HEADER_BYTES || memcmp(p, "TZif", 4) != 0) {
        return 0;
    }
    *version = p[4];
    for (int i = 0; i < COUNTS; i++) {
        b->counts[i] = be32(p + 20 + 4 * i);
    }
    b->time_bytes = time_bytes;
    b->times = p + HEADER_BYTES;
    /* Ten factors below 2^36: no overflow. */
    *size = (uint64_t)b->counts[TIMES] * (time_bytes + 1) + (uint64_t)b->counts[TYPES] * TYPE_BYTES +
            b->counts[NAME_BYTES] + (uint64_t)b->counts[LEAPS] * (time_bytes + 4) + b->counts[STANDARD_FLAGS] +
            b->counts[UT_FLAGS];
    return *size <= left - HEADER_BYTES;
}

/* "\n" rule "\n", and nothing behind it. */
static int read_footer(const uint8_t *p, size_t left, block *b)
{
    if (left < 2 || p[0] != '\n') {
        return 0;
    }
    const uint8_t *end = memchr(p + 1, '\n', left - 1);
    if (!end || (size_t)(end + 1 - p) != left) {
        return 0;
    }
    b->rule = (const char *)p + 1;
    b->rule_len = (size_t)(end - p) - 1;
    return 1;
}

/* Find the block that counts; what is wrong, or NULL. */
static const char *find_block(const uint8_t *p, size_t len, block *b)
{
    uint64_t size;
    int version, second;
    if (!read_header(p, len, 4, b, &size, &version)) {
        return "is no zone file, or is cut off";
    }
    if (version != 0 && (version < '2' || version > '4')) {
        return "is of a version that this library does not know";
    }
    if (version != 0) {
        p += HEADER_BYTES + size;
        len -= HEADER_BYTES + (size_t)size;
        if (!read_header(p, len, 8, b, &size, &second) || second != version ||
            !read_footer(p + HEADER_BYTES + size, len - HEADER_BYTES - (size_t)size, b)) {
            return "is cut off";
        }
    }
    b->numbers = b->times + (size_t)b->counts[TIMES] * b->time_bytes;
    b->types = b->numbers + b->counts[TIMES];
    return NULL;
}

static const char *check_types(const block *b)
{
    const uint32_t *n = b->counts;
    if (n[TYPES] == 0 || n[TYPES] > TYPES_MAX || n[NAME_BYTES] == 0 || (n[UT_FLAGS] != 0 && n[UT_FLAGS] != n[TYPES]) ||
        (n[STANDARD_FLAGS] != 0 && n[STANDARD_FLAGS] != n[TYPES])) {
        return "has counts that do not fit each other";
    }
    for (size_t i = 0; i < n[TYPES]; i++) {
        int32_t offset = type_offset(b, i);
        if (offset < CSRI_OFFSET_MIN_S || offset > CSRI_OFFSET_MAX_S || b->types[i * TYPE_BYTES + 5] >= n[NAME_BYTES]) {
            return "has a type of local time that is out of range";
        }
    }
    return NULL;
}

static const char *check_block(const block *b)
{
    const char *wrong = check_types(b);
    if (wrong) {
        return wrong;
    }
    if (b->counts[LEAPS] != 0) {
        return "counts leap seconds; take the one without";
    }
    for (size_t i = 0; i < b->counts[TIMES]; i++) {
        int64_t at = time_at(b, i);
        if (at < EARLIEST || at > LATEST || (i > 0 && at <= time_at(b, i - 1))) {
            return "has transitions out of order";
        }
        if (b->numbers[i] >= b->counts[TYPES]) {
            return "has a transition to a type that it lacks";
        }
    }
    return NULL;
}

static void add(maker *m, int64_t at, int32_t offset)
{
    m->at[m->count] = at;
    m->offset[m->count] = offset;
    m->count++;
}

/* Put a change of the rule behind those that are not later. Few are: the order of years is that of time but for odd
 * rules at a turn of the year. */
static void insert(maker *m, size_t first, int64_t at, int32_t offset)
{
    size_t i = m->count;
    m->count++;
    for (; i > first && m->at[i - 1] > at; i--) {
        m->at[i] = m->at[i - 1];
        m->offset[i] = m->offset[i - 1];
    }
    m->at[i] = at;
    m->offset[i] = offset;
}

/* The rule's changes from `from` on, for one cycle and more. When daylight saving time ends as the next one begins,
 * the beginning is the later of the two: that is how "all the year" is written. */
static void add_rule(maker *m, const csri_posix_rule *rule, int64_t from)
{
    size_t first = m->count;
    int64_t year;
    int32_t month, day;
    csri_civil_from_days(from / CSRI_DAY_S, &year, &month, &day);
    for (int64_t y = year - YEARS_BEFORE; y <= year + YEARS_BEHIND; y++) {
        insert(m, first, csri_posix_rule_end(rule, y), rule->standard_s);
        insert(m, first, csri_posix_rule_start(rule, y), rule->summer_s);
    }
    /* Of those before, only the last one matters, and it takes effect at once. Most lie behind. */
    for (size_t i = first; m->at[i] < from; i++) {
        m->at[i] = from;
    }
}

/* Keep the last of pieces that begin together, and only pieces whose offset differs from the one before. */
static void tidy(maker *m)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->count; i++) {
        int replaced = i + 1 < m->count && m->at[i + 1] == m->at[i];
        if (!replaced && (kept == 0 || m->offset[i] != m->offset[kept - 1])) {
            m->at[kept] = m->at[i];
            m->offset[kept] = m->offset[i];
            kept++;
        }
    }
    m->count = kept;
}

static void fill(maker *m, const block *b, const csri_posix_rule *rule, csr_zone *zone)
{
    uint32_t times = b->counts[TIMES];
    zone->cycle_end = INT64_MAX;
    /* A file without transitions has the rule for all times; years before the first are never asked for. */
    zone->cycle_from = times > 0 ? time_at(b, times - 1) : CSRI_TIME_MIN / CSRI_SECOND_US;
    add(m, INT64_MIN, type_offset(b, 0));
    for (size_t i = 0; i < times; i++) {
        add(m, time_at(b, i), type_offset(b, b->numbers[i]));
    }
    if (b->rule_len > 0 && !rule->has_summer) {
        add(m, times > 0 ? zone->cycle_from : INT64_MIN, rule->standard_s);
    } else if (b->rule_len > 0) {
        add_rule(m, rule, zone->cycle_from);
        zone->cycle_end = zone->cycle_from + CSRI_ZONE_CYCLE_S;
    }
    tidy(m);
    zone->count = (uint32_t)m->count;
}

/* One block of memory: the zone, its instants, its offsets, its name. */
static csr_zone *make(const csr_host *host, const csr_str *name, size_t pieces)
{
    size_t at = sizeof(csr_zone);
    size_t offset = at + pieces * sizeof(int64_t);
    size_t text = offset + pieces * sizeof(int32_t);
    csr_zone *zone = csri_alloc_zero(host, text + name->len + 1);
    if (!zone) {
        return NULL;
    }
    char *base = (char *)zone;
    zone->host = *host;
    zone->bytes = text + name->len + 1;
    atomic_init(&zone->holders, 1);
    zone->at = (int64_t *)(void *)(base + at);
    zone->offset = (int32_t *)(void *)(base + offset);
    memcpy(base + text, name->ptr, name->len);
    csr_str_set(&zone->name, base + text, name->len);
    return zone;
}

csr_status csri_zone_read(const csr_host *host, const csr_str *name, const void *bytes, size_t len, csr_zone **out,
                          csr_error *err)
{
    block b = { 0 };
    csri_posix_rule rule = { 0 };
    *out = NULL;
    if (!csri_zone_name_valid(name->ptr, name->len)) {
        return csri_fail(err, CSR_E_ARGUMENT, "zone", "a zone is named like Europe/Prague or Etc/GMT+5");
    }
    const char *wrong = len > CSRI_ZONE_FILE_BYTES_MAX ? "is too large" : find_block(bytes, len, &b);
    wrong = wrong ? wrong : check_block(&b);
    if (!wrong && b.rule_len > 0 && !csri_posix_rule_read(b.rule, b.rule_len, &rule)) {
        wrong = "ends with a rule that cannot be read";
    }
    if (wrong) {
        return csri_fail(err, CSR_E_ARGUMENT, "zone", "the file of %.*s %s", (int)name->len, name->ptr, wrong);
    }
    size_t pieces = 2 + (size_t)b.counts[TIMES] + (rule.has_summer ? RULE_PIECES : 0);
    csr_zone *zone = make(host, name, pieces);
    if (!zone) {
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a zone");
    }
    maker m = { 0, zone->at, zone->offset };
    fill(&m, &b, &rule, zone);
    csri_hash_once(bytes, len, zone->hash);
    *out = zone;
    return CSR_OK;
}
