#include "policy/expression_type.h"
#include "policy/expression_value.h"

#include "base/error.h"
#include "base/guard.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

#define ALL_FLAGS (CSR_EXPRESSION_UNCHECKED | CSR_EXPRESSION_LARGE | CSR_EXPRESSION_LENIENT | CSR_EXPRESSION_PURE)

void csri_expression_report(csr_expression *e, uint32_t from, uint32_t to, const char *code, const char *format, ...)
{
    csri_expression_error *error;
    char text[CSRI_EXPRESSION_SAID];
    va_list values;
    int len;

    if (e->errors == NULL)
        e->errors = csri_arena_take(e->arena, CSRI_EXPRESSION_ERRORS * sizeof(*e->errors));
    if (e->error_count == CSRI_EXPRESSION_ERRORS || e->arena->exhausted)
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
    error->text = csri_arena_text(e->arena, text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1);
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
        csri_buffer_init(&report, e->arena->host, 0);
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

/* An expression with a scope of its own; the first member is what others know. */
typedef struct alone {
    csr_expression e;
    csr_host host;
    csri_arena arena;
    csri_scope scope;
} alone;

/* A text that is sound, as long as it says. */
static csr_status check_text(const csr_str *given, const char *field, csr_str *out, csr_error *err)
{
    *out = (csr_str){ given->ptr, csri_text_nts(given->ptr, given->len) };
    if (out->ptr == NULL && out->len != 0)
        return csri_fail(err, CSR_E_ARGUMENT, field, "%s has a length but no bytes", field);
    if (!csri_utf8_valid(out->ptr, out->len, NULL))
        return csri_fail(err, CSR_E_ARGUMENT, field, "%s is no UTF-8", field);
    return CSR_OK;
}

static csr_status check_length(const csr_str *text, uint32_t flags, csr_error *err)
{
    size_t most = (flags & CSR_EXPRESSION_LARGE) != 0 ? CSRI_EXPRESSION_LARGE_BYTES : CSR_EXPRESSION_BYTES_MAX;

    if (text->len > most)
        return csri_fail(err, CSR_E_LIMIT, "text", "the expression is longer than %zu bytes", most);
    return CSR_OK;
}

static csr_status take_text(csr_expression *e, const csr_str *given, const char *field, csr_str *out, csr_error *err)
{
    csr_str text;
    csr_status status = check_text(given, field, &text, err);

    if (status != CSR_OK)
        return status;
    *out = csri_arena_text(e->arena, text.ptr, text.len);
    return out->ptr == NULL ? no_memory(err) : CSR_OK;
}

static csr_status take_params(alone *own, const csr_expression_params *params, csr_error *err)
{
    csr_expression *e = &own->e;
    csr_status status = take_text(e, &params->text, "text", &e->text, err);

    if (status == CSR_OK)
        status = take_text(e, &params->container, "container", &e->container, err);
    if (status == CSR_OK)
        status = take_text(e, &params->zoneinfo, "zoneinfo", &e->zoneinfo, err);
    if (status == CSR_OK)
        status = check_length(&e->text, params->flags, err);
    if (status != CSR_OK)
        return status;
    e->flags = params->flags;
    status = csri_scope_take(&own->scope, e->arena, params, err);
    own->scope.zoneinfo = e->zoneinfo;
    e->scope = &own->scope;
    e->fields = own->scope.fields;
    e->field_count = own->scope.field_count;
    return status;
}

/* Nearly all types are a word that is there already. */
static const char *type_text(csr_expression *e)
{
    csri_buffer text;

    if (e->root->type->kind < CSR_VALUE_LIST)
        return csri_value_kind_name(e->root->type->kind);
    csri_buffer_init(&text, e->arena->host, 0);
    csri_value_type_write(e->root->type, &text);
    return csri_arena_keep(e->arena, &text).ptr;
}

static void settle_type(csr_expression *e, const csri_value_type *wanted, const csr_str *name)
{
    if (wanted != NULL && !csri_value_type_fits(e->root->type, wanted))
        csri_expression_report(e, e->root->from, e->root->to, "E110", "this is %s, and a %.*s is wanted",
                               csri_value_kind_said(e->root->type->kind), (int)name->len, name->ptr);
    e->type = type_text(e);
}

static csr_status read_type(csr_expression *e, const csr_expression_params *params, csr_error *err)
{
    csr_str name = { params->type.ptr, csri_text_nts(params->type.ptr, params->type.len) };
    const csri_value_type *type = name.len == 0 ? NULL : csri_value_type_read(e->arena, name);

    if (name.len != 0 && type == NULL && !e->arena->exhausted)
        return csri_fail(err, CSR_E_ARGUMENT, "type", "this type is not known");
    settle_type(e, type, &name);
    return CSR_OK;
}

csr_status csri_expression_compile_condition(const csri_scope *scope, csr_str text, uint32_t flags,
                                             const uint64_t *guarded, csr_expression **out, csr_error *err)
{
    static const csr_str wanted = { "bool", 4 };
    csr_expression *e = csri_arena_take(scope->arena, sizeof(*e));

    *out = e;
    if (e == NULL)
        return no_memory(err);
    e->arena = scope->arena;
    e->is_shared = 1;
    e->text = csri_arena_text(e->arena, text.ptr, text.len);
    e->zoneinfo = scope->zoneinfo;
    e->flags = flags;
    e->scope = scope;
    e->fields = scope->fields;
    e->field_count = scope->field_count;
    e->guarded = guarded;
    e->root = e->text.ptr == NULL ? NULL : csri_expression_parse(e);
    if (e->root != NULL) {
        csri_expression_check(e, e->root);
        if (e->error_count == 0)
            csri_expression_fold(e, e->root);
        settle_type(e, csri_value_type_of(CSR_VALUE_BOOL), &wanted);
    }
    e->guarded = NULL;
    if (e->arena->exhausted)
        return no_memory(err);
    return e->error_count != 0 ? CSR_E_POLICY : CSR_OK;
}

/* CSR_E_POLICY leaves the errors in the expression. */
static csr_status compile(alone *own, const csr_expression_params *params, csr_error *err)
{
    csr_expression *e = &own->e;
    csr_status status = take_params(own, params, err);

    if (status != CSR_OK)
        return status;
    e->root = csri_expression_parse(e);
    if (e->root != NULL) {
        csri_expression_check(e, e->root);
        if (e->error_count == 0)
            csri_expression_fold(e, e->root);
        status = read_type(e, params, err);
    }
    if (e->arena->exhausted)
        return no_memory(err);
    return status == CSR_OK && e->error_count != 0 ? CSR_E_POLICY : status;
}

csr_status csri_expression_compile_told(const csr_expression_params *params, csr_expression **out, csr_error *err)
{
    alone *own;
    csr_host host;

    *out = NULL;
    csri_host_take(&host, params->host);
    own = csri_alloc_zero(&host, sizeof(*own));
    if (own == NULL)
        return no_memory(err);
    *out = &own->e;
    own->host = host;
    own->e.arena = &own->arena;
    csri_arena_init(&own->arena, &own->host);
    return compile(own, params, err);
}

/* Tell what is wrong, and keep what is not. */
static csr_status settle(csr_status status, csr_expression *e, csr_expression **out, csr_buf **out_report,
                         csr_error *err)
{
    if (status == CSR_E_POLICY)
        status = tell(e, out_report, err);
    if (status == CSR_OK)
        *out = e;
    else
        csr_expression_free(e);
    return status;
}

static csr_status check_flags(uint32_t flags, csr_error *err)
{
    if ((flags & ~ALL_FLAGS) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "flags", "there are flags that are not known");
    return CSR_OK;
}

csr_status csr_expression_compile(const csr_expression_params *params, csr_expression **out, csr_buf **out_report,
                                  csr_error *err)
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
    status = check_flags(params->flags, err);
    if (status == CSR_OK)
        status = csri_host_check(params->host, err);
    if (status != CSR_OK)
        return status;
    status = csri_expression_compile_told(params, &e, err);
    return settle(status, e, out, out_report, err);
}

csr_status csri_expression_compile_in(const csri_scope *scope, const csr_expression_params *params,
                                      csr_expression **out, csr_buf **out_report, csr_error *err)
{
    csr_expression *e;
    csr_str text, zoneinfo;
    csr_status status = check_flags(params->flags, err);

    *out = NULL;
    *out_report = NULL;
    if (status == CSR_OK)
        status = check_text(&params->text, "text", &text, err);
    if (status == CSR_OK)
        status = check_text(&params->zoneinfo, "zoneinfo", &zoneinfo, err);
    if (status == CSR_OK)
        status = check_length(&text, params->flags, err);
    if (status != CSR_OK)
        return status;
    status = csri_expression_compile_condition(scope, text, params->flags, NULL, &e, err);
    return settle(status, e, out, out_report, err);
}

void csr_expression_free(csr_expression *expression)
{
    alone *own = (alone *)(void *)expression;
    csr_host host;

    if (expression == NULL)
        return;
    for (csri_held *held = expression->held; held != NULL; held = held->next)
        csr_zone_free(held->zone);
    if (expression->is_shared)
        return;
    host = own->host;
    csri_arena_free(&own->arena);
    csri_free(&host, own, sizeof(*own));
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
