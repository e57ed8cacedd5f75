#include "support/desk_fixture.h"

/* Remedies at tickets: what is offered in which order, by whom and how much of it, and what becomes of it. */

#define LADDERS                                                                                                   \
    "{'kind':'remedy','document':{'format':'csr-remedies/1','ladders':[{'ladder':'matter','kinds':['complaint']," \
    "'rungs':[{'rung':'explanation','remedy':'explanation','words':'explanation.late'},"                          \
    "{'rung':'sorry','remedy':'apology','when':['ticket.fault == \\u0027company\\u0027']},"                       \
    "{'rung':'money','remedy':'refund','after':['explanation'],'promise':'48h','amount':{'currency':'EUR',"       \
    "'max_minor':5000}},"                                                                                         \
    "{'rung':'percent','remedy':'goodwill','role':'supervisor','amount':{'currency':'EUR','basis_points':1000,"   \
    "'max_minor':400}}]}]}}"
#define OFFER(members) "{'ticket':'$t'" members "}"

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "petr", "customer.add", "{'name':'Petr'}");
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','role':'associate'}");
    DESK_MAKE(f, "ben", "agent.add", "{'handle':'ben','role':'associate'}");
    DESK_MAKE(f, "nora", "agent.add", "{'handle':'nora','role':'supervisor'}");
    DESK_MAKE(f, "t", "ticket.open", "{'kind':'complaint','subject':'Torn','customer':'$jana','fault':'company'}");
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR','customer':'$jana'}");
    DESK_MAKE(f, "mugs", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'MUG','quantity':3,'gross_minor':1005,'tax_minor':174}");
    DESK_MAKE(f, "other", "purchase.put", "{'external_id':'W-2','currency':'EUR','customer':'$petr'}");
    DESK_MAKE(f, "dear", "purchase.put", "{'external_id':'W-3','currency':'EUR','shipping_minor':9000}");
    DESK_MAKE(f, "crowns", "purchase.put", "{'external_id':'W-4','currency':'CZK','shipping_minor':9000}");
}

static void begin_with_ladders(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "ladders", "policy.add", LADDERS);
}

