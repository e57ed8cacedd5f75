#include "base/error.h"
#include "base/time.h"
#include "desk/edit.h"
#include "policy/delivery_course.h"

#define ROW struct csri_delivery
#define CLAIM_DEFAULT 10
#define ATTEMPTS_MAX 100
#define LEASE_DEFAULT (5 * CSRI_MINUTE_US)

#define IN_STRUCT csr_delivery_queue_params
/* clang-format off */
static const csr_member queue_params_members[] = {
    IN(max_attempts, count, 0),
    IN(not_before, time, 0),
    IN_TO(interaction, interaction, REQUIRED),
    IN_TO(recipient, address, REQUIRED),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape queue_params = CSRI_PARAMS(IN_STRUCT, queue_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_delivery_claim_params
/* clang-format off */
static const csr_member claim_params_members[] = {
    IN(limit, count, 0),
    IN(lease_us, duration, 0),
    IN(sender, title, REQUIRED),
};
/* clang-format on */
static const csr_shape claim_params = CSRI_PARAMS(IN_STRUCT, claim_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_delivery_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(interaction, interaction, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_delivery_outbox_query
/* clang-format off */
static const csr_member outbox_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
};
/* clang-format on */
static const csr_shape outbox_query = CSRI_PARAMS(IN_STRUCT, outbox_query_members);
#undef IN_STRUCT

static int same_text(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

/* The delivery that there is to this recipient, or *known = 0. */
static csr_status find_known(csri_call *call, const struct csri_delivery *is, csr_id *out_id, int *known)
{
    csr_scan scan = { .index = CSRI_DELIVERY_BY_INTERACTION, .equal = 1, .limit = CSR_DELIVERIES_MAX, .from = is };
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(*is), 4, &rows, call->err);

    *known = 0;
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_delivery_record, &scan, rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows) && !*known; i++) {
        const struct csri_delivery *other = csri_rows_at(rows, i);
        *known = same_text(&other->view.recipient, &is->view.recipient);
        if (*known)
            *out_id = other->view.id;
    }
    if (status == CSR_OK && !*known && csri_rows_count(rows) >= CSR_DELIVERIES_MAX)
        status =
            csri_fail(call->err, CSR_E_LIMIT, "interaction", "a message has at most %d recipients", CSR_DELIVERIES_MAX);
    csri_rows_free(rows);
    return status;
}

static csr_status queue_on(csri_call *call, const struct csri_interaction *message, struct csri_delivery *is)
{
    struct csri_interaction edited = *message;
    csri_change_request request = { .event = CSR_EVENT_DELIVERY_QUEUED,
                                    .root = &csri_interaction_record,
                                    .was = message,
                                    .is = &edited,
                                    .child = &csri_delivery_record,
                                    .child_is = is };
    csr_status status;

    if (message->view.direction != CSR_DIRECTION_OUTGOING || message->view.audience != CSR_AUDIENCE_PUBLIC)
        return csri_fail(call->err, CSR_E_STATE, "interaction", "only an outgoing public message can be sent");
    status = csri_new_id(&call->tx, &is->view.id);
    return status != CSR_OK ? status : csri_change(&call->tx, &request);
}

static csr_status queue(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_delivery_queue_params *in = params;
    struct csri_delivery is = { .view = { .state = CSR_DELIVERY_QUEUED, .waiting = 1, .created_at = call->tx.now } };
    csr_rows *message;
    int known = 0;
    csr_status status;

    (void)id;
    if (in->max_attempts > ATTEMPTS_MAX)
        return csri_fail(call->err, CSR_E_ARGUMENT, "max_attempts", "max_attempts: at most %d", ATTEMPTS_MAX);
    csri_fill(&queue_params, in, &is);
    is.view.max_attempts = in->max_attempts != 0 ? in->max_attempts : CSR_DELIVERY_ATTEMPTS;
    is.view.next_attempt_at = in->not_before > call->tx.now ? in->not_before : call->tx.now;
    status = csri_load(&call->tx, &csri_interaction_record, &in->interaction, "interaction", &message);
    if (status == CSR_OK)
        status = find_known(call, &is, out, &known);
    if (status == CSR_OK && !known)
        status = queue_on(call, csri_rows_at(message, 0), &is);
    if (status == CSR_OK && !known)
        *(csr_id *)out = is.view.id;
    csri_rows_free(message);
    return status;
}

const csri_operation csri_delivery_queue = {
    .name = "delivery.queue",
    .run = queue,
    .in = &queue_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_delivery_queue(csr_session *session, const csr_delivery_queue_params *params, csr_id *out_id,
                              csr_error *err)
{
    return csri_run(session, &csri_delivery_queue, NULL, params, out_id, err);
}

/* One message for one sender; one whose last attempt was never reported has failed instead. */
static csr_status claim_one(csri_call *call, const csr_delivery_claim_params *in, const struct csri_delivery *was,
                            struct csri_delivery *is)
{
    csri_change_request request = { .child = &csri_delivery_record, .child_was = was, .child_is = is };
    struct csri_interaction message;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_interaction_record, &was->view.interaction, 0, &message, &edit);

    if (status != CSR_OK)
        return status;
    *is = *was;
    if (was->view.attempts >= was->view.max_attempts) {
        const csri_delivery_news lost = { .state = CSR_DELIVERY_FAILED, .at = call->tx.now };
        request.event = CSR_EVENT_DELIVERY_REPORTED;
        (void)csri_delivery_apply(&is->view, &lost);
        csr_str_set(&is->view.reason, "the last attempt was never reported", CSR_NTS);
    } else {
        request.event = CSR_EVENT_DELIVERY_CLAIMED;
        is->view.attempts++;
        is->view.sender = in->sender;
        is->view.leased_until = call->tx.now + (in->lease_us != 0 ? in->lease_us : LEASE_DEFAULT);
        is->view.next_attempt_at = is->view.leased_until;
    }
    return csri_edit_end(call, &edit, CSR_OK, &request, NULL);
}

/* The due rows, the one due longest first. */
static csr_status scan_due(csri_call *call, uint32_t limit, csr_rows **out)
{
    struct csri_delivery from = { .view = { .waiting = 1 } };
    csr_scan scan = { .index = CSRI_DELIVERY_BY_DUE, .equal = 1, .limit = limit, .from = &from };
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), limit, out, call->err);

    return status != CSR_OK ? status
                            : call->tx.ops->scan(call->tx.handle, &csri_delivery_record, &scan, *out, call->err);
}

