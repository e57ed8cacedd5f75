#include "desk/run.h"

/* clang-format off */
extern const csri_operation csri_agent_add;
extern const csri_operation csri_agent_change;
extern const csri_operation csri_agent_deactivate;
extern const csri_operation csri_agent_find;
extern const csri_operation csri_agent_get;
extern const csri_operation csri_agent_hand_over;
extern const csri_operation csri_agent_list;
extern const csri_operation csri_agent_presence;
extern const csri_operation csri_agent_reactivate;
extern const csri_operation csri_approval_list;
extern const csri_operation csri_approval_limit_list;
extern const csri_operation csri_approval_limit_put;
extern const csri_operation csri_attachment_abandon;
extern const csri_operation csri_attachment_add;
extern const csri_operation csri_attachment_append;
extern const csri_operation csri_attachment_begin;
extern const csri_operation csri_attachment_erase;
extern const csri_operation csri_attachment_get;
extern const csri_operation csri_attachment_list;
extern const csri_operation csri_attachment_read;
extern const csri_operation csri_attestation_list;
extern const csri_operation csri_bookmark_get;
extern const csri_operation csri_bookmark_set;
extern const csri_operation csri_claim_list;
extern const csri_operation csri_claim_next;
extern const csri_operation csri_clock_explain;
extern const csri_operation csri_clock_list;
extern const csri_operation csri_contact_point_add;
extern const csri_operation csri_contact_point_change;
extern const csri_operation csri_contact_point_get;
extern const csri_operation csri_contact_point_list;
extern const csri_operation csri_customer_add;
extern const csri_operation csri_customer_by_field;
extern const csri_operation csri_customer_change;
extern const csri_operation csri_customer_find;
extern const csri_operation csri_customer_get;
extern const csri_operation csri_customer_identify;
extern const csri_operation csri_customer_list;
extern const csri_operation csri_customer_set_field;
extern const csri_operation csri_customer_tag;
extern const csri_operation csri_customer_unset_field;
extern const csri_operation csri_customer_untag;
extern const csri_operation csri_delivery_claim;
extern const csri_operation csri_delivery_get;
extern const csri_operation csri_delivery_list;
extern const csri_operation csri_delivery_notice;
extern const csri_operation csri_delivery_outbox;
extern const csri_operation csri_delivery_queue;
extern const csri_operation csri_delivery_report;
extern const csri_operation csri_delivery_requeue;
extern const csri_operation csri_desk_due;
extern const csri_operation csri_desk_stats;
extern const csri_operation csri_desk_tick;
extern const csri_operation csri_desk_verify;
extern const csri_operation csri_draft_discard;
extern const csri_operation csri_draft_find;
extern const csri_operation csri_draft_get;
extern const csri_operation csri_draft_list;
extern const csri_operation csri_draft_news;
extern const csri_operation csri_draft_save;
extern const csri_operation csri_draft_send;
extern const csri_operation csri_duty_list;
extern const csri_operation csri_escalation_acknowledge;
extern const csri_operation csri_escalation_consult;
extern const csri_operation csri_escalation_get;
extern const csri_operation csri_escalation_list;
extern const csri_operation csri_escalation_raise;
extern const csri_operation csri_escalation_resolve;
extern const csri_operation csri_escalation_withdraw;
extern const csri_operation csri_event_history;
extern const csri_operation csri_event_list;
extern const csri_operation csri_field_add;
extern const csri_operation csri_field_change;
extern const csri_operation csri_field_choice;
extern const csri_operation csri_field_find;
extern const csri_operation csri_field_get;
extern const csri_operation csri_field_list;
extern const csri_operation csri_field_missing;
extern const csri_operation csri_field_restore;
extern const csri_operation csri_field_retire;
extern const csri_operation csri_field_values;
extern const csri_operation csri_firing_backtest;
extern const csri_operation csri_firing_get;
extern const csri_operation csri_firing_list;
extern const csri_operation csri_firing_rehearse;
extern const csri_operation csri_goodwill_explain;
extern const csri_operation csri_goodwill_budget_list;
extern const csri_operation csri_goodwill_budget_put;
extern const csri_operation csri_goodwill_use_list;
extern const csri_operation csri_hold_list;
extern const csri_operation csri_identity_add;
extern const csri_operation csri_identity_end;
extern const csri_operation csri_identity_list;
extern const csri_operation csri_identity_verify;
extern const csri_operation csri_interaction_add;
extern const csri_operation csri_interaction_by_field;
extern const csri_operation csri_interaction_end;
extern const csri_operation csri_interaction_get;
extern const csri_operation csri_interaction_hold;
extern const csri_operation csri_interaction_list;
extern const csri_operation csri_interaction_resume;
extern const csri_operation csri_interaction_set_field;
extern const csri_operation csri_interaction_tone;
extern const csri_operation csri_interaction_transfer;
extern const csri_operation csri_interaction_unset_field;
extern const csri_operation csri_judgement_list;
extern const csri_operation csri_link_list;
extern const csri_operation csri_member_list;
extern const csri_operation csri_money_report;
extern const csri_operation csri_note_add;
extern const csri_operation csri_note_erase;
extern const csri_operation csri_note_get;
extern const csri_operation csri_note_list;
extern const csri_operation csri_note_pin;
extern const csri_operation csri_note_unpin;
extern const csri_operation csri_payment_get;
extern const csri_operation csri_payment_list;
extern const csri_operation csri_payment_put;
extern const csri_operation csri_payout_attest;
extern const csri_operation csri_payout_close_incident;
extern const csri_operation csri_payout_compare;
extern const csri_operation csri_payout_find;
extern const csri_operation csri_payout_get;
extern const csri_operation csri_payout_list;
extern const csri_operation csri_payout_next_op;
extern const csri_operation csri_payout_reopen_incident;
extern const csri_operation csri_payout_report;
extern const csri_operation csri_payout_review;
extern const csri_operation csri_payout_tell;
extern const csri_operation csri_payout_webhook;
extern const csri_operation csri_payout_notice_get;
extern const csri_operation csri_payout_notice_list;
extern const csri_operation csri_policy_add;
extern const csri_operation csri_policy_check;
extern const csri_operation csri_policy_current;
extern const csri_operation csri_policy_get;
extern const csri_operation csri_policy_list;
extern const csri_operation csri_purchase_find;
extern const csri_operation csri_purchase_get;
extern const csri_operation csri_purchase_list;
extern const csri_operation csri_purchase_put;
extern const csri_operation csri_purchase_line_list;
extern const csri_operation csri_purchase_line_put;
extern const csri_operation csri_refund_add;
extern const csri_operation csri_refund_add_rest;
extern const csri_operation csri_refund_approve;
extern const csri_operation csri_refund_cancel;
extern const csri_operation csri_refund_explain;
extern const csri_operation csri_refund_get;
extern const csri_operation csri_refund_judge;
extern const csri_operation csri_refund_list;
extern const csri_operation csri_refund_open;
extern const csri_operation csri_refund_plan;
extern const csri_operation csri_refund_reject;
extern const csri_operation csri_refund_submit;
extern const csri_operation csri_refund_part_list;
extern const csri_operation csri_remedy_accept;
extern const csri_operation csri_remedy_decline;
extern const csri_operation csri_remedy_fulfil;
extern const csri_operation csri_remedy_get;
extern const csri_operation csri_remedy_list;
extern const csri_operation csri_remedy_next;
extern const csri_operation csri_remedy_offer;
extern const csri_operation csri_remedy_withdraw;
extern const csri_operation csri_replacement_add;
extern const csri_operation csri_replacement_list;
extern const csri_operation csri_replacement_remove;
extern const csri_operation csri_return_add;
extern const csri_operation csri_return_approve;
extern const csri_operation csri_return_cancel;
extern const csri_operation csri_return_charge;
extern const csri_operation csri_return_find;
extern const csri_operation csri_return_get;
extern const csri_operation csri_return_inspect;
extern const csri_operation csri_return_list;
extern const csri_operation csri_return_open;
extern const csri_operation csri_return_receive;
extern const csri_operation csri_return_reject;
extern const csri_operation csri_return_send;
extern const csri_operation csri_return_settle;
extern const csri_operation csri_return_line_list;
extern const csri_operation csri_settings_change;
extern const csri_operation csri_settings_get;
extern const csri_operation csri_skill_list;
extern const csri_operation csri_skill_remove;
extern const csri_operation csri_skill_set;
extern const csri_operation csri_sla_apply;
extern const csri_operation csri_sla_recompute;
extern const csri_operation csri_tag_list;
extern const csri_operation csri_team_add;
extern const csri_operation csri_team_change;
extern const csri_operation csri_team_find;
extern const csri_operation csri_team_get;
extern const csri_operation csri_team_join;
extern const csri_operation csri_team_leave;
extern const csri_operation csri_team_list;
extern const csri_operation csri_ticket_by_field;
extern const csri_operation csri_ticket_change;
extern const csri_operation csri_ticket_claim;
extern const csri_operation csri_ticket_count;
extern const csri_operation csri_ticket_find;
extern const csri_operation csri_ticket_get;
extern const csri_operation csri_ticket_link;
extern const csri_operation csri_ticket_list;
extern const csri_operation csri_ticket_move;
extern const csri_operation csri_ticket_open;
extern const csri_operation csri_ticket_queue;
extern const csri_operation csri_ticket_release;
extern const csri_operation csri_ticket_reopen;
extern const csri_operation csri_ticket_set_field;
extern const csri_operation csri_ticket_tag;
extern const csri_operation csri_ticket_unlink;
extern const csri_operation csri_ticket_unset_field;
extern const csri_operation csri_ticket_untag;
extern const csri_operation csri_ticket_unwatch;
extern const csri_operation csri_ticket_watch;
extern const csri_operation csri_transfer_list;
extern const csri_operation csri_voucher_approve;
extern const csri_operation csri_voucher_expire;
extern const csri_operation csri_voucher_find;
extern const csri_operation csri_voucher_get;
extern const csri_operation csri_voucher_issue;
extern const csri_operation csri_voucher_list;
extern const csri_operation csri_voucher_pay;
extern const csri_operation csri_voucher_redeem;
extern const csri_operation csri_voucher_reject;
extern const csri_operation csri_voucher_return;
extern const csri_operation csri_voucher_revoke;
extern const csri_operation csri_voucher_decision_list;
extern const csri_operation csri_voucher_redemption_list;
extern const csri_operation csri_watcher_list;

