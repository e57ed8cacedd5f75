#include <csr/ticket.h>

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

void csr_ticket_number_format(int64_t number, char out[CSR_TICKET_NUMBER_BYTES])
{
    if (out == NULL)
        return;
    snprintf(out, CSR_TICKET_NUMBER_BYTES, "T-%lld", (long long)number);
}

/* "T-", "t-" or "#", which people write before a number. */
static size_t prefix_length(const char *text, size_t len)
{
    if (len >= 2 && (text[0] == 'T' || text[0] == 't') && text[1] == '-')
        return 2;
    return len >= 1 && text[0] == '#' ? 1 : 0;
}

csr_status csr_ticket_number_parse(const char *text, size_t len, int64_t *out_number, csr_error *err)
{
    int64_t number = 0;
    size_t i, first;

    csri_error_clear(err);
    if (out_number == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_number", "NULL was given");
    len = csri_text_nts(text, len);
    first = prefix_length(text, len);
    for (i = first; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
        if (number > (INT64_MAX - (text[i] - '0')) / 10)
            break;
        number = number * 10 + (text[i] - '0');
    }
    if (i != len || i == first || number == 0)
        return csri_fail(err, CSR_E_ARGUMENT, "number",
                         "a ticket's number is written \"T-1042\", \"#1042\" or \"1042\"");
    *out_number = number;
    return CSR_OK;
}
