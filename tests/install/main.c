/* The least that proves headers and library fit: they agree on the version. */
#include <csr/csr.h>

int main(void)
{
    return csr_version_number() == CSR_VERSION_NUMBER ? 0 : 1;
}
