#include "base/error.h"
#include "support/runner.h"

#include <stddef.h>
#include <string.h>

/* Byte that no function writes, to see where writing ends. */
#define UNTOUCHED 0x5a

/* An error as it comes from a caller whose struct is that long. */
static csr_error error_of_size(size_t struct_size)
{
    csr_error err;
    memset(&err, UNTOUCHED, sizeof err);
    err.struct_size = (uint32_t)struct_size;
    return err;
}

static int untouched_from(const csr_error *err, size_t from)
{
    for (size_t at = from; at < sizeof *err; at++) {
        if (((const unsigned char *)err)[at] != UNTOUCHED) {
            return 0;
        }
    }
    return 1;
}

static void fail_fills_every_member(void)
{
    csr_error err = error_of_size(sizeof err);
    CU_ASSERT_EQUAL(csri_fail(&err, CSR_E_STATE, "state", "a ticket in %s cannot be %d", "closed", 7), CSR_E_STATE);
    CU_ASSERT_EQUAL(err.struct_size, sizeof err);
    CU_ASSERT_EQUAL(err.status, CSR_E_STATE);
    CU_ASSERT_EQUAL(err.backend_code, 0);
    CU_ASSERT_STRING_EQUAL(err.sqlstate, "");
    CU_ASSERT_STRING_EQUAL(err.field, "state");
    CU_ASSERT_STRING_EQUAL(err.message, "a ticket in closed cannot be 7");
    CU_ASSERT_EQUAL(csri_fail(&err, CSR_E_LIMIT, NULL, "enough"), CSR_E_LIMIT);
    CU_ASSERT_STRING_EQUAL(err.field, "");
}

static void backend_code_is_kept_until_the_next_failure(void)
{
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(csri_fail_backend(&err, CSR_E_STORE_IO, 778, "subject", "disk says %s", "no"), CSR_E_STORE_IO);
    CU_ASSERT_EQUAL(err.status, CSR_E_STORE_IO);
    CU_ASSERT_EQUAL(err.backend_code, 778);
    CU_ASSERT_STRING_EQUAL(err.field, "subject");
    CU_ASSERT_STRING_EQUAL(err.message, "disk says no");
    (void)csri_fail(&err, CSR_E_ARGUMENT, "id", "no");
    CU_ASSERT_EQUAL(err.backend_code, 0);
}

static void no_error_struct_is_fine(void)
{
    CU_ASSERT_EQUAL(csri_fail(NULL, CSR_E_ARGUMENT, "id", "%d", 1), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_fail_backend(NULL, CSR_E_STORE_IO, 5, NULL, "%d", 1), CSR_E_STORE_IO);
    csri_error_clear(NULL);
}

static void clear_leaves_only_the_size(void)
{
    csr_error err = error_of_size(sizeof err);
    const csr_error none = CSR_ERROR_INIT;
    csri_error_clear(&err);
    CU_ASSERT_EQUAL(err.status, CSR_OK);
    CU_ASSERT_EQUAL(err.backend_code, 0);
    CU_ASSERT_TRUE(err.sqlstate[0] == '\0' && err.field[0] == '\0' && err.message[0] == '\0');
    CU_ASSERT_EQUAL(err.struct_size, none.struct_size);
}

/* For every length that a caller's struct may have. */
static void nothing_is_written_behind_the_callers_end(void)
{
    for (size_t size = 0; size <= sizeof(csr_error); size++) {
        csr_error err = error_of_size(size);
        CU_ASSERT_EQUAL(csri_fail_backend(&err, CSR_E_CONFLICT, 9, "version", "changed"), CSR_E_CONFLICT);
        CU_ASSERT_EQUAL(err.struct_size, size);
        CU_ASSERT_TRUE(untouched_from(&err, size < sizeof err.struct_size ? sizeof err.struct_size : size));
        int has_status = size >= offsetof(csr_error, backend_code);
        int has_code = size >= offsetof(csr_error, sqlstate);
        CU_ASSERT_EQUAL(err.status == CSR_E_CONFLICT, has_status);
        CU_ASSERT_EQUAL(err.backend_code == 9, has_code);
        if (!has_status) {
            CU_ASSERT_TRUE(untouched_from(&err, sizeof err.struct_size));
        }
        /* What is reached of a text ends in NUL. */
        if (size > offsetof(csr_error, field)) {
            size_t room = size - offsetof(csr_error, field);
            CU_ASSERT_PTR_NOT_NULL(memchr(err.field, '\0', room < sizeof err.field ? room : sizeof err.field));
        }
        if (size > offsetof(csr_error, message)) {
            CU_ASSERT_PTR_NOT_NULL(memchr(err.message, '\0', size - offsetof(csr_error, message)));
        }
    }
}

static void a_longer_struct_is_written_as_far_as_it_is_known(void)
{
    struct {
        csr_error err;
        char unknown[8];
    } newer = { CSR_ERROR_INIT, "newer" };
    newer.err.struct_size = (uint32_t)sizeof newer;
    (void)csri_fail(&newer.err, CSR_E_LIMIT, "x", "y");
    CU_ASSERT_STRING_EQUAL(newer.err.message, "y");
    CU_ASSERT_STRING_EQUAL(newer.unknown, "newer");
    CU_ASSERT_EQUAL(newer.err.struct_size, sizeof newer);
}

