#include "support/desk_fixture.h"

#include "base/text.h"
#include "desk/run.h"
#include "record/params_json.h"
#include "record/row.h"
#include "store/page.h"

#include <jansson.h>
#include <stdlib.h>

/*
 * Texts come back as they went in, byte for byte: every text parameter that is stored, through both doors.
 */
typedef struct place {
    const char *operation, *params, *member; /* set this member beside these parameters */
    const char *read, *read_params, *column; /* and find it here, in the first row */
} place;

/* But for languages and zones, which are not any text: tests/unit/settings_test.c. */
static const place places[] = {
    { "settings.change", "{}", "name", "settings.get", "{}", "name" },
    { "customer.add", "{}", "name", "customer.list", "{}", "name" },
    { "customer.add", "{'name':'x'}", "note", "customer.list", "{}", "note" },
    { "customer.change", "{'id':'$jana'}", "name", "customer.get", "{'id':'$jana'}", "name" },
    { "customer.change", "{'id':'$jana'}", "note", "customer.get", "{'id':'$jana'}", "note" },
    { "customer.identify", "{'kind':'room','value':'9'}", "name", "customer.list", "{}", "name" },
    { "identity.add", "{'kind':'handle','customer':'$jana'}", "value", "identity.list", "{'customer':'$jana'}",
      "value" },
    { "identity.add", "{'kind':'external','customer':'$jana'}", "value", "identity.list", "{'customer':'$jana'}",
      "value" },
    { "customer.tag", "{'id':'$jana'}", "tag", "tag.list", "{'subject':'$jana'}", "tag" },
    { "ticket.tag", "{'id':'$t'}", "tag", "tag.list", "{'subject':'$t'}", "tag" },
    { "agent.add", "{}", "handle", "agent.list", "{}", "handle" },
    { "agent.add", "{'handle':'new'}", "name", "agent.list", "{}", "name" },
    { "agent.add", "{'handle':'new'}", "email", "agent.list", "{}", "email" },
    { "agent.change", "{'id':'$amy'}", "handle", "agent.get", "{'id':'$amy'}", "handle" },
    { "agent.change", "{'id':'$amy'}", "name", "agent.get", "{'id':'$amy'}", "name" },
    { "agent.change", "{'id':'$amy'}", "email", "agent.get", "{'id':'$amy'}", "email" },
    { "skill.set", "{'id':'$amy'}", "name", "skill.list", "{'agent':'$amy'}", "name" },
    { "team.add", "{}", "name", "team.list", "{}", "name" },
    { "team.add", "{'name':'new'}", "note", "team.list", "{}", "note" },
    { "team.change", "{'id':'$front'}", "name", "team.get", "{'id':'$front'}", "name" },
    { "team.change", "{'id':'$front'}", "note", "team.get", "{'id':'$front'}", "note" },
    { "contact_point.add", "{'channel':'web','responsible':'$amy'}", "name", "contact_point.list", "{}", "name" },
    { "contact_point.add", "{'channel':'web','responsible':'$amy','name':'x'}", "address", "contact_point.list", "{}",
      "address" },
    { "contact_point.add", "{'channel':'web','responsible':'$amy','name':'x'}", "hours", "contact_point.list", "{}",
      "hours" },
    { "contact_point.change", "{'id':'$till'}", "name", "contact_point.get", "{'id':'$till'}", "name" },
    { "contact_point.change", "{'id':'$till'}", "address", "contact_point.get", "{'id':'$till'}", "address" },
    { "contact_point.change", "{'id':'$till'}", "hours", "contact_point.get", "{'id':'$till'}", "hours" },
    { "interaction.add", "{'channel':'note'}", "external_id", "interaction.list", "{}", "external_id" },
    { "interaction.add", "{'channel':'note'}", "label", "interaction.list", "{}", "label" },
    { "interaction.add", "{'channel':'note'}", "subject", "interaction.list", "{}", "subject" },
    { "interaction.add", "{'channel':'note'}", "body", "interaction.list", "{}", "body" },
    { "interaction.hold", "{'id':'$call'}", "reason", "hold.list", "{'interaction':'$call'}", "reason" },
    { "interaction.transfer", "{'id':'$call'}", "reason", "transfer.list", "{'interaction':'$call'}", "reason" },
    { "ticket.open", "{}", "subject", "ticket.list", "{}", "subject" },
    { "ticket.open", "{'subject':'x'}", "product", "ticket.list", "{}", "product" },
    { "ticket.open", "{'subject':'x'}", "order_ref", "ticket.list", "{}", "order_ref" },
    { "ticket.open", "{'subject':'x'}", "external_id", "ticket.list", "{}", "external_id" },
    { "ticket.change", "{'id':'$t'}", "subject", "ticket.get", "{'id':'$t'}", "subject" },
    { "ticket.change", "{'id':'$t'}", "product", "ticket.get", "{'id':'$t'}", "product" },
    { "ticket.change", "{'id':'$t'}", "order_ref", "ticket.get", "{'id':'$t'}", "order_ref" },
    { "ticket.move", "{'id':'$t','state':'open'}", "resolution_note", "ticket.get", "{'id':'$t'}", "resolution_note" },
    { "ticket.move", "{'id':'$t','state':'open'}", "reason", "event.history", "{'subject':'$t','after_seq':1}",
      "reason" },
    { "ticket.reopen", "{'id':'$done'}", "reason", "event.history", "{'subject':'$done','after_seq':1}", "reason" },
    { "bookmark.set", "{'name':'new'}", "value", "bookmark.get", "{'name':'new'}", "value" },
};

