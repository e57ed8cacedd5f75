#include "base/error.h"
#include "desk/edit.h"
#include "desk/sla.h"

#define ROW struct csri_interaction

#define IN_STRUCT csr_interaction_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(channel, channel, REQUIRED),
    IN_TO(occurred_at, time, 0),
    IN_TO(ticket, ticket, 0),
    IN_TO(customer, customer, 0),
    IN_TO(agent, agent, 0),
    IN_TO(contact_point, contact_point, 0),
    IN_TO(reply_to, interaction, 0),
    IN_TO(direction, direction, 0),
    IN_TO(audience, audience, 0),
    IN_TO(actor_kind, actor_kind, 0),
    IN_TO(content_type, content_type, 0),
    IN(tone, tone, 0),
    IN(ended, flag, 0),
    IN_TO(external_id, external_id, 0),
    IN_TO(label, label, 0),
    IN_TO(subject, subject, 0),
    IN_TO(body, body, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, request_key);
#undef IN_STRUCT

/* Nobody listens on the other side of these: they are over when they are recorded. */
static int is_one_way(csr_channel channel)
{
    return channel == CSR_CHANNEL_NOTE || channel == CSR_CHANNEL_EMAIL || channel == CSR_CHANNEL_MESSAGE ||
           channel == CSR_CHANNEL_WEB;
}

static csr_actor_kind actor_of(const csr_interaction_view *is)
{
    if (is->direction == CSR_DIRECTION_INCOMING)
        return CSR_ACTOR_CUSTOMER;
    return csr_id_is_none(&is->agent) ? CSR_ACTOR_SYSTEM : CSR_ACTOR_AGENT;
}

static void fill_defaults(csri_call *call, csr_interaction_view *is)
{
    int is_note = is->channel == CSR_CHANNEL_NOTE;

    if (is->occurred_at == 0)
        is->occurred_at = call->tx.now;
    if (csr_id_is_none(&is->agent))
        is->agent = call->session->agent;
    if (is->direction == 0)
        is->direction = is_note ? CSR_DIRECTION_NONE : CSR_DIRECTION_INCOMING;
    if (is->audience == 0)
        is->audience = is_note ? CSR_AUDIENCE_INTERNAL : CSR_AUDIENCE_PUBLIC;
    if (is->actor_kind == 0)
        is->actor_kind = actor_of(is);
    if (is->content_type == 0)
        is->content_type = CSR_CONTENT_PLAIN;
}

/* The customer of the ticket, unless another one is named. */
static csr_status take_customer(csri_call *call, csr_interaction_view *is)
{
    csr_rows *ticket;
    csr_status status;

    if (csr_id_is_none(&is->ticket) || !csr_id_is_none(&is->customer))
        return CSR_OK;
    status = csri_load(&call->tx, &csri_ticket_record, &is->ticket, "ticket", &ticket);
    if (status == CSR_OK)
        is->customer = ((const struct csri_ticket *)csri_rows_at(ticket, 0))->view.customer;
    csri_rows_free(ticket);
    return status;
}

static csr_status check_reply(csri_call *call, const csr_interaction_view *is)
{
    csr_rows *answered;
    csr_status status;

    if (csr_id_is_none(&is->reply_to))
        return CSR_OK;
    status = csri_load(&call->tx, &csri_interaction_record, &is->reply_to, "reply_to", &answered);
    if (status != CSR_OK)
        return status;
    if (memcmp(&((const struct csri_interaction *)csri_rows_at(answered, 0))->view.ticket, &is->ticket,
               sizeof(csr_id)) != 0)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "reply_to", "reply_to belongs to another ticket");
    csri_rows_free(answered);
    return status;
}

static uint64_t tone_columns(void)
{
    const csr_shape *shape = csri_interaction_record.row;
    uint64_t mask = 0;

    for (unsigned i = 0; i < shape->count; i++) {
        size_t at = shape->members[i].offset;
        if (at == offsetof(struct csri_interaction, view.occurred_at) ||
            at == offsetof(struct csri_interaction, view.tone_end))
            mask |= UINT64_C(1) << i;
    }
    return mask;
}

/* The tone in which the contact before, in the order of what occurred, ended on the ticket; 0 = none was noted. Most
 * interactions without a tone are notes, so a few rows are nearly always enough. */
static csr_status tone_before(csri_call *call, const struct csri_interaction *is, csr_tone *out)
{
    struct csri_interaction after = *is;
    csr_scan scan = { .index = CSRI_INTERACTION_BY_TICKET,
                      .equal = 1,
                      .flags = CSR_SCAN_REVERSE,
                      .limit = 8,
                      .from = is,
                      .after = &after,
                      .columns = tone_columns() };
    csr_status status = CSR_OK;
    size_t got = scan.limit;

    *out = 0;
    memset(&after.view.id, 0xff, sizeof(after.view.id));
    while (status == CSR_OK && got == scan.limit && *out == 0) {
        csr_rows *rows;
        status = csri_rows_new(call->tx.host, sizeof(*is), scan.limit, &rows, call->err);
        if (status != CSR_OK)
            return status;
        status = call->tx.ops->scan(call->tx.handle, &csri_interaction_record, &scan, rows, call->err);
        got = csri_rows_count(rows);
        for (size_t i = 0; status == CSR_OK && i < got && *out == 0; i++) {
            const csr_interaction_view *before = &((const struct csri_interaction *)csri_rows_at(rows, i))->view;
            *out = before->tone_end;
            after.view.occurred_at = before->occurred_at;
            after.view.id = before->id;
        }
        csri_rows_free(rows);
    }
    return status;
}

