#include "money.h"

#include "measure.h"

#include <stdlib.h>
#include <string.h>

#define SECOND INT64_C(1000000)
#define HOUR (3600 * SECOND)
/* 2026-03-02T09:00:00Z; a refund an hour, so that an approver's day has as many as it has hours. */
#define FROM (INT64_C(1772442000) * SECOND)
#define BLOCK 50
#define BLOCKS_MAX 40
#define TEXT(literal) ((csr_str){ (literal), sizeof(literal) - 1 })

enum { BY_LIBRARY, BY_HAND, BY_SAME_STATEMENTS, CONTESTANTS };

static const char *const op_names[MONEY_OPS] = {
    "open", "add a part", "ask for it", "approve", "plan", "take", "report"
};

/* A clock that is set, and entropy that is the same in every run. */
typedef struct still_host {
    csr_host host;
    csr_time now;
    uint64_t entropy;
} still_host;

static csr_time now(void *user)
{
    return ((still_host *)user)->now;
}

static int32_t entropy(void *user, uint8_t *out, size_t n)
{
    still_host *h = user;

    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)bench_random(&h->entropy);
    return 1;
}

/* The library's side: a desk, its people, and what was bought. */
typedef struct money_side {
    still_host host;
    csr_desk *desk;
    csr_session *system, *asks, *approves;
    csr_error err;
} money_side;

typedef struct money_bench {
    size_t count;
    money_case *cases;
    money_cast cast;
    money_floor *floor;
    double *values[CONTESTANTS][MONEY_OPS];
    double ratios[2][MONEY_OPS + 1][BLOCKS_MAX];
    double cpu[CONTESTANTS];
} money_bench;

static void must(const money_side *s, csr_status status)
{
    if (status != CSR_OK)
        bench_die("%s (%s): %s", csr_status_name(status), s->err.field, s->err.message);
}

static csr_session *session_of(money_side *s, const csr_id *agent)
{
    csr_session_open_params in = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = NULL;

    if (agent != NULL)
        in.agent = *agent;
    must(s, csr_session_open(s->desk, &in, &session, &s->err));
    return session;
}

static void open_side(money_side *s, const char *path, uint64_t seed)
{
    csr_desk_open_params in = CSR_DESK_OPEN_PARAMS_INIT;

    *s = (money_side){ .err = CSR_ERROR_INIT };
    s->host.host = (csr_host)CSR_HOST_INIT;
    s->host.host.user = &s->host;
    s->host.host.now = now;
    s->host.host.entropy = entropy;
    s->host.now = FROM;
    s->host.entropy = seed;
    in.host = &s->host.host;
    must(s, csr_desk_open(path, &in, &s->desk, &s->err));
    s->system = session_of(s, NULL);
}

static void close_side(money_side *s)
{
    csr_session_close(s->approves);
    csr_session_close(s->asks);
    csr_session_close(s->system);
    csr_desk_close(s->desk);
}

static void add_agent(money_side *s, const char *handle, csr_role role, csr_id *out)
{
    csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
    csr_approval_limit_put_params limit = CSR_APPROVAL_LIMIT_PUT_PARAMS_INIT;

    csr_str_set(&in.handle, handle, CSR_NTS);
    in.role = role;
    must(s, csr_agent_add(s->system, &in, out, &s->err));
    limit.role = role;
    limit.purpose = CSR_REFUND_FOR_GOODS;
    limit.single_minor = role == CSR_ROLE_MANAGER ? 50000 : 500;
    limit.day_minor = limit.purchase_minor = limit.customer_minor = 1000000;
    memcpy(limit.currency, "EUR", 4);
    must(s, csr_approval_limit_put(s->system, &limit, NULL, &s->err));
}

