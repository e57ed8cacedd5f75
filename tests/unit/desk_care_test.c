#include "support/desk_fixture.h"

static void stats_count(desk_fixture *f)
{
    csr_stats_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;

    DESK_IS(f, "desk.stats", "{}",
            "{'kind':'stats','rows':[{'customers':0,'agents':0,'teams':0,'contact_points':0,'interactions':0,"
            "'tickets':0,'events':1,'checkpoints':0,'notes':0}],'next':null}");
    DESK_OK(f, "customer.add", "{'name':'a'}");
    DESK_OK(f, "customer.add", "{'name':'b'}");
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_OK(f, "team.add", "{'name':'Front'}");
    DESK_OK(f, "contact_point.add", "{'channel':'phone','name':'x','responsible':'$amy'}");
    DESK_OK(f, "interaction.add", "{'channel':'note'}");
    DESK_MAKE(f, "x", "ticket.open", "{'subject':'x'}");
    DESK_OK(f, "note.add", "{'ticket':'$x','body':'called twice'}");
    DESK_IS(f, "desk.stats", "{}",
            "{'kind':'stats','rows':[{'customers':2,'agents':1,'teams':1,'contact_points':1,'interactions':1,"
            "'tickets':1,'events':9,'checkpoints':0,'notes':1}],'next':null}");
    if (!TYPED_OK(f, csr_desk_stats(f->session, &result, &f->err)))
        return;
    TYPED_OK(f, csr_stats_at(result, 0, &view, &f->err));
    DESK_TRUE(f, view.customers == 2 && view.events == 9 && view.checkpoints == 0 && view.notes == 1 &&
                     view.reserved == 0);
    csr_result_free(result);
    if (desk_reopen(f))
        DESK_HAS(f, "desk.stats", "{}", "'events':9,'checkpoints':1");
}
ON_BOTH(stats_count)

static void verify_says_what_it_checked(desk_fixture *f)
{
    DESK_OK(f, "customer.identify", "{'kind':'email','value':'a@b.cz'}");
    DESK_OK(f, "ticket.open", "{'subject':'x'}");
    DESK_IS(f, "desk.verify", "{}",
            "{'kind':'diagnostic','rows':[{'severity':'info','text':'checked 3 subjects, 4 events and 0 checkpoints: "
            "0 errors'}],'next':null}");
    DESK_HAS(f, "desk.verify", "{'limit':1}", "0 errors");
    DESK_HAS(f, "desk.verify", "{'limit':1000}", "0 errors");
    DESK_FAILS(f, "desk.verify", "{'limit':1001}", CSR_E_ARGUMENT, "limit");
    DESK_FAILS(f, "desk.verify", "{'limit':-1}", CSR_E_ARGUMENT, "limit");
    if (desk_reopen(f))
        DESK_HAS(f, "desk.verify", "{}", "checked 3 subjects, 4 events and 1 checkpoints: 0 errors");
}
ON_BOTH(verify_says_what_it_checked)

/* Within a transaction it sees what is not committed yet. */
static void verify_joins_the_transaction(desk_fixture *f)
{
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_OK(f, "customer.add", "{'name':'a'}");
    DESK_HAS(f, "desk.verify", "{}", "checked 2 subjects, 2 events and 0 checkpoints: 0 errors");
    TYPED_OK(f, csr_session_rollback(f->session, &f->err));
    DESK_HAS(f, "desk.verify", "{}", "checked 1 subjects, 1 events and 0 checkpoints: 0 errors");
}
ON_BOTH(verify_joins_the_transaction)

int main(void)
{
    CU_TestInfo tests[] = {
        { "desk_care/stats_count", stats_count_on_both },
        { "desk_care/verify_says_what_it_checked", verify_says_what_it_checked_on_both },
        { "desk_care/verify_joins_the_transaction", verify_joins_the_transaction_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "desk_care", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("desk_care_test", suites, 3);
}
