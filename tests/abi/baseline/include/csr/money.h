/**
 * @file csr/money.h
 * Amounts of money: whole minor units of a currency, added, multiplied, rounded and divided without a loss.
 *
 * There is no floating point anywhere: an answer is exact, rounded in the way that was named, or an error. Everything here
 * is pure; no function keeps anything. Experimental: it may change in any release of 0.x; its functions are declared for
 * those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_MONEY_H
#define CSR_MONEY_H

#include <csr/export.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Bytes that hold an amount as decimal text, with its NUL. */
#define CSR_MONEY_TEXT_BYTES 32
/** Most digits behind the point that a currency may have. */
#define CSR_MONEY_EXPONENT_MAX 18

/** An amount of money. */
typedef struct csr_money {
    int64_t minor;    /**< In the smallest unit of the currency, such as cents. */
    char currency[4]; /**< ISO 4217: three capital letters, NUL-ended. */
    int32_t reserved; /**< Zero. */
} csr_money;

/** A currency of the host's own, which ISO 4217 does not have. */
typedef struct csr_currency {
    char code[4];     /**< Three capital letters, NUL-ended; a code of ISO 4217 keeps its meaning. */
    int32_t exponent; /**< Digits behind the point, 0 to CSR_MONEY_EXPONENT_MAX. */
} csr_currency;

/** What becomes of a fraction. The names say it for negative amounts too. */
typedef int32_t csr_rounding;
enum {
    CSR_ROUND_FLOOR = 1,       /**< Towards minus infinity. */
    CSR_ROUND_CEIL = 2,        /**< Towards plus infinity. */
    CSR_ROUND_TRUNC = 3,       /**< Towards zero. */
    CSR_ROUND_AWAY = 4,        /**< Away from zero. */
    CSR_ROUND_HALF_EVEN = 5,   /**< To the nearest; halves to the even neighbour. */
    CSR_ROUND_HALF_ODD = 6,    /**< To the nearest; halves to the odd neighbour. */
    CSR_ROUND_HALF_AWAY = 7,   /**< To the nearest; halves away from zero. The default. */
    CSR_ROUND_HALF_TOWARD = 8, /**< To the nearest; halves towards zero. */
    CSR_ROUND_HALF_CEIL = 9,   /**< To the nearest; halves towards plus infinity. */
    CSR_ROUND_HALF_FLOOR = 10  /**< To the nearest; halves towards minus infinity. */
};

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * The version of the compiled table of currencies; it grows when a currency comes, goes or changes.
 *
 * @return 1 or more
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md
 * @since  0.1
 */
CSR_API int32_t csr_money_table_version(void);

/**
 * How many digits a currency has behind the point.
 *
 * @param code         [in]  three capital letters
 * @param code_len     [in]  bytes, or CSR_NTS
 * @param own          [in]  currencies of the host, asked after the table; NULL when own_count is 0
 * @param own_count    [in]  how many
 * @param out_exponent [out] 0 to CSR_MONEY_EXPONENT_MAX; untouched on failure
 * @param err          [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_CURRENCY (field="currency": not known), CSR_E_ARGUMENT (field="currency": no three capital letters;
 *         field="own": an entry of the host's that cannot be)
 * @owner  nothing
 * @thread any
 * @cost   one binary search, and a look at each of the host's own
 * @source docs/money.md, rule M3
 * @since  0.1
 */
CSR_API csr_status csr_money_exponent(const char *code, size_t code_len, const csr_currency *own, size_t own_count,
                                      int32_t *out_exponent, csr_error *err);

/**
 * Read an amount from decimal text: an optional sign, digits, and a point with at most as many digits as the currency has.
 *
 * @param text      [in]  such as "-12.50"
 * @param len       [in]  bytes, or CSR_NTS
 * @param code      [in]  the currency, three capital letters, NUL-ended
 * @param own       [in]  currencies of the host; NULL when own_count is 0
 * @param own_count [in]  how many
 * @param out       [out] the amount; untouched on failure
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field="amount": no number, or too many digits behind the point), CSR_E_OVERFLOW
 *         (field="amount"), those of csr_money_exponent()
 * @owner  nothing
 * @thread any
 * @cost   linear in the text
 * @source docs/money.md
 * @since  0.1
 */
