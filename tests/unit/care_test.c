/*
 * Copies, upkeep, health and examination of desks.
 */
#include "backends/sqlite/sqlite_error.h"
#include "base/hash.h"
#include "support/desk_files.h"
#include "support/desk_fixture.h"
#include "support/desk_tamper.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DESK "care.csr"
#define COPY "copy.csr"

static void forget(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char name[300];
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}

/* A desk with a customer, with both files of it gone before. */
static int begin(desk_fixture *f)
{
    forget(DESK);
    forget(COPY);
    if (!desk_begin(f, "sqlite", DESK, 4))
        return 0;
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana Nováková'}");
    return 1;
}

static csr_status back_up(desk_fixture *f, const char *path, uint32_t flags, csr_backup_view *view)
{
    csr_desk_backup_params params = CSR_DESK_BACKUP_PARAMS_INIT;
    csr_result *result;
    csr_status status;

    params.flags = flags;
    status = csr_desk_backup(f->desk, path, &params, &result, &f->err);
    CU_ASSERT_EQUAL(result != NULL, status == CSR_OK);
    if (view != NULL && status == CSR_OK) {
        view->struct_size = sizeof(*view);
        TYPED_OK(f, csr_backup_at(result, 0, view, &f->err));
        CU_ASSERT_EQUAL(view->path.len, strlen(view->path.ptr));
    }
    csr_result_free(result);
    return status;
}

static int count_beside(const char *beginning)
{
    char command[100];
    FILE *out;
    int n = -1;

    snprintf(command, sizeof(command), "ls -A | grep -c '^%s'", beginning);
    out = popen(command, "r");
    if (out != NULL && fscanf(out, "%d", &n) != 1)
        n = -1;
    if (out != NULL)
        (void)pclose(out);
    return n;
}

/* --- copies --- */

static char *dump_of(const char *path)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    char *text = NULL;

    params.flags = CSR_OPEN_READ_ONLY;
    if (csr_desk_open(path, &params, &desk, NULL) == CSR_OK && csr_session_open(desk, NULL, &session, NULL) == CSR_OK) {
        text = desk_dump(session);
        CU_ASSERT_EQUAL(desk_verify_errors(session, NULL, 0), 0);
    }
    csr_session_close(session);
    csr_desk_close(desk);
    return text;
}

static void check_hash(const csr_backup_view *view)
{
    uint8_t hash[CSRI_HASH_BYTES];
    char *bytes = malloc((size_t)view->bytes + 1);
    FILE *file = fopen(COPY, "rb");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    CU_ASSERT_EQUAL(fread(bytes, 1, (size_t)view->bytes + 1, file), (size_t)view->bytes);
    csri_hash_once(bytes, (size_t)view->bytes, hash);
    CU_ASSERT_EQUAL(memcmp(hash, view->hash, sizeof(hash)), 0);
    (void)fclose(file);
    free(bytes);
}

static void test_a_copy_is_the_desk(void)
{
    csr_backup_view view = { 0 };
    desk_fixture f;
    char *desk, *copy;
    struct stat found;

    if (begin(&f)) {
        CU_ASSERT_EQUAL(chmod(DESK, 0600), 0);
        TYPED_OK(&f, back_up(&f, COPY, CSR_BACKUP_VERIFY, &view));
        desk = desk_dump(f.session);
        DESK_OK(&f, "customer.add", "{'name':'after the copy'}");
        check_hash(&view);
        CU_ASSERT_EQUAL(count_beside(COPY), 1);
        CU_ASSERT_EQUAL(stat(COPY, &found), 0);
        CU_ASSERT_EQUAL(found.st_size, view.bytes);
        CU_ASSERT_EQUAL(found.st_mode & 0777, 0600);
        copy = dump_of(COPY);
        CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
        CU_ASSERT_STRING_EQUAL(desk, copy);
        free(desk);
        free(copy);
    }
    desk_end(&f);
}

static csr_health_view health(desk_fixture *f);

