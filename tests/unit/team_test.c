#include "support/desk_fixture.h"

#define NINE "'created_at':'2026-03-02T09:00:00Z','updated_at':'2026-03-02T09:00:00Z'"

static void add(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front desk'}");
    DESK_IS(f, "team.get", "{'id':'$front'}",
            "{'kind':'team','rows':[{'id':'$front','version':1," NINE ",'name':'Front desk'}],'next':null}");
    DESK_MAKE(f, "back", "team.add", "{'name':'Back','note':'sorts it out','lead':'$amy'}");
    DESK_IS(f, "team.get", "{'id':'$back'}",
            "{'kind':'team','rows':[{'id':'$back','version':1," NINE ",'name':'Back','note':'sorts it out',"
            "'lead':'$amy'}],'next':null}");
    DESK_HAS(f, "team.find", "{'name':'FRONT  DESK'}", "{'id':'$front',");
}
ON_BOTH(add)

static void change_is_partial(desk_fixture *f)
{
    csr_team_change_params in = CSR_TEAM_CHANGE_PARAMS_INIT;
    csr_id front;
    int64_t version = 0;

    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front','note':'n','lead':'$amy'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "team.change", "{'id':'$front','name':'FRONT'}", "{'version':2}");
    DESK_HAS(f, "team.get", "{'id':'$front'}",
             "'updated_at':'2026-03-02T09:00:01Z','name':'FRONT','note':'n','lead':'$amy'");
    DESK_IS(f, "team.change", "{'id':'$front','note':null,'lead':null}", "{'version':3}");
    DESK_HAS(f, "team.get", "{'id':'$front'}", "'name':'FRONT'}]");
    front = desk_id(f, "front");
    in.clear = CSR_TEAM_CLEAR_NOTE | CSR_TEAM_CLEAR_LEAD;
    TYPED_OK(f, csr_team_change(f->session, &front, &in, &version, &f->err));
    DESK_TRUE(f, version == 3);
    in.lead = desk_id(f, "amy");
    TYPED_FAILS(f, csr_team_change(f->session, &front, &in, &version, &f->err), CSR_E_ARGUMENT, "lead");
    in.clear = CSR_TEAM_CLEAR_LEAD << 1;
    TYPED_FAILS(f, csr_team_change(f->session, &front, &in, &version, &f->err), CSR_E_ARGUMENT, "clear");
}
ON_BOTH(change_is_partial)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "team.add", "{}", CSR_E_ARGUMENT, "name" },
        { "team.add", "{'name':' '}", CSR_E_ARGUMENT, "name" },
        { "team.add", "{'name':'front'}", CSR_E_DUPLICATE, "name" },
        { "team.add", "{'name':'x','lead':'" NOBODY "'}", CSR_E_NOT_FOUND, "lead" },
        { "team.change", "{'id':'" NOBODY "','name':'x'}", CSR_E_NOT_FOUND, "id" },
        { "team.change", "{'id':'$back','name':'FRONT'}", CSR_E_DUPLICATE, "name" },
        { "team.change", "{'id':'$back','lead':'" NOBODY "'}", CSR_E_NOT_FOUND, "lead" },
        { "team.change", "{'id':'$back','name':null}", CSR_E_ARGUMENT, "name" },
        { "team.change", "{'id':'$back','note':'x','expected_version':1}", CSR_E_CONFLICT, "note" },
        { "team.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "team.find", "{'name':'nobody'}", CSR_E_NOT_FOUND, "name" },
        { "team.find", "{'name':' '}", CSR_E_ARGUMENT, "name" },
        { "team.find", "{}", CSR_E_ARGUMENT, "name" },
        { "team.list", "{'limit':1001}", CSR_E_ARGUMENT, "limit" },
        { "team.join", "{'id':'" NOBODY "','agent':'$amy'}", CSR_E_NOT_FOUND, "id" },
        { "team.join", "{'id':'$front','agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "agent" },
        { "team.join", "{'id':'$front'}", CSR_E_ARGUMENT, "agent" },
        { "team.leave", "{'id':'" NOBODY "','agent':'$amy'}", CSR_E_NOT_FOUND, "id" },
        { "team.leave", "{'id':'$front'}", CSR_E_ARGUMENT, "agent" },
        { "member.list", "{}", CSR_E_ARGUMENT, "team" },
        { "member.list", "{'team':'$front','agent':'$amy'}", CSR_E_ARGUMENT, "agent" },
    };
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "back", "team.add", "{'name':'Back'}");
    DESK_OK(f, "team.change", "{'id':'$back','note':'n'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

static void join_and_leave(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "team.join", "{'id':'$front','agent':'$amy'}", "{'version':2}");
    DESK_IS(f, "member.list", "{'team':'$front'}",
            "{'kind':'member','rows':[{'id':'$?','team':'$front','agent':'$amy','created_at':'2026-03-02T09:00:01Z'}],"
            "'next':null}");
    csr_test_host_advance(&f->host, 1000000);
    desk_keep(f);
    DESK_IS(f, "team.join", "{'id':'$front','agent':'$amy'}", "{'version':2}");
    DESK_SAME(f);
    DESK_IS(f, "team.leave", "{'id':'$front','agent':'$amy'}", "{'version':3}");
    DESK_IS(f, "member.list", "{'agent':'$amy'}", "{'kind':'member','rows':[],'next':null}");
    desk_keep(f);
    DESK_IS(f, "team.leave", "{'id':'$front','agent':'$amy'}", "{'version':3}");
    DESK_SAME(f);
    DESK_IS(f, "team.join", "{'id':'$front','agent':'$amy'}", "{'version':4}");
}
ON_BOTH(join_and_leave)

