/*
 * csr-tick-bench: what a tick with 1,000 timers due costs at a desk where 10,000 are pending, and at one where
 * 1,000,000 are, beside the same statements written by hand. docs/performance.md says what is compared.
 *
 * Both sides work in a transaction that is rolled back, so that every round finds the same desk; the commit, which is the
 * same for both, is left out.
 */
#include <csr/csr.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DUE 1000
#define ROUNDS 15
#define CHANGE_BYTES 60

static double found[2][2]; /* [size][side]: median microseconds of a timer */

_Noreturn static void die(const char *what, const char *why)
{
    fprintf(stderr, "csr-tick-bench: %s: %s\n", what, why);
    exit(1);
}

static void must(csr_status status, const csr_error *err)
{
    if (status != CSR_OK)
        die(csr_status_name(status), err->message);
}

static int64_t now_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof(*values), ascending);
    return values[n / 2];
}

static void open_desk(const char *path, csr_desk **desk, csr_session **session)
{
    csr_error err = CSR_ERROR_INIT;

    must(csr_desk_open(path, NULL, desk, &err), &err);
    must(csr_session_open(*desk, NULL, session, &err), &err);
}

/* A desk whose tickets are all late. */
static void make_desk(const char *path)
{
    csr_policy_add_params sla = CSR_POLICY_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk;
    csr_session *session;

    open_desk(path, &desk, &session);
    sla.kind = CSR_POLICY_SLA;
    sla.document = CSR_STR("{\"policies\":[{\"name\":\"p\",\"targets\":{\"resolution\":{\"target\":3600}}}]}");
    must(csr_policy_add(session, &sla, NULL, &err), &err);
    matter.subject = CSR_STR("The lamp flickers when the kettle is on");
    must(csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, &matter.opened_at, &err), &err);
    must(csr_session_begin(session, &err), &err);
    for (int i = 0; i < DUE; i++)
        must(csr_ticket_open(session, &matter, NULL, &err), &err);
    must(csr_session_commit(session, &err), &err);
    csr_session_close(session);
    csr_desk_close(desk);
}

static sqlite3 *open_file(const char *path)
{
    sqlite3 *db;

    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA cache_size=-32768;PRAGMA foreign_keys=0;PRAGMA synchronous=0", NULL, NULL, NULL) !=
            SQLITE_OK)
        die("opening", sqlite3_errmsg(db));
    return db;
}

/* Clocks of other tickets with their timers, which are due in many years. */
static void pad(const char *path, int64_t pending)
{
    static const char text[] =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<%lld) "
        "INSERT INTO clock(id,ticket,metric,state,outcome,reopen,cycle,revision,target_s,elapsed_us,last_at,started_at,"
        "stopped_at,due_at,next_at,breached_at,sla,calendar,rule,levels,zone_hash,live) "
        "SELECT randomblob(16),randomblob(16),metric,state,outcome,reopen,cycle,revision,target_s,elapsed_us,last_at,"
        "started_at,stopped_at,due_at,4000000000000000+abs(random())%%1000000000000,breached_at,sla,calendar,rule,"
        "levels,"
        "zone_hash,live FROM n,(SELECT * FROM clock LIMIT 1);"
        "INSERT INTO timer(id,at,kind,owner,subject) SELECT randomblob(16),next_at,1,id,ticket FROM clock "
        "WHERE next_at>=4000000000000000";
    sqlite3 *db = open_file(path);
    char *sql = sqlite3_mprintf(text, (long long)(pending - DUE));

    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL) != SQLITE_OK)
        die("making timers", sqlite3_errmsg(db));
    sqlite3_free(sql);
    sqlite3_close(db);
}

/* The library's side: one tick over all that is due. */
static double tick_round(csr_session *session)
{
    csr_desk_tick_params in = CSR_DESK_TICK_PARAMS_INIT;
    csr_tick_view did = { .struct_size = sizeof did };
    csr_error err = CSR_ERROR_INIT;
    csr_result *result;
    int64_t began;

    in.limit = DUE;
    must(csr_session_begin(session, &err), &err);
    began = now_ns();
    must(csr_desk_tick(session, &in, &result, &err), &err);
    began = now_ns() - began;
    must(csr_tick_at(result, 0, &did, &err), &err);
    csr_result_free(result);
    must(csr_session_rollback(session, &err), &err);
    if (did.timers != DUE || did.told != DUE)
        die("tick", "it did not act on all that is due");
    return (double)began / 1000 / DUE;
}

enum { TIMERS, TICKET, CLOCKS, SET_TICKET, SET_CLOCK, ADD_EVENT, DROP_TIMER, STATEMENTS };

