#include "support/desk_fixture.h"

static void add(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_MAKE(f, "mail", "identity.add", "{'customer':'$jana','kind':'email','value':'Jana@Example.COM'}");
    DESK_MAKE(f, "card", "identity.add", "{'customer':'$jana','kind':'loyalty_card','value':'77','verified':true}");
    DESK_IS(f, "identity.list", "{'customer':'$jana'}",
            "{'kind':'identity','rows':[{'id':'$mail','customer':'$jana','created_at':'2026-03-02T09:00:01Z',"
            "'kind':'email','value':'Jana@Example.COM'},{'id':'$card','customer':'$jana',"
            "'created_at':'2026-03-02T09:00:01Z','kind':'loyalty_card','value':'77',"
            "'verified_at':'2026-03-02T09:00:01Z'}],'next':null}");
    DESK_HAS(f, "customer.get", "{'id':'$jana'}", "'version':3,");
    DESK_HAS(f, "customer.get", "{'id':'$jana'}", "'updated_at':'2026-03-02T09:00:01Z'");
}
ON_BOTH(add)

static void is_unique_while_active(desk_fixture *f)
{
    static const desk_failure taken[] = {
        { "identity.add", "{'customer':'$bob','kind':'email','value':'a@b.cz'}", CSR_E_DUPLICATE, "value" },
        { "identity.add", "{'customer':'$bob','kind':'email','value':' A@B.CZ '}", CSR_E_DUPLICATE, "value" },
        { "identity.add", "{'customer':'$amy','kind':'email','value':'a@b.cz'}", CSR_E_DUPLICATE, "value" },
        { "identity.add", "{'customer':'$bob','kind':'room','value':'TOWER  12'}", CSR_E_DUPLICATE, "value" },
    };
    DESK_MAKE(f, "amy", "customer.add", "{'name':'Amy'}");
    DESK_MAKE(f, "bob", "customer.add", "{'name':'Bob'}");
    DESK_MAKE(f, "mail", "identity.add", "{'customer':'$amy','kind':'email','value':'a@b.cz'}");
    DESK_MAKE(f, "room", "identity.add", "{'customer':'$amy','kind':'room','value':'Tower 12'}");
    DESK_FAILURES(f, taken);
    DESK_OK(f, "identity.add", "{'customer':'$bob','kind':'handle','value':'a@b.cz'}");
    /* Keys of other systems are told apart by capitals. */
    DESK_OK(f, "identity.add", "{'customer':'$amy','kind':'external','value':'x1'}");
    DESK_OK(f, "identity.add", "{'customer':'$bob','kind':'external','value':'X1'}");
    DESK_IS(f, "identity.end", "{'id':'$room'}", "{'version':5}");
    DESK_MAKE(f, "room2", "identity.add", "{'customer':'$bob','kind':'room','value':'tower 12'}");
    DESK_HAS(f, "customer.find", "{'kind':'room','value':'TOWER 12'}", "{'id':'$bob',");
}
ON_BOTH(is_unique_while_active)

static void verify_and_end(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "customer.add", "{'name':'Amy'}");
    DESK_MAKE(f, "mail", "identity.add", "{'customer':'$amy','kind':'email','value':'a@b.cz'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "identity.verify", "{'id':'$mail'}", "{'version':3}");
    csr_test_host_advance(&f->host, 1000000);
    desk_keep(f);
    DESK_IS(f, "identity.verify", "{'id':'$mail'}", "{'version':3}");
    DESK_SAME(f);
    DESK_IS(f, "identity.end", "{'id':'$mail'}", "{'version':4}");
    csr_test_host_advance(&f->host, 1000000);
    desk_keep(f);
    DESK_IS(f, "identity.end", "{'id':'$mail'}", "{'version':4}");
    DESK_SAME(f);
    DESK_FAILS(f, "identity.verify", "{'id':'$mail'}", CSR_E_STATE, "id");
    /* Ended ones are listed, with the value as it was given. */
    DESK_HAS(f, "identity.list", "{'customer':'$amy'}",
             "'value':'a@b.cz','verified_at':'2026-03-02T09:00:01Z','ended_at':'2026-03-02T09:00:02Z'}]");
    DESK_FAILS(f, "customer.find", "{'kind':'email','value':'a@b.cz'}", CSR_E_NOT_FOUND, "value");
}
ON_BOTH(verify_and_end)

