#include "support/money_world.h"

#include "support/desk_dump.h"
#include "support/money_log.h"
#include "support/money_turns.h"
#include "torture/fault_store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECOND_US INT64_C(1000000)
#define RETRY_S 60
#define REVIEW_OF 9 /* one step of so many asks what is reserved */
#define STATUS_OF_CRASH CSR_E_STORE_IO
#define TEXT(literal) ((csr_str){ (literal), sizeof(literal) - 1 })

static unsigned below(money_world *w, unsigned n)
{
    return (unsigned)csr_test_below(w->random, n);
}

static int is_sqlite(const money_world *w)
{
    return strcmp(w->uri, "memory:") != 0;
}

/* ---- Opening, dying, coming back ---- */

static csr_session *session_of(money_world *w, const csr_id *agent)
{
    csr_session_open_params in = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = NULL;

    if (agent != NULL)
        in.agent = *agent;
    (void)csr_session_open(w->desk, &in, &session, &w->err);
    return session;
}

static int open_world(money_world *w)
{
    static const csr_option normal = { "synchronous", "normal" };
    csr_desk_open_params in = CSR_DESK_OPEN_PARAMS_INIT;

    in.host = &w->host.host;
    in.backend = is_sqlite(w) ? &fault_sqlite_ops : &fault_memory_ops;
    in.options = is_sqlite(w) ? &normal : NULL;
    in.option_count = is_sqlite(w) ? 1 : 0;
    if (csr_desk_open(w->uri, &in, &w->desk, &w->err) != CSR_OK)
        return 0;
    w->system = session_of(w, NULL);
    for (int i = 0; i < WORLD_PEOPLE; i++)
        w->people[i] = csr_id_is_none(&w->ids[i]) ? NULL : session_of(w, &w->ids[i]);
    return w->system != NULL;
}

static void close_world(money_world *w)
{
    for (int i = 0; i < WORLD_PEOPLE; i++)
        csr_session_close(w->people[i]);
    csr_session_close(w->system);
    csr_desk_close(w->desk);
    w->desk = NULL;
}

static void wrong(money_world *w, const char *what, const char *where)
{
    if (w->wrong != NULL || what == NULL)
        return;
    w->wrong = what;
    (void)snprintf(w->where, sizeof w->where, "step %u, %s: %.100s", w->steps, where, w->err.message);
}

/* The process is gone: nothing that it still does gets through. */
static void die(money_world *w)
{
    fault_store_plan.nth = 1;
    fault_store_plan.calls = 0;
    fault_store_plan.forever = 1;
    fault_store_plan.methods = FAULT_ANY;
    close_world(w);
    fault_store_plan.nth = 0;
    fault_store_plan.forever = 0;
}

/* And it comes back, twice, because once more changes nothing. */
static void come_back(money_world *w)
{
    for (int i = 0; i < 2; i++) {
        die(w);
        if (!open_world(w))
            wrong(w, "I13 a desk does not come back", "opening");
    }
}

/* ---- What is there from the beginning ---- */

static int put_limit(money_world *w, csr_role role, int64_t single, int64_t day, int64_t two_from)
{
    csr_approval_limit_put_params in = CSR_APPROVAL_LIMIT_PUT_PARAMS_INIT;

    in.role = role;
    in.purpose = CSR_REFUND_FOR_GOODS;
    in.single_minor = w->facts.singles[role] = single;
    in.day_minor = w->facts.days[role] = day;
    in.purchase_minor = in.customer_minor = 100000;
    in.two_from_minor = two_from;
    memcpy(in.currency, "EUR", 4);
    return csr_approval_limit_put(w->system, &in, NULL, &w->err) == CSR_OK;
}

/* Vouchers are approved by managers only: nobody has a budget. */
static int put_goodwill(money_world *w)
{
    csr_approval_limit_put_params in = CSR_APPROVAL_LIMIT_PUT_PARAMS_INIT;

    in.role = CSR_ROLE_MANAGER;
    in.purpose = CSR_REFUND_FOR_GOODWILL;
    in.single_minor = in.day_minor = in.purchase_minor = in.customer_minor = 10000;
    memcpy(in.currency, "EUR", 4);
    return csr_approval_limit_put(w->system, &in, NULL, &w->err) == CSR_OK;
}

