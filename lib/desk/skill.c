#include "base/error.h"
#include "base/language.h"
#include "desk/edit.h"

#define ROW struct csri_skill

#define IN_STRUCT csr_skill_set_params
/* clang-format off */
static const csr_member set_params_members[] = {
    IN_TO(kind, skill_kind, 0),
    IN_TO(name, tag, REQUIRED),
    IN_TO(level, level, 0),
};
/* clang-format on */
static const csr_shape set_params = CSRI_PARAMS(IN_STRUCT, set_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_skill_remove_params
/* clang-format off */
static const csr_member remove_params_members[] = {
    IN_TO(kind, skill_kind, 0),
    IN_TO(name, tag, REQUIRED),
};
/* clang-format on */
static const csr_shape remove_params = CSRI_PARAMS(IN_STRUCT, remove_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_skill_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(agent, agent, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define LEVEL_DEFAULT 3

/* The row that the parameters speak of, with its key, and the one there is (or NULL). */
static csr_status find(csri_call *call, const csr_id *agent, const csr_shape *shape, const void *params,
                       csri_buffer *key, struct csri_skill *is, csr_rows **existing)
{
    csr_status status;

    memset(is, 0, sizeof(*is));
    csri_fill(shape, params, is);
    if (is->view.kind == 0)
        is->view.kind = CSR_SKILL_ABILITY;
    is->view.agent = *agent;
    status = csri_key_of(call, &is->view.name, "name", key, &is->key);
    return status != CSR_OK ? status : csri_find(&call->tx, &csri_skill_record, CSRI_SKILL_BY_AGENT, is, existing);
}

static csr_status write_skill(csri_call *call, const csr_id *id, const csr_shape *shape, const void *params, int on,
                              void *out)
{
    csri_change_request request = { .event = on ? CSR_EVENT_SKILL_SET : CSR_EVENT_SKILL_REMOVED };
    struct csri_agent agent;
    struct csri_skill is;
    csr_rows *existing = NULL;
    csri_buffer key;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_agent_record, id, 0, &agent, &edit);

    if (status != CSR_OK)
        return status;
    status = find(call, id, shape, params, &key, &is, &existing);
    request.child = on || existing != NULL ? &csri_skill_record : NULL;
    request.child_was = existing != NULL ? csri_rows_at(existing, 0) : NULL;
    request.child_is = on ? &is : NULL;
    if (status == CSR_OK && existing != NULL) {
        int32_t level = is.view.level;
        is = *(const struct csri_skill *)request.child_was;
        is.view.level = level != 0 ? level : is.view.level;
    } else if (status == CSR_OK && on) {
        is.view.level = is.view.level != 0 ? is.view.level : LEVEL_DEFAULT;
        is.view.created_at = call->tx.now;
        status = csri_new_id(&call->tx, &is.view.id);
    }
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(existing);
    csri_buffer_free(&key);
    return status;
}

/* What is removed needs no form, so that what was recorded before there was one can be. */
static csr_status check_language(csri_call *call, const csr_skill_set_params *in)
{
    if (in->kind != CSR_SKILL_LANGUAGE || csri_language_valid(in->name.ptr, in->name.len))
        return CSR_OK;
    return csri_fail(call->err, CSR_E_ARGUMENT, "name", "name: \"%.*s\" is no language tag such as \"cs\" or \"pt-BR\"",
                     (int)in->name.len, in->name.ptr);
}

static csr_status set(csri_call *call, const csr_id *id, const void *params, void *out)
{
    csr_status status = check_language(call, params);

    return status != CSR_OK ? status : write_skill(call, id, &set_params, params, 1, out);
}

const csri_operation csri_skill_set = {
    .name = "skill.set",
    .run = set,
    .in = &set_params,
    .subject = &csri_agent_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_skill_set(csr_session *session, const csr_id *id, const csr_skill_set_params *params,
                         int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_skill_set, id, params, out_version, err);
}

static csr_status remove_skill(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_skill(call, id, &remove_params, params, 0, out);
}

const csri_operation csri_skill_remove = {
    .name = "skill.remove",
    .run = remove_skill,
    .in = &remove_params,
    .subject = &csri_agent_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_skill_remove(csr_session *session, const csr_id *id, const csr_skill_remove_params *params,
                            int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_skill_remove, id, params, out_version, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_skill_query *in = params;
    struct csri_skill from = { .view = { .agent = in->agent } };

    (void)id;
    return csri_list(call, &csri_skill_record, CSRI_SKILL_BY_AGENT, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_skill_list = {
    .name = "skill.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_skill_list(csr_session *session, const csr_skill_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_skill_list, NULL, query, out_result, err);
}

csr_status csr_skill_at(const csr_result *result, size_t row, csr_skill_view *view, csr_error *err)
{
    return csri_result_view(result, csri_skill_record.row, row, view, err);
}
