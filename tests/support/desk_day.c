#include "support/desk_day.h"

#include <stdlib.h>

const desk_step *desk_day_step(size_t number)
{
    const struct {
        const desk_step *steps;
        size_t count;
    } parts[] = {
        { desk_day_customers, desk_day_customers_count },     { desk_day_staff, desk_day_staff_count },
        { desk_day_tickets, desk_day_tickets_count },         { desk_day_contacts, desk_day_contacts_count },
        { desk_day_together, desk_day_together_count },       { desk_day_fields, desk_day_fields_count },
        { desk_day_messages, desk_day_messages_count },       { desk_day_clocks, desk_day_clocks_count },
        { desk_day_escalations, desk_day_escalations_count }, { desk_day_purchases, desk_day_purchases_count },
        { desk_day_refunds, desk_day_refunds_count },         { desk_day_remedies, desk_day_remedies_count },
        { desk_day_returns, desk_day_returns_count },
    };
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (number < parts[i].count)
            return &parts[i].steps[number];
        number -= parts[i].count;
    }
    return NULL;
}

csr_session *desk_day_as(desk_fixture *f, const char **params)
{
    char agent[40] = "";
    csr_session *system = f->session;
    size_t len = strcspn(*params, " ");

    if (**params != '@' || len >= sizeof(agent))
        return NULL;
    memcpy(agent, *params + 1, len - 1);
    *params += len + 1;
    f->session = desk_session_of(f, agent);
    return system;
}

void desk_day_back(desk_fixture *f, csr_session *system)
{
    if (system == NULL)
        return;
    csr_session_close(f->session);
    f->session = system;
}

void desk_day_name(desk_fixture *f, const desk_step *step)
{
    const char *id = strstr(f->raw, "\"id\":\"");

    if (step->name != NULL && id != NULL)
        desk_words_let(&f->words, step->name, id + 6, 36);
}

int desk_day_run(desk_fixture *f, const desk_step *step, int door)
{
    char what[300];
    const char *params = step->params;
    csr_session *system;
    csr_status status;

    csr_test_host_advance(&f->host, 1000000);
    system = desk_day_as(f, &params);
    status = door == 1 ? step->typed(f) : desk_call(f, step->operation, params);
    desk_day_back(f, system);
    snprintf(what, sizeof(what), "door %d: %s %s", door, step->operation, step->params);
    if (!desk_expect_at(f, what, status, CSR_OK, "", __FILE__, __LINE__))
        return 0;
    desk_day_name(f, step);
    return 1;
}

void desk_day(desk_fixture *f, int door)
{
    for (size_t i = 0; desk_day_step(i) != NULL; i++)
        if (!desk_day_run(f, desk_day_step(i), door))
            return;
}

static csr_status give(desk_fixture *f, csr_status status, const char *text)
{
    free(f->raw);
    f->raw = strdup(status == CSR_OK ? text : "");
    return status;
}

csr_status desk_gives_id(desk_fixture *f, csr_status status, const csr_id *id)
{
    char text[60], id_text[CSR_ID_TEXT_BYTES] = "";

    if (status == CSR_OK)
        csr_id_format(id, id_text);
    snprintf(text, sizeof(text), "{\"id\":\"%s\"}", id_text);
    return give(f, status, text);
}

csr_status desk_gives_number(desk_fixture *f, csr_status status, const char *member, const int64_t *number)
{
    char text[60];

    snprintf(text, sizeof(text), "{\"%s\":%lld}", member, status == CSR_OK ? (long long)*number : 0);
    return give(f, status, text);
}

csr_status desk_gives_result(desk_fixture *f, csr_status status, csr_result **result)
{
    csr_buf *buf = NULL;

    if (status == CSR_OK)
        status = csr_result_json(*result, &buf, &f->err);
    status = give(f, status, csr_buf_text(buf));
    csr_buf_free(buf);
    csr_result_free(*result);
    return status;
}

csr_status desk_gives_nothing(desk_fixture *f, csr_status status)
{
    return give(f, status, "{}");
}
