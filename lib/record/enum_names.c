/* Generated from include/csr by cmake/scripts/header_text.py; do not edit. */
#include "record/enum_names.h"

#include <csr/agent.h>
#include <csr/calendar.h>
#include <csr/customer.h>
#include <csr/delivery.h>
#include <csr/desk.h>
#include <csr/duty.h>
#include <csr/escalation.h>
#include <csr/event.h>
#include <csr/expression.h>
#include <csr/field.h>
#include <csr/firing.h>
#include <csr/giving_back.h>
#include <csr/goodwill.h>
#include <csr/host.h>
#include <csr/interaction.h>
#include <csr/link.h>
#include <csr/money.h>
#include <csr/money_report.h>
#include <csr/payout.h>
#include <csr/policy.h>
#include <csr/purchase.h>
#include <csr/reconcile.h>
#include <csr/refund_policy.h>
#include <csr/remedy.h>
#include <csr/return.h>
#include <csr/sla.h>
#include <csr/status.h>
#include <csr/ticket.h>
#include <csr/voucher.h>

/* clang-format off */

const csr_name csri_names_role[CSRI_NAMES_ROLE_COUNT] = {
    { .value = CSR_ROLE_CASHIER, .name = "cashier", .text = "Serves at a till." },
    { .value = CSR_ROLE_ASSOCIATE, .name = "associate", .text = "Serves customers." },
    { .value = CSR_ROLE_SUPERVISOR, .name = "supervisor", .text = "Is asked when an agent does not know, and takes over when the tone rises." },
    { .value = CSR_ROLE_MANAGER, .name = "manager", .text = "Answers for the desk." },
};

const csr_name csri_names_agent_status[CSRI_NAMES_AGENT_STATUS_COUNT] = {
    { .value = CSR_AGENT_WORKING, .name = "working", .text = "Works." },
    { .value = CSR_AGENT_DEACTIVATED, .name = "deactivated", .text = "Was deactivated." },
};

const csr_name csri_names_presence[CSRI_NAMES_PRESENCE_COUNT] = {
    { .value = CSR_PRESENCE_AVAILABLE, .name = "available", .text = "Is there, also outside of the working hours." },
    { .value = CSR_PRESENCE_AWAY, .name = "away", .text = "Is away from the desk." },
    { .value = CSR_PRESENCE_ON_BREAK, .name = "on_break", .text = "Has a break, which ends by itself." },
    { .value = CSR_PRESENCE_OFF, .name = "off", .text = "Has gone." },
};

const csr_name csri_names_skill_kind[CSRI_NAMES_SKILL_KIND_COUNT] = {
    { .value = CSR_SKILL_ABILITY, .name = "ability", .text = "Something the agent can do, such as \"returns\" or \"staying calm\"." },
    { .value = CSR_SKILL_LANGUAGE, .name = "language", .text = "A language the agent serves in, BCP 47." },
};

const csr_name csri_names_calendar_why[CSRI_NAMES_CALENDAR_WHY_COUNT] = {
    { .value = CSR_CALENDAR_OPEN, .name = "open", .text = "Open." },
    { .value = CSR_CALENDAR_OUTSIDE_HOURS, .name = "outside_hours", .text = "Closed: the weekly hours say so." },
    { .value = CSR_CALENDAR_HOLIDAY, .name = "holiday", .text = "Closed: the date is a holiday." },
    { .value = CSR_CALENDAR_SPECIAL_HOURS, .name = "special_hours", .text = "Closed: the date has hours of its own." },
    { .value = CSR_CALENDAR_BREAK, .name = "break", .text = "Closed: a break of that date." },
};

const csr_name csri_names_customer_kind[CSRI_NAMES_CUSTOMER_KIND_COUNT] = {
    { .value = CSR_CUSTOMER_PERSON, .name = "person", .text = "A person." },
    { .value = CSR_CUSTOMER_ORGANISATION, .name = "organisation", .text = "An organisation." },
};

const csr_name csri_names_familiarity[CSRI_NAMES_FAMILIARITY_COUNT] = {
    { .value = CSR_FAMILIARITY_NONE, .name = "none", .text = "Knows nothing of it; explain from the beginning." },
    { .value = CSR_FAMILIARITY_BASIC, .name = "basic", .text = "Knows the basics." },
    { .value = CSR_FAMILIARITY_GOOD, .name = "good", .text = "Knows it well." },
    { .value = CSR_FAMILIARITY_EXPERT, .name = "expert", .text = "Knows it better than most agents." },
};

const csr_name csri_names_standing[CSRI_NAMES_STANDING_COUNT] = {
    { .value = CSR_STANDING_GOOD, .name = "good", .text = "No reservations." },
    { .value = CSR_STANDING_WATCH, .name = "watch", .text = "Take care, and a witness." },
    { .value = CSR_STANDING_ABUSIVE, .name = "abusive", .text = "Has abused staff; the rules of the house apply." },
};

const csr_name csri_names_loyalty[CSRI_NAMES_LOYALTY_COUNT] = {
    { .value = CSR_LOYALTY_NEW, .name = "new", .text = "Brand-new: be especially patient." },
    { .value = CSR_LOYALTY_RETURNING, .name = "returning", .text = "Comes back." },
    { .value = CSR_LOYALTY_LOYAL, .name = "loyal", .text = "Comes back regularly." },
    { .value = CSR_LOYALTY_ADVOCATE, .name = "advocate", .text = "Recommends the house to others." },
};

const csr_name csri_names_customer_order[CSRI_NAMES_CUSTOMER_ORDER_COUNT] = {
    { .value = CSR_CUSTOMERS_BY_NEWEST, .name = "newest", .text = "The last recorded first." },
    { .value = CSR_CUSTOMERS_BY_ORGANISATION, .name = "organisation", .text = "The contacts of one organisation, oldest first; organisation is required." },
};

const csr_name csri_names_identity_kind[CSRI_NAMES_IDENTITY_KIND_COUNT] = {
    { .value = CSR_IDENTITY_EMAIL, .name = "email", .text = "E-mail address; compared by NFC and case folding, no rules about dots or plus." },
    { .value = CSR_IDENTITY_PHONE, .name = "phone", .text = "Phone number; compared in E.164 form." },
    { .value = CSR_IDENTITY_LOYALTY_CARD, .name = "loyalty_card", .text = "Number of a loyalty card." },
    { .value = CSR_IDENTITY_ROOM, .name = "room", .text = "Room of a hotel guest; end it at check-out." },
    { .value = CSR_IDENTITY_BOOKING, .name = "booking", .text = "Booking or reservation reference; end it when it is over." },
    { .value = CSR_IDENTITY_HANDLE, .name = "handle", .text = "Name on a chat or social network." },
    { .value = CSR_IDENTITY_ACCOUNT, .name = "account", .text = "Account or contract number of the house." },
    { .value = CSR_IDENTITY_EXTERNAL, .name = "external", .text = "Key of the customer in another system." },
};

const csr_name csri_names_delivery_state[CSRI_NAMES_DELIVERY_STATE_COUNT] = {
    { .value = CSR_DELIVERY_QUEUED, .name = "queued", .text = "It is to be sent." },
    { .value = CSR_DELIVERY_SENT, .name = "sent", .text = "The provider took it." },
    { .value = CSR_DELIVERY_DELIVERED, .name = "delivered", .text = "It reached the recipient." },
    { .value = CSR_DELIVERY_READ, .name = "read", .text = "The recipient read it." },
    { .value = CSR_DELIVERY_BOUNCED, .name = "bounced", .text = "It came back." },
    { .value = CSR_DELIVERY_FAILED, .name = "failed", .text = "It could not be given to a provider." },
};

const csr_name csri_names_bounce[CSRI_NAMES_BOUNCE_COUNT] = {
    { .value = CSR_BOUNCE_PERMANENT, .name = "permanent", .text = "It is not: there is no such recipient." },
    { .value = CSR_BOUNCE_TEMPORARY, .name = "temporary", .text = "It is: the mailbox was full, the line was busy." },
};

const csr_name csri_names_severity[CSRI_NAMES_SEVERITY_COUNT] = {
    { .value = CSR_SEVERITY_INFO, .name = "info", .text = "Something worth knowing." },
    { .value = CSR_SEVERITY_WARNING, .name = "warning", .text = "Something to look at." },
    { .value = CSR_SEVERITY_ERROR, .name = "error", .text = "Something is wrong." },
};

const csr_name csri_names_off_duty[CSRI_NAMES_OFF_DUTY_COUNT] = {
    { .value = CSR_OFF_DUTY_AWAY, .name = "away", .text = "Said to be away." },
    { .value = CSR_OFF_DUTY_ON_BREAK, .name = "on_break", .text = "Has a break." },
    { .value = CSR_OFF_DUTY_OFF, .name = "off", .text = "Said to have gone." },
    { .value = CSR_OFF_DUTY_SHIFT, .name = "shift", .text = "The working hours are over, or have not begun." },
    { .value = CSR_OFF_DUTY_SKILL, .name = "skill", .text = "Lacks the ability that is asked for." },
    { .value = CSR_OFF_DUTY_ASKED, .name = "asked", .text = "Is the one who asks, or was asked before." },
};

const csr_name csri_names_escalation_kind[CSRI_NAMES_ESCALATION_KIND_COUNT] = {
    { .value = CSR_ESCALATION_MANUAL, .name = "manual", .text = "An agent, or the host." },
    { .value = CSR_ESCALATION_RULE, .name = "rule", .text = "A rule of the house." },
    { .value = CSR_ESCALATION_CONSULT, .name = "consult", .text = "An agent who has the customer on hold meanwhile." },
};

const csr_name csri_names_escalation_state[CSRI_NAMES_ESCALATION_STATE_COUNT] = {
    { .value = CSR_ESCALATION_RAISED, .name = "raised", .text = "Nobody has taken it up." },
    { .value = CSR_ESCALATION_ACKNOWLEDGED, .name = "acknowledged", .text = "Somebody has taken it up." },
    { .value = CSR_ESCALATION_RESOLVED, .name = "resolved", .text = "It did what it was raised for, or its ticket was settled." },
    { .value = CSR_ESCALATION_EXPIRED, .name = "expired", .text = "Nobody took it up in time." },
    { .value = CSR_ESCALATION_WITHDRAWN, .name = "withdrawn", .text = "It was taken back: nobody has to step in any more." },
};