static int add_people(money_world *w)
{
    static const char *const names[WORLD_PEOPLE] = { "rosa", "nora", "mia", "ada" };
    static const csr_role roles[WORLD_PEOPLE] = { CSR_ROLE_ASSOCIATE, CSR_ROLE_SUPERVISOR, CSR_ROLE_MANAGER,
                                                  CSR_ROLE_MANAGER };

    for (int i = 0; i < WORLD_PEOPLE; i++) {
        csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
        csr_str_set(&in.handle, names[i], CSR_NTS);
        in.role = roles[i];
        if (csr_agent_add(w->system, &in, &w->ids[i], &w->err) != CSR_OK)
            return 0;
        w->people[i] = session_of(w, &w->ids[i]);
    }
    return put_goodwill(w) && put_limit(w, CSR_ROLE_ASSOCIATE, 300, 350, 0) &&
           put_limit(w, CSR_ROLE_SUPERVISOR, 800, 900, 0) && put_limit(w, CSR_ROLE_MANAGER, 4000, 5000, 900);
}

static int add_lines(money_world *w, int64_t *total)
{
    for (int i = 0; i < 2; i++) {
        csr_purchase_line_put_params in = CSR_PURCHASE_LINE_PUT_PARAMS_INIT;
        in.purchase = w->order;
        in.number = i + 1;
        in.sku = TEXT("SKU");
        in.quantity = in.fulfilled = 1 + below(w, 5);
        in.gross_minor = 1 + below(w, 1200);
        in.tax_minor = (int64_t)below(w, (unsigned)in.gross_minor / 5 + 1);
        *total += in.gross_minor;
        if (csr_purchase_line_put(w->system, &in, &w->lines[i], &w->err) != CSR_OK)
            return 0;
    }
    return 1;
}

/* One to three payments that come to it, or to less: the rest was a voucher. Cash is the last, in coins of five. */
static int add_payments(money_world *w, int64_t total)
{
    w->payment_count = 1 + below(w, WORLD_PAYMENTS);
    for (size_t i = 0; i < w->payment_count && total > 0; i++) {
        csr_payment_put_params in = CSR_PAYMENT_PUT_PARAMS_INIT;
        int last = i + 1 == w->payment_count;
        in.purchase = w->order;
        in.number = (int32_t)i + 1;
        in.method = last && below(w, 4) == 0 ? CSR_PAYMENT_METHOD_CASH : CSR_PAYMENT_METHOD_CARD;
        in.state = w->wide && in.method == CSR_PAYMENT_METHOD_CARD && below(w, 3) == 0 ? CSR_PAYMENT_AUTHORIZED
                                                                                       : CSR_PAYMENT_SETTLED;
        in.captured_minor = last ? total : 1 + (int64_t)below(w, (unsigned)total);
        in.cash_step_minor = in.method == CSR_PAYMENT_METHOD_CASH ? 5 : 0;
        total -= in.captured_minor;
        if (csr_payment_put(w->system, &in, &w->payments[i], &w->err) != CSR_OK)
            return 0;
    }
    return 1;
}

static int add_order(money_world *w)
{
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_purchase_put_params in = CSR_PURCHASE_PUT_PARAMS_INIT;
    int64_t total = 0;

    who.name = TEXT("Jana");
    if (csr_customer_add(w->system, &who, &in.customer, &w->err) != CSR_OK ||
        csr_customer_add(w->system, &who, &matter.customer, &w->err) != CSR_OK)
        return 0;
    matter.subject = TEXT("another's");
    in.external_id = TEXT("W-1");
    memcpy(in.currency, "EUR", 4);
    total = in.shipping_minor = below(w, 2) * 499;
    in.shipping_tax_minor = in.shipping_minor / 6;
    return csr_ticket_open(w->system, &matter, &w->other_ticket, &w->err) == CSR_OK &&
           csr_purchase_put(w->system, &in, &w->order, &w->err) == CSR_OK && add_lines(w, &total) &&
           add_payments(w, total > 20 && below(w, 4) == 0 ? total - 20 : total);
}

