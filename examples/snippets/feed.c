/* The event log as an outbox: read on from where the last run came to, do the work, remember the place. */
#include <csr/csr.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* snippet: bookmark */
/* Where the last run came to; 0 when there was none. */
static csr_status read_place(csr_session *desk, int64_t *place, csr_error *err)
{
    csr_bookmark_get_params params = CSR_BOOKMARK_GET_PARAMS_INIT;
    csr_bookmark_view bookmark = { .struct_size = sizeof bookmark };
    csr_result *row = NULL;
    csr_status status;

    params.name = CSR_STR("notifier");
    status = csr_bookmark_get(desk, &params, &row, err);
    if (status == CSR_OK)
        status = csr_bookmark_at(row, 0, &bookmark, err);
    *place = status == CSR_OK ? strtoll(bookmark.value.ptr, NULL, 10) : 0;
    csr_result_free(row);
    return status == CSR_E_NOT_FOUND ? CSR_OK : status;
}

static csr_status write_place(csr_session *desk, int64_t place, csr_error *err)
{
    csr_bookmark_set_params params = CSR_BOOKMARK_SET_PARAMS_INIT;
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, place);
    params.name = CSR_STR("notifier");
    csr_str_set(&params.value, text, CSR_NTS);
    return csr_bookmark_set(desk, &params, err);
}
/* end */

/* snippet: read */
/* All events behind a place; each is handed on before the place is remembered, so none is lost. */
static csr_status hand_on(csr_session *desk, int64_t place, csr_error *err)
{
    csr_event_query query = CSR_EVENT_QUERY_INIT;
    csr_event_view event = { .struct_size = sizeof event };
    csr_status status = CSR_OK;
    size_t count = 1;

    while (status == CSR_OK && count > 0) {
        csr_result *page = NULL;
        query.after_position = place;
        status = csr_event_list(desk, &query, &page, err);
        count = csr_result_count(page);
        for (size_t i = 0; status == CSR_OK && i < count; i++) {
            status = csr_event_at(page, i, &event, err);
            if (status == CSR_OK && event.kind == CSR_EVENT_TICKET_OPENED)
                printf("%" PRId64 ": %s\n", event.position, event.changes.ptr);
            place = event.position;
        }
        csr_result_free(page);
        if (status == CSR_OK && count > 0)
            status = write_place(desk, place, err);
    }
    return status;
}
/* end */

static csr_status run(csr_session *desk, csr_error *err)
{
    int64_t place;
    csr_status status = read_place(desk, &place, err);

    return status == CSR_OK ? hand_on(desk, place, err) : status;
}

static csr_status open_one(csr_session *desk, const char *subject, csr_error *err)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;

    csr_str_set(&matter.subject, subject, CSR_NTS);
    return csr_ticket_open(desk, &matter, NULL, err);
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_status status = csr_desk_open("shop.db", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = open_one(session, "The jacket came torn", &err);
    if (status == CSR_OK)
        status = run(session, &err);
    if (status == CSR_OK)
        status = open_one(session, "Wrong size", &err);
    if (status == CSR_OK)
        status = run(session, &err); /* tells of the second ticket only */
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
