#include "support/desk_fixture.h"

#include "support/seeded.h"

/*
 * Links between tickets: kinds, one parent, no circles, children that keep their parent open.
 */

static void tickets(desk_fixture *f, int count)
{
    for (int i = 0; i < count; i++) {
        char name[2] = { (char)('a' + i), '\0' }, params[40];
        snprintf(params, sizeof(params), "{'subject':'%s'}", name);
        desk_make_at(f, name, "ticket.open", params, __FILE__, __LINE__);
    }
}

static void is_listed_from_either_side(desk_fixture *f)
{
    tickets(f, 3);
    DESK_IS(f, "ticket.link", "{'id':'$a','kind':'caused_by','other':'$b'}", "{'version':2}");
    DESK_OK(f, "ticket.link", "{'id':'$a','kind':'related','other':'$c'}");
    DESK_HAS(f, "link.list", "{'ticket':'$a','limit':1}", "'kind':'caused_by','other':'$b'");
    DESK_HAS(f, "link.list", "{'ticket':'$a','limit':1,'after':'$next'}", "'kind':'related','other':'$c'");
    DESK_HAS(f, "link.list", "{'ticket':'$a','kind':'related'}", "'other':'$c'}],'next':null");
    DESK_HAS(f, "link.list", "{'other':'$b'}", "'ticket':'$a','kind':'caused_by'");
    DESK_HAS(f, "link.list", "{'other':'$b','kind':'related'}", "'rows':[]");
    DESK_HAS(f, "event.history", "{'subject':'$a'}", "'kind':'ticket_linked'");
    /* The other ticket has not changed. */
    DESK_HAS(f, "ticket.get", "{'id':'$b'}", "'version':1");
}
ON_BOTH(is_listed_from_either_side)

static void what_is_so_already_stays(desk_fixture *f)
{
    tickets(f, 2);
    DESK_OK(f, "ticket.link", "{'id':'$a','kind':'child_of','other':'$b'}");
    DESK_OK(f, "ticket.link", "{'id':'$a','kind':'related','other':'$b'}");
    desk_keep(f);
    DESK_IS(f, "ticket.link", "{'id':'$a','kind':'child_of','other':'$b'}", "{'version':3}");
    DESK_OK(f, "ticket.link", "{'id':'$b','kind':'related','other':'$a'}");
    DESK_OK(f, "ticket.unlink", "{'id':'$b','kind':'caused_by','other':'$a'}");
    DESK_OK(f, "ticket.unlink", "{'id':'$b','kind':'child_of','other':'$a'}");
    DESK_SAME(f);
}
ON_BOTH(what_is_so_already_stays)

static void unlinks(desk_fixture *f)
{
    tickets(f, 2);
    DESK_OK(f, "ticket.link", "{'id':'$a','kind':'child_of','other':'$b'}");
    DESK_HAS(f, "ticket.get", "{'id':'$b'}", "'children':1");
    DESK_IS(f, "ticket.unlink", "{'id':'$a','kind':'child_of','other':'$b','expected_version':2}", "{'version':3}");
    DESK_HAS(f, "ticket.get", "{'id':'$b'}", "'subject':'b'}");
    DESK_HAS(f, "link.list", "{'ticket':'$a'}", "'rows':[]");
    /* Related is so for both, and is taken off from either side. */
    DESK_OK(f, "ticket.link", "{'id':'$a','kind':'related','other':'$b'}");
    DESK_IS(f, "ticket.unlink", "{'id':'$b','kind':'related','other':'$a'}", "{'version':3}");
    DESK_HAS(f, "link.list", "{'ticket':'$a'}", "'rows':[]");
    DESK_HAS(f, "ticket.get", "{'id':'$a'}", "'version':5");
    /* The other way round is then free. */
    DESK_OK(f, "ticket.link", "{'id':'$b','kind':'child_of','other':'$a'}");
}
ON_BOTH(unlinks)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "ticket.link", "{'id':'$a','other':'$b'}", CSR_E_ARGUMENT, "kind" },
        { "ticket.link", "{'id':'$a','kind':'child_of'}", CSR_E_ARGUMENT, "other" },
        { "ticket.link", "{'id':'$a','kind':'child_of','other':'$a'}", CSR_E_ARGUMENT, "other" },
        { "ticket.link", "{'id':'$a','kind':'child_of','other':'" NOBODY "'}", CSR_E_NOT_FOUND, "other" },
        { "ticket.link", "{'id':'" NOBODY "','kind':'child_of','other':'$a'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.link", "{'id':'$a','kind':'child_of','other':'$b','expected_version':9}", CSR_E_CONFLICT,
          "expected_version" },
        /* $b is the child of $c, the duplicate of $d and caused by $a. */
        { "ticket.link", "{'id':'$b','kind':'child_of','other':'$d'}", CSR_E_STATE, "other" },
        { "ticket.link", "{'id':'$b','kind':'duplicate_of','other':'$a'}", CSR_E_STATE, "other" },
        { "ticket.link", "{'id':'$c','kind':'child_of','other':'$b'}", CSR_E_STATE, "other" },
        { "ticket.link", "{'id':'$d','kind':'duplicate_of','other':'$b'}", CSR_E_STATE, "other" },
        { "ticket.link", "{'id':'$a','kind':'caused_by','other':'$b'}", CSR_E_STATE, "other" },
        { "ticket.unlink", "{'id':'$a','kind':'related','other':'" NOBODY "'}", CSR_E_NOT_FOUND, "other" },
        { "ticket.unlink", "{'id':'$b','kind':'child_of','other':'$c','expected_version':1}", CSR_E_CONFLICT, "link" },
        { "link.list", "{}", CSR_E_ARGUMENT, "ticket" },
        { "link.list", "{'ticket':'$a','other':'$b'}", CSR_E_ARGUMENT, "other" },
    };

    tickets(f, 4);
    DESK_OK(f, "ticket.link", "{'id':'$b','kind':'child_of','other':'$c'}");
    DESK_OK(f, "ticket.link", "{'id':'$b','kind':'duplicate_of','other':'$d'}");
    DESK_OK(f, "ticket.link", "{'id':'$b','kind':'caused_by','other':'$a'}");
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