/* When the last copy was made stands in the desk; nothing else of it changes by that. */
static void test_a_copy_is_noted(void)
{
    desk_fixture f;
    char *before, *after;

    if (begin(&f)) {
        CU_ASSERT_EQUAL(health(&f).backed_up_at, 0);
        before = desk_dump(f.session);
        TYPED_OK(&f, back_up(&f, COPY, 0, NULL));
        CU_ASSERT_EQUAL(health(&f).backed_up_at, CSR_TEST_MONDAY);
        csr_test_host_advance(&f.host, 5);
        TYPED_FAILS(&f, back_up(&f, COPY, 0, NULL), CSR_E_DUPLICATE, "path");
        CU_ASSERT_EQUAL(health(&f).backed_up_at, CSR_TEST_MONDAY);
        forget(COPY);
        TYPED_OK(&f, back_up(&f, COPY, CSR_BACKUP_VERIFY, NULL));
        CU_ASSERT_EQUAL(health(&f).backed_up_at, CSR_TEST_MONDAY + 5);
        after = desk_dump(f.session);
        CU_ASSERT_STRING_EQUAL(before, after);
        free(before);
        free(after);
        /* That it could not be noted is no failure of the copy, which is there. */
        forget(COPY);
        sqlite3 *writer = tamper_open(DESK);
        CU_ASSERT_TRUE(tamper_run(writer, "BEGIN IMMEDIATE"));
        csr_test_host_advance(&f.host, 5);
        TYPED_OK(&f, back_up(&f, COPY, 0, NULL));
        CU_ASSERT_TRUE(tamper_run(writer, "COMMIT"));
        tamper_close(writer);
        CU_ASSERT_EQUAL(health(&f).backed_up_at, CSR_TEST_MONDAY + 5);
        CU_ASSERT_TRUE(f.host.log_lines > 0);
    }
    desk_end(&f);
}

static void test_what_is_no_place_for_a_copy(void)
{
    desk_fixture f;

    if (begin(&f)) {
        TYPED_OK(&f, back_up(&f, COPY, 0, NULL));
        TYPED_FAILS(&f, back_up(&f, COPY, 0, NULL), CSR_E_DUPLICATE, "path");
        TYPED_FAILS(&f, back_up(&f, DESK, 0, NULL), CSR_E_DUPLICATE, "path");
        CU_ASSERT_EQUAL(symlink("nowhere", "link.csr"), 0);
        TYPED_FAILS(&f, back_up(&f, "link.csr", 0, NULL), CSR_E_DUPLICATE, "path");
        TYPED_FAILS(&f, back_up(&f, "no/such/folder/copy.csr", 0, NULL), CSR_E_STORE_OPEN, "uri");
        TYPED_FAILS(&f, back_up(&f, "", 0, NULL), CSR_E_ARGUMENT, "path");
        TYPED_FAILS(&f, back_up(&f, NULL, 0, NULL), CSR_E_ARGUMENT, "path");
        TYPED_FAILS(&f, back_up(&f, "other.csr", 8, NULL), CSR_E_ARGUMENT, "flags");
        CU_ASSERT_EQUAL(count_beside("other"), 0);
        CU_ASSERT_EQUAL(count_beside(COPY), 1);
        (void)unlink("link.csr");
    }
    desk_end(&f);
}

/* Damage is found when it is copied, and no copy of it is left. */
static void test_damage_is_not_copied(void)
{
    desk_fixture f;
    sqlite3 *db;

    if (begin(&f)) {
        db = tamper_open(DESK);
        CU_ASSERT_TRUE(tamper_run(db, "UPDATE customer SET name='Somebody else'"));
        f.spoilt = 1;
        TYPED_OK(&f, back_up(&f, COPY, 0, NULL));
        forget(COPY);
        CU_ASSERT_EQUAL(back_up(&f, COPY, CSR_BACKUP_VERIFY, NULL), CSR_E_CORRUPT);
        CU_ASSERT_PTR_NOT_NULL(strstr(f.err.message, "do not verify"));
        CU_ASSERT_EQUAL(count_beside(COPY), 0);
        tamper_close(db);
    }
    desk_end(&f);
    forget(COPY);
}

