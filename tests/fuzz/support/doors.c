#include "support/doors.h"

#include "base/buffer.h"
#include "base/json.h"
#include "base/memory.h"
#include "support/fuzz.h"

#include <csr/csr.h>

/* Which arguments a function has between session and err: I = id, P = params or query, O = out. */
#define CALL_PO(f) f(session, params, out, err)
#define CALL_IPO(f) f(session, id, params, out, err)
#define CALL_IO(f) f(session, id, out, err)
#define CALL_O(f) f(session, out, err)
#define CALL_P(f) f(session, params, err)
#define CALL_I(f) f(session, id, err)

/* clang-format off */
#define OPERATIONS(X) \
    X(agent, add, PO) \
    X(agent, change, IPO) \
    X(agent, deactivate, IPO) \
    X(agent, find, PO) \
    X(agent, get, IO) \
    X(agent, hand_over, PO) \
    X(agent, list, PO) \
    X(agent, presence, IPO) \
    X(agent, reactivate, IPO) \
    X(approval, list, PO) \
    X(approval_limit, list, PO) \
    X(approval_limit, put, PO) \
    X(attachment, abandon, I) \
    X(attachment, add, PO) \
    X(attachment, append, IPO) \
    X(attachment, begin, PO) \
    X(attachment, erase, IPO) \
    X(attachment, get, IO) \
    X(attachment, list, PO) \
    X(attachment, read, IPO) \
    X(attestation, list, PO) \
    X(bookmark, get, PO) \
    X(bookmark, set, P) \
    X(claim, list, PO) \
    X(claim, next, PO) \
    X(clock, explain, PO) \
    X(clock, list, PO) \
    X(contact_point, add, PO) \
    X(contact_point, change, IPO) \
    X(contact_point, get, IO) \
    X(contact_point, list, PO) \
    X(customer, add, PO) \
    X(customer, by_field, PO) \
    X(customer, change, IPO) \
    X(customer, find, PO) \
    X(customer, get, IO) \
    X(customer, identify, PO) \
    X(customer, list, PO) \
    X(customer, set_field, IPO) \
    X(customer, tag, IPO) \
    X(customer, unset_field, IPO) \
    X(customer, untag, IPO) \
    X(delivery, claim, PO) \
    X(delivery, get, IO) \
    X(delivery, list, PO) \
    X(delivery, notice, PO) \
    X(delivery, outbox, PO) \
    X(delivery, queue, PO) \
    X(delivery, report, IPO) \
    X(delivery, requeue, IPO) \
    X(desk, due, O) \
    X(desk, stats, O) \
    X(desk, tick, PO) \
    X(desk, verify, PO) \
    X(draft, discard, I) \
    X(draft, find, PO) \
    X(draft, get, IO) \
    X(draft, list, PO) \
    X(draft, news, PO) \
    X(draft, save, PO) \
    X(draft, send, IPO) \
    X(duty, list, PO) \
    X(escalation, acknowledge, IPO) \
    X(escalation, consult, PO) \
    X(escalation, get, IO) \
    X(escalation, list, PO) \
    X(escalation, raise, PO) \
    X(escalation, resolve, IPO) \
    X(escalation, withdraw, IPO) \
    X(event, history, PO) \
    X(event, list, PO) \
    X(field, add, PO) \
    X(field, change, IPO) \
    X(field, choice, IPO) \
    X(field, find, PO) \
    X(field, get, IO) \
    X(field, list, PO) \
    X(field, missing, PO) \
    X(field, restore, IPO) \
    X(field, retire, IPO) \
    X(field, values, PO) \
    X(firing, backtest, PO) \
    X(firing, get, IO) \
    X(firing, list, PO) \
    X(firing, rehearse, PO) \
    X(goodwill, explain, PO) \
    X(goodwill_budget, list, PO) \
    X(goodwill_budget, put, PO) \
    X(goodwill_use, list, PO) \
    X(hold, list, PO) \
    X(identity, add, PO) \
    X(identity, end, IO) \
    X(identity, list, PO) \
    X(identity, verify, IO) \
    X(interaction, add, PO) \
    X(interaction, by_field, PO) \
    X(interaction, end, IPO) \
    X(interaction, get, IO) \
    X(interaction, hold, IPO) \
    X(interaction, list, PO) \
    X(interaction, resume, IO) \
    X(interaction, set_field, IPO) \
    X(interaction, tone, IPO) \
    X(interaction, transfer, IPO) \
    X(interaction, unset_field, IPO) \
    X(judgement, list, PO) \
    X(link, list, PO) \
    X(member, list, PO) \
    X(money, report, PO) \
    X(note, add, PO) \
    X(note, erase, IPO) \
    X(note, get, IO) \
    X(note, list, PO) \
    X(note, pin, IPO) \
    X(note, unpin, IPO) \
    X(payment, get, IO) \
    X(payment, list, PO) \
    X(payment, put, PO) \
    X(payout, attest, IPO) \
    X(payout, close_incident, IPO) \
    X(payout, compare, PO) \
    X(payout, find, PO) \
    X(payout, get, IO) \
    X(payout, list, PO) \
    X(payout, next, PO) \
    X(payout, reopen_incident, IPO) \
    X(payout, report, IPO) \
    X(payout, review, PO) \
    X(payout, tell, IPO) \
    X(payout, webhook, PO) \
    X(payout_notice, get, IO) \
    X(payout_notice, list, PO) \
    X(policy, add, PO) \
    X(policy, check, PO) \
    X(policy, current, PO) \
    X(policy, get, IO) \
    X(policy, list, PO) \
    X(purchase, find, PO) \
    X(purchase, get, IO) \
    X(purchase, list, PO) \
    X(purchase, put, PO) \
    X(purchase_line, list, PO) \
    X(purchase_line, put, PO) \
    X(refund, add, IPO) \
    X(refund, add_rest, IPO) \
    X(refund, approve, IPO) \
    X(refund, cancel, IPO) \
    X(refund, explain, IPO) \
    X(refund, get, IO) \
    X(refund, judge, IPO) \
    X(refund, list, PO) \
    X(refund, open, PO) \
    X(refund, plan, IPO) \
    X(refund, reject, IPO) \
    X(refund, submit, IPO) \
    X(refund_part, list, PO) \
    X(remedy, accept, IPO) \
    X(remedy, decline, IPO) \
    X(remedy, fulfil, IPO) \
    X(remedy, get, IO) \
    X(remedy, list, PO) \
    X(remedy, next, PO) \
    X(remedy, offer, PO) \
    X(remedy, withdraw, IPO) \
    X(replacement, add, PO) \
    X(replacement, list, PO) \
    X(replacement, remove, IO) \
    X(return, add, IPO) \
    X(return, approve, IPO) \
    X(return, cancel, IPO) \
    X(return, charge, IPO) \
    X(return, find, PO) \
    X(return, get, IO) \
    X(return, inspect, IPO) \
    X(return, list, PO) \
    X(return, open, PO) \
    X(return, receive, IPO) \
    X(return, reject, IPO) \
    X(return, send, IPO) \
    X(return, settle, IPO) \
    X(return_line, list, PO) \
    X(settings, change, PO) \
    X(settings, get, O) \
    X(skill, list, PO) \
    X(skill, remove, IPO) \
    X(skill, set, IPO) \
    X(sla, apply, PO) \
    X(sla, recompute, PO) \
    X(tag, list, PO) \
    X(team, add, PO) \
    X(team, change, IPO) \
    X(team, find, PO) \
    X(team, get, IO) \
    X(team, join, IPO) \
    X(team, leave, IPO) \
    X(team, list, PO) \
    X(ticket, by_field, PO) \
    X(ticket, change, IPO) \
    X(ticket, claim, IPO) \
    X(ticket, count, PO) \
    X(ticket, find, PO) \
    X(ticket, get, IO) \
    X(ticket, link, IPO) \
    X(ticket, list, PO) \
    X(ticket, move, IPO) \
    X(ticket, open, PO) \
    X(ticket, queue, PO) \
    X(ticket, release, IPO) \
    X(ticket, reopen, IPO) \
    X(ticket, set_field, IPO) \
    X(ticket, tag, IPO) \
    X(ticket, unlink, IPO) \
    X(ticket, unset_field, IPO) \
    X(ticket, untag, IPO) \
    X(ticket, unwatch, IPO) \
    X(ticket, watch, IPO) \
    X(transfer, list, PO) \
    X(voucher, approve, IPO) \
    X(voucher, expire, PO) \
    X(voucher, find, PO) \
    X(voucher, get, IO) \
    X(voucher, issue, PO) \
    X(voucher, list, PO) \
    X(voucher, pay, PO) \
    X(voucher, redeem, PO) \
    X(voucher, reject, IPO) \
    X(voucher, return, IPO) \
    X(voucher, revoke, IPO) \
    X(voucher_decision, list, PO) \
    X(voucher_redemption, list, PO) \
    X(watcher, list, PO)
