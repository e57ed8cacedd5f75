#include "policy/expression_type.h"
#include "policy/expression_value.h"

#include "base/error.h"
#include "base/guard.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

/* What a condition of a rule takes, nearly always. */
#define CONDITION_BYTES 1024
#define ALL_FLAGS (CSR_EXPRESSION_UNCHECKED | CSR_EXPRESSION_LARGE | CSR_EXPRESSION_LENIENT | CSR_EXPRESSION_PURE)

void csri_expression_report(csr_expression *e, uint32_t from, uint32_t to, const char *code, const char *format, ...)
{
    csri_expression_error *error;
    char text[CSRI_EXPRESSION_SAID];
    va_list values;
    int len;

    if (e->error_count == CSRI_EXPRESSION_ERRORS || e->arena.exhausted)
        return;
    va_start(values, format);
    len = vsnprintf(text, sizeof(text), format, values);
    va_end(values);
    if (CSRI_NEVER(len < 0))
        len = 0;
    error = &e->errors[e->error_count];
    error->from = from;
    error->to = to;
    error->code = code;
    error->noun = CSR_STR("");
    error->text = csri_arena_text(&e->arena, text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1);
    e->error_count += error->text.ptr != NULL ? 1 : 0;
}

/* Blanks below the text up to the error, carets below it, what is wrong behind them. Characters, not bytes, are counted. */
void csri_expression_point(const csr_expression *e, const csri_expression_error *error, csri_buffer *out)
{
    size_t line = error->from;
    int column = 4; /* of what is wrong */

    while (line > 0 && e->text.ptr[line - 1] != '\n')
        line--;
    csri_buffer_text(out, "  ");
    for (size_t at = line; at < e->text.len && e->text.ptr[at] != '\n'; at++)
        csri_buffer_byte(out, (uint8_t)e->text.ptr[at]);
    csri_buffer_text(out, "\n  ");
    for (size_t at = line; at < error->from; (void)csri_utf8_next(e->text.ptr, &at), column++)
        csri_buffer_text(out, " ");
    csri_buffer_text(out, "^");
    for (size_t at = error->from + 1u; at < error->to && e->text.ptr[at] != '\n';
         (void)csri_utf8_next(e->text.ptr, &at), column++)
        csri_buffer_text(out, "^");
    csri_buffer_text(out, " ");
    for (size_t i = 0; i < error->text.len; i++) {
        csri_buffer_byte(out, (uint8_t)error->text.ptr[i]);
        if (error->text.ptr[i] == '\n')
            csri_buffer_format(out, "%*s", column, "");
    }
    csri_buffer_format(out, " [%s]\n", error->code);
}

const char *csri_expression_say(const csri_expression_error *error, char out[CSRI_EXPRESSION_SAID])
{
    for (size_t i = 0; i <= error->text.len; i++)
        out[i] = (char)(error->text.ptr[i] == '\n' ? ' ' : error->text.ptr[i]);
    return out;
}

unsigned csri_expression_column(const csr_expression *e, const csri_expression_error *error)
{
    unsigned column = 1;

    for (size_t at = 0; at < error->from;) {
        column = e->text.ptr[at] == '\n' ? 1 : column + 1;
        (void)csri_utf8_next(e->text.ptr, &at);
    }
    return column;
}

static csr_status tell(const csr_expression *e, csr_buf **out_report, csr_error *err)
{
    const csri_expression_error *first = &e->errors[0];
    csr_status status = CSR_OK;
    char said[CSRI_EXPRESSION_SAID];
    csri_buffer report;

    if (out_report != NULL) {
        csri_buffer_init(&report, &e->host, 0);
        for (size_t i = 0; i < e->error_count; i++)
            csri_expression_point(e, &e->errors[i], &report);
        status = csri_buffer_finish(&report, out_report, err);
    }
    if (status != CSR_OK)
        return status;
    return csri_fail(err, CSR_E_POLICY, "text", "column %u: %s", csri_expression_column(e, first),
                     csri_expression_say(first, said));
}

