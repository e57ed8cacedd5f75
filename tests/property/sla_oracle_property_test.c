/*
 * Random matters at a desk with random calendars, zones and promises, and an oracle that knows nothing of the library: it
 * keeps a list of open seconds by walking through days, counts them one span after the other, and has the table of
 * docs/sla.md as plain statements. Its clocks, those that are stored, and those that the events give when they are folded
 * again have to be the same (C1 to C11; S5 to S11 through the operations of a desk).
 *
 * An oracle that is wrong on purpose has to be found out.
 */
#include "support/calendars.h"
#include "support/desk_fixture.h"
#include "support/random_calendar.h"

#include "base/memory.h"
#include <stdlib.h>
#include <sys/stat.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define SECOND INT64_C(1000000)
#define DAY_S INT64_C(86400)
#define CALENDARS 2
#define SPANS 4000
#define LEVELS 4
#define STEPS 45
#define ROUNDS 20
#define LINE 2000

/* What the oracle does wrong. */
enum { RIGHT, COUNTS_PAUSES, BY_ELAPSED, FORGETS_ON_RETARGET, MISTAKES };

enum { NEITHER, RUNNING, PAUSED, STOPPED, CANCELLED };

/* Promises: of a ticket that is urgent, and of others. */
typedef struct promise {
    int64_t target[5][2]; /* by metric, in seconds; 0 = nothing is promised */
    int calendar[5][2];   /* CALENDARS = always open */
    int levels[2], level_count[2], percents[2][LEVELS];
    int pauses[2][4]; /* by whom is waited for */
    int updates_pause[2];
    int reopen, bots, sequential; /* of both */
} promise;

/* A clock as the oracle has it; instants and lengths are seconds. */
typedef struct measure {
    int state, outcome, cycle, revision, calendar, count;
    int64_t target, elapsed, last;
    int percents[LEVELS + 1], fired[LEVELS + 1];
    int64_t at[LEVELS + 1];
} measure;

typedef struct oracle {
    desk_fixture f;
    csr_test_random r;
    int mistake;
    csr_test_calendar_model models[CALENDARS];
    int64_t (*spans[CALENDARS])[2];
    size_t span_count[CALENDARS];
    promise p;
    int64_t start, now, settled_at; /* seconds */
    /* The ticket. */
    int urgent, settled, closed, waits, void_, house, unanswered;
    measure clocks[5];
} oracle;

/* Open seconds from a to b, one span after the other. */
static int64_t open_between(const oracle *o, int calendar, int64_t a, int64_t b)
{
    int64_t sum = 0;

    if (calendar == CALENDARS)
        return b - a;
    for (size_t i = 0; i < o->span_count[calendar]; i++) {
        int64_t from = o->spans[calendar][i][0] > a ? o->spans[calendar][i][0] : a;
        int64_t to = o->spans[calendar][i][1] < b ? o->spans[calendar][i][1] : b;
        sum += to > from ? to - from : 0;
    }
    return sum;
}

/* The first instant by which n more seconds were open. */
static int64_t after(const oracle *o, int calendar, int64_t a, int64_t n)
{
    if (n <= 0)
        return a;
    if (calendar == CALENDARS)
        return a + n;
    for (size_t i = 0; i < o->span_count[calendar]; i++) {
        int64_t from = o->spans[calendar][i][0] > a ? o->spans[calendar][i][0] : a;
        int64_t there = o->spans[calendar][i][1] - from;
        if (there >= n)
            return from + n;
        n -= there > 0 ? there : 0;
    }
    abort(); /* the spans are too few */
}

static void arm(const oracle *o, measure *m)
{
    for (int i = 0; i < m->count; i++) {
        int64_t threshold = (m->target * m->percents[i] + 99) / 100;
        if (!m->fired[i])
            m->at[i] = after(o, m->calendar, m->last, threshold - m->elapsed);
    }
}

static int64_t due_of(const measure *m)
{
    for (int i = 0; i < m->count; i++)
        if (m->percents[i] == 100)
            return m->at[i];
    return 0;
}

static void look(const oracle *o, measure *m)
{
    for (int i = 0; i < m->count && m->state == RUNNING; i++)
        if (m->percents[i] < 100 ? m->at[i] <= o->now : m->at[i] < o->now)
            m->fired[i] = 1;
}

