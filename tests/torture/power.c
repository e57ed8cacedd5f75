#include "torture/power.h"

#include "torture/campaign.h"
#include "torture/fault_vfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECTOR 512
#define FILES 8

/* A run of bytes that was written and not synced, at most a sector; or a new length when bytes is NULL. */
typedef struct unsynced {
    char *bytes;
    size_t size;
    int64_t at;
} unsynced;

struct power_file {
    char path[512];
    char *durable; /* what is on the disk for certain */
    size_t durable_size;
    int exists; /* its name is on the disk for certain */
    int deleted;
    unsynced *pending;
    size_t count, capacity;
};

static struct {
    power_file files[FILES];
    size_t count;
    int watching, cut, lies;
    uint64_t left; /* calls until the cut; 0 = never */
} power;

static void forget_pending(power_file *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->pending[i].bytes);
    f->count = 0;
}

void power_on(void)
{
    for (size_t i = 0; i < power.count; i++) {
        forget_pending(&power.files[i]);
        free(power.files[i].pending);
        free(power.files[i].durable);
    }
    memset(&power, 0, sizeof(power));
    power.watching = 1;
}

void power_cut_after(uint64_t calls)
{
    power.left = calls;
}

int power_is_cut(void)
{
    return power.cut;
}

void power_let_syncs_lie(int lie)
{
    power.lies = lie;
}

int power_gone(void)
{
    if (power.watching && power.left > 0 && --power.left == 0)
        power.cut = 1;
    return power.cut;
}

static void read_file(power_file *f)
{
    FILE *in = fopen(f->path, "rb");
    long size;

    free(f->durable);
    f->durable = NULL;
    f->durable_size = 0;
    if (in == NULL)
        return;
    f->exists = 1;
    (void)fseek(in, 0, SEEK_END);
    size = ftell(in);
    rewind(in);
    f->durable = malloc((size_t)size + 1);
    f->durable_size = fread(f->durable, 1, (size_t)size, in);
    (void)fclose(in);
}

power_file *power_file_of(const char *path)
{
    power_file *f;

    if (!power.watching || path == NULL)
        return NULL;
    for (size_t i = 0; i < power.count; i++)
        if (strcmp(power.files[i].path, path) == 0)
            return &power.files[i];
    if (power.count == FILES)
        abort();
    f = &power.files[power.count++];
    snprintf(f->path, sizeof(f->path), "%s", path);
    if (access(path, F_OK) == 0)
        read_file(f);
    return f;
}

static void add(power_file *f, const void *bytes, size_t size, int64_t at)
{
    unsynced *u;

    if (f->count == f->capacity) {
        f->capacity = f->capacity * 2 + 64;
        f->pending = realloc(f->pending, f->capacity * sizeof(*f->pending));
    }
    u = &f->pending[f->count++];
    *u = (unsynced){ .size = size, .at = at };
    if (bytes != NULL) {
        u->bytes = malloc(size + 1);
        memcpy(u->bytes, bytes, size);
    }
}

void power_note_write(power_file *f, const void *bytes, size_t size, int64_t at)
{
    const char *from = bytes;

    f->deleted = 0;
    while (size > 0) {
        size_t n = SECTOR - (size_t)(at % SECTOR);
        n = n < size ? n : size;
        add(f, from, n, at);
        from += n;
        at += (int64_t)n;
        size -= n;
    }
}

void power_note_truncate(power_file *f, int64_t size)
{
    add(f, NULL, 0, size);
}

static void apply(power_file *f, const unsynced *u)
{
    size_t end = (size_t)u->at + u->size;

    if (end > f->durable_size) {
        f->durable = realloc(f->durable, end + 1);
        memset(f->durable + f->durable_size, 0, end - f->durable_size);
        f->durable_size = end;
    }
    if (u->bytes != NULL)
        memcpy(f->durable + u->at, u->bytes, u->size);
    else
        f->durable_size = (size_t)u->at;
}

/* SQLite syncs the folder with the first sync of a file that it made. */
void power_note_sync(power_file *f)
{
    if (power.lies)
        return;
    for (size_t i = 0; i < f->count; i++)
        apply(f, &f->pending[i]);
    forget_pending(f);
    f->exists = 1;
}

void power_note_delete(const char *path)
{
    power_file *f = power_file_of(path);

    if (f != NULL)
        f->deleted = 1;
}

static void write_file(const power_file *f)
{
    FILE *out = fopen(f->path, "wb");

    if (out == NULL || fwrite(f->durable == NULL ? "" : f->durable, 1, f->durable_size, out) != f->durable_size)
        abort();
    (void)fclose(out);
}

/* Its name is gone: it was removed, or never got as far as the disk. Otherwise a removal was lost, or a name was kept. */
static int is_gone(const power_file *f, uint64_t *random)
{
    return (f->deleted || !f->exists) && torture_random(random) % 2 == 0;
}

/* Of the sectors written since the last sync any may have arrived. Which, is often all, none, or nearly so. */
static uint64_t lose(power_file *f, uint64_t *random)
{
    static const unsigned kept_of_8[] = { 0, 1, 4, 7, 8 };
    unsigned kept = kept_of_8[torture_random(random) % (sizeof(kept_of_8) / sizeof(kept_of_8[0]))];
    uint64_t unsynced_count = f->count + (f->deleted != 0);

    for (size_t i = 0; i < f->count; i++)
        if (torture_random(random) % 8 < kept)
            apply(f, &f->pending[i]);
    if (is_gone(f, random))
        (void)unlink(f->path);
    else
        write_file(f);
    return unsynced_count;
}

uint64_t power_back(uint64_t seed)
{
    uint64_t lost = 0;

    power.watching = 0;
    power.cut = 0;
    for (size_t i = 0; i < power.count; i++) {
        char shm[520];
        lost += lose(&power.files[i], &seed);
        /* Memory that processes share does not outlive the machine. */
        snprintf(shm, sizeof(shm), "%s-shm", power.files[i].path);
        (void)unlink(shm);
    }
    return lost;
}
