#include "support/desk_fixture.h"

static void commits_and_rolls_back(desk_fixture *f)
{
    desk_keep(f);
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_HAS(f, "customer.get", "{'id':'$jana'}", "'name':'Jana'");
    TYPED_OK(f, csr_session_rollback(f->session, &f->err));
    DESK_SAME(f);
    DESK_FAILS(f, "customer.get", "{'id':'$jana'}", CSR_E_NOT_FOUND, "id");
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "matter", "ticket.open", "{'subject':'torn','customer':'$jana'}");
    TYPED_OK(f, csr_session_commit(f->session, &f->err));
    DESK_HAS(f, "ticket.get", "{'id':'$matter'}", "'customer':'$jana'");
}
ON_BOTH(commits_and_rolls_back)

static void misuse_is_told(desk_fixture *f)
{
    desk_keep(f);
    TYPED_FAILS(f, csr_session_commit(f->session, &f->err), CSR_E_MISUSE, "");
    TYPED_FAILS(f, csr_session_rollback(f->session, &f->err), CSR_E_MISUSE, "");
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    TYPED_FAILS(f, csr_session_begin(f->session, &f->err), CSR_E_MISUSE, "");
    /* The open one is as good as before. */
    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    TYPED_OK(f, csr_session_commit(f->session, &f->err));
    TYPED_FAILS(f, csr_session_commit(f->session, &f->err), CSR_E_MISUSE, "");
}
ON_BOTH(misuse_is_told)

