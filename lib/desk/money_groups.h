/*
 * The groups of a report of money: found by what they are called and by their currency, kept in order.
 */
#ifndef CSRI_DESK_MONEY_GROUPS_H
#define CSRI_DESK_MONEY_GROUPS_H

#include "desk/edit.h"

#include <csr/money_report.h>

#define CSRI_MONEY_GROUPS_MAX 20000

typedef struct csri_money_groups {
    csri_call *call;
    csr_rows *rows;    /* csr_money_report_view, as they were found */
    csri_buffer order; /* uint32_t: numbers of rows, in order */
} csri_money_groups;

csr_status csri_money_groups_begin(csri_money_groups *groups, csri_call *call);
void csri_money_groups_end(csri_money_groups *groups);

/* Add what was given to the group of this subject, name and currency of `what`, which is made where there is none. */
csr_status csri_money_groups_add(csri_money_groups *groups, const csr_money_report_view *what);

size_t csri_money_groups_count(const csri_money_groups *groups);
/* Group i in order. */
csr_money_report_view *csri_money_groups_at(const csri_money_groups *groups, size_t i);
/* The number of the first group behind this one, which need not be there. */
size_t csri_money_groups_behind(const csri_money_groups *groups, const csr_money_report_view *last);

/* What a report is grouped by, and its groups of all that was recorded in its period. */
csr_money_by csri_money_report_by(const csr_money_report_query *in);
csr_status csri_money_report_read(csri_call *call, const csr_money_report_query *in, csri_money_groups *groups);

#endif
