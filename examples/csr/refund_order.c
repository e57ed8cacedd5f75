#include "refund_order.h"

#include "common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define IN_HUNDREDTHS 100.0
/* No price is that high, and a thousand of them can be added up. */
#define PRICE_MOST 1e13

/* Prices of such files are decimal fractions. */
static int64_t minor_of(struct refund_request *r, const json_t *price)
{
    double value = json_number_value(price);

    if (!json_is_number(price) || !(fabs(value) < PRICE_MOST)) {
        r->unreadable = 1;
        return 0;
    }
    return (int64_t)llround(value * IN_HUNDREDTHS);
}

static void put(json_t *facts, const char *name, json_t *value)
{
    if (value != NULL)
        (void)json_object_set_new(facts, name, value);
}

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

/* What was paid and what went back. */
static void read_payments(struct refund_request *r)
{
    const json_t *history = json_object_get(r->order, "payment_history");
    int64_t paid = 0, given_back = 0;

    for (size_t i = 0; i < json_array_size(history); i++) {
        const json_t *entry = json_array_get(history, i);
        int64_t minor = minor_of(r, json_object_get(entry, "amount"));
        if (strcmp(text_of(entry, "transaction_type"), "refund") == 0)
            given_back += minor;
        else
            paid += minor;
    }
    r->open_minor = paid - given_back;
    put(r->facts, "order.total_minor", json_integer(paid));
    put(r->facts, "order.given_back_minor", json_integer(given_back));
}

/* The unit of the order that an item stands for, which is used up; NULL when there is none left. */
static const json_t *take_unit(const struct refund_request *r, const char *id, char *taken)
{
    const json_t *items = json_object_get(r->order, "items");

    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        if (!taken[i] && strcmp(text_of(item, "item_id"), id) == 0) {
            taken[i] = 1;
            return item;
        }
    }
    return NULL;
}

/* What an item is exchanged for: its price, if it is another one of the same product and there. */
static void read_exchange(struct refund_request *r, const json_t *item, const char *id, int *other, int *unavailable)
{
    const json_t *product = json_object_get(json_object_get(r->shop, "products"), text_of(item, "product_id"));
    const json_t *variant = json_object_get(json_object_get(product, "variants"), id);

    *other += variant == NULL;
    *unavailable += variant != NULL && !json_is_true(json_object_get(variant, "available"));
    if (variant != NULL)
        r->exchange_minor += minor_of(r, json_object_get(variant, "price"));
}

/* The ids of the items, as a list: all, the first, or those named. The caller frees it. */
static json_t *ids_of(const struct refund_request *r)
{
    const json_t *items = json_object_get(r->order, "items"), *asked = json_object_get(r->line, "items");
    const char *word = json_string_value(asked);
    size_t count = json_array_size(items);
    json_t *ids;

    if (word == NULL)
        return json_is_array(asked) ? json_incref((json_t *)asked) : json_array();
    if (strcmp(word, "all") != 0)
        count = strcmp(word, "first") == 0 && count > 0 ? 1 : 0;
    ids = json_array();
    for (size_t i = 0; i < count; i++)
        (void)json_array_append(ids, json_object_get(json_array_get(items, i), "item_id"));
    return ids;
}

static void read_items(struct refund_request *r)
{
    const json_t *new_items = json_object_get(r->line, "new_items");
    json_t *ids = ids_of(r);
    char *taken = need_zeroed(json_array_size(json_object_get(r->order, "items")) + 1, 1);
    int unknown = 0, other = 0, unavailable = 0;

    for (size_t i = 0; i < json_array_size(ids); i++) {
        const char *id = json_string_value(json_array_get(ids, i));
        const char *new_id = json_string_value(json_array_get(new_items, i));
        const json_t *item = take_unit(r, id != NULL ? id : "", taken);
        unknown += item == NULL;
        if (item != NULL)
            r->items_minor += minor_of(r, json_object_get(item, "price"));
        if (item != NULL && new_id != NULL)
            read_exchange(r, item, new_id, &other, &unavailable);
    }
    put(r->facts, "items.count", json_integer((json_int_t)json_array_size(ids)));
    put(r->facts, "items.unknown", json_integer(unknown));
    put(r->facts, "items.minor", json_integer(r->items_minor));
    if (json_is_array(new_items)) {
        put(r->facts, "exchange.count", json_integer((json_int_t)json_array_size(new_items)));
        put(r->facts, "exchange.minor", json_integer(r->exchange_minor));
        put(r->facts, "exchange.other_products", json_integer(other));
        put(r->facts, "exchange.unavailable", json_integer(unavailable));
    }
    free(taken);
    json_decref(ids);
}

/* Where the money goes, if the request says so; without a word it goes to where it came from. */
static void read_destination(struct refund_request *r)
{
    const json_t *payments = json_object_get(r->order, "payment_history");
    const json_t *user = json_object_get(json_object_get(r->shop, "users"), text_of(r->order, "user_id"));
    const char *first = text_of(json_array_get(payments, 0), "payment_method_id");
    const char *to = json_string_value(json_object_get(r->line, "refund_to"));
    const json_t *method;

    to = to != NULL ? to : first;
    method = json_object_get(json_object_get(user, "payment_methods"), to);
    put(r->facts, "destination.known", json_boolean(method != NULL));
    put(r->facts, "destination.original", json_boolean(strcmp(to, first) == 0));
    put(r->facts, "destination.kind", json_string(text_of(method, "source")));
    if (json_object_get(method, "balance") != NULL)
        put(r->facts, "destination.balance_minor", json_integer(minor_of(r, json_object_get(method, "balance"))));
}

/* Facts that the line brings itself, such as the membership of a customer. */
static void read_own_facts(struct refund_request *r)
{
    json_t *own = json_object_get(r->line, "facts");

    if (json_is_object(own))
        (void)json_object_update(r->facts, own);
}

void refund_request_read(struct refund_request *request, const json_t *shop, const json_t *line, const json_t *order)
{
    const char *status = json_string_value(json_object_get(line, "status"));

    memset(request, 0, sizeof *request);
    request->shop = shop;
    request->line = line;
    request->order = order;
    request->facts = need(json_object());
    put(request->facts, "action", json_string(text_of(line, "action")));
    if (json_is_string(json_object_get(line, "reason")))
        put(request->facts, "reason", json_string(text_of(line, "reason")));
    put(request->facts, "order.status", json_string(status != NULL ? status : text_of(order, "status")));
    read_payments(request);
    read_items(request);
    read_destination(request);
    read_own_facts(request);
}
