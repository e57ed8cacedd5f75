/*
 * JSON without building anything: a text is checked once, whole and strictly, and then cut into pieces that still are
 * text. For filters that pass most of a line on as it stands.
 */
#ifndef CSR_TOOL_JSON_TEXT_H
#define CSR_TOOL_JSON_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* A piece of somebody's text. */
struct json_text {
    const char *ptr;
    size_t len;
};

/* Whether it is one JSON value (RFC 8259, UTF-8, nested at most 64 deep) with nothing but blanks around it. The functions
 * below take such texts only; their answers are without blanks around them. */
int json_text_valid(struct json_text text);

/* Where the members of an object or the elements of a list begin; the kind is '{' or '['. An empty text, which has
 * none, when the value is of another kind. */
struct json_text json_text_inside(struct json_text value, char kind);

/* The next member: 1, or 0 at the end. The name comes as it is written, without its quotation marks. */
int json_text_member(struct json_text *rest, struct json_text *name, struct json_text *value);

/* The next element: 1, or 0 at the end. */
int json_text_element(struct json_text *rest, struct json_text *value);

/* What stands between the quotation marks; 0 when the value is no string. Escapes are left as they are. */
int json_text_string(struct json_text value, struct json_text *out);

/* An integer; 0 when the value is none or does not fit. */
int json_text_integer(struct json_text value, int64_t *out);

/* A member, as json_text_member() gives them. */
struct json_member {
    struct json_text name, value;
};

/* Whether a text is exactly this. */
int json_text_is(struct json_text text, const char *what);

#endif
