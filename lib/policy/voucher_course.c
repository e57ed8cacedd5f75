#include "policy/voucher_course.h"

#include "base/amount.h"
#include "base/error.h"

#include <string.h>

#define TO(state) (1u << (CSR_VOUCHER_##state))
#define ENDS (TO(EXPIRED) | TO(REVOKED))

/* A use that is given back makes of a used one what it was before; what has expired or was revoked stays so. */
static const unsigned followers[] = {
    [CSR_VOUCHER_ISSUED] = TO(ISSUED) | TO(ACTIVE) | ENDS,
    [CSR_VOUCHER_ACTIVE] = TO(ACTIVE) | TO(PART_USED) | TO(USED) | ENDS,
    [CSR_VOUCHER_PART_USED] = TO(ACTIVE) | TO(PART_USED) | TO(USED) | ENDS,
    [CSR_VOUCHER_USED] = TO(ACTIVE) | TO(PART_USED),
    [CSR_VOUCHER_EXPIRED] = TO(EXPIRED),
    [CSR_VOUCHER_REVOKED] = TO(REVOKED),
};

int csri_voucher_may_follow(csr_voucher_state from, csr_voucher_state to)
{
    return (followers[from] >> to & 1) != 0;
}

int csri_voucher_is_open(csr_voucher_state state)
{
    return state <= CSR_VOUCHER_PART_USED;
}

csr_voucher_state csri_voucher_after(csr_voucher_state state, int64_t amount_minor, int64_t used_minor)
{
    if (state == CSR_VOUCHER_EXPIRED || state == CSR_VOUCHER_REVOKED)
        return state;
    if (used_minor == 0)
        return CSR_VOUCHER_ACTIVE;
    return used_minor < amount_minor ? CSR_VOUCHER_PART_USED : CSR_VOUCHER_USED;
}

int csri_voucher_waited_too_long(const csr_voucher_view *voucher, csr_time now)
{
    csr_time by = voucher->approve_by != 0 ? voucher->approve_by : voucher->created_at + CSR_APPROVAL_LIFE_US;

    return voucher->state == CSR_VOUCHER_ISSUED && by <= now;
}

csr_status csri_voucher_check(const csr_voucher_view *voucher, csr_time now, csr_error *err)
{
    int percent = voucher->kind == CSR_VOUCHER_PERCENT;

    if (voucher->amount_minor < 1)
        return csri_fail(err, CSR_E_ARGUMENT, "amount_minor",
                         percent ? "a percentage has a cap of 1 or more" : "it is 1 or more");
    if (percent ? voucher->basis_points < 1 || voucher->basis_points > 10000 : voucher->basis_points != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "basis_points",
                         percent ? "it is 1 to 10000" : "only a percentage has basis points");
    if (voucher->kind == CSR_VOUCHER_STORE_CREDIT && csr_id_is_none(&voucher->customer))
        return csri_fail(err, CSR_E_ARGUMENT, "customer", "store credit is owed to a customer");
    if (voucher->valid_until != 0 && (voucher->valid_until <= voucher->valid_from || voucher->valid_until <= now))
        return csri_fail(err, CSR_E_ARGUMENT, "valid_until", "it is later than now and than valid_from");
    return CSR_OK;
}

/* Whether it can be used at all by the one who asks. */
static csr_status check_use(const csr_voucher_view *voucher, const csr_voucher_redeem_params *asked, csr_time now,
                            csr_error *err)
{
    static const char *const why[] = {
        [CSR_VOUCHER_ISSUED] = "it has to be approved first",
        [CSR_VOUCHER_USED] = "all of it was used",
        [CSR_VOUCHER_EXPIRED] = "it has expired",
        [CSR_VOUCHER_REVOKED] = "it was revoked",
    };

    if (voucher->state != CSR_VOUCHER_ACTIVE && voucher->state != CSR_VOUCHER_PART_USED)
        return csri_fail(err, CSR_E_STATE, "state", "the voucher: %s; 0 is left", why[voucher->state]);
    if (voucher->valid_from > now)
        return csri_fail(err, CSR_E_STATE, "valid_from", "the voucher may not be used yet; 0 is left for now");
    if (voucher->valid_until != 0 && voucher->valid_until <= now)
        return csri_fail(err, CSR_E_STATE, "valid_until", "the voucher has expired; 0 is left");
    if (!csr_id_is_none(&voucher->customer) && !csr_id_is_none(&asked->customer) &&
        memcmp(&voucher->customer, &asked->customer, sizeof asked->customer) != 0)
        return csri_fail(err, CSR_E_STATE, "customer", "the voucher is another customer's");
    return CSR_OK;
}

/* What it gives for a basket: as much as is left, and of a percentage that part, rounded down. */
static int64_t for_basket(const csr_voucher_view *voucher, int64_t basket_minor)
{
    int64_t left = voucher->amount_minor - voucher->used_minor, part = basket_minor;

    if (voucher->kind == CSR_VOUCHER_PERCENT)
        /* At most the basket: it cannot overflow. */
        (void)csri_amount_scale(basket_minor, voucher->basis_points, 10000, CSR_ROUND_FLOOR, &part);
    return part < left ? part : left;
}

csr_status csri_voucher_use(const csr_voucher_view *voucher, const csr_voucher_redeem_params *asked, csr_time now,
                            int64_t *out, csr_error *err)
{
    int64_t left = voucher->amount_minor - voucher->used_minor, use = asked->amount_minor;
    csr_status status = CSR_OK;

    if ((asked->amount_minor == 0) == (asked->basket_minor == 0))
        return csri_fail(err, CSR_E_ARGUMENT, "amount_minor", "either an amount or a basket is asked for");
    if (voucher->kind == CSR_VOUCHER_PERCENT && asked->amount_minor != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "amount_minor", "a percentage is asked for by the basket");
    if (memcmp(voucher->currency, asked->currency, sizeof voucher->currency) != 0)
        return csri_fail(err, CSR_E_CURRENCY, "currency", "the voucher is in %s", voucher->currency);
    status = check_use(voucher, asked, now, err);
    if (status != CSR_OK)
        return status;
    if (asked->basket_minor != 0)
        use = for_basket(voucher, asked->basket_minor);
    if (use < 1)
        return csri_fail(err, CSR_E_ARGUMENT, "basket_minor", "of so little the voucher gives nothing");
    if (use > left)
        return csri_fail(err, CSR_E_OVER_REFUND, "amount_minor", "%lld is asked for, %lld is left", (long long)use,
                         (long long)left);
    *out = use;
    return CSR_OK;
}

int csri_voucher_same_use(const csr_voucher_redemption_view *was, const csr_voucher_redeem_params *asked)
{
    if (memcmp(was->currency, asked->currency, sizeof was->currency) != 0)
        return 0;
    if (asked->basket_minor != 0)
        return asked->amount_minor == 0 && asked->basket_minor == was->basket_minor;
    return was->basket_minor == 0 && asked->amount_minor == was->amount_minor;
}

void csri_voucher_code(const uint8_t random[CSRI_VOUCHER_CODE_BYTES], char out[CSRI_VOUCHER_CODE_LETTERS + 1])
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    unsigned bits = 0, held = 0, at = 0;

    for (unsigned n = 0; n < CSRI_VOUCHER_CODE_LETTERS; n++) {
        if (n % 6 == 5) {
            out[n] = '-';
            continue;
        }
        if (held < 5) {
            bits = bits << 8 | random[at++];
            held += 8;
        }
        held -= 5;
        out[n] = letters[bits >> held & 31];
    }
    out[CSRI_VOUCHER_CODE_LETTERS] = '\0';
}
