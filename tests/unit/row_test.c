#include "record/row.h"
#include "record/describe.h"
#include "support/runner.h"

#include <csr/ticket.h>
#include <stddef.h>
#include <stdio.h>

/* A row, and the parameters that change it. */
typedef struct thing {
    uint32_t struct_size;
    int32_t count;
    csr_id id;
    int64_t total;
    csr_time due_at;
    csr_str name;
    csr_str body;
    uint8_t hash[32];
    char currency[4];
    int32_t phase;
} thing;

typedef struct thing_params {
    uint32_t struct_size;
    int32_t count;
    uint64_t clear;
    csr_time due_at;
    csr_str name;
    csr_str body;
    char currency[4];
    int32_t phase;
    int32_t confirmed;
    int32_t reserved;
} thing_params;

#define CLEAR_DUE_AT (UINT64_C(1) << 0)
#define CLEAR_NAME (UINT64_C(1) << 1)

#define MEMBER(m, t, f) CSRI_MEMBER(thing, #m, m, t, f, 0, -1)
#define PARAM(m, t, f, bit) CSRI_MEMBER(thing_params, #m, m, t, f, bit, offsetof(thing, m))

static const csr_member members[] = {
    MEMBER(count, count, 0), MEMBER(id, id, 0),     MEMBER(total, number, 0),     MEMBER(due_at, time, UNSET_LAST),
    MEMBER(name, name, 0),   MEMBER(body, body, 0), MEMBER(hash, hash, NULLABLE), MEMBER(currency, currency, 0),
    MEMBER(phase, phase, 0),
};
static const csr_shape shape = CSRI_SHAPE(thing, members, -1);
enum { COUNT, ID, TOTAL, DUE_AT, NAME, BODY, HASH, CURRENCY, PHASE };

static const csr_member param_members[] = {
    PARAM(count, count, 0, 0),
    PARAM(due_at, time, 0, CLEAR_DUE_AT),
    PARAM(name, name, REQUIRED, CLEAR_NAME),
    PARAM(body, body, 0, 0),
    PARAM(currency, currency, 0, 0),
    PARAM(phase, phase, 0, 0),
    CSRI_MEMBER(thing_params, "confirmed", confirmed, flag, 0, 0, -1),
};
static const csr_shape params_shape = {
    .name = "thing_params",
    .members = param_members,
    .count = CSRI_COUNT(param_members),
    .size = sizeof(thing_params),
    .min_size = offsetof(thing_params, confirmed),
    .clear_at = (int16_t)offsetof(thing_params, clear),
};

static thing full_thing(void)
{
    thing t = { .count = 3, .total = -4, .due_at = 5, .phase = CSR_PHASE_OPEN };

    memset(&t.id, 1, sizeof(t.id));
    memset(t.hash, 2, sizeof(t.hash));
    t.name = CSR_STR("name");
    t.body = CSR_STR("a\0b");
    memcpy(t.currency, "EUR", 4);
    return t;
}

static void unset_members(void)
{
    const thing none = { 0 }, full = full_thing();
    thing last = none;

    for (unsigned i = 0; i < shape.count; i++) {
        CU_ASSERT(csri_unset(&members[i], &none));
        CU_ASSERT(!csri_unset(&members[i], &full));
        CU_ASSERT(csri_same(&members[i], &full, &full));
        CU_ASSERT(!csri_same(&members[i], &full, &none));
    }
    last.hash[31] = 1;
    last.id.bytes[15] = 1;
    CU_ASSERT(!csri_unset(&members[HASH], &last) && !csri_unset(&members[ID], &last));
    last.name = CSR_STR(""); /* empty, wherever it points */
    CU_ASSERT(csri_unset(&members[NAME], &last) && csri_same(&members[NAME], &last, &none));
}

static void same_and_different(void)
{
    char copy[] = "name";
    thing a = full_thing(), b = full_thing();

    b.name = (csr_str){ copy, 4 };
    CU_ASSERT_EQUAL(csri_diff(&shape, &a, &b), 0);
    b.body = CSR_STR("a\0c");
    b.hash[31] = 0;
    b.total = 4;
    CU_ASSERT_EQUAL(csri_diff(&shape, &a, &b), UINT64_C(1) << BODY | UINT64_C(1) << HASH | UINT64_C(1) << TOTAL);
    b = a;
    b.name.len = 3;
    CU_ASSERT_EQUAL(csri_diff(&shape, &a, &b), UINT64_C(1) << NAME);
    b = a;
    b.struct_size = 7; /* not a member */
    CU_ASSERT_EQUAL(csri_diff(&shape, &a, &b), 0);
    memcpy(a.currency, "E\0X", 4);
    memcpy(b.currency, "E\0Y", 4); /* behind the end */
    CU_ASSERT_EQUAL(csri_diff(&shape, &a, &b), 0);
}

