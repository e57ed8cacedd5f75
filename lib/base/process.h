/**
 * Whether this is still the process that something was made in, and not a child that fork() made of it.
 */
#ifndef CSRI_BASE_PROCESS_H
#define CSRI_BASE_PROCESS_H

#include <sys/types.h>

/** The process in which csri_process_begin() was called. */
typedef struct csri_process {
    const volatile int *here; /* not 0 there, 0 in a child; NULL = the system cannot do that */
    pid_t pid;
} csri_process;

/** Remember this process. Cannot fail. */
void csri_process_begin(csri_process *process);
void csri_process_end(csri_process *process);

/** 1, or 0 in a child. One load: asking the system for the process's number takes a tenth of a microsecond. */
int csri_process_is_same(const csri_process *process);

#endif