static int64_t elapsed_of(const oracle *o, const measure *m)
{
    int counts = m->state == RUNNING || (o->mistake == COUNTS_PAUSES && m->state == PAUSED);

    return m->elapsed + (counts ? open_between(o, m->calendar, m->last, o->now) : 0);
}

/* Before anything happens to a clock. */
static void catch_up(const oracle *o, measure *m)
{
    look(o, m);
    m->elapsed = elapsed_of(o, m);
    m->last = o->now;
}

static void put_levels(const oracle *o, measure *m)
{
    measure was = *m;
    const promise *p = &o->p;

    m->count = 0;
    for (int percent = 1; percent <= 1000; percent++) {
        int wanted = percent == 100;
        for (int i = 0; i < p->level_count[o->urgent]; i++)
            wanted |= p->percents[o->urgent][i] == percent;
        if (!wanted)
            continue;
        m->percents[m->count] = percent;
        m->fired[m->count] = 0;
        for (int i = 0; i < was.count; i++)
            if (was.percents[i] == percent) {
                m->fired[m->count] = was.fired[i];
                m->at[m->count] = was.at[i];
            }
        m->count++;
    }
}

static void take_promise(const oracle *o, int metric, measure *m)
{
    int64_t target = o->p.target[metric][o->urgent];

    put_levels(o, m);
    m->calendar = o->p.calendar[metric][o->urgent];
    if (target != m->target) {
        m->target = target;
        m->revision++;
        for (int i = 0; i < m->count; i++)
            m->fired[i] &= m->percents[i] < 100;
    }
}

static int is_live(const measure *m)
{
    return m->state == RUNNING || m->state == PAUSED;
}

static void new_cycle(const oracle *o, measure *m)
{
    m->cycle++;
    m->elapsed = 0;
    m->last = o->now;
    m->state = RUNNING;
    m->outcome = 0;
    memset(m->fired, 0, sizeof m->fired);
    arm(o, m);
}

static void start(oracle *o, int metric)
{
    measure *m = &o->clocks[metric];

    if (is_live(m) || o->p.target[metric][o->urgent] == 0)
        return;
    m->last = o->now;
    take_promise(o, metric, m);
    new_cycle(o, m);
}

static void stop(oracle *o, int metric)
{
    measure *m = &o->clocks[metric];
    int was_running = m->state == RUNNING, was_breached = 0;

    if (!is_live(m))
        return;
    catch_up(o, m);
    for (int i = 0; i < m->count; i++)
        was_breached |= m->percents[i] == 100 && m->fired[i];
    m->outcome =
        (was_running && o->mistake != BY_ELAPSED ? o->now <= due_of(m) : !was_breached && m->elapsed <= m->target)
            ? CSR_SLA_MET
            : CSR_SLA_MISSED;
    if (o->mistake == BY_ELAPSED)
        m->outcome = m->elapsed <= m->target ? CSR_SLA_MET : CSR_SLA_MISSED;
    m->state = STOPPED;
}

static void cancel(oracle *o, int metric)
{
    measure *m = &o->clocks[metric];

    if (is_live(m)) {
        catch_up(o, m);
        m->state = CANCELLED;
    }
}

static void owe_reply(oracle *o)
{
    if (o->house)
        start(o, CSR_SLA_NEXT_REPLY);
    else if (o->clocks[CSR_SLA_FIRST_REPLY].state != STOPPED)
        start(o, CSR_SLA_FIRST_REPLY);
}

static void match_anew(oracle *o)
{
    for (int metric = 1; metric <= 4; metric++) {
        measure *m = &o->clocks[metric];
        if (!is_live(m))
            continue;
        if (o->p.target[metric][o->urgent] == 0) {
            cancel(o, metric);
            continue;
        }
        catch_up(o, m);
        if (o->mistake == FORGETS_ON_RETARGET && m->target != o->p.target[metric][o->urgent])
            m->elapsed = 0;
        take_promise(o, metric, m);
        if (m->state == RUNNING)
            arm(o, m);
    }
    if (o->clocks[CSR_SLA_RESOLUTION].state != STOPPED)
        start(o, CSR_SLA_RESOLUTION);
    if (o->unanswered)
        owe_reply(o);
}