const csr_name csri_names_record_kind[CSRI_NAMES_RECORD_KIND_COUNT] = {
    { .value = CSR_RECORD_SETTINGS, .name = "settings", .text = "The settings of the desk." },
    { .value = CSR_RECORD_CUSTOMER, .name = "customer", .text = "A customer." },
    { .value = CSR_RECORD_IDENTITY, .name = "identity", .text = "An identity of a customer." },
    { .value = CSR_RECORD_AGENT, .name = "agent", .text = "An agent." },
    { .value = CSR_RECORD_SKILL, .name = "skill", .text = "A skill of an agent." },
    { .value = CSR_RECORD_TEAM, .name = "team", .text = "A team." },
    { .value = CSR_RECORD_MEMBER, .name = "member", .text = "An agent in a team." },
    { .value = CSR_RECORD_CONTACT_POINT, .name = "contact_point", .text = "A contact point." },
    { .value = CSR_RECORD_INTERACTION, .name = "interaction", .text = "An interaction." },
    { .value = CSR_RECORD_HOLD, .name = "hold", .text = "A hold of an interaction." },
    { .value = CSR_RECORD_TRANSFER, .name = "transfer", .text = "A transfer of an interaction." },
    { .value = CSR_RECORD_TICKET, .name = "ticket", .text = "A ticket." },
    { .value = CSR_RECORD_TAG, .name = "tag", .text = "A tag on a customer or a ticket." },
    { .value = CSR_RECORD_POLICY, .name = "policy", .text = "A policy document." },
    { .value = CSR_RECORD_EVENT, .name = "event", .text = "An event." },
    { .value = CSR_RECORD_CHECKPOINT, .name = "checkpoint", .text = "A checkpoint over events." },
    { .value = CSR_RECORD_BOOKMARK, .name = "bookmark", .text = "A bookmark of a host." },
    { .value = CSR_RECORD_COUNTER, .name = "counter", .text = "A counter, such as that of the ticket numbers." },
    { .value = CSR_RECORD_NOTE, .name = "note", .text = "A note." },
    { .value = CSR_RECORD_LINK, .name = "link", .text = "A link of a ticket to another." },
    { .value = CSR_RECORD_WATCHER, .name = "watcher", .text = "One who follows a ticket." },
    { .value = CSR_RECORD_CLAIM, .name = "claim", .text = "A claim of a ticket." },
    { .value = CSR_RECORD_REQUEST, .name = "request", .text = "The answer to a request that had a key." },
    { .value = CSR_RECORD_FIELD, .name = "field", .text = "A custom field." },
    { .value = CSR_RECORD_FIELD_VALUE, .name = "field_value", .text = "A value of a custom field." },
    { .value = CSR_RECORD_ATTACHMENT, .name = "attachment", .text = "An attachment." },
    { .value = CSR_RECORD_CONTENT, .name = "content", .text = "Content of attachments." },
    { .value = CSR_RECORD_DELIVERY, .name = "delivery", .text = "The way of a message to a recipient." },
    { .value = CSR_RECORD_DRAFT, .name = "draft", .text = "A draft of an agent." },
    { .value = CSR_RECORD_CLOCK, .name = "clock", .text = "An SLA clock of a ticket." },
    { .value = CSR_RECORD_TIMER, .name = "timer", .text = "An instant at which something has to be looked at." },
    { .value = CSR_RECORD_ESCALATION, .name = "escalation", .text = "An escalation of a ticket." },
    { .value = CSR_RECORD_FIRING, .name = "firing", .text = "A firing of a rule." },
    { .value = CSR_RECORD_RULE_STATE, .name = "rule_state", .text = "What the rules remember of a ticket." },
    { .value = CSR_RECORD_PURCHASE, .name = "purchase", .text = "A purchase." },
    { .value = CSR_RECORD_PURCHASE_LINE, .name = "purchase_line", .text = "A line of a purchase." },
    { .value = CSR_RECORD_PAYMENT, .name = "payment", .text = "A payment of a purchase." },
    { .value = CSR_RECORD_REFUND, .name = "refund", .text = "A refund." },
    { .value = CSR_RECORD_REFUND_PART, .name = "refund_part", .text = "A part of a refund." },
    { .value = CSR_RECORD_PAYOUT, .name = "payout", .text = "A payout of a refund." },
    { .value = CSR_RECORD_APPROVAL, .name = "approval", .text = "What somebody decided about a refund." },
    { .value = CSR_RECORD_APPROVAL_LIMIT, .name = "approval_limit", .text = "What the people of a role may approve." },
    { .value = CSR_RECORD_PAYOUT_NOTICE, .name = "payout_notice", .text = "A notice of a gateway." },
    { .value = CSR_RECORD_ATTESTATION, .name = "attestation", .text = "What somebody found out about a payout." },
    { .value = CSR_RECORD_RETURN, .name = "return", .text = "A return of goods, or a claim about them." },
    { .value = CSR_RECORD_RETURN_LINE, .name = "return_line", .text = "A line of a return." },
    { .value = CSR_RECORD_REPLACEMENT, .name = "replacement", .text = "Goods given in place of others." },
    { .value = CSR_RECORD_VOUCHER, .name = "voucher", .text = "A voucher." },
    { .value = CSR_RECORD_VOUCHER_REDEMPTION, .name = "voucher_redemption", .text = "A use of a voucher." },
    { .value = CSR_RECORD_GOODWILL_BUDGET, .name = "goodwill_budget", .text = "A budget for goodwill." },
    { .value = CSR_RECORD_REMEDY, .name = "remedy", .text = "A remedy that a customer was offered." },
    { .value = CSR_RECORD_JUDGEMENT, .name = "judgement", .text = "What the refund policy said of a refund." },
    { .value = CSR_RECORD_VOUCHER_DECISION, .name = "voucher_decision", .text = "What somebody decided about a voucher." },
    { .value = CSR_RECORD_GOODWILL_USE, .name = "goodwill_use", .text = "What counts for a budget for goodwill." },
};

