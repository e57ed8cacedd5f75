#include "support/desk_fixture.h"

static void two_customers(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "petr", "customer.add", "{'name':'Petr'}");
    DESK_MAKE(f, "size", "field.add",
              "{'type':'integer','subject_kind':'customer','name':'shoe_size','indexed':true,'minimum':'10'}");
}

static void set_read_unset(desk_fixture *f)
{
    two_customers(f);
    DESK_IS(f, "customer.set_field", "{'id':'$jana','field':'shoe_size','value':'+38'}", "{'version':2}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "customer.set_field", "{'id':'$jana','field':'shoe_size','value':'38'}", "{'version':2}");
    DESK_IS(f, "field.values", "{'subject':'$jana'}",
            "{'kind':'field_value','rows':[{'field':'$size','name':'shoe_size','type':'integer','value':'38',"
            "'number':38,'retired':false,'subject':'$jana','subject_kind':'customer',"
            "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:00Z'}],'next':null}");
    DESK_IS(f, "customer.set_field", "{'id':'$jana','field':'shoe_size','value':'39','expected_version':2}",
            "{'version':3}");
    DESK_HAS(f, "field.values", "{'subject':'$jana'}",
             "'value':'39','number':39,'retired':false,'subject':'$jana','subject_kind':'customer',"
             "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:01Z'");
    DESK_HAS(f, "event.history", "{'subject':'$jana','after_seq':2}", "'field_value.value':['38','39']");
    DESK_IS(f, "customer.unset_field", "{'id':'$jana','field':'shoe_size'}", "{'version':4}");
    DESK_IS(f, "customer.unset_field", "{'id':'$jana','field':'shoe_size'}", "{'version':4}");
    DESK_IS(f, "field.values", "{'subject':'$jana'}", "{'kind':'field_value','rows':[],'next':null}");
    DESK_HAS(f, "event.history", "{'subject':'$jana','after_seq':3}", "'field_value.value':['39',null]");
}
ON_BOTH(set_read_unset)

/* What is told apart from the chain of a personal field is not told of another one. */
static void personal_values_are_apart(desk_fixture *f)
{
    two_customers(f);
    DESK_OK(f, "field.add", "{'type':'date','subject_kind':'customer','name':'born','personal':true}");
    DESK_OK(f, "customer.set_field", "{'id':'$jana','field':'born','value':'1990-05-01'}");
    DESK_HAS(f, "field.values", "{'subject':'$jana'}", "'value':'1990-05-01','number':7425");
    DESK_HAS(f, "event.history", "{'subject':'$jana'}", "'field_value.personal_value':[null,'1990-05-01']");
}
ON_BOTH(personal_values_are_apart)

static void finds_by_value(desk_fixture *f)
{
    two_customers(f);
    DESK_MAKE(f, "eva", "customer.add", "{'name':'Eva'}");
    DESK_OK(f, "customer.set_field", "{'id':'$jana','field':'shoe_size','value':'38'}");
    DESK_OK(f, "customer.set_field", "{'id':'$petr','field':'shoe_size','value':'100'}");
    DESK_OK(f, "customer.set_field", "{'id':'$eva','field':'shoe_size','value':'38'}");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','value':'038'}", "'name':'Jana'");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','value':'38','limit':1}", "'next':'$next'");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','value':'38','limit':1,'after':'$next'}", "'name':'Eva'");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','limit':2}", "'next':'$next'");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','limit':2,'after':'$next'}",
             "'name':'Petr','familiarity':'none','standing':'good','loyalty':'new'}],'next':null}");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','descending':true,'limit':1}", "'name':'Petr'");
    DESK_IS(f, "customer.by_field", "{'field':'shoe_size','minimum':'39','maximum':'99'}",
            "{'kind':'customer','rows':[],'next':null}");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','maximum':'38','limit':2}", "'next':null");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','minimum':'38','maximum':'99','descending':true}",
             "'name':'Eva'");
    DESK_HAS(f, "customer.by_field", "{'field':'shoe_size','minimum':'39','descending':true}",
             "'loyalty':'new'}],'next':null}");
}
ON_BOTH(finds_by_value)

