/* Generated from include/csr by cmake/scripts/header_text.py; do not edit. */
#ifndef CSRI_ENUM_NAMES_H
#define CSRI_ENUM_NAMES_H

#include <csr/sys/backend.h>

/* clang-format off */
#define CSRI_NAMES_ROLE_COUNT 4
extern const csr_name csri_names_role[CSRI_NAMES_ROLE_COUNT];

#define CSRI_NAMES_AGENT_STATUS_COUNT 2
extern const csr_name csri_names_agent_status[CSRI_NAMES_AGENT_STATUS_COUNT];

#define CSRI_NAMES_PRESENCE_COUNT 4
extern const csr_name csri_names_presence[CSRI_NAMES_PRESENCE_COUNT];

#define CSRI_NAMES_SKILL_KIND_COUNT 2
extern const csr_name csri_names_skill_kind[CSRI_NAMES_SKILL_KIND_COUNT];

#define CSRI_NAMES_CALENDAR_WHY_COUNT 5
extern const csr_name csri_names_calendar_why[CSRI_NAMES_CALENDAR_WHY_COUNT];

#define CSRI_NAMES_CUSTOMER_KIND_COUNT 2
extern const csr_name csri_names_customer_kind[CSRI_NAMES_CUSTOMER_KIND_COUNT];

#define CSRI_NAMES_FAMILIARITY_COUNT 4
extern const csr_name csri_names_familiarity[CSRI_NAMES_FAMILIARITY_COUNT];

#define CSRI_NAMES_STANDING_COUNT 3
extern const csr_name csri_names_standing[CSRI_NAMES_STANDING_COUNT];

#define CSRI_NAMES_LOYALTY_COUNT 4
extern const csr_name csri_names_loyalty[CSRI_NAMES_LOYALTY_COUNT];

#define CSRI_NAMES_CUSTOMER_ORDER_COUNT 2
extern const csr_name csri_names_customer_order[CSRI_NAMES_CUSTOMER_ORDER_COUNT];

#define CSRI_NAMES_IDENTITY_KIND_COUNT 8
extern const csr_name csri_names_identity_kind[CSRI_NAMES_IDENTITY_KIND_COUNT];

#define CSRI_NAMES_DELIVERY_STATE_COUNT 6
extern const csr_name csri_names_delivery_state[CSRI_NAMES_DELIVERY_STATE_COUNT];

#define CSRI_NAMES_BOUNCE_COUNT 2
extern const csr_name csri_names_bounce[CSRI_NAMES_BOUNCE_COUNT];

#define CSRI_NAMES_SEVERITY_COUNT 3
extern const csr_name csri_names_severity[CSRI_NAMES_SEVERITY_COUNT];

#define CSRI_NAMES_OFF_DUTY_COUNT 6
extern const csr_name csri_names_off_duty[CSRI_NAMES_OFF_DUTY_COUNT];

#define CSRI_NAMES_ESCALATION_KIND_COUNT 3
extern const csr_name csri_names_escalation_kind[CSRI_NAMES_ESCALATION_KIND_COUNT];

#define CSRI_NAMES_ESCALATION_STATE_COUNT 5
extern const csr_name csri_names_escalation_state[CSRI_NAMES_ESCALATION_STATE_COUNT];

#define CSRI_NAMES_RECORD_KIND_COUNT 54
extern const csr_name csri_names_record_kind[CSRI_NAMES_RECORD_KIND_COUNT];

#define CSRI_NAMES_EVENT_KIND_COUNT 129
extern const csr_name csri_names_event_kind[CSRI_NAMES_EVENT_KIND_COUNT];

#define CSRI_NAMES_VALUE_KIND_COUNT 13
extern const csr_name csri_names_value_kind[CSRI_NAMES_VALUE_KIND_COUNT];

#define CSRI_NAMES_EXPRESSION_OUTCOME_COUNT 3
extern const csr_name csri_names_expression_outcome[CSRI_NAMES_EXPRESSION_OUTCOME_COUNT];

#define CSRI_NAMES_EXPRESSION_FORM_COUNT 2
extern const csr_name csri_names_expression_form[CSRI_NAMES_EXPRESSION_FORM_COUNT];

#define CSRI_NAMES_FIELD_TYPE_COUNT 7
extern const csr_name csri_names_field_type[CSRI_NAMES_FIELD_TYPE_COUNT];

#define CSRI_NAMES_FIRING_OUTCOME_COUNT 5
extern const csr_name csri_names_firing_outcome[CSRI_NAMES_FIRING_OUTCOME_COUNT];

#define CSRI_NAMES_REFUND_PURPOSE_COUNT 3
extern const csr_name csri_names_refund_purpose[CSRI_NAMES_REFUND_PURPOSE_COUNT];

