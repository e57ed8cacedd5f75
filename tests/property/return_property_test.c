/*
 * Returns, claims, replacements and refunds of one purchase in any order, against a ledger that adds up from what the lists
 * say. At every moment:
 *
 *   of each line no more units are refunded, given replacements for and held than were bought, and no more gross and tax than was
 *   paid (I4); a return has one refund that counts at most; I15: what is paid and the worth of replacements are the worth of the
 *   goods and what was charged, less the fees.
 *
 * At the end, when all units have gone back, so has all of the gross and the tax.
 */
#include "support/desk_fixture.h"
#include "support/seeded.h"

#define LINES 2
#define CASES_MAX 14
#define REFUNDS_MAX 10

static const int64_t quantities[LINES] = { 4, 7 }, grosses[LINES] = { 1003, 999 }, taxes[LINES] = { 175, 87 };

/* What is told of the library that is not so: the checks have to notice. */
enum lie { NO_LIE, FEE_FORGOTTEN, UNITS_TWICE, GROSS_MORE, REPLACEMENT_LESS, UNIT_NOT_HELD, LIES };

typedef struct world {
    desk_fixture *f;
    csr_test_random *random;
    int cases, refunds;
    int claims[CASES_MAX]; /* whether it is one */
    int swaps[CASES_MAX];  /* whether a replacement of it has a name */
    enum lie lie;
    int noticed;
} world;

/* What is gone of a line, or held. */
typedef struct ledger {
    int64_t units[LINES], held[LINES], gross[LINES], tax[LINES];
} ledger;

static int pick(world *w, int below)
{
    return (int)csr_test_below(w->random, (uint64_t)below);
}

/* It succeeds, or is refused for one of the reasons for which it may be. */
static int try_it(world *w, const char *operation, const char *params)
{
    csr_status status = desk_call(w->f, operation, params);
    int may = status == CSR_OK || status == CSR_E_STATE || status == CSR_E_OVER_REFUND || status == CSR_E_DUPLICATE ||
              status == CSR_E_ARGUMENT || status == CSR_E_NOT_FOUND;

    if (!may)
        desk_expect_at(w->f, params, status, CSR_OK, "", __FILE__, __LINE__);
    return status == CSR_OK;
}

static void ask(world *w)
{
    static const char *const kinds[] = { "return", "claim" }, *const remedies[] = { "refund", "replace" };
    char name[16], params[200];

    if (w->cases == CASES_MAX)
        return;
    w->claims[w->cases] = pick(w, 2);
    (void)snprintf(name, sizeof name, "case%d", w->cases);
    (void)snprintf(params, sizeof params, "{'purchase':'$order','kind':'%s','remedy':'%s','reason':'%s'}",
                   kinds[w->claims[w->cases]], remedies[pick(w, 2)], name);
    desk_make_at(w->f, name, "return.open", params, __FILE__, __LINE__);
    w->cases++;
}

static void add_line(world *w, int number)
{
    static const char *const faults[] = { ",'fault':'wrong'", ",'fault':'damaged'", ",'fault':'missing'" };
    char params[200];

    (void)snprintf(params, sizeof params, "{'id':'$case%d','line':'$line%d','units':%d%s}", number, pick(w, LINES),
                   1 + pick(w, 3), w->claims[number] ? faults[pick(w, 3)] : "");
    (void)try_it(w, "return.add", params);
}

/* One of the lines of a return gets the name "rline". */
static int let_line(world *w, int number)
{
    csr_return_line_query query = CSR_RETURN_LINE_QUERY_INIT;
    csr_return_line_view view = { .struct_size = sizeof view };
    csr_result *result = NULL;
    char name[16];
    size_t count;

    (void)snprintf(name, sizeof name, "case%d", number);
    query.return_id = desk_id(w->f, name);
    TYPED_OK(w->f, csr_return_line_list(w->f->session, &query, &result, &w->f->err));
    count = csr_result_count(result);
    if (count > 0 && csr_return_line_at(result, (size_t)pick(w, (int)count), &view, NULL) == CSR_OK)
        desk_let(w->f, "rline", &view.id);
    csr_result_free(result);
    return count > 0;
}