static void pause_or_resume(oracle *o, int metric, int stands)
{
    measure *m = &o->clocks[metric];

    if (stands && m->state == RUNNING) {
        catch_up(o, m);
        m->state = PAUSED;
    } else if (!stands && m->state == PAUSED) {
        catch_up(o, m);
        m->state = RUNNING;
        arm(o, m);
    }
}

static void pauses(oracle *o)
{
    int stands = !o->settled && o->p.pauses[o->urgent][o->waits];

    pause_or_resume(o, CSR_SLA_RESOLUTION, stands);
    pause_or_resume(o, CSR_SLA_PERIODIC_UPDATE, stands && o->p.updates_pause[o->urgent]);
}

static void settle(oracle *o)
{
    for (int metric = CSR_SLA_NEXT_REPLY; metric <= CSR_SLA_RESOLUTION; metric++) {
        if (o->void_)
            cancel(o, metric);
        else
            stop(o, metric);
    }
    if (o->void_ || o->closed)
        cancel(o, CSR_SLA_FIRST_REPLY);
}

static void question(oracle *o)
{
    if (!o->settled)
        owe_reply(o);
    o->unanswered = 1;
}

static void reply(oracle *o)
{
    measure *m = &o->clocks[CSR_SLA_PERIODIC_UPDATE];
    int64_t due = m->state == RUNNING ? due_of(m) : -1;

    stop(o, CSR_SLA_FIRST_REPLY);
    stop(o, CSR_SLA_NEXT_REPLY);
    stop(o, CSR_SLA_PERIODIC_UPDATE);
    if (!o->settled)
        start(o, CSR_SLA_PERIODIC_UPDATE);
    /* The next period begins when this one was due, or with the last of those that are over already. */
    if (o->p.sequential && due >= 0 && m->state == RUNNING) {
        m->elapsed = due > o->now ? -open_between(o, m->calendar, o->now, due)
                                  : open_between(o, m->calendar, due, o->now) % m->target;
        arm(o, m);
    }
    o->house = 1;
    o->unanswered = 0;
    if (!o->settled)
        pauses(o);
}

static void bot(oracle *o)
{
    if (o->p.bots)
        reply(o);
}

static void wait_for(oracle *o, int whom)
{
    o->waits = whom;
    pauses(o);
}

static void open_again(oracle *o)
{
    wait_for(o, 0);
}
static void wait_customer(oracle *o)
{
    wait_for(o, CSR_WAITS_FOR_CUSTOMER);
}
static void wait_internal(oracle *o)
{
    wait_for(o, CSR_WAITS_FOR_INTERNAL);
}
static void wait_third(oracle *o)
{
    wait_for(o, CSR_WAITS_FOR_THIRD_PARTY);
}

static void resolve_as(oracle *o, int is_void, int is_closed)
{
    if (o->settled)
        return;
    o->void_ = is_void;
    o->closed = is_closed;
    o->settled = 1;
    o->settled_at = o->now;
    o->waits = 0;
    settle(o);
}

static void resolve(oracle *o)
{
    resolve_as(o, 0, 0);
}
static void resolve_duplicate(oracle *o)
{
    resolve_as(o, 1, 0);
}
static void spam(oracle *o)
{
    resolve_as(o, 1, 1);
}

static void close_it(oracle *o)
{
    o->closed = 1;
    settle(o);
}

static void reopen(oracle *o)
{
    measure *m = &o->clocks[CSR_SLA_RESOLUTION];

    /* Afterwards another ticket goes on. */
    if (!o->settled || o->now - o->settled_at > 14 * DAY_S)
        return;
    o->settled = o->closed = o->void_ = 0;
    if (m->state == STOPPED && o->p.reopen == CSR_SLA_REOPEN_NEW_CYCLE) {
        new_cycle(o, m);
    } else if (m->state == STOPPED && o->p.reopen == CSR_SLA_REOPEN_RESUME) {
        m->last = o->now;
        m->state = RUNNING;
        m->outcome = 0;
        arm(o, m);
    } else if (m->state != STOPPED) {
        start(o, CSR_SLA_RESOLUTION);
    }
    if (o->unanswered)
        owe_reply(o);
    match_anew(o);
    pauses(o);
}

