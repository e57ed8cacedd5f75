#include "support/desk_day.h"

/* Who is there, and who is asked to step in. */
#define SHIFT "{\"hours\":{\"mon\":[[\"08:00\",\"20:00\"]]},\"zone\":\"UTC\"}"

static csr_status policy_add_shift(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_POLICY_CALENDAR;
    in.name = CSR_STR("early");
    in.document = CSR_STR(SHIFT);
    return desk_gives_id(f, csr_policy_add(f->session, &in, &id, &f->err), &id);
}

static csr_status agent_add_kim(desk_fixture *f)
{
    csr_agent_add_params in = CSR_AGENT_ADD_PARAMS_INIT;
    csr_id id;

    in.handle = CSR_STR("kim");
    in.role = CSR_ROLE_SUPERVISOR;
    return desk_gives_id(f, csr_agent_add(f->session, &in, &id, &f->err), &id);
}

static csr_status agent_change_shift(desk_fixture *f)
{
    csr_agent_change_params in = CSR_AGENT_CHANGE_PARAMS_INIT;
    csr_id id = desk_id(f, "kim");
    int64_t version;

    in.shift = CSR_STR("early");
    return desk_gives_number(f, csr_agent_change(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status agent_presence(desk_fixture *f)
{
    csr_agent_presence_params in = CSR_AGENT_PRESENCE_PARAMS_INIT;
    csr_id id = desk_id(f, "kim");
    int64_t version;

    in.presence = CSR_PRESENCE_ON_BREAK;
    in.until = CSR_TEST_MONDAY + INT64_C(86400000000);
    in.reason = CSR_STR("lunch");
    return desk_gives_number(f, csr_agent_presence(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status agent_presence_again(desk_fixture *f)
{
    csr_agent_presence_params in = CSR_AGENT_PRESENCE_PARAMS_INIT;
    csr_id id = desk_id(f, "kim");
    int64_t version;

    in.presence = CSR_PRESENCE_AVAILABLE;
    return desk_gives_number(f, csr_agent_presence(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status duty_list(desk_fixture *f)
{
    csr_duty_query in = CSR_DUTY_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 5;
    in.team = desk_id(f, "evening");
    in.customer = desk_id(f, "jana");
    in.role = CSR_ROLE_SUPERVISOR;
    in.skill = CSR_STR("Refunds");
    in.language = CSR_STR("cs");
    return desk_gives_result(f, csr_duty_list(f->session, &in, &result, &f->err), &result);
}

static csr_status skill_set_refunds(desk_fixture *f)
{
    csr_skill_set_params in = CSR_SKILL_SET_PARAMS_INIT;
    csr_id id = desk_id(f, "kim");
    int64_t version;

    in.name = CSR_STR("refunds");
    return desk_gives_number(f, csr_skill_set(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status team_add_evening(desk_fixture *f)
{
    csr_team_add_params in = CSR_TEAM_ADD_PARAMS_INIT;
    csr_id id;

    in.name = CSR_STR("Evening");
    return desk_gives_id(f, csr_team_add(f->session, &in, &id, &f->err), &id);
}

static csr_status team_join_evening(desk_fixture *f)
{
    csr_member_params in = CSR_MEMBER_PARAMS_INIT;
    csr_id id = desk_id(f, "evening");
    int64_t version;

    in.agent = desk_id(f, "kim");
    return desk_gives_number(f, csr_team_join(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status ticket_open_loud(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.subject = CSR_STR("It is loud");
    in.customer = desk_id(f, "jana");
    return desk_gives_id(f, csr_ticket_open(f->session, &in, &id, &f->err), &id);
}

static csr_status interaction_add_loud(desk_fixture *f)
{
    csr_interaction_add_params in = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_id id;

    in.channel = CSR_CHANNEL_PHONE;
    in.ticket = desk_id(f, "loud");
    return desk_gives_id(f, csr_interaction_add(f->session, &in, &id, &f->err), &id);
}

static csr_status escalation_raise(desk_fixture *f)
{
    csr_escalation_raise_params in = CSR_ESCALATION_RAISE_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "loud");
    in.interaction = desk_id(f, "ring");
    in.level = 2;
    in.to_role = CSR_ROLE_SUPERVISOR;
    in.within_us = INT64_C(60000000);
    in.skill = CSR_STR("refunds");
    in.language = CSR_STR("cs");
    in.reason = CSR_STR("Let me ask my supervisor");
    in.request_key = CSR_STR("day escalation.raise");
    return desk_gives_id(f, csr_escalation_raise(f->session, &in, &id, &f->err), &id);
}

static csr_status escalation_raise_agent(desk_fixture *f)
{
    csr_escalation_raise_params in = CSR_ESCALATION_RAISE_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "loud");
    in.to_agent = desk_id(f, "kim");
    return desk_gives_id(f, csr_escalation_raise(f->session, &in, &id, &f->err), &id);
}

static csr_status escalation_raise_team(desk_fixture *f)
{
    csr_escalation_raise_params in = CSR_ESCALATION_RAISE_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "loud");
    in.to_team = desk_id(f, "evening");
    return desk_gives_id(f, csr_escalation_raise(f->session, &in, &id, &f->err), &id);
}

static csr_status escalation_acknowledge(desk_fixture *f)
{
    csr_escalation_acknowledge_params in = CSR_ESCALATION_ACKNOWLEDGE_PARAMS_INIT;
    csr_id id = desk_id(f, "asked");
    int64_t version;

    in.agent = desk_id(f, "kim");
    in.take = 1;
    return desk_gives_number(f, csr_escalation_acknowledge(f->session, &id, &in, &version, &f->err), "version",
                             &version);
}

static csr_status escalation_resolve(desk_fixture *f)
{
    csr_escalation_resolve_params in = CSR_ESCALATION_RESOLVE_PARAMS_INIT;
    csr_id id = desk_id(f, "asked");
    int64_t version;

    in.answer = CSR_STR("Said sorry, gave a voucher");
    return desk_gives_number(f, csr_escalation_resolve(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status escalation_withdraw(desk_fixture *f)
{
    csr_escalation_withdraw_params in = CSR_ESCALATION_WITHDRAW_PARAMS_INIT;
    csr_id id = desk_id(f, "by_name");
    int64_t version;

    in.answer = CSR_STR("Calm again");
    return desk_gives_number(f, csr_escalation_withdraw(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status escalation_consult(desk_fixture *f)
{
    csr_escalation_consult_params in = CSR_ESCALATION_CONSULT_PARAMS_INIT;
    csr_id id;

    in.interaction = desk_id(f, "ring");
    in.to_role = CSR_ROLE_SUPERVISOR;
    in.within_us = INT64_C(600000000);
    in.skill = CSR_STR("refunds");
    in.reason = CSR_STR("May I?");
    in.request_key = CSR_STR("day escalation.consult");
    return desk_gives_id(f, csr_escalation_consult(f->session, &in, &id, &f->err), &id);
}

static csr_status consult_agent(desk_fixture *f)
{
    csr_escalation_consult_params in = CSR_ESCALATION_CONSULT_PARAMS_INIT;
    csr_id id;

    in.interaction = desk_id(f, "ring");
    in.to_agent = desk_id(f, "kim");
    return desk_gives_id(f, csr_escalation_consult(f->session, &in, &id, &f->err), &id);
}

static csr_status consult_team(desk_fixture *f)
{
    csr_escalation_consult_params in = CSR_ESCALATION_CONSULT_PARAMS_INIT;
    csr_id id;

    in.interaction = desk_id(f, "ring");
    in.to_team = desk_id(f, "evening");
    return desk_gives_id(f, csr_escalation_consult(f->session, &in, &id, &f->err), &id);
}

static csr_status escalation_get(desk_fixture *f)
{
    csr_id id = desk_id(f, "asked");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_escalation_get(f->session, &id, &result, &f->err), &result);
}

static csr_status list_of_ticket(desk_fixture *f)
{
    csr_escalation_query in = CSR_ESCALATION_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 2;
    in.ticket = desk_id(f, "loud");
    return desk_gives_result(f, csr_escalation_list(f->session, &in, &result, &f->err), &result);
}

static csr_status list_of_agent(desk_fixture *f)
{
    csr_escalation_query in = CSR_ESCALATION_QUERY_INIT;
    csr_result *result = NULL;

    in.agent = desk_id(f, "kim");
    in.open = 1;
    return desk_gives_result(f, csr_escalation_list(f->session, &in, &result, &f->err), &result);
}

static csr_status list_of_team(desk_fixture *f)
{
    csr_escalation_query in = CSR_ESCALATION_QUERY_INIT;
    csr_result *result = NULL;

    in.team = desk_id(f, "evening");
    return desk_gives_result(f, csr_escalation_list(f->session, &in, &result, &f->err), &result);
}

#define HOUSE_RULES                                                                                    \
    "{\"format\":\"csr-rules/1\",\"rules\":[{\"do\":[{\"tag\":\"again\"}],\"id\":\"again\",\"when\":[" \
    "\"ticket.kind == 'praise'\"]}],\"set\":\"house\"}"
#define OTHER_RULES                                                                                    \
    "{\"format\":\"csr-rules/1\",\"rules\":[{\"do\":[{\"tag\":\"other\"}],\"id\":\"again\",\"when\":[" \
    "\"ticket.reopened == 0\"]}],\"set\":\"house\"}"

static csr_status policy_add_rules(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_POLICY_RULES;
    in.document = CSR_STR(HOUSE_RULES);
    return desk_gives_id(f, csr_policy_add(f->session, &in, &id, &f->err), &id);
}

static csr_status ticket_change_kind(desk_fixture *f)
{
    csr_ticket_change_params in = CSR_TICKET_CHANGE_PARAMS_INIT;
    csr_id id = desk_id(f, "loud");
    int64_t version;

    in.kind = CSR_TICKET_PRAISE;
    return desk_gives_number(f, csr_ticket_change(f->session, &id, &in, &version, &f->err), "version", &version);
}

static csr_status firing_list(desk_fixture *f)
{
    csr_firing_query in = CSR_FIRING_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "loud");
    in.limit = 3;
    return desk_gives_result(f, csr_firing_list(f->session, &in, &result, &f->err), &result);
}

static csr_status firing_get(desk_fixture *f)
{
    csr_id id = desk_id(f, "fired");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_firing_get(f->session, &id, &result, &f->err), &result);
}

static csr_status firing_list_rule(desk_fixture *f)
{
    csr_firing_query in = CSR_FIRING_QUERY_INIT;
    csr_result *result = NULL;

    in.rule = CSR_STR("again");
    return desk_gives_result(f, csr_firing_list(f->session, &in, &result, &f->err), &result);
}

static csr_status firing_rehearse(desk_fixture *f)
{
    csr_firing_rehearse_params in = CSR_FIRING_REHEARSE_PARAMS_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "loud");
    in.explain = 1;
    in.document = CSR_STR(OTHER_RULES);
    in.rule = CSR_STR("again");
    in.at = CSR_TEST_MONDAY + INT64_C(1000000);
    return desk_gives_result(f, csr_firing_rehearse(f->session, &in, &result, &f->err), &result);
}

static csr_status firing_backtest(desk_fixture *f)
{
    csr_firing_backtest_params in = CSR_FIRING_BACKTEST_PARAMS_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "loud");
    in.document = CSR_STR(OTHER_RULES);
    in.differences = 1;
    return desk_gives_result(f, csr_firing_backtest(f->session, &in, &result, &f->err), &result);
}

static csr_status firing_backtest_all(desk_fixture *f)
{
    csr_firing_backtest_params in = CSR_FIRING_BACKTEST_PARAMS_INIT;
    csr_result *result = NULL;

    in.limit = 2;
    return desk_gives_result(f, csr_firing_backtest(f->session, &in, &result, &f->err), &result);
}

const desk_step desk_day_escalations[] = {
    { "policy.add", "{'kind':'calendar','name':'early','document':{'hours':{'mon':[['08:00','20:00']]},'zone':'UTC'}}",
      policy_add_shift, NULL },
    { "agent.add", "{'handle':'kim','role':'supervisor'}", agent_add_kim, "kim" },
    { "agent.change", "{'id':'$kim','shift':'early'}", agent_change_shift, NULL },
    { "agent.presence", "{'id':'$kim','presence':'on_break','until':'2026-03-03T09:00:00Z','reason':'lunch'}",
      agent_presence, NULL },
    { "team.add", "{'name':'Evening'}", team_add_evening, "evening" },
    { "team.join", "{'id':'$evening','agent':'$kim'}", team_join_evening, NULL },
    { "skill.set", "{'id':'$kim','name':'refunds'}", skill_set_refunds, NULL },
    { "duty.list",
      "{'limit':5,'team':'$evening','customer':'$jana','role':'supervisor','skill':'Refunds','language':'cs'}",
      duty_list, NULL },
    { "agent.presence", "{'id':'$kim','presence':'available'}", agent_presence_again, NULL },
    { "duty.list",
      "{'limit':5,'team':'$evening','customer':'$jana','role':'supervisor','skill':'Refunds','language':'cs'}",
      duty_list, NULL },
    { "ticket.open", "{'subject':'It is loud','customer':'$jana'}", ticket_open_loud, "loud" },
    { "interaction.add", "{'channel':'phone','ticket':'$loud'}", interaction_add_loud, "ring" },
    { "escalation.raise",
      "{'ticket':'$loud','interaction':'$ring','level':2,'to_role':'supervisor','within_us':60000000,"
      "'skill':'refunds','language':'cs','reason':'Let me ask my supervisor','request_key':'day escalation.raise'}",
      escalation_raise, "asked" },
    { "escalation.raise", "{'ticket':'$loud','to_agent':'$kim'}", escalation_raise_agent, "by_name" },
    { "escalation.raise", "{'ticket':'$loud','to_team':'$evening'}", escalation_raise_team, NULL },
    { "escalation.list", "{'limit':2,'ticket':'$loud'}", list_of_ticket, NULL },
    { "escalation.list", "{'agent':'$kim','open':true}", list_of_agent, NULL },
    { "escalation.acknowledge", "{'id':'$asked','agent':'$kim','take':true}", escalation_acknowledge, NULL },
    { "escalation.resolve", "{'id':'$asked','answer':'Said sorry, gave a voucher'}", escalation_resolve, NULL },
    { "escalation.withdraw", "{'id':'$by_name','answer':'Calm again'}", escalation_withdraw, NULL },
    { "escalation.consult",
      "{'interaction':'$ring','to_role':'supervisor','within_us':600000000,'skill':'refunds','reason':'May I?',"
      "'request_key':'day escalation.consult'}",
      escalation_consult, NULL },
    { "escalation.consult", "{'interaction':'$ring','to_agent':'$kim'}", consult_agent, NULL },
    { "escalation.consult", "{'interaction':'$ring','to_team':'$evening'}", consult_team, NULL },
    { "escalation.get", "{'id':'$asked'}", escalation_get, NULL },
    { "escalation.list", "{'team':'$evening'}", list_of_team, NULL },
    { "policy.add",
      "{'kind':'rules','document':{'format':'csr-rules/"
      "1','rules':[{'do':[{'tag':'again'}],'id':'again','when':['ticket.kind == "
      "\\u0027praise\\u0027']}],'set':'house'}}",
      policy_add_rules, NULL },
    { "ticket.change", "{'id':'$loud','kind':'praise'}", ticket_change_kind, NULL },
    { "firing.list", "{'ticket':'$loud','limit':3}", firing_list, NULL },
    { "firing.list", "{'rule':'again'}", firing_list_rule, "fired" },
    { "firing.get", "{'id':'$fired'}", firing_get, NULL },
    { "firing.rehearse",
      "{'ticket':'$loud','explain':true,'document':{'format':'csr-rules/"
      "1','rules':[{'do':[{'tag':'other'}],'id':'again','when':['ticket.reopened == "
      "0']}],'set':'house'},'rule':'again','at':'2026-03-02T09:00:01Z'}",
      firing_rehearse, NULL },
    { "firing.backtest",
      "{'ticket':'$loud','document':{'format':'csr-rules/"
      "1','rules':[{'do':[{'tag':'other'}],'id':'again','when':['ticket.reopened == "
      "0']}],'set':'house'},'differences':true}",
      firing_backtest, NULL },
    { "firing.backtest", "{'limit':2}", firing_backtest_all, NULL },
};
const size_t desk_day_escalations_count = sizeof(desk_day_escalations) / sizeof(desk_day_escalations[0]);
