#include "desk/policy.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/memory.h"
#include "desk/edit.h"
#include "desk/follow.h"
#include "desk/sla.h"
#include "desk/timer.h"
#include "record/diagnostic.h"

#define ROW struct csri_policy
#define DEFAULT_NAME "default"

#define IN_STRUCT csr_policy_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(kind, policy_kind, REQUIRED),
    IN_TO(name, title, 0),
    IN(document, document, REQUIRED),
    IN_TO(effective_from, time, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, request_key);
#undef IN_STRUCT

#define IN_STRUCT csr_policy_check_params
/* clang-format off */
static const csr_member check_params_members[] = {
    IN(kind, policy_kind, REQUIRED),
    IN(document, document, REQUIRED),
};
/* clang-format on */
static const csr_shape check_params = CSRI_PARAMS(IN_STRUCT, check_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_policy_current_params
/* clang-format off */
static const csr_member current_params_members[] = {
    IN(kind, policy_kind, REQUIRED),
    IN(name, title, 0),
};
/* clang-format on */
static const csr_shape current_params = CSRI_PARAMS(IN_STRUCT, current_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_policy_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(kind, policy_kind, REQUIRED),
    IN(name, title, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

static csr_str name_or_default(const csr_str *name)
{
    return name->len != 0 ? *name : CSR_STR(DEFAULT_NAME);
}

static int is_default(const csr_str *name)
{
    return name->len == strlen(DEFAULT_NAME) && memcmp(name->ptr, DEFAULT_NAME, name->len) == 0;
}

/* The document of this kind and name recorded last, whenever it begins, or *out = NULL. */
static csr_status find_last(csri_call *call, csr_policy_kind kind, const csr_str *name, csr_rows **out)
{
    struct csri_policy from = { .view = { .kind = kind, .name = *name } };
    csr_scan scan = { .index = CSRI_POLICY_BY_NAME, .equal = 2, .flags = CSR_SCAN_REVERSE, .from = &from };

    return csri_first(&call->tx, &csri_policy_record, &scan, out);
}

/* In force: its instant has come, or had come when it was recorded, whatever a clock that stepped back says now. */
static int is_in_force(const csri_call *call, const csr_policy_view *policy)
{
    return policy->effective_from <= call->tx.now || policy->effective_from <= policy->created_at;
}

/* The last document of a kind and name that is in force, or *out = NULL. Nearly always it is the last one. */
static csr_status find_in_force(csri_call *call, csr_policy_kind kind, const csr_str *name, csr_rows **out)
{
    struct csri_policy from = { .view = { .kind = kind, .name = *name } }, after;
    csr_scan scan = { .index = CSRI_POLICY_BY_NAME, .equal = 2, .flags = CSR_SCAN_REVERSE, .from = &from };
    csr_status status = csri_first(&call->tx, &csri_policy_record, &scan, out);

    while (status == CSR_OK && *out != NULL &&
           !is_in_force(call, &((const struct csri_policy *)csri_rows_at(*out, 0))->view)) {
        after = *(const struct csri_policy *)csri_rows_at(*out, 0);
        after.view.name = *name;
        csri_rows_free(*out);
        scan.after = &after;
        status = csri_first(&call->tx, &csri_policy_record, &scan, out);
    }
    return status;
}

csr_status csri_policy_in_force(csri_call *call, csr_policy_kind kind, const csr_str *name, const char *field,
                                csr_rows **out)
{
    csr_str wanted = name_or_default(name);
    csr_status status = find_in_force(call, kind, &wanted, out);

    if (status == CSR_OK && *out == NULL && !is_default(&wanted))
        return csri_fail(call->err, CSR_E_NOT_FOUND, field, "no policy \"%.*s\" is in force", (int)wanted.len,
                         wanted.ptr);
    return status;
}

csr_status csri_policy_recorded(csri_call *call, csr_policy_kind kind, int *out)
{
    static const csr_str standard = { DEFAULT_NAME, sizeof(DEFAULT_NAME) - 1 };
    csr_rows *rows;
    csr_status status = find_last(call, kind, &standard, &rows);

    *out = rows != NULL;
    csri_rows_free(rows);
    return status;
}

csr_status csri_policy_before(csri_call *call, const csr_policy_view *policy, csr_rows **out)
{
    struct csri_policy from = { .view = *policy };
    csr_scan scan = { .index = CSRI_POLICY_BY_NAME, .equal = 2, .flags = CSR_SCAN_REVERSE, .from = &from };

    scan.after = &from;
    return csri_first(&call->tx, &csri_policy_record, &scan, out);
}

/* Every kind of document has its compiler; what does not compile is not recorded. */
static csr_status compile(csri_call *call, csr_policy_kind kind, const csr_str *document, csri_findings *findings,
                          csr_error *err)
{
    void *compiled;
    csr_status status = csri_policy_compile(&call->desk->policies, &call->tx, kind, document, &compiled, findings, err);

    if (status == CSR_OK && kind == CSR_POLICY_RULES)
        status = csri_custom_check(call, compiled, findings, err);
    if (compiled != NULL)
        csri_policy_discard(kind, compiled);
    return status;
}

/* "24x7" is the calendar that is always open. */
static csr_status check_name(csri_call *call, csr_policy_kind kind, const csr_str *name)
{
    if (kind == CSR_POLICY_CALENDAR && name->len == 4 && memcmp(name->ptr, "24x7", 4) == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "name", "24x7 is the calendar that is always open: choose another");
    return CSR_OK;
}

static csr_status canonical(csri_call *call, const csr_str *document, csri_buffer *out)
{
    const csri_json *json;
    csr_status status =
        csri_json_read(call->tx.host, document->ptr, document->len, csri_t_document.max_bytes, 32, &json, call->err);

    if (status != CSR_OK)
        return status;
    status = csri_json_canonical(json, out, call->err);
    csri_json_free(json);
    return status;
}

static int same_document(const csr_rows *rows, const csr_policy_view *is)
{
    const csr_policy_view *last = rows == NULL ? NULL : &((const struct csri_policy *)csri_rows_at(rows, 0))->view;

    return last != NULL && memcmp(last->hash, is->hash, sizeof(is->hash)) == 0;
}

/* Clocks go over to an edited calendar when it comes into force. */
static csr_status after_recording(csri_call *call, const struct csri_policy *is)
{
    if (is->view.kind == CSR_POLICY_SLA || is->view.kind == CSR_POLICY_RULES || is->view.kind == CSR_POLICY_REFUND)
        csri_sla_recorded(call);
    if (is->view.kind != CSR_POLICY_CALENDAR || is->view.revision < 2 || is->view.version == 0)
        return CSR_OK;
    return csri_timer_set(call, CSRI_TIMER_CALENDAR, &is->view.id, NULL, is->view.effective_from);
}

static csr_status write_policy(csri_call *call, const csr_policy_add_params *in, struct csri_policy *is, csr_id *out)
{
    csr_rows *last;
    csr_status status = find_last(call, is->view.kind, &is->view.name, &last);

    is->view.revision = 1;
    if (status == CSR_OK && last != NULL) {
        const csr_policy_view *before = &((const struct csri_policy *)csri_rows_at(last, 0))->view;
        is->view.revision = before->revision + 1;
        /* "Now" is not before what is in force, though the clock may say so. */
        if (in->effective_from == 0 && is_in_force(call, before) && is->view.effective_from < before->effective_from)
            is->view.effective_from = before->effective_from;
        if (!same_document(last, &is->view) && is->view.effective_from < before->effective_from)
            status = csri_fail(call->err, CSR_E_ARGUMENT, "effective_from", "revision %lld of this policy begins later",
                               (long long)before->revision);
    }
    if (status == CSR_OK && same_document(last, &is->view))
        *out = ((const struct csri_policy *)csri_rows_at(last, 0))->view.id;
    else if (status == CSR_OK)
        status = csri_add(call, CSR_EVENT_POLICY_ADDED, &csri_policy_record, is, out);
    csri_rows_free(last);
    return status == CSR_OK ? after_recording(call, is) : status;
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_policy_add_params *in = params;
    struct csri_policy is = { 0 };
    csri_buffer text;
    csr_status status = check_name(call, in->kind, &in->name);

    (void)id;
    if (status == CSR_OK)
        status = compile(call, in->kind, &in->document, NULL, call->err);
    if (status != CSR_OK)
        return status;
    csri_fill(&add_params, in, &is);
    is.view.name = name_or_default(&in->name);
    if (is.view.effective_from == 0)
        is.view.effective_from = call->tx.now;
    if (is.view.effective_from < call->tx.now)
        return csri_fail(call->err, CSR_E_ARGUMENT, "effective_from", "effective_from is in the past");
    csri_buffer_init(&text, call->tx.host, 0);
    status = canonical(call, &in->document, &text);
    if (status == CSR_OK) {
        is.view.document = (csr_str){ text.ptr, text.len };
        csri_hash_once(text.ptr, text.len, is.view.hash);
        status = write_policy(call, in, &is, out);
    }
    csri_buffer_free(&text);
    return status;
}

const csri_operation csri_policy_add = {
    .name = "policy.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_policy_add(csr_session *session, const csr_policy_add_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_policy_add, NULL, params, out_id, err);
}

static csr_status make_findings(csri_call *call, const csri_findings *findings, void *out)
{
    csr_rows *rows;
    csr_status status =
        csri_rows_new(call->tx.host, sizeof(csr_diagnostic_view), findings->count + 1, &rows, call->err);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < findings->count && status == CSR_OK; i++) {
        csri_finding finding;
        csri_findings_at(findings, i, &finding);
        status = csri_diagnostic_add(rows,
                                     &(csr_diagnostic_view){ .severity = finding.severity,
                                                             .place = finding.place,
                                                             .text = finding.text,
                                                             .suggestion = finding.suggestion },
                                     call->err);
    }
    return csri_findings_give(rows, status, out, call->err);
}

/* What is wrong with a document is the answer here, not a failure of the call. */
static csr_status check(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_policy_check_params *in = params;
    csri_findings *findings = csri_alloc(call->tx.host, sizeof(*findings));
    csr_status status;

    (void)id;
    if (findings == NULL)
        return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the findings");
    csri_findings_init(findings, call->tx.host);
    status = compile(call, in->kind, &in->document, findings, call->err);
    if (status == CSR_E_POLICY) {
        csri_error_clear(call->err);
        status = csri_findings_check(findings, call->err);
    }
    if (status == CSR_OK)
        status = make_findings(call, findings, out);
    csri_findings_free(findings);
    csri_free(call->tx.host, findings, sizeof(*findings));
    return status;
}

const csri_operation csri_policy_check = {
    .name = "policy.check",
    .run = check,
    .in = &check_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_policy_check(csr_session *session, const csr_policy_check_params *params, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_policy_check, NULL, params, out_result, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_policy_record, id, out);
}

const csri_operation csri_policy_get = {
    .name = "policy.get",
    .run = get,
    .subject = &csri_policy_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_policy_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_policy_get, id, NULL, out_result, err);
}

/* The document that stands in where none was recorded. */
static csr_status make_builtin(csri_call *call, csr_policy_kind kind, void *out)
{
    const csr_str *text = csri_lifecycle_builtin_text();
    struct csri_policy *row = NULL;
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(*row), 1, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = csr_rows_add(rows, (void **)&row);
    if (status != CSR_OK) {
        csri_rows_free(rows);
        return csri_fail(call->err, status, NULL, "no memory for a policy");
    }
    row->view.kind = kind;
    row->view.name = CSR_STR(DEFAULT_NAME);
    row->view.document = *text;
    csri_hash_once(text->ptr, text->len, row->view.hash);
    return csri_result_of(rows, &csri_policy_record, out, call->err);
}

static csr_status current(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_policy_current_params *in = params;
    csr_rows *rows;
    csr_status status = csri_policy_in_force(call, in->kind, &in->name, "name", &rows);

    (void)id;
    if (status != CSR_OK)
        return status;
    if (rows != NULL)
        return csri_result_of(rows, &csri_policy_record, out, call->err);
    if (in->kind != CSR_POLICY_LIFECYCLE)
        return csri_fail(call->err, CSR_E_NOT_FOUND, "name", "no policy \"" DEFAULT_NAME "\" of this kind is in force");
    return make_builtin(call, in->kind, out);
}

const csri_operation csri_policy_current = {
    .name = "policy.current",
    .run = current,
    .in = &current_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_policy_current(csr_session *session, const csr_policy_current_params *params, csr_result **out_result,
                              csr_error *err)
{
    return csri_run(session, &csri_policy_current, NULL, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_policy_query *in = params;
    struct csri_policy from = { .view = { .kind = in->kind, .name = name_or_default(&in->name) } };

    (void)id;
    return csri_list(call, &csri_policy_record, CSRI_POLICY_BY_NAME, 2, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_policy_list = {
    .name = "policy.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_policy_list(csr_session *session, const csr_policy_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_policy_list, NULL, query, out_result, err);
}

csr_status csr_policy_at(const csr_result *result, size_t row, csr_policy_view *view, csr_error *err)
{
    return csri_result_view(result, csri_policy_record.row, row, view, err);
}
