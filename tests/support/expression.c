#include "support/expression.h"

#include <csr/status.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static char told[4096];

static void put(const char *text, size_t len)
{
    size_t used = strlen(told), left = sizeof told - used - 1;
    if (len > left)
        len = left;
    memcpy(told + used, text, len);
    told[used + len] = '\0';
}

static void put_value(const csr_value *v);

static void put_items(const csr_value *v)
{
    put(v->kind == CSR_VALUE_LIST ? "[" : "{", 1);
    for (size_t i = 0; i < v->count; i++) {
        put(", ", i == 0 ? 0 : 2);
        if (v->kind == CSR_VALUE_LIST) {
            put_value(&v->as.items[i]);
            continue;
        }
        put_value(&v->as.items[2 * i]);
        put(": ", 2);
        put_value(&v->as.items[2 * i + 1]);
    }
    put(v->kind == CSR_VALUE_LIST ? "]" : "}", 1);
}

static void put_quoted(const csr_value *v)
{
    put(v->kind == CSR_VALUE_STRING  ? "\""
        : v->kind == CSR_VALUE_BYTES ? "b\""
                                     : "?",
        v->kind == CSR_VALUE_BYTES ? 2 : 1);
    put(v->as.text, v->count);
    put("\"", v->kind == CSR_VALUE_UNDECIDED ? 0 : 1);
}

static void put_value(const csr_value *v)
{
    char text[64] = "";
    switch (v->kind) {
    case CSR_VALUE_NULL: put("null", 4); break;
    case CSR_VALUE_BOOL: put(v->as.integer ? "true" : "false", v->as.integer ? 4 : 5); break;
    case CSR_VALUE_INT: (void)snprintf(text, sizeof text, "%" PRId64, v->as.integer); break;
    case CSR_VALUE_UINT: (void)snprintf(text, sizeof text, "%" PRIu64 "u", v->as.natural); break;
    case CSR_VALUE_DOUBLE: (void)snprintf(text, sizeof text, "%.17gd", v->as.real); break;
    case CSR_VALUE_TIMESTAMP:
        (void)snprintf(text, sizeof text, "t%" PRId64 ".%09d", v->as.integer, (int)v->nanos);
        break;
    case CSR_VALUE_DURATION:
        (void)snprintf(text, sizeof text, "r%" PRId64 ".%09d", v->as.integer, (int)v->nanos);
        break;
    case CSR_VALUE_TYPE: (void)snprintf(text, sizeof text, "type %" PRId64, v->as.integer); break;
    case CSR_VALUE_LIST:
    case CSR_VALUE_MAP: put_items(v); break;
    default: put_quoted(v); break;
    }
    put(text, strlen(text));
}

const char *test_expression(const char *text, uint32_t flags, const csr_expression_field *fields,
                            const csr_value *facts, size_t count)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_expression *expression;
    csr_error err = CSR_ERROR_INIT;
    csr_value value;
    char room[8192];

    told[0] = '\0';
    params.flags = flags;
    params.text.ptr = text;
    params.text.len = CSR_NTS;
    params.fields = fields;
    params.field_count = count;
    if (csr_expression_compile(&params, &expression, NULL, &err) != CSR_OK) {
        (void)snprintf(told, sizeof told, "!%s", err.message);
        return told;
    }
    input.facts = facts;
    input.fact_count = count;
    input.room = room;
    input.room_bytes = sizeof room;
    if (csr_expression_evaluate(expression, &input, &value, &err) == CSR_OK)
        put_value(&value);
    csr_expression_free(expression);
    return told;
}

const char *test_expression_report(const char *text, const csr_expression_field *fields, size_t count)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression *expression;
    csr_buf *report = NULL;

    told[0] = '\0';
    params.text.ptr = text;
    params.text.len = CSR_NTS;
    params.fields = fields;
    params.field_count = count;
    (void)csr_expression_compile(&params, &expression, &report, NULL);
    if (report != NULL)
        put(csr_buf_text(report), csr_buf_size(report));
    csr_buf_free(report);
    csr_expression_free(expression);
    return told;
}
