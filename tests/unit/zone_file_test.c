#include "support/runner.h"
#include "support/test_host.h"

#include "base/zone_file.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static csr_test_host host;

static void write_file(const char *path, size_t bytes)
{
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (size_t i = 0; i < bytes; i++) {
        (void)fputc((int)(i % 251), file);
    }
    CU_ASSERT_EQUAL(fclose(file), 0);
}

/* The test runs in an empty directory of its own. */
static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return mkdir("zones", 0700) != 0 || mkdir("zones/Europe", 0700) != 0 || mkfifo("zones/Pipe", 0600) != 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static csr_status read_zone(const char *directory, const char *name, csri_buffer *out, csr_error *err)
{
    csr_str where, what;
    csr_str_set(&where, directory, CSR_NTS);
    csr_str_set(&what, name, CSR_NTS);
    csri_buffer_init(out, &host.host, 0);
    return csri_zone_file_read(&where, &what, out, err);
}

static void test_names(void)
{
    static const char *const good[] = { "UTC",
                                        "Europe/Prague",
                                        "America/Argentina/ComodRivadavia",
                                        "Etc/GMT+5",
                                        "America/Port-au-Prince",
                                        "America/New_York",
                                        "EST5EDT",
                                        "a/b/c/d" };
    static const char *const bad[] = { "",
                                       "/",
                                       "/etc/passwd",
                                       "..",
                                       "../UTC",
                                       "Europe/../UTC",
                                       "Europe/..",
                                       ".",
                                       "Europe//Prague",
                                       "Europe/",
                                       "Europe/Prague\n",
                                       "Europe\\Prague",
                                       "zone.tab",
                                       "Europe Prague",
                                       "Pra:gue",
                                       "~",
                                       "Pra\xc3\xa1ha" };
    char longest[CSRI_ZONE_NAME_BYTES + 2];
    memset(longest, 'a', sizeof longest);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CU_ASSERT_TRUE(csri_zone_name_valid(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CU_ASSERT_FALSE(csri_zone_name_valid(bad[i], strlen(bad[i])));
    }
    CU_ASSERT_FALSE(csri_zone_name_valid("UTC\0x", 5));
    CU_ASSERT_TRUE(csri_zone_name_valid(longest, CSRI_ZONE_NAME_BYTES));
    CU_ASSERT_FALSE(csri_zone_name_valid(longest, CSRI_ZONE_NAME_BYTES + 1));
}

static void test_read(void)
{
    csri_buffer bytes;
    csr_error err = CSR_ERROR_INIT;
    static const size_t sizes[] = { 0, 1, 4095, 4096, 4097, CSRI_ZONE_FILE_BYTES_MAX };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        write_file("zones/Europe/Prague", sizes[i]);
        CU_ASSERT_EQUAL(read_zone("zones", "Europe/Prague", &bytes, &err), CSR_OK);
        CU_ASSERT_EQUAL(bytes.len, sizes[i]);
        for (size_t k = 0; k < bytes.len; k += 97) {
            CU_ASSERT_EQUAL((uint8_t)bytes.ptr[k], k % 251);
        }
        csri_buffer_free(&bytes);
    }
}

/* Whatever is no file of that size is no zone, and nothing of it is kept. */
static void test_absent(void)
{
    static const char *const names[] = { "Europe/Praha", "Europe", "Pipe", "Large", "Europe/Prague/More" };
    csri_buffer bytes;
    csr_error err = CSR_ERROR_INIT;
    write_file("zones/Large", CSRI_ZONE_FILE_BYTES_MAX + 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        CU_ASSERT_EQUAL(read_zone("zones", names[i], &bytes, &err), CSR_E_NOT_FOUND);
        CU_ASSERT_STRING_EQUAL(err.field, "zone");
        CU_ASSERT_EQUAL(bytes.len, 0);
        csri_buffer_free(&bytes);
    }
    /* A regular file that opens and cannot be read. */
    CU_ASSERT_EQUAL(read_zone("/proc/self", "mem", &bytes, &err), CSR_E_NOT_FOUND);
    csri_buffer_free(&bytes);
    CU_ASSERT_EQUAL(read_zone("zones", "../zones/Large", &bytes, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "zone");
    CU_ASSERT_EQUAL(read_zone("", "Nowhere/To-be-found", &bytes, &err), CSR_E_NOT_FOUND);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "Nowhere/To-be-found in /usr/share/zoneinfo"));
    csri_buffer_free(&bytes);
}

static void test_directory(void)
{
    const csr_str odd = { "zones\0x", 7 }, name = { "UTC", 3 };
    csri_buffer bytes;
    csr_error err = CSR_ERROR_INIT;
    csri_buffer_init(&bytes, &host.host, 0);
    CU_ASSERT_EQUAL(csri_zone_file_read(&odd, &name, &bytes, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "directory");
    if (access("/usr/share/zoneinfo/UTC", R_OK) != 0) {
        csr_test_skip("this system keeps no zones in /usr/share/zoneinfo");
        return;
    }
    CU_ASSERT_EQUAL(read_zone("", "UTC", &bytes, &err), CSR_OK);
    CU_ASSERT_EQUAL(memcmp(bytes.ptr, "TZif", 4), 0);
    csri_buffer_free(&bytes);
}

static void test_no_memory(void)
{
    csri_buffer bytes;
    csr_error err = CSR_ERROR_INIT;
    write_file("zones/Zone", 6000);
    for (uint64_t nth = 1;; nth++) {
        csr_test_host_fail_alloc(&host, nth, 0);
        csr_status status = read_zone("zones", "Zone", &bytes, &err);
        csr_test_host_fail_alloc(&host, 0, 0);
        csri_buffer_free(&bytes);
        if (status == CSR_OK) {
            CU_ASSERT_TRUE(nth > 2);
            break;
        }
        CU_ASSERT_EQUAL(status, CSR_E_NO_MEMORY);
    }
}

static CU_TestInfo tests[] = {
    { "zone_file/names", test_names },         { "zone_file/read", test_read },
    { "zone_file/absent", test_absent },       { "zone_file/directory", test_directory },
    { "zone_file/no_memory", test_no_memory }, CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "zone_file", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("zone_file", suites, 5);
}
