#include "desk/draft.h"

#include "base/error.h"

/*
 * Drafts are written without events: what is in them nobody has said yet, and it must leave no trace when it is thrown
 * away.
 */
#define ROW struct csri_draft

#define IN_STRUCT csr_draft_save_params
/* clang-format off */
static const csr_member save_params_members[] = {
    IN_TO(channel, channel, 0),
    IN(expected_version, version, 0),
    IN_TO(ticket, ticket, 0),
    IN_TO(interaction, interaction, 0),
    IN(agent, agent, 0),
    IN_TO(reply_to, interaction, 0),
    IN_TO(content_type, content_type, 0),
    IN_TO(audience, audience, 0),
    IN(refresh, flag, 0),
    IN_TO(recipient, address, 0),
    IN_TO(subject, subject, 0),
    IN_TO(body, body, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape save_params = CSRI_PARAMS(IN_STRUCT, save_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_draft_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(ticket, ticket, 0),
    IN(interaction, interaction, 0),
    IN(agent, agent, 0),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_draft_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(agent, agent, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_draft_news_query
/* clang-format off */
static const csr_member news_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(draft, subject_id, REQUIRED),
};
/* clang-format on */
static const csr_shape news_query = CSRI_PARAMS(IN_STRUCT, news_query_members);
#undef IN_STRUCT

const csr_record *csri_draft_about(const csr_draft_view *draft)
{
    return csr_id_is_none(&draft->ticket) ? &csri_interaction_record : &csri_ticket_record;
}

csr_status csri_draft_last(csri_call *call, const csr_id *ticket, csr_id *out)
{
    struct csri_interaction from = { .view = { .ticket = *ticket } };
    csr_scan scan = {
        .index = CSRI_INTERACTION_BY_TICKET, .equal = 1, .flags = CSR_SCAN_REVERSE, .from = &from, .columns = 1
    };
    csr_rows *rows = NULL;
    csr_status status = CSR_OK;

    memset(out, 0, sizeof(*out));
    if (!csr_id_is_none(ticket))
        status = csri_first(&call->tx, &csri_interaction_record, &scan, &rows);
    if (rows != NULL)
        *out = ((const struct csri_interaction *)csri_rows_at(rows, 0))->view.id;
    csri_rows_free(rows);
    return status;
}

/* What the agent has seen is what there is now. */
static csr_status look_around(csri_call *call, struct csri_draft *is)
{
    const csr_record *record = csri_draft_about(&is->view);
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, record, &is->about, record->name, &rows);

    if (status != CSR_OK)
        return status;
    memcpy(&is->view.seen_version, (const char *)csri_rows_at(rows, 0) + record->version_at, sizeof(int64_t));
    csri_rows_free(rows);
    return csri_draft_last(call, &is->view.ticket, &is->view.seen);
}

static csr_status find_draft(csri_call *call, const csr_id *agent, const csr_id *about, csr_rows **out)
{
    struct csri_draft wanted = { .view = { .agent = *agent }, .about = *about };

    return csri_find(&call->tx, &csri_draft_record, CSRI_DRAFT_BY_AGENT, &wanted, out);
}

static void fill_defaults(csr_draft_view *is)
{
    if (is->channel == 0)
        is->channel = CSR_CHANNEL_NOTE;
    if (is->content_type == 0)
        is->content_type = CSR_CONTENT_PLAIN;
}

static csr_status save_first(csri_call *call, struct csri_draft *is)
{
    csr_status status = look_around(call, is);

    is->view.version = 1;
    is->view.created_at = is->view.updated_at = call->tx.now;
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &is->view.id);
    return status != CSR_OK ? status : csri_insert(&call->tx, &csri_draft_record, is);
}

/* The draft again, as a whole. */
static csr_status save_again(csri_call *call, const csr_draft_save_params *in, const struct csri_draft *was,
                             struct csri_draft *is)
{
    csr_status status = CSR_OK;

    if (in->expected_version != 0 && in->expected_version != was->view.version)
        return csri_fail(call->err, CSR_E_CONFLICT, "expected_version",
                         "the draft has version %lld, not %lld: read it again, then decide",
                         (long long)was->view.version, (long long)in->expected_version);
    is->view.id = was->view.id;
    is->view.created_at = was->view.created_at;
    is->view.updated_at = was->view.updated_at;
    is->view.version = was->view.version;
    is->view.seen = was->view.seen;
    is->view.seen_version = was->view.seen_version;
    if (in->refresh)
        status = look_around(call, is);
    if (status != CSR_OK || csri_diff(csri_draft_record.row, was, is) == 0)
        return status;
    is->view.version++;
    is->view.updated_at = call->tx.now;
    return csri_update(&call->tx, &csri_draft_record, was, is);
}

static csr_status check_place(csri_call *call, const csr_id *ticket, const csr_id *interaction, csr_id *about)
{
    *about = csr_id_is_none(ticket) ? *interaction : *ticket;
    return csri_need_one(call, !csr_id_is_none(ticket), !csr_id_is_none(interaction), "ticket", "interaction");
}

/* The session's agent; the system names one. */
static csr_status check_agent(csri_call *call, const csr_id *given, csr_id *out)
{
    const csr_id *me = &call->session->agent;

    *out = csr_id_is_none(given) ? *me : *given;
    if (csr_id_is_none(out))
        return csri_fail(call->err, CSR_E_ARGUMENT, "agent", "agent is required: drafts are of agents");
    if (!csr_id_is_none(me) && memcmp(me, out, sizeof(*me)) != 0)
        return csri_fail(call->err, CSR_E_RIGHT, "agent", "agents save drafts of their own");
    return csri_exists(&call->tx, &csri_agent_record, out, "agent");
}

static csr_status save(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_draft_save_params *in = params;
    struct csri_draft is = { 0 };
    csr_rows *rows = NULL;
    csr_status status = check_place(call, &in->ticket, &in->interaction, &is.about);

    (void)id;
    if (status == CSR_OK)
        status = check_agent(call, &in->agent, &is.view.agent);
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_interaction_record, &in->reply_to, "reply_to");
    if (status != CSR_OK)
        return status;
    csri_fill(&save_params, in, &is);
    fill_defaults(&is.view);
    status = find_draft(call, &is.view.agent, &is.about, &rows);
    if (status == CSR_OK)
        status = rows == NULL ? save_first(call, &is) : save_again(call, in, csri_rows_at(rows, 0), &is);
    if (status == CSR_OK)
        *(csr_id *)out = is.view.id;
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_draft_save = {
    .name = "draft.save",
    .run = save,
    .in = &save_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_draft_save(csr_session *session, const csr_draft_save_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_draft_save, NULL, params, out_id, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_draft_record, id, out);
}

const csri_operation csri_draft_get = {
    .name = "draft.get",
    .run = get,
    .subject = &csri_draft_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_draft_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_draft_get, id, NULL, out_result, err);
}

