#include "support/runner.h"
#include "support/tzif.h"

#include <csr/csr.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Several who tick on one file: every level is told once, and none is lost when one of them dies.
 */
#define TICKETS 60
#define PATH "shared.csr"

static csr_session *open_desk(csr_desk **desk)
{
    csr_session *session = NULL;

    CU_ASSERT_EQUAL_FATAL(csr_desk_open(PATH, NULL, desk, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csr_session_open(*desk, NULL, &session, NULL), CSR_OK);
    return session;
}

static void close_desk(csr_desk *desk, csr_session *session)
{
    csr_session_close(session);
    csr_desk_close(desk);
}

/* Tickets whose target and warning passed hours ago. */
static void make_desk(void)
{
    csr_policy_add_params sla = CSR_POLICY_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_desk *desk;
    csr_session *session;

    (void)unlink(PATH);
    session = open_desk(&desk);
    sla.kind = CSR_POLICY_SLA;
    sla.document =
        CSR_STR("{\"policies\":[{\"name\":\"p\",\"levels\":[50],\"targets\":{\"resolution\":{\"target\":3600}}}]}");
    CU_ASSERT_EQUAL_FATAL(csr_policy_add(session, &sla, NULL, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_begin(session, NULL), CSR_OK);
    matter.subject = CSR_STR("late");
    CU_ASSERT_EQUAL(csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, &matter.opened_at, NULL), CSR_OK);
    for (int i = 0; i < TICKETS; i++)
        CU_ASSERT_EQUAL(csr_ticket_open(session, &matter, NULL, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_commit(session, NULL), CSR_OK);
    close_desk(desk, session);
}

/* One tick; returns the levels told, -1 on failure. */
static int64_t tick(csr_session *session, int32_t limit, int32_t *more)
{
    csr_desk_tick_params in = CSR_DESK_TICK_PARAMS_INIT;
    csr_tick_view did = { .struct_size = sizeof did };
    csr_result *result = NULL;
    csr_error err = CSR_ERROR_INIT;
    int64_t told = -1;

    in.limit = limit;
    if (csr_desk_tick(session, &in, &result, &err) == CSR_OK && csr_tick_at(result, 0, &did, NULL) == CSR_OK)
        told = did.told;
    else
        printf("tick: %s\n", err.message);
    *more = told >= 0 && did.more;
    csr_result_free(result);
    return told;
}

/* Events of a kind in the whole log. */
static int count_events(csr_session *session, csr_event_kind kind)
{
    csr_event_query query = CSR_EVENT_QUERY_INIT;
    csr_event_view e = { .struct_size = sizeof e };
    csr_result *result = NULL;
    int count = 0;

    query.limit = 1000;
    CU_ASSERT_EQUAL_FATAL(csr_event_list(session, &query, &result, NULL), CSR_OK);
    for (size_t i = 0; i < csr_result_count(result); i++) {
        CU_ASSERT_EQUAL(csr_event_at(result, i, &e, NULL), CSR_OK);
        count += e.kind == kind;
    }
    csr_result_free(result);
    return count;
}

static void check_all_told(void)
{
    csr_desk *desk;
    csr_session *session = open_desk(&desk);
    csr_result *result = NULL;
    int32_t more;

    CU_ASSERT_EQUAL(tick(session, 0, &more), 0);
    CU_ASSERT_EQUAL(count_events(session, CSR_EVENT_CLOCK_WARNED), TICKETS);
    CU_ASSERT_EQUAL(count_events(session, CSR_EVENT_CLOCK_BREACHED), TICKETS);
    CU_ASSERT_EQUAL(csr_desk_verify(session, NULL, &result, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_result_count(result), 1);
    csr_result_free(result);
    close_desk(desk, session);
}

/* Tick until nothing is due; *arg gets how many levels that told. */
static void *tick_on(void *arg)
{
    int64_t *told = arg, now = 0;
    csr_desk *desk;
    csr_session *session = open_desk(&desk);
    int32_t more = 1;

    while (more && now >= 0) {
        now = tick(session, 3, &more);
        *told += now;
    }
    close_desk(desk, session);
    return NULL;
}

static void several_threads(void)
{
    pthread_t threads[4];
    int64_t told[4] = { 0 }, all = 0;

    make_desk();
    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, tick_on, &told[i]), 0);
    for (int i = 0; i < 4; i++) {
        (void)pthread_join(threads[i], NULL);
        all += told[i];
    }
    CU_ASSERT_EQUAL(all, 2 * TICKETS);
    check_all_told();
}

static void several_processes(void)
{
    pid_t children[3];

    make_desk();
    for (int i = 0; i < 3; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            int64_t told = 0;
            (void)tick_on(&told);
            _exit(told >= 0 ? 0 : 1);
        }
    }
    for (int i = 0; i < 3; i++) {
        int status = 1;
        CU_ASSERT_EQUAL(waitpid(children[i], &status, 0), children[i]);
        CU_ASSERT_EQUAL(status, 0);
    }
    check_all_told();
}

/* A process that dies when its tick has done everything but the commit has done nothing. */
static void one_dies_in_the_middle(void)
{
    int64_t told = 0;
    int status = 1;
    pid_t child;

    make_desk();
    child = fork();
    if (child == 0) {
        csr_desk *desk;
        csr_session *session = open_desk(&desk);
        int32_t more;
        int done = csr_session_begin(session, NULL) == CSR_OK && tick(session, 10, &more) == 20;
        _exit(done ? 0 : 1);
    }
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_EQUAL(status, 0);
    (void)tick_on(&told);
    CU_ASSERT_EQUAL(told, 2 * TICKETS);
    check_all_told();
}

