#include "money_eval.h"

#include "common.h"
#include "money_refunds.h"
#include "money_values.h"

#include <ctype.h>
#include <csr/money.h>
#include <stdlib.h>
#include <string.h>

static csr_status add(struct money_line *line, csr_error *err)
{
    csr_money a = money_of(line, "a"), b = money_of(line, "b"), sum;
    csr_status status = line->wrong ? CSR_E_ARGUMENT : csr_money_add(&a, &b, &sum, err);

    return status == CSR_OK ? money_give(line, "result", sum.minor) : status;
}

static csr_status mul(struct money_line *line, csr_error *err)
{
    csr_money a = money_of(line, "a"), product;
    int64_t b = money_integer(line, "b");
    csr_status status = line->wrong ? CSR_E_ARGUMENT : csr_money_mul(&a, b, &product, err);

    return status == CSR_OK ? money_give(line, "result", product.minor) : status;
}

/* In the mode that is asked for, and beside it as bankers do. */
static csr_status percent(struct money_line *line, csr_error *err)
{
    csr_money amount = money_of(line, "amount"), part, even;
    int64_t basis_points = money_integer(line, "basis_points");
    csr_rounding mode = money_mode(line);
    csr_status status = line->wrong ? CSR_E_ARGUMENT : csr_money_percent(&amount, basis_points, mode, &part, err);

    if (status == CSR_OK)
        status = csr_money_percent(&amount, basis_points, CSR_ROUND_HALF_EVEN, &even, err);
    if (status == CSR_OK)
        (void)money_give(line, "result", part.minor);
    return status == CSR_OK ? money_give(line, "half_even", even.minor) : status;
}

static csr_status ratio(struct money_line *line, csr_error *err)
{
    csr_str num = money_text(line, "num"), den = money_text(line, "den");
    int64_t step = money_integer(line, "step");
    csr_rounding mode = money_mode(line);
    csr_money made;
    csr_status status =
        line->wrong ? CSR_E_ARGUMENT
                    : csr_money_ratio(num.ptr, num.len, den.ptr, den.len, money_currency(line), step, mode, &made, err);

    return status == CSR_OK ? money_give(line, "result", made.minor) : status;
}

static csr_status cash_round(struct money_line *line, csr_error *err)
{
    csr_money amount = money_of(line, "amount"), made;
    int64_t step = money_integer(line, "step");
    csr_rounding mode = money_mode(line);
    csr_status status = line->wrong ? CSR_E_ARGUMENT : csr_money_round(&amount, step, mode, &made, err);

    return status == CSR_OK ? money_give(line, "result", made.minor) : status;
}

static csr_status allocate(struct money_line *line, csr_error *err)
{
    csr_money amount = money_of(line, "amount");
    int64_t step = money_integer(line, "step"), *weights = NULL, *shares;
    size_t count = 0;
    csr_status status = line->wrong ? CSR_E_ARGUMENT : money_weights(line, &weights, &count);

    if (status != CSR_OK)
        return status;
    shares = need_zeroed(count + 1, sizeof *shares);
    status = csr_money_allocate(&amount, weights, count, step, shares, err);
    if (status == CSR_OK)
        money_give_list(line, "result", shares, count);
    free(shares);
    free(weights);
    return status;
}

static csr_status quotrem(struct money_line *line, csr_error *err)
{
    csr_money amount = money_of(line, "amount"), quotient, rest;
    int64_t parts = money_integer(line, "parts"), step = money_integer(line, "step"), both[2];
    csr_status status = line->wrong ? CSR_E_ARGUMENT : csr_money_quotrem(&amount, parts, step, &quotient, &rest, err);

    if (status != CSR_OK)
        return status;
    both[0] = quotient.minor;
    both[1] = rest.minor;
    money_give_list(line, "result", both, 2);
    return CSR_OK;
}

static const struct {
    const char *name;
    csr_status (*answer)(struct money_line *line, csr_error *err);
} operations[] = {
    { "add", add },
    { "mul", mul },
    { "percent", percent },
    { "round", ratio },
    { "cash_round", cash_round },
    { "allocate", allocate },
    { "quotrem", quotrem },
    { "line_units", money_line_units },
    { "amount_over_lines", money_amount_over_lines },
    { "over_payments", money_over_payments },
    { "restocking_fee", money_restocking_fee },
};

/* The name of a status as these files write it: OVERFLOW. */
static json_t *shout(csr_status status)
{
    char name[64];
    size_t len = 0;

    for (const char *at = csr_status_name(status); *at != '\0' && len + 1 < sizeof name; at++)
        name[len++] = (char)toupper((unsigned char)*at);
    return json_stringn(name, len);
}

static void answer_line(struct money_line *line)
{
    const char *op = json_string_value(json_object_get(line->in, "op"));
    csr_error err = CSR_ERROR_INIT;
    csr_status status = CSR_E_ARGUMENT;
    size_t at = 0, count = sizeof operations / sizeof operations[0];

    while (op != NULL && at < count && strcmp(op, operations[at].name) != 0)
        at++;
    if (op == NULL || at == count)
        line->wrong = "op";
    else
        status = operations[at].answer(line, &err);
    if (line->wrong != NULL)
        (void)json_object_set_new(line->out, "error", json_sprintf("%s is missing or malformed", line->wrong));
    else if (status != CSR_OK)
        (void)json_object_set_new(line->out, "error", shout(status));
}

static void filter_line(const char *text, size_t len, FILE *out)
{
    json_error_t why;
    struct money_line line = { .in = json_loadb(text, len, 0, &why), .out = json_object(), .wrong = NULL };
    json_t *id = json_object_get(line.in, "id");

    (void)json_object_set(line.out, "id", id != NULL ? id : json_null());
    if (json_is_object(line.in))
        answer_line(&line);
    else
        (void)json_object_set_new(line.out, "error", json_string("the line is no JSON object"));
    (void)json_dumpf(line.out, out, JSON_COMPACT);
    (void)fputc('\n', out);
    json_decref(line.out);
    json_decref(line.in);
}

int money_eval(FILE *in, FILE *out)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;

    while ((len = getline(&line, &capacity, in)) >= 0)
        filter_line(line, (size_t)len, out);
    free(line);
    return ferror(in) || fflush(out) != 0 || ferror(out);
}
