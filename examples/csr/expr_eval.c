#include "expr_eval.h"

#include "common.h"
#include "expr_value.h"

#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 64
#define FUNCTIONS_MAX 16
#define ITEMS_MAX 4096
#define ROOM_BYTES (256 * 1024)

/* What is kept from line to line, and what a line declares. */
struct work {
    const char *zoneinfo;
    csr_expression_field fields[FIELDS_MAX];
    csr_value facts[FIELDS_MAX];
    csr_expression_function functions[FUNCTIONS_MAX];
    csr_str arguments[FUNCTIONS_MAX][CSR_FUNCTION_ARGUMENTS_MAX];
    size_t function_count;
    size_t field_count;
    struct value_pile pile;
    void *room;
};

static csr_str text_of(const json_t *json)
{
    csr_str text = { json_string_value(json), json_is_string(json) ? json_string_length(json) : 0 };

    return text;
}

static csr_expression_field *declare(struct work *w, const char *name, csr_str type)
{
    static const csr_expression_field none = CSR_EXPRESSION_FIELD_INIT;
    csr_expression_field *field = &w->fields[w->field_count];

    if (w->field_count == FIELDS_MAX) {
        return NULL;
    }
    *field = none;
    csr_str_set(&field->name, name, strlen(name));
    field->type = type;
    memset(&w->facts[w->field_count++], 0, sizeof w->facts[0]);
    return field;
}

/* The overloads of a function that the line declares; one that cannot be declared is left out, and not found then. */
static void declare_function(struct work *w, const char *name, const json_t *overloads)
{
    static const csr_expression_function none = CSR_EXPRESSION_FUNCTION_INIT;

    for (size_t i = 0; i < json_array_size(overloads) && w->function_count < FUNCTIONS_MAX; i++) {
        const json_t *overload = json_array_get(overloads, i), *params = json_object_get(overload, "params");
        csr_expression_function *f = &w->functions[w->function_count];
        if (json_array_size(params) > CSR_FUNCTION_ARGUMENTS_MAX) {
            continue;
        }
        *f = none;
        csr_str_set(&f->name, name, strlen(name));
        f->result = text_of(json_object_get(overload, "result"));
        f->arguments = w->arguments[w->function_count++];
        for (f->argument_count = 0; f->argument_count < json_array_size(params); f->argument_count++) {
            w->arguments[w->function_count - 1][f->argument_count] = text_of(json_array_get(params, f->argument_count));
        }
    }
}

/* The names of the line: those with a type, then those with a value only. */
static int declare_names(struct work *w, const json_t *line)
{
    const json_t *types = json_object_get(line, "type_env"), *values = json_object_get(line, "bindings"), *value;
    const char *name;
    size_t at;

    for (size_t i = 0; i < json_array_size(types); i++) {
        const json_t *entry = json_array_get(types, i);
        name = json_string_value(json_object_get(entry, "name"));
        if (name && json_object_get(entry, "overloads")) {
            declare_function(w, name, json_object_get(entry, "overloads"));
        }
        if (name && json_object_get(entry, "type") && !declare(w, name, text_of(json_object_get(entry, "type")))) {
            return 0;
        }
    }
    json_object_foreach((json_t *)values, name, value)
    {
        for (at = 0; at < w->field_count && (strncmp(w->fields[at].name.ptr, name, w->fields[at].name.len) != 0 ||
                                             name[w->fields[at].name.len] != '\0');
             at++) {
        }
        if ((at == w->field_count && !declare(w, name, CSR_STR("dyn"))) ||
            !expr_value_read(value, &w->pile, &w->facts[at])) {
            return 0;
        }
    }
    return 1;
}

static int is_set(const json_t *line, const char *flag)
{
    return json_is_true(json_object_get(line, flag));
}

static void answer_value(const csr_value *value, json_t *answer)
{
    if (value->kind == CSR_VALUE_UNDECIDED) {
        (void)json_object_set_new(answer, "error", json_stringn(value->as.text, value->count));
    } else {
        (void)json_object_set_new(answer, "value", expr_value_json(value));
    }
}

static void answer(struct work *w, const json_t *line, json_t *out)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_expression *expression;
    csr_value value;

    params.flags = CSR_EXPRESSION_LARGE | CSR_EXPRESSION_LENIENT | CSR_EXPRESSION_UNCHECKED;
    params.text = text_of(json_object_get(line, "expr"));
    params.container = text_of(json_object_get(line, "container"));
    csr_str_set(&params.zoneinfo, w->zoneinfo, w->zoneinfo ? strlen(w->zoneinfo) : 0);
    params.fields = w->fields;
    params.field_count = w->field_count;
    params.functions = w->functions;
    params.function_count = w->function_count;
    if (csr_expression_compile(&params, &expression, NULL, &err) != CSR_OK) {
        (void)json_object_set_new(out, "error", json_string(err.message));
        return;
    }
    if (is_set(line, "check_only")) {
        (void)json_object_set_new(out, "value", json_pack("{s:s}", "type", csr_expression_type(expression)));
    } else {
        input.facts = w->facts;
        input.fact_count = w->field_count;
        input.room = w->room;
        input.room_bytes = ROOM_BYTES;
        if (csr_expression_evaluate(expression, &input, &value, &err) == CSR_OK) {
            answer_value(&value, out);
        } else {
            (void)json_object_set_new(out, "error", json_string(err.message));
        }
    }
    csr_expression_free(expression);
}

static void filter_line(struct work *w, const char *text, size_t len, FILE *out)
{
    static const char *const kept[] = { "file", "section", "name" };
    json_error_t why;
    json_t *line = json_loadb(text, len, JSON_ALLOW_NUL, &why), *reply = json_object();

    w->field_count = w->function_count = w->pile.used = w->pile.bytes_used = 0;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        json_t *member = json_object_get(line, kept[i]);
        (void)json_object_set(reply, kept[i], member ? member : json_null());
    }
    if (!json_is_object(line) || !json_is_string(json_object_get(line, "expr"))) {
        (void)json_object_set_new(reply, "error", json_string("the line is no JSON object with an expr"));
    } else if (!declare_names(w, line)) {
        (void)json_object_set_new(reply, "error", json_string("type_env or bindings cannot be read"));
    } else {
        answer(w, line, reply);
    }
    (void)json_dumpf(reply, out, JSON_COMPACT);
    (void)fputc('\n', out);
    json_decref(reply);
    json_decref(line);
}

int expr_eval(FILE *in, FILE *out, const char *zoneinfo_dir)
{
    struct work w = { .zoneinfo = zoneinfo_dir };
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;

    w.pile.items = need(malloc(ITEMS_MAX * sizeof *w.pile.items));
    w.pile.capacity = ITEMS_MAX;
    w.pile.bytes = need(malloc(ITEMS_MAX));
    w.pile.bytes_capacity = ITEMS_MAX;
    w.room = need(malloc(ROOM_BYTES));
    while ((len = getline(&line, &capacity, in)) >= 0) {
        filter_line(&w, line, (size_t)len, out);
    }
    free(line);
    free(w.room);
    free(w.pile.bytes);
    free(w.pile.items);
    return ferror(in) || fflush(out) != 0 || ferror(out);
}
