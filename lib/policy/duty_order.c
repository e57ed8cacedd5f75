#include "policy/duty_order.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

csr_presence csri_duty_presence(csr_presence presence, csr_time until, csr_time now)
{
    return until != 0 && until <= now ? 0 : presence;
}

void csri_duty_attend(csri_duty_candidate *candidate, csr_time now)
{
    static const csr_off_duty off_by[] = {
        [CSR_PRESENCE_AVAILABLE] = 0,
        [CSR_PRESENCE_AWAY] = CSR_OFF_DUTY_AWAY,
        [CSR_PRESENCE_ON_BREAK] = CSR_OFF_DUTY_ON_BREAK,
        [CSR_PRESENCE_OFF] = CSR_OFF_DUTY_OFF,
    };

    candidate->presence = csri_duty_presence(candidate->presence, candidate->until, now);
    candidate->off = 0;
    candidate->back_at = 0;
    if (candidate->presence != 0) {
        candidate->off = off_by[candidate->presence];
        candidate->back_at = candidate->off != 0 ? candidate->until : 0;
    } else if (candidate->shift == CSRI_SHIFT_CLOSED) {
        candidate->off = CSR_OFF_DUTY_SHIFT;
        candidate->back_at = candidate->shift_opens;
    }
    if (candidate->off == 0 && candidate->asked)
        candidate->off = CSR_OFF_DUTY_ASKED;
}

static size_t first_subtag(const csr_str *tag)
{
    size_t n = 0;

    while (n < tag->len && tag->ptr[n] != '-')
        n++;
    return n;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int csri_duty_same_language(const csr_str *a, const csr_str *b)
{
    size_t n = first_subtag(a);

    if (n == 0 || n != first_subtag(b))
        return 0;
    for (size_t i = 0; i < n; i++)
        if (lower(a->ptr[i]) != lower(b->ptr[i]))
            return 0;
    return 1;
}

void csri_duty_skill(csri_duty_candidate *candidate, const csri_duty_wanted *wanted, csr_skill_kind kind,
                     const csr_str *key, int32_t level)
{
    if (kind == CSR_SKILL_LANGUAGE)
        candidate->speaks |= csri_duty_same_language(key, &wanted->language);
    else if (wanted->skill.len == key->len && memcmp(wanted->skill.ptr, key->ptr, key->len) == 0)
        candidate->skill_level = level;
}

void csri_duty_able(csri_duty_candidate *candidate, const csri_duty_wanted *wanted)
{
    if (candidate->off == 0 && wanted->skill.len != 0 && candidate->skill_level == 0)
        candidate->off = CSR_OFF_DUTY_SKILL;
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_handles(const csr_str *a, const csr_str *b)
{
    size_t n = a->len < b->len ? a->len : b->len;
    int order = n == 0 ? 0 : memcmp(a->ptr, b->ptr, n);

    return order != 0 ? order : compare_numbers((int64_t)a->len, (int64_t)b->len);
}

/* The order of docs/escalation.md. */
static int compare(const void *left, const void *right)
{
    const csri_duty_candidate *a = left, *b = right;
    int order = compare_numbers(a->off != 0, b->off != 0);

    if (order == 0)
        order = compare_numbers(a->role, b->role);
    if (order == 0)
        order = compare_numbers(b->skill_level, a->skill_level);
    if (order == 0)
        order = compare_numbers(b->speaks, a->speaks);
    if (order == 0)
        order = compare_numbers(a->open_tickets, b->open_tickets);
    if (order == 0)
        order = compare_numbers(b->last_contact, a->last_contact);
    if (order == 0)
        order = compare_handles(&a->handle, &b->handle);
    return order != 0 ? order : memcmp(&a->agent, &b->agent, sizeof(a->agent));
}

void csri_duty_sort(csri_duty_candidate *candidates, size_t count)
{
    if (count > 1)
        qsort(candidates, count, sizeof(*candidates), compare);
}

static void put_part(csri_buffer *out, size_t from)
{
    if (out->len > from)
        csri_buffer_text(out, ", ");
}

static void put_day(csri_buffer *out, csr_time at)
{
    char text[CSR_TIME_TEXT_BYTES];

    (void)csr_time_format(at, 0, text, NULL);
    csri_buffer_format(out, "%.10s", text);
}

static void put_off(const csri_duty_candidate *candidate, const csri_duty_wanted *wanted, csri_buffer *out)
{
    static const char *const reasons[] = {
        [CSR_OFF_DUTY_AWAY] = "is away",
        [CSR_OFF_DUTY_ON_BREAK] = "is on a break",
        [CSR_OFF_DUTY_OFF] = "has gone",
        [CSR_OFF_DUTY_SHIFT] = "is not at work at this hour",
        [CSR_OFF_DUTY_SKILL] = "does not have the ability ",
        [CSR_OFF_DUTY_ASKED] = "asks, or was asked before",
    };
    char text[CSR_TIME_TEXT_BYTES];

    csri_buffer_text(out, reasons[candidate->off]);
    if (candidate->off == CSR_OFF_DUTY_SKILL)
        csri_buffer_put(out, wanted->skill.ptr, wanted->skill.len);
    if (candidate->back_at != 0) {
        (void)csr_time_format(candidate->back_at, 0, text, NULL);
        csri_buffer_format(out, " until %s", text);
    }
}

void csri_duty_why(const csri_duty_candidate *candidate, const csri_duty_wanted *wanted, csri_buffer *out)
{
    size_t from = out->len;

    if (candidate->off != 0) {
        put_off(candidate, wanted, out);
        return;
    }
    if (wanted->skill.len != 0) {
        csri_buffer_put(out, wanted->skill.ptr, wanted->skill.len);
        csri_buffer_format(out, " at level %d", (int)candidate->skill_level);
    }
    if (candidate->speaks) {
        put_part(out, from);
        csri_buffer_text(out, "speaks ");
        csri_buffer_put(out, wanted->language.ptr, wanted->language.len);
    }
    put_part(out, from);
    csri_buffer_format(out, "%lld open ticket%s", (long long)candidate->open_tickets,
                       candidate->open_tickets == 1 ? "" : "s");
    if (candidate->last_contact != 0) {
        csri_buffer_text(out, ", served this customer on ");
        put_day(out, candidate->last_contact);
    }
}
