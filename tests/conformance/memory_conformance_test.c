#include "backends/memory/memory_backend.h"
#include "support/conformance.h"

#include <stdio.h>

static void fresh_uri(char *out, size_t size)
{
    snprintf(out, size, "memory:");
}

static const csr_conformance_target target = {
    .name = "memory_conformance_test",
    .ops = &csri_memory_ops,
    .fresh_uri = fresh_uri,
};

int main(void)
{
    return csr_conformance_main(&target);
}
