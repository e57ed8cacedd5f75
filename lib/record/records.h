/*
 * The rows of all records, as plain C structs, and their descriptions.
 *
 * A row begins with the newest public view, so that filling a view of any age is one copy; hidden members stand
 * behind it. A root owns a chain of events: its hidden `chain` is the hash of its last event and its version the
 * number of its events. The other records are children: their changes are events of their root.
 */
#ifndef CSRI_RECORD_RECORDS_H
#define CSRI_RECORD_RECORDS_H

#include "base/hash.h"

#include <csr/agent.h>
#include <csr/claim.h>
#include <csr/attachment.h>
#include <csr/clock.h>
#include <csr/contact_point.h>
#include <csr/customer.h>
#include <csr/delivery.h>
#include <csr/desk.h>
#include <csr/draft.h>
#include <csr/duty.h>
#include <csr/escalation.h>
#include <csr/event.h>
#include <csr/field.h>
#include <csr/firing.h>
#include <csr/giving_back.h>
#include <csr/goodwill.h>
#include <csr/interaction.h>
#include <csr/judgement.h>
#include <csr/link.h>
#include <csr/money_report.h>
#include <csr/note.h>
#include <csr/payout.h>
#include <csr/reconcile.h>
#include <csr/policy.h>
#include <csr/purchase.h>
#include <csr/remedy.h>
#include <csr/return.h>
#include <csr/sla.h>
#include <csr/sys/backend.h>
#include <csr/ticket.h>
#include <csr/voucher.h>
#include <csr/watcher.h>

/* Upper bound of sizeof any row, for rows on the stack. */
#define CSRI_ROW_MAX 768

