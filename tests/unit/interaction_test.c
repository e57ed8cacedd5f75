#include "support/desk_fixture.h"

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "line", "contact_point.add", "{'channel':'phone','name':'Line','responsible':'$amy'}");
    DESK_MAKE(f, "matter", "ticket.open", "{'subject':'torn','customer':'$jana'}");
    DESK_MAKE(f, "other", "ticket.open", "{'subject':'late'}");
}

/* What is assumed of a contact of which only the channel is known. */
static void defaults_by_channel(desk_fixture *f)
{
    static const struct {
        const char *channel, *expected;
        int ended;
    } table[] = {
        { "phone", "'channel':'phone','direction':'incoming','audience':'public','actor_kind':'customer',", 0 },
        { "counter", "'channel':'counter','direction':'incoming','audience':'public','actor_kind':'customer',", 0 },
        { "chat", "'channel':'chat','direction':'incoming','audience':'public','actor_kind':'customer',", 0 },
        { "email", "'channel':'email','direction':'incoming','audience':'public','actor_kind':'customer',", 1 },
        { "web", "'channel':'web','direction':'incoming','audience':'public','actor_kind':'customer',", 1 },
        { "message", "'channel':'message','direction':'incoming','audience':'public','actor_kind':'customer',", 1 },
        { "note", "'channel':'note','direction':'none','audience':'internal','actor_kind':'system',", 1 },
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        char params[60], expected[400];
        snprintf(params, sizeof(params), "{'channel':'%s'}", table[i].channel);
        desk_make_at(f, "call", "interaction.add", params, __FILE__, __LINE__);
        snprintf(expected, sizeof(expected),
                 "{'kind':'interaction','rows':[{'id':'$call','version':1,'recorded_at':'2026-03-02T09:00:00Z',"
                 "'updated_at':'2026-03-02T09:00:00Z','occurred_at':'2026-03-02T09:00:00Z',%s%s"
                 "'content_type':'plain','drops':0,'confirmed_solved':false,'holds':0,'held_us':0}],'next':null}",
                 table[i].ended ? "'ended_at':'2026-03-02T09:00:00Z'," : "", table[i].expected);
        desk_is_at(f, "interaction.get", "{'id':'$call'}", expected, 1, __FILE__, __LINE__);
    }
}
ON_BOTH(defaults_by_channel)

static void takes_everything(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "first", "interaction.add", "{'channel':'phone','ticket':'$matter'}");
    csr_test_host_advance(&f->host, 3600 * INT64_C(1000000));
    DESK_MAKE(f, "second", "interaction.add",
              "{'channel':'email','occurred_at':'2026-03-02T09:30:00Z','ticket':'$matter','customer':'$jana',"
              "'agent':'$amy','contact_point':'$line','reply_to':'$first','direction':'outgoing',"
              "'audience':'internal','actor_kind':'bot','content_type':'html','tone':'upset','ended':true,"
              "'external_id':'m-1','label':'Sent','subject':'Re: torn','body':'<p>Sorry</p>'}");
    DESK_IS(f, "interaction.get", "{'id':'$second'}",
            "{'kind':'interaction','rows':[{'id':'$second','version':1,'recorded_at':'2026-03-02T10:00:00Z',"
            "'updated_at':'2026-03-02T10:00:00Z','occurred_at':'2026-03-02T09:30:00Z',"
            "'ended_at':'2026-03-02T09:30:00Z','ticket':'$matter','customer':'$jana','agent':'$amy',"
            "'contact_point':'$line','reply_to':'$first','channel':'email','direction':'outgoing',"
            "'audience':'internal','actor_kind':'bot','content_type':'html','tone_start':'upset','tone_end':'upset',"
            "'drops':0,'confirmed_solved':false,'holds':0,'held_us':0,'external_id':'m-1','label':'Sent',"
            "'subject':'Re: torn','body':'<p>Sorry</p>'}],'next':null}");
}
ON_BOTH(takes_everything)

