#include "support/desk_fixture.h"

static csr_session *a_ticket_and_two_agents(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "bob", "agent.add", "{'handle':'bob'}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'torn'}");
    DESK_MAKE(f, "call", "interaction.add", "{'channel':'phone','ticket':'$t','body':'It is torn'}");
    return desk_session_of(f, "amy");
}

#define IN_OK(f, s, operation, params) DESK_TRUE(f, desk_call_in(f, s, operation, params) == CSR_OK)
#define IN_FAILS(f, s, operation, params, status_, field_)                \
    do {                                                                  \
        desk_keep(f);                                                     \
        DESK_TRUE(f, desk_call_in(f, s, operation, params) == (status_)); \
        DESK_TRUE(f, strcmp((f)->err.field, field_) == 0);                \
        DESK_SAME(f);                                                     \
    } while (0)

static void let_answer(desk_fixture *f, const char *name)
{
    if (strncmp(f->raw, "{\"id\":\"", 7) == 0)
        desk_words_let(&f->words, name, f->raw + 7, 36);
}

static int64_t events(desk_fixture *f)
{
    csr_stats_view stats = { .struct_size = sizeof(stats) };
    csr_result *result = NULL;

    TYPED_OK(f, csr_desk_stats(f->session, &result, &f->err));
    TYPED_OK(f, csr_stats_at(result, 0, &stats, &f->err));
    csr_result_free(result);
    return stats.events;
}

static void save_and_send(desk_fixture *f)
{
    csr_session *amy = a_ticket_and_two_agents(f);
    int64_t before = events(f);

    IN_OK(f, amy, "draft.save", "{'ticket':'$t','channel':'email','recipient':'j@x.cz','body':'We ar'}");
    let_answer(f, "d");
    IN_OK(f, amy, "draft.save", "{'ticket':'$t','channel':'email','recipient':'j@x.cz','body':'We are sorry'}");
    DESK_TRUE(f, strcmp(f->answer, "{'id':'$d'}") == 0);
    DESK_HAS(f, "draft.find", "{'ticket':'$t','agent':'$amy'}", "'version':2");
    DESK_HAS(f, "draft.list", "{'agent':'$amy'}", "'body':'We are sorry'");
    DESK_HAS(f, "draft.list", "{'agent':'$bob'}", "'rows':[]");
    DESK_TRUE(f, events(f) == before);
    IN_OK(f, amy, "draft.send", "{'id':'$d','queue':true}");
    let_answer(f, "sent");
    DESK_HAS(f, "interaction.get", "{'id':'$sent'}", "'direction':'outgoing','audience':'public','actor_kind':'agent'");
    DESK_HAS(f, "delivery.list", "{'interaction':'$sent'}", "'recipient':'j@x.cz'");
    DESK_FAILS(f, "draft.get", "{'id':'$d'}", CSR_E_NOT_FOUND, "id");
    csr_session_close(amy);
}
ON_BOTH(save_and_send)

/* What came in since is told, and nothing is sent before the agent has seen it. */
static void the_ticket_moved_on(desk_fixture *f)
{
    csr_session *amy = a_ticket_and_two_agents(f);

    IN_OK(f, amy, "draft.save", "{'ticket':'$t','body':'note'}");
    let_answer(f, "d");
    DESK_HAS(f, "draft.news", "{'draft':'$d'}", "'rows':[]");
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'high'}");
    IN_FAILS(f, amy, "draft.send", "{'id':'$d'}", CSR_E_CONFLICT, "priority");
    IN_OK(f, amy, "draft.save", "{'ticket':'$t','body':'note','refresh':true}");
    csr_test_host_advance(&f->host, 1000000);
    DESK_MAKE(f, "again", "interaction.add", "{'channel':'phone','ticket':'$t','body':'Me again'}");
    IN_FAILS(f, amy, "draft.send", "{'id':'$d'}", CSR_E_CONFLICT, "interaction");
    DESK_TRUE(f, strstr(f->err.message, desk_words_get(&f->words, "again")) != NULL);
    DESK_HAS(f, "draft.news", "{'draft':'$d'}", "'rows':[{'id':'$again'");
    IN_OK(f, amy, "draft.save", "{'ticket':'$t','body':'note','refresh':true}");
    IN_OK(f, amy, "draft.send", "{'id':'$d'}");
    IN_OK(f, amy, "draft.save", "{'ticket':'$t','body':'more'}");
    let_answer(f, "d");
    DESK_OK(f, "ticket.change", "{'id':'$t','priority':'low'}");
    IN_OK(f, amy, "draft.send", "{'id':'$d','anyway':true}");
    csr_session_close(amy);
}
ON_BOTH(the_ticket_moved_on)

