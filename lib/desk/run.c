#include "desk/run.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/follow.h"
#include "desk/request.h"
#include "record/row.h"

#include <csr/result.h>

/* Every operation passes here; permissions are granted to all until they exist. */
static csr_status csri_right_check(const csr_session *session, const csri_operation *operation, csr_error *err)
{
    (void)session;
    (void)operation;
    (void)err;
    return CSR_OK;
}

static csr_status check_call(const csri_operation *operation, const csr_id *id, const void *out, csr_error *err)
{
    if (operation->subject != NULL && csr_id_is_none(id))
        return csri_fail(err, CSR_E_ARGUMENT, "id", "id: the id of the %s is required", operation->subject->name);
    if (operation->gives == CSRI_GIVES_RESULT && out == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_result", "there is no place for the result");
    return CSR_OK;
}

static csr_status take_params(const csri_operation *operation, const void *params, void *taken, csr_error *err)
{
    csr_status status;

    if (operation->in == NULL)
        return CSR_OK;
    if (operation->in->size > CSRI_SHAPE_BYTES_MAX)
        return csri_fail(err, CSR_E_INTERNAL, NULL, "%s is larger than the runner's buffer", operation->in->name);
    status = csri_take(operation->in, params, taken, err);
    return status != CSR_OK ? status : csri_check(operation->in, taken, err);
}

/* Join the host's transaction or begin one for this call. */
static csr_status enter(csri_call *call, const csri_operation *operation)
{
    csr_session *session = call->session;
    int32_t mode = operation->mode == CSRI_WRITE ? CSR_TX_WRITE : CSR_TX_READ;

    if (operation->mode == CSRI_WRITE && (call->desk->flags & CSR_OPEN_READ_ONLY) != 0)
        return csri_fail(call->err, CSR_E_READ_ONLY, NULL, "the desk is open for reading only");
    if (session->doomed)
        return csri_fail(call->err, CSR_E_DOOMED, NULL, "an earlier failure spoilt the transaction: roll it back");
    call->tx.handle = session->tx;
    if (session->tx != NULL)
        return csri_limit_fail(&session->limit, call->err);
    return csri_session_begin_tx(session, mode, &call->tx.handle, call->err);
}

static int is_store_failure(csr_status status)
{
    return (status <= -300 && status > -500) || status <= -900;
}

static csr_status leave(csri_call *call, csr_status status)
{
    const csr_backend_ops *ops = call->desk->ops;

    if (call->session->tx != NULL) {
        if (status != CSR_OK && (call->tx.wrote || is_store_failure(status)))
            call->session->doomed = 1;
        return status;
    }
    /* The last moment at which it can still be as if nothing had been: a commit that has begun is not ended. */
    if (status == CSR_OK && call->tx.wrote)
        status = csri_limit_fail(&call->session->limit, call->err);
    if (status == CSR_OK && call->tx.wrote)
        return ops->commit(call->tx.handle, call->err);
    ops->rollback(call->tx.handle);
    return status;
}

static void begin_call(csri_call *call, csr_session *session, csr_error *err)
{
    csr_desk *desk = session->desk;

    *call = (csri_call){ .session = session, .desk = desk, .err = err };
    call->tx.ops = desk->ops;
    call->tx.host = &desk->host;
    call->tx.ids = &desk->ids;
    call->tx.actor = session->agent;
    call->tx.now = desk->host.now(desk->host.user);
    call->tx.scratch = session->scratch;
    call->tx.err = err;
}

/* A result that was made before the commit failed is nobody's. */
static void drop_result(const csri_operation *operation, csr_status status, void *out)
{
    if (operation->gives == CSRI_GIVES_RESULT && status != CSR_OK) {
        csr_result_free(*(csr_result **)out);
        *(csr_result **)out = NULL;
    }
}

/* What an operation gives goes to a place of ours first, so that the caller's is untouched when the commit fails. */
typedef union answer {
    csr_id id;
    int64_t number;
} answer;

static void hand_over(const csri_operation *operation, const answer *given, void *out)
{
    if (out == NULL)
        return;
    if (operation->gives == CSRI_GIVES_ID)
        memcpy(out, &given->id, sizeof(given->id));
    else if (operation->gives == CSRI_GIVES_VERSION || operation->gives == CSRI_GIVES_COUNT)
        memcpy(out, &given->number, sizeof(given->number));
}

static csr_status run_checked(csr_session *session, const csri_operation *operation, const csr_id *id,
                              const void *params, void *out, const csri_finish *finish, csr_error *err)
{
    answer given = { 0 };
    void *to = operation->gives == CSRI_GIVES_RESULT ? out : &given;
    csri_call call;
    csr_status status;

    begin_call(&call, session, err);
    status = enter(&call, operation);
    if (status != CSR_OK)
        return status;
    if (operation->mode == CSRI_WRITE && !csri_follow_known_none(&call))
        csri_follow_begin(&call);
    status = csri_request_run(&call, operation, id, params, to);
    if (status == CSR_OK && call.tx.touched != NULL)
        status = csri_follow(&call);
    if (status == CSR_OK && finish != NULL)
        status = finish->run(finish, operation, to, err);
    status = leave(&call, status);
    drop_result(operation, status, out);
    if (status == CSR_OK)
        hand_over(operation, &given, out);
    return status;
}

csr_status csri_run_to(csr_session *session, const csri_operation *operation, const csr_id *id, const void *params,
                       void *out, const csri_finish *finish, csr_error *err)
{
    _Alignas(16) char taken[CSRI_SHAPE_BYTES_MAX];
    csr_status status;

    if (operation->gives == CSRI_GIVES_RESULT && out != NULL)
        *(csr_result **)out = NULL;
    status = csri_session_enter(session, err);
    if (status != CSR_OK)
        return status;
    status = check_call(operation, id, out, err);
    if (status == CSR_OK)
        status = csri_right_check(session, operation, err);
    if (status == CSR_OK)
        status = take_params(operation, params, taken, err);
    if (status == CSR_OK)
        status = run_checked(session, operation, id, taken, out, finish, err);
    csri_session_leave(session);
    return status;
}

csr_status csri_run(csr_session *session, const csri_operation *operation, const csr_id *id, const void *params,
                    void *out, csr_error *err)
{
    return csri_run_to(session, operation, id, params, out, NULL, err);
}

/* strcmp() with a text that need not end in NUL and may hold one. */
static int compare_name(const char *text, size_t len, const char *name)
{
    size_t n = strlen(name);
    int order = memcmp(text, name, len < n ? len : n);

    return order != 0 ? order : (len > n) - (len < n);
}

const csri_operation *csri_operation_named(const char *name, size_t len)
{
    size_t low = 0, high = csri_operation_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_name(name, len, csri_operations[middle]->name);
        if (order == 0)
            return csri_operations[middle];
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

csr_status csri_operation_find(const char *name, size_t len, const csri_operation **out, csr_error *err)
{
    len = csri_text_nts(name, len);
    *out = csri_operation_named(name, len);
    return *out != NULL ? CSR_OK
                        : csri_fail(err, CSR_E_UNKNOWN_OPERATION, "operation", "there is no operation \"%.*s\"",
                                    len > 80 ? 80 : (int)len, name);
}
