#include "desk/draft.h"

#include "base/error.h"

/*
 * The end of a draft: thrown away, or turned into an interaction.
 */
#define IN_STRUCT csr_draft_send_params
/* clang-format off */
static const csr_member send_params_members[] = {
    IN(anyway, flag, 0),
    IN(expected_version, version, 0),
    IN(queue, flag, 0),
    IN(max_attempts, count, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape send_params = CSRI_PARAMS(IN_STRUCT, send_params_members);
#undef IN_STRUCT

extern const csri_operation csri_interaction_add;
extern const csri_operation csri_delivery_queue;

/* A draft that this session may throw away or send: its agent's, or anybody's when it is the system. */
static csr_status load_own(csri_call *call, const csr_id *id, csr_rows **rows)
{
    const csr_id *me = &call->session->agent;
    csr_status status = csri_load(&call->tx, &csri_draft_record, id, "id", rows);

    if (status != CSR_OK || csr_id_is_none(me) ||
        memcmp(&((const struct csri_draft *)csri_rows_at(*rows, 0))->view.agent, me, sizeof(*me)) == 0)
        return status;
    csri_rows_free(*rows);
    *rows = NULL;
    return csri_fail(call->err, CSR_E_RIGHT, "id", "the draft is another agent's");
}

static csr_status discard(csri_call *call, const csr_id *id, const void *params, void *out)
{
    csr_rows *rows;
    csr_status status = load_own(call, id, &rows);

    (void)params;
    (void)out;
    csri_rows_free(rows);
    return status != CSR_OK ? status : csri_erase(&call->tx, &csri_draft_record, id);
}

const csri_operation csri_draft_discard = {
    .name = "draft.discard",
    .run = discard,
    .subject = &csri_draft_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_NOTHING,
};

csr_status csr_draft_discard(csr_session *session, const csr_id *id, csr_error *err)
{
    return csri_run(session, &csri_draft_discard, id, NULL, NULL, err);
}

/* Whether anything came in since; the error says what. */
static csr_status check_news(csri_call *call, const struct csri_draft *draft, int64_t expected)
{
    const csr_record *record = csri_draft_about(&draft->view);
    csr_rows *rows;
    csr_id last;
    csr_status status = csri_load(&call->tx, record, &draft->about, record->name, &rows);

    if (status != CSR_OK)
        return status;
    status = csri_expect(&call->tx, record, csri_rows_at(rows, 0), expected != 0 ? expected : draft->view.seen_version);
    csri_rows_free(rows);
    if (status == CSR_OK)
        status = csri_draft_last(call, &draft->view.ticket, &last);
    if (status == CSR_OK && memcmp(&last, &draft->view.seen, sizeof(last)) != 0) {
        char text[CSR_ID_TEXT_BYTES];
        csr_id_format(&last, text);
        status = csri_fail(call->err, CSR_E_CONFLICT, "interaction",
                           "something came in since the draft was begun, last the interaction %s", text);
    }
    return status;
}

/* The interaction that a draft becomes, through the operation that records all of them. */
static csr_status record_message(csri_call *call, const csr_draft_view *draft, csr_id *out)
{
    int is_note = draft->channel == CSR_CHANNEL_NOTE;
    csr_interaction_add_params in = { .struct_size = (uint32_t)sizeof(in),
                                      .channel = draft->channel,
                                      .ticket = draft->ticket,
                                      .agent = draft->agent,
                                      .reply_to = draft->reply_to,
                                      .direction = is_note ? CSR_DIRECTION_NONE : CSR_DIRECTION_OUTGOING,
                                      .audience = draft->audience,
                                      .actor_kind = CSR_ACTOR_AGENT,
                                      .content_type = draft->content_type,
                                      .subject = draft->subject,
                                      .body = draft->body };
    csr_rows *rows;
    csr_status status = CSR_OK;

    if (csr_id_is_none(&draft->ticket)) {
        status = csri_load(&call->tx, &csri_interaction_record, &draft->interaction, "interaction", &rows);
        if (status == CSR_OK)
            in.customer = ((const struct csri_interaction *)csri_rows_at(rows, 0))->view.customer;
        csri_rows_free(rows);
    }
    return status != CSR_OK ? status : csri_interaction_add.run(call, NULL, &in, out);
}

static csr_status put_into_outbox(csri_call *call, const csr_draft_view *draft, const csr_draft_send_params *in,
                                  const csr_id *message)
{
    csr_delivery_queue_params queue = { .struct_size = (uint32_t)sizeof(queue),
                                        .max_attempts = in->max_attempts,
                                        .interaction = *message,
                                        .recipient = draft->recipient };
    csr_id unused;

    return in->queue ? csri_delivery_queue.run(call, NULL, &queue, &unused) : CSR_OK;
}

static csr_status check_draft(csri_call *call, const csr_draft_view *draft, const csr_draft_send_params *in)
{
    if (draft->body.len == 0 && draft->subject.len == 0)
        return csri_fail(call->err, CSR_E_STATE, "id", "the draft is empty");
    if (in->queue && (draft->channel == CSR_CHANNEL_NOTE || draft->audience == CSR_AUDIENCE_INTERNAL))
        return csri_fail(call->err, CSR_E_STATE, "queue", "only an outgoing public message can be sent");
    if (in->queue && draft->recipient.len == 0)
        return csri_fail(call->err, CSR_E_STATE, "recipient", "the draft has no recipient");
    return CSR_OK;
}

static csr_status send(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_draft_send_params *in = params;
    const struct csri_draft *draft;
    csr_rows *rows;
    csr_status status = load_own(call, id, &rows);

    if (status != CSR_OK)
        return status;
    draft = csri_rows_at(rows, 0);
    status = check_draft(call, &draft->view, in);
    if (status == CSR_OK && !in->anyway)
        status = check_news(call, draft, in->expected_version);
    if (status == CSR_OK)
        status = record_message(call, &draft->view, out);
    if (status == CSR_OK)
        status = put_into_outbox(call, &draft->view, in, out);
    if (status == CSR_OK)
        status = csri_erase(&call->tx, &csri_draft_record, id);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_draft_send = {
    .name = "draft.send",
    .run = send,
    .in = &send_params,
    .subject = &csri_draft_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_draft_send(csr_session *session, const csr_id *id, const csr_draft_send_params *params, csr_id *out_id,
                          csr_error *err)
{
    return csri_run(session, &csri_draft_send, id, params, out_id, err);
}
