#include "backends/sqlite/statements.h"

#include <string.h>

/* The small members, which are compared and hashed as one. */
#define REST_AT offsetof(csri_sqlite_key, index)
_Static_assert(offsetof(csri_sqlite_key, reserved) + 2 == REST_AT + sizeof(uint64_t), "without padding");
_Static_assert(CSRI_SQLITE_STATEMENTS_MAX < CSRI_SQLITE_SLOTS, "a search ends at a free slot");

static uint64_t rest_of(const csri_sqlite_key *key)
{
    uint64_t rest;

    memcpy(&rest, (const char *)key + REST_AT, sizeof(rest));
    return rest;
}

static int same(const csri_sqlite_key *a, const csri_sqlite_key *b)
{
    return a->record == b->record && a->mask == b->mask && rest_of(a) == rest_of(b);
}

static size_t slot_of(const csri_sqlite_key *key)
{
    uint64_t hash = ((uint64_t)(uintptr_t)key->record ^ rest_of(key)) * UINT64_C(0x9e3779b97f4a7c15);

    hash = (hash ^ (hash >> 32) ^ key->mask) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 32) & (CSRI_SQLITE_SLOTS - 1);
}

/* The slot that holds the key, or the free one where it belongs. */
static csri_sqlite_slot *find(csri_sqlite_statements *statements, const csri_sqlite_key *key)
{
    size_t at = slot_of(key);

    while (statements->slots[at].stmt != NULL && !same(&statements->slots[at].key, key))
        at = (at + 1) & (CSRI_SQLITE_SLOTS - 1);
    return &statements->slots[at];
}

static int prepare(sqlite3 *db, const csr_host *host, const csri_sqlite_key *key, sqlite3_stmt **out)
{
    csri_buffer text;
    int code = SQLITE_NOMEM;

    csri_buffer_init(&text, host, 0);
    csri_sqlite_sql(&text, key);
    if (text.status == CSR_OK)
        code = sqlite3_prepare_v3(db, text.ptr, (int)text.len, SQLITE_PREPARE_PERSISTENT, out, NULL);
    csri_buffer_free(&text);
    return code;
}

int csri_sqlite_statement(csri_sqlite_statements *statements, sqlite3 *db, const csr_host *host,
                          const csri_sqlite_key *key, sqlite3_stmt **out)
{
    csri_sqlite_slot *slot = find(statements, key);
    int code;

    *out = slot->stmt;
    if (slot->stmt != NULL)
        return SQLITE_OK;
    /* Which statement to drop is not worth knowing: making one costs less than a commit. */
    if (statements->count == CSRI_SQLITE_STATEMENTS_MAX) {
        csri_sqlite_statements_empty(statements);
        slot = find(statements, key);
    }
    code = prepare(db, host, key, out);
    if (code != SQLITE_OK)
        return code;
    slot->key = *key;
    slot->stmt = *out;
    statements->count++;
    return SQLITE_OK;
}

void csri_sqlite_statement_done(sqlite3_stmt *stmt)
{
    (void)sqlite3_reset(stmt);
}

void csri_sqlite_statements_empty(csri_sqlite_statements *statements)
{
    for (size_t i = 0; i < CSRI_SQLITE_SLOTS; i++) {
        (void)sqlite3_finalize(statements->slots[i].stmt);
        statements->slots[i].stmt = NULL;
    }
    statements->count = 0;
}