const csr_name csri_names_event_kind[CSRI_NAMES_EVENT_KIND_COUNT] = {
    { .value = CSR_EVENT_SETTINGS_ADDED, .name = "settings_added", .text = "The desk was created." },
    { .value = CSR_EVENT_SETTINGS_CHANGED, .name = "settings_changed", .text = "Settings were changed." },
    { .value = CSR_EVENT_CUSTOMER_ADDED, .name = "customer_added", .text = "A customer was recorded." },
    { .value = CSR_EVENT_CUSTOMER_CHANGED, .name = "customer_changed", .text = "A customer was changed." },
    { .value = CSR_EVENT_CUSTOMER_TAGGED, .name = "customer_tagged", .text = "A tag was put on a customer." },
    { .value = CSR_EVENT_CUSTOMER_UNTAGGED, .name = "customer_untagged", .text = "A tag was taken off a customer." },
    { .value = CSR_EVENT_IDENTITY_ADDED, .name = "identity_added", .text = "An identity was recorded." },
    { .value = CSR_EVENT_IDENTITY_VERIFIED, .name = "identity_verified", .text = "An identity was proved." },
    { .value = CSR_EVENT_IDENTITY_ENDED, .name = "identity_ended", .text = "An identity ended." },
    { .value = CSR_EVENT_AGENT_ADDED, .name = "agent_added", .text = "An agent was recorded." },
    { .value = CSR_EVENT_AGENT_CHANGED, .name = "agent_changed", .text = "An agent was changed." },
    { .value = CSR_EVENT_SKILL_SET, .name = "skill_set", .text = "An agent got a skill." },
    { .value = CSR_EVENT_SKILL_REMOVED, .name = "skill_removed", .text = "An agent lost a skill." },
    { .value = CSR_EVENT_TEAM_ADDED, .name = "team_added", .text = "A team was recorded." },
    { .value = CSR_EVENT_TEAM_CHANGED, .name = "team_changed", .text = "A team was changed." },
    { .value = CSR_EVENT_TEAM_JOINED, .name = "team_joined", .text = "An agent joined a team." },
    { .value = CSR_EVENT_TEAM_LEFT, .name = "team_left", .text = "An agent left a team." },
    { .value = CSR_EVENT_CONTACT_POINT_ADDED, .name = "contact_point_added", .text = "A contact point was recorded." },
    { .value = CSR_EVENT_CONTACT_POINT_CHANGED, .name = "contact_point_changed", .text = "A contact point was changed." },
    { .value = CSR_EVENT_INTERACTION_ADDED, .name = "interaction_added", .text = "An interaction was recorded." },
    { .value = CSR_EVENT_INTERACTION_TONE, .name = "interaction_tone", .text = "The tone of an interaction moved." },
    { .value = CSR_EVENT_INTERACTION_HELD, .name = "interaction_held", .text = "A customer was put on hold." },
    { .value = CSR_EVENT_INTERACTION_RESUMED, .name = "interaction_resumed", .text = "A hold ended." },
    { .value = CSR_EVENT_INTERACTION_TRANSFERRED, .name = "interaction_transferred", .text = "An interaction was passed on." },
    { .value = CSR_EVENT_INTERACTION_ENDED, .name = "interaction_ended", .text = "An interaction ended." },
    { .value = CSR_EVENT_TICKET_OPENED, .name = "ticket_opened", .text = "A ticket was opened." },
    { .value = CSR_EVENT_TICKET_CHANGED, .name = "ticket_changed", .text = "A ticket was changed." },
    { .value = CSR_EVENT_TICKET_MOVED, .name = "ticket_moved", .text = "A ticket moved to another state." },
    { .value = CSR_EVENT_TICKET_REOPENED, .name = "ticket_reopened", .text = "A ticket was reopened." },
    { .value = CSR_EVENT_TICKET_TAGGED, .name = "ticket_tagged", .text = "A tag was put on a ticket." },
    { .value = CSR_EVENT_TICKET_UNTAGGED, .name = "ticket_untagged", .text = "A tag was taken off a ticket." },
    { .value = CSR_EVENT_POLICY_ADDED, .name = "policy_added", .text = "A policy document was recorded." },
    { .value = CSR_EVENT_NOTE_ADDED, .name = "note_added", .text = "A note was recorded." },
    { .value = CSR_EVENT_NOTE_PINNED, .name = "note_pinned", .text = "A note was pinned." },
    { .value = CSR_EVENT_NOTE_UNPINNED, .name = "note_unpinned", .text = "A note is pinned no longer." },
    { .value = CSR_EVENT_NOTE_ERASED, .name = "note_erased", .text = "A note was erased." },
    { .value = CSR_EVENT_TICKET_LINKED, .name = "ticket_linked", .text = "A ticket was linked to another." },
    { .value = CSR_EVENT_TICKET_UNLINKED, .name = "ticket_unlinked", .text = "A link was taken off a ticket." },
    { .value = CSR_EVENT_TICKET_WATCHED, .name = "ticket_watched", .text = "Somebody follows a ticket." },
    { .value = CSR_EVENT_TICKET_UNWATCHED, .name = "ticket_unwatched", .text = "Somebody follows a ticket no longer." },
    { .value = CSR_EVENT_TICKET_CLAIMED, .name = "ticket_claimed", .text = "A ticket was claimed, or a claim was prolonged or taken over." },
    { .value = CSR_EVENT_TICKET_RELEASED, .name = "ticket_released", .text = "A claim was ended before its time." },
    { .value = CSR_EVENT_AGENT_DEACTIVATED, .name = "agent_deactivated", .text = "An agent was deactivated." },
    { .value = CSR_EVENT_AGENT_REACTIVATED, .name = "agent_reactivated", .text = "An agent works again." },
    { .value = CSR_EVENT_FIELD_ADDED, .name = "field_added", .text = "A custom field was defined." },
    { .value = CSR_EVENT_FIELD_CHANGED, .name = "field_changed", .text = "A custom field was changed." },
    { .value = CSR_EVENT_FIELD_RETIRED, .name = "field_retired", .text = "A custom field was retired." },
    { .value = CSR_EVENT_FIELD_RESTORED, .name = "field_restored", .text = "A custom field was taken back into use." },
    { .value = CSR_EVENT_FIELD_VALUE_SET, .name = "field_value_set", .text = "A record got a value of a custom field." },
    { .value = CSR_EVENT_FIELD_VALUE_UNSET, .name = "field_value_unset", .text = "A record lost its value of a custom field." },
    { .value = CSR_EVENT_ATTACHMENT_ADDED, .name = "attachment_added", .text = "A file was attached." },
    { .value = CSR_EVENT_ATTACHMENT_ERASED, .name = "attachment_erased", .text = "The content of an attachment was erased." },
    { .value = CSR_EVENT_DELIVERY_QUEUED, .name = "delivery_queued", .text = "A message was put into the outbox." },
    { .value = CSR_EVENT_DELIVERY_CLAIMED, .name = "delivery_claimed", .text = "A sender took a message from the outbox." },
    { .value = CSR_EVENT_DELIVERY_REPORTED, .name = "delivery_reported", .text = "Something became of a message." },
    { .value = CSR_EVENT_CLOCK_STARTED, .name = "clock_started", .text = "A clock of a ticket began, for the first time or again." },
    { .value = CSR_EVENT_CLOCK_PAUSED, .name = "clock_paused", .text = "A clock stood still." },
    { .value = CSR_EVENT_CLOCK_RESUMED, .name = "clock_resumed", .text = "A clock went on." },
    { .value = CSR_EVENT_CLOCK_RETARGETED, .name = "clock_retargeted", .text = "A clock got another target, calendar or rule." },
    { .value = CSR_EVENT_CLOCK_STOPPED, .name = "clock_stopped", .text = "What a clock measured was done." },
    { .value = CSR_EVENT_CLOCK_REOPENED, .name = "clock_reopened", .text = "It was not done after all." },
    { .value = CSR_EVENT_CLOCK_CANCELLED, .name = "clock_cancelled", .text = "What a clock measured is of no interest any more." },
    { .value = CSR_EVENT_CLOCK_WARNED, .name = "clock_warned", .text = "A clock reached a level below its target." },
    { .value = CSR_EVENT_CLOCK_BREACHED, .name = "clock_breached", .text = "A clock passed its target, or a level behind it." },
    { .value = CSR_EVENT_CLOCK_MERGED, .name = "clock_merged", .text = "A clock got the earlier beginning of a duplicate." },
    { .value = CSR_EVENT_CLOCK_CORRECTED, .name = "clock_corrected", .text = "A clock was reckoned anew from its events." },
    { .value = CSR_EVENT_ESCALATION_RAISED, .name = "escalation_raised", .text = "Somebody was asked to step in." },
    { .value = CSR_EVENT_ESCALATION_ACKNOWLEDGED, .name = "escalation_acknowledged", .text = "An escalation was taken up." },
    { .value = CSR_EVENT_ESCALATION_RESOLVED, .name = "escalation_resolved", .text = "An escalation did what it was raised for." },
    { .value = CSR_EVENT_ESCALATION_EXPIRED, .name = "escalation_expired", .text = "Nobody took an escalation up in time." },
    { .value = CSR_EVENT_ESCALATION_WITHDRAWN, .name = "escalation_withdrawn", .text = "An escalation was taken back." },
    { .value = CSR_EVENT_AGENT_PRESENCE, .name = "agent_presence", .text = "It was said whether an agent is there." },
    { .value = CSR_EVENT_FIRING_ADDED, .name = "firing_added", .text = "A rule fired for a ticket; its actions follow." },
    { .value = CSR_EVENT_FIRING_FAILED, .name = "firing_failed", .text = "Some of what a rule asked for could not be done." },
    { .value = CSR_EVENT_FIRING_FOLLOWED_UP, .name = "firing_followed_up", .text = "A follow-up that a rule asked for came due." },
    { .value = CSR_EVENT_FIRING_GUARDED, .name = "firing_guarded", .text = "A rule fired for a ticket that had too many notices." },
    { .value = CSR_EVENT_PURCHASE_ADDED, .name = "purchase_added", .text = "A purchase was recorded." },
    { .value = CSR_EVENT_PURCHASE_CHANGED, .name = "purchase_changed", .text = "More became known of a purchase." },
    { .value = CSR_EVENT_PURCHASE_LINE_ADDED, .name = "purchase_line_added", .text = "A line of a purchase was recorded." },
    { .value = CSR_EVENT_PURCHASE_LINE_CHANGED, .name = "purchase_line_changed", .text = "More became known of a line of a purchase." },
    { .value = CSR_EVENT_PAYMENT_ADDED, .name = "payment_added", .text = "A payment was recorded." },
    { .value = CSR_EVENT_PAYMENT_CHANGED, .name = "payment_changed", .text = "More became known of a payment." },
    { .value = CSR_EVENT_REFUND_OPENED, .name = "refund_opened", .text = "A refund was begun." },
    { .value = CSR_EVENT_REFUND_PART_ADDED, .name = "refund_part_added", .text = "A refund got a part." },
    { .value = CSR_EVENT_REFUND_SUBMITTED, .name = "refund_submitted", .text = "A refund was asked for." },
    { .value = CSR_EVENT_REFUND_APPROVED, .name = "refund_approved", .text = "A refund was approved, by one of those who have to." },
    { .value = CSR_EVENT_REFUND_REJECTED, .name = "refund_rejected", .text = "A refund was refused." },
    { .value = CSR_EVENT_REFUND_CANCELLED, .name = "refund_cancelled", .text = "A refund was given up." },
    { .value = CSR_EVENT_APPROVAL_LIMIT_ADDED, .name = "approval_limit_added", .text = "A limit of approvals was recorded." },
    { .value = CSR_EVENT_APPROVAL_LIMIT_CHANGED, .name = "approval_limit_changed", .text = "A limit of approvals was changed." },
    { .value = CSR_EVENT_PAYOUT_PLANNED, .name = "payout_planned", .text = "A payout was planned." },
    { .value = CSR_EVENT_PAYOUT_TAKEN, .name = "payout_taken", .text = "Somebody was told what to do with a payout." },
    { .value = CSR_EVENT_PAYOUT_TOLD, .name = "payout_told", .text = "The gateway said something about a payout." },
    { .value = CSR_EVENT_PAYOUT_NOTICE_ADDED, .name = "payout_notice_added", .text = "A gateway told something by itself." },
    { .value = CSR_EVENT_PAYOUT_NOTICE_MATCHED, .name = "payout_notice_matched", .text = "It became known what a notice is about." },
    { .value = CSR_EVENT_PAYOUT_ATTESTED, .name = "payout_attested", .text = "Somebody found out about a payout." },
    { .value = CSR_EVENT_PAYOUT_IMPORTED, .name = "payout_imported", .text = "A gateway was found to have given money back by itself." },
    { .value = CSR_EVENT_REFUND_SENT_BACK, .name = "refund_sent_back", .text = "A refund waits for approval again: who approved it no longer may." },
    { .value = CSR_EVENT_PAYOUT_INCIDENT_CLOSED, .name = "payout_incident_closed", .text = "Two people closed an incident of a payout." },
    { .value = CSR_EVENT_PAYOUT_INCIDENT_REOPENED, .name = "payout_incident_reopened", .text = "An incident of a payout that was closed is open again." },
    { .value = CSR_EVENT_RETURN_GIVEN, .name = "return_given", .text = "Goods may be given in place of those of a return: it was approved." },
    { .value = CSR_EVENT_REFUND_GIVEN, .name = "refund_given", .text = "A refund ended, for goods were given in place of money." },
    { .value = CSR_EVENT_RETURN_OPENED, .name = "return_opened", .text = "A return was asked for, or a claim made." },
    { .value = CSR_EVENT_RETURN_LINE_ADDED, .name = "return_line_added", .text = "A return got a line." },
    { .value = CSR_EVENT_RETURN_APPROVED, .name = "return_approved", .text = "A return was allowed." },
    { .value = CSR_EVENT_RETURN_REJECTED, .name = "return_rejected", .text = "A return was refused." },
    { .value = CSR_EVENT_RETURN_CANCELLED, .name = "return_cancelled", .text = "A return was given up." },
    { .value = CSR_EVENT_RETURN_EXPIRED, .name = "return_expired", .text = "The goods of a return were not sent in time." },
    { .value = CSR_EVENT_RETURN_SENT, .name = "return_sent", .text = "The goods of a return are on their way." },
    { .value = CSR_EVENT_RETURN_RECEIVED, .name = "return_received", .text = "Goods of a return came." },
    { .value = CSR_EVENT_RETURN_INSPECTED, .name = "return_inspected", .text = "It was said what is accepted of a return." },
    { .value = CSR_EVENT_RETURN_SETTLED, .name = "return_settled", .text = "A return was settled, or is once a charge is paid." },
    { .value = CSR_EVENT_RETURN_CHARGED, .name = "return_charged", .text = "It was said what became of a charge." },
    { .value = CSR_EVENT_REPLACEMENT_ADDED, .name = "replacement_added", .text = "Goods are to be given in place of others." },
    { .value = CSR_EVENT_REPLACEMENT_REMOVED, .name = "replacement_removed", .text = "They are not, after all." },
    { .value = CSR_EVENT_VOUCHER_ISSUED, .name = "voucher_issued", .text = "A voucher was issued." },
    { .value = CSR_EVENT_VOUCHER_APPROVED, .name = "voucher_approved", .text = "A voucher was approved, by one of those who have to." },
    { .value = CSR_EVENT_VOUCHER_REDEEMED, .name = "voucher_redeemed", .text = "A voucher was used." },
    { .value = CSR_EVENT_VOUCHER_RETURNED, .name = "voucher_returned", .text = "A use of a voucher was given back." },
    { .value = CSR_EVENT_VOUCHER_EXPIRED, .name = "voucher_expired", .text = "The time of a voucher was over." },
    { .value = CSR_EVENT_VOUCHER_REVOKED, .name = "voucher_revoked", .text = "What was left of a voucher was taken back, or it was refused." },
    { .value = CSR_EVENT_GOODWILL_BUDGET_ADDED, .name = "goodwill_budget_added", .text = "A budget for goodwill was recorded." },
    { .value = CSR_EVENT_GOODWILL_BUDGET_CHANGED, .name = "goodwill_budget_changed", .text = "A budget for goodwill was changed." },
    { .value = CSR_EVENT_GOODWILL_BUDGET_USED, .name = "goodwill_budget_used", .text = "Something that was given counts for a budget." },
    { .value = CSR_EVENT_REMEDY_OFFERED, .name = "remedy_offered", .text = "A customer was offered a remedy." },
    { .value = CSR_EVENT_REMEDY_ANSWERED, .name = "remedy_answered", .text = "The customer accepted or declined it." },
    { .value = CSR_EVENT_REMEDY_WITHDRAWN, .name = "remedy_withdrawn", .text = "It was taken back." },
    { .value = CSR_EVENT_REMEDY_ENDED, .name = "remedy_ended", .text = "It was fulfilled, or could not be." },
    { .value = CSR_EVENT_REFUND_JUDGED, .name = "refund_judged", .text = "The refund policy allowed a refund that was asked for." },
};

