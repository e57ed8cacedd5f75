#include "support/desk_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* They lie beside this source. */
static void kept_name(int version, const char *suffix, char *out, size_t size)
{
    const char *slash = strrchr(__FILE__, '/');

    snprintf(out, size, "%.*s../desks/v%d.%s.gz", slash == NULL ? 0 : (int)(slash - __FILE__ + 1), __FILE__, version,
             suffix);
}

int desk_file_kept(int version)
{
    char name[600];

    kept_name(version, "csr", name, sizeof(name));
    return access(name, R_OK) == 0;
}

static int unpack(int version, const char *suffix, const char *path)
{
    char name[600], command[1300];

    kept_name(version, suffix, name, sizeof(name));
    snprintf(command, sizeof(command), "gzip -dc '%s' >'%s'", name, path);
    return system(command) == 0;
}

int desk_file_unpack(int version, const char *path)
{
    return unpack(version, "csr", path);
}

int desk_file_answers(int version, const char *path)
{
    return unpack(version, "jsonl", path);
}
