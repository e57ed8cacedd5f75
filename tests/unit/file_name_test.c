#include "support/runner.h"

#include "base/base64.h"
#include "policy/file_name.h"
#include "support/test_host.h"

#include <stdio.h>
#include <string.h>

static csr_test_host host;

static const struct {
    const char *given, *clean; /* clean NULL = sound as it is */
} names[] = {
    { "photo.png", NULL },
    { "P\xc5\x99\xc3\xadloha 1 (kopie).pdf", NULL },
    { "a", NULL },
    { "console.log", NULL },
    { "com0", NULL },
    { "COM10", NULL },
    { "../etc/passwd", "_._etc_passwd" },
    { "C:\\temp\\x", "C__temp_x" },
    { "..", "__" },
    { ".hidden", "_hidden" },
    { "end.", "end_" },
    { " x ", "_x_" },
    { "a\nb", "a_b" },
    { "a\x7f", "a_" },
    { "a\xc2\x85", "a_" },
    { "cod\xe2\x80\xae"
      "exe.doc",
      "cod_exe.doc" },
    { "a\xe2\x81\xa6", "a_" },
    { "a\xef\xbb\xbf", "a_" },
    { "a*?\"<>|", "a______" },
    { "con", "_con" },
    { "Nul.txt", "_Nul.txt" },
    { "lpt9.x", "_lpt9.x" },
    { "PRN", "_PRN" },
    { "aux.", "_aux_" },
    { "co", NULL },
    { "conx", NULL },
    { "comx", NULL },
    { "com{", NULL },
    { "lpt0", NULL },
    { "abcd", NULL },
    { "a ", "a_" },
    { "a\xe2\x80\x8e\xe2\x80\x8f\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa", "a_____" },
    { "\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaa\xe2\x80\x90", NULL }, /* neighbours of those that are not let through */
    { "a\xe2\x81\xa9", "a_" },
    { "\xc2\xa0", NULL },
};

static void test_names(void)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const csr_str name = { names[i].given, strlen(names[i].given) };
        csr_error err = CSR_ERROR_INIT;
        const char *cleaned = names[i].clean != NULL ? names[i].clean : names[i].given;
        csri_buffer out;
        csri_buffer_init(&out, &host.host, 0);
        CU_ASSERT_EQUAL(csri_file_name(&name, 0, &out, &err), names[i].clean == NULL ? CSR_OK : CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, names[i].clean == NULL ? "" : "name");
        out.len = 0;
        CU_ASSERT_EQUAL(csri_file_name(&name, 1, &out, &err), CSR_OK);
        CU_ASSERT(out.len == strlen(cleaned) && memcmp(out.ptr, cleaned, out.len) == 0);
        csri_buffer_free(&out);
    }
}

static void test_media_types(void)
{
    static const char *const good[] = { "text/plain", "image/svg+xml", "application/vnd.ms-excel", "a/b",
                                        "X9!#$&-^_.+/Y0" };
    static const char *const bad[] = { "",     "text",    "/",   "text/", "/plain", "a/b/c", "text/ plain",
                                       "a/+b", "a/b;c=d", "a/{", "a@b/c", "a/b\x7f" };

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        CU_ASSERT(csri_media_type_valid(&(csr_str){ good[i], strlen(good[i]) }));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CU_ASSERT(!csri_media_type_valid(&(csr_str){ bad[i], strlen(bad[i]) }));
    CU_ASSERT(!csri_media_type_valid(&(csr_str){ "a/b\0", 4 }));
}

static void test_memory(void)
{
    csr_error err = CSR_ERROR_INIT;
    csri_buffer out;

    csri_buffer_init(&out, &host.host, 0);
    csr_test_host_fail_alloc(&host, 1, 1);
    CU_ASSERT_EQUAL(csri_file_name(&(csr_str){ "a.png", 5 }, 0, &out, &err), CSR_E_NO_MEMORY);
    csr_test_host_fail_alloc(&host, 0, 0);
    csri_buffer_free(&out);
}

/* RFC 4648 section 10, and every byte there is. */
static void test_base64(void)
{
    static const char *const pairs[][2] = { { "", "" },
                                            { "f", "Zg==" },
                                            { "fo", "Zm8=" },
                                            { "foo", "Zm9v" },
                                            { "foob", "Zm9vYg==" },
                                            { "fooba", "Zm9vYmE=" },
                                            { "foobar", "Zm9vYmFy" } };
    static const char *const bad[] = {
        "Z", "Zg=", "Zg", "====", "Z===", "Zh==", "Zm9=", "Zm 9", "Zg==Zg==", "Zm9\xc3"
    };
    uint8_t all[256];
    csri_buffer text, bytes;

    csri_buffer_init(&text, &host.host, 0);
    csri_buffer_init(&bytes, &host.host, 0);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        text.len = bytes.len = 0;
        csri_base64_put(&text, pairs[i][0], strlen(pairs[i][0]));
        CU_ASSERT(text.len == strlen(pairs[i][1]) && memcmp(text.len ? text.ptr : "", pairs[i][1], text.len) == 0);
        CU_ASSERT(csri_base64_take(&bytes, pairs[i][1], strlen(pairs[i][1])));
        CU_ASSERT(bytes.len == strlen(pairs[i][0]) && memcmp(bytes.len ? bytes.ptr : "", pairs[i][0], bytes.len) == 0);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CU_ASSERT(!csri_base64_take(&bytes, bad[i], strlen(bad[i])));
    for (size_t i = 0; i < sizeof(all); i++)
        all[i] = (uint8_t)i;
    text.len = bytes.len = 0;
    csri_base64_put(&text, all, sizeof(all));
    CU_ASSERT(csri_base64_take(&bytes, text.ptr, text.len));
    CU_ASSERT(bytes.len == sizeof(all) && memcmp(bytes.ptr, all, sizeof(all)) == 0);
    csri_buffer_free(&text);
    csri_buffer_free(&bytes);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "file_name/names", test_names },
        { "file_name/media_types", test_media_types },
        { "file_name/memory", test_memory },
        { "file_name/base64", test_base64 },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "file_name", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    csr_test_host_init(&host, 0, 1);
    return csr_test_main("file_name_test", suites, 4);
}