static void goods(world *w, int number)
{
    char params[200];

    if (!let_line(w, number))
        return;
    (void)snprintf(params, sizeof params, "{'id':'$case%d','line':'$rline','units':%d,'complete':%s}", number,
                   1 + pick(w, 2), pick(w, 2) == 0 ? "true" : "false");
    (void)try_it(w, "return.receive", params);
    for (int i = 0; i < 3; i++) {
        (void)snprintf(params, sizeof params, "{'id':'$case%d','line':'$rline','accepted':%d,'rejected':%d}", number,
                       pick(w, 3), pick(w, 2));
        (void)try_it(w, "return.inspect", params);
    }
}

static void replace(world *w, int number)
{
    char name[16], params[200];

    (void)snprintf(name, sizeof name, "swap%d", number);
    (void)snprintf(params, sizeof params, "{'return_id':'$case%d','sku':'X','gross_minor':%d,'tax_minor':%d}", number,
                   20 + pick(w, 800), pick(w, 20));
    if (try_it(w, "replacement.add", params)) {
        const char *id = strstr(w->f->raw, "\"id\":\"");
        desk_words_let(&w->f->words, name, id + 6, 36);
        w->swaps[number] = 1;
    }
}

static void settle(world *w, int number)
{
    static const char *const remedies[] = { "", "", "", ",'remedy':'refund'", ",'remedy':'replace'" };
    char params[200];

    (void)snprintf(params, sizeof params,
                   "{'id':'$case%d','restocking_basis_points':%d,'shipping_fee_minor':%d,'fee_tax':'%s'%s}", number,
                   pick(w, 3) == 0 ? pick(w, 10001) : 0, pick(w, 3) == 0 ? pick(w, 60) : 0,
                   pick(w, 2) == 0 ? "none" : "taxable", remedies[pick(w, 5)]);
    (void)try_it(w, "return.settle", params);
}

static void give_back(world *w, int line, int units, int amount)
{
    char name[16], params[200];

    if (w->refunds == REFUNDS_MAX)
        return;
    (void)snprintf(name, sizeof name, "direct%d", w->refunds++);
    desk_make_at(w->f, name, "refund.open", "{'purchase':'$order','reason':'direct'}", __FILE__, __LINE__);
    if (units > 0)
        (void)snprintf(params, sizeof params, "{'id':'$%s','kind':'goods','line':'$line%d','units':%d}", name, line,
                       units);
    else
        (void)snprintf(params, sizeof params, "{'id':'$%s','kind':'amount','line':'$line%d','amount_minor':%d}", name,
                       line, amount);
    (void)try_it(w, "refund.add", params);
}

/* A refund, perhaps that of a return, is given up. */
static void give_up(world *w)
{
    csr_refund_query query = CSR_REFUND_QUERY_INIT;
    csr_refund_view view = { .struct_size = sizeof view };
    csr_result *result = NULL;
    size_t count;

    query.purchase = desk_id(w->f, "order");
    TYPED_OK(w->f, csr_refund_list(w->f->session, &query, &result, &w->f->err));
    count = csr_result_count(result);
    if (count > 0 && csr_refund_at(result, (size_t)pick(w, (int)count), &view, NULL) == CSR_OK)
        desk_let(w->f, "given_up", &view.id);
    csr_result_free(result);
    if (count > 0)
        (void)try_it(w, "refund.cancel", "{'id':'$given_up','reason':'x'}");
}

static void say(world *w, const char *operation, int number, const char *more)
{
    char params[200];

    (void)snprintf(params, sizeof params, "{'id':'$case%d'%s}", number, more);
    (void)try_it(w, operation, params);
}

