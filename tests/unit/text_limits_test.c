#include "support/desk_fixture.h"

#include "desk/run.h"
#include "record/row.h"
#include "record/types.h"

#include <jansson.h>
#include <stdlib.h>

/*
 * What any text parameter of any operation takes: lengths to the byte, UTF-8 only, NUL in bodies only. By the one check
 * that stands behind both doors; tests/unit/text_round_trip_test.c goes through them.
 */
#define PARAMS_MAX 512

/* Parameters in which everything that is required has some value. */
static void fill_required(const csr_shape *in, void *params)
{
    static const csr_id some = { { 1 } };
    uint32_t size = in->size;

    memset(params, 0, PARAMS_MAX);
    memcpy(params, &size, sizeof(size));
    for (unsigned i = 0; i < in->count; i++) {
        const csr_member *m = &in->members[i];
        void *v = (char *)params + m->offset;
        if ((m->flags & CSR_MEMBER_REQUIRED) == 0)
            continue;
        if (m->c == CSR_CLASS_STR)
            *(csr_str *)v = CSR_STR("x");
        else if (m->c == CSR_CLASS_ID)
            memcpy(v, &some, sizeof(some));
        else if (m->c == CSR_CLASS_CODE)
            memcpy(v, "EUR", sizeof("EUR"));
        else
            *(int32_t *)v = 1;
    }
}

/* Whether parameters with this text in a member are refused, and then by its name. */
static int takes(const csr_shape *in, const csr_member *m, const char *text, size_t len)
{
    _Alignas(16) char params[PARAMS_MAX];
    csr_error err = CSR_ERROR_INIT;
    csr_status status;

    fill_required(in, params);
    *(csr_str *)(params + m->offset) = (csr_str){ text, len };
    status = csri_check(in, params, &err);
    CU_ASSERT_TRUE(status == CSR_OK || (status == CSR_E_ARGUMENT && strcmp(err.field, m->name) == 0));
    CU_ASSERT_EQUAL(err.status, status);
    return status == CSR_OK;
}

/* Languages and zones are not any text. */
static int has_form(const csr_member *m)
{
    return m->type == &csri_t_language || m->type == &csri_t_zone;
}

/* Every member of every operation that is any text. */
typedef void text_case(const csr_shape *in, const csr_member *m, void *user);
static unsigned for_each_text(text_case *run, void *user)
{
    unsigned n = 0;

    for (size_t i = 0; i < csri_operation_count; i++) {
        const csr_shape *in = csri_operations[i]->in;
        for (unsigned k = 0; in != NULL && k < in->count; k++)
            if (in->members[k].c == CSR_CLASS_STR && !has_form(&in->members[k])) {
                run(in, &in->members[k], user);
                n++;
            }
    }
    return n;
}

/* Allocated to the byte, so that the sanitizer sees a read behind the end. */
static void check_limit(const csr_shape *in, const csr_member *m, void *user)
{
    size_t max = m->type->max_bytes;
    char *text = malloc(max + 1);

    (void)user;
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, 'x', max + 1);
    CU_ASSERT_TRUE(takes(in, m, text, max));
    CU_ASSERT_FALSE(takes(in, m, text, max + 1));
    CU_ASSERT_FALSE(takes(in, m, text, CSR_NTS));
    /* The last character whole, or not at all. */
    memcpy(text + max - 2, "\xc3\xa9", 2);
    CU_ASSERT_TRUE(takes(in, m, text, max));
    CU_ASSERT_EQUAL(takes(in, m, text, max - 1), m->type->meaning == CSR_MEANING_BYTES);
    CU_ASSERT_FALSE(takes(in, m, NULL, 1));
    CU_ASSERT_EQUAL(takes(in, m, NULL, 0), (m->flags & CSR_MEMBER_REQUIRED) == 0);
    free(text);
}

static void test_limits_are_exact(void)
{
    CU_ASSERT_TRUE(for_each_text(check_limit, NULL) > 60);
}

