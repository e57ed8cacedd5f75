#include "support/desk_fixture.h"

#define NINE "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:00Z'"

static void add_gives_defaults(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana Nováková'}");
    DESK_IS(f, "customer.get", "{'id':'$jana'}",
            "{'kind':'customer','rows':[{'id':'$jana','version':1," NINE ",'kind':'person','name':'Jana Nováková',"
            "'familiarity':'none','standing':'good','loyalty':'new'}],'next':null}");
}
ON_BOTH(add_gives_defaults)

static void add_takes_everything(desk_fixture *f)
{
    DESK_MAKE(f, "house", "customer.add", "{'name':'ACME','kind':'organisation'}");
    DESK_MAKE(f, "jan", "customer.add",
              "{'name':'Jan','kind':'person','language':'cs','note':'hears badly','organisation':'$house',"
              "'familiarity':'expert','standing':'watch','loyalty':'advocate'}");
    DESK_IS(f, "customer.get", "{'id':'$jan'}",
            "{'kind':'customer','rows':[{'id':'$jan','version':1," NINE ",'kind':'person','name':'Jan',"
            "'language':'cs','note':'hears badly','organisation':'$house','familiarity':'expert',"
            "'standing':'watch','loyalty':'advocate'}],'next':null}");
}
ON_BOTH(add_takes_everything)

static void typed_add_and_view(desk_fixture *f)
{
    csr_customer_add_params in = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_customer_view view = { .struct_size = sizeof(view), .reserved = 7 };
    csr_result *result = NULL;
    csr_id id = { { 0 } };

    in.name = CSR_STR("Jana");
    TYPED_OK(f, csr_customer_add(f->session, &in, NULL, &f->err));
    TYPED_OK(f, csr_customer_add(f->session, &in, &id, &f->err));
    if (!TYPED_OK(f, csr_customer_get(f->session, &id, &result, &f->err)))
        return;
    TYPED_OK(f, csr_customer_at(result, 0, &view, &f->err));
    DESK_TRUE(f, memcmp(&view.id, &id, sizeof(id)) == 0 && view.kind == CSR_CUSTOMER_PERSON && view.reserved == 0);
    DESK_TRUE(f, view.name.len == 4 && strcmp(view.name.ptr, "Jana") == 0);
    csr_result_free(result);
    in.name.len = 0;
    memset(&id, 0x55, sizeof(id));
    TYPED_FAILS(f, csr_customer_add(f->session, &in, &id, &f->err), CSR_E_ARGUMENT, "name");
    DESK_TRUE(f, id.bytes[0] == 0x55 && id.bytes[15] == 0x55);
}
ON_BOTH(typed_add_and_view)

static void change_is_partial(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana','language':'cs','note':'regular'}");
    csr_test_host_advance(&f->host, 60 * INT64_C(1000000));
    DESK_IS(f, "customer.change", "{'id':'$jana','loyalty':'loyal'}", "{'version':2}");
    DESK_IS(f, "customer.change", "{'id':'$jana','name':'Jana N.','familiarity':'good','standing':'abusive'}",
            "{'version':3}");
    DESK_IS(f, "customer.change", "{'id':'$jana','language':null,'note':'knows it all'}", "{'version':4}");
    DESK_IS(f, "customer.get", "{'id':'$jana'}",
            "{'kind':'customer','rows':[{'id':'$jana','version':4,'created_at':'2026-03-02T09:00:00Z',"
            "'updated_at':'2026-03-02T09:01:00Z','kind':'person','name':'Jana N.','note':'knows it all',"
            "'familiarity':'good','standing':'abusive','loyalty':'loyal'}],'next':null}");
}
ON_BOTH(change_is_partial)

static void clear_bits_empty(desk_fixture *f)
{
    csr_customer_change_params in = CSR_CUSTOMER_CHANGE_PARAMS_INIT;
    int64_t version = 0;
    csr_id jana;

    DESK_MAKE(f, "house", "customer.add", "{'name':'ACME','kind':'organisation'}");
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana','language':'cs','note':'n','organisation':'$house'}");
    jana = desk_id(f, "jana");
    in.clear = CSR_CUSTOMER_CLEAR_LANGUAGE | CSR_CUSTOMER_CLEAR_NOTE | CSR_CUSTOMER_CLEAR_ORGANISATION;
    TYPED_OK(f, csr_customer_change(f->session, &jana, &in, &version, &f->err));
    DESK_TRUE(f, version == 2);
    DESK_HAS(f, "customer.get", "{'id':'$jana'}", "'name':'Jana','familiarity'");
    /* Emptying what is empty is nothing. */
    TYPED_OK(f, csr_customer_change(f->session, &jana, &in, &version, &f->err));
    TYPED_OK(f, csr_customer_change(f->session, &jana, NULL, NULL, &f->err));
    DESK_TRUE(f, version == 2);
    in.note = CSR_STR("both");
    TYPED_FAILS(f, csr_customer_change(f->session, &jana, &in, &version, &f->err), CSR_E_ARGUMENT, "note");
    in.note.len = 0;
    in.clear = UINT64_C(1) << 63;
    TYPED_FAILS(f, csr_customer_change(f->session, &jana, &in, &version, &f->err), CSR_E_ARGUMENT, "clear");
}
ON_BOTH(clear_bits_empty)

