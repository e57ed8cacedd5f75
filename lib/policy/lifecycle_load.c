#include "policy/lifecycle.h"

#include "base/memory.h"
#include "base/text.h"
#include "policy/document.h"
#include "record/types.h"

/* A lifecycle in the making. The names of its states lie in the JSON until the document is known to be good. */
typedef struct reader {
    csri_lifecycle *lifecycle;
    csri_state *state; /* being read, as are the next two */
    csri_transition *transition;
    int32_t *role;
    uint64_t set, from, to; /* bit i = state or requirable member i */
    int32_t fate[CSRI_LIFECYCLE_TRANSITIONS_MAX];
} reader;

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])

static void read_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_str name;
    if (!csri_document_text(d, at, json, &name)) {
        return;
    }
    if (name.len == 0 || name.len > CSRI_LIFECYCLE_NAME_BYTES) {
        csri_document_refuse(d, at, "", "a name has 1 to %d bytes", CSRI_LIFECYCLE_NAME_BYTES);
    }
    r->lifecycle->name = name;
}

static void read_state_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    reader *r = d->into;
    csr_str name;
    if (!csri_document_text(d, at, json, &name)) {
        return;
    }
    if (name.len == 0 || name.len > CSRI_STATE_NAME_BYTES || strspn(name.ptr, allowed) < name.len) {
        csri_document_refuse(d, at, "use 1 to 60 of a-z, 0-9 and _", "\"%.*s\" cannot be the name of a state",
                             (int)csri_utf8_cut(name.ptr, name.len, CSRI_STATE_NAME_BYTES), name.ptr);
    }
    /* Kept also when it is wrong, so that what refers to it is not called unknown. */
    r->state->name = name;
}

static void read_category(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->state->phase = csri_document_enum(d, at, json, &csri_t_phase, "category");
}

static void read_waits_for(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->state->waits_for = csri_document_enum(d, at, json, &csri_t_waits_for, "one to wait for");
}

static void check_waits_for(csri_document *d, const csri_place *at, const csri_json *json, csr_phase phase)
{
    const csri_place here = { at, "waits_for", 0 };
    int given = csri_json_get(json, "waits_for") != NULL;
    if (phase == CSR_PHASE_PAUSED && !given) {
        csri_document_refuse(d, &here, "write customer, third_party or internal",
                             "a paused state must say for whom it waits");
    } else if (given && phase != CSR_PHASE_PAUSED && phase != 0) {
        csri_document_refuse(d, &here, "drop it, or make the category paused",
                             "only a state of category paused waits for somebody");
    }
}

/* Enter the state into the order by name; a name that is there twice shows on the way. */
static void enter_state(csri_document *d, const csri_place *at)
{
    reader *r = d->into;
    csri_lifecycle *l = r->lifecycle;
    const csri_place here = { at, "name", 0 };
    const csri_state *same = csri_lifecycle_state(l, &r->state->name);
    if (same && same->name.len > 0) {
        csri_document_refuse(d, &here, "", "states[%d] has this name already", (int)(same - l->states));
    }
    uint32_t rank = csri_lifecycle_rank(l, &r->state->name);
    memmove(&l->by_name[rank + 1], &l->by_name[rank], l->state_count - rank);
    l->by_name[rank] = (uint8_t)l->state_count;
    l->state_count++;
}

static void read_state(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "name", read_state_name, 1 },
        { "category", read_category, 1 },
        { "waits_for", read_waits_for, 0 },
    };
    reader *r = d->into;
    r->state = &r->lifecycle->states[r->lifecycle->state_count];
    csri_document_object(d, at, json, MEMBERS(members));
    check_waits_for(d, at, json, r->state->phase);
    enter_state(d, at);
}

static void read_states(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    size_t errors = d->errors;
    int settled = 0;
    csri_document_list(d, at, json, 1, CSRI_LIFECYCLE_STATES_MAX, read_state);
    for (uint32_t i = 0; i < r->lifecycle->state_count; i++) {
        settled |= csri_phase_settled(r->lifecycle->states[i].phase);
    }
    /* A category that is misspelt may have been meant as one of them. */
    if (!settled && d->errors == errors) {
        csri_document_refuse(d, at, "add a state of category resolved or closed", "no matter could ever be settled");
    }
}

