#include "support/desk_fixture.h"

static csr_result *list_of(desk_fixture *f, int32_t limit, const csr_str *after)
{
    csr_customer_query query = CSR_CUSTOMER_QUERY_INIT;
    csr_result *result = NULL;

    query.limit = limit;
    if (after != NULL)
        query.after = *after;
    TYPED_OK(f, csr_customer_list(f->session, &query, &result, &f->err));
    return result;
}

static void tokens_lead_on(desk_fixture *f)
{
    csr_str token = { "x", 1 };
    csr_result *first, *second;
    csr_buf *buf = NULL;

    for (int i = 0; i < 3; i++)
        DESK_OK(f, "customer.add", "{'name':'a'}");
    first = list_of(f, 2, NULL);
    TYPED_OK(f, csr_result_token(first, &token, &f->err));
    DESK_TRUE(f, token.len > 0 && token.ptr[token.len] == '\0');
    second = list_of(f, 2, &token);
    DESK_TRUE(f, csr_result_count(second) == 1);
    TYPED_OK(f, csr_result_json(first, &buf, &f->err));
    DESK_TRUE(f, strstr(csr_buf_text(buf), token.ptr) != NULL);
    csr_buf_free(buf);
    TYPED_OK(f, csr_result_token(second, &token, &f->err));
    DESK_TRUE(f, token.len == 0);
    csr_result_free(first);
    csr_result_free(second);
}
ON_BOTH(tokens_lead_on)

/* Without a limit a page holds CSR_PAGE_DEFAULT rows, and never more than CSR_PAGE_MAX. */
static void pages_have_limits(desk_fixture *f)
{
    csr_result *result;

    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    for (int i = 0; i < CSR_PAGE_MAX + 1; i++)
        DESK_TRUE(f, desk_call(f, "customer.add", "{'name':'a'}") == CSR_OK);
    TYPED_OK(f, csr_session_commit(f->session, &f->err));
    result = list_of(f, 0, NULL);
    DESK_TRUE(f, csr_result_count(result) == CSR_PAGE_DEFAULT);
    csr_result_free(result);
    result = list_of(f, CSR_PAGE_MAX, NULL);
    DESK_TRUE(f, csr_result_count(result) == CSR_PAGE_MAX);
    csr_result_free(result);
    DESK_HAS(f, "event.list", "{}", "'position':50,");
    DESK_TRUE(f, strstr(f->answer, "'position':51,") == NULL);
}
ON_BOTH(pages_have_limits)

/* Texts of a view live as long as the result, whatever happens to the desk meanwhile. */
static void views_outlive_changes(desk_fixture *f)
{
    csr_customer_view view = { .struct_size = sizeof(view) };
    csr_result *result;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana','note':'a note that is long enough not to be kept inline'}");
    result = list_of(f, 0, NULL);
    TYPED_OK(f, csr_customer_at(result, 0, &view, &f->err));
    DESK_OK(f, "customer.change", "{'id':'$jana','name':'Other','note':null}");
    DESK_TRUE(f, strcmp(view.name.ptr, "Jana") == 0 && strncmp(view.note.ptr, "a note", 6) == 0);
    csr_result_free(result);
}
ON_BOTH(views_outlive_changes)

/* csr_error.status: "CSR_OK after success", also where the call before had failed. */
#define CLEARS(f, call)                                                 \
    do {                                                                \
        (void)csr_customer_get((f)->session, NULL, &unused, &(f)->err); \
        TYPED_OK(f, call);                                              \
    } while (0)

static void success_clears_the_error(desk_fixture *f)
{
    csr_customer_view view = { .struct_size = sizeof(view) };
    char time[CSR_TIME_TEXT_BYTES];
    csr_result *result = NULL, *unused = NULL;
    csr_session *session = NULL;
    csr_buf *buf = NULL;
    int64_t number;
    csr_str token;
    csr_time at;
    csr_id id;

    DESK_OK(f, "customer.add", "{'name':'a'}");
    CLEARS(f, csr_customer_list(f->session, NULL, &result, &f->err));
    CLEARS(f, csr_customer_at(result, 0, &view, &f->err));
    CLEARS(f, csr_result_token(result, &token, &f->err));
    CLEARS(f, csr_result_json(result, &buf, &f->err));
    csr_buf_free(buf);
    CLEARS(f, csr_describe("desk.stats", CSR_NTS, &buf, &f->err));
    csr_buf_free(buf);
    CLEARS(f, csr_session_open(f->desk, NULL, &session, &f->err));
    csr_session_close(session);
    CLEARS(f, csr_session_begin(f->session, &f->err));
    CLEARS(f, csr_session_rollback(f->session, &f->err));
    CLEARS(f, csr_ticket_number_parse("T-5", CSR_NTS, &number, &f->err));
    CLEARS(f, csr_id_parse(NOBODY, CSR_NTS, &id, &f->err));
    CLEARS(f, csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, &at, &f->err));
    CLEARS(f, csr_time_format(at, 0, time, &f->err));
    csr_result_free(result);
}
ON_BOTH(success_clears_the_error)