/* Sorted by name: csri_operation_named() searches by halves. */
const csri_operation *const csri_operations[] = {
    &csri_agent_add,
    &csri_agent_change,
    &csri_agent_deactivate,
    &csri_agent_find,
    &csri_agent_get,
    &csri_agent_hand_over,
    &csri_agent_list,
    &csri_agent_presence,
    &csri_agent_reactivate,
    &csri_approval_list,
    &csri_approval_limit_list,
    &csri_approval_limit_put,
    &csri_attachment_abandon,
    &csri_attachment_add,
    &csri_attachment_append,
    &csri_attachment_begin,
    &csri_attachment_erase,
    &csri_attachment_get,
    &csri_attachment_list,
    &csri_attachment_read,
    &csri_attestation_list,
    &csri_bookmark_get,
    &csri_bookmark_set,
    &csri_claim_list,
    &csri_claim_next,
    &csri_clock_explain,
    &csri_clock_list,
    &csri_contact_point_add,
    &csri_contact_point_change,
    &csri_contact_point_get,
    &csri_contact_point_list,
    &csri_customer_add,
    &csri_customer_by_field,
    &csri_customer_change,
    &csri_customer_find,
    &csri_customer_get,
    &csri_customer_identify,
    &csri_customer_list,
    &csri_customer_set_field,
    &csri_customer_tag,
    &csri_customer_unset_field,
    &csri_customer_untag,
    &csri_delivery_claim,
    &csri_delivery_get,
    &csri_delivery_list,
    &csri_delivery_notice,
    &csri_delivery_outbox,
    &csri_delivery_queue,
    &csri_delivery_report,
    &csri_delivery_requeue,
    &csri_desk_due,
    &csri_desk_stats,
    &csri_desk_tick,
    &csri_desk_verify,
    &csri_draft_discard,
    &csri_draft_find,
    &csri_draft_get,
    &csri_draft_list,
    &csri_draft_news,
    &csri_draft_save,
    &csri_draft_send,
    &csri_duty_list,
    &csri_escalation_acknowledge,
    &csri_escalation_consult,
    &csri_escalation_get,
    &csri_escalation_list,
    &csri_escalation_raise,
    &csri_escalation_resolve,
    &csri_escalation_withdraw,
    &csri_event_history,
    &csri_event_list,
    &csri_field_add,
    &csri_field_change,
    &csri_field_choice,
    &csri_field_find,
    &csri_field_get,
    &csri_field_list,
    &csri_field_missing,
    &csri_field_restore,
    &csri_field_retire,
    &csri_field_values,
    &csri_firing_backtest,
    &csri_firing_get,
    &csri_firing_list,
    &csri_firing_rehearse,
    &csri_goodwill_explain,
    &csri_goodwill_budget_list,
    &csri_goodwill_budget_put,
    &csri_goodwill_use_list,
    &csri_hold_list,
    &csri_identity_add,
    &csri_identity_end,
    &csri_identity_list,
    &csri_identity_verify,
    &csri_interaction_add,
    &csri_interaction_by_field,
    &csri_interaction_end,
    &csri_interaction_get,
    &csri_interaction_hold,
    &csri_interaction_list,
    &csri_interaction_resume,
    &csri_interaction_set_field,
    &csri_interaction_tone,
    &csri_interaction_transfer,
    &csri_interaction_unset_field,
    &csri_judgement_list,
    &csri_link_list,
    &csri_member_list,
    &csri_money_report,
    &csri_note_add,
    &csri_note_erase,
    &csri_note_get,
    &csri_note_list,
    &csri_note_pin,
    &csri_note_unpin,
    &csri_payment_get,
    &csri_payment_list,
    &csri_payment_put,
    &csri_payout_attest,
    &csri_payout_close_incident,
    &csri_payout_compare,
    &csri_payout_find,
    &csri_payout_get,
    &csri_payout_list,
    &csri_payout_next_op,
    &csri_payout_reopen_incident,
    &csri_payout_report,
    &csri_payout_review,
    &csri_payout_tell,
    &csri_payout_webhook,
    &csri_payout_notice_get,
    &csri_payout_notice_list,
    &csri_policy_add,
    &csri_policy_check,
    &csri_policy_current,
    &csri_policy_get,
    &csri_policy_list,
    &csri_purchase_find,
    &csri_purchase_get,
    &csri_purchase_list,
    &csri_purchase_put,
    &csri_purchase_line_list,
    &csri_purchase_line_put,
    &csri_refund_add,
    &csri_refund_add_rest,
    &csri_refund_approve,
    &csri_refund_cancel,
    &csri_refund_explain,
    &csri_refund_get,
    &csri_refund_judge,
    &csri_refund_list,
    &csri_refund_open,
    &csri_refund_plan,
    &csri_refund_reject,
    &csri_refund_submit,
    &csri_refund_part_list,
    &csri_remedy_accept,
    &csri_remedy_decline,
    &csri_remedy_fulfil,
    &csri_remedy_get,
    &csri_remedy_list,
    &csri_remedy_next,
    &csri_remedy_offer,
    &csri_remedy_withdraw,
    &csri_replacement_add,
    &csri_replacement_list,
    &csri_replacement_remove,
    &csri_return_add,
    &csri_return_approve,
    &csri_return_cancel,
    &csri_return_charge,
    &csri_return_find,
    &csri_return_get,
    &csri_return_inspect,
    &csri_return_list,
    &csri_return_open,
    &csri_return_receive,
    &csri_return_reject,
    &csri_return_send,
    &csri_return_settle,
    &csri_return_line_list,
    &csri_settings_change,
    &csri_settings_get,
    &csri_skill_list,
    &csri_skill_remove,
    &csri_skill_set,
    &csri_sla_apply,
    &csri_sla_recompute,
    &csri_tag_list,
    &csri_team_add,
    &csri_team_change,
    &csri_team_find,
    &csri_team_get,
    &csri_team_join,
    &csri_team_leave,
    &csri_team_list,
    &csri_ticket_by_field,
    &csri_ticket_change,
    &csri_ticket_claim,
    &csri_ticket_count,
    &csri_ticket_find,
    &csri_ticket_get,
    &csri_ticket_link,
    &csri_ticket_list,
    &csri_ticket_move,
    &csri_ticket_open,
    &csri_ticket_queue,
    &csri_ticket_release,
    &csri_ticket_reopen,
    &csri_ticket_set_field,
    &csri_ticket_tag,
    &csri_ticket_unlink,
    &csri_ticket_unset_field,
    &csri_ticket_untag,
    &csri_ticket_unwatch,
    &csri_ticket_watch,
    &csri_transfer_list,
    &csri_voucher_approve,
    &csri_voucher_expire,
    &csri_voucher_find,
    &csri_voucher_get,
    &csri_voucher_issue,
    &csri_voucher_list,
    &csri_voucher_pay,
    &csri_voucher_redeem,
    &csri_voucher_reject,
    &csri_voucher_return,
    &csri_voucher_revoke,
    &csri_voucher_decision_list,
    &csri_voucher_redemption_list,
    &csri_watcher_list,
};
/* clang-format on */

const size_t csri_operation_count = sizeof(csri_operations) / sizeof(csri_operations[0]);
