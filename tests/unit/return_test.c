#include "support/desk_fixture.h"

/* Returns and claims: no unit is returned, claimed and refunded twice; what they are settled with, and that once. */

#define HOUR_US (INT64_C(3600) * 1000000)
#define WHY "'reason':'fair'"
#define EMPTY(kind) "{'kind':'" kind "','rows':[],'next':null}"

/* A purchase of three mugs for 10.00 and a kettle for 499.00, handed over but for one mug, paid by card. */
static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "petr", "customer.add", "{'name':'Petr'}");
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','name':'Rosa'}");
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','name':'Mia','role':'manager'}");
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR','customer':'$jana'}");
    DESK_MAKE(f, "mugs", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'MUG','name':'Mug','quantity':3,'fulfilled':2,'gross_minor':1000,"
              "'tax_minor':174}");
    DESK_MAKE(f, "kettle", "purchase_line.put",
              "{'purchase':'$order','number':2,'sku':'KETTLE','fulfilled':1,'gross_minor':49900,'tax_minor':8660}");
    DESK_OK(f, "payment.put",
            "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':50900}");
}

/* A return of units of mugs that is asked for. */
static void ask(desk_fixture *f, const char *name, const char *units)
{
    char params[200];

    desk_make_at(f, name, "return.open", "{'purchase':'$order','reason':'too small'}", __FILE__, __LINE__);
    (void)snprintf(params, sizeof params, "{'id':'$%s','line':'$mugs','units':%s}", name, units);
    desk_expect_at(f, params, desk_call(f, "return.add", params), CSR_OK, "", __FILE__, __LINE__);
}

static void let_line(desk_fixture *f, const char *name, const char *of)
{
    char params[80];
    const char *id;

    (void)snprintf(params, sizeof params, "{'return_id':'$%s'}", of);
    desk_expect_at(f, params, desk_call(f, "return_line.list", params), CSR_OK, "", __FILE__, __LINE__);
    id = strstr(f->raw, "\"id\":\"");
    DESK_TRUE(f, id != NULL);
    if (id != NULL)
        desk_words_let(&f->words, name, id + 6, 36);
}

/* What a return refers to gets a name. */
static void let_refund(desk_fixture *f, const char *name, const char *of)
{
    char params[80];
    const char *id;

    (void)snprintf(params, sizeof params, "{'id':'$%s'}", of);
    desk_expect_at(f, params, desk_call(f, "return.get", params), CSR_OK, "", __FILE__, __LINE__);
    id = strstr(f->raw, "\"refund\":\"");
    DESK_TRUE(f, id != NULL);
    if (id != NULL)
        desk_words_let(&f->words, name, id + 10, 36);
}

/* A return of two mugs that came and were accepted. */
static void bring(desk_fixture *f, const char *remedy)
{
    char params[200];

    (void)snprintf(params, sizeof params, "{'purchase':'$order','reason':'too small','remedy':'%s'}", remedy);
    desk_make_at(f, "back", "return.open", params, __FILE__, __LINE__);
    DESK_OK(f, "return.add", "{'id':'$back','line':'$mugs','units':2}");
    DESK_OK(f, "return.approve", "{'id':'$back'}");
    let_line(f, "line", "back");
    DESK_OK(f, "return.receive", "{'id':'$back','line':'$line','units':2}");
    DESK_OK(f, "return.inspect", "{'id':'$back','line':'$line','accepted':2}");
}

/* From being asked for to being settled, with all that is said on the way. */
static void whole_way(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "small", "ticket.open", "{'customer':'$jana','subject':'Too small'}");
    DESK_MAKE(f, "back", "return.open", "{'purchase':'$order','ticket':'$small','reason':'too small','note':'n'}");
    DESK_OK(f, "return.add", "{'id':'$back','line':'$mugs','units':2,'reason':'chipped'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'requested'");
    DESK_OK(f, "return.approve", "{'id':'$back','due_at':'2026-04-01T00:00:00Z'}");
    DESK_HAS(f, "return.find", "{'authorisation':'W-1-R1'}", "'state':'approved'");
    DESK_HAS(f, "return.list", "{'due':true}", "'id':'$back'");
    DESK_OK(f, "return.send", "{'id':'$back','tracking':'CZ-1'}");
    let_line(f, "line", "back");
    DESK_OK(f, "return.receive", "{'id':'$back','line':'$line','units':1}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'part_received'");
    DESK_FAILS(f, "return.cancel", "{'id':'$back'," WHY "}", CSR_E_STATE, "state");
    DESK_OK(f, "return.receive", "{'id':'$back','line':'$line','units':1}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'received'");
    DESK_IS(f, "return.list", "{'due':true}", EMPTY("return"));
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_STATE, "state");
    DESK_OK(f, "return.inspect", "{'id':'$back','line':'$line','accepted':1,'rejected':1,'condition':'one chipped'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'inspected'");
    DESK_OK(f, "return.settle",
            "{'id':'$back','restocking_basis_points':1000,'shipping_fee_minor':50,"
            "'shipping_fee_tax_minor':9,'fee_tax':'taxable'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'refund_minor':250");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'fees_minor':83");
    let_refund(f, "refund", "back");
    DESK_HAS(f, "refund.get", "{'id':'$refund'}", "'amount_minor':250");
    DESK_HAS(f, "refund.get", "{'id':'$refund'}", "'ticket':'$small'");
    DESK_HAS(f, "refund_part.list", "{'refund':'$refund'}", "'gross_minor':-33");
    DESK_HAS(f, "refund_part.list", "{'refund':'$refund'}", "'tax_minor':-5");
    DESK_HAS(f, "refund_part.list", "{'refund':'$refund'}", "'kind':'return_shipping_fee'");
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_STATE, "state");
    DESK_HAS(f, "return.list", "{'ticket':'$small'}", "'state':'closed'");
    DESK_IS(f, "return.list", "{'customer':'$jana','open':true}", EMPTY("return"));
    DESK_HAS(f, "return.list", "{'customer':'$jana'}", "'id':'$back'");
    DESK_HAS(f, "return.list", "{'purchase':'$order','limit':1}", "'id':'$back'");
    DESK_HAS(f, "event.history", "{'subject':'$back'}", "'kind':'return_settled'");
}
ON_BOTH(whole_way)