/* How the gateway is, and what the host believes of it. */
static void choose_gateway(money_world *w)
{
    int64_t key_life = 3600, inflight = 120;

    w->stall_s = 120;
    w->declared = (csr_refund_plan_params)CSR_REFUND_PLAN_PARAMS_INIT;
    w->declared.can_void = w->declared.partial_void = 1;
    w->declared.has_lookup = w->design != DESIGN_SOUND || below(w, 4) != 0;
    w->declared.key_life_s = 3600;
    w->declared.inflight_s = 120;
    w->declared.margin_s = 600;
    if (w->design == DESIGN_TRUSTS_LOOKUP) {
        w->declared.key_life_s = 4;
        w->declared.inflight_s = 1;
        w->declared.margin_s = 2;
        inflight = 1200;
    } else if (w->design == DESIGN_FORGETS_EXPIRY) {
        w->declared.key_life_s = 86400 * 100;
    } else if (w->design == DESIGN_ENDLESS_WAY) {
        inflight = 40000;
    } else if (w->design == DESIGN_NO_MARGIN) {
        key_life = w->declared.key_life_s = 600;
        w->declared.inflight_s = 1;
        w->declared.margin_s = 2;
        w->stall_s = 500;
    } else if (w->design == DESIGN_SOUND && below(w, 8) == 0) {
        key_life = w->declared.key_life_s = 0;
    }
    gateway_begin(&w->gateway, w->random, key_life * SECOND_US, inflight * SECOND_US);
    w->gateway.single = key_life == 0;
}

int world_begin(money_world *w, const char *uri, money_design design, csr_test_random *random)
{
    memset(w, 0, sizeof *w);
    w->random = random;
    w->uri = uri;
    w->design = design;
    w->wide = design == DESIGN_SOUND && fault_store_plan.hidden == NULL && below(w, 3) == 0;
    w->err = (csr_error)CSR_ERROR_INIT;
    w->facts.gateway = &w->gateway;
    csr_test_host_init(&w->host, CSR_TEST_MONDAY, csr_test_below(random, 1u << 30));
    fault_store_plan = (fault_plan){ .methods = FAULT_ANY,
                                     .status = STATUS_OF_CRASH,
                                     .keep = 1,
                                     .breakage = fault_store_plan.breakage,
                                     .hidden = fault_store_plan.hidden,
                                     .hidden_index = fault_store_plan.hidden_index };
    if (is_sqlite(w)) {
        char name[100];
        (void)unlink(uri);
        (void)snprintf(name, sizeof name, "%s-wal", uri);
        (void)unlink(name);
    }
    choose_gateway(w);
    if (!open_world(w) || !add_people(w) || !add_order(w) || !books_read(w->desk, w->wide, &w->books)) {
        wrong(w, "the world does not begin", "beginning");
        return 0;
    }
    return 1;
}

unsigned world_end(money_world *w)
{
    books_free(&w->books);
    die(w);
    fault_store_drop_kept();
    fault_store_plan.keep = 0;
    return csr_test_host_done(&w->host);
}

/* ---- Steps ---- */

/* A refund in one of some states, the last one first, where there is one; now and then any, or none. */
static csr_id some_refund(money_world *w, unsigned states)
{
    csr_id any = { { 9 } };
    size_t count = csri_rows_count(w->books.refunds);

    if (count == 0)
        return any;
    any = books_refund(&w->books, below(w, (unsigned)count))->id;
    for (size_t i = count; i > 0 && below(w, 5) != 0; i--)
        if ((states >> books_refund(&w->books, i - 1)->state & 1) != 0)
            return books_refund(&w->books, i - 1)->id;
    return any;
}

static csr_session *somebody(money_world *w)
{
    return w->people[below(w, WORLD_PEOPLE)];
}

static csr_status add_part(money_world *w, const csr_id *refund)
{
    csr_refund_add_params in = CSR_REFUND_ADD_PARAMS_INIT;
    unsigned what = below(w, 10);

    if (what < 4) {
        in.kind = CSR_REFUND_PART_GOODS;
        in.line = w->lines[below(w, 2)];
        in.units = 1 + (below(w, 4) == 0);
    } else if (what < 8) {
        in.kind = CSR_REFUND_PART_AMOUNT;
        in.amount_minor = 1 + below(w, below(w, 4) == 0 ? 900 : 250);
        if (what == 7)
            in.line = w->lines[below(w, 2)];
    } else {
        in.kind = what == 8 ? CSR_REFUND_PART_SHIPPING : CSR_REFUND_PART_RESTOCKING_FEE;
        in.basis_points = what == 8 ? 0 : 1000;
    }
    return csr_refund_add(w->system, refund, &in, NULL, &w->err);
}

