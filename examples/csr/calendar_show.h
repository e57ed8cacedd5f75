/*
 * A week or a month of a calendar.
 */
#ifndef CSR_TOOL_CALENDAR_SHOW_H
#define CSR_TOOL_CALENDAR_SHOW_H

#include "tool.h"

/* The week of --week (this one when nothing is said) or the month of --month. 0, or an exit code and a message. */
int calendar_show(struct tool *tool, const csr_calendar *calendar);

#endif