const csr_name csri_names_value_kind[CSRI_NAMES_VALUE_KIND_COUNT] = {
    { .value = CSR_VALUE_NULL, .name = "null", .text = "null." },
    { .value = CSR_VALUE_BOOL, .name = "bool", .text = "true or false." },
    { .value = CSR_VALUE_INT, .name = "int", .text = "A signed integer of 64 bits." },
    { .value = CSR_VALUE_UINT, .name = "uint", .text = "An unsigned integer of 64 bits." },
    { .value = CSR_VALUE_DOUBLE, .name = "double", .text = "A binary floating-point number of 64 bits." },
    { .value = CSR_VALUE_STRING, .name = "string", .text = "UTF-8." },
    { .value = CSR_VALUE_BYTES, .name = "bytes", .text = "Bytes." },
    { .value = CSR_VALUE_TIMESTAMP, .name = "timestamp", .text = "An instant of the years 1 to 9999." },
    { .value = CSR_VALUE_DURATION, .name = "duration", .text = "A length of time." },
    { .value = CSR_VALUE_LIST, .name = "list", .text = "Values in order." },
    { .value = CSR_VALUE_MAP, .name = "map", .text = "Values by key." },
    { .value = CSR_VALUE_TYPE, .name = "type", .text = "A type." },
    { .value = CSR_VALUE_UNDECIDED, .name = "undecided", .text = "No value: a field is absent, or an operation failed." },
};

const csr_name csri_names_expression_outcome[CSRI_NAMES_EXPRESSION_OUTCOME_COUNT] = {
    { .value = CSR_EXPRESSION_NO, .name = "no", .text = "False." },
    { .value = CSR_EXPRESSION_YES, .name = "yes", .text = "True." },
    { .value = CSR_EXPRESSION_UNDECIDED, .name = "undecided", .text = "Neither." },
};

const csr_name csri_names_expression_form[CSRI_NAMES_EXPRESSION_FORM_COUNT] = {
    { .value = CSR_EXPRESSION_TEXT, .name = "text", .text = "Lines for people: yes, NO or ??, the leaf, its values, what is missing." },
    { .value = CSR_EXPRESSION_JSON, .name = "json", .text = "An object: outcome, why, leaves." },
};

const csr_name csri_names_field_type[CSRI_NAMES_FIELD_TYPE_COUNT] = {
    { .value = CSR_FIELD_TEXT, .name = "text", .text = "Text, as it was given." },
    { .value = CSR_FIELD_INTEGER, .name = "integer", .text = "A whole number of 64 bits, such as -42." },
    { .value = CSR_FIELD_DECIMAL, .name = "decimal", .text = "A decimal number, such as 12.5, kept exactly: up to 18 digits before the point, 9 behind it." },
    { .value = CSR_FIELD_FLAG, .name = "flag", .text = "\"true\" or \"false\"." },
    { .value = CSR_FIELD_DATE, .name = "date", .text = "A day of the calendar, such as 2026-11-22." },
    { .value = CSR_FIELD_INSTANT, .name = "instant", .text = "An instant, RFC 3339; shown in UTC." },
    { .value = CSR_FIELD_CHOICE, .name = "choice", .text = "The name of one of the choices of the field." },
};

const csr_name csri_names_firing_outcome[CSRI_NAMES_FIRING_OUTCOME_COUNT] = {
    { .value = CSR_FIRING_DONE, .name = "done", .text = "It fired: what it asks for was done." },
    { .value = CSR_FIRING_SHADOW, .name = "shadow", .text = "It is in shadow: nothing was done." },
    { .value = CSR_FIRING_HELD, .name = "held", .text = "Another rule inhibits it: what would have disturbed somebody was not done." },
    { .value = CSR_FIRING_SUPPRESSED, .name = "suppressed", .text = "It had fired in the same cascade already: nothing was done." },
    { .value = CSR_FIRING_GUARDED, .name = "guarded", .text = "Its ticket had too much of it: what would have disturbed somebody was not done." },
};

const csr_name csri_names_refund_purpose[CSRI_NAMES_REFUND_PURPOSE_COUNT] = {
    { .value = CSR_REFUND_FOR_GOODS, .name = "goods", .text = "For what came back, was wrong or did not arrive." },
    { .value = CSR_REFUND_FOR_GOODWILL, .name = "goodwill", .text = "To put things right, beyond what is owed." },
    { .value = CSR_REFUND_FOR_PRICE_CORRECTION, .name = "price_correction", .text = "Because too much was paid." },
};

const csr_name csri_names_refund_state[CSRI_NAMES_REFUND_STATE_COUNT] = {
    { .value = CSR_REFUND_DRAFT, .name = "draft", .text = "It is being put together." },
    { .value = CSR_REFUND_PENDING_APPROVAL, .name = "pending_approval", .text = "Somebody else has to approve it." },
    { .value = CSR_REFUND_APPROVED, .name = "approved", .text = "It may be paid." },
    { .value = CSR_REFUND_REJECTED, .name = "rejected", .text = "It was refused." },
    { .value = CSR_REFUND_CANCELLED, .name = "cancelled", .text = "It was given up." },
    { .value = CSR_REFUND_PAYING, .name = "paying", .text = "Payouts are on their way." },
    { .value = CSR_REFUND_PAID, .name = "paid", .text = "All of it was paid." },
    { .value = CSR_REFUND_PART_PAID, .name = "part_paid", .text = "Some of it was paid, and no payout is on its way." },
    { .value = CSR_REFUND_FAILED, .name = "failed", .text = "None of it was paid, and no payout is on its way." },
};

const csr_name csri_names_refund_part_kind[CSRI_NAMES_REFUND_PART_KIND_COUNT] = {
    { .value = CSR_REFUND_PART_GOODS, .name = "goods", .text = "Units of a line." },
    { .value = CSR_REFUND_PART_AMOUNT, .name = "amount", .text = "An amount of a line, without units." },
    { .value = CSR_REFUND_PART_SHIPPING, .name = "shipping", .text = "What was paid for shipping." },
    { .value = CSR_REFUND_PART_DUTIES, .name = "duties", .text = "Duties that were paid." },
    { .value = CSR_REFUND_PART_RESTOCKING_FEE, .name = "restocking_fee", .text = "What is kept for taking goods back: below zero." },
    { .value = CSR_REFUND_PART_RETURN_SHIPPING_FEE, .name = "return_shipping_fee", .text = "What is kept for sending them back: below zero." },
    { .value = CSR_REFUND_PART_REPLACEMENT, .name = "replacement", .text = "What was given in place of the goods: below zero." },
    { .value = CSR_REFUND_PART_GOODWILL, .name = "goodwill", .text = "An amount of a line, to put things right." },
    { .value = CSR_REFUND_PART_PRICE_CORRECTION, .name = "price_correction", .text = "An amount of a line that cost too much: the line is worth less from then on." },
    { .value = CSR_REFUND_PART_CASH_ROUNDING, .name = "cash_rounding", .text = "What coins add or take when a part of a cash payment goes back." },
};

const csr_name csri_names_fee_tax[CSRI_NAMES_FEE_TAX_COUNT] = {
    { .value = CSR_FEE_TAX_NONE, .name = "none", .text = "It has none." },
    { .value = CSR_FEE_TAX_TAXABLE, .name = "taxable", .text = "It has that of the goods, in proportion." },
};