/* An order of three units and one, paid by card, of a customer of its own. */
static void add_order(money_side *s, size_t number, money_case *c)
{
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_purchase_put_params order = CSR_PURCHASE_PUT_PARAMS_INIT;
    csr_purchase_line_put_params line = CSR_PURCHASE_LINE_PUT_PARAMS_INIT;
    csr_payment_put_params payment = CSR_PAYMENT_PUT_PARAMS_INIT;
    char name[40];

    (void)snprintf(name, sizeof name, "order %zu", number);
    csr_str_set(&who.name, name, CSR_NTS);
    must(s, csr_customer_add(s->system, &who, &c->customer, &s->err));
    order.customer = c->customer;
    csr_str_set(&order.external_id, name, CSR_NTS);
    memcpy(order.currency, "EUR", 4);
    must(s, csr_purchase_put(s->system, &order, &c->purchase, &s->err));
    line.purchase = payment.purchase = c->purchase;
    line.sku = TEXT("MUG-3");
    for (line.number = 2; line.number > 0; line.number--) {
        line.quantity = line.number == 1 ? 3 : 1;
        line.gross_minor = line.number == 1 ? 2999 : 49900;
        line.tax_minor = line.gross_minor / 6;
        must(s, csr_purchase_line_put(s->system, &line, &c->line, &s->err));
    }
    payment.number = 1;
    payment.method = CSR_PAYMENT_METHOD_CARD;
    payment.state = CSR_PAYMENT_SETTLED;
    payment.captured_minor = 52899;
    must(s, csr_payment_put(s->system, &payment, NULL, &s->err));
}

/* What every side begins with. */
static void make_file(money_bench *b, const char *path)
{
    csr_settings_change_params settings = CSR_SETTINGS_CHANGE_PARAMS_INIT;
    money_side s;

    open_side(&s, path, 1);
    settings.zone = TEXT("Europe/Prague");
    must(&s, csr_settings_change(s.system, &settings, NULL, &s.err));
    add_agent(&s, "rosa", CSR_ROLE_ASSOCIATE, &b->cast.asks);
    add_agent(&s, "mia", CSR_ROLE_MANAGER, &b->cast.approves);
    for (size_t i = 0; i < b->count; i++) {
        if (i % BLOCK == 0)
            must(&s, csr_session_begin(s.system, &s.err));
        add_order(&s, i, &b->cases[i]);
        b->cases[i].at = FROM + (int64_t)(i + 1) * HOUR;
        if (i % BLOCK == BLOCK - 1)
            must(&s, csr_session_commit(s.system, &s.err));
    }
    close_side(&s);
}

static void take(money_side *s, money_case *c)
{
    csr_payout_view payout = { .struct_size = sizeof payout };
    csr_result *result = NULL;

    must(s, csr_payout_next(s->system, NULL, &result, &s->err));
    if (csr_result_count(result) != 1 || csr_payout_at(result, 0, &payout, NULL) != CSR_OK)
        bench_die("there is no payout to take");
    c->payout = payout.id;
    csr_result_free(result);
}

/* One call of the library. */
static void by_library(money_side *s, money_op op, money_case *c)
{
    csr_refund_open_params open = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_refund_add_params add = CSR_REFUND_ADD_PARAMS_INIT;
    csr_refund_decide_params decide = CSR_REFUND_DECIDE_PARAMS_INIT;
    csr_refund_plan_params plan = CSR_REFUND_PLAN_PARAMS_INIT;
    csr_payout_report_params report = CSR_PAYOUT_REPORT_PARAMS_INIT;

    switch (op) {
    case MONEY_OPEN:
        open.purchase = c->purchase;
        open.reason = TEXT("broken");
        must(s, csr_refund_open(s->asks, &open, &c->refund, &s->err));
        break;
    case MONEY_ADD:
        add.kind = CSR_REFUND_PART_GOODS;
        add.line = c->line;
        add.units = 2;
        must(s, csr_refund_add(s->asks, &c->refund, &add, NULL, &s->err));
        break;
    case MONEY_SUBMIT: must(s, csr_refund_submit(s->asks, &c->refund, NULL, NULL, &s->err)); break;
    case MONEY_APPROVE:
        decide.reason = TEXT("fair");
        must(s, csr_refund_approve(s->approves, &c->refund, &decide, NULL, &s->err));
        break;
    case MONEY_PLAN:
        plan.has_lookup = 1;
        plan.key_life_s = 86400;
        must(s, csr_refund_plan(s->system, &c->refund, &plan, NULL, &s->err));
        break;
    case MONEY_NEXT: take(s, c); break;
    case MONEY_REPORT:
    case MONEY_OPS:
    default:
        report.answer = CSR_PAYOUT_ANSWER_SUCCESS;
        report.reference = TEXT("");
        must(s, csr_payout_report(s->system, &c->payout, &report, NULL, &s->err));
        break;
    }
}