struct csri_settings {
    csr_settings_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_customer {
    csr_customer_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_identity {
    csr_identity_view view;
    csr_str key; /* normal form while active, unset when ended */
};

struct csri_agent {
    csr_agent_view view;
    csr_str key; /* folded handle */
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_skill {
    csr_skill_view view;
    csr_str key; /* folded name */
};

struct csri_team {
    csr_team_view view;
    csr_str key; /* folded name */
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_member {
    csr_member_view view;
};

struct csri_contact_point {
    csr_contact_point_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_interaction {
    csr_interaction_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_hold {
    csr_hold_view view;
};

struct csri_transfer {
    csr_transfer_view view;
};

struct csri_ticket {
    csr_ticket_view view;
    int32_t urgency; /* the priority negated, so that the queue index is ascending throughout */
    int32_t reserved;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_tag {
    csr_tag_view view;
    csr_str key; /* folded tag */
};

struct csri_policy {
    csr_policy_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_link {
    csr_link_view view;
};

struct csri_watcher {
    csr_watcher_view view;
    csr_id who; /* the agent or the customer */
};

struct csri_claim {
    csr_claim_view view;
};

struct csri_note {
    csr_note_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

/* One measurement of a ticket as it stood at its last event; what it shows at another instant follows from that. */
struct csri_clock_view {
    uint32_t struct_size;
    csr_sla_metric metric;
    csr_id id;
    csr_id ticket;
    csr_sla_state state;
    csr_sla_outcome outcome;
    csr_sla_reopen reopen;
    int32_t cycle;
    int32_t revision;
    int32_t reserved;
    int64_t target_s;
    int64_t elapsed_us;
    csr_time last_at;
    csr_time started_at; /* of this cycle */
    csr_time stopped_at;
    csr_time due_at;      /* unset while it does not run */
    csr_time next_at;     /* when there is something to tell; unset = never */
    csr_time breached_at; /* in this revision */
    csr_id sla;           /* the document that gave the target */
    csr_id calendar;      /* none = "24x7" */
    csr_str rule;         /* the policy in the document */
    csr_str levels;       /* "50:1767344400000000,80,100": percents, with the instants of those that have fired */
    uint8_t zone_hash[CSRI_HASH_BYTES]; /* of the zone that due_at was reckoned in; zero for "24x7" */
};
struct csri_clock {
    struct csri_clock_view view;
    csr_id live; /* the calendar while it runs or pauses, so that those concerned by an edit are found */
};

/* An instant at which a desk must look at something again. It follows from what it is about: no event tells of it. */
struct csri_timer_view {
    uint32_t struct_size;
    int32_t kind; /* CSRI_TIMER_* */
    csr_id id;
    csr_time at;
    csr_id owner;   /* what it is about; one timer for each kind and owner */
    csr_id subject; /* the root concerned; may be none */
};
struct csri_timer {
    struct csri_timer_view view;
};

/* Kinds of timers; numbers are stored. */
enum {
    CSRI_TIMER_CLOCK = 1,    /* a clock has something to tell; owner = the clock, subject = its ticket */
    CSRI_TIMER_CALENDAR = 2, /* clocks have to go over to a calendar; owner = the document */
    CSRI_TIMER_CUSTOMER = 3, /* tickets have to be matched anew; owner = their customer, subject = the last one done */
    CSRI_TIMER_ESCALATION = 10, /* an escalation expires; owner = it, subject = its ticket */
    CSRI_TIMER_RULES = 11,      /* time alone may make a rule fire; owner and subject = the ticket */
    CSRI_TIMER_FOLLOW_UP = 12,  /* a follow-up comes due; owner = the firing, subject = its ticket */
    CSRI_TIMER_RETURN = 54      /* the goods of a return should be here; owner and subject = the return */
};

/* The view's reason and changes are not stored: they are read from `personal` and `change`. */
struct csri_event {
    csr_event_view view;
    csr_str change;                      /* what changed, without personal values: see store/event_code.h */
    csr_str personal;                    /* salt and personal values; erasable, empty = erased or none */
    uint8_t commitment[CSRI_HASH_BYTES]; /* hash of salt, personal and bulk values; zero = there were none */
};

/* Seals the events of a range of positions: a lost tail or a lost subject shows. */
struct csri_checkpoint_view {
    uint32_t struct_size;
    int32_t subjects; /* heads that the seal covers */
    csr_id id;
    int64_t number;
    csr_time created_at;
    int64_t from_position;
    int64_t to_position;
    uint8_t heads[CSRI_HASH_BYTES]; /* hash of (subject, seq, hash) of those heads, ascending by subject */
    uint8_t hash[CSRI_HASH_BYTES];  /* hash of the checkpoint before and this one */
};
struct csri_checkpoint {
    struct csri_checkpoint_view view;
};

struct csri_bookmark {
    csr_bookmark_view view;
};

struct csri_counter_view {
    uint32_t struct_size;
    int32_t reserved;
    csr_id id;
    int64_t version;
    int64_t value; /* the last number given out */
};
struct csri_counter {
    struct csri_counter_view view;
};

/* The answer to a request with a key: what the same key gives again. */
struct csri_request_view {
    uint32_t struct_size;
    int32_t reserved;
    csr_id id;
    csr_time created_at;
    csr_str operation; /* a key belongs to its operation */
    csr_str key;
    csr_id answer;                    /* the record that the operation gave */
    uint8_t content[CSRI_HASH_BYTES]; /* hash of the id and of what was asked for */
};
struct csri_request {
    struct csri_request_view view;
};

struct csri_field {
    csr_field_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

/* Shown as csr_field_value_view, together with its field. */
struct csri_field_value_view {
    uint32_t struct_size;
    csr_record_kind subject_kind;
    csr_id id;
    csr_id field;
    csr_id subject;
    csr_time created_at;
    csr_time updated_at;
    csr_str value;          /* of a field that is not personal */
    csr_str personal_value; /* of one that is */
};
struct csri_field_value {
    struct csri_field_value_view view;
    csr_id indexed; /* the field if it is indexed, else unset */
    csr_str key;    /* see policy/field_value.h; empty unless indexed */
};

struct csri_attachment {
    csr_attachment_view view;
    csr_id content; /* none when erased */
};

/* A head has the hash of the whole, and the first bytes; the parts behind them refer to it. */
struct csri_content_view {
    uint32_t struct_size;
    int32_t parts; /* of a head: rows in all */
    csr_id id;
    csr_id content; /* the head; none in the head itself */
    csr_time created_at;
    int64_t start;                      /* place of the first byte in the whole */
    int64_t total_bytes;                /* of a head: bytes of the whole */
    uint8_t hash[CSRI_HASH_BYTES];      /* of the whole; unset in parts, and while they are coming in */
    uint8_t part_hash[CSRI_HASH_BYTES]; /* of the bytes of this row */
    csr_str bytes;
    int32_t coming; /* of a head: 1 = an upload that is not finished */
    int32_t reserved;
};
struct csri_content {
    struct csri_content_view view;
};

struct csri_purchase {
    csr_purchase_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_purchase_line {
    csr_purchase_line_view view;
};

struct csri_payment {
    csr_payment_view view;
};

struct csri_refund {
    csr_refund_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_refund_part {
    csr_refund_part_view view;
};

struct csri_payout_row {
    csr_payout_view view;
};

struct csri_payout_notice {
    csr_payout_notice_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_attestation {
    csr_attestation_view view;
};

struct csri_approval {
    csr_approval_view view;
};

struct csri_approval_limit {
    csr_approval_limit_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_judgement {
    csr_judgement_view view;
};

struct csri_remedy {
    csr_remedy_view view;
};

struct csri_return {
    csr_return_view view;
    csr_id live; /* the customer while it is open */
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_return_line {
    csr_return_line_view view;
};

struct csri_replacement {
    csr_replacement_view view;
};

struct csri_voucher {
    csr_voucher_view view;
    csr_str key; /* of the code: what it is found by */
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_voucher_redemption {
    csr_voucher_redemption_view view;
};

struct csri_voucher_decision {
    csr_voucher_decision_view view;
};

struct csri_goodwill_budget {
    csr_goodwill_budget_view view;
    uint8_t chain[CSRI_HASH_BYTES];
};

struct csri_goodwill_use {
    csr_goodwill_use_view view;
};

struct csri_delivery {
    csr_delivery_view view;
};

struct csri_draft {
    csr_draft_view view;
    csr_id about; /* the ticket or the interaction */
};

struct csri_escalation {
    csr_escalation_view view;
};

struct csri_firing {
    csr_firing_view view;
};

/* What the rules remember of a ticket: a row while there is anything. It follows from the firings and what the rules saw:
 * no event tells of it. */
struct csri_rule_state_view {
    uint32_t struct_size;
    int32_t reserved;
    csr_id id;
    csr_id ticket;
    csr_time updated_at;
    csr_str state; /* canonical JSON: policy/rules.h */
};
struct csri_rule_state {
    struct csri_rule_state_view view;
};

/* The id of the counter of the ticket numbers. */
extern const csr_id csri_ticket_counter;

extern const csr_record csri_settings_record;
extern const csr_record csri_customer_record;
extern const csr_record csri_identity_record;
extern const csr_record csri_agent_record;
extern const csr_record csri_skill_record;
extern const csr_record csri_team_record;
extern const csr_record csri_member_record;
extern const csr_record csri_contact_point_record;
extern const csr_record csri_interaction_record;
extern const csr_record csri_hold_record;
extern const csr_record csri_transfer_record;
extern const csr_record csri_ticket_record;
extern const csr_record csri_tag_record;
extern const csr_record csri_policy_record;
extern const csr_record csri_event_record;
extern const csr_record csri_checkpoint_record;
extern const csr_record csri_bookmark_record;
extern const csr_record csri_counter_record;
extern const csr_record csri_request_record;
extern const csr_record csri_note_record;
extern const csr_record csri_link_record;
extern const csr_record csri_watcher_record;
extern const csr_record csri_claim_record;
extern const csr_record csri_field_record;
extern const csr_record csri_attachment_record;
extern const csr_record csri_content_record;
extern const csr_record csri_delivery_record;
extern const csr_record csri_draft_record;
extern const csr_record csri_field_value_record;
extern const csr_record csri_clock_record;
extern const csr_record csri_timer_record;
extern const csr_record csri_escalation_record;
extern const csr_record csri_purchase_record;
extern const csr_record csri_purchase_line_record;
extern const csr_record csri_payment_record;
extern const csr_record csri_firing_record;
extern const csr_record csri_rule_state_record;
extern const csr_record csri_refund_record;
extern const csr_record csri_refund_part_record;
extern const csr_record csri_approval_record;
extern const csr_record csri_payout_record;
extern const csr_record csri_approval_limit_record;
extern const csr_record csri_payout_notice_record;
extern const csr_record csri_attestation_record;
extern const csr_record csri_remedy_record;
extern const csr_record csri_judgement_record;
extern const csr_record csri_return_record;
extern const csr_record csri_return_line_record;
extern const csr_record csri_replacement_record;
extern const csr_record csri_voucher_record;
extern const csr_record csri_voucher_redemption_record;
extern const csr_record csri_voucher_decision_record;
extern const csr_record csri_goodwill_budget_record;
extern const csr_record csri_goodwill_use_record;

/* What csr_event_at() and JSON show of an event: the stored members and the two that are read from it. */
extern const csr_shape csri_event_view_shape;
/* Shapes of rows that are computed, not stored. */
extern const csr_shape csri_stats_shape;
extern const csr_shape csri_diagnostic_shape;
extern const csr_shape csri_backup_shape;
extern const csr_shape csri_maintenance_shape;
extern const csr_shape csri_health_shape;
extern const csr_shape csri_tick_shape;
extern const csr_shape csri_due_shape;
extern const csr_shape csri_duty_shape;
extern const csr_shape csri_refund_reason_shape;
extern const csr_shape csri_goodwill_line_shape;
extern const csr_shape csri_money_report_shape;
extern const csr_shape csri_rehearsal_shape;
extern const csr_shape csri_remedy_step_shape;
extern const csr_shape csri_clock_view_shape;
extern const csr_shape csri_clock_line_shape;
extern const csr_shape csri_applied_shape;
extern const csr_shape csri_recomputed_shape;
extern const csr_shape csri_ticket_queue_shape;
extern const csr_shape csri_field_value_shape;
extern const csr_shape csri_attachment_part_shape;
extern const csr_shape csri_payout_finding_shape;

/* Numbers of the indexes, in the order of each record's table. */
enum { CSRI_CUSTOMER_BY_ORGANISATION };
enum { CSRI_IDENTITY_BY_CUSTOMER, CSRI_IDENTITY_BY_KEY };
enum { CSRI_AGENT_BY_KEY, CSRI_AGENT_BY_DEACTIVATED, CSRI_AGENT_BY_ROLE };
enum { CSRI_SKILL_BY_AGENT };
enum { CSRI_TEAM_BY_KEY };
enum { CSRI_MEMBER_BY_TEAM, CSRI_MEMBER_BY_AGENT };
enum { CSRI_INTERACTION_BY_TICKET, CSRI_INTERACTION_BY_CUSTOMER, CSRI_INTERACTION_BY_EXTERNAL_ID };
enum { CSRI_HOLD_BY_INTERACTION };
enum { CSRI_TRANSFER_BY_INTERACTION };
enum {
    CSRI_TICKET_BY_NUMBER,
    CSRI_TICKET_BY_QUEUE,
    CSRI_TICKET_BY_ASSIGNEE,
    CSRI_TICKET_BY_CUSTOMER,
    CSRI_TICKET_BY_EXTERNAL_ID
};
enum { CSRI_TAG_BY_SUBJECT, CSRI_TAG_BY_KEY };
enum { CSRI_POLICY_BY_NAME };
enum { CSRI_EVENT_BY_SUBJECT };
enum { CSRI_CHECKPOINT_BY_NUMBER };
enum { CSRI_BOOKMARK_BY_NAME };
enum { CSRI_LINK_BY_TICKET, CSRI_LINK_BY_OTHER };
enum { CSRI_WATCHER_BY_TICKET, CSRI_WATCHER_BY_WHO };
enum { CSRI_CLAIM_BY_TICKET, CSRI_CLAIM_BY_AGENT, CSRI_CLAIM_BY_UNTIL };
enum { CSRI_NOTE_BY_TICKET, CSRI_NOTE_BY_CUSTOMER, CSRI_NOTE_BY_EXTERNAL_ID };
enum { CSRI_REQUEST_BY_KEY, CSRI_REQUEST_BY_CREATED_AT };
enum { CSRI_FIELD_BY_NAME };
enum { CSRI_ATTACHMENT_BY_SUBJECT, CSRI_ATTACHMENT_BY_CONTENT };
enum { CSRI_CONTENT_BY_HASH, CSRI_CONTENT_BY_CONTENT, CSRI_CONTENT_BY_COMING };
enum { CSRI_DELIVERY_BY_INTERACTION, CSRI_DELIVERY_BY_DUE, CSRI_DELIVERY_BY_REFERENCE };
enum { CSRI_DRAFT_BY_AGENT };
enum { CSRI_FIELD_VALUE_BY_SUBJECT, CSRI_FIELD_VALUE_BY_KEY };
enum { CSRI_CLOCK_BY_TICKET, CSRI_CLOCK_BY_LIVE };
enum { CSRI_TIMER_BY_AT, CSRI_TIMER_BY_OWNER };
enum {
    CSRI_ESCALATION_BY_TICKET,
    CSRI_ESCALATION_BY_AGENT,
    CSRI_ESCALATION_BY_TEAM,
    CSRI_ESCALATION_BY_OPEN,
    CSRI_ESCALATION_BY_KEY
};
enum { CSRI_PURCHASE_BY_EXTERNAL_ID, CSRI_PURCHASE_BY_CUSTOMER };
enum { CSRI_PURCHASE_LINE_BY_PURCHASE, CSRI_PURCHASE_LINE_BY_SERIAL };
enum { CSRI_PAYMENT_BY_PURCHASE, CSRI_PAYMENT_BY_REFERENCE };
enum { CSRI_FIRING_BY_TICKET, CSRI_FIRING_BY_RULE, CSRI_FIRING_BY_KEY };
enum { CSRI_RULE_STATE_BY_TICKET };
enum {
    CSRI_REFUND_BY_PURCHASE,
    CSRI_REFUND_BY_CUSTOMER,
    CSRI_REFUND_BY_TICKET,
    CSRI_REFUND_BY_APPROVED,
    CSRI_REFUND_BY_STATE
};
enum { CSRI_REFUND_PART_BY_REFUND, CSRI_REFUND_PART_BY_LINE };
enum { CSRI_APPROVAL_BY_REFUND, CSRI_APPROVAL_BY_AGENT };
enum { CSRI_PAYOUT_BY_REFUND, CSRI_PAYOUT_BY_PAYMENT, CSRI_PAYOUT_BY_DUE, CSRI_PAYOUT_BY_REFERENCE };
enum { CSRI_APPROVAL_LIMIT_BY_ROLE };
enum { CSRI_PAYOUT_NOTICE_BY_EVENT, CSRI_PAYOUT_NOTICE_BY_WAITING, CSRI_PAYOUT_NOTICE_BY_PAYOUT };
enum { CSRI_ATTESTATION_BY_PAYOUT };
enum { CSRI_REMEDY_BY_TICKET, CSRI_REMEDY_BY_FULFILLED };
enum { CSRI_JUDGEMENT_BY_REFUND };
enum {
    CSRI_RETURN_BY_PURCHASE,
    CSRI_RETURN_BY_TICKET,
    CSRI_RETURN_BY_CUSTOMER,
    CSRI_RETURN_BY_REFUND,
    CSRI_RETURN_BY_LIVE,
    CSRI_RETURN_BY_AUTHORISATION,
    CSRI_RETURN_BY_DUE
};
enum { CSRI_RETURN_LINE_BY_RETURN, CSRI_RETURN_LINE_BY_LINE };
enum { CSRI_REPLACEMENT_BY_RETURN };
enum {
    CSRI_VOUCHER_BY_KEY,
    CSRI_VOUCHER_BY_CUSTOMER,
    CSRI_VOUCHER_BY_TICKET,
    CSRI_VOUCHER_BY_PAYOUT,
    CSRI_VOUCHER_BY_OPEN,
    CSRI_VOUCHER_BY_APPROVED
};
enum { CSRI_VOUCHER_REDEMPTION_BY_VOUCHER, CSRI_VOUCHER_REDEMPTION_BY_ORDER };
enum { CSRI_VOUCHER_DECISION_BY_VOUCHER, CSRI_VOUCHER_DECISION_BY_AGENT };
enum { CSRI_GOODWILL_BUDGET_BY_SUBJECT };
enum { CSRI_GOODWILL_USE_BY_BUDGET, CSRI_GOODWILL_USE_BY_SUBJECT };

/* A root: a record with a chain of events. */
typedef struct csri_root {
    const csr_record *record;
    uint16_t created_at; /* offsets in the row */
    uint16_t updated_at;
    uint16_t chain_at;
} csri_root;

extern const csri_root csri_roots[];
extern const size_t csri_root_count;
/* The root of a record, or NULL when it is none. */
const csri_root *csri_root_of(const csr_record *record);

/* Children: records whose changes are events of a root. */
extern const csr_record *const csri_children[];
extern const size_t csri_child_count;
int csri_is_child(const csr_record *record);

/* A power of two above every csr_record_kind. */
#define CSRI_RECORD_NUMBERS 128

extern const csr_schema csri_schema;
/* The record of a csr_record_kind, or NULL. */
const csr_record *csri_record_of(int32_t kind);

#endif