const csr_name csri_names_approval_kind[CSRI_NAMES_APPROVAL_KIND_COUNT] = {
    { .value = CSR_APPROVAL_AUTO, .name = "auto", .text = "The one who asked for it approved it, within their own limits." },
    { .value = CSR_APPROVAL_GIVEN, .name = "given", .text = "Another person approved it." },
    { .value = CSR_APPROVAL_REJECTED, .name = "rejected", .text = "It was refused." },
    { .value = CSR_APPROVAL_DROPPED, .name = "dropped", .text = "What was given before holds no longer." },
};

const csr_name csri_names_refund_rule[CSRI_NAMES_REFUND_RULE_COUNT] = {
    { .value = CSR_REFUND_RULE_STATE, .name = "state", .text = "It has come as far as that it may be asked for or decided about." },
    { .value = CSR_REFUND_RULE_PAYMENTS, .name = "payments", .text = "The payments of the purchase hold so much, beside its other refunds." },
    { .value = CSR_REFUND_RULE_PERSON, .name = "person", .text = "An agent at work, who neither asked for it nor approved it before." },
    { .value = CSR_REFUND_RULE_SINGLE, .name = "single", .text = "The limit of one refund." },
    { .value = CSR_REFUND_RULE_DAY, .name = "day", .text = "The limit of what the agent approves in a day." },
    { .value = CSR_REFUND_RULE_PURCHASE, .name = "purchase", .text = "The limit of the refunds of the purchase in 30 days." },
    { .value = CSR_REFUND_RULE_CUSTOMER, .name = "customer", .text = "The limit of the refunds of the customer in customer_days." },
    { .value = CSR_REFUND_RULE_PEOPLE, .name = "people", .text = "So many people have to approve it; counted are people, not money." },
    { .value = CSR_REFUND_RULE_POLICY, .name = "policy", .text = "The refund policy in force lets it be asked for; of drafts, where there is one." },
};

const csr_name csri_names_budget_period[CSRI_NAMES_BUDGET_PERIOD_COUNT] = {
    { .value = CSR_BUDGET_DAY, .name = "day", .text = "A day." },
    { .value = CSR_BUDGET_WEEK, .name = "week", .text = "A week, from Monday." },
    { .value = CSR_BUDGET_MONTH, .name = "month", .text = "A calendar month." },
};

const csr_name csri_names_log_level[CSRI_NAMES_LOG_LEVEL_COUNT] = {
    { .value = CSR_LOG_DEBUG, .name = "debug", .text = "For those who work on the library." },
    { .value = CSR_LOG_WARNING, .name = "warning", .text = "Something a host should look at." },
    { .value = CSR_LOG_ERROR, .name = "error", .text = "Something failed that no call could report." },
};

const csr_name csri_names_channel[CSRI_NAMES_CHANNEL_COUNT] = {
    { .value = CSR_CHANNEL_PHONE, .name = "phone", .text = "By phone." },
    { .value = CSR_CHANNEL_COUNTER, .name = "counter", .text = "In person." },
    { .value = CSR_CHANNEL_EMAIL, .name = "email", .text = "By e-mail." },
    { .value = CSR_CHANNEL_CHAT, .name = "chat", .text = "In a chat." },
    { .value = CSR_CHANNEL_WEB, .name = "web", .text = "Through a form or a self-service page." },
    { .value = CSR_CHANNEL_MESSAGE, .name = "message", .text = "By short message or messenger." },
    { .value = CSR_CHANNEL_NOTE, .name = "note", .text = "A note of the staff." },
};

const csr_name csri_names_direction[CSRI_NAMES_DIRECTION_COUNT] = {
    { .value = CSR_DIRECTION_INCOMING, .name = "incoming", .text = "The customer to the house." },
    { .value = CSR_DIRECTION_OUTGOING, .name = "outgoing", .text = "The house to the customer." },
    { .value = CSR_DIRECTION_NONE, .name = "none", .text = "Nobody to anybody: a note." },
};

const csr_name csri_names_audience[CSRI_NAMES_AUDIENCE_COUNT] = {
    { .value = CSR_AUDIENCE_PUBLIC, .name = "public", .text = "The customer too." },
    { .value = CSR_AUDIENCE_INTERNAL, .name = "internal", .text = "Staff only." },
};

const csr_name csri_names_actor_kind[CSRI_NAMES_ACTOR_KIND_COUNT] = {
    { .value = CSR_ACTOR_CUSTOMER, .name = "customer", .text = "The customer's, also when an agent types them." },
    { .value = CSR_ACTOR_AGENT, .name = "agent", .text = "An agent's." },
    { .value = CSR_ACTOR_SYSTEM, .name = "system", .text = "The system's own." },
    { .value = CSR_ACTOR_BOT, .name = "bot", .text = "A bot's." },
};

const csr_name csri_names_tone[CSRI_NAMES_TONE_COUNT] = {
    { .value = CSR_TONE_CALM, .name = "calm", .text = "Calm or friendly." },
    { .value = CSR_TONE_NEUTRAL, .name = "neutral", .text = "Neutral." },
    { .value = CSR_TONE_UPSET, .name = "upset", .text = "Upset." },
    { .value = CSR_TONE_ANGRY, .name = "angry", .text = "Angry." },
    { .value = CSR_TONE_ABUSIVE, .name = "abusive", .text = "Abusive." },
};

const csr_name csri_names_outcome[CSRI_NAMES_OUTCOME_COUNT] = {
    { .value = CSR_OUTCOME_SOLVED, .name = "solved", .text = "The matter was solved in it." },
    { .value = CSR_OUTCOME_PROMISED, .name = "promised", .text = "Something was promised and is still to be done." },
    { .value = CSR_OUTCOME_PASSED_ON, .name = "passed_on", .text = "Somebody else goes on with it." },
    { .value = CSR_OUTCOME_UNRESOLVED, .name = "unresolved", .text = "It ended without a solution." },
    { .value = CSR_OUTCOME_ABANDONED, .name = "abandoned", .text = "The customer left or hung up." },
    { .value = CSR_OUTCOME_ENDED_BY_AGENT, .name = "ended_by_agent", .text = "The agent ended it by the rules of the house." },
};

const csr_name csri_names_content_type[CSRI_NAMES_CONTENT_TYPE_COUNT] = {
    { .value = CSR_CONTENT_PLAIN, .name = "plain", .text = "Plain text." },
    { .value = CSR_CONTENT_MARKDOWN, .name = "markdown", .text = "Markdown." },
    { .value = CSR_CONTENT_HTML, .name = "html", .text = "HTML; showing it safely is the host's duty." },
};

const csr_name csri_names_interaction_order[CSRI_NAMES_INTERACTION_ORDER_COUNT] = {
    { .value = CSR_INTERACTIONS_BY_TICKET, .name = "ticket", .text = "Those of one ticket, in the order in which they occurred; ticket is required." },
    { .value = CSR_INTERACTIONS_BY_CUSTOMER, .name = "customer", .text = "Those of one customer, the last first; customer is required." },
    { .value = CSR_INTERACTIONS_BY_NEWEST, .name = "newest", .text = "The last recorded first." },
};

const csr_name csri_names_link_kind[CSRI_NAMES_LINK_KIND_COUNT] = {
    { .value = CSR_LINK_CHILD_OF, .name = "child_of", .text = "It is part of the other one; a ticket has one parent at most." },
    { .value = CSR_LINK_DUPLICATE_OF, .name = "duplicate_of", .text = "It is the same matter as the other one, which is worked on; at most one." },
    { .value = CSR_LINK_CAUSED_BY, .name = "caused_by", .text = "The other one is why it came up." },
    { .value = CSR_LINK_RELATED, .name = "related", .text = "The two have to do with each other; the same from either side." },
};

const csr_name csri_names_rounding[CSRI_NAMES_ROUNDING_COUNT] = {
    { .value = CSR_ROUND_FLOOR, .name = "floor", .text = "Towards minus infinity." },
    { .value = CSR_ROUND_CEIL, .name = "ceil", .text = "Towards plus infinity." },
    { .value = CSR_ROUND_TRUNC, .name = "trunc", .text = "Towards zero." },
    { .value = CSR_ROUND_AWAY, .name = "away", .text = "Away from zero." },
    { .value = CSR_ROUND_HALF_EVEN, .name = "half_even", .text = "To the nearest; halves to the even neighbour." },
    { .value = CSR_ROUND_HALF_ODD, .name = "half_odd", .text = "To the nearest; halves to the odd neighbour." },
    { .value = CSR_ROUND_HALF_AWAY, .name = "half_away", .text = "To the nearest; halves away from zero." },
    { .value = CSR_ROUND_HALF_TOWARD, .name = "half_toward", .text = "To the nearest; halves towards zero." },
    { .value = CSR_ROUND_HALF_CEIL, .name = "half_ceil", .text = "To the nearest; halves towards plus infinity." },
    { .value = CSR_ROUND_HALF_FLOOR, .name = "half_floor", .text = "To the nearest; halves towards minus infinity." },
};

const csr_name csri_names_money_by[CSRI_NAMES_MONEY_BY_COUNT] = {
    { .value = CSR_MONEY_BY_PURPOSE, .name = "purpose", .text = "Why money was given back, or that it was a voucher." },
    { .value = CSR_MONEY_BY_PART, .name = "part", .text = "What the parts of refunds are, or that it was a voucher." },
    { .value = CSR_MONEY_BY_REASON, .name = "reason", .text = "The short code for why." },
    { .value = CSR_MONEY_BY_PRODUCT, .name = "product", .text = "What the house calls the goods." },
    { .value = CSR_MONEY_BY_TEAM, .name = "team", .text = "The team of the ticket." },
    { .value = CSR_MONEY_BY_AGENT, .name = "agent", .text = "Who asked for it." },
    { .value = CSR_MONEY_BY_FAULT, .name = "fault", .text = "Whose fault the ticket says it was." },
};

