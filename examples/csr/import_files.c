/* For realpath(), which is POSIX since 2008 but not so to glibc. */
#define _XOPEN_SOURCE 700
/*
 * Lines of attachments: their content stands in the line as base64, or in a file beside the lines.
 */
#include "common.h"
#include "import_kinds.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PART = 786432 }; /* bytes that are read and compared at a time: of base64 a whole number of threes */

/* What is to be attached, and where. */
struct file {
    const char *noun;
    json_t *id;      /* of the record that it belongs to */
    json_t *inlined; /* base64, or NULL */
    FILE *stream;    /* or a file */
    int64_t bytes;
};

char *import_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? text_copy(".", 1) : text_copy(path, slash == path ? 1 : (size_t)(slash - path));
    char *real = realpath(folder, NULL);

    free(folder);
    return real;
}

/* Whether a real path lies below a folder's. */
static int is_below(const char *folder, const char *path)
{
    size_t n = strlen(folder);

    return strncmp(folder, path, n) == 0 && (path[n] == '/' || strcmp(folder, "/") == 0);
}

/* A file of the folder of the lines, or below it: links that lead out of there are followed and refused. */
static csr_status open_beside(struct import *import, const json_t *name, struct file *out)
{
    struct stat found;
    char *path, *real;
    csr_status status = CSR_OK;
    int fd = -1;

    if (!json_is_string(name) || strlen(json_string_value(name)) != json_string_length(name) ||
        json_string_length(name) == 0 || json_string_value(name)[0] == '/')
        return import_refuse(import, CSR_E_ARGUMENT, "file", "a path from the folder of the lines is expected");
    if (import->folder == NULL)
        return import_refuse(import, CSR_E_ARGUMENT, "file", "lines from standard input have no folder; use bytes");
    path = text_format("%s/%s", import->folder, json_string_value(name));
    real = realpath(path, NULL);
    free(path);
    if (real == NULL)
        return import_refuse(import, CSR_E_NOT_FOUND, "file", strerror(errno));
    if (!is_below(import->folder, real))
        status = import_refuse(import, CSR_E_ARGUMENT, "file", "it lies outside of the folder of the lines");
    else if (tool_is_desk(import->tool, real))
        status = import_refuse(import, CSR_E_ARGUMENT, "file", "this is the desk itself");
    if (status == CSR_OK)
        fd = open(real, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (status == CSR_OK && (fd < 0 || fstat(fd, &found) != 0))
        status = import_refuse(import, CSR_E_NOT_FOUND, "file", strerror(errno));
    if (status == CSR_OK && !S_ISREG(found.st_mode))
        status = import_refuse(import, CSR_E_ARGUMENT, "file", "this is no plain file");
    if (status == CSR_OK) {
        out->bytes = (int64_t)found.st_size;
        out->stream = need(fdopen(fd, "rb"));
    } else if (fd >= 0) {
        (void)close(fd);
    }
    free(real);
    return status;
}

/* Bytes that a text of base64 stands for; what is none of it the library refuses. */
static int64_t decoded_bytes(const json_t *text)
{
    size_t n = json_string_length(text);
    const char *end = json_string_value(text) + n;

    return (int64_t)(n / 4 * 3) - (n >= 4 && end[-1] == '=') - (n >= 4 && end[-2] == '=');
}

/* The text that a part of an attachment must be when it holds what the line does. */
static char *part_of(struct file *file, int64_t offset, size_t n)
{
    char *bytes, *text;

    if (file->inlined != NULL) {
        size_t from = (size_t)offset / 3 * 4;
        return text_copy(json_string_value(file->inlined) + from, (n + 2) / 3 * 4);
    }
    bytes = need_zeroed(n + 1, 1);
    n = fread(bytes, 1, n, file->stream);
    text = base64_of(bytes, n);
    free(bytes);
    return text;
}

/* Whether an attachment of the same length holds the same bytes. */
static csr_status compare(struct import *import, const json_t *row, struct file *file, int *same)
{
    csr_status status = CSR_OK;

    *same = 1;
    if (file->stream != NULL)
        rewind(file->stream);
    for (int64_t at = 0; at < file->bytes && *same && status == CSR_OK; at += PART) {
        size_t n = (size_t)(file->bytes - at < PART ? file->bytes - at : PART);
        json_t *part = NULL;
        char *expected;
        status = import_find_row(import, "attachment.read",
                                 json_pack("{s:O, s:I, s:i}", "id", json_object_get(row, "id"), "offset",
                                           (json_int_t)at, "max_bytes", PART),
                                 &part);
        expected = part_of(file, at, n);
        *same = status == CSR_OK && strcmp(text_of(part, "bytes"), expected) == 0;
        free(expected);
        json_decref(part);
    }
    return status;
}

/* Whether a row of the list is what the line means. What was erased does not come back. */
static csr_status is_known(struct import *import, const json_t *row, const json_t *members, struct file *file,
                           int *known)
{
    int cleaned = json_is_true(json_object_get(members, "clean"));

    *known = 0;
    if (json_integer_value(json_object_get(row, "size_bytes")) != file->bytes)
        return CSR_OK;
    *known = json_object_get(row, "erased_at") != NULL;
    if (*known || (!cleaned && !json_equal(json_object_get(row, "name"), json_object_get(members, "name"))))
        return CSR_OK;
    return compare(import, row, file, known);
}

static csr_status find_known(struct import *import, const json_t *members, struct file *file, int *known)
{
    json_t *query = need(json_pack("{s:O, s:i}", "subject", file->id, "limit", CSR_PAGE_MAX));
    json_t *answer = NULL, *row;
    size_t i;
    csr_status status = import_call(import, "attachment.list", query, &answer); /* never more than a page */

    *known = 0;
    json_array_foreach(json_object_get(answer, "rows"), i, row)
    {
        if (status == CSR_OK && !*known)
            status = is_known(import, row, members, file, known);
    }
    json_decref(answer);
    return status;
}

/* Send a file to the desk part by part. */
static csr_status upload(struct import *import, struct file *file, json_t *members)
{
    csr_attachment_append_params part = CSR_ATTACHMENT_APPEND_PARAMS_INIT;
    csr_session *session = import->tool->session;
    char *bytes = need_zeroed(PART, 1), text[CSR_ID_TEXT_BYTES];
    csr_id id;
    csr_status status = csr_attachment_begin(session, NULL, &id, &import->err);

    import->writes += status == CSR_OK;
    rewind(file->stream);
    for (size_t n = PART; status == CSR_OK && n == PART;) {
        n = fread(bytes, 1, PART, file->stream);
        part.bytes.ptr = bytes;
        part.bytes.len = n;
        if (n != 0)
            status = csr_attachment_append(session, &id, &part, NULL, &import->err);
        part.offset += (int64_t)n;
    }
    if (status == CSR_OK && ferror(file->stream))
        status = import_refuse(import, CSR_E_NOT_FOUND, "file", "it cannot be read");
    csr_id_format(&id, text);
    (void)json_object_set_new(members, "upload", json_string(text));
    free(bytes);
    return status;
}

static csr_status attach(struct import *import, const struct kind *kind, json_t *members, struct file *file,
                         enum import_outcome *out)
{
    int known = 0;
    csr_status status = find_known(import, members, file, &known);

    *out = known ? IMPORT_KNOWN : IMPORT_ADDED;
    if (status != CSR_OK || known)
        return status;
    (void)json_object_set(members, file->noun, file->id);
    if (file->stream != NULL)
        status = upload(import, file, members);
    return status == CSR_OK ? import_add(import, kind, members, NULL) : status;
}

/* The name of a file is what it is called there, unless the line says something else. */
static void name_it(json_t *members, const json_t *path)
{
    const char *text = json_string_value(path), *slash = text != NULL ? strrchr(text, '/') : NULL;

    if (text != NULL && json_object_get(members, "name") == NULL)
        (void)json_object_set_new(members, "name", json_string(slash != NULL ? slash + 1 : text));
}

/* Known by its record, its name and what it holds. */
csr_status import_take_attachment(struct import *import, const struct kind *kind, json_t *members,
                                  enum import_outcome *out)
{
    static const char *const nouns[] = { "interaction", "note", "ticket", NULL };
    json_t *path = json_incref(json_object_get(members, "file"));
    struct file file = { .inlined = json_object_get(members, "bytes") };
    csr_status status;

    (void)json_object_del(members, "file");
    if (json_object_get(members, "upload") != NULL || (path == NULL) == (file.inlined == NULL) ||
        (file.inlined != NULL && !json_is_string(file.inlined)))
        status = import_refuse(import, CSR_E_ARGUMENT, "bytes", "either bytes, as base64, or file is expected");
    else
        status = import_subject(import, members, nouns, &file.noun, &file.id);
    if (status == CSR_OK && path != NULL)
        status = open_beside(import, path, &file);
    else if (status == CSR_OK)
        file.bytes = decoded_bytes(file.inlined);
    if (status == CSR_OK) {
        name_it(members, path);
        status = attach(import, kind, members, &file, out);
    }
    if (file.stream != NULL)
        (void)fclose(file.stream);
    json_decref(file.id);
    json_decref(path);
    return status;
}
