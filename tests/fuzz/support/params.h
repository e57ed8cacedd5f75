/*
 * Parameters made from an input by their description: values that are right, values at the edge, and wrong ones.
 */
#ifndef CSR_FUZZ_PARAMS_H
#define CSR_FUZZ_PARAMS_H

#include "base/buffer.h"
#include "desk/run.h"
#include "support/fuzz.h"

#define FUZZ_PARAMS_MAX 512
#define FUZZ_IDS_MAX 32
#define FUZZ_RECORDS_MAX 72

/* Ids of records made before, by the record's place in csri_schema; the last ones win. */
typedef struct fuzz_ids {
    csr_id ids[FUZZ_RECORDS_MAX][FUZZ_IDS_MAX];
    uint32_t made[FUZZ_RECORDS_MAX];
    csr_str token; /* of the last page that had a next one */
    csr_time now;
} fuzz_ids;

/* Parameters of one call. */
typedef struct fuzz_params {
    _Alignas(16) char bytes[FUZZ_PARAMS_MAX];
    csr_host host;
    csr_id id;
    int typed_only;   /* they hold what JSON cannot say, such as a value that an enumeration does not have */
    csri_buffer json; /* the same for csr_call(); empty when typed_only */
    csri_buffer text; /* what the texts borrow; never grows while they do */
} fuzz_params;

/* The record that an operation's name begins with ("ticket.open"): what an id that it gives is one of. -1 = none. */
int fuzz_record_of(const csri_operation *operation);
void fuzz_ids_add(fuzz_ids *ids, int record, const csr_id *id);

/* Fill; free with fuzz_params_free(). */
void fuzz_params_make(fuzz_in *in, const csri_operation *operation, const fuzz_ids *ids, fuzz_params *out);
void fuzz_params_free(fuzz_params *params);

#endif
