#include "support/desk_clone.h"
#include "support/desk_fixture.h"

#include "desk/run.h"

#include <jansson.h>
#include <stdlib.h>

/*
 * Random operations with random parameters, made from the tables that describe them, at two desks with the same clock
 * and the same entropy, one in memory and one in a file. Both answer the same, refuse the same, hold the same, and
 * verify clean. CSR_SEED and CSR_DEPTH (operations) make other and longer runs.
 */
#define POOL 40
#define KINDS 96 /* more than csr_record_kind has */

typedef struct world {
    desk_fixture memory, sqlite;
    uint64_t random;
    csr_id pool[KINDS][POOL]; /* ids by csr_record_kind */
    unsigned known[KINDS];
    char token[5000]; /* of the last page that had a next one */
    int in_transaction;
    unsigned succeeded, refused;
} world;

static uint64_t next_random(world *w)
{
    uint64_t z = (w->random += 0x9E3779B97F4A7C15u);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* From 0 to n - 1; true in so many of a hundred cases. */
static unsigned below(world *w, unsigned n)
{
    return (unsigned)(next_random(w) % n);
}
static int chance(world *w, unsigned percent)
{
    return below(w, 100) < percent;
}

static json_t *random_id(world *w, unsigned kind)
{
    char text[CSR_ID_TEXT_BYTES] = NOBODY;

    if (chance(w, 2))
        return json_string("no id");
    if (chance(w, 3))
        kind = 1 + below(w, KINDS - 1);
    if (w->known[kind] != 0 && !chance(w, 2))
        csr_id_format(&w->pool[kind][below(w, w->known[kind])], text);
    return json_string(text);
}

static json_t *random_text(world *w, const csr_type *type)
{
    static const char *const texts[] = { "a",   "A",    "b",        "\xc3\xa1",      "a\xcc\x81", "B ",
                                         " c",  "x y",  "42",       "+420601234567", "a@b.cz",    "A@B.CZ",
                                         "new", "open", "resolved", "closed",        "default",   "short" };
    char long_text[4100];

    if (type->max_bytes <= 4096 && chance(w, 4)) {
        memset(long_text, 'l', sizeof(long_text));
        return json_stringn(long_text, type->max_bytes - 1 + below(w, 3));
    }
    return json_string(texts[below(w, sizeof(texts) / sizeof(texts[0]))]);
}

#define LOOSE                                                                                                         \
    "{\"states\":[{\"name\":\"new\",\"category\":\"new\"},{\"name\":\"closed\",\"category\":\"closed\"}],"            \
    "\"initial\":\"new\",\"transitions\":[{\"from\":\"*\",\"to\":\"*\"}],\"reopen\":{\"state\":\"new\",\"window_s\":" \
    "60}}"
#define STRICT                                                                                                   \
    "{\"states\":[{\"name\":\"open\",\"category\":\"open\"},{\"name\":\"resolved\",\"category\":\"resolved\"}]," \
    "\"initial\":\"open\",\"transitions\":[{\"from\":\"open\",\"to\":\"resolved\",\"require\":[\"assignee\"]}]}"

static json_t *random_document(world *w)
{
    static const char *const documents[] = { LOOSE, STRICT, "{\"states\":[]}", "5" };

    return json_loads(documents[below(w, 4)], JSON_DECODE_ANY, NULL);
}

static json_t *random_time(world *w)
{
    char text[CSR_TIME_TEXT_BYTES];
    csr_time at = w->memory.host.now + ((int64_t)below(w, 7200) - 5400) * 1000000;

    csr_time_format(chance(w, 20) ? w->memory.host.now : at, 0, text, NULL);
    return json_string(text);
}

static json_t *random_value(world *w, const csr_member *m)
{
    static const char *const codes[] = { "EUR", "CZK", "eur" };

    if (chance(w, 2))
        return json_null();
    switch (m->type->meaning) {
    case CSR_MEANING_ENUM: return json_string(m->type->names[below(w, m->type->name_count)].name);
    case CSR_MEANING_FLAG: return json_boolean(chance(w, 50));
    case CSR_MEANING_TIME: return random_time(w);
    case CSR_MEANING_REF:
        for (unsigned kind = 1; kind < KINDS; kind++)
            if (csri_record_of((int32_t)kind) != NULL &&
                strcmp(csri_record_of((int32_t)kind)->name, m->type->target) == 0)
                return random_id(w, kind);
        return json_null();
    case CSR_MEANING_ID: return random_id(w, chance(w, 50) ? CSR_RECORD_TICKET : CSR_RECORD_CUSTOMER);
    case CSR_MEANING_CODE: return json_string(codes[below(w, 3)]);
    case CSR_MEANING_JSON: return random_document(w);
    case CSR_MEANING_INTEGER: return json_integer((json_int_t)below(w, 7) - (chance(w, 3) ? 3 : 0));
    default:
        if (strcmp(m->name, "after") == 0)
            return json_string(chance(w, 80) ? w->token : "00ff");
        return random_text(w, m->type);
    }
}

static json_t *random_params(world *w, const csri_operation *op)
{
    json_t *params = json_object();

    if (op->subject != NULL && !chance(w, 1))
        json_object_set_new(params, "id", random_id(w, op->subject->number));
    for (unsigned i = 0; op->in != NULL && i < op->in->count; i++) {
        const csr_member *m = &op->in->members[i];
        unsigned percent = (m->flags & CSR_MEMBER_REQUIRED) != 0 ? 98 : 30;
        /* What lists must or must not have follows from others: rarely at random, or nothing would ever be listed. */
        if (op->mode == CSRI_READ && (m->flags & CSR_MEMBER_REQUIRED) == 0)
            percent = 15;
        if (strcmp(m->name, "expected_version") == 0 || m->type->meaning == CSR_MEANING_TIME)
            percent = 10;
        if (chance(w, percent))
            json_object_set_new(params, m->name, random_value(w, m));
    }
    return params;
}

static void learn(world *w, const csri_operation *op)
{
    const char *id = strstr(w->memory.raw, "\"id\":\""), *next = strstr(w->memory.raw, "\"next\":\"");
    size_t noun = strcspn(op->name, ".");

    if (next != NULL)
        snprintf(w->token, sizeof(w->token), "%.*s", (int)strcspn(next + 8, "\""), next + 8);
    if (id == NULL || (op->gives != CSRI_GIVES_ID && strcmp(op->name, "customer.identify") != 0))
        return;
    for (unsigned kind = 1; kind < KINDS; kind++) {
        const csr_record *record = csri_record_of((int32_t)kind);
        const char *name = record == NULL ? "" : record->name;
        if (strlen(name) == noun && strncmp(name, op->name, noun) == 0) {
            unsigned at = w->known[kind] < POOL ? w->known[kind]++ : below(w, POOL);
            (void)csr_id_parse(id + 6, 36, &w->pool[kind][at], NULL);
        }
    }
}

static void differ(const char *what, const char *a, const char *b)
{
    char text[3000];

    snprintf(text, sizeof(text), "%.600s:\n    memory %.1000s\n    sqlite %.1000s", what, a, b);
    CU_assertImplementation(CU_FALSE, __LINE__, text, __FILE__, "", CU_FALSE);
}

static int same_dumps(world *w, const char *what)
{
    char *a = desk_dump(w->memory.session), *b = desk_dump(w->sqlite.session), where[1500];
    int same = a != NULL && b != NULL && strcmp(a, b) == 0;

    if (!same) {
        desk_dump_difference(a, b, where, sizeof(where));
        differ(what, where, "");
    }
    free(a);
    free(b);
    return same;
}

/* Run one operation at both desks; 1 when they agree. */
static int run_one(world *w, const csri_operation *op, const char *json, int watch)
{
    csr_status a, b;
    int same;

    if (watch)
        desk_keep(&w->memory);
    a = desk_call(&w->memory, op->name, json);
    b = desk_call(&w->sqlite, op->name, json);
    same = a == b && strcmp(w->memory.raw, w->sqlite.raw) == 0 && strcmp(w->memory.err.field, w->sqlite.err.field) == 0;
    if (!same) {
        char what[700];
        snprintf(what, sizeof(what), "%s %.500s: %s, %s", op->name, json, csr_status_name(a), csr_status_name(b));
        differ(what, a == CSR_OK ? w->memory.raw : w->memory.err.message,
               b == CSR_OK ? w->sqlite.raw : w->sqlite.err.message);
    }
    w->succeeded += a == CSR_OK;
    w->refused += a != CSR_OK;
    if (a == CSR_OK)
        learn(w, op);
    else if (watch)
        desk_same_at(&w->memory, op->name, __FILE__, __LINE__);
    return same;
}

/* Now and then a transaction of the host, and a clock that goes on, or back. */
static int turn(world *w)
{
    int64_t by = chance(w, 5) ? -(int64_t)below(w, 3600) * 1000000 : (int64_t)below(w, 600) * 1000000;
    csr_status a = CSR_OK, b = CSR_OK;

    csr_test_host_advance(&w->memory.host, by);
    csr_test_host_advance(&w->sqlite.host, by);
    if (!w->in_transaction && chance(w, 5)) {
        a = csr_session_begin(w->memory.session, NULL);
        b = csr_session_begin(w->sqlite.session, NULL);
        w->in_transaction = a == CSR_OK;
    } else if (w->in_transaction && chance(w, 25)) {
        int commit = chance(w, 60);
        a = commit ? csr_session_commit(w->memory.session, NULL) : csr_session_rollback(w->memory.session, NULL);
        b = commit ? csr_session_commit(w->sqlite.session, NULL) : csr_session_rollback(w->sqlite.session, NULL);
        w->in_transaction = 0;
    }
    if (a != b)
        differ("a transaction", csr_status_name(a), csr_status_name(b));
    return a == b;
}

static void play(world *w, unsigned depth)
{
    int same = 1;

    for (unsigned i = 0; i < depth && same; i++) {
        /* Additions twice as often: otherwise most operations find nobody. */
        const csri_operation *op = csri_operations[below(w, (unsigned)csri_operation_count)];
        if (op->mode == CSRI_READ && chance(w, 50))
            op = csri_operations[below(w, (unsigned)csri_operation_count)];
        json_t *params = random_params(w, op);
        char *json = json_dumps(params, JSON_COMPACT | JSON_SORT_KEYS);
        same = turn(w) && run_one(w, op, json, i % 8 == 0);
        if (same && i % 50 == 0)
            same = same_dumps(w, op->name);
        free(json);
        json_decref(params);
    }
    if (w->in_transaction) {
        CU_ASSERT_EQUAL(csr_session_commit(w->memory.session, NULL), csr_session_commit(w->sqlite.session, NULL));
    }
    (void)same_dumps(w, "at the end");
}

/* Both desks give the same export, which makes the same desk on either store. */
static void clone(world *w, const char *uri)
{
    char *a = desk_export(w->memory.session, NULL), *b = desk_export(w->sqlite.session, NULL), path[60];
    const char *const places[] = { path, "memory:" };

    snprintf(path, sizeof(path), "%s-clone", uri);
    CU_ASSERT_TRUE_FATAL(a != NULL && b != NULL);
    CU_ASSERT_TRUE(strcmp(a, b) == 0);
    for (unsigned i = 0; i < 2; i++) {
        csr_error err = CSR_ERROR_INIT;
        csr_desk *desk;
        char *again;
        csr_status status = desk_import(places[i], NULL, a, 4096, &desk, &err);
        if (status != CSR_OK)
            differ("import", csr_status_name(status), err.message);
        again = status == CSR_OK ? desk_export_of(desk) : NULL;
        CU_ASSERT_TRUE(again != NULL && strcmp(again, a) == 0);
        csr_desk_close(desk);
        free(again);
    }
    free(a);
    free(b);
}

static unsigned from_environment(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : (unsigned)strtoul(text, NULL, 10);
}

static void run_seed(uint64_t seed, unsigned depth)
{
    world *w = calloc(1, sizeof(*w));
    char uri[40];

    CU_ASSERT_PTR_NOT_NULL_FATAL(w);
    snprintf(uri, sizeof(uri), "property-%u.csr", (unsigned)seed);
    w->random = seed;
    if (desk_begin(&w->memory, "memory", "memory:", seed) & desk_begin(&w->sqlite, "sqlite", uri, seed)) {
        play(w, depth);
        clone(w, uri);
    }
    printf("\n    seed %u: %u operations done, %u refused ", (unsigned)seed, w->succeeded, w->refused);
    CU_ASSERT_TRUE(w->succeeded > depth / 5 && w->refused > depth / 20);
    /* Both verify when they end. */
    desk_end(&w->memory);
    desk_end(&w->sqlite);
    free(w);
}

static void test_stores_agree(void)
{
    unsigned first = from_environment("CSR_SEED", 1), depth = from_environment("CSR_DEPTH", 1000);

    for (unsigned seed = first; seed < first + 3; seed++)
        run_seed(seed, depth);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "desk_property/stores_agree", test_stores_agree },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "desk_property", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("desk_property_test", suites, 1);
}