static void set_urgent(oracle *o, int urgent)
{
    int changed = urgent != o->urgent;

    o->urgent = urgent;
    if (changed && !o->settled) {
        match_anew(o);
        pauses(o);
    }
}
static void urgent(oracle *o)
{
    set_urgent(o, 1);
}
static void calm(oracle *o)
{
    set_urgent(o, 0);
}
static void nothing(oracle *o)
{
    (void)o;
}

/* What may happen; what the ticket's state does not allow is refused by the desk, and has not happened. */
static const struct {
    const char *operation, *params;
    void (*happens)(oracle *o);
} steps[] = {
    { "interaction.add", "{'channel':'email','ticket':'$t'}", question },
    { "interaction.add", "{'channel':'email','ticket':'$t'}", question },
    { "interaction.add", "{'channel':'email','ticket':'$t','direction':'outgoing','actor_kind':'agent'}", reply },
    { "interaction.add", "{'channel':'email','ticket':'$t','direction':'outgoing','actor_kind':'agent'}", reply },
    { "interaction.add", "{'channel':'chat','ticket':'$t','direction':'outgoing','actor_kind':'bot'}", bot },
    { "interaction.add", "{'channel':'note','ticket':'$t'}", nothing },
    { "ticket.move", "{'id':'$t','state':'open'}", open_again },
    { "ticket.move", "{'id':'$t','state':'open'}", open_again },
    { "ticket.move", "{'id':'$t','state':'waiting_customer'}", wait_customer },
    { "ticket.move", "{'id':'$t','state':'waiting_internal'}", wait_internal },
    { "ticket.move", "{'id':'$t','state':'waiting_third_party'}", wait_third },
    { "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}", resolve },
    { "ticket.move", "{'id':'$t','state':'resolved','resolution':'duplicate'}", resolve_duplicate },
    { "ticket.reopen", "{'id':'$t'}", reopen },
    { "ticket.reopen", "{'id':'$t'}", reopen },
    { "ticket.reopen", "{'id':'$t'}", reopen },
    { "ticket.change", "{'id':'$t','priority':'urgent'}", urgent },
    { "ticket.change", "{'id':'$t','priority':'normal'}", calm },
    { "ticket.move", "{'id':'$t','state':'closed'}", close_it },
    { "ticket.move", "{'id':'$t','state':'spam'}", spam },
};
/* The last ones end the matter, and are seldom. */
#define ENDS 2

/* ---- The world: zones, calendars, promises. */

static void random_promises(oracle *o)
{
    promise *p = &o->p;

    memset(p, 0, sizeof *p);
    p->reopen = (int)csr_test_between(&o->r, CSR_SLA_REOPEN_NEVER, CSR_SLA_REOPEN_NEW_CYCLE);
    p->bots = csr_test_below(&o->r, 3) == 0;
    p->sequential = (int)csr_test_below(&o->r, 2);
    for (int u = 0; u < 2; u++) {
        for (int metric = 1; metric <= 4; metric++) {
            p->target[metric][u] = csr_test_below(&o->r, 5) == 0 ? 0 : csr_test_between(&o->r, 1, 40) * 900;
            p->calendar[metric][u] = (int)csr_test_below(&o->r, CALENDARS + 1);
        }
        p->level_count[u] = (int)csr_test_below(&o->r, LEVELS + 1);
        for (int i = 0; i < p->level_count[u]; i++)
            p->percents[u][i] = (int)csr_test_between(&o->r, 1, 30) * 10 + (i == 0);
        p->pauses[u][CSR_WAITS_FOR_CUSTOMER] = 1;
        p->pauses[u][CSR_WAITS_FOR_THIRD_PARTY] = (int)csr_test_below(&o->r, 2);
        p->pauses[u][CSR_WAITS_FOR_INTERNAL] = (int)csr_test_below(&o->r, 2);
        p->updates_pause[u] = (int)csr_test_below(&o->r, 2);
    }
}

