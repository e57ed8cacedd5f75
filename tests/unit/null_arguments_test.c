#include "support/desk_day.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * NULL where something is needed is an answer, never a crash: bindings pass it sooner or later.
 */
static void check(csr_status got, csr_status expected, const char *call, unsigned line)
{
    char text[300];

    snprintf(text, sizeof(text), "%s: %s", call, csr_status_name(got));
    CU_assertImplementation(got == expected ? CU_TRUE : CU_FALSE, line, text, __FILE__, "", CU_FALSE);
}
/* The call is refused as CSR_E_ARGUMENT; it succeeds. */
#define NO(call) check(call, CSR_E_ARGUMENT, #call, __LINE__)
#define YES(call) check(call, CSR_OK, #call, __LINE__)

/* Every typed call without a session. */
static void no_session(desk_fixture *f)
{
    csr_session *session = f->session;

    desk_day(f, 1);
    desk_keep(f);
    f->session = NULL;
    for (size_t i = 0; desk_day_step(i) != NULL; i++) {
        const desk_step *step = desk_day_step(i);
        check(step->typed(f), CSR_E_ARGUMENT, step->operation, __LINE__);
        DESK_TRUE(f, f->err.status == CSR_E_ARGUMENT && strcmp(f->err.field, "session") == 0);
    }
    f->session = session;
    DESK_SAME(f);
}
ON_BOTH(no_session)

/* Without parameters where some are required, and without the record's id. */
static void no_parameters(desk_fixture *f)
{
    csr_session *s = f->session;

    desk_keep(f);
    NO(csr_customer_add(s, NULL, NULL, NULL));
    NO(csr_customer_change(s, NULL, NULL, NULL, NULL));
    NO(csr_customer_tag(s, NULL, NULL, NULL, NULL));
    NO(csr_customer_untag(s, NULL, NULL, NULL, NULL));
    NO(csr_identity_add(s, NULL, NULL, NULL));
    NO(csr_identity_verify(s, NULL, NULL, NULL));
    NO(csr_identity_end(s, NULL, NULL, NULL));
    NO(csr_agent_add(s, NULL, NULL, NULL));
    NO(csr_agent_change(s, NULL, NULL, NULL, NULL));
    NO(csr_skill_set(s, NULL, NULL, NULL, NULL));
    NO(csr_skill_remove(s, NULL, NULL, NULL, NULL));
    NO(csr_team_add(s, NULL, NULL, NULL));
    NO(csr_team_change(s, NULL, NULL, NULL, NULL));
    NO(csr_team_join(s, NULL, NULL, NULL, NULL));
    NO(csr_team_leave(s, NULL, NULL, NULL, NULL));
    NO(csr_contact_point_add(s, NULL, NULL, NULL));
    NO(csr_contact_point_change(s, NULL, NULL, NULL, NULL));
    NO(csr_interaction_add(s, NULL, NULL, NULL));
    NO(csr_interaction_tone(s, NULL, NULL, NULL, NULL));
    NO(csr_interaction_hold(s, NULL, NULL, NULL, NULL));
    NO(csr_interaction_resume(s, NULL, NULL, NULL));
    NO(csr_interaction_transfer(s, NULL, NULL, NULL, NULL));
    NO(csr_interaction_end(s, NULL, NULL, NULL, NULL));
    NO(csr_ticket_open(s, NULL, NULL, NULL));
    NO(csr_ticket_change(s, NULL, NULL, NULL, NULL));
    NO(csr_ticket_move(s, NULL, NULL, NULL, NULL));
    NO(csr_ticket_reopen(s, NULL, NULL, NULL, NULL));
    NO(csr_ticket_tag(s, NULL, NULL, NULL, NULL));
    NO(csr_ticket_untag(s, NULL, NULL, NULL, NULL));
    NO(csr_policy_add(s, NULL, NULL, NULL));
    NO(csr_bookmark_set(s, NULL, NULL));
    YES(csr_settings_change(s, NULL, NULL, NULL));
    YES(csr_ticket_count(s, NULL, NULL, NULL));
    DESK_SAME(f);
}
ON_BOTH(no_parameters)

