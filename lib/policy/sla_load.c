#include "policy/sla_policy.h"

#include "base/memory.h"
#include "base/text.h"
#include "record/types.h"

#include <stdio.h>

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])
#define ALWAYS_OPEN "24x7"

/* A document in the making. */
typedef struct reader {
    csri_sla_policy *policy;
    const csri_calendar_names *calendars;
    csr_status status; /* of what is not the document's fault */
    csri_sla_rule rule;
    csri_sla_target target;
} reader;

static uint32_t keep(reader *r, const csr_str *text)
{
    csri_buffer *texts = &r->policy->texts;
    uint32_t at = (uint32_t)texts->len;
    csri_buffer_put(texts, text->ptr, text->len);
    return at;
}

/* A name of the right length: 1 and the text. */
static int read_text(csri_document *d, const csri_place *at, const csri_json *json, csr_str *out)
{
    if (!csri_document_text(d, at, json, out)) {
        return 0;
    }
    if (out->len == 0 || out->len > CSRI_SLA_NAME_BYTES) {
        csri_document_refuse(d, at, "", "a name has 1 to %d bytes", CSRI_SLA_NAME_BYTES);
        return 0;
    }
    return 1;
}

/* The document's own name is for people. */
static void read_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    csr_str name;
    (void)read_text(d, at, json, &name);
}

static void read_rule_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_str name;
    if (!read_text(d, at, json, &name)) {
        return;
    }
    if (csri_sla_rule_named(r->policy, &name)) {
        csri_document_refuse(d, at, "names tell clocks which rule they follow", "another policy has this name");
    }
    r->rule.name = keep(r, &name);
    r->rule.name_len = (uint32_t)name.len;
}

static void read_rule_when(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csri_condition_read(d, at, json, &r->policy->conditions, &r->rule.when);
}

static void read_target_when(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csri_condition_read(d, at, json, &r->policy->conditions, &r->target.when);
}

/* "1h30m", "45m", "90s": 1 and seconds, within what clocks know. */
static int duration_of(const csr_str *text, int64_t *out_s)
{
    static const struct {
        char unit;
        int64_t s;
    } units[] = { { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };
    size_t i = 0, unit = 0;
    *out_s = 0;
    while (i < text->len) {
        int64_t n = 0;
        size_t begin = i;
        while (i < text->len && text->ptr[i] >= '0' && text->ptr[i] <= '9' && n < CSR_SLA_TARGET_MAX_S) {
            n = n * 10 + (text->ptr[i++] - '0');
        }
        while (unit < 3 && i < text->len && units[unit].unit != text->ptr[i]) {
            unit++;
        }
        if (i == begin || i == text->len || unit == 3 || n > CSR_SLA_TARGET_MAX_S) {
            return 0;
        }
        *out_s += n * units[unit++].s;
        i++;
    }
    return *out_s >= 1 && *out_s <= CSR_SLA_TARGET_MAX_S;
}

static void read_duration(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_str text;
    if (csri_json_is(json, CSRI_JSON_INTEGER)) {
        (void)csri_document_integer(d, at, json, 1, CSR_SLA_TARGET_MAX_S, &r->target.target_s);
        return;
    }
    if (!csri_document_text(d, at, json, &text)) {
        return;
    }
    if (!duration_of(&text, &r->target.target_s)) {
        int days = memchr(text.ptr, 'd', text.len) != NULL;
        csri_document_refuse(d, at,
                             days ? "write hours: how many a day has, its calendar says"
                                  : "write \"4h\", \"1h30m\", \"45m\", or a number of seconds",
                             "a length of time is expected, from one second to a hundred years");
    }
}

static void read_calendar(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_error why = CSR_ERROR_INIT;
    csr_str name;
    int known = 1;
    if (!read_text(d, at, json, &name)) {
        return;
    }
    if (strcmp(name.ptr, ALWAYS_OPEN) == 0) {
        return;
    }
    if (r->calendars && r->status == CSR_OK) {
        r->status = r->calendars->known(r->calendars->user, &name, &known, &why);
        if (r->status != CSR_OK) {
            (void)csri_fail(d->err, r->status, why.field, "%s", why.message);
        }
    }
    if (!known) {
        csri_document_refuse(d, at, "record it first, as a policy of kind calendar, or write " ALWAYS_OPEN,
                             "there is no calendar \"%.*s\"", (int)csri_utf8_cut(name.ptr, name.len, 60), name.ptr);
    }
    r->target.calendar = keep(r, &name);
    r->target.calendar_len = (uint32_t)name.len;
}

static void read_target(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "when", read_target_when, 0 },
        { "target", read_duration, 1 },
        { "calendar", read_calendar, 0 },
    };
    reader *r = d->into;
    r->target = (csri_sla_target){ .target_s = 0 };
    csri_document_object(d, at, json, MEMBERS(members));
    csri_buffer_put(&r->policy->targets, &r->target, sizeof r->target);
}

/* The targets of the metric whose name the member bears: a list, or one by itself. */
static void read_metric(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    int32_t metric = 0;
    for (uint32_t i = 0; i < csri_t_sla_metric.name_count; i++) {
        if (strcmp(csri_t_sla_metric.names[i].name, at->name) == 0) {
            metric = csri_t_sla_metric.names[i].value;
        }
    }
    r->rule.first[metric] = (uint32_t)(r->policy->targets.len / sizeof(csri_sla_target));
    if (csri_json_is(json, CSRI_JSON_OBJECT)) {
        read_target(d, at, json);
    } else {
        csri_document_list(d, at, json, 1, CSRI_SLA_TARGETS_MAX, read_target);
    }
    r->rule.count[metric] = (uint32_t)(r->policy->targets.len / sizeof(csri_sla_target)) - r->rule.first[metric];
}