/* I9: the same request once more gives the same refund; with another reason, none. */
static csr_status ask_again(money_world *w, csr_refund_open_params *in, const csr_id *first)
{
    csr_id again = { { 0 } };
    csr_status status = csr_refund_open(w->system, in, &again, &w->err);

    if (status == CSR_OK && memcmp(&again, first, sizeof again) != 0)
        wrong(w, "I9 the same request made another refund", "refund.open");
    if (status != CSR_OK)
        return status;
    in->reason = TEXT("another reason");
    if (csr_refund_open(w->system, in, &again, &w->err) != CSR_E_DUPLICATE)
        wrong(w, "I9 another request under the same key was taken", "refund.open");
    return CSR_OK;
}

static csr_status ask(money_world *w)
{
    csr_refund_open_params in = CSR_REFUND_OPEN_PARAMS_INIT;
    char key[40];
    csr_id refund = { { 0 } };
    csr_status status;

    if (csri_rows_count(w->books.refunds) >= 12)
        return CSR_OK;
    in.purchase = w->order;
    in.reason = TEXT("torn");
    (void)snprintf(key, sizeof key, "ask-%u", w->steps);
    csr_str_set(&in.request_key, key, CSR_NTS);
    if (below(w, 10) == 0) {
        in.ticket = w->other_ticket;
        if (csr_refund_open(w->system, &in, &refund, &w->err) == CSR_OK)
            wrong(w, "I20 a refund is about a ticket of somebody else", "refund.open");
        memset(&in.ticket, 0, sizeof in.ticket);
    }
    status = csr_refund_open(w->system, &in, &refund, &w->err);
    if (status == CSR_OK && below(w, 4) == 0)
        status = ask_again(w, &in, &refund);
    if (status == CSR_OK)
        status = add_part(w, &refund);
    if (status == CSR_OK && below(w, 2) == 0)
        status = add_part(w, &refund);
    if (status == CSR_OK)
        status = csr_refund_submit(somebody(w), &refund, NULL, NULL, &w->err);
    return status;
}

/* Whether every rule holds, as it is explained. *known = it could be. */
static int explained(csr_session *session, const csr_id *refund, int *known)
{
    csr_result *result = NULL;
    int holds = 1;

    *known = csr_refund_explain(session, refund, NULL, &result, NULL) == CSR_OK;
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_refund_reason_view reason = { .struct_size = sizeof reason };
        (void)csr_refund_reason_at(result, i, &reason, NULL);
        holds &= reason.holds;
    }
    csr_result_free(result);
    return holds;
}

/* What was explained is what is decided; of a draft it is explained whether it can be asked for. */
static csr_status approve(money_world *w, csr_session *session, const csr_id *refund,
                          const csr_refund_decide_params *in)
{
    const csr_refund_view *is = books_refund_of(&w->books, refund);
    int known, holds = explained(session, refund, &known);
    csr_status status = csr_refund_approve(session, refund, in, NULL, &w->err);

    if (known && is->state != CSR_REFUND_DRAFT && fault_store_plan.hits == 0 && holds != (status == CSR_OK))
        wrong(w, "an explanation says otherwise than what is decided", "refund.approve");
    return status;
}

static csr_status decide(money_world *w)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;
    csr_id refund = some_refund(w, 1u << CSR_REFUND_PENDING_APPROVAL);

    in.reason = TEXT("fair");
    switch (below(w, 10)) {
    case 0: return csr_refund_reject(somebody(w), &refund, &in, NULL, &w->err);
    case 1: return csr_refund_cancel(somebody(w), &refund, &in, NULL, &w->err);
    case 2: return csr_refund_submit(somebody(w), &refund, NULL, NULL, &w->err);
    default: return approve(w, somebody(w), &refund, &in);
    }
}

static csr_status plan(money_world *w)
{
    csr_id refund = some_refund(w, 1u << CSR_REFUND_APPROVED | 1u << CSR_REFUND_PART_PAID | 1u << CSR_REFUND_FAILED);

    return csr_refund_plan(w->system, &refund, &w->declared, NULL, &w->err);
}