/* clang-format on */

#define X(noun, verb, kind)                                                                                      \
    static csr_status run_##noun##_##verb(csr_session *session, const csr_id *id, const void *params, void *out, \
                                          csr_error *err)                                                        \
    {                                                                                                            \
        (void)id, (void)params, (void)out;                                                                       \
        return CALL_##kind(csr_##noun##_##verb);                                                                 \
    }
OPERATIONS(X)
#undef X

static const struct {
    const char *name;
    csr_status (*run)(csr_session *session, const csr_id *id, const void *params, void *out, csr_error *err);
} typed[] = {
#define X(noun, verb, kind) { #noun "." #verb, run_##noun##_##verb },
    OPERATIONS(X)
#undef X
};

csr_status fuzz_typed(const csri_operation *operation, csr_session *session, const csr_id *id, const void *params,
                      void *out, csr_error *err)
{
    for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
        if (strcmp(typed[i].name, operation->name) == 0)
            return typed[i].run(session, id, params, out, err);
    fuzz_fail(__FILE__, __LINE__, operation->name);
}

static csr_buf *text_of_number(const char *name, int64_t number)
{
    csri_buffer text;
    csr_host host;
    csr_buf *out;

    csri_host_take(&host, NULL);
    csri_buffer_init(&text, &host, 0);
    if (name == NULL)
        csri_buffer_text(&text, "{}");
    else
        csri_buffer_format(&text, "{\"%s\":%lld}", name, (long long)number);
    FUZZ_REQUIRE(csri_buffer_finish(&text, &out, NULL) == CSR_OK);
    return out;
}