#define CSRI_NAMES_REFUND_STATE_COUNT 9
extern const csr_name csri_names_refund_state[CSRI_NAMES_REFUND_STATE_COUNT];

#define CSRI_NAMES_REFUND_PART_KIND_COUNT 10
extern const csr_name csri_names_refund_part_kind[CSRI_NAMES_REFUND_PART_KIND_COUNT];

#define CSRI_NAMES_FEE_TAX_COUNT 2
extern const csr_name csri_names_fee_tax[CSRI_NAMES_FEE_TAX_COUNT];

#define CSRI_NAMES_APPROVAL_KIND_COUNT 4
extern const csr_name csri_names_approval_kind[CSRI_NAMES_APPROVAL_KIND_COUNT];

#define CSRI_NAMES_REFUND_RULE_COUNT 9
extern const csr_name csri_names_refund_rule[CSRI_NAMES_REFUND_RULE_COUNT];

#define CSRI_NAMES_BUDGET_PERIOD_COUNT 3
extern const csr_name csri_names_budget_period[CSRI_NAMES_BUDGET_PERIOD_COUNT];

#define CSRI_NAMES_LOG_LEVEL_COUNT 3
extern const csr_name csri_names_log_level[CSRI_NAMES_LOG_LEVEL_COUNT];

#define CSRI_NAMES_CHANNEL_COUNT 7
extern const csr_name csri_names_channel[CSRI_NAMES_CHANNEL_COUNT];

#define CSRI_NAMES_DIRECTION_COUNT 3
extern const csr_name csri_names_direction[CSRI_NAMES_DIRECTION_COUNT];

#define CSRI_NAMES_AUDIENCE_COUNT 2
extern const csr_name csri_names_audience[CSRI_NAMES_AUDIENCE_COUNT];

#define CSRI_NAMES_ACTOR_KIND_COUNT 4
extern const csr_name csri_names_actor_kind[CSRI_NAMES_ACTOR_KIND_COUNT];

#define CSRI_NAMES_TONE_COUNT 5
extern const csr_name csri_names_tone[CSRI_NAMES_TONE_COUNT];

#define CSRI_NAMES_OUTCOME_COUNT 6
extern const csr_name csri_names_outcome[CSRI_NAMES_OUTCOME_COUNT];

#define CSRI_NAMES_CONTENT_TYPE_COUNT 3
extern const csr_name csri_names_content_type[CSRI_NAMES_CONTENT_TYPE_COUNT];

#define CSRI_NAMES_INTERACTION_ORDER_COUNT 3
extern const csr_name csri_names_interaction_order[CSRI_NAMES_INTERACTION_ORDER_COUNT];

#define CSRI_NAMES_LINK_KIND_COUNT 4
extern const csr_name csri_names_link_kind[CSRI_NAMES_LINK_KIND_COUNT];

#define CSRI_NAMES_ROUNDING_COUNT 10
extern const csr_name csri_names_rounding[CSRI_NAMES_ROUNDING_COUNT];

#define CSRI_NAMES_MONEY_BY_COUNT 7
extern const csr_name csri_names_money_by[CSRI_NAMES_MONEY_BY_COUNT];

#define CSRI_NAMES_PAYOUT_STATE_COUNT 9
extern const csr_name csri_names_payout_state[CSRI_NAMES_PAYOUT_STATE_COUNT];

#define CSRI_NAMES_PAYOUT_STEP_COUNT 4
extern const csr_name csri_names_payout_step[CSRI_NAMES_PAYOUT_STEP_COUNT];

#define CSRI_NAMES_PAYOUT_ANSWER_COUNT 7
extern const csr_name csri_names_payout_answer[CSRI_NAMES_PAYOUT_ANSWER_COUNT];

#define CSRI_NAMES_PAYOUT_NEWS_COUNT 5
extern const csr_name csri_names_payout_news[CSRI_NAMES_PAYOUT_NEWS_COUNT];

#define CSRI_NAMES_POLICY_KIND_COUNT 6
extern const csr_name csri_names_policy_kind[CSRI_NAMES_POLICY_KIND_COUNT];

#define CSRI_NAMES_PAYMENT_METHOD_COUNT 7
extern const csr_name csri_names_payment_method[CSRI_NAMES_PAYMENT_METHOD_COUNT];

#define CSRI_NAMES_PAYMENT_STATE_COUNT 4
extern const csr_name csri_names_payment_state[CSRI_NAMES_PAYMENT_STATE_COUNT];

#define CSRI_NAMES_DISPUTE_COUNT 4
extern const csr_name csri_names_dispute[CSRI_NAMES_DISPUTE_COUNT];

#define CSRI_NAMES_PAYOUT_VERDICT_COUNT 7
extern const csr_name csri_names_payout_verdict[CSRI_NAMES_PAYOUT_VERDICT_COUNT];