/* A unit that was asked for, claimed, returned or refunded is not there for anybody else; until that is given up. */
static void units_once(desk_fixture *f)
{
    begin(f);
    ask(f, "a", "1");
    DESK_MAKE(f, "b", "return.open", "{'purchase':'$order','kind':'claim','reason':'x'}");
    DESK_FAILS(f, "return.add", "{'id':'$b','line':'$mugs','units':2,'fault':'damaged'}", CSR_E_OVER_REFUND, "units");
    DESK_TRUE(f, strstr(f->err.message, "1 of 2 are left") != NULL);
    DESK_OK(f, "return.add", "{'id':'$b','line':'$mugs','units':1,'fault':'damaged'}");
    /* Of what never came, more may be missing than was handed over. */
    DESK_MAKE(f, "c", "return.open", "{'purchase':'$order','kind':'claim','reason':'x'}");
    DESK_FAILS(f, "return.add", "{'id':'$c','line':'$mugs','units':1,'fault':'wrong'}", CSR_E_OVER_REFUND, "units");
    DESK_FAILS(f, "return.add", "{'id':'$c','line':'$mugs','units':2,'fault':'missing'}", CSR_E_OVER_REFUND, "units");
    DESK_OK(f, "return.add", "{'id':'$c','line':'$mugs','units':1,'fault':'missing'}");
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':1}", CSR_E_OVER_REFUND, "units");
    DESK_TRUE(f, strstr(f->err.message, "3 are held by returns") != NULL);
    DESK_OK(f, "return.cancel", "{'id':'$c'," WHY "}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':1}");
    DESK_OK(f, "return.reject", "{'id':'$a'," WHY "}");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':2}", CSR_E_OVER_REFUND, "units");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':1}");
    DESK_HAS(f, "return_line.list", "{'line':'$mugs'}", "'fault':'damaged'");
    /* The claim is about the last of them, and takes the rest of the line. */
    DESK_OK(f, "return.approve", "{'id':'$b','keeps_goods':true}");
    DESK_OK(f, "return.settle", "{'id':'$b'}");
    DESK_HAS(f, "return.get", "{'id':'$b'}", "'refund_minor':334");
}
ON_BOTH(units_once)

/* What was not accepted, and what never came, is free again. */
static void rejected_units(desk_fixture *f)
{
    begin(f);
    ask(f, "a", "2");
    DESK_OK(f, "return.approve", "{'id':'$a'}");
    let_line(f, "line", "a");
    DESK_OK(f, "return.receive", "{'id':'$a','line':'$line','units':1}");
    DESK_FAILS(f, "return.receive", "{'id':'$a','line':'$line','units':2}", CSR_E_OVER_REFUND, "units");
    DESK_OK(f, "return.receive", "{'id':'$a','complete':true}");
    ask(f, "b", "1");
    DESK_OK(f, "return.inspect", "{'id':'$a','line':'$line','rejected':1}");
    DESK_OK(f, "return.inspect", "{'id':'$a','line':'$line','accepted':1}");
    DESK_OK(f, "return.inspect", "{'id':'$a','line':'$line','rejected':1}");
    ask(f, "c", "1");
    /* Somebody else has it by now, and of the third mug nothing was handed over. */
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':1}");
    DESK_FAILS(f, "return.inspect", "{'id':'$a','line':'$line','accepted':1}", CSR_E_OVER_REFUND, "accepted");
    /* Nothing is accepted: it is closed, and nothing is given. */
    DESK_FAILS(f, "return.settle", "{'id':'$a','shipping_fee_minor':1}", CSR_E_OVER_REFUND, "fees");
    DESK_OK(f, "return.settle", "{'id':'$a'}");
    DESK_HAS(f, "return.get", "{'id':'$a'}", "'state':'closed'");
    DESK_FAILS(f, "return.settle", "{'id':'$a'}", CSR_E_STATE, "state");
}
ON_BOTH(rejected_units)

/* A refund that was refused or given up leaves the goods with the house: they stay held, and it may be settled again. */
static void settled_again(desk_fixture *f)
{
    begin(f);
    bring(f, "refund");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
    let_refund(f, "refund", "back");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'refund_minor':666");
    DESK_OK(f, "refund.cancel", "{'id':'$refund'," WHY "}");
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':2}", CSR_E_OVER_REFUND, "units");
    DESK_OK(f, "return.settle", "{'id':'$back','restocking_basis_points':5000}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'refund_minor':333");
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_STATE, "state");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':2}", CSR_E_OVER_REFUND, "units");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':1}");
}
ON_BOTH(settled_again)

/* Replacements that are worth less, as much, and more. */
static void worth_less(desk_fixture *f)
{
    begin(f);
    bring(f, "replace");
    DESK_OK(f, "replacement.add", "{'return_id':'$back','sku':'CUP','units':2,'gross_minor':400,'tax_minor':70}");
    DESK_OK(f, "return.settle", "{'id':'$back','restocking_basis_points':1000}");
    let_refund(f, "refund", "back");
    DESK_HAS(f, "refund.get", "{'id':'$refund'}", "'amount_minor':199");
    DESK_HAS(f, "refund_part.list", "{'refund':'$refund'}", "'kind':'replacement'");
    DESK_HAS(f, "refund_part.list", "{'refund':'$refund'}", "'gross_minor':-400");
    DESK_FAILS(f, "replacement.add", "{'return_id':'$back','sku':'CUP'}", CSR_E_STATE, "state");
}
ON_BOTH(worth_less)