static void the_ticket_and_the_session_stand_in(desk_fixture *f)
{
    csr_session *amy;

    make(f);
    amy = desk_session_of(f, "amy");
    DESK_OK(f, "interaction.add", "{'channel':'counter','ticket':'$matter'}");
    DESK_HAS(f, "interaction.list", "{'ticket':'$matter'}", "'ticket':'$matter','customer':'$jana','channel'");
    DESK_TRUE(f, desk_call_in(f, amy, "interaction.add",
                              "{'channel':'phone','direction':'outgoing','ticket':'$other'}") == CSR_OK);
    DESK_HAS(f, "interaction.list", "{'ticket':'$other'}",
             "'ticket':'$other','agent':'$amy','channel':'phone','direction':'outgoing','audience':'public',"
             "'actor_kind':'agent'");
    DESK_TRUE(f, desk_call_in(f, amy, "interaction.add", "{'channel':'note','ticket':'$other'}") == CSR_OK);
    DESK_HAS(f, "interaction.list", "{'ticket':'$other'}", "'channel':'note','direction':'none'");
    DESK_HAS(f, "interaction.list", "{'ticket':'$other'}", "'audience':'internal','actor_kind':'agent'");
    DESK_OK(f, "interaction.add", "{'channel':'message','direction':'outgoing'}");
    DESK_HAS(f, "interaction.list", "{'limit':1}", "'actor_kind':'system'");
    csr_session_close(amy);
}
ON_BOTH(the_ticket_and_the_session_stand_in)

static void drops_against_the_contact_before(desk_fixture *f)
{
    static const struct {
        const char *params, *expected;
    } table[] = {
        { "{'channel':'phone','ticket':'$matter'}", "'drops':0" },
        { "{'channel':'phone','ticket':'$matter','tone':'angry'}", "'drops':0" },
        { "{'channel':'phone','ticket':'$matter','tone':'neutral'}", "'drops':0" },
        { "{'channel':'phone','ticket':'$matter','tone':'neutral'}", "'drops':0" },
        { "{'channel':'phone','ticket':'$matter','tone':'abusive'}", "'drops':1" },
        { "{'channel':'note','ticket':'$matter'}", "'drops':0" },
        { "{'channel':'phone','ticket':'$matter','tone':'calm'}", "'drops':0" },
        { "{'channel':'note','ticket':'$matter'}", "'drops':0" },
        { "{'channel':'phone','ticket':'$matter','tone':'neutral'}", "'drops':1" },
        { "{'channel':'phone','ticket':'$other','tone':'abusive'}", "'drops':0" },
        { "{'channel':'phone','tone':'abusive'}", "'drops':0" },
    };
    make(f);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        csr_test_host_advance(&f->host, 1000000);
        desk_make_at(f, "call", "interaction.add", table[i].params, __FILE__, __LINE__);
        desk_is_at(f, "interaction.get", "{'id':'$call'}", table[i].expected, 0, __FILE__, __LINE__);
    }
}
ON_BOTH(drops_against_the_contact_before)

/* Notes without a tone, however many, do not make the contact before forgotten; and before is before in the order in
 * which things occurred, also when they are recorded later. */
static void the_contact_before_is_found(desk_fixture *f)
{
    make(f);
    csr_test_host_advance(&f->host, 3600 * INT64_C(1000000));
    DESK_OK(f, "interaction.add",
            "{'channel':'phone','ticket':'$matter','tone':'calm','occurred_at':'2026-03-02T09:10:00Z'}");
    DESK_OK(f, "interaction.add",
            "{'channel':'phone','ticket':'$matter','tone':'abusive','occurred_at':'2026-03-02T09:30:00Z'}");
    DESK_MAKE(f, "between", "interaction.add",
              "{'channel':'phone','ticket':'$matter','tone':'upset','occurred_at':'2026-03-02T09:20:00Z'}");
    DESK_HAS(f, "interaction.get", "{'id':'$between'}", "'drops':1");
    DESK_OK(f, "interaction.add", "{'channel':'phone','ticket':'$other','tone':'calm'}");
    for (int i = 0; i < 9; i++)
        DESK_OK(f, "interaction.add", "{'channel':'note','ticket':'$other'}");
    DESK_MAKE(f, "after", "interaction.add", "{'channel':'phone','ticket':'$other','tone':'angry'}");
    DESK_HAS(f, "interaction.get", "{'id':'$after'}", "'drops':1");
}
ON_BOTH(the_contact_before_is_found)

static void the_same_key_records_nothing(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "first", "interaction.add", "{'channel':'email','external_id':'<1@x>','body':'hello'}");
    desk_keep(f);
    csr_test_host_advance(&f->host, 1000000);
    DESK_IS(f, "interaction.add", "{'channel':'email','external_id':'<1@x>','body':'hello'}", "{'id':'$first'}");
    DESK_IS(f, "interaction.add", "{'channel':'phone','external_id':'<1@x>','ticket':'$matter'}", "{'id':'$first'}");
    DESK_SAME(f);
    DESK_OK(f, "interaction.add", "{'channel':'email','external_id':'<1@X>'}");
    DESK_HAS(f, "desk.stats", "{}", "'interactions':2");
}
ON_BOTH(the_same_key_records_nothing)

