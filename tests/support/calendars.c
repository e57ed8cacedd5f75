#include "support/calendars.h"

#include "support/tzif.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *name, *rule;
} zones[] = {
    { "Etc/UTC", "UTC0" },
    { "Europe/Prague", "CET-1CEST,M3.5.0,M10.5.0/3" },
    { "Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0" },
    { "Asia/Kathmandu", "<+0545>-5:45" },
    { "America/New_York", "EST5EDT,M3.2.0,M11.1.0" },
    { "Africa/Casablanca", NULL },
};

/* The file of a zone: how long it is. */
static size_t zone_file(size_t i, uint8_t bytes[CSR_TEST_TZIF_BYTES])
{
    /* Ramadan of 2025. */
    static const int64_t at[] = { 1740276000, 1743904800 };
    static const uint8_t type_of[] = { 1, 0 };
    static const int32_t offsets[] = { 3600, 0 };
    csr_test_tzif file = { .version = '3', .types = 2, .offsets = offsets, .rule = zones[i].rule };
    if (!zones[i].rule) {
        file.times = 2;
        file.at = at;
        file.type_of = type_of;
    }
    return csr_test_tzif_write(&file, bytes);
}

csr_status csr_test_find_zone(void *user, const csr_str *name, csr_zone **out, csr_error *err)
{
    uint8_t bytes[CSR_TEST_TZIF_BYTES];
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (strcmp(zones[i].name, name->ptr) == 0) {
            return csri_zone_read(user, name, bytes, zone_file(i, bytes), out, err);
        }
    }
    return csri_fail(err, CSR_E_NOT_FOUND, "zone", "there is no zone %s", name->ptr);
}

int csr_test_write_zones(const char *folder)
{
    uint8_t bytes[CSR_TEST_TZIF_BYTES];
    int written = 0;
    (void)mkdir(folder, 0700);
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        char path[200];
        size_t len = zone_file(i, bytes);
        (void)snprintf(path, sizeof path, "%s/%s", folder, zones[i].name);
        *strrchr(path, '/') = '\0';
        (void)mkdir(path, 0700);
        (void)snprintf(path, sizeof path, "%s/%s", folder, zones[i].name);
        FILE *out = fopen(path, "wb");
        written += out && fwrite(bytes, 1, len, out) == len;
        if (out) {
            (void)fclose(out);
        }
    }
    return written;
}

csr_calendar *csr_test_calendar(const csr_host *host, const char *quoted)
{
    /* The source only reads it. */
    const csri_zone_source source = { csr_test_find_zone, (void *)(uintptr_t)host };
    csr_error err = CSR_ERROR_INIT;
    csr_calendar *calendar = NULL;
    size_t len = strlen(quoted);
    char *json = malloc(len + 1);
    memcpy(json, quoted, len + 1);
    for (char *p = json; *p != '\0'; p++) {
        *p = (char)(*p == '\'' ? '"' : *p);
    }
    if (csri_calendar_load(host, json, len, &source, &calendar, NULL, &err) != CSR_OK) {
        fprintf(stderr, "%s: %s: %s\n", quoted, err.field, err.message);
        abort();
    }
    free(json);
    return calendar;
}

csr_time csr_test_at(const char *text)
{
    char full[60];
    csr_time at = 0;
    size_t len = strlen(text);
    (void)snprintf(full, sizeof full, "%s", text);
    if (len > 16 && text[16] != ':') {
        (void)snprintf(full, sizeof full, "%.16s:00%s", text, text + 16);
    }
    if (csr_time_parse(full, CSR_NTS, &at, NULL) != CSR_OK) {
        fprintf(stderr, "no instant: %s\n", text);
        abort();
    }
    return at;
}
