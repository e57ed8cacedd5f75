#include "money_values.h"

#include "common.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void miss(struct money_line *line, const char *name)
{
    if (line->wrong == NULL)
        line->wrong = name;
}

int64_t money_integer_in(struct money_line *line, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    if (!json_is_integer(value))
        miss(line, name);
    return json_integer_value(value);
}

int64_t money_integer(struct money_line *line, const char *name)
{
    return money_integer_in(line, line->in, name);
}

csr_str money_text(struct money_line *line, const char *name)
{
    const json_t *value = json_object_get(line->in, name);
    csr_str text = { json_string_value(value), json_string_length(value) };

    if (text.ptr == NULL)
        miss(line, name);
    return text;
}

csr_rounding money_mode(struct money_line *line)
{
    static const char *const names[] = { "floor",    "ceil",      "trunc",       "away",      "half_even",
                                         "half_odd", "half_away", "half_toward", "half_ceil", "half_floor" };
    csr_str name = money_text(line, "mode");

    for (size_t i = 0; name.ptr != NULL && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name.ptr) == 0)
            return (csr_rounding)i + CSR_ROUND_FLOOR;
    miss(line, "mode");
    return 0;
}

const char *money_currency(const struct money_line *line)
{
    const char *code = json_string_value(json_object_get(line->in, "currency"));

    return code != NULL ? code : "XXX";
}

csr_money money_of(struct money_line *line, const char *name)
{
    csr_money money = { money_integer(line, name), "", 0 };
    const char *code = money_currency(line);

    if (strlen(code) == 3)
        memcpy(money.currency, code, 3);
    else
        miss(line, "currency");
    return money;
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* "2/7", "3", 3: 1, or 0 when it is none of them. */
static int read_fraction(const json_t *value, int64_t *num, int64_t *den)
{
    const char *text = json_string_value(value);
    char *end;

    *num = json_integer_value(value);
    *den = 1;
    if (text == NULL)
        return json_is_integer(value);
    errno = 0;
    *num = strtoll(text, &end, 10);
    if (end != text && *end == '/') {
        text = end + 1;
        *den = strtoll(text, &end, 10);
    }
    return errno == 0 && end != text && *end == '\0' && *den >= 1;
}

/* Bring `count` fractions to one denominator: their numerators are the weights. */
static csr_status to_one_denominator(int64_t *nums, const int64_t *dens, size_t count)
{
    int64_t common = 1;

    for (size_t i = 0; i < count; i++)
        if (__builtin_mul_overflow(common, dens[i] / (int64_t)common_divisor((uint64_t)common, (uint64_t)dens[i]),
                                   &common))
            return CSR_E_OVERFLOW;
    for (size_t i = 0; i < count; i++)
        if (__builtin_mul_overflow(nums[i], common / dens[i], &nums[i]))
            return CSR_E_OVERFLOW;
    return CSR_OK;
}

csr_status money_weights(struct money_line *line, int64_t **weights, size_t *count)
{
    const json_t *ratios = json_object_get(line->in, "ratios");
    int64_t *dens;
    csr_status status = CSR_OK;

    *count = json_array_size(ratios);
    *weights = need_zeroed(*count + 1, sizeof **weights);
    dens = need_zeroed(*count + 1, sizeof *dens);
    for (size_t i = 0; i < *count; i++)
        if (!read_fraction(json_array_get(ratios, i), &(*weights)[i], &dens[i]))
            miss(line, "ratios");
    if (!json_is_array(ratios))
        miss(line, "ratios");
    if (line->wrong == NULL)
        status = to_one_denominator(*weights, dens, *count);
    free(dens);
    if (line->wrong == NULL && status == CSR_OK)
        return CSR_OK;
    free(*weights);
    *weights = NULL;
    return status == CSR_OK ? CSR_E_ARGUMENT : status;
}

csr_status money_give(struct money_line *line, const char *name, int64_t minor)
{
    (void)json_object_set_new(line->out, name, json_integer(minor));
    return CSR_OK;
}

void money_give_list(struct money_line *line, const char *name, const int64_t *minors, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(list, json_integer(minors[i]));
    (void)json_object_set_new(line->out, name, list);
}
