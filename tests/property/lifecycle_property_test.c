/*
 * Random documents against a model that reads them as docs/lifecycle.md says: a list of transitions, searched from the
 * first. What the compiled tables allow, the document says, and the other way round; states are warned of when nothing
 * leads to them, transitions when none of their pairs comes to them first.
 */
#include "support/runner.h"
#include "support/test_host.h"

#include "policy/lifecycle.h"
#include <csr/agent.h>
#include <stdio.h>
#include <string.h>

#define DOCUMENTS 3000
#define MOST_STATES 9
#define MOST_TRANSITIONS 12
#define REQUIRABLE 9

typedef struct model_transition {
    unsigned from, to, require; /* bit i = state or member i */
    int32_t role;
} model_transition;

typedef struct model {
    uint64_t random;
    int states, transitions, reopen; /* reopen: a state, or -1 */
    int32_t phases[MOST_STATES];
    model_transition list[MOST_TRANSITIONS];
} model;

static const char *const phase_names[] = { "", "new", "open", "paused", "resolved", "closed" };
static const char *const role_names[] = { "", "cashier", "associate", "supervisor", "manager" };
static const char *const members[REQUIRABLE] = { "resolution",    "resolution_note", "assignee", "team",     "customer",
                                                 "contact_point", "fault",           "product",  "order_ref" };

/* xorshift64* */
static unsigned pick(model *m, unsigned below)
{
    m->random ^= m->random >> 12;
    m->random ^= m->random << 25;
    m->random ^= m->random >> 27;
    return (unsigned)((m->random * UINT64_C(0x2545F4914F6CDD1D)) >> 40) % below;
}

static unsigned pick_set(model *m)
{
    unsigned all = (1u << m->states) - 1, set = 0;
    switch (pick(m, 6)) {
    case 0: return all;
    case 1: set = pick(m, all + 1); break;
    default: break;
    }
    return set != 0 ? set : 1u << pick(m, (unsigned)m->states);
}

static void make(model *m)
{
    m->states = 2 + (int)pick(m, MOST_STATES - 1);
    m->transitions = (int)pick(m, MOST_TRANSITIONS + 1);
    for (int i = 0; i < m->states; i++)
        m->phases[i] = 1 + (int32_t)pick(m, 5);
    m->phases[0] = CSR_PHASE_NEW + (int32_t)pick(m, 2);
    m->phases[m->states - 1] = CSR_PHASE_RESOLVED + (int32_t)pick(m, 2);
    for (int i = 0; i < m->transitions; i++) {
        m->list[i].from = pick_set(m);
        m->list[i].to = pick_set(m);
        m->list[i].require = pick(m, 2) ? pick(m, 1u << REQUIRABLE) & pick(m, 1u << REQUIRABLE) : 0;
        m->list[i].role = (int32_t)pick(m, 5);
    }
    m->reopen = (int)pick(m, (unsigned)m->states);
    m->reopen = m->phases[m->reopen] >= CSR_PHASE_RESOLVED ? -1 : m->reopen;
}

/* One state is written alone or as a list, all of them as a list or as "*". */
static void write_set(model *m, csri_buffer *json, const char *name, unsigned set)
{
    if (set == (1u << m->states) - 1 && pick(m, 2)) {
        csri_buffer_format(json, "\"%s\":\"*\",", name);
        return;
    }
    int single = (set & (set - 1)) == 0 && pick(m, 2);
    csri_buffer_format(json, "\"%s\":%s", name, single ? "" : "[");
    const char *between = "";
    for (int i = 0; i < m->states; i++) {
        if (set >> i & 1) {
            csri_buffer_format(json, "%s\"s%d\"", between, i);
            between = ",";
        }
    }
    csri_buffer_format(json, "%s,", single ? "" : "]");
}

static void write_transition(model *m, csri_buffer *json, const model_transition *transition)
{
    csri_buffer_text(json, "{");
    write_set(m, json, "from", transition->from);
    write_set(m, json, "to", transition->to);
    if (transition->role != 0)
        csri_buffer_format(json, "\"role\":\"%s\",", role_names[transition->role]);
    csri_buffer_text(json, "\"require\":[");
    const char *between = "";
    for (int i = 0; i < REQUIRABLE; i++) {
        if (transition->require >> i & 1) {
            csri_buffer_format(json, "%s\"%s\"", between, members[i]);
            between = ",";
        }
    }
    csri_buffer_text(json, "]}");
}

static void write_document(model *m, csri_buffer *json)
{
    csri_buffer_text(json, "{\"transitions\":[");
    for (int i = 0; i < m->transitions; i++) {
        csri_buffer_text(json, i > 0 ? "," : "");
        write_transition(m, json, &m->list[i]);
    }
    csri_buffer_text(json, "],\"initial\":\"s0\",\"states\":[");
    for (int i = 0; i < m->states; i++)
        csri_buffer_format(json, "%s{\"name\":\"s%d\",\"category\":\"%s\"%s}", i > 0 ? "," : "", i,
                           phase_names[m->phases[i]],
                           m->phases[i] == CSR_PHASE_PAUSED ? ",\"waits_for\":\"internal\"" : "");
    csri_buffer_text(json, "]");
    if (m->reopen >= 0)
        csri_buffer_format(json, ",\"reopen\":{\"state\":\"s%d\",\"window_s\":0}", m->reopen);
    csri_buffer_text(json, "}");
}

/* The first transition of the document that matches, or -1. */
static int first_match(const model *m, int from, int to)
{
    for (int i = 0; i < m->transitions; i++)
        if (from != to && (m->list[i].from >> from & 1) && (m->list[i].to >> to & 1))
            return i;
    return -1;
}