/* The longest that has the form, one byte more, and the form before the length could matter. */
static void check_form(const csr_shape *in, const csr_member *m)
{
    char text[] = "xx-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd-eeeeeeee-ffffffff-gggg-hhhh";

    CU_ASSERT_TRUE(m->type->max_bytes + 1 < sizeof(text));
    CU_ASSERT_TRUE(takes(in, m, text, m->type->max_bytes));
    CU_ASSERT_FALSE(takes(in, m, text, m->type->max_bytes + 1));
    CU_ASSERT_FALSE(takes(in, m, "a b", 3));
    CU_ASSERT_FALSE(takes(in, m, "cs\0", 3));
    CU_ASSERT_FALSE(takes(in, m, "\xff\xff", 2));
    CU_ASSERT_FALSE(takes(in, m, "\xc3\xa9\xc3\xa9", 4));
}

static void test_limits_of_forms(void)
{
    unsigned n = 0;

    for (size_t i = 0; i < csri_operation_count; i++) {
        const csr_shape *in = csri_operations[i]->in;
        for (unsigned k = 0; in != NULL && k < in->count; k++)
            if (in->members[k].c == CSR_CLASS_STR && has_form(&in->members[k])) {
                check_form(in, &in->members[k]);
                n++;
            }
    }
    CU_ASSERT_TRUE(n >= 5);
}

/* What a text may not hold, bodies and files may. */
static int any_byte(const csr_member *m)
{
    return m->type->meaning == CSR_MEANING_BODY || m->type->meaning == CSR_MEANING_BYTES;
}

static void check_nul(const csr_shape *in, const csr_member *m, void *user)
{
    (void)user;
    CU_ASSERT_EQUAL(takes(in, m, "\0", 1), any_byte(m));
    CU_ASSERT_EQUAL(takes(in, m, "a\0", 2), any_byte(m));
    CU_ASSERT_EQUAL(takes(in, m, "\0b", 2), any_byte(m));
}

static void test_nul_is_for_bodies(void)
{
    CU_ASSERT_TRUE(for_each_text(check_nul, NULL) > 60);
}

typedef struct sample {
    const char *bytes;
    size_t len;
    int valid;
} sample;

static void check_utf8(const csr_shape *in, const csr_member *m, void *user)
{
    const sample *s = user;

    if (s->len <= m->type->max_bytes && s->len > 0)
        CU_ASSERT_EQUAL(takes(in, m, s->bytes, s->len), s->valid || m->type->meaning == CSR_MEANING_BYTES);
}

/* clang-format off */
#define BAD(bytes) { bytes, sizeof(bytes) - 1, 0 }
#define GOOD(bytes) { bytes, sizeof(bytes) - 1, 1 }
/* clang-format on */

