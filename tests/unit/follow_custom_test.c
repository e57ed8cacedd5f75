#include "support/desk_fixture.h"

/*
 * Custom fields as facts of rules: what a set declares, what the desk has, and what it had.
 */
#define Q "\\\""
#define SET(facts, rules) \
    "{'kind':'rules','document':{'format':'csr-rules/1','set':'house','facts':{" facts "},'rules':[" rules "]}}"
#define ALL                                                                                                            \
    "'ticket.field.note':{'type':'string','optional':true},'ticket.field.count':{'type':'int','optional':true},"       \
    "'ticket.field.weight':{'type':'double','optional':true},'ticket.field.fragile':{'type':'bool','optional':true},"  \
    "'ticket.field.sent':{'type':'timestamp','optional':true},'customer.field.tier':{'type':'string','optional':true}" \
    ","                                                                                                                \
    "'interaction.field.line':{'type':'int','optional':true},'till.open':{'type':'bool','optional':true}"
#define RULE(id, when) "{'id':'" id "','when':['" when "'],'do':[{'tag':'" id "'}]}"

/* clang-format off */
#define ONE_OF_EACH                                                                              \
    RULE("a", "has(ticket.field.note) && ticket.field.note.contains(" Q "cat" Q ")") ","         \
    RULE("b", "has(ticket.field.count) && ticket.field.count == 7") ","                          \
    RULE("c", "has(ticket.field.weight) && ticket.field.weight > 2.25") ","                      \
    RULE("d", "has(ticket.field.fragile) && ticket.field.fragile") ","                           \
    RULE("e", "has(ticket.field.sent) && ticket.field.sent < timestamp(" Q "1970-01-01T00:00:00Z" Q ")") "," \
    RULE("f", "has(customer.field.tier) && customer.field.tier == " Q "gold" Q) ","              \
    RULE("g", "has(interaction.field.line) && interaction.field.line == -3") ","                 \
    RULE("none", "has(till.open) && till.open")
/* clang-format on */

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "field.add", "{'type':'text','subject_kind':'ticket','name':'note','personal':true}");
    DESK_OK(f, "field.add", "{'type':'integer','subject_kind':'ticket','name':'count'}");
    DESK_OK(f, "field.add", "{'type':'decimal','subject_kind':'ticket','name':'weight'}");
    DESK_OK(f, "field.add", "{'type':'flag','subject_kind':'ticket','name':'fragile'}");
    DESK_OK(f, "field.add", "{'type':'instant','subject_kind':'ticket','name':'sent'}");
    DESK_OK(f, "field.add", "{'type':'choice','subject_kind':'customer','name':'tier','choices':['gold','none']}");
    DESK_OK(f, "field.add", "{'type':'integer','subject_kind':'interaction','name':'line'}");
}

static void later(desk_fixture *f)
{
    csr_test_host_advance(&f->host, 1000);
}

static void same_as_log(desk_fixture *f, unsigned line)
{
    desk_is_at(f, "firing.backtest", "{'differences':true}", "{'kind':'rehearsal','rows':[],'next':null}", 1, __FILE__,
               line);
}