static void about_an_interaction(desk_fixture *f)
{
    csr_session *amy = a_ticket_and_two_agents(f);

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "mail", "interaction.add", "{'channel':'email','customer':'$jana','body':'Hello'}");
    IN_OK(f, amy, "draft.save", "{'interaction':'$mail','channel':'email','reply_to':'$mail','body':'Hello'}");
    let_answer(f, "d");
    IN_OK(f, amy, "draft.send", "{'id':'$d'}");
    let_answer(f, "sent");
    DESK_HAS(f, "interaction.get", "{'id':'$sent'}", "'customer':'$jana'");
    IN_OK(f, amy, "draft.save", "{'interaction':'$mail','body':'x'}");
    let_answer(f, "d");
    IN_OK(f, amy, "draft.discard", "{'id':'$d'}");
    DESK_FAILS(f, "draft.find", "{'interaction':'$mail','agent':'$amy'}", CSR_E_NOT_FOUND, "interaction");
    csr_session_close(amy);
}
ON_BOTH(about_an_interaction)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "draft.save", "{'ticket':'$t','body':'x'}", CSR_E_ARGUMENT, "agent" },
        { "draft.save", "{'agent':'$amy','body':'x'}", CSR_E_ARGUMENT, "ticket" },
        { "draft.save", "{'agent':'$amy','ticket':'$t','interaction':'$call'}", CSR_E_ARGUMENT, "interaction" },
        { "draft.save", "{'agent':'$amy','ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket" },
        { "draft.save", "{'agent':'$amy','interaction':'" NOBODY "'}", CSR_E_NOT_FOUND, "interaction" },
        { "draft.save", "{'agent':'" NOBODY "','ticket':'$t'}", CSR_E_NOT_FOUND, "agent" },
        { "draft.save", "{'agent':'$bob','ticket':'$t','reply_to':'" NOBODY "'}", CSR_E_NOT_FOUND, "reply_to" },
        { "draft.save", "{'agent':'$amy','ticket':'$t','body':'y','expected_version':7}", CSR_E_CONFLICT,
          "expected_version" },
        { "draft.send", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "draft.send", "{'id':'$empty'}", CSR_E_STATE, "id" },
        { "draft.send", "{'id':'$d','queue':true}", CSR_E_STATE, "queue" },
        { "draft.send", "{'id':'$d','expected_version':9}", CSR_E_CONFLICT, "expected_version" },
        { "draft.news", "{'draft':'" NOBODY "'}", CSR_E_NOT_FOUND, "draft" },
        { "draft.find", "{'ticket':'$t','agent':'$bob','interaction':'$call'}", CSR_E_ARGUMENT, "interaction" },
        { "draft.discard", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
    };
    csr_session *amy = a_ticket_and_two_agents(f), *bob = desk_session_of(f, "bob");

    DESK_MAKE(f, "d", "draft.save", "{'agent':'$amy','ticket':'$t','body':'x'}");
    DESK_MAKE(f, "empty", "draft.save", "{'agent':'$amy','interaction':'$call'}");
    DESK_FAILURES(f, table);
    IN_FAILS(f, bob, "draft.save", "{'agent':'$amy','ticket':'$t','body':'mine'}", CSR_E_RIGHT, "agent");
    IN_FAILS(f, bob, "draft.send", "{'id':'$d'}", CSR_E_RIGHT, "id");
    IN_FAILS(f, bob, "draft.discard", "{'id':'$d'}", CSR_E_RIGHT, "id");
    csr_session_close(bob);
    csr_session_close(amy);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "draft/save_and_send", save_and_send_on_both },
        { "draft/the_ticket_moved_on", the_ticket_moved_on_on_both },
        { "draft/about_an_interaction", about_an_interaction_on_both },
        { "draft/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "draft", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("draft_test", suites, 4);
}