static void make(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "amy", "agent.add", "{'handle':'amy'}");
    DESK_MAKE(f, "front", "team.add", "{'name':'Front'}");
    DESK_MAKE(f, "till", "contact_point.add", "{'channel':'counter','name':'Till','responsible':'$amy'}");
    DESK_MAKE(f, "call", "interaction.add", "{'channel':'phone'}");
    DESK_MAKE(f, "t", "ticket.open", "{'subject':'s'}");
    DESK_MAKE(f, "done", "ticket.open", "{'subject':'s','state':'resolved'}");
}

static json_t *params_of(desk_fixture *f, const char *text)
{
    char *json = desk_words_to_json(&f->words, text);
    json_t *params = json_loads(json, 0, NULL);

    free(json);
    CU_ASSERT_PTR_NOT_NULL_FATAL(params);
    return params;
}

/* Fill a parameter struct; what its texts borrow from. */
static const csri_json *take_params(desk_fixture *f, const csri_operation *op, const char *text, void *taken,
                                    csr_id *subject)
{
    char *json = desk_words_to_json(&f->words, text);
    const csri_json *params;

    CU_ASSERT_EQUAL_FATAL(csri_json_read(&f->host.host, json, strlen(json), 0, 0, &params, NULL), CSR_OK);
    free(json);
    (void)csr_id_parse(csri_json_str(csri_json_get(params, "id")).ptr, CSR_NTS, subject, NULL);
    if (op->in != NULL)
        (void)csri_params_from_json(op->in, params, "id", taken, NULL, NULL);
    return params;
}

/* The first door: the operation with a parameter struct whose text member points at the bytes. */
static csr_status set_typed(desk_fixture *f, const place *p, const char *text, size_t len)
{
    const csri_operation *op = csri_operation_named(p->operation, strlen(p->operation));
    const csr_member *m = csri_member_named(op->in, p->member, strlen(p->member));
    _Alignas(16) char taken[512] = { 0 };
    csr_id subject = { { 0 } }, id;
    const csri_json *params = take_params(f, op, p->params, taken, &subject);
    csr_result *result = NULL;
    csr_status status;

    *(csr_str *)(taken + m->offset) = (csr_str){ text, len };
    status = csri_run(f->session, op, &subject, taken, op->gives == CSRI_GIVES_RESULT ? (void *)&result : &id, &f->err);
    csr_result_free(result);
    csri_json_free(params);
    return status;
}

/* The second door. */
static csr_status set_json(desk_fixture *f, const place *p, const char *text, size_t len)
{
    json_t *params = params_of(f, p->params);
    csr_buf *buf = NULL;
    csr_status status;
    char *json;

    json_object_set_new(params, p->member, json_stringn(text, len));
    json = json_dumps(params, JSON_COMPACT);
    status = csr_call(f->session, p->operation, CSR_NTS, json, CSR_NTS, &buf, &f->err);
    csr_buf_free(buf);
    free(json);
    json_decref(params);
    return status;
}

/* What is stored, as a typed reader gets it and as JSON tells it. */
static int reads(desk_fixture *f, const place *p, const char *text, size_t len)
{
    const csri_operation *op = csri_operation_named(p->read, strlen(p->read));
    json_t *answer, *value;
    _Alignas(16) char taken[512] = { 0 };
    csr_id subject = { { 0 } };
    const csri_json *params = take_params(f, op, p->read_params, taken, &subject);
    csr_result *result = NULL;
    csr_buf *buf = NULL;
    csr_str got;
    int same;

    (void)csri_run(f->session, op, &subject, taken, &result, &f->err);
    csri_json_free(params);
    if (csr_result_count(result) == 0) {
        csr_result_free(result);
        return 0;
    }
    const csr_member *m = csri_member_named(csri_result_shape(result), p->column, strlen(p->column));
    got = *(const csr_str *)csri_at(m, csri_rows_at(csri_result_rows(result), 0));
    same = got.len == len && memcmp(got.ptr, text, len) == 0 && got.ptr[len] == '\0';
    CU_ASSERT_EQUAL(csr_result_json(result, &buf, NULL), CSR_OK);
    answer = json_loadb(csr_buf_text(buf), csr_buf_size(buf), JSON_ALLOW_NUL, NULL);
    value = json_object_get(json_array_get(json_object_get(answer, "rows"), 0), p->column);
    same = same && json_string_length(value) == len && memcmp(json_string_value(value), text, len) == 0;
    json_decref(answer);
    csr_buf_free(buf);
    csr_result_free(result);
    return same;
}

