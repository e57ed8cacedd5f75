/*
 * The desk files of former schema versions, tests/desks/v*.csr.gz, and what their libraries answered, v*.jsonl.gz.
 */
#ifndef CSR_TEST_DESK_FILES_H
#define CSR_TEST_DESK_FILES_H

/* Whether there is a file of a version. */
int desk_file_kept(int version);
/* Write the desk of a version, or what it answered, to a path; 1 when done. */
int desk_file_unpack(int version, const char *path);
int desk_file_answers(int version, const char *path);

#endif