/* The number of the state that a text names, or -1. */
static int32_t read_reference(csri_document *d, const csri_place *at, const csri_json *json)
{
    const reader *r = d->into;
    const csri_lifecycle *l = r->lifecycle;
    csr_str name;
    /* Without any states the document has been refused already, and every name would be unknown. */
    if (!csri_document_text(d, at, json, &name) || l->state_count == 0) {
        return -1;
    }
    const csri_state *state = csri_lifecycle_state(l, &name);
    if (!state) {
        csri_name_list known = { 0 };
        csri_lifecycle_list_states(l, &known);
        csri_document_refuse_name(d, at, &name, "state of this document", &known);
        return -1;
    }
    return (int32_t)(state - l->states);
}

static void read_initial(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->lifecycle->initial = read_reference(d, at, json);
    /* A category that is wrong is 0. */
    if (r->lifecycle->initial >= 0 && csri_lifecycle_initial(r->lifecycle)->phase > CSR_PHASE_OPEN) {
        csri_document_refuse(d, at, "", "a matter begins in a state of category new or open");
    }
}

/* Add to the set, in which nothing may be named twice. */
static void add(csri_document *d, const csri_place *at, uint32_t number)
{
    reader *r = d->into;
    if ((r->set >> number & 1) != 0) {
        csri_document_refuse(d, at, "name it once", "the list names it twice");
    }
    r->set |= UINT64_C(1) << number;
}

static void read_set_element(csri_document *d, const csri_place *at, const csri_json *json)
{
    int32_t number = read_reference(d, at, json);
    if (number >= 0) {
        add(d, at, (uint32_t)number);
    }
}

/* One state, a list of them, or "*" for all. */
static uint64_t read_set(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->set = 0;
    if (csri_json_is(json, CSRI_JSON_LIST)) {
        csri_document_list(d, at, json, 1, CSRI_LIFECYCLE_STATES_MAX, read_set_element);
    } else if (csri_json_str(json).len == 1 && csri_json_str(json).ptr[0] == '*') {
        r->set = UINT64_MAX; /* bits beyond the states are never looked at */
    } else {
        read_set_element(d, at, json);
    }
    return r->set;
}

static void read_from(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->from = read_set(d, at, json);
}

static void read_to(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->to = read_set(d, at, json);
}

static void read_required(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_name_list known = { 0 };
    csr_str name;
    uint32_t i = 0;
    if (!csri_document_text(d, at, json, &name)) {
        return;
    }
    while (i < CSRI_REQUIRABLE_COUNT && strcmp(csri_requirable[i], name.ptr) != 0) {
        csri_name_list_add(&known, csri_requirable[i], strlen(csri_requirable[i]));
        i++;
    }
    if (i == CSRI_REQUIRABLE_COUNT) {
        csri_document_refuse_name(d, at, &name, "member that can be required", &known);
    } else {
        add(d, at, i);
    }
}

static void read_require(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->set = 0;
    csri_document_list(d, at, json, 0, CSRI_REQUIRABLE_COUNT, read_required);
    r->transition->require = (uint32_t)r->set;
}

static void read_role(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    *r->role = csri_document_enum(d, at, json, &csri_t_role, "role");
}

/* Enter the transition wherever none came before. */
static void enter_transition(reader *r)
{
    csri_lifecycle *l = r->lifecycle;
    int32_t *fate = &r->fate[l->transition_count];
    *fate = CSRI_FATE_NOWHERE;
    l->transition_count++;
    for (uint32_t i = 0; i < l->state_count * l->state_count; i++) {
        uint32_t from = i / l->state_count, to = i % l->state_count;
        uint16_t *way = &l->way[from][to];
        if (((r->from >> from) & (r->to >> to) & 1) == 0 || from == to) {
            continue;
        }
        if (*way == 0) {
            *way = (uint16_t)l->transition_count;
            *fate = CSRI_FATE_DECIDES;
        } else if (*fate == CSRI_FATE_NOWHERE) {
            *fate = *way;
        }
    }
}