/* Somebody who writes while it is copied: the copy is one state, in which each pair is whole. */
static int stop_writing;

static void *write_pairs(void *arg)
{
    csr_customer_add_params params = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_session *session = NULL;
    csr_id id;
    int ok = csr_session_open(arg, NULL, &session, NULL) == CSR_OK;

    params.name = CSR_STR("one of two");
    while (ok && !__atomic_load_n(&stop_writing, __ATOMIC_ACQUIRE))
        ok = csr_session_begin(session, NULL) == CSR_OK && csr_customer_add(session, &params, &id, NULL) == CSR_OK &&
             csr_customer_add(session, &params, &id, NULL) == CSR_OK && csr_session_commit(session, NULL) == CSR_OK;
    csr_session_close(session);
    return ok ? NULL : arg;
}

static void test_a_copy_beside_a_writer(void)
{
    desk_fixture f;
    pthread_t writer;
    void *failed = NULL;

    stop_writing = 0;
    if (begin(&f)) {
        CU_ASSERT_EQUAL(pthread_create(&writer, NULL, write_pairs, f.desk), 0);
        for (int i = 0; i < 8; i++) {
            csr_backup_view view;
            sqlite3 *db;
            forget(COPY);
            TYPED_OK(&f, back_up(&f, COPY, CSR_BACKUP_VERIFY, &view));
            db = tamper_open(COPY);
            CU_ASSERT_EQUAL(tamper_int(db, "SELECT count(*)%2 FROM customer WHERE name='one of two'"), 0);
            tamper_close(db);
        }
        __atomic_store_n(&stop_writing, 1, __ATOMIC_RELEASE);
        CU_ASSERT_EQUAL(pthread_join(writer, &failed), 0);
        CU_ASSERT_PTR_NULL(failed);
    }
    desk_end(&f);
}

/* --- upkeep and health --- */

static csr_status maintain(desk_fixture *f, csr_maintenance_view *view)
{
    csr_result *result;
    csr_status status = csr_desk_maintain(f->desk, NULL, &result, &f->err);

    view->struct_size = sizeof(*view);
    if (status == CSR_OK)
        status = csr_maintenance_at(result, 0, view, &f->err);
    csr_result_free(result);
    return status;
}

static csr_health_view health(desk_fixture *f)
{
    csr_health_view view = { .struct_size = sizeof(view) };
    csr_result *result;

    if (TYPED_OK(f, csr_desk_health(f->desk, &result, &f->err)))
        TYPED_OK(f, csr_health_at(result, 0, &view, &f->err));
    csr_result_free(result);
    return view;
}

static void upkeep_seals(desk_fixture *f)
{
    csr_maintenance_view done;
    csr_health_view is;

    f->apart = 1;
    DESK_OK(f, "customer.add", "{'name':'a'}");
    is = health(f);
    DESK_TRUE(f, is.last_position == 2 && is.unsealed_events == 2 && is.sealed_at == 0);
    DESK_TRUE(f, is.schema_version == is.library_version && is.schema_version >= 2 && !is.read_only);
    DESK_TRUE(f, desk_is_sqlite(f) == (is.file_bytes > 0) && desk_is_sqlite(f) == (is.log_bytes > 0));
    TYPED_OK(f, maintain(f, &done));
    DESK_TRUE(f, done.sealed_events == 2 && done.more == 0 && done.held_back == 0);
    DESK_TRUE(f, desk_is_sqlite(f) == (done.freed_bytes > 0) && done.freed_bytes <= done.log_bytes);
    is = health(f);
    DESK_TRUE(f, is.unsealed_events == 0 && is.sealed_at == CSR_TEST_MONDAY && is.log_bytes == 0);
    TYPED_OK(f, maintain(f, &done));
    DESK_TRUE(f, done.sealed_events == 0);
    DESK_HAS(f, "desk.stats", "{}", "'checkpoints':1");
}
ON_BOTH(upkeep_seals)

