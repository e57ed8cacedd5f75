/*
 * What a desk answers to everything that can be asked of it, kept as text: one line {"operation","params","answer"} for
 * each question.
 *
 * A later library must give the same answers. It may know more members than were known then, so an answer must hold what
 * the kept one holds and may hold more.
 */
#ifndef CSR_TEST_DESK_TRANSCRIPT_H
#define CSR_TEST_DESK_TRANSCRIPT_H

#include <csr/session.h>
#include <stdio.h>

/* Ask everything and write it down; 1, or 0 when something could not be asked. */
int desk_transcript_write(csr_session *session, FILE *out);

/* Ask what stands in the lines again. How many questions were asked; -1 after the first answer that lacks something, with
 * `why` saying what. */
int desk_transcript_check(csr_session *session, FILE *lines, char *why, size_t why_size);

#endif
