/*
 * Lifecycle documents: any text is loaded or refused with a place; what is loaded is whole, decides as its document
 * says, and loads the same from its canonical form.
 *
 * Input: a first byte below 128 and the text of a document; or what to write in one, see write_document().
 */
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "policy/lifecycle.h"
#include "support/fuzz.h"

#include <string.h>

static void check_states(const csri_lifecycle *l)
{
    FUZZ_REQUIRE(l->state_count >= 1 && l->state_count <= CSRI_LIFECYCLE_STATES_MAX);
    FUZZ_REQUIRE(l->transition_count <= CSRI_LIFECYCLE_TRANSITIONS_MAX);
    FUZZ_REQUIRE(l->initial >= 0 && (uint32_t)l->initial < l->state_count);
    FUZZ_REQUIRE(l->reopen_state >= -1 && l->reopen_state < (int32_t)l->state_count);
    FUZZ_REQUIRE(l->window_s >= 0 && l->window_s <= CSRI_LIFECYCLE_WINDOW_MAX_S);
    for (uint32_t i = 0; i < l->state_count; i++) {
        const csri_state *state = &l->states[i];
        FUZZ_REQUIRE(state->name.len >= 1 && state->name.len <= CSRI_STATE_NAME_BYTES);
        FUZZ_REQUIRE(state->name.ptr[state->name.len] == '\0');
        FUZZ_REQUIRE(csri_lifecycle_state(l, &state->name) == state);
        FUZZ_REQUIRE((state->phase == CSR_PHASE_PAUSED) == (state->waits_for != 0));
        FUZZ_REQUIRE(csri_queue_of_phase(state->phase) != 0);
    }
}

/* Deciding by the table: the system goes wherever there is a way, with every member that can be required. */
static void check_moves(const csri_lifecycle *l)
{
    static const csr_str text = { "x", 1 };
    csr_ticket_view ticket = { .resolution = CSR_RESOLUTION_OTHER,
                               .resolution_note = text,
                               .fault = CSR_FAULT_NOBODY,
                               .product = text,
                               .order_ref = text };

    memset(&ticket.assignee, 1, sizeof(csr_id));
    ticket.team = ticket.customer = ticket.contact_point = ticket.assignee;
    for (uint32_t from = 0; from < l->state_count; from++)
        for (uint32_t to = 0; to < l->state_count; to++) {
            csri_move_facts facts = { .ticket = &ticket, .to = &l->states[to].name };
            csri_move_decision decision = { 0 };
            int way = l->way[from][to] != 0;
            csr_status status;
            FUZZ_REQUIRE(l->way[from][to] <= l->transition_count);
            ticket.state = l->states[from].name;
            ticket.phase = l->states[from].phase;
            status = csri_lifecycle_decide(l, &facts, &decision, NULL);
            FUZZ_REQUIRE(status == (from == to || way ? CSR_OK : CSR_E_STATE));
            FUZZ_REQUIRE(status != CSR_OK || (decision.state == &l->states[to] && decision.nothing == (from == to)));
        }
}

static void check_reopen(const csri_lifecycle *l, csr_time now)
{
    for (uint32_t from = 0; from < l->state_count; from++) {
        csr_ticket_view ticket = { .state = l->states[from].name,
                                   .phase = l->states[from].phase,
                                   .resolved_at = 5000000 };
        csri_reopen_decision decision = { 0 };
        csr_status status = csri_lifecycle_reopen(l, &ticket, 0, now, &decision, NULL);
        FUZZ_REQUIRE(status == (csri_phase_settled(ticket.phase) ? CSR_OK : CSR_E_STATE));
        if (status != CSR_OK)
            continue;
        FUZZ_REQUIRE(decision.state != NULL);
        FUZZ_REQUIRE(decision.follow_up || decision.state == &l->states[l->reopen_state]);
        FUZZ_REQUIRE(decision.follow_up || decision.until == 0 || now <= decision.until);
    }
}

static void check_canonical(const csr_host *host, const csri_lifecycle *l, csr_str text)
{
    csri_lifecycle *again;
    csri_buffer canonical;
    const csri_json *json;

    FUZZ_REQUIRE(csri_json_read(host, text.ptr, text.len, 0, 0, &json, NULL) == CSR_OK);
    csri_buffer_init(&canonical, host, 0);
    FUZZ_REQUIRE(csri_json_canonical(json, &canonical, NULL) == CSR_OK);
    FUZZ_REQUIRE(csri_lifecycle_load(host, canonical.ptr, canonical.len, &again, NULL, NULL) == CSR_OK);
    FUZZ_REQUIRE(again->state_count == l->state_count && again->initial == l->initial);
    FUZZ_REQUIRE(memcmp(again->way, l->way, sizeof(l->way)) == 0);
    FUZZ_REQUIRE(memcmp(again->transitions, l->transitions, sizeof(l->transitions)) == 0);
    csri_lifecycle_free(again);
    csri_buffer_free(&canonical);
    csri_json_free(json);
}

