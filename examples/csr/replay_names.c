#include "replay_names.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

static csr_status find_or_add_agent(struct replay *replay, const csr_str *handle, csr_id *out)
{
    csr_agent_find_params find = CSR_AGENT_FIND_PARAMS_INIT;
    csr_agent_add_params add = CSR_AGENT_ADD_PARAMS_INIT;
    csr_agent_view view = { .struct_size = (uint32_t)sizeof view };
    csr_result *result = NULL;
    csr_status status;

    find.handle = *handle;
    add.handle = *handle;
    status = csr_agent_find(replay->session, &find, &result, &replay->err);
    if (status == CSR_OK)
        status = csr_agent_at(result, 0, &view, &replay->err);
    csr_result_free(result);
    *out = view.id;
    return status == CSR_E_NOT_FOUND ? csr_agent_add(replay->session, &add, out, &replay->err) : status;
}

static csr_status find_or_add_team(struct replay *replay, const csr_str *name, csr_id *out)
{
    csr_team_find_params find = CSR_TEAM_FIND_PARAMS_INIT;
    csr_team_add_params add = CSR_TEAM_ADD_PARAMS_INIT;
    csr_team_view view = { .struct_size = (uint32_t)sizeof view };
    csr_result *result = NULL;
    csr_status status;

    find.name = *name;
    add.name = *name;
    status = csr_team_find(replay->session, &find, &result, &replay->err);
    if (status == CSR_OK)
        status = csr_team_at(result, 0, &view, &replay->err);
    csr_result_free(result);
    *out = view.id;
    return status == CSR_E_NOT_FOUND ? csr_team_add(replay->session, &add, out, &replay->err) : status;
}

/* Customers of a log are known by their name in it. */
static csr_status identify_customer(struct replay *replay, const csr_str *name, csr_id *out)
{
    csr_customer_identify_params params = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    csr_customer_view view = { .struct_size = (uint32_t)sizeof view };
    char *value = text_format("%s:%.*s", replay->format->name, (int)name->len, name->ptr);
    csr_result *result = NULL;
    csr_status status;

    params.kind = CSR_IDENTITY_EXTERNAL;
    csr_str_set(&params.value, value, CSR_NTS);
    params.name = *name;
    status = csr_customer_identify(replay->session, &params, &result, &replay->err);
    if (status == CSR_OK)
        status = csr_customer_at(result, 0, &view, &replay->err);
    csr_result_free(result);
    free(value);
    *out = view.id;
    return status;
}

/*
 * A name that the desk refuses must not stay in the table without an id: text_map has no removal, so that the entry is
 * tried again while its id is none.
 */
static csr_status cached(struct replay *replay, struct text_map *map, const csr_str *name,
                         csr_status (*make)(struct replay *, const csr_str *, csr_id *), csr_id *out)
{
    struct text_map_entry *entry;
    csr_status status = CSR_OK;
    int is_new;

    memset(out, 0, sizeof *out);
    if (name->len == 0)
        return CSR_OK;
    entry = text_map_at(map, name, &is_new);
    if (csr_id_is_none(&entry->id)) {
        csr_id id;
        status = make(replay, name, &id);
        if (status == CSR_OK)
            entry->id = id;
    }
    *out = entry->id;
    return status;
}

csr_status replay_agent(struct replay *replay, const csr_str *handle, csr_id *out)
{
    return cached(replay, &replay->agents, handle, find_or_add_agent, out);
}

csr_status replay_team(struct replay *replay, const csr_str *name, csr_id *out)
{
    return cached(replay, &replay->teams, name, find_or_add_team, out);
}

csr_status replay_customer(struct replay *replay, const csr_str *name, csr_id *out)
{
    return cached(replay, &replay->customers, name, identify_customer, out);
}