/* What a bank, a manager or a manager of managers does. */
static csr_status from_outside(money_world *w)
{
    csr_payment_put_params in = CSR_PAYMENT_PUT_PARAMS_INIT;
    csr_agent_change_params change = CSR_AGENT_CHANGE_PARAMS_INIT;
    const csr_payment_view *payment = books_payment(&w->books, below(w, (unsigned)csri_rows_count(w->books.payments)));

    in.purchase = w->order;
    in.number = payment->number;
    switch (below(w, 8)) {
    case 0: in.charged_back_minor = 1 + (int64_t)below(w, (unsigned)payment->captured_minor); break;
    case 1: in.dispute = CSR_DISPUTE_OPEN; break;
    case 2: in.dispute = CSR_DISPUTE_WON; break;
    case 3: return csr_agent_deactivate(w->system, &w->ids[3], NULL, NULL, &w->err);
    default:
        change.role = below(w, 2) == 0 ? CSR_ROLE_SUPERVISOR : CSR_ROLE_MANAGER;
        w->facts.days[CSR_ROLE_ASSOCIATE] = w->facts.days[CSR_ROLE_SUPERVISOR] = w->facts.days[CSR_ROLE_MANAGER];
        return csr_agent_change(w->system, &w->ids[1 + below(w, 2)], &change, NULL, &w->err);
    }
    return csr_payment_put(w->system, &in, NULL, &w->err);
}

static csr_status tell(money_world *w, const csr_id *payout, csr_payout_news news)
{
    csr_payout_tell_params in = CSR_PAYOUT_TELL_PARAMS_INIT;

    in.news = news;
    return csr_payout_tell(w->system, payout, &in, NULL, &w->err);
}

static csr_status report(money_world *w, const csr_id *payout, csr_payout_answer answer)
{
    csr_payout_report_params in = CSR_PAYOUT_REPORT_PARAMS_INIT;

    in.answer = answer;
    return csr_payout_report(w->system, payout, &in, NULL, &w->err);
}

/* I12: a request goes out again only while the gateway surely knows its key, as it is believed to. */
static void check_sending(money_world *w, const csr_payout_view *p)
{
    int64_t after = p->last_sent_at - p->first_sent_at;

    if (p->key.len != 52 || (p->attempts > 1 && after >= (p->key_life_s - p->margin_s) * SECOND_US))
        wrong(w, "I12 a request went out again after its time", "sending");
}

static csr_payout_answer transmit(money_world *w, const csr_payout_view *p)
{
    char key[GATEWAY_KEY_BYTES];

    if (w->design == DESIGN_KEY_PER_TRY)
        (void)snprintf(key, sizeof key, "%s-%d", p->key.ptr, (int)p->attempts);
    else
        (void)snprintf(key, sizeof key, "%s", p->key.ptr);
    csr_test_host_advance(&w->host, (int64_t)below(w, (unsigned)w->stall_s) * SECOND_US);
    gateway_turn(&w->gateway, w->host.now);
    return gateway_send(&w->gateway, p, key, w->host.now);
}

static csr_status send(money_world *w, const csr_payout_view *p)
{
    csr_payout_answer answer;

    check_sending(w, p);
    answer = transmit(w, p);
    if (w->design == DESIGN_TIMEOUT_FAILS && answer == CSR_PAYOUT_ANSWER_UNKNOWN)
        answer = CSR_PAYOUT_ANSWER_DECLINED;
    return report(w, &p->id, answer);
}

/* Design E: the request goes out before anything is recorded, and the process dies in between now and then. */
static int sends_first(money_world *w)
{
    for (size_t i = 0; i < csri_rows_count(w->books.payouts); i++)
        if (books_payout(&w->books, i)->state == CSR_PAYOUT_PLANNED) {
            (void)transmit(w, books_payout(&w->books, i));
            return below(w, 3) != 0;
        }
    return 0;
}