/* Requests are remembered for a week and forgotten then, a piece at a time. */
static void upkeep_forgets_requests(desk_fixture *f)
{
    csr_desk_maintain_params params = CSR_DESK_MAINTAIN_PARAMS_INIT;
    csr_maintenance_view done = { .struct_size = sizeof(done), .more = 1 };
    csr_result *result = NULL;
    int64_t erased = 0;
    int calls = 0;

    f->apart = 1;
    for (int i = 0; i < 5; i++) {
        char step[100];
        snprintf(step, sizeof(step), "{'name':'a','request_key':'key %d'}", i);
        TYPED_OK(f, desk_call(f, "customer.add", step));
    }
    csr_test_host_advance(&f->host, CSR_REQUEST_KEPT_US - 1);
    TYPED_OK(f, maintain(f, &done));
    DESK_TRUE(f, done.erased_rows == 0 && done.more == 0);
    DESK_OK(f, "customer.add", "{'name':'b','request_key':'a later key'}");
    csr_test_host_advance(&f->host, 1);
    params.limit = 2;
    for (done.more = 1; done.more && calls < 9; calls++, csr_result_free(result)) {
        TYPED_OK(f, csr_desk_maintain(f->desk, &params, &result, &f->err));
        TYPED_OK(f, csr_maintenance_at(result, 0, &done, &f->err));
        DESK_TRUE(f, done.erased_rows <= 2);
        erased += done.erased_rows;
    }
    DESK_TRUE(f, erased == 5 && calls == 3);
    DESK_OK(f, "customer.add", "{'name':'another one','request_key':'key 0'}");
}
ON_BOTH(upkeep_forgets_requests)

/* A reader of an older state holds the log back; what can be copied is. */
static void test_a_reader_holds_the_log_back(void)
{
    csr_maintenance_view done;
    csr_session *reader = NULL;
    desk_fixture f;

    if (begin(&f)) {
        DESK_OK(&f, "customer.add", "{'name':'before'}");
        TYPED_OK(&f, csr_session_open(f.desk, NULL, &reader, &f.err));
        sqlite3 *old = tamper_open(DESK);
        CU_ASSERT_TRUE(tamper_run(old, "BEGIN;SELECT count(*) FROM customer"));
        DESK_TRUE(&f, health(&f).log_waiting_bytes > 0 && health(&f).oldest_reader_bytes == 0);
        DESK_OK(&f, "customer.add", "{'name':'after'}");
        DESK_TRUE(&f, health(&f).oldest_reader_bytes > 0);
        DESK_TRUE(&f, health(&f).oldest_reader_bytes < health(&f).log_waiting_bytes);
        TYPED_OK(&f, maintain(&f, &done));
        DESK_TRUE(&f, done.held_back == 1 && done.freed_bytes <= 0);
        DESK_TRUE(&f, health(&f).oldest_reader_bytes == health(&f).log_waiting_bytes);
        CU_ASSERT_TRUE(tamper_run(old, "COMMIT"));
        tamper_close(old);
        TYPED_OK(&f, maintain(&f, &done));
        DESK_TRUE(&f, done.held_back == 0 && done.freed_bytes > 0);
        DESK_TRUE(&f, health(&f).log_waiting_bytes == 0 && health(&f).oldest_reader_bytes == 0);
        /* What somebody else has copied waits no longer. */
        DESK_OK(&f, "customer.add", "{'name':'between'}");
        DESK_TRUE(&f, health(&f).log_waiting_bytes > 0);
        old = tamper_open(DESK);
        CU_ASSERT_TRUE(tamper_run(old, "PRAGMA wal_checkpoint(PASSIVE)"));
        DESK_TRUE(&f, health(&f).log_bytes > 0 && health(&f).log_waiting_bytes == 0);
        tamper_close(old);
        /* Who reads what is copied already holds back what comes then. */
        old = tamper_open(DESK);
        CU_ASSERT_TRUE(tamper_run(old, "BEGIN;SELECT count(*) FROM customer"));
        DESK_OK(&f, "customer.add", "{'name':'later'}");
        DESK_TRUE(&f, health(&f).oldest_reader_bytes > 0);
        CU_ASSERT_TRUE(tamper_run(old, "COMMIT"));
        tamper_close(old);
        csr_session_close(reader);
    }
    desk_end(&f);
}

