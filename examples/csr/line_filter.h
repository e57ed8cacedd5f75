/*
 * Filters: one JSON object a line in, one a line out, in the order of the input. A line that cannot be answered is
 * answered with {"id":..,"error":..}, and the filter carries on.
 */
#ifndef CSR_TOOL_LINE_FILTER_H
#define CSR_TOOL_LINE_FILTER_H

#include "calendar_cache.h"

#include <stdio.h>

/* A filter at work. */
struct line_filter {
    struct calendar_cache *cache;
    FILE *out;
    struct json_text line;
    struct json_text id;         /* "null" when the line has none */
    struct json_member *members; /* of the line */
    size_t member_count, member_capacity;
    csr_error err; /* why the line cannot be answered */
    void *state;   /* the filter's own */
};

/* Answer a line, which is an object: 1 after line_filter_begin() and what follows "result":, or 0 with err filled. */
typedef int line_answer(struct line_filter *filter);

/* Filter all lines. 0, or 1 when reading or writing failed or there was no memory to begin with. */
int line_filter_run(FILE *in, FILE *out, const char *zoneinfo_dir, line_answer *answer, void *state);

/* Write {"id":..,"result": */
void line_filter_begin(struct line_filter *filter);

/* Fill err: the place, and a sentence without a full stop. 0, for the answer to return. */
int line_filter_refuse(struct line_filter *filter, const char *field, const char *message);

/* The list with room for `wanted` elements, wherever it is now; NULL with err filled, and the list as it was. */
void *line_filter_room(struct line_filter *filter, void *list, size_t *capacity, size_t size, size_t wanted);

/* The integer of a member; 0 with err filled when it is no integer, or too large to be counted in microseconds. */
int line_filter_seconds(struct line_filter *filter, struct json_text value, const char *field, int64_t *out);

#endif