static void same_again(desk_fixture *f)
{
    begin(f);
    bring(f, "replace");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'closed'");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'replacement_minor':666");
    DESK_HAS(f, "replacement.list", "{'return_id':'$back'}", "'sku':'MUG'");
    DESK_HAS(f, "replacement.list", "{'return_id':'$back'}", "'units':2");
    DESK_HAS(f, "return_line.list", "{'return_id':'$back'}", "'gross_minor':666");
    /* What was given for the goods is gone from their line: 3.34 are left, of one unit. */
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'amount','line':'$mugs','amount_minor':335}", CSR_E_OVER_REFUND,
               "amount");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':2}", CSR_E_OVER_REFUND, "units");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':1}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'amount_minor':334");
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_STATE, "state");
}
ON_BOTH(same_again)

static void worth_more(desk_fixture *f)
{
    begin(f);
    bring(f, "replace");
    DESK_MAKE(f, "jug", "replacement.add", "{'return_id':'$back','sku':'JUG','gross_minor':900,'tax_minor':156}");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'charge':'due'");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'charge_minor':234");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'inspected'");
    /* While it is due nothing about it may change. */
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_STATE, "charge");
    DESK_FAILS(f, "replacement.remove", "{'id':'$jug'}", CSR_E_STATE, "charge");
    DESK_FAILS(f, "replacement.add", "{'return_id':'$back','sku':'X'}", CSR_E_STATE, "charge");
    let_line(f, "line", "back");
    DESK_FAILS(f, "return.inspect", "{'id':'$back','line':'$line','rejected':2}", CSR_E_STATE, "charge");
    DESK_FAILS(f, "return.charge", "{'id':'$back','charge':'due'}", CSR_E_ARGUMENT, "charge");
    DESK_OK(f, "return.charge", "{'id':'$back','charge':'failed','reference':'ch-9'}");
    DESK_OK(f, "return.charge", "{'id':'$back','charge':'failed'}");
    DESK_FAILS(f, "return.charge", "{'id':'$back','charge':'paid'}", CSR_E_STATE, "charge");
    DESK_HAS(f, "return_line.list", "{'return_id':'$back'}", "'gross_minor':0");
    /* Something else, or the money after all: but not both. */
    DESK_FAILS(f, "return.settle", "{'id':'$back','remedy':'refund'}", CSR_E_STATE, "remedy");
    DESK_OK(f, "return.settle", "{'id':'$back','shipping_fee_minor':6}");
    DESK_OK(f, "return.charge", "{'id':'$back','charge':'paid','reference':'ch-10'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'closed'");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'charge_minor':240");
    DESK_OK(f, "return.charge", "{'id':'$back','charge':'paid'}");
    DESK_FAILS(f, "return.charge", "{'id':'$back','charge':'failed'}", CSR_E_STATE, "charge");
    DESK_FAILS(f, "replacement.remove", "{'id':'$jug'}", CSR_E_STATE, "state");
}
ON_BOTH(worth_more)

static void money_after_all(desk_fixture *f)
{
    begin(f);
    bring(f, "replace");
    DESK_MAKE(f, "jug", "replacement.add", "{'return_id':'$back','sku':'JUG','gross_minor':900}");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
    DESK_OK(f, "return.charge", "{'id':'$back','charge':'failed'}");
    DESK_OK(f, "replacement.remove", "{'id':'$jug'}");
    DESK_OK(f, "return.settle", "{'id':'$back','remedy':'refund'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'refund_minor':666");
    DESK_IS(f, "replacement.list", "{'return_id':'$back'}", EMPTY("replacement"));
}
ON_BOTH(money_after_all)

/* A claim of goods that the customer keeps is settled at once; its charge may fail, and it be given up. */
static void claims(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "back", "return.open", "{'purchase':'$order','kind':'claim','remedy':'replace','reason':'torn'}");
    DESK_OK(f, "return.add", "{'id':'$back','line':'$kettle','units':1,'fault':'damaged'}");
    DESK_OK(f, "return.add", "{'id':'$back','line':'$mugs','units':1,'fault':'missing'}");
    DESK_FAILS(f, "return.approve", "{'id':'$back'}", CSR_E_STATE, "keeps_goods");
    DESK_FAILS(f, "return.approve", "{'id':'$back','keeps_goods':true,'due_at':'2027-01-01T00:00:00Z'}", CSR_E_ARGUMENT,
               "due_at");
    DESK_OK(f, "return.approve", "{'id':'$back','keeps_goods':true,'authorisation':'RMA-7'}");
    DESK_FAILS(f, "return.send", "{'id':'$back'}", CSR_E_STATE, "state");
    let_line(f, "line", "back");
    DESK_FAILS(f, "return.receive", "{'id':'$back','line':'$line','units':1}", CSR_E_STATE, "state");
    DESK_OK(f, "return.settle", "{'id':'$back','shipping_fee_minor':10}");
    DESK_FAILS(f, "return.cancel", "{'id':'$back'," WHY "}", CSR_E_STATE, "charge");
    DESK_OK(f, "return.charge", "{'id':'$back','charge':'failed'}");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'replacement_minor':50233");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'closed'");
}
ON_BOTH(claims)

