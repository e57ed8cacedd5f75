/*
 * Returns, inside: their lines and replacements, and the one place that adds up which units of a line they hold.
 */
#ifndef CSRI_DESK_RETURN_H
#define CSRI_DESK_RETURN_H

#include "desk/edit.h"
#include "policy/return_course.h"

#include <csr/refund.h>

/* Lines and replacements of one return. */
#define CSRI_RETURN_LINES_MAX 200

/* What returns and claims other than `own` (which may be NULL) take off a line: units that they hold are added to *held; units,
 * gross and tax that replacements were given for to *sum, as those of refunds are. */
csr_status csri_return_add_up(csri_call *call, const csr_id *line, const csr_id *own, csr_refund_line *sum,
                              int64_t *held);

/* Whether the refund that came of a return counts: then its parts say what was given for the goods. */
csr_status csri_return_is_refunded(csri_call *call, const csr_return_view *of, int *out);

/* All lines, or all replacements, of a return; the caller frees them. */
csr_status csri_return_lines(csri_call *call, const csr_id *id, csr_rows **out);
csr_status csri_return_replacements(csri_call *call, const csr_id *id, csr_rows **out);

/* The line of a return that its id names, as the rows that own it. */
csr_status csri_return_line_load(csri_call *call, const csr_id *of, const csr_id *line, csr_rows **out);

/* CSR_E_STATE unless the state may follow. */
csr_status csri_return_check(csri_call *call, const csr_return_view *is, csr_return_state to);
/* CSR_E_STATE while a charge is due, or its settlement waits for approval: what was reckoned stays as it was. */
csr_status csri_return_check_reckoned(csri_call *call, const csr_return_view *is);

/* Its goods are awaited no longer; it ends in a state, and is open no longer. */
csr_status csri_return_stop(csri_call *call, csr_return_view *is);
csr_status csri_return_end(csri_call *call, struct csri_return *is, csr_return_state state);

/* Change a line of a return, as a change of it. */
csr_status csri_return_line_write(csri_call *call, csr_event_kind event, const struct csri_return_line *was,
                                  const struct csri_return_line *is);

/* Add a replacement, as a change of its return; it gets an id. */
csr_status csri_replacement_write(csri_call *call, struct csri_replacement *is);

/* The timer of a return: goods that were not sent by then are awaited no longer; *told counts. */
csr_status csri_return_due(csri_call *call, const struct csri_timer *timer, int64_t *told);

#endif