static csr_status no_memory(csr_error *err)
{
    return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for an expression");
}

static csr_status take_text(csr_expression *e, const csr_str *given, const char *field, csr_str *out, csr_error *err)
{
    size_t len = csri_text_nts(given->ptr, given->len);

    if (given->ptr == NULL && len != 0)
        return csri_fail(err, CSR_E_ARGUMENT, field, "%s has a length but no bytes", field);
    if (!csri_utf8_valid(given->ptr, len, NULL))
        return csri_fail(err, CSR_E_ARGUMENT, field, "%s is no UTF-8", field);
    *out = csri_arena_text(&e->arena, given->ptr, len);
    return out->ptr == NULL ? no_memory(err) : CSR_OK;
}

static csr_status take_params(csr_expression *e, const csri_scope *shared, const csr_expression_params *params,
                              csr_error *err)
{
    size_t most = (params->flags & CSR_EXPRESSION_LARGE) != 0 ? CSRI_EXPRESSION_LARGE_BYTES : CSR_EXPRESSION_BYTES_MAX;
    csr_status status = take_text(e, &params->text, "text", &e->text, err);

    if (status == CSR_OK)
        status = take_text(e, &params->container, "container", &e->container, err);
    if (status == CSR_OK)
        status = take_text(e, &params->zoneinfo, "zoneinfo", &e->zoneinfo, err);
    if (status != CSR_OK)
        return status;
    if (e->text.len > most)
        return csri_fail(err, CSR_E_LIMIT, "text", "the expression is longer than %zu bytes", most);
    e->flags = params->flags;
    if (shared == NULL) {
        status = csri_scope_take(&e->own, &e->arena, params, err);
        shared = &e->own;
    }
    e->scope = shared;
    e->fields = shared->fields;
    e->field_count = shared->field_count;
    return status;
}

static csr_status settle_type(csr_expression *e, const csr_expression_params *params, csr_error *err)
{
    csr_str wanted = { params->type.ptr, csri_text_nts(params->type.ptr, params->type.len) };
    const csri_value_type *type = wanted.len == 0 ? NULL : csri_value_type_read(&e->arena, wanted);
    csri_buffer text;

    if (wanted.len != 0 && type == NULL && !e->arena.exhausted)
        return csri_fail(err, CSR_E_ARGUMENT, "type", "this type is not known");
    if (type != NULL && !csri_value_type_fits(e->root->type, type))
        csri_expression_report(e, e->root->from, e->root->to, "E110", "this is %s, and a %.*s is wanted",
                               csri_value_kind_said(e->root->type->kind), (int)wanted.len, wanted.ptr);
    csri_buffer_init(&text, &e->host, 0);
    csri_value_type_write(e->root->type, &text);
    e->type = csri_arena_keep(&e->arena, &text).ptr;
    return CSR_OK;
}

csr_status csri_expression_compile_like(const csr_expression *schema, csr_str text, const uint64_t *guarded,
                                        csr_expression **out, csr_error *err)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression *e = csri_alloc_zero(&schema->host, sizeof(*e));

    *out = e;
    if (e == NULL)
        return no_memory(err);
    e->host = schema->host;
    csri_arena_init_small(&e->arena, &e->host, CONDITION_BYTES);
    e->text = csri_arena_text(&e->arena, text.ptr, text.len);
    e->zoneinfo = schema->zoneinfo;
    e->flags = CSR_EXPRESSION_PURE;
    e->scope = schema->scope;
    e->fields = schema->fields;
    e->field_count = schema->field_count;
    e->guarded = guarded;
    params.type = CSR_STR("bool");
    e->root = e->text.ptr == NULL ? NULL : csri_expression_parse(e);
    if (e->root != NULL) {
        csri_expression_check(e, e->root);
        (void)settle_type(e, &params, err);
        if (e->error_count == 0)
            csri_expression_fold(e, e->root);
    }
    e->guarded = NULL;
    if (e->arena.exhausted)
        return no_memory(err);
    return e->error_count != 0 ? CSR_E_POLICY : CSR_OK;
}

