#include "base/amount.h"
#include "base/error.h"
#include "base/json.h"
#include "base/time.h"
#include "desk/field.h"
#include "desk/judge.h"
#include "desk/purchase.h"
#include "desk/return.h"
#include "record/fact_fields.h"
#include "record/row.h"
#include "record/types.h"

#include <stdio.h>

/*
 * What a refund policy is asked about: facts of the purchase, the refund, the payments, the customer and the ticket. What the desk
 * knows itself counts more than what the host says.
 */
typedef struct asking {
    csri_call *call;
    const csr_refund_policy *policy;
    const csr_refund_view *refund;
    csri_judged *out;
    csr_purchase_view purchase;
    csr_time asked_at; /* when the goods were asked to be taken back, or now */
    int fulfilled;     /* anything was handed over */
    int replaced;      /* something was given in their place */
    int claimed;       /* they were wrong, damaged or missing */
    int returns;       /* there are returns or claims about the purchase */
} asking;

static void put(asking *a, const char *name, csr_value value)
{
    for (size_t i = 0; i < a->policy->fact_count; i++)
        if (strcmp(a->policy->facts[i].name.ptr, name) == 0)
            a->out->facts[i] = value;
}

static void put_int(asking *a, const char *name, int64_t number)
{
    put(a, name, (csr_value){ .kind = CSR_VALUE_INT, .as.integer = number });
}

static void put_text(asking *a, const char *name, const char *ptr, size_t len)
{
    if (len != 0)
        put(a, name, (csr_value){ .kind = CSR_VALUE_STRING, .as.text = ptr, .count = len });
}

static void put_name(asking *a, const char *name, const csr_type *type, int32_t value)
{
    const char *text = csri_enum_name(type, value);

    if (text != NULL)
        put_text(a, name, text, strlen(text));
}

static void put_true(asking *a, const char *name)
{
    put(a, name, (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = 1 });
}

static void hold(asking *a, csr_rows *rows)
{
    if (a->out->held == NULL)
        a->out->held = rows;
    else if (rows != NULL)
        csri_rows_attach(a->out->held, rows);
}

static int64_t days_since(const asking *a, csr_time at)
{
    return a->asked_at > at ? (a->asked_at - at) / CSRI_DAY_US : 0;
}

/* ---- The purchase ---- */

static csr_status read_lines(asking *a)
{
    const struct csri_purchase_line from = { .view = { .purchase = a->refund->purchase } };
    csr_rows *lines;
    csr_status status =
        csri_refund_scan(a->call, &csri_purchase_line_record, CSRI_PURCHASE_LINE_BY_PURCHASE, &from, &lines);

    if (status != CSR_OK)
        return status;
    a->fulfilled = a->purchase.delivered_at != 0;
    for (size_t i = 0; i < csri_rows_count(lines); i++) {
        const csr_purchase_line_view *line = &((const struct csri_purchase_line *)csri_rows_at(lines, i))->view;
        a->fulfilled |= line->fulfilled > 0;
        a->returns |= line->returns;
    }
    csri_rows_free(lines);
    return CSR_OK;
}

/* What other refunds gave back or are about to. */
static csr_status read_given_back(asking *a)
{
    int64_t sum = 0;
    csr_status status = csri_refund_taken(a->call, &a->refund->purchase, &a->refund->id, &sum);

    put_int(a, "order.given_back_minor", sum);
    return status;
}

/* What was given in place of the goods. */
static csr_status read_replacements(asking *a, const csr_return_view *of)
{
    int64_t units = 0;
    csr_rows *rows;
    csr_status status = csri_return_replacements(a->call, &of->id, &rows);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++)
        status = csri_amount_add(units, ((const struct csri_replacement *)csri_rows_at(rows, i))->view.units, &units);
    a->replaced = csri_rows_count(rows) > 0;
    csri_rows_free(rows);
    put_int(a, "exchange.count", units);
    put_int(a, "exchange.minor", of->replacement_minor);
    return status == CSR_OK ? CSR_OK : csri_fail(a->call->err, status, "units", "the units do not fit into 64 bits");
}

/* A refund that came of a return is judged as of when that was asked for: nobody is late because a parcel took its time. */
static csr_status read_return(asking *a)
{
    const struct csri_return from = { .view = { .refund = a->refund->id } };
    const csr_scan scan = { .index = CSRI_RETURN_BY_REFUND, .equal = 1, .limit = 1, .from = &from };
    const csr_return_view *of;
    csr_rows *rows;
    csr_status status = a->returns ? csri_first(&a->call->tx, &csri_return_record, &scan, &rows) : CSR_OK;

    if (status != CSR_OK || !a->returns || rows == NULL)
        return status;
    of = &((const struct csri_return *)csri_rows_at(rows, 0))->view;
    a->asked_at = of->created_at;
    a->claimed = of->kind == CSR_RETURN_KIND_CLAIM;
    put_name(a, "items.kind", &csri_t_return_kind, of->kind);
    status = read_replacements(a, of);
    csri_rows_free(rows);
    return status;
}

