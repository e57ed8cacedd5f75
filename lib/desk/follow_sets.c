#include "base/error.h"
#include "desk/edit.h"
#include "desk/follow.h"
#include "desk/policy.h"

/*
 * The rule sets that a ticket is looked at with: the one in force, and those under which something of it is still open.
 */
csr_status csri_follow_set(csri_call *call, const csr_id *policy, const csr_rules **out)
{
    return csri_rules_of(&call->desk->policies, &call->tx, policy, out);
}

static void add(csri_follow_sets *sets, const csr_rules *set, const csr_id *policy)
{
    sets->bound[sets->count].set = set;
    sets->policies[sets->count] = *policy;
    sets->count++;
    if (set != NULL)
        sets->needs |= csri_facts_need(set);
}

static int is_known(const csri_follow_sets *sets, const uint8_t *id)
{
    for (size_t i = 0; i < sets->count; i++)
        if (sets->bound[i].set != NULL && memcmp(csri_rules_id(sets->bound[i].set), id, CSRI_RULES_ID_BYTES) == 0)
            return 1;
    return 0;
}

/* The set of this id among the revisions before the one in force. */
static csr_status add_older(csri_call *call, const csr_id *in_force, const uint8_t *id, csri_follow_sets *out)
{
    csr_rows *rows = NULL;
    csr_status status = csri_load(&call->tx, &csri_policy_record, in_force, "rules", &rows);

    while (status == CSR_OK && rows != NULL && !is_known(out, id)) {
        const csr_policy_view *policy = &((const struct csri_policy *)csri_rows_at(rows, 0))->view;
        const csr_rules *set;
        csr_rows *before = NULL;
        status = csri_follow_set(call, &policy->id, &set);
        if (status == CSR_OK && memcmp(csri_rules_id(set), id, CSRI_RULES_ID_BYTES) == 0)
            add(out, set, &policy->id);
        else if (status == CSR_OK)
            status = csri_policy_before(call, policy, &before);
        csri_rows_free(rows);
        rows = before;
    }
    csri_rows_free(rows);
    return status;
}

csr_status csri_follow_sets_load(csri_call *call, const csr_id *in_force, const csr_rules *first,
                                 const csri_rules_state *state, csri_follow_sets *out)
{
    csr_id policy = *in_force;
    csr_status status = CSR_OK;

    memset(out, 0, sizeof(*out));
    csri_arena_init(&out->arena, call->tx.host);
    out->policy = policy;
    out->bound = csri_arena_take(&out->arena, (csri_rules_state_sets(state) + 1) * sizeof(*out->bound));
    out->policies = csri_arena_take(&out->arena, (csri_rules_state_sets(state) + 1) * sizeof(*out->policies));
    if (out->arena.exhausted)
        return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the rules of a ticket");
    if (first == NULL && !csr_id_is_none(&policy))
        status = csri_follow_set(call, &policy, &first);
    if (status == CSR_OK)
        add(out, first, &policy);
    for (size_t i = 0; status == CSR_OK && i < csri_rules_state_sets(state); i++)
        if (!is_known(out, csri_rules_state_set(state, i)) && !csr_id_is_none(&policy))
            status = add_older(call, &policy, csri_rules_state_set(state, i), out);
    return status;
}

csr_status csri_follow_sets_bind(csri_follow_sets *sets, const csri_scene *scene, csr_error *err)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < sets->count && status == CSR_OK; i++) {
        csri_rules_bound *bound = &sets->bound[i];
        if (bound->set == NULL)
            continue;
        bound->fact_count = csri_rules_field_count(bound->set);
        status = csri_facts_bind(bound->set, scene, &sets->arena, &bound->facts, err);
    }
    return status;
}

void csri_follow_sets_free(csri_follow_sets *sets)
{
    csri_arena_free(&sets->arena);
    sets->count = 0;
}