/* Those of the library, by hand. */
static const char *const texts[STATEMENTS] = {
    [TIMERS] = "SELECT id,at,kind,owner,subject FROM timer INDEXED BY timer_by_at ORDER BY at,id LIMIT ?1",
    [TICKET] = "SELECT id,version,created_at,updated_at,number,kind,state,phase,waits_for,queue,priority,urgency,fault,"
               "resolution,reopened,customer,team,assignee,contact_point,follow_up_of,lifecycle,opened_at,state_since,"
               "due_at,resolved_at,closed_at,subject,resolution_note,product,order_ref,external_id,chain,sla,children "
               "FROM ticket "
               "WHERE id=?1",
    [CLOCKS] = "SELECT id,ticket,metric,state,outcome,reopen,cycle,revision,target_s,elapsed_us,last_at,started_at,"
               "stopped_at,due_at,next_at,breached_at,sla,calendar,rule,levels,zone_hash,live FROM clock "
               "INDEXED BY clock_by_ticket WHERE ticket=?1 ORDER BY metric LIMIT ?2",
    [SET_TICKET] = "UPDATE ticket SET version=?1,updated_at=?2,chain=?3 WHERE id=?4 AND version=?5",
    [SET_CLOCK] = "UPDATE clock SET next_at=?1,breached_at=?2,levels=?3 WHERE id=?4",
    /* In brackets, or a compiler takes it for a forgotten comma. */
    [ADD_EVENT] = ("INSERT INTO event(position,kind,subject,subject_kind,seq,at,effective_at,actor,row,row_kind,hash,"
                   "change,personal,commitment)VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)"),
    [DROP_TIMER] = "DELETE FROM timer WHERE id=?1",
};

typedef struct hand {
    sqlite3 *db;
    sqlite3_stmt *s[STATEMENTS];
    int64_t at;
    uint8_t timers[DUE][3][16]; /* id, owner, subject */
} hand;

static void run(hand *h, int which, int expected)
{
    if (sqlite3_step(h->s[which]) != expected)
        die(texts[which], sqlite3_errmsg(h->db));
}

static void id(hand *h, int which, int at, const void *bytes)
{
    (void)sqlite3_bind_blob(h->s[which], at, bytes, 16, SQLITE_STATIC);
}

static void read_timers(hand *h)
{
    (void)sqlite3_bind_int(h->s[TIMERS], 1, DUE);
    for (int i = 0; i < DUE; i++) {
        run(h, TIMERS, SQLITE_ROW);
        memcpy(h->timers[i][0], sqlite3_column_blob(h->s[TIMERS], 0), 16);
        memcpy(h->timers[i][1], sqlite3_column_blob(h->s[TIMERS], 3), 16);
        memcpy(h->timers[i][2], sqlite3_column_blob(h->s[TIMERS], 4), 16);
    }
    (void)sqlite3_reset(h->s[TIMERS]);
}

static void write_clock(hand *h, int i, int64_t version, const uint8_t hash[32])
{
    static const char levels[] = "100:1772445600000000";
    static const uint8_t change[CHANGE_BYTES] = { 1 };

    (void)sqlite3_bind_int64(h->s[SET_TICKET], 1, version + 1);
    (void)sqlite3_bind_int64(h->s[SET_TICKET], 2, h->at);
    (void)sqlite3_bind_blob(h->s[SET_TICKET], 3, hash, 32, SQLITE_STATIC);
    id(h, SET_TICKET, 4, h->timers[i][2]);
    (void)sqlite3_bind_int64(h->s[SET_TICKET], 5, version);
    run(h, SET_TICKET, SQLITE_DONE);
    (void)sqlite3_bind_int64(h->s[SET_CLOCK], 2, h->at);
    (void)sqlite3_bind_text(h->s[SET_CLOCK], 3, levels, (int)sizeof(levels) - 1, SQLITE_STATIC);
    id(h, SET_CLOCK, 4, h->timers[i][1]);
    run(h, SET_CLOCK, SQLITE_DONE);
    (void)sqlite3_bind_int(h->s[ADD_EVENT], 2, CSR_EVENT_CLOCK_BREACHED);
    id(h, ADD_EVENT, 3, h->timers[i][2]);
    (void)sqlite3_bind_int(h->s[ADD_EVENT], 4, CSR_RECORD_TICKET);
    (void)sqlite3_bind_int64(h->s[ADD_EVENT], 5, version + 1);
    (void)sqlite3_bind_int64(h->s[ADD_EVENT], 6, h->at);
    (void)sqlite3_bind_int64(h->s[ADD_EVENT], 7, h->at - 1);
    id(h, ADD_EVENT, 9, h->timers[i][1]);
    (void)sqlite3_bind_int(h->s[ADD_EVENT], 10, CSR_RECORD_CLOCK);
    (void)sqlite3_bind_blob(h->s[ADD_EVENT], 11, hash, 32, SQLITE_STATIC);
    (void)sqlite3_bind_blob(h->s[ADD_EVENT], 12, change, sizeof(change), SQLITE_STATIC);
    run(h, ADD_EVENT, SQLITE_DONE);
}

