/* Opening a desk with options of its store, and opening it a second time for reading only. */
#include <csr/csr.h>
#include <inttypes.h>
#include <stdio.h>

/* snippet: options */
static csr_status open_for_an_import(const char *path, csr_desk **desk, csr_error *err)
{
    static const csr_option options[] = {
        { "synchronous", "normal" },    /* a power cut may take the last changes; the file stays sound */
        { "busy_timeout_ms", "30000" }, /* how long to wait for another writer */
    };
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;

    params.options = options;
    params.option_count = sizeof options / sizeof options[0];
    return csr_desk_open(path, &params, desk, err);
}
/* end */

/* snippet: read_only */
static csr_status open_for_reading(const char *path, csr_desk **desk, csr_error *err)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;

    params.flags = CSR_OPEN_READ_ONLY; /* changes are refused with CSR_E_READ_ONLY */
    return csr_desk_open(path, &params, desk, err);
}
/* end */

static csr_status tell(csr_desk *desk, csr_error *err)
{
    csr_stats_view stats = { .struct_size = sizeof stats };
    csr_session *session = NULL;
    csr_result *result = NULL;
    csr_status status = csr_session_open(desk, NULL, &session, err);

    if (status == CSR_OK)
        status = csr_desk_stats(session, &result, err);
    if (status == CSR_OK)
        status = csr_stats_at(result, 0, &stats, err);
    if (status == CSR_OK)
        printf("%" PRId64 " events\n", stats.events);
    csr_result_free(result);
    csr_session_close(session);
    return status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *writer = NULL, *reader = NULL;
    csr_status status = open_for_an_import("shop.db", &writer, &err);

    if (status == CSR_OK)
        status = open_for_reading("shop.db", &reader, &err);
    if (status == CSR_OK)
        status = tell(reader, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_desk_close(reader);
    csr_desk_close(writer);
    return status == CSR_OK ? 0 : 1;
}
