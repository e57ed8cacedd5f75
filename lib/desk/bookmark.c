#include "desk/edit.h"

#define ROW struct csri_bookmark

#define IN_STRUCT csr_bookmark_set_params
/* clang-format off */
static const csr_member set_params_members[] = {
    IN_TO(name, title, REQUIRED),
    IN_TO(value, bookmark_value, 0),
};
/* clang-format on */
static const csr_shape set_params = CSRI_PARAMS(IN_STRUCT, set_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_bookmark_get_params
/* clang-format off */
static const csr_member get_params_members[] = {
    IN_TO(name, title, REQUIRED),
};
/* clang-format on */
static const csr_shape get_params = CSRI_PARAMS(IN_STRUCT, get_params_members);
#undef IN_STRUCT

/* A bookmark is a host's own note beside the work it stands for: it writes no event, or a reader of events that marks
 * how far it has come would never come to the end. */
static csr_status set(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_bookmark is = { 0 };
    csr_rows *rows;
    csr_status status;

    (void)id;
    (void)out;
    csri_fill(&set_params, params, &is);
    is.view.updated_at = call->tx.now;
    status = csri_find(&call->tx, &csri_bookmark_record, CSRI_BOOKMARK_BY_NAME, &is, &rows);
    if (status == CSR_OK && rows == NULL && is.view.value.len != 0) {
        status = csri_new_id(&call->tx, &is.view.id);
        if (status == CSR_OK)
            status = csri_insert(&call->tx, &csri_bookmark_record, &is);
    } else if (status == CSR_OK && rows != NULL) {
        const struct csri_bookmark *was = csri_rows_at(rows, 0);
        is.view.id = was->view.id;
        status = is.view.value.len == 0 ? csri_erase(&call->tx, &csri_bookmark_record, &is.view.id)
                                        : csri_update(&call->tx, &csri_bookmark_record, was, &is);
    }
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_bookmark_set = {
    .name = "bookmark.set",
    .run = set,
    .in = &set_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_NOTHING,
};

csr_status csr_bookmark_set(csr_session *session, const csr_bookmark_set_params *params, csr_error *err)
{
    return csri_run(session, &csri_bookmark_set, NULL, params, NULL, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_bookmark wanted = { 0 };

    (void)id;
    csri_fill(&get_params, params, &wanted);
    return csri_get_by(call, &csri_bookmark_record, CSRI_BOOKMARK_BY_NAME, &wanted, "name", out);
}

const csri_operation csri_bookmark_get = {
    .name = "bookmark.get",
    .run = get,
    .in = &get_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_bookmark_get(csr_session *session, const csr_bookmark_get_params *params, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_bookmark_get, NULL, params, out_result, err);
}

csr_status csr_bookmark_at(const csr_result *result, size_t row, csr_bookmark_view *view, csr_error *err)
{
    return csri_result_view(result, csri_bookmark_record.row, row, view, err);
}
