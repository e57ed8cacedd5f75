#include "base/phone.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>

static csr_test_host test;

static int set_up(void)
{
    csr_test_host_init(&test, CSR_TEST_MONDAY, 5);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&test) != 0;
}

/* The key of a number, or "field of the error!"; code NULL = none. */
static const char *key_of(const char *number, const char *code, char out[80])
{
    csr_str value, calling_code;
    csri_buffer b;
    csr_error err = CSR_ERROR_INIT;
    csr_str_set(&value, number, CSR_NTS);
    csr_str_set(&calling_code, code, CSR_NTS);
    csri_buffer_init(&b, &test.host, 0);
    csr_status status = csri_phone_key(&value, &calling_code, &b, &err);
    if (status == CSR_OK) {
        snprintf(out, 80, "%.*s", (int)b.len, b.ptr);
    } else {
        CU_ASSERT_EQUAL(status, CSR_E_ARGUMENT);
        CU_ASSERT_EQUAL(b.len, 0);
        snprintf(out, 80, "%s!", err.field);
    }
    csri_buffer_free(&b);
    return out;
}

static int is_key(const char *number, const char *code, const char *expected)
{
    char key[80];
    int same = strcmp(key_of(number, code, key), expected) == 0;
    if (!same) {
        printf("\n    %s (%s): %s instead of %s\n", number, code ? code : "", key, expected);
    }
    return same;
}

static int is_refused(const char *number, const char *code)
{
    return is_key(number, code, "value!");
}

static void international_numbers_need_no_calling_code(void)
{
    CU_ASSERT_TRUE(is_key("+493012345678", NULL, "+493012345678"));
    CU_ASSERT_TRUE(is_key("00493012345678", NULL, "+493012345678"));
    CU_ASSERT_TRUE(is_key("+49 (30) 123-456.78", "44", "+493012345678"));
    CU_ASSERT_TRUE(is_key("00 49 / 30 / 123 456 78", "1", "+493012345678"));
    CU_ASSERT_TRUE(is_key("tel:+49-30-12345678", NULL, "+493012345678"));
    CU_ASSERT_TRUE(is_key("TEL: 0049 30 12345678", NULL, "+493012345678"));
    CU_ASSERT_TRUE(is_key("  (+49) 30 12345678\n", NULL, "+493012345678"));
    CU_ASSERT_TRUE(is_key("+1 415 555 2671", NULL, "+14155552671"));
}

static void signs_of_other_scripts_are_read(void)
{
    /* No-break space, non-breaking hyphen, figure dash, minus, word joiner. */
    CU_ASSERT_TRUE(is_key("+49\xc2\xa0"
                          "30\xe2\x80\x91"
                          "123\xe2\x80\x92"
                          "456\xe2\x88\x92"
                          "7\xe2\x81\xa0"
                          "8",
                          NULL, "+493012345678"));
    /* Pasted from a list of contacts: embedded from left to right. */
    CU_ASSERT_TRUE(is_key("\xe2\x80\xaa+49 30 12345678\xe2\x80\xac", NULL, "+493012345678"));
    /* Full width. */
    CU_ASSERT_TRUE(is_key("\xef\xbc\x8b\xef\xbc\x94\xef\xbc\x99\xef\xbc\x8d\xef\xbc\x98\xef\xbc\x88\xef\xbc\x97\xef\xbc"
                          "\x89\xe3\x80\x80"
                          "123",
                          NULL, "+4987123"));
    /* Arabic and Persian digits. */
    CU_ASSERT_TRUE(is_key("+\xd9\xa9\xd9\xa6\xd9\xa6 50 123 4567", NULL, "+966501234567"));
    CU_ASSERT_TRUE(is_key("\xdb\xb0\xdb\xb9\xdb\xb1\xdb\xb2 345 6789", "98", "+989123456789"));
}

static void national_numbers_lose_their_trunk_prefix(void)
{
    CU_ASSERT_TRUE(is_key("030 12345678", "49", "+493012345678"));
    CU_ASSERT_TRUE(is_key("(0)30 12345678", "49", "+493012345678"));
    CU_ASSERT_TRUE(is_key("30 12345678", "49", "+493012345678"));
    CU_ASSERT_TRUE(is_key("020 7946 0958", "44", "+442079460958"));
    CU_ASSERT_TRUE(is_key("tel:020-7946-0958", "44", "+442079460958"));
    CU_ASSERT_TRUE(is_key("06 1 234 5678", "36", "+3612345678"));
    CU_ASSERT_TRUE(is_key("8 (912) 345-67-89", "7", "+79123456789"));
    CU_ASSERT_TRUE(is_key("8 800 555 35 35", "7", "+78005553535"));
    CU_ASSERT_TRUE(is_key("800 555 35 35", "7", "+78005553535"));
    CU_ASSERT_TRUE(is_key("1 (415) 555-2671", "1", "+14155552671"));
    CU_ASSERT_TRUE(is_key("(415) 555-2671", "1", "+14155552671"));
    CU_ASSERT_TRUE(is_key("8 612 34567", "370", "+37061234567"));
    CU_ASSERT_TRUE(is_key("0 612 34567", "370", "+37061234567"));
    CU_ASSERT_TRUE(is_key("800 12345", "370", "+37080012345"));
    CU_ASSERT_TRUE(is_key("8 029 491-19-11", "375", "+375294911911"));
    CU_ASSERT_TRUE(is_key("8 801 123 4567", "375", "+3758011234567"));
    CU_ASSERT_TRUE(is_key("01 55 1234 5678", "52", "+525512345678"));
    CU_ASSERT_TRUE(is_key("044 55 1234 5678", "52", "+525512345678"));
    CU_ASSERT_TRUE(is_key("55 1234 5678", "52", "+525512345678"));
}