static void read_targets(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "first_reply", read_metric, 0 },
        { "next_reply", read_metric, 0 },
        { "periodic_update", read_metric, 0 },
        { "resolution", read_metric, 0 },
    };
    csri_document_object(d, at, json, MEMBERS(members));
}

static void read_pause(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    int32_t waits_for = csri_document_enum(d, at, json, &csri_t_waits_for, "one to wait for");
    r->rule.pauses |= UINT32_C(1) << waits_for;
}

static void read_pauses(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 0, 3, read_pause);
}

static void read_level(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    int64_t percent = 0;
    if (csri_document_integer(d, at, json, 1, CSR_SLA_PERCENT_MAX, &percent)) {
        r->rule.percents[r->rule.level_count++] = (int32_t)percent;
    }
}

/* One place is kept for 100, which every clock has. */
static void read_levels(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 0, CSR_SLA_LEVELS_MAX - 1, read_level);
}

static void read_reopen(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->rule.reopen = csri_document_enum(d, at, json, &csri_t_sla_reopen, "way to reopen");
}

static int32_t read_flag(csri_document *d, const csri_place *at, const csri_json *json)
{
    if (!csri_json_is(json, CSRI_JSON_TRUE) && !csri_json_is(json, CSRI_JSON_FALSE)) {
        csri_document_refuse(d, at, "", "true or false is expected");
    }
    return csri_json_is(json, CSRI_JSON_TRUE);
}

static void read_bot_counts(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->rule.bot_counts = read_flag(d, at, json);
}

static void read_updates_pause(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->rule.updates_pause = read_flag(d, at, json);
}

/* One of two words. */
static int32_t read_word(csri_document *d, const csri_place *at, const csri_json *json, const char *usual,
                         const char *other, const char *what)
{
    csr_str text;
    if (!csri_document_text(d, at, json, &text)) {
        return 0;
    }
    if (strcmp(text.ptr, other) == 0) {
        return 1;
    }
    if (strcmp(text.ptr, usual) != 0) {
        char suggestion[60];
        (void)snprintf(suggestion, sizeof suggestion, "write %s or %s", usual, other);
        csri_document_refuse(d, at, suggestion, "this is no way to %s", what);
    }
    return 0;
}

static void read_updates(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->rule.sequential = read_word(d, at, json, "from_last", "sequential", "count updates");
}

static void read_catch_up(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    int32_t last = read_word(d, at, json, "each", "last", "catch up");
    r->rule.catch_up = last ? CSRI_CATCH_UP_LAST : CSRI_CATCH_UP_EACH;
}

static void read_rule(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "name", read_rule_name, 1 },        { "when", read_rule_when, 0 },
        { "targets", read_targets, 1 },       { "pause", read_pauses, 0 },
        { "levels", read_levels, 0 },         { "reopen", read_reopen, 0 },
        { "bot_counts", read_bot_counts, 0 }, { "updates_pause", read_updates_pause, 0 },
        { "catch_up", read_catch_up, 0 },     { "updates", read_updates, 0 },
    };
    reader *r = d->into;
    r->rule = (csri_sla_rule){ .pauses = UINT32_C(1) << CSR_WAITS_FOR_CUSTOMER,
                               .reopen = CSR_SLA_REOPEN_RESUME,
                               .catch_up = CSRI_CATCH_UP_EACH };
    csri_document_object(d, at, json, MEMBERS(members));
    csri_buffer_put(&r->policy->rules, &r->rule, sizeof r->rule);
}

static void read_rules(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 0, CSRI_SLA_RULES_MAX, read_rule);
}

static csr_status read_document(csri_document *d, const char *json, size_t len)
{
    static const csri_document_member members[] = {
        { "name", read_name, 0 },
        { "policies", read_rules, 1 },
    };
    static const csri_place whole = { 0 };
    const reader *r = d->into;
    const csri_json *root = NULL;
    csr_status status = csri_document_parse(d, json, len, CSRI_SLA_BYTES_MAX, &root);
    if (status == CSR_OK) {
        csri_document_object(d, &whole, root, MEMBERS(members));
        status = r->status;
    }
    csri_json_free(root);
    status = status == CSR_OK ? csri_buffer_check(&r->policy->rules, d->err) : status;
    status = status == CSR_OK ? csri_buffer_check(&r->policy->targets, d->err) : status;
    status = status == CSR_OK ? csri_buffer_check(&r->policy->texts, d->err) : status;
    status = status == CSR_OK ? csri_conditions_end(&r->policy->conditions, d->err) : status;
    return status == CSR_OK && d->errors > 0 ? CSR_E_POLICY : status;
}

csr_status csri_sla_load(const csr_host *host, const char *json, size_t len, const csri_calendar_names *calendars,
                         csri_sla_policy **out, csri_findings *findings, csr_error *err)
{
    *out = NULL;
    csri_sla_policy *policy = csri_alloc_zero(host, sizeof *policy);
    if (!policy) {
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for an SLA document");
    }
    policy->host = *host;
    csri_buffer_init(&policy->rules, &policy->host, 0);
    csri_buffer_init(&policy->targets, &policy->host, 0);
    csri_buffer_init(&policy->texts, &policy->host, 0);
    csri_conditions_init(&policy->conditions, &policy->host);
    reader r = { .policy = policy, .calendars = calendars };
    csri_document d = { .host = host, .findings = findings, .err = err, .into = &r };
    csr_status status = read_document(&d, json, len);
    if (findings && csri_findings_check(findings, err) != CSR_OK) {
        status = CSR_E_NO_MEMORY;
    }
    if (status != CSR_OK) {
        csri_sla_free(policy);
        return status;
    }
    *out = policy;
    return CSR_OK;
}
