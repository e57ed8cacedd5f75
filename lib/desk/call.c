#include <csr/call.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "desk/run.h"
#include "record/params_json.h"
#include "record/row.h"

#include <csr/result.h>

#define JSON_BYTES ((size_t)4 * 1024 * 1024)
#define JSON_DEPTH 32

/* What any operation gives. */
typedef union answer {
    csr_id id;
    int64_t number;
    csr_result *result;
} answer;

static csr_status read_subject(const csri_operation *operation, const csri_json *json, csr_id *out, csr_error *err)
{
    const csri_json *id = csri_json_get(json, "id");

    if (operation->subject == NULL)
        return CSR_OK;
    if (id == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "id", "id: the id of the %s is required", operation->subject->name);
    if (!csri_json_is(id, CSRI_JSON_STRING) ||
        csr_id_parse(csri_json_str(id).ptr, csri_json_str(id).len, out, NULL) != CSR_OK)
        return csri_fail(err, CSR_E_ARGUMENT, "id", "id: an id as UUID text is expected");
    return CSR_OK;
}

/* Where the answer of a call goes as JSON. */
typedef struct writer {
    csri_finish finish; /* first: the runner hands this back */
    const csr_host *host;
    csr_buf **out_buf;
} writer;

/* Before the commit: a change whose answer cannot be given is not made. */
static csr_status write_answer(const csri_finish *finish, const csri_operation *operation, const void *given,
                               csr_error *err)
{
    const writer *to = (const writer *)finish;
    csri_buffer text;

    if (operation->gives == CSRI_GIVES_RESULT)
        return csr_result_json(*(csr_result *const *)given, to->out_buf, err);
    csri_buffer_init(&text, to->host, 0);
    csri_buffer_byte(&text, '{');
    if (operation->gives == CSRI_GIVES_ID) {
        csri_buffer_text(&text, "\"id\":");
        csri_json_id(&text, given);
    } else if (operation->gives != CSRI_GIVES_NOTHING) {
        csri_buffer_text(&text, operation->gives == CSRI_GIVES_COUNT ? "\"count\":" : "\"version\":");
        csri_json_int(&text, *(const int64_t *)given);
    }
    csri_buffer_byte(&text, '}');
    return csri_buffer_finish(&text, to->out_buf, err);
}

static csr_status call_with(csr_session *session, const csri_operation *operation, const csri_json *json,
                            csr_buf **out_buf, csr_error *err)
{
    static const csr_shape no_params = { .name = "no parameters", .size = sizeof(uint32_t), .clear_at = -1 };
    const csr_shape *shape = operation->in != NULL ? operation->in : &no_params;
    const writer to = { { write_answer }, &session->desk->host, out_buf };
    _Alignas(16) char params[CSRI_SHAPE_BYTES_MAX] = { 0 };
    csri_buffer documents;
    answer given = { .number = 0 };
    csr_id id = { { 0 } };
    csr_status status = read_subject(operation, json, &id, err);

    csri_buffer_init(&documents, to.host, 0);
    if (status == CSR_OK)
        status = csri_params_from_json(shape, json, operation->subject != NULL ? "id" : NULL, params, &documents, err);
    if (status == CSR_OK)
        status = csri_run_to(session, operation, &id, params, &given, &to.finish, err);
    if (status == CSR_OK && operation->gives == CSRI_GIVES_RESULT)
        csr_result_free(given.result);
    if (status != CSR_OK) { /* it was written, and then the commit failed */
        csr_buf_free(*out_buf);
        *out_buf = NULL;
    }
    csri_buffer_free(&documents);
    return status;
}

csr_status csri_operation_find(const char *name, size_t len, const csri_operation **out, csr_error *err)
{
    len = csri_text_nts(name, len);
    *out = csri_operation_named(name, len);
    return *out != NULL ? CSR_OK
                        : csri_fail(err, CSR_E_UNKNOWN_OPERATION, "operation", "there is no operation \"%.*s\"",
                                    len > 80 ? 80 : (int)len, name);
}

csr_status csr_call(csr_session *session, const char *operation, size_t operation_len, const char *json,
                    size_t json_len, csr_buf **out_buf, csr_error *err)
{
    const csri_operation *op;
    const csri_json *params;
    csr_status status;

    csri_error_clear(err);
    if (out_buf != NULL)
        *out_buf = NULL;
    if (session == NULL || out_buf == NULL || operation == NULL)
        return csri_fail(err, CSR_E_ARGUMENT,
                         session == NULL   ? "session"
                         : out_buf == NULL ? "out_buf"
                                           : "operation",
                         "NULL was given");
    status = csri_operation_find(operation, operation_len, &op, err);
    if (status != CSR_OK)
        return status;
    if (json == NULL)
        json = "{}", json_len = 2;
    status =
        csri_json_read(&session->desk->host, json, csri_text_nts(json, json_len), JSON_BYTES, JSON_DEPTH, &params, err);
    if (status != CSR_OK)
        return status;
    if (csri_json_is(params, CSRI_JSON_OBJECT))
        status = call_with(session, op, params, out_buf, err);
    else
        status = csri_fail(err, CSR_E_ARGUMENT, "json", "the parameters are one JSON object");
    csri_json_free(params);
    return status;
}