/* A result with nowhere to put it. */
static void no_place_for_results(desk_fixture *f)
{
    csr_session *s = f->session;
    csr_id id = { { 1 } };

    NO(csr_settings_get(s, NULL, NULL));
    NO(csr_desk_stats(s, NULL, NULL));
    NO(csr_desk_verify(s, NULL, NULL, NULL));
    NO(csr_customer_get(s, &id, NULL, NULL));
    NO(csr_customer_list(s, NULL, NULL, NULL));
    NO(csr_customer_identify(s, NULL, NULL, NULL));
    NO(csr_agent_list(s, NULL, NULL, NULL));
    NO(csr_team_list(s, NULL, NULL, NULL));
    NO(csr_contact_point_list(s, NULL, NULL, NULL));
    NO(csr_interaction_list(s, NULL, NULL, NULL));
    NO(csr_ticket_list(s, NULL, NULL, NULL));
    NO(csr_ticket_queue(s, NULL, NULL, NULL));
    NO(csr_event_list(s, NULL, NULL, NULL));
}
ON_BOTH(no_place_for_results)

/* A query that is needed; ids that are. */
static void no_query(desk_fixture *f)
{
    csr_session *s = f->session;
    csr_result *r = (csr_result *)f;

    NO(csr_customer_get(s, NULL, &r, NULL));
    CU_ASSERT_PTR_NULL(r);
    NO(csr_agent_get(s, NULL, &r, NULL));
    NO(csr_team_get(s, NULL, &r, NULL));
    NO(csr_contact_point_get(s, NULL, &r, NULL));
    NO(csr_interaction_get(s, NULL, &r, NULL));
    NO(csr_ticket_get(s, NULL, &r, NULL));
    NO(csr_policy_get(s, NULL, &r, NULL));
    NO(csr_customer_find(s, NULL, &r, NULL));
    NO(csr_customer_identify(s, NULL, &r, NULL));
    NO(csr_agent_find(s, NULL, &r, NULL));
    NO(csr_team_find(s, NULL, &r, NULL));
    NO(csr_ticket_find(s, NULL, &r, NULL));
    NO(csr_identity_list(s, NULL, &r, NULL));
    NO(csr_tag_list(s, NULL, &r, NULL));
    NO(csr_skill_list(s, NULL, &r, NULL));
    NO(csr_member_list(s, NULL, &r, NULL));
    NO(csr_hold_list(s, NULL, &r, NULL));
    NO(csr_transfer_list(s, NULL, &r, NULL));
    NO(csr_event_history(s, NULL, &r, NULL));
    NO(csr_policy_check(s, NULL, &r, NULL));
    NO(csr_policy_current(s, NULL, &r, NULL));
    NO(csr_policy_list(s, NULL, &r, NULL));
    NO(csr_bookmark_get(s, NULL, &r, NULL));
    CU_ASSERT_PTR_NULL(r);
}
ON_BOTH(no_query)

