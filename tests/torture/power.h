/*
 * What of a file has reached the disk: the seam between the VFS and the loss of power.
 */
#ifndef CSR_TORTURE_POWER_H
#define CSR_TORTURE_POWER_H

#include <stddef.h>
#include <stdint.h>

/* One file, by its path; open or not. */
typedef struct power_file power_file;

/* The file of a path, begun now if it is new; NULL while power is not watched. */
power_file *power_file_of(const char *path);
/* Whether power is gone, when this call is counted as one more. */
int power_gone(void);
void power_note_write(power_file *file, const void *bytes, size_t size, int64_t at);
void power_note_truncate(power_file *file, int64_t size);
void power_note_sync(power_file *file);
void power_note_delete(const char *path);

#endif
