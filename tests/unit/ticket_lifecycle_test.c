#include "support/desk_fixture.h"

#define SECOND INT64_C(1000000)
#define DAY (86400 * SECOND)

/* A house of its own: the worked example of docs/lifecycle.md, reopening for supervisors only. */
#define REPAIRS                                                                                                     \
    "{'name':'repairs','states':[{'name':'taken_in','category':'new'},{'name':'on_the_bench','category':'open'},"   \
    "{'name':'part_ordered','category':'paused','waits_for':'third_party'},{'name':'ready','category':'resolved'}," \
    "{'name':'written_off','category':'closed'}],'initial':'taken_in','transitions':["                              \
    "{'from':'taken_in','to':'on_the_bench','require':['customer','product','assignee']},"                          \
    "{'from':['on_the_bench','part_ordered'],'to':['on_the_bench','part_ordered']},"                                \
    "{'from':'on_the_bench','to':'ready','require':['resolution','fault']},"                                        \
    "{'from':'on_the_bench','to':'written_off','require':['resolution_note'],'role':'supervisor'}],"                \
    "'reopen':{'state':'on_the_bench','window_s':2592000,'role':'supervisor'}}"

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "boss", "agent.add", "{'handle':'boss','role':'supervisor'}");
    DESK_MAKE(f, "repairs", "policy.add", "{'kind':'lifecycle','name':'repairs','document':" REPAIRS "}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'dead battery','lifecycle':'repairs'}");
}

static void to_the_bench(desk_fixture *f)
{
    DESK_OK(f, "ticket.change", "{'id':'$t','customer':'$jana','product':'P','assignee':'$amy','fault':'company'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'on_the_bench'}");
}

static void a_ticket_begins_in_its_lifecycle(desk_fixture *f)
{
    make(f);
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'state':'taken_in','phase':'new','queue':'active'");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'lifecycle':'$repairs'");
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'open'}", CSR_E_NOT_FOUND, "state");
    DESK_MAKE(f, "u", "ticket.open", "{'subject':'x','lifecycle':'repairs','state':'part_ordered'}");
    DESK_HAS(f, "ticket.get", "{'id':'$u'}", "'phase':'paused','waits_for':'third_party','queue':'waiting'");
    DESK_MAKE(f, "v", "ticket.open", "{'subject':'x'}");
    DESK_HAS(f, "ticket.get", "{'id':'$v'}", "'state':'new'");
    DESK_FAILS(f, "ticket.open", "{'subject':'x','lifecycle':'Repairs'}", CSR_E_NOT_FOUND, "lifecycle");
    DESK_FAILS(f, "ticket.open", "{'subject':'x','lifecycle':'repairs','state':'new'}", CSR_E_NOT_FOUND, "state");
}
ON_BOTH(a_ticket_begins_in_its_lifecycle)

static void required_members_are_asked_for(desk_fixture *f)
{
    make(f);
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'on_the_bench'}", CSR_E_ARGUMENT, "assignee");
    DESK_OK(f, "ticket.change", "{'id':'$t','assignee':'$amy'}");
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'on_the_bench'}", CSR_E_ARGUMENT, "customer");
    DESK_OK(f, "ticket.change", "{'id':'$t','customer':'$jana'}");
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'on_the_bench'}", CSR_E_ARGUMENT, "product");
    DESK_OK(f, "ticket.change", "{'id':'$t','product':'P'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'on_the_bench'}");
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'ready'}", CSR_E_ARGUMENT, "resolution");
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'ready','resolution':'repaired'}", CSR_E_ARGUMENT, "fault");
    DESK_FAILS(f, "ticket.move", "{'id':'$t','state':'written_off'}", CSR_E_ARGUMENT, "resolution_note");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'written_off','resolution_note':'beyond repair'}");
}
ON_BOTH(required_members_are_asked_for)

static void rights_go_by_role(desk_fixture *f)
{
    csr_session *amy, *boss;

    make(f);
    to_the_bench(f);
    amy = desk_session_of(f, "amy");
    boss = desk_session_of(f, "boss");
    desk_keep(f);
    desk_expect_at(f, "writing off",
                   desk_call_in(f, amy, "ticket.move", "{'id':'$t','state':'written_off','resolution_note':'n'}"),
                   CSR_E_RIGHT, "state", __FILE__, __LINE__);
    DESK_TRUE(f, strstr(f->err.message, "supervisor") != NULL);
    DESK_TRUE(f, desk_call_in(f, boss, "ticket.move", "{'id':'$t','state':'written_off','resolution_note':'n'}") ==
                     CSR_OK);
    desk_keep(f);
    desk_expect_at(f, "reopening", desk_call_in(f, amy, "ticket.reopen", "{'id':'$t'}"), CSR_E_RIGHT, "", __FILE__,
                   __LINE__);
    DESK_TRUE(f, desk_call_in(f, boss, "ticket.reopen", "{'id':'$t'}") == CSR_OK);
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'state':'on_the_bench'");
    csr_session_close(amy);
    csr_session_close(boss);
}
ON_BOTH(rights_go_by_role)

