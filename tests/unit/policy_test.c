#include "support/desk_fixture.h"

#define SECOND INT64_C(1000000)
#define TWO(first, second)                                                                         \
    "{'states':[{'name':'" first "','category':'new'},{'name':'" second "','category':'closed'}]," \
    "'initial':'" first "','transitions':[{'from':'" first "','to':'" second "'}]}"
#define ADD(members) "{'kind':'lifecycle'," members "}"

static void add(desk_fixture *f)
{
    DESK_MAKE(f, "p", "policy.add", ADD("'name':'repairs','document':" TWO("in", "out")));
    DESK_IS(f, "policy.get", "{'id':'$p'}",
            "{'kind':'policy','rows':[{'id':'$p','version':1,'created_at':'2026-03-02T09:00:00Z',"
            "'updated_at':'2026-03-02T09:00:00Z','kind':'lifecycle','name':'repairs','revision':1,"
            "'effective_from':'2026-03-02T09:00:00Z','hash':'#','document':{'initial':'in','states':["
            "{'category':'new','name':'in'},{'category':'closed','name':'out'}],'transitions':["
            "{'from':'in','to':'out'}]}}],'next':null}");
    DESK_HAS(f, "event.history", "{'subject':'$p'}", "'kind':'policy_added'");
}
ON_BOTH(add)

/* The same document in other clothes is the same document. */
static void the_same_document_is_recorded_once(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id first, again;

    in.kind = CSR_POLICY_LIFECYCLE;
    in.document = CSR_STR("{\"initial\":\"in\",\"states\":[{\"category\":\"new\",\"name\":\"in\"},"
                          "{\"name\":\"out\",\"category\":\"closed\"}],\"transitions\":[]}");
    TYPED_OK(f, csr_policy_add(f->session, &in, &first, &f->err));
    csr_test_host_advance(&f->host, SECOND);
    desk_keep(f);
    in.document = CSR_STR(" { \"transitions\" : [ ] , \"initial\":\"\\u0069n\",\n\"states\":[{\"name\":\"in\","
                          "\"category\":\"new\"},{\"name\":\"out\",\"category\":\"closed\"}]}\n");
    in.name = CSR_STR("default");
    TYPED_OK(f, csr_policy_add(f->session, &in, &again, &f->err));
    DESK_TRUE(f, memcmp(&first, &again, sizeof(first)) == 0);
    DESK_SAME(f);
    in.name = CSR_STR("other");
    TYPED_OK(f, csr_policy_add(f->session, &in, &again, &f->err));
    DESK_TRUE(f, memcmp(&first, &again, sizeof(first)) != 0);
}
ON_BOTH(the_same_document_is_recorded_once)

static void revisions_take_over_at_their_instant(desk_fixture *f)
{
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle'}", "'name':'default','revision':0");
    DESK_MAKE(f, "one", "policy.add", ADD("'document':" TWO("a", "b")));
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle','name':'default'}", "{'id':'$one',");
    csr_test_host_advance(&f->host, SECOND);
    DESK_MAKE(f, "two", "policy.add", ADD("'document':" TWO("c", "d") ",'effective_from':'2026-03-02T09:00:10Z'"));
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle'}", "{'id':'$one',");
    csr_test_host_set(&f->host, CSR_TEST_MONDAY + 10 * SECOND - 1);
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle'}", "{'id':'$one',");
    csr_test_host_set(&f->host, CSR_TEST_MONDAY + 10 * SECOND);
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle'}", "{'id':'$two',");
    DESK_MAKE(f, "three", "policy.add", ADD("'document':" TWO("e", "f")));
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle'}", "{'id':'$three',");
    DESK_HAS(f, "policy.get", "{'id':'$three'}", "'revision':3,'effective_from':'2026-03-02T09:00:10Z'");
    DESK_HAS(f, "policy.list", "{'kind':'lifecycle','limit':2}", "'rows':[{'id':'$one',");
    DESK_TRUE(f, strstr(f->answer, "{'id':'$two',") != NULL);
    DESK_HAS(f, "policy.list", "{'kind':'lifecycle','limit':2,'after':'$next'}", "'rows':[{'id':'$three',");
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    DESK_IS(f, "policy.list", "{'kind':'lifecycle','name':'repairs'}", "{'kind':'policy','rows':[],'next':null}");
}
ON_BOTH(revisions_take_over_at_their_instant)

