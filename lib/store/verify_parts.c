#include "store/verify_parts.h"

#include "record/diagnostic.h"
#include "record/row.h"
#include "store/checkpoint.h"

#include <stdarg.h>
#include <stdio.h>

#define PAGE 200

csr_status csri_verify_report(csri_verifying *v, const csr_id *subject, int64_t position, const char *place,
                              const char *format, ...)
{
    csr_diagnostic_view line = { .severity = CSR_SEVERITY_ERROR, .position = position };
    char text[200];
    va_list values;

    if (csri_rows_count(v->findings) > v->limit)
        return CSR_OK;
    va_start(values, format);
    vsnprintf(text, sizeof(text), format, values);
    va_end(values);
    if (subject != NULL)
        line.subject = *subject;
    line.place = (csr_str){ place, strlen(place) };
    line.text = (csr_str){ text, strlen(text) };
    return csri_diagnostic_add(v->findings, &line, v->tx->err);
}

static csr_status verify_checkpoint(csri_verifying *v, const struct csri_checkpoint *last,
                                    const struct csri_checkpoint *is)
{
    struct csri_checkpoint computed = *is;
    int64_t events;
    csr_status status;

    if (is->view.number != last->view.number + 1 || is->view.from_position != last->view.to_position)
        return csri_verify_report(v, NULL, is->view.from_position, "checkpoint",
                                  "a checkpoint is missing before number %lld", (long long)is->view.number);
    status = csri_checkpoint_compute(v->tx, last->view.hash, &computed, &events);
    if (status != CSR_OK)
        return status;
    v->checkpoints++;
    if (csri_diff(csri_checkpoint_record.row, &computed, is) == 0)
        return CSR_OK;
    return csri_verify_report(v, NULL, is->view.from_position, "checkpoint",
                              "the events behind position %lld are not those that checkpoint %lld sealed",
                              (long long)is->view.from_position, (long long)is->view.number);
}

csr_status csri_verify_checkpoints(csri_verifying *v)
{
    struct csri_checkpoint last = { 0 };
    csr_scan scan = { .index = CSRI_CHECKPOINT_BY_NUMBER, .limit = PAGE };
    csr_status status = CSR_OK;
    size_t got = PAGE;

    while (status == CSR_OK && got == PAGE) {
        csr_rows *page;
        status = csri_rows_new(v->tx->host, sizeof(last), PAGE, &page, v->tx->err);
        if (status != CSR_OK)
            return status;
        status = v->tx->ops->scan(v->tx->handle, &csri_checkpoint_record, &scan, page, v->tx->err);
        got = csri_rows_count(page);
        for (size_t i = 0; i < got && status == CSR_OK; i++) {
            status = verify_checkpoint(v, &last, csri_rows_at(page, i));
            last = *(const struct csri_checkpoint *)csri_rows_at(page, i);
        }
        scan.after = &last;
        csri_rows_free(page);
    }
    return status;
}

/* The highest number that a ticket has; 0 when there is none. */
static csr_status highest_number(csri_verifying *v, int64_t *out)
{
    csr_scan scan = { .index = CSRI_TICKET_BY_NUMBER, .flags = CSR_SCAN_REVERSE, .limit = 1 };
    csr_rows *rows;
    csr_status status = csri_first(v->tx, &csri_ticket_record, &scan, &rows);

    *out = rows == NULL ? 0 : ((const struct csri_ticket *)csri_rows_at(rows, 0))->view.number;
    csri_rows_free(rows);
    return status;
}

csr_status csri_verify_counter(csri_verifying *v)
{
    int64_t highest = 0, given = 0;
    csr_rows *rows = NULL;
    csr_status status = highest_number(v, &highest);

    if (status == CSR_OK)
        status = csri_rows_new(v->tx->host, sizeof(struct csri_counter), 1, &rows, v->tx->err);
    if (status == CSR_OK)
        status =
            v->tx->ops->get_many(v->tx->handle, &csri_counter_record, &csri_ticket_counter, 1, 0, rows, v->tx->err);
    if (status == CSR_OK && csri_rows_count(rows) != 0)
        given = ((const struct csri_counter *)csri_rows_at(rows, 0))->view.value;
    csri_rows_free(rows);
    if (status != CSR_OK || given >= highest)
        return status;
    return csri_verify_report(v, NULL, 0, "counter.value",
                              "the last ticket's number is %lld, but the counter says that %lld was the last",
                              (long long)highest, (long long)given);
}
