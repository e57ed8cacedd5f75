#include "policy/goodwill_course.h"

#include "base/time.h"
#include "policy/voucher_course.h"

/* The day of a wall clock, before 1970 too. */
static int64_t day_of(int64_t wall_us)
{
    return wall_us / CSRI_DAY_US - (wall_us % CSRI_DAY_US < 0);
}

int64_t csri_budget_begin(csr_budget_period period, int64_t wall_us)
{
    int64_t days = day_of(wall_us), year;
    int32_t month, day;

    if (period == CSR_BUDGET_WEEK) {
        days -= ((days + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    } else if (period == CSR_BUDGET_MONTH) {
        csri_civil_from_days(days, &year, &month, &day);
        days -= day - 1;
    }
    return days * CSRI_DAY_US;
}

int64_t csri_voucher_cost(const csr_voucher_view *voucher, csr_time now)
{
    if (csri_voucher_waited_too_long(voucher, now))
        return 0;
    return voucher->state == CSR_VOUCHER_REVOKED ? voucher->used_minor : voucher->amount_minor;
}

void csri_budget_weigh(csr_goodwill_line_view *line, int64_t amount_minor)
{
    line->left_minor = line->limit_minor > line->used_minor ? line->limit_minor - line->used_minor : 0;
    line->holds = amount_minor <= line->left_minor;
}
