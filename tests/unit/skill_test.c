#include "support/desk_fixture.h"

static void set_and_change(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "skill.set", "{'id':'$amy','name':'Returns'}", "{'version':2}");
    DESK_IS(f, "skill.list", "{'agent':'$amy'}",
            "{'kind':'skill','rows':[{'id':'$?','agent':'$amy','created_at':'2026-03-02T09:00:01Z','kind':'ability',"
            "'name':'Returns','level':3}],'next':null}");
    csr_test_host_advance(&f->host, 1000000);
    /* The same skill in other letters: its level changes, its name stays as it was written first. */
    DESK_IS(f, "skill.set", "{'id':'$amy','name':'RETURNS','level':5}", "{'version':3}");
    DESK_HAS(f, "skill.list", "{'agent':'$amy'}",
             "'created_at':'2026-03-02T09:00:01Z','kind':'ability','name':'Returns'");
    DESK_TRUE(f, strstr(f->answer, "'level':5}],'next':null}") != NULL);
    desk_keep(f);
    DESK_IS(f, "skill.set", "{'id':'$amy','name':'returns','level':5}", "{'version':3}");
    DESK_SAME(f);
    /* Without a level it stays as it is, and so does the record. */
    DESK_IS(f, "skill.set", "{'id':'$amy','name':'returns'}", "{'version':3}");
    DESK_IS(f, "skill.set", "{'id':'$amy','name':'returns','level':0}", "{'version':3}");
    DESK_SAME(f);
    DESK_IS(f, "skill.set", "{'id':'$amy','name':'returns','level':1,'kind':'ability'}", "{'version':4}");
}
ON_BOTH(set_and_change)

static void languages_are_apart(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_IS(f, "skill.set", "{'id':'$amy','kind':'language','name':'cs','level':4}", "{'version':2}");
    DESK_IS(f, "skill.set", "{'id':'$amy','name':'cs','level':2}", "{'version':3}");
    DESK_IS(f, "skill.remove", "{'id':'$amy','name':'CS'}", "{'version':4}");
    DESK_HAS(f, "skill.list", "{'agent':'$amy'}", "'kind':'language','name':'cs','level':4}],'next':null}");
    DESK_IS(f, "skill.remove", "{'id':'$amy','kind':'language','name':'cs'}", "{'version':5}");
    DESK_IS(f, "skill.list", "{'agent':'$amy'}", "{'kind':'skill','rows':[],'next':null}");
    desk_keep(f);
    DESK_IS(f, "skill.remove", "{'id':'$amy','kind':'language','name':'cs'}", "{'version':5}");
    DESK_SAME(f);
    /* What was removed may be set again. */
    DESK_IS(f, "skill.set", "{'id':'$amy','kind':'language','name':'cs'}", "{'version':6}");
}
ON_BOTH(languages_are_apart)

static void lists_by_pages(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "bob", "agent.add", "{'handle':'bob'}");
    DESK_OK(f, "skill.set", "{'id':'$amy','name':'b'}");
    DESK_OK(f, "skill.set", "{'id':'$amy','name':'C'}");
    DESK_OK(f, "skill.set", "{'id':'$bob','name':'d'}");
    DESK_OK(f, "skill.set", "{'id':'$amy','name':'a'}");
    DESK_HAS(f, "skill.list", "{'agent':'$amy','limit':2}", "'name':'b','level':3}],'next':'$next'}");
    DESK_TRUE(f, strstr(f->answer, "'name':'a'") != NULL);
    DESK_HAS(f, "skill.list", "{'agent':'$amy','limit':2,'after':'$next'}", "'name':'C','level':3}],'next':null}");
    /* A token does not lead into another agent's rows. */
    DESK_OK(f, "skill.list", "{'agent':'$amy','limit':1}");
    DESK_HAS(f, "skill.list", "{'agent':'$bob','after':'$next'}", "'agent':'$bob'");
    DESK_TRUE(f, strstr(f->answer, "$amy") == NULL);
}
ON_BOTH(lists_by_pages)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "skill.set", "{'id':'" NOBODY "','name':'x'}", CSR_E_NOT_FOUND, "id" },
        { "skill.set", "{'id':'$amy'}", CSR_E_ARGUMENT, "name" },
        { "skill.set", "{'id':'$amy','name':' '}", CSR_E_ARGUMENT, "name" },
        { "skill.set", "{'id':'$amy','name':'x','level':6}", CSR_E_ARGUMENT, "level" },
        { "skill.set", "{'id':'$amy','name':'x','level':-1}", CSR_E_ARGUMENT, "level" },
        { "skill.set", "{'id':'$amy','name':'x','level':4294967299}", CSR_E_ARGUMENT, "level" },
        { "skill.set", "{'id':'$amy','name':'x','level':3.0}", CSR_E_ARGUMENT, "level" },
        { "skill.set", "{'id':'$amy','name':'x','kind':'talent'}", CSR_E_ARGUMENT, "kind" },
        { "skill.remove", "{'id':'" NOBODY "','name':'x'}", CSR_E_NOT_FOUND, "id" },
        { "skill.remove", "{'id':'$amy'}", CSR_E_ARGUMENT, "name" },
        { "skill.remove", "{'id':'$amy','name':'\\u2003'}", CSR_E_ARGUMENT, "name" },
        { "skill.remove", "{'id':'$amy','name':'x','level':1}", CSR_E_ARGUMENT, "level" },
        { "skill.list", "{}", CSR_E_ARGUMENT, "agent" },
    };
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_FAILURES(f, table);
    DESK_IS(f, "skill.list", "{'agent':'" NOBODY "'}", "{'kind':'skill','rows':[],'next':null}");
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "skill/set_and_change", set_and_change_on_both },
        { "skill/languages_are_apart", languages_are_apart_on_both },
        { "skill/lists_by_pages", lists_by_pages_on_both },
        { "skill/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "skill", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("skill_test", suites, 4);
}
