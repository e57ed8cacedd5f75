#include <csr/exchange.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "desk/handles.h"
#include "record/row.h"
#include "store/exchange_lines.h"

#define KNOWN_FLAGS (CSR_IMPORT_DRY_RUN | CSR_IMPORT_UNPROVEN)
#define BATCH_DEFAULT 10000
#define BATCH_MAX 1000000

struct csr_export {
    csr_desk *desk;
    csri_exporter exporter;
    csr_limit limit; /* while it waits for its state; none behind that */
    int broken;
};

struct csr_import {
    csr_desk *desk; /* held, also when it was handed over */
    csri_importer importer;
    csri_buffer line; /* the beginning of a line whose end is still to come */
    csr_limit limit;  /* of the call under way */
    int64_t timeout_us;
    int dry_run, broken, finished;
};

/* A transaction may take its state with its first read only: that is now. */
static csr_status begin_export(csr_desk *desk, csr_export *lines, int64_t timeout_us, csr_error *err)
{
    csri_tx *tx = &lines->exporter.tx;
    csr_status status;

    lines->desk = desk;
    lines->exporter.desk = desk->id;
    tx->ops = desk->ops;
    tx->host = &desk->host;
    tx->err = err;
    csri_limit_init(&lines->limit);
    csri_limit_start(&lines->limit, timeout_us);
    status = csri_begin(desk->ops, desk->store, &desk->id, CSR_TX_READ, &lines->limit, &tx->handle, err);
    if (status != CSR_OK)
        return status;
    status = csri_exists(tx, &csri_settings_record, &desk->id, "desk");
    if (status != CSR_OK)
        desk->ops->rollback(tx->handle);
    csri_limit_start(&lines->limit, 0);
    return status;
}

