/*
 * What a desk and a session are.
 */
#ifndef CSRI_DESK_HANDLES_H
#define CSRI_DESK_HANDLES_H

#include "base/buffer.h"
#include "base/id.h"
#include "base/limit.h"
#include "base/process.h"
#include "desk/policies.h"

#include <csr/session.h>
#include <csr/sys/backend.h>

#include <stdatomic.h>

struct csr_desk {
    csr_host host;
    const csr_backend_ops *ops;
    csr_store *store;
    atomic_int holders;   /* the handle and every session */
    csri_process process; /* that opened it; a child may only close it */
    csri_id_source ids;
    csr_id id;
    uint32_t flags; /* CSR_OPEN_* */
    csri_policies policies;
    atomic_int zones_checked;                    /* clocks were compared with the zone files as they are now */
    int64_t attachment_bytes, attachments_bytes; /* limits of one, and of those of a record */
    uint32_t attachments;                        /* how many a record has at most */
    int imported; /* an import made it: closing adds no checkpoint, so that it stays the desk that was exported */
};

struct csr_session {
    csr_desk *desk;
    csr_id agent;  /* none = the system */
    csr_role role; /* 0 = the system */
    atomic_flag busy;
    csr_limit limit; /* of the call that is running */
    int64_t timeout_us;
    csr_store_tx *tx; /* the host's transaction, or NULL */
    int doomed;       /* it can only be rolled back */
    csri_buffer scratch[2];
    csri_buffer touched; /* what the call under way has touched: kept between calls for its memory */
};

/* A desk whose store is open and whose settings are not looked at: the first half of csr_desk_open(). The limit begins to
 * run: it is the time that opening may take. */
csr_status csri_desk_make(const char *uri, const csr_desk_open_params *params, uint32_t flags, csr_limit *limit,
                          csr_desk **out, csr_error *err);
/* Close the store and free it; nobody else holds it, and nothing is sealed. */
void csri_desk_free(csr_desk *desk);
/* The store that a URI names, unless one is given. */
const csr_backend_ops *csri_backend_of(const char *uri, const csr_backend_ops *given);

/* What everything that begins at a URI takes: refused with CSR_E_ARGUMENT when it cannot be meant, or the store is not one
 * that this library can use. */
typedef struct csri_where {
    const csr_host *host;
    const csr_backend_ops *backend;
    const csr_option *options;
    size_t option_count;
    uint32_t flags, known_flags;
} csri_where;
csr_status csri_where_check(const char *uri, const csri_where *where, csr_error *err);

/* Findings as the result of a call, or freed when it failed. */
csr_status csri_findings_give(csr_rows *findings, csr_status status, csr_result **out, csr_error *err);
/* Every entry of a session: clear the error, refuse re-entry and children of the process, let the time run. */
csr_status csri_session_enter(csr_session *session, csr_error *err);
void csri_session_leave(csr_session *session);
/* A transaction within the session's limit. */
csr_status csri_session_begin_tx(csr_session *session, int32_t mode, csr_store_tx **out, csr_error *err);
/* CSR_E_MISUSE in a child of the process that opened the desk. */
csr_status csri_desk_check_process(const csr_desk *desk, csr_error *err);

/* One holder less; the last one closes the store. */
void csri_desk_drop(csr_desk *desk);

#endif
