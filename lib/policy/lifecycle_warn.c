#include "policy/document.h"
#include "policy/lifecycle.h"

/* The states that a matter can come to from the initial one. */
static uint64_t reachable(const csri_lifecycle *l)
{
    uint64_t seen = UINT64_C(1) << l->initial, before = 0;
    while (seen != before) {
        before = seen;
        for (uint32_t from = 0; from < l->state_count; from++) {
            if ((before >> from & 1) == 0) {
                continue;
            }
            for (uint32_t to = 0; to < l->state_count; to++) {
                seen |= (uint64_t)(l->way[from][to] > 0) << to;
            }
            if (csri_phase_settled(l->states[from].phase) && l->reopen_state >= 0) {
                seen |= UINT64_C(1) << l->reopen_state;
            }
        }
    }
    return seen;
}

void csri_lifecycle_warn(csri_document *d, const csri_lifecycle *l, const int32_t *fate)
{
    static const csri_place whole = { 0 };
    const csri_place states = { &whole, "states", 0 }, transitions = { &whole, "transitions", 0 };
    uint64_t seen = reachable(l);
    for (uint32_t i = 0; i < l->state_count; i++) {
        const csri_place here = { &states, NULL, i };
        if ((seen >> i & 1) == 0) {
            csri_document_warn(d, &here, "add a transition to it, or drop it", "no way leads to %.*s from the start",
                               (int)l->states[i].name.len, l->states[i].name.ptr);
        }
    }
    for (uint32_t i = 0; i < l->transition_count; i++) {
        const csri_place here = { &transitions, NULL, i };
        if (fate[i] == CSRI_FATE_NOWHERE) {
            csri_document_warn(d, &here, "drop it", "it leads from a state to itself, where a matter is already");
        } else if (fate[i] != CSRI_FATE_DECIDES) {
            csri_document_warn(d, &here, "drop it, or put it first",
                               "it never decides, because transitions[%d] or another before it matches first",
                               (int)fate[i] - 1);
        }
    }
}
