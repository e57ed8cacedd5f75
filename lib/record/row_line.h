/*
 * Rows as JSON that loses nothing, and back: the lines of an export.
 *
 * Unlike csri_json_row(), which is for readers: hidden members are there, everything unset is left out, documents are
 * texts, bytes of any length are base64, and what has no text (an instant past the year 9999, a number that is no name
 * of its enumeration) is a number. A row has one text, and only that text is taken back.
 */
#ifndef CSRI_RECORD_ROW_LINE_H
#define CSRI_RECORD_ROW_LINE_H

#include "base/buffer.h"

#include <csr/sys/backend.h>

/* Append {"member":value,...}, members in the order of the table. */
void csri_line_put(csri_buffer *out, const csr_shape *shape, const void *row);

/* A line being read. */
typedef struct csri_line_in {
    const char *at, *end;
    char *room; /* where texts with escapes and bytes go; as much as the line is long suffices */
} csri_line_in;

/* Step over a text that must stand here: 1, or 0 when something else does. */
int csri_line_take(csri_line_in *in, const char *text);
/* Step over an integer: 1, or 0 when there is none that fits. */
int csri_line_int(csri_line_in *in, int64_t *out);
/* Step over a text in quotation marks without escapes, such as a name: 1, or 0. */
int csri_line_name(csri_line_in *in, csr_str *out);

/*
 * Read what csri_line_put() wrote into a zeroed row, whose texts borrow from the line and the room. CSR_E_ARGUMENT
 * names the member, or none when it cannot be said.
 */
csr_status csri_line_get(csri_line_in *in, const csr_shape *shape, void *row, csr_error *err);

#endif