static void replies_stay_on_the_ticket(desk_fixture *f)
{
    make(f);
    DESK_MAKE(f, "on", "interaction.add", "{'channel':'email','ticket':'$matter'}");
    DESK_MAKE(f, "off", "interaction.add", "{'channel':'email'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','ticket':'$matter','reply_to':'$on'}");
    DESK_OK(f, "interaction.add", "{'channel':'email','reply_to':'$off'}");
    DESK_FAILS(f, "interaction.add", "{'channel':'email','reply_to':'$on'}", CSR_E_ARGUMENT, "reply_to");
    DESK_FAILS(f, "interaction.add", "{'channel':'email','ticket':'$other','reply_to':'$on'}", CSR_E_ARGUMENT,
               "reply_to");
    DESK_FAILS(f, "interaction.add", "{'channel':'email','ticket':'$matter','reply_to':'$off'}", CSR_E_ARGUMENT,
               "reply_to");
    DESK_FAILS(f, "interaction.add", "{'channel':'email','reply_to':'" NOBODY "'}", CSR_E_NOT_FOUND, "reply_to");
}
ON_BOTH(replies_stay_on_the_ticket)

static void refuses(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "interaction.add", "{}", CSR_E_ARGUMENT, "channel" },
        { "interaction.add", "{'channel':'pigeon'}", CSR_E_ARGUMENT, "channel" },
        { "interaction.add", "{'channel':'phone','occurred_at':'2026-03-02T09:00:00.000001Z'}", CSR_E_ARGUMENT,
          "occurred_at" },
        { "interaction.add", "{'channel':'phone','occurred_at':'yesterday'}", CSR_E_ARGUMENT, "occurred_at" },
        { "interaction.add", "{'channel':'phone','ticket':'" NOBODY "'}", CSR_E_NOT_FOUND, "ticket" },
        { "interaction.add", "{'channel':'phone','ticket':'" NOBODY "','customer':'$jana'}", CSR_E_NOT_FOUND,
          "ticket" },
        { "interaction.add", "{'channel':'phone','customer':'" NOBODY "'}", CSR_E_NOT_FOUND, "customer" },
        { "interaction.add", "{'channel':'phone','agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "agent" },
        { "interaction.add", "{'channel':'phone','contact_point':'" NOBODY "'}", CSR_E_NOT_FOUND, "contact_point" },
        { "interaction.add", "{'channel':'phone','direction':'up'}", CSR_E_ARGUMENT, "direction" },
        { "interaction.add", "{'channel':'phone','audience':'all'}", CSR_E_ARGUMENT, "audience" },
        { "interaction.add", "{'channel':'phone','actor_kind':'cat'}", CSR_E_ARGUMENT, "actor_kind" },
        { "interaction.add", "{'channel':'phone','content_type':'rtf'}", CSR_E_ARGUMENT, "content_type" },
        { "interaction.add", "{'channel':'phone','tone':'sad'}", CSR_E_ARGUMENT, "tone" },
        { "interaction.add", "{'channel':'phone','ended':2}", CSR_E_ARGUMENT, "ended" },
        { "interaction.add", "{'channel':'phone','ended':'yes'}", CSR_E_ARGUMENT, "ended" },
        { "interaction.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "interaction.list", "{'order':'ticket'}", CSR_E_ARGUMENT, "ticket" },
        { "interaction.list", "{'order':'customer'}", CSR_E_ARGUMENT, "customer" },
        { "interaction.list", "{'order':'newest','ticket':'$matter'}", CSR_E_ARGUMENT, "ticket" },
        { "interaction.list", "{'order':'newest','customer':'$jana'}", CSR_E_ARGUMENT, "customer" },
        { "interaction.list", "{'ticket':'$matter','customer':'$jana'}", CSR_E_ARGUMENT, "customer" },
        { "interaction.list", "{'without_body':2}", CSR_E_ARGUMENT, "without_body" },
        { "interaction.list", "{'limit':5000}", CSR_E_ARGUMENT, "limit" },
    };
    make(f);
    DESK_FAILURES(f, table);
}
ON_BOTH(refuses)

int main(void)
{
    CU_TestInfo tests[] = {
        { "interaction/defaults_by_channel", defaults_by_channel_on_both },
        { "interaction/takes_everything", takes_everything_on_both },
        { "interaction/the_ticket_and_the_session_stand_in", the_ticket_and_the_session_stand_in_on_both },
        { "interaction/drops_against_the_contact_before", drops_against_the_contact_before_on_both },
        { "interaction/the_contact_before_is_found", the_contact_before_is_found_on_both },
        { "interaction/the_same_key_records_nothing", the_same_key_records_nothing_on_both },
        { "interaction/replies_stay_on_the_ticket", replies_stay_on_the_ticket_on_both },
        { "interaction/refuses", refuses_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "interaction", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("interaction_test", suites, 8);
}