static csr_buf *text_of_id(const csr_id *id)
{
    char written[CSR_ID_TEXT_BYTES];
    csri_buffer text;
    csr_host host;
    csr_buf *out;

    csri_host_take(&host, NULL);
    csri_buffer_init(&text, &host, 0);
    csr_id_format(id, written);
    csri_buffer_format(&text, "{\"id\":\"%s\"}", written);
    FUZZ_REQUIRE(csri_buffer_finish(&text, &out, NULL) == CSR_OK);
    return out;
}

static void *place_of(const csri_operation *operation, fuzz_answer *answer, int64_t *number)
{
    switch (operation->gives) {
    case CSRI_GIVES_ID: return &answer->id;
    case CSRI_GIVES_RESULT: return &answer->got;
    case CSRI_GIVES_NOTHING: return NULL;
    case CSRI_GIVES_VERSION:
    case CSRI_GIVES_COUNT:
    default: return number;
    }
}

static csr_buf *text_of(const csri_operation *operation, fuzz_answer *answer, int64_t number)
{
    csr_buf *text = NULL;

    switch (operation->gives) {
    case CSRI_GIVES_ID: return text_of_id(&answer->id);
    case CSRI_GIVES_RESULT: FUZZ_REQUIRE(csr_result_json(answer->got, &text, NULL) == CSR_OK); return text;
    case CSRI_GIVES_NOTHING: return text_of_number(NULL, 0);
    case CSRI_GIVES_VERSION: return text_of_number("version", number);
    case CSRI_GIVES_COUNT:
    default: return text_of_number("count", number);
    }
}

void fuzz_call_typed(const csri_operation *operation, csr_session *session, const csr_id *id, const void *params,
                     fuzz_answer *out)
{
    int64_t number = -7;

    *out = (fuzz_answer){ .err = CSR_ERROR_INIT };
    out->status = fuzz_typed(operation, session, id, params, place_of(operation, out, &number), &out->err);
    FUZZ_REQUIRE(out->err.status == out->status);
    if (out->status == CSR_OK)
        out->text = text_of(operation, out, number);
    else
        FUZZ_REQUIRE(number == -7 && csr_id_is_none(&out->id) && out->got == NULL);
}