/* A worse tone than that of the contact before is a drop. */
static csr_status count_drop(csri_call *call, struct csri_interaction *is)
{
    csr_tone before;
    csr_status status;

    if (is->view.tone_start == 0 || csr_id_is_none(&is->view.ticket))
        return CSR_OK;
    status = tone_before(call, is, &before);
    is->view.drops = status == CSR_OK && before != 0 && is->view.tone_start > before;
    return status;
}

/* The interaction that came in under this key before, or *out_known = 0. */
static csr_status find_known(csri_call *call, const struct csri_interaction *is, csr_id *out_id, int *out_known)
{
    csr_rows *rows = NULL;
    csr_status status = CSR_OK;

    if (is->view.external_id.len != 0)
        status = csri_find(&call->tx, &csri_interaction_record, CSRI_INTERACTION_BY_EXTERNAL_ID, is, &rows);
    *out_known = rows != NULL;
    if (rows != NULL)
        *out_id = ((const struct csri_interaction *)csri_rows_at(rows, 0))->view.id;
    csri_rows_free(rows);
    return status;
}

static csr_status check_add(csri_call *call, struct csri_interaction *is)
{
    csr_status status = csri_not_future(call, is->view.occurred_at, "occurred_at");

    if (status == CSR_OK)
        status = take_customer(call, &is->view);
    if (status == CSR_OK)
        status = check_reply(call, &is->view);
    return status != CSR_OK ? status : count_drop(call, is);
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_interaction_add_params *in = params;
    struct csri_interaction is = { 0 };
    int known;
    csr_status status;

    (void)id;
    csri_fill(&add_params, in, &is);
    status = find_known(call, &is, out, &known);
    if (status != CSR_OK || known)
        return status;
    fill_defaults(call, &is.view);
    is.view.tone_start = in->tone;
    is.view.tone_end = in->tone;
    if (in->ended || is_one_way(is.view.channel))
        is.view.ended_at = is.view.occurred_at;
    status = check_add(call, &is);
    if (status == CSR_OK)
        status = csri_add(call, CSR_EVENT_INTERACTION_ADDED, &csri_interaction_record, &is, out);
    return status != CSR_OK ? status : csri_sla_after_interaction(call, &is);
}

const csri_operation csri_interaction_add = {
    .name = "interaction.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_interaction_add(csr_session *session, const csr_interaction_add_params *params, csr_id *out_id,
                               csr_error *err)
{
    return csri_run(session, &csri_interaction_add, NULL, params, out_id, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_interaction_record, id, out);
}

const csri_operation csri_interaction_get = {
    .name = "interaction.get",
    .run = get,
    .subject = &csri_interaction_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_interaction_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_interaction_get, id, NULL, out_result, err);
}

#define IN_STRUCT csr_interaction_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(order, interaction_order, 0),
    IN(without_body, flag, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(customer, customer, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

static uint64_t all_but_body(void)
{
    const csr_shape *shape = csri_interaction_record.row;
    uint64_t mask = 0;

    for (unsigned i = 0; i < shape->count; i++)
        if ((shape->members[i].flags & CSR_MEMBER_BULK) == 0)
            mask |= UINT64_C(1) << i;
    return mask;
}

static csr_interaction_order order_of(const csr_interaction_query *in)
{
    if (in->order != 0)
        return in->order;
    if (!csr_id_is_none(&in->ticket))
        return CSR_INTERACTIONS_BY_TICKET;
    return csr_id_is_none(&in->customer) ? CSR_INTERACTIONS_BY_NEWEST : CSR_INTERACTIONS_BY_CUSTOMER;
}

/* A reference that the order does not use would be a filter that is silently ignored. */
static csr_status check_list(csri_call *call, const csr_interaction_query *in, csr_interaction_order order)
{
    int ticket = !csr_id_is_none(&in->ticket), customer = !csr_id_is_none(&in->customer);

    if (ticket != (order == CSR_INTERACTIONS_BY_TICKET))
        return csri_fail(call->err, CSR_E_ARGUMENT, "ticket", "ticket goes with order ticket, and that with it");
    if (customer != (order == CSR_INTERACTIONS_BY_CUSTOMER))
        return csri_fail(call->err, CSR_E_ARGUMENT, "customer", "customer goes with order customer, and that with it");
    return CSR_OK;
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_interaction_query *in = params;
    struct csri_interaction from = { .view = { .ticket = in->ticket, .customer = in->customer } };
    csr_scan scan = { .limit = (uint32_t)in->limit, .from = &from, .columns = in->without_body ? all_but_body() : 0 };
    csr_interaction_order order = order_of(in);
    csr_status status = check_list(call, in, order);

    (void)id;
    if (status != CSR_OK)
        return status;
    scan.index = CSR_SCAN_BY_ID;
    scan.flags = order == CSR_INTERACTIONS_BY_TICKET ? 0 : CSR_SCAN_REVERSE;
    if (order == CSR_INTERACTIONS_BY_TICKET)
        scan.index = CSRI_INTERACTION_BY_TICKET;
    else if (order == CSR_INTERACTIONS_BY_CUSTOMER)
        scan.index = CSRI_INTERACTION_BY_CUSTOMER;
    scan.equal = scan.index == CSR_SCAN_BY_ID ? 0 : 1;
    return csri_page(&call->tx, &csri_interaction_record, &scan, &in->after, out);
}

const csri_operation csri_interaction_list = {
    .name = "interaction.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_interaction_list(csr_session *session, const csr_interaction_query *query, csr_result **out_result,
                                csr_error *err)
{
    return csri_run(session, &csri_interaction_list, NULL, query, out_result, err);
}

csr_status csr_interaction_at(const csr_result *result, size_t row, csr_interaction_view *view, csr_error *err)
{
    return csri_result_view(result, csri_interaction_record.row, row, view, err);
}