/* Of each kind of view: no result, no view, a result of another kind, a row that is not there. */
#define VIEW(noun, other)                                             \
    do {                                                              \
        csr_##noun##_view filled = { .struct_size = sizeof(filled) }; \
        NO(csr_##noun##_at(NULL, 0, &filled, &f->err));               \
        NO(csr_##noun##_at(other, 0, NULL, &f->err));                 \
        NO(csr_##noun##_at(other, 0, &filled, &f->err));              \
        CU_ASSERT_STRING_EQUAL(f->err.field, "result");               \
    } while (0)

static void views(desk_fixture *f)
{
    csr_customer_view view = { .struct_size = sizeof(view) };
    csr_result *stats = NULL, *settings = NULL, *none = NULL;

    YES(csr_desk_stats(f->session, &stats, NULL));
    YES(csr_settings_get(f->session, &settings, NULL));
    YES(csr_customer_list(f->session, NULL, &none, NULL));
    VIEW(settings, stats);
    VIEW(stats, settings);
    VIEW(diagnostic, stats);
    VIEW(customer, stats);
    VIEW(identity, stats);
    VIEW(tag, stats);
    VIEW(agent, stats);
    VIEW(skill, stats);
    VIEW(team, stats);
    VIEW(member, stats);
    VIEW(contact_point, stats);
    VIEW(interaction, stats);
    VIEW(hold, stats);
    VIEW(transfer, stats);
    VIEW(ticket, stats);
    VIEW(ticket_queue, stats);
    VIEW(policy, stats);
    VIEW(event, stats);
    VIEW(bookmark, stats);
    VIEW(field, stats);
    VIEW(field_value, stats);
    VIEW(attachment, stats);
    VIEW(attachment_part, stats);
    VIEW(delivery, stats);
    VIEW(draft, stats);
    NO(csr_customer_at(none, 0, &view, &f->err));
    CU_ASSERT_STRING_EQUAL(f->err.field, "row");
    NO(csr_customer_at(none, SIZE_MAX, &view, &f->err));
    csr_result_free(none);
    csr_result_free(settings);
    csr_result_free(stats);
}
ON_BOTH(views)

static void handles(desk_fixture *f)
{
    csr_session *session = (csr_session *)f;
    csr_buf *buf = (csr_buf *)f;
    csr_str token;

    NO(csr_session_open(NULL, NULL, &session, NULL));
    CU_ASSERT_PTR_NULL(session);
    NO(csr_session_open(f->desk, NULL, NULL, NULL));
    NO(csr_session_begin(NULL, NULL));
    NO(csr_session_commit(NULL, NULL));
    NO(csr_session_rollback(NULL, NULL));
    NO(csr_desk_open("memory:", NULL, NULL, NULL));
    NO(csr_call(NULL, "desk.stats", CSR_NTS, NULL, 0, &buf, NULL));
    CU_ASSERT_PTR_NULL(buf);
    NO(csr_call(f->session, NULL, 0, NULL, 0, &buf, NULL));
    NO(csr_call(f->session, "desk.stats", CSR_NTS, NULL, 0, NULL, NULL));
    NO(csr_describe(NULL, 0, NULL, NULL));
    NO(csr_result_token(NULL, &token, NULL));
    NO(csr_result_json(NULL, &buf, NULL));
    csr_desk_close(NULL);
    csr_session_close(NULL);
    csr_result_free(NULL);
    csr_buf_free(NULL);
    CU_ASSERT_STRING_EQUAL(csr_buf_text(NULL), "");
    CU_ASSERT_EQUAL(csr_buf_size(NULL), 0);
    CU_ASSERT_EQUAL(csr_result_count(NULL), 0);
    CU_ASSERT_STRING_EQUAL(csr_result_kind(NULL), "");
    YES(csr_settings_change(f->session, NULL, NULL, NULL));
}
ON_BOTH(handles)

/* Calls that may crash, each in a process of its own. */
static void str_set_nowhere(void)
{
    csr_str_set(NULL, "a", 1);
}
static void id_format_nowhere(void)
{
    csr_id id = { { 1 } };
    csr_id_format(&id, NULL);
}
static void number_format_nowhere(void)
{
    csr_ticket_number_format(1, NULL);
}
static void number_parse_nowhere(void)
{
    exit(csr_ticket_number_parse("T-1", CSR_NTS, NULL, NULL) == CSR_E_ARGUMENT ? 0 : 1);
}
static void time_format_nowhere(void)
{
    exit(csr_time_format(0, 0, NULL, NULL) == CSR_E_ARGUMENT ? 0 : 1);
}
static void time_parse_nowhere(void)
{
    exit(csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, NULL, NULL) == CSR_E_ARGUMENT ? 0 : 1);
}
static void id_parse_nothing(void)
{
    csr_id id;
    exit(csr_id_parse(NULL, CSR_NTS, &id, NULL) == CSR_E_ARGUMENT && csr_id_parse("", 0, NULL, NULL) == CSR_E_ARGUMENT
             ? 0
             : 1);
}
static void parse_nothing(void)
{
    csr_time at;
    int64_t number;
    exit(csr_time_parse(NULL, CSR_NTS, &at, NULL) == CSR_E_ARGUMENT &&
                 csr_ticket_number_parse(NULL, 0, &number, NULL) == CSR_E_ARGUMENT && csr_id_is_none(NULL)
             ? 0
             : 1);
}

static void test_pure_functions(void)
{
    void (*const calls[])(void) = { str_set_nowhere,      id_format_nowhere,   number_format_nowhere,
                                    number_parse_nowhere, time_format_nowhere, time_parse_nowhere,
                                    id_parse_nothing,     parse_nothing };

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        char text[40];
        int how = -1;
        pid_t child = fork();
        if (child == 0) {
            (void)freopen("/dev/null", "w", stderr);
            calls[i]();
            _exit(0);
        }
        CU_ASSERT_TRUE_FATAL(child > 0 && waitpid(child, &how, 0) == child);
        snprintf(text, sizeof(text), "call %zu: status %x", i, (unsigned)how);
        CU_assertImplementation(how == 0 ? CU_TRUE : CU_FALSE, __LINE__, text, __FILE__, "", CU_FALSE);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "null_arguments/no_session", no_session_on_both },
        { "null_arguments/no_parameters", no_parameters_on_both },
        { "null_arguments/no_place_for_results", no_place_for_results_on_both },
        { "null_arguments/no_query", no_query_on_both },
        { "null_arguments/views", views_on_both },
        { "null_arguments/handles", handles_on_both },
        { "null_arguments/pure_functions", test_pure_functions },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "null_arguments", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("null_arguments_test", suites, 7);
}
