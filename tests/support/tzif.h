/*
 * Zone files for tests: TZif as RFC 9636 has it, from a few numbers, right or wrong on purpose.
 */
#ifndef CSR_TEST_TZIF_H
#define CSR_TEST_TZIF_H

#include <stddef.h>
#include <stdint.h>

#define CSR_TEST_TZIF_BYTES 16384

typedef struct csr_test_tzif {
    char version; /* 0, '2', '3', '4' */
    size_t times;
    const int64_t *at;
    const uint8_t *type_of; /* of each time */
    size_t types;
    const int32_t *offsets; /* of each type */
    const char *rule;       /* behind the last time; NULL = empty */
    /* Wrong on purpose. */
    uint32_t leaps, ut_flags, standard_flags;
    uint8_t name_at;    /* where the name of each type begins, of four bytes */
    int no_names;       /* no bytes of names */
    char other_version; /* of the second header; 0 = the same */
} csr_test_tzif;

/* Write the file to out, CSR_TEST_TZIF_BYTES; how long it is. */
size_t csr_test_tzif_write(const csr_test_tzif *file, uint8_t *out);

#endif
