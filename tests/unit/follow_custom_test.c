#include "desk/handles.h"
#include "support/desk_fixture.h"

#include <csr/rules.h>

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

static int is(const csr_str *name, const char *other)
{
    return name->len == strlen(other) && memcmp(name->ptr, other, name->len) == 0;
}

/* What the host tells: a text that it keeps in one place, numbers, and nothing sensible. */
static int32_t tell(void *user, const csr_id *ticket, csr_time now, const csr_str *name, csr_value *out)
{
    static char text[8];
    int *calls = user;

    (void)ticket;
    ++*calls;
    if (is(name, "sky.name") || is(name, "sea.name")) {
        snprintf(text, sizeof(text), "%.3s", name->ptr);
        *out = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = text, .count = 3 };
    } else if (is(name, "sky.since")) {
        *out = (csr_value){ .kind = CSR_VALUE_TIMESTAMP, .as.integer = now / 1000000 - 60 };
    } else if (is(name, "sky.odd")) {
        *out = (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = 1 };
    } else {
        return 0;
    }
    return 1;
}

static int32_t twice(void *user, const csr_value *arguments, size_t count, void *room, size_t *room_bytes,
                     csr_value *out)
{
    (void)user;
    (void)count;
    (void)room;
    *room_bytes = 0;
    *out = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = 2 * arguments[0].as.integer };
    return 1;
}

/* clang-format off */
#define FACT(name, type) "'" name "':{'type':'" type "','optional':true}"
#define OF_THE_HOST                                                                             \
    FACT("sky.name", "string") "," FACT("sea.name", "string") "," FACT("sky.since", "timestamp") "," \
    FACT("sky.odd", "int") "," FACT("sky.list", "list(int)") "," FACT("sky.gone", "int") ","      \
    FACT("ticket.version", "int")
#define ASKING_THE_HOST                                                                          \
    RULE("a", "has(sky.name) && has(sea.name) && sky.name == " Q "sky" Q " && sea.name == " Q "sea" Q) "," \
    RULE("b", "has(sky.since) && sky.since < now") ","                                           \
    RULE("odd", "has(sky.odd) || has(sky.list) || has(sky.gone)") ","                            \
    RULE("x", "twice(ticket.contacts) == 2") ","                                                 \
    RULE("y", "has(ticket.version) && ticket.version > 0")
/* clang-format on */

/* Facts and functions of the host's: asked now, and absent in the past. */
static void of_the_host(desk_fixture *f)
{
    static const csr_str one_number[] = { { "int", 3 } };
    csr_expression_function function = CSR_EXPRESSION_FUNCTION_INIT;
    csr_rules_host host = CSR_RULES_HOST_INIT;
    int calls = 0;

    function.name = CSR_STR("twice");
    function.flags = CSR_FUNCTION_PURE;
    function.arguments = one_number;
    function.argument_count = 1;
    function.result = CSR_STR("int");
    function.run = twice;
    host.functions = &function;
    host.function_count = 1;
    host.fact = tell;
    host.user = &calls;
    DESK_FAILS(f, "policy.add", SET("", RULE("x", "twice(ticket.contacts) == 0")), CSR_E_POLICY, "rules[0].when[0]");
    f->desk->policies.rules = host;
    DESK_OK(f, "policy.add", SET(OF_THE_HOST, ASKING_THE_HOST));
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn'}");
    DESK_TRUE(f, calls > 0);
    DESK_HAS(f, "tag.list", "{'subject':'$torn'}", "'tag':'a'");
    DESK_HAS(f, "tag.list", "{'subject':'$torn'}", "'tag':'b'");
    DESK_HAS(f, "tag.list", "{'subject':'$torn'}", "'tag':'y'");
    DESK_OK(f, "tag.list", "{'subject':'$torn'}");
    DESK_TRUE(f, strstr(f->answer, "odd") == NULL && strstr(f->answer, "'tag':'x'") == NULL);
    later(f);
    DESK_OK(f, "interaction.add", "{'channel':'phone','ticket':'$torn'}");
    DESK_HAS(f, "tag.list", "{'subject':'$torn'}", "'tag':'x'");
    calls = 0;
    DESK_HAS(f, "firing.rehearse", "{'ticket':'$torn','rule':'a','at':'2026-03-02T09:00:00.000500Z'}", "absent");
    DESK_TRUE(f, calls == 0);
}
ON_BOTH(of_the_host)

static void opening(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_rules_host host = CSR_RULES_HOST_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;

    params.rules = &host;
    CU_ASSERT_EQUAL(csr_desk_open("memory:", &params, &desk, &err), CSR_OK);
    csr_desk_close(desk);
    host.struct_size = 4;
    CU_ASSERT_EQUAL(csr_desk_open("memory:", &params, &desk, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "rules");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "follow_custom/values", values_on_both },
        { "follow_custom/nobodys", nobodys_on_both },
        { "follow_custom/unknown_fields", unknown_fields_on_both },
        { "follow_custom/of_the_host", of_the_host_on_both },
        { "follow_custom/opening", opening },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "follow_custom", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("follow_custom_test", suites, 5);
}
