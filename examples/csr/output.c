#include "output.h"

#include "command.h"
#include "common.h"
#include "names.h"
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void output_json(const json_t *value)
{
    (void)json_dumpf(value, stdout, JSON_COMPACT | JSON_ENCODE_ANY);
    putchar('\n');
}

/* The end of a page that is not the last one; only people need to be told. */
static void tell_more(struct tool *tool, const json_t *answer)
{
    if (!tool_asked(tool, "all") && json_is_string(json_object_get(answer, "next"))) {
        fflush(stdout);
        fprintf(stderr, "there is more: --all, or --after %s\n", text_of(answer, "next"));
    }
}

/* A finding of severity error makes a check fail. */
static int findings_code(const char *kind, const json_t *rows)
{
    const json_t *row;
    size_t i;

    if (strcmp(kind, "diagnostic") != 0)
        return CODE_DONE;
    json_array_foreach(rows, i, row)
    {
        if (strcmp(text_of(row, "severity"), "error") == 0)
            return CODE_REFUSED;
    }
    return CODE_DONE;
}

/* Findings that point into a text are no table: lines below each other have to stay so. */
static int points_into_text(const char *kind, const json_t *rows)
{
    const json_t *row;
    size_t i;
    int points = 0;

    json_array_foreach(rows, i, row)
    {
        points |= strchr(text_of(row, "text"), '\n') != NULL;
    }
    return points && strcmp(kind, "diagnostic") == 0;
}

static void output_findings(const json_t *rows)
{
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        const char *suggestion = text_of(row, "suggestion");
        printf("%s: %s: %s\n", text_of(row, "severity"), text_of(row, "place"), text_of(row, "text"));
        if (suggestion[0] != '\0')
            printf("  %s\n", suggestion);
    }
}

static int output_rows(struct tool *tool, const json_t *operation, const json_t *answer)
{
    const json_t *rows = json_object_get(answer, "rows"), *row;
    const char *kind = text_of(answer, "kind");
    int code = CODE_DONE;
    size_t i;

    if (!tool_for_people(tool)) {
        json_array_foreach(rows, i, row)
        {
            output_json(row);
        }
    } else if (points_into_text(kind, rows)) {
        output_findings(rows);
    } else if (command_gives_list(operation) || json_array_size(rows) != 1) {
        code = table_rows(tool, kind, rows);
        tell_more(tool, answer);
    } else {
        code = table_record(tool, kind, json_array_get(rows, 0));
    }
    return code != CODE_DONE ? code : findings_code(kind, rows);
}

/* A new record: what people call it, and its id. */
static void tell_id(struct tool *tool, const json_t *operation, const char *id)
{
    const char *name = text_of(operation, "name");
    char *noun = text_copy(name, strcspn(name, "."));
    const char *label = name_label(tool, noun, id);

    if (strcmp(label, id) != 0)
        printf("%s  ", label);
    printf("%s\n", id);
    free(noun);
}

int output_answer(struct tool *tool, const json_t *operation, const json_t *answer)
{
    const json_t *value;

    if (json_object_get(answer, "rows") != NULL)
        return output_rows(tool, operation, answer);
    if (!tool_for_people(tool))
        output_json(answer);
    else if ((value = json_object_get(answer, "id")) != NULL)
        tell_id(tool, operation, json_string_value(value));
    else if ((value = json_object_get(answer, "version")) != NULL)
        printf("version %" JSON_INTEGER_FORMAT "\n", json_integer_value(value));
    else if ((value = json_object_get(answer, "count")) != NULL)
        printf("%" JSON_INTEGER_FORMAT "\n", json_integer_value(value));
    return CODE_DONE;
}

int output_result(struct tool *tool, const csr_result *result)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *buf = NULL;
    json_t *answer, *rows, *row;
    const char *kind;
    int code = CODE_DONE;
    size_t i;

    if (csr_result_json(result, &buf, &err) != CSR_OK)
        return say_error("output", &err);
    answer = need(json_loadb(csr_buf_text(buf), csr_buf_size(buf), JSON_ALLOW_NUL, NULL));
    csr_buf_free(buf);
    rows = json_object_get(answer, "rows");
    kind = text_of(answer, "kind");
    if (tool_for_people(tool))
        code = table_rows(tool, kind, rows);
    else
        json_array_foreach(rows, i, row)
        {
            output_json(row);
        }
    code = code != CODE_DONE ? code : findings_code(kind, rows);
    json_decref(answer);
    return code;
}