static void organisations(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "customer.add", "{'name':'x','organisation':'" NOBODY "'}", CSR_E_NOT_FOUND, "organisation" },
        { "customer.add", "{'name':'x','organisation':'$jana'}", CSR_E_ARGUMENT, "organisation" },
        { "customer.add", "{'name':'x','kind':'organisation','organisation':'$house'}", CSR_E_ARGUMENT,
          "organisation" },
        { "customer.change", "{'id':'$jana','organisation':'" NOBODY "'}", CSR_E_NOT_FOUND, "organisation" },
        { "customer.change", "{'id':'$jana','organisation':'$jana'}", CSR_E_ARGUMENT, "organisation" },
        { "customer.change", "{'id':'$house','organisation':'$house'}", CSR_E_ARGUMENT, "organisation" },
        { "customer.list", "{'order':'organisation'}", CSR_E_ARGUMENT, "organisation" },
        { "customer.list", "{'organisation':'$house'}", CSR_E_ARGUMENT, "organisation" },
        { "customer.list", "{'order':'newest','organisation':'$house'}", CSR_E_ARGUMENT, "organisation" },
    };
    DESK_MAKE(f, "house", "customer.add", "{'name':'ACME','kind':'organisation'}");
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_FAILURES(f, table);
    DESK_IS(f, "customer.change", "{'id':'$jana','organisation':'$house'}", "{'version':2}");
}
ON_BOTH(organisations)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "customer.add", "{}", CSR_E_ARGUMENT, "name" },
        { "customer.add", "{'name':''}", CSR_E_ARGUMENT, "name" },
        { "customer.add", "{'name':'x','kind':'robot'}", CSR_E_ARGUMENT, "kind" },
        { "customer.add", "{'name':'x','kind':1}", CSR_E_ARGUMENT, "kind" },
        { "customer.add", "{'name':'x','organisation':'jana'}", CSR_E_ARGUMENT, "organisation" },
        { "customer.add", "{'name':'x','familiarity':'some'}", CSR_E_ARGUMENT, "familiarity" },
        { "customer.add", "{'name':'x','id':'$jana'}", CSR_E_ARGUMENT, "id" },
        { "customer.add", "{'name':'x','version':2}", CSR_E_ARGUMENT, "version" },
        { "customer.add", "{'name':'x','language':'czech-'}", CSR_E_ARGUMENT, "language" },
        { "customer.change", "{'id':'$jana','language':'c'}", CSR_E_ARGUMENT, "language" },
        { "customer.identify", "{'kind':'handle','value':'@j','name':'x','language':'en_US'}", CSR_E_ARGUMENT,
          "language" },
        { "customer.change", "{'id':'" NOBODY "','name':'x'}", CSR_E_NOT_FOUND, "id" },
        { "customer.change", "{'name':'x'}", CSR_E_ARGUMENT, "id" },
        { "customer.change", "{'id':5,'name':'x'}", CSR_E_ARGUMENT, "id" },
        { "customer.change", "{'id':'$jana','name':null}", CSR_E_ARGUMENT, "name" },
        { "customer.change", "{'id':'$jana','loyalty':null}", CSR_E_ARGUMENT, "loyalty" },
        { "customer.change", "{'id':'$jana','kind':'organisation'}", CSR_E_ARGUMENT, "kind" },
        { "customer.change", "{'id':'$jana','expected_version':7}", CSR_E_CONFLICT, "expected_version" },
        { "customer.change", "{'id':'$jana','note':'n','expected_version':1}", CSR_E_CONFLICT, "name,note" },
        { "customer.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "customer.get", "{}", CSR_E_ARGUMENT, "id" },
        { "customer.get", "{'id':'00000000-0000-0000-0000-000000000000'}", CSR_E_ARGUMENT, "id" },
        { "customer.list", "{'limit':1001}", CSR_E_ARGUMENT, "limit" },
        { "customer.list", "{'limit':-1}", CSR_E_ARGUMENT, "limit" },
        { "customer.list", "{'after':'xyz'}", CSR_E_ARGUMENT, "after" },
        { "customer.list", "{'after':'00'}", CSR_E_ARGUMENT, "after" },
    };
    csr_customer_add_params in = CSR_CUSTOMER_ADD_PARAMS_INIT;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "customer.change", "{'id':'$jana','note':'a','name':'b'}");
    DESK_FAILURES(f, table);
    in.name = CSR_STR("x");
    in.standing = 4;
    TYPED_FAILS(f, csr_customer_add(f->session, &in, NULL, &f->err), CSR_E_ARGUMENT, "standing");
    in.standing = -1;
    TYPED_FAILS(f, csr_customer_add(f->session, &in, NULL, &f->err), CSR_E_ARGUMENT, "standing");
    in.standing = 0;
    in.note = (csr_str){ NULL, 3 };
    TYPED_FAILS(f, csr_customer_add(f->session, &in, NULL, &f->err), CSR_E_ARGUMENT, "note");
}
ON_BOTH(refuses)

