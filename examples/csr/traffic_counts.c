/*
 * What a log counts itself, counted again from the desk's own records.
 */
#include "traffic_read.h"

#include "common.h"

#include <string.h>

static csr_status count_page(const csr_result *page, csr_event_history_query *query, int64_t *count, csr_error *err)
{
    csr_event_view view = { .struct_size = (uint32_t)sizeof view };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csr_result_count(page) && status == CSR_OK; i++) {
        json_t *changes;
        status = csr_event_at(page, i, &view, err);
        query->after_seq = view.seq;
        if (status != CSR_OK || view.kind != CSR_EVENT_TICKET_CHANGED)
            continue;
        changes = json_loadb(view.changes.ptr, view.changes.len, JSON_ALLOW_NUL, NULL);
        *count += json_object_get(changes, "team") != NULL;
        json_decref(changes);
    }
    return status;
}

/* How often the ticket changed its team after it was opened. */
static csr_status count_teams(csr_session *session, const csr_id *ticket, int64_t *count, csr_error *err)
{
    csr_event_history_query query = CSR_EVENT_HISTORY_QUERY_INIT;
    csr_status status;
    size_t rows;

    query.limit = CSR_PAGE_MAX;
    query.subject = *ticket;
    do {
        csr_result *page = NULL;
        status = csr_event_history(session, &query, &page, err);
        rows = csr_result_count(page);
        if (status == CSR_OK)
            status = count_page(page, &query, count, err);
        csr_result_free(page);
    } while (status == CSR_OK && rows == CSR_PAGE_MAX);
    return status;
}

/* Transfers whose team the log does not name. */
static csr_status count_transfers(csr_session *session, const csr_id *interaction, int64_t *count, csr_error *err)
{
    csr_transfer_query query = CSR_TRANSFER_QUERY_INIT;
    csr_result *page = NULL, *before;
    csr_status status;

    if (csr_id_is_none(interaction))
        return CSR_OK;
    query.limit = CSR_PAGE_MAX;
    query.interaction = *interaction;
    do {
        before = page;
        status = csr_transfer_list(session, &query, &page, err);
        csr_result_free(before);
        *count += (int64_t)csr_result_count(page);
        if (status == CSR_OK)
            status = csr_result_token(page, &query.after, err);
    } while (status == CSR_OK && query.after.len > 0);
    csr_result_free(page);
    return status;
}

static csr_status find_made_sla(csr_session *session, const csr_id *ticket, int *made, csr_error *err)
{
    csr_tag_query query = CSR_TAG_QUERY_INIT;
    csr_tag_view view = { .struct_size = (uint32_t)sizeof view };
    csr_result *page = NULL;
    csr_status status;

    query.limit = CSR_PAGE_MAX;
    query.subject = *ticket;
    status = csr_tag_list(session, &query, &page, err);
    for (size_t i = 0; i < csr_result_count(page) && status == CSR_OK; i++) {
        status = csr_tag_at(page, i, &view, err);
        *made |= status == CSR_OK && strcmp(view.tag.ptr, "made_sla") == 0;
    }
    csr_result_free(page);
    return status;
}

csr_status traffic_count(csr_session *session, const csr_ticket_view *ticket, const csr_id *transfers,
                         struct traffic_case *out, csr_error *err)
{
    csr_status status;

    out->counted = 1;
    out->reopen_count = ticket->reopened;
    status = count_teams(session, &ticket->id, &out->reassignment_count, err);
    if (status == CSR_OK)
        status = count_transfers(session, transfers, &out->reassignment_count, err);
    return status == CSR_OK ? find_made_sla(session, &ticket->id, &out->made_sla, err) : status;
}