const csr_name csri_names_payout_state[CSRI_NAMES_PAYOUT_STATE_COUNT] = {
    { .value = CSR_PAYOUT_PLANNED, .name = "planned", .text = "The amount is reserved; nothing was sent." },
    { .value = CSR_PAYOUT_SUBMITTING, .name = "submitting", .text = "It was or is about to be sent; the outcome is unknown." },
    { .value = CSR_PAYOUT_PENDING, .name = "pending", .text = "The gateway has it and has not decided." },
    { .value = CSR_PAYOUT_SUCCEEDED, .name = "succeeded", .text = "The money has gone." },
    { .value = CSR_PAYOUT_FAILED, .name = "failed", .text = "It has not gone and will not." },
    { .value = CSR_PAYOUT_AWAIT_LOOKUP, .name = "await_lookup", .text = "It may not be sent again: the gateway has to be asked what became of it." },
    { .value = CSR_PAYOUT_MANUAL, .name = "manual", .text = "People have to find out what became of it." },
    { .value = CSR_PAYOUT_REVERSED, .name = "reversed", .text = "The money went and came back." },
    { .value = CSR_PAYOUT_EXTERNAL, .name = "external", .text = "The gateway gave the money back by itself." },
};

const csr_name csri_names_payout_step[CSRI_NAMES_PAYOUT_STEP_COUNT] = {
    { .value = CSR_PAYOUT_STEP_NOTHING, .name = "nothing", .text = "Wait for the gateway." },
    { .value = CSR_PAYOUT_STEP_SEND, .name = "send", .text = "Send it, under its key, and report the answer." },
    { .value = CSR_PAYOUT_STEP_LOOKUP, .name = "lookup", .text = "Ask the gateway what became of it, and tell." },
    { .value = CSR_PAYOUT_STEP_PERSON, .name = "person", .text = "Let people find out, and tell." },
};

const csr_name csri_names_payout_answer[CSRI_NAMES_PAYOUT_ANSWER_COUNT] = {
    { .value = CSR_PAYOUT_ANSWER_SUCCESS, .name = "success", .text = "It is done." },
    { .value = CSR_PAYOUT_ANSWER_PENDING, .name = "pending", .text = "It was taken, and will be decided." },
    { .value = CSR_PAYOUT_ANSWER_DECLINED, .name = "declined", .text = "No, for good: the method is closed, the amount too small." },
    { .value = CSR_PAYOUT_ANSWER_EXCEEDED, .name = "exceeded", .text = "More than is left: perhaps this very request, which got there after all." },
    { .value = CSR_PAYOUT_ANSWER_KEY_CONFLICT, .name = "key_conflict", .text = "The key was used for another request: a defect." },
    { .value = CSR_PAYOUT_ANSWER_DENIED, .name = "denied", .text = "No access, or refused before it was looked at." },
    { .value = CSR_PAYOUT_ANSWER_UNKNOWN, .name = "unknown", .text = "A timeout, a reset, \"busy\", any error of the gateway's, a stored one too." },
};

const csr_name csri_names_payout_news[CSRI_NAMES_PAYOUT_NEWS_COUNT] = {
    { .value = CSR_PAYOUT_NEWS_SUCCEEDED, .name = "succeeded", .text = "The money has gone." },
    { .value = CSR_PAYOUT_NEWS_PENDING, .name = "pending", .text = "It has it and has not decided." },
    { .value = CSR_PAYOUT_NEWS_FAILED, .name = "failed", .text = "The money has not gone and will not." },
    { .value = CSR_PAYOUT_NEWS_REVERSED, .name = "reversed", .text = "The money came back." },
    { .value = CSR_PAYOUT_NEWS_NOT_FOUND, .name = "not_found", .text = "It knows of no such payout; the answer to being asked only." },
};

const csr_name csri_names_policy_kind[CSRI_NAMES_POLICY_KIND_COUNT] = {
    { .value = CSR_POLICY_LIFECYCLE, .name = "lifecycle", .text = "The states of a ticket and the ways between them." },
    { .value = CSR_POLICY_CALENDAR, .name = "calendar", .text = "When the house is open: docs/calendars.md." },
    { .value = CSR_POLICY_SLA, .name = "sla", .text = "How soon what must be done, by which calendar: docs/sla.md." },
    { .value = CSR_POLICY_RULES, .name = "rules", .text = "What is done by itself, and when it is escalated: docs/rules.md." },
    { .value = CSR_POLICY_REFUND, .name = "refund", .text = "What may be given back, and why not: docs/refunds.md." },
    { .value = CSR_POLICY_REMEDY, .name = "remedy", .text = "What is offered to put things right, and in which order: docs/remedies.md." },
};

const csr_name csri_names_payment_method[CSRI_NAMES_PAYMENT_METHOD_COUNT] = {
    { .value = CSR_PAYMENT_METHOD_CARD, .name = "card", .text = "A credit or debit card." },
    { .value = CSR_PAYMENT_METHOD_CASH, .name = "cash", .text = "Coins and notes." },
    { .value = CSR_PAYMENT_METHOD_TRANSFER, .name = "transfer", .text = "From bank account to bank account." },
    { .value = CSR_PAYMENT_METHOD_WALLET, .name = "wallet", .text = "A wallet of somebody who pays for others." },
    { .value = CSR_PAYMENT_METHOD_GIFT_CARD, .name = "gift_card", .text = "A gift card of the house." },
    { .value = CSR_PAYMENT_METHOD_STORE_CREDIT, .name = "store_credit", .text = "What the house owed the customer." },
    { .value = CSR_PAYMENT_METHOD_OTHER, .name = "other", .text = "Something else." },
};

const csr_name csri_names_payment_state[CSRI_NAMES_PAYMENT_STATE_COUNT] = {
    { .value = CSR_PAYMENT_UNKNOWN, .name = "unknown", .text = "Nobody knows: the gateway has to be asked." },
    { .value = CSR_PAYMENT_AUTHORIZED, .name = "authorized", .text = "The money is set aside; it can be let go." },
    { .value = CSR_PAYMENT_SETTLING, .name = "settling", .text = "It is on its way." },
    { .value = CSR_PAYMENT_SETTLED, .name = "settled", .text = "It has arrived." },
};

const csr_name csri_names_dispute[CSRI_NAMES_DISPUTE_COUNT] = {
    { .value = CSR_DISPUTE_NONE, .name = "none", .text = "They do not." },
    { .value = CSR_DISPUTE_OPEN, .name = "open", .text = "The bank has not decided: nothing is given back meanwhile." },
    { .value = CSR_DISPUTE_LOST, .name = "lost", .text = "The bank gave them the money." },
    { .value = CSR_DISPUTE_WON, .name = "won", .text = "The bank left the money with the house." },
};

const csr_name csri_names_payout_verdict[CSRI_NAMES_PAYOUT_VERDICT_COUNT] = {
    { .value = CSR_PAYOUT_VERDICT_MATCHED, .name = "matched", .text = "Both sides know it." },
    { .value = CSR_PAYOUT_VERDICT_IMPORTED, .name = "imported", .text = "Only the gateway knew it; it counts from now on." },
    { .value = CSR_PAYOUT_VERDICT_UNMATCHED, .name = "unmatched", .text = "Only the gateway knows it, and it cannot be imported: the text says why." },
    { .value = CSR_PAYOUT_VERDICT_MISSING, .name = "missing", .text = "Only this side knows it." },
    { .value = CSR_PAYOUT_VERDICT_DIFFERS, .name = "differs", .text = "The two know it with different amounts." },
    { .value = CSR_PAYOUT_VERDICT_OPEN, .name = "open", .text = "It is reserved or its outcome is unknown: the text says why." },
    { .value = CSR_PAYOUT_VERDICT_INCIDENT, .name = "incident", .text = "Money went that was not to go." },
};

const csr_name csri_names_incident_step[CSRI_NAMES_INCIDENT_STEP_COUNT] = {
    { .value = CSR_INCIDENT_PROPOSED, .name = "proposed", .text = "It can be closed." },
    { .value = CSR_INCIDENT_CLOSED, .name = "closed", .text = "So it can: by this it was closed." },
    { .value = CSR_INCIDENT_REOPENED, .name = "reopened", .text = "It is open again." },
};

const csr_name csri_names_gives_back[CSRI_NAMES_GIVES_BACK_COUNT] = {
    { .value = CSR_GIVES_BACK_NOTHING, .name = "nothing", .text = "Nothing, such as a change of the address." },
    { .value = CSR_GIVES_BACK_ITEMS, .name = "items", .text = "What the named items are worth." },
    { .value = CSR_GIVES_BACK_ALL, .name = "all", .text = "All that was paid and not given back yet." },
    { .value = CSR_GIVES_BACK_DIFFERENCE, .name = "difference", .text = "What the named items are worth above what is given for them." },
};

const csr_name csri_names_remedy_kind[CSRI_NAMES_REMEDY_KIND_COUNT] = {
    { .value = CSR_REMEDY_APOLOGY, .name = "apology", .text = "Saying sorry in the company's name." },
    { .value = CSR_REMEDY_EXPLANATION, .name = "explanation", .text = "Saying what happened, and what will be done." },
    { .value = CSR_REMEDY_TROUBLESHOOTING, .name = "troubleshooting", .text = "Going through the common faults, step by step." },
    { .value = CSR_REMEDY_PRICE_CORRECTION, .name = "price_correction", .text = "Giving back what was paid too much." },
    { .value = CSR_REMEDY_REPLACEMENT, .name = "replacement", .text = "Another one, free of charge." },
    { .value = CSR_REMEDY_REPAIR, .name = "repair", .text = "Making it whole." },
    { .value = CSR_REMEDY_REFUND, .name = "refund", .text = "Money back." },
    { .value = CSR_REMEDY_VOUCHER, .name = "voucher", .text = "A voucher for the next time." },
    { .value = CSR_REMEDY_GOODWILL, .name = "goodwill", .text = "Something beyond what is owed, such as a percentage off the bill." },
};

const csr_name csri_names_remedy_state[CSRI_NAMES_REMEDY_STATE_COUNT] = {
    { .value = CSR_REMEDY_OFFERED, .name = "offered", .text = "The customer has not answered." },
    { .value = CSR_REMEDY_ACCEPTED, .name = "accepted", .text = "The customer took it: it is to be done." },
    { .value = CSR_REMEDY_DECLINED, .name = "declined", .text = "The customer did not take it." },
    { .value = CSR_REMEDY_WITHDRAWN, .name = "withdrawn", .text = "The house took it back: as if it had never been offered." },
    { .value = CSR_REMEDY_FULFILLED, .name = "fulfilled", .text = "It was done." },
    { .value = CSR_REMEDY_FAILED, .name = "failed", .text = "It was tried, and could not be done or did not help." },
};