static void put_rule(csri_buffer *out, const promise *p, int u)
{
    static const char *const metrics[] = { "", "first_reply", "next_reply", "periodic_update", "resolution" };
    static const char *const ways[] = { "", "never", "resume", "new_cycle" };
    static const char *const calendars[] = { "one", "two", "24x7" };
    const char *gap = "";

    csri_buffer_format(out, "{'name':'%s',%s'targets':{", u ? "urgent" : "rest",
                       u ? "'when':'ticket.priority == \\'urgent\\''," : "");
    for (int metric = 1; metric <= 4; metric++) {
        if (p->target[metric][u] == 0)
            continue;
        csri_buffer_format(out, "%s'%s':{'target':%lld,'calendar':'%s'}", gap, metrics[metric],
                           (long long)p->target[metric][u], calendars[p->calendar[metric][u]]);
        gap = ",";
    }
    csri_buffer_text(out, "},'levels':[");
    for (int i = 0; i < p->level_count[u]; i++)
        csri_buffer_format(out, "%s%d", i > 0 ? "," : "", p->percents[u][i]);
    csri_buffer_format(out,
                       "],'pause':['customer'%s%s],'reopen':'%s','bot_counts':%s,'updates_pause':%s,'updates':'%s'}",
                       p->pauses[u][CSR_WAITS_FOR_THIRD_PARTY] ? ",'third_party'" : "",
                       p->pauses[u][CSR_WAITS_FOR_INTERNAL] ? ",'internal'" : "", ways[p->reopen],
                       p->bots ? "true" : "false", p->updates_pause[u] ? "true" : "false",
                       p->sequential ? "sequential" : "from_last");
}

static void record_calendar(oracle *o, int i)
{
    static const char *const names[] = { "one", "two" };
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csri_buffer text;
    csr_host host;

    csri_host_take(&host, NULL);
    csri_buffer_init(&text, &host, 0);
    csr_test_write_calendar(&o->r, &o->models[i], 0, &text);
    in.kind = CSR_POLICY_CALENDAR;
    csr_str_set(&in.name, names[i], CSR_NTS);
    csr_str_set(&in.document, text.ptr, text.len);
    TYPED_OK(&o->f, csr_policy_add(o->f.session, &in, NULL, &o->f.err));
    csri_buffer_free(&text);
}

static void record_promises(oracle *o)
{
    csri_buffer text;
    csr_host host;

    csri_host_take(&host, NULL);
    csri_buffer_init(&text, &host, 0);
    csri_buffer_text(&text, "{'kind':'sla','document':{'policies':[");
    put_rule(&text, &o->p, 1);
    csri_buffer_byte(&text, ',');
    put_rule(&text, &o->p, 0);
    csri_buffer_text(&text, "]}}");
    csri_buffer_byte(&text, '\0');
    desk_expect_at(&o->f, text.ptr, desk_call(&o->f, "policy.add", text.ptr), CSR_OK, "", __FILE__, __LINE__);
    csri_buffer_free(&text);
}

static void make_calendar(oracle *o, int i, int plain)
{
    csr_test_calendar_model *m = &o->models[i];
    csr_str name;
    csr_zone *zone;
    csr_host host;

    csr_test_random_calendar(&o->r, m);
    if (plain) {
        m->zone = i == 0 ? "Asia/Kathmandu" : "Etc/UTC";
        m->special_count = m->break_count = m->holiday_count = 0;
    }
    if (i > 0)
        m->first_day = o->models[0].first_day;
    csri_host_take(&host, NULL);
    csr_str_set(&name, m->zone, CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_test_find_zone(&host, &name, &zone, NULL), CSR_OK);
    o->spans[i] = calloc(SPANS, sizeof *o->spans[i]);
    o->span_count[i] = csr_test_open_spans(m, zone, o->models[0].first_day - 3, 900, o->spans[i], SPANS);
    csr_zone_free(zone);
}

/* ---- Comparing. */

static void put_measure(const oracle *o, int metric, const measure *m, char *out)
{
    int64_t breached = 0;
    size_t len;

    if (m->cycle == 0)
        return;
    len = strlen(out);
    len +=
        (size_t)snprintf(out + len, LINE - len, "%d: state %d outcome %d cycle %d revision %d target %lld elapsed %lld",
                         metric, m->state + 1, m->outcome, m->cycle, m->revision, (long long)m->target,
                         (long long)elapsed_of(o, m));
    if (m->state == RUNNING)
        len += (size_t)snprintf(out + len, LINE - len, " due %lld", (long long)(due_of(m) - o->start));
    for (int i = 0; i < m->count; i++)
        if (m->fired[i]) {
            len +=
                (size_t)snprintf(out + len, LINE - len, " %d:%lld", m->percents[i], (long long)(m->at[i] - o->start));
            breached = m->percents[i] == 100 ? m->at[i] - o->start : breached;
        }
    (void)snprintf(out + len, LINE - len, " breached %lld\n", (long long)breached);
}

