/*
 * Content of attachments: kept once under its hash, in parts, proved by its own hashes and by no event.
 *
 * A head has the hash of the whole and the first bytes; the parts behind them refer to it and hold up to
 * CSRI_CONTENT_PART bytes each. Content without a hash is an upload that is still coming in.
 */
#ifndef CSRI_STORE_CONTENT_H
#define CSRI_STORE_CONTENT_H

#include "store/tx.h"

/* Bytes of a part that is full. */
#define CSRI_CONTENT_PART ((size_t)262144)

/* Begin an upload. */
csr_status csri_content_begin(csri_tx *tx, csr_id *out_id);
/* Append to an upload; *out_total = bytes there now. CSR_E_STATE when it is content already, CSR_E_CONFLICT when offset
 * is neither 0 nor what is there, CSR_E_LIMIT above `most`. */
csr_status csri_content_append(csri_tx *tx, const csr_id *id, int64_t offset, const csr_str *bytes, int64_t most,
                               int64_t *out_total);
/* Make an upload content. *out is its head, without its bytes: another one's when the store has the same already.
 * wanted = the hash as text, or empty; another one is CSR_E_ARGUMENT (err->field "hash") before anything is written. */
csr_status csri_content_finish(csri_tx *tx, const csr_id *id, const csr_str *wanted, struct csri_content *out);
/* Content of bytes, found or written. */
csr_status csri_content_put(csri_tx *tx, const csr_str *bytes, const csr_str *wanted, struct csri_content *out);
/* Bytes of an upload so far. */
csr_status csri_content_size(csri_tx *tx, const csr_id *id, int64_t *out_total);
/* A hash as 64 hexadecimal digits, NUL-ended. */
void csri_content_hash_text(const uint8_t hash[CSRI_HASH_BYTES], char out[2 * CSRI_HASH_BYTES + 1]);
/* Give an upload up; CSR_E_STATE when it is content already. */
csr_status csri_content_abandon(csri_tx *tx, const csr_id *id);

/* Append up to `most` bytes from `offset` on; each part is compared with its hash first. */
csr_status csri_content_read(csri_tx *tx, const csr_id *id, int64_t offset, size_t most, csri_buffer *out,
                             int64_t *out_total);
/* Whether the content is whole and has the hash that it is kept under: CSR_OK or CSR_E_CORRUPT. */
csr_status csri_content_check(csri_tx *tx, const csr_id *id);

/* Prove the content of every attachment; `found` is told the subject of each whose content is not what it was. */
typedef csr_status csri_content_finding(void *user, const csr_id *subject);
csr_status csri_content_verify(csri_tx *tx, csri_content_finding *found, void *user);

/* Erase content that no attachment refers to, and count it in *dropped; what one does refer to stays. */
csr_status csri_content_drop(csri_tx *tx, const csr_id *id, int64_t *dropped);
/* Migration: uploads that an older version began are marked as such. */
csr_status csri_content_mark_uploads(csri_tx *tx);
/*
 * Maintenance: drop up to `limit` uploads that began before `begun_before`, the oldest first. *out_dropped is added to;
 * *out_more = 1 when there are more of them. Content itself goes with the last attachment that has it.
 */
csr_status csri_content_collect(csri_tx *tx, uint32_t limit, csr_time begun_before, int64_t *out_dropped,
                                int32_t *out_more);

#endif
