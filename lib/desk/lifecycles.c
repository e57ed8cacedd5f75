#include "desk/lifecycles.h"

#include "base/error.h"
#include "base/memory.h"

#include <string.h>

struct csri_lifecycle_entry {
    struct csri_lifecycle_entry *next;
    csr_id policy;
    csri_lifecycle *compiled;
};

csr_status csri_lifecycles_init(csri_lifecycles *list, csr_error *err)
{
    memset(list, 0, sizeof(*list));
    if (pthread_mutex_init(&list->lock, NULL) != 0)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no mutex can be made");
    return CSR_OK;
}

void csri_lifecycles_end(csri_lifecycles *list)
{
    while (list->first != NULL) {
        struct csri_lifecycle_entry *next = list->first->next;
        csri_lifecycle_free(list->first->compiled);
        csri_free(list->host, list->first, sizeof(*list->first));
        list->first = next;
    }
    pthread_mutex_destroy(&list->lock);
}

static const csri_lifecycle *known(csri_lifecycles *list, const csr_id *policy)
{
    for (struct csri_lifecycle_entry *e = list->first; e != NULL; e = e->next)
        if (memcmp(&e->policy, policy, sizeof(*policy)) == 0)
            return e->compiled;
    return NULL;
}

static csr_status compile(csri_tx *tx, const csr_id *policy, csri_lifecycle **out)
{
    const csr_str *text = csri_lifecycle_builtin_text();
    csr_rows *rows = NULL;
    csr_status status;

    if (!csr_id_is_none(policy)) {
        status = csri_load(tx, &csri_policy_record, policy, "lifecycle", &rows);
        if (status != CSR_OK)
            return status;
        text = &((const struct csri_policy *)csri_rows_at(rows, 0))->view.document;
    }
    status = csri_lifecycle_load(tx->host, text->ptr, text->len, out, NULL, tx->err);
    csri_rows_free(rows);
    return status;
}

/* Two threads that compile the same document at once keep the first one's. */
static csr_status keep(csri_lifecycles *list, csri_tx *tx, const csr_id *policy, csri_lifecycle *compiled,
                       const csri_lifecycle **out)
{
    struct csri_lifecycle_entry *entry = csri_alloc_zero(tx->host, sizeof(*entry));

    if (entry == NULL) {
        csri_lifecycle_free(compiled);
        return csri_fail(tx->err, CSR_E_NO_MEMORY, NULL, "no memory for a lifecycle");
    }
    pthread_mutex_lock(&list->lock);
    *out = known(list, policy);
    if (*out == NULL) {
        entry->policy = *policy;
        entry->compiled = compiled;
        entry->next = list->first;
        list->first = entry;
        list->host = tx->host;
        *out = compiled;
        entry = NULL;
    }
    pthread_mutex_unlock(&list->lock);
    if (entry != NULL) {
        csri_lifecycle_free(compiled);
        csri_free(tx->host, entry, sizeof(*entry));
    }
    return CSR_OK;
}

csr_status csri_lifecycle_of(csri_lifecycles *list, csri_tx *tx, const csr_id *policy, const csri_lifecycle **out)
{
    csri_lifecycle *compiled;
    csr_status status;

    pthread_mutex_lock(&list->lock);
    *out = known(list, policy);
    pthread_mutex_unlock(&list->lock);
    if (*out != NULL)
        return CSR_OK;
    status = compile(tx, policy, &compiled);
    return status != CSR_OK ? status : keep(list, tx, policy, compiled, out);
}