static void put_stored(oracle *o, char *out)
{
    csr_clock_query in = CSR_CLOCK_QUERY_INIT;
    csr_clock_view v = { .struct_size = sizeof v };
    csr_result *result = NULL;

    in.ticket = desk_id(&o->f, "t");
    TYPED_OK(&o->f, csr_clock_list(o->f.session, &in, &result, &o->f.err));
    for (size_t i = 0; result != NULL && i < csr_result_count(result); i++) {
        TYPED_OK(&o->f, csr_clock_at(result, i, &v, &o->f.err));
        size_t len = strlen(out);
        len +=
            (size_t)snprintf(out + len, LINE - len,
                             "%d: state %d outcome %d cycle %d revision %d target %lld elapsed %lld", v.metric, v.state,
                             v.outcome, v.cycle, v.revision, (long long)v.target_s, (long long)(v.elapsed_us / SECOND));
        if (v.due_at != 0)
            len += (size_t)snprintf(out + len, LINE - len, " due %lld", (long long)(v.due_at / SECOND - o->start));
        for (const char *p = v.levels.ptr; p != NULL; p = strchr(p, ',') != NULL ? strchr(p, ',') + 1 : NULL) {
            int percent = 0;
            long long at = 0;
            if (sscanf(p, "%d:%lld", &percent, &at) == 2)
                len += (size_t)snprintf(out + len, LINE - len, " %d:%lld", percent, at / SECOND - (long long)o->start);
        }
        (void)snprintf(out + len, LINE - len, " breached %lld\n",
                       (long long)(v.breached_at != 0 ? v.breached_at / SECOND - o->start : 0));
    }
    csr_result_free(result);
}

/* Whether the oracle's clocks are those that are stored. */
static int agrees(oracle *o, const char *what, char *said)
{
    char expected[LINE] = "", stored[LINE] = "";

    for (int metric = 1; metric <= 4; metric++)
        put_measure(o, metric, &o->clocks[metric], expected);
    put_stored(o, stored);
    if (said != NULL)
        memcpy(said, stored, LINE);
    if (strcmp(expected, stored) != 0 && o->mistake == RIGHT)
        printf("%s at %lld\n expected:\n%s stored:\n%s", what, (long long)(o->now - o->start), expected, stored);
    return strcmp(expected, stored) == 0;
}

static void tick(oracle *o)
{
    DESK_OK(&o->f, "desk.tick", "{'limit':1000}");
    for (int metric = 1; metric <= 4; metric++)
        look(o, &o->clocks[metric]);
}

/* To an instant that is often one at which something is due or a calendar closes, or the second behind it. */
static void advance(oracle *o)
{
    int64_t by = csr_test_below(&o->r, 3) == 0 ? 0 : csr_test_between(&o->r, 1, 30000), to = o->now + by;
    const measure *m = &o->clocks[csr_test_between(&o->r, 1, 4)];

    if (csr_test_below(&o->r, 4) == 0 && m->state == RUNNING && due_of(m) >= o->now && due_of(m) < o->now + 400000)
        to = due_of(m) + (int64_t)csr_test_below(&o->r, 2);
    o->now = to;
    csr_test_host_set(&o->f.host, o->now * SECOND);
}

static int play(oracle *o)
{
    char what[120] = "ticket.open";
    int good;

    tick(o);
    DESK_MAKE(&o->f, "t", "ticket.open", "{'subject':'x'}");
    start(o, CSR_SLA_RESOLUTION);
    good = agrees(o, what, NULL);
    for (int s = 0; s < STEPS && good; s++) {
        size_t n = (size_t)csr_test_below(&o->r, s > STEPS / 2 && s % 4 == 0 ? COUNT(steps) : COUNT(steps) - ENDS);
        advance(o);
        tick(o);
        if (desk_call(&o->f, steps[n].operation, steps[n].params) == CSR_OK)
            steps[n].happens(o);
        tick(o);
        (void)snprintf(what, sizeof what, "step %d: %s %s", s, steps[n].operation, steps[n].params);
        good = agrees(o, what, NULL);
    }
    return good;
}