#define CSRI_NAMES_INCIDENT_STEP_COUNT 3
extern const csr_name csri_names_incident_step[CSRI_NAMES_INCIDENT_STEP_COUNT];

#define CSRI_NAMES_GIVES_BACK_COUNT 4
extern const csr_name csri_names_gives_back[CSRI_NAMES_GIVES_BACK_COUNT];

#define CSRI_NAMES_REMEDY_KIND_COUNT 9
extern const csr_name csri_names_remedy_kind[CSRI_NAMES_REMEDY_KIND_COUNT];

#define CSRI_NAMES_REMEDY_STATE_COUNT 6
extern const csr_name csri_names_remedy_state[CSRI_NAMES_REMEDY_STATE_COUNT];

#define CSRI_NAMES_REMEDY_VERDICT_COUNT 7
extern const csr_name csri_names_remedy_verdict[CSRI_NAMES_REMEDY_VERDICT_COUNT];

#define CSRI_NAMES_RETURN_KIND_COUNT 2
extern const csr_name csri_names_return_kind[CSRI_NAMES_RETURN_KIND_COUNT];

#define CSRI_NAMES_RETURN_REMEDY_COUNT 2
extern const csr_name csri_names_return_remedy[CSRI_NAMES_RETURN_REMEDY_COUNT];

#define CSRI_NAMES_RETURN_STATE_COUNT 9
extern const csr_name csri_names_return_state[CSRI_NAMES_RETURN_STATE_COUNT];

#define CSRI_NAMES_RETURN_CHARGE_STATE_COUNT 3
extern const csr_name csri_names_return_charge_state[CSRI_NAMES_RETURN_CHARGE_STATE_COUNT];

#define CSRI_NAMES_GOODS_FAULT_COUNT 3
extern const csr_name csri_names_goods_fault[CSRI_NAMES_GOODS_FAULT_COUNT];

#define CSRI_NAMES_SLA_METRIC_COUNT 4
extern const csr_name csri_names_sla_metric[CSRI_NAMES_SLA_METRIC_COUNT];

#define CSRI_NAMES_SLA_STATE_COUNT 5
extern const csr_name csri_names_sla_state[CSRI_NAMES_SLA_STATE_COUNT];

#define CSRI_NAMES_SLA_OUTCOME_COUNT 2
extern const csr_name csri_names_sla_outcome[CSRI_NAMES_SLA_OUTCOME_COUNT];

#define CSRI_NAMES_SLA_EVENT_KIND_COUNT 7
extern const csr_name csri_names_sla_event_kind[CSRI_NAMES_SLA_EVENT_KIND_COUNT];

#define CSRI_NAMES_SLA_REOPEN_COUNT 3
extern const csr_name csri_names_sla_reopen[CSRI_NAMES_SLA_REOPEN_COUNT];

#define CSRI_NAMES_SLA_LINE_COUNT 17
extern const csr_name csri_names_sla_line[CSRI_NAMES_SLA_LINE_COUNT];

#define CSRI_NAMES_STATUS_COUNT 35
extern const csr_name csri_names_status[CSRI_NAMES_STATUS_COUNT];

#define CSRI_NAMES_TICKET_KIND_COUNT 10
extern const csr_name csri_names_ticket_kind[CSRI_NAMES_TICKET_KIND_COUNT];

#define CSRI_NAMES_PHASE_COUNT 5
extern const csr_name csri_names_phase[CSRI_NAMES_PHASE_COUNT];

#define CSRI_NAMES_WAITS_FOR_COUNT 3
extern const csr_name csri_names_waits_for[CSRI_NAMES_WAITS_FOR_COUNT];

#define CSRI_NAMES_PRIORITY_COUNT 4
extern const csr_name csri_names_priority[CSRI_NAMES_PRIORITY_COUNT];

#define CSRI_NAMES_FAULT_COUNT 4
extern const csr_name csri_names_fault[CSRI_NAMES_FAULT_COUNT];

#define CSRI_NAMES_RESOLUTION_COUNT 14
extern const csr_name csri_names_resolution[CSRI_NAMES_RESOLUTION_COUNT];

#define CSRI_NAMES_QUEUE_COUNT 3
extern const csr_name csri_names_queue[CSRI_NAMES_QUEUE_COUNT];

#define CSRI_NAMES_TICKET_ORDER_COUNT 5
extern const csr_name csri_names_ticket_order[CSRI_NAMES_TICKET_ORDER_COUNT];

#define CSRI_NAMES_VOUCHER_KIND_COUNT 3
extern const csr_name csri_names_voucher_kind[CSRI_NAMES_VOUCHER_KIND_COUNT];

#define CSRI_NAMES_VOUCHER_STATE_COUNT 6
extern const csr_name csri_names_voucher_state[CSRI_NAMES_VOUCHER_STATE_COUNT];

/* clang-format on */

#endif