static void zeros_that_belong_to_the_number_stay(void)
{
    CU_ASSERT_TRUE(is_key("02 1234 5678", "39", "+390212345678"));
    CU_ASSERT_TRUE(is_key("0549 886377", "378", "+3780549886377"));
    CU_ASSERT_TRUE(is_key("01 23 45 67 89", "225", "+2250123456789"));
    CU_ASSERT_TRUE(is_key("+39 02 1234 5678", NULL, "+390212345678"));
    CU_ASSERT_TRUE(is_key("+39 (0)2 1234 5678", NULL, "+390212345678"));
    CU_ASSERT_TRUE(is_key("0039 (0)2 1234 5678", NULL, "+390212345678"));
}

static void a_bracketed_zero_goes_with_a_calling_code(void)
{
    CU_ASSERT_TRUE(is_key("+44 (0)20 7946 0958", NULL, "+442079460958"));
    CU_ASSERT_TRUE(is_key("0044 (0) 20 7946 0958", NULL, "+442079460958"));
    CU_ASSERT_TRUE(is_key("+49 (0)30 12345678", "49", "+493012345678"));
    /* Brackets round something else say nothing. */
    CU_ASSERT_TRUE(is_key("+49 (0 )30 12345678", NULL, "+4903012345678"));
    CU_ASSERT_TRUE(is_key("+49 (30) 12345678", NULL, "+493012345678"));
    CU_ASSERT_TRUE(is_key("+49 30 1234567(8)", NULL, "+493012345678"));
    CU_ASSERT_TRUE(is_refused("00(0)49 30 12345678", NULL));
}

static void what_is_dialled_for_abroad_depends_on_the_country(void)
{
    CU_ASSERT_TRUE(is_key("011 49 30 12345678", "1", "+493012345678"));
    CU_ASSERT_TRUE(is_key("0011 49 30 12345678", "61", "+493012345678"));
    CU_ASSERT_TRUE(is_key("010 49 30 12345678", "81", "+493012345678"));
    CU_ASSERT_TRUE(is_key("8 10 49 30 12345678", "7", "+493012345678"));
    CU_ASSERT_TRUE(is_key("00 49 30 12345678", "61", "+493012345678"));
    CU_ASSERT_TRUE(is_key("011 49 30 1234", "49", "+491149301234"));
    CU_ASSERT_TRUE(is_refused("000 49 30 12345678", "254"));
}

static void lengths_are_exact(void)
{
    CU_ASSERT_TRUE(is_key("+4912", NULL, "+4912"));
    CU_ASSERT_TRUE(is_refused("+491", NULL));
    CU_ASSERT_TRUE(is_key("+491234567890123", NULL, "+491234567890123"));
    CU_ASSERT_TRUE(is_refused("+4912345678901234", NULL));
    CU_ASSERT_TRUE(is_key("12", "49", "+4912"));
    CU_ASSERT_TRUE(is_refused("1", "49"));
    CU_ASSERT_TRUE(is_refused("+1 415 555 267", NULL));
    CU_ASSERT_TRUE(is_refused("+1 415 555 26710", NULL));
    CU_ASSERT_TRUE(is_refused("+1 115 555 2671", NULL));
    CU_ASSERT_TRUE(is_refused("555-2671", "1"));
    CU_ASSERT_TRUE(is_refused("+0 49 30 12345678", NULL));
    /* As many digits as are read at all, one more, and very many. */
    CU_ASSERT_TRUE(is_refused("012345678901234567890123", "999"));
    CU_ASSERT_TRUE(is_refused("0123456789012345678901234", "999"));
    CU_ASSERT_TRUE(is_refused("11111111111111111111111111111111111111111111111111111111111111111111111111", "49"));
}