/* Goods that were not sent in time are awaited no longer; those on their way are late. */
static void deadlines(desk_fixture *f)
{
    begin(f);
    ask(f, "a", "1");
    ask(f, "b", "1");
    DESK_OK(f, "return.approve", "{'id':'$a','due_at':'2026-03-05T00:00:00Z'}");
    DESK_OK(f, "return.approve", "{'id':'$b','due_at':'2026-03-04T00:00:00Z'}");
    DESK_OK(f, "return.send", "{'id':'$b'}");
    csr_test_host_advance(&f->host, 24 * 365 * HOUR_US);
    DESK_HAS(f, "desk.tick", "{}", "'told':1");
    DESK_HAS(f, "return.get", "{'id':'$a'}", "'state':'cancelled'");
    DESK_HAS(f, "event.history", "{'subject':'$a'}", "'kind':'return_expired'");
    DESK_HAS(f, "return.list", "{'due':true}", "'id':'$b'");
    let_line(f, "line", "b");
    DESK_OK(f, "return.receive", "{'id':'$b','line':'$line','units':1}");
    DESK_IS(f, "return.list", "{'due':true}", EMPTY("return"));
    ask(f, "c", "1");
    DESK_FAILS(f, "return.approve", "{'id':'$c','due_at':'2026-03-05T00:00:00Z'}", CSR_E_ARGUMENT, "due_at");
}
ON_BOTH(deadlines)

static const desk_failure refusals[] = {
    { "return.open", "{'reason':'x'}", CSR_E_ARGUMENT, "purchase" },
    { "return.open", "{'purchase':'$order'}", CSR_E_ARGUMENT, "reason" },
    { "return.open", "{'purchase':'" NOBODY "','reason':'x'}", CSR_E_NOT_FOUND, "purchase" },
    { "return.open", "{'purchase':'$order','reason':'x','ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket" },
    { "return.open", "{'purchase':'$order','reason':'x','ticket':'$theirs'}", CSR_E_STATE, "ticket" },
    { "return.add", "{'id':'" NOBODY "','line':'$mugs','units':1}", CSR_E_NOT_FOUND, "id" },
    { "return.add", "{'id':'$none','line':'$mugs'}", CSR_E_ARGUMENT, "units" },
    { "return.add", "{'id':'$none','units':1}", CSR_E_ARGUMENT, "line" },
    { "return.add", "{'id':'$none','line':'" NOBODY "','units':1}", CSR_E_NOT_FOUND, "line" },
    { "return.add", "{'id':'$none','line':'$elsewhere','units':1}", CSR_E_ARGUMENT, "line" },
    { "return.add", "{'id':'$none','line':'$mugs','units':1,'fault':'wrong'}", CSR_E_ARGUMENT, "fault" },
    { "return.add", "{'id':'$claim','line':'$mugs','units':1}", CSR_E_ARGUMENT, "fault" },
    { "return.add", "{'id':'$a','line':'$mugs','units':1}", CSR_E_DUPLICATE, "line" },
    { "return.add", "{'id':'$none','line':'$mugs','units':3}", CSR_E_OVER_REFUND, "units" },
    { "return.approve", "{'id':'$none'}", CSR_E_STATE, "state" },
    { "return.approve", "{'id':'$a','keeps_goods':true}", CSR_E_STATE, "keeps_goods" },
    { "return.approve", "{'id':'$a','authorisation':'RMA-1'}", CSR_E_DUPLICATE, "authorisation" },
    { "return.approve", "{'id':'$a','expected_version':7}", CSR_E_CONFLICT, "expected_version" },
    { "return.approve", "{'id':'$long'}", CSR_E_ARGUMENT, "authorisation" },
    { "return.reject", "{'id':'$a'}", CSR_E_ARGUMENT, "reason" },
    { "return.reject", "{'id':'$b'," WHY "}", CSR_E_STATE, "state" },
    { "return.send", "{'id':'$a'}", CSR_E_STATE, "state" },
    { "return.receive", "{'id':'$a','line':'$of_b','units':1}", CSR_E_STATE, "state" },
    { "return.receive", "{'id':'$b','units':1}", CSR_E_ARGUMENT, "line" },
    { "return.receive", "{'id':'$b','complete':true,'units':1}", CSR_E_ARGUMENT, "line" },
    { "return.receive", "{'id':'$b','complete':true}", CSR_E_STATE, "state" },
    { "return.receive", "{'id':'$b','line':'$of_a','units':1}", CSR_E_ARGUMENT, "line" },
    { "return.receive", "{'id':'$b','line':'" NOBODY "','units':1}", CSR_E_NOT_FOUND, "line" },
    { "return.receive", "{'id':'$b','line':'$of_b'}", CSR_E_ARGUMENT, "units" },
    { "return.inspect", "{'id':'$b','line':'$of_b','accepted':1}", CSR_E_STATE, "state" },
    { "return.inspect", "{'id':'$b'}", CSR_E_ARGUMENT, "line" },
    { "return.inspect", "{'id':'$here','line':'$of_here','accepted':2}", CSR_E_ARGUMENT, "accepted" },
    { "return.inspect", "{'id':'$here','line':'$of_here','accepted':1,'rejected':1}", CSR_E_ARGUMENT, "accepted" },
    { "return.inspect", "{'id':'$here','line':'$of_b','accepted':1}", CSR_E_ARGUMENT, "line" },
    { "return.settle", "{'id':'$here'}", CSR_E_STATE, "state" },
    { "return.charge", "{'id':'$a'}", CSR_E_ARGUMENT, "charge" },
    { "return.charge", "{'id':'$a','charge':'paid'}", CSR_E_STATE, "charge" },
    { "return.find", "{'authorisation':'RMA-9'}", CSR_E_NOT_FOUND, "authorisation" },
    { "return.list", "{}", CSR_E_ARGUMENT, "purchase" },
    { "return.list", "{'purchase':'$order','due':true}", CSR_E_ARGUMENT, "purchase" },
    { "return.list", "{'purchase':'$order','open':true}", CSR_E_ARGUMENT, "open" },
    { "return_line.list", "{}", CSR_E_ARGUMENT, "return_id" },
    { "replacement.add", "{'return_id':'$a','sku':'X'}", CSR_E_STATE, "remedy" },
    { "replacement.add", "{'return_id':'$swap','sku':'X','gross_minor':1,'tax_minor':2}", CSR_E_ARGUMENT, "tax_minor" },
    { "replacement.add", "{'return_id':'" NOBODY "','sku':'X'}", CSR_E_NOT_FOUND, "return_id" },
    { "replacement.add", "{'return_id':'$swap'}", CSR_E_ARGUMENT, "sku" },
    { "replacement.remove", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
    { "replacement.list", "{}", CSR_E_ARGUMENT, "return_id" },
};

static void refused(desk_fixture *f)
{
    char params[400], name[254];

    begin(f);
    DESK_MAKE(f, "theirs", "ticket.open", "{'customer':'$petr','subject':'x'}");
    DESK_MAKE(f, "other", "purchase.put", "{'external_id':'W-2','currency':'EUR'}");
    DESK_MAKE(f, "elsewhere", "purchase_line.put",
              "{'purchase':'$other','number':1,'sku':'X','gross_minor':5,'quantity':9,'fulfilled':9}");
    DESK_MAKE(f, "none", "return.open", "{'purchase':'$order','reason':'x'}");
    DESK_MAKE(f, "claim", "return.open", "{'purchase':'$order','reason':'x','kind':'claim'}");
    DESK_MAKE(f, "swap", "return.open", "{'purchase':'$order','reason':'x','remedy':'replace'}");
    ask(f, "a", "1");
    let_line(f, "of_a", "a");
    ask(f, "b", "1");
    let_line(f, "of_b", "b");
    DESK_OK(f, "return.approve", "{'id':'$b','authorisation':'RMA-1'}");
    DESK_MAKE(f, "here", "return.open", "{'purchase':'$other','reason':'x'}");
    DESK_OK(f, "return.add", "{'id':'$here','line':'$elsewhere','units':1}");
    let_line(f, "of_here", "here");
    DESK_OK(f, "return.approve", "{'id':'$here'}");
    DESK_OK(f, "return.receive", "{'id':'$here','line':'$of_here','units':1}");
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    (void)snprintf(params, sizeof params, "{'external_id':'%s!','currency':'EUR'}", name);
    desk_make_at(f, "big", "purchase.put", params, __FILE__, __LINE__);
    DESK_MAKE(f, "bigline", "purchase_line.put", "{'purchase':'$big','number':1,'sku':'X','fulfilled':1}");
    DESK_MAKE(f, "long", "return.open", "{'purchase':'$big','reason':'x'}");
    DESK_OK(f, "return.add", "{'id':'$long','line':'$bigline','units':1}");
    DESK_FAILURES(f, refusals);
}
ON_BOTH(refused)

/* What a return is worth together is checked where it is settled. */
static void settlement_refused(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "return.settle", "{'id':'$back','restocking_basis_points':10001}", CSR_E_ARGUMENT,
          "restocking_basis_points" },
        { "return.settle", "{'id':'$back','shipping_fee_minor':1,'shipping_fee_tax_minor':2}", CSR_E_ARGUMENT,
          "shipping_fee_tax_minor" },
        { "return.settle", "{'id':'$back','shipping_fee_minor':667,'remedy':'refund'}", CSR_E_OVER_REFUND, "fees" },
        { "return.settle", "{'id':'$back','shipping_fee_minor':9223372036854775807}", CSR_E_OVERFLOW, "replacement" },
    };

    begin(f);
    bring(f, "replace");
    DESK_FAILURES(f, table);
    DESK_OK(f, "replacement.add",
            "{'return_id':'$back','sku':'X','gross_minor':9223372036854775807,'tax_minor':9223372036854775807}");
    DESK_OK(f, "replacement.add", "{'return_id':'$back','sku':'Y','gross_minor':1,'tax_minor':1}");
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_OVERFLOW, "replacement");
}
ON_BOTH(settlement_refused)

