/*
 * Compiled lifecycle documents of a desk. A document is immutable, so what was compiled once stays true; the list is
 * shared by all sessions and freed with the desk.
 */
#ifndef CSRI_DESK_LIFECYCLES_H
#define CSRI_DESK_LIFECYCLES_H

#include "policy/lifecycle.h"
#include "store/tx.h"

#include <pthread.h>

typedef struct csri_lifecycles {
    pthread_mutex_t lock;
    const csr_host *host;
    struct csri_lifecycle_entry *first;
} csri_lifecycles;

csr_status csri_lifecycles_init(csri_lifecycles *list, csr_error *err);
void csri_lifecycles_end(csri_lifecycles *list);

/* The compiled document of an id; none = the built-in one. Loads and compiles it when it is not known yet. */
csr_status csri_lifecycle_of(csri_lifecycles *list, csri_tx *tx, const csr_id *policy, const csri_lifecycle **out);

#endif