/* What was claimed, copied into rows of its own; `due` lives on behind them, since they borrow its texts. */
static csr_status claim_due(csri_call *call, const csr_delivery_claim_params *in, const csr_rows *due,
                            csr_rows *claimed)
{
    for (size_t i = 0; i < csri_rows_count(due); i++) {
        const struct csri_delivery *was = csri_rows_at(due, i);
        struct csri_delivery is;
        void *row;
        csr_status status;
        if (was->view.next_attempt_at > call->tx.now)
            break;
        status = claim_one(call, in, was, &is);
        if (status != CSR_OK)
            return status;
        if (is.view.state == CSR_DELIVERY_FAILED && !is.view.waiting)
            continue;
        if (csr_rows_add(claimed, &row) != CSR_OK ||
            csr_rows_text(claimed, in->sender.ptr, in->sender.len, &is.view.sender) != CSR_OK)
            return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for what was claimed");
        memcpy(row, &is, sizeof(is));
    }
    return CSR_OK;
}

static csr_status claim(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_delivery_claim_params *in = params;
    uint32_t limit = in->limit == 0 ? CLAIM_DEFAULT : (uint32_t)in->limit;
    csr_rows *due = NULL, *claimed = NULL;
    csr_status status;

    (void)id;
    if (limit > CSR_DELIVERY_CLAIM_MAX)
        return csri_fail(call->err, CSR_E_ARGUMENT, "limit", "limit: at most %d", CSR_DELIVERY_CLAIM_MAX);
    if (in->lease_us > CSRI_DAY_US)
        return csri_fail(call->err, CSR_E_ARGUMENT, "lease_us", "lease_us: a day at most");
    status = scan_due(call, limit, &due);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(struct csri_delivery), limit, &claimed, call->err);
    if (status == CSR_OK)
        status = claim_due(call, in, due, claimed);
    if (status != CSR_OK) {
        csri_rows_free(claimed);
        csri_rows_free(due);
        return status;
    }
    csri_rows_attach(claimed, due);
    return csri_result_of(claimed, &csri_delivery_record, out, call->err);
}

const csri_operation csri_delivery_claim = {
    .name = "delivery.claim",
    .run = claim,
    .in = &claim_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_delivery_claim(csr_session *session, const csr_delivery_claim_params *params, csr_result **out_result,
                              csr_error *err)
{
    return csri_run(session, &csri_delivery_claim, NULL, params, out_result, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_delivery_record, id, out);
}

const csri_operation csri_delivery_get = {
    .name = "delivery.get",
    .run = get,
    .subject = &csri_delivery_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_delivery_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_delivery_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_delivery_query *in = params;
    struct csri_delivery from = { .view = { .interaction = in->interaction } };

    (void)id;
    return csri_list(call, &csri_delivery_record, CSRI_DELIVERY_BY_INTERACTION, 1, 0, &from, in->limit, &in->after,
                     out);
}

const csri_operation csri_delivery_list = {
    .name = "delivery.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_delivery_list(csr_session *session, const csr_delivery_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_delivery_list, NULL, query, out_result, err);
}

static csr_status outbox(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_delivery_outbox_query *in = params;
    struct csri_delivery from = { .view = { .waiting = 1 } };

    (void)id;
    return csri_list(call, &csri_delivery_record, CSRI_DELIVERY_BY_DUE, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_delivery_outbox = {
    .name = "delivery.outbox",
    .run = outbox,
    .in = &outbox_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_delivery_outbox(csr_session *session, const csr_delivery_outbox_query *query, csr_result **out_result,
                               csr_error *err)
{
    return csri_run(session, &csri_delivery_outbox, NULL, query, out_result, err);
}

csr_status csr_delivery_at(const csr_result *result, size_t row, csr_delivery_view *view, csr_error *err)
{
    return csri_result_view(result, csri_delivery_record.row, row, view, err);
}
