#include "csv.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 65536 };

struct csv_chunk {
    struct csv_chunk *next;
    size_t used, size;
    char bytes[];
};

void csv_begin(struct csv_reader *reader, const char *text, size_t len)
{
    memset(reader, 0, sizeof *reader);
    reader->text = text;
    reader->len = len;
    reader->line = 1;
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        reader->at = 3;
}

void csv_end(struct csv_reader *reader)
{
    while (reader->chunks != NULL) {
        struct csv_chunk *next = reader->chunks->next;
        free(reader->chunks);
        reader->chunks = next;
    }
    free(reader->fields);
    memset(reader, 0, sizeof *reader);
}

char *csv_keep(struct csv_reader *reader, size_t n)
{
    struct csv_chunk *chunk = reader->chunks;
    char *bytes;

    if (chunk == NULL || chunk->size - chunk->used < n) {
        size_t size = n > CHUNK_BYTES ? n : CHUNK_BYTES;
        chunk = need(malloc(sizeof *chunk + size));
        chunk->next = reader->chunks;
        chunk->used = 0;
        chunk->size = size;
        reader->chunks = chunk;
    }
    bytes = chunk->bytes + chunk->used;
    chunk->used += n;
    return bytes;
}

/* Bytes of the line's end at `at`: 1 or 2, 0 when the line goes on. A lone CR is a character like any other. */
static size_t line_end(const struct csv_reader *r, size_t at)
{
    if (r->text[at] == '\n')
        return 1;
    return r->text[at] == '\r' && at + 1 < r->len && r->text[at + 1] == '\n' ? 2 : 0;
}

static void add_field(struct csv_reader *r, size_t *count, const char *ptr, size_t len)
{
    r->fields = need_room(r->fields, *count, &r->capacity, sizeof *r->fields);
    r->fields[*count].ptr = ptr;
    r->fields[*count].len = len;
    ++*count;
}

/* A field without quotation marks, up to the comma, the line's end or the end. */
static const char *plain_field(struct csv_reader *r, size_t *at, size_t *count)
{
    size_t from = *at;

    while (*at < r->len && r->text[*at] != ',' && line_end(r, *at) == 0) {
        if (r->text[*at] == '"')
            return "a quotation mark inside a field that does not begin with one";
        ++*at;
    }
    add_field(r, count, r->text + from, *at - from);
    return NULL;
}

/* What stands between quotation marks, of which `doubled` pairs mean one. */
static void unquoted(struct csv_reader *r, size_t from, size_t to, size_t doubled, size_t *count)
{
    char *out, *end;

    if (doubled == 0) {
        add_field(r, count, r->text + from, to - from);
        return;
    }
    out = csv_keep(r, to - from - doubled);
    end = out;
    for (size_t i = from; i < to; i++) {
        *end++ = r->text[i];
        if (r->text[i] == '"')
            i++;
    }
    add_field(r, count, out, (size_t)(end - out));
}

static const char *quoted_field(struct csv_reader *r, size_t *at, size_t *count)
{
    size_t from = ++*at, doubled = 0;

    for (;;) {
        const char *mark = *at < r->len ? memchr(r->text + *at, '"', r->len - *at) : NULL;
        if (mark == NULL)
            return "a quotation mark that is not closed";
        *at = (size_t)(mark - r->text) + 1;
        if (*at >= r->len || r->text[*at] != '"')
            break;
        doubled++;
        ++*at;
    }
    if (*at < r->len && r->text[*at] != ',' && line_end(r, *at) == 0)
        return "a quotation mark inside a field that is not doubled";
    unquoted(r, from, *at - 1, doubled, count);
    return NULL;
}

/* Fields up to the line's end, behind which *at then stands. */
static const char *read_fields(struct csv_reader *r, size_t *at, size_t *end, size_t *count)
{
    for (;;) {
        int quoted = *at < r->len && r->text[*at] == '"';
        const char *problem = quoted ? quoted_field(r, at, count) : plain_field(r, at, count);
        if (problem != NULL)
            return problem;
        *end = *at;
        if (*at >= r->len)
            return NULL;
        if (r->text[*at] != ',') {
            *at += line_end(r, *at);
            return NULL;
        }
        ++*at;
    }
}

/* Go on below the line on which a bad record begins. */
static void skip_line(struct csv_reader *r, size_t *at, size_t *end)
{
    const char *newline = memchr(r->text + r->at, '\n', r->len - r->at);

    *end = newline != NULL ? (size_t)(newline - r->text) : r->len;
    *at = newline != NULL ? *end + 1 : r->len;
    if (*end > r->at && newline != NULL && r->text[*end - 1] == '\r')
        --*end;
}

enum csv_outcome csv_read(struct csv_reader *reader, struct csv_record *out)
{
    size_t at = reader->at, end = at, count = 0;

    memset(out, 0, sizeof *out);
    if (at >= reader->len)
        return CSV_END;
    out->line = reader->line;
    out->problem = read_fields(reader, &at, &end, &count);
    if (out->problem != NULL)
        skip_line(reader, &at, &end);
    out->fields = reader->fields;
    out->count = out->problem == NULL ? count : 0;
    out->raw.ptr = reader->text + reader->at;
    out->raw.len = end - reader->at;
    for (size_t i = reader->at; i < at; i++)
        reader->line += reader->text[i] == '\n';
    reader->at = at;
    return out->problem == NULL ? CSV_RECORD : CSV_BAD;
}

void csv_put(FILE *out, const char *ptr, size_t len)
{
    fputc('"', out);
    for (size_t i = 0; i < len; i++) {
        if (ptr[i] == '"')
            fputc('"', out);
        fputc(ptr[i], out);
    }
    fputc('"', out);
}