static void test_utf8(void)
{
    /* clang-format off */
    static const sample samples[] = {
        GOOD("\x7f"),         GOOD("\xc2\x80"),         GOOD("\xdf\xbf"),         GOOD("\xe0\xa0\x80"),
        GOOD("\xed\x9f\xbf"), GOOD("\xee\x80\x80"),     GOOD("\xef\xbf\xbf"),     GOOD("\xef\xbb\xbf"),
        GOOD("\xf0\x90\x80\x80"), GOOD("\xf4\x8f\xbf\xbf"),
        GOOD("\x01\x1b\t\n"), BAD("\x80"),              BAD("\xbf"),              BAD("\xc0\x80"),
        BAD("\xc1\xbf"),      BAD("\xc2"),              BAD("\xe0\x9f\xbf"),      BAD("\xe2\x82"),
        BAD("\xed\xa0\x80"),  BAD("\xed\xbf\xbf"),      BAD("\xf0\x8f\xbf\xbf"),  BAD("\xf0\x9f\x98"),
        BAD("\xf4\x90\x80\x80"), BAD("\xf5\x80\x80\x80"), BAD("\xf8\x88\x80\x80\x80"), BAD("\xfe"),
        BAD("\xff"),          BAD("\xed\xa0\xbd\xed\xb8\x80"), BAD("ab\xe9"),     BAD("\xc3("),
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
        (void)for_each_text(check_utf8, (void *)(uintptr_t)&samples[i]);
}

/* A case of the shared data: "number:valid hex:C2 A9", "number:invalid hex:80:...:...". */
static int read_case(char *line, sample *out, char *bytes)
{
    char *kind = strchr(line, ':'), *hex = kind == NULL ? NULL : strchr(kind + 1, ':');
    int high = -1;

    if (line[0] == '#' || hex == NULL || strstr(kind, " hex:") == NULL)
        return 0;
    *out = (sample){ bytes, 0, strstr(kind, "invalid") == NULL };
    for (hex++; *hex != '\0' && *hex != ':' && *hex != '\n'; hex++) {
        const char *digits = "0123456789abcdef", *at = strchr(digits, *hex | 0x20);
        if (*hex == ' ' || at == NULL)
            continue;
        if (high >= 0)
            bytes[out->len++] = (char)(high << 4 | (int)(at - digits));
        high = high < 0 ? (int)(at - digits) : -1;
    }
    /* U+0000 is UTF-8, and refused for another reason. */
    return memchr(bytes, 0, out->len) == NULL;
}

static void test_shared_cases(void)
{
    char path[1024], line[1024], bytes[512];
    FILE *file = csr_test_data("utf8/flenniken/utf8tests.txt", path, sizeof(path)) ? fopen(path, "r") : NULL;
    unsigned cases = 0;
    sample s;

    if (file == NULL)
        return;
    while (fgets(line, sizeof(line), file) != NULL)
        if (read_case(line, &s, bytes)) {
            (void)for_each_text(check_utf8, &s);
            cases++;
        }
    fclose(file);
    CU_ASSERT_TRUE(cases > 150);
}

/* Markus Kuhn's page of torture, line by line; what is valid is said by another library. */
static void test_shared_torture(void)
{
    char path[1024], line[1024];
    FILE *file = csr_test_data("utf8/UTF-8-test-kuhn.txt", path, sizeof(path)) ? fopen(path, "rb") : NULL;
    unsigned lines = 0;

    if (file == NULL)
        return;
    for (; fgets(line, sizeof(line), file) != NULL; lines++) {
        size_t n = strlen(line);
        json_t *text = json_stringn(line, n);
        sample s = { line, n, text != NULL };
        (void)for_each_text(check_utf8, &s);
        json_decref(text);
    }
    fclose(file);
    CU_ASSERT_TRUE(lines > 200);
}

/* What a check says goes for the whole call: nothing changes, the field is named. */
static void refusals_change_nothing(desk_fixture *f)
{
    csr_ticket_open_params ticket = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_interaction_add_params note = CSR_INTERACTION_ADD_PARAMS_INIT;
    char *body = malloc(1048577);

    ticket.subject = CSR_STR("a\xff");
    TYPED_FAILS(f, csr_ticket_open(f->session, &ticket, NULL, &f->err), CSR_E_ARGUMENT, "subject");
    ticket.subject = CSR_STR("a\0");
    TYPED_FAILS(f, csr_ticket_open(f->session, &ticket, NULL, &f->err), CSR_E_ARGUMENT, "subject");
    ticket.subject = CSR_STR("a");
    ticket.order_ref = CSR_STR("\xed\xa0\x80");
    TYPED_FAILS(f, csr_ticket_open(f->session, &ticket, NULL, &f->err), CSR_E_ARGUMENT, "order_ref");
    CU_ASSERT_PTR_NOT_NULL_FATAL(body);
    memset(body, 'b', 1048577);
    note.channel = CSR_CHANNEL_NOTE;
    note.body = (csr_str){ body, 1048577 };
    TYPED_FAILS(f, csr_interaction_add(f->session, &note, NULL, &f->err), CSR_E_ARGUMENT, "body");
    note.body.len = 1048576;
    TYPED_OK(f, csr_interaction_add(f->session, &note, NULL, &f->err));
    free(body);
}
ON_BOTH(refusals_change_nothing)

int main(void)
{
    CU_TestInfo tests[] = {
        { "text_limits/limits_are_exact", test_limits_are_exact },
        { "text_limits/limits_of_forms", test_limits_of_forms },
        { "text_limits/nul_is_for_bodies", test_nul_is_for_bodies },
        { "text_limits/utf8", test_utf8 },
        { "text_limits/shared_cases", test_shared_cases },
        { "text_limits/shared_torture", test_shared_torture },
        { "text_limits/refusals_change_nothing", refusals_change_nothing_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "text_limits", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("text_limits_test", suites, 7);
}