/* References that lead nowhere, more of them than are asked for. */
static void test_lost_references(void)
{
    csr_desk_verify_params params = CSR_DESK_VERIFY_PARAMS_INIT;
    csr_result *result = NULL;
    desk_fixture f;
    sqlite3 *db;

    if (begin(&f)) {
        f.spoilt = 1;
        for (int i = 0; i < 3; i++)
            DESK_OK(&f, "ticket.open", "{'subject':'x','customer':'$jana'}");
        db = tamper_open(DESK);
        CU_ASSERT_TRUE(tamper_run(db, "UPDATE ticket SET customer=x'00000000000000000000000000000007'"));
        tamper_close(db);
        params.limit = 2;
        TYPED_OK(&f, csr_desk_verify(f.session, &params, &result, &f.err));
        CU_ASSERT_TRUE(csr_result_count(result) >= 3);
        for (size_t i = 1; i < 3; i++) {
            csr_diagnostic_view found = { .struct_size = sizeof(found) };
            TYPED_OK(&f, csr_diagnostic_at(result, i, &found, &f.err));
            CU_ASSERT_STRING_EQUAL(found.place.ptr, "ticket");
            CU_ASSERT_PTR_NOT_NULL(strstr(found.text.ptr, "refers to a customer that is not there"));
        }
        csr_result_free(result);
    }
    desk_end(&f);
}

/* What SQLite's check says of pages that it could not read. */
static void test_what_could_not_be_read(void)
{
    CU_ASSERT_EQUAL(csri_sqlite_unread("ok"), SQLITE_OK);
    CU_ASSERT_EQUAL(csri_sqlite_unread("row 3 missing from index x"), SQLITE_OK);
    CU_ASSERT_EQUAL(csri_sqlite_unread("Tree 5: unable to get the page. error code=266"), SQLITE_IOERR_READ);
    CU_ASSERT_EQUAL(csri_sqlite_unread("Tree 5: unable to get the page. error code=7\nOther"), SQLITE_NOMEM);
    CU_ASSERT_EQUAL(csri_sqlite_unread("Page 9: unable to get the page. error code=11"), SQLITE_OK);
    CU_ASSERT_EQUAL(csri_sqlite_unread("unable to get the page. error code=11\n"
                                       "unable to get the page. error code=522"),
                    SQLITE_IOERR_SHORT_READ);
    CU_ASSERT_EQUAL(csri_sqlite_unread("unable to get the page. error code=99999999"), 9999999);
    CU_ASSERT_EQUAL(csri_sqlite_unread("Tree 5 page 7 cell 0: failed to get page 12"), SQLITE_IOERR_READ);
}

