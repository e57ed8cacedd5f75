#include "desk/money_groups.h"

#include "base/amount.h"
#include "base/error.h"

csr_status csri_money_groups_begin(csri_money_groups *groups, csri_call *call)
{
    groups->call = call;
    csri_buffer_init(&groups->order, call->tx.host, 0);
    return csri_rows_new(call->tx.host, sizeof(csr_money_report_view), 16, &groups->rows, call->err);
}

void csri_money_groups_end(csri_money_groups *groups)
{
    csri_buffer_free(&groups->order);
    csri_rows_free(groups->rows);
}

size_t csri_money_groups_count(const csri_money_groups *groups)
{
    return groups->order.len / sizeof(uint32_t);
}

csr_money_report_view *csri_money_groups_at(const csri_money_groups *groups, size_t i)
{
    uint32_t row;

    memcpy(&row, groups->order.ptr + i * sizeof row, sizeof row);
    return csri_rows_at(groups->rows, row);
}

static int compare(const csr_money_report_view *a, const csr_money_report_view *b)
{
    size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
    int order = n == 0 ? 0 : memcmp(a->name.ptr, b->name.ptr, n);

    if (order == 0)
        order = (a->name.len > b->name.len) - (a->name.len < b->name.len);
    if (order == 0)
        order = memcmp(&a->subject, &b->subject, sizeof a->subject);
    return order != 0 ? order : memcmp(a->currency, b->currency, sizeof a->currency);
}

/* The number of the first group that is not before this one. */
static size_t place_of(const csri_money_groups *groups, const csr_money_report_view *what)
{
    size_t low = 0, high = csri_money_groups_count(groups);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(csri_money_groups_at(groups, middle), what) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t csri_money_groups_behind(const csri_money_groups *groups, const csr_money_report_view *last)
{
    size_t at = place_of(groups, last);

    if (at < csri_money_groups_count(groups) && compare(csri_money_groups_at(groups, at), last) == 0)
        at++;
    return at;
}

static csr_status insert(csri_money_groups *groups, size_t at, const csr_money_report_view *what)
{
    const csr_money_report_view empty = { .subject = what->subject };
    uint32_t row = (uint32_t)csri_rows_count(groups->rows);
    size_t size = sizeof row;
    csr_money_report_view *view;
    void *added;
    csr_status status;

    if (row >= CSRI_MONEY_GROUPS_MAX)
        return csri_fail(groups->call->err, CSR_E_LIMIT, "by", "there are more than %d groups", CSRI_MONEY_GROUPS_MAX);
    csri_buffer_put(&groups->order, &row, size);
    status = csri_buffer_check(&groups->order, groups->call->err);
    if (status != CSR_OK)
        return status;
    memmove(groups->order.ptr + (at + 1) * size, groups->order.ptr + at * size, groups->order.len - (at + 1) * size);
    memcpy(groups->order.ptr + at * size, &row, size);
    status = csr_rows_add(groups->rows, &added);
    if (status == CSR_OK) {
        view = added;
        *view = empty;
        memcpy(view->currency, what->currency, sizeof view->currency);
        status = csr_rows_text(groups->rows, what->name.ptr, what->name.len, &view->name);
    }
    return status == CSR_OK ? CSR_OK : csri_fail(groups->call->err, status, NULL, "no memory for a group");
}

/* Add up, or CSR_E_OVERFLOW. */
static csr_status add_up(csr_money_report_view *to, const csr_money_report_view *what)
{
    const int64_t more[] = { what->given_back_minor, what->goodwill_minor, what->pending_minor, what->unknown_minor,
                             what->reserved_minor,   what->issued_minor,   what->redeemed_minor };
    int64_t *sums[] = { &to->given_back_minor, &to->goodwill_minor, &to->pending_minor, &to->unknown_minor,
                        &to->reserved_minor,   &to->issued_minor,   &to->redeemed_minor };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < sizeof more / sizeof more[0] && status == CSR_OK; i++)
        status = csri_amount_add(*sums[i], more[i], sums[i]);
    to->payouts += what->payouts;
    to->vouchers += what->vouchers;
    return status;
}

csr_status csri_money_groups_add(csri_money_groups *groups, const csr_money_report_view *what)
{
    size_t at = place_of(groups, what);
    csr_status status = CSR_OK;

    if (at == csri_money_groups_count(groups) || compare(csri_money_groups_at(groups, at), what) != 0)
        status = insert(groups, at, what);
    if (status != CSR_OK)
        return status;
    status = add_up(csri_money_groups_at(groups, at), what);
    return status == CSR_OK ? CSR_OK : csri_fail(groups->call->err, status, "by", "a sum does not fit into 64 bits");
}
