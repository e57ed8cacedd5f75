#include "support/desk_day.h"

/* Promises, clocks and ticks. */
#define LONGER "{\"policies\":[{\"levels\":[50],\"name\":\"all\",\"targets\":{\"first_reply\":{\"target\":\"5s\"}}}]}"
#define SLA "{\"policies\":[{\"levels\":[50],\"name\":\"all\",\"targets\":{\"first_reply\":{\"target\":\"1s\"}}}]}"

static csr_status policy_add_sla(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_POLICY_SLA;
    in.document = CSR_STR(SLA);
    return desk_gives_id(f, csr_policy_add(f->session, &in, &id, &f->err), &id);
}

static csr_status policy_add_longer(desk_fixture *f)
{
    csr_policy_add_params in = CSR_POLICY_ADD_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_POLICY_SLA;
    in.document = CSR_STR(LONGER);
    return desk_gives_id(f, csr_policy_add(f->session, &in, &id, &f->err), &id);
}

static csr_status ticket_open_promised(desk_fixture *f)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_id id;

    in.subject = CSR_STR("how long?");
    return desk_gives_id(f, csr_ticket_open(f->session, &in, &id, &f->err), &id);
}

static csr_status interaction_add_question(desk_fixture *f)
{
    csr_interaction_add_params in = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_id id;

    in.channel = CSR_CHANNEL_CHAT;
    in.ticket = desk_id(f, "promised");
    return desk_gives_id(f, csr_interaction_add(f->session, &in, &id, &f->err), &id);
}

static csr_status desk_due(desk_fixture *f)
{
    csr_result *result = NULL;

    return desk_gives_result(f, csr_desk_due(f->session, &result, &f->err), &result);
}

static csr_status desk_tick(desk_fixture *f)
{
    csr_desk_tick_params in = CSR_DESK_TICK_PARAMS_INIT;
    csr_result *result = NULL;

    in.limit = 7;
    return desk_gives_result(f, csr_desk_tick(f->session, &in, &result, &f->err), &result);
}

static csr_status clock_list(desk_fixture *f)
{
    csr_clock_query in = CSR_CLOCK_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "promised");
    return desk_gives_result(f, csr_clock_list(f->session, &in, &result, &f->err), &result);
}

static csr_status clock_list_then(desk_fixture *f)
{
    csr_clock_query in = CSR_CLOCK_QUERY_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "promised");
    in.at = CSR_TEST_MONDAY + 1000000;
    return desk_gives_result(f, csr_clock_list(f->session, &in, &result, &f->err), &result);
}

static csr_status clock_explain(desk_fixture *f)
{
    csr_clock_explain_params in = CSR_CLOCK_EXPLAIN_PARAMS_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "promised");
    in.metric = CSR_SLA_FIRST_REPLY;
    in.limit = 9;
    in.at = CSR_TEST_MONDAY + 59 * INT64_C(1000000);
    return desk_gives_result(f, csr_clock_explain(f->session, &in, &result, &f->err), &result);
}

static csr_status sla_apply(desk_fixture *f)
{
    csr_sla_apply_params in = CSR_SLA_APPLY_PARAMS_INIT;
    csr_result *result = NULL;

    in.limit = 2;
    return desk_gives_result(f, csr_sla_apply(f->session, &in, &result, &f->err), &result);
}

static csr_status sla_recompute(desk_fixture *f)
{
    csr_sla_recompute_params in = CSR_SLA_RECOMPUTE_PARAMS_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "promised");
    in.from_seq = 2;
    in.reason = CSR_STR("the promise was too short");
    return desk_gives_result(f, csr_sla_recompute(f->session, &in, &result, &f->err), &result);
}

static csr_status sla_recompute_dry(desk_fixture *f)
{
    csr_sla_recompute_params in = CSR_SLA_RECOMPUTE_PARAMS_INIT;
    csr_result *result = NULL;

    in.limit = 50;
    in.team = desk_id(f, "front");
    in.opened_from = CSR_TEST_MONDAY;
    in.opened_before = CSR_TEST_MONDAY + 3600 * INT64_C(1000000);
    in.dry_run = 1;
    return desk_gives_result(f, csr_sla_recompute(f->session, &in, &result, &f->err), &result);
}

const desk_step desk_day_clocks[] = {
    { "policy.add",
      "{'kind':'sla','document':{'policies':[{'levels':[50],'name':'all','targets':{'first_reply':{'target':'1s'}}}]}}",
      policy_add_sla, NULL },
    { "ticket.open", "{'subject':'how long?'}", ticket_open_promised, "promised" },
    { "interaction.add", "{'channel':'chat','ticket':'$promised'}", interaction_add_question, NULL },
    { "desk.due", "{}", desk_due, NULL },
    { "clock.list", "{'ticket':'$promised'}", clock_list, NULL },
    { "desk.tick", "{'limit':7}", desk_tick, NULL },
    { "desk.tick", "{'limit':7}", desk_tick, NULL },
    { "clock.list", "{'ticket':'$promised','at':'2026-03-02T09:00:01Z'}", clock_list_then, NULL },
    { "clock.explain", "{'ticket':'$promised','metric':'first_reply','limit':9,'at':'2026-03-02T09:00:59Z'}",
      clock_explain, NULL },
    { "sla.apply", "{'limit':2}", sla_apply, NULL },
    { "policy.add",
      "{'kind':'sla','document':{'policies':[{'levels':[50],'name':'all','targets':{'first_reply':{'target':'5s'}}}]}}",
      policy_add_longer, NULL },
    { "sla.recompute", "{'ticket':'$promised','from_seq':2,'reason':'the promise was too short'}", sla_recompute,
      NULL },
    { "policy.add",
      "{'kind':'sla','document':{'policies':[{'levels':[50],'name':'all','targets':{'first_reply':{'target':'1s'}}}]}}",
      policy_add_sla, NULL },
    { "sla.recompute",
      "{'limit':50,'team':'$front','opened_from':'2026-03-02T09:00:00Z','opened_before':'2026-03-02T10:00:00Z',"
      "'dry_run':true}",
      sla_recompute_dry, NULL },
};
const size_t desk_day_clocks_count = sizeof(desk_day_clocks) / sizeof(desk_day_clocks[0]);