/* CSR_E_POLICY leaves the errors in the expression. */
static csr_status compile(csr_expression *e, const csri_scope *shared, const csr_expression_params *params,
                          csr_error *err)
{
    csr_status status = take_params(e, shared, params, err);

    if (status != CSR_OK)
        return status;
    e->root = csri_expression_parse(e);
    if (e->root != NULL) {
        csri_expression_check(e, e->root);
        if (e->error_count == 0)
            csri_expression_fold(e, e->root);
        status = settle_type(e, params, err);
    }
    if (e->arena.exhausted)
        return no_memory(err);
    return status == CSR_OK && e->error_count != 0 ? CSR_E_POLICY : status;
}

static csr_status make(const csri_scope *shared, const csr_expression_params *params, csr_expression **out,
                       csr_error *err)
{
    csr_expression *e;
    csr_host host;

    csri_host_take(&host, params->host);
    e = *out = csri_alloc_zero(&host, sizeof(*e));
    if (e == NULL)
        return no_memory(err);
    e->host = host;
    csri_arena_init(&e->arena, &e->host);
    return compile(e, shared, params, err);
}

csr_status csri_expression_compile_told(const csr_expression_params *params, csr_expression **out, csr_error *err)
{
    return make(NULL, params, out, err);
}

csr_status csr_expression_compile(const csr_expression_params *params, csr_expression **out, csr_buf **out_report,
                                  csr_error *err)
{
    return csri_expression_compile_in(NULL, params, out, out_report, err);
}

csr_status csri_expression_compile_in(const csri_scope *shared, const csr_expression_params *params,
                                      csr_expression **out, csr_buf **out_report, csr_error *err)
{
    csr_expression *e;
    csr_status status;

    if (out_report != NULL)
        *out_report = NULL;
    if (out == NULL)
        return csri_out_missing(err, "out");
    *out = NULL;
    csri_error_clear(err);
    if (params == NULL || params->struct_size < sizeof(*params))
        return csri_fail(err, CSR_E_ARGUMENT, "params", "params is required, with its struct_size");
    if ((params->flags & ~ALL_FLAGS) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "flags", "there are flags that are not known");
    status = csri_host_check(params->host, err);
    if (status != CSR_OK)
        return status;
    status = make(shared, params, &e, err);
    if (status == CSR_E_POLICY)
        status = tell(e, out_report, err);
    if (status == CSR_OK)
        *out = e;
    else
        csr_expression_free(e);
    return status;
}

void csr_expression_free(csr_expression *expression)
{
    csr_host host;

    if (expression == NULL)
        return;
    host = expression->host;
    for (csri_held *held = expression->held; held != NULL; held = held->next)
        csr_zone_free(held->zone);
    csri_arena_free(&expression->arena);
    csri_free(&host, expression, sizeof(*expression));
}

const char *csr_expression_type(const csr_expression *expression)
{
    return expression == NULL ? "" : expression->type;
}

csr_status csr_expression_evaluate(const csr_expression *expression, const csr_expression_input *input, csr_value *out,
                                   csr_error *err)
{
    static const csr_expression_input nothing = CSR_EXPRESSION_INPUT_INIT;
    csri_run run;

    csri_error_clear(err);
    if (expression == NULL || out == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, expression == NULL ? "expression" : "out", "a pointer is missing");
    if (input == NULL)
        input = &nothing;
    if (input->struct_size < sizeof(*input) || (input->facts == NULL && input->fact_count != 0))
        return csri_fail(err, CSR_E_ARGUMENT, "input", "input needs its struct_size, and facts where there are some");
    csri_run_begin(&run, expression, input);
    *out = csri_expression_value(&run, expression->root);
    return CSR_OK;
}