/* Characters of one to four bytes, in front of which every number of ASCII bytes stands. */
static void long_texts_are_cut_between_characters(void)
{
    static const char *const characters[] = { "x", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80" };
    for (size_t i = 0; i < 4; i++) {
        for (size_t shift = 0; shift < 4; shift++) {
            char text[600] = "";
            memset(text, 'a', shift);
            for (size_t n = 0; n < 120; n++) {
                strcat(text, characters[i]);
            }
            csr_error err = CSR_ERROR_INIT;
            (void)csri_fail(&err, CSR_E_ARGUMENT, text, "%s%s%s%s", text, text, text, text);
            size_t width = i + 1;
            CU_ASSERT_EQUAL(strlen(err.field), shift + (sizeof err.field - 1 - shift) / width * width);
            CU_ASSERT_EQUAL(strncmp(err.field, text, strlen(err.field)), 0);
            CU_ASSERT_TRUE(strlen(err.message) < sizeof err.message);
            CU_ASSERT_TRUE(strlen(err.message) + width >= sizeof err.message);
            CU_ASSERT_EQUAL((strlen(err.message) - shift * (strlen(err.message) / (shift + 120 * width) + 1)) % width,
                            0);
        }
    }
}

static void texts_that_fit_exactly_are_whole(void)
{
    char text[sizeof(((csr_error *)0)->message)];
    memset(text, 'm', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    csr_error err = CSR_ERROR_INIT;
    (void)csri_fail(&err, CSR_E_ARGUMENT, text + sizeof text - sizeof err.field, "%s", text);
    CU_ASSERT_STRING_EQUAL(err.message, text);
    CU_ASSERT_EQUAL(strlen(err.field), sizeof err.field - 1);
}

static void what_is_not_utf8_comes_out_as_utf8(void)
{
    csr_error err = CSR_ERROR_INIT;
    (void)csri_fail(&err, CSR_E_STORE_OPEN, "f\xff", "cannot open %s",
                    "/tmp/gr\xfc\xdf"
                    "e\xc3\xa9");
    CU_ASSERT_STRING_EQUAL(err.field, "f?");
    CU_ASSERT_STRING_EQUAL(err.message, "cannot open /tmp/gr??e\xc3\xa9");
}

static void a_format_that_fails_gives_no_message(void)
{
    csr_error err = CSR_ERROR_INIT;
    /* In the C locale no multibyte text stands for this character. */
    (void)csri_fail(&err, CSR_E_INTERNAL, "x", "%ls", L"\x20ac");
    CU_ASSERT_EQUAL(err.status, CSR_E_INTERNAL);
    CU_ASSERT_STRING_EQUAL(err.message, "");
}

static void every_status_has_a_name_and_a_text_of_its_own(void)
{
    static const csr_status all[] = {
        0,    -101, -102, -103, -104, -105, -106, -201, -202, -203, -204, -301, -302, -303, -304,
        -305, -306, -307, -308, -309, -310, -311, -401, -402, -403, -501, -502, -901, -902,
    };
    size_t n = sizeof all / sizeof all[0];
    for (size_t i = 0; i < n; i++) {
        CU_ASSERT_STRING_NOT_EQUAL(csr_status_name(all[i]), "unknown");
        for (size_t j = 0; j < i; j++) {
            CU_ASSERT_STRING_NOT_EQUAL(csr_status_name(all[i]), csr_status_name(all[j]));
            CU_ASSERT_STRING_NOT_EQUAL(csr_status_text(all[i]), csr_status_text(all[j]));
        }
    }
    CU_ASSERT_STRING_EQUAL(csr_status_name(CSR_E_NOT_FOUND), "not_found");
    CU_ASSERT_STRING_EQUAL(csr_status_name(1), "unknown");
    CU_ASSERT_STRING_EQUAL(csr_status_name(-100), "unknown");
    CU_ASSERT_TRUE(strlen(csr_status_text(12345)) > 0);
}

static void predicates_name_exactly_their_statuses(void)
{
    for (csr_status status = -1000; status <= 10; status++) {
        CU_ASSERT_EQUAL(csr_status_is_retryable(status), status == -301 || status == -308 || status == -403);
        CU_ASSERT_EQUAL(csr_status_is_conflict(status), status == -202 || status == -203);
        CU_ASSERT_EQUAL(csr_status_maybe_committed(status), status == -308);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "fail fills every member", fail_fills_every_member },
        { "backend code is kept until the next failure", backend_code_is_kept_until_the_next_failure },
        { "no error struct is fine", no_error_struct_is_fine },
        { "clear leaves only the size", clear_leaves_only_the_size },
        { "nothing is written behind the caller's end", nothing_is_written_behind_the_callers_end },
        { "a longer struct is written as far as it is known", a_longer_struct_is_written_as_far_as_it_is_known },
        { "long texts are cut between characters", long_texts_are_cut_between_characters },
        { "texts that fit exactly are whole", texts_that_fit_exactly_are_whole },
        { "what is not UTF-8 comes out as UTF-8", what_is_not_utf8_comes_out_as_utf8 },
        { "a format that fails gives no message", a_format_that_fails_gives_no_message },
        CU_TEST_INFO_NULL,
    };
    CU_TestInfo statuses[] = {
        { "every status has a name and a text of its own", every_status_has_a_name_and_a_text_of_its_own },
        { "predicates name exactly their statuses", predicates_name_exactly_their_statuses },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { .pName = "error", .pTests = tests },
                              { .pName = "status", .pTests = statuses },
                              CU_SUITE_INFO_NULL };
    return csr_test_main("error", suites, 12);
}