static const csr_id *agent_of(const csri_call *call, const csr_id *given)
{
    return csr_id_is_none(given) ? &call->session->agent : given;
}

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_draft_find_params *in = params;
    struct csri_draft wanted = { .view = { .agent = *agent_of(call, &in->agent) } };
    csr_status status = check_place(call, &in->ticket, &in->interaction, &wanted.about);

    (void)id;
    return status != CSR_OK ? status
                            : csri_get_by(call, &csri_draft_record, CSRI_DRAFT_BY_AGENT, &wanted,
                                          csr_id_is_none(&in->ticket) ? "interaction" : "ticket", out);
}

const csri_operation csri_draft_find = {
    .name = "draft.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_draft_find(csr_session *session, const csr_draft_find_params *params, csr_result **out_result,
                          csr_error *err)
{
    return csri_run(session, &csri_draft_find, NULL, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_draft_query *in = params;
    struct csri_draft from = { .view = { .agent = *agent_of(call, &in->agent) } };

    (void)id;
    return csri_list(call, &csri_draft_record, CSRI_DRAFT_BY_AGENT, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_draft_list = {
    .name = "draft.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_draft_list(csr_session *session, const csr_draft_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_draft_list, NULL, query, out_result, err);
}

/* A page of the interactions behind the one that the draft has seen. */
static csr_status news_of(csri_call *call, const csr_draft_view *draft, const csr_draft_news_query *in, void *out)
{
    struct csri_interaction from = { .view = { .ticket = draft->ticket } }, after = from;
    csr_scan scan = { .index = CSRI_INTERACTION_BY_TICKET, .equal = 1, .limit = (uint32_t)in->limit, .from = &from };
    csr_rows *rows = NULL;

    if (!csr_id_is_none(&draft->seen)) {
        csr_status status = csri_load(&call->tx, &csri_interaction_record, &draft->seen, "draft", &rows);
        if (status != CSR_OK)
            return status;
        after.view.occurred_at = ((const struct csri_interaction *)csri_rows_at(rows, 0))->view.occurred_at;
        after.view.id = draft->seen;
        scan.after = &after;
        csri_rows_free(rows);
    }
    return csri_page(&call->tx, &csri_interaction_record, &scan, &in->after, out);
}

static csr_status news(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_draft_news_query *in = params;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_draft_record, &in->draft, "draft", &rows);

    (void)id;
    if (status == CSR_OK)
        status = news_of(call, &((const struct csri_draft *)csri_rows_at(rows, 0))->view, in, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_draft_news = {
    .name = "draft.news",
    .run = news,
    .in = &news_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_draft_news(csr_session *session, const csr_draft_news_query *query, csr_result **out_result,
                          csr_error *err)
{
    return csri_run(session, &csri_draft_news, NULL, query, out_result, err);
}

csr_status csr_draft_at(const csr_result *result, size_t row, csr_draft_view *view, csr_error *err)
{
    return csri_result_view(result, csri_draft_record.row, row, view, err);
}