static void open_counters(money_side *s, const char *path, const money_bench *b)
{
    open_side(s, path, 2);
    s->asks = session_of(s, &b->cast.asks);
    s->approves = session_of(s, &b->cast.approves);
}

/* The run that is recorded: block by block, as the runs that are measured. */
static void record_all(money_bench *b, const char *path)
{
    money_side s;

    money_floor_watch(b->floor);
    open_counters(&s, path, b);
    for (size_t first = 0; first < b->count; first += BLOCK)
        for (money_op op = MONEY_OPEN; op < MONEY_OPS; op++)
            for (size_t i = first; i < first + BLOCK; i++) {
                s.host.now = b->cases[i].at + (int64_t)op * SECOND;
                money_floor_record(b->floor, op, i);
                by_library(&s, op, &b->cases[i]);
            }
    money_floor_recorded(b->floor);
    close_side(&s);
}

typedef struct sides {
    money_side desk;
    money_hand *hands[CONTESTANTS];
} sides;

/* A block of one call on one side; microseconds of each. */
static double run_block(money_bench *b, sides *s, int who, money_op op, size_t first)
{
    double *values = b->values[who][op] + first, sorted[BLOCK];
    int64_t cpu = bench_cpu_ns();

    for (size_t i = first; i < first + BLOCK; i++) {
        money_case copy = b->cases[i];
        int64_t at;
        s->desk.host.now = copy.at + (int64_t)op * SECOND;
        at = bench_now_ns();
        if (who == BY_LIBRARY)
            by_library(&s->desk, op, &copy);
        else
            money_hand_run(s->hands[who], op, i, &copy, &b->cast, who == BY_HAND);
        values[i - first] = (double)(bench_now_ns() - at) / 1000;
    }
    b->cpu[who] += (double)(bench_cpu_ns() - cpu) / 1000;
    memcpy(sorted, values, sizeof sorted);
    return measure_percentile(sorted, BLOCK, 0.5);
}

/* Everybody in turns, and whoever begins changes. The first block warms up. */
static void measure(money_bench *b, sides *s)
{
    double p50[CONTESTANTS], sum[CONTESTANTS];

    for (size_t block = 0; block < b->count / BLOCK; block++) {
        memset(sum, 0, sizeof sum);
        if (block == 1)
            memset(b->cpu, 0, sizeof b->cpu);
        for (money_op op = MONEY_OPEN; op < MONEY_OPS; op++) {
            for (int turn = 0; turn < CONTESTANTS; turn++) {
                int who = (turn + (int)block) % CONTESTANTS;
                p50[who] = run_block(b, s, who, op, block * BLOCK);
                sum[who] += p50[who];
            }
            for (int k = 0; k < 2; k++)
                b->ratios[k][op][block] = p50[BY_LIBRARY] / p50[BY_HAND + k];
        }
        for (int k = 0; k < 2; k++)
            b->ratios[k][MONEY_OPS][block] = sum[BY_LIBRARY] / sum[BY_HAND + k];
    }
}

static double ratio(const money_bench *b, int k, int op, double part)
{
    double values[BLOCKS_MAX];
    size_t n = b->count / BLOCK - 1;

    memcpy(values, b->ratios[k][op] + 1, n * sizeof *values);
    return measure_percentile(values, n, part);
}

static double p50(const money_bench *b, int who, money_op op)
{
    double *values = bench_alloc(b->count * sizeof *values), result;

    memcpy(values, b->values[who][op] + BLOCK, (b->count - BLOCK) * sizeof *values);
    result = measure_percentile(values, b->count - BLOCK, 0.5);
    free(values);
    return result;
}

