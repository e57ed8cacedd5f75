#include "support/desk_day.h"

/* Policies and tickets. */
#define SECOND INT64_C(1000000)

static csr_status policy_check(desk_fixture *f)
{
    csr_policy_check_params in = CSR_POLICY_CHECK_PARAMS_INIT;
    csr_result *result = NULL;

    in.kind = CSR_POLICY_LIFECYCLE;
    in.document = CSR_STR("{\"states\":[]}");
    return desk_gives_result(f, csr_policy_check(f->session, &in, &result, &f->err), &result);
}

static csr_status policy_add(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_POLICY_LIFECYCLE;
    in.name = CSR_STR("short");
    in.document = CSR_STR("{\"states\":[{\"name\":\"in\",\"category\":\"new\"},{\"name\":\"out\",\"category\":"
                          "\"resolved\"}],\"initial\":\"in\",\"transitions\":[{\"from\":\"in\",\"to\":\"out\","
                          "\"require\":[\"resolution\"]}],\"reopen\":{\"state\":\"in\",\"window_s\":60}}");
    in.effective_from = CSR_TEST_MONDAY + 56 * SECOND;
    in.request_key = CSR_STR("day policy.add");
    return desk_gives_id(f, csr_policy_add(f->session, &in, &id, &f->err), &id);
}

static csr_status policy_current(desk_fixture *f)
{
    csr_policy_current_params in = CSR_POLICY_CURRENT_PARAMS_INIT;
    csr_result *result = NULL;

    in.kind = CSR_POLICY_LIFECYCLE;
    in.name = CSR_STR("short");
    return desk_gives_result(f, csr_policy_current(f->session, &in, &result, &f->err), &result);
}

