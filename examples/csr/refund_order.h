/*
 * A request about one order of a shop that keeps its orders in JSON, and what a refund policy has to know about it.
 */
#ifndef CSR_TOOL_REFUND_ORDER_H
#define CSR_TOOL_REFUND_ORDER_H

#include <csr/types.h>
#include <jansson.h>

/* What the request comes to, in hundredths. */
struct refund_request {
    const json_t *shop, *line, *order;
    json_t *facts;
    int64_t items_minor, exchange_minor, open_minor;
    int unreadable; /* a price or an amount is no number, or none that anything costs */
};

/* Fill the request with the facts of the line; the order is known. The caller frees facts. */
void refund_request_read(struct refund_request *request, const json_t *shop, const json_t *line, const json_t *order);

#endif
