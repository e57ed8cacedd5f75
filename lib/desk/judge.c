#include "desk/judge.h"

#include "base/error.h"
#include "base/json.h"
#include "desk/policies.h"
#include "desk/policy.h"
#include "desk/sla.h"
#include "record/types.h"

/*
 * Asking the refund policy in force. What it allowed is recorded with the refund, what it refused is the answer of the call.
 */
#define NO_REFUND_POLICY (UINT64_C(1) << 2)

#define IN_STRUCT csr_refund_judge_params
/* clang-format off */
static const csr_member judge_params_members[] = {
    IN(facts, document, 0),
};
/* clang-format on */
static const csr_shape judge_params = CSRI_PARAMS(IN_STRUCT, judge_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_judgement_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(refund, refund, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

void csri_judged_init(csri_call *call, csri_judged *out)
{
    memset(out, 0, sizeof(*out));
    csri_buffer_init(&out->texts, call->tx.host, csri_t_explanation.max_bytes);
    csri_buffer_init(&out->missing, call->tx.host, csri_t_finding.max_bytes);
    csri_buffer_init(&out->reason, call->tx.host, csri_t_reason.max_bytes);
}

void csri_judged_free(csri_judged *judged)
{
    csri_json_free(judged->given);
    csri_rows_free(judged->held);
    csri_buffer_free(&judged->texts);
    csri_buffer_free(&judged->missing);
    csri_buffer_free(&judged->reason);
    judged->given = NULL;
    judged->held = NULL;
}

/* ---- What it says ---- */

static void put_fact(const csr_value *value, csri_buffer *out)
{
    if (value->kind == CSR_VALUE_STRING)
        csri_json_text(out, value->as.text, value->count);
    else if (value->kind == CSR_VALUE_BOOL)
        csri_buffer_text(out, value->as.integer != 0 ? "true" : "false");
    else
        csri_json_int(out, value->as.integer);
}

/* The facts that are known, by name. */
static void put_facts(const csr_refund_policy *policy, csri_judged *judged)
{
    csri_buffer *out = &judged->texts;

    csri_buffer_byte(out, '{');
    for (size_t i = 0; i < policy->fact_count; i++) {
        if (judged->facts[i].kind == 0)
            continue;
        csri_buffer_text(out, out->len > 1 ? "," : "");
        csri_json_text(out, policy->facts[i].name.ptr, policy->facts[i].name.len);
        csri_buffer_byte(out, ':');
        put_fact(&judged->facts[i], out);
    }
    csri_buffer_byte(out, '}');
    judged->is.view.facts = (csr_str){ out->ptr, out->len };
}

/* What the policy keeps has to be kept, and what it gives nothing for is given nothing for. */
static void check_worth(const csr_refund_view *refund, csri_judged *judged)
{
    csr_judgement_view *is = &judged->is.view;
    int64_t fee = 0;

    if (is->gives_back == CSR_GIVES_BACK_NOTHING && refund->amount_minor > 0)
        csri_buffer_text(&judged->reason, "Nothing is given back for it.");
    else if (csr_refund_restocking_fee(judged->goods_minor, is->fee_basis_points, &fee, NULL) == CSR_OK &&
             judged->kept_minor < fee)
        csri_buffer_format(&judged->reason, "%lld of the goods are kept as a fee, not %lld.", (long long)fee,
                           (long long)judged->kept_minor);
    if (judged->reason.len == 0)
        return;
    is->allowed = 0;
    is->reason = (csr_str){ judged->reason.ptr, judged->reason.len };
}

static csr_status judge_by(csri_call *call, const csr_policy_view *document, const csr_refund_view *refund,
                           const csr_str *given, csri_judged *out)
{
    csr_judgement_view *is = &out->is.view;
    csr_refund_decision decision = CSR_REFUND_DECISION_INIT;
    const csr_refund_policy *policy;
    csr_status status = csri_refund_policy_of(&call->desk->policies, &call->tx, &document->id, &policy);

    if (status == CSR_OK)
        status = csri_judge_facts(call, policy, refund, given, out);
    if (status != CSR_OK)
        return status;
    is->refund = refund->id;
    is->policy = document->id;
    is->judged_at = call->tx.now;
    memcpy(is->policy_hash, document->hash, sizeof is->policy_hash);
    is->action = (csr_str){ out->facts[0].as.text, out->facts[0].count };
    csri_refund_decide(policy, &is->action, out->facts, &decision);
    is->allowed = decision.allowed;
    is->undecided = decision.undecided;
    is->gives_back = decision.gives_back;
    is->fee_basis_points = decision.fee_basis_points;
    is->rule = decision.rule;
    is->reason = decision.reason;
    is->status_after = decision.status_after;
    if (decision.allowed)
        check_worth(refund, out);
    csri_refund_missing(policy, &is->action, &is->rule, out->facts, &out->missing);
    is->missing = (csr_str){ out->missing.ptr, out->missing.len };
    put_facts(policy, out);
    status = csri_buffer_check(&out->missing, call->err);
    return status != CSR_OK ? status : csri_buffer_check(&out->texts, call->err);
}

static csr_status in_force(csri_call *call, csr_rows **out)
{
    static const csr_str standard = { NULL, 0 };

    return csri_policy_in_force(call, CSR_POLICY_REFUND, &standard, "policy", out);
}

/* ---- When a refund is asked for ---- */

/* The document in force; none costs nothing where none was ever recorded. */
static csr_status look_up(csri_call *call, csr_rows **out)
{
    uint64_t *word = csri_memo(call);
    int recorded;
    csr_status status;

    *out = NULL;
    if (word != NULL && (*word & NO_REFUND_POLICY) != 0)
        return CSR_OK;
    status = csri_policy_recorded(call, CSR_POLICY_REFUND, &recorded);
    if (status == CSR_OK && !recorded && word != NULL)
        *word |= NO_REFUND_POLICY;
    return status != CSR_OK || !recorded ? status : in_force(call, out);
}

csr_status csri_refund_policy_now(csri_call *call, csr_rows **rows, const csr_refund_policy **out)
{
    csr_status status = look_up(call, rows);

    if (status != CSR_OK || *rows == NULL)
        return status;
    status = csri_refund_policy_of(&call->desk->policies, &call->tx,
                                   &((const struct csri_policy *)csri_rows_at(*rows, 0))->view.id, out);
    if (status != CSR_OK) {
        csri_rows_free(*rows);
        *rows = NULL;
    }
    return status;
}

csr_status csri_judge_ask(csri_call *call, const csr_refund_view *refund, const csr_str *given, csri_judged *out)
{
    const csr_judgement_view *is = &out->is.view;
    csr_rows *rows;
    csr_status status = look_up(call, &rows);

    if (status != CSR_OK || rows == NULL)
        return status;
    status = judge_by(call, &((const struct csri_policy *)csri_rows_at(rows, 0))->view, refund, given, out);
    csri_rows_free(rows);
    if (status != CSR_OK || is->allowed)
        return status;
    return csri_fail(call->err, CSR_E_STATE, "policy", "%.*s%s%.*s%s%.*s", (int)is->rule.len, is->rule.ptr,
                     is->rule.len != 0 ? ": " : "", (int)is->reason.len, is->reason.ptr,
                     is->missing.len != 0 ? " Not known: " : "", (int)is->missing.len, is->missing.ptr);
}

csr_status csri_judge_record(csri_call *call, csr_status status, csri_judged *judged, int64_t *out_version)
{
    csri_change_request request = { .event = CSR_EVENT_REFUND_JUDGED,
                                    .child = &csri_judgement_record,
                                    .child_is = &judged->is };
    struct csri_refund refund;
    csri_edit edit;

    if (status == CSR_OK && !csr_id_is_none(&judged->is.view.policy)) {
        status = csri_edit_begin(call, &csri_refund_record, &judged->is.view.refund, 0, &refund, &edit);
        if (status == CSR_OK) {
            status = csri_new_id(&call->tx, &judged->is.view.id);
            status = csri_edit_end(call, &edit, status, &request, out_version);
        }
    }
    csri_judged_free(judged);
    return status;
}

/* ---- Asking only ---- */

static csr_status make_row(csri_call *call, const csri_judged *judged, csr_result **out)
{
    static const size_t texts[] = { offsetof(csr_judgement_view, action),       offsetof(csr_judgement_view, rule),
                                    offsetof(csr_judgement_view, reason),       offsetof(csr_judgement_view, missing),
                                    offsetof(csr_judgement_view, status_after), offsetof(csr_judgement_view, facts) };
    void *row = NULL;
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(judged->is), 1, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = csr_rows_add(rows, &row);
    if (status == CSR_OK)
        memcpy(row, &judged->is, sizeof(judged->is));
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && status == CSR_OK; i++) {
        csr_str *text = (csr_str *)(void *)((char *)row + texts[i]);
        if (text->len != 0)
            status = csr_rows_text(rows, text->ptr, text->len, text);
    }
    if (status == CSR_OK)
        return csri_result_of(rows, &csri_judgement_record, out, call->err);
    csri_rows_free(rows);
    return csri_fail(call->err, status, NULL, "no memory for a judgement");
}

static csr_status judge(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_judge_params *in = params;
    csr_rows *refund = NULL, *policy = NULL;
    csri_judged judged;
    csr_status status = csri_load(&call->tx, &csri_refund_record, id, "id", &refund);

    csri_judged_init(call, &judged);
    if (status == CSR_OK)
        status = in_force(call, &policy);
    if (status == CSR_OK && policy == NULL)
        status = csri_fail(call->err, CSR_E_NOT_FOUND, "policy", "no refund policy is in force");
    if (status == CSR_OK)
        status = judge_by(call, &((const struct csri_policy *)csri_rows_at(policy, 0))->view,
                          &((const struct csri_refund *)csri_rows_at(refund, 0))->view, &in->facts, &judged);
    if (status == CSR_OK)
        status = make_row(call, &judged, out);
    csri_judged_free(&judged);
    csri_rows_free(policy);
    csri_rows_free(refund);
    return status;
}

const csri_operation csri_refund_judge = {
    .name = "refund.judge",
    .run = judge,
    .in = &judge_params,
    .subject = &csri_refund_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_refund_judge(csr_session *session, const csr_id *id, const csr_refund_judge_params *params,
                            csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_refund_judge, id, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_judgement_query *in = params;
    const struct csri_judgement from = { .view = { .refund = in->refund } };

    (void)id;
    return csri_list(call, &csri_judgement_record, CSRI_JUDGEMENT_BY_REFUND, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_judgement_list = {
    .name = "judgement.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_judgement_list(csr_session *session, const csr_judgement_query *query, csr_result **out_result,
                              csr_error *err)
{
    return csri_run(session, &csri_judgement_list, NULL, query, out_result, err);
}

csr_status csr_judgement_at(const csr_result *result, size_t row, csr_judgement_view *view, csr_error *err)
{
    return csri_result_view(result, csri_judgement_record.row, row, view, err);
}
