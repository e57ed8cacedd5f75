#include "money_refunds.h"

#include "common.h"

#include <csr/refund.h>
#include <stdlib.h>

/* Two lists of amounts that come into being together. */
struct parts {
    int64_t *gross, *tax;
    size_t count;
};

static struct parts parts_make(size_t count)
{
    struct parts parts = { need_zeroed(count + 1, sizeof(int64_t)), need_zeroed(count + 1, sizeof(int64_t)), count };

    return parts;
}

static void parts_give(struct money_line *line, struct parts *parts, csr_status status)
{
    if (status == CSR_OK && line->wrong == NULL) {
        money_give_list(line, "gross", parts->gross, parts->count);
        money_give_list(line, "tax", parts->tax, parts->count);
    }
    free(parts->gross);
    free(parts->tax);
}

/* Units are given back step by step, each step by what the ones before left. */
csr_status money_line_units(struct money_line *line, csr_error *err)
{
    const json_t *steps = json_object_get(line->in, "steps");
    csr_refund_line about = { money_integer(line, "line_gross"),
                              money_integer(line, "line_tax"),
                              money_integer(line, "quantity"),
                              0,
                              0,
                              0,
                              0,
                              0 };
    struct parts parts = parts_make(json_array_size(steps));
    csr_status status = CSR_OK;

    if (!json_is_array(steps) && line->wrong == NULL)
        line->wrong = "steps";
    for (size_t i = 0; line->wrong == NULL && status == CSR_OK && i < parts.count; i++) {
        int64_t units = json_integer_value(json_array_get(steps, i));
        status = csr_refund_units(&about, units, &parts.gross[i], &parts.tax[i], err);
        about.refunded_gross_minor += parts.gross[i];
        about.refunded_tax_minor += parts.tax[i];
        about.refunded_units += units;
    }
    parts_give(line, &parts, status);
    return status;
}

/* The tax that went with what a line gave back before follows from that. */
static csr_status read_line(struct money_line *line, const json_t *from, csr_refund_line *out, csr_error *err)
{
    csr_money tax = { money_integer_in(line, from, "tax"), "XXX", 0 };
    csr_status status = CSR_OK;

    out->gross_minor = money_integer_in(line, from, "gross");
    out->tax_minor = tax.minor;
    out->quantity = 1;
    out->refunded_gross_minor = money_integer_in(line, from, "already_refunded");
    out->by_amount = 1;
    if (line->wrong == NULL && out->gross_minor > 0) {
        status = csr_money_part(&tax, out->gross_minor, 0, out->refunded_gross_minor, &tax, err);
        out->refunded_tax_minor = tax.minor;
    }
    return line->wrong == NULL ? status : CSR_E_ARGUMENT;
}

csr_status money_amount_over_lines(struct money_line *line, csr_error *err)
{
    const json_t *from = json_object_get(line->in, "lines");
    int64_t amount = money_integer(line, "amount");
    struct parts parts = parts_make(json_array_size(from));
    csr_refund_line *lines = need_zeroed(parts.count + 1, sizeof *lines);
    csr_status status;

    if (!json_is_array(from) && line->wrong == NULL)
        line->wrong = "lines";
    status = line->wrong == NULL ? CSR_OK : CSR_E_ARGUMENT;
    for (size_t i = 0; status == CSR_OK && i < parts.count; i++)
        status = read_line(line, json_array_get(from, i), &lines[i], err);
    if (status == CSR_OK)
        status = csr_refund_over_lines(lines, parts.count, amount, parts.gross, parts.tax, err);
    parts_give(line, &parts, status);
    free(lines);
    return status;
}

csr_status money_over_payments(struct money_line *line, csr_error *err)
{
    const json_t *from = json_object_get(line->in, "payments");
    int64_t amount = money_integer(line, "amount"), *parts;
    size_t count = json_array_size(from);
    csr_refund_payment *payments = need_zeroed(count + 1, sizeof *payments);
    csr_status status;

    if (!json_is_array(from) && line->wrong == NULL)
        line->wrong = "payments";
    for (size_t i = 0; i < count; i++) {
        payments[i].captured_minor = money_integer_in(line, json_array_get(from, i), "captured");
        payments[i].refunded_minor = money_integer_in(line, json_array_get(from, i), "refunded");
    }
    parts = need_zeroed(count + 1, sizeof *parts);
    status = line->wrong ? CSR_E_ARGUMENT : csr_refund_over_payments(payments, count, amount, parts, err);
    if (status == CSR_OK)
        money_give_list(line, "result", parts, count);
    free(parts);
    free(payments);
    return status;
}

csr_status money_restocking_fee(struct money_line *line, csr_error *err)
{
    int64_t returned = money_integer(line, "returned_gross"), basis_points = money_integer(line, "basis_points"), fee;
    csr_status status = line->wrong ? CSR_E_ARGUMENT : csr_refund_restocking_fee(returned, basis_points, &fee, err);

    if (status != CSR_OK)
        return status;
    (void)money_give(line, "fee", fee);
    return money_give(line, "refund", returned - fee);
}
