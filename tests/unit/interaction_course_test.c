#include "support/desk_fixture.h"

#define SECOND INT64_C(1000000)

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "bob", "agent.add", "{'handle':'bob'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "call", "interaction.add", "{'channel':'phone','agent':'$amy'}");
    DESK_MAKE(f, "over", "interaction.add", "{'channel':'email'}");
}

static void tone_moves(desk_fixture *f)
{
    static const struct {
        const char *tone, *expected;
    } table[] = {
        { "neutral", "'tone_start':'neutral','tone_end':'neutral','drops':0" },
        { "upset", "'tone_start':'neutral','tone_end':'upset','drops':1" },
        { "calm", "'tone_start':'neutral','tone_end':'calm','drops':1" },
        { "abusive", "'tone_start':'neutral','tone_end':'abusive','drops':2" },
    };
    char params[80];

    make(f);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        snprintf(params, sizeof(params), "{'id':'$call','tone':'%s'}", table[i].tone);
        desk_is_at(f, "interaction.tone", params, "{'version':", 0, __FILE__, __LINE__);
        desk_is_at(f, "interaction.get", "{'id':'$call'}", table[i].expected, 0, __FILE__, __LINE__);
    }
    csr_test_host_advance(&f->host, SECOND);
    desk_keep(f);
    DESK_IS(f, "interaction.tone", "{'id':'$call','tone':'abusive'}", "{'version':5}");
    DESK_SAME(f);
}
ON_BOTH(tone_moves)

static void holds(desk_fixture *f)
{
    csr_session *bob;

    make(f);
    bob = desk_session_of(f, "bob");
    csr_test_host_advance(&f->host, 10 * SECOND);
    DESK_IS(f, "interaction.hold", "{'id':'$call','reason':'asking'}", "{'version':2}");
    DESK_HAS(f, "interaction.get", "{'id':'$call'}", "'holds':1,'held_us':0,'held_since':'2026-03-02T09:00:10Z'");
    DESK_FAILS(f, "interaction.hold", "{'id':'$call'}", CSR_E_STATE, "id");
    csr_test_host_advance(&f->host, 20 * SECOND);
    DESK_IS(f, "interaction.resume", "{'id':'$call'}", "{'version':3}");
    DESK_HAS(f, "interaction.get", "{'id':'$call'}", "'holds':1,'held_us':20000000}]");
    DESK_FAILS(f, "interaction.resume", "{'id':'$call'}", CSR_E_STATE, "id");
    DESK_TRUE(f, desk_call_in(f, bob, "interaction.hold", "{'id':'$call'}") == CSR_OK);
    csr_test_host_advance(&f->host, SECOND);
    DESK_OK(f, "interaction.resume", "{'id':'$call'}");
    DESK_HAS(f, "interaction.get", "{'id':'$call'}", "'holds':2,'held_us':21000000}]");
    DESK_IS(f, "hold.list", "{'interaction':'$call'}",
            "{'kind':'hold','rows':[{'id':'$?','interaction':'$call','started_at':'2026-03-02T09:00:10Z',"
            "'ended_at':'2026-03-02T09:00:30Z','reason':'asking'},{'id':'$?','interaction':'$call','agent':'$bob',"
            "'started_at':'2026-03-02T09:00:30Z','ended_at':'2026-03-02T09:00:31Z'}],'next':null}");
    DESK_HAS(f, "hold.list", "{'interaction':'$call','limit':1}", "'reason':'asking'}],'next':'$next'");
    DESK_HAS(f, "hold.list", "{'interaction':'$call','limit':1,'after':'$next'}", "'agent':'$bob'");
    csr_session_close(bob);
}
ON_BOTH(holds)

static void transfers(desk_fixture *f)
{
    make(f);
    csr_test_host_advance(&f->host, SECOND);
    DESK_IS(f, "interaction.transfer", "{'id':'$call','agent':'$bob','reason':'knows'}", "{'version':2}");
    DESK_HAS(f, "interaction.get", "{'id':'$call'}", "'agent':'$bob'");
    DESK_IS(f, "interaction.transfer", "{'id':'$call','team':'$front'}", "{'version':3}");
    DESK_HAS(f, "interaction.get", "{'id':'$call'}", "'occurred_at':'2026-03-02T09:00:00Z','channel'");
    DESK_IS(f, "interaction.transfer", "{'id':'$call','agent':'$amy','team':'$front'}", "{'version':4}");
    DESK_IS(f, "interaction.transfer", "{'id':'$call','reason':'whoever is free'}", "{'version':5}");
    DESK_IS(f, "transfer.list", "{'interaction':'$call'}",
            "{'kind':'transfer','rows':[{'id':'$?','interaction':'$call','from_agent':'$amy','to_agent':'$bob',"
            "'created_at':'2026-03-02T09:00:01Z','reason':'knows'},{'id':'$?','interaction':'$call',"
            "'from_agent':'$bob','to_team':'$front','created_at':'2026-03-02T09:00:01Z'},{'id':'$?',"
            "'interaction':'$call','to_agent':'$amy','to_team':'$front','created_at':'2026-03-02T09:00:01Z'},"
            "{'id':'$?','interaction':'$call','from_agent':'$amy','created_at':'2026-03-02T09:00:01Z',"
            "'reason':'whoever is free'}],'next':null}");
    DESK_HAS(f, "transfer.list", "{'interaction':'$call','limit':3}", "'next':'$next'");
    DESK_HAS(f, "transfer.list", "{'interaction':'$call','limit':3,'after':'$next'}", "'reason':'whoever is free'");
}
ON_BOTH(transfers)