/* Replacements are of goods that come back: where none are taken back there is nothing to replace. */
static void nothing_to_replace(desk_fixture *f)
{
    begin(f);
    bring(f, "replace");
    let_line(f, "line", "back");
    DESK_OK(f, "return.inspect", "{'id':'$back','line':'$line','rejected':2}");
    DESK_MAKE(f, "jug", "replacement.add", "{'return_id':'$back','sku':'JUG','gross_minor':1}");
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_STATE, "remedy");
    DESK_OK(f, "replacement.remove", "{'id':'$jug'}");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
}
ON_BOTH(nothing_to_replace)

/* Fees that are kept of a refund put together by hand. */
static void fees_by_hand(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "refund.add", "{'id':'$r','kind':'return_shipping_fee','amount_minor':1}", CSR_E_STATE, "kind" },
        { "refund.add", "{'id':'$r','kind':'return_shipping_fee'}", CSR_E_ARGUMENT, "amount_minor" },
        { "refund.add", "{'id':'$r','kind':'return_shipping_fee','amount_minor':1,'tax_minor':2}", CSR_E_ARGUMENT,
          "tax_minor" },
        { "refund.add", "{'id':'$r','kind':'replacement','amount_minor':1}", CSR_E_ARGUMENT, "kind" },
        { "refund.add", "{'id':'$r','kind':'price_correction','line':'$mugs','amount_minor':1}", CSR_E_STATE, "kind" },
        { "refund.add", "{'id':'$r','kind':'goodwill','line':'$mugs','amount_minor':1}", CSR_E_STATE, "kind" },
    };

    begin(f);
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_FAILURES(f, table);
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':3}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'restocking_fee','basis_points':1000,'fee_tax':'taxable'}");
    DESK_HAS(f, "refund_part.list", "{'refund':'$r'}", "'tax_minor':-17");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'return_shipping_fee','amount_minor':901}", CSR_E_OVER_REFUND,
               "amount");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'return_shipping_fee','amount_minor':50,'tax_minor':9}");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'return_shipping_fee','amount_minor':1}", CSR_E_STATE, "kind");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'amount_minor':850");
}
ON_BOTH(fees_by_hand)

