#include <csr/session.h>

#include "base/error.h"
#include "base/memory.h"
#include "desk/handles.h"
#include "record/describe.h"
#include "record/records.h"
#include "record/row.h"
#include "store/tx.h"

#define IN_STRUCT csr_session_open_params
static const csr_member open_members[] = { IN(agent, agent, 0), IN(timeout_us, duration, 0) };
static const csr_shape open_params = CSRI_PARAMS_SINCE(IN_STRUCT, open_members, timeout_us);
#undef IN_STRUCT

csr_status csri_desk_check_process(const csr_desk *desk, csr_error *err)
{
    if (csri_process_is_same(&desk->process))
        return CSR_OK;
    return csri_fail(err, CSR_E_MISUSE, NULL, "the desk was opened before a fork; open it in the child");
}

csr_status csri_session_enter(csr_session *session, csr_error *err)
{
    csr_status status;

    csri_error_clear(err);
    if (session == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "session", "session is NULL");
    status = csri_desk_check_process(session->desk, err);
    if (status != CSR_OK)
        return status;
    if (atomic_flag_test_and_set(&session->busy))
        return csri_fail(err, CSR_E_REENTRANT, NULL, "the session is inside another call");
    csri_limit_start(&session->limit, session->timeout_us);
    return CSR_OK;
}

void csri_session_leave(csr_session *session)
{
    atomic_flag_clear(&session->busy);
}

csr_status csri_session_begin_tx(csr_session *session, int32_t mode, csr_store_tx **out, csr_error *err)
{
    const csr_desk *desk = session->desk;

    return csri_begin(desk->ops, desk->store, &desk->id, mode, &session->limit, out, err);
}

/* The rank of the agent who works here. */
static csr_status load_agent(csr_desk *desk, csr_session *session, csr_error *err)
{
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .err = err };
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&session->agent))
        return CSR_OK;
    status = csri_session_begin_tx(session, CSR_TX_READ, &tx.handle, err);
    if (status != CSR_OK)
        return status;
    status = csri_load(&tx, &csri_agent_record, &session->agent, "agent", &rows);
    if (status == CSR_OK)
        session->role = ((const struct csri_agent *)csri_rows_at(rows, 0))->view.role;
    if (status == CSR_OK && ((const struct csri_agent *)csri_rows_at(rows, 0))->view.deactivated)
        status = csri_fail(err, CSR_E_STATE, "agent", "agent: the agent was deactivated");
    csri_rows_free(rows);
    desk->ops->rollback(tx.handle);
    return status;
}

csr_status csr_session_open(csr_desk *desk, const csr_session_open_params *params, csr_session **out_session,
                            csr_error *err)
{
    csr_session_open_params given;
    csr_session *session;
    csr_status status;

    csri_error_clear(err);
    if (out_session != NULL)
        *out_session = NULL;
    if (desk == NULL || out_session == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, desk == NULL ? "desk" : "out_session", "NULL was given");
    status = csri_take(&open_params, params, &given, err);
    if (status == CSR_OK)
        status = csri_check(&open_params, &given, err);
    if (status == CSR_OK)
        status = csri_desk_check_process(desk, err);
    if (status != CSR_OK)
        return status;
    session = csri_alloc_zero(&desk->host, sizeof(*session));
    if (session == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a session");
    session->desk = desk;
    session->agent = given.agent;
    session->timeout_us = given.timeout_us;
    csri_limit_init(&session->limit);
    csri_limit_start(&session->limit, session->timeout_us);
    atomic_flag_clear(&session->busy);
    csri_buffer_init(&session->scratch[0], &desk->host, 0);
    csri_buffer_init(&session->scratch[1], &desk->host, 0);
    csri_buffer_init(&session->touched, &desk->host, 0);
    status = load_agent(desk, session, err);
    if (status != CSR_OK) {
        csri_free(&desk->host, session, sizeof(*session));
        return status;
    }
    atomic_fetch_add(&desk->holders, 1);
    *out_session = session;
    return CSR_OK;
}

void csr_session_close(csr_session *session)
{
    csr_desk *desk;

    if (session == NULL)
        return;
    desk = session->desk;
    if (session->tx != NULL)
        desk->ops->rollback(session->tx);
    csri_buffer_free(&session->scratch[0]);
    csri_buffer_free(&session->scratch[1]);
    csri_buffer_free(&session->touched);
    csri_free(&desk->host, session, sizeof(*session));
    csri_desk_drop(desk);
}

static csr_status begin(csr_session *session, csr_error *err)
{
    csr_desk *desk = session->desk;
    int32_t mode = (desk->flags & CSR_OPEN_READ_ONLY) != 0 ? CSR_TX_READ : CSR_TX_WRITE;

    if (session->tx != NULL)
        return csri_fail(err, CSR_E_MISUSE, NULL, "a transaction is open already");
    return csri_session_begin_tx(session, mode, &session->tx, err);
}

csr_status csr_session_begin(csr_session *session, csr_error *err)
{
    csr_status status = csri_session_enter(session, err);

    if (status != CSR_OK)
        return status;
    status = begin(session, err);
    csri_session_leave(session);
    return status;
}

/* End the transaction; commit is 0 for a rollback. A doomed one is rolled back whatever was asked. */
static csr_status end(csr_session *session, int commit, csr_error *err)
{
    csr_store_tx *tx = session->tx;
    int doomed = session->doomed;

    if (tx == NULL)
        return csri_fail(err, CSR_E_MISUSE, NULL, "no transaction is open");
    session->tx = NULL;
    session->doomed = 0;
    if (commit && !doomed)
        return session->desk->ops->commit(tx, err);
    session->desk->ops->rollback(tx);
    return commit ? csri_fail(err, CSR_E_DOOMED, NULL, "an earlier failure spoilt the transaction: it was rolled back")
                  : CSR_OK;
}

csr_status csr_session_commit(csr_session *session, csr_error *err)
{
    csr_status status = csri_session_enter(session, err);

    if (status != CSR_OK)
        return status;
    status = end(session, 1, err);
    csri_session_leave(session);
    return status;
}

csr_status csr_session_rollback(csr_session *session, csr_error *err)
{
    csr_status status = csri_session_enter(session, err);

    if (status != CSR_OK)
        return status;
    status = end(session, 0, err);
    csri_session_leave(session);
    return status;
}

csr_status csr_session_set_timeout(csr_session *session, int64_t timeout_us, csr_error *err)
{
    csr_status status = csri_session_enter(session, err);

    if (status != CSR_OK)
        return status;
    if (timeout_us < 0)
        status = csri_fail(err, CSR_E_ARGUMENT, "timeout_us", "timeout_us: a time limit is not negative");
    else
        session->timeout_us = timeout_us;
    csri_session_leave(session);
    return status;
}

void csr_session_cancel(csr_session *session)
{
    /* In a child the locks of the store may be held by a thread that is not there. */
    if (session == NULL || !csri_process_is_same(&session->desk->process))
        return;
    csri_limit_cancel(&session->limit);
    if (session->desk->ops->wake != NULL)
        session->desk->ops->wake(session->desk->store);
}