/* Each type of field, of each kind of record; and the same from the events. */
static void values(desk_fixture *f)
{
    static const char *const set[][2] = {
        { "ticket.set_field", "{'id':'$torn','field':'note','value':'Mind the cat'}" },
        { "ticket.set_field", "{'id':'$torn','field':'count','value':'7'}" },
        { "ticket.set_field", "{'id':'$torn','field':'weight','value':'2.5'}" },
        { "ticket.set_field", "{'id':'$torn','field':'fragile','value':'true'}" },
        { "ticket.set_field", "{'id':'$torn','field':'sent','value':'1969-12-31T23:59:59.5Z'}" },
        { "customer.set_field", "{'id':'$jana','field':'tier','value':'gold'}" },
        { "interaction.set_field", "{'id':'$ring','field':'line','value':'-3'}" },
    };
    static const char *const tags[] = { "a", "b", "c", "d", "e", "f", "g" };
    char told[40];

    begin(f);
    DESK_OK(f, "policy.add", SET(ALL, ONE_OF_EACH));
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn','customer':'$jana'}");
    DESK_MAKE(f, "ring", "interaction.add", "{'channel':'phone','ticket':'$torn'}");
    DESK_IS(f, "firing.list", "{}", "{'kind':'firing','rows':[],'next':null}");
    for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++) {
        later(f);
        desk_expect_at(f, set[i][1], desk_call(f, set[i][0], set[i][1]), CSR_OK, "", __FILE__, __LINE__);
        snprintf(told, sizeof(told), "'tag':'%s'", tags[i]);
        desk_is_at(f, "tag.list", "{'subject':'$torn'}", told, 0, __FILE__, __LINE__);
    }
    same_as_log(f, __LINE__);
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$torn','rule':'b'}", "ticket.field.count = 7");
    /* Unset, the episode is over; and as of before nothing was there. */
    later(f);
    DESK_OK(f, "ticket.unset_field", "{'id':'$torn','field':'count'}");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$torn','rule':'b'}", "absent");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$torn','rule':'f','at':'2026-03-02T09:00:00.000001Z'}", "absent");
    later(f);
    DESK_OK(f, "ticket.set_field", "{'id':'$torn','field':'count','value':'7'}");
    DESK_HAS(f, "firing.list", "{'rule':'b'}", "'episode':2");
    same_as_log(f, __LINE__);
}
ON_BOTH(values)

/* Nobody's fields: a ticket without a customer, and before anybody spoke. */
static void nobodys(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "policy.add",
            SET(ALL, "{'id':'x','any':['has(customer.field.tier)','has(interaction.field.line)'],'do':[{'tag':'x'}]}"));
    DESK_MAKE(f, "bare", "ticket.open", "{'subject':'Bare'}");
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$bare','explain':true}", "absent");
    DESK_IS(f, "firing.list", "{}", "{'kind':'firing','rows':[],'next':null}");
    same_as_log(f, __LINE__);
}
ON_BOTH(nobodys)

/* A set that asks for what the desk does not have is not recorded; tried only, such a fact is absent. */
static void unknown_fields(desk_fixture *f)
{
#define WRONG(fact, type) SET("'" fact "':{'type':'" type "','optional':true}", RULE("x", "has(" fact ")"))
    begin(f);
    DESK_FAILS(f, "policy.add", WRONG("ticket.field.colour", "string"), CSR_E_POLICY, "facts.ticket.field.colour");
    DESK_FAILS(f, "policy.add", WRONG("customer.field.count", "int"), CSR_E_POLICY, "facts.customer.field.count");
    DESK_FAILS(f, "policy.add", WRONG("ticket.field.count", "bool"), CSR_E_POLICY, "facts.ticket.field.count");
    DESK_FAILS(f, "policy.add", WRONG("ticket.field.sent", "string"), CSR_E_POLICY, "facts.ticket.field.sent");
    DESK_FAILS(f, "policy.add", WRONG("ticket.field.count", "list(int)"), CSR_E_POLICY, "facts.ticket.field.count");
    DESK_HAS(f, "policy.check", WRONG("ticket.field.colour", "string"), "tickets have no custom field");
    DESK_HAS(f, "policy.check", WRONG("ticket.field.fragile", "int"), "values of another type");
    DESK_OK(f, "policy.add", WRONG("ticket.field.count", "double"));
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn'}");
    DESK_OK(f, "ticket.set_field", "{'id':'$torn','field':'count','value':'3'}");
    DESK_HAS(f, "firing.list", "{}", "'rule':'x'");
    DESK_HAS(
        f, "firing.rehearse",
        "{'ticket':'$torn','rule':'x','document':{'format':'csr-rules/1','set':'s','facts':{'ticket.field.colour':{"
        "'type':'string','optional':true}},'rules':[" RULE("x", "has(ticket.field.colour)") "]}}",
        "absent");
}
ON_BOTH(unknown_fields)

int main(void)
{
    CU_TestInfo tests[] = {
        { "follow_custom/values", values_on_both },
        { "follow_custom/nobodys", nobodys_on_both },
        { "follow_custom/unknown_fields", unknown_fields_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "follow_custom", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("follow_custom_test", suites, 3);
}