static csr_status ask_purchase(asking *a)
{
    int64_t total = 0;
    csr_rows *rows;
    csr_status status = csri_load(&a->call->tx, &csri_purchase_record, &a->refund->purchase, "purchase", &rows);

    if (status != CSR_OK)
        return status;
    a->purchase = ((const struct csri_purchase *)csri_rows_at(rows, 0))->view;
    hold(a, rows);
    put_int(a, "exchange.count", 0);
    put_int(a, "exchange.minor", 0);
    status = read_lines(a);
    if (status == CSR_OK)
        status = read_return(a);
    if (status != CSR_OK)
        return status;
    put_text(a, "order.status", a->purchase.status.ptr, a->purchase.status.len);
    put_text(a, "order.currency", a->refund->currency, strlen(a->refund->currency));
    put_int(a, "order.age_days", days_since(a, a->purchase.bought_at));
    if (a->purchase.delivered_at != 0)
        put_int(a, "order.delivered_days", days_since(a, a->purchase.delivered_at));
    status = csri_purchase_total(a->call, &a->purchase, &total);
    put_int(a, "order.total_minor", total);
    return status != CSR_OK ? status : read_given_back(a);
}

/* ---- The refund ---- */

static csr_status ask_parts(asking *a)
{
    const struct csri_refund_part from = { .view = { .refund = a->refund->id } };
    int64_t units = 0;
    csr_rows *parts;
    csr_status status = csri_refund_scan(a->call, &csri_refund_part_record, CSRI_REFUND_PART_BY_REFUND, &from, &parts);

    if (status != CSR_OK)
        return status;
    /* Each part is a part of its purchase: the sums fit. */
    for (size_t i = 0; i < csri_rows_count(parts); i++) {
        const csr_refund_part_view *part = &((const struct csri_refund_part *)csri_rows_at(parts, i))->view;
        units += part->units;
        if (part->kind == CSR_REFUND_PART_GOODS || part->kind == CSR_REFUND_PART_AMOUNT)
            a->out->goods_minor += part->gross_minor;
        if (part->kind == CSR_REFUND_PART_RESTOCKING_FEE)
            a->out->kept_minor -= part->gross_minor;
    }
    csri_rows_free(parts);
    put_int(a, "items.count", units);
    put_int(a, "items.minor", a->out->goods_minor);
    put_int(a, "items.unknown", 0);
    put_int(a, "exchange.other_products", 0);
    put_int(a, "exchange.unavailable", 0);
    put_int(a, "refund.minor", a->refund->amount_minor);
    put_name(a, "refund.purpose", &csri_t_refund_purpose, a->refund->purpose);
    put_text(a, "reason", a->refund->reason.ptr, a->refund->reason.len);
    return CSR_OK;
}

/* Goods that were handed over are returned, or exchanged for others, and what was not is cancelled. Claims go the same way, unless
 * the document has its own word for them. What is not about goods is called by its purpose. */
static void put_action(asking *a)
{
    if (a->refund->purpose != CSR_REFUND_FOR_GOODS)
        put_name(a, "action", &csri_t_refund_purpose, a->refund->purpose);
    else if (a->claimed && csri_refund_action_named(a->policy, "claim") != NULL)
        put_text(a, "action", "claim", 5);
    else if (a->replaced)
        put_text(a, "action", "exchange", 8);
    else if (a->fulfilled)
        put_text(a, "action", "return", 6);
    else
        put_text(a, "action", "cancel", 6);
}

/* Money goes back to where it came from: the first payment. */
static csr_status ask_payments(asking *a)
{
    const struct csri_payment from = { .view = { .purchase = a->refund->purchase } };
    csr_scan scan = { .index = CSRI_PAYMENT_BY_PURCHASE, .equal = 1, .from = &from };
    csr_rows *rows;
    csr_status status = csri_first(&a->call->tx, &csri_payment_record, &scan, &rows);

    if (status != CSR_OK || rows == NULL)
        return status;
    put_name(a, "destination.kind", &csri_t_payment_method,
             ((const struct csri_payment *)csri_rows_at(rows, 0))->view.method);
    put_true(a, "destination.known");
    put_true(a, "destination.original");
    csri_rows_free(rows);
    return CSR_OK;
}

/* ---- The customer and the ticket ---- */

