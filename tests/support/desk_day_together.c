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

const desk_step desk_day_together[] = {
    { "note.add", "{'customer':'$jana','body':'Calls in the morning only','request_key':'day note.add'}", note_add,
      "habit" },
    { "note.add", "{'ticket':'$torn','content_type':'markdown','pinned':true,'body':'**Third time**'}", note_add_2,
      "third" },
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
};
const size_t desk_day_together_count = sizeof(desk_day_together) / sizeof(desk_day_together[0]);
