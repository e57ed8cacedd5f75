/*
 * The file behind a store: where it is, whether it may be used, and making a new one.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_FILE_H
#define CSRI_BACKENDS_SQLITE_SQLITE_FILE_H

#include <csr/sys/backend.h>
#include <limits.h>

/* The absolute path of a URI, the folder's symbolic links followed. CSR_E_ARGUMENT, CSR_E_STORE_OPEN. */
csr_status csri_sqlite_path(const char *uri, char out[PATH_MAX], csr_error *err);

/* Whether there is a file that can be a desk, in *exists, and whether its file system suits. CSR_E_STORE_OPEN,
 * CSR_E_NOT_A_DESK, CSR_E_UNSUPPORTED. */
csr_status csri_sqlite_examine(const char *path, int *exists, csr_error *err);

/* Why SQLite may have been unable to open it, as part of a sentence in out; SQLite keeps it to itself. */
const char *csri_sqlite_obstacle(const char *path, int read_only, char *out, size_t size);

/*
 * Whether nobody can change the file, because its file system is mounted for reading only. SQLite then does without the
 * files that go with it, which could not be made, and without locks.
 */
int csri_sqlite_is_immutable(const char *path);
/* Such a file as SQLite wants it named. */
#define CSRI_SQLITE_URI_MAX (3 * PATH_MAX + 32)
void csri_sqlite_immutable_uri(const char *path, char out[CSRI_SQLITE_URI_MAX]);

/* Create a file beside a path under a name of its own, for what becomes the path's only when it is whole. A descriptor to
 * write it with, or -1 and errno; its name in out. */
#define CSRI_SQLITE_DRAFT_MAX (PATH_MAX + 64)
int csri_sqlite_draft(const char *path, char out[CSRI_SQLITE_DRAFT_MAX]);
/* Give a draft its path, where nothing is, and flush the folder. 0, or an errno: EEXIST when something is there, and
 * after any error the draft is gone, but a path that was given stays given. */
int csri_sqlite_publish(const char *draft, const char *path);

/*
 * Make a complete, empty desk at a path where nothing is. May do nothing, for whatever reason: the one who opens then
 * makes the schema in place.
 */
void csri_sqlite_make(const csr_host *host, const csr_schema *schema, const char *path);

#endif
