#include "support/desk_fixture.h"

/* Rule T9: a calendar is immutable and versioned by its content; another one is in force from its instant on. */

#define WEEK "'hours':{'mon':[['09:00','17:00']]}"
#define CALENDAR(name, document) "{'kind':'calendar','name':'" name "','document':" document "}"

static void take_hash(desk_fixture *f, const char *policy, uint8_t out[32])
{
    csr_policy_view view = { .struct_size = sizeof view };
    csr_id id = desk_id(f, policy);
    csr_result *result = NULL;
    TYPED_OK(f, csr_policy_get(f->session, &id, &result, &f->err));
    TYPED_OK(f, csr_policy_at(result, 0, &view, &f->err));
    memcpy(out, view.hash, sizeof view.hash);
    csr_result_free(result);
}

static void versions(desk_fixture *f)
{
    uint8_t first[32], again[32], other[32];
    DESK_MAKE(f, "a", "policy.add", CALENDAR("shop", "{'zone':'Etc/UTC'," WEEK ",'holidays':['2026-12-25']}"));
    DESK_HAS(f, "policy.get", "{'id':'$a'}", "'revision':1");
    take_hash(f, "a", first);
    /* Written in another way it is the same calendar, which is recorded once. */
    DESK_IS(f, "policy.add", CALENDAR("shop", "{'holidays':['2026-12-25'],  " WEEK ",'zone':'Etc/UTC'}"),
            "{'id':'$a'}");
    /* Under another name it is another policy of the same hash; another content has another hash. */
    DESK_MAKE(f, "b", "policy.add", CALENDAR("office", "{'zone':'Etc/UTC'," WEEK ",'holidays':['2026-12-25']}"));
    take_hash(f, "b", again);
    DESK_TRUE(f, memcmp(first, again, sizeof first) == 0);
    DESK_MAKE(f, "c", "policy.add", CALENDAR("shop", "{'zone':'Etc/UTC'," WEEK ",'holidays':['2026-12-26']}"));
    DESK_HAS(f, "policy.get", "{'id':'$c'}", "'revision':2");
    take_hash(f, "c", other);
    DESK_TRUE(f, memcmp(first, other, sizeof first) != 0);
    /* The first one stays as it was. */
    DESK_HAS(f, "policy.get", "{'id':'$a'}", "2026-12-25");
}
ON_BOTH(versions)

static void in_force(desk_fixture *f)
{
    DESK_MAKE(f, "a", "policy.add", CALENDAR("shop", "{'zone':'Etc/UTC'," WEEK "}"));
    DESK_MAKE(f, "b", "policy.add",
              "{'kind':'calendar','name':'shop','effective_from':'2026-03-09T00:00:00Z',"
              "'document':{'zone':'Etc/UTC'," WEEK ",'holidays':['2026-12-25']}}");
    DESK_HAS(f, "policy.current", "{'kind':'calendar','name':'shop'}", "'id':'$a'");
    csr_test_host_set(&f->host, CSR_TEST_MONDAY + INT64_C(7) * 86400 * 1000000);
    DESK_HAS(f, "policy.current", "{'kind':'calendar','name':'shop'}", "'id':'$b'");
}
ON_BOTH(in_force)

static void refusals(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "policy.add", CALENDAR("shop", "{'zone':'Etc/UTC','hours':{}}"), CSR_E_POLICY, "hours" },
        { "policy.add", CALENDAR("shop", "{'zone':'Etc/Nowhere'," WEEK "}"), CSR_E_POLICY, "zone" },
        { "policy.add", CALENDAR("shop", "{'zone':'../UTC'," WEEK "}"), CSR_E_POLICY, "zone" },
        { "policy.add", CALENDAR("shop", "{'zone':'Etc/UTC'," WEEK ",'holidays':['2026-02-29']}"), CSR_E_POLICY,
          "holidays[0]" },
        { "policy.add", CALENDAR("shop", "{'name':'24x7','zone':'Etc/UTC'," WEEK "}"), CSR_E_POLICY, "name" },
    };
    DESK_FAILURES(f, table);
}
ON_BOTH(refusals)

static CU_TestInfo tests[] = {
    { "calendars/versions", versions_on_both },
    { "calendars/in_force", in_force_on_both },
    { "calendars/refusals", refusals_on_both },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "calendars", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("calendars as policies", suites, 3);
}