/* Nobody is their own ancestor, and what stands above is bounded. */
static void chains(desk_fixture *f)
{
    csr_link_params in = CSR_LINK_PARAMS_INIT;
    csr_ticket_open_params plain = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id ids[CSR_LINK_DEPTH_MAX + 3];

    plain.subject = CSR_STR("s");
    in.kind = CSR_LINK_CHILD_OF;
    for (int i = 0; i < CSR_LINK_DEPTH_MAX + 3; i++)
        TYPED_OK(f, csr_ticket_open(f->session, &plain, &ids[i], &f->err));
    for (int i = 1; i <= CSR_LINK_DEPTH_MAX; i++) {
        in.other = ids[i - 1];
        TYPED_OK(f, csr_ticket_link(f->session, &ids[i], &in, NULL, &f->err));
    }
    in.other = ids[CSR_LINK_DEPTH_MAX];
    TYPED_FAILS(f, csr_ticket_link(f->session, &ids[CSR_LINK_DEPTH_MAX + 1], &in, NULL, &f->err), CSR_E_LIMIT, "other");
    in.other = ids[CSR_LINK_DEPTH_MAX - 1];
    TYPED_FAILS(f, csr_ticket_link(f->session, &ids[0], &in, NULL, &f->err), CSR_E_STATE, "other");
    TYPED_OK(f, csr_ticket_link(f->session, &ids[CSR_LINK_DEPTH_MAX + 1], &in, NULL, &f->err));
}
ON_BOTH(chains)

static void a_parent_waits_for_its_children(desk_fixture *f)
{
    tickets(f, 4);
    DESK_OK(f, "ticket.link", "{'id':'$a','kind':'child_of','other':'$d'}");
    DESK_OK(f, "ticket.link", "{'id':'$b','kind':'child_of','other':'$d'}");
    DESK_OK(f, "ticket.link", "{'id':'$c','kind':'related','other':'$d'}");
    DESK_FAILS(f, "ticket.move", "{'id':'$d','state':'resolved','resolution':'solved'}", CSR_E_STATE, "children");
    DESK_FAILS(f, "ticket.move", "{'id':'$d','state':'spam'}", CSR_E_STATE, "children");
    /* It may go on otherwise. */
    DESK_OK(f, "ticket.move", "{'id':'$d','state':'waiting_customer'}");
    DESK_OK(f, "ticket.move", "{'id':'$a','state':'resolved','resolution':'solved'}");
    DESK_OK(f, "ticket.move", "{'id':'$b','state':'waiting_customer'}");
    DESK_FAILS(f, "ticket.move", "{'id':'$d','state':'resolved','resolution':'solved'}", CSR_E_STATE, "children");
    DESK_OK(f, "ticket.move", "{'id':'$b','state':'resolved','resolution':'solved'}");
    DESK_OK(f, "ticket.move", "{'id':'$d','state':'resolved','resolution':'solved'}");
    /* A child that comes back does not take its parent with it, which is not closed then. */
    DESK_OK(f, "ticket.reopen", "{'id':'$a'}");
    DESK_FAILS(f, "ticket.move", "{'id':'$d','state':'closed'}", CSR_E_STATE, "children");
    DESK_OK(f, "ticket.unlink", "{'id':'$a','kind':'child_of','other':'$d'}");
    DESK_OK(f, "ticket.move", "{'id':'$d','state':'closed'}");
}
ON_BOTH(a_parent_waits_for_its_children)

#define FREE_OR_WAITING(word)                                                                               \
    "{'kind':'lifecycle','name':'" word "','document':{'parents':'" word "','initial':'open','states':["    \
    "{'name':'open','category':'open'},{'name':'done','category':'closed'}],'transitions':[{'from':'open'," \
    "'to':'done'}]}}"

