#include "command.h"

#include "common.h"
#include "help.h"
#include "names.h"
#include "output.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

int command_gives_list(const json_t *operation)
{
    return operation_param(operation, "limit") != NULL && strcmp(text_of(operation, "gives"), "result") == 0;
}

int command_has_pages(const json_t *operation)
{
    const json_t *param;
    size_t i;

    json_array_foreach(operation_params(operation), i, param)
    {
        if (text_begins(text_of(param, "name"), "after"))
            return command_gives_list(operation);
    }
    return 0;
}

/* The record that the operation works on, or NULL; its id is the first word. */
static const char *subject_of(const json_t *operation)
{
    return json_string_value(json_object_get(operation, "subject"));
}

void command_options(const struct tool *tool, const json_t *operation, struct option_set *out)
{
    json_t *param;
    size_t i;
    int clears = 0;

    json_array_foreach(operation_params(operation), i, param)
    {
        option_add(out, text_of(param, "name"), strcmp(text_of(param, "meaning"), "flag") != 0);
        clears |= json_is_true(json_object_get(param, "clearable"));
    }
    if (clears)
        option_add(out, "clear", 1);
    if (command_has_pages(operation))
        option_add(out, "all", 0);
    for (i = 0; i < tool->globals.count; i++)
        option_add(out, tool->globals.items[i].name, tool->globals.items[i].takes_value);
}

/* --clear NAME: null for a parameter that can be emptied. */
static int clear_param(const json_t *operation, const char *typed, json_t *params)
{
    char *name = text_replace(text_copy(typed, strlen(typed)), '-', '_');
    const json_t *param = operation_param(operation, name);
    int code = CODE_DONE;

    if (param == NULL || !json_is_true(json_object_get(param, "clearable")))
        code = say(CODE_USAGE, "--clear: %s cannot be emptied", typed);
    else
        (void)json_object_set_new(params, name, json_null());
    free(name);
    return code;
}

static int read_given(struct tool *tool, const json_t *operation, json_t *params)
{
    int code = CODE_DONE;

    for (size_t i = 0; i < tool->args.given_count && code == CODE_DONE; i++) {
        const struct given *given = &tool->args.given[i];
        const json_t *param = operation_param(operation, given->name);
        json_t *value;
        if (strcmp(given->name, "clear") == 0 && param == NULL)
            code = clear_param(operation, given->value, params);
        if (param == NULL)
            continue;
        code = value_read(tool, param, given->value, &value);
        if (code == CODE_DONE)
            (void)json_object_set_new(params, given->name, value);
    }
    return code;
}

/* Words fill the subject and then what is required and was not given as an option, in the order of the table. */
static int read_words(struct tool *tool, const json_t *operation, json_t *params)
{
    const struct args *args = &tool->args;
    const char *subject = subject_of(operation);
    size_t used = 0, i;
    int code = CODE_DONE;
    json_t *param, *value;

    if (subject != NULL && json_object_get(params, "id") == NULL && used < args->word_count) {
        code = name_resolve(tool, text_of(operation, "name"), subject, args->words[used++], &value);
        if (code == CODE_DONE)
            (void)json_object_set_new(params, "id", value);
    }
    json_array_foreach(operation_params(operation), i, param)
    {
        const char *name = text_of(param, "name");
        if (code != CODE_DONE || used >= args->word_count)
            break;
        if (!json_is_true(json_object_get(param, "required")) || json_object_get(params, name) != NULL)
            continue;
        code = value_read(tool, param, args->words[used++], &value);
        if (code == CODE_DONE)
            (void)json_object_set_new(params, name, value);
    }
    if (code == CODE_DONE && used < args->word_count)
        code = say(CODE_USAGE, "%s is one word too many", args->words[used]);
    return code;
}

static int check_required(const json_t *operation, const json_t *params)
{
    const char *subject = subject_of(operation);
    char *command = as_typed(text_of(operation, "name"));
    int code = CODE_DONE;
    json_t *param;
    size_t i;

    if (subject != NULL && json_object_get(params, "id") == NULL)
        code = say(CODE_USAGE, "%s: which %s?", command, subject);
    json_array_foreach(operation_params(operation), i, param)
    {
        if (code == CODE_DONE && json_is_true(json_object_get(param, "required")) &&
            json_object_get(params, text_of(param, "name")) == NULL) {
            char *name = text_replace(text_format("--%s", text_of(param, "name")), '_', '-');
            code = say(CODE_USAGE, "%s: %s is required", command, name);
            free(name);
        }
    }
    if (code != CODE_DONE)
        fprintf(stderr, "     csr %s --help says more\n", command);
    free(command);
    return code;
}

int command_params(struct tool *tool, const json_t *operation, json_t **out)
{
    int code;

    *out = need(json_object());
    code = read_given(tool, operation, *out);
    if (code == CODE_DONE)
        code = read_words(tool, operation, *out);
    if (code == CODE_DONE)
        code = check_required(operation, *out);
    return code;
}

/* The parameter that goes on behind the last row: "after" takes the token, "after_seq" the row's seq. */
static int next_page(const json_t *operation, const json_t *answer, json_t *params)
{
    const json_t *next = json_object_get(answer, "next"), *rows = json_object_get(answer, "rows"), *param;
    size_t i;

    if (json_is_string(next)) {
        (void)json_object_set(params, "after", (json_t *)(uintptr_t)next);
        return 1;
    }
    json_array_foreach(operation_params(operation), i, param)
    {
        const char *name = text_of(param, "name");
        json_t *last = json_array_get(rows, json_array_size(rows) - 1);
        if (text_begins(name, "after_") && json_object_get(last, name + 6) != NULL) {
            (void)json_object_set(params, name, json_object_get(last, name + 6));
            return 1;
        }
    }
    return 0;
}

static int run_pages(struct tool *tool, const json_t *operation, json_t *params)
{
    const char *name = text_of(operation, "name");
    int all = tool_asked(tool, "all"), code = CODE_DONE, more = 1;

    if (all && json_object_get(params, "limit") == NULL)
        (void)json_object_set_new(params, "limit", json_integer(CSR_PAGE_MAX));
    while (more && code == CODE_DONE) {
        csr_error err = CSR_ERROR_INIT;
        json_t *answer = NULL;
        if (tool_call(tool, name, params, &answer, &err) != CSR_OK)
            return say_error(name, &err);
        code = output_answer(tool, operation, answer);
        more = all && next_page(operation, answer, params);
        json_decref(answer);
    }
    return code;
}

int command_run(struct tool *tool, const json_t *operation, int argc, char **argv, int at, enum desk_use use)
{
    struct option_set options = { NULL, 0, 0 };
    json_t *params = NULL;
    int code;

    command_options(tool, operation, &options);
    tool->args.word_count = 0;
    code = args_read(&tool->args, &options, argc, argv, &at, 0);
    if (code == CODE_DONE && tool_asked(tool, "help")) {
        help_operation(operation);
    } else if (code == CODE_DONE) {
        code = tool_open(tool, use);
        if (code == CODE_DONE)
            code = command_params(tool, operation, &params);
        if (code == CODE_DONE)
            code = run_pages(tool, operation, params);
    }
    json_decref(params);
    option_set_free(&options);
    return code;
}
