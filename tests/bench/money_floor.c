#include "money.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define TEMPLATES_MAX 96
#define RUN_MAX 96

/* A value that is bound; texts and blobs are its own. */
typedef struct bound {
    int type; /* SQLITE_INTEGER, SQLITE_TEXT, SQLITE_BLOB, SQLITE_NULL */
    int len;
    int64_t number;
    char *bytes;
} bound;

typedef struct step {
    int template;
    int count;
    bound *values;
} step;

/* What one call did. */
typedef struct run {
    step *steps;
    size_t count;
} run;

struct money_floor {
    size_t cases;
    run *runs; /* by op, then by case */
    char *texts[TEMPLATES_MAX];
    int is_write[TEMPLATES_MAX], is_read[TEMPLATES_MAX];
    int template_count;
    run *now; /* what is being recorded */
};

#define READS_MAX 9

struct money_hand {
    sqlite3 *db;
    const money_floor *floor;
    sqlite3_stmt *statements[TEMPLATES_MAX], *reads[MONEY_OPS][READS_MAX];
};

/* The reads of each call, written by hand. :R refund, :P purchase, :L line, :C customer, :A who asks, :M who approves, :O payout,
 * :T now. */
#define REFUND                                                                                                      \
    "SELECT version,updated_at,state,amount_minor,purpose,currency,requested_by,submitted_at,expires_at,approvals," \
    "approvals_needed,chain FROM refund WHERE id=:R"
#define LEFT                                                                                                    \
    "SELECT sum(captured_minor-charged_back_minor) FROM payment WHERE purchase=:P AND state>=3 AND dispute<>2", \
        "SELECT sum(amount_minor) FROM refund WHERE purchase=:P AND state NOT IN(1,4,5) AND id<>:R"
#define LIMITS(who)                                                                                                  \
    "SELECT "                                                                                                        \
    "g.deactivated,l.id,l.version,l.single_minor,l.day_minor,l.purchase_minor,l.customer_minor,l.two_from_minor,"    \
    "l.customer_days FROM agent g LEFT JOIN approval_limit l ON l.role=g.role AND l.purpose=1 AND l.currency='EUR' " \
    "WHERE g.id=" who,                                                                                               \
        "SELECT sum(a.amount_minor) FROM approval a JOIN refund r ON r.id=a.refund WHERE a.agent=" who               \
        " AND a.decided_at>=:T-:T%86400000000 AND a.kind<=2 AND a.purpose=1 AND a.currency='EUR' AND r.state NOT "   \
        "IN(4,5,9)",                                                                                                 \
        "SELECT sum(amount_minor) FROM refund WHERE purchase=:P AND approved_at>=:T-2592000000000 AND state NOT "    \
        "IN(4,5)",                                                                                                   \
        "SELECT sum(amount_minor) FROM refund WHERE customer=:C AND approved_at>=:T-2592000000000 AND state NOT "    \
        "IN(4,5)"
#define PAID "SELECT sum(amount_minor) FROM payout WHERE refund=:R AND state NOT IN(5,8)"

static const char *const by_hand_texts[MONEY_OPS][READS_MAX] = {
    [MONEY_OPEN] = { "SELECT customer,currency FROM purchase WHERE id=:P" },
    [MONEY_ADD] = { REFUND, "SELECT gross_minor,tax_minor,quantity,purchase FROM purchase_line WHERE id=:L",
                    "SELECT sum(p.gross_minor),sum(p.tax_minor),sum(p.units),min(p.units) FROM refund_part p "
                    "JOIN refund r ON r.id=p.refund WHERE p.line=:L AND r.state NOT IN(4,5)" },
    [MONEY_SUBMIT] = { REFUND, LEFT, LIMITS(":A") },
    [MONEY_APPROVE] = { REFUND, "SELECT count(*) FROM approval WHERE refund=:R AND agent=:M", LEFT, LIMITS(":M") },
    [MONEY_PLAN] = { REFUND,
                     "SELECT g.deactivated,l.single_minor FROM approval a JOIN agent g ON g.id=a.agent LEFT JOIN "
                     "approval_limit l "
                     "ON l.role=g.role AND l.purpose=a.purpose AND l.currency=a.currency WHERE a.refund=:R AND "
                     "a.kind<=2",
                     "SELECT p.id,p.captured_minor,p.charged_back_minor,p.state,p.dispute,p.cash_step_minor,p.gateway,"
                     "(SELECT sum(amount_minor) FROM payout o WHERE o.payment=p.id AND o.state NOT IN(5,8)),"
                     "(SELECT max(incident) FROM payout o WHERE o.payment=p.id) FROM payment p WHERE p.purchase=:P "
                     "ORDER BY p.number",
                     PAID },
    [MONEY_NEXT] = { "SELECT * FROM payout WHERE waiting=1 AND gateway='' AND due_at<=:T ORDER BY due_at,id LIMIT 1",
                     REFUND, PAID },
    [MONEY_REPORT] = { "SELECT * FROM payout WHERE id=:O", REFUND, PAID },
};

