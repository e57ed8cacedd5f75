#include "support/desk_clone.h"

#include <stdlib.h>
#include <string.h>

static char *append(char *text, size_t *len, const csr_buf *buf)
{
    char *longer = realloc(text, *len + csr_buf_size(buf) + 1);

    if (longer == NULL)
        abort();
    memcpy(longer + *len, csr_buf_text(buf), csr_buf_size(buf) + 1);
    *len += csr_buf_size(buf);
    return longer;
}

char *desk_export(csr_session *session, csr_error *err)
{
    csr_export *lines;
    csr_buf *buf = NULL;
    char *text = NULL;
    size_t len = 0;
    csr_status status = csr_export_open(session, &lines, err);

    while (status == CSR_OK && (status = csr_export_next(lines, &buf, err)) == CSR_OK && buf != NULL) {
        text = append(text, &len, buf);
        csr_buf_free(buf);
    }
    csr_export_close(lines);
    if (status == CSR_OK)
        return text;
    free(text);
    return NULL;
}

csr_status desk_put(csr_import *lines, const char *text, size_t len, size_t piece, csr_error *err)
{
    csr_status status = CSR_OK;

    for (size_t at = 0; at < len && status == CSR_OK; at += piece)
        status = csr_import_put(lines, text + at, len - at < piece ? len - at : piece, err);
    return status;
}

csr_status desk_import(const char *uri, const csr_import_open_params *params, const char *text, size_t piece,
                       csr_desk **out_desk, csr_error *err)
{
    csr_import *lines;
    csr_status status = csr_import_open(uri, params, &lines, err);

    if (out_desk != NULL)
        *out_desk = NULL;
    if (status == CSR_OK)
        status = desk_put(lines, text, strlen(text), piece, err);
    if (status == CSR_OK)
        status = csr_import_finish(lines, out_desk, err);
    csr_import_close(lines);
    return status;
}

char *desk_export_of(csr_desk *desk)
{
    csr_session *session;
    char *text = NULL;

    if (csr_session_open(desk, NULL, &session, NULL) == CSR_OK)
        text = desk_export(session, NULL);
    csr_session_close(session);
    return text;
}