const csr_name csri_names_remedy_verdict[CSRI_NAMES_REMEDY_VERDICT_COUNT] = {
    { .value = CSR_REMEDY_NEXT, .name = "next", .text = "It is to be offered now." },
    { .value = CSR_REMEDY_LATER, .name = "later", .text = "It may be offered; something else comes first." },
    { .value = CSR_REMEDY_OPEN, .name = "open", .text = "It is offered and not answered, or accepted and not done." },
    { .value = CSR_REMEDY_USED, .name = "used", .text = "It was offered as often as it may be." },
    { .value = CSR_REMEDY_BLOCKED, .name = "blocked", .text = "A rung that must have been tried before has not been." },
    { .value = CSR_REMEDY_DOES_NOT_APPLY, .name = "does_not_apply", .text = "Its condition does not hold." },
    { .value = CSR_REMEDY_UNDECIDED, .name = "undecided", .text = "Its condition cannot be decided: something is not known." },
};

const csr_name csri_names_return_kind[CSRI_NAMES_RETURN_KIND_COUNT] = {
    { .value = CSR_RETURN_KIND_RETURN, .name = "return", .text = "Goods that were handed over come back." },
    { .value = CSR_RETURN_KIND_CLAIM, .name = "claim", .text = "Goods were wrong, damaged or missing; they may not have to come back." },
};

const csr_name csri_names_return_remedy[CSRI_NAMES_RETURN_REMEDY_COUNT] = {
    { .value = CSR_RETURN_REMEDY_REFUND, .name = "refund", .text = "What was paid for them." },
    { .value = CSR_RETURN_REMEDY_REPLACE, .name = "replace", .text = "Other goods, or the same again." },
};

const csr_name csri_names_return_state[CSRI_NAMES_RETURN_STATE_COUNT] = {
    { .value = CSR_RETURN_REQUESTED, .name = "requested", .text = "It was asked for." },
    { .value = CSR_RETURN_APPROVED, .name = "approved", .text = "It was allowed." },
    { .value = CSR_RETURN_REJECTED, .name = "rejected", .text = "It was refused." },
    { .value = CSR_RETURN_IN_TRANSIT, .name = "in_transit", .text = "The goods are on their way." },
    { .value = CSR_RETURN_PART_RECEIVED, .name = "part_received", .text = "Some of the goods are here." },
    { .value = CSR_RETURN_RECEIVED, .name = "received", .text = "The goods are here, or no more of them will come." },
    { .value = CSR_RETURN_INSPECTED, .name = "inspected", .text = "It was said of all of them whether they are accepted." },
    { .value = CSR_RETURN_CLOSED, .name = "closed", .text = "It is settled." },
    { .value = CSR_RETURN_CANCELLED, .name = "cancelled", .text = "It was given up before anything came." },
};

const csr_name csri_names_return_charge_state[CSRI_NAMES_RETURN_CHARGE_STATE_COUNT] = {
    { .value = CSR_RETURN_CHARGE_DUE, .name = "due", .text = "The host is to take the money, and say what became of that." },
    { .value = CSR_RETURN_CHARGE_PAID, .name = "paid", .text = "It was paid." },
    { .value = CSR_RETURN_CHARGE_FAILED, .name = "failed", .text = "It was not, and nothing is settled." },
};

const csr_name csri_names_goods_fault[CSRI_NAMES_GOODS_FAULT_COUNT] = {
    { .value = CSR_GOODS_WRONG, .name = "wrong", .text = "Something else came." },
    { .value = CSR_GOODS_DAMAGED, .name = "damaged", .text = "They do not work, or came broken." },
    { .value = CSR_GOODS_MISSING, .name = "missing", .text = "They did not come." },
};

const csr_name csri_names_sla_metric[CSRI_NAMES_SLA_METRIC_COUNT] = {
    { .value = CSR_SLA_FIRST_REPLY, .name = "first_reply", .text = "From the customer's first public message to the first public reply." },
    { .value = CSR_SLA_NEXT_REPLY, .name = "next_reply", .text = "From a later unanswered public message of the customer to the reply." },
    { .value = CSR_SLA_PERIODIC_UPDATE, .name = "periodic_update", .text = "From one public message of the house to the next, until it is settled." },
    { .value = CSR_SLA_RESOLUTION, .name = "resolution", .text = "From the beginning of the matter until it is settled." },
};

const csr_name csri_names_sla_state[CSRI_NAMES_SLA_STATE_COUNT] = {
    { .value = CSR_SLA_NOT_STARTED, .name = "not_started", .text = "Nothing has happened yet." },
    { .value = CSR_SLA_RUNNING, .name = "running", .text = "Open time counts." },
    { .value = CSR_SLA_PAUSED, .name = "paused", .text = "Nothing counts, nothing is due." },
    { .value = CSR_SLA_STOPPED, .name = "stopped", .text = "The cycle is over and has an outcome." },
    { .value = CSR_SLA_CANCELLED, .name = "cancelled", .text = "The cycle is over and has none." },
};

const csr_name csri_names_sla_outcome[CSRI_NAMES_SLA_OUTCOME_COUNT] = {
    { .value = CSR_SLA_MET, .name = "met", .text = "In time." },
    { .value = CSR_SLA_MISSED, .name = "missed", .text = "Too late." },
};

const csr_name csri_names_sla_event_kind[CSRI_NAMES_SLA_EVENT_KIND_COUNT] = {
    { .value = CSR_SLA_EVENT_START, .name = "start", .text = "Begin: the first cycle, or the next one when the last is over." },
    { .value = CSR_SLA_EVENT_PAUSE, .name = "pause", .text = "Stand still." },
    { .value = CSR_SLA_EVENT_RESUME, .name = "resume", .text = "Go on." },
    { .value = CSR_SLA_EVENT_RETARGET, .name = "retarget", .text = "Another target, another calendar, or both; what has passed stays." },
    { .value = CSR_SLA_EVENT_STOP, .name = "stop", .text = "Done." },
    { .value = CSR_SLA_EVENT_REOPEN, .name = "reopen", .text = "Not done after all: csr_sla_reopen says what that means." },
    { .value = CSR_SLA_EVENT_CANCEL, .name = "cancel", .text = "No longer of interest." },
};

const csr_name csri_names_sla_reopen[CSRI_NAMES_SLA_REOPEN_COUNT] = {
    { .value = CSR_SLA_REOPEN_NEVER, .name = "never", .text = "Nothing: it stays stopped." },
    { .value = CSR_SLA_REOPEN_RESUME, .name = "resume", .text = "It goes on from where it stood; its outcome is withdrawn." },
    { .value = CSR_SLA_REOPEN_NEW_CYCLE, .name = "new_cycle", .text = "It begins anew; the outcome of the earlier cycle stays." },
};

const csr_name csri_names_sla_line[CSRI_NAMES_SLA_LINE_COUNT] = {
    { .value = CSR_SLA_LINE_COUNTED, .name = "counted", .text = "Open time, which counted." },
    { .value = CSR_SLA_LINE_OUTSIDE_HOURS, .name = "outside_hours", .text = "Closed: outside the opening hours." },
    { .value = CSR_SLA_LINE_HOLIDAY, .name = "holiday", .text = "Closed: a holiday." },
    { .value = CSR_SLA_LINE_SPECIAL_HOURS, .name = "special_hours", .text = "Closed: the hours of that date." },
    { .value = CSR_SLA_LINE_BREAK, .name = "break", .text = "Closed: a break of that date." },
    { .value = CSR_SLA_LINE_PAUSED, .name = "paused", .text = "The clock stood still because somebody was waited for." },
    { .value = CSR_SLA_LINE_STOPPED, .name = "stopped", .text = "The clock had stopped, and went on later." },
    { .value = CSR_SLA_LINE_STARTED, .name = "started", .text = "A cycle began." },
    { .value = CSR_SLA_LINE_RETARGETED, .name = "retargeted", .text = "Another target or another calendar from here on." },
    { .value = CSR_SLA_LINE_REOPENED, .name = "reopened", .text = "A stopped clock went on, or began anew." },
    { .value = CSR_SLA_LINE_MET, .name = "met", .text = "Stopped in time." },
    { .value = CSR_SLA_LINE_MISSED, .name = "missed", .text = "Stopped too late." },
    { .value = CSR_SLA_LINE_CANCELLED, .name = "cancelled", .text = "No longer of interest." },
    { .value = CSR_SLA_LINE_WARNED, .name = "warned", .text = "A warning level was reached." },
    { .value = CSR_SLA_LINE_BREACHED, .name = "breached", .text = "The target, or a level beyond it, was reached without a stop." },
    { .value = CSR_SLA_LINE_MERGED, .name = "merged", .text = "Open time of a duplicate that began earlier, which counts here." },
    { .value = CSR_SLA_LINE_CORRECTED, .name = "corrected", .text = "Somebody had the clock reckoned anew; what counted is the difference." },
};