/* A price that was too high: approved within limits of its own, and the goods are worth less from then on. */
static void price_correction(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','purpose':'price_correction','reason':'listed for less'}");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'price_correction','amount_minor':100}", CSR_E_ARGUMENT, "line");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'price_correction','line':'$mugs','amount_minor':1001}",
               CSR_E_OVER_REFUND, "amount");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'price_correction','line':'$mugs','amount_minor':400}");
    DESK_OK(f, "refund.submit", "{'id':'$r'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'pending_approval'");
    DESK_HAS(f, "refund_part.list", "{'refund':'$r'}", "'kind':'price_correction'");
    bring(f, "refund");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'refund_minor':600");
    DESK_MAKE(f, "g", "refund.open", "{'purchase':'$order','purpose':'goodwill','reason':'late'}");
    DESK_OK(f, "refund.add", "{'id':'$g','kind':'goodwill','line':'$kettle','amount_minor':100}");
    DESK_HAS(f, "refund_part.list", "{'refund':'$g'}", "'tax_minor':17");
}
ON_BOTH(price_correction)

#define POLICY                                                                                                 \
    "{'kind':'refund','name':'default','document':{'name':'shop','actions':["                                  \
    "{'action':'return','gives_back':'items','fee_basis_points':1000,'refuse':[{'name':'30 days',"             \
    "'when':'order.delivered_days > 30','reason':'Goods come back within 30 days.'}]},"                        \
    "{'action':'exchange','gives_back':'difference','refuse':[{'name':'one for one',"                          \
    "'when':'exchange.count > 1','reason':'One for one.'}]},"                                                  \
    "{'action':'claim','gives_back':'items','refuse':[{'name':'a claim','when':'items.kind != \\\"claim\\\"'," \
    "'reason':'A claim is one.'}]}]}}"

/* What comes of a return is judged as of when it was asked for, however long the parcel took. */
static void judged_as_asked(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "purchase.put", "{'external_id':'W-1','delivered_at':'2026-03-01T00:00:00Z'}");
    DESK_OK(f, "policy.add", POLICY);
    csr_test_host_advance(&f->host, 29 * 24 * HOUR_US);
    DESK_MAKE(f, "back", "return.open", "{'purchase':'$order','reason':'too small'}");
    DESK_OK(f, "return.add", "{'id':'$back','line':'$mugs','units':1}");
    DESK_OK(f, "return.approve", "{'id':'$back'}");
    DESK_MAKE(f, "claim", "return.open", "{'purchase':'$order','kind':'claim','reason':'torn'}");
    DESK_OK(f, "return.add", "{'id':'$claim','line':'$mugs','units':1,'fault':'damaged'}");
    DESK_OK(f, "return.approve", "{'id':'$claim','keeps_goods':true}");
    csr_test_host_advance(&f->host, 9 * 24 * HOUR_US);
    let_line(f, "line", "back");
    DESK_OK(f, "return.receive", "{'id':'$back','line':'$line','units':1}");
    DESK_OK(f, "return.inspect", "{'id':'$back','line':'$line','accepted':1}");
    DESK_OK(f, "return.settle", "{'id':'$back','restocking_basis_points':1000}");
    let_refund(f, "refund", "back");
    DESK_OK(f, "refund.submit", "{'id':'$refund'}");
    DESK_OK(f, "return.settle", "{'id':'$claim'}");
    let_refund(f, "for_claim", "claim");
    DESK_OK(f, "refund.submit", "{'id':'$for_claim'}");
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'goods','line':'$kettle','units':1}");
    DESK_OK(f, "refund.add", "{'id':'$r','kind':'restocking_fee','basis_points':1000}");
    DESK_FAILS(f, "refund.submit", "{'id':'$r'}", CSR_E_STATE, "policy");
}
ON_BOTH(judged_as_asked)

static void judged_with_replacements(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "policy.add", POLICY);
    bring(f, "replace");
    DESK_OK(f, "replacement.add", "{'return_id':'$back','sku':'CUP','units':2,'gross_minor':400}");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
    let_refund(f, "refund", "back");
    DESK_FAILS(f, "refund.submit", "{'id':'$refund'}", CSR_E_STATE, "policy");
    DESK_TRUE(f, strstr(f->err.message, "One for one") != NULL);
}
ON_BOTH(judged_with_replacements)

/* What the policy says where the call does not. */
static void terms_of_the_policy(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "policy.add",
            "{'kind':'refund','name':'default','document':{'name':'shop','actions':["
            "{'action':'return','gives_back':'items','goods_within_days':14},"
            "{'action':'exchange','gives_back':'difference'},"
            "{'action':'claim','gives_back':'items','keeps_goods':true}]}}");
    ask(f, "a", "1");
    DESK_OK(f, "return.approve", "{'id':'$a'}");
    DESK_HAS(f, "return.list", "{'due':true}", "'id':'$a'");
    DESK_MAKE(f, "swap", "return.open", "{'purchase':'$order','remedy':'replace','reason':'x'}");
    DESK_OK(f, "return.add", "{'id':'$swap','line':'$kettle','units':1}");
    DESK_OK(f, "return.approve", "{'id':'$swap'}");
    DESK_HAS(f, "return.get", "{'id':'$swap'}", "'keeps_goods':false");
    DESK_MAKE(f, "claim", "return.open", "{'purchase':'$order','kind':'claim','reason':'x'}");
    DESK_OK(f, "return.add", "{'id':'$claim','line':'$mugs','units':1,'fault':'wrong'}");
    DESK_OK(f, "return.approve", "{'id':'$claim'}");
    DESK_HAS(f, "return.get", "{'id':'$claim'}", "'keeps_goods':true");
    csr_test_host_advance(&f->host, 14 * 24 * HOUR_US);
    DESK_HAS(f, "desk.tick", "{}", "'told':1");
    DESK_HAS(f, "return.get", "{'id':'$a'}", "'state':'cancelled'");
}
ON_BOTH(terms_of_the_policy)