static void find_in_any_spelling(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "customer.add", "{'name':'Amy'}");
    DESK_OK(f, "identity.add", "{'customer':'$amy','kind':'phone','value':'+420 601 234 567'}");
    DESK_HAS(f, "customer.find", "{'kind':'phone','value':'00420601234567'}", "{'id':'$amy','version':2,");
    DESK_FAILS(f, "customer.find", "{'kind':'phone','value':'601 234 567'}", CSR_E_ARGUMENT, "value");
    DESK_OK(f, "settings.change", "{'calling_code':'420'}");
    DESK_HAS(f, "customer.find", "{'kind':'phone','value':'601 234 567'}", "{'id':'$amy',");
    DESK_FAILS(f, "identity.add", "{'customer':'$amy','kind':'phone','value':'601234567'}", CSR_E_DUPLICATE, "value");
    DESK_FAILS(f, "customer.find", "{'kind':'phone','value':'+421601234567'}", CSR_E_NOT_FOUND, "value");
    DESK_FAILS(f, "customer.find", "{'kind':'email','value':'+420601234567'}", CSR_E_ARGUMENT, "value");
}
ON_BOTH(find_in_any_spelling)

static void identify_finds_or_makes(desk_fixture *f)
{
    DESK_HAS(f, "customer.identify", "{'kind':'email','value':'amy@b.cz','language':'en','verified':true}",
             "'version':2,'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:00Z','kind':'person',"
             "'name':'amy@b.cz','language':'en','familiarity':'none','standing':'good','loyalty':'new'}],'next':null}");
    DESK_OK(f, "customer.find", "{'kind':'email','value':'amy@b.cz'}");
    desk_words_let(&f->words, "amy", strstr(f->raw, "\"id\":\"") + 6, 36);
    DESK_HAS(f, "identity.list", "{'customer':'$amy'}",
             "'kind':'email','value':'amy@b.cz','verified_at':'2026-03-02T09:00:00Z'}]");
    desk_keep(f);
    DESK_HAS(f, "customer.identify", "{'kind':'email','value':'AMY@B.CZ','name':'Other','verified':true}",
             "'rows':[{'id':'$amy','version':2,");
    DESK_SAME(f);
    DESK_HAS(f, "customer.identify", "{'kind':'handle','value':'bobby','name':'Bob'}", "'name':'Bob'");
    DESK_HAS(f, "desk.stats", "{}", "'customers':2");
    DESK_HAS(f, "event.list", "{'limit':1,'after_position':1}", "'kind':'customer_added'");
    DESK_HAS(f, "event.list", "{'limit':1,'after_position':2}", "'kind':'identity_added'");
}
ON_BOTH(identify_finds_or_makes)

