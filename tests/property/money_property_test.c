/*
 * Histories of money: random refunds, decisions, payouts and accidents, with a gateway that declines, loses, delays and doubles, and a
 * process that dies at commits. The rules I1 to I14, I17 and I20 hold at every step (support/money_books.c has them); what is
 * reserved is named by the review (support/money_turns.c); what was
 * read by events and by the public functions at the end is the same (I18, I19).
 *
 * CSR_DEPTH = histories in memory; a fortieth of them on SQLite. Designs that other systems had break a rule in the same world.
 */
#include "support/money_log.h"
#include "support/money_turns.h"
#include "support/money_world.h"
#include "support/runner.h"
#include "torture/fault_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 18
#define CRASH_OF 3

static void complain(const money_world *w, unsigned long long seed)
{
    char text[500];

    (void)snprintf(text, sizeof text, "%s (%s; seed %llu on %s)", w->wrong, w->where, seed, w->uri);
    CU_assertImplementation(CU_FALSE, __LINE__, text, __FILE__, "", CU_FALSE);
}

/* One history; 1 = all held. In memory the log is played in one of sixteen, which would cost more than the history itself. */
static int history(money_world *w, const char *uri, money_design design, csr_test_random *random)
{
    int audit = strcmp(uri, "memory:") != 0 || csr_test_below(random, 16) == 0;
    int ok = world_begin(w, uri, design, random);

    for (int i = 0; i < STEPS && ok; i++)
        ok = world_step(w, design == DESIGN_SOUND ? CRASH_OF : 0);
    ok = ok && world_settle(w);
    return ok && (!audit || world_audit(w));
}

/* What histories came to: they have to reach all of it, or they prove nothing. */
typedef struct tally {
    unsigned steps, refused, crashes, sent_back, cash;
    unsigned refunds[10], payouts[10], incidents, closed, voids, returned, used, given;
} tally;

static void count_in(tally *t, const money_world *w)
{
    const money_books *b = &w->books;

    t->steps += w->steps;
    t->refused += w->refused;
    t->crashes += w->crashes;
    for (size_t i = 0; i < csri_rows_count(b->refunds); i++)
        t->refunds[books_refund(b, i)->state]++;
    for (size_t i = 0; i < csri_rows_count(b->refunds); i++)
        t->given += books_refund(b, i)->given_minor > 0 && books_refund(b, i)->state == CSR_REFUND_PAID;
    for (size_t i = 0; i < csri_rows_count(b->payouts); i++) {
        t->payouts[books_payout(b, i)->state]++;
        t->incidents += books_payout(b, i)->incident != 0;
        t->closed += books_payout(b, i)->incident_closed_at != 0;
        t->voids += books_payout(b, i)->voids && books_payout(b, i)->state == CSR_PAYOUT_SUCCEEDED;
    }
    for (size_t i = 0; i < csri_rows_count(b->returns); i++)
        t->returned += books_return(b, i)->state == CSR_RETURN_CLOSED;
    for (size_t i = 0; i < csri_rows_count(b->vouchers); i++)
        t->used += books_voucher(b, i)->used_minor > 0;
    for (size_t i = 0; i < csri_rows_count(b->approvals); i++)
        t->sent_back += strcmp(books_approval(b, i)->rule.ptr, "rights at the payout") == 0;
    for (size_t i = 0; i < csri_rows_count(b->parts); i++)
        t->cash += books_part(b, i)->kind == CSR_REFUND_PART_CASH_ROUNDING;
}

