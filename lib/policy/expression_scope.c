#include "policy/expression_host.h"
#include "policy/expression_type.h"

#include "base/error.h"
#include "base/text.h"

static csr_status no_memory(csr_error *err)
{
    return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the fields of an expression");
}

static csr_str take_text(csri_arena *arena, const csr_str *given)
{
    return csri_arena_text(arena, given->ptr, csri_text_nts(given->ptr, given->len));
}

static csr_status take_field(csri_arena *arena, const csr_expression_field *given, csri_field *out, csr_error *err)
{
    csr_str *values;

    if (given->struct_size < sizeof(*given) || given->name.len == 0)
        return csri_fail(err, CSR_E_ARGUMENT, "fields", "a field needs its struct_size and a name");
    out->name = take_text(arena, &given->name);
    out->unit = take_text(arena, &given->unit);
    out->flags = given->flags;
    values = csri_arena_take(arena, (given->value_count + 1) * sizeof(*values));
    if (arena->exhausted)
        return no_memory(err);
    for (size_t i = 0; i < given->value_count; i++)
        values[i] = take_text(arena, &given->values[i]);
    out->values = values;
    out->value_count = given->value_count;
    out->type =
        csri_value_type_read(arena, (csr_str){ given->type.ptr, csri_text_nts(given->type.ptr, given->type.len) });
    if (arena->exhausted)
        return no_memory(err);
    if (out->type == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "fields", "field \"%.*s\" has a type that is not known",
                         (int)out->name.len, out->name.ptr);
    return CSR_OK;
}

/* Where the number of a field of this name is, or would be. */
static uint16_t *place_of(const csri_scope *scope, const char *name, size_t len)
{
    size_t mask = scope->place_count - 1;

    for (size_t i = csri_text_hash(0, name, len) & mask;; i = (i + 1) & mask) {
        uint16_t *place = &scope->places[i];
        const csr_str *known;
        if (*place == 0)
            return place;
        known = &scope->fields[*place - 1].name;
        if (known->len == len && memcmp(known->ptr, name, len) == 0)
            return place;
    }
}

/* Of fields of one name the first one is found. */
static csr_status place_fields(csri_scope *scope, csr_error *err)
{
    size_t count = 16;

    while (count < 2 * scope->field_count)
        count *= 2;
    scope->places = csri_arena_take(scope->arena, count * sizeof(*scope->places));
    if (scope->places == NULL)
        return no_memory(err);
    scope->place_count = count;
    for (size_t i = 0; i < scope->field_count; i++) {
        uint16_t *place = place_of(scope, scope->fields[i].name.ptr, scope->fields[i].name.len);
        if (*place == 0)
            *place = (uint16_t)(i + 1);
    }
    return CSR_OK;
}

int32_t csri_scope_find(const csri_scope *scope, const char *name, size_t len)
{
    return (int32_t)*place_of(scope, name, len) - 1;
}

csr_status csri_scope_take(csri_scope *out, csri_arena *arena, const csr_expression_params *params, csr_error *err)
{
    csr_status status = CSR_OK;

    if (params->field_count > CSRI_EXPRESSION_FIELDS)
        return csri_fail(err, CSR_E_LIMIT, "fields", "there are more than %d fields", CSRI_EXPRESSION_FIELDS);
    out->arena = arena;
    out->fields = csri_arena_take(arena, (params->field_count + 1) * sizeof(*out->fields));
    if (out->fields == NULL)
        return no_memory(err);
    for (size_t i = 0; i < params->field_count && status == CSR_OK; i++, out->field_count++)
        status = take_field(arena, &params->fields[i], &out->fields[i], err);
    if (status == CSR_OK)
        status = place_fields(out, err);
    return status == CSR_OK ? csri_host_functions_take(out, arena, params, err) : status;
}