/* A lifecycle says whether they do; what is not said is that they wait. */
static void a_lifecycle_frees_parents(desk_fixture *f)
{
    DESK_OK(f, "policy.add", FREE_OR_WAITING("free"));
    DESK_OK(f, "policy.add", FREE_OR_WAITING("wait"));
    DESK_MAKE(f, "free", "ticket.open", "{'subject':'s','lifecycle':'free'}");
    DESK_MAKE(f, "wait", "ticket.open", "{'subject':'s','lifecycle':'wait'}");
    DESK_MAKE(f, "child", "ticket.open", "{'subject':'s'}");
    DESK_MAKE(f, "other", "ticket.open", "{'subject':'s'}");
    DESK_OK(f, "ticket.link", "{'id':'$child','kind':'child_of','other':'$free'}");
    DESK_OK(f, "ticket.link", "{'id':'$other','kind':'child_of','other':'$wait'}");
    DESK_OK(f, "ticket.move", "{'id':'$free','state':'done'}");
    DESK_FAILS(f, "ticket.move", "{'id':'$wait','state':'done'}", CSR_E_STATE, "children");
    DESK_OK(f, "ticket.move", "{'id':'$other','state':'spam'}");
    DESK_OK(f, "ticket.move", "{'id':'$wait','state':'done'}");
}
ON_BOTH(a_lifecycle_frees_parents)

/* More children than are looked at at once: the last one is seen. */
static void a_parent_of_many(desk_fixture *f)
{
    csr_ticket_open_params plain = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_ticket_move_params move = CSR_TICKET_MOVE_PARAMS_INIT;
    csr_link_params in = CSR_LINK_PARAMS_INIT;
    csr_id last = { { 0 } };

    tickets(f, 1);
    plain.subject = CSR_STR("s");
    in.kind = CSR_LINK_CHILD_OF;
    in.other = desk_id(f, "a");
    move.state = CSR_STR("spam");
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    for (int i = 0; i < 70; i++) {
        TYPED_OK(f, csr_ticket_open(f->session, &plain, &last, &f->err));
        TYPED_OK(f, csr_ticket_link(f->session, &last, &in, NULL, &f->err));
        if (i < 69)
            TYPED_OK(f, csr_ticket_move(f->session, &last, &move, NULL, &f->err));
    }
    TYPED_OK(f, csr_session_commit(f->session, &f->err));
    DESK_HAS(f, "ticket.get", "{'id':'$a'}", "'children':70");
    DESK_FAILS(f, "ticket.move", "{'id':'$a','state':'spam'}", CSR_E_STATE, "children");
    TYPED_OK(f, csr_ticket_move(f->session, &last, &move, NULL, &f->err));
    DESK_OK(f, "ticket.move", "{'id':'$a','state':'spam'}");
}
ON_BOTH(a_parent_of_many)

#define NODES 12

/* Whether following the parents from a node comes back to it. */
static int in_a_circle(const int parent[NODES], int node)
{
    int at = parent[node];

    for (int steps = 0; at >= 0 && steps <= NODES; steps++) {
        if (at == node)
            return 1;
        at = parent[at];
    }
    return 0;
}

/* Random links and unlinks against a model: the desk takes what keeps the model a forest, and nothing else. */
static void parents_stay_a_forest(desk_fixture *f)
{
    csr_ticket_open_params plain = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id ids[NODES];
    int parent[NODES];
    csr_test_random random = csr_test_random_begin("links", 20260302);

    plain.subject = CSR_STR("s");
    for (int i = 0; i < NODES; i++) {
        parent[i] = -1;
        TYPED_OK(f, csr_ticket_open(f->session, &plain, &ids[i], &f->err));
    }
    for (int round = 0; round < 400; round++) {
        csr_link_params in = CSR_LINK_PARAMS_INIT;
        int child = (int)csr_test_below(&random, NODES), other = (int)csr_test_below(&random, NODES);
        int was = parent[child], allowed;
        in.kind = CSR_LINK_CHILD_OF;
        in.other = ids[other];
        if (csr_test_below(&random, 3) == 0) {
            DESK_TRUE(f, csr_ticket_unlink(f->session, &ids[child], &in, NULL, &f->err) == CSR_OK);
            parent[child] = was == other ? -1 : was;
            continue;
        }
        parent[child] = other;
        allowed = was == other || (was < 0 && !in_a_circle(parent, child));
        if (!allowed)
            parent[child] = was;
        DESK_TRUE(f, (csr_ticket_link(f->session, &ids[child], &in, NULL, &f->err) == CSR_OK) == allowed);
    }
}
ON_BOTH(parents_stay_a_forest)

int main(void)
{
    CU_TestInfo tests[] = {
        { "link/is_listed_from_either_side", is_listed_from_either_side_on_both },
        { "link/what_is_so_already_stays", what_is_so_already_stays_on_both },
        { "link/unlinks", unlinks_on_both },
        { "link/refuses", refuses_on_both },
        { "link/chains", chains_on_both },
        { "link/a_parent_waits_for_its_children", a_parent_waits_for_its_children_on_both },
        { "link/a_lifecycle_frees_parents", a_lifecycle_frees_parents_on_both },
        { "link/a_parent_of_many", a_parent_of_many_on_both },
        { "link/parents_stay_a_forest", parents_stay_a_forest_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "link", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("link_test", suites, 9);
}
