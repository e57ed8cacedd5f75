/*
 * A line of `csr money eval`: reading its members and writing the answer's.
 */
#ifndef CSR_TOOL_MONEY_VALUES_H
#define CSR_TOOL_MONEY_VALUES_H

#include <csr/money.h>
#include <jansson.h>

struct money_line {
    json_t *in, *out;
    const char *wrong; /* the first member that is missing or malformed, or NULL */
};

/* A member; what is not there is 0 or empty, and `wrong` then names it. */
int64_t money_integer(struct money_line *line, const char *name);
csr_str money_text(struct money_line *line, const char *name);
csr_rounding money_mode(struct money_line *line);
csr_money money_of(struct money_line *line, const char *name);

/* An integer of some object. */
int64_t money_integer_in(struct money_line *line, const json_t *object, const char *name);

/* The line's currency; XXX, "no currency", where it has none, for only texts depend on it. */
const char *money_currency(const struct money_line *line);

/* The member "ratios", integers or texts such as "2/7", as weights; the caller frees them. */
csr_status money_weights(struct money_line *line, int64_t **weights, size_t *count);

/* CSR_OK, for the caller to return. */
csr_status money_give(struct money_line *line, const char *name, int64_t minor);
void money_give_list(struct money_line *line, const char *name, const int64_t *minors, size_t count);

#endif