/* A failure before anything was written leaves the transaction as it was. */
static void refusals_do_not_doom(desk_fixture *f)
{
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_FAILS(f, "customer.add", "{}", CSR_E_ARGUMENT, "name");
    DESK_FAILS(f, "customer.get", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id");
    DESK_FAILS(f, "customer.change", "{'id':'$jana','name':'x','expected_version':9}", CSR_E_CONFLICT,
               "expected_version");
    DESK_FAILS(f, "ticket.open", "{'subject':'x','lifecycle':'none'}", CSR_E_NOT_FOUND, "lifecycle");
    DESK_FAILS(f, "agent.change", "{'id':'$jana'}", CSR_E_NOT_FOUND, "id");
    /* Refused by the store itself: a reference to nobody, a value that is taken. */
    DESK_FAILS(f, "ticket.open", "{'subject':'x','customer':'" NOBODY "'}", CSR_E_NOT_FOUND, "customer");
    DESK_FAILS(f, "interaction.add", "{'channel':'note','agent':'" NOBODY "'}", CSR_E_NOT_FOUND, "agent");
    DESK_MAKE(f, "petr", "customer.add", "{'name':'Petr'}");
    TYPED_OK(f, csr_session_commit(f->session, &f->err));
    DESK_HAS(f, "desk.stats", "{}", "'customers':2");
}
ON_BOTH(refusals_do_not_doom)

/* A change of two events that breaks off between them spoils the transaction: nothing of it can be kept. */
static void half_written_dooms(desk_fixture *f)
{
    csr_status status = CSR_OK;

    desk_keep(f);
    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_OK(f, "customer.add", "{'name':'Jana'}");
    f->host.entropy_fails = 1;
    /* What was drawn before lasts a while. */
    for (int i = 0; i < 20 && status == CSR_OK; i++) {
        char params[60];
        snprintf(params, sizeof(params), "{'kind':'room','value':'%d'}", i);
        status = desk_call(f, "customer.identify", params);
    }
    f->host.entropy_fails = 0;
    DESK_TRUE(f, status == CSR_E_CALLBACK && f->err.status == CSR_E_CALLBACK);
    DESK_TRUE(f, desk_call(f, "customer.list", "{}") == CSR_E_DOOMED && f->err.status == CSR_E_DOOMED);
    DESK_TRUE(f, desk_call(f, "customer.add", "{'name':'x'}") == CSR_E_DOOMED);
    DESK_TRUE(f, csr_session_begin(f->session, &f->err) == CSR_E_MISUSE);
    DESK_TRUE(f, csr_session_commit(f->session, &f->err) == CSR_E_DOOMED && f->err.status == CSR_E_DOOMED);
    /* That was the end of it. */
    DESK_SAME(f);
    TYPED_FAILS(f, csr_session_rollback(f->session, &f->err), CSR_E_MISUSE, "");
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
}
ON_BOTH(half_written_dooms)

/* The same without a transaction: nothing of the call has happened. */
static void half_written_is_undone(desk_fixture *f)
{
    csr_status status = CSR_OK;

    f->host.entropy_fails = 1;
    for (int i = 0; i < 20 && status == CSR_OK; i++) {
        char params[60];
        snprintf(params, sizeof(params), "{'kind':'room','value':'%d'}", i);
        desk_keep(f);
        status = desk_call(f, "customer.identify", params);
    }
    f->host.entropy_fails = 0;
    DESK_TRUE(f, status == CSR_E_CALLBACK);
    DESK_SAME(f);
    DESK_OK(f, "customer.identify", "{'kind':'room','value':'again'}");
}
ON_BOTH(half_written_is_undone)

static void closing_rolls_back(desk_fixture *f)
{
    csr_session *other = NULL;

    TYPED_OK(f, csr_session_open(f->desk, NULL, &other, &f->err));
    desk_keep(f);
    TYPED_OK(f, csr_session_begin(other, &f->err));
    DESK_TRUE(f, desk_call_in(f, other, "customer.add", "{'name':'Jana'}") == CSR_OK);
    csr_session_close(other);
    DESK_SAME(f);
}
ON_BOTH(closing_rolls_back)

static void agents_are_looked_up(desk_fixture *f)
{
    csr_session_open_params params = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = (csr_session *)f;

    memset(&params.agent, 7, sizeof(params.agent));
    TYPED_FAILS(f, csr_session_open(f->desk, &params, &session, &f->err), CSR_E_NOT_FOUND, "agent");
    DESK_TRUE(f, session == NULL);
    session = (csr_session *)f;
    params.struct_size = 4;
    TYPED_FAILS(f, csr_session_open(f->desk, &params, &session, &f->err), CSR_E_ARGUMENT, "struct_size");
    DESK_TRUE(f, session == NULL);
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    session = desk_session_of(f, "amy");
    DESK_TRUE(f, desk_call_in(f, session, "customer.add", "{'name':'Jana'}") == CSR_OK);
    DESK_HAS(f, "event.list", "{'after_position':2}", "'actor':'$amy'");
    csr_session_close(session);
}
ON_BOTH(agents_are_looked_up)

/* The desk lives until its last session is closed; results outlive them all. */
static void handles_close_in_any_order(desk_fixture *f)
{
    csr_customer_view view = { .struct_size = sizeof(view) };
    csr_session *second = NULL;
    csr_result *result = NULL;

    TYPED_OK(f, csr_session_open(f->desk, NULL, &second, &f->err));
    csr_desk_close(f->desk);
    f->desk = NULL;
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    TYPED_OK(f, csr_customer_list(second, NULL, &result, &f->err));
    csr_session_close(f->session);
    f->session = NULL;
    DESK_TRUE(f, desk_call_in(f, second, "customer.add", "{'name':'Petr'}") == CSR_OK);
    csr_session_close(second);
    DESK_TRUE(f, csr_customer_at(result, 0, &view, &f->err) == CSR_OK && strcmp(view.name.ptr, "Jana") == 0);
    csr_result_free(result);
}
ON_BOTH(handles_close_in_any_order)

typedef struct reentry {
    csr_test_host *host;
    csr_session *session;
    int armed;
    csr_status calls[5];
} reentry;

/* A clock that calls the session which is asking for the time. */
static csr_time reentrant_now(void *user)
{
    reentry *r = user;
    csr_result *result = NULL;
    csr_buf *buf = NULL;
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;

    if (!r->armed)
        return r->host->now;
    r->armed = 0;
    who.name = CSR_STR("inside");
    r->calls[0] = csr_customer_add(r->session, &who, NULL, NULL);
    r->calls[1] = csr_customer_list(r->session, NULL, &result, NULL);
    r->calls[2] = csr_session_begin(r->session, NULL);
    r->calls[3] = csr_session_rollback(r->session, NULL);
    r->calls[4] = csr_call(r->session, "desk.stats", CSR_NTS, NULL, 0, &buf, NULL);
    csr_result_free(result);
    csr_buf_free(buf);
    return r->host->now;
}

static void test_reentry_is_refused(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_host host = CSR_HOST_INIT;
    csr_test_host clock;
    reentry r = { .host = &clock };
    csr_desk *desk = NULL;
    csr_buf *buf = NULL;

    csr_test_host_init(&clock, CSR_TEST_MONDAY, 1);
    host.user = &r;
    host.now = reentrant_now;
    params.host = &host;
    CU_ASSERT_EQUAL_FATAL(csr_desk_open("memory:", &params, &desk, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csr_session_open(desk, NULL, &r.session, NULL), CSR_OK);
    r.armed = 1;
    CU_ASSERT_EQUAL(csr_call(r.session, "customer.add", CSR_NTS, "{\"name\":\"outside\"}", CSR_NTS, &buf, NULL),
                    CSR_OK);
    csr_buf_free(buf);
    for (size_t i = 0; i < sizeof(r.calls) / sizeof(r.calls[0]); i++)
        CU_ASSERT_EQUAL(r.calls[i], CSR_E_REENTRANT);
    CU_ASSERT_EQUAL(csr_call(r.session, "desk.stats", CSR_NTS, NULL, 0, &buf, NULL), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(buf), "\"customers\":1"));
    csr_buf_free(buf);
    csr_session_close(r.session);
    csr_desk_close(desk);
    CU_ASSERT_EQUAL(csr_test_host_done(&clock), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "session/commits_and_rolls_back", commits_and_rolls_back_on_both },
        { "session/misuse_is_told", misuse_is_told_on_both },
        { "session/refusals_do_not_doom", refusals_do_not_doom_on_both },
        { "session/half_written_dooms", half_written_dooms_on_both },
        { "session/half_written_is_undone", half_written_is_undone_on_both },
        { "session/closing_rolls_back", closing_rolls_back_on_both },
        { "session/agents_are_looked_up", agents_are_looked_up_on_both },
        { "session/handles_close_in_any_order", handles_close_in_any_order_on_both },
        { "session/reentry_is_refused", test_reentry_is_refused },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "session", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("session_test", suites, 9);
}