const csr_name csri_names_status[CSRI_NAMES_STATUS_COUNT] = {
    { .value = CSR_OK, .name = "ok", .text = "Done." },
    { .value = CSR_E_ARGUMENT, .name = "argument", .text = "A parameter is missing, malformed or out of its limits; field names it." },
    { .value = CSR_E_NEWER_STRUCT, .name = "newer_struct", .text = "A parameter struct carries values that this library does not know yet." },
    { .value = CSR_E_REENTRANT, .name = "reentrant", .text = "The session is already inside a call." },
    { .value = CSR_E_MISUSE, .name = "misuse", .text = "The call does not fit the state of the handle, such as commit without begin." },
    { .value = CSR_E_UNSUPPORTED, .name = "unsupported", .text = "The store behind the desk cannot do this." },
    { .value = CSR_E_UNKNOWN_OPERATION, .name = "unknown_operation", .text = "No operation has this name." },
    { .value = CSR_E_NOT_FOUND, .name = "not_found", .text = "No such record; field names the reference." },
    { .value = CSR_E_CONFLICT, .name = "conflict", .text = "Somebody changed the record since it was read; field lists what changed." },
    { .value = CSR_E_DUPLICATE, .name = "duplicate", .text = "A value that must be unique is taken; field names it." },
    { .value = CSR_E_STATE, .name = "state", .text = "The record's state does not allow this; the message says what would." },
    { .value = CSR_E_OVERFLOW, .name = "overflow", .text = "An amount does not fit into 64 bits; nothing was rounded or cut." },
    { .value = CSR_E_CURRENCY, .name = "currency", .text = "Amounts of different currencies, or a currency that is not known." },
    { .value = CSR_E_STEP, .name = "step", .text = "The amount is no multiple of the step in which it can be paid." },
    { .value = CSR_E_OVER_REFUND, .name = "over_refund", .text = "More than is left to be given back; the message says how much is left." },
    { .value = CSR_E_STORE_BUSY, .name = "store_busy", .text = "Another writer held the store for longer than the time allowed; retry." },
    { .value = CSR_E_STORE_IO, .name = "store_io", .text = "The store could not read or write." },
    { .value = CSR_E_STORE_FULL, .name = "store_full", .text = "No room left in the store." },
    { .value = CSR_E_CORRUPT, .name = "corrupt", .text = "The store holds something that it cannot have been given." },
    { .value = CSR_E_SCHEMA_OLD, .name = "schema_old", .text = "The store was written by an older library and must be migrated first." },
    { .value = CSR_E_SCHEMA_NEW, .name = "schema_new", .text = "The store was written by a newer library." },
    { .value = CSR_E_READ_ONLY, .name = "read_only", .text = "The store or the desk was opened for reading only." },
    { .value = CSR_E_UNKNOWN_OUTCOME, .name = "unknown_outcome", .text = "The commit may or may not have happened; run it again." },
    { .value = CSR_E_STORE_OPEN, .name = "store_open", .text = "The store could not be opened." },
    { .value = CSR_E_NOT_A_DESK, .name = "not_a_desk", .text = "The file is something else than a desk." },
    { .value = CSR_E_DOOMED, .name = "doomed", .text = "An earlier failure spoilt the open transaction; roll it back." },
    { .value = CSR_E_NO_MEMORY, .name = "no_memory", .text = "The host's allocator gave nothing." },
    { .value = CSR_E_LIMIT, .name = "limit", .text = "A documented limit is reached." },
    { .value = CSR_E_TIMEOUT, .name = "timeout", .text = "The call took longer than the session's time limit." },
    { .value = CSR_E_CANCELLED, .name = "cancelled", .text = "Another thread cancelled the call." },
    { .value = CSR_E_POLICY, .name = "policy", .text = "A policy document is not acceptable; field gives the place." },
    { .value = CSR_E_RIGHT, .name = "right", .text = "The session's actor may not do this; the message names who may." },
    { .value = CSR_E_NO_OPEN_TIME, .name = "no_open_time", .text = "The calendar is not open within ten years." },
    { .value = CSR_E_INTERNAL, .name = "internal", .text = "A defect of the library; please report it." },
    { .value = CSR_E_CALLBACK, .name = "callback", .text = "A callback of the host failed." },
};

const csr_name csri_names_ticket_kind[CSRI_NAMES_TICKET_KIND_COUNT] = {
    { .value = CSR_TICKET_ENQUIRY, .name = "enquiry", .text = "A question." },
    { .value = CSR_TICKET_COMPLAINT, .name = "complaint", .text = "Something is not as it should be." },
    { .value = CSR_TICKET_BILLING, .name = "billing", .text = "A bill, a statement, a price." },
    { .value = CSR_TICKET_RETURN, .name = "return", .text = "Something is brought or sent back." },
    { .value = CSR_TICKET_TECHNICAL, .name = "technical", .text = "Something does not work." },
    { .value = CSR_TICKET_ORDER, .name = "order", .text = "An order." },
    { .value = CSR_TICKET_APPOINTMENT, .name = "appointment", .text = "An appointment or a reservation." },
    { .value = CSR_TICKET_SET_UP, .name = "set_up", .text = "Setting a customer up for a service." },
    { .value = CSR_TICKET_PRAISE, .name = "praise", .text = "Praise." },
    { .value = CSR_TICKET_OTHER, .name = "other", .text = "Anything else." },
};

const csr_name csri_names_phase[CSRI_NAMES_PHASE_COUNT] = {
    { .value = CSR_PHASE_NEW, .name = "new", .text = "Nobody has begun." },
    { .value = CSR_PHASE_OPEN, .name = "open", .text = "Being worked on." },
    { .value = CSR_PHASE_PAUSED, .name = "paused", .text = "Waiting for somebody." },
    { .value = CSR_PHASE_RESOLVED, .name = "resolved", .text = "Settled, as far as the house knows; may be reopened." },
    { .value = CSR_PHASE_CLOSED, .name = "closed", .text = "Over." },
};

const csr_name csri_names_waits_for[CSRI_NAMES_WAITS_FOR_COUNT] = {
    { .value = CSR_WAITS_FOR_CUSTOMER, .name = "customer", .text = "The customer." },
    { .value = CSR_WAITS_FOR_THIRD_PARTY, .name = "third_party", .text = "A supplier or another third party." },
    { .value = CSR_WAITS_FOR_INTERNAL, .name = "internal", .text = "Another part of the house." },
};

const csr_name csri_names_priority[CSRI_NAMES_PRIORITY_COUNT] = {
    { .value = CSR_PRIORITY_LOW, .name = "low", .text = "Can wait." },
    { .value = CSR_PRIORITY_NORMAL, .name = "normal", .text = "As it comes." },
    { .value = CSR_PRIORITY_HIGH, .name = "high", .text = "Before others." },
    { .value = CSR_PRIORITY_URGENT, .name = "urgent", .text = "Now." },
};

const csr_name csri_names_fault[CSRI_NAMES_FAULT_COUNT] = {
    { .value = CSR_FAULT_COMPANY, .name = "company", .text = "The house; such matters go faster." },
    { .value = CSR_FAULT_CUSTOMER, .name = "customer", .text = "The customer." },
    { .value = CSR_FAULT_THIRD_PARTY, .name = "third_party", .text = "Somebody else." },
    { .value = CSR_FAULT_NOBODY, .name = "nobody", .text = "Nobody." },
};

const csr_name csri_names_resolution[CSRI_NAMES_RESOLUTION_COUNT] = {
    { .value = CSR_RESOLUTION_SOLVED, .name = "solved", .text = "The trouble is gone." },
    { .value = CSR_RESOLUTION_EXPLAINED, .name = "explained", .text = "The question is answered." },
    { .value = CSR_RESOLUTION_APOLOGISED, .name = "apologised", .text = "An apology was all there was to give." },
    { .value = CSR_RESOLUTION_CORRECTED, .name = "corrected", .text = "A price, a bill or a record was put right." },
    { .value = CSR_RESOLUTION_REFUNDED, .name = "refunded", .text = "Money was given back." },
    { .value = CSR_RESOLUTION_REPLACED, .name = "replaced", .text = "The article was replaced." },
    { .value = CSR_RESOLUTION_REPAIRED, .name = "repaired", .text = "The article was repaired." },
    { .value = CSR_RESOLUTION_GOODWILL, .name = "goodwill", .text = "Something extra was given as an apology." },
    { .value = CSR_RESOLUTION_DONE, .name = "done", .text = "The order, appointment or set-up is done." },
    { .value = CSR_RESOLUTION_DECLINED, .name = "declined", .text = "The house cannot or will not do it, and said why." },
    { .value = CSR_RESOLUTION_WITHDRAWN, .name = "withdrawn", .text = "The customer no longer wants it." },
    { .value = CSR_RESOLUTION_DUPLICATE, .name = "duplicate", .text = "It is dealt with in another ticket." },
    { .value = CSR_RESOLUTION_NOT_REPRODUCED, .name = "not_reproduced", .text = "Nothing was found." },
    { .value = CSR_RESOLUTION_OTHER, .name = "other", .text = "Otherwise; the note says how." },
};

const csr_name csri_names_queue[CSRI_NAMES_QUEUE_COUNT] = {
    { .value = CSR_QUEUE_ACTIVE, .name = "active", .text = "New or open: somebody must do something." },
    { .value = CSR_QUEUE_WAITING, .name = "waiting", .text = "Paused." },
    { .value = CSR_QUEUE_DONE, .name = "done", .text = "Resolved or closed." },
};

const csr_name csri_names_ticket_order[CSRI_NAMES_TICKET_ORDER_COUNT] = {
    { .value = CSR_TICKETS_BY_NEWEST, .name = "newest", .text = "The last recorded first." },
    { .value = CSR_TICKETS_BY_OLDEST, .name = "oldest", .text = "The first recorded first." },
    { .value = CSR_TICKETS_BY_CUSTOMER, .name = "customer", .text = "Those of one customer, the last opened first; customer is required." },
    { .value = CSR_TICKETS_BY_TEAM, .name = "team", .text = "Those of one team in one queue, the most urgent first; team and queue are required." },
    { .value = CSR_TICKETS_BY_ASSIGNEE, .name = "assignee", .text = "Those of one agent in one queue, the most urgent first; assignee and queue are required." },
};

const csr_name csri_names_voucher_kind[CSRI_NAMES_VOUCHER_KIND_COUNT] = {
    { .value = CSR_VOUCHER_FIXED, .name = "fixed", .text = "An amount." },
    { .value = CSR_VOUCHER_PERCENT, .name = "percent", .text = "A part of each basket, up to an amount in all." },
    { .value = CSR_VOUCHER_STORE_CREDIT, .name = "store_credit", .text = "What the house owes the customer." },
};

const csr_name csri_names_voucher_state[CSRI_NAMES_VOUCHER_STATE_COUNT] = {
    { .value = CSR_VOUCHER_ISSUED, .name = "issued", .text = "Somebody else has to approve it." },
    { .value = CSR_VOUCHER_ACTIVE, .name = "active", .text = "It may be used." },
    { .value = CSR_VOUCHER_PART_USED, .name = "part_used", .text = "Some of it was used." },
    { .value = CSR_VOUCHER_USED, .name = "used", .text = "All of it was used." },
    { .value = CSR_VOUCHER_EXPIRED, .name = "expired", .text = "Its time is over; what was left of it is gone." },
    { .value = CSR_VOUCHER_REVOKED, .name = "revoked", .text = "What was left of it was taken back, or it was not approved." },
};

/* clang-format on */
