#include "support/runner.h"
#include "support/test_host.h"

#include "base/json.h"
#include "base/time.h"
#include "policy/lifecycle.h"
#include <csr/agent.h>
#include <stdio.h>
#include <string.h>

static csr_str str(const char *text)
{
    csr_str out;
    csr_str_set(&out, text, CSR_NTS);
    return out;
}

/* The lifecycle of a document in which ' stands for ". */
static csri_lifecycle *lifecycle_of(const csr_test_host *host, const char *quoted)
{
    char json[4096];
    csri_lifecycle *lifecycle = NULL;
    csr_error err = CSR_ERROR_INIT;
    size_t len = strlen(quoted);
    CU_ASSERT_FATAL(len < sizeof json);
    for (size_t i = 0; i <= len; i++)
        json[i] = (char)(quoted[i] == '\'' ? '"' : quoted[i]);
    if (csri_lifecycle_load(&host->host, json, len, &lifecycle, NULL, &err) != CSR_OK)
        fprintf(stderr, "%s: %s\n", err.field, err.message);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lifecycle);
    return lifecycle;
}

static csri_lifecycle *builtin_of(const csr_test_host *host)
{
    const csr_str *text = csri_lifecycle_builtin_text();
    csri_lifecycle *lifecycle = NULL;
    csri_findings findings;
    csri_findings_init(&findings, &host->host);
    CU_ASSERT_EQUAL(csri_lifecycle_load(&host->host, text->ptr, text->len, &lifecycle, &findings, NULL), CSR_OK);
    CU_ASSERT_EQUAL(findings.count, 0);
    csri_findings_free(&findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lifecycle);
    return lifecycle;
}

static csr_ticket_view ticket_in(const char *state)
{
    csr_ticket_view ticket = { .struct_size = sizeof ticket, .kind = CSR_TICKET_OTHER };
    ticket.state = str(state);
    return ticket;
}

/* Decide, and check status, field and a part of the message. */
static csri_move_decision decide(const csri_lifecycle *lifecycle, const csr_ticket_view *ticket, const char *to,
                                 int32_t role, csr_status status, const char *field, const char *part)
{
    csri_move_decision decision = { NULL, -1, -1, -1 };
    csr_error err = CSR_ERROR_INIT;
    const csr_str name = str(to);
    const csri_move_facts facts = { ticket, &name, role };
    csr_status got = csri_lifecycle_decide(lifecycle, &facts, &decision, &err);
    CU_ASSERT_EQUAL(got, status);
    CU_ASSERT_EQUAL(err.status, status);
    CU_ASSERT_STRING_EQUAL(err.field, field);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, part));
    if (got != status || strstr(err.message, part) == NULL)
        fprintf(stderr, "%s -> %s: %d %s: %s\n", ticket->state.ptr, to, (int)got, err.field, err.message);
    if (status != CSR_OK) {
        CU_ASSERT_PTR_NULL(decision.state);
        CU_ASSERT_EQUAL(decision.nothing, -1);
    }
    CU_ASSERT_EQUAL(csri_lifecycle_decide(lifecycle, &facts, &decision, NULL), status);
    return decision;
}

