#include "words.h"

#include <stddef.h>

/* A constant that is newer than this table has no word yet; that is no reason to fail. */
static const char *word(const char *const *words, size_t count, int32_t value)
{
    return value >= 0 && (size_t)value < count && words[value] != NULL ? words[value] : "something new";
}

#define WORD(table, value) word(table, sizeof table / sizeof table[0], value)

const char *word_of_kind(csr_ticket_kind kind)
{
    static const char *const words[] = {
        [CSR_TICKET_ENQUIRY] = "enquiry",         [CSR_TICKET_COMPLAINT] = "complaint",
        [CSR_TICKET_BILLING] = "billing",         [CSR_TICKET_RETURN] = "return",
        [CSR_TICKET_TECHNICAL] = "technical",     [CSR_TICKET_ORDER] = "order",
        [CSR_TICKET_APPOINTMENT] = "appointment", [CSR_TICKET_SET_UP] = "set-up",
        [CSR_TICKET_PRAISE] = "praise",           [CSR_TICKET_OTHER] = "other",
    };

    return WORD(words, kind);
}

const char *word_of_priority(csr_priority priority)
{
    static const char *const words[] = {
        [CSR_PRIORITY_LOW] = "low",
        [CSR_PRIORITY_NORMAL] = "normal",
        [CSR_PRIORITY_HIGH] = "high",
        [CSR_PRIORITY_URGENT] = "urgent",
    };

    return WORD(words, priority);
}

const char *word_of_resolution(csr_resolution resolution)
{
    static const char *const words[] = {
        [0] = "not yet",
        [CSR_RESOLUTION_SOLVED] = "solved",
        [CSR_RESOLUTION_EXPLAINED] = "explained",
        [CSR_RESOLUTION_APOLOGISED] = "apologised",
        [CSR_RESOLUTION_CORRECTED] = "corrected",
        [CSR_RESOLUTION_REFUNDED] = "refunded",
        [CSR_RESOLUTION_REPLACED] = "replaced",
        [CSR_RESOLUTION_REPAIRED] = "repaired",
        [CSR_RESOLUTION_GOODWILL] = "goodwill",
        [CSR_RESOLUTION_DONE] = "done",
        [CSR_RESOLUTION_DECLINED] = "declined",
        [CSR_RESOLUTION_WITHDRAWN] = "withdrawn",
        [CSR_RESOLUTION_DUPLICATE] = "duplicate",
        [CSR_RESOLUTION_NOT_REPRODUCED] = "not reproduced",
        [CSR_RESOLUTION_OTHER] = "otherwise",
    };

    return WORD(words, resolution);
}

const char *word_of_tone(csr_tone tone)
{
    static const char *const words[] = {
        [CSR_TONE_CALM] = "calm",   [CSR_TONE_NEUTRAL] = "neutral", [CSR_TONE_UPSET] = "upset",
        [CSR_TONE_ANGRY] = "angry", [CSR_TONE_ABUSIVE] = "abusive",
    };

    return WORD(words, tone);
}

/* The events of a ticket; its history holds no others. */
const char *word_of_event(csr_event_kind kind)
{
    static const char *const words[] = {
        [CSR_EVENT_TICKET_OPENED] = "opened", [CSR_EVENT_TICKET_CHANGED] = "changed",
        [CSR_EVENT_TICKET_MOVED] = "moved",   [CSR_EVENT_TICKET_REOPENED] = "reopened",
        [CSR_EVENT_TICKET_TAGGED] = "tagged", [CSR_EVENT_TICKET_UNTAGGED] = "untagged",
    };

    return WORD(words, kind);
}
