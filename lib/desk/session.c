#include <csr/session.h>

#include "base/error.h"
#include "base/memory.h"
#include "desk/handles.h"
#include "record/describe.h"
#include "record/records.h"
#include "record/row.h"
#include "store/tx.h"

#define IN_STRUCT csr_session_open_params
static const csr_member open_members[] = { IN(agent, agent, 0) };
static const csr_shape open_params = CSRI_PARAMS(IN_STRUCT, open_members);
#undef IN_STRUCT

/* The rank of the agent who works here. */
static csr_status load_agent(csr_desk *desk, csr_session *session, csr_error *err)
{
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .err = err };
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&session->agent))
        return CSR_OK;
    status = desk->ops->begin(desk->store, &desk->id, CSR_TX_READ, &tx.handle, err);
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
    if (status != CSR_OK)
        return status;
    session = csri_alloc_zero(&desk->host, sizeof(*session));
    if (session == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a session");
    session->desk = desk;
    session->agent = given.agent;
    atomic_flag_clear(&session->busy);
    csri_buffer_init(&session->scratch[0], &desk->host, 0);
    csri_buffer_init(&session->scratch[1], &desk->host, 0);
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
    csri_free(&desk->host, session, sizeof(*session));
    csri_desk_drop(desk);
}

/* The three below share what every entry does: clear the error, refuse re-entry. */
static csr_status enter(csr_session *session, csr_error *err)
{
    csri_error_clear(err);
    if (session == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "session", "session is NULL");
    if (atomic_flag_test_and_set(&session->busy))
        return csri_fail(err, CSR_E_REENTRANT, NULL, "the session is inside another call");
    return CSR_OK;
}

static csr_status begin(csr_session *session, csr_error *err)
{
    csr_desk *desk = session->desk;
    int32_t mode = (desk->flags & CSR_OPEN_READ_ONLY) != 0 ? CSR_TX_READ : CSR_TX_WRITE;

    if (session->tx != NULL)
        return csri_fail(err, CSR_E_MISUSE, NULL, "a transaction is open already");
    return desk->ops->begin(desk->store, &desk->id, mode, &session->tx, err);
}

csr_status csr_session_begin(csr_session *session, csr_error *err)
{
    csr_status status = enter(session, err);

    if (status != CSR_OK)
        return status;
    status = begin(session, err);
    atomic_flag_clear(&session->busy);
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
    csr_status status = enter(session, err);

    if (status != CSR_OK)
        return status;
    status = end(session, 1, err);
    atomic_flag_clear(&session->busy);
    return status;
}

csr_status csr_session_rollback(csr_session *session, csr_error *err)
{
    csr_status status = enter(session, err);

    if (status != CSR_OK)
        return status;
    status = end(session, 0, err);
    atomic_flag_clear(&session->busy);
    return status;
}
