#include "base/error.h"
#include "desk/policies.h"
#include "desk/policy.h"
#include "desk/remedy.h"
#include "record/types.h"

/*
 * Looking at a ticket with the ladder that fits it: the same facts as rules see, and what was offered before.
 */
static csr_status load_policy(csri_call *call, csri_remedy_look *look)
{
    static const csr_str standard = { NULL, 0 };
    const csr_remedy_policy *policy;
    csr_status status = csri_policy_in_force(call, CSR_POLICY_REMEDY, &standard, "policy", &look->policy);

    if (status != CSR_OK || look->policy == NULL)
        return status;
    status = csri_remedies_of(&call->desk->policies, &call->tx,
                              &((const struct csri_policy *)csri_rows_at(look->policy, 0))->view.id, &policy);
    if (status == CSR_OK)
        look->input.policy = policy;
    return status;
}

static csr_status load_before(csri_call *call, const csr_id *ticket, csri_remedy_look *look)
{
    const struct csri_remedy from = { .view = { .ticket = *ticket } };
    csr_scan scan = { .index = CSRI_REMEDY_BY_TICKET, .equal = 1, .limit = CSR_REMEDIES_MAX, .from = &from };
    csri_remedy_tried *tried;
    size_t count;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 4, &look->before, call->err);

    if (status == CSR_OK)
        status = call->tx.ops->scan(call->tx.handle, &csri_remedy_record, &scan, look->before, call->err);
    if (status != CSR_OK)
        return status;
    count = csri_rows_count(look->before);
    look->input.tried = tried = csri_arena_take(&look->arena, (count + 1) * sizeof(*tried));
    if (tried == NULL)
        return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the remedies of a ticket");
    look->input.tried_count = count;
    for (size_t i = 0; i < count; i++) {
        const csr_remedy_view *one = &((const struct csri_remedy *)csri_rows_at(look->before, i))->view;
        tried[i] = (csri_remedy_tried){ .rung = one->rung, .state = one->state };
    }
    return CSR_OK;
}

/* The facts that the ladders ask about. */
static csr_status bind(csri_call *call, csri_remedy_look *look)
{
    const csr_rules *conditions = look->input.policy->conditions;
    const csr_interaction_view *contact = csri_scene_contact(&look->scene);

    look->input.fact_count = csri_rules_field_count(conditions);
    look->input.upset = contact != NULL && contact->tone_end >= CSR_TONE_UPSET;
    return csri_facts_bind(conditions, &look->scene, &look->arena, &look->input.facts, call->err);
}

csr_status csri_remedy_look_at(csri_call *call, const csr_id *ticket, csri_remedy_look *out)
{
    const csr_ticket_view *is;
    unsigned needs = 0;
    csr_status status = csri_exists(&call->tx, &csri_ticket_record, ticket, "ticket");

    memset(out, 0, sizeof(*out));
    csri_arena_init(&out->arena, call->tx.host);
    out->input.now = call->tx.now;
    out->input.role = csr_id_is_none(&call->session->agent) ? 0 : call->session->role;
    if (status == CSR_OK)
        status = load_policy(call, out);
    if (status == CSR_OK && out->input.policy != NULL)
        needs = csri_facts_need(out->input.policy->conditions) | CSRI_NEEDS_CONTACTS;
    if (status == CSR_OK)
        status = csri_scene_load(call, ticket, needs, &out->scene);
    if (status == CSR_OK)
        status = load_before(call, ticket, out);
    if (status != CSR_OK || out->input.policy == NULL)
        return status;
    is = &out->scene.ticket.view;
    out->input.ladder = csri_remedy_ladder_of(out->input.policy, is->kind, &is->product);
    status = bind(call, out);
    if (status != CSR_OK || out->input.ladder == NULL)
        return status;
    csri_remedy_decide(&out->input, out->steps);
    out->step_count = out->input.ladder->rung_count;
    return CSR_OK;
}

void csri_remedy_look_free(csri_remedy_look *look)
{
    csri_scene_free(&look->scene);
    csri_arena_free(&look->arena);
    csri_rows_free(look->before);
    csri_rows_free(look->policy);
}

void csri_remedy_look_why(const csri_remedy_look *look, const csri_remedy_step *step, csri_buffer *out)
{
    csri_buffer subject;

    csri_buffer_init(&subject, out->host, 0);
    csri_buffer_format(&subject, "T-%lld", (long long)look->scene.ticket.view.number);
    csri_remedy_why(&look->input, step, (csr_str){ subject.ptr, subject.len }, out);
    if (subject.status != CSR_OK)
        csri_buffer_fail(out, subject.status);
    csri_buffer_free(&subject);
}