/* A policy that knows nothing of it says nothing about it; and a claim without a word of its own is a return. */
static void no_terms(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "policy.add",
            "{'kind':'refund','name':'default','document':{'name':'shop','actions':["
            "{'action':'cancel','gives_back':'items','goods_within_days':14,'keeps_goods':false}]}}");
    DESK_MAKE(f, "claim", "return.open", "{'purchase':'$order','kind':'claim','reason':'x'}");
    DESK_OK(f, "return.add", "{'id':'$claim','line':'$mugs','units':1,'fault':'wrong'}");
    DESK_OK(f, "return.approve", "{'id':'$claim'}");
    DESK_HAS(f, "return.get", "{'id':'$claim'}", "'keeps_goods':false");
    DESK_IS(f, "return.list", "{'due':true}", EMPTY("return"));
}
ON_BOTH(no_terms)

/* The refund failed and was given up, and then the gateway says that the money went: it is not given a second time. */
static void money_went(desk_fixture *f)
{
    csr_session *rosa;

    begin(f);
    DESK_OK(f, "approval_limit.put",
            "{'role':'associate','purpose':'goods','currency':'EUR','single_minor':9999,'day_minor':9999,"
            "'purchase_minor':9999,'customer_minor':9999}");
    bring(f, "refund");
    DESK_OK(f, "return.settle", "{'id':'$back'}");
    let_refund(f, "refund", "back");
    rosa = desk_session_of(f, "rosa");
    desk_expect_at(f, "submit", desk_call_in(f, rosa, "refund.submit", "{'id':'$refund'}"), CSR_OK, "", __FILE__,
                   __LINE__);
    csr_session_close(rosa);
    DESK_OK(f, "refund.plan", "{'id':'$refund','has_lookup':true,'key_life_s':86400}");
    DESK_OK(f, "payout.next", "{}");
    DESK_TRUE(f, strstr(f->raw, "\"id\":\"") != NULL);
    desk_words_let(&f->words, "pay", strstr(f->raw, "\"id\":\"") + 6, 36);
    DESK_OK(f, "payout.report", "{'id':'$pay','answer':'declined'}");
    DESK_OK(f, "refund.cancel", "{'id':'$refund'," WHY "}");
    DESK_OK(f, "payout.tell", "{'id':'$pay','news':'succeeded'}");
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_STATE, "refund");
    DESK_MAKE(f, "r", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_FAILS(f, "refund.add", "{'id':'$r','kind':'goods','line':'$mugs','units':2}", CSR_E_OVER_REFUND, "units");
}
ON_BOTH(money_went)

#define GOODS(role, n)                                                                                                 \
    "{'role':'" role "','purpose':'goods','currency':'EUR','single_minor':" n ",'day_minor':" n ",'purchase_minor':" n \
    ",'customer_minor':" n "}"

static void begin_with_limits(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", GOODS("associate", "500"));
    DESK_OK(f, "approval_limit.put", GOODS("manager", "90000"));
    bring(f, "replace");
}

/* What an agent gives in goods is approved as money is, and counts for the same limits. */
static void given_by_agents(desk_fixture *f)
{
    begin_with_limits(f);
    AGENT_OK(f, "rosa", "return.settle", "{'id':'$back'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'inspected'");
    let_refund(f, "r", "back");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'given_minor':666");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'amount_minor':0");
    /* While it waits nothing about it changes. */
    DESK_FAILS(f, "return.settle", "{'id':'$back'}", CSR_E_STATE, "refund");
    DESK_FAILS(f, "replacement.add", "{'return_id':'$back','sku':'X'}", CSR_E_STATE, "refund");
    DESK_FAILS(f, "return.inspect", "{'id':'$back','line':'$line','rejected':2}", CSR_E_STATE, "refund");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$r'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'pending_approval'");
    DESK_HAS(f, "refund.explain", "{'id':'$r','agent':'$mia'}", "90000 allowed, 0 used, 90000 left, 666 asked for");
    AGENT_FAILS(f, "rosa", "refund.approve", "{'id':'$r'," WHY "}", CSR_E_RIGHT, "agent");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$r'," WHY "}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'paid'");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'closed'");
    DESK_HAS(f, "event.history", "{'subject':'$back'}", "'kind':'return_given'");
    DESK_HAS(f, "approval.list", "{'refund':'$r'}", "'amount_minor':666");
    DESK_FAILS(f, "refund.plan", "{'id':'$r'}", CSR_E_STATE, "state");
    AGENT_FAILS(f, "mia", "refund.cancel", "{'id':'$r'," WHY "}", CSR_E_STATE, "state");
    DESK_IS(f, "payout.review", "{'refunds':true}", EMPTY("payout_finding"));
    /* The day of the manager is used by it, and so is the purchase. */
    DESK_OK(f, "approval_limit.put", GOODS("manager", "700"));
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$b','kind':'amount','amount_minor':35}");
    AGENT_OK(f, "mia", "refund.submit", "{'id':'$b'}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'state':'pending_approval'");
    DESK_HAS(f, "refund.explain", "{'id':'$b','agent':'$mia'}", "700 allowed, 666 used, 34 left, 35 asked for");
}
ON_BOTH(given_by_agents)

