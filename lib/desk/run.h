/*
 * The one runner behind both doors: right, copying in, checking, transaction.
 */
#ifndef CSRI_DESK_RUN_H
#define CSRI_DESK_RUN_H

#include "desk/handles.h"
#include "record/records.h"
#include "store/tx.h"

enum csri_mode { CSRI_READ = 1, CSRI_WRITE = 2 };

/* What an operation gives back, and so what its `out` points to. */
enum csri_gives {
    CSRI_GIVES_NOTHING, /* NULL */
    CSRI_GIVES_ID,      /* csr_id */
    CSRI_GIVES_VERSION, /* int64_t */
    CSRI_GIVES_COUNT,   /* int64_t */
    CSRI_GIVES_RESULT   /* csr_result * */
};

/* A call under way. Functions of operations read their parameters, read, decide, write: one straight line. */
typedef struct csri_call {
    csri_tx tx; /* first: what writes and reads is the transaction */
    csr_session *session;
    csr_desk *desk;
    csr_error *err;
} csri_call;

/* An operation: described beside its function. `in` is NULL for operations without parameters. */
typedef struct csri_operation {
    const char *name; /* "ticket.open"; the function is csr_ticket_open */
    csr_status (*run)(csri_call *call, const csr_id *id, const void *params, void *out);
    const csr_shape *in;
    const csr_record *subject; /* the record that `id` is one of, or NULL */
    enum csri_mode mode;
    enum csri_gives gives;
    const csr_record *answers; /* the record whose one row a result gives, when it may be asked for by a request key */
} csri_operation;

/* What is done with an answer before the commit, so that its failure undoes the call. given is of the kind of `gives`. */
typedef struct csri_finish {
    csr_status (*run)(const struct csri_finish *finish, const csri_operation *operation, const void *given,
                      csr_error *err);
} csri_finish;

/* Run an operation. out is that of `gives`; a result is NULL on failure, everything else untouched. finish may be NULL. */
csr_status csri_run_to(csr_session *session, const csri_operation *operation, const csr_id *id, const void *params,
                       void *out, const csri_finish *finish, csr_error *err);
csr_status csri_run(csr_session *session, const csri_operation *operation, const csr_id *id, const void *params,
                    void *out, csr_error *err);

/* All operations, sorted by name. */
extern const csri_operation *const csri_operations[];
extern const size_t csri_operation_count;
/* The operation of a name, or NULL. */
const csri_operation *csri_operation_named(const char *name, size_t len);
/* The same for callers: CSR_E_UNKNOWN_OPERATION when there is none. len may be CSR_NTS. */
csr_status csri_operation_find(const char *name, size_t len, const csri_operation **out, csr_error *err);

#endif
