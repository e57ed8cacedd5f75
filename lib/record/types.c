#include "record/types.h"

#include <csr/result.h>

#define X(n, m, k, ...) \
    const csr_type csri_t_##n = { .name = #n, .meaning = CSR_MEANING_##m, .c = CSR_CLASS_##k, __VA_ARGS__ };
CSRI_TYPES(X)
#undef X
