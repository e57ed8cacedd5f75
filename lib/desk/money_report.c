#include "base/base64.h"
#include "base/error.h"
#include "desk/money_groups.h"

#define IN_STRUCT csr_money_report_query
/* clang-format off */
static const csr_member report_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(from, time, REQUIRED),
    IN(until, time, 0),
    IN(by, money_by, 0),
    IN(currency, currency, 0),
};
/* clang-format on */
static const csr_shape report_query = CSRI_PARAMS(IN_STRUCT, report_query_members);
#undef IN_STRUCT

/* Teams and agents by their names; who is nobody has none. */
static csr_status name_group(const csri_money_groups *groups, csr_money_by by, csr_rows *out,
                             csr_money_report_view *group)
{
    int team = by == CSR_MONEY_BY_TEAM;
    csri_call *call = groups->call;
    const csr_str *name;
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&group->subject))
        return CSR_OK;
    status = csri_load(&call->tx, team ? &csri_team_record : &csri_agent_record, &group->subject, "subject", &rows);
    if (status != CSR_OK)
        return status;
    name = team ? &((const struct csri_team *)csri_rows_at(rows, 0))->view.name
                : &((const struct csri_agent *)csri_rows_at(rows, 0))->view.handle;
    status = csr_rows_text(out, name->ptr, name->len, &group->name);
    csri_rows_free(rows);
    return status == CSR_OK ? CSR_OK : csri_fail(call->err, status, NULL, "no memory for a name");
}

/* Where a page ends: the group, as far as it is told from others. */
static void put_token(const csr_money_report_view *last, csri_buffer *out)
{
    char bytes[sizeof last->subject + sizeof last->currency + 255];
    size_t at = 0, len = last->name.len < 255 ? last->name.len : 255;

    memcpy(bytes, &last->subject, sizeof last->subject);
    at += sizeof last->subject;
    memcpy(bytes + at, last->currency, sizeof last->currency);
    at += sizeof last->currency;
    if (len > 0)
        memcpy(bytes + at, last->name.ptr, len);
    csri_base64_put(out, bytes, at + len);
}

/* The number of the group with which a page begins. */
static csr_status first_of(const csri_money_groups *groups, const csr_str *after, size_t *first)
{
    csr_money_report_view last = { 0 };
    size_t head = sizeof last.subject + sizeof last.currency;
    csri_call *call = groups->call;
    csri_buffer bytes;
    csr_status status = CSR_OK;

    *first = 0;
    if (after->len == 0)
        return CSR_OK;
    csri_buffer_init(&bytes, call->tx.host, 0);
    if (!csri_base64_take(&bytes, after->ptr, after->len) || (bytes.status == CSR_OK && bytes.len < head))
        status = csri_fail(call->err, CSR_E_ARGUMENT, "after", "after: this is no token of a report");
    if (status == CSR_OK)
        status = csri_buffer_check(&bytes, call->err);
    if (status == CSR_OK) {
        memcpy(&last.subject, bytes.ptr, sizeof last.subject);
        memcpy(last.currency, bytes.ptr + sizeof last.subject, sizeof last.currency);
        last.name = (csr_str){ bytes.ptr + head, bytes.len - head };
        *first = csri_money_groups_behind(groups, &last);
    }
    csri_buffer_free(&bytes);
    return status;
}

/* One group as a row of the answer. */
static csr_status give_row(const csri_money_groups *groups, csr_money_by by, size_t i, csr_rows *out)
{
    const csr_money_report_view *group = csri_money_groups_at(groups, i);
    csr_money_report_view *view;
    void *row;
    csr_status status = csr_rows_add(out, &row);

    if (status == CSR_OK) {
        view = row;
        *view = *group;
        status = csr_rows_text(out, group->name.ptr, group->name.len, &view->name);
    }
    if (status != CSR_OK)
        return csri_fail(groups->call->err, status, NULL, "no memory for a report");
    return name_group(groups, by, out, view);
}

static csr_status give_rows(const csri_money_groups *groups, const csr_money_report_query *in, csr_rows *out,
                            csri_buffer *token)
{
    size_t first = 0, left;
    uint32_t limit;
    csr_status status = csri_page_limit((uint32_t)in->limit, &limit, groups->call->err);

    if (status == CSR_OK)
        status = first_of(groups, &in->after, &first);
    left = csri_money_groups_count(groups) - first;
    for (size_t i = 0; i < limit && i < left && status == CSR_OK; i++)
        status = give_row(groups, csri_money_report_by(in), first + i, out);
    if (status == CSR_OK && left > limit)
        put_token(csri_money_groups_at(groups, first + limit - 1), token);
    return status == CSR_OK ? csri_buffer_check(token, groups->call->err) : status;
}

static csr_status give(const csri_money_groups *groups, const csr_money_report_query *in, csr_result **out)
{
    csr_error *err = groups->call->err;
    csri_buffer token;
    csr_rows *rows;
    csr_status status = csri_rows_new(groups->call->tx.host, sizeof(csr_money_report_view), 16, &rows, err);

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&token, groups->call->tx.host, 0);
    status = give_rows(groups, in, rows, &token);
    if (status == CSR_OK)
        status = csri_result_make(rows, "money_report", &csri_money_report_shape, sizeof(csr_money_report_view),
                                  sizeof(csr_money_report_view), out, err);
    else
        csri_rows_free(rows);
    if (status == CSR_OK)
        status = csri_result_set_token(*out, &token, err);
    csri_buffer_free(&token);
    return status;
}

csr_money_by csri_money_report_by(const csr_money_report_query *in)
{
    return in->by != 0 ? in->by : CSR_MONEY_BY_PURPOSE;
}

static csr_status run_report(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_money_report_query *in = params;
    csri_money_groups groups;
    csr_status status = csri_money_groups_begin(&groups, call);

    (void)id;
    if (status == CSR_OK)
        status = csri_money_report_read(call, in, &groups);
    if (status == CSR_OK)
        status = give(&groups, in, out);
    csri_money_groups_end(&groups);
    return status;
}

const csri_operation csri_money_report = {
    .name = "money.report",
    .run = run_report,
    .in = &report_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_money_report(csr_session *session, const csr_money_report_query *query, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_money_report, NULL, query, out_result, err);
}

csr_status csr_money_report_at(const csr_result *result, size_t row, csr_money_report_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_money_report_shape, row, view, err);
}