static void test_refusals(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_desk_maintain_params much = CSR_DESK_MAINTAIN_PARAMS_INIT;
    csr_result *result = NULL;
    csr_desk *desk = NULL;
    desk_fixture f;

    if (begin(&f)) {
        TYPED_FAILS(&f, csr_desk_backup(NULL, COPY, NULL, &result, &f.err), CSR_E_ARGUMENT, "desk");
        TYPED_FAILS(&f, csr_desk_backup(f.desk, COPY, NULL, NULL, &f.err), CSR_E_ARGUMENT, "out_result");
        TYPED_FAILS(&f, csr_desk_maintain(NULL, NULL, &result, &f.err), CSR_E_ARGUMENT, "desk");
        TYPED_FAILS(&f, csr_desk_health(NULL, &result, &f.err), CSR_E_ARGUMENT, "desk");
        much.limit = 1001;
        TYPED_FAILS(&f, csr_desk_maintain(f.desk, &much, &result, &f.err), CSR_E_ARGUMENT, "limit");
        params.flags = CSR_OPEN_READ_ONLY;
        TYPED_OK(&f, csr_desk_open(DESK, &params, &desk, &f.err));
        TYPED_FAILS(&f, csr_desk_maintain(desk, NULL, &result, &f.err), CSR_E_READ_ONLY, "");
        TYPED_OK(&f, csr_desk_health(desk, &result, &f.err));
        csr_result_free(result);
        TYPED_OK(&f, csr_desk_backup(desk, COPY, NULL, &result, &f.err));
        csr_result_free(result);
        csr_desk_close(desk);
    }
    desk_end(&f);
    if (desk_begin(&f, "memory", "memory:", 1))
        TYPED_FAILS(&f, csr_desk_backup(f.desk, COPY "2", NULL, &result, &f.err), CSR_E_UNSUPPORTED, "");
    desk_end(&f);
}

/* --- without memory --- */

/* One of the calls, at a desk that is open; its result is freed. */
static csr_status call_one(unsigned which, csr_test_host *host, csr_desk *desk, csr_error *err)
{
    csr_desk_examine_params examining = CSR_DESK_EXAMINE_PARAMS_INIT;
    csr_desk_migrate_params migrating = CSR_DESK_MIGRATE_PARAMS_INIT;
    csr_result *result = NULL;
    csr_status status;

    examining.host = migrating.host = &host->host;
    migrating.flags = CSR_MIGRATE_NO_BACKUP;
    switch (which) {
    case 0: status = csr_desk_backup(desk, COPY, NULL, &result, err); break;
    case 1: status = csr_desk_maintain(desk, NULL, &result, err); break;
    case 2: status = csr_desk_health(desk, &result, err); break;
    case 3: status = csr_desk_examine(DESK, &examining, &result, err); break;
    default: status = csr_desk_migrate("old.csr", &migrating, &result, err); break;
    }
    CU_ASSERT_EQUAL(result != NULL, status == CSR_OK);
    csr_result_free(result);
    return status;
}

/* The n-th allocation fails, for every n: it says so, leaves nothing, and can be repeated. */
static void test_without_memory(void)
{
    for (unsigned which = 0; which < 5; which++) {
        desk_fixture f;
        csr_status status = CSR_E_NO_MEMORY;
        if (begin(&f)) {
            for (uint64_t nth = 1; status != CSR_OK && nth < 2000; nth++) {
                forget(COPY);
                CU_ASSERT_TRUE(which != 4 || desk_file_unpack(1, "old.csr"));
                csr_test_host_fail_alloc(&f.host, nth, 0);
                f.err = (csr_error)CSR_ERROR_INIT;
                status = call_one(which, &f.host, f.desk, &f.err);
                csr_test_host_fail_alloc(&f.host, 0, 0);
                CU_ASSERT_TRUE(status == CSR_OK || status == CSR_E_NO_MEMORY);
                CU_ASSERT_EQUAL(count_beside(COPY), which == 0 && status == CSR_OK);
            }
            CU_ASSERT_EQUAL(status, CSR_OK);
        }
        desk_end(&f);
        forget("old.csr");
    }
}

/* --- the doctor --- */

