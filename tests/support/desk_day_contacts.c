#include "support/desk_day.h"

/* Interactions, and what can be asked afterwards. */
#define SECOND INT64_C(1000000)

static csr_status interaction_add(desk_fixture *f)
{
    csr_interaction_add_params in = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_id id;

    in.channel = CSR_CHANNEL_PHONE;
    in.ticket = desk_id(f, "torn");
    in.agent = desk_id(f, "amy");
    in.tone = CSR_TONE_CALM;
    in.request_key = CSR_STR("day interaction.add");
    return desk_gives_id(f, csr_interaction_add(f->session, &in, &id, &f->err), &id);
}

static csr_status interaction_add_2(desk_fixture *f)
{
    csr_interaction_add_params in = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_id id;

    in.channel = CSR_CHANNEL_EMAIL;
    in.occurred_at = CSR_TEST_MONDAY + 70 * SECOND;
    in.ticket = desk_id(f, "torn");
    in.customer = desk_id(f, "jana");
    in.agent = desk_id(f, "bob");
    in.contact_point = desk_id(f, "till");
    in.reply_to = desk_id(f, "call");
    in.direction = CSR_DIRECTION_OUTGOING;
    in.audience = CSR_AUDIENCE_INTERNAL;
    in.actor_kind = CSR_ACTOR_BOT;
    in.content_type = CSR_CONTENT_HTML;
    in.tone = CSR_TONE_UPSET;
    in.ended = 1;
    in.external_id = CSR_STR("m-1");
    in.label = CSR_STR("Sent");
    in.subject = CSR_STR("Re: torn");
    in.body = CSR_STR("<p>Sorry</p>");
    return desk_gives_id(f, csr_interaction_add(f->session, &in, &id, &f->err), &id);
}

