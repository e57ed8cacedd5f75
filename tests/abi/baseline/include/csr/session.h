/**
 * A session: one actor at work at a desk, with at most one open transaction.
 *
 * Every change is made in the open transaction, or in one of its own when none is open.
 */
#ifndef CSR_SESSION_H
#define CSR_SESSION_H

#include <csr/export.h>
#include <csr/desk.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Who works. */
typedef struct csr_session_open_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id agent;         /**< The agent; none = the built-in system actor, which has every right. */
    int64_t timeout_us;   /**< How long each call may take, in microseconds; 0 = as long as it takes. */
} csr_session_open_params;

/** A csr_session_open_params in which everything has its default. */
#define CSR_SESSION_OPEN_PARAMS_INIT                               \
    {                                                              \
        (uint32_t)sizeof(csr_session_open_params), 0, { { 0 } }, 0 \
    }

/**
 * Open a session.
 *
 * A session belongs to nobody's thread, but one thread at a time may use it.
 *
 * @param desk        [in]  an open desk, held open by the session
 * @param params      [in]  csr_session_open_params; NULL = all defaults
 * @param out_session [out] NULL on failure
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_NOT_FOUND (field="agent"), CSR_E_STATE (agent: deactivated), CSR_E_MISUSE (after a
 *         fork), CSR_E_STORE_BUSY, CSR_E_TIMEOUT, CSR_E_NO_MEMORY
 * @owner  the caller owns the session; csr_session_close()
 * @thread any thread
 * @cost   1 read when an agent is named
 * @source docs/threads.md
 * @since  0.1
 */
CSR_API csr_status csr_session_open(csr_desk *desk, const csr_session_open_params *params, csr_session **out_session,
                                    csr_error *err);

/**
 * Close a session; an open transaction is rolled back.
 *
 * @param session [in]  a session; NULL is a no-op
 * @owner  the handle is gone; results stay valid
 * @thread session: one thread at a time
 * @cost   constant
 * @source docs/threads.md
 * @since  0.1
 */
CSR_API void csr_session_close(csr_session *session);

/**
 * Begin a transaction that the following calls join.
 *
 * Keep it short: a writer keeps other writers of the desk waiting. On a desk that is open for reading only it is a
 * transaction that reads.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_MISUSE (one is open), CSR_E_STORE_BUSY, CSR_E_TIMEOUT, CSR_E_CANCELLED, CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   takes the store's write lock
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_session_begin(csr_session *session, csr_error *err);

/**
 * Make everything since begin durable, all or nothing.
 *
 * On failure nothing of it has happened and the transaction is over, except with CSR_E_UNKNOWN_OUTCOME. Neither a
 * time limit nor csr_session_cancel() ends a commit, so that its outcome is never in doubt for their sake.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_MISUSE (none is open), CSR_E_DOOMED, the store family, CSR_E_UNKNOWN_OUTCOME
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 durable write
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_session_commit(csr_session *session, csr_error *err);

/**
 * Undo everything since begin.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_MISUSE (none is open)
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   constant
 * @source docs/storage.md
 * @since  0.1
 */
CSR_API csr_status csr_session_rollback(csr_session *session, csr_error *err);

/**
 * Set how long each of the following calls may take.
 *
 * A call that waits or works longer fails with CSR_E_TIMEOUT and has changed nothing; an open transaction may have to
 * be rolled back, as after any failure. The time is real time from the beginning of the call, whatever the host's clock says.
 * It counts beside busy_timeout_ms, and whichever is over first ends the waiting. Commits, rollbacks and closing are
 * not limited.
 *
 * @param session    [in]  an open session
 * @param timeout_us [in]  microseconds, at least 0; 0 = as long as it takes
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field="timeout_us"), CSR_E_REENTRANT, CSR_E_MISUSE (after a fork)
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   constant
 * @source docs/adr/0021-time-limits.md
 * @since  0.1
 */
CSR_API csr_status csr_session_set_timeout(csr_session *session, int64_t timeout_us, csr_error *err);

/**
 * End the call that is running in a session, from another thread or from a callback of the host.
 *
 * The call fails with CSR_E_CANCELLED and has changed nothing, unless its commit had begun: then it ends as if nobody
 * had asked. An open transaction may have to be rolled back. When no call is running this does nothing: the next call
 * is not concerned. Not for signal handlers.
 *
 * @param session [in]  an open session that is not being closed meanwhile; NULL is a no-op
 * @owner  nothing
 * @thread any thread, also while another one uses the session
 * @cost   constant; wakes who waits for the store
 * @source docs/adr/0021-time-limits.md
 * @since  0.1
 */
CSR_API void csr_session_cancel(csr_session *session);

CSR_END_DECLS

#endif
