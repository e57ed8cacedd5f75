#include "support/runner.h"
#include "support/test_host.h"
#include "support/tzif.h"

#include <csr/calendar.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DOCUMENT "{\"zone\":\"Europe/Prague\",\"hours\":{\"mon\":[[\"09:00\",\"17:00\"]]}}"

static csr_test_host host;
static uint8_t file[CSR_TEST_TZIF_BYTES];
static size_t file_len;

/* The test runs in an empty directory of its own. */
static int set_up(void)
{
    static const int32_t offsets[] = { 3600 };
    static const csr_test_tzif prague = {
        .version = '2', .types = 1, .offsets = offsets, .rule = "CET-1CEST,M3.5.0,M10.5.0/3"
    };
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    file_len = csr_test_tzif_write(&prague, file);
    if (mkdir("zones", 0700) != 0 || mkdir("zones/Europe", 0700) != 0) {
        return 1;
    }
    FILE *out = fopen("zones/Europe/Prague", "wb");
    FILE *broken = fopen("zones/Europe/Broken", "wb");
    return !out || fwrite(file, 1, file_len, out) != file_len || fclose(out) != 0 || !broken || fclose(broken) != 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static csr_zone_load_params zone_params(const char *name)
{
    csr_zone_load_params params = CSR_ZONE_LOAD_PARAMS_INIT;
    params.host = &host.host;
    csr_str_set(&params.name, name, CSR_NTS);
    csr_str_set(&params.directory, "zones", CSR_NTS);
    return params;
}

static void test_zone_from_directory(void)
{
    csr_zone_load_params params = zone_params("Europe/Prague");
    csr_error err = CSR_ERROR_INIT;
    csr_zone *zone = NULL;
    CU_ASSERT_EQUAL(csr_zone_load(&params, &zone, &err), CSR_OK);
    CU_ASSERT_STRING_EQUAL(csr_zone_name(zone), "Europe/Prague");
    CU_ASSERT_EQUAL(csr_zone_offset(zone, CSR_TEST_MONDAY), 3600);
    csr_zone_free(zone);
    csr_str_set(&params.name, "Europe/Praha", CSR_NTS);
    CU_ASSERT_EQUAL(csr_zone_load(&params, &zone, &err), CSR_E_NOT_FOUND);
    CU_ASSERT_PTR_NULL(zone);
    CU_ASSERT_STRING_EQUAL(err.message, "there is no zone Europe/Praha in zones");
    csr_str_set(&params.name, "../zones/Europe/Prague", CSR_NTS);
    CU_ASSERT_EQUAL(csr_zone_load(&params, &zone, &err), CSR_E_ARGUMENT);
    csr_str_set(&params.name, "Europe/Broken", CSR_NTS);
    CU_ASSERT_EQUAL(csr_zone_load(&params, &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "zone");
}

static void test_zone_from_content(void)
{
    csr_zone_load_params params = zone_params("My/Own-zone");
    csr_error err = CSR_ERROR_INIT;
    csr_zone *zone = NULL;
    csr_str_set(&params.content, (const char *)file, file_len);
    CU_ASSERT_EQUAL(csr_zone_load(&params, &zone, &err), CSR_OK);
    CU_ASSERT_STRING_EQUAL(csr_zone_name(zone), "My/Own-zone");
    csr_zone_free(zone);
    params.content.len--;
    CU_ASSERT_EQUAL(csr_zone_load(&params, &zone, &err), CSR_E_ARGUMENT);
}

static void test_zone_arguments(void)
{
    csr_zone_load_params params = zone_params("Europe/Prague"), broken;
    csr_host bad_host = CSR_HOST_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_zone *zone = NULL;
    CU_ASSERT_EQUAL(csr_zone_load(&params, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_zone_load(NULL, &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "zone");
    broken = params;
    broken.struct_size = 4;
    CU_ASSERT_EQUAL(csr_zone_load(&broken, &zone, &err), CSR_E_ARGUMENT);
    broken = params;
    broken.name.ptr = NULL;
    CU_ASSERT_EQUAL(csr_zone_load(&broken, &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "name");
    broken = params;
    broken.directory.ptr = NULL;
    CU_ASSERT_EQUAL(csr_zone_load(&broken, &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "directory");
    broken = params;
    broken.content.len = 5;
    CU_ASSERT_EQUAL(csr_zone_load(&broken, &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "content");
    broken = params;
    bad_host.alloc = host.host.alloc;
    broken.host = &bad_host;
    CU_ASSERT_EQUAL(csr_zone_load(&broken, &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "host");
}

static void test_calendar(void)
{
    csr_calendar_load_params params = CSR_CALENDAR_LOAD_PARAMS_INIT;
    csr_zone_load_params of_zone = zone_params("Europe/Prague");
    csr_error err = CSR_ERROR_INIT;
    csr_calendar *calendar = NULL;
    csr_zone *zone = NULL, *other = NULL;
    int32_t open = 0;
    params.host = &host.host;
    csr_str_set(&params.directory, "zones", CSR_NTS);
    CU_ASSERT_EQUAL(csr_calendar_load(DOCUMENT, CSR_NTS, &params, &calendar, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_calendar_is_open(calendar, CSR_TEST_MONDAY, &open, &err), CSR_OK);
    CU_ASSERT_EQUAL(open, 1);
    csr_calendar_free(calendar);
    /* A zone that was given goes with the calendar, whoever is freed first. */
    CU_ASSERT_EQUAL_FATAL(csr_zone_load(&of_zone, &zone, &err), CSR_OK);
    params.zone = zone;
    CU_ASSERT_EQUAL(csr_calendar_load(DOCUMENT, sizeof DOCUMENT - 1, &params, &calendar, &err), CSR_OK);
    csr_zone_free(zone);
    CU_ASSERT_PTR_EQUAL(csr_calendar_zone(calendar), zone);
    CU_ASSERT_STRING_EQUAL(csr_zone_name(csr_calendar_zone(calendar)), "Europe/Prague");
    csr_calendar_free(calendar);
    csr_str_set(&of_zone.content, (const char *)file, file_len);
    csr_str_set(&of_zone.name, "Europe/Bratislava", CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_zone_load(&of_zone, &other, &err), CSR_OK);
    params.zone = other;
    CU_ASSERT_EQUAL(csr_calendar_load(DOCUMENT, CSR_NTS, &params, &calendar, &err), CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.field, "zone");
    CU_ASSERT_STRING_EQUAL(err.message, "the zone that was given is Europe/Bratislava");
    csr_zone_free(other);
}

static void test_calendar_arguments(void)
{
    csr_calendar_load_params params = CSR_CALENDAR_LOAD_PARAMS_INIT, broken;
    csr_error err = CSR_ERROR_INIT;
    csr_calendar *calendar = NULL;
    csr_host bad_host = CSR_HOST_INIT;
    CU_ASSERT_EQUAL(csr_calendar_load(DOCUMENT, CSR_NTS, &params, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_calendar_load(NULL, 0, &params, &calendar, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "json");
    broken = params;
    broken.struct_size = 4;
    CU_ASSERT_EQUAL(csr_calendar_load(DOCUMENT, CSR_NTS, &broken, &calendar, &err), CSR_E_ARGUMENT);
    broken = params;
    broken.directory.len = 5;
    CU_ASSERT_EQUAL(csr_calendar_load(DOCUMENT, CSR_NTS, &broken, &calendar, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "directory");
    broken = params;
    bad_host.alloc = host.host.alloc;
    broken.host = &bad_host;
    CU_ASSERT_EQUAL(csr_calendar_load(DOCUMENT, CSR_NTS, &broken, &calendar, &err), CSR_E_ARGUMENT);
    broken = params;
    csr_str_set(&broken.directory, "nowhere", CSR_NTS);
    CU_ASSERT_EQUAL(csr_calendar_load(DOCUMENT, CSR_NTS, &broken, &calendar, &err), CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.message, "there is no zone Europe/Prague in nowhere");
    CU_ASSERT_PTR_NULL(calendar);
}

static void test_no_memory(void)
{
    csr_calendar_load_params params = CSR_CALENDAR_LOAD_PARAMS_INIT;
    params.host = &host.host;
    csr_str_set(&params.directory, "zones", CSR_NTS);
    for (uint64_t nth = 1;; nth++) {
        csr_error err = CSR_ERROR_INIT;
        csr_calendar *calendar = NULL;
        csr_test_host_fail_alloc(&host, nth, 0);
        csr_status status = csr_calendar_load(DOCUMENT, CSR_NTS, &params, &calendar, &err);
        csr_test_host_fail_alloc(&host, 0, 0);
        csr_calendar_free(calendar);
        if (status == CSR_OK) {
            CU_ASSERT_TRUE(nth > 5);
            break;
        }
        CU_ASSERT_EQUAL(status, CSR_E_NO_MEMORY);
        CU_ASSERT_EQUAL(err.status, CSR_E_NO_MEMORY);
    }
}

static CU_TestInfo tests[] = {
    { "business_time/zone_from_directory", test_zone_from_directory },
    { "business_time/zone_from_content", test_zone_from_content },
    { "business_time/zone_arguments", test_zone_arguments },
    { "business_time/calendar", test_calendar },
    { "business_time/calendar_arguments", test_calendar_arguments },
    { "business_time/no_memory", test_no_memory },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "business_time", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("business_time", suites, 6);
}