static void check_tally(const tally *t, unsigned count)
{
    printf("    %u histories, %u steps, of which %u were refused and %u crashed; sent back %u, cash %u, incidents %u\n",
           count, t->steps, t->refused, t->crashes, t->sent_back, t->cash, t->incidents);
    printf("    refunds:");
    for (int i = 1; i < 10; i++)
        printf(" %u", t->refunds[i]);
    printf("; payouts:");
    for (int i = 1; i < 10; i++)
        printf(" %u", t->payouts[i]);
    printf("; closed %u, voids %u, returned %u, given %u, vouchers %u\n", t->closed, t->voids, t->returned, t->given,
           t->used);
    if (count < 1000)
        return;
    CU_ASSERT_TRUE(t->crashes > count && t->refused < t->steps / 2 && t->sent_back > 0 && t->cash > 0);
    for (int i = 1; i < 10; i++)
        CU_ASSERT_TRUE(i == CSR_REFUND_PAYING || t->refunds[i] > 0);
    CU_ASSERT_TRUE(t->payouts[CSR_PAYOUT_SUCCEEDED] > count / 2 && t->payouts[CSR_PAYOUT_FAILED] > 0 &&
                   t->payouts[CSR_PAYOUT_REVERSED] > 0 && t->payouts[CSR_PAYOUT_EXTERNAL] > 0);
    CU_ASSERT_TRUE(t->incidents > 0 && t->closed > 0 && t->voids > 0 && t->returned > 0 && t->given > 0 && t->used > 0);
}

static void histories(const char *uri, unsigned count, uint64_t seed)
{
    money_world *w = malloc(sizeof *w);
    tally all = { 0 };
    csr_test_random random = csr_test_random_begin(uri, seed);

    for (unsigned i = 0; i < count; i++) {
        uint64_t begin = random.state;
        if (!history(w, uri, DESIGN_SOUND, &random))
            complain(w, begin);
        count_in(&all, w);
        CU_ASSERT_EQUAL(world_end(w), 0);
        if (w->wrong != NULL)
            break;
    }
    check_tally(&all, count);
    free(w);
}

static void test_memory(void)
{
    histories("memory:", csr_test_depth(2000), 20260601);
}

static void test_sqlite(void)
{
    histories("money.csr", csr_test_depth(2000) / 40, 20260602);
}

/* Each of the designs breaks a rule, and one about money that went twice or for nothing: the checks can fail. */
static void test_designs(void)
{
    money_world *w = malloc(sizeof *w);
    csr_test_random seed = csr_test_random_begin("designs", 4);

    for (money_design design = DESIGN_TIMEOUT_FAILS; design < DESIGN_COUNT; design++) {
        csr_test_random random = seed;
        unsigned tried = 0;
        int held = 1;
        for (; tried < 1000 && held; tried++) {
            held = history(w, "memory:", design, &random);
            CU_ASSERT_EQUAL(world_end(w), 0);
        }
        CU_ASSERT_FALSE(held);
        if (!held) {
            printf("    design %c: history %u: %s\n", 'A' + (int)design, tried, w->wrong);
            CU_ASSERT_TRUE(w->wrong[0] == 'I' && strchr("123", w->wrong[1]) != NULL && w->wrong[2] == ' ');
        }
    }
    free(w);
}

/* A desk that does not see what it has to count, because its store keeps it from it: each breaks the rule that the sum is for. */
static void test_blind_desks(void)
{
    static const struct {
        const csr_record *record;
        int32_t index;
        const char *rule, *what;
    } blind[] = {
        { &csri_payout_record, CSRI_PAYOUT_BY_PAYMENT, "I1 ", "what payouts reserve of a payment" },
        { &csri_payout_record, CSRI_PAYOUT_BY_REFUND, "I11 ", "what of a refund is paid" },
        { &csri_refund_part_record, CSRI_REFUND_PART_BY_LINE, "I4 ", "what of a line was given back" },
        { &csri_approval_record, CSRI_APPROVAL_BY_AGENT, "I8 ", "what was approved in the day" },
        { &csri_approval_record, CSRI_APPROVAL_BY_REFUND, "I7 ", "who approved before" },
        { &csri_refund_record, CSRI_REFUND_BY_STATE, "an amount is reserved by a refund", "what refunds hold" },
    };
    money_world *w = malloc(sizeof *w);

    for (size_t i = 0; i < sizeof blind / sizeof blind[0]; i++) {
        csr_test_random random = { 77 };
        unsigned tried = 0;
        int held = 1;
        fault_store_plan.hidden = blind[i].record;
        fault_store_plan.hidden_index = blind[i].index;
        for (; tried < 1000 && held; tried++) {
            held = history(w, "memory:", DESIGN_SOUND, &random);
            CU_ASSERT_EQUAL(world_end(w), 0);
        }
        printf("    blind for %s: history %u: %s\n", blind[i].what, tried, held ? "nothing was wrong" : w->wrong);
        CU_ASSERT_TRUE(!held && strncmp(w->wrong, blind[i].rule, strlen(blind[i].rule)) == 0);
    }
    fault_store_plan.hidden = NULL;
    free(w);
}

