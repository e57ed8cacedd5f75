/*
 * The types of members. Limits, names, units and targets are said once here and shared by columns and parameters.
 *
 * The list is the one X-macro of the project: here name, C class (for the compiler) and object (for
 * run time) must come from one line.
 */
#ifndef CSRI_RECORD_TYPES_H
#define CSRI_RECORD_TYPES_H

#include "record/enum_names.h"

#include <csr/attachment.h>
#include <csr/escalation.h>
#include <csr/sys/backend.h>

#define CSRI_ENUM(n, N) \
    .names = csri_names_##n, .name_count = CSRI_NAMES_##N##_COUNT, .low = INT32_MIN, .high = INT32_MAX
#define CSRI_REF(record) .target = #record
#define CSRI_TO_MAX .high = INT64_MAX

/* clang-format off */
/*        name              meaning   class  more */
#define CSRI_TYPES(X) \
    X(id,                   ID,       ID,    .unit = NULL) \
    X(subject_id,           ID,       ID,    .unit = NULL) \
    X(customer,             REF,      ID,    CSRI_REF(customer)) \
    X(agent,                REF,      ID,    CSRI_REF(agent)) \
    X(team,                 REF,      ID,    CSRI_REF(team)) \
    X(contact_point,        REF,      ID,    CSRI_REF(contact_point)) \
    X(interaction,          REF,      ID,    CSRI_REF(interaction)) \
    X(ticket,               REF,      ID,    CSRI_REF(ticket)) \
    X(policy,               REF,      ID,    CSRI_REF(policy)) \
    X(field,                REF,      ID,    CSRI_REF(field)) \
    X(content,              REF,      ID,    CSRI_REF(content)) \
    X(note_id,              REF,      ID,    CSRI_REF(note)) \
    X(purchase,             REF,      ID,    CSRI_REF(purchase)) \
    X(purchase_line,        REF,      ID,    CSRI_REF(purchase_line)) \
    X(refund,               REF,      ID,    CSRI_REF(refund)) \
    X(payment,              REF,      ID,    CSRI_REF(payment)) \
    X(payout,               REF,      ID,    CSRI_REF(payout)) \
    X(return_id,            REF,      ID,    CSRI_REF(return)) \
    X(return_line_id,       REF,      ID,    CSRI_REF(return_line)) \
    X(voucher,              REF,      ID,    CSRI_REF(voucher)) \
    X(goodwill_budget,      REF,      ID,    CSRI_REF(goodwill_budget)) \
    X(time,                 TIME,     I64,   .unit = "microseconds UTC", .high = INT64_MAX - 1) \
    X(duration,             DURATION, I64,   .unit = "microseconds", CSRI_TO_MAX) \
    X(seconds,              INTEGER,  I64,   .unit = "seconds", CSRI_TO_MAX) \
    X(version,              INTEGER,  I64,   CSRI_TO_MAX) \
    X(number,               INTEGER,  I64,   CSRI_TO_MAX) \
    X(position,             INTEGER,  I64,   CSRI_TO_MAX) \
    X(total,                INTEGER,  I64,   CSRI_TO_MAX) \
    X(quantity,             INTEGER,  I64,   .low = INT64_MIN, .high = INT64_MAX) \
    X(minor,                INTEGER,  I64,   .unit = "minor units", CSRI_TO_MAX) \
    X(balance,              INTEGER,  I64,   .unit = "minor units", .low = INT64_MIN, .high = INT64_MAX) \
    X(units,                INTEGER,  I64,   .unit = "units", CSRI_TO_MAX) \
    X(count,                INTEGER,  I32,   .high = INT32_MAX) \
    X(rank,                 INTEGER,  I32,   .low = INT32_MIN, .high = INT32_MAX) \
    X(limit,                INTEGER,  I32,   .unit = "rows", .high = CSR_PAGE_MAX) \
    X(look,                 INTEGER,  I32,   .unit = "rows", .high = 1000000) \
    X(level,                INTEGER,  I32,   .high = 5) \
    X(escalation_level,     INTEGER,  I32,   .high = CSR_ESCALATION_LEVEL_MAX) \
    X(flag,                 FLAG,     I32,   .high = 1) \
    X(customer_kind,        ENUM,     I32,   CSRI_ENUM(customer_kind, CUSTOMER_KIND)) \
    X(familiarity,          ENUM,     I32,   CSRI_ENUM(familiarity, FAMILIARITY)) \
    X(standing,             ENUM,     I32,   CSRI_ENUM(standing, STANDING)) \
    X(loyalty,              ENUM,     I32,   CSRI_ENUM(loyalty, LOYALTY)) \
    X(customer_order,       ENUM,     I32,   CSRI_ENUM(customer_order, CUSTOMER_ORDER)) \
    X(identity_kind,        ENUM,     I32,   CSRI_ENUM(identity_kind, IDENTITY_KIND)) \
    X(role,                 ENUM,     I32,   CSRI_ENUM(role, ROLE)) \
    X(agent_status,         ENUM,     I32,   CSRI_ENUM(agent_status, AGENT_STATUS)) \
    X(presence,             ENUM,     I32,   CSRI_ENUM(presence, PRESENCE)) \
    X(off_duty,             ENUM,     I32,   CSRI_ENUM(off_duty, OFF_DUTY)) \
    X(escalation_kind,      ENUM,     I32,   CSRI_ENUM(escalation_kind, ESCALATION_KIND)) \
    X(firing_outcome,       ENUM,     I32,   CSRI_ENUM(firing_outcome, FIRING_OUTCOME)) \
    X(escalation_state,     ENUM,     I32,   CSRI_ENUM(escalation_state, ESCALATION_STATE)) \
    X(skill_kind,           ENUM,     I32,   CSRI_ENUM(skill_kind, SKILL_KIND)) \
    X(channel,              ENUM,     I32,   CSRI_ENUM(channel, CHANNEL)) \
    X(direction,            ENUM,     I32,   CSRI_ENUM(direction, DIRECTION)) \
    X(audience,             ENUM,     I32,   CSRI_ENUM(audience, AUDIENCE)) \
    X(actor_kind,           ENUM,     I32,   CSRI_ENUM(actor_kind, ACTOR_KIND)) \
    X(tone,                 ENUM,     I32,   CSRI_ENUM(tone, TONE)) \
    X(outcome,              ENUM,     I32,   CSRI_ENUM(outcome, OUTCOME)) \
    X(content_type,         ENUM,     I32,   CSRI_ENUM(content_type, CONTENT_TYPE)) \
    X(interaction_order,    ENUM,     I32,   CSRI_ENUM(interaction_order, INTERACTION_ORDER)) \
    X(ticket_kind,          ENUM,     I32,   CSRI_ENUM(ticket_kind, TICKET_KIND)) \
    X(phase,                ENUM,     I32,   CSRI_ENUM(phase, PHASE)) \
    X(waits_for,            ENUM,     I32,   CSRI_ENUM(waits_for, WAITS_FOR)) \
    X(priority,             ENUM,     I32,   CSRI_ENUM(priority, PRIORITY)) \
    X(fault,                ENUM,     I32,   CSRI_ENUM(fault, FAULT)) \
    X(resolution,           ENUM,     I32,   CSRI_ENUM(resolution, RESOLUTION)) \
    X(queue,                ENUM,     I32,   CSRI_ENUM(queue, QUEUE)) \
    X(ticket_order,         ENUM,     I32,   CSRI_ENUM(ticket_order, TICKET_ORDER)) \
    X(link_kind,            ENUM,     I32,   CSRI_ENUM(link_kind, LINK_KIND)) \
    X(record_kind,          ENUM,     I32,   CSRI_ENUM(record_kind, RECORD_KIND)) \
    X(event_kind,           ENUM,     I32,   CSRI_ENUM(event_kind, EVENT_KIND)) \
    X(policy_kind,          ENUM,     I32,   CSRI_ENUM(policy_kind, POLICY_KIND)) \
    X(severity,             ENUM,     I32,   CSRI_ENUM(severity, SEVERITY)) \
    X(field_type,           ENUM,     I32,   CSRI_ENUM(field_type, FIELD_TYPE)) \
    X(delivery_state,       ENUM,     I32,   CSRI_ENUM(delivery_state, DELIVERY_STATE)) \
    X(bounce,               ENUM,     I32,   CSRI_ENUM(bounce, BOUNCE)) \
    X(payment_method,       ENUM,     I32,   CSRI_ENUM(payment_method, PAYMENT_METHOD)) \
    X(payment_state,        ENUM,     I32,   CSRI_ENUM(payment_state, PAYMENT_STATE)) \
    X(refund_purpose,       ENUM,     I32,   CSRI_ENUM(refund_purpose, REFUND_PURPOSE)) \
    X(refund_state,         ENUM,     I32,   CSRI_ENUM(refund_state, REFUND_STATE)) \
    X(refund_rule,          ENUM,     I32,   CSRI_ENUM(refund_rule, REFUND_RULE)) \
    X(refund_part_kind,     ENUM,     I32,   CSRI_ENUM(refund_part_kind, REFUND_PART_KIND)) \
    X(payout_state,         ENUM,     I32,   CSRI_ENUM(payout_state, PAYOUT_STATE)) \
    X(payout_step,          ENUM,     I32,   CSRI_ENUM(payout_step, PAYOUT_STEP)) \
    X(payout_answer,        ENUM,     I32,   CSRI_ENUM(payout_answer, PAYOUT_ANSWER)) \
    X(payout_news,          ENUM,     I32,   CSRI_ENUM(payout_news, PAYOUT_NEWS)) \
    X(incident_step,        ENUM,     I32,   CSRI_ENUM(incident_step, INCIDENT_STEP)) \
    X(payout_verdict,       ENUM,     I32,   CSRI_ENUM(payout_verdict, PAYOUT_VERDICT)) \
    X(remedy_kind,          ENUM,     I32,   CSRI_ENUM(remedy_kind, REMEDY_KIND)) \
    X(remedy_state,         ENUM,     I32,   CSRI_ENUM(remedy_state, REMEDY_STATE)) \
    X(remedy_verdict,       ENUM,     I32,   CSRI_ENUM(remedy_verdict, REMEDY_VERDICT)) \
    X(gives_back,           ENUM,     I32,   CSRI_ENUM(gives_back, GIVES_BACK)) \
    X(approval_kind,        ENUM,     I32,   CSRI_ENUM(approval_kind, APPROVAL_KIND)) \
    X(dispute,              ENUM,     I32,   CSRI_ENUM(dispute, DISPUTE)) \
    X(return_kind,          ENUM,     I32,   CSRI_ENUM(return_kind, RETURN_KIND)) \
    X(return_remedy,        ENUM,     I32,   CSRI_ENUM(return_remedy, RETURN_REMEDY)) \
    X(return_state,         ENUM,     I32,   CSRI_ENUM(return_state, RETURN_STATE)) \
    X(return_charge_state,  ENUM,     I32,   CSRI_ENUM(return_charge_state, RETURN_CHARGE_STATE)) \
    X(goods_fault,          ENUM,     I32,   CSRI_ENUM(goods_fault, GOODS_FAULT)) \
    X(fee_tax,              ENUM,     I32,   CSRI_ENUM(fee_tax, FEE_TAX)) \
    X(budget_period,        ENUM,     I32,   CSRI_ENUM(budget_period, BUDGET_PERIOD)) \
    X(money_by,             ENUM,     I32,   CSRI_ENUM(money_by, MONEY_BY)) \
    X(voucher_kind,         ENUM,     I32,   CSRI_ENUM(voucher_kind, VOUCHER_KIND)) \
    X(voucher_state,        ENUM,     I32,   CSRI_ENUM(voucher_state, VOUCHER_STATE)) \
    X(sla_metric,           ENUM,     I32,   CSRI_ENUM(sla_metric, SLA_METRIC)) \
    X(sla_reopen,           ENUM,     I32,   CSRI_ENUM(sla_reopen, SLA_REOPEN)) \
    X(sla_line,             ENUM,     I32,   CSRI_ENUM(sla_line, SLA_LINE)) \
    X(sla_state,            ENUM,     I32,   CSRI_ENUM(sla_state, SLA_STATE)) \
    X(sla_outcome,          ENUM,     I32,   CSRI_ENUM(sla_outcome, SLA_OUTCOME)) \
    X(timer_kind,           INTEGER,  I32,   .high = INT32_MAX) \
    X(name,                 TEXT,     STR,   .max_bytes = 200) \
    X(title,                TEXT,     STR,   .max_bytes = 120) \
    X(language,             TEXT,     STR,   .max_bytes = 35) \
    X(note,                 TEXT,     STR,   .max_bytes = 2000) \
    X(email,                TEXT,     STR,   .max_bytes = 320) \
    X(address,              TEXT,     STR,   .max_bytes = 500) \
    X(reason,               TEXT,     STR,   .max_bytes = 500) \
    X(subject,              TEXT,     STR,   .max_bytes = 500) \
    X(label,                TEXT,     STR,   .max_bytes = 120) \
    X(external_id,          TEXT,     STR,   .max_bytes = 255) \
    X(reference,            TEXT,     STR,   .max_bytes = 200) \
    X(state,                TEXT,     STR,   .max_bytes = 60) \
    X(tag,                  TEXT,     STR,   .max_bytes = 60) \
    X(voucher_code,         TEXT,     STR,   .max_bytes = 60) \
    X(identity_value,       TEXT,     STR,   .max_bytes = 320) \
    X(zone,                 TEXT,     STR,   .max_bytes = 60) \
    X(offset,               TEXT,     STR,   .max_bytes = 6) \
    X(calling_code,         TEXT,     STR,   .max_bytes = 3) \
    X(bookmark_value,       TEXT,     STR,   .max_bytes = 4000) \
    X(request_key,          TEXT,     STR,   .max_bytes = 200) \
    X(token,                TEXT,     STR,   .max_bytes = 4096) \
    X(key,                  TEXT,     STR,   .max_bytes = 4096) \
    X(finding,              TEXT,     STR,   .max_bytes = 4096) \
    X(field_name,           TEXT,     STR,   .max_bytes = 60) \
    X(field_bound,          TEXT,     STR,   .max_bytes = 60) \
    X(field_value,          TEXT,     STR,   .max_bytes = 4000) \
    X(media_type,           TEXT,     STR,   .max_bytes = 127) \
    X(hash_text,            TEXT,     STR,   .max_bytes = 64) \
    X(sla_levels,           TEXT,     STR,   .max_bytes = 447) \
    X(explanation,          JSON,     STR,   .max_bytes = 262144) \
    X(body,                 BODY,     STR,   .max_bytes = 1048576) \
    X(document,             JSON,     STR,   .max_bytes = 262144) \
    X(changes,              JSON,     STR,   .max_bytes = 16777216) \
    X(encoded,              BYTES,    STR,   .max_bytes = 16777216) \
    X(part,                 BYTES,    STR,   .max_bytes = CSR_ATTACHMENT_PART_MAX) \
    X(file,                 BYTES,    STR,   .max_bytes = CSR_ATTACHMENT_BYTES_MAX) \
    X(hash,                 BYTES,    BYTES, .unit = NULL) \
    X(currency,             CODE,     CODE,  .max_bytes = 3)
/* clang-format on */

#define X(name, meaning, c, ...)         \
    extern const csr_type csri_t_##name; \
    enum { csri_is_##name = CSR_CLASS_##c };
CSRI_TYPES(X)
#undef X

#endif