/* What the events give, folded again, is what is stored (S5); the same promises again are no promises (S10). */
static void fold_again(oracle *o)
{
    DESK_IS(&o->f, "sla.recompute", "{'dry_run':true}", "{'kind':'recomputed','rows':[],'next':null}");
    DESK_IS(&o->f, "sla.recompute", "{'reason':'nothing'}", "{'kind':'recomputed','rows':[],'next':null}");
    desk_keep(&o->f);
    tick(o);
    DESK_HAS(&o->f, "sla.apply", "{}", "'changed':0");
    DESK_SAME(&o->f);
}

/* A scenario; `shift` weeks later, `plain` = in calendars without dates and changes of the clock. Whether all agreed. */
static int scenario(const char *store, uint64_t seed, int mistake, int plain, int64_t shift, char *said)
{
    static int files;
    oracle *o = calloc(1, sizeof *o);
    char path[60];
    int good;

    o->r.state = seed * UINT64_C(0xd1b54a32d192ed03);
    o->mistake = mistake;
    (void)snprintf(path, sizeof path, strcmp(store, "sqlite") == 0 ? "oracle%d.csr" : "memory:", files++);
    make_calendar(o, 0, plain);
    make_calendar(o, 1, plain);
    o->start = o->now = (o->models[0].first_day + csr_test_between(&o->r, 0, 70) + 7 * shift) * DAY_S;
    random_promises(o);
    CU_ASSERT_FATAL(desk_begin_zoned(&o->f, store, path, seed, "zones"));
    csr_test_host_set(&o->f.host, o->now * SECOND);
    record_calendar(o, 0);
    record_calendar(o, 1);
    record_promises(o);
    good = play(o);
    if (mistake == RIGHT)
        fold_again(o);
    if (said != NULL)
        (void)agrees(o, "the end", said);
    desk_end(&o->f);
    free(o->spans[0]);
    free(o->spans[1]);
    free(o);
    return good;
}

static void rounds(const char *store)
{
    uint64_t first = csr_test_random_begin(store, 1).state;

    for (uint64_t seed = first; seed < first + csr_test_depth(ROUNDS); seed++) {
        int good = scenario(store, seed, RIGHT, 0, 0, NULL);
        if (!good)
            printf("seed %llu\n", (unsigned long long)seed);
        CU_ASSERT(good);
    }
}

static void in_memory(void)
{
    rounds("memory");
}

static void in_sqlite(void)
{
    rounds("sqlite");
}

/* S11: whole weeks later, all of it happens whole weeks later. */
static void weeks_later(void)
{
    uint64_t first = csr_test_random_begin("weeks", 500).state;

    for (uint64_t seed = first; seed < first + csr_test_depth(ROUNDS) / 2; seed++) {
        char now[LINE] = "", later[LINE] = "";
        CU_ASSERT(scenario("memory", seed, RIGHT, 1, 0, now));
        CU_ASSERT(scenario("memory", seed, RIGHT, 1, 1 + (int64_t)(seed % 9), later));
        CU_ASSERT_STRING_EQUAL(now, later);
    }
}

/* Every mistake of an oracle shows. */
static void wrong_oracles(void)
{
    for (int mistake = RIGHT + 1; mistake < MISTAKES; mistake++) {
        int found = 0;
        for (uint64_t seed = 1; seed <= 30; seed++)
            found += !scenario("memory", seed, mistake, 0, 0, NULL);
        CU_ASSERT(found > 0);
    }
}

static int write_zones(void)
{
    return csr_test_write_zones("zones") == 0;
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "sla_oracle/memory", in_memory },
        { "sla_oracle/sqlite", in_sqlite },
        { "sla_oracle/weeks_later", weeks_later },
        { "sla_oracle/wrong_oracles", wrong_oracles },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "sla_oracle", write_zones, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("sla_oracle_property_test", suites, 4);
}
