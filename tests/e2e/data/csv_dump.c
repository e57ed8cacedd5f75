/*
 * Shows how the tool's CSV reader takes a file: per record a line, its number first; fields in hexadecimal between
 * commas, or what is wrong with it.
 */
#include "common.h"
#include "csv.h"

#include <stdlib.h>

/* The reader needs these two of common.c, and nothing of the library. */
void *need(void *memory)
{
    if (memory == NULL)
        exit(3);
    return memory;
}

void *need_room(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity * 2 + 1;
    return need(realloc(array, *capacity * size));
}

static void show(const struct csv_record *record)
{
    printf("%zu ", record->line);
    for (size_t i = 0; i < record->count; i++) {
        fputs(i > 0 ? "," : "", stdout);
        for (size_t b = 0; b < record->fields[i].len; b++)
            printf("%02x", (unsigned)(unsigned char)record->fields[i].ptr[b]);
    }
    printf("%s%s\n", record->problem != NULL ? "! " : "", record->problem != NULL ? record->problem : "");
}

int main(void)
{
    static char text[1 << 20];
    size_t len = fread(text, 1, sizeof text, stdin);
    /* A copy of its exact size, so that a sanitizer sees every byte too many. */
    char *exact = need(malloc(len + (len == 0)));
    struct csv_reader reader;
    struct csv_record record;

    for (size_t i = 0; i < len; i++)
        exact[i] = text[i];
    csv_begin(&reader, exact, len);
    while (csv_read(&reader, &record) != CSV_END)
        show(&record);
    csv_end(&reader);
    free(exact);
    return 0;
}
