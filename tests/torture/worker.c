#include "torture/worker.h"

#include <stdio.h>
#include <string.h>

#define BODY_MAX 6000

/* What one operation did, to be told when it is acknowledged. */
typedef struct done {
    ack acks[ACKS_MAX];
    size_t count;
} done;

static void promise(done *d, const csr_id *subject, int64_t version)
{
    d->acks[d->count++] = (ack){ *subject, version, 0 };
}

static uint64_t draw(worker *w, uint64_t below)
{
    return torture_random(&w->random) % below;
}

static csr_str text_of(const char *text)
{
    return (csr_str){ text, strlen(text) };
}

/* One of the last tickets, which others know too. */
static csr_status pick_ticket(worker *w, csr_id *out_id, int64_t *out_version)
{
    csr_ticket_query query = CSR_TICKET_QUERY_INIT;
    csr_ticket_view view = { .struct_size = sizeof(view) };
    csr_result *result;
    csr_status status;

    query.limit = 12;
    status = csr_ticket_list(w->session, &query, &result, &w->err);
    if (status == CSR_OK && csr_result_count(result) == 0)
        status = CSR_E_NOT_FOUND;
    if (status == CSR_OK)
        status = csr_ticket_at(result, (size_t)draw(w, csr_result_count(result)), &view, &w->err);
    *out_id = view.id;
    *out_version = view.version;
    csr_result_free(result);
    return status;
}

static csr_status open_ticket(worker *w, done *d)
{
    csr_ticket_open_params params = CSR_TICKET_OPEN_PARAMS_INIT;
    char subject[64];
    csr_status status;
    csr_id id;

    snprintf(subject, sizeof(subject), "Matter %llx", (unsigned long long)draw(w, UINT64_MAX));
    params.subject = text_of(subject);
    status = csr_ticket_open(w->session, &params, &id, &w->err);
    if (status == CSR_OK)
        promise(d, &id, 1);
    return status;
}

static csr_status change_ticket(worker *w, done *d)
{
    csr_ticket_change_params params = CSR_TICKET_CHANGE_PARAMS_INIT;
    char subject[64];
    int64_t version;
    csr_id id;
    csr_status status = pick_ticket(w, &id, &version);

    if (status != CSR_OK)
        return status;
    snprintf(subject, sizeof(subject), "Now %llx", (unsigned long long)draw(w, UINT64_MAX));
    params.subject = text_of(subject);
    params.expected_version = draw(w, 2) == 0 ? 0 : version;
    status = csr_ticket_change(w->session, &id, &params, &version, &w->err);
    if (status == CSR_OK)
        promise(d, &id, version);
    return status;
}

static csr_status tag_ticket(worker *w, done *d)
{
    csr_tag_params params = CSR_TAG_PARAMS_INIT;
    char tag[64];
    int64_t version;
    csr_id id;
    csr_status status = pick_ticket(w, &id, &version);

    if (status != CSR_OK)
        return status;
    snprintf(tag, sizeof(tag), "t%llx", (unsigned long long)draw(w, UINT64_MAX));
    params.tag = text_of(tag);
    status = csr_ticket_tag(w->session, &id, &params, &version, &w->err);
    if (status == CSR_OK)
        promise(d, &id, version);
    return status;
}

static csr_status add_interaction(worker *w, done *d)
{
    csr_interaction_add_params params = CSR_INTERACTION_ADD_PARAMS_INIT;
    char body[BODY_MAX];
    csr_status status;
    csr_id id;

    memset(body, 'a' + (int)draw(w, 26), sizeof(body));
    params.body = (csr_str){ body, (size_t)draw(w, BODY_MAX) };
    params.channel = CSR_CHANNEL_NOTE;
    status = csr_interaction_add(w->session, &params, &id, &w->err);
    if (status == CSR_OK)
        promise(d, &id, 1);
    return status;
}

static csr_status add_customer(worker *w, done *d)
{
    csr_customer_add_params params = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_status status;
    csr_id id;

    params.name = text_of("Somebody");
    status = csr_customer_add(w->session, &params, &id, &w->err);
    if (status == CSR_OK)
        promise(d, &id, 1);
    return status;
}

/* Two meet the same address: one adds the customer, the other finds it. */
static csr_status identify(worker *w, done *d)
{
    csr_customer_identify_params params = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    char address[64];
    csr_result *result;
    csr_status status;

    (void)d;
    snprintf(address, sizeof(address), "p%u@example.com", (unsigned)draw(w, 40));
    params.kind = CSR_IDENTITY_EMAIL;
    params.value = text_of(address);
    params.name = text_of("Somebody known");
    status = csr_customer_identify(w->session, &params, &result, &w->err);
    csr_result_free(result);
    return status;
}

static csr_status read_only(worker *w, done *d)
{
    int64_t version;
    csr_id id;

    (void)d;
    return pick_ticket(w, &id, &version);
}

static csr_status whole_or_nothing(worker *w, done *d)
{
    csr_status status = csr_session_begin(w->session, &w->err);
    csr_error ignored = CSR_ERROR_INIT;

    if (status != CSR_OK)
        return status;
    status = open_ticket(w, d);
    if (status == CSR_OK)
        status = add_interaction(w, d);
    if (status == CSR_OK)
        status = tag_ticket(w, d);
    if (status == CSR_OK && draw(w, 4) != 0)
        return csr_session_commit(w->session, &w->err);
    (void)csr_session_rollback(w->session, &ignored);
    d->count = 0;
    return status;
}

static csr_status money(worker *w, done *d)
{
    (void)d;
    /* It is a dozen commits, so it comes less often than the others. */
    return w->desk != NULL && draw(w, 3) == 0 ? worker_give_back(w) : CSR_OK;
}

/* Refusals that are right when others work at the same records. */
static int is_answer(csr_status status)
{
    return csr_status_is_conflict(status) || status == CSR_E_STORE_BUSY || status == CSR_E_NOT_FOUND;
}

csr_status worker_step(worker *w)
{
    static csr_status (*const jobs[])(worker *, done *) = {
        open_ticket,  open_ticket, change_ticket, change_ticket,    tag_ticket, add_interaction,
        add_customer, identify,    read_only,     whole_or_nothing, money,
    };
    done d = { .count = 0 };
    csr_status status;

    w->err = (csr_error)CSR_ERROR_INIT;
    status = jobs[draw(w, sizeof(jobs) / sizeof(jobs[0]))](w, &d);
    if (status == CSR_OK && d.count > 0)
        w->tell(w->arg, d.acks, d.count);
    if (!is_answer(status))
        return status;
    w->refused++;
    return CSR_OK;
}