/* Each page of a range goes on where the one before ended, in both directions. */
static void pages_of_a_range(desk_fixture *f)
{
    static const char *const directions[] = { "false", "true" };

    two_customers(f);
    for (int i = 0; i < 12; i++) {
        char params[120];
        DESK_MAKE(f, "c", "customer.add", "{'name':'C'}");
        snprintf(params, sizeof(params), "{'id':'$c','field':'shoe_size','value':'%d'}", 20 + i / 2);
        DESK_TRUE(f, desk_call(f, "customer.set_field", params) == CSR_OK);
    }
    for (size_t d = 0; d < 2; d++) {
        int rows = 0;
        char params[300] = "";
        snprintf(params, sizeof(params),
                 "{'field':'shoe_size','minimum':'21','maximum':'24','limit':3,'descending':%s}", directions[d]);
        for (int pages = 1; pages < 6; pages++) {
            DESK_TRUE(f, desk_call(f, "customer.by_field", params) == CSR_OK);
            for (const char *at = f->raw; (at = strstr(at, "\"name\":")) != NULL; at++)
                rows++;
            if (strstr(f->answer, "'next':'$next'") == NULL)
                break;
            snprintf(params, sizeof(params),
                     "{'field':'shoe_size','minimum':'21','maximum':'24','limit':3,'descending':%s,'after':'$next'}",
                     directions[d]);
        }
        DESK_TRUE(f, rows == 8);
    }
}
ON_BOTH(pages_of_a_range)

/* A field may be called otherwise and taken out of use: what was recorded stays as it was. */
static void the_past_is_kept(desk_fixture *f)
{
    two_customers(f);
    DESK_OK(f, "customer.set_field", "{'id':'$jana','field':'shoe_size','value':'38'}");
    DESK_OK(f, "field.change", "{'id':'$size','name':'shoes','minimum':'39'}");
    DESK_HAS(f, "field.values", "{'subject':'$jana'}", "'name':'shoes','type':'integer','value':'38'");
    DESK_HAS(f, "customer.by_field", "{'field':'shoes','value':'38'}", "'name':'Jana'");
    DESK_FAILS(f, "customer.set_field", "{'id':'$petr','field':'shoes','value':'38'}", CSR_E_ARGUMENT, "value");
    DESK_OK(f, "field.retire", "{'id':'$size'}");
    DESK_IS(f, "field.retire", "{'id':'$size'}", "{'version':3}");
    DESK_HAS(f, "field.values", "{'subject':'$jana'}", "'value':'38','number':38,'retired':true");
    DESK_HAS(f, "customer.by_field", "{'field':'shoes','value':'38'}", "'name':'Jana'");
    DESK_FAILS(f, "customer.set_field", "{'id':'$petr','field':'shoes','value':'40'}", CSR_E_STATE, "field");
    DESK_OK(f, "customer.unset_field", "{'id':'$jana','field':'shoes'}");
    DESK_OK(f, "field.restore", "{'id':'$size'}");
    DESK_OK(f, "customer.set_field", "{'id':'$petr','field':'shoes','value':'40'}");
}
ON_BOTH(the_past_is_kept)

static void choices(desk_fixture *f)
{
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s'}");
    DESK_MAKE(f, "cause", "field.add",
              "{'type':'choice','subject_kind':'ticket','name':'cause','indexed':true,'choices':['wear','misuse']}");
    DESK_OK(f, "ticket.set_field", "{'id':'$t','field':'cause','value':'misuse'}");
    DESK_OK(f, "field.choice", "{'id':'$cause','name':'misuse','retire':true}");
    DESK_FAILS(f, "ticket.set_field", "{'id':'$t','field':'cause','value':'Misuse'}", CSR_E_ARGUMENT, "value");
    DESK_HAS(f, "field.values", "{'subject':'$t'}", "'value':'misuse'");
    DESK_HAS(f, "ticket.by_field", "{'field':'cause','value':'misuse'}", "'subject':'s'");
    DESK_OK(f, "ticket.set_field", "{'id':'$t','field':'cause','value':'wear'}");
    DESK_FAILS(f, "ticket.set_field", "{'id':'$t','field':'cause','value':'misuse'}", CSR_E_STATE, "value");
    DESK_OK(f, "field.choice", "{'id':'$cause','name':'misuse','restore':true,'label':'Wrong use'}");
    DESK_OK(f, "ticket.set_field", "{'id':'$t','field':'cause','value':'misuse'}");
    DESK_HAS(f, "field.get", "{'id':'$cause'}", "'choices':[{'name':'wear'},{'label':'Wrong use','name':'misuse'}]");
}
ON_BOTH(choices)