/* Errors and warnings that are found; `text` stands in one of the findings, unless it is NULL. */
static void examine(const char *uri, int errors, int warnings, const char *text, unsigned line)
{
    csr_error err = CSR_ERROR_INIT;
    csr_result *result = NULL;
    char all[3000] = "", what[3600];
    int found_errors = 0, found_warnings = 0;

    CU_ASSERT_EQUAL_FATAL(csr_desk_examine(uri, NULL, &result, &err), CSR_OK);
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_diagnostic_view found = { .struct_size = sizeof(found) };
        CU_ASSERT_EQUAL(csr_diagnostic_at(result, i, &found, &err), CSR_OK);
        found_errors += found.severity == CSR_SEVERITY_ERROR;
        found_warnings += found.severity == CSR_SEVERITY_WARNING;
        snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s: %s (%s)\n", found.place.ptr, found.text.ptr,
                 found.suggestion.ptr);
        CU_ASSERT_TRUE(found.severity == CSR_SEVERITY_INFO || found.suggestion.len > 0 ||
                       strstr(found.text.ptr, "memory") != NULL || strcmp(text == NULL ? "" : text, "any") == 0);
    }
    snprintf(what, sizeof(what), "%s: %d errors, %d warnings:\n%s", uri, found_errors, found_warnings, all);
    CU_assertImplementation((errors < 0 ? found_errors > 0 : found_errors == errors) && found_warnings == warnings &&
                                (text == NULL || strcmp(text, "any") == 0 || strstr(all, text) != NULL),
                            line, what, __FILE__, "", CU_FALSE);
    csr_result_free(result);
}
#define EXAMINE(uri, errors, warnings, text) examine(uri, errors, warnings, text, __LINE__)

static void write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(bytes, 1, size, file), size);
    (void)fclose(file);
}

static void test_what_is_no_desk(void)
{
    EXAMINE("absent.csr", 1, 0, "there is no such file");
    EXAMINE("no/such/folder", 1, 0, "No such file");
    EXAMINE(".", 1, 0, "Is a directory");
    EXAMINE("memory:", 1, 0, "always a new one");
    write_file("text", "This is a letter to somebody.\n", 30);
    EXAMINE("text", 1, 0, "is no desk");
    write_file("empty", "", 0);
    EXAMINE("empty", 1, 0, "is empty");
    CU_ASSERT_EQUAL(symlink("empty", "link"), 0);
    EXAMINE("link", 1, 0, "regular file");
}

static void test_desks_of_other_versions(void)
{
    sqlite3 *db;
    desk_fixture f;

    CU_ASSERT_TRUE_FATAL(desk_file_unpack(1, "old.csr"));
    EXAMINE("old.csr", 1, 0, "csr --desk FILE migrate");
    if (begin(&f)) {
        f.spoilt = 1;
        db = tamper_open(DESK);
        CU_ASSERT_TRUE(tamper_run(db, "PRAGMA user_version=99"));
        EXAMINE(DESK, 1, 0, "has schema 99");
        tamper_close(db);
    }
    desk_end(&f);
}

static void test_a_desk_in_use(void)
{
    desk_fixture f;

    if (begin(&f)) {
        EXAMINE(DESK, 0, 0, "bytes wait in its log");
        EXAMINE(DESK, 0, 0, "0 errors");
        write_file(DESK "-new-1-0", "x", 1);
        EXAMINE(DESK, 0, 0, "a draft was left behind");
        (void)unlink(DESK "-new-1-0");
    }
    desk_end(&f);
    EXAMINE(DESK, 0, 0, "0 errors");
    write_file(DESK "-journal", "x", 1);
    EXAMINE(DESK, 1, 0, "unfinished");
    (void)unlink(DESK "-journal");
}

/* A log that nobody could copy for long; this one holds nothing, so that opening the desk passes it over. */
static void test_a_long_log(void)
{
    desk_fixture f;

    (void)begin(&f);
    desk_end(&f);
    write_file(DESK "-wal", "", 0);
    CU_ASSERT_EQUAL(truncate(DESK "-wal", INT64_C(81) << 20), 0);
    EXAMINE(DESK, 0, 1, "has grown to 81 MB");
    forget(DESK);
}

