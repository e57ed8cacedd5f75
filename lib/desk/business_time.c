/* Zones and calendars from files: the doors of the parts of lib/policy/{zone,calendar}.h that are not pure. */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/zone_file.h"
#include "desk/zones.h"
#include "policy/calendar.h"
#include "record/row.h"

/* The members are pointers, which no table describes; the copy-in rule is the same. */
static const csr_shape zone_params = {
    .name = "csr_zone_load_params",
    .size = sizeof(csr_zone_load_params),
    .min_size = sizeof(csr_zone_load_params),
    .clear_at = -1,
};

static const csr_shape calendar_params = {
    .name = "csr_calendar_load_params",
    .size = sizeof(csr_calendar_load_params),
    .min_size = sizeof(csr_calendar_load_params),
    .clear_at = -1,
};

static csr_status check_text(const csr_str *text, const char *field, csr_error *err)
{
    if (!text->ptr && text->len > 0) {
        return csri_fail(err, CSR_E_ARGUMENT, field, "%s: ptr is NULL although len is not 0", field);
    }
    return CSR_OK;
}

static csr_status check_reserved(uint32_t reserved, const char *params, csr_error *err)
{
    if (reserved != 0) {
        return csri_fail(err, CSR_E_NEWER_STRUCT, "reserved", "%s: reserved is not zero", params);
    }
    return CSR_OK;
}

static csr_status load_zone(const csr_host *host, const csr_str *directory, const csr_str *name, csr_zone **out,
                            csr_error *err)
{
    csri_buffer file;
    csri_buffer_init(&file, host, CSRI_ZONE_FILE_BYTES_MAX);
    csr_status status = csri_zone_file_read(directory, name, &file, err);
    if (status == CSR_OK) {
        status = csri_zone_read(host, name, file.ptr, file.len, out, err);
    }
    csri_buffer_free(&file);
    return status;
}

csr_status csr_zone_load(const csr_zone_load_params *params, csr_zone **out_zone, csr_error *err)
{
    csr_zone_load_params given;
    csr_host host;
    csri_error_clear(err);
    if (!out_zone) {
        return csri_fail(err, CSR_E_ARGUMENT, "out_zone", "there is no place for the zone");
    }
    *out_zone = NULL;
    csr_status status = csri_take(&zone_params, params, &given, err);
    status = status == CSR_OK ? check_reserved(given.reserved, zone_params.name, err) : status;
    status = status == CSR_OK ? csri_host_check(given.host, err) : status;
    status = status == CSR_OK ? check_text(&given.name, "name", err) : status;
    status = status == CSR_OK ? check_text(&given.directory, "directory", err) : status;
    status = status == CSR_OK ? check_text(&given.content, "content", err) : status;
    if (status != CSR_OK) {
        return status;
    }
    csri_host_take(&host, given.host);
    if (given.content.len > 0) {
        return csri_zone_read(&host, &given.name, given.content.ptr, given.content.len, out_zone, err);
    }
    return load_zone(&host, &given.directory, &given.name, out_zone, err);
}

csr_status csri_zone_find(void *user, const csr_str *name, csr_zone **out, csr_error *err)
{
    const csri_zone_place *p = user;
    if (!p->zone) {
        return load_zone(p->host, &p->directory, name, out, err);
    }
    if (strcmp(p->zone->name.ptr, name->ptr) != 0) {
        return csri_fail(err, CSR_E_NOT_FOUND, "zone", "the zone that was given is %s", p->zone->name.ptr);
    }
    *out = csri_zone_hold(p->zone);
    return CSR_OK;
}

csr_status csr_calendar_load(const char *json, size_t len, const csr_calendar_load_params *params,
                             csr_calendar **out_calendar, csr_error *err)
{
    csr_calendar_load_params given;
    csr_host host;
    csri_error_clear(err);
    if (!out_calendar) {
        return csri_fail(err, CSR_E_ARGUMENT, "out_calendar", "there is no place for the calendar");
    }
    *out_calendar = NULL;
    if (!json) {
        return csri_fail(err, CSR_E_ARGUMENT, "json", "there is no document");
    }
    csr_status status = csri_take(&calendar_params, params, &given, err);
    status = status == CSR_OK ? check_reserved(given.reserved, calendar_params.name, err) : status;
    status = status == CSR_OK ? csri_host_check(given.host, err) : status;
    status = status == CSR_OK ? check_text(&given.directory, "directory", err) : status;
    if (status != CSR_OK) {
        return status;
    }
    csri_host_take(&host, given.host);
    csri_zone_place where = { &host, given.zone, given.directory };
    const csri_zone_source zones = { csri_zone_find, &where };
    return csri_calendar_load(&host, json, csri_text_nts(json, len), &zones, out_calendar, NULL, err);
}
