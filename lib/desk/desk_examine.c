#include <csr/care.h>

#include "base/error.h"
#include "base/limit.h"
#include "base/memory.h"
#include "desk/edit.h"
#include "desk/handles.h"
#include "record/diagnostic.h"

static const csr_shape examine_params = {
    .name = "csr_desk_examine_params",
    .size = sizeof(csr_desk_examine_params),
    .min_size = offsetof(csr_desk_examine_params, timeout_us),
    .clear_at = -1,
};

static csr_status check_params(const char *uri, const csr_desk_examine_params *given, csr_error *err)
{
    const csri_where where = { given->host, given->backend, given->options, given->option_count, given->flags, 0 };
    csr_status status = csri_where_check(uri, &where, err);

    if (status == CSR_OK && (given->limit < 0 || given->limit > CSR_PAGE_MAX))
        status = csri_fail(err, CSR_E_ARGUMENT, "limit", "limit: 1 to %d findings", CSR_PAGE_MAX);
    if (status == CSR_OK && given->timeout_us < 0)
        status = csri_fail(err, CSR_E_ARGUMENT, "timeout_us", "timeout_us: a time limit is not negative");
    return status;
}

static int has_errors(const csr_rows *findings)
{
    for (size_t i = 0; i < csri_rows_count(findings); i++)
        if (((const csr_diagnostic_view *)csri_rows_at(findings, i))->severity == CSR_SEVERITY_ERROR)
            return 1;
    return 0;
}

/* A call that failed, as a finding; only want of memory and of time end the examination. */
static csr_status add_failure(csr_rows *findings, const csr_error *why, csr_error *err)
{
    csr_diagnostic_view line = { .severity = CSR_SEVERITY_ERROR, .place = { "desk", 4 } };

    if (why->status == CSR_E_NO_MEMORY)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory to examine the desk");
    if (why->status == CSR_E_TIMEOUT)
        return csri_fail(err, CSR_E_TIMEOUT, NULL, "%s", why->message);
    line.text = (csr_str){ why->message, strlen(why->message) };
    return csri_diagnostic_add(findings, &line, err);
}

static csr_status add_all(csr_rows *findings, const csr_result *more, csr_error *err)
{
    csr_diagnostic_view line = { .struct_size = sizeof(line) };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csr_result_count(more) && status == CSR_OK; i++) {
        status = csr_diagnostic_at(more, i, &line, err);
        if (status == CSR_OK)
            status = csri_diagnostic_add(findings, &line, err);
    }
    return status;
}

/* What is left of the time for a call that knows 0 as no limit. */
static int64_t time_left(const csr_limit *limit)
{
    int64_t left = csr_limit_left_us(limit);

    return left == INT64_MAX ? 0 : left > 0 ? left : 1;
}

/* Open it as any host would, for reading, and verify it. */
static csr_status verify(const char *uri, const csr_desk_examine_params *given, const csr_limit *limit,
                         csr_rows *findings, csr_error *err)
{
    csr_desk_open_params opening = CSR_DESK_OPEN_PARAMS_INIT;
    csr_session_open_params working = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_desk_verify_params params = CSR_DESK_VERIFY_PARAMS_INIT;
    csr_error why = CSR_ERROR_INIT;
    csr_session *session = NULL;
    csr_result *more = NULL;
    csr_desk *desk = NULL;
    csr_status status;

    opening.flags = CSR_OPEN_READ_ONLY;
    opening.host = given->host;
    opening.backend = given->backend;
    opening.options = given->options;
    opening.option_count = given->option_count;
    opening.timeout_us = time_left(limit);
    params.limit = (int32_t)given->limit;
    status = csr_desk_open(uri, &opening, &desk, &why);
    working.timeout_us = time_left(limit);
    if (status == CSR_OK)
        status = csr_session_open(desk, &working, &session, &why);
    if (status == CSR_OK)
        status = csr_desk_verify(session, &params, &more, &why);
    status = status == CSR_OK ? add_all(findings, more, err) : add_failure(findings, &why, err);
    csr_result_free(more);
    csr_session_close(session);
    csr_desk_close(desk);
    return status;
}

csr_status csr_desk_examine(const char *uri, const csr_desk_examine_params *params, csr_result **out_result,
                            csr_error *err)
{
    csr_desk_examine_params given;
    const csr_backend_ops *ops;
    csr_limit limit;
    csr_host host;
    csr_rows *findings;
    csr_status status;

    csri_error_clear(err);
    if (out_result == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_result", "there is no place for the result");
    *out_result = NULL;
    status = csri_take(&examine_params, params, &given, err);
    if (status == CSR_OK)
        status = check_params(uri, &given, err);
    if (status != CSR_OK)
        return status;
    csri_limit_init(&limit);
    csri_limit_start(&limit, given.timeout_us);
    csri_host_take(&host, given.host);
    status = csri_rows_new(&host, sizeof(csr_diagnostic_view), 4, &findings, err);
    if (status != CSR_OK)
        return status;
    ops = csri_backend_of(uri, given.backend);
    if (ops->examine != NULL)
        status = ops->examine(&host, uri, &csri_schema, findings, err);
    if (status == CSR_OK && !has_errors(findings))
        status = verify(uri, &given, &limit, findings, err);
    return csri_findings_give(findings, status, out_result, err);
}
