#include "torture/inspect.h"

#include "backends/memory/memory_backend.h"
#include "backends/sqlite/sqlite_backend.h"
#include "desk/handles.h"
#include "record/records.h"
#include "torture/dump.h"
#include "torture/fault_store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A desk as seen from beside it. */
typedef struct sight {
    const csr_backend_ops *ops;
    csr_store *store;
} sight;

/* A file is read through a store of its own, so that no statement gets prepared for the desk under test. A memory desk has
 * one store only, and nothing in it that a reader would change. */
static csr_status sight_open(const stage *s, sight *out, csr_error *err)
{
    *out = (sight){ &csri_memory_ops, fault_store_inner(s->desk->ops, s->desk->store) };
    if (strcmp(s->uri, "memory:") == 0)
        return CSR_OK;
    out->ops = &csri_sqlite_ops;
    return out->ops->open(NULL, s->uri, NULL, 0, &csri_schema, CSR_OPEN_READ_ONLY, &out->store, err);
}

static void sight_close(const sight *from)
{
    if (from->ops == &csri_sqlite_ops)
        from->ops->close(from->store);
}

char *inspect_dump(campaign *c, const stage *s, unsigned flags)
{
    csr_error err = CSR_ERROR_INIT;
    char *text = NULL;
    sight from;

    if (sight_open(s, &from, &err) == CSR_OK) {
        text = torture_dump(from.ops, from.store, flags);
        sight_close(&from);
    }
    if (text == NULL)
        campaign_complain(c, "the desk cannot be read: %s", err.message);
    return text;
}

int inspect_fingerprint(campaign *c, const stage *s, fingerprint *out)
{
    csr_error err = CSR_ERROR_INIT;
    csr_store_tx *tx;
    sight from;
    csr_status status = sight_open(s, &from, &err);

    if (status == CSR_OK) {
        status = from.ops->begin(from.store, NULL, CSR_TX_READ, &tx, &err);
        if (status == CSR_OK) {
            status = fingerprint_take(from.ops, tx, out);
            from.ops->rollback(tx);
        }
        sight_close(&from);
    }
    if (status != CSR_OK)
        campaign_complain(c, "the desk cannot be read: %s", err.message);
    return status == CSR_OK;
}

void inspect_verify(campaign *c, csr_session *session, const char *when)
{
    csr_error err = CSR_ERROR_INIT;
    csr_result *result;

    if (csr_desk_verify(session, NULL, &result, &err) != CSR_OK) {
        campaign_complain(c, "%s: verify: %s", when, err.message);
        return;
    }
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_diagnostic_view found = { .struct_size = sizeof(found) };
        (void)csr_diagnostic_at(result, i, &found, NULL);
        if (found.severity != CSR_SEVERITY_INFO)
            campaign_complain(c, "%s: verify found: %s: %s", when, found.place.ptr, found.text.ptr);
    }
    csr_result_free(result);
}

static int told(void *arg, int columns, char **values, char **names)
{
    char *to = arg;

    (void)names;
    if (columns == 1 && values[0] != NULL && *to == '\0')
        snprintf(to, 200, "%s", values[0]);
    return 0;
}

void inspect_file(campaign *c, const char *path, const char *when)
{
    char answer[200] = "";
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA integrity_check", told, answer, NULL);
    if (code != SQLITE_OK || strcmp(answer, "ok") != 0)
        campaign_complain(c, "%s: integrity check: %s, %s", when, answer, sqlite3_errmsg(db));
    (void)sqlite3_close(db);
}

char *inspect_closed(campaign *c, const char *path, const char *when, unsigned flags)
{
    stage s = { .uri = path };
    csr_error err = CSR_ERROR_INIT;
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    char *text = NULL;

    params.flags = CSR_OPEN_EXISTING;
    if (csr_desk_open(path, &params, &s.desk, &err) != CSR_OK ||
        csr_session_open(s.desk, NULL, &s.session, &err) != CSR_OK) {
        campaign_complain(c, "%s: the desk cannot be opened: %s", when, err.message);
    } else {
        inspect_verify(c, s.session, when);
        text = inspect_dump(c, &s, flags);
    }
    scenario_close(&s);
    inspect_file(c, path, when);
    return text;
}

void inspect_remove(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char name[512];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}
