#include <csr/version.h>

int32_t csr_version_number(void)
{
    return CSR_VERSION_NUMBER;
}

const char *csr_version_text(void)
{
    return CSR_VERSION_TEXT;
}
