#include "base/error.h"
#include "desk/edit.h"
#include "desk/sla.h"
#include "desk/ticket.h"

/*
 * Links between tickets. A link is a child of the ticket that it was made from; the parent of a ticket counts it.
 */
#define ROW struct csri_link

#define IN_STRUCT csr_link_params
/* clang-format off */
static const csr_member link_params_members[] = {
    IN(kind, link_kind, REQUIRED),
    IN(expected_version, version, 0),
    IN(other, ticket, REQUIRED),
};
/* clang-format on */
static const csr_shape link_params = CSRI_PARAMS(IN_STRUCT, link_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_link_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(other, ticket, 0),
    IN(kind, link_kind, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* The link of a ticket of this kind to the other one, or *out = NULL. */
static csr_status find(csri_call *call, const csr_id *ticket, csr_link_kind kind, const csr_id *other, csr_rows **out)
{
    struct csri_link key = { .view = { .ticket = *ticket, .kind = kind, .other = *other } };

    return csri_find(&call->tx, &csri_link_record, CSRI_LINK_BY_TICKET, &key, out);
}

/* Where a ticket leads by a kind of which it has at most one; none when it leads nowhere. */
static csr_status next_above(csri_call *call, csr_link_kind kind, csr_id *at)
{
    struct csri_link key = { .view = { .ticket = *at, .kind = kind } };
    csr_scan scan = { .index = CSRI_LINK_BY_TICKET, .equal = 2, .from = &key };
    csr_rows *rows;
    csr_status status = csri_first(&call->tx, &csri_link_record, &scan, &rows);

    *at = (csr_id){ { 0 } };
    if (rows != NULL)
        *at = ((const struct csri_link *)csri_rows_at(rows, 0))->view.other;
    csri_rows_free(rows);
    return status;
}

/*
 * A ticket has one such link, and following them from the other one does not lead back to it.
 *
 * The walk is bounded: where it would be longer the link is refused, so that no circle can be closed unseen.
 */
static csr_status check_single(csri_call *call, const csr_id *id, const csr_link_params *in)
{
    csr_id at = *id;
    csr_status status = next_above(call, in->kind, &at);

    if (status == CSR_OK && !csr_id_is_none(&at))
        status =
            csri_fail(call->err, CSR_E_STATE, "other", "the ticket has such a link to another one: unlink it first");
    at = in->other;
    for (int depth = 0; status == CSR_OK && !csr_id_is_none(&at); depth++) {
        if (memcmp(&at, id, sizeof(at)) == 0)
            return csri_fail(call->err, CSR_E_STATE, "other", "the ticket stands above the other one already");
        if (depth == CSR_LINK_DEPTH_MAX)
            return csri_fail(call->err, CSR_E_LIMIT, "other", "there are %d tickets above the other one already",
                             CSR_LINK_DEPTH_MAX);
        status = next_above(call, in->kind, &at);
    }
    return status;
}

/* Related is so from either side already; a cause is not its own effect. */
static csr_status check_reverse(csri_call *call, const csr_id *id, const csr_link_params *in, int *linked)
{
    csr_rows *rows;
    csr_status status = find(call, &in->other, in->kind, id, &rows);

    if (rows != NULL && in->kind == CSR_LINK_RELATED)
        *linked = 1;
    else if (rows != NULL)
        status = csri_fail(call->err, CSR_E_STATE, "other", "the other ticket is linked so to this one");
    csri_rows_free(rows);
    return status;
}

/* Whether the link is there already, and if not, whether it may be made. */
static csr_status check(csri_call *call, const csr_id *id, const csr_link_params *in, int *linked)
{
    csr_rows *rows;
    csr_status status = find(call, id, in->kind, &in->other, &rows);

    *linked = rows != NULL;
    csri_rows_free(rows);
    if (status != CSR_OK || *linked)
        return status;
    if (memcmp(id, &in->other, sizeof(*id)) == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "other", "a ticket is not linked to itself");
    status = csri_exists(&call->tx, &csri_ticket_record, &in->other, "other");
    if (status != CSR_OK)
        return status;
    return in->kind == CSR_LINK_CHILD_OF || in->kind == CSR_LINK_DUPLICATE_OF ? check_single(call, id, in)
                                                                              : check_reverse(call, id, in, linked);
}

/* One child more or less of a parent; before the link is written, to learn whether it may be. */
static csr_status count_child(csri_call *call, const csr_link_params *in, csr_event_kind event, int32_t step)
{
    csri_change_request request = { .event = event };
    struct csri_ticket is;
    csri_edit edit;
    csr_status status;

    if (in->kind != CSR_LINK_CHILD_OF)
        return CSR_OK;
    status = csri_edit_begin(call, &csri_ticket_record, &in->other, 0, &is, &edit);
    if (status != CSR_OK)
        return status;
    is.view.children += step;
    if (is.view.children > CSR_LINK_CHILDREN_MAX)
        status = csri_fail(call->err, CSR_E_LIMIT, "other", "a ticket has %d children at most", CSR_LINK_CHILDREN_MAX);
    return csri_edit_end(call, &edit, status, &request, NULL);
}

/* The clocks of the ticket that is worked on, which is the end of the links, count from the earlier beginning. */
static csr_status merge_clocks(csri_call *call, const csr_ticket_view *duplicate, const csr_id *other)
{
    csr_id next = *other, at = *other;
    csr_status status = CSR_OK;

    if (csr_id_is_none(&duplicate->sla))
        return CSR_OK;
    for (int depth = 0; status == CSR_OK && !csr_id_is_none(&next) && depth <= CSR_LINK_DEPTH_MAX; depth++) {
        at = next;
        status = next_above(call, CSR_LINK_DUPLICATE_OF, &next);
    }
    return status == CSR_OK ? csri_sla_merge(call, duplicate, &at) : status;
}

static csr_status link_ticket(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_link_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_TICKET_LINKED };
    struct csri_link made = { .view = { .kind = in->kind, .ticket = *id, .other = in->other } };
    struct csri_ticket is;
    int linked = 0;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = check(call, id, in, &linked);
    if (status == CSR_OK && !linked) {
        made.view.created_at = call->tx.now;
        request.child = &csri_link_record;
        request.child_is = &made;
        status = csri_new_id(&call->tx, &made.view.id);
        if (status == CSR_OK)
            status = count_child(call, in, CSR_EVENT_TICKET_LINKED, 1);
    }
    status = csri_edit_end(call, &edit, status, &request, out);
    if (status == CSR_OK && !linked && in->kind == CSR_LINK_DUPLICATE_OF)
        status = merge_clocks(call, &is.view, &in->other);
    return status;
}

const csri_operation csri_ticket_link = {
    .name = "ticket.link",
    .run = link_ticket,
    .in = &link_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_link(csr_session *session, const csr_id *id, const csr_link_params *params, int64_t *out_version,
                           csr_error *err)
{
    return csri_run(session, &csri_ticket_link, id, params, out_version, err);
}

/* Take the link off the ticket that it is a child of. */
static csr_status take_off(csri_call *call, const csr_id *id, const csr_rows *link, int64_t expected, int64_t *out)
{
    csri_change_request request = { .event = CSR_EVENT_TICKET_UNLINKED };
    struct csri_ticket is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, expected, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (link != NULL) {
        request.child = &csri_link_record;
        request.child_was = csri_rows_at(link, 0);
    }
    return csri_edit_end(call, &edit, status, &request, out);
}

static csr_status unlink_ticket(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_link_params *in = params;
    csr_rows *link = NULL, *reverse = NULL;
    csr_status status = find(call, id, in->kind, &in->other, &link);

    if (status == CSR_OK && link == NULL && in->kind == CSR_LINK_RELATED)
        status = find(call, &in->other, in->kind, id, &reverse);
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_ticket_record, &in->other, "other");
    if (status == CSR_OK)
        status = take_off(call, id, link, in->expected_version, out);
    if (status == CSR_OK && reverse != NULL)
        status = take_off(call, &in->other, reverse, 0, NULL);
    if (status == CSR_OK && link != NULL)
        status = count_child(call, in, CSR_EVENT_TICKET_UNLINKED, -1);
    csri_rows_free(link);
    csri_rows_free(reverse);
    return status;
}

const csri_operation csri_ticket_unlink = {
    .name = "ticket.unlink",
    .run = unlink_ticket,
    .in = &link_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_unlink(csr_session *session, const csr_id *id, const csr_link_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_unlink, id, params, out_version, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_link_query *in = params;
    struct csri_link from = { .view = { .ticket = in->ticket, .other = in->other, .kind = in->kind } };
    int by_ticket = !csr_id_is_none(&in->ticket);
    csr_status status = csri_need_one(call, by_ticket, !csr_id_is_none(&in->other), "ticket", "other");

    (void)id;
    if (status != CSR_OK)
        return status;
    return csri_list(call, &csri_link_record, by_ticket ? CSRI_LINK_BY_TICKET : CSRI_LINK_BY_OTHER,
                     in->kind != 0 ? 2 : 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_link_list = {
    .name = "link.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_link_list(csr_session *session, const csr_link_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_link_list, NULL, query, out_result, err);
}

csr_status csr_link_at(const csr_result *result, size_t row, csr_link_view *view, csr_error *err)
{
    return csri_result_view(result, csri_link_record.row, row, view, err);
}

/* The first of some tickets that is neither resolved nor closed refuses. */
static csr_status refuse_open(csri_call *call, const csr_id *ids, size_t count)
{
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(struct csri_ticket), 4, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->get_many(call->tx.handle, &csri_ticket_record, ids, count, 0, rows, call->err);
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const csr_ticket_view *child = &((const struct csri_ticket *)csri_rows_at(rows, i))->view;
        if (child->queue != CSR_QUEUE_DONE)
            status = csri_fail(call->err, CSR_E_STATE, "children", "its child T-%lld is still in %.*s: settle it first",
                               (long long)child->number, (int)child->state.len, child->state.ptr);
    }
    csri_rows_free(rows);
    return status;
}

csr_status csri_children_settled(csri_call *call, const csr_ticket_view *parent)
{
    csr_id ids[64];
    struct csri_link last = { .view = { .other = parent->id, .kind = CSR_LINK_CHILD_OF } };
    csr_scan scan = {
        .index = CSRI_LINK_BY_OTHER, .equal = 2, .limit = CSRI_COUNT(ids), .from = &last, .after = &last
    };
    csr_status status = CSR_OK;

    for (size_t n = CSRI_COUNT(ids); status == CSR_OK && n == CSRI_COUNT(ids);) {
        csr_rows *links;
        status = csri_rows_new(call->tx.host, sizeof(struct csri_link), 8, &links, call->err);
        if (status != CSR_OK)
            return status;
        status = call->tx.ops->scan(call->tx.handle, &csri_link_record, &scan, links, call->err);
        n = csri_rows_count(links);
        for (size_t i = 0; i < n; i++) {
            last.view = ((const struct csri_link *)csri_rows_at(links, i))->view;
            ids[i] = last.view.ticket;
        }
        csri_rows_free(links);
        if (status == CSR_OK && n != 0)
            status = refuse_open(call, ids, n);
    }
    return status;
}