/* A ticket keeps the document under which it was opened; a new revision is for new tickets. */
static void a_new_revision_is_for_new_tickets(desk_fixture *f)
{
    make(f);
    csr_test_host_advance(&f->host, SECOND);
    DESK_MAKE(f, "rev2", "policy.add",
              "{'kind':'lifecycle','name':'repairs','document':{'states':[{'name':'in','category':'new'},"
              "{'name':'out','category':'closed'}],'initial':'in','transitions':[{'from':'in','to':'out'}]}}");
    DESK_MAKE(f, "u", "ticket.open", "{'subject':'x','lifecycle':'repairs'}");
    DESK_HAS(f, "ticket.get", "{'id':'$u'}", "'state':'in'");
    DESK_HAS(f, "ticket.get", "{'id':'$u'}", "'lifecycle':'$rev2'");
    to_the_bench(f);
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'lifecycle':'$repairs'");
    /* Without "reopen" there are follow-ups only. */
    DESK_OK(f, "ticket.move", "{'id':'$u','state':'out'}");
    DESK_MAKE(f, "w", "ticket.reopen", "{'id':'$u'}");
    DESK_HAS(f, "ticket.get", "{'id':'$w'}", "'follow_up_of':'$u'");
}
ON_BOTH(a_new_revision_is_for_new_tickets)

/* docs/lifecycle.md: "later it opens a follow-up in taken_in". */
static void a_follow_up_follows_the_same_lifecycle(desk_fixture *f)
{
    make(f);
    to_the_bench(f);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'ready','resolution':'repaired'}");
    csr_test_host_advance(&f->host, 31 * DAY);
    DESK_MAKE(f, "u", "ticket.reopen", "{'id':'$t'}");
    DESK_HAS(f, "ticket.get", "{'id':'$u'}", "'state':'taken_in','phase':'new'");
    DESK_HAS(f, "ticket.get", "{'id':'$u'}", "'follow_up_of':'$t','lifecycle':'$repairs'");
}
ON_BOTH(a_follow_up_follows_the_same_lifecycle)

/* A transition that leads back from a settled state reopens too, in its own way. */
static void a_move_back_counts_as_reopening(desk_fixture *f)
{
    DESK_OK(f, "policy.add",
            "{'kind':'lifecycle','name':'loose','document':{'states':[{'name':'on','category':'open'},"
            "{'name':'hold','category':'paused','waits_for':'internal'},{'name':'done','category':'resolved'},"
            "{'name':'off','category':'closed'}],'initial':'on','transitions':[{'from':'*','to':'*'}]}}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s','lifecycle':'loose'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'done','resolution':'solved','resolution_note':'n'}");
    csr_test_host_advance(&f->host, SECOND);
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'on'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}",
             "'state':'on','phase':'open','queue':'active','priority':'normal','reopened':1,");
    DESK_TRUE(f, strstr(f->answer, "resol") == NULL);
    DESK_HAS(f, "event.history", "{'subject':'$t','after_seq':2}", "'kind':'ticket_reopened'");
    DESK_TRUE(f, strstr(f->answer, "'resolution':['solved',null]") != NULL);
    /* From closed to waiting as well; from resolved to closed not. */
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'off'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'hold'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'reopened':2");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'done'}");
    DESK_OK(f, "ticket.move", "{'id':'$t','state':'off'}");
    DESK_HAS(f, "ticket.get", "{'id':'$t'}", "'reopened':2");
    DESK_HAS(f, "event.history", "{'subject':'$t','after_seq':6}", "'kind':'ticket_moved'");
}
ON_BOTH(a_move_back_counts_as_reopening)

static void recorded_default_replaces_the_builtin(desk_fixture *f)
{
    DESK_MAKE(f, "old", "ticket.open", "{'subject':'x'}");
    DESK_MAKE(f, "mine", "policy.add", "{'kind':'lifecycle','document':" REPAIRS "}");
    DESK_MAKE(f, "new", "ticket.open", "{'subject':'x'}");
    DESK_HAS(f, "ticket.get", "{'id':'$new'}", "'state':'taken_in'");
    DESK_HAS(f, "ticket.get", "{'id':'$new'}", "'lifecycle':'$mine'");
    DESK_OK(f, "ticket.move", "{'id':'$old','state':'open'}");
    /* The compiled documents are the desk's, not a session's; a second session and a reopened desk find them again. */
    if (!desk_reopen(f))
        return;
    DESK_FAILS(f, "ticket.move", "{'id':'$new','state':'open'}", CSR_E_NOT_FOUND, "state");
    DESK_FAILS(f, "ticket.move", "{'id':'$new','state':'on_the_bench'}", CSR_E_ARGUMENT, "assignee");
}
ON_BOTH(recorded_default_replaces_the_builtin)

int main(void)
{
    CU_TestInfo tests[] = {
        { "ticket_lifecycle/a_ticket_begins_in_its_lifecycle", a_ticket_begins_in_its_lifecycle_on_both },
        { "ticket_lifecycle/required_members_are_asked_for", required_members_are_asked_for_on_both },
        { "ticket_lifecycle/rights_go_by_role", rights_go_by_role_on_both },
        { "ticket_lifecycle/a_new_revision_is_for_new_tickets", a_new_revision_is_for_new_tickets_on_both },
        { "ticket_lifecycle/a_follow_up_follows_the_same_lifecycle", a_follow_up_follows_the_same_lifecycle_on_both },
        { "ticket_lifecycle/a_move_back_counts_as_reopening", a_move_back_counts_as_reopening_on_both },
        { "ticket_lifecycle/recorded_default_replaces_the_builtin", recorded_default_replaces_the_builtin_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "ticket_lifecycle", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("ticket_lifecycle_test", suites, 7);
}
