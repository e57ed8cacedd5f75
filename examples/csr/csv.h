/*
 * Reading CSV as RFC 4180 writes it: fields between commas, quotation marks around what needs them, CRLF or LF.
 *
 * The text lies in memory and stays as it is. Fields point into it, but for those with doubled quotation marks, which
 * are put right elsewhere; all of them live until csv_end().
 */
#ifndef CSR_TOOL_CSV_H
#define CSR_TOOL_CSV_H

#include <csr/types.h>

#include <stdio.h>

/* A piece of memory for fields that are not in the text as they are meant. */
struct csv_chunk;

struct csv_reader {
    const char *text;
    size_t len;
    size_t at;   /* where the next record begins */
    size_t line; /* and on which line, from 1 */
    csr_str *fields;
    size_t capacity;
    struct csv_chunk *chunks;
};

struct csv_record {
    size_t line;           /* line on which it begins */
    csr_str raw;           /* as it stands in the text, without the line's end */
    const csr_str *fields; /* until the next csv_read(); the texts live longer */
    size_t count;
    const char *problem; /* CSV_BAD: what is wrong, a static sentence */
};

enum csv_outcome { CSV_END, CSV_RECORD, CSV_BAD };

/* Begin; a byte order mark is passed over. */
void csv_begin(struct csv_reader *reader, const char *text, size_t len);

/*
 * Read the next record. After CSV_BAD, whose raw is the line where the record began, reading goes on with the line
 * below it, so that one missing quotation mark does not swallow the rest of the file.
 */
enum csv_outcome csv_read(struct csv_reader *reader, struct csv_record *out);

void csv_end(struct csv_reader *reader);

/* n bytes that live as long as the reader; for what is made of its fields. */
char *csv_keep(struct csv_reader *reader, size_t n);

/* Write a text as one field, in quotation marks. */
void csv_put(FILE *out, const char *ptr, size_t len);

#endif