static void required(desk_fixture *f)
{
    two_customers(f);
    DESK_OK(f, "field.add", "{'type':'flag','subject_kind':'customer','name':'terms','required':true}");
    DESK_HAS(f, "field.missing", "{'subject_kind':'customer','subject':'$jana'}", "'name':'terms'}],'next':null}");
    DESK_OK(f, "customer.set_field", "{'id':'$jana','field':'terms','value':'false'}");
    DESK_IS(f, "field.missing", "{'subject_kind':'customer','subject':'$jana'}",
            "{'kind':'field','rows':[],'next':null}");
    DESK_FAILS(f, "customer.unset_field", "{'id':'$jana','field':'terms'}", CSR_E_STATE, "field");
    DESK_FAILS(f, "field.missing", "{'subject_kind':'ticket','subject':'$jana'}", CSR_E_NOT_FOUND, "subject");
}
ON_BOTH(required)

/* A name is unique among the fields of a kind of record, and means another field at another kind. */
static void names(desk_fixture *f)
{
    two_customers(f);
    DESK_OK(f, "field.add", "{'type':'text','subject_kind':'ticket','name':'shoe_size'}");
    DESK_FAILS(f, "field.add", "{'type':'text','subject_kind':'customer','name':'shoe_size'}", CSR_E_DUPLICATE, "name");
    DESK_MAKE(f, "other", "field.add", "{'type':'text','subject_kind':'customer','name':'other'}");
    DESK_FAILS(f, "field.change", "{'id':'$other','name':'shoe_size'}", CSR_E_DUPLICATE, "name");
    DESK_HAS(f, "field.find", "{'subject_kind':'ticket','name':'shoe_size'}", "'type':'text'");
    DESK_HAS(f, "field.find", "{'subject_kind':'customer','name':'shoe_size'}", "'type':'integer'");
}
ON_BOTH(names)

