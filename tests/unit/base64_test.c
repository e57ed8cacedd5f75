#include "support/runner.h"
#include "support/test_host.h"

#include "base/base64.h"

#include <string.h>

/* RFC 4648, section 10. */
static const struct {
    const char *bytes, *text;
} vectors[] = {
    { "", "" },
    { "f", "Zg==" },
    { "fo", "Zm8=" },
    { "foo", "Zm9v" },
    { "foob", "Zm9vYg==" },
    { "fooba", "Zm9vYmE=" },
    { "foobar", "Zm9vYmFy" },
    { "\xfb\xef\xff", "++//" },
};

static void known_answers(void)
{
    csr_test_host host;
    csri_buffer out;
    uint8_t back[16];
    size_t n;

    csr_test_host_init(&host, 0, 1);
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        size_t len = strlen(vectors[i].bytes);
        csri_buffer_init(&out, &host.host, 0);
        csri_base64_put(&out, vectors[i].bytes, len);
        CU_ASSERT_TRUE(out.len == strlen(vectors[i].text) && memcmp(out.ptr, vectors[i].text, out.len) == 0);
        CU_ASSERT_TRUE(csri_base64_read(vectors[i].text, strlen(vectors[i].text), back, &n));
        CU_ASSERT_TRUE(n == len && memcmp(back, vectors[i].bytes, len) == 0);
        csri_buffer_free(&out);
    }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void every_byte_of_every_length(void)
{
    csr_test_host host;
    uint8_t bytes[300], back[300];
    csri_buffer out;
    size_t n;

    csr_test_host_init(&host, 0, 1);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        csri_buffer_init(&out, &host.host, 0);
        csri_base64_put(&out, bytes, len);
        CU_ASSERT_TRUE(csri_base64_read(out.ptr, out.len, back, &n) && n == len && memcmp(back, bytes, len) == 0);
        csri_buffer_free(&out);
    }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* One run of bytes has one text. */
static void refuses(void)
{
    static const char *const wrong[] = { "Z",    "Zg",       "Zg=",  "Zg===", "Zh==",   "Zm9=",  "=",
                                         "====", "=m9v",     "Z=9v", "Zm=v",  "Zm9v ",  "Zm\n9", "Zm-_",
                                         "Zm9",  "Zg==Zg==", "Z g=", "Zm8=A", "Zm8\x80" };
    uint8_t out[16];
    size_t n;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        CU_ASSERT_FALSE(csri_base64_read(wrong[i], strlen(wrong[i]), out, &n));
}

static void without_memory(void)
{
    csr_test_host host;
    csri_buffer out;

    csr_test_host_init(&host, 0, 1);
    csr_test_host_fail_alloc(&host, 1, 1);
    csri_buffer_init(&out, &host.host, 0);
    csri_base64_put(&out, "foo", 3);
    CU_ASSERT_TRUE(out.status == CSR_E_NO_MEMORY && out.len == 0);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "known answers", known_answers },
        { "every byte of every length", every_byte_of_every_length },
        { "refuses", refuses },
        { "without memory", without_memory },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { .pName = "base64", .pTests = tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("base64", suites, 4);
}
