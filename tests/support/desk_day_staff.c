#include "support/desk_day.h"

/* Agents, teams, and where they are found. */

static csr_status agent_add(desk_fixture *f)
{
    csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
    csr_id id;

    in.handle = CSR_STR("amy");
    in.name = CSR_STR("Amy A.");
    in.email = CSR_STR("amy@example.com");
    in.role = CSR_ROLE_SUPERVISOR;
    in.request_key = CSR_STR("day agent.add");
    return desk_gives_id(f, csr_agent_add(f->session, &in, &id, &f->err), &id);
}

static csr_status agent_add_2(desk_fixture *f)
{
    csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
    csr_id id;

    in.handle = CSR_STR("bob");
    return desk_gives_id(f, csr_agent_add(f->session, &in, &id, &f->err), &id);
}

static csr_status agent_change(desk_fixture *f)
{
    csr_agent_change_params in = CSR_AGENT_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "bob");
    int64_t version;

    in.expected_version = 1;
    in.role = CSR_ROLE_MANAGER;
    in.handle = CSR_STR("Bob");
    in.name = CSR_STR("Bob B.");
    in.email = CSR_STR("bob@example.com");
    return desk_gives_number(f, csr_agent_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status agent_change_2(desk_fixture *f)
{
    csr_agent_change_params in = CSR_AGENT_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "amy");
    int64_t version;

    in.clear = CSR_AGENT_CLEAR_EMAIL;
    return desk_gives_number(f, csr_agent_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status agent_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "amy");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_agent_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status agent_find(desk_fixture *f)
{
    csr_agent_find_params in = CSR_AGENT_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.handle = CSR_STR("BOB");
    return desk_gives_result(f, csr_agent_find(f->session, &in, &result, &f->err), &result);
}

static csr_status agent_list(desk_fixture *f)
{
    csr_agent_query in = CSR_AGENT_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 1;
    return desk_gives_result(f, csr_agent_list(f->session, &in, &result, &f->err), &result);
}

static csr_status skill_set(desk_fixture *f)
{
    csr_skill_set_params in = CSR_SKILL_SET_PARAMS_INIT;
    csr_id subject = desk_id(f, "amy");
    int64_t version;

    in.kind = CSR_SKILL_LANGUAGE;
    in.name = CSR_STR("cs");
    in.level = 5;
    return desk_gives_number(f, csr_skill_set(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status skill_set_2(desk_fixture *f)
{
    csr_skill_set_params in = CSR_SKILL_SET_PARAMS_INIT;
    csr_id subject = desk_id(f, "amy");
    int64_t version;

    in.name = CSR_STR("returns");
    return desk_gives_number(f, csr_skill_set(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status skill_remove(desk_fixture *f)
{
    csr_skill_remove_params in = CSR_SKILL_REMOVE_PARAMS_INIT;
    csr_id subject = desk_id(f, "amy");
    int64_t version;

    in.kind = CSR_SKILL_ABILITY;
    in.name = CSR_STR("Returns");
    return desk_gives_number(f, csr_skill_remove(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status skill_list(desk_fixture *f)
{
    csr_skill_query in = CSR_SKILL_QUERY_INIT;
    csr_result *result = NULL;

    in.agent = desk_id(f, "amy");
    in.limit = 3;
    return desk_gives_result(f, csr_skill_list(f->session, &in, &result, &f->err), &result);
}

static csr_status team_add(desk_fixture *f)
{
    csr_team_add_params in = CSR_TEAM_ADD_PARAMS_INIT;
    csr_id id;

    in.name = CSR_STR("Front");
    in.note = CSR_STR("first");
    in.lead = desk_id(f, "amy");
    in.request_key = CSR_STR("day team.add");
    return desk_gives_id(f, csr_team_add(f->session, &in, &id, &f->err), &id);
}

static csr_status team_add_2(desk_fixture *f)
{
    csr_team_add_params in = CSR_TEAM_ADD_PARAMS_INIT;
    csr_id id;

    in.name = CSR_STR("Back");
    return desk_gives_id(f, csr_team_add(f->session, &in, &id, &f->err), &id);
}

static csr_status team_change(desk_fixture *f)
{
    csr_team_change_params in = CSR_TEAM_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "back");
    int64_t version;

    in.expected_version = 1;
    in.name = CSR_STR("Back office");
    in.note = CSR_STR("second");
    in.lead = desk_id(f, "bob");
    return desk_gives_number(f, csr_team_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status team_change_2(desk_fixture *f)
{
    csr_team_change_params in = CSR_TEAM_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "back");
    int64_t version;

    in.clear = CSR_TEAM_CLEAR_NOTE | CSR_TEAM_CLEAR_LEAD;
    return desk_gives_number(f, csr_team_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status team_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "front");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_team_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status team_find(desk_fixture *f)
{
    csr_team_find_params in = CSR_TEAM_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.name = CSR_STR("back OFFICE");
    return desk_gives_result(f, csr_team_find(f->session, &in, &result, &f->err), &result);
}

static csr_status team_list(desk_fixture *f)
{
    csr_team_query in = CSR_TEAM_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 9;
    return desk_gives_result(f, csr_team_list(f->session, &in, &result, &f->err), &result);
}

static csr_status team_join(desk_fixture *f)
{
    csr_member_params in = CSR_MEMBER_PARAMS_INIT;
    csr_id subject = desk_id(f, "front");
    int64_t version;

    in.agent = desk_id(f, "amy");
    return desk_gives_number(f, csr_team_join(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status team_join_2(desk_fixture *f)
{
    csr_member_params in = CSR_MEMBER_PARAMS_INIT;
    csr_id subject = desk_id(f, "front");
    int64_t version;

    in.agent = desk_id(f, "bob");
    return desk_gives_number(f, csr_team_join(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status team_leave(desk_fixture *f)
{
    csr_member_params in = CSR_MEMBER_PARAMS_INIT;
    csr_id subject = desk_id(f, "front");
    int64_t version;

    in.agent = desk_id(f, "bob");
    return desk_gives_number(f, csr_team_leave(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status member_list(desk_fixture *f)
{
    csr_member_query in = CSR_MEMBER_QUERY_INIT;
    csr_result *result = NULL;

    in.team = desk_id(f, "front");
    in.limit = 4;
    return desk_gives_result(f, csr_member_list(f->session, &in, &result, &f->err), &result);
}

static csr_status member_list_2(desk_fixture *f)
{
    csr_member_query in = CSR_MEMBER_QUERY_INIT;
    csr_result *result = NULL;

    in.agent = desk_id(f, "amy");
    return desk_gives_result(f, csr_member_list(f->session, &in, &result, &f->err), &result);
}

static csr_status contact_point_add(desk_fixture *f)
{
    csr_contact_point_add_params in = CSR_CONTACT_POINT_ADD_PARAMS_INIT;
    csr_id id;

    in.channel = CSR_CHANNEL_COUNTER;
    in.name = CSR_STR("Till");
    in.address = CSR_STR("Ground floor");
    in.hours = CSR_STR("office");
    in.responsible = desk_id(f, "amy");
    in.team = desk_id(f, "front");
    in.request_key = CSR_STR("day contact_point.add");
    return desk_gives_id(f, csr_contact_point_add(f->session, &in, &id, &f->err), &id);
}

static csr_status contact_point_change(desk_fixture *f)
{
    csr_contact_point_change_params in = CSR_CONTACT_POINT_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "till");
    int64_t version;

    in.expected_version = 1;
    in.channel = CSR_CHANNEL_PHONE;
    in.name = CSR_STR("Line");
    in.address = CSR_STR("+420 1");
    in.hours = CSR_STR("always");
    in.responsible = desk_id(f, "bob");
    in.team = desk_id(f, "back");
    return desk_gives_number(f, csr_contact_point_change(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status contact_point_change_2(desk_fixture *f)
{
    csr_contact_point_change_params in = CSR_CONTACT_POINT_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "till");
    int64_t version;

    in.clear = CSR_CONTACT_POINT_CLEAR_ADDRESS | CSR_CONTACT_POINT_CLEAR_HOURS | CSR_CONTACT_POINT_CLEAR_TEAM;
    return desk_gives_number(f, csr_contact_point_change(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status contact_point_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "till");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_contact_point_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status contact_point_list(desk_fixture *f)
{
    csr_contact_point_query in = CSR_CONTACT_POINT_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 6;
    return desk_gives_result(f, csr_contact_point_list(f->session, &in, &result, &f->err), &result);
}

const desk_step desk_day_staff[] = {
    { "agent.add",
      "{'handle':'amy','name':'Amy A.','email':'amy@example.com','role':'supervisor','request_key':'day agent.add'}",
      agent_add, "amy" },
    { "agent.add", "{'handle':'bob'}", agent_add_2, "bob" },
    { "agent.change",
      "{'id':'$bob','expected_version':1,'role':'manager','handle':'Bob','name':'Bob B.','email':'bob@example.com'}",
      agent_change, NULL },
    { "agent.change", "{'id':'$amy','email':null}", agent_change_2, NULL },
    { "agent.get", "{'id':'$amy'}", agent_get, NULL },
    { "agent.find", "{'handle':'BOB'}", agent_find, NULL },
    { "agent.list", "{'limit':1}", agent_list, NULL },
    { "skill.set", "{'id':'$amy','kind':'language','name':'cs','level':5}", skill_set, NULL },
    { "skill.set", "{'id':'$amy','name':'returns'}", skill_set_2, NULL },
    { "skill.remove", "{'id':'$amy','kind':'ability','name':'Returns'}", skill_remove, NULL },
    { "skill.list", "{'agent':'$amy','limit':3}", skill_list, NULL },
    { "team.add", "{'name':'Front','note':'first','lead':'$amy','request_key':'day team.add'}", team_add, "front" },
    { "team.add", "{'name':'Back'}", team_add_2, "back" },
    { "team.change", "{'id':'$back','expected_version':1,'name':'Back office','note':'second','lead':'$bob'}",
      team_change, NULL },
    { "team.change", "{'id':'$back','note':null,'lead':null}", team_change_2, NULL },
    { "team.get", "{'id':'$front'}", team_get, NULL },
    { "team.find", "{'name':'back OFFICE'}", team_find, NULL },
    { "team.list", "{'limit':9}", team_list, NULL },
    { "team.join", "{'id':'$front','agent':'$amy'}", team_join, NULL },
    { "team.join", "{'id':'$front','agent':'$bob'}", team_join_2, NULL },
    { "team.leave", "{'id':'$front','agent':'$bob'}", team_leave, NULL },
    { "member.list", "{'team':'$front','limit':4}", member_list, NULL },
    { "member.list", "{'agent':'$amy'}", member_list_2, NULL },
    { "contact_point.add",
      "{'channel':'counter','name':'Till','address':'Ground "
      "floor','hours':'office','responsible':'$amy','team':'$front','request_key':'day contact_point.add'}",
      contact_point_add, "till" },
    { "contact_point.change",
      "{'id':'$till','expected_version':1,'channel':'phone','name':'Line','address':'+420 "
      "1','hours':'always','responsible':'$bob','team':'$back'}",
      contact_point_change, NULL },
    { "contact_point.change", "{'id':'$till','address':null,'hours':null,'team':null}", contact_point_change_2, NULL },
    { "contact_point.get", "{'id':'$till'}", contact_point_get, NULL },
    { "contact_point.list", "{'limit':6}", contact_point_list, NULL },
};
const size_t desk_day_staff_count = sizeof(desk_day_staff) / sizeof(desk_day_staff[0]);
