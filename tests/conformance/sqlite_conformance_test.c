#include "backends/sqlite/sqlite_backend.h"
#include "support/conformance.h"

#include <stdio.h>
#include <unistd.h>

/* Each store is a file of its own in the working directory. */
static void fresh_uri(char *out, size_t size)
{
    static unsigned number;

    snprintf(out, size, "conformance-%ld-%u.desk", (long)getpid(), ++number);
}

static void discard(const char *uri)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char path[256];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", uri, suffixes[i]);
        (void)unlink(path);
    }
}

/* A power cut is not among the cases. */
static const csr_option options[] = { { "synchronous", "normal" } };

static const csr_conformance_target target = {
    .name = "sqlite_conformance_test",
    .ops = &csri_sqlite_ops,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .fresh_uri = fresh_uri,
    .discard = discard,
    .quirks = { .durable = 1, .multi_process = 1, .snapshot_reads = 1 },
};

int main(void)
{
    return csr_conformance_main(&target);
}
