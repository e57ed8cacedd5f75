#include "policy/expression_host.h"

#include "base/error.h"
#include "base/text.h"
#include "policy/expression_type.h"

#include <string.h>

#define FUNCTIONS_MAX 256
#define ALL_FLAGS (CSR_FUNCTION_METHOD | CSR_FUNCTION_PURE)

typedef struct csri_host_function {
    csri_function function; /* the first member: a host function is one of its own */
    char letters[CSRI_FUNCTION_ARGUMENTS + 1];
    const csri_value_type *types[CSRI_FUNCTION_ARGUMENTS];
    const csri_value_type *result;
    csr_expression_function given;
    const struct csri_host_function *next; /* of its name */
} csri_host_function;

static const csri_host_function *host_of(const csri_function *function)
{
    return (const csri_host_function *)(const void *)function;
}

static csr_value run_host(csri_run *run, const csr_value *arguments)
{
    const csri_host_function *f = host_of(run->function);
    csr_value out = { 0 };
    size_t bytes;
    void *room;

    if (f->given.run == NULL)
        return csri_value_undecided("the function has only been declared");
    if (!csri_run_pay(run, (size_t)f->given.cost))
        return csri_value_undecided("the limit of cost is passed");
    room = csri_run_room(run, 0);
    bytes = room == NULL ? 0 : run->room_left;
    if (f->given.run(f->given.user, arguments, strlen(f->letters), room, &bytes, &out) <= 0)
        return csri_value_undecided("the function gives no value");
    if (room != NULL)
        (void)csri_run_room(run, bytes < run->room_left ? bytes : run->room_left);
    if (out.kind != CSR_VALUE_UNDECIDED && f->result->kind > 0 && out.kind != f->result->kind)
        return csri_value_undecided("the function gives a value of another type");
    return out.kind < CSR_VALUE_NULL || out.kind > CSR_VALUE_UNDECIDED
               ? csri_value_undecided("the function gives a value of another type")
               : out;
}

int64_t csri_host_function_cost(const csri_function *function)
{
    return host_of(function)->given.cost;
}

int csri_is_host_function(const csri_function *function)
{
    return function->run == run_host;
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int is_name(csr_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_letter(name.ptr[i]) && (i == 0 || name.ptr[i] < '0' || name.ptr[i] > '9'))
            return 0;
    return name.len != 0;
}

static int is_taken(csr_str name, int is_method)
{
    static const char *const words[] = { "has", "all", "exists", "exists_one", "existsOne", "filter", "map" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (name.len == strlen(words[i]) && memcmp(name.ptr, words[i], name.len) == 0)
            return 1;
    return csri_function_find(NULL, name, is_method) != NULL;
}

/* A type's text; NULL when it is none or memory is short. */
static const csri_value_type *type_of(csri_arena *arena, const csr_str *text)
{
    return csri_value_type_read(arena, (csr_str){ text->ptr, csri_text_nts(text->ptr, text->len) });
}

static csr_status take_types(csri_host_function *f, csri_arena *arena, csr_error *err)
{
    const csr_expression_function *given = &f->given;

    f->result = type_of(arena, &given->result);
    for (size_t i = 0; i < given->argument_count; i++) {
        f->types[i] = type_of(arena, &given->arguments[i]);
        if (f->types[i] != NULL)
            f->letters[i] = csri_value_letter(f->types[i]->kind);
        else
            f->result = NULL;
    }
    if (f->result != NULL)
        return CSR_OK;
    if (arena->exhausted)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the functions of an expression");
    return csri_fail(err, CSR_E_ARGUMENT, "functions", "%s() has a type that is not known", f->function.name);
}

static csr_status take_function(csri_host_function *f, csri_arena *arena, const csr_expression_function *given,
                                csr_error *err)
{
    size_t len = csri_text_nts(given->name.ptr, given->name.len);
    int is_method = (given->flags & CSR_FUNCTION_METHOD) != 0;
    csr_str name = { given->name.ptr, len };

    if (given->struct_size < sizeof(*given) || !is_name(name))
        return csri_fail(err, CSR_E_ARGUMENT, "functions", "a function needs its struct_size and a name");
    name = csri_arena_text(arena, name.ptr, len);
    if (name.ptr == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the functions of an expression");
    if (is_taken(name, is_method))
        return csri_fail(err, CSR_E_ARGUMENT, "functions", "%s() is a function of the language", name.ptr);
    if ((given->flags & ~ALL_FLAGS) != 0 || given->argument_count > CSRI_FUNCTION_ARGUMENTS || given->cost < 0 ||
        (is_method && given->argument_count == 0) || (given->arguments == NULL && given->argument_count != 0))
        return csri_fail(err, CSR_E_ARGUMENT, "functions", "%s() has flags, arguments or a cost that cannot be",
                         name.ptr);
    f->given = *given;
    f->given.cost = given->cost == 0 ? 1 : given->cost;
    f->function = (csri_function){ .name = name.ptr, .arguments = f->letters, .is_method = (uint8_t)is_method };
    f->function.run = run_host;
    return take_types(f, arena, err);
}

csr_status csri_host_functions_take(csri_scope *scope, csri_arena *arena, const csr_expression_params *params,
                                    csr_error *err)
{
    csr_status status = CSR_OK;

    if (params->function_count == 0)
        return CSR_OK;
    if (params->functions == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "functions", "there is a number of functions but no functions");
    if (params->function_count > FUNCTIONS_MAX)
        return csri_fail(err, CSR_E_LIMIT, "functions", "there are more than %d functions", FUNCTIONS_MAX);
    scope->functions = csri_arena_take(arena, params->function_count * sizeof(*scope->functions));
    if (scope->functions == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the functions of an expression");
    for (size_t i = 0; i < params->function_count && status == CSR_OK; i++) {
        csri_host_function *f = &scope->functions[i];
        status = take_function(f, arena, &params->functions[i], err);
        for (size_t k = i; status == CSR_OK && k > 0; k--) {
            csri_host_function *before = &scope->functions[k - 1];
            if (before->function.is_method == f->function.is_method &&
                strcmp(before->function.name, f->function.name) == 0) {
                before->next = f;
                break;
            }
        }
        scope->function_count++;
    }
    return status;
}

const csri_function *csri_host_function_find(const csri_scope *scope, csr_str name, int is_method)
{
    for (size_t i = 0; i < scope->function_count; i++) {
        const csri_function *f = &scope->functions[i].function;
        if (f->is_method == is_method && strlen(f->name) == name.len && memcmp(f->name, name.ptr, name.len) == 0)
            return f;
    }
    return NULL;
}

const csri_function *csri_host_function_next(const csri_function *function)
{
    const csri_host_function *next = host_of(function)->next;

    return next == NULL ? NULL : &next->function;
}

int csri_host_function_fits(const csri_function *function, const csri_node *call)
{
    const csri_host_function *f = host_of(function);
    size_t i = 0;

    for (const csri_node *child = call->first; child != NULL; child = child->next, i++)
        if (!csri_value_type_fits(child->type, f->types[i]))
            return 0;
    return 1;
}

const csri_value_type *csri_host_function_result(const csri_function *function)
{
    return host_of(function)->result;
}

int csri_is_pure(const csri_function *function)
{
    if (!csri_is_host_function(function))
        return 1;
    for (const csri_host_function *f = host_of(function); f != NULL; f = f->next)
        if ((f->given.flags & CSR_FUNCTION_PURE) == 0)
            return 0;
    return 1;
}