static void read_transition(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "from", read_from, 1 },
        { "to", read_to, 1 },
        { "require", read_require, 0 },
        { "role", read_role, 0 },
    };
    reader *r = d->into;
    r->transition = &r->lifecycle->transitions[r->lifecycle->transition_count];
    r->role = &r->transition->role;
    r->from = 0;
    r->to = 0;
    csri_document_object(d, at, json, MEMBERS(members));
    enter_transition(r);
}

static void read_transitions(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 0, CSRI_LIFECYCLE_TRANSITIONS_MAX, read_transition);
}

static void read_reopen_state(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    int32_t number = read_reference(d, at, json);
    if (number >= 0 && csri_phase_settled(r->lifecycle->states[number].phase)) {
        csri_document_refuse(d, at, "", "a matter is reopened into a state of category new, open or paused");
    }
    r->lifecycle->reopen_state = number;
}

static void read_window(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    (void)csri_document_integer(d, at, json, 0, CSRI_LIFECYCLE_WINDOW_MAX_S, &r->lifecycle->window_s);
}

static void read_reopen(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "state", read_reopen_state, 1 },
        { "window_s", read_window, 1 },
        { "role", read_role, 0 },
    };
    reader *r = d->into;
    r->role = &r->lifecycle->reopen_role;
    csri_document_object(d, at, json, MEMBERS(members));
}

static void read_parents(csri_document *d, const csri_place *at, const csri_json *json)
{
    const reader *r = d->into;
    csr_str word;
    if (!csri_document_text(d, at, json, &word)) {
        return;
    }
    r->lifecycle->parents_free = strcmp(word.ptr, "free") == 0;
    if (!r->lifecycle->parents_free && strcmp(word.ptr, "wait") != 0) {
        csri_document_refuse(d, at, "write wait or free", "parents wait for their children, or are free of them");
    }
}

/* Take a text over from the JSON; the room suffices for all names at their longest. */
static char *take_text(csr_str *text, char *room)
{
    if (text->len > 0) {
        memcpy(room, text->ptr, text->len);
    }
    text->ptr = room;
    return room + text->len + 1;
}

static void take_texts(csri_lifecycle *l)
{
    char *room = take_text(&l->name, l->texts);
    for (uint32_t i = 0; i < l->state_count; i++) {
        room = take_text(&l->states[i].name, room);
    }
}

static csr_status read_document(csri_document *d, const char *json, size_t len)
{
    static const csri_document_member members[] = {
        { "name", read_name, 0 },       { "states", read_states, 1 }, /* first of those that refer to states */
        { "initial", read_initial, 1 }, { "transitions", read_transitions, 1 },
        { "reopen", read_reopen, 0 },   { "parents", read_parents, 0 },
    };
    static const csri_place whole = { 0 };
    const reader *r = d->into;
    const csri_json *root = NULL;
    csr_status status = csri_document_parse(d, json, len, CSRI_LIFECYCLE_BYTES_MAX, &root);
    if (status == CSR_OK) {
        csri_document_object(d, &whole, root, MEMBERS(members));
        status = d->errors == 0 ? CSR_OK : CSR_E_POLICY;
    }
    if (status == CSR_OK) {
        csri_lifecycle_warn(d, r->lifecycle, r->fate);
        take_texts(r->lifecycle);
    }
    csri_json_free(root);
    return status;
}

csr_status csri_lifecycle_load(const csr_host *host, const char *json, size_t len, csri_lifecycle **out,
                               csri_findings *findings, csr_error *err)
{
    *out = NULL;
    csri_lifecycle *lifecycle = csri_alloc_zero(host, sizeof *lifecycle);
    if (!lifecycle) {
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a lifecycle");
    }
    lifecycle->host = *host;
    lifecycle->reopen_state = -1;
    reader r = { .lifecycle = lifecycle };
    csri_document d = { .host = host, .findings = findings, .err = err, .into = &r };
    csr_status status = read_document(&d, json, len);
    if (findings && csri_findings_check(findings, err) != CSR_OK) {
        status = CSR_E_NO_MEMORY;
    }
    if (status != CSR_OK) {
        csri_lifecycle_free(lifecycle);
        return status;
    }
    *out = lifecycle;
    return CSR_OK;
}