static void no_more_than_can_be_looked_through(desk_fixture *f)
{
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s'}");
    for (int i = 0; i < CSR_FIELDS_MAX; i++) {
        char params[120];
        snprintf(params, sizeof(params), "{'type':'flag','subject_kind':'ticket','name':'f%d','required':true}", i);
        DESK_TRUE(f, desk_call(f, "field.add", params) == CSR_OK);
    }
    DESK_FAILS(f, "field.add", "{'type':'flag','subject_kind':'ticket','name':'f'}", CSR_E_LIMIT, "subject_kind");
    DESK_OK(f, "field.add", "{'type':'flag','subject_kind':'customer','name':'f'}");
    DESK_HAS(f, "field.missing", "{'subject_kind':'ticket','subject':'$t'}", "'name':'f255'");
}
ON_BOTH(no_more_than_can_be_looked_through)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "field.add", "{'subject_kind':'customer','name':'a'}", CSR_E_ARGUMENT, "type" },
        { "field.add", "{'type':'text','name':'a'}", CSR_E_ARGUMENT, "subject_kind" },
        { "field.add", "{'type':'text','subject_kind':'agent','name':'a'}", CSR_E_ARGUMENT, "subject_kind" },
        { "field.add", "{'type':'text','subject_kind':'customer'}", CSR_E_ARGUMENT, "name" },
        { "field.add", "{'type':'text','subject_kind':'customer','name':'A'}", CSR_E_ARGUMENT, "name" },
        { "field.add", "{'type':'text','subject_kind':'customer','name':'a','minimum':'1'}", CSR_E_ARGUMENT,
          "minimum" },
        { "field.add", "{'type':'text','subject_kind':'customer','name':'a','choices':['x']}", CSR_E_ARGUMENT,
          "choices" },
        { "field.add", "{'type':'choice','subject_kind':'customer','name':'a'}", CSR_E_ARGUMENT, "choices" },
        { "field.add", "{'type':'choice','subject_kind':'customer','name':'a','choices':['x','x']}", CSR_E_ARGUMENT,
          "choices" },
        { "field.add", "{'type':'integer','subject_kind':'customer','name':'a','max_bytes':3}", CSR_E_ARGUMENT,
          "max_bytes" },
        { "field.change", "{'id':'" NOBODY "','name':'a'}", CSR_E_NOT_FOUND, "id" },
        { "field.change", "{'id':'$size','name':'B'}", CSR_E_ARGUMENT, "name" },
        { "field.change", "{'id':'$size','label':'x','expected_version':2}", CSR_E_CONFLICT, "expected_version" },
        { "field.change", "{'id':'$size','maximum':'9'}", CSR_E_ARGUMENT, "maximum" },
        { "field.choice", "{'id':'$size','name':'x'}", CSR_E_STATE, "id" },
        { "field.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "field.find", "{'subject_kind':'customer','name':'x'}", CSR_E_NOT_FOUND, "name" },
        { "field.list", "{'subject_kind':'team'}", CSR_E_ARGUMENT, "subject_kind" },
        { "field.values", "{}", CSR_E_ARGUMENT, "subject" },
        { "field.missing", "{'subject_kind':'tag','subject':'$jana'}", CSR_E_ARGUMENT, "subject_kind" },
        { "customer.set_field", "{'id':'" NOBODY "','field':'shoe_size','value':'38'}", CSR_E_NOT_FOUND, "id" },
        { "customer.set_field", "{'id':'$jana','field':'nothing','value':'38'}", CSR_E_NOT_FOUND, "field" },
        { "customer.set_field", "{'id':'$jana','field':'shoe_size','value':'9'}", CSR_E_ARGUMENT, "value" },
        { "customer.set_field", "{'id':'$jana','field':'shoe_size','value':'38 '}", CSR_E_ARGUMENT, "value" },
        { "customer.set_field", "{'id':'$jana','field':'shoe_size'}", CSR_E_ARGUMENT, "value" },
        { "customer.set_field", "{'id':'$jana','field':'shoe_size','value':'38','expected_version':7}", CSR_E_CONFLICT,
          "expected_version" },
        { "customer.unset_field", "{'id':'$jana','field':'nothing'}", CSR_E_NOT_FOUND, "field" },
        { "customer.by_field", "{'field':'nothing'}", CSR_E_NOT_FOUND, "field" },
        { "customer.by_field", "{'field':'plain','value':'x'}", CSR_E_STATE, "field" },
        { "customer.by_field", "{'field':'shoe_size','value':'x'}", CSR_E_ARGUMENT, "value" },
        { "customer.by_field", "{'field':'shoe_size','minimum':'x'}", CSR_E_ARGUMENT, "minimum" },
        { "customer.by_field", "{'field':'shoe_size','maximum':'x'}", CSR_E_ARGUMENT, "maximum" },
        { "customer.by_field", "{'field':'shoe_size','value':'1','minimum':'1'}", CSR_E_ARGUMENT, "minimum" },
        { "customer.by_field", "{'field':'shoe_size','value':'1','maximum':'1'}", CSR_E_ARGUMENT, "maximum" },
        { "customer.by_field", "{'field':'shoe_size','after':'00'}", CSR_E_ARGUMENT, "after" },
    };

    two_customers(f);
    DESK_OK(f, "field.add", "{'type':'text','subject_kind':'customer','name':'plain'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "field/set_read_unset", set_read_unset_on_both },
        { "field/personal_values_are_apart", personal_values_are_apart_on_both },
        { "field/finds_by_value", finds_by_value_on_both },
        { "field/pages_of_a_range", pages_of_a_range_on_both },
        { "field/the_past_is_kept", the_past_is_kept_on_both },
        { "field/choices", choices_on_both },
        { "field/required", required_on_both },
        { "field/names", names_on_both },
        { "field/no_more_than_can_be_looked_through", no_more_than_can_be_looked_through_on_both },
        { "field/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "field", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("field_test", suites, 10);
}