static void step(world *w)
{
    int number = w->cases > 0 ? pick(w, w->cases) : 0;
    char params[40];

    if (w->cases == 0 || pick(w, 8) == 0)
        ask(w);
    switch (pick(w, 20)) {
    case 0: give_back(w, pick(w, LINES), 1 + pick(w, 2), 0); break;
    case 1: give_back(w, pick(w, LINES), 0, 1 + pick(w, 90)); break;
    case 2: give_up(w); break;
    case 3: say(w, pick(w, 2) == 0 ? "return.reject" : "return.cancel", number, ",'reason':'x'"); break;
    case 4:
    case 5:
    case 6: say(w, "return.approve", number, w->claims[number] ? ",'keeps_goods':true" : ""); break;
    case 7: replace(w, number); break;
    case 8: say(w, "return.charge", number, ",'charge':'paid'"); break;
    case 9: say(w, "return.charge", number, ",'charge':'failed'"); break;
    case 10:
    case 11: settle(w, number); break;
    case 12:
        (void)snprintf(params, sizeof params, "{'id':'$swap%d'}", number);
        if (w->swaps[number])
            (void)try_it(w, "replacement.remove", params);
        say(w, "return.send", number, "");
        break;
    case 13: add_line(w, number); break;
    case 14: say(w, "return.approve", number, ""); break;
    default: goods(w, number); break;
    }
    if (pick(w, 3) == 0)
        add_line(w, w->cases - 1);
}

static int line_of(world *w, const csr_id *id)
{
    csr_id first = desk_id(w->f, "line0");

    return memcmp(id, &first, sizeof first) == 0 ? 0 : 1;
}

/* Units that a line of a return holds, said once more in other words. */
static int64_t holds(const csr_return_view *r, const csr_return_line_view *line)
{
    if (r->state == CSR_RETURN_REJECTED || r->state == CSR_RETURN_CANCELLED)
        return 0;
    if (r->state < CSR_RETURN_RECEIVED)
        return line->units;
    if (r->state == CSR_RETURN_RECEIVED)
        return line->received - line->rejected;
    return r->keeps_goods ? line->units : line->accepted;
}

/* What must hold; with a lie it is counted what is noticed. */
static void must(world *w, int ok, const char *what, unsigned line)
{
    if (w->lie == NO_LIE)
        desk_true_at(w->f, ok, what, __FILE__, line);
    else
        w->noticed += !ok;
}
#define MUST(w, condition) must(w, (condition) != 0, #condition, __LINE__)

/* The parts of a refund that counts; what its goods came to. */
static int64_t add_refund(world *w, const csr_refund_view *refund, ledger *l)
{
    csr_refund_part_query query = CSR_REFUND_PART_QUERY_INIT;
    csr_result *result = NULL;
    int64_t all = 0, goods_minor = 0;

    query.refund = refund->id;
    query.limit = CSR_PAGE_MAX;
    TYPED_OK(w->f, csr_refund_part_list(w->f->session, &query, &result, &w->f->err));
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_refund_part_view part = { .struct_size = sizeof part };
        (void)csr_refund_part_at(result, i, &part, NULL);
        all += part.gross_minor;
        MUST(w, part.gross_minor < 0 ? part.tax_minor <= 0 && part.tax_minor >= part.gross_minor
                                     : part.tax_minor >= 0 && part.tax_minor <= part.gross_minor);
        if (csr_id_is_none(&part.line))
            continue;
        goods_minor += part.gross_minor;
        l->units[line_of(w, &part.line)] += w->lie == UNITS_TWICE ? 2 * part.units : part.units;
        l->gross[line_of(w, &part.line)] += part.gross_minor + (w->lie == GROSS_MORE);
        l->tax[line_of(w, &part.line)] += part.tax_minor;
    }
    MUST(w, all == refund->amount_minor && all >= 0);
    csr_result_free(result);
    return goods_minor;
}

/* Refunds that count, and that of a return among them: its goods, or -1. */
static int64_t add_refunds(world *w, const csr_id *of, int64_t *amount, ledger *l)
{
    csr_refund_query query = CSR_REFUND_QUERY_INIT;
    csr_result *result = NULL;
    int64_t found = -1;

    query.purchase = desk_id(w->f, "order");
    query.limit = CSR_PAGE_MAX;
    TYPED_OK(w->f, csr_refund_list(w->f->session, &query, &result, &w->f->err));
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_refund_view refund = { .struct_size = sizeof refund };
        int64_t goods_minor;
        (void)csr_refund_at(result, i, &refund, NULL);
        if (refund.state == CSR_REFUND_CANCELLED)
            continue;
        goods_minor = add_refund(w, &refund, l);
        if (memcmp(&refund.id, of, sizeof *of) == 0) {
            found = goods_minor;
            *amount = refund.amount_minor;
        }
    }
    csr_result_free(result);
    return found;
}