CSR_API csr_status csr_money_parse(const char *text, size_t len, const char *code, const csr_currency *own,
                                   size_t own_count, csr_money *out, csr_error *err);

/**
 * Write an amount as decimal text, with all digits that the currency has and without its code.
 *
 * @param money     [in]  an amount
 * @param own       [in]  currencies of the host; NULL when own_count is 0
 * @param own_count [in]  how many
 * @param out       [out] CSR_MONEY_TEXT_BYTES bytes, NUL-ended; empty text on failure
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors those of csr_money_exponent()
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md
 * @since  0.1
 */
CSR_API csr_status csr_money_format(const csr_money *money, const csr_currency *own, size_t own_count,
                                    char out[CSR_MONEY_TEXT_BYTES], csr_error *err);

/**
 * Add two amounts.
 *
 * @param a   [in]  an amount
 * @param b   [in]  another of the same currency
 * @param out [out] the sum, which may be a or b; untouched on failure
 * @param err [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_OVERFLOW, CSR_E_CURRENCY (two currencies), CSR_E_ARGUMENT (no currency)
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md, rules M1, M2
 * @since  0.1
 */
CSR_API csr_status csr_money_add(const csr_money *a, const csr_money *b, csr_money *out, csr_error *err);

/**
 * Take one amount from another.
 *
 * @param a   [in]  an amount
 * @param b   [in]  another of the same currency
 * @param out [out] a less b, which may be a or b; untouched on failure
 * @param err [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_OVERFLOW, CSR_E_CURRENCY (two currencies), CSR_E_ARGUMENT (no currency)
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md, rules M1, M2
 * @since  0.1
 */
CSR_API csr_status csr_money_sub(const csr_money *a, const csr_money *b, csr_money *out, csr_error *err);

/**
 * Multiply an amount by a whole number.
 *
 * @param a      [in]  an amount
 * @param factor [in]  how often
 * @param out    [out] the product, which may be a; untouched on failure
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_OVERFLOW, CSR_E_ARGUMENT (no currency)
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md, rule M1
 * @since  0.1
 */
CSR_API csr_status csr_money_mul(const csr_money *a, int64_t factor, csr_money *out, csr_error *err);

/**
 * Multiply an amount by a fraction; what is between does not overflow.
 *
 * @param a    [in]  an amount
 * @param num  [in]  above the line
 * @param den  [in]  below the line, 1 or more
 * @param mode [in]  CSR_ROUND_*; 0 = CSR_ROUND_HALF_AWAY
 * @param out  [out] the product, which may be a; untouched on failure
 * @param err  [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_OVERFLOW, CSR_E_ARGUMENT (den, mode, no currency)
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md, rules M1, M5
 * @since  0.1
 */
CSR_API csr_status csr_money_scale(const csr_money *a, int64_t num, int64_t den, csr_rounding mode, csr_money *out,
                                   csr_error *err);

/**
 * A part of an amount in hundredths of a per cent.
 *
 * @param a            [in]  an amount
 * @param basis_points [in]  10000 = all of it
 * @param mode         [in]  CSR_ROUND_*; 0 = CSR_ROUND_HALF_AWAY
 * @param out          [out] the part, which may be a; untouched on failure
 * @param err          [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_OVERFLOW, CSR_E_ARGUMENT (mode, no currency)
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md, rule M5
 * @since  0.1
 */
CSR_API csr_status csr_money_percent(const csr_money *a, int64_t basis_points, csr_rounding mode, csr_money *out,
                                     csr_error *err);

/**
 * Round an amount to a multiple of a step, such as the smallest coin.
 *
 * @param a    [in]  an amount
 * @param step [in]  minor units, 1 or more
 * @param mode [in]  CSR_ROUND_*; 0 = CSR_ROUND_HALF_AWAY
 * @param out  [out] the multiple, which may be a; untouched on failure
 * @param err  [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_OVERFLOW, CSR_E_ARGUMENT (step, mode, no currency)
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md, rule M11
 * @since  0.1
 */
