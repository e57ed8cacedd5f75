#include "support/desk_fixture.h"

#include "backends/memory/memory_backend.h"

#include <stdlib.h>
#include <unistd.h>

/* Opening fails so, gives no desk and leaks nothing. */
static void fails(const char *uri, const csr_desk_open_params *params, csr_status status, const char *field,
                  unsigned line)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = (csr_desk *)&err;
    csr_status got = csr_desk_open(uri, params, &desk, &err);
    char text[600];
    int ok =
        got == status && err.status == got && strcmp(err.field, field) == 0 && desk == NULL && err.message[0] != '\0';

    snprintf(text, sizeof(text), "%s: got %s, field \"%s\": %s", uri == NULL ? "NULL" : uri, csr_status_name(got),
             err.field, err.message);
    CU_assertImplementation(ok ? CU_TRUE : CU_FALSE, line, text, __FILE__, "", CU_FALSE);
    if (got == CSR_OK)
        csr_desk_close(desk);
}
#define FAILS(uri, params, status, field) fails(uri, params, status, field, __LINE__)

static void test_parameters_are_checked(void)
{
    static const csr_option unknown = { "colour", "red" }, bad = { "busy_timeout_ms", "soon" };
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;

    FAILS(NULL, NULL, CSR_E_ARGUMENT, "uri");
    FAILS("", NULL, CSR_E_ARGUMENT, "uri");
    CU_ASSERT_EQUAL(csr_desk_open("memory:", NULL, NULL, NULL), CSR_E_ARGUMENT);
    params.flags = 4;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "flags");
    params.flags = 0;
    params.option_count = 1;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "options");
    params.options = &unknown;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "colour");
    FAILS("new.csr", &params, CSR_E_ARGUMENT, "colour");
    CU_ASSERT_NOT_EQUAL(access("new.csr", F_OK), 0);
    params.options = &bad;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "busy_timeout_ms");
    FAILS("new.csr", &params, CSR_E_ARGUMENT, "busy_timeout_ms");
    params.struct_size = 0;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "struct_size");
    params.struct_size = (uint32_t)offsetof(csr_desk_open_params, zoneinfo) - 1;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "struct_size");
}

static void test_hosts_are_checked(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_test_host host;
    csr_desk *desk;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    params.host = &host.host;
    host.host.struct_size = 0;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "host");
    host.host.struct_size = (uint32_t)sizeof(csr_host);
    host.host.reserved = 1;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "host");
    host.host.reserved = 0;
    host.entropy_fails = 1;
    FAILS("memory:", &params, CSR_E_CALLBACK, "entropy");
    host.entropy_fails = 0;
    CU_ASSERT_EQUAL(csr_desk_open("memory:", &params, &desk, NULL), CSR_OK);
    csr_desk_close(desk);
    host.host.realloc = NULL;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "host");
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_backends_are_checked(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_backend_ops ops = csri_memory_ops;
    csr_desk *desk = NULL;

    params.backend = &ops;
    CU_ASSERT_EQUAL(csr_desk_open("memory:", &params, &desk, NULL), CSR_OK);
    csr_desk_close(desk);
    ops.struct_size--;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "backend");
    ops = csri_memory_ops;
    ops.abi_version++;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "backend");
    ops = csri_memory_ops;
    ops.get_many = NULL;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "backend");
    ops = csri_memory_ops;
    ops.count = NULL;
    FAILS("memory:", &params, CSR_E_ARGUMENT, "backend");
}

static void test_existing_only(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_desk *desk = NULL;

    params.flags = CSR_OPEN_EXISTING;
    FAILS("none.csr", &params, CSR_E_STORE_OPEN, "uri");
    FAILS("memory:", &params, CSR_E_STORE_OPEN, "uri");
    params.flags = CSR_OPEN_READ_ONLY;
    FAILS("none.csr", &params, CSR_E_STORE_OPEN, "uri");
    CU_ASSERT_NOT_EQUAL(access("none.csr", F_OK), 0);
    CU_ASSERT_EQUAL(csr_desk_open("made.csr", NULL, &desk, NULL), CSR_OK);
    csr_desk_close(desk);
    params.flags = CSR_OPEN_EXISTING;
    CU_ASSERT_EQUAL(csr_desk_open("made.csr", &params, &desk, NULL), CSR_OK);
    csr_desk_close(desk);
    FAILS("no/such/folder.csr", NULL, CSR_E_STORE_OPEN, "uri");
}

/* The desk has one id for its life. */
static void test_id_stays(void)
{
    desk_fixture f;
    char *before;

    if (desk_begin(&f, "sqlite", "id.csr", 3)) {
        DESK_OK(&f, "settings.get", "{}");
        before = strdup(f.raw);
        desk_reopen(&f);
        DESK_OK(&f, "settings.get", "{}");
        CU_ASSERT_STRING_EQUAL(before, f.raw);
        free(before);
    }
    desk_end(&f);
}

static void test_read_only(void)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_session *session = NULL;
    csr_result *result = NULL;
    csr_desk *desk = NULL;

    CU_ASSERT_EQUAL(csr_desk_open("ro.csr", NULL, &desk, NULL), CSR_OK);
    csr_desk_close(desk);
    params.flags = CSR_OPEN_READ_ONLY;
    CU_ASSERT_EQUAL_FATAL(csr_desk_open("ro.csr", &params, &desk, &err), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csr_session_open(desk, NULL, &session, &err), CSR_OK);
    who.name = CSR_STR("Jana");
    CU_ASSERT_EQUAL(csr_customer_add(session, &who, NULL, &err), CSR_E_READ_ONLY);
    CU_ASSERT_EQUAL(err.status, CSR_E_READ_ONLY);
    CU_ASSERT_EQUAL(csr_customer_list(session, NULL, &result, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_result_count(result), 0);
    csr_result_free(result);
    /* A transaction of a reader is one snapshot. */
    CU_ASSERT_EQUAL(csr_session_begin(session, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_customer_add(session, &who, NULL, &err), CSR_E_READ_ONLY);
    CU_ASSERT_EQUAL(csr_desk_stats(session, &result, &err), CSR_OK);
    csr_result_free(result);
    CU_ASSERT_EQUAL(csr_session_commit(session, &err), CSR_OK);
    CU_ASSERT_EQUAL(desk_verify_errors(session, NULL, 0), 0);
    csr_session_close(session);
    csr_desk_close(desk);
}

static void test_versions(void)
{
    CU_ASSERT_EQUAL(csr_version_number(), CSR_VERSION_NUMBER);
    CU_ASSERT_STRING_EQUAL(csr_version_text(), CSR_VERSION_TEXT);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "desk/parameters_are_checked", test_parameters_are_checked },
        { "desk/hosts_are_checked", test_hosts_are_checked },
        { "desk/backends_are_checked", test_backends_are_checked },
        { "desk/existing_only", test_existing_only },
        { "desk/id_stays", test_id_stays },
        { "desk/read_only", test_read_only },
        { "desk/versions", test_versions },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "desk", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("desk_test", suites, 7);
}
