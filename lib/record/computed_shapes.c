#include "record/describe.h"
#include "record/records.h"

/* Rows that are computed, not stored. */

#define VIEW csr_stats_view
/* clang-format off */
static const csr_member stats_members[] = {
    SHOWN(customers, total, 0),
    SHOWN(agents, total, 0),
    SHOWN(teams, total, 0),
    SHOWN(contact_points, total, 0),
    SHOWN(interactions, total, 0),
    SHOWN(tickets, total, 0),
    SHOWN(events, total, 0),
    SHOWN(checkpoints, total, 0),
    SHOWN(notes, total, 0),
};
/* clang-format on */
const csr_shape csri_stats_shape = CSRI_PARAMS_GREW(VIEW, stats_members, notes);
#undef VIEW

#define VIEW csr_diagnostic_view
/* clang-format off */
static const csr_member diagnostic_members[] = {
    SHOWN(severity, severity, 0),
    SHOWN(subject, subject_id, NULLABLE),
    SHOWN(position, position, NULLABLE),
    SHOWN(place, finding, NULLABLE),
    SHOWN(text, finding, 0),
    SHOWN(suggestion, finding, NULLABLE),
};
/* clang-format on */
const csr_shape csri_diagnostic_shape = CSRI_PARAMS(VIEW, diagnostic_members);
#undef VIEW

#define VIEW csr_goodwill_line_view
/* clang-format off */
static const csr_member goodwill_line_members[] = {
    SHOWN(limit, label, 0),
    SHOWN(holds, flag, 0),
    SHOWN(budget, goodwill_budget, NULLABLE),
    SHOWN(since, time, NULLABLE),
    SHOWN(limit_minor, minor, 0),
    SHOWN(used_minor, minor, 0),
    SHOWN(left_minor, minor, 0),
    SHOWN(text, finding, 0),
};
/* clang-format on */
const csr_shape csri_goodwill_line_shape = CSRI_PARAMS(VIEW, goodwill_line_members);
#undef VIEW

#define VIEW csr_money_report_view
/* clang-format off */
static const csr_member money_report_members[] = {
    SHOWN(name, name, NULLABLE),
    SHOWN(subject, subject_id, NULLABLE),
    SHOWN(currency, currency, 0),
    SHOWN(payouts, count, 0),
    SHOWN(given_back_minor, balance, 0),
    SHOWN(goodwill_minor, balance, 0),
    SHOWN(pending_minor, balance, 0),
    SHOWN(unknown_minor, balance, 0),
    SHOWN(reserved_minor, balance, 0),
    SHOWN(vouchers, count, 0),
    SHOWN(issued_minor, minor, 0),
    SHOWN(redeemed_minor, minor, 0),
};
/* clang-format on */
const csr_shape csri_money_report_shape = CSRI_PARAMS(VIEW, money_report_members);
#undef VIEW

#define VIEW csr_backup_view
/* clang-format off */
static const csr_member backup_members[] = {
    SHOWN(path, finding, 0),
    SHOWN(bytes, total, 0),
    SHOWN(hash, hash, 0),
};
/* clang-format on */
const csr_shape csri_backup_shape = CSRI_PARAMS(VIEW, backup_members);
#undef VIEW

#define VIEW csr_maintenance_view
/* clang-format off */
static const csr_member maintenance_members[] = {
    SHOWN(sealed_events, total, 0),
    SHOWN(erased_rows, total, 0),
    SHOWN(log_bytes, total, 0),
    SHOWN(freed_bytes, total, 0),
    SHOWN(held_back, flag, 0),
    SHOWN(more, flag, 0),
};
/* clang-format on */
const csr_shape csri_maintenance_shape = CSRI_PARAMS(VIEW, maintenance_members);
#undef VIEW

#define VIEW csr_health_view
/* clang-format off */
static const csr_member health_members[] = {
    SHOWN(read_only, flag, 0),
    SHOWN(schema_version, total, 0),
    SHOWN(library_version, total, 0),
    SHOWN(file_bytes, total, 0),
    SHOWN(log_bytes, total, 0),
    SHOWN(free_bytes, total, 0),
    SHOWN(page_bytes, total, 0),
    SHOWN(cache_bytes, total, 0),
    SHOWN(disk_free_bytes, total, 0),
    SHOWN(connections, total, 0),
    SHOWN(last_position, position, 0),
    SHOWN(unsealed_events, total, 0),
    SHOWN(sealed_at, time, NULLABLE),
    SHOWN(backed_up_at, time, NULLABLE),
    SHOWN(log_waiting_bytes, total, 0),
    SHOWN(oldest_reader_bytes, total, 0),
};
/* clang-format on */
const csr_shape csri_health_shape = CSRI_PARAMS_GREW(VIEW, health_members, backed_up_at);
#undef VIEW