static csr_status interaction_tone(desk_fixture *f)
{
    csr_interaction_tone_params in = CSR_INTERACTION_TONE_PARAMS_INIT;
    csr_id subject = desk_id(f, "call");
    int64_t version;

    in.tone = CSR_TONE_ANGRY;
    return desk_gives_number(f, csr_interaction_tone(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status interaction_hold(desk_fixture *f)
{
    csr_interaction_hold_params in = CSR_INTERACTION_HOLD_PARAMS_INIT;
    csr_id subject = desk_id(f, "call");
    int64_t version;

    in.reason = CSR_STR("asking Bob");
    return desk_gives_number(f, csr_interaction_hold(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status interaction_resume(desk_fixture *f)
{
    csr_id subject = desk_id(f, "call");
    int64_t version;

    return desk_gives_number(f, csr_interaction_resume(f->session, &subject, &version, &f->err), "version", &version);
}

static csr_status interaction_transfer(desk_fixture *f)
{
    csr_interaction_transfer_params in = CSR_INTERACTION_TRANSFER_PARAMS_INIT;
    csr_id subject = desk_id(f, "call");
    int64_t version;

    in.agent = desk_id(f, "bob");
    in.team = desk_id(f, "front");
    in.reason = CSR_STR("knows better");
    return desk_gives_number(f, csr_interaction_transfer(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status interaction_hold_2(desk_fixture *f)
{
    csr_interaction_hold_params in = CSR_INTERACTION_HOLD_PARAMS_INIT;
    csr_id subject = desk_id(f, "call");
    int64_t version;

    return desk_gives_number(f, csr_interaction_hold(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status interaction_end(desk_fixture *f)
{
    csr_interaction_end_params in = CSR_INTERACTION_END_PARAMS_INIT;
    csr_id subject = desk_id(f, "call");
    int64_t version;

    in.outcome = CSR_OUTCOME_PROMISED;
    in.confirmed_solved = 1;
    in.tone = CSR_TONE_NEUTRAL;
    return desk_gives_number(f, csr_interaction_end(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status interaction_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "call");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_interaction_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status interaction_list(desk_fixture *f)
{
    csr_interaction_query in = CSR_INTERACTION_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 1;
    in.order = CSR_INTERACTIONS_BY_TICKET;
    in.without_body = 1;
    in.ticket = desk_id(f, "torn");
    return desk_gives_result(f, csr_interaction_list(f->session, &in, &result, &f->err), &result);
}

static csr_status interaction_list_2(desk_fixture *f)
{
    csr_interaction_query in = CSR_INTERACTION_QUERY_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    return desk_gives_result(f, csr_interaction_list(f->session, &in, &result, &f->err), &result);
}

static csr_status hold_list(desk_fixture *f)
{
    csr_hold_query in = CSR_HOLD_QUERY_INIT;
    csr_result *result = NULL;

    in.interaction = desk_id(f, "call");
    in.limit = 8;
    return desk_gives_result(f, csr_hold_list(f->session, &in, &result, &f->err), &result);
}

static csr_status transfer_list(desk_fixture *f)
{
    csr_transfer_query in = CSR_TRANSFER_QUERY_INIT;
    csr_result *result = NULL;

    in.interaction = desk_id(f, "call");
    in.limit = 8;
    return desk_gives_result(f, csr_transfer_list(f->session, &in, &result, &f->err), &result);
}

static csr_status bookmark_set(desk_fixture *f)
{
    csr_bookmark_set_params in = CSR_BOOKMARK_SET_PARAMS_INIT;

    in.name = CSR_STR("mailer");
    in.value = CSR_STR("17");
    return desk_gives_nothing(f, csr_bookmark_set(f->session, &in, &f->err));
}

static csr_status bookmark_set_2(desk_fixture *f)
{
    csr_bookmark_set_params in = CSR_BOOKMARK_SET_PARAMS_INIT;

    in.name = CSR_STR("reader");
    in.value = CSR_STR("1");
    return desk_gives_nothing(f, csr_bookmark_set(f->session, &in, &f->err));
}

static csr_status bookmark_set_3(desk_fixture *f)
{
    csr_bookmark_set_params in = CSR_BOOKMARK_SET_PARAMS_INIT;

    in.name = CSR_STR("reader");
    return desk_gives_nothing(f, csr_bookmark_set(f->session, &in, &f->err));
}

static csr_status bookmark_get(desk_fixture *f)
{
    csr_bookmark_get_params in = CSR_BOOKMARK_GET_PARAMS_INIT;
    csr_result *result = NULL;

    in.name = CSR_STR("mailer");
    return desk_gives_result(f, csr_bookmark_get(f->session, &in, &result, &f->err), &result);
}

static csr_status event_list(desk_fixture *f)
{
    csr_event_query in = CSR_EVENT_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 3;
    in.after_position = 2;
    return desk_gives_result(f, csr_event_list(f->session, &in, &result, &f->err), &result);
}

static csr_status event_history(desk_fixture *f)
{
    csr_event_history_query in = CSR_EVENT_HISTORY_QUERY_INIT;
    csr_result *result = NULL;

    in.subject = desk_id(f, "torn");
    in.limit = 9;
    in.after_seq = 1;
    return desk_gives_result(f, csr_event_history(f->session, &in, &result, &f->err), &result);
}

static csr_status desk_stats(desk_fixture *f)
{
    csr_result *result = NULL;

    return desk_gives_result(f, csr_desk_stats(f->session, &result, &f->err), &result);
}

static csr_status desk_verify(desk_fixture *f)
{
    csr_desk_verify_params in = CSR_DESK_VERIFY_PARAMS_INIT;
    csr_result *result = NULL;

    in.limit = 50;
    return desk_gives_result(f, csr_desk_verify(f->session, &in, &result, &f->err), &result);
}

const desk_step desk_day_contacts[] = {
    { "interaction.add",
      "{'channel':'phone','ticket':'$torn','agent':'$amy','tone':'calm','request_key':'day interaction.add'}",
      interaction_add, "call" },
    { "interaction.add",
      "{'channel':'email','occurred_at':'2026-03-02T09:01:10Z','ticket':'$torn','customer':'$jana','agent':'$bob','"
      "contact_point':'$till','reply_to':'$call','direction':'outgoing','audience':'internal','actor_kind':'bot','"
      "content_type':'html','tone':'upset','ended':true,'external_id':'m-1','label':'Sent','subject':'Re: "
      "torn','body':'<p>Sorry</p>'}",
      interaction_add_2, "letter" },
    { "interaction.tone", "{'id':'$call','tone':'angry'}", interaction_tone, NULL },
    { "interaction.hold", "{'id':'$call','reason':'asking Bob'}", interaction_hold, NULL },
    { "interaction.resume", "{'id':'$call'}", interaction_resume, NULL },
    { "interaction.transfer", "{'id':'$call','agent':'$bob','team':'$front','reason':'knows better'}",
      interaction_transfer, NULL },
    { "interaction.hold", "{'id':'$call'}", interaction_hold_2, NULL },
    { "interaction.end", "{'id':'$call','outcome':'promised','confirmed_solved':true,'tone':'neutral'}",
      interaction_end, NULL },
    { "interaction.get", "{'id':'$call'}", interaction_get, NULL },
    { "interaction.list", "{'limit':1,'order':'ticket','without_body':true,'ticket':'$torn'}", interaction_list, NULL },
    { "interaction.list", "{'customer':'$jana'}", interaction_list_2, NULL },
    { "hold.list", "{'interaction':'$call','limit':8}", hold_list, NULL },
    { "transfer.list", "{'interaction':'$call','limit':8}", transfer_list, NULL },
    { "bookmark.set", "{'name':'mailer','value':'17'}", bookmark_set, NULL },
    { "bookmark.set", "{'name':'reader','value':'1'}", bookmark_set_2, NULL },
    { "bookmark.set", "{'name':'reader'}", bookmark_set_3, NULL },
    { "bookmark.get", "{'name':'mailer'}", bookmark_get, NULL },
    { "event.list", "{'limit':3,'after_position':2}", event_list, NULL },
    { "event.history", "{'subject':'$torn','limit':9,'after_seq':1}", event_history, NULL },
    { "desk.stats", "{}", desk_stats, NULL },
    { "desk.verify", "{'limit':50}", desk_verify, NULL },
};
const size_t desk_day_contacts_count = sizeof(desk_day_contacts) / sizeof(desk_day_contacts[0]);