static void ends(desk_fixture *f)
{
    make(f);
    DESK_OK(f, "interaction.tone", "{'id':'$call','tone':'calm'}");
    csr_test_host_advance(&f->host, 60 * SECOND);
    DESK_IS(f, "interaction.end", "{'id':'$call','outcome':'solved','confirmed_solved':true,'tone':'neutral'}",
            "{'version':3}");
    DESK_HAS(f, "interaction.get", "{'id':'$call'}", "'ended_at':'2026-03-02T09:01:00Z'");
    DESK_HAS(f, "interaction.get", "{'id':'$call'}",
             "'tone_start':'calm','tone_end':'neutral','drops':1,'outcome':'solved','confirmed_solved':true,'holds':0");
    DESK_FAILS(f, "interaction.end", "{'id':'$call','outcome':'solved'}", CSR_E_STATE, "id");
    DESK_MAKE(f, "two", "interaction.add", "{'channel':'chat'}");
    DESK_OK(f, "interaction.end", "{'id':'$two','outcome':'abandoned'}");
    DESK_HAS(f, "interaction.get", "{'id':'$two'}", "'drops':0,'outcome':'abandoned','confirmed_solved':false");
}
ON_BOTH(ends)

static void an_open_hold_ends_too(desk_fixture *f)
{
    make(f);
    DESK_OK(f, "interaction.hold", "{'id':'$call'}");
    csr_test_host_advance(&f->host, 5 * SECOND);
    DESK_IS(f, "interaction.end", "{'id':'$call','outcome':'abandoned'}", "{'version':3}");
    DESK_HAS(f, "interaction.get", "{'id':'$call'}",
             "'outcome':'abandoned','confirmed_solved':false,'holds':1,'held_us':5000000}]");
    DESK_HAS(f, "hold.list", "{'interaction':'$call'}", "'ended_at':'2026-03-02T09:00:05Z'}]");
    DESK_HAS(f, "event.history", "{'subject':'$call','after_seq':2}", "'kind':'interaction_ended'");
    DESK_TRUE(f, strstr(f->answer, "'row_kind':'hold'") != NULL);
}
ON_BOTH(an_open_hold_ends_too)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "interaction.tone", "{'id':'" NOBODY "','tone':'calm'}", CSR_E_NOT_FOUND, "id" },
        { "interaction.tone", "{'id':'$over','tone':'calm'}", CSR_E_STATE, "id" },
        { "interaction.tone", "{'id':'$call'}", CSR_E_ARGUMENT, "tone" },
        { "interaction.tone", "{'tone':'calm'}", CSR_E_ARGUMENT, "id" },
        { "interaction.hold", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "interaction.hold", "{'id':'$over'}", CSR_E_STATE, "id" },
        { "interaction.resume", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "interaction.resume", "{'id':'$over'}", CSR_E_STATE, "id" },
        { "interaction.resume", "{'id':'$call'}", CSR_E_STATE, "id" },
        { "interaction.resume", "{}", CSR_E_ARGUMENT, "id" },
        { "interaction.transfer", "{'id':'" NOBODY "','agent':'$bob'}", CSR_E_NOT_FOUND, "id" },
        { "interaction.transfer", "{'id':'$call','agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "agent" },
        { "interaction.transfer", "{'id':'$call','team':'" NOBODY "'}", CSR_E_NOT_FOUND, "team" },
        { "interaction.transfer", "{'id':'$call'}", CSR_E_ARGUMENT, "agent" },
        { "interaction.transfer", "{'id':'$over','agent':'$bob'}", CSR_E_STATE, "id" },
        { "interaction.end", "{'id':'" NOBODY "','outcome':'solved'}", CSR_E_NOT_FOUND, "id" },
        { "interaction.end", "{'id':'$over','outcome':'solved'}", CSR_E_STATE, "id" },
        { "interaction.end", "{'id':'$call'}", CSR_E_ARGUMENT, "outcome" },
        { "interaction.end", "{'id':'$call','outcome':'well'}", CSR_E_ARGUMENT, "outcome" },
        { "interaction.end", "{'id':'$call','outcome':'solved','confirmed_solved':2}", CSR_E_ARGUMENT,
          "confirmed_solved" },
        { "hold.list", "{}", CSR_E_ARGUMENT, "interaction" },
        { "transfer.list", "{}", CSR_E_ARGUMENT, "interaction" },
        { "hold.list", "{'interaction':'$call','limit':1001}", CSR_E_ARGUMENT, "limit" },
    };
    make(f);
    DESK_FAILURES(f, table);
    DESK_IS(f, "hold.list", "{'interaction':'" NOBODY "'}", "{'kind':'hold','rows':[],'next':null}");
    DESK_IS(f, "transfer.list", "{'interaction':'$over'}", "{'kind':'transfer','rows':[],'next':null}");
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "interaction_course/tone_moves", tone_moves_on_both },
        { "interaction_course/holds", holds_on_both },
        { "interaction_course/transfers", transfers_on_both },
        { "interaction_course/ends", ends_on_both },
        { "interaction_course/an_open_hold_ends_too", an_open_hold_ends_too_on_both },
        { "interaction_course/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "interaction_course", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("interaction_course_test", suites, 6);
}
