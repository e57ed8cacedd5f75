/*
 * Ticket numbers: what is written is read back, and what is read is a number of at least 1.
 */
#include "support/fuzz.h"

#include <csr/ticket.h>
#include <string.h>

static void check_number(int64_t number)
{
    char text[CSR_TICKET_NUMBER_BYTES];
    int64_t again = 0;

    csr_ticket_number_format(number, text);
    FUZZ_REQUIRE(strlen(text) < CSR_TICKET_NUMBER_BYTES);
    if (number < 1)
        return;
    FUZZ_REQUIRE(csr_ticket_number_parse(text, CSR_NTS, &again, NULL) == CSR_OK && again == number);
    FUZZ_REQUIRE(csr_ticket_number_parse(text + 2, CSR_NTS, &again, NULL) == CSR_OK && again == number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    csr_error err = CSR_ERROR_INIT;
    int64_t number = -7;
    csr_status status = csr_ticket_number_parse((const char *)data, size, &number, &err);

    FUZZ_REQUIRE(status == CSR_OK || (status == CSR_E_ARGUMENT && number == -7));
    FUZZ_REQUIRE(err.status == status && (status == CSR_OK || strcmp(err.field, "number") == 0));
    FUZZ_REQUIRE(status != CSR_OK || number >= 1);
    check_number(number);
    check_number(fuzz_i64(&in));
    return 0;
}