static void identify_needs_a_name_for_long_values(desk_fixture *f)
{
    char value[202], params[400];

    memset(value, 'v', sizeof(value));
    value[201] = '\0';
    snprintf(params, sizeof(params), "{'kind':'handle','value':'%s'}", value);
    desk_fails_at(f, "customer.identify", params, CSR_E_ARGUMENT, "name", __FILE__, __LINE__);
    snprintf(params, sizeof(params), "{'kind':'handle','value':'%s','name':'Vivian'}", value);
    desk_is_at(f, "customer.identify", params, "'name':'Vivian'", 0, __FILE__, __LINE__);
    value[200] = '\0';
    snprintf(params, sizeof(params), "{'kind':'handle','value':'%s'}", value);
    desk_is_at(f, "customer.identify", params, "'version':2", 0, __FILE__, __LINE__);
}
ON_BOTH(identify_needs_a_name_for_long_values)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "identity.add", "{'customer':'" NOBODY "','kind':'email','value':'x@y.z'}", CSR_E_NOT_FOUND, "customer" },
        { "identity.add", "{'kind':'email','value':'x@y.z'}", CSR_E_ARGUMENT, "customer" },
        { "identity.add", "{'customer':'$amy','value':'x@y.z'}", CSR_E_ARGUMENT, "kind" },
        { "identity.add", "{'customer':'$amy','kind':'email'}", CSR_E_ARGUMENT, "value" },
        { "identity.add", "{'customer':'$amy','kind':'email','value':'x'}", CSR_E_ARGUMENT, "value" },
        { "identity.add", "{'customer':'$amy','kind':'phone','value':'call me'}", CSR_E_ARGUMENT, "value" },
        { "identity.add", "{'customer':'$amy','kind':'room','value':' \\t '}", CSR_E_ARGUMENT, "value" },
        { "identity.add", "{'customer':'$amy','kind':'room','value':'1','verified':2}", CSR_E_ARGUMENT, "verified" },
        { "identity.verify", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "identity.verify", "{'id':'$amy'}", CSR_E_NOT_FOUND, "id" },
        { "identity.verify", "{}", CSR_E_ARGUMENT, "id" },
        { "identity.end", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "identity.end", "{'id':'$mail','value':'x'}", CSR_E_ARGUMENT, "value" },
        { "identity.list", "{}", CSR_E_ARGUMENT, "customer" },
        { "customer.find", "{'kind':'email'}", CSR_E_ARGUMENT, "value" },
        { "customer.find", "{'value':'a@b.cz'}", CSR_E_ARGUMENT, "kind" },
        { "customer.find", "{'kind':'email','value':'nobody@b.cz'}", CSR_E_NOT_FOUND, "value" },
        { "customer.identify", "{'kind':'email'}", CSR_E_ARGUMENT, "value" },
        { "customer.identify", "{'value':'a@b.cz'}", CSR_E_ARGUMENT, "kind" },
        { "customer.identify", "{'kind':'email','value':'no address'}", CSR_E_ARGUMENT, "value" },
    };
    DESK_MAKE(f, "amy", "customer.add", "{'name':'Amy'}");
    DESK_MAKE(f, "mail", "identity.add", "{'customer':'$amy','kind':'email','value':'a@b.cz'}");
    DESK_FAILURES(f, table);
    DESK_IS(f, "identity.list", "{'customer':'" NOBODY "'}", "{'kind':'identity','rows':[],'next':null}");
}
ON_BOTH(refuses)

static void lists_by_pages(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "customer.add", "{'name':'Amy'}");
    DESK_MAKE(f, "one", "identity.add", "{'customer':'$amy','kind':'room','value':'9'}");
    DESK_MAKE(f, "two", "identity.add", "{'customer':'$amy','kind':'room','value':'5'}");
    DESK_MAKE(f, "three", "identity.add", "{'customer':'$amy','kind':'booking','value':'1'}");
    DESK_OK(f, "identity.end", "{'id':'$two'}");
    DESK_HAS(f, "identity.list", "{'customer':'$amy','limit':2}", "'rows':[{'id':'$one',");
    DESK_TRUE(f, strstr(f->answer, "{'id':'$two',") != NULL && strstr(f->answer, "$three") == NULL);
    DESK_HAS(f, "identity.list", "{'customer':'$amy','limit':2,'after':'$next'}", "'rows':[{'id':'$three',");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
}
ON_BOTH(lists_by_pages)

int main(void)
{
    CU_TestInfo tests[] = {
        { "identity/add", add_on_both },
        { "identity/is_unique_while_active", is_unique_while_active_on_both },
        { "identity/verify_and_end", verify_and_end_on_both },
        { "identity/find_in_any_spelling", find_in_any_spelling_on_both },
        { "identity/identify_finds_or_makes", identify_finds_or_makes_on_both },
        { "identity/identify_needs_a_name_for_long_values", identify_needs_a_name_for_long_values_on_both },
        { "identity/refuses", refuses_on_both },
        { "identity/lists_by_pages", lists_by_pages_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "identity", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("identity_test", suites, 8);
}
