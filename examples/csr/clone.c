#include "clone.h"

#include "common.h"
#include "extras.h"
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 256 * 1024 };

static int cannot(const char *path)
{
    return say(CODE_REFUSED, "%s: %s", path, strerror(errno));
}

/* All lines of the export. 0, or an exit code and a message. */
static int write_lines(csr_export *lines, FILE *out, const char *path)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *buf = NULL;
    csr_status status;
    int code = CODE_DONE;

    while (code == CODE_DONE && (status = csr_export_next(lines, &buf, &err)) == CSR_OK && buf != NULL) {
        if (fwrite(csr_buf_text(buf), 1, csr_buf_size(buf), out) != csr_buf_size(buf))
            code = cannot(path);
        csr_buf_free(buf);
        buf = NULL;
    }
    return code == CODE_DONE && err.status != CSR_OK ? say_error("export", &err) : code;
}

/* Under another name first, so that a file of the name given is always whole. */
static int write_file(csr_export *lines, const char *path)
{
    char *part = text_format("%s.part", path);
    FILE *out = fopen(part, "wb");
    int code = out != NULL ? write_lines(lines, out, path) : cannot(part);

    if (out != NULL && code == CODE_DONE && (fflush(out) != 0 || fsync(fileno(out)) != 0))
        code = cannot(part);
    if (out != NULL && fclose(out) != 0 && code == CODE_DONE)
        code = cannot(part);
    if (code == CODE_DONE && rename(part, path) != 0)
        code = cannot(path);
    if (out != NULL && code != CODE_DONE)
        (void)remove(part);
    free(part);
    return code;
}

/* Whether a name is free or a plain file's, whose place another one may take: a pipe, a device, a link is written to. */
static int may_be_replaced(const char *path)
{
    struct stat found;

    return lstat(path, &found) != 0 || S_ISREG(found.st_mode);
}

static int write_through(csr_export *lines, const char *path)
{
    FILE *out = fopen(path, "wb");
    int code = out != NULL ? write_lines(lines, out, path) : cannot(path);

    if (out != NULL && fclose(out) != 0 && code == CODE_DONE)
        code = cannot(path);
    return code;
}

static int write_to(csr_export *lines, const char *path)
{
    if (strcmp(path, "-") == 0)
        return write_lines(lines, stdout, "standard output");
    return may_be_replaced(path) ? write_file(lines, path) : write_through(lines, path);
}

int export_command(struct tool *tool, int argc, char **argv, int at)
{
    struct option_set set = { NULL, 0, 0 };
    csr_error err = CSR_ERROR_INIT;
    csr_export *lines = NULL;
    int code = extra_args(tool, &set, NULL, argc, argv, at);
    const char *path = tool->args.word_count == 1 ? tool->args.words[0] : "";

    if (code == CODE_DONE && path[0] == '\0')
        code = say(CODE_USAGE, "export: where to? csr export FILE|-");
    if (code == CODE_DONE && strcmp(path, "-") != 0)
        code = tool_may_write(tool, path, NULL);
    if (code == CODE_DONE)
        code = tool_open(tool, DESK_READ_ONLY);
    if (code == CODE_DONE && csr_export_open(tool->session, &lines, &err) != CSR_OK)
        code = say_error("export", &err);
    if (code == CODE_DONE)
        code = write_to(lines, path);
    csr_export_close(lines);
    option_set_free(&set);
    return code;
}

int clone_begins(const char *text, size_t len)
{
    static const char mark[] = "{\"csr_export\":";
    size_t n = sizeof mark - 1;

    return len >= n && memcmp(text, mark, n) == 0;
}

static csr_status put_all(csr_import *lines, FILE *file, const char *begun, size_t begun_len, csr_error *err)
{
    char *piece = need(malloc(PIECE_BYTES));
    csr_status status = csr_import_put(lines, begun, begun_len, err);
    size_t n;

    while (status == CSR_OK && (n = fread(piece, 1, PIECE_BYTES, file)) > 0)
        status = csr_import_put(lines, piece, n, err);
    free(piece);
    return status;
}

static void tell(const csr_import *lines)
{
    csr_import_view view = { .struct_size = (uint32_t)sizeof view };
    char id[CSR_ID_TEXT_BYTES];
    json_t *answer;

    (void)csr_import_progress(lines, &view, NULL);
    csr_id_format(&view.desk, id);
    answer = need(json_pack("{s:s, s:I, s:I, s:I, s:I}", "desk", id, "lines", (json_int_t)view.lines, "recorded",
                            (json_int_t)view.recorded, "known", (json_int_t)view.known, "resumed",
                            (json_int_t)view.resumed));
    output_json(answer);
    json_decref(answer);
}

static int take_in(struct tool *tool, csr_import *lines, FILE *file, const char *begun, size_t begun_len,
                   const struct clone_plan *plan)
{
    csr_error err = CSR_ERROR_INIT;
    csr_status status = put_all(lines, file, begun, begun_len, &err);

    if (status == CSR_OK && ferror(file))
        return cannot(plan->name);
    if (status == CSR_OK)
        status = csr_import_finish(lines, &tool->desk, &err);
    if (status != CSR_OK)
        return say_error("import", &err);
    tell(lines);
    return CODE_DONE;
}

int clone_import(struct tool *tool, FILE *file, const char *begun, size_t begun_len, const struct clone_plan *plan)
{
    csr_desk_open_params desk = CSR_DESK_OPEN_PARAMS_INIT;
    csr_import_open_params params = CSR_IMPORT_OPEN_PARAMS_INIT;
    csr_option options[TOOL_OPTIONS_MAX];
    csr_error err = CSR_ERROR_INIT;
    csr_import *lines = NULL;
    const char *uri = NULL;
    int code = tool_options(tool, options, &desk.option_count);

    if (code == CODE_DONE)
        code = tool_timeout(tool, &params.timeout_us);
    desk.timeout_us = params.timeout_us;
    desk.options = options;
    params.desk = &desk;
    params.batch = (int32_t)plan->batch;
    params.flags = (plan->dry_run ? CSR_IMPORT_DRY_RUN : 0) | (plan->unproven ? CSR_IMPORT_UNPROVEN : 0);
    if (code == CODE_DONE)
        code = tool_desk(tool, &uri);
    if (code == CODE_DONE && csr_import_open(uri, &params, &lines, &err) != CSR_OK)
        code = say_error("import", &err);
    if (code == CODE_DONE)
        code = take_in(tool, lines, file, begun, begun_len, plan);
    csr_import_close(lines);
    tool_options_free(options, desk.option_count);
    return code;
}