static void report_line(const money_bench *b, const char *name, int op, const double us[CONTESTANTS], FILE *out)
{
    fprintf(out, "  %-18s %10.1f %10.1f %10.1f   %4.2f [%4.2f %4.2f]   %4.2f", name, us[BY_LIBRARY], us[BY_HAND],
            us[BY_SAME_STATEMENTS], ratio(b, 0, op, 0.5), ratio(b, 0, op, 0.25), ratio(b, 0, op, 0.75),
            ratio(b, 1, op, 0.5));
    if (op < MONEY_OPS)
        fprintf(out, "   reads %zu, by hand %zu", money_floor_reads(b->floor, (money_op)op, 0),
                money_floor_reads(b->floor, (money_op)op, 1));
    fputc('\n', out);
}

static void report(const money_bench *b, FILE *out)
{
    double sums[CONTESTANTS] = { 0 }, us[CONTESTANTS];
    size_t n = (b->count - BLOCK) * MONEY_OPS;

    fprintf(out, "refunds, microseconds (p50), SQLite FULL, %zu of each\n", b->count - BLOCK);
    fprintf(out, "  %-18s %10s %10s %10s   ratio by hand      same statements\n", "", "libcsr", "by hand", "same");
    for (money_op op = MONEY_OPEN; op < MONEY_OPS; op++) {
        for (int who = 0; who < CONTESTANTS; who++)
            sums[who] += us[who] = p50(b, who, op);
        report_line(b, op_names[op], (int)op, us, out);
    }
    report_line(b, "all of a refund", MONEY_OPS, sums, out);
    fprintf(out, "  %-18s %10.1f %10.1f %10.1f   %4.2f                %4.2f\n", "processor, a call",
            b->cpu[0] / (double)n, b->cpu[1] / (double)n, b->cpu[2] / (double)n, b->cpu[0] / b->cpu[1],
            b->cpu[0] / b->cpu[2]);
}

/* Files of all sides; the recorded run has one, too. */
static int run_in(money_bench *b, char *const paths[CONTESTANTS + 1], FILE *out)
{
    sides s = { .hands = { NULL } };
    int same = 1;

    make_file(b, paths[0]);
    for (int i = 1; i <= CONTESTANTS; i++)
        bench_copy(paths[0], paths[i]);
    record_all(b, paths[CONTESTANTS]);
    open_counters(&s.desk, paths[BY_LIBRARY], b);
    for (int who = BY_HAND; who < CONTESTANTS; who++)
        s.hands[who] = money_hand_open(b->floor, paths[who]);
    measure(b, &s);
    close_side(&s.desk);
    for (int who = BY_HAND; who < CONTESTANTS; who++)
        money_hand_close(s.hands[who]);
    for (int i = 1; i < CONTESTANTS; i++)
        same &= money_rows(paths[i]) == money_rows(paths[0]);
    fprintf(out, "  refunds            %s rows on all sides\n", same ? "same" : "DIFFERENT");
    return same;
}

int money_run(int quick, const char *folder, FILE *out)
{
    static const char *const names[CONTESTANTS + 1] = { "money-desk.db", "money-hand.db", "money-same.db",
                                                        "money-record.db" };
    money_bench b = { .count = (quick ? 2 : BLOCKS_MAX / 2) * BLOCK };
    char *paths[CONTESTANTS + 1];
    int same;

    b.cases = bench_alloc(b.count * sizeof *b.cases);
    b.floor = money_floor_new(b.count);
    for (int i = 0; i <= CONTESTANTS; i++)
        paths[i] = bench_path(folder, names[i]);
    for (int who = 0; who < CONTESTANTS; who++)
        for (money_op op = MONEY_OPEN; op < MONEY_OPS; op++)
            b.values[who][op] = bench_alloc(b.count * sizeof(double));
    same = run_in(&b, paths, out);
    if (same)
        report(&b, out);
    for (int who = 0; who < CONTESTANTS; who++)
        for (money_op op = MONEY_OPEN; op < MONEY_OPS; op++)
            free(b.values[who][op]);
    for (int i = 0; i <= CONTESTANTS; i++) {
        bench_remove(paths[i]);
        free(paths[i]);
    }
    money_floor_free(b.floor);
    free(b.cases);
    return same;
}
