#include "support/desk_fixture.h"

/* Recorded in another order than they occurred. */
static void make(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "matter", "ticket.open", "{'subject':'torn','customer':'$jana'}");
    csr_test_host_advance(&f->host, 3600 * INT64_C(1000000));
    DESK_MAKE(f, "late", "interaction.add",
              "{'channel':'phone','ticket':'$matter','occurred_at':'2026-03-02T09:40:00Z','body':'three'}");
    DESK_MAKE(f, "early", "interaction.add",
              "{'channel':'email','ticket':'$matter','occurred_at':'2026-03-02T09:10:00Z','body':'one'}");
    DESK_MAKE(f, "mid", "interaction.add",
              "{'channel':'email','ticket':'$matter','occurred_at':'2026-03-02T09:20:00Z','body':'two'}");
    DESK_MAKE(f, "apart", "interaction.add", "{'channel':'note','body':'nobody'}");
}

/* The names of the ids of an answer's rows, joined by blanks. */
static void expect_rows(desk_fixture *f, const char *params, const char *expected, unsigned line)
{
    char got[200] = "";
    const char *at;

    if (!desk_expect_at(f, params, desk_call(f, "interaction.list", params), CSR_OK, "", __FILE__, line))
        return;
    for (at = f->answer; (at = strstr(at, "{'id':'$")) != NULL; at++) {
        size_t n = strlen(got);
        snprintf(got + n, sizeof(got) - n, "%s%.*s", n == 0 ? "" : " ", (int)strcspn(at + 8, "'"), at + 8);
    }
    desk_true_at(f, strcmp(got, expected) == 0, got, __FILE__, line);
}

static void orders(desk_fixture *f)
{
    make(f);
    expect_rows(f, "{'ticket':'$matter'}", "early mid late", __LINE__);
    expect_rows(f, "{'order':'ticket','ticket':'$matter'}", "early mid late", __LINE__);
    expect_rows(f, "{'customer':'$jana'}", "late mid early", __LINE__);
    expect_rows(f, "{'order':'customer','customer':'$jana'}", "late mid early", __LINE__);
    expect_rows(f, "{}", "apart mid early late", __LINE__);
    expect_rows(f, "{'order':'newest'}", "apart mid early late", __LINE__);
    expect_rows(f, "{'ticket':'" NOBODY "'}", "", __LINE__);
}
ON_BOTH(orders)

static void pages(desk_fixture *f)
{
    make(f);
    expect_rows(f, "{'ticket':'$matter','limit':2}", "early mid", __LINE__);
    expect_rows(f, "{'ticket':'$matter','limit':2,'after':'$next'}", "late", __LINE__);
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    expect_rows(f, "{'customer':'$jana','limit':1}", "late", __LINE__);
    expect_rows(f, "{'customer':'$jana','limit':1,'after':'$next'}", "mid", __LINE__);
    expect_rows(f, "{'customer':'$jana','limit':1,'after':'$next'}", "early", __LINE__);
    DESK_TRUE(f, strstr(f->answer, "'next':null") != NULL);
    expect_rows(f, "{'limit':3}", "apart mid early", __LINE__);
    expect_rows(f, "{'limit':3,'after':'$next'}", "late", __LINE__);
    /* A token goes with its order and its direction. */
    expect_rows(f, "{'ticket':'$matter','limit':2}", "early mid", __LINE__);
    DESK_FAILS(f, "interaction.list", "{'customer':'$jana','after':'$next'}", CSR_E_ARGUMENT, "after");
    DESK_FAILS(f, "interaction.list", "{'after':'$next'}", CSR_E_ARGUMENT, "after");
}
ON_BOTH(pages)

/* Rows of the same instant do not get lost between pages. */
static void pages_of_one_instant(desk_fixture *f)
{
    char all[400], got[400] = "", params[100];
    int rows = 0;

    DESK_MAKE(f, "matter", "ticket.open", "{'subject':'torn'}");
    for (int i = 0; i < 7; i++)
        DESK_OK(f, "interaction.add", "{'channel':'note','ticket':'$matter'}");
    DESK_OK(f, "interaction.list", "{'ticket':'$matter'}");
    all[0] = '\0';
    for (const char *at = f->raw; (at = strstr(at, "{\"id\":\"")) != NULL; at++)
        snprintf(all + strlen(all), sizeof(all) - strlen(all), "%.36s ", at + 7);
    desk_words_let(&f->words, "next", "", 0);
    for (snprintf(params, sizeof(params), "{'ticket':'$matter','limit':2,'after':'$next'}"); rows < 20;) {
        if (!desk_expect_at(f, params, desk_call(f, "interaction.list", params), CSR_OK, "", __FILE__, __LINE__))
            return;
        for (const char *at = f->raw; (at = strstr(at, "{\"id\":\"")) != NULL; at++, rows++)
            snprintf(got + strlen(got), sizeof(got) - strlen(got), "%.36s ", at + 7);
        if (strstr(f->raw, "\"next\":null") != NULL)
            break;
    }
    DESK_TRUE(f, rows == 7 && strcmp(all, got) == 0);
}
ON_BOTH(pages_of_one_instant)

static void without_bodies(desk_fixture *f)
{
    make(f);
    DESK_HAS(f, "interaction.list", "{'ticket':'$matter'}", "'body':'two'");
    expect_rows(f, "{'ticket':'$matter','without_body':true}", "early mid late", __LINE__);
    DESK_TRUE(f, strstr(f->answer, "body") == NULL && strstr(f->answer, "'channel':'phone'") != NULL);
    expect_rows(f, "{'without_body':1,'limit':2}", "apart mid", __LINE__);
    DESK_TRUE(f, strstr(f->answer, "body") == NULL);
    expect_rows(f, "{'without_body':false,'limit':1}", "apart", __LINE__);
    DESK_TRUE(f, strstr(f->answer, "'body':'nobody'") != NULL);
}
ON_BOTH(without_bodies)

/* A body is of any shape: NUL bytes come back through both doors. */
static void bodies_of_any_shape(desk_fixture *f)
{
    csr_interaction_add_params in = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_interaction_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;
    csr_id id;

    in.channel = CSR_CHANNEL_NOTE;
    in.body = CSR_STR("a\0b\n\x01");
    TYPED_OK(f, csr_interaction_add(f->session, &in, &id, &f->err));
    if (!TYPED_OK(f, csr_interaction_get(f->session, &id, &result, &f->err)))
        return;
    TYPED_OK(f, csr_interaction_at(result, 0, &view, &f->err));
    DESK_TRUE(f, view.body.len == 5 && memcmp(view.body.ptr, "a\0b\n\x01", 6) == 0);
    csr_result_free(result);
    desk_let(f, "note", &id);
    DESK_HAS(f, "interaction.get", "{'id':'$note'}", "'body':'a\\u0000b\\n\\u0001'");
    DESK_MAKE(f, "two", "interaction.add", "{'channel':'note','body':'a\\u0000b\\n\\u0001'}");
    DESK_HAS(f, "interaction.get", "{'id':'$two'}", "'body':'a\\u0000b\\n\\u0001'");
}
ON_BOTH(bodies_of_any_shape)

int main(void)
{
    CU_TestInfo tests[] = {
        { "interaction_list/orders", orders_on_both },
        { "interaction_list/pages", pages_on_both },
        { "interaction_list/pages_of_one_instant", pages_of_one_instant_on_both },
        { "interaction_list/without_bodies", without_bodies_on_both },
        { "interaction_list/bodies_of_any_shape", bodies_of_any_shape_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "interaction_list", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("interaction_list_test", suites, 5);
}