/* One turn of the host's loop; *some = there was something to do. */
static csr_status pump(money_world *w, int *some)
{
    csr_payout_next_params in = CSR_PAYOUT_NEXT_PARAMS_INIT;
    csr_payout_view p = { .struct_size = sizeof p };
    csr_result *result = NULL;
    csr_status status;

    *some = 0;
    if (w->design == DESIGN_RECORDS_LATER && sends_first(w))
        return CSR_OK;
    gateway_turn(&w->gateway, w->host.now);
    in.retry_s = RETRY_S;
    status = csr_payout_next(w->system, &in, &result, &w->err);
    *some = csr_result_count(result) > 0 && csr_payout_at(result, 0, &p, NULL) == CSR_OK;
    if (*some && w->design == DESIGN_AGE_FAILS && w->host.now - p.created_at > 1800 * SECOND_US)
        status = tell(w, &p.id, CSR_PAYOUT_NEWS_FAILED);
    else if (*some && p.step == CSR_PAYOUT_STEP_SEND)
        status = send(w, &p);
    else if (*some && p.step == CSR_PAYOUT_STEP_LOOKUP)
        status = tell(w, &p.id, gateway_lookup(&w->gateway, &p.id));
    csr_result_free(result);
    return status;
}

static csr_status hear(money_world *w)
{
    csr_id payout;
    csr_payout_news news;
    csr_status status = CSR_OK;

    gateway_turn(&w->gateway, w->host.now);
    for (int i = 0; i < 3 && status == CSR_OK && gateway_tells(&w->gateway, w->host.now, &payout, &news); i++) {
        status = tell(w, &payout, news);
        if (status != CSR_OK) /* it says it again until it is heard */
            gateway_repeats(&w->gateway, &payout, news, w->host.now);
    }
    return status;
}

/* ---- Checks ---- */

/* Read the books again, and compare them with those before. */
static void look(money_world *w, int by_one, const char *where)
{
    money_books now;

    w->facts.now = w->host.now;
    if (!books_read(w->desk, w->wide, &now)) {
        wrong(w, "the books cannot be read", where);
        return;
    }
    wrong(w, books_wrong(&now, &w->facts), where);
    wrong(w, books_step_wrong(&w->books, &now, by_one), where);
    books_free(&w->books);
    w->books = now;
}

/* I17: what was refused has changed nothing. Of several calls in a step only the last was refused. */
static void look_refused(money_world *w, uint64_t before, int alone, const char *where)
{
    w->refused++;
    if (alone && books_digest(&w->books) != before)
        wrong(w, "I17 something that was refused has changed the books", where);
}

static csr_status do_step(money_world *w, unsigned what, const char **where)
{
    int some;

    if (what < 5)
        return *where = "asking", ask(w);
    if (what < 11)
        return *where = "deciding", decide(w);
    if (what < 15)
        return *where = "planning", plan(w);
    if (what < 22)
        return *where = "paying", pump(w, &some);
    if (what < 24)
        return *where = "hearing", hear(w);
    if (what < 27)
        return *where = "from outside", from_outside(w);
    switch (below(w, 4)) {
    case 0: return *where = "reporting", turn_report(w);
    case 1: return *where = "incidents", turn_incident(w);
    case 2: return *where = "goods", turn_goods(w);
    default: return *where = "vouchers", turn_voucher(w);
    }
}

/* Whether it is asked now what is reserved; not of designs and desks that are to break other rules. */
static int reviews(money_world *w)
{
    int other = fault_store_plan.hidden != NULL && (fault_store_plan.hidden != &csri_refund_record ||
                                                    fault_store_plan.hidden_index != CSRI_REFUND_BY_STATE);

    return w->design == DESIGN_SOUND && !other && below(w, REVIEW_OF) == 0;
}

