/*
 * Every operation through its public function and through csr_call(), with one signature: so that a target can walk
 * the operation table and still go through the doors that hosts use.
 */
#ifndef CSR_FUZZ_DOORS_H
#define CSR_FUZZ_DOORS_H

#include "desk/run.h"

/* What a call came to. `text` is what csr_call() gives, also for the typed door; the caller frees it. */
typedef struct fuzz_answer {
    csr_status status;
    csr_error err;
    csr_buf *text;   /* NULL on failure */
    csr_id id;       /* for operations that give one */
    csr_result *got; /* for results of the typed door; NULL otherwise */
} fuzz_answer;

/* Through csr_<noun>_<verb>(); out is that of the operation. Aborts for an operation that has no line in the table. */
csr_status fuzz_typed(const csri_operation *operation, csr_session *session, const csr_id *id, const void *params,
                      void *out, csr_error *err);
/* The same, with the answer as text. */
void fuzz_call_typed(const csri_operation *operation, csr_session *session, const csr_id *id, const void *params,
                     fuzz_answer *out);
/* Through csr_call(). */
void fuzz_call_json(const csri_operation *operation, csr_session *session, const char *json, size_t len,
                    fuzz_answer *out);
void fuzz_answer_free(fuzz_answer *answer);

/* csr_<noun>_at() of every kind of result. */
typedef struct fuzz_view {
    const char *kind; /* of the result */
    csr_status (*at)(const csr_result *result, size_t row, void *view, csr_error *err);
    size_t size;
} fuzz_view;
extern const fuzz_view fuzz_views[];
extern const size_t fuzz_view_count;

#endif