static void check_findings(const csri_findings *findings, csr_status status, const csr_error *err)
{
    csri_finding first;

    FUZZ_REQUIRE((status == CSR_OK) == (findings->errors == 0));
    for (size_t i = 0; i < findings->count; i++) {
        csri_findings_at(findings, i, &first);
        FUZZ_REQUIRE(csri_utf8_valid(first.text.ptr, first.text.len, NULL));
        FUZZ_REQUIRE(csri_utf8_valid(first.suggestion.ptr, first.suggestion.len, NULL));
        FUZZ_REQUIRE(first.place.len < CSRI_PLACE_BYTES);
    }
    FUZZ_REQUIRE(status == CSR_OK || (status == CSR_E_POLICY && err->field[0] != '\0' && err->message[0] != '\0'));
}

static void check_document(const csr_host *host, csr_str text, csr_time now)
{
    csri_lifecycle *lifecycle;
    csr_error err = CSR_ERROR_INIT;
    csri_findings findings;
    csr_status status;

    csri_findings_init(&findings, host);
    status = csri_lifecycle_load(host, text.ptr, text.len, &lifecycle, &findings, &err);
    FUZZ_REQUIRE((lifecycle != NULL) == (status == CSR_OK));
    check_findings(&findings, status, &err);
    if (status == CSR_OK) {
        check_states(lifecycle);
        check_moves(lifecycle);
        check_reopen(lifecycle, now);
        check_canonical(host, lifecycle, text);
    }
    csri_lifecycle_free(lifecycle);
    csri_findings_free(&findings);
}

/* A name among a few, or rarely one that is no state. */
static void put_name(fuzz_in *in, csri_buffer *out, uint32_t states)
{
    uint8_t how = fuzz_byte(in);

    csri_buffer_format(out, how < 250 ? "\"s%u\"" : "\"S%u\"", how < 250 && states != 0 ? how % states : how);
}

/* "*", one name, or a list. */
static void put_names(fuzz_in *in, csri_buffer *out, uint32_t states)
{
    uint32_t n = fuzz_below(in, 6);

    if (n == 0) {
        csri_buffer_text(out, "\"*\"");
    } else if (n == 1) {
        put_name(in, out, states);
    } else {
        csri_buffer_byte(out, '[');
        for (uint32_t i = 1; i < n; i++) {
            csri_buffer_text(out, i == 1 ? "" : ",");
            put_name(in, out, states);
        }
        csri_buffer_byte(out, ']');
    }
}

static void put_state(fuzz_in *in, csri_buffer *out, uint32_t number)
{
    static const char *const kinds[] = { "\"new\"",
                                         "\"open\"",
                                         "\"paused\",\"waits_for\":\"customer\"",
                                         "\"paused\",\"waits_for\":\"internal\"",
                                         "\"resolved\"",
                                         "\"closed\"",
                                         "\"paused\"",
                                         "\"open\",\"waits_for\":\"customer\"" };
    uint8_t how = fuzz_byte(in);

    if (how >= 252)
        number = 0;
    csri_buffer_format(out, "%s{\"name\":\"s%u\",\"category\":%s}", number == 0 ? "" : ",", number,
                       kinds[how < 240 ? how % 6 : how % 8]);
}

static void put_transition(fuzz_in *in, csri_buffer *out, uint32_t states)
{
    static const char *const roles[] = { "cashier", "associate", "supervisor", "manager", "king" };
    uint8_t how = fuzz_byte(in);

    csri_buffer_text(out, "{\"from\":");
    put_names(in, out, states);
    csri_buffer_text(out, ",\"to\":");
    put_names(in, out, states);
    if (how % 4 == 1)
        csri_buffer_format(out, ",\"require\":[\"%s\"]", csri_requirable[how % CSRI_REQUIRABLE_COUNT]);
    if (how % 4 == 2)
        csri_buffer_format(out, ",\"role\":\"%s\"", roles[how < 250 ? how / 4 % 4 : 4]);
    csri_buffer_byte(out, '}');
}

static void write_document(fuzz_in *in, csri_buffer *out)
{
    uint32_t states = fuzz_below(in, 67), transitions = fuzz_below(in, 520);

    csri_buffer_text(out, "{\"states\":[");
    for (uint32_t i = 0; i < states; i++)
        put_state(in, out, i);
    csri_buffer_text(out, "],\"initial\":");
    put_name(in, out, states);
    csri_buffer_text(out, ",\"transitions\":[");
    for (uint32_t i = 0; i < transitions && (i == 0 || fuzz_left(in) > 0); i++) {
        csri_buffer_text(out, i == 0 ? "" : ",");
        put_transition(in, out, states);
    }
    csri_buffer_byte(out, ']');
    if (fuzz_byte(in) >= 128) {
        csri_buffer_text(out, ",\"reopen\":{\"state\":");
        put_name(in, out, states);
        csri_buffer_format(out, ",\"window_s\":%u}", fuzz_below(in, 65536));
    }
    csri_buffer_byte(out, '}');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    uint8_t how = fuzz_byte(&in);
    csri_buffer text;
    csr_host host;

    csri_host_take(&host, NULL);
    if (how < 128) {
        check_document(&host, fuzz_rest(&in), how * INT64_C(1000000));
        return 0;
    }
    csri_buffer_init(&text, &host, 0);
    write_document(&in, &text);
    FUZZ_REQUIRE(text.status == CSR_OK);
    check_document(&host, (csr_str){ text.ptr, text.len }, how * INT64_C(1000000));
    csri_buffer_free(&text);
    return 0;
}