/* Within their own limits an agent gives at once; what customers keep is given so too. */
static void given_at_once(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put", GOODS("associate", "500"));
    DESK_MAKE(f, "back", "return.open", "{'purchase':'$order','kind':'claim','remedy':'replace','reason':'torn'}");
    DESK_OK(f, "return.add", "{'id':'$back','line':'$mugs','units':1,'fault':'missing'}");
    DESK_OK(f, "return.approve", "{'id':'$back','keeps_goods':true}");
    AGENT_OK(f, "rosa", "return.settle", "{'id':'$back'}");
    DESK_FAILS(f, "return.cancel", "{'id':'$back'," WHY "}", CSR_E_STATE, "refund");
    let_refund(f, "r", "back");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$r'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'paid'");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'closed'");
    DESK_HAS(f, "approval.list", "{'refund':'$r'}", "'kind':'auto'");
    /* Fees that eat it all leave nothing to approve: the customer pays for what is given. */
    DESK_MAKE(f, "back", "return.open", "{'purchase':'$order','remedy':'replace','reason':'too loud'}");
    DESK_OK(f, "return.add", "{'id':'$back','line':'$kettle','units':1}");
    DESK_OK(f, "return.approve", "{'id':'$back'}");
    let_line(f, "line", "back");
    DESK_OK(f, "return.receive", "{'id':'$back','line':'$line','units':1}");
    DESK_OK(f, "return.inspect", "{'id':'$back','line':'$line','accepted':1}");
    DESK_OK(f, "replacement.add", "{'return_id':'$back','sku':'CUP','gross_minor':100}");
    AGENT_OK(f, "rosa", "return.settle", "{'id':'$back','restocking_basis_points':10000}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'charge':'due'");
    AGENT_OK(f, "rosa", "return.charge", "{'id':'$back','charge':'paid'}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'closed'");
}
ON_BOTH(given_at_once)

/* What costs more is paid by the customer once the rest is approved; a charge that fails gives the approval up. */
static void given_for_a_charge(desk_fixture *f)
{
    begin_with_limits(f);
    DESK_OK(f, "replacement.add", "{'return_id':'$back','sku':'JUG','gross_minor':900,'tax_minor':156}");
    AGENT_OK(f, "rosa", "return.settle", "{'id':'$back'}");
    let_refund(f, "r", "back");
    DESK_HAS(f, "refund_part.list", "{'refund':'$r'}", "'gross_minor':-666");
    DESK_FAILS(f, "return.charge", "{'id':'$back','charge':'paid'}", CSR_E_STATE, "refund");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$r'}");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$r'," WHY "}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'approved'");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'inspected'");
    DESK_HAS(f, "payout.review", "{'refunds':true}", "once their charge is paid");
    DESK_FAILS(f, "refund.plan", "{'id':'$r'}", CSR_E_STATE, "state");
    AGENT_FAILS(f, "mia", "refund.cancel", "{'id':'$r'," WHY "}", CSR_E_STATE, "state");
    DESK_OK(f, "return.charge", "{'id':'$back','charge':'failed'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'cancelled'");
    DESK_HAS(f, "approval.list", "{'refund':'$r'}", "'rule':'the charge failed'");
    AGENT_OK(f, "rosa", "return.settle", "{'id':'$back'}");
    let_refund(f, "again", "back");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$again'}");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$again'," WHY "}");
    DESK_OK(f, "return.charge", "{'id':'$back','charge':'paid'}");
    DESK_HAS(f, "refund.get", "{'id':'$again'}", "'state':'paid'");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'closed'");
    DESK_HAS(f, "event.history", "{'subject':'$again'}", "'kind':'refund_given'");
}
ON_BOTH(given_for_a_charge)

/* Money and goods together are one worth: neither gets below a limit by the other. What was refused may be settled anew. */
static void given_with_money(desk_fixture *f)
{
    begin_with_limits(f);
    DESK_OK(f, "replacement.add", "{'return_id':'$back','sku':'CUP','gross_minor':400,'tax_minor':70}");
    AGENT_OK(f, "rosa", "return.settle", "{'id':'$back'}");
    let_refund(f, "r", "back");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$r'}");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'amount_minor':266");
    DESK_HAS(f, "refund.get", "{'id':'$r'}", "'state':'pending_approval'");
    AGENT_OK(f, "mia", "refund.reject", "{'id':'$r'," WHY "}");
    AGENT_OK(f, "rosa", "return.settle", "{'id':'$back'}");
    let_refund(f, "again", "back");
    AGENT_OK(f, "rosa", "refund.submit", "{'id':'$again'}");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$again'," WHY "}");
    DESK_HAS(f, "return.get", "{'id':'$back'}", "'state':'closed'");
    DESK_HAS(f, "refund.get", "{'id':'$again'}", "'state':'approved'");
    AGENT_FAILS(f, "mia", "refund.cancel", "{'id':'$again'," WHY "}", CSR_E_STATE, "state");
    DESK_OK(f, "refund.plan", "{'id':'$again'}");
    DESK_HAS(f, "payout.list", "{'refund':'$again'}", "'amount_minor':266");
}
ON_BOTH(given_with_money)

static CU_TestInfo tests[] = {
    { "return/whole_way", whole_way_on_both },
    { "return/units_once", units_once_on_both },
    { "return/rejected_units", rejected_units_on_both },
    { "return/settled_again", settled_again_on_both },
    { "return/worth_less", worth_less_on_both },
    { "return/same_again", same_again_on_both },
    { "return/worth_more", worth_more_on_both },
    { "return/money_after_all", money_after_all_on_both },
    { "return/claims", claims_on_both },
    { "return/deadlines", deadlines_on_both },
    { "return/refused", refused_on_both },
    { "return/settlement_refused", settlement_refused_on_both },
    { "return/nothing_to_replace", nothing_to_replace_on_both },
    { "return/fees_by_hand", fees_by_hand_on_both },
    { "return/price_correction", price_correction_on_both },
    { "return/judged_as_asked", judged_as_asked_on_both },
    { "return/judged_with_replacements", judged_with_replacements_on_both },
    { "return/terms_of_the_policy", terms_of_the_policy_on_both },
    { "return/no_terms", no_terms_on_both },
    { "return/money_went", money_went_on_both },
    { "return/given_by_agents", given_by_agents_on_both },
    { "return/given_at_once", given_at_once_on_both },
    { "return/given_for_a_charge", given_for_a_charge_on_both },
    { "return/given_with_money", given_with_money_on_both },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "return", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("returns", suites, 24);
}