static int same(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

/* A custom field is the fact of its name that the document declares: customer.custom.tier. */
static void put_custom(asking *a, const char *noun, const csr_field_value_view *value)
{
    char name[CSRI_REFUND_NAME_BYTES + 1];
    csr_value fact = csri_fact_custom_value(value);
    int len = snprintf(name, sizeof name, "%s.custom.%.*s", noun, (int)value->name.len, value->name.ptr);

    for (size_t i = 0; i < a->policy->fact_count; i++) {
        const csr_expression_field *field = &a->policy->facts[i];
        const char *type = field->type.ptr;
        if ((size_t)len != field->name.len || memcmp(name, field->name.ptr, (size_t)len) != 0)
            continue;
        if ((fact.kind == CSR_VALUE_STRING && strcmp(type, "string") == 0) ||
            (fact.kind == CSR_VALUE_INT && strcmp(type, "int") == 0) ||
            (fact.kind == CSR_VALUE_BOOL && strcmp(type, "bool") == 0))
            a->out->facts[i] = fact;
    }
}

static csr_status ask_custom(asking *a, const char *noun, const csr_id *subject)
{
    int membership = strcmp(noun, "customer") == 0 && a->policy->membership_field.len != 0;
    csr_rows *rows;
    csr_status status;

    if (!a->policy->reads_custom && !membership)
        return CSR_OK;
    status = csri_field_facts(a->call, subject, &rows);
    if (status != CSR_OK)
        return status;
    hold(a, rows);
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const csr_field_value_view *value = csri_rows_at(rows, i);
        put_custom(a, noun, value);
        if (membership && same(&value->name, &a->policy->membership_field))
            put_text(a, "customer.membership", value->value.ptr, value->value.len);
    }
    return CSR_OK;
}

/* The first of the document's tags that the customer has. */
static csr_status ask_tags(asking *a)
{
    const csr_refund_policy *policy = a->policy;
    const struct csri_tag from = { .view = { .subject = a->refund->customer } };
    csr_rows *rows;
    size_t best = policy->membership_tag_count;
    csr_status status;

    if (best == 0)
        return CSR_OK;
    status = csri_refund_scan(a->call, &csri_tag_record, CSRI_TAG_BY_SUBJECT, &from, &rows);
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows); i++)
        for (size_t k = 0; k < best; k++)
            if (same(&((const struct csri_tag *)csri_rows_at(rows, i))->view.tag, &policy->membership_tags[k]))
                best = k;
    csri_rows_free(rows);
    if (best < policy->membership_tag_count)
        put_text(a, "customer.membership", policy->membership_tags[best].ptr, policy->membership_tags[best].len);
    return CSR_OK;
}

static csr_status ask_customer(asking *a)
{
    const csr_str *otherwise = &a->policy->membership_otherwise;
    csr_status status;

    put_text(a, "customer.membership", otherwise->ptr, otherwise->len);
    if (csr_id_is_none(&a->refund->customer))
        return CSR_OK;
    status = ask_tags(a);
    return status != CSR_OK ? status : ask_custom(a, "customer", &a->refund->customer);
}

static csr_status ask_ticket(asking *a)
{
    const csr_ticket_view *ticket;
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&a->refund->ticket))
        return CSR_OK;
    status = csri_load(&a->call->tx, &csri_ticket_record, &a->refund->ticket, "ticket", &rows);
    if (status != CSR_OK)
        return status;
    ticket = &((const struct csri_ticket *)csri_rows_at(rows, 0))->view;
    put_name(a, "ticket.kind", &csri_t_ticket_kind, ticket->kind);
    put_name(a, "ticket.fault", &csri_t_fault, ticket->fault);
    csri_rows_free(rows);
    return ask_custom(a, "ticket", &a->refund->ticket);
}

/* ---- All of it ---- */

static csr_status take_given(asking *a, const csr_str *given)
{
    csr_status status;

    if (given->len == 0)
        return CSR_OK;
    status = csri_json_read(a->call->tx.host, given->ptr, given->len, 65536, 8, &a->out->given, a->call->err);
    return status != CSR_OK ? status : csri_refund_facts(a->policy, a->out->given, a->out->facts, a->call->err);
}

csr_status csri_judge_facts(csri_call *call, const csr_refund_policy *policy, const csr_refund_view *refund,
                            const csr_str *given, csri_judged *out)
{
    static csr_status (*const parts[])(asking *) = { ask_purchase, ask_parts, ask_payments, ask_customer, ask_ticket };
    asking a = { .call = call, .policy = policy, .refund = refund, .out = out, .asked_at = call->tx.now };
    csr_status status = take_given(&a, given);

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && status == CSR_OK; i++)
        status = parts[i](&a);
    if (status == CSR_OK)
        put_action(&a);
    return status;
}