/* Books that are not right, one way each: what changes them gives 1 when it found something to change. */
typedef int spoil(money_world *w);

static csr_payout_view *paid_payout(money_world *w)
{
    for (size_t i = 0; i < csri_rows_count(w->books.payouts); i++)
        if (books_payout(&w->books, i)->state == CSR_PAYOUT_SUCCEEDED)
            return books_payout(&w->books, i);
    return NULL;
}

static csr_refund_view *paid_refund(money_world *w)
{
    for (size_t i = 0; i < csri_rows_count(w->books.refunds); i++)
        if (books_refund(&w->books, i)->state == CSR_REFUND_PAID)
            return books_refund(&w->books, i);
    return NULL;
}

/* An approval of a refund that was paid. */
static csr_approval_view *approval_of_paid(money_world *w)
{
    const csr_refund_view *refund = paid_refund(w);

    for (size_t i = 0; refund != NULL && i < csri_rows_count(w->books.approvals); i++)
        if (memcmp(&books_approval(&w->books, i)->refund, &refund->id, sizeof refund->id) == 0)
            return books_approval(&w->books, i);
    return NULL;
}

/* A part of a line, of a refund that was paid. */
static csr_refund_part_view *part_of_paid(money_world *w)
{
    const csr_refund_view *refund = paid_refund(w);

    for (size_t i = 0; refund != NULL && i < csri_rows_count(w->books.parts); i++) {
        csr_refund_part_view *part = books_part(&w->books, i);
        if (memcmp(&part->refund, &refund->id, sizeof refund->id) == 0 && !csr_id_is_none(&part->line))
            return part;
    }
    return NULL;
}

static csr_voucher_view *used_voucher(money_world *w)
{
    for (size_t i = 0; i < csri_rows_count(w->books.vouchers); i++)
        if (books_voucher(&w->books, i)->used_minor > 0)
            return books_voucher(&w->books, i);
    return NULL;
}

#define SPOIL(name, type, find, change) \
    static int name(money_world *w)     \
    {                                   \
        type *it = find(w);             \
        if (it == NULL)                 \
            return 0;                   \
        change;                         \
        return 1;                       \
    }
SPOIL(too_much, csr_payout_view, paid_payout, it->amount_minor += 100000)
SPOIL(paid_again, csr_payout_view, paid_payout,
      w->gateway.entries[w->gateway.entry_count++] = ((gateway_entry){ .payout = it->id, .paid = 1 }))
SPOIL(called_failed, csr_payout_view, paid_payout, it->state = CSR_PAYOUT_FAILED)
SPOIL(never_ends, csr_payout_view, paid_payout, it->state = CSR_PAYOUT_SUBMITTING)
SPOIL(other_currency, csr_payout_view, paid_payout, memcpy(it->currency, "USD", 4))
SPOIL(of_nothing, csr_payout_view, paid_payout, it->amount_minor = 0)
SPOIL(too_many_units, csr_refund_part_view, part_of_paid, it->units += 9)
SPOIL(too_much_of_line, csr_refund_part_view, part_of_paid, it->gross_minor += 100000)
SPOIL(too_much_tax, csr_refund_part_view, part_of_paid, it->tax_minor += 100000)
SPOIL(other_sum, csr_refund_view, paid_refund, it->amount_minor -= 1)
SPOIL(not_paid, csr_refund_view, paid_refund, it->state = CSR_REFUND_PAYING)
SPOIL(given_up, csr_refund_view, paid_refund, it->state = CSR_REFUND_CANCELLED)
SPOIL(nobody, csr_approval_view, approval_of_paid, it->kind = CSR_APPROVAL_DROPPED)
SPOIL(own_approval, csr_approval_view, approval_of_paid,
      it->kind = it->kind == CSR_APPROVAL_AUTO ? CSR_APPROVAL_GIVEN : CSR_APPROVAL_AUTO)
