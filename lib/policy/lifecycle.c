#include "policy/lifecycle.h"

#include "base/memory.h"
#include "base/time.h"
#include "record/records.h"
#include "record/row.h"
#include "record/types.h"

const char *const csri_requirable[CSRI_REQUIRABLE_COUNT] = {
    "resolution", "resolution_note", "assignee", "team", "customer", "contact_point", "fault", "product", "order_ref",
};

void csri_lifecycle_free(csri_lifecycle *lifecycle)
{
    if (lifecycle) {
        /* The host lies in the block that is freed. */
        const csr_host host = lifecycle->host;
        csri_free(&host, lifecycle, sizeof *lifecycle);
    }
}

const csr_str *csri_lifecycle_name(const csri_lifecycle *lifecycle)
{
    return &lifecycle->name;
}

const csri_state *csri_lifecycle_initial(const csri_lifecycle *lifecycle)
{
    return &lifecycle->states[lifecycle->initial];
}

static int order(const csr_str *a, const csr_str *b)
{
    size_t n = a->len < b->len ? a->len : b->len;
    int c = n == 0 ? 0 : memcmp(a->ptr, b->ptr, n);
    return c != 0 ? c : (a->len > b->len) - (a->len < b->len);
}

uint32_t csri_lifecycle_rank(const csri_lifecycle *lifecycle, const csr_str *name)
{
    uint32_t low = 0, high = lifecycle->state_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (order(&lifecycle->states[lifecycle->by_name[middle]].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const csri_state *csri_lifecycle_state(const csri_lifecycle *lifecycle, const csr_str *name)
{
    uint32_t rank = csri_lifecycle_rank(lifecycle, name);
    if (rank == lifecycle->state_count) {
        return NULL;
    }
    const csri_state *state = &lifecycle->states[lifecycle->by_name[rank]];
    return order(&state->name, name) == 0 ? state : NULL;
}

/* By phase; 0 is no phase. */
#define PHASES 6
static const csr_queue queues[PHASES] = {
    [CSR_PHASE_NEW] = CSR_QUEUE_ACTIVE,    [CSR_PHASE_OPEN] = CSR_QUEUE_ACTIVE, [CSR_PHASE_PAUSED] = CSR_QUEUE_WAITING,
    [CSR_PHASE_RESOLVED] = CSR_QUEUE_DONE, [CSR_PHASE_CLOSED] = CSR_QUEUE_DONE,
};

csr_queue csri_queue_of_phase(csr_phase phase)
{
    return (uint32_t)phase < PHASES ? queues[phase] : 0;
}

int csri_phase_settled(csr_phase phase)
{
    return csri_queue_of_phase(phase) == CSR_QUEUE_DONE;
}

/* Names come from callers: a NULL that is empty, or bytes that are no UTF-8, which base/error.c mends. */
static int shown_len(const csr_str *name)
{
    return (int)(name->len < CSRI_STATE_NAME_BYTES ? name->len : CSRI_STATE_NAME_BYTES);
}

static const char *shown_ptr(const csr_str *name)
{
    return name->len > 0 ? name->ptr : "";
}

void csri_lifecycle_list_states(const csri_lifecycle *lifecycle, csri_name_list *list)
{
    for (uint32_t i = 0; i < lifecycle->state_count; i++) {
        csri_name_list_add(list, lifecycle->states[i].name.ptr, lifecycle->states[i].name.len);
    }
}

static csr_status no_such_state(const csri_lifecycle *lifecycle, const csr_str *name, csr_error *err)
{
    csri_name_list known = { 0 };
    csri_lifecycle_list_states(lifecycle, &known);
    return csri_fail(err, CSR_E_NOT_FOUND, "state", "no state \"%.*s\"; there are: %s", shown_len(name),
                     shown_ptr(name), known.text);
}

/* Only when a ticket was given another lifecycle than the one it follows. */
static csr_status strange_ticket(const csr_ticket_view *ticket, csr_error *err)
{
    return csri_fail(err, CSR_E_STATE, "state", "the ticket is in \"%.*s\", which is no state of its lifecycle",
                     shown_len(&ticket->state), shown_ptr(&ticket->state));
}

static uint16_t way(const csri_lifecycle *lifecycle, const csri_state *from, const csri_state *to)
{
    return lifecycle->way[from - lifecycle->states][to - lifecycle->states];
}

static csr_status no_way(const csri_lifecycle *lifecycle, const csri_state *from, const csri_state *to, csr_error *err)
{
    csri_name_list ways = { 0 };
    for (uint32_t i = 0; i < lifecycle->state_count; i++) {
        const csri_state *next = &lifecycle->states[i];
        if (way(lifecycle, from, next) > 0) {
            csri_name_list_add(&ways, next->name.ptr, next->name.len);
        }
    }
    int may_reopen = csri_phase_settled(from->phase) && lifecycle->reopen_state >= 0;
    return csri_fail(err, CSR_E_STATE, "state", "from %s a ticket cannot go to %s, %s%s%s", from->name.ptr,
                     to->name.ptr, ways.len > 0 ? "only to: " : "nor anywhere else", ways.text,
                     may_reopen ? "; it can be reopened" : "");
}

static int role_suffices(int32_t role, int32_t least)
{
    return role == 0 || role >= least;
}

static int lacks(const csr_ticket_view *ticket, const char *member)
{
    /* A row begins with its view, so a column's offset is the member's. */
    return csri_unset(csri_member_named(csri_ticket_record.row, member, strlen(member)), ticket);
}

static csr_status may_go(const csri_lifecycle *lifecycle, const csri_state *from, const csri_state *to,
                         const csri_move_facts *facts, csr_error *err)
{
    uint16_t number = way(lifecycle, from, to);
    if (number == 0) {
        return no_way(lifecycle, from, to, err);
    }
    const csri_transition *transition = &lifecycle->transitions[number - 1];
    if (!role_suffices(facts->role, transition->role)) {
        return csri_fail(err, CSR_E_RIGHT, "state", "moving from %s to %s needs the role %s or above", from->name.ptr,
                         to->name.ptr, csri_enum_name(&csri_t_role, transition->role));
    }
    for (uint32_t i = 0; i < CSRI_REQUIRABLE_COUNT; i++) {
        if ((transition->require >> i & 1) != 0 && lacks(facts->ticket, csri_requirable[i])) {
            return csri_fail(err, CSR_E_ARGUMENT, csri_requirable[i], "%s is required to move to %s",
                             csri_requirable[i], to->name.ptr);
        }
    }
    return CSR_OK;
}

csr_status csri_lifecycle_decide(const csri_lifecycle *lifecycle, const csri_move_facts *facts, csri_move_decision *out,
                                 csr_error *err)
{
    const csri_state *from = csri_lifecycle_state(lifecycle, &facts->ticket->state);
    const csri_state *to = csri_lifecycle_state(lifecycle, facts->to);
    if (!to) {
        return no_such_state(lifecycle, facts->to, err);
    }
    if (!from) {
        return strange_ticket(facts->ticket, err);
    }
    csr_status status = from == to ? CSR_OK : may_go(lifecycle, from, to, facts, err);
    if (status == CSR_OK) {
        out->state = to;
        out->nothing = from == to;
        out->reopens = csri_phase_settled(from->phase) && !csri_phase_settled(to->phase);
        out->waits = from != to && csri_phase_settled(to->phase) && !lifecycle->parents_free;
    }
    return status;
}

static csr_time end_of_window(const csri_lifecycle *lifecycle, const csr_ticket_view *ticket)
{
    csr_time start = ticket->resolved_at != 0 ? ticket->resolved_at : ticket->closed_at;
    int64_t window = lifecycle->window_s * CSRI_SECOND_US;
    if (lifecycle->reopen_state < 0 || window == 0) {
        return 0;
    }
    return start > INT64_MAX - window ? INT64_MAX : start + window;
}

/* The least role that could have brought a ticket into this state: who may not do it may not undo it either. */
static int32_t role_into(const csri_lifecycle *lifecycle, const csri_state *state)
{
    int32_t least = 0;
    int found = 0;
    for (uint32_t i = 0; i < lifecycle->state_count; i++) {
        uint16_t number = way(lifecycle, &lifecycle->states[i], state);
        int32_t role = number > 0 ? lifecycle->transitions[number - 1].role : 0;
        if (number > 0 && (!found || role < least)) {
            least = role;
            found = 1;
        }
    }
    return least;
}

static csr_status may_reopen(const csri_lifecycle *lifecycle, const csri_state *from, int32_t role, csr_error *err)
{
    int32_t undo = role_into(lifecycle, from);
    if (!role_suffices(role, lifecycle->reopen_role)) {
        return csri_fail(err, CSR_E_RIGHT, NULL, "reopening a ticket needs the role %s or above",
                         csri_enum_name(&csri_t_role, lifecycle->reopen_role));
    }
    if (!role_suffices(role, undo)) {
        return csri_fail(err, CSR_E_RIGHT, NULL, "reopening a ticket that is %s needs the role %s or above",
                         from->name.ptr, csri_enum_name(&csri_t_role, undo));
    }
    return CSR_OK;
}

csr_status csri_lifecycle_reopen(const csri_lifecycle *lifecycle, const csr_ticket_view *ticket, int32_t role,
                                 csr_time now, csri_reopen_decision *out, csr_error *err)
{
    const csri_state *from = csri_lifecycle_state(lifecycle, &ticket->state);
    if (!from) {
        return strange_ticket(ticket, err);
    }
    if (!csri_phase_settled(from->phase)) {
        return csri_fail(err, CSR_E_STATE, "state", "the ticket is in %s, neither resolved nor closed", from->name.ptr);
    }
    csr_time until = end_of_window(lifecycle, ticket);
    int too_late = lifecycle->reopen_state < 0 || (lifecycle->window_s > 0 && now > until);
    csr_status status = too_late ? CSR_OK : may_reopen(lifecycle, from, role, err);
    if (status != CSR_OK) {
        return status;
    }
    out->state = &lifecycle->states[too_late ? lifecycle->initial : lifecycle->reopen_state];
    out->follow_up = too_late;
    out->until = until;
    return CSR_OK;
}
