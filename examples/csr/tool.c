#include "tool.h"

#include "common.h"
#include "instants.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int tool_asked(const struct tool *tool, const char *option)
{
    return args_value(&tool->args, option) != NULL;
}

int tool_for_people(const struct tool *tool)
{
    if (tool_asked(tool, "json"))
        return 0;
    return tool_asked(tool, "table") || isatty(STDOUT_FILENO);
}

/* --backend-option key=value, any number of them; the keys are copies. 0, or CODE_USAGE and a message. */
int tool_options(const struct tool *tool, csr_option options[TOOL_OPTIONS_MAX], size_t *count)
{
    const struct args *args = &tool->args;

    *count = 0;
    for (size_t i = 0; i < args->given_count; i++) {
        const char *equals;
        if (strcmp(args->given[i].name, "backend_option") != 0)
            continue;
        equals = strchr(args->given[i].value, '=');
        if (equals == NULL || *count == TOOL_OPTIONS_MAX)
            return say(CODE_USAGE, "--backend-option takes key=value, such as synchronous=normal");
        options[*count].key = text_copy(args->given[i].value, (size_t)(equals - args->given[i].value));
        options[*count].value = equals + 1;
        ++*count;
    }
    return CODE_DONE;
}

void tool_options_free(csr_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free((void *)(uintptr_t)options[i].key);
}

/* --timeout: how long each call of the library may take. 0, or CODE_USAGE and a message. */
int tool_timeout(const struct tool *tool, int64_t *out_us)
{
    const char *given = args_value(&tool->args, "timeout");

    *out_us = 0;
    if (given == NULL)
        return CODE_DONE;
    if (!duration_read(given, out_us) || *out_us <= 0)
        return say(CODE_USAGE, "--timeout takes a duration, such as 5s");
    return CODE_DONE;
}

/* --attachment-limits: bytes of one, bytes of all of a record, how many of them. */
static int read_limits(const struct tool *tool, csr_desk_open_params *params)
{
    int64_t *const to[] = { &params->attachment_bytes, &params->attachments_bytes, &params->attachments };
    const char *at = args_value(&tool->args, "attachment_limits");
    int sound = 1;

    if (at == NULL)
        return CODE_DONE;
    for (size_t i = 0; i < 3 && sound; i++) {
        char *end;
        sound = *at >= '0' && *at <= '9';
        *to[i] = sound ? (int64_t)strtoll(at, &end, 10) : 0;
        sound = sound && *end == (i < 2 ? ',' : '\0');
        at = sound ? end + 1 : at;
    }
    return sound ? CODE_DONE
                 : say(CODE_USAGE, "--attachment-limits takes bytes of one, bytes of a record and how many, such as "
                                   "1048576,10485760,50");
}

static int open_desk(struct tool *tool, const char *uri, enum desk_use use)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_option options[TOOL_OPTIONS_MAX];
    csr_error err = CSR_ERROR_INIT;
    int code = tool_options(tool, options, &params.option_count);

    if (code == CODE_DONE)
        code = tool_timeout(tool, &params.timeout_us);
    if (code == CODE_DONE)
        code = read_limits(tool, &params);

    params.options = options;
    params.zoneinfo = args_value(&tool->args, "zoneinfo");
    params.flags = use == DESK_CREATE || use == DESK_IN_MEMORY
                       ? 0
                       : (use == DESK_READ_ONLY ? CSR_OPEN_READ_ONLY : CSR_OPEN_EXISTING);
    if (code == CODE_DONE && use != DESK_CREATE && strchr(uri, ':') == NULL && access(uri, F_OK) != 0)
        code = say(CODE_REFUSED, "%s: there is no such desk; `csr init` makes one", uri);
    if (code == CODE_DONE && csr_desk_open(uri, &params, &tool->desk, &err) != CSR_OK) {
        /* The message names the file. */
        if (strcmp(err.field, "uri") == 0)
            err.field[0] = '\0';
        code = say_error("open", &err);
    }
    tool_options_free(options, params.option_count);
    return code;
}

/* The agent that --as or CSR_AGENT names; a session of the system asks for it. */
static int find_actor(struct tool *tool, const char *handle, csr_id *out)
{
    csr_agent_find_params params = CSR_AGENT_FIND_PARAMS_INIT;
    csr_agent_view view = { .struct_size = (uint32_t)sizeof view };
    csr_error err = CSR_ERROR_INIT;
    csr_result *result = NULL;

    csr_str_set(&params.handle, handle, CSR_NTS);
    if (csr_agent_find(tool->session, &params, &result, &err) != CSR_OK ||
        csr_agent_at(result, 0, &view, &err) != CSR_OK) {
        csr_result_free(result);
        return err.status == CSR_E_NOT_FOUND
                   ? say(CODE_REFUSED, "--as: no agent is called %s; `csr agent list` shows them", handle)
                   : say_error("--as", &err);
    }
    *out = view.id;
    csr_result_free(result);
    return CODE_DONE;
}