SPOIL(beyond_limit, csr_approval_view, approval_of_paid, it->amount_minor = 1000000)
SPOIL(used_up, csr_voucher_view, used_voucher, it->used_minor = it->amount_minor + 1)
SPOIL(no_limit, csr_approval_view, approval_of_paid, memset(&it->allowed_by, 0, sizeof it->allowed_by))
SPOIL(no_room, csr_approval_view, approval_of_paid, w->facts.days[it->role] = 0;
      memset(w->facts.days, 0, sizeof w->facts.days))

/* Two payouts under one key. */
static int one_key(money_world *w)
{
    if (csri_rows_count(w->books.payouts) < 2)
        return 0;
    books_payout(&w->books, 0)->key = books_payout(&w->books, 1)->key;
    return 1;
}

/* Shipping twice, in two parts without a line that do not change what a refund comes to. */
static int shipped_twice(money_world *w)
{
    int found = 0;

    for (size_t i = 0; i < csri_rows_count(w->books.parts); i++)
        if (books_part(&w->books, i)->kind == CSR_REFUND_PART_SHIPPING)
            found++;
    for (size_t i = 0; i < csri_rows_count(w->books.parts) && found == 1; i++) {
        csr_refund_part_view *part = part_of_paid(w);
        if (part == NULL)
            return 0;
        part->kind = CSR_REFUND_PART_SHIPPING;
        found++;
    }
    return found == 2;
}

static const struct {
    spoil *change;
    const char *rule;
} spoilt[] = {
    { too_much, "I1 " },       { paid_again, "I2 " },       { called_failed, "I3 " },  { never_ends, "I3 " },
    { too_many_units, "I4 " }, { too_much_of_line, "I4 " }, { too_much_tax, "I4 " },   { shipped_twice, "I4 " },
    { other_sum, "I5 " },      { of_nothing, "I5 " },       { other_currency, "I6 " }, { nobody, "I7 " },
    { own_approval, "I7 " },   { beyond_limit, "I7 " },     { no_limit, "I7 " },       { no_room, "I8 " },
    { not_paid, "I11 " },      { given_up, "I11 " },        { one_key, "I12 " },       { used_up, "I14 " },
};

/* Whether money went that was not to go: what comes of that excuses much. */
static int is_from_outside(const money_world *w)
{
    for (size_t i = 0; i < csri_rows_count(w->books.payouts); i++) {
        const csr_payout_view *p = books_payout(&w->books, i);
        if (p->incident || p->incident_closed_at != 0 || p->state == CSR_PAYOUT_EXTERNAL)
            return 1;
    }
    return 0;
}

#define SPOILT (sizeof spoilt / sizeof spoilt[0])

/* Spoil the books of a history in one way, ask what is wrong, and put them right; 1 when there was something to spoil. */
static int spoil_once(money_world *w, size_t i)
{
    money_facts facts = w->facts;
    size_t entries = w->gateway.entry_count;
    const char *wrong;

    if (!spoilt[i].change(w))
        return 0;
    wrong = books_wrong(&w->books, &w->facts);
    if (wrong == NULL || strncmp(wrong, spoilt[i].rule, strlen(spoilt[i].rule)) != 0) {
        printf("    spoilt %zu should break %s: %s\n", i, spoilt[i].rule, wrong != NULL ? wrong : "nothing");
        CU_FAIL("spoilt books are not found out");
    }
    w->facts = facts;
    w->gateway.entry_count = entries;
    books_free(&w->books);
    CU_ASSERT_TRUE_FATAL(books_read(w->desk, w->wide, &w->books));
    return 1;
}

