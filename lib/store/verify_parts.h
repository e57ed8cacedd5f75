/*
 * A verification under way: what its parts share.
 */
#ifndef CSRI_STORE_VERIFY_PARTS_H
#define CSRI_STORE_VERIFY_PARTS_H

#include "base/error.h"
#include "store/tx.h"

typedef struct csri_verifying {
    csri_tx *tx;
    csr_rows *findings;
    size_t limit;
    int64_t subjects, events, checkpoints;
    int64_t broken;                        /* subjects that were reported */
    int64_t children[CSRI_RECORD_NUMBERS]; /* rows of each child record that the events tell of, by csr_record_kind */
} csri_verifying;

/* Add a finding of severity error, unless there are enough. subject may be NULL. */
csr_status csri_verify_report(csri_verifying *v, const csr_id *subject, int64_t position, const char *place,
                              const char *format, ...) CSRI_PRINTF(5, 6);

/* Every checkpoint is what the events that it covers make it. */
csr_status csri_verify_checkpoints(csri_verifying *v);
/* No ticket has a number that the counter has yet to give. */
csr_status csri_verify_counter(csri_verifying *v);

#endif