static _Noreturn void give_up(const money_hand *h)
{
    bench_die("the hand-written program: %s", sqlite3_errmsg(h->db));
}

money_floor *money_floor_new(size_t cases)
{
    money_floor *f = bench_alloc(sizeof *f);

    memset(f, 0, sizeof *f);
    f->cases = cases;
    f->runs = bench_alloc(MONEY_OPS * cases * sizeof *f->runs);
    memset(f->runs, 0, MONEY_OPS * cases * sizeof *f->runs);
    return f;
}

static int template_of(money_floor *f, const char *text)
{
    for (int i = 0; i < f->template_count; i++)
        if (strcmp(f->texts[i], text) == 0)
            return i;
    if (f->template_count == TEMPLATES_MAX)
        bench_die("more statements than expected");
    f->texts[f->template_count] = strdup(text);
    f->is_write[f->template_count] = strncmp(text, "INSERT", 6) == 0 || strncmp(text, "UPDATE", 6) == 0;
    f->is_read[f->template_count] = strncmp(text, "SELECT", 6) == 0;
    return f->template_count++;
}

static int nibble(char c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

/* A literal as SQLite writes it for a value; moves *at behind it. */
static bound take_literal(const char **at)
{
    bound v = { .type = SQLITE_NULL };
    const char *from = *at;

    if (*from == '\'') {
        v.type = SQLITE_TEXT;
        v.bytes = bench_alloc(strlen(from));
        for (from++; *from != '\'' || from[1] == '\''; from++) {
            from += *from == '\'';
            v.bytes[v.len++] = *from;
        }
        *at = from + 1;
    } else if (*from == 'x' && from[1] == '\'') {
        v.type = SQLITE_BLOB;
        v.bytes = bench_alloc(strlen(from));
        for (from += 2; *from != '\''; from += 2)
            v.bytes[v.len++] = (char)(nibble(*from) << 4 | nibble(from[1]));
        *at = from + 1;
    } else if (*from == 'N') {
        *at = from + 4;
    } else {
        char *end;
        v.type = SQLITE_INTEGER;
        v.number = strtoll(from, &end, 10);
        *at = end;
    }
    return v;
}

/* Values are where the text of the statement has ?1, ?2, ... in any order. */
static step take_step(money_floor *f, const char *text, const char *expanded)
{
    step s = { .template = template_of(f, text), .values = bench_alloc(64 * sizeof(bound)) };

    while (*text != '\0') {
        if (*text == '?') {
            char *end;
            long number = strtol(text + 1, &end, 10);
            bound v = take_literal(&expanded);
            text = end;
            if (number < 1 || number > 64)
                bench_die("a statement with more values than expected");
            s.values[number - 1] = v;
            s.count = number > s.count ? (int)number : s.count;
        } else {
            text++;
            expanded++;
        }
    }
    return s;
}

static int record(unsigned event, void *context, void *stmt, void *text)
{
    money_floor *f = context;
    char *expanded;

    (void)event;
    if (f->now == NULL || strncmp(text, "--", 2) == 0)
        return 0;
    expanded = sqlite3_expanded_sql(stmt);
    if (f->now->steps == NULL)
        f->now->steps = bench_alloc(RUN_MAX * sizeof(step));
    if (f->now->count == RUN_MAX || expanded == NULL)
        bench_die("a call with more statements than expected");
    f->now->steps[f->now->count++] = take_step(f, sqlite3_sql(stmt), expanded);
    sqlite3_free(expanded);
    return 0;
}

/* SQLite calls this for every connection that is made. */
static money_floor *watching;

static int watch(sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
    (void)message;
    (void)api;
    if (sqlite3_trace_v2(db, SQLITE_TRACE_STMT, record, watching) != SQLITE_OK)
        bench_die("SQLite does not trace");
    return SQLITE_OK;
}

void money_floor_watch(money_floor *f)
{
    watching = f;
    if (sqlite3_auto_extension((void (*)(void))watch) != SQLITE_OK)
        bench_die("SQLite takes no extensions");
}

void money_floor_record(money_floor *f, money_op op, size_t i)
{
    f->now = &f->runs[(size_t)op * f->cases + i];
}

void money_floor_recorded(money_floor *f)
{
    f->now = NULL;
    sqlite3_reset_auto_extension();
}

/* The settings that the library gives its connections. */
money_hand *money_hand_open(const money_floor *f, const char *path)
{
    static const char settings[] = "PRAGMA synchronous=FULL;PRAGMA cache_size=-32768;PRAGMA temp_store=2;"
                                   "PRAGMA cell_size_check=1;PRAGMA mmap_size=0;PRAGMA secure_delete=1;"
                                   "PRAGMA journal_size_limit=67108864;PRAGMA foreign_keys=1;PRAGMA journal_mode=WAL;"
                                   "PRAGMA wal_autocheckpoint=10000";

    money_hand *h = bench_alloc(sizeof *h);

    memset(h, 0, sizeof *h);
    h->floor = f;
    if (sqlite3_open_v2(path, &h->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_exec(h->db, settings, NULL, NULL, NULL) != SQLITE_OK)
        give_up(h);
    return h;
}

static sqlite3_stmt *prepared(money_hand *h, sqlite3_stmt **place, const char *text)
{
    if (*place == NULL && sqlite3_prepare_v3(h->db, text, -1, SQLITE_PREPARE_PERSISTENT, place, NULL) != SQLITE_OK)
        give_up(h);
    return *place;
}

/* To its end, every column looked at. */
static void finish(money_hand *h, sqlite3_stmt *stmt)
{
    int code;

    while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            int type = sqlite3_column_type(stmt, i);
            if (type == SQLITE_INTEGER)
                (void)sqlite3_column_int64(stmt, i);
            else if (type != SQLITE_NULL)
                (void)sqlite3_column_blob(stmt, i);
        }
    if (code != SQLITE_DONE)
        give_up(h);
    (void)sqlite3_reset(stmt);
}

static void do_step(money_hand *h, const step *s)
{
    sqlite3_stmt *stmt = prepared(h, &h->statements[s->template], h->floor->texts[s->template]);

    for (int i = 0; i < s->count; i++) {
        const bound *v = &s->values[i];
        if (v->type == SQLITE_INTEGER)
            (void)sqlite3_bind_int64(stmt, i + 1, v->number);
        else if (v->type == SQLITE_TEXT)
            (void)sqlite3_bind_text(stmt, i + 1, v->bytes, v->len, SQLITE_STATIC);
        else if (v->type == SQLITE_BLOB)
            (void)sqlite3_bind_blob(stmt, i + 1, v->bytes, v->len, SQLITE_STATIC);
        else
            (void)sqlite3_bind_null(stmt, i + 1);
    }
    finish(h, stmt);
}

static void bind_id(sqlite3_stmt *stmt, const char *name, const csr_id *id)
{
    int at = sqlite3_bind_parameter_index(stmt, name);

    if (at != 0)
        (void)sqlite3_bind_blob(stmt, at, id, sizeof *id, SQLITE_STATIC);
}

static void read_by_hand(money_hand *h, money_op op, const money_case *c, const money_cast *cast)
{
    for (size_t k = 0; by_hand_texts[op][k] != NULL; k++) {
        sqlite3_stmt *stmt = prepared(h, &h->reads[op][k], by_hand_texts[op][k]);
        int now = sqlite3_bind_parameter_index(stmt, ":T");
        bind_id(stmt, ":R", &c->refund);
        bind_id(stmt, ":P", &c->purchase);
        bind_id(stmt, ":L", &c->line);
        bind_id(stmt, ":C", &c->customer);
        bind_id(stmt, ":A", &cast->asks);
        bind_id(stmt, ":M", &cast->approves);
        bind_id(stmt, ":O", &c->payout);
        if (now != 0)
            (void)sqlite3_bind_int64(stmt, now, c->at + (int64_t)op * 1000000);
        finish(h, stmt);
    }
}

void money_hand_run(money_hand *h, money_op op, size_t i, const money_case *c, const money_cast *cast, int by_hand)
{
    const money_floor *f = h->floor;
    const run *r = &f->runs[(size_t)op * f->cases + i];
    int read = !by_hand;

    for (size_t k = 0; k < r->count; k++) {
        int write = f->is_write[r->steps[k].template];
        if (by_hand && f->is_read[r->steps[k].template])
            continue;
        if (write && !read) {
            read_by_hand(h, op, c, cast);
            read = 1;
        }
        do_step(h, &r->steps[k]);
    }
}

size_t money_floor_reads(const money_floor *f, money_op op, int by_hand)
{
    const run *r = &f->runs[(size_t)op * f->cases];
    size_t reads = 0;

    for (size_t k = 0; !by_hand && k < r->count; k++)
        reads += (size_t)f->is_read[r->steps[k].template];
    for (size_t k = 0; by_hand && by_hand_texts[op][k] != NULL; k++)
        reads++;
    return reads;
}

void money_hand_close(money_hand *h)
{
    for (size_t i = 0; i < TEMPLATES_MAX; i++)
        (void)sqlite3_finalize(h->statements[i]);
    for (size_t op = 0; op < MONEY_OPS; op++)
        for (size_t i = 0; i < READS_MAX; i++)
            (void)sqlite3_finalize(h->reads[op][i]);
    if (sqlite3_close(h->db) != SQLITE_OK)
        give_up(h);
    free(h);
}

void money_floor_free(money_floor *f)
{
    for (size_t i = 0; i < MONEY_OPS * f->cases; i++) {
        for (size_t k = 0; k < f->runs[i].count; k++) {
            for (int v = 0; v < f->runs[i].steps[k].count; v++)
                free(f->runs[i].steps[k].values[v].bytes);
            free(f->runs[i].steps[k].values);
        }
        free(f->runs[i].steps);
    }
    for (int i = 0; i < f->template_count; i++)
        free(f->texts[i]);
    free(f->runs);
    free(f);
}

static uint64_t mix(uint64_t digest, const void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        digest = (digest ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001b3);
    return digest;
}

static uint64_t mix_table(sqlite3 *db, const char *table, uint64_t digest)
{
    char text[200];
    sqlite3_stmt *stmt = NULL;

    (void)sqlite3_snprintf((int)sizeof text, text, "SELECT * FROM \"%w\" ORDER BY 1,2", table);
    if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL) != SQLITE_OK)
        bench_die("%s: %s", table, sqlite3_errmsg(db));
    while (sqlite3_step(stmt) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            int type = sqlite3_column_type(stmt, i);
            const void *bytes = sqlite3_column_blob(stmt, i);
            digest = mix(digest, &type, sizeof type);
            digest = bytes != NULL ? mix(digest, bytes, (size_t)sqlite3_column_bytes(stmt, i)) : digest;
        }
    (void)sqlite3_finalize(stmt);
    return digest;
}

uint64_t money_rows(const char *path)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    sqlite3_stmt *tables = NULL;
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type='table' AND name<>'checkpoint' ORDER BY name",
                           -1, &tables, NULL) != SQLITE_OK)
        bench_die("%s: %s", path, sqlite3_errmsg(db));
    while (sqlite3_step(tables) == SQLITE_ROW)
        digest = mix_table(db, (const char *)sqlite3_column_text(tables, 0), digest);
    (void)sqlite3_finalize(tables);
    (void)sqlite3_close(db);
    return digest;
}