static void lists_newest_first(desk_fixture *f)
{
    DESK_IS(f, "customer.list", "{}", "{'kind':'customer','rows':[],'next':null}");
    DESK_MAKE(f, "a", "customer.add", "{'name':'a'}");
    DESK_MAKE(f, "b", "customer.add", "{'name':'b'}");
    DESK_MAKE(f, "c", "customer.add", "{'name':'c'}");
    DESK_HAS(f, "customer.list", "{'limit':2}", "{'kind':'customer','rows':[{'id':'$c',");
    DESK_TRUE(f, strstr(f->answer, "{'id':'$b',") != NULL && strstr(f->answer, "{'id':'$a',") == NULL);
    DESK_TRUE(f, strstr(f->answer, "'next':'$next'") != NULL);
    /* What comes in between does not disturb the page that is next. */
    DESK_MAKE(f, "d", "customer.add", "{'name':'d'}");
    DESK_HAS(f, "customer.list", "{'limit':2,'after':'$next'}", "'rows':[{'id':'$a',");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    DESK_HAS(f, "customer.list", "{'limit':4}", "'next':null");
}
ON_BOTH(lists_newest_first)

static void lists_contacts_oldest_first(desk_fixture *f)
{
    DESK_MAKE(f, "house", "customer.add", "{'name':'ACME','kind':'organisation'}");
    DESK_MAKE(f, "other", "customer.add", "{'name':'Other','kind':'organisation'}");
    DESK_MAKE(f, "a", "customer.add", "{'name':'a','organisation':'$house'}");
    DESK_MAKE(f, "x", "customer.add", "{'name':'x','organisation':'$other'}");
    DESK_MAKE(f, "y", "customer.add", "{'name':'y'}");
    DESK_MAKE(f, "b", "customer.add", "{'name':'b','organisation':'$house'}");
    DESK_HAS(f, "customer.list", "{'order':'organisation','organisation':'$house','limit':1}", "'rows':[{'id':'$a',");
    DESK_HAS(f, "customer.list", "{'order':'organisation','organisation':'$house','limit':1,'after':'$next'}",
             "'rows':[{'id':'$b',");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    /* A token belongs to its order. */
    DESK_HAS(f, "customer.list", "{'limit':1}", "'rows':[{'id':'$b',");
    DESK_FAILS(f, "customer.list", "{'order':'organisation','organisation':'$house','after':'$next'}", CSR_E_ARGUMENT,
               "after");
}
ON_BOTH(lists_contacts_oldest_first)

int main(void)
{
    CU_TestInfo tests[] = {
        { "customer/add_gives_defaults", add_gives_defaults_on_both },
        { "customer/add_takes_everything", add_takes_everything_on_both },
        { "customer/typed_add_and_view", typed_add_and_view_on_both },
        { "customer/change_is_partial", change_is_partial_on_both },
        { "customer/clear_bits_empty", clear_bits_empty_on_both },
        { "customer/organisations", organisations_on_both },
        { "customer/refuses", refuses_on_both },
        { "customer/lists_newest_first", lists_newest_first_on_both },
        { "customer/lists_contacts_oldest_first", lists_contacts_oldest_first_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "customer", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("customer_test", suites, 9);
}