/* One process records the first SLA document; another, which had found none, sees it with its next call. */
static void a_document_from_elsewhere(void)
{
    csr_policy_add_params sla = CSR_POLICY_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_clock_query query = CSR_CLOCK_QUERY_INIT;
    csr_desk *here_desk, *there_desk;
    csr_session *here, *there;
    csr_result *result = NULL;

    (void)unlink(PATH);
    here = open_desk(&here_desk);
    there = open_desk(&there_desk);
    matter.subject = CSR_STR("x");
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(csr_ticket_open(here, &matter, NULL, NULL), CSR_OK);
    sla.kind = CSR_POLICY_SLA;
    sla.document = CSR_STR("{\"policies\":[{\"name\":\"p\",\"targets\":{\"resolution\":{\"target\":3600}}}]}");
    CU_ASSERT_EQUAL(csr_policy_add(there, &sla, NULL, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_ticket_open(here, &matter, &query.ticket, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csr_clock_list(here, &query, &result, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_result_count(result), 1);
    csr_result_free(result);
    close_desk(here_desk, here);
    close_desk(there_desk, there);
}

/* T10: a zone whose clock was put forward for good. An hour passed under the old rule; what is left is reckoned anew. */
static void write_zone(const char *folder, int32_t offset)
{
    static uint8_t bytes[CSR_TEST_TZIF_BYTES];
    csr_test_tzif file = { .version = '2', .types = 1, .offsets = &offset };
    char path[100];
    FILE *out;
    size_t len = csr_test_tzif_write(&file, bytes);

    (void)mkdir(folder, 0700);
    snprintf(path, sizeof path, "%s/Here", folder);
    out = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    CU_ASSERT_EQUAL(fwrite(bytes, 1, len, out), len);
    (void)fclose(out);
}

static csr_time now_is(void *user)
{
    return *(csr_time *)user;
}

static csr_session *open_zoned(const csr_host *host, const char *folder, csr_desk **desk)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_session *session = NULL;

    params.host = host;
    params.zoneinfo = folder;
    CU_ASSERT_EQUAL_FATAL(csr_desk_open(PATH, &params, desk, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csr_session_open(*desk, NULL, &session, NULL), CSR_OK);
    return session;
}

static csr_time due_of(csr_session *session, const csr_clock_query *query)
{
    csr_clock_view view = { .struct_size = sizeof view };
    csr_result *result = NULL;

    CU_ASSERT_EQUAL_FATAL(csr_clock_list(session, query, &result, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_clock_at(result, 0, &view, NULL), CSR_OK);
    csr_result_free(result);
    return view.due_at;
}

static void a_new_version_of_a_zone(void)
{
    csr_policy_add_params policy = CSR_POLICY_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_clock_query query = CSR_CLOCK_QUERY_INIT;
    csr_time now = 0, due = 0;
    csr_host host = { .struct_size = sizeof host, .user = &now, .now = now_is };
    csr_desk *desk;
    csr_session *session;
    int32_t more;

    (void)unlink(PATH);
    write_zone("before", 0);
    write_zone("after", 3600);
    (void)csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, &now, NULL);
    session = open_zoned(&host, "before", &desk);
    policy.kind = CSR_POLICY_CALENDAR;
    policy.name = CSR_STR("counter");
    policy.document =
        CSR_STR("{\"zone\":\"Here\",\"hours\":{\"mon\":[[\"09:00\",\"17:00\"]],\"tue\":[[\"09:00\",\"17:00\"]]}}");
    CU_ASSERT_EQUAL_FATAL(csr_policy_add(session, &policy, NULL, NULL), CSR_OK);
    policy.kind = CSR_POLICY_SLA;
    policy.name = (csr_str){ NULL, 0 };
    policy.document = CSR_STR("{\"policies\":[{\"name\":\"p\",\"targets\":{\"resolution\":{\"target\":\"8h\","
                              "\"calendar\":\"counter\"}}}]}");
    CU_ASSERT_EQUAL_FATAL(csr_policy_add(session, &policy, NULL, NULL), CSR_OK);
    matter.subject = CSR_STR("x");
    CU_ASSERT_EQUAL(csr_ticket_open(session, &matter, &query.ticket, NULL), CSR_OK);
    (void)csr_time_parse("2026-03-02T17:00:00Z", CSR_NTS, &due, NULL);
    CU_ASSERT_EQUAL(due_of(session, &query), due);
    close_desk(desk, session);
    now += INT64_C(3600) * 1000000;
    session = open_zoned(&host, "after", &desk);
    CU_ASSERT_EQUAL(tick(session, 0, &more), 0);
    (void)csr_time_parse("2026-03-03T09:00:00Z", CSR_NTS, &due, NULL);
    /* An hour is gone, six are left today until 16:00 UTC, one tomorrow from 08:00 UTC on. */
    CU_ASSERT_EQUAL(due_of(session, &query), due);
    CU_ASSERT_EQUAL(count_events(session, CSR_EVENT_CLOCK_RETARGETED), 1);
    CU_ASSERT_EQUAL(tick(session, 0, &more), 0);
    CU_ASSERT_EQUAL(count_events(session, CSR_EVENT_CLOCK_RETARGETED), 1);
    close_desk(desk, session);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "tick_sharing/several_threads", several_threads },
        { "tick_sharing/several_processes", several_processes },
        { "tick_sharing/one_dies_in_the_middle", one_dies_in_the_middle },
        { "tick_sharing/a_new_version_of_a_zone", a_new_version_of_a_zone },
        { "tick_sharing/a_document_from_elsewhere", a_document_from_elsewhere },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "tick_sharing", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("tick_sharing_test", suites, 5);
}