/* Each list ascends. */
static void order_of_members(void)
{
    static const int64_t totals[] = { INT64_MIN, -1, 0, 1, INT64_MAX };
    static const int64_t times[] = { INT64_MIN, -1, 1, INT64_MAX - 1, 0 };
    static const int32_t counts[] = { INT32_MIN, -1, 0, 1, INT32_MAX };
    const csr_str names[] = { CSR_STR(""), CSR_STR("a"), CSR_STR("a\0"), CSR_STR("ab"), CSR_STR("\xc5\xbd") };
    static const char currencies[][4] = { "", "CZK", "EUR", "EUX", "\xff" };

    for (int i = 0; i < 5; i++) {
        for (int k = 0; k < 5; k++) {
            thing a = { .total = totals[i], .due_at = times[i], .count = counts[i], .name = names[i] };
            thing b = { .total = totals[k], .due_at = times[k], .count = counts[k], .name = names[k] };
            memcpy(a.currency, currencies[i], 4);
            memcpy(b.currency, currencies[k], 4);
            a.id.bytes[15] = a.hash[0] = (uint8_t)(60 * i);
            b.id.bytes[15] = b.hash[0] = (uint8_t)(60 * k);
            for (unsigned m = 0; m < shape.count; m++) {
                int c = csri_order(&members[m], &a, &b);
                CU_ASSERT(m == BODY || m == PHASE || (c > 0) - (c < 0) == (i > k) - (i < k));
            }
        }
    }
}

static void finding_members(void)
{
    CU_ASSERT_PTR_EQUAL(csri_member_at(&shape, offsetof(thing, body)), &members[BODY]);
    CU_ASSERT_PTR_NULL(csri_member_at(&shape, CSR_NO_MEMBER));
    CU_ASSERT_PTR_EQUAL(csri_member_named(&shape, "total and more", 5), &members[TOTAL]);
    CU_ASSERT_PTR_NULL(csri_member_named(&shape, "tota", 4));
    CU_ASSERT_PTR_NULL(csri_member_named(&shape, "totals", 6));
    CU_ASSERT_PTR_NULL(csri_member_named(&shape, "", 0));
    CU_ASSERT_PTR_NULL(csri_member_named(&shape, "total\0with much behind its end", 30));
    CU_ASSERT_STRING_EQUAL(csri_enum_name(members[PHASE].type, CSR_PHASE_OPEN), "open");
    CU_ASSERT_PTR_NULL(csri_enum_name(members[PHASE].type, 99));
    CU_ASSERT_EQUAL(csri_enum_value(members[PHASE].type, "open.", 4), CSR_PHASE_OPEN);
    CU_ASSERT_EQUAL(csri_enum_value(members[PHASE].type, "ope", 3), 0);
    CU_ASSERT_EQUAL(csri_enum_value(members[PHASE].type, "open\0and much behind its end", 27), 0);
}

/* --- parameters --- */

static csr_status take(const void *from, thing_params *out, csr_error *err)
{
    *err = (csr_error)CSR_ERROR_INIT;
    return csri_take(&params_shape, from, out, err);
}

static void taking_parameters(void)
{
    struct {
        thing_params params;
        char more[8];
    } longer = { .params = { .count = 1, .confirmed = 1 } };
    thing_params out;
    csr_error err;

    memset(&out, 0xff, sizeof(out));
    CU_ASSERT_EQUAL(take(NULL, &out, &err), CSR_OK);
    CU_ASSERT(out.count == 0 && out.confirmed == 0 && out.struct_size == 0);
    longer.params.struct_size = sizeof(thing_params);
    CU_ASSERT_EQUAL(take(&longer, &out, &err), CSR_OK);
    CU_ASSERT(out.count == 1 && out.confirmed == 1);
    longer.params.struct_size = offsetof(thing_params, confirmed); /* an older caller */
    CU_ASSERT_EQUAL(take(&longer, &out, &err), CSR_OK);
    CU_ASSERT(out.count == 1 && out.confirmed == 0);
    longer.params.struct_size--;
    CU_ASSERT_EQUAL(take(&longer, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "struct_size");
    longer.params.struct_size = sizeof(longer); /* a newer one that says nothing new */
    CU_ASSERT_EQUAL(take(&longer, &out, &err), CSR_OK);
    CU_ASSERT_EQUAL(out.confirmed, 1);
    longer.more[7] = 1;
    CU_ASSERT_EQUAL(take(&longer, &out, &err), CSR_E_NEWER_STRUCT);
    CU_ASSERT_STRING_EQUAL(err.field, "struct_size");
}

static csr_status check(const thing_params *params, csr_error *err)
{
    *err = (csr_error)CSR_ERROR_INIT;
    return csri_check(&params_shape, params, err);
}

/* Good parameters with one member bad: refused, and the field says which. */
static void refuse(const thing_params *params, const char *field)
{
    csr_error err;

    CU_ASSERT_EQUAL(check(params, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, field);
    CU_ASSERT(err.status == CSR_E_ARGUMENT && err.message[0] != '\0');
}

static thing_params good_params(void)
{
    return (thing_params){ .struct_size = sizeof(thing_params), .name = CSR_STR("name") };
}

static void checking_numbers(void)
{
    thing_params p = good_params();
    csr_error err;

    CU_ASSERT_EQUAL(check(&p, &err), CSR_OK);
    p.count = INT32_MAX;
    p.due_at = INT64_MAX - 1;
    p.phase = CSR_PHASE_OPEN;
    p.confirmed = 1;
    memcpy(p.currency, "CZK", 4);
    CU_ASSERT_EQUAL(check(&p, &err), CSR_OK);
    p = good_params();
    p.count = -1;
    refuse(&p, "count");
    p = good_params();
    p.due_at = -1;
    refuse(&p, "due_at");
    p = good_params();
    p.phase = 99;
    refuse(&p, "phase");
    p.phase = -1;
    refuse(&p, "phase");
    p = good_params();
    p.confirmed = 2;
    refuse(&p, "confirmed");
}

static void checking_texts(void)
{
    static char longest[202];
    const csr_str wrong[] = { CSR_STR("\xff"), CSR_STR("a\xc5"), CSR_STR("a\0b"), { NULL, 3 }, { longest, 201 } };
    static const char *const codes[] = { "eur", "EU", "E", "E1R", "E\0R" };
    thing_params p = good_params();
    csr_error err;

    memset(longest, 'x', sizeof(longest));
    p.name = (csr_str){ longest, 200 };
    p.body = CSR_STR("a\0b");
    CU_ASSERT_EQUAL(check(&p, &err), CSR_OK);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        p.name = wrong[i];
        refuse(&p, "name");
    }
    p = good_params();
    p.name.len = 0;
    refuse(&p, "name"); /* it is required */
    p = good_params();
    p.body = CSR_STR("\xc0\x80");
    refuse(&p, "body");
    p = good_params();
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        memset(p.currency, 0, 4);
        memcpy(p.currency, codes[i], i == 4 ? 3 : strlen(codes[i]));
        refuse(&p, "currency");
    }
    memcpy(p.currency, "EURO", 4);
    refuse(&p, "currency");
}

