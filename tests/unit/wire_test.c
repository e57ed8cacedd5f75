#include "support/runner.h"
#include "support/test_host.h"

#include "record/types.h"
#include "store/wire.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef struct sample {
    int32_t i32;
    char code[4];
    int64_t i64;
    csr_id id;
    csr_str text;
    uint8_t bytes[32];
} sample;

#define M(member, type_, class_)                                                                \
    {                                                                                           \
        .name = #member, .type = &csri_t_##type_, .offset = (uint16_t)offsetof(sample, member), \
        .size = (uint16_t)sizeof(((sample *)0)->member), .c = class_                            \
    }
static const csr_member m_i32 = M(i32, rank, CSR_CLASS_I32), m_i64 = M(i64, time, CSR_CLASS_I64),
                        m_id = M(id, id, CSR_CLASS_ID), m_text = M(text, name, CSR_CLASS_STR),
                        m_bytes = M(bytes, hash, CSR_CLASS_BYTES), m_code = M(code, currency, CSR_CLASS_CODE);

/* A member is written as these bytes and read back from them, and passing over them ends at the same place. */
static void round_trip(const csr_member *m, const sample *value, const char *hex)
{
    csr_test_host host;
    csri_buffer out;
    csri_wire_in in;
    sample back;
    char got[200] = "";

    memset(&back, 0, sizeof(back));
    csr_test_host_init(&host, 0, 1);
    csri_buffer_init(&out, &host.host, 0);
    csri_wire_put(&out, m, value);
    for (size_t i = 0; i < out.len; i++)
        snprintf(got + 2 * i, sizeof(got) - 2 * i, "%02x", (uint8_t)out.ptr[i]);
    CU_ASSERT_STRING_EQUAL(got, hex);
    in = (csri_wire_in){ (const uint8_t *)out.ptr, (const uint8_t *)out.ptr + out.len, 1 };
    csri_wire_get(&in, m, &back);
    CU_ASSERT_TRUE(in.ok && in.at == in.end);
    if (m == &m_text)
        CU_ASSERT_TRUE(back.text.len == value->text.len && memcmp(back.text.ptr, value->text.ptr, back.text.len) == 0)
    else
        CU_ASSERT_EQUAL(memcmp((char *)&back + m->offset, (const char *)value + m->offset, m->size), 0);
    in = (csri_wire_in){ (const uint8_t *)out.ptr, (const uint8_t *)out.ptr + out.len, 1 };
    csri_wire_skip(&in, csri_wire_of(m));
    CU_ASSERT_TRUE(in.ok && in.at == in.end);
    csri_buffer_free(&out);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_integers(void)
{
    static const struct {
        int64_t value;
        const char *hex;
    } table[] = {
        { 0, "00" },
        { -1, "01" },
        { 1, "02" },
        { 63, "7e" },
        { -64, "7f" },
        { 64, "8001" },
        { -65, "8101" },
        { INT32_MAX, "feffffff0f" },
        { INT32_MIN, "ffffffff0f" },
        { INT64_MAX, "feffffffffffffffff01" },
        { INT64_MIN, "ffffffffffffffffff01" },
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        sample s = { .i64 = table[i].value };
        round_trip(&m_i64, &s, table[i].hex);
        s.i32 = (int32_t)table[i].value;
        if (table[i].value == s.i32)
            round_trip(&m_i32, &s, table[i].hex);
    }
}

static void test_other_classes(void)
{
    sample s = { .text = CSR_STR("a\0b"), .code = "EUR" };

    for (size_t i = 0; i < sizeof(s.id.bytes); i++)
        s.id.bytes[i] = (uint8_t)(0xf0 + i);
    for (size_t i = 0; i < sizeof(s.bytes); i++)
        s.bytes[i] = (uint8_t)i;
    round_trip(&m_id, &s, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    round_trip(&m_text, &s, "03610062");
    round_trip(&m_code, &s, "03455552");
    round_trip(&m_bytes, &s, "20000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    s.text = CSR_STR("");
    memset(s.code, 0, sizeof(s.code));
    round_trip(&m_code, &s, "00");
}

static int reads(const csr_member *m, const char *bytes, size_t n)
{
    csri_wire_in in = { (const uint8_t *)bytes, (const uint8_t *)bytes + n, 1 };
    sample s;

    memset(&s, 0, sizeof(s));
    csri_wire_get(&in, m, &s);
    return in.ok;
}

static void test_malformed_is_refused(void)
{
    static const struct {
        const csr_member *m;
        const char *bytes;
        size_t n;
    } bad[] = {
        { &m_i64, "", 0 },
        { &m_i64, "\x80", 1 },
        { &m_i64, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10 },
        { &m_i64, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11 },
        { &m_i32, "\x80\x80\x80\x80\x10", 5 },
        { &m_id, "123456789012345", 15 },
        { &m_text,
          "\x02"
          "a",
          2 },
        { &m_text,
          "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
          "a",
          11 },
        { &m_code,
          "\x05"
          "EUROS",
          6 },
        { &m_bytes,
          "\x02"
          "ab",
          3 },
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CU_ASSERT_FALSE(reads(bad[i].m, bad[i].bytes, bad[i].n));
    /* Once wrong, always wrong. */
    csri_wire_in in = { (const uint8_t *)"\x02", (const uint8_t *)"\x02" + 1, 0 };
    CU_ASSERT_EQUAL(csri_wire_get_uint(&in), 0);
    CU_ASSERT_FALSE(in.ok);
    in.ok = 1;
    csri_wire_skip(&in, (enum csri_wire)3);
    CU_ASSERT_FALSE(in.ok);
}

/* A code fills its member to the last byte: one more would leave no NUL. */
static void test_codes_keep_their_nul(void)
{
    sample s;
    csri_wire_in in = { (const uint8_t *)"\x04"
                                         "EURO",
                        NULL, 1 };

    memset(&s, 'x', sizeof(s));
    in.end = in.at + 5;
    csri_wire_get(&in, &m_code, &s);
    CU_ASSERT_TRUE(!in.ok || memchr(s.code, '\0', sizeof(s.code)) != NULL);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "wire/integers", test_integers },
        { "wire/other_classes", test_other_classes },
        { "wire/malformed_is_refused", test_malformed_is_refused },
        { "wire/codes_keep_their_nul", test_codes_keep_their_nul },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "wire", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("wire_test", suites, 4);
}