int world_step(money_world *w, unsigned crash_of)
{
    unsigned what = below(w, w->wide ? 39 : 27);
    uint64_t before = books_digest(&w->books);
    int alone = what >= 5 && what < 15;
    const char *where;
    csr_status status;

    w->steps++;
    csr_test_host_advance(&w->host, (int64_t)below(w, below(w, 20) == 0 ? 90000 : 600) * SECOND_US);
    if (crash_of != 0 && below(w, crash_of) == 0) {
        fault_store_plan.nth = 1 + below(w, what < 5 ? 4 : 2);
        fault_store_plan.calls = fault_store_plan.hits = 0;
        fault_store_plan.methods = FAULT_COMMIT;
        fault_store_plan.outcome = below(w, 2) == 0 ? FAULT_BEFORE : FAULT_COMMITTED;
        fault_store_plan.status = fault_store_plan.outcome == FAULT_BEFORE ? STATUS_OF_CRASH : CSR_E_UNKNOWN_OUTCOME;
    }
    status = do_step(w, what, &where);
    fault_store_plan.nth = 0;
    if (fault_store_plan.hits > 0) {
        w->crashes++;
        if (status != fault_store_plan.status)
            wrong(w, "I13 a commit that failed was not told", where);
        come_back(w);
        fault_store_plan.hits = 0;
        look(w, alone, where);
        if (alone && fault_store_plan.outcome == FAULT_BEFORE && books_digest(&w->books) != before)
            wrong(w, "I13 half of something was written before a crash", where);
        return w->wrong == NULL;
    }
    look(w, alone, where);
    if (status != CSR_OK)
        look_refused(w, before, alone, where);
    if (w->wrong == NULL && reviews(w))
        wrong(w, reserved_wrong(w->system, &w->books), where);
    return w->wrong == NULL;
}

/* It waits for people who close its incident only. */
static int is_over(const csr_payout_view *p)
{
    return p->incident && (p->state == CSR_PAYOUT_SUCCEEDED || p->state == CSR_PAYOUT_FAILED ||
                           p->state == CSR_PAYOUT_REVERSED || p->state == CSR_PAYOUT_EXTERNAL);
}

static int is_settled(money_world *w)
{
    for (size_t i = 0; i < csri_rows_count(w->books.payouts); i++) {
        const csr_payout_view *p = books_payout(&w->books, i);
        int person = p->state == CSR_PAYOUT_MANUAL || p->step == CSR_PAYOUT_STEP_PERSON;
        if (person && p->waiting && !gateway_is_busy(&w->gateway))
            (void)turn_attest(w, p);
        if ((p->waiting && !is_over(p)) || p->state == CSR_PAYOUT_PENDING)
            return 0;
    }
    return !gateway_is_busy(&w->gateway);
}

/* I10: what was said already, and what was said before it, changes nothing, however often it comes. */
static void say_again(money_world *w)
{
    static const csr_payout_news order[] = { CSR_PAYOUT_NEWS_PENDING, CSR_PAYOUT_NEWS_SUCCEEDED,
                                             CSR_PAYOUT_NEWS_REVERSED };
    uint64_t before = books_digest(&w->books);

    for (size_t i = 0; i < csri_rows_count(w->books.payouts); i++) {
        const csr_payout_view *p = books_payout(&w->books, i);
        csr_payout_news last = gateway_lookup(&w->gateway, &p->id);
        size_t kinds = last == CSR_PAYOUT_NEWS_REVERSED ? 3 : last == CSR_PAYOUT_NEWS_SUCCEEDED ? 2 : 1;
        for (int times = 0; times < 3; times++)
            (void)tell(w, &p->id, order[below(w, (unsigned)kinds)]);
        (void)tell(w, &p->id, last);
    }
    look(w, 0, "saying it again");
    if (books_digest(&w->books) != before)
        wrong(w, "I10 news that were heard before changed something", "saying it again");
}

int world_settle(money_world *w)
{
    int some = 1;

    w->gateway.calm = 1;
    for (int turn = 0; turn < 400 && w->wrong == NULL; turn++) {
        csr_test_host_advance(&w->host, 61 * SECOND_US);
        (void)hear(w);
        for (some = 1; some;)
            (void)pump(w, &some);
        if (turn % 8 == 7 || turn < 2) {
            look(w, 0, "settling");
            if (is_settled(w))
                break;
        }
    }
    look(w, 0, "settling");
    w->facts.settled = 1;
    look(w, 0, "at the end");
    if (fault_store_plan.hidden == NULL)
        wrong(w, reserved_wrong(w->system, &w->books), "at the end");
    if (w->wrong == NULL)
        say_again(w);
    return w->wrong == NULL;
}

int world_audit(money_world *w)
{
    wrong(w, log_wrong(w->system, &w->books), "playing the log");
    wrong(w, shown_wrong(w->system, &w->books), "showing");
    if (desk_verify_errors(w->system, w->err.message, sizeof w->err.message) != 0)
        wrong(w, "the desk does not verify", "verifying");
    return w->wrong == NULL;
}
