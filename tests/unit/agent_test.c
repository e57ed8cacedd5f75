#include "support/desk_fixture.h"

#define NINE "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:00Z'"

static void add(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'Amy'}");
    DESK_IS(f, "agent.get", "{'id':'$amy'}",
            "{'kind':'agent','rows':[{'id':'$amy','version':1," NINE ",'role':'associate','handle':'Amy',"
            "'name':'Amy'}],'next':null}");
    DESK_MAKE(f, "bob", "agent.add", "{'handle':'bob','name':'Bob B.','email':'b@b.cz','role':'manager'}");
    DESK_IS(f, "agent.get", "{'id':'$bob'}",
            "{'kind':'agent','rows':[{'id':'$bob','version':1," NINE ",'role':'manager','handle':'bob',"
            "'name':'Bob B.','email':'b@b.cz'}],'next':null}");
}
ON_BOTH(add)

static void handles_are_unique(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "agent.add", "{'handle':'amy'}", CSR_E_DUPLICATE, "handle" },
        { "agent.add", "{'handle':'  AMY '}", CSR_E_DUPLICATE, "handle" },
        { "agent.add", "{'handle':'ame\\u0301lie'}", CSR_E_DUPLICATE, "handle" },
        { "agent.change", "{'id':'$bob','handle':'AMY'}", CSR_E_DUPLICATE, "handle" },
    };
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'Amy'}");
    DESK_MAKE(f, "bob", "agent.add", "{'handle':'bob'}");
    DESK_MAKE(f, "amelie", "agent.add", "{'handle':'Am\\u00e9lie'}");
    DESK_FAILURES(f, table);
    /* One's own may be written otherwise. */
    DESK_IS(f, "agent.change", "{'id':'$amy','handle':'AMY'}", "{'version':2}");
    DESK_HAS(f, "agent.find", "{'handle':'amy'}", "'handle':'AMY','name':'Amy'");
    DESK_IS(f, "agent.change", "{'id':'$amy','handle':'ann'}", "{'version':3}");
    DESK_MAKE(f, "amy2", "agent.add", "{'handle':'amy'}");
    DESK_HAS(f, "agent.find", "{'handle':'AM\\u00c9LIE'}", "{'id':'$amelie',");
}
ON_BOTH(handles_are_unique)

static void change_is_partial(desk_fixture *f)
{
    csr_agent_change_params in = CSR_AGENT_CHANGE_PARAMS_INIT;
    csr_id amy;
    int64_t version = 0;

    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy','name':'Amy','email':'a@b.cz'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "agent.change", "{'id':'$amy','role':'supervisor'}", "{'version':2}");
    DESK_IS(f, "agent.change", "{'id':'$amy','name':'Amy A.'}", "{'version':3}");
    DESK_HAS(f, "agent.get", "{'id':'$amy'}",
             "'updated_at':'2026-03-02T09:00:01Z','role':'supervisor','handle':'amy','name':'Amy A.','email':'a@b.cz'");
    DESK_IS(f, "agent.change", "{'id':'$amy','email':null}", "{'version':4}");
    DESK_HAS(f, "agent.get", "{'id':'$amy'}", "'name':'Amy A.'}]");
    amy = desk_id(f, "amy");
    in.clear = CSR_AGENT_CLEAR_EMAIL;
    TYPED_OK(f, csr_agent_change(f->session, &amy, &in, &version, &f->err));
    DESK_TRUE(f, version == 4);
    in.email = CSR_STR("new@b.cz");
    TYPED_FAILS(f, csr_agent_change(f->session, &amy, &in, &version, &f->err), CSR_E_ARGUMENT, "email");
    in.clear = CSR_AGENT_CLEAR_SHIFT << 1;
    TYPED_FAILS(f, csr_agent_change(f->session, &amy, &in, &version, &f->err), CSR_E_ARGUMENT, "clear");
}
ON_BOTH(change_is_partial)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "agent.add", "{}", CSR_E_ARGUMENT, "handle" },
        { "agent.add", "{'handle':' '}", CSR_E_ARGUMENT, "handle" },
        { "agent.add", "{'handle':'x','role':'owner'}", CSR_E_ARGUMENT, "role" },
        { "agent.change", "{'id':'" NOBODY "','name':'x'}", CSR_E_NOT_FOUND, "id" },
        { "agent.change", "{'id':'$amy','handle':'\\u00a0'}", CSR_E_ARGUMENT, "handle" },
        { "agent.change", "{'id':'$amy','handle':null}", CSR_E_ARGUMENT, "handle" },
        { "agent.change", "{'id':'$amy','name':null}", CSR_E_ARGUMENT, "name" },
        { "agent.change", "{'id':'$amy','role':null}", CSR_E_ARGUMENT, "role" },
        { "agent.change", "{'id':'$amy','name':'x','expected_version':1}", CSR_E_CONFLICT, "role" },
        { "agent.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "agent.find", "{'handle':'nobody'}", CSR_E_NOT_FOUND, "handle" },
        { "agent.find", "{'handle':' '}", CSR_E_ARGUMENT, "handle" },
        { "agent.find", "{}", CSR_E_ARGUMENT, "handle" },
        { "agent.list", "{'limit':1001}", CSR_E_ARGUMENT, "limit" },
    };
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_OK(f, "agent.change", "{'id':'$amy','role':'cashier'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

static void lists_newest_first(desk_fixture *f)
{
    DESK_MAKE(f, "a", "agent.add", "{'handle':'a'}");
    DESK_MAKE(f, "b", "agent.add", "{'handle':'b'}");
    DESK_MAKE(f, "c", "agent.add", "{'handle':'c'}");
    DESK_HAS(f, "agent.list", "{'limit':2}", "'rows':[{'id':'$c',");
    DESK_TRUE(f, strstr(f->answer, "{'id':'$b',") != NULL && strstr(f->answer, "$a'") == NULL);
    DESK_HAS(f, "agent.list", "{'limit':2,'after':'$next'}", "'rows':[{'id':'$a',");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
}
ON_BOTH(lists_newest_first)

int main(void)
{
    CU_TestInfo tests[] = {
        { "agent/add", add_on_both },
        { "agent/handles_are_unique", handles_are_unique_on_both },
        { "agent/change_is_partial", change_is_partial_on_both },
        { "agent/refuses", refuses_on_both },
        { "agent/lists_newest_first", lists_newest_first_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "agent", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("agent_test", suites, 5);
}