static csr_status expected_status(const model *m, int from, int to, int32_t role, unsigned set, const char **field)
{
    int number = first_match(m, from, to);
    *field = from == to ? "" : "state";
    if (from == to)
        return CSR_OK;
    if (number < 0)
        return CSR_E_STATE;
    if (role != 0 && role < m->list[number].role)
        return CSR_E_RIGHT;
    for (int i = 0; i < REQUIRABLE; i++) {
        *field = members[i];
        if ((m->list[number].require & ~set) >> i & 1)
            return CSR_E_ARGUMENT;
    }
    *field = "";
    return CSR_OK;
}

static void fill(csr_ticket_view *ticket, unsigned set)
{
    const csr_id some = { { 1 } }, none = { { 0 } };
    const csr_str text = { "x", 1 }, empty = { NULL, 0 };
    ticket->resolution = set & 1 ? CSR_RESOLUTION_OTHER : 0;
    ticket->resolution_note = set >> 1 & 1 ? text : empty;
    ticket->assignee = set >> 2 & 1 ? some : none;
    ticket->team = set >> 3 & 1 ? some : none;
    ticket->customer = set >> 4 & 1 ? some : none;
    ticket->contact_point = set >> 5 & 1 ? some : none;
    ticket->fault = set >> 6 & 1 ? CSR_FAULT_NOBODY : 0;
    ticket->product = set >> 7 & 1 ? text : empty;
    ticket->order_ref = set >> 8 & 1 ? text : empty;
}

static int move_agrees(model *m, const csri_lifecycle *lifecycle, int from, int to)
{
    char from_name[8], to_name[8];
    const char *field = "";
    csr_error err = CSR_ERROR_INIT;
    csr_str name;
    csr_ticket_view ticket = { .struct_size = sizeof ticket };
    csri_move_decision decision = { 0 };
    int32_t role = (int32_t)pick(m, 5);
    unsigned set = pick(m, 1u << REQUIRABLE) | pick(m, 1u << REQUIRABLE);
    (void)snprintf(from_name, sizeof from_name, "s%d", from);
    (void)snprintf(to_name, sizeof to_name, "s%d", to);
    csr_str_set(&ticket.state, from_name, CSR_NTS);
    csr_str_set(&name, to_name, CSR_NTS);
    fill(&ticket, set);
    const csri_move_facts facts = { &ticket, &name, role };
    csr_status expected = expected_status(m, from, to, role, set, &field);
    csr_status status = csri_lifecycle_decide(lifecycle, &facts, &decision, &err);
    if (status != expected || strcmp(err.field, field) != 0)
        return 0;
    int reopens = m->phases[from] >= CSR_PHASE_RESOLVED && m->phases[to] < CSR_PHASE_RESOLVED;
    return status != CSR_OK || (strcmp(decision.state->name.ptr, to_name) == 0 && decision.nothing == (from == to) &&
                                decision.reopens == reopens && decision.state->phase == m->phases[to]);
}

static unsigned reached(const model *m)
{
    unsigned seen = 1;
    for (int round = 0; round < m->states; round++)
        for (int from = 0; from < m->states; from++)
            for (int to = 0; to < m->states; to++)
                if (seen >> from & 1 &&
                    (first_match(m, from, to) >= 0 || (m->phases[from] >= CSR_PHASE_RESOLVED && to == m->reopen)))
                    seen |= 1u << to;
    return seen;
}

static int decides(const model *m, int number)
{
    for (int from = 0; from < m->states; from++)
        for (int to = 0; to < m->states; to++)
            if (first_match(m, from, to) == number)
                return 1;
    return 0;
}

/* The warnings, as their places, are those of the model and no others. */
static int warnings_agree(const model *m, const csri_findings *findings)
{
    char place[32];
    csri_finding got;
    size_t at = 0;
    unsigned seen = reached(m);
    for (int i = 0; i < m->states + m->transitions; i++) {
        int number = i < m->states ? i : i - m->states;
        if (i < m->states ? (seen >> number & 1) != 0 : decides(m, number))
            continue;
        (void)snprintf(place, sizeof place, "%s[%d]", i < m->states ? "states" : "transitions", number);
        if (at == findings->count)
            return 0;
        csri_findings_at(findings, at, &got);
        if (strcmp(got.place.ptr, place) != 0)
            return 0;
        at++;
    }
    return at == findings->count && findings->errors == 0;
}

static void check_document(model *m, csr_test_host *host)
{
    csri_lifecycle *lifecycle = NULL;
    csri_findings findings;
    csri_buffer json;
    uint64_t seed = m->random;
    make(m);
    csri_buffer_init(&json, &host->host, 0);
    csri_findings_init(&findings, &host->host);
    write_document(m, &json);
    CU_ASSERT_EQUAL_FATAL(csri_lifecycle_load(&host->host, json.ptr, json.len, &lifecycle, &findings, NULL), CSR_OK);
    int good = warnings_agree(m, &findings);
    for (int i = 0; i < m->states * m->states; i++)
        good &= move_agrees(m, lifecycle, i / m->states, i % m->states);
    CU_ASSERT_TRUE(good);
    if (!good)
        fprintf(stderr, "seed %llu: %.*s\n", (unsigned long long)seed, (int)json.len, json.ptr);
    csri_lifecycle_free(lifecycle);
    csri_findings_free(&findings);
    csri_buffer_free(&json);
}

static void test_documents(void)
{
    csr_test_host host;
    model m = { .random = 20260302 };
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    for (int i = 0; i < DOCUMENTS; i++)
        check_document(&m, &host);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

int main(void)
{
    CU_TestInfo tests[] = { { "lifecycle_property/documents", test_documents }, CU_TEST_INFO_NULL };
    CU_SuiteInfo suites[] = { { "lifecycle_property", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("lifecycle_property_test", suites, 1);
}