static void the_builtin_stands_in(desk_fixture *f)
{
    csr_policy_current_params in = CSR_POLICY_CURRENT_PARAMS_INIT;
    csr_policy_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;

    in.kind = CSR_POLICY_LIFECYCLE;
    if (!TYPED_OK(f, csr_policy_current(f->session, &in, &result, &f->err)))
        return;
    TYPED_OK(f, csr_policy_at(result, 0, &view, &f->err));
    DESK_TRUE(f, csr_id_is_none(&view.id) && view.version == 0 && view.effective_from == 0);
    DESK_TRUE(f, strstr(view.document.ptr, "{\"initial\":\"new\",\"name\":\"default\"") == view.document.ptr);
    DESK_TRUE(f, view.document.len == strlen(view.document.ptr) && view.hash[0] != 0);
    csr_result_free(result);
    DESK_FAILS(f, "policy.current", "{'kind':'lifecycle','name':'repairs'}", CSR_E_NOT_FOUND, "name");
}
ON_BOTH(the_builtin_stands_in)

/* A document that begins later is not in force yet, also when there is no other. */
static void a_future_default_leaves_the_builtin(desk_fixture *f)
{
    DESK_OK(f, "policy.add", ADD("'document':" TWO("a", "b") ",'effective_from':'2026-03-03T00:00:00Z'"));
    DESK_HAS(f, "policy.current", "{'kind':'lifecycle'}", "'revision':0");
    DESK_OK(f, "policy.add", ADD("'name':'x','document':" TWO("a", "b") ",'effective_from':'2026-03-03T00:00:00Z'"));
    DESK_FAILS(f, "policy.current", "{'kind':'lifecycle','name':'x'}", CSR_E_NOT_FOUND, "name");
    DESK_FAILS(f, "ticket.open", "{'subject':'s','lifecycle':'x'}", CSR_E_NOT_FOUND, "lifecycle");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'state':'new'");
}
ON_BOTH(a_future_default_leaves_the_builtin)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "policy.add", "{'document':" TWO("a", "b") "}", CSR_E_ARGUMENT, "kind" },
        { "policy.add", "{'kind':'habit','document':" TWO("a", "b") "}", CSR_E_ARGUMENT, "kind" },
        { "policy.add", "{'kind':'rules','document':" TWO("a", "b") "}", CSR_E_POLICY, "initial" },
        { "policy.add", "{'kind':'calendar','document':" TWO("a", "b") "}", CSR_E_POLICY, "initial" },
        { "policy.add", "{'kind':'calendar','name':'24x7','document':{}}", CSR_E_ARGUMENT, "name" },
        { "policy.current", "{'kind':'sla'}", CSR_E_NOT_FOUND, "name" },
        { "policy.add",
          "{'kind':'sla','document':{'policies':[{'name':'p','targets':{'resolution':{'target':'4h',"
          "'calendar':'counter'}}}]}}",
          CSR_E_POLICY, "policies[0].targets.resolution.calendar" },
        { "policy.add", "{'kind':'lifecycle'}", CSR_E_ARGUMENT, "document" },
        { "policy.add", ADD("'document':'{'"), CSR_E_POLICY, "document" },
        { "policy.add", ADD("'document':'[]'"), CSR_E_POLICY, "document" },
        { "policy.add", ADD("'document':{'states':[]}"), CSR_E_POLICY, "states" },
        { "policy.add", ADD("'document':{'states':[{'name':'a','category':'new'},{'name':'b','category':'gone'}]}"),
          CSR_E_POLICY, "states[1].category" },
        { "policy.add", ADD("'document':" TWO("a", "b") ",'effective_from':'2026-03-02T08:59:59Z'"), CSR_E_ARGUMENT,
          "effective_from" },
        { "policy.add", ADD("'name':'later','document':" TWO("e", "f")), CSR_E_ARGUMENT, "effective_from" },
        /* A number that has no canonical form, as JSON and as text. */
        { "policy.add", ADD("'document':{'states':1.5}"), CSR_E_ARGUMENT, "document" },
        { "policy.add", ADD("'document':'{\\'states\\':1.5}'"), CSR_E_POLICY, "states" },
        { "policy.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "policy.get", "{'id':'00000000-0000-0000-0000-000000000000'}", CSR_E_ARGUMENT, "id" },
        { "policy.current", "{}", CSR_E_ARGUMENT, "kind" },
        { "policy.list", "{}", CSR_E_ARGUMENT, "kind" },
        { "policy.list", "{'kind':'lifecycle','limit':1001}", CSR_E_ARGUMENT, "limit" },
        { "policy.check", "{'kind':'lifecycle'}", CSR_E_ARGUMENT, "document" },
        { "policy.check", "{'document':{}}", CSR_E_ARGUMENT, "kind" },
    };
    DESK_OK(f, "policy.add",
            ADD("'name':'later','document':" TWO("c", "d") ",'effective_from':'2026-03-03T00:00:00Z'"));
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

