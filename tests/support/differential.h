/*
 * Random operations on two stores at once; every answer must be the same. The store in memory is the oracle.
 */
#ifndef CSR_DIFFERENTIAL_H
#define CSR_DIFFERENTIAL_H

#include <csr/sys/backend.h>

/* The other store: its methods, and its URI with a place for a number. */
typedef struct csr_differential_store {
    const csr_backend_ops *ops;
    const char *uri;
    int is_file; /* a SQLite file, to be removed afterwards */
} csr_differential_store;

/* Bytes of an explanation. */
#define CSR_DIFFERENTIAL_TEXT 512

/* So many steps, which depend on the seed alone, and a comparison of everything. Returns 0, or the number of the step
 * after which something was wrong, and says in text what. */
size_t csr_differential_run(const csr_schema *schema, const csr_differential_store *other, uint64_t seed, size_t steps,
                            char text[CSR_DIFFERENTIAL_TEXT]);

/* The shortest sequence that fails, as far as taking away halves finds it; `failing` steps do. */
size_t csr_differential_shorten(const csr_schema *schema, const csr_differential_store *other, uint64_t seed,
                                size_t failing, char text[CSR_DIFFERENTIAL_TEXT]);

#endif