/* Members that are compared by a folded key: what is blank has none. */
static int is_blank(const char *text, size_t len)
{
    return csri_text_trim(text, len).len == 0;
}

static void round_trip(desk_fixture *f, const place *p, int door, const char *text, size_t len)
{
    char what[300];
    csr_status status;
    int ok;

    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    status = door == 1 ? set_typed(f, p, text, len) : set_json(f, p, text, len);
    if (status == CSR_OK)
        ok = reads(f, p, text, len);
    else
        ok = status == CSR_E_ARGUMENT && strcmp(f->err.field, p->member) == 0 && is_blank(text, len);
    snprintf(what, sizeof(what), "door %d: %s %s: %s, \"%.100s\"", door, p->operation, p->member,
             csr_status_name(status), text);
    desk_true_at(f, ok, what, __FILE__, __LINE__);
    TYPED_OK(f, csr_session_rollback(f->session, &f->err));
}

/* One text in every place that it fits, through these doors: 1, 2, or 3 = both. */
static void everywhere(desk_fixture *f, const char *text, size_t len, int doors)
{
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const csri_operation *op = csri_operation_named(places[i].operation, strlen(places[i].operation));
        const csr_member *m = csri_member_named(op->in, places[i].member, strlen(places[i].member));
        if (len == 0 || len > m->type->max_bytes)
            continue;
        if ((doors & 1) != 0)
            round_trip(f, &places[i], 1, text, len);
        if ((doors & 2) != 0)
            round_trip(f, &places[i], 2, text, len);
    }
}

static void built_in_texts(desk_fixture *f)
{
    static const char *const texts[] = {
        "plain",
        " leading and trailing ",
        "  ",
        "\t",
        "\xc2\xa0",
        "'; DROP TABLE customer;--",
        "\"quoted\\\"",
        "%s%n%x",
        "../../etc/passwd",
        "\x01\x02\x1f\x7f",
        "a\r\nb\nc",
        "e\xcc\x81 and \xc3\xa9",
        "\xef\xbb\xbf"
        "bom",
        "\xe2\x80\xae"
        "right to left",
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9",
        "\xef\xbf\xbf\xef\xbf\xbe",
        "\xe2\x80\xa8line\xe2\x80\xa9",
        "STRASSE stra\xc3\x9f"
        "e",
        "{\"a\":1}",
        "</script><b>",
        "NULL",
        "0",
        "-1",
        "\\",
    };
    make(f);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        everywhere(f, texts[i], strlen(texts[i]), 3);
}
ON_BOTH(built_in_texts)

/* Of every length up to the longest, at its end a character of two bytes. */
static void long_texts(desk_fixture *f)
{
    static const size_t lengths[] = { 3, 35, 60, 120, 200, 255, 320, 500, 2000, 4000 };
    char text[4001];

    make(f);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        memset(text, 'x', sizeof(text));
        memcpy(text + lengths[i] - 2, "\xc5\xbe", 3);
        everywhere(f, text, lengths[i], 3);
    }
}
ON_BOTH(long_texts)

static void naughty_strings(desk_fixture *f)
{
    char path[1024];
    json_t *list, *text;
    size_t i;

    if (csr_test_data("blns/blns.json", path, sizeof(path)) == NULL)
        return;
    list = json_load_file(path, 0, NULL);
    DESK_TRUE(f, json_array_size(list) > 500);
    make(f);
    /* There are many: half through each door, and on the other store the other half. */
    json_array_foreach(list, i, text)
        everywhere(f, json_string_value(text), json_string_length(text), (int)(i + (size_t)desk_is_sqlite(f)) % 2 + 1);
    json_decref(list);
}
ON_BOTH(naughty_strings)

int main(void)
{
    CU_TestInfo tests[] = {
        { "text_round_trip/built_in_texts", built_in_texts_on_both },
        { "text_round_trip/long_texts", long_texts_on_both },
        { "text_round_trip/naughty_strings", naughty_strings_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "text_round_trip", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("text_round_trip_test", suites, 3);
}