static int64_t worth_of_replacements(world *w, const csr_id *id)
{
    csr_replacement_query query = CSR_REPLACEMENT_QUERY_INIT;
    csr_result *result = NULL;
    int64_t worth = 0;

    query.return_id = *id;
    query.limit = CSR_PAGE_MAX;
    TYPED_OK(w->f, csr_replacement_list(w->f->session, &query, &result, &w->f->err));
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_replacement_view one = { .struct_size = sizeof one };
        (void)csr_replacement_at(result, i, &one, NULL);
        worth += one.gross_minor;
    }
    csr_result_free(result);
    return worth - (w->lie == REPLACEMENT_LESS);
}

/* What a return takes of the lines; what its lines say that replacements were given for. */
static int64_t add_lines(world *w, const csr_return_view *r, int refunded, ledger *l)
{
    csr_return_line_query query = CSR_RETURN_LINE_QUERY_INIT;
    csr_result *result = NULL;
    int64_t given = 0;

    query.return_id = r->id;
    TYPED_OK(w->f, csr_return_line_list(w->f->session, &query, &result, &w->f->err));
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_return_line_view line = { .struct_size = sizeof line };
        (void)csr_return_line_at(result, i, &line, NULL);
        MUST(w, line.received <= line.units && line.accepted + line.rejected <= line.received);
        given += line.gross_minor;
        if (refunded)
            continue;
        *(line.gross_minor > 0 ? &l->units[line_of(w, &line.line)] : &l->held[line_of(w, &line.line)]) +=
            holds(r, &line) - (w->lie == UNIT_NOT_HELD);
        l->gross[line_of(w, &line.line)] += line.gross_minor;
        l->tax[line_of(w, &line.line)] += line.tax_minor;
    }
    csr_result_free(result);
    return given;
}

/* I15 of one return. */
static void check_settled(world *w, const csr_return_view *r, int64_t goods_minor, int64_t amount, int64_t given)
{
    int settled = r->state == CSR_RETURN_CLOSED || r->charge == CSR_RETURN_CHARGE_DUE;
    int refunded = goods_minor >= 0;

    MUST(w, r->charge != CSR_RETURN_CHARGE_DUE || r->charge_minor > 0);
    MUST(w, r->refund_minor == 0 || r->charge_minor == 0);
    if (!settled || (r->state == CSR_RETURN_CLOSED && r->charge == CSR_RETURN_CHARGE_FAILED))
        return;
    MUST(w, r->refund_minor + r->replacement_minor ==
                r->goods_minor + r->charge_minor - (w->lie == FEE_FORGOTTEN ? 0 : r->fees_minor));
    MUST(w, r->replacement_minor == worth_of_replacements(w, &r->id));
    if (refunded)
        MUST(w, goods_minor == r->goods_minor && amount == r->refund_minor && given == 0);
    else if (r->refund_minor == 0)
        MUST(w, given == r->goods_minor);
}

static ledger check(world *w)
{
    ledger l = { { 0 }, { 0 }, { 0 }, { 0 } }, ignored;
    csr_id none = { { 0 } };
    int64_t amount = 0;

    (void)add_refunds(w, &none, &amount, &l);
    for (int i = 0; i < w->cases; i++) {
        csr_return_view r = { .struct_size = sizeof r };
        csr_result *result = NULL;
        int64_t goods_minor = -1, given;
        char name[16];
        csr_id id;
        (void)snprintf(name, sizeof name, "case%d", i);
        id = desk_id(w->f, name);
        TYPED_OK(w->f, csr_return_get(w->f->session, &id, &result, &w->f->err));
        (void)csr_return_at(result, 0, &r, NULL);
        if (!csr_id_is_none(&r.refund))
            goods_minor = add_refunds(w, &r.refund, &amount, &ignored);
        given = add_lines(w, &r, goods_minor >= 0, &l);
        check_settled(w, &r, goods_minor, amount, given);
        csr_result_free(result);
    }
    for (int i = 0; i < LINES; i++) {
        MUST(w, l.units[i] + l.held[i] <= quantities[i]);
        MUST(w, l.gross[i] <= grosses[i] && l.tax[i] <= taxes[i] && l.gross[i] >= 0 && l.tax[i] >= 0);
    }
    return l;
}

