/* For MAP_ANONYMOUS and MADV_WIPEONFORK, which POSIX does not have. */
#define _DEFAULT_SOURCE

#include "base/process.h"

#include "base/guard.h"

#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

/* The system gives pages; this much of one is used. */
#define BYTES sizeof(int)

void csri_process_begin(csri_process *process)
{
    process->here = NULL;
    process->pid = getpid();
#ifdef MADV_WIPEONFORK
    int *page = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (CSRI_NEVER(page == MAP_FAILED))
        return;
    if (CSRI_ALWAYS(madvise(page, BYTES, MADV_WIPEONFORK) == 0)) { /* since Linux 4.14 */
        *page = 1;
        process->here = page;
    } else {
        (void)munmap(page, BYTES);
    }
#endif
}

void csri_process_end(csri_process *process)
{
    if (process->here != NULL)
        (void)munmap((void *)(size_t)process->here, BYTES);
    process->here = NULL;
}

int csri_process_is_same(const csri_process *process)
{
    return process->here != NULL ? *process->here != 0 : process->pid == getpid();
}