static csr_status policy_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "short");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_policy_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status policy_list(desk_fixture *f)
{
    csr_policy_query in = CSR_POLICY_QUERY_INIT;
    csr_result *result = NULL;

    in.kind = CSR_POLICY_LIFECYCLE;
    in.name = CSR_STR("short");
    in.limit = 2;
    return desk_gives_result(f, csr_policy_list(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_open(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.subject = CSR_STR("old");
    in.opened_at = CSR_TEST_MONDAY;
    in.external_id = CSR_STR("x-1");
    in.request_key = CSR_STR("day ticket.open");
    return desk_gives_id(f, csr_ticket_open(f->session, &in, &id, &f->err), &id);
}

static csr_status ticket_open_2(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_TICKET_COMPLAINT;
    in.customer = desk_id(f, "jana");
    in.team = desk_id(f, "front");
    in.assignee = desk_id(f, "amy");
    in.contact_point = desk_id(f, "till");
    in.follow_up_of = desk_id(f, "old");
    in.priority = CSR_PRIORITY_HIGH;
    in.fault = CSR_FAULT_COMPANY;
    in.opened_at = CSR_TEST_MONDAY + 30 * SECOND;
    in.due_at = CSR_TEST_MONDAY + 288000 * SECOND;
    in.subject = CSR_STR("torn");
    in.product = CSR_STR("J-1");
    in.order_ref = CSR_STR("O-2");
    in.external_id = CSR_STR("x-2");
    in.lifecycle = CSR_STR("short");
    in.state = CSR_STR("in");
    return desk_gives_id(f, csr_ticket_open(f->session, &in, &id, &f->err), &id);
}

static csr_status ticket_change(desk_fixture *f)
{
    csr_ticket_change_params in = CSR_TICKET_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.kind = CSR_TICKET_RETURN;
    in.expected_version = 1;
    in.customer = desk_id(f, "petr");
    in.team = desk_id(f, "back");
    in.assignee = desk_id(f, "bob");
    in.contact_point = desk_id(f, "till");
    in.priority = CSR_PRIORITY_URGENT;
    in.fault = CSR_FAULT_NOBODY;
    in.due_at = CSR_TEST_MONDAY + 374400 * SECOND;
    in.effective_at = CSR_TEST_MONDAY + 40 * SECOND;
    in.subject = CSR_STR("Torn");
    in.product = CSR_STR("J-2");
    in.order_ref = CSR_STR("O-3");
    return desk_gives_number(f, csr_ticket_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_change_2(desk_fixture *f)
{
    csr_ticket_change_params in = CSR_TICKET_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.clear = CSR_TICKET_CLEAR_CONTACT_POINT | CSR_TICKET_CLEAR_FAULT | CSR_TICKET_CLEAR_DUE_AT |
               CSR_TICKET_CLEAR_PRODUCT | CSR_TICKET_CLEAR_ORDER_REF;
    return desk_gives_number(f, csr_ticket_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_tag(desk_fixture *f)
{
    csr_tag_params in = CSR_TAG_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.tag = CSR_STR("Jacket");
    return desk_gives_number(f, csr_ticket_tag(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_tag_2(desk_fixture *f)
{
    csr_tag_params in = CSR_TAG_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.tag = CSR_STR("blue");
    return desk_gives_number(f, csr_ticket_tag(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_untag(desk_fixture *f)
{
    csr_tag_params in = CSR_TAG_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.tag = CSR_STR("Blue");
    return desk_gives_number(f, csr_ticket_untag(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_move(desk_fixture *f)
{
    csr_ticket_move_params in = CSR_TICKET_MOVE_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.expected_version = 6;
    in.resolution = CSR_RESOLUTION_REPLACED;
    in.effective_at = CSR_TEST_MONDAY + 60 * SECOND;
    in.state = CSR_STR("out");
    in.resolution_note = CSR_STR("a new one");
    in.reason = CSR_STR("it was torn");
    return desk_gives_number(f, csr_ticket_move(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_reopen(desk_fixture *f)
{
    csr_ticket_reopen_params in = CSR_TICKET_REOPEN_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    csr_id id;

    in.expected_version = 7;
    in.effective_at = CSR_TEST_MONDAY + 61 * SECOND;
    in.reason = CSR_STR("torn again");
    in.request_key = CSR_STR("day ticket.reopen");
    return desk_gives_id(f, csr_ticket_reopen(f->session, &subject, &in, &id, &f->err), &id);
}

static csr_status ticket_move_2(desk_fixture *f)
{
    csr_ticket_move_params in = CSR_TICKET_MOVE_PARAMS_INIT;
    csr_id subject = desk_id(f, "old");
    int64_t version;

    in.state = CSR_STR("resolved");
    in.resolution = CSR_RESOLUTION_SOLVED;
    return desk_gives_number(f, csr_ticket_move(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "torn");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_ticket_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status ticket_find(desk_fixture *f)
{
    csr_ticket_find_params in = CSR_TICKET_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.number = 2;
    return desk_gives_result(f, csr_ticket_find(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_find_2(desk_fixture *f)
{
    csr_ticket_find_params in = CSR_TICKET_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.external_id = CSR_STR("x-1");
    return desk_gives_result(f, csr_ticket_find(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_list(desk_fixture *f)
{
    csr_ticket_query in = CSR_TICKET_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 3;
    in.order = CSR_TICKETS_BY_TEAM;
    in.queue = CSR_QUEUE_ACTIVE;
    in.team = desk_id(f, "back");
    return desk_gives_result(f, csr_ticket_list(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_list_2(desk_fixture *f)
{
    csr_ticket_query in = CSR_TICKET_QUERY_INIT;
    csr_result *result = NULL;

    in.order = CSR_TICKETS_BY_ASSIGNEE;
    in.assignee = desk_id(f, "bob");
    return desk_gives_result(f, csr_ticket_list(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_list_3(desk_fixture *f)
{
    csr_ticket_query in = CSR_TICKET_QUERY_INIT;
    csr_result *result = NULL;

    in.order = CSR_TICKETS_BY_CUSTOMER;
    in.customer = desk_id(f, "petr");
    return desk_gives_result(f, csr_ticket_list(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_queue(desk_fixture *f)
{
    csr_ticket_queue_query in = CSR_TICKET_QUEUE_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 5;
    in.queue = CSR_QUEUE_ACTIVE;
    in.team = desk_id(f, "back");
    return desk_gives_result(f, csr_ticket_queue(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_count(desk_fixture *f)
{
    csr_ticket_count_params in = CSR_TICKET_COUNT_PARAMS_INIT;
    int64_t count;

    in.queue = CSR_QUEUE_DONE;
    return desk_gives_number(f, csr_ticket_count(f->session, &in, &count, &f->err), "count", &count);
}

static csr_status ticket_count_2(desk_fixture *f)
{
    csr_ticket_count_params in = CSR_TICKET_COUNT_PARAMS_INIT;
    int64_t count;

    in.team = desk_id(f, "back");
    return desk_gives_number(f, csr_ticket_count(f->session, &in, &count, &f->err), "count", &count);
}

const desk_step desk_day_tickets[] = {
    { "policy.check", "{'kind':'lifecycle','document':{'states':[]}}", policy_check, NULL },
    { "policy.add",
      "{'kind':'lifecycle','name':'short','document':{'states':[{'name':'in','category':'new'},{'name':'out','category'"
      ":'resolved'}],'initial':'in','transitions':[{'from':'in','to':'out','require':['resolution']}],'reopen':{'state'"
      ":'in','window_s':60}},'effective_from':'2026-03-02T09:00:56Z','request_key':'day policy.add'}",
      policy_add, "short" },
    { "policy.get", "{'id':'$short'}", policy_get, NULL },
    { "policy.list", "{'kind':'lifecycle','name':'short','limit':2}", policy_list, NULL },
    { "policy.current", "{'kind':'lifecycle','name':'short'}", policy_current, NULL },
    { "ticket.open",
      "{'subject':'old','opened_at':'2026-03-02T09:00:00Z','external_id':'x-1','request_key':'day ticket.open'}",
      ticket_open, "old" },
    { "ticket.open",
      "{'kind':'complaint','customer':'$jana','team':'$front','assignee':'$amy','contact_point':'$till','follow_up_of':"
      "'$old','priority':'high','fault':'company','opened_at':'2026-03-02T09:00:30Z','due_at':'2026-03-05T17:00:00Z','"
      "subject':'torn','product':'J-1','order_ref':'O-2','external_id':'x-2','lifecycle':'short','state':'in'}",
      ticket_open_2, "torn" },
    { "ticket.change",
      "{'id':'$torn','kind':'return','expected_version':1,'customer':'$petr','team':'$back','assignee':'$bob','contact_"
      "point':'$till','priority':'urgent','fault':'nobody','due_at':'2026-03-06T17:00:00Z','effective_at':'2026-03-"
      "02T09:00:40Z','subject':'Torn','product':'J-2','order_ref':'O-3'}",
      ticket_change, NULL },
    { "ticket.change", "{'id':'$torn','contact_point':null,'fault':null,'due_at':null,'product':null,'order_ref':null}",
      ticket_change_2, NULL },
    { "ticket.tag", "{'id':'$torn','tag':'Jacket'}", ticket_tag, NULL },
    { "ticket.tag", "{'id':'$torn','tag':'blue'}", ticket_tag_2, NULL },
    { "ticket.untag", "{'id':'$torn','tag':'Blue'}", ticket_untag, NULL },
    { "ticket.move",
      "{'id':'$torn','expected_version':6,'resolution':'replaced','effective_at':'2026-03-02T09:01:00Z','state':'out','"
      "resolution_note':'a new one','reason':'it was torn'}",
      ticket_move, NULL },
    { "ticket.reopen",
      "{'id':'$torn','expected_version':7,'effective_at':'2026-03-02T09:01:01Z','reason':'torn "
      "again','request_key':'day ticket.reopen'}",
      ticket_reopen, NULL },
    { "ticket.move", "{'id':'$old','state':'resolved','resolution':'solved'}", ticket_move_2, NULL },
    { "ticket.get", "{'id':'$torn'}", ticket_get, NULL },
    { "ticket.find", "{'number':2}", ticket_find, NULL },
    { "ticket.find", "{'external_id':'x-1'}", ticket_find_2, NULL },
    { "ticket.list", "{'limit':3,'order':'team','queue':'active','team':'$back'}", ticket_list, NULL },
    { "ticket.list", "{'order':'assignee','assignee':'$bob'}", ticket_list_2, NULL },
    { "ticket.list", "{'order':'customer','customer':'$petr'}", ticket_list_3, NULL },
    { "ticket.queue", "{'limit':5,'queue':'active','team':'$back'}", ticket_queue, NULL },
    { "ticket.count", "{'queue':'done'}", ticket_count, NULL },
    { "ticket.count", "{'team':'$back'}", ticket_count_2, NULL },
};
const size_t desk_day_tickets_count = sizeof(desk_day_tickets) / sizeof(desk_day_tickets[0]);