/* The id in {"id":"..."}. */
static void read_id(fuzz_answer *out)
{
    FUZZ_REQUIRE(csr_buf_size(out->text) == 45);
    FUZZ_REQUIRE(csr_id_parse(csr_buf_text(out->text) + 7, 36, &out->id, NULL) == CSR_OK);
}

void fuzz_call_json(const csri_operation *operation, csr_session *session, const char *json, size_t len,
                    fuzz_answer *out)
{
    *out = (fuzz_answer){ .err = CSR_ERROR_INIT };
    out->status = csr_call(session, operation->name, CSR_NTS, json, len, &out->text, &out->err);
    FUZZ_REQUIRE(out->err.status == out->status && (out->text != NULL) == (out->status == CSR_OK));
    if (out->status == CSR_OK && operation->gives == CSRI_GIVES_ID)
        read_id(out);
}

void fuzz_answer_free(fuzz_answer *answer)
{
    csr_buf_free(answer->text);
    csr_result_free(answer->got);
    *answer = (fuzz_answer){ .err = CSR_ERROR_INIT };
}

/* Kind of the result, function, view. */
/* clang-format off */
#define VIEWS(X) \
    X(agent, agent) \
    X(applied, applied) \
    X(approval, approval) \
    X(approval_limit, approval_limit) \
    X(attachment, attachment) \
    X(attachment_part, attachment_part) \
    X(attestation, attestation) \
    X(backup, backup) \
    X(bookmark, bookmark) \
    X(claim, claim) \
    X(clock, clock) \
    X(clock_line, clock_line) \
    X(contact_point, contact_point) \
    X(customer, customer) \
    X(delivery, delivery) \
    X(diagnostic, diagnostic) \
    X(draft, draft) \
    X(due, due) \
    X(duty, duty) \
    X(escalation, escalation) \
    X(event, event) \
    X(field, field) \
    X(field_value, field_value) \
    X(firing, firing) \
    X(goodwill_budget, goodwill_budget) \
    X(goodwill_line, goodwill_line) \
    X(goodwill_use, goodwill_use) \
    X(health, health) \
    X(hold, hold) \
    X(identity, identity) \
    X(interaction, interaction) \
    X(judgement, judgement) \
    X(link, link) \
    X(maintenance, maintenance) \
    X(member, member) \
    X(money_report, money_report) \
    X(note, note) \
    X(payment, payment) \
    X(payout, payout) \
    X(payout_finding, payout_finding) \
    X(payout_notice, payout_notice) \
    X(policy, policy) \
    X(purchase, purchase) \
    X(purchase_line, purchase_line) \
    X(refund, refund) \
    X(refund_part, refund_part) \
    X(refund_reason, refund_reason) \
    X(remedy, remedy) \
    X(remedy_step, remedy_step) \
    X(replacement, replacement) \
    X(return, return) \
    X(return_line, return_line) \
    X(queue, ticket_queue) \
    X(recomputed, recomputed) \
    X(rehearsal, rehearsal) \
    X(settings, settings) \
    X(skill, skill) \
    X(stats, stats) \
    X(tag, tag) \
    X(team, team) \
    X(tick, tick) \
    X(ticket, ticket) \
    X(transfer, transfer) \
    X(voucher, voucher) \
    X(voucher_decision, voucher_decision) \
    X(voucher_redemption, voucher_redemption) \
    X(watcher, watcher)
/* clang-format on */

#define X(kind, noun)                                                                               \
    static csr_status view_##kind(const csr_result *result, size_t row, void *view, csr_error *err) \
    {                                                                                               \
        return csr_##noun##_at(result, row, view, err);                                             \
    }
VIEWS(X)
#undef X

const fuzz_view fuzz_views[] = {
#define X(kind, noun) { #kind, view_##kind, sizeof(csr_##noun##_view) },
    VIEWS(X)
#undef X
};
const size_t fuzz_view_count = sizeof(fuzz_views) / sizeof(fuzz_views[0]);