#define VIEW csr_tick_view
/* clang-format off */
static const csr_member tick_members[] = {
    SHOWN(more, flag, 0),
    SHOWN(timers, total, 0),
    SHOWN(told, total, 0),
    SHOWN(moved, total, 0),
    SHOWN(postponed, total, 0),
    SHOWN(next_at, time, NULLABLE),
};
/* clang-format on */
const csr_shape csri_tick_shape = CSRI_PARAMS(VIEW, tick_members);
#undef VIEW

#define VIEW csr_due_view
static const csr_member due_members[] = { SHOWN(at, time, NULLABLE) };
const csr_shape csri_due_shape = CSRI_PARAMS(VIEW, due_members);
#undef VIEW

#define VIEW csr_clock_view
/* clang-format off */
static const csr_member clock_view_members[] = {
    SHOWN(metric, sla_metric, 0),
    SHOWN(id, subject_id, 0),
    SHOWN(ticket, ticket, 0),
    SHOWN(state, sla_state, 0),
    SHOWN(outcome, sla_outcome, NULLABLE),
    SHOWN(cycle, count, 0),
    SHOWN(revision, count, 0),
    SHOWN(target_s, seconds, 0),
    SHOWN(elapsed_us, duration, 0),
    SHOWN(remaining_us, duration, 0),
    SHOWN(read_at, time, 0),
    SHOWN(started_at, time, 0),
    SHOWN(stopped_at, time, NULLABLE),
    SHOWN(due_at, time, NULLABLE),
    SHOWN(next_at, time, NULLABLE),
    SHOWN(next_percent, count, NULLABLE),
    SHOWN(breached_at, time, NULLABLE),
    SHOWN(sla, policy, 0),
    SHOWN(calendar, policy, NULLABLE),
    SHOWN(rule, title, 0),
    SHOWN(levels, sla_levels, 0),
};
/* clang-format on */
const csr_shape csri_clock_view_shape = CSRI_PARAMS(VIEW, clock_view_members);
#undef VIEW

#define VIEW csr_clock_line_view
/* clang-format off */
static const csr_member clock_line_members[] = {
    SHOWN(kind, sla_line, 0),
    SHOWN(from, time, 0),
    SHOWN(to, time, 0),
    SHOWN(waits_for, waits_for, NULLABLE),
    SHOWN(percent, count, NULLABLE),
    SHOWN(cycle, count, 0),
    SHOWN(revision, count, 0),
    SHOWN(counted_us, duration, 0),
    SHOWN(elapsed_us, duration, 0),
    SHOWN(target_s, seconds, 0),
    SHOWN(due_at, time, NULLABLE),
    SHOWN(holiday, title, NULLABLE),
    SHOWN(rule, title, NULLABLE),
    SHOWN(rule_revision, number, 0),
    SHOWN(text, finding, 0),
};
/* clang-format on */
const csr_shape csri_clock_line_shape = CSRI_PARAMS(VIEW, clock_line_members);
#undef VIEW

#define VIEW csr_recomputed_view
/* clang-format off */
static const csr_member recomputed_members[] = {
    SHOWN(metric, sla_metric, 0),
    SHOWN(ticket, ticket, 0),
    SHOWN(number, number, 0),
    SHOWN(state, sla_state, 0),
    SHOWN(state_before, sla_state, 0),
    SHOWN(outcome, sla_outcome, NULLABLE),
    SHOWN(outcome_before, sla_outcome, NULLABLE),
    SHOWN(target_s, seconds, 0),
    SHOWN(target_before_s, seconds, 0),
    SHOWN(elapsed_us, duration, 0),
    SHOWN(elapsed_before_us, duration, 0),
    SHOWN(due_at, time, NULLABLE),
    SHOWN(due_before_at, time, NULLABLE),
    SHOWN(breached_at, time, NULLABLE),
    SHOWN(breached_before_at, time, NULLABLE),
    SHOWN(rule, title, 0),
};
/* clang-format on */
const csr_shape csri_recomputed_shape = CSRI_PARAMS(VIEW, recomputed_members);
#undef VIEW