/* "An agent who is not in it changes nothing": whoever that is. */
static void leaving_of_nobody_is_nothing(desk_fixture *f)
{
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_IS(f, "team.leave", "{'id':'$front','agent':'" NOBODY "'}", "{'version':1}");
}
ON_BOTH(leaving_of_nobody_is_nothing)

static void lists(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "bob", "agent.add", "{'handle':'bob'}");
    DESK_MAKE(f, "a", "team.add", "{'name':'a'}");
    DESK_MAKE(f, "b", "team.add", "{'name':'b'}");
    DESK_OK(f, "team.join", "{'id':'$b','agent':'$amy'}");
    DESK_OK(f, "team.join", "{'id':'$a','agent':'$bob'}");
    DESK_OK(f, "team.join", "{'id':'$a','agent':'$amy'}");
    DESK_HAS(f, "team.list", "{'limit':1}", "'rows':[{'id':'$b',");
    DESK_HAS(f, "team.list", "{'limit':1,'after':'$next'}", "'rows':[{'id':'$a',");
    DESK_HAS(f, "member.list", "{'team':'$a','limit':1}", "'team':'$a','agent':'$amy'");
    DESK_HAS(f, "member.list", "{'team':'$a','limit':1,'after':'$next'}", "'team':'$a','agent':'$bob'");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    DESK_HAS(f, "member.list", "{'agent':'$amy','limit':1}", "'team':'$b','agent':'$amy'");
    DESK_HAS(f, "member.list", "{'agent':'$amy','limit':1,'after':'$next'}", "'team':'$a','agent':'$amy'");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
}
ON_BOTH(lists)

int main(void)
{
    CU_TestInfo tests[] = {
        { "team/add", add_on_both },
        { "team/change_is_partial", change_is_partial_on_both },
        { "team/refuses", refuses_on_both },
        { "team/join_and_leave", join_and_leave_on_both },
        { "team/leaving_of_nobody_is_nothing", leaving_of_nobody_is_nothing_on_both },
        { "team/lists", lists_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "team", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("team_test", suites, 6);
}