static void check_tells_everything(desk_fixture *f)
{
    desk_keep(f);
    DESK_IS(f, "policy.check", ADD("'document':" TWO("a", "b")), "{'kind':'diagnostic','rows':[],'next':null}");
    DESK_HAS(f, "policy.check",
             ADD("'document':{'states':[{'name':'a','category':'gone'},{'name':'B',"
                 "'category':'new'}],'initial':'x'}"),
             "{'severity':'error','place':'states[0].category'");
    DESK_TRUE(f, strstr(f->answer, "'place':'states[1].name'") != NULL);
    DESK_TRUE(f, strstr(f->answer, "'place':'transitions'") != NULL);
    DESK_HAS(f, "policy.check", ADD("'document':'no JSON'"), "{'severity':'error','place':'document'");
    DESK_HAS(f, "policy.check",
             ADD("'document':{'states':[{'name':'a','category':'new'},{'name':'b','category':'closed'}],"
                 "'initial':'a','transitions':[]}"),
             "{'severity':'warning','place':'states[1]");
    DESK_SAME(f);
}
ON_BOTH(check_tells_everything)

#define RULES(action) "{'format':'csr-rules/1','set':'s','rules':[{'id':'a','when':'agent.on_duty','do':[" action "]}]}"

/* A rule set is checked as it is recorded, and is in force from its instant. */
static void rule_sets(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id typed;

    DESK_HAS(f, "policy.check", "{'kind':'rules','document':" RULES("{'phrase':{}}") "}",
             "{'severity':'error','place':'rules[0].do[0].phrase'");
    DESK_HAS(f, "policy.check", "{'kind':'rules','document':" RULES("{'tag':'x'}") "}", "'rows':[]");
    DESK_FAILS(f, "policy.current", "{'kind':'rules'}", CSR_E_NOT_FOUND, "name");
    DESK_MAKE(f, "one", "policy.add", "{'kind':'rules','document':" RULES("{'tag':'x'}") "}");
    DESK_HAS(f, "policy.current", "{'kind':'rules'}", "{'id':'$one',");
    in.kind = CSR_POLICY_RULES;
    in.document = CSR_STR("{\"format\":\"csr-rules/1\",\"set\":\"t\",\"rules\":[]}");
    in.effective_from = CSR_TEST_MONDAY + 60 * SECOND;
    TYPED_OK(f, csr_policy_add(f->session, &in, &typed, &f->err));
    DESK_HAS(f, "policy.current", "{'kind':'rules'}", "{'id':'$one',");
    csr_test_host_advance(&f->host, 60 * SECOND);
    DESK_HAS(f, "policy.current", "{'kind':'rules'}", "'revision':2");
    DESK_HAS(f, "policy.list", "{'kind':'rules'}", "{'id':'$one',");
}
ON_BOTH(rule_sets)

int main(void)
{
    CU_TestInfo tests[] = {
        { "policy/add", add_on_both },
        { "policy/the_same_document_is_recorded_once", the_same_document_is_recorded_once_on_both },
        { "policy/revisions_take_over_at_their_instant", revisions_take_over_at_their_instant_on_both },
        { "policy/the_builtin_stands_in", the_builtin_stands_in_on_both },
        { "policy/a_future_default_leaves_the_builtin", a_future_default_leaves_the_builtin_on_both },
        { "policy/refuses", refuses_on_both },
        { "policy/check_tells_everything", check_tells_everything_on_both },
        { "policy/rule_sets", rule_sets_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "policy", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("policy_test", suites, 8);
}