#define VIEW csr_applied_view
static const csr_member applied_members[] = { SHOWN(tickets, total, 0), SHOWN(changed, total, 0) };
const csr_shape csri_applied_shape = CSRI_PARAMS(VIEW, applied_members);
#undef VIEW

#define VIEW csr_duty_view
/* clang-format off */
static const csr_member duty_members[] = {
    SHOWN(role, role, 0),
    SHOWN(agent, agent, 0),
    SHOWN(off, off_duty, NULLABLE),
    SHOWN(presence, presence, NULLABLE),
    SHOWN(skill_level, level, NULLABLE),
    SHOWN(speaks, flag, 0),
    SHOWN(open_tickets, total, 0),
    SHOWN(last_contact, time, NULLABLE),
    SHOWN(back_at, time, NULLABLE),
    SHOWN(handle, title, 0),
    SHOWN(why, finding, 0),
};
/* clang-format on */
const csr_shape csri_duty_shape = CSRI_PARAMS(VIEW, duty_members);
#undef VIEW

#define VIEW csr_rehearsal_view
/* clang-format off */
static const csr_member rehearsal_members[] = {
    SHOWN(outcome, firing_outcome, NULLABLE),
    SHOWN(ticket, ticket, 0),
    SHOWN(episode, number, NULLABLE),
    SHOWN(opened_at, time, NULLABLE),
    SHOWN(due_at, time, NULLABLE),
    SHOWN(step, count, NULLABLE),
    SHOWN(undecided, flag, 0),
    SHOWN(differs, rank, 0),
    SHOWN(rule, title, 0),
    SHOWN(key, key, NULLABLE),
    SHOWN(actions, explanation, NULLABLE),
    SHOWN(text, body, NULLABLE),
};
/* clang-format on */
const csr_shape csri_rehearsal_shape = CSRI_PARAMS(VIEW, rehearsal_members);
#undef VIEW

#define VIEW csr_refund_reason_view
/* clang-format off */
static const csr_member refund_reason_members[] = {
    SHOWN(rule, refund_rule, 0),
    SHOWN(holds, flag, 0),
    SHOWN(allowed_by, subject_id, NULLABLE),
    SHOWN(allowed_minor, balance, 0),
    SHOWN(used_minor, balance, 0),
    SHOWN(left_minor, balance, 0),
    SHOWN(asked_minor, balance, 0),
    SHOWN(text, finding, 0),
};
/* clang-format on */
const csr_shape csri_refund_reason_shape = CSRI_PARAMS(VIEW, refund_reason_members);
#undef VIEW

#define VIEW csr_payout_finding_view
/* clang-format off */
static const csr_member payout_finding_members[] = {
    SHOWN(verdict, payout_verdict, 0),
    SHOWN(payout, subject_id, NULLABLE),
    SHOWN(refund, subject_id, NULLABLE),
    SHOWN(payment, subject_id, NULLABLE),
    SHOWN(state, payout_state, NULLABLE),
    SHOWN(alarm, flag, 0),
    SHOWN(amount_minor, minor, 0),
    SHOWN(reported_minor, minor, 0),
    SHOWN(currency, currency, NULLABLE),
    SHOWN(gateway, title, 0),
    SHOWN(reference, external_id, NULLABLE),
    SHOWN(text, finding, 0),
};
/* clang-format on */
const csr_shape csri_payout_finding_shape = CSRI_PARAMS(VIEW, payout_finding_members);
#undef VIEW

#define VIEW csr_remedy_step_view
/* clang-format off */
static const csr_member remedy_step_members[] = {
    SHOWN(verdict, remedy_verdict, 0),
    SHOWN(kind, remedy_kind, 0),
    SHOWN(role, role, 0),
    SHOWN(may_offer, flag, 0),
    SHOWN(offered, count, 0),
    SHOWN(times, count, 0),
    SHOWN(basis_points, count, NULLABLE),
    SHOWN(max_minor, minor, NULLABLE),
    SHOWN(promise_us, duration, NULLABLE),
    SHOWN(currency, currency, NULLABLE),
    SHOWN(ladder, title, 0),
    SHOWN(rung, title, 0),
    SHOWN(title, title, 0),
    SHOWN(words, title, NULLABLE),
    SHOWN(because, title, NULLABLE),
    SHOWN(why, finding, 0),
};
/* clang-format on */
const csr_shape csri_remedy_step_shape = CSRI_PARAMS(VIEW, remedy_step_members);
#undef VIEW