CSR_API csr_status csr_money_round(const csr_money *a, int64_t step, csr_rounding mode, csr_money *out, csr_error *err);

/**
 * Round a fraction of minor units, written in digits, to a multiple of a step.
 *
 * For prices that are finer than the currency: 12.34 * 1.2 cents-wise is 7404/5.
 *
 * @param num     [in]  above the line: an optional sign and digits, below 2^128
 * @param num_len [in]  bytes, or CSR_NTS
 * @param den     [in]  below the line: digits, 1 or more, below 2^128
 * @param den_len [in]  bytes, or CSR_NTS
 * @param code    [in]  the currency, three capital letters, NUL-ended
 * @param step    [in]  minor units, 1 or more
 * @param mode    [in]  CSR_ROUND_*; 0 = CSR_ROUND_HALF_AWAY
 * @param out     [out] the multiple; untouched on failure
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_OVERFLOW, CSR_E_ARGUMENT (num, den, step, mode, currency)
 * @owner  nothing
 * @thread any
 * @cost   linear in the digits
 * @source docs/money.md, rules M1, M5
 * @since  0.1
 */
CSR_API csr_status csr_money_ratio(const char *num, size_t num_len, const char *den, size_t den_len, const char *code,
                                   int64_t step, csr_rounding mode, csr_money *out, csr_error *err);

/**
 * Divide an amount into equal parts of whole steps, and what is left over.
 *
 * @param a            [in]  an amount
 * @param parts        [in]  how many, 1 or more
 * @param step         [in]  minor units, 1 or more
 * @param out_quotient [out] one part, rounded towards zero; untouched on failure
 * @param out_rest     [out] the amount less all parts; untouched on failure; may be NULL
 * @param err          [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (parts, step, no currency)
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md
 * @since  0.1
 */
CSR_API csr_status csr_money_quotrem(const csr_money *a, int64_t parts, int64_t step, csr_money *out_quotient,
                                     csr_money *out_rest, csr_error *err);

/**
 * Share an amount out by weights: nothing is lost and no share is a step away from the exact one (Hamilton).
 *
 * Each gets its exact share cut down to whole steps; the steps left go to the largest fractions, of equal ones to the first.
 * A weight of 0 gets nothing, and the shares of -x are those of x with the other sign.
 *
 * @param amount    [in]  what is shared, a multiple of step
 * @param weights   [in]  count weights, 0 or more each
 * @param count     [in]  how many, 1 or more
 * @param step      [in]  minor units, 1 or more
 * @param out_minor [out] count shares in minor units, not overlapping weights; untouched on failure
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (weights: one is negative or all are 0; step; no currency), CSR_E_STEP (amount),
 *         CSR_E_OVERFLOW (weights: their sum)
 * @owner  nothing
 * @thread any
 * @cost   linear in count, nothing is allocated
 * @source docs/money.md, rule M6
 * @since  0.1
 */
CSR_API csr_status csr_money_allocate(const csr_money *amount, const int64_t *weights, size_t count, int64_t step,
                                      int64_t *out_minor, csr_error *err);

/**
 * What the next units of a whole are worth, such that all of them together are worth the whole.
 *
 * floor(total * (before + more) / of) - floor(total * before / of): three thirds of 10.00 are 3.33, 3.33 and 3.34.
 *
 * @param total  [in]  what all units are worth, 0 or more
 * @param of     [in]  how many units there are, 1 or more
 * @param before [in]  how many were taken before
 * @param more   [in]  how many are taken now; before + more <= of
 * @param out    [out] what they are worth, which may be total; untouched on failure
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (total, of, before, more: negative, or no currency), CSR_E_OVER_REFUND (more: not so many are left)
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md, rules M7, M8
 * @since  0.1
 */
CSR_API csr_status csr_money_part(const csr_money *total, int64_t of, int64_t before, int64_t more, csr_money *out,
                                  csr_error *err);
#endif

CSR_END_DECLS

#endif
