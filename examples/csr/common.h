/*
 * What every file of the tool uses: exit codes, memory that is always there, messages, texts that are made.
 */
#ifndef CSR_TOOL_COMMON_H
#define CSR_TOOL_COMMON_H

#include <csr/status.h>
#include <csr/types.h>
#include <stddef.h>
#include <stdio.h>

/* Exit codes of the tool; README.md promises them. */
enum {
    CODE_DONE = 0,
    CODE_REFUSED = 1, /* the desk said no, or a check found something */
    CODE_USAGE = 2,   /* the command line is wrong; nothing was tried */
    CODE_RETRY = 3,   /* the same command may succeed when it is run again */
    CODE_PARTIAL = 4  /* done, but rows were rejected and --strict was given */
};

#if defined(__GNUC__)
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#else
#define PRINTF_LIKE(text, first)
#endif

/* A tool that has no memory left has nothing better to do than to say so and stop. */
void *need(void *memory);
void *need_zeroed(size_t count, size_t size);

/* Grow an array so that it has room for one more; returns it, maybe moved. */
void *need_room(void *array, size_t count, size_t *capacity, size_t size);

/* New texts; free() them. */
char *text_copy(const char *ptr, size_t len);
char *text_format(const char *format, ...) PRINTF_LIKE(1, 2);

/* Replace one character by another, in place; gives the text back. */
char *text_replace(char *text, char from, char to);
int text_begins(const char *text, const char *prefix);

/* "csr: ..." on stderr; returns the exit code that belongs to it. */
int say(int code, const char *format, ...) PRINTF_LIKE(2, 3);

/* "csr: OPERATION: FIELD: MESSAGE (STATUS)" and, where it is obvious, what to do; returns the exit code. */
int say_error(const char *operation, const csr_error *err);

/* The whole of a file, "-" = standard input, with a NUL behind it; NULL and a message on failure. */
char *read_whole(const char *path, size_t *len);

/* The word that was probably meant, or NULL when none is near. */
const char *nearest(const char *word, const char *const *words, size_t count);

/* ", did you mean X?" for the end of a message; free() it. */
char *did_you_mean(const char *word, const char *const *words, size_t count);

/* Bytes as base64 of RFC 4648; the caller frees it. */
char *base64_of(const char *bytes, size_t n);

#endif
