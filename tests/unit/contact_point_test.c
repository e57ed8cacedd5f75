#include "support/desk_fixture.h"

#define NINE "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:00Z'"

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "bob", "agent.add", "{'handle':'bob'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
}

static void add(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "till", "contact_point.add", "{'channel':'counter','name':'Till 3','responsible':'$amy'}");
    DESK_IS(f, "contact_point.get", "{'id':'$till'}",
            "{'kind':'contact_point','rows':[{'id':'$till','version':1," NINE ",'channel':'counter','name':'Till 3',"
            "'responsible':'$amy'}],'next':null}");
    DESK_MAKE(f, "line", "contact_point.add",
              "{'channel':'phone','name':'Line','address':'+420 1','hours':'office','responsible':'$bob',"
              "'team':'$front'}");
    DESK_IS(f, "contact_point.get", "{'id':'$line'}",
            "{'kind':'contact_point','rows':[{'id':'$line','version':1," NINE ",'channel':'phone','name':'Line',"
            "'address':'+420 1','hours':'office','responsible':'$bob','team':'$front'}],'next':null}");
}
ON_BOTH(add)

static void change_is_partial(desk_fixture *f)
{
    csr_contact_point_change_params in = CSR_CONTACT_POINT_CHANGE_PARAMS_INIT;
    csr_id line;
    int64_t version = 0;

    make(f);
    DESK_MAKE(f, "line", "contact_point.add",
              "{'channel':'phone','name':'Line','address':'+420 1','hours':'office','responsible':'$bob',"
              "'team':'$front'}");
    DESK_IS(f, "contact_point.change", "{'id':'$line','channel':'chat'}", "{'version':2}");
    DESK_IS(f, "contact_point.change", "{'id':'$line','name':'Chat','responsible':'$amy'}", "{'version':3}");
    DESK_HAS(f, "contact_point.get", "{'id':'$line'}",
             "'channel':'chat','name':'Chat','address':'+420 1','hours':'office','responsible':'$amy','team':'$front'");
    DESK_IS(f, "contact_point.change", "{'id':'$line','address':null,'hours':null,'team':null}", "{'version':4}");
    DESK_HAS(f, "contact_point.get", "{'id':'$line'}", "'channel':'chat','name':'Chat','responsible':'$amy'}]");
    line = desk_id(f, "line");
    in.clear = CSR_CONTACT_POINT_CLEAR_ADDRESS | CSR_CONTACT_POINT_CLEAR_HOURS | CSR_CONTACT_POINT_CLEAR_TEAM;
    TYPED_OK(f, csr_contact_point_change(f->session, &line, &in, &version, &f->err));
    DESK_TRUE(f, version == 4);
    in.hours = CSR_STR("always");
    TYPED_FAILS(f, csr_contact_point_change(f->session, &line, &in, &version, &f->err), CSR_E_ARGUMENT, "hours");
    in.clear = CSR_CONTACT_POINT_CLEAR_TEAM << 1;
    TYPED_FAILS(f, csr_contact_point_change(f->session, &line, &in, &version, &f->err), CSR_E_ARGUMENT, "clear");
}
ON_BOTH(change_is_partial)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "contact_point.add", "{'name':'x','responsible':'$amy'}", CSR_E_ARGUMENT, "channel" },
        { "contact_point.add", "{'channel':'phone','responsible':'$amy'}", CSR_E_ARGUMENT, "name" },
        { "contact_point.add", "{'channel':'phone','name':'x'}", CSR_E_ARGUMENT, "responsible" },
        { "contact_point.add", "{'channel':'smoke','name':'x','responsible':'$amy'}", CSR_E_ARGUMENT, "channel" },
        { "contact_point.add", "{'channel':'phone','name':'x','responsible':'" NOBODY "'}", CSR_E_NOT_FOUND,
          "responsible" },
        { "contact_point.add", "{'channel':'phone','name':'x','responsible':'$amy','team':'" NOBODY "'}",
          CSR_E_NOT_FOUND, "team" },
        { "contact_point.change", "{'id':'" NOBODY "','name':'x'}", CSR_E_NOT_FOUND, "id" },
        { "contact_point.change", "{'id':'$line','responsible':'" NOBODY "'}", CSR_E_NOT_FOUND, "responsible" },
        { "contact_point.change", "{'id':'$line','team':'" NOBODY "'}", CSR_E_NOT_FOUND, "team" },
        { "contact_point.change", "{'id':'$line','responsible':null}", CSR_E_ARGUMENT, "responsible" },
        { "contact_point.change", "{'id':'$line','channel':null}", CSR_E_ARGUMENT, "channel" },
        { "contact_point.change", "{'id':'$line','name':null}", CSR_E_ARGUMENT, "name" },
        { "contact_point.change", "{'id':'$line','name':'x','expected_version':1}", CSR_E_CONFLICT, "address" },
        { "contact_point.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "contact_point.list", "{'limit':-2}", CSR_E_ARGUMENT, "limit" },
    };
    make(f);
    DESK_MAKE(f, "line", "contact_point.add", "{'channel':'phone','name':'Line','responsible':'$bob'}");
    DESK_OK(f, "contact_point.change", "{'id':'$line','address':'+420 1'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

static void lists_newest_first(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "a", "contact_point.add", "{'channel':'phone','name':'a','responsible':'$bob'}");
    DESK_MAKE(f, "b", "contact_point.add", "{'channel':'phone','name':'b','responsible':'$bob'}");
    DESK_HAS(f, "contact_point.list", "{'limit':1}", "'rows':[{'id':'$b',");
    DESK_HAS(f, "contact_point.list", "{'limit':1,'after':'$next'}", "'rows':[{'id':'$a',");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
}
ON_BOTH(lists_newest_first)

int main(void)
{
    CU_TestInfo tests[] = {
        { "contact_point/add", add_on_both },
        { "contact_point/change_is_partial", change_is_partial_on_both },
        { "contact_point/refuses", refuses_on_both },
        { "contact_point/lists_newest_first", lists_newest_first_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "contact_point", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("contact_point_test", suites, 4);
}
