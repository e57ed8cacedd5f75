#include "log_format.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

/* The fraction and what it holds is dropped: reports count whole seconds. */
static int parse_seconds(const char *text, csr_time *out)
{
    csr_time at;

    if (csr_time_parse(text, CSR_NTS, &at, NULL) != CSR_OK)
        return 0;
    *out = at - ((at % 1000000) + 1000000) % 1000000;
    return 1;
}

/* Whether text has the form of the pattern: "9" stands for a digit. */
static int has_form(const char *text, const char *pattern)
{
    for (; *pattern != '\0'; text++, pattern++)
        if (*pattern == '9' ? *text < '0' || *text > '9' : *text != *pattern)
            return 0;
    return 1;
}

/* A copy without blanks around it; 0 when it is longer than an instant can be. */
static int trimmed(const csr_str *text, char out[40])
{
    size_t from = 0, to = text->len;

    while (from < to && text->ptr[from] == ' ')
        from++;
    while (to > from && text->ptr[to - 1] == ' ')
        to--;
    if (to - from >= 40 || memchr(text->ptr + from, '\0', to - from) != NULL)
        return 0;
    memcpy(out, text->ptr + from, to - from);
    out[to - from] = '\0';
    return 1;
}

/* "2012/04/03 08:55:38.000", which is UTC. */
static int read_slashed(const csr_str *text, csr_time *out)
{
    char copy[40], written[48];
    const char *rest = copy + 19;

    if (text->len == 0 || !trimmed(text, copy) || strlen(copy) < 19 || !has_form(copy, "9999/99/99 99:99:99"))
        return 0;
    if (*rest != '\0' && (*rest != '.' || rest[1] == '\0' || rest[1 + strspn(rest + 1, "0123456789")] != '\0'))
        return 0;
    copy[19] = '\0';
    copy[4] = copy[7] = '-';
    (void)snprintf(written, sizeof written, "%sZ", copy);
    return parse_seconds(written, out);
}

/* "2010-03-31T15:59:42+01:00". */
static int read_rfc3339(const csr_str *text, csr_time *out)
{
    char copy[40];

    return text->len > 0 && trimmed(text, copy) && parse_seconds(copy, out);
}

/* "29/2/2016 01:16", which is UTC. */
static int read_day_first(const csr_str *text, csr_time *out)
{
    char copy[40], written[64], behind;
    int day, month, year, hour, minute;

    if (text->len == 0 || !trimmed(text, copy) || copy[strspn(copy, "0123456789/: ")] != '\0' ||
        sscanf(copy, "%2d/%2d/%4d %2d:%2d%c", &day, &month, &year, &hour, &minute, &behind) != 5)
        return 0;
    (void)snprintf(written, sizeof written, "%04d-%02d-%02dT%02d:%02d:00Z", year, month, day, hour, minute);
    return parse_seconds(written, out);
}

static const struct log_label helpdesk_labels[] = {
    { "Take in charge ticket", LOG_WORK, 0 },
    { "Wait", LOG_WAIT_INTERNAL, 0 },
    { "Resolve ticket", LOG_RESOLVE, 0 },
    { "Closed", LOG_CLOSE, 0 },
    { "Require upgrade", LOG_NOTHING, 1 },
    { "Create SW anomaly", LOG_NOTHING, 1 },
    { NULL, LOG_NOTHING, 0 },
};

/* The log hides the words; that its degrees rise with their number is an assumption. */
static const struct log_word helpdesk_priorities[] = {
    { "Value 1", CSR_PRIORITY_LOW },
    { "Value 2", CSR_PRIORITY_NORMAL },
    { "Value 3", CSR_PRIORITY_HIGH },
    { "Value 4", CSR_PRIORITY_URGENT },
    { NULL, 0 },
};

static const struct log_label bpi2013_labels[] = {
    { "Accepted/In Progress", LOG_WORK, 0 },
    { "Accepted/Wait - User", LOG_WAIT_CUSTOMER, 0 },
    { "Accepted/Wait - Customer", LOG_WAIT_CUSTOMER, 0 },
    { "Accepted/Wait - Vendor", LOG_WAIT_THIRD_PARTY, 0 },
    { "Accepted/Wait", LOG_WAIT_INTERNAL, 0 },
    { "Accepted/Wait - *", LOG_WAIT_INTERNAL, 0 },
    { "Completed/Resolved", LOG_RESOLVE, 0 },
    { "Completed/In Call", LOG_RESOLVE, 0 },
    { "Completed/Closed", LOG_CLOSE, 0 },
    { NULL, LOG_NOTHING, 0 },
};

static const struct log_word bpi2013_priorities[] = {
    { "Low", CSR_PRIORITY_LOW },
    { "Medium", CSR_PRIORITY_NORMAL },
    { "High", CSR_PRIORITY_HIGH },
    { "Major", CSR_PRIORITY_URGENT },
    { NULL, 0 },
};

static const struct log_word bpi2013_ranks[] = {
    { "L1", 1 }, { "L2", 2 }, { "L2/L3", 3 }, { "L3", 4 }, { NULL, 0 },
};

