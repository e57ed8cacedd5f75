#include "support/desk_day.h"

/* What the staff do for each other: notes, links, watchers, claims, leaving and coming back. */

static csr_status note_add(desk_fixture *f)
{
    csr_note_add_params in = CSR_NOTE_ADD_PARAMS_INIT;
    csr_id id;

    in.customer = desk_id(f, "jana");
    in.body = CSR_STR("Calls in the morning only");
    in.request_key = CSR_STR("day note.add");
    return desk_gives_id(f, csr_note_add(f->session, &in, &id, &f->err), &id);
}

static csr_status note_add_2(desk_fixture *f)
{
    csr_note_add_params in = CSR_NOTE_ADD_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "torn");
    in.content_type = CSR_CONTENT_MARKDOWN;
    in.pinned = 1;
    in.body = CSR_STR("**Third time**");
    in.external_id = CSR_STR("crm-3");
    return desk_gives_id(f, csr_note_add(f->session, &in, &id, &f->err), &id);
}

static csr_status note_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "third");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_note_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status note_unpin(desk_fixture *f)
{
    csr_note_pin_params in = CSR_NOTE_PIN_PARAMS_INIT;
    csr_id subject = desk_id(f, "third");
    int64_t version;

    in.expected_version = 1;
    return desk_gives_number(f, csr_note_unpin(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status note_pin(desk_fixture *f)
{
    csr_note_pin_params in = CSR_NOTE_PIN_PARAMS_INIT;
    csr_id subject = desk_id(f, "third");
    int64_t version;

    in.expected_version = 2;
    return desk_gives_number(f, csr_note_pin(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status note_list(desk_fixture *f)
{
    csr_note_query in = CSR_NOTE_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "torn");
    in.limit = 5;
    return desk_gives_result(f, csr_note_list(f->session, &in, &result, &f->err), &result);
}

static csr_status note_erase(desk_fixture *f)
{
    csr_note_erase_params in = CSR_NOTE_ERASE_PARAMS_INIT;
    csr_id subject = desk_id(f, "third");
    int64_t version;

    in.expected_version = 3;
    in.reason = CSR_STR("Names a neighbour");
    return desk_gives_number(f, csr_note_erase(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status note_list_2(desk_fixture *f)
{
    csr_note_query in = CSR_NOTE_QUERY_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    return desk_gives_result(f, csr_note_list(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_open(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.subject = CSR_STR("The sleeve");
    return desk_gives_id(f, csr_ticket_open(f->session, &in, &id, &f->err), &id);
}

static csr_status ticket_link(desk_fixture *f)
{
    csr_link_params in = CSR_LINK_PARAMS_INIT;
    csr_id subject = desk_id(f, "sleeve");
    int64_t version;

    in.kind = CSR_LINK_CHILD_OF;
    in.expected_version = 1;
    in.other = desk_id(f, "old");
    return desk_gives_number(f, csr_ticket_link(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_link_2(desk_fixture *f)
{
    csr_link_params in = CSR_LINK_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.kind = CSR_LINK_RELATED;
    in.other = desk_id(f, "old");
    return desk_gives_number(f, csr_ticket_link(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_unlink(desk_fixture *f)
{
    csr_link_params in = CSR_LINK_PARAMS_INIT;
    csr_id subject = desk_id(f, "sleeve");
    int64_t version;

    in.kind = CSR_LINK_CHILD_OF;
    in.expected_version = 2;
    in.other = desk_id(f, "old");
    return desk_gives_number(f, csr_ticket_unlink(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status link_list(desk_fixture *f)
{
    csr_link_query in = CSR_LINK_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "torn");
    in.kind = CSR_LINK_RELATED;
    in.limit = 5;
    return desk_gives_result(f, csr_link_list(f->session, &in, &result, &f->err), &result);
}

static csr_status link_list_2(desk_fixture *f)
{
    csr_link_query in = CSR_LINK_QUERY_INIT;
    csr_result *result = NULL;

    in.other = desk_id(f, "old");
    return desk_gives_result(f, csr_link_list(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_watch(desk_fixture *f)
{
    csr_watcher_params in = CSR_WATCHER_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.agent = desk_id(f, "amy");
    return desk_gives_number(f, csr_ticket_watch(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_watch_2(desk_fixture *f)
{
    csr_watcher_params in = CSR_WATCHER_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.customer = desk_id(f, "jana");
    return desk_gives_number(f, csr_ticket_watch(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_watch_3(desk_fixture *f)
{
    csr_watcher_params in = CSR_WATCHER_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.agent = desk_id(f, "bob");
    return desk_gives_number(f, csr_ticket_watch(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_unwatch(desk_fixture *f)
{
    csr_watcher_params in = CSR_WATCHER_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.agent = desk_id(f, "bob");
    return desk_gives_number(f, csr_ticket_unwatch(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_unwatch_2(desk_fixture *f)
{
    csr_watcher_params in = CSR_WATCHER_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.customer = desk_id(f, "jana");
    return desk_gives_number(f, csr_ticket_unwatch(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status watcher_list(desk_fixture *f)
{
    csr_watcher_query in = CSR_WATCHER_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "torn");
    in.limit = 5;
    return desk_gives_result(f, csr_watcher_list(f->session, &in, &result, &f->err), &result);
}

static csr_status watcher_list_2(desk_fixture *f)
{
    csr_watcher_query in = CSR_WATCHER_QUERY_INIT;
    csr_result *result = NULL;

    in.agent = desk_id(f, "amy");
    return desk_gives_result(f, csr_watcher_list(f->session, &in, &result, &f->err), &result);
}

static csr_status watcher_list_3(desk_fixture *f)
{
    csr_watcher_query in = CSR_WATCHER_QUERY_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    return desk_gives_result(f, csr_watcher_list(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_claim(desk_fixture *f)
{
    csr_claim_params in = CSR_CLAIM_PARAMS_INIT;
    csr_id subject = desk_id(f, "sleeve");
    int64_t version;

    in.agent = desk_id(f, "bob");
    in.expected_version = 3;
    in.for_us = 60000000;
    return desk_gives_number(f, csr_ticket_claim(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_claim_2(desk_fixture *f)
{
    csr_claim_params in = CSR_CLAIM_PARAMS_INIT;
    csr_id subject = desk_id(f, "sleeve");
    int64_t version;

    in.agent = desk_id(f, "amy");
    in.take_over = 1;
    return desk_gives_number(f, csr_ticket_claim(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_release(desk_fixture *f)
{
    csr_claim_release_params in = CSR_CLAIM_RELEASE_PARAMS_INIT;
    csr_id subject = desk_id(f, "sleeve");
    int64_t version;

    in.expected_version = 5;
    return desk_gives_number(f, csr_ticket_release(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status claim_next(desk_fixture *f)
{
    csr_claim_next_params in = CSR_CLAIM_NEXT_PARAMS_INIT;
    csr_id id;

    in.agent = desk_id(f, "bob");
    in.team = desk_id(f, "back");
    in.for_us = 3600000000;
    in.look = 100;
    in.request_key = CSR_STR("day claim.next");
    return desk_gives_id(f, csr_claim_next(f->session, &in, &id, &f->err), &id);
}

static csr_status claim_list(desk_fixture *f)
{
    csr_claim_query in = CSR_CLAIM_QUERY_INIT;
    csr_result *result = NULL;

    in.agent = desk_id(f, "bob");
    in.limit = 5;
    return desk_gives_result(f, csr_claim_list(f->session, &in, &result, &f->err), &result);
}

static csr_status claim_list_2(desk_fixture *f)
{
    csr_claim_query in = CSR_CLAIM_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "sleeve");
    return desk_gives_result(f, csr_claim_list(f->session, &in, &result, &f->err), &result);
}

static csr_status team_add(desk_fixture *f)
{
    csr_team_add_params in = CSR_TEAM_ADD_PARAMS_INIT;
    csr_id id;

    in.name = CSR_STR("Night");
    in.lead = desk_id(f, "amy");
    return desk_gives_id(f, csr_team_add(f->session, &in, &id, &f->err), &id);
}

static csr_status agent_add(desk_fixture *f)
{
    csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
    csr_id id;

    in.handle = CSR_STR("cyd");
    return desk_gives_id(f, csr_agent_add(f->session, &in, &id, &f->err), &id);
}

static csr_status ticket_open_2(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.subject = CSR_STR("The hem");
    in.assignee = desk_id(f, "cyd");
    return desk_gives_id(f, csr_ticket_open(f->session, &in, &id, &f->err), &id);
}

static csr_status agent_deactivate(desk_fixture *f)
{
    csr_agent_deactivate_params in = CSR_AGENT_DEACTIVATE_PARAMS_INIT;
    csr_id subject = desk_id(f, "cyd");
    int64_t version;

    in.expected_version = 1;
    in.reason = CSR_STR("Moved away");
    return desk_gives_number(f, csr_agent_deactivate(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status agent_hand_over(desk_fixture *f)
{
    csr_agent_hand_over_params in = CSR_AGENT_HAND_OVER_PARAMS_INIT;
    csr_result *result = NULL;

    in.agent = desk_id(f, "cyd");
    in.to = desk_id(f, "bob");
    in.limit = 2;
    in.reason = CSR_STR("Cyd has left");
    return desk_gives_result(f, csr_agent_hand_over(f->session, &in, &result, &f->err), &result);
}

static csr_status agent_list(desk_fixture *f)
{
    csr_agent_query in = CSR_AGENT_QUERY_INIT;
    csr_result *result = NULL;

    in.status = CSR_AGENT_DEACTIVATED;
    return desk_gives_result(f, csr_agent_list(f->session, &in, &result, &f->err), &result);
}

static csr_status agent_reactivate(desk_fixture *f)
{
    csr_agent_deactivate_params in = CSR_AGENT_DEACTIVATE_PARAMS_INIT;
    csr_id subject = desk_id(f, "cyd");
    int64_t version;

    in.expected_version = 2;
    in.reason = CSR_STR("Came back");
    return desk_gives_number(f, csr_agent_reactivate(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

const desk_step desk_day_together[] = {
    { "note.add", "{'customer':'$jana','body':'Calls in the morning only','request_key':'day note.add'}", note_add,
      "habit" },
    { "note.add",
      "{'ticket':'$torn','content_type':'markdown','pinned':true,'body':'**Third time**','external_id':'crm-3'}",
      note_add_2, "third" },
    { "note.get", "{'id':'$third'}", note_get, NULL },
    { "note.unpin", "{'id':'$third','expected_version':1}", note_unpin, NULL },
    { "note.pin", "{'id':'$third','expected_version':2}", note_pin, NULL },
    { "note.list", "{'ticket':'$torn','limit':5}", note_list, NULL },
    { "note.erase", "{'id':'$third','expected_version':3,'reason':'Names a neighbour'}", note_erase, NULL },
    { "note.list", "{'customer':'$jana'}", note_list_2, NULL },
    { "ticket.open", "{'subject':'The sleeve'}", ticket_open, "sleeve" },
    { "ticket.link", "{'id':'$sleeve','kind':'child_of','expected_version':1,'other':'$old'}", ticket_link, NULL },
    { "ticket.link", "{'id':'$torn','kind':'related','other':'$old'}", ticket_link_2, NULL },
    { "ticket.unlink", "{'id':'$sleeve','kind':'child_of','expected_version':2,'other':'$old'}", ticket_unlink, NULL },
    { "link.list", "{'ticket':'$torn','kind':'related','limit':5}", link_list, NULL },
    { "link.list", "{'other':'$old'}", link_list_2, NULL },
    { "ticket.watch", "{'id':'$torn','agent':'$amy'}", ticket_watch, NULL },
    { "ticket.watch", "{'id':'$torn','customer':'$jana'}", ticket_watch_2, NULL },
    { "ticket.watch", "{'id':'$torn','agent':'$bob'}", ticket_watch_3, NULL },
    { "ticket.unwatch", "{'id':'$torn','agent':'$bob'}", ticket_unwatch, NULL },
    { "ticket.unwatch", "{'id':'$torn','customer':'$jana'}", ticket_unwatch_2, NULL },
    { "watcher.list", "{'ticket':'$torn','limit':5}", watcher_list, NULL },
    { "watcher.list", "{'agent':'$amy'}", watcher_list_2, NULL },
    { "watcher.list", "{'customer':'$jana'}", watcher_list_3, NULL },
    { "ticket.claim", "{'id':'$sleeve','agent':'$bob','expected_version':3,'for_us':60000000}", ticket_claim, NULL },
    { "ticket.claim", "{'id':'$sleeve','agent':'$amy','take_over':true}", ticket_claim_2, NULL },
    { "ticket.release", "{'id':'$sleeve','expected_version':5}", ticket_release, NULL },
    { "claim.next", "{'agent':'$bob','team':'$back','for_us':3600000000,'look':100,'request_key':'day claim.next'}",
      claim_next, "next_one" },
    { "claim.list", "{'agent':'$bob','limit':5}", claim_list, NULL },
    { "claim.list", "{'ticket':'$sleeve'}", claim_list_2, NULL },
    { "team.add", "{'name':'Night','lead':'$amy'}", team_add, "night" },
    { "agent.add", "{'handle':'cyd'}", agent_add, "cyd" },
    { "ticket.open", "{'subject':'The hem','assignee':'$cyd'}", ticket_open_2, "hem" },
    { "agent.deactivate", "{'id':'$cyd','expected_version':1,'reason':'Moved away'}", agent_deactivate, NULL },
    { "agent.hand_over", "{'agent':'$cyd','to':'$bob','limit':2,'reason':'Cyd has left'}", agent_hand_over, NULL },
    { "agent.list", "{'status':'deactivated'}", agent_list, NULL },
    { "agent.reactivate", "{'id':'$cyd','expected_version':2,'reason':'Came back'}", agent_reactivate, NULL },
};
const size_t desk_day_together_count = sizeof(desk_day_together) / sizeof(desk_day_together[0]);
