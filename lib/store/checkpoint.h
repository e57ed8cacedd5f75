/*
 * Checkpoints: each seals the heads of all subjects that changed in a range of the event log, and is chained to the
 * one before. They make the loss of a whole subject, or of the log's tail, show.
 *
 * heads = BLAKE2b-256("csr.heads.1", for each subject with events in the range, ascending by id: id, seq as 8 bytes
 *         little-endian and hash of its last event in the range)
 * hash  = BLAKE2b-256("csr.checkpoint.1", hash of the checkpoint before, id, created_at, number, from, to as 8 bytes
 *         little-endian,
 *         heads)
 */
#ifndef CSRI_STORE_CHECKPOINT_H
#define CSRI_STORE_CHECKPOINT_H

#include "store/tx.h"

/* Events that one checkpoint covers at most, which bounds the memory of making and of verifying it. */
#define CSRI_CHECKPOINT_EVENTS 32768

/* Seal all events since the last checkpoint, a transaction for each new one; nothing to seal writes nothing.
 * tx has no handle yet. Cost: about 2 microseconds an event. */
csr_status csri_checkpoint_seal(csri_tx *tx, csr_store *store, const csr_id *desk);

/* The same at a close, when it is worth it: CSRI_CHECKPOINT_LEAST events are waiting, or a day has passed since the last
 * checkpoint, or there is none yet. A program that opens the desk for each change, as a command line does, would otherwise
 * pay a second transaction for each. */
#define CSRI_CHECKPOINT_LEAST 64
csr_status csri_checkpoint_seal_at_close(csri_tx *tx, csr_store *store, const csr_id *desk);

/* Compute what a checkpoint over (from, to] must hold: subjects, heads and, given the one before, hash. An event that
 * is missing changes them. *out_events = events in the range. */
csr_status csri_checkpoint_compute(csri_tx *tx, const uint8_t before[CSRI_HASH_BYTES],
                                   struct csri_checkpoint *checkpoint, int64_t *out_events);

#endif