static void act(hand *h, int i)
{
    static const uint8_t hash[32] = { 7 };
    int64_t version;

    id(h, TICKET, 1, h->timers[i][2]);
    run(h, TICKET, SQLITE_ROW);
    version = sqlite3_column_int64(h->s[TICKET], 1);
    (void)sqlite3_reset(h->s[TICKET]);
    id(h, CLOCKS, 1, h->timers[i][2]);
    (void)sqlite3_bind_int(h->s[CLOCKS], 2, 5);
    run(h, CLOCKS, SQLITE_ROW);
    run(h, CLOCKS, SQLITE_DONE);
    (void)sqlite3_reset(h->s[CLOCKS]);
    write_clock(h, i, version, hash);
    id(h, DROP_TIMER, 1, h->timers[i][0]);
    run(h, DROP_TIMER, SQLITE_DONE);
    for (int s = 0; s < STATEMENTS; s++)
        (void)sqlite3_reset(h->s[s]);
}

static double hand_round(hand *h)
{
    int64_t began;

    (void)sqlite3_exec(h->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    began = now_ns();
    read_timers(h);
    for (int i = 0; i < DUE; i++)
        act(h, i);
    began = now_ns() - began;
    (void)sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL);
    return (double)began / 1000 / DUE;
}

/* In turns, so that both see the same machine. */
static void measure(const char *path, double out[2])
{
    static hand h;
    static double lib[ROUNDS], floor_[ROUNDS];
    csr_desk *desk;
    csr_session *session;

    open_desk(path, &desk, &session);
    h.db = open_file(path);
    (void)sqlite3_exec(h.db, "PRAGMA foreign_keys=1;PRAGMA secure_delete=1", NULL, NULL, NULL);
    h.at = 1800000000000000;
    for (int s = 0; s < STATEMENTS; s++)
        if (sqlite3_prepare_v3(h.db, texts[s], -1, SQLITE_PREPARE_PERSISTENT, &h.s[s], NULL) != SQLITE_OK)
            die(texts[s], sqlite3_errmsg(h.db));
    (void)tick_round(session);
    (void)hand_round(&h);
    for (int i = 0; i < ROUNDS; i++) {
        lib[i] = tick_round(session);
        floor_[i] = hand_round(&h);
    }
    for (int s = 0; s < STATEMENTS; s++)
        (void)sqlite3_finalize(h.s[s]);
    sqlite3_close(h.db);
    csr_session_close(session);
    csr_desk_close(desk);
    out[0] = median(lib, ROUNDS);
    out[1] = median(floor_, ROUNDS);
}

int main(int argc, char **argv)
{
    int quick = argc > 1 && strcmp(argv[1], "--quick") == 0;
    const int64_t pending[2] = { quick ? 2000 : 10000, quick ? 20000 : 1000000 };
    char folder[] = "/var/tmp/csr-tick-XXXXXX", path[64], side[80];
    double growth;

    if (mkdtemp(folder) == NULL)
        die("making a folder", folder);
    snprintf(path, sizeof(path), "%s/desk.csr", folder);
    for (int i = 0; i < 2; i++) {
        make_desk(path);
        pad(path, pending[i]);
        measure(path, found[i]);
        printf("%8lld pending, %d due: libcsr %.1f, by hand %.1f microseconds a timer, ratio %.2f\n",
               (long long)pending[i], DUE, found[i][0], found[i][1], found[i][0] / found[i][1]);
        for (int k = 0; k < 3; k++) {
            static const char *const ends[] = { "", "-wal", "-shm" };
            snprintf(side, sizeof(side), "%s%s", path, ends[k]);
            (void)unlink(side);
        }
    }
    (void)rmdir(folder);
    growth = found[1][0] / found[0][0] / (found[1][1] / found[0][1]);
    printf("growth: libcsr %.2f, by hand %.2f; against it %.2f (wanted: 1.30 at most)\n", found[1][0] / found[0][0],
           found[1][1] / found[0][1], growth);
    return 0;
}