static int open_session(struct tool *tool)
{
    csr_session_open_params params = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    const char *actor = args_value(&tool->args, "as");
    int code = tool_timeout(tool, &params.timeout_us);

    if (code != CODE_DONE)
        return code;
    if (actor == NULL)
        actor = getenv("CSR_AGENT");
    if (csr_session_open(tool->desk, &params, &tool->session, &err) != CSR_OK)
        return say_error("open", &err);
    if (actor == NULL || actor[0] == '\0')
        return CODE_DONE;
    code = find_actor(tool, actor, &params.agent);
    csr_session_close(tool->session);
    tool->session = NULL;
    if (code == CODE_DONE && csr_session_open(tool->desk, &params, &tool->session, &err) != CSR_OK)
        code = say_error("open", &err);
    return code;
}

int tool_desk(const struct tool *tool, const char **out)
{
    *out = args_value(&tool->args, "desk");
    if (*out == NULL)
        *out = getenv("CSR_DESK");
    if (*out == NULL || (*out)[0] == '\0')
        return say(CODE_USAGE, "which desk? give --desk FILE or set CSR_DESK");
    return CODE_DONE;
}

/* Whether both are one file, or will be. */
static int is_same_file(const char *a, const char *b)
{
    struct stat x, y;

    return strcmp(a, b) == 0 || (stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_ino == y.st_ino && x.st_dev == y.st_dev);
}

int tool_is_desk(const struct tool *tool, const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    const char *desk = args_value(&tool->args, "desk");
    int same = 0;

    desk = desk != NULL ? desk : getenv("CSR_DESK");
    for (size_t i = 0; desk != NULL && !same && i < sizeof suffixes / sizeof suffixes[0]; i++) {
        char *name = text_format("%s%s", desk, suffixes[i]);
        same = is_same_file(name, path);
        free(name);
    }
    return same;
}

int tool_may_write(const struct tool *tool, const char *path, const char *from)
{
    if (tool_is_desk(tool, path))
        return say(CODE_REFUSED, "%s: this is the desk; name another file", path);
    if (from != NULL && is_same_file(from, path))
        return say(CODE_REFUSED, "%s: this is what is read; name another file", path);
    return CODE_DONE;
}

int tool_open(struct tool *tool, enum desk_use use)
{
    const char *uri = "memory:";
    int code = CODE_DONE;

    if (tool->session != NULL)
        return CODE_DONE;
    if (use != DESK_IN_MEMORY)
        code = tool_desk(tool, &uri);
    if (code == CODE_DONE)
        code = open_desk(tool, uri, use);
    return code == CODE_DONE ? open_session(tool) : code;
}

void tool_close(struct tool *tool)
{
    csr_session_close(tool->session);
    csr_desk_close(tool->desk);
    json_decref(tool->labels);
    catalog_free(&tool->catalog);
    option_set_free(&tool->globals);
    args_free(&tool->args);
    memset(tool, 0, sizeof *tool);
}

csr_status tool_call(struct tool *tool, const char *operation, const json_t *params, json_t **answer, csr_error *err)
{
    char *text = params != NULL ? need(json_dumps(params, JSON_COMPACT)) : NULL;
    csr_buf *buf = NULL;
    csr_status status = csr_call(tool->session, operation, CSR_NTS, text, CSR_NTS, &buf, err);

    free(text);
    *answer = NULL;
    if (status == CSR_OK)
        *answer = need(json_loadb(csr_buf_text(buf), csr_buf_size(buf), JSON_ALLOW_NUL, NULL));
    csr_buf_free(buf);
    return status;
}

/* Seconds east of UTC of "+hh:mm" or "Z"; the library has checked the form. */
static int32_t offset_seconds(const char *text)
{
    if (strlen(text) != 6)
        return 0;
    int32_t hours = 10 * (text[1] - '0') + text[2] - '0', minutes = 10 * (text[4] - '0') + text[5] - '0';
    return (text[0] == '-' ? -60 : 60) * (60 * hours + minutes);
}

static void read_offset(struct tool *tool)
{
    csr_settings_view view = { .struct_size = (uint32_t)sizeof view };
    csr_result *result = NULL;

    tool->has_offset = 1;
    if (tool->session == NULL || csr_settings_get(tool->session, &result, NULL) != CSR_OK)
        return;
    if (csr_settings_at(result, 0, &view, NULL) == CSR_OK) {
        tool->shows_suffix = view.display_offset.len > 0;
        tool->offset_s = offset_seconds(view.display_offset.len > 0 ? view.display_offset.ptr : "");
    }
    csr_result_free(result);
}

int32_t tool_offset(struct tool *tool)
{
    if (!tool->has_offset)
        read_offset(tool);
    return tool->offset_s;
}

void tool_show_time(struct tool *tool, csr_time at, char out[CSR_TIME_TEXT_BYTES])
{
    size_t len;

    (void)csr_time_format(at, tool_offset(tool), out, NULL);
    len = strlen(out);
    if (!tool->shows_suffix && len > 0 && out[len - 1] == 'Z')
        out[len - 1] = '\0';
}
