/*
 * What a desk and a session are.
 */
#ifndef CSRI_DESK_HANDLES_H
#define CSRI_DESK_HANDLES_H

#include "base/buffer.h"
#include "base/id.h"
#include "desk/lifecycles.h"

#include <csr/session.h>
#include <csr/sys/backend.h>

#include <stdatomic.h>

struct csr_desk {
    csr_host host;
    const csr_backend_ops *ops;
    csr_store *store;
    atomic_int holders; /* the handle and every session */
    csri_id_source ids;
    csr_id id;
    uint32_t flags; /* CSR_OPEN_* */
    csri_lifecycles lifecycles;
    int imported; /* an import made it: closing adds no checkpoint, so that it stays the desk that was exported */
};

struct csr_session {
    csr_desk *desk;
    csr_id agent;  /* none = the system */
    csr_role role; /* 0 = the system */
    atomic_flag busy;
    csr_store_tx *tx; /* the host's transaction, or NULL */
    int doomed;       /* it can only be rolled back */
    csri_buffer scratch[2];
};

/* A desk whose store is open and whose settings are not looked at: the first half of csr_desk_open(). */
csr_status csri_desk_make(const char *uri, const csr_desk_open_params *params, uint32_t flags, csr_desk **out,
                          csr_error *err);
/* Close the store and free it; nobody else holds it, and nothing is sealed. */
void csri_desk_free(csr_desk *desk);
/* One holder less; the last one closes the store. */
void csri_desk_drop(csr_desk *desk);

#endif