static void checking_clear(void)
{
    thing_params p = good_params();
    csr_error err;

    p.clear = CLEAR_DUE_AT;
    CU_ASSERT_EQUAL(check(&p, &err), CSR_OK);
    p.due_at = 1;
    refuse(&p, "due_at"); /* given and emptied */
    p = good_params();
    p.clear = UINT64_C(1) << 40;
    refuse(&p, "clear");
}

static void filling(void)
{
    thing t = full_thing(), expected = t;
    thing_params p = { .count = 9, .clear = CLEAR_DUE_AT | CLEAR_NAME, .body = CSR_STR("new"), .confirmed = 1 };

    csri_fill(&params_shape, &p, &t);
    expected.count = 9;
    expected.due_at = 0;
    expected.name = (csr_str){ NULL, 0 };
    expected.body = CSR_STR("new");
    CU_ASSERT_EQUAL(csri_diff(&shape, &t, &expected), 0);
    CU_ASSERT(t.name.ptr == NULL);
    p = (thing_params){ 0 };
    csri_fill(&params_shape, &p, &t);
    CU_ASSERT_EQUAL(csri_diff(&shape, &t, &expected), 0);
}

/* --- views --- */

static void views_of_any_age(void)
{
    const thing t = full_thing();
    const size_t old = offsetof(thing, due_at);
    char bytes[sizeof(thing) + 16];
    csr_error err = CSR_ERROR_INIT;
    uint32_t size = (uint32_t)old;
    int64_t total;

    memset(bytes, 0xee, sizeof(bytes));
    memcpy(bytes, &size, sizeof(size));
    CU_ASSERT_EQUAL(csri_view(&t, sizeof(t), old, bytes, &err), CSR_OK);
    memcpy(&total, bytes + offsetof(thing, total), sizeof(total));
    CU_ASSERT_EQUAL(total, -4);
    CU_ASSERT_EQUAL((unsigned char)bytes[old], 0xee); /* an older caller has no more room */
    CU_ASSERT(memcmp(bytes, &size, sizeof(size)) == 0);
    size = sizeof(bytes);
    memcpy(bytes, &size, sizeof(size));
    CU_ASSERT_EQUAL(csri_view(&t, sizeof(t), old, bytes, &err), CSR_OK);
    CU_ASSERT(memcmp(bytes + 4, (const char *)&t + 4, sizeof(t) - 4) == 0);
    CU_ASSERT(bytes[sizeof(t)] == 0 && bytes[sizeof(bytes) - 1] == 0); /* a newer one gets zeros */
    CU_ASSERT(memcmp(bytes, &size, sizeof(size)) == 0);
    size = (uint32_t)old - 1;
    memcpy(bytes, &size, sizeof(size));
    CU_ASSERT_EQUAL(csri_view(&t, sizeof(t), old, bytes, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "struct_size");
}

static CU_TestInfo tests[] = {
    { "unset members", unset_members },
    { "same and different", same_and_different },
    { "order of members", order_of_members },
    { "finding members and names", finding_members },
    { "taking parameters", taking_parameters },
    { "checking numbers", checking_numbers },
    { "checking texts", checking_texts },
    { "checking clear", checking_clear },
    { "filling", filling },
    { "views of any age", views_of_any_age },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { "record/row", NULL, NULL, NULL, NULL, tests },
        CU_SUITE_INFO_NULL,
    };

    return csr_test_main("row_test", suites, 10);
}
