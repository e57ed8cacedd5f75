#include "support/desk_fixture.h"

/*
 * Watchers: agents and customers who follow a ticket.
 */

static void begin(desk_fixture *f)
{
    DESK_MAKE(f, "eva", "agent.add", "{'handle':'eva'}");
    DESK_MAKE(f, "petr", "agent.add", "{'handle':'petr'}");
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "torn", "ticket.open", "{'subject':'Torn'}");
    DESK_MAKE(f, "worn", "ticket.open", "{'subject':'Worn'}");
}

static void follows(desk_fixture *f)
{
    begin(f);
    DESK_IS(f, "ticket.watch", "{'id':'$torn','agent':'$eva'}", "{'version':2}");
    DESK_OK(f, "ticket.watch", "{'id':'$torn','customer':'$jana'}");
    DESK_OK(f, "ticket.watch", "{'id':'$worn','agent':'$eva'}");
    DESK_HAS(f, "watcher.list", "{'ticket':'$torn'}", "'agent':'$eva'");
    DESK_HAS(f, "watcher.list", "{'ticket':'$torn'}", "'customer':'$jana'");
    DESK_HAS(f, "watcher.list", "{'agent':'$eva','limit':1}", "'ticket':'$torn'");
    DESK_HAS(f, "watcher.list", "{'agent':'$eva','limit':1,'after':'$next'}", "'ticket':'$worn'");
    DESK_HAS(f, "watcher.list", "{'customer':'$jana'}", "'ticket':'$torn'");
    DESK_HAS(f, "event.history", "{'subject':'$torn'}", "'kind':'ticket_watched'");
    desk_keep(f);
    DESK_IS(f, "ticket.watch", "{'id':'$torn','agent':'$eva'}", "{'version':3}");
    DESK_IS(f, "ticket.unwatch", "{'id':'$torn','agent':'$petr'}", "{'version':3}");
    DESK_SAME(f);
    DESK_IS(f, "ticket.unwatch", "{'id':'$torn','agent':'$eva'}", "{'version':4}");
    DESK_HAS(f, "watcher.list", "{'agent':'$eva'}", "'ticket':'$worn'");
}
ON_BOTH(follows)

/* Who names nobody means themselves. */
static void oneself(desk_fixture *f)
{
    csr_session *eva;

    begin(f);
    eva = desk_session_of(f, "eva");
    desk_expect_at(f, "eva watches", desk_call_in(f, eva, "ticket.watch", "{'id':'$torn'}"), CSR_OK, "", __FILE__,
                   __LINE__);
    DESK_HAS(f, "watcher.list", "{'ticket':'$torn'}", "'agent':'$eva'");
    desk_expect_at(f, "eva unwatches", desk_call_in(f, eva, "ticket.unwatch", "{'id':'$torn'}"), CSR_OK, "", __FILE__,
                   __LINE__);
    DESK_IS(f, "watcher.list", "{'ticket':'$torn'}", "{'kind':'watcher','rows':[],'next':null}");
    csr_session_close(eva);
}
ON_BOTH(oneself)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "ticket.watch", "{'id':'$torn'}", CSR_E_ARGUMENT, "agent" },
        { "ticket.watch", "{'id':'$torn','agent':'$eva','customer':'$jana'}", CSR_E_ARGUMENT, "customer" },
        { "ticket.watch", "{'id':'$torn','agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "agent" },
        { "ticket.watch", "{'id':'$torn','customer':'" NOBODY "'}", CSR_E_NOT_FOUND, "customer" },
        { "ticket.watch", "{'id':'" NOBODY "','agent':'$eva'}", CSR_E_NOT_FOUND, "id" },
        { "ticket.unwatch", "{'id':'$torn'}", CSR_E_ARGUMENT, "agent" },
        { "watcher.list", "{}", CSR_E_ARGUMENT, "ticket" },
        { "watcher.list", "{'ticket':'$torn','agent':'$eva'}", CSR_E_ARGUMENT, "agent" },
        { "watcher.list", "{'ticket':'$torn','customer':'$jana'}", CSR_E_ARGUMENT, "customer" },
        { "watcher.list", "{'agent':'$eva','customer':'$jana'}", CSR_E_ARGUMENT, "customer" },
    };

    begin(f);
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "watcher/follows", follows_on_both },
        { "watcher/oneself", oneself_on_both },
        { "watcher/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "watcher", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("watcher_test", suites, 3);
}