static const struct log_label servicenow_labels[] = {
    { "Active", LOG_WORK, 0 },
    { "Awaiting User Info", LOG_WAIT_CUSTOMER, 0 },
    { "Awaiting Vendor", LOG_WAIT_THIRD_PARTY, 0 },
    { "Awaiting Problem", LOG_WAIT_INTERNAL, 0 },
    { "Awaiting Evidence", LOG_WAIT_INTERNAL, 0 },
    { "Resolved", LOG_RESOLVE, 0 },
    { "Closed", LOG_CLOSE, 0 },
    { NULL, LOG_NOTHING, 0 },
};

/* Also the ranks: a priority that rises is an escalation. */
static const struct log_word servicenow_priorities[] = {
    { "4 - Low", CSR_PRIORITY_LOW },
    { "3 - Moderate", CSR_PRIORITY_NORMAL },
    { "2 - High", CSR_PRIORITY_HIGH },
    { "1 - Critical", CSR_PRIORITY_URGENT },
    { NULL, 0 },
};

static const struct log_word servicenow_channels[] = {
    { "Phone", CSR_CHANNEL_PHONE },
    { "IVR", CSR_CHANNEL_PHONE },
    { "Email", CSR_CHANNEL_EMAIL },
    { "Self service", CSR_CHANNEL_WEB },
    { "Direct opening", CSR_CHANNEL_COUNTER },
    { NULL, 0 },
};

static const struct log_format formats[] = {
    {
        .name = "helpdesk",
        .display_offset = "",
        .columns = { [LOG_CASE] = "Case ID",
                     [LOG_TIME] = "Complete Timestamp",
                     [LOG_LABEL] = "Activity",
                     [LOG_AGENT] = "Resource",
                     [LOG_TEAM] = "workgroup",
                     [LOG_CUSTOMER] = "customer",
                     [LOG_PRIORITY] = "seriousness_2",
                     [LOG_PRODUCT] = "product",
                     [LOG_CONTRACT] = "service_level" },
        .labels = helpdesk_labels,
        .priorities = helpdesk_priorities,
        .read_time = read_slashed,
    },
    {
        .name = "bpi2013",
        .display_offset = "+01:00",
        .columns = { [LOG_CASE] = "SR Number",
                     [LOG_TIME] = "Change Date+Time",
                     [LOG_LABEL] = "Status",
                     [LOG_LABEL_2] = "Sub Status",
                     [LOG_AGENT] = "Owner Country",
                     [LOG_AGENT_2] = "Owner First Name",
                     [LOG_TEAM] = "Involved ST",
                     [LOG_PRIORITY] = "SR Latest Impact",
                     [LOG_RANK] = "ST Level",
                     [LOG_PRODUCT] = "Product" },
        .labels = bpi2013_labels,
        .priorities = bpi2013_priorities,
        .ranks = bpi2013_ranks,
        .read_time = read_rfc3339,
    },
    {
        .name = "servicenow",
        .display_offset = "",
        .columns = { [LOG_CASE] = "number",
                     [LOG_TIME] = "sys_updated_at",
                     [LOG_LABEL] = "incident_state",
                     [LOG_AGENT] = "assigned_to",
                     [LOG_TEAM] = "assignment_group",
                     [LOG_CUSTOMER] = "caller_id",
                     [LOG_PRIORITY] = "priority",
                     [LOG_RANK] = "priority",
                     [LOG_CHANNEL] = "contact_type",
                     [LOG_REOPENS] = "reopen_count",
                     [LOG_REASSIGNS] = "reassignment_count",
                     [LOG_MADE_SLA] = "made_sla" },
        .absent = "?",
        .broken_label = "-100",
        .labels = servicenow_labels,
        .priorities = servicenow_priorities,
        .ranks = servicenow_priorities,
        .channels = servicenow_channels,
        .read_time = read_day_first,
    },
};

const struct log_format *log_format_named(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strlen(formats[i].name) == len && memcmp(formats[i].name, name, len) == 0)
            return &formats[i];
    return NULL;
}

char *log_format_names(void)
{
    char *names = text_copy("", 0);

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        char *longer = text_format("%s%s%s", names, i > 0 ? ", " : "", formats[i].name);
        free(names);
        names = longer;
    }
    return names;
}

static int label_fits(const char *pattern, const csr_str *label)
{
    size_t len = strlen(pattern);

    if (len > 0 && pattern[len - 1] == '*')
        return label->len >= len - 1 && memcmp(label->ptr, pattern, len - 1) == 0;
    return label->len == len && memcmp(label->ptr, pattern, len) == 0;
}

enum log_step log_step_of(const struct log_format *format, const csr_str *label, int *escalates)
{
    const struct log_label *rule = format->labels;

    while (rule->label != NULL && (label->len == 0 || !label_fits(rule->label, label)))
        rule++;
    if (escalates != NULL)
        *escalates = rule->escalates;
    return rule->step;
}

int32_t log_word_value(const struct log_word *words, const csr_str *word)
{
    for (; words != NULL && words->word != NULL; words++)
        if (strlen(words->word) == word->len && memcmp(words->word, word->ptr, word->len) == 0)
            return words->value;
    return 0;
}

int log_step_is_wait(enum log_step step)
{
    return step == LOG_WAIT_CUSTOMER || step == LOG_WAIT_THIRD_PARTY || step == LOG_WAIT_INTERNAL;
}