static csr_status open_export(const csr_session *session, csr_export **out, csr_error *err)
{
    csr_desk *desk = session->desk;
    csr_export *lines = csri_alloc_zero(&desk->host, sizeof(*lines));
    csr_status status;

    if (lines == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for an export");
    status = begin_export(desk, lines, session->timeout_us, err);
    if (status != CSR_OK) {
        csri_free(&desk->host, lines, sizeof(*lines));
        return status;
    }
    atomic_fetch_add(&desk->holders, 1);
    *out = lines;
    return CSR_OK;
}

csr_status csr_export_open(csr_session *session, csr_export **out_export, csr_error *err)
{
    csr_status status;

    csri_error_clear(err);
    if (out_export == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_export", "NULL was given");
    *out_export = NULL;
    status = csri_session_enter(session, err);
    if (status != CSR_OK)
        return status;
    status = open_export(session, out_export, err);
    csri_session_leave(session);
    return status;
}

csr_status csr_export_next(csr_export *lines, csr_buf **out_buf, csr_error *err)
{
    csri_buffer text;
    csr_status status;

    csri_error_clear(err);
    if (out_buf != NULL)
        *out_buf = NULL;
    if (lines == NULL || out_buf == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, lines == NULL ? "lines" : "out_buf", "NULL was given");
    if (lines->broken)
        return csri_fail(err, CSR_E_MISUSE, NULL, "the export failed before and can only be closed");
    status = csri_desk_check_process(lines->desk, err);
    if (status != CSR_OK)
        return status;
    csri_buffer_init(&text, &lines->desk->host, 0);
    lines->exporter.tx.err = err;
    status = csri_export_next(&lines->exporter, &text);
    lines->broken = status != CSR_OK;
    if (status == CSR_OK && text.len != 0)
        return csri_buffer_finish(&text, out_buf, err);
    csri_buffer_free(&text);
    return status;
}

void csr_export_close(csr_export *lines)
{
    csr_desk *desk;

    if (lines == NULL)
        return;
    desk = lines->desk;
    /* In a child of the process the transaction is the parent's. */
    if (csri_process_is_same(&desk->process))
        desk->ops->rollback(lines->exporter.tx.handle);
    csri_free(&desk->host, lines, sizeof(*lines));
    csri_desk_drop(desk);
}

/* The members are pointers, which no table describes; the copy-in rule is the same. */
static csr_status take_params(const csr_import_open_params *params, csr_import_open_params *given, csr_error *err)
{
    static const csr_shape shape = {
        .name = "csr_import_open_params",
        .size = sizeof(csr_import_open_params),
        .min_size = offsetof(csr_import_open_params, timeout_us),
        .clear_at = -1,
    };
    csr_status status = csri_take(&shape, params, given, err);

    if (status != CSR_OK)
        return status;
    if ((given->flags & ~KNOWN_FLAGS) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "flags", "unknown flags 0x%x", (unsigned)(given->flags & ~KNOWN_FLAGS));
    if (given->batch < 0 || given->batch > BATCH_MAX)
        return csri_fail(err, CSR_E_ARGUMENT, "batch", "batch: 1 to %d lines a transaction", BATCH_MAX);
    if (given->timeout_us < 0)
        return csri_fail(err, CSR_E_ARGUMENT, "timeout_us", "timeout_us: a time limit is not negative");
    if (given->desk != NULL && (given->desk->flags & CSR_OPEN_READ_ONLY) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "desk", "an import writes: a dry run is what only reads");
    if (given->batch == 0)
        given->batch = BATCH_DEFAULT;
    return CSR_OK;
}

static csr_status begin_import(csr_desk *desk, const csr_import_open_params *given, csr_import **out, csr_error *err)
{
    csr_import *lines = csri_alloc_zero(&desk->host, sizeof(*lines));
    csri_importer *i;
    csr_status status;

    *out = lines;
    if (lines == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for an import");
    i = &lines->importer;
    lines->desk = desk;
    desk->imported = 1;
    lines->timeout_us = given->timeout_us;
    csri_limit_init(&lines->limit);
    csri_limit_start(&lines->limit, lines->timeout_us);
    i->limit = &lines->limit;
    lines->dry_run = (given->flags & CSR_IMPORT_DRY_RUN) != 0;
    csri_buffer_init(&lines->line, &desk->host, CSRI_EXCHANGE_LINE_MAX);
    i->tx = (csri_tx){ .ops = desk->ops, .host = &desk->host, .ids = &desk->ids, .err = err };
    i->tx.now = desk->host.now(desk->host.user);
    i->store = desk->store;
    i->batch = (uint32_t)given->batch;
    i->unproven = (given->flags & CSR_IMPORT_UNPROVEN) != 0;
    status = csri_import_begin(i);
    if (status != CSR_OK) {
        csri_import_stop(i);
        csri_free(&desk->host, lines, sizeof(*lines));
        *out = NULL;
    }
    return status;
}

/* A dry run looks at what is there, if there is anything, and otherwise works in memory. */
static csr_status open_store(const char *uri, const csr_import_open_params *given, csr_desk **out, csr_error *err)
{
    csr_desk_open_params in_memory = CSR_DESK_OPEN_PARAMS_INIT;
    csr_limit limit;
    csr_status status;

    if ((given->flags & CSR_IMPORT_DRY_RUN) == 0)
        return csri_desk_make(uri, given->desk, 0, &limit, out, err);
    status = csri_desk_make(uri, given->desk, CSR_OPEN_READ_ONLY | CSR_OPEN_EXISTING, &limit, out, err);
    if (status != CSR_E_STORE_OPEN)
        return status;
    in_memory.host = given->desk != NULL ? given->desk->host : NULL;
    csri_error_clear(err);
    return csri_desk_make("memory:", &in_memory, 0, &limit, out, err);
}

/* A dry run over what an import has begun begins again, in memory. */
static csr_status begin_again(const csr_import_open_params *given, csr_import **out, csr_error *err)
{
    csr_desk_open_params in_memory = CSR_DESK_OPEN_PARAMS_INIT;
    csr_limit limit;
    csr_desk *desk;
    csr_status status;

    in_memory.host = given->desk != NULL ? given->desk->host : NULL;
    csr_import_close(*out);
    *out = NULL;
    status = csri_desk_make("memory:", &in_memory, 0, &limit, &desk, err);
    if (status != CSR_OK)
        return status;
    status = begin_import(desk, given, out, err);
    if (status != CSR_OK)
        csri_desk_free(desk);
    return status;
}

csr_status csr_import_open(const char *uri, const csr_import_open_params *params, csr_import **out_import,
                           csr_error *err)
{
    csr_import_open_params given;
    csr_desk *desk;
    csr_status status;

    csri_error_clear(err);
    if (out_import == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_import", "there is no place for the import");
    *out_import = NULL;
    status = take_params(params, &given, err);
    if (status == CSR_OK)
        status = open_store(uri, &given, &desk, err);
    if (status != CSR_OK)
        return status;
    if ((desk->ops->capabilities & CSR_CAP_POSITIONS) == 0)
        status = csri_fail(err, CSR_E_UNSUPPORTED, "backend", "the store %s cannot keep positions", desk->ops->name);
    else
        status = begin_import(desk, &given, out_import, err);
    if (status != CSR_OK) {
        csri_desk_free(desk);
        return status;
    }
    if ((desk->flags & CSR_OPEN_READ_ONLY) != 0 && !(*out_import)->importer.compare)
        return begin_again(&given, out_import, err);
    return CSR_OK;
}

/* One whole line; an empty one is nobody's. */
static csr_status take_line(csr_import *lines, const char *line, size_t len)
{
    if (len > CSRI_EXCHANGE_LINE_MAX)
        return csri_fail(lines->importer.tx.err, CSR_E_LIMIT, NULL, "line %lld: a line is longer than 64 MiB",
                         (long long)lines->importer.line + 1);
    return csri_import_line(&lines->importer, line, len);
}

/* The end of a line whose beginning came before. */
static csr_status take_joined(csr_import *lines, const char *text, size_t len)
{
    csr_status status;

    csri_buffer_put(&lines->line, text, len);
    status = csri_buffer_check(&lines->line, lines->importer.tx.err);
    if (status == CSR_OK)
        status = take_line(lines, lines->line.ptr, lines->line.len);
    lines->line.len = 0;
    return status;
}

static csr_status take_text(csr_import *lines, const char *text, size_t len)
{
    csr_status status = CSR_OK;
    const char *end;

    while (status == CSR_OK && len != 0 && (end = memchr(text, '\n', len)) != NULL) {
        size_t n = (size_t)(end - text);
        status = lines->line.len != 0 ? take_joined(lines, text, n) : take_line(lines, text, n);
        text += n + 1;
        len -= n + 1;
    }
    if (status != CSR_OK)
        return status;
    csri_buffer_put(&lines->line, text, len);
    return csri_buffer_check(&lines->line, lines->importer.tx.err);
}

static csr_status enter(csr_import *lines, csr_error *err)
{
    csr_status status;

    csri_error_clear(err);
    if (lines == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "lines", "NULL was given");
    if (lines->broken || lines->finished)
        return csri_fail(err, CSR_E_MISUSE, NULL, "the import %s and can only be closed",
                         lines->finished ? "is finished" : "failed before");
    lines->importer.tx.err = err;
    status = csri_desk_check_process(lines->desk, err);
    if (status == CSR_OK)
        csri_limit_start(&lines->limit, lines->timeout_us);
    return status;
}

csr_status csr_import_put(csr_import *lines, const char *text, size_t text_len, csr_error *err)
{
    csr_status status = enter(lines, err);

    if (status != CSR_OK)
        return status;
    text_len = csri_text_nts(text, text_len);
    if (text == NULL && text_len != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "text", "NULL was given");
    status = take_text(lines, text, text_len);
    lines->broken = status != CSR_OK;
    return status;
}

static void hand_over(csr_import *lines, csr_desk **out_desk)
{
    if (lines->dry_run || out_desk == NULL)
        return;
    lines->desk->id = lines->importer.desk;
    atomic_fetch_add(&lines->desk->holders, 1);
    *out_desk = lines->desk;
}

csr_status csr_import_finish(csr_import *lines, csr_desk **out_desk, csr_error *err)
{
    csr_status status;

    if (out_desk != NULL)
        *out_desk = NULL;
    status = enter(lines, err);
    if (status != CSR_OK)
        return status;
    if (lines->line.len != 0)
        status = take_joined(lines, "", 0);
    if (status == CSR_OK)
        status = csri_import_end(&lines->importer);
    lines->broken = status != CSR_OK;
    lines->finished = status == CSR_OK;
    if (status == CSR_OK)
        hand_over(lines, out_desk);
    return status;
}

csr_status csr_import_progress(const csr_import *lines, csr_import_view *view, csr_error *err)
{
    csr_import_view now = { .struct_size = sizeof(now) };

    csri_error_clear(err);
    if (lines == NULL || view == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, lines == NULL ? "lines" : "view", "NULL was given");
    now.compares = lines->importer.compare;
    now.desk = lines->importer.desk;
    now.lines = lines->importer.line;
    now.resumed = lines->importer.resumed;
    now.recorded = lines->importer.recorded;
    now.known = lines->importer.known;
    return csri_view(&now, sizeof(now), sizeof(now), view, err);
}

void csr_import_cancel(csr_import *lines)
{
    /* In a child the locks of the store may be held by a thread that is not there. */
    if (lines == NULL || !csri_process_is_same(&lines->desk->process))
        return;
    csri_limit_cancel(&lines->limit);
    if (lines->desk->ops->wake != NULL)
        lines->desk->ops->wake(lines->desk->store);
}

void csr_import_close(csr_import *lines)
{
    csr_desk *desk;

    if (lines == NULL)
        return;
    desk = lines->desk;
    if (!csri_process_is_same(&desk->process))
        lines->importer.tx.handle = NULL; /* the parent's */
    csri_import_stop(&lines->importer);
    csri_buffer_free(&lines->line);
    csri_free(&desk->host, lines, sizeof(*lines));
    csri_desk_drop(desk);
}