static void begin(world *w)
{
    char name[16], params[200];

    DESK_MAKE(w->f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR'}");
    for (int i = 0; i < LINES; i++) {
        (void)snprintf(name, sizeof name, "line%d", i);
        (void)snprintf(params, sizeof params,
                       "{'purchase':'$order','number':%d,'sku':'A','quantity':%d,'fulfilled':%d,'gross_minor':%d,"
                       "'tax_minor':%d}",
                       i + 1, (int)quantities[i], (int)quantities[i] - 1, (int)grosses[i], (int)taxes[i]);
        desk_make_at(w->f, name, "purchase_line.put", params, __FILE__, __LINE__);
    }
}

/* Whatever is still held is let go, and the rest refunded unit by unit: then all is gone, to the last minor unit. */
static void finish(world *w)
{
    ledger l;

    for (int i = 0; i < w->cases; i++) {
        say(w, "return.charge", i, ",'charge':'paid'");
        say(w, "return.reject", i, ",'reason':'x'");
        say(w, "return.cancel", i, ",'reason':'x'");
    }
    l = check(w);
    w->refunds = 0;
    for (int i = 0; i < LINES; i++) {
        int64_t left = quantities[i] - l.units[i] - l.held[i], held = l.held[i];
        for (; left > 0; left--) {
            w->refunds = 0;
            give_back(w, i, 1, 0);
        }
        l = check(w);
        MUST(w, l.units[i] + held == quantities[i]);
        /* An amount that was given up after the last unit went is given back as one. */
        w->refunds = 0;
        if (l.gross[i] < grosses[i])
            give_back(w, i, 0, (int)(grosses[i] - l.gross[i]));
        l = check(w);
        /* Units that a return holds without having given anything for them are the only ones that are left. */
        if (held == 0)
            MUST(w, l.gross[i] == grosses[i] && l.tax[i] == taxes[i]);
    }
}

static int history(desk_fixture *f, csr_test_random *random, enum lie lie)
{
    world w = { .f = f, .random = random, .lie = lie };

    begin(&w);
    for (int turn = 0; turn < 90; turn++) {
        csr_test_host_advance(&f->host, INT64_C(1000000));
        step(&w);
        if (turn % 9 == 0)
            (void)check(&w);
    }
    (void)check(&w);
    finish(&w);
    return w.noticed;
}

static void test_histories(void)
{
    unsigned depth = csr_test_depth(8);

    for (unsigned i = 0; i < depth; i++) {
        const csr_test_random begun = csr_test_random_begin("returns", 20260412 + i);
        for (int store = 0; store < 2; store++) {
            csr_test_random random = begun;
            desk_fixture f;
            (void)remove("returns.csr");
            (void)remove("returns.csr-wal");
            (void)remove("returns.csr-shm");
            if (desk_begin(&f, store == 0 ? "memory" : "sqlite", store == 0 ? "memory:" : "returns.csr", 5 + i))
                (void)history(&f, &random, NO_LIE);
            desk_end(&f);
        }
    }
}

/* The negative controls: each lie is noticed. */
static void test_lies(void)
{
    for (enum lie lie = NO_LIE + 1; lie < LIES; lie++) {
        int noticed = 0;
        for (unsigned i = 0; i < 20 && noticed == 0; i++) {
            csr_test_random random = { 20260600 + i };
            desk_fixture f;
            if (desk_begin(&f, "memory", "memory:", 5 + i))
                noticed = history(&f, &random, lie);
            desk_end(&f);
        }
        CU_ASSERT_TRUE(noticed > 0);
    }
}

static CU_TestInfo tests[] = {
    { "returns/histories", test_histories },
    { "returns/lies", test_lies },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "returns", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("returns against a ledger", suites, 2);
}
