#include "documents.h"

#include "common.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_file(const char *word)
{
    size_t len = strlen(word);

    return strcmp(word, "-") == 0 || strchr(word, '/') != NULL || (len > 5 && strcmp(word + len - 5, ".json") == 0) ||
           access(word, F_OK) == 0;
}

/* The document of the desk's policy that is in force. */
static int read_policy(struct tool *tool, const char *kind, const char *name, char **out, size_t *len)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *params, *answer = NULL;
    int code = tool_open(tool, DESK_READ_ONLY);

    if (code != CODE_DONE)
        return code;
    params = need(json_pack("{s:s, s:s}", "kind", kind, "name", name));
    if (tool_call(tool, "policy.current", params, &answer, &err) != CSR_OK) {
        code = say_error("policy.current", &err);
    } else {
        const json_t *row = json_array_get(json_object_get(answer, "rows"), 0);
        *out = need(json_dumps(json_object_get(row, "document"), JSON_ENCODE_ANY));
        *len = strlen(*out);
    }
    json_decref(answer);
    json_decref(params);
    return code;
}

int document_read(struct tool *tool, const char *kind, const char *word, char **out, size_t *len)
{
    if (!is_file(word))
        return read_policy(tool, kind, word, out, len);
    *out = read_whole(word, len);
    return *out != NULL ? CODE_DONE : CODE_REFUSED;
}

/* A calendar that lies beside the document; where none does, the desk may have it. */
static csr_status add_calendar(csr_session *session, const char *path, const char *name, csr_error *err)
{
    csr_policy_add_params params = CSR_POLICY_ADD_PARAMS_INIT;
    const char *slash = strrchr(path, '/');
    char *beside = text_format("%.*s%s.json", (int)(slash != NULL ? slash + 1 - path : 0), path, name), *text = NULL;
    csr_status status = CSR_OK;
    size_t len = 0;

    if (strcmp(name, "24x7") != 0 && strchr(name, '/') == NULL && access(beside, R_OK) == 0)
        text = read_whole(beside, &len);
    if (text != NULL) {
        params.kind = CSR_POLICY_CALENDAR;
        csr_str_set(&params.name, name, CSR_NTS);
        csr_str_set(&params.document, text, len);
        status = csr_policy_add(session, &params, NULL, err);
    }
    free(text);
    free(beside);
    return status;
}

/* All calendars that are named anywhere in the document. */
static csr_status add_calendars(csr_session *session, const char *path, json_t *value, csr_error *err)
{
    csr_status status = CSR_OK;
    json_t *member;
    const char *name;
    size_t i;

    json_object_foreach(value, name, member)
    {
        if (status == CSR_OK && strcmp(name, "calendar") == 0 && json_is_string(member))
            status = add_calendar(session, path, json_string_value(member), err);
        else if (status == CSR_OK)
            status = add_calendars(session, path, member, err);
    }
    json_array_foreach(value, i, member)
    {
        if (status == CSR_OK)
            status = add_calendars(session, path, member, err);
    }
    return status;
}

csr_status document_calendars(csr_session *session, const char *path, const char *text, size_t len, csr_error *err)
{
    json_t *document = json_loadb(text, len, 0, NULL);
    csr_status status = add_calendars(session, path, document, err);

    json_decref(document);
    return status;
}

/* The desk that was named; else one in memory that knows the calendars beside the document. */
static int open_for_check(struct tool *tool, const char *path, const char *text, size_t len)
{
    const char *desk = getenv("CSR_DESK");
    csr_error err = CSR_ERROR_INIT;
    int code;

    if (args_value(&tool->args, "desk") != NULL || (desk != NULL && desk[0] != '\0'))
        return tool_open(tool, DESK_READ_ONLY);
    code = tool_open(tool, DESK_IN_MEMORY);
    if (code == CODE_DONE && document_calendars(tool->session, path, text, len, &err) != CSR_OK)
        code = say_error("policy.add", &err);
    return code;
}

int document_check(struct tool *tool, const char *kind, const char *path)
{
    const json_t *operation = catalog_operation(&tool->catalog, "policy.check");
    csr_error err = CSR_ERROR_INIT;
    json_t *params = NULL, *answer = NULL;
    size_t len = 0;
    char *text = read_whole(path, &len);
    int code = text != NULL ? open_for_check(tool, path, text, len) : CODE_REFUSED;

    if (code == CODE_DONE) {
        params = json_pack("{s:s, s:s%}", "kind", kind, "document", text, len);
        if (params == NULL)
            code = say(CODE_REFUSED, "%s: this is no UTF-8", path);
    }
    if (code == CODE_DONE && tool_call(tool, "policy.check", params, &answer, &err) != CSR_OK)
        code = say_error("policy.check", &err);
    if (code == CODE_DONE)
        code = output_answer(tool, operation, answer);
    json_decref(answer);
    json_decref(params);
    free(text);
    return code;
}
