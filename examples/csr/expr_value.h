/*
 * Values of expressions as JSON objects of one member, in which nothing is lost: {"int":"-1"}, {"bytes":"00ff"}.
 */
#ifndef CSR_TOOL_EXPR_VALUE_H
#define CSR_TOOL_EXPR_VALUE_H

#include <csr/expression.h>
#include <jansson.h>

/* Read one; its texts are borrowed from the JSON, its items are taken from the pile. 0 when it is none. */
struct value_pile {
    csr_value *items;
    size_t used, capacity;
    unsigned char *bytes;
    size_t bytes_used, bytes_capacity;
};
int expr_value_read(const json_t *json, struct value_pile *pile, csr_value *out);

/* The same the other way round; NULL when there is no memory. */
json_t *expr_value_json(const csr_value *value);

#endif
