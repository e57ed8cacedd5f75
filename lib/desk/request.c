#include "desk/request.h"

#include "base/error.h"
#include "base/json.h"
#include "desk/edit.h"
#include "store/wire.h"

/* Deeper documents are refused by the operations that take them. */
#define DOCUMENT_DEPTH 32

/* The key that the caller gave, or NULL. It stands last in the structs that had it first, so it is looked for there. */
static const csr_str *key_of(const csri_operation *operation, const void *params)
{
    const csr_shape *in = operation->in;

    if (in == NULL || (operation->gives != CSRI_GIVES_ID && operation->answers == NULL))
        return NULL;
    for (unsigned i = in->count; i-- > 0;)
        if (in->members[i].type == &csri_t_request_key)
            return csri_unset(&in->members[i], params) ? NULL : csri_at(&in->members[i], params);
    return NULL;
}

/* A document may come as text or as JSON: what counts is its canonical form. What has none is refused later. */
static void put_document(csri_buffer *out, const csr_str *text)
{
    csri_buffer canonical;
    const csri_json *json;
    csr_status status = csri_json_read(out->host, text->ptr, text->len, 0, DOCUMENT_DEPTH, &json, NULL);

    csri_buffer_init(&canonical, out->host, 0);
    if (status == CSR_OK)
        status = csri_json_canonical(json, &canonical, NULL);
    if (status == CSR_E_NO_MEMORY)
        csri_buffer_fail(out, status);
    if (status == CSR_OK)
        csri_buffer_put(out, canonical.ptr, canonical.len);
    else
        csri_buffer_put(out, text->ptr, text->len);
    csri_buffer_free(&canonical);
    csri_json_free(json);
}

/* Hash of the request's id, which is its salt, and of all that was asked for. */
static csr_status hash_content(csri_call *call, const csri_operation *operation, const csr_id *id, const void *params,
                               struct csri_request *request)
{
    static const csr_id none = { { 0 } };
    const csr_shape *in = operation->in;
    csri_buffer content;
    csr_status status;

    csri_buffer_init(&content, &call->desk->host, 0);
    csri_buffer_put(&content, &request->view.id, sizeof(csr_id));
    csri_buffer_put(&content, operation->subject == NULL ? &none : id, sizeof(csr_id));
    for (unsigned i = 0; i < in->count; i++) {
        const csr_member *m = &in->members[i];
        if (m->type == &csri_t_request_key || csri_unset(m, params))
            continue;
        csri_buffer_put(&content, m->name, strlen(m->name) + 1);
        if (m->type->meaning == CSR_MEANING_JSON)
            put_document(&content, csri_at(m, params));
        else
            csri_wire_put(&content, m, params);
    }
    status = csri_buffer_check(&content, call->err);
    if (status == CSR_OK)
        csri_hash_once(content.ptr, content.len, request->view.content);
    csri_buffer_free(&content);
    return status;
}

/* The record of a request that was answered with *answer. */
static csr_status keep(csri_call *call, const csri_operation *operation, const csr_id *id, const void *params,
                       const csr_str *key, const csr_id *answer)
{
    struct csri_request is = { .view = { .created_at = call->tx.now, .key = *key, .answer = *answer } };
    csr_status status = csri_new_id(&call->tx, &is.view.id);

    is.view.operation = (csr_str){ operation->name, strlen(operation->name) };
    if (status == CSR_OK)
        status = hash_content(call, operation, id, params, &is);
    return status != CSR_OK ? status : csri_insert(&call->tx, &csri_request_record, &is);
}

/* The first answer again, if it is the same request. */
static csr_status repeat(csri_call *call, const csri_operation *operation, const csr_id *id, const void *params,
                         const struct csri_request *was, void *out)
{
    struct csri_request is = *was;
    csr_status status = hash_content(call, operation, id, params, &is);

    if (status != CSR_OK)
        return status;
    if (memcmp(is.view.content, was->view.content, CSRI_HASH_BYTES) != 0)
        return csri_fail(call->err, CSR_E_DUPLICATE, "request_key", "request_key: this key was given with another %s",
                         operation->name);
    if (operation->answers != NULL)
        return csri_get(call, operation->answers, &was->view.answer, out);
    memcpy(out, &was->view.answer, sizeof(csr_id));
    return CSR_OK;
}

/* The id in what the operation gave. */
static const csr_id *answer_of(const csri_operation *operation, void *out)
{
    if (operation->answers == NULL)
        return out;
    return (const csr_id *)((const char *)csri_rows_at(csri_result_rows(*(csr_result **)out), 0) +
                            operation->answers->id_at);
}

csr_status csri_request_run(csri_call *call, const csri_operation *operation, const csr_id *id, const void *params,
                            void *out)
{
    const csr_str *key = key_of(operation, params);
    struct csri_request wanted = { 0 };
    csr_rows *rows;
    csr_status status;

    if (key == NULL)
        return operation->run(call, id, params, out);
    wanted.view.operation = (csr_str){ operation->name, strlen(operation->name) };
    wanted.view.key = *key;
    status = csri_find(&call->tx, &csri_request_record, CSRI_REQUEST_BY_KEY, &wanted, &rows);
    if (status != CSR_OK)
        return status;
    if (rows != NULL) {
        status = repeat(call, operation, id, params, csri_rows_at(rows, 0), out);
        csri_rows_free(rows);
        return status;
    }
    status = operation->run(call, id, params, out);
    return status != CSR_OK ? status : keep(call, operation, id, params, key, answer_of(operation, out));
}

csr_status csri_requests_expire(csri_tx *tx, uint32_t limit, int64_t *erased, int32_t *more)
{
    csr_scan scan = { .index = CSRI_REQUEST_BY_CREATED_AT, .limit = limit + 1 };
    csr_rows *rows;
    csr_status status = csri_rows_new(tx->host, sizeof(struct csri_request), 8, &rows, tx->err);

    if (status != CSR_OK)
        return status;
    status = tx->ops->scan(tx->handle, &csri_request_record, &scan, rows, tx->err);
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const struct csri_request *request = csri_rows_at(rows, i);
        if (request->view.created_at > tx->now - CSR_REQUEST_KEPT_US)
            break;
        *more = i == limit;
        if (!*more)
            status = csri_erase(tx, &csri_request_record, &request->view.id);
        *erased += status == CSR_OK && !*more;
    }
    csri_rows_free(rows);
    return status;
}
