#include "support/desk_fixture.h"

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "customer.add", "{'name':'Amy'}");
    DESK_MAKE(f, "matter", "ticket.open", "{'subject':'torn'}");
}

static void puts_on_and_takes_off(desk_fixture *f)
{
    make(f);
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "customer.tag", "{'id':'$amy','tag':'VIP  Guest'}", "{'version':2}");
    DESK_IS(f, "ticket.tag", "{'id':'$matter','tag':'vip guest'}", "{'version':2}");
    DESK_IS(f, "tag.list", "{'subject':'$amy'}",
            "{'kind':'tag','rows':[{'id':'$?','subject_kind':'customer','subject':'$amy',"
            "'created_at':'2026-03-02T09:00:01Z','tag':'VIP  Guest'}],'next':null}");
    DESK_HAS(f, "tag.list", "{'subject':'$matter'}", "'subject_kind':'ticket','subject':'$matter',");
    DESK_IS(f, "customer.untag", "{'id':'$amy','tag':'vip GUEST'}", "{'version':3}");
    DESK_IS(f, "tag.list", "{'subject':'$amy'}", "{'kind':'tag','rows':[],'next':null}");
    DESK_IS(f, "ticket.untag", "{'id':'$matter','tag':' Vip guest '}", "{'version':3}");
    DESK_IS(f, "tag.list", "{'tag':'vip guest'}", "{'kind':'tag','rows':[],'next':null}");
}
ON_BOTH(puts_on_and_takes_off)

static void what_is_so_already_is_nothing(desk_fixture *f)
{
    make(f);
    DESK_OK(f, "customer.tag", "{'id':'$amy','tag':'Straße'}");
    csr_test_host_advance(&f->host, 1000000);
    desk_keep(f);
    DESK_IS(f, "customer.tag", "{'id':'$amy','tag':'STRASSE'}", "{'version':2}");
    DESK_IS(f, "customer.untag", "{'id':'$amy','tag':'other'}", "{'version':2}");
    DESK_IS(f, "ticket.untag", "{'id':'$matter','tag':'Straße'}", "{'version':1}");
    DESK_SAME(f);
}
ON_BOTH(what_is_so_already_is_nothing)

static void lists_by_subject_and_by_tag(desk_fixture *f)
{
    make(f);
    DESK_OK(f, "customer.tag", "{'id':'$amy','tag':'b'}");
    DESK_OK(f, "customer.tag", "{'id':'$amy','tag':'C'}");
    DESK_OK(f, "customer.tag", "{'id':'$amy','tag':'a'}");
    DESK_OK(f, "ticket.tag", "{'id':'$matter','tag':'B'}");
    DESK_HAS(f, "tag.list", "{'subject':'$amy','limit':2}", "'tag':'a'},{");
    DESK_TRUE(f, strstr(f->answer, "'tag':'b'}],'next':'$next'") != NULL);
    DESK_HAS(f, "tag.list", "{'subject':'$amy','limit':2,'after':'$next'}", "'tag':'C'}],'next':null}");
    DESK_HAS(f, "tag.list", "{'tag':'b','limit':1}", "'subject':'$amy',");
    DESK_HAS(f, "tag.list", "{'tag':'b','limit':1,'after':'$next'}", "'subject':'$matter',");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
}
ON_BOTH(lists_by_subject_and_by_tag)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "customer.tag", "{'id':'" NOBODY "','tag':'x'}", CSR_E_NOT_FOUND, "id" },
        { "customer.tag", "{'id':'$matter','tag':'x'}", CSR_E_NOT_FOUND, "id" },
        { "customer.tag", "{'id':'$amy'}", CSR_E_ARGUMENT, "tag" },
        { "customer.tag", "{'id':'$amy','tag':''}", CSR_E_ARGUMENT, "tag" },
        { "customer.tag", "{'id':'$amy','tag':' \\n'}", CSR_E_ARGUMENT, "tag" },
        { "customer.tag", "{'tag':'x'}", CSR_E_ARGUMENT, "id" },
        { "customer.untag", "{'id':'" NOBODY "','tag':'x'}", CSR_E_NOT_FOUND, "id" },
        { "customer.untag", "{'id':'$amy','tag':' '}", CSR_E_ARGUMENT, "tag" },
        { "ticket.tag", "{'id':'" NOBODY "','tag':'x'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.tag", "{'id':'$amy','tag':'x'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.tag", "{'id':'$matter','tag':' '}", CSR_E_ARGUMENT, "tag" },
        { "ticket.untag", "{'id':'" NOBODY "','tag':'x'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.untag", "{'id':'$matter'}", CSR_E_ARGUMENT, "tag" },
        { "tag.list", "{}", CSR_E_ARGUMENT, "subject" },
        { "tag.list", "{'subject':'$amy','tag':'x'}", CSR_E_ARGUMENT, "tag" },
        { "tag.list", "{'tag':' '}", CSR_E_ARGUMENT, "tag" },
    };
    make(f);
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "tag/puts_on_and_takes_off", puts_on_and_takes_off_on_both },
        { "tag/what_is_so_already_is_nothing", what_is_so_already_is_nothing_on_both },
        { "tag/lists_by_subject_and_by_tag", lists_by_subject_and_by_tag_on_both },
        { "tag/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "tag", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("tag_test", suites, 4);
}