/* Without ladders anything may be offered; what is offered has a course. */
static void without_ladders(desk_fixture *f)
{
    begin(f);
    DESK_FAILS(f, "remedy.next", "{'ticket':'$t'}", CSR_E_NOT_FOUND, "policy");
    DESK_FAILS(f, "remedy.next", "{'ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket");
    DESK_FAILS(f, "remedy.offer", OFFER(""), CSR_E_ARGUMENT, "kind");
    DESK_FAILS(f, "remedy.offer", OFFER(",'kind':'repair','rung':'x'"), CSR_E_NOT_FOUND, "rung");
    DESK_FAILS(f, "remedy.offer", "{'ticket':'" NOBODY "','kind':'repair'}", CSR_E_NOT_FOUND, "ticket");
    DESK_MAKE(f, "repair", "remedy.offer", OFFER(",'kind':'repair','note':'The seam'"));
    DESK_HAS(f, "remedy.get", "{'id':'$repair'}", "'state':'offered'");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$repair'}", CSR_E_STATE, "state");
    DESK_OK(f, "remedy.accept", "{'id':'$repair','answer':'Yes, please'}");
    DESK_FAILS(f, "remedy.accept", "{'id':'$repair'}", CSR_E_STATE, "state");
    DESK_FAILS(f, "remedy.decline", "{'id':'$repair'}", CSR_E_STATE, "state");
    DESK_OK(f, "remedy.fulfil", "{'id':'$repair'}");
    DESK_HAS(f, "remedy.get", "{'id':'$repair'}", "'answer':'Yes, please'");
    DESK_FAILS(f, "remedy.withdraw", "{'id':'$repair','answer':'No'}", CSR_E_STATE, "state");
    DESK_FAILS(f, "remedy.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
    DESK_FAILS(f, "remedy.accept", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
    DESK_FAILS(f, "remedy.decline", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
    DESK_FAILS(f, "remedy.withdraw", "{'id':'" NOBODY "','answer':'No'}", CSR_E_NOT_FOUND, "id");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
    DESK_FAILS(f, "remedy.list", "{'ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket");
    DESK_HAS(f, "event.history", "{'subject':'$t'}", "'kind':'remedy_ended'");
}
ON_BOTH(without_ladders)

/* The rungs come in their order, each as often as it may, and each refusal says why. */
static void ladder(desk_fixture *f)
{
    begin_with_ladders(f);
    DESK_HAS(f, "remedy.next", "{'ticket':'$t'}", "{'verdict':'next','kind':'explanation'");
    DESK_FAILS(f, "remedy.offer", OFFER(",'rung':'money','amount_minor':1"), CSR_E_STATE, "rung");
    DESK_FAILS(f, "remedy.offer", OFFER(",'rung':'nothing'"), CSR_E_NOT_FOUND, "rung");
    DESK_FAILS(f, "remedy.offer", OFFER(",'kind':'repair','rung':'sorry'"), CSR_E_ARGUMENT, "kind");
    DESK_MAKE(f, "first", "remedy.offer", OFFER(""));
    DESK_HAS(f, "remedy.get", "{'id':'$first'}", "'state':'offered','kind':'explanation'");
    DESK_HAS(f, "remedy.get", "{'id':'$first'}", "'words':'explanation.late'");
    DESK_FAILS(f, "remedy.offer", OFFER(""), CSR_E_STATE, "rung");
    DESK_FAILS(f, "remedy.offer", OFFER(",'rung':'explanation'"), CSR_E_STATE, "rung");
    DESK_OK(f, "remedy.fulfil", "{'id':'$first'}");
    DESK_FAILS(f, "remedy.offer", OFFER(",'rung':'explanation'"), CSR_E_STATE, "rung");
    DESK_MAKE(f, "sorry", "remedy.offer", OFFER(""));
    DESK_OK(f, "remedy.decline", "{'id':'$sorry','answer':'Words'}");
    DESK_MAKE(f, "money", "remedy.offer", OFFER(",'amount_minor':5000"));
    DESK_HAS(f, "remedy.get", "{'id':'$money'}", "'amount_minor':5000,");
    DESK_HAS(f, "remedy.get", "{'id':'$money'}", "'promised_until':'2026-03-04T");
    DESK_HAS(f, "remedy.list", "{'ticket':'$t'}", "'rung':'explanation'");
    DESK_OK(f, "remedy.withdraw", "{'id':'$money','answer':'A mistake'}");
    DESK_MAKE(f, "money2", "remedy.offer", OFFER(",'rung':'money','amount_minor':100"));
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'resolved','resolution':'solved'}");
    DESK_FAILS(f, "remedy.offer", OFFER(",'rung':'percent','purchase':'$order'"), CSR_E_STATE, "ticket");
}
ON_BOTH(ladder)

/* An upset customer hears the apology first; a ticket that no ladder fits has no rungs. */
static void upset(desk_fixture *f)
{
    begin_with_ladders(f);
    DESK_MAKE(f, "call", "interaction.add", "{'channel':'phone','ticket':'$t','customer':'$jana','tone':'angry'}");
    DESK_HAS(f, "remedy.next", "{'ticket':'$t'}", "{'verdict':'next','kind':'apology'");
    DESK_HAS(f, "remedy.next", "{'ticket':'$t'}", "the customer is upset: sorry comes first");
    DESK_MAKE(f, "q", "ticket.open", "{'kind':'enquiry','subject':'When?'}");
    DESK_IS(f, "remedy.next", "{'ticket':'$q'}", "{'kind':'remedy_step','rows':[],'next':null}");
    DESK_FAILS(f, "remedy.offer", "{'ticket':'$q'}", CSR_E_ARGUMENT, "kind");
    DESK_MAKE(f, "any", "remedy.offer", "{'ticket':'$q','kind':'voucher'}");
    /* Nobody knows whose fault it is. */
    DESK_MAKE(f, "u", "ticket.open", "{'kind':'complaint','subject':'Late'}");
    DESK_HAS(f, "remedy.next", "{'ticket':'$u'}", "'verdict':'undecided'");
}
ON_BOTH(upset)

/* Who may offer, and how much of it. */
static void worth(desk_fixture *f)
{
    static const desk_failure failures[] = {
        { "remedy.offer", OFFER(",'rung':'money'"), CSR_E_ARGUMENT, "amount_minor" },
        { "remedy.offer", OFFER(",'rung':'money','amount_minor':5001"), CSR_E_LIMIT, "amount_minor" },
        { "remedy.offer", OFFER(",'rung':'money','amount_minor':1,'currency':'CZK'"), CSR_E_CURRENCY, "currency" },
        { "remedy.offer", OFFER(",'rung':'money','amount_minor':1,'basis_points':1"), CSR_E_ARGUMENT, "basis_points" },
        { "remedy.offer", OFFER(",'rung':'money','amount_minor':1,'purchase':'$other'"), CSR_E_STATE, "purchase" },
        { "remedy.offer", OFFER(",'rung':'money','amount_minor':1,'purchase':'" NOBODY "'"), CSR_E_NOT_FOUND,
          "purchase" },
        { "remedy.offer", OFFER(",'rung':'money','amount_minor':1,'purchase':'$crowns'"), CSR_E_CURRENCY, "currency" },
        { "remedy.offer", OFFER(",'rung':'money','amount_minor':1,'promised_until':'2020-01-01T00:00:00Z'"),
          CSR_E_ARGUMENT, "promised_until" },
        { "remedy.offer", OFFER(",'rung':'percent'"), CSR_E_ARGUMENT, "purchase" },
        { "remedy.offer", OFFER(",'rung':'percent','purchase':'$order','basis_points':1001"), CSR_E_LIMIT,
          "basis_points" },
        { "remedy.offer", OFFER(",'rung':'percent','purchase':'$order','amount_minor':102"), CSR_E_LIMIT,
          "amount_minor" },
    };

    begin_with_ladders(f);
    DESK_MAKE(f, "first", "remedy.offer", OFFER(",'rung':'explanation','purchase':'$order'"));
    DESK_OK(f, "remedy.accept", "{'id':'$first'}");
    DESK_FAILURES(f, failures);
    AGENT_FAILS(f, "rosa", "remedy.offer", OFFER(",'rung':'percent','purchase':'$order'"), CSR_E_RIGHT, "role");
    AGENT_OK(f, "rosa", "remedy.next", "{'ticket':'$t'}");
    DESK_TRUE(f, strstr(f->answer, "'may_offer':false") != NULL);
    /* 100.5 of 10.05 is 101: as percentages are rounded. */
    AGENT_OK(f, "nora", "remedy.offer", OFFER(",'rung':'percent','purchase':'$order'"));
    DESK_HAS(f, "remedy.list", "{'ticket':'$t'}", "'amount_minor':101,'basis_points':1000");
    DESK_MAKE(f, "v", "ticket.open", "{'kind':'complaint','subject':'Torn too','fault':'company'}");
    DESK_MAKE(f, "capped", "remedy.offer", "{'ticket':'$v','rung':'percent','purchase':'$dear'}");
    DESK_HAS(f, "remedy.get", "{'id':'$capped'}", "'amount_minor':400,'basis_points':1000");
    DESK_MAKE(f, "w", "ticket.open", "{'kind':'enquiry','subject':'No ladder'}");
    DESK_FAILS(f, "remedy.offer", "{'ticket':'$w','kind':'voucher','amount_minor':5}", CSR_E_ARGUMENT, "currency");
    DESK_FAILS(f, "remedy.offer", "{'ticket':'$w','kind':'voucher','amount_minor':5,'currency':'XYZ'}", CSR_E_CURRENCY,
               "currency");
    DESK_MAKE(f, "of_bill", "remedy.offer", "{'ticket':'$w','kind':'voucher','amount_minor':5,'purchase':'$crowns'}");
    DESK_HAS(f, "remedy.get", "{'id':'$of_bill'}", "'currency':'CZK'");
}
ON_BOTH(worth)

/* Who takes an offer back, and what it was done by: a refund settles one remedy, of its own matter. */
static void endings(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "t2", "ticket.open", "{'kind':'complaint','subject':'Other','customer':'$petr'}");
    DESK_MAKE(f, "refund", "refund.open", "{'purchase':'$order','reason':'torn','ticket':'$t'}");
    DESK_MAKE(f, "foreign", "refund.open", "{'purchase':'$other','reason':'torn'}");
    AGENT_OK(f, "rosa", "remedy.offer", OFFER(",'kind':'refund','amount_minor':5,'currency':'EUR'"));
    desk_words_let(&f->words, "r", strstr(f->raw, "\"id\":\"") + 6, 36);
    AGENT_FAILS(f, "ben", "remedy.withdraw", "{'id':'$r','answer':'No'}", CSR_E_RIGHT, "id");
    DESK_OK(f, "remedy.accept", "{'id':'$r'}");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$r','fulfilled_kind':'refund'}", CSR_E_ARGUMENT, "fulfilled_by");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$r','fulfilled_by':'$refund'}", CSR_E_ARGUMENT, "fulfilled_kind");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$r','fulfilled_by':'$foreign','fulfilled_kind':'refund'}", CSR_E_STATE,
               "fulfilled_by");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$r','fulfilled_by':'" NOBODY "','fulfilled_kind':'refund'}", CSR_E_NOT_FOUND,
               "fulfilled_by");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$r','fulfilled_by':'$refund','fulfilled_kind':'ticket'}", CSR_E_NOT_FOUND,
               "fulfilled_by");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$r','fulfilled_by':'$t2','fulfilled_kind':'ticket'}", CSR_E_STATE,
               "fulfilled_by");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$r','fulfilled_by':'$t2','fulfilled_kind':'event'}", CSR_E_ARGUMENT,
               "fulfilled_kind");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$r','failed':true}", CSR_E_ARGUMENT, "answer");
    DESK_OK(f, "remedy.fulfil", "{'id':'$r','fulfilled_by':'$refund','fulfilled_kind':'refund'}");
    DESK_MAKE(f, "again", "remedy.offer", OFFER(",'kind':'refund'"));
    DESK_OK(f, "remedy.accept", "{'id':'$again'}");
    DESK_FAILS(f, "remedy.fulfil", "{'id':'$again','fulfilled_by':'$refund','fulfilled_kind':'refund'}",
               CSR_E_DUPLICATE, "fulfilled_by");
    DESK_OK(f, "remedy.fulfil", "{'id':'$again','failed':true,'answer':'The bank refused'}");
    DESK_HAS(f, "remedy.get", "{'id':'$again'}", "'state':'failed'");
    /* Of the customer, though not of the ticket. */
    DESK_MAKE(f, "mine", "refund.open", "{'purchase':'$order','reason':'late'}");
    DESK_MAKE(f, "third", "remedy.offer", OFFER(",'kind':'refund'"));
    AGENT_OK(f, "nora", "remedy.accept", "{'id':'$third'}");
    DESK_OK(f, "remedy.fulfil", "{'id':'$third','fulfilled_by':'$mine','fulfilled_kind':'refund'}");
    DESK_MAKE(f, "noted", "note.add", "{'ticket':'$t','body':'Sent'}");
    DESK_MAKE(f, "sent", "remedy.offer", OFFER(",'kind':'replacement'"));
    DESK_OK(f, "remedy.accept", "{'id':'$sent'}");
    DESK_OK(f, "remedy.fulfil", "{'id':'$sent','fulfilled_by':'$noted','fulfilled_kind':'note'}");
    DESK_MAKE(f, "fourth", "remedy.offer", OFFER(",'kind':'repair'"));
    AGENT_OK(f, "nora", "remedy.withdraw", "{'id':'$fourth','answer':'No parts'}");
}
ON_BOTH(endings)

/* A ticket has so many remedies and no more. */
static void limit(desk_fixture *f)
{
    begin(f);
    for (int i = 0; i < CSR_REMEDIES_MAX; i++)
        DESK_OK(f, "remedy.offer", OFFER(",'kind':'apology'"));
    DESK_FAILS(f, "remedy.offer", OFFER(",'kind':'apology'"), CSR_E_LIMIT, "ticket");
}
ON_BOTH(limit)

int main(void)
{
    CU_TestInfo tests[] = {
        { "remedy/without_ladders", without_ladders_on_both },
        { "remedy/ladder", ladder_on_both },
        { "remedy/upset", upset_on_both },
        { "remedy/worth", worth_on_both },
        { "remedy/endings", endings_on_both },
        { "remedy/limit", limit_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "remedy", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("remedy_test", suites, 6);
}