static void test_spoilt_books(void)
{
    money_world *w = malloc(sizeof *w);
    csr_test_random random = { 5 };
    int done[SPOILT] = { 0 };
    size_t left = SPOILT;

    for (int tried = 0; tried < 400 && left > 0; tried++) {
        int usable = history(w, "memory:", DESIGN_SOUND, &random) && !is_from_outside(w);
        for (size_t i = 0; usable && i < SPOILT; i++)
            if (!done[i] && spoil_once(w, i)) {
                done[i] = 1;
                left--;
            }
        CU_ASSERT_EQUAL(world_end(w), 0);
    }
    for (size_t i = 0; i < SPOILT; i++)
        if (!done[i])
            printf("    nothing was found to spoil for %zu, %s\n", i, spoilt[i].rule);
    CU_ASSERT_EQUAL(left, 0);
    free(w);
}

/* The same for what the log and the public functions say, and for states that do not follow each other. */
static void test_spoilt_log(void)
{
    money_world *w = malloc(sizeof *w);
    csr_test_random random = { 9 };
    int done = 0;

    for (int tried = 0; tried < 200 && !done; tried++) {
        done = history(w, "memory:", DESIGN_SOUND, &random) && paid_payout(w) != NULL;
        if (done) {
            const char *log, *shown;
            money_books before;
            CU_ASSERT_TRUE(log_wrong(w->system, &w->books) == NULL && shown_wrong(w->system, &w->books) == NULL);
            CU_ASSERT_TRUE(books_read(w->desk, w->wide, &before) && books_step_wrong(&before, &w->books, 1) == NULL);
            paid_payout(w)->state = CSR_PAYOUT_PENDING;
            log = log_wrong(w->system, &w->books);
            shown = shown_wrong(w->system, &w->books);
            CU_ASSERT_TRUE(log != NULL && strncmp(log, "I18 ", 4) == 0);
            CU_ASSERT_TRUE(shown != NULL && strncmp(shown, "I19 ", 4) == 0);
            log = books_step_wrong(&before, &w->books, 0);
            CU_ASSERT_TRUE(log != NULL && strncmp(log, "I11 ", 4) == 0);
            CU_ASSERT_NOT_EQUAL(books_digest(&before), books_digest(&w->books));
            books_free(&before);
        }
        CU_ASSERT_EQUAL(world_end(w), 0);
    }
    CU_ASSERT_TRUE(done);
    free(w);
}

/* A payout that is under way, and an incident, which the review does not know of. */
static void test_unnamed(void)
{
    money_world *w = malloc(sizeof *w);
    csr_test_random random = { 11 };
    int done = 0;

    for (int tried = 0; tried < 200 && !done; tried++) {
        done = history(w, "memory:", DESIGN_SOUND, &random) && paid_payout(w) != NULL;
        if (done) {
            CU_ASSERT_PTR_NULL(reserved_wrong(w->system, &w->books));
            paid_payout(w)->incident = 1;
            CU_ASSERT_PTR_NOT_NULL(reserved_wrong(w->system, &w->books));
            paid_payout(w)->incident = 0;
            paid_payout(w)->state = CSR_PAYOUT_PENDING;
            CU_ASSERT_PTR_NOT_NULL(reserved_wrong(w->system, &w->books));
        }
        CU_ASSERT_EQUAL(world_end(w), 0);
    }
    CU_ASSERT_TRUE(done);
    free(w);
}

static CU_TestInfo tests[] = {
    { "money/memory", test_memory },
    { "money/sqlite", test_sqlite },
    { "money/designs", test_designs },
    { "money/blind_desks", test_blind_desks },
    { "money/spoilt_books", test_spoilt_books },
    { "money/spoilt_log", test_spoilt_log },
    { "money/unnamed", test_unnamed },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "money", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("histories of money", suites, 7);
}
