/*
 * A look at a desk from beside it: the library's own handles and caches are left alone.
 */
#ifndef CSR_TORTURE_INSPECT_H
#define CSR_TORTURE_INSPECT_H

#include "support/fingerprint.h"
#include "torture/campaign.h"
#include "torture/scenario.h"

/* All rows of the desk of a stage; free() it. NULL when that fails, which is a complaint. */
char *inspect_dump(campaign *c, const stage *s, unsigned flags);
/* The same as hashes, which is ten times cheaper; 0 and a complaint when that fails. */
int inspect_fingerprint(campaign *c, const stage *s, fingerprint *out);
/* Complain about every error that csr_desk_verify() finds. */
void inspect_verify(campaign *c, csr_session *session, const char *when);
/* Complain unless SQLite finds the file sound; nobody has it open. */
void inspect_file(campaign *c, const char *path, const char *when);
/* Open the desk in a file, verify it, and answer its rows or NULL; free() it. */
char *inspect_closed(campaign *c, const char *path, const char *when, unsigned flags);
/* Remove a desk file with all that lies beside it. */
void inspect_remove(const char *path);

#endif