/* Time that is over ends an examination; what was found by then is not told. */
static void test_an_examination_in_time(void)
{
    csr_desk_examine_params params = CSR_DESK_EXAMINE_PARAMS_INIT;
    csr_result *result = NULL;
    desk_fixture f;

    if (begin(&f)) {
        params.timeout_us = 1;
        TYPED_FAILS(&f, csr_desk_examine(DESK, &params, &result, &f.err), CSR_E_TIMEOUT, "");
        CU_ASSERT_PTR_NULL(result);
        params.timeout_us = -1;
        TYPED_FAILS(&f, csr_desk_examine(DESK, &params, &result, &f.err), CSR_E_ARGUMENT, "timeout_us");
        params.timeout_us = INT64_C(3600) * 1000000;
        TYPED_OK(&f, csr_desk_examine(DESK, &params, &result, &f.err));
        csr_result_free(result);
    }
    desk_end(&f);
}

static void test_rights(void)
{
    desk_fixture f;

    if (geteuid() == 0) {
        csr_test_skip("root may write everywhere");
        return;
    }
    if (begin(&f)) {
        CU_ASSERT_EQUAL(chmod(DESK, 0400), 0);
        EXAMINE(DESK, 0, 1, "can only be read");
        CU_ASSERT_EQUAL(chmod(DESK, 0600), 0);
    }
    desk_end(&f);
}

static void test_damage(void)
{
    desk_fixture f;
    sqlite3 *db;
    FILE *file;

    if (begin(&f)) {
        f.spoilt = 1;
        db = tamper_open(DESK);
        CU_ASSERT_TRUE(tamper_run(db, "UPDATE customer SET name='Somebody else'"));
        tamper_close(db);
    }
    desk_end(&f);
    EXAMINE(DESK, 1, 0, "any");
    db = tamper_open(DESK);
    CU_ASSERT_TRUE(tamper_run(db, "DROP INDEX ticket_by_customer"));
    tamper_close(db);
    EXAMINE(DESK, 1, 0, "are missing");
    file = fopen(DESK, "r+b");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    (void)fseek(file, 4096 * 3, SEEK_SET);
    for (int i = 0; i < 4096 * 20; i++)
        (void)fputc(0xa5, file);
    (void)fclose(file);
    EXAMINE(DESK, -1, 0, "any");
}

static void test_parameters(void)
{
    csr_desk_examine_params params = CSR_DESK_EXAMINE_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_result *result;

    CU_ASSERT_EQUAL(csr_desk_examine(NULL, NULL, &result, &err), CSR_E_ARGUMENT);
    CU_ASSERT_PTR_NULL(result);
    CU_ASSERT_EQUAL(csr_desk_examine("x", NULL, NULL, &err), CSR_E_ARGUMENT);
    params.limit = 2000;
    CU_ASSERT_EQUAL(csr_desk_examine("x", &params, &result, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "limit");
    params.limit = 1;
    params.flags = 1;
    CU_ASSERT_EQUAL(csr_desk_examine("x", &params, &result, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "flags");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "care/a_copy_is_the_desk", test_a_copy_is_the_desk },
        { "care/a_copy_is_noted", test_a_copy_is_noted },
        { "care/what_is_no_place_for_a_copy", test_what_is_no_place_for_a_copy },
        { "care/damage_is_not_copied", test_damage_is_not_copied },
        { "care/a_copy_beside_a_writer", test_a_copy_beside_a_writer },
        { "care/upkeep_seals", upkeep_seals_on_both },
        { "care/upkeep_forgets_requests", upkeep_forgets_requests_on_both },
        { "care/a_reader_holds_the_log_back", test_a_reader_holds_the_log_back },
        { "care/lost_references", test_lost_references },
        { "care/what_could_not_be_read", test_what_could_not_be_read },
        { "care/refusals", test_refusals },
        { "care/without_memory", test_without_memory },
        { "care/what_is_no_desk", test_what_is_no_desk },
        { "care/desks_of_other_versions", test_desks_of_other_versions },
        { "care/a_desk_in_use", test_a_desk_in_use },
        { "care/a_long_log", test_a_long_log },
        { "care/an_examination_in_time", test_an_examination_in_time },
        { "care/rights", test_rights },
        { "care/damage", test_damage },
        { "care/parameters", test_parameters },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "care", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("care_test", suites, 20);
}
