/*
 * Runs a fuzz target without libFuzzer, over the files given and all files of the folders given: so that a corpus is a
 * regression test under any compiler. The empty input always runs first.
 */
#include "support/fuzz.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A copy of exactly the input's size, so that the sanitizer sees a read behind its end. */
static int run_stream(const char *path, FILE *file, size_t size)
{
    uint8_t *bytes = malloc(size + (size == 0));
    int good = bytes != NULL && fread(bytes, 1, size, file) == size;

    if (good)
        (void)LLVMFuzzerTestOneInput(bytes, size);
    else
        fprintf(stderr, "%s: cannot be read\n", path);
    free(bytes);
    return good;
}

static int run_file(const char *path, unsigned *runs)
{
    struct stat about;
    FILE *file = fopen(path, "rb");
    int good = file != NULL && stat(path, &about) == 0;

    /* Named before it runs: an input that crashes is the last one named. */
    if (getenv("CSR_FUZZ_VERBOSE") != NULL)
        fprintf(stderr, "%s\n", path);
    if (good)
        good = run_stream(path, file, (size_t)about.st_size);
    else
        perror(path);
    if (file != NULL)
        fclose(file);
    *runs += (unsigned)good;
    return good;
}

static int run_folder(const char *path, unsigned *runs)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort), good = count >= 0;

    if (!good)
        perror(path);
    for (int i = 0; i < count; i++) {
        char name[PATH_MAX];
        int length = snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            good &= length > 0 && (size_t)length < sizeof(name) && run_file(name, runs);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return good;
}

int main(int argc, char **argv)
{
    unsigned runs = 0;
    int good = 1;

    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        struct stat about;
        if (stat(argv[i], &about) == 0 && S_ISDIR(about.st_mode))
            good &= run_folder(argv[i], &runs);
        else
            good &= run_file(argv[i], &runs);
    }
    printf("%s: %u inputs: %s\n", argc > 0 ? argv[0] : "", runs, good && runs > 0 ? "ok" : "FAILED");
    return good && runs > 0 ? 0 : 1;
}
