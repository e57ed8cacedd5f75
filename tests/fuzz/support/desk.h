/*
 * Desks for targets: in memory or in a file of a folder of our own, with a clock that stands still and entropy that is
 * always the same, so that the same calls give the same bytes on every store.
 */
#ifndef CSR_FUZZ_DESK_H
#define CSR_FUZZ_DESK_H

#include "support/params.h"
#include "support/test_host.h"

typedef struct fuzz_desk {
    csr_test_host host;
    csr_desk *desk;
    csr_session *session;
} fuzz_desk;

/* Open desk and session; the status of what failed. The host stays to be ended by fuzz_desk_close(), also then. */
csr_status fuzz_desk_open(fuzz_desk *desk, const char *uri, uint32_t flags);
/* Close, and require that nothing leaked. */
void fuzz_desk_close(fuzz_desk *desk);
/* An hour later than when desks are made: what is done then gets other ids than what made them. */
void fuzz_desk_later(fuzz_desk *desk);

/* Record some of everything; the ids go to `ids`. */
void fuzz_desk_fill(fuzz_desk *desk, fuzz_ids *ids);
/* Errors that desk.verify finds, or -1 when it cannot run. */
int fuzz_desk_verify(fuzz_desk *desk);

/* Path of a file in a folder of this process, which goes when it ends: in memory where the system has that. */
const char *fuzz_path(const char *name, char *out, size_t out_size);
/* Make a desk file of these bytes, without what SQLite keeps beside it. */
void fuzz_write_desk(const char *path, const void *bytes, size_t n);
/* Bytes of a file, the caller's to free. */
void *fuzz_read_file(const char *path, size_t *n);

#endif
