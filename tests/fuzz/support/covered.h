/*
 * What desk.verify answers for: the subjects, what hangs on them, their events and the seals of these. Nothing tells of
 * bookmarks, counters, request keys, drafts, timers and the state of rules.
 */
#ifndef CSR_FUZZ_COVERED_H
#define CSR_FUZZ_COVERED_H

#include "record/records.h"

static inline int covered_by_events(const csr_record *record)
{
    return record == &csri_event_record || record == &csri_checkpoint_record || csri_root_of(record) != NULL ||
           csri_is_child(record);
}

#endif