static void what_is_no_number_is_refused(void)
{
    static const char *const wrong[] = {
        "",
        " ",
        "+",
        "tel:",
        "()",
        "abc",
        "030 CALL-NOW",
        "+49 30 123 ext 5",
        "+49 30 123x5",
        "tel:+49-30-123;ext=5",
        "49+30123456",
        "++49 30 123456",
        "+49+30 123456",
        "+49 30 123456#",
        "*100#",
        "+49 30 123456 / +49 30 123457",
        "+49,30123456",
        "te:+4930123456",
        "mailto:030123",
        "sip:+4930123456@example.com",
        "\xe2\x80\x8b",
        "+49 30 \xc3\xa9",
        "+49 30 123456 (home)",
        "TELL030123456",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CU_ASSERT_TRUE(is_refused(wrong[i], "49"));
    }
}

static void national_numbers_need_a_calling_code(void)
{
    static const char *const wrong[] = { "0", "049", "4999", "+49", "4a", " 49", "4:", "/1" };
    CU_ASSERT_TRUE(is_refused("030 12345678", NULL));
    CU_ASSERT_TRUE(is_refused("030 12345678", ""));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CU_ASSERT_TRUE(is_key("030 12345678", wrong[i], "calling_code!"));
    }
    csr_str value = CSR_STR("+493012345678");
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 0);
    CU_ASSERT_EQUAL(csri_phone_key(&value, NULL, &b, NULL), CSR_OK);
    csri_buffer_free(&b);
}

static void a_full_buffer_is_told(void)
{
    csr_str value = CSR_STR("+493012345678");
    csr_error err = CSR_ERROR_INIT;
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 12);
    CU_ASSERT_EQUAL(csri_phone_key(&value, NULL, &b, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(err.status, CSR_E_LIMIT);
    csri_buffer_init(&b, &test.host, 13);
    CU_ASSERT_EQUAL(csri_phone_key(&value, NULL, &b, &err), CSR_OK);
    csri_buffer_free(&b);
}

/* Countries whose example numbers begin with 0, so that none may be put in front nor taken away. */
static int has_no_trunk_zero(const char *code)
{
    static const char *const codes[] = { "1",   "7",   "36",  "39",  "47",  "52",  "225", "226", "227",
                                         "229", "241", "242", "247", "267", "268", "370", "375", "378",
                                         "501", "676", "679", "687", "692", "853", "992", "993", "998" };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (strcmp(code, codes[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static void try_example(const char *code, const char *national, const char *e164)
{
    char text[100];
    CU_ASSERT_TRUE(is_key(e164, NULL, e164));
    snprintf(text, sizeof text, "00%s", e164 + 1);
    CU_ASSERT_TRUE(is_key(text, NULL, e164));
    snprintf(text, sizeof text, "tel:+%s-(%.2s) %s", code, national, national + 2);
    CU_ASSERT_TRUE(is_key(text, NULL, e164));
    CU_ASSERT_TRUE(is_key(national, code, e164));
    if (!has_no_trunk_zero(code)) {
        snprintf(text, sizeof text, "0%s", national);
        CU_ASSERT_TRUE(is_key(text, code, e164));
        snprintf(text, sizeof text, "+%s (0) %s", code, national);
        CU_ASSERT_TRUE(is_key(text, NULL, e164));
    }
}

static void example_numbers_of_the_shared_data(void)
{
    char path[1000], line[300];
    FILE *file = csr_test_data("phone/example_numbers.tsv", path, sizeof path) ? fopen(path, "r") : NULL;
    if (!file) {
        return;
    }
    int tried = 0;
    while (fgets(line, sizeof line, file)) {
        char code[8], national[32], e164[32];
        if (sscanf(line, "%*s %7[0-9] %*s %31[0-9] %31[+0-9]", code, national, e164) != 3) {
            continue;
        }
        /* A number within Canada only. */
        if (strcmp(e164, "+13101234") == 0) {
            CU_ASSERT_TRUE(is_refused(e164, NULL));
            continue;
        }
        try_example(code, national, e164);
        tried++;
    }
    fclose(file);
    CU_ASSERT_EQUAL(tried, 1143);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "international numbers need no calling code", international_numbers_need_no_calling_code },
        { "signs of other scripts are read", signs_of_other_scripts_are_read },
        { "national numbers lose their trunk prefix", national_numbers_lose_their_trunk_prefix },
        { "zeros that belong to the number stay", zeros_that_belong_to_the_number_stay },
        { "a bracketed zero goes with a calling code", a_bracketed_zero_goes_with_a_calling_code },
        { "what is dialled for abroad depends on the country", what_is_dialled_for_abroad_depends_on_the_country },
        { "lengths are exact", lengths_are_exact },
        { "what is no number is refused", what_is_no_number_is_refused },
        { "national numbers need a calling code", national_numbers_need_a_calling_code },
        { "a full buffer is told", a_full_buffer_is_told },
        { "example numbers of the shared data", example_numbers_of_the_shared_data },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "phone", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    return csr_test_main("phone", suites, 11);
}