/* A token that was tampered with is refused or leads to rows of the same query; it never crashes. */
static void tokens_may_be_anything(desk_fixture *f)
{
    char token[200] = "", params[400];
    size_t n;

    DESK_MAKE(f, "amy", "customer.add", "{'name':'Amy'}");
    DESK_MAKE(f, "bob", "customer.add", "{'name':'Bob'}");
    for (int i = 0; i < 4; i++) {
        snprintf(params, sizeof(params), "{'id':'%s','tag':'tag %d'}", i % 2 == 0 ? "$amy" : "$bob", i);
        DESK_TRUE(f, desk_call(f, "customer.tag", params) == CSR_OK);
    }
    DESK_OK(f, "tag.list", "{'subject':'$amy','limit':1}");
    n = (size_t)snprintf(token, sizeof(token), "%s", desk_words_get(&f->words, "next"));
    for (size_t at = 0; at <= n; at++) {
        static const char with[] = "0fg";
        for (size_t k = 0; k < sizeof(with); k++) {
            char was = token[at];
            token[at] = with[k];
            snprintf(params, sizeof(params), "{'subject':'$amy','limit':1,'after':'%s'}", token);
            csr_status status = desk_call(f, "tag.list", params);
            DESK_TRUE(f, status == CSR_OK || (status == CSR_E_ARGUMENT && strcmp(f->err.field, "after") == 0));
            DESK_TRUE(f, strstr(f->answer, "$bob") == NULL);
            token[at] = was;
        }
    }
}
ON_BOTH(tokens_may_be_anything)

/* A text that is returned ends in NUL, also one that is not set or was not asked for. */
static void texts_end_in_nul(desk_fixture *f)
{
    csr_customer_view customer = { .struct_size = sizeof(customer) };
    csr_interaction_view contact = { .struct_size = sizeof(contact) };
    csr_interaction_query query = CSR_INTERACTION_QUERY_INIT;
    csr_result *result = NULL;
    csr_id id;

    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_OK(f, "interaction.add", "{'channel':'note','body':'x'}");
    id = desk_id(f, "jana");
    TYPED_OK(f, csr_customer_get(f->session, &id, &result, &f->err));
    TYPED_OK(f, csr_customer_at(result, 0, &customer, &f->err));
    DESK_TRUE(f, customer.note.ptr != NULL && customer.note.len == 0 && *customer.note.ptr == '\0');
    DESK_TRUE(f, customer.language.ptr != NULL && customer.name.ptr[customer.name.len] == '\0');
    customer.struct_size = (uint32_t)offsetof(csr_customer_view, note);
    customer.note.ptr = NULL;
    if (csr_customer_at(result, 0, &customer, NULL) == CSR_OK)
        DESK_TRUE(f, customer.note.ptr == NULL);
    csr_result_free(result);
    query.without_body = 1;
    TYPED_OK(f, csr_interaction_list(f->session, &query, &result, &f->err));
    TYPED_OK(f, csr_interaction_at(result, 0, &contact, &f->err));
    DESK_TRUE(f, contact.body.ptr != NULL && contact.body.len == 0 && contact.subject.ptr != NULL);
    csr_result_free(result);
}
ON_BOTH(texts_end_in_nul)

int main(void)
{
    CU_TestInfo tests[] = {
        { "result/tokens_lead_on", tokens_lead_on_on_both },
        { "result/pages_have_limits", pages_have_limits_on_both },
        { "result/views_outlive_changes", views_outlive_changes_on_both },
        { "result/success_clears_the_error", success_clears_the_error_on_both },
        { "result/tokens_may_be_anything", tokens_may_be_anything_on_both },
        { "result/texts_end_in_nul", texts_end_in_nul_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "result", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("result_test", suites, 6);
}
