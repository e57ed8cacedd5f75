#include "record/records.h"

#include <stddef.h>

#define ROOT(noun, created)                                                                                        \
    {                                                                                                              \
        &csri_##noun##_record, (uint16_t)offsetof(struct csri_##noun, view.created),                               \
            (uint16_t)offsetof(struct csri_##noun, view.updated_at), (uint16_t)offsetof(struct csri_##noun, chain) \
    }

/* clang-format off */
const csri_root csri_roots[] = {
    ROOT(settings, created_at),
    ROOT(customer, created_at),
    ROOT(agent, created_at),
    ROOT(team, created_at),
    ROOT(contact_point, created_at),
    ROOT(interaction, recorded_at),
    ROOT(ticket, created_at),
    ROOT(policy, created_at),
    ROOT(note, created_at),
    ROOT(field, created_at),
    ROOT(purchase, created_at),
    ROOT(refund, created_at),
    ROOT(approval_limit, created_at),
    ROOT(payout_notice, created_at),
    ROOT(return, created_at),
    ROOT(voucher, created_at),
    ROOT(goodwill_budget, created_at),
};
/* clang-format on */
const size_t csri_root_count = sizeof(csri_roots) / sizeof(csri_roots[0]);

/* clang-format off */
const csr_record *const csri_children[] = {
    &csri_identity_record,
    &csri_skill_record,
    &csri_member_record,
    &csri_hold_record,
    &csri_transfer_record,
    &csri_tag_record,
    &csri_link_record,
    &csri_watcher_record,
    &csri_claim_record,
    &csri_field_value_record,
    &csri_attachment_record,
    &csri_delivery_record,
    &csri_clock_record,
    &csri_escalation_record,
    &csri_purchase_line_record,
    &csri_payment_record,
    &csri_firing_record,
    &csri_refund_part_record,
    &csri_approval_record,
    &csri_payout_record,
    &csri_attestation_record,
    &csri_remedy_record,
    &csri_judgement_record,
    &csri_return_line_record,
    &csri_replacement_record,
    &csri_voucher_redemption_record,
    &csri_voucher_decision_record,
    &csri_goodwill_use_record,
};
/* clang-format on */
const size_t csri_child_count = sizeof(csri_children) / sizeof(csri_children[0]);

/* A target comes before those that refer to it. */
static const csr_record *const records[] = {
    /* clang-format off */
    &csri_settings_record,
    &csri_policy_record,
    &csri_customer_record,
    &csri_identity_record,
    &csri_agent_record,
    &csri_skill_record,
    &csri_team_record,
    &csri_member_record,
    &csri_contact_point_record,
    &csri_ticket_record,
    &csri_interaction_record,
    &csri_hold_record,
    &csri_transfer_record,
    &csri_tag_record,
    &csri_event_record,
    &csri_checkpoint_record,
    &csri_bookmark_record,
    &csri_counter_record,
    &csri_request_record,
    &csri_note_record,
    &csri_link_record,
    &csri_watcher_record,
    &csri_claim_record,
    &csri_field_record,
    &csri_field_value_record,
    &csri_content_record,
    &csri_attachment_record,
    &csri_delivery_record,
    &csri_draft_record,
    &csri_clock_record,
    &csri_timer_record,
    &csri_escalation_record,
    &csri_purchase_record,
    &csri_purchase_line_record,
    &csri_payment_record,
    &csri_firing_record,
    &csri_rule_state_record,
    &csri_refund_record,
    &csri_refund_part_record,
    &csri_approval_record,
    &csri_approval_limit_record,
    &csri_payout_record,
    &csri_payout_notice_record,
    &csri_attestation_record,
    &csri_remedy_record,
    &csri_judgement_record,
    &csri_return_record,
    &csri_return_line_record,
    &csri_replacement_record,
    &csri_voucher_record,
    &csri_voucher_redemption_record,
    &csri_voucher_decision_record,
    &csri_goodwill_budget_record,
    &csri_goodwill_use_record,
    /* clang-format on */
};

const csr_schema csri_schema = {
    .records = records,
    .record_count = sizeof(records) / sizeof(records[0]),
    .version = 5,
};

const csri_root *csri_root_of(const csr_record *record)
{
    for (size_t i = 0; i < csri_root_count; i++)
        if (csri_roots[i].record == record)
            return &csri_roots[i];
    return NULL;
}

int csri_is_child(const csr_record *record)
{
    for (size_t i = 0; i < csri_child_count; i++)
        if (csri_children[i] == record)
            return 1;
    return 0;
}

const csr_record *csri_record_of(int32_t kind)
{
    for (size_t i = 0; i < csri_schema.record_count; i++)
        if (records[i]->number == kind)
            return records[i];
    return NULL;
}