static void test_builtin_states(void)
{
    static const struct {
        const char *name;
        csr_phase phase;
        csr_waits_for waits_for;
        csr_queue queue;
    } expected[] = {
        { "new", CSR_PHASE_NEW, 0, CSR_QUEUE_ACTIVE },
        { "open", CSR_PHASE_OPEN, 0, CSR_QUEUE_ACTIVE },
        { "waiting_customer", CSR_PHASE_PAUSED, CSR_WAITS_FOR_CUSTOMER, CSR_QUEUE_WAITING },
        { "waiting_third_party", CSR_PHASE_PAUSED, CSR_WAITS_FOR_THIRD_PARTY, CSR_QUEUE_WAITING },
        { "waiting_internal", CSR_PHASE_PAUSED, CSR_WAITS_FOR_INTERNAL, CSR_QUEUE_WAITING },
        { "resolved", CSR_PHASE_RESOLVED, 0, CSR_QUEUE_DONE },
        { "closed", CSR_PHASE_CLOSED, 0, CSR_QUEUE_DONE },
        { "spam", CSR_PHASE_CLOSED, 0, CSR_QUEUE_DONE },
        { "deleted", CSR_PHASE_CLOSED, 0, CSR_QUEUE_DONE },
    };
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_lifecycle *lifecycle = builtin_of(&host);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const csr_str name = str(expected[i].name);
        const csri_state *state = csri_lifecycle_state(lifecycle, &name);
        CU_ASSERT_PTR_NOT_NULL_FATAL(state);
        CU_ASSERT_STRING_EQUAL(state->name.ptr, expected[i].name);
        CU_ASSERT_EQUAL(state->name.len, strlen(expected[i].name));
        CU_ASSERT_EQUAL(state->phase, expected[i].phase);
        CU_ASSERT_EQUAL(state->waits_for, expected[i].waits_for);
        CU_ASSERT_EQUAL(csri_queue_of_phase(state->phase), expected[i].queue);
    }
    CU_ASSERT_STRING_EQUAL(csri_lifecycle_initial(lifecycle)->name.ptr, "new");
    CU_ASSERT_STRING_EQUAL(csri_lifecycle_name(lifecycle)->ptr, "default");
    CU_ASSERT_EQUAL(csri_queue_of_phase(0), 0);
    CU_ASSERT_EQUAL(csri_queue_of_phase(6), 0);
    CU_ASSERT_EQUAL(csri_queue_of_phase(-1), 0);
    csri_lifecycle_free(lifecycle);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* It is shown like the documents that are stored, in their canonical form. */
static void test_builtin_is_canonical(void)
{
    const csr_str *text = csri_lifecycle_builtin_text();
    csr_test_host host;
    csri_buffer canonical;
    const csri_json *document = NULL;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_buffer_init(&canonical, &host.host, 0);
    CU_ASSERT_EQUAL_FATAL(csri_json_read(&host.host, text->ptr, text->len, 0, 0, &document, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csri_json_canonical(document, &canonical, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(canonical.len, text->len);
    CU_ASSERT_EQUAL(memcmp(canonical.ptr, text->ptr, text->len), 0);
    csri_json_free(document);
    csri_buffer_free(&canonical);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_lookup(void)
{
    static const char *const unknown[] = { "", "a", "new2", "ne", "opem", "zzz", "Open" };
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_lifecycle *lifecycle = builtin_of(&host);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        const csr_str name = str(unknown[i]);
        CU_ASSERT_PTR_NULL(csri_lifecycle_state(lifecycle, &name));
    }
    const csr_str none = { NULL, 0 }, longer = { "open\0", 5 }, not_ended = { "openly", 4 };
    CU_ASSERT_PTR_NULL(csri_lifecycle_state(lifecycle, &none));
    CU_ASSERT_PTR_NULL(csri_lifecycle_state(lifecycle, &longer));
    CU_ASSERT_PTR_NOT_NULL(csri_lifecycle_state(lifecycle, &not_ended));
    csri_lifecycle_free(lifecycle);
    csri_lifecycle_free(NULL);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* Row by row what the built-in document allows an agent without rank who gave a resolution: x = yes, . = no. */
static void test_builtin_moves(void)
{
    static const char *const names[] = {
        "new",    "open", "waiting_customer", "waiting_third_party", "waiting_internal", "resolved",
        "closed", "spam", "deleted"
    };
    static const char *const allowed[] = {
        "=xxxxx.x.", ".=xxxx.x.", ".x=xxx...", ".xx=xx...", ".xxx=x...",
        ".....=x..", "......=..", ".......=.", "........=",
    };
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_lifecycle *lifecycle = builtin_of(&host);
    for (size_t from = 0; from < 9; from++) {
        csr_ticket_view ticket = ticket_in(names[from]);
        ticket.resolution = CSR_RESOLUTION_SOLVED;
        for (size_t to = 0; to < 9; to++) {
            csr_status expected = allowed[from][to] != '.' ? CSR_OK : to == 8 ? CSR_E_RIGHT : CSR_E_STATE;
            csri_move_decision decision = decide(lifecycle, &ticket, names[to], CSR_ROLE_CASHIER, expected,
                                                 expected == CSR_OK ? "" : "state", "");
            if (expected == CSR_OK) {
                CU_ASSERT_STRING_EQUAL(decision.state->name.ptr, names[to]);
                CU_ASSERT_EQUAL(decision.nothing, allowed[from][to] == '=');
                CU_ASSERT_EQUAL(decision.reopens, 0);
            }
        }
        decide(lifecycle, &ticket, "deleted", CSR_ROLE_MANAGER, CSR_OK, "", "");
        decide(lifecycle, &ticket, "deleted", 0, CSR_OK, "", "");
    }
    csri_lifecycle_free(lifecycle);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_refusals(void)
{
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_lifecycle *lifecycle = builtin_of(&host);
    csr_ticket_view open = ticket_in("open"), closed = ticket_in("closed"), gone = ticket_in("deleted");
    csr_ticket_view strange = ticket_in("in_transit");
    decide(
        lifecycle, &open, "solved", 0, CSR_E_NOT_FOUND, "state",
        "no state \"solved\"; there are: new, open, waiting_customer, waiting_third_party, waiting_internal, resolved, "
        "closed, spam, deleted");
    decide(lifecycle, &open, "", 0, CSR_E_NOT_FOUND, "state", "no state \"\"; there are");
    decide(lifecycle, &open, "a_name_that_is_much_longer_than_any_state_may_be_called_by_anyone_at_all", 0,
           CSR_E_NOT_FOUND, "state", "\"a_name_that_is_much_longer_than_any_state_may_be_called_by_a\"");
    decide(lifecycle, &strange, "open", 0, CSR_E_STATE, "state", "the ticket is in \"in_transit\", which is no state");
    decide(lifecycle, &open, "closed", 0, CSR_E_STATE, "state",
           "from open a ticket cannot go to closed, only to: waiting_customer, waiting_third_party, waiting_internal, "
           "resolved, spam, deleted");
    decide(lifecycle, &closed, "open", 0, CSR_E_STATE, "state",
           "from closed a ticket cannot go to open, only to: deleted; it can be reopened");
    decide(lifecycle, &gone, "open", 0, CSR_E_STATE, "state",
           "from deleted a ticket cannot go to open, nor anywhere else; it can be reopened");
    decide(lifecycle, &open, "resolved", 0, CSR_E_ARGUMENT, "resolution", "resolution is required to move to resolved");
    decide(lifecycle, &open, "deleted", CSR_ROLE_SUPERVISOR, CSR_E_RIGHT, "state",
           "moving from open to deleted needs the role manager or above");
    csri_lifecycle_free(lifecycle);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

#define TWO_STATES "'states':[{'name':'open','category':'open'},{'name':'done','category':'closed'}],'initial':'open',"

/* Every member that can be required: refused without it, in the order in which they are listed, allowed with all. */
static void test_required_members(void)
{
    static const char *const members[] = { "resolution",    "resolution_note", "assignee", "team",     "customer",
                                           "contact_point", "fault",           "product",  "order_ref" };
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_lifecycle *lifecycle =
        lifecycle_of(&host, "{" TWO_STATES
                            "'transitions':[{'from':'open','to':'done','require':['order_ref','product','fault',"
                            "'contact_point','customer','team','assignee','resolution_note','resolution']}]}");
    csr_ticket_view ticket = ticket_in("open");
    const csr_id some = { { 0, 1 } };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        char message[80];
        (void)snprintf(message, sizeof message, "%s is required to move to done", members[i]);
        decide(lifecycle, &ticket, "done", CSR_ROLE_CASHIER, CSR_E_ARGUMENT, members[i], message);
        switch (i) {
        case 0: ticket.resolution = CSR_RESOLUTION_DECLINED; break;
        case 1: ticket.resolution_note = str("told so"); break;
        case 2: ticket.assignee = some; break;
        case 3: ticket.team = some; break;
        case 4: ticket.customer = some; break;
        case 5: ticket.contact_point = some; break;
        case 6: ticket.fault = CSR_FAULT_NOBODY; break;
        case 7: ticket.product = str("P"); break;
        default: ticket.order_ref = str("O"); break;
        }
    }
    decide(lifecycle, &ticket, "done", CSR_ROLE_CASHIER, CSR_OK, "", "");
    csri_lifecycle_free(lifecycle);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_first_match_decides(void)
{
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_lifecycle *lifecycle = lifecycle_of(
        &host,
        "{'states':[{'name':'open','category':'open'},{'name':'wait','category':'paused','waits_for':'internal'},"
        "{'name':'done','category':'closed'}],'initial':'open','transitions':["
        "{'from':'open','to':'done','role':'supervisor'},{'from':'*','to':'*'}]}");
    csr_ticket_view open = ticket_in("open"), wait = ticket_in("wait"), done = ticket_in("done");
    decide(lifecycle, &open, "done", CSR_ROLE_ASSOCIATE, CSR_E_RIGHT, "state", "supervisor");
    decide(lifecycle, &open, "done", CSR_ROLE_SUPERVISOR, CSR_OK, "", "");
    decide(lifecycle, &wait, "done", CSR_ROLE_CASHIER, CSR_OK, "", "");
    CU_ASSERT_EQUAL(decide(lifecycle, &done, "open", CSR_ROLE_CASHIER, CSR_OK, "", "").reopens, 1);
    CU_ASSERT_EQUAL(decide(lifecycle, &done, "wait", CSR_ROLE_CASHIER, CSR_OK, "", "").reopens, 1);
    CU_ASSERT_EQUAL(decide(lifecycle, &done, "done", CSR_ROLE_CASHIER, CSR_OK, "", "").nothing, 1);
    csri_lifecycle_free(lifecycle);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

#define WINDOW (14 * CSRI_DAY_US)

/* Reopen a ticket of the built-in lifecycle that was resolved and closed at these times, at `now`. */
static void reopen(const csri_lifecycle *lifecycle, const char *state, csr_time resolved, csr_time closed, csr_time now,
                   const char *expected, csr_time until)
{
    csri_reopen_decision decision = { 0 };
    csr_ticket_view ticket = ticket_in(state);
    ticket.resolved_at = resolved;
    ticket.closed_at = closed;
    CU_ASSERT_EQUAL(csri_lifecycle_reopen(lifecycle, &ticket, CSR_ROLE_CASHIER, now, &decision, NULL), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(decision.state);
    CU_ASSERT_STRING_EQUAL(decision.state->name.ptr, expected);
    CU_ASSERT_EQUAL(decision.follow_up, strcmp(expected, "new") == 0);
    CU_ASSERT_EQUAL(decision.until, until);
}

static void test_reopen_window(void)
{
    const csr_time t = CSR_TEST_MONDAY;
    csr_test_host host;
    csr_test_host_init(&host, t, 1);
    csri_lifecycle *lifecycle = builtin_of(&host);
    reopen(lifecycle, "resolved", t, 0, t, "open", t + WINDOW);
    reopen(lifecycle, "resolved", t, 0, t + WINDOW, "open", t + WINDOW);
    reopen(lifecycle, "resolved", t, 0, t + WINDOW + 1, "new", t + WINDOW);
    /* Closing later does not prolong it. */
    reopen(lifecycle, "closed", t, t + WINDOW, t + WINDOW + 1, "new", t + WINDOW);
    reopen(lifecycle, "spam", 0, t, t + WINDOW, "open", t + WINDOW);
    reopen(lifecycle, "deleted", 0, t, t + WINDOW + 1, "new", t + WINDOW);
    reopen(lifecycle, "closed", INT64_MAX - 1, 0, INT64_MAX, "open", INT64_MAX);
    csri_lifecycle_free(lifecycle);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_reopen_refusals(void)
{
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_lifecycle *lifecycle = builtin_of(&host);
    csr_ticket_view open = ticket_in("open"), strange = ticket_in("in_transit");
    csri_reopen_decision decision = { NULL, -1, 0 };
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(csri_lifecycle_reopen(lifecycle, &open, 0, 1, &decision, &err), CSR_E_STATE);
    CU_ASSERT_STRING_EQUAL(err.field, "state");
    CU_ASSERT_STRING_EQUAL(err.message, "the ticket is in open, neither resolved nor closed");
    CU_ASSERT_EQUAL(csri_lifecycle_reopen(lifecycle, &strange, 0, 1, &decision, &err), CSR_E_STATE);
    CU_ASSERT_STRING_EQUAL(err.message, "the ticket is in \"in_transit\", which is no state of its lifecycle");
    CU_ASSERT_EQUAL(decision.follow_up, -1);
    csri_lifecycle_free(lifecycle);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static csr_status reopen_as(const csri_lifecycle *lifecycle, const char *state, int32_t role, csr_error *err)
{
    csri_reopen_decision decision = { NULL, -1, 0 };
    csr_ticket_view ticket = ticket_in(state);
    ticket.closed_at = CSR_TEST_MONDAY;
    csr_status status = csri_lifecycle_reopen(lifecycle, &ticket, role, CSR_TEST_MONDAY, &decision, err);
    CU_ASSERT_EQUAL(decision.follow_up, status == CSR_OK ? 0 : -1);
    return status;
}

/* Who could not have done it does not undo it; the least of several ways counts, and a state without a way asks for none. */
static void test_reopen_undoes_by_role(void)
{
    csr_test_host host;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csr_error err = CSR_ERROR_INIT;
    csri_lifecycle *lifecycle = builtin_of(&host);
    CU_ASSERT_EQUAL(reopen_as(lifecycle, "deleted", CSR_ROLE_SUPERVISOR, &err), CSR_E_RIGHT);
    CU_ASSERT_STRING_EQUAL(err.message, "reopening a ticket that is deleted needs the role manager or above");
    CU_ASSERT_EQUAL(reopen_as(lifecycle, "deleted", CSR_ROLE_MANAGER, &err), CSR_OK);
    CU_ASSERT_EQUAL(reopen_as(lifecycle, "deleted", 0, &err), CSR_OK);
    CU_ASSERT_EQUAL(reopen_as(lifecycle, "spam", CSR_ROLE_CASHIER, &err), CSR_OK);
    csri_lifecycle_free(lifecycle);

    lifecycle = lifecycle_of(&host, "{'states':[{'name':'on','category':'open'},{'name':'wait','category':'paused',"
                                    "'waits_for':'internal'},{'name':'off','category':'closed'},{'name':'lost',"
                                    "'category':'closed'}],'initial':'on','transitions':[{'from':'on','to':'off',"
                                    "'role':'manager'},{'from':'wait','to':'off','role':'associate'},{'from':'on',"
                                    "'to':'wait'}],'reopen':{'state':'on','window_s':0}}");
    CU_ASSERT_EQUAL(reopen_as(lifecycle, "off", CSR_ROLE_CASHIER, &err), CSR_E_RIGHT);
    CU_ASSERT_EQUAL(reopen_as(lifecycle, "off", CSR_ROLE_ASSOCIATE, &err), CSR_OK);
    CU_ASSERT_EQUAL(reopen_as(lifecycle, "lost", CSR_ROLE_CASHIER, &err), CSR_OK);
    csri_lifecycle_free(lifecycle);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_reopen_by_document(void)
{
    static const char way[] = "'transitions':[{'from':'open','to':'done'}]";
    const csr_time t = CSR_TEST_MONDAY;
    csr_test_host host;
    csr_test_host_init(&host, t, 1);
    char document[512];
    csr_ticket_view done = ticket_in("done");
    csri_reopen_decision decision = { NULL, -1, -1 };
    csr_error err = CSR_ERROR_INIT;
    done.closed_at = t;

    (void)snprintf(document, sizeof document, "{" TWO_STATES "%s}", way);
    csri_lifecycle *never = lifecycle_of(&host, document);
    CU_ASSERT_EQUAL(csri_lifecycle_reopen(never, &done, 0, t, &decision, &err), CSR_OK);
    CU_ASSERT_TRUE(decision.follow_up == 1 && decision.until == 0);
    CU_ASSERT_STRING_EQUAL(csri_lifecycle_name(never)->ptr, "");
    decide(never, &done, "open", 0, CSR_E_STATE, "state", "from done a ticket cannot go to open, nor anywhere else");
    csri_lifecycle_free(never);

    (void)snprintf(document, sizeof document,
                   "{" TWO_STATES "%s,'reopen':{'state':'open','window_s':0,'role':'supervisor'}}", way);
    csri_lifecycle *always = lifecycle_of(&host, document);
    CU_ASSERT_EQUAL(csri_lifecycle_reopen(always, &done, CSR_ROLE_SUPERVISOR, INT64_MAX, &decision, &err), CSR_OK);
    CU_ASSERT_TRUE(decision.follow_up == 0 && decision.until == 0);
    CU_ASSERT_EQUAL(csri_lifecycle_reopen(always, &done, CSR_ROLE_ASSOCIATE, t, &decision, &err), CSR_E_RIGHT);
    CU_ASSERT_STRING_EQUAL(err.message, "reopening a ticket needs the role supervisor or above");
    csri_lifecycle_free(always);

    (void)snprintf(document, sizeof document,
                   "{" TWO_STATES "%s,'reopen':{'state':'open','window_s':1,'role':'manager'}}", way);
    csri_lifecycle *second = lifecycle_of(&host, document);
    CU_ASSERT_EQUAL(csri_lifecycle_reopen(second, &done, 0, t + CSRI_SECOND_US, &decision, &err), CSR_OK);
    CU_ASSERT_TRUE(decision.follow_up == 0 && decision.until == t + CSRI_SECOND_US);
    /* A follow-up is a new ticket: no role is asked. */
    CU_ASSERT_EQUAL(csri_lifecycle_reopen(second, &done, 1, t + CSRI_SECOND_US + 1, &decision, &err), CSR_OK);
    CU_ASSERT_EQUAL(decision.follow_up, 1);
    csri_lifecycle_free(second);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "lifecycle/builtin_states", test_builtin_states },
        { "lifecycle/builtin_is_canonical", test_builtin_is_canonical },
        { "lifecycle/lookup", test_lookup },
        { "lifecycle/builtin_moves", test_builtin_moves },
        { "lifecycle/refusals", test_refusals },
        { "lifecycle/required_members", test_required_members },
        { "lifecycle/first_match_decides", test_first_match_decides },
        { "lifecycle/reopen_window", test_reopen_window },
        { "lifecycle/reopen_refusals", test_reopen_refusals },
        { "lifecycle/reopen_undoes_by_role", test_reopen_undoes_by_role },
        { "lifecycle/reopen_by_document", test_reopen_by_document },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "lifecycle", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("lifecycle_test", suites, 11);
}
